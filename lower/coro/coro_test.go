package coro_test

import (
	"bytes"
	"flag"
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/tools/txtar"

	"github.com/aio2go/aio2go/frontend/diag"
	"github.com/aio2go/aio2go/frontend/resolve"
	"github.com/aio2go/aio2go/frontend/source"
	"github.com/aio2go/aio2go/frontend/syntax"
	"github.com/aio2go/aio2go/lower/build"
	"github.com/aio2go/aio2go/lower/coro"
	"github.com/aio2go/aio2go/lower/ir"
)

var update = flag.Bool("update", false, "rewrite the expected states in testdata")

func parse(t testing.TB, text string) *ir.Program {
	t.Helper()
	var list diag.List
	f := source.NewText("main.py", text)
	tree := syntax.Parse(f, &list)
	info := resolve.Module(f, tree, &list)
	if list.HasErrors() {
		t.Fatalf("%v", list.All())
	}
	return build.Program([]build.Source{{Name: "__main__", File: f, Tree: tree, Info: info}}, &list)
}

// TestStates compares the machines of the functions in testdata with what is recorded.
func TestStates(t *testing.T) {
	paths, err := filepath.Glob("testdata/*.txtar")
	if err != nil || len(paths) == 0 {
		t.Fatalf("no cases: %v", err)
	}
	for _, path := range paths {
		t.Run(filepath.Base(path), func(t *testing.T) {
			ar, err := txtar.ParseFile(path)
			if err != nil {
				t.Fatal(err)
			}
			prog := parse(t, string(ar.Files[0].Data))
			var got bytes.Buffer
			for _, m := range prog.Modules {
				if err := coro.Lower(m); err != nil {
					t.Fatal(err)
				}
				// The module's own body says nothing about the pass.
				m.Body.Body = nil
				if err := ir.Print(&got, m); err != nil {
					t.Fatal(err)
				}
			}
			if *update {
				ar.Files = append(ar.Files[:1], txtar.File{Name: "states", Data: got.Bytes()})
				if err := os.WriteFile(path, txtar.Format(ar), 0o666); err != nil {
					t.Fatal(err)
				}
				return
			}
			if len(ar.Files) < 2 {
				t.Fatal("nothing is recorded: run with -update")
			}
			if diff := cmp.Diff(string(ar.Files[1].Data), got.String()); diff != "" {
				t.Errorf("states differ (-recorded +got):\n%s", diff)
			}
		})
	}
}

// TestFrame says which variables are kept in the frame.
func TestFrame(t *testing.T) {
	for _, test := range []struct {
		name, body string
		want       []string
	}{
		{"used after", "x = 1\n    await a\n    return x", []string{"a", "x"}},
		{"used before only", "x = a.b\n    await x", []string{"a"}},
		{"assigned after", "await a\n    x = 2\n    return x", []string{"a"}},
		{"loop", "for i in a:\n        await i\n", []string{"a", "iter"}},
		{"kept around the loop", "n = 0\n    for i in a:\n        await i\n        n += 1\n    return n", []string{"a", "n", "iter"}},
		{"handler", "x = 1\n    try:\n        await a\n    except ValueError:\n        return x", []string{"a", "x"}},
	} {
		t.Run(test.name, func(t *testing.T) {
			prog := parse(t, "async def f(a):\n    "+test.body+"\n")
			if err := coro.Lower(prog.Main); err != nil {
				t.Fatal(err)
			}
			fn := prog.Main.Funcs[0]
			got := map[string]bool{}
			for _, v := range append(fn.Params, fn.Locals...) {
				if v.InFrame {
					got[v.Name] = true
				}
			}
			want := map[string]bool{}
			for _, n := range test.want {
				want[n] = true
			}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("frame (-want +got):\n%s", diff)
			}
		})
	}
}
