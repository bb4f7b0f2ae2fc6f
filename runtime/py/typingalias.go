package py

import (
	"slices"
	"strings"
	"unsafe"
)

// This file implements typing._GenericAlias: what a user-defined generic class and most of
// the names in typing give when they are subscripted. Package typing has the subclasses.

// TypeRepr is how the module typing shows a type.
func TypeRepr(v Value) (string, *Exception) {
	switch {
	case v == Ellipsis:
		return "...", nil
	case v.IsType() && !isAliasType(v.ref.typ):
		module, exc := GetAttr(v, nameModule)
		if exc != nil {
			return "", exc
		}
		name := AsType(v).Qualname
		if module.IsStr() && module.Str().S == "builtins" {
			return name, nil
		}
		s, exc := StrText(module)
		return s + "." + name, exc
	case v.ref.typ == FunctionType:
		return heap[Function](v).Name.S, nil
	}
	if t, ok := AsTuple(v); ok {
		s, exc := TypeReprs(t.Items())
		return "[" + s + "]", exc
	}
	return ReprText(v)
}

// TypeReprs is TypeRepr of each, with commas between.
func TypeReprs(list []Value) (string, *Exception) {
	parts := make([]string, len(list))
	for i, x := range list {
		var exc *Exception
		if parts[i], exc = TypeRepr(x); exc != nil {
			return "", exc
		}
	}
	return strings.Join(parts, ", "), nil
}

func typingAliasRepr(v Value) (Value, *Exception) {
	a := alias(v)
	var name string
	if a.Name != nil {
		name = "typing." + a.Name.S
	} else {
		var exc *Exception
		if name, exc = TypeRepr(a.Origin); exc != nil {
			return Value{}, exc
		}
	}
	args := "()"
	if len(a.Args) > 0 {
		var exc *Exception
		if args, exc = TypeReprs(a.Args); exc != nil {
			return Value{}, exc
		}
	}
	return StrV(name + "[" + args + "]"), nil
}

// TypingAliasArgs returns the arguments of the alias v with its type parameters replaced
// by item. Where flat, those for a ParamSpec become arguments of their own.
func TypingAliasArgs(v, item Value, flat bool) ([]Value, *Exception) {
	a := alias(v)
	if a.Origin.IsType() && AsType(a.Origin).takesParams() {
		s, exc := StrText(v)
		if exc != nil {
			return nil, exc
		}
		return nil, Raisef(TypeErrorType, "Cannot subscript already-subscripted %s", s)
	}
	items := []Value{item}
	if t, ok := AsTuple(item); ok {
		items = slices.Clone(t.Items())
	}
	if exc := typeConvertAll(items); exc != nil {
		return nil, exc
	}
	params, exc := ownParams(v)
	if exc != nil {
		return nil, exc
	}
	return SubstituteArgs(v, a.Args, params, NewTuple(items).Value(), flat)
}

func typingAliasGetItem(v, item Value) (Value, *Exception) {
	args, exc := TypingAliasArgs(v, item, false)
	if exc != nil {
		return Value{}, exc
	}
	return alias(v).WithArgs(args)
}

// WithArgs returns a copy of a with other arguments.
func (a *Alias) WithArgs(args []Value) (Value, *Exception) {
	c := *a
	c.Args, c.Attrs = args, Attrs{}
	return NewTypingAlias(a.typ, c)
}

// ownAliasAttrs are the attributes other than special ones that are the alias's own.
var ownAliasAttrs = map[string]bool{"_name": true, "_inst": true, "_nparams": true, "_paramspec_tvars": true, "_typevar_types": true}

// IsDunder reports whether name is that of a special attribute: __x__.
func IsDunder(name string) bool {
	return len(name) > 4 && strings.HasPrefix(name, "__") && strings.HasSuffix(name, "__")
}

// typingAliasGetAttr looks attributes that are not special up on the origin.
func typingAliasGetAttr(v Value, name *Str) (Value, *Exception) {
	x, exc := findAttr(v, name)
	if exc != nil || x.ref != nil {
		return x, exc
	}
	a := alias(v)
	switch {
	case name == nameName || name == nameQualname:
		if a.Name != nil {
			return a.Name.Value(), nil
		}
		return GetAttr(a.Origin, nameName)
	case !IsDunder(name.S):
		return GetAttr(a.Origin, name)
	}
	return Value{}, Raisef(AttributeErrorType, "%s", name.S)
}

func typingAliasSetAttr(v Value, name *Str, x Value) *Exception {
	if IsDunder(name.S) || ownAliasAttrs[name.S] {
		return GenericSetAttr(v, name, x)
	}
	return SetAttr(alias(v).Origin, name, x)
}

