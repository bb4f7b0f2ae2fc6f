package build_test

import (
	"bytes"
	"io/fs"
	"os/exec"
	"path/filepath"
	"runtime/debug"
	"strings"
	"testing"

	"github.com/aio2go/aio2go/frontend/diag"
	"github.com/aio2go/aio2go/frontend/resolve"
	"github.com/aio2go/aio2go/frontend/source"
	"github.com/aio2go/aio2go/frontend/syntax"
	"github.com/aio2go/aio2go/internal/conform"
	"github.com/aio2go/aio2go/lower/build"
	"github.com/aio2go/aio2go/lower/ir"
)

// TestLibrary builds the files of CPython's own library, every tenth in short mode, and
// checks the invariants of the result.
func TestLibrary(t *testing.T) {
	lib := libraryPath(t)
	n := 0
	err := filepath.WalkDir(lib, func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() && (d.Name() == "site-packages" || d.Name() == "__pycache__") {
			return filepath.SkipDir
		}
		if !strings.HasSuffix(path, ".py") {
			return nil
		}
		if n++; testing.Short() && n%10 != 0 {
			return nil
		}
		buildFile(t, path)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

func libraryPath(t *testing.T) string {
	t.Helper()
	python, err := conform.FindPython(conform.DefaultVersion)
	if err != nil {
		t.Skipf("no CPython %s: %v", conform.DefaultVersion, err)
	}
	out, err := exec.Command(python.Path, "-c", "import os; print(os.path.dirname(os.__file__))").Output()
	if err != nil {
		t.Fatal(err)
	}
	return strings.TrimSpace(string(out))
}

// buildFile builds one file unless it has errors.
func buildFile(t *testing.T, path string) {
	t.Helper()
	defer func() {
		if r := recover(); r != nil {
			t.Errorf("%s: panic: %v\n%s", path, r, debug.Stack())
		}
	}()
	file, err := source.Read(path)
	if err != nil {
		return
	}
	list := &diag.List{}
	tree := syntax.Parse(file, list)
	if list.HasErrors() {
		return
	}
	info := resolve.Module(file, tree, list)
	if list.HasErrors() {
		return
	}
	prog := build.Program([]build.Source{{Name: "__main__", File: file, Tree: tree, Info: info}}, list)
	if err := ir.Check(prog); err != nil {
		t.Errorf("%s: %v", path, err)
	}
	var b bytes.Buffer
	if err := ir.Print(&b, prog.Main); err != nil {
		t.Error(err)
	}
}
