package py

import "unsafe"

// This file implements object.__reduce_ex__, on which the modules copy and pickle rest.

var (
	nameGetNewArgs = Intern("__getnewargs__")
	nameGetState   = Intern("__getstate__")
	nameReduce     = Intern("__reduce__")
)

// newObj is copyreg.__newobj__: cls.__new__(cls, *args).
var newObj = NewBuiltin("__newobj__", "copyreg", "", func(args []Value) (Value, *Exception) {
	if len(args) == 0 || !args[0].Type().Has(FlagType) {
		return Value{}, Raisef(TypeErrorType, "__newobj__() missing 1 required positional argument: 'cls'")
	}
	fn, exc := GetAttr(args[0], nameNew)
	if exc != nil {
		return Value{}, exc
	}
	return CallN(fn, args)
})

// copyreg returns a function of the module copyreg, where the program has that module,
// since pickle writes functions by name; otherwise the runtime's own.
func copyreg(name string, own Value) (Value, *Exception) {
	if programModules["copyreg"] == nil && goModules["copyreg"] == nil {
		return own, nil
	}
	m, exc := ImportModule("copyreg")
	if exc != nil {
		return Value{}, exc
	}
	return GetAttr(m, Intern(name))
}

func objectReduceEx(v, protocol Value) (Value, *Exception) {
	t := v.Type()
	if d, owner := t.LookupWhere(nameReduce); owner != ObjectType && d.ref != nil {
		return callDescr(d, v, nil)
	}
	if p, exc := IndexInt(protocol, nil); exc != nil {
		return Value{}, exc
	} else if p < 2 {
		if f, exc := copyreg("_reduce_ex", Value{}); exc != nil {
			return Value{}, exc
		} else if f.ref != nil {
			return Call2(f, v, protocol)
		}
	}
	if t.New == nil || !t.Has(FlagHeap) && t.spec != nil && t.spec.NoNew || t.hidesState() {
		name := t.Name
		if !t.Has(FlagHeap) && t.Module != "" && t.Module != "builtins" {
			name = t.Module + "." + name // as CPython's static types are called
		}
		return Value{}, Raisef(TypeErrorType, "cannot pickle '%s' object", name)
	}
	args := []Value{t.Value()}
	if x, ok, exc := CallSpecial(v, nameGetNewArgs); exc != nil {
		return Value{}, exc
	} else if ok {
		tup, isTuple := AsTuple(x)
		if !isTuple {
			return Value{}, Raisef(TypeErrorType, "__getnewargs__ should return a tuple, not '%s'", x.Type().Name)
		}
		args = append(args, tup.Items...)
	}
	state, _, exc := CallSpecial(v, nameGetState)
	if exc != nil {
		return Value{}, exc
	}
	listItems, dictItems := None, None
	if t.Has(FlagList) {
		if listItems, exc = Iter(v); exc != nil {
			return Value{}, exc
		}
	}
	if t.Has(FlagDict) {
		items, exc := CallMethod0(v, Intern("items"))
		if exc != nil {
			return Value{}, exc
		}
		if dictItems, exc = Iter(items); exc != nil {
			return Value{}, exc
		}
	}
	rebuild, exc := copyreg("__newobj__", newObj.Value())
	if exc != nil {
		return Value{}, exc
	}
	return NewTuple([]Value{rebuild, NewTuple(args).Value(), state, listItems, dictItems}).Value(), nil
}

// hidesState reports whether instances of t have, from a class that is written in Go, a
// state that neither attributes nor items show and no method gives.
func (t *Type) hidesState() bool {
	if t.Has(FlagList) || t.Has(FlagDict) {
		return false
	}
	if _, owner := t.LookupWhere(nameGetState); owner != ObjectType {
		return false
	}
	if d, _ := t.LookupWhere(nameGetNewArgs); d.ref != nil {
		return false
	}
	for _, base := range t.MRO {
		if !base.Has(FlagHeap) {
			return base != ObjectType && base.AttrsOffset != plainAttrsOffset
		}
	}
	return false
}

// plainAttrsOffset is where instances of ordinary classes have their attributes.
const plainAttrsOffset = unsafe.Offsetof(Instance{}.Attrs)
