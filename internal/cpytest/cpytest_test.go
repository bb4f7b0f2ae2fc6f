package cpytest

import (
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
)

func TestFindSuite(t *testing.T) {
	lib := t.TempDir()
	for _, f := range []string{"test/test_one.py", "test/test_pkg/__init__.py", "test/test_pkg/test_two.py"} {
		path := filepath.Join(lib, f)
		if err := os.MkdirAll(filepath.Dir(path), 0o777); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, nil, 0o666); err != nil {
			t.Fatal(err)
		}
	}
	for name, want := range map[string]Suite{
		"test_one":                             {"test_one.py", "test.test_one"},
		"test_one.py":                          {"test_one.py", "test.test_one"},
		filepath.Join(lib, "test/test_one.py"): {"test_one.py", "test.test_one"},
		"test_pkg":                             {"test_pkg/__init__.py", "test.test_pkg"},
		"test_pkg/test_two":                    {"test_pkg/test_two.py", "test.test_pkg.test_two"},
	} {
		s, err := FindSuite(lib, name)
		if err != nil {
			t.Errorf("%s: %v", name, err)
		} else if *s != want {
			t.Errorf("%s: %v, want %v", name, *s, want)
		}
	}
	if _, err := FindSuite(lib, "test_none"); err == nil {
		t.Error("found what is not there")
	}
}

func TestFindSuites(t *testing.T) {
	lib := t.TempDir()
	for f, text := range map[string]string{"test_pkg/__init__.py": "load_package_tests", "test_pkg/test_b.py": "", "test_pkg/test_a.py": "",
		"test_pkg/utils.py": "", "test_whole/__init__.py": "", "test_whole/test_not.py": ""} {
		path := filepath.Join(lib, "test", f)
		if err := os.MkdirAll(filepath.Dir(path), 0o777); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(text), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	for name, want := range map[string]string{
		"test_pkg":        "test_pkg/test_a.py test_pkg/test_b.py",
		"test_pkg/test_b": "test_pkg/test_b.py",
		"test_whole":      "test_whole/__init__.py",
	} {
		list, err := FindSuites(lib, name)
		if err != nil {
			t.Error(err)
		}
		var files []string
		for _, s := range list {
			files = append(files, s.File)
		}
		if got := strings.Join(files, " "); got != want {
			t.Errorf("%s: %s, want %s", name, got, want)
		}
	}
}

// TestRunTimeout runs a program of which a method does not end.
func TestRunTimeout(t *testing.T) {
	sh, err := exec.LookPath("sh")
	if err != nil {
		t.Skip("no shell")
	}
	binary := filepath.Join(t.TempDir(), "program")
	text := "#!" + sh + `
say() { echo '{"method": "'$1'", "outcome": "'$2'"}' >> "$report"; }
report=$1
if grep -q T.test_a "$report" 2>/dev/null; then
	say T.test_b started
	say T.test_b passed
	say '<end>' passed
	exit
fi
trap 'echo waits; exit 1' QUIT
say T.test_a started
while :; do sleep 0.01; done
`
	if err := os.WriteFile(binary, []byte(text), 0o777); err != nil {
		t.Fatal(err)
	}
	s := &Suite{File: "test_one.py", Module: "test.test_one"}
	var log strings.Builder
	results, err := s.Run(RunOptions{Binary: binary, Timeout: 200 * time.Millisecond, Log: &log})
	if err != nil {
		t.Fatal(err)
	}
	want := []Result{
		{File: "test_one.py", Method: "T.test_a", Outcome: Failed, Reason: "took longer than 200ms", Detail: "waits\n"},
		{File: "test_one.py", Method: "T.test_b", Outcome: Passed},
	}
	if !slices.Equal(results, want) {
		t.Errorf("results %+v, want %+v", results, want)
	}
	if want := "test_one.py: T.test_a took longer than 200ms\n"; log.String() != want {
		t.Errorf("log %q, want %q", log.String(), want)
	}
}

func TestTable(t *testing.T) {
	path := filepath.Join(t.TempDir(), "table.md")
	results := []Result{
		{File: "test_b.py", Method: "T.test_x", Outcome: Passed},
		{File: "test_b.py", Method: "T.test_y", Outcome: Failed, Reason: "AssertionError"},
		{File: "test_a.py", Method: "T.test_z", Outcome: Skipped, Reason: "why"},
	}
	if err := WriteTable(path, results); err != nil {
		t.Fatal(err)
	}
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"| test_a.py | 0 | 0 | 0 | 1 | 0 | - |\n| test_b.py | 1 | 1 | 0 | 0 | 2 | 50.0 % |\n| all | 1 | 1 | 0 | 1 | 2 | 50.0 % |", "- T.test_y: not yet", "- 1: why"} {
		if !strings.Contains(string(text), want) {
			t.Errorf("the table lacks %q:\n%s", want, text)
		}
	}
}

// TestFiles holds files.txt, stdlib.txt and reasons.txt to one another.
func TestFiles(t *testing.T) {
	known := map[string]bool{}
	for _, f := range append(TableFiles(), LibraryFiles()...) {
		if known[f] {
			t.Errorf("files.txt or stdlib.txt names %s twice", f)
		}
		known[f] = true
	}
	for _, r := range reasons() {
		if !known[r.file] && !strings.Contains(r.file, "/") { // those of folders are not listed
			t.Errorf("reasons.txt names %s, which is in no list", r.file)
		}
	}
}

// TestReasons holds reasons.txt to its form.
func TestReasons(t *testing.T) {
	for _, line := range strings.Split(reasonsText, "\n") {
		if line != "" && line[0] != '#' && len(strings.SplitN(line, " ", 3)) != 3 {
			t.Errorf("reasons.txt: %q is not a file, a pattern and a reason", line)
		}
	}
}
