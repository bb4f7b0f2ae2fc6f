// Package signal implements the module signal (Python library reference, signal: Set
// handlers for asynchronous events), for systems with Unix signals.
package signal

import (
	"syscall"

	"github.com/aio2go/aio2go/runtime/py"
	"github.com/aio2go/aio2go/runtime/pymod"
	"github.com/aio2go/aio2go/runtime/signals"
	_ "github.com/aio2go/aio2go/runtime/stdlib/enum" // for Signals
	"github.com/aio2go/aio2go/runtime/structseq"
)

type (
	value = py.Value
	exc   = *py.Exception
)

var spec = py.ModuleSpec{
	Name: "signal",
	Doc:  "This module provides mechanisms to use signal handlers in Python.",
	Functions: append([]py.Method{
		{Name: "default_int_handler", Sig: "(signalnum, frame, /)", Impl: func(sig, frame value) (value, exc) {
			return value{}, py.RaiseArgs(py.KeyboardInterruptType)
		}},
		{Name: "pause", Sig: "()", Impl: func() (value, exc) { return py.None, signals.Pause() }},
		{Name: "raise_signal", Sig: "(signalnum, /)", Impl: func(sig value) (value, exc) {
			n, e := py.CInt(sig)
			if e != nil {
				return value{}, e
			}
			return py.None, signals.Raise(n)
		}},
		{Name: "pthread_kill", Sig: "(thread_id, signalnum, /)", Impl: func(id, sig value) (value, exc) {
			n, e := py.CInt(sig)
			if e != nil {
				return value{}, e
			}
			return py.None, signals.Raise(n)
		}},
		{Name: "set_wakeup_fd", Sig: "(fd, /, *, warn_on_full_buffer=True)", Impl: setWakeupFD},
		{Name: "siginterrupt", Sig: "(signalnum, flag, /)", Impl: func(sig, flag value) (value, exc) {
			_, e := number(sig)
			return py.None, e
		}},
		{Name: "strsignal", Sig: "(signalnum, /)", Impl: strSignal},
	}, systemMethods...),
	Consts: []py.Const{{Name: "ITIMER_REAL", Value: py.Int(0)}, {Name: "ITIMER_VIRTUAL", Value: py.Int(1)}, {Name: "ITIMER_PROF", Value: py.Int(2)},
		{Name: "NSIG", Value: py.Int(signals.Max + 1)}},
	Init: initModule,
}

func init() { py.RegisterModule(&spec) }

var (
	signalsClass, handlersClass value
	timerError                  *py.Type
	sigInfoType                 = structseq.New(structseq.Spec{Name: "struct_siginfo", Module: "signal",
		Fields: []string{"si_signo", "si_code", "si_errno", "si_pid", "si_uid", "si_status", "si_band"}})
)

func intEnum(m *py.Module, name string, members []value) (value, exc) {
	mod, e := py.ImportModule("enum")
	if e != nil {
		return value{}, e
	}
	base, e := pymod.Attr(mod, "IntEnum")
	if e != nil {
		return value{}, e
	}
	cls, e := pymod.CallKw(base, []value{py.StrV(name), py.NewList(members).Value(), py.StrV("signal")}, "module")
	if e == nil {
		m.Set(name, cls)
	}
	return cls, e
}

func pair(name string, n int) value { return py.TupleV(py.StrV(name), py.IntOf(n)) }

func initModule(m *py.Module) (e exc) {
	signals.DefaultInterrupt, _ = m.Get(py.Intern("default_int_handler"))
	var members []value
	for _, s := range names {
		members = append(members, pair(s.name, int(s.n)))
	}
	if signalsClass, e = intEnum(m, "Signals", members); e != nil {
		return e
	}
	if handlersClass, e = intEnum(m, "Handlers", []value{pair("SIG_DFL", 0), pair("SIG_IGN", 1)}); e != nil {
		return e
	}
	masks, e := intEnum(m, "Sigmasks", []value{pair("SIG_BLOCK", 0), pair("SIG_UNBLOCK", 1), pair("SIG_SETMASK", 2)})
	if e != nil {
		return e
	}
	expose := func(cls value, name string) exc {
		v, e := pymod.Attr(cls, name)
		if e == nil {
			m.Set(name, v)
		}
		return e
	}
	for _, s := range names {
		if e := expose(signalsClass, s.name); e != nil {
			return e
		}
	}
	for _, n := range []string{"SIG_DFL", "SIG_IGN"} {
		if e := expose(handlersClass, n); e != nil {
			return e
		}
	}
	for _, n := range []string{"SIG_BLOCK", "SIG_UNBLOCK", "SIG_SETMASK"} {
		if e := expose(masks, n); e != nil {
			return e
		}
	}
	m.Set("struct_siginfo", sigInfoType.Value())
	err, e := pymod.New(pymod.Class{Name: "itimer_error", Module: "signal", Bases: []value{py.OSErrorType.Value()}})
	if e != nil {
		return e
	}
	timerError = py.AsType(err)
	m.Set("ItimerError", err)
	pymod.AddFunctions(m,
		pymod.Func{Sig: "signal(signalnum, handler)", Impl: setSignal},
		pymod.Func{Sig: "getsignal(signalnum)", Impl: func(sig value) (value, exc) {
			n, e := number(sig)
			if e != nil {
				return value{}, e
			}
			return asHandler(signals.Handler(n))
		}},
		pymod.Func{Sig: "valid_signals()", Impl: func() (value, exc) {
			var list []int
			for n := 1; n <= signals.Max; n++ {
				if n != 32 && n != 33 {
					list = append(list, n)
				}
			}
			return sigSet(list)
		}},
		pymod.Func{Sig: "pthread_sigmask(how, mask)", Impl: sigMask},
		pymod.Func{Sig: "sigpending()", Impl: func() (value, exc) { return sigSet(signals.Pending()) }},
		pymod.Func{Sig: "sigwait(sigset)", Impl: func(set value) (value, exc) {
			s, e := signals.SetOf(set)
			if e != nil {
				return value{}, e
			}
			n, e := signals.Wait(s, -1)
			if e != nil {
				return value{}, e
			}
			return asSignal(n)
		}},
		pymod.Func{Sig: "sigwaitinfo(sigset)", Impl: func(set value) (value, exc) { return waitInfo(set, -1) }},
		pymod.Func{Sig: "sigtimedwait(sigset, timeout)", Impl: func(set, timeout value) (value, exc) {
			f, e := py.ToFloat(timeout)
			if e != nil {
				return value{}, e
			}
			if f < 0 {
				return value{}, py.Raisef(py.ValueErrorType, "timeout must be non-negative")
			}
			return waitInfo(set, int64(f*1e9))
		}},
	)
	return nil
}

