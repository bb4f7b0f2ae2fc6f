package warnings

import (
	"github.com/aio2go/aio2go/runtime/py"
	"github.com/aio2go/aio2go/runtime/pymod"
	_ "github.com/aio2go/aio2go/runtime/stdlib/re" // patterns of filters
)

// This file implements the functions of the module.

type (
	value = py.Value
	exc   = *py.Exception
)

var module *py.Module

func absent(v value) bool { return v.IsUnbound() || v.IsNone() }

// category returns the class that category and message stand for.
func category(v, message value) (*py.Type, exc) {
	if e, ok := py.AsException(message); ok && e.Is(py.WarningType) {
		return e.Type(), nil
	}
	if absent(v) {
		return py.UserWarningType, nil
	}
	if !v.IsType() || !py.AsType(v).IsSubclass(py.WarningType) {
		return nil, py.Raisef(py.TypeErrorType, "category must be a Warning subclass, not '%s'", shownClass(v))
	}
	return py.AsType(v), nil
}

// shownClass is the class of v, or the metaclass where v is a class.
func shownClass(v value) string { return v.Type().Name }

func intArg(v value, def int64) (int64, exc) {
	if v.IsUnbound() {
		return def, nil
	}
	n, e := py.IndexInt(v, py.OverflowErrorType)
	return int64(n), e
}

func warn(a []value) (value, exc) {
	t, e := category(a[1], a[0])
	if e != nil {
		return value{}, e
	}
	level, e := intArg(a[2], 1)
	if e != nil {
		return value{}, e
	}
	source := a[3]
	if absent(source) {
		source = value{}
	}
	prefixes, e := skipped(a[4])
	if e != nil {
		return value{}, e
	}
	if len(prefixes) > 0 {
		return py.None, py.WarnSkipping(a[0], t, int(level), source, prefixes)
	}
	return py.None, py.WarnValue(a[0], t, int(level), source)
}

const deprecatedMessage = "{name!r} is deprecated and slated for removal in Python {remove}"

// deprecatedIn warns the caller of its caller that the module's name is going to be
// removed: the library's modules call it.
func deprecatedIn(args []value) (value, exc) {
	remove := args[2]
	if remove.IsUnbound() {
		return value{}, py.Raisef(py.TypeErrorType, "_deprecated() missing 1 required keyword-only argument: 'remove'")
	}
	var s pymod.Steps
	version := args[3]
	if absent(version) {
		version = s.Import("sys", "version_info")
	}
	two := s.Call(version, "__getitem__", py.NewSlice(py.None, py.Int(2), py.None))
	text := s.Str(s.Item(remove, py.Int(0))) + "." + s.Str(s.Item(remove, py.Int(1)))
	if s.Failed() {
		return value{}, s.Exc
	}
	over, e := py.GtBool(two, remove)
	if e == nil && !over {
		if over, e = py.EqBool(two, remove); over && e == nil {
			over = s.Str(s.Item(version, py.Int(3))) != "alpha"
		}
	}
	if e != nil {
		return value{}, e
	}
	if over {
		name, e := py.ReprText(args[0])
		if e != nil {
			return value{}, e
		}
		return value{}, py.Raisef(py.RuntimeErrorType, "%s was slated for removal after Python %s alpha", name, text)
	}
	message := args[1]
	if message.IsUnbound() {
		message = py.StrV(deprecatedMessage)
	}
	message = s.ApplyKw(s.Attr(message, "format"), []value{args[0], py.StrV(text)}, "name", "remove")
	if s.Failed() {
		return value{}, s.Exc
	}
	return py.None, py.WarnValue(message, py.DeprecationWarningType, 2, value{})
}

// skipped returns the prefixes of the files whose frames a warning is not about.
func skipped(v value) ([]string, exc) {
	if v.IsUnbound() {
		return nil, nil
	}
	t, ok := py.AsTuple(v)
	if !ok {
		return nil, py.Raisef(py.TypeErrorType, "warn() argument 'skip_file_prefixes' must be tuple, not %s", v.Type().Name)
	}
	var list []string
	for _, x := range t.Items() {
		s, ok := py.AsStr(x)
		if !ok {
			return nil, py.Raisef(py.TypeErrorType, "Found non-str '%s' in skip_file_prefixes.", x.Type().Name)
		}
		list = append(list, s.S)
	}
	return list, nil
}

