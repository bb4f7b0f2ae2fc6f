package collections

import (
	"slices"
	"unsafe"

	"github.com/aio2go/aio2go/runtime/py"
)

// This file implements OrderedDict.

// orderedDict is a dict that can be reordered. A dict keeps the order of insertion
// already; what OrderedDict adds works on that.
type orderedDict struct {
	py.Dict
	Attrs py.Attrs
}

// OrderedDictType is collections.OrderedDict.
var OrderedDictType = &py.Type{Name: "OrderedDict"}

var (
	nameItems  = py.Intern("items")
	nameKeys   = py.Intern("keys")
	nameUpdate = py.Intern("update")
)

func init() {
	OrderedDictType.Define(&py.TypeSpec{
		Base: py.DictType, Module: "collections", Flags: py.FlagBaseType, NoHash: true,
		Doc:    "Dictionary that remembers insertion order",
		Layout: py.LayoutWithAttrs[orderedDict](unsafe.Offsetof(orderedDict{}.Attrs)),
		Slots: py.Slots{
			Repr: func(v value) (value, exc) {
				name := v.Type().Name
				d := py.Heap[py.Dict](v)
				if d.Len() == 0 {
					return py.StrV(name + "()"), nil
				}
				entered, e := py.ReprEnter(v)
				if e != nil {
					return value{}, e
				}
				if !entered {
					return py.StrV("..."), nil
				}
				defer py.ReprLeave()
				s, e := py.ReprText(d.Copy().Value())
				if e != nil {
					return value{}, e
				}
				if !py.VersionAtLeast(12) {
					items := py.NewList(nil)
					for k, x, pos, ok := d.Entry(0); ok; k, x, pos, ok = d.Entry(pos) {
						items.Append(py.TupleV(k, x))
					}
					if s, e = py.ReprText(items.Value()); e != nil {
						return value{}, e
					}
				}
				return py.StrV(name + "(" + s + ")"), nil
			},
			Compare: func(op py.CompareOp, a, b value) (value, exc) {
				if op != py.EQ && op != py.NE || !b.Type().Has(py.FlagDict) {
					return py.NotImplemented, nil
				}
				r, e := py.DictType.Compare(py.EQ, a, b)
				if e != nil || r == py.NotImplemented {
					return r, e
				}
				equal := r == py.True
				if equal && py.IsInstance(b, OrderedDictType) {
					if equal, e = sameOrder(py.Heap[py.Dict](a), py.Heap[py.Dict](b)); e != nil {
						return value{}, e
					}
				}
				return py.Bool(equal == (op == py.EQ)), nil
			},
			Binary: binary(map[py.BinaryOp]py.BinaryFunc{py.OpOr: func(a, b value) (value, exc) {
				if !a.Type().Has(py.FlagDict) || !b.Type().Has(py.FlagDict) {
					return py.NotImplemented, nil
				}
				return py.Call1(a.Type().Value(), mergedDict(a, b))
			}}),
			Reflected: binary(map[py.BinaryOp]py.BinaryFunc{py.OpOr: func(v, other value) (value, exc) {
				if !other.Type().Has(py.FlagDict) {
					return py.NotImplemented, nil
				}
				return py.Call1(v.Type().Value(), mergedDict(other, v))
			}}),
		},
		Methods: []py.Method{
			{Name: "__reduce__", Sig: "($self, /)", Impl: func(v value) (value, exc) {
				state, e := py.CallMethod0(v, py.Intern("__getstate__"))
				if e != nil {
					return value{}, e
				}
				items, e := py.CallMethod0(v, py.Intern("items"))
				if e != nil {
					return value{}, e
				}
				it, e := py.Iter(items)
				return py.TupleV(v.Type().Value(), py.EmptyTuple.Value(), state, py.None, it), e
			}},
			{Name: "popitem", Sig: "($self, /, last=True)", Impl: func(v, last value) (value, exc) {
				d := py.Heap[py.Dict](v)
				if d.Len() == 0 {
					return value{}, py.Raisef(py.KeyErrorType, "dictionary is empty")
				}
				fromEnd := true
				if !last.IsUnbound() {
					var e exc
					if fromEnd, e = py.Truth(last); e != nil {
						return value{}, e
					}
				}
				key, x, _, _ := d.Entry(0)
				if fromEnd {
					key, x, _ = d.Last()
				}
				_, e := d.Delete(key)
				return py.TupleV(key, x), e
			}},
			{Name: "move_to_end", Sig: "($self, /, key, last=True)", Impl: func(v, key, last value) (value, exc) {
				d := py.Heap[py.Dict](v)
				toEnd := true
				if !last.IsUnbound() {
					var e exc
					if toEnd, e = py.Truth(last); e != nil {
						return value{}, e
					}
				}
				x, ok, e := d.Pop(key)
				if e != nil {
					return value{}, e
				}
				if !ok {
					return value{}, py.RaiseArgs(py.KeyErrorType, key)
				}
				if toEnd {
					return py.None, d.Set(key, x)
				}
				return py.None, d.SetFirst(key, x)
			}},
			{Name: "pop", Sig: "($self, /, key, default=<unrepresentable>)", Impl: popItem,
				Doc: "od.pop(key[,default]) -> v, remove specified key and return the corresponding value.\n\nIf the key is not found, return the default if given; otherwise,\nraise a KeyError."},
			{Name: "setdefault", Sig: "($self, /, key, default=None)", Impl: func(v, key, otherwise value) (value, exc) {
				if otherwise.IsUnbound() {
					otherwise = py.None
				}
				in, e := py.Contains(v, key)
				if e != nil {
					return value{}, e
				}
				if in {
					return py.GetItem(v, key)
				}
				return otherwise, py.SetItem(v, key, otherwise)
			}, Doc: "Insert key with a value of default if key is not in the dictionary.\n\nReturn the value for key if key is in the dictionary, else default."},
			{Name: "copy", Sig: "($self, /)", Impl: func(v value) (value, exc) { return py.Call1(v.Type().Value(), v) }},
		},
		ClassMethods: []py.Method{{Name: "fromkeys", Sig: "($type, /, iterable, value=None)", Impl: func(cls, iterable, x value) (value, exc) {
			if x.IsUnbound() {
				x = py.None
			}
			d, e := py.Call0(cls)
			if e != nil {
				return value{}, e
			}
			return d, py.Each(iterable, func(key value) exc { return py.SetItem(d, key, x) })
		}, Doc: "Create a new ordered dictionary with keys from iterable and values set to value."}},
	})
}

// popItem is OrderedDict.pop, which calls no method of a subclass.
func popItem(v, key, otherwise value) (value, exc) {
	x, ok, e := py.Heap[py.Dict](v).Pop(key)
	switch {
	case e != nil || ok:
		return x, e
	case otherwise.IsUnbound():
		return value{}, py.RaiseArgs(py.KeyErrorType, key)
	}
	return otherwise, nil
}

// sameOrder reports whether the keys are equal one by one. A comparison may not change the
// dicts.
func sameOrder(a, b *py.Dict) (bool, exc) {
	keys, others := a.Keys(), b.Keys()
	if len(keys) != len(others) {
		return false, nil
	}
	for i, k := range keys {
		o := others[i]
		if k == o {
			continue
		}
		same, e := py.EqBool(k, o)
		if e != nil {
			return false, e
		}
		if plain := k.IsStr() && o.IsStr() || k.IsInt() && o.IsInt(); !plain && !(slices.Equal(keys, a.Keys()) && slices.Equal(others, b.Keys())) {
			return false, py.Raisef(py.RuntimeErrorType, "OrderedDict mutated during iteration")
		}
		if !same {
			return false, nil
		}
	}
	return true, nil
}
