package py

// This file implements the types of callables: function, method,
// builtin_function_or_method, method_descriptor, cell and code (Python reference
// 3.2.8 and 3.2.13).

// NewFunction returns the function of code. Defaults, cells and annotations are the
// caller's to set.
func NewFunction(code *Code, impl any) *Function {
	doc := code.Doc
	if doc.ref == nil {
		doc = None
	}
	if code.name == nil {
		code.name, code.qualname = Intern(code.Name), Intern(code.QualName())
	}
	return &Function{
		Header: Header{FunctionType}, Code: code, Impl: impl,
		Name: code.name, Qualname: code.qualname, Doc: doc,
	}
}

// QualName is the qualified name, which is the name where no other is given.
func (c *Code) QualName() string {
	if c.Qualname != "" {
		return c.Qualname
	}
	return c.Name
}

// NewBoundMethod returns the method that calls fn with self first.
func NewBoundMethod(fn, self Value) Value {
	return (&BoundMethod{Header{MethodType}, fn, self}).Value()
}

// AsFunction returns the Function of v where it is a Python function.
func AsFunction(v Value) (*Function, bool) {
	if v.ref != nil && v.ref.typ == FunctionType {
		return heap[Function](v), true
	}
	return nil, false
}

func functionGet(descr, obj Value, _ *Type) (Value, *Exception) {
	if obj.ref == nil {
		return descr, nil
	}
	return NewBoundMethod(descr, obj), nil
}

// moduleOf is the __module__ of a function.
func (f *Function) moduleOf() Value {
	if f.Module.ref != nil {
		return f.Module
	}
	if f.Globals != nil {
		return Intern(f.Globals.Name).Value()
	}
	return None
}

func fn(v Value) *Function { return heap[Function](v) }

// setStrAttr returns the Set of an attribute that must be a str.
func setStrAttr(name string, set func(f *Function, s *Str)) func(v, x Value) *Exception {
	return func(v, x Value) *Exception {
		s, ok := AsStr(x)
		if !ok {
			return Raisef(TypeErrorType, "%s must be set to a string object", name)
		}
		set(fn(v), s)
		return nil
	}
}

func functionDefaults(v Value) (Value, *Exception) {
	if d := fn(v).Defaults; d != nil {
		return NewTuple(d).Value(), nil
	}
	return None, nil
}

func setFunctionDefaults(v, x Value) *Exception {
	if x.ref == nil || x.IsNone() {
		fn(v).Defaults = nil
		return nil
	}
	t, ok := AsTuple(x)
	if !ok {
		return Raisef(TypeErrorType, "__defaults__ must be set to a tuple object")
	}
	fn(v).Defaults = append([]Value{}, t.Items()...)
	return nil
}

func functionKwDefaults(v Value) (Value, *Exception) {
	if d := fn(v).KwDefaults; d != nil {
		return d.Value(), nil
	}
	return None, nil
}

func setFunctionKwDefaults(v, x Value) *Exception {
	if x.ref == nil || x.IsNone() {
		fn(v).KwDefaults = nil
		return nil
	}
	d, ok := AsDict(x)
	if !ok {
		return Raisef(TypeErrorType, "__kwdefaults__ must be set to a dict object")
	}
	fn(v).KwDefaults = d
	return nil
}

func functionAnnotations(v Value) (Value, *Exception) {
	f := fn(v)
	if f.Annotations.ref == nil {
		f.Annotations = NewDict().Value()
		if f.Annotate != nil {
			x, exc := f.Annotate()
			if exc != nil {
				f.Annotations = Value{}
				return Value{}, exc
			}
			f.Annotations = x
		}
	}
	return f.Annotations, nil
}

func setFunctionAnnotations(v, x Value) *Exception {
	if x.ref == nil || x.IsNone() {
		x = NewDict().Value()
	} else if _, ok := AsDict(x); !ok {
		return Raisef(TypeErrorType, "__annotations__ must be set to a dict object")
	}
	fn(v).Annotations = x
	return nil
}

func functionClosure(v Value) (Value, *Exception) {
	f := fn(v)
	if len(f.Cells) == 0 {
		return None, nil
	}
	items := make([]Value, len(f.Cells))
	for i, c := range f.Cells {
		items[i] = c.Value()
	}
	return NewTuple(items).Value(), nil
}

// Value returns the code object of c.
func (c *Code) Value() Value {
	if c.Shown != nil {
		c = c.Shown
	}
	if c.object == nil {
		c.object = &codeObject{Header{CodeType}, c}
	}
	return c.object.Value()
}

// codeObject is the Python object of a Code.
type codeObject struct {
	Header
	code *Code
}

