package inspect

import (
	"github.com/aio2go/aio2go/runtime/py"
	"github.com/aio2go/aio2go/runtime/pymod"
)

// This file implements getmembers, getattr_static, classify_class_attrs and the trees of
// classes.

// dirNames is dir(v).
func dirNames(v value) ([]value, exc) {
	dir, e := py.LoadBuiltin(py.Intern("dir"))
	if e != nil {
		return nil, e
	}
	list, e := py.Call1(dir, v)
	if e != nil {
		return nil, e
	}
	return py.ToSlice(list)
}

// isDynamic reports whether v is a types.DynamicClassAttribute, or of a class derived from that.
func isDynamic(v value) bool {
	for _, t := range v.Type().MRO {
		if t.Name == "DynamicClassAttribute" {
			return true
		}
	}
	return false
}

// members is getmembers with the attribute access get.
func members(obj, predicate value, get func(obj value, name *py.Str) (value, bool, exc)) (value, exc) {
	names, e := dirNames(obj)
	if e != nil {
		return value{}, e
	}
	have := map[string]bool{}
	for _, n := range names {
		have[n.Str().S] = true
	}
	var mro []*py.Type
	if obj.IsType() {
		mro = py.AsType(obj).MRO
		// Attributes that only the class's own machinery shows.
		for _, b := range py.AsType(obj).Bases {
			d := b.Namespace()
			for _, k := range d.Keys() {
				x, _, _ := d.Get(k)
				if isDynamic(x) && k.IsStr() && !have[k.Str().S] {
					names = append(names, k)
				}
			}
		}
	}
	var out []value
	done := map[string]bool{}
	for _, n := range names {
		name := py.InternStr(n.Str())
		x, found, e := get(obj, name)
		if e != nil {
			return value{}, e
		}
		if !found || done[name.S] {
			found = false
			for _, base := range mro {
				if y, ok := base.Namespace().GetStr(name); ok {
					x, found = y, true
					break
				}
			}
			if !found {
				continue
			}
		}
		done[name.S] = true
		if !predicate.IsNone() {
			r, e := py.Call1(predicate, x)
			if e != nil {
				return value{}, e
			}
			if ok, e := py.Truth(r); e != nil {
				return value{}, e
			} else if !ok {
				continue
			}
		}
		out = append(out, py.TupleV(n, x))
	}
	first := py.NewBuiltin("name", "inspect", "(pair, /)", func(pair value) (value, exc) { return py.Heap[py.Tuple](pair).Items()[0], nil })
	if e := py.SortItems(out, first.Value(), false); e != nil {
		return value{}, e
	}
	return py.NewList(out).Value(), nil
}

func getMembers(obj, predicate value) (value, exc) { return members(obj, predicate, py.LookupAttr) }

func getMembersStatic(obj, predicate value) (value, exc) {
	return members(obj, predicate, func(obj value, name *py.Str) (value, bool, exc) {
		x, ok := py.StaticAttr(obj, name)
		return x, ok, nil
	})
}

func getAttrStatic(obj, attr, def value) (value, exc) {
	name, e := py.AttrName(attr)
	if e != nil {
		return value{}, e
	}
	if x, ok := py.StaticAttr(obj, name); ok {
		return x, nil
	}
	if def != voidClass {
		return def, nil
	}
	return value{}, py.RaiseArgs(py.AttributeErrorType, attr)
}

