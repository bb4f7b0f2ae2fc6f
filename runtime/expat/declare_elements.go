package expat

import "strings"

// This file implements the declarations of attributes and elements.

// attributeTypes are those that have a word of their own.
var attributeTypes = map[string]bool{"CDATA": true, "ID": true, "IDREF": true, "IDREFS": true, "ENTITY": true, "ENTITIES": true, "NMTOKEN": true, "NMTOKENS": true}

func (p *Parser) declareAttributes(d *declScanner) error {
	element, err := d.wantName()
	if err != nil {
		return err
	}
	return p.attributeList(d, element)
}

func (p *Parser) tellsAttributes() bool { return p.AttlistDecl != nil && !p.dtd.ignore }

// attributeList reads the declarations of attributes up to the '>'. Those that have been
// read are not read again when there is more.
func (p *Parser) attributeList(d *declScanner, element string) (err error) {
	for {
		if d.main && d.fresh() {
			if err := d.pass(); err != nil {
				return err
			}
			d.from, p.resume, p.list = d.i, 0, &element
		}
		if err := d.next(); err != nil {
			return err
		}
		if d.token.kind == '>' {
			p.list = nil
			return nil
		}
		if d.token.kind != nameToken && d.token.kind != prefixedName {
			return d.syntax()
		}
		decl := AttlistDecl{Element: element, Name: d.token.text}
		if decl.Type, err = d.attributeType(); err != nil {
			return err
		}
		if err := d.next(); err != nil {
			return err
		}
		written := d.token.kind == literal
		if d.token.kind == poundName {
			switch d.token.text {
			case "REQUIRED":
				decl.Required = true
			case "IMPLIED":
			case "FIXED":
				decl.Required, written = true, true
				if _, err := d.want(literal); err != nil {
					return err
				}
			default:
				return d.syntax()
			}
		} else if !written {
			return d.syntax()
		}
		if p.dtd.ignore || !d.fresh() {
			continue
		}
		cdata := decl.Type == "CDATA"
		if written {
			v, err := d.defaultValue(d.token, cdata)
			if err != nil {
				return err
			}
			decl.Default = &v
		}
		known := false // the first declaration counts
		for _, a := range p.dtd.attributes[element] {
			known = known || a.name == decl.Name
		}
		if !known {
			p.dtd.attributes[element] = append(p.dtd.attributes[element], attribute{decl.Name, cdata, decl.Default})
		}
		if p.AttlistDecl != nil {
			if err := p.AttlistDecl(decl); err != nil {
				return err
			}
		}
	}
}

// defaultValue is the value that a literal stands for.
func (d *declScanner) defaultValue(t token, cdata bool) (string, error) {
	from, to := t.at+1, t.at+1+len(t.text)
	in := scanner{p: d.p, b: d.b[:to], main: d.main, final: true, inDecl: true}
	return in.value(from, to, cdata)
}

// attributeType reads the type of an attribute.
func (d *declScanner) attributeType() (string, error) {
	if err := d.next(); err != nil {
		return "", err
	}
	word := ""
	if t := d.token; t.kind == nameToken {
		if attributeTypes[t.text] {
			return t.text, nil
		}
		if word = t.text; word != "NOTATION" {
			return "", d.syntax()
		}
		if err := d.next(); err != nil {
			return "", err
		}
	}
	if d.token.kind != '(' {
		return "", d.syntax()
	}
	var list []string
	for {
		if err := d.next(); err != nil {
			return "", err
		}
		if k := d.token.kind; k != nameToken && (word != "" || k != prefixedName && k != nmtoken) {
			return "", d.syntax()
		}
		list = append(list, d.token.text)
		if err := d.next(); err != nil {
			return "", err
		}
		if d.token.kind == ')' && d.token.quant == "" {
			return word + "(" + strings.Join(list, "|") + ")", nil
		}
		if d.token.kind != '|' {
			return "", d.syntax()
		}
	}
}

// Model is the content model of an element.
type Model struct {
	Type, Quant int
	Name        string
	Children    []*Model
}

// The types and quantifiers of models.
const (
	Empty = 1 + iota
	Any
	Mixed
	Named
	Choice
	Sequence
)
const (
	Once = iota
	Optional
	Repeated
	Plus
)

var quantifiers = map[string]int{"": Once, "?": Optional, "*": Repeated, "+": Plus}

func (p *Parser) declareElement(d *declScanner) error {
	name, err := d.wantName()
	if err != nil {
		return err
	}
	if err := d.next(); err != nil {
		return err
	}
	var m *Model
	switch t := d.token; {
	case t.kind == nameToken && t.text == "EMPTY":
		m = &Model{Type: Empty}
	case t.kind == nameToken && t.text == "ANY":
		m = &Model{Type: Any}
	case t.kind == '(':
		if m, err = d.model(true); err != nil {
			return err
		}
	default:
		return d.syntax()
	}
	if p.ElementDecl != nil && d.fresh() {
		if err := p.ElementDecl(name, m); err != nil {
			return err
		}
	}
	_, err = d.want('>')
	return err
}

// model reads a content model behind its '('; outermost says that it may be mixed.
func (d *declScanner) model(outermost bool) (*Model, error) {
	m := &Model{Type: Sequence}
	separator := rune(0)
	for {
		if err := d.next(); err != nil {
			return nil, err
		}
		switch t := d.token; {
		case t.kind == poundName && t.text == "PCDATA" && outermost && separator == 0:
			m.Type = Mixed
		case t.kind == nameToken, t.kind == prefixedName, t.kind == quantified && m.Type != Mixed:
			m.Children = append(m.Children, &Model{Type: Named, Name: t.text, Quant: quantifiers[t.quant]})
		case t.kind == '(' && m.Type != Mixed:
			c, err := d.model(false)
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
		t := d.token
		switch {
		case t.kind == ')':
			m.Quant = quantifiers[t.quant]
			if m.Type == Mixed && t.quant != "*" && (t.quant != "" || len(m.Children) > 0) {
				return nil, d.syntax()
			}
			return m, nil
		case t.kind != '|' && (t.kind != ',' || m.Type == Mixed), separator != 0 && t.kind != separator:
			return nil, d.syntax()
		}
		if separator == '|' && m.Type == Choice {
			d.told = false // sic: only the first of a group is told of
		}
		if separator = t.kind; separator == '|' && m.Type == Sequence {
			m.Type = Choice
		}
	}
}
