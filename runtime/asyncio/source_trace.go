package asyncio

import (
	"strings"

	"github.com/aio2go/aio2go/runtime/py"
)

// This file notes in debug mode where futures, tasks and handles were made, for their
// reprs and for the reports of the exception handler: _source_traceback.

// sourceTrace is where something was made: the frames of the program, innermost first,
// and the place in the library where it was made on behalf of the program, if it was.
type sourceTrace struct {
	frames []*py.Frame
	lib    libraryPlace
	made   py.Value // what list returned, unbound before
}

// libraryPlace is a line of CPython's asyncio.
type libraryPlace struct {
	file, function string
	line           int
}

// The places where the library makes futures and tasks.
var (
	placeCreateFuture = libraryPlace{"base_events.py", "create_future", 460}
	placeCreateTask   = libraryPlace{"tasks.py", "create_task", 410}
	placeEnsureFuture = libraryPlace{"tasks.py", "ensure_future", 748}
	placeGather       = libraryPlace{"tasks.py", "__init__", 765}
	placeEager        = libraryPlace{"tasks.py", "factory", 1027}
	placeRunner       = libraryPlace{"runners.py", "run", 100}
	placeTaskGroup    = libraryPlace{"taskgroups.py", "create_task", 173}
)

// traceDepth is constants.DEBUG_STACK_DEPTH.
const traceDepth = 10

// trackOrigins is _set_coroutine_origin_tracking: in debug mode coroutines remember where
// they were made while the loop runs.
func (loop *Loop) trackOrigins(on bool) {
	if on == loop.tracksOrigins {
		return
	}
	loop.tracksOrigins = on
	t := loop.running
	if on {
		loop.oldOriginDepth, t.OriginDepth = t.OriginDepth, traceDepth
	} else {
		t.OriginDepth = loop.oldOriginDepth
	}
}

// traceHere returns the trace of the code that runs, nil where the loop is not in debug
// mode.
func (loop *Loop) traceHere() *sourceTrace {
	if loop == nil || !loop.debug {
		return nil
	}
	frames := py.CallerFrames()
	if len(frames) == 0 {
		return nil
	}
	return &sourceTrace{frames: frames[:min(len(frames), traceDepth)]}
}

// tracePlace notes where a future was made, in debug mode.
func (fut *Future) tracePlace(lib libraryPlace) {
	if fut == nil || fut.loop == nil || !fut.loop.debug {
		return
	}
	if fut.extra == nil || fut.extra.source == nil {
		fut.more().source = fut.loop.traceHere()
	}
	if t := fut.extra.source; t != nil {
		t.lib, t.made = lib, py.Value{}
	}
}

// trace returns where fut was made, nil where that is not known.
func (fut *Future) trace() *sourceTrace {
	if fut.extra == nil {
		return nil
	}
	return fut.extra.source
}

// describe is what reprs say.
func (t *sourceTrace) describe() string {
	if t.lib.file != "" {
		return "created at <lib>/asyncio/" + t.lib.file + ":" + itoa(t.lib.line)
	}
	f := t.frames[0]
	return "created at " + f.Code.File.Name + ":" + itoa(int(f.Line))
}

// list returns the trace as a traceback.StackSummary, or as a list of tuples in a program
// that does not have the module traceback; each time the same object.
func (t *sourceTrace) list() py.Value {
	if t == nil {
		return py.None
	}
	if t.made.IsUnbound() {
		t.made = t.summary()
	}
	return t.made
}

func (t *sourceTrace) summary() py.Value {
	var items []py.Value
	entry := func(file string, line int, function, text string) {
		items = append(items, py.TupleV(py.StrV(file), py.Int(int64(line)), py.StrV(function), py.StrV(text)))
	}
	for i := len(t.frames) - 1; i >= 0; i-- {
		f := t.frames[i]
		entry(f.Code.File.Name, int(f.Line), f.Code.Name, f.Code.File.SourceLine(f.Line))
	}
	if t.lib.file != "" {
		entry("<lib>/asyncio/"+t.lib.file, t.lib.line, t.lib.function, "")
	}
	list := py.NewList(items).Value()
	module, ok := goModule("traceback")
	if !ok {
		return list
	}
	summary, exc := py.GetAttr(module, py.Intern("StackSummary"))
	if exc == nil {
		summary, exc = py.CallMethod1(summary, py.Intern("from_list"), list)
	}
	if exc != nil {
		return list
	}
	return summary
}

