package frontend_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/aio2go/aio2go/frontend"
	"github.com/aio2go/aio2go/frontend/diag"
)

// write writes files, given as name and text by turns, into a new folder.
func write(t *testing.T, files ...string) string {
	t.Helper()
	dir := t.TempDir()
	for i := 0; i < len(files); i += 2 {
		if err := os.WriteFile(filepath.Join(dir, files[i]), []byte(files[i+1]), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

var opts = frontend.Options{Runtime: func(name string) bool { return name == "sys" }}

func TestLoad(t *testing.T) {
	dir := write(t,
		"main.py", "'''doc'''\nimport b, sys\nx is 1\n",
		"b.py", "import main\ny = 1\n")
	prog, list := frontend.Load(opts, filepath.Join(dir, "main.py"))
	if list.HasErrors() || prog.First != nil {
		t.Fatal(list.All())
	}
	var names []string
	for _, m := range prog.Modules {
		names = append(names, m.Name)
		if m.Info == nil || m.AST == nil {
			t.Errorf("%s is not resolved", m.Name)
		}
	}
	if got := strings.Join(names, " "); got != "__main__ b main" {
		t.Errorf("modules are %s", got)
	}
	if d := prog.Main().Doc; d == nil || d.Str != "doc" {
		t.Errorf("the docstring is %v", d)
	}
	if d := prog.Module("b").Doc; d != nil {
		t.Errorf("b has a docstring")
	}
	// The script is a module of its own, __main__, and again the module main.
	if n := len(prog.Warnings); n != 2 {
		t.Errorf("%d warnings", n)
	}
	if len(prog.Runtime) != 1 || prog.Runtime[0] != "sys" {
		t.Errorf("the runtime's modules are %q", prog.Runtime)
	}
}

// TestFirst checks that the error that CPython stops at is known, which need
// not be the first in the file, and that the others are found as well.
func TestFirst(t *testing.T) {
	dir := write(t,
		"main.py", "import b\nreturn 1\ndef f(a, a): pass\n",
		"b.py", "import c\nx = = 1\nbreak\n",
		"c.py", "break\n")
	prog, list := frontend.Load(opts, filepath.Join(dir, "main.py"))
	if prog.First == nil || prog.First.Message != "duplicate argument 'a' in function definition" {
		t.Errorf("the first error is %v", prog.First)
	}
	var got []string
	for _, d := range list.All() {
		got = append(got, filepath.Base(d.File.Name)+": "+d.Message)
	}
	want := "b.py: invalid syntax; c.py: 'break' outside loop; main.py: 'return' outside function; " +
		"main.py: duplicate argument 'a' in function definition"
	if g := strings.Join(got, "; "); g != want {
		t.Errorf("got  %s\nwant %s", g, want)
	}
	if prog.Module("b").Info != nil {
		t.Error("a module that does not parse is resolved")
	}
}

func TestLoadSource(t *testing.T) {
	prog, list := frontend.LoadSource(opts, "<string>", []byte("import nope\n"))
	if prog == nil || len(list.All()) != 1 || list.All()[0].Code != diag.UnsupportedModule {
		t.Errorf("got %v", list.All())
	}
	if prog, list := frontend.LoadSource(opts, "<string>", []byte("\xff")); prog != nil || !list.HasErrors() {
		t.Error("source that is not UTF-8 is accepted")
	}
}

func TestUnreadable(t *testing.T) {
	prog, list := frontend.Load(opts, filepath.Join(t.TempDir(), "none.py"))
	if prog != nil || len(list.All()) != 1 || list.All()[0].Code != diag.UnreadableSource {
		t.Errorf("got %v", list.All())
	}
}
