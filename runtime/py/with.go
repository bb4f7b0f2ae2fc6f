package py

// This file implements what with statements ask of context managers (Python reference 8.5
// and 8.9.3), and async for of iterators.

var (
	nameEnter  = Intern("__enter__")
	nameExit   = Intern("__exit__")
	nameAEnter = Intern("__aenter__")
	nameAExit  = Intern("__aexit__")
	nameANext  = Intern("__anext__")
)

// WithMethods returns the bound __enter__ and __exit__ of a context manager.
func WithMethods(v Value) (enter, exit Value, exc *Exception) {
	return withMethods(v, nameEnter, nameExit, nameAEnter, "context manager", "asynchronous context manager", "async with")
}

// AsyncWithMethods returns the bound __aenter__ and __aexit__ of an asynchronous context
// manager.
func AsyncWithMethods(v Value) (enter, exit Value, exc *Exception) {
	return withMethods(v, nameAEnter, nameAExit, nameEnter, "asynchronous context manager", "context manager", "with")
}

// managing is what a class has for with statements: two methods.
type managing struct {
	version     uint64 // of the class
	enter, exit Value
}

// LoadWith returns __enter__ and __exit__ of a context manager as LoadMethod does: self is
// to be passed to both first, or unbound.
func LoadWith(v Value) (enter, exit, self Value, exc *Exception) {
	t := v.ref.typ
	if m := t.managing; m != nil && m.version == t.version {
		return m.enter, m.exit, v, nil
	}
	return loadWith(v, &t.managing, nameEnter, nameExit, WithMethods)
}

// LoadAsyncWith is LoadWith for __aenter__ and __aexit__.
func LoadAsyncWith(v Value) (enter, exit, self Value, exc *Exception) {
	t := v.ref.typ
	if m := t.managingAsync; m != nil && m.version == t.version {
		return m.enter, m.exit, v, nil
	}
	return loadAsyncWith(v)
}

func loadAsyncWith(v Value) (enter, exit, self Value, exc *Exception) {
	return loadWith(v, &v.ref.typ.managingAsync, nameAEnter, nameAExit, AsyncWithMethods)
}

func loadWith(v Value, found **managing, enterName, exitName *Str, bind func(v Value) (Value, Value, *Exception)) (enter, exit, self Value, exc *Exception) {
	t := v.ref.typ
	enter, simple := t.lookupMethod(enterName)
	if simple {
		if exit, simple = t.lookupMethod(exitName); simple {
			*found = &managing{t.version, enter, exit}
			return enter, exit, v, nil
		}
	}
	enter, exit, exc = bind(v)
	return enter, exit, Value{}, exc
}

// isUnboundMethod reports whether d, found on the class t, takes the object it is called on
// as its first argument and is not looked at further.
func (d Value) isUnboundMethod(t *Type) bool {
	return d.ref != nil && (d.ref.typ == FunctionType || d.ref.typ == MethodDescriptorType && t.IsSubclass(heap[Builtin](d).Owner))
}

// ANextFunction returns the method __anext__ of t, a class of the program, where it is a
// Python function that takes the object alone, else nil.
func (t *Type) ANextFunction() *Function {
	if t.anextVersion != t.version {
		t.anext, t.directANext, t.anextVersion = nil, nil, t.version
		if fn := t.Lookup(nameANext); fn.ref != nil && fn.ref.typ == FunctionType && heap[Function](fn).Simple(1) {
			t.anext = heap[Function](fn)
			t.directANext, _ = t.anext.Frame.(func(Value) (Value, *Exception))
		}
	}
	return t.anext
}

// DirectANext returns what ANextFunction has found, where that is a coroutine function which
// never suspends, as the function that gives what its coroutines do. It is nil where
// ANextFunction has not been asked.
func (t *Type) DirectANext() func(Value) (Value, *Exception) {
	if t.anextVersion != t.version {
		return nil
	}
	return t.directANext
}

func withMethods(v Value, enterName, exitName, otherName *Str, kind, otherKind, otherWord string) (enter, exit Value, exc *Exception) {
	if enter, exc = LookupSpecial(v, enterName); exc != nil {
		return Value{}, Value{}, exc
	}
	if enter.ref != nil {
		if exit, exc = LookupSpecial(v, exitName); exc != nil || exit.ref != nil {
			return enter, exit, exc
		}
	}
	name := v.Type().ShownName()
	if !VersionAtLeast(11) {
		missing := enterName
		if enter.ref != nil {
			missing = exitName
		}
		return Value{}, Value{}, Raisef(AttributeErrorType, "%s", missing.S)
	}
	if enter.ref != nil {
		return Value{}, Value{}, Raisef(TypeErrorType, "'%s' object does not support the %s protocol (missed %s method)", name, kind, exitName.S)
	}
	msg := "'" + name + "' object does not support the " + kind + " protocol"
	if Version >= 14 && v.Type().Lookup(otherName).ref != nil {
		msg += " but it supports the " + otherKind + " protocol. Did you mean to use '" + otherWord + "'?"
	}
	return Value{}, Value{}, Raisef(TypeErrorType, "%s", msg)
}

// WithLeave calls exit, what LoadWith gave, where no exception was raised.
func WithLeave(exit, self Value) (Value, *Exception) {
	return Invoke3(exit, self, None, None, None)
}

// WithExit calls exit, what LoadWith gave, for an exception.
func WithExit(exit, self Value, exc *Exception) (Value, *Exception) {
	tb, _ := getTraceback(exc.Value())
	return Invoke3(exit, self, exc.typ.Value(), exc.Value(), tb)
}

// TracebackOf returns the traceback of exc, or None.
func TracebackOf(exc *Exception) Value {
	tb, _ := getTraceback(exc.Value())
	return tb
}
