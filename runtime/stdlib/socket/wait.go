package socket

import (
	"math"
	"sync"
	"time"

	"github.com/aio2go/aio2go/runtime/py"
	"github.com/aio2go/aio2go/runtime/sysnet"
)

// This file implements waiting for a descriptor: other threads have their turns, and
// signals are handled meanwhile (PEP 475).

// interrupt is a pipe that ends the waits of the main thread; it is made when first
// needed and stays.
var interrupt struct {
	once sync.Once
	pipe [2]int
	ok   bool
}

func interruptPipe() (read int, ok bool) {
	interrupt.once.Do(func() {
		p, err := sysnet.Pipe()
		interrupt.pipe, interrupt.ok = p, err == nil
	})
	return interrupt.pipe[0], interrupt.ok
}

// wait is a wait with a deadline.
type wait struct {
	forever bool
	end     time.Time
}

// newWait begins a wait of ns nanoseconds, for ever where it is negative.
func newWait(ns int64) *wait {
	if ns < 0 {
		return &wait{forever: true}
	}
	return &wait{end: time.Now().Add(time.Duration(ns))}
}

// milliseconds is what is left.
func (w *wait) milliseconds() int {
	if w.forever {
		return -1
	}
	left := time.Until(w.end)
	if left <= 0 {
		return 0
	}
	return int(min(math.Ceil(float64(left)/1e6), math.MaxInt32))
}

// until waits for one descriptor; the error is TimeoutError or what a signal's handler
// raised.
func (w *wait) until(fd int, want sysnet.Ready) exc {
	fds := []sysnet.PollFD{{FD: fd, Want: want}}
	n, e := w.poll(fds)
	if e != nil {
		return e
	}
	if n == 0 {
		return py.RaiseArgs(py.TimeoutErrorType, py.StrV("timed out"))
	}
	return nil
}

// Poll waits for descriptors as sysnet.Poll, for ns nanoseconds, for ever where it is
// negative, with the turn given up and signals handled.
func Poll(fds []sysnet.PollFD, ns int64) (int, *py.Exception) { return newWait(ns).poll(fds) }

func (w *wait) poll(fds []sysnet.PollFD) (int, exc) {
	list := fds
	if py.Current.ID == py.MainThreadID {
		if p, ok := interruptPipe(); ok {
			list = append(append([]sysnet.PollFD(nil), fds...), sysnet.PollFD{FD: p, Want: sysnet.Readable})
			key := new(int)
			py.SetWaker(key, func() { _, _ = sysnet.Write(interrupt.pipe[1], []byte{0}) })
			defer py.SetWaker(key, nil)
		}
	}
	for {
		if py.Pending() {
			if e := py.Poll(); e != nil {
				return 0, e
			}
		}
		ms := w.milliseconds()
		var n int
		var err error
		py.Blocking(func() { n, err = sysnet.Poll(list, ms) })
		if err != nil {
			return 0, RaiseErr(err)
		}
		if len(list) > len(fds) {
			if list[len(fds)].Got != 0 {
				n--
				var drain [64]byte
				_, _ = sysnet.Read(interrupt.pipe[0], drain[:])
			}
			copy(fds, list)
		}
		if n > 0 || !w.forever && ms == 0 {
			return n, nil
		}
	}
}
