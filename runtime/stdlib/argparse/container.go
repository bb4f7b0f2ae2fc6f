package argparse

import (
	"regexp"
	"strings"

	"github.com/aio2go/aio2go/runtime/py"
	"github.com/aio2go/aio2go/runtime/pymod"
)

// This file implements _ActionsContainer and the groups: what a parser and its groups
// have in common.

var negativeNumber = regexp.MustCompile(`^-\d+$|^-\d*\.\d+$`)

// registered are the actions in the order in which a container registers them.
var registered = []string{"store", "store_const", "store_true", "store_false", "append", "append_const", "count", "help", "version", "parsers", "extend"}

func initContainer(self, description, prefixChars, argumentDefault, conflict value) (value, exc) {
	var s steps
	s.Set(self, "description", description)
	s.Set(self, "argument_default", argumentDefault)
	s.Set(self, "prefix_chars", prefixChars)
	s.Set(self, "conflict_handler", conflict)
	s.Set(self, "_registries", py.NewDict().Value())
	s.Call(self, "register", str("action"), py.None, actions["store"])
	for _, n := range registered {
		s.Call(self, "register", str("action"), str(n), actions[n])
	}
	s.Call(self, "_get_handler")
	s.Set(self, "_actions", py.ListV())
	s.Set(self, "_option_string_actions", py.NewDict().Value())
	s.Set(self, "_action_groups", py.ListV())
	s.Set(self, "_mutually_exclusive_groups", py.ListV())
	s.Set(self, "_defaults", py.NewDict().Value())
	s.Set(self, "_has_negative_number_optionals", py.ListV())
	return s.Done(py.None)
}

func setDefaults(self, kwargs value) (value, exc) {
	var s steps
	s.Call(s.Attr(self, "_defaults"), "update", kwargs)
	for _, a := range s.List(self, "_actions") {
		if dest := s.Attr(a, "dest"); s.In(dest, kwargs) {
			s.Set(a, "default", s.Item(kwargs, dest))
		}
	}
	return s.Done(py.None)
}

func getDefault(self, dest value) (value, exc) {
	var s steps
	for _, a := range s.List(self, "_actions") {
		if s.Eq(s.Attr(a, "dest"), dest) {
			if d := s.Attr(a, "default"); !d.IsNone() {
				return s.Done(d)
			}
		}
	}
	return s.Done(s.Call(s.Attr(self, "_defaults"), "get", dest, py.None))
}

// hasPrefix reports whether the string begins with one of the parser's prefix characters.
func hasPrefix(s *steps, self value, text string) bool {
	for _, c := range text {
		return strings.ContainsRune(s.Str(s.Attr(self, "prefix_chars")), c)
	}
	return false
}

func addArgument(self, args, kwargs value) (value, exc) {
	var s steps
	names := py.Heap[py.Tuple](args).Items()
	kw := py.Heap[py.Dict](kwargs)
	positional := len(names) == 0
	if len(names) == 1 {
		first := s.Item(names[0], py.Int(0))
		positional = !s.Failed() && !s.In(first, s.Attr(self, "prefix_chars"))
	}
	if positional {
		if _, ok := kw.GetStr(py.Intern("dest")); ok && len(names) > 0 {
			s.Failf(py.ValueErrorType, "dest supplied twice for positional argument")
		}
		kwargs = s.ApplyEx(s.Attr(self, "_get_positional_kwargs"), args, kwargs)
	} else {
		kwargs = s.ApplyEx(s.Attr(self, "_get_optional_kwargs"), args, kwargs)
	}
	if s.Failed() {
		return value{}, s.Exc
	}
	kw, _ = py.AsDict(kwargs)
	if _, ok := kw.GetStr(py.Intern("default")); !ok {
		dest := s.Item(kwargs, str("dest"))
		defaults := s.Attr(self, "_defaults")
		if s.In(dest, defaults) {
			kw.SetStr(py.Intern("default"), s.Item(defaults, dest))
		} else if d := s.Attr(self, "argument_default"); !d.IsNone() {
			kw.SetStr(py.Intern("default"), d)
		}
	}
	cls := s.Call(self, "_pop_action_class", kwargs)
	if !s.Failed() && !py.Callable(cls) {
		s.Failf(py.ValueErrorType, "unknown action \"%s\"", s.Str(cls))
	}
	action := s.ApplyEx(cls, py.EmptyTuple.Value(), kwargs)
	t := s.Attr(action, "type")
	fn := s.Call(self, "_registry_get", str("type"), t, t)
	if !s.Failed() && !py.Callable(fn) {
		s.Failf(py.ValueErrorType, "%s is not callable", s.Repr(fn))
	}
	if !s.Failed() && fn == fileTypeClass {
		s.Failf(py.ValueErrorType, "%s is a FileType class object, instance of it must be passed", s.Repr(fn))
	}
	if s.Has(self, "_get_formatter") {
		s.Call(s.Call(self, "_get_formatter"), "_format_args", action, py.None)
		if s.Failed() && s.Exc.Is(py.TypeErrorType) {
			prev := py.EnterHandler(s.Exc)
			s.Exc = py.Raisef(py.ValueErrorType, "length of metavar tuple does not match nargs")
			py.LeaveHandler(prev)
		}
	}
	return s.Done(s.Call(self, "_add_action", action))
}

