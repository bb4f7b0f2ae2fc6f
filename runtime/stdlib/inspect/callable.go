package inspect

import (
	"strconv"
	"strings"

	"github.com/aio2go/aio2go/runtime/py"
	"github.com/aio2go/aio2go/runtime/pymod"
)

// This file implements inspect.signature: finding the signature of any callable.

// finder finds signatures of the class cls.
type finder struct {
	cls       value
	follow    bool // __wrapped__
	skipBound bool // leave out self of bound methods
}

// evaluated is find with eval_str.
func (f *finder) evaluated(obj, evalStr value) (value, exc) {
	eval, e := py.Truth(evalStr)
	if e != nil {
		return value{}, e
	}
	sig, e := f.find(obj)
	if e != nil || !eval {
		return sig, e
	}
	list, e := paramValues(sig)
	if e != nil {
		return value{}, e
	}
	for _, p := range list {
		if a := pymod.Get(p, "_annotation"); a.IsStr() {
			x, e := evaluate(a, obj)
			if e != nil {
				return value{}, e
			}
			pymod.Set(p, "_annotation", x)
		}
	}
	if r := pymod.Get(sig, "_return_annotation"); r.IsStr() {
		x, e := evaluate(r, obj)
		if e != nil {
			return value{}, e
		}
		pymod.Set(sig, "_return_annotation", x)
	}
	return sig, nil
}

// find is signature(obj).
func (f *finder) find(obj value) (value, exc) {
	if e := py.Enter(); e != nil {
		return value{}, e
	}
	defer py.Leave()
	if !py.Callable(obj) {
		r, e := py.ReprText(obj)
		if e != nil {
			return value{}, e
		}
		return value{}, py.Raisef(py.TypeErrorType, "%s is not a callable object", r)
	}
	if obj.Type() == py.MethodType {
		fn, _ := lookup(obj, "__func__")
		sig, e := f.find(fn)
		if e != nil || !f.skipBound {
			return sig, e
		}
		return f.dropFirst(sig)
	}
	if f.follow {
		var e exc
		obj, e = unwrap(obj, func(x value) (bool, exc) {
			_, has := lookup(x, "__signature__")
			return has || x.Type() == py.MethodType, nil
		})
		if e != nil {
			return value{}, e
		}
		if obj.Type() == py.MethodType {
			return f.find(obj)
		}
	}
	if sig, ok := lookup(obj, "__signature__"); ok && !sig.IsNone() {
		return f.given(obj, sig)
	}
	if pm, ok := lookup(obj, "__partialmethod__"); ok && pm.Type().Name == "partialmethod" {
		return f.partialMethod(pm)
	}
	switch {
	case isPartial(obj):
		return f.partial(obj, false)
	case isA(obj, py.FunctionType) || isFunctionLike(obj):
		return f.function(obj)
	case isA(obj, py.BuiltinType, py.MethodDescriptorType, py.ClassMethodDescrType, py.WrapperDescriptorType, py.MethodWrapperType):
		return f.builtin(obj)
	case obj.IsType():
		return f.class(obj)
	}
	call := obj.Type().Lookup(py.Intern("__call__"))
	if !call.IsUnbound() {
		if text, ok := lookup(obj, "__text_signature__"); ok && text.IsStr() && text.Str().S != "" {
			return f.text(obj, text.Str().S)
		}
		if get := call.Type().DescrGet; get != nil {
			var e exc
			if call, e = get(call, obj, obj.Type()); e != nil {
				return value{}, e
			}
		}
		return f.find(call)
	}
	r, e := py.ReprText(obj)
	if e != nil {
		return value{}, e
	}
	return value{}, py.Raisef(py.ValueErrorType, "callable %s is not supported by signature", r)
}

// given is the signature that the object itself says.
func (f *finder) given(obj, sig value) (value, exc) {
	said := sig
	if !py.IsInstance(sig, py.AsType(signatureClass)) && !sig.IsStr() && py.Callable(sig) {
		var e exc
		if sig, e = py.Call0(sig); e != nil {
			return value{}, e
		}
	}
	if sig.IsStr() {
		return f.text(obj, sig.Str().S)
	}
	if !py.IsInstance(sig, py.AsType(signatureClass)) {
		r, e := py.ReprText(said)
		if e != nil {
			return value{}, e
		}
		return value{}, py.Raisef(py.TypeErrorType, "unexpected object %s in __signature__ attribute", r)
	}
	return sig, nil
}

