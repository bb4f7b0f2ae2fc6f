package py

import "slices"

// This file defines what a subscripted class or form is: types.GenericAlias,
// typing._GenericAlias and their subclasses.

// Alias is an instance of types.GenericAlias, typing._GenericAlias or one of their
// subclasses.
type Alias struct {
	Header
	Origin Value
	Args   []Value
	// Starred says that it is unpacked: *tuple[int, ...].
	Starred bool
	// Name is the name in the module typing, nil for user-defined generic classes.
	Name *Str
	// NoInst says that it cannot be called to make an instance of its origin.
	NoInst bool
	// Metadata is what typing.Annotated adds.
	Metadata []Value
	params   []Value // the type parameters of a typing._GenericAlias
	Attrs    Attrs
}

// TypingAliasType is typing._GenericAlias, TypingBaseAliasType its base, of which the aliases
// that are not subscripted are as well.
var (
	TypingBaseAliasType = &Type{Name: "_BaseGenericAlias"}
	TypingAliasType     = &Type{Name: "_GenericAlias", Base: TypingBaseAliasType}
)

// NewGenericAlias returns origin[item].
func NewGenericAlias(origin, item Value) Value {
	args := []Value{item}
	if t, ok := AsTuple(item); ok {
		args = t.Items()
	}
	return (&Alias{Header: Header{GenericAliasType}, Origin: origin, Args: args}).Value()
}

// NewTypingAlias returns an instance of typing._GenericAlias or the subclass t of it.
func NewTypingAlias(t *Type, a Alias) (Value, *Exception) {
	a.typ = t
	params, exc := collectTypeParams(a.Args, a.Origin.IsType() && AsType(a.Origin).takesParams())
	a.params = params
	return a.Value(), exc
}

// isAliasType reports whether instances of t are Aliases.
func isAliasType(t *Type) bool {
	return t == GenericAliasType || t == TypingAliasType || t.Flags&(FlagType|FlagInt|FlagStr) == 0 && (t.IsSubclass(TypingAliasType) || t.IsSubclass(GenericAliasType))
}

// AsAlias returns v as an Alias, if it is one.
func AsAlias(v Value) (*Alias, bool) {
	if !isAliasType(v.ref.typ) {
		return nil, false
	}
	return heap[Alias](v), true
}

func alias(v Value) *Alias { return heap[Alias](v) }

// Params returns __parameters__: the type parameters that subscripting replaces.
func (a *Alias) Params() []Value {
	switch {
	case isUnpackedParam(a.Value()):
		return []Value{a.Origin}
	case a.typ.IsSubclass(TypingAliasType):
		return a.params
	}
	return typeParams(a.Args)
}

var (
	nameTypingSubst   = Intern("__typing_subst__")
	namePrepareSubst  = Intern("__typing_prepare_subst__")
	nameParameters    = Intern("__parameters__")
	nameUnpackedArgs  = Intern("__typing_unpacked_tuple_args__")
	nameUnpackedParam = Intern("__typing_is_unpacked_typevartuple__")
)

// typeParams collects the type variables among args, each once.
func typeParams(args []Value) []Value {
	params, _ := collectTypeParams(args, false)
	return params
}

// collectTypeParams collects the type variables among args, each once. With ordered, none
// without a default may follow one with a default.
func collectTypeParams(args []Value, ordered bool) (params []Value, exc *Exception) {
	variadic, defaults := false, false
	for _, a := range args {
		if a.IsType() && !isAliasType(a.ref.typ) {
			continue
		}
		if t, ok := AsTuple(a); ok {
			params = appendNew(params, typeParams(t.Items()))
			continue
		}
		if t := a.Type().Lookup(nameTypingSubst); t.ref == nil {
			own, _ := ownParams(a)
			variadic = variadic || isUnpackedParam(a)
			params = appendNew(params, own)
			continue
		}
		if slices.Contains(params, a) {
			continue
		}
		if ordered && isTypeParam(a) {
			has := typeParam(a).hasDefault()
			switch {
			case has && variadic:
				return nil, Raisef(TypeErrorType, "Type parameter with a default follows TypeVarTuple")
			case has:
				defaults = true
			case defaults:
				return nil, Raisef(TypeErrorType, "Type parameter %s without a default follows type parameter with a default", reprString(a))
			}
		}
		params = append(params, a)
	}
	return params, nil
}

// appendNew appends the members of more that list has not.
func appendNew(list, more []Value) []Value {
	for _, x := range more {
		if !slices.Contains(list, x) {
			list = append(list, x)
		}
	}
	return list
}

// ownParams returns __parameters__ of v, where it has them.
func ownParams(v Value) ([]Value, *Exception) {
	p, found, exc := LookupAttr(v, nameParameters)
	if exc != nil || !found {
		return nil, exc
	}
	if t, ok := AsTuple(p); ok {
		return t.Items(), nil
	}
	return nil, nil
}

// isTypeParam reports whether v is a type variable of any kind.
func isTypeParam(v Value) bool {
	switch v.ref.typ {
	case TypeVarType, ParamSpecType, TypeVarTupleType:
		return true
	}
	return false
}

// isUnpackedParam reports whether v is *Ts for a TypeVarTuple Ts.
func isUnpackedParam(v Value) bool {
	a, ok := AsAlias(v)
	if !ok {
		return false
	}
	if a.typ == GenericAliasType {
		return a.Starred && a.Origin.ref.typ == TypeVarTupleType
	}
	x, found, _ := LookupAttr(v, nameUnpackedParam)
	return found && x == True
}
