package expat

import "strings"

// This file implements the document type declaration and what declarations have in common.

// dtd is what the declarations of a document say.
type dtd struct {
	general, parameter map[string]*entity
	order              []string // the names of the general entities
	attributes         map[string][]attribute
	standalone         bool
	unread             bool // there are declarations that have not been read
	ignore             bool // what is declared does not count, as what came before is not known
	asked              bool // a parser for the external declarations that were asked for has begun
}

type entity struct {
	value                          *string // nil for an external one
	base, system, public, notation *string
	open                           bool
	outside                        bool // it is declared outside of the document itself
}

// attribute is an attribute that is declared.
type attribute struct {
	name  string
	cdata bool
	value *string
}

func newDTD() *dtd {
	return &dtd{general: map[string]*entity{}, parameter: map[string]*entity{}, attributes: map[string][]attribute{}}
}

// complete reports whether everything that the document may mean is declared.
func (d *dtd) complete() bool { return !d.unread || d.standalone }

// missing says that there are declarations that are not known.
func (d *dtd) missing() { d.ignore = !d.standalone }

// declScanner reads the tokens of one declaration. One that the text ends in is read again
// from its beginning once there is more: what the tokens before have done is not done again.
type declScanner struct {
	*scanner            // of the declaration, or of an entity in it
	base     *scanner   // of the declaration
	outer    []*scanner // those that go on behind the entity
	opened   []*entity  // that the texts of the scanners inside are of
	from, at int        // where the declaration begins, and where its token does, in base
	quiet    bool       // a handler gets what the declaration says
	token    token
	raw      []byte // the token, which Default has not got yet; nil for none
	told     bool   // a handler gets the token
}

// declare reads one declaration.
func (s *scanner) declare(read func(d *declScanner) error) error {
	d := &declScanner{scanner: s, base: s, from: s.i}
	err := read(d)
	if err == nil {
		err = d.pass()
	}
	for _, e := range d.opened {
		e.open = false
	}
	if s.main {
		s.p.resume = 0
		if err == errMore {
			s.p.resume = s.i - d.from
			s.i = d.from
		}
	}
	return err
}

// fresh reports whether the token is read for the first time.
func (d *declScanner) fresh() bool { return !d.base.main || d.at-d.from >= d.p.resume }

// pass gives the token to Default if nothing else got it.
func (d *declScanner) pass() error {
	raw := d.raw
	d.raw = nil
	if raw == nil || d.told || !d.fresh() {
		return nil
	}
	return d.p.unhandled(raw)
}

// next reads the token that follows, with white space before it.
func (d *declScanner) next() error {
	if err := d.pass(); err != nil {
		return err
	}
	for {
		s := d.scanner
		if s == d.base {
			d.at = s.i
		}
		if s.i >= len(s.b) {
			if n := len(d.outer) - 1; n >= 0 {
				d.opened[n].open = false
				d.scanner, d.outer, d.opened = d.outer[n], d.outer[:n], d.opened[:n]
				continue
			}
			s.begin(s.i)
			if s.main && !s.p.atEnd() {
				return errMore
			}
			d.token = token{at: s.i}
			return nil
		}
		if d.fresh() {
			s.begin(s.i)
		}
		t, end, err := s.prologToken()
		if err != nil {
			if err == errMore && !s.main {
				err = &Error{UnclosedToken}
			}
			return err
		}
		raw := s.b[s.i:end]
		switch {
		case t.kind == space:
			if before := d.from + d.p.resume; s == d.base && s.main && s.i < before {
				// Some of it has come before.
				if raw = nil; end > before {
					raw = s.b[before:end]
					s.begin(before)
				}
			}
			s.i = end
			if !d.quiet {
				if err := d.p.unhandled(raw); err != nil {
					return err
				}
			}
			continue
		case t.kind == parameterRef && d.p.entity:
			s.i = end
			entered, err := d.enter(t)
			if err == nil && !entered && d.fresh() {
				err = d.p.unhandled(raw)
			}
			if err != nil {
				return err
			}
			continue
		}
		s.i = end
		d.token, d.raw, d.told = t, raw, d.quiet
		return nil
	}
}

// enter goes on with the text of an entity that is referred to in a declaration, if it is
// known.
func (d *declScanner) enter(t token) (bool, error) {
	p := d.p
	p.dtd.unread = true
	e := p.dtd.parameter[t.text]
	switch {
	case !p.parameters() || e == nil || e.value == nil:
		p.dtd.missing()
		return false, nil
	case e.open:
		return false, d.fail(RecursiveEntity, t.at)
	}
	if err := p.grow(len(*e.value)); err != nil {
		return false, err
	}
	e.open = true
	d.outer, d.opened = append(d.outer, d.scanner), append(d.opened, e)
	d.scanner = &scanner{p: p, b: []byte(*e.value), final: true}
	return true, nil
}