// addTo puts the trace into the context of an exception handler.
func (t *sourceTrace) addTo(context *py.Dict) *py.Dict {
	if t != nil {
		context.SetStr(strSourceTraceback, t.list())
	}
	return context
}

var strSourceTraceback = py.Intern("source_traceback")

// createdText is how the default exception handler shows a trace.
func createdText(what string, trace py.Value) (string, *py.Exception) {
	var b strings.Builder
	b.WriteString(what + " created at (most recent call last):\n")
	exc := py.Each(trace, func(entry py.Value) *py.Exception {
		items, exc := py.Unpack(entry, 4)
		if exc != nil {
			return exc
		}
		if strings.HasPrefix(strOf(items[0]), "<lib>") {
			return nil // the library's source is not there
		}
		line, exc := asInt(items[1])
		if exc != nil {
			return exc
		}
		b.WriteString(`  File "` + strOf(items[0]) + `", line ` + itoa(line) + ", in " + strOf(items[2]) + "\n")
		if text := strings.TrimSpace(strOf(items[3])); !items[3].IsNone() && text != "" {
			b.WriteString("    " + text + "\n")
		}
		return nil
	})
	return strings.TrimRight(b.String(), "\n"), exc
}

// tracedAction is what a handle does, with where the handle was made.
type tracedAction struct {
	do    action
	trace *sourceTrace
}

func (t *tracedAction) run() *py.Exception { return t.do.run() }
func (t *tracedAction) source() string     { return t.do.source() }

// noteTrace notes where the handle was made, in debug mode.
func (h *Handle) noteTrace() {
	if t := h.loop.traceHere(); t != nil {
		h.do = &tracedAction{h.do, t}
	}
}

// act returns what the handle does, nil once it is cancelled.
func (h *Handle) act() action {
	if t, ok := h.do.(*tracedAction); ok {
		return t.do
	}
	return h.do
}

// trace returns where the handle was made, nil where that is not known.
func (h *Handle) trace() *sourceTrace {
	if t, ok := h.do.(*tracedAction); ok {
		return t.trace
	}
	return nil
}

// source is _format_callback_source of the handle's callback: with the arguments in debug
// mode.
func (h *Handle) source(do action) string {
	if t, ok := do.(*tracedAction); ok {
		do = t.do
	}
	c, ok := do.(*callback)
	if !ok || !h.loop.debug {
		return do.source()
	}
	s := formatCallbackArgs(c.fn, c.args, nil, "")
	if where := functionSource(c.fn); where != "" {
		s += " at " + where
	}
	return s
}

// formatCallbackArgs is _format_callback in debug mode.
func formatCallbackArgs(fn py.Value, args []py.Value, kwargs *py.Dict, suffix string) string {
	var items []string
	for _, a := range args {
		items = append(items, shortRepr(a))
	}
	if kwargs != nil {
		for _, k := range kwargs.Keys() {
			v, _, exc := kwargs.Get(k)
			if exc == nil {
				items = append(items, strOf(k)+"="+shortRepr(v))
			}
		}
	}
	suffix = "(" + strings.Join(items, ", ") + ")" + suffix
	if isPartial(fn) {
		inner, exc := py.GetAttr(fn, strFunc)
		if exc != nil {
			return callableName(fn) + suffix
		}
		var bound []py.Value
		var names *py.Dict
		if v, exc := py.GetAttr(fn, py.Intern("args")); exc == nil {
			bound, _ = sequence(v)
		}
		if v, exc := py.GetAttr(fn, py.Intern("keywords")); exc == nil {
			names, _ = asDict(v)
		}
		return formatCallbackArgs(inner, bound, names, suffix)
	}
	return callableName(fn) + suffix
}
