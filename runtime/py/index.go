package py

// This file converts the integers that subscripts and sequence methods get to Go ints
// (Objects/abstract.c, PyNumber_AsSsize_t; Objects/sliceobject.c, _PyEval_SliceIndex).

// MaxSize is sys.maxsize.
const MaxSize = 1<<63 - 1

// hasIndex reports whether v has __index__.
func hasIndex(v Value) bool { return v.ref == &intHeader || HasIndex(v) }

// sliceIndex is the value of a slice's bound: integers outside int64 are clamped.
func sliceIndex(v Value) (int, *Exception) {
	if !hasIndex(v) {
		return 0, Raisef(TypeErrorType, "slice indices must be integers or None or have an __index__ method")
	}
	return IndexInt(v, nil)
}

// boundIndex is sliceIndex for a start or stop argument that may not be None.
func boundIndex(v Value) (int, *Exception) {
	if !hasIndex(v) {
		return 0, Raisef(TypeErrorType, "slice indices must be integers or have an __index__ method")
	}
	return IndexInt(v, nil)
}