// AsCode returns the Code of a code object.
func AsCode(v Value) (*Code, bool) {
	if v.ref != nil && v.ref.typ == CodeType {
		return heap[codeObject](v).code, true
	}
	return nil, false
}

var functionSpec = TypeSpec{
	Flags: FlagMethodDescriptor,
	NoNew: true,
	Slots: Slots{
		Call: functionCall, DescrGet: functionGet,
		Repr: func(v Value) (Value, *Exception) {
			return StrV("<function " + fn(v).Qualname.S + " at " + addressString(v) + ">"), nil
		},
	},
	GetSets: []GetSet{
		{Name: "__closure__", Member: true, Get: functionClosure},
		{Name: "__globals__", Member: true, Get: func(v Value) (Value, *Exception) {
			if g := fn(v).Globals; g != nil {
				if !g.Dict.IsUnbound() {
					return g.Dict, nil
				}
				return g.Module().DictValue(), nil
			}
			return NewDict().Value(), nil
		}},
		{Name: "__builtins__", Member: true, Get: func(Value) (Value, *Exception) { return BuiltinsModule().DictValue(), nil }},
		{Name: "__code__", Get: func(v Value) (Value, *Exception) { return fn(v).Code.Value(), nil },
			Set: func(v, x Value) *Exception {
				return Raisef(TypeErrorType, "__code__ of a compiled function cannot be replaced")
			}},
		{Name: "__defaults__", Get: functionDefaults, Set: setFunctionDefaults},
		{Name: "__kwdefaults__", Get: functionKwDefaults, Set: setFunctionKwDefaults},
		{Name: "__annotations__", Get: functionAnnotations, Set: setFunctionAnnotations},
		{Name: "__dict__", Get: getDict, Set: func(v, x Value) *Exception {
			if x.ref == nil {
				return Raisef(TypeErrorType, "cannot delete __dict__")
			}
			return setDict(v, x)
		}},
		{Name: "__name__", Get: func(v Value) (Value, *Exception) { return fn(v).Name.Value(), nil },
			Set: setStrAttr("__name__", func(f *Function, s *Str) { f.Name = s; f.rename() })},
		{Name: "__qualname__", Get: func(v Value) (Value, *Exception) { return fn(v).Qualname.Value(), nil },
			Set: setStrAttr("__qualname__", func(f *Function, s *Str) { f.Qualname = s; f.rename() })},
		{Name: "__module__", Get: func(v Value) (Value, *Exception) { return fn(v).moduleOf(), nil },
			Set: func(v, x Value) *Exception { fn(v).Module = orNone(x); return nil }},
		{Name: "__doc__", Get: func(v Value) (Value, *Exception) { return orNone(fn(v).Doc), nil },
			Set: func(v, x Value) *Exception { fn(v).Doc = orNone(x); return nil }},
		{Name: "__type_params__", Get: func(v Value) (Value, *Exception) {
			if p := fn(v).TypeParams; p.ref != nil {
				return p, nil
			}
			return NewTuple(nil).Value(), nil
		}, Set: func(v, x Value) *Exception {
			if x.ref == nil || x.ref.typ.Flags&FlagTuple == 0 {
				return Raisef(TypeErrorType, "__type_params__ must be set to a tuple")
			}
			fn(v).TypeParams = x
			return nil
		}},
	},
}

// boundMethodGetAttr gives the attributes of the function that the method has not.
func boundMethodGetAttr(v Value, name *Str) (Value, *Exception) {
	t := v.ref.typ
	if d := t.Lookup(name); d.ref != nil {
		if get := d.ref.typ.DescrGet; get != nil {
			return get(d, v, t)
		}
		return d, nil
	}
	return GetAttr(heap[BoundMethod](v).Func, name)
}

func boundMethodRepr(v Value) (Value, *Exception) {
	m := heap[BoundMethod](v)
	name := "?"
	for _, n := range []*Str{nameQualname, nameName} {
		if x, found, _ := LookupAttr(m.Func, n); found && x.IsStr() {
			name = x.Str().S
			break
		}
	}
	r, exc := Repr(m.Self)
	if exc != nil {
		return Value{}, exc
	}
	return StrV("<bound method " + name + " of " + r.Str().S + ">"), nil
}

// reduceAttr is the result of __reduce__ for what is had as an attribute.
func reduceAttr(object, name Value) (Value, *Exception) {
	get, exc := LoadBuiltin(Intern("getattr"))
	if exc != nil {
		return Value{}, exc
	}
	return TupleV(get, TupleV(object, name)), nil
}

