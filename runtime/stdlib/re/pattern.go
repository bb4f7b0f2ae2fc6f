package re

import (
	"strconv"

	"github.com/aio2go/aio2go/runtime/py"
	"github.com/aio2go/aio2go/runtime/sre"
)

// This file implements re.Pattern.

const (
	modeMatch  = sre.Match
	modeFull   = sre.FullMatch
	modeSearch = sre.Search
)

type pattern struct {
	py.Header
	src   value
	re    *sre.Regexp
	text  bool
	index *py.Dict // groups by name
	proxy value
}

// PatternType is re.Pattern.
var PatternType = &py.Type{Name: "Pattern"}

func newPattern(src value, re *sre.Regexp, text bool) *pattern {
	p := py.Heap[pattern](PatternType.Alloc(PatternType))
	p.src, p.re, p.text, p.index = src, re, text, py.NewDict()
	for _, n := range re.Names {
		p.index.SetStr(py.Intern(n.Name), py.IntOf(n.Group))
	}
	return p
}

func patternOf(v value) *pattern { return py.Heap[pattern](v) }

const spanSig = "($self, /, string, pos=0, endpos=sys.maxsize)"

func init() {
	finder := func(mode sre.Mode) any {
		return func(v, s, pos, end value) (value, exc) { return patternOf(v).find(s, pos, end, mode) }
	}
	self := func(v value) (value, exc) { return v, nil }
	PatternType.Define(&py.TypeSpec{
		Module: "re", Doc: "Compiled regular expression object.", Layout: py.LayoutOf[pattern](), NoNew: true,
		Slots: py.Slots{
			Repr: patternRepr,
			Hash: func(v value) (int64, exc) {
				p := patternOf(v)
				h, e := py.Hash(p.src)
				return h ^ int64(p.re.Flags), e
			},
			Compare: func(op py.CompareOp, a, b value) (value, exc) {
				if op != py.EQ && op != py.NE || !py.IsInstance(b, PatternType) {
					return py.NotImplemented, nil
				}
				p, q := patternOf(a), patternOf(b)
				same := p == q
				if !same && p.re.Flags == q.re.Flags && p.text == q.text {
					var e exc
					if same, e = py.EqBool(p.src, q.src); e != nil {
						return value{}, e
					}
				}
				return py.Bool(same == (op == py.EQ)), nil
			},
		},
		Methods: []py.Method{
			{Name: "match", Sig: spanSig, Impl: finder(modeMatch)},
			{Name: "fullmatch", Sig: spanSig, Impl: finder(modeFull)},
			{Name: "search", Sig: spanSig, Impl: finder(modeSearch)},
			{Name: "findall", Sig: spanSig, Impl: func(v, s, pos, end value) (value, exc) { return patternOf(v).findAll(s, pos, end) }},
			{Name: "finditer", Sig: spanSig, Impl: func(v, s, pos, end value) (value, exc) { return patternOf(v).findIter(s, pos, end) }},
			{Name: "scanner", Sig: spanSig, Impl: func(v, s, pos, end value) (value, exc) { return patternOf(v).newScanner(s, pos, end) }},
			{Name: "split", Sig: "($self, /, string, maxsplit=0)", Impl: func(v, s, n value) (value, exc) { return patternOf(v).split(s, n) }},
			{Name: "sub", Sig: "($self, /, repl, string, count=0)", Impl: func(v, repl, s, n value) (value, exc) { return patternOf(v).sub(repl, s, n, false) }},
			{Name: "subn", Sig: "($self, /, repl, string, count=0)", Impl: func(v, repl, s, n value) (value, exc) { return patternOf(v).sub(repl, s, n, true) }},
			{Name: "__copy__", Sig: "($self, /)", Impl: self},
			{Name: "__deepcopy__", Sig: "($self, memo, /)", Impl: func(v, memo value) (value, exc) { return v, nil }},
			{Name: "__reduce__", Sig: "($self, /)", Impl: func(v value) (value, exc) {
				m, e := py.ImportModule("re")
				if e != nil {
					return value{}, e
				}
				f, e := py.GetAttr(m, py.Intern("compile"))
				return py.TupleV(f, py.TupleV(patternOf(v).src, py.IntOf(int(patternOf(v).re.Flags)))), e
			}},
		},
		ClassMethods: []py.Method{{Name: "__class_getitem__", Sig: "($cls, item, /)", Impl: func(cls, item value) (value, exc) { return py.NewGenericAlias(cls, item), nil }}},
		GetSets: []py.GetSet{
			{Name: "pattern", Get: func(v value) (value, exc) { return patternOf(v).src, nil }},
			{Name: "flags", Get: func(v value) (value, exc) { return py.IntOf(int(patternOf(v).re.Flags)), nil }},
			{Name: "groups", Get: func(v value) (value, exc) { return py.IntOf(patternOf(v).re.Groups), nil }},
			{Name: "groupindex", Get: func(v value) (value, exc) {
				p := patternOf(v)
				if p.proxy.IsUnbound() {
					p.proxy = py.NewMappingProxy(p.index.Value())
				}
				return p.proxy, nil
			}},
		},
	})
}

