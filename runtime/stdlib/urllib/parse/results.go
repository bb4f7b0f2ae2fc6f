package parse

import (
	"strconv"
	"strings"

	"github.com/aio2go/aio2go/runtime/py"
	"github.com/aio2go/aio2go/runtime/pydef"
	"github.com/aio2go/aio2go/runtime/stdlib/collections"
)

// This file implements the classes of results: named tuples of the parts of a URL, each
// for str and for bytes.

var parseClass, splitClass, defragClass value

func strs(class value, parts ...string) value {
	items := make([]value, len(parts))
	for i, p := range parts {
		items[i] = py.StrV(p)
	}
	return py.NewTupleOf(py.AsType(class), items)
}

var fieldDocs = map[string]string{
	"scheme":   "Specifies URL scheme for the request.",
	"netloc":   "\nNetwork location where the request is made to.\n",
	"path":     "\nThe hierarchical path, such as the path to a file to download.\n",
	"params":   "\nParameters for last path element used to dereference the URI in order to provide\naccess to perform some operation on the resource.\n",
	"query":    "\nThe query component, that contains non-hierarchical data, that along with data\nin path component, identifies a resource in the scope of URI's scheme and\nnetwork location.\n",
	"fragment": "\nFragment identifier, that allows indirect identification of a secondary resource\nby reference to a primary resource and additional identifying information.\n",
	"url":      "The URL with no fragment identifier.",
}

