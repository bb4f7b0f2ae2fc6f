package asyncio

import (
	"sort"
	"strings"

	"github.com/aio2go/aio2go/runtime/coro"
	"github.com/aio2go/aio2go/runtime/py"
)

// This file is the part of asyncio/base_events.py that reports errors that nobody can
// catch: the exception handlers of the loop, and what is said about futures and tasks
// that are given up.

// log writes a record of the logger "asyncio": by the module logging where the program
// has it, else to stderr as logging.lastResort prints it. level is a number of logging;
// exc may be nil.
func log(level int, message string, exc *py.Exception) {
	if spec := py.FindGoModule("logging"); spec != nil {
		if logger, ok := replacedLogger(); ok && logReplaced(logger, level, message, exc) == nil {
			return
		}
		if logBy(spec, level, message, exc) == nil {
			return
		}
	}
	if level < logWarning {
		return
	}
	text := message + "\n"
	if exc != nil {
		text += py.FormatException(exc)
	}
	py.Stderr(text)
}

// logBy is logging.getLogger("asyncio").log(level, message, exc_info=exc).
func logBy(spec *py.ModuleSpec, level int, message string, exc *py.Exception) *py.Exception {
	m, e := spec.Module()
	if e != nil {
		return e
	}
	logger, e := getLogger(m)
	if e != nil {
		return e
	}
	args, names := []py.Value{py.Int(int64(level)), py.StrV(message)}, []*py.Str(nil)
	if exc != nil {
		args, names = append(args, exc.Value()), []*py.Str{py.Intern("exc_info")}
	}
	_, e = py.CallMethodKw(logger, py.Intern("log"), args, names)
	return e
}

func getLogger(m *py.Module) (py.Value, *py.Exception) {
	return py.CallMethod1(m.Value(), py.Intern("getLogger"), py.StrV("asyncio"))
}

// asyncioLogger is asyncio.log.logger.
func asyncioLogger(spec *py.ModuleSpec) (py.Value, *py.Exception) {
	m, exc := spec.Module()
	if exc != nil {
		return py.Value{}, exc
	}
	return getLogger(m)
}

// replacedLogger returns what the program has put in the place of base_events.logger.
func replacedLogger() (py.Value, bool) {
	m := py.LoadedModule("asyncio.base_events")
	if m == nil {
		return py.Value{}, false
	}
	return m.Get(py.Intern("logger"))
}

// logReplaced logs with something that stands for a logger, by the method that CPython
// calls.
func logReplaced(logger py.Value, level int, message string, exc *py.Exception) *py.Exception {
	method := map[int]string{logDebug: "debug", logInfo: "info", logWarning: "warning", logError: "error"}[level]
	args, names := []py.Value{py.StrV(message)}, []*py.Str(nil)
	if level == logError {
		info := py.False
		if exc != nil {
			info = py.TupleV(exc.Type().Value(), exc.Value(), py.None)
			if tb, e := py.GetAttr(exc.Value(), py.Intern("__traceback__")); e == nil {
				info = py.TupleV(exc.Type().Value(), exc.Value(), tb)
			}
		}
		args, names = append(args, info), []*py.Str{py.Intern("exc_info")}
	}
	_, e := py.CallMethodKw(logger, py.Intern(method), args, names)
	return e
}

// logHandled logs an error as an except clause does that handles exc.
func logHandled(message string, exc *py.Exception) {
	if logger, ok := replacedLogger(); ok {
		prev := py.EnterHandler(exc)
		_, failed := py.CallMethodKw(logger, py.Intern("error"), []py.Value{py.StrV(message), py.True}, []*py.Str{py.Intern("exc_info")})
		py.LeaveHandler(prev)
		if failed == nil {
			return
		}
	}
	log(logError, message, exc)
}

// The levels of logging that are used here.
const (
	logDebug   = 10
	logInfo    = 20
	logWarning = 30
	logError   = 40
)

// callExceptionHandler is loop.call_exception_handler(context).
func (loop *Loop) callExceptionHandler(context *py.Dict) *py.Exception {
	if loop == nil {
		log(logError, "Exception in a callback without a loop", nil)
		return nil
	}
	if loop.isForeign() {
		_, exc := py.CallMethod1(loop.foreign, strCallHandler, context.Value())
		return exc
	}
	if fn, ok := loop.override(strCallHandler); ok {
		_, exc := py.Call1(fn, context.Value())
		return exc
	}
	return loop.handleException(context)
}

var strCallHandler = py.Intern("call_exception_handler")

// handleException is call_exception_handler of this package.
func (loop *Loop) handleException(context *py.Dict) *py.Exception {
	if loop.exceptionHandler.IsNone() {
		exc := loop.callDefaultHandler(context)
		if exc == nil || stopsLoop(exc) {
			return exc
		}
		logHandled("Exception in default exception handler", exc)
		return nil
	}
	exc := loop.callCustomHandler(context)
	if exc == nil || stopsLoop(exc) {
		return exc
	}
	prev := py.EnterHandler(exc)
	exc = loop.callDefaultHandler(errorContext("Unhandled error in exception handler", exc, "context", context.Value()))
	py.LeaveHandler(prev)
	if exc == nil || stopsLoop(exc) {
		return exc
	}
	logHandled("Exception in default exception handler while handling an unexpected error in custom exception handler", exc)
	return nil
}

