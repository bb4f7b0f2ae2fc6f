package load

import "github.com/aio2go/aio2go/frontend/syntax"

// This file implements the recognition of what may fail: of imports, and for package
// modnames of attributes.

// catching are the exceptions whose handler catches the one that is the key.
var catching = map[string]map[string]bool{
	"ImportError":    {"ImportError": true, "ModuleNotFoundError": true, "Exception": true, "BaseException": true},
	"AttributeError": {"AttributeError": true, "Exception": true, "BaseException": true},
}

// Catches reports whether one of the handlers catches the exception, which is ImportError
// or AttributeError.
func Catches(handlers []*syntax.ExceptHandler, exception string) bool {
	for _, h := range handlers {
		if h.Type == nil || names(h.Type, catching[exception]) {
			return true
		}
	}
	return false
}

// names reports whether e is one of classes or a tuple with one.
func names(e syntax.Expr, classes map[string]bool) bool {
	switch e := e.(type) {
	case *syntax.Name:
		return classes[e.Id]
	case *syntax.Tuple:
		for _, elt := range e.Elts {
			if names(elt, classes) {
				return true
			}
		}
	}
	return false
}

// Suppresses reports whether e is contextlib.suppress(exception), which is ImportError or
// AttributeError.
func Suppresses(e syntax.Expr, exception string) bool {
	call, ok := e.(*syntax.Call)
	if !ok || lastName(call.Func) != "suppress" {
		return false
	}
	for _, a := range call.Args {
		if names(a, catching[exception]) {
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

// IsTypeChecking reports whether test is typing.TYPE_CHECKING, which is false
// whenever a program runs, or False.
func IsTypeChecking(test syntax.Expr) bool {
	if c, ok := test.(*syntax.Constant); ok {
		return c.Kind == syntax.ConstFalse
	}
	return lastName(test) == "TYPE_CHECKING"
}

// AsksPlatform reports whether test looks at where or under which version the
// program runs, so that not all imports below it need to be possible.
func AsksPlatform(test syntax.Expr) bool {
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
