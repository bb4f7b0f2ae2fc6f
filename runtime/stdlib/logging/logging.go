// Package logging implements the module logging (Python library reference, logging:
// Logging facility for Python).
//
// Loggers, handlers, formatters and records keep what they know as attributes, under the
// names that CPython's classes use, since programs and subclasses read and set them.
package logging

import (
	"unsafe"

	"github.com/aio2go/aio2go/runtime/py"
	"github.com/aio2go/aio2go/runtime/pymod"
)

type (
	value = py.Value
	exc   = *py.Exception
)

// The levels.
const (
	notSet   = 0
	debug    = 10
	info     = 20
	warning  = 30
	errorLvl = 40
	critical = 50
)

var spec = py.ModuleSpec{
	Name:    "logging",
	Doc:     "Logging package for Python. Based on PEP 282 and comments thereto in\ncomp.lang.python.",
	Package: true,
	Types:   []*py.Type{LoggerType, RootLoggerType, HandlerType, StreamHandlerType, FileHandlerType, NullHandlerType, FormatterType, FilterType, LogRecordType, LoggerAdapterType, ManagerType},
	Functions: append([]py.Method{
		{Name: "getLogger", Sig: "(name=None)", Impl: getLogger},
		{Name: "getLoggerClass", Sig: "()", Impl: func() (value, exc) { return loggerClass, nil }},
		{Name: "setLoggerClass", Sig: "(klass)", Impl: func(cls value) (value, exc) {
			if e := checkLoggerClass(cls); e != nil {
				return value{}, e
			}
			loggerClass = cls
			return py.None, nil
		}},
		{Name: "getLevelName", Sig: "(level)", Impl: getLevelName},
		{Name: "getLevelNamesMapping", Sig: "()", Impl: func() (value, exc) { return nameToLevel.Copy().Value(), nil }},
		{Name: "addLevelName", Sig: "(level, levelName)", Impl: func(level, name value) (value, exc) {
			if e := levelToName.Set(level, name); e != nil {
				return value{}, e
			}
			return py.None, nameToLevel.Set(name, level)
		}},
		{Name: "disable", Sig: "(level=50)", Impl: func(level value) (value, exc) {
			n := critical
			if !level.IsUnbound() {
				var e exc
				if n, e = checkLevel(level); e != nil {
					return value{}, e
				}
			}
			setAttr(manager(), nameDisable, py.Int(int64(n)))
			return py.None, nil
		}},
		{Name: "basicConfig", Impl: basicConfig},
		{Name: "makeLogRecord", Sig: "(dict)", Impl: func(d value) (value, exc) {
			r, e := newRecord(recordInit{name: py.None, level: notSet, path: "", msg: py.StrV(""), args: py.EmptyTuple.Value(), exc: py.None, fn: py.None, sinfo: py.None})
			if e != nil {
				return value{}, e
			}
			attrs, e := py.GetAttr(r, nameDictSpecial)
			if e != nil {
				return value{}, e
			}
			_, e = py.CallMethod1(attrs, nameUpdate, d)
			return r, e
		}},
		{Name: "getLogRecordFactory", Sig: "()", Impl: func() (value, exc) { return recordFactory, nil }},
		{Name: "setLogRecordFactory", Sig: "(factory)", Impl: func(f value) (value, exc) { recordFactory = f; return py.None, nil }},
		{Name: "captureWarnings", Sig: "(capture)", Impl: captureWarnings},
	}, rootFunctions()...),
	Init: initModule,
}

func init() { py.RegisterModule(&spec) }

var (
	levelToName = py.NewDict()
	nameToLevel = py.NewDict()

	rootLogger    value
	managerV      value
	loggerClass   value
	recordFactory value
	lastResort    value
	loggingModule *py.Module
)

func attrsOf(v value) *py.Attrs { return py.AttrsOf(v) }

// attr reads an attribute of the object itself, None where it has none.
func attr(v value, name *py.Str) value {
	if x, ok := attrsOf(v).Get(name); ok {
		return x
	}
	return py.None
}

func setAttr(v value, name *py.Str, x value) { attrsOf(v).Set(name, x) }

func layout() py.Layout {
	return py.LayoutWithAttrs[py.Instance](unsafe.Offsetof(py.Instance{}.Attrs))
}

func allocNew(cls *py.Type, args []value, names []*py.Str) (value, exc) { return cls.Alloc(cls), nil }

