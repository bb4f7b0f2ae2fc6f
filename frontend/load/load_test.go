package load

import (
	"flag"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/aio2go/aio2go/frontend/diag"
	"github.com/aio2go/aio2go/frontend/source"
	"github.com/google/go-cmp/cmp"
	"golang.org/x/tools/txtar"
)

var update = flag.Bool("update", false, "write what is found into testdata")

// runtime are the runtime's modules in the tests.
var runtime = map[string]bool{
	"sys": true, "os": true, "os.path": true, "asyncio": true, "asyncio.subprocess": true, "typing": true, "random": true, "importlib": true,
}

// TestLoad loads main.py of each archive in testdata with the folders "." and
// "lib" as the path, and compares what is found with the archive's "want".
func TestLoad(t *testing.T) {
	archives, err := filepath.Glob("testdata/*.txtar")
	if err != nil || len(archives) == 0 {
		t.Fatal("no cases", err)
	}
	for _, path := range archives {
		t.Run(strings.TrimSuffix(filepath.Base(path), ".txtar"), func(t *testing.T) {
			ar, err := txtar.ParseFile(path)
			if err != nil {
				t.Fatal(err)
			}
			dir, want := t.TempDir(), ""
			for _, f := range ar.Files {
				if f.Name == "want" {
					want = string(f.Data)
					continue
				}
				p := filepath.Join(dir, f.Name)
				if err := os.MkdirAll(filepath.Dir(p), 0o777); err != nil {
					t.Fatal(err)
				}
				if err := os.WriteFile(p, f.Data, 0o666); err != nil {
					t.Fatal(err)
				}
			}
			got := loaded(t, dir)
			if *update {
				ar.Files[len(ar.Files)-1].Data = []byte(got)
				if err := os.WriteFile(path, txtar.Format(ar), 0o666); err != nil {
					t.Fatal(err)
				}
			} else if d := cmp.Diff(want, got); d != "" {
				t.Error(d)
			}
		})
	}
}

// loaded describes the program in dir.
func loaded(t *testing.T, dir string) string {
	f, err := source.Read(filepath.Join(dir, "main.py"))
	if err != nil {
		t.Fatal(err)
	}
	list := new(diag.List)
	prog := Load(Options{
		Path:    []string{dir, filepath.Join(dir, "lib")},
		Runtime: func(name string) bool { return runtime[name] },
		Stdlib:  []string{filepath.Join(dir, "Lib")},
		Site:    []string{filepath.Join(dir, "site")},
		Extend:  map[string][]string{"extended": {filepath.Join(dir, "more")}},
		Lacks: func(module, name string) bool {
			return module == "asyncio" && slices.Contains([]string{"extra", "other", "third", "fourth", "nowhere"}, name)
		},
	}, f, list)
	var b strings.Builder
	rel := func(path string) string { return strings.TrimPrefix(path, dir+string(filepath.Separator)) }
	for _, m := range prog.Modules {
		fmt.Fprintf(&b, "%s = %s", m.Name, rel(m.File.Name))
		if m.IsPackage {
			b.WriteString(" package")
		}
		if m.Library {
			b.WriteString(" library")
		}
		b.WriteByte('\n')
		for _, i := range m.Imports {
			fmt.Fprintf(&b, "  imports %s", i.Name)
			switch {
			case i.Runtime:
				b.WriteString(", of the runtime")
			case i.Module == nil:
				b.WriteString(", not found")
			}
			if i.Guarded {
				b.WriteString(", guarded")
			}
			b.WriteByte('\n')
		}
	}
	fmt.Fprintf(&b, "runtime: %s\n", strings.Join(prog.Runtime, " "))
	for _, name := range slices.Sorted(maps.Keys(prog.LeftOut)) {
		fmt.Fprintf(&b, "left out: %s: %s\n", name, prog.LeftOut[name])
	}
	for _, d := range list.All() {
		b.WriteString(strings.ReplaceAll(d.Error(), dir+string(filepath.Separator), "") + "\n")
	}
	return b.String()
}
