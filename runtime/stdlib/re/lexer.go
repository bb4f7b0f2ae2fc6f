package re

import (
	"github.com/aio2go/aio2go/runtime/py"
	"github.com/aio2go/aio2go/runtime/pydef"
)

// This file implements re.Scanner, the lexer that the library reference does not
// describe: a list of phrases, each with what is done with what it matches.

func makeScanner(m *py.Module) exc {
	lexicon, flags, match := py.Intern("lexicon"), py.Intern("flags"), py.Intern("match")
	patterns := py.Intern("_patterns")
	cls, e := pydef.New(pydef.ClassSpec{Name: "Scanner", Module: "re", Methods: []pydef.Method{
		{Sig: "__init__(self, lexicon, flags=0)", Impl: func(self, lex, fl value) (value, exc) {
			var list []value
			e := py.Each(lex, func(item value) exc {
				phrase, _, e := py.Unpack2(item)
				if e != nil {
					return e
				}
				p, e := compilePattern(phrase, fl)
				if e == nil {
					list = append(list, p.Value())
				}
				return e
			})
			if e != nil {
				return value{}, e
			}
			return py.None, pydef.SetAll(self, pydef.Attr{Name: lexicon.S, Value: lex}, pydef.Attr{Name: flags.S, Value: fl}, pydef.Attr{Name: patterns.S, Value: py.NewTuple(list).Value()})
		}},
		{Sig: "scan(self, string)", Impl: func(self, text value) (value, exc) {
			lex, e := py.GetAttr(self, lexicon)
			if e != nil {
				return value{}, e
			}
			list, _ := py.AsTuple(pydef.Get(self, patterns))
			var subjects []subject
			for _, p := range list.Items() {
				s, e := patternOf(p).newSubject(text, value{}, value{})
				if e != nil {
					return value{}, e
				}
				subjects = append(subjects, s)
			}
			n, e := py.Len(text)
			if e != nil {
				return value{}, e
			}
			result := []value{}
			pos := 0
		next:
			for pos < n {
				for i := range subjects {
					s := &subjects[i]
					r, ok, e := s.next(pos, modeMatch, false)
					if e != nil {
						return value{}, e
					}
					if !ok {
						continue
					}
					if r.Marks[1] == pos {
						break next
					}
					pos = r.Marks[1]
					item, e := py.GetItem(lex, py.IntOf(i))
					if e != nil {
						return value{}, e
					}
					_, action, e := py.Unpack2(item)
					if e != nil {
						return value{}, e
					}
					if py.Callable(action) {
						found := newMatch(&s.text, r)
						if e := py.SetAttr(self, match, found); e != nil {
							return value{}, e
						}
						if action, e = py.Call2(action, self, s.group(&r, 0, py.None)); e != nil {
							return value{}, e
						}
					}
					if !action.IsNone() {
						result = append(result, action)
					}
					continue next
				}
				break
			}
			rest, e := py.GetItem(text, py.NewSlice(py.IntOf(pos), py.None, py.None))
			return py.TupleV(py.NewList(result).Value(), rest), e
		}},
	}})
	if e == nil {
		m.Set("Scanner", cls)
	}
	return e
}
