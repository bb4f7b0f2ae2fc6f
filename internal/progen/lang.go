package progen

import (
	"fmt"
	"regexp"
	"strings"
)

// This file implements the generator of programs without asyncio: functions
// with typed and untyped variables, loops, exceptions, classes and generators.

// Lang returns the language program of a seed.
func Lang(seed uint64) *Program {
	g := &langGen{exprGen: exprGen{rng: newRNG(seed), vars: map[kind][]string{}}}
	p := &Program{Seed: seed}
	p.Body = append(p.Body, langPrologue()...)
	for i := range g.between(1, 3) {
		p.Body = append(p.Body, g.function(i))
	}
	if g.chance(60) {
		p.Body = append(p.Body, g.class()...)
	}
	if g.chance(60) {
		p.Body = append(p.Body, g.generator()...)
	}
	for i := range g.funcs {
		for range g.between(1, 3) {
			p.Body = append(p.Body, line("attempt(lambda: f%d(%s, %s, %s))", i, g.expr(kindInt, 1), g.expr(kindStr, 1), g.expr(kindList, 1)))
		}
	}
	g.mixed = 12
	for range g.between(5, 12) {
		p.Body = append(p.Body, line("attempt(lambda: %s)", g.expr(g.anyKind(), 3)))
	}
	if g.chance(15) {
		p.Body = append(p.Body, line("print(%s)", g.expr(g.anyKind(), 2)))
	}
	return p
}

type langGen struct {
	exprGen
	funcs int
	temp  int
	depth int
	loop  bool
}

// langPrologue bounds what is printed: numbers grow without bound in loops.
func langPrologue() []*Node {
	return []*Node{
		keep(`def show(*args):
    print(*[text[:150] for text in map(repr, args)])`),
		keep(`def ident(x):
    return x`),
		keep(`def attempt(f):
    try:
        show(f())
    except Exception as exc:
        print(type(exc).__name__, str(exc)[:200])`),
	}
}

func (g *langGen) newVar(k kind) string {
	g.temp++
	name := fmt.Sprintf("%s%d", [...]string{"i", "x", "b", "s", "l", "d", "t"}[k], g.temp)
	return name
}

// function writes def fN(a, s, l): statements that print and return a value.
func (g *langGen) function(i int) *Node {
	g.funcs = i + 1
	g.vars = map[kind][]string{kindInt: {"a"}, kindStr: {"s"}, kindList: {"l"}}
	defer func() { g.vars = map[kind][]string{} }()
	body := g.stmts(g.between(4, 9))
	body = append(body, line("return %s", g.expr(g.anyKind(), 2)))
	return block(fmt.Sprintf("def f%d(a, s, l):", i), body...)
}

func (g *langGen) stmts(n int) []*Node {
	g.depth++
	defer func() { g.depth-- }()
	saved := map[kind][]string{}
	for k, names := range g.vars {
		saved[k] = names[:len(names):len(names)]
	}
	var out []*Node
	for range n {
		out = append(out, g.stmt()...)
	}
	if g.depth > 1 {
		// Names bound in a nested suite may be unbound after it.
		g.vars = saved
	}
	return out
}

func (g *langGen) stmt() []*Node {
	kinds := []weighted[func() []*Node]{{10, g.assign}, {8, g.augmented}, {6, g.show}, {3, g.mutate}, {2, g.unpack}, {2, g.closure}}
	if g.depth < 4 {
		kinds = append(kinds, []weighted[func() []*Node]{{6, g.forLoop}, {4, g.whileLoop}, {6, g.branch}, {5, g.try}}...)
	}
	if g.loop {
		kinds = append(kinds, weighted[func() []*Node]{3, g.jump})
	}
	return pickWeighted(g.rng, kinds)()
}

func (g *langGen) assign() []*Node {
	k := g.anyKind()
	value := g.expr(k, 2)
	name := g.name(k)
	if name == "" || g.chance(60) {
		name = g.newVar(k)
		g.vars[k] = append(g.vars[k], name)
	}
	return []*Node{line("%s = %s", name, value)}
}

func (g *langGen) augmented() []*Node {
	k := pick(g.rng, kindInt, kindInt, kindFloat, kindStr, kindList)
	name := g.name(k)
	if name == "" {
		return g.assign()
	}
	op := "+"
	if k == kindInt {
		op = pick(g.rng, "+", "-", "*", "//", "%", "^", "|", "&")
	} else if k == kindFloat {
		op = pick(g.rng, "+", "-", "*", "/")
	}
	if op == "*" && g.mixed > 0 {
		return []*Node{line("%s *= %d", name, g.between(-1, 3))}
	}
	return []*Node{line("%s %s= %s", name, op, g.expr(k, 1))}
}

func (g *langGen) show() []*Node {
	return []*Node{line("show(%s, %s)", g.expr(g.anyKind(), 2), g.expr(g.anyKind(), 1))}
}

