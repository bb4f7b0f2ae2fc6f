package build

import (
	"github.com/aio2go/aio2go/frontend/syntax"
	"github.com/aio2go/aio2go/lower/ir"
	"github.com/aio2go/aio2go/lower/prim"
)

// This file implements f-strings (PEP 498, PEP 701).

// joinedStr builds an f-string.
func (b *fn) joinedStr(e *syntax.JoinedStr) ir.Expr {
	var parts []ir.Expr
	n := 0
	for _, v := range e.Values {
		if c, ok := v.(*syntax.Constant); !ok || c.Str != "" {
			n++
		}
	}
	for _, v := range e.Values {
		switch v := v.(type) {
		case *syntax.Constant:
			if v.Str != "" {
				b.mark(v)
				parts = append(parts, b.constant(v))
			}
		case *syntax.FormattedValue:
			parts = append(parts, b.formattedValue(v, n > 1))
		default:
			parts = append(parts, b.expr(v))
		}
	}
	switch len(parts) {
	case 0:
		return str("")
	case 1:
		return parts[0]
	}
	b.mark(e)
	return b.let("text", prim.ConcatPieces, -1, parts...)
}

// formattedValue builds a replacement field, one of several pieces or the only one.
func (b *fn) formattedValue(e *syntax.FormattedValue, piece bool) ir.Expr {
	pos := b.at(e)
	x := b.expr(e.Value)
	switch e.Conversion {
	case 's':
		x = b.let("text", prim.Str, pos, x)
	case 'r':
		x = b.let("text", prim.Repr, pos, x)
	case 'a':
		x = b.let("text", prim.ASCII, pos, x)
	}
	if e.FormatSpec == nil && piece {
		return b.let("text", prim.Piece, pos, x)
	}
	if e.FormatSpec == nil {
		return b.let("text", prim.Format, pos, x, noObject())
	}
	if b.m.p.traced && len(e.FormatSpec.Values) > 0 {
		x = b.copy(x)
	}
	if len(e.FormatSpec.Values) > 0 && !isConst(x) {
		x = b.hold(x, e.FormatSpec)
	}
	return b.let("text", prim.Format, pos, x, b.joinedStr(e.FormatSpec))
}
