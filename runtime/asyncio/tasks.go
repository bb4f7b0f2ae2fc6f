package asyncio

import (
	"math"

	"github.com/aio2go/aio2go/runtime/coro"
	"github.com/aio2go/aio2go/runtime/py"
	"github.com/aio2go/aio2go/runtime/stdlib/contextvars"
)

// This file is the class Task of asyncio/tasks.py. Its attributes are in
// tasks_object.go, the module's functions in the files named after them.

// Task is asyncio.Task: a Future that drives a coroutine.
type Task struct {
	Future
	run     coro.Run          // of a coroutine that is a frame of ours
	scope   contextvars.Scope // the context: what is in it while nothing has seen the object
	waiter  *py.Header        // _fut_waiter, or the nap that it takes
	prev    *Task             // in the list of scheduled tasks
	next    *Task
	number  uint32 // for the name, unless it has one of its own
	cancels uint16 // _num_cancels_requested, up to manyCancels
	flags   taskFlags
}

type taskFlags uint16

const (
	taskMustCancel taskFlags = 1 << iota
	taskWaking               // the scheduled step is a wake-up by waiter
	taskForeign              // coro is not a frame of ours
	taskEager                // it runs its first step inside its constructor
	taskListed               // it is in the list of scheduled tasks
	taskAbandoned            // nothing in the program refers to it
	taskForgot               // its coroutine is None
	taskNapping              // waiter is a nap
	taskQuietEnd             // _log_destroy_pending is False
	taskOrphan               // it failed when nothing waited for it
	taskContext              // scope is an object that something may have seen
	taskThrows               // the scheduled step throws in stepExc
)

const manyCancels = math.MaxUint16

// taskExtra is what few tasks have.
type taskExtra struct {
	coro    py.Value      // the coroutine that is not a frame of ours
	stepExc *py.Exception // what the scheduled step throws in
	cancels int           // _num_cancels_requested, above manyCancels
	name    *py.Str
}

// taskCount numbers tasks for their names.
var taskCount uint32

// NewTask makes a task and schedules its first step. name is nil for a number; ctx is
// nil for a copy of the current context.
func NewTask(loop *Loop, c py.Value, name *py.Str, ctx *contextvars.Context, eager bool) (*Task, *py.Exception) {
	t := &Task{}
	t.SetType(TaskType)
	return t, t.start(loop, c, name, ctx, eager)
}

// start is Task.__init__.
func (t *Task) start(loop *Loop, c py.Value, name *py.Str, ctx *contextvars.Context, eager bool) *py.Exception {
	t.kind = taskFuture
	t.loop = loop
	lastSeq++
	t.seq = lastSeq
	if loop.debug {
		t.tracePlace(libraryPlace{})
	}
	if c.Type() != coro.CoroutineType && !isCoroutine(c) {
		t.flags |= taskQuietEnd
		return typeError("a coroutine was expected, got %s", repr(c))
	}
	if name == nil {
		taskCount++
		t.number = taskCount
	}
	if name != nil {
		t.rare().name = name
	}
	if ctx == nil {
		t.scope = contextvars.Snapshot().Scope()
	} else {
		t.setContext(ctx)
	}
	if f := coro.FrameOf(c); f != nil {
		t.run.Start(f)
	} else {
		t.flags |= taskForeign
		t.rare().coro = c
	}
	if eager && loop.running != nil {
		return t.startEagerly()
	}
	if loop.closed {
		return runtimeError("Event loop is closed")
	}
	loop.ready.push(t)
	loop.enlist(t)
	if tracing != nil {
		tracing.created(t, loop.current)
	}
	return nil
}

// context returns the task's context as an object.
func (t *Task) context() *contextvars.Context {
	ctx, loop := t.seenContext(), t.loop
	if ctx != nil {
		return ctx
	}
	if loop.current == t {
		ctx, loop.context = loop.context, nil
	} else {
		ctx = contextvars.NewContext(t.scope.Vars())
	}
	t.setContext(ctx)
	return ctx
}

// seenContext returns the task's context, nil while nothing has seen it as an object.
func (t *Task) seenContext() *contextvars.Context {
	if t.flags&taskContext == 0 {
		return nil
	}
	return t.scope.Context()
}

func (t *Task) setContext(ctx *contextvars.Context) {
	t.scope = contextvars.ScopeOf(ctx)
	t.flags |= taskContext
}

// coroutine is get_coro(): unbound where the constructor has not run.
func (t *Task) coroutine() py.Value {
	switch root := t.run.Root(); {
	case t.flags&taskForgot != 0:
		return py.None
	case t.flags&taskForeign != 0:
		return t.extra.task.coro
	case root != nil:
		return root.Header.Value()
	}
	return py.Value{}
}

