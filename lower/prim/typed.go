package prim

import (
	"strings"

	"github.com/aio2go/aio2go/frontend/syntax"
	"github.com/aio2go/aio2go/lower/ir"
	"github.com/aio2go/aio2go/lower/types"
)

// This file declares the operations on operands of known classes, and the conversions
// between representations, that package opt puts in.

const (
	f    = types.Float64
	i    = types.Int64
	slot = types.SlotRep
)

func infix(symbol string, operand, result types.Rep) *ir.Prim {
	return add(ir.Prim{Name: symbol, Symbol: symbol, Form: ir.FormInfix, Params: reps(operand, operand), Results: reps(result), Pure: true})
}

// quick makes a row for a function that says last whether it has gone well, in which case
// it has had its effect and its other results are there.
func quick(name, symbol string, params []types.Rep, results ...types.Rep) *ir.Prim {
	return effect(name, symbol, params, append(results, b))
}

// Conversions.
var (
	BoxFloat   = pure("boxfloat", "Float", reps(f), reps(v))
	UnboxFloat = add(ir.Prim{Name: "unboxfloat", Symbol: "Float", Form: ir.FormMethod, Params: reps(v), Results: reps(f), Pure: true})
	BoxInt     = pure("boxint", "Int", reps(i), reps(v))
	UnboxInt   = add(ir.Prim{Name: "unboxint", Symbol: "SmallInt", Form: ir.FormMethod, Params: reps(v), Results: reps(i), Pure: true})
	IntOfBool  = pure("intofbool", "IntOfBool", reps(b), reps(i))
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
	FloatOfSmall = quick("floatofsmall", "FloatOfSmall", reps(v), f)
	// FloatQuotient is a quotient whose divisor is not zero.
	FloatQuotient = infix("/", f, f)
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
		"bitand": pure("intand", "IntAnd", reps(v, v), reps(v)),
		"bitor":  pure("intor", "IntOr", reps(v, v), reps(v)),
		"bitxor": pure("intxor", "IntXor", reps(v, v), reps(v)),
	}
	IntRaising = map[string]*ir.Prim{
		"floordiv": raising("intfloordiv", "IntFloorDiv", reps(v, v), reps(v)),
		"mod":      raising("intmod", "IntMod", reps(v, v), reps(v)),
		"lshift":   raising("intlshift", "IntLShift", reps(v, v), reps(v)),
		"rshift":   raising("intrshift", "IntRShift", reps(v, v), reps(v)),
	}
	// IntQuick are the same for small ints whose result is one.
	IntQuick = map[string]*ir.Prim{
		"add": quick("addsmall", "AddSmall", reps(v, v), v), "sub": quick("subsmall", "SubSmall", reps(v, v), v),
		"mul": quick("mulsmall", "MulSmall", reps(v, v), v), "floordiv": quick("floordivsmall", "FloorDivSmall", reps(v, v), v),
		"mod": quick("modsmall", "ModSmall", reps(v, v), v),
		"lt":  quick("ltsmall", "LtSmall", reps(v, v), b), "le": quick("lesmall", "LeSmall", reps(v, v), b),
		"gt": quick("gtsmall", "GtSmall", reps(v, v), b), "ge": quick("gesmall", "GeSmall", reps(v, v), b),
		"bitand": quick("andsmall", "AndSmall", reps(v, v), v), "bitor": quick("orsmall", "OrSmall", reps(v, v), v),
		"bitxor": quick("xorsmall", "XorSmall", reps(v, v), v), "rshift": quick("shrsmall", "ShrSmall", reps(v, v), v),
	}
	IntTruth = pure("inttruth", "IntTruth", reps(v), reps(b))
	// ReleaseInt gives the memory of a result of arithmetic back that nothing refers to.
	ReleaseInt = effect("releaseint", "ReleaseInt", reps(v), nil)
	// IntCopy makes an object of its own of a constant.
	IntCopy = pure("intcopy", "IntCopy", reps(v), reps(v))
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
	// Arithmetic of native ints whose result is proved to fit; the divisors of IntQuo and
	// IntRem are positive and the dividends not negative, those of the others only positive.
	IntPlus  = infix("+", i, i)
	IntMinus = infix("-", i, i)
	IntTimes = infix("*", i, i)
	IntQuo   = infix("/", i, i)
	IntRem   = infix("%", i, i)
	FloorQuo = pure("floorquo", "FloorQuo", reps(i, i), reps(i))
	FloorMod = pure("floormod", "FloorMod64", reps(i, i), reps(i))
	IntShl   = pure("shl", "Shl", reps(i, i), reps(i))
	IntShr   = pure("shr", "Shr", reps(i, i), reps(i))
	IntBits  = map[string]*ir.Prim{"bitand": infix("&", i, i), "bitor": infix("|", i, i), "bitxor": infix("^", i, i)}
	IntNeg   = add(ir.Prim{Name: "-", Symbol: "-", Form: ir.FormPrefix, Params: reps(i), Results: reps(i), Pure: true})
	// NativeCompare are the comparisons of native ints.
	NativeCompare = map[string]*ir.Prim{
		"eq": infix("==", i, b), "ne": infix("!=", i, b),
		"lt": infix("<", i, b), "le": infix("<=", i, b), "gt": infix(">", i, b), "ge": infix(">=", i, b),
	}
)

