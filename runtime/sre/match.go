package sre

import (
	"bytes"
	"slices"
)

// This file implements the matcher: a machine that runs the instructions and keeps on its
// stack the choices to come back to, and between them what has to be undone on the way
// (marks, loops). A look-around or an atomic group runs as a machine within the machine,
// on the same stack, and leaves behind only what has to be undone.

// Mode says what counts as a match.
type Mode uint8

// The modes.
const (
	Match     Mode = iota // at the start
	FullMatch             // at the start, up to the end
	Search                // anywhere
)

// Result is where a match lies.
type Result struct {
	// Marks has the begin and end of the whole match and of each group, -1 for a group
	// that has none. It is the matcher's until the next match.
	Marks []int
	// LastIndex is the group that closed last, 0 for none.
	LastIndex int
}

// Group returns the begin and end of a group, -1 and -1 where it did not match.
func (r *Result) Group(i int) (int, int) {
	a, b := r.Marks[2*i], r.Marks[2*i+1]
	if a < 0 || b < 0 || b < a {
		return -1, -1
	}
	return a, b
}

// Matcher matches a pattern in one text.
type Matcher interface {
	// Match looks for a match that begins at pos or later in the text before end.
	// advance asks that one at pos is not empty. It returns false where there is none,
	// and what Poll said.
	Match(pos, end int, mode Mode, advance bool) (Result, bool, error)
	// Release says that the matcher is not used any more. The next one for the pattern may
	// take its memory.
	Release()
}

// NewMatcher returns a matcher for text, which has a rune for each code point or a byte
// for each character. poll, when not nil, is called now and then and can end a match.
func NewMatcher[T byte | rune](re *Regexp, text []T, poll func() error) Matcher {
	switch text := any(text).(type) {
	case []byte:
		return machineFor(re, &re.spareBytes, text, poll)
	case []rune:
		return machineFor(re, &re.spareRunes, text, poll)
	}
	panic("sre: a text of neither bytes nor runes")
}

// machineFor returns the machine that is to spare, or a new one.
func machineFor[T byte | rune](re *Regexp, spare **machine[T], text []T, poll func() error) *machine[T] {
	m := *spare
	*spare = nil
	if m == nil {
		m = &machine[T]{re: re, spare: spare, marks: make([]int, 2*re.Groups+2), loops: make([]loopState, re.loops)}
	}
	m.text, m.poll = text, poll
	return m
}

// maxSpareStack is the size of a stack that is kept for the next match.
const maxSpareStack = 1 << 10

func (m *machine[T]) Release() {
	m.text, m.poll = nil, nil
	if cap(m.stack) > maxSpareStack {
		m.stack = nil
	}
	*m.spare = m
}

type entryKind uint8

const (
	eChoice entryKind = iota // go on at pc and pos
	eGreedy                  // give back one character, down to pos
	eLazy                    // take one more
	eLazyLoop
	eMark // undo
	eLast
	eLoop
)

type entry struct {
	kind   entryKind
	pc     int32 // instruction, mark or loop
	pos, x int
}

type loopState struct{ count, last int }

type machine[T byte | rune] struct {
	re               *Regexp
	spare            **machine[T] // where it goes when it is released
	text             []T
	start, end       int
	fullMatch, moved bool
	marks            []int
	lastIndex        int
	loops            []loopState
	stack            []entry
	steps            int
	poll             func() error
	err              error
}

// pollSteps is the number of steps back between two calls of poll.
const pollSteps = 1 << 14

func (m *machine[T]) Match(pos, end int, mode Mode, advance bool) (Result, bool, error) {
	m.end, m.err = end, nil
	m.fullMatch = mode == FullMatch
	for at := pos; ; at++ {
		if mode == Search {
			if at = m.skip(at); at < 0 {
				break
			}
		}
		for i := range m.marks {
			m.marks[i] = -1
		}
		m.lastIndex, m.stack = 0, m.stack[:0]
		m.start, m.moved = at, advance && at == pos
		if to, ok := m.run(0, at, true); ok {
			m.marks[0], m.marks[1] = at, to
			return Result{m.marks, m.lastIndex}, true, nil
		}
		if m.err != nil {
			return Result{}, false, m.err
		}
		if mode != Search || at >= end {
			break
		}
	}
	return Result{}, false, nil
}

