package diag

// The codes of lowering.
const (
	// UndefinedName is a warning: a name that nothing in the program binds and that is
	// no builtin. Python raises NameError when it is used:
	//	prnt("x")
	UndefinedName Code = "undefined-name"
)