func (g *langGen) mutate() []*Node {
	l, d := g.name(kindList), g.name(kindDict)
	if d != "" && g.chance(50) {
		return []*Node{line("%s[%s] = %s", d, g.expr(pick(g.rng, kindInt, kindStr), 1), g.expr(g.anyKind(), 1))}
	}
	switch g.IntN(5) {
	case 0:
		return []*Node{line("%s[%s] = %s", l, g.expr(kindInt, 1), g.expr(g.anyKind(), 1))}
	case 1:
		return []*Node{line("%s%s = %s", l, g.slice(), g.expr(kindList, 1))}
	case 2:
		return []*Node{line("del %s%s", l, g.slice())}
	default:
		return []*Node{line("%s.%s", l, pick(g.rng, "append("+g.expr(g.anyKind(), 1)+")", "insert(1, 0)", "pop()", "reverse()", "sort(key=repr)", "extend("+g.expr(kindTuple, 1)+")", "clear()"))}
	}
}

func (g *langGen) unpack() []*Node {
	a, b := g.newVar(kindInt), g.newVar(kindList)
	return []*Node{block("try:",
		line("%s, %s = %s", a, pick(g.rng, b, "*"+b), g.expr(pick(g.rng, kindList, kindTuple, kindStr), 1)),
		line("show(%s, %s)", a, b),
	).with("except (TypeError, ValueError) as e:", line("show(e)"))}
}

func (g *langGen) closure() []*Node {
	g.temp++
	name := fmt.Sprintf("fn%d", g.temp)
	return []*Node{
		line("%s = lambda q, r=%s: %s", name, g.expr(kindInt, 1), pick(g.rng, "q + r", "(q, r, a)", "[q] * r if r < 5 else s", "q * 3 - a")),
		line("show(%s(%s))", name, g.expr(kindInt, 1)),
	}
}

// bounded prepends to the body of a loop what keeps the variables that it changes
// from growing without bound.
func (g *langGen) bounded(body []*Node) []*Node {
	var text strings.Builder
	writeNodes(&text, body, 0)
	var limits []*Node
	limit := func(k kind, format string) {
		for _, name := range g.vars[k] {
			if regexp.MustCompile(`\b` + name + `(\[.*\]|\.\w+\(.*\))? ?([-+*/%&|^]|//)?=? `).MatchString(text.String()) {
				limits = append(limits, keep(format, name))
			}
		}
	}
	limit(kindInt, "%[1]s = %[1]s %% 10**30 if isinstance(%[1]s, int) else %[1]s")
	limit(kindStr, "%[1]s = %[1]s[:60] if isinstance(%[1]s, str) else %[1]s")
	limit(kindList, "%[1]s = %[1]s[:20] if isinstance(%[1]s, list) else %[1]s")
	return append(limits, body...)
}

func (g *langGen) forLoop() []*Node {
	outer := g.loop
	g.loop = true
	defer func() { g.loop = outer }()
	v := g.newVar(kindInt)
	head := ""
	switch g.IntN(5) {
	case 0, 1:
		head = fmt.Sprintf("for %s in range(%s):", v, pick(g.rng, "5", "3", "2, 8", "10, 0, -3", "len(l) % 7", "len(s) % 5"))
	case 2:
		head = fmt.Sprintf("for %s, item in enumerate(%s[:6]):", v, primary(g.expr(pick(g.rng, kindList, kindStr), 1)))
	case 3:
		head = fmt.Sprintf("for %s in %s[:5]:", v, primary(g.expr(pick(g.rng, kindList, kindTuple), 1)))
	default:
		head = fmt.Sprintf("for %s, item in list(%s.items())[:5]:", v, primary(g.expr(kindDict, 1)))
	}
	saved := g.vars[kindInt]
	g.vars[kindInt] = append(saved[:len(saved):len(saved)], v)
	n := block(head, g.bounded(g.stmts(g.between(1, 4)))...)
	g.vars[kindInt] = saved
	if g.chance(20) {
		n.with("else:", g.show()...)
	}
	return []*Node{n}
}

func (g *langGen) whileLoop() []*Node {
	outer := g.loop
	g.loop = true
	defer func() { g.loop = outer }()
	g.temp++
	v := fmt.Sprintf("n%d", g.temp)
	body := append([]*Node{keep("%s -= 1", v)}, g.bounded(g.stmts(g.between(1, 3)))...)
	return []*Node{
		keep("%s = %d", v, g.between(1, 6)),
		block(fmt.Sprintf("while %s > 0%s:", v, pick(g.rng, "", "", " and "+g.expr(kindBool, 1))), body...),
	}
}

func (g *langGen) branch() []*Node {
	n := block(fmt.Sprintf("if %s:", g.expr(kindBool, 2)), g.stmts(g.between(1, 3))...)
	if g.chance(30) {
		n.with(fmt.Sprintf("elif %s:", g.expr(g.anyKind(), 1)), g.stmts(1)...)
	}
	if g.chance(50) {
		n.with("else:", g.stmts(g.between(1, 2))...)
	}
	return []*Node{n}
}

