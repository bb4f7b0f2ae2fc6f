package asyncio

import (
	"github.com/aio2go/aio2go/runtime/coro"
	"github.com/aio2go/aio2go/runtime/py"
	"github.com/aio2go/aio2go/runtime/stdlib/contextvars"
)

// This file is gather and shield of asyncio/tasks.py.

// gathering is _GatheringFuture, with the state of gather's callbacks.
type gathering struct {
	Future
	children         []*Future
	returnExceptions bool
	cancelRequested  bool
	made             bool // outer is not None
	finishedCount    int
	count            int // of different children
}

var gatheringType = &py.Type{Name: "_GatheringFuture"}

func init() {
	gatheringType.Define(&py.TypeSpec{
		Base: FutureType, Module: "asyncio.tasks", Flags: py.FlagBaseType,
		Layout: py.LayoutOf[gathering](), NoNew: true,
		Slots: py.Slots{AwaitHook: futureHook, Iter: newFutureIter, Await: newFutureIter},
		Methods: []py.Method{{Name: "cancel", Sig: "($self, msg=None)", Impl: func(v, msg py.Value) (py.Value, *py.Exception) {
			ok, exc := py.Heap[gathering](v).cancelChildren(msg)
			return py.Bool(ok), exc
		}}},
	})
}

// cancelChildren is _GatheringFuture.cancel.
func (g *gathering) cancelChildren(msg py.Value) (bool, *py.Exception) {
	if g.state != pending {
		return false, nil
	}
	ret := false
	for _, child := range g.children {
		ok, exc := child.Cancel(msg)
		if exc != nil {
			return false, exc
		}
		ret = ret || ok
	}
	if ret {
		g.cancelRequested = true
	}
	return ret, nil
}

// Gather is gather(*args, return_exceptions=...). loop is nil for the current one.
func Gather(loop *Loop, args []py.Value, returnExceptions bool) (py.Value, *py.Exception) {
	if len(args) == 0 {
		if loop == nil {
			var exc *py.Exception
			if loop, exc = loopOrCurrent(py.None); exc != nil {
				return py.Value{}, exc
			}
		}
		outer := loop.CreateFuture()
		outer.finish(py.ListV())
		return outer.Value(), nil
	}
	g := &gathering{returnExceptions: returnExceptions, children: make([]*Future, 0, len(args))}
	var seen argSet
	var finishedEarly []*Future
	for _, arg := range args {
		fut, dup, exc := seen.find(g, args, arg)
		if exc != nil {
			return py.Value{}, exc
		}
		if !dup {
			if fut, exc = loop.ensureFuture(arg); exc != nil {
				return py.Value{}, exc
			}
			if loop == nil {
				loop = fut.loop
			}
			if fut.Value() != arg && fut.kind == taskFuture {
				py.Heap[Task](fut.Value()).flags |= taskQuietEnd
			}
			g.count++
			if fut.Done() {
				finishedEarly = append(finishedEarly, fut)
			} else {
				fut.addCallback(g, nil) // it calls nothing of Python
			}
		}
		g.children = append(g.children, fut)
	}
	g.init(gatheringType, loop)
	g.kind = gatheringFuture
	g.made = true
	for _, fut := range finishedEarly {
		if exc := g.done(fut); exc != nil {
			return py.Value{}, exc
		}
	}
	g.tracePlace(placeGather)
	return g.Value(), nil
}

// argSet finds arguments of gather that were given before. Most cannot have been, which
// shows without a look at those before: a coroutine that no task drives yet, a future that
// does not have g as its last callback.
type argSet struct {
	futures map[py.Value]*Future // nil until it is needed
	n       int                  // how many arguments are in futures
}