func (t *Task) rare() *taskExtra {
	x := t.more()
	if x.task == nil {
		x.task = &taskExtra{}
	}
	return x.task
}

// startEagerly is __eager_start.
func (t *Task) startEagerly() *py.Exception {
	loop := t.loop
	ctx := t.context()
	previous := loop.current
	loop.current = t
	t.flags |= taskEager
	loop.enlist(t)
	exc := ctx.Enter()
	if exc == nil {
		exc = t.traced(nil)
		ctx.Leave()
	}
	t.flags &^= taskEager
	loop.current = previous
	if t.state != pending {
		t.flags |= taskForgot
	}
	return exc
}

// enlist is _register_task.
func (loop *Loop) enlist(t *Task) {
	if t.flags&taskListed != 0 {
		return
	}
	t.flags |= taskListed
	t.prev = loop.lastTask
	if t.prev != nil {
		t.prev.next = t
	} else {
		loop.firstTask = t
	}
	loop.lastTask = t
}

// delist is _unregister_task.
func (loop *Loop) delist(t *Task) {
	if t.flags&taskListed == 0 {
		return
	}
	t.flags &^= taskListed
	if t.prev != nil {
		t.prev.next = t.next
	} else {
		loop.firstTask = t.next
	}
	if t.next != nil {
		t.next.prev = t.prev
	} else {
		loop.lastTask = t.prev
	}
	t.prev, t.next = nil, nil
}

// cancelTask is Task.cancel.
func (t *Task) cancelTask(msg py.Value) (bool, *py.Exception) {
	t.logTB = false
	if t.state != pending {
		return false, nil
	}
	if t.cancels == manyCancels {
		t.rare().cancels++
	} else {
		t.cancels++
	}
	if t.flags&taskNapping != 0 && (msg.IsUnbound() || msg.IsNone()) {
		if napOf(t.waiter.Value()).cancel() {
			return true, nil
		}
	} else if w := t.waitsFor(); w != nil {
		ok, exc := w.Cancel(msg)
		if ok || exc != nil {
			return ok, exc
		}
	}
	t.flags |= taskMustCancel
	t.setCancelMessage(msg)
	return true, nil
}

// uncancel is Task.uncancel.
func (t *Task) uncancel() int {
	if t.cancels == manyCancels && t.rare().cancels > 0 {
		t.rare().cancels--
	} else if t.cancels > 0 {
		t.cancels--
		if t.cancels == 0 && py.VersionAtLeast(13) {
			t.flags &^= taskMustCancel
		}
	}
	return t.cancelling()
}

// cancelling is Task.cancelling.
func (t *Task) cancelling() int {
	if t.cancels == manyCancels {
		return manyCancels + t.rare().cancels
	}
	return int(t.cancels)
}

func (t *Task) skip() bool { return false }

// source describes the task as a callback: its wake-up.
func (t *Task) source() string { return "Task.task_wakeup()" }

// done is never called: Future.schedule puts the task itself into the queue.
func (t *Task) done(*Future) *py.Exception { panic("asyncio: a task's wake-up is not a callback") }

// woken returns the future that woke t up, nil where it is a nap.
func (t *Task) woken() *Future {
	if t.waiter == nil || t.flags&taskNapping != 0 {
		return nil
	}
	return py.Heap[Future](t.waiter.Value())
}

// execute is __step and __wakeup: the entry of the loop's queue that a task is.
func (t *Task) execute() *py.Exception {
	var exc *py.Exception
	if t.flags&taskThrows != 0 {
		t.flags &^= taskThrows
		exc, t.extra.task.stepExc = t.extra.task.stepExc, nil
	}
	if t.flags&taskWaking != 0 {
		t.flags &^= taskWaking
		switch fut := t.woken(); {
		case fut != nil && fut.state == finished && fut.exc == nil:
		case fut == nil:
			if t.flags&taskNapping != 0 && napOf(t.waiter.Value()).state == napCancelled {
				exc = py.RaiseMade(newCancelled(py.None))
			}
		case fut.state == cancelled:
			exc = py.RaiseMade(fut.cancelledError()) // as future_get_result does
		case fut.exc != nil:
			fut.logTB = false
			exc = fut.retrieve()
			if typ := fut.Value().Type(); typ != FutureType && typ != TaskType {
				exc = py.RaiseMade(exc) // by the method result, which task_wakeup calls of other futures
			}
		}
	}
	if t.state != pending {
		return t.stepFailed(py.Raisef(InvalidStateErrorType, "__step(): already done: %s %s", t.describe(), reprExc(exc)))
	}
	if t.flags&taskMustCancel != 0 {
		if exc == nil || !isCancelled(exc) {
			exc = t.cancelledError()
		}
		t.flags &^= taskMustCancel
	}
	t.waiter = nil
	t.flags &^= taskNapping
	loop := t.loop
	if loop.current != nil {
		return t.stepFailed(runtimeError("Cannot enter into task %s while another task %s is being executed.", t.describe(), loop.current.describe()))
	}
	ctx := t.seenContext()
	var e *py.Exception
	if ctx != nil {
		e = ctx.Enter()
	} else {
		e = loop.enterTurn(t)
		ctx = loop.context
	}
	if e != nil {
		return t.stepFailed(e)
	}
	loop.current = t
	e = t.traced(exc)
	loop.current = nil
	t.leaveContext(ctx)
	if t.flags&taskOrphan != 0 {
		t.orphaned()
	}
	return e
}

