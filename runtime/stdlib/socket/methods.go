package socket

import (
	"syscall"

	"github.com/aio2go/aio2go/runtime/py"
	"github.com/aio2go/aio2go/runtime/sysnet"
)

// This file has the methods of sockets that move no data.

func none(e exc) (value, exc) {
	if e != nil {
		return value{}, e
	}
	return py.None, nil
}

func methods() []py.Method {
	return []py.Method{
		{Name: "bind", Sig: "($self, address, /)", Impl: func(v, a value) (value, exc) {
			s := self(v)
			sa, e := Address(s.Family, a, "bind")
			if e != nil {
				return value{}, e
			}
			if err := sysnet.Bind(s.FD, sa); err != nil {
				return value{}, RaiseErr(err)
			}
			return py.None, nil
		}},
		{Name: "connect", Sig: "($self, address, /)", Impl: func(v, a value) (value, exc) {
			e := self(v).connect(a, "connect")
			return none(e)
		}},
		{Name: "connect_ex", Sig: "($self, address, /)", Impl: func(v, a value) (value, exc) {
			s := self(v)
			sa, e := Address(s.Family, a, "connect_ex")
			if e != nil {
				return value{}, e
			}
			errno, e := s.connectTo(sa)
			return py.Int(int64(errno)), e
		}},
		{Name: "listen", Sig: "($self, backlog=128, /)", Impl: func(v, n value) (value, exc) {
			backlog, e := intArg(n, min(128, syscall.SOMAXCONN))
			if e != nil {
				return value{}, e
			}
			if err := sysnet.Listen(self(v).FD, max(backlog, 0)); err != nil {
				return value{}, RaiseErr(err)
			}
			return py.None, nil
		}},
		{Name: "getsockname", Sig: "($self, /)", Impl: func(v value) (value, exc) {
			sa, err := sysnet.Getsockname(self(v).FD)
			if err != nil {
				return value{}, RaiseErr(err)
			}
			return AddressValue(sa), nil
		}},
		{Name: "getpeername", Sig: "($self, /)", Impl: func(v value) (value, exc) {
			sa, err := sysnet.Getpeername(self(v).FD)
			if err != nil {
				return value{}, RaiseErr(err)
			}
			return AddressValue(sa), nil
		}},
		{Name: "shutdown", Sig: "($self, how, /)", Impl: func(v, h value) (value, exc) {
			how, e := intArg(h, 0)
			if e != nil {
				return value{}, e
			}
			if err := sysnet.Shutdown(self(v).FD, how); err != nil {
				return value{}, RaiseErr(err)
			}
			return py.None, nil
		}},
		{Name: "fileno", Sig: "($self, /)", Impl: func(v value) (value, exc) { return py.Int(int64(self(v).FD)), nil }},
		{Name: "settimeout", Sig: "($self, timeout, /)", Impl: func(v, t value) (value, exc) {
			ns, e := timeoutOf(t)
			if e == nil {
				e = self(v).setTimeout(ns)
			}
			return none(e)
		}},
		{Name: "gettimeout", Sig: "($self, /)", Impl: func(v value) (value, exc) { return timeoutValue(self(v).Timeout), nil }},
		{Name: "setblocking", Sig: "($self, flag, /)", Impl: func(v, flag value) (value, exc) {
			on, e := py.Truth(flag)
			if e == nil {
				e = self(v).SetBlocking(on)
			}
			return none(e)
		}},
		{Name: "getblocking", Sig: "($self, /)", Impl: func(v value) (value, exc) { return py.Bool(self(v).Timeout != 0), nil }},
		{Name: "setsockopt", Impl: setsockopt},
		{Name: "getsockopt", Sig: "($self, level, optname, buflen=0, /)", Impl: getsockopt},
		{Name: "_accept", Sig: "($self, /)", Impl: func(v value) (value, exc) {
			fd, sa, e := self(v).accept()
			if e != nil {
				return value{}, e
			}
			return py.TupleV(py.Int(int64(fd)), AddressValue(sa)), nil
		}},
	}
}

// accept takes a connection.
func (s *Socket) accept() (fd int, sa syscall.Sockaddr, e exc) {
	e = s.call(sysnet.Readable, s.Timeout < 0, func(int) (err error) {
		fd, sa, err = sysnet.Accept(s.FD, false)
		return err
	})
	if sa == nil && e == nil {
		sa, _ = sysnet.Getpeername(fd)
	}
	return fd, sa, e
}

