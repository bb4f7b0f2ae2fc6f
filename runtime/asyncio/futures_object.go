package asyncio

import (
	"github.com/aio2go/aio2go/runtime/coro"
	"github.com/aio2go/aio2go/runtime/py"
	"github.com/aio2go/aio2go/runtime/stdlib/contextvars"
)

// This file makes Future a Python type.

// FutureType is asyncio.Future.
var FutureType = &py.Type{Name: "Future"}

// pyDone is an object that is called when a future is done, in a context of its own: a
// pointer to a pyDone is one to the object.
type pyDone struct{ py.Header }

func (c *pyDone) done(fut *Future) *py.Exception {
	_, exc := py.Call1(c.Value(), fut.Value())
	return exc
}

func (c *pyDone) source() string { return formatCallbackSource(c.Value()) }

// contextDone is the same for a context that is an object.
type contextDone struct{ fn py.Value }

func (c *contextDone) done(fut *Future) *py.Exception {
	_, exc := py.Call1(c.fn, fut.Value())
	return exc
}

func (c *contextDone) source() string { return formatCallbackSource(c.fn) }

// showContexts makes the contexts of the callbacks, which are about to be seen.
func (fut *Future) showContexts() {
	show := func(cb *doneCallback) {
		if c, ok := cb.do.(*pyDone); ok {
			*cb = doneCallback{&contextDone{c.Value()}, contextvars.ScopeOf(contextvars.NewContext(cb.scope.Vars()))}
		}
	}
	show(&fut.first)
	if x := fut.extra; x != nil {
		for i := range x.callbacks {
			show(&x.callbacks[i])
		}
	}
}

// callable returns the object that do calls, unbound where it is none of the program's.
func callable(do doneAction) py.Value {
	switch c := do.(type) {
	case *pyDone:
		return c.Value()
	case *contextDone:
		return c.fn
	}
	return py.Value{}
}

// wakeup is the callback of a task as a Python object, for futures that have their own
// add_done_callback.
type wakeup struct {
	py.Header
	task *Task
}

var wakeupType = &py.Type{Name: "TaskWakeupMethWrapper"}

func init() {
	wakeupType.Define(&py.TypeSpec{
		Module: "_asyncio", NoNew: true,
		Slots: py.Slots{Call: func(v py.Value, args []py.Value, _ []*py.Str) (py.Value, *py.Exception) {
			t := py.Heap[wakeup](v).task
			t.flags |= taskWaking
			return none(t.execute())
		}},
	})
}

func selfFuture(v py.Value) *Future { return py.Heap[Future](v) }

var futureSig = py.NewSignature("Future", "", "(*, loop=None)")

// initFuture is Future.__init__.
func initFuture(v py.Value, args []py.Value, names []*py.Str) *py.Exception {
	var a [1]py.Value
	if exc := futureSig.Bind(args, names, a[:]); exc != nil {
		return exc
	}
	loop, exc := loopOrCurrent(a[0])
	if exc != nil {
		return exc
	}
	fut := selfFuture(v)
	fut.loop = loop
	lastSeq++
	fut.seq = lastSeq
	fut.tracePlace(libraryPlace{})
	return nil
}

// addDone is add_done_callback(fn, *, context=None).
func addDone(v py.Value, a []py.Value) (py.Value, *py.Exception) {
	fut := selfFuture(v)
	if fut.loop == nil {
		return py.Value{}, notInitialized()
	}
	if absent(a[1]) && a[0].Type() != wakeupType {
		if c := py.Heap[pyDone](a[0]); c.Value() == a[0] {
			fut.add(doneCallback{c, contextvars.Snapshot().Scope()})
			return py.None, nil
		}
	}
	ctx, exc := contextOf(a[1])
	if exc != nil {
		return py.Value{}, exc
	}
	if a[0].Type() == wakeupType {
		fut.addCallback(py.Heap[wakeup](a[0]).task, ctx)
		return py.None, nil
	}
	fut.addCallback(&contextDone{a[0]}, ctx)
	return py.None, nil
}