// callCustomHandler calls the handler that the program set, in the context of the thing
// that the error is about.
func (loop *Loop) callCustomHandler(context *py.Dict) *py.Exception {
	if py.VersionAtLeast(12) {
		for _, key := range []string{"task", "future", "handle"} {
			thing, ok := context.GetStr(py.Intern(key))
			if !ok || thing.IsNone() {
				continue
			}
			get, exc := py.GetAttr(thing, py.Intern("get_context"))
			if exc != nil {
				break
			}
			ctx, exc := py.Call0(get)
			if exc != nil {
				return exc
			}
			if ctx.IsNone() {
				break
			}
			_, exc = py.CallMethod3(ctx, py.Intern("run"), loop.exceptionHandler, loop.Value(), context.Value())
			return exc
		}
	}
	_, exc := py.Call2(loop.exceptionHandler, loop.Value(), context.Value())
	return exc
}

// callDefaultHandler calls default_exception_handler, which a subclass may override.
func (loop *Loop) callDefaultHandler(context *py.Dict) *py.Exception {
	if _, ok := loop.override(py.Intern("default_exception_handler")); !ok {
		return loop.defaultExceptionHandler(context)
	}
	_, exc := py.CallMethod1(loop.Value(), py.Intern("default_exception_handler"), context.Value())
	return exc
}

// defaultExceptionHandler is loop.default_exception_handler(context).
func (loop *Loop) defaultExceptionHandler(context *py.Dict) *py.Exception {
	message := "Unhandled exception in event loop"
	if v, ok := context.GetStr(py.Intern("message")); ok {
		s, exc := py.Str_(v)
		if exc != nil {
			return exc
		}
		if str, _ := py.AsStr(s); str.String() != "" {
			message = str.String()
		}
	}
	var failed *py.Exception
	if v, ok := context.GetStr(py.Intern("exception")); ok && v.Type().Has(py.FlagException) {
		failed = py.Heap[py.Exception](v)
	}
	if _, ok := context.GetStr(strSourceTraceback); !ok && loop.handling != nil {
		if t := loop.handling.trace(); t != nil {
			context.SetStr(py.Intern("handle_traceback"), t.list())
		}
	}
	lines := []string{message}
	var keys []string
	for _, k := range context.Keys() {
		if s, ok := py.AsStr(k); ok && s.String() != "message" && s.String() != "exception" {
			keys = append(keys, s.String())
		}
	}
	sort.Strings(keys)
	for _, k := range keys {
		v, _ := context.GetStr(py.Intern(k))
		if what := map[string]string{"source_traceback": "Object", "handle_traceback": "Handle"}[k]; what != "" {
			text, exc := createdText(what, v)
			if exc != nil {
				return exc
			}
			lines = append(lines, k+": "+text)
			continue
		}
		r, exc := py.Repr(v)
		if exc != nil {
			return exc
		}
		s, _ := py.AsStr(r)
		lines = append(lines, k+": "+s.String())
	}
	log(logError, strings.Join(lines, "\n"), failed)
	return nil
}

// Abandon says that nothing in the program refers to v any more, the value of a call of
// create_task or ensure_future that was dropped: where it fails, that is reported at
// once.
func Abandon(v py.Value) {
	fut := asFuture(v)
	if fut == nil || fut.kind != taskFuture {
		return
	}
	py.Heap[Task](v).flags |= taskAbandoned
}

// AtExit reports what CPython reports when the program's objects are collected: tasks
// that are still pending and exceptions that nobody looked at.
func AtExit() {
	for _, loop := range loops {
		if loop.isCurrent() {
			// The policy keeps it, and what it refers to, until the interpreter has gone
			// too far for reports.
			for t := loop.firstTask; t != nil; t = t.next {
				if t.state == pending && t.flags&taskForeign == 0 {
					t.run.Root().Forget()
				}
			}
			continue
		}
		for t := loop.firstTask; t != nil; t = t.next {
			if t.state == pending && t.flags&taskQuietEnd == 0 {
				_ = loop.callExceptionHandler(t.trace().addTo(errorContext("Task was destroyed but it is pending!", nil, "task", t.Value())))
			}
		}
		for t := loop.firstTask; t != nil; t = t.next {
			if root := t.run.Root(); t.state == pending && t.flags&taskForeign == 0 && root.State != 0 && !root.Executing() {
				// The collection of the coroutine runs its finally blocks; one that was
				// never started is warned about with the others.
				if _, exc := root.Close(); exc != nil {
					py.WriteUnraisable(exc, "Exception ignored in: ", t.coroutine())
				}
			}
		}
	}
	ReportUnretrieved()
}

// isCurrent reports whether set_event_loop made loop the loop of a thread.
func (loop *Loop) isCurrent() bool {
	if policy.IsUnbound() || !policy.Type().IsSubclass(PolicyType) {
		return false
	}
	for _, l := range py.Heap[policyObject](policy).local {
		if l.loop == loop.Value() {
			return true
		}
	}
	return false
}

func init() {
	py.AtExit(py.ExitObjects, AtExit)
	coro.DroppedHook = Abandon
}

// executeTimed runs r and logs it where it took long, in debug mode.
func (loop *Loop) executeTimed(r ready) *py.Exception {
	start := loop.Time()
	r = observed(r)
	if h, ok := r.(*Handle); ok {
		h.unseen = false // it is looked at when it has run
		loop.handling = h
	}
	exc := r.execute()
	loop.handling = nil
	if took := loop.Time() - start; took >= loop.slowCallback {
		what := ""
		switch r := r.(type) {
		case *Handle:
			what = r.describe()
		case *Task:
			what = r.describe()
		case *nap:
			what = timerEntry{r.when, &r.Header}.handle().describe()
		}
		log(logWarning, "Executing "+what+" took "+formatSeconds(took)+" seconds", nil)
	}
	return exc
}
