package argparse

import (
	"os"
	"regexp"
	"strconv"
	"strings"

	"github.com/aio2go/aio2go/runtime/py"
	"github.com/aio2go/aio2go/runtime/pyio"
	"github.com/aio2go/aio2go/runtime/pymod"
)

// This file implements HelpFormatter: sections and their items, and the text of a help
// message.

type (
	value = py.Value
	exc   = *py.Exception
	steps = pymod.Steps
)

func str(s string) value { return py.StrV(s) }

func spaces(n int) string { return strings.Repeat(" ", max(n, 0)) }

// pad is '%-*s'.
func pad(s string, n int) string { return s + spaces(n-runes(s)) }

func runes(s string) int { return len([]rune(s)) }

// terminalColumns is shutil.get_terminal_size().columns.
func terminalColumns() int {
	if n, err := strconv.Atoi(os.Getenv("COLUMNS")); err == nil && n > 0 {
		return n
	}
	if n, _, err := pyio.TerminalSize(1); err == nil && n > 0 {
		return n
	}
	return 80
}

func initFormatter(self, prog, increment, maxPosition, width value) (value, exc) {
	var s steps
	w := terminalColumns() - 2
	if !width.IsNone() {
		w = s.Int(width)
	}
	inc := s.Int(increment)
	s.Set(self, "_prog", prog)
	s.Set(self, "_indent_increment", increment)
	s.Set(self, "_max_help_position", py.IntOf(min(s.Int(maxPosition), max(w-20, inc*2))))
	s.Set(self, "_width", py.IntOf(w))
	s.Set(self, "_current_indent", py.Int(0))
	s.Set(self, "_level", py.Int(0))
	s.Set(self, "_action_max_length", py.Int(0))
	root := s.Call(self, "_Section", self, py.None)
	s.Set(self, "_root_section", root)
	s.Set(self, "_current_section", root)
	return s.Done(py.None)
}

// shift adds n times the increment to the current indentation.
func shift(self value, n int) (value, exc) {
	var s steps
	s.Set(self, "_current_indent", py.IntOf(s.Int(s.Attr(self, "_current_indent"))+n*s.Int(s.Attr(self, "_indent_increment"))))
	s.Set(self, "_level", py.IntOf(s.Int(s.Attr(self, "_level"))+n))
	return s.Done(py.None)
}

func sectionHelp(self value) (value, exc) {
	var s steps
	f := s.Attr(self, "formatter")
	inner := !s.Attr(self, "parent").IsNone()
	if inner {
		s.Call(f, "_indent")
	}
	var parts []value
	for _, item := range s.List(self, "items") {
		pair := s.Items(item)
		if s.Failed() {
			break
		}
		parts = append(parts, s.ApplyEx(pair[0], s.Apply(py.TupleType.Value(), pair[1]), value{}))
	}
	help := s.Call(f, "_join_parts", py.NewList(parts).Value())
	if inner {
		s.Call(f, "_dedent")
	}
	if !s.Truth(help) {
		return s.Done(str(""))
	}
	heading := ""
	if h := s.Attr(self, "heading"); !h.IsNone() && !isSuppress(h) {
		heading = spaces(s.Int(s.Attr(f, "_current_indent"))) + s.Str(h) + ":\n"
	}
	return s.Done(s.Call(f, "_join_parts", py.ListV(str("\n"), str(heading), help, str("\n"))))
}

func startSection(self, heading value) (value, exc) {
	var s steps
	s.Call(self, "_indent")
	section := s.Call(self, "_Section", self, s.Attr(self, "_current_section"), heading)
	s.Call(self, "_add_item", s.Attr(section, "format_help"), py.ListV())
	s.Set(self, "_current_section", section)
	return s.Done(py.None)
}

func endSection(self value) (value, exc) {
	var s steps
	s.Set(self, "_current_section", s.Attr(s.Attr(self, "_current_section"), "parent"))
	s.Call(self, "_dedent")
	return s.Done(py.None)
}

