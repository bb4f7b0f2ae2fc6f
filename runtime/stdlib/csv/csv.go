// Package csv implements the module csv (Python library reference, csv: CSV File Reading
// and Writing).
package csv

import (
	"strings"

	"github.com/aio2go/aio2go/runtime/py"
	"github.com/aio2go/aio2go/runtime/pydef"
)

type (
	value = py.Value
	exc   = *py.Exception
)

var spec = py.ModuleSpec{
	Name: "csv",
	Doc:  "CSV parsing and writing.",
	Functions: []py.Method{
		{Name: "reader", Impl: newReader},
		{Name: "writer", Impl: newWriter},
		{Name: "list_dialects", Sig: "()", Impl: func() (value, exc) { return py.NewList(dialects.Keys()).Value(), nil }},
		{Name: "register_dialect", Impl: func(args []value, names []*py.Str) (value, exc) {
			n, e := countArgs(args, names)
			if e != nil {
				return value{}, e
			}
			if !args[0].IsStr() {
				return value{}, py.Raisef(py.TypeErrorType, "dialect name must be a string")
			}
			base := value{}
			if n > 1 {
				base = args[1]
			}
			d, e := newDialect(base, args[n:], names)
			if e != nil {
				return value{}, e
			}
			return py.None, dialects.Set(args[0], d.Value())
		}},
		{Name: "unregister_dialect", Sig: "(name)", Impl: func(name value) (value, exc) {
			ok, e := dialects.Delete(name)
			if e == nil && !ok {
				e = fail("unknown dialect")
			}
			return py.None, e
		}},
		{Name: "get_dialect", Sig: "(name)", Impl: func(name value) (value, exc) {
			v, ok, e := dialects.Get(name)
			if e == nil && !ok {
				e = fail("unknown dialect")
			}
			return v, e
		}},
		{Name: "field_size_limit", Sig: "(new_limit=None)", Impl: func(n value) (value, exc) {
			old := fieldLimit
			if !n.IsUnbound() {
				if n.Type() != py.IntType {
					return value{}, py.Raisef(py.TypeErrorType, "limit must be an integer")
				}
				var e exc
				if fieldLimit, e = py.Ssize(n); e != nil {
					fieldLimit = old
					return value{}, e
				}
			}
			return py.IntOf(old), nil
		}},
	},
	Init: initModule,
}

func init() { py.RegisterModule(&spec) }

// fieldLimit is how many characters a field that is read may have.
var fieldLimit = 128 << 10

var errorClass *py.Type

func fail(format string, args ...any) exc { return py.Raisef(errorClass, format, args...) }

// countArgs returns the number of positional arguments, one or two.
func countArgs(args []value, names []*py.Str) (int, exc) {
	n := len(args) - len(names)
	if n < 1 {
		return 0, py.Raisef(py.TypeErrorType, " expected at least 1 argument, got 0")
	}
	if n > 2 {
		return 0, py.Raisef(py.TypeErrorType, " expected at most 2 arguments, got %d", n)
	}
	return n, nil
}

func initModule(m *py.Module) exc {
	var e exc
	if errorClass, e = pydef.ExceptionClass("_csv", "Error", "", py.ExceptionType); e != nil {
		return e
	}
	m.Set("Error", errorClass.Value())
	m.Set("_Dialect", dialectType.Value())
	for i, name := range []string{"QUOTE_MINIMAL", "QUOTE_ALL", "QUOTE_NONNUMERIC", "QUOTE_NONE", "QUOTE_STRINGS", "QUOTE_NOTNULL"} {
		m.Set(name, py.IntOf(i))
	}
	base, e := pydef.New(pydef.ClassSpec{
		Name: "Dialect", Module: "csv", Doc: "Describe a CSV dialect.\n\n    This must be subclassed (see csv.excel).  Valid attributes are:\n    delimiter, quotechar, escapechar, doublequote, skipinitialspace,\n    lineterminator, quoting.\n\n    ",
		Attrs: []pydef.Attr{{Name: "_name", Value: py.StrV("")}, {Name: "_valid", Value: py.False}, {Name: "delimiter", Value: py.None}, {Name: "quotechar", Value: py.None}, {Name: "escapechar", Value: py.None},
			{Name: "doublequote", Value: py.None}, {Name: "skipinitialspace", Value: py.None}, {Name: "lineterminator", Value: py.None}, {Name: "quoting", Value: py.None}},
		Methods: []pydef.Method{{Sig: "__init__(self)", Impl: func(self value) (value, exc) {
			if _, e := newDialect(self, nil, nil); e != nil {
				if e.Is(py.TypeErrorType) {
					return value{}, fail("%s", textOf(e.Value()))
				}
				return value{}, e
			}
			return py.None, nil
		}}},
	})
	if e != nil {
		return e
	}
	m.Set("Dialect", base)
	text := func(name, s string) pydef.Attr { return pydef.Attr{Name: name, Value: py.StrV(s)} }
	excel, e := pydef.New(pydef.ClassSpec{Name: "excel", Module: "csv", Doc: "Describe the usual properties of Excel-generated CSV files.", Bases: []value{base}, Attrs: []pydef.Attr{
		text("delimiter", ","), text("quotechar", `"`), {Name: "doublequote", Value: py.True}, {Name: "skipinitialspace", Value: py.False}, text("lineterminator", "\r\n"), {Name: "quoting", Value: py.Int(quoteMinimal)}}})
	if e != nil {
		return e
	}
	tab, e := pydef.New(pydef.ClassSpec{Name: "excel_tab", Module: "csv", Doc: "Describe the usual properties of Excel-generated TAB-delimited files.", Bases: []value{excel}, Attrs: []pydef.Attr{text("delimiter", "\t")}})
	if e != nil {
		return e
	}
	unix, e := pydef.New(pydef.ClassSpec{Name: "unix_dialect", Module: "csv", Doc: "Describe the usual properties of Unix-generated CSV files.", Bases: []value{base}, Attrs: []pydef.Attr{
		text("delimiter", ","), text("quotechar", `"`), {Name: "doublequote", Value: py.True}, {Name: "skipinitialspace", Value: py.False}, text("lineterminator", "\n"), {Name: "quoting", Value: py.Int(quoteAll)}}})
	if e != nil {
		return e
	}
	for _, d := range []struct {
		attr, name string
		cls        value
	}{{"excel", "excel", excel}, {"excel_tab", "excel-tab", tab}, {"unix_dialect", "unix", unix}} {
		m.Set(d.attr, d.cls)
		x, e := newDialect(d.cls, nil, nil)
		if e != nil {
			return e
		}
		dialects.SetStr(py.Intern(d.name), x.Value())
	}
	if e := addDicts(m); e != nil {
		return e
	}
	if e := addSniffer(m, base); e != nil {
		return e
	}
	var all []value
	for _, n := range strings.Fields("QUOTE_MINIMAL QUOTE_ALL QUOTE_NONNUMERIC QUOTE_NONE QUOTE_STRINGS QUOTE_NOTNULL Error Dialect excel excel_tab field_size_limit reader writer " +
		"register_dialect get_dialect list_dialects Sniffer unregister_dialect DictReader DictWriter unix_dialect") {
		all = append(all, py.StrV(n))
	}
	m.Set("__all__", py.NewList(all).Value())
	return nil
}

func textOf(v value) string {
	s, e := py.Str_(v)
	if e != nil {
		return ""
	}
	return s.Str().S
}
