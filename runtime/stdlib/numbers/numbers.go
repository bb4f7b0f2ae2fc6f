// Package numbers implements the module numbers (Python library reference, numbers:
// Numeric abstract base classes).
package numbers

import (
	"strings"

	"github.com/aio2go/aio2go/runtime/py"
	"github.com/aio2go/aio2go/runtime/pydef"
	"github.com/aio2go/aio2go/runtime/stdlib/abc"
)

type (
	value = py.Value
	exc   = *py.Exception
)

var spec = py.ModuleSpec{
	Name: "numbers",
	Doc:  "Abstract Base Classes (ABCs) for numbers, according to PEP 3141.",
	Init: initModule,
}

func init() { py.RegisterModule(&spec) }

// class says what a class of the tower adds to its base: abstract methods and properties.
type class struct {
	name, doc, methods, properties string
	mixins                         []pydef.Method
	registered                     *py.Type
}

func constant(name string, n int64) pydef.Method {
	return pydef.Method{Sig: name + "(self)", Kind: pydef.Property, Impl: func(self value) (value, exc) { return py.Int(n), nil }}
}

func positive(name string) pydef.Method {
	return pydef.Method{Sig: name + "(self)", Kind: pydef.Property, Impl: func(self value) (value, exc) { return py.Pos(self) }}
}

var tower = []class{
	{name: "Number", doc: "All numbers inherit from this class.\n\n    If you just want to check if an argument x is a number, without\n    caring what kind, use isinstance(x, Number).\n    "},
	{
		name: "Complex", doc: "Complex defines the operations that work on the builtin complex type.", registered: py.ComplexType,
		methods:    "__complex__ __add__.other __radd__.other __neg__ __pos__ __mul__.other __rmul__.other __truediv__.other __rtruediv__.other __pow__.exponent __rpow__.base __abs__ conjugate __eq__.other",
		properties: "real imag",
		mixins: []pydef.Method{
			{Sig: "__bool__(self)", Impl: func(self value) (value, exc) { return py.Ne(self, py.Int(0)) }},
			{Sig: "__sub__(self, other)", Impl: func(self, other value) (value, exc) {
				n, e := py.Neg(other)
				if e != nil {
					return value{}, e
				}
				return py.Add(self, n)
			}},
			{Sig: "__rsub__(self, other)", Impl: func(self, other value) (value, exc) {
				n, e := py.Neg(self)
				if e != nil {
					return value{}, e
				}
				return py.Add(n, other)
			}},
		},
	},
	{
		name: "Real", doc: "To Complex, Real adds the operations that work on real numbers.", registered: py.FloatType,
		methods: "__float__ __trunc__ __floor__ __ceil__ __round__.ndigits=None __floordiv__.other __rfloordiv__.other __mod__.other __rmod__.other __lt__.other __le__.other",
		mixins: []pydef.Method{
			{Sig: "__divmod__(self, other)", Impl: func(self, other value) (value, exc) { return pair(self, other) }},
			{Sig: "__rdivmod__(self, other)", Impl: func(self, other value) (value, exc) { return pair(other, self) }},
			{Sig: "__complex__(self)", Impl: func(self value) (value, exc) {
				f, e := py.AsFloat(self)
				return py.NewComplex(complex(f, 0)), e
			}},
			positive("real"), constant("imag", 0),
			{Sig: "conjugate(self)", Impl: func(self value) (value, exc) { return py.Pos(self) }},
		},
	},
	{
		name: "Rational", doc: ".numerator and .denominator should be in lowest terms.", properties: "numerator denominator",
		mixins: []pydef.Method{{Sig: "__float__(self)", Impl: func(self value) (value, exc) {
			n, e := py.GetAttr(self, py.Intern("numerator"))
			if e != nil {
				return value{}, e
			}
			d, e := py.GetAttr(self, py.Intern("denominator"))
			if e != nil {
				return value{}, e
			}
			return py.TrueDiv(n, d)
		}}},
	},
	{
		name: "Integral", doc: "Integral adds methods that work on integral numbers.", registered: py.IntType,
		methods: "__int__ __pow__.exponent,modulus=None __lshift__.other __rlshift__.other __rshift__.other __rrshift__.other __and__.other __rand__.other __xor__.other __rxor__.other __or__.other __ror__.other __invert__",
		mixins: []pydef.Method{
			{Sig: "__index__(self)", Impl: func(self value) (value, exc) { return py.ToInt(self) }},
			{Sig: "__float__(self)", Impl: func(self value) (value, exc) {
				n, e := py.ToInt(self)
				if e != nil {
					return value{}, e
				}
				f, e := py.AsFloat(n)
				return py.Float(f), e
			}},
			positive("numerator"), constant("denominator", 1),
		},
	},
}

func pair(a, b value) (value, exc) {
	q, e := py.FloorDiv(a, b)
	if e != nil {
		return value{}, e
	}
	r, e := py.Mod(a, b)
	return py.TupleV(q, r), e
}

// notImplemented is the body of an abstract method.
func notImplemented([]value) (value, exc) { return value{}, py.RaiseArgs(py.NotImplementedErrorType) }

func initModule(m *py.Module) exc {
	var bases []value
	var all []value
	for _, c := range tower {
		spec := pydef.ClassSpec{Name: c.name, Module: "numbers", Doc: c.doc, Bases: bases, Meta: abc.MetaType.Value(), Attrs: []pydef.Attr{{Name: "__slots__", Value: py.EmptyTuple.Value()}}}
		if c.name != "Rational" && c.name != "Real" && c.name != "Integral" {
			spec.Attrs = append(spec.Attrs, pydef.Attr{Name: "__hash__", Value: py.None})
		}
		for _, w := range strings.Fields(c.methods) {
			name, params, _ := strings.Cut(w, ".")
			sig := name + "(self"
			if params != "" {
				sig += ", " + strings.ReplaceAll(params, ",", ", ")
			}
			f := pydef.Func("numbers", sig+")", notImplemented3(params))
			if _, e := abc.AbstractMethod(f); e != nil {
				return e
			}
			spec.Attrs = append(spec.Attrs, pydef.Attr{Name: name, Value: f})
		}
		for _, name := range strings.Fields(c.properties) {
			f := pydef.Func("numbers", name+"(self)", func(self value) (value, exc) { return notImplemented(nil) })
			if _, e := abc.AbstractMethod(f); e != nil {
				return e
			}
			spec.Attrs = append(spec.Attrs, pydef.Attr{Name: name, Value: py.NewProperty(f)})
		}
		spec.Methods = c.mixins
		v, e := pydef.New(spec)
		if e != nil {
			return e
		}
		if c.registered != nil {
			if _, e := abc.Register(v, c.registered.Value()); e != nil {
				return e
			}
		}
		for _, t := range abc.Virtual["numbers."+c.name] {
			if _, e := abc.Register(v, t.Value()); e != nil {
				return e
			}
		}
		m.Set(c.name, v)
		all = append(all, py.StrV(c.name))
		bases = []value{v}
	}
	m.Set("__all__", py.NewList(all).Value())
	return nil
}

// notImplemented3 is notImplemented for self and the parameters.
func notImplemented3(params string) any {
	switch strings.Count(params, ",") + map[bool]int{true: 1, false: 0}[params != ""] {
	case 0:
		return func(self value) (value, exc) { return notImplemented(nil) }
	case 1:
		return func(self, a value) (value, exc) { return notImplemented(nil) }
	}
	return func(self, a, b value) (value, exc) { return notImplemented(nil) }
}
