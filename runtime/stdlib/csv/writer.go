package csv

import (
	"strings"

	"github.com/aio2go/aio2go/runtime/py"
)

// This file implements the writer.

type writer struct {
	py.Header
	d     *dialect
	write value
}

var writerType = py.NewBuiltinType("writer", &py.TypeSpec{
	Module: "_csv", Layout: py.LayoutOf[writer](), NoNew: true,
	Doc: "CSV writer\n\nWriter objects are responsible for generating tabular data\nin CSV format from sequence input.",
	Methods: []py.Method{
		{Name: "writerow", Impl: func(v, row value) (value, exc) { return py.Heap[writer](v).row(row) }},
		{Name: "writerows", Impl: func(v, rows value) (value, exc) {
			return py.None, py.Each(rows, func(row value) exc {
				_, e := py.Heap[writer](v).row(row)
				return e
			})
		}},
	},
	GetSets: []py.GetSet{{Name: "dialect", Get: func(v value) (value, exc) { return py.Heap[writer](v).d.Value(), nil }}},
})

func newWriter(args []value, names []*py.Str) (value, exc) {
	n, e := countArgs(args, names)
	if e != nil {
		return value{}, e
	}
	write, found, e := py.LookupAttr(args[0], py.Intern("write"))
	if e != nil {
		return value{}, e
	}
	if !found || !py.Callable(write) {
		return value{}, py.Raisef(py.TypeErrorType, `argument 1 must have a "write" method`)
	}
	base := value{}
	if n > 1 {
		base = args[1]
	}
	d, e := newDialect(base, args[n:], names)
	if e != nil {
		return value{}, e
	}
	v := writerType.Alloc(writerType)
	w := py.Heap[writer](v)
	w.d, w.write = d, write
	return v, nil
}

// isNumber reports whether PyNumber_Check(v).
func isNumber(v value) bool {
	t := v.Type()
	if v.IsInt() || t.Has(py.FlagFloat) || t.Has(py.FlagComplex) {
		return true
	}
	for _, name := range []string{"__int__", "__float__", "__index__"} {
		if !t.Lookup(py.Intern(name)).IsUnbound() {
			return true
		}
	}
	return false
}

func (w *writer) row(row value) (value, exc) {
	it, e := py.Iter(row)
	if e != nil {
		if e.Is(py.TypeErrorType) {
			return value{}, fail("iterable expected, not %s", row.Type().Name)
		}
		return value{}, e
	}
	var b strings.Builder
	d := w.d
	fields, lastEmptyNull := 0, false
	for {
		v, ok, e := py.Next(it)
		if e != nil {
			return value{}, e
		}
		if !ok {
			break
		}
		quoted := false
		switch d.quoting {
		case quoteNonNumeric:
			quoted = !isNumber(v)
		case quoteAll:
			quoted = true
		case quoteStrings:
			quoted = v.IsStr()
		case quoteNotNull:
			quoted = !v.IsNone()
		}
		lastEmptyNull = v.IsNone()
		text := ""
		if !v.IsNone() {
			s, e := py.Str_(v)
			if e != nil {
				return value{}, e
			}
			text = s.Str().S
		}
		if fields > 0 {
			b.WriteString(py.RuneStr(d.delimiter).S)
		}
		if e := w.field(&b, text, quoted, v.IsNone()); e != nil {
			return value{}, e
		}
		fields++
	}
	if fields > 0 && b.Len() == 0 {
		if d.quoting == quoteNone || lastEmptyNull && (d.quoting == quoteStrings || d.quoting == quoteNotNull) {
			return value{}, fail("single empty field record must be quoted")
		}
		q := py.RuneStr(d.quote).S
		b.WriteString(q + q)
	}
	b.WriteString(d.terminator)
	return py.Call1(w.write, py.StrV(b.String()))
}

// anyByte reports whether a byte of text is in set.
func anyByte(text string, set *[256]bool) bool {
	for i := range len(text) {
		if set[text[i]] {
			return true
		}
	}
	return false
}

// field writes one field, in quotes if asked for or if it needs them.
func (w *writer) field(b *strings.Builder, text string, quoted, isNull bool) exc {
	d := w.d
	if special, ok := d.specialBytes(); ok && text != "" && !anyByte(text, special) && !strings.ContainsAny(text, d.terminator) {
		if quoted && d.quote != none {
			q := py.RuneStr(d.quote).S
			b.WriteString(q)
			b.WriteString(text)
			b.WriteString(q)
		} else {
			b.WriteString(text)
		}
		return nil
	}
	var out strings.Builder
	for _, c := range py.NewStr(text).Runes() {
		escape := false
		if c == d.delimiter || d.escape != none && c == d.escape || d.quote != none && c == d.quote || c == '\n' || c == '\r' || strings.Contains(d.terminator, py.RuneStr(c).S) {
			if d.quoting == quoteNone {
				escape = true
			} else {
				if d.quote != none && c == d.quote {
					if d.doubleQuote {
						out.WriteString(py.RuneStr(d.quote).S)
					} else {
						escape = true
					}
				} else if d.escape != none && c == d.escape {
					escape = true
				}
				if !escape {
					quoted = true
				}
			}
			if escape {
				if d.escape == none {
					return fail("need to escape, but no escapechar set")
				}
				out.WriteString(py.RuneStr(d.escape).S)
			}
		}
		out.WriteString(py.RuneStr(c).S)
	}
	if text == "" && d.delimiter == ' ' && d.skipSpace {
		if d.quoting == quoteNone || isNull && (d.quoting == quoteStrings || d.quoting == quoteNotNull) {
			return fail("empty field must be quoted if delimiter is a space and skipinitialspace is true")
		}
		quoted = true
	}
	if quoted && d.quote != none {
		q := py.RuneStr(d.quote).S
		b.WriteString(q + out.String() + q)
		return nil
	}
	b.WriteString(out.String())
	return nil
}
