// Package http implements the module http (Python library reference, http: HTTP modules):
// HTTPStatus and HTTPMethod.
package http

import (
	"github.com/aio2go/aio2go/runtime/py"
	"github.com/aio2go/aio2go/runtime/pydef"
	_ "github.com/aio2go/aio2go/runtime/stdlib/enum" // the classes are made of IntEnum and StrEnum
)

type (
	value = py.Value
	exc   = *py.Exception
)

var spec = py.ModuleSpec{Name: "http", Package: true, Init: initModule}

func init() { py.RegisterModule(&spec) }

func enumClass(base, name, doc string, members []value) (value, exc) {
	enum, e := py.ImportModule("enum")
	if e != nil {
		return value{}, e
	}
	b, e := py.GetAttr(enum, py.Intern(base))
	if e != nil {
		return value{}, e
	}
	cls, e := py.CallKw(b, []value{py.StrV(name), py.NewList(members).Value(), py.StrV("http")}, []*py.Str{py.Intern("module")})
	if e != nil {
		return value{}, e
	}
	return cls, py.SetAttr(cls, py.Intern("__doc__"), py.StrV(doc))
}

func initModule(m *py.Module) exc {
	var members []value
	for _, s := range statuses {
		members = append(members, py.TupleV(py.StrV(s.name), py.Int(s.code)))
	}
	status, e := enumClass("IntEnum", "HTTPStatus", "HTTP status codes and reason phrases\n\n    Status codes from the following RFCs are all observed:\n\n        * RFC 9110: HTTP Semantics, obsoletes 7231, which obsoleted 2616\n        * RFC 6585: Additional HTTP Status Codes\n        * RFC 3229: Delta encoding in HTTP\n        * RFC 4918: HTTP Extensions for WebDAV, obsoletes 2518\n        * RFC 5842: Binding Extensions to WebDAV\n        * RFC 7238: Permanent Redirect\n        * RFC 2295: Transparent Content Negotiation in HTTP\n        * RFC 2774: An HTTP Extension Framework\n        * RFC 7725: An HTTP Status Code to Report Legal Obstacles\n        * RFC 7540: Hypertext Transfer Protocol Version 2 (HTTP/2)\n        * RFC 2324: Hyper Text Coffee Pot Control Protocol (HTCPCP/1.0)\n        * RFC 8297: An HTTP Status Code for Indicating Hints\n        * RFC 8470: Using Early Data in HTTP\n    ", members)
	if e != nil {
		return e
	}
	for _, s := range statuses {
		x, e := py.GetAttr(status, py.Intern(s.name))
		if e != nil {
			return e
		}
		if e := pydef.SetAll(x, pydef.Attr{Name: "phrase", Value: py.StrV(s.phrase)}, pydef.Attr{Name: "description", Value: py.StrV(s.description)}); e != nil {
			return e
		}
	}
	for _, r := range []struct {
		name string
		low  int64
	}{{"is_informational", 100}, {"is_success", 200}, {"is_redirection", 300}, {"is_client_error", 400}, {"is_server_error", 500}} {
		f := pydef.Func("http", r.name+"(self)", func(self value) (value, exc) {
			n, _ := py.AsInt64(self)
			return py.Bool(n >= r.low && n < r.low+100), nil
		})
		if e := py.SetAttr(status, py.Intern(r.name), py.NewProperty(f)); e != nil {
			return e
		}
	}
	members = nil
	for _, x := range methods {
		members = append(members, py.TupleV(py.StrV(x.name), py.StrV(x.name)))
	}
	method, e := enumClass("StrEnum", "HTTPMethod", "HTTP methods and descriptions\n\n    Methods from the following RFCs are observed:\n\n        * RFC 9110: HTTP Semantics, obsoletes 7231, which obsoleted 2616\n        * RFC 5789: PATCH Method for HTTP\n    ", members)
	if e != nil {
		return e
	}
	for _, x := range methods {
		v, e := py.GetAttr(method, py.Intern(x.name))
		if e == nil {
			e = py.SetAttr(v, py.Intern("description"), py.StrV(x.description))
		}
		if e != nil {
			return e
		}
	}
	repr := pydef.Func("http", "__repr__(self)", func(self value) (value, exc) {
		n, e := py.GetAttr(self, py.Intern("_name_"))
		if e != nil {
			return value{}, e
		}
		return py.StrV("<" + self.Type().Name + "." + n.Str().S + ">"), nil
	})
	if e := py.SetAttr(method, py.Intern("__repr__"), repr); e != nil {
		return e
	}
	m.Set("HTTPStatus", status)
	m.Set("HTTPMethod", method)
	m.Set("__all__", py.ListV(py.StrV("HTTPStatus"), py.StrV("HTTPMethod")))
	return nil
}
