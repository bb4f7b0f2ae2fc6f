package expat

import "strings"

// This file implements the declarations of entities, attributes, elements and notations.

// subset reads declarations to the end of the text, or to the ']' of an internal subset.
func (s *scanner) subset(internal bool) error {
	p := s.p
	if err := s.textDeclaration(); err != nil {
		return err
	}
	d := &declScanner{scanner: s}
	for s.i < len(s.b) {
		s.begin(s.i)
		d.token.at = s.i
		if end := s.space(s.i); end > s.i {
			from := s.i
			s.i = end
			if err := d.pass(from, end); err != nil {
				return err
			}
			continue
		}
		c := s.b[s.i]
		if c == '<' {
			if done, err := s.aside(); done || err != nil {
				if err != nil {
					return err
				}
				continue
			}
			if err := s.declare(d); err != nil {
				return err
			}
			continue
		}
		start := s.i
		if c != ']' && c != '%' {
			if err := s.prologToken(); err != nil {
				return err
			}
			return s.fail(Syntax, s.i)
		}
		d.quiet = c == ']' && p.StartDoctype != nil
		err := d.next()
		d.quiet = false
		if err != nil {
			return err
		}
		switch d.token.kind {
		case ']':
			if !internal {
				return s.fail(Syntax, start)
			}
			return nil
		case 'e':
			if err := p.parameterEntity(s, d.token.text, start); err != nil {
				return err
			}
		default:
			return d.syntax()
		}
	}
	if internal {
		return s.fail(NoElements, s.i)
	}
	return nil
}

// parameterEntity reads the declarations that an entity has.
func (p *Parser) parameterEntity(s *scanner, name string, at int) error {
	e := p.dtd.parameter[name]
	known := !p.dtd.unread
	p.dtd.unread = true
	if p.ParameterAll == Never {
		p.dtd.ignore = !p.dtd.standalone
		return s.standalone(at)
	}
	if s.main && !p.entity && (known || p.dtd.standalone) && e == nil {
		return s.fail(UndefinedEntity, at)
	}
	switch {
	case e == nil:
		p.dtd.ignore = !p.dtd.standalone
		if p.SkippedEntity != nil {
			return p.SkippedEntity(name, true)
		}
		return nil
	case e.open:
		return s.fail(RecursiveEntity, at)
	case e.value != nil:
		if err := p.grow(len(*e.value)); err != nil {
			return err
		}
		e.open = true
		inner := scanner{p: p, b: []byte(*e.value), final: true}
		err := inner.subset(false)
		e.open = false
		if err == errMore {
			err = &Error{UnclosedToken}
		}
		return err
	}
	if p.ExternalEntity != nil {
		e.open = true
		ok, err := p.ExternalEntity(nil, e.base, e.system, e.public)
		e.open = false
		if err == nil && !ok {
			err = s.fail(ExternalEntityHandling, at)
		}
		if err != nil {
			return err
		}
	} else {
		p.dtd.ignore = !p.dtd.standalone
	}
	return s.standalone(at)
}

// standalone asks whether the document may depend on what is declared elsewhere.
func (s *scanner) standalone(at int) error {
	p := s.p
	if p.NotStandalone == nil || p.dtd.standalone {
		return nil
	}
	ok, err := p.NotStandalone()
	if err == nil && !ok {
		err = s.fail(NotStandaloneDocument, at)
	}
	return err
}

// declare reads the declaration at s.i.
func (s *scanner) declare(d *declScanner) error {
	start := s.i
	if err := s.prologToken(); err != nil {
		return err
	}
	i, err := s.keyword()
	if err != nil {
		return err
	}
	p := s.p
	word := string(s.b[start+2 : i])
	var read func(d *declScanner) error
	quiet := false
	switch word {
	case "ENTITY":
		read, quiet = p.declareEntity, p.EntityDecl != nil
	case "ATTLIST":
		read, quiet = p.declareAttributes, p.AttlistDecl != nil
	case "ELEMENT":
		read, quiet = p.declareElement, p.ElementDecl != nil
	case "NOTATION":
		read, quiet = p.declareNotation, p.Notation != nil
	default:
		return s.fail(Syntax, start)
	}
	d.quiet = quiet
	s.i = i
	if err = d.pass(start, i); err == nil {
		err = read(d)
	}
	d.quiet = false
	return err
}

