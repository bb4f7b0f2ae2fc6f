package asyncio

import (
	"github.com/aio2go/aio2go/runtime/coro"
	"github.com/aio2go/aio2go/runtime/py"
	"github.com/aio2go/aio2go/runtime/stdlib/contextvars"
)

// This file is the first part of asyncio/events.py: Handle and TimerHandle. Policies and
// the functions that find loops are in policy.go.

// ready is an entry of the loop's queue.
type ready interface {
	// execute runs the entry; an exception that it returns ends the loop.
	execute() *py.Exception
	// skip reports whether the entry was cancelled.
	skip() bool
}

// action is what a Handle does.
type action interface {
	run() *py.Exception
	// source describes the callback as _format_callback_source.
	source() string
}

// Handle is a scheduled callback.
type Handle struct {
	py.Header
	do        action            // nil once cancelled
	scope     contextvars.Scope // the context to call it in
	loop      *Loop
	bare      bool // scope is what is in a context that nothing has seen as an object
	cancelled bool
	scheduled bool // a timer that is in the heap
	timer     bool
	running   bool // its callback is being called
	whole     bool // a timer whose time was given as an int
	unseen    bool // it is a callHandle that nothing but the queue refers to
}

// TimerHandle is a callback scheduled for a time.
type TimerHandle struct {
	Handle
	when float64
}

// The types.
var (
	HandleType      = &py.Type{Name: "Handle"}
	TimerHandleType = &py.Type{Name: "TimerHandle"}
)

func (loop *Loop) newHandle(do action, ctx *contextvars.Context) *Handle {
	h := &Handle{do: do, scope: contextvars.ScopeOf(ctx), loop: loop}
	h.SetType(HandleType)
	return h
}

// context returns the handle's context as an object, nil where it has none.
func (h *Handle) context() *contextvars.Context {
	if h.bare {
		h.bare = false
		h.scope = contextvars.ScopeOf(contextvars.NewContext(h.scope.Vars()))
	}
	return h.scope.Context()
}

// setScope sets the context to call h in: ctx or, where that is nil, a copy of the current one.
func (h *Handle) setScope(ctx *contextvars.Context) {
	if h.bare = ctx == nil; h.bare {
		h.scope = contextvars.Snapshot().Scope()
	} else {
		h.scope = contextvars.ScopeOf(ctx)
	}
}

// enterBare enters a context with the values vars that nothing has seen as an object.
// leaveBare leaves it: it is used again unless something has seen it meanwhile, which that
// reports.
func (loop *Loop) enterBare(vars contextvars.Vars) *contextvars.Context {
	c := loop.spareContext
	if c == nil {
		c = contextvars.NewContext(vars)
	} else {
		loop.spareContext = nil
		c.SetVars(vars)
	}
	_ = c.Enter() // which nothing else can have entered
	return c
}

func (loop *Loop) leaveBare(c *contextvars.Context) (seen bool) {
	c.Leave()
	if c.Held() {
		return true
	}
	c.SetVars(contextvars.Vars{})
	loop.spareContext = c
	return false
}

func (h *Handle) skip() bool { return h.cancelled }

// execute is Handle._run.
func (h *Handle) execute() *py.Exception {
	var exc *py.Exception
	do := h.do
	h.running = true
	if h.bare {
		c := h.loop.enterBare(h.scope.Vars())
		exc = do.run()
		if vars := c.Vars(); h.loop.leaveBare(c) {
			h.bare, h.scope = false, contextvars.ScopeOf(c)
		} else {
			h.scope = vars.Scope()
		}
	} else if ctx := h.scope.Context(); ctx != nil {
		if exc = ctx.Enter(); exc == nil {
			exc = do.run()
			ctx.Leave()
		}
	} else {
		exc = do.run()
	}
	h.running = false
	if exc == nil {
		if h.unseen {
			c := py.Heap[callHandle](h.Value())
			*c = callHandle{}
			spareHandles.Put(c)
		}
		return nil
	}
	return h.fail(do, exc)
}

// failed handles the exception of the callback.
func (h *Handle) failed(exc *py.Exception) *py.Exception { return h.fail(h.do, exc) }

func (h *Handle) fail(do action, exc *py.Exception) *py.Exception {
	if stopsLoop(exc) {
		return exc
	}
	exc = exc.At(handleRunCode, 0)
	return h.loop.callExceptionHandler(h.trace().addTo(errorContext("Exception in callback "+h.source(do), exc, "handle", h.Value())))
}

// handleRunCode stands for the traceback entry of Handle._run.
var handleRunCode = &py.Code{Name: "_run", Qualname: "Handle._run"}

// Cancel is Handle.cancel.
func (h *Handle) Cancel() { _ = h.cancel() }