// dropFirst is the signature of a bound method of what has the signature sig.
func (f *finder) dropFirst(sig value) (value, exc) {
	list, e := paramValues(sig)
	if e != nil {
		return value{}, e
	}
	if len(list) == 0 {
		return value{}, py.Raisef(py.ValueErrorType, "invalid method signature")
	}
	switch paramOf(list[0]).kind {
	case varKeyword, keywordOnly:
		return value{}, py.Raisef(py.ValueErrorType, "invalid method signature")
	case positionalOnly, positionalOrKeyword:
		list = list[1:]
	}
	return signatureOfParams(sig.Type().Value(), list, pymod.Get(sig, "_return_annotation"))
}

func (f *finder) function(fn value) (value, exc) {
	codeV, _ := lookup(fn, "__code__")
	c, ok := py.AsCode(codeV)
	if !ok {
		return value{}, py.Raisef(py.TypeErrorType, "%s is not a Python function", py.QuoteStr(fn.Type().Name))
	}
	annotations := py.NewDict()
	if a, ok := lookup(fn, "__annotations__"); ok {
		if d, ok := py.AsDict(a); ok {
			annotations = d
		}
	}
	var defaults []value
	if d, ok := lookup(fn, "__defaults__"); ok {
		if t, ok := py.AsTuple(d); ok {
			defaults = t.Items()
		}
	}
	kwDefaults, _ := lookup(fn, "__kwdefaults__")
	get := func(i, kind int) param {
		p := param{c.Params[i], kind, emptyClass, emptyClass}
		if a, ok := annotations.GetStr(p.name); ok {
			p.annotation = a
		}
		return p
	}
	var params []param
	for i := range c.Pos {
		kind := positionalOrKeyword
		if i < c.PosOnly {
			kind = positionalOnly
		}
		p := get(i, kind)
		if j := i - (c.Pos - len(defaults)); j >= 0 {
			p.def = defaults[j]
		}
		params = append(params, p)
	}
	i := c.Pos + c.KwOnly
	if c.Flags&py.CodeVarArgs != 0 {
		params = append(params, get(i, varPositional))
		i++
	}
	for j := c.Pos; j < c.Pos+c.KwOnly; j++ {
		p := get(j, keywordOnly)
		if d, ok := py.AsDict(kwDefaults); ok {
			if x, ok := d.GetStr(p.name); ok {
				p.def = x
			}
		}
		params = append(params, p)
	}
	if c.Flags&py.CodeVarKeywords != 0 {
		params = append(params, get(i, varKeyword))
	}
	returns := emptyClass
	if r, ok := annotations.GetStr(py.Intern("return")); ok {
		returns = r
	}
	return makeSignature(f.cls, params, returns)
}

func (f *finder) builtin(obj value) (value, exc) {
	text, ok := lookup(obj, "__text_signature__")
	if !ok || !text.IsStr() || text.Str().S == "" {
		r, e := py.ReprText(obj)
		if e != nil {
			return value{}, e
		}
		return value{}, py.Raisef(py.ValueErrorType, "no signature found for builtin %s", r)
	}
	return f.text(obj, text.Str().S)
}

