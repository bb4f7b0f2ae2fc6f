package asyncio

import "github.com/aio2go/aio2go/runtime/py"

// This file is FlowControlMixin and StreamReaderProtocol of asyncio/streams.py.

// flowControl is FlowControlMixin: the waiting of drain().
type flowControl struct {
	loop    *Loop
	paused  bool
	lost    bool
	drainer []*Future
}

func (c *flowControl) pauseWriting() *py.Exception {
	c.paused = true
	return nil
}

func (c *flowControl) resumeWriting() *py.Exception {
	c.paused = false
	for _, w := range c.drainer {
		w.setUnlessDone(py.None)
	}
	return nil
}

func (c *flowControl) connectionLost(exc *py.Exception) {
	c.lost = true
	if !c.paused {
		return
	}
	for _, w := range c.drainer {
		if w.Done() {
			continue
		}
		if exc == nil {
			w.finish(py.None)
		} else {
			_ = w.SetException(exc)
		}
	}
}

// flowProtocol is a FlowControlMixin. It begins every class that has it as a base.
type flowProtocol struct {
	py.Header
	Attrs py.Attrs // __dict__
	flow  flowControl
}

var flowProtocolType = &py.Type{Name: "FlowControlMixin"}

// streamProtocol is StreamReaderProtocol.
type streamProtocol struct {
	flowProtocol
	reader    *StreamReader
	connected py.Value // client_begincb, unbound where there is none
	closed    *Future
	transport py.Value // unbound where there is none
	overTLS   bool
}

var streamProtocolType = &py.Type{Name: "StreamReaderProtocol"}

func newStreamProtocol(loop *Loop, reader *StreamReader, connected py.Value) *streamProtocol {
	p := &streamProtocol{reader: reader, connected: connected, closed: loop.CreateFuture()}
	p.flow.loop = loop
	p.SetType(streamProtocolType)
	return p
}

func (p *streamProtocol) object() py.Value             { return p.Value() }
func (p *streamProtocol) pauseWriting() *py.Exception  { return p.flow.pauseWriting() }
func (p *streamProtocol) resumeWriting() *py.Exception { return p.flow.resumeWriting() }

func (p *streamProtocol) connectionMade(t link) *py.Exception { return p.begin(t.Value()) }

// begin is connection_made(t).
func (p *streamProtocol) begin(t py.Value) *py.Exception {
	p.transport = t
	if p.reader != nil {
		if exc := p.reader.getTransport(t); exc != nil {
			return exc
		}
	}
	context, exc := py.CallMethod1(t, py.Intern("get_extra_info"), py.StrV("sslcontext"))
	if exc != nil {
		return exc
	}
	p.overTLS = !context.IsNone()
	if p.connected.IsUnbound() || p.connected.IsNone() {
		return nil
	}
	w := newWriter(t, p, p.reader, p.flow.loop)
	res, exc := py.Call2(p.connected, p.reader.Value(), w.Value())
	if exc != nil {
		return exc
	}
	if !isCoroutine(res) {
		return nil
	}
	task, exc := p.flow.loop.spawn(res, py.None, nil)
	if exc != nil {
		return exc
	}
	if fut := asFuture(task); fut != nil {
		fut.addCallback(&clientDone{t}, nil)
	}
	return nil
}

// clientDone is the callback of the task that serves a client.
type clientDone struct{ t py.Value }

func (c *clientDone) source() string {
	return libSource("StreamReaderProtocol.connection_made.<locals>.callback", "streams.py", 250)
}

func (c *clientDone) closeTransport() *py.Exception {
	_, exc := py.CallMethod0(c.t, strClose)
	return exc
}

func (c *clientDone) done(task *Future) *py.Exception {
	if task.Cancelled() {
		return c.closeTransport()
	}
	task.logTB = false
	if task.exc == nil {
		return nil
	}
	exc := task.loop.callExceptionHandler(errorContext("Unhandled exception in client_connected_cb", task.exc, "transport", c.t))
	if e := c.closeTransport(); exc == nil {
		exc = e
	}
	return exc
}

