package py

// This file implements types.UnionType: int | str (PEP 604).

type union struct {
	Header
	args []Value
}

// unionable reports whether v can be an operand of | between types.
func unionable(v Value) bool {
	t := v.ref.typ
	if t.IsSubclass(TypingAliasType) || isTypeParam(v) {
		return TypeForms.Union == nil // package typing makes unions of them
	}
	return v.IsNone() || v.IsType() || isAliasType(t) || t == UnionType || t.typeForm
}

// unionOr is a | b for types.
func unionOr(a, b Value) (Value, *Exception) {
	if !unionable(a) || !unionable(b) {
		return NotImplemented, nil
	}
	var args []Value
	for _, x := range []Value{a, b} {
		members := []Value{x}
		switch {
		case x.ref.typ == UnionType:
			members = heap[union](x).args
		case x.IsNone():
			members = []Value{NoneType.Value()}
		}
		for _, m := range members {
			dup := false
			for _, have := range args {
				same, exc := EqBool(have, m)
				if exc != nil {
					return Value{}, exc
				}
				dup = dup || same
			}
			if !dup {
				args = append(args, m)
			}
		}
	}
	if len(args) == 1 {
		return args[0], nil
	}
	return (&union{Header: Header{UnionType}, args: args}).Value(), nil
}

// UnionOr is a | b for types, NotImplemented where one is none: for __or__ of objects
// that stand for types.
func UnionOr(a, b Value) (Value, *Exception) { return unionOr(a, b) }

// typeText is how a type is shown inside a union or generic alias.
func typeText(v Value) (string, *Exception) {
	switch {
	case v.IsType() && !isAliasType(v.ref.typ):
		t := AsType(v)
		if t == NoneType {
			return "None", nil
		}
		return t.FullName(), nil
	case v == Ellipsis:
		return "...", nil
	}
	r, exc := Repr(v)
	if exc != nil {
		return "", exc
	}
	return r.Str().S, nil
}

func unionRepr(v Value) (Value, *Exception) {
	s := ""
	for i, a := range heap[union](v).args {
		t, exc := typeText(a)
		if exc != nil {
			return Value{}, exc
		}
		if i > 0 {
			s += " | "
		}
		s += t
	}
	return StrV(s), nil
}

// sameMembers reports whether a and b have equal members, in any order.
func sameMembers(a, b []Value) (bool, *Exception) {
	if len(a) != len(b) {
		return false, nil
	}
next:
	for _, x := range a {
		for _, y := range b {
			same, exc := EqBool(x, y)
			if exc != nil {
				return false, exc
			}
			if same {
				continue next
			}
		}
		return false, nil
	}
	return true, nil
}

var unionSpec = TypeSpec{
	Module: "types",
	NoNew:  true,
	Slots: Slots{
		Repr: unionRepr,
		Compare: func(op CompareOp, a, b Value) (Value, *Exception) {
			if b.Type() != UnionType {
				return NotImplemented, nil
			}
			same, exc := sameMembers(heap[union](a).args, heap[union](b).args)
			return eqResult(op, same), exc
		},
		Hash: func(v Value) (int64, *Exception) {
			set := NewFrozenSet() // as typing.Union hashes, which is equal to it
			for _, a := range heap[union](v).args {
				if exc := set.Add(a); exc != nil {
					return 0, exc
				}
			}
			return Hash(set.Value())
		},
		Binary:    &BinaryTable{OpOr: unionOr},
		Reflected: &BinaryTable{OpOr: func(a, b Value) (Value, *Exception) { return unionOr(b, a) }},
		GetItem: func(v, item Value) (Value, *Exception) {
			u := heap[union](v)
			params := typeParams(u.args)
			args, exc := SubstituteArgs(v, u.args, params, item, false)
			if exc != nil {
				return Value{}, exc
			}
			r := args[0]
			for _, a := range args[1:] {
				if r, exc = unionOr(r, a); exc != nil {
					return Value{}, exc
				}
			}
			return r, nil
		},
	},
	Methods: []Method{
		{Name: "__instancecheck__", Sig: "($self, instance, /)", Impl: func(v, x Value) (Value, *Exception) {
			b, exc := IsInstanceOf(x, v)
			return Bool(b), exc
		}},
		{Name: "__subclasscheck__", Sig: "($self, subclass, /)", Impl: func(v, x Value) (Value, *Exception) {
			b, exc := IsSubclassOf(x, v)
			return Bool(b), exc
		}},
	},
	GetSets: []GetSet{
		{Name: "__args__", Get: func(v Value) (Value, *Exception) {
			return NewTuple(heap[union](v).args).Value(), nil
		}},
		{Name: "__parameters__", Get: func(v Value) (Value, *Exception) {
			return NewTuple(typeParams(heap[union](v).args)).Value(), nil
		}},
	},
}

func init() { UnionType.Define(&unionSpec) }
