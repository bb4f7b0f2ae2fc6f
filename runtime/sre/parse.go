package sre

import (
	"strconv"
	"strings"
)

// This file implements the parser: from a pattern to nodes.

type nodeOp uint8

const (
	opLiteral nodeOp = iota // c
	opNotLiteral
	opAny
	opSet
	opAt
	opRepeat
	opGroup // a subpattern, capturing where group > 0
	opBranch
	opRef
	opCond // subs[0] where group has matched, else subs[1]
	opAssert
	opAtomic
	opFail
)

type repeatKind uint8

const (
	greedy repeatKind = iota
	lazy
	possessive
)

type atCode uint8

const (
	atBegin       atCode = iota // ^
	atEnd                       // $
	atBeginString               // \A
	atEndString                 // \Z
	atBoundary
	atNotBoundary
	atBeginLine // ^ with Multiline
	atEndLine
)

type node struct {
	op       nodeOp
	c        rune
	at       atCode
	kind     repeatKind
	min, max int
	group    int
	add, del Flag // of a group
	behind   bool // a look-behind
	negative bool // a negative look-around, or set
	items    []setItem
	subs     [][]*node
}

// setItem is a range of characters, or a category.
type setItem struct {
	lo, hi   rune
	category byte // one of dDsSwW, 0 for a range
}

type parser struct {
	*tokenizer
	flags  Flag
	groups int // the next group's number
	names  []GroupName
	width  []width // by group
	// behindGroups is the number of groups when the outermost look-behind began, -1
	// outside of one.
	behindGroups int
	condRefs     map[int]int // conditional groups by number to where they stand
	condOrder    []int
}

// GroupName is a named group.
type GroupName struct {
	Name  string
	Group int
}

type width struct {
	lo, hi uint64
	closed bool
}

func (p *parser) lookup(name string) int {
	for _, g := range p.names {
		if g.Name == name {
			return g.Group
		}
	}
	return 0
}

func (p *parser) openGroup(name string) int {
	g := p.groups
	p.groups++
	p.width = append(p.width, width{})
	if name != "" {
		if old := p.lookup(name); old != 0 {
			p.fail("redefinition of group name "+p.opts.Quote(name)+" as group "+strconv.Itoa(g)+"; was group "+strconv.Itoa(old), count(name)+1)
		}
		p.names = append(p.names, GroupName{name, g})
	}
	return g
}

func (p *parser) closed(g int) bool { return g < p.groups && p.width[g].closed }

func (p *parser) checkBehind(g int) {
	if p.behindGroups < 0 {
		return
	}
	if !p.closed(g) {
		p.fail("cannot refer to an open group", 0)
	}
	if g >= p.behindGroups {
		p.fail("cannot refer to group defined in the same lookbehind subpattern", 0)
	}
}

// maxNesting keeps the parser from using up Go's stack.
const maxNesting = 5000

func (p *parser) alternatives(verbose bool, nested int) []*node {
	if nested > maxNesting {
		panic(&Error{Msg: "maximum recursion depth exceeded", Pos: -1, Kind: RecursionError})
	}
	var subs [][]*node
	for {
		subs = append(subs, p.sequence(verbose, nested+1, nested == 0 && len(subs) == 0))
		if !p.match("|") {
			break
		}
		if nested == 0 {
			verbose = p.flags&Verbose != 0
		}
	}
	if len(subs) == 1 {
		return subs[0]
	}
	return []*node{{op: opBranch, subs: subs}}
}

func (p *parser) warn(msg string, pos int) {
	if p.opts.Warn != nil {
		if err := p.opts.Warn(msg + " at position " + strconv.Itoa(pos)); err != nil {
			panic(err)
		}
	}
}

func literal(c rune) *node { return &node{op: opLiteral, c: c} }

