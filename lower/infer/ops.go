package infer

import (
	"strings"

	"github.com/aio2go/aio2go/lower/ir"
	"github.com/aio2go/aio2go/lower/types"
)

// This file implements the result types of operations.

const (
	integral = types.KInt | types.KBool
	numeric  = integral | types.KFloat
	// plain are the classes whose special methods are the builtin ones.
	plain = numeric | types.KNone | types.KStr | types.KBytes | types.KRange
)

// op returns the sets of op's results; missing ones may be anything. An operand that
// nothing has reached yet gives the empty set.
func (a *analysis) op(op ir.Op) []types.Static {
	switch op := op.(type) {
	case *ir.CallPrim:
		return a.prim(op)
	case *ir.CallFunc:
		return []types.Static{a.results[op.Func]}
	case *ir.NewFrame:
		return []types.Static{{Kinds: types.KCoroutine, Of: op.Func}}
	case *ir.AwaitFrame:
		return []types.Static{a.results[op.Func]}
	case *ir.Await:
		x := a.expr(op.X)
		if fn, ok := x.Of.(*ir.Func); ok && x.Kinds == types.KCoroutine && fn.Kind == ir.Coroutine {
			return []types.Static{a.results[fn]}
		}
	case *ir.MakeFunc:
		return []types.Static{{Kinds: types.KFunc, Of: op.Func}}
	case *ir.MakeClass:
		return []types.Static{{Kinds: types.KClass, Of: op.Body}}
	}
	return nil
}

func (a *analysis) prim(op *ir.CallPrim) []types.Static {
	name := op.Prim.Name
	args := make([]types.Static, len(op.Args))
	for i, x := range op.Args {
		if x.Rep() == types.Boxed || x.Rep() == types.Bool {
			args[i] = a.expr(x)
			if args[i].Kinds == 0 {
				return []types.Static{{}}
			}
		} else {
			args[i] = anything
		}
	}
	if strings.HasPrefix(name, "call") && !strings.HasPrefix(name, "callmethod") && len(op.Names) == 0 {
		return []types.Static{a.call(op, args)}
	}
	if k, ok := fixedResults[name]; ok {
		return []types.Static{types.Of(k)}
	}
	switch name {
	case "iter":
		if args[0].Only(types.KRange) {
			return []types.Static{types.Of(types.KRangeIter)}
		}
	case "next":
		if args[0].Only(types.KRangeIter) {
			return []types.Static{types.Of(types.KInt)}
		}
	case "str", "repr", "ascii", "format":
		if args[0].Only(plain) {
			return []types.Static{types.Of(types.KStr)}
		}
	case "neg", "pos", "invert":
		return []types.Static{types.Of(unaryResult(name, args[0]))}
	case "eq", "ne", "lt", "le", "gt", "ge":
		if args[0].Only(plain) && args[1].Only(plain) {
			return []types.Static{types.Of(types.KBool)}
		}
	}
	if len(args) == 2 {
		return []types.Static{types.Of(binaryResult(strings.TrimPrefix(name, inplacePrefix(name)), args[0], args[1], op.Args[1]))}
	}
	return nil
}

// inplacePrefix returns "i" for the name of an in-place operation.
func inplacePrefix(name string) string {
	switch name {
	case "iadd", "isub", "imul", "itruediv", "ifloordiv", "imod", "ipow", "ilshift", "irshift", "ibitand", "ibitxor", "ibitor":
		return "i"
	}
	return ""
}

// fixedResults are the operations whose result is of one class whatever the arguments.
var fixedResults = map[string]types.Kinds{
	"list": types.KList, "tuple": types.KTuple, "dict": types.KDict, "set": types.KSet,
	"listtotuple": types.KTuple, "concat": types.KStr,
}

func unaryResult(name string, x types.Static) types.Kinds {
	switch {
	case x.Only(integral):
		return types.KInt
	case x.Only(types.KFloat) && name != "invert":
		return types.KFloat
	case x.Only(numeric) && name != "invert":
		return types.KInt | types.KFloat
	}
	return types.AnyKinds
}