func addAction(self, action value) (value, exc) {
	var s steps
	s.Call(self, "_check_conflict", action)
	s.Call(s.Attr(self, "_actions"), "append", action)
	s.Set(action, "container", self)
	options := s.List(action, "option_strings")
	table := s.Attr(self, "_option_string_actions")
	for _, o := range options {
		s.SetItem(table, o, action)
	}
	for _, o := range options {
		if negativeNumber.MatchString(s.Str(o)) {
			if l := s.Attr(self, "_has_negative_number_optionals"); !s.Truth(l) {
				s.Call(l, "append", py.True)
			}
		}
	}
	return s.Done(action)
}

// addContainerActions takes the actions and groups of a parent parser over.
func addContainerActions(self, container value) (value, exc) {
	var s steps
	byTitle := py.NewDict().Value()
	for _, g := range s.List(self, "_action_groups") {
		title := s.Attr(g, "title")
		if s.In(title, byTitle) {
			s.Failf(py.ValueErrorType, "cannot merge actions - two groups are named %s", s.Repr(title))
		}
		s.SetItem(byTitle, title, g)
	}
	home := map[value]value{}
	for _, g := range s.List(container, "_action_groups") {
		title := s.Attr(g, "title")
		if !s.In(title, byTitle) {
			s.SetItem(byTitle, title, s.ApplyKw(s.Attr(self, "add_argument_group"), []value{title, s.Attr(g, "description"), s.Attr(g, "conflict_handler")}, "title", "description", "conflict_handler"))
		}
		for _, a := range s.List(g, "_group_actions") {
			home[a] = s.Item(byTitle, title)
		}
	}
	for _, g := range s.List(container, "_mutually_exclusive_groups") {
		mutex := s.ApplyKw(s.Attr(self, "add_mutually_exclusive_group"), []value{s.Attr(g, "required")}, "required")
		for _, a := range s.List(g, "_group_actions") {
			home[a] = mutex
		}
	}
	for _, a := range s.List(container, "_actions") {
		to, ok := home[a]
		if !ok {
			to = self
		}
		s.Call(to, "_add_action", a)
	}
	return s.Done(py.None)
}

func positionalKwargs(self, dest, kwargs value) (value, exc) {
	var s steps
	kw := py.Heap[py.Dict](kwargs).Copy()
	if _, ok := kw.GetStr(py.Intern("required")); ok {
		s.Failf(py.TypeErrorType, "'required' is an invalid argument for positionals")
	}
	text := ""
	if n, ok := kw.GetStr(py.Intern("nargs")); ok {
		if t, ok := py.AsStr(n); ok {
			text = t.S
		}
	}
	_, hasDefault := kw.GetStr(py.Intern("default"))
	if text != "?" && text != "*" || text == "*" && !hasDefault {
		kw.SetStr(py.Intern("required"), py.True)
	}
	kw.SetStr(py.Intern("dest"), dest)
	kw.SetStr(py.Intern("option_strings"), py.ListV())
	return s.Done(kw.Value())
}

func optionalKwargs(self, args, kwargs value) (value, exc) {
	var s steps
	chars := s.Str(s.Attr(self, "prefix_chars"))
	var options []value
	first, last := "", ""
	for _, a := range py.Heap[py.Tuple](args).Items() {
		o := s.Str(a)
		if s.Failed() {
			break
		}
		if o == "" {
			s.Failf(py.IndexErrorType, "string index out of range")
			break
		}
		if !hasPrefix(&s, self, o) {
			s.Failf(py.ValueErrorType, "invalid option string %s: must start with a character %s", s.Repr(a), py.QuoteStr(chars))
			break
		}
		options = append(options, a)
		last = o
		if r := []rune(o); len(r) > 1 && strings.ContainsRune(chars, r[1]) && first == "" {
			first = o
		}
	}
	kw := py.Heap[py.Dict](kwargs).Copy()
	dest, _, e := kw.Pop(str("dest"))
	s.Raise(e)
	if dest.IsUnbound() || dest.IsNone() {
		if first == "" && len(options) > 0 {
			first = s.Str(options[0])
		}
		name := strings.TrimLeft(first, chars)
		if name == "" {
			s.Failf(py.ValueErrorType, "dest= is required for options like %s", py.QuoteStr(last))
		}
		dest = str(strings.ReplaceAll(name, "-", "_"))
	}
	kw.SetStr(py.Intern("dest"), dest)
	kw.SetStr(py.Intern("option_strings"), py.NewList(options).Value())
	return s.Done(kw.Value())
}

