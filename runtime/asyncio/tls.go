package asyncio

import (
	"github.com/aio2go/aio2go/runtime/py"
	"github.com/aio2go/aio2go/runtime/stdlib/contextvars"
	"github.com/aio2go/aio2go/runtime/stdlib/socket"
	"github.com/aio2go/aio2go/runtime/tlslink"
)

// This file is asyncio/sslproto.py: tlsProtocol stands between the transport of the
// socket and the protocol of the program, which gets a tlsTransport.

// tlsOptions is the arguments about TLS of the methods that make connections.
type tlsOptions struct {
	context, hostname   py.Value
	handshake, shutdown py.Value // timeouts
}

// check refuses timeouts that mean nothing.
func (o *tlsOptions) check(has bool) *py.Exception {
	if !has {
		if !absent(o.handshake) {
			return py.Raisef(py.ValueErrorType, "ssl_handshake_timeout is only meaningful with ssl")
		}
		if !absent(o.shutdown) {
			return py.Raisef(py.ValueErrorType, "ssl_shutdown_timeout is only meaningful with ssl")
		}
	}
	return nil
}

// timeouts returns how many seconds the handshake and the shutdown may take.
func (o *tlsOptions) timeouts() (handshake, shutdown float64, exc *py.Exception) {
	times := [2]float64{60, 30}
	for i, v := range []py.Value{o.handshake, o.shutdown} {
		if absent(v) {
			continue
		}
		if times[i], exc = seconds(v); exc != nil {
			return 0, 0, exc
		}
		if times[i] <= 0 {
			name := []string{"ssl_handshake_timeout", "ssl_shutdown_timeout"}[i]
			return 0, 0, py.Raisef(py.ValueErrorType, "%s should be a positive number, got %s", name, repr(v))
		}
	}
	return times[0], times[1], nil
}

// The states of a tlsProtocol.
type tlsState uint8

const (
	tlsUnwrapped tlsState = iota
	tlsHandshake
	tlsWrapped
	tlsFlushing
	tlsShutdown
)

// The states of the program's protocol.
type appState uint8

const (
	appInit appState = iota
	appConnected
	appEOF
	appLost
)

// tlsProtocol is sslproto.SSLProtocol.
type tlsProtocol struct {
	loop              *Loop
	app               protocol
	options           tlsOptions
	serverSide        bool
	waiter            *Future
	session           tlslink.Session
	raw               link // nil when it is lost
	transport         *tlsTransport
	state             tlsState
	appState          appState
	eofReceivedRaw    bool
	rawPaused         bool // writing
	appWritingPaused  bool
	appReadingPaused  bool
	connLost          int
	high, low         int
	readHigh, readLow int
	rawReadingPaused  bool // because of readHigh
	handshakeTimeout  float64
	shutdownTimeout   float64
	handshakeDeadline *TimerHandle
	shutdownDeadline  *TimerHandle
	extra             map[string]py.Value
	object_           *tlsProtocolObject
}

// tlsTransport is sslproto._SSLProtocolTransport.
type tlsTransport struct {
	py.Header
	Attrs  py.Attrs // __dict__
	p      *tlsProtocol
	closed bool
}

const (
	tlsWriteHigh = 512 * 1024
	tlsReadHigh  = 256 * 1024
	tlsReadSize  = 256 * 1024
)

// noTLS is the error where the module ssl is not linked.
func noTLS() *py.Exception { return runtimeError("Python ssl module is not available") }

// newTLSProtocol makes the protocol and its transport.
func (loop *Loop) newTLSProtocol(app protocol, o *tlsOptions, waiter *Future, server, callMade bool) (*tlsProtocol, *py.Exception) {
	provider := tlslink.Provided
	if provider == nil {
		return nil, noTLS()
	}
	p := &tlsProtocol{loop: loop, app: app, options: *o, serverSide: server, waiter: waiter, high: tlsWriteHigh, low: tlsWriteHigh / 4, readHigh: tlsReadHigh, readLow: tlsReadHigh / 4, extra: map[string]py.Value{}}
	var exc *py.Exception
	if p.handshakeTimeout, p.shutdownTimeout, exc = o.timeouts(); exc != nil {
		return nil, exc
	}
	if p.options.context.IsBool() || !truth(p.options.context) {
		if server {
			return nil, py.Raisef(py.ValueErrorType, "Server side SSL needs a valid SSLContext")
		}
		if p.options.context, exc = provider.DefaultContext(truth(o.hostname)); exc != nil {
			return nil, exc
		}
	}
	if server || !truth(o.hostname) {
		p.options.hostname = py.None
	}
	p.extra["sslcontext"] = p.options.context
	if !callMade {
		p.appState = appConnected
	}
	p.transport = &tlsTransport{p: p}
	p.transport.SetType(tlsTransportType)
	return p, nil
}

