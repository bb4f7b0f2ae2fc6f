// Package dataclasses implements the module dataclasses (Python library reference,
// dataclasses: Data Classes). The methods that CPython generates as source text are Go
// closures here.
package dataclasses

import (
	"strings"

	"github.com/aio2go/aio2go/runtime/py"
	"github.com/aio2go/aio2go/runtime/stdlib/abc"
	_ "github.com/aio2go/aio2go/runtime/stdlib/types" // make_dataclass calls new_class
)

type (
	value = py.Value
	exc   = *py.Exception
)

var spec = py.ModuleSpec{
	Name:  "dataclasses",
	Types: []*py.Type{fieldType, initVarType, missingType},
	Functions: []py.Method{
		{Name: "dataclass", Sig: dataclassSig, Impl: dataclass},
		{Name: "field", Sig: "(*, default=None, default_factory=None, init=True, repr=True, hash=None, compare=True, metadata=None, kw_only=None)", Impl: newFieldArgs},
		{Name: "fields", Sig: "(class_or_instance)", Impl: fieldsOf},
		{Name: "asdict", Sig: "(obj, *, dict_factory=dict)", Impl: func(args []value) (value, exc) { return convert(args, "asdict", true) }},
		{Name: "astuple", Sig: "(obj, *, tuple_factory=tuple)", Impl: func(args []value) (value, exc) { return convert(args, "astuple", false) }},
		{Name: "replace", Impl: replace},
		{Name: "is_dataclass", Sig: "(obj)", Impl: func(obj value) (value, exc) { return py.Bool(isDataclass(obj)), nil }},
		{Name: "make_dataclass", Impl: makeDataclass},
	},
	Init: func(m *py.Module) exc {
		m.Set("MISSING", missing)
		m.Set("KW_ONLY", kwOnlyMark)
		ns := py.NewDict()
		ns.SetStr(nameModule, py.StrV("dataclasses"))
		c, e := py.Call3(py.TypeType.Value(), py.StrV("FrozenInstanceError"), py.TupleV(py.AttributeErrorType.Value()), ns.Value())
		if e != nil {
			return e
		}
		frozenError = py.AsType(c)
		m.Set("FrozenInstanceError", c)
		return nil
	},
}

func init() { py.RegisterModule(&spec) }

const dataclassSig = "(cls=None, /, *, init=True, repr=True, eq=True, order=False, unsafe_hash=False, frozen=False, match_args=True, kw_only=False, slots=False, weakref_slot=False)"

var frozenError *py.Type

var (
	nameModule      = py.Intern("__module__")
	nameFields      = py.Intern("__dataclass_fields__")
	nameParams      = py.Intern("__dataclass_params__")
	nameAnnotations = py.Intern("__annotations__")
	namePostInit    = py.Intern("__post_init__")
	nameHash        = py.Intern("__hash__")
)

// missingType is the class of MISSING.
var missingType = py.NewBuiltinType("_MISSING_TYPE", &py.TypeSpec{Module: "dataclasses", Layout: py.LayoutOf[py.Instance]()})

var missing = missingType.Alloc(missingType)

var kwOnlyType = py.NewBuiltinType("_KW_ONLY_TYPE", &py.TypeSpec{Module: "dataclasses", Layout: py.LayoutOf[py.Instance]()})

var kwOnlyMark = kwOnlyType.Alloc(kwOnlyType)

// initVarType is InitVar, which annotations subscript.
var initVarType = py.NewBuiltinType("InitVar", &py.TypeSpec{
	Module: "dataclasses", Layout: py.LayoutOf[initVar](),
	Slots: py.Slots{Repr: func(v value) (value, exc) {
		t := py.Heap[initVar](v).typ
		if t.IsType() {
			return py.StrV("dataclasses.InitVar[" + py.AsType(t).Name + "]"), nil
		}
		s, e := py.ReprText(t)
		return py.StrV("dataclasses.InitVar[" + s + "]"), e
	}},
	ClassMethods: []py.Method{{Name: "__class_getitem__", Sig: "($cls, type)", Impl: func(cls, typ value) (value, exc) {
		t := py.AsType(cls)
		v := t.Alloc(t)
		py.Heap[initVar](v).typ = typ
		return v, nil
	}}},
	GetSets: []py.GetSet{{Name: "type", Get: func(v value) (value, exc) { return py.Heap[initVar](v).typ, nil }}},
})

