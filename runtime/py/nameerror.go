package py

// This file implements the errors of names without a value.

// UnboundLocal is the error of a local variable that is not bound.
func UnboundLocal(name string) *Exception {
	if !VersionAtLeast(11) {
		return raiseName(UnboundLocalErrorType, name, "local variable '"+name+"' referenced before assignment")
	}
	return raiseName(UnboundLocalErrorType, name, "cannot access local variable '"+name+"' where it is not associated with a value")
}

// UnboundFree is the error of a variable of an enclosing function that is not bound.
func UnboundFree(name string) *Exception {
	if !VersionAtLeast(11) {
		return raiseName(NameErrorType, name, "free variable '"+name+"' referenced before assignment in enclosing scope")
	}
	return raiseName(NameErrorType, name, "cannot access free variable '"+name+"' where it is not associated with a value in enclosing scope")
}

// NameNotDefined is the error of a name that is neither global nor builtin.
func NameNotDefined(name string) *Exception {
	return raiseName(NameErrorType, name, "name '"+name+"' is not defined")
}

// NameNotDefinedV is NameNotDefined for an interned name.
func NameNotDefinedV(name *Str) *Exception { return NameNotDefined(name.S) }

func raiseName(t *Type, name, msg string) *Exception {
	exc := RaiseArgs(t, StrV(msg))
	if t != NameErrorType {
		return exc // only a NameError itself has a name (ceval.c, format_exc_check_arg)
	}
	exc.Extra = &nameExtra{Name: Intern(name).Value()}
	return exc
}