func waitInfo(set value, ns int64) (value, exc) {
	s, e := signals.SetOf(set)
	if e != nil {
		return value{}, e
	}
	n, e := signals.Wait(s, ns)
	if e != nil || n == 0 {
		return py.None, e
	}
	zero := py.Int(0)
	return structseq.Make(sigInfoType, []value{py.IntOf(n), zero, zero, py.IntOf(syscall.Getpid()), py.IntOf(syscall.Getuid()), zero, zero}), nil
}

// number is a signal number from 1 to 64.
func number(v value) (int, exc) {
	n, e := py.CInt(v)
	if e != nil {
		return 0, e
	}
	if n < 1 || n > signals.Max {
		return 0, py.Raisef(py.ValueErrorType, "signal number out of range")
	}
	return n, nil
}

// asSignal is the member of Signals, or the number where there is none.
func asSignal(n int) (value, exc) {
	for _, s := range names {
		if int(s.n) == n {
			return py.Call1(signalsClass, py.IntOf(n))
		}
	}
	return py.IntOf(n), nil
}

func asHandler(h value) (value, exc) {
	if h == signals.Default || h == signals.Ignore {
		return py.Call1(handlersClass, h)
	}
	return h, nil
}

func setSignal(sig, handler value) (value, exc) {
	h := handler
	if !py.Callable(handler) {
		n, ok := py.AsInt64(handler)
		if !ok || n != 0 && n != 1 {
			return value{}, py.Raisef(py.TypeErrorType, "signal handler must be signal.SIG_IGN, signal.SIG_DFL, or a callable object")
		}
		h = py.Int(n)
	}
	if py.Current.ID != py.MainThreadID {
		return value{}, py.Raisef(py.ValueErrorType, "signal only works in main thread of the main interpreter")
	}
	n, e := number(sig)
	if e != nil {
		return value{}, e
	}
	old, e := asHandler(signals.Handler(n))
	if e != nil {
		return value{}, e
	}
	return old, signals.SetHandler(n, h)
}

func sigSet(list []int) (value, exc) {
	set := py.NewSet().Value()
	for _, n := range list {
		s, e := asSignal(n)
		if e != nil {
			return value{}, e
		}
		if e := py.SetAdd(set, s); e != nil {
			return value{}, e
		}
	}
	return set, nil
}

func sigMask(how, mask value) (value, exc) {
	h, e := py.CInt(how)
	if e != nil {
		return value{}, e
	}
	change, e := signals.SetOf(mask)
	if e != nil {
		return value{}, e
	}
	var set [signals.Max + 1]bool
	old := signals.Blocked()
	for _, n := range old {
		set[n] = true
	}
	switch h {
	case 0, 1:
		for n, in := range change {
			if in {
				set[n] = h == 0
			}
		}
	case 2:
		set = change
	default:
		return value{}, py.RaiseErrno(syscall.EINVAL, value{})
	}
	r, e := sigSet(old)
	if e != nil {
		return value{}, e
	}
	return r, signals.SetBlocked(set)
}

func setWakeupFD(args []value, kwNames []*py.Str) (value, exc) {
	p, e := py.NewSignature("set_wakeup_fd", "", "(fd, /, *, warn_on_full_buffer=True)").Parse(args, kwNames)
	if e != nil {
		return value{}, e
	}
	fd, e := py.CInt(p[0])
	if e != nil {
		return value{}, e
	}
	if py.Current.ID != py.MainThreadID {
		return value{}, py.Raisef(py.ValueErrorType, "set_wakeup_fd only works in main thread of the main interpreter")
	}
	if fd != -1 {
		if errno := checkFD(fd); errno != 0 {
			return value{}, py.RaiseErrno(errno, value{})
		}
	}
	return py.IntOf(signals.SetWakeup(fd)), nil
}
