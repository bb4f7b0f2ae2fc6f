package py

import "unsafe"

// This file implements object.__reduce_ex__, on which the modules copy and pickle rest.

var (
	nameGetNewArgs = Intern("__getnewargs__")
	nameGetState   = Intern("__getstate__")

	nameGetNewArgsEx = Intern("__getnewargs_ex__")
	nameReduce       = Intern("__reduce__")
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

// newObjEx is copyreg.__newobj_ex__: cls.__new__(cls, *args, **kwargs).
var newObjEx = NewBuiltin("__newobj_ex__", "copyreg", "(cls, args, kwargs)", func(cls, args, kwargs Value) (Value, *Exception) {
	fn, exc := GetAttr(cls, nameNew)
	if exc != nil {
		return Value{}, exc
	}
	list, exc := ToSlice(args)
	if exc != nil {
		return Value{}, exc
	}
	return CallEx(fn, NewTuple(append([]Value{cls}, list...)).Value(), kwargs)
})

// Copyreg returns a function of the module copyreg, where the program has that module,
// since pickle writes functions by name; otherwise the runtime's own.
func Copyreg(name string, own Value) (Value, *Exception) {
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
	if d, owner := v.Type().LookupWhere(nameReduce); owner != ObjectType && d.ref != nil {
		return callDescr(d, v, nil)
	}
	return objectReduce(v, protocol)
}

// objectReduce is objectReduceEx where the class has no __reduce__ of its own, or calls
// object's.
func objectReduce(v, protocol Value) (Value, *Exception) {
	t := v.Type()
	if p, exc := IndexInt(protocol, nil); exc != nil {
		return Value{}, exc
	} else if p < 2 {
		if f, exc := Copyreg("_reduce_ex", Value{}); exc != nil {
			return Value{}, exc
		} else if f.ref != nil {
			return Call2(f, v, protocol)
		}
	}
	if t.New == nil || !t.Has(FlagHeap) && t.spec != nil && t.spec.NoNew || t.hidesState() {
		return Value{}, Raisef(TypeErrorType, "cannot pickle '%s' object", t.StaticName())
	}
	newArgs, newKwargs, exc := newArguments(v)
	if exc != nil {
		return Value{}, exc
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
	name, own, args := "__newobj__", newObj, NewTuple(append([]Value{t.Value()}, newArgs...))
	if newKwargs != nil && newKwargs.Len() > 0 {
		name, own, args = "__newobj_ex__", newObjEx, NewTuple([]Value{t.Value(), NewTuple(newArgs).Value(), newKwargs.Value()})
	}
	rebuild, exc := Copyreg(name, own.Value())
	if exc != nil {
		return Value{}, exc
	}
	return TupleV(rebuild, args.Value(), state, listItems, dictItems), nil
}

// newArguments returns the arguments of __new__ that make a copy of v.
func newArguments(v Value) ([]Value, *Dict, *Exception) {
	if x, ok, exc := CallSpecial(v, nameGetNewArgsEx); exc != nil {
		return nil, nil, exc
	} else if ok {
		pair, isTuple := AsTuple(x)
		if !isTuple {
			return nil, nil, Raisef(TypeErrorType, "__getnewargs_ex__ should return a tuple, not '%s'", x.Type().ShownName())
		}
		if len(pair.Items()) != 2 {
			return nil, nil, Raisef(ValueErrorType, "__getnewargs_ex__ should return a tuple of length 2, not %d", len(pair.Items()))
		}
		args, isTuple := AsTuple(pair.Items()[0])
		if !isTuple {
			return nil, nil, Raisef(TypeErrorType, "first item of the tuple returned by __getnewargs_ex__ must be a tuple, not '%s'", pair.Items()[0].Type().ShownName())
		}
		kwargs, isDict := AsDict(pair.Items()[1])
		if !isDict {
			return nil, nil, Raisef(TypeErrorType, "second item of the tuple returned by __getnewargs_ex__ must be a dict, not '%s'", pair.Items()[1].Type().ShownName())
		}
		return args.Items(), kwargs, nil
	}
	x, ok, exc := CallSpecial(v, nameGetNewArgs)
	if exc != nil || !ok {
		return nil, nil, exc
	}
	args, isTuple := AsTuple(x)
	if !isTuple {
		return nil, nil, Raisef(TypeErrorType, "__getnewargs__ should return a tuple, not '%s'", x.Type().ShownName())
	}
	return args.Items(), nil, nil
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
	for _, n := range []*Str{nameGetNewArgs, nameGetNewArgsEx} {
		if d, _ := t.LookupWhere(n); d.ref != nil {
			return false
		}
	}
	for _, base := range t.MRO {
		if !base.Has(FlagHeap) {
			if base != ObjectType && base.spec != nil && base.spec.Layout.Alloc == nil && base.Base == ObjectType {
				continue // it adds methods to object, such as typing.Generic
			}
			return base != ObjectType && base.AttrsOffset != plainAttrsOffset
		}
	}
	return false
}

// plainAttrsOffset is where instances of ordinary classes have their attributes.
const plainAttrsOffset = unsafe.Offsetof(Instance{}.Attrs)
