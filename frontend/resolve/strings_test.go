package resolve_test

import (
	"bytes"
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// TestStrings compares what is found in the programs that stand as strings in
// CPython's own tests, many of which are wrong on purpose, with what CPython
// finds. Sources that do not parse are package syntax's to compare.
func TestStrings(t *testing.T) {
	if testing.Short() {
		t.Skip("compares some ten thousand sources")
	}
	py := python(t)
	var paths []string
	for _, f := range libraryFiles(t, py) {
		if strings.Contains(f, string(filepath.Separator)+"test"+string(filepath.Separator)) {
			paths = append(paths, f)
		}
	}
	ask := func(script string, in []byte, out any) {
		cmd := exec.Command(py, script)
		cmd.Stdin = bytes.NewReader(in)
		cmd.Stderr = os.Stderr
		data, err := cmd.Output()
		if err == nil {
			err = json.Unmarshal(data, out)
		}
		if err != nil {
			t.Fatalf("%s: %v", script, err)
		}
	}
	var sources []string
	ask("testdata/strings.py", []byte(strings.Join(paths, "\n")), &sources)
	in, err := json.Marshal(sources)
	if err != nil {
		t.Fatal(err)
	}
	var found [][]string
	ask("testdata/errors.py", in, &found)
	compared := compareFindings(t, sources, found)
	t.Logf("%d of %d sources parse", compared, len(sources))
	if compared < 5000 {
		t.Errorf("only %d sources compared", compared)
	}
}

// compareFindings compares what is found in sources with what testdata/errors.py
// says of them, and returns how many it compared.
func compareFindings(t *testing.T, sources []string, found [][]string) (compared int) {
	t.Helper()
	for i, src := range sources {
		want := found[i]
		if strings.HasPrefix(want[len(want)-1], "parse-error") {
			continue
		}
		compared++
		// Warnings about how a literal is written are package syntax's.
		want = slices.DeleteFunc(want, func(w string) bool {
			_, msg, _ := strings.Cut(strings.TrimPrefix(w, "warning "), " ")
			return strings.HasPrefix(w, "warning") && strings.HasPrefix(msg, "invalid ")
		})
		if len(want) == 0 {
			want = []string{"fine"}
		}
		got, _ := errorCase{src: src}.check()
		if g, w := strings.Join(got, "\n"), strings.Join(want, "\n"); g != w && !strings.Contains(w, "error -1:0") {
			t.Errorf("%s\ngot:\n%s\nwant:\n%s", src, g, w)
		}
	}
	return compared
}
