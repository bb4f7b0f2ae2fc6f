// Package functools implements the module functools (Python library reference,
// functools: Higher-order functions and operations on callable objects).
package functools

import (
	"github.com/aio2go/aio2go/runtime/py"
	"github.com/aio2go/aio2go/runtime/pymod"
	"github.com/aio2go/aio2go/runtime/stdlib/abc"
)

type (
	value = py.Value
	exc   = *py.Exception
)

var spec = py.ModuleSpec{
	Name:  "functools",
	Doc:   "functools.py - Tools for working with functions and callable objects",
	Types: []*py.Type{partialType, cachedPropertyType},
	Functions: []py.Method{
		{Name: "reduce", Impl: reduceArgs, Doc: "reduce(function, iterable[, initial], /) -> value"},
		{Name: "lru_cache", Sig: "(maxsize=128, typed=False)", Impl: lruCache},
		{Name: "cache", Sig: "(user_function, /)", Impl: func(fn value) (value, exc) { return newCache(fn, -1, false), nil }},
		{Name: "_make_key", Sig: "(args, kwds, typed)", Impl: makeKey},
		{Name: "total_ordering", Sig: "(cls)", Impl: totalOrdering},
		{Name: "cmp_to_key", Sig: "(mycmp)", Impl: cmpToKey},
		{Name: "get_cache_token", Sig: "()", Impl: func() (value, exc) { return abc.CacheToken(), nil }},
	},
	Init: func(m *py.Module) exc {
		m.Set("_CacheInfo", cacheInfoType.Value())
		m.Set("WRAPPER_ASSIGNMENTS", namesTuple(assigned))
		m.Set("WRAPPER_UPDATES", namesTuple(updated))
		names := map[string]value{"ASSIGNED": namesTuple(assigned), "UPDATED": namesTuple(updated)}
		pymod.AddFunctions(m,
			pymod.Func{Sig: "update_wrapper(wrapper, wrapped, assigned=ASSIGNED, updated=UPDATED)", Defaults: names, Impl: updateWrapperArgs},
			pymod.Func{Sig: "wraps(wrapped, assigned=ASSIGNED, updated=UPDATED)", Defaults: names, Impl: wraps},
		)
		if e := definePartialMethod(m); e != nil {
			return e
		}
		return defineDispatch(m)
	},
}

func init() { py.RegisterModule(&spec) }

var (
	assigned = []*py.Str{py.Intern("__module__"), py.Intern("__name__"), py.Intern("__qualname__"), py.Intern("__doc__"),
		py.Intern("__annotations__"), py.Intern("__type_params__")}
	updated = []*py.Str{nameDict}

	nameDict     = py.Intern("__dict__")
	nameWrapped  = py.Intern("__wrapped__")
	nameUpdate   = py.Intern("update")
	nameDoc      = py.Intern("__doc__")
	nameQualname = py.Intern("__qualname__")
)

func namesTuple(names []*py.Str) value {
	items := make([]value, len(names))
	for i, n := range names {
		items[i] = n.Value()
	}
	return py.NewTuple(items).Value()
}

func reduceArgs(args []value) (value, exc) {
	if e := py.ArgCount("reduce", len(args), 2, 3); e != nil {
		return value{}, e
	}
	var initial value
	if len(args) == 3 {
		initial = args[2]
	}
	return Reduce(args[0], args[1], initial)
}

// Reduce is functools.reduce(fn, iterable, initial); initial may be unbound.
func Reduce(fn, iterable, initial value) (value, exc) {
	if iterable.Type().Iter == nil && iterable.Type().GetItem == nil {
		return value{}, py.Raisef(py.TypeErrorType, "reduce() arg 2 must support iteration")
	}
	total := initial
	e := py.Each(iterable, func(x value) (e exc) {
		if total.IsUnbound() {
			total = x
			return nil
		}
		total, e = py.Call2(fn, total, x)
		return e
	})
	if e == nil && total.IsUnbound() {
		e = py.Raisef(py.TypeErrorType, "reduce() of empty iterable with no initial value")
	}
	return total, e
}

// UpdateWrapper is functools.update_wrapper(wrapper, wrapped).
func UpdateWrapper(wrapper, wrapped value) (value, exc) {
	return updateWrapper(wrapper, wrapped, assigned, updated)
}

func updateWrapper(wrapper, wrapped value, assigned, updated []*py.Str) (value, exc) {
	for _, name := range assigned {
		x, found, e := py.LookupAttr(wrapped, name)
		if e != nil {
			return value{}, e
		}
		if found {
			if e := py.SetAttr(wrapper, name, x); e != nil {
				return value{}, e
			}
		}
	}
	for _, name := range updated {
		d, e := py.GetAttr(wrapper, name)
		if e != nil {
			return value{}, e
		}
		x, found, e := py.LookupAttr(wrapped, name)
		if e != nil {
			return value{}, e
		}
		if !found {
			x = py.NewDict().Value()
		}
		if _, e := py.CallMethod1(d, nameUpdate, x); e != nil {
			return value{}, e
		}
	}
	return wrapper, py.SetAttr(wrapper, nameWrapped, wrapped)
}

// nameList converts an argument of names.
func nameList(v value) ([]*py.Str, exc) {
	var names []*py.Str
	e := py.Each(v, func(x value) exc {
		s, ok := py.AsStr(x)
		if !ok {
			return py.Raisef(py.TypeErrorType, "attribute name must be string, not '%s'", x.Type().Name)
		}
		names = append(names, py.InternStr(s))
		return nil
	})
	return names, e
}

