package csv

import (
	"github.com/aio2go/aio2go/runtime/py"
)

// This file implements the reader: a state machine over characters.

type readState uint8

const (
	startRecord readState = iota
	startField
	escapedChar
	inField
	inQuoted
	escapeInQuoted
	quoteInQuoted
	eatNewline
	afterEscapedNewline
)

type reader struct {
	py.Header
	d        *dialect
	lines    value // iterator
	state    readState
	field    []byte // used again
	length   int    // characters in field
	width    int    // the most fields of a row
	fields   []value
	unquoted bool
	line     int
}

var readerType = py.NewBuiltinType("reader", &py.TypeSpec{
	Module: "_csv", Layout: py.LayoutOf[reader](), NoNew: true,
	Doc: "CSV reader\n\nReader objects are responsible for reading and parsing tabular data\nin CSV format.",
	Slots: py.Slots{
		Iter: func(v value) (value, exc) { return v, nil },
		Next: func(v value) (value, bool, exc) { return py.Heap[reader](v).next() },
	},
	GetSets: []py.GetSet{
		{Name: "dialect", Get: func(v value) (value, exc) { return py.Heap[reader](v).d.Value(), nil }},
		{Name: "line_num", Get: func(v value) (value, exc) { return py.IntOf(py.Heap[reader](v).line), nil }},
	},
})

func newReader(args []value, names []*py.Str) (value, exc) {
	n, e := countArgs(args, names)
	if e != nil {
		return value{}, e
	}
	it, e := py.Iter(args[0])
	if e != nil {
		return value{}, e
	}
	base := value{}
	if n > 1 {
		base = args[1]
	}
	d, e := newDialect(base, args[n:], names)
	if e != nil {
		return value{}, e
	}
	v := readerType.Alloc(readerType)
	r := py.Heap[reader](v)
	r.d, r.lines = d, it
	return v, nil
}

func (r *reader) reset() {
	r.fields, r.state, r.unquoted = nil, startRecord, false
	r.field = r.field[:0]
	r.length = 0
}

func (r *reader) next() (value, bool, exc) {
	r.reset()
	for {
		line, ok, e := py.Next(r.lines)
		if e != nil {
			return value{}, false, e
		}
		if !ok {
			if r.length > 0 || r.state == inQuoted {
				if r.d.strict {
					return value{}, false, fail("unexpected end of data")
				}
				if e := r.save(); e != nil {
					return value{}, false, e
				}
				fields := r.fields
				r.reset()
				return py.NewList(fields).Value(), true, nil
			}
			return value{}, false, nil
		}
		s, isStr := py.AsStr(line)
		if !isStr {
			return value{}, false, fail("iterator should return strings, not %s (the file should be opened in text mode)", line.Type().Name)
		}
		r.line++
		if e := r.text(s.S); e != nil {
			return value{}, false, e
		}
		if e := r.char(none); e != nil {
			return value{}, false, e
		}
		if r.state == startRecord {
			fields := r.fields
			r.width = len(fields)
			if fields == nil {
				fields = []value{}
			}
			r.fields = nil
			return py.NewList(fields).Value(), true, nil
		}
	}
}

// text takes the characters of s in. Those of a field that mean nothing are taken together.
func (r *reader) text(s string) exc {
	special, ok := r.d.specialBytes()
	for len(s) > 0 {
		begins := (r.state == startField || r.state == startRecord) && !(r.d.skipSpace && s[0] == ' ')
		if ok && (begins || r.state == inField || r.state == inQuoted) {
			n := 0
			for n < len(s) && !special[s[n]] {
				n++
			}
			if n > 0 {
				if begins {
					r.unquoted, r.state = true, inField
				}
				if e := r.addText(s[:n]); e != nil {
					return e
				}
				s = s[n:]
				continue
			}
		}
		c, n := py.DecodeRune(s)
		if e := r.char(c); e != nil {
			return e
		}
		s = s[n:]
	}
	return nil
}