// skip returns the first position from at where a match can begin, or -1.
func (m *machine[T]) skip(at int) int {
	switch {
	case len(m.re.prefix) > 0:
		p := m.re.prefix
		if text, ok := any(m.text).([]byte); ok {
			if m.re.literal == nil || at > m.end {
				return -1 // a character that no byte is
			}
			i := bytes.Index(text[at:m.end], m.re.literal)
			if i < 0 {
				return -1
			}
			return at + i
		}
		for ; at+len(p) <= m.end; at++ {
			i := slices.Index(m.text[at:m.end], T(p[0]))
			if i < 0 {
				return -1
			}
			at += i
			n := 1
			for n < len(p) && at+n < m.end && rune(m.text[at+n]) == p[n] {
				n++
			}
			if n == len(p) {
				return at
			}
		}
		return -1
	case m.re.first != nil:
		first := m.re.first
		for ; at < m.end; at++ {
			if c := rune(m.text[at]); c < 256 && first.narrow(c) || c >= 256 && first.has(c) {
				return at
			}
		}
		return -1
	}
	return at
}

func (m *machine[T]) push(kind entryKind, pc, pos, x int) {
	m.stack = append(m.stack, entry{kind, int32(pc), pos, x})
}

// is reports whether the character c is one that in matches.
func (in *inst) is(c rune) bool {
	switch in.op {
	case iChar:
		return c == in.c
	case iNotChar:
		return c != in.c
	case iAny:
		return c != '\n'
	case iSet:
		return in.set.has(c)
	}
	return true // iAnyAll
}

// run runs the instructions from pc until they match, and returns where the match ends.
func (m *machine[T]) run(pc, pos int, top bool) (int, bool) {
	prog, text, base := m.re.prog, m.text, len(m.stack)
	for {
		in := &prog[pc]
		ok := true
		switch in.op {
		case iChar, iNotChar, iAny, iAnyAll, iSet:
			if ok = pos < m.end && in.is(rune(text[pos])); ok {
				pos++
				pc++
			}
		case iMark:
			m.mark(in.n, pos)
			pc++
		case iSplit:
			// An alternative that begins with another character need not be tried.
			if next := &prog[pc+1]; next.op == iChar && (pos >= m.end || rune(text[pos]) != next.c) {
				pc = in.a
			} else {
				m.push(eChoice, in.a, pos, 0)
				pc++
			}
		case iJump:
			pc = in.a
		case iAt:
			ok = m.at(in, pos)
			pc++
		case iRef, iRefFold:
			pos, ok = m.ref(in, pos)
			pc++
		case iCond:
			if a, b := m.marks[2*in.n], m.marks[2*in.n+1]; a >= 0 && b >= a {
				pc++
			} else {
				pc = in.a
			}
		case iAssert, iNotAssert:
			matched := false
			if pos >= in.n {
				sub := len(m.stack)
				if _, matched = m.run(pc+1, pos-in.n, false); matched && in.op == iNotAssert {
					m.unwind(sub)
				}
			}
			ok = m.err == nil && matched == (in.op == iAssert)
			pc = in.a
		case iAtomic:
			pos, ok = m.run(pc+1, pos, false)
			pc = in.a
		case iPossess:
			pos, ok = m.possess(in, pc, pos)
			pc = in.a
		case iOne:
			pos, ok = m.one(in, pc, pos)
			pc++
		case iLoop:
			m.saveLoop(in.n)
			m.loops[in.n] = loopState{0, -1}
			pc = in.a
		case iUntil:
			l := &m.loops[in.n]
			switch {
			case l.count < in.min:
				m.saveLoop(in.n)
				l.count++
				pc = in.a
			case in.kind == lazy:
				m.push(eLazyLoop, pc, pos, 0)
				pc++
			case l.count < in.max && pos != l.last:
				m.push(eChoice, pc+1, pos, 0)
				m.saveLoop(in.n)
				l.count++
				l.last = pos
				pc = in.a
			default:
				pc++
			}
		case iMatch:
			if ok = !top || !(m.fullMatch && pos != m.end || m.moved && pos == m.start); ok {
				if !top {
					m.cut(base)
				}
				return pos, true
			}
		case iFail:
			ok = false
		}
		if !ok {
			if pc, pos, ok = m.back(base); !ok {
				return -1, false
			}
		}
	}
}

// back goes back to the last choice above base.
func (m *machine[T]) back(base int) (pc, pos int, ok bool) {
	if m.steps++; m.steps >= pollSteps {
		m.steps = 0
		if m.poll != nil && m.err == nil {
			m.err = m.poll()
		}
	}
	if m.err != nil {
		m.stack = m.stack[:base]
		return 0, 0, false
	}
	for len(m.stack) > base {
		e := &m.stack[len(m.stack)-1]
		pc := int(e.pc)
		switch e.kind {
		case eChoice:
			pos := e.pos
			m.stack = m.stack[:len(m.stack)-1]
			return pc, pos, true
		case eGreedy:
			x := e.x - 1
			if next := &m.re.prog[pc]; next.op == iChar {
				for x >= e.pos && (x >= m.end || rune(m.text[x]) != next.c) {
					x--
				}
			}
			if x > e.pos {
				e.x = x
				return pc, x, true
			}
			low := e.pos
			m.stack = m.stack[:len(m.stack)-1]
			if x == low {
				return pc, x, true
			}
		case eLazy:
			in := &m.re.prog[pc]
			if e.x < in.max && e.pos < m.end && in.one.is(rune(m.text[e.pos])) {
				e.x++
				e.pos++
				return pc + 1, e.pos, true
			}
			m.stack = m.stack[:len(m.stack)-1]
		case eLazyLoop:
			pos := e.pos
			m.stack = m.stack[:len(m.stack)-1]
			in := &m.re.prog[pc]
			if l := &m.loops[in.n]; l.count < in.max && pos != l.last {
				m.saveLoop(in.n)
				l.count++
				l.last = pos
				return in.a, pos, true
			}
		default:
			m.undo(e)
			m.stack = m.stack[:len(m.stack)-1]
		}
	}
	return 0, 0, false
}

