package asyncio

import (
	"syscall"

	"github.com/aio2go/aio2go/runtime/py"
	"github.com/aio2go/aio2go/runtime/stdlib/contextvars"
	"github.com/aio2go/aio2go/runtime/stdlib/socket"
	"github.com/aio2go/aio2go/runtime/sysnet"
)

// This file is _SelectorDatagramTransport of asyncio/selector_events.py and
// create_datagram_endpoint of base_events.py.

// DatagramTransport is the transport of a datagram endpoint.
type DatagramTransport struct {
	py.Header
	Attrs          py.Attrs // __dict__
	loop           *Loop
	sock           *socket.Socket
	fd             int
	proto          py.Value
	address        py.Value // of the other end, None where there is none
	queue          []datagram
	size           int
	closing        bool
	closed         bool
	connLost       int
	protocolPaused bool
	high, low      int
	extra          map[string]py.Value
}

// datagram is one that waits to be sent.
type datagram struct {
	data []byte
	addr py.Value
}

// datagramHeader is what a datagram counts for in the buffer beside its data.
const datagramHeader = 8

// The datagram transport types.
var (
	DatagramTransportType = &py.Type{Name: "DatagramTransport"}
	datagramTransport     = &py.Type{Name: "_SelectorDatagramTransport"}
)

func (loop *Loop) newDatagramTransport(s *socket.Socket, proto, address py.Value, waiter *Future) *DatagramTransport {
	t := &DatagramTransport{loop: loop, sock: s, fd: s.FD, proto: proto, address: address, high: 64 * 1024, low: 16 * 1024, extra: map[string]py.Value{}}
	t.SetType(datagramTransport)
	loop.own(t.fd, t.Value())
	fillSocketInfo(t.extra, s, py.Value{})
	ctx := contextvars.Copy()
	t.soon("connection_made", func() *py.Exception {
		_, exc := py.CallMethod1(t.proto, py.Intern("connection_made"), t.Value())
		return exc
	}, ctx)
	t.soon("_add_reader", func() *py.Exception {
		if t.closing {
			return nil
		}
		return t.loop.watchTransport(t.fd, &goCallback{fn: t.readReady, name: "_SelectorDatagramTransport._read_ready()"}, false)
	}, ctx)
	if waiter != nil {
		loop.callSoon(&releaseWaiter{waiter}, ctx)
	}
	return t
}

// Value returns t as a Python object.
func (t *DatagramTransport) Value() py.Value { return t.Header.Value() }

func (t *DatagramTransport) soon(name string, f func() *py.Exception, ctx *contextvars.Context) {
	if ctx == nil {
		ctx = contextvars.Copy()
	}
	t.loop.callSoon(&goCallback{fn: f, name: "_SelectorDatagramTransport." + name + "()"}, ctx)
}

func (t *DatagramTransport) call(name string, args ...py.Value) *py.Exception {
	_, exc := py.CallMethodN(t.proto, py.Intern(name), args)
	return exc
}

func (t *DatagramTransport) readReady() *py.Exception {
	if t.connLost > 0 {
		return nil
	}
	buf := t.loop.readBuffer()
	n, from, err := sysnet.Recv(t.fd, buf, 0)
	switch {
	case err != nil && sysnet.WouldBlock(err):
		return nil
	case err != nil:
		return t.call("error_received", osError(err, "").Value())
	}
	addr := py.None
	if from != nil {
		addr = socket.AddressValue(from)
	}
	return t.call("datagram_received", py.NewBytes(buf[:n]).Value(), addr)
}

// sendTo is sendto(data, addr=None).
func (t *DatagramTransport) sendTo(data, addr py.Value) *py.Exception {
	b, ok := py.BytesOf(data)
	if !ok {
		return typeError("data argument must be a bytes-like object, not %s", repr(py.StrV(data.Type().Name)))
	}
	if !t.address.IsNone() {
		if !addr.IsNone() {
			same, exc := py.EqBool(addr, t.address)
			if exc != nil {
				return exc
			}
			if !same {
				s, _ := py.StrText(t.address)
				return py.Raisef(py.ValueErrorType, "Invalid address: must be None or %s", s)
			}
		}
		addr = t.address
	}
	if t.connLost > 0 && !t.address.IsNone() {
		if t.connLost >= lostWrites {
			log(logWarning, "socket.send() raised exception.", nil)
		}
		t.connLost++
		return nil
	}
	if len(t.queue) == 0 {
		wait, exc := t.send(b, addr)
		if exc != nil {
			if exc.Type().IsSubclass(py.OSErrorType) {
				return t.call("error_received", exc.Value())
			}
			return t.fatal(exc, "Fatal write error on datagram transport")
		}
		if !wait {
			return nil
		}
		if exc := t.loop.addWatch(t.fd, &goCallback{fn: t.sendReady, name: "_SelectorDatagramTransport._sendto_ready()"}, true); exc != nil {
			return exc
		}
	}
	t.queue = append(t.queue, datagram{append([]byte(nil), b...), addr})
	t.size += len(b) + datagramHeader
	if t.size > t.high && !t.protocolPaused {
		t.protocolPaused = true
		return t.report(t.call("pause_writing"), "protocol.pause_writing() failed")
	}
	return nil
}

