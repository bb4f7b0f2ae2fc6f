package py

// This file implements typing.TypeAliasType, what a type statement makes (PEP 695).

// TypeAliasTypeType is typing.TypeAliasType.
var TypeAliasTypeType = &Type{Name: "TypeAliasType"}

// typeAlias is an instance of TypeAliasType.
type typeAlias struct {
	Header
	name   *Str
	params *Tuple
	value  Lazy
	module Value // unbound: the module of the function that computes the value
}

// NewTypeAlias returns what a type statement assigns; value is a function.
func NewTypeAlias(name *Str, params, value Value) (Value, *Exception) {
	a := &typeAlias{Header: Header{TypeAliasTypeType}, name: name, params: heap[Tuple](params), value: Lazy{Fn: value}}
	var exc *Exception
	a.module, exc = GetAttr(value, nameModule)
	return a.Value(), exc
}

var typeAliasSig = NewSignature("typealias", "", "(name, value, *, type_params=())")

// typeAliasNew is TypeAliasType(name, value, type_params=...).
func typeAliasNew(cls *Type, args []Value, names []*Str) (Value, *Exception) {
	a, exc := typeAliasSig.Parse(args, names)
	if exc != nil {
		return Value{}, exc
	}
	name, ok := AsStr(a[0])
	if !ok {
		return Value{}, Raisef(TypeErrorType, "typealias() argument 'name' must be str, not %s", a[0].ref.typ.ShownName())
	}
	params := EmptyTuple
	if a[2].ref != nil {
		if params, ok = AsTuple(a[2]); !ok {
			return Value{}, Raisef(TypeErrorType, "type_params must be a tuple")
		}
	}
	return (&typeAlias{Header: Header{TypeAliasTypeType}, name: InternStr(name), params: params,
		value: Lazy{Value: a[1]}, module: StrV(CallerModule())}).Value(), nil
}

var typeAliasSpec = TypeSpec{
	Module: "typing",
	Doc: `Type alias.

Type aliases are created through the type statement::

    type Alias = int

In this example, Alias and int will be treated equivalently by static
type checkers.

At runtime, Alias is an instance of TypeAliasType. The __name__
attribute holds the name of the type alias. The value of the type alias
is stored in the __value__ attribute. It is evaluated lazily, so the
value is computed only if the attribute is accessed.

Type aliases can also be generic::

    type ListOrSet[T] = list[T] | set[T]

In this case, the type parameters of the alias are stored in the
__type_params__ attribute.

See PEP 695 for more information.
`,
	Layout: LayoutOf[typeAlias](),
	Slots: Slots{
		Repr: func(v Value) (Value, *Exception) { return heap[typeAlias](v).name.Value(), nil },
		GetItem: func(v, item Value) (Value, *Exception) {
			if len(heap[typeAlias](v).params.Items()) == 0 {
				return Value{}, Raisef(TypeErrorType, "Only generic type aliases are subscriptable")
			}
			return NewGenericAlias(v, item), nil
		},
		New: typeAliasNew,
	},
	Methods: []Method{
		{Name: "__reduce__", Sig: "($self, /)", Impl: func(v Value) (Value, *Exception) { return heap[typeAlias](v).name.Value(), nil }},
	},
	GetSets: []GetSet{
		{Name: "__name__", Get: func(v Value) (Value, *Exception) { return heap[typeAlias](v).name.Value(), nil }},
		{Name: "__value__", Get: func(v Value) (Value, *Exception) { return heap[typeAlias](v).value.Get(None) }},
		{Name: "__type_params__", Get: func(v Value) (Value, *Exception) { return heap[typeAlias](v).params.Value(), nil }},
		{Name: "__parameters__", Get: func(v Value) (Value, *Exception) { return unpackedParams(heap[typeAlias](v).params.Items()), nil }},
		{Name: "__module__", Get: func(v Value) (Value, *Exception) { return heap[typeAlias](v).module, nil }},
	},
}

func init() {
	TypeAliasTypeType.typeForm = true
	typeAliasSpec.Slots.Binary = &BinaryTable{OpOr: unionOr}
	typeAliasSpec.Slots.Reflected = &BinaryTable{OpOr: func(a, b Value) (Value, *Exception) { return unionOr(b, a) }}
	TypeAliasTypeType.Define(&typeAliasSpec)
}
