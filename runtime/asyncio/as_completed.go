package asyncio

import (
	"cmp"
	"slices"

	"github.com/aio2go/aio2go/runtime/coro"
	"github.com/aio2go/aio2go/runtime/py"
	"github.com/aio2go/aio2go/runtime/stdlib/contextvars"
)

// This file is as_completed of asyncio/tasks.py.

// asCompleted is _AsCompletedIterator.
type asCompleted struct {
	py.Header
	completed *Queue
	todo      futureSet
	left      int
	timer     *TimerHandle
}

var asCompletedType = &py.Type{Name: "_AsCompletedIterator"}

// AsCompleted is as_completed(fs, *, timeout=None).
func AsCompleted(fs, timeout py.Value) (py.Value, *py.Exception) {
	if isAwaitable(fs) {
		text := "expects an iterable of awaitables, not %s"
		if !py.VersionAtLeast(13) {
			text = "expect an iterable of futures, not %s"
		}
		return py.Value{}, typeError(text, fs.Type().Name)
	}
	it := &asCompleted{completed: newQueue()}
	it.SetType(asCompletedType)
	loop, exc := loopOrCurrent(py.None)
	if exc != nil {
		return py.Value{}, exc
	}
	set := py.NewSet()
	if exc := py.SetUpdate(set.Value(), fs); exc != nil {
		return py.Value{}, exc
	}
	var todo []*Future
	exc = py.Each(set.Value(), func(x py.Value) *py.Exception {
		fut, exc := loop.ensureFuture(x)
		if exc == nil {
			todo = append(todo, fut)
		}
		return exc
	})
	if exc != nil {
		return py.Value{}, exc
	}
	ctx := contextvars.Copy()
	for _, fut := range todo {
		fut.addCallback(it, ctx)
	}
	slices.SortFunc(todo, func(a, b *Future) int { return cmp.Compare(a.seq, b.seq) })
	for _, fut := range todo {
		it.todo.add(fut)
	}
	if len(todo) > 0 && !absent(timeout) {
		s, exc := seconds(timeout)
		if exc != nil {
			return py.Value{}, exc
		}
		it.timer = loop.callAt(loop.Time()+s, it, ctx)
	}
	it.left = len(todo)
	return it.Value(), nil
}

func (it *asCompleted) source() string {
	return "_AsCompletedIterator._handle_completion()"
}

// done is _handle_completion.
func (it *asCompleted) done(fut *Future) *py.Exception {
	if it.todo.live == 0 {
		return nil // the timeout came first
	}
	it.todo.remove(fut)
	exc := it.completed.putNowait(fut.Value())
	if it.todo.live == 0 && it.timer != nil {
		it.timer.Cancel()
	}
	return exc
}

// run is _handle_timeout.
func (it *asCompleted) run() *py.Exception {
	for _, fut := range it.todo.all() {
		fut.remove(it)
		if exc := it.completed.putNowait(py.None); exc != nil {
			return exc
		}
	}
	it.todo = futureSet{}
	return nil
}

// waitForOne is the coroutines _wait_for_one(resolve) and __anext__, which waits within
// itself.
type waitForOne struct {
	coro.Coroutine
	it      *asCompleted
	resolve bool
	next    bool // it is __anext__
}

var (
	waitForOneCode = code("_AsCompletedIterator._wait_for_one")
	anextCode      = code("_AsCompletedIterator.__anext__")
)

// Resume implements coro.Resumer.
func (f *waitForOne) Resume(r *coro.Run) coro.Signal {
	if f.State == 0 {
		if f.next {
			if f.it.left == 0 {
				return f.Raise(r, py.RaiseArgs(py.StopAsyncIterationType))
			}
			f.it.left--
		}
		f.State = 1
		if s := r.AwaitFrame(&f.Frame, f.it.completed.queueing(py.Value{}, getCode)); s != coro.Done {
			return s
		}
	}
	v, exc := r.Take()
	switch {
	case exc != nil:
		return f.Raise(r, exc)
	case v.IsNone():
		return f.Raise(r, py.RaiseArgs(py.TimeoutErrorType))
	case f.resolve:
		if v, exc = asFuture(v).Result(); exc != nil {
			return f.Raise(r, exc)
		}
	}
	return f.Return(r, v)
}

func init() {
	self := func(v py.Value) *asCompleted { return py.Heap[asCompleted](v) }
	same := func(v py.Value) (py.Value, *py.Exception) { return v, nil }
	asCompletedType.Define(&py.TypeSpec{
		Module: "asyncio.tasks", NoNew: true,
		Slots: py.Slots{
			Iter: same, AIter: same,
			Next: func(v py.Value) (py.Value, bool, *py.Exception) {
				it := self(v)
				if it.left == 0 {
					return py.Value{}, false, nil
				}
				it.left--
				f := &waitForOne{it: it, resolve: true}
				f.Init(f, waitForOneCode)
				return f.Value(), true, nil
			},
			ANext: func(v py.Value) (py.Value, *py.Exception) {
				f := &waitForOne{it: self(v), next: true}
				f.Init(f, anextCode)
				return f.Value(), nil
			},
		},
	})
}
