package syntax

import (
	"strings"
	"testing"

	"github.com/aio2go/aio2go/frontend/diag"
	"github.com/aio2go/aio2go/frontend/source"
)

// TestDepth checks that nesting of any kind and depth is accepted up to some
// depth and an error beyond, never a crash.
func TestDepth(t *testing.T) {
	for name, nest := range map[string]func(n int) string{
		"minus":     func(n int) string { return strings.Repeat("-", n) + "1" },
		"not":       func(n int) string { return strings.Repeat("not ", n) + "1" },
		"lambda":    func(n int) string { return strings.Repeat("lambda: ", n) + "1" },
		"power":     func(n int) string { return strings.Repeat("2 ** ", n) + "1" },
		"if":        func(n int) string { return strings.Repeat("1 if 2 else ", n) + "3" },
		"parens":    func(n int) string { return strings.Repeat("(", n) + strings.Repeat(")", n) },
		"brackets":  func(n int) string { return strings.Repeat("[", n) + strings.Repeat("]", n) },
		"braces":    func(n int) string { return strings.Repeat("{1: ", n) + "2" + strings.Repeat("}", n) },
		"calls":     func(n int) string { return strings.Repeat("f(", n) + strings.Repeat(")", n) },
		"unclosed":  func(n int) string { return strings.Repeat("(", n) },
		"f-strings": func(n int) string { return strings.Repeat(`f"{`, n) + "1" + strings.Repeat(`}"`, n) },
		"sum":       func(n int) string { return strings.Repeat("1 + ", n) + "1" },
		"attribute": func(n int) string { return "x" + strings.Repeat(".x", n) },
		"elif":      func(n int) string { return "if x: y\n" + strings.Repeat("elif x: y\n", n) },
		"blocks": func(n int) string {
			var b strings.Builder
			for i := range n {
				b.WriteString(strings.Repeat(" ", i) + "if x:\n")
			}
			return b.String() + strings.Repeat(" ", n) + "y"
		},
		"error": func(n int) string { return strings.Repeat("-", n) + "1 1" },
	} {
		t.Run(name, func(t *testing.T) {
			for _, n := range []int{1, 50, 1000, 7000} {
				if name == "blocks" && n > 1000 {
					continue
				}
				f := source.NewText("x.py", nest(n)+"\n")
				var list diag.List
				m := Parse(f, &list)
				if n == 1 && list.HasErrors() != (name == "unclosed" || name == "error") {
					t.Errorf("depth %d: %v", n, list.All()[0])
				}
				Inspect(m, func(Node) bool { return true })
			}
		})
	}
}