func typingAliasCall(v Value, args []Value, names []*Str) (Value, *Exception) {
	a := alias(v)
	if a.NoInst {
		name, exc := GetAttr(a.Origin, nameName)
		if exc != nil {
			return Value{}, exc
		}
		s, exc := StrText(name)
		if exc != nil {
			return Value{}, exc
		}
		return Value{}, Raisef(TypeErrorType, "Type %s cannot be instantiated; use %s() instead", a.Name.S, s)
	}
	obj, exc := CallKw(a.Origin, args, names)
	if exc != nil {
		return Value{}, exc
	}
	if exc := SetAttr(obj, Intern("__orig_class__"), v); exc != nil && !exc.Is(ExceptionType) {
		return Value{}, exc
	}
	return obj, nil
}

// bringsGeneric reports whether the base b, which stands after an alias, makes Generic a
// base.
func bringsGeneric(b, bases Value) (bool, *Exception) {
	switch {
	case b.ref.typ.IsSubclass(TypingAliasType), TypeForms.Special != nil && TypeForms.Special(b):
		return true, nil
	case b.IsType() && !isAliasType(b.ref.typ):
		return AsType(b).IsSubclass(GenericType), nil
	}
	entries, found, exc := LookupAttr(b, nameMroEntries)
	if exc != nil || !found {
		return false, exc
	}
	more, exc := Call1(entries, bases)
	if exc != nil {
		return false, exc
	}
	t, ok := AsTuple(more)
	return ok && slices.ContainsFunc(t.Items(), func(x Value) bool { return x.IsType() && AsType(x).IsSubclass(GenericType) }), nil
}

// NamedAliasBases returns the bases that v, a name of the module typing that stands for the
// class origin, gives where it is a base: the class, and Generic unless a later base brings
// it.
func NamedAliasBases(v, origin, bases Value) (Value, *Exception) {
	list, exc := ItemsOf(bases)
	if exc != nil {
		return Value{}, exc
	}
	var out []Value
	if !slices.Contains(list, origin) {
		out = append(out, origin)
	}
	for _, b := range list[slices.Index(list, v)+1:] {
		if brings, exc := bringsGeneric(b, bases); brings || exc != nil {
			return NewTuple(out).Value(), exc
		}
	}
	return NewTuple(append(out, GenericType.Value())).Value(), nil
}

func typingAliasBases(v, bases Value) (Value, *Exception) {
	a := alias(v)
	if !a.Origin.IsType() {
		r, exc := ReprText(v)
		if exc != nil {
			return Value{}, exc
		}
		return Value{}, Raisef(TypeErrorType, "Cannot subclass %s", r)
	}
	if a.Name != nil {
		return NamedAliasBases(v, a.Origin, bases)
	}
	if a.Origin == GenericType.Value() {
		list, exc := ItemsOf(bases)
		if exc != nil {
			return Value{}, exc
		}
		for i, b := range list {
			if b.IsType() && !isAliasType(b.ref.typ) && AsType(b) != GenericType && AsType(b).takesParams() {
				return EmptyTuple.Value(), nil // Protocol
			}
			if i > slices.Index(list, v) && (b.ref.typ.IsSubclass(TypingAliasType) || TypeForms.Special != nil && TypeForms.Special(b)) && b != v {
				return EmptyTuple.Value(), nil
			}
		}
	}
	return TupleV(a.Origin), nil
}

// typingAliasReduce rebuilds an alias by subscripting its origin, or its name in typing.
func typingAliasReduce(v Value) (Value, *Exception) {
	a := alias(v)
	args := NewTuple(a.Args).Value()
	if len(a.Args) == 1 && a.Args[0].ref.typ.Flags&FlagTuple == 0 {
		args = a.Args[0]
	}
	return a.ReduceTo(args)
}

// ReduceTo is __reduce__ of an alias that subscripting its origin, or its name in typing,
// with args rebuilds.
func (a *Alias) ReduceTo(args Value) (Value, *Exception) {
	origin := a.Origin
	if a.Name != nil {
		typing, exc := ImportModule("typing")
		if exc == nil {
			origin, exc = GetAttr(typing, a.Name)
		}
		if exc != nil {
			return Value{}, exc
		}
	}
	return ReduceGetItem(origin, args)
}

// ReduceGetItem is the __reduce__ of what origin[args] gives.
func ReduceGetItem(origin, args Value) (Value, *Exception) {
	get := ownGetItem.Value()
	if programModules["operator"] != nil || goModules["operator"] != nil {
		operator, exc := ImportModule("operator")
		if exc != nil {
			return Value{}, exc
		}
		if get, exc = GetAttr(operator, Intern("getitem")); exc != nil {
			return Value{}, exc
		}
	}
	return TupleV(get, TupleV(origin, args)), nil
}

