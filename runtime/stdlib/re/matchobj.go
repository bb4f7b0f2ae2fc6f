package re

import (
	"github.com/aio2go/aio2go/runtime/py"
	"github.com/aio2go/aio2go/runtime/sre"
)

// This file implements re.Match.

type match struct {
	py.Header
	s    text
	r    sre.Result
	room [8]int // for the marks of up to three groups
}

// MatchType is re.Match.
var MatchType = &py.Type{Name: "Match"}

func newMatch(s *text, r sre.Result) value {
	m := &match{s: *s, r: r}
	m.SetType(MatchType)
	m.r.Marks = append(m.room[:0], r.Marks...)
	return m.Value()
}

func matchOf(v value) *match { return py.Heap[match](v) }

// groupNumber returns the number of the group that v, an int or a name, stands for.
func (m *match) groupNumber(v value) (int, exc) {
	i := -1
	if py.HasIndex(v) {
		n, e := py.IndexInt(v, nil)
		if e != nil {
			return 0, e
		}
		i = n
	} else if x, ok, e := m.s.p.index.Get(v); e == nil && ok {
		n, _ := py.AsInt64(x)
		i = int(n)
	}
	if i < 0 || i > m.s.p.re.Groups {
		return 0, py.Raisef(py.IndexErrorType, "no such group")
	}
	return i, nil
}

func (m *match) groupOf(v value) (value, exc) {
	i, e := m.groupNumber(v)
	if e != nil {
		return value{}, e
	}
	return m.s.group(&m.r, i, py.None), nil
}

// span returns where the group v lies, the whole match where v is unbound.
func (m *match) span(v value) (int, int, exc) {
	i := 0
	if !v.IsUnbound() {
		var e exc
		if i, e = m.groupNumber(v); e != nil {
			return 0, 0, e
		}
	}
	lo, hi := m.r.Group(i)
	return lo, hi, nil
}

func pair(lo, hi int) value { return py.TupleV(py.IntOf(lo), py.IntOf(hi)) }

func orNone(v value) value {
	if v.IsUnbound() {
		return py.None
	}
	return v
}

func init() {
	MatchType.Define(&py.TypeSpec{
		Module: "re", Doc: "The result of re.match() and re.search().\nMatch objects always have a boolean value of True.", Layout: py.LayoutOf[match](), NoNew: true,
		Slots: py.Slots{
			Repr: func(v value) (value, exc) {
				m := matchOf(v)
				span, _ := py.ReprText(pair(m.r.Marks[0], m.r.Marks[1]))
				text, e := py.ReprText(m.s.group(&m.r, 0, py.None))
				return py.StrV("<re.Match object; span=" + span + ", match=" + text + ">"), e
			},
			GetItem: func(v, key value) (value, exc) { return matchOf(v).groupOf(key) },
		},
		Methods: []py.Method{
			{Name: "group", Few: groupFew, Impl: func(v value, args []value) (value, exc) {
				m := matchOf(v)
				switch len(args) {
				case 0:
					return m.s.group(&m.r, 0, py.None), nil
				case 1:
					return m.groupOf(args[0])
				}
				items := make([]value, len(args))
				for i, a := range args {
					x, e := m.groupOf(a)
					if e != nil {
						return value{}, e
					}
					items[i] = x
				}
				return py.NewTuple(items).Value(), nil
			}},
			{Name: "groups", Sig: "($self, /, default=None)", Impl: func(v, def value) (value, exc) {
				m := matchOf(v)
				if m.s.p.re.Groups == 0 {
					return py.EmptyTuple.Value(), nil
				}
				return m.s.groups(&m.r, orNone(def)), nil
			}},
			{Name: "groupdict", Sig: "($self, /, default=None)", Impl: func(v, def value) (value, exc) {
				m := matchOf(v)
				d := py.NewDict()
				for _, n := range m.s.p.re.Names {
					d.SetStr(py.Intern(n.Name), m.s.group(&m.r, n.Group, orNone(def)))
				}
				return d.Value(), nil
			}},
			{Name: "start", Sig: "($self, group=0, /)", Impl: func(v, g value) (value, exc) {
				lo, _, e := matchOf(v).span(g)
				return py.IntOf(lo), e
			}},
			{Name: "end", Sig: "($self, group=0, /)", Impl: func(v, g value) (value, exc) {
				_, hi, e := matchOf(v).span(g)
				return py.IntOf(hi), e
			}},
			{Name: "span", Sig: "($self, group=0, /)", Impl: func(v, g value) (value, exc) {
				lo, hi, e := matchOf(v).span(g)
				return pair(lo, hi), e
			}},
			{Name: "expand", Sig: "($self, /, template)", Impl: func(v, repl value) (value, exc) {
				m := matchOf(v)
				t, e := m.s.p.parseTemplate(repl)
				if e != nil {
					return value{}, e
				}
				items := t.expand(nil, &m.s, &m.r)
				if len(items) == 0 {
					return t.literals[0], nil
				}
				return m.s.join(items)
			}},
			{Name: "__copy__", Sig: "($self, /)", Impl: func(v value) (value, exc) { return v, nil }},
			{Name: "__deepcopy__", Sig: "($self, memo, /)", Impl: func(v, memo value) (value, exc) { return v, nil }},
		},
		ClassMethods: []py.Method{{Name: "__class_getitem__", Sig: "($cls, item, /)", Impl: func(cls, item value) (value, exc) { return py.NewGenericAlias(cls, item), nil }}},
		GetSets: []py.GetSet{
			{Name: "string", Get: func(v value) (value, exc) { return matchOf(v).s.v, nil }},
			{Name: "re", Get: func(v value) (value, exc) { return matchOf(v).s.p.Value(), nil }},
			{Name: "pos", Get: func(v value) (value, exc) { return py.IntOf(matchOf(v).s.pos), nil }},
			{Name: "endpos", Get: func(v value) (value, exc) { return py.IntOf(matchOf(v).s.end), nil }},
			{Name: "lastindex", Get: func(v value) (value, exc) {
				if i := matchOf(v).r.LastIndex; i > 0 {
					return py.IntOf(i), nil
				}
				return py.None, nil
			}},
			{Name: "lastgroup", Get: func(v value) (value, exc) {
				m := matchOf(v)
				for _, n := range m.s.p.re.Names {
					if n.Group == m.r.LastIndex {
						return py.Intern(n.Name).Value(), nil
					}
				}
				return py.None, nil
			}},
			{Name: "regs", Get: func(v value) (value, exc) {
				m := matchOf(v)
				items := make([]value, m.s.p.re.Groups+1)
				for i := range items {
					items[i] = pair(m.r.Group(i))
				}
				return py.NewTuple(items).Value(), nil
			}},
		},
	})
}

