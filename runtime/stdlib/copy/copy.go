// Package copy implements the module copy (Python library reference, copy: Shallow and
// deep copy operations).
package copy

import (
	"github.com/aio2go/aio2go/runtime/py"
)

type (
	value = py.Value
	exc   = *py.Exception
)

var errorType = py.NewBuiltinType("Error", &py.TypeSpec{Base: py.ExceptionType, Module: "copy", Flags: py.FlagBaseType})

var spec = py.ModuleSpec{
	Name: "copy",
	Doc:  "Generic (shallow and deep) copying operations.",
	Functions: []py.Method{
		{Name: "copy", Sig: "(x)", Impl: Copy},
		{Name: "deepcopy", Sig: "(x, memo=None, _nil=[])", Impl: func(x, memo, unused value) (value, exc) { return DeepCopy(x, memo) }},
		{Name: "replace", Impl: replace},
	},
	Init: func(m *py.Module) exc {
		m.Set("Error", errorType.Value())
		m.Set("error", errorType.Value())
		return nil
	},
}

func init() { py.RegisterModule(&spec) }

var (
	nameCopy     = py.Intern("__copy__")
	nameDeepCopy = py.Intern("__deepcopy__")
	nameReduceEx = py.Intern("__reduce_ex__")
	nameSetState = py.Intern("__setstate__")
	nameDict     = py.Intern("__dict__")
	nameUpdate   = py.Intern("update")
	nameAppend   = py.Intern("append")
	nameReplace  = py.Intern("__replace__")
)

// atomic reports whether an object of class t is its own copy.
func atomic(v value) bool {
	switch t := v.Type(); t {
	case py.NoneType, py.IntType, py.FloatType, py.BoolType, py.ComplexType, py.BytesType, py.StrType, py.RangeType,
		py.EllipsisType, py.NotImplementedType, py.FunctionType, py.UnionType, py.BuiltinType, py.CodeType, py.PropertyType, py.MethodDescriptorType:
		return true
	default:
		return t.Has(py.FlagType) || t.Name == "ReferenceType" && t.Module == "weakref"
	}
}

// Copy is copy.copy(x).
func Copy(v value) (value, exc) {
	if atomic(v) || v.Type() == py.TupleType || v.Type() == py.FrozenSetType || v.Type() == py.SliceType {
		return v, nil
	}
	switch v.Type() {
	case py.ListType:
		items, _ := py.AsList(v)
		return items.Copy().Value(), nil
	case py.DictType:
		return py.Heap[py.Dict](v).Copy().Value(), nil
	case py.SetType:
		return py.CallMethod0(v, py.Intern("copy"))
	case py.ByteArrayType:
		return py.Call1(py.ByteArrayType.Value(), v)
	}
	if f, e := py.LookupSpecial(v, nameCopy); e != nil {
		return value{}, e
	} else if !f.IsUnbound() {
		return py.Call0(f)
	}
	return rebuild(v, nil)
}

// memory maps objects to their copies while a deep copy goes on.
type memory struct {
	dict *py.Dict // by id, as __deepcopy__ methods see it
	kept *py.List // what was copied, so that no other object gets its id meanwhile
}

func (m *memory) get(v value) (value, bool) {
	x, ok, _ := m.dict.Get(py.IntUint64(py.Address(v)))
	return x, ok
}

// set remembers the copy of v, which the dict itself keeps under its own id.
func (m *memory) set(v, c value) {
	m.dict.Set(py.IntUint64(py.Address(v)), c)
	if c == v {
		return
	}
	if m.kept == nil {
		id := py.IntUint64(py.Address(m.dict.Value()))
		if old, ok, _ := m.dict.Get(id); ok {
			m.kept, _ = py.AsList(old)
		}
		if m.kept == nil {
			m.kept = py.NewList(nil)
			m.dict.Set(id, m.kept.Value())
		}
	}
	m.kept.Append(v)
}

// DeepCopy is copy.deepcopy(x, memo); memo may be unbound.
func DeepCopy(v, memo value) (value, exc) {
	m := &memory{}
	if d, ok := py.AsDict(memo); ok {
		m.dict = d
	} else {
		m.dict = py.NewDict()
	}
	return m.copy(v)
}

func (m *memory) copy(v value) (value, exc) {
	if atomic(v) {
		return v, nil
	}
	if c, ok := m.get(v); ok {
		return c, nil
	}
	if e := py.Enter(); e != nil {
		return value{}, e
	}
	defer py.Leave()
	switch v.Type() {
	case py.ListType:
		l, _ := py.AsList(v)
		out := py.NewList(nil)
		m.set(v, out.Value())
		for i := 0; i < len(l.Items); i++ {
			x, e := m.copy(l.Items[i])
			if e != nil {
				return value{}, e
			}
			out.Append(x)
		}
		return out.Value(), nil
	case py.TupleType:
		t, _ := py.AsTuple(v)
		items := make([]value, len(t.Items()))
		same := true
		for i, x := range t.Items() {
			var e exc
			if items[i], e = m.copy(x); e != nil {
				return value{}, e
			}
			same = same && items[i] == x
		}
		if c, ok := m.get(v); ok {
			return c, nil // the tuple holds itself
		}
		if same {
			return v, nil
		}
		c := py.NewTuple(items).Value()
		m.set(v, c)
		return c, nil
	case py.DictType:
		out := py.NewDict()
		m.set(v, out.Value())
		d := py.Heap[py.Dict](v)
		for k, x, pos, ok := d.Entry(0); ok; k, x, pos, ok = d.Entry(pos) {
			k, e := m.copy(k)
			if e != nil {
				return value{}, e
			}
			if x, e = m.copy(x); e != nil {
				return value{}, e
			}
			if e := out.Set(k, x); e != nil {
				return value{}, e
			}
		}
		return out.Value(), nil
	case py.MethodType:
		self, e := py.GetAttr(v, py.Intern("__self__"))
		if e != nil {
			return value{}, e
		}
		fn, e := py.GetAttr(v, py.Intern("__func__"))
		if e != nil {
			return value{}, e
		}
		if self, e = m.copy(self); e != nil {
			return value{}, e
		}
		return py.NewBoundMethod(fn, self), nil
	}
	if f, e := py.LookupSpecial(v, nameDeepCopy); e != nil {
		return value{}, e
	} else if !f.IsUnbound() {
		c, e := py.Call1(f, m.dict.Value())
		if e == nil && c != v {
			m.set(v, c)
		}
		return c, e
	}
	return rebuild(v, m)
}

