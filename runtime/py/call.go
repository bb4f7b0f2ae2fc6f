package py

import "slices"

// This file implements calling any object (Python reference 6.3.4, Calls): Call0 ...
// CallEx and the CallMethod family.

// Call0 is fn().
func Call0(fn Value) (Value, *Exception) {
	if fn.ref.typ == FunctionType {
		if f := heap[Function](fn); f.Simple(0) {
			if impl, ok := f.Impl.(func() (Value, *Exception)); ok {
				return impl()
			}
		}
	}
	return CallN(fn, nil)
}

// Call1 is fn(a).
func Call1(fn, a Value) (Value, *Exception) {
	switch fn.ref.typ {
	case FunctionType:
		if f := heap[Function](fn); f.Simple(1) {
			if impl, ok := f.Impl.(func(Value) (Value, *Exception)); ok {
				return impl(a)
			}
		}
	case BuiltinType:
		if b := heap[Builtin](fn); b.exact(1) {
			if b.Self.ref == nil {
				if impl, ok := b.Impl.(func(Value) (Value, *Exception)); ok {
					return impl(a)
				}
			} else if impl, ok := b.Impl.(func(Value, Value) (Value, *Exception)); ok {
				return impl(b.Self, a)
			}
		} else if b.few != nil {
			return b.few(b.Self, few1(a))
		} else if b.fixed(b.Self) {
			return b.callFixed(b.Self, 1, a, Value{}, Value{})
		}
	case MethodType:
		m := heap[BoundMethod](fn)
		return Call2(m.Func, m.Self, a)
	default:
		return callFew(fn, few1(a))
	}
	return CallN(fn, []Value{a})
}

// Call2 is fn(a, b).
func Call2(fn, a, b Value) (Value, *Exception) {
	switch fn.ref.typ {
	case FunctionType:
		if f := heap[Function](fn); f.Simple(2) {
			if impl, ok := f.Impl.(func(Value, Value) (Value, *Exception)); ok {
				return impl(a, b)
			}
		}
	case BuiltinType:
		f := heap[Builtin](fn)
		if f.few == nil && f.fixed(f.Self) {
			return f.callFixed(f.Self, 2, a, b, Value{})
		}
		return callFew(fn, few2(a, b))
	case MethodType:
		m := heap[BoundMethod](fn)
		return Call3(m.Func, m.Self, a, b)
	default:
		return callFew(fn, few2(a, b))
	}
	return CallN(fn, []Value{a, b})
}

// Call3 is fn(a, b, c).
func Call3(fn, a, b, c Value) (Value, *Exception) {
	switch fn.ref.typ {
	case FunctionType:
		if f := heap[Function](fn); f.Simple(3) {
			if impl, ok := f.Impl.(func(Value, Value, Value) (Value, *Exception)); ok {
				return impl(a, b, c)
			}
		}
	case BuiltinType:
		f := heap[Builtin](fn)
		if f.few == nil && f.fixed(f.Self) {
			return f.callFixed(f.Self, 3, a, b, c)
		}
		return callFew(fn, few3(a, b, c))
	case MethodType:
		m := heap[BoundMethod](fn)
		return Invoke3(m.Func, m.Self, a, b, c)
	default:
		return callFew(fn, few3(a, b, c))
	}
	return CallN(fn, []Value{a, b, c})
}

// CallN is fn(*args).
func CallN(fn Value, args []Value) (Value, *Exception) { return CallKw(fn, args, nil) }

// CallKw is fn(*args[:n], names[0]=args[n], ...), where the last len(names) elements of
// args are the values of the keyword arguments.
func CallKw(fn Value, args []Value, names []*Str) (Value, *Exception) {
	t := fn.ref.typ
	if t.Call == nil {
		return Value{}, Raisef(TypeErrorType, "'%s' object is not callable", t.ShownName())
	}
	return t.Call(fn, args, names)
}

// Callable is callable(v).
func Callable(v Value) bool { return v.ref.typ.Call != nil }

// CallEx is fn(*args, **kwargs): args is a tuple or list, kwargs a dict with str keys or
// unbound.
func CallEx(fn, args, kwargs Value) (Value, *Exception) {
	if fn.ref.typ == FunctionType {
		// A Python function keeps neither slice: they lie on the stack.
		var room [10]Value
		var nameRoom [5]*Str
		list, names, exc := spreadInto(room[:0], nameRoom[:0], args, kwargs)
		if exc != nil {
			return Value{}, exc
		}
		return functionCall(fn, list, names)
	}
	list, names, exc := Spread(args, kwargs)
	if exc != nil {
		return Value{}, exc
	}
	return CallKw(fn, list, names)
}

// Spread returns the arguments of fn(*args, **kwargs) as CallKw takes them; see CallEx. It
// raises TypeError for keywords that are no strs.
func Spread(args, kwargs Value) (list []Value, names []*Str, exc *Exception) {
	return spreadInto(nil, nil, args, kwargs)
}

// spreadInto is Spread into room and nameRoom where they are large enough.
func spreadInto(room []Value, nameRoom []*Str, args, kwargs Value) (list []Value, names []*Str, exc *Exception) {
	var pos []Value
	switch {
	case args.ref == nil:
	case args.ref.typ.Flags&FlagTuple != 0:
		pos = heap[Tuple](args).Items()
	case args.ref.typ.Flags&FlagList != 0:
		pos = append(pos, heap[List](args).Items...)
	}
	if kwargs.ref == nil {
		return pos, nil, nil
	}
	d := heap[Dict](kwargs)
	if d.Len() == 0 {
		return pos, nil, nil
	}
	all := append(slices.Grow(room, len(pos)+d.Len()), pos...)
	names = slices.Grow(nameRoom, d.Len())
	for k, v, next, ok := d.Entry(0); ok; k, v, next, ok = d.Entry(next) {
		s, isStr := AsStr(k)
		if !isStr {
			return nil, nil, Raisef(TypeErrorType, "keywords must be strings")
		}
		names = append(names, InternStr(s))
		all = append(all, v)
	}
	return all, names, nil
}

