package traceback

import (
	"strings"

	"github.com/aio2go/aio2go/runtime/py"
)

// This file implements the functions of the module.

type (
	value = py.Value
	exc   = *py.Exception
)

var nameWrite = py.Intern("write")

func absent(v value) bool { return v.IsUnbound() || v.IsNone() }

// write writes parts to file, to sys.stderr where that is absent.
func write(file value, parts []string) (value, exc) {
	if absent(file) {
		py.WriteStderr(strings.Join(parts, ""))
		return py.None, nil
	}
	for _, p := range parts {
		if _, e := py.CallMethod1(file, nameWrite, py.StrV(p)); e != nil {
			return value{}, e
		}
	}
	return py.None, nil
}

func strList(parts []string) value {
	items := make([]value, len(parts))
	for i, p := range parts {
		items[i] = py.StrV(p)
	}
	return py.NewList(items).Value()
}

// options makes the options of a format function.
func options(limit, chain value) (py.FormatOptions, exc) {
	var o py.FormatOptions
	if !absent(limit) {
		n, e := py.IndexInt(limit, py.OverflowErrorType)
		if e != nil {
			return o, e
		}
		o.Limit, o.HasLimit = int(n), true
	}
	if !chain.IsUnbound() {
		t, e := py.Truth(chain)
		if e != nil {
			return o, e
		}
		o.NoChain = !t
	}
	return o, nil
}

// formatParts is format_exception(x, val, tb, limit, chain).
func formatParts(x, val, tb, limit, chain value) ([]string, exc) {
	if val.IsUnbound() != tb.IsUnbound() {
		return nil, py.Raisef(py.ValueErrorType, "Both or neither of value and tb must be given")
	}
	if val.IsUnbound() {
		val = x
		if e, ok := py.AsException(x); ok {
			tb = traceOf(e)
		} else if !x.IsNone() {
			return nil, py.Raisef(py.TypeErrorType, "Exception expected for value, %s found", x.Type().Name)
		}
	}
	if val.IsNone() {
		return []string{"NoneType: None\n"}, nil
	}
	e, ok := py.AsException(val)
	if !ok {
		return nil, py.Raisef(py.TypeErrorType, "Exception expected for value, %s found", val.Type().Name)
	}
	o, fail := options(limit, chain)
	if fail != nil {
		return nil, fail
	}
	return withTraceback(e, tb, func() []string { return py.FormatExceptionParts(e, o) }), nil
}

// traceOf returns e.__traceback__.
func traceOf(e exc) value {
	if e.Traceback == nil {
		return py.None
	}
	return e.Traceback.Value()
}

// asTraceback returns the traceback that v is, nil for None.
func asTraceback(v value) *py.Traceback {
	if absent(v) || v.Type() != py.TracebackType {
		return nil
	}
	return py.Heap[py.Traceback](v)
}

// withTraceback calls f while e has the traceback tb.
func withTraceback(e exc, tb value, f func() []string) []string {
	saved := e.Traceback
	e.Traceback = asTraceback(tb)
	defer func() { e.Traceback = saved }()
	return f()
}

func formatException(a []value) (value, exc) {
	parts, e := formatParts(a[0], a[1], a[2], a[3], a[4])
	if e != nil {
		return value{}, e
	}
	return strList(parts), nil
}

func printException(a []value) (value, exc) {
	parts, e := formatParts(a[0], a[1], a[2], a[3], a[5])
	if e != nil {
		return value{}, e
	}
	return write(a[4], parts)
}

// printLast prints the exception that sys.last_exc is, or what the three older attributes are. In
// the first case CPython hands limit and file on in the places of a value and a traceback, so that it
// prints "NoneType: None" or fails.
func printLast(limit, file, chain value) (value, exc) {
	sys, e := py.ImportModule("sys")
	if e != nil {
		return value{}, e
	}
	last := func(name string) (v value, found bool) {
		if e == nil {
			v, found, e = py.LookupAttr(sys, py.Intern(name))
		}
		return v, found
	}
	x, found := last("last_exc")
	for _, v := range []*value{&limit, &file} {
		if v.IsUnbound() {
			*v = py.None
		}
	}
	if chain.IsUnbound() {
		chain = py.True
	}
	if e != nil {
		return value{}, e
	}
	if found {
		for _, arg := range []struct {
			v    value
			name string // of the attribute that CPython asks it for, in the place of another argument
		}{{file, "tb_frame"}, {limit, "__suppress_context__"}} {
			if !arg.v.IsNone() {
				if _, e := py.GetAttr(arg.v, py.Intern(arg.name)); e != nil {
					return value{}, e
				}
			}
		}
		return printException([]value{x, py.None, py.None, chain, py.None, py.True})
	}
	args := []value{x, {}, {}, limit, file, chain}
	if args[0], found = last("last_type"); !found && e == nil {
		e = py.Raisef(py.ValueErrorType, "no last exception")
	}
	for i, name := range []string{"last_value", "last_traceback"} {
		if args[i+1], found = last(name); !found && e == nil {
			e = py.Raisef(py.AttributeErrorType, "module 'sys' has no attribute '%s'", name)
		}
	}
	if e != nil {
		return value{}, e
	}
	return printException(args)
}

