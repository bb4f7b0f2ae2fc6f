package logging

import (
	"github.com/aio2go/aio2go/runtime/py"
)

// This file implements loggers: their hierarchy, levels and the logging methods.

// The logger classes.
var (
	LoggerType        = &py.Type{Name: "Logger"}
	RootLoggerType    = &py.Type{Name: "RootLogger"}
	ManagerType       = &py.Type{Name: "Manager"}
	LoggerAdapterType = &py.Type{Name: "LoggerAdapter"}
)

var levelMethods = []struct {
	name  string
	level int
}{{"debug", debug}, {"info", info}, {"warning", warning}, {"error", errorLvl}, {"critical", critical}, {"fatal", critical}}

var (
	nameIsEnabled = py.Intern("isEnabledFor")
	nameHandle    = py.Intern("handle")
	nameFilter    = py.Intern("filter")
	nameProcess   = py.Intern("process")
	nameLog       = py.Intern("log")
)

func init() {
	loggerSig := py.NewSignature("Logger.__init__", "", "(name, level=0)")
	methods := []py.Method{
		{Name: "setLevel", Sig: "($self, level)", Impl: func(v, level value) (value, exc) {
			n, e := checkLevel(level)
			if e != nil {
				return value{}, e
			}
			setAttr(v, nameLevel, py.Int(int64(n)))
			return py.None, nil
		}},
		{Name: "getEffectiveLevel", Sig: "($self)", Impl: func(v value) (value, exc) { return py.Int(int64(effectiveLevel(v))), nil }},
		{Name: "isEnabledFor", Sig: "($self, level)", Impl: func(v, level value) (value, exc) {
			n, e := py.Ssize(level)
			if e != nil {
				return value{}, e
			}
			return py.Bool(enabled(v, n)), nil
		}},
		{Name: "addHandler", Sig: "($self, hdlr)", Impl: func(v, h value) (value, exc) { return py.None, add(v, nameHandlers, h) }},
		{Name: "removeHandler", Sig: "($self, hdlr)", Impl: func(v, h value) (value, exc) { return py.None, remove(v, nameHandlers, h) }},
		{Name: "hasHandlers", Sig: "($self)", Impl: func(v value) (value, exc) {
			for c := v; !c.IsNone(); c = attr(c, nameParent) {
				if l, ok := py.AsList(attr(c, nameHandlers)); ok && len(l.Items) > 0 {
					return py.True, nil
				}
				if p := attr(c, namePropagate); p == py.False || p == py.Int(0) {
					break
				}
			}
			return py.False, nil
		}},
		{Name: "callHandlers", Sig: "($self, record)", Impl: callHandlers},
		{Name: "handle", Sig: "($self, record)", Impl: loggerHandle},
		{Name: "makeRecord", Sig: "($self, name, level, fn, lno, msg, args, exc_info, func=None, extra=None, sinfo=None)", Impl: makeRecord},
		{Name: "getChild", Sig: "($self, suffix)", Impl: func(v, suffix value) (value, exc) {
			s, e := py.StrText(suffix)
			if e != nil {
				return value{}, e
			}
			if v != rootLogger {
				n, e := py.StrText(attr(v, nameName))
				if e != nil {
					return value{}, e
				}
				s = n + "." + s
			}
			return getLogger(py.StrV(s))
		}},
		{Name: "getChildren", Sig: "($self)", Impl: children},
		{Name: "log", Impl: func(v value, args []value, names []*py.Str) (value, exc) {
			if len(args)-len(names) < 2 {
				return value{}, py.Raisef(py.TypeErrorType, "Logger.log() missing required positional arguments")
			}
			if !args[0].IsInt() {
				if !loggingRaises() {
					return py.None, nil
				}
				return value{}, py.Raisef(py.TypeErrorType, "level must be an integer")
			}
			n, e := py.Ssize(args[0])
			if e != nil {
				return value{}, e
			}
			return logAt(v, n, args[1:], names, false)
		}},
		{Name: "exception", Impl: func(v value, args []value, names []*py.Str) (value, exc) {
			return logAt(v, errorLvl, args, names, true)
		}},
		{Name: "warn", Impl: func(v value, args []value, names []*py.Str) (value, exc) {
			if e := py.Warn(py.DeprecationWarningType, "The 'warn' method is deprecated, use 'warning' instead", 1); e != nil {
				return value{}, e
			}
			return logAt(v, warning, args, names, false)
		}},
		{Name: "findCaller", Sig: "($self, stack_info=False, stacklevel=1)", Impl: func(v, stack, level value) (value, exc) {
			n := 1
			if !level.IsUnbound() {
				var e exc
				if n, e = py.Ssize(level); e != nil {
					return value{}, e
				}
			}
			c := findCaller(max(n, 1))
			text := py.None
			if !stack.IsUnbound() && truthy(stack) {
				text = py.StrV(stackText(max(n, 1)))
			}
			return py.TupleV(c.path, py.Int(int64(c.line)), c.fn, text), nil
		}},
		{Name: "_log", Sig: "($self, level, msg, args, exc_info=None, extra=None, stack_info=False, stacklevel=1)", Impl: func(v value, p []value) (value, exc) {
			c := call{msg: p[1], args: p[2], excInfo: py.None, extra: py.None, stack: py.False, stackLevel: py.Int(1)}
			for i, to := range []*value{&c.excInfo, &c.extra, &c.stack, &c.stackLevel} {
				if !p[3+i].IsUnbound() {
					*to = p[3+i]
				}
			}
			return c.log(v, p[0])
		}},
	}
	for _, l := range levelMethods {
		methods = append(methods, py.Method{Name: l.name, Impl: func(v value, args []value, names []*py.Str) (value, exc) {
			return logAt(v, l.level, args, names, false)
		}})
	}
	LoggerType.Define(&py.TypeSpec{
		Module: "logging", Flags: py.FlagBaseType, Layout: layout(),
		Slots: py.Slots{
			New: allocNew,
			Init: func(v value, args []value, names []*py.Str) exc {
				p, e := loggerSig.Parse(args, names)
				if e != nil {
					return e
				}
				return initLogger(v, p[0], p[1])
			},
			Repr: func(v value) (value, exc) {
				name, e := levelText(effectiveLevel(v))
				if e != nil {
					return value{}, e
				}
				n, e := py.StrText(attr(v, nameName))
				return py.StrV("<" + v.Type().Name + " " + n + " (" + name.Str().S + ")>"), e
			},
		},
		Methods: append(methods, filterMethods...),
	})
	RootLoggerType.Define(&py.TypeSpec{
		Base: LoggerType, Module: "logging", Flags: py.FlagBaseType,
		Slots: py.Slots{New: allocNew, Init: func(v value, args []value, names []*py.Str) exc {
			return initLogger(v, py.StrV("root"), args[0])
		}},
	})
	defineAdapter()
}

