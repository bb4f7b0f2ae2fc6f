package asyncio

import (
	"strings"

	"github.com/aio2go/aio2go/runtime/coro"
	"github.com/aio2go/aio2go/runtime/py"
	"github.com/aio2go/aio2go/runtime/stdlib/contextvars"
)

// This file is asyncio/futures.py. Attributes and methods of the Python object are in
// futures_object.go.

// state is a Future's.
type state uint8

const (
	pending state = iota
	cancelled
	finished
)

var stateNames = [...]string{"PENDING", "CANCELLED", "FINISHED"}

// futureKind says which Go struct a Future begins.
type futureKind uint8

const (
	plainFuture futureKind = iota
	taskFuture
	gatheringFuture
	heldFuture   // a plain one that lies in the frame of the coroutine that waits for it
	parkedFuture // a plain one that is a parked
)

// Future is asyncio.Future. It is the beginning of a Task.
type Future struct {
	py.Header
	state    state
	kind     futureKind
	blocking bool // _asyncio_future_blocking
	logTB    bool // the exception was not retrieved
	seq      uint32
	loop     *Loop
	result   py.Value
	exc      *py.Exception
	first    doneCallback // the first callback; of a future that is done, the one that its queuedCall is of
	extra    *futureExtra
}

// futureExtra is what few futures have.
type futureExtra struct {
	callbacks    []doneCallback // after the first
	cancelMsg    py.Value
	cancelledExc *py.Exception
	excTB        *py.Traceback
	attrs        *py.Dict
	task         *taskExtra
	source       *sourceTrace // where it was made, in debug mode
	awaitedBy    []*Future    // added by future_add_to_awaited_by
}

// doneCallback is a callback and the context to call it in: for a *pyDone what is in a
// context that nothing has seen as an object, for others a Context or nil.
type doneCallback struct {
	do    doneAction
	scope contextvars.Scope
}

// doneAction is called when a future is done.
type doneAction interface {
	done(fut *Future) *py.Exception
	source() string
}

// lastSeq numbers futures in the order in which they were made. The number is the hash,
// so that a set of futures iterates in that order, the same in every run.
var lastSeq uint32

func (fut *Future) init(t *py.Type, loop *Loop) {
	fut.SetType(t)
	fut.loop = loop
	lastSeq++
	fut.seq = lastSeq
}

// CreateFuture is loop.create_future().
func (loop *Loop) CreateFuture() *Future {
	fut := &Future{}
	fut.init(FutureType, loop)
	if loop.debug {
		fut.tracePlace(placeCreateFuture)
	}
	return fut
}

func (fut *Future) more() *futureExtra {
	if fut.extra == nil {
		fut.extra = &futureExtra{}
	}
	return fut.extra
}

// Done reports whether fut has a result, an exception, or was cancelled.
func (fut *Future) Done() bool { return fut.state != pending }

// Cancelled reports whether fut was cancelled.
func (fut *Future) Cancelled() bool { return fut.state == cancelled }

// cancelledError is _make_cancelled_error.
func (fut *Future) cancelledError() *py.Exception {
	if x := fut.extra; x != nil {
		if exc := x.cancelledExc; exc != nil {
			x.cancelledExc = nil
			return exc
		}
		return newCancelled(x.cancelMsg)
	}
	return newCancelled(py.None)
}

func (fut *Future) cancelMessage() py.Value {
	if fut.extra == nil || fut.extra.cancelMsg.IsUnbound() {
		return py.None
	}
	return fut.extra.cancelMsg
}

func (fut *Future) setCancelMessage(msg py.Value) {
	if fut.extra != nil || !msg.IsUnbound() && !msg.IsNone() {
		fut.more().cancelMsg = msg
	}
}

// cancelFuture is Future.cancel, not overridden.
func (fut *Future) cancelFuture(msg py.Value) bool {
	fut.logTB = false
	if fut.state != pending {
		return false
	}
	fut.state = cancelled
	fut.setCancelMessage(msg)
	fut.scheduleCallbacks()
	return true
}

// Cancel is fut.cancel(msg=msg), with overriding.
func (fut *Future) Cancel(msg py.Value) (bool, *py.Exception) {
	switch fut.Header.Type() {
	case FutureType:
		return fut.cancelFuture(msg), nil
	case TaskType:
		return py.Heap[Task](fut.Value()).cancelTask(msg)
	case gatheringType:
		return py.Heap[gathering](fut.Value()).cancelChildren(msg)
	}
	var r py.Value
	var exc *py.Exception
	if msg.IsUnbound() || msg.IsNone() {
		r, exc = py.CallMethod0(fut.Value(), strCancel)
	} else {
		r, exc = py.CallMethodKw(fut.Value(), strCancel, []py.Value{msg}, []*py.Str{strMsg})
	}
	if exc != nil {
		return false, exc
	}
	return py.Truth(r)
}

