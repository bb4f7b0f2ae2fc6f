package progen

import (
	"fmt"
	"strings"
)

// This file implements the generator of programs whose types can mostly be inferred:
// loops over numbers at the edges of 64 bits, lists of one type, attributes of plain
// classes, and a few places that put something else there.

// Typed returns the program of a seed.
func Typed(seed uint64) *Program {
	g := &typedGen{rng: newRNG(seed)}
	p := &Program{Seed: seed}
	p.Body = append(p.Body, langPrologue()...)
	p.Body = append(p.Body, keep("import math"))
	p.Body = append(p.Body, g.class()...)
	n := g.between(2, 4)
	for i := range n {
		p.Body = append(p.Body, g.function(i))
		g.funcs = i + 1
	}
	p.Body = append(p.Body, line("shared = [%s, %s]", g.intLeaf(), g.intLeaf()))
	for i := range n {
		for range g.between(1, 3) {
			p.Body = append(p.Body, line("attempt(lambda: %s)", g.call(i)))
		}
	}
	if g.chance(40) {
		p.Body = append(p.Body, line("shared.append(%s)", pick(g.rng, "'text'", "None", "2.5", "[1]", "True")))
		p.Body = append(p.Body, line("attempt(lambda: %s)", g.call(g.IntN(n))))
	}
	p.Body = append(p.Body, line("show(shared)"))
	return p
}

type typedGen struct {
	rng
	funcs  int
	ints   []string
	floats []string
	temp   int
	depth  int
	loop   bool
	inFunc bool
}

// edges are ints where representations change.
var edges = []string{
	"9223372036854775807", "-9223372036854775808", "9223372036854775808", "4611686018427387903", "4611686018427387904",
	"-4611686018427387904", "2305843009213693952", "2305843009213693951", "-2305843009213693953", "4294967296", "2147483647",
	"-2147483648", "9007199254740993", "1 << 40", "10 ** 19", "-1", "0", "1", "256", "257", "65536",
}

func (g *typedGen) call(i int) string {
	first := g.intLeaf()
	second := pick(g.rng, "1.5", "-0.25", "3.0", "1e300", "0.1")
	list := pick(g.rng, "[1, 2, 3]", "[0] * 4", "list(range(5))", "[7]", "shared", "[5, -5]")
	if g.chance(20) {
		switch g.IntN(3) {
		case 0:
			first = pick(g.rng, "2.5", "True", "'s'", "None")
		case 1:
			second = pick(g.rng, "2", "False", "10 ** 400")
		default:
			list = pick(g.rng, "[1.5, 2]", "(1, 2)", "['a']", "[]", "None")
		}
	}
	return fmt.Sprintf("f%d(%s, %s, %s)", i, first, second, list)
}

// class writes two classes of plain attributes.
func (g *typedGen) class() []*Node {
	return []*Node{
		block("class Point:",
			block("def __init__(self, n, x=0.5):", line("self.n = n"), line("self.x = x"), line("self.items = []"), line("self.next = None")),
			block("def step(self, k):", line("self.n %s= k", pick(g.rng, "+", "-", "|", "^")), line("self.x = self.x %s k", pick(g.rng, "+", "*", "-")), line("return self.n")),
			block("def chain(self):", line("self.next = Point(%s)", pick(g.rng, "self.n + 1", "7", "self.n", "2, self.x")), line("return self.next")),
			block("def put(self, v):", line("self.items.append(v)"), line("return len(self.items)")),
		),
		block("class Sub(Point):",
			block("def step(self, k):", line("return super().step(k) %s", pick(g.rng, "* 2", "+ 1", "// 3"))),
			block("def put(self, v):", line("return v")),
		),
	}
}

func (g *typedGen) function(i int) *Node {
	g.ints, g.floats = []string{"a"}, []string{"x"}
	g.inFunc = true
	body := []*Node{line("p = %s(%s)", pick(g.rng, "Point", "Point", "Sub"), g.intLeaf()), line("m = [%s] * 3", g.intLeaf()), line("fs = [x, 0.5]")}
	if g.chance(15) {
		body = append(body, line("%s", pick(g.rng, "m.append('s')", "fs[0] = 1", "p.n = 'attr'", "p.x = None", "p.extra = 3")))
	}
	body = append(body, g.stmts(g.between(4, 9))...)
	names := append(append([]string{}, g.ints...), g.floats...)
	body = append(body, line("show(%s)", strings.Join(names[:min(len(names), 6)], ", ")), line("return p.n, p.x, p.items[:4], m[:5], fs[:4], l[:4]"))
	g.inFunc = false
	g.ints, g.floats = nil, nil
	return block(fmt.Sprintf("def f%d(a, x, l):", i), body...)
}

