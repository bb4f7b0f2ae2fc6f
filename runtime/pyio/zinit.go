package pyio

// The last init function of the package, since the go command hands files to the compiler
// in the order of their names: the types are defined by now.
func init() { openStd() }
