package logging

import (
	"path/filepath"
	"strings"

	"github.com/aio2go/aio2go/runtime/py"
	"github.com/aio2go/aio2go/runtime/pyio"
)

// This file implements the handlers.

// The handler classes.
var (
	HandlerType       = &py.Type{Name: "Handler"}
	StreamHandlerType = &py.Type{Name: "StreamHandler"}
	FileHandlerType   = &py.Type{Name: "FileHandler"}
	NullHandlerType   = &py.Type{Name: "NullHandler"}
	lastResortType    = &py.Type{Name: "_StderrHandler"}
)

var (
	nameEmit   = py.Intern("emit")
	nameFormat = py.Intern("format")
	nameWrite  = py.Intern("write")
	nameFlush  = py.Intern("flush")
	nameStream = py.Intern("stream")
)

func initHandler(v value, level value) exc {
	n := 0
	if !level.IsUnbound() {
		var e exc
		if n, e = checkLevel(level); e != nil {
			return e
		}
	}
	setAttr(v, "filters", py.NewList(nil).Value())
	setAttr(v, "_name", py.None)
	setAttr(v, "level", py.Int(int64(n)))
	setAttr(v, "formatter", py.None)
	setAttr(v, "_closed", py.False)
	register(v)
	_, e := py.CallMethod0(v, py.Intern("createLock"))
	return e
}