// binaryResult returns the classes of x op y.
func binaryResult(name string, x, y types.Static, right ir.Expr) types.Kinds {
	switch name {
	case "add", "sub", "mul", "floordiv", "mod":
		if k := arithmetic(x, y); k != 0 {
			return k
		}
		return sequenceResult(name, x, y)
	case "truediv":
		if x.Only(numeric) && y.Only(numeric) {
			return types.KFloat
		}
	case "pow":
		c, ok := right.(*ir.Const)
		switch {
		case x.Only(integral) && ok && c.Kind == ir.CInt && c.Big == nil && c.Int >= 0:
			return types.KInt
		case x.Only(integral) && y.Only(integral):
			return types.KInt | types.KFloat
		case x.Only(types.KFloat) && y.Only(integral):
			return types.KFloat
		}
	case "lshift", "rshift":
		if x.Only(integral) && y.Only(integral) {
			return types.KInt
		}
	case "bitand", "bitor", "bitxor":
		switch {
		case x.Only(types.KBool) && y.Only(types.KBool):
			return types.KBool
		case x.Only(integral) && y.Only(integral):
			if x.Only(types.KInt) || y.Only(types.KInt) {
				return types.KInt
			}
			return integral
		}
	}
	return types.AnyKinds
}

// arithmetic returns the classes of a sum, difference, product, quotient or remainder of
// numbers, 0 where an operand may be no number.
func arithmetic(x, y types.Static) types.Kinds {
	switch {
	case !x.Only(numeric) || !y.Only(numeric):
		return 0
	case x.Only(integral) && y.Only(integral):
		return types.KInt
	case x.Only(types.KFloat) || y.Only(types.KFloat):
		return types.KFloat
	}
	return types.KInt | types.KFloat
}

func sequenceResult(name string, x, y types.Static) types.Kinds {
	for _, k := range []types.Kinds{types.KStr, types.KBytes, types.KList, types.KTuple} {
		if name == "add" && x.Only(k) && y.Only(k) {
			return k
		}
		if name == "mul" && (x.Only(k) && y.Only(integral) || x.Only(integral) && y.Only(k)) {
			return k
		}
	}
	if name == "mod" && x.Only(types.KStr) {
		return types.KStr
	}
	return types.AnyKinds
}

// call returns the classes of a call's result.
func (a *analysis) call(op *ir.CallPrim, args []types.Static) types.Static {
	if op.Prim.Name == "callex" {
		return anything
	}
	switch callee := op.Args[0].(type) {
	case *ir.RuntimeVar:
		return types.Of(builtinResult(callee.Prim.Name, args[1:]))
	case *ir.Ref:
		if s := args[0]; s.Kinds == types.KFunc {
			if fn, ok := s.Of.(*ir.Func); ok {
				if fn.Kind != ir.Plain {
					return types.Static{Kinds: types.KCoroutine, Of: fn}
				}
				return a.results[fn]
			}
		}
	}
	return anything
}

// builtinResult returns the classes of the result of a builtin function or class called
// with positional arguments.
func builtinResult(name string, args []types.Static) types.Kinds {
	arg := func(i int, k types.Kinds) bool { return len(args) > i && args[i].Only(k) }
	switch name {
	case "len", "ord", "hash", "id", "int":
		return types.KInt
	case "float":
		return types.KFloat
	case "bool", "isinstance", "issubclass", "callable", "hasattr", "any", "all":
		return types.KBool
	case "chr", "hex", "oct", "bin", "input", "ascii":
		return types.KStr
	case "str", "repr":
		if len(args) == 0 || len(args) == 1 && arg(0, plain) {
			return types.KStr
		}
	case "print":
		return types.KNone
	case "range":
		return types.KRange
	case "list", "sorted":
		return types.KList
	case "tuple":
		return types.KTuple
	case "dict":
		return types.KDict
	case "set":
		return types.KSet
	case "abs":
		return unaryResult("pos", first(args))
	case "round":
		if len(args) == 1 && arg(0, numeric) {
			return types.KInt
		}
	case "min", "max":
		if len(args) >= 2 {
			var j types.Static
			for _, s := range args {
				j = j.Join(s)
			}
			return j.Kinds
		}
	}
	return types.AnyKinds
}

func first(args []types.Static) types.Static {
	if len(args) == 0 {
		return anything
	}
	return args[0]
}
