package pyio

import "github.com/aio2go/aio2go/runtime/py"

// Descriptor returns the file descriptor that v is, or that its method fileno gives, as the
// functions take it that are written in C.
func Descriptor(v py.Value) (int, *py.Exception) {
	if !v.IsInt() {
		m, found, e := py.LookupAttr(v, nameFileno)
		if e != nil {
			return 0, e
		}
		if !found {
			return 0, py.Raisef(py.TypeErrorType, "argument must be an int, or have a fileno() method.")
		}
		if v, e = py.Call0(m); e != nil {
			return 0, e
		}
		if !v.IsInt() {
			return 0, py.Raisef(py.TypeErrorType, "fileno() returned a non-integer")
		}
	}
	n, e := py.IndexInt(v, py.OverflowErrorType)
	if e == nil && n < 0 {
		return 0, py.Raisef(py.ValueErrorType, "file descriptor cannot be a negative integer (%d)", n)
	}
	return n, e
}
