package argparse

import (
	"path/filepath"
	"strings"

	"github.com/aio2go/aio2go/runtime/py"
	"github.com/aio2go/aio2go/runtime/pymod"
)

// This file implements ArgumentParser but for the parsing itself.

var parserClass value

const parserSig = "__init__(self, prog=None, usage=None, description=None, epilog=None, parents=EMPTY, formatter_class=FORMATTER, prefix_chars='-', " +
	"fromfile_prefix_chars=None, argument_default=None, conflict_handler='error', add_help=True, allow_abbrev=True, exit_on_error=True)"

func initParser(p []value) (value, exc) {
	var s steps
	self, prog, prefixes := p[0], p[1], p[7]
	s.ApplyKw(s.Attr(containerClass, "__init__"), []value{self, p[3], prefixes, p[9], p[10]}, "description", "prefix_chars", "argument_default", "conflict_handler")
	if prog.IsNone() {
		arg0 := s.Str(s.Item(s.Import("sys", "argv"), py.Int(0)))
		if prog = str(filepath.Base(arg0)); arg0 == "" || strings.HasSuffix(arg0, "/") {
			prog = str("")
		}
	}
	for _, a := range []struct {
		name string
		v    value
	}{{"prog", prog}, {"usage", p[2]}, {"epilog", p[4]}, {"formatter_class", p[6]}, {"fromfile_prefix_chars", p[8]}, {"add_help", p[11]}, {"allow_abbrev", p[12]}, {"exit_on_error", p[13]}} {
		s.Set(self, a.name, a.v)
	}
	s.Set(self, "_positionals", s.Call(self, "add_argument_group", str("positional arguments")))
	s.Set(self, "_optionals", s.Call(self, "add_argument_group", str("options")))
	s.Set(self, "_subparsers", py.None)
	identity := pymod.NewFunction("argparse", "ArgumentParser.__init__.<locals>", pymod.Func{Sig: "identity(string)", Impl: func(v value) (value, exc) { return v, nil }})
	s.Call(self, "register", str("type"), py.None, identity)
	prefix := "-"
	if chars := s.Str(prefixes); !strings.Contains(chars, "-") && chars != "" {
		prefix = string([]rune(chars)[:1])
	}
	if s.Is(self, "add_help") {
		s.ApplyKw(s.Attr(self, "add_argument"), []value{str(prefix + "h"), str(prefix + prefix + "help"), str("help"), suppressV, str("show this help message and exit")}, "action", "default", "help")
	}
	for _, parent := range s.Items(p[5]) {
		if !s.Failed() && !py.IsInstance(parent, py.AsType(parserClass)) {
			s.Failf(py.TypeErrorType, "parents must be a list of ArgumentParser")
		}
		s.Call(self, "_add_container_actions", parent)
		s.Call(s.Attr(self, "_defaults"), "update", s.Attr(parent, "_defaults"))
	}
	return s.Done(py.None)
}

func addSubparsers(self, kwargs value) (value, exc) {
	var s steps
	kw := py.Heap[py.Dict](kwargs)
	if !s.Attr(self, "_subparsers").IsNone() {
		fail(&s, py.None, "cannot have multiple subparser arguments")
	}
	if _, ok := kw.GetStr(py.Intern("parser_class")); !ok {
		kw.SetStr(py.Intern("parser_class"), self.Type().Value())
	}
	title, hasTitle, _ := kw.Pop(str("title"))
	description, hasDescription, _ := kw.Pop(str("description"))
	if hasTitle || hasDescription {
		if !hasTitle {
			title = str("subcommands")
		}
		if !hasDescription {
			description = py.None
		}
		s.Set(self, "_subparsers", s.Call(self, "add_argument_group", title, description))
	} else {
		s.Set(self, "_subparsers", s.Attr(self, "_positionals"))
	}
	if p, ok := kw.GetStr(py.Intern("prog")); !ok || p.IsNone() {
		f := s.Call(self, "_get_formatter")
		s.Call(f, "add_usage", s.Attr(self, "usage"), s.Call(self, "_get_positional_actions"), s.Attr(self, "_mutually_exclusive_groups"), str(""))
		kw.SetStr(py.Intern("prog"), s.Call(s.Call(f, "format_help"), "strip"))
	}
	cls := s.Call(self, "_pop_action_class", kwargs, str("parsers"))
	kw.SetStr(py.Intern("option_strings"), py.ListV())
	action := s.ApplyEx(cls, py.EmptyTuple.Value(), kwargs)
	s.Call(s.Attr(self, "_subparsers"), "_add_action", action)
	return s.Done(action)
}