// addText adds more than one character.
func (r *reader) addText(s string) exc {
	n := py.TextLen(s)
	if r.length+n > fieldLimit {
		return fail("field larger than field limit (%d)", fieldLimit)
	}
	r.length += n
	r.field = append(r.field, s...)
	return nil
}

func (r *reader) add(c rune) exc {
	if r.length >= fieldLimit {
		return fail("field larger than field limit (%d)", fieldLimit)
	}
	r.length++
	r.field = append(r.field, py.RuneStr(c).S...)
	return nil
}

// save ends the field.
func (r *reader) save() exc {
	q := r.d.quoting
	var v value
	if r.unquoted && r.length == 0 && (q == quoteNotNull || q == quoteStrings) {
		v = py.None
	} else {
		v = py.TextOf(r.field)
		if r.unquoted && r.length > 0 && (q == quoteNonNumeric || q == quoteStrings) {
			var e exc
			if v, e = py.Call1(py.FloatType.Value(), v); e != nil {
				return e
			}
		}
	}
	if r.fields == nil {
		r.fields = make([]value, 0, max(r.width, 4))
	}
	r.fields = append(r.fields, v)
	r.field = r.field[:0]
	r.length = 0
	return nil
}

func newline(c rune) bool { return c == '\n' || c == '\r' || c == none }

// char takes one character in, none at the end of a line.
func (r *reader) char(c rune) exc {
	d := r.d
	switch r.state {
	case startRecord, startField:
		if r.state == startRecord {
			if c == none {
				return nil // an empty line
			}
			if newline(c) {
				r.state = eatNewline
				return nil
			}
		}
		r.unquoted = true
		switch {
		case newline(c):
			if e := r.save(); e != nil {
				return e
			}
			r.state = afterNewline(c)
		case c == d.quote && d.quoting != quoteNone:
			r.unquoted = false
			r.state = inQuoted
		case c == d.escape:
			r.state = escapedChar
		case c == ' ' && d.skipSpace:
			r.state = startField
		case c == d.delimiter:
			r.state = startField
			return r.save()
		default:
			r.state = inField
			return r.add(c)
		}
	case escapedChar:
		if c == '\n' || c == '\r' {
			r.state = afterEscapedNewline
			return r.add(c)
		}
		if c == none {
			c = '\n'
		}
		r.state = inField
		return r.add(c)
	case afterEscapedNewline, inField:
		if r.state == afterEscapedNewline && c == none {
			return nil
		}
		r.state = inField
		switch {
		case newline(c):
			if e := r.save(); e != nil {
				return e
			}
			r.state = afterNewline(c)
		case c == d.escape:
			r.state = escapedChar
		case c == d.delimiter:
			r.state = startField
			return r.save()
		default:
			return r.add(c)
		}
	case inQuoted:
		switch {
		case c == none:
		case c == d.escape:
			r.state = escapeInQuoted
		case c == d.quote && d.quoting != quoteNone:
			if d.doubleQuote {
				r.state = quoteInQuoted
			} else {
				r.state = inField
			}
		default:
			return r.add(c)
		}
	case escapeInQuoted:
		if c == none {
			c = '\n'
		}
		r.state = inQuoted
		return r.add(c)
	case quoteInQuoted:
		switch {
		case d.quoting != quoteNone && c == d.quote: // "" is "
			r.state = inQuoted
			return r.add(c)
		case c == d.delimiter:
			r.state = startField
			return r.save()
		case newline(c):
			if e := r.save(); e != nil {
				return e
			}
			r.state = afterNewline(c)
		case !d.strict:
			r.state = inField
			return r.add(c)
		default:
			return fail("'%s' expected after '%s'", py.RuneStr(d.delimiter).S, py.RuneStr(d.quote).S)
		}
	case eatNewline:
		switch c {
		case '\n', '\r':
		case none:
			r.state = startRecord
		default:
			return fail("new-line character seen in unquoted field - do you need to open the file with newline=''?")
		}
	}
	return nil
}

func afterNewline(c rune) readState {
	if c == none {
		return startRecord
	}
	return eatNewline
}
