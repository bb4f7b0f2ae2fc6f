package asyncio

import (
	"encoding/json"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"testing"

	"github.com/aio2go/aio2go/runtime/py"
)

// recordedNames is what a version of CPython has in asyncio.
type recordedNames struct {
	All       []string
	Classes   map[string][]string // public attributes
	Functions map[string]string   // signatures
}

func loadNames(t *testing.T) map[string]recordedNames {
	t.Helper()
	data, err := os.ReadFile("testdata/names.json")
	if err != nil {
		t.Fatal(err)
	}
	var names map[string]recordedNames
	if err := json.Unmarshal(data, &names); err != nil {
		t.Fatal(err)
	}
	return names
}

// TestNames holds the names of the module and the public methods of its classes against
// those of every version of CPython, recorded with the program in TestRecordedNames. The
// name "async" of 3.6 is left out: no later grammar can say it.
func TestNames(t *testing.T) {
	defer func(v int) { py.Version = v }(py.Version)
	for version, want := range loadNames(t) {
		minor, err := strconv.Atoi(strings.Split(version, ".")[1])
		if err != nil {
			t.Fatal(err)
		}
		py.Version = minor
		have := map[string]py.Value{}
		for _, e := range allEntries() {
			if available(e.name) {
				have[e.name] = e.value
			}
		}
		for _, name := range want.All {
			v, ok := have[name]
			if !ok {
				t.Errorf("%s: asyncio.%s is missing", version, name)
				continue
			}
			for _, attr := range want.Classes[name] {
				if name == "Task" && (attr == "all_tasks" || attr == "current_task") {
					continue // which classes have them is fixed when the program starts
				}
				if _, found, exc := py.LookupAttr(v, py.Intern(attr)); exc != nil || !found {
					t.Errorf("%s: asyncio.%s.%s is missing", version, name, attr)
				}
			}
		}
	}
}

// parameters returns the names of a signature's parameters, with their stars.
func parameters(sig string) []string {
	var list []string
	depth, start := 0, 1
	for i, r := range sig {
		switch r {
		case '(', '[':
			depth++
		case ')', ']':
			depth--
		}
		if r == ',' && depth == 1 || r == ')' && depth == 0 {
			p := strings.TrimSpace(sig[start:i])
			start = i + 1
			p, _, _ = strings.Cut(p, "=")
			p, _, _ = strings.Cut(p, ":")
			if p = strings.TrimSpace(p); p != "" && p != "/" {
				list = append(list, p)
			}
		}
		if depth == 0 && i > 0 {
			break
		}
	}
	return list
}

// TestSignatures holds the parameters of the functions against CPython 3.13's; a loop=
// that older versions had may be there as well.
func TestSignatures(t *testing.T) {
	recorded := loadNames(t)["3.13.0"].Functions
	for _, f := range functions {
		want, ok := recorded[f.name]
		if !ok || f.sig == "" {
			continue
		}
		var have []string
		for _, p := range parameters(f.sig) {
			if p != "loop" || strings.Contains(want, "loop") {
				have = append(have, p)
			}
		}
		if n := len(have); n > 0 && have[n-1] == "*" {
			have = have[:n-1]
		}
		if a, b := strings.Join(have, ", "), strings.Join(parameters(want), ", "); a != b {
			t.Errorf("asyncio.%s has the parameters (%s), CPython's (%s)", f.name, a, b)
		}
	}
}

// TestRecordedNames checks that testdata/names.json is what CPython 3.13 has.
func TestRecordedNames(t *testing.T) {
	python := os.Getenv("AIO2GO_PYTHON")
	if python == "" {
		var err error
		if python, err = exec.LookPath("python3.13"); err != nil {
			t.Skip("no CPython 3.13: AIO2GO_PYTHON names none and python3.13 is not in PATH")
		}
	}
	out, err := exec.Command(python, "-W", "ignore", "-c", `
import asyncio, sys
print(sys.version_info[1])
print(" ".join(sorted(asyncio.__all__)))`).Output()
	if err != nil {
		t.Skipf("CPython does not run: %v", err)
	}
	minor, names, _ := strings.Cut(strings.TrimSpace(string(out)), "\n")
	if minor != "13" {
		t.Skipf("AIO2GO_PYTHON is Python 3.%s, names are recorded from 3.13", minor)
	}
	if want := strings.Join(loadNames(t)["3.13.0"].All, " "); names != want {
		t.Errorf("asyncio.__all__ is now\n%s\nrecorded is\n%s", names, want)
	}
}
