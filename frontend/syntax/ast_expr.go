package syntax

import "math/big"

// This file declares the expressions and their parts.

// BoolOp is "Values[0] and Values[1] and ...", or the same with "or".
type BoolOp struct {
	Extent
	Op     BoolOperator
	Values []Expr
}

// NamedExpr is "(Target := Value)" (PEP 572).
type NamedExpr struct {
	Extent
	Target *Name
	Value  Expr
}

// BinOp is "Left Op Right".
type BinOp struct {
	Extent
	Left  Expr
	Op    Operator
	Right Expr
}

// UnaryOp is "Op Operand".
type UnaryOp struct {
	Extent
	Op      UnaryOperator
	Operand Expr
}

// Lambda is "lambda Args: Body".
type Lambda struct {
	Extent
	Args *Arguments
	Body Expr
}

// IfExp is "Body if Test else Orelse".
type IfExp struct {
	Extent
	Test   Expr
	Body   Expr
	Orelse Expr
}

// Dict is a dict display; a nil key stands for "**value".
type Dict struct {
	Extent
	Keys   []Expr
	Values []Expr
}

// Set is a set display.
type Set struct {
	Extent
	Elts []Expr
}

// ListComp is a list comprehension.
type ListComp struct {
	Extent
	Elt        Expr
	Generators []*Comprehension
}

// SetComp is a set comprehension.
type SetComp struct {
	Extent
	Elt        Expr
	Generators []*Comprehension
}

// DictComp is a dict comprehension.
type DictComp struct {
	Extent
	Key        Expr
	Value      Expr
	Generators []*Comprehension
}

// GeneratorExp is a generator expression.
type GeneratorExp struct {
	Extent
	Elt        Expr
	Generators []*Comprehension
}

// Comprehension is one "for Target in Iter if Ifs[0] if Ifs[1] ...".
type Comprehension struct {
	Extent
	Target  Expr
	Iter    Expr
	Ifs     []Expr
	IsAsync bool
}

// Await is "await Value".
type Await struct {
	Extent
	Value Expr
}

// Yield is "yield Value".
type Yield struct {
	Extent
	Value Expr // may be nil
}

// YieldFrom is "yield from Value".
type YieldFrom struct {
	Extent
	Value Expr
}

// Compare is "Left Ops[0] Comparators[0] Ops[1] Comparators[1] ...".
type Compare struct {
	Extent
	Left        Expr
	Ops         []CmpOp
	Comparators []Expr
}

// Call is "Func(Args, Keywords)".
type Call struct {
	Extent
	Func     Expr
	Args     []Expr
	Keywords []*Keyword
}

// Keyword is "Arg=Value" in a call or a class definition.
type Keyword struct {
	Extent
	Arg   string // "" for "**Value"
	Value Expr
}

// FormattedValue is a replacement field of an f-string.
type FormattedValue struct {
	Extent
	Value      Expr
	Conversion int        // 's', 'r' or 'a', or -1
	FormatSpec *JoinedStr // may be nil
}

// JoinedStr is an f-string (PEP 498, PEP 701): Constants and FormattedValues.
type JoinedStr struct {
	Extent
	Values []Expr
}

// ConstKind says which of Python's constants a Constant is.
type ConstKind uint8

// The kinds of constant.
const (
	ConstNone ConstKind = iota
	ConstTrue
	ConstFalse
	ConstEllipsis
	ConstInt
	ConstFloat
	ConstComplex
	ConstStr
	ConstBytes
)

// Constant is a literal.
type Constant struct {
	Extent
	Kind  ConstKind
	UKind bool     // ConstStr: the literal has the prefix u (ast's kind)
	Int   int64    // ConstInt, if Big is nil
	Big   *big.Int // ConstInt that does not fit into Int
	Float float64  // ConstFloat; ConstComplex: the imaginary part
	Str   string   // ConstStr, in WTF-8: a lone surrogate is its 3-byte form; ConstBytes
}

// Attribute is "Value.Attr".
type Attribute struct {
	Extent
	Value Expr
	Attr  string
	Ctx   ExprContext
}

// Subscript is "Value[Slice]".
type Subscript struct {
	Extent
	Value Expr
	Slice Expr
	Ctx   ExprContext
}

// Starred is "*Value".
type Starred struct {
	Extent
	Value Expr
	Ctx   ExprContext
}

// Name is an identifier, NFKC-normalised (PEP 3131).
type Name struct {
	Extent
	Id  string
	Ctx ExprContext
}

// List is a list display or a list of targets.
type List struct {
	Extent
	Elts []Expr
	Ctx  ExprContext
}

// Tuple is a tuple or a tuple of targets.
type Tuple struct {
	Extent
	Elts []Expr
	Ctx  ExprContext
}

// Slice is "Lower:Upper:Step" in a Subscript; each may be nil.
type Slice struct {
	Extent
	Lower Expr
	Upper Expr
	Step  Expr
}

func (*BoolOp) isExpr()         {}
func (*NamedExpr) isExpr()      {}
func (*BinOp) isExpr()          {}
func (*UnaryOp) isExpr()        {}
func (*Lambda) isExpr()         {}
func (*IfExp) isExpr()          {}
func (*Dict) isExpr()           {}
func (*Set) isExpr()            {}
func (*ListComp) isExpr()       {}
func (*SetComp) isExpr()        {}
func (*DictComp) isExpr()       {}
func (*GeneratorExp) isExpr()   {}
func (*Await) isExpr()          {}
func (*Yield) isExpr()          {}
func (*YieldFrom) isExpr()      {}
func (*Compare) isExpr()        {}
func (*Call) isExpr()           {}
func (*FormattedValue) isExpr() {}
func (*JoinedStr) isExpr()      {}
func (*Constant) isExpr()       {}
func (*Attribute) isExpr()      {}
func (*Subscript) isExpr()      {}
func (*Starred) isExpr()        {}
func (*Name) isExpr()           {}
func (*List) isExpr()           {}
func (*Tuple) isExpr()          {}
func (*Slice) isExpr()          {}

// Arguments are the parameters of a function or lambda. Defaults belong to the
// last parameters of Posonlyargs and Args together; KwDefaults has one element
// for each of Kwonlyargs, nil where there is no default.
type Arguments struct {
	Extent
	Posonlyargs []*Arg
	Args        []*Arg
	Vararg      *Arg // may be nil
	Kwonlyargs  []*Arg
	KwDefaults  []Expr
	Kwarg       *Arg // may be nil
	Defaults    []Expr
}

// Arg is one parameter.
type Arg struct {
	Extent
	Arg         string
	Annotation  Expr // may be nil
	TypeComment string
}
