package asyncio

import (
	"github.com/aio2go/aio2go/runtime/coro"
	"github.com/aio2go/aio2go/runtime/py"
)

// This file is StreamWriter of asyncio/streams.py.

// StreamWriter is asyncio.StreamWriter.
type StreamWriter struct {
	py.Header
	Attrs     py.Attrs // __dict__
	loop      *Loop
	transport py.Value
	own       link         // transport where it is one of this package
	flow      *flowControl // of the protocol, nil where that is not of this package
	closed    *Future      // what wait_closed waits for
	proto     py.Value
	reader    *StreamReader
	readerObj py.Value // reader as an object, None where there is none
}

// StreamWriterType is asyncio.StreamWriter.
var StreamWriterType = &py.Type{Name: "StreamWriter"}

func newWriter(transport py.Value, p *streamProtocol, reader *StreamReader, loop *Loop) *StreamWriter {
	w := &StreamWriter{loop: loop, transport: transport, own: asTransport(transport), flow: &p.flow, closed: p.closed, proto: p.Value(), reader: reader, readerObj: py.None}
	if reader != nil {
		w.readerObj = reader.Value()
	}
	w.SetType(StreamWriterType)
	return w
}

// closing is the transport's is_closing().
func (w *StreamWriter) closing() (bool, *py.Exception) {
	if w.own != nil {
		return w.own.isClosing(), nil
	}
	v, exc := py.CallMethod0(w.transport, py.Intern("is_closing"))
	if exc != nil {
		return false, exc
	}
	return py.Truth(v)
}

// readerError is the exception of the reader.
func (w *StreamWriter) readerError() (*py.Exception, *py.Exception) {
	if w.reader != nil && !w.reader.overrides() {
		return w.reader.exc, nil
	}
	if w.readerObj.IsNone() {
		return nil, nil
	}
	v, exc := py.CallMethod0(w.readerObj, py.Intern("exception"))
	if exc != nil || v.IsNone() {
		return nil, exc
	}
	return asException(v), nil
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
	drainHelped // by the _drain_helper of a protocol written in Python
)

// awaitDrain awaits w.drain() in f.
func awaitDrain(r *coro.Run, f *coro.Frame, v py.Value) coro.Signal {
	w := py.Heap[StreamWriter](v)
	if w.own != nil && w.flow != nil && w.reader != nil && w.reader.exc == nil && !w.reader.overrides() &&
		!w.own.isClosing() && !w.flow.lost && !w.flow.paused {
		return r.Deliver(py.None)
	}
	g := drainingFrames.Get()
	g.InitAwaited(g, drainCode)
	g.w = w
	return r.AwaitFrame(f, &g.Frame)
}

var drainingFrames coro.FreeList[draining]

// Resume implements coro.Resumer.
func (f *draining) Resume(r *coro.Run) coro.Signal {
	s := f.step(r)
	if s == coro.Done && f.Unseen() {
		f.w, f.waiter = nil, nil
		drainingFrames.Put(f)
	}
	return s
}

func (f *draining) step(r *coro.Run) coro.Signal {
	w := f.w
	switch f.State {
	case drainStart:
		failed, exc := w.readerError()
		if failed != nil {
			exc = failed
		}
		if exc != nil {
			return f.Raise(r, exc)
		}
		closing, exc := w.closing()
		if exc != nil {
			return f.Raise(r, exc)
		}
		f.State = drainYielded
		if closing {
			return r.Yield(&f.Frame, py.None)
		}
		r.Deliver(py.None)
		fallthrough
	case drainYielded:
		if _, exc := r.Take(); exc != nil {
			return f.Raise(r, exc)
		}
		if w.flow == nil {
			helper, exc := py.CallMethod0(w.proto, py.Intern("_drain_helper"))
			if exc != nil {
				return f.Raise(r, exc)
			}
			f.State = drainHelped
			if s := r.Await(&f.Frame, helper); s != coro.Done {
				return s
			}
			break
		}
		waiter, exc := w.flow.drainHelper()
		if exc != nil {
			return f.Raise(r, exc)
		}
		if waiter == nil {
			return f.Return(r, py.None)
		}
		f.waiter = waiter
		f.State = drainWoken
		if s := awaitFuture(r, &f.Frame, f.waiter.Value()); s != coro.Done {
			return s
		}
	}
	_, exc := r.Take()
	if f.waiter != nil {
		w.flow.drainer = removeFuture(w.flow.drainer, f.waiter)
	}
	if exc != nil {
		return f.Raise(r, exc)
	}
	return f.Return(r, py.None)
}

var waitClosedCode = code("StreamWriter.wait_closed")

var (
	writerSig     = py.NewSignature("StreamWriter.__init__", "", "(transport, protocol, reader, loop)")
	writerTLSSig  = py.NewSignature("StreamWriter.start_tls", "", "(sslcontext, *, server_hostname=None, ssl_handshake_timeout=None, ssl_shutdown_timeout=None)")
	writerTLSCode = code("StreamWriter.start_tls")
)

