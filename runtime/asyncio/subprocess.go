package asyncio

import (
	"github.com/aio2go/aio2go/runtime/coro"
	"github.com/aio2go/aio2go/runtime/py"
)

// This file is asyncio/subprocess.py, without the Python objects (subprocess_object.go).

// Process is asyncio.subprocess.Process.
type Process struct {
	py.Header
	Attrs py.Attrs // __dict__
	t     *subprocessTransport
	proto *subprocessStreams
}

// subprocessStreams is SubprocessStreamProtocol.
type subprocessStreams struct {
	flowProtocol
	limit          int
	t              *subprocessTransport // nil when it is closed
	stdin          *StreamWriter
	stdout, stderr *StreamReader
	open           int // reading pipes that are not at their end
	exited         bool
	stdinClosed    *Future
}

// The types.
var (
	ProcessType           = &py.Type{Name: "Process"}
	subprocessStreamsType = &py.Type{Name: "SubprocessStreamProtocol"}
)

func (loop *Loop) newSubprocessStreams(limit int) *subprocessStreams {
	p := &subprocessStreams{limit: limit, stdinClosed: loop.CreateFuture()}
	p.flow.loop = loop
	p.SetType(subprocessStreamsType)
	return p
}

func (p *subprocessStreams) object() py.Value             { return p.Header.Value() }
func (p *subprocessStreams) pauseWriting() *py.Exception  { return p.flow.pauseWriting() }
func (p *subprocessStreams) resumeWriting() *py.Exception { return p.flow.resumeWriting() }

func (p *subprocessStreams) connectionMade(t *subprocessTransport) *py.Exception {
	p.t = t
	for i, dst := range []**StreamReader{1: &p.stdout, 2: &p.stderr} {
		if c := t.pipes[i]; i > 0 && c != nil {
			r := newReader(t.loop, p.limit)
			_ = r.getTransport(c.pipe.Value())
			*dst = r
			p.open++
		}
	}
	if c := t.pipes[0]; c != nil {
		w := &StreamWriter{loop: t.loop, transport: c.pipe.Value(), own: c.pipe, flow: &p.flow, closed: p.stdinClosed, proto: p.object(), readerObj: py.None}
		w.SetType(StreamWriterType)
		p.stdin = w
	}
	return nil
}

func (p *subprocessStreams) reader(fd int) *StreamReader {
	switch fd {
	case 1:
		return p.stdout
	case 2:
		return p.stderr
	}
	return nil
}

func (p *subprocessStreams) pipeData(fd int, data []byte) *py.Exception {
	if r := p.reader(fd); r != nil {
		return r.getData(data)
	}
	return nil
}

func (p *subprocessStreams) pipeLost(fd int, exc *py.Exception) *py.Exception {
	if fd == 0 {
		if p.stdin != nil {
			p.stdin.own.close()
		}
		p.flow.connectionLost(exc)
		if exc == nil {
			p.stdinClosed.setUnlessDone(py.None)
		} else if !p.stdinClosed.Done() {
			_ = p.stdinClosed.SetException(exc)
			p.stdinClosed.logTB = false
		}
		return nil
	}
	if r := p.reader(fd); r != nil {
		var failed *py.Exception
		if exc == nil {
			failed = r.getEOF()
		} else {
			failed = r.getException(exc)
		}
		if failed != nil {
			return failed
		}
		p.open--
	}
	p.maybeClose()
	return nil
}

func (p *subprocessStreams) processExited() *py.Exception {
	p.exited = true
	p.maybeClose()
	return nil
}

// maybeClose is _maybe_close_transport.
func (p *subprocessStreams) maybeClose() {
	if p.open == 0 && p.exited && p.t != nil {
		p.t.close()
		p.t = nil
	}
}

func (p *subprocessStreams) connectionLost(exc *py.Exception) *py.Exception {
	p.flow.connectionLost(exc)
	return nil
}

