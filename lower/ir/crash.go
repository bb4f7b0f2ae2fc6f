package ir

import (
	"fmt"
	"runtime/debug"

	"github.com/aio2go/aio2go/frontend/source"
)

// This file implements what passes panic with, so that a report of a bug in the compiler
// says which part of the program brought it to light.

// Crash is a panic of a pass while it worked on a function.
type Crash struct {
	Func  *Func
	Pos   source.Pos // of the statement, or NoPos
	Value any        // what the pass panicked with
	Stack []byte     // of the panic
}

// Error says what went wrong, without the place.
func (c *Crash) Error() string { return fmt.Sprint(c.Value) }

// Where returns the file of the module, the function ("" for the module's own statements)
// and the line.
func (c *Crash) Where() (module, function string, line int) {
	pos := c.Func.Span.Start
	if c.Pos.IsValid() {
		pos = c.Pos
	}
	line, _ = c.Func.Module.File.Position(pos)
	if c.Func.Kind != ModuleBody {
		function = c.Func.Qualname
	}
	return c.Func.Module.File.Name, function, line
}

// Locate, when deferred by a pass while it works on fn, turns a panic into one with a
// *Crash. pos is the position of the statement that is worked on, and may be nil.
func Locate(fn *Func, pos *source.Pos) {
	r := recover()
	if r == nil {
		return
	}
	if c, ok := r.(*Crash); ok {
		panic(c) // from a function inside fn
	}
	c := &Crash{Func: fn, Pos: source.NoPos, Value: r, Stack: debug.Stack()}
	if pos != nil {
		c.Pos = *pos
	}
	panic(c)
}