func (p *streamProtocol) dataReceived(data []byte) *py.Exception {
	if p.reader != nil {
		return p.reader.getData(data)
	}
	return nil
}

func (p *streamProtocol) eofReceived() (bool, *py.Exception) {
	if p.reader != nil {
		if exc := p.reader.getEOF(); exc != nil {
			return false, exc
		}
	}
	return !p.overTLS, nil
}

func (p *streamProtocol) connectionLost(exc *py.Exception) *py.Exception {
	if p.reader != nil {
		var failed *py.Exception
		if exc == nil {
			failed = p.reader.getEOF()
		} else {
			failed = p.reader.getException(exc)
		}
		if failed != nil {
			return failed
		}
	}
	if !p.closed.Done() {
		if exc == nil {
			p.closed.finish(py.None)
		} else {
			_ = p.closed.SetException(exc)
			p.closed.logTB = false
		}
	}
	p.flow.connectionLost(exc)
	p.reader, p.transport = nil, py.Value{}
	return nil
}

// drainHelper returns what _drain_helper awaits, nil for nothing.
func (c *flowControl) drainHelper() (*Future, *py.Exception) {
	if c.lost {
		return nil, py.Raisef(py.ConnectionResetErrorType, "Connection lost")
	}
	if !c.paused {
		return nil, nil
	}
	w := c.loop.CreateFuture()
	c.drainer = append(c.drainer, w)
	return w, nil
}

var (
	streamProtocolSig = py.NewSignature("StreamReaderProtocol.__init__", "", "(stream_reader, client_connected_cb=None, loop=None)")
	flowProtocolSig   = py.NewSignature("FlowControlMixin.__init__", "", "(loop=None)")
	drainHelperCode   = code("FlowControlMixin._drain_helper")
)

// defineFlowProtocol makes the class FlowControlMixin.
func defineFlowProtocol() {
	self := func(v py.Value) *flowControl { return &py.Heap[flowProtocol](v).flow }
	flowProtocolType.Define(&py.TypeSpec{
		Base: ProtocolType, Module: "asyncio.streams", Flags: py.FlagBaseType,
		Doc:    "Reusable flow control logic for StreamWriter.drain(): a protocol that lets writers wait while writing is paused.",
		Layout: py.LayoutWithAttrs[flowProtocol](attrsOffset),
		Slots: py.Slots{
			New: func(cls *py.Type, _ []py.Value, _ []*py.Str) (py.Value, *py.Exception) { return cls.Alloc(cls), nil },
			Init: func(v py.Value, args []py.Value, names []*py.Str) *py.Exception {
				var a [1]py.Value
				exc := flowProtocolSig.Bind(args, names, a[:])
				if exc == nil {
					self(v).loop, exc = loopOrCurrent(a[0])
				}
				return exc
			},
		},
		Methods: []py.Method{
			{Name: "connection_lost", Sig: "($self, exc)", Impl: func(v, x py.Value) (py.Value, *py.Exception) {
				var reason *py.Exception
				if !x.IsNone() {
					reason = asException(x)
				}
				self(v).connectionLost(reason)
				return py.None, nil
			}},
			{Name: "pause_writing", Sig: "($self)", Impl: func(v py.Value) (py.Value, *py.Exception) {
				if self(v).paused {
					return py.Value{}, py.RaiseArgs(py.AssertionErrorType)
				}
				return none(self(v).pauseWriting())
			}},
			{Name: "resume_writing", Sig: "($self)", Impl: func(v py.Value) (py.Value, *py.Exception) {
				if !self(v).paused {
					return py.Value{}, py.RaiseArgs(py.AssertionErrorType)
				}
				return none(self(v).resumeWriting())
			}},
			{Name: "_drain_helper", Sig: "($self)", Impl: func(v py.Value) (py.Value, *py.Exception) {
				return newFlow(drainHelperCode, func() flowStep {
					c := self(v)
					w, exc := c.drainHelper()
					if exc != nil || w == nil {
						return ending(py.None, exc)
					}
					return awaitThen(w.Value(), func(_ py.Value, exc *py.Exception) flowStep {
						c.drainer = removeFuture(c.drainer, w)
						return ending(py.None, exc)
					})
				}), nil
			}},
			{Name: "_get_close_waiter", Sig: "($self, stream)", Impl: func(_, _ py.Value) (py.Value, *py.Exception) {
				return py.Value{}, py.RaiseArgs(py.NotImplementedErrorType)
			}},
		},
		GetSets: []py.GetSet{
			{Name: "_loop", Get: func(v py.Value) (py.Value, *py.Exception) { return self(v).loop.object(), nil }},
			{Name: "_paused", Get: func(v py.Value) (py.Value, *py.Exception) { return py.Bool(self(v).paused), nil }},
			{Name: "_connection_lost", Get: func(v py.Value) (py.Value, *py.Exception) { return py.Bool(self(v).lost), nil }},
		},
	})
}

