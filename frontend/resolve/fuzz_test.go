package resolve_test

import (
	"path/filepath"
	"testing"

	"github.com/aio2go/aio2go/frontend/diag"
	"github.com/aio2go/aio2go/frontend/resolve"
	"github.com/aio2go/aio2go/frontend/source"
	"github.com/aio2go/aio2go/frontend/syntax"
	"golang.org/x/tools/txtar"
)

// FuzzModule checks that whatever parses can be resolved, and that the Info
// then has what it promises.
func FuzzModule(f *testing.F) {
	for _, pattern := range []string{"testdata/errors/*.txtar", "testdata/scopes/*.txtar"} {
		archives, err := filepath.Glob(pattern)
		if err != nil {
			f.Fatal(err)
		}
		for _, path := range archives {
			ar, err := txtar.ParseFile(path)
			if err != nil {
				f.Fatal(err)
			}
			for _, file := range ar.Files {
				f.Add(string(file.Data))
			}
		}
	}
	f.Fuzz(func(t *testing.T, src string) {
		file, err := source.New("fuzz.py", []byte(src))
		if err != nil {
			return
		}
		list := new(diag.List)
		mod := syntax.Parse(file, list)
		if list.HasErrors() {
			return
		}
		info := resolve.Module(file, mod, list)
		checkInfo(t, info, mod)
	})
}
