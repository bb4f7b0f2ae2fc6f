package py

import (
	"slices"
	"strconv"
)

// This file implements what subscripting a generic type does with its arguments: the
// distribution over the type parameters and the substitution in the arguments of an alias
// (PEP 646, 612 and 696).

// TypeForms is what package typing adds to type variables where it is part of the program.
var TypeForms struct {
	// Check is typing._type_check: arg as an argument of a generic type.
	Check func(arg Value, message string) (Value, *Exception)
	// Convert makes a ForwardRef of a str.
	Convert func(arg Value) (Value, *Exception)
	// Union is typing.Union[a, b].
	Union func(a, b Value) (Value, *Exception)
	// Unpack is typing.Unpack[p].
	Unpack func(p Value) Value
	// Special reports whether v is an alias of a class that has not been subscripted.
	Special func(v Value) bool
	// TypedDict is the metaclass of typing.TypedDict.
	TypedDict *Type
	// Concatenated reports whether v is typing.Concatenate[...].
	Concatenated func(v Value) bool
	// Unpacked reports whether v is typing.Unpack[...].
	Unpacked func(v Value) bool
}

const argsMustBeTypes = "Parameters to generic types must be types."

// typeArg is arg as an argument of a generic type: None stands for its class.
func typeArg(arg Value, message string) (Value, *Exception) {
	if check := TypeForms.Check; check != nil {
		return check(arg, message)
	}
	return typeConvert(arg)
}

func typeConvert(arg Value) (Value, *Exception) {
	switch {
	case arg.IsNone():
		return NoneType.Value(), nil
	case arg.IsStr() && TypeForms.Convert != nil:
		return TypeForms.Convert(arg)
	}
	return arg, nil
}

// typeConvertAll does so with all of args.
func typeConvertAll(args []Value) (exc *Exception) {
	for i, x := range args {
		if args[i], exc = typeConvert(x); exc != nil {
			return exc
		}
	}
	return nil
}

// typingOr is | of an object that typing knows: typing.Union[a, b].
func typingOr(a, b Value) (Value, *Exception) {
	if union := TypeForms.Union; union != nil {
		return union(a, b)
	}
	return unionOr(a, b)
}

func typingOrReflected(v, other Value) (Value, *Exception) { return typingOr(other, v) }

// unpackedParams returns the tuple of type parameters, each TypeVarTuple unpacked.
func unpackedParams(params []Value) Value {
	items := slices.Clone(params)
	for i, p := range items {
		if p.Type() == TypeVarTupleType {
			items[i] = unpacked(p)
		}
	}
	return NewTuple(items).Value()
}

// unpacked returns *Ts for the TypeVarTuple Ts.
func unpacked(p Value) Value {
	if unpack := TypeForms.Unpack; unpack != nil {
		return unpack(p)
	}
	a := NewGenericAlias(p, NewTuple(nil).Value())
	alias(a).Starred = true
	return a
}

// unpackedArgs returns the members of an unpacked tuple.
func unpackedArgs(v Value) ([]Value, bool, *Exception) {
	if v.IsType() && !isAliasType(v.ref.typ) || v.IsNone() || isTypeParam(v) {
		return nil, false, nil
	}
	x, found, exc := LookupAttr(v, nameUnpackedArgs)
	if exc != nil || !found {
		return nil, false, exc
	}
	t, ok := AsTuple(x)
	if !ok {
		return nil, false, nil
	}
	return t.Items(), true, nil
}

// flatArgs replaces unpacked tuples of known length among args by their members.
func flatArgs(args []Value) ([]Value, *Exception) {
	out := make([]Value, 0, len(args))
	for _, a := range args {
		in, ok, exc := unpackedArgs(a)
		if exc != nil {
			return nil, exc
		}
		if ok && (len(in) == 0 || in[len(in)-1] != Ellipsis) {
			out = append(out, in...)
		} else {
			out = append(out, a)
		}
	}
	return out, nil
}

// prepareArgs lets each of params take its share of args, which gives an argument for each
// where that is possible.
func prepareArgs(self Value, params, args []Value) ([]Value, *Exception) {
	for _, p := range params {
		r, ok, exc := CallSpecial(p, namePrepareSubst, self, NewTuple(args).Value())
		if exc != nil {
			return nil, exc
		}
		if !ok {
			continue
		}
		if args, exc = ItemsOf(r); exc != nil {
			return nil, exc
		}
	}
	return args, nil
}

// argumentCount is the error about args arguments for expected parameters.
func argumentCount(self Value, args int, expected string, many bool) *Exception {
	word := "few"
	if many {
		word = "many"
	}
	s, exc := StrText(self)
	if exc != nil {
		return exc
	}
	return Raisef(TypeErrorType, "Too %s arguments for %s; actual %d, expected %s", word, s, args, expected)
}

