package asyncio

import (
	"syscall"

	"github.com/aio2go/aio2go/runtime/py"
	"github.com/aio2go/aio2go/runtime/stdlib/contextvars"
	"github.com/aio2go/aio2go/runtime/stdlib/socket"
	"github.com/aio2go/aio2go/runtime/sysnet"
)

// This file is the sock_ methods of asyncio/selector_events.py: operations on sockets of
// the caller, which are in non-blocking mode.

// wouldBlock reports whether exc is BlockingIOError or InterruptedError.
func wouldBlock(exc *py.Exception) bool {
	return exc.Type().IsSubclass(py.BlockingIOErrorType) || exc.Type().IsSubclass(py.InterruptedErrorType)
}

// checkBlocking refuses sockets that encrypt, and those in blocking mode in debug mode.
func (loop *Loop) checkBlocking(sock py.Value) *py.Exception {
	if exc := checkPlain(sock); exc != nil {
		return exc
	}
	if !loop.debug {
		return nil
	}
	t, exc := py.CallMethod0(sock, py.Intern("gettimeout"))
	if exc != nil {
		return exc
	}
	if n, exc := py.AsFloat(t); t.IsNone() || exc != nil || n != 0 {
		return py.Raisef(py.ValueErrorType, "the socket must be non-blocking")
	}
	return nil
}

// noTransport is _ensure_fd_no_transport.
func (loop *Loop) noTransport(fd int, what py.Value) *py.Exception {
	t := loop.transportOf(fd)
	if t.IsUnbound() {
		return nil
	}
	return runtimeError("File descriptor %s is used by transport %s", repr(what), repr(t))
}

// sockWait tries until it does not block: it is called at once, unless later is set, and
// whenever the socket is ready. The future that it settles is awaited by the caller.
func (loop *Loop) sockWait(sock py.Value, write, later bool, try func() (py.Value, *py.Exception), then func(v py.Value, exc *py.Exception) flowStep) flowStep {
	if !later {
		v, exc := try()
		if exc == nil || !wouldBlock(exc) {
			return then(v, exc)
		}
	}
	fd, exc := fileno(sock)
	if exc != nil {
		return then(py.Value{}, exc)
	}
	if exc := loop.noTransport(fd, sock); exc != nil {
		return then(py.Value{}, exc)
	}
	fut := loop.CreateFuture()
	exc = loop.addWatch(fd, &goCallback{fn: func() *py.Exception {
		if fut.Done() {
			return nil
		}
		v, exc := try()
		switch {
		case exc == nil:
			return fut.SetResult(v)
		case wouldBlock(exc):
			return nil
		case stopsLoop(exc):
			return exc
		}
		return fut.SetException(exc)
	}, name: "BaseSelectorEventLoop._sock_ready()"}, write)
	if exc != nil {
		return then(py.Value{}, exc)
	}
	h := loop.watchHandle(fd, write)
	fut.addCallback(&sockDone{loop, fd, write, h}, contextvars.Copy())
	return awaitThen(fut.Value(), then)
}

// sockDone is _sock_read_done and _sock_write_done.
type sockDone struct {
	loop  *Loop
	fd    int
	write bool
	h     *Handle
}

func (c *sockDone) done(*Future) *py.Exception {
	if c.h == nil || !c.h.cancelled {
		c.loop.removeWatch(c.fd, c.write)
	}
	return nil
}

func (c *sockDone) source() string {
	if c.write {
		return "BaseSelectorEventLoop._sock_write_done()()"
	}
	return "BaseSelectorEventLoop._sock_read_done()()"
}

// sockOp is one of the methods that make one call on the socket.
func (loop *Loop) sockOp(c *py.Code, sock py.Value, write bool, method string, args ...py.Value) py.Value {
	return newFlow(c, func() flowStep {
		if exc := loop.checkBlocking(sock); exc != nil {
			return failing(exc)
		}
		return loop.sockWait(sock, write, false, func() (py.Value, *py.Exception) {
			return py.CallMethodN(sock, py.Intern(method), args)
		}, ending)
	})
}

