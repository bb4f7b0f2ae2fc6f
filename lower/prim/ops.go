package prim

import (
	"github.com/aio2go/aio2go/frontend/syntax"
	"github.com/aio2go/aio2go/lower/ir"
)

// This file declares the operators.

func binary(name, symbol string) *ir.Prim { return raising(name, symbol, reps(v, v), reps(v)) }

// Binary are the binary operators, by syntax.Operator; Inplace the forms that augmented
// assignments use (Python reference 6.7 to 6.9 and 7.2.1).
var Binary, Inplace = [...]*ir.Prim{
	syntax.Add:      binary("add", "Add"),
	syntax.Sub:      binary("sub", "Sub"),
	syntax.Mult:     binary("mul", "Mul"),
	syntax.MatMult:  binary("matmul", "MatMul"),
	syntax.Div:      binary("truediv", "TrueDiv"),
	syntax.FloorDiv: binary("floordiv", "FloorDiv"),
	syntax.Mod:      binary("mod", "Mod"),
	syntax.Pow:      binary("pow", "Pow"),
	syntax.LShift:   binary("lshift", "LShift"),
	syntax.RShift:   binary("rshift", "RShift"),
	syntax.BitAnd:   binary("bitand", "BitAnd"),
	syntax.BitXor:   binary("bitxor", "BitXor"),
	syntax.BitOr:    binary("bitor", "BitOr"),
}, [...]*ir.Prim{
	syntax.Add:      binary("iadd", "InplaceAdd"),
	syntax.Sub:      binary("isub", "InplaceSub"),
	syntax.Mult:     binary("imul", "InplaceMul"),
	syntax.MatMult:  binary("imatmul", "InplaceMatMul"),
	syntax.Div:      binary("itruediv", "InplaceTrueDiv"),
	syntax.FloorDiv: binary("ifloordiv", "InplaceFloorDiv"),
	syntax.Mod:      binary("imod", "InplaceMod"),
	syntax.Pow:      binary("ipow", "InplacePow"),
	syntax.LShift:   binary("ilshift", "InplaceLShift"),
	syntax.RShift:   binary("irshift", "InplaceRShift"),
	syntax.BitAnd:   binary("ibitand", "InplaceBitAnd"),
	syntax.BitXor:   binary("ibitxor", "InplaceBitXor"),
	syntax.BitOr:    binary("ibitor", "InplaceBitOr"),
}

// Compare are the rich comparisons, by syntax.CmpOp; CompareBool give their truth.
var Compare, CompareBool = [...]*ir.Prim{
	syntax.Eq:    binary("eq", "Eq"),
	syntax.NotEq: binary("ne", "Ne"),
	syntax.Lt:    binary("lt", "Lt"),
	syntax.LtE:   binary("le", "Le"),
	syntax.Gt:    binary("gt", "Gt"),
	syntax.GtE:   binary("ge", "Ge"),
}, [...]*ir.Prim{
	syntax.Eq:    raising("eq?", "EqBool", reps(v, v), reps(b)),
	syntax.NotEq: raising("ne?", "NeBool", reps(v, v), reps(b)),
	syntax.Lt:    raising("lt?", "LtBool", reps(v, v), reps(b)),
	syntax.LtE:   raising("le?", "LeBool", reps(v, v), reps(b)),
	syntax.Gt:    raising("gt?", "GtBool", reps(v, v), reps(b)),
	syntax.GtE:   raising("ge?", "GeBool", reps(v, v), reps(b)),
}

// The other operators.
var (
	Neg      = raising("neg", "Neg", reps(v), reps(v))
	Pos      = raising("pos", "Pos", reps(v), reps(v))
	Invert   = raising("invert", "Invert", reps(v), reps(v))
	Truth    = raising("truth", "Truth", reps(v), reps(b))
	Contains = raising("contains", "Contains", reps(v, v), reps(b))
	Is       = pure("is", "Is", reps(v, v), reps(b))
)

// Operations on native values, and between representations.
var (
	NotBool    = add(ir.Prim{Name: "not", Symbol: "!", Form: ir.FormPrefix, Params: reps(b), Results: reps(b), Pure: true})
	OrBool     = add(ir.Prim{Name: "or", Symbol: "||", Form: ir.FormInfix, Params: reps(b, b), Results: reps(b), Pure: true})
	EqNative   = add(ir.Prim{Name: "==", Symbol: "==", Form: ir.FormInfix, Params: reps(n, n), Results: reps(b), Pure: true})
	GeNative   = add(ir.Prim{Name: ">=", Symbol: ">=", Form: ir.FormInfix, Params: reps(n, n), Results: reps(b), Pure: true})
	SubNative  = add(ir.Prim{Name: "-", Symbol: "-", Form: ir.FormInfix, Params: reps(n, n), Results: reps(n), Pure: true})
	FromNative = effect("fromnative", "IntOf", reps(n), reps(v))
	FromBool   = pure("frombool", "Bool", reps(b), reps(v))
	IsUnbound  = add(ir.Prim{Name: "unbound?", Symbol: "IsUnbound", Form: ir.FormMethod, Params: reps(v), Results: reps(b), Pure: true})
	IsNone     = add(ir.Prim{Name: "none?", Symbol: "IsNone", Form: ir.FormMethod, Params: reps(v), Results: reps(b), Pure: true})
	Element    = add(ir.Prim{Name: "element", Form: ir.FormIndex, Params: reps(vs, n), Results: reps(v), Pure: true})
	CellObject = add(ir.Prim{Name: "cellobject", Symbol: "Value", Form: ir.FormMethod, Params: reps(cell), Results: reps(v), Pure: true})
	NameValue  = add(ir.Prim{Name: "namevalue", Symbol: "Value", Form: ir.FormMethod, Params: reps(s), Results: reps(v), Pure: true})
)
