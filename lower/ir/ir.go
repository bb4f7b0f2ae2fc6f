package ir

import (
	"math/big"

	"github.com/aio2go/aio2go/frontend/source"
	"github.com/aio2go/aio2go/lower/types"
)

// Program is everything that becomes one binary.
type Program struct {
	Modules []*Module // in order of first import; the main module is last
	Main    *Module
	// Library are the modules of the standard library and of installed packages that the
	// program imports. Each is a program of one module, without Main, that depends on no
	// other module's source: it becomes a Go package of its own, which Go compiles once for
	// all programs.
	Library []*Program
	// Runtime are the modules of the runtime that the program may import, sorted.
	Runtime []string
	// LeftOut says why modules that the program may import are not part of it, by their
	// names.
	LeftOut map[string]string

	// Traced says that the functions of Modules tell the events of sys.settrace, sys.setprofile and sys.monitoring.
	Traced bool

	// Distributions are the installed distributions whose metadata the program carries.
	Distributions []Distribution
}

// Module is one Python source file.
type Module struct {
	Name      string // __name__ when imported; "__main__" for the main module
	File      *source.File
	IsPackage bool
	Dirs      []string // of a package: its __path__
	Spec      string   // of the main module: the name under which -m found it, else ""
	Globals   []*Var   // in order of first appearance
	Funcs     []*Func  // every function at every depth in source order, without Body
	Body      *Func    // the module's statements
	Imports   []string // runtime modules and program modules that it names, sorted
	// RunsText says that the module names eval, exec or compile, so that the program has
	// to be able to run source text.
	RunsText bool
	// Implied are runtime modules that the module needs without naming them: what asyncio
	// uses of others only where it is asked to.
	Implied []string
}

// FuncKind says what calling a function does.
type FuncKind uint8

// The kinds of functions.
const (
	Plain FuncKind = iota
	Coroutine
	Generator
	AsyncGenerator
	ClassBody  // takes the namespace
	ModuleBody // takes nothing
)

// Func is a Python function, lambda, generator expression, class body or module body.
type Func struct {
	Name, Qualname string
	Kind           FuncKind
	Module         *Module
	Parent         *Func // the function around it; nil at module level
	Span           source.Span
	Start          source.Pos // of the first decorator, or of Span
	Doc            *Const     // nil where there is none
	// Params are in the order of code objects: positional, keyword-only, *args,
	// **kwargs. A parameter that a closure captures is an ordinary Var whose value the
	// body moves to a cell first.
	Params               []*Var
	PosOnly, Pos, KwOnly int
	VarArgs, VarKeywords bool
	// Free are the enclosing functions' cells that the function uses. Each is a Var of
	// kind Free in this function with Outer set.
	Free   []*Var
	Locals []*Var // all others: locals, cells and temporaries, without Params
	Body   []Stmt
	Result types.Rep
	// Machine replaces Body in functions that suspend, once lower/coro has run.
	Machine *Machine
	// Positions are the source positions that operations refer to by index.
	Positions []Position
	// Handles says that the function has except or finally blocks.
	Handles bool
	// NoSuspend says of a coroutine that it provably never suspends.
	NoSuspend bool
	// Direct is, of a coroutine that never suspends, the Plain function that has its body
	// and that is called where the coroutine would be awaited at once. Of the coroutine
	// itself nothing is left but the call. See package lower/coro.
	Direct *Func
	// Async says of a Plain function that it is a Direct.
	Async bool
	// Drained says of a Plain function that it runs through a generator expression.
	Drained bool
	// Recursive says that the function may be entered again before it returns, so
	// that its calls are counted against the recursion limit.
	Recursive bool
	// Typed is, of a function that may get arguments of any class, its copy for those that
	// are of the classes Expected, by parameter; 0 is any. See package lower/specialise.
	Typed    *Func
	Expected []types.Kinds
	// Beside is the copy of the function, or of Typed, that may run beside other threads;
	// IsBeside says that the function is one. See package lower/beside.
	Beside   *Func
	IsBeside bool
	// Original is, of a copy, the function that it is a copy of.
	Original *Func
}

// Position is the place of an operation in the source, and the part of it that
// tracebacks mark with ^ (see py.Position); Anchor is the zero Span where there is none.
type Position struct {
	Span   source.Span
	Anchor source.Span
	// Lookup is, for a method call, where the method's name ends: an exception of the
	// look-up has the range from the start of Span to there. Zero for others.
	Lookup source.Pos
}