func (g *typedGen) stmts(n int) []*Node {
	g.depth++
	ints, floats := g.ints, g.floats
	var out []*Node
	for range n {
		list := g.stmt()
		if g.depth == 1 && g.chance(40) {
			// What fails ends the function: few statements may.
			list = []*Node{block("try:", list...).with("except Exception as e:", line("show(type(e).__name__, str(e)[:150])"))}
		}
		out = append(out, list...)
	}
	if g.depth--; g.depth > 0 {
		g.ints, g.floats = ints[:len(ints):len(ints)], floats[:len(floats):len(floats)]
	}
	return out
}

func (g *typedGen) stmt() []*Node {
	kinds := []weighted[func() []*Node]{{10, g.assign}, {8, g.augmented}, {8, g.store}, {6, g.object}, {2, g.show}}
	if g.depth < 3 {
		kinds = append(kinds, []weighted[func() []*Node]{{7, g.forLoop}, {5, g.whileLoop}, {6, g.branch}, {3, g.try}}...)
	}
	if g.loop {
		kinds = append(kinds, weighted[func() []*Node]{2, func() []*Node {
			return []*Node{block(fmt.Sprintf("if %s:", g.cond()), line("%s", pick(g.rng, "break", "continue")))}
		}})
	}
	return pickWeighted(g.rng, kinds)()
}

func (g *typedGen) intLeaf() string {
	if g.chance(35) {
		return pick(g.rng, edges...)
	}
	if len(g.ints) > 0 && g.chance(70) {
		return pick(g.rng, g.ints...)
	}
	return fmt.Sprint(g.between(-9, 30))
}

func (g *typedGen) int(depth int) string {
	if depth <= 0 {
		return g.intLeaf()
	}
	e := func() string { return g.int(depth - 1) }
	switch g.IntN(16) {
	case 0, 1:
		return fmt.Sprintf("(%s + %s)", e(), e())
	case 2, 3:
		return fmt.Sprintf("(%s - %s)", e(), e())
	case 4:
		return fmt.Sprintf("(%s * %s)", e(), pick(g.rng, "3", "-2", "65537", "(a & 255)"))
	case 5:
		return fmt.Sprintf("(%s // %s)", e(), pick(g.rng, "7", "-3", "2", e()))
	case 6:
		return fmt.Sprintf("(%s %% %s)", e(), pick(g.rng, "10", "-7", "1000003", "1 << 32", e()))
	case 7:
		return fmt.Sprintf("(%s %s %s)", e(), pick(g.rng, "&", "|", "^"), pick(g.rng, "255", "0x7FFFFFFF", "-16", e()))
	case 8:
		return fmt.Sprintf("(%s %s %s)", e(), pick(g.rng, ">>", "<<"), pick(g.rng, "1", "3", "31", "(a & 15)"))
	case 9:
		return fmt.Sprintf("%s(%s)", pick(g.rng, "abs", "-", "~", "int", "+"), e())
	case 10:
		return fmt.Sprintf("%s(%s, %s)", pick(g.rng, "min", "max"), e(), e())
	case 11:
		if g.inFunc {
			return pick(g.rng, "len(l)", "len(m)", "p.n", "m[0]", "m[-1]", "p.step(1)", "len(p.items)", "l[0]")
		}
	case 12:
		if g.inFunc {
			return fmt.Sprintf("m[%s %% len(m)]", e())
		}
	case 13:
		if g.funcs > 0 && g.inFunc && g.depth < 2 && g.chance(30) {
			return fmt.Sprintf("f%d(%s, x, m)[0]", g.IntN(g.funcs), e())
		}
	}
	return g.intLeaf()
}

func (g *typedGen) floatLeaf() string {
	if len(g.floats) > 0 && g.chance(70) {
		return pick(g.rng, g.floats...)
	}
	return pick(g.rng, "0.5", "-1.25", "3.0", "1e16", "0.0", "1e-9")
}