// exact reports whether b takes exactly n positional arguments, all required.
func (b *Builtin) exact(n int) bool {
	if b.sig == nil && b.signature(b.Self.ref != nil) == nil {
		return false
	}
	s := b.sig
	return len(s.params) == n && s.pos == n && !s.varArgs
}

// CallMethod0 is v.name().
func CallMethod0(v Value, name *Str) (Value, *Exception) {
	fn, bound, exc := loadMethod(v, name)
	if exc != nil {
		return Value{}, exc.InLookup()
	}
	if bound {
		return Call0(fn)
	}
	if fn.ref.typ == FunctionType {
		return Call1(fn, v)
	}
	return heap[Builtin](fn).call0(v)
}

// CallMethod1 is v.name(a).
func CallMethod1(v Value, name *Str, a Value) (Value, *Exception) {
	fn, bound, exc := loadMethod(v, name)
	if exc != nil {
		return Value{}, exc.InLookup()
	}
	if bound {
		return Call1(fn, a)
	}
	if fn.ref.typ == FunctionType {
		return Call2(fn, v, a)
	}
	return heap[Builtin](fn).call1(v, a)
}

// CallMethod2 is v.name(a, b).
func CallMethod2(v Value, name *Str, a, b Value) (Value, *Exception) {
	fn, bound, exc := loadMethod(v, name)
	if exc != nil {
		return Value{}, exc.InLookup()
	}
	if bound {
		return Call2(fn, a, b)
	}
	if fn.ref.typ == FunctionType {
		return Call3(fn, v, a, b)
	}
	return heap[Builtin](fn).call2(v, a, b)
}

// CallMethod3 is v.name(a, b, c).
func CallMethod3(v Value, name *Str, a, b, c Value) (Value, *Exception) {
	fn, bound, exc := loadMethod(v, name)
	if exc != nil {
		return Value{}, exc.InLookup()
	}
	if bound {
		return Call3(fn, a, b, c)
	}
	return Invoke3(fn, v, a, b, c)
}

// CallMethodN is v.name(*args).
func CallMethodN(v Value, name *Str, args []Value) (Value, *Exception) {
	return CallMethodKw(v, name, args, nil)
}

// CallMethodKw is v.name(...) with arguments as for CallKw.
func CallMethodKw(v Value, name *Str, args []Value, names []*Str) (Value, *Exception) {
	fn, bound, exc := loadMethod(v, name)
	if exc != nil {
		return Value{}, exc.InLookup()
	}
	if bound {
		return CallKw(fn, args, names)
	}
	if fn.ref.typ == FunctionType {
		return heap[Function](fn).callWithSelf(v, args, names)
	}
	return heap[Builtin](fn).call(v, args, names)
}

// loadMethod looks v.name up for a call. Where bound is false, what it returns is a
// Function or a method descriptor that v must be passed to first: the bound method is
// not made (as LOAD_ATTR with the method flag).
func loadMethod(v Value, name *Str) (fn Value, bound bool, exc *Exception) {
	t := v.ref.typ
	e := cached(t, name)
	if e.version == t.version && e.name == name && (e.direct || e.method && t.simpleAttr) {
		if e.direct || t.AttrsOffset == 0 || t.noDict {
			return e.value, false, nil
		}
		if a := attrsAt(v, t.AttrsOffset); a.dict == nil {
			if a.shape == e.without {
				return e.value, false, nil
			}
			if a.shape.find(name) < 0 {
				e.without = a.shape
				return e.value, false, nil
			}
		}
	} else if t == ModuleType {
		if x := moduleAttr(v, name); x.ref != nil {
			return x, true, nil
		}
	}
	return lookMethod(v, name)
}

// lookMethod is loadMethod that looks at everything.
func lookMethod(v Value, name *Str) (fn Value, bound bool, exc *Exception) {
	t := v.ref.typ
	if !t.simpleAttr {
		if t.methodsFirst {
			if d := t.Lookup(name); d.ref != nil && d.ref.typ == MethodDescriptorType {
				return d, false, nil
			}
		}
		fn, exc = t.GetAttr(v, name)
		return fn, true, exc
	}
	d := t.Lookup(name)
	if d.ref != nil && (d.ref.typ == FunctionType || d.ref.typ == MethodDescriptorType) {
		if t.AttrsOffset != 0 && !t.noDict {
			if own, ok := attrsAt(v, t.AttrsOffset).Get(name); ok {
				return own, true, nil
			}
		}
		if d.ref.typ == MethodDescriptorType {
			if exc := heap[Builtin](d).checkSelf(v); exc != nil {
				return Value{}, false, exc
			}
		}
		return d, false, nil
	}
	fn, exc = genericGetAttr(v, name)
	return fn, true, exc
}

// Simple reports whether a call with n positional arguments needs no binding.
func (f *Function) Simple(n int) bool {
	return f.Code.Pos == n && f.Code.KwOnly == 0 && f.Code.Flags&(CodeVarArgs|CodeVarKeywords) == 0
}

// BoundMethod is a bound method: a callable and the object it is called with first.
type BoundMethod struct {
	Header
	Func Value
	Self Value
}
