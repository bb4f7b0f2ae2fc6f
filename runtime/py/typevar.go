package py

import "unsafe"

// This file implements the objects that type parameters make (PEP 695
// and 696): TypeVar, ParamSpec and TypeVarTuple.

// The types. Package typing shows them under their names.
var (
	TypeVarType      = &Type{Name: "TypeVar"}
	ParamSpecType    = &Type{Name: "ParamSpec"}
	TypeVarTupleType = &Type{Name: "TypeVarTuple"}
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
	Doc:    "The type of the NoDefault singleton.",
	Slots: Slots{
		Repr: func(Value) (Value, *Exception) { return StrV("typing.NoDefault"), nil },
		New: func(_ *Type, args []Value, _ []*Str) (Value, *Exception) {
			if len(args) > 0 {
				return Value{}, Raisef(TypeErrorType, "NoDefaultType takes no arguments")
			}
			return noDefault, nil
		},
	},
}

// typeParamGetSets are the attributes that the three classes have.
var typeParamGetSets = []GetSet{
	{Name: "__name__", Get: func(v Value) (Value, *Exception) { return typeParam(v).Name.Value(), nil }},
	{Name: "__default__", Get: func(v Value) (Value, *Exception) { return typeParam(v).Default.Get(noDefault) }},
}

// varianceGetSets are the attributes of TypeVar and ParamSpec.
var varianceGetSets = []GetSet{
	{Name: "__bound__", Get: func(v Value) (Value, *Exception) { return typeParam(v).Bound.Get(None) }},
	{Name: "__covariant__", Get: func(v Value) (Value, *Exception) { return Bool(typeParam(v).Covariant), nil }},
	{Name: "__contravariant__", Get: func(v Value) (Value, *Exception) { return Bool(typeParam(v).Contravariant), nil }},
	{Name: "__infer_variance__", Get: func(v Value) (Value, *Exception) { return Bool(typeParam(v).Infer), nil }},
}

var constraintsGetSet = GetSet{Name: "__constraints__", Get: func(v Value) (Value, *Exception) {
	return typeParam(v).Constraints.Get(NewTuple(nil).Value())
}}

// noSubclass is __mro_entries__ of what cannot be a base class.
func noSubclass(v, _ Value) (Value, *Exception) {
	return Value{}, Raisef(TypeErrorType, "Cannot subclass an instance of %s", v.ref.typ.Name)
}

var typeParamMethods = []Method{
	{Name: "__mro_entries__", Sig: "($self, bases, /)", Impl: noSubclass},
	{Name: "__reduce__", Sig: "($self, /)", Impl: func(v Value) (Value, *Exception) { return typeParam(v).Name.Value(), nil }},
	{Name: "has_default", Sig: "($self, /)", Impl: func(v Value) (Value, *Exception) { return Bool(typeParam(v).hasDefault()), nil }},
}

func (p *TypeParam) hasDefault() bool {
	return !p.Default.Fn.IsUnbound() || !p.Default.Value.IsUnbound()
}

// typeParamSpec returns the specification of one of the classes: subst is what replaces an
// instance, prepare takes its share of the arguments, more are the attributes that only some
// have.
func typeParamSpec(subst, prepare any, more ...GetSet) TypeSpec {
	s := TypeSpec{
		Module: "typing",
		Layout: LayoutWithAttrs[TypeParam](unsafe.Offsetof(TypeParam{}.Attrs)),
		Slots:  Slots{Repr: typeParamRepr},
		Methods: append([]Method{
			{Name: "__typing_subst__", Sig: "($self, arg, /)", Impl: subst},
			{Name: "__typing_prepare_subst__", Sig: "($self, alias, args, /)", Impl: prepare},
		}, typeParamMethods...),
		GetSets: append(append([]GetSet(nil), typeParamGetSets...), more...),
	}
	s.Slots.Binary, s.Slots.Reflected = &BinaryTable{OpOr: typingOr}, &BinaryTable{OpOr: typingOrReflected}
	return s
}

func init() {
	typeVar, paramSpec, tuple := typeParamSpec(typeVarSubst, typeVarPrepare, append(varianceGetSets, constraintsGetSet)...),
		typeParamSpec(paramSpecSubst, paramSpecPrepare, append(varianceGetSets, paramSpecGetSets...)...), typeParamSpec(typeVarTupleSubst, typeVarTuplePrepare)
	tuple.Slots.Iter = func(v Value) (Value, *Exception) {
		return Iter(NewTuple([]Value{unpacked(v)}).Value())
	}
	TypeVarType.typeForm, ParamSpecType.typeForm, TypeVarTupleType.typeForm = true, true, true
	TypeVarType.Define(&typeVar)
	ParamSpecType.Define(&paramSpec)
	TypeVarTupleType.Define(&tuple)
	noDefaultType.Define(&noDefaultSpec)
}
