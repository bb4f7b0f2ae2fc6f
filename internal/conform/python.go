package conform

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
)

// This file implements the search for interpreters.

// Versions are the Python versions whose behaviour can be asked for.
var Versions = []string{"3.6", "3.7", "3.8", "3.9", "3.10", "3.11", "3.12", "3.13"}

// DefaultVersion is the version that run cases are recorded from.
const DefaultVersion = "3.13"

// pyenvVersions are the releases looked for in pyenv.
var pyenvVersions = map[string]string{
	"3.6": "3.6.15", "3.7": "3.7.16", "3.8": "3.8.18", "3.9": "3.9.18",
	"3.10": "3.10.13", "3.11": "3.11.7", "3.12": "3.12.1", "3.13": "3.13.0",
}

// A Python is an installed interpreter.
type Python struct {
	Path    string
	Version string // three numbers, such as 3.13.0
}

// String returns the text that goes on a case's recording line.
func (p Python) String() string { return "CPython " + p.Version }

var pythons sync.Map // version -> func() (Python, error)

// FindPython returns the interpreter for a version such as "3.13": the one that
// AIO2GO_PYTHON names if it is of that version, else pythonX.Y in PATH, else
// pyenv's.
func FindPython(version string) (Python, error) {
	find, _ := pythons.LoadOrStore(version, sync.OnceValues(func() (Python, error) { return findPython(version) }))
	return find.(func() (Python, error))()
}

func findPython(version string) (Python, error) {
	var candidates []string
	if path := os.Getenv("AIO2GO_PYTHON"); path != "" {
		candidates = append(candidates, path)
	}
	if path, err := exec.LookPath("python" + version); err == nil {
		candidates = append(candidates, path)
	}
	if release, ok := pyenvVersions[version]; ok {
		if prefix, err := exec.Command("pyenv", "prefix", release).Output(); err == nil {
			candidates = append(candidates, filepath.Join(strings.TrimSpace(string(prefix)), "bin", "python"))
		}
	}
	for _, path := range candidates {
		// A pyenv shim stands in PATH for every version and fails when run, so
		// each candidate is asked what it is.
		out, err := exec.Command(path, "-c", "import sys; print('%s %d.%d.%d' % ((sys.implementation.name,) + sys.version_info[:3]))").Output()
		if err != nil {
			continue
		}
		name, full, _ := strings.Cut(strings.TrimSpace(string(out)), " ")
		if name == "cpython" && strings.HasPrefix(full, version+".") {
			return Python{path, full}, nil
		}
	}
	return Python{}, fmt.Errorf("no CPython %s here (set AIO2GO_PYTHON, or put python%s in PATH, or install it in pyenv)", version, version)
}
