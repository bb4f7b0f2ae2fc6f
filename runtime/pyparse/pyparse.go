// Package pyparse parses Python source text that a program has at run time, with the
// compiler's own parser, for package interp and the module ast. What is wrong with the
// text is raised as CPython raises it: a SyntaxError with its place.
package pyparse

import (
	"errors"
	"strings"

	"github.com/aio2go/aio2go/frontend/diag"
	"github.com/aio2go/aio2go/frontend/source"
	"github.com/aio2go/aio2go/frontend/syntax"
	"github.com/aio2go/aio2go/runtime/py"
	"github.com/aio2go/aio2go/runtime/unidata"
)

func init() {
	syntax.NFKC = func(s string) string { return unidata.NormalizeString(unidata.NFKC, s) }
	syntax.CharByName = unidata.LookupChar
}

// The modes of compile.
const (
	Exec   = "exec"
	Eval   = "eval"
	Single = "single"
)

// Source returns the text that v, a str or an object with bytes, has. Refusal is the
// message of the TypeError for what is neither.
func Source(name, refusal string, v py.Value) (*source.File, *py.Exception) {
	text, ok := "", false
	if s, isStr := py.AsStr(v); isStr {
		text, ok = s.S, true
	}
	if !ok {
		b, exc := py.BytesLike(v)
		if exc != nil {
			return nil, py.Raisef(py.TypeErrorType, "%s", refusal)
		}
		if strings.IndexByte(string(b), 0) >= 0 {
			return nil, Error(py.SyntaxErrorType, "source code string cannot contain null bytes")
		}
		f, err := source.New(name, b)
		if err != nil {
			return nil, decodingError(f, err)
		}
		text = f.Text
	}
	if strings.IndexByte(text, 0) >= 0 {
		return nil, Error(py.SyntaxErrorType, "source code string cannot contain null bytes")
	}
	text = strings.ReplaceAll(strings.ReplaceAll(text, "\r\n", "\n"), "\r", "\n")
	return source.NewText(name, text), nil
}

// Unindented returns the text without the blanks that it begins with.
func Unindented(f *source.File) *source.File {
	if text := strings.TrimLeft(f.Text, " \t"); text != f.Text {
		return source.NewText(f.Name, text)
	}
	return f
}

// decodingError is the exception for bytes that are no text.
func decodingError(f *source.File, err error) *py.Exception {
	var e *source.Error
	if !errors.As(err, &e) || e.Line == 0 {
		return Error(py.SyntaxErrorType, err.Error())
	}
	return Error(py.SyntaxErrorType, e.Message, py.TupleV(py.StrV(f.Name), py.Int(int64(e.Line)), py.Int(0), py.None))
}

// Module parses the text in the mode Exec or Single.
func Module(f *source.File, mode string, list *diag.List) (*syntax.Module, *py.Exception) {
	tree := syntax.Parse(f, list)
	if exc := FirstError(list); exc != nil {
		return nil, exc
	}
	if mode == Single && len(tree.Body) == 0 {
		return nil, nothing(f)
	}
	if mode == Single && len(tree.Body) > 1 && !oneLine(f, tree) {
		line, _ := f.Position(tree.Body[0].Span().Start)
		where := py.TupleV(py.StrV(f.Name), py.Int(int64(line)), py.Int(1), py.StrV(f.Line(line)+"\n"))
		return nil, Error(py.SyntaxErrorType, "multiple statements found while compiling a single statement", where)
	}
	return tree, nil
}

// Expression parses the text in the mode Eval.
func Expression(f *source.File, list *diag.List) (*syntax.Expression, *py.Exception) {
	if isBlank(f.Text) {
		return nil, nothing(f)
	}
	e := syntax.ParseExpr(f, list)
	for _, d := range list.All() {
		if d.Severity == diag.Error {
			return nil, syntaxError(d, strings.HasSuffix(f.Text, "\n"))
		}
	}
	return e, nil
}

// isBlank reports whether text has nothing but empty lines and comments.
func isBlank(text string) bool {
	for line := range strings.SplitSeq(text, "\n") {
		code, _, comment := strings.Cut(line, "#")
		if strings.Trim(code, " \t\f") != "" || code != "" && !comment && line == text {
			return false
		}
	}
	return true
}

