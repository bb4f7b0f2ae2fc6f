package py

// This file makes the calls of functions that tell events: a profile function hears of calls of
// functions in C, the tools of sys.monitoring of all calls.

// tellsCalls reports whether a call is to be told.
func (t *tracing) tellsCalls() bool {
	return !t.busy && (t.profile.ref != nil || monitored&(1<<CallEvent) != 0)
}

var (
	eventCCall      = Intern("c_call").Value()
	eventCReturn    = Intern("c_return").Value()
	eventCException = Intern("c_exception").Value()
)

// ToldInvoke0 is Invoke0 that is told.
func ToldInvoke0(fn, self Value, code *Code, pos int32) (Value, *Exception) {
	if t := &Current.tracing; t.tellsCalls() {
		return t.toldInvoke(fn, self, nil, nil, code, pos)
	}
	return Invoke0(fn, self)
}

// ToldInvoke1 is Invoke1 that is told.
func ToldInvoke1(fn, self, a Value, code *Code, pos int32) (Value, *Exception) {
	if t := &Current.tracing; t.tellsCalls() {
		return t.toldInvoke(fn, self, []Value{a}, nil, code, pos)
	}
	return Invoke1(fn, self, a)
}

// ToldInvoke2 is Invoke2 that is told.
func ToldInvoke2(fn, self, a, b Value, code *Code, pos int32) (Value, *Exception) {
	if t := &Current.tracing; t.tellsCalls() {
		return t.toldInvoke(fn, self, []Value{a, b}, nil, code, pos)
	}
	return Invoke2(fn, self, a, b)
}

// ToldInvoke3 is Invoke3 that is told.
func ToldInvoke3(fn, self, a, b, c Value, code *Code, pos int32) (Value, *Exception) {
	if t := &Current.tracing; t.tellsCalls() {
		return t.toldInvoke(fn, self, []Value{a, b, c}, nil, code, pos)
	}
	return Invoke3(fn, self, a, b, c)
}

// ToldInvokeN is InvokeN that is told.
func ToldInvokeN(fn, self Value, args []Value, code *Code, pos int32) (Value, *Exception) {
	return ToldInvokeKw(fn, self, args, nil, code, pos)
}

// ToldInvokeKw is InvokeKw that is told.
func ToldInvokeKw(fn, self Value, args []Value, names []*Str, code *Code, pos int32) (Value, *Exception) {
	if t := &Current.tracing; t.tellsCalls() {
		return t.toldInvoke(fn, self, args, names, code, pos)
	}
	return InvokeKw(fn, self, args, names)
}

// ToldCallEx is CallEx that is told.
func ToldCallEx(fn, args, kwargs Value, code *Code, pos int32) (Value, *Exception) {
	t := &Current.tracing
	if !t.tellsCalls() {
		return CallEx(fn, args, kwargs)
	}
	list, _, exc := Spread(args, Value{})
	if exc != nil {
		return Value{}, exc
	}
	c := toldCall{fn: fn, first: MonitorMissing, pos: pos, native: !isPython(fn)}
	if len(list) > 0 {
		c.first = list[0]
	}
	return c.run(t, func() (Value, *Exception) { return CallEx(fn, args, kwargs) })
}

// ToldLeave is WithLeave that is told: the bound method is called, with a first None that stands
// for its object.
func ToldLeave(exit, self Value, code *Code, pos int32) (Value, *Exception) {
	t := &Current.tracing
	if !t.tellsCalls() {
		return WithLeave(exit, self)
	}
	bound := exit
	if self.ref != nil {
		var exc *Exception
		if bound, exc = bindFound(exit, self); exc != nil {
			return Value{}, exc
		}
	}
	c := toldCall{fn: bound, first: None, pos: pos, native: true}
	return c.run(t, func() (Value, *Exception) { return WithLeave(exit, self) })
}

// TraceCalled tells a call of a builtin function that is made in another way, with the first
// argument, which is unbound where there is none.
func TraceCalled(fn, first Value, code *Code, pos int32) *Exception {
	t := &Current.tracing
	if !t.tellsCalls() {
		return nil
	}
	if first.ref == nil {
		first = MonitorMissing
	}
	c := toldCall{fn: fn, first: first, pos: pos, native: true}
	_, exc := c.run(t, func() (Value, *Exception) { return None, nil })
	return exc
}

// TraceCalling tells that the running function is about to call fn, a function in Python, with the
// first argument, which is unbound where there is none.
func TraceCalling(fn, first Value, code *Code, pos int32) *Exception {
	t := &Current.tracing
	if !t.tellsCalls() {
		return nil
	}
	if first.ref == nil {
		first = MonitorMissing
	}
	c := toldCall{fn: fn, first: first, pos: pos}
	return c.begin(t)
}

