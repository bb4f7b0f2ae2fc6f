package asyncio

import (
	"runtime"
	"slices"
	"sort"
	"strings"
	"sync"

	"github.com/aio2go/aio2go/runtime/coro"
	"github.com/aio2go/aio2go/runtime/py"
)

// This file makes the module objects: asyncio and its submodules.

// entry is a name of the package: the submodules that have it and its value.
type entry struct {
	name    string
	modules string // of asyncio that have it, the first being where it is defined
	value   py.Value
}

// function describes a function of the module.
type function struct {
	name, module, sig string
	impl              any
	coroutine         bool
}

func (f *function) value() py.Value {
	return py.NewAwaitable(f.name, "asyncio."+f.module, f.sig, f.impl, awaits[f.name]).Value()
}

// made are the function objects of functions that something has looked at.
var made = make([]py.Value, len(functions))

// functionObject returns the object of functions[i].
func functionObject(i int) py.Value {
	if made[i] == (py.Value{}) {
		made[i] = functions[i].value()
		if functions[i].coroutine {
			coroutineBuiltins[made[i]] = true
		}
	}
	return made[i]
}

// peekFunction returns the function of the package of that name; the zero Value where there
// is none.
func peekFunction(name string) py.Value {
	for i := range functions {
		if functions[i].name == name && available(name) {
			return functionObject(i)
		}
	}
	return py.Value{}
}

// awaits are the forms for calls that are awaited at once; see py.Builtin.Await.
var awaits = map[string]any{"sleep": awaitSleep}

func futureResult(fut *Future, exc *py.Exception) (py.Value, *py.Exception) {
	if exc != nil {
		return py.Value{}, exc
	}
	return fut.Value(), nil
}

func loopResult(loop *Loop, exc *py.Exception) (py.Value, *py.Exception) {
	if exc != nil {
		return py.Value{}, exc
	}
	return loop.Value(), nil
}

// gatherFunction is gather(*coros_or_futures, return_exceptions=False).
func gatherFunction(args []py.Value, names []*py.Str) (py.Value, *py.Exception) {
	n := len(args) - len(names)
	returnExceptions := false
	var loop *Loop
	for i, name := range names {
		var exc *py.Exception
		switch v := args[n+i]; name.String() {
		case "return_exceptions":
			returnExceptions, exc = py.Truth(v)
		case "loop":
			if exc = loopArgument("gather", v); exc == nil && !absent(v) {
				loop, exc = asLoop(v)
			}
		default:
			exc = typeError("gather() got an unexpected keyword argument '%s'", name.String())
		}
		if exc != nil {
			return py.Value{}, exc
		}
	}
	return Gather(loop, args[:n], returnExceptions)
}

// withLoop checks the loop= argument of the versions before 3.10.
func withLoop(name string, loop py.Value, f func() (py.Value, *py.Exception)) (py.Value, *py.Exception) {
	if exc := loopArgument(name, loop); exc != nil {
		return py.Value{}, exc
	}
	return f()
}

