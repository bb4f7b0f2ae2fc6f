package dataclasses

import (
	"strings"

	"github.com/aio2go/aio2go/runtime/py"
)

// This file implements the methods that a dataclass gets and the functions on instances.

func addMethods(t *py.Type, fields []*field, p params) exc {
	ns := t.Namespace()
	set := func(name string, v value) exc { return py.SetAttr(t.Value(), py.Intern(name), v) }
	has := func(name string) bool { _, ok := ns.GetStr(py.Intern(name)); return ok }
	hashV, ownHash := ns.GetStr(nameHash)
	explicitHash := ownHash && !(hashV.IsNone() && has("__eq__"))
	if p.init && !has("__init__") {
		v, e := initMethod(t, fields, p)
		if e != nil {
			return e
		}
		if e := set("__init__", v); e != nil {
			return e
		}
	}
	if p.repr && !has("__repr__") {
		if e := set("__repr__", reprMethod(t, fields)); e != nil {
			return e
		}
	}
	var compared []*field
	for _, f := range fields {
		if f.kind == plainField && f.compare {
			compared = append(compared, f)
		}
	}
	if p.eq && !has("__eq__") {
		if e := set("__eq__", eqMethod(t, compared)); e != nil {
			return e
		}
	}
	if p.order {
		for i, name := range []string{"__lt__", "__le__", "", "", "__gt__", "__ge__"} {
			if name == "" {
				continue
			}
			if has(name) {
				return py.Raisef(py.TypeErrorType, "Cannot overwrite attribute %s in class %s. Consider using functools.total_ordering", name, t.Name)
			}
			if e := set(name, orderMethod(t, name, py.CompareOp(i), compared)); e != nil {
				return e
			}
		}
	}
	if p.frozen {
		for _, name := range []string{"__setattr__", "__delattr__"} {
			if has(name) {
				return py.Raisef(py.TypeErrorType, "Cannot overwrite attribute %s in class %s", name, t.Name)
			}
			if e := set(name, frozenMethod(t, name, fields)); e != nil {
				return e
			}
		}
	}
	switch {
	case p.unsafeHash:
		if explicitHash {
			return py.Raisef(py.TypeErrorType, "Cannot overwrite attribute __hash__ in class %s", t.Name)
		}
		if e := set("__hash__", hashMethod(t, fields)); e != nil {
			return e
		}
	case p.eq && p.frozen:
		if !explicitHash {
			if e := set("__hash__", hashMethod(t, fields)); e != nil {
				return e
			}
		}
	case p.eq && !explicitHash:
		if e := set("__hash__", py.None); e != nil {
			return e
		}
	}
	if p.matchArgs && !has("__match_args__") {
		var names []value
		for _, f := range fields {
			if f.kind != classVarField && f.init && f.kwOnly != py.True {
				names = append(names, f.name.Value())
			}
		}
		if e := set("__match_args__", py.NewTuple(names).Value()); e != nil {
			return e
		}
	}
	if !has("__doc__") || func() bool { d, _ := ns.GetStr(py.Intern("__doc__")); return d.IsNone() }() {
		if e := set("__doc__", py.StrV(t.Name+signatureText(fields, p))); e != nil {
			return e
		}
	}
	return nil
}

// signatureText is the text of inspect.signature(cls), which is the default docstring.
func signatureText(fields []*field, p params) string {
	if !p.init {
		return "()"
	}
	var parts []string
	var kwOnly []string
	for _, f := range fields {
		if f.kind == classVarField || !f.init {
			continue
		}
		s := f.name.S
		if ann := annotationText(f.typ); ann != "" {
			s += ": " + ann
		}
		switch {
		case f.def != missing:
			r, _ := py.ReprText(f.def)
			s += " = " + r
		case f.factory != missing:
			s += " = <factory>"
		}
		if f.kwOnly == py.True {
			kwOnly = append(kwOnly, s)
		} else {
			parts = append(parts, s)
		}
	}
	if len(kwOnly) > 0 {
		parts = append(append(parts, "*"), kwOnly...)
	}
	return "(" + strings.Join(parts, ", ") + ")"
}

func annotationText(v value) string {
	if v.IsType() {
		t := py.AsType(v)
		if t.Module == "builtins" || t.Module == "" {
			return t.Qualname
		}
		return t.Module + "." + t.Qualname
	}
	s, _ := py.ReprText(v)
	if v.Type().Module == "typing" {
		s = strings.ReplaceAll(s, "typing.", "")
	}
	return s
}