func (p *parser) sequence(verbose bool, nested int, first bool) []*node {
	var seq []*node
	add := func(n *node) { seq = append(seq, n) }
	for {
		this := p.next
		if this == noToken || this == "|" || this == ")" {
			break
		}
		p.get()
		if verbose {
			if oneOf(this, spaces) {
				continue
			}
			if this == "#" {
				for this != noToken && this != "\n" {
					this = p.get()
				}
				continue
			}
		}
		switch this {
		case "[":
			add(p.set())
		case "*", "+", "?", "{":
			seq = p.repeat(seq, this)
		case ".":
			add(&node{op: opAny})
		case "(":
			if n := p.group(&verbose, nested, first && len(seq) == 0); n != nil {
				add(n)
			}
		case "^":
			add(&node{op: opAt, at: atBegin})
		case "$":
			add(&node{op: opAt, at: atEnd})
		default:
			if this[0] == '\\' {
				add(p.escape(this))
			} else {
				add(literal(runes(this)[0]))
			}
		}
	}
	flat := seq[:0:0]
	for _, n := range seq {
		if n.op == opGroup && n.group == 0 && n.add|n.del == 0 {
			flat = append(flat, n.subs[0]...)
		} else {
			flat = append(flat, n)
		}
	}
	return flat
}

// category returns the set of \d and its like.
func category(c byte) *node { return &node{op: opSet, items: []setItem{{category: c}}} }

// escape reads an escape outside of a set.
func (p *parser) escape(escape string) *node {
	switch c := escape[1]; c {
	case 'A':
		return &node{op: opAt, at: atBeginString}
	case 'Z':
		return &node{op: opAt, at: atEndString}
	case 'b':
		return &node{op: opAt, at: atBoundary}
	case 'B':
		return &node{op: opAt, at: atNotBoundary}
	case 'd', 'D', 's', 'S', 'w', 'W':
		return category(c)
	}
	if c, ok := simpleEscapes[escape]; ok {
		return literal(c)
	}
	if c, ok := p.charEscape(escape); ok {
		return literal(c)
	}
	switch c := escape[1]; {
	case c == '0':
		escape += p.getWhile(2, octDigits)
		v, _ := strconv.ParseUint(escape[1:], 8, 32)
		return literal(rune(v))
	case c >= '1' && c <= '9':
		if oneOf(p.next, digits) {
			escape += p.get()
			if oneOf(escape[1:2], octDigits) && oneOf(escape[2:3], octDigits) && oneOf(p.next, octDigits) {
				escape += p.get()
				return literal(p.octal(escape))
			}
		}
		g := groupNumber(escape[1:])
		if g < p.groups {
			if !p.closed(g) {
				p.fail("cannot refer to an open group", len(escape))
			}
			p.checkBehind(g)
			return &node{op: opRef, group: g}
		}
		p.fail("invalid group reference "+strconv.Itoa(g), len(escape)-1)
	case isLetter(c):
		p.fail("bad escape "+escape, count(escape))
	}
	return literal(runes(escape)[1])
}

// setEscape reads an escape in a set.
func (p *parser) setEscape(escape string) setItem {
	one := func(c rune) setItem { return setItem{lo: c, hi: c} }
	if c, ok := simpleEscapes[escape]; ok {
		return one(c)
	}
	switch c := escape[1]; {
	case strings.IndexByte("dDsSwW", c) >= 0:
		return setItem{category: c}
	case oneOf(escape[1:], octDigits):
		return one(p.octal(escape + p.getWhile(2, octDigits)))
	}
	if c, ok := p.charEscape(escape); ok {
		return one(c)
	}
	if c := escape[1]; c >= '0' && c <= '9' || isLetter(c) {
		p.fail("bad escape "+escape, count(escape))
	}
	return one(runes(escape)[1])
}

var setOperations = map[string]string{"-": "difference", "&": "intersection", "~": "symmetric difference", "|": "union"}

