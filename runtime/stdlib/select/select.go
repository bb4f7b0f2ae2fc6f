// Package select_ implements the module select (Python library reference, select: Waiting
// for I/O completion): select and poll everywhere over poll(2), WSAPoll on Windows; epoll
// on Linux. kqueue and devpoll are not there: programs that look whether they are use
// another.
package select_

import (
	"math"
	"strings"
	"syscall"

	"github.com/aio2go/aio2go/runtime/py"
	"github.com/aio2go/aio2go/runtime/pyio"
	"github.com/aio2go/aio2go/runtime/stdlib/socket"
	"github.com/aio2go/aio2go/runtime/sysnet"
)

type (
	value = py.Value
	exc   = *py.Exception
)

var spec = py.ModuleSpec{
	Name: "select",
	Doc:  "This module supports asynchronous I/O on multiple file descriptors.",
	Functions: []py.Method{
		{Name: "select", Sig: "(rlist, wlist, xlist, timeout=None, /)", Impl: selectFunction},
		{Name: "poll", Sig: "()", Impl: func() (value, exc) {
			p := &poll{}
			p.SetType(pollType)
			return p.Header.Value(), nil
		}},
	},
	Init: func(m *py.Module) exc {
		m.Set("error", py.OSErrorType.Value())
		for _, c := range pollConstants {
			m.Set(c.name, py.Int(c.v))
		}
		m.Set("PIPE_BUF", py.Int(4096))
		return initSystem(m)
	},
}

func init() { py.RegisterModule(&spec) }

// The events of poll objects.
const (
	pollIn   = 1
	pollPri  = 2
	pollOut  = 4
	pollErr  = 8
	pollHup  = 16
	pollNval = 32
)

var pollConstants = []struct {
	name string
	v    int64
}{{"POLLIN", pollIn}, {"POLLPRI", pollPri}, {"POLLOUT", pollOut}, {"POLLERR", pollErr}, {"POLLHUP", pollHup}, {"POLLNVAL", pollNval},
	{"POLLRDNORM", 64}, {"POLLRDBAND", 128}, {"POLLWRNORM", 256}, {"POLLWRBAND", 512}, {"POLLMSG", 1024}, {"POLLRDHUP", 8192}}

// timeoutArg returns the nanoseconds of a timeout in units of so many nanoseconds; -1
// waits for ever.
func timeoutArg(v value, unit float64, negative bool) (int64, exc) {
	if v.IsUnbound() || v.IsNone() {
		return -1, nil
	}
	var f float64
	switch {
	case v.IsFloat():
		f = v.Float()
	case v.IsInt():
		var e exc
		if f, e = py.AsFloat(v); e != nil {
			return 0, e
		}
	default:
		return 0, py.Raisef(py.TypeErrorType, "timeout must be a float or None")
	}
	if f < 0 {
		if negative {
			return -1, nil
		}
		return 0, py.Raisef(py.ValueErrorType, "timeout must be non-negative")
	}
	return int64(min(math.Ceil(f*unit), 9e18)), nil
}

// selectFunction is select(rlist, wlist, xlist, timeout=None).
func selectFunction(r, w, x, timeout value) (value, exc) {
	ns, e := timeoutArg(timeout, 1e9, false)
	if e != nil {
		return value{}, e
	}
	lists := []value{r, w, x}
	var items [3][]value
	index := map[int]int{}
	var fds []sysnet.PollFD
	var at [3][]int
	for i, list := range lists {
		e := py.Each(list, func(v value) exc {
			fd, e := pyio.Descriptor(v)
			if e != nil {
				return e
			}
			j, ok := index[fd]
			if !ok {
				j = len(fds)
				index[fd] = j
				fds = append(fds, sysnet.PollFD{FD: fd})
			}
			fds[j].Want |= []sysnet.Ready{sysnet.Readable, sysnet.Writable, 0}[i]
			items[i] = append(items[i], v)
			at[i] = append(at[i], j)
			return nil
		})
		if e != nil {
			if text, _ := py.StrText(e.Value()); strings.Contains(text, "not iterable") {
				return value{}, py.Raisef(py.TypeErrorType, "arguments 1-3 must be sequences")
			}
			return value{}, e
		}
	}
	if _, e := socket.Poll(fds, ns); e != nil {
		return value{}, e
	}
	out := make([]value, 3)
	for i := range lists {
		list := py.NewList(nil)
		for k, j := range at[i] {
			got := fds[j].Got
			if got&sysnet.Invalid != 0 {
				return value{}, socket.RaiseErr(syscall.EBADF)
			}
			if i == 0 && got&(sysnet.Readable|sysnet.Failed) != 0 || i == 1 && got&(sysnet.Writable|sysnet.Failed) != 0 {
				list.Append(items[i][k])
			}
		}
		out[i] = list.Value()
	}
	return py.TupleV(out...), nil
}

