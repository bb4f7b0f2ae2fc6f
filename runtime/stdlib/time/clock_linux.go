package time

import (
	"syscall"
	"unsafe"

	"github.com/aio2go/aio2go/runtime/py"
	"github.com/aio2go/aio2go/runtime/pyio"
)

// This file reads the clocks of the system by their numbers.

func init() {
	asSeconds := func(t int64) value { return py.Float(float64(t) / 1e9) }
	asInt := func(t int64) value { return py.Int(t) }
	for _, f := range []struct {
		name string
		call uintptr
		give func(t int64) value
	}{{"clock_gettime", syscall.SYS_CLOCK_GETTIME, asSeconds}, {"clock_gettime_ns", syscall.SYS_CLOCK_GETTIME, asInt}, {"clock_getres", syscall.SYS_CLOCK_GETRES, asSeconds}} {
		spec.Functions = append(spec.Functions, py.Method{Name: f.name, Sig: "(clk_id, /)", Impl: func(id value) (value, exc) {
			n, e := py.CInt(id)
			if e != nil {
				return value{}, e
			}
			var t syscall.Timespec
			if _, _, err := syscall.Syscall(f.call, uintptr(n), uintptr(unsafe.Pointer(&t)), 0); err != 0 {
				return value{}, pyio.OSError(err, value{})
			}
			return f.give(t.Nano()), nil
		}})
	}
	for i, name := range []string{"THREAD_CPUTIME_ID", "MONOTONIC_RAW", "", "", "BOOTTIME", "", "", "", "TAI"} {
		if name != "" {
			spec.Consts = append(spec.Consts, py.Const{Name: "CLOCK_" + name, Value: py.IntOf(i + 3)})
		}
	}
}