// set reads what follows "[".
func (p *parser) set() *node {
	here := p.tell() - 1
	n := &node{op: opSet}
	unterminated := func() { p.fail("unterminated character set", p.tell()-here) }
	if p.next == "[" {
		p.warn("Possible nested set", p.tell())
	}
	n.negative = p.match("^")
	for {
		this := p.get()
		if this == noToken {
			unterminated()
		}
		if this == "]" && len(n.items) > 0 {
			break
		}
		var lo, hi setItem
		if this[0] == '\\' {
			lo = p.setEscape(this)
		} else {
			if name, ok := setOperations[this]; ok && len(n.items) > 0 && p.next == this {
				p.warn("Possible set "+name, p.tell()-1)
			}
			c := runes(this)[0]
			lo = setItem{lo: c, hi: c}
		}
		if !p.match("-") {
			n.items = append(n.items, lo)
			continue
		}
		that := p.get()
		if that == noToken {
			unterminated()
		}
		if that == "]" {
			n.items = append(n.items, lo, setItem{lo: '-', hi: '-'})
			break
		}
		if that[0] == '\\' {
			hi = p.setEscape(that)
		} else {
			if that == "-" {
				p.warn("Possible set difference", p.tell()-2)
			}
			c := runes(that)[0]
			hi = setItem{lo: c, hi: c}
		}
		if lo.category != 0 || hi.category != 0 || hi.lo < lo.lo {
			p.fail("bad character range "+this+"-"+that, count(this)+1+count(that))
		}
		n.items = append(n.items, setItem{lo: lo.lo, hi: hi.lo})
	}
	if it := n.items[0]; len(n.items) == 1 && it.category == 0 && it.lo == it.hi {
		if n.negative {
			return &node{op: opNotLiteral, c: it.lo}
		}
		return literal(it.lo)
	}
	return n
}

// repeat makes the last item of seq the operand of the repetition that begins with this.
func (p *parser) repeat(seq []*node, this string) []*node {
	here := p.tell()
	lo, hi := 0, MaxRepeat
	switch this {
	case "?":
		hi = 1
	case "+":
		lo = 1
	case "{":
		if p.next == "}" {
			return append(seq, literal('{'))
		}
		low := p.getWhile(1<<30, digits)
		high := low
		if p.match(",") {
			high = p.getWhile(1<<30, digits)
		}
		if !p.match("}") {
			p.seek(here)
			return append(seq, literal('{'))
		}
		if low != "" {
			lo = repetitions(low)
		}
		if high != "" {
			if hi = repetitions(high); hi < lo {
				p.fail("min repeat greater than max repeat", p.tell()-here)
			}
		}
	}
	if len(seq) == 0 || seq[len(seq)-1].op == opAt {
		p.fail("nothing to repeat", p.tell()-here+len(this))
	}
	item := seq[len(seq)-1]
	if item.op == opRepeat {
		p.fail("multiple repeat", p.tell()-here+len(this))
	}
	sub := []*node{item}
	if item.op == opGroup && item.group == 0 && item.add|item.del == 0 {
		sub = item.subs[0]
	}
	kind := greedy
	if p.match("?") {
		kind = lazy
	} else if p.match("+") {
		kind = possessive
	}
	seq[len(seq)-1] = &node{op: opRepeat, kind: kind, min: lo, max: hi, subs: [][]*node{sub}}
	return seq
}

func repetitions(s string) int {
	n, err := strconv.ParseInt(s, 10, 64)
	if err != nil || n >= MaxRepeat {
		panic(&Error{Msg: "the repetition number is too large", Pos: -1, Kind: OverflowError})
	}
	return int(n)
}

var flagLetters = map[string]Flag{"i": IgnoreCase, "L": Locale, "m": Multiline, "s": DotAll, "x": Verbose, "a": ASCII, "u": Unicode}

// group reads what follows "(" and returns nil where that is nothing that matches.
func (p *parser) group(verbose *bool, nested int, first bool) *node {
	start := p.tell() - 1
	n := &node{op: opGroup}
	capture, name := true, ""
	if p.match("?") {
		char := p.get()
		switch {
		case char == noToken:
			p.fail("unexpected end of pattern", 0)
		case char == "P":
			if !p.match("<") {
				return p.namedRef()
			}
			name = p.getUntil(">", "group name")
			p.checkGroupName(name, 1)
		case char == ":":
			capture = false
		case char == "#":
			for {
				if p.next == noToken {
					p.fail("missing ), unterminated comment", p.tell()-start)
				}
				if p.get() == ")" {
					return nil
				}
			}
		case char == "=" || char == "!" || char == "<":
			return p.lookAround(char, start, *verbose, nested)
		case char == "(":
			return p.conditional(start, *verbose, nested)
		case char == ">":
			capture = false
			n.op = opAtomic
		case flagLetters[char] != 0 || char == "-":
			if p.inlineFlags(n, char) {
				if !first {
					p.fail("global flags not at the start of the expression", p.tell()-start)
				}
				*verbose = p.flags&Verbose != 0
				return nil
			}
			capture = false
		default:
			p.fail("unknown extension ?"+char, count(char)+1)
		}
	}
	if capture {
		n.group = p.openGroup(name)
	}
	sub := p.alternatives((*verbose || n.add&Verbose != 0) && n.del&Verbose == 0, nested+1)
	if !p.match(")") {
		p.fail("missing ), unterminated subpattern", p.tell()-start)
	}
	if n.group > 0 {
		w := p.widthOf(sub)
		w.closed = true
		p.width[n.group] = w
	}
	n.subs = [][]*node{sub}
	return n
}

