package asyncio

import (
	"syscall"

	"github.com/aio2go/aio2go/runtime/coro"
	"github.com/aio2go/aio2go/runtime/py"
)

// This file is Server of asyncio/base_events.py and the accepting of connections of
// asyncio/selector_events.py.

// Server is asyncio.Server.
type Server struct {
	py.Header
	Attrs   py.Attrs // __dict__
	loop    *Loop
	fds     []int // nil when closed
	socks   []py.Value
	factory func() (protocol, *py.Exception)
	backlog int
	serving bool
	clients []*Transport
	waiters []*Future
	woken   bool // there is nothing to wait for any more
	forever *Future
}

// ServerType is asyncio.Server.
var (
	AbstractServerType = py.NewBuiltinType("AbstractServer", &py.TypeSpec{Module: "asyncio.events", Flags: py.FlagBaseType})
	ServerType         = &py.Type{Name: "Server"}
)

func (s *Server) detach(t *Transport) {
	for i, c := range s.clients {
		if c == t {
			s.clients = append(s.clients[:i], s.clients[i+1:]...)
			break
		}
	}
	if len(s.clients) == 0 && s.fds == nil {
		s.wakeUp()
	}
}

func (s *Server) wakeUp() {
	s.woken = true
	for _, w := range s.waiters {
		w.setUnlessDone(py.None)
	}
	s.waiters = nil
}

// startServing is _start_serving.
func (s *Server) startServing() *py.Exception {
	if s.serving {
		return nil
	}
	s.serving = true
	for _, fd := range s.fds {
		if err := syscall.Listen(fd, s.backlog); err != nil {
			return osError(err, "")
		}
		exc := s.loop.addWatch(fd, &goCallback{fn: func() *py.Exception { return s.accept(fd) }, name: "BaseSelectorEventLoop._accept_connection()"}, false)
		if exc != nil {
			return exc
		}
	}
	return nil
}

// accept is _accept_connection.
func (s *Server) accept(listener int) *py.Exception {
	for range s.backlog {
		fd, peer, err := sysAccept(listener)
		if err != nil {
			if err == syscall.EAGAIN || err == syscall.EINTR || err == syscall.ECONNABORTED {
				return nil
			}
			return s.loop.callExceptionHandler(errorContext("socket.accept() out of system resource", osError(err, ""), "socket", py.Int(int64(listener))))
		}
		setNoDelay(fd)
		f := &accepting{s: s, fd: fd, peer: peer}
		f.Init(f, acceptCode)
		if _, exc := s.loop.spawn(f.Value(), py.None, nil); exc != nil {
			return exc
		}
	}
	return nil
}

// accepting is the coroutine _accept_connection2.
type accepting struct {
	coro.Coroutine
	s    *Server
	fd   int
	peer syscall.Sockaddr
}

var acceptCode = code("BaseSelectorEventLoop._accept_connection2")

// Resume implements coro.Resumer.
func (f *accepting) Resume(r *coro.Run) coro.Signal {
	s := f.s
	if f.State == 0 {
		proto, exc := s.factory()
		if exc != nil {
			_ = syscall.Close(f.fd)
			return f.failed(r, exc)
		}
		waiter := s.loop.CreateFuture()
		t := s.loop.newTransport(socketTransport, f.fd, proto, waiter)
		t.socketInfo(f.peer)
		t.server = s
		s.clients = append(s.clients, t)
		f.State = 1
		if sig := awaitFuture(r, &f.Frame, waiter.Value()); sig != coro.Done {
			return sig
		}
	}
	if _, exc := r.Take(); exc != nil {
		return f.failed(r, exc)
	}
	return f.Return(r, py.None)
}

func (f *accepting) failed(r *coro.Run, exc *py.Exception) coro.Signal {
	if stopsLoop(exc) || isCancelled(exc) {
		return f.Raise(r, exc)
	}
	if f.s.loop.debug {
		if e := f.s.loop.callExceptionHandler(errorContext("Error on transport creation for incoming connection", exc)); e != nil {
			return f.Raise(r, e)
		}
	}
	return f.Return(r, py.None)
}

// close is Server.close.
func (s *Server) close() {
	if s.fds == nil {
		return
	}
	fds := s.fds
	s.fds, s.socks = nil, nil
	for _, fd := range fds {
		s.loop.removeWatch(fd, false)
		_ = syscall.Close(fd)
	}
	s.serving = false
	if s.forever != nil && !s.forever.Done() {
		s.forever.cancelFuture(py.None)
		s.forever = nil
	}
	if len(s.clients) == 0 {
		s.wakeUp()
	}
}

// waitClosed returns the future that wait_closed waits for, or nil.
func (s *Server) waitClosed() *Future {
	if s.woken || s.fds != nil && !py.VersionAtLeast(12) {
		return nil
	}
	w := s.loop.CreateFuture()
	s.waiters = append(s.waiters, w)
	return w
}

