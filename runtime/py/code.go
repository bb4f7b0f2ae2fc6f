package py

// This file declares what emitted code says about itself: source files, code objects
// and source positions.

// SourceFile is a Python source file of the program.
type SourceFile struct {
	Name string // as tracebacks show it
	Text string // whole text, for the source lines of tracebacks
}

// Position is the place of one operation in its source file: line numbers from 1,
// columns in bytes of the UTF-8 line from 0. AnchorStart and AnchorEnd, where not both
// zero, are byte columns in the lines AnchorLine and AnchorEndLine where the ^^^ of the
// ~~~^^^ marks begin and end (PEP 657): the operator of a binary operation, the
// brackets of a subscript or call.
type Position struct {
	Line, EndLine          int32
	Col, EndCol            int32
	AnchorLine             int32
	AnchorStart, AnchorEnd int32
	AnchorEndLine          int32
	// LookupEnd is, for the call of a method, the column where the method's name ends:
	// what looking it up raises is shown up to there. 0 where there is no look-up.
	LookupEnd int32
}

// CodeFlags are facts about a function, with the values of inspect.CO_*.
type CodeFlags uint32

// The code flags.
const (
	CodeVarArgs        CodeFlags = 0x04
	CodeVarKeywords    CodeFlags = 0x08
	CodeNested         CodeFlags = 0x10
	CodeGenerator      CodeFlags = 0x20
	CodeCoroutine      CodeFlags = 0x80
	CodeIterCoroutine  CodeFlags = 0x100
	CodeAsyncGenerator CodeFlags = 0x200
	// CodeHandles says that the function has except or finally blocks, so that its
	// suspended frame keeps a handled-exception level of its own. (Not in CPython.)
	CodeHandles CodeFlags = 1 << 30
)

// Code describes one function, class body or module body of the program.
type Code struct {
	Name      string
	Qualname  string
	File      *SourceFile
	FirstLine int32 // of the first decorator, where there is one
	LastLine  int32
	DefLine   int32 // of def or class, where that is not FirstLine
	Flags     CodeFlags
	// PosOnly counts the positional-only parameters, Pos all positional ones with
	// them, KwOnly the keyword-only ones.
	PosOnly, Pos, KwOnly int
	// Params are the names of the parameters: positional, keyword-only, *args, **kwargs.
	Params    []*Str
	Positions []Position
	Doc       Value // unbound where there is no docstring
	FreeVars  []string
	// Suspends says for each state of a suspended frame in which line it waits.
	Suspends []int32

	// Lines are, of a function that tells events, the lines that it may tell, in the order of its
	// code; the first is that of its beginning.
	Lines []int32

	// Locals are the names of the local variables other than parameters, for the
	// suggestions of tracebacks.
	Locals []string

	// Interp is what package interp runs, in the code of source text of run time.
	Interp any

	// Beside calls the copy of the function that needs no turn, with Pos arguments that are
	// numbers or None; see CallBeside. Nil where there is none.
	Beside func(args []Value) (Value, *Exception)

	// Original is the code itself, of a copy with other names for coroutines and generators.
	Original *Code
	// Origin is where the coroutine that has this copy was made, innermost first, where the
	// origins of coroutines are tracked.
	Origin []Entry

	// Shown is, of the code of a copy for arguments of certain classes, that of the function
	// itself, which programs see in its place.
	Shown *Code

	object *codeObject // the Python object, made when it is first asked for

	name, qualname *Str // interned, from the first function object on
}
