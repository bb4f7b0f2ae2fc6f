package expat

import "strings"

// This file implements tags, attributes and namespaces.

// written is an attribute as it stands in a tag.
type written struct {
	name     string
	at       int // where the name is
	from, to int // where the value is
}

// startTag reads the tag of an element that begins at s.i.
func (s *scanner) startTag() error {
	p := s.p
	end, err := s.qualified(s.i + 1)
	if err != nil {
		return err
	}
	raw := string(s.b[s.i+1 : end])
	var attrs []written
	empty := false
	i := end
	for {
		j := s.space(i)
		c, err := s.byteAt(j)
		if err != nil {
			return err
		}
		if c == '>' {
			i = j + 1
			break
		}
		if c == '/' {
			if c, err = s.byteAt(j + 1); err != nil {
				return err
			}
			if c != '>' {
				return s.bad(j + 1)
			}
			i, empty = j+2, true
			break
		}
		if j == i {
			return s.bad(j)
		}
		var a written
		if a, i, err = s.attribute(j); err != nil {
			return err
		}
		attrs = append(attrs, a)
	}
	start := s.i
	list, specified, bound, err := s.attributes(raw, attrs)
	if err != nil {
		if empty {
			err = p.unbind(bound, err)
		}
		return err
	}
	name, err := p.expanded(raw, true)
	if err != nil {
		return err
	}
	s.i = i
	p.mode = content
	p.tags = append(p.tags, tag{raw, name, bound})
	if p.StartElement != nil {
		err = p.StartElement(name, list, specified)
	} else if !empty || p.EndElement == nil {
		err = p.unhandled(s.b[start:i])
	}
	if err != nil || !empty {
		return err
	}
	if p.EndElement != nil {
		if p.StartElement != nil {
			s.begin(i) // where Expat says that an empty element ends
		}
		err = p.EndElement(name)
	}
	return s.leave(err)
}

// attribute reads the attribute at i.
func (s *scanner) attribute(i int) (a written, next int, err error) {
	end, err := s.qualified(i)
	if err != nil {
		return a, 0, err
	}
	a.name, a.at = string(s.b[i:end]), i
	j := s.space(end)
	c, err := s.byteAt(j)
	if err != nil {
		return a, 0, err
	}
	if c != '=' {
		return a, 0, s.bad(j)
	}
	j = s.space(j + 1)
	quote, err := s.byteAt(j)
	if err != nil {
		return a, 0, err
	}
	if quote != '"' && quote != '\'' {
		return a, 0, s.bad(j)
	}
	j++
	a.from = j
	for {
		r, n, err := s.char(j)
		if err != nil {
			return a, 0, err
		}
		switch r {
		case rune(quote):
			a.to = j
			if c, err = s.byteAt(j + 1); err != nil {
				return a, 0, err
			}
			if !isSpace(c) && c != '>' && c != '/' {
				return a, 0, s.bad(j + 1)
			}
			return a, j + 1, nil
		case '<':
			return a, 0, s.bad(j)
		case '&':
			if j, err = s.reference(j); err != nil {
				return a, 0, err
			}
		default:
			j += n
		}
	}
}