// factoryMark is the default of parameters whose fields have a default_factory.
var factoryMark = py.NewBuiltinType("_HAS_DEFAULT_FACTORY_CLASS", &py.TypeSpec{Module: "dataclasses", Layout: py.LayoutOf[py.Instance](),
	Slots: py.Slots{Repr: func(value) (value, exc) { return py.StrV("<factory>"), nil }}})

var hasFactory = factoryMark.Alloc(factoryMark)

func initMethod(t *py.Type, fields []*field, p params) (value, exc) {
	selfName := "self"
	var std, kw []*field
	for _, f := range fields {
		if f.kind == classVarField {
			continue
		}
		if f.name.S == "self" {
			selfName = "__dataclass_self__"
		}
		switch {
		case !f.init:
		case f.kwOnly == py.True:
			kw = append(kw, f)
		default:
			std = append(std, f)
		}
	}
	spec := py.FuncSpec{Pos: []string{selfName}, KwDefaults: map[string]value{}}
	defaultOf := func(f *field) (value, bool) {
		if f.def != missing {
			return f.def, true
		}
		return hasFactory, f.factory != missing
	}
	last := ""
	for _, f := range std {
		spec.Pos = append(spec.Pos, f.name.S)
		if d, ok := defaultOf(f); ok {
			spec.Defaults = append(spec.Defaults, d)
			last = f.name.S
		} else if len(spec.Defaults) > 0 {
			return value{}, py.Raisef(py.TypeErrorType, "non-default argument %s follows default argument %s", py.QuoteStr(f.name.S), py.QuoteStr(last))
		}
	}
	for _, f := range kw {
		spec.KwOnly = append(spec.KwOnly, f.name.S)
		if d, ok := defaultOf(f); ok {
			spec.KwDefaults[f.name.S] = d
		}
	}
	given := append(append([]*field(nil), std...), kw...)
	index := map[*field]int{}
	for i, f := range given {
		index[f] = i + 1
	}
	frozen := p.frozen
	hasPost := !t.Lookup(namePostInit).IsUnbound()
	ordered := make([]*field, 0, len(fields))
	for _, f := range fields {
		if f.kind != classVarField {
			ordered = append(ordered, f)
		}
	}
	spec.Impl = func(args []value) (value, exc) {
		self := args[0]
		var post []value
		for _, f := range ordered {
			var x value
			if i, ok := index[f]; ok {
				x = args[i]
				if x == hasFactory {
					var e exc
					if x, e = py.Call0(f.factory); e != nil {
						return value{}, e
					}
				}
			} else if f.factory != missing {
				var e exc
				if x, e = py.Call0(f.factory); e != nil {
					return value{}, e
				}
			} else if f.def != missing && t.Namespace().Len() > 0 {
				if _, isSlots := t.Namespace().GetStr(py.Intern("__slots__")); !isSlots && !p.slots {
					continue // the class attribute is the default
				}
				x = f.def
			} else {
				continue
			}
			if f.kind == initVarField {
				if f.init {
					post = append(post, x)
				}
				continue
			}
			var e exc
			if frozen {
				e = py.GenericSetAttr(self, f.name, x)
			} else {
				e = py.SetAttr(self, f.name, x)
			}
			if e != nil {
				return value{}, e
			}
		}
		if hasPost {
			if _, e := py.CallMethodN(self, namePostInit, post); e != nil {
				return value{}, e
			}
		}
		return py.None, nil
	}
	v := method(t, "__init__", spec)
	ann := py.NewDict()
	for _, f := range given {
		if f.kind == initVarField && f.typ.Type() == initVarType {
			ann.SetStr(f.name, py.Heap[initVar](f.typ).typ)
			continue
		}
		ann.SetStr(f.name, f.typ)
	}
	ann.SetStr(py.Intern("return"), py.None)
	return v, py.SetAttr(v, nameAnnotations, ann.Value())
}

func reprMethod(t *py.Type, fields []*field) value {
	text := func(self value) (value, exc) {
		var b strings.Builder
		b.WriteString(self.Type().Qualname)
		b.WriteByte('(')
		first := true
		for _, f := range fields {
			if f.kind != plainField || !f.repr {
				continue
			}
			if !first {
				b.WriteString(", ")
			}
			first = false
			x, e := py.GetAttr(self, f.name)
			if e != nil {
				return value{}, e
			}
			s, e := py.ReprText(x)
			if e != nil {
				return value{}, e
			}
			b.WriteString(f.name.S + "=" + s)
		}
		b.WriteByte(')')
		return py.StrV(b.String()), nil
	}
	fn := method(t, "__repr__", py.FuncSpec{Pos: []string{"self"}, Impl: func(self value) (value, exc) {
		entered, e := py.ReprEnter(self)
		if e != nil {
			return value{}, e
		}
		if !entered {
			return py.StrV("..."), nil
		}
		defer py.ReprLeave()
		return text(self)
	}})
	// By what it wraps pprint knows that the fields are all that it shows.
	inner := py.NewGoFunction(py.FuncSpec{Name: "__repr__", Qualname: "__create_fn__.<locals>.__repr__", Module: t.Module, Pos: []string{"self"}, Impl: text})
	py.SetAttr(fn, py.Intern("__wrapped__"), inner.Value())
	return fn
}

