package syntax

import (
	"strings"
	"sync"

	"github.com/aio2go/aio2go/frontend/source"
)

// This file implements the recogniser that finds out what is wrong with
// invalid source. It interprets the grammar in diagnose_grammar.go as a
// parsing expression grammar (PEP 617), in two passes as CPython does: one
// that confirms the failure and notes the last token it had to look at, and
// one in which the rules for errors take part. The first of those to match is
// the error; if none does, it is "invalid syntax" at the noted token.
//
// It runs only when the parser has failed, so it is kept simple, not fast.

// A pegNode is what a rule makes of its tokens: just enough to name, measure
// and check what error messages are about.
type pegNode struct {
	kind        string // a key of exprNames, or another word used in diagnose_errors.go
	first, last int    // tokens [first, last)
	kids        []*pegNode
}

// A recogniser analyses part of one file.
type recogniser struct {
	p      *parser
	g      *pegGrammar
	toks   []token
	start  int // the token to start at
	first  bool
	fill   int // tokens looked at so far
	errors bool
	memo   [][]pegResult // by token, counted from start
	steps  int
	depth  int

	accepted bool // by the last pass
}

// pegResult is the remembered result of a rule.
type pegResult struct {
	rule int
	node *pegNode
	pos  int
}

// raised is what an error found by the recogniser panics with.
type raised struct{ err *syntaxError }

// Limits on the work of the recogniser. CPython has the second as the size of
// its stack. The number of steps is a few hundred for each token at most; the
// limit is there for what was not thought of.
const (
	maxSteps    = 1000 // for each token
	maxPegDepth = 60000
)

// diagnose finds the error in what starts at token start: the one that CPython
// finds, if first is set, and otherwise the one that it would find if it knew
// no more of the file than this statement.
func (p *parser) diagnose(rule string, start int, first bool) *syntaxError {
	r := &recogniser{p: p, g: loadGrammar(), toks: p.toks, start: start, first: first}
	root := r.g.index[rule]
	var generic *syntaxError
	err := r.pass(root, false)
	last := r.fill - 1
	if err == nil {
		err = r.pass(root, true)
	}
	if err == nil {
		generic = r.generic(last)
		if generic.class != "" {
			return generic
		}
		err = generic
	}
	if err = r.prioritize(err); err != generic && err != r.p.scan.err && last >= 0 {
		t := r.toks[last]
		err.plain = source.Span{Start: source.Pos(t.start), End: source.Pos(t.end)}
	}
	return err
}

// pass runs the grammar once and returns the error it finds.
func (r *recogniser) pass(root int, errors bool) (err *syntaxError) {
	r.errors, r.memo, r.steps, r.depth = errors, make([][]pegResult, len(r.toks)-r.start), 0, 0
	defer func() {
		if x := recover(); x != nil {
			e, ok := x.(raised)
			if !ok {
				panic(x)
			}
			err = e.err
		}
	}()
	_, end := r.rule(root, r.start)
	r.accepted = end >= 0
	return nil
}

// generic is the error when no rule has a better one and the last token looked at
// is the given one.
func (r *recogniser) generic(last int) *syntaxError {
	t := r.toks[last]
	switch t.kind {
	case kIndent, kDedent:
		what := "unexpected indent"
		if t.kind == kDedent {
			what = "unexpected unindent"
		}
		span := r.lastToken()
		return &syntaxError{class: "IndentationError", msg: what, span: span}
	case kEnd:
		start := source.Pos(r.p.scan.lineStart(max(int(t.start)-1, 0)))
		return &syntaxError{msg: "invalid syntax", span: source.Span{Start: start, End: source.NoPos}}
	}
	return &syntaxError{msg: "invalid syntax", span: source.Span{Start: source.Pos(t.start), End: source.Pos(t.end)}}
}

// prioritize returns the error to report when err was found in the grammar:
// errors of the scanner anywhere in the rest of the file count more, and so
// does a bracket that is never closed and was opened on an earlier line.
func (r *recogniser) prioritize(err *syntaxError) *syntaxError {
	s := r.p.scan
	switch {
	case err == s.err:
		return err
	case s.err != nil && !s.err.soft && !s.err.silent && r.first:
		return s.err
	case len(s.brackets) > 0 && (s.eofBracket || s.err != nil && s.err.soft && !s.err.silent):
		if open := s.brackets[len(s.brackets)-1]; r.fill > 0 && s.lineOf(int(r.toks[r.fill-1].start)) > s.lineOf(int(open.pos)) {
			return s.neverClosed()
		}
	}
	return err
}

