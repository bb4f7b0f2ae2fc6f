package py

// This file implements the calling of Builtins: functions, methods and method
// descriptors written in Go. Which arguments a Builtin takes follows from its Sig, or
// where that is empty from the Go type of its Impl.

// NewBuiltin returns a function written in Go. module is its __module__.
func NewBuiltin(name, module, sig string, impl any) *Builtin {
	return &Builtin{Header: Header{BuiltinType}, Name: name, Module: module, Sig: sig, Impl: impl}
}

// FuncV is NewBuiltin for a function of the module builtins, returning a Value.
func FuncV(name, sig string, impl any) Value { return NewBuiltin(name, "builtins", sig, impl).Value() }

// FewFuncV is FuncV for a function with a form for up to three arguments.
func FewFuncV(name, sig string, impl any, few FewFunc) Value {
	b := NewBuiltin(name, "builtins", sig, impl)
	b.few = few
	return b.Value()
}

// newMethodDescr returns the method_descriptor of m in the namespace of owner.
func newMethodDescr(owner *Type, m *Method) *Builtin {
	return &Builtin{Header: Header{MethodDescriptorType}, Name: m.Name, Doc: m.Doc, Impl: m.Impl, Await: m.Await, few: m.Few, dropped: m.Dropped, Sig: m.Sig, Owner: owner, definingClass: m.DefiningClass}
}

// NewAwaitable is NewBuiltin for a function that returns an awaitable; see Builtin.Await.
func NewAwaitable(name, module, sig string, impl, await any) *Builtin {
	b := NewBuiltin(name, module, sig, impl)
	b.Await = await
	return b
}

// bind returns the bound method of the method descriptor b for self.
func (b *Builtin) bind(self Value) *Builtin {
	b.signature(true) // parsed once for all copies
	c := *b
	c.typ = BuiltinType
	c.Self = self
	return &c
}

// qual returns the name that messages about a wrong number of arguments show.
func (b *Builtin) qual() string {
	switch {
	case b.Owner != nil && b.Self.ref != nil && !b.Self.IsType():
		return b.Self.ref.typ.Qualname + "." + b.Name
	case b.Owner != nil:
		return b.Owner.Name + "." + b.Name
	case b.Module != "" && b.Module != "builtins":
		return b.module() + "." + b.Name
	}
	return b.Name
}

// signature returns the parsed signature; nil says that Impl takes the arguments as they
// are given.
func (b *Builtin) signature(self bool) *Signature {
	if b.sig != nil || b.raw {
		return b.sig
	}
	n := -1
	switch b.Impl.(type) {
	case func() (Value, *Exception):
		n = 0
	case func(Value) (Value, *Exception):
		n = 1
	case func(Value, Value) (Value, *Exception):
		n = 2
	case func(Value, Value, Value) (Value, *Exception):
		n = 3
	case func(Value, Value, Value, Value) (Value, *Exception):
		n = 4
	case func([]Value, []*Str) (Value, *Exception), func(Value, []Value, []*Str) (Value, *Exception):
		b.raw = true
		return nil
	}
	if self && n > 0 {
		n--
	}
	switch {
	case b.Sig != "":
		b.sig = NewSignature(b.Name, "", b.Sig).parsed()
		if n < 0 && b.sig.varArgs {
			b.sig = &Signature{Name: b.Name, varArgs: true, minPos: b.sig.minPos, pos: 1 << 30}
		}
	case n >= 0:
		b.sig = fixedSignature(b.Name, n)
	default:
		b.sig = &Signature{Name: b.Name, varArgs: true, pos: 1 << 30}
	}
	b.sig.of = b
	if b.definingClass {
		b.sig.keywords = true
	}
	return b.sig
}

// builtinCall is BuiltinType's Call.
func builtinCall(v Value, args []Value, names []*Str) (Value, *Exception) {
	b := heap[Builtin](v)
	return b.call(b.Self, args, names)
}

// call calls b with self, unbound for a plain function, before args.
func (b *Builtin) call(self Value, args []Value, names []*Str) (Value, *Exception) {
	if b.sig == nil {
		b.signature(self.ref != nil)
	}
	if b.raw {
		switch f := b.Impl.(type) {
		case func([]Value, []*Str) (Value, *Exception):
			if self.ref != nil {
				args = prepend(self, args)
			}
			v, exc := f(args, names)
			if exc != nil {
				if self.ref != nil {
					args = args[1:]
				}
				exc = b.refused(exc, self, args, names)
			}
			return v, exc
		case func(Value, []Value, []*Str) (Value, *Exception):
			v, exc := f(self, args, names)
			if exc != nil {
				exc = b.refused(exc, self, args, names)
			}
			return v, exc
		}
	}
	s := b.sig
	if s.varArgs {
		if exc := s.check(args, names); exc != nil {
			return Value{}, b.refused(exc, self, args, names)
		}
		v, exc := b.invokeSlice(self, args)
		if exc != nil {
			exc = b.refused(exc, self, args, names)
		}
		return v, exc
	}
	if len(names) == 0 && len(args) == len(s.params) && len(args) == s.pos {
		return b.invoke(self, args)
	}
	var room [4]Value
	var out []Value
	if len(s.params) <= len(room) {
		out = room[:len(s.params)]
	} else {
		out = make([]Value, len(s.params))
	}
	if exc := s.Bind(args, names, out); exc != nil {
		return Value{}, b.refused(exc, self, args, names)
	}
	return b.invoke(self, out)
}

