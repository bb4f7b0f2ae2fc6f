package asyncio

import (
	"sync"

	"github.com/aio2go/aio2go/runtime/sysnet"
)

// This file implements the poller with poll(2), WSAPoll on Windows. It asks about every
// descriptor at every wait, so that it is for hundreds of connections rather than for
// thousands.

type portableBackend struct {
	pipe   [2]int
	index  map[int]int // of a descriptor in fds
	fds    []sysnet.PollFD
	events []pollEvent

	mu     sync.Mutex
	closed bool
}

func newPortableBackend() (pollBackend, error) {
	p, err := sysnet.Pipe()
	if err != nil {
		return nil, err
	}
	return &portableBackend{pipe: p, index: map[int]int{}, fds: []sysnet.PollFD{{FD: p[0], Want: sysnet.Readable}}}, nil
}

func (b *portableBackend) interrupt() {
	b.mu.Lock()
	defer b.mu.Unlock()
	if !b.closed {
		_, _ = sysnet.Write(b.pipe[1], []byte{0})
	}
}

func (b *portableBackend) descriptor() int { return -1 }

func (b *portableBackend) close() {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.closed = true
	_ = sysnet.Close(b.pipe[0])
	_ = sysnet.Close(b.pipe[1])
}

func (b *portableBackend) update(fd int, read, write bool) error {
	var want sysnet.Ready
	if read {
		want |= sysnet.Readable
	}
	if write {
		want |= sysnet.Writable
	}
	i, known := b.index[fd]
	switch {
	case want != 0 && known:
		b.fds[i].Want = want
	case want != 0:
		b.index[fd] = len(b.fds)
		b.fds = append(b.fds, sysnet.PollFD{FD: fd, Want: want})
	case known:
		last := len(b.fds) - 1
		b.fds[i] = b.fds[last]
		b.index[b.fds[i].FD] = i
		delete(b.index, fd)
		b.fds = b.fds[:last]
	}
	return nil
}

func (b *portableBackend) wait(ms int) (events []pollEvent, woken bool, err error) {
	events = b.events[:0]
	if _, err := sysnet.Poll(b.fds, ms); err != nil {
		return nil, false, err
	}
	for _, f := range b.fds {
		if f.Got == 0 {
			continue
		}
		if f.FD == b.pipe[0] {
			woken = true
			var drain [256]byte
			_, _ = sysnet.Read(b.pipe[0], drain[:])
			continue
		}
		other := f.Got&(sysnet.Failed|sysnet.Invalid) != 0
		events = append(events, pollEvent{f.FD, other || f.Got&sysnet.Readable != 0, other || f.Got&sysnet.Writable != 0})
	}
	b.events = events
	return events, woken, nil
}