func initLogger(v, name, level value) exc {
	n := 0
	if !level.IsUnbound() {
		var e exc
		if n, e = checkLevel(level); e != nil {
			return e
		}
	}
	setAttr(v, nameName, name)
	setAttr(v, nameLevel, py.Int(int64(n)))
	setAttr(v, nameParent, py.None)
	setAttr(v, namePropagate, py.True)
	setAttr(v, nameHandlers, py.NewList(nil).Value())
	setAttr(v, nameDisabled, py.False)
	setAttr(v, nameFilters, py.NewList(nil).Value())
	return nil
}

// add and remove keep lists of handlers and filters.
func add(v value, list *py.Str, x value) exc {
	l, _ := py.AsList(attr(v, list))
	for _, have := range l.Items {
		if have == x {
			return nil
		}
	}
	l.Append(x)
	return nil
}

func remove(v value, list *py.Str, x value) exc {
	l, _ := py.AsList(attr(v, list))
	for i, have := range l.Items {
		if have == x {
			l.RemoveAt(i)
			return nil
		}
	}
	return nil
}

// filterMethods are those of Filterer.
var filterMethods = []py.Method{
	{Name: "addFilter", Sig: "($self, filter)", Impl: func(v, f value) (value, exc) { return py.None, add(v, nameFilters, f) }},
	{Name: "removeFilter", Sig: "($self, filter)", Impl: func(v, f value) (value, exc) { return py.None, remove(v, nameFilters, f) }},
	{Name: "filter", Sig: "($self, record)", Impl: filterRecord},
}

