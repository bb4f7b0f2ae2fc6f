package py

import (
	"strconv"
	"strings"
)

// This file implements typing.Generic, the base of generic classes: their type parameters,
// and what they can be subscripted with (Python library reference, User-defined generic
// types).

// GenericType is typing.Generic.
var GenericType = &Type{Name: "Generic"}

// GenericBase returns Generic[params], the last base of a class with type parameters.
func GenericBase(params Value) (Value, *Exception) {
	return NewGenericAlias(GenericType.Value(), unpackedParams(heap[Tuple](params).Items())), nil
}

// unpackedParams returns the tuple of type parameters, each TypeVarTuple unpacked.
func unpackedParams(params []Value) Value {
	items := append([]Value(nil), params...)
	for i, p := range items {
		if p.Type() == TypeVarTupleType {
			items[i] = unpacked(p)
		}
	}
	return NewTuple(items).Value()
}

// unpacked returns *Ts for the TypeVarTuple Ts.
func unpacked(p Value) Value {
	a := NewGenericAlias(p, NewTuple(nil).Value())
	alias(a).starred = true
	return a
}

var genericSpec = TypeSpec{
	Module: "typing",
	Flags:  FlagBaseType,
	ClassMethods: []Method{
		{Name: "__class_getitem__", Sig: "($type, params, /)", Impl: genericClassGetItem},
		{Name: "__init_subclass__", Impl: genericInitSubclass},
	},
}

func init() { GenericType.Define(&genericSpec) }

// isTypeParam reports whether v is a type variable of any kind.
func isTypeParam(v Value) bool {
	switch v.ref.typ {
	case TypeVarType, ParamSpecType, TypeVarTupleType:
		return true
	}
	return isUnpackedParam(v)
}

// isUnpackedParam reports whether v is *Ts for a TypeVarTuple Ts.
func isUnpackedParam(v Value) bool {
	return v.ref.typ == GenericAliasType && alias(v).starred && alias(v).origin.ref.typ == TypeVarTupleType
}

// genericClassGetItem is C[params] for a generic class, or Generic itself.
func genericClassGetItem(cls, params Value) (Value, *Exception) {
	items := []Value{params}
	if t, ok := AsTuple(params); ok {
		items = append([]Value(nil), t.Items()...)
	}
	for i, x := range items {
		if x.IsNone() {
			items[i] = NoneType.Value()
		}
	}
	t := AsType(cls)
	var exc *Exception
	if t.takesParams() {
		exc = checkTypeParams(t, items)
	} else {
		items, exc = specialize(t, items)
	}
	if exc != nil {
		return Value{}, exc
	}
	return NewGenericAlias(cls, NewTuple(items).Value()), nil
}

// takesParams reports whether t is Generic or Protocol, which are subscripted with type
// variables.
func (t *Type) takesParams() bool {
	return t == GenericType || t.Name == "Protocol" && t.moduleName() == "typing"
}

// checkTypeParams checks what Generic or Protocol is subscripted with.
func checkTypeParams(t *Type, items []Value) *Exception {
	if len(items) == 0 {
		return Raisef(TypeErrorType, "Parameter list to %s[...] cannot be empty", t.Name)
	}
	for i, x := range items {
		if !isTypeParam(x) {
			return Raisef(TypeErrorType, "Parameters to %s[...] must all be type variables or parameter specification variables.", t.Name)
		}
		for _, y := range items[:i] {
			if x == y {
				return Raisef(TypeErrorType, "Parameters to %s[...] must all be unique", t.Name)
			}
		}
	}
	return nil
}

