package syntax

import (
	"strings"

	"github.com/aio2go/aio2go/frontend/source"
)

// This file implements the parsing of a file that has errors. The first error
// is CPython's. After it, and after every further one, parsing resumes at a
// line that starts a statement, so that one run reports the errors of the whole
// file. An error must not cause others: what only an earlier error made wrong,
// such as an "else" after an "if" that did not parse, is passed over.

// maxErrors is how many errors are reported of one file.
const maxErrors = 50

// recovery is the state of parsing after a first error.
type recovery struct {
	recovering bool
	reported   int
	first      source.Pos // where the first error is
	lastLine   int        // the line of the last error reported
	orphans    bool       // clauses of a statement that did not parse may follow
	stopped    bool       // nothing more can be found out about this file
}

// recover parses the file again, this time statement by statement.
func (p *parser) recover() []Stmt {
	p.recovering = true
	p.stmtStack, p.exprStack = p.stmtStack[:0], p.exprStack[:0]
	p.depth, p.blocks, p.failure = 0, 0, nil
	p.reset(0)
	base := len(p.stmtStack)
	for p.kind != kEnd && !p.stopped {
		if p.kind == kDedent { // left over from a block that did not parse
			p.next()
			continue
		}
		p.top = p.pos
		p.recoverStatement()
	}
	return p.popStmts(base)
}

// recoverStatement parses one statement, which may fail.
func (p *parser) recoverStatement() {
	start := p.pos
	if p.orphans && p.isClause() {
		p.resync(start)
		p.orphans = true
		return
	}
	stmts, exprs, blocks, depth := len(p.stmtStack), len(p.exprStack), p.blocks, p.depth
	if p.try(p.statement) {
		p.orphans = false
		return
	}
	p.stmtStack, p.exprStack = p.stmtStack[:stmts], p.exprStack[:exprs]
	p.blocks, p.depth = blocks, depth
	if !p.stopped {
		p.reportFailure(start)
		if !p.stopped {
			p.resync(start)
		}
		p.orphans = true
	}
}

// isClause reports whether the current token starts a clause that belongs to
// the statement before it.
func (p *parser) isClause() bool {
	switch p.kind {
	case kwElif, kwElse, kwExcept, kwFinally:
		return true
	}
	return p.isSoft("case")
}

func (p *parser) reportFailure(start int) {
	err := p.failure
	p.failure = nil
	switch {
	case p.reported == 0:
		if err == nil {
			err = p.diagnose("file", p.top, true)
		}
		p.first = err.span.Start
	case err == nil:
		err = p.diagnose("file", start, false)
	}
	// CPython's first error is not always the first in the file; what is
	// before it is reported once it is mended. A second error in a line is
	// likely caused by the first.
	if line := p.scan.lineOf(int(err.span.Start)); err.span.Start >= p.first && line != p.lastLine {
		p.report(err)
		p.lastLine = line
	}
	if p.reported++; p.reported >= maxErrors {
		p.stop()
	}
}

// stop makes the file end here.
func (p *parser) stop() {
	p.stopped = true
	last := len(p.toks) - 1
	p.toks[last].kind = kEnd
	p.reset(last)
}

// resync finds the place at which to go on after the statement that starts at
// token start has failed at the current one.
func (p *parser) resync(start int) {
	at := p.pos
	if p.toks[start].kind == kIndent {
		p.reset(start)
		p.skipBlock()
		return
	}
	if at > start && isWhite(p.toks[at-1].kind) && p.kind != kIndent && p.kind != kError {
		// A whole logical line was fine; the next may be a statement.
		return
	}
	for p.kind != kNewline {
		switch p.kind {
		case kEnd:
			return
		case kError:
			if !p.rescan(start, at) {
				p.stop()
				return
			}
			continue
		}
		p.next()
	}
	p.next()
	if p.kind == kIndent {
		p.skipBlock()
	}
}

// skipBlock parses the statements of a block whose header did not parse, only
// to find errors in them.
func (p *parser) skipBlock() {
	p.next()
	base := len(p.stmtStack)
	p.orphans = true // cases of a match statement
	p.blocks++
	p.statements()
	p.blocks--
	p.stmtStack = p.stmtStack[:base]
	p.got(kDedent)
}

