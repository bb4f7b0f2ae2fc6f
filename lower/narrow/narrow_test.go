package narrow_test

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/aio2go/aio2go/frontend"
	"github.com/aio2go/aio2go/lower"
	"github.com/aio2go/aio2go/lower/ir"
)

// TestRun checks for which values of f's variables there is a variable, in the order of
// the source, and of which type: those that are held as objects have gone again.
func TestRun(t *testing.T) {
	const makers = `
def number(i): return None if i == 3 else i * 2
def either(i): return "text" if i == 3 else i * 2
NOTHING = None
`
	for _, c := range []struct{ body, want string }{
		{"x = number(i)\nif x is not None:\n    return x + 1", "x int64"},
		{"x = number(i)\nif x is None:\n    return 0\nreturn x + 1", "x int64"},
		{"x = number(i)\nif x is NOTHING:\n    return 0\nreturn x + 1", "x int64"},
		{"x = number(i)\nif x:\n    return x + 1\nreturn x", "x int64"},
		{"x = number(i)\nwhile x is not None and x > 5:\n    x = number(x & 7)", "x int64, x int64"},
		{"x = number(i)\nif x is None or x > 3:\n    return 0\nreturn x + 1", "x int64, x int64"},
		{"x = either(i)\nif isinstance(x, int):\n    return x + 1\nreturn x.upper()", "x int64"},
		{"x = either(i)\nif not isinstance(x, str):\n    return x + 1", "x int64"},
		// Nothing is told, or not any more.
		{"x = number(i)\nif x is not None:\n    x = number(x & 7)\n    return x", "x int64"},
		{"x = number(i)\nif not x:\n    return x\nreturn 0", ""},
		{"x = number(i)\nif x is None or i > 3:\n    return x", ""},
		{"x = number(i)\nif x is not None:\n    while i > 3:\n        x = number(i)\n        i -= 1", ""},
		{"x = number(i)\ndef g():\n    nonlocal x\n    x = None\nif x is not None:\n    g()\n    return x", ""},
	} {
		name := filepath.Join(t.TempDir(), "app.py")
		text := makers + "def f(i):\n    " + strings.ReplaceAll(c.body, "\n", "\n    ") + "\nprint(f(len(input())))\n"
		if err := os.WriteFile(name, []byte(text), 0o666); err != nil {
			t.Fatal(err)
		}
		prog, list := frontend.Load(frontend.Options{Runtime: func(string) bool { return true }}, name)
		if list.HasErrors() {
			t.Fatal(list.All())
		}
		p, err := lower.Lower(prog, lower.Options{}, list)
		if err != nil {
			t.Fatal(err)
		}
		i := slices.IndexFunc(p.Main.Funcs, func(fn *ir.Func) bool { return fn.Name == "f" && fn.Original == nil })
		var made []string
		for _, v := range p.Main.Funcs[i].Locals {
			if v.Keep != 0 {
				made = append(made, v.Name+" "+v.Rep.String())
			}
		}
		if got := strings.Join(made, ", "); got != c.want {
			t.Errorf("%s\nhas variables %q, want %q", c.body, got, c.want)
		}
	}
}
