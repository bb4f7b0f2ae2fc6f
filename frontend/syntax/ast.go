package syntax

import "github.com/aio2go/aio2go/frontend/source"

// This file declares the parts that statements, expressions and patterns have
// in common. ast_stmt.go, ast_expr.go and ast_pattern.go have the nodes, with
// the names of https://docs.python.org/3.13/library/ast.html in Go's spelling.

// Node is a node of the syntax tree. All nodes are pointers to structs.
type Node interface {
	// Span returns the text that the node was made from. For comprehension,
	// arguments, withitem, match_case and Module, to which Python's ast gives
	// no position, it covers their parts.
	Span() source.Span
	isNode()
}

// Stmt is a statement.
type Stmt interface {
	Node
	isStmt()
}

// Expr is an expression.
type Expr interface {
	Node
	isExpr()
}

// Pattern is a pattern of a match statement (PEP 634).
type Pattern interface {
	Node
	isPattern()
}

// TypeParam is a type parameter (PEP 695, PEP 696).
type TypeParam interface {
	Node
	isTypeParam()
}

// Extent is embedded in every node and says where the node is.
type Extent struct {
	Start, End source.Pos
}

// Span returns the extent as a span.
func (e *Extent) Span() source.Span { return source.Span{Start: e.Start, End: e.End} }

func (*Extent) isNode() {}

// ExprContext says what is done with a target.
type ExprContext uint8

// The contexts.
const (
	Load ExprContext = iota
	Store
	Del
)

// String returns the name of the context's class in Python's ast.
func (c ExprContext) String() string { return [...]string{"Load", "Store", "Del"}[c] }

// Operator is a binary operator.
type Operator uint8

// The binary operators.
const (
	Add      Operator = iota // +
	Sub                      // -
	Mult                     // *
	MatMult                  // @
	Div                      // /
	Mod                      // %
	Pow                      // **
	LShift                   // <<
	RShift                   // >>
	BitOr                    // |
	BitXor                   // ^
	BitAnd                   // &
	FloorDiv                 // //
)

var operatorNames = [...]string{"Add", "Sub", "Mult", "MatMult", "Div", "Mod", "Pow", "LShift", "RShift", "BitOr", "BitXor", "BitAnd", "FloorDiv"}
var operatorSigns = [...]string{"+", "-", "*", "@", "/", "%", "**", "<<", ">>", "|", "^", "&", "//"}

// String returns the name of the operator's class in Python's ast.
func (o Operator) String() string { return operatorNames[o] }

// Sign returns the operator as it is written in source.
func (o Operator) Sign() string { return operatorSigns[o] }

// UnaryOperator is a unary operator.
type UnaryOperator uint8

// The unary operators.
const (
	Invert UnaryOperator = iota // ~
	Not                         // not
	UAdd                        // +
	USub                        // -
)

// String returns the name of the operator's class in Python's ast.
func (o UnaryOperator) String() string { return [...]string{"Invert", "Not", "UAdd", "USub"}[o] }

// Sign returns the operator as it is written in source.
func (o UnaryOperator) Sign() string { return [...]string{"~", "not", "+", "-"}[o] }

// BoolOperator is "and" or "or".
type BoolOperator uint8

// The boolean operators.
const (
	And BoolOperator = iota
	Or
)

// String returns the name of the operator's class in Python's ast.
func (o BoolOperator) String() string { return [...]string{"And", "Or"}[o] }

// Sign returns the operator as it is written in source.
func (o BoolOperator) Sign() string { return [...]string{"and", "or"}[o] }

// CmpOp is a comparison operator.
type CmpOp uint8

// The comparison operators.
const (
	Eq    CmpOp = iota // ==
	NotEq              // !=
	Lt                 // <
	LtE                // <=
	Gt                 // >
	GtE                // >=
	Is                 // is
	IsNot              // is not
	In                 // in
	NotIn              // not in
)

var cmpOpNames = [...]string{"Eq", "NotEq", "Lt", "LtE", "Gt", "GtE", "Is", "IsNot", "In", "NotIn"}
var cmpOpSigns = [...]string{"==", "!=", "<", "<=", ">", ">=", "is", "is not", "in", "not in"}

// String returns the name of the operator's class in Python's ast.
func (o CmpOp) String() string { return cmpOpNames[o] }

// Sign returns the operator as it is written in source.
func (o CmpOp) Sign() string { return cmpOpSigns[o] }

// Module is a source file. (Its type_ignores are empty, as when ast.parse is
// not asked for type comments.)
type Module struct {
	Extent
	Body []Stmt
}

// Expression is a single expression, the form that eval takes.
type Expression struct {
	Extent
	Body Expr
}
