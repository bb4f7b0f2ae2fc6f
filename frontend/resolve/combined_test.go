package resolve_test

import (
	"bytes"
	"encoding/json"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"golang.org/x/tools/txtar"
)

// This file holds random combinations of the cases in testdata/errors against
// CPython: which error comes first, and what a place makes of it.

// indent indents every line of src.
func indent(src string) string {
	lines := strings.SplitAfter(strings.TrimSuffix(src, "\n"), "\n")
	return "    " + strings.Join(lines, "    ") + "\n"
}

// frames put two sources into one.
var frames = []func(a, b string) string{
	func(a, b string) string { return a + b },
	func(a, b string) string { return "def f(a, b=1):\n" + indent(a) + b },
	func(a, b string) string { return "class C:\n" + indent(a) + b },
	func(a, b string) string { return "async def f():\n" + indent(a) + b },
	func(a, b string) string { return "for i in j:\n" + indent(a) + "else:\n" + indent(b) },
	func(a, b string) string { return "while 1:\n" + indent(a) + b },
	func(a, b string) string { return "try:\n" + indent(a) + "finally:\n" + indent(b) },
	func(a, b string) string {
		return "try:\n" + indent(a) + "except E as e:\n" + indent(b) + "else:\n" + indent(a)
	},
	func(a, b string) string { return "try:\n" + indent(a) + "except* E as e:\n" + indent(b) },
	func(a, b string) string { return "with x as y:\n" + indent(a) + b },
	func(a, b string) string {
		return "match v:\n    case 1:\n" + indent(indent(a)) + "    case [x, *y]:\n" + indent(indent(b))
	},
	func(a, b string) string { return "def g[T](x: T):\n" + indent(a) + b },
	func(a, b string) string { return "class K[T]:\n" + indent(a) + b },
	func(a, b string) string { return "if 0:\n" + indent(a) + "else:\n" + indent(b) },
	func(a, b string) string {
		return "async def f():\n    async with a:\n" + indent(indent(a)) + "    async for x in y:\n" + indent(indent(b))
	},
	func(a, b string) string { return "def o(x, y, a):\n" + indent("def i():\n"+indent(a)) + b },
}

// TestCombined compares random combinations, the same ones each time.
func TestCombined(t *testing.T) {
	py := python(t)
	archives, err := filepath.Glob("testdata/errors/*.txtar")
	if err != nil {
		t.Fatal(err)
	}
	var parts []string
	for _, path := range archives {
		ar, err := txtar.ParseFile(path)
		if err != nil {
			t.Fatal(err)
		}
		for _, f := range ar.Files {
			c := readErrorCase(f.Data)
			// CPython 3.13 crashes when a class in a class has a type parameter
			// named __classdict__.
			if !strings.HasPrefix(c.want[len(c.want)-1], "parse-error") && !strings.Contains(c.src, "__classdict__") {
				parts = append(parts, c.src)
			}
		}
	}
	n := 6000
	if testing.Short() {
		n = 600
	}
	r := rand.New(rand.NewPCG(1, 2))
	part := func() string { return parts[r.IntN(len(parts))] }
	frame := func(a, b string) string { return frames[r.IntN(len(frames))](a, b) }
	sources := make([]string, n)
	for i := range sources {
		sources[i] = frame(part(), part())
		if r.IntN(5) < 2 {
			sources[i] = frame(sources[i], part())
		}
	}
	in, err := json.Marshal(sources)
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(py, "testdata/errors.py")
	cmd.Stdin = bytes.NewReader(in)
	cmd.Stderr = os.Stderr
	out, err := cmd.Output()
	if err != nil {
		t.Fatal(err)
	}
	var found [][]string
	if err := json.Unmarshal(out, &found); err != nil {
		t.Fatal(err)
	}
	compared := compareFindings(t, sources, found)
	t.Logf("%d of %d combinations compared", compared, n)
	if compared < n/2 {
		t.Error("too few")
	}
}
