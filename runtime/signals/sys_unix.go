//go:build unix

package signals

import "syscall"

const (
	sigStop = syscall.SIGSTOP
	sigXFSZ = syscall.SIGXFSZ
)

func kill(pid, sig int) error { return syscall.Kill(pid, syscall.Signal(sig)) }

func write(fd int, b byte) { _, _ = syscall.Write(fd, []byte{b}) }
