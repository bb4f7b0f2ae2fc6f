package py

import "slices"

// This file tells the events of sys.monitoring, for what trace.go says of the functions that
// are running. Where a trace or profile function is set as well, it is called first, and of the
// tools the one with the highest number.

// tellsAny reports whether a tool wants any of the events, and may be told.
func (t *tracing) tellsAny(events uint32) bool { return monitored&events != 0 && !t.busy }

// monitor tells an event that happens at the line of f.
func (t *tracing) monitor(f *Frame, e MonitorEvent, args ...Value) *Exception {
	if !t.tellsAny(1 << e) {
		return nil
	}
	return t.tell(f, place{e, f.Line}, e, append([]Value{f.Code.base().Value(), f.place()}, args...))
}

// monitorLine tells the line of f, which is gone over to at position pos; -1 is for none.
func (t *tracing) monitorLine(f *Frame, pos int32) *Exception {
	if !t.tellsAny(1 << LineEvent) {
		return nil
	}
	if pos < 0 {
		pos = -1 - f.Line
	}
	return t.tell(f, place{LineEvent, pos}, LineEvent, []Value{f.Code.base().Value(), Int(int64(f.Line))})
}

// tell calls the tools for the event e. Those that it is switched off for at the place p are not
// called; the events of what a call has given have the place of the call.
func (t *tracing) tell(f *Frame, p place, e MonitorEvent, args []Value) *Exception {
	tools := monitors.global[e]
	var m *codeMonitor
	if p.event < localEvents {
		m = monitorOf(f.Code)
		tools = m.active[p.event] &^ m.disabled[p]
	}
	for tool := monitorTools - 1; tool >= 0; tool-- {
		if tools&(1<<tool) == 0 {
			continue
		}
		fn := monitors.callbacks[tool][e]
		if fn.ref == nil {
			continue
		}
		r, exc := t.quietly(func() (Value, *Exception) { return CallN(fn, slices.Clone(args)) })
		switch {
		case exc != nil:
			return exc
		case r != MonitorDisable:
		case e < localEvents:
			m.disable(p, tool)
		default:
			monitors.callbacks[tool][e] = Value{}
			return Raisef(ValueErrorType, "Cannot disable %s events. Callback removed.", MonitorEventNames[e])
		}
	}
	return nil
}

// TraceHandled tells that the running function goes on where it handles exc.
func TraceHandled(exc *Exception) *Exception {
	t := &Current.tracing
	return t.monitor(t.top, HandledEvent, exc.Value())
}

// TraceReraised tells that the running function raises exc again, having handled it.
func TraceReraised(exc *Exception) *Exception {
	t := &Current.tracing
	return t.monitor(t.top, ReraiseEvent, exc.Value())
}

// Converted tells that f, a coroutine or generator, handles what leaves it, exc, which goes on as another
// exception where it is one that ends iterations.
func (f *Frame) Converted(exc, as *Exception) *Exception {
	t := &Current.tracing
	if !f.started {
		return nil // it was thrown in before there was a handler
	}
	if e := t.monitor(f, HandledEvent, exc.Value()); e != nil {
		return e
	}
	return t.monitor(f, ReraiseEvent, as.Value())
}

// NoteRaisedEnd notes that what the running function awaits, or yields from, has ended by raising
// an exception, unlike coroutines and generators, which only seem to.
func NoteRaisedEnd() { Current.tracing.raisedEnd = true }

// NoteLoopEnd notes that an asynchronous loop of the running function asks for an element in vain,
// the exception of which it is about to handle and to raise again.
func NoteLoopEnd() { Current.tracing.top.loopEnd = true }

// againRaised tells that f handles e and raises it again.
func (f *Frame) againRaised(t *tracing, e *Exception) *Exception {
	if exc := t.monitor(f, HandledEvent, e.Value()); exc != nil {
		return exc
	}
	if exc := t.monitor(f, ReraiseEvent, e.Value()); exc != nil {
		return exc
	}
	return e
}
