// Package operator implements the module operator (Python library reference, operator:
// Standard operators as functions).
package operator

import (
	"strings"

	"github.com/aio2go/aio2go/runtime/py"
	_ "github.com/aio2go/aio2go/runtime/stdlib/functools" // a methodcaller with keywords is pickled as a partial
)

type (
	value = py.Value
	exc   = *py.Exception
)

func boolean(f func(a, b value) (bool, exc)) any {
	return func(a, b value) (value, exc) {
		r, e := f(a, b)
		return py.Bool(r), e
	}
}

func isSequence(t *py.Type) bool { return t.GetItem != nil && !t.Has(py.FlagDict) }

// concat is the operation add for sequences only, which the method does for those made in C.
func concat(add func(a, b value) (value, exc), method *py.Str) any {
	return func(a, b value) (value, exc) {
		t := a.Type()
		switch {
		case t.Has(py.FlagSequenceOps) && !t.DefinesInPython(py.Intern("__add__")):
			if t.Lookup(method).IsUnbound() { // no in-place form
				return py.CallMethod1(a, py.Intern("__add__"), b)
			}
			return py.CallMethod1(a, method, b)
		case !isSequence(t) || !isSequence(b.Type()):
			return value{}, py.Raisef(py.TypeErrorType, "'%s' object can't be concatenated", t.ShownName())
		}
		return add(a, b)
	}
}

// functions are the operators under their names; each also has a __name__.
var functions = []struct {
	names, sig string
	impl       any
}{
	{"lt __lt__", "(a, b, /)", py.Lt}, {"le __le__", "(a, b, /)", py.Le}, {"eq __eq__", "(a, b, /)", py.Eq},
	{"ne __ne__", "(a, b, /)", py.Ne}, {"ge __ge__", "(a, b, /)", py.Ge}, {"gt __gt__", "(a, b, /)", py.Gt},
	{"not_ __not__", "(a, /)", func(v value) (value, exc) { t, e := py.Truth(v); return py.Bool(!t), e }},
	{"truth", "(a, /)", func(v value) (value, exc) { t, e := py.Truth(v); return py.Bool(t), e }},
	{"is_", "(a, b, /)", func(a, b value) (value, exc) { return py.Bool(a == b), nil }},
	{"is_not", "(a, b, /)", func(a, b value) (value, exc) { return py.Bool(a != b), nil }},
	{"abs __abs__", "(a, /)", py.Abs}, {"add __add__", "(a, b, /)", py.Add}, {"and_ __and__", "(a, b, /)", py.BitAnd},
	{"floordiv __floordiv__", "(a, b, /)", py.FloorDiv}, {"index __index__", "(a, /)", py.Index},
	{"inv invert __inv__ __invert__", "(a, /)", py.Invert}, {"lshift __lshift__", "(a, b, /)", py.LShift}, {"mod __mod__", "(a, b, /)", py.Mod},
	{"mul __mul__", "(a, b, /)", py.Mul}, {"matmul __matmul__", "(a, b, /)", py.MatMul}, {"neg __neg__", "(a, /)", py.Neg},
	{"or_ __or__", "(a, b, /)", py.BitOr}, {"pos __pos__", "(a, /)", py.Pos}, {"pow __pow__", "(a, b, /)", py.Pow},
	{"rshift __rshift__", "(a, b, /)", py.RShift}, {"sub __sub__", "(a, b, /)", py.Sub}, {"truediv __truediv__", "(a, b, /)", py.TrueDiv},
	{"xor __xor__", "(a, b, /)", py.BitXor}, {"contains __contains__", "(a, b, /)", boolean(py.Contains)},
	{"concat __concat__", "(a, b, /)", concat(py.Add, py.Intern("__add__"))},
	{"getitem __getitem__", "(a, b, /)", py.GetItem},
	{"setitem __setitem__", "(a, b, c, /)", func(a, b, c value) (value, exc) { return py.None, py.SetItem(a, b, c) }},
	{"delitem __delitem__", "(a, b, /)", func(a, b value) (value, exc) { return py.None, py.DelItem(a, b) }},
	{"countOf", "(a, b, /)", countOf}, {"indexOf", "(a, b, /)", indexOf},
	{"length_hint", "(obj, default=0, /)", lengthHint},
	{"iadd __iadd__", "(a, b, /)", py.InplaceAdd}, {"iand __iand__", "(a, b, /)", py.InplaceBitAnd}, {"iconcat __iconcat__", "(a, b, /)", concat(py.InplaceAdd, py.Intern("__iadd__"))},
	{"ifloordiv __ifloordiv__", "(a, b, /)", py.InplaceFloorDiv}, {"ilshift __ilshift__", "(a, b, /)", py.InplaceLShift},
	{"imod __imod__", "(a, b, /)", py.InplaceMod}, {"imul __imul__", "(a, b, /)", py.InplaceMul}, {"imatmul __imatmul__", "(a, b, /)", py.InplaceMatMul},
	{"ior __ior__", "(a, b, /)", py.InplaceBitOr}, {"ipow __ipow__", "(a, b, /)", py.InplacePow}, {"irshift __irshift__", "(a, b, /)", py.InplaceRShift},
	{"isub __isub__", "(a, b, /)", py.InplaceSub}, {"itruediv __itruediv__", "(a, b, /)", py.InplaceTrueDiv}, {"ixor __ixor__", "(a, b, /)", py.InplaceBitXor},
	{"call __call__", "", func(args []value, names []*py.Str) (value, exc) {
		if len(args) == len(names) {
			return value{}, py.Raisef(py.TypeErrorType, "call expected at least 1 argument, got 0")
		}
		return py.CallKw(args[0], args[1:], names)
	}},
}