func (p *Parser) declareEntity(d *declScanner) error {
	if err := d.next(); err != nil {
		return err
	}
	e := &entity{}
	parameter := d.token.kind == '%'
	if parameter {
		if err := d.next(); err != nil {
			return err
		}
	}
	if d.token.kind != 'n' {
		return d.syntax()
	}
	name := d.token.text
	if err := d.next(); err != nil {
		return err
	}
	var err error
	switch t := d.token; {
	case t.kind == 's':
		v, err := d.entityValue(t)
		if err != nil {
			if failed, ok := err.(*Error); ok && failed.Code == ParamEntityRef && p.EntityDecl != nil {
				// It is told as far as it goes.
				if err := p.EntityDecl(EntityDecl{Name: name, Parameter: parameter, Value: &v, Base: p.Base}); err != nil {
					return err
				}
			}
			return err
		}
		e.value = &v
	case t.kind == 'n' && (t.text == "SYSTEM" || t.text == "PUBLIC"):
		e.base = p.Base
		if e.system, e.public, err = d.external(false); err != nil {
			return err
		}
	default:
		return d.syntax()
	}
	at := d.token.at
	if err := d.next(); err != nil {
		return err
	}
	if e.value == nil {
		at = d.token.at
	}
	if d.token.kind == 'n' && d.token.text == "NDATA" && e.system != nil && !parameter {
		n, err := d.want('n')
		if err != nil {
			return err
		}
		e.notation = &n
		at = d.token.at
		if err := d.next(); err != nil {
			return err
		}
	}
	if d.token.kind != '>' {
		return d.syntax()
	}
	table := p.dtd.general
	if parameter {
		table = p.dtd.parameter
	}
	_, fixed := predefined[name]
	if table[name] != nil || fixed && !parameter || p.dtd.ignore {
		return nil // the first declaration counts
	}
	table[name] = e
	if !parameter {
		p.dtd.order = append(p.dtd.order, name)
	}
	decl := EntityDecl{Name: name, Parameter: parameter, Value: e.value, Base: e.base, System: e.system, Public: e.public, Notation: e.notation}
	if e.value != nil {
		decl.Base = p.Base
	}
	d.begin(at)
	if e.notation != nil && p.Unparsed != nil {
		return p.Unparsed(decl)
	}
	if p.EntityDecl != nil {
		return p.EntityDecl(decl)
	}
	return nil
}

// entityValue is the replacement text of an entity: references to characters are replaced,
// those to general entities stay.
func (d *declScanner) entityValue(t token) (string, error) {
	inner := scanner{p: d.p, b: []byte(t.text), final: true}
	var b strings.Builder
	for i := 0; i < len(inner.b); {
		c := inner.b[i]
		switch {
		case c == '\r':
			if i+1 < len(inner.b) && inner.b[i+1] == '\n' {
				i++
			}
			b.WriteByte('\n')
			i++
		case c == '&':
			end, err := inner.reference(i)
			if err != nil {
				return "", d.bad(t.at + 1 + i)
			}
			if inner.b[i+1] == '#' {
				r, ok := charOf(inner.b[i:end])
				if !ok {
					return "", d.fail(BadCharRef, t.at+1+i)
				}
				b.WriteRune(r)
			} else {
				b.Write(inner.b[i:end])
			}
			i = end
		case c == '%':
			end, err := inner.name(i + 1)
			if err != nil || inner.b[end] != ';' {
				return "", d.bad(t.at + 1 + i)
			}
			e := d.p.dtd.parameter[string(inner.b[i+1:end])]
			if d.main && !d.p.entity {
				return b.String(), d.fail(ParamEntityRef, t.at+1+i) // only outside of the internal subset
			}
			if e != nil && e.value != nil {
				b.WriteString(*e.value)
			}
			i = end + 1
		default:
			b.WriteByte(c)
			i++
		}
	}
	return b.String(), nil
}

func (p *Parser) declareNotation(d *declScanner) error {
	name, err := d.want('n')
	if err != nil {
		return err
	}
	if _, err := d.want('n'); err != nil {
		return err
	}
	if d.token.text != "SYSTEM" && d.token.text != "PUBLIC" {
		return d.syntax()
	}
	system, public, err := d.external(true)
	if err != nil {
		return err
	}
	at := d.token.at
	if d.token.kind != '>' {
		if _, err := d.want('>'); err != nil {
			return err
		}
	}
	d.begin(at)
	if p.Notation != nil {
		return p.Notation(name, p.Base, system, public)
	}
	return nil
}

// attributeTypes are those that have a word of their own.
var attributeTypes = map[string]bool{"CDATA": true, "ID": true, "IDREF": true, "IDREFS": true, "ENTITY": true, "ENTITIES": true, "NMTOKEN": true, "NMTOKENS": true}