func prepend(v Value, args []Value) []Value {
	all := make([]Value, len(args)+1)
	all[0] = v
	copy(all[1:], args)
	return all
}

// invokeSlice calls an Impl that takes a slice.
func (b *Builtin) invokeSlice(self Value, args []Value) (Value, *Exception) {
	switch f := b.Impl.(type) {
	case func([]Value) (Value, *Exception):
		if self.ref != nil {
			args = prepend(self, args)
		}
		return f(args)
	case func(Value, []Value) (Value, *Exception):
		return f(self, args)
	}
	return b.invoke(self, args)
}

// invoke calls Impl with a value for every parameter. params may be on the caller's
// stack only where Impl takes Values, so a slice is copied.
func (b *Builtin) invoke(self Value, params []Value) (Value, *Exception) {
	if self.ref == nil {
		switch f := b.Impl.(type) {
		case func() (Value, *Exception):
			return f()
		case func(Value) (Value, *Exception):
			return f(params[0])
		case func(Value, Value) (Value, *Exception):
			return f(params[0], params[1])
		case func(Value, Value, Value) (Value, *Exception):
			return f(params[0], params[1], params[2])
		case func(Value, Value, Value, Value) (Value, *Exception):
			return f(params[0], params[1], params[2], params[3])
		case func([]Value) (Value, *Exception):
			return f(append([]Value(nil), params...))
		}
	} else {
		switch f := b.Impl.(type) {
		case func(Value) (Value, *Exception):
			return f(self)
		case func(Value, Value) (Value, *Exception):
			return f(self, params[0])
		case func(Value, Value, Value) (Value, *Exception):
			return f(self, params[0], params[1])
		case func(Value, Value, Value, Value) (Value, *Exception):
			return f(self, params[0], params[1], params[2])
		case func(Value, []Value) (Value, *Exception):
			return f(self, append([]Value(nil), params...))
		case func([]Value) (Value, *Exception):
			return f(prepend(self, params))
		}
	}
	panic("py: " + b.qual() + " has an Impl of another type than its signature " + b.Sig)
}

// methodDescrCall is the Call of MethodDescriptorType: the first argument is self.
func methodDescrCall(v Value, args []Value, names []*Str) (Value, *Exception) {
	b := heap[Builtin](v)
	if len(args) == len(names) {
		exc := Raisef(TypeErrorType, "unbound method %s() needs an argument", b.qual())
		return Value{}, b.refused(exc, Value{}, args, names)
	}
	if exc := b.checkSelf(args[0]); exc != nil {
		return Value{}, b.refused(exc, Value{}, args, names)
	}
	return b.call(args[0], args[1:], names)
}

func (b *Builtin) checkSelf(self Value) *Exception {
	if self.ref.typ != b.Owner && !IsInstance(self, b.Owner) {
		return Raisef(TypeErrorType, "descriptor '%s' for '%s' objects doesn't apply to a '%s' object", b.Name, b.Owner.ShownName(), self.Type().ShownName())
	}
	return nil
}

func methodDescrGet(descr, obj Value, _ *Type) (Value, *Exception) {
	if obj.ref == nil {
		return descr, nil
	}
	b := heap[Builtin](descr)
	if exc := b.checkSelf(obj); exc != nil {
		return Value{}, exc
	}
	return b.bind(obj).Value(), nil
}

// classMethodDescrGet binds a class method of a builtin type to the class.
func classMethodDescrGet(descr, obj Value, owner *Type) (Value, *Exception) {
	b := heap[Builtin](descr)
	if owner == nil {
		owner = obj.Type()
	}
	if exc := b.checkClass(owner); exc != nil {
		return Value{}, exc
	}
	return b.bind(owner.Value()).Value(), nil
}

func (b *Builtin) checkClass(cls *Type) *Exception {
	if !cls.IsSubclass(b.Owner) {
		return Raisef(TypeErrorType, "descriptor '%s' requires a subtype of '%s' but received '%s'", b.Name, b.Owner.ShownName(), cls.ShownName())
	}
	return nil
}

func classMethodDescrCall(v Value, args []Value, names []*Str) (Value, *Exception) {
	b := heap[Builtin](v)
	var exc *Exception
	switch {
	case len(args) == len(names):
		exc = Raisef(TypeErrorType, "descriptor '%s' of '%s' object needs an argument", b.Name, b.Owner.ShownName())
	case !args[0].Type().Has(FlagType):
		exc = Raisef(TypeErrorType, "descriptor '%s' for type '%s' needs a type, not a '%s' as arg 2", b.Name, b.Owner.ShownName(), args[0].Type().ShownName())
	default:
		exc = b.checkClass(AsType(args[0]))
	}
	if exc != nil {
		return Value{}, b.refused(exc, Value{}, args, names)
	}
	return b.call(args[0], args[1:], names)
}
