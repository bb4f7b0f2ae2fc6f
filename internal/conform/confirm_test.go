package conform

import (
	"flag"
	"os"
	"path/filepath"
	"sync"
	"testing"
)

// This file re-runs the recorded cases on CPython, so that expectations cannot
// drift from the specification.

var record = flag.Bool("record", false, "record the expectations of run and tutorial cases from CPython anew")

const testdata = "../../testdata"

// confirmJobs is how many interpreters run at the same time.
const confirmJobs = 2

// python returns the interpreter for a version, or skips the test. With
// AIO2GO_REQUIRE_PYTHON set the absence is a failure.
func python(t *testing.T, version string) Python {
	t.Helper()
	py, err := FindPython(version)
	if err != nil {
		if os.Getenv("AIO2GO_REQUIRE_PYTHON") != "" {
			t.Fatal(err)
		}
		t.Skip(err)
	}
	return py
}

func readCases(t *testing.T) []*Case {
	t.Helper()
	cases, err := ReadCases(filepath.Join(testdata, "run"))
	if err != nil {
		t.Fatal(err)
	}
	if len(cases) == 0 {
		t.Fatal("no cases in testdata/run")
	}
	library, err := ReadCases(filepath.Join(testdata, "library"))
	if err != nil {
		t.Fatal(err)
	}
	return append(cases, library...)
}

// TestConfirm holds every run case against CPython. With -record it writes what
// CPython did into the cases; -run 'TestConfirm/area/case' restricts it.
func TestConfirm(t *testing.T) {
	if testing.Short() && !*record {
		t.Skip("short: not running CPython on every case")
	}
	py := python(t, DefaultVersion)
	slots := make(chan struct{}, confirmJobs)
	for _, c := range readCases(t) {
		t.Run(c.Name, func(t *testing.T) {
			t.Parallel()
			slots <- struct{}{}
			defer func() { <-slots }()
			if *record {
				recordCase(t, c, py)
				return
			}
			if c.Recorded == "" {
				t.Fatal("never recorded: go test ./internal/conform -run TestConfirm -record")
			}
			got, err := RunPython(c, py, "0")
			if err != nil {
				t.Fatal(err)
			}
			if diff := Diff(c.Want, got); diff != "" {
				t.Errorf("recorded from %s, but %s at %s differs:\n%s", c.Recorded, py, c.Path, diff)
			}
		})
	}
}

func recordCase(t *testing.T, c *Case, py Python) {
	if err := Record(c, py); err != nil {
		t.Fatal(err)
	}
	data, err := c.Format()
	if err != nil {
		t.Fatal(err)
	}
	if old, err := os.ReadFile(c.Path); err == nil && string(old) == string(data) {
		return
	}
	if err := os.WriteFile(c.Path, data, 0o666); err != nil {
		t.Fatal(err)
	}
}

// TestCanonical checks that every archive is as Format writes it, so that a
// recording changes nothing but results.
func TestCanonical(t *testing.T) {
	for _, c := range readCases(t) {
		data, err := c.Format()
		if err != nil {
			t.Errorf("%s: %v", c.Path, err)
			continue
		}
		if old, err := os.ReadFile(c.Path); err != nil || string(old) != string(data) {
			t.Errorf("%s is not as Format writes it (%v)", c.Path, err)
		}
	}
}

// acceptedDiffers is how many cases may differ from CPython. It only goes down.
const acceptedDiffers = 6

func TestDiffersCount(t *testing.T) {
	n := 0
	for _, c := range readCases(t) {
		if c.Differs != "" {
			n++
			t.Logf("%s: %s", c.Name, c.Differs)
		}
	}
	if n > acceptedDiffers {
		t.Errorf("%d cases are marked as differing from CPython; at most %d may", n, acceptedDiffers)
	}
}

// TestTutorialConfirm holds the tutorial's recorded results against each CPython.
func TestTutorialConfirm(t *testing.T) {
	if testing.Short() && !*record {
		t.Skip("short: the tutorial's programs sleep for seconds under CPython")
	}
	cases, err := ReadTutorial(filepath.Join(testdata, "tutorial"))
	if err != nil {
		t.Fatal(err)
	}
	if len(cases) == 0 {
		t.Fatal("no cases in testdata/tutorial")
	}
	versions := []string{DefaultVersion}
	if *record {
		versions = Versions
	}
	for _, v := range versions {
		python(t, v)
	}
	// The programs sleep rather than compute, so they run all at once, not as
	// many as there are processors.
	var wg sync.WaitGroup
	for _, c := range cases {
		wg.Go(func() { confirmTutorial(t, c, versions) })
	}
	wg.Wait()
}

func confirmTutorial(t *testing.T, c *TutorialCase, versions []string) {
	for _, v := range versions {
		py, err := FindPython(v)
		if err != nil {
			t.Error(err)
			return
		}
		got, err := c.Run(v, []string{py.Path}, nil)
		if err != nil {
			t.Error(err)
			return
		}
		diff := c.Diff(v, got)
		switch {
		case diff == "":
		case *record:
			c.Want[v] = got
		default:
			t.Errorf("%s: %s differs:\n%s", c.Path, py, diff)
		}
	}
	if *record {
		if err := os.WriteFile(c.Path, c.Format(), 0o666); err != nil {
			t.Error(err)
		}
	}
}