// syntax is the error of a token that is not expected.
func (d *declScanner) syntax() error {
	if d.token.kind != endOfText {
		return d.unexpected(d.token)
	}
	if d.main && !d.p.entity {
		return d.fail(NoElements, d.token.at)
	}
	return d.fail(IncompletePE, d.token.at)
}

// unexpected is the error of a token that cannot stand where it does.
func (s *scanner) unexpected(t token) error {
	code := Syntax
	switch {
	case t.kind == parameterRef:
		code = ParamEntityRef
	case t.kind == piToken && t.text == "xml":
		code = MisplacedXML
	}
	return s.fail(code, t.at)
}

// want reads a token of a kind.
func (d *declScanner) want(kind rune) (string, error) {
	if err := d.next(); err != nil {
		return "", err
	}
	if d.token.kind != kind {
		return "", d.syntax()
	}
	return d.token.text, nil
}

// wantName reads a name that may have a prefix.
func (d *declScanner) wantName() (string, error) {
	if err := d.next(); err != nil {
		return "", err
	}
	if d.token.kind != nameToken && d.token.kind != prefixedName {
		return "", d.syntax()
	}
	return d.token.text, nil
}

// publicID reads what follows PUBLIC.
func (d *declScanner) publicID() (*string, error) {
	text, err := d.want(literal)
	if err != nil {
		return nil, err
	}
	for i, c := range []byte(text) {
		if !('a' <= c|32 && c|32 <= 'z' || '0' <= c && c <= '9' || isSpace(c) && c != '\t' || strings.IndexByte("-'()+,./:=?;!*#@$_%", c) >= 0) {
			return nil, d.fail(BadPublicID, d.token.at+1+i)
		}
	}
	text = strings.Join(strings.Fields(text), " ")
	return &text, nil
}

// external reads what follows SYSTEM or PUBLIC; known is called for each literal.
func (d *declScanner) external(known func()) (system, public *string, err error) {
	if d.token.text == "PUBLIC" {
		if public, err = d.publicID(); err != nil {
			return nil, nil, err
		}
		known()
	}
	text, err := d.want(literal)
	known()
	return &text, public, err
}

// doctype reads the document type declaration up to its '[' or '>'.
func (p *Parser) doctype(d *declScanner) error {
	if err := d.next(); err != nil {
		return err
	}
	if d.token.text != "DOCTYPE" || p.begun {
		return d.syntax()
	}
	d.quiet = p.StartDoctype != nil
	d.told = d.quiet
	name, err := d.wantName()
	if err != nil {
		return err
	}
	if err := d.next(); err != nil {
		return err
	}
	var system, public *string
	if t := d.token; t.kind == nameToken {
		if t.text != "SYSTEM" && t.text != "PUBLIC" {
			return d.syntax()
		}
		if system, public, err = d.external(func() {}); err != nil {
			return err
		}
		if d.fresh() {
			p.dtd.unread = true
			if !p.parameters() {
				if err := d.standalone(d.token.at); err != nil {
					return err
				}
			}
		}
		if err := d.next(); err != nil {
			return err
		}
	}
	internal := d.token.kind == '['
	if !internal && d.token.kind != '>' {
		return d.syntax()
	}
	p.begun = true
	p.system, p.public = system, public
	if p.StartDoctype != nil {
		if err := p.StartDoctype(name, system, public, internal); err != nil {
			return err
		}
	}
	if internal {
		p.mode = internalSubset
		return nil
	}
	return p.endDoctype(d)
}

// endDoctype is called for the '>' of the document type declaration.
func (p *Parser) endDoctype(d *declScanner) error {
	p.mode = prolog
	if p.system != nil || p.Foreign {
		if err := p.externalSubset(d.scanner, d.token.at); err != nil {
			return err
		}
	}
	if p.EndDoctype == nil {
		return nil
	}
	d.told = true
	return p.EndDoctype()
}

// externalSubset asks for the declarations that are elsewhere, at an offset.
func (p *Parser) externalSubset(s *scanner, at int) error {
	p.Foreign = false
	before := p.dtd.unread
	p.dtd.unread = true
	if !p.parameters() || p.ExternalEntity == nil {
		return nil
	}
	p.dtd.asked = false
	ok, err := p.ExternalEntity(nil, p.Base, p.system, p.public)
	switch {
	case err != nil:
		return err
	case !ok:
		return s.fail(ExternalEntityHandling, at)
	case p.dtd.asked:
		return s.standalone(at)
	case p.system == nil:
		p.dtd.unread = before // there are none
	}
	return nil
}

