package typing

import (
	"slices"
	"unsafe"

	"github.com/aio2go/aio2go/runtime/py"
)

// This file implements the subclasses of _GenericAlias: what subscripting Union, Literal,
// Annotated, Callable, Concatenate and Unpack gives.

var (
	unionAliasType  = &py.Type{Name: "_UnionGenericAlias"}
	literalType     = &py.Type{Name: "_LiteralGenericAlias"}
	annotatedType   = &py.Type{Name: "_AnnotatedAlias"}
	callableType    = &py.Type{Name: "_CallableGenericAlias"}
	concatenateType = &py.Type{Name: "_ConcatenateGenericAlias"}
	unpackType      = &py.Type{Name: "_UnpackGenericAlias"}
)

var formAttrsOffset = unsafe.Offsetof(form{}.attrs)

func aliasOf(v value) *py.Alias {
	a, _ := py.AsAlias(v)
	return a
}

// define defines a subclass of _GenericAlias.
func define(t *py.Type, spec py.TypeSpec) {
	spec.Module, spec.Base, spec.Flags, spec.NoNew = "typing", py.TypingAliasType, py.FlagBaseType, true
	t.Define(&spec)
}

// notIterable defines a class whose instances cannot be unpacked, as other aliases can.
func notIterable(t *py.Type, spec py.TypeSpec) {
	spec.Slots.Iter = func(v value) (value, exc) {
		return value{}, py.Raisef(py.TypeErrorType, "'%s' object is not iterable", v.Type().Name)
	}
	spec.Consts = []py.Const{{Name: "__iter__", Value: py.None}}
	define(t, spec)
}

// withArgs makes a subscription of aliases of some kind from the arguments that
// substitution gives.
func withArgs(flat bool, make func(v value, args []value) (value, exc)) py.BinaryFunc {
	return func(v, item value) (value, exc) {
		args, e := py.TypingAliasArgs(v, item, flat)
		if e != nil {
			return value{}, e
		}
		return make(v, args)
	}
}

func copyWith(make func(v value, args []value) (value, exc)) py.Method {
	return py.Method{Name: "copy_with", Sig: "($self, params)", Impl: func(v, params value) (value, exc) {
		items, e := py.ItemsOf(params)
		if e != nil {
			return value{}, e
		}
		return make(v, slices.Clone(items))
	}}
}

func init() {
	union := func(_ value, args []value) (value, exc) { return makeUnion(args) }
	notIterable(unionAliasType, py.TypeSpec{Slots: py.Slots{Repr: unionRepr, GetItem: withArgs(false, union),
		Compare: compareUnions,
		Hash:    func(v value) (int64, exc) { return hashMembers(aliasOf(v).Args) },
	}, Methods: []py.Method{
		copyWith(union),
		{Name: "__instancecheck__", Sig: "($self, obj)", Impl: func(v, x value) (value, exc) { return anyOf(v, x, py.IsInstanceOf) }},
		{Name: "__subclasscheck__", Sig: "($self, cls)", Impl: func(v, x value) (value, exc) { return anyOf(v, x, py.IsSubclassOf) }},
		{Name: "__reduce__", Sig: "($self)", Impl: func(v value) (value, exc) {
			return py.ReduceGetItem(formOf("Union"), py.NewTuple(aliasOf(v).Args).Value())
		}},
	}})
	define(literalType, py.TypeSpec{Slots: py.Slots{
		Compare: func(op py.CompareOp, a, b value) (value, exc) {
			if b.Type() != literalType || op != py.EQ && op != py.NE {
				return py.NotImplemented, nil
			}
			x, e := memberSet(typedMembers(a))
			if e != nil {
				return value{}, e
			}
			y, e := memberSet(typedMembers(b))
			if e != nil {
				return value{}, e
			}
			same, e := py.EqBool(x, y)
			return py.Bool(same == (op == py.EQ)), e
		},
		Hash: func(v value) (int64, exc) { return hashMembers(typedMembers(v)) },
	}})
	callable := func(v value, args []value) (value, exc) { return aliasOf(v).WithArgs(args) }
	notIterable(callableType, py.TypeSpec{Slots: py.Slots{Repr: func(v value) (value, exc) { return py.CallableRepr("typing", aliasOf(v).Args) }, GetItem: withArgs(true, callable)}, Methods: []py.Method{
		{Name: "__reduce__", Sig: "($self)", Impl: func(v value) (value, exc) {
			a := aliasOf(v)
			return a.ReduceTo(py.CallableKey(a.Args))
		}},
	}})
	concat := func(v value, args []value) (value, exc) {
		last := args[len(args)-1]
		switch {
		case last.Type() == concatenateType:
			args = append(args[:len(args)-1:len(args)-1], aliasOf(last).Args...)
		case last.Type().Flags&(py.FlagList|py.FlagTuple) != 0:
			more, e := py.ItemsOf(last)
			return py.NewTuple(append(args[:len(args)-1:len(args)-1], more...)).Value(), e
		}
		return aliasOf(v).WithArgs(args)
	}
	define(concatenateType, py.TypeSpec{Slots: py.Slots{GetItem: withArgs(false, concat)}, Methods: []py.Method{copyWith(concat)}})
	define(unpackType, py.TypeSpec{Slots: py.Slots{
		Repr: func(v value) (value, exc) {
			s, e := py.TypeRepr(aliasOf(v).Args[0])
			return py.StrV("typing.Unpack[" + s + "]"), e
		},
		GetItem: func(v, item value) (value, exc) {
			if aliasOf(v).Args[0].Type() == py.TypeVarTupleType {
				return item, nil
			}
			args, e := py.TypingAliasArgs(v, item, false)
			if e != nil {
				return value{}, e
			}
			return aliasOf(v).WithArgs(args)
		},
	}, GetSets: []py.GetSet{{Name: "__typing_unpacked_tuple_args__", Get: func(v value) (value, exc) {
		in, ok := py.AsAlias(aliasOf(v).Args[0])
		if !ok {
			return py.None, nil
		}
		if in.Origin != py.TupleType.Value() {
			return value{}, py.Raisef(py.TypeErrorType, "Unpack[...] must be used with a tuple type")
		}
		return py.NewTuple(in.Args).Value(), nil
	}}, {Name: "__typing_is_unpacked_typevartuple__", Get: func(v value) (value, exc) {
		return py.Bool(aliasOf(v).Args[0].Type() == py.TypeVarTupleType), nil
	}}}})
	defineAnnotated()
}

