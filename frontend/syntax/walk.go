package syntax

// This file implements the traversal of trees. Children are visited in the
// order of the fields of Python's ast, which is also ast.walk's.

// A Visitor's Visit is called for each node that Walk meets. If the visitor w
// it returns is not nil, the children are visited with w, and then w.Visit(nil)
// is called.
type Visitor interface {
	Visit(n Node) (w Visitor)
}

// Inspect calls f for n and, when it returns true, for the children of n, and
// then f(nil).
func Inspect(n Node, f func(Node) bool) { Walk(inspector(f), n) }

type inspector func(Node) bool

func (f inspector) Visit(n Node) Visitor {
	if f(n) {
		return f
	}
	return nil
}

// Walk traverses the tree below n in depth-first order.
func Walk(v Visitor, n Node) {
	if v = v.Visit(n); v == nil {
		return
	}
	Children(n, func(c Node) { Walk(v, c) })
	v.Visit(nil)
}

func each[T Node](list []T, f func(Node)) {
	for _, n := range list {
		f(n)
	}
}

// opt calls f unless e is absent.
func opt(e Expr, f func(Node)) {
	if e != nil {
		f(e)
	}
}

// Children calls f for each child of n.
func Children(n Node, f func(Node)) {
	switch n := n.(type) {
	case Stmt:
		stmtChildren(n, f)
	case Expr:
		exprChildren(n, f)
	case Pattern:
		patternChildren(n, f)
	default:
		partChildren(n, f)
	}
}

func stmtChildren(n Stmt, f func(Node)) {
	switch n := n.(type) {
	case *FunctionDef:
		f(n.Args)
		each(n.Body, f)
		each(n.DecoratorList, f)
		opt(n.Returns, f)
		each(n.TypeParams, f)
	case *AsyncFunctionDef:
		f(n.Args)
		each(n.Body, f)
		each(n.DecoratorList, f)
		opt(n.Returns, f)
		each(n.TypeParams, f)
	case *ClassDef:
		each(n.Bases, f)
		each(n.Keywords, f)
		each(n.Body, f)
		each(n.DecoratorList, f)
		each(n.TypeParams, f)
	case *Return:
		opt(n.Value, f)
	case *Delete:
		each(n.Targets, f)
	case *Assign:
		each(n.Targets, f)
		f(n.Value)
	case *TypeAlias:
		f(n.Name)
		each(n.TypeParams, f)
		f(n.Value)
	case *AugAssign:
		f(n.Target)
		f(n.Value)
	case *AnnAssign:
		f(n.Target)
		f(n.Annotation)
		opt(n.Value, f)
	case *For:
		f(n.Target)
		f(n.Iter)
		each(n.Body, f)
		each(n.Orelse, f)
	case *AsyncFor:
		f(n.Target)
		f(n.Iter)
		each(n.Body, f)
		each(n.Orelse, f)
	case *While:
		f(n.Test)
		each(n.Body, f)
		each(n.Orelse, f)
	case *If:
		f(n.Test)
		each(n.Body, f)
		each(n.Orelse, f)
	case *With:
		each(n.Items, f)
		each(n.Body, f)
	case *AsyncWith:
		each(n.Items, f)
		each(n.Body, f)
	case *Match:
		f(n.Subject)
		each(n.Cases, f)
	case *Raise:
		opt(n.Exc, f)
		opt(n.Cause, f)
	case *Try:
		each(n.Body, f)
		each(n.Handlers, f)
		each(n.Orelse, f)
		each(n.Finalbody, f)
	case *TryStar:
		each(n.Body, f)
		each(n.Handlers, f)
		each(n.Orelse, f)
		each(n.Finalbody, f)
	case *Assert:
		f(n.Test)
		opt(n.Msg, f)
	case *Import:
		each(n.Names, f)
	case *ImportFrom:
		each(n.Names, f)
	case *ExprStmt:
		f(n.Value)
	}
}