// rescan makes the scanner go on after the error at which it has stopped, in
// the statement that starts at token start and in which the parser has failed
// at token at. It returns false if there is nothing to go on with.
func (p *parser) rescan(start, at int) bool {
	s := p.scan
	last := len(s.tokens) - 1
	from := 0
	open := len(s.brackets)
	switch {
	case s.err == nil:
		if from = p.afterBracket(start); from < 0 {
			return false
		}
		open = 0
		for last > 0 && int(s.tokens[last-1].start) >= from {
			last--
		}
	case strings.HasPrefix(s.err.msg, "unterminated triple-quoted"):
		// What is inside the literal and what is not cannot be told.
		p.reportScan()
		return false
	case s.err.class != "":
		// Only the indentation is wrong: go on with the line as it is.
		p.reportScan()
		from = s.pos
		s.acceptIndent()
		last = len(s.tokens) - 1
	default:
		p.reportScan()
		from = s.nextLine(int(s.err.span.Start))
		if s.pos > from {
			from = s.nextLine(s.pos)
		}
		// What was opened on the line of the error ends with it.
		limit := s.lineStart(int(s.err.span.Start))
		if len(s.fstrings) > 0 {
			limit = min(limit, int(s.fstrings[0].start))
		}
		for open > 0 && int(s.brackets[open-1].pos) >= limit {
			open--
		}
	}
	s.tokens = s.tokens[:last]
	s.err, s.eofBracket, s.unclosed, s.brackets, s.fstrings = nil, false, nil, s.brackets[:open], s.fstrings[:0]
	line := open > 0 || s.lineStart(from) != from
	if open == 0 && (last == 0 || !isWhite(s.tokens[last-1].kind)) {
		s.emit(kNewline, from, from)
	}
	s.pos = from
	if line {
		s.rest()
	}
	s.scan()
	p.toks = s.tokens
	p.reset(min(at, last))
	return true
}

// reportScan reports an error of the scanner that the parser has not run into.
func (p *parser) reportScan() {
	err := p.scan.err
	if line := p.scan.lineOf(int(err.span.Start)); err.span.Start > p.first && line != p.lastLine {
		p.report(err)
		p.lastLine = line
	}
}

// acceptIndent makes the indentation of the current line, which fits no block,
// that of the block it is nearest to, so that the lines after it fit.
func (s *scanner) acceptIndent() {
	col := 0
	for _, c := range []byte(s.src[s.lineStart(s.pos):s.pos]) {
		if c == '\t' {
			col = (col/tabSize + 1) * tabSize
		} else {
			col++
		}
	}
	errTok := s.tokens[len(s.tokens)-1]
	s.tokens = s.tokens[:len(s.tokens)-1]
	for n := len(s.indents); n > 1 && s.indents[n-1].col > col; n-- {
		if s.indents[n-2].col < col {
			s.indents[n-1] = indent{col, s.pos - s.lineStart(s.pos)}
			break
		}
		s.indents = s.indents[:n-1]
		s.emit(kDedent, s.pos, s.pos)
	}
	s.tokens = append(s.tokens, errTok)
}

// nextLine returns the start of the line after the one that pos is in.
func (s *scanner) nextLine(pos int) int {
	if pos >= s.limit {
		return s.limit
	}
	return pos + strings.IndexByte(s.src[pos:], '\n') + 1
}

// afterBracket returns the start of the line that seems to come after the end
// of the statement that starts at token start and has a bracket that is never
// closed: the next line not indented more than the statement. It returns -1 if
// there is none.
func (p *parser) afterBracket(start int) int {
	s := p.scan
	if len(s.brackets) == 0 {
		return -1
	}
	first := int(p.toks[start].start)
	indent := first - s.lineStart(first)
	line := s.nextLine(max(first, int(s.brackets[0].pos)))
	for ; line < s.limit; line = s.nextLine(line) {
		i := line
		for class[s.src[i]] == cSpace {
			i++
		}
		if c := s.src[i]; i-line <= indent && (class[c] == cName || class[c] == cHigh || c == '@') {
			return line
		}
	}
	return -1
}
