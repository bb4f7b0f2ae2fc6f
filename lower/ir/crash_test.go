package ir

import (
	"testing"

	"github.com/aio2go/aio2go/frontend/source"
)

// TestLocate checks that a panic says which function it is about: the innermost.
func TestLocate(t *testing.T) {
	file := source.NewText("app.py", "def f():\n    x\n    y\n")
	m := &Module{Name: "__main__", File: file}
	body := &Func{Qualname: "<module>", Kind: ModuleBody, Module: m}
	f := &Func{Qualname: "f", Kind: Plain, Module: m}
	for _, tt := range []struct {
		name     string
		run      func()
		function string
		line     int
	}{
		{"statement", func() {
			pos := file.LineStart(1)
			defer Locate(body, nil)
			defer Locate(f, &pos)
			pos = file.LineStart(3)
			panic("oops")
		}, "f", 3},
		{"module", func() {
			defer Locate(body, nil)
			panic("oops")
		}, "", 1},
	} {
		func() {
			defer func() {
				c, ok := recover().(*Crash)
				if !ok {
					t.Fatalf("%s: no Crash", tt.name)
				}
				module, function, line := c.Where()
				if module != "app.py" || function != tt.function || line != tt.line || c.Error() != "oops" || len(c.Stack) == 0 {
					t.Errorf("%s: %s at %s, %s, %d", tt.name, c.Error(), module, function, line)
				}
			}()
			tt.run()
		}()
	}
	func() {
		defer Locate(f, nil) // without a panic nothing happens
	}()
}