// subactions calls f for the subactions of an action, one level deeper.
func subactions(s *steps, self, action value, f func(sub value)) {
	if s.Failed() || !s.Has(action, "_get_subactions") {
		return
	}
	s.Call(self, "_indent")
	for _, sub := range s.Items(s.Call(action, "_get_subactions")) {
		if s.Failed() {
			return
		}
		f(sub)
	}
	s.Call(self, "_dedent")
}

func formatterAddArgument(self, action value) (value, exc) {
	var s steps
	if isSuppress(s.Attr(action, "help")) {
		return s.Done(py.None)
	}
	length := 0
	measure := func(a value) {
		length = max(length, runes(s.Str(s.Call(self, "_format_action_invocation", a)))+s.Int(s.Attr(self, "_current_indent")))
	}
	measure(action)
	subactions(&s, self, action, measure)
	s.Set(self, "_action_max_length", py.IntOf(max(s.Int(s.Attr(self, "_action_max_length")), length)))
	s.Call(self, "_add_item", s.Attr(self, "_format_action"), py.ListV(action))
	return s.Done(py.None)
}

var longBreak = regexp.MustCompile(`\n\n\n+`)

func formatterHelp(self value) (value, exc) {
	var s steps
	help := s.Str(s.Call(s.Attr(self, "_root_section"), "format_help"))
	if help != "" {
		help = strings.Trim(longBreak.ReplaceAllString(help, "\n\n"), "\n") + "\n"
	}
	return s.Done(str(help))
}

func joinParts(self, parts value) (value, exc) {
	var s steps
	var b strings.Builder
	for _, p := range s.Items(parts) {
		if !p.IsNone() && !isSuppress(p) {
			b.WriteString(s.Str(p))
		}
	}
	return s.Done(str(b.String()))
}

// withProg is text % {'prog': prog}.
func withProg(s *steps, self, text value) value {
	d := py.NewDict()
	d.SetStr(py.Intern("prog"), s.Attr(self, "_prog"))
	return s.Mod(text, d.Value())
}

func formatText(self, text value) (value, exc) {
	var s steps
	if t, ok := py.AsStr(text); ok && strings.Contains(t.S, "%(prog)") {
		text = withProg(&s, self, text)
	}
	indent := s.Int(s.Attr(self, "_current_indent"))
	width := max(s.Int(s.Attr(self, "_width"))-indent, 11)
	return s.Done(str(s.Str(s.Call(self, "_fill_text", text, py.IntOf(width), str(spaces(indent)))) + "\n\n"))
}

func formatAction(self, action value) (value, exc) {
	var s steps
	position := min(s.Int(s.Attr(self, "_action_max_length"))+2, s.Int(s.Attr(self, "_max_help_position")))
	width := max(s.Int(s.Attr(self, "_width"))-position, 11)
	indent := s.Int(s.Attr(self, "_current_indent"))
	room := position - indent - 2
	header := s.Str(s.Call(self, "_format_action_invocation", action))
	help := s.Attr(action, "help")
	first := 0
	switch {
	case !s.Truth(help):
		header = spaces(indent) + header + "\n"
	case runes(header) <= room:
		header = spaces(indent) + pad(header, room) + "  "
	default:
		header = spaces(indent) + header + "\n"
		first = position
	}
	parts := []value{str(header)}
	if s.Truth(help) && s.Truth(s.Call(help, "strip")) {
		if text := s.Call(self, "_expand_help", action); s.Truth(text) {
			for i, l := range s.Items(s.Call(self, "_split_lines", text, py.IntOf(width))) {
				if i > 0 {
					first = position
				}
				parts = append(parts, str(spaces(first)+s.Str(l)+"\n"))
			}
		}
	} else if !strings.HasSuffix(header, "\n") {
		parts = append(parts, str("\n"))
	}
	subactions(&s, self, action, func(sub value) { parts = append(parts, s.Call(self, "_format_action", sub)) })
	return s.Done(s.Call(self, "_join_parts", py.NewList(parts).Value()))
}

