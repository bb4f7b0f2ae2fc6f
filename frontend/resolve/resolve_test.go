package resolve_test

import (
	"bytes"
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/aio2go/aio2go/frontend/diag"
	"github.com/aio2go/aio2go/frontend/resolve"
	"github.com/aio2go/aio2go/frontend/source"
	"github.com/aio2go/aio2go/frontend/syntax"
	"github.com/aio2go/aio2go/internal/conform"
	"golang.org/x/tools/txtar"
)

var record = flag.Bool("record", false, "record the findings in testdata/errors from CPython anew")

// python returns CPython 3.13, or skips the test.
func python(t *testing.T) string {
	t.Helper()
	py, err := conform.FindPython("3.13")
	if err != nil {
		if os.Getenv("AIO2GO_REQUIRE_PYTHON") != "" {
			t.Fatal(err)
		}
		t.Skip(err)
	}
	return py.Path
}

// parse parses and resolves src.
func parse(src string) (*resolve.Info, *syntax.Module, *diag.List) {
	f := source.NewText("case.py", src)
	list := new(diag.List)
	mod := syntax.Parse(f, list)
	if list.HasErrors() {
		return nil, mod, list
	}
	return resolve.Module(f, mod, list), mod, list
}

// A case of testdata/errors is a source followed by what CPython says of it, in
// lines that start with "#!", and the errors found after the first one, in
// lines that start with "#+".
type errorCase struct {
	src         string
	want, extra []string
}

func readErrorCase(data []byte) errorCase {
	var c errorCase
	for _, line := range strings.SplitAfter(string(data), "\n") {
		if text, ok := strings.CutPrefix(line, "#! "); ok {
			c.want = append(c.want, strings.TrimSuffix(text, "\n"))
		} else if text, ok := strings.CutPrefix(line, "#+ "); ok {
			c.extra = append(c.extra, strings.TrimSuffix(text, "\n"))
		} else {
			c.src += line
		}
	}
	return c
}

func (c errorCase) format() []byte {
	var b bytes.Buffer
	b.WriteString(c.src)
	for _, l := range c.want {
		fmt.Fprintf(&b, "#! %s\n", l)
	}
	for _, l := range c.extra {
		fmt.Fprintf(&b, "#+ %s\n", l)
	}
	return b.Bytes()
}

// place returns the span of d as CPython gives it: 1-based columns, which count
// bytes because its compiler does.
func place(d *diag.Diagnostic) string {
	line, col := d.File.Position(d.Span.Start)
	endLine, endCol := d.File.Position(d.Span.End)
	end := fmt.Sprint(endCol + 1)
	if d.Span.Start == d.Span.End {
		end = "None"
	}
	return fmt.Sprintf("%d:%d-%d:%s", line, col+1, endLine, end)
}

// check returns the findings in c.src: as CPython would have them, and the
// further errors.
func (c errorCase) check() (got, extra []string) {
	info, _, list := parse(c.src)
	if info == nil {
		for _, d := range list.All() {
			if d.Severity == diag.Error {
				return []string{"parse-error"}, nil
			}
		}
	}
	warnings := info.Warnings
	if len(info.Errors) > 0 {
		warnings = warnings[:info.WarnedBefore] // CPython does not get to the others
	}
	for _, w := range warnings {
		line, _ := w.File.Position(w.Span.Start)
		got = append(got, fmt.Sprintf("warning %d %s", line, w.Message))
	}
	for i, e := range info.Errors {
		text := fmt.Sprintf("error %s %s", place(e), e.Message)
		if i == 0 {
			got = append(got, text)
		} else {
			extra = append(extra, text)
		}
	}
	if len(got) == 0 {
		got = []string{"fine"}
	}
	return got, extra
}

// TestErrors compares the findings in testdata/errors with what CPython said of
// the same sources. An error that CPython gives no place ("-1:0--1:0") has one
// here. With -record, CPython is asked again.
func TestErrors(t *testing.T) {
	archives, err := filepath.Glob("testdata/errors/*.txtar")
	if err != nil || len(archives) == 0 {
		t.Fatal("no cases", err)
	}
	for _, path := range archives {
		t.Run(strings.TrimSuffix(filepath.Base(path), ".txtar"), func(t *testing.T) {
			ar, err := txtar.ParseFile(path)
			if err != nil {
				t.Fatal(err)
			}
			if *record {
				recordErrors(t, path, ar)
				return
			}
			for _, f := range ar.Files {
				t.Run(f.Name, func(t *testing.T) { checkErrorCase(t, readErrorCase(f.Data)) })
			}
		})
	}
}

func checkErrorCase(t *testing.T, c errorCase) {
	got, extra := c.check()
	want := c.want
	if strings.HasPrefix(want[len(want)-1], "parse-error") {
		if got[0] != "parse-error" {
			t.Errorf("parsed, but CPython says: %s", want)
		}
		return
	}
	if n := len(got) - 1; n < len(want) {
		if msg, ok := strings.CutPrefix(want[n], "error -1:0--1:0 "); ok && strings.HasSuffix(got[n], " "+msg) {
			want = append(append([]string{}, want[:n]...), got[n])
		}
	}
	if g, w := strings.Join(got, "\n"), strings.Join(want, "\n"); g != w {
		t.Errorf("%s\ngot:\n%s\nwant:\n%s", c.src, g, w)
	}
	if g, w := strings.Join(extra, "\n"), strings.Join(c.extra, "\n"); g != w {
		t.Errorf("%s\nfurther errors:\n%s\nwant:\n%s", c.src, g, w)
	}
}

func recordErrors(t *testing.T, path string, ar *txtar.Archive) {
	var cases []errorCase
	var sources []string
	for _, f := range ar.Files {
		c := readErrorCase(f.Data)
		cases = append(cases, c)
		sources = append(sources, c.src)
	}
	in, err := json.Marshal(sources)
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(python(t), "testdata/errors.py")
	cmd.Stdin = bytes.NewReader(in)
	cmd.Stderr = os.Stderr
	out, err := cmd.Output()
	if err != nil {
		t.Fatal(err)
	}
	var found [][]string
	if err := json.Unmarshal(out, &found); err != nil {
		t.Fatal(err)
	}
	for i, c := range cases {
		c.want = found[i]
		_, c.extra = c.check()
		ar.Files[i].Data = c.format()
	}
	if err := os.WriteFile(path, txtar.Format(ar), 0o666); err != nil {
		t.Fatal(err)
	}
}