// poll is a select.poll object.
type poll struct {
	py.Header
	fds  []int
	want map[int]int64
}

var pollType = &py.Type{Name: "poll"}

func init() {
	self := func(v value) *poll { return py.Heap[poll](v) }
	set := func(p *poll, fd int, mask value) exc {
		events := int64(pollIn | pollPri | pollOut)
		if !mask.IsUnbound() {
			n, e := py.IndexInt(mask, py.OverflowErrorType)
			if e != nil {
				return e
			}
			events = int64(n)
		}
		if p.want == nil {
			p.want = map[int]int64{}
		}
		if _, ok := p.want[fd]; !ok {
			p.fds = append(p.fds, fd)
		}
		p.want[fd] = events
		return nil
	}
	pollType.Define(&py.TypeSpec{
		Module: "select", NoNew: true,
		Methods: []py.Method{
			{Name: "register", Sig: "($self, fd, eventmask=7, /)", Impl: func(v, f, mask value) (value, exc) {
				fd, e := pyio.Descriptor(f)
				if e == nil {
					e = set(self(v), fd, mask)
				}
				return py.None, e
			}},
			{Name: "modify", Sig: "($self, fd, eventmask, /)", Impl: func(v, f, mask value) (value, exc) {
				fd, e := pyio.Descriptor(f)
				if e != nil {
					return value{}, e
				}
				if _, ok := self(v).want[fd]; !ok {
					return value{}, socket.RaiseErr(syscall.ENOENT)
				}
				return py.None, set(self(v), fd, mask)
			}},
			{Name: "unregister", Sig: "($self, fd, /)", Impl: func(v, f value) (value, exc) {
				fd, e := pyio.Descriptor(f)
				if e != nil {
					return value{}, e
				}
				p := self(v)
				if _, ok := p.want[fd]; !ok {
					return value{}, py.RaiseArgs(py.KeyErrorType, py.Int(int64(fd)))
				}
				delete(p.want, fd)
				for i, x := range p.fds {
					if x == fd {
						p.fds = append(p.fds[:i], p.fds[i+1:]...)
						break
					}
				}
				return py.None, nil
			}},
			{Name: "poll", Sig: "($self, timeout=None, /)", Impl: func(v, timeout value) (value, exc) {
				ns, e := timeoutArg(timeout, 1e6, true)
				if e != nil {
					return value{}, e
				}
				p := self(v)
				fds := make([]sysnet.PollFD, len(p.fds))
				for i, fd := range p.fds {
					fds[i].FD = fd
					if p.want[fd]&(pollIn|pollPri|64|128) != 0 {
						fds[i].Want |= sysnet.Readable
					}
					if p.want[fd]&(pollOut|256|512) != 0 {
						fds[i].Want |= sysnet.Writable
					}
				}
				if _, e := socket.Poll(fds, ns); e != nil {
					return value{}, e
				}
				list := py.NewList(nil)
				for _, f := range fds {
					events := int64(0)
					if f.Got&sysnet.Readable != 0 {
						events |= pollIn
					}
					if f.Got&sysnet.Writable != 0 {
						events |= pollOut
					}
					if f.Got&sysnet.HungUp != 0 {
						events |= pollHup
					}
					if f.Got&sysnet.Errored != 0 {
						events |= pollErr
					}
					if f.Got&sysnet.Invalid != 0 {
						events |= pollNval
					}
					if events != 0 {
						list.Append(py.TupleV(py.Int(int64(f.FD)), py.Int(events)))
					}
				}
				return list.Value(), nil
			}},
		},
	})
}
