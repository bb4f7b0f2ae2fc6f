package main

import (
	"bytes"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/fstest"

	"github.com/aio2go/aio2go"
	"github.com/google/go-cmp/cmp"
)

var goEnvs sync.Map

// goEnv returns a variable of go env, or of the environment where go has none.
func goEnv(name string) string {
	if v, ok := goEnvs.Load(name); ok {
		return v.(string)
	}
	v := os.Getenv(name)
	if v == "" {
		if out, err := exec.Command("go", "env", name).Output(); err == nil {
			v = strings.TrimSpace(string(out))
		}
	}
	goEnvs.Store(name, v)
	return v
}

// TestFindModules checks that modules are found by their descriptions.
func TestFindModules(t *testing.T) {
	got := findModules(fstest.MapFS{
		"asyncio/module.go":          {Data: []byte("package asyncio\n\nvar m = py.ModuleSpec{\n\tName: \"asyncio\",\n\tPackage: true,\n}\n")},
		"stdlib/os/os.go":            {Data: []byte("package os\nvar a = &py.ModuleSpec{Name: \"os\"}\nvar b = &py.ModuleSpec{Name: \"os.path\"}\n")},
		"stdlib/many/many.go":        {Data: []byte("package many\n\n//aio2go:modules many _many\nvar s = py.ModuleSpec{Name: \"x.\" + name}\n")},
		"stdlib/os/os_test.go":       {Data: []byte("package os\nvar a = &py.ModuleSpec{Name: \"test\"}\n")},
		"stdlib/os/testdata/data.md": {Data: []byte("py.ModuleSpec{Name: \"data\"}")},
	})
	want := map[string]string{"asyncio": "asyncio", "os": "stdlib/os", "os.path": "stdlib/os", "many": "stdlib/many", "_many": "stdlib/many"}
	if d := cmp.Diff(want, got); d != "" {
		t.Error(d)
	}
}

// TestRuntimeModules compares the modules that findModules finds in the source of
// the runtime with those that register themselves in a program that links all of
// its packages.
func TestRuntimeModules(t *testing.T) {
	if testing.Short() {
		t.Skip("links the whole runtime")
	}
	var src bytes.Buffer
	src.WriteString("package main\n\nimport (\n\t\"fmt\"\n\t\"github.com/aio2go/aio2go/runtime/py\"\n")
	seen := map[string]bool{}
	err := fs.WalkDir(aio2go.Runtime, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || !strings.HasSuffix(name, ".go") || strings.HasSuffix(name, "_test.go") {
			return err
		}
		text, err := fs.ReadFile(aio2go.Runtime, name)
		if pkg := path.Dir(name); bytes.Contains(text, []byte("py.RegisterModule(")) && !seen[pkg] {
			seen[pkg] = true
			fmt.Fprintf(&src, "\t_ \"github.com/aio2go/aio2go/runtime/%s\"\n", pkg)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	src.WriteString(")\n\nfunc main() {\n\tfor _, n := range py.GoModuleNames() {\n\t\tfmt.Println(n)\n\t}\n}\n")
	file := filepath.Join(t.TempDir(), "main.go")
	if err := os.WriteFile(file, src.Bytes(), 0o666); err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command("go", "run", file)
	cmd.Stderr = os.Stderr
	out, err := cmd.Output()
	if err != nil {
		t.Fatal(err)
	}
	want := strings.Fields(string(out))
	slices.Sort(want)
	if d := cmp.Diff(want, slices.Sorted(maps.Keys(runtimeModules()))); d != "" {
		t.Errorf("the modules that register themselves and those found in the source differ; see modules.go\n%s", d)
	}
}

// located is a panic that knows what it is about.
type located struct{}

func (located) Where() (module, function string, line int) { return "app.py", "main", 12 }
func (located) Error() string                              { return "no such thing" }

// TestStage checks that a panic in a stage is reported as a bug of the tool.
func TestStage(t *testing.T) {
	for _, tt := range []struct {
		panic any
		want  string
	}{
		{"oops", "aio2go: internal error in lower: oops\n"},
		{located{}, "aio2go: internal error in lower (module app.py, function main, line 12): no such thing\n"},
	} {
		var stderr strings.Builder
		tool := &tool{stderr: &stderr}
		err := tool.stage("lower", func() error { panic(tt.panic) })
		if err != exitStatus(exitInternal) {
			t.Errorf("the error is %v", err)
		}
		if !strings.HasPrefix(stderr.String(), tt.want) {
			t.Errorf("got %q, want %q", stderr.String(), tt.want)
		}
	}
}

// TestPaint checks that colours change nothing but colours.
func TestPaint(t *testing.T) {
	const text = "app.py:12:9: error: 'await' outside async function [await-outside-async]\n" +
		"    x = await fetch(u)\n        ^~~~~~~~~~~~~~\n    hint: put async before def\n" +
		"app.py:10:1: note: enclosing function 'main' is not async\n"
	painted := paint(text)
	plain := painted
	for {
		before, after, ok := strings.Cut(plain, "\x1b[")
		if !ok {
			break
		}
		_, after, _ = strings.Cut(after, "m")
		plain = before + after
	}
	if plain != text {
		t.Errorf("without colours %q, want %q", plain, text)
	}
	for _, want := range []string{"\x1b[31;1merror: ", "\x1b[32;1m        ^~", "\x1b[36;1mnote: ", "\x1b[36;1mhint:"} {
		if !strings.Contains(painted, want) {
			t.Errorf("%q is missing", want)
		}
	}
}

// TestIsTerminal checks that files and pipes are not coloured, and that NO_COLOR
// and TERM=dumb are obeyed. The null device passes for a terminal, being a
// character device as well.
func TestIsTerminal(t *testing.T) {
	t.Setenv("NO_COLOR", "")
	t.Setenv("TERM", "xterm")
	file, err := os.Create(filepath.Join(t.TempDir(), "out"))
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	null, err := os.OpenFile(os.DevNull, os.O_WRONLY, 0)
	if err != nil {
		t.Fatal(err)
	}
	defer null.Close()
	if isTerminal(file) || isTerminal(new(bytes.Buffer)) {
		t.Error("a file or a buffer is a terminal")
	}
	if !isTerminal(null) {
		t.Error("a character device is no terminal")
	}
	t.Setenv("TERM", "dumb")
	if isTerminal(null) {
		t.Error("TERM=dumb is not obeyed")
	}
	t.Setenv("TERM", "xterm")
	t.Setenv("NO_COLOR", "1")
	if isTerminal(null) {
		t.Error("NO_COLOR is not obeyed")
	}
}

// TestKeys checks that what decides the outcome of a compilation decides the
// keys of the cache.
func TestKeys(t *testing.T) {
	file := &script{name: "a.py", file: "/d/a.py"}
	base := (&tool{}).indexKey(file)
	for name, other := range map[string]digest{
		"path":     (&tool{opts: options{path: []string{"x"}}}).indexKey(file),
		"python":   (&tool{opts: options{python: "3.6"}}).indexKey(file),
		"no-infer": (&tool{opts: options{noInfer: true}}).indexKey(file),
		"code":     (&tool{}).indexKey(&script{name: "-c", source: []byte("1")}),
		"stdin":    (&tool{}).indexKey(&script{name: "-", source: []byte("1")}),
		"script":   (&tool{}).indexKey(&script{name: "b.py", file: "/d/b.py"}),
	} {
		if other == base {
			t.Errorf("%s makes no difference", name)
		}
	}
	if (&tool{opts: options{clock: "virtual"}}).indexKey(file) != base {
		t.Error("the clock makes a difference, though the same executable serves")
	}
}
