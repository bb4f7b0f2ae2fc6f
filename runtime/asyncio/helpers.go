package asyncio

import (
	"strconv"
	"strings"

	"github.com/aio2go/aio2go/runtime/coro"
	"github.com/aio2go/aio2go/runtime/py"
)

// This file has the small functions that the whole package uses, and
// asyncio/format_helpers.py.

var (
	strCancel  = py.Intern("cancel")
	strMsg     = py.Intern("msg")
	strContext = py.Intern("context")
	strSend    = py.Intern("send")
	strThrow   = py.Intern("throw")
	strClose   = py.Intern("close")
	strSetName = py.Intern("set_name")

	strDataReceived = py.Intern("data_received")
	strName         = py.Intern("__name__")
	strQualname     = py.Intern("__qualname__")
	strCrRunning    = py.Intern("cr_running")
	strGiRunning    = py.Intern("gi_running")
	strFunc         = py.Intern("func")
	strWrapped      = py.Intern("__wrapped__")
)

func itoa(n int) string { return strconv.Itoa(n) }

// none makes a method's result of what can only fail.
func none(exc *py.Exception) (py.Value, *py.Exception) {
	if exc != nil {
		return py.Value{}, exc
	}
	return py.None, nil
}

// repr returns repr(v) as text; where that fails, a text that says so.
func repr(v py.Value) string {
	if v.IsUnbound() {
		return "<NULL>"
	}
	s, exc := py.Repr(v)
	if exc != nil {
		return "<" + v.Type().Name + " object>"
	}
	str, _ := py.AsStr(s)
	return str.String()
}

func reprExc(exc *py.Exception) string {
	if exc == nil {
		return "None"
	}
	return repr(exc.Value())
}

// sequence returns the elements of an iterable.
func sequence(v py.Value) ([]py.Value, *py.Exception) {
	var items []py.Value
	exc := py.Each(v, func(x py.Value) *py.Exception {
		items = append(items, x)
		return nil
	})
	return items, exc
}

// seconds returns the number v, which is a time.
func seconds(v py.Value) (float64, *py.Exception) {
	if v.IsFloat() {
		return v.Float(), nil
	}
	if v.IsSmallInt() || v.IsBool() {
		return float64(v.SmallInt()), nil
	}
	return py.AsFloat(v)
}

// libSource is the source of a callback of CPython's own, as reprs show it.
func libSource(name, file string, line int) string {
	return name + "() at <lib>/asyncio/" + file + ":" + itoa(line)
}

// formatCallbackSource is _format_callback_source without debug.
func formatCallbackSource(fn py.Value) string {
	s := formatCallback(fn, "")
	if where := functionSource(fn); where != "" {
		s += " at " + where
	}
	return s
}

func isPartial(v py.Value) bool {
	t := v.Type()
	return t.Name == "partial" && t.Module == "functools"
}

func formatCallback(fn py.Value, suffix string) string {
	if isPartial(fn) {
		if inner, exc := py.GetAttr(fn, strFunc); exc == nil {
			return formatCallback(inner, "()"+suffix)
		}
	}
	return callableName(fn) + "()" + suffix
}

func callableName(fn py.Value) string {
	for _, name := range []*py.Str{strQualname, strName} {
		if v, exc := py.GetAttr(fn, name); exc == nil {
			if s, ok := py.AsStr(v); ok && s.String() != "" {
				return s.String()
			}
		}
	}
	return repr(fn)
}

// functionSource is _get_function_source: file and line of the Python function behind
// fn.
func functionSource(fn py.Value) string {
	for i := 0; i < 100; i++ {
		if inner, exc := py.GetAttr(fn, strWrapped); exc == nil {
			fn = inner
			continue
		}
		if t := fn.Type(); !isPartial(fn) && (t.Name != "partialmethod" || moduleOf(t) != "functools") {
			break
		}
		inner, exc := py.GetAttr(fn, strFunc)
		if exc != nil {
			return ""
		}
		fn = inner
	}
	if fn.Type() != py.FunctionType {
		return ""
	}
	code := py.Heap[py.Function](fn).Code
	if code == nil || code.File == nil {
		return ""
	}
	return code.File.Name + ":" + itoa(int(code.FirstLine))
}

// formatCoroutine is coroutines._format_coroutine.
func formatCoroutine(c py.Value) string {
	name := ""
	for _, n := range []*py.Str{strQualname, strName} {
		if v, exc := py.GetAttr(c, n); exc == nil {
			if s, ok := py.AsStr(v); ok && s.String() != "" {
				name = s.String()
				break
			}
		}
	}
	if name == "" {
		name = "<" + c.Type().Name + " without __name__>"
	}
	name += "()"
	// The awaitables of async generators have frames of ours, and no code in CPython.
	if t := c.Type(); t != coro.CoroutineType && t != coro.GeneratorType {
		for _, attr := range []*py.Str{strCrRunning, strGiRunning} {
			if v, exc := py.GetAttr(c, attr); exc == nil {
				if running, exc := py.Truth(v); exc == nil && running {
					return name + " running"
				}
				break
			}
		}
		return name
	}
	f := coro.FrameOf(c)
	file := fileOf(f.Code())
	if f.IsFinished() {
		return name + " done, defined at " + file + ":" + itoa(int(f.Code().FirstLine))
	}
	return name + " running at " + file + ":" + itoa(int(f.Line()))
}

// errorContext makes the dict for the exception handler, from pairs of a key and a
// value after the message and the exception, which may be nil.
func errorContext(message string, exc *py.Exception, pairs ...any) *py.Dict {
	d := py.NewDict()
	d.SetStr(py.Intern("message"), py.StrV(message))
	if exc != nil {
		d.SetStr(py.Intern("exception"), exc.Value())
	}
	for i := 0; i < len(pairs); i += 2 {
		d.SetStr(py.Intern(pairs[i].(string)), pairs[i+1].(py.Value))
	}
	return d
}

// code describes a coroutine function of this package.
func code(qualname string) *py.Code {
	name := qualname
	if i := strings.LastIndexByte(name, '.'); i >= 0 {
		name = name[i+1:]
	}
	if len(unusedCodes) == 0 {
		unusedCodes = make([]py.Code, 16)
	}
	c := &unusedCodes[0]
	unusedCodes = unusedCodes[1:]
	c.Name, c.Qualname, c.Flags = name, qualname, py.CodeCoroutine
	return located(c)
}

// unusedCodes is what code takes: several are allocated at a time, as all are kept.
var unusedCodes []py.Code

// removeFuture returns list without its first occurrence of fut.
func removeFuture(list []*Future, fut *Future) []*Future {
	for i, f := range list {
		if f == fut {
			return append(list[:i], list[i+1:]...)
		}
	}
	return list
}

func formatSeconds(s float64) string { return strconv.FormatFloat(s, 'f', 3, 64) }

// asInt returns the int v, which counts something.
func asInt(v py.Value) (int, *py.Exception) { return py.IndexInt(v, py.OverflowErrorType) }