// filterRecord runs the filters of v: False, or the record to go on with.
func filterRecord(v, record value) (value, exc) {
	l, _ := py.AsList(attr(v, nameFilters))
	for i := 0; i < len(l.Items); i++ {
		f := l.Items[i]
		fn, found, e := py.LookupAttr(f, nameFilter)
		if e != nil {
			return value{}, e
		}
		if !found {
			fn = f
		}
		r, e := py.Call1(fn, record)
		if e != nil {
			return value{}, e
		}
		pass, e := py.Truth(r)
		if e != nil {
			return value{}, e
		}
		if !pass {
			return py.False, nil
		}
		if py.IsInstance(r, LogRecordType) {
			record = r
		}
	}
	return record, nil
}

func levelOf(v value) int {
	n, _ := py.AsInt64(attr(v, nameLevel))
	return int(n)
}

func effectiveLevel(v value) int {
	for !v.IsNone() {
		if n := levelOf(v); n != 0 {
			return n
		}
		v = attr(v, nameParent)
	}
	return notSet
}

func truthy(v value) bool {
	t, e := py.Truth(v)
	return t && e == nil
}

func enabled(v value, level int) bool {
	if truthy(attr(v, nameDisabled)) {
		return false
	}
	if n, _ := py.AsInt64(attr(managerV, nameDisable)); int(n) >= level {
		return false
	}
	return level >= effectiveLevel(v)
}

// logAt is one call of a logging method: args are the message and its arguments, then
// the values of the keywords exc_info, stack_info, stacklevel and extra.
func logAt(v value, level int, args []value, names []*py.Str, withExc bool) (value, exc) {
	n := len(args) - len(names)
	if n < 1 {
		return value{}, py.Raisef(py.TypeErrorType, "Logger.log() missing 1 required positional argument: 'msg'")
	}
	if !loggerIsEnabled.replaced(v) {
		if !enabled(v, level) {
			return py.None, nil
		}
	} else if on, e := py.CallMethod1(v, nameIsEnabled, py.Int(int64(level))); e != nil {
		return value{}, e
	} else if !truthy(on) {
		return py.None, nil
	}
	if loggerInnerLog.replaced(v) {
		return logBy(v, level, args[:n], args[n:], names, withExc)
	}
	c := call{msg: args[0], args: py.NewTuple(args[1:n]).Value(), excInfo: py.Bool(withExc), extra: py.None, stack: py.False, stackLevel: py.Int(1)}
	for i, name := range names {
		x := args[n+i]
		switch name.S {
		case "exc_info":
			c.excInfo = x
		case "extra":
			c.extra = x
		case "stacklevel":
			c.stackLevel = x
		case "stack_info":
			c.stack = x
		default:
			return value{}, py.Raisef(py.TypeErrorType, "Logger._log() got an unexpected keyword argument '%s'", name.S)
		}
	}
	return c.log(v, py.Int(int64(level)))
}

func loggerHandle(v, record value) (value, exc) {
	if truthy(attr(v, nameDisabled)) {
		return py.None, nil
	}
	r, e := loggerFilter.call1(v, record, filterRecord)
	if e != nil {
		return value{}, e
	}
	if !truthy(r) {
		return py.None, nil
	}
	if py.IsInstance(r, LogRecordType) {
		record = r
	}
	return loggerCallHandlers.call1(v, record, callHandlers)
}