// send hands one datagram to the system; wait says that it would block.
func (t *DatagramTransport) send(b []byte, addr py.Value) (wait bool, exc *py.Exception) {
	var to syscall.Sockaddr
	if t.extra["peername"].IsNone() {
		if addr.IsNone() {
			return false, typeError("sendto(): AF_INET address must be tuple, not NoneType")
		}
		if to, exc = socket.Address(t.sock.Family, addr, "sendto"); exc != nil {
			return false, exc
		}
	}
	_, err := sysnet.Send(t.fd, b, 0, to)
	switch {
	case err != nil && sysnet.WouldBlock(err):
		return true, nil
	case err != nil:
		return false, osError(err, "")
	}
	return false, nil
}

func (t *DatagramTransport) sendReady() *py.Exception {
	for len(t.queue) > 0 {
		d := t.queue[0]
		wait, exc := t.send(d.data, d.addr)
		if wait {
			break
		}
		t.queue = t.queue[1:]
		t.size -= len(d.data) + datagramHeader
		if exc != nil {
			if exc.Type().IsSubclass(py.OSErrorType) {
				return t.call("error_received", exc.Value())
			}
			return t.fatal(exc, "Fatal write error on datagram transport")
		}
	}
	if t.protocolPaused && t.size <= t.low {
		t.protocolPaused = false
		if exc := t.report(t.call("resume_writing"), "protocol.resume_writing() failed"); exc != nil {
			return exc
		}
	}
	if len(t.queue) == 0 {
		t.queue = nil
		t.loop.removeWatch(t.fd, true)
		if t.closing {
			return t.end(nil)
		}
	}
	return nil
}

func (t *DatagramTransport) report(exc *py.Exception, message string) *py.Exception {
	if exc == nil || stopsLoop(exc) {
		return exc
	}
	return t.loop.callExceptionHandler(errorContext(message, exc, "transport", t.Value(), "protocol", t.proto))
}

func (t *DatagramTransport) fatal(exc *py.Exception, message string) *py.Exception {
	if stopsLoop(exc) {
		return exc
	}
	var failed *py.Exception
	if !exc.Type().IsSubclass(py.OSErrorType) {
		failed = t.loop.callExceptionHandler(errorContext(message, exc, "transport", t.Value(), "protocol", t.proto))
	}
	t.forceClose(exc)
	return failed
}

func (t *DatagramTransport) close() {
	if t.closing {
		return
	}
	t.closing = true
	t.loop.removeWatch(t.fd, false)
	if len(t.queue) == 0 {
		t.connLost++
		t.loop.removeWatch(t.fd, true)
		t.soon("_call_connection_lost", func() *py.Exception { return t.end(nil) }, nil)
	}
}

func (t *DatagramTransport) forceClose(exc *py.Exception) {
	if t.connLost > 0 {
		return
	}
	if len(t.queue) > 0 {
		t.queue, t.size = nil, 0
		t.loop.removeWatch(t.fd, true)
	}
	if !t.closing {
		t.closing = true
		t.loop.removeWatch(t.fd, false)
	}
	t.connLost++
	t.soon("_call_connection_lost", func() *py.Exception { return t.end(exc) }, nil)
}

func (t *DatagramTransport) end(exc *py.Exception) *py.Exception {
	if t.closed {
		return nil
	}
	t.closed = true
	v := py.None
	if exc != nil {
		v = exc.Value()
	}
	failed := t.call("connection_lost", v)
	t.loop.own(t.fd, py.Value{})
	t.sock.Close()
	return failed
}

func (t *DatagramTransport) describe() string {
	s := "<_SelectorDatagramTransport"
	switch {
	case t.closed:
		s += " closed"
	case t.closing:
		s += " closing"
	}
	s += " fd=" + itoa(t.fd)
	if !t.closed {
		state := map[bool]string{true: "polling", false: "idle"}
		s += " read=" + state[t.loop.watches(t.fd, false)] + " write=<" + state[t.loop.watches(t.fd, true)] + ", bufsize=" + itoa(t.size) + ">"
	}
	return s + ">"
}

