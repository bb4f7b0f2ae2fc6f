package pymod

import "github.com/aio2go/aio2go/runtime/py"

// Class describes a class.
type Class struct {
	Name   string
	Module string
	// Qualname is the qualified name, where it is not Name.
	Qualname string
	Doc      string
	// Bases are the bases, none for object.
	Bases []py.Value
	// Meta is the metaclass; unbound for that of the bases.
	Meta py.Value
	// Slots, where not nil, are the __slots__.
	Slots []string
	// Attrs are the attributes that are neither functions nor properties.
	Attrs         []py.Const
	Methods       []Func
	ClassMethods  []Func
	StaticMethods []Func
	Properties    []Property
	// Aliases give an attribute a second name: {"__radd__", "__add__"}.
	Aliases [][2]string
}

// Property is a property; Set and Delete may be nil.
type Property struct {
	Name   string
	Doc    string
	Get    func(self py.Value) (py.Value, *py.Exception)
	Set    func(self, x py.Value) *py.Exception
	Delete func(self py.Value) *py.Exception
}

// New makes the class that c describes.
func New(c Class) (py.Value, *py.Exception) {
	if c.Qualname == "" {
		c.Qualname = c.Name
	}
	ns := py.NewDict()
	set := func(name string, v py.Value) { ns.SetStr(py.Intern(name), v) }
	set("__module__", py.StrV(c.Module))
	set("__qualname__", py.StrV(c.Qualname))
	if c.Doc != "" {
		set("__doc__", py.StrV(c.Doc))
	}
	if c.Slots != nil {
		names := make([]py.Value, len(c.Slots))
		for i, s := range c.Slots {
			names[i] = py.Intern(s).Value()
		}
		set("__slots__", py.NewTuple(names).Value())
	}
	for _, a := range c.Attrs {
		set(a.Name, a.Value)
	}
	for _, f := range c.Methods {
		set(nameOf(f), NewFunction(c.Module, c.Qualname, f))
	}
	for _, f := range c.ClassMethods {
		set(nameOf(f), py.NewClassMethod(NewFunction(c.Module, c.Qualname, f)))
	}
	for _, f := range c.StaticMethods {
		set(nameOf(f), py.NewStaticMethod(NewFunction(c.Module, c.Qualname, f)))
	}
	for _, p := range c.Properties {
		v, exc := newProperty(c, p)
		if exc != nil {
			return py.Value{}, exc
		}
		set(p.Name, v)
	}
	for _, a := range c.Aliases {
		if v, ok := ns.GetStr(py.Intern(a[1])); ok {
			set(a[0], v)
		}
	}
	meta := c.Meta
	if meta.IsUnbound() {
		meta = py.TypeType.Value()
		if len(c.Bases) > 0 {
			meta = c.Bases[0].Type().Value()
		}
	}
	return py.Call3(meta, py.StrV(c.Name), py.NewTuple(c.Bases).Value(), ns.Value())
}

func newProperty(c Class, p Property) (py.Value, *py.Exception) {
	args := []py.Value{py.None, py.None, py.None, py.None}
	args[0] = NewFunction(c.Module, c.Qualname, Func{Sig: p.Name + "(self)", Doc: p.Doc, Impl: p.Get})
	if p.Set != nil {
		set := p.Set
		args[1] = NewFunction(c.Module, c.Qualname, Func{Sig: p.Name + "(self, value)", Impl: func(self, x py.Value) (py.Value, *py.Exception) {
			return py.None, set(self, x)
		}})
	}
	if p.Delete != nil {
		del := p.Delete
		args[2] = NewFunction(c.Module, c.Qualname, Func{Sig: p.Name + "(self)", Impl: func(self py.Value) (py.Value, *py.Exception) {
			return py.None, del(self)
		}})
	}
	if p.Doc != "" {
		args[3] = py.StrV(p.Doc)
	}
	return py.CallN(py.PropertyType.Value(), args)
}

// Define makes the class and adds it to the module m, whose name it gets as its
// __module__ where it has none.
func Define(m *py.Module, c Class) (py.Value, *py.Exception) {
	if c.Module == "" {
		c.Module = m.Name
	}
	v, exc := New(c)
	if exc == nil {
		m.Set(c.Name, v)
	}
	return v, exc
}

// Get reads an attribute that the object v keeps itself, without descriptors; None where
// it has none.
func Get(v py.Value, name string) py.Value {
	if a := py.AttrsOf(v); a != nil {
		if x, ok := a.Get(py.Intern(name)); ok {
			return x
		}
	}
	return py.None
}

// Set sets an attribute that the object v keeps itself, without descriptors.
func Set(v py.Value, name string, x py.Value) { py.AttrsOf(v).Set(py.Intern(name), x) }

// Attr is v.name.
func Attr(v py.Value, name string) (py.Value, *py.Exception) { return py.GetAttr(v, py.Intern(name)) }

// Call is v.name(args...).
func Call(v py.Value, name string, args ...py.Value) (py.Value, *py.Exception) {
	return py.CallMethodN(v, py.Intern(name), args)
}

// CallKw is fn(args..., names[0]=..., ...): args ends with the values of the keywords.
func CallKw(fn py.Value, args []py.Value, names ...string) (py.Value, *py.Exception) {
	keys := make([]*py.Str, len(names))
	for i, n := range names {
		keys[i] = py.Intern(n)
	}
	return py.CallKw(fn, args, keys)
}
