package specialise_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/aio2go/aio2go/frontend"
	"github.com/aio2go/aio2go/lower"
	"github.com/aio2go/aio2go/lower/ir"
)

// lowered returns the functions of a program by their names, copies under those of the
// originals with "typed" or "beside" behind.
func lowered(t *testing.T, text string) map[string]*ir.Func {
	t.Helper()
	name := filepath.Join(t.TempDir(), "app.py")
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
	funcs := map[string]*ir.Func{}
	for _, fn := range p.Main.Funcs {
		key := fn.Qualname
		switch {
		case fn.IsBeside:
			key += " beside"
		case fn.Original != nil:
			key += " typed"
		}
		funcs[key] = fn
	}
	return funcs
}

// signature is the Go types of fn's parameters and result.
func signature(fn *ir.Func) string {
	if fn == nil {
		return "none"
	}
	var params []string
	for _, v := range fn.Params {
		params = append(params, v.Rep.String())
	}
	return strings.Join(params, ", ") + " -> " + fn.Result.String()
}

// TestRun checks which functions get copies, and of which types these are. Every function
// is open: it is in a list that goes to code that is not seen.
func TestRun(t *testing.T) {
	const open = "\nimport atexit\natexit.register(f)\n"
	for _, c := range []struct {
		text, key, want string
	}{
		{"def f(n):\n    s = 0\n    for i in range(n):\n        s += i % 7\n    return n", "f typed", "int64 -> int64"},
		{"def f(n):\n    if n < 2:\n        return 1.0\n    return f(n - 1) * 2.0", "f typed", "int64 -> float64"},
		{"def f(x: float):\n    while x > 1:\n        x = x / 2\n    return x", "f typed", "float64 -> float64"},
		{"def f(text: str):\n    n = 0\n    for c in text:\n        n += 1\n    return n", "f typed", "py.Value -> int64"},
		{"def f(x, n):\n    for i in range(n):\n        x = x * 0.5\n    return x", "f typed", "float64, int64 -> float64"},
		{"class C:\n    def f(self, n):\n        for i in range(n):\n            pass\n        return i\nf = C().f", "C.f typed", "py.Value, int64 -> int64"},
		{"async def f(n):\n    for i in range(n):\n        pass", "f typed", "int64 -> py.Value"},
		{"def f(n):\n    for i in range(n):\n        yield i", "f typed", "int64 -> py.Value"},
		{"async def f(n, x: float):\n    for i in range(n):\n        yield x", "f typed", "int64, float64 -> py.Value"},
		{"async def f(n):\n    for i in range(n):\n        await g(i)\nasync def g(i):\n    return i & 7", "g typed", "int64 -> int64"},
		// An int of any size from a call that is seen.
		{"def f():\n    g(int(input()))\ndef g(n):\n    while n > 1:\n        n -= 1", "g typed", "int64 -> py.Value"},
		// Nothing to gain, nothing to expect, or not to be copied.
		{"def f(n):\n    return n + 1", "f typed", "none"},
		{"def f(x):\n    for i in x:\n        print(i)", "f typed", "none"},
		{"def f(n):\n    for i in range(n):\n        g = lambda: i\n    return g", "f typed", "none"},
		{"def f(n, *rest):\n    for i in range(n):\n        pass", "f typed", "none"},
		// Uses that disagree.
		{"def f(x):\n    while x > 1.5:\n        x = x - 1\n    return x", "f typed", "none"},
	} {
		if got := signature(lowered(t, c.text+open)[c.key]); got != c.want {
			t.Errorf("%s\nhas a copy %s, want %s", c.text, got, c.want)
		}
	}
}

// TestKnownCallsGoToTheCopy checks that a function that is open and called with known
// arguments as well does not make its caller dynamic.
func TestKnownCallsGoToTheCopy(t *testing.T) {
	funcs := lowered(t, `
import atexit
def f(n):
    if n < 2:
        return 1
    return f(n - 1) % 1000 + 2
def caller(n):
    total = 0
    for i in range(n):
        total = (total + f(i)) % 10007
    return total
print(caller(20))
atexit.register(f)
`)
	if got := signature(funcs["f typed"]); got != "int64 -> int64" {
		t.Errorf("the copy is %s", got)
	}
	if got := signature(funcs["caller"]); got != "int64 -> int64" {
		t.Errorf("the caller is %s", got)
	}
}

// TestBoundMethodsGoOut checks that inference comes to an end where a bound method is given
// to code that is not seen.
func TestBoundMethodsGoOut(t *testing.T) {
	funcs := lowered(t, `
import atexit
class C:
    def __init__(self, step):
        self.step = step
    def f(self):
        pass
def double(n):
    return n * 2
def call(f, *args):
    f(*args)
c = C(2)
call(c.f)
atexit.register(c.f)
print(double(4))
`)
	if got := signature(funcs["double"]); got != "int64 -> int64" {
		t.Errorf("double is %s", got)
	}
}

// TestBeside checks which functions may run beside other threads. The last parameter of the
// copies is the depth of the recursion, which asyncio.run makes possible.
func TestBeside(t *testing.T) {
	const submit = "\nimport asyncio\nasyncio.run(asyncio.to_thread(f, 3))\n"
	for _, c := range []struct {
		text, key, want string
	}{
		{"def f(n):\n    s = 0\n    for i in range(n):\n        s = (s + i) % 7\n    return s", "f beside", "int64, int64 -> int64"},
		{"def g(n):\n    return n * 2 % 13\ndef f(n):\n    s = 0\n    for i in range(n):\n        s = (s + g(i)) % 7\n    return s", "g beside", "int64, int64 -> int64"},
		{"def f(n):\n    s = 1\n    for i in range(n):\n        s *= i\n    return s", "f beside", "int64, int64 -> py.Value"},
		// Shared or not numbers alone.
		{"t = 0\ndef f(n):\n    global t\n    for i in range(n):\n        t += i\n    return t", "f beside", "none"},
		{"def f(n):\n    s = []\n    for i in range(n):\n        s.append(i)\n    return s", "f beside", "none"},
		{"def f(n):\n    for i in range(n):\n        print(i)", "f beside", "none"},
		{"def g(n):\n    print(n)\n    return n\ndef f(n):\n    s = 0\n    for i in range(n):\n        s = g(i)\n    return s", "f beside", "none"},
		{"def f(n):\n    s = 0\n    for i in range(n):\n        try:\n            s = s // i\n        except ZeroDivisionError:\n            s = 1\n    return s", "f beside", "none"},
	} {
		if got := signature(lowered(t, c.text+submit)[c.key]); got != c.want {
			t.Errorf("%s\nhas a copy %s, want %s", c.text, got, c.want)
		}
	}
	if funcs := lowered(t, "def f(n):\n    s = 0\n    for i in range(n):\n        s = (s + i) % 7\n    return s\nprint(sorted([1], key=f))\n"); funcs["f beside"] != nil {
		t.Error("a program without threads has a copy")
	}
}