// actionsWith returns _get_optional_actions or _get_positional_actions.
func actionsWith(options bool) func(self value) (value, exc) {
	return func(self value) (value, exc) {
		var s steps
		optionals, positionals := split(&s, s.Attr(self, "_actions"))
		if options {
			return s.Done(py.NewList(optionals).Value())
		}
		return s.Done(py.NewList(positionals).Value())
	}
}

// parseAll returns parse_args or parse_intermixed_args, after the method known.
func parseAll(known string) func(self, args, namespace value) (value, exc) {
	return func(self, args, namespace value) (value, exc) {
		var s steps
		pair := s.Items(s.Call(self, known, args, namespace))
		if s.Failed() || len(pair) != 2 {
			return s.Done(py.None)
		}
		if rest := stringsOf(&s, pair[1]); len(rest) > 0 {
			message := "unrecognized arguments: " + strings.Join(rest, " ")
			if s.Is(self, "exit_on_error") {
				s.Call(self, "error", str(message))
			} else {
				fail(&s, py.None, message)
			}
		}
		return s.Done(pair[0])
	}
}

func parseKnownArgs(self, args, namespace value) (value, exc) {
	var s steps
	list := args
	if args.IsNone() {
		argv := s.Items(s.Import("sys", "argv"))
		if len(argv) > 0 {
			argv = argv[1:]
		}
		list = py.NewList(argv).Value()
	} else {
		list = py.NewList(s.Items(args)).Value()
	}
	if namespace.IsNone() {
		namespace = s.Apply(namespaceClass)
	}
	for _, a := range s.List(self, "_actions") {
		dest := s.Attr(a, "dest")
		if s.Failed() {
			break
		}
		if isSuppress(dest) {
			continue
		}
		def := s.Attr(a, "default")
		if name := s.Str(dest); !isSuppress(def) && !s.Has(namespace, name) {
			s.Set(namespace, name, def)
		}
	}
	if d, ok := py.AsDict(s.Attr(self, "_defaults")); ok {
		for _, k := range d.Keys() {
			if name := s.Str(k); !s.Has(namespace, name) {
				x, _, _ := d.Get(k)
				s.Set(namespace, name, x)
			}
		}
	}
	exits := s.Is(self, "exit_on_error")
	result := s.Call(self, "_parse_known_args", list, namespace)
	if s.Failed() && exits && s.Exc.Is(argumentError) {
		err := s.Exc
		s.Exc = nil
		prev := py.EnterHandler(err)
		s.Call(self, "error", str(s.Str(err.Value())))
		py.LeaveHandler(prev)
	}
	pair := s.Items(result)
	if s.Failed() || len(pair) != 2 {
		return s.Done(result)
	}
	namespace, list = pair[0], pair[1]
	if s.Has(namespace, unrecognized) {
		s.Call(list, "extend", s.Attr(namespace, unrecognized))
		s.Raise(py.DelAttr(namespace, py.Intern(unrecognized)))
	}
	return s.Done(py.TupleV(namespace, list))
}

func formatParserHelp(self value) (value, exc) {
	var s steps
	f := s.Call(self, "_get_formatter")
	s.Call(f, "add_usage", s.Attr(self, "usage"), s.Attr(self, "_actions"), s.Attr(self, "_mutually_exclusive_groups"))
	s.Call(f, "add_text", s.Attr(self, "description"))
	for _, g := range s.List(self, "_action_groups") {
		s.Call(f, "start_section", s.Attr(g, "title"))
		s.Call(f, "add_text", s.Attr(g, "description"))
		s.Call(f, "add_arguments", s.Attr(g, "_group_actions"))
		s.Call(f, "end_section")
	}
	s.Call(f, "add_text", s.Attr(self, "epilog"))
	return s.Done(s.Call(f, "format_help"))
}

// printTo returns print_usage or print_help.
func printTo(format string) func(self, file value) (value, exc) {
	return func(self, file value) (value, exc) {
		var s steps
		if file.IsNone() {
			file = s.Import("sys", "stdout")
		}
		s.Call(self, "_print_message", s.Call(self, format), file)
		return s.Done(py.None)
	}
}

func printMessage(self, message, file value) (value, exc) {
	var s steps
	if !s.Truth(message) {
		return s.Done(py.None)
	}
	if !s.Truth(file) {
		file = s.Import("sys", "stderr")
	}
	s.Call(file, "write", message)
	if s.Failed() && (s.Exc.Is(py.AttributeErrorType) || s.Exc.Is(py.OSErrorType)) {
		s.Exc = nil
	}
	return s.Done(py.None)
}