func notGeneric(self Value) *Exception {
	s, exc := StrText(self)
	if exc != nil {
		return exc
	}
	return Raisef(TypeErrorType, "%s is not a generic class", s)
}

// SubstituteArgs replaces params in the arguments args of self by those of item. Where flat,
// a tuple of arguments for a ParamSpec becomes arguments of its own, as in a Callable.
func SubstituteArgs(self Value, args, params []Value, item Value, flat bool) ([]Value, *Exception) {
	if len(params) == 0 {
		return nil, notGeneric(self)
	}
	items := []Value{item}
	if t, ok := AsTuple(item); ok {
		items = t.Items()
	}
	items, exc := flatArgs(items)
	if exc == nil {
		items, exc = prepareArgs(self, params, items)
	}
	if exc != nil {
		return nil, exc
	}
	if len(items) != len(params) {
		return nil, argumentCount(self, len(items), strconv.Itoa(len(params)), len(items) > len(params))
	}
	s := substitution{params, items, flat}
	return s.all(args)
}

type substitution struct {
	params, items []Value
	flat          bool
}

// of returns the argument for the parameter p, unbound where it is none.
func (s *substitution) of(p Value) Value {
	if i := slices.Index(s.params, p); i >= 0 {
		return s.items[i]
	}
	return Value{}
}

func (s *substitution) all(args []Value) ([]Value, *Exception) {
	out := make([]Value, 0, len(args))
	for _, a := range args {
		if t, ok := AsTuple(a); ok {
			in, exc := s.all(t.Items())
			if exc != nil {
				return nil, exc
			}
			out = append(out, NewTuple(in).Value())
			continue
		}
		x, exc := s.one(a)
		if exc != nil {
			return nil, exc
		}
		t, ok := AsTuple(x)
		if ok && (s.flat || isUnpackedParam(a)) {
			out = append(out, t.Items()...)
		} else {
			out = append(out, x)
		}
	}
	return out, nil
}

func (s *substitution) one(a Value) (Value, *Exception) {
	if a.IsType() && !isAliasType(a.ref.typ) {
		return a, nil
	}
	if x := s.of(a); x.ref != nil {
		r, ok, exc := CallSpecial(a, nameTypingSubst, x)
		if exc != nil || ok {
			return r, exc
		}
		return x, nil
	}
	own, exc := ownParams(a)
	if exc != nil || len(own) == 0 {
		return a, exc
	}
	var sub []Value
	for _, p := range own {
		x := s.of(p)
		if x.ref == nil {
			x = p
		}
		if t, ok := AsTuple(x); ok && p.ref.typ == TypeVarTupleType {
			sub = append(sub, t.Items()...)
		} else {
			sub = append(sub, x)
		}
	}
	return GetItem(a, NewTuple(sub).Value())
}

// IsParamExpr reports whether v can stand for a ParamSpec.
func IsParamExpr(v Value) bool {
	return v == Ellipsis || v.ref.typ == ParamSpecType || v.ref.typ.Flags&(FlagList|FlagTuple) != 0 ||
		TypeForms.Concatenated != nil && TypeForms.Concatenated(v)
}

// CallableRepr is the repr of a Callable of module with these arguments: those of the
// parameters, or what stands for them, and the result.
func CallableRepr(module string, args []Value) (Value, *Exception) {
	n := len(args) - 1
	params, exc := TypeReprs(args[:n])
	if exc != nil {
		return Value{}, exc
	}
	if n != 1 || !IsParamExpr(args[0]) {
		params = "[" + params + "]"
	}
	result, exc := TypeRepr(args[n])
	return StrV(module + ".Callable[" + params + ", " + result + "]"), exc
}

// CallableKey returns what a Callable with these arguments is subscripted with.
func CallableKey(args []Value) Value {
	n := len(args) - 1
	if n == 1 && IsParamExpr(args[0]) {
		return TupleV(args...)
	}
	return TupleV(NewList(slices.Clone(args[:n])).Value(), args[n])
}

func typeVarSubst(_, arg Value) (Value, *Exception) {
	x, exc := typeArg(arg, argsMustBeTypes)
	if exc != nil {
		return Value{}, exc
	}
	if a, ok := AsAlias(x); ok && (a.Starred || TypeForms.Unpacked != nil && TypeForms.Unpacked(x)) {
		s, exc := StrText(x)
		if exc != nil {
			return Value{}, exc
		}
		return Value{}, Raisef(TypeErrorType, "%s is not valid as type argument", s)
	}
	return x, nil
}

