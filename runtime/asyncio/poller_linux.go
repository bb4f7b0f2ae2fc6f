package asyncio

import (
	"syscall"
)

// This file implements the poller with epoll; a pipe wakes it up.

// pollEvent says that a file descriptor is ready.
type pollEvent struct {
	fd          int
	read, write bool
}

// pollBackend is an epoll instance.
type pollBackend struct {
	epoll      int
	pipe       [2]int
	registered map[int]bool
}

func newPollBackend() (pollBackend, error) {
	b := pollBackend{registered: map[int]bool{}}
	var err error
	if b.epoll, err = syscall.EpollCreate1(syscall.EPOLL_CLOEXEC); err != nil {
		return b, err
	}
	if err := syscall.Pipe2(b.pipe[:], syscall.O_CLOEXEC|syscall.O_NONBLOCK); err != nil {
		return b, err
	}
	ev := syscall.EpollEvent{Events: syscall.EPOLLIN, Fd: int32(b.pipe[0])}
	return b, syscall.EpollCtl(b.epoll, syscall.EPOLL_CTL_ADD, b.pipe[0], &ev)
}

func (b *pollBackend) interrupt() { _, _ = syscall.Write(b.pipe[1], []byte{0}) }

func (b *pollBackend) close() {
	_ = syscall.Close(b.epoll)
	_ = syscall.Close(b.pipe[0])
	_ = syscall.Close(b.pipe[1])
}

// update says what is to be watched of fd.
func (b *pollBackend) update(fd int, read, write bool) error {
	ev := syscall.EpollEvent{Fd: int32(fd)}
	if read {
		ev.Events |= syscall.EPOLLIN
	}
	if write {
		ev.Events |= syscall.EPOLLOUT
	}
	switch {
	case ev.Events == 0:
		delete(b.registered, fd)
		return syscall.EpollCtl(b.epoll, syscall.EPOLL_CTL_DEL, fd, &ev)
	case b.registered[fd]:
		return syscall.EpollCtl(b.epoll, syscall.EPOLL_CTL_MOD, fd, &ev)
	}
	if err := syscall.EpollCtl(b.epoll, syscall.EPOLL_CTL_ADD, fd, &ev); err != nil {
		return err
	}
	b.registered[fd] = true
	return nil
}

// wait waits for at most ms milliseconds, for ever where it is negative.
func (b *pollBackend) wait(ms int) ([]pollEvent, error) {
	var buf [128]syscall.EpollEvent
	n, err := syscall.EpollWait(b.epoll, buf[:], ms)
	if err == syscall.EINTR {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	var events []pollEvent
	for _, ev := range buf[:n] {
		if int(ev.Fd) == b.pipe[0] {
			var drain [256]byte
			for {
				if k, err := syscall.Read(b.pipe[0], drain[:]); err != nil || k < len(drain) {
					break
				}
			}
			continue
		}
		events = append(events, pollEvent{
			fd:    int(ev.Fd),
			read:  ev.Events&^uint32(syscall.EPOLLOUT) != 0,
			write: ev.Events&^uint32(syscall.EPOLLIN) != 0,
		})
	}
	return events, nil
}