var functions = []function{
	{"sleep", "tasks", "(delay, result=None, *, loop=None)", func(delay, result, loop py.Value) (py.Value, *py.Exception) {
		return coroutineWithLoop("sleep", sleepCode, loop, func() py.Value { return Sleep(delay, orNone(result)).Object() })
	}, true},
	{"wait", "tasks", "(fs, *, timeout=None, return_when='ALL_COMPLETED', loop=None)", func(a []py.Value) (py.Value, *py.Exception) {
		return coroutineWithLoop("wait", waitCode, a[3], func() py.Value { return newWait(a[0], a[1], a[2]) })
	}, true},
	{"wait_for", "tasks", "(fut, timeout, *, loop=None)", func(fut, timeout, loop py.Value) (py.Value, *py.Exception) {
		return coroutineWithLoop("wait_for", waitForCode, loop, func() py.Value { return newWaitFor(fut, timeout) })
	}, true},
	{"gather", "tasks", "", gatherFunction, false},
	{"shield", "tasks", "(arg, *, loop=None)", func(arg, loop py.Value) (py.Value, *py.Exception) {
		return withLoop("shield", loop, func() (py.Value, *py.Exception) { return Shield(arg) })
	}, false},
	{"as_completed", "tasks", "(fs, *, timeout=None, loop=None)", func(fs, timeout, loop py.Value) (py.Value, *py.Exception) {
		return withLoop("as_completed", loop, func() (py.Value, *py.Exception) { return AsCompleted(fs, timeout) })
	}, false},
	{"create_task", "tasks", "(coro, *, name=None, context=None)", createTask, false},
	{"ensure_future", "tasks", "(coro_or_future, *, loop=None)", func(x, l py.Value) (py.Value, *py.Exception) {
		var loop *Loop
		if !absent(l) {
			var exc *py.Exception
			if loop, exc = asLoop(l); exc != nil {
				return py.Value{}, exc
			}
		}
		if is, exc := isFuture(x); exc != nil || is && asFuture(x) == nil {
			return x, exc
		}
		return futureResult(loop.ensureFuture(x))
	}, false},
	{"current_task", "tasks", "(loop=None)", currentTask, false},
	{"all_tasks", "tasks", "(loop=None)", allTasks, false},
	{"capture_call_graph", "graph", "(future=None, /, *, depth=1, limit=None)", captureCallGraph, false},
	{"format_call_graph", "graph", "(future=None, /, *, depth=1, limit=None)", formatCallGraph, false},
	{"print_call_graph", "graph", "(future=None, /, *, file=None, depth=1, limit=None)", printCallGraph, false},
	{"future_add_to_awaited_by", "futures", "(fut, waiter, /)", awaitedByEdge(true), false},
	{"future_discard_from_awaited_by", "futures", "(fut, waiter, /)", awaitedByEdge(false), false},
	{"run_coroutine_threadsafe", "tasks", "(coro, loop)", runThreadsafe, false},
	{"eager_task_factory", "tasks", "(loop, coro, *, name=None, context=None)", eagerTask, false},
	{"create_eager_task_factory", "tasks", "(custom_task_constructor)", eagerFactory, false},
	{"iscoroutine", "coroutines", "(obj)", func(v py.Value) (py.Value, *py.Exception) { return py.Bool(isCoroutineObject(v)), nil }, false},
	{"iscoroutinefunction", "coroutines", "(func)", func(v py.Value) (py.Value, *py.Exception) {
		return py.Bool(isCoroutineFunctionAttr(v)), nil
	}, false},
	{"isfuture", "futures", "(obj)", func(v py.Value) (py.Value, *py.Exception) {
		is, exc := isFuture(v)
		return py.Bool(is), exc
	}, false},
	{"wrap_future", "futures", "(future, *, loop=None)", func(v, l py.Value) (py.Value, *py.Exception) {
		var loop *Loop
		if !absent(l) {
			var exc *py.Exception
			if loop, exc = asLoop(l); exc != nil {
				return py.Value{}, exc
			}
		}
		if is, exc := isFuture(v); exc != nil || is && asFuture(v) == nil {
			return v, exc
		}
		return futureResult(wrapFuture(v, loop))
	}, false},
	{"get_event_loop", "events", "()", GetEventLoop, false},
	{"get_running_loop", "events", "()", func() (py.Value, *py.Exception) { return loopResult(getRunningLoop()) }, false},
	{"_get_running_loop", "events", "()", func() (py.Value, *py.Exception) {
		if l := runningLoop(); l != nil {
			return l.Value(), nil
		}
		return py.None, nil
	}, false},
	{"_set_running_loop", "events", "(loop)", func(v py.Value) (py.Value, *py.Exception) {
		if v.IsNone() {
			py.Current.Loop = nil
			return py.None, nil
		}
		l, exc := asLoop(v)
		if exc == nil {
			py.Current.Loop = l
		}
		return py.None, exc
	}, false},
	{"new_event_loop", "events", "()", newEventLoop, false},
	{"set_event_loop", "events", "(loop)", func(v py.Value) (py.Value, *py.Exception) { return none(setEventLoop(v)) }, false},
	{"get_event_loop_policy", "events", "()", func() (py.Value, *py.Exception) { return thePolicy(), nil }, false},
	{"set_event_loop_policy", "events", "(policy)", setPolicy, false},
	{"run", "runners", "(main, *, debug=None, loop_factory=None)", Run, false},
	{"timeout", "timeouts", "(delay)", timeoutAfter, false},
	{"timeout_at", "timeouts", "(when)", func(when py.Value) (py.Value, *py.Exception) { return newTimeout(when).Value(), nil }, false},
	{"to_thread", "threads", "", toThread, true},
	{"open_connection", "streams", "", openStream(false), true},
	{"open_unix_connection", "streams", "", openStream(true), true},
	{"create_subprocess_exec", "subprocess", "", createSubprocess(false), true},
	{"create_subprocess_shell", "subprocess", "", createSubprocess(true), true},
	{"start_server", "streams", "", startServer(false), true},
	{"start_unix_server", "streams", "", startServer(true), true},
	{"coroutine", "coroutines", "(func)", legacyCoroutine, false},
	{"get_child_watcher", "events", "()", getChildWatcher, false},
	{"set_child_watcher", "events", "(watcher)", setChildWatcher, false},
	{"_enter_task", "tasks", "(loop, task)", enterTask, false},
	{"_leave_task", "tasks", "(loop, task)", leaveTask, false},
	{"_register_task", "tasks", "(task)", registerTask, false},
	{"_unregister_task", "tasks", "(task)", unregisterTask, false},
	{"_register_eager_task", "tasks", "(task)", registerTask, false},
	{"_unregister_eager_task", "tasks", "(task)", unregisterTask, false},
	{"_swap_current_task", "tasks", "(loop, task)", swapCurrentTask, false},
}