// stepFailed reports an error of the step itself as that of a callback.
func (t *Task) stepFailed(exc *py.Exception) *py.Exception {
	h := t.loop.newHandle(&goCallback{name: "TaskStepMethWrapper()"}, t.context())
	return t.loop.callExceptionHandler(errorContext("Exception in callback "+h.do.source(), exc, "handle", h.Value()))
}

// traced is drive, in the timeline where there is one.
func (t *Task) traced(exc *py.Exception) *py.Exception {
	if tracing != nil {
		return tracing.step(t, exc)
	}
	return t.drive(exc)
}

// drive is __step_run_and_handle_result.
func (t *Task) drive(exc *py.Exception) *py.Exception {
	var s coro.Signal
	var v py.Value
	var failed *py.Exception
	switch {
	case t.flags&taskForeign != 0:
		var more bool
		v, more, failed = stepForeign(t.extra.task.coro, exc)
		s = coro.Done
		if more {
			s = coro.Suspended
		}
	case !t.run.Ready():
		// coroutine.send would refuse.
		v, _, failed = coro.Send(t.run.Root(), py.None)
	case exc == nil:
		s = t.run.Continue()
		v, failed = t.run.Result()
	default:
		s = t.run.Throw(exc)
		v, failed = t.run.Result()
	}
	return t.stepped(s, v, failed)
}

// stepped handles what the coroutine handed out, or its end.
func (t *Task) stepped(s coro.Signal, v py.Value, failed *py.Exception) *py.Exception {
	switch {
	case s == coro.Done:
		return t.end(v, failed)
	case s == coro.Arranged:
		return nil
	case v.IsNone():
		// A bare yield gives up control for one iteration of the loop.
		t.loop.ready.push(t)
	case t.flags&taskNapping != 0:
		if t.flags&taskMustCancel != 0 {
			t.cancelAwaited(t.waitsFor())
		}
	default:
		t.block(v)
	}
	return nil
}

// driven returns the task that r drives and whose waits for futures can be arranged where it
// begins them, nil where the driver has to be told.
func (loop *Loop) driven(r *coro.Run) *Task {
	t := loop.current
	if t == nil || r != &t.run || t.flags&taskMustCancel != 0 || tracing != nil || py.Traced {
		return nil
	}
	return t
}

// arrange makes t, which is driven, wait for fut in f, as block does of what the driver is
// handed. The future is pending and has no callback.
func (t *Task) arrange(r *coro.Run, f *coro.Frame, fut *Future) coro.Signal {
	fut.first.do = t
	t.waiter = &fut.Header
	return r.Wait(f, t.waiter)
}

// end handles the coroutine's end, with the result v or the exception exc.
func (t *Task) end(v py.Value, exc *py.Exception) *py.Exception {
	if t.flags&taskForeign == 0 {
		t.run.Finish()
	}
	t.loop.delist(t)
	switch {
	case exc == nil:
		if t.flags&taskMustCancel != 0 {
			t.flags &^= taskMustCancel
			t.cancelFuture(t.cancelMessage())
			return nil
		}
		t.finish(v)
		return nil
	case isCancelled(exc):
		t.more().cancelledExc = exc
		t.cancelFuture(py.None)
		return nil
	}
	alone := t.first.do == nil // nobody will look at the exception
	e := t.SetException(exc)
	if stopsLoop(exc) {
		return exc
	}
	if e == nil && alone {
		t.flags |= taskOrphan
	}
	return nil
}