// addDoneFew is addDone without a context.
func addDoneFew(v py.Value, a py.Few) (py.Value, *py.Exception) {
	if fut, c := selfFuture(v), py.Heap[pyDone](a.Args[0]); a.N == 1 && fut.loop != nil && c.Header.Type() != wakeupType && c.Value() == a.Args[0] {
		fut.add(doneCallback{c, contextvars.Snapshot().Scope()})
		return py.None, nil
	}
	switch a.N {
	case 2:
		return py.Value{}, typeError("add_done_callback() takes exactly 1 positional argument (2 given)")
	case 3:
		return py.Value{}, typeError("add_done_callback() takes at most 2 arguments (3 given)")
	}
	return addDone(v, []py.Value{a.Args[0], {}})
}

func futureSetException(v, x py.Value) (py.Value, *py.Exception) {
	switch fut := selfFuture(v); {
	case fut.loop == nil:
		return py.Value{}, notInitialized()
	case fut.state != pending:
		return py.Value{}, fut.invalidState()
	}
	if x.Type().Has(py.FlagType) && py.Heap[py.Type](x).IsSubclass(py.BaseExceptionType) {
		var exc *py.Exception
		if x, exc = py.Call0(x); exc != nil {
			return py.Value{}, exc
		}
	}
	if !x.Type().Has(py.FlagException) {
		return py.Value{}, typeError("invalid exception object")
	}
	if x.Type() == py.StopIterationType && !py.VersionAtLeast(12) {
		return py.Value{}, typeError("StopIteration interacts badly with generators and cannot be raised into a Future")
	}
	return none(selfFuture(v).SetException(py.Heap[py.Exception](x)))
}

// futureIter is what Future.__await__ returns.
type futureIter struct {
	py.Header
	fut *Future // nil at the end
}

var futureIterType = &py.Type{Name: "FutureIter"}

func newFutureIter(v py.Value) (py.Value, *py.Exception) {
	it := &futureIter{fut: selfFuture(v)}
	it.SetType(futureIterType)
	return it.Value(), nil
}

func (it *futureIter) next() (py.Value, bool, *py.Exception) {
	fut := it.fut
	if fut == nil {
		return py.Value{}, false, nil
	}
	if fut.state == pending {
		if !fut.blocking {
			fut.blocking = true
			return fut.Value(), true, nil
		}
		return py.Value{}, false, runtimeError("await wasn't used with future")
	}
	it.fut = nil
	v, exc := fut.Result()
	if exc != nil {
		return py.Value{}, false, exc
	}
	if v.IsNone() {
		return py.Value{}, false, nil
	}
	return py.Value{}, false, py.RaiseArgs(py.StopIterationType, v)
}

