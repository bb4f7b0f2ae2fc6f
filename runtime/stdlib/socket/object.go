package socket

import (
	"strings"
	"syscall"

	"github.com/aio2go/aio2go/runtime/py"
	"github.com/aio2go/aio2go/runtime/pyio"
	"github.com/aio2go/aio2go/runtime/sysnet"
)

// This file has the methods that Python's class socket.socket adds to the system's calls.

func objectMethods() []py.Method {
	return []py.Method{
		{Name: "__enter__", Sig: "($self)", Impl: func(v value) (value, exc) { return v, nil }},
		{Name: "__exit__", Impl: func(v value, _ []value) (value, exc) {
			if self(v).closed {
				return py.None, nil
			}
			_, e := py.CallMethod0(v, py.Intern("close"))
			return none(e)
		}},
		{Name: "accept", Sig: "($self)", Impl: func(v value) (value, exc) {
			s := self(v)
			fd, sa, e := s.accept()
			if e != nil {
				return value{}, e
			}
			c := New(fd, s.Family, s.Type, s.Proto)
			if e := c.setTimeout(defaultTimeout); e != nil {
				return value{}, e
			}
			return py.TupleV(c.Value(), AddressValue(sa)), nil
		}},
		{Name: "close", Sig: "($self)", Impl: func(v value) (value, exc) {
			s := self(v)
			s.closed = true
			if s.ioRefs <= 0 {
				s.Close()
			}
			return py.None, nil
		}},
		{Name: "detach", Sig: "($self)", Impl: func(v value) (value, exc) {
			s := self(v)
			fd := s.FD
			s.FD, s.closed = -1, true
			return py.Int(int64(fd)), nil
		}},
		{Name: "dup", Sig: "($self)", Impl: func(v value) (value, exc) {
			s := self(v)
			fd, err := sysnet.Dup(s.FD)
			if err != nil {
				return value{}, RaiseErr(err)
			}
			c := New(fd, s.Family, s.Type, s.Proto)
			return c.Value(), c.setTimeout(s.Timeout)
		}},
		{Name: "get_inheritable", Sig: "($self)", Impl: func(v value) (value, exc) {
			on, err := sysnet.Inheritable(self(v).FD)
			if err != nil {
				return value{}, RaiseErr(err)
			}
			return py.Bool(on), nil
		}},
		{Name: "set_inheritable", Sig: "($self, inheritable)", Impl: func(v, x value) (value, exc) {
			on, e := py.Truth(x)
			if e != nil {
				return value{}, e
			}
			if err := sysnet.SetInheritable(self(v).FD, on); err != nil {
				return value{}, RaiseErr(err)
			}
			return py.None, nil
		}},
		{Name: "makefile", Sig: "($self, mode='r', buffering=None, *, encoding=None, errors=None, newline=None)", Impl: makefile},
		{Name: "sendfile", Sig: "($self, file, offset=0, count=None)", Impl: sendfile},
		{Name: "_decref_socketios", Sig: "($self)", Impl: func(v value) (value, exc) {
			self(v).release()
			return py.None, nil
		}},
	}
}

// release is _decref_socketios: a file of makefile was closed.
func (s *Socket) release() {
	if s.ioRefs > 0 {
		s.ioRefs--
	}
	if s.closed && s.ioRefs == 0 {
		s.Close()
	}
}

func orNone(v value) value {
	if v.IsUnbound() {
		return py.None
	}
	return v
}

