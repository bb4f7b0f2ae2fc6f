package argparse

import (
	"strings"

	"github.com/aio2go/aio2go/runtime/py"
	"github.com/aio2go/aio2go/runtime/pymod"
)

// This file implements Action and the actions that add_argument knows by name.

const suppress = "==SUPPRESS=="

// suppressV is argparse.SUPPRESS. It is interned, so that a literal of the same text is
// the same object.
var suppressV = py.Intern(suppress).Value()

// isSuppress is v is SUPPRESS.
func isSuppress(v value) bool {
	if v == suppressV {
		return true
	}
	s, ok := py.AsStr(v)
	return ok && s.S == suppress
}

// actionParams are the parameters of Action.__init__ behind option_strings and dest, with
// their defaults.
var actionParams = []string{"nargs", "const", "default", "type", "choices", "required", "help", "metavar", "deprecated"}

const actionSig = "(self, option_strings, dest, nargs=None, const=None, default=None, type=None, choices=None, required=False, help=None, metavar=None, deprecated=False)"

// setAction sets the attributes of an action; those that are not in kw have the defaults
// of Action.__init__.
func setAction(s *steps, self, options, dest value, kw map[string]value) {
	s.Set(self, "option_strings", options)
	s.Set(self, "dest", dest)
	for _, n := range actionParams {
		x, ok := kw[n]
		if !ok {
			x = py.None
			if n == "required" || n == "deprecated" {
				x = py.False
			}
		}
		s.Set(self, n, x)
	}
}

// fullAction are the arguments of an __init__ with the signature actionSig.
func fullAction(p []value) map[string]value {
	kw := map[string]value{}
	for i, n := range actionParams {
		kw[n] = p[3+i]
	}
	return kw
}

// valueAction is the __init__ of the actions that store or append values.
func valueAction(wrong string) func(p []value) (value, exc) {
	return func(p []value) (value, exc) {
		var s steps
		if s.Eq(p[3], py.Int(0)) {
			s.Failf(py.ValueErrorType, "%s", wrong)
		}
		if n, _ := py.AsStr(p[3]); !p[4].IsNone() && (n == nil || n.S != "?") {
			s.Failf(py.ValueErrorType, "nargs must be '?' to supply const")
		}
		setAction(&s, p[0], p[1], p[2], fullAction(p))
		return s.Done(py.None)
	}
}

// flagAction is the __init__ of an action without values: names are the parameters behind
// dest.
func flagAction(fixed map[string]value, names ...string) func(p []value) (value, exc) {
	return func(p []value) (value, exc) {
		var s steps
		kw := map[string]value{"nargs": py.Int(0)}
		for n, v := range fixed {
			kw[n] = v
		}
		for i, n := range names {
			kw[n] = p[3+i]
		}
		setAction(&s, p[0], p[1], p[2], kw)
		return s.Done(py.None)
	}
}

// callSig is the signature of the actions' __call__.
const callSig = "__call__(self, parser, namespace, values, option_string=None)"

// put sets the attribute that an action stores to.
func put(s *steps, self, namespace, x value) {
	if dest, ok := py.AsStr(s.Attr(self, "dest")); ok {
		s.Set(namespace, dest.S, x)
	}
}

// copyItems is the list to append to: a copy of what the namespace has.
func copyItems(s *steps, self, namespace value) value {
	dest := s.Str(s.Attr(self, "dest"))
	items := s.AttrOr(namespace, dest, py.None)
	switch {
	case items.IsNone():
		return py.ListV()
	case items.Type() == py.ListType:
		return py.NewList(s.Items(items)).Value()
	}
	return s.Apply(s.Import("copy", "copy"), items)
}

// actionName is how messages name an action; None where it has no name.
func actionName(s *steps, a value) value {
	if a.IsNone() {
		return py.None
	}
	if options := s.List(a, "option_strings"); len(options) > 0 {
		return str(strings.Join(stringsOf(s, py.NewList(options).Value()), "/"))
	}
	for _, n := range []string{"metavar", "dest"} {
		if x := s.Attr(a, n); !x.IsNone() && !isSuppress(x) {
			return x
		}
	}
	if c := s.Attr(a, "choices"); s.Truth(c) {
		return str("{" + s.Str(s.Call(str(","), "join", c)) + "}")
	}
	return py.None
}

var (
	argumentError, argumentTypeError *py.Type
	actionClass, fileTypeClass       value
	holderClass, namespaceClass      value
)

