package enum

import (
	"github.com/aio2go/aio2go/runtime/py"
	"github.com/aio2go/aio2go/runtime/pymod"
	"github.com/aio2go/aio2go/runtime/stdlib/types"
)

// This file implements enum.property: an attribute of members whose name a member may have
// too, which is then what the class has.

var (
	nameMember   = py.Intern("member")
	nameFget     = py.Intern("fget")
	nameFset     = py.Intern("fset")
	nameFdel     = py.Intern("fdel")
	nameAttrType = py.Intern("_attr_type")
	nameClsType  = py.Intern("_cls_type")
	nameOwnName  = py.Intern("name")
	nameClsName  = py.Intern("clsname")
)

func defineProperty(m *py.Module) (e exc) {
	propertyClass, e = pymod.Define(m, pymod.Class{
		Name: "property", Bases: []value{types.DynamicClassAttribute.Value()},
		Doc:   "A property of members; looked up on the class it is the member of that name.",
		Attrs: []py.Const{{Name: "member", Value: py.None}, {Name: "_attr_type", Value: py.None}, {Name: "_cls_type", Value: py.None}},
		Methods: []pymod.Func{
			{Sig: "__get__(self, instance, ownerclass=None)", Impl: func(self, obj, owner value) (value, exc) {
				if obj.IsNone() {
					obj = value{}
				}
				t := (*py.Type)(nil)
				if owner.IsType() {
					t = py.AsType(owner)
				}
				return getProperty(self, obj, t)
			}},
			{Sig: "__set__(self, instance, value)", Impl: func(self, obj, x value) (value, exc) { return py.None, setProperty(self, obj, x) }},
			{Sig: "__delete__(self, instance)", Impl: func(self, obj value) (value, exc) { return py.None, setProperty(self, obj, value{}) }},
			{Sig: "__set_name__(self, ownerclass, name)", Impl: func(self, owner, name value) (value, exc) {
				var s steps
				s.Set(self, "name", name)
				s.Set(self, "clsname", s.Attr(owner, "__name__"))
				return s.Done(py.None)
			}},
		},
	})
	if e != nil {
		return e
	}
	t := py.AsType(propertyClass)
	t.DescrGet, t.DescrSet = getProperty, setProperty
	return nil
}

// own is an attribute of a property itself, or of its class.
func own(self value, name *py.Str) value {
	if a := py.AttrsOf(self); a != nil {
		if v, ok := a.Get(name); ok {
			return v
		}
	}
	return py.None
}

func ownText(self value, name *py.Str) string {
	s, _ := py.StrText(own(self, name))
	return s
}

// getProperty is property.__get__; obj is unbound for the class.
func getProperty(self, obj value, owner *py.Type) (value, exc) {
	name := ownText(self, nameOwnName)
	if obj.IsUnbound() {
		if m := own(self, nameMember); !m.IsNone() {
			return m, nil
		}
		if owner == nil {
			return value{}, py.Raisef(py.AttributeErrorType, "None has no attribute %s", py.QuoteStr(name))
		}
		return value{}, py.Raisef(py.AttributeErrorType, "%s has no attribute %s", mustRepr(owner.Value()), py.QuoteStr(name))
	}
	get, e := py.GetAttr(self, nameFget)
	if e != nil {
		return value{}, e
	}
	if !get.IsNone() {
		return py.Call1(get, obj)
	}
	switch ownText(self, nameAttrType) {
	case "attr":
		return py.GetAttr(own(self, nameClsType), py.Intern(name))
	case "desc":
		v, e := py.GetAttr(obj, nameValue)
		if e != nil {
			return value{}, e
		}
		return py.GetAttr(v, py.Intern(name))
	}
	if owner == nil {
		owner = obj.Type()
	}
	if m, ok := dictOf(owner.Value(), nameMemberMap).GetStr(py.Intern(name)); ok {
		return m, nil
	}
	return value{}, py.Raisef(py.AttributeErrorType, "%s has no attribute %s", mustRepr(owner.Value()), py.QuoteStr(name))
}

// setProperty is property.__set__ and, with x unbound, property.__delete__.
func setProperty(self, obj, x value) exc {
	field, what := nameFset, "set"
	if x.IsUnbound() {
		field, what = nameFdel, "delete"
	}
	f, e := py.GetAttr(self, field)
	if e != nil {
		return e
	}
	switch {
	case f.IsNone():
		return py.Raisef(py.AttributeErrorType, "<enum %s> cannot %s attribute %s", py.QuoteStr(ownText(self, nameClsName)), what, py.QuoteStr(ownText(self, nameOwnName)))
	case x.IsUnbound():
		_, e = py.Call1(f, obj)
	default:
		_, e = py.Call2(f, obj, x)
	}
	return e
}
