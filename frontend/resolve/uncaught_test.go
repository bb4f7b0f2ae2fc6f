package resolve_test

import (
	"encoding/json"
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
	"github.com/google/go-cmp/cmp"
	"golang.org/x/tools/txtar"
)

// TestUncaught compares how the first error of each case in testdata/errors is
// shown with how CPython shows it.
func TestUncaught(t *testing.T) {
	py := python(t)
	archives, err := filepath.Glob("testdata/errors/*.txtar")
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	var paths []string
	for _, path := range archives {
		ar, err := txtar.ParseFile(path)
		if err != nil {
			t.Fatal(err)
		}
		for _, f := range ar.Files {
			p := filepath.Join(dir, fmt.Sprintf("%03d.py", len(paths)))
			paths = append(paths, p)
			if err := os.WriteFile(p, []byte(readErrorCase(f.Data).src), 0o666); err != nil {
				t.Fatal(err)
			}
		}
	}
	cmd := exec.Command(py, "testdata/uncaught.py")
	cmd.Stdin = strings.NewReader(strings.Join(paths, "\n"))
	cmd.Stderr = os.Stderr
	out, err := cmd.Output()
	if err != nil {
		t.Fatal(err)
	}
	var want []string
	if err := json.Unmarshal(out, &want); err != nil {
		t.Fatal(err)
	}
	for i, path := range paths {
		if strings.Contains(want[i], "line -1\n") {
			continue // CPython lost the place
		}
		if d := cmp.Diff(want[i], uncaught(t, path)); d != "" {
			t.Errorf("%s", d)
		}
	}
}

// uncaught returns the first error in the file as RenderUncaught shows it.
func uncaught(t *testing.T, path string) string {
	f, err := source.Read(path)
	if err != nil {
		t.Fatal(err)
	}
	list := new(diag.List)
	mod := syntax.Parse(f, list)
	var first *diag.Diagnostic
	if list.HasErrors() {
		for _, d := range list.All() {
			if first == nil && d.Severity == diag.Error {
				first = d
			}
		}
	} else if info := resolve.Module(f, mod, list); len(info.Errors) > 0 {
		first = info.Errors[0]
	}
	var b strings.Builder
	if first != nil {
		if err := first.RenderUncaught(&b, true); err != nil {
			t.Fatal(err)
		}
	}
	return b.String()
}
