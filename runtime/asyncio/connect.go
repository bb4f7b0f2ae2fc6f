package asyncio

import (
	"syscall"

	"github.com/aio2go/aio2go/runtime/py"
	"github.com/aio2go/aio2go/runtime/stdlib/socket"
)

// This file is create_connection, create_unix_connection and connect_accepted_socket of
// asyncio/base_events.py and unix_events.py.

// connection is the arguments of create_connection and its progress.
type connection struct {
	loop              *Loop
	factory           func() (protocol, *py.Exception)
	finish            func(t link, p protocol) py.Value
	host, port, sock  py.Value
	family, proto     int
	flags             int
	localAddr         py.Value
	interleave        int
	delay             float64 // of happy eyeballs
	hasDelay          bool
	allErrors         bool
	tls               tlsOptions
	infos, localInfos []socket.Info
	errors            [][]*py.Exception // by attempt
}

var connectionSig = py.NewSignature("create_connection", "BaseEventLoop.create_connection",
	"(protocol_factory, host=None, port=None, *, ssl=None, family=0, proto=0, flags=0, sock=None, local_addr=None, server_hostname=None, ssl_handshake_timeout=None, ssl_shutdown_timeout=None, happy_eyeballs_delay=None, interleave=None, all_errors=False)")

// newConnection takes the arguments apart, of which the first stands for the protocol's
// factory.
func (loop *Loop) newConnection(args []py.Value, names []*py.Str) (*connection, *py.Exception) {
	var a [15]py.Value
	if exc := connectionSig.Bind(args, names, a[:]); exc != nil {
		return nil, exc
	}
	c := &connection{loop: loop, factory: objectFactory(a[0]), finish: connectionPair, host: orNone(a[1]), port: orNone(a[2]),
		sock: orNone(a[7]), localAddr: orNone(a[8])}
	c.tls = tlsOptions{context: orNone(a[3]), hostname: orNone(a[9]), handshake: orNone(a[10]), shutdown: orNone(a[11])}
	for i, dst := range []*int{&c.family, &c.proto, &c.flags} {
		var exc *py.Exception
		if *dst, exc = intOr(a[4+i], 0); exc != nil {
			return nil, exc
		}
	}
	var exc *py.Exception
	if c.hasDelay = !absent(a[12]); c.hasDelay {
		if c.delay, exc = seconds(a[12]); exc != nil {
			return nil, exc
		}
		c.interleave = 1
	}
	if c.interleave, exc = intOr(a[13], c.interleave); exc != nil {
		return nil, exc
	}
	c.allErrors, exc = truthOr(a[14], false)
	return c, exc
}

// begin is the first step of create_connection.
func (c *connection) begin() flowStep {
	hasTLS := truth(c.tls.context)
	switch {
	case !c.tls.hostname.IsNone() && !hasTLS:
		return failing(py.Raisef(py.ValueErrorType, "server_hostname is only meaningful with ssl"))
	case c.tls.hostname.IsNone() && hasTLS:
		if !truth(c.host) {
			return failing(py.Raisef(py.ValueErrorType, "You must set server_hostname when using ssl without a host"))
		}
		c.tls.hostname = c.host
	}
	if exc := c.tls.check(hasTLS); exc != nil {
		return failing(exc)
	}
	if !c.sock.IsNone() {
		if c.host.IsNone() && c.port.IsNone() {
			return c.useSocket()
		}
		return failing(py.Raisef(py.ValueErrorType, "host/port and sock can not be specified at the same time"))
	}
	if c.host.IsNone() && c.port.IsNone() {
		return failing(py.Raisef(py.ValueErrorType, "host and port was not specified and no sock specified"))
	}
	return c.loop.ensureResolved(py.TupleV(c.host, c.port), c.family, syscall.SOCK_STREAM, c.proto, c.flags, func(infos []socket.Info, exc *py.Exception) flowStep {
		if exc != nil {
			return failing(exc)
		}
		if len(infos) == 0 {
			return failing(py.Raisef(py.OSErrorType, "getaddrinfo() returned empty list"))
		}
		c.infos = infos
		if c.localAddr.IsNone() {
			return c.dial()
		}
		return c.loop.ensureResolved(c.localAddr, c.family, syscall.SOCK_STREAM, c.proto, c.flags, func(infos []socket.Info, exc *py.Exception) flowStep {
			if exc != nil {
				return failing(exc)
			}
			if len(infos) == 0 {
				return failing(py.Raisef(py.OSErrorType, "getaddrinfo() returned empty list"))
			}
			c.localInfos = infos
			return c.dial()
		})
	})
}

// useSocket goes on with the socket that the caller gave.
func (c *connection) useSocket() flowStep {
	s, exc := socketOf(c.sock)
	if exc != nil {
		return failing(exc)
	}
	if s.Type != syscall.SOCK_STREAM {
		return failing(py.Raisef(py.ValueErrorType, "A Stream Socket was expected, got %s", repr(c.sock)))
	}
	return c.loop.connectionTransport(s, c.factory, &c.tls, false, c.finish)
}