func checkConflict(self, action value) (value, exc) {
	var s steps
	table := s.Attr(self, "_option_string_actions")
	var conflicts []value
	for _, o := range s.List(action, "option_strings") {
		if s.In(o, table) {
			conflicts = append(conflicts, py.TupleV(o, s.Item(table, o)))
		}
	}
	if len(conflicts) > 0 {
		s.Apply(s.Call(self, "_get_handler"), action, py.NewList(conflicts).Value())
	}
	return s.Done(py.None)
}

func conflictError(self, action, conflicts value) (value, exc) {
	var s steps
	var names []string
	for _, c := range s.Items(conflicts) {
		names = append(names, s.Str(s.Item(c, py.Int(0))))
	}
	plural := ""
	if len(names) != 1 {
		plural = "s"
	}
	fail(&s, action, "conflicting option string"+plural+": "+strings.Join(names, ", "))
	return s.Done(py.None)
}

func conflictResolve(self, action, conflicts value) (value, exc) {
	var s steps
	for _, c := range s.Items(conflicts) {
		o, old := s.Item(c, py.Int(0)), s.Item(c, py.Int(1))
		options := s.Attr(old, "option_strings")
		s.Call(options, "remove", o)
		s.Call(s.Attr(self, "_option_string_actions"), "pop", o, py.None)
		if !s.Truth(options) {
			s.Call(s.Attr(old, "container"), "_remove_action", old)
		}
	}
	return s.Done(py.None)
}

var containerClass, groupClass, mutexClass value

func defineContainer(m *py.Module) (e exc) {
	containerClass, e = pymod.Define(m, pymod.Class{Name: "_ActionsContainer", Methods: []pymod.Func{
		{Sig: "__init__(self, description, prefix_chars, argument_default, conflict_handler)", Impl: initContainer},
		{Sig: "register(self, registry_name, value, object)", Impl: func(self, registry, v, object value) (value, exc) {
			var s steps
			s.SetItem(s.Call(s.Attr(self, "_registries"), "setdefault", registry, py.NewDict().Value()), v, object)
			return s.Done(py.None)
		}},
		{Sig: "_registry_get(self, registry_name, value, default=None)", Impl: func(self, registry, v, def value) (value, exc) {
			var s steps
			return s.Done(s.Call(s.Item(s.Attr(self, "_registries"), registry), "get", v, def))
		}},
		{Sig: "set_defaults(self, **kwargs)", Impl: setDefaults},
		{Sig: "get_default(self, dest)", Impl: getDefault},
		{Sig: "add_argument(self, *args, **kwargs)", Doc: "add_argument(dest, ..., name=value, ...)\nadd_argument(option_string, option_string, ..., name=value, ...)\n", Impl: addArgument},
		{Sig: "add_argument_group(self, *args, **kwargs)", Impl: func(self, args, kwargs value) (value, exc) {
			var s steps
			g := s.ApplyEx(groupClass, py.NewTuple(append([]value{self}, py.Heap[py.Tuple](args).Items()...)).Value(), kwargs)
			s.Call(s.Attr(self, "_action_groups"), "append", g)
			return s.Done(g)
		}},
		{Sig: "add_mutually_exclusive_group(self, **kwargs)", Impl: func(self, kwargs value) (value, exc) {
			var s steps
			g := s.ApplyEx(mutexClass, py.TupleV(self), kwargs)
			s.Call(s.Attr(self, "_mutually_exclusive_groups"), "append", g)
			return s.Done(g)
		}},
		{Sig: "_add_action(self, action)", Impl: addAction},
		{Sig: "_remove_action(self, action)", Impl: func(self, action value) (value, exc) {
			var s steps
			return s.Done(s.Call(s.Attr(self, "_actions"), "remove", action))
		}},
		{Sig: "_add_container_actions(self, container)", Impl: addContainerActions},
		{Sig: "_get_positional_kwargs(self, dest, **kwargs)", Impl: positionalKwargs},
		{Sig: "_get_optional_kwargs(self, *args, **kwargs)", Impl: optionalKwargs},
		{Sig: "_pop_action_class(self, kwargs, default=None)", Impl: func(self, kwargs, def value) (value, exc) {
			var s steps
			a := s.Call(kwargs, "pop", str("action"), def)
			return s.Done(s.Call(self, "_registry_get", str("action"), a, a))
		}},
		{Sig: "_get_handler(self)", Impl: func(self value) (value, exc) {
			var s steps
			h := s.Attr(self, "conflict_handler")
			f := s.AttrOr(self, "_handle_conflict_"+s.Str(h), value{})
			if f.IsUnbound() {
				s.Failf(py.ValueErrorType, "invalid conflict_resolution value: %s", s.Repr(h))
			}
			return s.Done(f)
		}},
		{Sig: "_check_conflict(self, action)", Impl: checkConflict},
		{Sig: "_handle_conflict_error(self, action, conflicting_actions)", Impl: conflictError},
		{Sig: "_handle_conflict_resolve(self, action, conflicting_actions)", Impl: conflictResolve},
	}})
	if e != nil {
		return e
	}
	return defineGroups(m)
}