// newTLSTransport makes the transport for a connected socket; the waiter is settled when
// the handshake is over.
func (loop *Loop) newTLSTransport(s *socket.Socket, app protocol, o *tlsOptions, waiter *Future, server bool, peer py.Value, owner *Server) (link, *py.Exception) {
	p, exc := loop.newTLSProtocol(app, o, waiter, server, true)
	if exc != nil {
		return nil, exc
	}
	raw := loop.newSocketTransport(s, p, nil, peer, owner)
	p.raw = raw
	return p.transport, nil
}

func (p *tlsProtocol) connectionMade(t link) *py.Exception {
	p.raw = t
	return p.startHandshake()
}

func (p *tlsProtocol) startHandshake() *py.Exception {
	if p.loop.debug {
		log(logDebug, p.describe()+" starts SSL handshake", nil)
	}
	p.state = tlsHandshake
	p.handshakeDeadline = p.loop.callAt(p.loop.Time()+p.handshakeTimeout, &goCallback{fn: func() *py.Exception {
		if p.state != tlsHandshake {
			return nil
		}
		v, _ := py.Str_(py.Float(p.handshakeTimeout))
		s, _ := py.AsStr(v)
		return p.handshakeOver(py.Raisef(py.ConnectionAbortedErrorType, "SSL handshake is taking longer than %s seconds: aborting the connection", s.String()))
	}, name: "SSLProtocol._check_handshake_timeout()"}, contextvars.Copy())
	var exc *py.Exception
	if p.session, exc = tlslink.Provided.NewSession(p.options.context, p.serverSide, p.options.hostname); exc != nil {
		return p.handshakeOver(exc)
	}
	return p.doHandshake()
}

func (p *tlsProtocol) doHandshake() *py.Exception {
	done, exc := p.session.Handshake()
	switch {
	case exc != nil: // CPython's asyncio does not send the alert either
		return p.handshakeOver(exc)
	case !done:
		p.processOutgoing()
		return nil
	}
	return p.handshakeOver(nil)
}

// handshakeOver is _on_handshake_complete.
func (p *tlsProtocol) handshakeOver(exc *py.Exception) *py.Exception {
	if p.handshakeDeadline != nil {
		p.handshakeDeadline.Cancel()
		p.handshakeDeadline = nil
	}
	if exc != nil {
		p.state = tlsUnwrapped
		if p.session != nil {
			p.session.Drop()
		}
		message := "SSL handshake failed"
		if tlslink.Provided.IsCertificateError(exc) {
			message = "SSL handshake failed on verifying the certificate"
		}
		failed := p.fatal(exc, message)
		p.wakeWaiter(exc)
		return failed
	}
	p.state = tlsWrapped
	object := p.session.Object()
	for _, item := range [][2]string{{"peercert", "getpeercert"}, {"cipher", "cipher"}, {"compression", "compression"}} {
		if v, exc := py.CallMethod0(object, py.Intern(item[1])); exc == nil {
			p.extra[item[0]] = v
		}
	}
	p.extra["ssl_object"] = object
	if p.loop.debug {
		log(logDebug, p.describe()+" SSL handshake took some time", nil)
	}
	var failed *py.Exception
	if p.appState == appInit {
		p.appState = appConnected
		failed = p.app.connectionMade(p.transport)
	}
	p.wakeWaiter(nil)
	if failed != nil {
		return failed
	}
	return p.doRead()
}

func (p *tlsProtocol) wakeWaiter(exc *py.Exception) {
	w := p.waiter
	p.waiter = nil
	if w == nil || w.Done() {
		return
	}
	if exc != nil {
		_ = w.SetException(exc)
	} else {
		w.finish(py.None)
	}
}

func (p *tlsProtocol) dataReceived(data []byte) *py.Exception {
	if p.session == nil {
		return nil
	}
	p.session.Feed(data)
	switch p.state {
	case tlsHandshake:
		return p.doHandshake()
	case tlsWrapped:
		return p.doRead()
	case tlsFlushing:
		return p.doFlush()
	case tlsShutdown:
		return p.doShutdown()
	}
	return nil
}