func (s *Socket) connect(a value, call string) exc {
	sa, e := Address(s.Family, a, call)
	if e != nil {
		return e
	}
	errno, e := s.connectTo(sa)
	if e != nil {
		return e
	}
	if errno != 0 {
		return RaiseErr(errno)
	}
	return nil
}

// connectTo connects and returns the error number; the exception is a timeout or what a
// signal's handler raised.
func (s *Socket) connectTo(sa syscall.Sockaddr) (syscall.Errno, exc) {
	if s.Timeout < 0 {
		_ = sysnet.SetNonblock(s.FD, true)
		defer func() { _ = sysnet.SetNonblock(s.FD, s.Timeout >= 0) }()
	}
	err := sysnet.Connect(s.FD, sa)
	switch {
	case err == nil:
		return 0, nil
	case !sysnet.InProgress(err) || s.Timeout == 0:
		return sysnet.Errno(err), nil
	case sysnet.Errno(err) == syscall.EAGAIN && s.Family == syscall.AF_UNIX:
		// The queue of a Unix socket is full: it has to be asked again.
		w := newWait(s.Timeout)
		for sysnet.Errno(err) == syscall.EAGAIN {
			if e := w.pause(); e != nil {
				return 0, e
			}
			err = sysnet.Connect(s.FD, sa)
		}
		return sysnet.Errno(err), nil
	}
	if e := newWait(s.Timeout).until(s.FD, sysnet.Writable); e != nil {
		return 0, e
	}
	n, err := sysnet.GetsockoptInt(s.FD, syscall.SOL_SOCKET, sysnet.SOError)
	if err != nil {
		return sysnet.Errno(err), nil
	}
	return syscall.Errno(n), nil
}

// pause waits a little.
func (w *wait) pause() exc {
	ms := w.milliseconds()
	if ms == 0 {
		return py.RaiseArgs(py.TimeoutErrorType, py.StrV("timed out"))
	}
	if ms < 0 || ms > 10 {
		ms = 10
	}
	_, e := newWait(int64(ms) * 1e6).poll(nil)
	return e
}

func setsockopt(v value, args []value) (value, exc) {
	if len(args) != 3 && len(args) != 4 {
		return value{}, py.Raisef(py.TypeErrorType, "setsockopt() takes exactly 3 arguments (%d given)", len(args))
	}
	var n [2]int
	for i := range n {
		var e exc
		if n[i], e = intArg(args[i], 0); e != nil {
			return value{}, e
		}
	}
	fd := self(v).FD
	var err error
	switch x := args[2]; {
	case len(args) == 4:
		if !x.IsNone() {
			return value{}, py.Raisef(py.TypeErrorType, "setsockopt() argument 3 must be None, not %s", x.Type().Name)
		}
		length, e := intArg(args[3], 0)
		if e != nil {
			return value{}, e
		}
		err = sysnet.SetsockoptNull(fd, n[0], n[1], length)
	case x.IsInt():
		k, e := intArg(x, 0)
		if e != nil {
			return value{}, e
		}
		err = sysnet.SetsockoptInt(fd, n[0], n[1], k)
	default:
		b, e := py.BytesLike(x)
		if e != nil {
			return value{}, e
		}
		err = sysnet.SetsockoptBytes(fd, n[0], n[1], b)
	}
	if err != nil {
		return value{}, RaiseErr(err)
	}
	return py.None, nil
}

func getsockopt(v, level, opt, buflen value) (value, exc) {
	var n [3]int
	for i, x := range []value{level, opt, buflen} {
		var e exc
		if n[i], e = intArg(x, 0); e != nil {
			return value{}, e
		}
	}
	fd := self(v).FD
	if n[2] == 0 {
		x, err := sysnet.GetsockoptInt(fd, n[0], n[1])
		if err != nil {
			return value{}, RaiseErr(err)
		}
		return py.Int(int64(x)), nil
	}
	if n[2] < 0 || n[2] > 1024 {
		return value{}, py.Raisef(py.OSErrorType, "getsockopt buflen out of range")
	}
	b := make([]byte, n[2])
	k, err := sysnet.GetsockoptBytes(fd, n[0], n[1], b)
	if err != nil {
		return value{}, RaiseErr(err)
	}
	return py.BytesV(b[:k]), nil
}
