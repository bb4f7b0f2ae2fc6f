package emit_test

import (
	"bytes"
	"flag"
	"go/format"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/tools/txtar"

	"github.com/aio2go/aio2go/emit"
	"github.com/aio2go/aio2go/frontend"
	"github.com/aio2go/aio2go/lower"
)

var update = flag.Bool("update", false, "rewrite the expected Go in testdata/golden")

// compile returns the files of the program whose main module is src, as a library.
func compile(t testing.TB, name, src string, opts emit.Options) map[string][]byte {
	t.Helper()
	dir := t.TempDir()
	path := filepath.Join(dir, name)
	if err := os.WriteFile(path, []byte(src), 0o666); err != nil {
		t.Fatal(err)
	}
	prog, list := frontend.Load(frontend.Options{Runtime: func(string) bool { return true }}, path)
	if prog == nil || list.HasErrors() {
		t.Fatalf("%v", list.All())
	}
	for _, m := range prog.Modules {
		m.File.Name = filepath.Base(m.File.Name)
	}
	low, err := lower.Lower(prog, lower.Options{}, list)
	if err != nil {
		t.Fatal(err)
	}
	files, err := emit.Files(low, opts)
	if err != nil {
		t.Fatal(err)
	}
	return files
}

// TestGolden compares the whole Go of small programs with what testdata/golden records.
func TestGolden(t *testing.T) {
	paths, err := filepath.Glob("../testdata/golden/*.txtar")
	if err != nil || len(paths) == 0 {
		t.Fatalf("no golden cases: %v", err)
	}
	for _, path := range paths {
		t.Run(strings.TrimSuffix(filepath.Base(path), ".txtar"), func(t *testing.T) {
			ar, err := txtar.ParseFile(path)
			if err != nil {
				t.Fatal(err)
			}
			if ar.Files[0].Name != "main.py" {
				t.Fatal("the first file must be main.py")
			}
			got := string(compile(t, "main.py", string(ar.Files[0].Data), emit.Options{Library: "golden"})["main.go"])
			if *update {
				ar.Files = append(ar.Files[:1], txtar.File{Name: "main.go", Data: []byte(got)})
				if err := os.WriteFile(path, txtar.Format(ar), 0o666); err != nil {
					t.Fatal(err)
				}
				return
			}
			want := ""
			if len(ar.Files) > 1 {
				want = string(ar.Files[1].Data)
			}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("emitted Go differs (run with -update to accept; -want +got):\n%s", diff)
			}
		})
	}
}

// TestUnformatted holds the text that is built against the one that is read: but for the
// layout they are the same, with the same directives.
func TestUnformatted(t *testing.T) {
	paths, err := filepath.Glob("../testdata/golden/*.txtar")
	if err != nil || len(paths) == 0 {
		t.Fatalf("no golden cases: %v", err)
	}
	for _, path := range paths {
		ar, err := txtar.ParseFile(path)
		if err != nil {
			t.Fatal(err)
		}
		opts := emit.Options{Library: "golden", LineDirectives: true, NoComments: true}
		want := compile(t, "main.py", string(ar.Files[0].Data), opts)["main.go"]
		opts.Unformatted = true
		raw := compile(t, "main.py", string(ar.Files[0].Data), opts)["main.go"]
		if bytes.Equal(want, raw) {
			t.Errorf("%s: formatted though it was not asked for", path)
		}
		got, err := format.Source(raw)
		if err != nil {
			t.Fatalf("%s: %v", path, err)
		}
		// Directives keep the formatter from aligning, so the words are compared.
		if diff := cmp.Diff(strings.Fields(string(want)), strings.Fields(string(got))); diff != "" {
			t.Errorf("%s: unformatted Go differs (-want +got):\n%s", path, diff)
		}
	}
}
