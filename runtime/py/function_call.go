package py

import (
	"fmt"
	"strings"
)

// This file implements the call of a Python function: the binding of arguments to
// parameters (Python reference 6.3.4) with CPython's errors (ceval.c,
// initialize_locals).

// functionCall is FunctionType's Call.
func functionCall(v Value, args []Value, names []*Str) (Value, *Exception) {
	f := heap[Function](v)
	if len(names) == 0 && f.Simple(len(args)) {
		return f.invoke(args)
	}
	return f.bindAndCall(Value{}, args, names)
}

// callWithSelf calls f with self before args.
func (f *Function) callWithSelf(self Value, args []Value, names []*Str) (Value, *Exception) {
	if len(names) == 0 && f.Simple(len(args)+1) {
		switch impl := f.Impl.(type) {
		case func(Value) (Value, *Exception):
			return impl(self)
		case func(a, b Value) (Value, *Exception):
			return impl(self, args[0])
		case func(a, b, c Value) (Value, *Exception):
			return impl(self, args[0], args[1])
		case func(a, b, c, d Value) (Value, *Exception):
			return impl(self, args[0], args[1], args[2])
		}
	}
	return f.bindAndCall(self, args, names)
}

// invoke calls Impl with a Value for every parameter.
func (f *Function) invoke(p []Value) (Value, *Exception) {
	switch impl := f.Impl.(type) {
	case func() (Value, *Exception):
		return impl()
	case func(a Value) (Value, *Exception):
		return impl(p[0])
	case func(a, b Value) (Value, *Exception):
		return impl(p[0], p[1])
	case func(a, b, c Value) (Value, *Exception):
		return impl(p[0], p[1], p[2])
	case func(a, b, c, d Value) (Value, *Exception):
		return impl(p[0], p[1], p[2], p[3])
	case func(a, b, c, d, e Value) (Value, *Exception):
		return impl(p[0], p[1], p[2], p[3], p[4])
	case func(a, b, c, d, e, f Value) (Value, *Exception):
		return impl(p[0], p[1], p[2], p[3], p[4], p[5])
	case func([]Value) (Value, *Exception):
		return impl(append([]Value(nil), p...))
	}
	panic(fmt.Sprintf("py: function %s has an Impl of type %T", f.Code.Qualname, f.Impl))
}

// bindAndCall binds self, where it is not unbound, and the arguments, and calls f.
func (f *Function) bindAndCall(self Value, args []Value, names []*Str) (Value, *Exception) {
	c := f.Code
	var room [6]Value
	var params []Value
	if n := len(c.Params); n <= len(room) {
		params = room[:n]
	} else {
		params = make([]Value, n)
	}
	if exc := f.BindArgs(params, self, args, names); exc != nil {
		return Value{}, exc
	}
	return f.invoke(params)
}

// BindArgs fills params, one Value for every name in Code.Params, with self, where it is not
// unbound, and the arguments of a call. It raises TypeError where these do not fit.
func (f *Function) BindArgs(params []Value, self Value, args []Value, names []*Str) *Exception {
	c := f.Code
	npos := len(args) - len(names)
	given := npos
	if self.ref != nil {
		given++
	}
	// Positional arguments.
	k := 0
	if self.ref != nil && c.Pos > 0 {
		params[0] = self
		k = 1
	}
	taken := 0
	if self.ref == nil || k == 1 {
		taken = copy(params[k:c.Pos], args[:npos])
	}
	total := c.Pos + c.KwOnly
	if c.Flags&CodeVarArgs != 0 {
		rest := args[taken:npos]
		if self.ref != nil && k == 0 {
			rest = prepend(self, rest)
		}
		params[total] = TupleV(rest...)
	}
	if exc := f.bindNames(params, args[npos:], names); exc != nil {
		return exc
	}
	if given > c.Pos && c.Flags&CodeVarArgs == 0 {
		return f.tooMany(given, params)
	}
	if given < c.Pos {
		required := c.Pos - len(f.Defaults)
		for i := given; i < required; i++ {
			if params[i].ref == nil {
				return f.missing("positional", params[:required], 0)
			}
		}
		for i := max(given, required); i < c.Pos; i++ {
			if params[i].ref == nil {
				params[i] = f.Defaults[i-required]
			}
		}
	}
	for i := c.Pos; i < total; i++ {
		if params[i].ref != nil {
			continue
		}
		if f.KwDefaults != nil {
			if d, ok := f.KwDefaults.GetStr(c.Params[i]); ok {
				params[i] = d
				continue
			}
		}
	}
	for i := c.Pos; i < total; i++ {
		if params[i].ref == nil {
			return f.missing("keyword-only", params[c.Pos:total], c.Pos)
		}
	}
	return nil
}

