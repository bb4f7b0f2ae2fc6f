package traceback

import (
	"strings"

	"github.com/aio2go/aio2go/runtime/py"
)

// This file implements FrameSummary and StackSummary.

// FrameSummary is an instance of traceback.FrameSummary.
type FrameSummary struct {
	py.Header
	filename, line value // line is unbound where it is that of entry
	entry          py.Entry
	locals         value
}

// FrameSummaryType and StackSummaryType are the classes.
var (
	FrameSummaryType = &py.Type{Name: "FrameSummary"}
	StackSummaryType = &py.Type{Name: "StackSummary"}
)

func init() {
	FrameSummaryType.Define(&frameSpec)
	StackSummaryType.Define(&stackSpec)
}

func fs(v value) *FrameSummary { return py.Heap[FrameSummary](v) }

func newFrame(e py.Entry) value {
	v := FrameSummaryType.Alloc(FrameSummaryType)
	f := fs(v)
	f.entry = e
	f.filename = py.StrV("<unknown>")
	if e.File != nil {
		f.filename = py.StrV(e.File.Name)
	}
	return v
}

// newStack returns the StackSummary of entries.
func newStack(list []py.Entry) value {
	items := make([]value, len(list))
	for i, e := range list {
		items[i] = newFrame(e)
	}
	return stackOf(items)
}

func stackOf(items []value) value {
	v := StackSummaryType.Alloc(StackSummaryType)
	py.Heap[py.List](v).SetItems(items)
	return v
}

var frameSig = py.NewSignature("FrameSummary.__init__", "",
	"(filename, lineno, name, /, *, lookup_line=True, locals=None, line=None, end_lineno=None, colno=None, end_colno=None)")

func frameNew(cls *py.Type, args []value, names []*py.Str) (value, exc) {
	a, e := frameSig.Parse(args, names)
	if e != nil {
		return value{}, e
	}
	v := cls.Alloc(cls)
	f := fs(v)
	f.filename, f.locals = a[0], a[4]
	name, e := py.Str_(a[2])
	if e != nil {
		return value{}, e
	}
	f.entry.Name = name.Str().S
	file, e := py.Str_(a[0])
	if e != nil {
		return value{}, e
	}
	f.entry.File = py.SourceNamed(file.Str().S)
	if f.entry.File == nil {
		f.entry.File = &py.SourceFile{Name: file.Str().S}
	}
	if !absent(a[1]) {
		n, e := py.IndexInt(a[1], py.OverflowErrorType)
		if e != nil {
			return value{}, e
		}
		f.entry.Pos.Line = int32(n)
	}
	if !absent(a[5]) {
		f.line = a[5]
	}
	return v, nil
}

// source is the line attribute: the text of the lines, without white space around.
func (f *FrameSummary) source() string {
	if !f.line.IsUnbound() {
		if s, ok := py.AsStr(f.line); ok {
			return strings.TrimSpace(s.S)
		}
	}
	return strings.TrimSpace(f.entry.File.Line(f.entry.Pos.Line))
}

// format is the text of the entry.
func (f *FrameSummary) format() string {
	if f.line.IsUnbound() {
		return f.entry.Format()
	}
	text := "  File \"" + f.entry.File.Name + "\", line " + itoa(f.entry.Pos.Line) + ", in " + f.entry.Name + "\n"
	if s := f.source(); s != "" {
		text += "    " + s + "\n"
	}
	return text
}

func itoa(n int32) string {
	r, _ := py.Repr(py.Int(int64(n)))
	return r.Str().S
}

func (f *FrameSummary) tuple() []value {
	return []value{f.filename, py.Int(int64(f.entry.Pos.Line)), py.StrV(f.entry.Name), py.StrV(f.source())}
}

// column is an attribute that is None where the entry has no columns.
func column(name string, get func(p py.Position) int32) py.GetSet {
	return py.GetSet{Name: name, Get: func(v value) (value, exc) {
		if p := fs(v).entry.Pos; p.EndLine != 0 {
			return py.Int(int64(get(p))), nil
		}
		return py.None, nil
	}}
}

