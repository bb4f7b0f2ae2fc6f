package diag

// The codes of finding the modules of a program.
const (
	// UnsupportedModule is an import of a module that is neither found as
	// Python source nor part of the runtime:
	//	import tkinter
	UnsupportedModule Code = "unsupported-module"
)
