// Package threading implements the module threading (Python library reference, threading:
// Thread-based parallelism). Threads take turns as under CPython's GIL, so what this
// package keeps needs no locks of its own; waiting is done on Go channels while other
// threads have their turn.
package threading

import (
	"fmt"
	"math"
	"unsafe"

	"github.com/aio2go/aio2go/runtime/py"
)

type (
	value = py.Value
	exc   = *py.Exception
)

var spec = py.ModuleSpec{
	Name:  "threading",
	Doc:   "Thread module emulating a subset of Java's threading model.",
	Types: []*py.Type{ThreadType, TimerType, EventType, ConditionType, SemaphoreType, BoundedSemaphoreType, BarrierType},
	Functions: []py.Method{
		{Name: "Lock", Sig: "()", Impl: func() (value, exc) { return NewLock(), nil }},
		// It takes arguments and does nothing with them.
		{Name: "RLock", Impl: func(args []value, names []*py.Str) (value, exc) {
			if len(args) > 0 && py.VersionAtLeast(13) {
				if e := deprecated("Passing arguments to RLock is deprecated and will be removed in 3.15"); e != nil {
					return value{}, e
				}
			}
			return newRLock(), nil
		}},
		{Name: "current_thread", Sig: "()", Impl: func() (value, exc) { return Current(), nil }},
		{Name: "currentThread", Sig: "()", Impl: func() (value, exc) {
			return Current(), deprecated("currentThread() is deprecated, use current_thread() instead")
		}},
		{Name: "main_thread", Sig: "()", Impl: func() (value, exc) { return mainThread(), nil }},
		{Name: "active_count", Sig: "()", Impl: func() (value, exc) { return py.Int(int64(len(alive()))), nil }},
		{Name: "activeCount", Sig: "()", Impl: func() (value, exc) {
			return py.Int(int64(len(alive()))), deprecated("activeCount() is deprecated, use active_count() instead")
		}},
		{Name: "_register_atexit", Impl: registerAtExit},
		{Name: "enumerate", Sig: "()", Impl: func() (value, exc) { return py.NewList(alive()).Value(), nil }},
		{Name: "get_ident", Sig: "()", Impl: func() (value, exc) { return py.Int(ident(py.Current)), nil }},
		{Name: "get_native_id", Sig: "()", Impl: func() (value, exc) { return py.Int(py.Current.ID), nil }},
		{Name: "stack_size", Sig: "(size=0)", Impl: func(size value) (value, exc) { return py.Int(0), nil }},
		{Name: "settrace", Sig: "(func)", Impl: setHook("settrace", &traceHook, nil)},
		{Name: "setprofile", Sig: "(func)", Impl: setHook("setprofile", &profileHook, nil)},
		{Name: "settrace_all_threads", Sig: "(func)", Impl: setHook("settrace_all_threads", &traceHook, (*py.Thread).SetTrace)},
		{Name: "setprofile_all_threads", Sig: "(func)", Impl: setHook("setprofile_all_threads", &profileHook, (*py.Thread).SetProfile)},
		{Name: "gettrace", Sig: "()", Impl: func() (value, exc) { return traceHook, nil }},
		{Name: "getprofile", Sig: "()", Impl: func() (value, exc) { return profileHook, nil }},
		{Name: "excepthook", Sig: "(args, /)", Impl: excepthook},
	},
	Init: func(m *py.Module) exc {
		module = m
		m.Set("TIMEOUT_MAX", py.Float(9223372036.0))
		ns := py.NewDict()
		ns.SetStr(py.Intern("__module__"), py.StrV("threading"))
		c, e := py.Call3(py.TypeType.Value(), py.StrV("BrokenBarrierError"), py.TupleV(py.RuntimeErrorType.Value()), ns.Value())
		if e != nil {
			return e
		}
		brokenBarrier = py.AsType(c)
		m.Set("BrokenBarrierError", c)
		if py.VersionAtLeast(13) { // a function before
			m.Set("Lock", lockType.Value())
		}
		m.Set("local", localType.Value())
		m.Set("ExceptHookArgs", hookArgsType.Value())
		m.Set("_MainThread", mainThreadType.Value())
		m.Set("ThreadError", py.RuntimeErrorType.Value())
		rlock, _ := m.Get(py.Intern("RLock")) // which CPython has in C and in Python
		m.Set("_CRLock", rlock)
		m.Set("_PyRLock", rlock)
		hook, _ := m.Get(py.Intern("excepthook"))
		m.Set("__excepthook__", hook)
		py.AtExit(py.ExitThreads, joinAll)
		return nil
	},
}