// callHandlers passes a record to the handlers of the logger and of those above it.
func callHandlers(v, record value) (value, exc) {
	level := recordLevel(record)
	found := false
	for c := v; !c.IsNone(); {
		l, ok := py.AsList(attr(c, nameHandlers))
		if ok {
			for i := 0; i < len(l.Items); i++ {
				h := l.Items[i]
				found = true
				hl, e := py.GetAttr(h, nameLevel)
				if e != nil {
					return value{}, e
				}
				if n, _ := py.AsInt64(hl); level >= int(n) {
					if _, e := handlerHandleMethod.call1(h, record, handlerHandle); e != nil {
						return value{}, e
					}
				}
			}
		}
		if !truthy(attr(c, namePropagate)) {
			break
		}
		c = attr(c, nameParent)
	}
	if !found {
		return withoutHandlers(v, level, record)
	}
	return py.None, nil
}

// withoutHandlers gives a record that no handler is there for to the last resort, or says once
// that there is none.
func withoutHandlers(v value, level int, record value) (value, exc) {
	last, ok := loggingModule.Get(nameLastResort)
	if ok && !last.IsNone() {
		if n, _ := py.AsInt64(attr(last, nameLevel)); level >= int(n) {
			return py.CallMethod1(last, nameHandle, record)
		}
		return py.None, nil
	}
	m, found, e := py.LookupAttr(v, nameManager)
	if e != nil {
		return value{}, e
	}
	if !found || !py.IsInstance(m, ManagerType) { // the root logger has that of its class
		m = managerV
	}
	if !loggingRaises() || truthy(attr(m, nameEmittedNoHandlerWarning)) {
		return py.None, nil
	}
	setAttr(m, nameEmittedNoHandlerWarning, py.True)
	sys, e := py.ImportModule("sys")
	if e != nil {
		return value{}, e
	}
	stderr, e := py.GetAttr(sys, nameStderr)
	if e != nil {
		return value{}, e
	}
	return py.CallMethod1(stderr, nameWrite, py.StrV("No handlers could be found for logger \""+loggerName(v)+"\"\n"))
}

func recordLevel(record value) int {
	v, _, _ := py.LookupAttr(record, nameLevelno)
	if v.IsUnbound() {
		return 0
	}
	n, _ := py.AsInt64(v)
	return int(n)
}

// rootFunctions are the functions of the module that log to the root logger.
func rootFunctions() []py.Method {
	var out []py.Method
	wrap := func(level int, withExc bool) any {
		return func(args []value, names []*py.Str) (value, exc) {
			if l, ok := py.AsList(attr(rootLogger, nameHandlers)); ok && len(l.Items) == 0 {
				if _, e := basicConfig(nil, nil); e != nil {
					return value{}, e
				}
			}
			return logAt(rootLogger, level, args, names, withExc)
		}
	}
	for _, l := range levelMethods {
		out = append(out, py.Method{Name: l.name, Impl: wrap(l.level, false)})
	}
	out = append(out,
		py.Method{Name: "exception", Impl: wrap(errorLvl, true)},
		py.Method{Name: "warn", Impl: func(args []value, names []*py.Str) (value, exc) {
			if e := py.Warn(py.DeprecationWarningType, "The 'warn' function is deprecated, use 'warning' instead", 1); e != nil {
				return value{}, e
			}
			return wrap(warning, false).(func([]value, []*py.Str) (value, exc))(args, names)
		}},
		py.Method{Name: "log", Impl: func(args []value, names []*py.Str) (value, exc) {
			if len(args)-len(names) < 2 {
				return value{}, py.Raisef(py.TypeErrorType, "log() missing required positional arguments")
			}
			n, e := py.Ssize(args[0])
			if e != nil {
				return value{}, e
			}
			return wrap(n, false).(func([]value, []*py.Str) (value, exc))(args[1:], names)
		}})
	return out
}