func init() {
	HandlerType.Define(&py.TypeSpec{
		Module: "logging", Flags: py.FlagBaseType, Layout: layout(),
		Slots: py.Slots{
			New: allocNew,
			Init: func(v value, args []value, names []*py.Str) exc {
				if e := HandlerType.WrongArgs(args, names); e != nil {
					return e
				}
				var level value
				if len(args) > 0 {
					level = args[0]
				}
				return initHandler(v, level)
			},
			Repr: func(v value) (value, exc) {
				l, e := levelText(levelOf(v))
				if e != nil {
					return value{}, e
				}
				return py.StrV("<" + v.Type().Name + " (" + l.Str().S + ")>"), nil
			},
		},
		Methods: append([]py.Method{
			{Name: "setLevel", Sig: "($self, level)", Impl: func(v, level value) (value, exc) {
				n, e := checkLevel(level)
				if e != nil {
					return value{}, e
				}
				setAttr(v, "level", py.Int(int64(n)))
				return py.None, nil
			}},
			{Name: "setFormatter", Sig: "($self, fmt)", Impl: func(v, f value) (value, exc) { setAttr(v, "formatter", f); return py.None, nil }},
			{Name: "format", Sig: "($self, record)", Impl: func(v, record value) (value, exc) {
				f := attr(v, "formatter")
				if f.IsNone() {
					var e exc
					if f, e = defaultFormatter(); e != nil {
						return value{}, e
					}
				}
				return py.CallMethod1(f, nameFormat, record)
			}},
			{Name: "emit", Sig: "($self, record)", Impl: func(v, record value) (value, exc) {
				return value{}, py.Raisef(py.NotImplementedErrorType, "emit must be implemented by Handler subclasses")
			}},
			{Name: "handle", Sig: "($self, record)", Impl: func(v, record value) (value, exc) {
				r, e := py.CallMethod1(v, nameFilter, record)
				if e != nil {
					return value{}, e
				}
				if !truthy(r) {
					return r, nil
				}
				if py.IsInstance(r, LogRecordType) {
					record = r
				}
				return locked(v, func() (value, exc) {
					_, e := py.CallMethod1(v, nameEmit, record)
					return r, e
				})
			}},
			{Name: "handleError", Sig: "($self, record)", Impl: handleError},
			{Name: "flush", Sig: "($self)", Impl: none1}, {Name: "acquire", Sig: "($self)", Impl: onLock("acquire")},
			{Name: "release", Sig: "($self)", Impl: onLock("release")}, {Name: "createLock", Sig: "($self)", Impl: createLock},
			{Name: "close", Sig: "($self)", Impl: func(v value) (value, exc) {
				setAttr(v, "_closed", py.True)
				unregister(v)
				return py.None, nil
			}},
			{Name: "set_name", Sig: "($self, name)", Impl: func(v, n value) (value, exc) { return py.None, setName(v, n) }},
			{Name: "get_name", Sig: "($self)", Impl: func(v value) (value, exc) { return attr(v, "_name"), nil }},
		}, filterMethods...),
		GetSets: []py.GetSet{{Name: "name", Get: func(v value) (value, exc) { return attr(v, "_name"), nil },
			Set: setName}},
	})
	StreamHandlerType.Define(&py.TypeSpec{
		Base: HandlerType, Module: "logging", Flags: py.FlagBaseType,
		Slots: py.Slots{
			New: allocNew,
			Init: func(v value, args []value, names []*py.Str) exc {
				if e := StreamHandlerType.WrongArgs(args, names); e != nil {
					return e
				}
				if e := initHandler(v, value{}); e != nil {
					return e
				}
				stream := pyio.Stderr
				if len(args) > 0 && !args[0].IsNone() {
					stream = args[0]
				}
				setAttr(v, "stream", stream)
				return nil
			},
			Repr: func(v value) (value, exc) {
				l, e := levelText(levelOf(v))
				if e != nil {
					return value{}, e
				}
				name := ""
				if n, found, _ := py.LookupAttr(attr(v, "stream"), py.Intern("name")); found {
					if name, e = py.StrText(n); e != nil {
						return value{}, e
					}
					if name != "" {
						name += " "
					}
				}
				return py.StrV("<" + v.Type().Name + " " + name + "(" + l.Str().S + ")>"), nil
			},
		},
		Consts: []py.Const{{Name: "terminator", Value: py.StrV("\n")}},
		Methods: []py.Method{
			{Name: "emit", Sig: "($self, record)", Impl: streamEmit},
			{Name: "flush", Sig: "($self)", Impl: func(v value) (value, exc) {
				s, found, e := py.LookupAttr(v, nameStream)
				if e != nil || !found || s.IsNone() {
					return py.None, e
				}
				if _, has, _ := py.LookupAttr(s, nameFlush); has {
					_, e = py.CallMethod0(s, nameFlush)
				}
				return py.None, e
			}},
			{Name: "setStream", Sig: "($self, stream)", Impl: func(v, stream value) (value, exc) {
				old := attr(v, "stream")
				if old == stream {
					return py.None, nil
				}
				if _, e := py.CallMethod0(v, nameFlush); e != nil {
					return value{}, e
				}
				setAttr(v, "stream", stream)
				return old, nil
			}},
		},
	})
	fileSig := py.NewSignature("FileHandler.__init__", "", "(filename, mode='a', encoding=None, delay=False, errors=None)")
	FileHandlerType.Define(&py.TypeSpec{
		Base: StreamHandlerType, Module: "logging", Flags: py.FlagBaseType,
		Slots: py.Slots{
			New: allocNew,
			Init: func(v value, args []value, names []*py.Str) exc {
				p, e := fileSig.Parse(args, names)
				if e != nil {
					return e
				}
				if e := initHandler(v, value{}); e != nil {
					return e
				}
				path, e := pyio.FSPath(p[0])
				if e != nil {
					return e
				}
				abs, err := filepath.Abs(path)
				if err != nil {
					return pyio.OSError(err, p[0])
				}
				setAttr(v, "baseFilename", py.StrV(abs))
				mode := py.StrV("a")
				if !p[1].IsUnbound() {
					mode = p[1]
				}
				setAttr(v, "mode", mode)
				setAttr(v, "encoding", orNone(p[2]))
				setAttr(v, "errors", orNone(p[4]))
				setAttr(v, "delay", py.Bool(!p[3].IsUnbound() && truthy(p[3])))
				setAttr(v, "stream", py.None)
				if attr(v, "delay") == py.True {
					return nil
				}
				return openFile(v)
			},
			Repr: func(v value) (value, exc) {
				l, e := levelText(levelOf(v))
				if e != nil {
					return value{}, e
				}
				n, e := py.StrText(attr(v, "baseFilename"))
				return py.StrV("<" + v.Type().Name + " " + n + " (" + l.Str().S + ")>"), e
			},
		},
		Methods: []py.Method{
			{Name: "emit", Sig: "($self, record)", Impl: func(v, record value) (value, exc) {
				if attr(v, "stream").IsNone() {
					// A file that was closed would be emptied.
					if mode, _ := py.AsStr(attr(v, "mode")); mode != nil && mode.S == "w" && attr(v, "_closed") == py.True {
						return py.None, nil
					}
					if e := openFile(v); e != nil {
						return value{}, e
					}
				}
				return streamEmit(v, record)
			}},
			{Name: "_open", Sig: "($self)", Doc: "Open the current base file with the (original) mode and encoding.", Impl: func(v value) (value, exc) {
				args := make([]value, 8)
				args[0], args[1], args[3], args[4] = attr(v, "baseFilename"), attr(v, "mode"), attr(v, "encoding"), attr(v, "errors")
				return pyio.Open(args)
			}},
			{Name: "close", Sig: "($self)", Impl: func(v value) (value, exc) {
				if s := attr(v, "stream"); !s.IsNone() {
					_, fe := py.CallMethod0(v, nameFlush)
					setAttr(v, "stream", py.None)
					if _, e := py.CallMethod0(s, py.Intern("close")); e != nil {
						return value{}, e
					}
					if fe != nil {
						return value{}, fe
					}
				}
				return py.Call1(HandlerType.Lookup(py.Intern("close")), v)
			}},
		},
	})
	NullHandlerType.Define(&py.TypeSpec{
		Base: HandlerType, Module: "logging", Flags: py.FlagBaseType,
		Methods: []py.Method{
			{Name: "handle", Sig: "($self, record)", Impl: func(v, r value) (value, exc) { return py.None, nil }},
			{Name: "emit", Sig: "($self, record)", Impl: func(v, r value) (value, exc) { return py.None, nil }},
		},
	})
	lastResortType.Define(&py.TypeSpec{
		Base: StreamHandlerType, Module: "logging", Flags: py.FlagBaseType,
		Slots: py.Slots{New: allocNew, Init: func(v value, args []value, names []*py.Str) exc {
			e := initHandler(v, args[0])
			unregister(v)
			return e
		}},
		// Its stream is whatever sys.stderr is when a record comes.
		GetSets: []py.GetSet{{Name: "stream", Get: func(v value) (value, exc) { return pyio.Stderr, nil }}},
	})
}

