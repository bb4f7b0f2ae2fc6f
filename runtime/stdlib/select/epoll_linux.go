package select_

import (
	"runtime"
	"syscall"

	"github.com/aio2go/aio2go/runtime/py"
	"github.com/aio2go/aio2go/runtime/pyio"
	"github.com/aio2go/aio2go/runtime/stdlib/socket"
	"github.com/aio2go/aio2go/runtime/sysnet"
)

// This file implements select.epoll.

type epoll struct {
	py.Header
	fd int // -1 when closed
}

var epollType = &py.Type{Name: "epoll"}

var epollConstants = []struct {
	name string
	v    int64
}{{"EPOLLIN", 1}, {"EPOLLPRI", 2}, {"EPOLLOUT", 4}, {"EPOLLERR", 8}, {"EPOLLHUP", 16}, {"EPOLLRDNORM", 64}, {"EPOLLRDBAND", 128},
	{"EPOLLWRNORM", 256}, {"EPOLLWRBAND", 512}, {"EPOLLMSG", 1024}, {"EPOLLRDHUP", 8192}, {"EPOLLEXCLUSIVE", 1 << 28},
	{"EPOLLWAKEUP", 1 << 29}, {"EPOLLONESHOT", 1 << 30}, {"EPOLLET", 1 << 31}, {"EPOLL_CLOEXEC", syscall.EPOLL_CLOEXEC}}

func initSystem(m *py.Module) exc {
	m.Set("epoll", epollType.Value())
	for _, c := range epollConstants {
		m.Set(c.name, py.Int(c.v))
	}
	return nil
}

func (p *epoll) control(op int, f, mask value) (value, exc) {
	if p.fd < 0 {
		return value{}, closedEpoll()
	}
	fd, e := pyio.Descriptor(f)
	if e != nil {
		return value{}, e
	}
	events := int64(7)
	if !mask.IsUnbound() {
		n, e := py.IndexInt(mask, py.OverflowErrorType)
		if e != nil {
			return value{}, e
		}
		events = int64(n)
	}
	ev := syscall.EpollEvent{Events: uint32(events), Fd: int32(fd)}
	if err := syscall.EpollCtl(p.fd, op, fd, &ev); err != nil {
		return value{}, socket.RaiseErr(err)
	}
	return py.None, nil
}

func closedEpoll() exc {
	return py.Raisef(py.ValueErrorType, "I/O operation on closed epoll object")
}

// wait is poll(timeout=None, maxevents=-1): the epoll descriptor itself is waited for, so
// that signals and other threads have their turns.
func (p *epoll) wait(timeout, most value) (value, exc) {
	if p.fd < 0 {
		return value{}, closedEpoll()
	}
	ns, e := timeoutArg(timeout, 1e9, true)
	if e != nil {
		return value{}, e
	}
	n := -1
	if !most.IsUnbound() {
		if n, e = py.IndexInt(most, py.OverflowErrorType); e != nil {
			return value{}, e
		}
	}
	switch {
	case n == -1:
		n = 4096
	case n < 1:
		return value{}, py.Raisef(py.ValueErrorType, "maxevents must be greater than 0, got %d", n)
	}
	if ns != 0 {
		if _, e := socket.Poll([]sysnet.PollFD{{FD: p.fd, Want: sysnet.Readable}}, ns); e != nil {
			return value{}, e
		}
	}
	room := make([]syscall.EpollEvent, n)
	k, err := syscall.EpollWait(p.fd, room, 0)
	if err != nil && err != syscall.EINTR {
		return value{}, socket.RaiseErr(err)
	}
	list := py.NewList(nil)
	for _, ev := range room[:max(k, 0)] {
		list.Append(py.TupleV(py.Int(int64(ev.Fd)), py.Int(int64(ev.Events))))
	}
	return list.Value(), nil
}

func (p *epoll) close() {
	if p.fd >= 0 {
		_ = syscall.Close(p.fd)
		p.fd = -1
	}
}

var epollSig = py.NewSignature("epoll", "", "(sizehint=-1, flags=0)")

func init() {
	self := func(v value) *epoll { return py.Heap[epoll](v) }
	epollType.Define(&py.TypeSpec{
		Module: "select", Flags: py.FlagBaseType,
		Layout: py.LayoutOf[epoll](),
		Slots: py.Slots{New: func(cls *py.Type, args []value, names []*py.Str) (value, exc) {
			var a [2]value
			if e := epollSig.Bind(args, names, a[:]); e != nil {
				return value{}, e
			}
			fd, err := syscall.EpollCreate1(syscall.EPOLL_CLOEXEC)
			if err != nil {
				return value{}, socket.RaiseErr(err)
			}
			v := cls.Alloc(cls)
			self(v).fd = fd
			runtime.SetFinalizer(self(v), (*epoll).close)
			return v, nil
		}},
		Methods: []py.Method{
			{Name: "register", Sig: "($self, fd, eventmask=7)", Impl: func(v, fd, mask value) (value, exc) {
				return self(v).control(syscall.EPOLL_CTL_ADD, fd, mask)
			}},
			{Name: "modify", Sig: "($self, fd, eventmask)", Impl: func(v, fd, mask value) (value, exc) {
				return self(v).control(syscall.EPOLL_CTL_MOD, fd, mask)
			}},
			{Name: "unregister", Sig: "($self, fd)", Impl: func(v, fd value) (value, exc) {
				return self(v).control(syscall.EPOLL_CTL_DEL, fd, value{})
			}},
			{Name: "poll", Sig: "($self, timeout=None, maxevents=-1)", Impl: func(v, timeout, most value) (value, exc) { return self(v).wait(timeout, most) }},
			{Name: "close", Sig: "($self)", Impl: func(v value) (value, exc) {
				self(v).close()
				return py.None, nil
			}},
			{Name: "fileno", Sig: "($self)", Impl: func(v value) (value, exc) {
				if self(v).fd < 0 {
					return value{}, closedEpoll()
				}
				return py.Int(int64(self(v).fd)), nil
			}},
			{Name: "__enter__", Sig: "($self)", Impl: func(v value) (value, exc) {
				if self(v).fd < 0 {
					return value{}, closedEpoll()
				}
				return v, nil
			}},
			{Name: "__exit__", Impl: func(v value, _ []value) (value, exc) {
				self(v).close()
				return py.None, nil
			}},
		},
		GetSets: []py.GetSet{{Name: "closed", Get: func(v value) (value, exc) { return py.Bool(self(v).fd < 0), nil }}},
	})
}