type initVar struct {
	py.Header
	typ value
}

type fieldKind uint8

const (
	plainField fieldKind = iota
	classVarField
	initVarField
)

// field is a Field object.
type field struct {
	py.Header
	name                *py.Str
	typ                 value
	def, factory        value
	init, repr, compare bool
	hash, kwOnly        value // a bool, None, or for kwOnly MISSING
	metadata            value
	kind                fieldKind
	known               bool // kind is, as the field is one of a class
	shown               bool // its repr is being made
}

var fieldType = py.NewBuiltinType("Field", &py.TypeSpec{
	Module: "dataclasses", Layout: py.LayoutOf[field](), NoNew: true,
	Slots: py.Slots{Repr: fieldRepr},
	GetSets: []py.GetSet{
		{Name: "name", Get: func(v value) (value, exc) {
			if f := py.Heap[field](v); f.name != nil {
				return f.name.Value(), nil
			}
			return py.None, nil
		}, Set: func(v, x value) exc {
			py.Heap[field](v).name = nil
			if s, ok := py.AsStr(x); ok {
				py.Heap[field](v).name = py.InternStr(s)
			}
			return nil
		}},
		slot("type", func(f *field) *value { return &f.typ }), slot("default", func(f *field) *value { return &f.def }),
		slot("default_factory", func(f *field) *value { return &f.factory }), slot("hash", func(f *field) *value { return &f.hash }),
		slot("kw_only", func(f *field) *value { return &f.kwOnly }), slot("metadata", func(f *field) *value { return &f.metadata }),
		onOff("init", func(f *field) *bool { return &f.init }), onOff("repr", func(f *field) *bool { return &f.repr }),
		onOff("compare", func(f *field) *bool { return &f.compare }),
	},
	Methods: []py.Method{{Name: "__set_name__", Sig: "($self, owner, name)", Impl: setName}},
})

// slot is an attribute that is an object.
func slot(name string, at func(f *field) *value) py.GetSet {
	return py.GetSet{Name: name, Get: func(v value) (value, exc) { return *at(py.Heap[field](v)), nil },
		Set: func(v, x value) exc {
			*at(py.Heap[field](v)) = x
			return nil
		}}
}

// onOff is an attribute that is true or false.
func onOff(name string, at func(f *field) *bool) py.GetSet {
	return py.GetSet{Name: name, Get: func(v value) (value, exc) { return py.Bool(*at(py.Heap[field](v))), nil },
		Set: func(v, x value) (e exc) {
			*at(py.Heap[field](v)), e = py.Truth(x)
			return e
		}}
}

// setName tells a default that is a descriptor what it is called: the class body has bound
// the name to the field.
func setName(self, owner, name value) (value, exc) {
	def := py.Heap[field](self).def
	f, found, e := py.LookupAttr(def.Type().Value(), py.Intern("__set_name__"))
	if e != nil || !found {
		return py.None, e
	}
	_, e = py.Call3(f, def, owner, name)
	return py.None, e
}

func fieldRepr(v value) (value, exc) {
	f := py.Heap[field](v)
	if f.shown {
		return py.StrV("..."), nil
	}
	f.shown = true
	defer func() { f.shown = false }()
	name := py.None
	if f.name != nil {
		name = f.name.Value()
	}
	out := "Field("
	for i, p := range []struct {
		name string
		v    value
	}{{"name", name}, {"type", f.typ}, {"default", f.def}, {"default_factory", f.factory}, {"init", py.Bool(f.init)}, {"repr", py.Bool(f.repr)},
		{"hash", f.hash}, {"compare", py.Bool(f.compare)}, {"metadata", f.metadata}, {"kw_only", f.kwOnly}} {
		if i > 0 {
			out += ","
		}
		s, e := py.ReprText(p.v)
		if e != nil {
			return value{}, e
		}
		out += p.name + "=" + s
	}
	kinds := [...]string{"_FIELD", "_FIELD_CLASSVAR", "_FIELD_INITVAR"}
	kind := "None"
	if f.known {
		kind = kinds[f.kind]
	}
	return py.StrV(out + ",_field_type=" + kind + ")"), nil
}

