package asyncio

import (
	"slices"

	"github.com/aio2go/aio2go/runtime/py"
	"github.com/aio2go/aio2go/runtime/stdlib/contextvars"
)

// This file makes the loop a Python type.

// The types: LoopType is what CPython's SelectorEventLoop and EventLoop are on Unix.
var (
	AbstractLoopType = &py.Type{Name: "AbstractEventLoop"}
	BaseLoopType     = &py.Type{Name: "BaseEventLoop"}
	LoopType         = &py.Type{Name: "_UnixSelectorEventLoop"}
)

func selfLoop(v py.Value) *Loop { return py.Heap[Loop](v) }

func (loop *Loop) describe() string {
	name := map[bool]string{false: "False", true: "True"}
	return "<" + loop.Header.Type().Name + " running=" + name[loop.running != nil] + " closed=" + name[loop.closed] +
		" debug=" + name[loop.debug] + ">"
}

// callArgs splits the arguments of call_soon and the like: the positional ones and the
// value of context=.
func callArgs(method string, fixed int, args []py.Value, names []*py.Str) ([]py.Value, *contextvars.Context, *py.Exception) {
	var ctx *contextvars.Context
	n := len(args) - len(names)
	for i, name := range names {
		if name.String() != "context" {
			return nil, nil, typeError("BaseEventLoop.%s() got an unexpected keyword argument '%s'", method, name.String())
		}
		var exc *py.Exception
		if ctx, exc = contextOf(args[n+i]); exc != nil {
			return nil, nil, exc
		}
	}
	params := []string{"'delay'", "'callback'"}
	if method == "call_at" {
		params[0] = "'when'"
	}
	params = params[2-fixed:]
	if n < fixed {
		missing := params[n:]
		if len(missing) == 2 {
			return nil, nil, typeError("BaseEventLoop.%s() missing 2 required positional arguments: %s and %s", method, missing[0], missing[1])
		}
		return nil, nil, typeError("BaseEventLoop.%s() missing 1 required positional argument: %s", method, missing[0])
	}
	return args[:n], ctx, nil
}

// contextOrCopy returns ctx or, where it is nil, a copy of the current context.
func contextOrCopy(ctx *contextvars.Context) *contextvars.Context {
	if ctx == nil {
		return contextvars.Copy()
	}
	return ctx
}

// checkCallback is _check_callback, in debug mode.
func (loop *Loop) checkCallback(fn py.Value, method string) *py.Exception {
	if !loop.debug {
		return nil
	}
	if isCoroutineObject(fn) || isCoroutineFunction(fn) {
		return typeError("coroutines cannot be used with %s()", method)
	}
	if fn.Type().Call == nil {
		return typeError("a callable object was expected by %s(), got %s", method, repr(fn))
	}
	if method != "call_soon_threadsafe" && loop.running != nil && loop.running != py.Current {
		return runtimeError("Non-thread-safe operation invoked on an event loop other than the current one")
	}
	return nil
}

func loopCallSoon(v py.Value, args []py.Value, names []*py.Str) (py.Value, *py.Exception) {
	a, ctx, exc := callArgs("call_soon", 1, args, names)
	if exc != nil {
		return py.Value{}, exc
	}
	return soon(selfLoop(v), a, ctx)
}

// soon is loop.call_soon(*a, context=ctx); a is not kept.
func soon(loop *Loop, a []py.Value, ctx *contextvars.Context) (py.Value, *py.Exception) {
	if loop.closed {
		return py.Value{}, loop.checkClosed()
	}
	if exc := loop.checkCallback(a[0], "call_soon"); exc != nil {
		return py.Value{}, exc
	}
	if a[0].Type() == actionType && len(a) == 1 {
		return loop.pushCall(py.Heap[actionObject](a[0]).do, contextOrCopy(ctx)).Value(), nil
	}
	h := loop.newCall(a[0], a[1:], ctx)
	if loop.debug {
		h.noteTrace()
	}
	loop.ready.push(h)
	return h.Value(), nil
}

// soonDropped is soon where nothing takes the Handle.
func soonDropped(loop *Loop, a []py.Value) (py.Value, *py.Exception) {
	if loop.closed || loop.debug || tracing != nil || a[0].Type() == actionType {
		return soon(loop, a, nil)
	}
	if exc := loop.checkCallback(a[0], "call_soon"); exc != nil {
		return py.Value{}, exc
	}
	loop.ready.push(loop.unseenCall(a[0], a[1:]))
	return py.Value{}, nil
}

func loopCallSoonThreadsafe(v py.Value, args []py.Value, names []*py.Str) (py.Value, *py.Exception) {
	loop := selfLoop(v)
	a, ctx, exc := callArgs("call_soon_threadsafe", 1, args, names)
	if exc != nil {
		return py.Value{}, exc
	}
	if exc := loop.checkClosed(); exc != nil {
		return py.Value{}, exc
	}
	if exc := loop.checkCallback(a[0], "call_soon_threadsafe"); exc != nil {
		return py.Value{}, exc
	}
	h := loop.newCall(a[0], a[1:], ctx)
	if loop.debug {
		h.noteTrace()
	}
	loop.pushFrom(h)
	if fn, ok := loop.override(strWriteToSelf); ok {
		if _, exc := py.Call0(fn); exc != nil {
			return py.Value{}, exc
		}
	}
	return h.Value(), nil
}

