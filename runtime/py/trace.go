package py

import "strings"

// This file implements the events that sys.settrace, sys.setprofile and sys.monitoring ask for (for the
// latter see monitor.go, for calls told.go). Only the functions of a program that names one of them tell them: emitted code calls TraceCall where such a function
// begins, TraceLine where CPython's code goes over to another line, TraceReturn and
// TraceUnwind where it ends, and Exception.AtTraced instead of At. Each running function
// then has a frame object, which is the head of a list that its thread has.
//
// A line is told where it is not the line of the operation that ran before, in the same
// call of the function; after a jump backwards (TraceJump) it is told in any case.

// Traced says that the functions of the program tell events.
var Traced bool

// tracing is what a thread knows of its trace and profile functions.
type tracing struct {
	top     *Frame // of the innermost function that tells events
	fn      Value  // what sys.settrace has set, unbound for none
	profile Value  // what sys.setprofile has set, unbound for none
	busy    bool   // one of these runs: nothing is told
	// stopped is the StopIteration by which the iterator that was asked last has ended, where
	// CPython's loop sees that exception; nil for none.
	stopped   *Exception
	silent    bool // see NoteSilentEnd
	raisedEnd bool // see NoteRaisedEnd
}

// The names of the events, as the trace function gets them.
var (
	eventCall      = Intern("call").Value()
	eventLine      = Intern("line").Value()
	eventReturn    = Intern("return").Value()
	eventException = Intern("exception").Value()
)

// AroundTrace is called before a trace or profile function and returns what is called after it.
// Package coro keeps there what a chain of coroutines is handing over.
var AroundTrace = func() func() { return func() {} }

// CheckTraced refuses to set the trace or profile function fn by the function of that name in a program
// whose functions tell no events.
func CheckTraced(name string, fn Value) *Exception {
	if Traced || fn.IsNone() {
		return nil
	}
	setter := name[strings.IndexByte(name, '.')+1:]
	setter, _, _ = strings.Cut(setter, "_")
	return Raisef(RuntimeErrorType, "%s() is not supported: no module of the program itself names %s, so that it was compiled without the events", name, setter)
}

// SetTrace makes fn the trace function of t; None is for none.
func (t *Thread) SetTrace(fn Value) {
	if fn.IsNone() {
		fn = Value{}
	}
	t.tracing.fn = fn
}

// GetTrace returns the trace function of the running thread, None where there is none.
func GetTrace() Value {
	if fn := Current.tracing.fn; !fn.IsUnbound() {
		return fn
	}
	return None
}

// SetProfile makes fn the profile function of t; None is for none.
func (t *Thread) SetProfile(fn Value) {
	if fn.IsNone() {
		fn = Value{}
	}
	t.tracing.profile = fn
}

// GetProfile returns the profile function of the running thread, None where there is none.
func GetProfile() Value {
	if fn := Current.tracing.profile; !fn.IsUnbound() {
		return fn
	}
	return None
}

// TraceAgain calls f with events told, though the trace function runs.
func TraceAgain(f func() (Value, *Exception)) (Value, *Exception) {
	t := &Current.tracing
	busy := t.busy
	t.busy = false
	v, exc := f()
	t.busy = busy
	return v, exc
}

// Untold calls f with no events told.
func Untold(f func()) {
	t := &Current.tracing
	busy := t.busy
	t.busy = true
	f()
	t.busy = busy
}

// NewLiveFrame returns the frame object of a function that tells events. locals gives its
// variables, nil where they are those of its module.
func NewLiveFrame(code *Code, locals func() Value) *Frame {
	return &Frame{Header: Header{FrameType}, Code: code, Line: code.FirstLine, live: true, last: -1, locals: locals}
}

// TraceCall begins a call of the function that code describes, whose variables locals gives.
func TraceCall(code *Code, locals func() Value) *Exception {
	f := NewLiveFrame(code, locals)
	if code.Name == "<module>" {
		f.Line = 0
	}
	return f.Begin(nil)
}

// beginEvents are those of sys.monitoring that Begin tells.
const beginEvents = 1<<StartEvent | 1<<ResumeEvent | 1<<ThrowEvent

// Begin makes f the innermost frame and tells that it is called or goes on, with the exception thrown
// where that is not nil.
func (f *Frame) Begin(thrown *Exception) *Exception {
	t := &Current.tracing
	started := f.started
	f.Back, f.running, f.started, f.thrown, t.top = t.top, true, started || thrown == nil, thrown != nil, f
	if t.busy || t.fn.ref == nil && t.profile.ref == nil && monitored&beginEvents == 0 {
		return nil
	}
	r := None
	var exc *Exception
	if t.fn.ref != nil {
		if r, exc = t.call(t.fn, f, eventCall, None); exc != nil {
			t.fn = Value{}
		}
	}
	if exc == nil {
		exc = t.profiled(f, eventCall, None)
	}
	switch {
	case exc != nil:
	case thrown != nil:
		exc = t.monitor(f, ThrowEvent, thrown.Value())
	case started:
		exc = t.monitor(f, ResumeEvent)
	default:
		exc = t.monitor(f, StartEvent)
	}
	if exc != nil {
		f.trace = Value{}
		exc = f.passed(exc)
		f.end(t)
		return exc
	}
	if !r.IsNone() {
		f.trace = r
	}
	return nil
}

