package syntax

import (
	"bufio"
	"fmt"
	"io"

	"github.com/aio2go/aio2go/frontend/diag"
	"github.com/aio2go/aio2go/frontend/source"
)

// tokenNames are the names of operators in Python's token module.
var tokenNames = [numKinds]string{
	opLpar: "LPAR", opRpar: "RPAR", opLsqb: "LSQB", opRsqb: "RSQB", opLbrace: "LBRACE", opRbrace: "RBRACE",
	opColon: "COLON", opComma: "COMMA", opSemi: "SEMI", opDot: "DOT", opEllipsis: "ELLIPSIS", opArrow: "RARROW",
	opWalrus: "COLONEQUAL", opExclam: "EXCLAMATION", opTilde: "TILDE", opPlus: "PLUS", opMinus: "MINUS",
	opStar: "STAR", opSlash: "SLASH", opPercent: "PERCENT", opAt: "AT", opDoubleSlash: "DOUBLESLASH",
	opDoubleStar: "DOUBLESTAR", opLshift: "LEFTSHIFT", opRshift: "RIGHTSHIFT", opVbar: "VBAR",
	opCaret: "CIRCUMFLEX", opAmper: "AMPER", opAssign: "EQUAL", opPlusEq: "PLUSEQUAL", opMinusEq: "MINEQUAL",
	opStarEq: "STAREQUAL", opSlashEq: "SLASHEQUAL", opPercentEq: "PERCENTEQUAL", opAtEq: "ATEQUAL",
	opDoubleSlashEq: "DOUBLESLASHEQUAL", opDoubleStarEq: "DOUBLESTAREQUAL", opLshiftEq: "LEFTSHIFTEQUAL",
	opRshiftEq: "RIGHTSHIFTEQUAL", opVbarEq: "VBAREQUAL", opCaretEq: "CIRCUMFLEXEQUAL", opAmperEq: "AMPEREQUAL",
	opEqual: "EQEQUAL", opNotEqual: "NOTEQUAL", opOldNotEqual: "NOTEQUAL", opLess: "LESS", opLessEq: "LESSEQUAL",
	opGreater: "GREATER", opGreaterEq: "GREATEREQUAL", opUnknown: "OP",
}

// tokenName is the exact name of a kind in Python's token module, in which
// keywords are names.
func tokenName(k kind) string {
	switch {
	case k.isKeyword():
		return "NAME"
	case tokenNames[k] != "":
		return tokenNames[k]
	}
	return kindText[k]
}

// DumpTokens writes the tokens of f, one a line with its range, name and text,
// laid out like the output of python -m tokenize -e. Comments and the ends of
// lines inside statements are no tokens. An error of the scanner is added to
// list.
func DumpTokens(w io.Writer, f *source.File, list *diag.List) error {
	p := newParser(f, list)
	b := bufio.NewWriter(w)
	for _, t := range p.toks {
		if t.kind == kError {
			break
		}
		end := min(int(t.end), len(f.Text))
		text := p.src[t.start:max(int(t.start), end)]
		line, col := f.Position(source.Pos(t.start))
		endLine, endCol := f.Position(source.Pos(end))
		if t.kind == kNewline {
			text = "\n"
			endLine, endCol = line, col+1
		}
		place := fmt.Sprintf("%d,%d-%d,%d:", line, col, endLine, endCol)
		fmt.Fprintf(b, "%-20s%-15s%-15s\n", place, tokenName(t.kind), pyRepr(text))
	}
	switch s := p.scan; {
	case s.err != nil:
		p.report(s.err)
	case s.eofBracket:
		p.report(s.neverClosed())
	}
	return b.Flush()
}