var (
	datagramCode = code("BaseEventLoop.create_datagram_endpoint")
	datagramSig  = py.NewSignature("create_datagram_endpoint", "BaseEventLoop.create_datagram_endpoint",
		"(protocol_factory, local_addr=None, remote_addr=None, *, family=0, proto=0, flags=0, reuse_port=None, allow_broadcast=None, sock=None)")
)

// endpoint is the arguments of create_datagram_endpoint.
type endpoint struct {
	loop                 *Loop
	factory              py.Value
	local, remote        py.Value
	family, proto, flags int
	reusePort, broadcast bool
	sock                 py.Value
	addrs                []addressPair
	errors               []*py.Exception
}

// addressPair is a local and a remote address of the same family.
type addressPair struct {
	family, proto int
	addr          [2]py.Value // unbound where not given
}

func (loop *Loop) createDatagramEndpoint(args []py.Value, names []*py.Str) (py.Value, *py.Exception) {
	var a [9]py.Value
	if exc := datagramSig.Bind(args, names, a[:]); exc != nil {
		return py.Value{}, exc
	}
	e := &endpoint{loop: loop, factory: a[0], local: orNone(a[1]), remote: orNone(a[2]), sock: orNone(a[8])}
	for i, dst := range []*int{&e.family, &e.proto, &e.flags} {
		var exc *py.Exception
		if *dst, exc = intOr(a[3+i], 0); exc != nil {
			return py.Value{}, exc
		}
	}
	for i, dst := range []*bool{&e.reusePort, &e.broadcast} {
		var exc *py.Exception
		if *dst, exc = truthOr(a[6+i], false); exc != nil {
			return py.Value{}, exc
		}
	}
	return newFlow(datagramCode, e.begin), nil
}

func truth(v py.Value) bool {
	b, exc := py.Truth(v)
	return exc == nil && b
}

func (e *endpoint) begin() flowStep {
	if !e.sock.IsNone() {
		return e.useSocket()
	}
	if !truth(e.local) && !truth(e.remote) {
		if e.family == 0 {
			return failing(py.Raisef(py.ValueErrorType, "unexpected address family"))
		}
		e.addrs = []addressPair{{family: e.family, proto: e.proto}}
		return e.open()
	}
	if e.family == syscall.AF_UNIX {
		for _, a := range []py.Value{e.local, e.remote} {
			if _, isStr := py.AsStr(a); !a.IsNone() && !isStr {
				return failing(typeError("string is expected"))
			}
		}
		if truth(e.local) {
			if path, exc := hostText(e.local); exc == nil && path != "" && path[0] != 0 {
				_ = sysnet.Unlink(path)
			}
		}
		pair := addressPair{family: e.family, proto: e.proto}
		if !e.local.IsNone() {
			pair.addr[0] = e.local
		}
		if !e.remote.IsNone() {
			pair.addr[1] = e.remote
		}
		e.addrs = []addressPair{pair}
		return e.open()
	}
	return e.resolveNext(0)
}

// useSocket is what sock= makes.
func (e *endpoint) useSocket() flowStep {
	typ, exc := py.GetAttr(e.sock, py.Intern("type"))
	if exc != nil {
		return failing(exc)
	}
	n, exc := asInt(typ)
	if exc != nil {
		return failing(exc)
	}
	if n == syscall.SOCK_STREAM {
		return failing(py.Raisef(py.ValueErrorType, "A datagram socket was expected, got %s", repr(e.sock)))
	}
	problems := ""
	for _, o := range []struct {
		name string
		v    py.Value
		set  bool
	}{{"local_addr", e.local, truth(e.local)}, {"remote_addr", e.remote, truth(e.remote)}, {"family", py.Int(int64(e.family)), e.family != 0},
		{"proto", py.Int(int64(e.proto)), e.proto != 0}, {"flags", py.Int(int64(e.flags)), e.flags != 0},
		{"reuse_port", py.True, e.reusePort}, {"allow_broadcast", py.True, e.broadcast}} {
		if o.set {
			if problems != "" {
				problems += ", "
			}
			problems += o.name + "=" + repr(o.v)
		}
	}
	if problems != "" {
		return failing(py.Raisef(py.ValueErrorType, "socket modifier keyword arguments can not be used when sock is specified. (%s)", problems))
	}
	s, exc := socketOf(e.sock)
	if exc == nil {
		exc = s.SetBlocking(false)
	}
	if exc != nil {
		return failing(exc)
	}
	return e.make(s, py.None)
}

