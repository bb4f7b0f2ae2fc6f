package time

import (
	"math"
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
	spec.Functions = append(spec.Functions,
		py.Method{Name: "clock_settime", Impl: setClock("clock_settime", func(v value) (int64, exc) { return nanoseconds(v, math.Floor) })},
		py.Method{Name: "clock_settime_ns", Impl: setClock("clock_settime_ns", func(v value) (int64, exc) {
			if !v.IsInt() {
				return 0, py.Raisef(py.TypeErrorType, "expect int, got %s", v.Type().Name)
			}
			n, ok := py.AsInt64(v)
			if !ok {
				return 0, py.Raisef(py.OverflowErrorType, "timestamp too large to convert to C PyTime_t")
			}
			return n, nil
		})},
		py.Method{Name: "pthread_getcpuclockid", Impl: threadClock})
	for i, name := range []string{"THREAD_CPUTIME_ID", "MONOTONIC_RAW", "", "", "BOOTTIME", "", "", "", "TAI"} {
		if name != "" {
			spec.Consts = append(spec.Consts, py.Const{Name: "CLOCK_" + name, Value: py.IntOf(i + 3)})
		}
	}
}

// setClock returns clock_settime or clock_settime_ns; the system lets few users set a clock.
func setClock(fn string, read func(v value) (int64, exc)) any {
	return func(args []value) (value, exc) {
		if len(args) != 2 {
			return value{}, py.Raisef(py.TypeErrorType, "%s() takes exactly 2 arguments (%d given)", fn, len(args))
		}
		clock, e := py.CInt(args[0])
		if e != nil {
			return value{}, e
		}
		n, e := read(args[1])
		if e != nil {
			return value{}, e
		}
		t := syscall.NsecToTimespec(n)
		if _, _, err := syscall.Syscall(syscall.SYS_CLOCK_SETTIME, uintptr(clock), uintptr(unsafe.Pointer(&t)), 0); err != 0 {
			return value{}, pyio.OSError(err, value{})
		}
		return py.None, nil
	}
}

// threadClock implements pthread_getcpuclockid(thread_id). A thread of the program's has no thread of
// the system for itself: the clock is that of the process, as time.thread_time is.
func threadClock(args []value) (value, exc) {
	if len(args) != 1 {
		return value{}, py.Raisef(py.TypeErrorType, "pthread_getcpuclockid() takes exactly 1 argument (%d given)", len(args))
	}
	if !args[0].IsInt() {
		return value{}, py.Raisef(py.TypeErrorType, "pthread_getcpuclockid() argument 1 must be int, not %s", args[0].Type().Name)
	}
	const processClock = 2 // the kernel's CPUCLOCK_SCHED of the process with the complement of its number
	return py.IntOf(^syscall.Getpid()<<3 | processClock), nil
}
