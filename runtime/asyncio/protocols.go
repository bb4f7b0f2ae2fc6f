package asyncio

import (
	"github.com/aio2go/aio2go/runtime/coro"
	"github.com/aio2go/aio2go/runtime/py"
)

// This file is asyncio/protocols.py, and the protocols of streams.py.

func doNothing(py.Value, []py.Value) (py.Value, *py.Exception) { return py.None, nil }

func protocolType(name string, base *py.Type, methods ...string) *py.Type {
	spec := &py.TypeSpec{Base: base, Module: "asyncio.protocols", Flags: py.FlagBaseType}
	for _, m := range methods {
		spec.Methods = append(spec.Methods, py.Method{Name: m, Impl: doNothing})
	}
	return py.NewBuiltinType(name, spec)
}

// The protocol base classes: every method does nothing.
var (
	BaseProtocolType       = protocolType("BaseProtocol", nil, "connection_made", "connection_lost", "pause_writing", "resume_writing")
	ProtocolType           = protocolType("Protocol", BaseProtocolType, "data_received", "eof_received")
	BufferedProtocolType   = protocolType("BufferedProtocol", BaseProtocolType, "get_buffer", "buffer_updated", "eof_received")
	DatagramProtocolType   = protocolType("DatagramProtocol", BaseProtocolType, "datagram_received", "error_received")
	SubprocessProtocolType = protocolType("SubprocessProtocol", BaseProtocolType, "pipe_data_received", "pipe_connection_lost", "process_exited")
)

// objectProtocol is a protocol written in Python.
type objectProtocol struct{ v py.Value }

func (p objectProtocol) call(name string, args ...py.Value) (py.Value, *py.Exception) {
	return py.CallMethodN(p.v, py.Intern(name), args)
}

func (p objectProtocol) object() py.Value { return p.v }

func (p objectProtocol) connectionMade(t *Transport) *py.Exception {
	_, exc := p.call("connection_made", t.Value())
	return exc
}

func (p objectProtocol) dataReceived(data []byte) *py.Exception {
	_, exc := py.CallMethod1(p.v, strDataReceived, py.NewBytes(data).Value())
	return exc
}

func (p objectProtocol) eofReceived() (bool, *py.Exception) {
	v, exc := p.call("eof_received")
	if exc != nil {
		return false, exc
	}
	return py.Truth(v)
}

func (p objectProtocol) connectionLost(exc *py.Exception) *py.Exception {
	v := py.None
	if exc != nil {
		v = exc.Value()
	}
	_, failed := p.call("connection_lost", v)
	return failed
}

func (p objectProtocol) pauseWriting() *py.Exception {
	_, exc := p.call("pause_writing")
	return exc
}

func (p objectProtocol) resumeWriting() *py.Exception {
	_, exc := p.call("resume_writing")
	return exc
}

// asProtocol returns the protocol that v is.
func asProtocol(v py.Value) protocol {
	if v.Type() == streamProtocolType {
		return py.Heap[streamProtocol](v)
	}
	return objectProtocol{v}
}

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

