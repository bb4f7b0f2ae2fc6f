package sre

// This file implements the compiler: from nodes to the instructions of the matcher.

type instOp uint8

const (
	iChar instOp = iota // one character c
	iNotChar
	iAny    // but no newline
	iAnyAll // any at all
	iSet
	iMark      // position of mark n
	iSplit     // try the next instruction, then a
	iJump      // to a
	iAt        //
	iRef       // what group n matched
	iRefFold   // the same in any case
	iCond      // go on where group n has matched, else to a
	iAssert    // the instructions up to iMatch; then at a
	iNotAssert //
	iAtomic    //
	iOne       // repeat the character of one
	iLoop      // begin loop n, go to a
	iUntil     // end of loop n, whose body is at a
	iPossess   // repeat the instructions up to iMatch without going back; then at a
	iFail
	iMatch
)

type inst struct {
	op       instOp
	kind     repeatKind
	at       atCode
	c        rune
	n        int // mark, group, loop, or how far to look behind
	a        int
	min, max int
	set      *charset
	one      *inst
	flags    Flag
}

// Regexp is a compiled pattern.
type Regexp struct {
	prog []inst
	// Flags are all that the pattern has in the end.
	Flags Flag
	// Groups is the number of groups.
	Groups int
	// Names are the named groups in the order of the pattern.
	Names []GroupName
	loops int
	// prefix is what every match begins with, first the set of the first character;
	// they are for skipping quickly.
	prefix []rune
	first  *charset
	// literal is prefix as bytes, nil where it is none.
	literal []byte
	// spareBytes and spareRunes are machines that nobody uses.
	spareBytes *machine[byte]
	spareRunes *machine[rune]
}

type compiler struct {
	*parser
	re *Regexp
}

// Compile compiles a pattern, a rune for each code point of a str or each byte.
func Compile(pattern []rune, opts Options) (re *Regexp, err error) {
	defer func() {
		if r := recover(); r != nil {
			var ok bool
			if err, ok = r.(error); !ok || isRuntimeError(err) {
				panic(r)
			}
			re = nil
		}
	}()
	p := &parser{tokenizer: newTokenizer(pattern, &opts), flags: opts.Flags, groups: 1, width: make([]width, 1), behindGroups: -1, condRefs: map[int]int{}}
	seq := p.parse()
	re = &Regexp{Flags: p.flags, Groups: p.groups - 1, Names: p.names}
	c := &compiler{p, re}
	c.seq(seq, p.flags)
	c.emit(inst{op: iMatch})
	c.start(seq, p.flags)
	re.literal = narrowBytes(re.prefix)
	return re, nil
}

// narrowBytes returns text as bytes, nil where it is empty or has a character that no byte
// is.
func narrowBytes(text []rune) (b []byte) {
	for _, x := range text {
		if x > 255 {
			return nil
		}
		b = append(b, byte(x))
	}
	return b
}

func isRuntimeError(err error) bool {
	_, ok := err.(interface{ RuntimeError() })
	return ok
}

func (c *compiler) emit(i inst) int {
	c.re.prog = append(c.re.prog, i)
	return len(c.re.prog) - 1
}

func (c *compiler) here() int { return len(c.re.prog) }

func (c *compiler) seq(seq []*node, flags Flag) {
	for _, n := range seq {
		c.node(n, flags)
	}
}

// char returns the instruction for a node of one character, or ok false.
func char(n *node, flags Flag) (i inst, ok bool) {
	switch n.op {
	case opLiteral, opNotLiteral:
		if flags&IgnoreCase != 0 && isCased(n.c, flags) {
			return inst{op: iSet, set: newCharset([]setItem{{lo: n.c, hi: n.c}}, n.op == opNotLiteral, flags)}, true
		}
		if n.op == opLiteral {
			return inst{op: iChar, c: n.c}, true
		}
		return inst{op: iNotChar, c: n.c}, true
	case opAny:
		if flags&DotAll != 0 {
			return inst{op: iAnyAll}, true
		}
		return inst{op: iAny}, true
	case opSet:
		return inst{op: iSet, set: newCharset(n.items, n.negative, flags)}, true
	}
	return inst{}, false
}

func groupFlags(n *node, flags Flag) Flag {
	if n.add&typeFlags != 0 {
		flags &^= typeFlags
	}
	return (flags | n.add) &^ n.del
}

