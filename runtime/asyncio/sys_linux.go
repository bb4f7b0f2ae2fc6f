package asyncio

import "syscall"

// This file has the system calls that Linux has in a better form than other systems.

func sysSocket(domain, typ int) (int, error) {
	return syscall.Socket(domain, typ|syscall.SOCK_NONBLOCK|syscall.SOCK_CLOEXEC, 0)
}

func sysAccept(fd int) (int, syscall.Sockaddr, error) {
	return syscall.Accept4(fd, syscall.SOCK_NONBLOCK|syscall.SOCK_CLOEXEC)
}