// shared are the attributes that a group has in common with its container.
var shared = []string{"_registries", "_actions", "_option_string_actions", "_defaults", "_has_negative_number_optionals", "_mutually_exclusive_groups"}

func initGroup(self, container, title, description, kwargs value) (value, exc) {
	var s steps
	kw := py.Heap[py.Dict](kwargs)
	for _, n := range []string{"conflict_handler", "prefix_chars", "argument_default"} {
		if _, ok := kw.GetStr(py.Intern(n)); !ok {
			kw.SetStr(py.Intern(n), s.Attr(container, n))
		}
	}
	kw.SetStr(py.Intern("description"), description)
	s.ApplyEx(s.Attr(containerClass, "__init__"), py.TupleV(self), kwargs)
	s.Set(self, "title", title)
	s.Set(self, "_group_actions", py.ListV())
	for _, n := range shared {
		s.Set(self, n, s.Attr(container, n))
	}
	return s.Done(py.None)
}

// nested is the warning about a group in a group, and then what the container does.
func nested(method, what string) func(self, args, kwargs value) (value, exc) {
	return func(self, args, kwargs value) (value, exc) {
		var s steps
		s.Raise(py.Warn(py.DeprecationWarningType, "Nesting "+what+" groups is deprecated.", 2))
		fn := s.Attr(containerClass, method)
		return s.Done(s.ApplyEx(fn, py.NewTuple(append([]value{self}, py.Heap[py.Tuple](args).Items()...)).Value(), kwargs))
	}
}

func defineGroups(m *py.Module) (e exc) {
	groupClass, e = pymod.Define(m, pymod.Class{Name: "_ArgumentGroup", Bases: []value{containerClass}, Methods: []pymod.Func{
		{Sig: "__init__(self, container, title=None, description=None, **kwargs)", Impl: initGroup},
		{Sig: "_add_action(self, action)", Impl: func(self, action value) (value, exc) {
			var s steps
			a, e := addAction(self, action)
			s.Raise(e)
			s.Call(s.Attr(self, "_group_actions"), "append", a)
			return s.Done(a)
		}},
		{Sig: "_remove_action(self, action)", Impl: func(self, action value) (value, exc) {
			var s steps
			s.Call(s.Attr(self, "_actions"), "remove", action)
			return s.Done(s.Call(s.Attr(self, "_group_actions"), "remove", action))
		}},
		{Sig: "add_argument_group(self, *args, **kwargs)", Impl: nested("add_argument_group", "argument")},
	}})
	if e != nil {
		return e
	}
	mutexClass, e = pymod.Define(m, pymod.Class{Name: "_MutuallyExclusiveGroup", Bases: []value{groupClass}, Methods: []pymod.Func{
		{Sig: "__init__(self, container, required=False)", Impl: func(self, container, required value) (value, exc) {
			var s steps
			s.Apply(s.Attr(groupClass, "__init__"), self, container)
			s.Set(self, "required", required)
			s.Set(self, "_container", container)
			return s.Done(py.None)
		}},
		{Sig: "_add_action(self, action)", Impl: func(self, action value) (value, exc) {
			var s steps
			if s.Is(action, "required") {
				s.Failf(py.ValueErrorType, "mutually exclusive arguments must be optional")
			}
			a := s.Call(s.Attr(self, "_container"), "_add_action", action)
			s.Call(s.Attr(self, "_group_actions"), "append", a)
			return s.Done(a)
		}},
		{Sig: "_remove_action(self, action)", Impl: func(self, action value) (value, exc) {
			var s steps
			s.Call(s.Attr(self, "_container"), "_remove_action", action)
			return s.Done(s.Call(s.Attr(self, "_group_actions"), "remove", action))
		}},
		{Sig: "add_mutually_exclusive_group(self, *args, **kwargs)", Impl: nested("add_mutually_exclusive_group", "mutually exclusive")},
	}})
	return e
}
