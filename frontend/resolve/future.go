package resolve

import (
	"github.com/aio2go/aio2go/frontend/diag"
	"github.com/aio2go/aio2go/frontend/source"
	"github.com/aio2go/aio2go/frontend/syntax"
)

// This file implements "from __future__ import", as future.c does. See
// https://docs.python.org/3.13/reference/simple_stmts.html#future-statements.

// futureFeatures are the features that may be imported. All but annotations
// and barry_as_FLUFL are part of the language by now.
var futureFeatures = map[string]bool{
	"nested_scopes":    true,
	"generators":       true,
	"division":         true,
	"absolute_import":  true,
	"with_statement":   true,
	"print_function":   true,
	"unicode_literals": true,
	"generator_stop":   true,
	"annotations":      true,
	"barry_as_FLUFL":   true,
}

// future collects the features that the module switches on and returns the
// last statement that may do so, or nil. Whether there are others, in places
// where they are not allowed, is found out later, by check.
func (r *resolver) future(mod *syntax.Module) (last *syntax.ImportFrom) {
	for i, s := range mod.Body {
		if i == 0 && isDocstring(s) {
			continue
		}
		imp, ok := s.(*syntax.ImportFrom)
		if !ok || imp.Module != "__future__" || imp.Level != 0 {
			return last
		}
		last = imp
		for _, a := range imp.Names {
			switch {
			case futureFeatures[a.Name]:
				r.info.Future[a.Name] = true
			case a.Name == "braces":
				r.errorf(diag.InvalidFuture, r.lineStart(imp), "not a chance")
			default:
				r.errorf(diag.InvalidFuture, r.lineStart(imp), "future feature %s is not defined", a.Name)
			}
		}
	}
	return last
}

// lineStart returns the empty span at the start of n: future.c knows the place
// of the statement but not its end.
func (r *resolver) lineStart(n syntax.Node) source.Span {
	start := n.Span().Start
	return source.Span{Start: start, End: start}
}

// isDocstring reports whether s is a plain string alone, as a docstring is.
func isDocstring(s syntax.Stmt) bool {
	e, ok := s.(*syntax.ExprStmt)
	if !ok {
		return false
	}
	c, ok := e.Value.(*syntax.Constant)
	return ok && c.Kind == syntax.ConstStr
}