// groupFew is Match.group with few arguments.
func groupFew(v value, a py.Few) (value, exc) {
	m := matchOf(v)
	if a.N == 1 {
		return m.groupOf(a.Args[0])
	}
	t := py.TupleRoom(a.N)
	for i, items := 0, t.Items(); i < len(items); i++ {
		x, e := m.groupOf(a.Args[i])
		if e != nil {
			return value{}, e
		}
		items[i] = x
	}
	return t.Value(), nil
}

// scanner is what Pattern.scanner returns, and what finditer goes through.
type scanner struct {
	py.Header
	s       subject
	pos     int // -1 when nothing more is found
	advance bool
}

var scannerType = py.NewBuiltinType("SRE_Scanner", &py.TypeSpec{
	Module: "_sre", Layout: py.LayoutOf[scanner](), NoNew: true,
	Methods: []py.Method{
		{Name: "match", Sig: "($self, /)", Impl: func(v value) (value, exc) { return py.Heap[scanner](v).next(modeMatch) }},
		{Name: "search", Sig: "($self, /)", Impl: func(v value) (value, exc) { return py.Heap[scanner](v).next(modeSearch) }},
	},
	GetSets: []py.GetSet{{Name: "pattern", Get: func(v value) (value, exc) { return py.Heap[scanner](v).s.p.Value(), nil }}},
})

var iterType = py.NewBuiltinType("callable_iterator", &py.TypeSpec{
	Layout: py.LayoutOf[scanner](), NoNew: true,
	Slots: py.Slots{
		Iter: func(v value) (value, exc) { return v, nil },
		Next: func(v value) (value, bool, exc) {
			m, e := py.Heap[scanner](v).next(modeSearch)
			return m, e == nil && !m.IsNone(), e
		},
	},
})

func (p *pattern) scan(t *py.Type, v, pos, end value) (value, exc) {
	s, e := p.newSubject(v, pos, end)
	if e != nil {
		return value{}, e
	}
	x := t.Alloc(t)
	sc := py.Heap[scanner](x)
	sc.s, sc.pos = s, s.pos
	return x, nil
}

func (p *pattern) newScanner(v, pos, end value) (value, exc) { return p.scan(scannerType, v, pos, end) }

func (p *pattern) findIter(v, pos, end value) (value, exc) { return p.scan(iterType, v, pos, end) }

func (sc *scanner) next(mode sre.Mode) (value, exc) {
	if sc.pos < 0 {
		return py.None, nil
	}
	r, ok, e := sc.s.next(sc.pos, mode, sc.advance)
	if e != nil {
		return value{}, e
	}
	if !ok {
		sc.pos = -1
		sc.s.m.Release()
		return py.None, nil
	}
	sc.pos = r.Marks[1]
	sc.advance = r.Marks[0] == r.Marks[1]
	return newMatch(&sc.s.text, r), nil
}