var methodSpec = TypeSpec{
	Methods: []Method{{Name: "__reduce__", Sig: "($self, /)", Impl: func(v Value) (Value, *Exception) {
		name, exc := GetAttr(v, nameName)
		if exc != nil {
			return Value{}, exc
		}
		self, exc := GetAttr(v, Intern("__self__"))
		if exc != nil {
			return Value{}, exc
		}
		return reduceAttr(self, name)
	}}},
	Slots: Slots{
		Call: methodCall, GetAttr: boundMethodGetAttr, Repr: boundMethodRepr,
		DescrGet: func(descr, _ Value, _ *Type) (Value, *Exception) { return descr, nil }, // it is bound already
		New: func(_ *Type, args []Value, names []*Str) (Value, *Exception) {
			if exc := NoKeywords("method", names); exc != nil {
				return Value{}, exc
			}
			if len(args) != 2 {
				return Value{}, ArityError("method", len(args), 2, 2)
			}
			if !Callable(args[0]) {
				return Value{}, Raisef(TypeErrorType, "first argument must be callable")
			}
			if args[1].IsNone() {
				return Value{}, Raisef(TypeErrorType, "instance must not be None")
			}
			return NewBoundMethod(args[0], args[1]), nil
		},
		Compare: func(op CompareOp, a, b Value) (Value, *Exception) {
			if b.Type() != MethodType || op != EQ && op != NE {
				return NotImplemented, nil
			}
			x, y := heap[BoundMethod](a), heap[BoundMethod](b)
			if x.Self != y.Self {
				return Bool(op == NE), nil
			}
			same, exc := EqBool(x.Func, y.Func)
			return eqResult(op, same), exc
		},
		Hash: func(v Value) (int64, *Exception) {
			m := heap[BoundMethod](v)
			h, exc := Hash(m.Func)
			return identityHash(m.Self) ^ h, exc
		},
	},
	GetSets: []GetSet{
		{Name: "__func__", Member: true, Get: func(v Value) (Value, *Exception) { return heap[BoundMethod](v).Func, nil }},
		{Name: "__self__", Member: true, Get: func(v Value) (Value, *Exception) { return heap[BoundMethod](v).Self, nil }},
		{Name: "__doc__", Get: func(v Value) (Value, *Exception) { return GetAttr(heap[BoundMethod](v).Func, nameDoc) }},
	},
}

func builtinRepr(v Value) (Value, *Exception) {
	b := heap[Builtin](v)
	switch {
	case v.Type() == MethodDescriptorType || v.Type() == ClassMethodDescrType:
		return descrRepr("method", b.Name, b.Owner), nil
	case b.Self.ref == nil && b.Owner == nil || b.Self.ref != nil && b.Self.ref.typ == ModuleType:
		return StrV("<built-in function " + b.Name + ">"), nil
	case b.Self.ref == nil:
		return StrV("<built-in method " + b.Name + " of type object at " + addressString(b.Owner.Value()) + ">"), nil
	}
	return StrV("<built-in method " + b.Name + " of " + b.Self.Type().ShownName() + " object at " + addressString(b.Self) + ">"), nil
}

func builtinQualname(v Value) (Value, *Exception) {
	b := heap[Builtin](v)
	switch {
	case b.Self.ref != nil && b.Self.IsType():
		return StrV(AsType(b.Self).Qualname + "." + b.Name), nil
	case b.Self.ref != nil && b.Owner != nil:
		if f := b.python(b.Self); f != nil {
			return f.Qualname.Value(), nil
		}
		return StrV(b.Self.ref.typ.Qualname + "." + b.Name), nil
	case b.Owner != nil:
		return StrV(b.Owner.Qualname + "." + b.Name), nil
	}
	return StrV(b.Name), nil
}

func builtinDoc(v Value) (Value, *Exception) {
	if d := heap[Builtin](v).Doc; d != "" {
		return StrV(d), nil
	}
	return None, nil
}

func builtinSig(v Value) (Value, *Exception) {
	if s := heap[Builtin](v).Sig; s != "" {
		return StrV(s), nil
	}
	return None, nil
}