// handled is sys.exception().
func handled() value {
	if e := py.Handled(); e != nil {
		return e.Value()
	}
	return py.None
}

func printExc(limit, file, chain value) (value, exc) {
	parts, e := formatParts(handled(), value{}, value{}, limit, chain)
	if e != nil {
		return value{}, e
	}
	return write(file, parts)
}

func formatExc(limit, chain value) (value, exc) {
	parts, e := formatParts(handled(), value{}, value{}, limit, chain)
	if e != nil {
		return value{}, e
	}
	return py.StrV(strings.Join(parts, "")), nil
}

func formatExceptionOnly(x, val, showGroup value) (value, exc) {
	if val.IsUnbound() {
		val = x
	}
	if val.IsNone() {
		return strList([]string{"NoneType: None\n"}), nil
	}
	e, ok := py.AsException(val)
	if !ok {
		return value{}, py.Raisef(py.TypeErrorType, "Exception expected for value, %s found", val.Type().Name)
	}
	groups := false
	if !showGroup.IsUnbound() {
		var fail exc
		if groups, fail = py.Truth(showGroup); fail != nil {
			return value{}, fail
		}
	}
	return strList(onlyParts(e, groups, 0)), nil
}

// onlyParts is format_exception_only, with the members of groups where they are wanted.
func onlyParts(e exc, groups bool, depth int) []string {
	indent := strings.Repeat(" ", 3*depth)
	var parts []string
	for _, p := range py.ExceptionOnlyParts(e) {
		if depth == 0 {
			parts = append(parts, p)
			continue
		}
		for _, line := range strings.SplitAfter(strings.TrimSuffix(p, "\n"), "\n") {
			parts = append(parts, indent+strings.TrimSuffix(line, "\n")+"\n")
		}
	}
	if groups {
		for _, m := range e.Members() {
			parts = append(parts, onlyParts(m, groups, depth+1)...)
		}
	}
	return parts
}

// limited cuts entries to a limit as extract_tb does.
func limited(list []py.Entry, limit value) ([]py.Entry, exc) {
	if absent(limit) {
		return list, nil
	}
	n, e := py.IndexInt(limit, py.OverflowErrorType)
	switch {
	case e != nil:
		return nil, e
	case n >= 0 && int(n) < len(list):
		list = list[:n]
	case n < 0 && int(-n) < len(list):
		list = list[len(list)+int(n):]
	}
	return list, nil
}

func extractTB(tb, limit value) (value, exc) {
	list, e := limited(asTraceback(tb).Entries(), limit)
	if e != nil {
		return value{}, e
	}
	return newStack(list), nil
}

func formatTB(tb, limit value) (value, exc) {
	list, e := limited(asTraceback(tb).Entries(), limit)
	if e != nil {
		return value{}, e
	}
	return strList(py.FormatEntryList(list)), nil
}

func printTB(tb, limit, file value) (value, exc) {
	list, e := limited(asTraceback(tb).Entries(), limit)
	if e != nil {
		return value{}, e
	}
	return write(file, py.FormatEntryList(list))
}

