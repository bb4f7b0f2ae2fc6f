package asyncio

import (
	"math"
	"os"
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"github.com/aio2go/aio2go/runtime/coro"
	"github.com/aio2go/aio2go/runtime/py"
	"github.com/aio2go/aio2go/runtime/stdlib/contextvars"
)

// This file is asyncio/base_events.py: the loop, without the Python object
// (loop_object.go), its exception handler (exception_handler.go) and its I/O.

// Loop is an event loop.
type Loop struct {
	py.Header
	Attrs               py.Attrs // __dict__
	ready               readyQueue
	scheduled           timerHeap
	timerCancelledCount int
	closed              bool
	stopping            bool
	debug               bool
	tracksOrigins       bool
	oldOriginDepth      int // of the thread, while tracksOrigins
	executorShutdown    bool
	asyncgensShutdown   bool
	running             *py.Thread // whose run_forever it is in
	foreign             py.Value   // see loopFor
	handling            *Handle    // _current_handle: the one that runs, in debug mode
	registeredWith      py.Value   // the selector of the program that watches the poller
	current             *Task
	context             *contextvars.Context // that of the running task, where it has no own
	inContext           bool                 // context is entered, see turn
	spareContext        *contextvars.Context // see enterBare
	firstTask, lastTask *Task
	exceptionHandler    py.Value
	taskFactory         py.Value
	slowCallback        float64
	asyncgens           genSet
	oldHooks            [2]py.Value
	agenHooks           [2]py.Value
	executor            *executor
	defaultExecutor     py.Value // what set_default_executor set, unbound for none
	poller              *poller  // nil until the loop watches file descriptors
	signals             map[int]*Handle
	spareCalls          *doneCall
	spareCount          int
	readRoom            []byte // what transports read into
	rooms               rooms
	transports          map[int]py.Value
	afterPoll           []*Handle     // to run in the next iteration, after what is ready by then
	failure             *py.Exception // see fail

	// wake interrupts the poll. posted holds what other goroutines scheduled.
	wake   chan struct{}
	mu     sync.Mutex
	posted []ready
	// hasPosted says that posted is not empty.
	hasPosted atomic.Bool
	// outside counts what happens outside of Python that will post its end: look-ups,
	// child processes. A virtual clock does not move past it at once.
	outside atomic.Int32
}

const (
	minScheduledTimers   = 100 // _MIN_SCHEDULED_TIMER_HANDLES
	minCancelledFraction = 0.5 // _MIN_CANCELLED_TIMER_HANDLES_FRACTION
	maxSelectTimeout     = 24 * 3600.0
	clockResolution      = 1e-09
)

// loops are the loops of the program that are not closed or have tasks that did not end,
// for reports at exit.
var loops []*Loop

// NewLoop returns a new event loop.
func NewLoop() *Loop {
	loop := &Loop{wake: make(chan struct{}, 1), slowCallback: 0.1}
	loop.SetType(LoopType)
	loop.exceptionHandler, loop.taskFactory = py.None, py.None
	loop.debug = debugMode()
	loops = append(loops, loop)
	log(logDebug, "Using selector: EpollSelector", nil)
	return loop
}

// isDebugMode is coroutines._is_debug_mode.
var isDebugMode = py.NewBuiltin("_is_debug_mode", "asyncio.coroutines", "()", func() (py.Value, *py.Exception) {
	return py.Bool(os.Getenv("PYTHONASYNCIODEBUG") != ""), nil
}).Value()

// debugMode asks the function that the module coroutines has, as a program can replace it.
func debugMode() bool {
	fn := isDebugMode
	if m := py.LoadedModule("asyncio.coroutines"); m != nil && m.Built() {
		if f, ok := m.Get(py.Intern("_is_debug_mode")); ok {
			fn = f
		}
	}
	v, exc := py.Call0(fn)
	if exc != nil {
		return false
	}
	on, exc := py.Truth(v)
	return exc == nil && on
}

func (loop *Loop) checkClosed() *py.Exception {
	if loop.closed {
		return runtimeError("Event loop is closed")
	}
	return nil
}

// Time is loop.time().
func (loop *Loop) Time() float64 {
	if !loop.plain() {
		if fn, ok := loop.override(strTime); ok {
			return loop.overriddenTime(fn)
		}
	}
	return float64(py.TheClock.Monotonic()) / 1e9
}