var spec = py.ModuleSpec{
	Name:  "operator",
	Doc:   "Operator interface.\n\nThis module exports a set of functions implemented in C corresponding\nto the intrinsic operators of Python.  For example, operator.add(x, y)\nis equivalent to the expression x+y.",
	Types: []*py.Type{itemGetterType, attrGetterType, methodCallerType},
	Init:  fill,
}

// lowSpec is the module that the functions say they are from, and by which pickle knows them.
var lowSpec = py.ModuleSpec{Name: "_operator", Doc: "Operator interface.", Types: spec.Types, Init: fill}

func init() {
	for _, f := range functions {
		names := strings.Fields(f.names)
		builtins[names[0]] = py.NewBuiltin(names[0], "_operator", f.sig, f.impl).Value()
	}
	py.RegisterModule(&spec)
	py.RegisterModule(&lowSpec)
}

// builtins are the functions, by their first name.
var builtins = map[string]value{}

func fill(m *py.Module) exc {
	for _, f := range functions {
		names := strings.Fields(f.names)
		for _, n := range names {
			m.Set(n, builtins[names[0]])
		}
	}
	return nil
}

func countOf(a, b value) (value, exc) {
	n := int64(0)
	e := py.Each(a, func(x value) exc {
		same, e := py.EqualItems(x, b)
		if same {
			n++
		}
		return e
	})
	return py.Int(n), e
}

func indexOf(a, b value) (value, exc) {
	it, e := py.Iter(a)
	if e != nil {
		return value{}, e
	}
	for i := int64(0); ; i++ {
		x, ok, e := py.Next(it)
		if e != nil {
			return value{}, e
		}
		if !ok {
			return value{}, py.Raisef(py.ValueErrorType, "sequence.index(x): x not in sequence")
		}
		if same, e := py.EqualItems(x, b); same || e != nil {
			return py.Int(i), e
		}
	}
}

func lengthHint(v, def value) (value, exc) {
	n := 0
	if !def.IsUnbound() {
		if !def.IsInt() {
			return value{}, py.Raisef(py.TypeErrorType, "'%s' object cannot be interpreted as an integer", def.Type().ShownName())
		}
		var e exc
		if n, e = py.Ssize(def); e != nil {
			return value{}, e
		}
	}
	n, e := py.LengthHint(v, n)
	return py.Int(int64(n)), e
}

// getter is an itemgetter, attrgetter or methodcaller.
type getter struct {
	py.Header
	items []value
	paths [][]*py.Str // of attrgetter: the names between the dots
	name  *py.Str     // of methodcaller
	names []*py.Str
}

func getterOf(v value) *getter { return py.Heap[getter](v) }

var (
	itemGetterType   = &py.Type{Name: "itemgetter"}
	attrGetterType   = &py.Type{Name: "attrgetter"}
	methodCallerType = &py.Type{Name: "methodcaller"}
)

func one(name string, args []value, names []*py.Str) exc {
	if len(names) > 0 {
		return py.Raisef(py.TypeErrorType, "%s() takes no keyword arguments", name)
	}
	if len(args) != 1 {
		return py.Raisef(py.TypeErrorType, "%s expected 1 argument, got %d", name, len(args))
	}
	return nil
}

