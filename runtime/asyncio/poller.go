package asyncio

import "os"

// This file chooses the poller: epoll on Linux, kqueue on macOS and the BSDs, and one
// over poll(2), which Windows has too, elsewhere or where AIO2GO_POLLER=portable in the
// environment asks for it.

// pollEvent says that a file descriptor is ready.
type pollEvent struct {
	fd          int
	read, write bool
}

// pollBackend watches descriptors.
type pollBackend interface {
	// update says what is to be watched of fd.
	update(fd int, read, write bool) error
	// wait waits for at most ms milliseconds, for ever where it is negative. The result
	// is valid until the next call; woken says that interrupt was called.
	wait(ms int) (events []pollEvent, woken bool, err error)
	// interrupt ends a wait. It may be called from any goroutine.
	interrupt()
	// descriptor returns a descriptor that can be read from when one of those that are
	// watched is ready, -1 where there is none.
	descriptor() int
	close()
}

func newPollBackend() (pollBackend, error) {
	if os.Getenv("AIO2GO_POLLER") == "portable" {
		return newPortableBackend()
	}
	return newNativeBackend()
}
