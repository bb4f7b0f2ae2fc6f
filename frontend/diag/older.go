package diag

import (
	"fmt"
	"io"
	"regexp"
	"strings"

	"github.com/aio2go/aio2go/frontend/source"
)

// This file implements how the versions of CPython before 3.13 show syntax
// errors. Those before 3.10 had few messages of their own, "invalid syntax" for
// the rest, and one caret; those before 3.8 put it below the end of the token
// rather than its start.
//
// It knows what the generated parsers of those versions said about the mistakes
// that people make; it is no parser of those versions, so that the syntax that
// came later is not an error.

// Where a version puts its caret, by minor version.
const (
	rangesSince = 10 // the whole range of the error is marked
	pegSince    = 9  // the end of a line is the place behind it
	startsSince = 8  // the caret is below the start of the token, not its end
)

// rewording is the older text of a message: with is a regexp.Expand template.
type rewording struct {
	before int // the first minor version with the newer text
	text   *regexp.Regexp
	with   string
}

// rewordings apply in order, from the newest.
var rewordings = []rewording{
	{12, regexp.MustCompile(`^parameter without a default follows parameter with a default$`), "non-default argument follows default argument"},
	{12, regexp.MustCompile(`^unterminated (?:triple-quoted )?f-(string literal.*)$`), "unterminated $1"},
	{10, regexp.MustCompile(`^unterminated triple-quoted string literal.*$`), "EOF while scanning triple-quoted string literal"},
	{10, regexp.MustCompile(`^unterminated string literal.*$`), "EOL while scanning string literal"},
	{10, regexp.MustCompile(`^expected an indented block after .*$`), "expected an indented block"},
	{10, regexp.MustCompile(`^cannot (assign to .*|delete .*) here\. Maybe you meant '==' instead of '='\?$`), "cannot $1"},
	{10, regexp.MustCompile(`^cannot (assign to|delete) expression$`), "cannot $1 operator"},
	{8, regexp.MustCompile(`^cannot (assign to|delete) (.*)$`), "can't $1 $2"},
	{8, regexp.MustCompile(`^expression cannot contain assignment, .*$`), "keyword can't be an expression"},
	{8, regexp.MustCompile(`^(can't (?:assign to|delete) )(?:True|False|None)$`), "${1}keyword"},
	{7, regexp.MustCompile(`^Generator expression must be parenthesized$`), "$0 if not sole argument"},
}

// keptMessages are those messages about mistakes of grammar that CPython had
// before 3.10 as well, perhaps in other words.
var keptMessages = regexp.MustCompile(`^(cannot assign to |cannot delete |Generator expression must be parenthesized|` +
	`positional argument follows keyword argument|expression cannot contain assignment|illegal target for annotation|` +
	`only single target |trailing comma not allowed|.*is an illegal expression for augmented assignment|` +
	`(parameter without a default|non-default argument) follows|named arguments must follow bare \*|` +
	`dict unpacking cannot be used|iterable unpacking cannot be used|iterable argument unpacking follows|` +
	`expected an indented block|unterminated )`)

// RenderAsOf writes the error d as CPython 3.minor shows it when nothing catches
// it. A minor of 0 stands for the newest version. inFile says that the source is
// a file and not the argument of -c or standard input.
func (d *Diagnostic) RenderAsOf(w io.Writer, inFile bool, minor int) error {
	if minor == 0 || minor >= 13 || d.File == nil || !d.Span.IsValid() {
		return d.RenderUncaught(w, inFile)
	}
	older := d.reworded(minor)
	if minor >= rangesSince {
		if strings.HasPrefix(d.Message, "expected an indented block") {
			older.Span.End = older.Span.Start
		}
		return older.RenderUncaught(w, inFile)
	}
	at := older.caret(minor)
	line, col := displayColumn(d.File, at)
	var b strings.Builder
	if older.Message == eofMessage {
		// The line after the last one, with the column of that one's end once.
		if col = 0; minor < pegSince {
			col = len([]rune(d.File.Line(line)))
		}
		fmt.Fprintf(&b, "  File \"%s\", line %d\n    \n    %*s\n", d.File.Name, line+1, col+1, "^")
	} else {
		fmt.Fprintf(&b, "  File \"%s\", line %d\n", d.File.Name, line)
		if inFile || !fromCompiler[d.Code] {
			quote(&b, d.File.Line(line), col, col+1)
		}
	}
	class := older.Exception
	if class == "" {
		class = "SyntaxError"
	}
	fmt.Fprintf(&b, "%s: %s\n", class, older.Message)
	_, err := io.WriteString(w, b.String())
	return err
}

const eofMessage = "unexpected EOF while parsing"

// reworded returns d with the text that CPython 3.minor has, and the span of
// what the text is about.
func (d *Diagnostic) reworded(minor int) *Diagnostic {
	older := *d
	if minor < rangesSince && d.Plain != (source.Span{}) {
		switch {
		case legacyPrint.MatchString(d.Message):
			older.Span = d.Plain
			if strings.Contains(d.Message, "print") {
				rest := d.File.Text[d.Plain.Start:]
				rest, _, _ = strings.Cut(rest, "\n")
				older.Message = fmt.Sprintf("Missing parentheses in call to 'print'. Did you mean print(%s)?", strings.TrimSpace(rest))
			} else {
				older.Message = "Missing parentheses in call to 'exec'"
			}
		case strings.HasSuffix(d.Message, "was never closed") && strings.TrimSpace(d.File.Text[d.Plain.Start:]) == "":
			older.Message, older.Span = eofMessage, d.Plain
		case !keptMessages.MatchString(d.Message):
			older.Message, older.Exception, older.Span = invalidSyntax, "", d.Plain
		}
	}
	for _, r := range rewordings {
		if minor < r.before && r.text.MatchString(older.Message) {
			older.Message = r.text.ReplaceAllString(older.Message, r.with)
		}
	}
	return &older
}

const invalidSyntax = "invalid syntax"

var legacyPrint = regexp.MustCompile(`^Missing parentheses in call to '(print|exec)'`)

// caret is the place below which CPython 3.minor, which is before 3.10, puts its
// one caret for the reworded error d.
func (d *Diagnostic) caret(minor int) source.Pos {
	text := d.File.Text
	start := d.Span.Start
	switch {
	case strings.HasPrefix(d.Message, "EOL while"):
		rest, _, _ := strings.Cut(text[start:], "\n")
		start += source.Pos(len(rest))
		if minor < pegSince {
			start--
		}
	case d.Message == eofMessage:
		start = max(source.Pos(len(strings.TrimRight(text[:start], "\n")))-1, 0)
	case d.Message != invalidSyntax && d.Exception == "" && !legacyPrint.MatchString(d.Message):
		// about a node of the tree, at its start in all versions
	case int(start) >= len(text) || text[start] == '\n':
		if minor < pegSince {
			start--
		}
	case minor < startsSince:
		start = max(start, d.Span.End-1)
	}
	return max(start, 0)
}