// find returns the future of arg, where arg is one of those whose futures are the children
// of g.
func (s *argSet) find(g *gathering, args []py.Value, arg py.Value) (*Future, bool, *py.Exception) {
	switch arg.Type() {
	case coro.CoroutineType:
		if len(g.children) == 0 || !py.Heap[coro.Frame](arg).Owned() && g.children[0].loop.taskFactory.IsNone() {
			return nil, false, nil
		}
	case FutureType, TaskType:
		if fut := py.Heap[Future](arg); fut.state == pending {
			return fut, fut.lastCallback() == doneAction(g), nil
		}
	default:
		if _, exc := py.Hash(arg); exc != nil {
			return nil, false, exc
		}
	}
	if s.futures == nil {
		s.futures = make(map[py.Value]*Future, len(args))
	}
	for ; s.n < len(g.children); s.n++ {
		s.futures[args[s.n]] = g.children[s.n]
	}
	fut, ok := s.futures[arg]
	return fut, ok, nil
}

// lastCallback returns the callback that was added last, or nil.
func (fut *Future) lastCallback() doneAction {
	if x := fut.extra; x != nil && len(x.callbacks) > 0 {
		return x.callbacks[len(x.callbacks)-1].do
	}
	return fut.first.do
}

func (g *gathering) source() string {
	return libSource("gather.<locals>._done_callback", "tasks.py", 820)
}

// done is _done_callback.
func (g *gathering) done(fut *Future) *py.Exception {
	g.finishedCount++
	if !g.made || g.state != pending {
		if !fut.Cancelled() {
			fut.logTB = false // mark the exception as retrieved
		}
		return nil
	}
	if !g.returnExceptions {
		if fut.Cancelled() {
			return g.SetException(fut.cancelledError())
		}
		fut.logTB = false
		if fut.exc != nil {
			return g.SetException(fut.exc)
		}
	}
	if g.finishedCount < g.count {
		return nil
	}
	results := make([]py.Value, len(g.children))
	for i, fut := range g.children {
		switch {
		case fut.Cancelled():
			// As the original: a new CancelledError, not the one that was raised.
			msg := fut.cancelMessage()
			if msg.IsNone() {
				msg = py.StrV("")
			}
			results[i] = newCancelled(msg).Value()
		case fut.exc != nil:
			fut.logTB = false
			results[i] = fut.exc.Value()
		default:
			results[i] = fut.result
		}
	}
	if g.cancelRequested {
		// Cancellation goes on whatever return_exceptions says.
		return g.SetException(g.children[len(g.children)-1].cancelledError())
	}
	return g.SetResult(py.ListV(results...))
}

// shielding is the pair of callbacks of shield.
type shielding struct{ inner, outer *Future }

// shieldInner is _inner_done_callback, shieldOuter is _outer_done_callback.
type (
	shieldInner shielding
	shieldOuter struct {
		inner *Future
		cb    *shieldInner
	}
)

func (s *shieldInner) source() string {
	return libSource("shield.<locals>._inner_done_callback", "tasks.py", 920)
}

func (s *shieldInner) done(inner *Future) *py.Exception {
	outer := s.outer
	if outer.Cancelled() {
		if !inner.Cancelled() {
			inner.logTB = false
		}
		return nil
	}
	switch {
	case inner.Cancelled():
		_, exc := outer.Cancel(py.None)
		return exc
	case inner.exc != nil:
		inner.logTB = false
		return outer.SetException(inner.exc)
	}
	return outer.SetResult(inner.result)
}

func (s *shieldOuter) source() string {
	return libSource("shield.<locals>._outer_done_callback", "tasks.py", 937)
}

func (s *shieldOuter) done(*Future) *py.Exception {
	if !s.inner.Done() {
		s.inner.remove(s.cb)
	}
	return nil
}

// Shield is shield(arg).
func Shield(arg py.Value) (py.Value, *py.Exception) {
	var loop *Loop
	inner, exc := loop.ensureFuture(arg)
	if exc != nil {
		return py.Value{}, exc
	}
	if inner.Done() {
		return inner.Value(), nil
	}
	outer := inner.loop.CreateFuture()
	ctx := contextvars.Copy()
	cb := &shieldInner{inner, outer}
	inner.addCallback(cb, ctx)
	outer.addCallback(&shieldOuter{inner, cb}, ctx)
	return outer.Value(), nil
}