func formatActionInvocation(self, action value) (value, exc) {
	var s steps
	options := s.List(action, "option_strings")
	if len(options) == 0 {
		def := s.Call(self, "_get_default_metavar_for_positional", action)
		names := s.Items(s.Apply(s.Call(self, "_metavar_formatter", action, def), py.Int(1)))
		if !s.Failed() && len(names) != 1 {
			if len(names) > 1 {
				s.Failf(py.ValueErrorType, "too many values to unpack (expected 1)")
			} else {
				s.Failf(py.ValueErrorType, "not enough values to unpack (expected 1, got 0)")
			}
		}
		if s.Failed() {
			return value{}, s.Exc
		}
		return s.Done(names[0])
	}
	names := make([]string, len(options))
	for i, o := range options {
		names[i] = s.Str(o)
	}
	text := strings.Join(names, ", ")
	if !s.Eq(s.Attr(action, "nargs"), py.Int(0)) {
		def := s.Call(self, "_get_default_metavar_for_optional", action)
		text += " " + s.Str(s.Call(self, "_format_args", action, def))
	}
	return s.Done(str(text))
}

func metavarFormatter(self, action, def value) (value, exc) {
	var s steps
	result := def
	if m := s.Attr(action, "metavar"); !m.IsNone() {
		result = m
	} else if c := s.Attr(action, "choices"); !c.IsNone() {
		var names []string
		for _, x := range s.Items(c) {
			names = append(names, s.Str(x))
		}
		result = str("{" + strings.Join(names, ",") + "}")
	}
	format := pymod.NewFunction("argparse", "HelpFormatter._metavar_formatter.<locals>", pymod.Func{Sig: "format(tuple_size)", Impl: func(size value) (value, exc) {
		if _, isTuple := py.AsTuple(result); isTuple {
			return result, nil
		}
		n, e := py.Ssize(size)
		if e != nil {
			return value{}, e
		}
		items := make([]value, max(n, 0))
		for i := range items {
			items[i] = result
		}
		return py.NewTuple(items).Value(), nil
	}})
	return s.Done(format)
}

func formatArgs(self, action, def value) (value, exc) {
	var s steps
	get := s.Call(self, "_metavar_formatter", action, def)
	metavar := func(n int) value { return s.Apply(get, py.IntOf(n)) }
	nargs := s.Attr(action, "nargs")
	format := func(f string, n int) (value, exc) { return s.Done(s.Mod(str(f), metavar(n))) }
	text, _ := py.AsStr(nargs)
	switch {
	case nargs.IsNone():
		return format("%s", 1)
	case text == nil:
		n, ok := py.AsInt64(nargs)
		if !ok {
			return value{}, py.Raisef(py.ValueErrorType, "invalid nargs value")
		}
		return format(strings.TrimSuffix(strings.Repeat("%s ", int(max(n, 0))), " "), int(n))
	case text.S == "?":
		return format("[%s]", 1)
	case text.S == "*":
		m := metavar(1)
		if t, ok := py.AsTuple(m); ok && len(t.Items()) == 2 {
			return s.Done(s.Mod(str("[%s [%s ...]]"), m))
		}
		return s.Done(s.Mod(str("[%s ...]"), m))
	case text.S == "+":
		return format("%s [%s ...]", 2)
	case text.S == "...":
		return s.Done(str("..."))
	case text.S == "A...":
		return format("%s ...", 1)
	case text.S == suppress:
		return s.Done(str(""))
	}
	return value{}, py.Raisef(py.ValueErrorType, "invalid nargs value")
}

func expandHelp(self, action value) (value, exc) {
	var s steps
	params := py.NewDict()
	if d, ok := py.AsDict(s.Attr(action, "__dict__")); ok {
		params = d.Copy()
	}
	params.SetStr(py.Intern("prog"), s.Attr(self, "_prog"))
	for _, k := range params.Keys() {
		x, _, _ := params.Get(k)
		if isSuppress(x) {
			_, e := params.Delete(k)
			s.Raise(e)
		} else if n := s.AttrOr(x, "__name__", value{}); !n.IsUnbound() {
			s.Raise(params.Set(k, n))
		}
	}
	if c, ok := params.GetStr(py.Intern("choices")); ok && !c.IsNone() {
		var names []string
		for _, x := range s.Items(c) {
			names = append(names, s.Str(x))
		}
		params.SetStr(py.Intern("choices"), str(strings.Join(names, ", ")))
	}
	return s.Done(s.Mod(s.Call(self, "_get_help_string", action), params.Value()))
}