// report returns the text "prog: kind: message" of error and _warning.
func report(s *steps, self value, kind string, message value) value {
	return str(s.Str(s.Attr(self, "prog")) + ": " + kind + ": " + s.Str(message) + "\n")
}

func defineParser(m *py.Module) (e exc) {
	args := func(name string) string { return name + "(self, args=None, namespace=None)" }
	parserClass, e = pymod.Define(m, pymod.Class{Name: "ArgumentParser", Bases: []value{holderClass, containerClass}, Doc: "Object for parsing command line strings into Python objects.",
		Methods: []pymod.Func{
			{Sig: parserSig, Defaults: map[string]value{"EMPTY": py.ListV(), "FORMATTER": formatterClass}, Impl: initParser},
			kwargsOf("prog", "usage", "description", "formatter_class", "conflict_handler", "add_help"),
			{Sig: "add_subparsers(self, **kwargs)", Impl: addSubparsers},
			{Sig: "_add_action(self, action)", Impl: func(self, action value) (value, exc) {
				var s steps
				to := "_positionals"
				if len(s.List(action, "option_strings")) > 0 {
					to = "_optionals"
				}
				s.Call(s.Attr(self, to), "_add_action", action)
				return s.Done(action)
			}},
			{Sig: "_get_optional_actions(self)", Impl: actionsWith(true)},
			{Sig: "_get_positional_actions(self)", Impl: actionsWith(false)},
			{Sig: args("parse_args"), Impl: parseAll("parse_known_args")},
			{Sig: args("parse_known_args"), Impl: parseKnownArgs},
			{Sig: "_parse_known_args(self, arg_strings, namespace)", Impl: parse},
			{Sig: "_read_args_from_files(self, arg_strings)", Impl: readArgs},
			{Sig: "convert_arg_line_to_args(self, arg_line)", Impl: func(self, line value) (value, exc) { return py.ListV(line), nil }},
			{Sig: "_match_argument(self, action, arg_strings_pattern)", Impl: matchArgument},
			{Sig: "_match_arguments_partial(self, actions, arg_strings_pattern)", Impl: matchPartial},
			{Sig: "_parse_optional(self, arg_string)", Impl: parseOptional},
			{Sig: "_get_option_tuples(self, option_string)", Impl: optionTuples},
			{Sig: "_get_nargs_pattern(self, action)", Impl: nargsPattern},
			{Sig: args("parse_intermixed_args"), Impl: parseAll("parse_known_intermixed_args")},
			{Sig: args("parse_known_intermixed_args"), Impl: parseIntermixed},
			{Sig: "_get_values(self, action, arg_strings)", Impl: getValues},
			{Sig: "_get_value(self, action, arg_string)", Impl: getValue},
			{Sig: "_check_value(self, action, value)", Impl: checkValue},
			{Sig: "format_usage(self)", Impl: func(self value) (value, exc) {
				var s steps
				f := s.Call(self, "_get_formatter")
				s.Call(f, "add_usage", s.Attr(self, "usage"), s.Attr(self, "_actions"), s.Attr(self, "_mutually_exclusive_groups"))
				return s.Done(s.Call(f, "format_help"))
			}},
			{Sig: "format_help(self)", Impl: formatParserHelp},
			{Sig: "_get_formatter(self)", Impl: func(self value) (value, exc) {
				var s steps
				return s.Done(s.ApplyKw(s.Attr(self, "formatter_class"), []value{s.Attr(self, "prog")}, "prog"))
			}},
			{Sig: "print_usage(self, file=None)", Impl: printTo("format_usage")},
			{Sig: "print_help(self, file=None)", Impl: printTo("format_help")},
			{Sig: "_print_message(self, message, file=None)", Impl: printMessage},
			{Sig: "exit(self, status=0, message=None)", Impl: func(self, status, message value) (value, exc) {
				var s steps
				if s.Truth(message) {
					s.Call(self, "_print_message", message, s.Import("sys", "stderr"))
				}
				return s.Done(s.Apply(s.Import("sys", "exit"), status))
			}},
			{Sig: "error(self, message)", Impl: func(self, message value) (value, exc) {
				var s steps
				s.Call(self, "print_usage", s.Import("sys", "stderr"))
				s.Call(self, "exit", py.Int(2), report(&s, self, "error", message))
				return s.Done(py.None)
			}},
			{Sig: "_warning(self, message)", Impl: func(self, message value) (value, exc) {
				var s steps
				s.Call(self, "_print_message", report(&s, self, "warning", message), s.Import("sys", "stderr"))
				return s.Done(py.None)
			}},
		}})
	return e
}
