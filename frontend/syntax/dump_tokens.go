package syntax

import (
	"fmt"
	"io"
	"strings"
	"unicode/utf8"

	"github.com/aio2go/aio2go/frontend/source"
)

// This file implements the printing of tokens for people.

// operatorTokens are the names of operators in Python's token module.
var operatorTokens = map[string]string{
	"&": "AMPER", "&=": "AMPEREQUAL", "@": "AT", "@=": "ATEQUAL", "^": "CIRCUMFLEX",
	"^=": "CIRCUMFLEXEQUAL", ":": "COLON", ":=": "COLONEQUAL", ",": "COMMA", ".": "DOT",
	"//": "DOUBLESLASH", "//=": "DOUBLESLASHEQUAL", "**": "DOUBLESTAR", "**=": "DOUBLESTAREQUAL", "...": "ELLIPSIS",
	"==": "EQEQUAL", "=": "EQUAL", "!": "EXCLAMATION", ">": "GREATER", ">=": "GREATEREQUAL",
	"{": "LBRACE", "<<": "LEFTSHIFT", "<<=": "LEFTSHIFTEQUAL", "<": "LESS", "<=": "LESSEQUAL",
	"(": "LPAR", "[": "LSQB", "-=": "MINEQUAL", "-": "MINUS", "!=": "NOTEQUAL",
	"%": "PERCENT", "%=": "PERCENTEQUAL", "+": "PLUS", "+=": "PLUSEQUAL", "->": "RARROW",
	"}": "RBRACE", ">>": "RIGHTSHIFT", ">>=": "RIGHTSHIFTEQUAL", ")": "RPAR", "]": "RSQB",
	";": "SEMI", "/": "SLASH", "/=": "SLASHEQUAL", "*": "STAR", "*=": "STAREQUAL",
	"~": "TILDE", "|": "VBAR", "|=": "VBAREQUAL",
}

// DumpTokens writes the tokens of f, one a line, in the form of "python -m
// tokenize -e". Comments and line ends that end no statement are left out,
// since the parser does not see them. It ends at a token that is an error.
func DumpTokens(w io.Writer, f *source.File) error {
	s := newScanner(f)
	s.scan()
	var b strings.Builder
	for _, t := range s.tokens {
		start, end := min(int(t.start), len(f.Text)), min(int(t.end), len(f.Text))
		if t.kind == kNewline && start < end {
			start = end - 1 // a comment before the line end belongs to the token
		}
		text := f.Text[start:end]
		line, col := tokenPlace(f, start)
		endLine, endCol := tokenPlace(f, end)
		if t.kind == kNewline {
			endLine, endCol = line, col+1
		}
		place := fmt.Sprintf("%d,%d-%d,%d:", line, col, endLine, endCol)
		fmt.Fprintf(&b, "%-20s%-15s%-15s\n", place, tokenName(t.kind, text), pyRepr(text))
	}
	_, err := io.WriteString(w, b.String())
	return err
}

// tokenPlace returns the line and the column, in characters, of pos.
func tokenPlace(f *source.File, pos int) (line, col int) {
	line, col = f.Position(source.Pos(pos))
	text := f.Line(line)
	return line, utf8.RuneCountInString(text[:min(col, len(text))])
}

// tokenName returns the name of a kind of token in Python's token module.
func tokenName(k kind, text string) string {
	switch k {
	case kEnd:
		return "ENDMARKER"
	case kError:
		return "ERRORTOKEN"
	case kNewline:
		return "NEWLINE"
	case kIndent:
		return "INDENT"
	case kDedent:
		return "DEDENT"
	case kNumber:
		return "NUMBER"
	case kString:
		return "STRING"
	case kFStart:
		return "FSTRING_START"
	case kFMiddle:
		return "FSTRING_MIDDLE"
	case kFEnd:
		return "FSTRING_END"
	}
	if name := operatorTokens[text]; name != "" && k >= opLpar {
		return name
	}
	return "NAME"
}