// namedRef reads what follows "(?P" unless that is a group.
func (p *parser) namedRef() *node {
	if !p.match("=") {
		char := p.get()
		if char == noToken {
			p.fail("unexpected end of pattern", 0)
		}
		p.fail("unknown extension ?P"+char, count(char)+2)
	}
	name := p.getUntil(")", "group name")
	p.checkGroupName(name, 1)
	g := p.lookup(name)
	if g == 0 {
		p.fail("unknown group name "+p.opts.Quote(name), count(name)+1)
	}
	if !p.closed(g) {
		p.fail("cannot refer to an open group", count(name)+1)
	}
	p.checkBehind(g)
	return &node{op: opRef, group: g}
}

func (p *parser) lookAround(char string, start int, verbose bool, nested int) *node {
	n := &node{op: opAssert}
	outer := p.behindGroups
	if char == "<" {
		char = p.get()
		if char == noToken {
			p.fail("unexpected end of pattern", 0)
		}
		if char != "=" && char != "!" {
			p.fail("unknown extension ?<"+char, count(char)+2)
		}
		n.behind = true
		if outer < 0 {
			p.behindGroups = p.groups
		}
	}
	sub := p.alternatives(verbose, nested+1)
	if n.behind && outer < 0 {
		p.behindGroups = -1
	}
	if !p.match(")") {
		p.fail("missing ), unterminated subpattern", p.tell()-start)
	}
	n.negative = char == "!"
	if n.negative && len(sub) == 0 {
		return &node{op: opFail}
	}
	n.subs = [][]*node{sub}
	return n
}

// conditional reads what follows "(?(".
func (p *parser) conditional(start int, verbose bool, nested int) *node {
	name := p.getUntil(")", "group name")
	n := &node{op: opCond}
	if !isNumber(name) {
		p.checkGroupName(name, 1)
		if n.group = p.lookup(name); n.group == 0 {
			p.fail("unknown group name "+p.opts.Quote(name), count(name)+1)
		}
	} else {
		n.group = groupNumber(name)
		if n.group == 0 {
			p.fail("bad group number", count(name)+1)
		}
		if n.group >= MaxGroups {
			p.fail("invalid group reference "+strings.TrimLeft(name, "0"), count(name)+1)
		}
		if _, ok := p.condRefs[n.group]; !ok {
			p.condRefs[n.group] = p.tell() - count(name) - 1
			p.condOrder = append(p.condOrder, n.group)
		}
	}
	p.checkBehind(n.group)
	n.subs = [][]*node{p.sequence(verbose, nested+1, false), nil}
	if p.match("|") {
		n.subs[1] = p.sequence(verbose, nested+1, false)
		n.negative = true // has a no-branch
		if p.next == "|" {
			p.fail("conditional backref with more than two branches", 0)
		}
	}
	if !p.match(")") {
		p.fail("missing ), unterminated subpattern", p.tell()-start)
	}
	return n
}

