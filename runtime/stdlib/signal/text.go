package signal

import (
	"strconv"
	"syscall"

	"github.com/aio2go/aio2go/runtime/py"
	"github.com/aio2go/aio2go/runtime/signals"
)

// This file has the names and descriptions of signals.

type signalName struct {
	name string
	n    syscall.Signal
}

// texts are the descriptions of the C library.
var texts = map[string]string{
	"SIGHUP":    "Hangup",
	"SIGINT":    "Interrupt",
	"SIGQUIT":   "Quit",
	"SIGILL":    "Illegal instruction",
	"SIGTRAP":   "Trace/breakpoint trap",
	"SIGABRT":   "Aborted",
	"SIGBUS":    "Bus error",
	"SIGFPE":    "Floating point exception",
	"SIGKILL":   "Killed",
	"SIGUSR1":   "User defined signal 1",
	"SIGSEGV":   "Segmentation fault",
	"SIGUSR2":   "User defined signal 2",
	"SIGPIPE":   "Broken pipe",
	"SIGALRM":   "Alarm clock",
	"SIGTERM":   "Terminated",
	"SIGSTKFLT": "Stack fault",
	"SIGCHLD":   "Child exited",
	"SIGCONT":   "Continued",
	"SIGSTOP":   "Stopped (signal)",
	"SIGTSTP":   "Stopped",
	"SIGTTIN":   "Stopped (tty input)",
	"SIGTTOU":   "Stopped (tty output)",
	"SIGURG":    "Urgent I/O condition",
	"SIGXCPU":   "CPU time limit exceeded",
	"SIGXFSZ":   "File size limit exceeded",
	"SIGVTALRM": "Virtual timer expired",
	"SIGPROF":   "Profiling timer expired",
	"SIGWINCH":  "Window changed",
	"SIGIO":     "I/O possible",
	"SIGPWR":    "Power failure",
	"SIGSYS":    "Bad system call",
}

func strSignal(sig value) (value, exc) {
	n, e := number(sig)
	if e != nil {
		return value{}, e
	}
	for _, s := range names {
		if int(s.n) == n {
			if t, ok := texts[s.name]; ok {
				return py.StrV(t), nil
			}
		}
	}
	if n >= 34 && n <= signals.Max {
		return py.StrV("Real-time signal " + strconv.Itoa(n-34)), nil
	}
	return py.None, nil
}
