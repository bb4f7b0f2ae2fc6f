//go:build unix && !linux

package fcntl

import "syscall"

// constants are those that all systems of the family have.
var constants = map[string]int{
	"F_DUPFD": syscall.F_DUPFD, "F_GETFD": syscall.F_GETFD, "F_SETFD": syscall.F_SETFD, "F_GETFL": syscall.F_GETFL, "F_SETFL": syscall.F_SETFL,
	"F_GETLK": syscall.F_GETLK, "F_SETLK": syscall.F_SETLK, "F_SETLKW": syscall.F_SETLKW, "F_GETOWN": syscall.F_GETOWN, "F_SETOWN": syscall.F_SETOWN,
	"F_RDLCK": syscall.F_RDLCK, "F_UNLCK": syscall.F_UNLCK, "F_WRLCK": syscall.F_WRLCK, "FD_CLOEXEC": syscall.FD_CLOEXEC,
	"LOCK_SH": syscall.LOCK_SH, "LOCK_EX": syscall.LOCK_EX, "LOCK_NB": syscall.LOCK_NB, "LOCK_UN": syscall.LOCK_UN,
}