// specialize returns the arguments of the generic class t for items.
func specialize(t *Type, items []Value) ([]Value, *Exception) {
	var params []Value
	if p, ok, exc := LookupAttr(t.Value(), nameParameters); exc != nil {
		return nil, exc
	} else if tup, isTuple := AsTuple(p); ok && isTuple {
		params = tup.Items()
	}
	if len(params) == 1 && params[0].ref.typ == ParamSpecType && (len(items) != 1 || !isParamExpr(items[0])) {
		items = []Value{NewTuple(items).Value()}
	}
	least, variadic := 0, false
	for i, p := range params {
		switch p.ref.typ {
		case TypeVarTupleType:
			variadic = true
			continue
		case ParamSpecType:
			if i < len(items) {
				if l, ok := AsList(items[i]); ok {
					items[i] = NewTuple(append([]Value(nil), l.Items...)).Value()
				}
			}
		}
		def := typeParam(p).Default
		if def.Fn.ref == nil && def.Value.ref == nil {
			least++
		}
	}
	if len(params) == 0 {
		return nil, Raisef(TypeErrorType, "%s is not a generic class", reprString(t.Value()))
	}
	if len(items) < least || !variadic && len(items) > len(params) {
		many, expected := "many", strconv.Itoa(len(params))
		if len(items) < least {
			many, expected = "few", strconv.Itoa(least)
			if variadic || least < len(params) {
				expected = "at least " + expected
			}
		}
		return nil, Raisef(TypeErrorType, "Too %s arguments for %s; actual %d, expected %s", many, reprString(t.Value()), len(items), expected)
	}
	for i := len(items); i < len(params) && !variadic; i++ {
		x, exc := typeParam(params[i]).Default.Get(noDefault)
		if exc != nil {
			return nil, exc
		}
		items = append(items, x)
	}
	return items, nil
}

// isParamExpr reports whether v can stand for a ParamSpec.
func isParamExpr(v Value) bool {
	return v == Ellipsis || v.ref.typ == ParamSpecType || v.ref.typ.Flags&(FlagList|FlagTuple) != 0
}

// genericInitSubclass sets the __parameters__ of a class below Generic.
func genericInitSubclass(cls Value, args []Value, names []*Str) (Value, *Exception) {
	super, exc := Super(GenericType.Value(), cls)
	if exc != nil {
		return Value{}, exc
	}
	next, exc := GetAttr(super, nameInitSubclass)
	if exc != nil {
		return Value{}, exc
	}
	if _, exc := CallKw(next, args, names); exc != nil {
		return Value{}, exc
	}
	t := AsType(cls)
	var bases []Value
	plain := false
	if v, ok := t.Namespace().GetStr(nameOrigBases); ok {
		if tup, ok := AsTuple(v); ok {
			bases = tup.Items()
		}
		for _, b := range bases {
			plain = plain || b == GenericType.Value()
		}
	} else {
		for _, b := range t.Bases {
			plain = plain || b == GenericType && t.moduleName() != "typing"
		}
	}
	if plain {
		return Value{}, Raisef(TypeErrorType, "Cannot inherit from plain Generic")
	}
	params := typeParams(bases)
	var listed *genericAlias
	for _, b := range bases {
		if b.ref.typ != GenericAliasType || !alias(b).origin.IsType() || !AsType(alias(b).origin).takesParams() {
			continue
		}
		if listed != nil {
			return Value{}, Raisef(TypeErrorType, "Cannot inherit from Generic[...] multiple times.")
		}
		listed = alias(b)
	}
	if listed != nil {
		own := typeParams(listed.args)
		var missing []Value
		for _, p := range params {
			if !containsValue(own, p) {
				missing = append(missing, p)
			}
		}
		if len(missing) > 0 {
			return Value{}, Raisef(TypeErrorType, "Some type variables (%s) are not listed in %s[%s]", joinStrs(missing), AsType(listed.origin).Name, joinStrs(own))
		}
		params = own
	}
	return None, SetAttr(cls, nameParameters, NewTuple(params).Value())
}

func containsValue(list []Value, v Value) bool {
	for _, x := range list {
		if x == v {
			return true
		}
	}
	return false
}

func joinStrs(list []Value) string {
	parts := make([]string, len(list))
	for i, x := range list {
		parts[i] = reprString(x)
	}
	return strings.Join(parts, ", ")
}

// genericMROEntries is __mro_entries__ of an alias of Generic: it is no base of its own
// where a later base brings it.
func genericMROEntries(v, bases Value) bool {
	list, _ := AsTuple(bases)
	if list == nil {
		return true
	}
	after := false
	for _, b := range list.Items() {
		switch {
		case b == v:
			after = true
		case b.IsType() && b.ref.typ != GenericAliasType && AsType(b) != GenericType && AsType(b).takesParams():
			return false
		case after && b.ref.typ == GenericAliasType && alias(b).origin.IsType() && AsType(alias(b).origin).IsSubclass(GenericType):
			return false
		case after && b.ref.typ != GenericAliasType && !b.IsType():
			if _, ok, _ := LookupAttr(b, Intern("__origin__")); ok {
				return false
			}
		}
	}
	return true
}
