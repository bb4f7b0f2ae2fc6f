// Package source holds the text of Python files and the positions in them.
//
// What goes in is a file's raw bytes; what comes out is a File whose Text is
// UTF-8 with "\n" line ends, the form in which CPython's tokenizer sees it and
// in which the column offsets of its ast module count. Every position in the
// compiler is a Pos, a byte offset in that text; lines and columns are looked
// up only when something is printed.
package source

import (
	"fmt"
	"os"
	"sort"
	"strings"
)

// Pos is a byte offset in the Text of the file it belongs to. Which file that
// is follows from the module being compiled, so that a Pos stays 4 bytes.
type Pos int32

// NoPos is the position of something that stands nowhere in the source.
const NoPos Pos = -1

// IsValid reports whether p is a position in a file.
func (p Pos) IsValid() bool { return p >= 0 }

// Span is the half-open range of text [Start, End).
type Span struct {
	Start, End Pos
}

// NoSpan is the span of something that stands nowhere in the source.
var NoSpan = Span{NoPos, NoPos}

// IsValid reports whether s is a range in a file.
func (s Span) IsValid() bool { return s.Start >= 0 }

// To returns the span from the start of s to the end of t.
func (s Span) To(t Span) Span { return Span{s.Start, t.End} }

// MaxSize is the size in bytes above which a file is refused: a Pos must be
// able to hold every offset.
const MaxSize = 1<<31 - 16

// File is one source file.
type File struct {
	Name     string // as displayed in messages and tracebacks
	Bytes    []byte // as read
	Text     string // decoded: UTF-8, "\n" line ends, no byte order mark
	Encoding string // as declared, in Python's normal form; "utf-8" by default

	lines []Pos // offset of the start of each line; built when first needed
}

// Read reads and decodes the file at path; see New.
func Read(path string) (*File, error) {
	src, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	return New(path, src)
}

// New decodes src, which is displayed as name. When src cannot be decoded the
// error is an *Error, and the file returned with it is good for displaying
// that error but must not be parsed.
func New(name string, src []byte) (*File, error) {
	f := &File{Name: name, Bytes: src, Encoding: "utf-8"}
	if len(src) > MaxSize {
		return f, &Error{Message: "source file is too large", Pos: NoPos, End: NoPos}
	}
	err := f.decode()
	if err != nil {
		return f, err
	}
	return f, nil
}

// NewText returns a file for text that is decoded already. Like CPython given
// a str, it takes no notice of an encoding declaration.
func NewText(name, text string) *File {
	return &File{Name: name, Bytes: []byte(text), Text: normalizeNewlines(strings.TrimPrefix(text, bom)), Encoding: "utf-8"}
}

// Error is a file that cannot be decoded. The message is CPython's.
type Error struct {
	Message  string
	Line     int // 1-based; 0 when the message is not about one line
	Pos, End Pos // the place in the text, or NoPos
}

// Error returns the message.
func (e *Error) Error() string { return e.Message }

// Position is a place as it is shown to people.
type Position struct {
	Line int // 1-based
	Col  int // bytes from the start of the line, 0-based
}

// String returns the position as line:column with a 1-based column.
func (p Position) String() string { return fmt.Sprintf("%d:%d", p.Line, p.Col+1) }

func (f *File) index() []Pos {
	if f.lines == nil {
		lines := make([]Pos, 1, 16+len(f.Text)/32)
		for i := 0; ; {
			n := strings.IndexByte(f.Text[i:], '\n')
			if n < 0 {
				break
			}
			i += n + 1
			lines = append(lines, Pos(i))
		}
		f.lines = lines
	}
	return f.lines
}

// Position returns the line (1-based) and the column (0-based, in bytes) of
// pos. A position beyond the text belongs to its last line.
func (f *File) Position(pos Pos) (line, col int) {
	lines := f.index()
	line = sort.Search(len(lines), func(i int) bool { return lines[i] > pos })
	if line == 0 {
		return 1, 0
	}
	return line, int(pos - lines[line-1])
}

// LineCount returns the number of lines, counting the text after the last line
// end even if it is empty.
func (f *File) LineCount() int { return len(f.index()) }

// LineStart returns the position at which line n (1-based) starts.
func (f *File) LineStart(n int) Pos {
	lines := f.index()
	switch {
	case n < 1:
		return 0
	case n > len(lines):
		return Pos(len(f.Text))
	}
	return lines[n-1]
}

// Line returns the text of line n (1-based) without its line end, and "" for a
// line that the file does not have.
func (f *File) Line(n int) string {
	if n < 1 || n > f.LineCount() {
		return ""
	}
	text := f.Text[f.LineStart(n):]
	if i := strings.IndexByte(text, '\n'); i >= 0 {
		text = text[:i]
	}
	return text
}

// Slice returns the text in s.
func (f *File) Slice(s Span) string { return f.Text[s.Start:s.End] }
