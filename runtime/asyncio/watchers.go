package asyncio

import (
	"os"
	"unsafe"

	"github.com/aio2go/aio2go/runtime/py"
)

// This file has the child watchers of asyncio/unix_events.py. The loop watches its child
// processes by itself; a watcher serves programs that ask for one and add handlers of
// their own. Which class it is makes no difference to what it does.

// watcher is an instance of one of the classes.
type watcher struct {
	py.Header
	loop     py.Value // that it is attached to, unbound for none
	handlers map[int]*childHandler
	closed   bool
	Attrs    py.Attrs
}

var watcherAttrs = unsafe.Offsetof(watcher{}.Attrs)

// childHandler is what is called when a child ends.
type childHandler struct{ removed bool }

var abstractWatcherType = py.NewBuiltinType("AbstractChildWatcher", &py.TypeSpec{
	Module: "asyncio.unix_events", Flags: py.FlagBaseType,
	Methods: append(abstractMethods("AbstractChildWatcher", `
add_child_handler pid, callback, *args
remove_child_handler pid
attach_loop loop
close
is_active
__enter__`, false), py.Method{Name: "__exit__", Impl: func(py.Value, []py.Value) (py.Value, *py.Exception) {
		return py.Value{}, py.RaiseArgs(py.NotImplementedErrorType)
	}}),
})

// deprecatedWatchers warn when they are made, from 3.12 on.
var deprecatedWatchers = map[string]bool{"SafeChildWatcher": true, "FastChildWatcher": true, "MultiLoopChildWatcher": true}

var watcherTypes = func() []*py.Type {
	var list []*py.Type
	for _, name := range []string{"SafeChildWatcher", "FastChildWatcher", "ThreadedChildWatcher", "MultiLoopChildWatcher", "PidfdChildWatcher"} {
		base := abstractWatcherType
		if name == "SafeChildWatcher" || name == "FastChildWatcher" {
			base = baseWatcherType
		}
		list = append(list, newWatcherType(name, base))
	}
	return list
}()

// baseWatcherType is the base of those that watch SIGCHLD.
var baseWatcherType = newWatcherType("BaseChildWatcher", abstractWatcherType)

func newWatcherType(name string, base *py.Type) *py.Type {
	self := func(v py.Value) *watcher { return py.Heap[watcher](v) }
	return py.NewBuiltinType(name, &py.TypeSpec{
		Base: base, Module: "asyncio.unix_events", Flags: py.FlagBaseType,
		Layout: py.LayoutWithAttrs[watcher](watcherAttrs),
		Slots: py.Slots{
			New: func(cls *py.Type, args []py.Value, names []*py.Str) (py.Value, *py.Exception) {
				return cls.Alloc(cls), cls.WrongArgs(args, names)
			},
			Init: func(v py.Value, _ []py.Value, _ []*py.Str) *py.Exception {
				self(v).handlers = map[int]*childHandler{}
				if !deprecatedWatchers[name] || !py.VersionAtLeast(12) {
					return nil
				}
				return py.Warnf(py.DeprecationWarningType, "'%s' is deprecated as of Python 3.12 and will be removed in Python 3.14.", name)
			},
		},
		Methods: []py.Method{
			{Name: "__enter__", Sig: "($self)", Impl: func(v py.Value) (py.Value, *py.Exception) { return v, nil }},
			{Name: "__exit__", Impl: func(py.Value, []py.Value) (py.Value, *py.Exception) { return py.None, nil }},
			{Name: "is_active", Sig: "($self)", Impl: func(v py.Value) (py.Value, *py.Exception) { return py.Bool(!self(v).closed), nil }},
			{Name: "attach_loop", Sig: "($self, loop)", Impl: func(v, loop py.Value) (py.Value, *py.Exception) {
				self(v).loop = loop
				return py.None, nil
			}},
			{Name: "close", Sig: "($self)", Impl: func(v py.Value) (py.Value, *py.Exception) {
				self(v).closed, self(v).loop = true, py.Value{}
				return py.None, nil
			}},
			{Name: "add_child_handler", Sig: "($self, pid, callback, *args)", Impl: func(v py.Value, args []py.Value, _ []*py.Str) (py.Value, *py.Exception) {
				if len(args) < 2 {
					return py.Value{}, typeError("%s.add_child_handler() missing required positional arguments", name)
				}
				pid, exc := asInt(args[0])
				if exc != nil {
					return py.Value{}, exc
				}
				return none(self(v).add(pid, args[1], append([]py.Value(nil), args[2:]...)))
			}},
			{Name: "remove_child_handler", Sig: "($self, pid)", Impl: func(v, p py.Value) (py.Value, *py.Exception) {
				pid, exc := asInt(p)
				if exc != nil {
					return py.Value{}, exc
				}
				h := self(v).handlers[pid]
				if h == nil {
					return py.False, nil
				}
				h.removed = true
				delete(self(v).handlers, pid)
				return py.True, nil
			}},
		},
	})
}

