// Package textwrap implements the module textwrap (Python library reference, textwrap:
// Text wrapping and filling).
package textwrap

import (
	"strings"
	"unicode/utf8"
	"unsafe"

	"github.com/aio2go/aio2go/runtime/py"
)

type (
	value = py.Value
	exc   = *py.Exception
)

var spec = py.ModuleSpec{
	Name:  "textwrap",
	Doc:   "Text wrapping and filling.",
	Types: []*py.Type{wrapperType},
	Functions: []py.Method{
		{Name: "dedent", Sig: "(text)", Impl: func(t value) (value, exc) {
			s, ok := py.AsStr(t)
			if !ok {
				return value{}, py.Raisef(py.TypeErrorType, "expected string or bytes-like object, got '%s'", t.Type().Name)
			}
			return py.StrV(Dedent(s.S)), nil
		}},
		{Name: "indent", Sig: "(text, prefix, predicate=None)", Impl: indent},
		{Name: "wrap", Impl: func(args []value, names []*py.Str) (value, exc) { return withOptions("wrap", args, names, wrapList) }},
		{Name: "fill", Impl: func(args []value, names []*py.Str) (value, exc) { return withOptions("fill", args, names, fill) }},
		{Name: "shorten", Impl: func(args []value, names []*py.Str) (value, exc) {
			return withOptions("shorten", args, names, func(o *options, s string) (value, exc) {
				o.maxLines = 1
				return fill(o, strings.Join(strings.Fields(s), " "))
			})
		}},
	},
}

func init() { py.RegisterModule(&spec) }

// Dedent removes the white space that all lines begin with.
func Dedent(s string) string {
	lines := strings.Split(s, "\n")
	margin, found := "", false
	for i, l := range lines {
		trimmed := strings.TrimLeft(l, " \t")
		if trimmed == "" {
			lines[i] = ""
			continue
		}
		in := l[:len(l)-len(trimmed)]
		switch {
		case !found:
			margin, found = in, true
		case strings.HasPrefix(in, margin):
		case strings.HasPrefix(margin, in):
			margin = in
		default:
			k := 0
			for k < len(in) && k < len(margin) && in[k] == margin[k] {
				k++
			}
			margin = margin[:k]
		}
	}
	if margin != "" {
		for i, l := range lines {
			lines[i] = strings.TrimPrefix(l, margin)
		}
	}
	return strings.Join(lines, "\n")
}

func indent(text, prefix, predicate value) (value, exc) {
	linesV, e := py.CallMethod1(text, py.Intern("splitlines"), py.True)
	if e != nil {
		return value{}, e
	}
	p, e := py.StrText(prefix)
	if e != nil {
		return value{}, e
	}
	var b strings.Builder
	e = py.Each(linesV, func(line value) exc {
		s := line.Str().S
		add := strings.TrimSpace(s) != ""
		if !predicate.IsUnbound() && !predicate.IsNone() {
			r, e := py.Call1(predicate, line)
			if e != nil {
				return e
			}
			if add, e = py.Truth(r); e != nil {
				return e
			}
		}
		if add {
			b.WriteString(p)
		}
		b.WriteString(s)
		return nil
	})
	return py.StrV(b.String()), e
}

// options are the attributes of a TextWrapper.
type options struct {
	width, tabSize, maxLines             int
	initial, subsequent, placeholder     string
	expandTabs, replaceSpace, fixEndings bool
	dropSpace, breakLong, breakHyphens   bool
}

func newOptions() *options {
	return &options{width: 70, tabSize: 8, maxLines: -1, placeholder: " [...]", expandTabs: true, replaceSpace: true, dropSpace: true, breakLong: true, breakHyphens: true}
}

// set sets the option name; ok is false where there is none.
func (o *options) set(name string, v value) (ok bool, e exc) {
	for n, dst := range map[string]*int{"width": &o.width, "tabsize": &o.tabSize, "max_lines": &o.maxLines} {
		if n == name {
			if v.IsNone() {
				*dst = -1
				return true, nil
			}
			*dst, e = py.Ssize(v)
			return true, e
		}
	}
	for n, dst := range map[string]*string{"initial_indent": &o.initial, "subsequent_indent": &o.subsequent, "placeholder": &o.placeholder} {
		if n == name {
			*dst, e = py.StrText(v)
			return true, e
		}
	}
	for n, dst := range map[string]*bool{"expand_tabs": &o.expandTabs, "replace_whitespace": &o.replaceSpace, "fix_sentence_endings": &o.fixEndings,
		"drop_whitespace": &o.dropSpace, "break_long_words": &o.breakLong, "break_on_hyphens": &o.breakHyphens} {
		if n == name {
			*dst, e = py.Truth(v)
			return true, e
		}
	}
	return false, nil
}

