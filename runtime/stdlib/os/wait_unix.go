//go:build unix

package os

import (
	gotime "time"

	"github.com/aio2go/aio2go/runtime/py"
	"github.com/aio2go/aio2go/runtime/structseq"
	"syscall"
)

// This file has the functions of os that wait for child processes, look at their status
// and tell how long processes have run.

var timesType = structseq.New(structseq.Spec{Name: "times_result", Module: "posix",
	Fields: []string{"user", "system", "children_user", "children_system", "elapsed"}})

var usageType = structseq.New(structseq.Spec{Name: "struct_rusage", Module: "resource",
	Fields: []string{"ru_utime", "ru_stime", "ru_maxrss", "ru_ixrss", "ru_idrss", "ru_isrss", "ru_minflt", "ru_majflt",
		"ru_nswap", "ru_inblock", "ru_oublock", "ru_msgsnd", "ru_msgrcv", "ru_nsignals", "ru_nvcsw", "ru_nivcsw"}})

var waitFunctions = []py.Method{
	{Name: "wait", Sig: "()", Impl: func() (value, exc) { return wait4(-1, 0, false) }},
	{Name: "waitpid", Sig: "(pid, options, /)", Impl: func(pid, options value) (value, exc) { return waitFor(pid, options, false) }},
	{Name: "wait3", Sig: "(options)", Impl: func(options value) (value, exc) { return waitFor(py.Int(-1), options, true) }},
	{Name: "wait4", Sig: "(pid, options)", Impl: func(pid, options value) (value, exc) { return waitFor(pid, options, true) }},
	status("WIFEXITED", func(s syscall.WaitStatus) value { return py.Bool(s.Exited()) }),
	status("WEXITSTATUS", func(s syscall.WaitStatus) value { return py.IntOf(int(s) >> 8 & 0xff) }),
	status("WIFSIGNALED", func(s syscall.WaitStatus) value { return py.Bool(s.Signaled()) }),
	status("WTERMSIG", func(s syscall.WaitStatus) value { return py.IntOf(int(s) & 0x7f) }),
	status("WIFSTOPPED", func(s syscall.WaitStatus) value { return py.Bool(int(s)&0xff == 0x7f) }),
	status("WSTOPSIG", func(s syscall.WaitStatus) value { return py.IntOf(int(s) >> 8 & 0xff) }),
	status("WCOREDUMP", func(s syscall.WaitStatus) value { return py.Bool(s&0x80 != 0) }),
	status("WIFCONTINUED", func(s syscall.WaitStatus) value { return py.Bool(s.Continued()) }),
	{Name: "waitstatus_to_exitcode", Sig: "(status)", Impl: func(v value) (value, exc) {
		n, e := py.CInt(v)
		if e != nil {
			return value{}, e
		}
		switch s := syscall.WaitStatus(n); {
		case s.Exited():
			return py.IntOf(s.ExitStatus()), nil
		case s.Signaled():
			return py.IntOf(-int(s.Signal())), nil
		case n&0xff == 0x7f:
			return value{}, py.Raisef(py.ValueErrorType, "process stopped by delivery of signal %d", n>>8&0xff)
		}
		return value{}, py.Raisef(py.ValueErrorType, "invalid wait status: %d", n)
	}},
	{Name: "times", Sig: "()", Impl: func() (value, exc) {
		var own, children syscall.Rusage
		if err := syscall.Getrusage(syscall.RUSAGE_SELF, &own); err != nil {
			return done(err)
		}
		if err := syscall.Getrusage(syscall.RUSAGE_CHILDREN, &children); err != nil {
			return done(err)
		}
		return structseq.Make(timesType, []value{
			seconds(own.Utime), seconds(own.Stime), seconds(children.Utime), seconds(children.Stime),
			py.Float(gotime.Duration(py.TheClock.Now()).Seconds()),
		}), nil
	}},
}

// status is a function of the status of a process.
func status(name string, f func(s syscall.WaitStatus) value) py.Method {
	return py.Method{Name: name, Sig: "(status)", Impl: func(v value) (value, exc) {
		n, e := py.CInt(v)
		if e != nil {
			return value{}, e
		}
		return f(syscall.WaitStatus(n)), nil
	}}
}

func waitFor(pid, options value, usage bool) (value, exc) {
	n, e := py.CInt(pid)
	if e != nil {
		return value{}, e
	}
	how, e := py.CInt(options)
	if e != nil {
		return value{}, e
	}
	return wait4(n, how, usage)
}

// wait4 is (pid, status), with the resources that the process has used where usage asks
// for them.
func wait4(pid, options int, usage bool) (value, exc) {
	var status syscall.WaitStatus
	var used syscall.Rusage
	var got int
	if err := blocked(func() (err error) {
		got, err = syscall.Wait4(pid, &status, options, &used)
		return err
	}); err != nil {
		return done(err)
	}
	items := []value{py.IntOf(got), py.IntOf(int(status))}
	if usage {
		items = append(items, usageOf(&used))
	}
	return py.NewTuple(items).Value(), nil
}

func usageOf(u *syscall.Rusage) value {
	items := []value{seconds(u.Utime), seconds(u.Stime)}
	for _, n := range []int64{int64(u.Maxrss), int64(u.Ixrss), int64(u.Idrss), int64(u.Isrss), int64(u.Minflt), int64(u.Majflt),
		int64(u.Nswap), int64(u.Inblock), int64(u.Oublock), int64(u.Msgsnd), int64(u.Msgrcv), int64(u.Nsignals), int64(u.Nvcsw), int64(u.Nivcsw)} {
		items = append(items, py.Int(n))
	}
	return structseq.Make(usageType, items)
}

func seconds(t syscall.Timeval) value {
	return py.Float(gotime.Duration(t.Nano()).Seconds())
}