// VarKind says where a variable lives.
type VarKind uint8

// The kinds of variables.
const (
	Local  VarKind = iota // a parameter or Python local
	Temp                  // made by the compiler; assigned before every use
	Cell                  // local of this function shared with closures: a *py.Cell
	Free                  // a cell of an enclosing function
	Global                // of a module
)

// Var is a variable.
type Var struct {
	Name   string // Python's name, or a short word for what a temporary holds
	Kind   VarKind
	Func   *Func   // nil for globals
	Module *Module // for globals
	Outer  *Var    // for Free: the Var of the directly enclosing function
	Param  bool
	Hint   types.Kinds // of a parameter: the class that its annotation names, else 0
	Rep    types.Rep   // the Go representation
	Type   types.Type  // the static type, types.Any where nothing is known
	// MaybeUnbound says that a use may find no value; such uses are guarded by
	// CheckBound statements.
	MaybeUnbound bool
	// Keep is, of a variable that stands for another where a test has told what that is, the
	// kinds of the values that pass the test; see package lower/narrow. 0 for others.
	Keep types.Kinds
	// Hidden says of a Global that it is not in the module's namespace: the value of a
	// default argument, for direct calls.
	Hidden bool
	// InFrame says that the variable lives across a suspension, or is Held, and so is a field
	// of the frame; set by lower/coro.
	InFrame bool
	// Held says of a Local that it keeps a future alive, whether it is read again or not:
	// when that goes is when the failure that nobody has looked at is reported.
	Held bool
	// Watched says of a Local or Cell that f_locals shows it, so that it has to keep its value,
	// and is to have no other, whether it is read again or not.
	Watched bool
	// Across says that the variable is live where some state begins, so that it cannot
	// be a local of one state; set by lower/coro.
	Across bool
}

// Expr is a simple expression: no effect, cannot raise, cannot suspend.
type Expr interface{ Rep() types.Rep }

// ConstKind says what a Const is.
type ConstKind uint8

// The kinds of constants.
const (
	CNone ConstKind = iota
	CTrue
	CFalse
	CEllipsis
	CNotImplemented
	CInt       // Int, or Big where it does not fit
	CFloat     // Float
	CComplex   // Float is the imaginary part
	CStr       // Str, WTF-8
	CBytes     // Str
	CTuple     // Elems
	CUnbound   // no object
	CNilExc    // no exception
	CFrozenSet // Elems
)

// Const is a constant. R is its representation: boxed, or the native one.
type Const struct {
	Kind  ConstKind
	Int   int64
	Big   *big.Int
	Float float64
	Str   string
	Elems []*Const
	R     types.Rep
}

// Ref is the value of a variable; of a Cell or Free variable, the cell's content.
type Ref struct{ Var *Var }

// CellOf is the cell itself of a Cell or Free variable, for closures.
type CellOf struct{ Var *Var }

// Pure is an operation that cannot raise or suspend and whose result depends on nothing
// but its arguments: an unboxed comparison, py.Is, a conversion between representations.
type Pure struct {
	Prim *Prim
	Args []Expr
}

// NameConst is an interned name for attribute access, a *py.Str.
type NameConst struct{ Name string }

// SlotConst is the place of the attribute Name in the instances of the classes that Class
// names, a *py.Slot.
type SlotConst struct{ Class, Name string }

// RuntimeVar is a variable of the runtime: the class py.IntType, a builtin function.
// Symbol is a table entry whose Form is FormVar.
type RuntimeVar struct{ Prim *Prim }

// Rep implementations.
func (c *Const) Rep() types.Rep      { return c.R }
func (r *Ref) Rep() types.Rep        { return r.Var.Rep }
func (*CellOf) Rep() types.Rep       { return types.CellRep }
func (p *Pure) Rep() types.Rep       { return p.Prim.Results[0] }
func (*NameConst) Rep() types.Rep    { return types.Str }
func (*SlotConst) Rep() types.Rep    { return types.SlotRep }
func (v *RuntimeVar) Rep() types.Rep { return v.Prim.Results[0] }

// IsRaised reports whether X, of representation Exc, is an exception and not nil.
type IsRaised struct{ X Expr }

// Rep returns Bool.
func (*IsRaised) Rep() types.Rep { return types.Bool }

// Form says how a primitive is written in Go.
type Form uint8

