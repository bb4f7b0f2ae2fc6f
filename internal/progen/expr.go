package progen

import (
	"fmt"
	"strings"
)

// This file implements random expressions. An expression has an intended kind,
// so that most programs get somewhere; now and then it has another, so that the
// errors of mixed operands are compared as well.

type kind int

const (
	kindInt kind = iota
	kindFloat
	kindBool
	kindStr
	kindList
	kindDict
	kindTuple
	kinds
)

// exprGen writes expressions over variables whose kinds it has noted.
type exprGen struct {
	rng
	vars  map[kind][]string
	mixed int // percent of operands whose kind is not the intended one
}

// name returns a variable of the kind, or "".
func (g *exprGen) name(k kind) string {
	if names := g.vars[k]; len(names) > 0 {
		return pick(g.rng, names...)
	}
	return ""
}

func (g *exprGen) anyKind() kind { return kind(g.IntN(int(kinds))) }

// expr returns an expression of the kind, nested at most depth deep.
func (g *exprGen) expr(k kind, depth int) string {
	if g.mixed > 0 && g.chance(g.mixed) {
		k = g.anyKind()
	}
	if depth <= 0 || g.chance(20) {
		return g.leaf(k)
	}
	e := func(k kind) string { return g.expr(k, depth-1) }
	switch k {
	case kindInt:
		return g.intExpr(e)
	case kindFloat:
		return g.floatExpr(e)
	case kindBool:
		return g.boolExpr(e)
	case kindStr:
		return g.strExpr(e)
	case kindList:
		return g.listExpr(e)
	case kindDict:
		return g.dictExpr(e)
	default:
		return g.tupleExpr(e)
	}
}

func (g *exprGen) leaf(k kind) string {
	if name := g.name(k); name != "" && g.chance(65) {
		return name
	}
	switch k {
	case kindInt:
		return pick(g.rng, "0", "1", "2", "3", "(-1)", "7", "10", "(-13)", "255", "1000003", "(2**31)", "(2**63 - 1)", "(-2**63)", "(10**20)", "-(10**25)")
	case kindFloat:
		return pick(g.rng, "0.0", "1.0", "0.5", "(-1.5)", "2.25", "0.1", "1e10", "1e-7", "3.14159", "(-0.0)", "1e16", "123456.789")
	case kindBool:
		return pick(g.rng, "True", "False")
	case kindStr:
		return pick(g.rng, `""`, `"a"`, `"abc"`, `"Hello World"`, `"é日"`, `"  pad "`, `"a,b,,c"`, `"12"`, `("x" * 3)`, `"it's\n"`)
	case kindList:
		return pick(g.rng, "[]", "[1, 2, 3]", "[3, 1, 2, 1]", "[0.5, 2]", `["b", "a"]`, "[[1], [2, 3]]", "list(range(6))", "[None, True]")
	case kindDict:
		return pick(g.rng, "{}", `{"a": 1, "b": 2}`, `{1: "x", 2: "y"}`, `{"k": [1, 2]}`, "dict(z=3)")
	default:
		return pick(g.rng, "()", "(1,)", "(1, 2)", `("a", 2.5)`, "(1, (2, 3))")
	}
}

func (g *exprGen) intExpr(e func(kind) string) string {
	i := func() string { return e(kindInt) }
	switch g.IntN(16) {
	case 0, 1, 2:
		op := pick(g.rng, "+", "-", "*", "+", "-")
		if op == "*" && g.mixed > 0 {
			// Either operand may be a sequence, and the other a huge number.
			return fmt.Sprintf("(%s * %d)", i(), g.between(-1, 3))
		}
		return fmt.Sprintf("(%s %s %s)", i(), op, i())
	case 3, 4:
		return fmt.Sprintf("(%s %s %s)", i(), pick(g.rng, "//", "%"), i())
	case 5:
		return fmt.Sprintf("(%s %s %s)", i(), pick(g.rng, "&", "|", "^"), i())
	case 6:
		return fmt.Sprintf("(%s %s %d)", i(), pick(g.rng, "<<", ">>"), g.between(0, 70))
	case 7:
		return fmt.Sprintf("(%s ** %d)", i(), g.between(0, 3))
	case 8:
		return fmt.Sprintf("%s(%s)", pick(g.rng, "-", "~", "abs", "+", "int"), i())
	case 9:
		return fmt.Sprintf("len(%s)", e(pick(g.rng, kindStr, kindList, kindDict, kindTuple)))
	case 10:
		return fmt.Sprintf("int(%s)", e(pick(g.rng, kindFloat, kindBool, kindStr)))
	case 11:
		return fmt.Sprintf("(%s if %s else %s)", i(), e(kindBool), i())
	case 12:
		return fmt.Sprintf("%s(%s, %s)", pick(g.rng, "max", "min"), i(), i())
	case 13:
		return fmt.Sprintf("%s[%d]", primary(e(pick(g.rng, kindList, kindTuple))), g.between(-3, 3))
	case 14:
		return fmt.Sprintf("sum(%s)", pick(g.rng, "[1, 2, 3]", "x * x for x in range(5)", e(kindList)))
	default:
		return fmt.Sprintf("%s.%s(%s)", primary(e(kindList)), pick(g.rng, "count", "index"), i())
	}
}