// inlineFlags reads flags, from the one given, and reports whether they are for the whole
// pattern.
func (p *parser) inlineFlags(n *node, char string) bool {
	if char != "-" {
		for {
			flag := flagLetters[char]
			if p.opts.Text && char == "L" {
				p.fail("bad inline flags: cannot use 'L' flag with a str pattern", 0)
			}
			if !p.opts.Text && char == "u" {
				p.fail("bad inline flags: cannot use 'u' flag with a bytes pattern", 0)
			}
			n.add |= flag
			if flag&typeFlags != 0 && n.add&typeFlags != flag {
				p.fail("bad inline flags: flags 'a', 'u' and 'L' are incompatible", 0)
			}
			char = p.get()
			if char == noToken {
				p.fail("missing -, : or )", 0)
			}
			if oneOf(char, ")-:") {
				break
			}
			if flagLetters[char] == 0 {
				p.badFlag(char, "missing -, : or )")
			}
		}
	}
	if char == ")" {
		p.flags |= n.add
		return true
	}
	if char == "-" {
		char = p.get()
		if char == noToken {
			p.fail("missing flag", 0)
		}
		if flagLetters[char] == 0 {
			p.badFlag(char, "missing flag")
		}
		for {
			flag := flagLetters[char]
			if flag&typeFlags != 0 {
				p.fail("bad inline flags: cannot turn off flags 'a', 'u' and 'L'", 0)
			}
			n.del |= flag
			char = p.get()
			if char == noToken {
				p.fail("missing :", 0)
			}
			if char == ":" {
				break
			}
			if flagLetters[char] == 0 {
				p.badFlag(char, "missing :")
			}
		}
	}
	if n.add&n.del != 0 {
		p.fail("bad inline flags: flag turned on and off", 1)
	}
	return false
}

func (p *parser) badFlag(char, missing string) {
	if isAlpha(char) {
		missing = "unknown flag"
	}
	p.fail(missing, count(char))
}

// fixFlags completes the flags of a pattern.
func fixFlags(flags Flag, text bool) Flag {
	bad := func(msg string) { panic(&Error{Msg: msg, Pos: -1, Kind: ValueError}) }
	if text {
		if flags&Locale != 0 {
			bad("cannot use LOCALE flag with a str pattern")
		}
		if flags&ASCII != 0 && flags&Unicode != 0 {
			bad("ASCII and UNICODE flags are incompatible")
		}
		if flags&ASCII == 0 {
			flags |= Unicode
		}
		return flags
	}
	if flags&Unicode != 0 {
		bad("cannot use UNICODE flag with a bytes pattern")
	}
	if flags&Locale != 0 && flags&ASCII != 0 {
		bad("ASCII and LOCALE flags are incompatible")
	}
	return flags
}

// parse reads a whole pattern.
func (p *parser) parse() []*node {
	seq := p.alternatives(p.flags&Verbose != 0, 0)
	p.flags = fixFlags(p.flags, p.opts.Text)
	if p.next != noToken {
		p.fail("unbalanced parenthesis", 0)
	}
	for _, g := range p.condOrder {
		if g >= p.groups {
			panic(&Error{Msg: "invalid group reference " + strconv.Itoa(g), Pos: p.condRefs[g]})
		}
	}
	return seq
}

// maxWidth is as wide as anything gets.
const maxWidth = 1 << 63

// widthOf returns how many characters seq matches at least and at most.
func (p *parser) widthOf(seq []*node) width {
	var w width
	for _, n := range seq {
		var x width
		switch n.op {
		case opLiteral, opNotLiteral, opAny, opSet:
			x = width{lo: 1, hi: 1}
		case opGroup, opAtomic:
			x = p.widthOf(n.subs[0])
		case opBranch:
			x = p.widthOf(n.subs[0])
			for _, s := range n.subs[1:] {
				y := p.widthOf(s)
				x.lo, x.hi = min(x.lo, y.lo), max(x.hi, y.hi)
			}
		case opRepeat:
			x = p.widthOf(n.subs[0])
			x.lo, x.hi = times(x.lo, n.min), times(x.hi, n.max)
			if n.max == MaxRepeat && x.hi > 0 {
				x.hi = maxWidth
			}
		case opRef:
			x = p.width[n.group]
		case opCond:
			x = p.widthOf(n.subs[0])
			if n.negative {
				y := p.widthOf(n.subs[1])
				x.lo, x.hi = min(x.lo, y.lo), max(x.hi, y.hi)
			} else {
				x.lo = 0
			}
		}
		w.lo, w.hi = min(w.lo+x.lo, maxWidth), min(w.hi+x.hi, maxWidth)
	}
	return w
}

func times(a uint64, n int) uint64 {
	if n != 0 && a > maxWidth/uint64(n) {
		return maxWidth
	}
	return a * uint64(n)
}
