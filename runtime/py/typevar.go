package py

import "unsafe"

// This file implements the objects that type parameters and type statements make (PEP 695
// and 696): TypeVar, ParamSpec, TypeVarTuple, TypeAliasType, and typing.Generic, the base
// that a class with type parameters has.

// The types. Package typing shows them under their names.
var (
	TypeVarType       = &Type{Name: "TypeVar"}
	ParamSpecType     = &Type{Name: "ParamSpec"}
	TypeVarTupleType  = &Type{Name: "TypeVarTuple"}
	TypeAliasTypeType = &Type{Name: "TypeAliasType"}
	GenericType       = &Type{Name: "Generic"}
)

// Lazy is a value that is computed when it is first asked for, by calling a function.
type Lazy struct {
	Fn    Value // unbound once the value is there, or where there is none
	Value Value // unbound until then
}

// Get returns the value, or absent where there is none.
func (l *Lazy) Get(absent Value) (Value, *Exception) {
	if !l.Fn.IsUnbound() {
		v, exc := Call0(l.Fn)
		if exc != nil {
			return Value{}, exc
		}
		*l = Lazy{Value: v}
	}
	if l.Value.IsUnbound() {
		return absent, nil
	}
	return l.Value, nil
}

// TypeParam is a TypeVar, ParamSpec or TypeVarTuple.
type TypeParam struct {
	Header
	Name                        *Str
	Bound, Constraints, Default Lazy
	Covariant, Contravariant    bool
	// Infer says that the variance is inferred: it came from a type parameter list.
	Infer bool
	Attrs Attrs
}

// typeAlias is an instance of TypeAliasType.
type typeAlias struct {
	Header
	name   *Str
	params Value
	value  Lazy
	Attrs  Attrs
}

func newTypeParam(t *Type, name *Str, def Value) *TypeParam {
	p := &TypeParam{Header: Header{t}, Name: name, Infer: true}
	p.Default.Fn = def
	return p
}

// NewTypeVar returns the TypeVar of a type parameter. bound, constraints and def are
// functions that compute them, or unbound.
func NewTypeVar(name *Str, bound, constraints, def Value) (Value, *Exception) {
	p := newTypeParam(TypeVarType, name, def)
	p.Bound.Fn, p.Constraints.Fn = bound, constraints
	return p.Value(), nil
}

// NewParamSpec returns the ParamSpec of a type parameter.
func NewParamSpec(name *Str, def Value) (Value, *Exception) {
	return newTypeParam(ParamSpecType, name, def).Value(), nil
}

// NewTypeVarTuple returns the TypeVarTuple of a type parameter.
func NewTypeVarTuple(name *Str, def Value) (Value, *Exception) {
	return newTypeParam(TypeVarTupleType, name, def).Value(), nil
}

// NewTypeAlias returns what a type statement assigns; value is a function.
func NewTypeAlias(name *Str, params, value Value) (Value, *Exception) {
	return (&typeAlias{Header: Header{TypeAliasTypeType}, name: name, params: params, value: Lazy{Fn: value}}).Value(), nil
}

// GenericBase returns Generic[params], the last base of a class with type parameters.
func GenericBase(params Value) (Value, *Exception) {
	items := append([]Value(nil), heap[Tuple](params).Items...)
	for i, p := range items {
		if p.Type() == TypeVarTupleType {
			items[i] = unpacked(p)
		}
	}
	return NewGenericAlias(GenericType.Value(), NewTuple(items).Value()), nil
}

// unpacked returns *Ts for the TypeVarTuple Ts.
func unpacked(p Value) Value {
	a := NewGenericAlias(p, NewTuple(nil).Value())
	alias(a).starred = true
	return a
}

func typeParam(v Value) *TypeParam { return heap[TypeParam](v) }

func typeParamRepr(v Value) (Value, *Exception) {
	p := typeParam(v)
	prefix := "~"
	switch {
	case p.Infer || p.typ == TypeVarTupleType:
		prefix = ""
	case p.Covariant:
		prefix = "+"
	case p.Contravariant:
		prefix = "-"
	}
	return StrV(prefix + p.Name.S), nil
}

// noDefault is typing.NoDefault.
var noDefault = (&Instance{Header: Header{noDefaultType}}).Value()

// NoDefault is typing.NoDefault, the default of a type parameter that has none.
var NoDefault = noDefault

var noDefaultType = &Type{Name: "NoDefaultType"}

