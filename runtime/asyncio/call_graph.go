package asyncio

import (
	"fmt"
	"slices"
	"strings"

	"github.com/aio2go/aio2go/runtime/py"
)

// This file implements the call graph functions of Python 3.14 (asyncio, "Call Graph
// Introspection"): what a task is inside of, and which tasks wait for it.

// A frameCallGraphEntry is asyncio.FrameCallGraphEntry.
type frameCallGraphEntry struct {
	py.Header
	frame py.Value
}

// A futureCallGraph is asyncio.FutureCallGraph. The call stack is a tuple of entries,
// innermost first; awaitedBy is a tuple of graphs.
type futureCallGraph struct {
	py.Header
	future, callStack, awaitedBy py.Value
}

var (
	frameCallGraphEntryType = &py.Type{Name: "FrameCallGraphEntry"}
	futureCallGraphType     = &py.Type{Name: "FutureCallGraph"}
)

var (
	frameEntrySig  = py.NewSignature("FrameCallGraphEntry.__init__", "", "(frame)")
	futureGraphSig = py.NewSignature("FutureCallGraph.__init__", "", "(future, call_stack, awaited_by)")
)

// A graphPart is a node of the graph before it is shown or made an object.
type graphPart struct {
	future    *Future
	stack     []stackEntry // innermost first
	awaitedBy []*graphPart
}

// stackLimited cuts a stack as the limit argument says: the innermost entries if it is
// positive, the outermost if it is negative.
func stackLimited(list []stackEntry, limit py.Value) ([]stackEntry, *py.Exception) {
	if absent(limit) {
		return list, nil
	}
	n, exc := asInt(limit)
	switch {
	case exc != nil:
		return nil, exc
	case n >= 0:
		return list[:min(n, len(list))], nil
	}
	return list[max(len(list)+n, 0):], nil
}

// awaiters returns what waits for fut: the tasks that go on when it is done, and what
// future_add_to_awaited_by has added.
func (fut *Future) awaiters() []*Future {
	var list []*Future
	for _, t := range fut.awaitedBy(nil) {
		if !slices.Contains(list, &t.Future) {
			list = append(list, &t.Future)
		}
	}
	if fut.extra != nil {
		for _, f := range fut.extra.awaitedBy {
			if !slices.Contains(list, f) {
				list = append(list, f)
			}
		}
	}
	return list
}

// taskOf returns the task that fut is, or nil.
func taskOf(fut *Future) *Task {
	if v := fut.Value(); v.Type().IsSubclass(TaskType) {
		return selfTask(v)
	}
	return nil
}

// graphOf returns the graph of a future that is not the running task. path has the
// futures that it was reached from: tasks may wait for each other in a circle.
func graphOf(fut *Future, limit py.Value, path []*Future) (*graphPart, *py.Exception) {
	g := &graphPart{future: fut}
	if t := taskOf(fut); t != nil {
		stack := t.awaitChain()
		slices.Reverse(stack)
		var exc *py.Exception
		if g.stack, exc = stackLimited(stack, limit); exc != nil {
			return nil, exc
		}
	}
	return g, g.addAwaiters(limit, path)
}

func (g *graphPart) addAwaiters(limit py.Value, path []*Future) *py.Exception {
	path = append(path, g.future)
	for _, f := range g.future.awaiters() {
		if slices.Contains(path, f) {
			continue
		}
		above, exc := graphOf(f, limit, path)
		if exc != nil {
			return exc
		}
		g.awaitedBy = append(g.awaitedBy, above)
	}
	return nil
}

// runningStack returns the stack of the running task t, without the innermost skip
// frames. Go's stack has what runs since the task was resumed; the coroutines around
// that are suspended and in the task's chain.
func (t *Task) runningStack(skip int) []stackEntry {
	var running []stackEntry
	var resumed []*py.Code // coroutines among those, outermost first
	for _, f := range py.CallerFrames() {
		async := isSuspendable(f.Code)
		if len(resumed) > 0 && !async {
			break
		}
		if async {
			resumed = append(resumed, f.Code)
		}
		running = append(running, stackEntry{f.Code, f.Line})
	}
	slices.Reverse(resumed)
	chain := t.awaitChain()
	around := 0
	for i := range chain {
		if inner := chain[i:]; len(inner) <= len(resumed) && startsWith(resumed, inner) {
			around = i
			break
		}
	}
	for i := around - 1; i >= 0; i-- {
		running = append(running, chain[i])
	}
	return running[min(skip, len(running)):]
}