func (h *Handle) cancel() *py.Exception {
	if h.cancelled {
		return nil
	}
	if h.timer && h.loop.isForeign() {
		if _, exc := py.CallMethod1(h.loop.foreign, strTimerCancelled, h.Value()); exc != nil {
			return exc
		}
	}
	if h.timer && h.scheduled {
		h.loop.timerCancelledCount++
		if tracing != nil {
			tracing.timerGone(py.Heap[TimerHandle](h.Value()))
		}
	}
	h.cancelled = true
	if h.loop.debug && h.do != nil {
		var kept action = &goCallback{name: h.source(h.do)} // for the repr
		if t := h.trace(); t != nil {
			kept = &tracedAction{kept, t}
		}
		h.do = kept
		return nil
	}
	if c, ok := h.do.(*callback); ok && !h.running {
		c.clear() // it may be a part of what h is a part of
	}
	h.do = nil
	return nil
}

// whenValue is the time as it was given.
func (t *TimerHandle) whenValue() py.Value {
	if t.whole {
		return py.Int(int64(t.when))
	}
	return py.Float(t.when)
}

func (h *Handle) describe() string {
	info := h.Header.Type().Name
	if h.cancelled {
		info += " cancelled"
	}
	if h.timer {
		info += " when=" + repr(py.Heap[TimerHandle](h.Value()).whenValue())
	}
	if h.do != nil {
		info += " " + h.source(h.do)
	}
	if t := h.trace(); t != nil {
		info += " " + t.describe()
	}
	return "<" + info + ">"
}

// callback calls a Python object.
type callback struct {
	fn   py.Value
	args []py.Value
}

func (c *callback) run() *py.Exception {
	var exc *py.Exception
	switch len(c.args) {
	case 0:
		_, exc = py.Call0(c.fn)
	case 1:
		_, exc = py.Call1(c.fn, c.args[0])
	default:
		_, exc = py.CallN(c.fn, c.args)
	}
	return exc
}

// set makes c the call of fn with args, which are copied: into room where they fit.
func (c *callback) set(fn py.Value, args []py.Value, room []py.Value) {
	c.fn = fn
	if len(args) > 0 {
		c.args = append(room[:0], args...)
	}
}

func (c *callback) clear() {
	clear(c.args)
	*c = callback{}
}

// callHandle is a Handle that calls a Python object, in one piece with the call.
type callHandle struct {
	Handle
	call callback
	room [2]py.Value
}

// shortHandle is the same without arguments.
type shortHandle struct {
	Handle
	call callback
}

// callTimer is the same as callHandle for a TimerHandle.
type callTimer struct {
	TimerHandle
	call callback
	room [2]py.Value
}

// newCall returns a Handle that calls fn, in a copy of the current context where ctx is nil.
func (loop *Loop) newCall(fn py.Value, args []py.Value, ctx *contextvars.Context) *Handle {
	if len(args) == 0 {
		h := &shortHandle{}
		h.call.fn = fn
		h.do, h.loop = &h.call, loop
		h.setScope(ctx)
		h.SetType(HandleType)
		return &h.Handle
	}
	h := &callHandle{}
	h.call.set(fn, args, h.room[:])
	h.do, h.loop = &h.call, loop
	h.setScope(ctx)
	h.SetType(HandleType)
	return &h.Handle
}

// spareHandles are Handles that the program has not seen, to use again.
var spareHandles coro.FreeList[callHandle]

// unseenCall is newCall for a Handle that only the queue is going to refer to.
func (loop *Loop) unseenCall(fn py.Value, args []py.Value) *Handle {
	h := spareHandles.Get()
	h.call.set(fn, args, h.room[:])
	h.do, h.loop, h.unseen = &h.call, loop, true
	h.setScope(nil)
	h.SetType(HandleType)
	return &h.Handle
}

func (c *callback) source() string { return formatCallbackSource(c.fn) }

// goCallback calls a Go function; name is how reprs show it.
type goCallback struct {
	fn   func() *py.Exception
	name string
}

func (c *goCallback) run() *py.Exception { return c.fn() }
func (c *goCallback) source() string     { return c.name }

func selfHandle(v py.Value) *Handle { return py.Heap[Handle](v) }

