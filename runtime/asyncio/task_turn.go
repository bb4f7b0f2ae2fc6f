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

// turns executes tasks at the head of the queue as long as there is nothing unusual about
// them: due of them, and after these those of the next iterations of the loop, where they
// have nothing else to do. It returns how many entries of this iteration are left. Between
// two turns the last task is still the current one, and its context is entered.
func (loop *Loop) turns(due int) (int, *py.Exception) {
	thread := py.Current
	handled, depth := thread.Exc, thread.Depth
	var failed *py.Exception
	for failed == nil && loop.ready.n > 0 && !loop.debug {
		t, ok := loop.ready.first().(*Task)
		if !ok || t.flags&taskUnusual != 0 || t.state != pending || !t.run.Poised() {
			break
		}
		if t.flags&taskWaking != 0 && !t.awaitedDone() {
			break
		}
		ctx := loop.context
		if !loop.inContext {
			if loop.current != nil || loop.enterTurn(t) != nil {
				break
			}
			ctx = loop.context
		} else if ctx.Vars() != t.scope.Vars() {
			ctx.SetVars(t.scope.Vars())
		}
		loop.inContext = false
		loop.ready.drop()
		due--
		if t.flags&taskWaking != 0 {
			t.flags &^= taskWaking | taskNapping
			t.waiter = nil
		}
		loop.current = t
		if s := t.run.Go(thread, handled, depth); s == coro.Bare {
			loop.ready.push(t) // as in stepped
		} else if s != coro.Arranged {
			thread.Exc, thread.Depth = handled, depth
			v, exc := t.run.Result()
			failed = t.stepped(s, v, exc)
		}
		if ctx == loop.context && !ctx.Held() {
			loop.inContext = true
		} else {
			thread.Exc, thread.Depth = handled, depth
			loop.current = nil
			t.leaveContext(ctx)
		}
		if t.flags&taskOrphan != 0 {
			t.orphaned()
		}
		if due == 0 {
			if failed != nil || !loop.goesOn() {
				break
			}
			due = loop.ready.n
		}
	}
	thread.Exc, thread.Depth = handled, depth
	return due, failed
}

// awaitedDone reports whether t, which was woken up, has nothing to take from what it
// waited for but a result.
func (t *Task) awaitedDone() bool {
	switch {
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
		loop.current = nil
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
