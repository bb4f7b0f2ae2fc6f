package asyncio

import (
	"math"

	"github.com/aio2go/aio2go/runtime/py"
	"github.com/aio2go/aio2go/runtime/stdlib/contextvars"
)

// This file lets subclasses and instances of the loop replace its methods, those that
// begin with an underscore included, as loops for tests do: with a time and a selector of
// their own. What this package schedules itself then takes the way through them.

var (
	strTime          = py.Intern("time")
	strCallAt        = py.Intern("call_at")
	strCallSoon      = py.Intern("call_soon")
	strRunOnce       = py.Intern("_run_once")
	strSelector      = py.Intern("_selector")
	strSelect        = py.Intern("select")
	strProcessEvents = py.Intern("_process_events")
	strWriteToSelf   = py.Intern("_write_to_self")
	strResolution    = py.Intern("_clock_resolution")
)

// override returns the attribute name of the loop where it is not the method of this
// package.
func (loop *Loop) override(name *py.Str) (py.Value, bool) {
	if loop.plain() {
		return py.Value{}, false
	}
	return loop.replaced(name)
}

// plain reports whether the loop has only what this package gives it.
func (loop *Loop) plain() bool {
	return loop.Header.Type() == LoopType && LoopType.Flags&py.FlagPatched == 0 && loop.Attrs.Empty()
}

func (loop *Loop) replaced(name *py.Str) (py.Value, bool) {
	t := loop.Header.Type()
	if v, ok := loop.Attrs.Get(name); ok {
		return v, true
	}
	if exact(loop.Value(), LoopType) || py.IsMadeInGo(t.Lookup(name)) {
		return py.Value{}, false
	}
	v, exc := py.GetAttr(loop.Value(), name)
	if exc != nil {
		loop.fail(exc)
		return py.Value{}, false
	}
	return v, true
}

// fail keeps an exception that a replaced method raised where nobody can take it. The
// next iteration of the loop raises it.
func (loop *Loop) fail(exc *py.Exception) {
	if loop.failure == nil {
		loop.failure = exc
	}
}

// overriddenTime is loop.time() where that is replaced.
func (loop *Loop) overriddenTime(fn py.Value) float64 {
	v, exc := py.Call0(fn)
	if exc == nil {
		var s float64
		if s, exc = seconds(v); exc == nil {
			return s
		}
	}
	loop.fail(exc)
	return 0
}

// actionObject is an action of this package as something that call_at and call_soon take
// as a callback.
type actionObject struct {
	py.Header
	do action
}

var actionType = &py.Type{Name: "action"}

func newActionObject(do action) py.Value {
	if c, ok := do.(*callback); ok && len(c.args) == 0 {
		return c.fn
	}
	o := &actionObject{do: do}
	o.SetType(actionType)
	return o.Value()
}

// actionOf makes an action of a callback and its arguments.
func actionOf(fn py.Value, args []py.Value) action {
	if len(args) == 0 && fn.Type() == actionType {
		return py.Heap[actionObject](fn).do
	}
	return &callback{fn, args}
}

// schedule calls a replaced call_at or call_soon, with when where it is given. What
// comes back can be cancelled only where it is a handle of this package.
func (loop *Loop) schedule(fn, when py.Value, do action, ctx *contextvars.Context) py.Value {
	args := make([]py.Value, 0, 3)
	if !when.IsUnbound() {
		args = append(args, when)
	}
	args = append(args, newActionObject(do))
	var names []*py.Str
	if ctx != nil {
		args, names = append(args, ctx.Value()), []*py.Str{strContext}
	}
	v, exc := py.CallKw(fn, args, names)
	if exc != nil {
		loop.fail(exc)
		return py.None
	}
	return v
}

// overriddenCallAt is loop.call_at(when, do) where that is replaced.
func (loop *Loop) overriddenCallAt(fn py.Value, when float64, do action, ctx *contextvars.Context) *TimerHandle {
	v := loop.schedule(fn, py.Float(when), do, ctx)
	if py.IsInstance(v, TimerHandleType) {
		return py.Heap[TimerHandle](v)
	}
	t := &TimerHandle{when: when}
	t.SetType(TimerHandleType)
	t.do, t.scope, t.loop, t.timer = do, contextvars.ScopeOf(ctx), loop, true
	return t
}

// overriddenCallSoon is loop.call_soon(do) where that is replaced.
func (loop *Loop) overriddenCallSoon(fn py.Value, do action, ctx *contextvars.Context) *Handle {
	v := loop.schedule(fn, py.Value{}, do, ctx)
	if py.IsInstance(v, HandleType) {
		return py.Heap[Handle](v)
	}
	return loop.newHandle(do, ctx)
}