// defineAdapter defines LoggerAdapter.
func defineAdapter() {
	sig := py.NewSignature("LoggerAdapter.__init__", "", "(logger, extra=None, merge_extra=False)")
	// call passes a message on through process().
	call := func(v value, level int, args []value, names []*py.Str, withExc bool) (value, exc) {
		n := len(args) - len(names)
		if n < 1 {
			return value{}, py.Raisef(py.TypeErrorType, "LoggerAdapter.log() missing 1 required positional argument: 'msg'")
		}
		logger := attr(v, nameLogger)
		on, e := py.CallMethod1(logger, nameIsEnabled, py.Int(int64(level)))
		if e != nil || !truthy(on) {
			return py.None, e
		}
		kw := py.NewDict()
		if withExc {
			kw.SetStr(nameExcInfo, py.True)
		}
		for i, name := range names {
			kw.SetStr(name, args[n+i])
		}
		pair, e := py.CallMethod2(v, nameProcess, args[0], kw.Value())
		if e != nil {
			return value{}, e
		}
		msg, kwv, e := py.Unpack2(pair)
		if e != nil {
			return value{}, e
		}
		fn, e := py.GetAttr(logger, nameLog)
		if e != nil {
			return value{}, e
		}
		return py.CallEx(fn, py.NewTuple(append([]value{py.Int(int64(level)), msg}, args[1:n]...)).Value(), kwv)
	}
	methods := []py.Method{
		{Name: "process", Sig: "($self, msg, kwargs)", Impl: func(v, msg, kwargs value) (value, exc) {
			extra := attr(v, nameExtra)
			d, isDict := py.AsDict(kwargs)
			if !isDict {
				return value{}, py.SetItem(kwargs, nameExtra.Value(), extra)
			}
			if own, ok := d.GetStr(nameExtra); ok && truthy(attr(v, nameMergeExtra)) {
				merged := py.NewDict()
				for _, src := range []value{extra, own} {
					if !src.IsNone() {
						if e := py.DictUpdate(merged.Value(), src); e != nil {
							return value{}, e
						}
					}
				}
				extra = merged.Value()
			}
			d.SetStr(nameExtra, extra)
			return py.TupleV(msg, kwargs), nil
		}},
		{Name: "log", Impl: func(v value, args []value, names []*py.Str) (value, exc) {
			if len(args)-len(names) < 2 {
				return value{}, py.Raisef(py.TypeErrorType, "LoggerAdapter.log() missing required positional arguments")
			}
			n, e := py.Ssize(args[0])
			if e != nil {
				return value{}, e
			}
			return call(v, n, args[1:], names, false)
		}},
		{Name: "exception", Impl: func(v value, args []value, names []*py.Str) (value, exc) { return call(v, errorLvl, args, names, true) }},
	}
	for _, l := range levelMethods {
		if l.name != "fatal" {
			methods = append(methods, py.Method{Name: l.name, Impl: func(v value, args []value, names []*py.Str) (value, exc) {
				return call(v, l.level, args, names, false)
			}})
		}
	}
	for _, name := range []string{"isEnabledFor", "setLevel", "getEffectiveLevel", "hasHandlers"} {
		key := py.Intern(name)
		methods = append(methods, py.Method{Name: name, Impl: func(v value, args []value) (value, exc) {
			return py.CallMethodN(attr(v, nameLogger), key, args)
		}})
	}
	LoggerAdapterType.Define(&py.TypeSpec{
		Module: "logging", Flags: py.FlagBaseType, Layout: layout(),
		Slots: py.Slots{New: allocNew, Init: func(v value, args []value, names []*py.Str) exc {
			p, e := sig.Parse(args, names)
			if e != nil {
				return e
			}
			setAttr(v, nameLogger, p[0])
			for i, name := range []*py.Str{nameExtra, nameMergeExtra} {
				if x := p[i+1]; !x.IsUnbound() {
					setAttr(v, name, x)
				} else {
					setAttr(v, name, py.None)
				}
			}
			return nil
		}},
		Methods: methods,
		GetSets: []py.GetSet{{Name: "name", Get: func(v value) (value, exc) { return attr(attr(v, nameLogger), nameName), nil }}},
	})
}
