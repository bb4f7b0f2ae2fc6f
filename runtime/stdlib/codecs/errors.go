package codecs

import "github.com/aio2go/aio2go/runtime/py"

// This file implements the registry of error handlers.

func registerError(name, handler value) (value, exc) {
	n, e := text(name, "")
	if e != nil {
		return value{}, e
	}
	if !py.Callable(handler) {
		return value{}, py.Raisef(py.TypeErrorType, "handler must be callable")
	}
	py.RegisterErrorHandler(n, handler)
	return py.None, nil
}

func lookupError(name value) (value, exc) {
	n, e := text(name, "")
	if e != nil {
		return value{}, e
	}
	return py.ErrorHandler(n)
}