func (g *exprGen) floatExpr(e func(kind) string) string {
	f := func() string { return e(pick(g.rng, kindFloat, kindFloat, kindInt)) }
	switch g.IntN(8) {
	case 0, 1:
		return fmt.Sprintf("(%s %s %s)", f(), pick(g.rng, "+", "-", "*"), f())
	case 2:
		return fmt.Sprintf("(%s / %s)", f(), f())
	case 3:
		return fmt.Sprintf("(%s %s %s)", f(), pick(g.rng, "//", "%"), f())
	case 4:
		return fmt.Sprintf("round(%s, %d)", f(), g.between(-2, 4))
	case 5:
		return fmt.Sprintf("float(%s)", e(pick(g.rng, kindInt, kindBool, kindFloat, kindStr)))
	case 6:
		return fmt.Sprintf("abs(%s)", f())
	default:
		return fmt.Sprintf("(%s if %s else %s)", f(), e(kindBool), f())
	}
}

func (g *exprGen) boolExpr(e func(kind) string) string {
	switch g.IntN(8) {
	case 0, 1:
		k := pick(g.rng, kindInt, kindFloat, kindStr, kindList)
		return fmt.Sprintf("(%s %s %s)", e(k), pick(g.rng, "<", "<=", ">", ">=", "==", "!="), e(k))
	case 2:
		return fmt.Sprintf("(%s %s %s)", e(g.anyKind()), pick(g.rng, "==", "!="), e(g.anyKind()))
	case 3:
		return fmt.Sprintf("(%s %s %s)", e(kindBool), pick(g.rng, "and", "or"), e(kindBool))
	case 4:
		return fmt.Sprintf("(not %s)", e(g.anyKind()))
	case 5:
		return fmt.Sprintf("(%s %s %s)", e(kindInt), pick(g.rng, "in", "not in"), e(pick(g.rng, kindList, kindTuple, kindDict)))
	case 6:
		return fmt.Sprintf("(%s < %s <= %s)", e(kindInt), e(kindInt), e(kindInt))
	default:
		return fmt.Sprintf("isinstance(%s, %s)", e(g.anyKind()), pick(g.rng, "int", "str", "(list, tuple)", "float", "bool"))
	}
}

func (g *exprGen) strExpr(e func(kind) string) string {
	s := func() string { return e(kindStr) }
	switch g.IntN(14) {
	case 0, 1:
		return fmt.Sprintf("(%s + %s)", s(), s())
	case 2:
		return fmt.Sprintf("(%s * %d)", s(), g.between(-1, 3))
	case 3:
		return fmt.Sprintf("%s(%s)", pick(g.rng, "str", "repr", "str"), e(g.anyKind()))
	case 4:
		return fmt.Sprintf("%s.%s()", primary(s()), pick(g.rng, "upper", "lower", "title", "strip", "swapcase", "capitalize"))
	case 5:
		return primary(s()) + g.slice()
	case 6:
		return fmt.Sprintf("f\"{%s}|{%s%s}\"", safe(e(g.anyKind())), safe(e(kindInt)), pick(g.rng, "", ":5", ":<6", ":+d", ":,", ":x", ":08", ":e", "!r", ":^9"))
	case 7:
		return fmt.Sprintf("%q %% (%s, %s)", pick(g.rng, "%s-%s", "%r:%s", "%5s|%-5s", "%s %d", "%.2f %s", "%x %s"), e(g.anyKind()), e(kindInt))
	case 8:
		return fmt.Sprintf("%s.join(%s)", pick(g.rng, `","`, `""`, `"--"`), pick(g.rng, "str(x) for x in "+e(kindList), e(kindList)))
	case 9:
		return fmt.Sprintf("%s.replace(%s, %s)", primary(s()), s(), s())
	case 10:
		return fmt.Sprintf("format(%s, %q)", e(pick(g.rng, kindInt, kindFloat, kindStr)), pick(g.rng, "", "10", "<8", "^8", "*>8", ".3", "05", "+", ",", ".2f", "e", "%", "b", "#x"))
	case 11:
		return fmt.Sprintf("%s[%d]", primary(s()), g.between(-3, 3))
	case 12:
		return fmt.Sprintf("(%s if %s else %s)", s(), e(kindBool), s())
	default:
		return fmt.Sprintf("%s.%s", primary(s()), pick(g.rng, "center(7, '*')", "zfill(4)", "ljust(5)", "rjust(5)", "partition('a')[2]", "lstrip('a')"))
	}
}

