package asyncio

import (
	"strings"

	"github.com/aio2go/aio2go/runtime/coro"
	"github.com/aio2go/aio2go/runtime/py"
	"github.com/aio2go/aio2go/runtime/stdlib/contextvars"
)

// This file is asyncio/threads.py, and the loop's default executor: each call runs as a
// Python thread on a goroutine of its own, of which at most executorThreads exist at a
// time, as in ThreadPoolExecutor.

// executor is the default executor of a loop.
type executor struct {
	free    []string // names of idle workers
	workers int
	queue   []*work
	idle    []*Future // the waiters of shutdown
}

// executorThreads is how many calls run at a time: min(32, cpu_count() + 4).
var executorThreads = min(32, numCPU()+4)

// executorCount numbers executors for the names of their threads.
var executorCount = -1

// work is a call that was submitted.
type work struct {
	loop   *Loop
	fn     py.Value
	args   []py.Value
	names  []*py.Str
	ctx    *contextvars.Context // to run in, nil for none
	fut    *Future
	begun  bool
	result py.Value
	exc    *py.Exception
}

// submit runs fn(*args) on another thread; fut gets the outcome.
func (loop *Loop) submit(w *work) *Future {
	if loop.executor == nil {
		executorCount++
		loop.executor = &executor{}
	}
	w.loop = loop
	w.fut = loop.CreateFuture()
	e := loop.executor
	e.queue = append(e.queue, w)
	if e.workers < executorThreads && len(e.queue) > 0 {
		e.workers++
		name := "asyncio_" + itoa(executorCount) + "_" + itoa(e.workers-1)
		if n := len(e.free); n > 0 {
			name = e.free[n-1]
			e.free = e.free[:n-1]
		}
		py.StartThread(name, func() { e.work(name) })
	}
	return w.fut
}

// work is the life of a worker thread.
func (e *executor) work(name string) {
	for len(e.queue) > 0 {
		w := e.queue[0]
		e.queue = e.queue[1:]
		if w.fut.Cancelled() {
			continue
		}
		w.begun = true
		if w.ctx != nil {
			if w.exc = w.ctx.Enter(); w.exc == nil {
				w.result, w.exc = py.CallBeside(w.fn, w.args, w.names)
				w.ctx.Leave()
			}
		} else {
			w.result, w.exc = py.CallBeside(w.fn, w.args, w.names)
		}
		w.loop.pushFrom(w.loop.newHandle(w, nil))
	}
	e.workers--
	e.free = append(e.free, name)
	if e.workers == 0 {
		for _, fut := range e.idle {
			f := fut
			f.loop.Post(&goCallback{fn: func() *py.Exception {
				f.setUnlessDone(py.None)
				return nil
			}, name: libSource("_set_result_unless_cancelled", "futures.py", 312)})
		}
		e.idle = nil
	}
}

// run hands the outcome to the future, on the loop's thread.
func (w *work) run() *py.Exception {
	switch {
	case w.fut.Done():
		return nil
	case w.exc != nil:
		return w.fut.SetException(convertException(w.exc))
	}
	return w.fut.SetResult(w.result)
}

func (w *work) source() string {
	return libSource("_chain_future.<locals>._set_state", "futures.py", 381)
}

// runInExecutor is loop.run_in_executor(executor, func, *args).
func (loop *Loop) runInExecutor(pool, fn py.Value, args []py.Value) (py.Value, *py.Exception) {
	if exc := loop.checkClosed(); exc != nil {
		return py.Value{}, exc
	}
	if pool.IsNone() {
		if loop.executorShutdown {
			return py.Value{}, runtimeError("Executor shutdown has been called")
		}
		if loop.defaultExecutor.IsUnbound() {
			return loop.submit(&work{fn: fn, args: args}).Value(), nil
		}
		pool = loop.defaultExecutor
	}
	submitted, exc := py.CallMethodN(pool, py.Intern("submit"), append([]py.Value{fn}, args...))
	if exc != nil {
		return py.Value{}, exc
	}
	fut, exc := wrapFuture(submitted, loop)
	if exc != nil {
		return py.Value{}, exc
	}
	return fut.Value(), nil
}

// submitTo runs w in an executor that the program set as the default one.
func (loop *Loop) submitTo(pool py.Value, w *work) (*Future, *py.Exception) {
	run, exc := py.GetAttr(w.ctx.Value(), py.Intern("run"))
	if exc != nil {
		return nil, exc
	}
	args := append([]py.Value{run, w.fn}, w.args...)
	submitted, exc := py.CallMethodKw(pool, py.Intern("submit"), args, w.names)
	if exc != nil {
		return nil, exc
	}
	return wrapFuture(submitted, loop)
}

