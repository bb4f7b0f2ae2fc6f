package concurrent

import (
	"fmt"
	"unsafe"

	"github.com/aio2go/aio2go/runtime/py"
	"github.com/aio2go/aio2go/runtime/pymod"
	"github.com/aio2go/aio2go/runtime/stdlib/threading"
)

// This file implements Executor and ThreadPoolExecutor.

// ExecutorType is concurrent.futures.Executor.
var ExecutorType = executorType

// ProcessPool is ProcessPoolExecutor in programs that have it.
var ProcessPool *py.Type

var (
	executorType   = &py.Type{Name: "Executor"}
	threadPoolType = &py.Type{Name: "ThreadPoolExecutor"}
)

// work is a call that waits for a worker.
type work struct {
	fut    *future
	fn     value
	args   []value
	names  []*py.Str
	finish bool // no work: the worker is to look whether it should end
}

// pool is a ThreadPoolExecutor.
type pool struct {
	py.Header
	maxWorkers            int
	prefix                string
	initializer, initargs value
	queue                 []*work
	idle                  int
	waiting               threading.Waiters
	threads               []value
	broken                string
	down                  bool
	Attrs                 py.Attrs
}

var (
	poolCount int
	pools     []*pool // those with threads
	ending    bool    // the program ends
)

// IsThreadPool reports whether v is a ThreadPoolExecutor.
func IsThreadPool(v py.Value) bool { return py.IsInstance(v, threadPoolType) }

func poolOf(v value) *pool { return py.Heap[pool](v) }

// submit queues a call and sees that there is a worker for it.
func (p *pool) submit(fn value, args []value, names []*py.Str) (value, exc) {
	switch {
	case p.broken != "":
		return value{}, py.Raisef(brokenThreadPool, "%s", p.broken)
	case p.down:
		return value{}, py.Raisef(py.RuntimeErrorType, "cannot schedule new futures after shutdown")
	case ending:
		return value{}, py.Raisef(py.RuntimeErrorType, "cannot schedule new futures after interpreter shutdown")
	}
	f := newFuture()
	p.put(&work{fut: f, fn: fn, args: append([]value(nil), args...), names: append([]*py.Str(nil), names...)})
	if p.idle > 0 {
		p.idle--
		return f.Value(), nil
	}
	if len(p.threads) < p.maxWorkers {
		if e := p.addThread(); e != nil {
			return value{}, e
		}
	}
	return f.Value(), nil
}

func (p *pool) put(w *work) {
	p.queue = append(p.queue, w)
	p.waiting.Wake()
}

func (p *pool) addThread() exc {
	name := fmt.Sprintf("%s_%d", p.prefix, len(p.threads))
	target := py.NewBuiltin("_worker", "concurrent.futures.thread", "()", func() (value, exc) { p.work(); return py.None, nil })
	t, e := pymod.CallKw(threading.ThreadType.Value(), []value{py.StrV(name), target.Value()}, "name", "target")
	if e != nil {
		return e
	}
	if len(p.threads) == 0 {
		pools = append(pools, p)
	}
	p.threads = append(p.threads, t)
	_, e = pymod.Call(t, "start")
	return e
}

// work is the life of a worker.
func (p *pool) work() {
	if !p.initializer.IsNone() {
		if _, e := py.CallEx(p.initializer, p.initargs, value{}); e != nil {
			logInitializer(e)
			p.fail()
			return
		}
	}
	for {
		if len(p.queue) == 0 {
			p.idle++
			for len(p.queue) == 0 {
				if _, e := p.waiting.Wait(-1); e != nil {
					return
				}
			}
		}
		w := p.queue[0]
		p.queue = p.queue[1:]
		if w.finish {
			if ending || p.down {
				p.down = true
				p.put(w) // for the others
				return
			}
			continue
		}
		w.run()
	}
}

func logInitializer(e exc) {
	if py.FindGoModule("logging") != nil {
		var s pymod.Steps
		logger := s.Apply(s.Import("logging", "getLogger"), py.StrV("concurrent.futures"))
		prev := py.EnterHandler(e)
		s.ApplyKw(s.Attr(logger, "critical"), []value{py.StrV("Exception in initializer:"), py.True}, "exc_info")
		py.LeaveHandler(prev)
		return
	}
	py.Stderr("Exception in initializer:\n" + py.FormatException(e))
}

