package build

import (
	"github.com/aio2go/aio2go/frontend/source"
	"github.com/aio2go/aio2go/frontend/syntax"
	"github.com/aio2go/aio2go/lower/ir"
)

// This file implements source positions. CPython's traceback module parses the text of the
// instruction's range as an expression and, where that is a binary operation, a subscript
// or a call, marks the operator or the brackets with ^ (traceback.py,
// _extract_caret_anchors_from_line_segment); the same is done here on the tree.

// at returns the number of the position of an operation that CPython gives the range of n.
func (b *fn) at(n syntax.Node) int {
	p := ir.Position{Span: n.Span()}
	switch n := n.(type) {
	case *syntax.BinOp:
		start := b.skip(n.Left.Span().End)
		p.Anchor = source.Span{Start: start, End: start + source.Pos(len(n.Op.Sign()))}
	case *syntax.Subscript:
		p.Anchor = source.Span{Start: b.skip(n.Value.Span().End), End: n.End}
	case *syntax.Call:
		p.Anchor = source.Span{Start: b.skip(n.Func.Span().End), End: n.End}
	case *syntax.MatchClass: // reads as a call
		p.Anchor = source.Span{Start: b.skip(n.Cls.Span().End), End: n.End}
	}
	return b.position(p)
}

// atSpan returns the number of a position without anchor.
func (b *fn) atSpan(s source.Span) int { return b.position(ir.Position{Span: s}) }

// atCall returns the position of a method call. Where the attribute stands on a later line
// than the start of the call, CPython lets the range start at the attribute's name
// (compile.c, update_start_location_to_match_attr).
func (b *fn) atCall(n *syntax.Call, attr *syntax.Attribute) int {
	return b.position(b.callPosition(n, attr))
}

func (b *fn) callPosition(n *syntax.Call, attr *syntax.Attribute) ir.Position {
	from := n.Start
	start, _ := b.m.file.Position(n.Start)
	if end, _ := b.m.file.Position(attr.End); start != end {
		from = attr.End - source.Pos(len(attr.Attr))
	}
	return ir.Position{
		Span:   source.Span{Start: from, End: n.End},
		Anchor: source.Span{Start: b.skip(attr.End), End: n.End},
	}
}

// atMethod returns the position of a call that looks the method up as well.
func (b *fn) atMethod(n *syntax.Call, attr *syntax.Attribute) int {
	p := b.callPosition(n, attr)
	p.Lookup = attr.End
	return b.position(p)
}

// atAttr returns the position of an access to an attribute, which starts at the name where
// that is on a later line than the start.
func (b *fn) atAttr(attr *syntax.Attribute) int {
	start, _ := b.m.file.Position(attr.Start)
	end, _ := b.m.file.Position(attr.End)
	if start == end {
		return b.at(attr)
	}
	return b.atSpan(source.Span{Start: attr.End - source.Pos(len(attr.Attr)), End: attr.End})
}

func (b *fn) position(p ir.Position) int {
	if i, ok := b.positions[p]; ok {
		return i
	}
	i := len(b.f.Positions)
	b.positions[p] = i
	b.f.Positions = append(b.f.Positions, p)
	return i
}

// skip returns the first position from pos on that is neither space, a closing
// parenthesis, a line continuation nor a comment.
func (b *fn) skip(pos source.Pos) source.Pos {
	text := b.m.file.Text
	for int(pos) < len(text) {
		switch text[pos] {
		case ' ', '\t', '\f', '\n', '\r', ')':
			pos++
		case '\\', '#':
			for int(pos) < len(text) && text[pos] != '\n' {
				pos++
			}
		default:
			return pos
		}
	}
	return pos
}