// fail raises ArgumentError about an action, None for no one.
func fail(s *steps, action value, message string) {
	if s.Failed() {
		return
	}
	x, e := py.Call2(argumentError.Value(), action, str(message))
	if e == nil {
		e = py.Raise(x)
	}
	s.Raise(e)
}

func defineErrors(m *py.Module) exc {
	v, e := pymod.Define(m, pymod.Class{Name: "ArgumentError", Bases: []value{py.ExceptionType.Value()},
		Doc: "An error from creating or using an argument (optional or positional).\n\nThe string value of this exception is the message, augmented with\ninformation about the argument that caused it.\n",
		Methods: []pymod.Func{
			{Sig: "__init__(self, argument, message)", Impl: func(self, argument, message value) (value, exc) {
				var s steps
				s.Set(self, "argument_name", actionName(&s, argument))
				s.Set(self, "message", message)
				return s.Done(py.None)
			}},
			{Sig: "__str__(self)", Impl: func(self value) (value, exc) {
				var s steps
				text := s.Str(s.Attr(self, "message"))
				if n := s.Attr(self, "argument_name"); !n.IsNone() {
					text = "argument " + s.Str(n) + ": " + text
				}
				return s.Done(str(text))
			}},
		}})
	if e != nil {
		return e
	}
	argumentError = py.AsType(v)
	if v, e = pymod.Define(m, pymod.Class{Name: "ArgumentTypeError", Bases: []value{py.ExceptionType.Value()}, Doc: "An error from trying to convert a command line string to a type."}); e == nil {
		argumentTypeError = py.AsType(v)
	}
	return e
}

// defineHolder makes _AttributeHolder, whose repr shows attributes.
func defineHolder(m *py.Module) (e exc) {
	holderClass, e = pymod.Define(m, pymod.Class{Name: "_AttributeHolder", Methods: []pymod.Func{
		{Sig: "__repr__(self)", Impl: func(self value) (value, exc) {
			var s steps
			var parts []string
			for _, a := range s.Items(s.Call(self, "_get_args")) {
				parts = append(parts, s.Repr(a))
			}
			star := py.NewDict()
			for _, kv := range s.Items(s.Call(self, "_get_kwargs")) {
				pair := s.Items(kv)
				if s.Failed() || len(pair) != 2 {
					break
				}
				if n, ok := py.AsStr(pair[0]); ok && py.IsIdentifier(n.S) {
					parts = append(parts, n.S+"="+s.Repr(pair[1]))
				} else {
					s.Raise(star.Set(pair[0], pair[1]))
				}
			}
			if star.Len() > 0 {
				parts = append(parts, "**"+s.Repr(star.Value()))
			}
			return s.Done(str(self.Type().Name + "(" + strings.Join(parts, ", ") + ")"))
		}},
		{Sig: "_get_kwargs(self)", Impl: func(self value) (value, exc) {
			var s steps
			return s.Done(py.NewList(s.Items(s.Call(s.Attr(self, "__dict__"), "items"))).Value())
		}},
		{Sig: "_get_args(self)", Impl: func(self value) (value, exc) { return py.ListV(), nil }},
	}})
	return e
}

// kwargsOf is a _get_kwargs that shows the attributes names.
func kwargsOf(names ...string) pymod.Func {
	return pymod.Func{Sig: "_get_kwargs(self)", Impl: func(self value) (value, exc) {
		var s steps
		list := make([]value, len(names))
		for i, n := range names {
			list[i] = py.TupleV(str(n), s.Attr(self, n))
		}
		return s.Done(py.NewList(list).Value())
	}}
}

// actions are the classes by the name under which they are registered.
var actions = map[string]value{}

