package asyncio

import (
	"github.com/aio2go/aio2go/runtime/py"
	"github.com/aio2go/aio2go/runtime/stdlib/contextvars"
)

// This file is asyncio/runners.py.

type runnerState uint8

const (
	runnerCreated runnerState = iota
	runnerInitialized
	runnerClosed
)

// Runner is asyncio.Runner.
type Runner struct {
	py.Header
	Attrs       py.Attrs // __dict__
	state       runnerState
	debug       py.Value // None where not given
	loopFactory py.Value
	loop        *Loop
	ctx         *contextvars.Context
	interrupts  int
	setsCurrent bool
}

// RunnerType is asyncio.Runner.
var RunnerType = &py.Type{Name: "Runner"}

func newRunner(debug, factory py.Value) *Runner {
	r := &Runner{debug: orNone(debug), loopFactory: orNone(factory)}
	r.SetType(RunnerType)
	return r
}

func orNone(v py.Value) py.Value {
	if v.IsUnbound() {
		return py.None
	}
	return v
}

// lazyInit is _lazy_init.
func (r *Runner) lazyInit() *py.Exception {
	switch r.state {
	case runnerClosed:
		return runtimeError("Runner is closed")
	case runnerInitialized:
		return nil
	}
	var v py.Value
	var exc *py.Exception
	if r.loopFactory.IsNone() {
		if v, exc = newEventLoop(); exc != nil {
			return exc
		}
		if !r.setsCurrent {
			if exc := setEventLoop(v); exc != nil {
				return exc
			}
			r.setsCurrent = true
		}
	} else if v, exc = py.Call0(r.loopFactory); exc != nil {
		return exc
	}
	if l, notOurs := asLoop(v); notOurs != nil {
		if exc := r.useForeign(v); exc != nil {
			return exc
		}
	} else if r.loop = l; !r.debug.IsNone() {
		if r.loop.debug, exc = py.Truth(r.debug); exc != nil {
			return exc
		}
	}
	r.ctx = contextvars.Copy()
	r.state = runnerInitialized
	return nil
}

// run is Runner.run(coro, *, context=None).
func (r *Runner) run(c, context py.Value) (py.Value, *py.Exception) {
	if !isCoroutine(c) {
		return py.Value{}, py.Raisef(py.ValueErrorType, "a coroutine was expected, got %s", repr(c))
	}
	if runningLoop() != nil {
		return py.Value{}, runtimeError("Runner.run() cannot be called from a running event loop")
	}
	if exc := r.lazyInit(); exc != nil {
		return py.Value{}, exc
	}
	ctx := r.ctx
	if !absent(context) {
		var exc *py.Exception
		if ctx, exc = contextOf(context); exc != nil {
			return py.Value{}, exc
		}
	}
	if r.loop.isForeign() {
		return r.runForeign(c, ctx)
	}
	task, exc := r.loop.spawn(c, py.None, ctx)
	if exc != nil {
		return py.Value{}, exc
	}
	fut := asFuture(task)
	fut.tracePlace(placeRunner)
	restore := py.SwapInterruptHandler(nil)
	py.SwapInterruptHandler(restore)
	handles := py.Current.ID == py.MainThreadID && restore == nil && fut != nil
	if handles {
		py.SwapInterruptHandler(func() *py.Exception { return r.onInterrupt(fut) })
	}
	r.interrupts = 0
	v, exc := r.loop.RunUntilComplete(task)
	if handles {
		py.SwapInterruptHandler(nil)
	}
	if exc != nil && isCancelled(exc) && r.interrupts > 0 && fut != nil && fut.kind == taskFuture {
		if py.Heap[Task](task).uncancel() == 0 {
			prev := py.EnterHandler(exc)
			exc = py.RaiseArgs(py.KeyboardInterruptType)
			py.LeaveHandler(prev)
		}
	}
	return v, exc
}

// onInterrupt is _on_sigint: the first Ctrl-C cancels the main task.
func (r *Runner) onInterrupt(main *Future) *py.Exception {
	r.interrupts++
	if r.interrupts == 1 && !main.Done() {
		_, exc := main.Cancel(py.None)
		r.loop.callSoon(&goCallback{fn: func() *py.Exception { return nil }, name: "Runner._on_sigint.<locals>.<lambda>()"}, nil)
		return exc
	}
	return py.RaiseArgs(py.KeyboardInterruptType)
}

// close is Runner.close().
func (r *Runner) close() *py.Exception {
	if r.state != runnerInitialized {
		return nil
	}
	loop := r.loop
	if loop.isForeign() {
		return r.closeForeign()
	}
	exc := cancelAllTasks(loop)
	if exc == nil {
		exc = loop.finish(py.Intern("shutdown_asyncgens"), loop.shutdownAsyncgens)
	}
	if exc == nil && py.VersionAtLeast(9) {
		exc = loop.finish(py.Intern("shutdown_default_executor"), func() py.Value { return loop.shutdownDefaultExecutor(py.Int(300)) })
	}
	if r.setsCurrent {
		if e := setEventLoop(py.None); e != nil {
			exc = e
		}
	}
	if e := loop.Close(); e != nil {
		exc = e
	}
	r.loop = nil
	r.state = runnerClosed
	return exc
}

