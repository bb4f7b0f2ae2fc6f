package argparse

import (
	"strings"

	"github.com/aio2go/aio2go/runtime/py"
)

// This file implements the parsing of a command line.
//
// Each argument is an A (a value), an O (an option) or - (the separator --); options and
// positional arguments take from the text of these letters what their nargs allow.

// option is an argument that is an option.
type option struct {
	action          value
	name            string
	sep, explicit   string
	hasSep, hasText bool // sep and explicit are not None
}

// parsing is the state of one run of _parse_known_args.
type parsing struct {
	*steps
	self, namespace value
	args            []value
	pattern         string
	options         map[int]option
	conflicts       map[value][]value
	seen, nonDef    map[value]bool
	warned          map[string]bool
	positionals     []value
	extras          []value
}

func optionOf(s *steps, v value) option {
	t := s.Items(v)
	if s.Failed() || len(t) < 4 {
		return option{action: py.None}
	}
	o := option{action: t[0], name: s.Str(t[1])}
	if o.hasSep = !t[2].IsNone(); o.hasSep {
		o.sep = s.Str(t[2])
	}
	if o.hasText = !t[3].IsNone(); o.hasText {
		o.explicit = s.Str(t[3])
	}
	return o
}

func parse(self, argStrings, namespace value) (value, exc) {
	var s steps
	if !s.Attr(self, "fromfile_prefix_chars").IsNone() {
		argStrings = s.Call(self, "_read_args_from_files", argStrings)
	}
	p := &parsing{steps: &s, self: self, namespace: namespace, options: map[int]option{}, conflicts: map[value][]value{},
		seen: map[value]bool{}, nonDef: map[value]bool{}, warned: map[string]bool{}}
	p.args = s.Items(argStrings)
	for _, g := range s.List(self, "_mutually_exclusive_groups") {
		members := s.List(g, "_group_actions")
		for i, a := range members {
			p.conflicts[a] = append(append(p.conflicts[a], members[:i]...), members[i+1:]...)
		}
	}
	p.classify()
	p.positionals = s.Items(s.Call(self, "_get_positional_actions"))
	p.consume()
	p.checkRequired()
	return s.Done(py.TupleV(namespace, py.NewList(p.extras).Value()))
}

// classify finds out which arguments are options.
func (p *parsing) classify() {
	var b strings.Builder
	for i := 0; i < len(p.args) && !p.Failed(); i++ {
		if a, ok := py.AsStr(p.args[i]); ok && a.S == "--" {
			b.WriteByte('-')
			b.WriteString(strings.Repeat("A", len(p.args)-i-1))
			break
		}
		t := p.Call(p.self, "_parse_optional", p.args[i])
		if t.IsNone() {
			b.WriteByte('A')
			continue
		}
		p.options[i] = optionOf(p.steps, t)
		b.WriteByte('O')
	}
	p.pattern = b.String()
}

// consume goes over the arguments.
func (p *parsing) consume() {
	last := -1
	for i := range p.options {
		last = max(last, i)
	}
	start := 0
	for start <= last && !p.Failed() {
		next := start
		for next <= last {
			if _, ok := p.options[next]; ok {
				break
			}
			next++
		}
		if start != next {
			end := p.consumePositionals(start)
			if end > start {
				start = end
				continue
			}
		}
		if _, ok := p.options[start]; !ok {
			p.extras = append(p.extras, p.args[start:next]...)
			start = next
		}
		if p.Failed() {
			return
		}
		start = p.consumeOptional(start)
	}
	if p.Failed() {
		return
	}
	if stop := p.consumePositionals(start); !p.Failed() {
		p.extras = append(p.extras, p.args[stop:]...)
	}
}

// take carries out an action.
func (p *parsing) take(action value, args []value, opt value) {
	if p.Failed() {
		return
	}
	p.seen[action] = true
	v := p.Call(p.self, "_get_values", action, py.NewList(args).Value())
	if p.Failed() {
		return
	}
	if v != p.Attr(action, "default") {
		p.nonDef[action] = true
		for _, c := range p.conflicts[action] {
			if p.nonDef[c] {
				fail(p.steps, action, "not allowed with argument "+p.Str(actionName(p.steps, c)))
				return
			}
		}
	}
	if !isSuppress(v) {
		p.Apply(action, p.self, p.namespace, v, opt)
	}
}

// step is an action to carry out for one option.
type step struct {
	action value
	args   []value
	name   string
}

