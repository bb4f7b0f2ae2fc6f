package asyncio

import (
	"syscall"
	"unsafe"
)

// This file implements the poller with epoll; a pipe wakes it up.

// epollBackend is an epoll instance.
type epollBackend struct {
	epoll      int
	pipe       [2]int
	registered map[int]bool
	room       []syscall.EpollEvent
	events     []pollEvent
}

func newNativeBackend() (pollBackend, error) {
	b := &epollBackend{registered: map[int]bool{}}
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

func (b *epollBackend) interrupt() { _, _ = syscall.Write(b.pipe[1], []byte{0}) }

func (b *epollBackend) descriptor() int { return b.epoll }

func (b *epollBackend) close() {
	_ = syscall.Close(b.epoll)
	_ = syscall.Close(b.pipe[0])
	_ = syscall.Close(b.pipe[1])
}

// update says what is to be watched of fd.
func (b *epollBackend) update(fd int, read, write bool) error {
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
		err := syscall.EpollCtl(b.epoll, syscall.EPOLL_CTL_MOD, fd, &ev)
		if err != syscall.ENOENT {
			return err
		}
		// The descriptor was closed without a word, and its number given out again.
	}
	if err := syscall.EpollCtl(b.epoll, syscall.EPOLL_CTL_ADD, fd, &ev); err != nil {
		return err
	}
	b.registered[fd] = true
	return nil
}

// wait waits for at most ms milliseconds, for ever where it is negative. The result is
// valid until the next call.
func (b *epollBackend) wait(ms int) (events []pollEvent, woken bool, err error) {
	// As CPython's selectors: room for every descriptor, so that all that is ready is
	// handled in one iteration.
	if want := len(b.registered) + 1; len(b.room) < want {
		b.room = make([]syscall.EpollEvent, max(2*want, 16))
	}
	n, err := epollWait(b.epoll, b.room, ms)
	if err == syscall.EINTR {
		return nil, true, nil
	}
	if err != nil {
		return nil, false, err
	}
	events = b.events[:0]
	for _, ev := range b.room[:n] {
		if int(ev.Fd) == b.pipe[0] {
			woken = true
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
	b.events = events
	return events, woken, nil
}

// epollWait is epoll_wait(2). One that does not wait need not tell the scheduler.
func epollWait(epoll int, room []syscall.EpollEvent, ms int) (int, error) {
	if ms != 0 {
		return syscall.EpollWait(epoll, room, ms)
	}
	n, _, errno := syscall.RawSyscall6(syscall.SYS_EPOLL_PWAIT, uintptr(epoll),
		uintptr(unsafe.Pointer(&room[0])), uintptr(len(room)), 0, 0, 0)
	if errno != 0 {
		return 0, errno
	}
	return int(n), nil
}
