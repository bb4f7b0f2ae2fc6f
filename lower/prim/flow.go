package prim

import (
	"github.com/aio2go/aio2go/lower/ir"
	"github.com/aio2go/aio2go/lower/types"
)

// This file declares the operations behind exceptions, with statements, match statements,
// coroutines, definitions and imports.

// raiser makes a row for a function that returns the exception to raise as its result.
func raiser(name, symbol string, params ...types.Rep) *ir.Prim {
	return effect(name, symbol, params, reps(e))
}

// Exceptions. Raise and its relatives return the exception to raise.
var (
	Raise            = raiser("raise", "Raise", v)
	RaiseFrom        = raiser("raisefrom", "RaiseFrom", v, v)
	Handled          = effect("handled", "Handled", nil, reps(e))
	ReraiseHandled   = raiser("reraise", "ReraiseHandled")
	AssertFail       = raiser("assertfail", "AssertFail", v)
	NameNotDefined   = raiser("namenotdefined", "NameNotDefinedV", s)
	ExceptMatch      = raising("exceptmatch", "ExceptMatch", reps(e, v), reps(b))
	ExcValue         = effect("excvalue", "ExcValue", reps(e), reps(v))
	EnterHandler     = effect("enterhandler", "EnterHandler", reps(e), reps(e))
	EnterFinally     = effect("enterfinally", "EnterFinally", reps(e), reps(e))
	LeaveHandler     = effect("leavehandler", "LeaveHandler", reps(e), nil)
	ExceptStarBegin  = effect("exceptstarbegin", "ExceptStarBegin", reps(e), reps(v))
	ExceptStarMatch  = raising("exceptstarmatch", "ExceptStarMatch", reps(v, v), reps(e))
	ExceptStarRaised = effect("exceptstarraised", "ExceptStarRaised", reps(v, e), nil)
	ExceptStarEnd    = effect("exceptstarend", "ExceptStarEnd", reps(v), reps(e))
)

// NotBeside is what a function that needs no turn returns where it gives up.
var NotBeside = add(ir.Prim{Name: "notbeside", Symbol: "NotBeside", Form: ir.FormVar, Results: reps(e), Pure: true})

// The events of sys.settrace, sys.setprofile and sys.monitoring.
var (
	TraceLine = withPos(raising("traceline", "TraceLine", reps(n), nil))
	TraceJump = effect("tracejump", "TraceJump", nil, nil)
	// TraceReraise says that an exception is raised again as if from where it was raised.
	TraceReraise = effect("tracereraise", "TraceReraise", reps(e), nil)

	TraceNext = raising("tracenext", "TraceNext", reps(v), reps(v, b))
	// TraceAwaited says that what was awaited, or yielded from, has ended.
	TraceAwaited = raising("traceawaited", "TraceAwaited", reps(v), nil)
	// TraceNowhere says that what follows has no line.
	TraceNowhere = effect("tracenowhere", "TraceNowhere", nil, nil)
	// TraceHandled says that an exception has led here, TraceReraised that it is raised again.
	TraceHandled  = raising("tracehandled", "TraceHandled", reps(e), nil)
	TraceReraised = raising("tracereraised", "TraceReraised", reps(e), nil)
	// TraceCalling says that a function is about to be called, with its first argument; TraceCalled
	// that a builtin function has been; TraceGenerator that of a generator expression.
	TraceCalling = withPos(raising("tracecalling", "TraceCalling", reps(v, v), nil))
	TraceCalled  = withPos(raising("tracecalled", "TraceCalled", reps(v, v), nil))

	TraceGenerator = withPos(in("coro", raising("tracegenerator", "TraceGenerator", reps(v, v), nil)))
	// The calls of functions that tell events.
	ToldInvoke0  = withPos(raising("toldinvoke0", "ToldInvoke0", reps(v, v), reps(v)))
	ToldInvoke1  = withPos(raising("toldinvoke1", "ToldInvoke1", reps(v, v, v), reps(v)))
	ToldInvoke2  = withPos(raising("toldinvoke2", "ToldInvoke2", reps(v, v, v, v), reps(v)))
	ToldInvoke3  = withPos(raising("toldinvoke3", "ToldInvoke3", reps(v, v, v, v, v), reps(v)))
	ToldInvokeN  = withPos(slice(raising("toldinvoken", "ToldInvokeN", reps(v, v, vs), reps(v))))
	ToldInvokeKw = withPos(slice(raising("toldinvokekw", "ToldInvokeKw", reps(v, v, vs, kw), reps(v))))
	ToldCallEx   = withPos(raising("toldcallex", "ToldCallEx", reps(v, v, v), reps(v)))
	ToldLeave    = withPos(raising("toldleave", "ToldLeave", reps(v, v), reps(v)))
)