func loopCallAt(method string) func(v py.Value, args []py.Value, names []*py.Str) (py.Value, *py.Exception) {
	later := method == "call_later"
	return func(v py.Value, args []py.Value, names []*py.Str) (py.Value, *py.Exception) {
		loop := selfLoop(v)
		a, ctx, exc := callArgs(method, 2, args, names)
		if exc != nil {
			return py.Value{}, exc
		}
		if a[0].IsNone() {
			if !later {
				return py.Value{}, typeError("when cannot be None")
			}
			return py.Value{}, typeError("delay must not be None")
		}
		when, exc := seconds(a[0])
		if exc != nil {
			return py.Value{}, exc
		}
		if later {
			when += loop.Time()
		}
		if exc := loop.checkClosed(); exc != nil {
			return py.Value{}, exc
		}
		if exc := loop.checkCallback(a[1], "call_at"); exc != nil {
			return py.Value{}, exc
		}
		if later {
			if fn, ok := loop.override(strCallAt); ok {
				return loop.schedule(fn, py.Float(when), actionOf(a[1], a[2:]), contextOrCopy(ctx)), nil
			}
		}
		if a[1].Type() == actionType && len(a) == 2 {
			return loop.pushTimer(when, py.Heap[actionObject](a[1]).do, contextOrCopy(ctx)).Value(), nil
		}
		t := &callTimer{}
		t.when, t.whole = when, !later && a[0].IsSmallInt()
		t.call.set(a[1], a[2:], t.room[:])
		loop.initTimer(&t.TimerHandle, &t.call, ctx)
		t.setScope(ctx)
		if loop.debug {
			t.noteTrace()
		}
		return t.Value(), nil
	}
}

func loopCreateTask(v, c, name, context py.Value) (py.Value, *py.Exception) {
	var ctx *contextvars.Context
	if !absent(context) {
		var exc *py.Exception
		if ctx, exc = contextOf(context); exc != nil {
			return py.Value{}, exc
		}
	}
	return selfLoop(v).CreateTask(c, name, ctx)
}

// callableOrNone checks the argument of set_task_factory and set_exception_handler.
func callableOrNone(v py.Value, format string) *py.Exception {
	if !v.IsNone() && v.Type().Call == nil {
		return typeError(format, repr(v))
	}
	return nil
}