func init() { py.RegisterModule(&spec) }

var (
	module        *py.Module
	brokenBarrier *py.Type
)

// ident is what get_ident gives: a number that looks like CPython's addresses.
func ident(t *py.Thread) int64 { return 140000000000000 + t.ID*4096 }

// waiter is a thread that waits to be woken.
type waiter struct {
	ch  chan struct{}
	hit bool
}

func (w *waiter) wake() {
	w.hit = true
	py.Wake(w.ch)
}

// wait waits to be woken, for at most timeout nanoseconds unless that is negative. In the
// main thread signals are handled meanwhile.
func (w *waiter) wait(timeout int64) (bool, exc) {
	main := py.Current.ID == py.MainThreadID
	if main {
		key := new(int)
		py.SetWaker(key, func() { py.Wake(w.ch) })
		defer py.SetWaker(key, nil)
	}
	end := py.TheClock.Monotonic() + timeout
	for !w.hit {
		if main && py.Pending() {
			if e := py.Poll(); e != nil {
				return false, e
			}
		}
		left := int64(math.MaxInt64)
		if timeout >= 0 {
			if left = end - py.TheClock.Monotonic(); left <= 0 {
				break
			}
		}
		if woken := py.SleepBlocking(left, w.ch); !woken && timeout < 0 {
			// A virtual clock does not stand still where there is no other thread.
			py.Blocking(func() { <-w.ch })
		}
	}
	return w.hit, nil
}

// timeoutArg converts a timeout in seconds; -1 means to wait for ever.
func timeoutArg(v value) (int64, exc) {
	if v.IsUnbound() || v.IsNone() {
		return -1, nil
	}
	f, e := py.AsFloat(v)
	if e != nil {
		return 0, e
	}
	if f > 9223372036 {
		return 0, py.Raisef(py.OverflowErrorType, "timeout value is too large")
	}
	return int64(max(f, 0) * 1e9), nil
}

// thread is an instance of Thread.
type thread struct {
	py.Header
	target, args, kwargs value
	name                 string
	daemon               bool
	state                *py.Thread
	started, finished    bool
	ready                bool // __init__ was called
	joiners              Waiters
	Attrs                py.Attrs
}

// The thread classes.
var (
	ThreadType = &py.Type{Name: "Thread"}
	TimerType  = &py.Type{Name: "Timer"}
)

var (
	threads    = map[*py.Thread]*thread{}
	order      []*thread // those that run, in the order of their start
	threadNo   int
	mainObject *thread
)

func threadOf(v value) *thread { return py.Heap[thread](v) }

func mainThread() value {
	if mainObject == nil {
		v := mainThreadType.Alloc(mainThreadType)
		mainObject = threadOf(v)
		mainObject.name, mainObject.started = "MainThread", true
		mainObject.ready = true
	}
	return mainObject.Value()
}

var mainThreadType = &py.Type{Name: "_MainThread"}

// Current is threading.current_thread().
func Current() value {
	if py.Current.ID == py.MainThreadID {
		return mainThread()
	}
	if t := threads[py.Current]; t != nil {
		return t.Value()
	}
	// A thread that another part of the runtime started.
	v := ThreadType.Alloc(ThreadType)
	t := threadOf(v)
	t.name, t.started, t.daemon, t.state, t.ready = py.Current.Name, true, true, py.Current, true
	threads[py.Current] = t
	return v
}

func alive() []value {
	out := []value{mainThread()}
	for _, t := range order {
		out = append(out, t.Value())
	}
	return out
}

var nameRun = py.Intern("run")