// block handles what the coroutine yielded: the future it waits for, or something that
// it should not have yielded.
func (t *Task) block(v py.Value) {
	fut := asFuture(v)
	if fut == nil {
		if v.Type() == coro.GeneratorType {
			t.fail("yield was used instead of yield from for generator in task %s with %s", t.describe(), repr(v))
		} else {
			t.fail("Task got bad yield: %s", repr(v))
		}
		return
	}
	switch {
	case fut.loop != t.loop:
		t.fail("Task %s got Future %s attached to a different loop", t.describe(), repr(v))
	case !fut.blocking:
		t.fail("yield was used instead of yield from in task %s with %s", t.describe(), repr(v))
	case fut == &t.Future:
		t.fail("Task cannot await on itself: %s", t.describe())
	default:
		fut.blocking = false
		t.waiter = &fut.Header
		if exc := t.waitFor(fut); exc != nil {
			t.throwNext(exc)
			return
		}
		if t.flags&taskMustCancel != 0 {
			t.cancelAwaited(fut)
		}
	}
}

// cancelAwaited cancels the future that t has begun to wait for, t having been cancelled
// before.
func (t *Task) cancelAwaited(fut *Future) {
	if ok, exc := fut.Cancel(t.cancelMessage()); exc == nil && ok {
		t.flags &^= taskMustCancel
	}
}

// waitFor makes the task wake up when fut is done, by add_done_callback where a subclass has
// one of its own.
func (t *Task) waitFor(fut *Future) *py.Exception {
	if cls := fut.Header.Type(); cls.Has(py.FlagHeap) && !has(fut.Value(), strAddDone) {
		w := &wakeup{task: t}
		w.SetType(wakeupType)
		_, exc := py.CallMethodKw(fut.Value(), strAddDone, []py.Value{w.Value(), t.context().Value()}, []*py.Str{strContext})
		return exc
	}
	fut.addCallback(t, nil)
	return nil
}

var strAddDone = py.Intern("add_done_callback")

// fail schedules a step that throws a RuntimeError into the coroutine.
func (t *Task) fail(format string, args ...any) {
	t.throwNext(runtimeError(format, args...))
}

// throwNext schedules a step that throws exc into the coroutine.
func (t *Task) throwNext(exc *py.Exception) {
	t.rare().stepExc = exc
	t.flags |= taskThrows
	t.loop.ready.push(t)
}

// stepForeign steps an object that has the methods of a coroutine.
func stepForeign(c py.Value, exc *py.Exception) (py.Value, bool, *py.Exception) {
	var v py.Value
	var e *py.Exception
	if exc == nil {
		v, e = py.CallMethod1(c, strSend, py.None)
	} else {
		v, e = py.CallMethod1(c, strThrow, exc.Value())
	}
	if e == nil {
		return v, true, nil
	}
	if e.Type().IsSubclass(py.StopIterationType) {
		return coro.StopValue(e), false, nil
	}
	return py.Value{}, false, e
}

// Name is task.get_name().
func (t *Task) Name() string {
	if x := t.extra; x != nil && x.task != nil && x.task.name != nil {
		return x.task.name.String()
	}
	return "Task-" + itoa(int(t.number))
}

// info is what _task_repr_info adds to a future's.
func (t *Task) info(info []string) []string {
	if t.cancels > 0 && t.state == pending {
		info[0] = "cancelling"
	}
	info = append(info, "name="+repr(py.StrV(t.Name())))
	if c := t.coroutine(); !c.IsUnbound() && !c.IsNone() {
		info = append(info, "coro=<"+formatCoroutine(c)+">")
	}
	if w := t.waitsFor(); w != nil {
		info = append(info, "wait_for="+repr(w.Value()))
	}
	return info
}

// currentTask is current_task(loop).
func currentTask(loop py.Value) (py.Value, *py.Exception) {
	if absent(loop) {
		l, exc := getRunningLoop()
		if exc != nil {
			return py.Value{}, exc
		}
		loop = l.Value()
	}
	v, exc := currentOf(loop)
	return orNone(v), exc
}

// allTasks is all_tasks(loop).
func allTasks(loop py.Value) (py.Value, *py.Exception) {
	if absent(loop) {
		l, exc := getRunningLoop()
		if exc != nil {
			return py.Value{}, exc
		}
		loop = l.Value()
	}
	s := py.NewSet()
	if l, exc := asLoop(loop); exc == nil {
		for t := l.firstTask; t != nil; t = t.next {
			if t.state == pending {
				py.SetAdd(s.Value(), t.Value())
			}
		}
	}
	if foreignTasks != nil {
		if exc := addForeign(s.Value(), loop); exc != nil {
			return py.Value{}, exc
		}
	}
	return s.Value(), nil
}
