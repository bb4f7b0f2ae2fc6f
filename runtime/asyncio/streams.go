package asyncio

import (
	"bytes"
	"sort"

	"github.com/aio2go/aio2go/runtime/coro"
	"github.com/aio2go/aio2go/runtime/py"
)

// This file is StreamReader of asyncio/streams.py.

const defaultLimit = 1 << 16

// readSide is what a StreamReader asks of its transport.
type readSide interface {
	pauseReading()
	resumeReading()
}

// StreamReader is asyncio.StreamReader.
type StreamReader struct {
	py.Header
	Attrs     py.Attrs // __dict__
	loop      *Loop
	limit     int
	buffer    byteQueue
	eof       bool
	paused    bool
	waiter    *Future
	exc       *py.Exception
	transport readSide
	transObj  py.Value // the transport as an object, unbound where there is none
}

// StreamReaderType is asyncio.StreamReader.
var StreamReaderType = &py.Type{Name: "StreamReader"}

func newReader(loop *Loop, limit int) *StreamReader {
	r := &StreamReader{loop: loop, limit: limit}
	r.SetType(StreamReaderType)
	return r
}

func (s *StreamReader) wakeWaiter() {
	if w := s.waiter; w != nil {
		s.waiter = nil
		w.setUnlessDone(py.None)
	}
}

func (s *StreamReader) setException(exc *py.Exception) {
	s.exc = exc
	if w := s.waiter; w != nil {
		s.waiter = nil
		if !w.Done() {
			_ = w.SetException(exc)
		}
	}
}

func (s *StreamReader) feedEOF() {
	s.eof = true
	s.wakeWaiter()
}

func (s *StreamReader) feedData(data []byte) {
	if len(data) == 0 {
		return
	}
	s.buffer.push(&s.loop.rooms, data)
	s.fed()
}

// feedRoom is feedData of what begins a room: where it returns true, the room is the
// reader's.
func (s *StreamReader) feedRoom(data []byte) bool {
	if len(data) < handOver || len(s.buffer.data) > 0 {
		s.feedData(data)
		return false
	}
	s.buffer.own(data)
	s.fed()
	return true
}

// fed wakes up who waits for bytes, and stops the transport where there are too many.
func (s *StreamReader) fed() {
	s.wakeWaiter()
	if s.transport != nil && !s.paused && len(s.buffer.data) > 2*s.limit {
		s.transport.pauseReading()
		s.paused = true
	}
}

func (s *StreamReader) maybeResume() {
	if s.paused && len(s.buffer.data) <= s.limit {
		s.paused = false
		s.transport.resumeReading()
	}
}

// take removes and returns the first n bytes.
func (s *StreamReader) take(n int) py.Value {
	n = min(n, len(s.buffer.data))
	v := py.NewBytes(s.buffer.data[:n]).Value()
	s.drop(n)
	s.maybeResume()
	return v
}

func (s *StreamReader) drop(n int) { s.buffer.drop(&s.loop.rooms, n) }

func (s *StreamReader) describe() string {
	info := "<StreamReader"
	if len(s.buffer.data) > 0 {
		info += " " + itoa(len(s.buffer.data)) + " bytes"
	}
	if s.eof {
		info += " eof"
	}
	if s.limit != defaultLimit {
		info += " limit=" + itoa(s.limit)
	}
	if s.waiter != nil {
		info += " waiter=" + repr(s.waiter.Value())
	}
	if s.exc != nil {
		info += " exception=" + reprExc(s.exc)
	}
	if !s.transObj.IsUnbound() {
		info += " transport=" + repr(s.transObj)
	}
	if s.paused {
		info += " paused"
	}
	return info + ">"
}

// readOp is what a reading coroutine does.
type readOp uint8

const (
	readSome readOp = iota
	readExactly
	readUntil
	readLine
	readNext // __anext__
)

var readCodes = [...]*py.Code{
	code("StreamReader.read"), code("StreamReader.readexactly"), code("StreamReader.readuntil"),
	code("StreamReader.readline"), code("StreamReader.__anext__"),
}

var readNames = [...]string{"read", "readexactly", "readuntil", "readuntil", "readuntil"}

// reading is the coroutines that read.
type reading struct {
	waitFrame
	s      *StreamReader
	op     readOp
	n      int
	seps   [][]byte // shortest first
	offset int
	blocks []byte
	// asksLine says that __anext__ awaits a readline of the program.
	asksLine bool
}

func (s *StreamReader) reading(op readOp, n int, seps ...[]byte) *coro.Frame {
	f := &reading{s: s, op: op, n: n, seps: seps}
	f.Init(f, readCodes[op])
	return &f.Frame
}

