package py

import (
	"strings"
)

// This file implements types.GenericAlias: list[int] (PEP 585).

func genericAliasRepr(v Value) (Value, *Exception) {
	g := alias(v)
	s, exc := typeText(g.Origin)
	if exc != nil {
		return Value{}, exc
	}
	if isUnpackedParam(v) {
		return StrV("typing.Unpack[" + s + "]"), nil
	}
	if g.Starred {
		s = "*" + s
	}
	s += "["
	for i, a := range g.Args {
		if i > 0 {
			s += ", "
		}
		var t string
		if l, ok := AsList(a); ok {
			t, exc = typeTexts(l.Items)
		} else {
			t, exc = typeText(a)
		}
		if exc != nil {
			return Value{}, exc
		}
		s += t
	}
	if len(g.Args) == 0 {
		s += "()"
	}
	return StrV(s + "]"), nil
}

// typeTexts returns the text of a list of types.
func typeTexts(items []Value) (string, *Exception) {
	parts := make([]string, len(items))
	for i, x := range items {
		var exc *Exception
		if parts[i], exc = typeText(x); exc != nil {
			return "", exc
		}
	}
	return "[" + strings.Join(parts, ", ") + "]", nil
}

// aliasOwn are the attributes that an alias has itself; others are those of its origin.
var aliasOwn = map[string]bool{
	"__origin__": true, "__args__": true, "__parameters__": true, "__unpacked__": true,
	"__typing_unpacked_tuple_args__": true, "__mro_entries__": true, "__reduce_ex__": true,
	"__reduce__": true, "__copy__": true, "__deepcopy__": true, "__class__": true,
	"__bases__": true, "__orig_class__": true,
}

func genericAliasGetAttr(v Value, name *Str) (Value, *Exception) {
	if own, known := aliasOwn[name.S]; !own && (known || !IsDunder(name.S)) {
		return GetAttr(alias(v).Origin, name)
	}
	x, exc := findAttr(v, name)
	if exc == nil && x.ref != nil && aliasOwn[name.S] {
		return x, nil
	}
	if exc == nil && (name == nameBases || name.S == "__copy__" || name.S == "__deepcopy__") {
		return Value{}, NoAttribute(v, name)
	}
	switch name {
	case nameName, nameQualname, nameModule, nameDoc:
		return GetAttr(alias(v).Origin, name)
	}
	if exc == nil && x.ref != nil {
		return x, nil
	}
	return GetAttr(alias(v).Origin, name)
}

func genericAliasCall(v Value, args []Value, names []*Str) (Value, *Exception) {
	obj, exc := CallKw(alias(v).Origin, args, names)
	if exc != nil {
		return Value{}, exc
	}
	if exc := SetAttr(obj, Intern("__orig_class__"), v); exc != nil &&
		!IsInstance(exc.Value(), AttributeErrorType) && !IsInstance(exc.Value(), TypeErrorType) {
		return Value{}, exc
	}
	return obj, nil
}

func genericAliasGetItem(v, item Value) (Value, *Exception) {
	g := alias(v)
	args, exc := SubstituteArgs(v, g.Args, typeParams(g.Args), item, false)
	if exc != nil {
		return Value{}, exc
	}
	return (&Alias{Header: Header{GenericAliasType}, Origin: g.Origin, Args: args, Starred: g.Starred}).Value(), nil
}

