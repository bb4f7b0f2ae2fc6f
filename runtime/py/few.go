package py

// This file is the form of calls with one to three positional arguments for callables
// that otherwise take a slice: the arguments stay on the stack.

// Few are the arguments of such a call.
type Few struct {
	Args [3]Value
	N    int
}

// FewFunc is a function of the runtime in this form; self is unbound for a plain function.
type FewFunc func(self Value, a Few) (Value, *Exception)

func few1(a Value) Few       { return Few{[3]Value{a}, 1} }
func few2(a, b Value) Few    { return Few{[3]Value{a, b}, 2} }
func few3(a, b, c Value) Few { return Few{[3]Value{a, b, c}, 3} }

// callFew is CallN(fn, a.Args[:a.N]).
func callFew(fn Value, a Few) (Value, *Exception) {
	switch t := fn.ref.typ; {
	case t.CallFew != nil:
		return t.CallFew(fn, a)
	case t == TypeType:
		if cls := heap[Type](fn); cls.NewFew != nil {
			return cls.NewFew(cls, a)
		} else if init := cls.plainInit(); init.ref != nil {
			return cls.newPlain(init, a)
		}
	case t == BuiltinType:
		if b := heap[Builtin](fn); b.few != nil {
			return b.few(b.Self, a)
		}
	}
	return CallN(fn, append([]Value(nil), a.Args[:a.N]...))
}
