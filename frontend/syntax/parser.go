package syntax

import (
	"github.com/aio2go/aio2go/frontend/diag"
	"github.com/aio2go/aio2go/frontend/source"
)

// This file implements the parser's machinery: the token cursor, the
// allocation of nodes, and failure. parse_*.go have the grammar.

// maxDepth is how deep expressions may be nested where brackets are not what
// nests them; CPython runs out of its parser's stack at some such depth.
const maxDepth = 6000

type parser struct {
	file  *source.File
	src   string // as scanner.src
	diags *diag.List
	scan  *scanner
	toks  []token
	pos   int
	kind  kind // of toks[pos]

	depth  int // of expressions
	blocks int // of statements
	top    int // the token at which the outermost statement starts

	// failure is set when parsing fails with an error that does not come from
	// the grammar; nil asks for a diagnosis.
	failure *syntaxError

	recovery // from errors; see recover.go

	stmtStack []Stmt
	exprStack []Expr

	warnings []warning
	arena
}

// warning is an invalid escape sequence.
type warning struct {
	span source.Span
	msg  string
}

// A slab hands out values of one type from larger allocations: most nodes of
// a tree live and die together.
type slab[T any] struct {
	free []T
	size int
}

func (s *slab[T]) new() *T {
	if len(s.free) == 0 {
		s.grow(1)
	}
	p := &s.free[0]
	s.free = s.free[1:]
	return p
}

func (s *slab[T]) grow(n int) {
	s.size = min(max(2*s.size, 8), 256)
	s.free = make([]T, max(s.size, n))
}

// copy returns a slice with the elements of list that the slab owns.
func (s *slab[T]) copy(list []T) []T {
	n := len(list)
	if n == 0 {
		return nil
	}
	if len(s.free) < n {
		s.grow(n)
	}
	c := s.free[:n:n]
	s.free = s.free[n:]
	copy(c, list)
	return c
}

// arena has slabs for the nodes that there are most of.
type arena struct {
	names      slab[Name]
	attributes slab[Attribute]
	constants  slab[Constant]
	calls      slab[Call]
	subscripts slab[Subscript]
	tuples     slab[Tuple]
	lists      slab[List]
	binOps     slab[BinOp]
	compares   slab[Compare]
	keywords   slab[Keyword]
	arguments  slab[Arguments]
	args       slab[Arg]
	exprStmts  slab[ExprStmt]
	assigns    slab[Assign]
	returns    slab[Return]
	ifs        slab[If]
	defs       slab[FunctionDef]
	joined     slab[JoinedStr]
	formatted  slab[FormattedValue]

	exprSlab    slab[Expr]
	stmtSlab    slab[Stmt]
	targetSlab  slab[Expr]
	keywordSlab slab[*Keyword]
	argSlab     slab[*Arg]
	opSlab      slab[CmpOp]
}

// bailout is what fail panics with; nothing else is recovered from.
type bailout struct{}

// fail abandons the statement: it is not valid, for a reason that diagnosis
// will find.
func (p *parser) fail() { panic(bailout{}) }

// failWith abandons the statement for a known reason.
func (p *parser) failWith(err *syntaxError) {
	p.failure = err
	panic(bailout{})
}

// enter counts a level of nesting; each call is paired with p.depth--.
func (p *parser) enter() {
	if p.depth++; p.depth > maxDepth {
		p.tooDeep()
	}
}

func (p *parser) tooDeep() {
	t := p.toks[p.pos]
	p.failWith(&syntaxError{msg: tooDeepMessage, span: source.Span{Start: source.Pos(t.start), End: source.Pos(t.end)}})
}

const tooDeepMessage = "expressions are nested too deeply"

func (p *parser) next() {
	p.pos++
	p.kind = p.toks[p.pos].kind
}

func (p *parser) reset(pos int) {
	p.pos = pos
	p.kind = p.toks[pos].kind
}

// peek returns the kind of the token after the current one.
func (p *parser) peek() kind {
	if p.pos+1 < len(p.toks) {
		return p.toks[p.pos+1].kind
	}
	return kEnd
}

// got skips the current token if it is of kind k.
func (p *parser) got(k kind) bool {
	if p.kind != k {
		return false
	}
	p.next()
	return true
}

// want skips the current token, which must be of kind k.
func (p *parser) want(k kind) {
	if p.kind != k {
		p.fail()
	}
	p.next()
}

// wantEnd fails unless all tokens were parsed.
func (p *parser) wantEnd() {
	if p.kind != kEnd {
		p.fail()
	}
}

// start is the position of the current token.
func (p *parser) start() source.Pos { return source.Pos(p.toks[p.pos].start) }

// end is the position behind the last token.
func (p *parser) end() source.Pos { return source.Pos(p.toks[p.pos-1].end) }

// from returns the extent from start to the last token.
func (p *parser) from(start source.Pos) Extent { return Extent{start, p.end()} }

// fromBlock is from for what ends in a block: white space does not count.
func (p *parser) fromBlock(start source.Pos) Extent {
	i := p.pos - 1
	for i > 0 && isWhite(p.toks[i].kind) {
		i--
	}
	return Extent{start, source.Pos(p.toks[i].end)}
}

func isWhite(k kind) bool { return k == kNewline || k == kIndent || k == kDedent || k == kEnd }

// text returns the source of the current token.
func (p *parser) text() string {
	t := &p.toks[p.pos]
	return p.src[t.start:t.end]
}

// isSoft reports whether the current token is the soft keyword word.
func (p *parser) isSoft(word string) bool { return p.kind == kName && p.text() == word }

// name parses a NAME and returns it normalised.
func (p *parser) name() string {
	if p.kind != kName {
		p.fail()
	}
	t := &p.toks[p.pos]
	s := p.src[t.start:t.end]
	if t.nonASCII {
		s = normalize(s)
	}
	p.next()
	return s
}

// popExprs returns the expressions pushed since the stack had length base.
func (p *parser) popExprs(base int) []Expr {
	list := p.exprSlab.copy(p.exprStack[base:])
	p.exprStack = p.exprStack[:base]
	return list
}
