package asyncio

import (
	"syscall"

	"github.com/aio2go/aio2go/runtime/py"
	"github.com/aio2go/aio2go/runtime/stdlib/socket"
	"github.com/aio2go/aio2go/runtime/sysnet"
)

// This file is Server of asyncio/base_events.py and the accepting of connections of
// asyncio/selector_events.py, without the Python object (server_object.go) and the making
// of servers (create_server.go).

// Server is asyncio.Server.
type Server struct {
	py.Header
	Attrs   py.Attrs // __dict__
	loop    *Loop
	socks   []*socket.Socket // nil when closed
	closed  bool
	factory func() (protocol, *py.Exception)
	// factoryObject is the factory as the program gave it, None where it is this package's.
	factoryObject py.Value
	tls           *tlsOptions
	backlog       int
	serving       bool
	clients       []link
	waiters       []*Future
	woken         bool // there is nothing to wait for any more
	forever       *Future
	path          string // of the Unix socket that close removes
	inode         uint64
}

// ServerType is asyncio.Server.
var (
	AbstractServerType = py.NewBuiltinType("AbstractServer", &py.TypeSpec{Module: "asyncio.events", Flags: py.FlagBaseType,
		Methods: abstractServerMethods()})
	ServerType = &py.Type{Name: "Server"}
)

func (s *Server) attach(t link) { s.clients = append(s.clients, t) }