func init() {
	FutureType.Define(&py.TypeSpec{
		Module: "_asyncio", Flags: py.FlagBaseType,
		Layout: py.LayoutOf[Future](),
		Slots: py.Slots{
			New:  func(cls *py.Type, _ []py.Value, _ []*py.Str) (py.Value, *py.Exception) { return cls.Alloc(cls), nil },
			Init: initFuture,
			Repr: func(v py.Value) (py.Value, *py.Exception) { return py.StrV(selfFuture(v).describe()), nil },
			Hash: func(v py.Value) (int64, *py.Exception) { return int64(selfFuture(v).seq), nil },
			Compare: func(op py.CompareOp, a, b py.Value) (py.Value, *py.Exception) {
				switch {
				case op == py.EQ && a == b:
					return py.True, nil
				case op == py.NE && a == b:
					return py.False, nil
				}
				return py.NotImplemented, nil
			},
			Iter: newFutureIter, Await: newFutureIter, AwaitHook: futureHook,
			GetAttr: futureGetAttr, SetAttr: futureSetAttr,
		},
		ClassMethods: []py.Method{{Name: "__class_getitem__", Impl: generic}},
		Methods: []py.Method{
			{Name: "result", Sig: "($self, /)", Impl: func(v py.Value) (py.Value, *py.Exception) { return selfFuture(v).Result() }},
			{Name: "exception", Sig: "($self, /)", DefiningClass: true, Impl: func(v py.Value) (py.Value, *py.Exception) {
				e, exc := selfFuture(v).Exception()
				if exc != nil || e == nil {
					return py.None, exc
				}
				return e.Value(), nil
			}},
			{Name: "set_result", Sig: "($self, result, /)", DefiningClass: true, Impl: func(v, x py.Value) (py.Value, *py.Exception) {
				if selfFuture(v).loop == nil {
					return py.Value{}, notInitialized()
				}
				return none(selfFuture(v).SetResult(x))
			}},
			{Name: "set_exception", Sig: "($self, exception, /)", DefiningClass: true, Impl: futureSetException},
			{Name: "add_done_callback", Sig: "($self, fn, /, *, context=<unrepresentable>)", Impl: addDone, Few: addDoneFew},
			{Name: "remove_done_callback", Sig: "($self, fn, /)", DefiningClass: true, Impl: func(v, fn py.Value) (py.Value, *py.Exception) {
				if selfFuture(v).loop == nil {
					return py.Value{}, notInitialized()
				}
				n, exc := selfFuture(v).removeCallback(func(do doneAction) (bool, *py.Exception) {
					if c := callable(do); !c.IsUnbound() {
						return py.EqBool(c, fn)
					}
					return false, nil
				})
				return py.Int(int64(n)), exc
			}},
			{Name: "cancel", Sig: "($self, /, msg=None)", Impl: func(v, msg py.Value) (py.Value, *py.Exception) {
				if selfFuture(v).loop == nil {
					return py.Value{}, notInitialized()
				}
				return py.Bool(selfFuture(v).cancelFuture(msg)), nil
			}},
			{Name: "cancelled", Sig: "($self, /)", Impl: func(v py.Value) (py.Value, *py.Exception) { return py.Bool(selfFuture(v).Cancelled()), nil }},
			{Name: "done", Sig: "($self, /)", Impl: func(v py.Value) (py.Value, *py.Exception) { return py.Bool(selfFuture(v).Done()), nil }},
			{Name: "get_loop", Sig: "($self, /)", DefiningClass: true, Impl: func(v py.Value) (py.Value, *py.Exception) {
				if l := selfFuture(v).loop; l != nil {
					return l.Value(), nil
				}
				return py.Value{}, notInitialized()
			}},
			{Name: "_make_cancelled_error", Sig: "($self, /)", Impl: func(v py.Value) (py.Value, *py.Exception) {
				return selfFuture(v).cancelledError().Value(), nil
			}},
		},
		GetSets: futureAttrs(),
	})
	same := func(v py.Value) (py.Value, *py.Exception) { return v, nil }
	futureIterType.Define(&py.TypeSpec{
		Module: "_asyncio", NoNew: true,
		Slots: py.Slots{Iter: same, Next: func(v py.Value) (py.Value, bool, *py.Exception) { return py.Heap[futureIter](v).next() }},
		Methods: []py.Method{
			{Name: "send", Sig: "($self, arg, /)", Impl: func(v, _ py.Value) (py.Value, *py.Exception) {
				x, ok, exc := py.Heap[futureIter](v).next()
				if exc == nil && !ok {
					exc = py.RaiseArgs(py.StopIterationType)
				}
				return x, exc
			}},
			{Name: "throw", Impl: func(v py.Value, args []py.Value) (py.Value, *py.Exception) {
				exc, e := coro.AsThrown(args)
				if e != nil {
					return py.Value{}, e
				}
				py.Heap[futureIter](v).fut = nil
				return py.Value{}, exc
			}},
			{Name: "close", Sig: "($self, /)", Impl: func(v py.Value) (py.Value, *py.Exception) {
				py.Heap[futureIter](v).fut = nil
				return py.None, nil
			}},
		},
	})
}

// undeletable makes a setter for an attribute that cannot be deleted.
func undeletable(set func(v, x py.Value) *py.Exception) func(v, x py.Value) *py.Exception {
	return func(v, x py.Value) *py.Exception {
		if x.IsUnbound() {
			return py.Raisef(py.AttributeErrorType, "cannot delete attribute")
		}
		return set(v, x)
	}
}

