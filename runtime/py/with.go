package py

// This file implements the looking up of context managers' methods (Python reference 8.5
// and 3.3.9; PEP 492).

var (
	nameEnter  = Intern("__enter__")
	nameExit   = Intern("__exit__")
	nameAEnter = Intern("__aenter__")
	nameAExit  = Intern("__aexit__")
)

// WithMethods returns the bound __enter__ and __exit__ of a context manager. It raises
// TypeError where v is none.
func WithMethods(v Value) (enter, exit Value, exc *Exception) {
	return managerMethods(v, nameEnter, nameExit, "the context manager")
}

// AsyncWithMethods returns the bound __aenter__ and __aexit__ of an asynchronous context
// manager. It raises TypeError where v is none.
func AsyncWithMethods(v Value) (enter, exit Value, exc *Exception) {
	return managerMethods(v, nameAEnter, nameAExit, "the asynchronous context manager")
}

func managerMethods(v Value, enterName, exitName *Str, protocol string) (enter, exit Value, exc *Exception) {
	if enter, exc = LookupSpecial(v, enterName); exc != nil {
		return Value{}, Value{}, exc
	}
	if enter.IsUnbound() {
		return Value{}, Value{}, Raisef(TypeErrorType, "'%s' object does not support %s protocol", v.Type().Name, protocol)
	}
	if exit, exc = LookupSpecial(v, exitName); exc != nil {
		return Value{}, Value{}, exc
	}
	if exit.IsUnbound() {
		return Value{}, Value{}, Raisef(TypeErrorType, "'%s' object does not support %s protocol (missed %s method)", v.Type().Name, protocol, exitName.S)
	}
	return enter, exit, nil
}

// WithExit calls exit, a bound __exit__ or __aexit__, for a block that raised err.
func WithExit(exit Value, err *Exception) (Value, *Exception) {
	tb := None
	if err.Traceback != nil {
		tb = err.Traceback.Value()
	}
	return Call3(exit, err.Type().Value(), err.Value(), tb)
}