func makeResults(m *py.Module) exc {
	noSlots := pydef.Attr{Name: "__slots__", Value: py.EmptyTuple.Value()}
	var e exc
	class := func(name string, bases []value, methods ...pydef.Method) value {
		if e != nil {
			return value{}
		}
		var v value
		v, e = pydef.New(pydef.ClassSpec{Name: name, Module: "urllib.parse", Bases: bases, Attrs: []pydef.Attr{noSlots}, Methods: methods})
		return v
	}
	// A result's class knows that of the other kind of text.
	convert := func(method, attr string) pydef.Method {
		return pydef.Method{Sig: method + "(self, encoding='ascii', errors='strict')", Impl: func(self, encoding, errors value) (value, exc) {
			other, e := py.GetAttr(self, py.Intern(attr))
			if e != nil {
				return value{}, e
			}
			items, e := py.ToSlice(self)
			if e != nil {
				return value{}, e
			}
			for i, x := range items {
				if items[i], e = py.CallMethod2(x, py.Intern(method), encoding, errors); e != nil {
					return value{}, e
				}
			}
			return py.CallN(other, items)
		}}
	}
	resultStr := class("_ResultMixinStr", nil, convert("encode", "_encoded_counterpart"))
	resultBytes := class("_ResultMixinBytes", nil, convert("decode", "_decoded_counterpart"))
	property := func(name string, f func(self value, l *location) (value, exc)) pydef.Method {
		return pydef.Method{Sig: name + "(self)", Kind: pydef.Property, Impl: func(self value) (value, exc) {
			l, e := locate(self)
			if e != nil {
				return value{}, e
			}
			return f(self, l)
		}}
	}
	netloc := class("_NetlocResultMixinBase", nil,
		property("username", func(_ value, l *location) (value, exc) { return l.optional(l.user, l.hasUser), nil }),
		property("password", func(_ value, l *location) (value, exc) { return l.optional(l.password, l.hasPassword), nil }),
		property("hostname", func(_ value, l *location) (value, exc) {
			host, zone, found := strings.Cut(l.host, "%")
			if found {
				zone = "%" + zone
			}
			lower, e := py.CallMethod0(l.value(host), py.Intern("lower"))
			if e != nil || l.host == "" {
				return py.None, e
			}
			return py.Add(lower, l.value(zone))
		}),
		property("port", func(_ value, l *location) (value, exc) {
			if l.port == "" {
				return py.None, nil
			}
			if strings.Trim(l.port, "0123456789") != "" {
				r, e := py.ReprText(l.value(l.port))
				if e != nil {
					return value{}, e
				}
				return value{}, py.Raisef(py.ValueErrorType, "Port could not be cast to integer value as %s", r)
			}
			n, err := strconv.Atoi(l.port)
			if err != nil || n > 65535 {
				return value{}, py.Raisef(py.ValueErrorType, "Port out of range 0-65535")
			}
			return py.IntOf(n), nil
		}),
	)
	netlocStr := class("_NetlocResultMixinStr", []value{netloc, resultStr})
	netlocBytes := class("_NetlocResultMixinBytes", []value{netloc, resultBytes})
	if e != nil {
		return e
	}
	tuple := func(name string, fields ...string) value {
		if e != nil {
			return value{}
		}
		var v value
		if v, e = collections.NewNamedTuple(name, "urllib.parse", fields, nil); e != nil {
			return v
		}
		for _, f := range fields {
			d, e2 := py.GetAttr(v, py.Intern(f))
			if e2 == nil {
				e2 = py.SetAttr(d, py.Intern("__doc__"), py.StrV(fieldDocs[f]))
			}
			if e2 != nil {
				e = e2
			}
		}
		return v
	}
	method := func(impl any) pydef.Method { return pydef.Method{Sig: "geturl(self)", Impl: impl} }
	defragURL := method(func(self value) (value, exc) {
		items, e := py.Unpack(self, 2)
		if e != nil {
			return value{}, e
		}
		if t, e := py.Truth(items[1]); e != nil || !t {
			return items[0], e
		}
		hash := py.StrV("#")
		if items[0].IsBytes() {
			hash = py.BytesV([]byte("#"))
		}
		u, e := py.Add(items[0], hash)
		if e != nil {
			return value{}, e
		}
		return py.Add(u, items[1])
	})
	splitURL := method(func(self value) (value, exc) { return unparse(self, 5) })
	parseURL := method(func(self value) (value, exc) { return unparse(self, 6) })
	fields := strings.Fields("scheme netloc path query fragment")
	defrag, split, parse := tuple("DefragResult", "url", "fragment"), tuple("SplitResult", fields...), tuple("ParseResult", strings.Fields("scheme netloc path params query fragment")...)
	defragClass = class("DefragResult", []value{defrag, resultStr}, defragURL)
	splitClass = class("SplitResult", []value{split, netlocStr}, splitURL)
	parseClass = class("ParseResult", []value{parse, netlocStr}, parseURL)
	defragBytes := class("DefragResultBytes", []value{defrag, resultBytes}, defragURL)
	splitBytes := class("SplitResultBytes", []value{split, netlocBytes}, splitURL)
	parseBytes := class("ParseResultBytes", []value{parse, netlocBytes}, parseURL)
	if e != nil {
		return e
	}
	for _, pair := range [][2]value{{defragClass, defragBytes}, {splitClass, splitBytes}, {parseClass, parseBytes}} {
		if e := py.SetAttr(pair[0], py.Intern("_encoded_counterpart"), pair[1]); e != nil {
			return e
		}
		if e := py.SetAttr(pair[1], py.Intern("_decoded_counterpart"), pair[0]); e != nil {
			return e
		}
		for _, c := range pair {
			m.Set(py.AsType(c).Name, c)
		}
	}
	m.Set("ResultBase", netlocStr)
	return nil
}

// location is what is in a netloc.
type location struct {
	bytes                      bool
	user, password, host, port string
	hasUser, hasPassword       bool
}

func (l *location) value(s string) value {
	if l.bytes {
		return py.BytesV([]byte(s))
	}
	return py.StrV(s)
}

func (l *location) optional(s string, has bool) value {
	if !has {
		return py.None
	}
	return l.value(s)
}

func locate(self value) (*location, exc) {
	v, e := py.GetAttr(self, py.Intern("netloc"))
	if e != nil {
		return nil, e
	}
	l := &location{}
	var s string
	if b, ok := py.AsBytes(v); ok {
		l.bytes, s = true, string(b.B)
	} else if s, e = py.StrText(v); e != nil {
		return nil, e
	}
	info, host, have := "", s, false
	if i := strings.LastIndexByte(s, '@'); i >= 0 {
		info, host, have = s[:i], s[i+1:], true
	}
	if have {
		l.user, l.password, l.hasPassword = strings.Cut(info, ":")
		l.hasUser = true
	}
	if _, bracketed, ok := strings.Cut(host, "["); ok {
		h, rest, _ := strings.Cut(bracketed, "]")
		_, l.port, _ = strings.Cut(rest, ":")
		l.host = h
	} else {
		l.host, l.port, _ = strings.Cut(host, ":")
	}
	return l, nil
}