func (p *Parser) declareAttributes(d *declScanner) error {
	element, err := d.want('n')
	if err != nil {
		return err
	}
	for {
		if err := d.next(); err != nil {
			return err
		}
		if d.token.kind == '>' {
			return nil
		}
		if d.token.kind != 'n' {
			return d.syntax()
		}
		decl := AttlistDecl{Element: element, Name: d.token.text}
		if err := d.next(); err != nil {
			return err
		}
		switch t := d.token; {
		case t.kind == 'n' && attributeTypes[t.text]:
			decl.Type = t.text
		case t.kind == 'n' && t.text == "NOTATION":
			if _, err := d.want('('); err != nil {
				return err
			}
			fallthrough
		case t.kind == '(':
			list, err := d.enumeration()
			if err != nil {
				return err
			}
			if t.kind == 'n' {
				decl.Type = t.text
			}
			decl.Type += "(" + strings.Join(list, "|") + ")"
		default:
			return d.syntax()
		}
		if err := d.next(); err != nil {
			return err
		}
		if t := d.token; t.kind == '#' {
			switch t.text {
			case "REQUIRED":
				decl.Required = true
			case "IMPLIED":
			case "FIXED":
				decl.Required = true
				if _, err := d.want('s'); err != nil {
					return err
				}
			default:
				return d.syntax()
			}
		}
		cdata := decl.Type == "CDATA"
		if t := d.token; t.kind == 's' {
			inner := scanner{p: p, b: []byte(t.text), final: true}
			v, err := inner.value(0, len(inner.b), cdata)
			if err != nil {
				if err == errMore {
					err = d.bad(t.at)
				}
				return err
			}
			decl.Default = &v
		} else if t.kind != '#' {
			return d.syntax()
		}
		known := false
		for _, a := range p.dtd.attributes[element] {
			known = known || a.name == decl.Name
		}
		if known || p.dtd.ignore {
			continue // the first declaration counts
		}
		p.dtd.attributes[element] = append(p.dtd.attributes[element], attribute{decl.Name, cdata, decl.Default})
		if p.AttlistDecl != nil {
			if err := p.AttlistDecl(decl); err != nil {
				return err
			}
		}
	}
}

// enumeration reads the values behind '('.
func (d *declScanner) enumeration() ([]string, error) {
	var list []string
	for {
		if err := d.next(); err != nil {
			return nil, err
		}
		if d.token.kind != 'n' && d.token.kind != 'm' {
			return nil, d.syntax()
		}
		list = append(list, d.token.text)
		if err := d.next(); err != nil {
			return nil, err
		}
		if d.token.kind == ')' && d.token.text == "" {
			return list, nil
		}
		if d.token.kind != '|' {
			return nil, d.syntax()
		}
	}
}

func (p *Parser) declareElement(d *declScanner) error {
	name, err := d.want('n')
	if err != nil {
		return err
	}
	if err := d.next(); err != nil {
		return err
	}
	var m *Model
	switch t := d.token; {
	case t.kind == 'n' && t.text == "EMPTY":
		m = &Model{Type: Empty}
	case t.kind == 'n' && t.text == "ANY":
		m = &Model{Type: Any}
	case t.kind == '(':
		if m, err = d.model(); err != nil {
			return err
		}
	default:
		return d.syntax()
	}
	if _, err := d.want('>'); err != nil {
		return err
	}
	d.begin(d.last)
	if p.ElementDecl != nil {
		return p.ElementDecl(name, m)
	}
	return nil
}

var quantifiers = map[string]int{"": Once, "?": Optional, "*": Repeated, "+": Plus}

// model reads a content model behind its '('.
func (d *declScanner) model() (*Model, error) {
	m := &Model{Type: Sequence}
	for first := true; ; first = false {
		if err := d.next(); err != nil {
			return nil, err
		}
		switch t := d.token; {
		case t.kind == '#' && t.text == "PCDATA" && first:
			m.Type = Mixed
		case t.kind == 'n':
			c := &Model{Type: Named, Name: t.text}
			if q := d.b[d.i-1]; q == '?' || q == '*' || q == '+' {
				c.Quant = quantifiers[string(q)]
			}
			m.Children = append(m.Children, c)
		case t.kind == '(' && m.Type != Mixed:
			c, err := d.model()
			if err != nil {
				return nil, err
			}
			m.Children = append(m.Children, c)
		default:
			return nil, d.syntax()
		}
		if err := d.next(); err != nil {
			return nil, err
		}
		switch t := d.token; {
		case t.kind == ')':
			m.Quant = quantifiers[t.text]
			if m.Type == Mixed && len(m.Children) > 0 && m.Quant != Repeated {
				return nil, d.syntax()
			}
			return m, nil
		case t.kind == '|' && (first && m.Type == Sequence):
			m.Type = Choice
		case t.kind == '|' && (m.Type == Choice || m.Type == Mixed):
		case t.kind == ',' && m.Type == Sequence:
		default:
			return nil, d.syntax()
		}
	}
}
