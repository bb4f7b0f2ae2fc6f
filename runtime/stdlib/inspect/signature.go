package inspect

import (
	"strings"

	"github.com/aio2go/aio2go/runtime/py"
	"github.com/aio2go/aio2go/runtime/pymod"
	"github.com/aio2go/aio2go/runtime/stdlib/collections"
)

// This file implements inspect.Signature.

// makeSignature returns the Signature of the class cls; the parameters are known to be in
// order.
func makeSignature(cls value, params []param, returns value) (value, exc) {
	list := make([]value, len(params))
	for i, p := range params {
		var e exc
		if list[i], e = newParam(parameterClass, p); e != nil {
			return value{}, e
		}
	}
	return signatureOfParams(cls, list, returns)
}

func signatureOfParams(cls value, params []value, returns value) (value, exc) {
	t := py.AsType(cls)
	v := t.Alloc(t)
	return v, setSignature(v, params, returns)
}

func setSignature(v value, params []value, returns value) exc {
	d, e := py.Call0(collections.OrderedDictType.Value())
	if e != nil {
		return e
	}
	for _, p := range params {
		if e := py.SetItem(d, pymod.Get(p, "_name"), p); e != nil {
			return e
		}
	}
	pymod.Set(v, "_parameters", py.NewMappingProxy(d))
	pymod.Set(v, "_return_annotation", returns)
	return nil
}

// paramValues returns the Parameter objects of a signature.
func paramValues(sig value) ([]value, exc) {
	ps, e := pymod.Attr(sig, "parameters")
	if e != nil {
		return nil, e
	}
	vals, e := pymod.Call(ps, "values")
	if e != nil {
		return nil, e
	}
	return py.ItemsOf(vals)
}

func paramsOf(sig value) ([]param, exc) {
	list, e := paramValues(sig)
	if e != nil {
		return nil, e
	}
	out := make([]param, len(list))
	for i, v := range list {
		out[i] = paramOf(v)
	}
	return out, nil
}

// initSignature is Signature.__init__.
func initSignature(self, parameters, returns, validate value) (value, exc) {
	var list []value
	if !parameters.IsNone() {
		var e exc
		if list, e = py.ToSlice(parameters); e != nil {
			return value{}, e
		}
	}
	check, e := py.Truth(validate)
	if e != nil {
		return value{}, e
	}
	if check {
		top, sawDefault := positionalOnly, false
		seen := map[string]bool{}
		for _, v := range list {
			if !py.IsInstance(v, py.AsType(parameterClass)) {
				return value{}, py.NoAttribute(v, py.Intern("kind"))
			}
			p := paramOf(v)
			switch {
			case p.kind < top:
				return value{}, py.Raisef(py.ValueErrorType, "wrong parameter order: %s parameter before %s parameter", kindDescriptions[top], kindDescriptions[p.kind])
			case p.kind > top:
				top = p.kind
			}
			if p.kind == positionalOnly || p.kind == positionalOrKeyword {
				if p.def != emptyClass {
					sawDefault = true
				} else if sawDefault {
					return value{}, py.Raisef(py.ValueErrorType, "non-default argument follows default argument")
				}
			}
			if seen[p.name.S] {
				return value{}, py.Raisef(py.ValueErrorType, "duplicate parameter name: %s", py.QuoteStr(p.name.S))
			}
			seen[p.name.S] = true
		}
	}
	return py.None, setSignature(self, list, returns)
}

func signatureText(self, maxWidth value) (value, exc) {
	params, e := paramsOf(self)
	if e != nil {
		return value{}, e
	}
	var parts []string
	posSep, kwSep := false, true
	for _, p := range params {
		s, e := p.text()
		if e != nil {
			return value{}, e
		}
		if p.kind == positionalOnly {
			posSep = true
		} else if posSep {
			parts = append(parts, "/")
			posSep = false
		}
		if p.kind == varPositional {
			kwSep = false
		} else if p.kind == keywordOnly && kwSep {
			parts = append(parts, "*")
			kwSep = false
		}
		parts = append(parts, s)
	}
	if posSep {
		parts = append(parts, "/")
	}
	text := "(" + strings.Join(parts, ", ") + ")"
	if !maxWidth.IsNone() {
		w, e := py.Ssize(maxWidth)
		if e != nil {
			return value{}, e
		}
		if len([]rune(text)) > w {
			text = "(\n    " + strings.Join(parts, ",\n    ") + "\n)"
		}
	}
	if r := pymod.Get(self, "_return_annotation"); r != emptyClass {
		a, e := formatAnnotation(r, py.None)
		if e != nil {
			return value{}, e
		}
		text += " -> " + a
	}
	return py.StrV(text), nil
}

