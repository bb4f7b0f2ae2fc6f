package load

import "github.com/aio2go/aio2go/frontend/syntax"

// This file implements the recognition of imports that may fail.

// importErrors are the exceptions whose handler catches a failing import.
var importErrors = map[string]bool{
	"ImportError": true, "ModuleNotFoundError": true, "Exception": true, "BaseException": true,
}

// catchesImportError reports whether one of the handlers catches ImportError.
func catchesImportError(handlers []*syntax.ExceptHandler) bool {
	for _, h := range handlers {
		if h.Type == nil || namesImportError(h.Type) {
			return true
		}
	}
	return false
}

func namesImportError(e syntax.Expr) bool {
	switch e := e.(type) {
	case *syntax.Name:
		return importErrors[e.Id]
	case *syntax.Tuple:
		for _, elt := range e.Elts {
			if namesImportError(elt) {
				return true
			}
		}
	}
	return false
}

// suppressesImportError reports whether e is contextlib.suppress(ImportError).
func suppressesImportError(e syntax.Expr) bool {
	call, ok := e.(*syntax.Call)
	if !ok || lastName(call.Func) != "suppress" {
		return false
	}
	for _, a := range call.Args {
		if namesImportError(a) {
			return true
		}
	}
	return false
}

// lastName returns the name n of "n" and of "x.n", or "".
func lastName(e syntax.Expr) string {
	switch e := e.(type) {
	case *syntax.Name:
		return e.Id
	case *syntax.Attribute:
		return e.Attr
	}
	return ""
}

// isTypeChecking reports whether test is typing.TYPE_CHECKING, which is false
// whenever a program runs, or False.
func isTypeChecking(test syntax.Expr) bool {
	if c, ok := test.(*syntax.Constant); ok {
		return c.Kind == syntax.ConstFalse
	}
	return lastName(test) == "TYPE_CHECKING"
}

// asksPlatform reports whether test looks at where or under which version the
// program runs, so that not all imports below it need to be possible.
func asksPlatform(test syntax.Expr) bool {
	found := false
	syntax.Inspect(test, func(n syntax.Node) bool {
		if a, ok := n.(*syntax.Attribute); ok {
			switch base := lastName(a.Value); {
			case base == "sys" && (a.Attr == "platform" || a.Attr == "version_info" || a.Attr == "hexversion" || a.Attr == "implementation"),
				base == "os" && a.Attr == "name",
				base == "platform" && (a.Attr == "system" || a.Attr == "python_implementation"):
				found = true
			}
		}
		return !found
	})
	return found
}
