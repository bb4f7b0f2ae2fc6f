package resource

import (
	"math"
	"os"
	"syscall"
	"unsafe"

	"github.com/aio2go/aio2go/runtime/py"
	"github.com/aio2go/aio2go/runtime/pyio"
	"github.com/aio2go/aio2go/runtime/pymod"
	"github.com/aio2go/aio2go/runtime/structseq"
)

type (
	value = py.Value
	exc   = *py.Exception
)

var usageType = structseq.New(structseq.Spec{Name: "struct_rusage", Module: "resource",
	Doc: "struct_rusage: Result from getrusage.\n\nThis object may be accessed either as a tuple of\n    (utime,stime,maxrss,ixrss,idrss,isrss,minflt,majflt,\n    nswap,inblock,oublock,msgsnd,msgrcv,nsignals,nvcsw,nivcsw)\nor via the attributes ru_utime, ru_stime, ru_maxrss, and so on.",
	Fields: []string{"ru_utime", "ru_stime", "ru_maxrss", "ru_ixrss", "ru_idrss", "ru_isrss", "ru_minflt", "ru_majflt", "ru_nswap", "ru_inblock", "ru_oublock", "ru_msgsnd", "ru_msgrcv",
		"ru_nsignals", "ru_nvcsw", "ru_nivcsw"}})

var spec = py.ModuleSpec{
	Name: "resource",
	Functions: []py.Method{
		{Name: "getrusage", Sig: "(who, /)", Impl: usage},
		{Name: "getrlimit", Sig: "(resource, /)", Impl: func(which value) (value, exc) {
			n, e := number(which)
			if e != nil {
				return value{}, e
			}
			return limits(0, n, nil)
		}},
		{Name: "setrlimit", Sig: "(resource, limits, /)", Impl: func(which, to value) (value, exc) {
			n, e := number(which)
			if e != nil {
				return value{}, e
			}
			l, e := pair(to)
			if e != nil {
				return value{}, e
			}
			_, e = limits(0, n, l)
			return py.None, e
		}},
		{Name: "prlimit", Impl: func(args []value) (value, exc) {
			if len(args) < 2 || len(args) > 3 {
				bound := "at least 2 arguments"
				if len(args) > 3 {
					bound = "at most 3 arguments"
				}
				return value{}, py.Raisef(py.TypeErrorType, "prlimit expected %s, got %d", bound, len(args))
			}
			pid, e := py.CInt(args[0])
			if e != nil {
				return value{}, e
			}
			n, e := number(args[1])
			if e != nil {
				return value{}, e
			}
			var l *syscall.Rlimit
			if len(args) == 3 && !args[2].IsNone() {
				if l, e = pair(args[2]); e != nil {
					return value{}, e
				}
			}
			return limits(pid, n, l)
		}},
		{Name: "getpagesize", Sig: "()", Impl: func() (value, exc) { return py.IntOf(os.Getpagesize()), nil }},
	},
	Init: func(m *py.Module) exc {
		m.Set("error", py.OSErrorType.Value())
		m.Set("struct_rusage", usageType.Value())
		pymod.SetInts(m, constants)
		return nil
	},
}

func init() { py.RegisterModule(&spec) }

// number is which resource is meant.
func number(v value) (int, exc) {
	const count = 16
	n, e := py.CInt(v)
	if e == nil && (n < 0 || n >= count) {
		e = py.Raisef(py.ValueErrorType, "invalid resource specified")
	}
	return n, e
}

// pair is a soft and a hard limit.
func pair(v value) (*syscall.Rlimit, exc) {
	items, e := py.ToSlice(v)
	if e != nil {
		return nil, e
	}
	if len(items) != 2 {
		return nil, py.Raisef(py.ValueErrorType, "expected a tuple of 2 integers")
	}
	var n [2]uint64
	for i, item := range items {
		k, e := py.IndexInt(item, py.OverflowErrorType)
		if e != nil {
			return nil, e
		}
		n[i] = uint64(k)
	}
	return &syscall.Rlimit{Cur: n[0], Max: n[1]}, nil
}

// limits sets the limits of a process, 0 for this one, and returns those before.
func limits(pid, which int, to *syscall.Rlimit) (value, exc) {
	var old syscall.Rlimit
	if _, _, err := syscall.RawSyscall6(syscall.SYS_PRLIMIT64, uintptr(pid), uintptr(which), uintptr(unsafe.Pointer(to)), uintptr(unsafe.Pointer(&old)), 0, 0); err != 0 {
		switch {
		case err == syscall.EINVAL:
			return value{}, py.Raisef(py.ValueErrorType, "current limit exceeds maximum limit")
		case err == syscall.EPERM && pid == 0:
			return value{}, py.Raisef(py.ValueErrorType, "not allowed to raise maximum limit")
		}
		return value{}, pyio.OSError(err, value{})
	}
	show := func(n uint64) value {
		if n == math.MaxUint64 {
			return py.Int(-1)
		}
		return py.Int(int64(n))
	}
	return py.TupleV(show(old.Cur), show(old.Max)), nil
}

func usage(who value) (value, exc) {
	n, e := py.CInt(who)
	if e != nil {
		return value{}, e
	}
	var u syscall.Rusage
	if err := syscall.Getrusage(n, &u); err != nil {
		if err == syscall.EINVAL {
			return value{}, py.Raisef(py.ValueErrorType, "invalid who parameter")
		}
		return value{}, pyio.OSError(err, value{})
	}
	seconds := func(t syscall.Timeval) value { return py.Float(float64(t.Sec) + float64(t.Usec)*1e-6) }
	items := []value{seconds(u.Utime), seconds(u.Stime)}
	for _, n := range []int64{u.Maxrss, u.Ixrss, u.Idrss, u.Isrss, u.Minflt, u.Majflt, u.Nswap, u.Inblock, u.Oublock, u.Msgsnd, u.Msgrcv, u.Nsignals, u.Nvcsw, u.Nivcsw} {
		items = append(items, py.Int(n))
	}
	return structseq.Make(usageType, items), nil
}