// connectSocket connects a socket that a connection is being made of, by the loop's
// sock_connect where that is replaced; then gets the error.
func (loop *Loop) connectSocket(s *socket.Socket, address py.Value, then func(exc *py.Exception) flowStep) flowStep {
	fn, ok := loop.override(strSockConnect)
	if !ok {
		return loop.sockConnect(objectOf(s), address, then)
	}
	v, exc := py.Call2(fn, objectOf(s), address)
	if exc != nil {
		return then(exc)
	}
	return awaitThen(v, func(_ py.Value, exc *py.Exception) flowStep { return then(exc) })
}

// sockConnect is sock_connect; then gets the error.
func (loop *Loop) sockConnect(sock, address py.Value, then func(exc *py.Exception) flowStep) flowStep {
	if exc := loop.checkBlocking(sock); exc != nil {
		return then(exc)
	}
	n, exc := socketNumbers(sock)
	if exc != nil {
		return then(exc)
	}
	if n[0] != syscall.AF_INET && n[0] != syscall.AF_INET6 {
		return loop.beginConnect(sock, address, then)
	}
	return loop.ensureResolved(address, n[0], n[1], n[2], 0, func(infos []socket.Info, exc *py.Exception) flowStep {
		if exc != nil {
			return then(exc)
		}
		if len(infos) == 0 {
			return then(py.Raisef(py.IndexErrorType, "list index out of range"))
		}
		return loop.beginConnect(sock, infos[0].Address(), then)
	})
}

// socketNumbers returns the family, the type and the protocol of a socket.
func socketNumbers(sock py.Value) (n [3]int, exc *py.Exception) {
	if s := socket.Of(plainSocket(sock)); s != nil {
		return [3]int{s.Family, s.Type, s.Proto}, nil
	}
	for i, name := range []string{"family", "type", "proto"} {
		v, exc := py.GetAttr(sock, py.Intern(name))
		if exc != nil {
			return n, exc
		}
		if n[i], exc = asInt(v); exc != nil {
			return n, exc
		}
	}
	return n, nil
}

// beginConnect is _sock_connect.
func (loop *Loop) beginConnect(sock, address py.Value, then func(exc *py.Exception) flowStep) flowStep {
	_, exc := py.CallMethod1(sock, py.Intern("connect"), address)
	if exc == nil || !wouldBlock(exc) {
		return then(exc)
	}
	return loop.sockWait(sock, true, true, func() (py.Value, *py.Exception) {
		v, exc := py.CallMethod2(sock, py.Intern("getsockopt"), py.Int(syscall.SOL_SOCKET), py.Int(int64(sysnet.SOError)))
		if exc != nil {
			return py.Value{}, exc
		}
		n, exc := asInt(v)
		if exc != nil {
			return py.Value{}, exc
		}
		if n != 0 {
			return py.Value{}, osError(syscall.Errno(n), "Connect call failed "+addressText(address))
		}
		return py.None, nil
	}, func(_ py.Value, exc *py.Exception) flowStep { return then(exc) })
}

func addressText(address py.Value) string {
	s, _ := py.StrText(address)
	return s
}

// sockSendAll is sock_sendall(sock, data).
func (loop *Loop) sockSendAll(sock, data py.Value) py.Value {
	return newFlow(sockSendAllCode, func() flowStep {
		if exc := loop.checkBlocking(sock); exc != nil {
			return failing(exc)
		}
		view, exc := py.NewMemoryView(data)
		if exc != nil {
			return failing(exc)
		}
		total, exc := py.Len(view)
		if exc != nil {
			return failing(exc)
		}
		at := 0
		return loop.sockWait(sock, true, false, func() (py.Value, *py.Exception) {
			rest, exc := py.GetItem(view, py.NewSlice(py.Int(int64(at)), py.None, py.None))
			if exc != nil {
				return py.Value{}, exc
			}
			sent, exc := py.CallMethod1(sock, py.Intern("send"), rest)
			if exc != nil {
				return py.Value{}, exc
			}
			n, exc := asInt(sent)
			if exc != nil {
				return py.Value{}, exc
			}
			if at += n; at < total {
				return py.Value{}, py.RaiseArgs(py.BlockingIOErrorType)
			}
			return py.None, nil
		}, ending)
	})
}

