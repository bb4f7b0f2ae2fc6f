package py

// This file declares Function and Builtin, the two callables that carry Go code.

// Function is a Python function (Python reference 3.2.8.1).
//
// Impl is the Go function: it takes one Value for every name in Code.Params, all bound,
// and returns (Value, *Exception). Its type is func(), func(Value) ... up to six Values,
// or func([]Value) for more; the slice belongs to the caller.
type Function struct {
	Header
	Code *Code
	Impl any
	// Frame, of a coroutine function, makes the frame of a call that is awaited at once:
	// a func(Value, ...) *coro.Frame with a Value for every parameter. Where the function
	// never suspends it is the body itself, a func(Value, ...) (Value, *Exception).
	Frame      any
	Defaults   []Value // of the last len(Defaults) positional parameters
	KwDefaults *Dict   // nil where there are none
	Name       *Str
	Qualname   *Str
	Module     Value
	Doc        Value
	// Annotate computes __annotations__ when it is first asked for; nil for none.
	Annotate    func() (Value, *Exception)
	Annotations Value
	TypeParams  Value
	Globals     *ProgramModule
	Cells       []*Cell // __closure__, in the order of Code.FreeVars
	// frameNames are Name and Qualname for the objects that calls of a coroutine or generator
	// function make, once one of them has been assigned.
	frameNames *FrameNames
	Attrs      Attrs
}

// FrameNames are the __name__ and __qualname__ of a coroutine or generator where these are
// not those of its code. A frame with such names has a code of its own, which has them.
type FrameNames struct{ code *Code }

// NewFrameNames returns names for the frames of code.
func NewFrameNames(code *Code, name, qualname string) *FrameNames {
	return &FrameNames{code.renamed(name, qualname)}
}

// Of returns the code with the names n for a frame of code.
func (n *FrameNames) Of(code *Code) *Code {
	if n.code.Original == code || n.code.Original == code.Original {
		return n.code
	}
	return code.renamed(n.code.Name, n.code.Qualname)
}

// renamed returns a copy of c, or of what c is a copy of, with other names.
func (c *Code) renamed(name, qualname string) *Code {
	origin := c.Origin
	if c.Original != nil {
		c = c.Original
	}
	x := *c
	x.Original, x.Name, x.Qualname, x.Origin = c, name, qualname, origin
	return &x
}

// MadeAt returns a copy of c for a coroutine that was made at origin.
func (c *Code) MadeAt(origin []Entry) *Code {
	qualname := c.Qualname
	if c.Original == nil {
		qualname = c.QualName()
	}
	x := c.renamed(c.Name, qualname)
	x.Origin = origin
	return x
}

// RenameFrame, which package coro sets, gives a coroutine or generator names.
var RenameFrame func(v Value, names *FrameNames)

// rename lets the coroutines or generators that f makes have f's names: a decorator with
// functools.wraps has changed them.
func (f *Function) rename() {
	if f.Code.Flags&(CodeCoroutine|CodeGenerator|CodeAsyncGenerator) == 0 || RenameFrame == nil {
		return
	}
	first := f.frameNames == nil
	f.frameNames = NewFrameNames(f.Code, f.Name.S, f.Qualname.S)
	if !first {
		return
	}
	named := func(v Value, exc *Exception) (Value, *Exception) {
		if exc == nil {
			RenameFrame(v, f.frameNames)
		}
		return v, exc
	}
	switch impl := f.Impl.(type) {
	case func() (Value, *Exception):
		f.Impl = func() (Value, *Exception) { return named(impl()) }
	case func(a Value) (Value, *Exception):
		f.Impl = func(a Value) (Value, *Exception) { return named(impl(a)) }
	case func(a, b Value) (Value, *Exception):
		f.Impl = func(a, b Value) (Value, *Exception) { return named(impl(a, b)) }
	case func(a, b, c Value) (Value, *Exception):
		f.Impl = func(a, b, c Value) (Value, *Exception) { return named(impl(a, b, c)) }
	case func(a, b, c, d Value) (Value, *Exception):
		f.Impl = func(a, b, c, d Value) (Value, *Exception) { return named(impl(a, b, c, d)) }
	case func(a, b, c, d, e Value) (Value, *Exception):
		f.Impl = func(a, b, c, d, e Value) (Value, *Exception) { return named(impl(a, b, c, d, e)) }
	case func(a, b, c, d, e, g Value) (Value, *Exception):
		f.Impl = func(a, b, c, d, e, g Value) (Value, *Exception) { return named(impl(a, b, c, d, e, g)) }
	case func([]Value) (Value, *Exception):
		f.Impl = func(args []Value) (Value, *Exception) { return named(impl(args)) }
	}
}

// Builtin is a function or method written in Go.
//
// Impl is one of func() (Value, *Exception), func(Value) ..., up to three Values, for
// fixed positional parameters; func(args []Value) (Value, *Exception) for positional
// parameters only; func(args []Value, names []*Str) (Value, *Exception) for any. The
// slices belong to the caller.
type Builtin struct {
	Header
	Name   string
	Module string
	Doc    string
	// Self is the object that a bound builtin method belongs to, prepended to its
	// arguments; unbound for a plain function.
	Self Value
	Impl any
	// Await, where it is not nil, makes a call that is awaited at once, without the object
	// that Impl returns: a func(r *coro.Run, f *coro.Frame, args ...) coro.Signal with a
	// Value for Self, where it is a method, and for every positional argument.
	Await any
	few   FewFunc // what a call with few arguments is made by, if not nil
	// dropped is what one is made by whose result is not used, if not nil.
	dropped FewFunc
	// Sig is the text signature for help, inspect and error messages, as "(x, /)".
	Sig string
	// Owner is the class whose method this is, nil for functions.
	Owner *Type
	sig   *Signature // parsed at the first call
	raw   bool       // Impl takes arguments and names as they are given
	// definingClass is that of the Method.
	definingClass bool
}

// Cell is a variable that closures share (Python data model: cell objects).
type Cell struct {
	Header
	V Value // unbound until assigned
}

// NewCell returns a cell that holds v, which may be unbound.
func NewCell(v Value) *Cell { return &Cell{Header{CellType}, v} }
