package interp

import (
	"strings"
	"testing"

	"github.com/aio2go/aio2go/runtime/py"
)

// TestRefused checks what is said of text that gpython's grammar does not have.
func TestRefused(t *testing.T) {
	for _, c := range []struct {
		text  string
		newer bool
	}{
		{"f'{x}'", true}, {"async def f(): pass", true}, {"x: int = 1", true}, {"(y := 1)", true},
		{"match x:\n    case 1: pass", true}, {"try: pass\nexcept* E: pass", true},
		{"print({**a})", true}, {"1_000", true}, {"def f(a, /): pass", true}, {"'\\N{BULLET}'", true},
		{"with (a as b): pass", true},
		{"1 +", false}, {"x = = 2", false}, {"(", false}, {"def", false}, {"", false},
	} {
		mode := modeExec
		if c.text == "" {
			mode = modeEval
		}
		_, exc := parse(c.text, "<string>", mode)
		if exc == nil {
			t.Errorf("%q is accepted", c.text)
			continue
		}
		text, _ := py.StrText(exc.Value())
		if exc.Type() != py.SyntaxErrorType || strings.Contains(text, "Python 3.4") != c.newer {
			t.Errorf("%q: %s", c.text, text)
		}
	}
}
