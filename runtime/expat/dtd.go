package expat

import (
	"bytes"
	"strings"
)

// This file implements what declarations say, and their tokens.

// dtd is what the declarations of a document say.
type dtd struct {
	general, parameter map[string]*entity
	order              []string // the names of the general entities
	attributes         map[string][]attribute
	standalone         bool
	unread             bool // there are declarations that have not been read
	ignore             bool // what is declared does not count, as what came before is not known
}

type entity struct {
	value                          *string // nil for an external one
	base, system, public, notation *string
	open                           bool
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

// token is a token of a declaration.
type token struct {
	kind rune // 'n' name, 'm' name token, 's' string, '#' name behind '#', '%' alone, 'e' parameter entity, 0 the end, else the character
	text string
	at   int
}

// declScanner reads the tokens of declarations.
type declScanner struct {
	*scanner
	quiet bool // a handler gets what the declaration says
	token token
	last  int // where the token before it is
}

// next reads the token that follows, with white space before it.
func (d *declScanner) next() error {
	s := d.scanner
	d.last = d.token.at
	if from, end := s.i, s.space(s.i); end > from {
		s.begin(from)
		s.i = end
		if err := d.pass(from, end); err != nil {
			return err
		}
	}
	s.begin(s.i)
	if s.i >= len(s.b) {
		d.token = token{at: s.i}
		return nil
	}
	start := s.i
	c := s.b[start]
	t := token{kind: rune(c), at: start}
	end := start + 1
	switch {
	case c == '"' || c == '\'':
		for i := start + 1; ; {
			r, n, err := s.char(i)
			if err != nil {
				return err
			}
			i += n
			if r == rune(c) {
				end = i
				break
			}
		}
		t.kind, t.text = 's', string(s.b[start+1:end-1])
		if next, err := s.byteAt(end); err != nil {
			if !s.final {
				return err
			}
		} else if !isSpace(next) && next != '>' && next != '%' && next != '[' {
			return s.bad(end)
		}
	case c == '#':
		n, err := s.name(start + 1)
		if err != nil {
			return err
		}
		end, t.text = n, string(s.b[start+1:n])
	case c == '%':
		next, err := s.byteAt(start + 1)
		if err != nil {
			return err
		}
		if !isSpace(next) {
			n, err := s.name(start + 1)
			if err != nil {
				return err
			}
			if s.b[n] != ';' {
				return s.bad(n)
			}
			t.kind, t.text, end = 'e', string(s.b[start+1:n]), n+1
		}
	case c == ')':
		next, err := s.byteAt(end)
		if err != nil {
			return err
		}
		if next == '*' || next == '+' || next == '?' {
			t.text = string(next)
			end++
		}
	case bytes.IndexByte([]byte("(|,[]>"), c) >= 0:
	default:
		r, n, err := s.char(start)
		if err != nil {
			return err
		}
		if !isNameChar(r) {
			return s.bad(start)
		}
		if end, err = s.nameRest(start + n); err == errMore && s.final {
			end, err = len(s.b), nil
		}
		if err != nil {
			return err
		}
		t.kind, t.text = 'm', string(s.b[start:end])
		if isNameStart(r) {
			t.kind = 'n'
		}
		if q := append(s.b, 0)[end]; q == '*' || q == '+' || q == '?' {
			if t.kind == 'm' {
				return s.bad(end)
			}
			end++
		}
	}
	s.i = end
	d.token = t
	return d.pass(start, end)
}

// pass gives a token to Default where nothing else gets it.
func (d *declScanner) pass(from, to int) error {
	if d.quiet {
		return nil
	}
	return d.p.unhandled(d.b[from:to])
}

// syntax is the error of a token that is not expected.
func (d *declScanner) syntax() error {
	if d.token.kind == 0 {
		if d.main {
			return d.fail(NoElements, d.token.at)
		}
		return d.fail(Syntax, d.token.at)
	}
	return d.fail(Syntax, d.token.at)
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

// external reads what follows SYSTEM or PUBLIC. The identifier of the system may be left
// out where only is.
func (d *declScanner) external(only bool) (system, public *string, err error) {
	if d.token.text == "PUBLIC" {
		text, err := d.want('s')
		if err != nil {
			return nil, nil, err
		}
		for i, c := range []byte(text) {
			if !('a' <= c|32 && c|32 <= 'z' || '0' <= c && c <= '9' || isSpace(c) && c != '\t' || strings.IndexByte("-'()+,./:=?;!*#@$_%", c) >= 0) {
				return nil, nil, d.fail(BadPublicID, d.token.at+1+i)
			}
		}
		text = strings.Join(strings.Fields(text), " ")
		public = &text
		if only {
			if err := d.next(); err != nil {
				return nil, nil, err
			}
			if d.token.kind == '>' {
				return nil, public, nil
			}
			if d.token.kind != 's' {
				return nil, nil, d.syntax()
			}
			text := d.token.text
			return &text, public, nil
		}
	}
	text, err := d.want('s')
	return &text, public, err
}

// doctype reads the document type declaration at s.i, once it is there as a whole.
func (s *scanner) doctype() error {
	if !s.final && !s.whole() {
		return errMore
	}
	p := s.p
	start := s.i
	i, err := s.keyword()
	if err != nil {
		return err
	}
	if string(s.b[start+2:i]) != "DOCTYPE" || p.begun {
		return s.fail(Syntax, start)
	}
	p.begun = true
	d := &declScanner{scanner: s, quiet: p.StartDoctype != nil}
	s.i = i
	if err := d.pass(start, i); err != nil {
		return err
	}
	name, err := d.want('n')
	if err != nil {
		return err
	}
	if err := d.next(); err != nil {
		return err
	}
	var system, public *string
	if t := d.token; t.kind == 'n' {
		if t.text != "SYSTEM" && t.text != "PUBLIC" {
			return d.syntax()
		}
		if system, public, err = d.external(false); err != nil {
			return err
		}
		p.dtd.unread = true
		if p.ParameterAll == Never {
			if err := s.standalone(d.token.at); err != nil {
				return err
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
	if p.StartDoctype != nil {
		if err := p.StartDoctype(name, system, public, internal); err != nil {
			return err
		}
	}
	if internal {
		d.quiet = false
		if err := s.subset(true); err != nil {
			return err
		}
		d.quiet = p.EndDoctype != nil
		if _, err := d.want('>'); err != nil {
			return err
		}
	}
	if system != nil {
		if err := s.externalSubset(system, public); err != nil {
			return err
		}
	}
	if p.EndDoctype != nil {
		return p.EndDoctype()
	}
	return nil
}

// externalSubset asks for the declarations that are elsewhere.
func (s *scanner) externalSubset(system, public *string) error {
	p := s.p
	if p.ParameterAll == Always || p.ParameterAll == UnlessStandalone && !p.dtd.standalone {
		if p.ExternalEntity != nil {
			ok, err := p.ExternalEntity(nil, p.Base, system, public)
			if err != nil {
				return err
			}
			if !ok {
				return s.fail(ExternalEntityHandling, s.i)
			}
		}
		return s.standalone(s.i)
	}
	return nil
}

// keyword returns the end of the word of the declaration at s.i.
func (s *scanner) keyword() (end int, err error) {
	for end = s.i + 2; ; end++ {
		c, err := s.byteAt(end)
		if err != nil {
			return 0, err
		}
		if !('a' <= c|32 && c|32 <= 'z') {
			if !isSpace(c) && c != '%' {
				return 0, s.bad(end)
			}
			return end, nil
		}
	}
}

// whole reports whether the declaration at s.i ends in the text.
func (s *scanner) whole() bool {
	inside := false
	for i := s.i + 2; i < len(s.b); i++ {
		skip := func(end string) bool {
			k := bytes.Index(s.b[i:], []byte(end))
			if k < 0 {
				return false
			}
			i += k + len(end) - 1
			return true
		}
		switch c := s.b[i]; {
		case c == '"' || c == '\'':
			i++
			if !skip(string(c)) {
				return false
			}
		case bytes.HasPrefix(s.b[i:], []byte("<!--")):
			i += 4
			if !skip("-->") {
				return false
			}
		case bytes.HasPrefix(s.b[i:], []byte("<?")):
			if !skip("?>") {
				return false
			}
		case c == '[':
			inside = true
		case c == ']':
			inside = false
		case c == '>' && !inside:
			return true
		}
	}
	return false
}