var builtinSpec = TypeSpec{
	NoNew: true,
	Methods: []Method{{Name: "__reduce__", Sig: "($self, /)", Impl: func(v Value) (Value, *Exception) {
		b := heap[Builtin](v)
		if _, ofModule := AsModule(b.Self); b.Self.ref == nil || ofModule {
			return StrV(b.Name), nil
		}
		return reduceAttr(b.Self, StrV(b.Name))
	}}},
	Slots: Slots{
		Call: builtinCall, Repr: builtinRepr,
		Compare: func(op CompareOp, a, b Value) (Value, *Exception) {
			if b.Type() != BuiltinType {
				return NotImplemented, nil
			}
			x, y := heap[Builtin](a), heap[Builtin](b)
			return eqResult(op, x == y || x.Self.ref != nil && x.Self == y.Self && x.Name == y.Name && x.Owner == y.Owner), nil
		},
		Hash: func(v Value) (int64, *Exception) {
			b := heap[Builtin](v)
			if b.Self.ref != nil {
				return identityHash(b.Self) ^ int64(len(b.Name)), nil
			}
			return identityHash(v), nil
		},
	},
	GetSets: []GetSet{
		{Name: "__doc__", Get: builtinDoc},
		{Name: "__name__", Get: func(v Value) (Value, *Exception) { return StrV(heap[Builtin](v).Name), nil }},
		{Name: "__qualname__", Get: builtinQualname},
		{Name: "__self__", Get: func(v Value) (Value, *Exception) {
			b := heap[Builtin](v)
			if b.Self.ref == nil {
				if m := LoadedModule(b.Module); m != nil {
					return m.Value(), nil
				}
				return None, nil
			}
			return b.Self, nil
		}},
		{Name: "__text_signature__", Get: builtinSig},
		{Name: "__module__", Get: func(v Value) (Value, *Exception) {
			if b := heap[Builtin](v); b.Module != "" {
				return StrV(b.module()), nil
			}
			return None, nil
		}},
	},
}

// methodDescrGetSets are the attributes of method descriptors of both kinds.
var methodDescrGetSets = []GetSet{
	{Name: "__name__", Get: func(v Value) (Value, *Exception) { return StrV(heap[Builtin](v).Name), nil }},
	{Name: "__qualname__", Get: builtinQualname},
	{Name: "__objclass__", Get: func(v Value) (Value, *Exception) { return heap[Builtin](v).Owner.Value(), nil }},
	{Name: "__text_signature__", Get: builtinSig},
	{Name: "__doc__", Get: builtinDoc},
}

var methodDescrSpec = TypeSpec{
	Flags: FlagMethodDescriptor,
	NoNew: true,
	Slots: Slots{Call: methodDescrCall, DescrGet: methodDescrGet, Repr: builtinRepr},
	Methods: []Method{{Name: "__reduce__", Sig: "($self, /)", Impl: func(v Value) (Value, *Exception) {
		b := heap[Builtin](v)
		return reduceAttr(b.Owner.Value(), StrV(b.Name))
	}}},
	GetSets: methodDescrGetSets,
}

var classMethodDescrSpec = TypeSpec{
	NoNew:   true,
	Slots:   Slots{Call: classMethodDescrCall, DescrGet: classMethodDescrGet, Repr: builtinRepr},
	GetSets: methodDescrGetSets,
}

var cellSpec = TypeSpec{
	NoHash: true,
	Slots: Slots{
		Compare: func(op CompareOp, a, b Value) (Value, *Exception) {
			if b.ref.typ != CellType {
				return NotImplemented, nil
			}
			x, y := heap[Cell](a).V, heap[Cell](b).V
			if x.ref != nil && y.ref != nil {
				return Compare(op, x, y)
			}
			// An empty cell is less than any other.
			return Compare(op, Bool(x.ref != nil), Bool(y.ref != nil))
		},
		New: func(_ *Type, args []Value, _ []*Str) (Value, *Exception) {
			if len(args) > 1 {
				return Value{}, ArityError("cell", len(args), 0, 1)
			}
			c := NewCell(Value{})
			if len(args) == 1 {
				c.V = args[0]
			}
			return c.Value(), nil
		},
		Repr: func(v Value) (Value, *Exception) {
			c := heap[Cell](v)
			if c.V.ref == nil {
				return StrV("<cell at " + addressString(v) + ": empty>"), nil
			}
			return StrV("<cell at " + addressString(v) + ": " + c.V.Type().Name + " object at " + addressString(c.V) + ">"), nil
		},
	},
	GetSets: []GetSet{{
		Name: "cell_contents",
		Get: func(v Value) (Value, *Exception) {
			if x := heap[Cell](v).V; x.ref != nil {
				return x, nil
			}
			return Value{}, Raisef(ValueErrorType, "Cell is empty")
		},
		Set: func(v, x Value) *Exception { heap[Cell](v).V = x; return nil },
	}},
}

func init() {
	var f Function
	functionSpec.Layout = LayoutWithAttrs[Function](offsetOfAttrs(&f, &f.Attrs))
	FunctionType.Define(&functionSpec)
	MethodType.Define(&methodSpec)
	BuiltinType.Define(&builtinSpec)
	MethodDescriptorType.Define(&methodDescrSpec)
	ClassMethodDescrType.Define(&classMethodDescrSpec)
	CellType.Define(&cellSpec)
	CodeType.Define(&codeSpec)
}
