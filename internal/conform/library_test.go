package conform_test

import (
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"github.com/aio2go/aio2go/internal/conform"
)

// TestLibrary compiles the cases of testdata/library, programs with modules that come
// from the library of an installed CPython, one by one with the command, and holds what
// they do against what CPython did. Without an installation there is nothing to compile.
func TestLibrary(t *testing.T) {
	if testing.Short() {
		t.Skip("short: not compiling CPython's library")
	}
	python, err := conform.FindPython(conform.DefaultVersion)
	if err != nil {
		if os.Getenv("AIO2GO_REQUIRE_PYTHON") != "" {
			t.Fatal(err)
		}
		t.Skip(err)
	}
	cases, err := conform.ReadCases(filepath.Join(testdata, "library"))
	if err != nil || len(cases) == 0 {
		t.Fatal("no cases", err)
	}
	aio2go, err := tool()
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range cases {
		t.Run(c.Name, func(t *testing.T) {
			dir := t.TempDir()
			if err := c.WriteFiles(dir); err != nil {
				t.Fatal(err)
			}
			binary := filepath.Join(t.TempDir(), "program")
			build := exec.Command(aio2go, "build", "-o", binary, c.Main())
			build.Dir = dir
			build.Env = append(os.Environ(), "AIO2GO_PYTHON="+python.Path, "AIO2GO_STDLIB=")
			if out, err := build.CombinedOutput(); err != nil {
				t.Fatalf("%v\n%s", err, out)
			}
			run := &conform.Program{Command: append([]string{binary}, c.Args...), Dir: dir, Env: append([]string{virtual}, c.Env...), Stdin: c.Stdin}
			got, err := run.Run()
			if err != nil {
				t.Fatal(err)
			}
			if diff := conform.Diff(c.Want, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}
