package build

import (
	"math"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/aio2go/aio2go/frontend/syntax"
)

// This file implements the source text of expressions in the form of Python's ast.unparse,
// which is what annotations are under "from __future__ import annotations" (PEP 563).

// prec is how strongly an expression binds, weakest first, as _Precedence in ast.py.
type prec int

const (
	precNamed prec = iota
	precTuple
	precYield
	precTest
	precOr
	precAnd
	precNot
	precCmp
	precExpr // also |
	precBXor
	precBAnd
	precShift
	precArith
	precTerm
	precFactor
	precPower
	precAwait
	precAtom
)

var binPrec = [...]prec{
	syntax.Add: precArith, syntax.Sub: precArith, syntax.Mult: precTerm, syntax.MatMult: precTerm, syntax.Div: precTerm,
	syntax.Mod: precTerm, syntax.FloorDiv: precTerm, syntax.Pow: precPower, syntax.LShift: precShift, syntax.RShift: precShift,
	syntax.BitOr: precExpr, syntax.BitXor: precBXor, syntax.BitAnd: precBAnd,
}

// unparse returns the source text of an expression.
func unparse(e syntax.Expr) string {
	u := &unparser{}
	u.expr(e, precTest)
	return u.b.String()
}

type unparser struct{ b strings.Builder }

func (u *unparser) text(s ...string) {
	for _, x := range s {
		u.b.WriteString(x)
	}
}

// paren writes what f writes, in parentheses where an expression of precedence p stands
// in a place that wants at least want.
func (u *unparser) paren(p, want prec, f func()) {
	if want > p {
		u.text("(")
		f()
		u.text(")")
		return
	}
	f()
}

func (u *unparser) list(elts []syntax.Expr, p prec) {
	for i, e := range elts {
		if i > 0 {
			u.text(", ")
		}
		u.expr(e, p)
	}
}

func (u *unparser) expr(e syntax.Expr, want prec) {
	switch e := e.(type) {
	case *syntax.Name:
		u.text(e.Id)
	case *syntax.Constant:
		u.constant(e)
	case *syntax.Attribute:
		u.expr(e.Value, precAtom)
		if c, ok := e.Value.(*syntax.Constant); ok && c.Kind == syntax.ConstInt {
			u.text(" ")
		}
		u.text(".", e.Attr)
	case *syntax.Subscript:
		u.expr(e.Value, precAtom)
		u.text("[")
		if t, ok := e.Slice.(*syntax.Tuple); ok && len(t.Elts) > 0 {
			u.tupleItems(t.Elts)
		} else {
			u.expr(e.Slice, precTest)
		}
		u.text("]")
	case *syntax.Slice:
		u.slice(e)
	case *syntax.Starred:
		u.text("*")
		u.expr(e.Value, precExpr)
	case *syntax.Tuple:
		if len(e.Elts) == 0 {
			u.text("()")
			return
		}
		u.paren(precTuple, max(want, precTest), func() { u.tupleItems(e.Elts) })
	case *syntax.List:
		u.text("[")
		u.list(e.Elts, precTest)
		u.text("]")
	case *syntax.Set:
		if len(e.Elts) == 0 {
			u.text("{*()}")
			return
		}
		u.text("{")
		u.list(e.Elts, precTest)
		u.text("}")
	case *syntax.Dict:
		u.dict(e)
	default:
		u.operation(e, want)
	}
}

func (u *unparser) tupleItems(elts []syntax.Expr) {
	u.list(elts, precTest)
	if len(elts) == 1 {
		u.text(",")
	}
}

func (u *unparser) slice(e *syntax.Slice) {
	if e.Lower != nil {
		u.expr(e.Lower, precTest)
	}
	u.text(":")
	if e.Upper != nil {
		u.expr(e.Upper, precTest)
	}
	if e.Step != nil {
		u.text(":")
		u.expr(e.Step, precTest)
	}
}

func (u *unparser) dict(e *syntax.Dict) {
	u.text("{")
	for i, k := range e.Keys {
		if i > 0 {
			u.text(", ")
		}
		if k == nil {
			u.text("**")
			u.expr(e.Values[i], precExpr)
			continue
		}
		u.expr(k, precTest)
		u.text(": ")
		u.expr(e.Values[i], precTest)
	}
	u.text("}")
}

