package logging

import (
	"github.com/aio2go/aio2go/runtime/py"
	"github.com/aio2go/aio2go/runtime/pymod"
	"github.com/aio2go/aio2go/runtime/stdlib/threading"
)

// This file keeps the handlers that there are, by name and in the order in which they were
// made, and implements shutdown. logging.config uses all of it.

var (
	// handlerList is _handlerList: for each handler something that returns it when it is
	// called, as a weak reference does.
	handlerList = py.NewList(nil)
	// namedHandlers is _handlers.
	namedHandlers = py.NewDict()
)

// register adds a handler that has been made.
func register(h value) {
	ref := py.NewBuiltin("handler", "logging", "()", func() (value, exc) { return h, nil })
	py.ListAppend(handlerList.Value(), ref.Value())
}

// unregister removes a handler that is closed.
func unregister(h value) {
	for i, ref := range handlerList.Items {
		if x, e := py.Call0(ref); e == nil && x == h {
			handlerList.RemoveAt(i)
			break
		}
	}
	if n := attr(h, nameOwnName); n.IsStr() {
		if x, ok := namedHandlers.GetStr(n.Str()); ok && x == h {
			namedHandlers.DeleteStr(n.Str())
		}
	}
}

// setName gives a handler a name, None for none.
func setName(h, name value) exc {
	if old := attr(h, nameOwnName); old.IsStr() {
		namedHandlers.DeleteStr(old.Str())
	}
	setAttr(h, nameOwnName, name)
	if named, e := py.Truth(name); e != nil || !named {
		return e
	}
	return namedHandlers.Set(name, h)
}

// createLock is Handler.createLock.
func createLock(h value) (value, exc) {
	setAttr(h, nameLock, threading.NewRLock())
	return py.None, nil
}

// locked calls f while the handler's lock is held, as a with statement.
func locked(h value, f func() (value, exc)) (value, exc) {
	lock, e := py.GetAttr(h, nameLock)
	if e != nil {
		return value{}, e
	}
	isRLock, e := threading.AcquireRLock(lock)
	if e != nil {
		return value{}, e
	}
	if isRLock {
		v, e := f()
		if _, re := threading.ReleaseRLock(lock); re != nil {
			return value{}, re
		}
		return v, e
	}
	enter, exit, e := py.WithMethods(lock)
	if e != nil {
		return value{}, e
	}
	if _, e := py.Call0(enter); e != nil {
		return value{}, e
	}
	v, e := f()
	if e == nil {
		_, e = py.Call3(exit, py.None, py.None, py.None)
		return v, e
	}
	prev := py.EnterHandler(e)
	defer py.LeaveHandler(prev)
	swallow, xe := py.Call3(exit, e.Type().Value(), e.Value(), tracebackOf(e))
	if xe != nil {
		return value{}, xe
	}
	if yes, xe := py.Truth(swallow); xe != nil || yes {
		return py.None, xe
	}
	return value{}, e
}

// acquireHandler is Handler.acquire.
func acquireHandler(v value) (value, exc) { return onLock(v, threading.AcquireRLock, nameAcquire) }

// releaseHandler is Handler.release.
func releaseHandler(v value) (value, exc) { return onLock(v, threading.ReleaseRLock, nameRelease) }

// onLock calls a method of a handler's lock, if it has one.
func onLock(v value, direct func(value) (bool, exc), name *py.Str) (value, exc) {
	l := attr(v, nameLock)
	if l.IsNone() {
		return py.None, nil
	}
	done, e := direct(l)
	if !done {
		_, e = py.CallMethod0(l, name)
	}
	return py.None, e
}

// shutdown flushes and closes the handlers in the list, the last made first. What else
// than an I/O error happens is raised, or printed at the end of the program.
func shutdown(list value) exc {
	refs, e := py.ToSlice(list)
	if e != nil {
		return e
	}
	for i := len(refs) - 1; i >= 0; i-- {
		h, e := py.Call0(refs[i])
		if e == nil && !h.IsNone() {
			e = closeHandler(h)
		}
		if e != nil && loggingRaises() {
			return e
		}
	}
	return nil
}