// futureAttrs are the private attributes that programs and libraries look at.
func futureAttrs() []py.GetSet {
	get := func(name string, f func(fut *Future) py.Value) py.GetSet {
		return py.GetSet{Name: name, Get: func(v py.Value) (py.Value, *py.Exception) { return f(selfFuture(v)), nil }}
	}
	blocking := get("_asyncio_future_blocking", func(fut *Future) py.Value { return py.Bool(fut.blocking) })
	blocking.Set = undeletable(func(v, x py.Value) *py.Exception {
		b, exc := py.Truth(x)
		selfFuture(v).blocking = b
		return exc
	})
	log := get("_log_traceback", func(fut *Future) py.Value { return py.Bool(fut.logTB) })
	log.Set = undeletable(func(v, x py.Value) *py.Exception {
		b, exc := py.Truth(x)
		if exc != nil {
			return exc
		}
		if b {
			return py.Raisef(py.ValueErrorType, "_log_traceback can only be set to False")
		}
		selfFuture(v).logTB = false
		return nil
	})
	message := get("_cancel_message", func(fut *Future) py.Value { return fut.cancelMessage() })
	message.Set = undeletable(func(v, x py.Value) *py.Exception {
		selfFuture(v).more().cancelMsg = x
		return nil
	})
	return []py.GetSet{
		message,
		blocking, log,
		get("_state", func(fut *Future) py.Value { return py.StrV(stateNames[fut.state]) }),
		get("_loop", func(fut *Future) py.Value {
			if fut.loop == nil {
				return py.None
			}
			return fut.loop.Value()
		}),
		get("_result", func(fut *Future) py.Value {
			if fut.result.IsUnbound() {
				return py.None
			}
			return fut.result
		}),
		get("_exception", func(fut *Future) py.Value {
			if fut.exc == nil {
				return py.None
			}
			return fut.exc.Value()
		}),
		get("_source_traceback", func(fut *Future) py.Value { return fut.trace().list() }),
		get("_callbacks", func(fut *Future) py.Value {
			fut.showContexts()
			cbs := fut.callbacks()
			if len(cbs) == 0 {
				return py.None
			}
			items := make([]py.Value, len(cbs))
			for i, cb := range cbs {
				fn := py.StrV(cb.do.source())
				switch c := cb.do.(type) {
				case *contextDone:
					fn = c.fn
				case *stopWhenDone:
					fn = stopsLoopWhenDone
				}
				ctx := py.None
				if t, ok := cb.do.(*Task); ok {
					ctx = t.context().Value()
				} else if c := cb.scope.Context(); c != nil {
					ctx = c.Value()
				}
				items[i] = py.TupleV(fn, ctx)
			}
			return py.ListV(items...)
		}),
	}
}

func init() {
	for _, t := range futureTypes {
		t.MethodsFirst(true)
	}
}

// futureTypes are the classes that futureSetAttr is for. Their methods are looked up without asking
// it, until a program sets one on an object.
var futureTypes = []*py.Type{FutureType, TaskType, gatheringType}

// futureGetAttr adds the attributes that were set on a Future whose class has no
// __dict__ of its own here, though it has one in CPython.
func futureGetAttr(v py.Value, name *py.Str) (py.Value, *py.Exception) {
	if fut := selfFuture(v); fut.extra != nil && fut.extra.attrs != nil {
		if x, ok := fut.extra.attrs.GetStr(name); ok {
			return x, nil
		}
	}
	return py.GenericGetAttr(v, name)
}

func futureSetAttr(v py.Value, name *py.Str, x py.Value) *py.Exception {
	exc := py.GenericSetAttr(v, name, x)
	if exc == nil || v.Type().Has(py.FlagHeap) || !exc.Type().IsSubclass(py.AttributeErrorType) {
		return exc
	}
	if d := v.Type().Lookup(name); !d.IsUnbound() {
		if d.Type().DescrSet != nil {
			return exc // read-only, or not deletable
		}
		for _, t := range futureTypes {
			t.MethodsFirst(false)
		}
	}
	fut := selfFuture(v)
	if x.IsUnbound() {
		if fut.extra != nil && fut.extra.attrs != nil && fut.extra.attrs.DeleteStr(name) {
			return nil
		}
		return py.NoAttribute(v, name)
	}
	e := fut.more()
	if e.attrs == nil {
		e.attrs = py.NewDict()
	}
	e.attrs.SetStr(name, x)
	return nil
}

func generic(v, item py.Value) (py.Value, *py.Exception) { return py.NewGenericAlias(v, item), nil }

// contextOf returns the context that an argument context= means.
func contextOf(v py.Value) (*contextvars.Context, *py.Exception) {
	if v.IsUnbound() || v.IsNone() {
		return contextvars.Copy(), nil
	}
	if v.Type() != contextvars.ContextType {
		return nil, typeError("a Context was expected, got %s", repr(v))
	}
	return py.Heap[contextvars.Context](v), nil
}