// dial tries the addresses.
func (c *connection) dial() flowStep {
	if c.interleave > 0 {
		c.infos = interleaved(c.infos, c.interleave)
	}
	if c.hasDelay {
		return c.race()
	}
	return c.try(0)
}

// interleaved is _interleave_addrinfos: addresses of the families take turns, after the
// first of which come firstCount.
func interleaved(infos []socket.Info, firstCount int) []socket.Info {
	var order []int
	lists := map[int][]socket.Info{}
	for _, info := range infos {
		if _, ok := lists[info.Family]; !ok {
			order = append(order, info.Family)
		}
		lists[info.Family] = append(lists[info.Family], info)
	}
	var out []socket.Info
	if firstCount > 1 {
		n := min(firstCount-1, len(lists[order[0]]))
		out = append(out, lists[order[0]][:n]...)
		lists[order[0]] = lists[order[0]][n:]
	}
	for len(out) < len(infos) {
		for _, f := range order {
			if l := lists[f]; len(l) > 0 {
				out = append(out, l[0])
				lists[f] = l[1:]
			}
		}
	}
	return out
}

func (c *connection) try(i int) flowStep {
	if i == len(c.infos) {
		return failing(c.failure())
	}
	return c.connectOne(c.infos[i], func(s *socket.Socket, exc *py.Exception) flowStep {
		switch {
		case exc == nil:
			return c.loop.connectionTransport(s, c.factory, &c.tls, false, c.finish)
		case exc.Type().IsSubclass(py.OSErrorType):
			return c.try(i + 1)
		}
		return failing(exc)
	})
}

// failure is the error for all attempts.
func (c *connection) failure() *py.Exception {
	var all []*py.Exception
	for _, list := range c.errors {
		all = append(all, list...)
	}
	if c.allErrors {
		list := py.NewList(nil)
		for _, e := range all {
			list.Append(e.Value())
		}
		group, exc := py.Call2(py.ExceptionGroupType.Value(), py.StrV("create_connection failed"), list.Value())
		if exc != nil {
			return exc
		}
		return py.Raise(group)
	}
	if len(all) == 1 {
		return all[0]
	}
	text, same := "", true
	for i, e := range all {
		s, _ := py.StrText(e.Value())
		first, _ := py.StrText(all[0].Value())
		same = same && s == first
		if i > 0 {
			text += ", "
		}
		text += s
	}
	if same && len(all) > 0 {
		return all[0]
	}
	return py.Raisef(py.OSErrorType, "%s", "Multiple exceptions: "+text)
}

// connectOne is _connect_sock: one attempt. then gets the socket or the error, which was
// noted.
func (c *connection) connectOne(info socket.Info, then func(s *socket.Socket, exc *py.Exception) flowStep) flowStep {
	c.errors = append(c.errors, nil)
	mine := &c.errors[len(c.errors)-1]
	at := len(c.errors) - 1
	note := func(exc *py.Exception) { c.errors[at] = append(c.errors[at], exc) }
	s, exc := newSocket(info.Family, info.Type, info.Proto)
	if exc == nil && c.localInfos != nil {
		if exc = c.bindLocal(s, info.Family, mine); exc != nil {
			s.Close()
		}
	}
	if exc != nil {
		if exc.Type().IsSubclass(py.OSErrorType) {
			note(exc)
		}
		return then(nil, exc)
	}
	return c.loop.connectSocket(s, info.Address(), func(exc *py.Exception) flowStep {
		if exc != nil {
			s.Close()
			if exc.Type().IsSubclass(py.OSErrorType) {
				note(exc)
			}
			return then(nil, exc)
		}
		return then(s, nil)
	})
}

// bindLocal binds to the first local address of the family that works; what failed is
// noted in mine but for the last, which is returned.
func (c *connection) bindLocal(s *socket.Socket, family int, mine *[]*py.Exception) *py.Exception {
	var failed []*py.Exception
	for _, l := range c.localInfos {
		if l.Family != family {
			continue
		}
		exc := bindSocket(s, l.Address())
		if exc == nil {
			*mine = append(*mine, failed...)
			return nil
		}
		if !exc.Type().IsSubclass(py.OSErrorType) {
			return exc
		}
		failed = append(failed, bindError(exc, l.Address()))
	}
	if len(failed) == 0 {
		return py.Raisef(py.OSErrorType, "no matching local address with family=%s found", repr(socket.FamilyValue(family)))
	}
	*mine = append(*mine, failed[:len(failed)-1]...)
	return failed[len(failed)-1]
}

