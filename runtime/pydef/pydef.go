// Package pydef makes Python functions and classes whose bodies are written in Go, for
// the modules that CPython writes in Python: what it makes is of type function, binds as
// a method, takes arguments and refuses them with the messages of a Python function, and
// its classes are ordinary ones, with a __dict__, that programs derive from.
//
// A signature is written as in Python: "name(self, a, b=None, *, key=False, **kw)". A
// default is None, True, False, a number, a text in single quotes, an empty tuple, or a
// name that the caller gives a value for. What is written in C in CPython uses py.Method
// and py.NewBuiltin instead.
package pydef

import (
	"maps"

	"github.com/aio2go/aio2go/runtime/py"
	"github.com/aio2go/aio2go/runtime/pymod"
)

// Values gives the defaults that are names a value.
type Values map[string]py.Value

// Func returns the function with the signature sig. Impl takes one Value for each
// parameter, in the order of py.FuncSpec.
func Func(module, sig string, impl any, values ...Values) py.Value {
	return function(module, "", sig, "", impl, values).Value()
}

// Doc is Func with a docstring.
func Doc(module, sig, doc string, impl any, values ...Values) py.Value {
	return function(module, "", sig, doc, impl, values).Value()
}

// Add makes the functions and sets them in the module.
func Add(m *py.Module, funcs ...Method) {
	for _, f := range funcs {
		fn := function(m.Name, "", f.Sig, f.Doc, f.Impl, []Values{f.Values})
		m.Set(fn.Name.S, fn.Value())
	}
}

// function makes the function, with the signatures of package pymod.
func function(module, class, sig, doc string, impl any, values []Values) *py.Function {
	f := pymod.Func{Sig: sig, Doc: doc, Impl: impl, Defaults: Values{}}
	for _, v := range values {
		maps.Copy(f.Defaults, v)
	}
	return pymod.GoFunction(module, class, f)
}

// A Method is a function of a class or a module.
type Method struct {
	Sig    string
	Impl   any
	Kind   Kind
	Doc    string
	Values Values
}

// Kind says how a method is bound.
type Kind uint8

// The kinds of methods.
const (
	Plain Kind = iota
	Class
	Static
	Property
)

// Attr is an attribute of a class.
type Attr struct {
	Name  string
	Value py.Value
}

// ClassSpec is the body of a class.
type ClassSpec struct {
	Name, Module, Doc string
	Qualname          string     // "" for Name
	Bases             []py.Value // none for object
	Meta              py.Value   // the metaclass; unbound for that of the bases
	Attrs             []Attr
	Methods           []Method
}

// New makes a class.
func New(spec ClassSpec) (py.Value, *py.Exception) {
	ns := py.NewDict()
	set := func(key string, v py.Value) { ns.SetStr(py.Intern(key), v) }
	qual := spec.Qualname
	if qual == "" {
		qual = spec.Name
	}
	set("__module__", py.StrV(spec.Module))
	set("__qualname__", py.StrV(qual))
	if spec.Doc != "" {
		set("__doc__", py.StrV(spec.Doc))
	}
	for _, a := range spec.Attrs {
		set(a.Name, a.Value)
	}
	// Properties of one name are the getter and, where there are two, the setter.
	for _, m := range spec.Methods {
		f := function(spec.Module, qual, m.Sig, m.Doc, m.Impl, []Values{m.Values})
		v := f.Value()
		switch m.Kind {
		case Class:
			v = py.NewClassMethod(v)
		case Static:
			v = py.NewStaticMethod(v)
		case Property:
			if old, ok := ns.GetStr(f.Name); ok {
				p, exc := py.CallMethod1(old, nameSetter, v)
				if exc != nil {
					return py.Value{}, exc
				}
				v = p
				break
			}
			v = py.NewProperty(v)
		}
		set(f.Name.S, v)
	}
	meta := spec.Meta
	if meta.IsUnbound() {
		meta = py.TypeType.Value()
		for _, b := range spec.Bases {
			if t := b.Type(); t != py.TypeType {
				meta = t.Value()
				break
			}
		}
	}
	return py.Call3(meta, py.StrV(spec.Name), py.TupleV(spec.Bases...), ns.Value())
}

var nameSetter = py.Intern("setter")

// ExceptionClass makes an exception class without anything of its own.
func ExceptionClass(module, name, doc string, bases ...*py.Type) (*py.Type, *py.Exception) {
	values := make([]py.Value, len(bases))
	for i, b := range bases {
		values[i] = b.Value()
	}
	v, exc := New(ClassSpec{Name: name, Module: module, Doc: doc, Bases: values})
	if exc != nil {
		return nil, exc
	}
	return py.AsType(v), nil
}

// Get returns the attribute that an instance keeps under name, unbound where there is
// none; it does not look at the class.
func Get(self py.Value, name *py.Str) py.Value {
	if a := py.AttrsOf(self); a != nil {
		v, _ := a.Get(name)
		return v
	}
	return py.Value{}
}

// SetAll sets attributes of an instance.
func SetAll(self py.Value, attrs ...Attr) *py.Exception {
	for _, a := range attrs {
		if exc := py.SetAttr(self, py.Intern(a.Name), a.Value); exc != nil {
			return exc
		}
	}
	return nil
}