// fail makes the pool unusable after an initializer has raised.
func (p *pool) fail() {
	p.broken = "A thread initializer failed, the thread pool is not usable anymore"
	for _, w := range p.queue {
		if w.finish {
			continue
		}
		x := py.NewException(brokenThreadPool, py.StrV(p.broken))
		_ = w.fut.finish(py.None, x.Value()) // it is pending
	}
	p.queue = nil
}

func (w *work) run() {
	ok, e := w.fut.start()
	if e != nil {
		logException("Exception in worker", e)
		return
	}
	if !ok {
		return
	}
	v, e := py.CallBeside(w.fn, w.args, w.names)
	if e != nil {
		_ = w.fut.finish(py.None, e.Value()) // it is running
		return
	}
	_ = w.fut.finish(v, py.None)
}

func (p *pool) shutdown(waitFor, cancel bool) exc {
	p.down = true
	if cancel {
		queue := p.queue
		p.queue = nil
		for _, w := range queue {
			if !w.finish {
				w.fut.cancel()
			}
		}
	}
	p.put(&work{finish: true})
	if !waitFor {
		return nil
	}
	for _, t := range p.threads {
		if _, e := pymod.Call(t, "join"); e != nil {
			return e
		}
	}
	return nil
}

// endPools lets the workers finish what is queued, at the end of the program.
func endPools() {
	ending = true
	for _, p := range pools {
		p.put(&work{finish: true})
	}
	for _, p := range pools {
		for _, t := range p.threads {
			if _, e := pymod.Call(t, "join"); e != nil {
				return
			}
		}
	}
}

// Map is Executor.map for another package's executors.
func Map(self, fn py.Value, iterables []py.Value, timeout py.Value) (py.Value, *py.Exception) {
	return mapCalls(self, fn, iterables, timeout)
}

// mapCalls is Executor.map: the calls are submitted at once, the results taken in order.
func mapCalls(self, fn value, iterables []value, timeout value) (value, exc) {
	ns, e := nanoseconds(timeout)
	if e != nil {
		return value{}, e
	}
	end := py.TheClock.Monotonic() + ns
	zip, e := py.LoadBuiltin(py.Intern("zip"))
	if e != nil {
		return value{}, e
	}
	rows, e := py.CallN(zip, iterables)
	if e != nil {
		return value{}, e
	}
	var fs []value
	if e := py.Each(rows, func(row value) exc {
		args := append([]value{fn}, py.Heap[py.Tuple](row).Items()...)
		f, e := py.CallMethodN(self, py.Intern("submit"), args)
		fs = append(fs, f)
		return e
	}); e != nil {
		return value{}, e
	}
	next := func() (value, bool, exc) {
		if len(fs) == 0 {
			return value{}, false, nil
		}
		f := fs[0]
		fs = fs[1:]
		left := py.None
		if ns >= 0 {
			left = py.Float(float64(end-py.TheClock.Monotonic()) / 1e9)
		}
		v, e := pymod.Call(f, "result", left)
		if _, e2 := pymod.Call(f, "cancel"); e == nil {
			e = e2
		}
		return v, e == nil, e
	}
	return newIterator(next, func() {
		for _, f := range fs {
			if _, e := pymod.Call(f, "cancel"); e != nil {
				py.WriteUnraisable(e, "Exception ignored in: ", f)
			}
		}
	}), nil
}

var (
	mapNames      = []*py.Str{py.Intern("timeout"), py.Intern("chunksize")}
	shutdownSig   = py.NewSignature("shutdown", "", "(wait=True, *, cancel_futures=False)")
	threadPoolSig = py.NewSignature("ThreadPoolExecutor.__init__", "", "(max_workers=None, thread_name_prefix='', initializer=None, initargs=())")
)

// mapMethod is the method map; chunks is told the chunk size.
func mapMethod(v value, args []value, names []*py.Str) (value, exc) {
	pos, kw, e := py.SplitKeywords("Executor.map", args, names, mapNames)
	if e != nil {
		return value{}, e
	}
	if len(pos) == 0 {
		return value{}, py.Raisef(py.TypeErrorType, "Executor.map() missing 1 required positional argument: 'fn'")
	}
	return mapCalls(v, pos[0], pos[1:], kw[0])
}

func flag(v value, def bool) (bool, exc) {
	if v.IsUnbound() {
		return def, nil
	}
	return py.Truth(v)
}