var genericAliasSpec = TypeSpec{
	Module: "types",
	Flags:  FlagBaseType,
	Slots: Slots{
		Repr: genericAliasRepr, GetAttr: genericAliasGetAttr, Call: genericAliasCall, GetItem: genericAliasGetItem,
		New: func(cls *Type, args []Value, names []*Str) (Value, *Exception) {
			if exc := NoKeywords("GenericAlias", names); exc != nil {
				return Value{}, exc
			}
			if len(args) != 2 {
				return Value{}, ArityError("GenericAlias", len(args), 2, 2)
			}
			v := cls.Alloc(cls)
			g := alias(v)
			g.Origin, g.Args = args[0], []Value{args[1]}
			if t, ok := AsTuple(args[1]); ok {
				g.Args = t.Items()
			}
			return v, nil
		},
		Compare: func(op CompareOp, a, b Value) (Value, *Exception) {
			if !b.ref.typ.IsSubclass(GenericAliasType) || op != EQ && op != NE {
				return NotImplemented, nil
			}
			x, y := alias(a), alias(b)
			if x.Starred != y.Starred || len(x.Args) != len(y.Args) {
				return Bool(op == NE), nil
			}
			same, exc := EqBool(x.Origin, y.Origin)
			for i := 0; same && exc == nil && i < len(x.Args); i++ {
				same, exc = EqBool(x.Args[i], y.Args[i])
			}
			return eqResult(op, same), exc
		},
		Hash: func(v Value) (int64, *Exception) {
			g := alias(v)
			h, exc := Hash(g.Origin)
			if exc != nil {
				return 0, exc
			}
			a, exc := Hash(NewTuple(g.Args).Value())
			return h ^ a, exc
		},
		Iter: func(v Value) (Value, *Exception) {
			c := *alias(v)
			c.typ, c.Starred = GenericAliasType, true // also of a subclass
			return Iter(NewTuple([]Value{c.Value()}).Value())
		},
		Binary:    &BinaryTable{OpOr: unionOr},
		Reflected: &BinaryTable{OpOr: func(a, b Value) (Value, *Exception) { return unionOr(b, a) }},
	},
	Methods: []Method{
		{Name: "__reduce__", Sig: "($self, /)", Doc: reduceDoc, Impl: func(v Value) (Value, *Exception) {
			g := alias(v)
			if !g.Starred {
				return TupleV(GenericAliasType.Value(), TupleV(g.Origin, NewTuple(g.Args).Value())), nil
			}
			c := *g
			c.Starred = false
			it, exc := Iter(c.Value())
			if exc != nil {
				return Value{}, exc
			}
			next, exc := LoadBuiltin(Intern("next"))
			return TupleV(next, TupleV(it)), exc
		}},
		{Name: "__mro_entries__", Sig: "($self, bases, /)", Impl: func(v, _ Value) (Value, *Exception) {
			return NewTuple([]Value{alias(v).Origin}).Value(), nil
		}},
		{Name: "__instancecheck__", Sig: "($self, instance, /)", Impl: func(_, _ Value) (Value, *Exception) {
			return Value{}, Raisef(TypeErrorType, "isinstance() argument 2 cannot be a parameterized generic")
		}},
		{Name: "__subclasscheck__", Sig: "($self, subclass, /)", Impl: func(_, _ Value) (Value, *Exception) {
			return Value{}, Raisef(TypeErrorType, "issubclass() argument 2 cannot be a parameterized generic")
		}},
	},
	GetSets: []GetSet{
		{Name: "__origin__", Get: func(v Value) (Value, *Exception) { return alias(v).Origin, nil }},
		{Name: "__args__", Get: func(v Value) (Value, *Exception) {
			return NewTuple(alias(v).Args).Value(), nil
		}},
		{Name: "__parameters__", Get: func(v Value) (Value, *Exception) {
			if isUnpackedParam(v) {
				return TupleV(alias(v).Origin), nil
			}
			return NewTuple(typeParams(alias(v).Args)).Value(), nil
		}},
		{Name: "__typing_unpacked_tuple_args__", Get: func(v Value) (Value, *Exception) {
			if g := alias(v); g.Starred && g.Origin == TupleType.Value() {
				return NewTuple(g.Args).Value(), nil
			}
			return None, nil
		}},
		{Name: "__unpacked__", Get: func(v Value) (Value, *Exception) { return Bool(alias(v).Starred), nil }},
	},
}

func init() {
	var g Alias
	genericAliasSpec.Layout = LayoutWithAttrs[Alias](offsetOfAttrs(&g, &g.Attrs))
	GenericAliasType.Define(&genericAliasSpec)
}
