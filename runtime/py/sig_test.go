package py

import "testing"

// TestArity holds the errors of calls of functions written in Go against those of CPython
// 3.13 for functions of the same signatures.
func TestArity(t *testing.T) {
	none := func(Value) (Value, *Exception) { return None, nil }
	one := func(Value, Value) (Value, *Exception) { return None, nil }
	two := func(_, _, _ Value) (Value, *Exception) { return None, nil }
	many := func(Value, []Value) (Value, *Exception) { return None, nil }
	for _, c := range []struct {
		name, sig string
		impl      any
		args      []Value
		names     []string
		want      string
	}{
		{"upper", "($self, /)", none, []Value{Int(1)}, nil, "str.upper() takes no arguments (1 given)"},
		{"upper", "($self, /)", none, []Value{Int(1)}, []string{"x"}, "str.upper() takes no keyword arguments"},
		{"join", "($self, iterable, /)", one, nil, nil, "str.join() takes exactly one argument (0 given)"},
		{"strip", "($self, chars=None, /)", one, []Value{Int(1), Int(2)}, nil, "strip expected at most 1 argument, got 2"},
		{"strip", "($self, chars=None, /)", one, []Value{Int(1)}, []string{"x"}, "str.strip() takes no keyword arguments"},
		{"find", "($self, sub, start=None, end=None, /)", many, nil, nil, "find expected at least 1 argument, got 0"},
		{"insert", "($self, index, object, /)", two, []Value{Int(1)}, nil, "insert expected 2 arguments, got 1"},
		{"split", "($self, sep=None, maxsplit=-1)", two, []Value{Int(1), Int(2), Int(3)}, nil, "split() takes at most 2 arguments (3 given)"},
		{"split", "($self, sep=None, maxsplit=-1)", two, []Value{Int(1)}, []string{"foo"}, "split() got an unexpected keyword argument 'foo'"},
		{"split", "($self, sep=None, maxsplit=-1)", two, []Value{Int(1), Int(2)}, []string{"sep"}, "argument for split() given by name ('sep') and position (1)"},
		{"split", "($self, sep=None, maxsplit=-1)", two, []Value{Int(1), Int(2), Int(3)}, []string{"sep", "maxsplit", "foo"}, "split() takes at most 2 keyword arguments (3 given)"},
		{"replace", "($self, old, new, /, count=-1)", many, []Value{Int(1)}, nil, "replace() takes at least 2 positional arguments (1 given)"},
		{"replace", "($self, old, new, /, count=-1)", many, []Value{Int(1), Int(2), Int(3), Int(4)}, nil, "replace() takes at most 3 arguments (4 given)"},
		{"sort", "($self, /, *, key=None, reverse=False)", two, []Value{Int(1)}, nil, "sort() takes no positional arguments"},
		{"sort", "($self, /, *, key=None, reverse=False)", two, []Value{Int(1), Int(2), Int(3)}, nil, "sort() takes at most 2 arguments (3 given)"},
		{"pow", "($self, base, exp, mod=None)", many, []Value{Int(1)}, nil, "pow() missing required argument 'exp' (pos 2)"},
		{"isclose", "($self, a, b, *, rel_tol=1e-09, abs_tol=0.0)", many, []Value{Int(1), Int(2), Int(3)}, nil, "isclose() takes exactly 2 positional arguments (3 given)"},
		{"upper", "($self, /)", none, nil, nil, ""},
		{"strip", "($self, chars=None, /)", one, nil, nil, ""},
		{"split", "($self, sep=None, maxsplit=-1)", two, []Value{Int(1)}, []string{"maxsplit"}, ""},
	} {
		b := newMethodDescr(StrType, &Method{Name: c.name, Sig: c.sig, Impl: c.impl})
		var names []*Str
		for _, n := range c.names {
			names = append(names, Intern(n))
		}
		_, exc := b.bind(StrV("")).call(StrV(""), c.args, names)
		switch {
		case c.want != "":
			raises(t, exc, "TypeError: "+c.want)
		case exc != nil:
			t.Errorf("%s%s: %s", c.name, c.sig, FormatExceptionOnly(exc))
		}
	}
}