var (
	subprocessExecCode  = code("create_subprocess_exec")
	subprocessShellCode = code("create_subprocess_shell")
	processWaitCode     = code("Process.wait")
	communicateCode     = code("Process.communicate")
	feedStdinCode       = code("Process._feed_stdin")
	readStreamCode      = code("Process._read_stream")
	noopCode            = code("Process._noop")
)

// feeding is the coroutine _feed_stdin(input).
type feeding struct {
	coro.Coroutine
	p     *Process
	input py.Value
}

// Resume implements coro.Resumer.
func (f *feeding) Resume(r *coro.Run) coro.Signal {
	p := f.p
	if f.State == 0 {
		if !absent(f.input) {
			b, ok := py.BytesOf(f.input)
			if !ok {
				return f.Raise(r, typeError("data argument must be a bytes, bytearray, or memoryview object, not %s", repr(py.StrV(f.input.Type().Name))))
			}
			if exc := p.proto.stdin.own.write(b); exc != nil {
				return f.Raise(r, exc)
			}
		}
		d := &draining{w: p.proto.stdin}
		d.Init(d, drainCode)
		f.State = 1
		if s := r.AwaitFrame(&f.Frame, &d.Frame); s != coro.Done {
			return s
		}
	}
	if _, exc := r.Take(); exc != nil {
		if t := exc.Type(); !t.IsSubclass(py.BrokenPipeErrorType) && !t.IsSubclass(py.ConnectionResetErrorType) {
			return f.Raise(r, exc)
		}
	}
	p.proto.stdin.own.close()
	return f.Return(r, py.None)
}

// readingStream is the coroutine _read_stream(fd).
type readingStream struct {
	coro.Coroutine
	s *StreamReader
	t *Transport
}

// Resume implements coro.Resumer.
func (f *readingStream) Resume(r *coro.Run) coro.Signal {
	if f.State == 0 {
		f.State = 1
		if s := r.AwaitFrame(&f.Frame, f.s.reading(readSome, -1)); s != coro.Done {
			return s
		}
	}
	v, exc := r.Take()
	if exc != nil {
		return f.Raise(r, exc)
	}
	f.t.close()
	return f.Return(r, v)
}

// communicating is the coroutine communicate(input=None).
type communicating struct {
	coro.Coroutine
	p      *Process
	input  py.Value
	result py.Value
}

// Resume implements coro.Resumer.
func (f *communicating) Resume(r *coro.Run) coro.Signal {
	p := f.p
	switch f.State {
	case 0:
		parts := make([]py.Value, 3)
		if p.proto.stdin != nil {
			c := &feeding{p: p, input: f.input}
			c.Init(c, feedStdinCode)
			parts[0] = c.Header.Value()
		}
		for i, s := range []*StreamReader{p.proto.stdout, p.proto.stderr} {
			if s != nil {
				c := &readingStream{s: s, t: p.t.pipes[i+1].pipe}
				c.Init(c, readStreamCode)
				parts[i+1] = c.Header.Value()
			}
		}
		for i := range parts {
			if parts[i].IsUnbound() {
				parts[i] = newMethod(noopCode, func() (py.Value, py.Value, *py.Exception) { return py.Value{}, py.None, nil })
			}
		}
		all, exc := Gather(nil, parts, false)
		if exc != nil {
			return f.Raise(r, exc)
		}
		f.State = 1
		if s := r.Await(&f.Frame, all); s != coro.Done {
			return s
		}
		fallthrough
	case 1:
		v, exc := r.Take()
		if exc != nil {
			return f.Raise(r, exc)
		}
		items, exc := sequence(v)
		if exc != nil {
			return f.Raise(r, exc)
		}
		f.result = py.TupleV(items[1], items[2])
		f.State = 2
		var wait py.Value
		if fn, ok := overridden(p.Value(), &p.Attrs, strWait); !ok {
			wait = p.t.wait(processWaitCode)
		} else if wait, exc = py.Call0(fn); exc != nil {
			return f.Raise(r, exc)
		}
		if s := r.Await(&f.Frame, wait); s != coro.Done {
			return s
		}
	}
	if _, exc := r.Take(); exc != nil {
		return f.Raise(r, exc)
	}
	return f.Return(r, f.result)
}
