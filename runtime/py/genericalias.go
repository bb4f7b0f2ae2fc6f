package py

import "strings"

// This file implements types.GenericAlias: list[int] (PEP 585).

// genericAlias is an instance of types.GenericAlias.
type genericAlias struct {
	Header
	origin  Value
	args    []Value
	starred bool // *tuple[int, ...]
	Attrs   Attrs
}

// NewGenericAlias returns origin[item].
func NewGenericAlias(origin, item Value) Value {
	args := []Value{item}
	if t, ok := AsTuple(item); ok {
		args = t.Items()
	}
	return (&genericAlias{Header: Header{GenericAliasType}, origin: origin, args: args}).Value()
}

func alias(v Value) *genericAlias { return heap[genericAlias](v) }

var nameTypingSubst = Intern("__typing_subst__")
var nameParameters = Intern("__parameters__")

// typeParams collects the type variables among args, each once.
func typeParams(args []Value) []Value {
	var params []Value
	add := func(p Value) {
		for _, have := range params {
			if have == p {
				return
			}
		}
		params = append(params, p)
	}
	for _, a := range args {
		if a.IsType() && a.ref.typ != GenericAliasType {
			continue
		}
		if t := a.Type().Lookup(nameTypingSubst); t.ref != nil {
			add(a)
			continue
		}
		if p, found, _ := LookupAttr(a, nameParameters); found {
			if t, ok := AsTuple(p); ok {
				for _, x := range t.Items() {
					add(x)
				}
			}
		} else if t, ok := AsTuple(a); ok {
			for _, x := range typeParams(t.Items()) {
				add(x)
			}
		}
	}
	return params
}

// substitute replaces params in args by item.
func substitute(self Value, args, params []Value, item Value) ([]Value, *Exception) {
	if len(params) == 0 {
		return nil, Raisef(TypeErrorType, "%s is not a generic class", reprString(self))
	}
	items := []Value{item}
	if t, ok := AsTuple(item); ok {
		items = t.Items()
	}
	if len(items) != len(params) {
		many := "many"
		if len(items) < len(params) {
			many = "few"
		}
		return nil, Raisef(TypeErrorType, "Too %s arguments for %s; actual %d, expected %d", many, reprString(self), len(items), len(params))
	}
	out := make([]Value, 0, len(args))
	for _, a := range args {
		x, exc := substituteOne(a, params, items)
		if exc != nil {
			return nil, exc
		}
		out = append(out, x)
	}
	return out, nil
}

func substituteOne(a Value, params, items []Value) (Value, *Exception) {
	for i, p := range params {
		if p == a {
			x, ok, exc := CallSpecial(a, nameTypingSubst, items[i])
			if exc != nil || ok {
				return x, exc
			}
			return items[i], nil
		}
	}
	if a.IsType() && a.ref.typ != GenericAliasType {
		return a, nil
	}
	p, found, exc := LookupAttr(a, nameParameters)
	if exc != nil || !found {
		return a, exc
	}
	own, ok := AsTuple(p)
	if !ok || len(own.Items()) == 0 {
		return a, nil
	}
	sub := make([]Value, len(own.Items()))
	for i, x := range own.Items() {
		sub[i] = x
		for j, q := range params {
			if q == x {
				sub[i] = items[j]
			}
		}
	}
	return GetItem(a, NewTuple(sub).Value())
}

