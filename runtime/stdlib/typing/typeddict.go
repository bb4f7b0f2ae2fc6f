package typing

import (
	"slices"

	"github.com/aio2go/aio2go/runtime/py"
)

// This file implements TypedDict.

var nameOrigBases = py.Intern("__orig_bases__")

func newTypedDictFunc() *py.Function {
	return py.NewGoFunction(py.FuncSpec{Name: "TypedDict", Module: "typing", Pos: []string{"typename", "fields"}, PosOnly: 2, KwOnly: []string{"total"},
		Defaults: []value{sentinel}, KwDefaults: map[string]value{"total": py.True}, Impl: func(name, fields, total value) (value, exc) {
			if fields == sentinel || fields.IsNone() {
				s, e := py.StrText(name)
				if e == nil {
					e = noFields(fields, s, "TypedDict", "dictionary", "{}")
				}
				if e != nil {
					return value{}, e
				}
				fields = py.EmptyTuple.Value()
			}
			pairs, e := py.Call1(py.DictType.Value(), fields)
			if e != nil {
				return value{}, e
			}
			ns := py.NewDict()
			ns.SetStr(nameModule, py.StrV(py.CallerModule()))
			ns.SetStr(nameAnnotations, pairs)
			cls, e := newTypedDict(typedDictMetaType, name, nil, ns, total)
			if e != nil {
				return value{}, e
			}
			return cls, py.SetAttr(cls, nameOrigBases, py.TupleV(typedDictFunc.Value()))
		}})
}

var typedDictMetaType = py.NewBuiltinType("_TypedDictMeta", &py.TypeSpec{
	Base: py.TypeType, Module: "typing",
	Slots: py.Slots{
		New: func(meta *py.Type, args []value, names []*py.Str) (value, exc) {
			total := py.True
			n := len(args) - len(names)
			for i, name := range names {
				if name.S != "total" {
					return value{}, py.Raisef(py.TypeErrorType, "_TypedDictMeta.__new__() got an unexpected keyword argument %s", py.QuoteStr(name.S))
				}
				total = args[n+i]
			}
			bases, e := py.ItemsOf(args[1])
			if e != nil {
				return value{}, e
			}
			ns, _ := py.AsDict(args[2])
			return newTypedDict(meta, args[0], bases, ns, total)
		},
		Call: func(v value, args []value, names []*py.Str) (value, exc) {
			return py.CallKw(py.DictType.Value(), args, names)
		},
	},
	Methods: []py.Method{{Name: "__subclasscheck__", Impl: refuseTypedDictCheck}, {Name: "__instancecheck__", Impl: refuseTypedDictCheck}},
})

func refuseTypedDictCheck(value, []value) (value, exc) {
	return value{}, py.Raisef(py.TypeErrorType, "TypedDict does not support instance and class checks")
}

// typedDictKeys are the sets of keys of a TypedDict.
type typedDictKeys struct{ required, optional, readOnly, mutable *py.Set }

var keyAttrs = []string{"__required_keys__", "__optional_keys__", "__readonly_keys__", "__mutable_keys__"}

func (k *typedDictKeys) sets() []*py.Set {
	return []*py.Set{k.required, k.optional, k.readOnly, k.mutable}
}

// move adds key to one set and takes it from the other.
func move(key value, to, from *py.Set) exc {
	if e := to.Add(key); e != nil {
		return e
	}
	_, e := py.CallMethod1(from.Value(), py.Intern("discard"), key)
	return e
}

// inherit adds the keys of a base.
func (k *typedDictKeys) inherit(base *py.Type) exc {
	opposite := []*py.Set{k.optional, k.required, nil, nil}
	for i, set := range k.sets() {
		keys, ok := base.Namespace().GetStr(py.Intern(keyAttrs[i]))
		if !ok {
			continue
		}
		e := py.Each(keys, func(key value) exc {
			if opposite[i] == nil {
				return set.Add(key)
			}
			return move(key, set, opposite[i])
		})
		if e != nil {
			return e
		}
	}
	return nil
}

