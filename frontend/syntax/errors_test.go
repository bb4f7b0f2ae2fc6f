package syntax

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/aio2go/aio2go/frontend/diag"
	"github.com/aio2go/aio2go/frontend/source"
)

// A recordedError is how CPython rejects a source; see testdata/errors.
type recordedError struct {
	source, class, msg               string
	line, offset, endLine, endOffset int
	accepted                         bool
}

func (e *recordedError) UnmarshalJSON(data []byte) error {
	var class *string
	fields := []any{&e.source, &class, &e.msg, &e.line, &e.offset, &e.endLine, &e.endOffset}
	if err := json.Unmarshal(data, &fields); err != nil {
		return err
	}
	e.accepted = class == nil
	if class != nil {
		e.class = *class
	}
	return nil
}

// place is where the error is, with an empty range in one form only: CPython
// has several.
func (e *recordedError) place() string {
	offset, endOffset := max(e.offset, 1), e.endOffset
	if e.endLine < e.line || e.endLine == e.line && endOffset < offset || endOffset <= 0 {
		return fmt.Sprintf("%d:%d", e.line, offset)
	}
	if e.endLine == e.line && endOffset == offset {
		return fmt.Sprintf("%d:%d", e.line, offset)
	}
	return fmt.Sprintf("%d:%d-%d:%d", e.line, offset, e.endLine, endOffset)
}

// String is the error on one line.
func (e *recordedError) String() string {
	if e.accepted {
		return "accepted"
	}
	return fmt.Sprintf("%s %s: %s", e.place(), e.class, e.msg)
}

// firstError parses text and returns the first error in the form of CPython's.
func firstError(text string) (*recordedError, *diag.List) {
	f, err := source.New("x.py", []byte(text))
	var list diag.List
	if err != nil {
		list.AddError(f, err)
		return &recordedError{source: text, class: "SyntaxError", msg: err.Error()}, &list
	}
	Parse(f, &list)
	for _, d := range list.All() {
		if d.Severity != diag.Error {
			continue
		}
		e := &recordedError{source: text, class: d.Exception, msg: d.Message}
		if e.class == "" {
			e.class = "SyntaxError"
		}
		e.setPlace(f, d.Span)
		return e, &list
	}
	return &recordedError{source: text, accepted: true}, &list
}

// setPlace sets the place in CPython's terms: columns are counted in
// characters, and, a quirk, those of the end in the text of the first line.
func (e *recordedError) setPlace(f *source.File, span source.Span) {
	line, col := f.Position(span.Start)
	text := f.Line(line)
	chars := func(n int) int {
		if n > len(text) {
			return utf8.RuneCountInString(text) + min(n, len(text)+1) - len(text)
		}
		return len([]rune(text[:n]))
	}
	e.line, e.offset = line, chars(col)+1
	e.endLine, e.endOffset = e.line, e.offset
	if span.End > span.Start {
		// An error about a line end is not one about the next line.
		e.endLine, col = f.Position(span.End - 1)
		e.endOffset = chars(col+1) + 1
		if e.endLine > e.line && col+1 >= len(text) {
			e.endOffset = chars(len(text) + 1)
		}
	}
}

func readRecorded(t testing.TB, path string) []*recordedError {
	t.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	var list []*recordedError
	if err := json.Unmarshal(data, &list); err != nil {
		t.Fatalf("%s: %v", path, err)
	}
	return list
}

func TestErrors(t *testing.T) {
	path := "testdata/errors/errors.json"
	if p := os.Getenv("AIO2GO_ERRORS"); p != "" {
		path = p
	}
	for _, want := range readRecorded(t, path) {
		if got, _ := firstError(want.source); got.String() != want.String() {
			t.Errorf("%q\n got %s\nwant %s", want.source, got, want)
		}
	}
}

// TestErrorsConfirm runs the snippets of TestErrors through CPython again.
func TestErrorsConfirm(t *testing.T) {
	const path = "testdata/errors/errors.json"
	var snippets [][]string
	recorded := readRecorded(t, path)
	for _, e := range recorded {
		snippets = append(snippets, []string{e.source})
	}
	input, err := json.Marshal(snippets)
	if err != nil {
		t.Fatal(err)
	}
	out := runPython(t, input, "testdata/errors/record.py")
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(out, want) {
		t.Errorf("%s is not what CPython says; record it again with testdata/errors/record.py", path)
	}
}

// TestRenderPython compares what is shown of an error with what CPython shows.
func TestRenderPython(t *testing.T) {
	recorded := readRecorded(t, "testdata/errors/errors.json")
	data, err := os.ReadFile("testdata/errors/errors.json")
	if err != nil {
		t.Fatal(err)
	}
	var want []string
	if err := json.Unmarshal(runPython(t, data, "testdata/errors/render.py"), &want); err != nil {
		t.Fatal(err)
	}
	for i, e := range recorded {
		if strings.Contains(want[i], "\\\n") {
			continue // shows a logical line, where it would show a line of a file
		}
		_, list := firstError(e.source)
		var b strings.Builder
		if !e.accepted {
			for _, d := range list.All() {
				if d.Severity == diag.Error {
					if err := d.RenderPython(&b); err != nil {
						t.Fatal(err)
					}
					break
				}
			}
		}
		if b.String() != want[i] {
			t.Errorf("%q: got\n%swant\n%s", e.source, b.String(), want[i])
		}
	}
}
