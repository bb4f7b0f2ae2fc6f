package weakref

import (
	"fmt"
	"runtime"
	"weak"

	"github.com/aio2go/aio2go/runtime/py"
)

// This file implements weakref.ref and the finding of dead objects.

type (
	value   = py.Value
	exc     = *py.Exception
	pointer = weak.Pointer[py.Header]
)

// ref is a weakref.ref.
type ref struct {
	py.Header
	to       pointer
	callback value // unbound where there is none
	hash     int64
	hashed   bool
}

// RefType is weakref.ref.
var RefType = &py.Type{Name: "ReferenceType"}

// registry has the references to each object that is referred to, in the order of their
// making. They are held weakly: the callback of a reference that is gone is not called.
var registry = map[pointer][]weak.Pointer[ref]{}

// target returns the object of p; ok is false where it is dead.
func target(p pointer) (v value, ok bool) {
	h := p.Value()
	if h == nil {
		return value{}, false
	}
	return h.Value(), true
}

// noWeak are the builtin classes whose instances cannot be referred to weakly;
// noWeakSub those whose subclasses' instances cannot either.
var noWeak = []*py.Type{py.FloatType, py.ComplexType, py.BoolType, py.StrType, py.ByteArrayType, py.ListType, py.DictType, py.NoneType,
	py.EllipsisType, py.NotImplementedType, py.SliceType, py.RangeType, py.PropertyType, py.CellType, py.TracebackType, py.FrameType, py.ObjectType,
	py.StaticMethodType, py.ClassMethodType}

var noWeakSub = []*py.Type{py.IntType, py.TupleType, py.BytesType}

// canRefer reports whether v can be referred to weakly.
func canRefer(v value) bool {
	t := v.Type()
	for _, b := range noWeakSub {
		if t.IsSubclass(b) {
			return false
		}
	}
	for _, b := range noWeak {
		if t == b {
			return false
		}
	}
	if t.IsSubclass(py.BaseExceptionType) && !t.Has(py.FlagHeap) {
		return false
	}
	if t.Has(py.FlagHeap) {
		return !t.Lookup(nameWeakref).IsUnbound() || !slotted(t)
	}
	return true
}

// slotted reports whether t, a class of the program, has __slots__ all the way up.
func slotted(t *py.Type) bool {
	for _, b := range t.MRO {
		if b.Has(py.FlagHeap) {
			if _, ok := b.Namespace().GetStr(nameSlots); !ok {
				return false
			}
		}
	}
	return true
}

var (
	nameWeakref = py.Intern("__weakref__")
	nameSlots   = py.Intern("__slots__")
	nameCall    = py.Intern("__callback__")
)

// newRef returns a weak reference of the class cls to v. Without a callback there is one
// for each object.
func newRef(cls *py.Type, v, callback value) (value, exc) {
	p, e := register(v)
	if e != nil {
		return value{}, e
	}
	if callback.IsUnbound() && cls == RefType {
		for _, w := range registry[p] {
			if r := w.Value(); r != nil && r.Type() == RefType && r.callback.IsUnbound() {
				return r.Value(), nil
			}
		}
	}
	rv := cls.Alloc(cls)
	r := py.Heap[ref](rv)
	r.to, r.callback = p, callback
	registry[p] = append(registry[p], weak.Make(r))
	return rv, nil
}

// register returns the weak pointer to v and makes its death known.
func register(v value) (pointer, exc) {
	if !canRefer(v) {
		return pointer{}, py.Raisef(py.TypeErrorType, "cannot create weak reference to '%s' object", v.Type().Name)
	}
	h := py.Heap[py.Header](v)
	p := weak.Make(h)
	if _, known := registry[p]; !known {
		registry[p] = nil
		runtime.AddCleanup(h, func(p pointer) { py.AddPendingCall(func() exc { died(p); return nil }) }, p)
	}
	return p, nil
}

// died calls the callbacks of the references to a dead object, the last made first.
func died(p pointer) {
	list, ok := registry[p]
	if !ok {
		return
	}
	delete(registry, p)
	delete(proxies, p)
	for i := len(list) - 1; i >= 0; i-- {
		r := list[i].Value()
		if r == nil || r.callback.IsUnbound() {
			continue
		}
		callback := r.callback
		r.callback = value{}
		if _, e := py.Call1(callback, r.Value()); e != nil {
			py.WriteUnraisable(e, "Exception ignored in: ", callback)
		}
	}
}

// sweep calls the callbacks that are due.
func sweep() {
	var dead []pointer
	for p := range registry {
		if p.Value() == nil {
			dead = append(dead, p)
		}
	}
	if len(dead) > 1 {
		// The order in which the objects were first referred to.
		sortPointers(dead)
	}
	for _, p := range dead {
		died(p)
	}
}