func (s *Server) detach(t link) {
	for i, c := range s.clients {
		if c == t {
			last := len(s.clients) - 1
			copy(s.clients[i:], s.clients[i+1:])
			s.clients[last] = nil
			s.clients = s.clients[:last]
			break
		}
	}
	if len(s.clients) == 0 && s.closed {
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
	start, replaced := s.loop.Attrs.Get(strStart)
	for _, sock := range s.socks {
		if exc := listen(sock, s.backlog); exc != nil {
			return exc
		}
		if replaced {
			_, exc := py.CallN(start, []py.Value{orNone(s.factoryObject), objectOf(sock), orNone(s.tls.context), s.Header.Value(), py.Int(int64(s.backlog)),
				orNone(s.tls.handshake), orNone(s.tls.shutdown)})
			if exc != nil {
				return exc
			}
			continue
		}
		if exc := s.watch(sock); exc != nil {
			return exc
		}
	}
	return nil
}

func (s *Server) watch(sock *socket.Socket) *py.Exception {
	if _, exc := fileno(objectOf(sock)); exc != nil {
		return exc
	}
	return s.loop.addWatch(sock.FD, &goCallback{fn: func() *py.Exception { return s.accept(sock) }, name: "BaseSelectorEventLoop._accept_connection()"}, false)
}

// acceptRetryDelay is for how many seconds a server that cannot get a descriptor for a
// connection stops accepting.
const acceptRetryDelay = 1.0

// accept is _accept_connection.
func (s *Server) accept(listener *socket.Socket) *py.Exception {
	for range s.backlog + 1 {
		fd, sa, err := sysnet.Accept(listener.FD, true)
		switch n := sysnet.Errno(err); {
		case err == nil:
		case n == syscall.ECONNABORTED:
			continue
		case sysnet.WouldBlock(err):
			return nil
		case n == syscall.EMFILE || n == syscall.ENFILE || n == syscall.ENOBUFS || n == syscall.ENOMEM:
			// The descriptors that are open may be given back meanwhile.
			exc := s.loop.callExceptionHandler(errorContext("socket.accept() out of system resource", osError(err, ""), "socket", newTransportSocket(listener.Value())))
			s.loop.removeWatch(listener.FD, false)
			s.loop.callAt(s.loop.Time()+acceptRetryDelay, &goCallback{fn: func() *py.Exception {
				if s.closed || listener.FD < 0 {
					return nil
				}
				return s.watch(listener)
			}, name: "BaseSelectorEventLoop._start_serving()"}, nil)
			return exc
		default:
			return osError(err, "")
		}
		peer := py.None
		if sa != nil {
			peer = socket.AddressValue(sa)
		}
		s.loop.debugConnection(listener, peer)
		conn := socket.New(fd, listener.Family, listener.Type, listener.Proto)
		conn.Timeout = 0
		c := newFlow(acceptCode, func() flowStep { return s.serveConnection(conn, peer) })
		if _, exc := s.loop.spawn(c, py.None, nil); exc != nil {
			return exc
		}
	}
	return nil
}

func (loop *Loop) debugConnection(listener *socket.Socket, peer py.Value) {
	if loop.debug {
		log(logDebug, repr(listener.Value())+" got a new connection from "+repr(peer), nil)
	}
}

// serveConnection is _accept_connection2.
func (s *Server) serveConnection(conn *socket.Socket, peer py.Value) flowStep {
	proto, exc := s.factory()
	if exc != nil {
		conn.Close()
		return s.acceptFailed(exc, nil, nil)
	}
	waiter := s.loop.CreateFuture()
	var t link
	if s.tls != nil && !s.tls.context.IsNone() {
		t, exc = s.loop.newTLSTransport(conn, proto, s.tls, waiter, true, peer, s)
		if exc != nil {
			conn.Close()
			return s.acceptFailed(exc, proto, nil)
		}
	} else {
		t = s.loop.newSocketTransport(conn, proto, waiter, peer, s)
	}
	return awaitThen(waiter.Value(), func(_ py.Value, exc *py.Exception) flowStep {
		if exc != nil {
			t.close()
			return s.acceptFailed(exc, proto, t)
		}
		return returning(py.None)
	})
}

func (s *Server) acceptFailed(exc *py.Exception, proto protocol, t link) flowStep {
	if stopsLoop(exc) {
		return failing(exc)
	}
	if s.loop.debug {
		ctx := errorContext("Error on transport creation for incoming connection", exc)
		if proto != nil {
			ctx.SetStr(py.Intern("protocol"), proto.object())
		}
		if t != nil {
			ctx.SetStr(py.Intern("transport"), t.Value())
		}
		if e := s.loop.callExceptionHandler(ctx); e != nil {
			return failing(e)
		}
	}
	return returning(py.None)
}

var acceptCode = code("BaseSelectorEventLoop._accept_connection2")

// close is Server.close.
func (s *Server) close() {
	if s.closed {
		return
	}
	s.closed = true
	socks := s.socks
	s.socks = nil
	for _, sock := range socks {
		if stop, ok := s.loop.Attrs.Get(strStop); ok {
			if _, exc := py.Call1(stop, objectOf(sock)); exc != nil {
				s.loop.fail(exc)
			}
			continue
		}
		s.loop.removeWatch(sock.FD, false)
		sock.Close()
	}
	if s.path != "" {
		if n, ok := inodeOf(s.path); ok && n == s.inode {
			_ = sysnet.Unlink(s.path)
		}
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
	if s.woken || !s.closed && !py.VersionAtLeast(12) {
		return nil
	}
	w := s.loop.CreateFuture()
	s.waiters = append(s.waiters, w)
	return w
}

var (
	serveForeverCode = code("Server.serve_forever")
	serverClosedCode = code("Server.wait_closed")
	startServingCode = code("Server.start_serving")
	serverEnterCode  = code("AbstractServer.__aenter__")
	serverExitCode   = code("AbstractServer.__aexit__")
)

// serveForever is the coroutine Server.serve_forever().
func (s *Server) serveForever() flowStep {
	if s.forever != nil {
		return failing(runtimeError("server %s is already being awaited on serve_forever()", repr(s.Header.Value())))
	}
	if s.closed {
		return failing(runtimeError("server %s is closed", repr(s.Header.Value())))
	}
	if exc := s.startServing(); exc != nil {
		return failing(exc)
	}
	s.forever = s.loop.CreateFuture()
	return awaitThen(s.forever.Value(), func(v py.Value, exc *py.Exception) flowStep {
		if exc == nil || !isCancelled(exc) {
			s.forever = nil
			return ending(v, exc)
		}
		s.close()
		w := s.waitClosed()
		if w == nil {
			s.forever = nil
			return failing(exc)
		}
		return awaitThen(w.Value(), func(_ py.Value, again *py.Exception) flowStep {
			s.forever = nil
			return failing(exc)
		})
	})
}
