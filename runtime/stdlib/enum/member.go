package enum

import (
	"github.com/aio2go/aio2go/runtime/py"
	"github.com/aio2go/aio2go/runtime/stdlib/types"
)

// This file makes members. While type.__new__ runs, a proto stands for each in the class's
// namespace; its __set_name__ makes the member.

type proto struct {
	py.Header
	c *creation
	v value
}

var protoType = py.NewBuiltinType("_proto_member", &py.TypeSpec{
	Module: "enum", Layout: py.LayoutOf[proto](),
	Methods: []py.Method{{Name: "__set_name__", Sig: "($self, enum_class, member_name)", Impl: func(v, cls, name value) (value, exc) {
		p := py.Heap[proto](v)
		e := p.make(cls, py.InternStr(name.Str()))
		if e != nil {
			p.c.failed = e
		}
		return py.None, e
	}}},
})

func newProto(c *creation, x value) value {
	v := protoType.Alloc(protoType)
	p := py.Heap[proto](v)
	p.c, p.v = c, x
	return v
}

// make makes the member name of the class.
func (p *proto) make(cls value, name *py.Str) exc {
	if e := put(cls, name, value{}); e != nil {
		return e
	}
	t, member := py.AsType(cls), p.c.member
	x, args := p.v, []value{p.v}
	if tup, ok := py.AsTuple(x); ok && member != py.TupleType {
		args = append([]value(nil), tup.Items()...)
	}
	m, e := p.instance(t, args)
	if e != nil {
		return e
	}
	val, found, e := py.LookupAttr(m, nameValue)
	if e != nil {
		return e
	}
	if !found {
		val = x
		if member != py.ObjectType {
			if val, e = py.CallN(member.Value(), args); e != nil {
				if !e.Is(py.ExceptionType) {
					return e
				}
				return py.RaiseWithCause(e, py.TypeErrorType, "_value_ not set in __new__, unable to create it")
			}
		}
		if e := py.SetAttr(m, nameValue, val); e != nil {
			return e
		}
	}
	var s steps
	s.Set(m, nameName.S, name.Value())
	s.Set(m, nameObjClass.S, cls)
	if s.Failed() {
		return s.Exc
	}
	if init := t.Lookup(nameInit); init != enumInit {
		if _, e := py.CallMethodN(m, nameInit, args); e != nil {
			return e
		}
		val = s.Attr(m, nameValue.S)
	}
	names := listOf(cls, nameMemberList)
	s.Set(m, nameSortOrder.S, py.Int(int64(len(names.Items))))
	flag := isFlag(t)
	if flag && val.IsInt() {
		growMasks(&s, t, val)
	}
	if s.Failed() {
		return s.Exc
	}
	// An equal value makes the name an alias of the member there is.
	same, alias, e := canonical(cls, val)
	switch {
	case e != nil:
		return e
	case alias:
		m = same
	case !flag || isSingleBit(&s, val):
		py.ListAppend(names.Value(), name.Value())
	}
	if e := addName(cls, name, m); e != nil {
		return e
	}
	return addValue(cls, name, val, m)
}

// instance calls what makes instances.
func (p *proto) instance(t *py.Type, args []value) (value, exc) {
	newMember := t.Lookup(nameNewMember)
	if newMember == ofObject(nameNew) {
		return t.Alloc(t), nil
	}
	f, e := py.GetAttr(t.Value(), nameNewMember)
	if e != nil {
		return value{}, e
	}
	if t.Lookup(nameUseArgs) != py.True {
		args = nil
	}
	return py.CallN(f, append([]value{t.Value()}, args...))
}

// growMasks notes the bits of a flag's value.
func growMasks(s *steps, t *py.Type, val value) {
	mask := arith(s, py.BitOr, orNone(t.Lookup(nameFlagMask)), val)
	s.Raise(put(t.Value(), nameFlagMask, mask))
	if isSingleBit(s, val) {
		s.Raise(put(t.Value(), nameSingles, arith(s, py.BitOr, orNone(t.Lookup(nameSingles)), val)))
	}
	if !s.Failed() {
		s.Raise(put(t.Value(), nameAllBits, arith(s, py.Sub, power(py.BigOf(mask).BitLen()), py.Int(1))))
	}
}

// canonical finds the member that has the value already.
func canonical(cls, val value) (value, bool, exc) {
	m, found, e := dictOf(cls, nameValueMap).Get(val)
	if e == nil || !e.Is(py.TypeErrorType) {
		return m, found, e
	}
	for _, m := range dictOf(cls, nameMemberMap).Values() {
		v, e := py.GetAttr(m, nameValue)
		if e != nil {
			return value{}, false, e
		}
		if same, e := py.EqBool(v, val); e != nil || same {
			return m, same, e
		}
	}
	return value{}, false, nil
}

// addValue makes the member what the class finds by the value.
func addValue(cls value, name *py.Str, val, m value) exc {
	d := dictOf(cls, nameValueMap)
	_, have, e := d.Get(val)
	if e == nil {
		if !have {
			e = d.Set(val, m)
		}
		return e
	}
	if !e.Is(py.TypeErrorType) {
		return e
	}
	py.ListAppend(listOf(cls, nameUnhashable).Value(), val)
	byName := dictOf(cls, nameUnhashMap)
	list, ok := byName.GetStr(name)
	if !ok {
		list = py.ListV()
		byName.SetStr(name, list)
	}
	py.ListAppend(list, val)
	return nil
}

// addName is EnumType._add_member_: the member becomes an attribute of the class. Where a
// base has a descriptor of that name, that goes on answering for instances.
func addName(cls value, name *py.Str, m value) exc {
	mm := dictOf(cls, nameMemberMap)
	if have, ok := mm.GetStr(name); ok {
		if have != m {
			return py.Raisef(py.NameErrorType, "%s is already bound: %s", py.QuoteStr(name.S), mustRepr(have))
		}
		return nil
	}
	var found, owner value
	kind := ""
	for _, b := range py.AsType(cls).MRO[1:] {
		a, ok := b.Namespace().GetStr(name)
		if !ok || a.IsNone() {
			continue
		}
		if a.Type().IsSubclass(types.DynamicClassAttribute) {
			found, owner, kind = a, b.Value(), "enum"
			break
		}
		if !isDescriptor(a) {
			kind, owner = "attr", b.Value()
			continue
		}
		found = a
		if kind == "" {
			kind, owner = "desc", b.Value()
		}
	}
	shown := m
	if !found.IsUnbound() {
		var s steps
		fields := []value{py.None, py.None, py.None}
		if kind == "enum" || kind == "desc" {
			for i, n := range []*py.Str{nameFget, nameFset, nameFdel} {
				fields[i] = s.AttrOr(found, n.S, py.None)
			}
		}
		shown = s.Apply(propertyClass, fields...)
		s.Set(shown, nameMember.S, m)
		s.Call(shown, "__set_name__", cls, name.Value())
		s.Set(shown, nameAttrType.S, py.StrV(kind))
		s.Set(shown, nameClsType.S, owner)
		if s.Failed() {
			return s.Exc
		}
	}
	if e := put(cls, name, shown); e != nil {
		return e
	}
	mm.SetStr(name, m)
	return nil
}