// nothing is the error for a text without a statement or an expression.
func nothing(f *source.File) *py.Exception {
	line := strings.Count(f.Text, "\n")
	text := f.Line(line)
	if f.Text != "" && !strings.HasSuffix(f.Text, "\n") {
		line++
		text = f.Line(line)
	} else if f.Text != "" {
		text += "\n"
	}
	zero, at := py.Int(0), py.Int(int64(line))
	return Error(py.SyntaxErrorType, "invalid syntax", py.TupleV(py.StrV(f.Name), at, zero, py.StrV(text), at, zero))
}

// oneLine reports whether all statements are in one line, separated by semicolons.
func oneLine(file *source.File, tree *syntax.Module) bool {
	first, _ := file.Position(tree.Body[0].Span().Start)
	last, _ := file.Position(tree.Body[len(tree.Body)-1].Span().Start)
	return first == last
}

// FirstError returns the SyntaxError of the first error in list, nil if there is none.
func FirstError(list *diag.List) *py.Exception {
	for _, d := range list.All() {
		if d.Severity == diag.Error {
			return SyntaxError(d)
		}
	}
	return nil
}

// SyntaxError returns the exception for d. CPython's parser counts characters and knows
// the line; what its compiler finds has columns of bytes, and no line for text that is not
// in a file.
func SyntaxError(d *diag.Diagnostic) *py.Exception { return syntaxError(d, true) }

// syntaxError is SyntaxError; ended says that the last line has a line end, as all have in
// the modes other than Eval.
func syntaxError(d *diag.Diagnostic, ended bool) *py.Exception {
	class := py.SyntaxErrorType
	switch d.Exception {
	case "IndentationError":
		class = py.IndentationErrorType
	case "TabError":
		class = py.TabErrorType
	}
	line, col := d.File.Position(d.Span.Start)
	endLine, endCol := d.File.Position(d.Span.End)
	text := py.None
	if !d.ByCompiler() {
		src := d.File.Line(line)
		col, endCol = chars(src, col), chars(d.File.Line(endLine), endCol)
		if line <= d.File.LineCount() {
			if !byTokenizer(d.Message) && (ended || line < d.File.LineCount()) {
				src += "\n"
			}
			text = py.StrV(src)
		}
	}
	switch {
	case d.Message == "unexpected indent", d.Message == "unexpected EOF while parsing", strings.HasPrefix(d.Message, "unindent does not match"):
		endCol = -2 // unknown
	case strings.HasSuffix(d.Message, "' was never closed"), d.Message == "inconsistent use of tabs and spaces in indentation",
		strings.HasPrefix(d.Message, "unexpected character after line"):
		endCol = -1
	}
	n := func(i int) py.Value { return py.Int(int64(i)) }
	where := py.TupleV(py.StrV(d.File.Name), n(line), n(col+1), text, n(endLine), n(endCol+1))
	return Error(class, d.Message, where)
}

// byTokenizer reports whether CPython's tokenizer gives the message. What it says of a line
// comes without the line's end.
func byTokenizer(message string) bool {
	for _, prefix := range []string{"unterminated ", "invalid decimal", "invalid hexadecimal", "invalid octal", "invalid binary", "invalid digit", "invalid imaginary",
		"invalid character", "invalid non-printable", "leading zeros", "unmatched ", "closing parenthesis", "f-string: expecting"} {
		if strings.HasPrefix(message, prefix) {
			return true
		}
	}
	return false
}

// Error returns a SyntaxError, with where it is.
func Error(class *py.Type, message string, where ...py.Value) *py.Exception {
	v, exc := py.CallN(class.Value(), append([]py.Value{py.StrV(message)}, where...))
	if exc != nil {
		return exc
	}
	return py.Raise(v)
}

// chars returns the number of characters before a column of bytes.
func chars(line string, col int) int {
	if col > len(line) {
		return len([]rune(line)) + col - len(line)
	}
	return len([]rune(line[:col]))
}

// Warn gives the warnings in list.
func Warn(list *diag.List) *py.Exception {
	for _, d := range list.All() {
		if d.Severity == diag.Error {
			continue
		}
		line, _ := d.File.Position(d.Span.Start)
		name := d.File.Name
		if exc := py.WarnExplicit(py.StrV(d.Message), py.SyntaxWarningType, strings.TrimSuffix(name, ".py"), name, nil, int32(line), py.None); exc != nil {
			if exc.Is(py.SyntaxWarningType) {
				return SyntaxError(d)
			}
			return exc
		}
	}
	return nil
}
