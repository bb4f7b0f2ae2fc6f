package py

// This file implements the namespace of a module as a dict: globals(), vars(m) and
// m.__dict__. The globals of compiled modules are Go variables, so that dict is of a
// hidden subclass of dict which copies the variables in before it is read by a method
// and out after it was changed by one. A subscript touches the one variable only.

// moduleDict is the dict of a module.
type moduleDict struct {
	Dict
	module *Module
}

// moduleDictType looks like dict in all but its identity.
var moduleDictType = &Type{Name: "dict"}

// DictValue returns the module's namespace as a dict, up to date.
func (m *Module) DictValue() Value {
	if m.Namespace().typ != moduleDictType {
		md := &moduleDict{module: m}
		md.typ = moduleDictType
		md.copyFrom(m.dict)
		m.dict = &md.Dict
	}
	m.load()
	return m.dict.Value()
}

// load copies the variables into the dict, in their order.
func (m *Module) load() {
	for _, g := range m.Vars {
		if g.Var.ref != nil {
			m.dict.SetStr(g.Name, *g.Var)
		} else {
			m.dict.DeleteStr(g.Name)
		}
	}
}

// store copies the dict into the variables.
func (m *Module) store() {
	for _, g := range m.Vars {
		*g.Var, _ = m.dict.GetStr(g.Name)
	}
}

func dictModule(v Value) *Module { return heap[moduleDict](v).module }

// keyVariable returns the variable that the subscript key stands for.
func keyVariable(v, key Value) *Value {
	if s, ok := AsStr(key); ok {
		return dictModule(v).variable(InternStr(s))
	}
	return nil
}

func moduleDictGetItem(v, key Value) (Value, *Exception) {
	if p := keyVariable(v, key); p != nil {
		if p.ref == nil {
			return Value{}, RaiseArgs(KeyErrorType, key)
		}
		return *p, nil
	}
	return DictType.GetItem(v, key)
}

func moduleDictSetItem(v, key, x Value) *Exception {
	if p := keyVariable(v, key); p != nil {
		if x.ref == nil && p.ref == nil {
			return RaiseArgs(KeyErrorType, key)
		}
		*p = x
		return nil
	}
	return DictType.SetItem(v, key, x)
}

// loaded brings the dict up to date and returns it as an argument for a slot of dict.
func loaded(v Value) Value {
	if v.ref.typ == moduleDictType {
		dictModule(v).load()
	}
	return v
}

// mutator is a method of dict after which the variables are updated.
func mutator(name string) Method {
	id := Intern(name)
	return Method{Name: name, Impl: func(v Value, args []Value, names []*Str) (Value, *Exception) {
		m := dictModule(v)
		m.load()
		d := DictType.Lookup(id)
		x, exc := CallKw(d, prepend(v, args), names)
		m.store()
		return x, exc
	}}
}

var moduleDictSpec = TypeSpec{
	Base:   DictType,
	Layout: LayoutOf[moduleDict](),
	NoHash: true,
	Slots: Slots{
		GetItem: moduleDictGetItem, SetItem: moduleDictSetItem,
		GetAttr: func(v Value, name *Str) (Value, *Exception) { return genericGetAttr(loaded(v), name) },
		Repr:    func(v Value) (Value, *Exception) { return DictType.Slots.Repr(loaded(v)) },
		Iter:    func(v Value) (Value, *Exception) { return DictType.Slots.Iter(loaded(v)) },
		Len:     func(v Value) (int, *Exception) { return DictType.Slots.Len(loaded(v)) },
		Contains: func(v, key Value) (bool, *Exception) {
			if p := keyVariable(v, key); p != nil {
				return p.ref != nil, nil
			}
			return DictType.Slots.Contains(v, key)
		},
		Compare: func(op CompareOp, a, b Value) (Value, *Exception) {
			return DictType.Slots.Compare(op, loaded(a), loaded(b))
		},
	},
	Methods: []Method{
		mutator("update"), mutator("pop"), mutator("popitem"), mutator("setdefault"), mutator("clear"),
	},
	GetSets: []GetSet{{Name: "__class__", Get: func(Value) (Value, *Exception) { return DictType.Value(), nil }}},
}

func init() { moduleDictType.Define(&moduleDictSpec) }
