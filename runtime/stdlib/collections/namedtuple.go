package collections

import (
	"strings"
	"unicode"

	"github.com/aio2go/aio2go/runtime/py"
)

// This file implements namedtuple.

var keywords = map[string]bool{}

func init() {
	for _, k := range strings.Fields("False None True and as assert async await break class continue def del elif else except finally for from global if import in is lambda nonlocal not or pass raise return try while with yield") {
		keywords[k] = true
	}
}

func isIdentifier(s string) bool {
	for i, c := range s {
		if c != '_' && !unicode.IsLetter(c) && (i == 0 || !unicode.IsDigit(c)) {
			return false
		}
	}
	return s != ""
}

func namedTupleArgs(args []value) (value, exc) {
	name, e := py.StrText(args[0])
	if e != nil {
		return value{}, e
	}
	var fields []string
	if s, ok := py.AsStr(args[1]); ok {
		fields = strings.Fields(strings.ReplaceAll(s.S, ",", " "))
	} else if e := py.Each(args[1], func(x value) exc {
		s, e := py.StrText(x)
		fields = append(fields, s)
		return e
	}); e != nil {
		return value{}, e
	}
	rename := false
	if !args[2].IsUnbound() {
		if rename, e = py.Truth(args[2]); e != nil {
			return value{}, e
		}
	}
	if rename {
		seen := map[string]bool{}
		for i, f := range fields {
			if !isIdentifier(f) || keywords[f] || strings.HasPrefix(f, "_") || seen[f] {
				n, _ := py.StrText(py.Int(int64(i)))
				fields[i] = "_" + n
			}
			seen[f] = true
		}
	}
	if e := CheckFieldNames(name, fields, rename); e != nil {
		return value{}, e
	}
	var defaults []value
	if !args[3].IsUnbound() && !args[3].IsNone() {
		if defaults, e = py.ToSlice(args[3]); e != nil {
			return value{}, e
		}
		if len(defaults) > len(fields) {
			return value{}, py.Raisef(py.TypeErrorType, "Got more default values than field names")
		}
	}
	module := args[4]
	if module.IsUnbound() || module.IsNone() {
		if module = py.StrV("__main__"); py.CallerModule() != "" {
			module = py.StrV(py.CallerModule())
		}
	}
	return NewNamedTupleWith(name, module, fields, defaults, py.TupleV(py.TupleType.Value()), nil)
}

// CheckFieldNames refuses names that a named tuple and its fields cannot have. renamed says that
// names were replaced by such with an underscore.
func CheckFieldNames(name string, fields []string, renamed bool) exc {
	for _, f := range append([]string{name}, fields...) {
		if !isIdentifier(f) {
			return py.Raisef(py.ValueErrorType, "Type names and field names must be valid identifiers: %s", py.QuoteStr(f))
		}
		if keywords[f] {
			return py.Raisef(py.ValueErrorType, "Type names and field names cannot be a keyword: %s", py.QuoteStr(f))
		}
	}
	seen := map[string]bool{}
	for _, f := range fields {
		if strings.HasPrefix(f, "_") && !renamed {
			return py.Raisef(py.ValueErrorType, "Field names cannot start with an underscore: %s", py.QuoteStr(f))
		}
		if seen[f] {
			return py.Raisef(py.ValueErrorType, "Encountered duplicate field name: %s", py.QuoteStr(f))
		}
		seen[f] = true
	}
	return nil
}

// fieldGetter is the descriptor of a field.
type fieldGetter struct {
	py.Header
	i   int
	doc value
}

var fieldGetterType = &py.Type{Name: "_tuplegetter"}

func init() {
	fieldGetterType.Define(&py.TypeSpec{
		Module: "_collections", Layout: py.LayoutOf[fieldGetter](), NoNew: true,
		Slots: py.Slots{
			DescrGet: func(descr, obj value, owner *py.Type) (value, exc) {
				if obj.IsUnbound() {
					return descr, nil
				}
				g := py.Heap[fieldGetter](descr)
				t, ok := py.AsTuple(obj)
				if !ok {
					return value{}, py.Raisef(py.TypeErrorType, "descriptor for index '%d' for tuple subclasses doesn't apply to '%s' object", g.i, obj.Type().Name)
				}
				if g.i >= len(t.Items()) {
					return value{}, py.Raisef(py.IndexErrorType, "tuple index out of range")
				}
				return t.Items()[g.i], nil
			},
			DescrSet: func(descr, obj, x value) exc {
				if x.IsUnbound() {
					return py.Raisef(py.AttributeErrorType, "can't delete attribute")
				}
				return py.Raisef(py.AttributeErrorType, "can't set attribute")
			},
		},
		GetSets: []py.GetSet{{Name: "__doc__", Get: func(v value) (value, exc) { return py.Heap[fieldGetter](v).doc, nil },
			Set: func(v, x value) exc { py.Heap[fieldGetter](v).doc = x; return nil }}},
	})
}

// NewNamedTuple returns a new class of named tuples. defaults are of the last fields.
func NewNamedTuple(name, module string, fields []string, defaults []value) (value, exc) {
	return NewNamedTupleWith(name, py.StrV(module), fields, defaults, py.TupleV(py.TupleType.Value()), nil)
}