var frameSpec = py.TypeSpec{
	Module: "traceback",
	Flags:  py.FlagBaseType,
	Layout: py.LayoutOf[FrameSummary](),
	NoHash: true,
	Slots: py.Slots{
		New: frameNew,
		Init: func(value, []value, []*py.Str) exc {
			return nil
		},
		Repr: func(v value) (value, exc) {
			f := fs(v)
			return py.StrV("<FrameSummary file " + f.entry.File.Name + ", line " + itoa(f.entry.Pos.Line) + " in " + f.entry.Name + ">"), nil
		},
		Len:  func(value) (int, exc) { return 4, nil },
		Iter: func(v value) (value, exc) { return py.Iter(py.TupleV(fs(v).tuple()...)) },
		GetItem: func(v, i value) (value, exc) {
			return py.GetItem(py.TupleV(fs(v).tuple()...), i)
		},
		Compare: func(op py.CompareOp, a, b value) (value, exc) {
			if op != py.EQ && op != py.NE {
				return py.NotImplemented, nil
			}
			x, y := py.TupleV(fs(a).tuple()...), b
			if py.IsInstance(b, FrameSummaryType) {
				y = py.TupleV(fs(b).tuple()...)
			} else if _, ok := py.AsTuple(b); !ok {
				return py.NotImplemented, nil
			}
			same, e := py.EqBool(x, y)
			return py.Bool(same == (op == py.EQ)), e
		},
	},
	GetSets: []py.GetSet{
		{Name: "filename", Get: func(v value) (value, exc) { return fs(v).filename, nil }},
		{Name: "lineno", Get: func(v value) (value, exc) { return py.Int(int64(fs(v).entry.Pos.Line)), nil }},
		{Name: "name", Get: func(v value) (value, exc) { return py.StrV(fs(v).entry.Name), nil }},
		{Name: "line", Get: func(v value) (value, exc) { return py.StrV(fs(v).source()), nil }},
		{Name: "locals", Get: func(v value) (value, exc) {
			if l := fs(v).locals; !absent(l) {
				return l, nil
			}
			return py.None, nil
		}},
		{Name: "end_lineno", Get: func(v value) (value, exc) {
			p := fs(v).entry.Pos
			return py.Int(int64(max(p.Line, p.EndLine))), nil
		}},
		column("colno", func(p py.Position) int32 { return p.Col }),
		column("end_colno", func(p py.Position) int32 { return p.EndCol }),
	},
}

// formatList formats a list of FrameSummaries or of tuples like them.
func formatList(list value) ([]string, exc) {
	items, e := py.ToSlice(list)
	if e != nil {
		return nil, e
	}
	frames, e := summaries(items)
	if e != nil {
		return nil, e
	}
	plain := make([]py.Entry, len(frames))
	given := false
	for i, f := range frames {
		plain[i] = fs(f).entry
		given = given || !fs(f).line.IsUnbound()
	}
	if !given {
		return py.FormatEntryList(plain), nil
	}
	parts := make([]string, len(frames))
	for i, f := range frames {
		parts[i] = fs(f).format()
	}
	return parts, nil
}

// summaries makes FrameSummaries of the tuples among items.
func summaries(items []value) ([]value, exc) {
	out := make([]value, len(items))
	for i, x := range items {
		if py.IsInstance(x, FrameSummaryType) {
			out[i] = x
			continue
		}
		t, e := py.Unpack(x, 4)
		if e != nil {
			return nil, e
		}
		if out[i], e = frameNew(FrameSummaryType, t, []*py.Str{py.Intern("line")}); e != nil {
			return nil, e
		}
	}
	return out, nil
}

var stackSpec = py.TypeSpec{
	Base:   py.ListType,
	Module: "traceback",
	Flags:  py.FlagBaseType,
	NoHash: true,
	Methods: []py.Method{
		{Name: "format", Sig: "($self)", Impl: func(v value) (value, exc) { return formatListArgs(v) }},
		{Name: "format_frame_summary", Sig: "($self, frame_summary)", Impl: func(_, f value) (value, exc) {
			if !py.IsInstance(f, FrameSummaryType) {
				return value{}, py.NoAttribute(f, py.Intern("filename"))
			}
			return py.StrV(fs(f).format()), nil
		}},
	},
	ClassMethods: []py.Method{
		{Name: "from_list", Sig: "($cls, a_list)", Impl: func(_, list value) (value, exc) {
			items, e := py.ToSlice(list)
			if e != nil {
				return value{}, e
			}
			if items, e = summaries(items); e != nil {
				return value{}, e
			}
			return stackOf(items), nil
		}},
		{Name: "extract", Sig: "($cls, frame_gen, *, limit=None, lookup_lines=True, capture_locals=False)", Impl: extract},
	},
}

func extract(_ value, a []value) (value, exc) {
	pairs, e := py.ToSlice(a[0])
	if e != nil {
		return value{}, e
	}
	var list []py.Entry
	for _, p := range pairs {
		f, line, e := py.Unpack2(p)
		if e != nil {
			return value{}, e
		}
		if f.Type() != py.FrameType {
			return value{}, py.NoAttribute(f, py.Intern("f_code"))
		}
		n, e := py.IndexInt(line, py.OverflowErrorType)
		if e != nil {
			return value{}, e
		}
		c := py.Heap[py.Frame](f).Code
		list = append(list, py.Entry{File: c.File, Name: c.Name, Pos: py.Position{Line: int32(n)}})
	}
	if list, e = limited(list, a[1]); e != nil {
		return value{}, e
	}
	return newStack(list), nil
}
