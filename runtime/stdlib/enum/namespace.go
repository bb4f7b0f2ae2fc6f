package enum

import (
	"slices"
	"strings"
	"unsafe"

	"github.com/aio2go/aio2go/runtime/py"
)

// This file implements EnumDict, the namespace of an enum class while its body runs: it
// knows which names are members and gives autos their values.

type enumDict struct {
	py.Dict
	class    string
	members  *py.Dict // their names, with None
	last     []value
	generate value
	ignore   []string
	auto     bool
	Attrs    py.Attrs
}

var enumDictType = &py.Type{Name: "EnumDict"}

func init() {
	enumDictType.Define(&py.TypeSpec{
		Base: py.DictType, Module: "enum", NoHash: true, Flags: py.FlagBaseType,
		Doc:    "Track enum member order and ensure member names are not reused.",
		Layout: py.LayoutWithAttrs[enumDict](unsafe.Offsetof(enumDict{}.Attrs)),
		Slots: py.Slots{SetItem: func(v, key, x value) exc {
			if x.IsUnbound() {
				return py.DictType.SetItem(v, key, x)
			}
			return py.Heap[enumDict](v).set(key, x)
		}},
		Methods: []py.Method{{Name: "update", Impl: func(v value, args []value, names []*py.Str) (value, exc) {
			return py.None, py.Heap[enumDict](v).update(args, names)
		}}},
		GetSets: []py.GetSet{
			{Name: "member_names", Get: func(v value) (value, exc) { return py.NewList(py.Heap[enumDict](v).names().Keys()).Value(), nil }},
			{Name: "_member_names", Get: func(v value) (value, exc) { return py.Heap[enumDict](v).names().Value(), nil }},
			{Name: "_last_values", Get: func(v value) (value, exc) {
				return py.NewList(slices.Clone(py.Heap[enumDict](v).last)).Value(), nil
			}},
			{Name: "_cls_name", Get: func(v value) (value, exc) { return py.StrV(py.Heap[enumDict](v).class), nil },
				Set: func(v, x value) (e exc) { py.Heap[enumDict](v).class, e = py.StrText(x); return e }},
		},
	})
}

func (d *enumDict) names() *py.Dict {
	if d.members == nil {
		d.members = py.NewDict()
	}
	return d.members
}

func (d *enumDict) isMember(name *py.Str) bool {
	_, ok := d.names().GetStr(name)
	return ok
}

// update is EnumDict.update.
func (d *enumDict) update(args []value, names []*py.Str) exc {
	var s steps
	n := len(args) - len(names)
	if n > 0 {
		if keys := s.AttrOr(args[0], "keys", value{}); !keys.IsUnbound() {
			for _, k := range s.Items(s.Apply(keys)) {
				if x := s.Item(args[0], k); !s.Failed() {
					s.Raise(d.set(k, x))
				}
			}
		} else {
			for _, item := range s.Items(args[0]) {
				k, x, e := py.Unpack2(item)
				if e == nil {
					e = d.set(k, x)
				}
				s.Raise(e)
			}
		}
	}
	for i, k := range names {
		if !s.Failed() {
			s.Raise(d.set(k.Value(), args[n+i]))
		}
	}
	return s.Exc
}

var sunderNames = map[string]bool{"_order_": true, "_generate_next_value_": true, "_numeric_repr_": true, "_missing_": true, "_ignore_": true,
	"_iter_member_": true, "_iter_member_by_value_": true, "_iter_member_by_def_": true, "_add_alias_": true, "_add_value_alias_": true}

