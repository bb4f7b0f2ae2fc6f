package conform_test

import (
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/aio2go/aio2go/internal/conform"
	"github.com/aio2go/aio2go/internal/gobatch"
)

// TestTutorial holds the tutorial's programs, built once, against each version of
// CPython, and without a version against the last one that ran them.
func TestTutorial(t *testing.T) {
	cases, err := conform.ReadTutorial(filepath.Join(testdata, "tutorial"))
	if err != nil {
		t.Fatal(err)
	}
	var sources []gobatch.Source
	for _, c := range cases {
		sources = append(sources, gobatch.Source{Name: c.File.Name, Main: c.File.Name, Files: map[string]string{c.File.Name: c.File.Data}})
	}
	batch, err := gobatch.Build(workDir(t), sources, gobatch.Options{NoInfer: *noInferFlag})
	if err != nil {
		t.Fatal(err)
	}
	var wg sync.WaitGroup
	slots := make(chan struct{}, runJobs)
	for _, c := range cases {
		for _, version := range append([]string{""}, conform.Versions...) {
			wg.Go(func() {
				slots <- struct{}{}
				defer func() { <-slots }()
				if text := runTutorial(batch, c, version); text != "" {
					t.Errorf("%s as %s: %s", c.File.Name, strings.TrimSpace("Python "+version), text)
				}
			})
		}
	}
	wg.Wait()
}

func runTutorial(b *gobatch.Batch, c *conform.TutorialCase, version string) string {
	like := version
	if like == "" {
		like = c.LastAccepting()
	}
	p := conform.Program{Env: []string{virtual}}
	c.PrepareInterrupt(&p, like)
	got, err := runBuilt(b, b.Programs[c.File.Name], version, p)
	if err != nil {
		return err.Error()
	}
	if version == "" && like != conform.DefaultVersion {
		// An older version gave the older warnings; without a version they are
		// those of the newest.
		got.Stderr = c.Want[like].Stderr
	}
	return c.Diff(like, got)
}