func tupleOf(self value, fields []*field) (value, exc) {
	if len(fields) == 0 {
		return py.EmptyTuple.Value(), nil
	}
	t := py.TupleRoom(len(fields))
	return t.Value(), read(self, fields, t.Items())
}

// read puts the values of fields into items.
func read(self value, fields []*field, items []value) (e exc) {
	for i, f := range fields {
		if items[i], e = py.GetAttr(self, f.name); e != nil {
			return e
		}
	}
	return nil
}

// fewFields is up to how many fields are compared without a slice on the heap.
const fewFields = 6

func eqMethod(t *py.Type, fields []*field) value {
	return method(t, "__eq__", py.FuncSpec{Pos: []string{"self", "other"}, Impl: func(self, other value) (value, exc) {
		if self == other {
			return py.True, nil
		}
		if other.Type() != self.Type() {
			return py.NotImplemented, nil
		}
		for _, f := range fields {
			a, e := py.GetAttr(self, f.name)
			if e != nil {
				return value{}, e
			}
			b, e := py.GetAttr(other, f.name)
			if e != nil {
				return value{}, e
			}
			same, e := py.EqBool(a, b)
			if e != nil || !same {
				return py.False, e
			}
		}
		return py.True, nil
	}})
}

func orderMethod(t *py.Type, name string, op py.CompareOp, fields []*field) value {
	return method(t, name, py.FuncSpec{Pos: []string{"self", "other"}, Impl: func(self, other value) (value, exc) {
		if other.Type() != self.Type() {
			return py.NotImplemented, nil
		}
		var roomA, roomB [fewFields]value
		a, b := roomA[:], roomB[:]
		if n := len(fields); n > fewFields {
			a, b = make([]value, n), make([]value, n)
		} else {
			a, b = a[:n], b[:n]
		}
		if e := read(self, fields, a); e != nil {
			return value{}, e
		}
		if e := read(other, fields, b); e != nil {
			return value{}, e
		}
		if r, ok := py.CompareQuick(op, a, b); ok {
			return py.Bool(r), nil
		}
		return py.Compare(op, py.TupleV(a...), py.TupleV(b...))
	}})
}

func hashMethod(t *py.Type, fields []*field) value {
	var hashed []*field
	for _, f := range fields {
		if f.kind == plainField && (f.hash == py.True || f.hash.IsNone() && f.compare) {
			hashed = append(hashed, f)
		}
	}
	return method(t, "__hash__", py.FuncSpec{Pos: []string{"self"}, Impl: func(self value) (value, exc) {
		v, e := tupleOf(self, hashed)
		if e != nil {
			return value{}, e
		}
		h, e := py.Hash(v)
		return py.Int(h), e
	}})
}

func frozenMethod(t *py.Type, name string, fields []*field) value {
	names := map[string]bool{}
	for _, f := range fields {
		names[f.name.S] = true
	}
	key := py.Intern(name)
	refused := func(self, attr value) bool { return self.Type() == t || attr.IsStr() && names[attr.Str().S] }
	super := func(self value) (value, exc) {
		s, e := py.Super(t.Value(), self)
		if e != nil {
			return value{}, e
		}
		return py.GetAttr(s, key)
	}
	if name == "__setattr__" {
		return method(t, name, py.FuncSpec{Pos: []string{"self", "name", "value"}, Impl: func(self, attr, x value) (value, exc) {
			if refused(self, attr) {
				r, e := py.ReprText(attr)
				if e != nil {
					return value{}, e
				}
				return value{}, py.Raisef(frozenError, "cannot assign to field %s", r)
			}
			f, e := super(self)
			if e != nil {
				return value{}, e
			}
			return py.Call2(f, attr, x)
		}})
	}
	return method(t, name, py.FuncSpec{Pos: []string{"self", "name"}, Impl: func(self, attr value) (value, exc) {
		if refused(self, attr) {
			r, e := py.ReprText(attr)
			if e != nil {
				return value{}, e
			}
			return value{}, py.Raisef(frozenError, "cannot delete field %s", r)
		}
		f, e := super(self)
		if e != nil {
			return value{}, e
		}
		return py.Call1(f, attr)
	}})
}

