package asyncio

import "syscall"

// This file has the system calls of macOS.

func sysSocket(domain, typ int) (int, error) {
	syscall.ForkLock.RLock()
	defer syscall.ForkLock.RUnlock()
	fd, err := syscall.Socket(domain, typ, 0)
	if err != nil {
		return fd, err
	}
	syscall.CloseOnExec(fd)
	return fd, syscall.SetNonblock(fd, true)
}

func sysRead(fd int, b []byte) (int, error)  { return syscall.Read(fd, b) }
func sysWrite(fd int, b []byte) (int, error) { return syscall.Write(fd, b) }

func sysAccept(fd int) (int, syscall.Sockaddr, error) {
	syscall.ForkLock.RLock()
	defer syscall.ForkLock.RUnlock()
	n, sa, err := syscall.Accept(fd)
	if err != nil {
		return n, sa, err
	}
	syscall.CloseOnExec(n)
	return n, sa, syscall.SetNonblock(n, true)
}

func sysSelect(n int, r, w *syscall.FdSet, timeout *syscall.Timeval) error {
	return syscall.Select(n, r, w, nil, timeout)
}
