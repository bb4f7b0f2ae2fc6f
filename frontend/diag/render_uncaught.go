package diag

import (
	"fmt"
	"io"
	"strings"
	"unicode"
)

// This file implements the form in which CPython shows the errors and warnings
// that its compiler finds in a tree. It differs from that of its parser's in
// that columns count bytes, where the parser's count characters, and in that
// the source line is read from the file, so that there is none for the code of
// -c and of standard input.

// fromCompiler are the codes of errors that CPython's parser does not find.
var fromCompiler = map[Code]bool{
	InvalidFuture: true, InvalidGlobal: true, InvalidNonlocal: true, DuplicateParameter: true,
	InvalidTypeParameter: true, MisplacedImportStar: true, MisplacedNamedExpr: true, InvalidAnnotation: true,
	ReturnOutsideFunction: true, YieldOutsideFunction: true, AwaitOutsideAsync: true, BreakOutsideLoop: true,
	LeavingExceptStar: true, MisplacedYield: true, ReturnInAsyncGenerator: true, MisplacedDefaultExcept: true,
	MisplacedStar: true, AssignedDebug: true, RepeatedKeyword: true, InvalidPattern: true, UnreachablePattern: true,
}

// ByCompiler reports whether CPython's compiler finds the error d, not its parser.
func (d *Diagnostic) ByCompiler() bool {
	return fromCompiler[d.Code] || d.Code == NestingTooDeep && strings.HasSuffix(d.Message, "nested blocks")
}

// RenderUncaught writes the error d as CPython shows it when nothing catches
// it. inFile says that the source is a file and not the argument of -c or
// standard input.
func (d *Diagnostic) RenderUncaught(w io.Writer, inFile bool) error {
	if !d.ByCompiler() || d.File == nil || !d.Span.IsValid() {
		return d.RenderPython(w)
	}
	line, col := d.File.Position(d.Span.Start)
	var b strings.Builder
	fmt.Fprintf(&b, "  File \"%s\", line %d\n", d.File.Name, line)
	if inFile {
		endLine, endCol := d.File.Position(d.Span.End)
		if endLine != line {
			endCol = -1
		}
		quote(&b, d.File.Line(line), col, endCol)
	}
	fmt.Fprintf(&b, "SyntaxError: %s\n", d.Message)
	_, err := io.WriteString(w, b.String())
	return err
}

// quote writes a source line with carets below columns start to end, which
// count from 0 and are taken for characters although they may count bytes: as
// traceback.py, TracebackException._format_syntax_error. An end of -1 is that
// of the line if the range goes on in the next one.
func quote(b *strings.Builder, text string, start, end int) {
	line := []rune(text)
	cut := len(line) - len([]rune(strings.TrimLeft(text, " \f")))
	if end == -1 {
		end = len(line)
	}
	if start > len(line) {
		start = len(line)
	}
	if end > len(line)+1 {
		end = len(line)
	}
	if start >= end {
		end = start + 1
	}
	line = line[cut:]
	start, end = start-cut, end-cut
	fmt.Fprintf(b, "    %s\n", string(line))
	if start < 0 {
		return
	}
	b.WriteString("    ")
	for i := 0; i < start; i++ {
		if i < len(line) && unicode.IsSpace(line[i]) {
			b.WriteRune(line[i])
		} else {
			b.WriteByte(' ')
		}
	}
	b.WriteString(strings.Repeat("^", end-start) + "\n")
}

// RenderWarning writes the warning d as CPython's warnings module shows it.
//
//	app.py:12: SyntaxWarning: "is" with 'int' literal. Did you mean "=="?
//	  if x is 1:
func (d *Diagnostic) RenderWarning(w io.Writer, inFile bool) error {
	line, _ := d.File.Position(d.Span.Start)
	text := fmt.Sprintf("%s:%d: SyntaxWarning: %s\n", d.File.Name, line, d.Message)
	if inFile {
		if src := strings.TrimSpace(d.File.Line(line)); src != "" {
			text += "  " + src + "\n"
		}
	}
	_, err := io.WriteString(w, text)
	return err
}

// ForPython returns the warning d as CPython 3.minor words it, or nil if that
// version does not give it. A minor of 0 stands for the newest version.
func (d *Diagnostic) ForPython(minor int) *Diagnostic {
	if minor == 0 {
		return d
	}
	since := 0
	switch d.Code {
	case SuspiciousIs, MissingComma:
		since = 8
	case InvalidEscape:
		since = 12
		if strings.HasSuffix(d.Message, "literal") { // 1if x else y
			since = 11
		}
	}
	if minor < since {
		return nil
	}
	if d.Code == SuspiciousIs && minor < 12 {
		// The type of the literal is not named: "is" with a literal.
		before, after, _ := strings.Cut(d.Message, " with '")
		_, after, _ = strings.Cut(after, "' ")
		older := *d
		older.Message = before + " with a " + after
		return &older
	}
	return d
}