func init() {
	defineFlowProtocol()
	self := func(v py.Value) *streamProtocol { return py.Heap[streamProtocol](v) }
	exception := func(v py.Value) *py.Exception {
		if v.IsUnbound() {
			return nil
		}
		return asException(v)
	}
	streamProtocolType.Define(&py.TypeSpec{
		Base: flowProtocolType, MoreBases: []*py.Type{ProtocolType}, Module: "asyncio.streams", Flags: py.FlagBaseType,
		Sealed: []string{"connection_made", "data_received", "eof_received", "connection_lost", "pause_writing", "resume_writing"},
		Layout: py.LayoutWithAttrs[streamProtocol](attrsOffset),
		Slots: py.Slots{
			New: func(cls *py.Type, _ []py.Value, _ []*py.Str) (py.Value, *py.Exception) { return cls.Alloc(cls), nil },
			Init: func(v py.Value, args []py.Value, names []*py.Str) *py.Exception {
				var a [3]py.Value
				if exc := streamProtocolSig.Bind(args, names, a[:]); exc != nil {
					return exc
				}
				loop, exc := loopOrCurrent(a[2])
				if exc != nil {
					return exc
				}
				p := self(v)
				if !a[0].IsNone() {
					if !a[0].Type().IsSubclass(StreamReaderType) {
						return typeError("a StreamReader was expected, got %s", repr(a[0]))
					}
					p.reader = py.Heap[StreamReader](a[0])
				}
				p.connected, p.closed, p.flow.loop = orNone(a[1]), loop.CreateFuture(), loop
				return nil
			},
		},
		Methods: []py.Method{
			{Name: "connection_made", Sig: "($self, transport)", Impl: func(v, t py.Value) (py.Value, *py.Exception) { return none(self(v).begin(t)) }},
			{Name: "data_received", Sig: "($self, data)", Impl: func(v, data py.Value) (py.Value, *py.Exception) {
				b, exc := py.BytesLike(data)
				if exc != nil {
					return py.Value{}, exc
				}
				return none(self(v).dataReceived(b))
			}},
			{Name: "eof_received", Sig: "($self)", Impl: func(v py.Value) (py.Value, *py.Exception) {
				keep, exc := self(v).eofReceived()
				return py.Bool(keep), exc
			}},
			{Name: "connection_lost", Sig: "($self, exc)", Impl: func(v, x py.Value) (py.Value, *py.Exception) {
				return none(self(v).connectionLost(exception(x)))
			}},
			{Name: "_get_close_waiter", Sig: "($self, stream)", Impl: func(v, _ py.Value) (py.Value, *py.Exception) { return self(v).closed.Value(), nil }},
		},
		GetSets: []py.GetSet{
			{Name: "_stream_reader", Get: func(v py.Value) (py.Value, *py.Exception) {
				if r := self(v).reader; r != nil {
					return r.Value(), nil
				}
				return py.None, nil
			}},
			{Name: "_client_connected_cb", Get: func(v py.Value) (py.Value, *py.Exception) { return orNone(self(v).connected), nil }},
			{Name: "_closed", Get: func(v py.Value) (py.Value, *py.Exception) { return self(v).closed.Value(), nil }},
			{Name: "_over_ssl", Get: func(v py.Value) (py.Value, *py.Exception) { return py.Bool(self(v).overTLS), nil }},
		},
	})
}