// callSoon schedules an action of this package.
func (loop *Loop) callSoon(do action, ctx *contextvars.Context) *Handle {
	if fn, ok := loop.override(strCallSoon); ok {
		return loop.overriddenCallSoon(fn, do, ctx)
	}
	return loop.pushCall(do, ctx)
}

// pushCall is call_soon of this package.
func (loop *Loop) pushCall(do action, ctx *contextvars.Context) *Handle {
	h := loop.newHandle(do, ctx)
	loop.ready.push(h)
	return h
}

// callAt schedules an action for a time.
func (loop *Loop) callAt(when float64, do action, ctx *contextvars.Context) *TimerHandle {
	if fn, ok := loop.override(strCallAt); ok {
		return loop.overriddenCallAt(fn, when, do, ctx)
	}
	return loop.pushTimer(when, do, ctx)
}

// pushTimer is call_at of this package.
func (loop *Loop) pushTimer(when float64, do action, ctx *contextvars.Context) *TimerHandle {
	t := &TimerHandle{when: when}
	loop.initTimer(t, do, ctx)
	return t
}

func (loop *Loop) initTimer(t *TimerHandle, do action, ctx *contextvars.Context) {
	t.SetType(TimerHandleType)
	t.do, t.scope, t.loop, t.timer, t.scheduled = do, contextvars.ScopeOf(ctx), loop, true, true
	loop.scheduled.push(timerEntry{t.when, &t.Header})
	if tracing != nil {
		tracing.timerSet(t)
	}
}

// Post schedules r from any goroutine.
func (loop *Loop) Post(do action) {
	loop.post(loop.newHandle(do, nil))
}

func (loop *Loop) post(r ready) {
	loop.mu.Lock()
	loop.posted = append(loop.posted, r)
	loop.hasPosted.Store(true)
	loop.mu.Unlock()
	loop.wakeUp()
}

// pushFrom schedules r from whatever thread has the turn of Python's threads, in the order
// of such calls. If that is not the thread of the loop, the loop is woken up.
func (loop *Loop) pushFrom(r ready) {
	loop.ready.push(r)
	if py.Current != loop.running {
		loop.wakeUp()
	}
}

// wakeUp is _write_to_self.
func (loop *Loop) wakeUp() {
	py.Wake(loop.wake)
	loop.mu.Lock() // the thread of the loop makes and closes the poller
	defer loop.mu.Unlock()
	if p := loop.poller; p != nil {
		p.interrupt()
	}
}

// takePosted moves what other goroutines scheduled to the queue.
func (loop *Loop) takePosted() {
	if !loop.hasPosted.Load() {
		return
	}
	loop.mu.Lock()
	loop.hasPosted.Store(false)
	list := loop.posted
	loop.posted = nil
	loop.mu.Unlock()
	for _, r := range list {
		loop.ready.push(r)
	}
}

// CreateTask is loop.create_task.
func (loop *Loop) CreateTask(c py.Value, name py.Value, ctx *contextvars.Context) (py.Value, *py.Exception) {
	if loop.closed {
		return py.Value{}, loop.checkClosed()
	}
	if loop.taskFactory.IsNone() {
		n, exc := taskName(name)
		if exc != nil {
			return py.Value{}, exc
		}
		t, exc := NewTask(loop, c, n, ctx, false)
		if exc != nil {
			return py.Value{}, exc
		}
		return t.Value(), nil
	}
	var t py.Value
	var exc *py.Exception
	if ctx == nil {
		t, exc = py.Call2(loop.taskFactory, loop.Value(), c)
	} else {
		t, exc = py.CallKw(loop.taskFactory, []py.Value{loop.Value(), c, ctx.Value()}, []*py.Str{strContext})
	}
	if exc != nil {
		return py.Value{}, exc
	}
	if name.IsUnbound() {
		name = py.None
	}
	_, exc = py.CallMethod1(t, strSetName, name)
	return t, exc
}

func (loop *Loop) checkRunning() *py.Exception {
	if loop.running != nil {
		return runtimeError("This event loop is already running")
	}
	if py.Current.Loop != nil {
		return runtimeError("Cannot run the event loop while another loop is running")
	}
	return nil
}

