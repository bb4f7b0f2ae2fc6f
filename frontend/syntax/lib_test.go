package syntax

import (
	"bytes"
	"crypto/md5"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/aio2go/aio2go/frontend/diag"
	"github.com/aio2go/aio2go/frontend/source"
)

// TestLib compares the trees of all files of CPython's library, its test suite
// included, with CPython's own.
func TestLib(t *testing.T) {
	root, names := libFiles(t)
	want := referenceDumps(t, root, names)
	failed := 0
	for i, name := range names {
		got := name + " " + dumpHash(t, filepath.Join(root, name))
		if got != want[i] {
			t.Errorf("got %s, want %s", got, want[i])
			if failed++; failed > 20 {
				t.Fatal("too many differences")
			}
		}
	}
	t.Logf("%d files", len(names))
}

// referenceDumps returns the lines that libdump.py prints. That takes a while,
// so they are kept in the folder for temporary files.
func referenceDumps(t *testing.T, root string, names []string) []string {
	script, err := os.ReadFile("testdata/libdump.py")
	if err != nil {
		t.Fatal(err)
	}
	input := strings.Join(names, "\n")
	key := md5.Sum([]byte(string(script) + root + "\n" + input))
	cache := filepath.Join(os.TempDir(), fmt.Sprintf("aio2go-libdump-%x.txt", key))
	out, err := os.ReadFile(cache)
	if err != nil || bytes.Count(out, []byte("\n")) != len(names) {
		out = runPython(t, []byte(input), "testdata/libdump.py", root)
		if err := os.WriteFile(cache, out, 0o600); err != nil {
			t.Log(err)
		}
	}
	lines := strings.Split(strings.TrimSpace(string(out)), "\n")
	if len(lines) != len(names) {
		t.Fatalf("libdump.py printed %d lines for %d files", len(lines), len(names))
	}
	return lines
}

// dumpHash says about a file what libdump.py says about it.
func dumpHash(t *testing.T, path string) string {
	f, err := source.Read(path)
	if err != nil {
		e, ok := err.(*source.Error)
		if !ok {
			t.Fatal(err)
		}
		return fmt.Sprintf("! %d", e.Line)
	}
	var list diag.List
	m := Parse(f, &list)
	for _, d := range list.All() {
		if d.Severity == diag.Error {
			line, _ := f.Position(d.Span.Start)
			return fmt.Sprintf("! %d", line)
		}
	}
	h := md5.New()
	var b bytes.Buffer
	if err := Dump(&b, f, m); err != nil {
		t.Fatal(err)
	}
	h.Write(bytes.TrimSuffix(b.Bytes(), []byte("\n")))
	return fmt.Sprintf("%x", h.Sum(nil))
}

// readLib reads the files of CPython's library that can be decoded.
func readLib(t testing.TB) (sources [][]byte, size int64, list string) {
	root, names := libFiles(t)
	var paths []string
	for _, name := range names {
		path := filepath.Join(root, name)
		data, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		sources = append(sources, data)
		paths = append(paths, path)
		size += int64(len(data))
	}
	return sources, size, strings.Join(paths, "\n")
}

func parseAll(sources [][]byte) {
	for _, data := range sources {
		f, err := source.New("x.py", data)
		if err != nil {
			continue
		}
		var list diag.List
		Parse(f, &list)
	}
}

// BenchmarkParseLib parses CPython's whole library, decoding included.
func BenchmarkParseLib(b *testing.B) {
	sources, size, _ := readLib(b)
	b.SetBytes(size)
	b.ReportAllocs()
	for b.Loop() {
		parseAll(sources)
	}
}

// timeParse is a program that times ast.parse on the files named on its stdin.
const timeParse = `
import ast, sys, time, warnings
warnings.simplefilter("ignore")
sources = [open(name, "rb").read() for name in sys.stdin.read().splitlines()]
start = time.perf_counter()
for source in sources:
    try:
        ast.parse(source)
    except SyntaxError:
        pass
print(time.perf_counter() - start)
`

// TestSpeed parses the same files with this parser and with CPython's, one
// after the other, and wants this one to be the faster.
func TestSpeed(t *testing.T) {
	sources, size, paths := readLib(t)
	var theirs float64
	out := runPython(t, []byte(paths), "-c", timeParse)
	if _, err := fmt.Sscan(string(out), &theirs); err != nil {
		t.Fatalf("%v: %q", err, out)
	}
	start := time.Now()
	parseAll(sources)
	ours := time.Since(start).Seconds()
	t.Logf("%d files, %.1f MB: %.2f s, CPython %.2f s (%.1f times as long)", len(sources), float64(size)/1e6, ours, theirs, theirs/ours)
	if ours > theirs {
		t.Errorf("parsing took %.2f s, in CPython %.2f s", ours, theirs)
	}
}
