package gobatch

import (
	"os/exec"
	"strings"
	"testing"
)

func TestBuild(t *testing.T) {
	b, err := Build(t.TempDir(), []Source{
		{"good", "main.py", map[string]string{"main.py": "import other, sys\nprint(other.x, sys.argv[1:])\n", "other.py": "x = 41 + 1\n"}},
		{"syntax error", "main.py", map[string]string{"main.py": "def f(:\n"}},
		{"warned", "main.py", map[string]string{"main.py": "x = 1\nprint(x is 1)\n"}},
	}, Options{})
	if err != nil {
		t.Fatal(err)
	}
	if p := b.Programs["syntax error"]; len(p.Rejected) == 0 || p.OK() {
		t.Errorf("a syntax error was not rejected: %+v", p)
	}
	if p := b.Programs["warned"]; !p.OK() || !strings.Contains(p.Warnings, "SyntaxWarning") {
		t.Errorf("no warning: %+v", p)
	}
	p := b.Programs["good"]
	if !p.OK() {
		t.Fatalf("%v %s", p.Rejected, p.Failure)
	}
	command := b.Command("good", "", "a", "b c")
	out, err := exec.Command(command[0], command[1:]...).CombinedOutput()
	if err != nil || string(out) != "42 ['a', 'b c']\n" {
		t.Errorf("%v, output %q", err, out)
	}
}

// TestBlame gives the Go compiler's errors to the programs that they are about.
func TestBlame(t *testing.T) {
	b := &Batch{Programs: map[string]*Program{"one": {pkg: "p1"}, "two": {pkg: "p22"}, "fine": {pkg: "p3"}}}
	if !b.blame([]byte("# batch/p1\np1/main.go:3:4: undefined: x\np1/main.go:5:1: more\n# batch/p22\np22/a.go:1:1: bad\n")) {
		t.Fatal("no blame found")
	}
	if f := b.Programs["one"].Failure; !strings.Contains(f, "undefined: x") || !strings.Contains(f, "more") || strings.Contains(f, "bad") {
		t.Errorf("one: %q", f)
	}
	if b.Programs["two"].OK() || !b.Programs["fine"].OK() {
		t.Error("the wrong programs are blamed")
	}
	if b.blame([]byte("# github.com/aio2go/aio2go/runtime/py\nruntime/py/x.go:1:1: bad\n")) {
		t.Error("an error of the runtime is blamed on a program")
	}
}