// compareUnions compares the arguments of two unions in any order.
func compareUnions(op py.CompareOp, a, b value) (value, exc) {
	if b.Type() != unionAliasType && b.Type() != py.UnionType || op != py.EQ && op != py.NE {
		return py.NotImplemented, nil
	}
	args, e := py.GetAttr(b, nameArgs)
	if e != nil {
		return value{}, e
	}
	others, e := py.ItemsOf(args)
	if e != nil {
		return value{}, e
	}
	same, e := sameInAnyOrder(aliasOf(a).Args, others)
	return py.Bool(same == (op == py.EQ)), e
}

// sameInAnyOrder reports whether each of a equals one of b, and there are as many. It is
// not by hash, which not all have.
func sameInAnyOrder(a, b []value) (bool, exc) {
	if len(a) != len(b) {
		return false, nil
	}
next:
	for _, x := range a {
		for _, y := range b {
			if same, e := py.EqualItems(x, y); e != nil {
				return false, e
			} else if same {
				continue next
			}
		}
		return false, nil
	}
	return true, nil
}

// memberSet is the frozenset of args.
func memberSet(args []value) (value, exc) {
	return py.Call1(py.FrozenSetType.Value(), py.NewTuple(args).Value())
}

func hashMembers(args []value) (int64, exc) {
	set, e := memberSet(args)
	if e != nil {
		return 0, e
	}
	return py.Hash(set)
}

func anyOf(v, x value, check func(x, cls value) (bool, exc)) (value, exc) {
	for _, t := range aliasOf(v).Args {
		if is, e := check(x, t); is || e != nil {
			return py.Bool(is), e
		}
	}
	return py.False, nil
}

// addNew appends x unless args have an equal one.
func addNew(args []value, x value, same func(a, b value) (bool, exc)) ([]value, exc) {
	for _, have := range args {
		if is, e := same(have, x); is || e != nil {
			return args, e
		}
	}
	return append(args, x), nil
}

// makeUnion makes Union of the given types: flat, without duplicates, and the one type
// where only one is left.
func makeUnion(params []value) (value, exc) {
	var args []value
	for _, p := range params {
		p, e := typeCheck(p, "Union[arg, ...]: each arg must be a type.", checkArgument)
		if e != nil {
			return value{}, e
		}
		add := []value{p}
		if t := p.Type(); t == unionAliasType || t == py.UnionType {
			members, e := py.GetAttr(p, nameArgs)
			if e != nil {
				return value{}, e
			}
			add = py.Heap[py.Tuple](members).Items()
		}
		for _, x := range add {
			if args, e = addNew(args, x, py.EqualItems); e != nil {
				return value{}, e
			}
		}
	}
	if len(args) == 1 {
		return args[0], nil
	}
	a := py.Alias{Origin: formOf("Union"), Args: args}
	if len(args) == 2 && slices.Contains(args, py.NoneType.Value()) {
		a.Name = py.Intern("Optional")
	}
	return py.NewTypingAlias(unionAliasType, a)
}

