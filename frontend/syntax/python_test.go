package syntax

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
)

// python returns the CPython 3.13 to compare with, and skips the test if there
// is none.
func python(t testing.TB) string {
	t.Helper()
	path := findPython()
	if path == "" {
		t.Skip("no CPython 3.13: set AIO2GO_PYTHON, or put python3.13 in PATH")
	}
	return path
}

var findPython = sync.OnceValue(func() string {
	candidates := []string{os.Getenv("AIO2GO_PYTHON")}
	if path, err := exec.LookPath("python3.13"); err == nil {
		candidates = append(candidates, path)
	}
	if out, err := exec.Command("pyenv", "prefix", "3.13.0").Output(); err == nil {
		candidates = append(candidates, filepath.Join(strings.TrimSpace(string(out)), "bin", "python"))
	}
	for _, path := range candidates {
		if path == "" {
			continue
		}
		out, err := exec.Command(path, "-c", "import sys; print(sys.version_info[:2])").Output()
		if err == nil && strings.TrimSpace(string(out)) == "(3, 13)" {
			return path
		}
	}
	return ""
})

// runPython runs CPython with input on its stdin and returns its output.
func runPython(t testing.TB, input []byte, args ...string) []byte {
	t.Helper()
	cmd := exec.Command(python(t), args...)
	cmd.Stdin = bytes.NewReader(input)
	var stdout, stderr bytes.Buffer
	cmd.Stdout, cmd.Stderr = &stdout, &stderr
	if err := cmd.Run(); err != nil {
		t.Fatalf("%s %s: %v\n%s", cmd.Path, strings.Join(args, " "), err, stderr.Bytes())
	}
	return stdout.Bytes()
}

// libFiles returns CPython's library folder and the paths in it of all source
// files, or in short mode of a fixed sample of them.
func libFiles(t testing.TB) (root string, names []string) {
	t.Helper()
	root = strings.TrimSpace(string(runPython(t, nil, "-c", "import sysconfig; print(sysconfig.get_path('stdlib'))")))
	err := filepath.WalkDir(root, func(path string, d os.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case d.IsDir() && d.Name() == "site-packages":
			// What is installed there is not the same everywhere.
			return filepath.SkipDir
		case !d.IsDir() && strings.HasSuffix(path, ".py"):
			name, _ := filepath.Rel(root, path)
			names = append(names, name)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if testing.Short() {
		sample := names[:0]
		for i, name := range names {
			if i%40 == 0 || strings.Contains(name, "tokenizedata") {
				sample = append(sample, name)
			}
		}
		names = sample
	}
	return root, names
}