// attributes gives the attributes of an element their values, adds those that have a value
// by declaration, and makes bindings of those that are of namespaces.
func (s *scanner) attributes(element string, attrs []written) (list []Attr, specified, bound int, err error) {
	p := s.p
	decls := p.dtd.attributes[element]
	seen := map[string]bool{}
	add := func(name, value string) error {
		if p.Namespaces && (name == "xmlns" || strings.HasPrefix(name, "xmlns:")) {
			_, prefix, _ := strings.Cut(name, ":")
			if err := p.bind(prefix, name != "xmlns", value); err != nil {
				return err
			}
			bound++
			return nil
		}
		list = append(list, Attr{name, value})
		return nil
	}
	for _, a := range attrs {
		if seen[a.name] {
			return nil, 0, bound, s.fail(DuplicateAttribute, a.at)
		}
		seen[a.name] = true
		cdata := true
		for _, d := range decls {
			if d.name == a.name {
				cdata = d.cdata
			}
		}
		v, err := s.value(a.from, a.to, cdata)
		if err != nil {
			return nil, 0, bound, err
		}
		if err := add(a.name, v); err != nil {
			return nil, 0, bound, err
		}
	}
	specified = len(list)
	for _, d := range decls {
		if d.value != nil && !seen[d.name] {
			seen[d.name] = true
			if err := add(d.name, *d.value); err != nil {
				return nil, 0, bound, err
			}
		}
	}
	if p.Namespaces {
		full := map[string]bool{}
		for i := range list {
			if !strings.Contains(list[i].Name, ":") {
				continue
			}
			if list[i].Name, err = p.expanded(list[i].Name, false); err != nil {
				return nil, 0, bound, err
			}
			if full[list[i].Name] {
				return nil, 0, bound, &Error{DuplicateAttribute}
			}
			full[list[i].Name] = true
		}
	}
	return list, specified, bound, nil
}

// value is the value of an attribute that is written between two offsets.
func (s *scanner) value(from, to int, cdata bool) (string, error) {
	var b strings.Builder
	if err := s.addValue(&b, from, to); err != nil {
		return "", err
	}
	v := b.String()
	if !cdata {
		v = strings.Join(strings.FieldsFunc(v, func(r rune) bool { return r == ' ' }), " ")
	}
	return v, nil
}

func (s *scanner) addValue(b *strings.Builder, from, to int) error {
	p := s.p
	for i := from; i < to; {
		c := s.b[i]
		switch {
		case c == '\r' && i+1 < to && s.b[i+1] == '\n':
			i++ // the line end is one space
			continue
		case isSpace(c):
			b.WriteByte(' ')
			i++
			continue
		case c == '<':
			return s.bad(i) // in a value by declaration, or of an entity
		case c != '&':
			b.WriteByte(c)
			i++
			continue
		}
		end, err := s.reference(i)
		if err == errMore {
			err = s.bad(i) // the value is all there is
		}
		if err != nil {
			return err
		}
		ref := s.b[i:end]
		if ref[1] == '#' {
			r, ok := charOf(ref)
			if !ok {
				return s.fail(BadCharRef, i)
			}
			b.WriteRune(r)
			i = end
			continue
		}
		name := ref[1 : len(ref)-1]
		if text, ok := predefined[string(name)]; ok {
			b.WriteString(text)
			i = end
			continue
		}
		e := p.dtd.general[string(name)]
		known := p.dtd.complete()
		if s.inDecl {
			known = !p.entity && (s.main && p.dtd.standalone || !p.dtd.unread)
		}
		switch {
		case e == nil && known:
			return &Error{UndefinedEntity}
		case e == nil:
			i = end
			continue // what is not read may declare it
		case e.outside && known:
			return &Error{DeclaredInPE}
		case e.open:
			return &Error{RecursiveEntity}
		case e.notation != nil:
			return &Error{BinaryEntity}
		case e.value == nil:
			return s.fail(AttributeExternalEntity, i)
		}
		if err := p.grow(len(*e.value)); err != nil {
			return err
		}
		e.open = true
		inner := scanner{p: p, b: []byte(*e.value), final: true, inDecl: s.inDecl}
		err = inner.addValue(b, 0, len(inner.b))
		e.open = false
		if err != nil {
			return err
		}
		i = end
	}
	return nil
}

// endTag reads the tag at s.i that ends an element.
func (s *scanner) endTag(level int) error {
	p := s.p
	start := s.i
	end, err := s.nameWith(start+2, true) // it must be that of the start tag in any case
	if err != nil {
		return err
	}
	j := s.space(end)
	c, err := s.byteAt(j)
	if err != nil {
		return err
	}
	if c != '>' {
		return s.bad(j)
	}
	if len(p.tags) <= level {
		return s.fail(AsyncEntity, start)
	}
	t := p.tags[len(p.tags)-1]
	if t.raw != string(s.b[start+2:end]) {
		return s.fail(TagMismatch, start+2)
	}
	s.i = j + 1
	if p.EndElement != nil {
		err = p.EndElement(t.name)
	} else {
		err = p.unhandled(s.b[start:s.i])
	}
	return s.leave(err)
}

