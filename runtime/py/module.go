package py

import "strings"

// This file implements module objects (Python reference 3.2.10).

// Module is a Python module. The globals of a compiled module are Go variables: Vars says
// which, and Dict holds the rest. Where the namespace is asked for as a dict, what one
// gets is Dict, brought up to date: see module_dict.go.
type Module struct {
	Header
	Name string
	// Vars are the attributes that are Go variables. The zero Value in one means that
	// it is not bound.
	Vars  []Global
	index map[*Str]*Value // of Vars, made when there are many
	// dict holds the other names. Its type may be moduleDictType.
	dict *Dict
	// unbuilt is what is still to be built of a lazy module: see ModuleSpec.Lazy.
	unbuilt *ModuleSpec
	peeks   int // how many attributes were looked up before they were built
	// initializing says that the module's body is being run.
	initializing bool
}

// Global is a module attribute that is kept in a Go variable.
type Global struct {
	Name *Str
	Var  *Value
}

// NewModule returns an empty module.
func NewModule(name string) *Module {
	m := &Module{Header: Header{ModuleType}, Name: name, dict: NewDict()}
	m.Set("__name__", StrV(name))
	for _, n := range []string{"__doc__", "__package__", "__loader__", "__spec__"} {
		m.Set(n, None)
	}
	return m
}

// Namespace returns the dict of the names that are no variables of m.
func (m *Module) Namespace() *Dict {
	if m.unbuilt != nil {
		m.build()
	}
	return m.dict
}

// AsModule returns the Module of v where it is one.
func AsModule(v Value) (*Module, bool) {
	if v.ref != nil && v.ref.typ.IsSubclass(ModuleType) {
		return heap[Module](v), true
	}
	return nil, false
}

// variable returns the Go variable of the global name, nil where there is none.
func (m *Module) variable(name *Str) *Value {
	if len(m.Vars) <= smallShape {
		for i := range m.Vars {
			if m.Vars[i].Name == name {
				return m.Vars[i].Var
			}
		}
		return nil
	}
	if m.index == nil {
		m.index = make(map[*Str]*Value, len(m.Vars))
		for _, g := range m.Vars {
			m.index[g.Name] = g.Var
		}
	}
	return m.index[name]
}

// Get returns the global name and whether it is bound.
func (m *Module) Get(name *Str) (Value, bool) {
	if v := m.variable(name); v != nil {
		return *v, v.ref != nil
	}
	return m.Namespace().GetStr(name)
}

// SetName sets the global name.
func (m *Module) SetName(name *Str, x Value) {
	if v := m.variable(name); v != nil {
		*v = x
		return
	}
	m.Namespace().SetStr(name, x)
}

// Delete unbinds the global name and reports whether it was bound.
func (m *Module) Delete(name *Str) bool {
	m.Namespace().DeleteStr(name)
	if v := m.variable(name); v != nil {
		bound := v.ref != nil
		*v = Value{}
		return bound
	}
	return false
}

func mod(v Value) *Module { return heap[Module](v) }

// moduleGetAttr is module.__getattribute__: the globals, then the module's own
// __getattr__ (PEP 562).
func moduleGetAttr(v Value, name *Str) (Value, *Exception) {
	m := mod(v)
	t := v.ref.typ
	if m.unbuilt != nil && t == ModuleType {
		if x := m.peek(name); x.ref != nil {
			return x, nil
		}
	}
	d := t.Lookup(name)
	if d.ref != nil && d.ref.typ.DescrSet != nil && d.ref.typ.DescrGet != nil {
		return d.ref.typ.DescrGet(d, v, t)
	}
	if x, ok := m.Get(name); ok {
		if d.ref == nil && t == ModuleType {
			m.rememberPlace(name)
		}
		return x, nil
	}
	if d.ref != nil {
		if get := d.ref.typ.DescrGet; get != nil {
			return get(d, v, t)
		}
		return d, nil
	}
	if hook, ok := m.Get(nameGetAttr); ok {
		return Call1(hook, name.Value())
	}
	shown := m.shownName()
	switch {
	case shown == "":
		return Value{}, attributeError(v, name, "module has no attribute '%s'", name.S)
	case m.initializing && m.isProgram():
		return Value{}, attributeError(v, name, "partially initialized module '%s' has no attribute '%s' (most likely due to a circular import)", shown, name.S)
	}
	return Value{}, attributeError(v, name, "module '%s' has no attribute '%s'", shown, name.S)
}

// isProgram reports whether m is an imported module of the program. The main module has
// no __spec__, which is what the messages about partial initialisation go by.
func (m *Module) isProgram() bool { return m.shownName() != "__main__" }

// shownName is __name__ where it is a str, else "".
func (m *Module) shownName() string {
	if n, ok := m.Get(nameName); ok && n.IsStr() {
		return n.Str().S
	}
	return ""
}