// finish runs a coroutine that belongs to the end of the loop: what the method name gives,
// where that is replaced, or what own does.
func (loop *Loop) finish(name *py.Str, own func() py.Value) *py.Exception {
	c, replaced := py.Value{}, false
	if fn, ok := loop.override(name); ok {
		var exc *py.Exception
		if c, exc = py.Call0(fn); exc != nil {
			return exc
		}
		replaced = true
	}
	if !replaced {
		c = own()
	}
	_, exc := loop.RunUntilComplete(c)
	return exc
}

// cancelAllTasks is _cancel_all_tasks.
func cancelAllTasks(loop *Loop) *py.Exception {
	var list []py.Value
	for t := loop.firstTask; t != nil; t = t.next {
		if t.state == pending {
			list = append(list, t.Value())
		}
	}
	if len(list) == 0 {
		return nil
	}
	for _, t := range list {
		if _, exc := asFuture(t).Cancel(py.None); exc != nil {
			return exc
		}
	}
	all, exc := Gather(loop, list, true)
	if exc != nil {
		return exc
	}
	if _, exc := loop.RunUntilComplete(all); exc != nil {
		return exc
	}
	for _, v := range list {
		fut := asFuture(v)
		if fut.Cancelled() {
			continue
		}
		failed, exc := fut.Exception()
		if exc != nil {
			return exc
		}
		if failed != nil {
			if exc := loop.callExceptionHandler(errorContext("unhandled exception during asyncio.run() shutdown", failed, "task", v)); exc != nil {
				return exc
			}
		}
	}
	return nil
}

// Run is run(main, *, debug=None, loop_factory=None).
func Run(main, debug, factory py.Value) (py.Value, *py.Exception) {
	if runningLoop() != nil {
		return py.Value{}, runtimeError("asyncio.run() cannot be called from a running event loop")
	}
	if RunnerType.Has(py.FlagPatched) {
		return runPatched(main, debug, factory)
	}
	r := newRunner(debug, factory)
	if exc := r.lazyInit(); exc != nil {
		return py.Value{}, exc
	}
	t := py.Current
	t.Depth += 2 // run and Runner.run
	v, exc := r.run(main, py.Value{})
	t.Depth -= 2
	var prev *py.Exception
	if exc != nil {
		prev = py.EnterHandler(exc)
	}
	e := r.close()
	if exc != nil {
		py.LeaveHandler(prev)
	}
	if e != nil {
		return py.Value{}, e
	}
	if exc == nil {
		// Where main failed, the traceback keeps its variables, so that what they refer
		// to is reported later.
		ReportUnretrieved()
	}
	return v, exc
}

var runnerSig = py.NewSignature("Runner.__init__", "", "(*, debug=None, loop_factory=None)")

func init() {
	self := func(v py.Value) *Runner { return py.Heap[Runner](v) }
	RunnerType.Define(&py.TypeSpec{
		Module: "asyncio.runners", Flags: py.FlagBaseType,
		Layout: py.LayoutWithAttrs[Runner](attrsOffset),
		Slots: py.Slots{
			New: func(cls *py.Type, _ []py.Value, _ []*py.Str) (py.Value, *py.Exception) { return cls.Alloc(cls), nil },
			Init: func(v py.Value, args []py.Value, names []*py.Str) *py.Exception {
				var a [2]py.Value
				if exc := runnerSig.Bind(args, names, a[:]); exc != nil {
					return exc
				}
				self(v).debug, self(v).loopFactory = orNone(a[0]), orNone(a[1])
				return nil
			},
		},
		Methods: []py.Method{
			{Name: "__enter__", Sig: "($self)", Impl: func(v py.Value) (py.Value, *py.Exception) { return v, self(v).lazyInit() }},
			{Name: "__exit__", Sig: "($self, exc_type, exc_val, exc_tb)", Impl: func(v, _, _, _ py.Value) (py.Value, *py.Exception) {
				if fn, ok := overridden(v, &self(v).Attrs, strClose); ok {
					_, exc := py.Call0(fn)
					return py.None, exc
				}
				return none(self(v).close())
			}},
			{Name: "close", Sig: "($self)", Impl: func(v py.Value) (py.Value, *py.Exception) { return none(self(v).close()) }},
			{Name: "get_loop", Sig: "($self)", Impl: func(v py.Value) (py.Value, *py.Exception) {
				if exc := self(v).lazyInit(); exc != nil {
					return py.Value{}, exc
				}
				return self(v).loop.object(), nil
			}},
			{Name: "run", Sig: "($self, coro, *, context=None)", Impl: func(v py.Value, c, ctx py.Value) (py.Value, *py.Exception) {
				return self(v).run(c, ctx)
			}},
		},
	})
}