func (w *StreamWriter) init(args []py.Value, names []*py.Str) *py.Exception {
	var a [4]py.Value
	if exc := writerSig.Bind(args, names, a[:]); exc != nil {
		return exc
	}
	loop, exc := asLoop(a[3])
	if exc != nil {
		return exc
	}
	w.loop, w.transport, w.own, w.proto, w.readerObj = loop, a[0], asTransport(a[0]), a[1], a[2]
	if exact(a[1], streamProtocolType) {
		p := py.Heap[streamProtocol](a[1])
		w.flow, w.closed = &p.flow, p.closed
	}
	if exact(a[2], StreamReaderType) {
		w.reader = py.Heap[StreamReader](a[2])
	}
	return nil
}

// startTLS is start_tls(sslcontext, *, server_hostname, ...).
func (w *StreamWriter) startTLS(args []py.Value, names []*py.Str) (py.Value, *py.Exception) {
	var a [4]py.Value
	if exc := writerTLSSig.Bind(args, names, a[:]); exc != nil {
		return py.Value{}, exc
	}
	return newFlow(writerTLSCode, func() flowStep {
		connected, exc := py.GetAttr(w.proto, py.Intern("_client_connected_cb"))
		if exc != nil {
			return failing(exc)
		}
		d := &draining{w: w}
		d.Init(d, drainCode)
		return onSuccess(d.Value(), func(py.Value) flowStep {
			o := &tlsOptions{context: a[0], hostname: orNone(a[1]), handshake: a[2], shutdown: a[3]}
			return w.loop.upgrade(w.transport, asProtocol(w.proto), a[0], py.Bool(!connected.IsNone()), o, func(t link) flowStep {
				w.transport, w.own = t.Value(), t
				if w.proto.Type() == streamProtocolType {
					p := py.Heap[streamProtocol](w.proto)
					p.transport, p.overTLS = w.transport, true
					if p.reader != nil {
						p.reader.setTransport(w.transport)
					}
				}
				return returning(py.None)
			})
		})
	}), nil
}

func init() {
	self := func(v py.Value) *StreamWriter { return py.Heap[StreamWriter](v) }
	forward := func(name string) py.Method {
		return py.Method{Name: name, Sig: "($self, *args, **kwargs)", Impl: func(v py.Value, args []py.Value, names []*py.Str) (py.Value, *py.Exception) {
			return py.CallMethodKw(self(v).transport, py.Intern(name), args, names)
		}}
	}
	StreamWriterType.Define(&py.TypeSpec{
		Module: "asyncio.streams", Flags: py.FlagBaseType,
		Layout: py.LayoutWithAttrs[StreamWriter](attrsOffset),
		Slots: py.Slots{
			New:  func(cls *py.Type, _ []py.Value, _ []*py.Str) (py.Value, *py.Exception) { return cls.Alloc(cls), nil },
			Init: func(v py.Value, args []py.Value, names []*py.Str) *py.Exception { return self(v).init(args, names) },
			Repr: func(v py.Value) (py.Value, *py.Exception) {
				s := "<StreamWriter transport=" + repr(self(v).transport)
				if !self(v).readerObj.IsNone() {
					s += " reader=" + repr(self(v).readerObj)
				}
				return py.StrV(s + ">"), nil
			},
		},
		Methods: []py.Method{
			forward("write"), forward("writelines"), forward("write_eof"), forward("can_write_eof"),
			forward("close"), forward("is_closing"), forward("get_extra_info"),
			{Name: "drain", Sig: "($self)", Impl: func(v py.Value) (py.Value, *py.Exception) {
				f := &draining{w: self(v)}
				f.Init(f, drainCode)
				return f.Value(), nil
			}, Await: awaitDrain},
			{Name: "start_tls", Impl: func(v py.Value, args []py.Value, names []*py.Str) (py.Value, *py.Exception) {
				return self(v).startTLS(args, names)
			}},
			{Name: "wait_closed", Sig: "($self)", Impl: func(v py.Value) (py.Value, *py.Exception) {
				return newMethod(waitClosedCode, func() (py.Value, py.Value, *py.Exception) {
					if w := self(v); w.closed == nil {
						waiter, exc := py.CallMethod1(w.proto, py.Intern("_get_close_waiter"), v)
						return waiter, py.None, exc
					}
					return self(v).closed.Value(), py.None, nil
				}), nil
			}},
		},
		GetSets: []py.GetSet{
			{Name: "transport", Get: func(v py.Value) (py.Value, *py.Exception) { return self(v).transport, nil }},
			{Name: "_transport", Get: func(v py.Value) (py.Value, *py.Exception) { return self(v).transport, nil }},
			{Name: "_protocol", Get: func(v py.Value) (py.Value, *py.Exception) { return self(v).proto, nil }},
			{Name: "_reader", Get: func(v py.Value) (py.Value, *py.Exception) { return self(v).readerObj, nil }},
			{Name: "_loop", Get: func(v py.Value) (py.Value, *py.Exception) { return self(v).loop.Value(), nil }},
		},
	})
}