func initModule(m *py.Module) exc {
	loggingModule = m
	for _, l := range []struct {
		name  string
		level int64
	}{{"CRITICAL", critical}, {"ERROR", errorLvl}, {"WARNING", warning}, {"INFO", info}, {"DEBUG", debug}, {"NOTSET", notSet}} {
		levelToName.Set(py.Int(l.level), py.StrV(l.name))
	}
	for _, l := range []struct {
		name  string
		level int64
	}{{"CRITICAL", critical}, {"FATAL", critical}, {"ERROR", errorLvl}, {"WARN", warning}, {"WARNING", warning}, {"INFO", info}, {"DEBUG", debug}, {"NOTSET", notSet}} {
		nameToLevel.Set(py.StrV(l.name), py.Int(l.level))
		m.Set(l.name, py.Int(l.level))
	}
	m.Set("_nameToLevel", nameToLevel.Value())
	m.Set("_levelToName", levelToName.Value())
	m.Set("BASIC_FORMAT", py.StrV(basicFormat))
	m.Set("raiseExceptions", py.True)
	m.Set("logThreads", py.True)
	m.Set("logProcesses", py.True)
	m.Set("logMultiprocessing", py.True)
	m.Set("logAsyncioTasks", py.True)
	m.Set(nameSavedShow.S, py.None)
	loggerClass, recordFactory = LoggerType.Value(), LogRecordType.Value()
	root, e := py.Call1(RootLoggerType.Value(), py.Int(warning))
	if e != nil {
		return e
	}
	rootLogger = root
	if managerV, e = py.Call1(ManagerType.Value(), root); e != nil {
		return e
	}
	if e = setConverter(); e != nil {
		return e
	}
	noteMethods()
	m.Set("root", root)
	LoggerType.Namespace().SetStr(nameRoot, root)
	LoggerType.Namespace().SetStr(nameManager, managerV)
	if lastResort, e = py.Call1(lastResortType.Value(), py.Int(warning)); e != nil {
		return e
	}
	m.Set("lastResort", lastResort)
	py.AtExit(py.ExitCallbacks, func() {
		items := append([]value(nil), handlerList.Items...)
		if e := shutdown(py.NewList(items).Value()); e != nil {
			py.PrintException(e)
		}
	})
	return addRegistry(m)
}

func manager() value { return managerV }

// levelText is getLevelName of a number.
func levelText(level int) (value, exc) {
	if v, ok, e := levelToName.Get(py.Int(int64(level))); ok || e != nil {
		return v, e
	}
	s, e := py.StrText(py.Int(int64(level)))
	return py.StrV("Level " + s), e
}

func getLevelName(level value) (value, exc) {
	if v, ok, e := levelToName.Get(level); ok || e != nil {
		return v, e
	}
	if v, ok, e := nameToLevel.Get(level); ok || e != nil {
		return v, e
	}
	s, e := py.StrText(level)
	return py.StrV("Level " + s), e
}

func checkLevel(v value) (int, exc) {
	if v.IsInt() {
		return py.Ssize(v)
	}
	if s, ok := py.AsStr(v); ok {
		n, found, e := nameToLevel.Get(v)
		if e != nil {
			return 0, e
		}
		if !found {
			return 0, py.Raisef(py.ValueErrorType, "Unknown level: %s", py.QuoteStr(s.S))
		}
		return py.Ssize(n)
	}
	r, e := py.ReprText(v)
	if e != nil {
		return 0, e
	}
	return 0, py.Raisef(py.TypeErrorType, "Level not an integer or a valid string: %s", r)
}

// captureWarnings sends warnings to the logger py.warnings.
func captureWarnings(capture value) (value, exc) {
	on, e := py.Truth(capture)
	if e != nil {
		return value{}, e
	}
	warnings, e := py.ImportModule("warnings")
	if e != nil {
		return value{}, e
	}
	saved, _ := loggingModule.Get(nameSavedShow)
	switch {
	case on && saved.IsNone():
		if saved, e = py.GetAttr(warnings, nameShowWarning); e == nil {
			loggingModule.Set(nameSavedShow.S, saved)
			e = py.SetAttr(warnings, nameShowWarning, showWarning.Value())
		}
	case !on && !saved.IsNone():
		if e = py.SetAttr(warnings, nameShowWarning, saved); e == nil {
			loggingModule.Set(nameSavedShow.S, py.None)
		}
	}
	return py.None, e
}

var (
	nameShowWarning = py.Intern("showwarning")
	nameSavedShow   = py.Intern("_warnings_showwarning")
)

// showWarning takes the place of warnings.showwarning: a warning that is not for a file is logged.
var showWarning = py.NewBuiltin("_showwarning", "logging", "(message, category, filename, lineno, file=None, line=None)", func(p []value) (value, exc) {
	var file, line value = py.None, py.None
	if !p[4].IsUnbound() {
		file = p[4]
	}
	if !p[5].IsUnbound() {
		line = p[5]
	}
	if !file.IsNone() {
		saved, _ := loggingModule.Get(nameSavedShow)
		if saved.IsNone() {
			return py.None, nil
		}
		return py.CallN(saved, append(p[:4:4], file, line))
	}
	var s pymod.Steps
	warnings, e := py.ImportModule("warnings")
	if e != nil {
		return value{}, e
	}
	text := s.Call(warnings, "formatwarning", append(p[:4:4], line)...)
	text, e = s.Done(text)
	if e != nil {
		return value{}, e
	}
	logger, e := getLogger(py.StrV("py.warnings"))
	if e != nil {
		return value{}, e
	}
	if !truthy(attr(logger, nameHandlers)) {
		h := s.Apply(NullHandlerType.Value())
		s.Call(logger, "addHandler", h)
	}
	return s.Done(s.Call(logger, "warning", text))
})