var (
	newline     = []byte{'\n'}
	newlineOnly = [][]byte{newline}

	readingFrames coro.FreeList[reading]
)

// await awaits the coroutine that reading makes in f.
func (s *StreamReader) await(r *coro.Run, f *coro.Frame, op readOp, n int, seps [][]byte) coro.Signal {
	if s.exc == nil && s.Attrs.Empty() && !s.Header.Type().Customised() {
		switch op {
		case readSome:
			if n > 0 && len(s.buffer.data) > 0 {
				return r.Deliver(s.take(n))
			}
		case readExactly:
			if n > 0 && len(s.buffer.data) >= n {
				return r.Deliver(s.take(n))
			}
		case readLine:
			if i := bytes.IndexByte(s.buffer.data, '\n'); i >= 0 && i <= s.limit {
				return r.Deliver(s.take(i + 1))
			}
		}
	}
	g := readingFrames.Get()
	g.InitAwaited(g, readCodes[op])
	g.s, g.op, g.n, g.seps = s, op, n, seps
	return r.AwaitFrame(f, &g.Frame)
}

// Resume implements coro.Resumer.
func (f *reading) Resume(r *coro.Run) coro.Signal {
	s := f.step(r)
	if s == coro.Done && f.Unseen() {
		f.s, f.fut, f.seps, f.offset, f.blocks, f.asksLine = nil, nil, nil, 0, nil, false
		readingFrames.Put(f)
	}
	return s
}

func (f *reading) step(r *coro.Run) coro.Signal {
	s := f.s
	if f.State == 0 {
		if fn, ok := f.instead(); ok {
			return f.ask(r, fn)
		}
		if v, exc, over := f.begin(); over {
			return f.end(r, v, exc)
		}
	} else if f.State == readAsked {
		return f.answered(r)
	} else {
		_, exc := r.Take()
		s.waiter = nil
		if exc != nil {
			return f.end(r, py.Value{}, exc)
		}
	}
	for {
		v, exc, over := f.try()
		if over {
			return f.end(r, v, exc)
		}
		if s.waiter != nil {
			return f.Raise(r, runtimeError("%s() called while another coroutine is already waiting for incoming data", readNames[f.op]))
		}
		if s.paused {
			s.paused = false
			s.transport.resumeReading()
		}
		s.waiter = f.newFuture(s.loop)
		f.State = 1
		if sig := awaitFuture(r, &f.Frame, s.waiter.Value()); sig != coro.Done {
			return sig
		}
		s.waiter = nil
		if _, exc := r.Take(); exc != nil {
			return f.end(r, py.Value{}, exc)
		}
	}
}

// begin checks the arguments.
func (f *reading) begin() (v py.Value, exc *py.Exception, over bool) {
	switch {
	case f.op == readExactly && f.n < 0:
		return v, py.Raisef(py.ValueErrorType, "readexactly size can not be less than zero"), true
	case f.op >= readUntil && len(f.seps) == 0:
		return v, py.Raisef(py.ValueErrorType, "Separator should contain at least one element"), true
	case f.op >= readUntil && len(f.seps[0]) == 0:
		return v, py.Raisef(py.ValueErrorType, "Separator should be at least one-byte string"), true
	case f.s.exc != nil:
		return v, py.RaiseMade(f.s.exc), true
	case f.n == 0 && (f.op == readSome || f.op == readExactly):
		return py.BytesV(nil), nil, true
	}
	return v, nil, false
}

// try gives the result if there is enough data.
func (f *reading) try() (v py.Value, exc *py.Exception, over bool) {
	s := f.s
	switch f.op {
	case readSome:
		if len(s.buffer.data) == 0 && !s.eof {
			return v, nil, false
		}
		if f.n > 0 {
			return s.take(f.n), nil, true
		}
		for len(s.buffer.data) > 0 {
			n := min(s.limit, len(s.buffer.data))
			f.blocks = append(f.blocks, s.buffer.data[:n]...)
			s.drop(n)
			s.maybeResume()
			if s.exc != nil {
				return v, py.RaiseMade(s.exc), true
			}
		}
		return py.BytesV(f.blocks), nil, s.eof
	case readExactly:
		if len(s.buffer.data) >= f.n {
			return s.take(f.n), nil, true
		}
		if s.eof {
			return v, incomplete(s.takeAll(), py.Int(int64(f.n))), true
		}
		return v, nil, false
	}
	start, end := -1, -1
	if len(s.buffer.data)-f.offset >= len(f.seps[0]) {
		for _, sep := range f.seps {
			if i := bytes.Index(s.buffer.data[f.offset:], sep); i >= 0 {
				if e := f.offset + i + len(sep); end < 0 || e < end {
					start, end = f.offset+i, e
				}
			}
		}
		if end < 0 {
			f.offset = max(0, len(s.buffer.data)+1-len(f.seps[len(f.seps)-1]))
			if f.offset > s.limit {
				return v, overrun("Separator is not found, and chunk exceed the limit", f.offset), true
			}
		}
	}
	switch {
	case end >= 0 && start > s.limit:
		return v, overrun("Separator is found, but chunk is longer than limit", start), true
	case end >= 0:
		return s.take(end), nil, true
	case s.eof:
		return v, incomplete(s.takeAll(), py.None), true
	}
	return v, nil, false
}

