package main

import (
	"bytes"
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/tools/txtar"
)

var update = flag.Bool("update", false, "write the rendered diagnostics into testdata/diag")

// expectation is a comment such as
//
//	await f()  # ERROR "outside async function"
//
// which says that a finding is expected on its line.
var expectation = regexp.MustCompile(`# (ERROR|WARNING) ("(?:[^"\\]|\\.)*")`)

// TestDiag checks the cases in testdata/diag, one for each diagnostic code: the
// findings are those that the comments in the sources expect, at least one of
// them has the code that the case is named for, and they are rendered as in the
// section "rendered".
func TestDiag(t *testing.T) {
	paths, err := filepath.Glob("../../testdata/diag/*.txtar")
	if err != nil || len(paths) == 0 {
		t.Fatal("no cases", err)
	}
	for i, path := range paths {
		if paths[i], err = filepath.Abs(path); err != nil {
			t.Fatal(err)
		}
	}
	for _, path := range paths {
		code := strings.TrimSuffix(filepath.Base(path), ".txtar")
		t.Run(code, func(t *testing.T) { checkDiagCase(t, path, code) })
	}
}

func checkDiagCase(t *testing.T, path, code string) {
	ar, err := txtar.ParseFile(path)
	if err != nil {
		t.Fatal(err)
	}
	t.Chdir(t.TempDir())
	args := []string{"main.py"}
	want := map[string][]string{} // by file and line
	rendered := -1
	for i, f := range ar.Files {
		switch f.Name {
		case "args":
			args = strings.Fields(string(f.Data))
			continue
		case "rendered":
			rendered = i
			continue
		}
		if err := os.WriteFile(f.Name, f.Data, 0o666); err != nil {
			t.Fatal(err)
		}
		for n, line := range strings.Split(string(f.Data), "\n") {
			for _, m := range expectation.FindAllStringSubmatch(line, -1) {
				re := strings.ToLower(m[1]) + ": " + strings.ReplaceAll(m[2][1:len(m[2])-1], `\"`, `"`)
				place := fmt.Sprintf("%s:%d", f.Name, n+1)
				want[place] = append(want[place], re)
			}
		}
	}
	var out, stderr bytes.Buffer
	Main(append([]string{"check", "--json"}, args...), nil, &out, &stderr)
	var got []struct {
		File, Severity, Code, Message string
		Line                          int
	}
	if err := json.Unmarshal(out.Bytes(), &got); err != nil {
		t.Fatalf("%v: %s%s", err, out.Bytes(), stderr.Bytes())
	}
	found := false
	for _, d := range got {
		found = found || d.Code == code
		if d.Line == 0 {
			continue // about the whole file
		}
		place := filepath.Base(d.File) + ":" + strconv.Itoa(d.Line)
		n := slices.IndexFunc(want[place], func(re string) bool {
			ok, err := regexp.MatchString("^(?:"+re+")$", d.Severity+": "+d.Message)
			return ok && err == nil
		})
		if n < 0 {
			t.Errorf("%s: unexpected %s: %s", place, d.Severity, d.Message)
			continue
		}
		want[place] = slices.Delete(want[place], n, n+1)
	}
	for place, list := range want {
		for _, re := range list {
			t.Errorf("%s: no %s", place, re)
		}
	}
	if !found {
		t.Errorf("no diagnostic has the code %s", code)
	}

	stderr.Reset()
	t.Setenv("NO_COLOR", "1")
	Main(append([]string{"check"}, args...), nil, &out, &stderr)
	if rendered < 0 {
		t.Fatal("the case has no section rendered")
	}
	if *update {
		ar.Files[rendered].Data = stderr.Bytes()
		if err := os.WriteFile(path, txtar.Format(ar), 0o666); err != nil {
			t.Fatal(err)
		}
	} else if d := cmp.Diff(string(ar.Files[rendered].Data), stderr.String()); d != "" {
		t.Error(d)
	}
}