func init() {
	handleMethods := []py.Method{
		{Name: "cancel", Sig: "($self)", Impl: func(v py.Value) (py.Value, *py.Exception) {
			return none(selfHandle(v).cancel())
		}},
		{Name: "cancelled", Sig: "($self)", Impl: func(v py.Value) (py.Value, *py.Exception) {
			return py.Bool(selfHandle(v).cancelled), nil
		}},
		{Name: "get_context", Sig: "($self)", Impl: func(v py.Value) (py.Value, *py.Exception) {
			if c := selfHandle(v).context(); c != nil {
				return c.Value(), nil
			}
			return py.None, nil
		}},
		{Name: "_run", Sig: "($self)", Impl: func(v py.Value) (py.Value, *py.Exception) {
			return py.None, selfHandle(v).execute()
		}},
	}
	HandleType.Define(&py.TypeSpec{
		Module: "asyncio.events", Flags: py.FlagBaseType, Sealed: []string{"_run"},
		Layout:  py.LayoutOf[Handle](),
		Slots:   py.Slots{New: newHandleObject, Repr: func(v py.Value) (py.Value, *py.Exception) { return py.StrV(selfHandle(v).describe()), nil }},
		Methods: handleMethods,
		GetSets: []py.GetSet{
			{Name: "_cancelled", Get: func(v py.Value) (py.Value, *py.Exception) { return py.Bool(selfHandle(v).cancelled), nil }},
			{Name: "_loop", Get: func(v py.Value) (py.Value, *py.Exception) { return selfHandle(v).loop.object(), nil }},
			{Name: "_callback", Get: func(v py.Value) (py.Value, *py.Exception) {
				if selfHandle(v).cancelled {
					return py.None, nil
				}
				switch c := selfHandle(v).act().(type) {
				case nil:
					return py.None, nil
				case *callback:
					return c.fn, nil
				default:
					return newActionObject(c), nil
				}
			}},
			{Name: "_args", Get: func(v py.Value) (py.Value, *py.Exception) {
				if c, ok := selfHandle(v).act().(*callback); ok {
					return py.TupleV(c.args...), nil
				}
				if selfHandle(v).cancelled {
					return py.None, nil
				}
				return py.TupleV(), nil
			}},
			{Name: "_scheduled", Get: func(v py.Value) (py.Value, *py.Exception) { return py.Bool(selfHandle(v).scheduled), nil }},
			{Name: "_source_traceback", Get: func(v py.Value) (py.Value, *py.Exception) { return selfHandle(v).trace().list(), nil }},
		},
	})
	TimerHandleType.Define(&py.TypeSpec{
		Base: HandleType, Module: "asyncio.events", Flags: py.FlagBaseType,
		Layout: py.LayoutOf[TimerHandle](),
		Slots: py.Slots{
			New:     newTimerObject,
			Compare: compareTimers,
			Hash: func(v py.Value) (int64, *py.Exception) {
				return py.Hash(py.Float(py.Heap[TimerHandle](v).when))
			},
		},
		Methods: []py.Method{{Name: "when", Sig: "($self)", Impl: func(v py.Value) (py.Value, *py.Exception) {
			return py.Heap[TimerHandle](v).whenValue(), nil
		}}},
		GetSets: []py.GetSet{{Name: "_when", Get: func(v py.Value) (py.Value, *py.Exception) {
			return py.Heap[TimerHandle](v).whenValue(), nil
		}}},
	})
}

var (
	handleSig = py.NewSignature("Handle.__init__", "", "(callback, args, loop, context=None)")
	timerSig  = py.NewSignature("TimerHandle.__init__", "", "(when, callback, args, loop, context=None)")
)

func (h *Handle) initObject(fn, args, loop, ctx py.Value) *py.Exception {
	l, exc := loopFor(loop)
	if exc != nil {
		return exc
	}
	list, exc := sequence(args)
	if exc != nil {
		return exc
	}
	c, exc := contextOf(ctx)
	if exc != nil {
		return exc
	}
	h.do, h.loop, h.scope, h.bare = actionOf(fn, list), l, contextvars.ScopeOf(c), false
	if l.debug {
		h.noteTrace()
	}
	return nil
}

func newHandleObject(cls *py.Type, args []py.Value, names []*py.Str) (py.Value, *py.Exception) {
	var a [4]py.Value
	if exc := handleSig.Bind(args, names, a[:]); exc != nil {
		return py.Value{}, exc
	}
	v := cls.Alloc(cls)
	return v, selfHandle(v).initObject(a[0], a[1], a[2], a[3])
}

func newTimerObject(cls *py.Type, args []py.Value, names []*py.Str) (py.Value, *py.Exception) {
	var a [5]py.Value
	if exc := timerSig.Bind(args, names, a[:]); exc != nil {
		return py.Value{}, exc
	}
	when, exc := seconds(a[0])
	if exc != nil {
		return py.Value{}, exc
	}
	v := cls.Alloc(cls)
	t := py.Heap[TimerHandle](v)
	t.timer, t.when, t.whole = true, when, a[0].IsSmallInt()
	return v, t.initObject(a[1], a[2], a[3], a[4])
}

func compareTimers(op py.CompareOp, a, b py.Value) (py.Value, *py.Exception) {
	if !py.IsInstance(b, TimerHandleType) {
		return py.NotImplemented, nil
	}
	x, y := py.Heap[TimerHandle](a), py.Heap[TimerHandle](b)
	equal := a == b || x.when == y.when && x.cancelled == y.cancelled && sameAction(x.act(), y.act())
	switch op {
	case py.LT:
		return py.Bool(x.when < y.when), nil
	case py.LE:
		return py.Bool(x.when < y.when || equal), nil
	case py.GT:
		return py.Bool(x.when > y.when), nil
	case py.GE:
		return py.Bool(x.when > y.when || equal), nil
	case py.EQ:
		return py.Bool(equal), nil
	}
	return py.Bool(!equal), nil
}

func sameAction(a, b action) bool {
	if a == b {
		return true
	}
	x, ok := a.(*callback)
	y, ok2 := b.(*callback)
	if !ok || !ok2 || len(x.args) != len(y.args) {
		return false
	}
	if eq, exc := py.EqBool(x.fn, y.fn); exc != nil || !eq {
		return false
	}
	for i := range x.args {
		if eq, exc := py.EqBool(x.args[i], y.args[i]); exc != nil || !eq {
			return false
		}
	}
	return true
}
