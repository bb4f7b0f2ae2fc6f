// Package expat parses XML piece by piece and calls a function for what it finds, with the
// events, the errors and their places of the library Expat, which the module pyexpat is
// known by. It does not fetch anything: external entities are left to a handler.
package expat

import "unicode/utf8"

// Handlers are the functions that are called, nil for what is not asked for. What one of
// them returns ends the parsing.
type Handlers struct {
	StartElement   func(name string, attrs []Attr, specified int) error
	EndElement     func(name string) error
	ProcInst       func(target, data string) error
	CharData       func(text string) error
	Comment        func(text string) error
	StartCdata     func() error
	EndCdata       func() error
	Default        func(text string) error // gets the text of what no other handler gets
	StartDoctype   func(name string, system, public *string, internal bool) error
	EndDoctype     func() error
	XMLDecl        func(version, encoding *string, standalone int) error
	EntityDecl     func(e EntityDecl) error
	Unparsed       func(e EntityDecl) error
	Notation       func(name string, base, system, public *string) error
	StartNamespace func(prefix, uri *string) error
	EndNamespace   func(prefix *string) error
	ElementDecl    func(name string, model *Model) error
	AttlistDecl    func(d AttlistDecl) error
	NotStandalone  func() (ok bool, err error)
	ExternalEntity func(context *string, base, system, public *string) (ok bool, err error)
	SkippedEntity  func(name string, parameter bool) error
	// UnknownEncoding says what each byte stands for in an encoding of single bytes, -1 for none.
	UnknownEncoding func(name string) (*[256]rune, error)

	// Expand says that internal entities are expanded although there is Default.
	Expand bool
}

// Attr is an attribute of an element.
type Attr struct{ Name, Value string }

// EntityDecl is the declaration of an entity. Value is nil for external ones.
type EntityDecl struct {
	Name                           string
	Parameter                      bool
	Value                          *string
	Base, System, Public, Notation *string
}

// AttlistDecl is the declaration of one attribute.
type AttlistDecl struct {
	Element, Name, Type string
	Default             *string
	Required            bool
}

// Options are what a parser is made with.
type Options struct {
	Encoding     string // in place of what the document says, "" for none
	Namespaces   bool
	Separator    string // between a namespace and a name
	PrefixToo    bool   // names have the prefix as a third part
	ParameterAll ParamParsing
	Base         *string
}

// ParamParsing says whether external parameter entities are asked for.
type ParamParsing int

// The values of ParamParsing.
const (
	Never ParamParsing = iota
	UnlessStandalone
	Always
)

type mode uint8

const (
	prolog mode = iota
	content
	cdata
	epilog
	declarations // an external subset or parameter entity
	finished
)

// Parser is one document, or one external entity.
type Parser struct {
	Handlers
	Options

	s       scanner
	in      input
	mode    mode
	entity  bool // an external entity: text may stand outside of elements
	begun   bool // there was something in the prolog
	seen    bool // the document element has begun
	tags    []tag
	ns      namespaces
	dtd     *dtd
	decl    bool // the XML declaration has been seen
	failed  error
	used    int // bytes of the document
	grown   int // bytes that entities have added
	mark    place
	event   int // offset in s.b of the event
	started bool
}

// place is a place in the document and the offset in the buffer that it belongs to.
type place struct{ offset, line, column, index int }

type tag struct {
	raw, name string
	bound     int // how many bindings the element has made
}

// New returns a parser.
func New(h Handlers, o Options) *Parser {
	p := &Parser{Handlers: h, Options: o, dtd: newDTD()}
	p.mark.line = 1
	p.s = scanner{p: p, main: true}
	p.ns.init()
	return p
}

// Sub returns a parser for an external entity that a handler of p was asked for; a context
// of nil is for declarations.
func (p *Parser) Sub(context *string, encoding string) *Parser {
	o := p.Options
	o.Encoding = encoding
	q := New(p.Handlers, o)
	q.dtd, q.entity, q.begun = p.dtd, true, true
	q.ns = p.ns.copy()
	q.mode = content
	if context == nil {
		q.mode = declarations
	}
	return q
}

