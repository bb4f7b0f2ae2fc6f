// Package gofile writes one Go source file: imports, declarations, source markers.
//
// What goes in are pieces of Go text and marks that say which Python line the next piece
// comes from; what comes out is a formatted file, in which marks have become comments
// or //line directives, and the table of Python lines by Go line.
package gofile

import (
	"bytes"
	"fmt"
	"sort"
	"strconv"
	"strings"

	"golang.org/x/tools/imports"
)

// File is a Go source file being written.
type File struct {
	Header  string // first comment, without slashes
	Package string
	imports map[string]string // path -> name, "" for the last element
	body    bytes.Buffer
}

// New returns an empty file of a package.
func New(pkg, header string) *File {
	return &File{Header: header, Package: pkg, imports: map[string]string{}}
}

// Import adds an import; name is "" for the path's last element and "_" for effects.
func (f *File) Import(path, name string) { f.imports[path] = name }

// Printf adds text to the file's body.
func (f *File) Printf(format string, args ...any) { fmt.Fprintf(&f.body, format, args...) }

// Print adds text to the file's body.
func (f *File) Print(text string) { f.body.WriteString(text) }

// mark begins the comment that stands for a source mark until the file is formatted. No
// Python text can contain it, since text only reaches the file quoted or as a comment
// made by the formatter's caller.
const mark = "//aio2go:line "

// MarkText returns the text that says that the lines after it come from Python line n, or
// where n is 0 from none.
func MarkText(n int) string { return fmt.Sprintf("%s%d\n", mark, n) }

// Lines is the table of Python lines: Go line Go[i] and those up to Go[i+1] come from
// Python line Python[i].
type Lines struct{ Go, Python []int }

// Form says what becomes of marks.
type Form struct {
	// Comment returns the text of the comment for a Python line, without slashes; "" or
	// a nil function for none.
	Comment func(line int) string
	// Directive is the file name for //line directives, "" for none.
	Directive string
	// Unformatted leaves the layout as it was written, for files that nobody reads:
	// formatting takes longer than all else that a compilation of ours does. A function
	// then ends where a blank line follows its brace.
	Unformatted bool
}

// Format returns the formatted file.
func (f *File) Format(form Form) ([]byte, Lines, error) {
	var b bytes.Buffer
	fmt.Fprintf(&b, "// %s\n\npackage %s\n\n", f.Header, f.Package)
	if len(f.imports) > 0 {
		b.WriteString("import (\n")
		for _, path := range sortedKeys(f.imports) {
			fmt.Fprintf(&b, "\t%s %s\n", f.imports[path], strconv.Quote(path))
		}
		b.WriteString(")\n\n")
	}
	b.Write(f.body.Bytes())
	if form.Unformatted {
		out, lines := resolveMarks(b.Bytes(), form)
		return out, lines, nil
	}
	src, err := imports.Process("", b.Bytes(), &imports.Options{Comments: true, TabIndent: true, TabWidth: 8, FormatOnly: true})
	if err != nil {
		return b.Bytes(), Lines{}, fmt.Errorf("emitted Go does not parse: %w", err)
	}
	out, lines := resolveMarks(src, form)
	return out, lines, nil
}

// resolveMarks replaces the marks of formatted source. A mark for the line that is
// current already goes away.
func resolveMarks(src []byte, form Form) ([]byte, Lines) {
	var out bytes.Buffer
	var lines Lines
	goLine, current := 1, 0
	marked := false // the line before is a directive
	write := func(text string) {
		out.WriteString(text)
		out.WriteByte('\n')
		goLine++
	}
	rest := strings.Split(strings.TrimSuffix(string(src), "\n"), "\n")
	for i, text := range rest {
		trimmed := strings.TrimLeft(text, "\t")
		if !strings.HasPrefix(trimmed, mark) {
			if text == "}" && (!form.Unformatted || i+1 < len(rest) && rest[i+1] == "") {
				current = 0
			}
			// The compiler counts on from a directive, so each Go line of a Python
			// line needs one.
			if form.Directive != "" && current != 0 && !marked {
				write(fmt.Sprintf("//line %s:%d", form.Directive, current))
			}
			write(text)
			marked = false
			continue
		}
		n, err := strconv.Atoi(strings.TrimSpace(trimmed[len(mark):]))
		if err != nil {
			panic("gofile: bad mark " + trimmed)
		}
		if n != current && form.Comment != nil {
			if c := form.Comment(n); c != "" {
				write(text[:len(text)-len(trimmed)] + "// " + c)
			}
		}
		switch {
		case form.Directive == "":
		case n == 0:
			write("//line <aio2go>:1")
		default:
			write(fmt.Sprintf("//line %s:%d", form.Directive, n))
			marked = true
		}
		if k := len(lines.Go); k > 0 && lines.Go[k-1] == goLine {
			lines.Python[k-1] = n
		} else {
			lines.Go, lines.Python = append(lines.Go, goLine), append(lines.Python, n)
		}
		current = n
	}
	return out.Bytes(), lines
}

func sortedKeys(m map[string]string) []string {
	keys := make([]string, 0, len(m))
	for k := range m {
		keys = append(keys, k)
	}
	sort.Strings(keys)
	return keys
}

// Merge adds text and then the body and imports of g to f.
func (f *File) Merge(text string, g *File) {
	f.body.WriteString(text)
	f.body.Write(g.body.Bytes())
	for path, name := range g.imports {
		f.imports[path] = name
	}
}