// parameters reports whether parameter entities are read.
func (p *Parser) parameters() bool {
	return p.ParameterAll == Always || p.ParameterAll == UnlessStandalone && !p.dtd.standalone
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

// subset reads declarations to the end of the text, or to the ']' of an internal subset.
func (s *scanner) subset() error {
	p := s.p
	if err := s.textDeclaration(); err != nil {
		return err
	}
	for s.i < len(s.b) {
		s.begin(s.i + p.resumeOf(s))
		if s.main && p.list != nil {
			err := s.declare(func(d *declScanner) error {
				d.quiet = p.tellsAttributes()
				return p.attributeList(d, *p.list)
			})
			if err != nil {
				return err
			}
			continue
		}
		t, end, err := s.prologToken()
		if err != nil {
			if s.main && p.entity && s.i == 0 && p.mark.index == 0 {
				s.begin(0) // sic: the first token is looked at without a place
			}
			return err
		}
		start := s.i
		switch t.kind {
		case space:
			s.i = end
			err = p.unhandled(s.b[start:end])
		case commentToken:
			err = s.comment()
		case piToken:
			err = s.instruction(s.misplaced)
		case openDecl:
			err = s.declare(p.declaration)
		case parameterRef:
			s.i = end
			err = p.parameterEntity(s, t.text, start)
		case openSection:
			if !p.entity {
				return s.fail(Syntax, start)
			}
			err = s.declare(p.section)
		case closeSection:
			if p.included == 0 {
				return s.fail(Syntax, start)
			}
			p.included--
			s.i = end
			err = p.unhandled(s.b[start:end])
		case ']':
			if p.mode != internalSubset || !s.main {
				return s.fail(Syntax, start)
			}
			s.i = end
			p.mode = afterSubset
			if p.StartDoctype == nil {
				err = p.unhandled(s.b[start:end])
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
	if s.main && p.atEnd() && p.mode == internalSubset {
		return &Error{NoElements}
	}
	return nil
}

// resumeOf is where the token is that is read first, from the beginning of a declaration on.
func (p *Parser) resumeOf(s *scanner) int {
	if s.main {
		return p.resume
	}
	return 0
}

// closeDoctype reads the '>' behind the internal subset.
func (p *Parser) closeDoctype(d *declScanner) error {
	d.quiet = p.StartDoctype != nil
	if err := d.next(); err != nil {
		return err
	}
	d.told = false
	if d.token.kind != '>' {
		return d.syntax()
	}
	return p.endDoctype(d)
}

// section reads the beginning of a conditional section, or one that is left out.
func (p *Parser) section(d *declScanner) error {
	if err := d.next(); err != nil {
		return err
	}
	word, err := d.want(nameToken)
	if err != nil {
		return err
	}
	if word != "INCLUDE" && word != "IGNORE" {
		return d.syntax()
	}
	if _, err := d.want('['); err != nil {
		return err
	}
	if word == "INCLUDE" {
		p.included++
		return nil
	}
	if err := d.pass(); err != nil {
		return err
	}
	from := d.i
	d.begin(from)
	end, err := d.ignored()
	if err != nil {
		return err
	}
	d.i = end
	return p.unhandled(d.b[from:end])
}

// ignored returns the end of the section that is left out and whose text is at s.i.
func (s *scanner) ignored() (end int, err error) {
	level := 0
	for i := s.i; ; {
		rest := s.b[i:]
		switch {
		case len(rest) >= 3 && string(rest[:3]) == "<![":
			level++
			i += 3
		case len(rest) >= 3 && string(rest[:3]) == "]]>":
			i += 3
			if level == 0 {
				return i, nil
			}
			level--
		default:
			_, n, err := s.char(i)
			if err != nil {
				if err == errMore && (!s.main || s.final) {
					err = s.fail(Syntax, s.i)
				}
				return 0, err
			}
			i += n
		}
	}
}

// parameterEntity reads the declarations that an entity has.
func (p *Parser) parameterEntity(s *scanner, name string, at int) error {
	raw := s.b[at:s.i]
	p.dtd.unread = true
	if !p.parameters() {
		p.dtd.missing()
		if err := s.standalone(at); err != nil {
			return err
		}
		return p.unhandled(raw)
	}
	e := p.dtd.parameter[name]
	switch {
	case e == nil && s.main && !p.entity && p.dtd.standalone:
		return s.fail(UndefinedEntity, at)
	case e != nil && e.outside && s.main && !p.entity && p.dtd.standalone:
		return s.fail(DeclaredInPE, at)
	case e == nil:
		p.dtd.missing()
		if p.SkippedEntity != nil {
			return p.SkippedEntity(name, true)
		}
		return p.unhandled(raw)
	case e.open:
		return s.fail(RecursiveEntity, at)
	case e.value != nil:
		if err := p.grow(len(*e.value)); err != nil {
			return err
		}
		e.open = true
		inner := scanner{p: p, b: []byte(*e.value), final: true}
		err := inner.subset()
		e.open = false
		if err == errMore {
			err = &Error{UnclosedToken}
		}
		return err
	case p.ExternalEntity == nil:
		p.dtd.missing()
		return p.unhandled(raw)
	}
	p.dtd.asked = false
	e.open = true
	ok, err := p.ExternalEntity(nil, e.base, e.system, e.public)
	e.open = false
	switch {
	case err != nil:
		return err
	case !ok:
		return s.fail(ExternalEntityHandling, at)
	case !p.dtd.asked:
		p.dtd.missing()
		return nil
	}
	return s.standalone(at)
}
