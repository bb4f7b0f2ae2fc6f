package csv

import (
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/aio2go/aio2go/runtime/py"
)

// This file implements the dialects: what a reader or writer is told about the format.

// The constants of quoting.
const (
	quoteMinimal = iota
	quoteAll
	quoteNonNumeric
	quoteNone
	quoteStrings
	quoteNotNull
)

// none stands for a character that is not set.
const none = rune(-1)

type dialect struct {
	py.Header
	delimiter, quote, escape rune
	doubleQuote, skipSpace   bool
	strict                   bool
	terminator               string
	quoting                  int
	special                  *[256]bool // see specialBytes
}

// specialBytes are the bytes that the characters with a meaning are; ok is false where one of
// these is not ASCII. A dialect is not changed once made.
func (d *dialect) specialBytes() (set *[256]bool, ok bool) {
	if d.special == nil {
		t := [256]bool{'\n': true, '\r': true}
		for _, c := range []rune{d.delimiter, d.quote, d.escape} {
			if c >= 0x80 {
				return nil, false
			}
			if c != none {
				t[c] = true
			}
		}
		d.special = &t
	}
	return d.special, true
}

var dialectType = &py.Type{Name: "Dialect"}

var dialectKeys = []string{"delimiter", "doublequote", "escapechar", "lineterminator", "quotechar", "quoting", "skipinitialspace", "strict"}

func runeValue(c rune) value {
	if c == none {
		return py.None
	}
	return py.RuneStr(c).Value()
}

func init() {
	of := func(v value) *dialect { return py.Heap[dialect](v) }
	get := func(name string, f func(d *dialect) value) py.GetSet {
		return py.GetSet{Name: name, Get: func(v value) (value, exc) { return f(of(v)), nil }}
	}
	dialectType.Define(&py.TypeSpec{
		Module: "_csv", Layout: py.LayoutOf[dialect](), Flags: py.FlagBaseType,
		Doc: "CSV dialect\n\nThe Dialect type records CSV dialect options.",
		Slots: py.Slots{New: func(cls *py.Type, args []value, names []*py.Str) (value, exc) {
			n := len(args) - len(names)
			if n > 1 {
				return value{}, py.Raisef(py.TypeErrorType, "function takes at most 1 positional argument (%d given)", n)
			}
			base := value{}
			if n == 1 {
				base = args[0]
			}
			d, e := newDialect(base, args[n:], names)
			if e != nil {
				return value{}, e
			}
			return d.Value(), nil
		}},
		GetSets: []py.GetSet{
			get("delimiter", func(d *dialect) value { return runeValue(d.delimiter) }),
			get("quotechar", func(d *dialect) value { return runeValue(d.quote) }),
			get("escapechar", func(d *dialect) value { return runeValue(d.escape) }),
			get("lineterminator", func(d *dialect) value { return py.StrV(d.terminator) }),
			get("doublequote", func(d *dialect) value { return py.Bool(d.doubleQuote) }),
			get("skipinitialspace", func(d *dialect) value { return py.Bool(d.skipSpace) }),
			get("strict", func(d *dialect) value { return py.Bool(d.strict) }),
			get("quoting", func(d *dialect) value { return py.IntOf(d.quoting) }),
		},
	})
}

