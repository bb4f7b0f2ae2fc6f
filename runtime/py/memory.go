package py

import (
	"math"
	"unsafe"
)

// checkedSize is how many bytes CheckMemory asks the system for: what is smaller is there, or
// the process is near its end in any case.
const checkedSize = 64 << 20

// CheckMemory raises MemoryError where there is no room for an object of n times size
// bytes. What is made as large as the program's numbers say (a repetition, a width, bytes of
// a length) asks first: Go's allocator ends the process where it gets no memory.
func CheckMemory(size, n int) *Exception {
	if size <= 0 || n <= checkedSize/size {
		return nil
	}
	if n > (math.MaxInt>>16)/size || !hasMemory(size*n) {
		return RaiseArgs(MemoryErrorType)
	}
	return nil
}

// CheckValues is CheckMemory for items n times over, as the elements of a list.
func CheckValues(items, n int) *Exception { return CheckMemory(items*int(unsafe.Sizeof(Value{})), n) }