// Elements of exact lists, by whether the index is native, and of tuples. They have gone
// well where the index is a small int that is in the list and not negative.
var (
	ListGet = map[bool]*ir.Prim{
		true:  quick("listget", "ListGet", reps(v, i), v),
		false: quick("listgetv", "ListGetV", reps(v, v), v),
	}
	ListSet = map[bool]*ir.Prim{
		true:  quick("listset", "ListSet", reps(v, i, v)),
		false: quick("listsetv", "ListSetV", reps(v, v, v)),
	}
	// ListSetFloat and ListSetInt are for lists all of whose elements are floats, and
	// small ints.
	ListSetFloat = map[bool]*ir.Prim{
		true:  quick("listsetfloat", "ListSetFloat", reps(v, i, f)),
		false: quick("listsetfloatv", "ListSetFloatV", reps(v, v, f)),
	}
	ListSetInt = map[bool]*ir.Prim{
		true:  quick("listsetint", "ListSetInt", reps(v, i, i)),
		false: quick("listsetintv", "ListSetIntV", reps(v, v, i)),
	}
	// ListGetFloat is ListGet of a list all of whose elements are floats.
	ListGetFloat = quick("listgetfloat", "ListGetFloat", reps(v, i), f)
	// ListGetBack, ListSetFloatBack and ListSetIntBack are for an index that may be negative.
	ListGetBack      = quick("listgetback", "ListGetBack", reps(v, i), v)
	ListSetFloatBack = quick("listsetfloatback", "ListSetFloatBack", reps(v, i, f))
	ListSetIntBack   = quick("listsetintback", "ListSetIntBack", reps(v, i, i))
	// ListNoItem and ListNoPlace are the exceptions where there is no such element.
	ListNoItem  = raiser("listnoitem", "ListNoItem")
	ListNoPlace = raiser("listnoplace", "ListNoPlace")
	// ListItems are the elements of a list where they are, none of what is no list. The
	// operations on them are those of the list; ItemsSet wants both.
	ListItems = effect("listitems", "ListItems", reps(v), reps(vs))
	ItemsLen  = effect("itemslen", "ItemsLen", reps(vs), reps(i))
	ItemsGet  = map[bool]*ir.Prim{
		true:  quick("itemsget", "ItemsGet", reps(vs, i), v),
		false: quick("itemsgetv", "ItemsGetV", reps(vs, v), v),
	}
	ItemsGetFloat = quick("itemsgetfloat", "ItemsGetFloat", reps(vs, i), f)
	ItemsSet      = map[bool]*ir.Prim{
		true:  quick("itemsset", "ItemsSet", reps(vs, v, i, v)),
		false: quick("itemssetv", "ItemsSetV", reps(vs, v, v, v)),
	}
	ItemsGetBack      = quick("itemsgetback", "ItemsGetBack", reps(vs, i), v)
	ItemsSetFloatBack = quick("itemssetfloatback", "ItemsSetFloatBack", reps(vs, i, f))
	ItemsSetIntBack   = quick("itemssetintback", "ItemsSetIntBack", reps(vs, i, i))
	ItemsSetFloat     = map[bool]*ir.Prim{
		true:  quick("itemssetfloat", "ItemsSetFloat", reps(vs, i, f)),
		false: quick("itemssetfloatv", "ItemsSetFloatV", reps(vs, v, f)),
	}
	ItemsSetInt = map[bool]*ir.Prim{
		true:  quick("itemssetint", "ItemsSetInt", reps(vs, i, i)),
		false: quick("itemssetintv", "ItemsSetIntV", reps(vs, v, i)),
	}
	ListLen   = effect("listlen", "ListLen", reps(v), reps(i))
	TupleLen  = effect("tuplelen", "TupleLen", reps(v), reps(i))
	TupleItem = pure("tupleitem", "TupleItem", reps(v, n), reps(v))
	// StrGet is the character of a str at a native index, if all are ASCII.
	StrGet = quick("strget", "StrGet", reps(v, i), v)
	// ListTruth and DictTruth are the truth of an exact list and dict, SetTruth and StrTruth
	// those of a set and a str.
	ListTruth = effect("listtruth", "ListTruth", reps(v), reps(b))
	DictTruth = effect("dicttruth", "DictTruth", reps(v), reps(b))
	SetTruth  = effect("settruth", "SetTruth", reps(v), reps(b))
	StrTruth  = effect("strtruth", "StrTruth", reps(v), reps(b))
	// CompareTuples are comparisons of tuples of two and three elements, by whether their truth
	// is wanted; the first argument says which.
	CompareTuples = map[bool]map[int]*ir.Prim{
		false: {
			2: raising("comparepairs", "ComparePairs", reps(n, v, v, v, v), reps(v)),
			3: raising("comparetriples", "CompareTriples", reps(n, v, v, v, v, v, v), reps(v)),
		},
		true: {
			2: raising("comparepairs?", "ComparePairsBool", reps(n, v, v, v, v), reps(b)),
			3: raising("comparetriples?", "CompareTriplesBool", reps(n, v, v, v, v, v, v), reps(b)),
		},
	}
	// StrNext is the character of a str at a byte, and where the next one is, if there is one.
	StrNext = quick("strnext", "StrNext", reps(v, i), v, i)
	// ListsGet is the elements of two lists at an index, if there are both.
	ListsGet = quick("listsget", "ListsGet", reps(v, v, i), v, v)
	StrLen   = effect("strlen", "StrLen", reps(v), reps(i))
	// ListPop takes the last element off a list, if there is one.
	ListPop = quick("listpop", "ListPop", reps(v), v)
	// Operations of exact dicts and sets.
	DictItem = raising("dictitem", "DictItem", reps(v, v), reps(v))
	DictHas  = raising("dicthas", "DictHas", reps(v, v), reps(b))
	DictGet  = raising("dictget", "DictGet", reps(v, v, v), reps(v))
	// setdefault with an empty list or dict.
	DictSetDefaultList = raising("dictsetdefaultlist", "DictSetDefaultList", reps(v, v), reps(v))
	DictSetDefaultDict = raising("dictsetdefaultdict", "DictSetDefaultDict", reps(v, v), reps(v))
	DictLen            = effect("dictlen", "DictLen", reps(v), reps(i))
	SetHas             = raising("sethas", "SetHas", reps(v, v), reps(b))
	SetLen             = effect("setlen", "SetLen", reps(v), reps(i))
	// FloatPower is a ** b of floats where the power is one.
	Power      = Binary[syntax.Pow]
	FloatPower = quick("floatpower", "FloatPower", reps(f, f), f)
	// TupleGet is the element of a tuple at a native index, if there is one.
	TupleGet = quick("tupleget", "TupleGet", reps(v, i), v)
)

