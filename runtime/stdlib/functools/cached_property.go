package functools

import (
	"unsafe"

	"github.com/aio2go/aio2go/runtime/py"
)

// This file implements cached_property.

// cachedProperty computes an attribute once for each instance.
type cachedProperty struct {
	py.Header
	fn   value
	name *py.Str
	doc  value
	// module is __module__ of the function.
	module value
	Attrs  py.Attrs
}

var cachedPropertyType = &py.Type{Name: "cached_property"}

func init() {
	cachedPropertyType.Define(&py.TypeSpec{
		Module: "functools", Flags: py.FlagBaseType,
		Layout: py.LayoutWithAttrs[cachedProperty](unsafe.Offsetof(cachedProperty{}.Attrs)),
		Slots: py.Slots{
			New: func(cls *py.Type, args []value, names []*py.Str) (value, exc) {
				p, e := cachedSig.Parse(args, names)
				if e != nil {
					return value{}, e
				}
				v := cls.Alloc(cls)
				c := py.Heap[cachedProperty](v)
				c.fn = p[0]
				if c.doc, _, e = py.LookupAttr(p[0], nameDoc); e != nil {
					return value{}, e
				}
				c.module, _, e = py.LookupAttr(p[0], py.Intern("__module__"))
				return v, e
			},
			DescrGet: cachedPropertyGet,
		},
		Methods: []py.Method{{Name: "__set_name__", Sig: "($self, owner, name)", Impl: func(v, owner, name value) (value, exc) {
			c := py.Heap[cachedProperty](v)
			s := py.InternStr(name.Str())
			if c.name == nil {
				c.name = s
			} else if c.name != s {
				return value{}, py.Raisef(py.TypeErrorType, "Cannot assign the same cached_property to two different names (%s and %s).",
					py.QuoteStr(c.name.S), py.QuoteStr(s.S))
			}
			return py.None, nil
		}}},
		ClassMethods: []py.Method{{Name: "__class_getitem__", Sig: "($type, object, /)", Impl: func(cls, item value) (value, exc) {
			return py.NewGenericAlias(cls, item), nil
		}}},
		GetSets: []py.GetSet{
			{Name: "func", Get: func(v value) (value, exc) { return py.Heap[cachedProperty](v).fn, nil }},
			{Name: "attrname", Get: func(v value) (value, exc) {
				if n := py.Heap[cachedProperty](v).name; n != nil {
					return n.Value(), nil
				}
				return py.None, nil
			}},
			{Name: "__doc__", Get: func(v value) (value, exc) { return py.Heap[cachedProperty](v).doc, nil }},
			{Name: "__module__", Get: func(v value) (value, exc) { return py.Heap[cachedProperty](v).module, nil }},
		},
	})
}

var cachedSig = py.NewSignature("cached_property.__init__", "", "(func)")

func cachedPropertyGet(descr, obj value, owner *py.Type) (value, exc) {
	if obj.IsUnbound() {
		return descr, nil
	}
	c := py.Heap[cachedProperty](descr)
	if c.name == nil {
		return value{}, py.Raisef(py.TypeErrorType, "Cannot use cached_property instance without calling __set_name__ on it.")
	}
	attrs := py.AttrsOf(obj)
	if obj.IsType() {
		return value{}, py.Raisef(py.TypeErrorType, "The '__dict__' attribute on '%s' instance does not support item assignment for caching '%s' property.", obj.Type().Name, c.name.S)
	}
	// The values of __slots__ are in attrs as well.
	noDict := attrs == nil || obj.Type().Has(py.FlagHeap) && obj.Type().Lookup(nameDict).IsUnbound()
	if noDict {
		return value{}, py.Raisef(py.TypeErrorType, "No '__dict__' attribute on '%s' instance to cache '%s' property.", obj.Type().Name, c.name.S)
	}
	if x, ok := attrs.Get(c.name); ok {
		return x, nil
	}
	x, e := py.Call1(c.fn, obj)
	if e != nil {
		return value{}, e
	}
	attrs.Set(c.name, x)
	return x, nil
}
