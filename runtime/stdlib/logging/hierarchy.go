package logging

import (
	"strings"

	"github.com/aio2go/aio2go/runtime/py"
)

// This file implements the hierarchy of loggers: Manager, whose loggerDict has the loggers
// by their names, and PlaceHolder, which stands there for a name of which only loggers below
// it are known.

var placeHolderType = &py.Type{Name: "PlaceHolder"}

func init() {
	placeHolderType.Define(&py.TypeSpec{
		Module: "logging", Flags: py.FlagBaseType, Layout: layout(),
		Slots: py.Slots{New: allocNew, Init: func(v value, args []value, names []*py.Str) exc {
			if len(args) != 1 || len(names) != 0 {
				return py.Raisef(py.TypeErrorType, "PlaceHolder.__init__() takes 2 positional arguments but %d were given", len(args)+1)
			}
			setAttr(v, nameLoggerMap, py.NewDict().Value())
			return addBelow(v, args[0])
		}},
		Methods: []py.Method{{Name: "append", Sig: "($self, alogger)", Impl: func(v, logger value) (value, exc) { return py.None, addBelow(v, logger) }}},
	})
	ManagerType.Define(&py.TypeSpec{
		Module: "logging", Flags: py.FlagBaseType, Layout: layout(),
		Slots: py.Slots{New: allocNew, Init: func(v value, args []value, names []*py.Str) exc {
			if len(args) != 1 || len(names) != 0 {
				return py.Raisef(py.TypeErrorType, "Manager.__init__() takes 2 positional arguments but %d were given", len(args)+1)
			}
			setAttr(v, nameRoot, args[0])
			setAttr(v, nameDisable, py.Int(0))
			setAttr(v, nameEmittedNoHandlerWarning, py.False)
			setAttr(v, nameLoggerDict, py.NewDict().Value())
			setAttr(v, nameLoggerClass, py.None)
			setAttr(v, nameLogRecordFactory, py.None)
			return nil
		}},
		Methods: []py.Method{
			{Name: "getLogger", Sig: "($self, name)", Impl: managedLogger},
			{Name: "setLoggerClass", Sig: "($self, klass)", Impl: func(v, cls value) (value, exc) {
				if e := checkLoggerClass(cls); e != nil {
					return value{}, e
				}
				setAttr(v, nameLoggerClass, cls)
				return py.None, nil
			}},
			{Name: "setLogRecordFactory", Sig: "($self, factory)", Impl: func(v, f value) (value, exc) {
				setAttr(v, nameLogRecordFactory, f)
				return py.None, nil
			}},
		},
	})
}

func checkLoggerClass(cls value) exc {
	if cls.IsType() && py.AsType(cls).IsSubclass(LoggerType) {
		return nil
	}
	name := cls.Type().Name
	if cls.IsType() {
		name = py.AsType(cls).Name
	}
	return py.Raisef(py.TypeErrorType, "logger not derived from logging.Logger: %s", name)
}

// addBelow notes in a place holder a logger that is below it.
func addBelow(v, logger value) exc {
	d, ok := py.AsDict(attr(v, nameLoggerMap))
	if !ok {
		return nil
	}
	return d.Set(logger, py.None)
}

// loggerDict are the loggers and place holders of a manager by name.
func loggerDict(m value) *py.Dict {
	if d, ok := py.AsDict(attr(m, nameLoggerDict)); ok {
		return d
	}
	return py.NewDict()
}

// isLogger reports whether v is a logger rather than a place holder.
func isLogger(v value) bool { return !py.IsInstance(v, placeHolderType) }

func getLogger(name value) (value, exc) {
	if name.IsUnbound() || name.IsNone() {
		return rootLogger, nil
	}
	if s, ok := py.AsStr(name); ok && (s.S == "" || s.S == "root") {
		return rootLogger, nil
	}
	return managedLogger(managerV, name)
}

// managedLogger is Manager.getLogger.
func managedLogger(m, name value) (value, exc) {
	s, ok := py.AsStr(name)
	if !ok {
		return value{}, py.Raisef(py.TypeErrorType, "A logger name must be a string")
	}
	have, found := loggerDict(m).GetStr(s)
	if found && isLogger(have) {
		return have, nil
	}
	cls := attr(m, nameLoggerClass)
	if cls.IsNone() {
		cls = loggerClass
	}
	l, e := py.Call1(cls, name)
	if e != nil {
		return value{}, e
	}
	if e := py.SetAttr(l, nameManager, m); e != nil {
		return value{}, e
	}
	if e := loggerDict(m).Set(name, l); e != nil {
		return value{}, e
	}
	if found {
		below, _ := py.AsDict(attr(have, nameLoggerMap))
		for _, c := range below.Keys() {
			// Those with a logger between them and the new one keep that.
			if p := attr(c, nameParent); !strings.HasPrefix(loggerName(p), s.S) {
				setAttr(l, nameParent, p)
				setAttr(c, nameParent, l)
			}
		}
	}
	parent := attr(m, nameRoot)
	for i := strings.LastIndexByte(s.S, '.'); i > 0; i = strings.LastIndexByte(s.S[:i], '.') {
		above := py.Intern(s.S[:i])
		p, ok := loggerDict(m).GetStr(above)
		if ok && isLogger(p) {
			parent = p
			break
		}
		if !ok {
			if p, e = py.Call1(placeHolderType.Value(), l); e == nil {
				e = loggerDict(m).Set(above.Value(), p)
			}
		} else {
			e = addBelow(p, l)
		}
		if e != nil {
			return value{}, e
		}
	}
	setAttr(l, nameParent, parent)
	return l, nil
}

func loggerName(v value) string {
	s, ok := py.AsStr(attr(v, nameName))
	if !ok {
		return ""
	}
	return s.S
}

// depth is how far below the root a logger is.
func depth(v value) int {
	if v == rootLogger {
		return 0
	}
	return 1 + strings.Count(loggerName(v), ".")
}

// children is Logger.getChildren.
func children(v value) (value, exc) {
	s := py.NewSet()
	for _, l := range loggerDict(managerV).Values() {
		if isLogger(l) && attr(l, nameParent) == v && depth(l) == depth(v)+1 {
			if e := s.Add(l); e != nil {
				return value{}, e
			}
		}
	}
	return s.Value(), nil
}