func (c *compiler) node(n *node, flags Flag) {
	if i, ok := char(n, flags); ok {
		c.emit(i)
		return
	}
	switch n.op {
	case opAt:
		at := n.at
		if flags&Multiline != 0 {
			switch at {
			case atBegin:
				at = atBeginLine
			case atEnd:
				at = atEndLine
			}
		}
		c.emit(inst{op: iAt, at: at, flags: flags})
	case opGroup:
		flags = groupFlags(n, flags)
		if n.group > 0 {
			c.emit(inst{op: iMark, n: 2 * n.group})
		}
		c.seq(n.subs[0], flags)
		if n.group > 0 {
			c.emit(inst{op: iMark, n: 2*n.group + 1})
		}
	case opBranch:
		var ends []int
		for k, sub := range n.subs {
			last := k == len(n.subs)-1
			split := -1
			if !last {
				split = c.emit(inst{op: iSplit})
			}
			c.seq(sub, flags)
			if !last {
				ends = append(ends, c.emit(inst{op: iJump}))
				c.re.prog[split].a = c.here()
			}
		}
		for _, e := range ends {
			c.re.prog[e].a = c.here()
		}
	case opRepeat:
		c.repeat(n, flags)
	case opRef:
		op := iRef
		if flags&IgnoreCase != 0 {
			op = iRefFold
		}
		c.emit(inst{op: op, n: n.group, flags: flags})
	case opCond:
		cond := c.emit(inst{op: iCond, n: n.group})
		c.seq(n.subs[0], flags)
		jump := c.emit(inst{op: iJump})
		c.re.prog[cond].a = c.here()
		c.seq(n.subs[1], flags)
		c.re.prog[jump].a = c.here()
	case opAssert:
		i := inst{op: iAssert}
		if n.negative {
			i.op = iNotAssert
		}
		if n.behind {
			w := c.widthOf(n.subs[0])
			if w.lo > MaxRepeat {
				panic(&Error{Msg: "looks too much behind", Pos: -1})
			}
			if w.lo != w.hi {
				panic(&Error{Msg: "look-behind requires fixed-width pattern", Pos: -1})
			}
			i.n = int(w.lo)
		}
		c.isolated(i, n.subs[0], flags)
	case opAtomic:
		c.isolated(inst{op: iAtomic}, n.subs[0], flags)
	case opFail:
		c.emit(inst{op: iFail})
	}
}

// isolated emits i and seq as instructions of their own.
func (c *compiler) isolated(i inst, seq []*node, flags Flag) {
	at := c.emit(i)
	c.seq(seq, flags)
	c.emit(inst{op: iMatch})
	c.re.prog[at].a = c.here()
}

// simple returns the one character that seq is, looking into groups that do not capture.
func simple(seq []*node, flags Flag) (inst, bool) {
	if len(seq) != 1 {
		return inst{}, false
	}
	if n := seq[0]; n.op == opGroup && n.group == 0 {
		return simple(n.subs[0], groupFlags(n, flags))
	}
	return char(seq[0], flags)
}

func (c *compiler) repeat(n *node, flags Flag) {
	body := n.subs[0]
	if one, ok := simple(body, flags); ok {
		c.emit(inst{op: iOne, kind: n.kind, min: n.min, max: n.max, one: &one})
		return
	}
	if n.kind == possessive {
		c.isolated(inst{op: iPossess, min: n.min, max: n.max}, body, flags)
		return
	}
	loop := c.re.loops
	c.re.loops++
	begin := c.emit(inst{op: iLoop, n: loop})
	c.seq(body, flags)
	c.re.prog[begin].a = c.here()
	c.emit(inst{op: iUntil, kind: n.kind, n: loop, a: begin + 1, min: n.min, max: n.max})
}

// start works out how a match begins.
func (c *compiler) start(seq []*node, flags Flag) {
	for len(seq) > 0 {
		n := seq[0]
		if n.op == opGroup {
			flags = groupFlags(n, flags)
			seq = n.subs[0]
			if len(c.re.prefix) > 0 {
				return
			}
			continue
		}
		i, ok := char(n, flags)
		if ok && i.op == iChar {
			c.re.prefix = append(c.re.prefix, i.c)
			seq = seq[1:]
			continue
		}
		if len(c.re.prefix) > 0 {
			return
		}
		if n.op == opRepeat && n.min > 0 {
			seq = n.subs[0]
			if len(seq) > 1 {
				seq = seq[:1]
			}
			if i, ok = simple(seq, flags); !ok {
				return
			}
			if i.op == iChar {
				c.re.prefix = []rune{i.c}
				return
			}
		}
		if n.op == opBranch {
			c.re.first = firstOf(n.subs, flags)
			return
		}
		if i.op == iSet && (ok || n.op == opRepeat) {
			c.re.first = i.set
		}
		return
	}
}

// firstOf returns the set of first characters of alternatives that all begin with a
// literal character, else nil.
func firstOf(subs [][]*node, flags Flag) *charset {
	var items []setItem
	for _, s := range subs {
		if len(s) == 0 || s[0].op != opLiteral {
			return nil
		}
		items = append(items, setItem{lo: s[0].c, hi: s[0].c})
	}
	return newCharset(items, false, flags)
}
