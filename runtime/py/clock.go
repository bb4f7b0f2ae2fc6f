package py

import (
	"math"
	"os"
	"sync"
	"time"
)

// This file implements Clock, the time that time.sleep, time.monotonic and the event
// loop share. With AIO2GO_CLOCK=virtual in the environment time stands still while the
// program computes and jumps ahead when it waits, so that sleeping costs nothing and
// runs are deterministic.

// Clock tells and passes time.
type Clock interface {
	// Monotonic is time.monotonic() in nanoseconds.
	Monotonic() int64
	// Now is time.time_ns().
	Now() int64
	// Sleep waits for ns nanoseconds, or until wake can be received from, and reports
	// whether it was woken. wake may be nil.
	Sleep(ns int64, wake <-chan struct{}) bool
	// Virtual reports whether waiting costs no time.
	Virtual() bool
}

// TheClock is the program's clock.
var TheClock Clock = newClock(os.Getenv("AIO2GO_CLOCK"))

func newClock(mode string) Clock {
	if mode == "virtual" {
		return NewVirtualClock()
	}
	return realClock{time.Now()}
}

// realClock is the machine's.
type realClock struct{ start time.Time }

// monotonicBase makes readings look like uptimes, as CPython's do: never near zero.
const monotonicBase = int64(1000 * time.Second)

func (c realClock) Monotonic() int64 { return int64(time.Since(c.start)) + monotonicBase }
func (c realClock) Now() int64       { return time.Now().UnixNano() }
func (c realClock) Virtual() bool    { return false }

func (c realClock) Sleep(ns int64, wake <-chan struct{}) bool {
	if wake == nil {
		time.Sleep(time.Duration(ns))
		return false
	}
	if ns <= 0 {
		select {
		case <-wake:
			return true
		default:
			return false
		}
	}
	t := time.NewTimer(time.Duration(ns))
	defer t.Stop()
	select {
	case <-wake:
		return true
	case <-t.C:
		return false
	}
}

// virtualTick is by how much looking at a virtual clock moves it, so that of two timers
// with the same delay the one that was set first comes first, as in real time.
const virtualTick = 10

// VirtualClock is a clock that only waiting moves (and, a little, looking at it).
type VirtualClock struct {
	mu       sync.Mutex
	now      int64
	sleepers []*sleeper
}

// sleeper is a thread that sleeps while others are at work.
type sleeper struct {
	until int64
	wake  chan struct{}
	due   chan struct{} // closed at the end
	woken bool
}

// NewVirtualClock returns a virtual clock at the same time in every run.
func NewVirtualClock() *VirtualClock { return &VirtualClock{now: monotonicBase} }

// virtualEpoch is what time.time() is when a virtual clock starts: 2026-01-01 UTC.
const virtualEpoch = int64(1767225600) * int64(time.Second)

// Monotonic implements Clock.
func (c *VirtualClock) Monotonic() int64 {
	c.mu.Lock()
	defer c.mu.Unlock()
	if Explore != nil {
		c.now += Explore.computing()
	} else {
		c.now += virtualTick
	}
	return c.now
}

// Reading is how far the clock went since it started, in nanoseconds; that it is looked
// at does not move it.
func (c *VirtualClock) Reading() int64 {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.now - monotonicBase
}

// Now implements Clock.
func (c *VirtualClock) Now() int64 { return virtualEpoch + c.Monotonic() - monotonicBase }

// Virtual implements Clock.
func (c *VirtualClock) Virtual() bool { return true }

// Sleep implements Clock: it moves the clock and returns. It is for programs with one
// thread: see SleepBlocking.
func (c *VirtualClock) Sleep(ns int64, wake <-chan struct{}) bool {
	if wake != nil {
		select {
		case <-wake:
			return true
		default:
		}
	}
	if ns > 0 {
		c.mu.Lock()
		c.now += ns
		c.mu.Unlock()
	}
	return false
}

// begin begins the sleep of a thread while there are others: the clock moves when none
// of them is busy. It returns nil where the sleep is over at once.
func (c *VirtualClock) begin(ns int64, wake chan struct{}) *sleeper {
	c.mu.Lock()
	defer c.mu.Unlock()
	select {
	case <-wake:
		return nil
	default:
	}
	s := &sleeper{until: c.now + max(ns, 0), wake: wake, due: make(chan struct{})}
	if s.until < c.now {
		s.until = math.MaxInt64
	}
	c.sleepers = append(c.sleepers, s)
	busyThreads.Add(-1)
	c.advance(false)
	return s
}

// end ends the sleep of s, whose thread is busy from now on.
func (c *VirtualClock) end(s *sleeper) {
	for i, t := range c.sleepers {
		if t == s {
			c.sleepers = append(c.sleepers[:i], c.sleepers[i+1:]...)
			break
		}
	}
	busyThreads.Add(1)
	close(s.due)
}

func (c *VirtualClock) wakeUp(wake chan struct{}) {
	c.mu.Lock()
	defer c.mu.Unlock()
	for _, s := range c.sleepers {
		if s.wake == wake {
			select {
			case <-wake:
			default:
			}
			s.woken = true
			c.end(s)
			return
		}
	}
}

func (c *VirtualClock) moveOn(force bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.advance(force)
}

// advance moves the clock to the end of the shortest sleep where no thread is busy, or,
// by force, where those that are wait for something.
func (c *VirtualClock) advance(force bool) {
	busy := busyThreads.Load()
	if force {
		busy -= waitThreads.Load()
	}
	if busy > 0 || len(c.sleepers) == 0 {
		return
	}
	first := c.sleepers[0]
	for _, s := range c.sleepers {
		if s.until < first.until {
			first = s
		}
	}
	if first.until == math.MaxInt64 {
		return // waits for something else than time
	}
	c.now = max(c.now, first.until)
	c.end(first)
}