func fieldsOf(obj value) (value, exc) {
	if !isDataclass(obj) {
		return value{}, py.Raisef(py.TypeErrorType, "must be called with a dataclass type or instance")
	}
	var items []value
	for _, f := range fieldList(obj) {
		if f.kind == plainField {
			items = append(items, f.Value())
		}
	}
	return py.NewTuple(items).Value(), nil
}

func convert(args []value, name string, asDict bool) (value, exc) {
	obj := args[0]
	if obj.IsType() || !isDataclass(obj) {
		return value{}, py.Raisef(py.TypeErrorType, "%s() should be called on dataclass instances", name)
	}
	factory := args[1]
	if factory.IsUnbound() {
		factory = py.TupleType.Value()
		if asDict {
			factory = py.DictType.Value()
		}
	}
	return convertValue(obj, factory, asDict)
}

// convertValue converts dataclass instances inside v, and copies everything else.
func convertValue(v, factory value, asDict bool) (value, exc) {
	t := v.Type()
	sub := func(x value) (value, exc) { return convertValue(x, factory, asDict) }
	if !v.IsType() && isDataclass(v) {
		var items []value
		for _, f := range fieldList(v) {
			if f.kind != plainField {
				continue
			}
			x, e := py.GetAttr(v, f.name)
			if e != nil {
				return value{}, e
			}
			if x, e = sub(x); e != nil {
				return value{}, e
			}
			if asDict {
				x = py.TupleV(f.name.Value(), x)
			}
			items = append(items, x)
		}
		return py.Call1(factory, py.NewList(items).Value())
	}
	switch {
	case t.Has(py.FlagList) || t.Has(py.FlagTuple):
		items, e := py.ToSlice(v)
		if e != nil {
			return value{}, e
		}
		for i := range items {
			if items[i], e = sub(items[i]); e != nil {
				return value{}, e
			}
		}
		list := py.NewList(items).Value()
		if t == py.ListType {
			return list, nil
		}
		if _, isNamed, _ := py.LookupAttr(t.Value(), py.Intern("_fields")); isNamed && t.Has(py.FlagTuple) {
			return py.CallN(t.Value(), items)
		}
		return py.Call1(t.Value(), list)
	case t.Has(py.FlagDict):
		d, _ := py.AsDict(v)
		out := py.NewDict()
		for k, x, pos, ok := d.Entry(0); ok; k, x, pos, ok = d.Entry(pos) {
			k, e := sub(k)
			if e != nil {
				return value{}, e
			}
			if x, e = sub(x); e != nil {
				return value{}, e
			}
			if e := out.Set(k, x); e != nil {
				return value{}, e
			}
		}
		if t == py.DictType {
			return out.Value(), nil
		}
		if f, has, _ := py.LookupAttr(v, py.Intern("default_factory")); has {
			return py.Call2(t.Value(), f, out.Value())
		}
		return py.Call1(t.Value(), out.Value())
	case v.IsInt() || v.IsStr() || v.IsNone() || v.IsFloat() || v.IsBytes():
		return v, nil
	}
	m, e := py.ImportModule("copy")
	if e != nil {
		return v, nil
	}
	return py.CallMethod1(m, py.Intern("deepcopy"), v)
}

func replace(args []value, names []*py.Str) (value, exc) {
	n := len(args) - len(names)
	if n != 1 {
		return value{}, py.Raisef(py.TypeErrorType, "replace() takes 1 positional argument but %d were given", n)
	}
	if args[0].IsType() || !isDataclass(args[0]) {
		return value{}, py.Raisef(py.TypeErrorType, "replace() should be called on dataclass instances")
	}
	changes := py.NewDict()
	for i, name := range names {
		changes.SetStr(name, args[n+i])
	}
	return replaceFields(args[0], changes)
}

func replaceFields(obj value, changes *py.Dict) (value, exc) {
	for _, f := range fieldList(obj) {
		if f.kind == classVarField {
			continue
		}
		_, given := changes.GetStr(f.name)
		if !f.init {
			if given {
				return value{}, py.Raisef(py.TypeErrorType, "field %s is declared with init=False, it cannot be specified with replace()", f.name.S)
			}
			continue
		}
		if given {
			continue
		}
		if f.kind == initVarField && f.def == missing {
			return value{}, py.Raisef(py.TypeErrorType, "InitVar %s must be specified with replace()", py.QuoteStr(f.name.S))
		}
		x, e := py.GetAttr(obj, f.name)
		if e != nil {
			return value{}, e
		}
		changes.SetStr(f.name, x)
	}
	return py.CallEx(obj.Type().Value(), py.EmptyTuple.Value(), changes.Value())
}