// Running reports whether f has begun and has not ended since.
func (f *Frame) Running() bool { return f.running }

// End tells that f returns v, or hands it out, and makes the frame that called it the innermost.
func (f *Frame) End(v Value, handsOut bool) *Exception {
	if handsOut {
		return f.ended(v, YieldEvent, v)
	}
	return f.ended(v, ReturnEvent, v)
}

// Unwind tells that exc leaves f, and makes the frame that called it the innermost.
func (f *Frame) Unwind(exc *Exception) *Exception { return f.ended(None, UnwindEvent, exc.Value()) }

// ended tells that f returns v to trace and profile functions, and the event e with its argument x to
// the others.
func (f *Frame) ended(v Value, e MonitorEvent, x Value) *Exception {
	t := &Current.tracing
	var exc *Exception
	if f.told(t) {
		exc = t.local(f, eventReturn, v)
	}
	if exc == nil {
		exc = t.profiled(f, eventReturn, v)
	}
	if exc == nil {
		exc = t.monitor(f, e, x)
	}
	if exc != nil {
		exc = f.passed(exc)
	}
	f.end(t)
	return exc
}

func (f *Frame) end(t *tracing) {
	f.running = false
	if t.top == f {
		t.top = f.Back
	}
}

// told reports whether what happens in f is to be told.
func (f *Frame) told(t *tracing) bool {
	return t.fn.ref != nil && f.trace.ref != nil && !t.busy
}

// profiled calls the profile function, if there is one. One that raises is none any longer.
func (t *tracing) profiled(f *Frame, event, arg Value) *Exception {
	if t.profile.ref == nil || t.busy {
		return nil
	}
	_, exc := t.call(t.profile, f, event, arg)
	if exc != nil {
		t.profile = Value{}
	}
	return exc
}

// call calls a trace or profile function.
func (t *tracing) call(fn Value, f *Frame, event, arg Value) (Value, *Exception) {
	return t.quietly(func() (Value, *Exception) { return Call3(fn, f.Value(), event, arg) })
}

// quietly calls f, which tells no events and changes nothing of what is being told.
func (t *tracing) quietly(f func() (Value, *Exception)) (Value, *Exception) {
	after := AroundTrace()
	stopped, silent, raisedEnd := t.stopped, t.silent, t.raisedEnd
	t.busy = true
	r, exc := f()
	t.busy = false
	t.stopped, t.silent, t.raisedEnd = stopped, silent, raisedEnd
	after()
	return r, exc
}

// local calls the trace function of f, which says with its result who is called next.
func (t *tracing) local(f *Frame, event, arg Value) *Exception {
	r, exc := t.call(f.trace, f, event, arg)
	if exc != nil {
		f.trace, t.fn = Value{}, Value{} // one that raises is no trace function any longer
		return exc
	}
	if !r.IsNone() {
		f.trace = r
	}
	return nil
}

// passed adds an entry for f, at its line, to the traceback of exc.
func (f *Frame) passed(exc *Exception) *Exception {
	c := *f.Code
	c.Original = f.Code
	if f.Line < 0 {
		return exc.At(f.Code, -1)
	}
	c.Positions = []Position{{Line: f.Line}}
	return exc.At(&c, 0)
}

// TraceLine says that the running function goes on in a line, at position pos of its code; -1 is for
// none.
func TraceLine(line int, _ *Code, pos int32) *Exception {
	t := &Current.tracing
	f := t.top
	if int32(line) == f.last {
		return nil
	}
	again := f.jumped == int32(line)
	f.jumped, f.last, f.Line = 0, int32(line), int32(line)
	if exc := f.line(t); exc != nil || again {
		return exc // sys.monitoring does not tell a line to which a jump from itself has led
	}
	return t.monitorLine(f, pos)
}

// line tells the line of f to its trace function.
func (f *Frame) line(t *tracing) *Exception {
	if !f.told(t) || f.noLines {
		return nil
	}
	return t.local(f, eventLine, None)
}

// handledLine tells the line of f once more, in which CPython's code handles what was thrown into what f
// awaits.
func (f *Frame) handledLine(t *tracing) *Exception {
	if exc := f.line(t); exc != nil {
		return exc
	}
	return t.monitorLine(f, -1)
}

// TraceJump says that the running function jumps backwards: the line where it goes on is
// told even if it is the same.
func TraceJump() {
	f := Current.tracing.top
	f.jumped, f.last = f.last, -1
}