func withOptions(fn string, args []value, names []*py.Str, f func(o *options, s string) (value, exc)) (value, exc) {
	n := len(args) - len(names)
	if n < 1 || n > 2 {
		return value{}, py.Raisef(py.TypeErrorType, "%s() takes from 1 to 2 positional arguments but %d were given", fn, n)
	}
	o := newOptions()
	if n == 2 {
		if _, e := o.set("width", args[1]); e != nil {
			return value{}, e
		}
	}
	for i, name := range names {
		ok, e := o.set(name.S, args[n+i])
		if e != nil {
			return value{}, e
		}
		if !ok {
			return value{}, py.Raisef(py.TypeErrorType, "TextWrapper.__init__() got an unexpected keyword argument '%s'", name.S)
		}
	}
	s, e := py.StrText(args[0])
	if e != nil {
		return value{}, e
	}
	return f(o, s)
}

func fill(o *options, s string) (value, exc) {
	lines, e := o.wrap(s)
	return py.StrV(strings.Join(lines, "\n")), e
}

func wrapList(o *options, s string) (value, exc) {
	lines, e := o.wrap(s)
	items := make([]value, len(lines))
	for i, l := range lines {
		items[i] = py.StrV(l)
	}
	return py.NewList(items).Value(), e
}

func length(s string) int { return utf8.RuneCountInString(s) }

func cutRunes(s string, n int) (string, string) {
	for i := range s {
		if n == 0 {
			return s[:i], s[i:]
		}
		n--
	}
	return s, ""
}

// wrap is TextWrapper.wrap.
func (o *options) wrap(s string) ([]string, exc) {
	if o.expandTabs {
		v, e := py.CallMethod1(py.StrV(s), py.Intern("expandtabs"), py.Int(int64(o.tabSize)))
		if e != nil {
			return nil, e
		}
		s = v.Str().S
	}
	if o.replaceSpace {
		s = strings.Map(func(c rune) rune {
			if c < 0x80 && isSpace(byte(c)) {
				return ' '
			}
			return c
		}, s)
	}
	chunks := o.chunks(s)
	if o.fixEndings {
		for i := 0; i+1 < len(chunks); i++ {
			w := chunks[i]
			if k := len(w) - 1; w[k] == '"' || w[k] == '\'' {
				w = w[:k]
			}
			if chunks[i+1] == " " && len(w) >= 2 && strings.IndexByte(".?!", w[len(w)-1]) >= 0 && w[len(w)-2] >= 'a' && w[len(w)-2] <= 'z' {
				chunks[i+1] = "  "
			}
		}
	}
	if o.width <= 0 {
		return nil, py.Raisef(py.ValueErrorType, "invalid width %d (must be > 0)", o.width)
	}
	if o.maxLines > 0 {
		in := o.initial
		if o.maxLines > 1 {
			in = o.subsequent
		}
		if length(in)+length(strings.TrimLeft(o.placeholder, " \t\n")) > o.width {
			return nil, py.Raisef(py.ValueErrorType, "placeholder too large for max width")
		}
	}
	return o.lines(chunks), nil
}

func blank(s string) bool { return strings.TrimSpace(s) == "" }

func (o *options) lines(chunks []string) []string {
	var lines []string
	for len(chunks) > 0 {
		in := o.initial
		if len(lines) > 0 {
			in = o.subsequent
		}
		width := o.width - length(in)
		if o.dropSpace && blank(chunks[0]) && len(lines) > 0 {
			chunks = chunks[1:]
		}
		var cur []string
		n := 0
		for len(chunks) > 0 && n+length(chunks[0]) <= width {
			cur = append(cur, chunks[0])
			n += length(chunks[0])
			chunks = chunks[1:]
		}
		if len(chunks) > 0 && length(chunks[0]) > width {
			space := width - n // nothing fits if it is 0, and the space before stays
			if width < 1 {
				space = 1
			}
			switch {
			case o.breakLong:
				head, tail := cutRunes(chunks[0], space)
				if o.breakHyphens {
					// A hyphen within the piece is a better place to break.
					if k := strings.LastIndexByte(head, '-'); k > 0 && strings.Trim(head[:k], "-") != "" && tail != "" {
						head, tail = chunks[0][:k+1], chunks[0][k+1:]
					}
				}
				cur = append(cur, head)
				chunks = append([]string{tail}, chunks[1:]...)
				if tail == "" {
					chunks = chunks[1:]
				}
			case len(cur) == 0:
				cur = append(cur, chunks[0])
				chunks = chunks[1:]
			}
			n = 0
			for _, c := range cur {
				n += length(c)
			}
		}
		if o.dropSpace && len(cur) > 0 && blank(cur[len(cur)-1]) {
			n -= length(cur[len(cur)-1])
			cur = cur[:len(cur)-1]
		}
		if len(cur) == 0 {
			continue
		}
		if o.maxLines < 0 || len(lines)+1 < o.maxLines ||
			(len(chunks) == 0 || o.dropSpace && len(chunks) == 1 && blank(chunks[0])) && n <= width {
			lines = append(lines, in+strings.Join(cur, ""))
			continue
		}
		return o.truncate(lines, cur, in, n, width)
	}
	return lines
}