// operation writes the expressions with operators, calls and scopes.
func (u *unparser) operation(e syntax.Expr, want prec) {
	switch e := e.(type) {
	case *syntax.BinOp:
		p := binPrec[e.Op]
		left, right := p, p+1
		if e.Op == syntax.Pow {
			left, right = p+1, p
		}
		u.paren(p, want, func() {
			u.expr(e.Left, left)
			u.text(" ", e.Op.Sign(), " ")
			u.expr(e.Right, right)
		})
	case *syntax.UnaryOp:
		p := precFactor
		if e.Op == syntax.Not {
			p = precNot
		}
		u.paren(p, want, func() {
			u.text(e.Op.Sign())
			if e.Op == syntax.Not {
				u.text(" ")
			}
			u.expr(e.Operand, p)
		})
	case *syntax.BoolOp:
		p := precAnd
		if e.Op == syntax.Or {
			p = precOr
		}
		u.paren(p, want, func() {
			for i, v := range e.Values {
				if i > 0 {
					u.text(" ", e.Op.Sign(), " ")
				}
				u.expr(v, p+1)
			}
		})
	case *syntax.Compare:
		u.paren(precCmp, want, func() {
			u.expr(e.Left, precCmp+1)
			for i, op := range e.Ops {
				u.text(" ", op.Sign(), " ")
				u.expr(e.Comparators[i], precCmp+1)
			}
		})
	case *syntax.IfExp:
		u.paren(precTest, want, func() {
			u.expr(e.Body, precTest+1)
			u.text(" if ")
			u.expr(e.Test, precTest+1)
			u.text(" else ")
			u.expr(e.Orelse, precTest)
		})
	case *syntax.Lambda:
		u.paren(precTest, want, func() {
			u.text("lambda")
			if args := u.arguments(e.Args); args != "" {
				u.text(" ", args)
			}
			u.text(": ")
			u.expr(e.Body, precTest)
		})
	case *syntax.NamedExpr:
		u.paren(precNamed, max(want, precTest), func() {
			u.text(e.Target.Id, " := ")
			u.expr(e.Value, precAtom)
		})
	case *syntax.Call:
		u.call(e)
	case *syntax.JoinedStr:
		u.text(u.joined(e))
	default:
		u.comprehension(e, want)
	}
}

func (u *unparser) call(e *syntax.Call) {
	u.expr(e.Func, precAtom)
	u.text("(")
	u.list(e.Args, precTest)
	for i, k := range e.Keywords {
		if i > 0 || len(e.Args) > 0 {
			u.text(", ")
		}
		if k.Arg == "" {
			u.text("**")
		} else {
			u.text(k.Arg, "=")
		}
		u.expr(k.Value, precTest)
	}
	u.text(")")
}

func (u *unparser) arguments(a *syntax.Arguments) string {
	var parts []string
	positional := append(append([]*syntax.Arg{}, a.Posonlyargs...), a.Args...)
	for i, p := range positional {
		s := p.Arg
		if d := i - (len(positional) - len(a.Defaults)); d >= 0 {
			s += "=" + unparse(a.Defaults[d])
		}
		parts = append(parts, s)
		if i == len(a.Posonlyargs)-1 {
			parts = append(parts, "/")
		}
	}
	switch {
	case a.Vararg != nil:
		parts = append(parts, "*"+a.Vararg.Arg)
	case len(a.Kwonlyargs) > 0:
		parts = append(parts, "*")
	}
	for i, p := range a.Kwonlyargs {
		s := p.Arg
		if d := a.KwDefaults[i]; d != nil {
			s += "=" + unparse(d)
		}
		parts = append(parts, s)
	}
	if a.Kwarg != nil {
		parts = append(parts, "**"+a.Kwarg.Arg)
	}
	return strings.Join(parts, ", ")
}

func (u *unparser) comprehension(e syntax.Expr, want prec) {
	switch e := e.(type) {
	case *syntax.ListComp:
		u.text("[")
		u.expr(e.Elt, precTest)
		u.generators(e.Generators)
		u.text("]")
	case *syntax.SetComp:
		u.text("{")
		u.expr(e.Elt, precTest)
		u.generators(e.Generators)
		u.text("}")
	case *syntax.DictComp:
		u.text("{")
		u.expr(e.Key, precTest)
		u.text(": ")
		u.expr(e.Value, precTest)
		u.generators(e.Generators)
		u.text("}")
	case *syntax.GeneratorExp:
		u.text("(")
		u.expr(e.Elt, precTest)
		u.generators(e.Generators)
		u.text(")")
	case *syntax.Await:
		u.paren(precAwait, want, func() {
			u.text("await ")
			u.expr(e.Value, precAtom)
		})
	case *syntax.Yield:
		u.paren(precYield, want, func() {
			u.text("yield")
			if e.Value != nil {
				u.text(" ")
				u.expr(e.Value, precAtom)
			}
		})
	case *syntax.YieldFrom:
		u.paren(precYield, want, func() {
			u.text("yield from ")
			u.expr(e.Value, precAtom)
		})
	}
}

func (u *unparser) generators(list []*syntax.Comprehension) {
	for _, g := range list {
		if g.IsAsync {
			u.text(" async")
		}
		u.text(" for ")
		if t, ok := g.Target.(*syntax.Tuple); ok && len(t.Elts) > 0 {
			u.tupleItems(t.Elts)
		} else {
			u.expr(g.Target, precTuple)
		}
		u.text(" in ")
		u.expr(g.Iter, precTest+1)
		for _, c := range g.Ifs {
			u.text(" if ")
			u.expr(c, precTest+1)
		}
	}
}