func (g *langGen) try() []*Node {
	g.mixed += 8
	body := g.stmts(g.between(1, 3))
	g.mixed -= 8
	n := block("try:", body...)
	if g.chance(80) {
		n.with("except "+pick(g.rng, "Exception", "(TypeError, ValueError)", "ZeroDivisionError", "LookupError")+" as e:",
			append([]*Node{line("show(type(e).__name__, str(e))")}, g.stmts(g.between(0, 1))...)...)
		if g.chance(25) {
			n.with("else:", g.show()...)
		}
	}
	if len(n.Clauses) == 1 || g.chance(40) {
		n.with("finally:", g.show()...)
	}
	return []*Node{n}
}

func (g *langGen) jump() []*Node {
	return []*Node{block(fmt.Sprintf("if %s:", g.expr(kindBool, 1)), line("%s", pick(g.rng, "break", "continue", "continue", "return "+g.expr(g.anyKind(), 1))))}
}

// class writes a small hierarchy with operators and uses it.
func (g *langGen) class() []*Node {
	g.vars = map[kind][]string{kindInt: {"self.v", "o"}}
	method := func(head string) *Node {
		return block(head, line("return %s", g.expr(pick(g.rng, kindInt, kindStr, kindTuple), 2)))
	}
	base := block("class Base:",
		line("shared = []"),
		block("def __init__(self, v):", keep("self.v = v"), line("self.shared.append(v)")),
		method("def m(self, o=1):"), method("def __add__(self, o):"), method("def __getitem__(self, o):"),
		block("def __repr__(self):", line(`return f"{type(self).__name__}({self.v!r})"`)),
		block("def __eq__(self, o):", line("return isinstance(o, Base) and self.v == o.v")),
	)
	derived := block("class Derived(Base):",
		block("def m(self, o=2):", line("return (super().m(o), %s)", g.expr(kindInt, 1))),
		method("def __radd__(self, o):"), method("def __len__(self):"),
		line("p = property(lambda self: self.v * 2)"),
	)
	g.vars = map[kind][]string{}
	out := []*Node{base, derived}
	for range g.between(3, 6) {
		obj := fmt.Sprintf("%s(%s)", pick(g.rng, "Base", "Derived"), g.expr(pick(g.rng, kindInt, kindStr), 1))
		out = append(out, line("attempt(lambda: %s)", pick(g.rng,
			obj+".m()", obj+".m(3)", obj+" + 1", "1 + "+obj, obj+"[2]", "len("+obj+")", "bool("+obj+")", obj+".p", obj+" == "+obj, "repr("+obj+")", obj+".nope", obj+" < 1", "Base.shared", "vars("+obj+")")))
	}
	return out
}

// generator writes a generator and drives it.
func (g *langGen) generator() []*Node {
	g.vars = map[kind][]string{kindInt: {"n"}}
	loop := block(fmt.Sprintf("for k in range(%d):", g.between(1, 4)), line("got = yield %s", g.expr(kindInt, 1)), line("show(got, k)"))
	if g.chance(40) {
		loop.Clauses[0].Body = append(loop.Clauses[0].Body, block("if got == 5:", line("%s", pick(g.rng, "return n", "raise KeyError(k)", "break"))))
	}
	body := []*Node{loop}
	if g.chance(60) {
		body = []*Node{block("try:", loop).with("except ValueError as e:", line("show(e)"), line("yield 'handled'")).with("finally:", line("show('finally')"))}
	}
	if g.chance(50) {
		body = append(body, line("yield from %s", g.expr(pick(g.rng, kindList, kindStr, kindTuple), 1)))
	}
	g.vars = map[kind][]string{}
	out := []*Node{block("def gen(n):", append(body, line("return n"))...), block("def outer(n):", line("r = yield from gen(n)"), line("show('r', r)"), line("yield r"))}
	for range g.between(1, 3) {
		out = append(out, line("attempt(lambda: %s)", pick(g.rng, "list(gen(3))", "list(outer(2))", "sum(gen(1))", "[*outer('x')]", "next(iter(list(gen(4))))", "dict(enumerate(gen(2)))", "max(outer(3))", "list(zip(gen(1), range(9)))")))
	}
	out = append(out, line("it = %s", pick(g.rng, "gen(2)", "outer(3)")))
	for range g.between(2, 5) {
		out = append(out, line("attempt(lambda: %s)", pick(g.rng, "next(it)", "next(it)", "it.send(5)", "it.send(None)", "it.throw(ValueError('thrown'))", "it.throw(KeyError)", "it.close()", "next(it, 'end')")))
	}
	// Left suspended, it would be closed when its last reference goes, and only
	// CPython knows when that is.
	out = append(out, keep("attempt(lambda: it.close())"))
	return out
}
