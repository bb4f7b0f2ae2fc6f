package py

// This file implements method calls in two steps, a look-up and a call, between which the
// arguments are evaluated (as LOAD_ATTR with the method flag and CALL).

// LoadMethod looks v.name up for a call. Where self is not unbound it is to be passed to
// fn first: the bound method is not made.
func LoadMethod(v Value, name *Str) (fn, self Value, exc *Exception) {
	fn, bound, exc := loadMethod(v, name)
	if bound || exc != nil {
		return fn, Value{}, exc
	}
	return fn, v, nil
}

// Invoke0 calls what LoadMethod gave without arguments.
func Invoke0(fn, self Value) (Value, *Exception) {
	switch {
	case self.ref == nil:
		return Call0(fn)
	case fn.ref.typ == FunctionType:
		return Call1(fn, self)
	}
	return heap[Builtin](fn).call0(self)
}

// Invoke1 calls what LoadMethod gave.
func Invoke1(fn, self, a Value) (Value, *Exception) {
	switch {
	case self.ref == nil:
		return Call1(fn, a)
	case fn.ref.typ == FunctionType:
		return Call2(fn, self, a)
	}
	return heap[Builtin](fn).call1(self, a)
}

// Invoke2 calls what LoadMethod gave.
func Invoke2(fn, self, a, b Value) (Value, *Exception) {
	switch {
	case self.ref == nil:
		return Call2(fn, a, b)
	case fn.ref.typ == FunctionType:
		return Call3(fn, self, a, b)
	}
	return heap[Builtin](fn).call2(self, a, b)
}

// Invoke3 calls what LoadMethod gave.
func Invoke3(fn, self, a, b, c Value) (Value, *Exception) {
	switch {
	case self.ref == nil:
		return Call3(fn, a, b, c)
	case fn.ref.typ == FunctionType:
		if f := heap[Function](fn); f.Simple(4) {
			if impl, ok := f.Impl.(func(a, b, c, d Value) (Value, *Exception)); ok {
				return impl(self, a, b, c)
			}
		}
	default:
		if d := heap[Builtin](fn); d.few != nil {
			return d.few(self, few3(a, b, c))
		} else if d.fixed(self) {
			return d.callFixed(self, 3, a, b, c)
		}
	}
	return InvokeKw(fn, self, []Value{a, b, c}, nil)
}

// InvokeN calls what LoadMethod gave.
func InvokeN(fn, self Value, args []Value) (Value, *Exception) { return InvokeKw(fn, self, args, nil) }

// Drop1 is Invoke1 where the result is not used.
func Drop1(fn, self, a Value) (Value, *Exception) {
	if drop := dropping(fn, self); drop != nil {
		return drop(self, few1(a))
	}
	return Invoke1(fn, self, a)
}

// Drop2 is Invoke2 where the result is not used.
func Drop2(fn, self, a, b Value) (Value, *Exception) {
	if drop := dropping(fn, self); drop != nil {
		return drop(self, few2(a, b))
	}
	return Invoke2(fn, self, a, b)
}

// Drop3 is Invoke3 where the result is not used.
func Drop3(fn, self, a, b, c Value) (Value, *Exception) {
	if drop := dropping(fn, self); drop != nil {
		return drop(self, few3(a, b, c))
	}
	return Invoke3(fn, self, a, b, c)
}

// dropping returns how fn is called with self where the result is not used, nil where that
// makes no difference.
func dropping(fn, self Value) FewFunc {
	if self.ref == nil || fn.ref.typ != MethodDescriptorType {
		return nil
	}
	return heap[Builtin](fn).dropped
}

// InvokeKw calls what LoadMethod gave with arguments as for CallKw.
func InvokeKw(fn, self Value, args []Value, names []*Str) (Value, *Exception) {
	switch {
	case self.ref == nil:
		return CallKw(fn, args, names)
	case fn.ref.typ == FunctionType:
		return heap[Function](fn).callWithSelf(self, args, names)
	}
	return heap[Builtin](fn).call(self, args, names)
}

// The calls of a method descriptor. Arguments that Impl takes as Values do not get into a
// slice on the heap.

func (b *Builtin) call0(self Value) (Value, *Exception) {
	if f, ok := b.Impl.(func(Value) (Value, *Exception)); ok {
		return f(self)
	}
	if b.fixed(self) {
		return b.callFixed(self, 0, Value{}, Value{}, Value{})
	}
	return b.call(self, nil, nil)
}

func (b *Builtin) call1(self, x Value) (Value, *Exception) {
	if b.few != nil {
		return b.few(self, few1(x))
	}
	if b.fixed(self) {
		return b.callFixed(self, 1, x, Value{}, Value{})
	}
	return b.call(self, []Value{x}, nil)
}

func (b *Builtin) call2(self, x, y Value) (Value, *Exception) {
	if b.few != nil {
		return b.few(self, few2(x, y))
	}
	if b.fixed(self) {
		return b.callFixed(self, 2, x, y, Value{})
	}
	return b.call(self, []Value{x, y}, nil)
}

// fixed reports whether b, called with self or, where that is unbound, as a function,
// takes a fixed number of Values.
func (b *Builtin) fixed(self Value) bool {
	if b.sig == nil {
		b.signature(self.ref != nil)
	}
	return !b.raw && !b.sig.varArgs && len(b.sig.params) <= maxFixed
}

// maxFixed is the largest number of parameters, without self, of a fixed Builtin.
const maxFixed = 4

// callFixed calls b, which is fixed, with the first n of three positional arguments; those
// after n are unbound. A function whose other parameters are optional gets them unbound.
func (b *Builtin) callFixed(self Value, n int, x, y, z Value) (Value, *Exception) {
	s := b.sig
	if n >= s.minPos && n <= s.pos && !s.kwOnly {
		if self.ref != nil {
			switch f := b.Impl.(type) {
			case func(Value, Value) (Value, *Exception):
				return f(self, x)
			case func(Value, Value, Value) (Value, *Exception):
				return f(self, x, y)
			case func(Value, Value, Value, Value) (Value, *Exception):
				return f(self, x, y, z)
			}
		} else {
			switch f := b.Impl.(type) {
			case func(Value) (Value, *Exception):
				return f(x)
			case func(Value, Value) (Value, *Exception):
				return f(x, y)
			case func(Value, Value, Value) (Value, *Exception):
				return f(x, y, z)
			case func(Value, Value, Value, Value) (Value, *Exception):
				return f(x, y, z, Value{})
			}
		}
	}
	args := [3]Value{x, y, z}
	var room [maxFixed]Value
	params := room[:len(s.params)]
	if exc := s.Bind(args[:n], nil, params); exc != nil {
		return Value{}, b.refused(exc, self, append([]Value(nil), args[:n]...), nil)
	}
	return b.invoke(self, params)
}
