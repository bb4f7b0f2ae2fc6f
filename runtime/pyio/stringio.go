package pyio

import (
	"strings"
	"unsafe"

	"github.com/aio2go/aio2go/runtime/py"
)

// This file implements StringIO.

// StringIO is a text file in memory. While it is only written at its end, its text is
// in a builder; code points are spread out when they are first asked for by position.
type StringIO struct {
	py.Header
	b       strings.Builder
	runes   []rune // the text instead of b, when spread
	spread  bool
	pos     int
	newline string
	univers bool
	closed  bool
	Attrs   py.Attrs
}

var stringIOSig = py.NewSignature("StringIO", "", "(initial_value='', newline='\\n')")

// StringIOType is io.StringIO.
var StringIOType = &py.Type{Name: "StringIO"}

var stringIOSpec = py.TypeSpec{
	Base: TextIOBaseType, Module: "_io", Flags: py.FlagBaseType,
	Doc:    "Text I/O implementation using an in-memory buffer.",
	Layout: py.LayoutWithAttrs[StringIO](unsafe.Offsetof(StringIO{}.Attrs)),
	Slots: py.Slots{
		New: func(cls *py.Type, args []py.Value, names []*py.Str) (py.Value, *py.Exception) {
			v := cls.Alloc(cls)
			py.Heap[StringIO](v).newline = "\n"
			return v, nil
		},
		Init: stringIOInit,
		Next: func(v py.Value) (py.Value, bool, *py.Exception) {
			f := py.Heap[StringIO](v)
			if f.closed {
				return py.Value{}, false, errStringClosed()
			}
			line := f.line(-1)
			return py.StrV(line), line != "", nil
		},
	},
	Methods: []py.Method{
		{Name: "write", Sig: "($self, s, /)", Impl: func(v, x py.Value) (py.Value, *py.Exception) {
			s, ok := py.AsStr(x)
			if !ok {
				return py.Value{}, py.Raisef(py.TypeErrorType, "string argument expected, got '%s'", x.Type().ShownName())
			}
			f := py.Heap[StringIO](v)
			if f.closed {
				return py.Value{}, errStringClosed()
			}
			f.WriteString(s.S)
			return py.Int(int64(s.Len())), nil
		}},
		{Name: "getvalue", Sig: "($self, /)", Impl: func(v py.Value) (py.Value, *py.Exception) {
			f := py.Heap[StringIO](v)
			if f.closed {
				return py.Value{}, errStringClosed()
			}
			return py.StrV(f.Text()), nil
		}},
		{Name: "read", Sig: "($self, size=-1, /)", Impl: func(v, size py.Value) (py.Value, *py.Exception) {
			n, exc := SizeArg(size)
			if exc != nil {
				return py.Value{}, exc
			}
			f := py.Heap[StringIO](v)
			if f.closed {
				return py.Value{}, errStringClosed()
			}
			return py.StrV(f.take(n)), nil
		}},
		{Name: "readline", Sig: "($self, size=-1, /)", Impl: func(v, size py.Value) (py.Value, *py.Exception) {
			n, exc := SizeArg(size)
			if exc != nil {
				return py.Value{}, exc
			}
			f := py.Heap[StringIO](v)
			if f.closed {
				return py.Value{}, errStringClosed()
			}
			return py.StrV(f.line(n)), nil
		}},
		{Name: "seek", Sig: "($self, pos, whence=0, /)", Impl: stringIOSeek},
		{Name: "tell", Sig: "($self, /)", Impl: func(v py.Value) (py.Value, *py.Exception) {
			f := py.Heap[StringIO](v)
			if f.closed {
				return py.Value{}, errStringClosed()
			}
			f.spreadOut()
			return py.Int(int64(f.pos)), nil
		}},
		{Name: "truncate", Sig: "($self, pos=None, /)", Impl: func(v, size py.Value) (py.Value, *py.Exception) {
			f := py.Heap[StringIO](v)
			if f.closed {
				return py.Value{}, errStringClosed()
			}
			f.spreadOut()
			n := f.pos
			if !size.IsUnbound() && !size.IsNone() {
				var exc *py.Exception
				if n, exc = py.Ssize(size); exc != nil {
					return py.Value{}, exc
				}
				if n < 0 {
					return py.Value{}, py.Raisef(py.ValueErrorType, "Negative size value %d", n)
				}
			}
			f.runes = f.runes[:min(n, len(f.runes))]
			return py.Int(int64(n)), nil
		}},
		{Name: "close", Sig: "($self, /)", Impl: func(v py.Value) (py.Value, *py.Exception) {
			f := py.Heap[StringIO](v)
			f.closed, f.runes = true, nil
			f.b.Reset()
			return py.None, nil
		}},
		{Name: "readable", Sig: "($self, /)", Impl: stringIOTrue},
		{Name: "writable", Sig: "($self, /)", Impl: stringIOTrue},
		{Name: "seekable", Sig: "($self, /)", Impl: stringIOTrue},
	},
	GetSets: []py.GetSet{
		{Name: "closed", Get: func(v py.Value) (py.Value, *py.Exception) { return py.Bool(py.Heap[StringIO](v).closed), nil }},
		{Name: "line_buffering", Get: func(v py.Value) (py.Value, *py.Exception) { return py.False, nil }},
	},
}