// add adds the key with the annotation t.
func (k *typedDictKeys) add(key, t value, total bool) exc {
	q := qualifiersOf(t)
	required := total
	switch {
	case slices.Contains(q, "Required"):
		required = true
	case slices.Contains(q, "NotRequired"):
		required = false
	}
	to, from := k.optional, k.required
	if required {
		to, from = from, to
	}
	if e := move(key, to, from); e != nil {
		return e
	}
	if !slices.Contains(q, "ReadOnly") {
		return move(key, k.mutable, k.readOnly)
	}
	if is, e := py.Contains(k.mutable.Value(), key); e != nil {
		return e
	} else if is {
		r, e := py.ReprText(key)
		if e != nil {
			return e
		}
		return py.Raisef(py.TypeErrorType, "Cannot override mutable key %s with read-only key", r)
	}
	return k.readOnly.Add(key)
}

// qualifiersOf returns the names of the forms around the annotation of a key.
func qualifiersOf(t value) (names []string) {
	for {
		a, ok := py.AsAlias(t)
		switch {
		case !ok:
			return names
		case t.Type() == annotatedType:
			t = a.Origin
			continue
		case !isForm(a.Origin):
			return names
		}
		name := py.Heap[form](a.Origin).name
		if name != "Required" && name != "NotRequired" && name != "ReadOnly" {
			return names
		}
		names = append(names, name)
		t = a.Args[0]
	}
}

func newTypedDict(meta *py.Type, name value, bases []value, ns *py.Dict, total value) (value, exc) {
	ann := py.NewDict()
	keys := typedDictKeys{py.NewSet(), py.NewSet(), py.NewSet(), py.NewSet()}
	generic := false
	for _, b := range bases {
		if b.Type() != meta && b != py.GenericType.Value() {
			return value{}, py.Raisef(py.TypeErrorType, "cannot inherit from both a TypedDict type and a non-TypedDict base class")
		}
		base := py.AsType(b)
		generic = generic || base.IsSubclass(py.GenericType)
		if e := keys.inherit(base); e != nil {
			return value{}, e
		}
		if x, ok := base.Namespace().GetStr(nameAnnotations); ok {
			if e := py.DictUpdate(ann.Value(), x); e != nil {
				return value{}, e
			}
		}
	}
	isTotal, e := py.Truth(total)
	if e != nil {
		return value{}, e
	}
	if own, ok := ns.GetStr(nameAnnotations); ok {
		d, _ := py.AsDict(own)
		for k, t, pos, ok := d.Entry(0); ok; k, t, pos, ok = d.Entry(pos) {
			t, e := typeCheck(t, "TypedDict('Name', {f0: t0, f1: t1, ...}); each t must be a type", checkFinal)
			if e == nil {
				e = keys.add(k, t, isTotal)
			}
			if e == nil {
				e = ann.Set(k, t)
			}
			if e != nil {
				return value{}, e
			}
		}
	}
	body := ns.Copy()
	body.SetStr(nameAnnotations, ann.Value())
	body.SetStr(py.Intern("__total__"), total)
	for i, set := range keys.sets() {
		frozen, e := py.Call1(py.FrozenSetType.Value(), set.Value())
		if e != nil {
			return value{}, e
		}
		body.SetStr(py.Intern(keyAttrs[i]), frozen)
	}
	if _, ok := body.GetStr(nameOrigBases); !ok {
		body.SetStr(nameOrigBases, py.NewTuple(bases).Value())
	}
	mro := []value{py.DictType.Value()}
	if generic {
		mro = []value{py.GenericType.Value(), py.DictType.Value()}
	}
	return py.TypeType.New(meta, []value{name, py.NewTuple(mro).Value(), body.Value()}, nil)
}
