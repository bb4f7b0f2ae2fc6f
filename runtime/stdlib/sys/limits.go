package sys

import (
	"github.com/aio2go/aio2go/runtime/coro"
	"github.com/aio2go/aio2go/runtime/py"
	"github.com/aio2go/aio2go/runtime/structseq"
)

// This file implements the hooks of async generators (PEP 525) and the limit of the digits
// of ints that are converted to and from text.

var asyncGenHooksType = structseq.New(structseq.Spec{Name: "asyncgen_hooks", Module: "builtins",
	Fields: []string{"firstiter", "finalizer"}})

func getAsyncGenHooks() (value, exc) {
	return structseq.Make(asyncGenHooksType, []value{coro.FirstIterHook, coro.FinalizerHook}), nil
}

// setAsyncGenHooks is sys.set_asyncgen_hooks: what is not given stays, None takes away.
func setAsyncGenHooks(first, finalizer value) (value, exc) {
	for _, h := range []struct {
		name string
		v    value
	}{{"finalizer", finalizer}, {"firstiter", first}} {
		if !h.v.IsUnbound() && !h.v.IsNone() && !py.Callable(h.v) {
			return value{}, py.Raisef(py.TypeErrorType, "callable %s expected, got %s", h.name, h.v.Type().Name)
		}
	}
	if !first.IsUnbound() {
		coro.FirstIterHook = first
	}
	if !finalizer.IsUnbound() {
		coro.FinalizerHook = finalizer
	}
	return py.None, nil
}

// minStrDigits is the lowest limit of digits that can be set; shorter texts are never
// refused (sys.int_info.str_digits_check_threshold).
const minStrDigits = 640

func setIntMaxStrDigits(v value) (value, exc) {
	n, e := py.CInt(v)
	if e != nil {
		return value{}, e
	}
	if n != 0 && n < minStrDigits {
		return value{}, py.Raisef(py.ValueErrorType, "maxdigits must be 0 or larger than %d", minStrDigits)
	}
	py.IntMaxStrDigits = n
	return py.None, nil
}