var asciiSpace = regexp.MustCompile(`[ \t\n\r\f\v]+`)

// squeezed is the text with each run of white space made one space.
func squeezed(s *steps, text value) value {
	return s.Call(str(asciiSpace.ReplaceAllString(s.Str(text), " ")), "strip")
}

func splitLines(self, text, width value) (value, exc) {
	var s steps
	return s.Done(s.Apply(s.Import("textwrap", "wrap"), squeezed(&s, text), width))
}

func fillText(self, text, width, indent value) (value, exc) {
	var s steps
	return s.Done(s.ApplyKw(s.Import("textwrap", "fill"), []value{squeezed(&s, text), width, indent, indent}, "initial_indent", "subsequent_indent"))
}

func defaultHelpString(self, action value) (value, exc) {
	var s steps
	help := s.Attr(action, "help")
	text := ""
	if !help.IsNone() {
		text = s.Str(help)
	}
	if strings.Contains(text, "%(default)") || isSuppress(s.Attr(action, "default")) {
		return s.Done(str(text))
	}
	nargs, _ := py.AsStr(s.Attr(action, "nargs"))
	if len(s.List(action, "option_strings")) > 0 || nargs != nil && (nargs.S == "?" || nargs.S == "*") {
		text += " (default: %(default)s)"
	}
	return s.Done(str(text))
}