// RunForever is loop.run_forever().
func (loop *Loop) RunForever() *py.Exception {
	if exc := loop.checkClosed(); exc != nil {
		return exc
	}
	if exc := loop.checkRunning(); exc != nil {
		return exc
	}
	t := py.Current
	loop.running = t
	loop.oldHooks = [2]py.Value{coro.FirstIterHook, coro.FinalizerHook}
	loop.setHooks()
	t.Loop = loop
	main := t.ID == py.MainThreadID
	if main {
		py.SetWaker(loop, loop.wakeUp)
		watchTasks()
	}
	loop.trackOrigins(loop.debug)
	t.Depth += 3 // run_forever, _run_once and Handle._run
	var exc *py.Exception
	for {
		if exc = loop.iterate(); exc != nil || loop.stopping {
			break
		}
	}
	t.Depth -= 3
	if main {
		py.SetWaker(loop, nil)
	}
	loop.stopping = false
	loop.trackOrigins(false)
	loop.running = nil
	t.Loop = nil
	coro.FirstIterHook, coro.FinalizerHook = loop.oldHooks[0], loop.oldHooks[1]
	return exc
}

// RunUntilComplete is loop.run_until_complete(v).
func (loop *Loop) RunUntilComplete(v py.Value) (py.Value, *py.Exception) {
	if exc := loop.checkClosed(); exc != nil {
		return py.Value{}, exc
	}
	if exc := loop.checkRunning(); exc != nil {
		return py.Value{}, exc
	}
	newTask := asFuture(v) == nil
	fut, exc := loop.ensureFuture(v)
	if exc != nil {
		return py.Value{}, exc
	}
	if newTask && fut.kind == taskFuture {
		py.Heap[Task](fut.Value()).flags |= taskQuietEnd
	}
	stop := &stopWhenDone{}
	fut.addCallback(stop, nil)
	py.Current.Depth++
	exc = loop.RunForever()
	py.Current.Depth--
	if exc != nil {
		if newTask && fut.Done() && !fut.Cancelled() {
			fut.logTB = false
		}
		fut.remove(stop)
		return py.Value{}, exc
	}
	fut.remove(stop)
	if !fut.Done() {
		return py.Value{}, runtimeError("Event loop stopped before Future completed.")
	}
	return fut.Result()
}

// stopWhenDone is _run_until_complete_cb.
type stopWhenDone struct{ _ byte }

func (*stopWhenDone) done(fut *Future) *py.Exception {
	if fut.state == finished && fut.exc != nil {
		fut.logTB = false
		if stopsLoop(fut.exc) {
			return nil // run_forever already fails with it
		}
	}
	fut.loop.stopping = true
	return nil
}

func (*stopWhenDone) source() string {
	return libSource("_run_until_complete_cb", "base_events.py", 182)
}

// Close is loop.close().
func (loop *Loop) Close() *py.Exception {
	if loop.running != nil {
		return runtimeError("Cannot close a running event loop")
	}
	if loop.closed {
		return nil
	}
	loop.closed = true
	loop.ready.clear()
	loop.scheduled = nil
	loop.executorShutdown = true
	loop.executor = nil
	if loop.poller != nil {
		loop.mu.Lock()
		loop.poller.close()
		loop.poller = nil
		loop.mu.Unlock()
	}
	loop.removeSignals()
	if loop.firstTask == nil {
		loops = slices.DeleteFunc(loops, func(l *Loop) bool { return l == loop })
	}
	return nil
}

// runOnce is _run_once: one iteration of the loop.
func (loop *Loop) runOnce() *py.Exception {
	if exc := loop.failure; exc != nil {
		loop.failure = nil
		return exc
	}
	if len(loop.scheduled) > 0 {
		loop.dropCancelledTimers()
	}
	timeout := -1.0
	switch {
	case loop.ready.n > 0 || loop.stopping || loop.afterPoll != nil:
		timeout = 0
	case len(loop.scheduled) > 0:
		timeout = min(max(loop.scheduled[0].when-loop.Time(), 0), maxSelectTimeout)
	}
	if timeout != 0 && len(unretrieved) > 0 {
		timeout = reportForgotten(timeout)
	}
	if tracing != nil && timeout != 0 {
		since := tracing.now()
		exc := loop.poll(timeout)
		tracing.polled(since, timeout)
		if exc != nil {
			return exc
		}
	} else if exc := loop.poll(timeout); exc != nil {
		return exc
	}
	if len(loop.scheduled) > 0 {
		end := loop.Time() + loop.resolution()
		if py.Explore != nil {
			loop.shuffleDue(end)
		}
		for len(loop.scheduled) > 0 && loop.scheduled[0].when < end {
			loop.fire(loop.scheduled.pop())
		}
	}
	for due := loop.ready.n; due > 0 || loop.goesOn(); due-- {
		if due == 0 {
			due = loop.ready.n
		}
		var exc *py.Exception
		if _, ok := loop.ready.first().(*Task); ok && tracing == nil {
			if due, exc = loop.turns(due); exc == nil && (due == 0 || loop.ready.n == 0) {
				break
			}
		}
		if loop.inContext {
			loop.leaveTurn()
		}
		if exc != nil {
			return exc
		}
		r := loop.ready.pop()
		if skipped(r) {
			continue
		}
		switch {
		case loop.debug:
			exc = loop.executeTimed(r)
		case tracing != nil:
			exc = tracing.callback(r)
		default:
			exc = r.execute()
		}
		if exc != nil {
			return exc
		}
		if loop.ready.n == 0 && due > 1 {
			break // the loop was closed by a callback
		}
	}
	loop.leaveTurn()
	return nil
}

