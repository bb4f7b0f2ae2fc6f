package syntax

// This file declares the statements and their parts.

// FunctionDef is a function definition; its span starts at "def", not at the
// decorators.
type FunctionDef struct {
	Extent
	Name          string
	Args          *Arguments
	Body          []Stmt
	DecoratorList []Expr
	Returns       Expr // may be nil
	TypeComment   string
	TypeParams    []TypeParam
}

// AsyncFunctionDef is an async def; its span starts at "async".
type AsyncFunctionDef struct {
	Extent
	Name          string
	Args          *Arguments
	Body          []Stmt
	DecoratorList []Expr
	Returns       Expr // may be nil
	TypeComment   string
	TypeParams    []TypeParam
}

// ClassDef is a class definition; its span starts at "class".
type ClassDef struct {
	Extent
	Name          string
	Bases         []Expr
	Keywords      []*Keyword
	Body          []Stmt
	DecoratorList []Expr
	TypeParams    []TypeParam
}

// Return is "return Value".
type Return struct {
	Extent
	Value Expr // may be nil
}

// Delete is "del Targets".
type Delete struct {
	Extent
	Targets []Expr
}

// Assign is "Targets[0] = Targets[1] = ... = Value".
type Assign struct {
	Extent
	Targets     []Expr
	Value       Expr
	TypeComment string
}

// TypeAlias is "type Name[TypeParams] = Value" (PEP 695).
type TypeAlias struct {
	Extent
	Name       *Name
	TypeParams []TypeParam
	Value      Expr
}

// AugAssign is "Target Op= Value".
type AugAssign struct {
	Extent
	Target Expr // Name, Attribute or Subscript
	Op     Operator
	Value  Expr
}

// AnnAssign is "Target: Annotation = Value" (PEP 526).
type AnnAssign struct {
	Extent
	Target     Expr // Name, Attribute or Subscript
	Annotation Expr
	Value      Expr // may be nil
	Simple     bool // Target is a Name without parentheses
}

// For is a for loop.
type For struct {
	Extent
	Target      Expr
	Iter        Expr
	Body        []Stmt
	Orelse      []Stmt
	TypeComment string
}

// AsyncFor is an async for loop (PEP 492).
type AsyncFor struct {
	Extent
	Target      Expr
	Iter        Expr
	Body        []Stmt
	Orelse      []Stmt
	TypeComment string
}

// While is a while loop.
type While struct {
	Extent
	Test   Expr
	Body   []Stmt
	Orelse []Stmt
}

// If is an if statement; an elif is an If that is alone in Orelse.
type If struct {
	Extent
	Test   Expr
	Body   []Stmt
	Orelse []Stmt
}

// With is a with statement.
type With struct {
	Extent
	Items       []*WithItem
	Body        []Stmt
	TypeComment string
}

// AsyncWith is an async with statement (PEP 492).
type AsyncWith struct {
	Extent
	Items       []*WithItem
	Body        []Stmt
	TypeComment string
}

// WithItem is "ContextExpr as OptionalVars" in a with statement.
type WithItem struct {
	Extent
	ContextExpr  Expr
	OptionalVars Expr // may be nil
}

// Match is a match statement (PEP 634).
type Match struct {
	Extent
	Subject Expr
	Cases   []*MatchCase
}

// MatchCase is "case Pattern if Guard: Body".
type MatchCase struct {
	Extent
	Pattern Pattern
	Guard   Expr // may be nil
	Body    []Stmt
}

// Raise is "raise Exc from Cause".
type Raise struct {
	Extent
	Exc   Expr // may be nil
	Cause Expr // may be nil
}

// Try is a try statement with except clauses, a finally clause, or both.
type Try struct {
	Extent
	Body      []Stmt
	Handlers  []*ExceptHandler
	Orelse    []Stmt
	Finalbody []Stmt
}

// TryStar is a try statement with except* clauses (PEP 654).
type TryStar struct {
	Extent
	Body      []Stmt
	Handlers  []*ExceptHandler
	Orelse    []Stmt
	Finalbody []Stmt
}

// ExceptHandler is "except Type as Name: Body".
type ExceptHandler struct {
	Extent
	Type Expr   // nil for a bare except
	Name string // "" without "as"
	Body []Stmt
}

// Assert is "assert Test, Msg".
type Assert struct {
	Extent
	Test Expr
	Msg  Expr // may be nil
}

// Import is "import Names".
type Import struct {
	Extent
	Names []*Alias
}

// ImportFrom is "from Module import Names" with Level leading dots.
type ImportFrom struct {
	Extent
	Module string // "" for "from . import"
	Names  []*Alias
	Level  int
}

// Alias is "Name as Asname" in an import; Name may be dotted, or "*".
type Alias struct {
	Extent
	Name   string
	Asname string // "" without "as"
}

// Global is "global Names".
type Global struct {
	Extent
	Names []string
}

// Nonlocal is "nonlocal Names".
type Nonlocal struct {
	Extent
	Names []string
}

// ExprStmt is an expression used as a statement: ast.Expr.
type ExprStmt struct {
	Extent
	Value Expr
}

// Pass is "pass".
type Pass struct{ Extent }

// Break is "break".
type Break struct{ Extent }

// Continue is "continue".
type Continue struct{ Extent }

func (*FunctionDef) isStmt()      {}
func (*AsyncFunctionDef) isStmt() {}
func (*ClassDef) isStmt()         {}
func (*Return) isStmt()           {}
func (*Delete) isStmt()           {}
func (*Assign) isStmt()           {}
func (*TypeAlias) isStmt()        {}
func (*AugAssign) isStmt()        {}
func (*AnnAssign) isStmt()        {}
func (*For) isStmt()              {}
func (*AsyncFor) isStmt()         {}
func (*While) isStmt()            {}
func (*If) isStmt()               {}
func (*With) isStmt()             {}
func (*AsyncWith) isStmt()        {}
func (*Match) isStmt()            {}
func (*Raise) isStmt()            {}
func (*Try) isStmt()              {}
func (*TryStar) isStmt()          {}
func (*Assert) isStmt()           {}
func (*Import) isStmt()           {}
func (*ImportFrom) isStmt()       {}
func (*Global) isStmt()           {}
func (*Nonlocal) isStmt()         {}
func (*ExprStmt) isStmt()         {}
func (*Pass) isStmt()             {}
func (*Break) isStmt()            {}
func (*Continue) isStmt()         {}

// TypeVar is the type parameter "Name: Bound = DefaultValue".
type TypeVar struct {
	Extent
	Name         string
	Bound        Expr // may be nil
	DefaultValue Expr // may be nil
}

// ParamSpec is the type parameter "**Name = DefaultValue".
type ParamSpec struct {
	Extent
	Name         string
	DefaultValue Expr // may be nil
}

// TypeVarTuple is the type parameter "*Name = DefaultValue".
type TypeVarTuple struct {
	Extent
	Name         string
	DefaultValue Expr // may be nil
}

func (*TypeVar) isTypeParam()      {}
func (*ParamSpec) isTypeParam()    {}
func (*TypeVarTuple) isTypeParam() {}
