package asyncio

import (
	"github.com/aio2go/aio2go/runtime/coro"
	"github.com/aio2go/aio2go/runtime/py"
)

// This file implements await sleep(delay) in a task without what nothing sees of it: the
// coroutine, its frame and its future. A nap is a timer that wakes the task up itself.
// Where something does look, at the future that the task waits for or at the coroutine
// that the awaiting one is suspended in, these are made: the nap is expanded.
//
// The loop does the same at each of its turns as it does for the coroutine: the timer
// that is due is called from the queue, and puts the task into the queue.

// nap is what a frame waits for that has called sleep and awaited it at once. It is an
// entry of the heap of timers, and of the queue.
type nap struct {
	py.Header
	owner     *py.Header // the Task; of one that was expanded, the sleeping
	when      float64
	state     napState
	scheduled bool // it is in the heap of timers
	cancelled bool // its timer is
}

// napState is the state that the future of a nap would have.
type napState uint8

const (
	napPending napState = iota
	napFired
	napCancelled
	napExpanded // the future is there
)

var napType = &py.Type{Name: "nap"}

// napping is what a task is handed that takes a nap.
var napping = &py.Header{}

func init() {
	napType.AwaitHook = &coro.Hook{Resume: resumeNap, Thrown: thrownInNap, Suspended: expandNap}
	napping.SetType(napType)
}

// spareNaps are naps to use again.
var spareNaps coro.FreeList[nap]

// takeNap begins a nap of the task that r drives; nil where it has to be the coroutine.
func takeNap(r *coro.Run, delay py.Value) *nap {
	var s float64
	switch {
	case delay.IsFloat():
		s = delay.Float()
	case delay.IsSmallInt():
		s = float64(delay.SmallInt())
	}
	loop := runningLoop()
	if !(s > 0) || loop == nil {
		return nil
	}
	t := loop.current
	if t == nil || r != &t.run || loop.debug || tracing != nil || py.Traced || py.Current.Depth >= py.RecursionLimit {
		return nil
	}
	if _, ok := loop.override(strCallAt); ok {
		return nil
	}
	n := spareNaps.Get()
	n.SetType(napType)
	n.owner, n.when, n.scheduled = &t.Header, loop.Time()+s, true
	loop.scheduled.push(timerEntry{n.when, &n.Header})
	t.waiter = &n.Header
	t.flags |= taskNapping
	return n
}

func napOf(v py.Value) *nap { return py.Heap[nap](v) }

func (n *nap) task() *Task         { return py.Heap[Task](n.owner.Value()) }
func (n *nap) expanded() *sleeping { return py.Heap[sleeping](n.owner.Value()) }

// skip reports whether the timer was cancelled.
func (n *nap) skip() bool {
	if n.state == napExpanded {
		return n.expanded().timer.cancelled
	}
	return n.cancelled
}

// execute is what the timer does.
func (n *nap) execute() *py.Exception {
	switch n.state {
	case napExpanded:
		return n.expanded().timer.execute()
	case napPending:
		n.state = napFired
		n.task().wake()
	}
	return nil
}

// left says that n is no longer in the heap of timers.
func (n *nap) left() {
	n.scheduled = false
	if n.state == napExpanded {
		n.expanded().timer.scheduled = false
	}
}

// cancel cancels the future that n stands for.
func (n *nap) cancel() bool {
	if n.state != napPending {
		return false
	}
	n.state = napCancelled
	n.task().wake()
	return true
}

// cancelTimer is TimerHandle.cancel.
func (n *nap) cancelTimer() {
	if n.state == napExpanded {
		n.expanded().timer.Cancel()
		return
	}
	if !n.cancelled && n.scheduled {
		n.task().loop.timerCancelledCount++
	}
	n.cancelled = true
}

// wake schedules the task's wake-up.
func (t *Task) wake() {
	t.flags |= taskWaking
	t.loop.ready.push(t)
}

func resumeNap(r *coro.Run, f *coro.Frame, v py.Value) coro.Signal {
	n := napOf(v)
	if n.state == napPending {
		// Something else than the task steps the coroutine.
		g := n.expand()
		g.fut.blocking = true
		return r.BlockBelow(f, &g.Frame, g.fut.Value())
	}
	if n.state == napFired && !n.scheduled {
		*n = nap{}
		spareNaps.Put(n)
	}
	return r.Deliver(py.None)
}

func thrownInNap(v py.Value, exc *py.Exception) *py.Exception {
	napOf(v).cancelTimer()
	return exc.At(sleepCode, 0)
}

// expandNap makes the coroutine that is suspended, and the future that it waits for.
func expandNap(v py.Value) *coro.Frame { return &napOf(v).expand().Frame }

func (n *nap) expand() *sleeping {
	if n.state == napExpanded {
		return n.expanded()
	}
	t := n.task()
	f := &sleeping{result: py.None}
	f.Init(f, sleepCode)
	f.State = sleepWoken
	h := &f.timer
	h.SetType(TimerHandleType)
	h.loop, h.timer, h.when, h.scheduled, h.cancelled = t.loop, true, n.when, n.scheduled, n.cancelled
	if !n.cancelled {
		h.do = f
	}
	f.fut.init(FutureType, t.loop)
	switch n.state {
	case napFired:
		f.fut.state, f.fut.result = finished, py.None
	case napCancelled:
		f.fut.state = cancelled
	}
	f.SuspendOn(f.fut.Value())
	if t.flags&taskNapping != 0 && t.waiter == &n.Header {
		t.flags &^= taskNapping
		t.waiter = &f.fut.Header
		if n.state == napPending {
			f.fut.first = doneCallback{do: t}
		}
	}
	n.state, n.owner = napExpanded, &f.Header
	return f
}

// waitsFor returns the future that t waits for, or nil.
func (t *Task) waitsFor() *Future {
	if t.flags&taskNapping != 0 {
		t.run.Top().Delegate()
	}
	if t.waiter == nil || t.flags&taskNapping != 0 {
		return nil
	}
	return py.Heap[Future](t.waiter.Value())
}