func warnExplicit(a []value) (value, exc) {
	if !absent(a[5]) {
		if _, ok := py.AsDict(a[5]); !ok {
			return value{}, py.Raisef(py.TypeErrorType, "'registry' must be a dict or None")
		}
	}
	t, e := category(a[1], a[0])
	if e != nil {
		return value{}, e
	}
	file, ok := py.AsStr(a[2])
	if !ok {
		return value{}, py.Raisef(py.TypeErrorType, "warn_explicit() argument 'filename' must be str, not %s", a[2].Type().Name)
	}
	line, e := intArg(a[3], 0)
	if e != nil {
		return value{}, e
	}
	if !absent(a[6]) {
		if _, ok := py.AsDict(a[6]); !ok {
			return value{}, py.Raisef(py.TypeErrorType, "module_globals must be a dict, not '%s'", a[6].Type().Name)
		}
	}
	mod := file.S
	if n := len(mod); n > 3 && mod[n-3:] == ".py" {
		mod = mod[:n-3]
	}
	if s, ok := py.AsStr(a[4]); ok {
		mod = s.S
	}
	return py.None, py.WarnExplicit(a[0], t, mod, file.S, py.SourceNamed(file.S), int32(line), value{})
}

// action checks the name of an action.
func action(v value) (py.WarningAction, exc) {
	if s, ok := py.AsStr(v); ok {
		switch a := py.WarningAction(s.S); a {
		case py.WarnError, py.WarnIgnore, py.WarnAlways, py.WarnDefault, py.WarnModule, py.WarnOnce:
			return a, nil
		}
	}
	r, e := py.Repr(v)
	if e != nil {
		return "", e
	}
	return "", py.Raisef(py.ValueErrorType, "invalid action: %s", r.Str().S)
}

// matcher returns what matches a pattern of a filter.
func matcher(pattern value, fold bool) (func(string) bool, exc) {
	var s pymod.Steps
	flags := py.Int(0)
	if fold {
		flags = s.Import("re", "IGNORECASE")
	}
	match := s.Attr(s.Apply(s.Import("re", "compile"), pattern, flags), "match")
	return func(text string) bool {
		m, e := py.Call1(match, py.StrV(text))
		return e == nil && !m.IsNone()
	}, s.Exc
}

// addFilter puts f into the list, before the others unless it is to be appended; an equal
// one is taken out first.
func addFilter(f py.WarningFilter, last bool) {
	list := make([]py.WarningFilter, 0, len(py.WarningFilters)+1)
	for _, g := range py.WarningFilters {
		same := g.Action == f.Action && g.Category == f.Category && g.Line == f.Line && sameText(g.Message, f.Message) && sameText(g.Module, f.Module)
		switch {
		case !same:
			list = append(list, g)
		case last:
			return
		}
	}
	if last {
		list = append(list, f)
	} else {
		list = append([]py.WarningFilter{f}, list...)
	}
	setFilters(list)
}

func sameText(a, b value) bool {
	same, e := py.EqBool(a, b)
	return e == nil && same
}

// setFilters makes list the filters and shows them as warnings.filters.
func setFilters(list []py.WarningFilter) {
	py.WarningFilters = list
	py.WarningsChanged()
	showFilters()
}

func showFilters() {
	if module == nil {
		return
	}
	items := make([]value, len(py.WarningFilters))
	for i := range py.WarningFilters {
		f := &py.WarningFilters[i]
		if f.Shown.IsUnbound() {
			f.Shown = py.TupleV(py.Intern(string(f.Action)).Value(), f.Message, f.Category.Value(), f.Module, py.Int(int64(f.Line)))
		}
		items[i] = f.Shown
	}
	module.Set("filters", py.NewList(items).Value())
}

func filter(act, message, cat, mod, lineno, last value) exc {
	f := py.WarningFilter{Message: py.None, Module: py.None}
	var e exc
	if f.Action, e = action(act); e != nil {
		return e
	}
	for _, p := range []struct {
		name string
		v    value
		fold bool
		text *value
		m    *func(string) bool
	}{{"message", message, true, &f.Message, &f.MatchMessage}, {"module", mod, false, &f.Module, &f.MatchModule}} {
		if p.v.IsUnbound() {
			continue
		}
		s, ok := py.AsStr(p.v)
		if !ok {
			return py.Raisef(py.TypeErrorType, "%s must be a string", p.name)
		}
		if s.S != "" {
			*p.text = p.v
			if *p.m, e = matcher(p.v, p.fold); e != nil {
				return e
			}
		}
	}
	f.Category = py.WarningType
	if !cat.IsUnbound() {
		if !cat.IsType() || !py.AsType(cat).IsSubclass(py.WarningType) {
			return py.Raisef(py.TypeErrorType, "category must be a Warning subclass")
		}
		f.Category = py.AsType(cat)
	}
	if !lineno.IsUnbound() {
		if !lineno.IsInt() {
			return py.Raisef(py.TypeErrorType, "lineno must be an int")
		}
		n, e := intArg(lineno, 0)
		if e != nil {
			return e
		}
		if n < 0 {
			return py.Raisef(py.ValueErrorType, "lineno must be an int >= 0")
		}
		f.Line = int(n)
	}
	end := false
	if !last.IsUnbound() {
		if end, e = py.Truth(last); e != nil {
			return e
		}
	}
	addFilter(f, end)
	return nil
}

