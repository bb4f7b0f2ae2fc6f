package build_test

import (
	"bytes"
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/tools/txtar"

	"github.com/aio2go/aio2go/frontend/diag"
	"github.com/aio2go/aio2go/frontend/resolve"
	"github.com/aio2go/aio2go/frontend/source"
	"github.com/aio2go/aio2go/frontend/syntax"
	"github.com/aio2go/aio2go/lower/build"
	"github.com/aio2go/aio2go/lower/ir"
)

var update = flag.Bool("update", false, "rewrite the expected IR")

// TestBuild holds the IR of small programs against testdata.
func TestBuild(t *testing.T) {
	files, err := filepath.Glob("testdata/*.txtar")
	if err != nil || len(files) == 0 {
		t.Fatalf("no test cases: %v", err)
	}
	for _, name := range files {
		t.Run(strings.TrimSuffix(filepath.Base(name), ".txtar"), func(t *testing.T) {
			ar, err := txtar.ParseFile(name)
			if err != nil {
				t.Fatal(err)
			}
			got := dump(t, string(ar.Files[0].Data))
			if *update {
				ar.Files = append(ar.Files[:1], txtar.File{Name: "ir", Data: []byte(got)})
				if err := os.WriteFile(name, txtar.Format(ar), 0o666); err != nil {
					t.Fatal(err)
				}
				return
			}
			if diff := cmp.Diff(string(ar.Files[1].Data), got); diff != "" {
				t.Errorf("-want +got:\n%s", diff)
			}
		})
	}
}

// dump builds a program of one module, checks its invariants and prints it.
func dump(t *testing.T, text string) string {
	t.Helper()
	list := &diag.List{}
	file := source.NewText("main.py", text)
	tree := syntax.Parse(file, list)
	var info *resolve.Info
	if !list.HasErrors() {
		info = resolve.Module(file, tree, list)
	}
	if list.HasErrors() {
		var b bytes.Buffer
		list.Render(&b)
		t.Fatal(b.String())
	}
	prog := build.Program([]build.Source{{Name: "__main__", File: file, Tree: tree, Info: info}}, list)
	if err := ir.Check(prog); err != nil {
		t.Error(err)
	}
	var b bytes.Buffer
	list.Render(&b)
	if err := ir.Print(&b, prog.Main); err != nil {
		t.Fatal(err)
	}
	return b.String()
}
