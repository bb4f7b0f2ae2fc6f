//go:build darwin || dragonfly || freebsd || netbsd || openbsd

package asyncio

import (
	"syscall"

	"github.com/aio2go/aio2go/runtime/sysnet"
)

// This file implements the poller with kqueue; a pipe wakes it up.

type kqueueBackend struct {
	kqueue  int
	pipe    [2]int
	watched map[int]pollEvent
	room    []syscall.Kevent_t
	index   map[int]int // of a descriptor in events
	events  []pollEvent
}

func newNativeBackend() (pollBackend, error) {
	b := &kqueueBackend{watched: map[int]pollEvent{}, index: map[int]int{}}
	var err error
	if b.kqueue, err = syscall.Kqueue(); err != nil {
		return nil, err
	}
	syscall.CloseOnExec(b.kqueue)
	if b.pipe, err = sysnet.Pipe(); err != nil {
		return nil, err
	}
	return b, b.change(b.pipe[0], syscall.EVFILT_READ, syscall.EV_ADD)
}

func (b *kqueueBackend) change(fd, filter, flags int) error {
	var ev [1]syscall.Kevent_t
	syscall.SetKevent(&ev[0], fd, filter, flags)
	_, err := syscall.Kevent(b.kqueue, ev[:], nil, nil)
	return err
}

func (b *kqueueBackend) interrupt() { _, _ = syscall.Write(b.pipe[1], []byte{0}) }

func (b *kqueueBackend) descriptor() int { return b.kqueue }

func (b *kqueueBackend) close() {
	_ = syscall.Close(b.kqueue)
	_ = syscall.Close(b.pipe[0])
	_ = syscall.Close(b.pipe[1])
}

func (b *kqueueBackend) update(fd int, read, write bool) error {
	old := b.watched[fd]
	for _, c := range []struct {
		was, is bool
		filter  int
	}{{old.read, read, syscall.EVFILT_READ}, {old.write, write, syscall.EVFILT_WRITE}} {
		switch {
		case c.is:
			// Again where it was watched: the number may be another file's by now.
			if err := b.change(fd, c.filter, syscall.EV_ADD); err != nil {
				return err
			}
		case c.was:
			_ = b.change(fd, c.filter, syscall.EV_DELETE)
		}
	}
	if read || write {
		b.watched[fd] = pollEvent{fd, read, write}
	} else {
		delete(b.watched, fd)
	}
	return nil
}

func (b *kqueueBackend) wait(ms int) (events []pollEvent, woken bool, err error) {
	if want := 2*len(b.watched) + 1; len(b.room) < want {
		b.room = make([]syscall.Kevent_t, max(2*want, 16))
	}
	var timeout *syscall.Timespec
	if ms >= 0 {
		t := syscall.NsecToTimespec(int64(ms) * 1e6)
		timeout = &t
	}
	n, err := syscall.Kevent(b.kqueue, nil, b.room, timeout)
	if err == syscall.EINTR {
		return nil, true, nil
	}
	if err != nil {
		return nil, false, err
	}
	events = b.events[:0]
	clear(b.index)
	for _, ev := range b.room[:n] {
		fd := int(ev.Ident)
		if fd == b.pipe[0] {
			woken = true
			var drain [256]byte
			_, _ = syscall.Read(b.pipe[0], drain[:])
			continue
		}
		i, ok := b.index[fd]
		if !ok {
			i = len(events)
			b.index[fd] = i
			events = append(events, pollEvent{fd: fd})
		}
		if int(ev.Filter) == syscall.EVFILT_WRITE {
			events[i].write = true
		} else {
			events[i].read = true
		}
	}
	b.events = events
	return events, woken, nil
}