func (p *parsing) consumeOptional(start int) (stop int) {
	o := p.options[start]
	var todo []step
	chars := p.Str(p.Attr(p.self, "prefix_chars"))
	count := func(pattern string) int { return p.Int(p.Call(p.self, "_match_argument", o.action, str(pattern))) }
loop:
	for {
		if p.Failed() {
			return start + 1
		}
		if o.action.IsNone() {
			p.extras = append(p.extras, p.args[start])
			return start + 1
		}
		if !o.hasText {
			n := count(p.pattern[start+1:])
			if p.Failed() {
				return start + 1
			}
			stop = start + 1 + n
			todo = append(todo, step{o.action, p.args[start+1 : stop], o.name})
			break
		}
		n := count("A")
		if p.Failed() {
			return start + 1
		}
		name, text := []rune(o.name), []rune(o.explicit)
		switch {
		case n == 0 && len(name) > 1 && !strings.ContainsRune(chars, name[1]) && o.explicit != "":
			// Several single-letter options in one argument.
			if o.sep != "" || strings.ContainsRune(chars, text[0]) {
				fail(p.steps, o.action, "ignored explicit argument "+py.QuoteStr(o.explicit))
				return start + 1
			}
			todo = append(todo, step{o.action, nil, o.name})
			prefix := string(name[:1])
			o.name = prefix + string(text[:1])
			table := p.Attr(p.self, "_option_string_actions")
			if !p.In(str(o.name), table) {
				p.extras = append(p.extras, str(prefix+o.explicit))
				stop = start + 1
				break loop
			}
			o.action = p.Item(table, str(o.name))
			o.explicit = string(text[1:])
			switch {
			case o.explicit == "":
				o.hasText, o.sep = false, ""
			case o.explicit[0] == '=':
				o.sep, o.explicit = "=", o.explicit[1:]
			default:
				o.sep = ""
			}
		case n == 1:
			stop = start + 1
			todo = append(todo, step{o.action, []value{str(o.explicit)}, o.name})
			break loop
		default:
			fail(p.steps, o.action, "ignored explicit argument "+py.QuoteStr(o.explicit))
			return start + 1
		}
	}
	for _, t := range todo {
		if p.Is(t.action, "deprecated") && !p.warned[t.name] {
			p.Call(p.self, "_warning", str("option '"+t.name+"' is deprecated"))
			p.warned[t.name] = true
		}
		p.take(t.action, t.args, str(t.name))
	}
	return stop
}

func (p *parsing) consumePositionals(start int) int {
	counts := p.Items(p.Call(p.self, "_match_arguments_partial", py.NewList(p.positionals).Value(), str(p.pattern[min(start, len(p.pattern)):])))
	for i, c := range counts {
		if i >= len(p.positionals) {
			break
		}
		n := p.Int(c)
		if p.Failed() {
			return start
		}
		a, args := p.positionals[i], p.args[start:start+n]
		start += n
		if n > 0 && p.Is(a, "deprecated") {
			if dest := p.Str(p.Attr(a, "dest")); !p.warned[dest] {
				p.Call(p.self, "_warning", str("argument '"+dest+"' is deprecated"))
				p.warned[dest] = true
			}
		}
		p.take(a, args, py.None)
	}
	p.positionals = p.positionals[min(len(counts), len(p.positionals)):]
	return start
}

// checkRequired sees to what was not given.
func (p *parsing) checkRequired() {
	var missing []string
	for _, a := range p.List(p.self, "_actions") {
		if p.Failed() {
			return
		}
		if p.seen[a] {
			continue
		}
		if p.Is(a, "required") {
			missing = append(missing, p.Str(actionName(p.steps, a)))
			continue
		}
		// A default that is a string is converted as an argument is.
		def := p.Attr(a, "default")
		if !def.IsStr() {
			continue
		}
		dest := p.Str(p.Attr(a, "dest"))
		if p.AttrOr(p.namespace, dest, value{}) == def {
			p.Set(p.namespace, dest, p.Call(p.self, "_get_value", a, def))
		}
	}
	if len(missing) > 0 {
		fail(p.steps, py.None, "the following arguments are required: "+strings.Join(missing, ", "))
	}
	for _, g := range p.List(p.self, "_mutually_exclusive_groups") {
		if !p.Is(g, "required") {
			continue
		}
		given := false
		var names []string
		for _, a := range p.List(g, "_group_actions") {
			given = given || p.nonDef[a]
			if !isSuppress(p.Attr(a, "help")) {
				names = append(names, p.Str(actionName(p.steps, a)))
			}
		}
		if !given {
			fail(p.steps, py.None, "one of the arguments "+strings.Join(names, " ")+" is required")
		}
	}
}

