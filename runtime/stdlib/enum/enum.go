// Package enum implements the module enum (Python library reference, enum: Support for
// enumerations).
package enum

import (
	"math/bits"
	"strings"
	"unsafe"

	"github.com/aio2go/aio2go/runtime/py"
)

type (
	value = py.Value
	exc   = *py.Exception
)

var spec = py.ModuleSpec{
	Name:  "enum",
	Types: []*py.Type{autoType, memberType, nonMemberType, propertyType},
	Functions: []py.Method{
		{Name: "unique", Sig: "(enumeration)", Impl: unique},
		{Name: "verify", Impl: verify},
		{Name: "global_enum", Sig: "(cls, update_str=False)", Impl: globalEnum},
		{Name: "show_flag_values", Sig: "(value)", Impl: func(v value) (value, exc) {
			n, ok := py.AsInt64(v)
			if !ok {
				return value{}, py.Raisef(py.TypeErrorType, "an integer is required")
			}
			var items []value
			for _, b := range bitsOf(n) {
				items = append(items, py.Int(b))
			}
			return py.NewList(items).Value(), nil
		}},
	},
	Init: initModule,
}

func init() { py.RegisterModule(&spec) }

// The classes, made when the module is first imported.
var enumClass, intEnumClass, strEnumClass, flagClass, intFlagClass value

var (
	nameValue      = py.Intern("_value_")
	nameName       = py.Intern("_name_")
	nameSortOrder  = py.Intern("_sort_order_")
	nameMemberMap  = py.Intern("_member_map_")
	nameMemberList = py.Intern("_member_names_")
	nameValueMap   = py.Intern("_value2member_map_")
	nameMissing    = py.Intern("_missing_")
	nameGenerate   = py.Intern("_generate_next_value_")
	nameNew        = py.Intern("__new__")
	nameInit       = py.Intern("__init__")
	nameModule     = py.Intern("__module__")
	nameHiddenNew  = py.Intern("_new_member_")
)

// auto is enum.auto(): a value that the class chooses.
type auto struct {
	py.Header
	v value // unbound until chosen
}

// wrapper is member(x) or nonmember(x).
type wrapper struct {
	py.Header
	v value
}

var (
	autoType      = &py.Type{Name: "auto"}
	memberType    = newWrapper("member")
	nonMemberType = newWrapper("nonmember")
)

func newWrapper(name string) *py.Type {
	sig := py.NewSignature(name, "", "(value)")
	return py.NewBuiltinType(name, &py.TypeSpec{
		Module: "enum", Layout: py.LayoutOf[wrapper](),
		Slots: py.Slots{New: func(cls *py.Type, args []value, names []*py.Str) (value, exc) {
			p, e := sig.Parse(args, names)
			if e != nil {
				return value{}, e
			}
			v := cls.Alloc(cls)
			py.Heap[wrapper](v).v = p[0]
			return v, nil
		}},
		GetSets: []py.GetSet{{Name: "value", Get: func(v value) (value, exc) { return py.Heap[wrapper](v).v, nil }}},
	})
}

// propertyType is enum.property: a property of members whose name a member may have too.
var propertyType = py.NewBuiltinType("property", &py.TypeSpec{
	Base: py.PropertyType, Module: "enum", Flags: py.FlagBaseType,
	Slots: py.Slots{DescrGet: func(descr, obj value, owner *py.Type) (value, exc) {
		if obj.IsUnbound() {
			return value{}, py.RaiseArgs(py.AttributeErrorType)
		}
		return py.PropertyType.DescrGet(descr, obj, owner)
	}},
})

func init() {
	autoType.Define(&py.TypeSpec{
		Module: "enum", Layout: py.LayoutOf[auto](), Flags: py.FlagBaseType,
		Slots: py.Slots{
			New: func(cls *py.Type, args []value, names []*py.Str) (value, exc) {
				v := cls.Alloc(cls)
				if len(args) > len(names) {
					py.Heap[auto](v).v = args[0]
				}
				return v, nil
			},
			Repr: func(v value) (value, exc) {
				x := py.Heap[auto](v).v
				if x.IsUnbound() {
					return py.StrV("auto(<object object>)"), nil
				}
				s, e := py.ReprText(x)
				return py.StrV("auto(" + s + ")"), e
			},
		},
		GetSets: []py.GetSet{{Name: "value", Get: func(v value) (value, exc) { return py.Heap[auto](v).v, nil }}},
	})
}

// enumDict is the namespace of an enum class while its body runs: it knows which names
// are members and gives autos their values.
type enumDict struct {
	py.Dict
	members  []*py.Str
	last     []value
	generate value
	ignore   map[string]bool
	auto     bool
	Attrs    py.Attrs
}

var enumDictType = &py.Type{Name: "EnumDict"}

func init() {
	enumDictType.Define(&py.TypeSpec{
		Base: py.DictType, Module: "enum", NoHash: true,
		Layout: py.LayoutWithAttrs[enumDict](unsafe.Offsetof(enumDict{}.Attrs)),
		Slots: py.Slots{SetItem: func(v, key, x value) exc {
			if x.IsUnbound() {
				return py.DictType.SetItem(v, key, x)
			}
			return py.Heap[enumDict](v).set(key, x)
		}},
		GetSets: []py.GetSet{{Name: "member_names", Get: func(v value) (value, exc) {
			return namesList(py.Heap[enumDict](v).members), nil
		}}},
	})
}