func init() {
	sig := py.NewSignature("Thread.__init__", "", "(group=None, target=None, name=None, args=(), kwargs=None, *, daemon=None)")
	ThreadType.Define(&py.TypeSpec{
		Module: "threading", Flags: py.FlagBaseType, Doc: "A class that represents a thread of control.",
		Layout: py.LayoutWithAttrs[thread](unsafe.Offsetof(thread{}.Attrs)),
		Slots: py.Slots{
			New: func(cls *py.Type, args []value, names []*py.Str) (value, exc) { return cls.Alloc(cls), nil },
			Init: func(v value, args []value, names []*py.Str) exc {
				p, e := sig.Parse(args, names)
				if e != nil {
					return e
				}
				return threadOf(v).init(p[1], p[2], p[3], p[4], p[5])
			},
			Repr: func(v value) (value, exc) {
				t := threadOf(v)
				status := "initial"
				switch {
				case !t.ready:
					return value{}, py.Raisef(py.AssertionErrorType, "Thread.__init__() was not called")
				case t.finished:
					status = "stopped"
				case t.started:
					status = "started"
				}
				if t.daemon {
					status += " daemon"
				}
				if t.started {
					status += fmt.Sprintf(" %d", t.ident())
				}
				return py.StrV("<" + v.Type().Name + "(" + t.name + ", " + status + ")>"), nil
			},
		},
		Methods: []py.Method{
			{Name: "start", Sig: "($self)", Impl: func(v value) (value, exc) { return py.None, threadOf(v).start() }},
			{Name: "run", Sig: "($self)", Impl: func(v value) (value, exc) {
				t := threadOf(v)
				if t.target.IsUnbound() || t.target.IsNone() {
					return py.None, nil
				}
				_, e := callTarget(t)
				return py.None, e
			}},
			{Name: "join", Sig: "($self, timeout=None)", Impl: func(v, timeout value) (value, exc) {
				t := threadOf(v)
				switch {
				case !t.ready:
					return value{}, py.Raisef(py.RuntimeErrorType, "Thread.__init__() not called")
				case !t.started:
					return value{}, py.Raisef(py.RuntimeErrorType, "cannot join thread before it is started")
				case t == threads[py.Current] || t == mainObject && py.Current.ID == py.MainThreadID:
					return value{}, py.Raisef(py.RuntimeErrorType, "cannot join current thread")
				}
				n, e := timeoutArg(timeout)
				if e == nil && !t.finished {
					_, e = t.joiners.Wait(n)
				}
				if e == nil && py.Pending() { // the thread may have called interrupt_main
					e = py.Poll()
				}
				return py.None, e
			}},
			{Name: "is_alive", Sig: "($self)", Impl: func(v value) (value, exc) {
				t := threadOf(v)
				return py.Bool(t.started && !t.finished), nil
			}},
			{Name: "getName", Sig: "($self)", Impl: func(v value) (value, exc) {
				return py.StrV(threadOf(v).name), deprecated("getName() is deprecated, get the name attribute instead")
			}},
			{Name: "setName", Sig: "($self, name)", Impl: func(v, n value) (value, exc) {
				s, e := py.StrText(n)
				if e == nil {
					e = deprecated("setName() is deprecated, set the name attribute instead")
				}
				if e == nil {
					threadOf(v).name = s
				}
				return py.None, e
			}},
			{Name: "isDaemon", Sig: "($self)", Impl: func(v value) (value, exc) {
				return py.Bool(threadOf(v).daemon), deprecated("isDaemon() is deprecated, get the daemon attribute instead")
			}},
			{Name: "setDaemon", Sig: "($self, daemonic)", Impl: func(v, on value) (value, exc) {
				if e := deprecated("setDaemon() is deprecated, set the daemon attribute instead"); e != nil {
					return value{}, e
				}
				return py.None, threadOf(v).setDaemon(on)
			}},
		},
		GetSets: []py.GetSet{
			{Name: "name", Get: func(v value) (value, exc) { return py.StrV(threadOf(v).name), nil }, Set: func(v, x value) exc {
				s, e := py.StrText(x)
				if e == nil {
					threadOf(v).name = s
					if st := threadOf(v).state; st != nil {
						st.Name = s
					}
				}
				return e
			}},
			{Name: "daemon", Get: func(v value) (value, exc) { return py.Bool(threadOf(v).daemon), nil }, Set: func(v, x value) exc { return threadOf(v).setDaemon(x) }},
			{Name: "ident", Get: func(v value) (value, exc) {
				if t := threadOf(v); t.started {
					return py.Int(t.ident()), nil
				}
				return py.None, nil
			}},
			{Name: "native_id", Get: func(v value) (value, exc) {
				if t := threadOf(v); t.started {
					return py.Int(t.ident()), nil
				}
				return py.None, nil
			}},
		},
	})
	mainThreadType.Define(&py.TypeSpec{Base: ThreadType, Module: "threading"})
	defineTimer()
}