// The forms.
const (
	FormFunc   Form = iota // pkg.Symbol(args)
	FormMethod             // args[0].Symbol(args[1:])
	FormInfix              // args[0] Symbol args[1]
	FormPrefix             // Symbol args[0]
	FormVar                // pkg.Symbol
	// FormSlice is pkg.Symbol(args[:n], []py.Value{args[n:]}, names): n is the number of
	// Params before the one of representation ValuesRep; names are there where the last
	// one is a NamesRep.
	FormSlice
	FormIndex // args[0][args[1]]
)

// Prim is a row of the primitive table: an operation of the runtime that emitted code
// may use. Names and signatures are checked against the runtime by a test.
type Prim struct {
	Name     string // for dumps: "add"
	Pkg      string // last element of the package path: "py", "coro", "builtins", "asyncio"
	Symbol   string
	Form     Form
	Params   []types.Rep
	Variadic bool // the last parameter repeats
	// Counted is, of a variadic function, what the names of those for two and for three
	// arguments begin with.
	Counted string
	Results []types.Rep // without the exception
	Raises  bool        // returns *py.Exception last
	// TakesPos says that the function's code object and the index of the Let's position
	// follow the arguments.
	TakesPos bool
	Pure     bool
	// Await is, of a call, the method of coro.Run that makes it and awaits its result. Of one
	// of another package it is a function there, whose call itself raises nothing.
	Await string
	// Site is, of a call of the method that the second argument names, or of the look-up of
	// one, the method of py.Site that does it where there is a place to remember what was
	// found; so does Await of these.
	Site string
	// Dropped is, of a call, what does the same where its result is not used: a function, or
	// a method of py.Site where there is one in Site.
	Dropped string
}

// Op is an operation that may raise, have effects or suspend.
type Op interface{ op() }

// Call of a primitive.
type CallPrim struct {
	Prim *Prim
	Args []Expr
	// Names are keyword names, for primitives whose last parameter is a NamesRep.
	Names []string
}

// CallFunc is a direct call of a Plain function of the program with all parameters
// bound. Cells are passed by the emitter.
type CallFunc struct {
	Func *Func
	Args []Expr
	// Cells are the variables whose cells the function gets, in the order of its Free; nil
	// where these are the Outer ones, which are the caller's.
	Cells []*Var
}

// NewFrame makes the coroutine, generator or async generator object of a function of
// the program with all parameters bound.
type NewFrame struct {
	Func *Func
	Args []Expr
}

// MakeFunc makes the function object of a def, lambda or class body.
type MakeFunc struct {
	Func       *Func
	Defaults   []Expr // boxed, of the last positional parameters
	KwNames    []string
	KwDefaults []Expr
	// Annotate, when not nil, is a Plain function without parameters that computes
	// __annotations__.
	Annotate   *Func
	TypeParams Expr // nil where there are none
}

// MakeClass runs a class body and calls the metaclass.
type MakeClass struct {
	Body     *Func
	Name     string
	Bases    Expr // boxed tuple
	Keywords Expr // boxed dict, or nil
}

// Await suspends until the awaitable is done; its result is the Let's value.
type Await struct{ X Expr }

// AwaitCall awaits the result of a call that nothing else sees; lower/coro makes it. The
// call's own exceptions have the position Pos.
type AwaitCall struct {
	Call *CallPrim
	Pos  int
	// Method is, of an asynchronous context manager, the method called, for the error of
	// one that returns no awaitable; nil for other calls.
	Method *NameConst
}

// AwaitFrame awaits a fresh coroutine of a known function that nothing else sees.
type AwaitFrame struct {
	Func *Func
	Args []Expr
}

// AwaitNext awaits the next element of the async iterator X. The Let has two variables:
// the element, and (bool) whether there was one.
type AwaitNext struct{ X Expr }

// Yield gives X to the consumer; the Let's value is what was sent.
type Yield struct{ X Expr }

// YieldFrom delegates to the iterable X; the Let's value is its return value.
type YieldFrom struct{ X Expr }

func (*CallPrim) op()   {}
func (*CallFunc) op()   {}
func (*NewFrame) op()   {}
func (*MakeFunc) op()   {}
func (*MakeClass) op()  {}
func (*Await) op()      {}
func (*AwaitCall) op()  {}
func (*AwaitFrame) op() {}
func (*AwaitNext) op()  {}
func (*Yield) op()      {}
func (*YieldFrom) op()  {}

