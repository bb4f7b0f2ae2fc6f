package argparse

import (
	"regexp"
	"strconv"
	"strings"

	"github.com/aio2go/aio2go/runtime/py"
)

// This file implements the matching of arguments with what an action takes, and the
// conversion of its values.

func nargsPattern(self, action value) (value, exc) {
	var s steps
	nargs := s.Attr(action, "nargs")
	var pattern string
	text, isStr := py.AsStr(nargs)
	switch {
	case nargs.IsNone():
		pattern = "(-*A-*)"
	case !isStr:
		n := s.Int(nargs)
		pattern = "(-*" + strings.TrimSuffix(strings.Repeat("A-*", max(n, 0)), "-*") + "-*)"
	case text.S == "?":
		pattern = "(-*A?-*)"
	case text.S == "*":
		pattern = "(-*[A-]*)"
	case text.S == "+":
		pattern = "(-*A[A-]*)"
	case text.S == "...":
		pattern = "([-AO]*)"
	case text.S == "A...":
		pattern = "(-*A[-AO]*)"
	case text.S == suppress:
		pattern = "(-*-*)"
	default:
		s.Failf(py.TypeErrorType, "can't multiply sequence by non-int of type 'str'")
	}
	if len(s.List(action, "option_strings")) > 0 {
		pattern = strings.ReplaceAll(strings.ReplaceAll(pattern, "-*", ""), "-", "")
	}
	return s.Done(str(pattern))
}

// groups returns the lengths of the groups where pattern matches the beginning of text.
func groups(s *steps, pattern, text string) ([]int, bool) {
	re, err := regexp.Compile("^" + pattern)
	if err != nil {
		s.Failf(py.ValueErrorType, "bad pattern %s", py.QuoteStr(pattern))
		return nil, false
	}
	m := re.FindStringSubmatchIndex(text)
	if m == nil {
		return nil, false
	}
	var out []int
	for i := 2; i < len(m); i += 2 {
		out = append(out, m[i+1]-m[i])
	}
	return out, true
}

func matchArgument(self, action, pattern value) (value, exc) {
	var s steps
	p := s.Str(s.Call(self, "_get_nargs_pattern", action))
	g, ok := groups(&s, p, s.Str(pattern))
	if ok && len(g) > 0 {
		return s.Done(py.IntOf(g[0]))
	}
	message := ""
	nargs := s.Attr(action, "nargs")
	text, _ := py.AsStr(nargs)
	switch {
	case nargs.IsNone():
		message = "expected one argument"
	case text != nil && text.S == "?":
		message = "expected at most one argument"
	case text != nil && text.S == "+":
		message = "expected at least one argument"
	default:
		n := s.Int(nargs)
		message = "expected " + strconv.Itoa(n) + " argument"
		if n != 1 {
			message += "s"
		}
	}
	fail(&s, action, message)
	return s.Done(py.None)
}

func matchPartial(self, actions, pattern value) (value, exc) {
	var s steps
	list := s.Items(actions)
	parts := make([]string, len(list))
	for i, a := range list {
		parts[i] = s.Str(s.Call(self, "_get_nargs_pattern", a))
	}
	text := s.Str(pattern)
	var out []value
	for n := len(list); n > 0 && !s.Failed(); n-- {
		if g, ok := groups(&s, strings.Join(parts[:n], ""), text); ok {
			for _, l := range g {
				out = append(out, py.IntOf(l))
			}
			break
		}
	}
	return s.Done(py.NewList(out).Value())
}

func parseOptional(self, arg value) (value, exc) {
	var s steps
	text := s.Str(arg)
	if text == "" || !hasPrefix(&s, self, text) {
		return s.Done(py.None)
	}
	table := s.Attr(self, "_option_string_actions")
	if s.In(arg, table) {
		return s.Done(py.TupleV(s.Item(table, arg), arg, py.None, py.None))
	}
	if runes(text) == 1 {
		return s.Done(py.None)
	}
	if name, explicit, ok := strings.Cut(text, "="); ok && s.In(str(name), table) {
		return s.Done(py.TupleV(s.Item(table, str(name)), str(name), str("="), str(explicit)))
	}
	tuples := s.Items(s.Call(self, "_get_option_tuples", arg))
	if len(tuples) > 1 {
		var names []string
		for _, t := range tuples {
			names = append(names, s.Str(s.Item(t, py.Int(1))))
		}
		fail(&s, py.None, "ambiguous option: "+text+" could match "+strings.Join(names, ", "))
	} else if len(tuples) == 1 {
		return s.Done(tuples[0])
	}
	if negativeNumber.MatchString(text) && !s.Truth(s.Attr(self, "_has_negative_number_optionals")) {
		return s.Done(py.None)
	}
	if strings.Contains(text, " ") {
		return s.Done(py.None)
	}
	return s.Done(py.TupleV(py.None, arg, py.None, py.None))
}

