package resolve_test

import (
	"bytes"
	"flag"
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/tools/txtar"
)

var update = flag.Bool("update", false, "write the scopes into testdata/scopes")

// TestDump compares what Dump prints with testdata/scopes.
func TestDump(t *testing.T) {
	archives, err := filepath.Glob("testdata/scopes/*.txtar")
	if err != nil || len(archives) == 0 {
		t.Fatal("no cases", err)
	}
	for _, path := range archives {
		t.Run(filepath.Base(path), func(t *testing.T) {
			ar, err := txtar.ParseFile(path)
			if err != nil {
				t.Fatal(err)
			}
			info, mod, list := parse(string(ar.Files[0].Data))
			if list.HasErrors() {
				t.Fatal(list.All()[0])
			}
			checkInfo(t, info, mod)
			var b bytes.Buffer
			if err := info.Dump(&b); err != nil {
				t.Fatal(err)
			}
			if *update {
				ar.Files[1].Data = b.Bytes()
				if err := os.WriteFile(path, txtar.Format(ar), 0o666); err != nil {
					t.Fatal(err)
				}
			} else if d := cmp.Diff(string(ar.Files[1].Data), b.String()); d != "" {
				t.Error(d)
			}
		})
	}
}
