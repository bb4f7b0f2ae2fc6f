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
	setAttr(v, nameFilters, py.NewList(nil).Value())
	setAttr(v, nameOwnName, py.None)
	setAttr(v, nameLevel, py.Int(int64(n)))
	setAttr(v, nameFormatter, py.None)
	setAttr(v, nameOwnClosed, py.False)
	register(v)
	_, e := py.CallMethod0(v, nameCreateLock)
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
				setAttr(v, nameLevel, py.Int(int64(n)))
				return py.None, nil
			}},
			{Name: "setFormatter", Sig: "($self, fmt)", Impl: func(v, f value) (value, exc) { setAttr(v, nameFormatter, f); return py.None, nil }},
			{Name: "format", Sig: "($self, record)", Impl: handlerFormat},
			{Name: "emit", Sig: "($self, record)", Impl: func(v, record value) (value, exc) {
				return value{}, py.Raisef(py.NotImplementedErrorType, "emit must be implemented by Handler subclasses")
			}},
			{Name: "handle", Sig: "($self, record)", Impl: handlerHandle},
			{Name: "handleError", Sig: "($self, record)", Impl: handleError},
			{Name: "flush", Sig: "($self)", Impl: none1}, {Name: "acquire", Sig: "($self)", Impl: acquireHandler},
			{Name: "release", Sig: "($self)", Impl: releaseHandler}, {Name: "createLock", Sig: "($self)", Impl: createLock},
			{Name: "close", Sig: "($self)", Impl: func(v value) (value, exc) {
				setAttr(v, nameOwnClosed, py.True)
				unregister(v)
				return py.None, nil
			}},
			{Name: "set_name", Sig: "($self, name)", Impl: func(v, n value) (value, exc) { return py.None, setName(v, n) }},
			{Name: "get_name", Sig: "($self)", Impl: func(v value) (value, exc) { return attr(v, nameOwnName), nil }},
		}, filterMethods...),
		GetSets: []py.GetSet{{Name: "name", Get: func(v value) (value, exc) { return attr(v, nameOwnName), nil },
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
				setAttr(v, nameStream, stream)
				return nil
			},
			Repr: func(v value) (value, exc) {
				l, e := levelText(levelOf(v))
				if e != nil {
					return value{}, e
				}
				name := ""
				if n, found, _ := py.LookupAttr(attr(v, nameStream), nameName); found {
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
			{Name: "flush", Sig: "($self)", Impl: flushStream},
			{Name: "setStream", Sig: "($self, stream)", Impl: func(v, stream value) (value, exc) {
				old := attr(v, nameStream)
				if old == stream {
					return py.None, nil
				}
				return locked(v, func() (value, exc) {
					_, e := py.CallMethod0(v, nameFlush)
					if e == nil {
						setAttr(v, nameStream, stream)
					}
					return old, e
				})
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
				setAttr(v, nameBaseFilename, py.StrV(abs))
				mode := py.StrV("a")
				if !p[1].IsUnbound() {
					mode = p[1]
				}
				setAttr(v, nameMode, mode)
				setAttr(v, nameEncoding, orNone(p[2]))
				setAttr(v, nameErrors, orNone(p[4]))
				setAttr(v, nameDelay, py.Bool(!p[3].IsUnbound() && truthy(p[3])))
				setAttr(v, nameStream, py.None)
				if attr(v, nameDelay) == py.True {
					return nil
				}
				return openFile(v)
			},
			Repr: func(v value) (value, exc) {
				l, e := levelText(levelOf(v))
				if e != nil {
					return value{}, e
				}
				n, e := py.StrText(attr(v, nameBaseFilename))
				return py.StrV("<" + v.Type().Name + " " + n + " (" + l.Str().S + ")>"), e
			},
		},
		Methods: []py.Method{
			{Name: "emit", Sig: "($self, record)", Impl: func(v, record value) (value, exc) {
				if attr(v, nameStream).IsNone() {
					// A file that was closed would be emptied.
					if mode, _ := py.AsStr(attr(v, nameMode)); mode != nil && mode.S == "w" && attr(v, nameOwnClosed) == py.True {
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
				args[0], args[1], args[3], args[4] = attr(v, nameBaseFilename), attr(v, nameMode), attr(v, nameEncoding), attr(v, nameErrors)
				return pyio.Open(args)
			}},
			{Name: "close", Sig: "($self)", Impl: func(v value) (value, exc) {
				if s := attr(v, nameStream); !s.IsNone() {
					_, fe := py.CallMethod0(v, nameFlush)
					setAttr(v, nameStream, py.None)
					if _, e := py.CallMethod0(s, nameClose); e != nil {
						return value{}, e
					}
					if fe != nil {
						return value{}, fe
					}
				}
				return py.Call1(HandlerType.Lookup(nameClose), v)
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

// handlerHandle is Handler.handle.
func handlerHandle(v, record value) (value, exc) {
	r, e := handlerFilter.call1(v, record, filterRecord)
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
}

// flushStream is StreamHandler.flush.
func flushStream(v value) (value, exc) {
	return locked(v, func() (value, exc) {
		s, e := py.GetAttr(v, nameStream)
		if e != nil {
			return value{}, e
		}
		if on, e := py.Truth(s); e != nil || !on {
			return py.None, e
		}
		flush, has, e := py.LookupAttr(s, nameFlush)
		if has && e == nil {
			_, e = py.Call0(flush)
		}
		return py.None, e
	})
}

// handlerFormat is Handler.format.
func handlerFormat(v, record value) (value, exc) {
	f := attr(v, nameFormatter)
	if f.IsNone() {
		var e exc
		if f, e = defaultFormatter(); e != nil {
			return value{}, e
		}
	}
	return formatterFormat.call1(f, record, format)
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
	f, e := py.CallMethod0(v, nameOwnOpen)
	if e == nil {
		setAttr(v, nameStream, f)
	}
	return e
}

// streamEmit is StreamHandler.emit: an exception while a record is written is reported,
// not raised.
func streamEmit(v, record value) (value, exc) {
	e := func() exc {
		msg, e := handlerFormatMethod.call1(v, record, handlerFormat)
		if e != nil {
			return e
		}
		stream, e := py.GetAttr(v, nameStream)
		if e != nil {
			return e
		}
		end, e := py.GetAttr(v, nameTerminator)
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
		_, e = streamFlush.call0(v, flushStream)
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
	return py.CallMethod1(v, nameHandleError, record)
}

// handleError reports what went wrong while a record was written.
func handleError(v, record value) (value, exc) {
	on, _ := loggingModule.Get(nameRaiseExceptions)
	x := py.Handled()
	if !truthy(on) || x == nil || pyio.Stderr.IsNone() {
		return py.None, nil
	}
	var b strings.Builder
	b.WriteString("--- Logging error ---\n")
	b.WriteString(py.FormatException(x))
	b.WriteString("Call stack:\n")
	stack := stackText(1)
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