func init() {
	executorType.Define(&py.TypeSpec{
		Module: "concurrent.futures._base", Flags: py.FlagBaseType, Doc: "This is an abstract base class for concrete asynchronous executors.",
		Layout: py.LayoutWithAttrs[py.Instance](unsafe.Offsetof(py.Instance{}.Attrs)),
		Slots: py.Slots{New: func(cls *py.Type, args []value, names []*py.Str) (value, exc) { return cls.Alloc(cls), nil },
			Init: func(v value, args []value, names []*py.Str) exc {
				if v.Type() == executorType && len(args) > 0 {
					return py.Raisef(py.TypeErrorType, "Executor() takes no arguments")
				}
				return nil
			}},
		Methods: []py.Method{
			{Name: "submit", Impl: func(v value, args []value, names []*py.Str) (value, exc) {
				return value{}, py.RaiseArgs(py.NotImplementedErrorType)
			}},
			{Name: "map", Impl: mapMethod},
			{Name: "shutdown", Impl: func(v value, args []value, names []*py.Str) (value, exc) { return py.None, nil }},
			{Name: "__enter__", Sig: "($self)", Impl: func(v value) (value, exc) { return v, nil }},
			{Name: "__exit__", Sig: "($self, exc_type, exc_val, exc_tb)", Impl: func(v, t, x, tb value) (value, exc) {
				_, e := pymod.CallKw(mustAttr(v, "shutdown"), []value{py.True}, "wait")
				return py.False, e
			}},
		},
	})
	threadPoolType.Define(&py.TypeSpec{
		Base: executorType, Module: "concurrent.futures.thread", Flags: py.FlagBaseType,
		Layout: py.LayoutWithAttrs[pool](unsafe.Offsetof(pool{}.Attrs)),
		Slots:  py.Slots{Init: initThreadPool},
		Methods: []py.Method{
			{Name: "submit", Impl: func(v value, args []value, names []*py.Str) (value, exc) {
				if len(args) == len(names) {
					return value{}, py.Raisef(py.TypeErrorType, "ThreadPoolExecutor.submit() missing 1 required positional argument: 'fn'")
				}
				return poolOf(v).submit(args[0], args[1:], names)
			}},
			{Name: "shutdown", Impl: func(v value, args []value, names []*py.Str) (value, exc) {
				p, e := shutdownSig.Parse(args, names)
				if e != nil {
					return value{}, e
				}
				waitFor, e := flag(p[0], true)
				if e != nil {
					return value{}, e
				}
				cancel, e := flag(p[1], false)
				if e != nil {
					return value{}, e
				}
				return py.None, poolOf(v).shutdown(waitFor, cancel)
			}},
		},
		GetSets: []py.GetSet{
			{Name: "_max_workers", Get: func(v value) (value, exc) { return py.IntOf(poolOf(v).maxWorkers), nil }},
			{Name: "_thread_name_prefix", Get: func(v value) (value, exc) { return py.StrV(poolOf(v).prefix), nil }},
			{Name: "_shutdown", Get: func(v value) (value, exc) { return py.Bool(poolOf(v).down), nil }},
			{Name: "_broken", Get: func(v value) (value, exc) {
				if b := poolOf(v).broken; b != "" {
					return py.StrV(b), nil
				}
				return py.False, nil
			}},
			{Name: "_threads", Get: func(v value) (value, exc) { return py.SetBuild(append([]value(nil), poolOf(v).threads...)) }},
		},
	})
}

func mustAttr(v value, name string) value {
	x, e := pymod.Attr(v, name)
	if e != nil {
		return py.None
	}
	return x
}

func initThreadPool(v value, args []value, names []*py.Str) exc {
	a, e := threadPoolSig.Parse(args, names)
	if e != nil {
		return e
	}
	p := poolOf(v)
	p.maxWorkers = min(32, cpuCount()+4)
	if !a[0].IsUnbound() && !a[0].IsNone() {
		if p.maxWorkers, e = py.Ssize(a[0]); e != nil {
			return e
		}
	}
	if p.maxWorkers <= 0 {
		return py.Raisef(py.ValueErrorType, "max_workers must be greater than 0")
	}
	p.initializer = py.None
	if !a[2].IsUnbound() && !a[2].IsNone() {
		if !py.Callable(a[2]) {
			return py.Raisef(py.TypeErrorType, "initializer must be a callable")
		}
		p.initializer = a[2]
	}
	p.initargs = py.EmptyTuple.Value()
	if !a[3].IsUnbound() {
		if p.initargs, e = py.ToTuple(a[3]); e != nil {
			return e
		}
	}
	if !a[1].IsUnbound() {
		if p.prefix, e = py.StrText(a[1]); e != nil {
			return e
		}
	}
	if p.prefix == "" {
		p.prefix = fmt.Sprintf("ThreadPoolExecutor-%d", poolCount)
		poolCount++
	}
	return nil
}
