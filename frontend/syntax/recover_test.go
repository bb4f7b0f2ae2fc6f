package syntax

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/aio2go/aio2go/frontend/diag"
	"github.com/aio2go/aio2go/frontend/source"
)

// TestRecover checks which errors of a file are reported in one run. The first
// is CPython's; that the others are there, and no more, is ours to decide.
func TestRecover(t *testing.T) {
	tests := []struct {
		name, src string
		want      []string // "line: message"
	}{
		{"one line each", "x = = 1\ny = 2\nz = = 3\n", []string{"1: invalid syntax", "3: invalid syntax"}},
		{"header and bracket", "async def timer(x, cb)\n    pass\n\nt = timer(3, lambda f: print('Done')\nloop.run(t)\n",
			[]string{"1: expected ':'", "4: '(' was never closed"}},
		{"block of a bad header", "def f()\n    x = = 1\n    y = 2\nz = = 3\n",
			[]string{"1: expected ':'", "2: invalid syntax", "4: invalid syntax"}},
		{"clauses of a bad header", "if x\n    y\nelif z:\n    a b\nelse:\n    c\nd e\n",
			[]string{"1: expected ':'", "4: invalid syntax", "7: invalid syntax"}},
		{"bad try", "try:\n    x\ny = 1\nz z\n", []string{"3: expected 'except' or 'finally' block", "4: invalid syntax"}},
		{"bad except", "try:\n    x\nexcept A B:\n    y\nfinally:\n    z\nw\n", []string{"3: invalid syntax"}},
		{"bad match", "match x\n    case 1:\n        a b\n    case 2: pass\ny y\n", []string{"1: expected ':'", "3: invalid syntax", "5: invalid syntax"}},
		{"missing block", "if x:\ny = 1\nz z\n", []string{"2: expected an indented block after 'if' statement on line 1", "3: invalid syntax"}},
		{"unexpected indent", "x = 1\n    y = 2\n    z z\nw w\n", []string{"2: unexpected indent", "3: invalid syntax", "4: invalid syntax"}},
		{"bad dedent", "if x:\n    y\n  z\nw w\n", []string{"3: unindent does not match any outer indentation level", "4: invalid syntax"}},
		{"unterminated string", "x = 'abc\ny = 2\nz z\n", []string{"1: unterminated string literal (detected at line 1)", "3: invalid syntax"}},
		{"unterminated long string", "x = 1\ny = '''abc\nz z\n", []string{"2: unterminated triple-quoted string literal (detected at line 3)"}},
		{"wrong bracket", "x = (1]\ny y\n", []string{"1: closing parenthesis ']' does not match opening parenthesis '('", "2: invalid syntax"}},
		{"unclosed brackets", "x = (1,\ny = [2,\nz = 3\n", []string{"2: '[' was never closed"}},
		{"unclosed in a block", "def f():\n    x = foo(1,\n        2\n    return x\n\ndef g():\n    a b\n",
			[]string{"2: '(' was never closed", "7: invalid syntax"}},
		{"nested blocks", "class A:\n    def f(self):\n        x x\n        y\n    def g(self)\n        pass\n    def h(self):\n        z z\nw = 1\n",
			[]string{"3: invalid syntax", "5: expected ':'", "8: invalid syntax"}},
		{"decorated", "@x y\ndef f(): pass\n@z\ndef g() pass\n", []string{"1: invalid syntax", "4: expected ':'"}},
		{"bad character", "x = 1 € 2\ny y\n", []string{"1: invalid character '€' (U+20AC)", "2: invalid syntax"}},
		{"f-string", "x = f'{a b}'\ny = f'{'\nz z\n", []string{"1: invalid syntax. Perhaps you forgot a comma?", "2: f-string: expecting '}'", "3: invalid syntax"}},
		{"orphan else", "x = 1\nelse:\n    y y\nz = 2\n", []string{"2: invalid syntax", "3: invalid syntax"}},
		{"ends in error", "x = (", []string{"1: '(' was never closed"}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			f := source.NewText("x.py", test.src)
			var list diag.List
			Parse(f, &list)
			var got []string
			for _, d := range list.All() {
				line, _ := f.Position(d.Span.Start)
				got = append(got, fmt.Sprintf("%d: %s", line, d.Message))
			}
			if !slices.Equal(got, test.want) {
				t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(test.want, "\n"))
			}
		})
	}
}