func (s *scanner) neverClosed() *syntaxError {
	if s.unclosed == nil {
		open := s.brackets[len(s.brackets)-1]
		s.unclosed = &syntaxError{msg: "'" + string(rune(open.char)) + "' was never closed",
			span: source.Span{Start: source.Pos(open.pos), End: source.Pos(open.pos)}}
	}
	return s.unclosed
}

// token returns the token at pos. To look at one at which the scanner failed
// is an error.
func (r *recogniser) token(pos int) *token {
	if pos >= r.fill {
		r.fill = pos + 1
	}
	t := &r.toks[pos]
	if t.kind == kError {
		if s := r.p.scan; s.err != nil {
			panic(raised{s.err})
		} else if s.eofBracket {
			panic(raised{s.neverClosed()})
		}
	}
	return t
}

func (r *recogniser) text(pos int) string {
	t := r.toks[pos]
	return r.p.src[t.start:t.end]
}

// lastToken is where CPython puts an error about which it knows no better: at
// the last token it has looked at. Tokens that have no text count from where
// the scanner has read to.
func (r *recogniser) lastToken() source.Span {
	t := r.toks[r.fill-1]
	return r.tokenSpan(t)
}

func (r *recogniser) tokenSpan(t token) source.Span {
	start, end := source.Pos(t.start), source.Pos(t.end)
	if t.kind == kIndent || t.kind == kDedent || t.kind == kEnd {
		start = end
		atEnd := int(end) == r.p.scan.endPos()
		if start > 0 && (atEnd || r.p.src[start-1] != '\n') {
			start--
			end = start
		} else {
			end = source.NoPos // about the line
		}
	}
	return source.Span{Start: start, End: end}
}

// rule matches a rule at pos.
func (r *recogniser) rule(i, pos int) (*pegNode, int) {
	rule := &r.g.rules[i]
	if rule.memo {
		for _, m := range r.memo[pos-r.start] {
			if m.rule == i {
				return m.node, m.pos
			}
		}
	}
	r.depth++
	r.steps++
	switch {
	case r.depth > maxPegDepth:
		panic(raised{&syntaxError{msg: tooDeepMessage, span: r.tokenSpan(r.toks[pos])}})
	case r.steps > maxSteps*(len(r.toks)+1000):
		panic(raised{r.generic(r.fill - 1)})
	}
	old := r.errors
	if rule.withoutErrors {
		r.errors = false
	}
	node, end := r.alternatives(rule.alts, pos)
	r.errors = old
	r.depth--
	if rule.memo {
		m := &r.memo[pos-r.start]
		*m = append(*m, pegResult{i, node, end})
	}
	return node, end
}

// alternatives returns the first alternative that matches at pos, or -1.
func (r *recogniser) alternatives(alts []pegAlt, pos int) (*pegNode, int) {
	for i := range alts {
		a := &alts[i]
		if a.isError && !r.errors {
			continue
		}
		node, end, cut := r.alternative(a, nil, pos, pos)
		if end >= 0 {
			return node, end
		}
		if cut {
			break
		}
	}
	return nil, -1
}

// alternative matches one alternative at pos; left is what stands before it in
// x % y, and first the token where that starts.
func (r *recogniser) alternative(a *pegAlt, left *pegNode, first, pos int) (node *pegNode, end int, cut bool) {
	// Most alternatives fail at their first token.
	if it := &a.items[0]; it.op == pegToken && r.token(pos).kind != it.kind {
		return nil, -1, false
	}
	var names pegNames
	var few [8]*pegNode
	kids := few[:0]
	if left != nil {
		kids = append(kids, left)
	}
	at := pos
	for i := range a.items {
		it := &a.items[i]
		if it.op == pegCut {
			cut = true
			continue
		}
		x, next := r.match(it, at)
		if next < 0 {
			return nil, -1, cut
		}
		at = next
		if x != nil {
			kids = append(kids, x)
			if it.name != 0 {
				names[it.name-'a'] = x
			}
		}
	}
	if a.action == nil && a.makes == "" && len(kids) == 1 {
		return kids[0], at, false
	}
	n := &pegNode{first: first, last: at, kids: append([]*pegNode(nil), kids...)}
	return r.finish(a, n, names)
}