func init() {
	itemGetterType.Define(&py.TypeSpec{
		Module: "operator", Layout: py.LayoutOf[getter](),
		Slots: py.Slots{
			New: func(cls *py.Type, args []value, names []*py.Str) (value, exc) {
				if len(names) > 0 {
					return value{}, py.Raisef(py.TypeErrorType, "itemgetter() takes no keyword arguments")
				}
				if len(args) == 0 {
					return value{}, py.Raisef(py.TypeErrorType, "itemgetter expected at least 1 argument, got 0")
				}
				v := cls.Alloc(cls)
				getterOf(v).items = append([]value(nil), args...)
				return v, nil
			},
			Call: func(v value, args []value, names []*py.Str) (value, exc) {
				if e := one("itemgetter", args, names); e != nil {
					return value{}, e
				}
				return collect(getterOf(v).items, func(key value) (value, exc) { return py.GetItem(args[0], key) })
			},
			Repr: func(v value) (value, exc) { return reprOf("operator.itemgetter", getterOf(v).items, nil) },
		},
		Methods: []py.Method{{Name: "__reduce__", Sig: "($self, /)", Doc: reduceDoc, Impl: reduce}},
	})
	attrGetterType.Define(&py.TypeSpec{
		Module: "operator", Layout: py.LayoutOf[getter](),
		Slots: py.Slots{
			New: func(cls *py.Type, args []value, names []*py.Str) (value, exc) {
				if len(names) > 0 {
					return value{}, py.Raisef(py.TypeErrorType, "attrgetter() takes no keyword arguments")
				}
				if len(args) == 0 {
					return value{}, py.Raisef(py.TypeErrorType, "attrgetter expected at least 1 argument, got 0")
				}
				v := cls.Alloc(cls)
				g := getterOf(v)
				g.items = append([]value(nil), args...)
				for _, a := range args {
					s, ok := py.AsStr(a)
					if !ok {
						return value{}, py.Raisef(py.TypeErrorType, "attribute name must be a string")
					}
					var path []*py.Str
					for _, part := range strings.Split(s.S, ".") {
						path = append(path, py.Intern(part))
					}
					g.paths = append(g.paths, path)
				}
				return v, nil
			},
			Call: func(v value, args []value, names []*py.Str) (value, exc) {
				if e := one("attrgetter", args, names); e != nil {
					return value{}, e
				}
				g := getterOf(v)
				out := make([]value, len(g.paths))
				for i, path := range g.paths {
					x := args[0]
					for _, name := range path {
						var e exc
						if x, e = py.GetAttr(x, name); e != nil {
							return value{}, e
						}
					}
					out[i] = x
				}
				if len(out) == 1 {
					return out[0], nil
				}
				return py.NewTuple(out).Value(), nil
			},
			Repr: func(v value) (value, exc) { return reprOf("operator.attrgetter", getterOf(v).items, nil) },
		},
		Methods: []py.Method{{Name: "__reduce__", Sig: "($self, /)", Doc: reduceDoc, Impl: reduce}},
	})
	methodCallerType.Define(&py.TypeSpec{
		Module: "operator", Layout: py.LayoutOf[getter](),
		Slots: py.Slots{
			New: func(cls *py.Type, args []value, names []*py.Str) (value, exc) {
				if len(args) == len(names) {
					return value{}, py.Raisef(py.TypeErrorType, "methodcaller needs at least one argument, the method name")
				}
				s, ok := py.AsStr(args[0])
				if !ok {
					return value{}, py.Raisef(py.TypeErrorType, "method name must be a string")
				}
				v := cls.Alloc(cls)
				g := getterOf(v)
				g.name, g.items, g.names = py.InternStr(s), append([]value(nil), args[1:]...), append([]*py.Str(nil), names...)
				return v, nil
			},
			Call: func(v value, args []value, names []*py.Str) (value, exc) {
				if e := one("methodcaller", args, names); e != nil {
					return value{}, e
				}
				g := getterOf(v)
				return py.CallMethodKw(args[0], g.name, g.items, g.names)
			},
			Repr: func(v value) (value, exc) {
				g := getterOf(v)
				return reprOf("operator.methodcaller", append([]value{g.name.Value()}, g.items...), g.names)
			},
		},
		Methods: []py.Method{{Name: "__reduce__", Sig: "($self, /)", Doc: reduceDoc, Impl: reduceCaller}},
	})
}

func collect(keys []value, f func(key value) (value, exc)) (value, exc) {
	if len(keys) == 1 {
		return f(keys[0])
	}
	out := make([]value, len(keys))
	for i, k := range keys {
		var e exc
		if out[i], e = f(k); e != nil {
			return value{}, e
		}
	}
	return py.NewTuple(out).Value(), nil
}

func reprOf(name string, items []value, names []*py.Str) (value, exc) {
	parts := make([]string, len(items))
	for i, x := range items {
		s, e := py.ReprText(x)
		if e != nil {
			return value{}, e
		}
		if k := i - (len(items) - len(names)); k >= 0 {
			s = names[k].S + "=" + s
		}
		parts[i] = s
	}
	return py.StrV(name + "(" + strings.Join(parts, ", ") + ")"), nil
}

const reduceDoc = "Return state information for pickling"

// reduce is __reduce__ of itemgetter and attrgetter.
func reduce(v value) (value, exc) {
	return py.TupleV(v.Type().Value(), py.NewTuple(getterOf(v).items).Value()), nil
}

// reduceCaller is methodcaller.__reduce__: keywords need functools.partial.
func reduceCaller(v value) (value, exc) {
	g := getterOf(v)
	cls := v.Type().Value()
	if len(g.names) == 0 {
		return py.TupleV(cls, py.NewTuple(append([]value{g.name.Value()}, g.items...)).Value()), nil
	}
	m, e := py.ImportModule("functools")
	if e != nil {
		return value{}, e
	}
	partial, e := py.GetAttr(m, py.Intern("partial"))
	if e != nil {
		return value{}, e
	}
	n := len(g.items) - len(g.names)
	make, e := py.CallKw(partial, append([]value{cls, g.name.Value()}, g.items[n:]...), g.names)
	if e != nil {
		return value{}, e
	}
	return py.TupleV(make, py.NewTuple(g.items[:n]).Value()), nil
}
