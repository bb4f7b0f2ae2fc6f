package mmap

import (
	"math"
	"syscall"
	"unsafe"

	"github.com/aio2go/aio2go/runtime/py"
	"github.com/aio2go/aio2go/runtime/pyio"
)

// constants are those that Linux has.
var constants = map[string]int{
	"MAP_DENYWRITE": syscall.MAP_DENYWRITE, "MAP_EXECUTABLE": syscall.MAP_EXECUTABLE, "MAP_POPULATE": syscall.MAP_POPULATE, "MAP_STACK": syscall.MAP_STACK, "MAP_32BIT": 64,
	"MADV_NORMAL": 0, "MADV_RANDOM": 1, "MADV_SEQUENTIAL": 2, "MADV_WILLNEED": 3, "MADV_DONTNEED": 4, "MADV_FREE": 8, "MADV_REMOVE": 9,
	"MADV_DONTFORK": 10, "MADV_DOFORK": 11, "MADV_MERGEABLE": 12, "MADV_UNMERGEABLE": 13, "MADV_HUGEPAGE": 14, "MADV_NOHUGEPAGE": 15,
	"MADV_DONTDUMP": 16, "MADV_DODUMP": 17, "MADV_HWPOISON": 100,
}

// advise tells the system how the memory is going to be used.
func advise(v, option, start, length value) (value, exc) {
	m, e := open(v)
	if e != nil {
		return value{}, e
	}
	advice, e := py.CInt(option)
	if e != nil {
		return value{}, e
	}
	from, n, e := m.part(start, length)
	if e != nil {
		return value{}, e
	}
	switch {
	case from < 0 || from >= len(m.m):
		return value{}, py.Raisef(py.ValueErrorType, "madvise start out of bounds")
	case n < 0:
		return value{}, py.Raisef(py.ValueErrorType, "madvise length invalid")
	case from > math.MaxInt-n:
		return value{}, py.Raisef(py.OverflowErrorType, "madvise length too large")
	}
	// Not syscall.Madvise, which passes no address of the mapping where there are no bytes.
	if _, _, err := syscall.Syscall(syscall.SYS_MADVISE, uintptr(unsafe.Pointer(&m.m[from])), uintptr(min(n, len(m.m)-from)), uintptr(advice)); err != 0 {
		return value{}, pyio.OSError(err, value{})
	}
	return py.None, nil
}
