package expat

import (
	"strings"
	"unicode/utf8"
)

// This file implements what stands before the document element, and entities in content.

func (s *scanner) prolog() error {
	p := s.p
	for s.i < len(s.b) {
		s.begin(s.i + p.resume)
		if !p.decl {
			isDecl, err := s.at("<?xml")
			if err != nil {
				return err
			}
			if isDecl {
				if len(s.b) == s.i+5 && !s.final {
					return errMore
				}
				if len(s.b) > s.i+5 && (isSpace(s.b[s.i+5]) || s.b[s.i+5] == '?') {
					if err := s.instruction(func(from, to int) error { return s.declaration(from, to, false) }); err != nil {
						return err
					}
					p.decl = true
					continue
				}
			}
			p.decl = true
		}
		t, end, err := s.prologToken()
		if err != nil {
			return err
		}
		switch start := s.i; t.kind {
		case space:
			s.i = end
			err = p.unhandled(s.b[start:end])
		case commentToken:
			err = s.comment()
		case piToken:
			err = s.instruction(s.misplaced)
		case openDecl:
			if err = s.declare(p.doctype); p.mode != prolog {
				return err
			}
		case instanceStart:
			if p.Foreign {
				if err := p.externalSubset(s, start); err != nil {
					return err
				}
			}
			p.mode = content
			if err = s.startTag(); err == errMore {
				p.mode = prolog
			}
			return err
		default:
			return s.unexpected(t)
		}
		if err != nil {
			return err
		}
	}
	s.begin(s.i)
	return nil
}

// declaration reads what the XML declaration, or the text declaration of an external
// entity, says between two offsets.
func (s *scanner) declaration(from, to int, text bool) error {
	p := s.p
	code := BadXMLDecl
	if text {
		code = BadTextDecl
	}
	i := from
	next := func() (name, value string, at int, ok bool) {
		j := s.space(i)
		at = j
		if j >= to {
			return "", "", j, true
		}
		if j == i {
			return "", "", j, false
		}
		end := j
		for end < to && !isSpace(s.b[end]) && s.b[end] != '=' {
			if s.b[end] >= utf8.RuneSelf {
				return "", "", end, false
			}
			end++
		}
		name = string(s.b[j:end])
		at = end
		if j = s.space(end); name == "" || j >= to || s.b[j] != '=' {
			return "", "", j, false
		}
		j = s.space(j + 1)
		if j >= to || s.b[j] != '"' && s.b[j] != '\'' {
			return "", "", j, false
		}
		k := j + 1
		for ; k < to && s.b[k] != s.b[j]; k++ {
			if c := s.b[k]; !('a' <= c|32 && c|32 <= 'z' || '0' <= c && c <= '9' || strings.IndexByte(".-_:", c) >= 0) {
				return "", "", k, false
			}
		}
		if k == to {
			return "", "", to, false
		}
		value = string(s.b[j+1 : k])
		i = k + 1
		return name, value, at, true
	}
	name, value, at, ok := next()
	if !ok {
		return s.fail(code, at)
	}
	var version, enc *string
	encAt := 0
	standalone := -1
	if name == "version" {
		v := value
		version = &v
		if name, value, at, ok = next(); !ok {
			return s.fail(code, at)
		}
	} else if !text {
		return s.fail(code, at-len(name))
	}
	if name == "encoding" {
		if value == "" || !('a' <= value[0]|32 && value[0]|32 <= 'z') {
			return s.fail(code, i-len(value)-1)
		}
		v := value
		enc, encAt = &v, i-len(value)-1
		if name, value, at, ok = next(); !ok {
			return s.fail(code, at)
		}
	} else if text {
		return s.fail(code, at)
	}
	if name == "standalone" && !text {
		switch value {
		case "yes":
			standalone = 1
			p.dtd.standalone = true
		case "no":
			standalone = 0
		default:
			return s.fail(code, i-len(value)-1)
		}
		name, at = "", s.space(i)
	}
	if name != "" || at < to {
		return s.fail(code, at-len(name))
	}
	start := s.i
	s.i = to + 2
	var err error
	if p.XMLDecl != nil {
		err = p.XMLDecl(version, enc, standalone)
	} else {
		err = p.unhandled(s.b[start:s.i])
	}
	if err == nil && enc != nil && p.Encoding == "" {
		if err = p.in.declared(p, *enc, s.i); err != nil {
			s.begin(encAt)
		}
	}
	return err
}

