package resolve

import (
	"github.com/aio2go/aio2go/frontend/diag"
	"github.com/aio2go/aio2go/frontend/syntax"
)

// This file implements the warnings about code that can hardly be meant.

// checkIs warns of a comparison by identity with a literal. not says that the
// comparison, which then is a single one, is negated.
func (c *checker) checkIs(n *syntax.Compare, not bool) {
	operand := func(e syntax.Expr) *constant {
		if k := fold(e); k != nil && k.kind != noneConst && k.kind != boolConst && k.kind != ellipsisConst {
			return k
		}
		return nil
	}
	left := operand(n.Left)
	for i, op := range n.Ops {
		right := operand(n.Comparators[i])
		lit := left
		if lit == nil {
			lit = right
		}
		if (op == syntax.Is || op == syntax.IsNot) && lit != nil {
			word, better := "is", "=="
			if (op == syntax.IsNot) != not {
				word, better = "is not", "!="
			}
			c.warnf(diag.SuspiciousIs, n.Span(), `"%s" with '%s' literal. Did you mean "%s"?`, word, lit.kind.typeName(), better)
			return
		}
		left = right
	}
}

// literalType returns the type of an expression that can be told from its form
// alone, or "".
func literalType(e syntax.Expr) string {
	if k := fold(e); k != nil {
		return k.kind.typeName()
	}
	switch e.(type) {
	case *syntax.Tuple:
		return "tuple"
	case *syntax.List, *syntax.ListComp:
		return "list"
	case *syntax.Dict, *syntax.DictComp:
		return "dict"
	case *syntax.Set, *syntax.SetComp:
		return "set"
	case *syntax.GeneratorExp:
		return "generator"
	case *syntax.Lambda:
		return "function"
	case *syntax.JoinedStr, *syntax.FormattedValue:
		return "str"
	}
	return ""
}

// checkCallee warns of a call of a literal.
func (c *checker) checkCallee(n *syntax.Call) {
	if t := literalType(n.Func); t != "" && t != "function" {
		c.warnf(diag.MissingComma, n.Func.Span(), "'%s' object is not callable; perhaps you missed a comma?", t)
	}
}

// checkSubscript warns of indexing what has no index, and of an index of a
// type that the value does not take.
func (c *checker) checkSubscript(n *syntax.Subscript) {
	t := literalType(n.Value)
	switch t {
	case "NoneType", "ellipsis", "bool", "int", "float", "complex", "set", "generator", "function":
		c.warnf(diag.MissingComma, n.Value.Span(), "'%s' object is not subscriptable; perhaps you missed a comma?", t)
	case "str", "bytes", "tuple", "list":
		switch i := literalType(n.Slice); i {
		case "", "int", "bool":
		default:
			c.warnf(diag.MissingComma, n.Value.Span(),
				"%s indices must be integers or slices, not %s; perhaps you missed a comma?", t, i)
		}
	}
}
