package asyncio

import (
	"github.com/aio2go/aio2go/runtime/coro"
	"github.com/aio2go/aio2go/runtime/py"
	"github.com/aio2go/aio2go/runtime/stdlib/contextvars"
)

// This file is Task.execute for what a turn of the loop mostly has: one task after the
// other that goes on with a result, has no context of its own, and that nothing observes.
// They share one context, which stays entered from one to the next.

// taskUnusual are the flags of a task whose step needs a closer look.
const taskUnusual = taskMustCancel | taskForeign | taskEager | taskContext | taskThrows

// turn executes t, an entry of the queue.
func (loop *Loop) turn(t *Task) *py.Exception {
	flags := t.flags
	if flags&taskUnusual != 0 || t.state != pending || loop.current != nil || !t.run.Ready() || !t.awaitedDone() {
		loop.leaveTurn()
		return t.execute()
	}
	t.flags = flags &^ (taskWaking | taskNapping)
	if t.waiter != nil {
		t.waiter = nil
	}
	ctx := loop.context
	if loop.inContext {
		loop.inContext = false
		if ctx.Vars() != t.scope.Vars() {
			ctx.SetVars(t.scope.Vars())
		}
	} else if exc := loop.enterTurn(t); exc != nil {
		return t.stepFailed(exc)
	} else {
		ctx = loop.context
	}
	loop.current = t
	var exc *py.Exception
	if s := t.run.Continue(); s == coro.Suspended && t.run.Handed().IsNone() {
		loop.ready.push(t) // as in stepped
	} else {
		v, failed := t.run.Result()
		exc = t.stepped(s, v, failed)
	}
	loop.current = nil
	if ctx == loop.context && !ctx.Held() {
		loop.inContext = true
	} else {
		t.leaveContext(ctx)
	}
	if t.flags&taskOrphan != 0 {
		t.orphaned()
	}
	return exc
}

// awaitedDone reports whether t, which is scheduled, has nothing to take from what it
// waited for but a result.
func (t *Task) awaitedDone() bool {
	switch {
	case t.flags&taskWaking == 0:
		return true
	case t.flags&taskNapping != 0:
		return napOf(t.waiter.Value()).state != napCancelled
	case t.waiter == nil:
		return true
	}
	fut := py.Heap[Future](t.waiter.Value())
	return fut.state == finished && fut.exc == nil
}

// enterTurn enters the context that tasks without one of their own share, for t.
func (loop *Loop) enterTurn(t *Task) *py.Exception {
	if loop.context == nil {
		loop.context = contextvars.NewContext(t.scope.Vars())
	} else {
		loop.context.SetVars(t.scope.Vars())
	}
	return loop.context.Enter()
}

// leaveTurn leaves the context in which the last task ran, where it is still entered.
func (loop *Loop) leaveTurn() {
	if loop.inContext {
		loop.inContext = false
		loop.context.Leave()
	}
}

// leaveContext leaves ctx, in which t ran: its own from now on, where something has seen it.
func (t *Task) leaveContext(ctx *contextvars.Context) {
	ctx.Leave()
	if ctx == t.loop.context && ctx.Held() {
		t.setContext(ctx)
		t.loop.context = nil
	}
}

// orphaned reports the exception of t, for which nothing waited, where nothing refers to t.
func (t *Task) orphaned() {
	if t.flags&taskAbandoned != 0 && t.logTB {
		t.reportUnretrieved()
	}
}
