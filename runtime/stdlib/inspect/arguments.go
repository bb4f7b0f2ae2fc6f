package inspect

import (
	"github.com/aio2go/aio2go/runtime/py"
	"github.com/aio2go/aio2go/runtime/pymod"
)

// This file implements getfullargspec, getcallargs and getclosurevars.

func getFullArgSpec(fn value) (value, exc) {
	sig, e := (&finder{cls: signatureClass}).find(fn)
	if e != nil {
		return value{}, py.RaiseWithCause(e, py.TypeErrorType, "unsupported callable")
	}
	params, e := paramsOf(sig)
	if e != nil {
		return value{}, e
	}
	var pos, kwOnly, defaults []value
	varargs, varkw := py.None, py.None
	kwDefaults, annotations := py.NewDict(), py.NewDict()
	if r := pymod.Get(sig, "_return_annotation"); r != emptyClass {
		annotations.SetStr(py.Intern("return"), r)
	}
	for _, p := range params {
		switch p.kind {
		case positionalOnly, positionalOrKeyword:
			pos = append(pos, p.name.Value())
			if p.def != emptyClass {
				defaults = append(defaults, p.def)
			}
		case varPositional:
			varargs = p.name.Value()
		case keywordOnly:
			kwOnly = append(kwOnly, p.name.Value())
			if p.def != emptyClass {
				kwDefaults.SetStr(p.name, p.def)
			}
		case varKeyword:
			varkw = p.name.Value()
		}
		if p.annotation != emptyClass {
			annotations.SetStr(p.name, p.annotation)
		}
	}
	defs, kwDefs := py.None, py.None
	if len(defaults) > 0 {
		defs = py.NewTuple(defaults).Value()
	}
	if kwDefaults.Len() > 0 {
		kwDefs = kwDefaults.Value()
	}
	return py.CallN(fullArgSpecClass, []value{py.NewList(pos).Value(), varargs, varkw, defs, py.NewList(kwOnly).Value(), kwDefs, annotations.Value()})
}

// getCallArgs is getcallargs(func, /, *positional, **named): the call's own binding says
// which arguments go where, and what is wrong with them.
func getCallArgs(fn, positional, named value) (value, exc) {
	args := append([]value(nil), py.Heap[py.Tuple](positional).Items()...)
	if fn.Type() == py.MethodType {
		self, _ := lookup(fn, "__self__")
		args = append([]value{self}, args...)
		fn, _ = lookup(fn, "__func__")
	}
	f, ok := py.AsFunction(fn)
	if !ok {
		sig, e := (&finder{cls: signatureClass, follow: true, skipBound: true}).find(fn)
		if e != nil {
			return value{}, py.RaiseWithCause(e, py.TypeErrorType, "unsupported callable")
		}
		b, e := bind(sig, py.NewTuple(args).Value(), named, false)
		if e != nil {
			return value{}, e
		}
		if _, e := applyDefaults(b); e != nil {
			return value{}, e
		}
		return pymod.Attr(b, "arguments")
	}
	out := py.NewDict()
	probe := *f
	probe.Impl = func(p []value) (value, exc) {
		c := f.Code
		n := c.Pos + c.KwOnly
		set := func(i int) {
			if _, done := out.GetStr(c.Params[i]); !done {
				out.SetStr(c.Params[i], p[i])
			}
		}
		// What is given by position comes first, then by name, then the defaults.
		for i := range min(len(args), c.Pos) {
			set(i)
		}
		for i := n; i < len(c.Params); i++ {
			set(i)
		}
		for _, k := range py.Heap[py.Dict](named).Keys() {
			for i := range n {
				if c.Params[i].S == k.Str().S {
					set(i)
				}
			}
		}
		for i := range n {
			set(i)
		}
		return py.None, nil
	}
	if _, e := py.CallEx(probe.Value(), py.NewTuple(args).Value(), named); e != nil {
		return value{}, e
	}
	return out.Value(), nil
}