func none1(v value) (value, exc) { return py.None, nil }

var defaultFmt value

func defaultFormatter() (value, exc) {
	if defaultFmt.IsUnbound() {
		v, e := py.Call0(FormatterType.Value())
		if e != nil {
			return value{}, e
		}
		defaultFmt = v
	}
	return defaultFmt, nil
}

// openFile sets the stream of a handler to what its _open returns.
func openFile(v value) exc {
	f, e := py.CallMethod0(v, py.Intern("_open"))
	if e == nil {
		setAttr(v, "stream", f)
	}
	return e
}

// streamEmit is StreamHandler.emit: an exception while a record is written is reported,
// not raised.
func streamEmit(v, record value) (value, exc) {
	e := func() exc {
		msg, e := py.CallMethod1(v, nameFormat, record)
		if e != nil {
			return e
		}
		stream, e := py.GetAttr(v, nameStream)
		if e != nil {
			return e
		}
		end, e := py.GetAttr(v, py.Intern("terminator"))
		if e != nil {
			return e
		}
		text, e := py.Add(msg, end)
		if e != nil {
			return e
		}
		if _, e := py.CallMethod1(stream, nameWrite, text); e != nil {
			return e
		}
		_, e = py.CallMethod0(v, nameFlush)
		return e
	}()
	if e == nil {
		return py.None, nil
	}
	if e.Is(py.RecursionErrorType) || !e.Is(py.ExceptionType) {
		return value{}, e
	}
	prev := py.EnterHandler(e)
	defer py.LeaveHandler(prev)
	return py.CallMethod1(v, py.Intern("handleError"), record)
}

// handleError reports what went wrong while a record was written.
func handleError(v, record value) (value, exc) {
	on, _ := loggingModule.Get(py.Intern("raiseExceptions"))
	x := py.Handled()
	if !truthy(on) || x == nil || pyio.Stderr.IsNone() {
		return py.None, nil
	}
	var b strings.Builder
	b.WriteString("--- Logging error ---\n")
	b.WriteString(py.FormatException(x))
	b.WriteString("Call stack:\n")
	stack := stackText()
	if i := strings.IndexByte(stack, '\n'); i >= 0 {
		b.WriteString(stack[i+1:] + "\n")
	}
	for i, name := range []string{"msg", "args"} {
		a, found, e := py.LookupAttr(record, py.Intern(name))
		if e != nil || !found {
			continue
		}
		s, e := py.ReprText(a)
		if e != nil {
			b.WriteString("Unable to print the message and arguments - possible formatting error.\nUse the traceback above to help find the error.\n")
			break
		}
		b.WriteString([]string{"Message: ", "Arguments: "}[i] + s + "\n")
	}
	py.WriteStderr(b.String())
	return py.None, nil
}