// With statements.
var (
	LoadWith       = raising("loadwith", "LoadWith", reps(v), reps(v, v, v))
	LoadAsyncWith  = raising("loadasyncwith", "LoadAsyncWith", reps(v), reps(v, v, v))
	WithLeave      = awaiting("AwaitLeave", raising("withleave", "WithLeave", reps(v, v), reps(v)))
	WithExit       = awaiting("AwaitExit", raising("withexit", "WithExit", reps(v, v, e), reps(v)))
	CheckWithAwait = in("coro", raising("checkwithawait", "CheckWithAwait", reps(v, s), nil))
)

// Match statements (PEP 634).
var (
	IsMatchSequence = effect("issequence", "IsMatchSequence", reps(v), reps(b))
	IsMatchMapping  = effect("ismapping", "IsMatchMapping", reps(v), reps(b))
	MatchKeys       = slice(raising("matchkeys", "MatchKeys", reps(v, vs), reps(vs, b)))
	MatchRest       = slice(raising("matchrest", "MatchRest", reps(v, vs), reps(v)))
	MatchClass      = raising("matchclass", "MatchClass", reps(v, v, n, kw), reps(vs, b))
)

// Coroutines and asynchronous iteration.
var (
	AIter = in("coro", raising("aiter", "AIter", reps(v), reps(v)))
	// Leave says that the call of a function that counts against the recursion limit stands
	// for the running one.
	Leave   = effect("leave", "Leave", nil, nil)
	Discard = in("coro", withPos(effect("discard", "Discard", reps(v), nil)))
	// Dropped says that the result of a call of something with the name of a coroutine
	// function is not used.
	Dropped = in("coro", withPos(effect("dropped", "Dropped", reps(v, s), nil)))
	// DroppedCall is Dropped of what a call has given, where it called a coroutine function
	// itself.
	DroppedCall = in("coro", withPos(effect("droppedcall", "DroppedCall", reps(v, v), nil)))
	// CloseDiscarded closes a generator whose last reference goes away.
	CloseDiscarded = in("coro", effect("closediscarded", "CloseDiscarded", reps(v), nil))
	// CloseCalled is CloseDiscarded of what a call has given, where it called a generator
	// function itself.
	CloseCalled = in("coro", effect("closecalled", "CloseCalled", reps(v, v), nil))
)

// Definitions, name spaces and imports.
var (
	ClassBegin  = raising("classbegin", "ClassBegin", reps(v, s, s, n), nil)
	ClassLoad   = raising("classload", "ClassLoad", reps(v, s), reps(v, b))
	ClassStore  = raising("classstore", "ClassStore", reps(v, s, v), nil)
	ClassDelete = raising("classdelete", "ClassDelete", reps(v, s), nil)
	LoadBuiltin = raising("loadbuiltin", "LoadBuiltin", reps(s), reps(v))
	Super       = raising("super", "Super", reps(v, v), reps(v))
	// SuperAttr is an attribute of super(), SuperMethod the same for a call, as LoadMethod.
	SuperAttr    = raising("superattr", "SuperAttr", reps(v, v, s), reps(v))
	SuperMethod  = raising("supermethod", "SuperMethod", reps(v, v, s), reps(v, v))
	SuperNoArgs  = raiser("supernoargs", "SuperNoArgs", b)
	SortedKeys   = raising("sortedkeys", "SortedKeys", reps(v), reps(v))
	NameSpace    = slice(effect("namespace", "NameSpace", reps(vs, kw), reps(v)))
	ModuleDict   = raising("moduledict", "ModuleDict", reps(s), reps(v))
	ImportModule = raising("importmodule", "ImportModuleNamed", reps(s), reps(v))
	ImportFrom   = raising("importfrom", "ImportFrom", reps(v, s), reps(v))
	NoParent     = raiser("noparent", "NoParentPackage")
	ImportStar   = raising("importstar", "ImportStar", reps(v, s), nil)
	TypeVar      = raising("typevar", "NewTypeVar", reps(s, v, v, v), reps(v))
	ParamSpec    = raising("paramspec", "NewParamSpec", reps(s, v), reps(v))
	TypeVarTuple = raising("typevartuple", "NewTypeVarTuple", reps(s, v), reps(v))
	TypeAlias    = raising("typealias", "NewTypeAlias", reps(s, v, v), reps(v))
	GenericBase  = raising("genericbase", "GenericBase", reps(v), reps(v))
)