// text makes a signature of a text signature: "($self, /, key, default=None)".
func (f *finder) text(obj value, text string) (value, exc) {
	invalid := func() (value, exc) {
		r, e := py.ReprText(obj)
		if e != nil {
			return value{}, e
		}
		return value{}, py.Raisef(py.ValueErrorType, "%s builtin has invalid signature", r)
	}
	if !strings.HasPrefix(text, "(") {
		return invalid()
	}
	var params []param
	kind := positionalOrKeyword
	self := false
	for i, p := range py.SplitSignature(text) {
		switch {
		case p == "/":
			for j := range params {
				params[j].kind = positionalOnly
			}
			continue
		case p == "*":
			kind = keywordOnly
			continue
		}
		q := param{kind: kind, def: emptyClass, annotation: emptyClass}
		switch {
		case strings.HasPrefix(p, "**"):
			q.kind, p = varKeyword, p[2:]
		case strings.HasPrefix(p, "*"):
			q.kind, p = varPositional, p[1:]
			kind = keywordOnly
		case strings.HasPrefix(p, "$"):
			p = p[1:]
			q.kind = positionalOnly
			self = i == 0
		}
		name, def, hasDefault := strings.Cut(p, "=")
		if name = strings.TrimSpace(name); !py.IsIdentifier(name) {
			return invalid()
		}
		q.name = py.Intern(name)
		if hasDefault {
			x, ok := literalDefault(strings.TrimSpace(def))
			if !ok {
				return invalid()
			}
			q.def = x
		}
		params = append(params, q)
	}
	if self && len(params) > 0 {
		// A bound method has its self already; so has a class.
		bound := obj.IsType()
		if x, ok := lookup(obj, "__self__"); ok && !x.IsNone() {
			bound = true
		}
		if bound {
			params = params[1:]
		}
	}
	return makeSignature(f.cls, params, emptyClass)
}

// literalDefault returns the value of a default in a text signature.
func literalDefault(s string) (value, bool) {
	switch s {
	case "None":
		return py.None, true
	case "True":
		return py.True, true
	case "False":
		return py.False, true
	case "...":
		return py.Ellipsis, true
	case "()":
		return py.EmptyTuple.Value(), true
	case "sys.maxsize":
		return py.Int(py.MaxSize), true
	case "<unrepresentable>":
		return emptyClass, true
	}
	if n, err := strconv.ParseInt(s, 0, 64); err == nil {
		return py.Int(n), true
	}
	if x, err := strconv.ParseFloat(s, 64); err == nil {
		return py.Float(x), true
	}
	body, isBytes := strings.CutPrefix(s, "b")
	if n := len(body); n >= 2 && (body[0] == '\'' || body[0] == '"') && body[n-1] == body[0] {
		text, err := strconv.Unquote(`"` + strings.ReplaceAll(body[1:n-1], `"`, `\"`) + `"`)
		if err != nil {
			return value{}, false
		}
		if isBytes {
			return py.BytesV([]byte(text)), true
		}
		return py.StrV(text), true
	}
	return value{}, false
}

// userMethod is the method name of the class where it is not one of a builtin class.
func userMethod(cls *py.Type, name string, follow bool) value {
	d, owner := cls.LookupWhere(py.Intern(name))
	if d.IsUnbound() || owner == nil {
		return value{}
	}
	if isA(d, py.BuiltinType, py.MethodDescriptorType, py.WrapperDescriptorType, py.MethodWrapperType, py.ClassMethodDescrType) {
		return value{}
	}
	if name == "__new__" && isA(d, py.StaticMethodType) {
		fn, _ := lookup(d, "__func__")
		return fn
	}
	if get := d.Type().DescrGet; get != nil && name != "__init__" {
		x, e := get(d, value{}, cls)
		if e == nil {
			return x
		}
	}
	return d
}

