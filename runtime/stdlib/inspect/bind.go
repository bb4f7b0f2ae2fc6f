package inspect

import (
	"strings"

	"github.com/aio2go/aio2go/runtime/py"
	"github.com/aio2go/aio2go/runtime/pymod"
)

// This file implements Signature.bind and inspect.BoundArguments.

// bind distributes arguments over the parameters of sig.
func bind(sig, args, kwargs value, partial bool) (value, exc) {
	params, e := paramsOf(sig)
	if e != nil {
		return value{}, e
	}
	pos := py.Heap[py.Tuple](args).Items()
	kw := py.Heap[py.Dict](kwargs).Copy()
	arguments := py.NewDict()
	given := func(p param) bool {
		_, ok := kw.GetStr(p.name)
		return ok
	}
	var byName []string // positional-only parameters that were given by keyword
	next := 0
positional:
	for i, arg := range pos {
		if next >= len(params) || params[next].kind == varKeyword || params[next].kind == keywordOnly {
			return value{}, py.Raisef(py.TypeErrorType, "too many positional arguments")
		}
		p := params[next]
		next++
		switch {
		case p.kind == varPositional:
			arguments.SetStr(p.name, py.NewTuple(pos[i:]).Value())
			break positional
		case p.kind != positionalOnly && given(p):
			return value{}, py.Raisef(py.TypeErrorType, "multiple values for argument %s", py.QuoteStr(p.name.S))
		}
		arguments.SetStr(p.name, arg)
	}
	varArgsDone := next > 0 && params[next-1].kind == varPositional
	for !varArgsDone && next < len(params) {
		p := params[next]
		if p.kind == varPositional {
			next++
			break
		}
		if given(p) {
			if p.kind != positionalOnly {
				break
			}
			byName = append(byName, p.name.S)
			next++
			continue
		}
		if p.kind == varKeyword || p.def != emptyClass || partial {
			break
		}
		kind := ""
		if p.kind == keywordOnly {
			kind = " keyword-only"
		}
		return value{}, py.Raisef(py.TypeErrorType, "missing a required%s argument: %s", kind, py.QuoteStr(p.name.S))
	}
	var rest *param
	for i := next; i < len(params); i++ {
		p := params[i]
		switch p.kind {
		case varKeyword:
			rest = &params[i]
			continue
		case varPositional:
			continue
		}
		x, ok, e := kw.Pop(p.name.Value())
		switch {
		case e != nil:
			return value{}, e
		case ok:
			arguments.SetStr(p.name, x)
		case !partial && p.def == emptyClass:
			return value{}, py.Raisef(py.TypeErrorType, "missing a required argument: %s", py.QuoteStr(p.name.S))
		}
	}
	if kw.Len() > 0 {
		switch {
		case rest != nil:
			arguments.SetStr(rest.name, kw.Value())
		case len(byName) > 0:
			return value{}, py.Raisef(py.TypeErrorType, "got some positional-only arguments passed as keyword arguments: %s", py.QuoteStr(strings.Join(byName, ", ")))
		default:
			r, e := py.ReprText(kw.Keys()[0])
			if e != nil {
				return value{}, e
			}
			return value{}, py.Raisef(py.TypeErrorType, "got an unexpected keyword argument %s", r)
		}
	}
	cls, e := pymod.Attr(sig, "_bound_arguments_cls")
	if e != nil {
		return value{}, e
	}
	return py.Call2(cls, sig, arguments.Value())
}

// boundParts returns the parameters and the arguments of a BoundArguments.
func boundParts(self value) ([]param, *py.Dict, exc) {
	params, e := paramsOf(pymod.Get(self, "_signature"))
	if e != nil {
		return nil, nil, e
	}
	a, e := pymod.Attr(self, "arguments")
	if e != nil {
		return nil, nil, e
	}
	d, ok := py.AsDict(a)
	if !ok {
		return nil, nil, py.Raisef(py.TypeErrorType, "arguments must be a dict, not %s", a.Type().Name)
	}
	return params, d, nil
}

func boundArgs(self value) (value, exc) {
	params, d, e := boundParts(self)
	if e != nil {
		return value{}, e
	}
	var args []value
	for _, p := range params {
		if p.kind == varKeyword || p.kind == keywordOnly {
			break
		}
		x, ok := d.GetStr(p.name)
		if !ok {
			break
		}
		if p.kind == varPositional {
			items, e := py.ItemsOf(x)
			if e != nil {
				return value{}, e
			}
			args = append(args, items...)
		} else {
			args = append(args, x)
		}
	}
	return py.NewTuple(args).Value(), nil
}

