package process

import (
	"runtime"
	"unsafe"

	"github.com/aio2go/aio2go/runtime/py"
	"github.com/aio2go/aio2go/runtime/pymod"
	"github.com/aio2go/aio2go/runtime/stdlib/concurrent"
	_ "github.com/aio2go/aio2go/runtime/stdlib/itertools" // for map
	"github.com/aio2go/aio2go/runtime/stdlib/threading"
)

// This file makes the module and the class.

var spec = py.ModuleSpec{
	Name:  "concurrent.futures.process",
	Doc:   "Implements ProcessPoolExecutor.",
	Types: []*py.Type{poolType},
	Init:  initModule,
}

var poolType = &py.Type{Name: "ProcessPoolExecutor"}

var (
	brokenProcessPool *py.Type
	remoteClass       value
	chunkFunction     value
)

func initModule(m *py.Module) exc {
	base, e := concurrent.BrokenExecutor()
	if e != nil {
		return e
	}
	v, e := pymod.Define(m, pymod.Class{Name: "BrokenProcessPool", Bases: []value{base.Value()},
		Doc: "Raised when a process in a ProcessPoolExecutor terminated abruptly while a future was in the running state."})
	if e != nil {
		return e
	}
	brokenProcessPool = py.AsType(v)
	if remoteClass, e = pymod.Define(m, pymod.Class{Name: "_RemoteTraceback", Bases: []value{py.ExceptionType.Value()}, Methods: []pymod.Func{
		{Sig: "__init__(self, tb)", Impl: func(self, tb value) (value, exc) { pymod.Set(self, "tb", tb); return py.None, nil }},
		{Sig: "__str__(self)", Impl: func(self value) (value, exc) { return pymod.Attr(self, "tb") }},
	}}); e != nil {
		return e
	}
	chunkFunction = pymod.NewFunction(m.Name, "", pymod.Func{Sig: "_process_chunk(fn, chunk)", Impl: processChunk})
	m.Set("_process_chunk", chunkFunction)
	m.Set("EXTRA_QUEUED_CALLS", py.Int(1))
	pymod.AddFunctions(m, pymod.Func{Sig: "_check_system_limits()", Impl: func() (value, exc) {
		_, e := py.ImportModule("multiprocessing.synchronize")
		if e != nil && e.Is(py.ImportErrorType) {
			e = py.Raisef(py.NotImplementedErrorType, "This Python build lacks multiprocessing.synchronize, usually due to named semaphores being unavailable on this platform.")
		}
		return py.None, e
	}})
	threading.BeforeJoin(endPools)
	return nil
}

// processChunk does the calls of map that a worker gets at once.
func processChunk(fn, chunk value) (value, exc) {
	var s steps
	var results []value
	for _, args := range s.Items(chunk) {
		results = append(results, s.ApplyEx(fn, args, value{}))
		if s.Failed() {
			break
		}
	}
	return s.Done(py.NewList(results).Value())
}

func poolOf(v value) *pool { return py.Heap[pool](v) }

var (
	initSig     = py.NewSignature("ProcessPoolExecutor.__init__", "", "(max_workers=None, mp_context=None, initializer=None, initargs=(), *, max_tasks_per_child=None)")
	shutdownSig = py.NewSignature("shutdown", "", "(wait=True, *, cancel_futures=False)")
	mapNames    = []*py.Str{py.Intern("timeout"), py.Intern("chunksize")}
)

