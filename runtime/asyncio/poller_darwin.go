package asyncio

import (
	"syscall"
	"time"
)

// This file implements the poller with select(2), which every Unix has; a pipe wakes it
// up.

// pollEvent says that a file descriptor is ready.
type pollEvent struct {
	fd          int
	read, write bool
}

// pollBackend is the set of watched descriptors.
type pollBackend struct {
	pipe [2]int
	fds  map[int]pollEvent
}

func newPollBackend() (pollBackend, error) {
	b := pollBackend{fds: map[int]pollEvent{}}
	if err := syscall.Pipe(b.pipe[:]); err != nil {
		return b, err
	}
	for _, fd := range b.pipe {
		syscall.CloseOnExec(fd)
		if err := syscall.SetNonblock(fd, true); err != nil {
			return b, err
		}
	}
	return b, nil
}

func (b *pollBackend) interrupt() { _, _ = syscall.Write(b.pipe[1], []byte{0}) }

func (b *pollBackend) close() {
	_ = syscall.Close(b.pipe[0])
	_ = syscall.Close(b.pipe[1])
}

// update says what is to be watched of fd.
func (b *pollBackend) update(fd int, read, write bool) error {
	if !read && !write {
		delete(b.fds, fd)
		return nil
	}
	if fd >= 1024 {
		return syscall.EMFILE // more than select can watch
	}
	b.fds[fd] = pollEvent{fd, read, write}
	return nil
}

func setBit(s *syscall.FdSet, fd int)      { s.Bits[fd/fdBits] |= 1 << (fd % fdBits) }
func hasBit(s *syscall.FdSet, fd int) bool { return s.Bits[fd/fdBits]&(1<<(fd%fdBits)) != 0 }

// fdBits is the number of bits of one element of a FdSet.
const fdBits = 32

// wait waits for at most ms milliseconds, for ever where it is negative. The result is
// valid until the next call.
func (b *pollBackend) wait(ms int) ([]pollEvent, error) {
	var r, w syscall.FdSet
	setBit(&r, b.pipe[0])
	top := b.pipe[0]
	for fd, ev := range b.fds {
		top = max(top, fd)
		if ev.read {
			setBit(&r, fd)
		}
		if ev.write {
			setBit(&w, fd)
		}
	}
	var timeout *syscall.Timeval
	if ms >= 0 {
		t := syscall.NsecToTimeval(int64(ms) * int64(time.Millisecond))
		timeout = &t
	}
	err := sysSelect(top+1, &r, &w, timeout)
	if err == syscall.EINTR {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	if hasBit(&r, b.pipe[0]) {
		var drain [256]byte
		_, _ = syscall.Read(b.pipe[0], drain[:])
	}
	var events []pollEvent
	for fd := range b.fds {
		if ev := (pollEvent{fd, hasBit(&r, fd), hasBit(&w, fd)}); ev.read || ev.write {
			events = append(events, ev)
		}
	}
	return events, nil
}
