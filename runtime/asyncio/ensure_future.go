package asyncio

import (
	"github.com/aio2go/aio2go/runtime/coro"
	"github.com/aio2go/aio2go/runtime/py"
	"github.com/aio2go/aio2go/runtime/stdlib/contextvars"
)

// This file is ensure_future, create_task and run_coroutine_threadsafe of
// asyncio/tasks.py, and asyncio/coroutines.py.

var coroutineMethods = []*py.Str{py.Intern("__await__"), strSend, strThrow, strClose}

// isCoroutine is what a Task accepts: coroutines.iscoroutine, and the generators of
// types.coroutine where the program's version had them.
func isCoroutine(v py.Value) bool {
	if isCoroutineObject(v) {
		return true
	}
	if v.Type() == coro.GeneratorType {
		if py.Version == 0 {
			return coro.FrameOf(v).Code().Flags&py.CodeIterCoroutine != 0
		}
		return py.Version < 12
	}
	return false
}

// isCoroutineObject is coroutines.iscoroutine: a coroutine, or an object with the
// methods of collections.abc.Coroutine.
func isCoroutineObject(v py.Value) bool {
	t := v.Type()
	if t == coro.CoroutineType {
		return true
	}
	if !t.Has(py.FlagHeap) {
		if coro.IsAsyncGenAwaitable(v) {
			return true
		}
		return t == coro.GeneratorType && py.Version != 0 && py.Version < 12
	}
	for _, name := range coroutineMethods {
		if m := t.Lookup(name); m.IsUnbound() || m.IsNone() {
			return false
		}
	}
	return true
}

// isCoroutineFunction is coroutines.iscoroutinefunction.
func isCoroutineFunction(v py.Value) bool {
	for {
		switch {
		case v.Type() == py.FunctionType:
			return py.Heap[py.Function](v).Code.Flags&py.CodeCoroutine != 0
		case v.Type() == py.MethodType:
			v = py.Heap[py.BoundMethod](v).Func
		case isPartial(v):
			fn, exc := py.GetAttr(v, strFunc)
			if exc != nil {
				return false
			}
			v = fn
		default:
			return false
		}
	}
}

func isAwaitable(v py.Value) bool {
	t := v.Type()
	return t.Await != nil || t == coro.GeneratorType && coro.FrameOf(v).Code().Flags&py.CodeIterCoroutine != 0
}

// ensureFuture is ensure_future(v, loop=loop); a nil loop is the current one.
func (loop *Loop) ensureFuture(v py.Value) (*Future, *py.Exception) {
	if fut := asFuture(v); fut != nil {
		if loop != nil && fut.loop != loop {
			return nil, py.Raisef(py.ValueErrorType, "The future belongs to a different loop than the one specified as the loop argument")
		}
		return fut, nil
	}
	shouldClose := true
	if v.Type() != coro.CoroutineType && !isCoroutine(v) {
		if !isAwaitable(v) {
			return nil, typeError("An asyncio.Future, a coroutine or an awaitable is required")
		}
		v = wrapAwaitable(v)
		shouldClose = false
	}
	var exc *py.Exception
	if loop == nil {
		if loop, exc = loopOrCurrent(py.None); exc != nil {
			return nil, exc
		}
	}
	t, exc := loop.spawn(v, py.None, nil)
	if exc != nil {
		if shouldClose && exc.Type().IsSubclass(py.RuntimeErrorType) {
			if _, e := py.CallMethod0(v, strClose); e != nil {
				return nil, e
			}
		}
		return nil, exc
	}
	fut := asFuture(t)
	fut.tracePlace(placeEnsureFuture)
	if fut == nil {
		return nil, typeError("the task factory returned %s, which is not a Future", repr(t))
	}
	return fut, nil
}

// spawn is loop.create_task, with overriding.
func (loop *Loop) spawn(c, name py.Value, ctx *contextvars.Context) (py.Value, *py.Exception) {
	if exact(loop.Value(), LoopType) {
		return loop.CreateTask(c, name, ctx)
	}
	args, names := []py.Value{c}, []*py.Str(nil)
	if !absent(name) {
		args, names = append(args, name), append(names, py.Intern("name"))
	}
	if ctx != nil {
		args, names = append(args, ctx.Value()), append(names, strContext)
	}
	return py.CallMethodKw(loop.Value(), py.Intern("create_task"), args, names)
}

// awaiting is the coroutine _wrap_awaitable(awaitable).
type awaiting struct {
	coro.Coroutine
	x py.Value
}

var awaitingCode = code("ensure_future.<locals>._wrap_awaitable")

func wrapAwaitable(x py.Value) py.Value {
	f := &awaiting{x: x}
	f.Init(f, awaitingCode)
	return f.Value()
}

// Resume implements coro.Resumer.
func (f *awaiting) Resume(r *coro.Run) coro.Signal {
	if f.State == 0 {
		f.State = 1
		if s := r.Await(&f.Frame, f.x); s != coro.Done {
			return s
		}
	}
	v, exc := r.Take()
	if exc != nil {
		return f.Raise(r, exc)
	}
	return f.Return(r, v)
}

// createTask is create_task(coro, *, name=None, context=None).
func createTask(c, name, context py.Value) (py.Value, *py.Exception) {
	loop, exc := getRunningLoop()
	if exc != nil {
		return py.Value{}, exc
	}
	var ctx *contextvars.Context
	if !absent(context) {
		if ctx, exc = contextOf(context); exc != nil {
			return py.Value{}, exc
		}
	}
	t, exc := loop.spawn(c, name, ctx)
	if exc == nil {
		asFuture(t).tracePlace(placeCreateTask)
	}
	return t, exc
}