func newField() (value, *field) {
	v := fieldType.Alloc(fieldType)
	f := py.Heap[field](v)
	f.typ, f.def, f.factory, f.hash, f.kwOnly = py.None, missing, missing, py.None, missing
	f.init, f.repr, f.compare = true, true, true
	f.metadata = py.NewMappingProxy(py.NewDict().Value())
	return v, f
}

func newFieldArgs(args []value) (value, exc) {
	v, f := newField()
	if !args[0].IsUnbound() {
		f.def = args[0]
	}
	if !args[1].IsUnbound() {
		f.factory = args[1]
	}
	if f.def != missing && f.factory != missing {
		return value{}, py.Raisef(py.ValueErrorType, "cannot specify both default and default_factory")
	}
	for i, p := range map[int]*bool{2: &f.init, 3: &f.repr, 5: &f.compare} {
		if args[i].IsUnbound() {
			continue
		}
		var e exc
		if *p, e = py.Truth(args[i]); e != nil {
			return value{}, e
		}
	}
	if !args[4].IsUnbound() {
		f.hash = args[4]
	}
	if !args[6].IsUnbound() && !args[6].IsNone() {
		var e exc
		if f.metadata, e = py.Call1(py.MappingProxyType.Value(), args[6]); e != nil {
			return value{}, e
		}
	}
	if !args[7].IsUnbound() {
		f.kwOnly = args[7]
	}
	return v, nil
}

// params are the options of @dataclass.
type params struct {
	init, repr, eq, order, unsafeHash, frozen, matchArgs, kwOnly, slots, weakref bool
}

func dataclass(args []value) (value, exc) {
	p := params{init: true, repr: true, eq: true, matchArgs: true}
	for i, dst := range []*bool{&p.init, &p.repr, &p.eq, &p.order, &p.unsafeHash, &p.frozen, &p.matchArgs, &p.kwOnly, &p.slots, &p.weakref} {
		if x := args[i+1]; !x.IsUnbound() {
			var e exc
			if *dst, e = py.Truth(x); e != nil {
				return value{}, e
			}
		}
	}
	if args[0].IsUnbound() || args[0].IsNone() {
		return py.NewBuiltin("wrap", "dataclasses", "(cls)", func(cls value) (value, exc) { return process(cls, p) }).Value(), nil
	}
	return process(args[0], p)
}

// collect reads the fields that the body of cls declares.
func collect(t *py.Type, p params) ([]*field, exc) {
	var list []*field
	annV, ok := t.Namespace().GetStr(nameAnnotations)
	if !ok {
		if x, found, e := py.LookupAttr(t.Value(), nameAnnotations); e != nil {
			return nil, e
		} else if found {
			if base := t.Base; base != nil {
				if y, has, _ := py.LookupAttr(base.Value(), nameAnnotations); !has || y != x {
					annV = x
				}
			}
		}
	}
	if d, isDict := py.AsDict(annV); isDict {
		kwOnly := p.kwOnly
		sawMark := false
		for k, ann, pos, ok := d.Entry(0); ok; k, ann, pos, ok = d.Entry(pos) {
			name := py.InternStr(k.Str())
			if isForm(ann, "KW_ONLY", moduleName(t)) {
				if sawMark {
					return nil, py.Raisef(py.TypeErrorType, "%s is KW_ONLY, but KW_ONLY has already been specified", py.QuoteStr(name.S))
				}
				sawMark, kwOnly = true, true
				continue
			}
			f, e := fieldFor(t, name, ann, kwOnly)
			if e != nil {
				return nil, e
			}
			list = append(list, f)
		}
	}
	ns := t.Namespace()
	for k, v, pos, ok := ns.Entry(0); ok; k, v, pos, ok = ns.Entry(pos) {
		if v.Type() == fieldType {
			found := false
			for _, f := range list {
				found = found || f.name == py.InternStr(k.Str())
			}
			if !found {
				return nil, py.Raisef(py.TypeErrorType, "%s is a field but has no type annotation", py.QuoteStr(k.Str().S))
			}
		}
	}
	return list, nil
}