func setPolicy(v py.Value) (py.Value, *py.Exception) {
	if !v.IsNone() && !py.IsInstance(v, AbstractPolicyType) {
		return py.Value{}, typeError("policy must be an instance of AbstractEventLoopPolicy or None, not '%s'", v.Type().Name)
	}
	policy = v
	if v.IsNone() {
		policy = py.Value{}
	}
	return py.None, nil
}

// eagerTask is eager_task_factory.
func eagerTask(a []py.Value) (py.Value, *py.Exception) { return startEager(TaskType.Value(), a) }

func startEager(class py.Value, a []py.Value) (py.Value, *py.Exception) {
	t, exc := py.CallKw(class, []py.Value{a[1], a[0], orNone(a[2]), orNone(a[3]), py.True},
		[]*py.Str{py.Intern("loop"), py.Intern("name"), strContext, py.Intern("eager_start")})
	if exc == nil {
		asFuture(t).tracePlace(placeEager)
	}
	return t, exc
}

// eagerFactory is create_eager_task_factory.
func eagerFactory(class py.Value) (py.Value, *py.Exception) {
	f := function{"factory", "tasks", "(loop, coro, *, name=None, context=None)", func(a []py.Value) (py.Value, *py.Exception) {
		return startEager(class, a)
	}, false}
	return f.value(), nil
}

// legacyCoroutine is the decorator asyncio.coroutine of the versions before 3.11.
func legacyCoroutine(fn py.Value) (py.Value, *py.Exception) {
	if py.Version == 0 || py.Version >= 8 {
		exc := py.Warnf(py.DeprecationWarningType, `"@coroutine" decorator is deprecated since Python 3.8, use "async def" instead`)
		if exc != nil {
			return py.Value{}, exc
		}
	}
	return coro.TypesCoroutine(fn)
}

func isCoroutineFunctionAttr(v py.Value) bool {
	if isCoroutineFunction(v) {
		return true
	}
	if v.Type() == py.FunctionType {
		return py.Version != 0 && py.Version < 11 && py.Heap[py.Function](v).Code.Flags&py.CodeIterCoroutine != 0
	}
	if coroutineBuiltins[v] {
		return true
	}
	mark, found, exc := py.LookupAttr(v, py.Intern("_is_coroutine"))
	return exc == nil && found && mark == isCoroutineMark
}

// isCoroutineMark is _is_coroutine, with which objects can be marked as coroutine functions.
var isCoroutineMark = py.ObjectType.Alloc(py.ObjectType)

// coroutineBuiltins are the coroutine functions of this package.
var coroutineBuiltins = map[py.Value]bool{}