func (t *thread) ident() int64 {
	if t == mainObject {
		return 140000000000000 + py.MainThreadID*4096
	}
	return ident(t.state)
}

func (t *thread) init(target, name, args, kwargs, daemon value) exc {
	t.target, t.args, t.kwargs = target, py.EmptyTuple.Value(), py.NewDict().Value()
	if !args.IsUnbound() && !args.IsNone() {
		items, e := py.ToSlice(args)
		if e != nil {
			return e
		}
		t.args = py.NewTuple(items).Value()
	}
	if !kwargs.IsUnbound() && !kwargs.IsNone() {
		t.kwargs = kwargs
	}
	t.ready = true
	if !name.IsUnbound() && !name.IsNone() {
		s, e := py.StrText(name)
		if e != nil {
			return e
		}
		t.name = s
	} else {
		threadNo++
		t.name = fmt.Sprintf("Thread-%d", threadNo)
		if !target.IsUnbound() && !target.IsNone() && py.VersionAtLeast(10) {
			if n, found, _ := py.LookupAttr(target, py.Intern("__name__")); found && n.IsStr() {
				t.name += " (" + n.Str().S + ")"
			}
		}
	}
	if daemon.IsUnbound() || daemon.IsNone() {
		if c := threads[py.Current]; c != nil {
			t.daemon = c.daemon
		}
		return nil
	}
	on, e := py.Truth(daemon)
	t.daemon = on
	return e
}

func (t *thread) setDaemon(v value) exc {
	if t.started {
		return py.Raisef(py.RuntimeErrorType, "cannot set daemon status of active thread")
	}
	on, e := py.Truth(v)
	t.daemon = on
	return e
}

func (t *thread) start() exc {
	if !t.ready {
		return py.Raisef(py.RuntimeErrorType, "thread.__init__() not called")
	}
	if t.started {
		return py.Raisef(py.RuntimeErrorType, "threads can only be started once")
	}
	if py.Finalizing && py.VersionAtLeast(12) {
		t := py.RuntimeErrorType
		if py.VersionAtLeast(13) {
			t = py.PythonFinalizationErrorType
		}
		return py.Raisef(t, "can't create new thread at interpreter shutdown")
	}
	t.started = true
	order = append(order, t)
	t.state = py.StartThread(t.name, func() {
		if hooked, _ := py.Truth(traceHook); hooked {
			py.Current.SetTrace(traceHook)
		}
		if hooked, _ := py.Truth(profileHook); hooked {
			py.Current.SetProfile(profileHook)
		}
		if _, e := py.CallMethod0(t.Value(), nameRun); e != nil && !e.Is(py.SystemExitType) {
			t.report(e)
		}
		t.finished = true
		delete(threads, t.state)
		for i, o := range order {
			if o == t {
				order = append(order[:i:i], order[i+1:]...)
				break
			}
		}
		t.joiners.WakeAll()
	})
	threads[t.state] = t
	return nil
}

var (
	beforeJoin []func()
	joining    bool // the program has ended, and waits for its threads
)

// registerAtExit is _register_atexit(func, *arg, **kwargs).
func registerAtExit(args []value, names []*py.Str) (value, exc) {
	if len(args) == len(names) {
		return value{}, py.Raisef(py.TypeErrorType, "_register_atexit() missing 1 required positional argument: 'func'")
	}
	if joining {
		return value{}, py.Raisef(py.RuntimeErrorType, "can't register atexit after shutdown")
	}
	fn, args := args[0], append([]value(nil), args[1:]...)
	beforeJoin = append(beforeJoin, func() {
		if _, e := py.CallKw(fn, args, names); e != nil {
			py.WriteUnraisable(e, "Exception ignored on threading shutdown: ", py.StrV("threading"))
		}
	})
	return py.None, nil
}