// reprNames are the flags in the order of a pattern's repr.
var reprNames = []struct {
	name string
	flag sre.Flag
}{
	{"re.IGNORECASE", sre.IgnoreCase}, {"re.LOCALE", sre.Locale}, {"re.MULTILINE", sre.Multiline}, {"re.DOTALL", sre.DotAll},
	{"re.UNICODE", sre.Unicode}, {"re.VERBOSE", sre.Verbose}, {"re.DEBUG", sre.Debug}, {"re.ASCII", sre.ASCII},
}

func patternRepr(v value) (value, exc) {
	p := patternOf(v)
	src, e := py.ReprText(p.src)
	if e != nil {
		return value{}, e
	}
	if s := py.NewStr(src); s.Len() > 200 {
		src = s.Slice(0, 200).S
	}
	flags := p.re.Flags
	if p.text {
		flags &^= sre.Unicode
	}
	s, sep := "re.compile("+src, ", "
	for _, n := range reprNames {
		if flags&n.flag != 0 {
			s += sep + n.name
			sep = "|"
			flags &^= n.flag
		}
	}
	if flags != 0 {
		s += sep + "0x" + strconv.FormatInt(int64(flags), 16)
	}
	return py.StrV(s + ")"), nil
}

// text is what a pattern is used on.
type text struct {
	p        *pattern
	v        value
	str      *py.Str // nil for bytes
	bytes    []byte
	n        int // length
	pos, end int // what is searched
}

// subject is a text that is being searched.
type subject struct {
	text
	m sre.Matcher
}

// runesOf are the code points of the text that was searched last, as a program searches
// one text again and again from where it has got to.
var runesOf struct {
	str   *py.Str
	runes []rune
}

// maxRunes is the number of code points that are kept.
const maxRunes = 1 << 18

func codePoints(s *py.Str) []rune {
	if runesOf.str == s {
		return runesOf.runes
	}
	r := s.Runes()
	if len(r) <= maxRunes {
		runesOf.str, runesOf.runes = s, r
	}
	return r
}

// newSubject checks what a pattern is to be used on.
func (p *pattern) newSubject(v, pos, end value) (s subject, e exc) {
	s.p, s.v = p, v
	if str, ok := py.AsStr(v); ok {
		if !p.text {
			return s, py.Raisef(py.TypeErrorType, "cannot use a bytes pattern on a string-like object")
		}
		s.str, s.n = str, str.Len()
	} else {
		b, ok := py.BytesOf(v)
		if !ok {
			return s, py.Raisef(py.TypeErrorType, "expected string or bytes-like object, got '%s'", v.Type().Name)
		}
		if p.text {
			return s, py.Raisef(py.TypeErrorType, "cannot use a string pattern on a bytes-like object")
		}
		s.bytes, s.n = b, len(b)
	}
	s.end = s.n
	if !pos.IsUnbound() {
		n, e := py.Ssize(pos)
		if e != nil {
			return s, e
		}
		s.pos = min(max(n, 0), s.n)
	}
	if !end.IsUnbound() {
		n, e := py.Ssize(end)
		if e != nil {
			return s, e
		}
		s.end = min(max(n, 0), s.n)
	}
	switch {
	case s.str == nil:
		s.m = sre.NewMatcher(p.re, s.bytes, poll)
	case s.str.IsASCII():
		s.m = sre.NewMatcher(p.re, s.str.Bytes(), poll)
	default:
		s.m = sre.NewMatcher(p.re, codePoints(s.str), poll)
	}
	return s, nil
}