// ownGetItem stands for operator.getitem in programs without that module.
var ownGetItem = NewBuiltin("getitem", "_operator", "(a, b, /)", GetItem)

func typingAliasDir(v Value) (Value, *Exception) {
	own, exc := CallMethod1(ObjectType.Value(), nameDir, v)
	if exc != nil {
		return Value{}, exc
	}
	names := NewSet()
	if exc := Each(own, names.Add); exc != nil {
		return Value{}, exc
	}
	dir, exc := LoadBuiltin(Intern("dir"))
	if exc != nil {
		return Value{}, exc
	}
	more, exc := Call1(dir, alias(v).Origin)
	if exc != nil {
		return Value{}, exc
	}
	exc = Each(more, func(x Value) *Exception {
		if x.IsStr() && IsDunder(x.Str().S) {
			return nil
		}
		return names.Add(x)
	})
	if exc != nil {
		return Value{}, exc
	}
	return Call1(ListType.Value(), names.Value())
}

var typingAliasSpec = TypeSpec{
	Module: "typing",
	NoNew:  true,
	Flags:  FlagBaseType,
	Layout: LayoutWithAttrs[Alias](unsafe.Offsetof(Alias{}.Attrs)),
	ClassMethods: []Method{{Name: "__init_subclass__", Impl: func(_ Value, _ []Value, _ []*Str) (Value, *Exception) {
		return Value{}, Raisef(TypeErrorType, "Cannot subclass special typing classes")
	}}},
	Slots: Slots{
		Repr: typingAliasRepr, GetAttr: typingAliasGetAttr, SetAttr: typingAliasSetAttr, GetItem: typingAliasGetItem, Call: typingAliasCall,
		Compare: func(op CompareOp, a, b Value) (Value, *Exception) {
			if !b.ref.typ.IsSubclass(TypingAliasType) || op != EQ && op != NE {
				return NotImplemented, nil
			}
			x, y := alias(a), alias(b)
			same, exc := EqBool(x.Origin, y.Origin)
			if same && exc == nil {
				same, exc = EqBool(NewTuple(x.Args).Value(), NewTuple(y.Args).Value())
			}
			return eqResult(op, same), exc
		},
		Hash: func(v Value) (int64, *Exception) {
			return Hash(TupleV(alias(v).Origin, NewTuple(alias(v).Args).Value()))
		},
		Iter: func(v Value) (Value, *Exception) { return Iter(TupleV(unpacked(v))) },
	},
	Methods: []Method{
		{Name: "__mro_entries__", Sig: "($self, bases)", Impl: typingAliasBases},
		{Name: "__instancecheck__", Sig: "($self, obj)", Impl: func(v, obj Value) (Value, *Exception) {
			return CallMethod1(v, nameSubclassCheck, obj.Type().Value())
		}},
		{Name: "__subclasscheck__", Sig: "($self, cls)", Impl: func(_, _ Value) (Value, *Exception) {
			return Value{}, Raisef(TypeErrorType, "Subscripted generics cannot be used with class and instance checks")
		}},
		{Name: "__reduce__", Sig: "($self)", Impl: typingAliasReduce},
		{Name: "__dir__", Sig: "($self)", Impl: typingAliasDir},
		{Name: "copy_with", Sig: "($self, args)", Impl: func(v, args Value) (Value, *Exception) {
			items, exc := ItemsOf(args)
			if exc != nil {
				return Value{}, exc
			}
			return alias(v).WithArgs(slices.Clone(items))
		}},
	},
	GetSets: []GetSet{
		{Name: "__origin__", Get: func(v Value) (Value, *Exception) { return alias(v).Origin, nil }},
		{Name: "__args__", Get: func(v Value) (Value, *Exception) { return NewTuple(alias(v).Args).Value(), nil }},
		{Name: "__parameters__", Get: func(v Value) (Value, *Exception) { return NewTuple(alias(v).params).Value(), nil }},
		{Name: "__module__", Get: func(v Value) (Value, *Exception) {
			if a := alias(v); a.Name == nil {
				return GetAttr(a.Origin, nameModule)
			}
			return StrV("typing"), nil
		}},
		{Name: "_inst", Get: func(v Value) (Value, *Exception) { return Bool(!alias(v).NoInst), nil }},
		{Name: "_name", Get: func(v Value) (Value, *Exception) {
			if a := alias(v); a.Name != nil {
				return a.Name.Value(), nil
			}
			return None, nil
		}},
	},
}

func init() {
	typingAliasSpec.Slots.Binary, typingAliasSpec.Slots.Reflected = &BinaryTable{OpOr: typingOr}, &BinaryTable{OpOr: typingOrReflected}
	TypingBaseAliasType.Define(&TypeSpec{Module: "typing", Flags: FlagBaseType, NoNew: true})
	TypingAliasType.Define(&typingAliasSpec)
}