// textDeclaration reads the declaration that an external entity may begin with.
func (s *scanner) textDeclaration() error {
	p := s.p
	if p.decl || !s.main || !p.entity {
		return nil
	}
	s.begin(s.i)
	is, err := s.at("<?xml")
	if err != nil {
		return err
	}
	if is && len(s.b) > s.i+5 && isSpace(s.b[s.i+5]) {
		err = s.instruction(func(from, to int) error { return s.declaration(from, to, true) })
	}
	if err == nil {
		p.decl = true
	}
	return err
}

// entityInContent reads the reference at s.i.
func (s *scanner) entityInContent() error {
	p := s.p
	start := s.i
	end, err := s.reference(start)
	if err != nil {
		return err
	}
	ref := s.b[start:end]
	if ref[1] == '#' {
		r, ok := charOf(ref)
		if !ok {
			return s.fail(BadCharRef, start)
		}
		s.i = end
		return s.data(string(r), ref)
	}
	name := string(ref[1 : len(ref)-1])
	if text, ok := predefined[name]; ok {
		s.i = end
		return s.data(text, ref)
	}
	e := p.dtd.general[name]
	switch {
	case e == nil:
		if p.dtd.complete() {
			return s.fail(UndefinedEntity, start)
		}
		s.i = end
		return s.skipped(name, ref)
	case e.outside && p.dtd.complete():
		return s.fail(DeclaredInPE, start)
	case e.open:
		return s.fail(RecursiveEntity, start)
	case e.notation != nil:
		return s.fail(BinaryEntity, start)
	}
	s.i = end
	if e.value == nil {
		if p.ExternalEntity == nil {
			return p.unhandled(ref)
		}
		e.open = true
		context := p.context()
		ok, err := p.ExternalEntity(&context, e.base, e.system, e.public)
		e.open = false
		if err == nil && !ok {
			err = s.fail(ExternalEntityHandling, start)
		}
		return err
	}
	if p.Default != nil && !p.Expand {
		return s.skipped(name, ref)
	}
	if err := p.grow(len(*e.value)); err != nil {
		return err
	}
	e.open = true
	p.inside++
	inner := scanner{p: p, b: []byte(*e.value), final: true}
	level := len(p.tags)
	err = inner.content(level)
	e.open = false
	if _, wrong := err.(*Error); err == nil || wrong {
		p.inside--
	}
	switch {
	case err == errMore:
		return &Error{UnclosedToken}
	case err == nil && len(p.tags) != level:
		return &Error{AsyncEntity}
	}
	return err
}

func (s *scanner) skipped(name string, ref []byte) error {
	if s.p.SkippedEntity != nil {
		return s.p.SkippedEntity(name, false)
	}
	return s.p.unhandled(ref)
}

// context says in which entities and with which bindings the document is.
func (p *Parser) context() string {
	var parts []string
	if p.Namespaces {
		seen := map[string]bool{}
		for i := len(p.ns.list) - 1; i >= 0; i-- {
			b := p.ns.list[i]
			if !seen[b.prefix] && b.uri != "" {
				parts = append(parts, b.prefix+"="+b.uri)
			}
			seen[b.prefix] = true
		}
	}
	for _, name := range p.dtd.order {
		if e := p.dtd.general[name]; e.open {
			parts = append(parts, name)
		}
	}
	return strings.Join(parts, "\f")
}

// grow counts what entities add to the document, which must not be out of all proportion.
func (p *Parser) grow(n int) error {
	const threshold, factor = 8 << 20, 100
	p.grown += n
	if all := p.used + p.grown; all > threshold && all > factor*p.used {
		return &Error{AmplificationLimitBreached}
	}
	return nil
}
