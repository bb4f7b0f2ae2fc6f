package asyncio

import (
	"github.com/aio2go/aio2go/runtime/py"
	"github.com/aio2go/aio2go/runtime/stdlib/contextvars"
	"github.com/aio2go/aio2go/runtime/tlslink"
)

// This file makes the transport of TLS connections a Python type, and has start_tls.

var (
	tlsTransportType = &py.Type{Name: "_SSLProtocolTransport"}
	tlsProtocolType  = py.NewBuiltinType("SSLProtocol", &py.TypeSpec{Base: BufferedProtocolType, Module: "asyncio.sslproto", NoNew: true})
)

// tlsProtocolObject is a tlsProtocol as Python sees it.
type tlsProtocolObject struct {
	py.Header
	p *tlsProtocol
}

func (p *tlsProtocol) object() py.Value {
	if p.object_ == nil {
		p.object_ = &tlsProtocolObject{p: p}
		p.object_.SetType(tlsProtocolType)
	}
	return p.object_.Header.Value()
}

// Value returns t as a Python object.
func (t *tlsTransport) Value() py.Value { return t.Header.Value() }

func (t *tlsTransport) isClosing() bool { return t.closed || t.p.raw == nil || t.p.raw.isClosing() }

func (t *tlsTransport) close() {
	if !t.closed {
		t.closed = true
		_ = t.p.startShutdown()
	}
}

func (t *tlsTransport) abort() {
	t.closed = true
	t.p.abortRaw(nil)
}

func (p *tlsProtocol) abortRaw(exc *py.Exception) {
	p.state = tlsUnwrapped
	p.forceClose(exc)
}

// forceClose closes the transport below, with exc as what the connection was lost with.
func (p *tlsProtocol) forceClose(exc *py.Exception) {
	switch raw := p.raw.(type) {
	case nil:
	case *Transport:
		raw.forceClose(exc)
	case *tlsTransport:
		raw.closed = true
		raw.p.abortRaw(exc)
	default:
		raw.abort()
	}
}

func (t *tlsTransport) pauseReading() { t.p.appReadingPaused = true }

func (t *tlsTransport) resumeReading() {
	p := t.p
	if !p.appReadingPaused {
		return
	}
	p.appReadingPaused = false
	p.loop.callSoon(&goCallback{fn: func() *py.Exception {
		switch p.state {
		case tlsWrapped:
			return p.doRead()
		case tlsFlushing:
			return p.doFlush()
		case tlsShutdown:
			return p.doShutdown()
		}
		return nil
	}, name: "SSLProtocol._resume_reading.<locals>.resume()"}, contextvars.Copy())
}

func (t *tlsTransport) write(data []byte) *py.Exception {
	p := t.p
	switch p.state {
	case tlsFlushing, tlsShutdown, tlsUnwrapped:
		if p.connLost >= lostWrites {
			log(logWarning, "SSL connection is closed", nil)
		}
		p.connLost++
		return nil
	}
	if len(data) == 0 || p.session == nil {
		return nil
	}
	if exc := p.session.Write(data); exc != nil {
		return p.fatal(exc, "Fatal error on SSL protocol")
	}
	if p.state == tlsWrapped {
		p.processOutgoing()
	}
	return nil
}

