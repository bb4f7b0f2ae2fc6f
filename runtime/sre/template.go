package sre

import "strconv"

// This file implements the templates of sub and expand.

// Template is a replacement: literal texts with groups between them.
type Template struct {
	// Literals has one text more than Groups; where the pattern is of bytes, a text has
	// a rune below 256 for each byte.
	Literals []string
	Groups   []int
}

// ParseTemplate parses a replacement for matches of re.
func ParseTemplate(re *Regexp, src []rune, opts Options) (t *Template, err error) {
	defer func() {
		if r := recover(); r != nil {
			var ok bool
			if err, ok = r.(error); !ok || isRuntimeError(err) {
				panic(r)
			}
		}
	}()
	p := newTokenizer(src, &opts)
	t = &Template{}
	var lit []rune
	group := func(g, offset int) {
		if g > re.Groups {
			p.fail("invalid group reference "+strconv.Itoa(g), offset)
		}
		t.Literals = append(t.Literals, encode(lit))
		t.Groups = append(t.Groups, g)
		lit = lit[:0]
	}
	for {
		this := p.get()
		if this == noToken {
			break
		}
		if this[0] != '\\' {
			lit = append(lit, runes(this)...)
			continue
		}
		switch c := this[1]; {
		case c == 'g':
			if !p.match("<") {
				p.fail("missing <", 0)
			}
			name := p.getUntil(">", "group name")
			g := 0
			if isNumber(name) {
				if g = groupNumber(name); g >= MaxGroups {
					p.fail("invalid group reference "+trimZeros(name), len(name)+1)
				}
			} else {
				p.checkGroupName(name, 1)
				for _, n := range re.Names {
					if n.Name == name {
						g = n.Group
					}
				}
				if g == 0 {
					panic(&Error{Msg: "unknown group name " + opts.Quote(name), Pos: -1, Kind: IndexError})
				}
			}
			group(g, count(name)+1)
		case c == '0':
			this += p.getWhile(2, octDigits)
			v, _ := strconv.ParseUint(this[1:], 8, 32)
			lit = append(lit, rune(v&0xFF))
		case c >= '1' && c <= '9':
			if oneOf(p.next, digits) {
				this += p.get()
				if oneOf(this[1:2], octDigits) && oneOf(this[2:3], octDigits) && oneOf(p.next, octDigits) {
					this += p.get()
					lit = append(lit, p.octal(this))
					continue
				}
			}
			group(groupNumber(this[1:]), len(this)-1)
		default:
			if c, ok := simpleEscapes[this]; ok {
				lit = append(lit, c)
				continue
			}
			if isLetter(c) {
				p.fail("bad escape "+this, count(this))
			}
			lit = append(lit, runes(this)...)
		}
	}
	t.Literals = append(t.Literals, encode(lit))
	return t, nil
}

func trimZeros(s string) string {
	for len(s) > 1 && s[0] == '0' {
		s = s[1:]
	}
	return s
}