// newDialect makes a dialect from base, a name, a class or an instance with the options as
// attributes, and from keyword arguments, which go first.
func newDialect(base value, args []value, names []*py.Str) (*dialect, exc) {
	if i := slices.IndexFunc(names, func(n *py.Str) bool { return n.S == "dialect" }); i >= 0 && base.IsUnbound() {
		base = args[i]
		args, names = slices.Delete(slices.Clone(args), i, i+1), slices.Delete(slices.Clone(names), i, i+1)
	}
	if base.IsUnbound() {
	} else if s, ok := py.AsStr(base); ok {
		v, e := lookup(s)
		if e != nil {
			return nil, e
		}
		base = v
	}
	if !base.IsUnbound() && base.Type() == dialectType && len(names) == 0 {
		return py.Heap[dialect](base), nil
	}
	opts := map[string]value{}
next:
	for i, n := range names {
		for _, k := range dialectKeys {
			if k == n.S {
				opts[k] = args[i]
				continue next
			}
		}
		return nil, py.Raisef(py.TypeErrorType, "this function got an unexpected keyword argument '%s'", n.S)
	}
	if !base.IsUnbound() {
		for _, k := range dialectKeys {
			if _, given := opts[k]; given {
				continue
			}
			if v, found, e := py.LookupAttr(base, py.Intern(k)); e != nil && !e.Is(py.AttributeErrorType) {
				return nil, e
			} else if found {
				opts[k] = v
			}
		}
	}
	d := py.Heap[dialect](dialectType.Alloc(dialectType))
	d.terminator, d.doubleQuote = "\r\n", true
	var e exc
	if d.delimiter, e = char(opts, "delimiter", ',', false); e != nil {
		return nil, e
	}
	for _, b := range []struct {
		name string
		dst  *bool
	}{{"doublequote", &d.doubleQuote}, {"skipinitialspace", &d.skipSpace}, {"strict", &d.strict}} {
		if v, ok := opts[b.name]; ok {
			if *b.dst, e = py.Truth(v); e != nil {
				return nil, e
			}
		}
	}
	if d.escape, e = char(opts, "escapechar", none, true); e != nil {
		return nil, e
	}
	if v, ok := opts["lineterminator"]; ok {
		if v.IsNone() {
			return nil, py.Raisef(py.TypeErrorType, "lineterminator must be set")
		}
		s, ok := py.AsStr(v)
		if !ok {
			return nil, py.Raisef(py.TypeErrorType, `"lineterminator" must be a string`)
		}
		d.terminator = s.S
	}
	quoting, hasQuoting := opts["quoting"]
	if d.quote, e = char(opts, "quotechar", '"', true); e != nil {
		return nil, e
	}
	if hasQuoting {
		if quoting.Type() != py.IntType {
			return nil, py.Raisef(py.TypeErrorType, `"quoting" must be an integer`)
		}
		if d.quoting, e = py.CInt(quoting); e != nil {
			return nil, e
		}
	}
	if d.quoting < 0 || d.quoting > quoteNotNull {
		return nil, py.Raisef(py.TypeErrorType, `bad "quoting" value`)
	}
	if q, ok := opts["quotechar"]; ok && q.IsNone() && !hasQuoting {
		d.quoting = quoteNone
	}
	if d.quoting != quoteNone && d.quote == none {
		return nil, py.Raisef(py.TypeErrorType, "quotechar must be set if quoting enabled")
	}
	return d, d.check()
}

// char reads an option of one character.
func char(opts map[string]value, name string, def rune, optional bool) (rune, exc) {
	v, ok := opts[name]
	if !ok {
		return def, nil
	}
	if v.IsNone() && optional {
		return none, nil
	}
	s, ok := py.AsStr(v)
	if !ok {
		what := "string"
		if optional {
			what = "string or None"
		}
		return 0, py.Raisef(py.TypeErrorType, `"%s" must be %s, not %s`, name, what, v.Type().Name)
	}
	if s.Len() != 1 {
		return 0, py.Raisef(py.TypeErrorType, `"%s" must be a 1-character string`, name)
	}
	return s.Runes()[0], nil
}

// check refuses characters that mean two things.
func (d *dialect) check() exc {
	chars := []struct {
		name  string
		c     rune
		space bool
	}{{"delimiter", d.delimiter, true}, {"escapechar", d.escape, !d.skipSpace}, {"quotechar", d.quote, !d.skipSpace}}
	for _, x := range chars {
		if x.c == '\n' || x.c == '\r' || x.c == ' ' && !x.space {
			return py.Raisef(py.ValueErrorType, "bad %s value", x.name)
		}
	}
	both := func(a, b string) exc { return py.Raisef(py.ValueErrorType, "bad %s or %s value", a, b) }
	if d.delimiter == d.escape {
		return both("delimiter", "escapechar")
	}
	if d.delimiter == d.quote {
		return both("delimiter", "quotechar")
	}
	if d.escape != none && d.escape == d.quote {
		return both("escapechar", "quotechar")
	}
	for _, x := range chars {
		if x.c != none && strings.ContainsRune(d.terminator, x.c) && utf8.ValidRune(x.c) {
			return both(x.name, "lineterminator")
		}
	}
	return nil
}

// dialects are the registered ones.
var dialects = py.NewDict()

func lookup(name *py.Str) (value, exc) {
	v, ok, e := dialects.Get(name.Value())
	if e == nil && !ok {
		e = fail("unknown dialect")
	}
	return v, e
}