func init() {
	self := func(v py.Value) *tlsTransport { return py.Heap[tlsTransport](v) }
	tlsTransportType.Define(&py.TypeSpec{
		Base: TransportType, Module: "asyncio.sslproto", NoNew: true,
		Layout: py.LayoutWithAttrs[tlsTransport](attrsOffset),
		Methods: append(linkMethods(func(v py.Value) link { return self(v) }), []py.Method{
			{Name: "get_extra_info", Sig: "($self, name, default=None)", Impl: func(v, name, def py.Value) (py.Value, *py.Exception) {
				t := self(v)
				if s, ok := py.AsStr(name); ok {
					if x, ok := t.p.extra[s.String()]; ok {
						return x, nil
					}
				}
				if t.p.raw == nil {
					return orNone(def), nil
				}
				return py.CallMethod2(t.p.raw.Value(), py.Intern("get_extra_info"), name, orNone(def))
			}},
			{Name: "get_protocol", Sig: "($self)", Impl: func(v py.Value) (py.Value, *py.Exception) { return self(v).p.app.object(), nil }},
			{Name: "set_protocol", Sig: "($self, protocol)", Impl: func(v, x py.Value) (py.Value, *py.Exception) {
				self(v).p.app = asProtocol(x)
				return py.None, nil
			}},
			{Name: "is_reading", Sig: "($self)", Impl: func(v py.Value) (py.Value, *py.Exception) {
				return py.Bool(!self(v).p.appReadingPaused), nil
			}},
			{Name: "writelines", Sig: "($self, list_of_data)", Impl: func(v, list py.Value) (py.Value, *py.Exception) {
				b, exc := joined(list)
				if exc != nil {
					return py.Value{}, exc
				}
				return none(self(v).write(b))
			}},
			{Name: "write_eof", Sig: "($self)", Impl: func(py.Value) (py.Value, *py.Exception) {
				return py.Value{}, py.RaiseArgs(py.NotImplementedErrorType)
			}},
			{Name: "can_write_eof", Sig: "($self)", Impl: func(py.Value) (py.Value, *py.Exception) { return py.False, nil }},
			{Name: "get_write_buffer_size", Sig: "($self)", Impl: func(v py.Value) (py.Value, *py.Exception) {
				return py.Int(int64(self(v).p.bufferSize())), nil
			}},
			{Name: "get_write_buffer_limits", Sig: "($self)", Impl: func(v py.Value) (py.Value, *py.Exception) {
				return py.TupleV(py.Int(int64(self(v).p.low)), py.Int(int64(self(v).p.high))), nil
			}},
			{Name: "set_write_buffer_limits", Sig: "($self, high=None, low=None)", Impl: func(v, high, low py.Value) (py.Value, *py.Exception) {
				p := self(v).p
				var exc *py.Exception
				if p.high, p.low, exc = bufferLimits(high, low, tlsWriteHigh); exc == nil {
					p.controlWriting()
				}
				return none(exc)
			}},
			{Name: "get_read_buffer_size", Sig: "($self)", Impl: func(v py.Value) (py.Value, *py.Exception) {
				return py.Int(int64(self(v).p.incomingSize())), nil
			}},
			{Name: "get_read_buffer_limits", Sig: "($self)", Impl: func(v py.Value) (py.Value, *py.Exception) {
				return py.TupleV(py.Int(int64(self(v).p.readLow)), py.Int(int64(self(v).p.readHigh))), nil
			}},
			{Name: "set_read_buffer_limits", Sig: "($self, high=None, low=None)", Impl: func(v, high, low py.Value) (py.Value, *py.Exception) {
				p := self(v).p
				h, l, exc := bufferLimits(high, low, tlsReadHigh)
				if exc == nil {
					p.readHigh, p.readLow = h, l
					p.controlReading()
				}
				return none(exc)
			}},
		}...),
	})
}

var (
	startTLSSig  = py.NewSignature("start_tls", "BaseEventLoop.start_tls", "(transport, protocol, sslcontext, *, server_side=False, server_hostname=None, ssl_handshake_timeout=None, ssl_shutdown_timeout=None)")
	startTLSCode = code("BaseEventLoop.start_tls")
)

// startTLS is loop.start_tls.
func (loop *Loop) startTLS(args []py.Value, names []*py.Str) (py.Value, *py.Exception) {
	var a [7]py.Value
	if exc := startTLSSig.Bind(args, names, a[:]); exc != nil {
		return py.Value{}, exc
	}
	return newFlow(startTLSCode, func() flowStep {
		return loop.upgrade(a[0], asProtocol(a[1]), a[2], a[3], &tlsOptions{context: a[2], hostname: orNone(a[4]), handshake: a[5], shutdown: a[6]}, func(t link) flowStep {
			return returning(t.Value())
		})
	}), nil
}

// upgrade makes TLS begin on a transport.
func (loop *Loop) upgrade(transport py.Value, app protocol, context, side py.Value, o *tlsOptions, then func(t link) flowStep) flowStep {
	if tlslink.Provided == nil {
		return failing(noTLS())
	}
	if !tlslink.Provided.IsContext(context) {
		return failing(typeError("sslcontext is expected to be an instance of ssl.SSLContext, got %s", repr(context)))
	}
	raw := asTransport(transport)
	if t, ok := raw.(*Transport); raw == nil || ok && t.isPipe {
		return failing(typeError("transport %s is not supported by start_tls()", repr(transport)))
	}
	server, exc := truthOr(side, false)
	if exc != nil {
		return failing(exc)
	}
	waiter := loop.CreateFuture()
	p, exc := loop.newTLSProtocol(app, o, waiter, server, false)
	if exc != nil {
		return failing(exc)
	}
	p.raw = raw
	raw.pauseReading()
	switch t := raw.(type) {
	case *Transport:
		t.proto = p
	case *tlsTransport:
		t.p.app = p
	}
	ctx := contextvars.Copy()
	made := loop.callSoon(&goCallback{fn: func() *py.Exception { return p.connectionMade(raw) }, name: "SSLProtocol.connection_made()"}, ctx)
	resume := loop.callSoon(&goCallback{fn: func() *py.Exception {
		raw.resumeReading()
		return nil
	}, name: "_SelectorSocketTransport.resume_reading()"}, ctx)
	return awaitThen(waiter.Value(), func(_ py.Value, exc *py.Exception) flowStep {
		if exc != nil {
			raw.close()
			made.Cancel()
			resume.Cancel()
			return failing(exc)
		}
		return then(p.transport)
	})
}
