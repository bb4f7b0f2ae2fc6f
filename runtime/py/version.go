package py

// Version is the minor number of the Python 3 whose behaviour the program asked for, 0
// where it accepts any: then a construct behaves as in the last version that had it.
var Version int

// VersionAtLeast reports whether the program runs as under Python 3.minor or later.
func VersionAtLeast(minor int) bool { return Version == 0 || Version >= minor }