func paramSpecSubst(_, arg Value) (Value, *Exception) {
	if arg.ref.typ.Flags&(FlagList|FlagTuple) != 0 {
		items, exc := ItemsOf(arg)
		if exc != nil {
			return Value{}, exc
		}
		out := make([]Value, len(items))
		for i, x := range items {
			if out[i], exc = typeArg(x, "Expected a type."); exc != nil {
				return Value{}, exc
			}
		}
		return NewTuple(out).Value(), nil
	}
	if !IsParamExpr(arg) {
		s, exc := StrText(arg)
		if exc != nil {
			return Value{}, exc
		}
		return Value{}, Raisef(TypeErrorType, "Expected a list of types, an ellipsis, ParamSpec, or Concatenate. Got %s", s)
	}
	return arg, nil
}

func typeVarTupleSubst(_, _ Value) (Value, *Exception) {
	return Value{}, Raisef(TypeErrorType, "Substitution of bare TypeVarTuple is not supported")
}

// shareOf returns where p is among the parameters of what is subscripted, these and the
// arguments.
func shareOf(p, self, args Value) (i int, params, items []Value, exc *Exception) {
	v, exc := GetAttr(self, nameParameters)
	if exc != nil {
		return 0, nil, nil, exc
	}
	if params, exc = ItemsOf(v); exc != nil {
		return 0, nil, nil, exc
	}
	if items, exc = ItemsOf(args); exc != nil {
		return 0, nil, nil, exc
	}
	if i = slices.Index(params, p); i < 0 {
		return 0, nil, nil, Raisef(ValueErrorType, "tuple.index(x): x not in tuple")
	}
	return i, params, slices.Clone(items), nil
}

func tooFew(self Value) *Exception {
	s, exc := StrText(self)
	if exc != nil {
		return exc
	}
	return Raisef(TypeErrorType, "Too few arguments for %s", s)
}

func typeVarPrepare(p, self, args Value) (Value, *Exception) {
	i, _, items, exc := shareOf(p, self, args)
	switch {
	case exc != nil:
		return Value{}, exc
	case i < len(items):
		return args, nil
	case i == len(items) && typeParam(p).hasDefault():
		def, exc := typeParam(p).Default.Get(noDefault)
		return NewTuple(append(items, def)).Value(), exc
	}
	return Value{}, argumentCount(self, len(items), "at least "+strconv.Itoa(i+1), false)
}

func paramSpecPrepare(p, self, args Value) (Value, *Exception) {
	i, params, items, exc := shareOf(p, self, args)
	if exc != nil {
		return Value{}, exc
	}
	if i == len(items) && typeParam(p).hasDefault() {
		def, exc := typeParam(p).Default.Get(noDefault)
		if exc != nil {
			return Value{}, exc
		}
		items = append(items, def)
	}
	if i >= len(items) {
		return Value{}, tooFew(self)
	}
	if len(params) == 1 && !IsParamExpr(items[0]) {
		return TupleV(NewTuple(items).Value()), nil
	}
	if l, ok := AsList(items[i]); ok {
		items[i] = NewTuple(l.Items).Value()
	}
	return NewTuple(items).Value(), nil
}

// typeVarTuplePrepare gives the TypeVarTuple p the arguments that the parameters before
// and after it leave, as a tuple.
func typeVarTuplePrepare(p, self, args Value) (Value, *Exception) {
	at, params, items, exc := shareOf(p, self, args)
	if exc != nil {
		return Value{}, exc
	}
	for _, q := range params[at+1:] {
		if q.ref.typ == TypeVarTupleType {
			s, exc := StrText(self)
			if exc != nil {
				return Value{}, exc
			}
			return Value{}, Raisef(TypeErrorType, "More than one TypeVarTuple parameter in %s", s)
		}
	}
	left, right := at, len(params)-at-1
	endless, fill := -1, Value{}
	for k, a := range items {
		in, ok, exc := unpackedArgs(a)
		if exc != nil {
			return Value{}, exc
		}
		if !ok || len(in) != 2 || in[1] != Ellipsis {
			continue
		}
		if endless >= 0 {
			return Value{}, Raisef(TypeErrorType, "More than one unpacked arbitrary-length tuple argument")
		}
		endless, fill = k, in[0]
	}
	if endless >= 0 {
		left, right = min(left, endless), min(right, len(items)-endless-1)
	} else if left+right > len(items) {
		return Value{}, argumentCount(self, len(items), "at least "+strconv.Itoa(len(params)-1), false)
	}
	own := slices.Clone(items[left : len(items)-right])
	if len(own) == 0 && typeParam(p).hasDefault() {
		def, exc := typeParam(p).Default.Get(noDefault)
		if exc == nil {
			own, exc = flatArgs([]Value{def})
		}
		if exc != nil {
			return Value{}, exc
		}
	}
	out := slices.Clone(items[:left])
	for range at - left {
		out = append(out, fill)
	}
	out = append(out, NewTuple(own).Value())
	for range len(params) - right - at - 1 {
		out = append(out, fill)
	}
	return NewTuple(append(out, items[len(items)-right:]...)).Value(), nil
}
