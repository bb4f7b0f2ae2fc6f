package diag

//go:generate go run ../../internal/diagdoc

// The codes of what is wrong with a tree that the parser accepts: errors that
// CPython's symbol table and compiler find, and its SyntaxWarnings.
const (
	// InvalidFuture is a misplaced or unknown "from __future__ import":
	//	import os
	//	from __future__ import annotations
	InvalidFuture Code = "invalid-future-import"

	// InvalidGlobal is a global statement that comes too late, or names a
	// parameter:
	//	x = 1
	//	global x
	InvalidGlobal Code = "invalid-global"

	// InvalidNonlocal is a nonlocal statement that comes too late, or names
	// nothing that a function around it binds:
	//	def f():
	//	    nonlocal x
	InvalidNonlocal Code = "invalid-nonlocal"

	// DuplicateParameter is a parameter or type parameter that there is twice:
	//	def f(a, a): pass
	DuplicateParameter Code = "duplicate-parameter"

	// InvalidTypeParameter is a type parameter without default after one with
	// a default:
	//	def f[T = int, U](): pass
	InvalidTypeParameter Code = "invalid-type-parameter"

	// MisplacedImportStar is an import * in a function or class:
	//	def f():
	//	    from os import *
	MisplacedImportStar Code = "misplaced-import-star"

	// MisplacedNamedExpr is an assignment expression in a comprehension that
	// is not allowed there:
	//	[x := 0 for x in y]
	MisplacedNamedExpr Code = "misplaced-named-expression"

	// InvalidAnnotation is yield, await or := in a place that is evaluated
	// later or never, such as the bound of a type parameter:
	//	type A = (yield)
	InvalidAnnotation Code = "invalid-annotation"

	// ReturnOutsideFunction is a return statement in a module or class.
	ReturnOutsideFunction Code = "return-outside-function"

	// YieldOutsideFunction is a yield in a module or class.
	YieldOutsideFunction Code = "yield-outside-function"

	// AwaitOutsideAsync is await, async for, async with or an asynchronous
	// comprehension where there is no async def directly around:
	//	def f():
	//	    await g()
	AwaitOutsideAsync Code = "await-outside-async"

	// BreakOutsideLoop is a break or continue without a loop around it.
	BreakOutsideLoop Code = "break-outside-loop"

	// LeavingExceptStar is a break, continue or return in an except* block:
	//	except* ValueError:
	//	    return
	LeavingExceptStar Code = "leaving-except-star"

	// MisplacedYield is a yield in a comprehension, or a yield from in an
	// async def.
	MisplacedYield Code = "misplaced-yield"

	// ReturnInAsyncGenerator is a return with a value in an asynchronous
	// generator.
	ReturnInAsyncGenerator Code = "return-in-async-generator"

	// MisplacedDefaultExcept is an "except:" that is not the last one.
	MisplacedDefaultExcept Code = "misplaced-default-except"

	// MisplacedStar is a starred expression or target where nothing can be
	// unpacked:
	//	x = *y
	MisplacedStar Code = "misplaced-star"

	// AssignedDebug is an assignment to __debug__.
	AssignedDebug Code = "assigned-debug"

	// RepeatedKeyword is a keyword argument that there is twice:
	//	f(a=1, a=2)
	RepeatedKeyword Code = "repeated-keyword"

	// InvalidPattern is a pattern that binds a name twice, or not in all
	// alternatives, or has a part twice:
	//	case [a, a]: pass
	InvalidPattern Code = "invalid-pattern"

	// UnreachablePattern is a pattern after one that matches everything:
	//	case x: pass
	//	case 1: pass
	UnreachablePattern Code = "unreachable-pattern"

	// SuspiciousIs is a comparison with a literal by identity:
	//	x is 1
	SuspiciousIs Code = "suspicious-is"

	// AlwaysTrueAssert is an assert of a tuple:
	//	assert (x, "message")
	AlwaysTrueAssert Code = "always-true-assert"

	// MissingComma is a call or index that can only fail, most often because
	// a comma is missing before it:
	//	[(1, 2) (3, 4)]
	MissingComma Code = "missing-comma"
)