func unionRepr(v value) (value, exc) {
	a := aliasOf(v)
	form, args := "Union", a.Args
	if i := slices.Index(args, py.NoneType.Value()); i >= 0 && len(args) == 2 {
		form, args = "Optional", []value{args[1-i]}
	}
	s, e := py.TypeReprs(args)
	return py.StrV("typing." + form + "[" + s + "]"), e
}

// sameLiteral reports whether two parameters of Literal are equal and of one type.
func sameLiteral(a, b value) (bool, exc) {
	if a.Type() != b.Type() {
		return false, nil
	}
	return py.EqBool(a, b)
}

func literal(v value, params []value) (value, exc) {
	var flat, args []value
	for _, p := range params {
		if p.Type() == literalType {
			flat = append(flat, aliasOf(p).Args...)
		} else {
			flat = append(flat, p)
		}
	}
	for _, x := range flat {
		if _, e := py.Hash(x); e != nil {
			if !e.Is(py.TypeErrorType) {
				return value{}, e
			}
			args = flat // nothing is left out where some cannot be hashed
			break
		}
		var e exc
		if args, e = addNew(args, x, sameLiteral); e != nil {
			return value{}, e
		}
	}
	return newAlias(literalType, v, args)
}

// typedMembers returns the arguments of a Literal, each with its type.
func typedMembers(v value) []value {
	var out []value
	for _, x := range aliasOf(v).Args {
		out = append(out, py.TupleV(x, x.Type().Value()))
	}
	return out
}

// annotated is Annotated[type, metadata ...].
func annotated(v, key value) (value, exc) {
	t, ok := py.AsTuple(key)
	if !ok || len(t.Items()) < 2 {
		return value{}, py.Raisef(py.TypeErrorType, "Annotated[...] should be used with at least two arguments (a type and an annotation).")
	}
	if a, ok := py.AsAlias(t.Items()[0]); ok && len(a.Args) == 1 && a.Args[0].Type() == py.TypeVarTupleType && a.Origin == formOf("Unpack") {
		return value{}, py.Raisef(py.TypeErrorType, "Annotated[...] should not be used with an unpacked TypeVarTuple")
	}
	of, e := typeCheck(t.Items()[0], "Annotated[t, ...]: t must be a type.", checkSpecial)
	if e != nil {
		return value{}, e
	}
	return newAnnotated(of, slices.Clone(t.Items()[1:]))
}

func newAnnotated(of value, metadata []value) (value, exc) {
	if of.Type() == annotatedType {
		in := aliasOf(of)
		of, metadata = in.Origin, append(slices.Clone(in.Metadata), metadata...)
	}
	return py.NewTypingAlias(annotatedType, py.Alias{Origin: of, Args: []value{of}, Metadata: metadata, Name: py.Intern("Annotated")})
}

func defineAnnotated() {
	copyOf := func(v value, args []value) (value, exc) { return newAnnotated(args[0], aliasOf(v).Metadata) }
	metadata := func(v value) value { return py.NewTuple(aliasOf(v).Metadata).Value() }
	notIterable(annotatedType, py.TypeSpec{Slots: py.Slots{
		GetItem: withArgs(false, copyOf),
		Repr: func(v value) (value, exc) {
			a := aliasOf(v)
			s, e := py.TypeRepr(a.Origin)
			if e != nil {
				return value{}, e
			}
			for _, x := range a.Metadata {
				r, e := py.ReprText(x)
				if e != nil {
					return value{}, e
				}
				s += ", " + r
			}
			return py.StrV("typing.Annotated[" + s + "]"), nil
		},
		Compare: func(op py.CompareOp, a, b value) (value, exc) {
			if b.Type() != annotatedType || op != py.EQ && op != py.NE {
				return py.NotImplemented, nil
			}
			same, e := py.EqBool(aliasOf(a).Origin, aliasOf(b).Origin)
			if same && e == nil {
				same, e = py.EqBool(metadata(a), metadata(b))
			}
			return py.Bool(same == (op == py.EQ)), e
		},
		Hash: func(v value) (int64, exc) { return py.Hash(py.TupleV(aliasOf(v).Origin, metadata(v))) },
	}, Methods: []py.Method{
		copyWith(copyOf),
		{Name: "__mro_entries__", Sig: "($self, bases)", Impl: func(v, _ value) (value, exc) { return py.TupleV(aliasOf(v).Origin), nil }},
		{Name: "__reduce__", Sig: "($self)", Impl: func(v value) (value, exc) {
			a := aliasOf(v)
			return py.ReduceGetItem(formOf("Annotated"), py.NewTuple(append([]value{a.Origin}, a.Metadata...)).Value())
		}},
	}, GetSets: []py.GetSet{{Name: "__metadata__", Get: func(v value) (value, exc) { return metadata(v), nil }}}})
}