// poll lets signals interrupt a search.
func poll() error {
	if py.Pending() {
		if e := py.Poll(); e != nil {
			return &pyError{e}
		}
	}
	return nil
}

// next returns the match from pos on.
func (s *subject) next(pos int, mode sre.Mode, advance bool) (sre.Result, bool, exc) {
	if pos > s.end {
		return sre.Result{}, false, nil
	}
	r, ok, err := s.m.Match(pos, s.end, mode, advance)
	if err != nil {
		return r, false, raised(err, s.p.src)
	}
	return r, ok, nil
}

// slice returns a part of the text.
func (s *text) slice(lo, hi int) value {
	if s.str != nil {
		if s.str.IsASCII() {
			return s.str.Part(lo, hi)
		}
		return s.str.Slice(lo, hi).Value()
	}
	if lo == 0 && hi == s.n && s.v.Type() == py.BytesType {
		return s.v
	}
	return py.NewBytes(s.bytes[lo:hi]).Value()
}

// group returns what a group matched, or def.
func (s *text) group(r *sre.Result, i int, def value) value {
	lo, hi := r.Group(i)
	if lo < 0 {
		return def
	}
	return s.slice(lo, hi)
}

func (p *pattern) find(v, pos, end value, mode sre.Mode) (value, exc) {
	s, e := p.newSubject(v, pos, end)
	if e != nil {
		return value{}, e
	}
	defer s.m.Release()
	r, ok, e := s.next(s.pos, mode, false)
	if e != nil || !ok {
		return py.None, e
	}
	return newMatch(&s.text, r), nil
}

// each calls f with every match.
func (s *subject) each(f func(r *sre.Result) (bool, exc)) exc {
	advance := false
	var r sre.Result
	for pos := s.pos; ; {
		var ok bool
		var e exc
		if r, ok, e = s.next(pos, modeSearch, advance); e != nil || !ok {
			return e
		}
		if more, e := f(&r); e != nil || !more {
			return e
		}
		pos = r.Marks[1]
		advance = r.Marks[0] == pos
	}
}

func (p *pattern) findAll(v, pos, end value) (value, exc) {
	s, e := p.newSubject(v, pos, end)
	if e != nil {
		return value{}, e
	}
	defer s.m.Release()
	var empty value
	if p.text {
		empty = py.EmptyStr.Value()
	} else {
		empty = py.BytesV(nil)
	}
	items := []value{}
	e = s.each(func(r *sre.Result) (bool, exc) {
		switch p.re.Groups {
		case 0:
			items = append(items, s.group(r, 0, empty))
		case 1:
			items = append(items, s.group(r, 1, empty))
		default:
			items = append(items, s.groups(r, empty))
		}
		return true, nil
	})
	return py.NewList(items).Value(), e
}

// groups returns the tuple of what the groups, of which there are some, matched.
func (s *text) groups(r *sre.Result, def value) value {
	t := py.TupleRoom(s.p.re.Groups)
	for i, items := 0, t.Items(); i < len(items); i++ {
		items[i] = s.group(r, i+1, def)
	}
	return t.Value()
}

// limit is a count or maxsplit argument.
func limit(v value) (int, exc) {
	if v.IsUnbound() {
		return 0, nil
	}
	return py.Ssize(v)
}

func (p *pattern) split(v, maxsplit value) (value, exc) {
	n, e := limit(maxsplit)
	if e != nil {
		return value{}, e
	}
	s, e := p.newSubject(v, value{}, value{})
	if e != nil {
		return value{}, e
	}
	defer s.m.Release()
	items, last, done := []value{}, 0, 0
	if n >= 0 {
		e = s.each(func(r *sre.Result) (bool, exc) {
			items = append(items, s.slice(last, r.Marks[0]))
			for i := 1; i <= p.re.Groups; i++ {
				items = append(items, s.group(r, i, py.None))
			}
			last = r.Marks[1]
			done++
			return n == 0 || done < n, nil
		})
	}
	return py.NewList(append(items, s.slice(last, s.n))).Value(), e
}

