package codecs

import (
	"strings"

	"github.com/aio2go/aio2go/runtime/py"
)

// This file implements the error handlers as functions that Python code can call.

func registerError(name, handler value) (value, exc) {
	n, e := text(name, "")
	if e != nil {
		return value{}, e
	}
	if !py.Callable(handler) {
		return value{}, py.Raisef(py.TypeErrorType, "handler must be callable")
	}
	py.ErrorHandlers[n] = handler
	return py.None, nil
}

func lookupError(name value) (value, exc) {
	n, e := text(name, "")
	if e != nil {
		return value{}, e
	}
	if h, ok := py.ErrorHandlers[n]; ok {
		return h, nil
	}
	if h, ok := handlers[n]; ok {
		return h, nil
	}
	return value{}, py.Raisef(py.LookupErrorType, "unknown error handler name '%s'", n)
}

// handlers are the functions of Python's own handlers.
var handlers = map[string]value{}

func init() {
	for _, name := range []string{"strict", "ignore", "replace", "xmlcharrefreplace", "backslashreplace", "namereplace", "surrogatepass", "surrogateescape"} {
		handlers[name] = py.NewBuiltin(strings.Replace(name, "surrogate", "surrogate_", 1)+"_errors", "", "(exc, /)", func(v value) (value, exc) {
			return handle(name, v)
		}).Value()
	}
}

// handle is what the handler called name does about the exception v: the replacement and
// the position at which to go on.
func handle(name string, v value) (value, exc) {
	problem, ok := py.AsException(v)
	if !ok {
		return value{}, py.Raisef(py.TypeErrorType, "codec must pass exception instance")
	}
	if name == "strict" {
		return value{}, problem
	}
	encoding, decoding := problem.Is(py.UnicodeEncodeErrorType), problem.Is(py.UnicodeDecodeErrorType)
	translating := problem.Is(py.UnicodeTranslateErrorType)
	if !encoding && !decoding && !translating || decoding && (name == "xmlcharrefreplace" || name == "namereplace") ||
		translating && (name == "xmlcharrefreplace" || name == "namereplace" || strings.HasPrefix(name, "surrogate")) {
		return value{}, py.Raisef(py.TypeErrorType, "don't know how to handle %s in error callback", v.Type().Name)
	}
	var at [2]int
	for i, attr := range []string{"start", "end"} {
		x, e := py.GetAttr(v, py.Intern(attr))
		if e != nil {
			return value{}, e
		}
		n, e := py.IndexInt(x, nil)
		if e != nil {
			return value{}, e
		}
		at[i] = n
	}
	object, e := py.GetAttr(v, py.Intern("object"))
	if e != nil {
		return value{}, e
	}
	end := py.Int(int64(at[1]))
	switch name {
	case "ignore":
		return py.TupleV(py.StrV(""), end), nil
	case "replace":
		mark := "\uFFFD"
		switch {
		case encoding:
			mark = strings.Repeat("?", max(0, at[1]-at[0]))
		case translating:
			mark = strings.Repeat(mark, max(0, at[1]-at[0]))
		}
		return py.TupleV(py.StrV(mark), end), nil
	}
	part, e := py.GetItem(object, py.NewSlice(py.Int(int64(at[0])), end, py.None))
	if e != nil {
		return value{}, e
	}
	var out value
	if b, ok := py.AsBytes(part); ok {
		encodingName, e := py.GetAttr(v, py.Intern("encoding"))
		if e != nil {
			return value{}, e
		}
		codec := "ascii"
		if name == "surrogatepass" {
			codec = encodingName.Str().S
		}
		if out, e = py.Decode(b.B, codec, name); e != nil {
			return value{}, problem
		}
	} else if s, ok := py.AsStr(part); ok {
		codec := "ascii"
		if name == "surrogatepass" {
			x, e := py.GetAttr(v, py.Intern("encoding"))
			if e != nil {
				return value{}, e
			}
			codec = x.Str().S
		}
		b, e := py.Encode(s, codec, name)
		switch {
		case e != nil:
			return value{}, problem
		case strings.HasPrefix(name, "surrogate"):
			out = py.BytesV(b)
		default:
			out = py.StrV(string(b))
		}
	}
	return py.TupleV(out, end), nil
}