func (g *typedGen) float(depth int) string {
	if depth <= 0 {
		return g.floatLeaf()
	}
	e := func() string { return g.float(depth - 1) }
	switch g.IntN(9) {
	case 0, 1:
		return fmt.Sprintf("(%s %s %s)", e(), pick(g.rng, "+", "-", "*"), e())
	case 2:
		return fmt.Sprintf("(%s %s %s)", e(), pick(g.rng, "+", "-", "*", "/"), g.int(0))
	case 3:
		return fmt.Sprintf("(%s %s %s)", g.int(0), pick(g.rng, "+", "-", "*", "/", "//", "%"), e())
	case 4:
		return fmt.Sprintf("(%s / %s)", e(), pick(g.rng, "2", "0.5", e()))
	case 5:
		// The last place of others may differ: docs/differences.md.
		if f := pick(g.rng, "sqrt", "sqrt", "fmod", "fabs"); f != "fmod" {
			return fmt.Sprintf("math.%s(%s)", f, e())
		}
		return fmt.Sprintf("math.fmod(%s, %s)", e(), e())
	case 6:
		return fmt.Sprintf("%s(%s)", pick(g.rng, "abs", "-", "float"), e())
	case 7:
		if g.inFunc {
			return pick(g.rng, "fs[0]", "fs[-1]", "p.x", "fs[len(fs) - 1]")
		}
	}
	return g.floatLeaf()
}

func (g *typedGen) cond() string {
	op := pick(g.rng, "<", "<=", ">", ">=", "==", "!=")
	switch g.IntN(6) {
	case 0:
		return fmt.Sprintf("%s %s %s", g.float(1), op, g.float(1))
	case 1:
		return fmt.Sprintf("%s %s %s", g.float(0), op, g.int(0))
	case 2:
		return pick(g.rng, "p.next is None", "p.next", "l", "p.items", g.intLeaf(), "not "+g.floatLeaf())
	case 3:
		return fmt.Sprintf("%s %s %s and %s %s %s", g.int(1), op, g.int(1), g.int(0), op, g.int(0))
	}
	return fmt.Sprintf("%s %s %s", g.int(1), op, g.int(1))
}

func (g *typedGen) assign() []*Node {
	if g.chance(35) {
		name := pick(g.rng, g.floats...)
		value := g.float(2)
		if g.chance(40) {
			g.temp++
			name = fmt.Sprintf("x%d", g.temp)
			g.floats = append(g.floats, name)
		}
		return []*Node{line("%s = %s", name, value)}
	}
	name, value := pick(g.rng, g.ints...), g.int(2)
	if g.loop {
		value = fmt.Sprintf("%s %% %s", value, pick(g.rng, "1000", "10 ** 20", "(1 << 62)", "(1 << 63)", "97"))
	} else if g.chance(50) {
		g.temp++
		name = fmt.Sprintf("i%d", g.temp)
		g.ints = append(g.ints, name)
	}
	return []*Node{line("%s = %s", name, value)}
}

func (g *typedGen) augmented() []*Node {
	if g.chance(35) {
		return []*Node{line("%s %s= %s", pick(g.rng, g.floats...), pick(g.rng, "+", "-", "*", "/"), pick(g.rng, g.float(1), g.int(0)))}
	}
	op := pick(g.rng, "+", "+", "-", "//", "%", "&", "|", "^")
	return []*Node{line("%s %s= %s", pick(g.rng, g.ints...), op, g.int(1))}
}

// store changes lists.
func (g *typedGen) store() []*Node {
	switch g.IntN(8) {
	case 0, 1:
		return []*Node{line("m[%s] = %s", pick(g.rng, "0", "-1", g.int(0)+" % len(m)", g.int(0)), g.int(1))}
	case 2:
		return []*Node{line("m.append(%s)", g.int(1))}
	case 3:
		return []*Node{line("fs[%s] %s %s", pick(g.rng, "0", "1", "-1", "a % 2"), pick(g.rng, "=", "+=", "-=", "*="), g.float(1))}
	case 4:
		return []*Node{line("fs.append(%s)", g.float(1))}
	case 5:
		return []*Node{line("l[%s] = %s", pick(g.rng, "0", "-1", "0", "a"), pick(g.rng, g.int(1), "l[0]", "m[0]"))}
	case 6:
		return []*Node{line("m[0], m[-1] = m[-1], m[0]")}
	}
	return []*Node{line("%s = %s", pick(g.rng, "m", "l"), pick(g.rng, "m[1:] or [0]", "[v + 1 for v in m]", "[v for v in m if v > 2] or [1]", "sorted(m)[:5]", "[0] * 3", "list(range(a % 5 + 1))"))}
}