// resolveNext looks up the local and the remote address, and joins what belongs together.
func (e *endpoint) resolveNext(i int) flowStep {
	if i == 2 {
		kept := e.addrs[:0]
		for _, p := range e.addrs {
			if (e.local.IsNone() || !p.addr[0].IsUnbound()) && (e.remote.IsNone() || !p.addr[1].IsUnbound()) {
				kept = append(kept, p)
			}
		}
		if e.addrs = kept; len(kept) == 0 {
			return failing(py.Raisef(py.ValueErrorType, "can not get address information"))
		}
		return e.open()
	}
	a := []py.Value{e.local, e.remote}[i]
	if a.IsNone() {
		return e.resolveNext(i + 1)
	}
	if !a.Type().Has(py.FlagTuple) || len(py.Heap[py.Tuple](a).Items()) != 2 {
		return failing(typeError("2-tuple is expected"))
	}
	return e.loop.ensureResolved(a, e.family, syscall.SOCK_DGRAM, e.proto, e.flags, func(infos []socket.Info, exc *py.Exception) flowStep {
		if exc != nil {
			return failing(exc)
		}
		if len(infos) == 0 {
			return failing(py.Raisef(py.OSErrorType, "getaddrinfo() returned empty list"))
		}
		for _, info := range infos {
			e.add(i, info)
		}
		return e.resolveNext(i + 1)
	})
}

func (e *endpoint) add(i int, info socket.Info) {
	v := info.Address()
	for j := range e.addrs {
		if p := &e.addrs[j]; p.family == info.Family && p.proto == info.Proto {
			p.addr[i] = v
			return
		}
	}
	p := addressPair{family: info.Family, proto: info.Proto}
	p.addr[i] = v
	e.addrs = append(e.addrs, p)
}

// open makes a socket of the first pair of addresses that works.
func (e *endpoint) open() flowStep { return e.openFrom(0) }

func (e *endpoint) openFrom(i int) flowStep {
	if i == len(e.addrs) {
		return failing(e.errors[0])
	}
	p := e.addrs[i]
	next := func(exc *py.Exception) flowStep {
		if !exc.Type().IsSubclass(py.OSErrorType) {
			return failing(exc)
		}
		e.errors = append(e.errors, exc)
		return e.openFrom(i + 1)
	}
	s, exc := newSocket(p.family, syscall.SOCK_DGRAM, p.proto)
	if exc != nil {
		return next(exc)
	}
	drop := func(exc *py.Exception) flowStep {
		s.Close()
		return next(exc)
	}
	if e.reusePort {
		if exc := setReusePort(s); exc != nil {
			return drop(exc)
		}
	}
	if e.broadcast {
		if exc := setOption(s, syscall.SOL_SOCKET, syscall.SO_BROADCAST, 1); exc != nil {
			return drop(exc)
		}
	}
	if !p.addr[0].IsUnbound() {
		if exc := bindSocket(s, p.addr[0]); exc != nil {
			return drop(exc)
		}
	}
	remote := py.None
	if p.addr[1].IsUnbound() {
		return e.make(s, remote)
	}
	if !e.broadcast {
		return e.loop.connectSocket(s, p.addr[1], func(exc *py.Exception) flowStep {
			if exc != nil {
				return drop(exc)
			}
			return e.make(s, p.addr[1])
		})
	}
	return e.make(s, p.addr[1])
}

func (e *endpoint) make(s *socket.Socket, remote py.Value) flowStep {
	proto, exc := py.Call0(e.factory)
	if exc != nil {
		return failing(exc)
	}
	waiter := e.loop.CreateFuture()
	t := e.loop.newDatagramTransport(s, proto, remote, waiter)
	if e.loop.debug {
		if truth(e.local) {
			log(logInfo, "Datagram endpoint local_addr="+repr(e.local)+" remote_addr="+repr(e.remote)+" created: ("+repr(t.Value())+", "+repr(proto)+")", nil)
		} else {
			log(logDebug, "Datagram endpoint remote_addr="+repr(e.remote)+" created: ("+repr(t.Value())+", "+repr(proto)+")", nil)
		}
	}
	return awaitThen(waiter.Value(), func(_ py.Value, exc *py.Exception) flowStep {
		if exc != nil {
			t.close()
			return failing(exc)
		}
		return returning(py.TupleV(t.Value(), proto))
	})
}