// makefile is makefile(mode, buffering, *, encoding, errors, newline).
func makefile(a []value) (value, exc) {
	v := a[0]
	s := self(v)
	mode := "r"
	if !a[1].IsUnbound() {
		m, ok := py.AsStr(a[1])
		if !ok {
			return value{}, py.Raisef(py.TypeErrorType, "'%s' object is not iterable", a[1].Type().Name)
		}
		mode = m.String()
	}
	if strings.Trim(mode, "rwb") != "" {
		r, _ := py.Repr(a[1])
		return value{}, py.Raisef(py.ValueErrorType, "invalid mode %s (only r, w, b allowed)", r.Str().String())
	}
	writing := strings.Contains(mode, "w")
	reading := strings.Contains(mode, "r") || !writing
	binary := strings.Contains(mode, "b")
	rawMode := ""
	if reading {
		rawMode = "r"
	}
	if writing {
		rawMode += "w"
	}
	raw := newSocketIO(s, rawMode)
	s.ioRefs++
	buffering := -1
	if !a[2].IsUnbound() && !a[2].IsNone() {
		var e exc
		if buffering, e = intArg(a[2], -1); e != nil {
			return value{}, e
		}
	}
	if buffering < 0 {
		buffering = pyio.DefaultBufferSize
	}
	if buffering == 0 {
		if !binary {
			return value{}, py.Raisef(py.ValueErrorType, "unbuffered streams must be binary")
		}
		return raw, nil
	}
	size := py.Int(int64(buffering))
	class, args := "BufferedReader", []value{raw, size}
	switch {
	case reading && writing:
		class, args = "BufferedRWPair", []value{raw, raw, size}
	case writing:
		class = "BufferedWriter"
	}
	io, e := py.ImportModule("io")
	if e != nil {
		return value{}, e
	}
	buffer, e := py.CallMethodN(io, py.Intern(class), args)
	if e != nil || binary {
		return buffer, e
	}
	text, e := py.CallMethodN(io, py.Intern("TextIOWrapper"), []value{buffer, orNone(a[3]), orNone(a[4]), orNone(a[5])})
	if e != nil {
		return value{}, e
	}
	return text, py.SetAttr(text, py.Intern("mode"), py.StrV(mode))
}

// sendfile is sendfile(file, offset, count): what the file contains is read and sent.
func sendfile(v, file, offset, count value) (value, exc) {
	s := self(v)
	if mode, e := py.GetAttr(file, py.Intern("mode")); e == nil {
		if m, ok := py.AsStr(mode); ok && !strings.Contains(m.String(), "b") {
			return value{}, py.Raisef(py.ValueErrorType, "file should be opened in binary mode")
		}
	}
	if s.Type&syscall.SOCK_STREAM == 0 {
		return value{}, py.Raisef(py.ValueErrorType, "only SOCK_STREAM type sockets are supported")
	}
	left := -1
	if !count.IsUnbound() && !count.IsNone() {
		if !count.IsInt() {
			r, _ := py.Repr(count)
			return value{}, py.Raisef(py.TypeErrorType, "count must be a positive integer (got %s)", r.Str().String())
		}
		var e exc
		if left, e = intArg(count, 0); e != nil {
			return value{}, e
		}
		if left <= 0 {
			return value{}, py.Raisef(py.ValueErrorType, "count must be a positive integer (got %d)", left)
		}
	}
	if s.Timeout == 0 {
		return value{}, py.Raisef(py.ValueErrorType, "non-blocking sockets are not supported")
	}
	from, e := intArg(offset, 0)
	if e != nil {
		return value{}, e
	}
	seek := func(n int) exc {
		_, e := py.CallMethod1(file, py.Intern("seek"), py.Int(int64(n)))
		return e
	}
	if from > 0 {
		if e := seek(from); e != nil {
			return value{}, e
		}
	}
	total := 0
	for left != 0 {
		n := 8192
		if left > 0 {
			n = min(n, left)
		}
		data, e := py.CallMethod1(file, py.Intern("read"), py.Int(int64(n)))
		if e != nil {
			return value{}, e
		}
		b, e := py.BytesLike(data)
		if e != nil {
			return value{}, e
		}
		if len(b) == 0 {
			break
		}
		if e := s.sendAll(b, 0); e != nil {
			return value{}, e
		}
		total += len(b)
		if left > 0 {
			left -= len(b)
		}
	}
	if total > 0 {
		if _, e := py.GetAttr(file, py.Intern("seek")); e == nil {
			if e := seek(from + total); e != nil {
				return value{}, e
			}
		}
	}
	return py.Int(int64(total)), nil
}