// add waits for the end of a child and calls callback(pid, returncode, *args).
func (w *watcher) add(pid int, callback py.Value, args []py.Value) *py.Exception {
	loop := runningLoop()
	if loop == nil {
		v := w.loop
		if v.IsUnbound() || v.IsNone() {
			return runtimeError("Cannot add child handler, the child watcher does not have a loop attached")
		}
		var exc *py.Exception
		if loop, exc = asLoop(v); exc != nil {
			return exc
		}
	}
	h := &childHandler{}
	w.handlers[pid] = h
	status := 255
	loop.outsideCall(func() {
		p, err := os.FindProcess(pid)
		if err != nil {
			return
		}
		if state, err := p.Wait(); err == nil {
			status = exitStatus(state)
		}
	}, func() *py.Exception {
		if h.removed {
			return nil
		}
		delete(w.handlers, pid)
		_, exc := py.CallN(callback, append([]py.Value{py.Int(int64(pid)), py.Int(int64(status))}, args...))
		return exc
	})
	return nil
}

// theWatcher is the watcher of the policy, unbound until it is first asked for.
var theWatcher py.Value

func childWatcherWarning(what string) *py.Exception {
	if !py.VersionAtLeast(12) {
		return nil
	}
	return py.Warnf(py.DeprecationWarningType, "'%s' is deprecated as of Python 3.12 and will be removed in Python 3.14.", what)
}

func getChildWatcher() (py.Value, *py.Exception) {
	if exc := childWatcherWarning("get_child_watcher"); exc != nil {
		return py.Value{}, exc
	}
	if theWatcher.IsUnbound() {
		w, exc := py.Call0(watcherTypes[2].Value())
		if exc != nil {
			return py.Value{}, exc
		}
		theWatcher = w
	}
	return theWatcher, nil
}

func setChildWatcher(w py.Value) (py.Value, *py.Exception) {
	if exc := childWatcherWarning("set_child_watcher"); exc != nil {
		return py.Value{}, exc
	}
	if w.IsNone() {
		w = py.Value{}
	} else if is, exc := py.IsInstanceOf(w, abstractWatcherType.Value()); exc != nil || !is {
		if exc == nil {
			exc = py.RaiseArgs(py.AssertionErrorType)
		}
		return py.Value{}, exc
	}
	theWatcher = w
	return py.None, nil
}

// checkWatcher is what _make_subprocess_transport asks the watcher that the program has
// set: whether it is active. Those of this package have nothing to say to that, since the
// loop watches its children itself.
func checkWatcher() *py.Exception {
	w := theWatcher
	if w.IsUnbound() {
		return nil
	}
	for _, t := range watcherTypes {
		if w.Type().IsSubclass(t) {
			return nil
		}
	}
	if _, exc := py.CallMethod0(w, py.Intern("__enter__")); exc != nil {
		return exc
	}
	active, exc := py.CallMethod0(w, py.Intern("is_active"))
	on := false
	if exc == nil {
		on, exc = py.Truth(active)
	}
	if exc == nil && !on {
		exc = runtimeError("asyncio.get_child_watcher() is not activated, subprocess support is not installed.")
	}
	info := []py.Value{py.None, py.None, py.None}
	if exc != nil {
		info = []py.Value{exc.Type().Value(), exc.Value(), py.None}
		if tb, failed := py.GetAttr(exc.Value(), py.Intern("__traceback__")); failed == nil {
			info[2] = tb
		}
	}
	swallow, failed := py.CallMethodN(w, py.Intern("__exit__"), info)
	if failed != nil {
		return failed
	}
	if exc != nil && truth(swallow) {
		return nil
	}
	return exc
}