// TestPythonSignatures holds the errors of signatures of methods written in Python, and of
// those in the table, against those of CPython 3.13.
func TestPythonSignatures(t *testing.T) {
	one := Int(1)
	for _, c := range []struct {
		f     *Function
		args  []Value
		names []string
		want  string
	}{
		{NewSignature("C.m", "", "(a, b=None)").function("C.m", "self"), nil, nil, "C.m() missing 1 required positional argument: 'a'"},
		{NewSignature("C.m", "", "()").function("C.m", "self"), []Value{one}, nil, "C.m() takes 1 positional argument but 2 were given"},
		{NewSignature("C.m", "", "(*, key)").function("C.m", "self"), nil, nil, "C.m() missing 1 required keyword-only argument: 'key'"},
		{NewSignature("C.m", "", "(a, /)").function("C.m", "self"), []Value{one}, []string{"a"}, "C.m() got some positional-only arguments passed as keyword arguments: 'a'"},
		{tableMethod("asyncio.queues", "Queue", "put"), nil, nil, "Queue.put() missing 1 required positional argument: 'item'"},
		{tableMethod("asyncio.queues", "PriorityQueue", "put"), []Value{one, one}, nil, "Queue.put() takes 2 positional arguments but 3 were given"},
		{tableMethod("asyncio.unix_events", "_UnixSelectorEventLoop", "add_reader"), nil, nil, "BaseSelectorEventLoop.add_reader() missing 2 required positional arguments: 'fd' and 'callback'"},
		{tableMethod("asyncio.locks", "Condition", "acquire"), []Value{one}, nil, "Lock.acquire() takes 1 positional argument but 2 were given"},
		{tableMethod("random", "Random", "random"), []Value{one}, nil, ""},
		{tableMethod("collections", "Counter", "keys"), []Value{one}, nil, ""},
		{tableMethod("asyncio.queues", "Que", "put"), nil, nil, ""},
	} {
		var names []*Str
		for _, n := range c.names {
			names = append(names, Intern(n))
		}
		exc := c.f.refusal(nil, None, c.args, names)
		switch {
		case c.want != "":
			raises(t, exc, "TypeError: "+c.want)
		case exc != nil || c.f != nil:
			t.Errorf("%v: there is a signature", c.f)
		}
	}
	for _, c := range [][4]string{
		{"textwrap", "wrap", "textwrap", "(text,width=,**kwargs)"},
		{"os.path", "exists", "genericpath", "(path)"},
		{"os.path", "join", "posixpath", "(a,*p)"},
		{"asyncio.events", "get_running_loop", "_asyncio", ""},
		{"math", "sin", "math", ""},
	} {
		if of, rest := foundFunction(c[0], c[1]); of != c[2] || rest != c[3] {
			t.Errorf("%s.%s is %s%s of %s", c[0], c[1], c[1], rest, of)
		}
	}
}

func tableMethod(module, class, name string) *Function {
	qualname, rest := methodSignature(module, class, name)
	return pythonFunction(name, qualname, rest)
}

// TestBindArgs holds the errors of calls of Python functions against CPython 3.13's.
func TestBindArgs(t *testing.T) {
	slice := func([]Value) (Value, *Exception) { return None, nil }
	fn := func(name string, posOnly, pos, kwOnly int, flags CodeFlags, params ...string) *Function {
		c := &Code{Name: name, PosOnly: posOnly, Pos: pos, KwOnly: kwOnly, Flags: flags}
		for _, p := range params {
			c.Params = append(c.Params, Intern(p))
		}
		return NewFunction(c, slice)
	}
	f := fn("f", 0, 2, 0, 0, "a", "bee")
	g := fn("g", 0, 2, 0, 0, "a", "b")
	g.Defaults = []Value{Int(1)}
	k := fn("k", 0, 1, 2, 0, "a", "x", "y")
	p := fn("p", 2, 3, 0, 0, "a", "b", "c")
	p.Defaults = []Value{Int(1), Int(2), Int(3)}
	three := fn("h", 0, 3, 0, 0, "a", "b", "c")
	star := fn("s", 0, 1, 0, CodeVarArgs|CodeVarKeywords, "a", "args", "kwargs")
	one := Int(1)
	for _, c := range []struct {
		f     *Function
		args  []Value
		names []string
		want  string
	}{
		{f, nil, nil, "f() missing 2 required positional arguments: 'a' and 'bee'"},
		{f, []Value{one}, nil, "f() missing 1 required positional argument: 'bee'"},
		{f, []Value{one, one, one}, nil, "f() takes 2 positional arguments but 3 were given"},
		{f, []Value{one, one}, []string{"a"}, "f() got multiple values for argument 'a'"},
		{f, []Value{one}, []string{"zzz"}, "f() got an unexpected keyword argument 'zzz'"},
		{f, []Value{one}, []string{"bea"}, "f() got an unexpected keyword argument 'bea'. Did you mean 'bee'?"},
		{g, []Value{one, one, one}, nil, "g() takes from 1 to 2 positional arguments but 3 were given"},
		{k, []Value{one}, nil, "k() missing 2 required keyword-only arguments: 'x' and 'y'"},
		{k, []Value{one, one}, nil, "k() takes 1 positional argument but 2 were given"},
		{k, []Value{one, one, one}, []string{"x"}, "k() takes 1 positional argument but 2 positional arguments (and 1 keyword-only argument) were given"},
		{p, []Value{one, one}, []string{"a", "b"}, "p() got some positional-only arguments passed as keyword arguments: 'a, b'"},
		{three, nil, nil, "h() missing 3 required positional arguments: 'a', 'b', and 'c'"},
		{star, nil, nil, "s() missing 1 required positional argument: 'a'"},
		{star, []Value{one, one, one}, []string{"z"}, ""},
		{g, []Value{one}, nil, ""},
	} {
		var names []*Str
		for _, n := range c.names {
			names = append(names, Intern(n))
		}
		_, exc := CallKw(c.f.Value(), c.args, names)
		switch {
		case c.want != "":
			raises(t, exc, "TypeError: "+c.want)
		case exc != nil:
			t.Errorf("%s: %s", c.f.Code.Name, FormatExceptionOnly(exc))
		}
	}
}