// classifyClassAttrs is classify_class_attrs(cls).
func classifyClassAttrs(cls value) (value, exc) {
	if !cls.IsType() {
		return value{}, py.Raisef(py.TypeErrorType, "%s is not a class", py.QuoteStr(cls.Type().Name))
	}
	t := py.AsType(cls)
	names, e := dirNames(cls)
	if e != nil {
		return value{}, e
	}
	var out []value
	for _, n := range names {
		name := py.InternStr(n.Str())
		home := py.None
		d, owner := t.LookupWhere(name)
		if owner != nil {
			home = owner.Value()
		} else if d, owner = t.Type().LookupWhere(name); owner != nil {
			home = owner.Value()
		}
		got, found, e := py.LookupAttr(cls, name)
		if e != nil {
			return value{}, e
		}
		if d.IsUnbound() {
			if !found {
				continue
			}
			d = got
		}
		kind, obj := "data", d
		switch {
		case name.S == "__dict__":
		case isA(d, py.StaticMethodType) || isA(d, py.BuiltinType) && name.S == "__new__":
			kind = "static method"
		case isA(d, py.ClassMethodType, py.ClassMethodDescrType):
			kind = "class method"
		case isA(d, py.PropertyType):
			kind = "property"
		default:
			if found && !isA(got, py.MemberType, py.GetSetType) {
				if r, _ := isRoutine(got); r == py.True {
					obj = got
				}
			}
			if r, _ := isRoutine(obj); r == py.True {
				kind = "method"
			}
		}
		a, e := py.CallN(attributeClass, []value{n, py.StrV(kind), home, obj})
		if e != nil {
			return value{}, e
		}
		out = append(out, a)
	}
	return py.NewList(out).Value(), nil
}

func getMro(cls value) (value, exc) { return pymod.Attr(cls, "__mro__") }

// walkTree lists classes with their bases, each followed by the list of its subclasses.
func walkTree(classes, children, parent value) (value, exc) {
	list, e := py.ToSlice(classes)
	if e != nil {
		return value{}, e
	}
	key := py.NewBuiltin("key", "inspect", "(cls, /)", func(c value) (value, exc) {
		m, e := pymod.Attr(c, "__module__")
		if e != nil {
			return value{}, e
		}
		n, e := pymod.Attr(c, "__name__")
		return py.TupleV(m, n), e
	})
	if e := py.SortItems(list, key.Value(), false); e != nil {
		return value{}, e
	}
	var out []value
	for _, c := range list {
		bases, e := pymod.Attr(c, "__bases__")
		if e != nil {
			return value{}, e
		}
		out = append(out, py.TupleV(c, bases))
		has, e := py.Contains(children, c)
		if e != nil {
			return value{}, e
		}
		if has {
			sub, e := py.GetItem(children, c)
			if e != nil {
				return value{}, e
			}
			l, e := walkTree(sub, children, c)
			if e != nil {
				return value{}, e
			}
			out = append(out, l)
		}
	}
	return py.NewList(out).Value(), nil
}

func getClassTree(classes, unique value) (value, exc) {
	list, e := py.ToSlice(classes)
	if e != nil {
		return value{}, e
	}
	once, e := py.Truth(unique)
	if e != nil {
		return value{}, e
	}
	children := py.NewDict()
	var roots []value
	contains := func(list []value, v value) bool {
		for _, x := range list {
			if x == v {
				return true
			}
		}
		return false
	}
	for _, c := range list {
		bases, e := pymod.Attr(c, "__bases__")
		if e != nil {
			return value{}, e
		}
		items, e := py.ItemsOf(bases)
		if e != nil {
			return value{}, e
		}
		if len(items) == 0 {
			if !contains(roots, c) {
				roots = append(roots, c)
			}
			continue
		}
		for _, p := range items {
			l, ok, e := children.Get(p)
			if e != nil {
				return value{}, e
			}
			if !ok {
				l = py.ListV()
				if e := children.Set(p, l); e != nil {
					return value{}, e
				}
			}
			if sub, _ := py.AsList(l); !contains(sub.Items, c) {
				py.ListAppend(l, c)
			}
			if once && contains(list, p) {
				break
			}
		}
	}
	for _, p := range children.Keys() {
		if !contains(list, p) {
			roots = append(roots, p)
		}
	}
	return walkTree(py.NewList(roots).Value(), children.Value(), py.None)
}

var memberFunctions = []pymod.Func{
	{Sig: "getmembers(object, predicate=None)", Impl: getMembers, Doc: "Return all members of an object as (name, value) pairs sorted by name.\nOptionally, only return members that satisfy a given predicate."},
	{Sig: "getmembers_static(object, predicate=None)", Impl: getMembersStatic},
	{Sig: "classify_class_attrs(cls)", Impl: classifyClassAttrs},
	{Sig: "getmro(cls)", Impl: getMro, Doc: "Return tuple of base classes (including cls) in method resolution order."},
	{Sig: "walktree(classes, children, parent)", Impl: walkTree},
	{Sig: "getclasstree(classes, unique=False)", Impl: getClassTree},
}