// Error is what is wrong with a document. Its place is the parser's event.
type Error struct{ Code Code }

func (e *Error) Error() string { return e.Code.String() }

// Parse goes on with data; final says that nothing follows.
func (p *Parser) Parse(data []byte, final bool) error {
	if p.failed != nil {
		return p.failed
	}
	if p.mode == finished {
		return &Error{Finished}
	}
	p.started = true
	p.used += len(data)
	p.compact()
	err := p.in.feed(p, data, final)
	if err == nil {
		p.s.final = final && p.in.done()
		err = p.run()
	}
	if err == nil && final {
		err = p.end()
		if err == nil {
			p.mode = finished
		}
	}
	p.failed = err
	return err
}

// Started reports whether Parse has been called.
func (p *Parser) Started() bool { return p.started }

// compact forgets what has been read.
func (p *Parser) compact() {
	if p.s.i == 0 {
		return
	}
	p.advance(p.s.i)
	p.s.b = append(p.s.b[:0], p.s.b[p.s.i:]...)
	p.event -= p.s.i
	p.mark.offset, p.s.i = 0, 0
}

// advance moves the mark to an offset.
func (p *Parser) advance(to int) {
	p.mark = p.placeOf(to)
}

func (p *Parser) placeOf(to int) place {
	m := p.mark
	if to < m.offset {
		return m
	}
	b := p.s.b[:min(to, len(p.s.b))]
	for m.offset < len(b) {
		c := b[m.offset]
		if c < utf8.RuneSelf {
			m.offset++
			m.column++
			m.index += p.in.width(rune(c))
			if c == '\n' || c == '\r' && !(m.offset < len(p.s.b) && p.s.b[m.offset] == '\n') {
				m.line, m.column = m.line+1, 0
			}
			continue
		}
		r, n := utf8.DecodeRune(b[m.offset:])
		m.offset += n
		m.column++
		m.index += p.in.width(r)
	}
	return m
}

// Place is where the event that is being reported, or the error, begins: a line from 1, a
// column and an index of bytes from 0.
func (p *Parser) Place() (line, column, index int) {
	if !p.started {
		return 1, 0, -1
	}
	m := p.placeOf(p.event)
	return m.line, m.column, m.index
}

// Context is the text that has been given and where in it the event begins.
func (p *Parser) Context() (text []byte, offset int) { return p.s.b, max(p.event, 0) }

// run does what can be done with what there is.
func (p *Parser) run() error {
	for {
		before, was := p.s.i, p.mode
		var err error
		switch p.mode {
		case prolog:
			err = p.s.prolog()
		case content:
			err = p.s.content(0)
		case cdata:
			err = p.s.cdata()
		case epilog:
			err = p.s.epilog()
		case declarations:
			err = p.s.subset(false)
		}
		if err == errMore {
			return nil
		}
		if err != nil || p.s.i == before && p.mode == was {
			return err
		}
	}
}

// end says what is missing at the end of the document.
func (p *Parser) end() error {
	rest := p.s.i < len(p.s.b)
	p.event = p.s.i
	switch {
	case rest && !utf8.FullRune(p.s.b[p.s.i:]):
		return &Error{PartialChar}
	case p.mode == cdata:
		return &Error{UnclosedCdata}
	case rest:
		return &Error{UnclosedToken}
	case p.mode == prolog || p.mode == content && len(p.tags) > 0 && !p.entity:
		return &Error{NoElements}
	case p.mode == content && len(p.tags) > 0:
		return &Error{AsyncEntity}
	}
	return nil
}

// unhandled gives text to Default.
func (p *Parser) unhandled(text []byte) error {
	if p.Default == nil || len(text) == 0 {
		return nil
	}
	return p.Default(string(text))
}