func optionTuples(self, arg value) (value, exc) {
	var s steps
	text := s.Str(arg)
	chars := s.Str(s.Attr(self, "prefix_chars"))
	r := []rune(text)
	prefixed := func(i int) bool { return i < len(r) && strings.ContainsRune(chars, r[i]) }
	table, _ := py.AsDict(s.Attr(self, "_option_string_actions"))
	var out []value
	if s.Failed() || table == nil {
		return s.Done(py.NewList(out).Value())
	}
	switch {
	case prefixed(0) && prefixed(1):
		if !s.Is(self, "allow_abbrev") {
			break
		}
		prefix, explicit, hasSep := strings.Cut(text, "=")
		sep, rest := py.None, py.None
		if hasSep {
			sep, rest = str("="), str(explicit)
		}
		for _, o := range table.Keys() {
			if strings.HasPrefix(s.Str(o), prefix) {
				a, _, _ := table.Get(o)
				out = append(out, py.TupleV(a, o, sep, rest))
			}
		}
	case prefixed(0):
		short, rest := string(r[:2]), string(r[2:])
		for _, o := range table.Keys() {
			a, _, _ := table.Get(o)
			switch name := s.Str(o); {
			case name == short:
				out = append(out, py.TupleV(a, o, str(""), str(rest)))
			case strings.HasPrefix(name, text):
				out = append(out, py.TupleV(a, o, py.None, py.None))
			}
		}
	default:
		fail(&s, py.None, "unexpected option string: "+text)
	}
	return s.Done(py.NewList(out).Value())
}

func getValues(self, action, argStrings value) (value, exc) {
	var s steps
	nargs := s.Attr(action, "nargs")
	text := ""
	if t, ok := py.AsStr(nargs); ok {
		text = t.S
	}
	options := len(s.List(action, "option_strings")) > 0
	args := s.Items(argStrings)
	if !options && text != "A..." && text != "..." {
		for i, a := range args {
			if t, ok := py.AsStr(a); ok && t.S == "--" {
				args = append(args[:i:i], args[i+1:]...)
				break
			}
		}
	}
	convert := func() []value {
		var out []value
		for _, a := range args {
			if s.Failed() {
				break
			}
			out = append(out, s.Call(self, "_get_value", action, a))
		}
		return out
	}
	check := func(v value) { s.Call(self, "_check_value", action, v) }
	switch {
	case len(args) == 0 && text == "?":
		from := "default"
		if options {
			from = "const"
		}
		v := s.Attr(action, from)
		if v.IsStr() {
			v = s.Call(self, "_get_value", action, v)
			check(v)
		}
		return s.Done(v)
	case len(args) == 0 && text == "*" && !options:
		if v := s.Attr(action, "default"); !v.IsNone() {
			check(v)
			return s.Done(v)
		}
		return s.Done(py.NewList(args).Value())
	case len(args) == 1 && (nargs.IsNone() || text == "?"):
		v := s.Call(self, "_get_value", action, args[0])
		check(v)
		return s.Done(v)
	case text == "...":
		return s.Done(py.NewList(convert()).Value())
	case text == "A...":
		list := convert()
		if len(list) > 0 {
			check(list[0])
		}
		return s.Done(py.NewList(list).Value())
	case text == suppress:
		return suppressV, s.Exc
	}
	list := convert()
	for _, v := range list {
		check(v)
	}
	return s.Done(py.NewList(list).Value())
}

func getValue(self, action, arg value) (value, exc) {
	var s steps
	t := s.Attr(action, "type")
	fn := s.Call(self, "_registry_get", str("type"), t, t)
	if !s.Failed() && !py.Callable(fn) {
		fail(&s, action, s.Repr(fn)+" is not callable")
	}
	if s.Failed() {
		return value{}, s.Exc
	}
	v, e := py.Call1(fn, arg)
	if e == nil {
		return v, nil
	}
	message := ""
	switch {
	case e.Is(argumentTypeError):
		message = s.Str(e.Value())
	case e.Is(py.TypeErrorType), e.Is(py.ValueErrorType):
		name := s.AttrOr(t, "__name__", value{})
		if name.IsUnbound() {
			name = str(s.Repr(t))
		}
		message = "invalid " + s.Str(name) + " value: " + s.Repr(arg)
	default:
		return value{}, e
	}
	prev := py.EnterHandler(e)
	fail(&s, action, message)
	py.LeaveHandler(prev)
	return value{}, s.Exc
}

func checkValue(self, action, v value) (value, exc) {
	var s steps
	choices := s.Attr(action, "choices")
	if !choices.IsNone() && !s.In(v, choices) {
		var names []string
		for _, c := range s.Items(choices) {
			names = append(names, s.Repr(c))
		}
		fail(&s, action, "invalid choice: "+s.Repr(v)+" (choose from "+strings.Join(names, ", ")+")")
	}
	return s.Done(py.None)
}
