package py

// This file implements types.SimpleNamespace.

func namespaceInit(v Value, args []Value, names []*Str) *Exception {
	npos := len(args) - len(names)
	if npos > 1 || npos > 0 && !VersionAtLeast(13) {
		if !VersionAtLeast(13) {
			return Raisef(TypeErrorType, "no positional arguments expected")
		}
		return ArityError("SimpleNamespace", npos, 0, 1)
	}
	a := AttrsOf(v)
	if npos == 1 {
		dv, exc := Call1(DictType.Value(), args[0])
		if exc != nil {
			return exc
		}
		d := heap[Dict](dv)
		for k, x, pos, ok := d.Entry(0); ok; k, x, pos, ok = d.Entry(pos) {
			s, isStr := AsStr(k)
			if !isStr {
				return Raisef(TypeErrorType, "keywords must be strings")
			}
			a.Set(InternStr(s), x)
		}
	}
	for i, n := range names {
		a.Set(n, args[npos+i])
	}
	return nil
}

func namespaceRepr(v Value) (Value, *Exception) {
	name := v.Type().Name
	if v.Type() == SimpleNamespaceType {
		name = "namespace"
	}
	if fresh, exc := ReprEnter(v); exc != nil {
		return Value{}, exc
	} else if !fresh {
		return StrV(name + "(...)"), nil
	}
	defer ReprLeave()
	s := name + "("
	first := true
	d := AttrsOf(v).Dict()
	for k, x, pos, ok := d.Entry(0); ok; k, x, pos, ok = d.Entry(pos) {
		n, isStr := AsStr(k)
		if !isStr || n.S == "" {
			continue
		}
		r, exc := Repr(x)
		if exc != nil {
			return Value{}, exc
		}
		if !first {
			s += ", "
		}
		first = false
		s += n.S + "=" + r.Str().S
	}
	return StrV(s + ")"), nil
}

var namespaceSpec = TypeSpec{
	Module: "types",
	Flags:  FlagBaseType,
	NoHash: true,
	Slots: Slots{
		New:  func(cls *Type, _ []Value, _ []*Str) (Value, *Exception) { return cls.Alloc(cls), nil },
		Init: namespaceInit, Repr: namespaceRepr,
		Compare: func(op CompareOp, a, b Value) (Value, *Exception) {
			if !IsInstance(a, SimpleNamespaceType) || !IsInstance(b, SimpleNamespaceType) || op != EQ && op != NE {
				return NotImplemented, nil
			}
			same, exc := EqBool(AttrsOf(a).Dict().Value(), AttrsOf(b).Dict().Value())
			return eqResult(op, same), exc
		},
	},
	Methods: []Method{{Name: "__replace__", Impl: namespaceReplace}, {Name: "__reduce__", Sig: "($self, /)", Doc: reduceDoc, Impl: func(v Value) (Value, *Exception) {
		return TupleV(v.ref.typ.Value(), EmptyTuple.Value(), AttrsOf(v).Dict().Value()), nil
	}},
	},
	GetSets: []GetSet{{Name: "__dict__", Get: getDict}},
}

func init() {
	var i Instance
	namespaceSpec.Layout = LayoutWithAttrs[Instance](offsetOfAttrs(&i, &i.Attrs))
	SimpleNamespaceType.Define(&namespaceSpec)
}

// namespaceReplace is ns.__replace__(**changes).
func namespaceReplace(v Value, args []Value, names []*Str) (Value, *Exception) {
	if len(args) > len(names) {
		return Value{}, Raisef(TypeErrorType, "__replace__() takes no positional arguments")
	}
	r, exc := Call0(v.Type().Value())
	if exc != nil {
		return Value{}, exc
	}
	if exc := DictUpdate(AttrsOf(r).Dict().Value(), AttrsOf(v).Dict().Value()); exc != nil {
		return Value{}, exc
	}
	for i, n := range names {
		AttrsOf(r).Set(n, args[i])
	}
	return r, nil
}