func genericAliasRepr(v Value) (Value, *Exception) {
	g := alias(v)
	s, exc := typeText(g.origin)
	if exc != nil {
		return Value{}, exc
	}
	if isUnpackedParam(v) {
		return StrV("typing.Unpack[" + s + "]"), nil
	}
	if g.starred {
		s = "*" + s
	}
	s += "["
	for i, a := range g.args {
		if i > 0 {
			s += ", "
		}
		var t string
		if l, ok := AsList(a); ok {
			t, exc = typeTexts(l.Items)
		} else if p, ok := AsTuple(a); ok && g.origin.IsType() && AsType(g.origin).IsSubclass(GenericType) {
			t, exc = typeTexts(p.Items()) // for a ParamSpec
		} else {
			t, exc = typeText(a)
		}
		if exc != nil {
			return Value{}, exc
		}
		s += t
	}
	if len(g.args) == 0 {
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
	"__bases__": false, "__orig_class__": true,
}

func genericAliasGetAttr(v Value, name *Str) (Value, *Exception) {
	if own, known := aliasOwn[name.S]; !own && (known || len(name.S) < 5 || name.S[:2] != "__" || name.S[len(name.S)-2:] != "__") {
		return GetAttr(alias(v).origin, name)
	}
	x, exc := findAttr(v, name)
	if exc == nil && x.ref != nil && aliasOwn[name.S] {
		return x, nil
	}
	switch name {
	case nameName, nameQualname, nameModule, nameDoc:
		return GetAttr(alias(v).origin, name)
	}
	if exc == nil && x.ref != nil {
		return x, nil
	}
	return GetAttr(alias(v).origin, name)
}

func genericAliasCall(v Value, args []Value, names []*Str) (Value, *Exception) {
	obj, exc := CallKw(alias(v).origin, args, names)
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
	args, exc := substitute(v, g.args, typeParams(g.args), item)
	if exc != nil {
		return Value{}, exc
	}
	return (&genericAlias{Header: Header{GenericAliasType}, origin: g.origin, args: args, starred: g.starred}).Value(), nil
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
			g.origin, g.args = args[0], []Value{args[1]}
			if t, ok := AsTuple(args[1]); ok {
				g.args = t.Items()
			}
			return v, nil
		},
		Compare: func(op CompareOp, a, b Value) (Value, *Exception) {
			if b.Type() != GenericAliasType || op != EQ && op != NE {
				return NotImplemented, nil
			}
			x, y := alias(a), alias(b)
			if x.starred != y.starred || len(x.args) != len(y.args) {
				return Bool(op == NE), nil
			}
			same, exc := EqBool(x.origin, y.origin)
			for i := 0; same && exc == nil && i < len(x.args); i++ {
				same, exc = EqBool(x.args[i], y.args[i])
			}
			return eqResult(op, same), exc
		},
		Hash: func(v Value) (int64, *Exception) {
			g := alias(v)
			h, exc := Hash(g.origin)
			if exc != nil {
				return 0, exc
			}
			a, exc := Hash(NewTuple(g.args).Value())
			return h ^ a, exc
		},
		Iter: func(v Value) (Value, *Exception) {
			c := *alias(v)
			c.starred = true
			return Iter(NewTuple([]Value{c.Value()}).Value())
		},
		Binary:    [numBinaryOps]BinaryFunc{OpOr: unionOr},
		Reflected: [numBinaryOps]BinaryFunc{OpOr: func(a, b Value) (Value, *Exception) { return unionOr(b, a) }},
	},
	Methods: []Method{
		{Name: "__reduce__", Sig: "($self, /)", Doc: reduceDoc, Impl: func(v Value) (Value, *Exception) {
			g := alias(v)
			if !g.starred {
				return TupleV(GenericAliasType.Value(), TupleV(g.origin, NewTuple(g.args).Value())), nil
			}
			c := *g
			c.starred = false
			it, exc := Iter(c.Value())
			if exc != nil {
				return Value{}, exc
			}
			next, exc := LoadBuiltin(Intern("next"))
			return TupleV(next, TupleV(it)), exc
		}},
		{Name: "__mro_entries__", Sig: "($self, bases, /)", Impl: func(v, bases Value) (Value, *Exception) {
			if alias(v).origin == GenericType.Value() && !genericMROEntries(v, bases) {
				return EmptyTuple.Value(), nil
			}
			return NewTuple([]Value{alias(v).origin}).Value(), nil
		}},
		{Name: "__instancecheck__", Sig: "($self, instance, /)", Impl: func(_, _ Value) (Value, *Exception) {
			return Value{}, Raisef(TypeErrorType, "isinstance() argument 2 cannot be a parameterized generic")
		}},
		{Name: "__subclasscheck__", Sig: "($self, subclass, /)", Impl: func(_, _ Value) (Value, *Exception) {
			return Value{}, Raisef(TypeErrorType, "issubclass() argument 2 cannot be a parameterized generic")
		}},
	},
	GetSets: []GetSet{
		{Name: "__origin__", Get: func(v Value) (Value, *Exception) { return alias(v).origin, nil }},
		{Name: "__args__", Get: func(v Value) (Value, *Exception) {
			return NewTuple(append([]Value(nil), alias(v).args...)).Value(), nil
		}},
		{Name: "__parameters__", Get: func(v Value) (Value, *Exception) {
			if isUnpackedParam(v) {
				return TupleV(alias(v).origin), nil
			}
			return NewTuple(typeParams(alias(v).args)).Value(), nil
		}},
		{Name: "__unpacked__", Get: func(v Value) (Value, *Exception) { return Bool(alias(v).starred), nil }},
	},
}

func init() {
	var g genericAlias
	genericAliasSpec.Layout = LayoutWithAttrs[genericAlias](offsetOfAttrs(&g, &g.Attrs))
	GenericAliasType.Define(&genericAliasSpec)
}
