package py

import "fmt"

// This file implements raising from Go code and the raise statement.

// newException returns an exception of a builtin or other class without calling it.
func newException(t *Type, args []Value) *Exception {
	exc := heap[Exception](t.Alloc(t))
	exc.Args = NewTuple(args)
	return exc
}

// Raisef returns a new exception of class t whose only argument is the formatted
// message, with the exception that is being handled as its __context__.
func Raisef(t *Type, format string, args ...any) *Exception {
	msg := format
	if len(args) > 0 {
		msg = fmt.Sprintf(format, args...)
	}
	return RaiseArgs(t, StrV(msg))
}

// RaiseArgs returns a new exception of class t with the given args, with the exception
// that is being handled as its __context__.
func RaiseArgs(t *Type, args ...Value) *Exception {
	exc := newException(t, args)
	setContext(exc)
	return exc
}

// setContext makes the handled exception exc's __context__ and breaks the cycle that
// this would close (errors.c, _PyErr_SetObject).
func setContext(exc *Exception) {
	handled := Handled()
	if handled == nil || handled == exc {
		return
	}
	// Floyd's algorithm: the chain may have a cycle of its own.
	slow := handled
	advance := false
	for o := handled; o.Context != nil; o = o.Context {
		if o.Context == exc {
			o.Context = nil
			break
		}
		if advance {
			slow = slow.Context
		}
		advance = !advance
		if slow == o.Context {
			break
		}
	}
	exc.Context = handled
}