func (u *unparser) constant(c *syntax.Constant) {
	switch c.Kind {
	case syntax.ConstNone:
		u.text("None")
	case syntax.ConstTrue:
		u.text("True")
	case syntax.ConstFalse:
		u.text("False")
	case syntax.ConstEllipsis:
		u.text("...")
	case syntax.ConstInt:
		if c.Big != nil {
			u.text(c.Big.String())
		} else {
			u.text(strconv.FormatInt(c.Int, 10))
		}
	case syntax.ConstFloat:
		u.text(floatText(c.Float, true))
	case syntax.ConstComplex:
		u.text(floatText(c.Float, false), "j")
	case syntax.ConstStr:
		if c.UKind {
			u.text("u")
		}
		u.text(quoteStr(c.Str))
	case syntax.ConstBytes:
		u.text("b", quoteBytes(c.Str))
	}
}

// floatText is repr(f), with an infinity as ast.unparse writes it. point asks for the ".0"
// of a whole number.
func floatText(f float64, point bool) string {
	if math.IsInf(f, 0) {
		return "1e309"
	}
	s := strconv.FormatFloat(f, 'e', -1, 64)
	_, e, _ := strings.Cut(s, "e")
	if exp, _ := strconv.Atoi(e); exp < -4 || exp >= 16 {
		return s
	}
	s = strconv.FormatFloat(f, 'f', -1, 64)
	if point && !strings.Contains(s, ".") {
		s += ".0"
	}
	return s
}

// joined returns the text of an f-string.
func (u *unparser) joined(e *syntax.JoinedStr) string {
	body := u.joinedBody(e)
	quote := "'"
	if strings.Contains(body, "'") {
		quote = `"`
	}
	return "f" + quote + body + quote
}

func (u *unparser) joinedBody(e *syntax.JoinedStr) string {
	var b strings.Builder
	for _, v := range e.Values {
		switch v := v.(type) {
		case *syntax.Constant:
			b.WriteString(strings.NewReplacer("{", "{{", "}", "}}", "\n", `\n`, `\`, `\\`).Replace(v.Str))
		case *syntax.FormattedValue:
			text := unparse(v.Value)
			b.WriteString("{")
			if strings.HasPrefix(text, "{") {
				b.WriteString(" ")
			}
			b.WriteString(text)
			if v.Conversion > 0 {
				b.WriteString("!" + string(rune(v.Conversion)))
			}
			if v.FormatSpec != nil {
				b.WriteString(":" + u.joinedBody(v.FormatSpec))
			}
			b.WriteString("}")
		}
	}
	return b.String()
}

// quoteStr is repr(s).
func quoteStr(s string) string {
	quote := byte('\'')
	if strings.Contains(s, "'") && !strings.Contains(s, `"`) {
		quote = '"'
	}
	var b strings.Builder
	b.WriteByte(quote)
	for i := 0; i < len(s); {
		r, n := utf8.DecodeRuneInString(s[i:])
		switch {
		case r == rune(quote) || r == '\\':
			b.WriteByte('\\')
			b.WriteRune(r)
		case r == '\n':
			b.WriteString(`\n`)
		case r == '\r':
			b.WriteString(`\r`)
		case r == '\t':
			b.WriteString(`\t`)
		case r < ' ' || r == 0x7f:
			b.WriteString(`\x` + hex(int(r), 2))
		case r == utf8.RuneError && n == 1 || unicode.IsPrint(r) && r != 0xad:
			b.WriteString(s[i : i+n])
		case r < 0x100:
			b.WriteString(`\x` + hex(int(r), 2))
		case r < 0x10000:
			b.WriteString(`\u` + hex(int(r), 4))
		default:
			b.WriteString(`\U` + hex(int(r), 8))
		}
		i += n
	}
	b.WriteByte(quote)
	return b.String()
}

// quoteBytes is repr of bytes without the b.
func quoteBytes(s string) string {
	quote := byte('\'')
	if strings.Contains(s, "'") && !strings.Contains(s, `"`) {
		quote = '"'
	}
	var b strings.Builder
	b.WriteByte(quote)
	for i := range len(s) {
		switch c := s[i]; {
		case c == quote || c == '\\':
			b.WriteString(`\` + string(rune(c)))
		case c == '\n':
			b.WriteString(`\n`)
		case c == '\r':
			b.WriteString(`\r`)
		case c == '\t':
			b.WriteString(`\t`)
		case c < ' ' || c >= 0x7f:
			b.WriteString(`\x` + hex(int(c), 2))
		default:
			b.WriteByte(c)
		}
	}
	b.WriteByte(quote)
	return b.String()
}

func hex(n, width int) string {
	s := strconv.FormatInt(int64(n), 16)
	return strings.Repeat("0", max(0, width-len(s))) + s
}