func (d *enumDict) set(key, x value) exc {
	k, ok := py.AsStr(key)
	if !ok {
		return py.Raisef(py.TypeErrorType, "object of type '%s' has no len()", key.Type().Name)
	}
	name := k.S
	already := func() exc {
		old, _ := d.GetStr(k)
		return py.Raisef(py.TypeErrorType, "%s already defined as %s", py.QuoteStr(name), mustRepr(old))
	}
	switch {
	case isPrivate(d.class, name):
	case isSunder(name):
		if e := d.setSunder(name, x); e != nil {
			return e
		}
		if name == "_ignore_" {
			items := make([]value, len(d.ignore))
			for i, s := range d.ignore {
				items[i] = py.StrV(s)
			}
			x = py.NewList(items).Value()
		}
	case isDunder(name):
		if name == "__order__" {
			key = nameOrder.Value()
		}
	case d.isMember(k):
		return already()
	case slices.Contains(d.ignore, name):
	case py.IsInstance(x, nonMemberType):
		x = py.Heap[wrapper](x).v
	case isDescriptor(x):
	case isInternalClass(d.class, x):
	default:
		if _, defined := d.GetStr(k); defined {
			return already()
		}
		if py.IsInstance(x, memberType) {
			x = py.Heap[wrapper](x).v
		}
		var e exc
		chosen := false
		if x, chosen, e = d.choose(k, x); e != nil {
			return e
		}
		d.names().SetStr(py.InternStr(k), py.None)
		if !chosen {
			d.last = append(d.last, x)
		}
	}
	return d.Dict.Set(key, x)
}

// setSunder takes notice of a name of the form _name_.
func (d *enumDict) setSunder(name string, x value) exc {
	if !sunderNames[name] && !strings.HasPrefix(name, "_repr_") {
		return py.Raisef(py.ValueErrorType, "_sunder_ names, such as %s, are reserved for future Enum use", py.QuoteStr(name))
	}
	switch name {
	case "_generate_next_value_":
		if d.auto {
			return py.Raisef(py.TypeErrorType, "_generate_next_value_ must be defined before members")
		}
		d.generate = x
		if x.Type() == py.StaticMethodType {
			f, e := py.GetAttr(x, py.Intern("__func__"))
			if e != nil {
				return e
			}
			d.generate = f
		}
	case "_ignore_":
		var list []string
		if s, ok := py.AsStr(x); ok {
			list = words(s.S)
		} else if e := py.Each(x, func(v value) exc {
			s, e := py.StrText(v)
			list = append(list, s)
			return e
		}); e != nil {
			return e
		}
		d.ignore = list
		var known []value
		for _, s := range list {
			if d.isMember(py.Intern(s)) {
				known = append(known, py.StrV(s))
			}
		}
		if len(known) > 0 {
			set, e := py.SetBuild(known)
			if e != nil {
				return e
			}
			return py.Raisef(py.ValueErrorType, "_ignore_ cannot specify already set names: %s", mustRepr(set))
		}
	}
	return nil
}

// words splits a list of names.
func words(s string) []string { return strings.Fields(strings.ReplaceAll(s, ",", " ")) }

// choose gives the autos in x, which may be in a tuple, their values.
func (d *enumDict) choose(name *py.Str, x value) (value, bool, exc) {
	if py.IsInstance(x, autoType) {
		v, e := d.chooseAuto(name, x)
		return v, true, e
	}
	t, ok := py.AsTuple(x)
	if !ok || !slices.ContainsFunc(t.Items(), func(v value) bool { return py.IsInstance(v, autoType) }) {
		return x, false, nil
	}
	items := slices.Clone(t.Items())
	for i, v := range items {
		if py.IsInstance(v, autoType) {
			var e exc
			if items[i], e = d.chooseAuto(name, v); e != nil {
				return value{}, true, e
			}
		}
	}
	if x.Type() == py.TupleType {
		return py.NewTuple(items).Value(), true, nil
	}
	v, e := py.Call1(x.Type().Value(), py.NewList(slices.Clone(items)).Value())
	if e != nil && e.Is(py.TypeErrorType) { // a named tuple
		v, e = py.CallN(x.Type().Value(), items)
	}
	return v, true, e
}

func (d *enumDict) chooseAuto(name *py.Str, x value) (value, exc) {
	a := py.Heap[auto](x)
	if a.v == autoNullValue {
		last := py.NewList(slices.Clone(d.last)).Value()
		v, e := py.CallN(d.generate, []value{name.Value(), py.Int(1), py.Int(int64(d.names().Len())), last})
		if e != nil {
			return value{}, e
		}
		a.v = v
		d.auto = true
	}
	d.last = append(d.last, a.v)
	return a.v, nil
}