func (s *StreamReader) takeAll() py.Value {
	v := py.NewBytes(s.buffer.data).Value()
	s.drop(len(s.buffer.data))
	return v
}

var strPartial, strConsumed = py.Intern("partial"), py.Intern("consumed")

func incomplete(partial, expected py.Value) *py.Exception {
	v, exc := py.Call2(IncompleteReadErrorType.Value(), partial, expected)
	if exc != nil {
		return exc
	}
	return py.Heap[py.Exception](v)
}

func overrun(text string, consumed int) *py.Exception {
	v, exc := py.Call2(LimitOverrunErrorType.Value(), py.StrV(text), py.Int(int64(consumed)))
	if exc != nil {
		return exc
	}
	return py.Heap[py.Exception](v)
}

// end finishes the coroutine; readline and __anext__ treat errors of readuntil.
func (f *reading) end(r *coro.Run, v py.Value, exc *py.Exception) coro.Signal {
	s := f.s
	if exc != nil && f.op >= readLine {
		switch exc.Type() {
		case IncompleteReadErrorType:
			v, exc = py.GetAttr(exc.Value(), strPartial)
		case LimitOverrunErrorType:
			n, e := py.GetAttr(exc.Value(), strConsumed)
			if e != nil {
				return f.Raise(r, e)
			}
			if k := int(n.SmallInt()); k < len(s.buffer.data) && bytes.HasPrefix(s.buffer.data[k:], newline) {
				s.drop(k + 1)
			} else {
				s.drop(len(s.buffer.data))
			}
			s.maybeResume()
			cause := exc
			exc = py.RaiseArgs(py.ValueErrorType, cause.Args.Items()[0])
			exc.Context = cause
		}
	}
	if exc != nil {
		return f.Raise(r, exc)
	}
	if f.op == readNext {
		if n, e := py.Len(v); e == nil && n == 0 {
			return f.Raise(r, py.RaiseArgs(py.StopAsyncIterationType))
		}
	}
	return f.Return(r, v)
}

// separators returns the separators that the argument of readuntil means.
func separators(v py.Value) ([][]byte, *py.Exception) {
	if v.IsUnbound() {
		return newlineOnly, nil
	}
	items := []py.Value{v}
	if v.Type().Has(py.FlagTuple) {
		var exc *py.Exception
		if items, exc = sequence(v); exc != nil {
			return nil, exc
		}
	}
	var seps [][]byte
	for _, x := range items {
		b, ok := py.BytesOf(x)
		if !ok {
			if _, exc := py.Len(x); exc != nil {
				return nil, exc
			}
			return nil, typeError("argument should be integer or bytes-like object, not '%s'", x.Type().Name)
		}
		seps = append(seps, append([]byte(nil), b...))
	}
	sort.SliceStable(seps, func(i, j int) bool { return len(seps[i]) < len(seps[j]) })
	return seps, nil
}

// objectReadSide is a transport that is a Python object.
type objectReadSide struct{ v py.Value }

func (t objectReadSide) pauseReading()  { _, _ = py.CallMethod0(t.v, py.Intern("pause_reading")) }
func (t objectReadSide) resumeReading() { _, _ = py.CallMethod0(t.v, py.Intern("resume_reading")) }

func (s *StreamReader) setTransport(v py.Value) {
	s.transObj = v
	if t := asTransport(v); t != nil {
		s.transport = t
	} else {
		s.transport = objectReadSide{v}
	}
}

var readerSig = py.NewSignature("StreamReader.__init__", "", "(limit=65536, loop=None)")