// scheduleCallbacks asks the loop to call all callbacks.
func (fut *Future) scheduleCallbacks() {
	first := fut.first
	if first.do == nil {
		return
	}
	fut.scheduleFirst(first.do)
	if x := fut.extra; x != nil && x.callbacks != nil {
		list := x.callbacks
		x.callbacks = nil
		for _, cb := range list {
			fut.schedule(cb)
		}
	}
}

// addCallback is add_done_callback for callbacks of this package. ctx may be nil for
// one that calls no Python code.
func (fut *Future) addCallback(do doneAction, ctx *contextvars.Context) {
	fut.add(doneCallback{do, contextvars.ScopeOf(ctx)})
}

func (fut *Future) add(cb doneCallback) {
	if fut.state != pending {
		fut.schedule(cb)
		return
	}
	if fut.first.do == nil {
		fut.first = cb
		return
	}
	x := fut.more()
	x.callbacks = append(x.callbacks, cb)
}

// removeCallback removes the callbacks that match and returns how many there were.
func (fut *Future) removeCallback(match func(do doneAction) (bool, *py.Exception)) (int, *py.Exception) {
	all := fut.callbacks()
	kept := make([]doneCallback, 0, len(all))
	for _, cb := range all {
		is, exc := match(cb.do)
		if exc != nil {
			return 0, exc
		}
		if !is {
			kept = append(kept, cb)
		}
	}
	if len(kept) == len(all) {
		return 0, nil
	}
	fut.first = doneCallback{}
	if fut.extra != nil {
		fut.extra.callbacks = nil
	}
	if len(kept) > 0 {
		fut.first = kept[0]
		if len(kept) > 1 {
			fut.more().callbacks = kept[1:]
		}
	}
	return len(all) - len(kept), nil
}

// remove removes the callback do.
func (fut *Future) remove(do doneAction) {
	if fut.state != pending {
		return
	}
	if fut.first.do == do && (fut.extra == nil || len(fut.extra.callbacks) == 0) {
		fut.first = doneCallback{}
		return
	}
	if fut.first.do == nil {
		return
	}
	_, _ = fut.removeCallback(func(d doneAction) (bool, *py.Exception) { return d == do, nil })
}

func (fut *Future) callbacks() []doneCallback {
	if fut.first.do == nil || fut.state != pending {
		return nil
	}
	list := []doneCallback{fut.first}
	if fut.extra != nil {
		list = append(list, fut.extra.callbacks...)
	}
	return list
}

// notInitialized is the error of a future whose __init__ was not called.
func notInitialized() *py.Exception { return runtimeError("Future object is not initialized.") }

// Result is fut.result().
func (fut *Future) Result() (py.Value, *py.Exception) {
	if fut.loop == nil {
		return py.Value{}, py.Raisef(InvalidStateErrorType, "Future object is not initialized.")
	}
	switch fut.state {
	case cancelled:
		return py.Value{}, py.RaiseMade(fut.cancelledError())
	case pending:
		return py.Value{}, py.Raisef(InvalidStateErrorType, "Result is not set.")
	}
	fut.logTB = false
	if fut.exc != nil {
		return py.Value{}, py.RaiseMade(fut.retrieve())
	}
	return fut.result, nil
}

// retrieve returns the exception with the traceback that it had when it was set, the
// first time, and without one afterwards (future_get_result in _asynciomodule.c).
func (fut *Future) retrieve() *py.Exception {
	exc := fut.exc
	if x := fut.extra; x != nil {
		exc.Traceback = x.excTB
		x.excTB = nil
	} else {
		exc.Traceback = nil
	}
	return exc
}

// Exception is fut.exception(); nil with a nil exc means None.
func (fut *Future) Exception() (*py.Exception, *py.Exception) {
	if fut.loop == nil {
		return nil, py.Raisef(InvalidStateErrorType, "Future object is not initialized.")
	}
	switch fut.state {
	case cancelled:
		return nil, py.RaiseMade(fut.cancelledError())
	case pending:
		return nil, py.Raisef(InvalidStateErrorType, "Exception is not set.")
	}
	fut.logTB = false
	return fut.exc, nil
}

// SetResult is fut.set_result(v).
func (fut *Future) SetResult(v py.Value) *py.Exception {
	if fut.state != pending {
		return fut.invalidState()
	}
	fut.finish(v)
	return nil
}

// finish makes v the result of a future that is pending.
func (fut *Future) finish(v py.Value) {
	fut.result = v
	fut.state = finished
	if t, ok := fut.first.do.(*Task); ok && fut.extra == nil {
		// As scheduleCallbacks.
		fut.first.do = nil
		t.wake()
		return
	}
	fut.scheduleCallbacks()
}

// setUnlessCancelled is _set_result_unless_cancelled.
func (fut *Future) setUnlessDone(v py.Value) {
	if fut.state == pending {
		fut.finish(v)
	}
}

