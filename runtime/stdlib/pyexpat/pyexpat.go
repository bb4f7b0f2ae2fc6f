// Package pyexpat implements the module pyexpat (Python library reference,
// xml.parsers.expat: Fast XML parsing using Expat), on which the packages xml.etree,
// xml.dom and xml.sax stand, over package expat.
package pyexpat

import (
	"strconv"

	"github.com/aio2go/aio2go/runtime/expat"
	"github.com/aio2go/aio2go/runtime/py"
	"github.com/aio2go/aio2go/runtime/pydef"
)

type (
	value = py.Value
	exc   = *py.Exception
)

var spec = py.ModuleSpec{
	Name: "pyexpat", Doc: "Python wrapper for Expat parser.",
	Functions: []py.Method{
		{Name: "ParserCreate", Sig: "(encoding=None, namespace_separator=None, intern=<unrepresentable>)", Impl: create, Doc: "Return a new XML parser object."},
		{Name: "ErrorString", Sig: "(code, /)", Impl: func(code value) (value, exc) {
			n, e := py.CInt(code)
			if e != nil {
				return value{}, e
			}
			if n < 1 || n > len(expat.Names) {
				return py.None, nil
			}
			return py.StrV(expat.Code(n).String()), nil
		}, Doc: "Returns string error for given number."},
	},
	Consts: []py.Const{
		{Name: "EXPAT_VERSION", Value: py.StrV("expat_2.6.3")},
		{Name: "version_info", Value: py.TupleV(py.Int(2), py.Int(6), py.Int(3))},
		{Name: "native_encoding", Value: py.StrV("UTF-8")},
		{Name: "XML_PARAM_ENTITY_PARSING_NEVER", Value: py.Int(int64(expat.Never))},
		{Name: "XML_PARAM_ENTITY_PARSING_UNLESS_STANDALONE", Value: py.Int(int64(expat.UnlessStandalone))},
		{Name: "XML_PARAM_ENTITY_PARSING_ALWAYS", Value: py.Int(int64(expat.Always))},
	},
	Init: func(m *py.Module) exc {
		m.Set("XMLParserType", parserType.Value())
		m.Set("ExpatError", errorType().Value())
		m.Set("error", errorType().Value())
		var features []value
		for _, f := range []struct {
			name string
			n    int64
		}{{"sizeof(XML_Char)", 1}, {"sizeof(XML_LChar)", 1}, {"XML_DTD", 0}, {"XML_CONTEXT_BYTES", 1024}, {"XML_NS", 0}, {"XML_BLAP_MAX_AMP", 100}, {"XML_BLAP_ACT_THRES", 8 << 20}, {"XML_GE", 0}} {
			features = append(features, py.TupleV(py.StrV(f.name), py.Int(f.n)))
		}
		m.Set("features", py.ListV(features...))
		for _, s := range []*py.ModuleSpec{&errorsSpec, &modelSpec} {
			sub, e := s.Module()
			if e != nil {
				return e
			}
			name := s.Name[len("pyexpat."):]
			m.Set(name, sub.Value())
			py.Modules.SetStr(py.Intern(s.Name), sub.Value())
		}
		return nil
	},
}

var errorsSpec = py.ModuleSpec{Name: "pyexpat.errors", Doc: "Constants used to describe error conditions.", Init: func(m *py.Module) exc {
	codes, messages := py.NewDict(), py.NewDict()
	for i, n := range expat.Names {
		text, code := py.StrV(n[1]), py.IntOf(i+1)
		m.Set("XML_ERROR_"+n[0], text)
		if e := codes.Set(text, code); e != nil {
			return e
		}
		if e := messages.Set(code, text); e != nil {
			return e
		}
	}
	m.Set("codes", codes.Value())
	m.Set("messages", messages.Value())
	return nil
}}

var modelSpec = py.ModuleSpec{Name: "pyexpat.model", Doc: "Constants used to interpret content model information.", Init: func(m *py.Module) exc {
	for i, name := range []string{"EMPTY", "ANY", "MIXED", "NAME", "CHOICE", "SEQ"} {
		m.Set("XML_CTYPE_"+name, py.IntOf(i+1))
	}
	for i, name := range []string{"NONE", "OPT", "REP", "PLUS"} {
		m.Set("XML_CQUANT_"+name, py.IntOf(i))
	}
	return nil
}}

func init() {
	for _, s := range []*py.ModuleSpec{&spec, &errorsSpec, &modelSpec} {
		py.RegisterModule(s)
	}
}

var expatError *py.Type

func errorType() *py.Type {
	if expatError == nil {
		var e exc
		if expatError, e = pydef.ExceptionClass("xml.parsers.expat", "ExpatError", "", py.ExceptionType); e != nil {
			panic("pyexpat: the class ExpatError cannot be made")
		}
	}
	return expatError
}

// raised is an exception of a handler on its way through the parser.
type raised struct{ e exc }

func (raised) Error() string { return "an exception" }

// failure is the exception for what has ended the parsing.
func (x *parser) failure(err error) exc {
	if r, ok := err.(raised); ok {
		return r.e
	}
	code := err.(*expat.Error).Code
	line, column, _ := x.p.Place()
	text := code.String() + ": line " + strconv.Itoa(line) + ", column " + strconv.Itoa(column)
	v, e := py.Call1(errorType().Value(), py.StrV(text))
	if e != nil {
		return e
	}
	if e := pydef.SetAll(v, pydef.Attr{Name: "code", Value: py.IntOf(int(code))}, pydef.Attr{Name: "offset", Value: py.IntOf(column)}, pydef.Attr{Name: "lineno", Value: py.IntOf(line)}); e != nil {
		return e
	}
	return py.Raise(v)
}
