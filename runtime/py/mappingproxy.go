package py

// This file implements MappingProxy, the read-only view of a mapping that classes give
// as their __dict__ (types.MappingProxyType).

// MappingProxy is a mappingproxy object.
type MappingProxy struct {
	Header
	Mapping Value
}

// NewMappingProxy returns a read-only view of mapping.
func NewMappingProxy(mapping Value) Value {
	return (&MappingProxy{Header{MappingProxyType}, mapping}).Value()
}

func proxied(v Value) Value { return heap[MappingProxy](v).Mapping }

// proxyMethod is a method that the mapping behind the proxy carries out.
func proxyMethod(name, doc string) Method {
	key := Intern(name)
	return Method{Name: name, Doc: doc, Impl: func(v Value, args []Value) (Value, *Exception) {
		return CallMethodN(proxied(v), key, args)
	}}
}

func init() {
	MappingProxyType.Define(&TypeSpec{
		Doc:    "Read-only proxy of a mapping.",
		Flags:  FlagMappingPattern,
		Layout: LayoutOf[MappingProxy](),
		Slots: Slots{
			Repr: func(v Value) (Value, *Exception) {
				b, exc := appendRepr([]byte("mappingproxy("), proxied(v))
				if exc != nil {
					return Value{}, exc
				}
				return NewStr(bytesString(append(b, ')'))).Value(), nil
			},
			Str:      func(v Value) (Value, *Exception) { return Str_(proxied(v)) },
			Hash:     func(v Value) (int64, *Exception) { return Hash(proxied(v)) },
			Compare:  func(op CompareOp, a, b Value) (Value, *Exception) { return Compare(op, proxied(a), unproxied(b)) },
			Iter:     func(v Value) (Value, *Exception) { return Iter(proxied(v)) },
			Len:      func(v Value) (int, *Exception) { return Len(proxied(v)) },
			GetItem:  func(v, key Value) (Value, *Exception) { return GetItem(proxied(v), key) },
			Contains: func(v, key Value) (bool, *Exception) { return Contains(proxied(v), key) },
			Binary: &BinaryTable{OpOr: func(a, b Value) (Value, *Exception) {
				return BinaryOperation(OpOr, unproxied(a), unproxied(b))
			}},
			Reflected: &BinaryTable{OpOr: func(a, b Value) (Value, *Exception) {
				return BinaryOperation(OpOr, unproxied(b), unproxied(a))
			}},
			Inplace: &BinaryTable{OpOr: func(a, b Value) (Value, *Exception) {
				return Value{}, Raisef(TypeErrorType, "'|=' is not supported by mappingproxy; use '|' instead")
			}},
			New: mappingProxyNew,
		},
		Methods: []Method{
			proxyMethod("get", "Return the value for key if key is in the mapping, else default."),
			proxyMethod("keys", "a set-like object providing a view on the underlying mapping's keys"),
			proxyMethod("values", "an object providing a view on underlying mapping's values"),
			proxyMethod("items", "a set-like object providing a view on the underlying mapping's items"),
			proxyMethod("copy", "a shallow copy of the underlying mapping"),
			{Name: "__reversed__", Sig: "($self, /)", Impl: func(v Value) (Value, *Exception) {
				return CallMethod0(proxied(v), strReversed)
			}},
		},
		ClassMethods: []Method{classGetItem},
	})
}

func unproxied(v Value) Value {
	if v.ref.typ == MappingProxyType {
		return proxied(v)
	}
	return v
}

func mappingProxyNew(cls *Type, args []Value, names []*Str) (Value, *Exception) {
	if len(args) == 0 {
		return Value{}, Raisef(TypeErrorType, "mappingproxy() missing required argument 'mapping' (pos 1)")
	}
	if len(args) > 1 {
		return Value{}, Raisef(TypeErrorType, "mappingproxy() takes at most 1 argument (%d given)", len(args))
	}
	m := args[0]
	if f := m.ref.typ.Flags; m.ref.typ.GetItem == nil || f&(FlagList|FlagTuple) != 0 {
		return Value{}, Raisef(TypeErrorType, "mappingproxy() argument must be a mapping, not %s", m.ref.typ.ShownName())
	}
	return NewMappingProxy(m), nil
}