// parseIntermixed is parse_known_intermixed_args: first the options, then the rest.
func parseIntermixed(self, args, namespace value) (value, exc) {
	var s steps
	positionals := s.Items(s.Call(self, "_get_positional_actions"))
	for _, a := range positionals {
		if n, ok := py.AsStr(s.Attr(a, "nargs")); ok && (n.S == "A..." || n.S == "...") {
			s.Failf(py.TypeErrorType, "parse_intermixed_args: positional arg with nargs=%s", n.S)
		}
	}
	for _, g := range s.List(self, "_mutually_exclusive_groups") {
		for _, a := range s.List(g, "_group_actions") {
			for _, p := range positionals {
				if p == a {
					s.Failf(py.TypeErrorType, "parse_intermixed_args: positional in mutuallyExclusiveGroup")
				}
			}
		}
	}
	usage := s.Attr(self, "usage")
	if s.Failed() {
		return value{}, s.Exc
	}
	var undo []func(*steps)
	restore := func(to int) {
		var u steps
		for len(undo) > to {
			undo[len(undo)-1](&u)
			undo = undo[:len(undo)-1]
		}
		s.Raise(u.Exc)
	}
	change := func(v value, name string, x value) {
		old := s.Attr(v, name)
		if s.Failed() {
			return
		}
		undo = append(undo, func(u *steps) { u.Set(v, name, old) })
		s.Set(v, name, x)
	}
	if usage.IsNone() {
		text := s.Str(s.Call(self, "format_usage"))
		change(self, "usage", str(text[min(7, len(text)):]))
	}
	mark := len(undo)
	for _, a := range positionals {
		change(a, "nargs", suppressV)
		change(a, "default", suppressV)
	}
	pair := s.Items(s.Call(self, "parse_known_args", args, namespace))
	if !s.Failed() && len(pair) == 2 {
		for _, a := range positionals {
			dest := s.Str(s.Attr(a, "dest"))
			if x := s.AttrOr(pair[0], dest, value{}); !x.IsUnbound() && s.Eq(x, py.ListV()) {
				s.Raise(py.Warn(py.UserWarningType, "Do not expect "+dest+" in "+s.Str(pair[0]), 2))
				s.Raise(py.DelAttr(pair[0], py.Intern(dest)))
			}
		}
	}
	restore(mark)
	result := py.None
	if !s.Failed() && len(pair) == 2 {
		for _, a := range s.Items(s.Call(self, "_get_optional_actions")) {
			change(a, "required", py.False)
		}
		for _, g := range s.List(self, "_mutually_exclusive_groups") {
			change(g, "required", py.False)
		}
		result = s.Call(self, "parse_known_args", pair[1], pair[0])
	}
	restore(0)
	return s.Done(result)
}

func readArgs(self, argStrings value) (value, exc) {
	var s steps
	chars := s.Str(s.Attr(self, "fromfile_prefix_chars"))
	var out []value
	for _, a := range s.Items(argStrings) {
		text := s.Str(a)
		if r := []rune(text); len(r) == 0 || !strings.ContainsRune(chars, r[0]) {
			out = append(out, a)
			continue
		}
		if s.Failed() {
			break
		}
		open, e := py.LoadBuiltin(py.Intern("open"))
		s.Raise(e)
		f := s.ApplyKw(open, []value{str(string([]rune(text)[1:])), str("utf-8"), str("surrogateescape")}, "encoding", "errors")
		content := s.Call(f, "read")
		s.Call(f, "close")
		if s.Failed() && s.Exc.Is(py.OSErrorType) {
			err := s.Exc
			s.Exc = nil
			prev := py.EnterHandler(err)
			fail(&s, py.None, s.Str(err.Value()))
			py.LeaveHandler(prev)
			break
		}
		var inner []value
		for _, l := range s.Items(s.Call(content, "splitlines")) {
			inner = append(inner, s.Items(s.Call(self, "convert_arg_line_to_args", l))...)
		}
		if s.Failed() {
			break
		}
		out = append(out, s.Items(s.Call(self, "_read_args_from_files", py.NewList(inner).Value()))...)
	}
	return s.Done(py.NewList(out).Value())
}
