package traceback

import (
	"slices"

	"github.com/aio2go/aio2go/runtime/py"
)

// This file implements TracebackException.

// Exception is an instance of traceback.TracebackException.
type Exception struct {
	py.Header
	exc   exc
	tb    value
	limit value
}

// ExceptionType is the class TracebackException.
var ExceptionType = &py.Type{Name: "TracebackException"}

func init() { ExceptionType.Define(&exceptionSpec) }

func te(v value) *Exception { return py.Heap[Exception](v) }

func newException(cls *py.Type, e exc, tb, limit value) value {
	v := cls.Alloc(cls)
	t := te(v)
	t.exc, t.tb, t.limit = e, tb, limit
	return v
}

var exceptionSig = py.NewSignature("TracebackException.__init__", "",
	"(exc_type, exc_value, exc_traceback, *, limit=None, lookup_lines=True, capture_locals=False, compact=False, max_group_width=15, max_group_depth=10, save_exc_type=True, _seen=None)")

func exceptionNew(cls *py.Type, args []value, names []*py.Str) (value, exc) {
	a, e := exceptionSig.Parse(args, names)
	if e != nil {
		return value{}, e
	}
	x, ok := py.AsException(a[1])
	if !ok {
		return value{}, py.Raisef(py.TypeErrorType, "Exception expected for value, %s found", a[1].Type().Name)
	}
	return newException(cls, x, a[2], a[3]), nil
}

func (t *Exception) parts(chain value) ([]string, exc) {
	o, e := options(t.limit, chain)
	if e != nil {
		return nil, e
	}
	return withTraceback(t.exc, t.tb, func() []string { return py.FormatExceptionParts(t.exc, o) }), nil
}

// equal reports whether both say the same of an exception, and of those that it is linked to.
func (t *Exception) equal(other *Exception) (bool, exc) {
	if t.exc.Type() != other.exc.Type() {
		return false, nil
	}
	a, e := t.parts(py.True)
	if e != nil {
		return false, e
	}
	b, e := other.parts(py.True)
	return slices.Equal(a, b), e
}

// linked is an attribute that is another TracebackException or None.
func linked(name string, get func(e exc) exc) py.GetSet {
	return py.GetSet{Name: name, Get: func(v value) (value, exc) {
		if x := get(te(v).exc); x != nil {
			return newException(ExceptionType, x, traceOf(x), value{}), nil
		}
		return py.None, nil
	}}
}

var exceptionSpec = py.TypeSpec{
	Module: "traceback",
	Flags:  py.FlagBaseType,
	Layout: py.LayoutOf[Exception](),
	Slots: py.Slots{
		New:  exceptionNew,
		Init: func(value, []value, []*py.Str) exc { return nil },
		Str: func(v value) (value, exc) {
			if s, e := py.Str_(te(v).exc.Value()); e == nil {
				return s, nil
			}
			return py.StrV("<exception str() failed>"), nil
		},
		Compare: func(op py.CompareOp, a, b value) (value, exc) {
			if !py.IsInstance(b, ExceptionType) || op != py.EQ && op != py.NE {
				return py.NotImplemented, nil
			}
			same, e := te(a).equal(te(b))
			return py.Bool(same == (op == py.EQ)), e
		},
		Hash: func(v value) (int64, exc) {
			return 0, py.Raisef(py.TypeErrorType, "unhashable type: '%s'", v.Type().Name)
		},
	},
	ClassMethods: []py.Method{
		{Name: "from_exception", Sig: "($cls, exc, *, limit=None, lookup_lines=True, capture_locals=False, compact=False, max_group_width=15, max_group_depth=10, save_exc_type=True)",
			Impl: func(cls value, a []value) (value, exc) {
				e, ok := py.AsException(a[0])
				if !ok {
					return value{}, py.NoAttribute(a[0], py.Intern("__traceback__"))
				}
				return newException(py.AsType(cls), e, traceOf(e), a[1]), nil
			}},
	},
	Methods: []py.Method{
		{Name: "format", Sig: "($self, *, chain=True)", Impl: func(v, chain value) (value, exc) {
			parts, e := te(v).parts(chain)
			if e != nil {
				return value{}, e
			}
			return py.Iter(strList(parts))
		}},
		{Name: "format_exception_only", Sig: "($self, *, show_group=False)", Impl: func(v, group value) (value, exc) {
			l, e := formatExceptionOnly(te(v).exc.Value(), value{}, group)
			if e != nil {
				return value{}, e
			}
			return py.Iter(l)
		}},
		{Name: "print", Sig: "($self, *, file=None, chain=True)", Impl: func(v, file, chain value) (value, exc) {
			parts, e := te(v).parts(chain)
			if e != nil {
				return value{}, e
			}
			return write(file, parts)
		}},
	},
	GetSets: []py.GetSet{
		linked("__cause__", func(e exc) exc { return e.Cause }),
		linked("__context__", func(e exc) exc { return e.Context }),
		{Name: "__suppress_context__", Get: func(v value) (value, exc) { return py.Bool(te(v).exc.SuppressContext), nil }},
		{Name: "exceptions", Get: func(v value) (value, exc) {
			members := te(v).exc.Members()
			if members == nil {
				return py.None, nil
			}
			items := make([]value, len(members))
			for i, m := range members {
				items[i] = newException(ExceptionType, m, traceOf(m), value{})
			}
			return py.NewList(items).Value(), nil
		}},
		{Name: "stack", Get: func(v value) (value, exc) { return extractTB(te(v).tb, te(v).limit) }},
		{Name: "exc_type", Get: func(v value) (value, exc) {
			if py.VersionAtLeast(13) {
				if e := py.Warn(py.DeprecationWarningType, "Deprecated in 3.13. Use exc_type_str instead.", 1); e != nil {
					return value{}, e
				}
			}
			return te(v).exc.Type().Value(), nil
		}},
		{Name: "exc_type_str", Get: func(v value) (value, exc) { return py.StrV(te(v).exc.ShownName()), nil }},
		{Name: "__notes__", Get: func(v value) (value, exc) {
			n, found, e := py.LookupAttr(te(v).exc.Value(), py.Intern("__notes__"))
			if e != nil || !found {
				return py.None, e
			}
			return n, nil
		}},
	},
}
