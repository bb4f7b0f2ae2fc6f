package typing

import (
	"slices"
	"strconv"

	"github.com/aio2go/aio2go/runtime/py"
	"github.com/aio2go/aio2go/runtime/stdlib/collections"
)

// This file implements the names that stand for classes: List, Mapping, Tuple, Callable ...

// newSpecialAlias returns the alias name of the class origin.
func newSpecialAlias(name string, origin value, params int, noInst bool, defaults ...value) value {
	t, kind := specialAliasType, kindAlias
	switch name {
	case "Tuple":
		t, kind = tupleAliasType, kindTuple
	case "Callable":
		t, kind = callableFormType, kindCallable
	}
	v := t.Alloc(t)
	f := py.Heap[form](v)
	f.name, f.kind, f.origin, f.params, f.noInst, f.defaults = name, kind, origin, params, noInst, defaults
	return v
}

func init() {
	slots := formSlots()
	slots.GetItem = specialAliasGetItem
	slots.Call = func(v value, args []value, names []*py.Str) (value, exc) {
		f := py.Heap[form](v)
		if f.noInst {
			return value{}, py.Raisef(py.TypeErrorType, "Type %s cannot be instantiated; use %s() instead", f.name, py.AsType(f.origin).Name)
		}
		return py.CallKw(f.origin, args, names)
	}
	slots.GetAttr = func(v value, name *py.Str) (value, exc) {
		x, e := py.GenericGetAttr(v, name)
		if e == nil || !e.Is(py.AttributeErrorType) {
			return x, e
		}
		if py.IsDunder(name.S) {
			return value{}, py.Raisef(py.AttributeErrorType, "%s", name.S)
		}
		return py.GetAttr(py.Heap[form](v).origin, name)
	}
	slots.SetAttr = func(v value, name *py.Str, x value) exc {
		if py.IsDunder(name.S) || name.S == "_name" || name.S == "_inst" || name.S == "_nparams" || name.S == "_defaults" {
			return py.GenericSetAttr(v, name, x)
		}
		return py.SetAttr(py.Heap[form](v).origin, name, x)
	}
	spec := py.TypeSpec{
		Module: "typing", Layout: py.LayoutWithAttrs[form](formAttrsOffset), NoNew: true, Flags: py.FlagBaseType, Slots: slots,
		GetSets: append([]py.GetSet{
			{Name: "__origin__", Get: func(v value) (value, exc) { return py.Heap[form](v).origin, nil }},
			{Name: "_nparams", Get: func(v value) (value, exc) { return py.Int(int64(py.Heap[form](v).params)), nil }},
			{Name: "_inst", Get: func(v value) (value, exc) { return py.Bool(!py.Heap[form](v).noInst), nil }},
		}, formNames...),
		Methods: []py.Method{
			{Name: "__instancecheck__", Sig: "($self, obj)", Impl: func(v, x value) (value, exc) {
				if e := deprecated(v); e != nil {
					return value{}, e
				}
				return py.CallMethod1(v, py.Intern("__subclasscheck__"), x.Type().Value())
			}},
			{Name: "__subclasscheck__", Sig: "($self, cls)", Impl: func(v, x value) (value, exc) {
				if isSpecialAlias(x) {
					x = py.Heap[form](x).origin
				} else if _, ok := py.AsAlias(x); ok {
					return py.CallMethod1(x, py.Intern("__subclasscheck__"), v)
				}
				is, e := py.IsSubclassOf(x, py.Heap[form](v).origin)
				return py.Bool(is), e
			}},
			{Name: "__mro_entries__", Sig: "($self, bases)", Impl: func(v, bases value) (value, exc) {
				if e := deprecated(v); e != nil {
					return value{}, e
				}
				return py.NamedAliasBases(v, py.Heap[form](v).origin, bases)
			}},
			reduceToName,
		},
	}
	spec.Consts = []py.Const{{Name: "__iter__", Value: py.None}}
	specialAliasType.Define(&spec)
	for _, t := range []*py.Type{tupleAliasType, callableFormType} {
		sub := spec
		sub.Base = specialAliasType
		t.Define(&sub)
	}
}

// deprecated warns of the use of the alias that goes.
func deprecated(v value) exc {
	if f := py.Heap[form](v); f.name == "ByteString" {
		return collections.Deprecated("typing.ByteString")
	}
	return nil
}

func specialAliasGetItem(v, key value) (value, exc) {
	f := py.Heap[form](v)
	params := itemsOf(key)
	name := py.Intern(f.name)
	make := func(t *py.Type, args []value) (value, exc) {
		return py.NewTypingAlias(t, py.Alias{Origin: f.origin, Args: args, Name: name, NoInst: f.noInst})
	}
	switch f.kind {
	case kindTuple:
		if n := len(params) - 1; n >= 1 && params[n] == py.Ellipsis {
			args, e := typeChecks(params[:n], "Tuple[t, ...]: t must be a type.")
			if e != nil {
				return value{}, e
			}
			return make(py.TypingAliasType, append(args, py.Ellipsis))
		}
		args, e := typeChecks(params, "Tuple[t0, t1, ...]: each t must be a type.")
		if e != nil {
			return value{}, e
		}
		return make(py.TypingAliasType, args)
	case kindCallable:
		args, e := callableArgs(key)
		if e != nil {
			return value{}, e
		}
		return make(callableType, args)
	}
	args, e := typeChecks(params, "Parameters to generic types must be types.")
	if e != nil {
		return value{}, e
	}
	if n := len(args); n < f.params && n+len(f.defaults) >= f.params {
		args = append(args, f.defaults[n+len(f.defaults)-f.params:]...)
	}
	if n := len(args); n != f.params {
		if f.params == 0 {
			return value{}, py.Raisef(py.TypeErrorType, "%s is not a generic class", shown(v))
		}
		expected := strconv.Itoa(f.params)
		if len(f.defaults) > 0 {
			expected = "at least " + strconv.Itoa(f.params-len(f.defaults))
		}
		many := "many"
		if n < f.params {
			many = "few"
		}
		return value{}, py.Raisef(py.TypeErrorType, "Too %s arguments for %s; actual %d, expected %s", many, shown(v), n, expected)
	}
	return make(py.TypingAliasType, args)
}

// callableArgs returns the arguments of Callable[key]: those of the parameters, and the
// result.
func callableArgs(key value) ([]value, exc) {
	pair, ok := py.AsTuple(key)
	if !ok || len(pair.Items()) != 2 {
		return nil, py.Raisef(py.TypeErrorType, "Callable must be used as Callable[[arg, ...], result].")
	}
	result, e := typeCheck(pair.Items()[1], "Callable[args, result]: result must be a type.", checkArgument)
	if e != nil {
		return nil, e
	}
	params := pair.Items()[0]
	if params == py.Ellipsis {
		return []value{params, result}, nil
	}
	args := []value{params}
	if l, ok := py.AsList(params); ok {
		args = slices.Clone(l.Items)
	} else if t, ok := py.AsTuple(params); ok {
		args = slices.Clone(t.Items())
	}
	for i, a := range args {
		if args[i], e = asType(a); e != nil {
			return nil, e
		}
	}
	return append(args, result), nil
}