// primary makes an expression fit to be subscripted or have an attribute taken.
// Literals that are neither sequences nor mappings go through a function: the
// compiler warns of them, and warnings are not what is compared.
func primary(e string) string {
	switch c := e[0]; {
	case c == '[', c == '"', c == '{', c == '_', c >= 'a' && c <= 'z':
		if !strings.ContainsAny(e, " %") {
			return e
		}
	}
	return "ident(" + e + ")"
}

// safe makes an expression fit for a replacement field.
func safe(e string) string {
	if strings.HasPrefix(e, "{") {
		return " " + e
	}
	return e
}

func (g *exprGen) slice() string {
	bound := func() string {
		if g.chance(40) {
			return ""
		}
		return fmt.Sprint(g.between(-4, 5))
	}
	if g.chance(30) {
		return fmt.Sprintf("[%s:%s:%s]", bound(), bound(), pick(g.rng, "2", "-1", "-2", "3"))
	}
	return fmt.Sprintf("[%s:%s]", bound(), bound())
}

func (g *exprGen) listExpr(e func(kind) string) string {
	l := func() string { return e(kindList) }
	switch g.IntN(13) {
	case 0:
		return fmt.Sprintf("[%s, %s]", e(g.anyKind()), e(g.anyKind()))
	case 1:
		return fmt.Sprintf("(%s + %s)", l(), l())
	case 2:
		return primary(l()) + g.slice()
	case 3:
		return fmt.Sprintf("sorted(%s%s)", l(), pick(g.rng, "", ", reverse=True", ", key=str", ", key=repr"))
	case 4:
		return fmt.Sprintf("[x %s for x in %s]", pick(g.rng, "* 2", "+ "+e(kindInt), "== "+e(kindInt), "* 3"), l())
	case 5:
		return fmt.Sprintf("[x for x in range(%d) if %s]", g.between(0, 9), pick(g.rng, "x % 2", "x > 3", e(kindBool)))
	case 6:
		return fmt.Sprintf("list(%s)", e(pick(g.rng, kindStr, kindDict, kindTuple, kindList)))
	case 7:
		return fmt.Sprintf("[*%s, *%s]", l(), e(pick(g.rng, kindTuple, kindStr, kindList)))
	case 8:
		return fmt.Sprintf("%s.split(%s)", primary(e(kindStr)), pick(g.rng, "", "','", "'a'"))
	case 9:
		return fmt.Sprintf("list(zip(%s, %s))", l(), e(pick(g.rng, kindList, kindStr, kindTuple)))
	case 10:
		return fmt.Sprintf("list(enumerate(%s))", l())
	case 11:
		return fmt.Sprintf("(%s * %d)", l(), g.between(-1, 3))
	default:
		return fmt.Sprintf("list(%s.%s())", primary(e(kindDict)), pick(g.rng, "keys", "values", "items"))
	}
}

func (g *exprGen) dictExpr(e func(kind) string) string {
	switch g.IntN(6) {
	case 0:
		return fmt.Sprintf("{%s: %s, %s: %s}", e(kindStr), e(g.anyKind()), e(kindInt), e(g.anyKind()))
	case 1:
		return fmt.Sprintf("{x: %s for x in range(%d)}", e(g.anyKind()), g.between(0, 4))
	case 2:
		return fmt.Sprintf("{**%s, **%s}", e(kindDict), e(kindDict))
	case 3:
		return fmt.Sprintf("(%s | %s)", e(kindDict), e(kindDict))
	case 4:
		return fmt.Sprintf("dict(zip(%s, %s))", e(kindStr), e(kindList))
	default:
		return fmt.Sprintf("dict.fromkeys(%s, %s)", e(kindTuple), e(kindInt))
	}
}

func (g *exprGen) tupleExpr(e func(kind) string) string {
	switch g.IntN(6) {
	case 0:
		return fmt.Sprintf("(%s, %s)", e(g.anyKind()), e(g.anyKind()))
	case 1:
		return fmt.Sprintf("(%s + %s)", e(kindTuple), e(kindTuple))
	case 2:
		return primary(e(kindTuple)) + g.slice()
	case 3:
		return fmt.Sprintf("divmod(%s, %s)", e(pick(g.rng, kindInt, kindFloat)), e(pick(g.rng, kindInt, kindFloat)))
	case 4:
		return fmt.Sprintf("tuple(%s)", e(pick(g.rng, kindList, kindStr, kindDict)))
	default:
		return fmt.Sprintf("%s.partition(%s)", primary(e(kindStr)), pick(g.rng, "'a'", "','", "'lo'"))
	}
}
