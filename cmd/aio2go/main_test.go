package main

import (
	"os"
	"os/exec"
	"strings"
	"sync"
	"testing"
	"testing/fstest"

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
		"stdlib/os/os_test.go":       {Data: []byte("package os\nvar a = &py.ModuleSpec{Name: \"test\"}\n")},
		"stdlib/os/testdata/data.md": {Data: []byte("py.ModuleSpec{Name: \"data\"}")},
	})
	want := map[string]string{"asyncio": "asyncio", "os": "stdlib/os", "os.path": "stdlib/os"}
	if d := cmp.Diff(want, got); d != "" {
		t.Error(d)
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