// streamProtocol is StreamReaderProtocol.
type streamProtocol struct {
	py.Header
	Attrs     py.Attrs // __dict__
	flow      flowControl
	reader    *StreamReader
	connected py.Value // client_connected_cb, unbound where there is none
	closed    *Future
	transport *Transport
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

func (p *streamProtocol) connectionMade(t *Transport) *py.Exception {
	p.transport = t
	if p.reader != nil {
		p.reader.setTransport(t.Value())
	}
	if p.connected.IsUnbound() || p.connected.IsNone() {
		return nil
	}
	w := newWriter(t.Value(), p, p.reader, p.flow.loop)
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
type clientDone struct{ t *Transport }

func (c *clientDone) source() string {
	return libSource("StreamReaderProtocol.connection_made.<locals>.callback", "streams.py", 250)
}

func (c *clientDone) done(task *Future) *py.Exception {
	if task.Cancelled() {
		c.t.close()
		return nil
	}
	task.logTB = false
	if task.exc == nil {
		return nil
	}
	exc := task.loop.callExceptionHandler(errorContext("Unhandled exception in client_connected_cb", task.exc, "transport", c.t.Value()))
	c.t.close()
	return exc
}

func (p *streamProtocol) dataReceived(data []byte) *py.Exception {
	if p.reader != nil {
		p.reader.feedData(data)
	}
	return nil
}

func (p *streamProtocol) eofReceived() (bool, *py.Exception) {
	if p.reader != nil {
		p.reader.feedEOF()
	}
	return true, nil
}

func (p *streamProtocol) connectionLost(exc *py.Exception) *py.Exception {
	if p.reader != nil {
		if exc == nil {
			p.reader.feedEOF()
		} else {
			p.reader.setException(exc)
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
	p.reader, p.transport = nil, nil
	return nil
}

// StreamWriter is asyncio.StreamWriter.
type StreamWriter struct {
	py.Header
	Attrs     py.Attrs // __dict__
	loop      *Loop
	transport py.Value
	own       *Transport // transport where it is one of this package
	flow      *flowControl
	closed    *Future // what wait_closed waits for
	proto     py.Value
	reader    *StreamReader
}

// StreamWriterType is asyncio.StreamWriter.
var StreamWriterType = &py.Type{Name: "StreamWriter"}

func newWriter(transport py.Value, p *streamProtocol, reader *StreamReader, loop *Loop) *StreamWriter {
	w := &StreamWriter{loop: loop, transport: transport, own: asTransport(transport), flow: &p.flow, closed: p.closed, proto: p.Value(), reader: reader}
	w.SetType(StreamWriterType)
	return w
}

// draining is the coroutine StreamWriter.drain().
type draining struct {
	coro.Coroutine
	w      *StreamWriter
	waiter *Future
}

var drainCode = code("StreamWriter.drain")

// The states of draining.
const (
	drainStart = iota
	drainYielded
	drainWoken
)

// Resume implements coro.Resumer.
func (f *draining) Resume(r *coro.Run) coro.Signal {
	w := f.w
	switch f.State {
	case drainStart:
		if w.reader != nil && w.reader.exc != nil {
			return f.Raise(r, w.reader.exc)
		}
		f.State = drainYielded
		if w.own != nil && w.own.closing {
			return r.Yield(&f.Frame, py.None)
		}
		r.Deliver(py.None)
		fallthrough
	case drainYielded:
		if _, exc := r.Take(); exc != nil {
			return f.Raise(r, exc)
		}
		if w.flow.lost {
			return f.Raise(r, py.Raisef(py.ConnectionResetErrorType, "Connection lost"))
		}
		if !w.flow.paused {
			return f.Return(r, py.None)
		}
		f.waiter = w.loop.CreateFuture()
		w.flow.drainer = append(w.flow.drainer, f.waiter)
		f.State = drainWoken
		if s := awaitFuture(r, &f.Frame, f.waiter.Value()); s != coro.Done {
			return s
		}
	}
	_, exc := r.Take()
	w.flow.drainer = removeFuture(w.flow.drainer, f.waiter)
	if exc != nil {
		return f.Raise(r, exc)
	}
	return f.Return(r, py.None)
}

var waitClosedCode = code("StreamWriter.wait_closed")

func init() {
	self := func(v py.Value) *StreamWriter { return py.Heap[StreamWriter](v) }
	streamProtocolType.Define(&py.TypeSpec{
		Base: ProtocolType, Module: "asyncio.streams", NoNew: true,
		Layout: py.LayoutWithAttrs[streamProtocol](attrsOffset),
	})
	forward := func(name string) py.Method {
		return py.Method{Name: name, Impl: func(v py.Value, args []py.Value) (py.Value, *py.Exception) {
			return py.CallMethodN(self(v).transport, py.Intern(name), args)
		}}
	}
	StreamWriterType.Define(&py.TypeSpec{
		Module: "asyncio.streams", Flags: py.FlagBaseType, NoNew: true,
		Layout: py.LayoutWithAttrs[StreamWriter](attrsOffset),
		Slots: py.Slots{Repr: func(v py.Value) (py.Value, *py.Exception) {
			s := "<StreamWriter transport=" + repr(self(v).transport)
			if self(v).reader != nil {
				s += " reader=" + self(v).reader.describe()
			}
			return py.StrV(s + ">"), nil
		}},
		Methods: []py.Method{
			forward("write"), forward("writelines"), forward("write_eof"), forward("can_write_eof"),
			forward("close"), forward("is_closing"), forward("get_extra_info"),
			{Name: "drain", Sig: "($self)", Impl: func(v py.Value) (py.Value, *py.Exception) {
				f := &draining{w: self(v)}
				f.Init(f, drainCode)
				return f.Value(), nil
			}},
			{Name: "wait_closed", Sig: "($self)", Impl: func(v py.Value) (py.Value, *py.Exception) {
				return newMethod(waitClosedCode, func() (py.Value, py.Value, *py.Exception) {
					return self(v).closed.Value(), py.None, nil
				}), nil
			}},
		},
		GetSets: []py.GetSet{
			{Name: "transport", Get: func(v py.Value) (py.Value, *py.Exception) { return self(v).transport, nil }},
			{Name: "_protocol", Get: func(v py.Value) (py.Value, *py.Exception) { return self(v).proto, nil }},
		},
	})
}