func defineFormatters(m *py.Module) exc {
	section, e := pymod.New(pymod.Class{Name: "_Section", Qualname: "HelpFormatter._Section", Module: "argparse", Methods: []pymod.Func{
		{Sig: "__init__(self, formatter, parent, heading=None)", Impl: func(self, f, parent, heading value) (value, exc) {
			var s steps
			s.Set(self, "formatter", f)
			s.Set(self, "parent", parent)
			s.Set(self, "heading", heading)
			s.Set(self, "items", py.ListV())
			return s.Done(py.None)
		}},
		{Sig: "format_help(self)", Impl: sectionHelp},
	}})
	if e != nil {
		return e
	}
	attr := func(name string) func(self, action value) (value, exc) {
		return func(self, action value) (value, exc) { return pymod.Attr(action, name) }
	}
	f, e := pymod.Define(m, pymod.Class{Name: "HelpFormatter",
		Doc:   "Formatter for generating usage messages and argument help strings.\n\nOnly the name of this class is considered a public API. All the methods\nprovided by the class are considered an implementation detail.\n",
		Attrs: []py.Const{{Name: "_Section", Value: section}},
		Methods: []pymod.Func{
			{Sig: "__init__(self, prog, indent_increment=2, max_help_position=24, width=None)", Impl: initFormatter},
			{Sig: "_indent(self)", Impl: func(self value) (value, exc) { return shift(self, 1) }},
			{Sig: "_dedent(self)", Impl: func(self value) (value, exc) { return shift(self, -1) }},
			{Sig: "_add_item(self, func, args)", Impl: func(self, fn, args value) (value, exc) {
				var s steps
				s.Call(s.Attr(s.Attr(self, "_current_section"), "items"), "append", py.TupleV(fn, args))
				return s.Done(py.None)
			}},
			{Sig: "start_section(self, heading)", Impl: startSection},
			{Sig: "end_section(self)", Impl: endSection},
			{Sig: "add_text(self, text)", Impl: func(self, text value) (value, exc) {
				var s steps
				if !text.IsNone() && !isSuppress(text) {
					s.Call(self, "_add_item", s.Attr(self, "_format_text"), py.ListV(text))
				}
				return s.Done(py.None)
			}},
			{Sig: "add_usage(self, usage, actions, groups, prefix=None)", Impl: func(self, usage, actions, groups, prefix value) (value, exc) {
				var s steps
				if !isSuppress(usage) {
					s.Call(self, "_add_item", s.Attr(self, "_format_usage"), py.TupleV(usage, actions, groups, prefix))
				}
				return s.Done(py.None)
			}},
			{Sig: "add_argument(self, action)", Impl: formatterAddArgument},
			{Sig: "add_arguments(self, actions)", Impl: func(self, actions value) (value, exc) {
				var s steps
				for _, a := range s.Items(actions) {
					s.Call(self, "add_argument", a)
				}
				return s.Done(py.None)
			}},
			{Sig: "format_help(self)", Impl: formatterHelp},
			{Sig: "_join_parts(self, part_strings)", Impl: joinParts},
			{Sig: "_format_usage(self, usage, actions, groups, prefix)", Impl: formatUsage},
			{Sig: "_format_actions_usage(self, actions, groups)", Impl: func(self, actions, groups value) (value, exc) {
				var s steps
				return s.Done(s.Call(str(" "), "join", s.Call(self, "_get_actions_usage_parts", actions, groups)))
			}},
			{Sig: "_get_actions_usage_parts(self, actions, groups)", Impl: usageParts},
			{Sig: "_format_text(self, text)", Impl: formatText},
			{Sig: "_format_action(self, action)", Impl: formatAction},
			{Sig: "_format_action_invocation(self, action)", Impl: formatActionInvocation},
			{Sig: "_metavar_formatter(self, action, default_metavar)", Impl: metavarFormatter},
			{Sig: "_format_args(self, action, default_metavar)", Impl: formatArgs},
			{Sig: "_expand_help(self, action)", Impl: expandHelp},
			{Sig: "_split_lines(self, text, width)", Impl: splitLines},
			{Sig: "_fill_text(self, text, width, indent)", Impl: fillText},
			{Sig: "_get_help_string(self, action)", Impl: attr("help")},
			{Sig: "_get_default_metavar_for_optional(self, action)", Impl: func(self, action value) (value, exc) {
				var s steps
				return s.Done(s.Call(s.Attr(action, "dest"), "upper"))
			}},
			{Sig: "_get_default_metavar_for_positional(self, action)", Impl: attr("dest")},
		}})
	if e != nil {
		return e
	}
	formatterClass = f
	lines := func(text, keep value) (value, exc) { return pymod.Call(text, "splitlines", keep) }
	raw, e := pymod.Define(m, pymod.Class{Name: "RawDescriptionHelpFormatter", Bases: []value{f}, Methods: []pymod.Func{
		{Sig: "_fill_text(self, text, width, indent)", Impl: func(self, text, width, indent value) (value, exc) {
			var s steps
			keep, e := lines(text, py.True)
			s.Raise(e)
			var b strings.Builder
			for _, l := range s.Items(keep) {
				b.WriteString(s.Str(indent) + s.Str(l))
			}
			return s.Done(str(b.String()))
		}}}})
	if e != nil {
		return e
	}
	typeName := func(self, action value) (value, exc) {
		var s steps
		return s.Done(s.Attr(s.Attr(action, "type"), "__name__"))
	}
	for _, c := range []pymod.Class{
		{Name: "RawTextHelpFormatter", Bases: []value{raw}, Methods: []pymod.Func{
			{Sig: "_split_lines(self, text, width)", Impl: func(self, text, width value) (value, exc) { return lines(text, py.False) }}}},
		{Name: "ArgumentDefaultsHelpFormatter", Bases: []value{f}, Methods: []pymod.Func{{Sig: "_get_help_string(self, action)", Impl: defaultHelpString}}},
		{Name: "MetavarTypeHelpFormatter", Bases: []value{f}, Methods: []pymod.Func{
			{Sig: "_get_default_metavar_for_optional(self, action)", Impl: typeName},
			{Sig: "_get_default_metavar_for_positional(self, action)", Impl: typeName}}},
	} {
		if _, e := pymod.Define(m, c); e != nil {
			return e
		}
	}
	return nil
}

var formatterClass value