// pegNames are the values of a:, b: and c:.
type pegNames [3]*pegNode

// finish makes the value of an alternative that has matched.
func (r *recogniser) finish(a *pegAlt, n *pegNode, names pegNames) (*pegNode, int, bool) {
	switch {
	case a.action != nil:
		if x := a.action(r, n, &names); x != nil {
			return x, n.last, false
		}
		// As in CPython, no other alternative is tried then.
		return nil, -1, true
	case a.makes == "a" || a.makes == "first":
		x := names[0]
		return x, n.last, false
	case a.makes != "":
		r.build(a.makes, n, &names)
	}
	return n, n.last, false
}

// match matches an item at pos.
func (r *recogniser) match(it *pegItem, pos int) (*pegNode, int) {
	switch it.op {
	case pegToken:
		if r.token(pos).kind == it.kind {
			return &pegNode{first: pos, last: pos + 1}, pos + 1
		}
	case pegSoft:
		if r.token(pos).kind == kName && r.text(pos) == it.text {
			return &pegNode{first: pos, last: pos + 1}, pos + 1
		}
	case pegAnySoft:
		if r.token(pos).kind == kName && isSoftKeyword(r.text(pos)) {
			return &pegNode{first: pos, last: pos + 1}, pos + 1
		}
	case pegRule:
		return r.rule(it.rule, pos)
	case pegGroup:
		return r.alternatives(it.alts, pos)
	case pegOptional:
		if x, end := r.match(it.sub, pos); end >= 0 {
			return x, end
		}
		return nil, pos
	case pegStar, pegPlus:
		return r.repeat(it, pos)
	case pegGather:
		return r.gather(it, pos)
	case pegFold:
		return r.fold(it, pos)
	case pegAnd:
		if _, end := r.match(it.sub, pos); end >= 0 {
			return nil, pos
		}
	case pegNot:
		if _, end := r.match(it.sub, pos); end < 0 {
			return nil, pos
		}
	case pegForced:
		t := r.token(pos)
		if t.kind != it.kind {
			panic(raised{&syntaxError{msg: "expected '" + kindText[it.kind] + "'", span: r.tokenSpan(*t)}})
		}
		return &pegNode{first: pos, last: pos + 1}, pos + 1
	}
	return nil, -1
}

func (r *recogniser) repeat(it *pegItem, pos int) (*pegNode, int) {
	list := &pegNode{kind: "seq", first: pos}
	for {
		x, end := r.match(it.sub, pos)
		if end < 0 || end == pos {
			break
		}
		list.kids = append(list.kids, x)
		pos = end
	}
	list.last = pos
	if it.op == pegPlus && len(list.kids) == 0 {
		return nil, -1
	}
	return list, pos
}

func (r *recogniser) gather(it *pegItem, pos int) (*pegNode, int) {
	list := &pegNode{kind: "seq", first: pos}
	x, end := r.match(it.sub, pos)
	if end < 0 {
		return nil, -1
	}
	for {
		list.kids = append(list.kids, x)
		pos = end
		if r.token(pos).kind != it.kind {
			break
		}
		if x, end = r.match(it.sub, pos+1); end < 0 {
			break
		}
	}
	list.last = pos
	return list, pos
}

// fold matches x % y, the loop that stands for a left-recursive rule.
func (r *recogniser) fold(it *pegItem, pos int) (*pegNode, int) {
	x, end := r.match(it.sub, pos)
	if end < 0 {
		return nil, -1
	}
next:
	for {
		for i := range it.alts {
			if y, e, _ := r.alternative(&it.alts[i], x, pos, end); e >= 0 {
				x, end = y, e
				continue next
			}
		}
		return x, end
	}
}

// isSoftKeyword reports whether CPython's parser takes s for a soft keyword
// where it looks for any: it is content with the beginning of one.
func isSoftKeyword(s string) bool {
	for _, w := range [...]string{"_", "case", "match", "type"} {
		if strings.HasPrefix(w, s) {
			return true
		}
	}
	return false
}

var loadGrammar = sync.OnceValue(func() *pegGrammar { return compileGrammar(diagnoseGrammar + diagnoseErrors) })
