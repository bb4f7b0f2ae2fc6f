package conform

import (
	_ "embed"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
)

// This file implements running hundreds of generated programs in one CPython
// process: starting an interpreter for each would take longer than all of them.

//go:embed batch.py
var batchScript []byte

// RunBatch runs single-file programs, named without ".py", under the
// interpreter on a virtual clock. Programs whose outcome is not the same twice,
// or that do not end, are missing in the result.
func RunBatch(py Python, programs map[string]string) (map[string]Result, error) {
	dir, err := os.MkdirTemp("", "conform")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(dir)
	script := filepath.Join(dir, "batch.py")
	if err := os.WriteFile(script, batchScript, 0o666); err != nil {
		return nil, err
	}
	src := filepath.Join(dir, "programs")
	if err := os.Mkdir(src, 0o777); err != nil {
		return nil, err
	}
	for name, text := range programs {
		if err := os.WriteFile(filepath.Join(src, name+".py"), []byte(text), 0o666); err != nil {
			return nil, err
		}
	}
	out := filepath.Join(dir, "results.json")
	cmd := exec.Command(py.Path, script, src, out)
	cmd.Env = Environ()
	if text, err := cmd.CombinedOutput(); err != nil {
		return nil, fmt.Errorf("%s: %w\n%s", py.Path, err, text)
	}
	data, err := os.ReadFile(out)
	if err != nil {
		return nil, err
	}
	var raw map[string]Result
	if err := json.Unmarshal(data, &raw); err != nil {
		return nil, err
	}
	results := map[string]Result{}
	for file, r := range raw {
		results[file[:len(file)-len(".py")]] = MaskTaskNumbers(Result{Normalize(r.Stdout, src), Normalize(r.Stderr, src), r.Exit})
	}
	return results, nil
}

var taskNumber = regexp.MustCompile(`\bTask-\d+\b`)

// MaskTaskNumbers hides the numbers of tasks without a name of their own: in a
// batch they count on from one program to the next.
func MaskTaskNumbers(r Result) Result {
	r.Stdout = taskNumber.ReplaceAllString(r.Stdout, "Task-N")
	r.Stderr = taskNumber.ReplaceAllString(r.Stderr, "Task-N")
	return r
}