// template is a parsed replacement.
type template struct {
	literals []value
	groups   []int
}

// parseTemplate parses repl, a template with backslashes.
func (p *pattern) parseTemplate(repl value) (*template, exc) {
	src, ok := source(repl)
	if !ok {
		return nil, py.Raisef(py.TypeErrorType, "decoding to str: need a bytes-like object, %s found", repl.Type().Name)
	}
	text := repl.IsStr()
	t, err := sre.ParseTemplate(p.re, src, options(text))
	if err != nil {
		return nil, raised(err, repl)
	}
	out := &template{groups: t.Groups}
	for _, l := range t.Literals {
		if text {
			out.literals = append(out.literals, py.StrV(l))
		} else {
			out.literals = append(out.literals, py.BytesV(latin1(l)))
		}
	}
	return out, nil
}

// latin1 returns the bytes that a text has as its code points.
func latin1(s string) []byte {
	b := make([]byte, 0, len(s))
	for _, c := range s {
		b = append(b, byte(c))
	}
	return b
}

// expand appends the pieces of a template for a match.
func (t *template) expand(items []value, s *text, r *sre.Result) []value {
	for i, l := range t.literals {
		if i > 0 {
			if lo, hi := r.Group(t.groups[i-1]); lo >= 0 && hi > lo {
				items = append(items, s.slice(lo, hi))
			}
		}
		if str, ok := py.AsStr(l); ok && str.S != "" {
			items = append(items, l)
		} else if b, ok := py.AsBytes(l); ok && len(b.B) > 0 {
			items = append(items, l)
		}
	}
	return items
}

// replacer returns what makes the replacement of a match.
func (p *pattern) replacer(repl value) (func(items []value, s *text, r *sre.Result) ([]value, exc), exc) {
	if py.Callable(repl) {
		return func(items []value, s *text, r *sre.Result) ([]value, exc) {
			x, e := py.Call1(repl, newMatch(s, *r))
			if e != nil || x.IsNone() {
				return items, e
			}
			return append(items, x), nil
		}, nil
	}
	plain := false
	if src, ok := source(repl); ok {
		plain = true
		for _, c := range src {
			if c == '\\' {
				plain = false
				break
			}
		}
	}
	if plain {
		return func(items []value, _ *text, _ *sre.Result) ([]value, exc) { return append(items, repl), nil }, nil
	}
	t, e := p.parseTemplate(repl)
	if e != nil {
		return nil, e
	}
	return func(items []value, s *text, r *sre.Result) ([]value, exc) { return t.expand(items, s, r), nil }, nil
}

func (p *pattern) sub(repl, v, count value, withCount bool) (value, exc) {
	n, e := limit(count)
	if e != nil {
		return value{}, e
	}
	replace, e := p.replacer(repl)
	if e != nil {
		return value{}, e
	}
	s, e := p.newSubject(v, value{}, value{})
	if e != nil {
		return value{}, e
	}
	defer s.m.Release()
	var items []value
	last, done := 0, 0
	if n >= 0 {
		e = s.each(func(r *sre.Result) (more bool, e exc) {
			if last < r.Marks[0] {
				items = append(items, s.slice(last, r.Marks[0]))
			}
			last = r.Marks[1]
			items, e = replace(items, &s.text, r)
			done++
			return n == 0 || done < n, e
		})
		if e != nil {
			return value{}, e
		}
	}
	if last < s.n {
		items = append(items, s.slice(last, s.n))
	}
	out, e := s.join(items)
	if e != nil || !withCount {
		return out, e
	}
	return py.TupleV(out, py.IntOf(done)), nil
}

var nameJoin = py.Intern("join")

// join joins the pieces of a new text.
func (s *text) join(items []value) (value, exc) {
	if len(items) == 0 {
		return s.slice(0, 0), nil
	}
	if len(items) == 1 {
		if t := items[0].Type(); s.str != nil && t == py.StrType || s.str == nil && t == py.BytesType {
			return items[0], nil
		}
	}
	return py.CallMethod1(s.slice(0, 0), nameJoin, py.NewList(items).Value())
}