// reduced returns what says how v is made: the function that copyreg.pickle registered for its
// class, or its own method f.
func reduced(v, f value) (value, exc) {
	table, e := py.Copyreg("dispatch_table", py.None)
	if e != nil {
		return value{}, e
	}
	if d, ok := py.AsDict(table); ok {
		if g, found, e := d.Get(v.Type().Value()); e != nil {
			return value{}, e
		} else if found {
			return py.Call1(g, v)
		}
	}
	return py.Call1(f, py.Int(4))
}

// rebuild copies v by what its __reduce_ex__(4) says; m is nil for a shallow copy.
func rebuild(v value, m *memory) (value, exc) {
	f, found, e := py.LookupAttr(v, nameReduceEx)
	if e != nil {
		return value{}, e
	}
	if !found {
		return value{}, py.Raisef(errorType, "un(deep)copyable object of type %s", v.Type().Name)
	}
	r, e := reduced(v, f)
	if e != nil {
		return value{}, e
	}
	if r.IsStr() {
		return v, nil
	}
	parts, e := py.ItemsOf(r)
	if e != nil {
		return value{}, e
	}
	if n := len(parts); n < 2 {
		return value{}, py.Raisef(py.TypeErrorType, "_reconstruct() missing %d required positional argument%s", 2-n, map[int]string{0: "s: 'func' and 'args'", 1: ": 'args'"}[n])
	} else if n > 5 {
		return value{}, py.Raisef(py.TypeErrorType, "_reconstruct() takes from 4 to 7 positional arguments but %d were given", n+2)
	}
	part := func(i int) value {
		if i < len(parts) {
			return parts[i]
		}
		return py.None
	}
	deep := func(x value) (value, exc) {
		if m == nil {
			return x, nil
		}
		return m.copy(x)
	}
	args, e := py.ItemsOf(part(1))
	if e != nil {
		return value{}, e
	}
	args = append([]value(nil), args...)
	for i := range args {
		if args[i], e = deep(args[i]); e != nil {
			return value{}, e
		}
	}
	c, e := py.CallN(part(0), args)
	if e != nil {
		return value{}, e
	}
	if m != nil {
		m.set(v, c)
	}
	if state := part(2); !state.IsNone() {
		if state, e = deep(state); e != nil {
			return value{}, e
		}
		if e := setState(c, state); e != nil {
			return value{}, e
		}
	}
	if items := part(3); !items.IsNone() {
		if e := py.Each(items, func(x value) exc {
			x, e := deep(x)
			if e == nil {
				_, e = py.CallMethod1(c, nameAppend, x)
			}
			return e
		}); e != nil {
			return value{}, e
		}
	}
	if pairs := part(4); !pairs.IsNone() {
		if e := py.Each(pairs, func(pair value) exc {
			k, x, e := py.Unpack2(pair)
			if e != nil {
				return e
			}
			if k, e = deep(k); e != nil {
				return e
			}
			if x, e = deep(x); e != nil {
				return e
			}
			return py.SetItem(c, k, x)
		}); e != nil {
			return value{}, e
		}
	}
	return c, nil
}

func setState(c, state value) exc {
	if f, found, e := py.LookupAttr(c, nameSetState); e != nil {
		return e
	} else if found {
		_, e := py.Call1(f, state)
		return e
	}
	slots := py.None
	if t, ok := py.AsTuple(state); ok && len(t.Items()) == 2 {
		state, slots = t.Items()[0], t.Items()[1]
	}
	if !state.IsNone() {
		d, e := py.GetAttr(c, nameDict)
		if e != nil {
			return e
		}
		if _, e := py.CallMethod1(d, nameUpdate, state); e != nil {
			return e
		}
	}
	if d, ok := py.AsDict(slots); ok {
		for k, x, pos, ok := d.Entry(0); ok; k, x, pos, ok = d.Entry(pos) {
			if e := py.SetAttr(c, py.InternStr(k.Str()), x); e != nil {
				return e
			}
		}
	}
	return nil
}

func replace(args []value, names []*py.Str) (value, exc) {
	n := len(args) - len(names)
	if n != 1 {
		return value{}, py.Raisef(py.TypeErrorType, "replace() takes 1 positional argument but %d were given", n)
	}
	f, found, e := py.LookupAttr(args[0].Type().Value(), nameReplace)
	if e != nil {
		return value{}, e
	}
	if !found {
		return value{}, py.Raisef(py.TypeErrorType, "replace() does not support %s objects", args[0].Type().Name)
	}
	return py.CallKw(f, args, names)
}
