package asyncio

import (
	"github.com/aio2go/aio2go/runtime/coro"
	"github.com/aio2go/aio2go/runtime/py"
)

// This file lets subclasses and objects of StreamReader replace the methods that asyncio
// itself calls: those that readline, read and __anext__ are made of, and those by which a
// protocol hands over what comes.

var (
	strRead         = py.Intern("read")
	strReadline     = py.Intern("readline")
	strReaduntil    = py.Intern("readuntil")
	strFeedData     = py.Intern("feed_data")
	strFeedEOF      = py.Intern("feed_eof")
	strSetException = py.Intern("set_exception")
	strSetTransport = py.Intern("set_transport")
)

// overrides reports whether a method of s may be replaced.
func (s *StreamReader) overrides() bool {
	return s.Header.Type().Customised() || !s.Attrs.Empty()
}

// replaced calls the method name of s with x, if the program has replaced it.
func (s *StreamReader) replaced(name *py.Str, args ...py.Value) (bool, *py.Exception) {
	fn, ok := overridden(s.Value(), &s.Attrs, name)
	if !ok {
		return false, nil
	}
	_, exc := py.CallN(fn, args)
	return true, exc
}

// getData hands over data.
func (s *StreamReader) getData(data []byte) *py.Exception {
	if s.overrides() {
		if done, exc := s.replaced(strFeedData, py.NewBytes(data).Value()); done {
			return exc
		}
	}
	s.feedData(data)
	return nil
}

// getEOF hands over the end.
func (s *StreamReader) getEOF() *py.Exception {
	if done, exc := s.replaced(strFeedEOF); done {
		return exc
	}
	s.feedEOF()
	return nil
}

// getException hands over what the connection was lost with.
func (s *StreamReader) getException(failed *py.Exception) *py.Exception {
	if done, exc := s.replaced(strSetException, failed.Value()); done {
		return exc
	}
	s.setException(failed)
	return nil
}

// getTransport hands over the transport.
func (s *StreamReader) getTransport(t py.Value) *py.Exception {
	if done, exc := s.replaced(strSetTransport, t); done {
		return exc
	}
	s.setTransport(t)
	return nil
}

// readAsked is the state of a reading that awaits a method of the program.
const readAsked = 2

// instead returns the method of the program that f is made of.
func (f *reading) instead() (fn py.Value, ok bool) {
	s := f.s
	if !s.overrides() {
		return py.Value{}, false
	}
	look := func(name *py.Str) (py.Value, bool) { return overridden(s.Value(), &s.Attrs, name) }
	switch f.op {
	case readSome:
		if f.n < 0 && s.exc == nil {
			return look(strRead)
		}
	case readLine:
		return look(strReaduntil)
	case readNext:
		if fn, ok = look(strReadline); ok {
			f.asksLine = true
			return fn, ok
		}
		return look(strReaduntil)
	}
	return py.Value{}, false
}

// ask awaits fn, the method of the program that f is made of.
func (f *reading) ask(r *coro.Run, fn py.Value) coro.Signal {
	for {
		var aw py.Value
		var exc *py.Exception
		switch {
		case f.op == readSome:
			aw, exc = py.Call1(fn, py.Int(int64(f.s.limit)))
		case f.asksLine:
			aw, exc = py.Call0(fn)
		default:
			aw, exc = py.Call1(fn, py.BytesV(newline))
		}
		if exc != nil {
			return f.end(r, py.Value{}, exc)
		}
		f.State = readAsked
		if sig := r.Await(&f.Frame, aw); sig != coro.Done {
			return sig
		}
		if sig, over := f.take(r); over {
			return sig
		}
	}
}

// answered goes on with what the method of the program gave.
func (f *reading) answered(r *coro.Run) coro.Signal {
	if sig, over := f.take(r); over {
		return sig
	}
	fn, _ := f.instead()
	return f.ask(r, fn)
}

// take takes what was awaited. It is not over where read(-1) goes on to the end.
func (f *reading) take(r *coro.Run) (coro.Signal, bool) {
	v, exc := r.Take()
	if exc != nil {
		if f.asksLine {
			return f.Raise(r, exc), true
		}
		return f.end(r, py.Value{}, exc), true
	}
	if f.op != readSome {
		return f.end(r, v, nil), true
	}
	more, exc := py.Truth(v)
	if exc != nil {
		return f.Raise(r, exc), true
	}
	if !more {
		return f.Return(r, py.BytesV(f.blocks)), true
	}
	b, exc := py.BytesLike(v)
	if exc != nil {
		return f.Raise(r, exc), true
	}
	f.blocks = append(f.blocks, b...)
	return 0, false
}