// classes are the classes of the module.
func classes() []entry {
	list := []entry{}
	add := func(module string, types ...*py.Type) {
		for _, t := range types {
			list = append(list, entry{t.Name, module, t.Value()})
		}
	}
	add("exceptions", CancelledErrorType, InvalidStateErrorType, SendfileNotAvailableErrorType, BrokenBarrierErrorType,
		IncompleteReadErrorType, LimitOverrunErrorType)
	add("queues", QueueEmptyType, QueueFullType, QueueShutDownType, QueueType, PriorityQueueType, LifoQueueType)
	add("futures", FutureType)
	add("tasks", TaskType)
	add("events", HandleType, TimerHandleType, AbstractLoopType, AbstractPolicyType)
	add("base_events", BaseLoopType)
	add("locks", LockType, EventType, ConditionType, SemaphoreType, BoundedSemaphoreType, BarrierType)
	add("taskgroups", TaskGroupType)
	add("timeouts", TimeoutType)
	add("graph", frameCallGraphEntryType, futureCallGraphType)
	add("runners", RunnerType)
	add("unix_events", append([]*py.Type{abstractWatcherType}, watcherTypes...)...)
	list = append(list,
		entry{"TimeoutError", "exceptions", py.TimeoutErrorType.Value()},
		entry{"SelectorEventLoop", "unix_events", LoopType.Value()},
		entry{"EventLoop", "unix_events", LoopType.Value()},
		entry{"DefaultEventLoopPolicy", "unix_events", PolicyType.Value()},
		entry{"FIRST_COMPLETED", "tasks", firstCompleted},
		entry{"FIRST_EXCEPTION", "tasks", firstException},
		entry{"ALL_COMPLETED", "tasks", allCompleted},
	)
	return list
}

// versions says since when a name is there and until when, for the names that not every
// version from 3.6 on has.
var versions = map[string][2]int{
	"run": {7, 99}, "create_task": {7, 99}, "get_running_loop": {7, 99}, "current_task": {7, 99}, "all_tasks": {7, 99},
	"SendfileNotAvailableError": {7, 99}, "to_thread": {9, 99}, "Runner": {11, 99}, "Timeout": {11, 99}, "timeout": {11, 99},
	"timeout_at": {11, 99}, "Barrier": {11, 99}, "BrokenBarrierError": {11, 99}, "TaskGroup": {11, 99},
	"eager_task_factory": {12, 99}, "create_eager_task_factory": {12, 99}, "EventLoop": {13, 99}, "QueueShutDown": {13, 99},
	"coroutine": {0, 10}, "ThreadedChildWatcher": {8, 99}, "MultiLoopChildWatcher": {8, 99}, "PidfdChildWatcher": {9, 99},
	"capture_call_graph": {14, 99}, "format_call_graph": {14, 99}, "print_call_graph": {14, 99}, "FrameCallGraphEntry": {14, 99},
	"FutureCallGraph": {14, 99}, "future_add_to_awaited_by": {14, 99}, "future_discard_from_awaited_by": {14, 99},
	"_enter_task": {7, 99}, "_leave_task": {7, 99}, "_register_task": {7, 99}, "_unregister_task": {7, 99},
	"_register_eager_task": {12, 99}, "_unregister_eager_task": {12, 99}, "_swap_current_task": {12, 99},
}

// available reports whether the program's version of asyncio has a name.
func available(name string) bool {
	if py.Version == 0 {
		return true
	}
	v, ok := versions[name]
	return !ok || v[0] <= py.Version && py.Version <= v[1]
}

// Names returns the names of the module that are implemented, sorted.
func Names() []string {
	var names []string
	for _, f := range functions {
		names = append(names, f.name)
	}
	for _, e := range append(classes(), streamEntries()...) {
		names = append(names, e.name)
	}
	sort.Strings(names)
	return names
}

func init() {
	py.RegisterModule(&py.ModuleSpec{Name: "asyncio", Package: true, Lazy: true, Init: initModule, Fill: fillModule, Peek: peekFunction,
		Doc: "The asyncio package, tracking PEP 3156."})
	for _, name := range submoduleNames {
		py.RegisterModule(&py.ModuleSpec{Name: "asyncio." + name, Lazy: true, Fill: func(m *py.Module) { fillSubmodule(m, name) }})
	}
}

// cNames are the names of _asyncio, in which CPython has those parts of asyncio that are
// in C.
var cNames = []string{"Future", "Task", "_enter_task", "_get_running_loop", "_leave_task", "_register_eager_task", "_register_task",
	"_set_running_loop", "_swap_current_task", "_unregister_eager_task", "_unregister_task", "current_task", "get_event_loop",
	"get_running_loop"}

func init() {
	py.RegisterModule(&py.ModuleSpec{Name: "_asyncio", Doc: "Accelerator module for asyncio", Init: func(m *py.Module) *py.Exception {
		for _, e := range allEntries() {
			if available(e.name) && slices.Contains(cNames, e.name) {
				m.Set(e.name, e.value)
			}
		}
		return nil
	}})
}