func defineActions(m *py.Module) (e exc) {
	actionClass, e = pymod.Define(m, pymod.Class{Name: "Action", Bases: []value{holderClass},
		Doc: "Information about how to convert command line strings to Python objects.",
		Methods: []pymod.Func{
			{Sig: "__init__" + actionSig, Impl: func(p []value) (value, exc) {
				var s steps
				setAction(&s, p[0], p[1], p[2], fullAction(p))
				return s.Done(py.None)
			}},
			kwargsOf(append([]string{"option_strings", "dest"}, actionParams...)...),
			{Sig: "format_usage(self)", Impl: func(self value) (value, exc) {
				var s steps
				return s.Done(s.Item(s.Attr(self, "option_strings"), py.Int(0)))
			}},
			{Sig: callSig, Impl: func(self, parser, namespace, values, option value) (value, exc) {
				return value{}, py.Raisef(py.NotImplementedErrorType, ".__call__() not defined")
			}},
		}})
	if e != nil {
		return e
	}
	call := func(f func(s *steps, self, parser, namespace, values, option value)) pymod.Func {
		return pymod.Func{Sig: callSig, Impl: func(self, parser, namespace, values, option value) (value, exc) {
			var s steps
			f(&s, self, parser, namespace, values, option)
			return s.Done(py.None)
		}}
	}
	define := func(registered, name string, base value, methods ...pymod.Func) value {
		if e != nil {
			return value{}
		}
		var v value
		v, e = pymod.Define(m, pymod.Class{Name: name, Bases: []value{base}, Methods: methods})
		if registered != "" {
			actions[registered] = v
		}
		return v
	}
	define("store", "_StoreAction", actionClass,
		pymod.Func{Sig: "__init__" + actionSig, Impl: valueAction("nargs for store actions must be != 0; if you have nothing to store, actions such as store true or store const may be more appropriate")},
		call(func(s *steps, self, parser, namespace, values, option value) { put(s, self, namespace, values) }))
	storeConst := define("store_const", "_StoreConstAction", actionClass,
		pymod.Func{Sig: "__init__(self, option_strings, dest, const=None, default=None, required=False, help=None, metavar=None, deprecated=False)", Impl: func(p []value) (value, exc) {
			var s steps
			setAction(&s, p[0], p[1], p[2], map[string]value{"nargs": py.Int(0), "const": p[3], "default": p[4], "required": p[5], "help": p[6], "deprecated": p[8]})
			return s.Done(py.None)
		}},
		call(func(s *steps, self, parser, namespace, values, option value) {
			put(s, self, namespace, s.Attr(self, "const"))
		}))
	for _, b := range []struct {
		registered, name string
		c, def           string
	}{{"store_true", "_StoreTrueAction", "True", "False"}, {"store_false", "_StoreFalseAction", "False", "True"}} {
		define(b.registered, b.name, storeConst, pymod.Func{Sig: "__init__(self, option_strings, dest, default=" + b.def + ", required=False, help=None, deprecated=False)",
			Impl: flagAction(map[string]value{"const": py.Bool(b.c == "True")}, "default", "required", "help", "deprecated")})
	}
	appendAction := define("append", "_AppendAction", actionClass,
		pymod.Func{Sig: "__init__" + actionSig, Impl: valueAction("nargs for append actions must be != 0; if arg strings are not supplying the value to append, the append const action may be more appropriate")},
		call(func(s *steps, self, parser, namespace, values, option value) {
			items := copyItems(s, self, namespace)
			s.Call(items, "append", values)
			put(s, self, namespace, items)
		}))
	define("append_const", "_AppendConstAction", actionClass,
		pymod.Func{Sig: "__init__(self, option_strings, dest, const=None, default=None, required=False, help=None, metavar=None, deprecated=False)",
			Impl: flagAction(nil, "const", "default", "required", "help", "metavar", "deprecated")},
		call(func(s *steps, self, parser, namespace, values, option value) {
			items := copyItems(s, self, namespace)
			s.Call(items, "append", s.Attr(self, "const"))
			put(s, self, namespace, items)
		}))
	define("extend", "_ExtendAction", appendAction, call(func(s *steps, self, parser, namespace, values, option value) {
		items := copyItems(s, self, namespace)
		s.Call(items, "extend", values)
		put(s, self, namespace, items)
	}))
	define("count", "_CountAction", actionClass,
		pymod.Func{Sig: "__init__(self, option_strings, dest, default=None, required=False, help=None, deprecated=False)", Impl: flagAction(nil, "default", "required", "help", "deprecated")},
		call(func(s *steps, self, parser, namespace, values, option value) {
			n := s.AttrOr(namespace, s.Str(s.Attr(self, "dest")), py.None)
			if n.IsNone() {
				n = py.Int(0)
			}
			if !s.Failed() {
				sum, e := py.Add(n, py.Int(1))
				s.Raise(e)
				put(s, self, namespace, sum)
			}
		}))
	sup := map[string]value{"SUPPRESS": suppressV}
	define("help", "_HelpAction", actionClass,
		pymod.Func{Sig: "__init__(self, option_strings, dest=SUPPRESS, default=SUPPRESS, help=None, deprecated=False)", Defaults: sup, Impl: func(self, options, dest, def, help, deprecated value) (value, exc) {
			var s steps
			setAction(&s, self, options, dest, map[string]value{"nargs": py.Int(0), "default": def, "help": help, "deprecated": deprecated})
			return s.Done(py.None)
		}},
		call(func(s *steps, self, parser, namespace, values, option value) {
			s.Call(parser, "print_help")
			s.Call(parser, "exit")
		}))
	define("version", "_VersionAction", actionClass,
		pymod.Func{Sig: "__init__(self, option_strings, version=None, dest=SUPPRESS, default=SUPPRESS, help=None, deprecated=False)", Defaults: sup, Impl: func(p []value) (value, exc) {
			var s steps
			help := p[5]
			if help.IsNone() {
				help = str("show program's version number and exit")
			}
			setAction(&s, p[0], p[1], p[3], map[string]value{"nargs": py.Int(0), "default": p[4], "help": help})
			s.Set(p[0], "version", p[2])
			return s.Done(py.None)
		}},
		call(func(s *steps, self, parser, namespace, values, option value) {
			version := s.Attr(self, "version")
			if version.IsNone() {
				version = s.Attr(parser, "version")
			}
			formatter := s.Call(parser, "_get_formatter")
			s.Call(formatter, "add_text", version)
			s.Call(parser, "_print_message", s.Call(formatter, "format_help"), s.Import("sys", "stdout"))
			s.Call(parser, "exit")
		}))
	if e != nil {
		return e
	}
	if e := defineBooleanAction(m, call); e != nil {
		return e
	}
	return defineSubparsers(m, call)
}

