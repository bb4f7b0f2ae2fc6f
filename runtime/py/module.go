package py

// This file implements module objects (Python reference 3.2.10).

// Module is a Python module. The globals of a compiled module are Go variables: Vars says
// which, and Dict holds the rest. Where the module's namespace is asked for as a dict
// (globals(), vars(m), m.__dict__), what it gives is a live view: see moduleDict.
type Module struct {
	Header
	Name string
	// Vars are the globals that are Go variables, in the order of their first
	// assignment in the source. The zero Value in one means that it is not bound.
	Vars  []Global
	index map[*Str]*Value
	// Dict holds the other names.
	Dict *Dict
}

// Global is a global variable of a compiled module.
type Global struct {
	Name *Str
	Var  *Value
}
