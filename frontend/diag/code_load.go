package diag

// The codes of finding the modules of a program.
const (
	// UnsupportedModule is an import of a module that is neither found as
	// Python source nor part of the runtime:
	//	import tkinter
	UnsupportedModule Code = "unsupported-module"

	// UnsupportedName is a use of a name that a module of CPython's library has and the
	// runtime's module lacks:
	//	import os
	//	os.fork()
	UnsupportedName Code = "unsupported-name"
)
