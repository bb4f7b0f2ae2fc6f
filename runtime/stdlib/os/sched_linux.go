package os

import (
	"strconv"
	"syscall"
	gotime "time"
	"unsafe"

	"github.com/aio2go/aio2go/runtime/py"
	"github.com/aio2go/aio2go/runtime/structseq"
)

// This file has the functions of os about scheduling. The number 0 stands for the thread
// that calls, which is the process in CPython; here it is all threads that Go has.

var schedParamType = structseq.New(structseq.Spec{Name: "sched_param", Module: "posix", Fields: []string{"sched_priority"}, Elements: true})

func number(s string) (int, bool) {
	n, err := strconv.Atoi(s)
	return n, err == nil
}

// priorityOf reads a sched_param.
func priorityOf(v value) (int32, exc) {
	if v.Type() != schedParamType {
		return 0, py.Raisef(py.TypeErrorType, "must have a sched_param object")
	}
	n, e := py.Index(py.Heap[py.Tuple](v).Items()[0])
	if e != nil {
		return 0, e
	}
	i, e := py.Ssize(n)
	if e != nil || int(int32(i)) != i {
		return 0, py.Raisef(py.OverflowErrorType, "sched_priority out of range")
	}
	return int32(i), nil
}

func setPriority(pid int, priority int32) error {
	_, _, errno := syscall.RawSyscall(syscall.SYS_SCHED_SETPARAM, uintptr(pid), uintptr(unsafe.Pointer(&priority)), 0)
	return orNil(errno)
}

func setScheduler(pid, policy int, priority int32) error {
	_, _, errno := syscall.RawSyscall(syscall.SYS_SCHED_SETSCHEDULER, uintptr(pid), uintptr(policy), uintptr(unsafe.Pointer(&priority)))
	return orNil(errno)
}

// onThreads does f to a process: to all threads of this one where pid is 0.
func onThreads(pid int, f func(pid int) error) error {
	if pid != 0 {
		return f(pid)
	}
	threads, err := readDir("/proc/self/task")
	if err != nil {
		return f(0)
	}
	for _, t := range threads {
		if id, ok := number(t.Name()); ok {
			if err := f(id); err != nil && err != syscall.ESRCH {
				return err
			}
		}
	}
	return nil
}

var schedFunctions = []py.Method{
	{Name: "sched_yield", Sig: "()", Impl: func() (value, exc) {
		py.Blocking(func() { gotime.Sleep(0) })
		return py.None, nil
	}},
	{Name: "sched_getaffinity", Sig: "(pid, /)", Impl: func(pid value) (value, exc) {
		n, e := py.CInt(pid)
		if e != nil {
			return value{}, e
		}
		var set cpuSet
		if err := getAffinity(n, &set); err != nil {
			return done(err)
		}
		cpus := py.NewSet()
		for i := range len(set) * 64 {
			if set.IsSet(i) {
				if e := cpus.Add(py.IntOf(i)); e != nil {
					return value{}, e
				}
			}
		}
		return cpus.Value(), nil
	}},
	{Name: "sched_setaffinity", Sig: "(pid, mask, /)", Impl: func(pid, mask value) (value, exc) {
		items, e := py.ToSlice(mask)
		if e != nil {
			return value{}, e
		}
		var set cpuSet
		for _, x := range items {
			if !py.IsInstance(x, py.IntType) {
				kind, e := py.ReprText(x.Type().Value())
				if e != nil {
					return value{}, e
				}
				return value{}, py.Raisef(py.TypeErrorType, "expected an iterator of ints, but iterator yielded %s", kind)
			}
			n, e := py.CInt(x)
			if e != nil {
				return value{}, e
			}
			if n < 0 {
				return value{}, py.Raisef(py.ValueErrorType, "negative CPU number")
			}
			set.Set(n)
		}
		return onFD(func(pid int) error { return setAffinity(pid, &set) })(pid)
	}},
	{Name: "sched_getscheduler", Sig: "(pid, /)", Impl: func(pid value) (value, exc) {
		return onNumber(pid, func(pid int) (int, error) { return do(syscall.SYS_SCHED_GETSCHEDULER, uintptr(pid)) })
	}},
	{Name: "sched_get_priority_max", Sig: "(policy)", Impl: func(policy value) (value, exc) {
		return onNumber(policy, func(policy int) (int, error) { return do(syscall.SYS_SCHED_GET_PRIORITY_MAX, uintptr(policy)) })
	}},
	{Name: "sched_get_priority_min", Sig: "(policy)", Impl: func(policy value) (value, exc) {
		return onNumber(policy, func(policy int) (int, error) { return do(syscall.SYS_SCHED_GET_PRIORITY_MIN, uintptr(policy)) })
	}},
	{Name: "sched_getparam", Sig: "(pid, /)", Impl: func(pid value) (value, exc) {
		n, e := py.CInt(pid)
		if e != nil {
			return value{}, e
		}
		var priority int32
		_, _, errno := syscall.RawSyscall(syscall.SYS_SCHED_GETPARAM, uintptr(n), uintptr(unsafe.Pointer(&priority)), 0)
		if errno != 0 {
			return done(errno)
		}
		return structseq.Make(schedParamType, []value{py.Int(int64(priority))}), nil
	}},
	{Name: "sched_setparam", Sig: "(pid, param, /)", Impl: func(pid, param value) (value, exc) {
		n, e := py.CInt(pid)
		if e != nil {
			return value{}, e
		}
		priority, e := priorityOf(param)
		if e != nil {
			return value{}, e
		}
		return done(onThreads(n, func(pid int) error { return setPriority(pid, priority) }))
	}},
	{Name: "sched_setscheduler", Sig: "(pid, policy, param, /)", Impl: func(pid, policy, param value) (value, exc) {
		n, e := py.CInt(pid)
		if e != nil {
			return value{}, e
		}
		how, e := py.CInt(policy)
		if e != nil {
			return value{}, e
		}
		priority, e := priorityOf(param)
		if e != nil {
			return value{}, e
		}
		return done(onThreads(n, func(pid int) error { return setScheduler(pid, how, priority) }))
	}},
	{Name: "sched_rr_get_interval", Sig: "(pid, /)", Impl: func(pid value) (value, exc) {
		n, e := py.CInt(pid)
		if e != nil {
			return value{}, e
		}
		var t syscall.Timespec
		_, _, errno := syscall.RawSyscall(syscall.SYS_SCHED_RR_GET_INTERVAL, uintptr(n), uintptr(unsafe.Pointer(&t)), 0)
		if errno != 0 {
			return done(errno)
		}
		return py.Float(float64(t.Sec) + 1e-9*float64(t.Nsec)), nil
	}},
}
