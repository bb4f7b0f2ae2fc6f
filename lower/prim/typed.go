package prim

import (
	"github.com/aio2go/aio2go/lower/ir"
	"github.com/aio2go/aio2go/lower/types"
)

// This file declares the operations on operands of known classes, and the conversions
// between representations, that package opt puts in.

const (
	f = types.Float64
	i = types.Int64
)

func infix(symbol string, operand, result types.Rep) *ir.Prim {
	return add(ir.Prim{Name: symbol, Symbol: symbol, Form: ir.FormInfix, Params: reps(operand, operand), Results: reps(result), Pure: true})
}

// Conversions.
var (
	BoxFloat   = pure("boxfloat", "Float", reps(f), reps(v))
	UnboxFloat = add(ir.Prim{Name: "unboxfloat", Symbol: "Float", Form: ir.FormMethod, Params: reps(v), Results: reps(f), Pure: true})
	BoxInt     = pure("boxint", "Int", reps(i), reps(v))
	UnboxBool  = add(ir.Prim{Name: "unboxbool", Symbol: "IsTrue", Form: ir.FormMethod, Params: reps(v), Results: reps(b), Pure: true})
)

// Arithmetic and comparison of floats, by the name of the dynamic operation. FloatRaising
// are those that raise ZeroDivisionError.
var (
	FloatInfix = map[string]*ir.Prim{
		"add": infix("+", f, f), "sub": infix("-", f, f), "mul": infix("*", f, f),
		"eq": infix("==", f, b), "ne": infix("!=", f, b),
		"lt": infix("<", f, b), "le": infix("<=", f, b), "gt": infix(">", f, b), "ge": infix(">=", f, b),
	}
	FloatRaising = map[string]*ir.Prim{
		"truediv":  raising("floatdiv", "FloatTrueDiv", reps(f, f), reps(f)),
		"floordiv": raising("floatfloordiv", "FloatFloorDiv", reps(f, f), reps(f)),
		"mod":      raising("floatmod", "FloatMod", reps(f, f), reps(f)),
	}
	FloatNeg = add(ir.Prim{Name: "-", Symbol: "-", Form: ir.FormPrefix, Params: reps(f), Results: reps(f), Pure: true})
	// FloatOfInt converts an int to a float, raising OverflowError.
	// FloatOfInt64 converts a native int.
	FloatOfInt64 = pure("floatofint64", "FloatOfInt64", reps(i), reps(f))
	FloatOfInt   = raising("floatofint", "FloatOfInt", reps(v), reps(f))
)

// Arithmetic and comparison of exact ints of any size.
var (
	IntPure = map[string]*ir.Prim{
		"add": pure("intadd", "IntAdd", reps(v, v), reps(v)),
		"sub": pure("intsub", "IntSub", reps(v, v), reps(v)),
		"mul": pure("intmul", "IntMul", reps(v, v), reps(v)),
		"eq":  pure("inteq", "IntEq", reps(v, v), reps(b)), "ne": pure("intne", "IntNe", reps(v, v), reps(b)),
		"lt": pure("intlt", "IntLt", reps(v, v), reps(b)), "le": pure("intle", "IntLe", reps(v, v), reps(b)),
		"gt": pure("intgt", "IntGt", reps(v, v), reps(b)), "ge": pure("intge", "IntGe", reps(v, v), reps(b)),
	}
	IntRaising = map[string]*ir.Prim{
		"floordiv": raising("intfloordiv", "IntFloorDiv", reps(v, v), reps(v)),
		"mod":      raising("intmod", "IntMod", reps(v, v), reps(v)),
	}
	IntTruth = pure("inttruth", "IntTruth", reps(v), reps(b))
)

// Strings of exact class str.
var (
	StrConcat = pure("strconcat", "StrConcat", reps(v, v), reps(v))
	StrEq     = pure("streq", "StrEq", reps(v, v), reps(b))
)

// Loops over range() with a native counter.
var (
	// RangeStop is the stop of range(stop) as the counter meets it: at most the largest
	// int64, which no loop reaches.
	RangeStop = raising("rangestop", "RangeStop", reps(v), reps(i))
	IntPlus   = infix("+", i, i)
	// NativeCompare are the comparisons of native ints.
	NativeCompare = map[string]*ir.Prim{
		"eq": infix("==", i, b), "ne": infix("!=", i, b),
		"lt": infix("<", i, b), "le": infix("<=", i, b), "gt": infix(">", i, b), "ge": infix(">=", i, b),
	}
)
