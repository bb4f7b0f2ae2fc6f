package py

import "fmt"

// This file implements raising: from Go code, and the raise, assert and except statements
// (Python reference 7.3, 7.8 and 8.4).

// newException returns an exception of a builtin or other class without calling it.
func newException(t *Type, args []Value) *Exception {
	exc := heap[Exception](t.Alloc(t))
	exc.Args = NewTuple(args)
	return exc
}

// NewException returns t(*args) for a builtin exception class without attributes beyond
// args, not raised.
func NewException(t *Type, args ...Value) *Exception { return newException(t, args) }

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

// RaiseWithCause is raise t(msg) from cause.
func RaiseWithCause(cause *Exception, t *Type, msg string) *Exception {
	exc := RaiseArgs(t, StrV(msg))
	exc.Cause, exc.SuppressContext = cause, true
	exc.Context = cause
	return exc
}

// RaiseMade raises exc, which was made before: the exception that is being handled
// becomes its __context__ (PyErr_SetObject).
func RaiseMade(exc *Exception) *Exception {
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

// makeException turns the operand of raise into an exception: an instance as it is, a
// class called without arguments.
func makeException(v Value) (e, fail *Exception) {
	if e, ok := AsException(v); ok {
		return e, nil
	}
	if !v.IsType() || !AsType(v).IsSubclass(BaseExceptionType) {
		return nil, Raisef(TypeErrorType, "exceptions must derive from BaseException")
	}
	x, fail := Call0(v)
	if fail != nil {
		return nil, fail
	}
	e, ok := AsException(x)
	if !ok {
		return nil, noException(v, x)
	}
	return e, nil
}

// Raise is raise v: it returns the exception to raise.
func Raise(v Value) *Exception {
	e, fail := makeException(v)
	if fail != nil {
		return fail
	}
	setContext(e)
	return e
}

// RaiseFrom is raise v from cause.
func RaiseFrom(v, cause Value) *Exception {
	e, fail := makeException(v)
	if fail != nil {
		return fail
	}
	var c *Exception
	switch {
	case cause.IsNone():
	case cause.IsType() && AsType(cause).IsSubclass(BaseExceptionType):
		x, fail := Call0(cause)
		if fail != nil {
			return fail
		}
		var ok bool
		if c, ok = AsException(x); !ok {
			return noException(cause, x)
		}
	default:
		var ok bool
		if c, ok = AsException(cause); !ok {
			return Raisef(TypeErrorType, "exception causes must derive from BaseException")
		}
	}
	e.Cause, e.SuppressContext = c, true
	setContext(e)
	return e
}

// ReraiseHandled is raise without operand.
func ReraiseHandled() *Exception {
	if e := Handled(); e != nil {
		return e
	}
	return Raisef(RuntimeErrorType, "No active exception to reraise")
}

// AssertFail is the exception of a failed assert statement with message msg, unbound for
// none.
func AssertFail(msg Value) *Exception {
	if msg.ref == nil {
		return RaiseArgs(AssertionErrorType)
	}
	return RaiseArgs(AssertionErrorType, msg)
}

// ExcValue returns the exception as a Value.
func ExcValue(exc *Exception) Value { return exc.Value() }

// ExceptMatch reports whether the clause "except typ" handles exc.
func ExceptMatch(exc *Exception, typ Value) (bool, *Exception) {
	if typ.IsType() {
		t := AsType(typ)
		if exc.typ == t || exc.typ.IsSubclass(t) {
			return true, nil
		}
		if t.Flags&FlagException != 0 {
			return false, nil
		}
	}
	if t, ok := AsTuple(typ); ok {
		for _, x := range t.Items() {
			if !x.IsType() || AsType(x).Flags&FlagException == 0 {
				return false, Raisef(TypeErrorType, "catching classes that do not inherit from BaseException is not allowed")
			}
		}
		for _, x := range t.Items() {
			if exc.typ.IsSubclass(AsType(x)) {
				return true, nil
			}
		}
		return false, nil
	}
	return false, Raisef(TypeErrorType, "catching classes that do not inherit from BaseException is not allowed")
}

// EnterFinally is EnterHandler for a finally clause, which handles exc where it is not
// nil.
func EnterFinally(exc *Exception) *Exception {
	if exc == nil {
		return Current.Exc.Handled
	}
	return EnterHandler(exc)
}

// noException is the TypeError of an exception class cls that makes an x which is none.
func noException(cls, x Value) *Exception {
	return Raisef(TypeErrorType, "calling %s should have returned an instance of BaseException, not %s", reprString(cls), reprString(x.Type().Value()))
}