// deprecated warns of a name of before PEP 8.
func deprecated(text string) exc {
	if !py.VersionAtLeast(10) {
		return nil
	}
	return py.Warn(py.DeprecationWarningType, text, 1)
}

// BeforeJoin registers f to be called at the end of the program, before it waits for its
// threads: threading._register_atexit.
func BeforeJoin(f func()) {
	if _, e := spec.Module(); e != nil {
		return
	}
	beforeJoin = append(beforeJoin, f)
}

// joinAll waits for the threads that are no daemons, at the end of the program.
func joinAll() {
	for i := len(beforeJoin) - 1; i >= 0; i-- {
		beforeJoin[i]()
	}
	beforeJoin, joining = nil, true
	mainThread()
	mainObject.finished = true // other threads may join it
	mainObject.joiners.WakeAll()
	for {
		var next *thread
		for _, t := range order {
			if !t.daemon && t != threads[py.Current] {
				next = t
				break
			}
		}
		if next == nil {
			return
		}
		if _, e := next.joiners.Wait(-1); e != nil {
			py.WriteUnraisable(e, "Exception ignored on threading shutdown: ", py.StrV("threading"))
			return
		}
	}
}

// local is threading.local: each thread has attributes of its own.
type local struct {
	py.Header
	attrs map[*py.Thread]*py.Attrs
	args  []value
	names []*py.Str
	Attrs py.Attrs
}

var localType = &py.Type{Name: "_local"}

func (l *local) mine(v value) (*py.Attrs, exc) {
	a := l.attrs[py.Current]
	if a == nil {
		a = &py.Attrs{}
		l.attrs[py.Current] = a
		if init := v.Type().Init; init != nil && v.Type() != localType && len(l.attrs) > 1 {
			if e := init(v, l.args, l.names); e != nil {
				return nil, e
			}
		}
	}
	return a, nil
}

func init() {
	localType.Define(&py.TypeSpec{
		Module: "_thread", Flags: py.FlagBaseType, Doc: "Thread-local data",
		Layout: py.LayoutWithAttrs[local](unsafe.Offsetof(local{}.Attrs)),
		Slots: py.Slots{
			New: func(cls *py.Type, args []value, names []*py.Str) (value, exc) {
				v := cls.Alloc(cls)
				l := py.Heap[local](v)
				l.attrs, l.args, l.names = map[*py.Thread]*py.Attrs{}, append([]value(nil), args...), append([]*py.Str(nil), names...)
				return v, nil
			},
			Init: func(v value, args []value, names []*py.Str) exc { return nil },
			GetAttr: func(v value, name *py.Str) (value, exc) {
				a, e := py.Heap[local](v).mine(v)
				if e != nil {
					return value{}, e
				}
				if x, ok := a.Get(name); ok {
					return x, nil
				}
				if name.S == "__dict__" {
					return a.Dict().Value(), nil
				}
				return py.GenericGetAttr(v, name)
			},
			SetAttr: func(v value, name *py.Str, x value) exc {
				a, e := py.Heap[local](v).mine(v)
				if e != nil {
					return e
				}
				if d := v.Type().Lookup(name); !d.IsUnbound() && d.Type().DescrSet != nil {
					return py.GenericSetAttr(v, name, x)
				}
				if x.IsUnbound() {
					if !a.Delete(name) {
						return py.NoAttribute(v, name)
					}
					return nil
				}
				a.Set(name, x)
				return nil
			},
		},
	})
}

// callTarget calls the thread's target.
func callTarget(t *thread) (value, exc) {
	args, ok := py.AsTuple(t.args)
	kwargs, ok2 := py.AsDict(t.kwargs)
	if ok && ok2 && kwargs.Len() == 0 {
		return py.CallBeside(t.target, args.Items(), nil)
	}
	return py.CallEx(t.target, t.args, t.kwargs)
}
