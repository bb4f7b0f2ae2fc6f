// Package urllib implements the package urllib and urllib.error (Python library
// reference, urllib: URL handling modules); urllib.parse is in the package below.
package urllib

import (
	"github.com/aio2go/aio2go/runtime/py"
	"github.com/aio2go/aio2go/runtime/pydef"
)

type (
	value = py.Value
	exc   = *py.Exception
)

var spec = py.ModuleSpec{Name: "urllib", Package: true}

var errorSpec = py.ModuleSpec{
	Name: "urllib.error",
	Doc:  "Exception classes raised by urllib.\n\nThe base exception class is URLError, which inherits from OSError.  It\ndoesn't define any behavior of its own, but is the base class for all\nexceptions defined in this package.\n\nHTTPError is an exception class that is also a valid HTTP response\ninstance.  It behaves this way because HTTP protocol errors are valid\nresponses, with a status code, headers, and a body.  In some contexts,\nan application may want to handle an exception like a regular\nresponse.\n",
	Init: initErrors,
}

func init() {
	py.RegisterModule(&spec)
	py.RegisterModule(&errorSpec)
}

func attr(name string) func(self value) (value, exc) {
	key := py.Intern(name)
	return func(self value) (value, exc) { return py.GetAttr(self, key) }
}

func text(v value) string {
	s, e := py.Str_(v)
	if e != nil {
		return ""
	}
	return s.Str().S
}

// passOn is a method of HTTPError that the body's file has.
func passOn(name string) pydef.Method {
	key := py.Intern(name)
	return pydef.Method{Sig: name + "(self, *args)", Impl: func(self, args value) (value, exc) {
		fp, e := py.GetAttr(self, py.Intern("fp"))
		if e != nil {
			return value{}, e
		}
		t, _ := py.AsTuple(args)
		return py.CallMethodN(fp, key, t.Items())
	}}
}

func initErrors(m *py.Module) exc {
	urlError, e := pydef.New(pydef.ClassSpec{
		Name: "URLError", Module: "urllib.error", Bases: []value{py.OSErrorType.Value()},
		Methods: []pydef.Method{
			{Sig: "__init__(self, reason, filename=None)", Impl: func(self, reason, filename value) (value, exc) {
				x, _ := py.AsException(self)
				x.Args = py.NewTuple([]value{reason})
				if e := py.SetAttr(self, py.Intern("reason"), reason); e != nil || filename.IsNone() {
					return py.None, e
				}
				return py.None, py.SetAttr(self, py.Intern("filename"), filename)
			}},
			{Sig: "__str__(self)", Impl: func(self value) (value, exc) {
				r, e := py.GetAttr(self, py.Intern("reason"))
				if e != nil {
					return value{}, e
				}
				s, e := py.Str_(r)
				if e != nil {
					return value{}, e
				}
				return py.StrV("<urlopen error " + s.Str().S + ">"), nil
			}},
		},
	})
	if e != nil {
		return e
	}
	property := func(name, of string) pydef.Method {
		return pydef.Method{Sig: name + "(self)", Kind: pydef.Property, Impl: attr(of)}
	}
	httpError, e := pydef.New(pydef.ClassSpec{
		Name: "HTTPError", Module: "urllib.error", Bases: []value{urlError},
		Doc: "Raised when HTTP error occurs, but also acts like non-error return",
		Methods: []pydef.Method{
			{Sig: "__init__(self, url, code, msg, hdrs, fp)", Impl: func(self, url, code, msg, hdrs, fp value) (value, exc) {
				if fp.IsNone() {
					io, e := py.ImportModule("io")
					if e != nil {
						return value{}, e
					}
					if fp, e = py.CallMethod0(io, py.Intern("BytesIO")); e != nil {
						return value{}, e
					}
				}
				return py.None, pydef.SetAll(self, pydef.Attr{Name: "code", Value: code}, pydef.Attr{Name: "msg", Value: msg}, pydef.Attr{Name: "hdrs", Value: hdrs},
					pydef.Attr{Name: "fp", Value: fp}, pydef.Attr{Name: "filename", Value: url}, pydef.Attr{Name: "url", Value: url})
			}},
			{Sig: "__str__(self)", Impl: func(self value) (value, exc) {
				code, _ := py.GetAttr(self, py.Intern("code"))
				msg, _ := py.GetAttr(self, py.Intern("msg"))
				return py.StrV("HTTP Error " + text(code) + ": " + text(msg)), nil
			}},
			{Sig: "__repr__(self)", Impl: func(self value) (value, exc) {
				code, _ := py.GetAttr(self, py.Intern("code"))
				msg, e := py.GetAttr(self, py.Intern("msg"))
				if e != nil {
					return value{}, e
				}
				r, e := py.ReprText(msg)
				return py.StrV("<HTTPError " + text(code) + ": " + r + ">"), e
			}},
			property("reason", "msg"),
			property("headers", "hdrs"),
			{Sig: "headers(self, headers)", Kind: pydef.Property, Impl: func(self, h value) (value, exc) { return py.None, py.SetAttr(self, py.Intern("hdrs"), h) }},
			property("status", "code"),
			{Sig: "getcode(self)", Impl: attr("code")}, {Sig: "geturl(self)", Impl: attr("url")}, {Sig: "info(self)", Impl: attr("hdrs")},
			passOn("read"), passOn("readline"), passOn("readlines"), passOn("close"),
			{Sig: "__enter__(self)", Impl: func(self value) (value, exc) { return self, nil }},
			{Sig: "__exit__(self, *args)", Impl: func(self, args value) (value, exc) {
				_, e := py.CallMethod0(self, py.Intern("close"))
				return py.None, e
			}},
		},
	})
	if e != nil {
		return e
	}
	short, e := pydef.New(pydef.ClassSpec{
		Name: "ContentTooShortError", Module: "urllib.error", Bases: []value{urlError},
		Doc: "Exception raised when downloaded size does not match content-length.",
		Methods: []pydef.Method{{Sig: "__init__(self, message, content)", Impl: func(self, message, content value) (value, exc) {
			x, _ := py.AsException(self)
			x.Args = py.NewTuple([]value{message})
			return py.None, pydef.SetAll(self, pydef.Attr{Name: "reason", Value: message}, pydef.Attr{Name: "content", Value: content})
		}}},
	})
	if e != nil {
		return e
	}
	m.Set("URLError", urlError)
	m.Set("HTTPError", httpError)
	m.Set("ContentTooShortError", short)
	m.Set("__all__", py.ListV(py.StrV("URLError"), py.StrV("HTTPError"), py.StrV("ContentTooShortError")))
	return nil
}