func exprChildren(n Expr, f func(Node)) {
	switch n := n.(type) {
	case *BoolOp:
		each(n.Values, f)
	case *NamedExpr:
		f(n.Target)
		f(n.Value)
	case *BinOp:
		f(n.Left)
		f(n.Right)
	case *UnaryOp:
		f(n.Operand)
	case *Lambda:
		f(n.Args)
		f(n.Body)
	case *IfExp:
		f(n.Test)
		f(n.Body)
		f(n.Orelse)
	case *Dict:
		for _, k := range n.Keys {
			opt(k, f)
		}
		each(n.Values, f)
	case *Set:
		each(n.Elts, f)
	case *ListComp:
		f(n.Elt)
		each(n.Generators, f)
	case *SetComp:
		f(n.Elt)
		each(n.Generators, f)
	case *DictComp:
		f(n.Key)
		f(n.Value)
		each(n.Generators, f)
	case *GeneratorExp:
		f(n.Elt)
		each(n.Generators, f)
	case *Await:
		f(n.Value)
	case *Yield:
		opt(n.Value, f)
	case *YieldFrom:
		f(n.Value)
	case *Compare:
		f(n.Left)
		each(n.Comparators, f)
	case *Call:
		f(n.Func)
		each(n.Args, f)
		each(n.Keywords, f)
	case *FormattedValue:
		f(n.Value)
		if n.FormatSpec != nil {
			f(n.FormatSpec)
		}
	case *JoinedStr:
		each(n.Values, f)
	case *Attribute:
		f(n.Value)
	case *Subscript:
		f(n.Value)
		f(n.Slice)
	case *Starred:
		f(n.Value)
	case *List:
		each(n.Elts, f)
	case *Tuple:
		each(n.Elts, f)
	case *Slice:
		opt(n.Lower, f)
		opt(n.Upper, f)
		opt(n.Step, f)
	}
}

func patternChildren(n Pattern, f func(Node)) {
	switch n := n.(type) {
	case *MatchValue:
		f(n.Value)
	case *MatchSequence:
		each(n.Patterns, f)
	case *MatchMapping:
		each(n.Keys, f)
		each(n.Patterns, f)
	case *MatchClass:
		f(n.Cls)
		each(n.Patterns, f)
		each(n.KwdPatterns, f)
	case *MatchAs:
		if n.Pattern != nil {
			f(n.Pattern)
		}
	case *MatchOr:
		each(n.Patterns, f)
	}
}

// partChildren visits the children of what is neither statement, expression
// nor pattern.
func partChildren(n Node, f func(Node)) {
	switch n := n.(type) {
	case *Module:
		each(n.Body, f)
	case *Expression:
		f(n.Body)
	case *Comprehension:
		f(n.Target)
		f(n.Iter)
		each(n.Ifs, f)
	case *ExceptHandler:
		opt(n.Type, f)
		each(n.Body, f)
	case *Arguments:
		each(n.Posonlyargs, f)
		each(n.Args, f)
		optArg(n.Vararg, f)
		each(n.Kwonlyargs, f)
		for _, d := range n.KwDefaults {
			opt(d, f)
		}
		optArg(n.Kwarg, f)
		each(n.Defaults, f)
	case *Arg:
		opt(n.Annotation, f)
	case *Keyword:
		f(n.Value)
	case *WithItem:
		f(n.ContextExpr)
		opt(n.OptionalVars, f)
	case *MatchCase:
		f(n.Pattern)
		opt(n.Guard, f)
		each(n.Body, f)
	case *TypeVar:
		opt(n.Bound, f)
		opt(n.DefaultValue, f)
	case *ParamSpec:
		opt(n.DefaultValue, f)
	case *TypeVarTuple:
		opt(n.DefaultValue, f)
	}
}

func optArg(a *Arg, f func(Node)) {
	if a != nil {
		f(a)
	}
}