//aio2go:modules asyncio.base_events asyncio.coroutines asyncio.events asyncio.exceptions asyncio.futures asyncio.locks asyncio.protocols asyncio.queues asyncio.runners asyncio.streams asyncio.subprocess asyncio.taskgroups asyncio.tasks asyncio.threads asyncio.timeouts asyncio.transports asyncio.trsock asyncio.unix_events

var submoduleNames = []string{"base_events", "coroutines", "events", "exceptions", "futures", "locks", "protocols", "queues",
	"runners", "streams", "subprocess", "taskgroups", "tasks", "threads", "timeouts", "transports", "trsock", "unix_events"}

// sourceModules are the submodules that are compiled from CPython's source where a program
// uses them. CPython's package has imported them all.
var sourceModules = []string{"base_futures", "base_subprocess", "base_tasks", "constants", "format_helpers", "log", "mixins",
	"selector_events", "sslproto", "staggered"}

// entries are all names of the package, made once.
var entries []entry

func allEntries() []entry {
	if entries == nil {
		entries = append(classes(), streamEntries()...)
		for i := range functions {
			f := &functions[i]
			entries = append(entries, entry{f.name, f.module, functionObject(i)})
		}
	}
	return entries
}

// initModule imports the submodules.
func initModule(*py.Module) *py.Exception {
	for _, name := range submoduleNames {
		sub, exc := submodule(name)
		if exc != nil {
			return exc
		}
		py.Modules.SetStr(py.Intern("asyncio."+name), sub.Value())
	}
	return nil
}

func submodule(name string) (*py.Module, *py.Exception) {
	return py.FindGoModule("asyncio." + name).Module()
}

// fillModule gives the package its names.
func fillModule(m *py.Module) {
	var all []py.Value
	for _, e := range allEntries() {
		if !available(e.name) {
			continue
		}
		m.Set(e.name, e.value)
		all = append(all, py.Intern(e.name).Value())
	}
	m.Set("__all__", py.TupleV(all...))
	m.SetFunc("__getattr__", "(name)", func(attr py.Value) (py.Value, *py.Exception) {
		if slices.Contains(sourceModules, strOf(attr)) {
			if _, exc := py.ImportModule("asyncio." + strOf(attr)); exc == nil {
				return py.LoadedModule("asyncio." + strOf(attr)).Value(), nil
			}
		}
		return py.Value{}, py.Raisef(py.AttributeErrorType, "module 'asyncio' has no attribute %s", repr(attr))
	})
	for _, name := range submoduleNames {
		if sub, exc := submodule(name); exc == nil { // it is there since initModule
			m.Set(name, sub.Value())
		}
	}
}

// fillSubmodule gives a submodule its names; those of the modules that it imports from
// are there as well where programs use them.
func fillSubmodule(m *py.Module, name string) {
	imported := imports[name]
	for _, e := range allEntries() {
		if (e.modules == name || imported[e.modules]) && available(e.name) {
			m.Set(e.name, e.value)
		}
	}
	for _, e := range submoduleOnly()[name] {
		m.Set(e.name, e.value)
	}
	if name == "transports" {
		mixin, exc := newFlowControlMixin()
		if exc != nil {
			panic("asyncio.transports: " + py.FormatException(exc))
		}
		m.Set("_FlowControlMixin", mixin)
	}
	if usesLogger[name] || importedModules[name] != nil {
		m.SetFunc("__getattr__", "(name)", func(attr py.Value) (py.Value, *py.Exception) {
			if strOf(attr) == "logger" && usesLogger[name] {
				if spec := py.FindGoModule("logging"); spec != nil {
					return asyncioLogger(spec)
				}
			}
			if slices.Contains(importedModules[name], strOf(attr)) {
				if m, ok := goModule(strOf(attr)); ok {
					return m, nil
				}
			}
			return py.Value{}, py.Raisef(py.AttributeErrorType, "module 'asyncio.%s' has no attribute %s", name, repr(attr))
		})
	}
	for _, f := range twiceInCPython[name] {
		v, ok := m.Get(py.Intern(f))
		if !ok {
			continue
		}
		if name == "tasks" {
			f = strings.TrimPrefix(f, "_")
		}
		m.Set("_py_"+f, v)
		m.Set("_c_"+f, v)
	}
}