// object changes attributes.
func (g *typedGen) object() []*Node {
	switch g.IntN(9) {
	case 0:
		return []*Node{line("p.n %s %s", pick(g.rng, "=", "+=", "-="), g.int(1))}
	case 1:
		return []*Node{line("p.x %s %s", pick(g.rng, "=", "+=", "*="), g.float(1))}
	case 2:
		return []*Node{line("show(p.step(%s))", g.int(1))}
	case 3:
		return []*Node{line("p = p.chain()")}
	case 4:
		return []*Node{line("show(p.put(%s), p.items[-1:])", pick(g.rng, g.int(1), g.float(1)))}
	case 5:
		return []*Node{block("try:", line("p.next.n += %s", g.int(0)), line("show(p.next.n)")).with("except AttributeError as e:", line("show(str(e))"))}
	case 6:
		return []*Node{line("p = %s(%s, %s)", pick(g.rng, "Point", "Sub"), g.int(0), g.float(0))}
	case 7:
		return []*Node{block("if p.next is not None:", line("p.next.x = %s", g.float(1)), line("p = p.next"))}
	}
	return []*Node{line("show(p.n, p.x, len(p.items))")}
}

func (g *typedGen) show() []*Node { return []*Node{line("show(%s, %s)", g.int(2), g.float(2))} }

func (g *typedGen) inLoop(f func() []*Node) []*Node {
	outer := g.loop
	g.loop = true
	defer func() { g.loop = outer }()
	return f()
}

func (g *typedGen) forLoop() []*Node {
	g.temp++
	v := fmt.Sprintf("k%d", g.temp)
	head := ""
	switch g.IntN(7) {
	case 0, 1:
		head = fmt.Sprintf("for %s in range(%s):", v, pick(g.rng, "4", "1, 5", "6, 0, -2", "len(m)", "a % 4", "2 ** 62, 2 ** 62 + 3", "-3, 9, 4", "2 ** 63 - 2, 2 ** 63 + 1", "0, 7, len(l)", "5, a % 7"))
	case 2:
		head = fmt.Sprintf("for %s, item%d in enumerate(%s):", v, g.temp, pick(g.rng, "m[:4]", "fs[:3]", "l[:3]", "(1, 2.5)"))
	case 3:
		head = fmt.Sprintf("for %s in m[:4]:", v)
	case 4:
		head = fmt.Sprintf("for %s in (1, -7, 1 << 61):", v)
	case 5:
		head = fmt.Sprintf("for %s, w%d in zip(m[:3], fs):", v, g.temp)
	default:
		head = fmt.Sprintf("for %s in list(l)[:3]:", v)
	}
	saved := g.ints
	g.ints = append(saved[:len(saved):len(saved)], v)
	body := g.inLoop(func() []*Node { return g.stmts(g.between(1, 4)) })
	g.ints = saved
	return []*Node{block(head, body...)}
}

func (g *typedGen) whileLoop() []*Node {
	g.temp++
	v := fmt.Sprintf("n%d", g.temp)
	body := append([]*Node{keep("%s -= 1", v)}, g.inLoop(func() []*Node { return g.stmts(g.between(1, 3)) })...)
	return []*Node{keep("%s = %d", v, g.between(1, 5)), block(fmt.Sprintf("while %s > 0:", v), body...)}
}

func (g *typedGen) branch() []*Node {
	n := block(fmt.Sprintf("if %s:", g.cond()), g.stmts(g.between(1, 3))...)
	if g.chance(50) {
		n.with("else:", g.stmts(g.between(1, 2))...)
	}
	return []*Node{n}
}

func (g *typedGen) try() []*Node {
	n := block("try:", g.stmts(g.between(1, 3))...)
	n.with("except "+pick(g.rng, "Exception", "ZeroDivisionError", "(IndexError, OverflowError)", "TypeError")+" as e:", line("show(type(e).__name__, str(e)[:150])"))
	return []*Node{n}
}