// resolution is _clock_resolution.
func (loop *Loop) resolution() float64 {
	if v, ok := loop.override(strResolution); ok {
		s, exc := seconds(v)
		if exc != nil {
			loop.fail(exc)
		}
		return s
	}
	return clockResolution
}

// selectBy polls with the selector that Python code set as _selector. What this package
// watches itself is one descriptor more that the selector is given to watch.
func (loop *Loop) selectBy(selector py.Value, timeout float64) *py.Exception {
	p, exc := loop.watching()
	if exc != nil {
		return exc
	}
	own := p.backend.descriptor()
	if own >= 0 && loop.registeredWith != selector {
		loop.registeredWith = selector
		// What refuses it, as selectors for tests may, does without.
		_, _ = py.CallMethod2(selector, strRegister, py.Int(int64(own)), py.Int(eventRead))
	}
	wait := py.None
	virtual := py.TheClock.Virtual() && timeout > 0
	switch {
	case virtual:
		wait = py.Float(float64(virtualGrace) / 1e3)
	case timeout >= 0:
		wait = py.Float(timeout)
	}
	events, exc := py.CallMethod1(selector, strSelect, wait)
	if exc != nil {
		return exc
	}
	events, ready, exc := withoutKey(events, own)
	if exc != nil {
		return exc
	}
	if virtual && !ready {
		if some, exc := py.Truth(events); exc != nil {
			return exc
		} else if !some {
			py.TheClock.Sleep(int64(math.Ceil(timeout*1e3))*1e6, nil)
		}
	}
	if _, exc := py.CallMethod1(loop.Value(), strProcessEvents, events); exc != nil || !ready {
		return exc
	}
	return loop.pollDescriptors(0)
}

// eventRead is selectors.EVENT_READ.
const eventRead = 1

var (
	strRegister = py.Intern("register")
	strFileobj  = py.Intern("fileobj")
)

// withoutKey takes the event for a descriptor out of the list that a selector returned.
func withoutKey(events py.Value, fd int) (rest py.Value, found bool, exc *py.Exception) {
	if events.Type() != py.ListType || fd < 0 {
		return events, false, nil
	}
	items := py.Heap[py.List](events).Items
	for i, item := range items {
		key, _, exc := py.Unpack2(item)
		if exc != nil {
			return events, false, exc
		}
		obj, exc := py.GetAttr(key, strFileobj)
		if exc != nil {
			continue // it is not of the selectors of the library
		}
		if obj == py.Int(int64(fd)) {
			return py.ListV(append(append([]py.Value(nil), items[:i]...), items[i+1:]...)...), true, nil
		}
	}
	return events, false, nil
}

// iterate runs one iteration of the loop.
func (loop *Loop) iterate() *py.Exception {
	if !loop.plain() {
		if fn, ok := loop.override(strRunOnce); ok {
			_, exc := py.Call0(fn)
			return exc
		}
	}
	return loop.runOnce()
}

// privateMethods are the methods whose names begin with an underscore.
func privateMethods() []py.Method {
	simple := func(name string, f func(loop *Loop) *py.Exception) py.Method {
		return py.Method{Name: name, Sig: "($self)", Impl: func(v py.Value) (py.Value, *py.Exception) { return none(f(selfLoop(v))) }}
	}
	return []py.Method{
		simple("_run_once", (*Loop).runOnce),
		simple("_check_closed", (*Loop).checkClosed),
		simple("_check_running", (*Loop).checkRunning),
		simple("_write_to_self", func(loop *Loop) *py.Exception {
			loop.wakeUp()
			return nil
		}),
		{Name: "_process_events", Sig: "($self, event_list)", Impl: func(_, _ py.Value) (py.Value, *py.Exception) { return py.None, nil }},
		{Name: "_add_callback", Sig: "($self, handle)", Impl: func(v, h py.Value) (py.Value, *py.Exception) {
			if !py.IsInstance(h, HandleType) {
				return py.Value{}, typeError("a Handle was expected, got %s", repr(h))
			}
			if handle := selfHandle(h); !handle.cancelled {
				selfLoop(v).ready.push(handle)
			}
			return py.None, nil
		}},
		{Name: "_timer_handle_cancelled", Sig: "($self, handle)", Impl: func(v, h py.Value) (py.Value, *py.Exception) {
			if py.IsInstance(h, HandleType) && selfHandle(h).scheduled {
				selfLoop(v).timerCancelledCount++
			}
			return py.None, nil
		}},
		{Name: "_ensure_resolved", Impl: func(v py.Value, args []py.Value, names []*py.Str) (py.Value, *py.Exception) {
			return selfLoop(v).ensureResolvedMethod(args, names)
		}},
		{Name: "_check_callback", Sig: "($self, callback, method)", Impl: func(v, fn, method py.Value) (py.Value, *py.Exception) {
			loop := selfLoop(v)
			was := loop.debug
			loop.debug = true
			exc := loop.checkCallback(fn, strOf(method))
			loop.debug = was
			return none(exc)
		}},
	}
}