// truncate ends the text with the placeholder.
func (o *options) truncate(lines, cur []string, in string, n, width int) []string {
	for len(cur) > 0 {
		last := cur[len(cur)-1]
		if !blank(last) && n+length(o.placeholder) <= width {
			return append(lines, in+strings.Join(append(cur, o.placeholder), ""))
		}
		n -= length(last)
		cur = cur[:len(cur)-1]
	}
	if k := len(lines) - 1; k >= 0 {
		prev := strings.TrimRight(lines[k], " \t\n\r")
		if length(prev)+length(o.placeholder) <= o.width {
			lines[k] = prev + o.placeholder
			return lines
		}
	}
	return append(lines, in+strings.TrimLeft(o.placeholder, " \t\n\r"))
}

// wrapper is an instance of TextWrapper; its attributes are the options.
type wrapper struct {
	py.Header
	Attrs py.Attrs
}

var optionNames = []string{"width", "initial_indent", "subsequent_indent", "expand_tabs", "replace_whitespace", "fix_sentence_endings", "break_long_words",
	"drop_whitespace", "break_on_hyphens", "tabsize", "max_lines", "placeholder"}

var wrapperType = &py.Type{Name: "TextWrapper"}

func init() {
	sig := py.NewSignature("TextWrapper.__init__", "", "(width=70, initial_indent='', subsequent_indent='', expand_tabs=True, replace_whitespace=True, fix_sentence_endings=False, break_long_words=True, drop_whitespace=True, break_on_hyphens=True, tabsize=8, *, max_lines=None, placeholder=' [...]')")
	read := func(v value) (*options, exc) {
		o := newOptions()
		for _, n := range optionNames {
			x, e := py.GetAttr(v, py.Intern(n))
			if e != nil {
				return nil, e
			}
			if _, e := o.set(n, x); e != nil {
				return nil, e
			}
		}
		return o, nil
	}
	run := func(f func(o *options, s string) (value, exc)) any {
		return func(v, text value) (value, exc) {
			o, e := read(v)
			if e != nil {
				return value{}, e
			}
			s, e := py.StrText(text)
			if e != nil {
				return value{}, e
			}
			return f(o, s)
		}
	}
	wrapperType.Define(&py.TypeSpec{
		Module: "textwrap", Flags: py.FlagBaseType, Layout: py.LayoutWithAttrs[wrapper](unsafe.Offsetof(wrapper{}.Attrs)),
		Slots: py.Slots{
			New: func(cls *py.Type, args []value, names []*py.Str) (value, exc) { return cls.Alloc(cls), nil },
			Init: func(v value, args []value, names []*py.Str) exc {
				p, e := sig.Parse(args, names)
				if e != nil {
					return e
				}
				defs := []value{py.Int(70), py.StrV(""), py.StrV(""), py.True, py.True, py.False, py.True, py.True, py.True, py.Int(8), py.None, py.StrV(" [...]")}
				for i, n := range optionNames {
					x := p[i]
					if x.IsUnbound() {
						x = defs[i]
					}
					py.AttrsOf(v).Set(py.Intern(n), x)
				}
				return nil
			},
		},
		Methods: []py.Method{
			{Name: "wrap", Sig: "($self, text)", Impl: run(wrapList)},
			{Name: "fill", Sig: "($self, text)", Impl: run(fill)},
			{Name: "_split", Sig: "($self, text)", Impl: run(func(o *options, s string) (value, exc) {
				out := py.NewList(nil)
				for _, c := range o.chunks(s) {
					out.Append(py.StrV(c))
				}
				return out.Value(), nil
			})},
		},
	})
}