// servingForever is the coroutine Server.serve_forever().
type servingForever struct {
	coro.Coroutine
	s      *Server
	failed *py.Exception
}

var (
	serveForeverCode = code("Server.serve_forever")
	serverClosedCode = code("Server.wait_closed")
	startServingCode = code("Server.start_serving")
	serverEnterCode  = code("AbstractServer.__aenter__")
	serverExitCode   = code("AbstractServer.__aexit__")
)

// Resume implements coro.Resumer.
func (f *servingForever) Resume(r *coro.Run) coro.Signal {
	s := f.s
	switch f.State {
	case 0:
		if s.forever != nil {
			return f.Raise(r, runtimeError("server %s is already being awaited on serve_forever()", repr(s.Value())))
		}
		if s.fds == nil {
			return f.Raise(r, runtimeError("server %s is closed", repr(s.Value())))
		}
		if exc := s.startServing(); exc != nil {
			return f.Raise(r, exc)
		}
		s.forever = s.loop.CreateFuture()
		f.State = 1
		if sig := awaitFuture(r, &f.Frame, s.forever.Value()); sig != coro.Done {
			return sig
		}
		fallthrough
	case 1:
		_, f.failed = r.Take()
		if f.failed != nil && isCancelled(f.failed) {
			s.close()
			if w := s.waitClosed(); w != nil {
				f.State = 2
				if sig := awaitFuture(r, &f.Frame, w.Value()); sig != coro.Done {
					return sig
				}
			}
		}
	}
	s.forever = nil
	if f.failed != nil {
		return f.Raise(r, f.failed)
	}
	return f.Return(r, py.None)
}

func init() {
	self := func(v py.Value) *Server { return py.Heap[Server](v) }
	waitClosed := func(v py.Value) (py.Value, py.Value, *py.Exception) {
		if w := self(v).waitClosed(); w != nil {
			return w.Value(), py.None, nil
		}
		return py.Value{}, py.None, nil
	}
	act := func(name string, f func(s *Server)) py.Method {
		return py.Method{Name: name, Sig: "($self)", Impl: func(v py.Value) (py.Value, *py.Exception) {
			f(self(v))
			return py.None, nil
		}}
	}
	ServerType.Define(&py.TypeSpec{
		Base: AbstractServerType, Module: "asyncio.base_events", NoNew: true,
		Layout: py.LayoutWithAttrs[Server](attrsOffset),
		Slots: py.Slots{Repr: func(v py.Value) (py.Value, *py.Exception) {
			return py.StrV("<Server sockets=" + repr(py.TupleV(self(v).socks...)) + ">"), nil
		}},
		Methods: []py.Method{
			act("close", (*Server).close),
			act("close_clients", func(s *Server) {
				for _, t := range append([]*Transport(nil), s.clients...) {
					t.close()
				}
			}),
			act("abort_clients", func(s *Server) {
				for _, t := range append([]*Transport(nil), s.clients...) {
					t.forceClose(nil)
				}
			}),
			{Name: "is_serving", Sig: "($self)", Impl: func(v py.Value) (py.Value, *py.Exception) { return py.Bool(self(v).serving), nil }},
			{Name: "get_loop", Sig: "($self)", Impl: func(v py.Value) (py.Value, *py.Exception) { return self(v).loop.Value(), nil }},
			{Name: "wait_closed", Sig: "($self)", Impl: func(v py.Value) (py.Value, *py.Exception) {
				return newMethod(serverClosedCode, func() (py.Value, py.Value, *py.Exception) { return waitClosed(v) }), nil
			}},
			{Name: "start_serving", Sig: "($self)", Impl: func(v py.Value) (py.Value, *py.Exception) {
				return newMethod(startServingCode, func() (py.Value, py.Value, *py.Exception) {
					if exc := self(v).startServing(); exc != nil {
						return py.Value{}, py.Value{}, exc
					}
					return Sleep(py.Int(0), py.None).Header.Value(), py.None, nil
				}), nil
			}},
			{Name: "serve_forever", Sig: "($self)", Impl: func(v py.Value) (py.Value, *py.Exception) {
				f := &servingForever{s: self(v)}
				f.Init(f, serveForeverCode)
				return f.Value(), nil
			}},
			{Name: "__aenter__", Sig: "($self)", Impl: func(v py.Value) (py.Value, *py.Exception) {
				return newMethod(serverEnterCode, func() (py.Value, py.Value, *py.Exception) { return py.Value{}, v, nil }), nil
			}},
			{Name: "__aexit__", Impl: func(v py.Value, _ []py.Value) (py.Value, *py.Exception) {
				return newMethod(serverExitCode, func() (py.Value, py.Value, *py.Exception) {
					self(v).close()
					return waitClosed(v)
				}), nil
			}},
		},
		GetSets: []py.GetSet{{Name: "sockets", Get: func(v py.Value) (py.Value, *py.Exception) { return py.TupleV(self(v).socks...), nil }}},
	})
}
