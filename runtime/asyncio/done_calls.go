package asyncio

import (
	"github.com/aio2go/aio2go/runtime/py"
	"github.com/aio2go/aio2go/runtime/stdlib/contextvars"
)

// This file has the calls of done callbacks as entries of the loop's queue. CPython has a
// Handle for each, which only an error shows to the program: it is made then.

// queuedCall is the call of a future's first callback: the future itself, which is done and
// keeps the callback until the call. A pointer to a queuedCall is one to the Future.
type queuedCall Future

// doneCall is the call of any other callback. These entries are used again.
type doneCall struct {
	do    doneAction
	fut   *Future
	scope contextvars.Scope
	next  *doneCall // in the list of those that are not in use
}

// maxSpareCalls bounds that list.
const maxSpareCalls = 4096

// scheduleFirst asks the loop to call the first callback, which do is, of fut, which is done.
func (fut *Future) scheduleFirst(do doneAction) {
	if t, ok := do.(*Task); ok {
		fut.first = doneCallback{}
		t.wake()
		return
	}
	fut.loop.ready.push((*queuedCall)(fut))
}

// schedule asks the loop to call cb, of fut, which is done.
func (fut *Future) schedule(cb doneCallback) {
	if fut.first.do == nil {
		fut.first = cb
		fut.scheduleFirst(cb.do)
		return
	}
	if t, ok := cb.do.(*Task); ok {
		t.wake()
		return
	}
	loop := fut.loop
	c := loop.spareCalls
	if c == nil {
		c = &doneCall{}
	} else {
		loop.spareCalls = c.next
		loop.spareCount--
	}
	*c = doneCall{do: cb.do, fut: fut, scope: cb.scope}
	loop.ready.push(c)
}

func (q *queuedCall) skip() bool { return false }

func (q *queuedCall) execute() *py.Exception {
	fut := (*Future)(q)
	cb := fut.first
	fut.first = doneCallback{}
	if exc := fut.call(&cb); exc != nil {
		return (&doneCall{do: cb.do, fut: fut, scope: cb.scope}).handle().failed(exc)
	}
	return nil
}

// taken returns the call as an entry of its own.
func (q *queuedCall) taken() *doneCall {
	cb := q.first
	q.first = doneCallback{}
	return &doneCall{do: cb.do, fut: (*Future)(q), scope: cb.scope}
}

// call calls cb, in its context. A context that something has seen meanwhile is in cb afterwards.
func (fut *Future) call(cb *doneCallback) *py.Exception {
	if fn, ok := cb.do.(*pyDone); ok {
		loop := fut.loop
		ctx := loop.enterBare(cb.scope.Vars())
		_, exc := py.Call1(fn.Value(), fut.Value())
		cb.scope = ctx.Vars().Scope()
		if loop.leaveBare(ctx) {
			*cb = doneCallback{&contextDone{fn.Value()}, contextvars.ScopeOf(ctx)}
		}
		return exc
	}
	ctx := cb.scope.Context()
	if ctx == nil {
		return cb.do.done(fut)
	}
	exc := ctx.Enter()
	if exc == nil {
		exc = cb.do.done(fut)
		ctx.Leave()
	}
	return exc
}

func (c *doneCall) skip() bool         { return false }
func (c *doneCall) run() *py.Exception { return c.do.done(c.fut) }
func (c *doneCall) source() string     { return c.do.source() }

func (c *doneCall) execute() *py.Exception {
	loop, cb := c.fut.loop, doneCallback{c.do, c.scope}
	if exc := c.fut.call(&cb); exc != nil {
		c.do, c.scope = cb.do, cb.scope
		return c.handle().failed(exc)
	}
	if loop.spareCount < maxSpareCalls {
		*c = doneCall{next: loop.spareCalls}
		loop.spareCalls = c
		loop.spareCount++
	}
	return nil
}

// handle makes the Handle that c stands for.
func (c *doneCall) handle() *Handle {
	h := c.fut.loop.newHandle(c, nil)
	h.scope = c.scope
	_, h.bare = c.do.(*pyDone)
	return h
}

// observed returns r, which is about to be executed while something looks on, with a Handle
// where CPython has one.
func observed(r ready) ready {
	switch c := r.(type) {
	case *queuedCall:
		return c.taken().handle()
	case *doneCall:
		return c.handle() // c may be used again when it has run
	}
	return r
}