// startsWith reports whether codes begins with those of the entries.
func startsWith(codes []*py.Code, entries []stackEntry) bool {
	for i, e := range entries {
		if codes[i] != e.code {
			return false
		}
	}
	return true
}

// isSuspendable reports whether c is the code of a coroutine or generator.
func isSuspendable(c *py.Code) bool {
	return c.Flags&(py.CodeCoroutine|py.CodeGenerator|py.CodeAsyncGenerator) != 0
}

// captureGraph is what the functions have in common: nil if there is no future to tell of.
func captureGraph(what, depth, limit py.Value) (*graphPart, *py.Exception) {
	loop := runningLoop()
	var current *Task
	if loop != nil {
		current = loop.current
	}
	if !absent(what) {
		fut := asFuture(what)
		if fut == nil {
			return nil, typeError("%s object does not appear to be compatible with asyncio.Future", repr(what))
		}
		if current == nil || fut != &current.Future {
			return graphOf(fut, limit, nil)
		}
	}
	if loop == nil {
		return nil, py.Raisef(py.RuntimeErrorType, "capture_call_graph() is called outside of a running event loop and no *future* to introspect was provided")
	}
	if current == nil {
		return nil, nil
	}
	skip := 1
	if !absent(depth) {
		var exc *py.Exception
		if skip, exc = asInt(depth); exc != nil {
			return nil, exc
		}
	}
	// A depth of 1 starts at the caller.
	stack, exc := stackLimited(current.runningStack(max(skip-1, 0)), limit)
	if exc != nil {
		return nil, exc
	}
	g := &graphPart{future: &current.Future, stack: stack}
	return g, g.addAwaiters(limit, nil)
}

// value returns the graph as a FutureCallGraph.
func (g *graphPart) value() py.Value {
	var entries, above []py.Value
	for _, e := range g.stack {
		entries = append(entries, newFrameEntry(py.NewFrameObject(e.code, e.line)))
	}
	for _, a := range g.awaitedBy {
		above = append(above, a.value())
	}
	return newFutureGraph(g.future.Value(), py.TupleV(entries...), py.TupleV(above...))
}

// write appends the lines that print_call_graph shows.
func (g *graphPart) write(lines []string, level int) []string {
	add := func(format string, args ...any) {
		lines = append(lines, strings.Repeat("    ", level)+fmt.Sprintf(format, args...))
	}
	v := g.future.Value()
	if t := taskOf(g.future); t != nil {
		add("* Task(name=%s, id=%#x)", repr(py.StrV(t.Name())), py.Address(v))
	} else {
		add("* Future(id=%#x)", py.Address(v))
	}
	if len(g.stack) > 0 {
		add("  + Call stack:")
	}
	for _, e := range g.stack {
		kind := ""
		switch {
		case e.code.Flags&py.CodeCoroutine != 0:
			kind = "async "
		case e.code.Flags&py.CodeAsyncGenerator != 0:
			kind = "async generator "
		case e.code.Flags&py.CodeGenerator != 0:
			kind = "generator "
		}
		add("  |   File %s, line %d, in %s%s()", repr(py.StrV(fileOf(e.code))), e.line, kind, e.code.QualName())
	}
	if len(g.awaitedBy) > 0 {
		add("  + Awaited by:")
	}
	for _, a := range g.awaitedBy {
		lines = a.write(lines, level+1)
	}
	return lines
}

func captureCallGraph(future, depth, limit py.Value) (py.Value, *py.Exception) {
	g, exc := captureGraph(future, depth, limit)
	if exc != nil || g == nil {
		return py.None, exc
	}
	return g.value(), nil
}

func formatCallGraph(future, depth, limit py.Value) (py.Value, *py.Exception) {
	g, exc := captureGraph(future, depth, limit)
	if exc != nil || g == nil {
		return py.StrV(""), exc
	}
	return py.StrV(strings.Join(g.write(nil, 0), "\n")), nil
}