func updateWrapperArgs(wrapper, wrapped, assigned, updated value) (value, exc) {
	a, e := nameList(assigned)
	if e != nil {
		return value{}, e
	}
	u, e := nameList(updated)
	if e != nil {
		return value{}, e
	}
	return updateWrapper(wrapper, wrapped, a, u)
}

func wraps(wrapped, assignedV, updatedV value) (value, exc) {
	a, e := nameList(assignedV)
	if e != nil {
		return value{}, e
	}
	u, e := nameList(updatedV)
	if e != nil {
		return value{}, e
	}
	return py.NewBuiltin("wraps", "functools", "(wrapper)", func(wrapper value) (value, exc) {
		return updateWrapper(wrapper, wrapped, a, u)
	}).Value(), nil
}

// cmpKey is an object that compares as a cmp function says.
type cmpKey struct {
	py.Header
	cmp, obj value
}

var cmpKeyType = &py.Type{Name: "KeyWrapper"}

func init() {
	cmpKeyType.Define(&py.TypeSpec{
		Module: "functools", Layout: py.LayoutOf[cmpKey](), NoNew: true, NoHash: true,
		Slots: py.Slots{
			Compare: func(op py.CompareOp, a, b value) (value, exc) {
				if b.Type() != cmpKeyType {
					return value{}, py.Raisef(py.TypeErrorType, "other argument must be K instance")
				}
				k := py.Heap[cmpKey](a)
				r, e := py.Call2(k.cmp, k.obj, py.Heap[cmpKey](b).obj)
				if e != nil {
					return value{}, e
				}
				return py.Compare(op, r, py.Int(0))
			},
			Call: func(v value, args []value, names []*py.Str) (value, exc) {
				p, e := cmpKeySig.Parse(args, names)
				if e != nil {
					return value{}, e
				}
				return newCmpKey(py.Heap[cmpKey](v).cmp, p[0]), nil
			},
		},
		GetSets: []py.GetSet{{Name: "obj", Get: func(v value) (value, exc) { return py.Heap[cmpKey](v).obj, nil }},
			{Name: "__text_signature__", Get: func(value) (value, exc) { return py.StrV("(obj)"), nil }}},
	})
}

var cmpKeySig = py.NewSignature("K", "", "(obj)")

func newCmpKey(cmp, obj value) value {
	v := cmpKeyType.Alloc(cmpKeyType)
	k := py.Heap[cmpKey](v)
	k.cmp, k.obj = cmp, obj
	return v
}

func cmpToKey(cmp value) (value, exc) { return newCmpKey(cmp, py.None), nil }

var orderNames = [...]*py.Str{py.Intern("__lt__"), py.Intern("__le__"), py.Intern("__gt__"), py.Intern("__ge__")}

// totalOrdering adds to cls the ordering methods that it does not define, from the first
// that it does in the order __lt__, __le__, __gt__, __ge__.
func totalOrdering(cls value) (value, exc) {
	t := py.AsType(cls)
	root := -1
	// functools prefers __lt__ to __le__ to __gt__ to __ge__.
	for i, name := range orderNames {
		if x := t.Lookup(name); !x.IsUnbound() && x != py.ObjectType.Lookup(name) {
			root = i
			break
		}
	}
	if root < 0 {
		return value{}, py.Raisef(py.ValueErrorType, "must define at least one ordering operation: < > <= >=")
	}
	for i, name := range orderNames {
		if i == root {
			continue
		}
		if x := t.Lookup(name); !x.IsUnbound() && x != py.ObjectType.Lookup(name) {
			continue
		}
		if e := py.SetAttr(cls, name, derivedOrder(root, i)); e != nil {
			return value{}, e
		}
	}
	return cls, nil
}

// derivedOrder makes the method want from the method root (indices of orderNames): with
// r the truth of a root b, each is r or its negation, joined with a == b.
func derivedOrder(root, want int) value {
	const lt, le, gt, ge = 0, 1, 2, 3
	type rule struct {
		negate  bool // not r
		orEqual bool // ... or a == b
		andDiff bool // ... and a != b
	}
	rules := map[[2]int]rule{
		{lt, gt}: {negate: true, andDiff: true}, {lt, le}: {orEqual: true}, {lt, ge}: {negate: true},
		{le, ge}: {negate: true, orEqual: true}, {le, lt}: {andDiff: true}, {le, gt}: {negate: true},
		{gt, lt}: {negate: true, andDiff: true}, {gt, ge}: {orEqual: true}, {gt, le}: {negate: true},
		{ge, le}: {negate: true, orEqual: true}, {ge, gt}: {andDiff: true}, {ge, lt}: {negate: true},
	}
	r := rules[[2]int{root, want}]
	return py.NewGoFunction(py.FuncSpec{Name: orderNames[want].S, Module: "functools", Pos: []string{"self", "other"}, Impl: func(self, other value) (value, exc) {
		x, e := py.Call2(self.Type().Lookup(orderNames[root]), self, other)
		if e != nil || x == py.NotImplemented {
			return x, e
		}
		truth, e := py.Truth(x)
		if e != nil {
			return value{}, e
		}
		if r.negate {
			truth = !truth
		}
		switch {
		case r.orEqual && !truth:
			truth, e = py.EqBool(self, other)
		case r.andDiff && truth:
			truth, e = py.NeBool(self, other)
		}
		return py.Bool(truth), e
	}}).Value()
}
