package expat

import "strings"

// This file implements the declarations of entities and notations.

// declaration reads one of the declarations of a subset.
func (p *Parser) declaration(d *declScanner) error {
	if err := d.next(); err != nil {
		return err
	}
	var read func(d *declScanner) error
	switch d.token.text {
	case "ENTITY":
		read, d.quiet = p.declareEntity, p.EntityDecl != nil && !p.dtd.ignore
	case "ATTLIST":
		read, d.quiet = p.declareAttributes, p.tellsAttributes()
	case "ELEMENT":
		read, d.quiet = p.declareElement, p.ElementDecl != nil
	case "NOTATION":
		read, d.quiet = p.declareNotation, p.Notation != nil
	default:
		return d.syntax()
	}
	d.told = d.quiet
	return read(d)
}

func (p *Parser) declareEntity(d *declScanner) error {
	if err := d.next(); err != nil {
		return err
	}
	table, parameter := p.dtd.general, d.token.kind == percent
	if parameter {
		table = p.dtd.parameter
		if err := d.next(); err != nil {
			return err
		}
	}
	if d.token.kind != nameToken {
		return d.syntax()
	}
	name := d.token.text
	_, fixed := predefined[name]
	known := table[name] != nil || fixed && !parameter || p.dtd.ignore // the first declaration counts
	told := d.quiet && !known
	d.told = told
	e := &entity{base: p.Base, outside: p.entity || !d.main}
	// store keeps the entity and tells of it.
	store := func() error {
		d.told = false
		if known || !d.fresh() {
			return nil
		}
		table[name] = e
		if !parameter {
			p.dtd.order = append(p.dtd.order, name)
		}
		decl := EntityDecl{Name: name, Parameter: parameter, Value: e.value, Base: e.base, System: e.system, Public: e.public, Notation: e.notation}
		switch {
		case e.notation != nil && p.Unparsed != nil:
			d.told = true
			return p.Unparsed(decl)
		case p.EntityDecl != nil:
			d.told = true
			return p.EntityDecl(decl)
		}
		return nil
	}
	if err := d.next(); err != nil {
		return err
	}
	switch t := d.token; {
	case t.kind == literal:
		d.told = false
		if !p.dtd.ignore && d.fresh() {
			if !known {
				table[name] = e // for a reference to itself
			}
			var b strings.Builder
			wrong := d.entityValue(&b, d.scanner, t.at+1, t.at+1+len(t.text), e)
			v := b.String()
			e.value = &v
			// It is told as far as it goes.
			if err := store(); err != nil {
				return err
			}
			if wrong != nil {
				return wrong
			}
			d.quiet = d.quiet && !p.dtd.ignore
		}
		_, err := d.want('>')
		return err
	case t.kind == nameToken && (t.text == "SYSTEM" || t.text == "PUBLIC"):
		var err error
		if e.system, e.public, err = d.external(func() { d.told = told }); err != nil {
			return err
		}
	default:
		return d.syntax()
	}
	if err := d.next(); err != nil {
		return err
	}
	switch t := d.token; {
	case t.kind == nameToken && t.text == "NDATA" && !parameter:
		n, err := d.want(nameToken)
		if err != nil {
			return err
		}
		e.notation = &n
		if err := store(); err != nil {
			return err
		}
		_, err = d.want('>')
		return err
	case t.kind == '>':
		return store()
	}
	return d.syntax()
}

// entityValue adds the replacement text of the entity declared, which is written between two
// offsets of s: references to characters are replaced, those to general entities stay.
func (d *declScanner) entityValue(b *strings.Builder, s *scanner, from, to int, declared *entity) error {
	p := d.p
	// What is read ends where the value does; its places are those of s.
	in := scanner{p: p, b: s.b[:to], main: s.main, final: true}
	unclosed := func(err error, at int) error {
		if err == errMore {
			return in.fail(InvalidToken, at)
		}
		return err
	}
	for i := from; i < to; {
		c := in.b[i]
		switch {
		case c == '\r':
			if i+1 < to && in.b[i+1] == '\n' {
				i++
			}
			b.WriteByte('\n')
			i++
		case c == '&':
			end, err := in.reference(i)
			if err != nil {
				return unclosed(err, i)
			}
			if in.b[i+1] == '#' {
				r, ok := charOf(in.b[i:end])
				if !ok {
					return in.fail(BadCharRef, i)
				}
				b.WriteRune(r)
			} else {
				b.Write(in.b[i:end])
			}
			i = end
		case c == '%':
			end, err := in.name(i + 1)
			if err != nil {
				return unclosed(err, i)
			}
			if in.b[end] != ';' {
				return in.bad(end)
			}
			if !p.entity && s.main {
				return in.fail(ParamEntityRef, i) // only outside of the internal subset
			}
			e := p.dtd.parameter[string(in.b[i+1:end])]
			switch {
			case e == nil:
				p.dtd.missing()
				return nil
			case e.open || e == declared:
				return in.fail(RecursiveEntity, i)
			case e.value == nil:
				p.dtd.missing()
			default:
				if err := p.grow(len(*e.value)); err != nil {
					return err
				}
				e.open = true
				err := d.entityValue(b, &scanner{p: p, b: []byte(*e.value), final: true}, 0, len(*e.value), declared)
				e.open = false
				if err != nil {
					return err
				}
			}
			i = end + 1
		default:
			b.WriteByte(c)
			i++
		}
	}
	return nil
}

func (p *Parser) declareNotation(d *declScanner) error {
	name, err := d.want(nameToken)
	if err != nil {
		return err
	}
	if _, err := d.want(nameToken); err != nil {
		return err
	}
	var system, public *string
	switch d.token.text {
	case "PUBLIC":
		if public, err = d.publicID(); err != nil {
			return err
		}
	case "SYSTEM":
	default:
		return d.syntax()
	}
	tell := func() error {
		if p.Notation == nil || !d.fresh() {
			return nil
		}
		return p.Notation(name, p.Base, system, public)
	}
	if err := d.next(); err != nil {
		return err
	}
	switch t := d.token; {
	case t.kind == literal:
		system = &t.text
		if err := tell(); err != nil {
			return err
		}
		_, err := d.want('>')
		return err
	case t.kind == '>' && public != nil:
		return tell()
	}
	return d.syntax()
}
