package diag

import (
	"encoding/json"
	"fmt"
	"io"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/aio2go/aio2go/frontend/source"
)

// This file implements the three forms in which diagnostics are shown.

// displayColumn returns the line of pos and its column in characters, which is
// what an editor counts in and what CPython prints.
func displayColumn(f *source.File, pos source.Pos) (line, col int) {
	line, b := f.Position(pos)
	text := f.Line(line)
	if b > len(text) {
		return line, utf8.RuneCountInString(text) + b - len(text)
	}
	for b > 0 && b < len(text) && !utf8.RuneStart(text[b]) {
		b--
	}
	return line, utf8.RuneCountInString(text[:b])
}

// Render writes d as text: the finding, the source line with a caret and a
// tilde below each further character, the hint and the notes.
//
//	app.py:12:9: error: 'await' outside async function [await-outside-async]
//	    x = await fetch(u)
//	        ^~~~~~~~~~~~~~
func (d *Diagnostic) Render(w io.Writer) error {
	var b strings.Builder
	b.WriteString(d.Error())
	b.WriteByte('\n')
	excerpt(&b, d.File, d.Span)
	if d.Hint != "" {
		fmt.Fprintf(&b, "    hint: %s\n", d.Hint)
	}
	for _, n := range d.Notes {
		f := n.File
		if f == nil {
			f = d.File
		}
		fmt.Fprintf(&b, "%s%s: %s\n", where(f, n.Span), Note, n.Message)
		excerpt(&b, f, n.Span)
	}
	_, err := io.WriteString(w, b.String())
	return err
}

func excerpt(b *strings.Builder, f *source.File, span source.Span) {
	if f == nil || !span.IsValid() {
		return
	}
	line, col := f.Position(span.Start)
	text := f.Line(line)
	trimmed := strings.TrimLeft(text, " \t\f")
	if trimmed == "" {
		return
	}
	cut := len(text) - len(trimmed)
	start := max(col-cut, 0)
	end := min(int(span.End-span.Start)+col-cut, len(trimmed))
	fmt.Fprintf(b, "    %s\n", strings.TrimRight(trimmed, " \t\f"))
	if span.End < span.Start { // about the line as a whole
		return
	}
	b.WriteString("    ")
	pad(b, trimmed, start)
	b.WriteByte('^')
	if start < end {
		if n := utf8.RuneCountInString(trimmed[start:end]); n > 1 {
			b.WriteString(strings.Repeat("~", n-1))
		}
	}
	b.WriteByte('\n')
}

// pad writes a blank for every character of the first n bytes of text, keeping
// tabs so that what follows lines up.
func pad(b *strings.Builder, text string, n int) {
	for i, r := range text {
		if i >= n {
			return
		}
		if r == '\t' {
			b.WriteByte('\t')
		} else {
			b.WriteByte(' ')
		}
	}
	for i := len(text); i < n; i++ {
		b.WriteByte(' ')
	}
}

// RenderPython writes d as CPython shows an uncaught SyntaxError:
//
//	  File "x.py", line 3
//	    src
//	    ^^^
//	SyntaxError: msg
func (d *Diagnostic) RenderPython(w io.Writer) error {
	var b strings.Builder
	if d.File != nil && d.Span.IsValid() {
		line, _ := d.File.Position(d.Span.Start)
		fmt.Fprintf(&b, "  File \"%s\", line %d\n", d.File.Name, line)
		pythonExcerpt(&b, d.File, d.Span)
	}
	class := d.Exception
	if class == "" {
		class = "SyntaxError"
	}
	fmt.Fprintf(&b, "%s: %s\n", class, d.Message)
	_, err := io.WriteString(w, b.String())
	return err
}

// pythonExcerpt writes the source line and the carets as traceback.py,
// _format_syntax_error, does.
func pythonExcerpt(b *strings.Builder, f *source.File, span source.Span) {
	line, col := displayColumn(f, span.Start)
	text := []rune(f.Line(line))
	if len(text) == 0 {
		return
	}
	spaces := 0
	for spaces < len(text) && (text[spaces] == ' ' || text[spaces] == '\f') {
		spaces++
	}
	text = text[spaces:]
	fmt.Fprintf(b, "    %s\n", string(text))
	if span.End < span.Start { // about the line as a whole
		return
	}
	start, end := col-spaces, len(text)
	if endLine, endCol := displayColumn(f, max(span.End-1, span.Start)); endLine == line {
		end = min(endCol+1-spaces, len(text)) // a line's end may be of several characters
	}
	if start < 0 {
		return
	}
	b.WriteString("    ")
	for i := range start {
		if i < len(text) && unicode.IsSpace(text[i]) {
			b.WriteRune(text[i])
		} else if i < len(text) {
			b.WriteByte(' ')
		}
	}
	b.WriteString(strings.Repeat("^", max(end-start, 1)))
	b.WriteByte('\n')
}

// Render writes all diagnostics as text.
func (l *List) Render(w io.Writer) error {
	for _, d := range l.All() {
		if err := d.Render(w); err != nil {
			return err
		}
	}
	return nil
}

// jsonDiagnostic is the JSON form; lines and columns are 1-based, columns
// count characters, the end is exclusive.
type jsonDiagnostic struct {
	File      string     `json:"file,omitempty"`
	Line      int        `json:"line,omitempty"`
	Column    int        `json:"column,omitempty"`
	EndLine   int        `json:"end_line,omitempty"`
	EndColumn int        `json:"end_column,omitempty"`
	Severity  string     `json:"severity,omitempty"`
	Code      Code       `json:"code,omitempty"`
	Message   string     `json:"message"`
	Hint      string     `json:"hint,omitempty"`
	Notes     []jsonNote `json:"notes,omitempty"`
}

type jsonNote = jsonDiagnostic

func jsonPlace(f *source.File, span source.Span, msg string) jsonDiagnostic {
	j := jsonDiagnostic{File: fileName(f), Message: msg}
	if f != nil && span.IsValid() {
		line, col := displayColumn(f, span.Start)
		j.Line, j.Column = line, col+1
		// A range that ends with a line end does not extend to the next line.
		last := max(span.End-1, span.Start)
		line, col = displayColumn(f, last)
		j.EndLine, j.EndColumn = line, col+1
		if last < span.End {
			j.EndColumn++
		}
	}
	return j
}

// MarshalJSON returns the JSON form of d.
func (d *Diagnostic) MarshalJSON() ([]byte, error) {
	j := jsonPlace(d.File, d.Span, d.Message)
	j.Severity, j.Code, j.Hint = d.Severity.String(), d.Code, d.Hint
	for _, n := range d.Notes {
		f := n.File
		if f == nil {
			f = d.File
		}
		j.Notes = append(j.Notes, jsonPlace(f, n.Span, n.Message))
	}
	return json.Marshal(j)
}

// RenderJSON writes all diagnostics as one JSON array, one element a line.
func (l *List) RenderJSON(w io.Writer) error {
	var b strings.Builder
	b.WriteString("[")
	for i, d := range l.All() {
		if i > 0 {
			b.WriteByte(',')
		}
		data, err := json.Marshal(d)
		if err != nil {
			return err
		}
		b.WriteString("\n  ")
		b.Write(data)
	}
	if l.Len() > 0 {
		b.WriteByte('\n')
	}
	b.WriteString("]\n")
	_, err := io.WriteString(w, b.String())
	return err
}