func moduleSetAttr(v Value, name *Str, x Value) *Exception {
	m := mod(v)
	if d := v.ref.typ.Lookup(name); d.ref != nil {
		if set := d.ref.typ.DescrSet; set != nil {
			return set(d, v, x)
		}
	}
	if x.ref != nil {
		m.SetName(name, x)
		return nil
	}
	if m.variable(name) == nil {
		if !m.Namespace().DeleteStr(name) {
			return noAttribute(v, name)
		}
		return nil
	}
	if !m.Delete(name) {
		return noAttribute(v, name)
	}
	return nil
}

// SetClass makes m an instance of another subclass of module.
func (m *Module) SetClass(t *Type) { m.typ = t }

func moduleRepr(v Value) (Value, *Exception) {
	m := mod(v)
	name := m.shownName()
	if name == "" {
		name = m.Name
	}
	if spec, ok := m.Get(nameSpecAttr); ok && IsInstance(spec, ImportSpecType) {
		return reprFromSpec(spec)
	}
	if f, ok := m.Get(nameFile); ok && f.IsStr() {
		return StrV("<module " + reprString(StrV(name)) + " from " + reprString(f) + ">"), nil
	}
	if goModules[name] != nil {
		return StrV("<module " + reprString(StrV(name)) + " (built-in)>"), nil
	}
	return StrV("<module " + reprString(StrV(name)) + ">"), nil
}

// reprFromSpec is the repr of a module by its __spec__ (_bootstrap, _module_repr_from_spec).
func reprFromSpec(spec Value) (Value, *Exception) {
	a := AttrsOf(spec)
	get := func(name *Str) Value {
		x, _ := a.Get(name)
		return orNone(x)
	}
	text, exc := Repr(get(specName))
	if exc != nil {
		return Value{}, exc
	}
	head := "<module " + text.Str().S
	var rest Value
	switch origin, loader := get(specOrigin), get(specLoader); {
	case origin.IsNone() && !loader.IsNone():
		rest, exc = Repr(loader)
		head += " ("
	case origin.IsNone() && !get(specPlaces).IsNone():
		rest, exc = Repr(get(specPlaces))
		head += " (namespace) from "
	case origin.IsNone():
		return StrV(head + ">"), nil
	case get(specLocated) == True:
		rest, exc = Repr(origin)
		head += " from "
	default:
		rest, exc = Str_(origin)
		head += " ("
	}
	if exc != nil {
		return Value{}, exc
	}
	if strings.HasSuffix(head, "(") {
		return StrV(head + rest.Str().S + ")>"), nil
	}
	return StrV(head + rest.Str().S + ">"), nil
}

var moduleSig = NewSignature("module", "", "(name, doc=None)")

var moduleSpec = TypeSpec{
	Flags:  FlagBaseType,
	Layout: LayoutOf[Module](),
	Slots: Slots{
		GetAttr: moduleGetAttr, SetAttr: moduleSetAttr, Repr: moduleRepr,
		New: func(cls *Type, _ []Value, _ []*Str) (Value, *Exception) {
			v := cls.Alloc(cls)
			mod(v).dict = NewDict()
			return v, nil
		},
		Init: func(v Value, args []Value, names []*Str) *Exception {
			a, exc := moduleSig.Parse(args, names)
			if exc != nil {
				return exc
			}
			s, ok := AsStr(a[0])
			if !ok {
				return Raisef(TypeErrorType, "module() argument 'name' must be str, not %s", a[0].Type().ShownName())
			}
			m := mod(v)
			m.Name = s.S
			m.Set("__name__", a[0])
			m.Set("__doc__", orNone(a[1]))
			for _, n := range []string{"__package__", "__loader__", "__spec__"} {
				m.Set(n, None)
			}
			return nil
		},
	},
	Methods: []Method{{Name: "__dir__", Sig: "($self, /)", Impl: moduleDir}},
	GetSets: []GetSet{
		{Name: "__dict__", Get: func(v Value) (Value, *Exception) { return mod(v).DictValue(), nil }},
		{Name: "__annotations__", Get: func(v Value) (Value, *Exception) {
			m := mod(v)
			if a, ok := m.Get(nameAnnotations); ok {
				return a, nil
			}
			d := NewDict().Value()
			m.SetName(nameAnnotations, d)
			return d, nil
		}, Set: func(v, x Value) *Exception {
			if x.ref == nil {
				if !mod(v).Delete(nameAnnotations) && !mod(v).Namespace().DeleteStr(nameAnnotations) {
					return noAttribute(v, nameAnnotations)
				}
				return nil
			}
			mod(v).SetName(nameAnnotations, x)
			return nil
		}},
	},
}

func moduleDir(v Value) (Value, *Exception) {
	m := mod(v)
	if hook, ok := m.Get(nameDir); ok {
		return Call0(hook)
	}
	d, found, exc := LookupAttr(v, nameDict)
	if exc != nil {
		return Value{}, exc
	}
	if _, ok := asDictLike(d); !found || !ok {
		return Value{}, Raisef(TypeErrorType, "<module>.__dict__ is not a dictionary")
	}
	l := NewList(nil)
	exc = l.extend(d)
	return l.Value(), exc
}

func init() { ModuleType.Define(&moduleSpec) }