// skipped reports whether r was cancelled.
func skipped(r ready) bool {
	switch r := r.(type) {
	case *Handle:
		return r.cancelled
	case *Task, *queuedCall, *doneCall:
		return false
	}
	return r.skip()
}

// goesOn reports whether the next iteration of the loop has nothing to do but to execute what
// is ready: it can be part of this one.
func (loop *Loop) goesOn() bool {
	return loop.ready.n > 0 && len(loop.scheduled) == 0 && loop.poller == nil && !loop.stopping && loop.plain() &&
		loop.afterPoll == nil && loop.failure == nil && tracing == nil && !loop.hasPosted.Load() && !py.Pending()
}

// dropCancelledTimers removes cancelled timers: all of them when they are many, else
// those at the head.
func (loop *Loop) dropCancelledTimers() {
	n := len(loop.scheduled)
	if n > minScheduledTimers && float64(loop.timerCancelledCount)/float64(n) > minCancelledFraction {
		kept := loop.scheduled[:0]
		for _, t := range loop.scheduled {
			if t.cancelled() {
				t.left()
			} else {
				kept = append(kept, t)
			}
		}
		clear(loop.scheduled[len(kept):])
		kept.heapify()
		loop.scheduled = kept
		loop.timerCancelledCount = 0
		return
	}
	for len(loop.scheduled) > 0 && loop.scheduled[0].cancelled() {
		loop.timerCancelledCount--
		loop.scheduled.pop().left()
	}
}

// poll waits for at most timeout seconds (for ever where it is negative) for I/O, for
// callbacks from other threads and for signals.
func (loop *Loop) poll(timeout float64) *py.Exception {
	var selector py.Value
	selects := !loop.plain()
	if selects {
		selector, selects = loop.override(strSelector)
	}
	switch {
	case selects:
		if exc := loop.selectBy(selector, timeout); exc != nil {
			return exc
		}
	case loop.poller != nil:
		if exc := loop.pollDescriptors(timeout); exc != nil {
			return exc
		}
	case timeout != 0:
		ns := int64(math.MaxInt64)
		if timeout > 0 {
			// Rounded up to milliseconds as epoll does: timers that lie close together
			// are due in the same iteration.
			ns = int64(math.Ceil(timeout*1e3)) * 1e6
		}
		loop.sleep(ns)
	}
	if loop.afterPoll != nil {
		for _, h := range loop.afterPoll {
			loop.ready.push(h)
		}
		loop.afterPoll = nil
	}
	loop.takePosted()
	if py.Pending() {
		return py.Poll()
	}
	return nil
}

// sleep waits without I/O. The turn is given up, so that other threads run.
func (loop *Loop) sleep(ns int64) {
	if py.TheClock.Virtual() {
		loop.sleepVirtual(ns)
		return
	}
	py.SleepBlocking(ns, loop.wake)
}

// outsideGrace is for how long a virtual clock waits for what happens outside.
const outsideGrace = 2 * time.Second

// sleepVirtual moves the virtual clock. What happens outside of Python gets a chance to
// come first.
func (loop *Loop) sleepVirtual(ns int64) {
	if ns == math.MaxInt64 {
		if py.Explore != nil && py.Alone() && loop.outside.Load() == 0 {
			deadlocked()
		}
		py.Blocking(func() { <-loop.wake })
		return
	}
	if loop.outside.Load() > 0 {
		woken := false
		py.Blocking(func() {
			select {
			case <-loop.wake:
				woken = true
			case <-time.After(outsideGrace):
			}
		})
		if woken {
			return
		}
	}
	py.SleepBlocking(ns, loop.wake)
}
