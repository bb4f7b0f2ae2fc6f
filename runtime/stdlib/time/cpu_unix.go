//go:build unix

package time

import "syscall"

// processTime is the processor time that the process has used, in nanoseconds.
func processTime() int64 {
	var ru syscall.Rusage
	if syscall.Getrusage(syscall.RUSAGE_SELF, &ru) != nil {
		return 0
	}
	return ru.Utime.Nano() + ru.Stime.Nano()
}
