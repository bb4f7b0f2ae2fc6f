package sys

import (
	"runtime/metrics"

	"github.com/aio2go/aio2go/runtime/py"
)

// This file has functions about the interpreter that a compiled program has little of.

// dlopenFlags is what setdlopenflags has set, RTLD_NOW before: nothing is loaded.
var dlopenFlags = 2

// allocatedBlocks implements getallocatedblocks(): the objects in Go's heap.
func allocatedBlocks() (value, exc) {
	s := []metrics.Sample{{Name: "/gc/heap/objects:objects"}}
	metrics.Read(s)
	return py.IntUint64(s[0].Value.Uint64()), nil
}

// activateTrampoline refuses as CPython does where perf is not supported: Go's functions have names
// that perf can read already.
func activateTrampoline(backend value) (value, exc) {
	s, ok := py.AsStr(backend)
	if !ok {
		return value{}, py.Raisef(py.TypeErrorType, "activate_stack_trampoline() argument must be str, not %s", backend.Type().Name)
	}
	if s.S == "perf" || s.S == "perf_jit" {
		return value{}, py.Raisef(py.ValueErrorType, "perf trampoline not available")
	}
	return value{}, py.Raisef(py.ValueErrorType, "invalid backend: %s", s.S)
}
