//go:build unix

package os

import "syscall"

// unixConstants are the numbers that every Unix has.
var unixConstants = []constant{
	{"O_NOCTTY", syscall.O_NOCTTY},
	{"O_NOFOLLOW", syscall.O_NOFOLLOW},
	{"O_DIRECTORY", syscall.O_DIRECTORY},
	{"O_DSYNC", syscall.O_DSYNC},
	{"O_ACCMODE", syscall.O_ACCMODE},
	{"O_NDELAY", syscall.O_NDELAY},
	{"O_ASYNC", syscall.O_ASYNC},
	{"PRIO_PROCESS", syscall.PRIO_PROCESS},
	{"PRIO_PGRP", syscall.PRIO_PGRP},
	{"PRIO_USER", syscall.PRIO_USER},
	{"WUNTRACED", syscall.WUNTRACED},
	{"WCONTINUED", syscall.WCONTINUED},
	{"WEXITED", syscall.WEXITED},
	{"WSTOPPED", syscall.WSTOPPED},
	{"WNOWAIT", syscall.WNOWAIT},
	{"O_NONBLOCK", syscall.O_NONBLOCK},
	{"F_ULOCK", lockUnlock},
	{"F_LOCK", lockWait},
	{"F_TLOCK", lockTry},
	{"F_TEST", lockTest},
	{"P_NOWAITO", modeNoWait},
	{"ST_RDONLY", 1},
	{"ST_NOSUID", 2},
}