// getClosureVars is getclosurevars(func). Which globals compiled code refers to is not
// recorded: the names come from its source.
func getClosureVars(fn value) (value, exc) {
	if fn.Type() == py.MethodType {
		fn, _ = lookup(fn, "__func__")
	}
	f, ok := py.AsFunction(fn)
	if !ok {
		r, e := py.ReprText(fn)
		if e != nil {
			return value{}, e
		}
		return value{}, py.Raisef(py.TypeErrorType, "%s is not a Python function", r)
	}
	nonlocals, globals, builtins := py.NewDict(), py.NewDict(), py.NewDict()
	for i, name := range f.Code.FreeVars {
		if i < len(f.Cells) && !f.Cells[i].V.IsUnbound() {
			nonlocals.SetStr(py.Intern(name), f.Cells[i].V)
		}
	}
	unbound := py.NewSet()
	if lines, _, e := sourceLines(fn); e == nil {
		mod := py.ModuleOfCode(f.Code)
		for _, u := range namesIn(lines, f.Code) {
			name := py.Intern(u.name)
			if u.attribute {
				if e := unbound.Add(name.Value()); e != nil {
					return value{}, e
				}
				continue
			}
			if mod != nil {
				if x, ok := mod.Get(name); ok {
					globals.SetStr(name, x)
					continue
				}
			}
			if x, ok := py.BuiltinsModule().Get(name); ok {
				builtins.SetStr(name, x)
			} else if e := unbound.Add(name.Value()); e != nil {
				return value{}, e
			}
		}
	}
	return py.CallN(closureVarsClass, []value{nonlocals.Value(), globals.Value(), builtins.Value(), unbound.Value()})
}

// use is a name that occurs in the source of a function.
type use struct {
	name      string
	attribute bool
}

// namesIn returns the names that the body of a function uses and does not bind itself.
func namesIn(lines []string, c *py.Code) []use {
	local := map[string]bool{}
	for _, p := range c.Params {
		local[p.S] = true
	}
	for _, n := range c.Locals {
		local[n] = true
	}
	for _, n := range c.FreeVars {
		local[n] = true
	}
	var words []use
	bound := map[string]bool{}
	s := &blockScanner{}
	header := true
	for _, l := range lines {
		if header {
			// The names of the decorators, the function and its defaults are not the body's.
			s.line(l)
			if t := trimmed(l); s.depth <= 0 && s.quote == "" && len(t) > 0 && t[len(t)-1] == ':' {
				header = false
			}
			continue
		}
		prev := byte(0)
		for i := 0; i < len(l); {
			if s.quote != "" || l[i] == '\'' || l[i] == '"' {
				j := i + 1
				probe := *s
				probe.line(l[i:j])
				for j < len(l) && probe.quote != "" {
					j++
					probe = *s
					probe.line(l[i:j])
				}
				*s = probe
				i = j
				prev = 0
				continue
			}
			if l[i] == '#' {
				break
			}
			if isNameByte(l[i]) && l[i] != '.' && !(l[i] >= '0' && l[i] <= '9') {
				j := i
				for j < len(l) && isNameByte(l[j]) && l[j] != '.' {
					j++
				}
				name := l[i:j]
				if !isKeyword(name) {
					words = append(words, use{name, prev == '.'})
				}
				k := j
				for k < len(l) && l[k] == ' ' {
					k++
				}
				if prev != '.' && k+1 < len(l) && l[k] == '=' && l[k+1] != '=' {
					bound[name] = true
				}
				prev = 0
				i = j
				continue
			}
			if l[i] != ' ' {
				prev = l[i]
			}
			i++
		}
	}
	var out []use
	seen := map[use]bool{}
	for _, w := range words {
		if seen[w] || !w.attribute && (local[w.name] || bound[w.name]) {
			continue
		}
		seen[w] = true
		out = append(out, w)
	}
	return out
}

func trimmed(l string) string {
	for i := 0; i < len(l); i++ {
		if l[i] == '#' {
			l = l[:i]
			break
		}
	}
	n := len(l)
	for n > 0 && (l[n-1] == ' ' || l[n-1] == '\n' || l[n-1] == '\r' || l[n-1] == '\t') {
		n--
	}
	return l[:n]
}
