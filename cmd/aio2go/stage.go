package main

import (
	"errors"
	"fmt"
	"os"
	"runtime/debug"

	"github.com/aio2go/aio2go/lower/ir"
)

// This file implements what happens when the compiler itself fails.

// A locator is what a stage panics with, or returns, when it knows which part
// of the program it was working on.
type locator interface {
	// Where returns the module, the function ("" for none) and the line.
	Where() (module, function string, line int)
}

// stage runs one stage of the compiler. A panic in it is a bug in aio2go, which
// is reported as such.
func (t *tool) stage(name string, f func() error) (err error) {
	defer func() {
		r := recover()
		if r == nil {
			return
		}
		fmt.Fprintf(t.stderr, "aio2go: internal error in %s%s: %v\n", name, where(r), r)
		if os.Getenv("AIO2GO_DEBUG") != "" {
			stack := debug.Stack()
			if c, ok := r.(*ir.Crash); ok {
				stack = c.Stack
			}
			fmt.Fprintf(t.stderr, "%s", stack)
		} else {
			fmt.Fprintln(t.stderr, "This is a bug in aio2go, not in the program. AIO2GO_DEBUG=1 shows more about it.")
		}
		err = exitStatus(exitInternal)
	}()
	return f()
}

// where says which part of the program r is about, if it knows.
func where(r any) string {
	l, ok := r.(locator)
	if err, isErr := r.(error); !ok && isErr {
		ok = errors.As(err, &l)
	}
	if !ok {
		return ""
	}
	module, function, line := l.Where()
	text := fmt.Sprintf(" (module %s", module)
	if function != "" {
		text += ", function " + function
	}
	if line > 0 {
		text += fmt.Sprintf(", line %d", line)
	}
	return text + ")"
}