// bindNames binds the keyword arguments.
func (f *Function) bindNames(params, values []Value, names []*Str) *Exception {
	c := f.Code
	total := c.Pos + c.KwOnly
	var kwargs *Dict
	if c.Flags&CodeVarKeywords != 0 {
		kwargs = NewDictSize(len(names))
		params[len(params)-1] = kwargs.Value()
	}
next:
	for i, name := range names {
		for j := c.PosOnly; j < total; j++ {
			if c.Params[j] == name {
				if params[j].ref != nil {
					return Raisef(TypeErrorType, "%s() got multiple values for argument '%s'", f.shownName(), name.S)
				}
				params[j] = values[i]
				continue next
			}
		}
		if kwargs != nil {
			kwargs.SetStr(name, values[i])
			continue
		}
		if exc := f.positionalByName(names); exc != nil {
			return exc
		}
		return f.unexpected(name)
	}
	return nil
}

// positionalByName is the error for positional-only parameters among names.
func (f *Function) positionalByName(names []*Str) *Exception {
	c := f.Code
	var wrong []string
	for _, p := range c.Params[:c.PosOnly] {
		for _, name := range names {
			if p == name {
				wrong = append(wrong, p.S)
			}
		}
	}
	if wrong == nil {
		return nil
	}
	return Raisef(TypeErrorType, "%s() got some positional-only arguments passed as keyword arguments: '%s'", f.shownName(), strings.Join(wrong, ", "))
}

func (f *Function) unexpected(name *Str) *Exception {
	if VersionAtLeast(13) {
		c := f.Code
		var possible []string
		for _, p := range c.Params[c.PosOnly : c.Pos+c.KwOnly] {
			possible = append(possible, p.S)
		}
		if s := suggest(name.S, possible); s != "" {
			return Raisef(TypeErrorType, "%s() got an unexpected keyword argument '%s'. Did you mean '%s'?", f.shownName(), name.S, s)
		}
	}
	return Raisef(TypeErrorType, "%s() got an unexpected keyword argument '%s'", f.shownName(), name.S)
}

// shownName is how messages call f: its __qualname__, before Python 3.10 its code's
// name.
func (f *Function) shownName() string {
	if VersionAtLeast(10) {
		return f.Qualname.S
	}
	return f.Code.Name
}

// tooMany is the error for given positional arguments.
func (f *Function) tooMany(given int, params []Value) *Exception {
	c := f.Code
	kwGiven := 0
	for i := c.Pos; i < c.Pos+c.KwOnly; i++ {
		if params[i].ref != nil {
			kwGiven++
		}
	}
	takes := fmt.Sprint(c.Pos)
	many := c.Pos != 1
	if n := len(f.Defaults); n > 0 {
		takes = fmt.Sprintf("from %d to %d", c.Pos-n, c.Pos)
		many = true
	}
	s := ""
	if many {
		s = "s"
	}
	kw := ""
	if kwGiven > 0 {
		kw = fmt.Sprintf(" positional argument%s (and %d keyword-only argument%s)", plural(given), kwGiven, plural(kwGiven))
	}
	verb := "were"
	if given == 1 && kwGiven == 0 {
		verb = "was"
	}
	return Raisef(TypeErrorType, "%s() takes %s positional argument%s but %d%s %s given", f.shownName(), takes, s, given, kw, verb)
}

// missing is the error for the unbound ones of params, which begin with parameter first.
func (f *Function) missing(kind string, params []Value, first int) *Exception {
	var names []string
	for i, p := range params {
		if p.ref == nil {
			names = append(names, "'"+f.Code.Params[first+i].S+"'")
		}
	}
	n := len(names)
	var list string
	switch n {
	case 1:
		list = names[0]
	case 2:
		list = names[0] + " and " + names[1]
	default:
		list = strings.Join(names[:n-1], ", ") + ", and " + names[n-1]
	}
	return Raisef(TypeErrorType, "%s() missing %d required %s argument%s: %s", f.shownName(), n, kind, plural(n), list)
}

// methodCall is MethodType's Call.
func methodCall(v Value, args []Value, names []*Str) (Value, *Exception) {
	m := heap[BoundMethod](v)
	if m.Func.ref.typ == FunctionType {
		return heap[Function](m.Func).callWithSelf(m.Self, args, names)
	}
	return CallKw(m.Func, prepend(m.Self, args), names)
}