func closeHandler(h value) exc {
	var s pymod.Steps
	s.Call(h, "acquire")
	if s.Truth(s.AttrOr(h, "flushOnClose", py.True)) {
		s.Call(h, "flush")
	}
	_, e := s.Done(s.Call(h, "close"))
	if e != nil && (e.Is(py.OSErrorType) || e.Is(py.ValueErrorType)) {
		e = nil // it was closed already
	}
	if _, re := py.CallMethod0(h, nameRelease); re != nil { // whatever happened
		return re
	}
	return e
}

// loggingRaises is logging.raiseExceptions.
func loggingRaises() bool {
	v, ok := loggingModule.Get(nameRaiseExceptions)
	return ok && truthy(v)
}

// imported are modules that CPython's module imports: the arguments in a file for
// logging.config.fileConfig use them.
var imported = []string{"sys", "os", "time", "io", "threading", "traceback", "warnings", "weakref"}

// addImported makes those of them that the program has attributes of the module.
func addImported(m *py.Module) exc {
	for _, name := range imported {
		if py.FindGoModule(name) == nil {
			continue
		}
		v, e := py.ImportModule(name)
		if e != nil {
			return e
		}
		m.Set(name, v)
	}
	return nil
}

// addRegistry adds the names of the registry and the class BufferingFormatter.
func addRegistry(m *py.Module) exc {
	if e := addImported(m); e != nil {
		return e
	}
	m.Set("_handlers", namedHandlers.Value())
	m.Set("_handlerList", handlerList.Value())
	m.Set("_lock", threading.NewRLock())
	m.Set("PlaceHolder", placeHolderType.Value())
	m.Set("_StderrHandler", lastResortType.Value())
	m.Set("_defaultLastResort", lastResort)
	f, e := defaultFormatter()
	if e != nil {
		return e
	}
	m.Set("_defaultFormatter", f)
	pymod.AddFunctions(m,
		pymod.Func{Sig: "shutdown(handlerList=_handlerList)", Doc: "Flush and close all handlers, when the program ends.", Defaults: map[string]value{"_handlerList": handlerList.Value()},
			Impl: func(list value) (value, exc) {
				// A copy, as closing changes the list.
				items, e := py.ToSlice(list)
				if e != nil {
					return value{}, e
				}
				return py.None, shutdown(py.NewList(items).Value())
			}},
		pymod.Func{Sig: "getHandlerByName(name)", Doc: "Get a handler with the specified name, or None if there is none.", Impl: func(name value) (value, exc) {
			h, ok, e := namedHandlers.Get(name)
			if !ok {
				h = py.None
			}
			return h, e
		}},
		pymod.Func{Sig: "getHandlerNames()", Doc: "Return all known handler names as an immutable set.", Impl: func() (value, exc) {
			return py.FrozenSetV(namedHandlers.Keys()...), nil
		}},
		pymod.Func{Sig: "_checkLevel(level)", Impl: func(level value) (value, exc) {
			n, e := checkLevel(level)
			return py.Int(int64(n)), e
		}},
	)
	return addBuffering(m)
}

// addBuffering makes BufferingFormatter.
func addBuffering(m *py.Module) exc {
	empty := func(self, records value) (value, exc) { return py.StrV(""), nil }
	_, e := pymod.Define(m, pymod.Class{
		Name: "BufferingFormatter", Doc: "A formatter suitable for formatting a number of records.",
		Methods: []pymod.Func{
			{Sig: "__init__(self, linefmt=None)", Impl: func(self, fmt value) (value, exc) {
				given, e := py.Truth(fmt)
				if e == nil && !given {
					fmt, e = defaultFormatter()
				}
				if e != nil {
					return value{}, e
				}
				return py.None, py.SetAttr(self, nameLinefmt, fmt)
			}},
			{Sig: "formatHeader(self, records)", Doc: "Return the header string for the specified records.", Impl: empty},
			{Sig: "formatFooter(self, records)", Doc: "Return the footer string for the specified records.", Impl: empty},
			{Sig: "format(self, records)", Doc: "Format the specified records and return the result as a string.", Impl: func(self, records value) (value, exc) {
				var s pymod.Steps
				items := s.Items(records)
				text := ""
				if len(items) > 0 {
					text = s.Str(s.Call(self, "formatHeader", records))
					for _, r := range items {
						text += s.Str(s.Call(s.Attr(self, "linefmt"), "format", r))
					}
					text += s.Str(s.Call(self, "formatFooter", records))
				}
				return s.Done(py.StrV(text))
			}},
		},
	})
	return e
}
