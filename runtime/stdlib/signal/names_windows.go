package signal

import "syscall"

// names are the signals that Windows has.
var names = []signalName{
	{"SIGINT", syscall.SIGINT},
	{"SIGILL", syscall.SIGILL},
	{"SIGFPE", syscall.SIGFPE},
	{"SIGSEGV", syscall.SIGSEGV},
	{"SIGTERM", syscall.SIGTERM},
	{"SIGABRT", syscall.SIGABRT},
}