// toldAtLine makes a call, of fn with the argument first, that is told of at the line of the running
// function.
func toldAtLine(fn, first Value, call func() (Value, *Exception)) (Value, *Exception) {
	t := &Current.tracing
	if !t.tellsCalls() || t.top == nil {
		return call()
	}
	c := toldCall{fn: fn, first: first, pos: -1, native: true}
	return c.run(t, call)
}

func (t *tracing) toldInvoke(fn, self Value, args []Value, names []*Str, code *Code, pos int32) (Value, *Exception) {
	c := toldCall{fn: fn, first: self, pos: pos, native: !isPython(fn)}
	if self.ref == nil {
		c.first = MonitorMissing
		if len(args) > 0 {
			c.first = args[0]
		}
	}
	return c.run(t, func() (Value, *Exception) { return InvokeKw(fn, self, args, names) })
}

// toldCall is a call that is told.
type toldCall struct {
	fn, first Value
	pos       int32 // in the code that calls
	native    bool  // fn is no function in Python: it is told how the call ends
	c         Value // what the profile function gets as the function in C; unbound where it is none
}

// run makes the call, with its events around it.
func (c *toldCall) run(t *tracing, call func() (Value, *Exception)) (Value, *Exception) {
	f := t.top
	if exc := c.begin(t); exc != nil {
		return Value{}, exc
	}
	v, exc := call()
	if !c.native || t.busy {
		return v, exc
	}
	profiled, e := eventCReturn, CReturnEvent
	if exc != nil {
		profiled, e = eventCException, CRaiseEvent
	}
	if c.c.ref != nil {
		if failed := t.profiled(f, profiled, c.c); failed != nil {
			return Value{}, failed
		}
	}
	if failed := c.tell(t, f, e); failed != nil {
		return Value{}, failed
	}
	return v, exc
}

// begin tells that the call is about to be made.
func (c *toldCall) begin(t *tracing) *Exception {
	f := t.top
	if t.profile.ref != nil && c.native {
		if c.c = nativeFunction(c.fn, c.first); c.c.ref != nil {
			if exc := t.profiled(f, eventCCall, c.c); exc != nil {
				return exc
			}
		}
	}
	return c.tell(t, f, CallEvent)
}

func (c *toldCall) tell(t *tracing, f *Frame, e MonitorEvent) *Exception {
	if !t.tellsAny(1 << CallEvent) {
		return nil
	}
	return t.tell(f, place{CallEvent, c.pos}, e, []Value{f.Code.base().Value(), f.operation(c.pos), c.fn, c.first})
}

// isPython reports whether fn is a function that CPython has in Python, or a method of one.
func isPython(fn Value) bool {
	switch fn.ref.typ {
	case FunctionType:
		return true
	case MethodType:
		return isPython(heap[BoundMethod](fn).Func)
	case BuiltinType, MethodDescriptorType, ClassMethodDescrType:
		return heap[Builtin](fn).isPython()
	}
	return false
}

// pythonBuiltins says which builtins CPython has in Python, of those that were asked for.
var pythonBuiltins = map[pythonKey]bool{}

type pythonKey struct {
	owner        *Type // of the method, or the class of its object
	module, name string
}

func (b *Builtin) isPython() bool {
	key := pythonKey{b.Owner, b.Module, b.Name}
	if b.Owner != nil && b.Self.ref != nil {
		key.owner = b.Self.ref.typ
		if b.Self.IsType() {
			key.owner = AsType(b.Self)
		}
	}
	is, known := pythonBuiltins[key]
	if !known {
		is = b.python(b.Self) != nil
		pythonBuiltins[key] = is
	}
	return is
}

// nativeFunction returns the builtin function or method that the call of fn with the argument first
// is of, unbound where it is none.
func nativeFunction(fn, first Value) Value {
	switch fn.ref.typ {
	case BuiltinType:
		return fn
	case MethodDescriptorType:
		if first == MonitorMissing || !IsInstance(first, heap[Builtin](fn).Owner) {
			return Value{}
		}
		if bound, exc := bindFound(fn, first); exc == nil {
			return bound
		}
	case MethodType:
		if m := heap[BoundMethod](fn); m.Func.ref.typ == BuiltinType {
			return m.Func
		}
	}
	return Value{}
}

// bindFound binds what LoadMethod has given.
func bindFound(fn, self Value) (Value, *Exception) {
	return fn.ref.typ.DescrGet(fn, self, self.ref.typ)
}
