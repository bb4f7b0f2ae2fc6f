package diag_test

import (
	"bytes"
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
	"github.com/google/go-cmp/cmp"
	"golang.org/x/tools/txtar"
)

var update = flag.Bool("update", false, "record again what each version of CPython prints")

const olderFile = "testdata/older.txtar"

// TestRenderAsOf compares how versions of CPython show syntax errors. The
// archive has, after each program, what the versions printed about it, each
// where it differs from the version before.
func TestRenderAsOf(t *testing.T) {
	ar, err := txtar.ParseFile(olderFile)
	if err != nil {
		t.Fatal(err)
	}
	if *update {
		record(t, ar)
	}
	var name, src string
	for _, f := range ar.Files {
		if filepath.Ext(f.Name) == ".py" {
			name, src = f.Name, string(f.Data)
			continue
		}
		var first, last int
		if n, _ := fmt.Sscanf(f.Name, "3.%d-3.%d", &first, &last); n != 2 {
			t.Fatalf("%s: section %s", olderFile, f.Name)
		}
		for minor := first; minor <= last; minor++ {
			if d := cmp.Diff(string(f.Data), renderAsOf(name, src, minor)); d != "" {
				t.Errorf("%s in 3.%d (-want +got):\n%s", name, minor, d)
			}
		}
	}
}

func renderAsOf(name, src string, minor int) string {
	f := source.NewText(name, src)
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
	if first == nil {
		return "no error"
	}
	var b bytes.Buffer
	if err := first.RenderAsOf(&b, true, minor); err != nil {
		return err.Error()
	}
	return b.String()
}

// record replaces the sections of the versions by what these print.
func record(t *testing.T, ar *txtar.Archive) {
	dir := t.TempDir()
	out := &txtar.Archive{Comment: ar.Comment}
	for _, f := range ar.Files {
		if filepath.Ext(f.Name) != ".py" {
			continue
		}
		out.Files = append(out.Files, f)
		if err := os.WriteFile(filepath.Join(dir, f.Name), f.Data, 0o666); err != nil {
			t.Fatal(err)
		}
		from, text := 6, ""
		for minor := 6; minor <= 14; minor++ {
			got := ""
			if minor < 14 {
				got = printed(t, dir, f.Name, minor)
			}
			if minor > 6 && got != text {
				out.Files = append(out.Files, txtar.File{Name: fmt.Sprintf("3.%d-3.%d", from, minor-1), Data: []byte(text)})
				from = minor
			}
			text = got
		}
	}
	if err := os.WriteFile(olderFile, txtar.Format(out), 0o666); err != nil {
		t.Fatal(err)
	}
	*ar = *out
}

// printed is what CPython 3.minor says about the file.
func printed(t *testing.T, dir, name string, minor int) string {
	py, err := conform.FindPython(fmt.Sprintf("3.%d", minor))
	if err != nil {
		t.Fatal("-update needs every version: ", err)
	}
	cmd := exec.Command(py.Path, "-I", name) // not among the files, whose names are of modules
	cmd.Dir, cmd.Env = dir, append(os.Environ(), "PYTHONIOENCODING=utf-8", "LC_ALL=C.UTF-8")
	text, err := cmd.CombinedOutput()
	if err == nil {
		t.Fatalf("%s: CPython 3.%d accepts it", name, minor)
	}
	return strings.ReplaceAll(string(text), dir+string(filepath.Separator), "")
}