var basicParams = []string{"filename", "filemode", "format", "datefmt", "style", "level", "stream", "handlers", "force", "encoding", "errors"}

// basicConfig sets the root logger up unless it has handlers.
func basicConfig(args []value, names []*py.Str) (value, exc) {
	if n := len(args) - len(names); n > 0 {
		plural := "was"
		if n > 1 {
			plural = "were"
		}
		return value{}, py.Raisef(py.TypeErrorType, "basicConfig() takes 0 positional arguments but %d %s given", n, plural)
	}
	kw := map[string]value{}
	var unknown []string
	for i, n := range names {
		known := false
		for _, p := range basicParams {
			known = known || p == n.S
		}
		if !known {
			unknown = append(unknown, n.S)
		}
		kw[n.S] = args[i]
	}
	given := func(name string) (value, bool) {
		v, ok := kw[name]
		return v, ok && !v.IsNone()
	}
	root := rootLogger
	list, _ := py.AsList(attr(root, nameHandlers))
	if f, ok := kw["force"]; ok {
		force, e := py.Truth(f)
		if e != nil {
			return value{}, e
		}
		if force {
			for _, h := range append([]value(nil), list.Items...) {
				if _, e := py.CallMethod1(root, nameRemoveHandler, h); e != nil {
					return value{}, e
				}
				if _, e := py.CallMethod0(h, nameClose); e != nil {
					return value{}, e
				}
			}
		}
	}
	if len(list.Items) > 0 {
		return py.None, nil
	}
	var hs []value
	hv, hasHandlers := given("handlers")
	stream, hasStream := given("stream")
	filename, hasFile := given("filename")
	switch {
	case hasHandlers && (hasStream || hasFile):
		return value{}, py.Raisef(py.ValueErrorType, "'stream' or 'filename' should not be specified together with 'handlers'")
	case hasStream && hasFile:
		return value{}, py.Raisef(py.ValueErrorType, "'stream' and 'filename' should not be specified together")
	case hasHandlers:
		var e exc
		if hs, e = py.ToSlice(hv); e != nil {
			return value{}, e
		}
	case hasFile:
		mode := py.StrV("a")
		if m, ok := given("filemode"); ok {
			mode = m
		}
		vals, keys := []value{filename, mode}, []*py.Str(nil)
		for _, n := range []string{"encoding", "errors"} {
			if v, ok := given(n); ok {
				vals, keys = append(vals, v), append(keys, py.Intern(n))
			}
		}
		h, e := py.CallKw(FileHandlerType.Value(), vals, keys)
		if e != nil {
			return value{}, e
		}
		hs = []value{h}
	default:
		var a []value
		if hasStream {
			a = []value{stream}
		}
		h, e := py.CallN(StreamHandlerType.Value(), a)
		if e != nil {
			return value{}, e
		}
		hs = []value{h}
	}
	style := "%"
	if s, ok := given("style"); ok {
		style, _ = py.StrText(s)
	}
	defaults := map[string]string{"%": basicFormat, "{": "{levelname}:{name}:{message}", "$": "${levelname}:${name}:${message}"}
	if defaults[style] == "" {
		return value{}, py.Raisef(py.ValueErrorType, "Style must be one of: %%,{,$")
	}
	format := py.StrV(defaults[style])
	if f, ok := given("format"); ok {
		format = f
	}
	datefmt := py.None
	if d, ok := given("datefmt"); ok {
		datefmt = d
	}
	formatter, e := py.Call3(FormatterType.Value(), format, datefmt, py.StrV(style))
	if e != nil {
		return value{}, e
	}
	for _, h := range hs {
		if f, found, _ := py.LookupAttr(h, nameFormatter); !found || f.IsNone() {
			if _, e := py.CallMethod1(h, nameSetFormatter, formatter); e != nil {
				return value{}, e
			}
		}
		if _, e := py.CallMethod1(root, nameAddHandler, h); e != nil {
			return value{}, e
		}
	}
	if l, ok := given("level"); ok {
		if _, e := py.CallMethod1(root, nameSetLevel, l); e != nil {
			return value{}, e
		}
	}
	if len(unknown) > 0 {
		s := unknown[0]
		for _, u := range unknown[1:] {
			s += ", " + u
		}
		return value{}, py.Raisef(py.ValueErrorType, "Unrecognised argument(s): %s", s)
	}
	return py.None, nil
}