// isThreadPool reports whether v is a concurrent.futures.ThreadPoolExecutor.
func isThreadPool(v py.Value) bool {
	for _, t := range v.Type().MRO {
		if t.Name == "ThreadPoolExecutor" && strings.HasPrefix(t.Module, "concurrent.futures") {
			return true
		}
	}
	return false
}

// threading is the coroutine to_thread(func, /, *args, **kwargs).
type threading struct {
	coro.Coroutine
	w *work
}

var toThreadCode = code("to_thread")

func toThread(args []py.Value, names []*py.Str) (py.Value, *py.Exception) {
	if len(args) == len(names) {
		return py.Value{}, typeError("to_thread() missing 1 required positional argument: 'func'")
	}
	f := &threading{w: &work{fn: args[0], args: append([]py.Value(nil), args[1:]...), names: append([]*py.Str(nil), names...)}}
	f.Init(f, toThreadCode)
	return f.Value(), nil
}

// Resume implements coro.Resumer.
func (f *threading) Resume(r *coro.Run) coro.Signal {
	if f.State == 0 {
		loop, exc := getRunningLoop()
		if exc != nil {
			return f.Raise(r, exc)
		}
		if loop.executorShutdown {
			return f.Raise(r, runtimeError("Executor shutdown has been called"))
		}
		f.w.ctx = contextvars.Copy()
		var fut *Future
		if loop.defaultExecutor.IsUnbound() {
			fut = loop.submit(f.w)
		} else if fut, exc = loop.submitTo(loop.defaultExecutor, f.w); exc != nil {
			return f.Raise(r, exc)
		}
		f.State = 1
		if s := awaitFuture(r, &f.Frame, fut.Value()); s != coro.Done {
			return s
		}
	}
	v, exc := r.Take()
	if exc != nil {
		return f.Raise(r, exc)
	}
	return f.Return(r, v)
}

// executorEnd is the coroutine shutdown_default_executor(timeout=None).
type executorEnd struct {
	coro.Coroutine
	loop    *Loop
	timeout py.Value
	t       *Timeout
}

var shutdownExecutorCode = code("BaseEventLoop.shutdown_default_executor")

func (loop *Loop) shutdownDefaultExecutor(timeout py.Value) py.Value {
	f := &executorEnd{loop: loop, timeout: timeout}
	f.Init(f, shutdownExecutorCode)
	return f.Value()
}

// Resume implements coro.Resumer.
func (f *executorEnd) Resume(r *coro.Run) coro.Signal {
	loop := f.loop
	if f.State == 0 {
		loop.executorShutdown = true
		if !loop.defaultExecutor.IsUnbound() {
			// Its threads are joined on a thread of the loop's own.
			shutdown, exc := py.GetAttr(loop.defaultExecutor, py.Intern("shutdown"))
			if exc != nil {
				return f.Raise(r, exc)
			}
			loop.defaultExecutor = py.Value{}
			loop.submit(&work{fn: shutdown})
		}
		e := loop.executor
		if e == nil {
			return f.Return(r, py.None)
		}
		fut := loop.CreateFuture()
		if e.workers == 0 {
			loop.Post(&goCallback{fn: func() *py.Exception {
				fut.setUnlessDone(py.None)
				return nil
			}, name: libSource("_set_result_unless_cancelled", "futures.py", 312)})
		} else {
			e.idle = append(e.idle, fut)
		}
		t, exc := timeoutAfter(f.timeout)
		if exc != nil {
			return f.Raise(r, exc)
		}
		f.t = py.Heap[Timeout](t)
		if exc := f.t.enter(); exc != nil {
			return f.Raise(r, exc)
		}
		f.State = 1
		if s := awaitFuture(r, &f.Frame, fut.Value()); s != coro.Done {
			return s
		}
	}
	_, exc := r.Take()
	if e := f.t.exit(exc); e != nil {
		exc = e
	}
	if exc != nil && exc.Type() == py.TimeoutErrorType {
		seconds, _ := py.Str_(f.timeout)
		s, _ := py.AsStr(seconds)
		exc = py.Warnf(py.RuntimeWarningType, "The executor did not finishing joining its threads within %s seconds.", s.String())
	}
	if exc != nil {
		return f.Raise(r, exc)
	}
	return f.Return(r, py.None)
}