func printCallGraph(future, file, depth, limit py.Value) (py.Value, *py.Exception) {
	text, exc := formatCallGraph(future, depth, limit)
	if exc != nil {
		return py.None, exc
	}
	var args []py.Value
	var names []*py.Str
	args = append(args, text)
	if !absent(file) {
		args, names = append(args, file), append(names, py.Intern("file"))
	}
	printer, exc := py.LoadBuiltin(py.Intern("print"))
	if exc != nil {
		return py.None, exc
	}
	_, exc = py.CallKw(printer, args, names)
	return py.None, exc
}

// awaitedByEdge is future_add_to_awaited_by and future_discard_from_awaited_by, which do
// nothing for what is no future of asyncio.
func awaitedByEdge(add bool) func(fut, waiter py.Value) (py.Value, *py.Exception) {
	return func(fut, waiter py.Value) (py.Value, *py.Exception) {
		f, w := asFuture(fut), asFuture(waiter)
		if f == nil || w == nil {
			return py.None, nil
		}
		e := f.more()
		e.awaitedBy = slices.DeleteFunc(e.awaitedBy, func(x *Future) bool { return x == w })
		if add {
			e.awaitedBy = append(e.awaitedBy, w)
		}
		return py.None, nil
	}
}

func newFrameEntry(frame py.Value) py.Value {
	e := &frameCallGraphEntry{frame: frame}
	e.SetType(frameCallGraphEntryType)
	return e.Value()
}

func newFutureGraph(future, callStack, awaitedBy py.Value) py.Value {
	g := &futureCallGraph{future: future, callStack: callStack, awaitedBy: awaitedBy}
	g.SetType(futureCallGraphType)
	return g.Value()
}

// frozenFields makes the type of a frozen dataclass with slots: its attributes, repr,
// comparison and hash are those of the tuple of its fields.
func frozenFields(t *py.Type, sig *py.Signature, names []string, make func([]py.Value) py.Value, fields func(py.Value) []py.Value) {
	tuple := func(v py.Value) py.Value { return py.TupleV(fields(v)...) }
	var getSets []py.GetSet
	var match []py.Value
	for i, name := range names {
		match = append(match, py.StrV(name))
		getSets = append(getSets, py.GetSet{Name: name, Get: func(v py.Value) (py.Value, *py.Exception) { return fields(v)[i], nil }})
	}
	t.Define(&py.TypeSpec{
		Module: "asyncio.graph",
		Slots: py.Slots{
			New: func(_ *py.Type, args []py.Value, kwNames []*py.Str) (py.Value, *py.Exception) {
				a, exc := sig.Parse(args, kwNames)
				if exc != nil {
					return py.Value{}, exc
				}
				return make(a), nil
			},
			Repr: func(v py.Value) (py.Value, *py.Exception) {
				var parts []string
				for i, f := range fields(v) {
					parts = append(parts, names[i]+"="+repr(f))
				}
				return py.StrV(t.Name + "(" + strings.Join(parts, ", ") + ")"), nil
			},
			Hash: func(v py.Value) (int64, *py.Exception) { return py.Hash(tuple(v)) },
			Compare: func(op py.CompareOp, a, b py.Value) (py.Value, *py.Exception) {
				if a.Type() != b.Type() || op != py.EQ && op != py.NE {
					return py.NotImplemented, nil
				}
				return py.Compare(op, tuple(a), tuple(b))
			},
		},
		GetSets: getSets,
		Consts:  []py.Const{{Name: "__match_args__", Value: py.TupleV(match...)}},
	})
}

func init() {
	frozenFields(frameCallGraphEntryType, frameEntrySig, []string{"frame"},
		func(a []py.Value) py.Value { return newFrameEntry(a[0]) },
		func(v py.Value) []py.Value { return []py.Value{py.Heap[frameCallGraphEntry](v).frame} })
	frozenFields(futureCallGraphType, futureGraphSig, []string{"future", "call_stack", "awaited_by"},
		func(a []py.Value) py.Value { return newFutureGraph(a[0], a[1], a[2]) },
		func(v py.Value) []py.Value {
			g := py.Heap[futureCallGraph](v)
			return []py.Value{g.future, g.callStack, g.awaitedBy}
		})
}