func (f *finder) class(obj value) (value, exc) {
	t := py.AsType(obj)
	if call := userMethod(obj.Type(), "__call__", true); !call.IsUnbound() {
		if get := call.Type().DescrGet; get != nil {
			var e exc
			if call, e = get(call, obj, obj.Type()); e != nil {
				return value{}, e
			}
		}
		return f.find(call)
	}
	newFn, initFn := userMethod(t, "__new__", true), userMethod(t, "__init__", true)
	for _, base := range t.MRO {
		has := func(name string) bool {
			_, ok := base.Namespace().GetStr(py.Intern(name))
			return ok
		}
		switch {
		case !newFn.IsUnbound() && has("__new__"):
			sig, e := f.find(newFn)
			if e != nil {
				return value{}, e
			}
			return f.dropFirst(sig)
		case !initFn.IsUnbound() && has("__init__"):
			sig, e := f.find(initFn)
			if e != nil {
				return value{}, e
			}
			if isA(initFn, py.FunctionType) || isFunctionLike(initFn) {
				return f.dropFirst(sig)
			}
			return sig, nil
		}
	}
	for _, base := range t.MRO[:len(t.MRO)-1] {
		if text, ok := lookup(base.Value(), "__text_signature__"); ok && text.IsStr() && text.Str().S != "" {
			return f.text(base.Value(), text.Str().S)
		}
	}
	if !t.IsSubclass(py.TypeType) {
		_, newOwner := t.LookupWhere(py.Intern("__new__"))
		_, initOwner := t.LookupWhere(py.Intern("__init__"))
		if newOwner == py.ObjectType && initOwner == py.ObjectType {
			return makeSignature(f.cls, nil, emptyClass)
		}
	}
	r, e := py.ReprText(obj)
	if e != nil {
		return value{}, e
	}
	return value{}, py.Raisef(py.ValueErrorType, "no signature found for builtin type %s", r)
}

// partial is the signature of a functools.partial object; skipFirst leaves the first
// parameter, self of a partialmethod, as it is.
func (f *finder) partial(obj value, skipFirst bool) (value, exc) {
	var parts [3]value
	for i, n := range []string{"func", "args", "keywords"} {
		var e exc
		if parts[i], e = pymod.Attr(obj, n); e != nil {
			return value{}, e
		}
	}
	sig, e := f.find(parts[0])
	if e != nil {
		return value{}, e
	}
	args, e := py.ItemsOf(parts[1])
	if e != nil {
		return value{}, e
	}
	if skipFirst {
		args = append([]value{py.None}, args...)
	}
	kw := py.NewDict()
	if d, ok := py.AsDict(parts[2]); ok {
		kw = d.Copy()
	}
	bound, e := bind(sig, py.NewTuple(args).Value(), kw.Value(), true)
	if e != nil {
		r, e2 := py.ReprText(obj)
		if e2 != nil {
			return value{}, e2
		}
		return value{}, py.RaiseWithCause(e, py.ValueErrorType, "partial object "+r+" has incorrect arguments")
	}
	arguments, e := pymod.Attr(bound, "arguments")
	if e != nil {
		return value{}, e
	}
	given, _ := py.AsDict(arguments)
	params, e := paramsOf(sig)
	if e != nil {
		return value{}, e
	}
	keywordsNow := false
	var out []param
	for i, p := range params {
		x, has := given.GetStr(p.name)
		if has {
			switch p.kind {
			case positionalOnly:
				continue
			case positionalOrKeyword:
				if _, byName := kw.GetStr(p.name); byName {
					// A default now, and so everything after it goes by keyword.
					keywordsNow = true
					p.def = x
				} else {
					if skipFirst && i == 0 {
						out = append(out, p)
					}
					continue
				}
			case keywordOnly:
				p.def = x
			}
		}
		if keywordsNow {
			switch p.kind {
			case positionalOrKeyword:
				p.kind = keywordOnly
			case varPositional:
				continue
			}
		}
		out = append(out, p)
	}
	return makeSignature(f.cls, out, pymod.Get(sig, "_return_annotation"))
}

func (f *finder) partialMethod(pm value) (value, exc) { return f.partial(pm, true) }

// unwrap follows __wrapped__ until stop or the end.
func unwrap(fn value, stop func(v value) (bool, exc)) (value, exc) {
	first := fn
	seen := map[value]bool{fn: true}
	for {
		if stop != nil {
			if done, e := stop(fn); done || e != nil {
				return fn, e
			}
		}
		if fn.IsType() {
			return fn, nil
		}
		next, ok := lookup(fn, "__wrapped__")
		if !ok {
			return fn, nil
		}
		fn = next
		if seen[fn] || len(seen) >= py.RecursionLimit {
			r, e := py.ReprText(first)
			if e != nil {
				return value{}, e
			}
			return value{}, py.Raisef(py.ValueErrorType, "wrapper loop when unwrapping %s", r)
		}
		seen[fn] = true
	}
}