func init() { StringIOType.Define(&stringIOSpec) }

func stringIOTrue(v py.Value) (py.Value, *py.Exception) {
	if py.Heap[StringIO](v).closed {
		return py.Value{}, errStringClosed()
	}
	return py.True, nil
}

func stringIOInit(v py.Value, args []py.Value, names []*py.Str) *py.Exception {
	p, exc := stringIOSig.Parse(args, names)
	if exc != nil {
		return exc
	}
	if exc := checkNewline(p[1]); exc != nil {
		return exc
	}
	f := py.Heap[StringIO](v)
	f.b.Reset()
	f.runes, f.spread, f.pos, f.closed = nil, false, 0, false
	f.newline, f.univers = "\n", false
	if !p[1].IsUnbound() {
		if p[1].IsNone() {
			f.univers = true
		} else {
			f.newline = p[1].Str().S
		}
	}
	if p[0].IsUnbound() || p[0].IsNone() {
		return nil
	}
	if !p[0].IsStr() {
		return py.Raisef(py.TypeErrorType, "initial_value must be str or None, not %s", p[0].Type().ShownName())
	}
	if s := p[0].Str().S; s != "" {
		f.WriteString(s)
		f.spreadOut()
		f.pos = 0
	}
	return nil
}

// spreadOut turns the text into code points.
func (f *StringIO) spreadOut() {
	if !f.spread {
		f.runes = py.NewStr(f.b.String()).Runes()
		f.b.Reset()
		f.spread, f.pos = true, len(f.runes)
	}
}

// Text returns the whole text.
func (f *StringIO) Text() string {
	if !f.spread {
		return f.b.String()
	}
	return runesString(f.runes)
}

func runesString(r []rune) string {
	var b strings.Builder
	b.Grow(len(r))
	for _, c := range r {
		if c < 0x80 {
			b.WriteByte(byte(c))
		} else {
			b.WriteString(py.RuneStr(c).S)
		}
	}
	return b.String()
}

// WriteString writes s at the position.
func (f *StringIO) WriteString(s string) {
	switch {
	case f.univers && strings.Contains(s, "\r"):
		s = strings.ReplaceAll(strings.ReplaceAll(s, "\r\n", "\n"), "\r", "\n")
	case f.newline == "\r" || f.newline == "\r\n":
		s = strings.ReplaceAll(s, "\n", f.newline)
	}
	if !f.spread {
		f.b.WriteString(s)
		return
	}
	r := py.NewStr(s).Runes()
	for f.pos > len(f.runes) {
		f.runes = append(f.runes, 0)
	}
	n := copy(f.runes[f.pos:], r)
	f.runes = append(f.runes, r[n:]...)
	f.pos += len(r)
}

func (f *StringIO) take(n int) string {
	f.spreadOut()
	if f.pos >= len(f.runes) {
		return ""
	}
	end := len(f.runes)
	if n >= 0 {
		end = min(end, f.pos+n)
	}
	s := runesString(f.runes[f.pos:end])
	f.pos = end
	return s
}

func (f *StringIO) line(limit int) string {
	f.spreadOut()
	if f.pos >= len(f.runes) {
		return ""
	}
	end := f.pos
	for end < len(f.runes) && (limit < 0 || end-f.pos < limit) {
		c := f.runes[end]
		end++
		if c == '\n' && f.newline != "\r" || c == '\r' && f.newline == "\r" {
			break
		}
		if c == '\r' && f.newline == "" {
			if end < len(f.runes) && f.runes[end] == '\n' {
				end++
			}
			break
		}
	}
	s := runesString(f.runes[f.pos:end])
	f.pos = end
	return s
}

func stringIOSeek(v, pos, whence py.Value) (py.Value, *py.Exception) {
	f := py.Heap[StringIO](v)
	if f.closed {
		return py.Value{}, errStringClosed()
	}
	f.spreadOut()
	n, exc := py.Ssize(pos)
	if exc != nil {
		return py.Value{}, exc
	}
	how, exc := whenceArg(whence)
	if exc != nil {
		return py.Value{}, exc
	}
	switch {
	case how < 0 || how > 2:
		return py.Value{}, py.Raisef(py.ValueErrorType, "Invalid whence (%d, should be 0, 1 or 2)", how)
	case how == 0 && n < 0:
		return py.Value{}, py.Raisef(py.ValueErrorType, "Negative seek position %d", n)
	case how != 0 && n != 0:
		return py.Value{}, py.Raisef(py.OSErrorType, "Can't do nonzero cur-relative seeks")
	}
	switch how {
	case 0:
		f.pos = n
	case 2:
		f.pos = len(f.runes)
	}
	return py.Int(int64(f.pos)), nil
}

func errStringClosed() *py.Exception {
	return py.Raisef(py.ValueErrorType, "I/O operation on closed file")
}