func (p *tlsProtocol) eofReceived() (bool, *py.Exception) {
	p.eofReceivedRaw = true
	switch p.state {
	case tlsHandshake:
		return false, p.handshakeOver(py.RaiseArgs(py.ConnectionResetErrorType))
	case tlsWrapped:
		p.state = tlsFlushing
		if p.appReadingPaused {
			return true, nil
		}
		return false, p.doFlush()
	case tlsFlushing:
		p.state = tlsShutdown
		return false, p.doShutdown()
	case tlsShutdown:
		return false, p.doShutdown()
	}
	return false, nil
}

// doRead hands what is decrypted to the program.
func (p *tlsProtocol) doRead() *py.Exception {
	if p.state != tlsWrapped && p.state != tlsFlushing {
		return nil
	}
	if !p.appReadingPaused {
		var exc *py.Exception
		if own, ok := p.appBuffered(); ok {
			exc = p.readBuffered(own)
		} else {
			exc = p.readCopied()
		}
		if exc != nil {
			if stopsLoop(exc) {
				return exc
			}
			return p.fatal(exc, "Fatal error on SSL protocol")
		}
	}
	p.processOutgoing()
	p.controlReading()
	return nil
}

// incomingSize is what has come and is not decrypted.
func (p *tlsProtocol) incomingSize() int {
	if p.session == nil {
		return 0
	}
	return p.session.IncomingSize()
}

// controlReading stops reading from below while the program does not read.
func (p *tlsProtocol) controlReading() {
	if p.raw == nil {
		return
	}
	switch size := p.incomingSize(); {
	case size >= p.readHigh && !p.rawReadingPaused:
		p.rawReadingPaused = true
		p.raw.pauseReading()
	case size <= p.readLow && p.rawReadingPaused:
		p.rawReadingPaused = false
		p.raw.resumeReading()
	}
}

func (p *tlsProtocol) appBuffered() (bufferedProtocol, bool) {
	own, ok := p.app.(bufferedProtocol)
	return own, ok
}

func (p *tlsProtocol) readCopied() *py.Exception {
	var data []byte
	var buf [16 * 1024]byte
	for len(data) < tlsReadSize {
		n, eof, exc := p.session.Read(buf[:])
		data = append(data, buf[:n]...)
		if exc != nil && len(data) == 0 {
			return exc
		}
		if n > 0 {
			continue
		}
		if len(data) > 0 {
			if exc := p.app.dataReceived(data); exc != nil {
				return exc
			}
		}
		if exc != nil {
			return exc
		}
		if eof {
			return p.peerClosed()
		}
		return nil
	}
	if exc := p.app.dataReceived(data); exc != nil {
		return exc
	}
	p.loop.callSoon(&goCallback{fn: p.doRead, name: "SSLProtocol._do_read()"}, contextvars.Copy())
	return nil
}

func (p *tlsProtocol) readBuffered(own bufferedProtocol) *py.Exception {
	for {
		room, exc := own.getBuffer()
		if exc != nil {
			return exc
		}
		n, eof, exc := p.session.Read(room)
		switch {
		case n > 0:
			if e := own.bufferUpdated(n); e != nil {
				return e
			}
		case exc != nil:
			return exc
		case eof:
			return p.peerClosed()
		default:
			return nil
		}
		if exc != nil {
			return exc
		}
	}
}

// peerClosed is the peer's close_notify.
func (p *tlsProtocol) peerClosed() *py.Exception {
	if exc := p.callEOF(); exc != nil {
		return exc
	}
	return p.startShutdown()
}

func (p *tlsProtocol) callEOF() *py.Exception {
	if p.appState != appConnected {
		return nil
	}
	p.appState = appEOF
	keep, exc := p.app.eofReceived()
	if exc != nil {
		if stopsLoop(exc) {
			return exc
		}
		return p.fatal(exc, "Error calling eof_received()")
	}
	if keep {
		log(logWarning, "returning true from eof_received() has no effect when using ssl", nil)
	}
	return nil
}

// processOutgoing hands what is encrypted to the transport of the socket.
func (p *tlsProtocol) processOutgoing() {
	if p.session == nil || p.raw == nil {
		return
	}
	if !p.rawPaused {
		if data := p.session.Outgoing(); len(data) > 0 {
			_ = p.raw.write(data)
		}
	}
	p.controlWriting()
}

// bufferSize is what the program wrote and the socket's transport has not got.
func (p *tlsProtocol) bufferSize() int {
	if p.session == nil {
		return 0
	}
	return p.session.OutgoingSize()
}

