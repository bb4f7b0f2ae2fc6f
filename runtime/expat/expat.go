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
	Foreign      bool // there are declarations elsewhere whatever the document says
	Deferral     bool // a token that has come in part is not read again before there is much more
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
	internalSubset
	afterSubset // between its ']' and the '>'
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

	s        scanner
	in       input
	mode     mode
	entity   bool    // an external entity: text may stand outside of elements
	begun    bool    // there was a document type declaration
	included int     // conditional sections that are open
	list     *string // the element whose list of attributes goes on at s.i
	resume   int     // how much of the declaration at s.i has been handled
	partial  bool    // the text ends within a character
	ends     bool    // it ends with a carriage return, which (sic) remains the place
	tags     []tag
	ns       namespaces
	dtd      *dtd
	decl     bool // the XML declaration has been seen
	failed   error
	aborted  bool
	used     int // bytes of the document
	grown    int // bytes that entities have added
	buffer   buffer
	mark     place
	near     place // one that was asked for, where the next is looked for
	event    int   // offset in s.b of the event
	counted  int   // offset up to which lines have been counted
	inside   int   // entities that are open
	started  bool
	placed   bool // the place of something behind the byte order mark is known

	system, public *string // of the document type
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
	p.mark.line, p.event = 1, -1
	p.s = scanner{p: p, main: true}
	p.ns.init()
	return p
}

// Sub returns a parser for an external entity that a handler of p was asked for; a context
// of nil is for declarations.
func (p *Parser) Sub(context *string, encoding string) *Parser {
	o := p.Options
	o.Encoding, o.Foreign = encoding, false
	q := New(p.Handlers, o)
	q.dtd, q.entity = p.dtd, true
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
	if p.mode == finished || p.aborted {
		return &Error{Finished}
	}
	if p.failed != nil {
		p.repeat()
		return p.failed
	}
	p.started = true
	if p.mode == declarations {
		p.dtd.asked = true
	}
	p.used += len(data)
	p.compact()
	p.s.final = final
	p.in.rest = append(p.in.rest, data...)
	var err error
	enough, moved := p.buffer.add(len(data), p.left())
	if moved {
		p.event = -1 // sic: the place is not known until something is read
	}
	if enough || final || !p.Deferral {
		if err = p.in.feed(p); err == nil {
			err = p.run()
		}
		p.buffer.left(p.left())
	}
	p.placed = true
	if err == nil && !final {
		p.counted = p.s.i + p.resume
	}
	if err == nil && final {
		if err = p.end(); err == nil {
			p.mode = finished
		}
	}
	if _, wrong := err.(*Error); err != nil && !wrong {
		if p.Abort(); p.inside == 0 {
			p.event = p.s.i + p.resume
		}
	}
	p.failed = err
	return err
}

// Abort ends the parsing: there is nothing that can be done with more.
func (p *Parser) Abort() { p.aborted = true }

// repeat moves the place of an error as Expat does where it is asked again: by the text
// between what it had not used and the error.
func (p *Parser) repeat() {
	m := p.placeOf(p.event)
	p.mark.line, p.mark.column = m.line, m.column
	p.near = place{}
}

// left is how many bytes of the document have not been used.
func (p *Parser) left() int { return p.used - p.placeOf(p.s.i+p.resume).index }

// Parsing reports whether the parser is in the midst of a document.
func (p *Parser) Parsing() bool { return p.started && p.mode != finished && !p.aborted }

// compact forgets what has been read.
func (p *Parser) compact() {
	if p.s.i == 0 {
		return
	}
	p.mark = p.placeOf(p.s.i)
	p.near = place{}
	p.s.b = append(p.s.b[:0], p.s.b[p.s.i:]...)
	p.event = max(p.event-p.s.i, -1)
	p.counted -= p.s.i
	p.mark.offset, p.s.i = 0, 0
}

func (p *Parser) placeOf(to int) place {
	m := p.mark
	if to < m.offset {
		return m
	}
	if p.near.line > 0 && p.near.offset <= to {
		m = p.near
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
	p.near = m
	return m
}

// Place is where the event that is being reported, or the error, begins: a line from 1, a
// column and an index of bytes from 0.
func (p *Parser) Place() (line, column, index int) {
	p.placed = true
	m := p.placeOf(max(p.event, 0))
	index = m.index
	if p.event < 0 {
		index = -1
	}
	if m.offset < p.counted {
		m = p.placeOf(p.counted) // sic: lines and columns are counted as far as the text has been used
	}
	return m.line, m.column, index
}

// Context is the text that has been given and where in it the event begins.
func (p *Parser) Context() (text []byte, offset int) { return p.s.b, max(p.event, 0) }

// run does what can be done with what there is.
func (p *Parser) run() error {
	p.partial = false
	for {
		before, was := p.s.i, p.mode
		var err error
		switch p.mode {
		case prolog:
			err = p.s.prolog()
		case internalSubset, declarations:
			err = p.s.subset()
		case afterSubset:
			err = p.s.declare(p.closeDoctype)
		case content:
			err = p.s.content(0)
		case cdata:
			err = p.s.cdata()
		case epilog:
			err = p.s.epilog()
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
	if !p.ends || p.mode != content {
		p.event = p.s.i + p.resume
	}
	rest := p.s.i < len(p.s.b)
	switch {
	case p.partial, !rest && len(p.in.rest) > 1 && p.in.kind != unknown:
		return &Error{PartialChar}
	case p.mode == cdata:
		return &Error{UnclosedCdata}
	case rest, len(p.in.rest) > 0:
		return &Error{UnclosedToken}
	case p.mode == declarations && p.included > 0:
		return &Error{IncompletePE}
	case p.mode <= afterSubset || p.mode == content && len(p.tags) > 0 && !p.entity:
		return &Error{NoElements}
	case p.mode == content && len(p.tags) > 0:
		return &Error{AsyncEntity}
	}
	return nil
}

// atEnd reports whether nothing follows the text.
func (p *Parser) atEnd() bool { return p.s.final && len(p.in.rest) == 0 }

// unhandled gives text to Default.
func (p *Parser) unhandled(text []byte) error {
	if p.Default == nil || len(text) == 0 {
		return nil
	}
	return p.Default(string(text))
}
