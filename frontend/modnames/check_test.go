package modnames_test

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/aio2go/aio2go/frontend"
	"github.com/aio2go/aio2go/frontend/diag"
)

// messages loads a program and returns the errors about names.
func messages(t *testing.T, files map[string]string, opts frontend.Options) []string {
	t.Helper()
	dir := t.TempDir()
	for name, text := range files {
		path := filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(path), 0o777); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(text), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	runtime := map[string]bool{"os": true, "threading": true, "logging": true}
	opts.Runtime = func(name string) bool { return runtime[name] }
	opts.Site = []string{filepath.Join(dir, "site")}
	opts.Stdlib = []string{filepath.Join(dir, "lib")}
	_, list := frontend.Load(opts, filepath.Join(dir, "main.py"))
	var texts []string
	for _, d := range list.All() {
		if d.Severity == diag.Error {
			texts = append(texts, string(d.Code)+": "+d.Message)
		}
	}
	return texts
}

// TestLibrary checks that a library's import of a name that is not there is an error where
// the program imports the library, and none where the library is prepared for it.
func TestLibrary(t *testing.T) {
	got := messages(t, map[string]string{
		"main.py":         "import tool, ready\n",
		"site/tool.py":    "from threading import _counter\n",
		"site/ready.py":   "try:\n    from threading import _counter\nexcept ImportError:\n    pass\ndef f():\n    from os import _fwalk\n",
		"lib/_unused_.py": "",
	}, frontend.Options{})
	want := "unsupported-module: the module 'tool' needs 'threading._counter', which is not in the runtime"
	if len(got) != 1 || got[0] != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

// TestSubmodule checks that a module of CPython's library that is imported from a package
// of the runtime's is found.
func TestSubmodule(t *testing.T) {
	got := messages(t, map[string]string{
		"main.py":                 "from logging import handlers\nimport logging\nlogging.handlers, handlers.f\n",
		"lib/logging/handlers.py": "def f(): pass\n",
	}, frontend.Options{})
	if len(got) != 0 {
		t.Errorf("got %q", got)
	}
}

// TestStar checks the names that an import of all names would bind, and that a module of
// the program hides the runtime's.
func TestStar(t *testing.T) {
	got := messages(t, map[string]string{
		"main.py": "from threading import *\nprint(_counter, setprofile_all_threads)\nimport os\nos._fwalk, os._walk_symlinks_as_files\n",
		"os.py":   "", // preloaded: not found
	}, frontend.Options{})
	for _, m := range got {
		if m != "unsupported-name: the standard library's 'os._fwalk' is not supported" &&
			m != "unsupported-name: the standard library's 'os._walk_symlinks_as_files' is not supported" &&
			m != "unsupported-name: the standard library's 'threading.setprofile_all_threads' is not supported" {
			t.Error(m)
		}
	}
	if len(got) < 2 {
		t.Errorf("got %q", got)
	}
	if got := messages(t, map[string]string{"main.py": "import threading\nthreading._counter\n", "threading.py": ""}, frontend.Options{}); len(got) != 0 {
		t.Errorf("got %q", got)
	}
}

// TestLenient checks that names are left to the running program where modules are.
func TestLenient(t *testing.T) {
	if got := messages(t, map[string]string{"main.py": "import os\nos._fwalk\n"}, frontend.Options{Lenient: true}); len(got) != 0 {
		t.Errorf("got %q", got)
	}
}
