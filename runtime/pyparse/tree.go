package pyparse

import (
	"github.com/aio2go/aio2go/frontend/source"
	"github.com/aio2go/aio2go/frontend/syntax"
	"github.com/aio2go/aio2go/runtime/py"
)

// This file declares what compile and the module ast have to do with each other; a program
// links either, both or none.

// The flags of compile that are about trees.
const (
	OnlyTree     = 0x400 // ast.PyCF_ONLY_AST
	TypeComments = 0x1000
	Optimized    = 0x8000 | OnlyTree
)

// knownFlags are those that compile takes: those of __future__ and of the parser.
const knownFlags = 0x1FE0000 | 0x10 | 0x200 | 0x2000 | 0x4000 | TypeComments | Optimized

// CheckFlags raises the error for flags that compile does not know.
func CheckFlags(flags int) *py.Exception {
	if flags&^knownFlags != 0 {
		return py.Raisef(py.ValueErrorType, "compile(): unrecognised flags")
	}
	return nil
}

// Tree is a tree with the positions that its nodes' places are in. Expr is not nil for
// an expression.
type Tree struct {
	File   *source.File
	Module *syntax.Module
	Expr   *syntax.Expression
}

// Objects is what the module ast does for compile, where it is linked.
var Objects struct {
	// Is reports whether v is an ast.AST.
	Is func(v py.Value) bool
	// Tree makes of an object of class Module, Expression or Interactive a tree, for
	// code of a file of the given name.
	Tree func(v py.Value, name, mode string) (*Tree, *py.Exception)
	// Parse makes an object of text.
	Parse func(file *source.File, mode string, flags int) (py.Value, *py.Exception)
}