// fieldFor makes the field of one annotated name.
func fieldFor(t *py.Type, name *py.Str, ann value, kwOnly bool) (*field, exc) {
	def, has := t.Namespace().GetStr(name)
	var f *field
	if has && def.Type() == fieldType {
		f = py.Heap[field](def)
		if f.def == missing {
			if e := py.DelAttr(t.Value(), name); e != nil {
				return nil, e
			}
		} else if e := py.SetAttr(t.Value(), name, f.def); e != nil {
			return nil, e
		}
	} else {
		_, f = newField()
		if has {
			f.def = def
			if def.Type() == py.MemberType {
				f.def = missing // a name in __slots__
			}
		}
	}
	f.name, f.typ, f.known = name, ann, true
	switch {
	case isForm(ann, "ClassVar", moduleName(t)):
		f.kind = classVarField
	case isForm(ann, "InitVar", moduleName(t)):
		f.kind = initVarField
	}
	if f.kind != plainField && f.factory != missing {
		return nil, py.Raisef(py.TypeErrorType, "field %s cannot have a default factory", name.S)
	}
	switch {
	case f.kind != classVarField && f.kwOnly == missing:
		f.kwOnly = py.Bool(kwOnly)
	case f.kind == classVarField && f.kwOnly != missing:
		return nil, py.Raisef(py.TypeErrorType, "field %s is a ClassVar but specifies kw_only", name.S)
	}
	if f.kind == plainField && f.def != missing {
		if f.def.Type().Has(py.FlagNoHash) {
			r, e := py.ReprText(f.def.Type().Value())
			if e != nil {
				return nil, e
			}
			return nil, py.Raisef(py.ValueErrorType, "mutable default %s for field %s is not allowed: use default_factory", r, name.S)
		}
	}
	return f, nil
}

func fieldList(cls value) []*field {
	v, found, _ := py.LookupAttr(cls, nameFields)
	d, ok := py.AsDict(v)
	if !found || !ok {
		return nil
	}
	var list []*field
	for _, x := range d.Values() {
		list = append(list, py.Heap[field](x))
	}
	return list
}

func isDataclass(obj value) bool {
	cls := obj
	if !obj.IsType() {
		cls = obj.Type().Value()
	}
	_, found, _ := py.LookupAttr(cls, nameFields)
	return found
}

