package conform_test

import (
	"path/filepath"
	"regexp"
	"sync"
	"testing"

	"github.com/aio2go/aio2go/internal/conform"
	"github.com/aio2go/aio2go/internal/gobatch"
)

// TestRun compiles every run case into one binary and holds what each program
// does against what CPython did.
func TestRun(t *testing.T) {
	only, err := regexp.Compile(*casesFlag)
	if err != nil {
		t.Fatal(err)
	}
	all, err := conform.ReadCases(filepath.Join(testdata, "run"))
	if err != nil {
		t.Fatal(err)
	}
	var cases []*conform.Case
	var sources []gobatch.Source
	for _, c := range all {
		if !only.MatchString(c.Name) {
			continue
		}
		cases = append(cases, c)
		files := map[string]string{}
		for _, f := range c.Files {
			files[f.Name] = f.Data
		}
		sources = append(sources, gobatch.Source{Name: c.Name, Main: c.Main(), Files: files})
	}
	if len(cases) == 0 {
		t.Fatal("no cases")
	}
	batch, err := gobatch.Build(workDir(t), sources, gobatch.Options{NoInfer: *noInferFlag})
	if err != nil {
		t.Fatal(err)
	}
	var mu sync.Mutex
	failures := map[string]string{}
	t.Run("case", func(t *testing.T) {
		for _, c := range cases {
			t.Run(c.Name, func(t *testing.T) {
				t.Parallel()
				if text := runCase(batch, c); text != "" {
					t.Error(text)
					mu.Lock()
					failures[c.Name] = text
					mu.Unlock()
				}
			})
		}
	})
	t.Logf("%d of %d cases do as CPython does", len(cases)-len(failures), len(cases))
	for i, c := range classify(failures) {
		if i < 20 {
			t.Logf("%3d %s (%s ...)", len(c.names), c.what, c.names[0])
		}
	}
	if *failuresFlag != "" {
		if err := writeFailures(*failuresFlag, len(cases), failures); err != nil {
			t.Error(err)
		}
	}
}

// runCase returns how the built program differs, "" if it does not or may.
func runCase(b *gobatch.Batch, c *conform.Case) string {
	got, err := runBuilt(b, b.Programs[c.Name], conform.DefaultVersion, conform.Program{
		Command: c.Args,
		Env:     append([]string{virtual}, c.Env...),
		Stdin:   c.Stdin,
	})
	if err != nil {
		return err.Error()
	}
	diff := conform.Diff(c.Want, got)
	switch {
	case diff == "" && c.Differs == "":
		return ""
	case diff != "" && c.Differs != "":
		return ""
	case diff == "" && c.Differs != "":
		return "marked as differing, but it does as CPython does: remove the section differs"
	}
	return rejection(b.Programs[c.Name]) + diff
}