// comparable returns what Signature.__eq__ compares: the positional parameters in order,
// the keyword-only ones by name, and the return annotation.
func comparable(sig value) (value, exc) {
	list, e := paramValues(sig)
	if e != nil {
		return value{}, e
	}
	var ordered []value
	byName := py.NewDict()
	for _, v := range list {
		if p := paramOf(v); p.kind == keywordOnly {
			byName.SetStr(py.InternStr(p.name), v)
		} else {
			ordered = append(ordered, v)
		}
	}
	return py.TupleV(py.NewTuple(ordered).Value(), byName.Value(), pymod.Get(sig, "_return_annotation")), nil
}

func defineSignature(m *py.Module) (e exc) {
	void := map[string]value{"VOID": voidClass}
	empty := map[string]value{"EMPTY": emptyClass}
	isSignature := func(v value) bool { return py.IsInstance(v, py.AsType(signatureClass)) }
	signatureClass, e = pymod.Define(m, pymod.Class{
		Name: "Signature", Doc: "A Signature object represents the overall signature of a function.",
		Slots: []string{"_return_annotation", "_parameters"},
		Attrs: []py.Const{{Name: "_parameter_cls", Value: parameterClass}, {Name: "_bound_arguments_cls", Value: boundArgumentsClass}, {Name: "empty", Value: emptyClass}},
		Methods: []pymod.Func{
			{Sig: "__init__(self, parameters=None, *, return_annotation=EMPTY, __validate_parameters__=True)", Defaults: empty, Impl: initSignature},
			{Sig: "replace(self, *, parameters=VOID, return_annotation=VOID)", Defaults: void, Impl: func(self, parameters, returns value) (value, exc) {
				if parameters == voidClass {
					list, e := paramValues(self)
					if e != nil {
						return value{}, e
					}
					parameters = py.NewList(list).Value()
				}
				if returns == voidClass {
					returns = pymod.Get(self, "_return_annotation")
				}
				return pymod.CallKw(self.Type().Value(), []value{parameters, returns}, "return_annotation")
			}},
			{Sig: "__hash__(self)", Impl: func(self value) (value, exc) {
				c, e := comparable(self)
				if e != nil {
					return value{}, e
				}
				items := py.Heap[py.Tuple](c).Items()
				kw := py.Heap[py.Dict](items[1]).Values()
				h, e := py.Hash(py.TupleV(items[0], py.FrozenSetV(kw...), items[2]))
				return py.Int(h), e
			}},
			{Sig: "__eq__(self, other)", Impl: func(self, other value) (value, exc) {
				if self == other {
					return py.True, nil
				}
				if !isSignature(other) {
					return py.NotImplemented, nil
				}
				a, e := comparable(self)
				if e != nil {
					return value{}, e
				}
				b, e := comparable(other)
				if e != nil {
					return value{}, e
				}
				return py.Eq(a, b)
			}},
			{Sig: "bind(self, /, *args, **kwargs)", Impl: func(self, args, kwargs value) (value, exc) { return bind(self, args, kwargs, false) }},
			{Sig: "bind_partial(self, /, *args, **kwargs)", Impl: func(self, args, kwargs value) (value, exc) { return bind(self, args, kwargs, true) }},
			{Sig: "__reduce__(self)", Impl: func(self value) (value, exc) {
				list, e := paramValues(self)
				if e != nil {
					return value{}, e
				}
				state := py.NewDict()
				state.SetStr(py.Intern("_return_annotation"), pymod.Get(self, "_return_annotation"))
				return py.TupleV(self.Type().Value(), py.TupleV(py.NewTuple(list).Value()), state.Value()), nil
			}},
			{Sig: "__setstate__(self, state)", Impl: func(self, state value) (value, exc) {
				x, e := py.GetItem(state, py.StrV("_return_annotation"))
				if e == nil {
					pymod.Set(self, "_return_annotation", x)
				}
				return py.None, e
			}},
			{Sig: "__repr__(self)", Impl: func(self value) (value, exc) {
				s, e := py.StrText(self)
				return py.StrV("<" + self.Type().Name + " " + s + ">"), e
			}},
			{Sig: "__str__(self)", Impl: func(self value) (value, exc) { return pymod.Call(self, "format") }},
			{Sig: "format(self, *, max_width=None)", Impl: signatureText},
		},
		ClassMethods: []pymod.Func{
			{Sig: "from_callable(cls, obj, *, follow_wrapped=True, globals=None, locals=None, eval_str=False)", Impl: func(p []value) (value, exc) {
				follow, e := py.Truth(p[2])
				if e != nil {
					return value{}, e
				}
				return (&finder{cls: p[0], follow: follow, skipBound: true}).evaluated(p[1], p[5])
			}},
		},
		Properties: []pymod.Property{
			{Name: "parameters", Get: func(self value) (value, exc) { return pymod.Get(self, "_parameters"), nil }},
			{Name: "return_annotation", Get: func(self value) (value, exc) { return pymod.Get(self, "_return_annotation"), nil }},
		},
		Aliases: [][2]string{{"__replace__", "replace"}},
	})
	return e
}