// shown makes the WarningMessage of the arguments of formatwarning and showwarning.
func shown(message, cat, file, line, source value) (*py.WarningMessage, exc) {
	w := &py.WarningMessage{Message: message, Category: py.UserWarningType}
	if cat.IsType() {
		w.Category = py.AsType(cat)
	}
	f, e := py.Str_(file)
	if e != nil {
		return nil, e
	}
	n, e := intArg(line, 0)
	w.Filename, w.Line = f.Str().S, int32(n)
	if e == nil && !absent(source) {
		text, e := py.CallMethod0(source, py.Intern("strip"))
		if e != nil {
			return nil, e
		}
		if w.Text, e = py.StrText(text); e != nil {
			return nil, e
		}
	}
	return w, e
}

func formatWarning(a []value) (value, exc) {
	w, e := shown(a[0], a[1], a[2], a[3], a[4])
	if e != nil {
		return value{}, e
	}
	return py.StrV(py.FormatWarning(w)), nil
}

func showWarning(a []value) (value, exc) {
	w, e := shown(a[0], a[1], a[2], a[3], a[5])
	if e != nil {
		return value{}, e
	}
	return py.None, output(w, a[4])
}

var (
	nameShow   = py.Intern("showwarning")
	nameFormat = py.Intern("formatwarning")
	nameWrite  = py.Intern("write")

	ownShow, ownFormat value
)

// output writes a warning to file, or to stderr, as formatwarning formats it.
func output(w *py.WarningMessage, file value) exc {
	text := ""
	if f, ok := module.Get(nameFormat); ok && f != ownFormat {
		s, e := py.CallN(f, []value{w.Message, w.Category.Value(), py.StrV(w.Filename), py.Int(int64(w.Line)), py.None})
		if e != nil {
			return e
		}
		if s, e = py.Str_(s); e != nil {
			return e
		}
		text = s.Str().S
	} else {
		text = py.FormatWarning(w)
	}
	if absent(file) {
		if sys := py.LoadedModule("sys"); sys != nil {
			if stderr, ok := sys.Get(py.Intern("stderr")); ok && stderr.IsNone() {
				return nil // as of a program without a console
			}
		}
		py.WriteStderr(text)
		return nil
	}
	_, e := py.CallMethod1(file, nameWrite, py.StrV(text))
	return e
}

// show is the hook by which the engine shows warnings once the module is imported.
func show(w *py.WarningMessage) exc {
	// A showwarning that was set inside of catch_warnings(record=True) is what is called.
	if f, ok := module.Get(nameShow); ok && f != ownShow {
		_, e := py.CallN(f, []value{w.Message, w.Category.Value(), py.StrV(w.Filename), py.Int(int64(w.Line)), py.None, py.None})
		return e
	}
	if len(records) > 0 {
		if l := records[len(records)-1]; l != nil {
			py.ListAppend(l.Value(), newMessage(w))
			return nil
		}
	}
	return output(w, value{})
}

var spec = py.ModuleSpec{
	Name: "warnings",
	Doc:  "Python part of the warnings subsystem.",
	Functions: []py.Method{
		{Name: "warn", Sig: "(message, category=None, stacklevel=1, source=None, *, skip_file_prefixes=())", Impl: warn},
		{Name: "warn_explicit", Sig: "(message, category, filename, lineno, module=<unrepresentable>, registry=None, module_globals=None, source=None)", Impl: warnExplicit},
		{Name: "showwarning", Sig: "(message, category, filename, lineno, file=None, line=None)", Impl: showWarning},
		{Name: "formatwarning", Sig: "(message, category, filename, lineno, line=None)", Impl: formatWarning},
		{Name: "filterwarnings", Sig: "(action, message='', category=Warning, module='', lineno=0, append=False)", Impl: func(a []value) (value, exc) {
			return py.None, filter(a[0], a[1], a[2], a[3], a[4], a[5])
		}},
		{Name: "simplefilter", Sig: "(action, category=Warning, lineno=0, append=False)", Impl: func(act, cat, line, last value) (value, exc) {
			return py.None, filter(act, value{}, cat, value{}, line, last)
		}},
		{Name: "resetwarnings", Sig: "()", Impl: func() (value, exc) {
			setFilters(nil)
			return py.None, nil
		}},
		{Name: "_deprecated", Sig: "(name, message=_DEPRECATED_MSG, *, remove=None, _version=None)", Impl: deprecatedIn},
		{Name: "_filters_mutated", Sig: "()", Impl: func() (value, exc) {
			py.WarningsChanged()
			return py.None, nil
		}},
	},
	Types: []*py.Type{catchType, messageType, deprecatedType},
	Init: func(m *py.Module) exc {
		module = m
		ownShow, _ = m.Get(nameShow)
		ownFormat, _ = m.Get(nameFormat)
		m.Set("_DEPRECATED_MSG", py.StrV(deprecatedMessage))
		m.Set("defaultaction", py.StrV(string(py.WarningDefaultAction)))
		m.Set("onceregistry", py.NewDict().Value())
		showFilters()
		py.ShowWarning = show
		return nil
	},
}

func init() { py.RegisterModule(&spec) }