func defineBooleanAction(m *py.Module, call func(func(s *steps, self, parser, namespace, values, option value)) pymod.Func) exc {
	unset := py.NewBuiltin("_deprecated_default", "argparse", "", func() (value, exc) { return py.None, nil }).Value()
	_, e := pymod.Define(m, pymod.Class{Name: "BooleanOptionalAction", Bases: []value{actionClass}, Methods: []pymod.Func{
		{Sig: "__init__(self, option_strings, dest, default=None, type=UNSET, choices=UNSET, required=False, help=None, metavar=UNSET, deprecated=False)",
			Defaults: map[string]value{"UNSET": unset}, Impl: func(p []value) (value, exc) {
				var s steps
				var options []value
				for _, o := range s.Items(p[1]) {
					options = append(options, o)
					if name, ok := strings.CutPrefix(s.Str(o), "--"); ok {
						options = append(options, str("--no-"+name))
					}
				}
				for i, n := range map[int]string{4: "type", 5: "choices", 8: "metavar"} {
					if p[i] == unset {
						p[i] = py.None
					} else {
						s.Raise(py.Warnf(py.DeprecationWarningType, "'%s' is deprecated as of Python 3.12 and will be removed in Python 3.14.", n))
					}
				}
				setAction(&s, p[0], py.NewList(options).Value(), p[2], map[string]value{"nargs": py.Int(0), "default": p[3], "type": p[4],
					"choices": p[5], "required": p[6], "help": p[7], "metavar": p[8], "deprecated": p[9]})
				return s.Done(py.None)
			}},
		call(func(s *steps, self, parser, namespace, values, option value) {
			if s.In(option, s.Attr(self, "option_strings")) {
				put(s, self, namespace, py.Bool(!strings.HasPrefix(s.Str(option), "--no-")))
			}
		}),
		{Sig: "format_usage(self)", Impl: func(self value) (value, exc) {
			var s steps
			return s.Done(s.Call(str(" | "), "join", s.Attr(self, "option_strings")))
		}},
	}})
	return e
}