// sockAccept is sock_accept(sock).
func (loop *Loop) sockAccept(sock py.Value) py.Value {
	return newFlow(sockAcceptCode, func() flowStep {
		if exc := loop.checkBlocking(sock); exc != nil {
			return failing(exc)
		}
		return loop.sockWait(sock, false, false, func() (py.Value, *py.Exception) {
			v, exc := py.CallMethod0(sock, py.Intern("accept"))
			if exc != nil {
				return py.Value{}, exc
			}
			conn, _, exc := py.Unpack2(v)
			if exc != nil {
				return py.Value{}, exc
			}
			_, exc = py.CallMethod1(conn, py.Intern("setblocking"), py.False)
			return v, exc
		}, ending)
	})
}

var (
	sockRecvCode     = code("BaseSelectorEventLoop.sock_recv")
	sockRecvIntoCode = code("BaseSelectorEventLoop.sock_recv_into")
	sockFromCode     = code("BaseSelectorEventLoop.sock_recvfrom")
	sockFromIntoCode = code("BaseSelectorEventLoop.sock_recvfrom_into")
	sockSendAllCode  = code("BaseSelectorEventLoop.sock_sendall")
	sockSendToCode   = code("BaseSelectorEventLoop.sock_sendto")
	sockConnectCode  = code("BaseSelectorEventLoop.sock_connect")
	sockAcceptCode   = code("BaseSelectorEventLoop.sock_accept")
)

func sockMethods() []py.Method {
	return []py.Method{
		{Name: "sock_recv", Sig: "($self, sock, n)", Impl: func(v, sock, n py.Value) (py.Value, *py.Exception) {
			return selfLoop(v).sockOp(sockRecvCode, sock, false, "recv", n), nil
		}},
		{Name: "sock_recv_into", Sig: "($self, sock, buf)", Impl: func(v, sock, buf py.Value) (py.Value, *py.Exception) {
			return selfLoop(v).sockOp(sockRecvIntoCode, sock, false, "recv_into", buf), nil
		}},
		{Name: "sock_recvfrom", Sig: "($self, sock, bufsize)", Impl: func(v, sock, n py.Value) (py.Value, *py.Exception) {
			return selfLoop(v).sockOp(sockFromCode, sock, false, "recvfrom", n), nil
		}},
		{Name: "sock_recvfrom_into", Sig: "($self, sock, buf, nbytes=0)", Impl: func(v, sock, buf, n py.Value) (py.Value, *py.Exception) {
			if n.IsUnbound() || n == py.Int(0) {
				size, exc := py.Len(buf)
				if exc != nil {
					return py.Value{}, exc
				}
				n = py.Int(int64(size))
			}
			return selfLoop(v).sockOp(sockFromIntoCode, sock, false, "recvfrom_into", buf, n), nil
		}},
		{Name: "sock_sendall", Sig: "($self, sock, data)", Impl: func(v, sock, data py.Value) (py.Value, *py.Exception) {
			return selfLoop(v).sockSendAll(sock, data), nil
		}},
		{Name: "sock_sendto", Sig: "($self, sock, data, address)", Impl: func(v, sock, data, address py.Value) (py.Value, *py.Exception) {
			return selfLoop(v).sockOp(sockSendToCode, sock, true, "sendto", data, address), nil
		}},
		{Name: "sock_connect", Sig: "($self, sock, address)", Impl: func(v, sock, address py.Value) (py.Value, *py.Exception) {
			loop := selfLoop(v)
			return newFlow(sockConnectCode, func() flowStep {
				return loop.sockConnect(sock, address, func(exc *py.Exception) flowStep { return ending(py.None, exc) })
			}), nil
		}},
		{Name: "sock_accept", Sig: "($self, sock)", Impl: func(v, sock py.Value) (py.Value, *py.Exception) {
			return selfLoop(v).sockAccept(sock), nil
		}},
		{Name: "getaddrinfo", Impl: func(v py.Value, args []py.Value, names []*py.Str) (py.Value, *py.Exception) {
			return selfLoop(v).getaddrinfo(args, names)
		}},
		{Name: "getnameinfo", Sig: "($self, sockaddr, flags=0)", Impl: func(v, addr, flags py.Value) (py.Value, *py.Exception) {
			return selfLoop(v).getnameinfo(addr, flags), nil
		}},
	}
}
