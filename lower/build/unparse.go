package build

import (
	"github.com/aio2go/aio2go/frontend/syntax"
)

// unparse returns the source of an expression in the form of Python's ast.unparse.
func unparse(e syntax.Expr) string { return "" }