func boundKwargs(self value) (value, exc) {
	params, d, e := boundParts(self)
	if e != nil {
		return value{}, e
	}
	kw := py.NewDict()
	started := false
	for _, p := range params {
		x, ok := d.GetStr(p.name)
		if !started {
			switch {
			case p.kind == varKeyword || p.kind == keywordOnly:
				started = true
			case !ok:
				started = true
				continue
			default:
				continue
			}
		}
		if !ok {
			continue
		}
		if p.kind == varKeyword {
			if e := py.DictUpdate(kw.Value(), x); e != nil {
				return value{}, e
			}
		} else {
			kw.SetStr(p.name, x)
		}
	}
	return kw.Value(), nil
}

func applyDefaults(self value) (value, exc) {
	params, d, e := boundParts(self)
	if e != nil {
		return value{}, e
	}
	full := py.NewDict()
	for _, p := range params {
		x, ok := d.GetStr(p.name)
		switch {
		case ok:
		case p.def != emptyClass:
			x = p.def
		case p.kind == varPositional:
			x = py.EmptyTuple.Value()
		case p.kind == varKeyword:
			x = py.NewDict().Value()
		default:
			continue // bind_partial left it out
		}
		full.SetStr(p.name, x)
	}
	return py.None, py.SetAttr(self, py.Intern("arguments"), full.Value())
}

func defineBoundArguments(m *py.Module) (e exc) {
	boundArgumentsClass, e = pymod.Define(m, pymod.Class{
		Name: "BoundArguments", Doc: "Result of `Signature.bind` call.  Holds the mapping of arguments\nto the function's parameters.",
		Slots: []string{"arguments", "_signature", "__weakref__"},
		Methods: []pymod.Func{
			{Sig: "__init__(self, signature, arguments)", Impl: func(self, sig, arguments value) (value, exc) {
				pymod.Set(self, "_signature", sig)
				return py.None, py.SetAttr(self, py.Intern("arguments"), arguments)
			}},
			{Sig: "apply_defaults(self)", Impl: applyDefaults},
			{Sig: "__eq__(self, other)", Impl: func(self, other value) (value, exc) {
				if self == other {
					return py.True, nil
				}
				if !py.IsInstance(other, py.AsType(boundArgumentsClass)) {
					return py.NotImplemented, nil
				}
				same, e := py.EqBool(pymod.Get(self, "_signature"), pymod.Get(other, "_signature"))
				if e != nil || !same {
					return py.False, e
				}
				a, e := pymod.Attr(self, "arguments")
				if e != nil {
					return value{}, e
				}
				b, e := pymod.Attr(other, "arguments")
				if e != nil {
					return value{}, e
				}
				return py.Eq(a, b)
			}},
			{Sig: "__setstate__(self, state)", Impl: func(self, state value) (value, exc) {
				for _, n := range []string{"_signature", "arguments"} {
					x, e := py.GetItem(state, py.StrV(n))
					if e != nil {
						return value{}, e
					}
					if n == "arguments" {
						e = py.SetAttr(self, py.Intern(n), x)
					} else {
						pymod.Set(self, n, x)
					}
					if e != nil {
						return value{}, e
					}
				}
				return py.None, nil
			}},
			{Sig: "__getstate__(self)", Impl: func(self value) (value, exc) {
				a, e := pymod.Attr(self, "arguments")
				if e != nil {
					return value{}, e
				}
				d := py.NewDict()
				d.SetStr(py.Intern("_signature"), pymod.Get(self, "_signature"))
				d.SetStr(py.Intern("arguments"), a)
				return d.Value(), nil
			}},
			{Sig: "__repr__(self)", Impl: func(self value) (value, exc) {
				_, d, e := boundParts(self)
				if e != nil {
					return value{}, e
				}
				var parts []string
				for _, k := range d.Keys() {
					x, _, e := d.Get(k)
					if e != nil {
						return value{}, e
					}
					r, e := py.ReprText(x)
					if e != nil {
						return value{}, e
					}
					name, e := py.StrText(k)
					if e != nil {
						return value{}, e
					}
					parts = append(parts, name+"="+r)
				}
				return py.StrV("<" + self.Type().Name + " (" + strings.Join(parts, ", ") + ")>"), nil
			}},
		},
		Properties: []pymod.Property{
			{Name: "signature", Get: func(self value) (value, exc) { return pymod.Get(self, "_signature"), nil }},
			{Name: "args", Get: boundArgs},
			{Name: "kwargs", Get: boundKwargs},
		},
	})
	if e == nil {
		e = py.SetAttr(boundArgumentsClass, py.Intern("__hash__"), py.None)
	}
	return e
}