// SetException is fut.set_exception(exc) for an exception object.
func (fut *Future) SetException(exc *py.Exception) *py.Exception {
	if fut.state != pending {
		return fut.invalidState()
	}
	if exc.Type().IsSubclass(py.StopIterationType) {
		e := runtimeError("StopIteration interacts badly with generators and cannot be raised into a Future")
		e.Cause, e.Context = exc, exc
		exc = e
	}
	fut.exc = exc
	if exc.Traceback != nil {
		fut.more().excTB = exc.Traceback
	}
	fut.state = finished
	fut.scheduleCallbacks()
	fut.logTB = true
	noteUnretrieved(fut)
	return nil
}

func (fut *Future) invalidState() *py.Exception {
	return py.Raisef(InvalidStateErrorType, "invalid state")
}

// futureHook awaits a Future as its __await__ does.
var futureHook = &coro.Hook{Start: awaitFuture, Resume: resumeFuture, Suspended: suspendedIn}

func awaitFuture(r *coro.Run, f *coro.Frame, v py.Value) coro.Signal {
	fut := py.Heap[Future](v)
	if fut.state != pending {
		return deliver(r, fut)
	}
	if typ := v.Type(); fut.loop != nil && fut.first.do == nil && (typ == FutureType || typ == TaskType || typ == gatheringType) {
		if t := fut.loop.driven(r); t != nil && fut != &t.Future {
			return t.arrange(r, f, fut)
		}
	}
	fut.blocking = true
	return r.Block(f, v, v)
}

// resumeFuture goes on after the future was handed to the driver. A task has noticed it; one
// that steps the coroutine by hand while it waits gets the future again.
func resumeFuture(r *coro.Run, f *coro.Frame, v py.Value) coro.Signal {
	fut := py.Heap[Future](v)
	if fut.kind == parkedFuture {
		return parkedIn(fut).resume(r, f)
	}
	if fut.state == finished && fut.exc == nil {
		return r.Deliver(fut.result)
	}
	if fut.state == pending {
		if !fut.blocking {
			fut.blocking = true
			return r.Block(f, v, v)
		}
		return r.DeliverExc(runtimeError("await wasn't used with future"))
	}
	return deliver(r, fut)
}

func deliver(r *coro.Run, fut *Future) coro.Signal {
	v, exc := fut.Result()
	if exc != nil {
		return r.DeliverExc(exc)
	}
	return r.Deliver(v)
}

// asFuture returns the Future that v is, or nil.
func asFuture(v py.Value) *Future {
	if v.IsUnbound() {
		return nil
	}
	t := v.Type()
	if t == TaskType || t == FutureType || t == gatheringType || t.IsSubclass(FutureType) {
		return py.Heap[Future](v)
	}
	return nil
}

// isFuture is futures.isfuture: an object with the attribute by which Task knows what it can
// wait for.
func isFuture(v py.Value) (bool, *py.Exception) {
	if asFuture(v) != nil {
		return true, nil
	}
	if !v.Type().Has(py.FlagHeap) {
		return false, nil
	}
	cls, exc := py.GetAttr(v, py.Intern("__class__"))
	if exc != nil {
		return false, exc
	}
	if _, found, exc := py.LookupAttr(cls, strBlocking); exc != nil || !found {
		return false, exc
	}
	blocking, exc := py.GetAttr(v, strBlocking)
	return exc == nil && !blocking.IsNone(), exc
}

var strBlocking = py.Intern("_asyncio_future_blocking")

// describe is _future_repr and _task_repr.
func (fut *Future) describe() string {
	v := fut.Value()
	if ok, exc := py.ReprEnter(v); exc != nil || !ok {
		return "..."
	}
	defer py.ReprLeave()
	info := []string{strings.ToLower(stateNames[fut.state])}
	if fut.kind == taskFuture {
		info = py.Heap[Task](v).info(info)
	}
	if fut.state == finished {
		if fut.exc != nil {
			info = append(info, "exception="+repr(fut.exc.Value()))
		} else {
			info = append(info, "result="+shortRepr(fut.result))
		}
	}
	if cbs := fut.callbacks(); len(cbs) > 0 {
		info = append(info, formatCallbacks(cbs))
	}
	if t := fut.trace(); t != nil {
		info = append(info, t.describe())
	}
	return "<" + fut.Header.Type().Name + " " + strings.Join(info, " ") + ">"
}

func formatCallbacks(cbs []doneCallback) string {
	first, last := cbs[0].do.source(), cbs[len(cbs)-1].do.source()
	switch len(cbs) {
	case 1:
		return "cb=[" + first + "]"
	case 2:
		return "cb=[" + first + ", " + last + "]"
	}
	return "cb=[" + first + ", <" + itoa(len(cbs)-2) + " more>, " + last + "]"
}