// method makes p a method of its first argument.
func method(p *ir.Prim) *ir.Prim {
	p.Form, p.Pkg = ir.FormMethod, ""
	return p
}

// Attributes of instances of known plain classes.
var (
	SlotLoad       = method(quick("slotload", "Load", reps(slot, v), v))
	SlotLoadMaybe  = method(quick("slotloadmaybe", "LoadMaybe", reps(slot, v), v))
	SlotStore      = method(quick("slotstore", "Store", reps(slot, v, v)))
	SlotStoreFloat = method(quick("slotstorefloat", "StoreFloat", reps(slot, v, f)))
	SlotStoreInt   = method(quick("slotstoreint", "StoreInt", reps(slot, v, i)))
	SlotGet        = method(raising("slotget", "Get", reps(slot, v), reps(v)))
	SlotSet        = method(raising("slotset", "Set", reps(slot, v, v), nil))
	NewInstance    = effect("newinstance", "NewInstance", reps(v), reps(v))
)

// Functions of the library on native operands.
var (
	SqrtQuick = quick("sqrt", "SqrtQuick", reps(f), f)
	// FloorQuick, CeilQuick and TruncQuick make ints of floats.
	FloorQuick = quick("floor", "FloorQuick", reps(f), v)
	CeilQuick  = quick("ceil", "CeilQuick", reps(f), v)
	TruncQuick = quick("trunc", "TruncQuick", reps(f), v)
	// MathQuick are more functions of math, by their names.
	MathQuick = mathQuick()
	FloatAbs  = pure("floatabs", "FloatAbs", reps(f), reps(f))
	IntAbs    = pure("intabs", "IntAbs", reps(i), reps(i))
	IntMin    = pure("intmin", "IntMin", reps(i, i), reps(i))
	IntMax    = pure("intmax", "IntMax", reps(i, i), reps(i))
	FloatMin  = pure("floatmin", "FloatMin", reps(f, f), reps(f))
	FloatMax  = pure("floatmax", "FloatMax", reps(f, f), reps(f))
	// Min and Max are min and max of two or three values, of which the last is no object
	// where there are two.
	Min = raising("min()", "Min", reps(v, v, v), reps(v))
	Max = raising("max()", "Max", reps(v, v, v), reps(v))
)

// mathQuick returns the operations for functions of math on one or two floats: the symbol of
// sin is SinQuick, and so on.
func mathQuick() map[string]*ir.Prim {
	table := map[string]*ir.Prim{}
	for _, name := range []string{"sin", "cos", "tan", "exp", "log", "log2", "log10", "atan", "fabs"} {
		table["math."+name] = quick("math"+name, strings.ToUpper(name[:1])+name[1:]+"Quick", reps(f), f)
	}
	for _, name := range []string{"pow", "atan2", "hypot"} {
		table["math."+name] = quick("math"+name, strings.ToUpper(name[:1])+name[1:]+"Quick", reps(f, f), f)
	}
	return table
}