// connectionTransport is _create_connection_transport.
func (loop *Loop) connectionTransport(s *socket.Socket, factory func() (protocol, *py.Exception), tls *tlsOptions, server bool,
	finish func(t link, p protocol) py.Value) flowStep {
	if exc := s.SetBlocking(false); exc != nil {
		return failing(exc)
	}
	proto, exc := factory()
	if exc != nil {
		return failing(exc)
	}
	waiter := loop.CreateFuture()
	var t link
	if truth(tls.context) {
		t, exc = loop.newTLSTransport(s, proto, tls, waiter, server, py.Value{}, nil)
	} else {
		t = loop.newSocketTransport(s, proto, waiter, py.Value{}, nil)
	}
	if exc != nil {
		return failing(exc)
	}
	return awaitThen(waiter.Value(), func(_ py.Value, exc *py.Exception) flowStep {
		if exc != nil {
			t.close()
			return failing(exc)
		}
		return returning(finish(t, proto))
	})
}

func connectionPair(t link, p protocol) py.Value { return py.TupleV(t.Value(), p.object()) }

var unixConnectionSig = py.NewSignature("create_unix_connection", "_UnixSelectorEventLoop.create_unix_connection",
	"(protocol_factory, path=None, *, ssl=None, sock=None, server_hostname=None, ssl_handshake_timeout=None, ssl_shutdown_timeout=None)")

// unixConnection makes the coroutine create_unix_connection. Where factory is not nil it
// replaces the one of the arguments.
func (loop *Loop) unixConnection(args []py.Value, names []*py.Str, c *py.Code, factory func() (protocol, *py.Exception),
	finish func(t link, p protocol) py.Value) (py.Value, *py.Exception) {
	var a [7]py.Value
	if exc := unixConnectionSig.Bind(args, names, a[:]); exc != nil {
		return py.Value{}, exc
	}
	if factory == nil {
		factory = objectFactory(a[0])
	}
	path, sock := orNone(a[1]), orNone(a[3])
	tls := &tlsOptions{context: orNone(a[2]), hostname: orNone(a[4]), handshake: orNone(a[5]), shutdown: orNone(a[6])}
	return newFlow(c, func() flowStep {
		hasTLS := truth(tls.context)
		if hasTLS && tls.hostname.IsNone() {
			return failing(py.Raisef(py.ValueErrorType, "you have to pass server_hostname when using ssl"))
		}
		if !hasTLS && !tls.hostname.IsNone() {
			return failing(py.Raisef(py.ValueErrorType, "server_hostname is only meaningful with ssl"))
		}
		if exc := tls.check(hasTLS); exc != nil {
			return failing(exc)
		}
		if !path.IsNone() {
			if !sock.IsNone() {
				return failing(py.Raisef(py.ValueErrorType, "path and sock can not be specified at the same time"))
			}
			s, exc := newSocket(syscall.AF_UNIX, syscall.SOCK_STREAM, 0)
			if exc != nil {
				return failing(exc)
			}
			return loop.connectSocket(s, path, func(exc *py.Exception) flowStep {
				if exc != nil {
					s.Close()
					return failing(exc)
				}
				return loop.connectionTransport(s, factory, tls, false, finish)
			})
		}
		if sock.IsNone() {
			return failing(py.Raisef(py.ValueErrorType, "no path and sock were specified"))
		}
		s, exc := socketOf(sock)
		if exc != nil {
			return failing(exc)
		}
		if s.Family != syscall.AF_UNIX || s.Type != syscall.SOCK_STREAM {
			return failing(py.Raisef(py.ValueErrorType, "A UNIX Domain Stream Socket was expected, got %s", repr(sock)))
		}
		return loop.connectionTransport(s, factory, tls, false, finish)
	}), nil
}

var (
	acceptedSig  = py.NewSignature("connect_accepted_socket", "BaseEventLoop.connect_accepted_socket", "(protocol_factory, sock, *, ssl=None, ssl_handshake_timeout=None, ssl_shutdown_timeout=None)")
	acceptedCode = code("BaseEventLoop.connect_accepted_socket")
)

// acceptedSocket is connect_accepted_socket.
func (loop *Loop) acceptedSocket(args []py.Value, names []*py.Str) (py.Value, *py.Exception) {
	var a [5]py.Value
	if exc := acceptedSig.Bind(args, names, a[:]); exc != nil {
		return py.Value{}, exc
	}
	tls := &tlsOptions{context: orNone(a[2]), hostname: py.StrV(""), handshake: orNone(a[3]), shutdown: orNone(a[4])}
	return newFlow(acceptedCode, func() flowStep {
		s, exc := socketOf(a[1])
		if exc != nil {
			return failing(exc)
		}
		if s.Type != syscall.SOCK_STREAM {
			return failing(py.Raisef(py.ValueErrorType, "A Stream Socket was expected, got %s", repr(a[1])))
		}
		if exc := tls.check(truth(tls.context)); exc != nil {
			return failing(exc)
		}
		return loop.connectionTransport(s, objectFactory(a[0]), tls, true, connectionPair)
	}), nil
}