// defineSubparsers makes the action of add_subparsers.
func defineSubparsers(m *py.Module, call func(func(s *steps, self, parser, namespace, values, option value)) pymod.Func) exc {
	pseudo, e := pymod.New(pymod.Class{Name: "_ChoicesPseudoAction", Qualname: "_SubParsersAction._ChoicesPseudoAction", Module: "argparse", Bases: []value{actionClass}, Methods: []pymod.Func{
		{Sig: "__init__(self, name, aliases, help)", Impl: func(self, name, aliases, help value) (value, exc) {
			var s steps
			metavar := name
			if s.Truth(aliases) {
				metavar = str(s.Str(name) + " (" + s.Str(s.Call(str(", "), "join", aliases)) + ")")
			}
			setAction(&s, self, py.ListV(), name, map[string]value{"help": help, "metavar": metavar})
			return s.Done(py.None)
		}}}})
	if e != nil {
		return e
	}
	v, e := pymod.Define(m, pymod.Class{Name: "_SubParsersAction", Bases: []value{actionClass}, Attrs: []py.Const{{Name: "_ChoicesPseudoAction", Value: pseudo}}, Methods: []pymod.Func{
		{Sig: "__init__(self, option_strings, prog, parser_class, dest=SUPPRESS, required=False, help=None, metavar=None)", Defaults: map[string]value{"SUPPRESS": suppressV}, Impl: func(p []value) (value, exc) {
			var s steps
			self, parsers := p[0], py.NewDict().Value()
			s.Set(self, "_prog_prefix", p[2])
			s.Set(self, "_parser_class", p[3])
			s.Set(self, "_name_parser_map", parsers)
			s.Set(self, "_choices_actions", py.ListV())
			s.Set(self, "_deprecated", py.NewSet().Value())
			setAction(&s, self, p[1], p[4], map[string]value{"nargs": str("A..."), "choices": parsers, "required": p[5], "help": p[6], "metavar": p[7]})
			return s.Done(py.None)
		}},
		{Sig: "add_parser(self, name, *, deprecated=False, **kwargs)", Impl: addParser},
		{Sig: "_get_subactions(self)", Impl: func(self value) (value, exc) { return pymod.Attr(self, "_choices_actions") }},
		call(callSubparser),
	}})
	actions["parsers"] = v
	return e
}

func addParser(self, name, deprecated, kwargs value) (value, exc) {
	var s steps
	kw := py.Heap[py.Dict](kwargs)
	if p, ok := kw.GetStr(py.Intern("prog")); !ok || p.IsNone() {
		kw.SetStr(py.Intern("prog"), str(s.Str(s.Attr(self, "_prog_prefix"))+" "+s.Str(name)))
	}
	aliases, ok, _ := kw.Pop(str("aliases"))
	if !ok {
		aliases = py.EmptyTuple.Value()
	}
	parsers := s.Attr(self, "_name_parser_map")
	if s.In(name, parsers) {
		fail(&s, self, "conflicting subparser: "+s.Str(name))
	}
	others := s.Items(aliases)
	for _, a := range others {
		if s.In(a, parsers) {
			fail(&s, self, "conflicting subparser alias: "+s.Str(a))
		}
	}
	if help, ok, _ := kw.Pop(str("help")); ok {
		s.Call(s.Attr(self, "_choices_actions"), "append", s.Call(self, "_ChoicesPseudoAction", name, aliases, help))
	}
	parser := s.ApplyEx(s.Attr(self, "_parser_class"), py.EmptyTuple.Value(), kwargs)
	s.SetItem(parsers, name, parser)
	for _, a := range others {
		s.SetItem(parsers, a, parser)
	}
	if s.Truth(deprecated) {
		set := s.Attr(self, "_deprecated")
		s.Call(set, "add", name)
		s.Call(set, "update", aliases)
	}
	return s.Done(parser)
}

func callSubparser(s *steps, self, parser, namespace, values, option value) {
	all := s.Items(values)
	if s.Failed() || len(all) == 0 {
		return
	}
	name := all[0]
	if !isSuppress(s.Attr(self, "dest")) {
		put(s, self, namespace, name)
	}
	parsers := s.Attr(self, "_name_parser_map")
	if !s.In(name, parsers) {
		fail(s, self, "unknown parser "+s.Repr(name)+" (choices: "+s.Str(s.Call(str(", "), "join", parsers))+")")
		return
	}
	sub := s.Item(parsers, name)
	if s.In(name, s.Attr(self, "_deprecated")) {
		s.Call(parser, "_warning", str("command '"+s.Str(name)+"' is deprecated"))
	}
	pair := s.Items(s.Call(sub, "parse_known_args", py.NewList(all[1:]).Value(), py.None))
	if s.Failed() || len(pair) != 2 {
		return
	}
	for _, kv := range s.Items(s.Call(s.Attr(pair[0], "__dict__"), "items")) {
		t := s.Items(kv)
		if s.Failed() {
			return
		}
		s.Set(namespace, s.Str(t[0]), t[1])
	}
	if rest := s.Items(pair[1]); len(rest) > 0 {
		if !s.Has(namespace, unrecognized) {
			s.Set(namespace, unrecognized, py.ListV())
		}
		s.Call(s.Attr(namespace, unrecognized), "extend", pair[1])
	}
}

// unrecognized is the attribute of a namespace that gets what subparsers do not know.
const unrecognized = "_unrecognized_args"