// Stmt is a statement.
type Stmt interface{ stmt() }

// Label names a Loop or Block that Break and Continue refer to.
type Label struct{ Name string }

// Let runs an operation and assigns its results. Pos is an index into Func.Positions,
// -1 for an operation that cannot raise.
type Let struct {
	Dst []*Var // nil elements are dropped results
	Op  Op
	Pos int
}

// Assign assigns a simple expression.
type Assign struct {
	Dst *Var
	X   Expr
}

// If chooses by a Bool expression.
type If struct {
	Cond       Expr
	Then, Else []Stmt
}

// Loop repeats Body until a Break out of it. Loops poll for signals and other threads
// at each turn where Poll is set.
type Loop struct {
	Label *Label
	Body  []Stmt
	Poll  bool
	Pos   int // where a KeyboardInterrupt found by the poll is said to be raised
	// Polled runs after a poll at which other code may have run. It cannot raise.
	Polled []Stmt
}

// Block is left early by Break.
type Block struct {
	Label *Label
	Body  []Stmt
}

// Break leaves the Loop or Block.
type Break struct{ Label *Label }

// Continue starts the next turn of the Loop.
type Continue struct{ Label *Label }

// Try runs Body; an exception raised in it is assigned to Exc (of representation Exc,
// traceback entry added) and Handler runs. Handler decides by itself whether the
// exception matches, and raises it again with Reraise where it does not. finally is
// built from Try, a pending exception and a pending branch.
type Try struct {
	Body    []Stmt
	Exc     *Var
	Handler []Stmt
}

// Return leaves the function with X.
type Return struct{ X Expr }

// Reraise propagates the exception X without a new traceback entry.
type Reraise struct{ X Expr }

// Raise propagates the exception X from here, adding a traceback entry for Pos.
type Raise struct {
	X   Expr
	Pos int
}

// CheckBound raises NameError or UnboundLocalError where Var has no value.
type CheckBound struct {
	Var *Var
	Pos int
}

// Poll looks for signals and other threads; flattened loops have it at their head.
type Poll struct{ Pos int }

// FreshCell gives a Cell variable a new, unbound cell. Every cell is fresh when the
// function starts; an inlined comprehension's variables need a fresh one each time.
type FreshCell struct{ Var *Var }

// Line says that the statements after it come from that source line; for comments.
type Line struct{ Pos source.Pos }

func (*Let) stmt()        {}
func (*Assign) stmt()     {}
func (*If) stmt()         {}
func (*Loop) stmt()       {}
func (*Block) stmt()      {}
func (*Break) stmt()      {}
func (*Continue) stmt()   {}
func (*Try) stmt()        {}
func (*Return) stmt()     {}
func (*Reraise) stmt()    {}
func (*Raise) stmt()      {}
func (*CheckBound) stmt() {}
func (*Poll) stmt()       {}
func (*FreshCell) stmt()  {}
func (*Line) stmt()       {}

// Machine is the body of a function that suspends, as states.
type Machine struct {
	States []*State // in source order; 0 is the start
}

// State is a run of statements that is entered at its beginning only. Its last
// statement is a Goto, Suspend, Return, Raise or Reraise, or an If whose branches end so.
type State struct {
	Index int
	Name  string // what the state resumes from or begins: "start", "slept", "loop"
	Pos   source.Pos
	Body  []Stmt
	// Handler is where exceptions raised in Body go, assigned to HandlerExc; nil
	// leaves the function.
	Handler    *State
	HandlerExc *Var
	// Resumed says that the state is entered from a suspension; its first statement
	// is then the Resume that takes the result.
	Resumed bool
}

// Goto continues with another state.
type Goto struct{ State *State }

// Suspend begins a suspending operation; when it has finished (at once or later) the
// machine goes on in Next, whose first statement is the matching Resume.
type Suspend struct {
	Op   Op
	Next *State
	Pos  int
}

// Resume takes the result of the operation that led here; exceptions go to the state's
// handler.
type Resume struct {
	Dst []*Var
	Op  Op // the operation of the Suspend
	Pos int
}

func (*Goto) stmt()    {}
func (*Suspend) stmt() {}
func (*Resume) stmt()  {}

// Distribution is an installed distribution: the path of its metadata and what is in them.
type Distribution struct {
	Dir   string
	Files map[string]string // by the names of the files
}