// sortPointers orders dead objects by their oldest reference.
func sortPointers(list []pointer) {
	first := func(p pointer) uintptr {
		for _, w := range registry[p] {
			if r := w.Value(); r != nil {
				return uintptr(py.Address(r.Value()))
			}
		}
		return 0
	}
	for i := 1; i < len(list); i++ {
		for j := i; j > 0 && first(list[j]) < first(list[j-1]); j-- {
			list[j], list[j-1] = list[j-1], list[j]
		}
	}
}

// tidy finds dead objects, by a collection where one may be had. Within a function none
// is: Go lets go of a local variable after its last use, where Python keeps what it has
// to the end of the function.
func tidy() {
	if c, _ := py.CallerCode(1); c == nil || c.Name != "<module>" {
		return
	}
	if py.MayCollect() {
		Collect()
	}
}

// Collect collects garbage and calls the callbacks that are due.
func Collect() {
	py.CollectGarbage()
	sweep()
}

func refOf(v value) *ref { return py.Heap[ref](v) }

// deref is r(): the object, or None.
func deref(r *ref) value {
	if r.to.Value() == nil {
		return py.None
	}
	tidy()
	if v, ok := target(r.to); ok {
		return v
	}
	return py.None
}

func refRepr(v value) (value, exc) {
	r := refOf(v)
	kind := v.Type().Name
	if v.Type() == RefType {
		kind = "weakref"
	}
	x, ok := target(r.to)
	if !ok {
		return py.StrV(fmt.Sprintf("<%s at 0x%x; dead>", kind, py.Address(v))), nil
	}
	name := ""
	if n, found, e := py.LookupAttr(x, py.Intern("__name__")); e != nil {
		return value{}, e
	} else if found && n.IsStr() {
		name = " (" + n.Str().S + ")"
	}
	return py.StrV(fmt.Sprintf("<%s at 0x%x; to '%s' at 0x%x%s>", kind, py.Address(v), x.Type().FullName(), py.Address(x), name)), nil
}

func init() {
	RefType.Define(&py.TypeSpec{
		Module: "weakref", Qualname: "ReferenceType", Flags: py.FlagBaseType, Layout: py.LayoutOf[ref](),
		Slots: py.Slots{
			New: func(cls *py.Type, args []value, names []*py.Str) (value, exc) {
				if len(names) > 0 && cls == RefType {
					return value{}, py.Raisef(py.TypeErrorType, "ReferenceType() takes no keyword arguments")
				}
				args = args[:len(args)-len(names)]
				if len(args) < 1 || len(args) > 2 {
					return value{}, py.ArityError("__new__", len(args), 1, 2)
				}
				var callback value
				if len(args) == 2 && !args[1].IsNone() {
					callback = args[1]
				}
				return newRef(cls, args[0], callback)
			},
			Init: func(v value, args []value, names []*py.Str) exc {
				if len(names) > 0 {
					return py.Raisef(py.TypeErrorType, "ref() takes no keyword arguments")
				}
				if len(args) < 1 || len(args) > 2 {
					return py.ArityError("__init__", len(args), 1, 2)
				}
				return nil
			},
			Call: func(v value, args []value, names []*py.Str) (value, exc) {
				if len(args) > 0 {
					return value{}, py.ArityError("weakref", len(args), 0, 0)
				}
				return deref(refOf(v)), nil
			},
			Hash: func(v value) (int64, exc) {
				r := refOf(v)
				if r.hashed {
					return r.hash, nil
				}
				x, ok := target(r.to)
				if !ok {
					return 0, py.Raisef(py.TypeErrorType, "weak object has gone away")
				}
				h, e := py.Hash(x)
				if e == nil {
					r.hash, r.hashed = h, true
				}
				return h, e
			},
			Compare: func(op py.CompareOp, a, b value) (value, exc) {
				if op != py.EQ && op != py.NE || !py.IsInstance(b, RefType) {
					return py.NotImplemented, nil
				}
				x, okX := target(refOf(a).to)
				y, okY := target(refOf(b).to)
				if !okX || !okY {
					return py.Bool((a == b) == (op == py.EQ)), nil
				}
				return py.Compare(op, x, y)
			},
			Repr: refRepr,
		},
		ClassMethods: []py.Method{{Name: "__class_getitem__", Sig: "($type, item, /)", Impl: func(cls, item value) (value, exc) {
			return py.NewGenericAlias(cls, item), nil
		}}},
		GetSets: []py.GetSet{{Name: nameCall.S, Get: func(v value) (value, exc) {
			r := refOf(v)
			if _, ok := target(r.to); !ok || r.callback.IsUnbound() {
				return py.None, nil
			}
			return r.callback, nil
		}}},
	})
	defineProxies()
}

// refsTo returns the living references to v.
func refsTo(v value) []value {
	if v.Type() == nil || !canRefer(v) {
		return nil
	}
	var out []value
	for _, w := range registry[weak.Make(py.Heap[py.Header](v))] {
		if r := w.Value(); r != nil {
			out = append(out, r.Value())
		}
	}
	return out
}
