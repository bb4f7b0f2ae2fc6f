package py

import (
	"slices"
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
	return NewTypingAlias(TypingAliasType, Alias{Origin: GenericType.Value(), Args: heap[Tuple](unpackedParams(heap[Tuple](params).Items())).Items()})
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

// genericClassGetItem is C[params] for a generic class, or Generic itself.
func genericClassGetItem(cls, params Value) (Value, *Exception) {
	items := []Value{params}
	if t, ok := AsTuple(params); ok {
		items = append([]Value(nil), t.Items()...)
	}
	exc := typeConvertAll(items)
	if exc != nil {
		return Value{}, exc
	}
	t := AsType(cls)
	if t.takesParams() {
		exc = checkTypeParams(t, items)
	} else {
		items, exc = specialize(t, items)
	}
	if exc != nil {
		return Value{}, exc
	}
	return NewTypingAlias(TypingAliasType, Alias{Origin: cls, Args: items})
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
		if x.ref.typ != TypeVarType && x.ref.typ != ParamSpecType && !isUnpackedParam(x) {
			return Raisef(TypeErrorType, "Parameters to %s[...] must all be type variables or parameter specification variables.", t.Name)
		}
		for _, y := range items[:i] {
			same, exc := EqBool(x, y)
			if exc != nil {
				return exc
			}
			if same {
				return Raisef(TypeErrorType, "Parameters to %s[...] must all be unique", t.Name)
			}
		}
	}
	return nil
}

// specialize returns the arguments of the generic class t for items.
func specialize(t *Type, items []Value) ([]Value, *Exception) {
	params, exc := ownParams(t.Value())
	if exc == nil {
		items, exc = prepareArgs(t.Value(), params, items)
	}
	if exc != nil {
		return nil, exc
	}
	if len(params) == 0 {
		return nil, notGeneric(t.Value())
	}
	if n := len(items); n != len(params) && (n > len(params) || !isTypeParam(params[n]) || !typeParam(params[n]).hasDefault()) {
		expected := strconv.Itoa(len(params))
		if n < len(params) {
			least := 0
			for _, p := range params {
				if !isTypeParam(p) || !typeParam(p).hasDefault() {
					least++
				}
			}
			expected = "at least " + strconv.Itoa(least)
		}
		return nil, argumentCount(t.Value(), n, expected, n > len(params))
	}
	out := make([]Value, 0, len(items))
	for i, x := range items {
		if share, ok := AsTuple(x); ok && params[i].ref.typ == TypeVarTupleType {
			out = append(out, share.Items()...)
		} else {
			out = append(out, x)
		}
	}
	return out, nil
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
			plain = plain || b == GenericType && t.moduleName() != "typing" && t.typ != TypeForms.TypedDict
		}
	}
	if plain {
		return Value{}, Raisef(TypeErrorType, "Cannot inherit from plain Generic")
	}
	params, exc := collectTypeParams(bases, true)
	if exc != nil {
		return Value{}, exc
	}
	var listed *Alias
	for _, b := range bases {
		if !b.ref.typ.IsSubclass(TypingAliasType) || !alias(b).Origin.IsType() || !AsType(alias(b).Origin).takesParams() {
			continue
		}
		if listed != nil {
			return Value{}, Raisef(TypeErrorType, "Cannot inherit from %s[...] multiple times.", AsType(listed.Origin).Name)
		}
		listed = alias(b)
	}
	if listed != nil {
		own := listed.Params()
		var missing []Value
		for _, p := range params {
			if !slices.Contains(own, p) {
				missing = append(missing, p)
			}
		}
		if len(missing) > 0 {
			return Value{}, Raisef(TypeErrorType, "Some type variables (%s) are not listed in %s[%s]", joinStrs(missing), AsType(listed.Origin).Name, joinStrs(own))
		}
		params = own
	}
	return None, SetAttr(cls, nameParameters, NewTuple(params).Value())
}

func joinStrs(list []Value) string {
	parts := make([]string, len(list))
	for i, x := range list {
		parts[i] = reprString(x)
	}
	return strings.Join(parts, ", ")
}
