package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

const root = "../.."

// TestUpToDate checks that docs/diagnostics.md is what would be generated.
func TestUpToDate(t *testing.T) {
	want, err := generate(root)
	if err != nil {
		t.Fatal(err)
	}
	got, err := os.ReadFile(filepath.Join(root, "docs", "diagnostics.md"))
	if err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff(string(want), string(got)); d != "" {
		t.Errorf("docs/diagnostics.md is stale; run go generate ./frontend/diag\n%s", d)
	}
}

// TestCases checks that there is a case for each code and a code for each case.
func TestCases(t *testing.T) {
	list, err := codes(root)
	if err != nil || len(list) < 30 {
		t.Fatal(len(list), err)
	}
	known := map[string]bool{}
	for _, c := range list {
		if known[c.name] {
			t.Errorf("the code %s is declared twice", c.name)
		}
		known[c.name] = true
		if _, err := os.Stat(filepath.Join(root, "testdata", "diag", c.name+".txtar")); err != nil {
			t.Errorf("%s, declared in %s, has no case in testdata/diag", c.name, c.file)
		}
		if strings.TrimSpace(c.doc) == "" {
			t.Errorf("%s is not documented", c.name)
		}
	}
	cases, err := filepath.Glob(filepath.Join(root, "testdata", "diag", "*.txtar"))
	if err != nil {
		t.Fatal(err)
	}
	for _, path := range cases {
		if name := strings.TrimSuffix(filepath.Base(path), ".txtar"); !known[name] {
			t.Errorf("there is no code %s for the case of that name", name)
		}
	}
}

func TestMarkdown(t *testing.T) {
	got := markdown("A thing:\n\tf(x)\n\tg(y)\n\nMore of it.\n\tx\n")
	want := "A thing:\n\n```python\nf(x)\ng(y)\n```\n\nMore of it.\n\n```python\nx\n```\n"
	if got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}