// NewNamedTupleWith makes a named tuple with the bases, tuple among them, and more entries of
// its namespace.
func NewNamedTupleWith(name string, module value, fields []string, defaults []value, bases value, more map[string]value) (value, exc) {
	n := len(fields)
	names := make([]value, n)
	for i, f := range fields {
		names[i] = py.Intern(f).Value()
	}
	fieldTuple := py.NewTuple(names).Value()
	byName := py.NewDict()
	for i, d := range defaults {
		byName.Set(names[n-len(defaults)+i], d)
	}
	method := func(fname string, spec py.FuncSpec) value {
		spec.Name, spec.Qualname, spec.Module = fname, name+"."+fname, "collections"
		return py.NewGoFunction(spec).Value()
	}
	newInstance := func(cls value, items []value) value {
		return py.NewTupleOf(py.AsType(cls), items)
	}
	ns := py.NewDict()
	set := func(key string, v value) { ns.SetStr(py.Intern(key), v) }
	doc := name + "(" + strings.Join(fields, ", ") + ")"
	set("__doc__", py.StrV(doc))
	set("__slots__", py.EmptyTuple.Value())
	set("_fields", fieldTuple)
	set("_field_defaults", byName.Value())
	set("__module__", module)
	set("__match_args__", fieldTuple)
	set("__new__", py.NewStaticMethod(method("__new__", py.FuncSpec{
		Pos: append([]string{"_cls"}, fields...), Defaults: defaults, Doc: "Create new instance of " + doc,
		Impl: func(p []value) (value, exc) { return newInstance(p[0], p[1:]), nil },
	})))
	set("_make", py.NewClassMethod(method("_make", py.FuncSpec{Pos: []string{"cls", "iterable"}, Impl: func(cls, iterable value) (value, exc) {
		items, e := py.ToSlice(iterable)
		if e != nil {
			return value{}, e
		}
		if len(items) != n {
			return value{}, py.Raisef(py.TypeErrorType, "Expected %d arguments, got %d", n, len(items))
		}
		return newInstance(cls, items), nil
	}})))
	set("_replace", method("_replace", py.FuncSpec{Pos: []string{"self"}, PosOnly: 1, VarKw: "kwds", Impl: func(self, kwds value) (value, exc) {
		items := append([]value(nil), py.Heap[py.Tuple](self).Items()...)
		kw := py.Heap[py.Dict](kwds)
		for i, f := range names {
			if x, ok, _ := kw.Pop(f); ok {
				items[i] = x
			}
		}
		if kw.Len() > 0 {
			r, e := py.ReprText(py.NewList(kw.Keys()).Value())
			if e != nil {
				return value{}, e
			}
			if py.VersionAtLeast(13) {
				return value{}, py.Raisef(py.TypeErrorType, "Got unexpected field names: %s", r)
			}
			return value{}, py.Raisef(py.ValueErrorType, "Got unexpected field names: %s", r)
		}
		return newInstance(self.Type().Value(), items), nil
	}}))
	if py.VersionAtLeast(13) {
		r, _ := ns.GetStr(py.Intern("_replace"))
		set("__replace__", r)
	}
	set("__repr__", method("__repr__", py.FuncSpec{Pos: []string{"self"}, Doc: "Return a nicely formatted representation string", Impl: func(self value) (value, exc) {
		var b strings.Builder
		b.WriteString(self.Type().Name)
		b.WriteByte('(')
		for i, x := range py.Heap[py.Tuple](self).Items() {
			if i > 0 {
				b.WriteString(", ")
			}
			s, e := py.ReprText(x)
			if e != nil {
				return value{}, e
			}
			if i < n {
				b.WriteString(fields[i])
			}
			b.WriteByte('=')
			b.WriteString(s)
		}
		b.WriteByte(')')
		return py.StrV(b.String()), nil
	}}))
	set("_asdict", method("_asdict", py.FuncSpec{Pos: []string{"self"}, Doc: "Return a new dict which maps field names to their values.", Impl: func(self value) (value, exc) {
		// A subclass may have other fields, and other elements when it is iterated over.
		fields, e := py.GetAttr(self, py.Intern("_fields"))
		if e != nil {
			return value{}, e
		}
		keys, e := py.ToSlice(fields)
		if e != nil {
			return value{}, e
		}
		items, e := py.ToSlice(self)
		if e != nil {
			return value{}, e
		}
		d := py.NewDict()
		for i := range min(len(keys), len(items)) {
			if e := d.Set(keys[i], items[i]); e != nil {
				return value{}, e
			}
		}
		return d.Value(), nil
	}}))
	set("__getnewargs__", method("__getnewargs__", py.FuncSpec{Pos: []string{"self"}, Impl: func(self value) (value, exc) {
		return py.NewTuple(py.Heap[py.Tuple](self).Items()).Value(), nil
	}}))
	for i, f := range fields {
		g := fieldGetterType.Alloc(fieldGetterType)
		no, _ := py.StrText(py.Int(int64(i)))
		py.Heap[fieldGetter](g).i = i
		py.Heap[fieldGetter](g).doc = py.StrV("Alias for field number " + no)
		set(f, g)
	}
	for key, v := range more {
		set(key, v)
	}
	return py.Call3(py.TypeType.Value(), py.StrV(name), bases, ns.Value())
}

// IsKeyword reports whether name is a keyword of Python.
func IsKeyword(name string) bool { return keywords[name] }