func init() {
	get := func(name string, f func(loop *Loop) py.Value) py.Method {
		return py.Method{Name: name, Sig: "($self)", Impl: func(v py.Value) (py.Value, *py.Exception) { return f(selfLoop(v)), nil }}
	}
	BaseLoopType.Define(&py.TypeSpec{
		Base: AbstractLoopType, Module: "asyncio.base_events", Flags: py.FlagBaseType,
		Layout: py.LayoutWithAttrs[Loop](attrsOffset),
		Slots: py.Slots{
			New: func(cls *py.Type, args []py.Value, names []*py.Str) (py.Value, *py.Exception) {
				if exc := cls.WrongArgs(args, names); exc != nil {
					return py.Value{}, exc
				}
				loop := NewLoop()
				loop.SetType(cls)
				return loop.Value(), nil
			},
			Init: func(py.Value, []py.Value, []*py.Str) *py.Exception { return nil },
			Repr: func(v py.Value) (py.Value, *py.Exception) { return py.StrV(selfLoop(v).describe()), nil },
		},
		Methods: append([]py.Method{
			{Name: "call_soon", Impl: loopCallSoon, Few: func(v py.Value, a py.Few) (py.Value, *py.Exception) { return soon(selfLoop(v), a.Args[:a.N], nil) },
				Dropped: func(v py.Value, a py.Few) (py.Value, *py.Exception) { return soonDropped(selfLoop(v), a.Args[:a.N]) }},
			{Name: "call_soon_threadsafe", Impl: loopCallSoonThreadsafe},
			{Name: "call_later", Impl: loopCallAt("call_later")},
			{Name: "call_at", Impl: loopCallAt("call_at")},
			{Name: "create_task", Sig: "($self, coro, *, name=None, context=None)", Impl: loopCreateTask},
			{Name: "run_forever", Sig: "($self)", Impl: func(v py.Value) (py.Value, *py.Exception) { return none(selfLoop(v).RunForever()) }},
			{Name: "run_until_complete", Sig: "($self, future)", Impl: func(v, f py.Value) (py.Value, *py.Exception) {
				return selfLoop(v).RunUntilComplete(f)
			}},
			{Name: "stop", Sig: "($self)", Impl: func(v py.Value) (py.Value, *py.Exception) {
				selfLoop(v).stopping = true
				return py.None, nil
			}},
			{Name: "close", Sig: "($self)", Impl: func(v py.Value) (py.Value, *py.Exception) { return none(selfLoop(v).Close()) }},
			{Name: "set_debug", Sig: "($self, enabled)", Impl: func(v, x py.Value) (py.Value, *py.Exception) {
				b, exc := py.Truth(x)
				loop := selfLoop(v)
				loop.debug = b
				if exc == nil && loop.running != nil {
					loop.pushFrom(loop.newHandle(&goCallback{fn: func() *py.Exception {
						loop.trackOrigins(b)
						return nil
					}, name: "BaseEventLoop._set_coroutine_origin_tracking()"}, contextvars.Copy()))
				}
				return py.None, exc
			}},
			{Name: "set_task_factory", Sig: "($self, factory)", Impl: func(v, f py.Value) (py.Value, *py.Exception) {
				if !f.IsNone() && f.Type().Call == nil {
					return py.Value{}, typeError("task factory must be a callable or None")
				}
				selfLoop(v).taskFactory = f
				return py.None, nil
			}},
			{Name: "set_exception_handler", Sig: "($self, handler)", Impl: func(v, h py.Value) (py.Value, *py.Exception) {
				if exc := callableOrNone(h, "A callable object or None is expected, got %s"); exc != nil {
					return py.Value{}, exc
				}
				selfLoop(v).exceptionHandler = h
				return py.None, nil
			}},
			{Name: "default_exception_handler", Sig: "($self, context)", Impl: func(v, c py.Value) (py.Value, *py.Exception) {
				d, exc := asDict(c)
				if exc != nil {
					return py.Value{}, exc
				}
				return none(selfLoop(v).defaultExceptionHandler(d))
			}},
			{Name: "call_exception_handler", Sig: "($self, context)", Impl: func(v, c py.Value) (py.Value, *py.Exception) {
				d, exc := asDict(c)
				if exc != nil {
					return py.Value{}, exc
				}
				return none(selfLoop(v).handleException(d))
			}},
			{Name: "shutdown_asyncgens", Sig: "($self)", Impl: func(v py.Value) (py.Value, *py.Exception) { return selfLoop(v).shutdownAsyncgens(), nil }},
			{Name: "shutdown_default_executor", Sig: "($self, timeout=None)", Impl: func(v, t py.Value) (py.Value, *py.Exception) {
				return selfLoop(v).shutdownDefaultExecutor(orNone(t)), nil
			}},
			{Name: "run_in_executor", Impl: func(v py.Value, args []py.Value) (py.Value, *py.Exception) {
				if len(args) < 2 {
					return py.Value{}, typeError("BaseEventLoop.run_in_executor() missing required positional arguments")
				}
				if exc := selfLoop(v).checkCallback(args[1], "run_in_executor"); exc != nil {
					return py.Value{}, exc
				}
				return selfLoop(v).runInExecutor(args[0], args[1], append([]py.Value(nil), args[2:]...))
			}},
			{Name: "set_default_executor", Sig: "($self, executor)", Impl: func(v, x py.Value) (py.Value, *py.Exception) {
				if py.VersionAtLeast(11) && !isThreadPool(x) {
					return py.Value{}, typeError("executor must be ThreadPoolExecutor instance")
				}
				selfLoop(v).defaultExecutor = x
				return py.None, nil
			}},
			get("is_running", func(loop *Loop) py.Value { return py.Bool(loop.running != nil) }),
			get("is_closed", func(loop *Loop) py.Value { return py.Bool(loop.closed) }),
			get("time", func(*Loop) py.Value { return py.Float(float64(py.TheClock.Monotonic()) / 1e9) }),
			get("create_future", func(loop *Loop) py.Value { return loop.CreateFuture().Value() }),
			get("get_debug", func(loop *Loop) py.Value { return py.Bool(loop.debug) }),
			get("get_task_factory", func(loop *Loop) py.Value { return loop.taskFactory }),
			get("get_exception_handler", func(loop *Loop) py.Value { return loop.exceptionHandler }),
		}, slices.Concat(ioMethods(), connectionMethods(), sockMethods(), privateMethods(), []py.Method{subprocessMethod(false), subprocessMethod(true)})...),
		GetSets: append(privateAttrs(), py.GetSet{Name: "slow_callback_duration",
			Get: func(v py.Value) (py.Value, *py.Exception) { return py.Float(selfLoop(v).slowCallback), nil },
			Set: undeletable(func(v, x py.Value) *py.Exception {
				s, exc := seconds(x)
				selfLoop(v).slowCallback = s
				return exc
			})}),
		Consts: []py.Const{{Name: "_clock_resolution", Value: py.Float(clockResolution)}, {Name: "_internal_fds", Value: py.Int(0)}},
	})
	LoopType.Define(&py.TypeSpec{
		Base: BaseLoopType, Module: "asyncio.unix_events", Flags: py.FlagBaseType,
		Layout: py.LayoutWithAttrs[Loop](attrsOffset),
	})
}

func asDict(v py.Value) (*py.Dict, *py.Exception) {
	if !v.Type().Has(py.FlagDict) {
		return nil, typeError("a dict was expected, got %s", repr(v))
	}
	return py.Heap[py.Dict](v), nil
}