var noDefaultSpec = TypeSpec{
	Module: "typing",
	NoNew:  true,
	Slots:  Slots{Repr: func(Value) (Value, *Exception) { return StrV("typing.NoDefault"), nil }},
}

var typeParamGetSets = []GetSet{
	{Name: "__name__", Get: func(v Value) (Value, *Exception) { return typeParam(v).Name.Value(), nil }},
	{Name: "__bound__", Get: func(v Value) (Value, *Exception) { return typeParam(v).Bound.Get(None) }},
	{Name: "__constraints__", Get: func(v Value) (Value, *Exception) {
		return typeParam(v).Constraints.Get(NewTuple(nil).Value())
	}},
	{Name: "__default__", Get: func(v Value) (Value, *Exception) { return typeParam(v).Default.Get(noDefault) }},
	{Name: "__covariant__", Get: func(v Value) (Value, *Exception) { return Bool(typeParam(v).Covariant), nil }},
	{Name: "__contravariant__", Get: func(v Value) (Value, *Exception) { return Bool(typeParam(v).Contravariant), nil }},
	{Name: "__infer_variance__", Get: func(v Value) (Value, *Exception) { return Bool(typeParam(v).Infer), nil }},
}

var typeParamMethods = []Method{
	{Name: "has_default", Sig: "($self, /)", Impl: func(v Value) (Value, *Exception) {
		d := typeParam(v).Default
		return Bool(!d.Fn.IsUnbound() || !d.Value.IsUnbound()), nil
	}},
	{Name: "__typing_subst__", Sig: "($self, arg, /)", Impl: func(_, arg Value) (Value, *Exception) { return arg, nil }},
}

func typeParamSpec() TypeSpec {
	s := TypeSpec{
		Module:  "typing",
		Layout:  LayoutWithAttrs[TypeParam](unsafe.Offsetof(TypeParam{}.Attrs)),
		Slots:   Slots{Repr: typeParamRepr},
		Methods: typeParamMethods,
		GetSets: typeParamGetSets,
	}
	s.Slots.Binary[OpOr], s.Slots.Reflected[OpOr] = unionOr, func(a, b Value) (Value, *Exception) { return unionOr(b, a) }
	return s
}

var typeAliasSpec = TypeSpec{
	Module: "typing",
	Layout: LayoutWithAttrs[typeAlias](unsafe.Offsetof(typeAlias{}.Attrs)),
	Slots: Slots{
		Repr:    func(v Value) (Value, *Exception) { return heap[typeAlias](v).name.Value(), nil },
		GetItem: func(v, item Value) (Value, *Exception) { return NewGenericAlias(v, item), nil },
	},
	GetSets: []GetSet{
		{Name: "__name__", Get: func(v Value) (Value, *Exception) { return heap[typeAlias](v).name.Value(), nil }},
		{Name: "__value__", Get: func(v Value) (Value, *Exception) { return heap[typeAlias](v).value.Get(None) }},
		{Name: "__type_params__", Get: func(v Value) (Value, *Exception) { return heap[typeAlias](v).params, nil }},
		{Name: "__parameters__", Get: func(v Value) (Value, *Exception) { return heap[typeAlias](v).params, nil }},
	},
}

var genericSpec = TypeSpec{
	Module: "typing",
	Flags:  FlagBaseType,
	ClassMethods: []Method{
		{Name: "__class_getitem__", Sig: "($type, params, /)", Impl: func(cls, params Value) (Value, *Exception) {
			return NewGenericAlias(cls, params), nil
		}},
	},
}

func init() {
	typeVar, paramSpec, tuple := typeParamSpec(), typeParamSpec(), typeParamSpec()
	tuple.Slots.Iter = func(v Value) (Value, *Exception) {
		return Iter(NewTuple([]Value{unpacked(v)}).Value())
	}
	TypeVarType.typeForm, ParamSpecType.typeForm, TypeVarTupleType.typeForm = true, true, true
	TypeAliasTypeType.typeForm = true
	typeAliasSpec.Slots.Binary[OpOr], typeAliasSpec.Slots.Reflected[OpOr] = unionOr, func(a, b Value) (Value, *Exception) { return unionOr(b, a) }
	TypeVarType.Define(&typeVar)
	ParamSpecType.Define(&paramSpec)
	TypeVarTupleType.Define(&tuple)
	TypeAliasTypeType.Define(&typeAliasSpec)
	GenericType.Define(&genericSpec)
	noDefaultType.Define(&noDefaultSpec)
}