func (m *machine[T]) undo(e *entry) {
	switch e.kind {
	case eMark:
		m.marks[e.pc] = e.x
	case eLast:
		m.lastIndex = e.x
	case eLoop:
		m.loops[e.pc] = loopState{e.pos, e.x}
	}
}

// unwind undoes everything above base.
func (m *machine[T]) unwind(base int) {
	for i := len(m.stack) - 1; i >= base; i-- {
		m.undo(&m.stack[i])
	}
	m.stack = m.stack[:base]
}

// cut drops the choices above base and keeps what has to be undone.
func (m *machine[T]) cut(base int) {
	kept := m.stack[:base]
	for _, e := range m.stack[base:] {
		if e.kind >= eMark {
			kept = append(kept, e)
		}
	}
	m.stack = kept
}

func (m *machine[T]) mark(n, pos int) {
	m.push(eMark, n, 0, m.marks[n])
	m.marks[n] = pos
	if n&1 != 0 {
		m.push(eLast, 0, 0, m.lastIndex)
		m.lastIndex = n / 2
	}
}

func (m *machine[T]) saveLoop(n int) { m.push(eLoop, n, m.loops[n].count, m.loops[n].last) }

// one repeats a single character.
func (m *machine[T]) one(in *inst, pc, pos int) (int, bool) {
	limit := in.max
	if in.kind == lazy {
		limit = in.min
	}
	stop := m.end
	if limit < stop-pos {
		stop = pos + limit
	}
	to := pos
	switch in.one.op {
	case iAnyAll:
		to = max(stop, pos)
	case iSet:
		s := in.one.set
		for to < stop {
			if c := rune(m.text[to]); c < 256 && !s.narrow(c) || c >= 256 && !s.has(c) {
				break
			}
			to++
		}
	default:
		for to < stop && in.one.is(rune(m.text[to])) {
			to++
		}
	}
	if to-pos < in.min {
		return pos, false
	}
	switch {
	case in.kind == lazy:
		m.push(eLazy, pc, to, in.min)
	case in.kind == greedy && to-pos > in.min:
		m.push(eGreedy, pc+1, pos+in.min, to)
	}
	return to, true
}

// possess repeats the instructions behind pc, none of which is gone back into.
func (m *machine[T]) possess(in *inst, pc, pos int) (int, bool) {
	for n, last := 0, -1; n < in.max && (n < in.min || pos != last); n++ {
		to, ok := m.run(pc+1, pos, false)
		if !ok {
			return pos, n >= in.min && m.err == nil
		}
		if n >= in.min {
			last = pos
		}
		pos = to
	}
	return pos, true
}

// ref matches what a group has matched.
func (m *machine[T]) ref(in *inst, pos int) (int, bool) {
	a, b := m.marks[2*in.n], m.marks[2*in.n+1]
	if a < 0 || b < a || m.end-pos < b-a {
		return pos, false
	}
	for ; a < b; a, pos = a+1, pos+1 {
		x, y := rune(m.text[a]), rune(m.text[pos])
		if x != y && (in.op == iRef || toLower(x, in.flags) != toLower(y, in.flags)) {
			return pos, false
		}
	}
	return pos, true
}

func (m *machine[T]) at(in *inst, pos int) bool {
	switch in.at {
	case atBegin, atBeginString:
		return pos == 0
	case atBeginLine:
		return pos == 0 || m.text[pos-1] == '\n'
	case atEnd:
		return pos == m.end || pos == m.end-1 && m.text[pos] == '\n'
	case atEndLine:
		return pos == m.end || m.text[pos] == '\n'
	case atEndString:
		return pos == m.end
	}
	if m.end == 0 {
		return false // sic: neither \b nor \B matches in an empty text
	}
	before := pos > 0 && isWord(rune(m.text[pos-1]), in.flags)
	after := pos < m.end && isWord(rune(m.text[pos]), in.flags)
	return (before != after) == (in.at == atBoundary)
}