// TraceReraise says that the exception is raised again, as by a with statement that it leaves:
// the line is that where it was raised.
func TraceReraise(exc *Exception) {
	f := Current.tracing.top
	if tb := exc.Traceback; tb != nil && tb.Code == f.Code {
		f.Line = tb.Line()
		f.last = f.Line
	}
}

// AtResumed is AtTraced where the function awaited, or yielded from, something. CPython's
// code handles an exception that is thrown into it there, in the same line.
func (e *Exception) AtResumed(code *Code, pos int32) *Exception {
	t := &Current.tracing
	f := t.top
	thrown, loopEnd := f.thrown, f.loopEnd
	f.loopEnd = false
	e = e.AtTraced(code, pos)
	if thrown {
		exc := t.monitor(f, HandledEvent, e.Value())
		if exc == nil {
			exc = f.handledLine(t)
		}
		if exc == nil {
			exc = t.monitor(f, ReraiseEvent, e.Value())
		}
		if exc != nil {
			return exc.At(code, pos)
		}
	}
	if loopEnd {
		return f.againRaised(t, e)
	}
	return e
}

// TraceReturn ends the running function, which returns v.
func TraceReturn(v Value) (Value, *Exception) {
	if exc := Current.tracing.top.End(v, false); exc != nil {
		return Value{}, exc
	}
	return v, nil
}

// TraceUnwind ends the running function, which the exception exc leaves.
func TraceUnwind(exc *Exception) *Exception {
	if e := Current.tracing.top.Unwind(exc); e != nil {
		return e
	}
	return exc
}

// AtTraced is At in a function that tells events.
func (e *Exception) AtTraced(code *Code, pos int32) *Exception {
	e = e.At(code, pos)
	t := &Current.tracing
	f := t.top
	f.thrown = false
	if pos >= 0 && int(pos) < len(code.Positions) {
		f.Line = code.Positions[pos].Line
		f.last = f.Line
	}
	return f.Raised(e)
}

// Raised tells that the exception e is raised in f, or passes it, and returns what is raised then.
func (f *Frame) Raised(e *Exception) *Exception { return f.raised(e, RaiseEvent) }

// raised is Raised with the event of sys.monitoring that it is.
func (f *Frame) raised(e *Exception, event MonitorEvent) *Exception {
	t := &Current.tracing
	if f.told(t) {
		tb := None
		if e.Traceback != nil {
			tb = e.Traceback.Value()
		}
		if exc := t.local(f, eventException, TupleV(e.Type().Value(), e.Value(), tb)); exc != nil {
			return exc
		}
	}
	if exc := t.monitor(f, event, e.Value()); exc != nil {
		return exc
	}
	return e
}

// TraceAwaited tells of the StopIteration with which what the running function awaited, or
// yielded from, has given v.
func TraceAwaited(v Value) *Exception {
	t := &Current.tracing
	f := t.top
	silent, raised, thrown := t.silent, t.raisedEnd, f.thrown
	t.silent, t.raisedEnd, f.thrown = false, false, false
	if silent || !f.told(t) && !t.tellsAny(1<<StopIterationEvent|1<<RaiseEvent|1<<HandledEvent|1<<LineEvent) {
		return nil
	}
	stop := StopWith(v)
	if !thrown {
		event := StopIterationEvent
		if raised {
			event = RaiseEvent
		}
		return changed(stop, f.raised(stop, event))
	}
	// What was thrown in is handled there, and the line told once more.
	if exc := changed(stop, f.Raised(stop)); exc != nil {
		return exc
	}
	if exc := t.monitor(f, HandledEvent, stop.Value()); exc != nil {
		return exc
	}
	return f.handledLine(t)
}

// changed returns exc where it is another exception than was, which was told of.
func changed(was, exc *Exception) *Exception {
	if exc == was {
		return nil
	}
	return exc
}

// NoteSilentEnd notes that what the running function awaits, or yields from, has ended without
// an exception, as the iterators of the runtime do.
func NoteSilentEnd() { Current.tracing.silent = true }

// TraceNowhere says that the running function goes on at a place that has no line.
func TraceNowhere() {
	f := Current.tracing.top
	f.Line, f.last = -1, -1
}

// StopWith returns the StopIteration by which a generator returns v.
func StopWith(v Value) *Exception {
	var exc *Exception
	if v.IsNone() {
		exc = RaiseArgs(StopIterationType)
	} else {
		exc = RaiseArgs(StopIterationType, v)
	}
	exc.Context = nil
	return exc
}

// TraceNext is Next in a function that tells events.
func TraceNext(it Value) (Value, bool, *Exception) {
	t := &Current.tracing
	t.stopped = nil
	v, ok, exc := Next(it)
	if ok || exc != nil || t.stopped == nil {
		return v, ok, exc
	}
	stopped := t.stopped
	t.stopped = nil
	return v, ok, changed(stopped, t.top.Raised(stopped))
}

// NoteStopped notes the exception by which an iterator ends, for TraceNext.
func NoteStopped(exc *Exception) { Current.tracing.stopped = exc }