func initPool(v value, args []value, names []*py.Str) exc {
	if importing {
		// The parent's program was here when it started its workers.
		return py.RaiseArgs(py.SystemExitType)
	}
	if _, e := spec.Module(); e != nil {
		return e
	}
	a, e := initSig.Parse(args, names)
	if e != nil {
		return e
	}
	given := func(i int) bool { return !a[i].IsUnbound() && !a[i].IsNone() }
	p := poolOf(v)
	p.maxWorkers = runtime.NumCPU()
	if given(0) {
		if p.maxWorkers, e = py.Ssize(a[0]); e != nil {
			return e
		}
		if p.maxWorkers <= 0 {
			return py.Raisef(py.ValueErrorType, "max_workers must be greater than 0")
		}
	}
	p.initializer, p.initargs = py.None, py.EmptyTuple.Value()
	if given(2) {
		if !py.Callable(a[2]) {
			return py.Raisef(py.TypeErrorType, "initializer must be a callable")
		}
		p.initializer = a[2]
	}
	if !a[3].IsUnbound() {
		if p.initargs, e = py.ToTuple(a[3]); e != nil {
			return e
		}
	}
	if given(4) {
		if !py.IsInstance(a[4], py.IntType) {
			return py.Raisef(py.TypeErrorType, "max_tasks_per_child must be an integer")
		}
		if p.perChild, e = py.Ssize(a[4]); e != nil {
			return e
		}
		if p.perChild <= 0 {
			return py.Raisef(py.ValueErrorType, "max_tasks_per_child must be >= 1")
		}
	}
	return nil
}

// mapMethod is ProcessPoolExecutor.map.
func mapMethod(v value, args []value, names []*py.Str) (value, exc) {
	pos, kw, e := py.SplitKeywords("ProcessPoolExecutor.map", args, names, mapNames)
	if e != nil {
		return value{}, e
	}
	if len(pos) == 0 {
		return value{}, py.Raisef(py.TypeErrorType, "ProcessPoolExecutor.map() missing 1 required positional argument: 'fn'")
	}
	size := 1
	if !kw[1].IsUnbound() {
		if size, e = py.Ssize(kw[1]); e != nil {
			return value{}, e
		}
	}
	if size < 1 {
		return value{}, py.Raisef(py.ValueErrorType, "chunksize must be >= 1.")
	}
	var s steps
	zip, e := py.LoadBuiltin(py.Intern("zip"))
	s.Raise(e)
	rows := s.Items(s.Apply(zip, pos[1:]...))
	var fns, chunks []value
	for len(rows) > 0 {
		n := min(size, len(rows))
		fns = append(fns, pos[0])
		chunks = append(chunks, py.NewTuple(rows[:n:n]).Value())
		rows = rows[n:]
	}
	if s.Failed() {
		return s.Done(py.None)
	}
	lists, e := concurrent.Map(v, chunkFunction, []value{py.NewList(fns).Value(), py.NewList(chunks).Value()}, kw[0])
	s.Raise(e)
	return s.Done(s.Call(s.Import("itertools", "chain"), "from_iterable", lists))
}

func init() {
	py.RegisterModule(&spec)
	concurrent.ProcessPool = poolType
	poolType.Define(&py.TypeSpec{
		Base: concurrent.ExecutorType, Module: "concurrent.futures.process", Flags: py.FlagBaseType,
		Layout: py.LayoutWithAttrs[pool](unsafe.Offsetof(pool{}.Attrs)),
		Slots:  py.Slots{Init: initPool},
		Methods: []py.Method{
			{Name: "submit", Impl: func(v value, args []value, names []*py.Str) (value, exc) {
				if len(args) == len(names) {
					return value{}, py.Raisef(py.TypeErrorType, "ProcessPoolExecutor.submit() missing 1 required positional argument: 'fn'")
				}
				return poolOf(v).submit(args[0], args[1:], names)
			}},
			{Name: "map", Impl: mapMethod},
			{Name: "shutdown", Impl: func(v value, args []value, names []*py.Str) (value, exc) {
				a, e := shutdownSig.Parse(args, names)
				if e != nil {
					return value{}, e
				}
				flags := [2]bool{true, false}
				for i := range flags {
					if !a[i].IsUnbound() {
						if flags[i], e = py.Truth(a[i]); e != nil {
							return value{}, e
						}
					}
				}
				return py.None, poolOf(v).shutdown(flags[0], flags[1])
			}},
		},
		GetSets: []py.GetSet{
			{Name: "_max_workers", Get: func(v value) (value, exc) { return py.IntOf(poolOf(v).maxWorkers), nil }},
			{Name: "_processes", Get: func(v value) (value, exc) {
				d := py.NewDict()
				for _, c := range poolOf(v).children {
					if e := py.DictSet(d.Value(), py.IntOf(c.cmd.Process.Pid), py.None); e != nil {
						return value{}, e
					}
				}
				return d.Value(), nil
			}},
		},
	})
}
