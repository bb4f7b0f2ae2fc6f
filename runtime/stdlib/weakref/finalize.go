package weakref

import (
	"fmt"

	"github.com/aio2go/aio2go/runtime/py"
	"github.com/aio2go/aio2go/runtime/pymod"
)

// This file implements WeakMethod and finalize.

var weakMethodClass value

func defineWeakMethod(m *py.Module) (e exc) {
	refInit := func(self value) (obj, fn value, ok bool) {
		obj, ok = target(refOf(self).to)
		f := pymod.Get(self, "_func_ref")
		if !ok || !py.IsInstance(f, RefType) {
			return value{}, value{}, false
		}
		fn, ok = target(refOf(f).to)
		return obj, fn, ok
	}
	weakMethodClass, e = pymod.Define(m, pymod.Class{Name: "WeakMethod", Bases: []value{RefType.Value()},
		Doc: "A custom `weakref.ref` subclass which simulates a weak reference to\na bound method, working around the lifetime problem of bound methods.",
		StaticMethods: []pymod.Func{{Sig: "__new__(cls, meth, callback=None)", Impl: func(cls, meth, callback value) (value, exc) {
			obj, okObj, e := py.LookupAttr(meth, py.Intern("__self__"))
			if e != nil {
				return value{}, e
			}
			fn, okFn, e := py.LookupAttr(meth, py.Intern("__func__"))
			if e != nil {
				return value{}, e
			}
			if !okObj || !okFn {
				return value{}, py.Raisef(py.TypeErrorType, "argument should be a bound method, not %s", typeText(meth))
			}
			var self value
			alive := true
			hook := py.NewBuiltin("_cb", "weakref", "(arg, /)", func(arg value) (value, exc) {
				if !alive {
					return py.None, nil
				}
				alive = false
				if callback.IsNone() {
					return py.None, nil
				}
				return py.Call1(callback, self)
			}).Value()
			if self, e = newRef(py.AsType(cls), obj, hook); e != nil {
				return value{}, e
			}
			f, e := newRef(RefType, fn, hook)
			if e != nil {
				return value{}, e
			}
			pymod.Set(self, "_func_ref", f)
			pymod.Set(self, "_meth_type", meth.Type().Value())
			return self, nil
		}}},
		Methods: []pymod.Func{
			{Sig: "__init__(self, meth, callback=None)", Impl: func(self, meth, callback value) (value, exc) { return py.None, nil }},
			{Sig: "__call__(self)", Impl: func(self value) (value, exc) {
				tidy()
				obj, fn, ok := refInit(self)
				if !ok {
					return py.None, nil
				}
				return py.NewBoundMethod(fn, obj), nil
			}},
			{Sig: "__eq__(self, other)", Impl: func(self, other value) (value, exc) {
				if !py.IsInstance(other, py.AsType(weakMethodClass)) {
					return py.NotImplemented, nil
				}
				a, f, ok := refInit(self)
				b, g, ok2 := refInit(other)
				if !ok || !ok2 {
					return py.Bool(self == other), nil
				}
				return py.Bool(a == b && f == g), nil
			}},
			{Sig: "__ne__(self, other)", Impl: func(self, other value) (value, exc) {
				r, e := pymod.Call(self, "__eq__", other)
				if e != nil || r == py.NotImplemented {
					return r, e
				}
				return py.Bool(r != py.True), nil
			}},
		},
	})
	if e == nil {
		hash := pymod.NewFunction("weakref", "WeakMethod", pymod.Func{Sig: "__hash__(self)", Impl: func(self value) (value, exc) {
			h, e := RefType.Hash(self)
			return py.Int(h), e
		}})
		e = py.SetAttr(weakMethodClass, py.Intern("__hash__"), hash)
	}
	return e
}

func typeText(v value) string { return "<class '" + v.Type().FullName() + "'>" }

// final is what a living finalize object will do.
type final struct {
	object       value // the finalize object
	to           pointer
	ref          value
	fn, args, kw value
	atexit       bool
	number       int
}

// finals are the living finalize objects by their identity.
var (
	finals      = map[value]*final{}
	finalNumber int
)

func (f *final) run() (value, exc) {
	delete(finals, f.object)
	return py.CallEx(f.fn, f.args, f.kw)
}

// runFinals runs, at the end of the program, those that want it, the last made first.
func runFinals() {
	for {
		var last *final
		for _, f := range finals {
			if f.atexit && (last == nil || f.number > last.number) {
				last = f
			}
		}
		if last == nil {
			return
		}
		if _, e := last.run(); e != nil {
			py.PrintException(e)
		}
	}
}

func defineFinalize(m *py.Module) (e exc) {
	alive := func(self value) *final { return finals[self] }
	_, e = pymod.Define(m, pymod.Class{Name: "finalize",
		Doc:   "Class for finalization of weakrefable objects",
		Slots: []string{},
		Methods: []pymod.Func{
			{Sig: "__init__(self, obj, func, /, *args, **kwargs)", Impl: func(self, obj, fn, args, kw value) (value, exc) {
				f := &final{object: self, fn: fn, args: args, kw: kw, atexit: true, number: finalNumber}
				hook := py.NewBuiltin("finalize", "weakref", "(wr, /)", func(wr value) (value, exc) {
					if finals[self] == f {
						return f.run()
					}
					return py.None, nil
				}).Value()
				var e exc
				if f.ref, e = newRef(RefType, obj, hook); e != nil {
					return value{}, e
				}
				f.to = refOf(f.ref).to
				finalNumber++
				finals[self] = f
				return py.None, nil
			}},
			{Sig: "__call__(self, _=None)", Impl: func(self, _ value) (value, exc) {
				if f := alive(self); f != nil {
					return f.run()
				}
				return py.None, nil
			}},
			{Sig: "detach(self)", Impl: func(self value) (value, exc) {
				f := alive(self)
				if f == nil {
					return py.None, nil
				}
				obj, ok := target(f.to)
				if !ok {
					return py.None, nil
				}
				delete(finals, self)
				return py.TupleV(obj, f.fn, f.args, f.kw), nil
			}},
			{Sig: "peek(self)", Impl: func(self value) (value, exc) {
				f := alive(self)
				if f == nil {
					return py.None, nil
				}
				obj, ok := target(f.to)
				if !ok {
					return py.None, nil
				}
				return py.TupleV(obj, f.fn, f.args, f.kw), nil
			}},
			{Sig: "__repr__(self)", Impl: func(self value) (value, exc) {
				f := alive(self)
				var obj value
				ok := false
				if f != nil {
					obj, ok = target(f.to)
				}
				if !ok {
					return py.StrV(fmt.Sprintf("<%s object at 0x%x; dead>", self.Type().Name, py.Address(self))), nil
				}
				return py.StrV(fmt.Sprintf("<%s object at 0x%x; for '%s' at 0x%x>", self.Type().Name, py.Address(self), obj.Type().Name, py.Address(obj))), nil
			}},
		},
		Properties: []pymod.Property{
			{Name: "alive", Doc: "Whether finalizer is alive", Get: func(self value) (value, exc) {
				tidy()
				return py.Bool(alive(self) != nil), nil
			}},
			{Name: "atexit", Doc: "Whether finalizer should be called at exit", Get: func(self value) (value, exc) {
				f := alive(self)
				return py.Bool(f != nil && f.atexit), nil
			}, Set: func(self, x value) exc {
				b, e := py.Truth(x)
				if f := alive(self); f != nil && e == nil {
					f.atexit = b
				}
				return e
			}},
		},
	})
	return e
}