// leave closes the innermost element.
func (s *scanner) leave(err error) error {
	p := s.p
	t := p.tags[len(p.tags)-1]
	p.tags = p.tags[:len(p.tags)-1]
	err = p.unbind(t.bound, err)
	if len(p.tags) == 0 && !p.entity {
		p.mode = epilog
	}
	return err
}

// unbind forgets the latest n bindings. An exception of the handler comes before err.
func (p *Parser) unbind(n int, err error) error {
	for range n {
		b := p.ns.pop()
		if _, wrong := err.(*Error); p.EndNamespace != nil && (err == nil || wrong) {
			if e := p.EndNamespace(b.shown()); e != nil {
				err = e
			}
		}
	}
	return err
}

// namespaces are the bindings in effect, the latest last.
type namespaces struct{ list []binding }

type binding struct {
	prefix string
	uri    string // "" for none
}

const (
	xmlURI   = "http://www.w3.org/XML/1998/namespace"
	xmlnsURI = "http://www.w3.org/2000/xmlns/"
)

func (n *namespaces) init() { n.list = []binding{{"xml", xmlURI}} }

func (n *namespaces) copy() namespaces { return namespaces{append([]binding{}, n.list...)} }

func (n *namespaces) pop() binding {
	b := n.list[len(n.list)-1]
	n.list = n.list[:len(n.list)-1]
	return b
}

// of returns what the prefix is bound to.
func (n *namespaces) of(prefix string) (uri string, ok bool) {
	for i := len(n.list) - 1; i >= 0; i-- {
		if n.list[i].prefix == prefix {
			return n.list[i].uri, n.list[i].uri != ""
		}
	}
	return "", false
}

// shown is the prefix as handlers get it.
func (b binding) shown() *string {
	if b.prefix == "" {
		return nil
	}
	return &b.prefix
}

// bind binds a prefix to a namespace.
func (p *Parser) bind(prefix string, prefixed bool, uri string) error {
	switch {
	case prefixed && uri == "":
		return &Error{UndeclaringPrefix}
	case prefix == "xmlns":
		return &Error{ReservedXMLNS}
	case (prefix == "xml") != (uri == xmlURI):
		if prefix == "xml" {
			return &Error{ReservedXML}
		}
		return &Error{ReservedURI}
	case uri == xmlnsURI:
		return &Error{ReservedURI}
	case p.Separator != "" && strings.Contains(uri, p.Separator) && !inURI(p.Separator[0]):
		return &Error{Syntax} // names could not be told apart
	}
	b := binding{prefix, uri}
	p.ns.list = append(p.ns.list, b)
	if p.StartNamespace == nil {
		return nil
	}
	var shown *string
	if uri != "" {
		shown = &uri
	}
	return p.StartNamespace(b.shown(), shown)
}

// inURI reports whether an address may have the character.
func inURI(c byte) bool {
	return 'a' <= c|32 && c|32 <= 'z' || '0' <= c && c <= '9' || strings.IndexByte("%-._~:/?#[]@!$&'()*+,;=", c) >= 0
}

// expanded is a name with its namespace. Names of attributes have one only with a prefix.
func (p *Parser) expanded(name string, element bool) (string, error) {
	if !p.Namespaces {
		return name, nil
	}
	prefix, local, ok := strings.Cut(name, ":")
	if !ok {
		prefix, local = "", name
	}
	uri, bound := p.ns.of(prefix)
	switch {
	case !bound && ok:
		return "", &Error{UnboundPrefix}
	case !bound || !ok && !element:
		return name, nil
	case p.PrefixToo && ok:
		return uri + p.Separator + local + p.Separator + prefix, nil
	}
	return uri + p.Separator + local, nil
}