func (p *tlsProtocol) controlWriting() {
	size := p.bufferSize()
	var exc *py.Exception
	what := ""
	switch {
	case size >= p.high && !p.appWritingPaused:
		p.appWritingPaused, what = true, "protocol.pause_writing() failed"
		exc = p.app.pauseWriting()
	case size <= p.low && p.appWritingPaused:
		p.appWritingPaused, what = false, "protocol.resume_writing() failed"
		exc = p.app.resumeWriting()
	}
	if exc != nil {
		_ = p.loop.callExceptionHandler(errorContext(what, exc, "transport", p.transport.Value(), "protocol", p.app.object()))
	}
}

func (p *tlsProtocol) pauseWriting() *py.Exception {
	p.rawPaused = true
	return nil
}

func (p *tlsProtocol) resumeWriting() *py.Exception {
	p.rawPaused = false
	p.processOutgoing()
	return nil
}

func (p *tlsProtocol) startShutdown() *py.Exception {
	switch p.state {
	case tlsFlushing, tlsShutdown, tlsUnwrapped:
		return nil
	case tlsHandshake:
		p.abortRaw(nil)
		return nil
	}
	p.state = tlsFlushing
	p.shutdownDeadline = p.loop.callAt(p.loop.Time()+p.shutdownTimeout, &goCallback{fn: func() *py.Exception {
		if p.state == tlsFlushing || p.state == tlsShutdown {
			p.forceClose(py.Raisef(py.TimeoutErrorType, "SSL shutdown timed out"))
		}
		return nil
	}, name: "SSLProtocol._check_shutdown_timeout()"}, contextvars.Copy())
	return p.doFlush()
}

func (p *tlsProtocol) doFlush() *py.Exception {
	if exc := p.doRead(); exc != nil {
		return exc
	}
	if p.state != tlsFlushing {
		return nil
	}
	p.state = tlsShutdown
	return p.doShutdown()
}

func (p *tlsProtocol) doShutdown() *py.Exception {
	if !p.eofReceivedRaw {
		done, exc := p.session.Unwrap()
		if exc != nil {
			return p.shutdownOver(exc)
		}
		if !done {
			p.processOutgoing()
			return nil
		}
	}
	p.processOutgoing()
	if exc := p.callEOF(); exc != nil {
		return exc
	}
	return p.shutdownOver(nil)
}

func (p *tlsProtocol) shutdownOver(exc *py.Exception) *py.Exception {
	if p.shutdownDeadline != nil {
		p.shutdownDeadline.Cancel()
		p.shutdownDeadline = nil
	}
	if exc != nil {
		return p.fatal(exc, "Error occurred during shutdown")
	}
	if raw := p.raw; raw != nil {
		p.loop.callSoon(&goCallback{fn: func() *py.Exception {
			raw.close()
			return nil
		}, name: "_SelectorTransport.close()"}, contextvars.Copy())
	}
	return nil
}

func (p *tlsProtocol) connectionLost(exc *py.Exception) *py.Exception {
	p.connLost++
	p.transport.closed = true
	if p.state != tlsHandshake {
		if p.appState == appConnected || p.appState == appEOF {
			p.appState = appLost
			p.loop.callSoon(&goCallback{fn: func() *py.Exception { return p.app.connectionLost(exc) }, name: "connection_lost()"}, contextvars.Copy())
		}
	}
	if p.session != nil {
		p.session.Drop()
	}
	p.state = tlsUnwrapped
	p.raw = nil
	p.wakeWaiter(exc)
	for _, t := range []*TimerHandle{p.handshakeDeadline, p.shutdownDeadline} {
		if t != nil {
			t.Cancel()
		}
	}
	return nil
}

// fatal is _fatal_error.
func (p *tlsProtocol) fatal(exc *py.Exception, message string) *py.Exception {
	p.abortRaw(exc)
	switch {
	case exc.Type().IsSubclass(py.OSErrorType):
		if p.loop.debug {
			log(logDebug, p.describe()+": "+message, exc)
		}
	case !isCancelled(exc):
		return p.loop.callExceptionHandler(errorContext(message, exc, "transport", p.rawObject(), "protocol", p.object()))
	}
	return nil
}

func (p *tlsProtocol) rawObject() py.Value {
	if p.raw == nil {
		return py.None
	}
	return p.raw.Value()
}

func (p *tlsProtocol) describe() string { return repr(p.object()) }