func init() {
	self := func(v py.Value) *StreamReader { return py.Heap[StreamReader](v) }
	StreamReaderType.Define(&py.TypeSpec{
		Module: "asyncio.streams", Flags: py.FlagBaseType,
		Layout: py.LayoutWithAttrs[StreamReader](attrsOffset),
		Slots: py.Slots{
			New: func(cls *py.Type, _ []py.Value, _ []*py.Str) (py.Value, *py.Exception) { return cls.Alloc(cls), nil },
			Init: func(v py.Value, args []py.Value, names []*py.Str) *py.Exception {
				var a [2]py.Value
				if exc := readerSig.Bind(args, names, a[:]); exc != nil {
					return exc
				}
				limit := defaultLimit
				var exc *py.Exception
				if !a[0].IsUnbound() {
					if limit, exc = asInt(a[0]); exc != nil {
						return exc
					}
				}
				if limit <= 0 {
					return py.Raisef(py.ValueErrorType, "Limit cannot be <= 0")
				}
				self(v).limit = limit
				self(v).loop, exc = loopOrCurrent(a[1])
				return exc
			},
			Repr:  func(v py.Value) (py.Value, *py.Exception) { return py.StrV(self(v).describe()), nil },
			AIter: func(v py.Value) (py.Value, *py.Exception) { return v, nil },
			ANext: func(v py.Value) (py.Value, *py.Exception) {
				return self(v).reading(readNext, 0, newlineOnly...).Object(), nil
			},
		},
		Methods: []py.Method{
			{Name: "read", Sig: "($self, n=-1)", Impl: func(v, n py.Value) (py.Value, *py.Exception) {
				k := -1
				if !n.IsUnbound() {
					var exc *py.Exception
					if k, exc = asInt(n); exc != nil {
						return py.Value{}, exc
					}
				}
				return self(v).reading(readSome, k).Object(), nil
			}, Await: func(r *coro.Run, f *coro.Frame, v, n py.Value) coro.Signal {
				k := -1
				if !n.IsUnbound() {
					var exc *py.Exception
					if k, exc = asInt(n); exc != nil {
						return r.FailIn(readCodes[readSome], exc)
					}
				}
				return self(v).await(r, f, readSome, k, nil)
			}},
			{Name: "readexactly", Sig: "($self, n)", Impl: func(v, n py.Value) (py.Value, *py.Exception) {
				k, exc := asInt(n)
				if exc != nil {
					return py.Value{}, exc
				}
				return self(v).reading(readExactly, k).Object(), nil
			}, Await: func(r *coro.Run, f *coro.Frame, v, n py.Value) coro.Signal {
				k, exc := asInt(n)
				if exc != nil {
					return r.FailIn(readCodes[readExactly], exc)
				}
				return self(v).await(r, f, readExactly, k, nil)
			}},
			{Name: "readline", Sig: "($self)", Impl: func(v py.Value) (py.Value, *py.Exception) {
				return self(v).reading(readLine, 0, newlineOnly...).Object(), nil
			}, Await: func(r *coro.Run, f *coro.Frame, v py.Value) coro.Signal {
				return self(v).await(r, f, readLine, 0, newlineOnly)
			}},
			{Name: "readuntil", Sig: "($self, separator=b'\\n')", Impl: func(v, sep py.Value) (py.Value, *py.Exception) {
				seps, exc := separators(sep)
				if exc != nil {
					return newMethod(readCodes[readUntil], func() (py.Value, py.Value, *py.Exception) { return py.Value{}, py.Value{}, exc }), nil
				}
				return self(v).reading(readUntil, 0, seps...).Object(), nil
			}},
			{Name: "feed_data", Sig: "($self, data)", Impl: func(v, data py.Value) (py.Value, *py.Exception) {
				b, ok := py.BytesOf(data)
				if !ok {
					return py.Value{}, typeError("can't extend bytearray with %s", data.Type().Name)
				}
				if self(v).eof {
					return py.Value{}, py.Raisef(py.AssertionErrorType, "feed_data after feed_eof")
				}
				self(v).feedData(b)
				return py.None, nil
			}},
			{Name: "feed_eof", Sig: "($self)", Impl: func(v py.Value) (py.Value, *py.Exception) {
				self(v).feedEOF()
				return py.None, nil
			}},
			{Name: "at_eof", Sig: "($self)", Impl: func(v py.Value) (py.Value, *py.Exception) {
				return py.Bool(self(v).eof && len(self(v).buffer.data) == 0), nil
			}},
			{Name: "exception", Sig: "($self)", Impl: func(v py.Value) (py.Value, *py.Exception) {
				if exc := self(v).exc; exc != nil {
					return exc.Value(), nil
				}
				return py.None, nil
			}},
			{Name: "set_exception", Sig: "($self, exc)", Impl: func(v, x py.Value) (py.Value, *py.Exception) {
				exc := asException(x)
				if exc == nil {
					return py.Value{}, typeError("an exception was expected, got %s", repr(x))
				}
				self(v).setException(exc)
				return py.None, nil
			}},
			{Name: "set_transport", Sig: "($self, transport)", Impl: func(v, t py.Value) (py.Value, *py.Exception) {
				if !self(v).transObj.IsUnbound() {
					return py.Value{}, py.Raisef(py.AssertionErrorType, "Transport already set")
				}
				self(v).setTransport(t)
				return py.None, nil
			}},
		},
	})
}