func strOf(v py.Value) string {
	if s, ok := py.AsStr(v); ok {
		return s.String()
	}
	return repr(v)
}

// privateAttrs are the attributes whose names begin with an underscore. What they show of
// the queues is a copy.
func privateAttrs() []py.GetSet {
	get := func(name string, f func(loop *Loop) py.Value) py.GetSet {
		return py.GetSet{Name: name, Get: func(v py.Value) (py.Value, *py.Exception) { return f(selfLoop(v)), nil }}
	}
	orNone := func(v py.Value) py.Value {
		if v.IsUnbound() {
			return py.None
		}
		return v
	}
	executor := get("_default_executor", func(loop *Loop) py.Value {
		if loop.executor != nil && loop.defaultExecutor.IsUnbound() {
			return newExecutorObject()
		}
		return orNone(loop.defaultExecutor)
	})
	executor.Set = undeletable(func(v, x py.Value) *py.Exception {
		selfLoop(v).defaultExecutor = x
		if x.IsNone() {
			selfLoop(v).defaultExecutor, selfLoop(v).executor = py.Value{}, nil
		}
		return nil
	})
	return []py.GetSet{
		executor,
		get("_ready", func(loop *Loop) py.Value {
			var items []py.Value
			for _, r := range loop.ready.all() {
				items = append(items, readyValue(loop, r))
			}
			return py.ListV(items...)
		}),
		get("_scheduled", func(loop *Loop) py.Value {
			items := make([]py.Value, len(loop.scheduled))
			for i, t := range loop.scheduled {
				items[i] = t.handle().Value()
			}
			return py.ListV(items...)
		}),
		get("_timer_cancelled_count", func(loop *Loop) py.Value { return py.Int(int64(loop.timerCancelledCount)) }),
		get("_closed", func(loop *Loop) py.Value { return py.Bool(loop.closed) }),
		get("_stopping", func(loop *Loop) py.Value { return py.Bool(loop.stopping) }),
		get("_debug", func(loop *Loop) py.Value { return py.Bool(loop.debug) }),
		get("_exception_handler", func(loop *Loop) py.Value { return orNone(loop.exceptionHandler) }),
		get("_task_factory", func(loop *Loop) py.Value { return orNone(loop.taskFactory) }),
		get("_thread_id", func(loop *Loop) py.Value {
			if loop.running == nil {
				return py.None
			}
			return py.Int(loop.running.ID)
		}),
	}
}

// readyValue is the handle that an entry of the queue would be in CPython.
func readyValue(loop *Loop, r ready) py.Value {
	switch r := r.(type) {
	case *Handle:
		r.unseen = false
		return r.Value()
	case *nap:
		return timerEntry{r.when, &r.Header}.handle().Value()
	case *Task:
		return loop.newHandle(&goCallback{fn: func() *py.Exception { return nil }, name: r.source()}, r.context()).Value()
	}
	return py.None
}

// executorObject stands for the executor that the loop makes for itself, whose threads
// end with the loop.
type executorObject struct{ py.Header }

var executorObjectType = &py.Type{Name: "ThreadPoolExecutor"}

func newExecutorObject() py.Value {
	o := &executorObject{}
	o.SetType(executorObjectType)
	return o.Value()
}

func init() {
	executorObjectType.Define(&py.TypeSpec{
		Module: "concurrent.futures.thread", NoNew: true,
		Methods: []py.Method{{Name: "shutdown", Sig: "($self, wait=True, *, cancel_futures=False)", Impl: func(_, _, _ py.Value) (py.Value, *py.Exception) {
			return py.None, nil
		}}},
	})
	actionType.Define(&py.TypeSpec{
		Module: "asyncio", NoNew: true,
		Slots: py.Slots{
			Call: func(v py.Value, _ []py.Value, _ []*py.Str) (py.Value, *py.Exception) {
				return none(py.Heap[actionObject](v).do.run())
			},
			Repr: func(v py.Value) (py.Value, *py.Exception) { return py.StrV(py.Heap[actionObject](v).do.source()), nil },
		},
	})
}