func namesList(names []*py.Str) value {
	items := make([]value, len(names))
	for i, n := range names {
		items[i] = n.Value()
	}
	return py.NewList(items).Value()
}

func isDunder(s string) bool {
	return len(s) > 4 && strings.HasPrefix(s, "__") && strings.HasSuffix(s, "__") && s[2] != '_' && s[len(s)-3] != '_'
}

func isSunder(s string) bool {
	return len(s) > 2 && s[0] == '_' && s[len(s)-1] == '_' && s[1] != '_' && s[len(s)-2] != '_'
}

// isDescriptor reports whether v has __get__, __set__ or __delete__.
func isDescriptor(v value) bool {
	t := v.Type()
	return t.DescrGet != nil || t.DescrSet != nil
}

var sunderNames = map[string]bool{"_order_": true, "_generate_next_value_": true, "_numeric_repr_": true, "_missing_": true, "_ignore_": true,
	"_iter_member_": true, "_iter_member_by_value_": true, "_iter_member_by_def_": true, "_add_alias_": true, "_add_value_alias_": true,
	"_simple_": true, "_member_type_": true, "_value_repr_": true, "_boundary_": true, "_use_args_": true, "_new_member_": true}

func (d *enumDict) set(key, x value) exc {
	name := key.Str().S
	switch {
	case isSunder(name):
		if !sunderNames[name] {
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
			list := []string{}
			if s, ok := py.AsStr(x); ok {
				list = strings.Fields(strings.ReplaceAll(s.S, ",", " "))
			} else if e := py.Each(x, func(v value) exc {
				s, e := py.StrText(v)
				list = append(list, s)
				return e
			}); e != nil {
				return e
			}
			d.ignore = map[string]bool{}
			for _, s := range list {
				d.ignore[s] = true
			}
		}
	case isDunder(name):
	case strings.HasPrefix(name, "_") && strings.Contains(name[1:], "__"): // a private name, mangled
	case d.isMember(key.Str()):
		return py.Raisef(py.TypeErrorType, "%s already defined as %s", py.QuoteStr(name), mustRepr(d.value(key.Str())))
	case d.ignore[name]:
	case x.Type() == nonMemberType:
		x = py.Heap[wrapper](x).v
	case x.Type() != memberType && isDescriptor(x):
	default:
		if x.Type() == memberType {
			x = py.Heap[wrapper](x).v
		}
		var e exc
		if x, e = d.resolve(name, x); e != nil {
			return e
		}
		d.members = append(d.members, py.InternStr(key.Str()))
		d.last = append(d.last, x)
	}
	return d.Dict.Set(key, x)
}

func mustRepr(v value) string {
	s, e := py.ReprText(v)
	if e != nil {
		return "?"
	}
	return s
}

func (d *enumDict) value(name *py.Str) value {
	v, _ := d.GetStr(name)
	return v
}

func (d *enumDict) isMember(name *py.Str) bool {
	for _, m := range d.members {
		if m == py.InternStr(name) {
			return true
		}
	}
	return false
}

// resolve chooses the value of an auto, also inside a tuple.
func (d *enumDict) resolve(name string, x value) (value, exc) {
	if py.IsInstance(x, autoType) {
		a := py.Heap[auto](x)
		if a.v.IsUnbound() {
			last := append([]value(nil), d.last...)
			v, e := py.CallN(d.generate, []value{py.StrV(name), py.Int(1), py.Int(int64(len(d.members))), py.NewList(last).Value()})
			if e != nil {
				return value{}, e
			}
			a.v = v
		}
		d.auto = true
		return a.v, nil
	}
	if t, ok := py.AsTuple(x); ok && x.Type() == py.TupleType {
		changed := false
		items := append([]value(nil), t.Items...)
		for i := range items {
			if py.IsInstance(items[i], autoType) {
				v, e := d.resolve(name, items[i])
				if e != nil {
					return value{}, e
				}
				items[i], changed = v, true
			}
		}
		if changed {
			return py.NewTuple(items).Value(), nil
		}
	}
	return x, nil
}

func bitsOf(n int64) []int64 {
	var out []int64
	for u := uint64(n); u != 0; u &= u - 1 {
		out = append(out, 1<<bits.TrailingZeros64(u))
	}
	return out
}

func unique(cls value) (value, exc) {
	members, e := memberMap(cls)
	if e != nil {
		return value{}, e
	}
	var dups []string
	for k, m, pos, ok := members.Entry(0); ok; k, m, pos, ok = members.Entry(pos) {
		n, e := py.GetAttr(m, nameName)
		if e != nil {
			return value{}, e
		}
		if n.Str().S != k.Str().S {
			dups = append(dups, k.Str().S+" -> "+n.Str().S)
		}
	}
	if len(dups) > 0 {
		return value{}, py.Raisef(py.ValueErrorType, "duplicate values found in %s: %s", mustRepr(cls), strings.Join(dups, ", "))
	}
	return cls, nil
}