func process(cls value, p params) (value, exc) {
	if !cls.IsType() {
		_, e := py.GetAttr(cls, py.Intern("__module__"))
		if e == nil {
			e = py.Raisef(py.AttributeErrorType, "'%s' object has no attribute '__mro__'", cls.Type().Name)
		}
		return value{}, e
	}
	t := py.AsType(cls)
	all := py.NewDict()
	frozenBase, plainBase := false, false
	for i := len(t.MRO) - 1; i > 0; i-- {
		base := t.MRO[i]
		own, ok := base.Namespace().GetStr(nameFields)
		if !ok {
			continue
		}
		d, _ := py.AsDict(own)
		for k, f, pos, ok := d.Entry(0); ok; k, f, pos, ok = d.Entry(pos) {
			if e := all.Set(k, f); e != nil {
				return value{}, e
			}
		}
		if fz, _, _ := base.Namespace().Get(py.Intern("__dataclass_frozen__").Value()); fz == py.True {
			frozenBase = true
		} else {
			plainBase = true
		}
	}
	own, e := collect(t, p)
	if e != nil {
		return value{}, e
	}
	for _, f := range own {
		if e := all.Set(f.name.Value(), f.Value()); e != nil {
			return value{}, e
		}
	}
	if frozenBase && !p.frozen {
		return value{}, py.Raisef(py.TypeErrorType, "cannot inherit non-frozen dataclass from a frozen one")
	}
	if plainBase && p.frozen {
		return value{}, py.Raisef(py.TypeErrorType, "cannot inherit frozen dataclass from a non-frozen one")
	}
	t.Namespace().SetStr(py.Intern("__dataclass_frozen__"), py.Bool(p.frozen))
	if e := py.SetAttr(cls, nameFields, all.Value()); e != nil {
		return value{}, e
	}
	if e := py.SetAttr(cls, nameParams, paramsObject(p)); e != nil {
		return value{}, e
	}
	var fields []*field
	for _, x := range all.Values() {
		fields = append(fields, py.Heap[field](x))
	}
	if p.order && !p.eq {
		return value{}, py.Raisef(py.ValueErrorType, "eq must be true if order is true")
	}
	if e := addMethods(t, fields, p); e != nil {
		return value{}, e
	}
	if e := py.SetAttr(cls, py.Intern("__replace__"), method(t, "__replace__", py.FuncSpec{Pos: []string{"self"}, PosOnly: 1, VarKw: "changes", Impl: func(self, changes value) (value, exc) {
		return replaceFields(self, py.Heap[py.Dict](changes))
	}})); e != nil {
		return value{}, e
	}
	if cls.Type().IsSubclass(abc.MetaType) {
		if f, e := py.ImportModule("abc"); e == nil {
			if _, e := py.CallMethod1(f, py.Intern("update_abstractmethods"), cls); e != nil {
				return value{}, e
			}
		}
	}
	if p.slots {
		return withSlots(t, fields, p)
	}
	if p.weakref {
		return value{}, py.Raisef(py.TypeErrorType, "weakref_slot is True but slots is False")
	}
	return cls, nil
}

// paramsType is the class of __dataclass_params__.
var paramsType = py.NewBuiltinType("_DataclassParams", &py.TypeSpec{
	Module: "dataclasses", Layout: py.LayoutOf[paramsInstance](), NoNew: true,
	Slots: py.Slots{Repr: func(v value) (value, exc) {
		var parts []string
		p := py.Heap[paramsInstance](v).p
		for _, o := range p.list() {
			parts = append(parts, o.name+"="+map[bool]string{true: "True", false: "False"}[*o.on])
		}
		return py.StrV("_DataclassParams(" + strings.Join(parts, ",") + ")"), nil
	}},
	GetSets: func() []py.GetSet {
		var list []py.GetSet
		for i, o := range new(params).list() {
			list = append(list, py.GetSet{Name: o.name, Get: func(v value) (value, exc) {
				return py.Bool(*py.Heap[paramsInstance](v).p.list()[i].on), nil
			}})
		}
		return list
	}(),
})

type paramsInstance struct {
	py.Header
	p params
}

// option is one of the options of @dataclass.
type option struct {
	name string
	on   *bool
}

func (p *params) list() []option {
	return []option{{"init", &p.init}, {"repr", &p.repr}, {"eq", &p.eq}, {"order", &p.order}, {"unsafe_hash", &p.unsafeHash}, {"frozen", &p.frozen},
		{"match_args", &p.matchArgs}, {"kw_only", &p.kwOnly}, {"slots", &p.slots}, {"weakref_slot", &p.weakref}}
}

func paramsObject(p params) value {
	v := paramsType.Alloc(paramsType)
	py.Heap[paramsInstance](v).p = p
	return v
}

func method(t *py.Type, name string, spec py.FuncSpec) value {
	spec.Name, spec.Qualname, spec.Module = name, t.Qualname+"."+name, t.Module
	if m, ok, e := py.LookupAttr(t.Value(), nameModule); e == nil && ok && m.IsStr() {
		spec.Module = m.Str().S
	}
	return py.NewGoFunction(spec).Value()
}
