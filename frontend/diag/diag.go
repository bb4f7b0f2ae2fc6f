// Package diag holds what the compiler has to say about a program: errors,
// warnings and notes, each with a stable code and a place in the source.
//
// Every stage appends to a List; nothing is printed before a stage is done.
// A List comes out sorted by position and without duplicates, and is rendered
// as text with the source line and a caret, as CPython renders a SyntaxError,
// or as JSON.
package diag

import (
	"fmt"
	"sort"

	"github.com/aio2go/aio2go/frontend/source"
)

// Severity says how bad a diagnostic is.
type Severity uint8

// The severities, the worst first.
const (
	Error   Severity = iota // the program cannot be compiled
	Warning                 // it can, but it will likely not do what was meant
	Note                    // further information on the diagnostic before it
)

// String returns the word that is printed for s.
func (s Severity) String() string {
	switch s {
	case Error:
		return "error"
	case Warning:
		return "warning"
	}
	return "note"
}

// NoteAt is a further place that explains a diagnostic.
type NoteAt struct {
	File    *source.File // nil: the file of the diagnostic
	Span    source.Span
	Message string
}

// Diagnostic is one finding.
type Diagnostic struct {
	Code     Code
	Severity Severity
	File     *source.File
	Span     source.Span // NoSpan: about the file as a whole; without End: about the line of Start
	Message  string      // CPython's text where CPython has one
	Hint     string      // what to write instead; may be empty
	Notes    []NoteAt

	// Plain is the token at which CPython before 3.10 reported "invalid syntax",
	// where it had no message of its own for the mistake. Without a length, there
	// is none.
	Plain source.Span

	// Exception is the class under which CPython raises the error: SyntaxError
	// when empty, or IndentationError or TabError.
	Exception string
}

// Error returns the diagnostic on one line, without its source.
func (d *Diagnostic) Error() string {
	return fmt.Sprintf("%s%s: %s [%s]", d.where(), d.Severity, d.Message, d.Code)
}

// where returns "file:line:col: ", with less in it when less is known.
func (d *Diagnostic) where() string { return where(d.File, d.Span) }

func where(f *source.File, span source.Span) string {
	switch {
	case f == nil:
		return ""
	case !span.IsValid():
		return f.Name + ": "
	}
	line, col := displayColumn(f, span.Start)
	return fmt.Sprintf("%s:%d:%d: ", f.Name, line, col+1)
}

// List collects diagnostics. The zero value is ready to use.
type List struct {
	items    []*Diagnostic
	sorted   bool
	hasError bool
}

// Add appends d.
func (l *List) Add(d *Diagnostic) {
	l.items = append(l.items, d)
	l.sorted = false
	l.hasError = l.hasError || d.Severity == Error
}

// Errorf appends an error about span in f and returns it, so that a hint or
// notes can be put into it.
func (l *List) Errorf(code Code, f *source.File, span source.Span, format string, args ...any) *Diagnostic {
	return l.add(Error, code, f, span, format, args)
}

// Warnf appends a warning about span in f and returns it.
func (l *List) Warnf(code Code, f *source.File, span source.Span, format string, args ...any) *Diagnostic {
	return l.add(Warning, code, f, span, format, args)
}

func (l *List) add(s Severity, code Code, f *source.File, span source.Span, format string, args []any) *Diagnostic {
	msg := format
	if len(args) > 0 {
		msg = fmt.Sprintf(format, args...)
	}
	d := &Diagnostic{Code: code, Severity: s, File: f, Span: span, Message: msg}
	l.Add(d)
	return d
}

// AddError appends a failure to read a source file, as an error with CPython's
// text when the file could be opened but not decoded.
func (l *List) AddError(f *source.File, err error) {
	d := &Diagnostic{Code: UnreadableSource, File: f, Span: source.NoSpan, Message: err.Error()}
	if e, ok := err.(*source.Error); ok {
		d.Code = InvalidEncoding
		d.Span = source.Span{Start: e.Pos, End: e.End}
	}
	l.Add(d)
}

// HasErrors reports whether the list contains an error, not just warnings.
func (l *List) HasErrors() bool { return l.hasError }

// Len returns the number of diagnostics added so far, duplicates included.
func (l *List) Len() int { return len(l.items) }

// All returns the diagnostics sorted by file name and position, each one once.
// Of two at the same place the one added first comes first.
func (l *List) All() []*Diagnostic {
	if l.sorted {
		return l.items
	}
	sort.SliceStable(l.items, func(i, j int) bool {
		a, b := l.items[i], l.items[j]
		if x, y := fileName(a.File), fileName(b.File); x != y {
			return x < y
		}
		return a.Span.Start < b.Span.Start
	})
	type key struct {
		code Code
		file *source.File
		span source.Span
		msg  string
	}
	seen := make(map[key]bool, len(l.items))
	kept := l.items[:0]
	for _, d := range l.items {
		k := key{d.Code, d.File, d.Span, d.Message}
		if !seen[k] {
			seen[k] = true
			kept = append(kept, d)
		}
	}
	l.items, l.sorted = kept, true
	return kept
}

func fileName(f *source.File) string {
	if f == nil {
		return ""
	}
	return f.Name
}