// usesLogger are the submodules that have the name logger, for programs with the module
// logging.
var usesLogger = map[string]bool{"base_events": true, "unix_events": true, "streams": true, "coroutines": true}

// twiceInCPython are the functions of which CPython has one in C and one in Python, with
// names for both.
var twiceInCPython = map[string][]string{
	"events": {"_get_running_loop", "_set_running_loop", "get_running_loop", "get_event_loop"},
	"tasks": {"current_task", "_enter_task", "_leave_task", "_register_task", "_unregister_task",
		"_register_eager_task", "_unregister_eager_task", "_swap_current_task"},
}

// submoduleOnly are names that only a submodule has.
var submoduleOnly = sync.OnceValue(func() map[string][]entry {
	return map[string][]entry{
		"coroutines": {
			{"_is_coroutine", "", isCoroutineMark}, {"_is_debug_mode", "", isDebugMode},
			{"_format_coroutine", "", py.NewBuiltin("_format_coroutine", "asyncio.coroutines", "(coro)", func(c py.Value) (py.Value, *py.Exception) {
				return py.StrV(formatCoroutine(c)), nil
			}).Value()},
		},
		"base_events": baseFunctions(),
		"protocols":   {{"_feed_data_to_buffered_proto", "", feedBuffered}},
		"trsock":      {{"TransportSocket", "", transportSocketType.Value()}},
		// Of each pair, CPython has one in C and one in Python.
		"unix_events": {{"BaseChildWatcher", "", baseWatcherType.Value()}, {"_UnixSelectorEventLoop", "", LoopType.Value()},
			{"_UnixDefaultEventLoopPolicy", "", PolicyType.Value()}, {"_UnixReadPipeTransport", "", readPipeTransport.Value()},
			{"_UnixWritePipeTransport", "", writePipeTransport.Value()}, {"_UnixSubprocessTransport", "", unixSubprocessTransport.Value()},
			{"can_use_pidfd", "", py.NewBuiltin("can_use_pidfd", "asyncio.unix_events", "()", func() (py.Value, *py.Exception) {
				return py.Bool(runtime.GOOS == "linux"), nil
			}).Value()}},
		"futures": append(futureFunctions(), entry{"STACK_DEBUG", "", py.Int(9)}), // logging.DEBUG - 1
		"events":  {{"BaseDefaultEventLoopPolicy", "", basePolicyType.Value()}},
		"tasks":   {{"_CTask", "", TaskType.Value()}, {"_PyTask", "", TaskType.Value()}},
		"streams": {{"FlowControlMixin", "", flowProtocolType.Value()}, {"_DEFAULT_LIMIT", "", py.Int(defaultLimit)}},
		"runners": {{"_cancel_all_tasks", "", py.NewBuiltin("_cancel_all_tasks", "asyncio.runners", "(loop)", func(v py.Value) (py.Value, *py.Exception) {
			loop, exc := asLoop(v)
			if exc != nil {
				return py.Value{}, exc
			}
			return none(cancelAllTasks(loop))
		}).Value()}},
		"subprocess": {
			{"PIPE", "", py.Int(subprocessPipe)}, {"STDOUT", "", py.Int(subprocessStdout)}, {"DEVNULL", "", py.Int(subprocessDevNull)},
			{"Process", "", ProcessType.Value()}, {"SubprocessStreamProtocol", "", subprocessStreamsType.Value()},
		},
	}
})

var imports = map[string]map[string]bool{
	"base_events": {"events": true, "futures": true, "tasks": true},
	"unix_events": {"base_events": true, "events": true},
	"streams":     {"exceptions": true},
}

func streamEntries() []entry {
	var list []entry
	add := func(module string, types ...*py.Type) {
		for _, t := range types {
			list = append(list, entry{t.Name, module, t.Value()})
		}
	}
	add("protocols", BaseProtocolType, ProtocolType, BufferedProtocolType, DatagramProtocolType, SubprocessProtocolType)
	add("transports", BaseTransportType, ReadTransportType, WriteTransportType, TransportType, DatagramTransportType, SubprocessTransportType)
	add("streams", StreamReaderType, StreamWriterType, streamProtocolType)
	add("events", AbstractServerType)
	add("base_events", ServerType)
	return list
}
