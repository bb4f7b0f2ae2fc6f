package functools

import (
	"strings"

	"github.com/aio2go/aio2go/runtime/py"
	"github.com/aio2go/aio2go/runtime/pymod"
)

// This file implements partialmethod, a descriptor that binds a partial application to an
// instance.

func definePartialMethod(m *py.Module) exc {
	var cls value
	cls, e := pymod.Define(m, pymod.Class{
		Name: "partialmethod",
		Doc:  "Method descriptor with partial application of the given arguments\n    and keywords.\n\n    Supports wrapping existing descriptors and handles non-descriptor\n    callables as instance methods.\n    ",
		Methods: []pymod.Func{
			{Sig: "__init__(self, func, /, *args, **keywords)", Impl: func(self, fn, args, kw value) (value, exc) {
				return py.None, initPartialMethod(cls, self, fn, args, kw)
			}},
			{Sig: "__repr__(self)", Impl: partialMethodRepr},
			{Sig: "_make_unbound_method(self)", Impl: unboundMethod},
			{Sig: "__get__(self, obj, cls=None)", Impl: partialMethodGet},
		},
		ClassMethods: []pymod.Func{{Sig: "__class_getitem__(cls, item, /)", Impl: func(cls, item value) (value, exc) { return py.NewGenericAlias(cls, item), nil }}},
		Properties: []pymod.Property{{Name: "__isabstractmethod__", Get: func(self value) (value, exc) {
			var st pymod.Steps
			return st.Done(st.AttrOr(st.Attr(self, "func"), "__isabstractmethod__", py.False))
		}}},
	})
	return e
}

func initPartialMethod(cls, self, fn, args, kw value) exc {
	var st pymod.Steps
	if is, e := py.IsInstanceOf(fn, cls); e != nil {
		return e
	} else if is {
		// A method of a method is flattened.
		all := append(st.List(fn, "args"), st.Items(args)...)
		merged := st.Call(st.Attr(fn, "keywords"), "copy")
		st.Call(merged, "update", kw)
		fn, args, kw = st.Attr(fn, "func"), py.TupleV(all...), merged
	} else if !py.Callable(fn) && !st.Has(fn, "__get__") {
		st.Failf(py.TypeErrorType, "%s is not callable or a descriptor", st.Repr(fn))
	}
	st.Set(self, "func", fn)
	st.Set(self, "args", args)
	st.Set(self, "keywords", kw)
	return st.Exc
}

func partialMethodRepr(self value) (value, exc) {
	var st pymod.Steps
	cls := self.Type().Value()
	parts := []string{st.Repr(st.Attr(self, "func"))}
	for _, a := range st.List(self, "args") {
		parts = append(parts, st.Repr(a))
	}
	for _, item := range st.Items(st.Call(st.Attr(self, "keywords"), "items")) {
		parts = append(parts, st.Str(st.Item(item, py.Int(0)))+"="+st.Repr(st.Item(item, py.Int(1))))
	}
	return st.Done(py.StrV(st.Str(st.Attr(cls, "__module__")) + "." + st.Str(st.Attr(cls, "__qualname__")) + "(" + strings.Join(parts, ", ") + ")"))
}

// unboundMethod returns the function that calls self.func with the instance before the
// arguments.
func unboundMethod(self value) (value, exc) {
	method := pymod.NewFunction("functools", "partialmethod._make_unbound_method.<locals>", pymod.Func{
		Sig: "_method(cls_or_self, /, *args, **keywords)", Impl: func(first, args, kw value) (value, exc) {
			var st pymod.Steps
			all := append([]value{first}, st.List(self, "args")...)
			all = append(all, st.Items(args)...)
			merged := st.Call(st.Attr(self, "keywords"), "copy")
			st.Call(merged, "update", kw)
			return st.Done(st.ApplyEx(st.Attr(self, "func"), py.TupleV(all...), merged))
		}})
	var st pymod.Steps
	st.Set(method, "__isabstractmethod__", st.Attr(self, "__isabstractmethod__"))
	st.Set(method, "__partialmethod__", self)
	return st.Done(method)
}

func partialMethodGet(self, obj, cls value) (value, exc) {
	var st pymod.Steps
	fn := st.Attr(self, "func")
	if get := st.AttrOr(fn, "__get__", value{}); !get.IsUnbound() && !py.IsInstance(fn, partialType) {
		if bound := st.Apply(get, obj, cls); !st.Failed() && bound != fn {
			// The descriptor has made something else, which is what is to be called.
			r := st.ApplyEx(partialType.Value(), py.TupleV(append([]value{bound}, st.List(self, "args")...)...), st.Attr(self, "keywords"))
			if of := st.AttrOr(bound, "__self__", value{}); !of.IsUnbound() {
				st.Set(r, "__self__", of)
			}
			return st.Done(r)
		}
	}
	return st.Done(st.Call(st.Call(self, "_make_unbound_method"), "__get__", obj, cls))
}