// stackEntries are the frames that run, or those of the frame f, outermost first.
func stackEntries(f, limit value) ([]py.Entry, exc) {
	var frames []*py.Frame
	if absent(f) {
		frames = py.CallerFrames()
	} else if f.Type() == py.FrameType {
		for fr := py.Heap[py.Frame](f); fr != nil; fr = fr.Back {
			frames = append(frames, fr)
		}
	}
	list := make([]py.Entry, 0, len(frames))
	for i := len(frames) - 1; i >= 0; i-- {
		list = append(list, py.Entry{File: frames[i].Code.File, Name: frames[i].Code.Name, Pos: py.Position{Line: frames[i].Line}})
	}
	if absent(limit) {
		return list, nil
	}
	// The limit counts from the innermost frame.
	n, e := py.IndexInt(limit, py.OverflowErrorType)
	switch {
	case e != nil:
		return nil, e
	case n >= 0 && int(n) < len(list):
		list = list[len(list)-int(n):]
	case n < 0 && int(-n) < len(list):
		list = list[:-n]
	}
	return list, nil
}

func extractStack(f, limit value) (value, exc) {
	list, e := stackEntries(f, limit)
	if e != nil {
		return value{}, e
	}
	return newStack(list), nil
}

func formatStack(f, limit value) (value, exc) {
	list, e := stackEntries(f, limit)
	if e != nil {
		return value{}, e
	}
	return strList(py.FormatEntryList(list)), nil
}

func printStack(f, limit, file value) (value, exc) {
	list, e := stackEntries(f, limit)
	if e != nil {
		return value{}, e
	}
	return write(file, py.FormatEntryList(list))
}

func formatListArgs(list value) (value, exc) {
	parts, e := formatList(list)
	if e != nil {
		return value{}, e
	}
	return strList(parts), nil
}

func printList(list, file value) (value, exc) {
	parts, e := formatList(list)
	if e != nil {
		return value{}, e
	}
	return write(file, parts)
}

// walkTB returns an iterator over the pairs of frame and line of a traceback.
func walkTB(tb value) (value, exc) {
	var items []value
	for t := asTraceback(tb); t != nil; t = t.Next {
		items = append(items, py.TupleV(py.NewFrameObject(t.Code, t.Line()), py.Int(int64(t.Line()))))
	}
	return py.Iter(py.NewList(items).Value())
}

func walkStack(f value) (value, exc) {
	var items []value
	frames := py.CallerFrames()
	if !absent(f) && f.Type() == py.FrameType {
		frames = nil
		for fr := py.Heap[py.Frame](f); fr != nil; fr = fr.Back {
			frames = append(frames, fr)
		}
	}
	for _, fr := range frames {
		items = append(items, py.TupleV(fr.Value(), py.Int(int64(fr.Line))))
	}
	return py.Iter(py.NewList(items).Value())
}

var spec = py.ModuleSpec{
	Name: "traceback",
	Doc:  "Extract, format and print information about Python stack traces.",
	Functions: []py.Method{
		{Name: "print_exc", Sig: "(limit=None, file=None, chain=True)", Impl: printExc},
		{Name: "format_exc", Sig: "(limit=None, chain=True)", Impl: formatExc},
		{Name: "print_last", Sig: "(limit=None, file=None, chain=True)", Impl: printLast},
		{Name: "print_exception", Sig: "(exc, /, value=<implicit>, tb=<implicit>, limit=None, file=None, chain=True)", Impl: printException},
		{Name: "format_exception", Sig: "(exc, /, value=<implicit>, tb=<implicit>, limit=None, chain=True)", Impl: formatException},
		{Name: "format_exception_only", Sig: "(exc, /, value=<implicit>, *, show_group=False)", Impl: formatExceptionOnly},
		{Name: "extract_tb", Sig: "(tb, limit=None)", Impl: extractTB},
		{Name: "format_tb", Sig: "(tb, limit=None)", Impl: formatTB},
		{Name: "print_tb", Sig: "(tb, limit=None, file=None)", Impl: printTB},
		{Name: "extract_stack", Sig: "(f=None, limit=None)", Impl: extractStack},
		{Name: "format_stack", Sig: "(f=None, limit=None)", Impl: formatStack},
		{Name: "print_stack", Sig: "(f=None, limit=None, file=None)", Impl: printStack},
		{Name: "format_list", Sig: "(extracted_list)", Impl: formatListArgs},
		{Name: "print_list", Sig: "(extracted_list, file=None)", Impl: printList},
		{Name: "walk_tb", Sig: "(tb)", Impl: walkTB},
		{Name: "walk_stack", Sig: "(f)", Impl: walkStack},
		{Name: "clear_frames", Sig: "(tb)", Impl: func(value) (value, exc) { py.FramesCleared(); return py.None, nil }},
	},
	Types: []*py.Type{FrameSummaryType, StackSummaryType, ExceptionType},
}

func init() { py.RegisterModule(&spec) }
