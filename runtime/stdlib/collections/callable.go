package collections

import (
	"slices"

	"github.com/aio2go/aio2go/runtime/py"
)

// This file implements what subscripting collections.abc.Callable gives: an alias whose
// arguments are those of the parameters and the result, in one list.

var callableAliasType = &py.Type{Name: "_CallableGenericAlias"}

var callableAliasSpec = py.TypeSpec{
	Base: py.GenericAliasType, Module: "collections.abc",
	Slots: py.Slots{
		New: func(cls *py.Type, args []value, names []*py.Str) (value, exc) {
			return py.CallKw(callableAliasNew, append([]value{cls.Value()}, args...), names)
		},
		Repr: func(v value) (value, exc) {
			a, _ := py.AsAlias(v)
			return py.CallableRepr("collections.abc", a.Args)
		},
		GetItem: func(v, item value) (value, exc) {
			a, _ := py.AsAlias(v)
			args, e := py.SubstituteArgs(v, a.Args, a.Params(), item, false)
			if e != nil {
				return value{}, e
			}
			n := len(args) - 1
			params := args[0]
			if params.Type().Flags&(py.FlagList|py.FlagTuple) == 0 {
				params = py.NewTuple(args[:n]).Value()
			}
			return newCallableAlias(a.Origin, py.TupleV(params, args[n]))
		},
	},
	Methods: []py.Method{{Name: "__reduce__", Sig: "($self)", Impl: func(v value) (value, exc) {
		a, _ := py.AsAlias(v)
		return py.TupleV(v.Type().Value(), py.TupleV(a.Origin, py.CallableKey(a.Args))), nil
	}}},
}

func init() { callableAliasType.Define(&callableAliasSpec) }

var callableAliasNew = py.NewGoFunction(py.FuncSpec{Name: "__new__", Qualname: "_CallableGenericAlias.__new__", Module: "collections.abc", Pos: []string{"cls", "origin", "args"},
	Impl: func(_, origin, args value) (value, exc) { return newCallableAlias(origin, args) }}).Value()

// callableItem is __class_getitem__ of Callable.
var callableItem = py.NewClassMethod(py.NewGoFunction(py.FuncSpec{Name: "__class_getitem__", Module: "collections.abc", Pos: []string{"cls", "item"},
	Impl: newCallableAlias}).Value())

func newCallableAlias(origin, key value) (value, exc) {
	pair, ok := py.AsTuple(key)
	if !ok || len(pair.Items()) != 2 {
		return value{}, py.Raisef(py.TypeErrorType, "Callable must be used as Callable[[arg, ...], result].")
	}
	params, args := pair.Items()[0], pair.Items()
	switch {
	case params.Type().Flags&(py.FlagList|py.FlagTuple) != 0:
		items, e := py.ItemsOf(params)
		if e != nil {
			return value{}, e
		}
		args = append(slices.Clone(items), pair.Items()[1])
	case !py.IsParamExpr(params):
		s, e := py.StrText(params)
		if e != nil {
			return value{}, e
		}
		return value{}, py.Raisef(py.TypeErrorType, "Expected a list of types, an ellipsis, ParamSpec, or Concatenate. Got %s", s)
	}
	v := callableAliasType.Alloc(callableAliasType)
	a, _ := py.AsAlias(v)
	a.Origin, a.Args = origin, args
	return v, nil
}
