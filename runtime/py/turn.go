package py

import (
	"sync"
	"sync/atomic"
	"time"
)

// This file implements turns: exactly one thread runs Python code at a time, as under
// CPython's GIL. Current says which. A thread gives up its turn around what blocks
// (Blocking) and, when another has waited for switchInterval, where a loop's iteration or a
// function begins (Poll). Poll is also where the main thread handles signals.

// MainThreadID is the ID of the main thread.
const MainThreadID = 1

// switchInterval is sys.getswitchinterval().
const switchInterval = 5 * time.Millisecond

var (
	// turn holds a token while no thread has the turn.
	turn = make(chan struct{}, 1)

	lastThreadID int64        = MainThreadID
	liveThreads  atomic.Int32 // other than the main thread
	busyThreads  atomic.Int32 // all that do not sleep; 0 means 1 until one starts
	waitThreads  atomic.Int32 // of them, those in Blocking

	pending atomic.Int32 // not zero when there is something for Poll to do

	pendingMu    sync.Mutex
	pendingCalls []func() *Exception
	wakers       = map[any]func(){}
)

func init() { Current.ID, Current.Name = MainThreadID, "MainThread" }

func (t *Thread) takeTurn() {
	if Explore != nil {
		<-exploredTurn.enter()
		Current = t
		return
	}
	timer := time.NewTimer(switchInterval)
	defer timer.Stop()
	for {
		select {
		case <-turn:
			Current = t
			return
		case <-timer.C:
			ask()
			timer.Reset(switchInterval)
		}
	}
}

func giveTurn() {
	if Explore != nil {
		exploredTurn.give()
		return
	}
	turn <- struct{}{}
}

// Blocking runs f, which must not touch Python objects, while other threads have their
// turns.
func Blocking(f func()) {
	if liveThreads.Load() == 0 {
		f()
		return
	}
	block(f)
}

// background is the size from which work on data is done by BlockingFor without the turn.
const background = 16 << 10

// BlockingFor is Blocking for work on so much data that it is worth it, and f() for less.
func BlockingFor(size int, f func()) {
	if size < background {
		f()
	} else {
		Blocking(f)
	}
}

// Alone reports whether there is no thread but the caller's.
func Alone() bool { return liveThreads.Load() == 0 }

// SleepBlocking is TheClock.Sleep with the turn given up. What wakes it up must use
// Wake.
func SleepBlocking(ns int64, wake chan struct{}) (woken bool) {
	if liveThreads.Load() == 0 {
		return TheClock.Sleep(ns, wake)
	}
	c, virtual := TheClock.(*VirtualClock)
	if !virtual {
		block(func() { woken = TheClock.Sleep(ns, wake) })
		return woken
	}
	t := Current
	s := c.begin(ns, wake)
	if s == nil {
		return true
	}
	giveTurn()
	for {
		select {
		case <-s.due:
			t.takeTurn()
			return s.woken
		case <-time.After(waitGrace):
			c.moveOn(true)
		}
	}
}

// waitGrace is for how long a virtual clock stands still for threads that wait for
// something else than time.
const waitGrace = 30 * time.Millisecond

// Wake ends the SleepBlocking that was given wake, a channel with room for one element,
// or the next one.
func Wake(wake chan struct{}) {
	select {
	case wake <- struct{}{}:
	default:
	}
	if c, ok := TheClock.(*VirtualClock); ok {
		c.wakeUp(wake)
	}
}

// block gives up the turn around f.
func block(f func()) {
	t := Current
	waitThreads.Add(1)
	giveTurn()
	f()
	waitThreads.Add(-1)
	t.takeTurn()
}

// StartThread runs f as a new Python thread, which has its first turn when the caller
// gives up its own.
func StartThread(name string, f func()) *Thread {
	t := newThread()
	lastThreadID++
	t.ID, t.Name = lastThreadID, name
	if liveThreads.Add(1) == 1 {
		busyThreads.Store(1) // this thread
	}
	busyThreads.Add(1)
	var place chan struct{}
	if Explore != nil {
		place = exploredTurn.enter() // here, so that it does not depend on the goroutine's start
		ask()
	}
	go func() {
		if place != nil {
			<-place
			Current = t
		} else {
			t.takeTurn()
		}
		f()
		liveThreads.Add(-1)
		busyThreads.Add(-1)
		if c, ok := TheClock.(*VirtualClock); ok {
			c.moveOn(false)
		}
		giveTurn()
	}()
	return t
}

// ask makes the thread that runs come to Poll.
func ask() {
	pending.Store(1)
	enterLimit.Store(-1)
}

// answer takes back what ask has asked for.
func answer() {
	pending.Store(0)
	admit()
}

// Pending reports whether Poll has something to do. Emitted loops ask at every
// iteration.
func Pending() bool { return pending.Load() != 0 }

// Poll gives other threads their turn where one has waited long enough, and makes the
// calls that AddPendingCall asked for, on the main thread.
func Poll() *Exception {
	if Current.ID != MainThreadID {
		if Explore == nil {
			// What asked is served now, but for the calls, which are the main thread's.
			pendingMu.Lock()
			if len(pendingCalls) == 0 {
				answer()
			}
			pendingMu.Unlock()
		}
		if liveThreads.Load() > 0 {
			yieldTurn()
		}
		return nil
	}
	if Explore == nil || liveThreads.Load() == 0 {
		answer()
	}
	for {
		pendingMu.Lock()
		var call func() *Exception
		if len(pendingCalls) > 0 {
			call = pendingCalls[0]
			pendingCalls = pendingCalls[1:]
		}
		pendingMu.Unlock()
		if call == nil {
			break
		}
		if exc := call(); exc != nil {
			pendingMu.Lock()
			if len(pendingCalls) > 0 {
				ask()
			}
			pendingMu.Unlock()
			return exc
		}
	}
	if liveThreads.Load() > 0 {
		yieldTurn()
	}
	return nil
}

// yieldTurn lets another thread that waits for its turn have it.
func yieldTurn() {
	if Explore != nil && Explore.Intn(4) != 0 {
		return
	}
	t := Current
	giveTurn()
	t.takeTurn()
}

// AddPendingCall asks for f to be called by the main thread, soon. It may be called from
// any goroutine.
func AddPendingCall(f func() *Exception) {
	pendingMu.Lock()
	pendingCalls = append(pendingCalls, f)
	list := make([]func(), 0, len(wakers))
	for _, w := range wakers {
		list = append(list, w)
	}
	ask()
	pendingMu.Unlock()
	for _, w := range list {
		w()
	}
}

// SetWaker makes wake be called, from any goroutine, whenever a pending call is added,
// so that a wait of the main thread ends. A nil wake removes what key had.
func SetWaker(key any, wake func()) {
	pendingMu.Lock()
	defer pendingMu.Unlock()
	if wake == nil {
		delete(wakers, key)
	} else {
		wakers[key] = wake
	}
}

// SleepFor sleeps for ns nanoseconds of the program's clock, as time.sleep: other
// threads have their turns, and signals are handled meanwhile (PEP 475).
func SleepFor(ns int64) *Exception {
	if Current.ID != MainThreadID {
		SleepBlocking(ns, nil)
		return nil
	}
	wake := make(chan struct{}, 1)
	key := new(int)
	SetWaker(key, func() { Wake(wake) })
	defer SetWaker(key, nil)
	end := TheClock.Monotonic() + ns
	for {
		if Pending() {
			if exc := Poll(); exc != nil {
				return exc
			}
		}
		left := end - TheClock.Monotonic()
		if left <= 0 && ns > 0 {
			return nil
		}
		woken := SleepBlocking(left, wake)
		if !woken && !Pending() {
			return nil
		}
	}
}

// interruptHandler is what SIGINT does; nil raises KeyboardInterrupt.
var interruptHandler func() *Exception

// SwapInterruptHandler makes f what SIGINT does on the main thread, nil for the default,
// and returns what it was.
func SwapInterruptHandler(f func() *Exception) func() *Exception {
	old := interruptHandler
	interruptHandler = f
	return old
}

// Interrupt does what SIGINT does, soon, on the main thread. It may be called from any
// goroutine.
func Interrupt() {
	AddPendingCall(func() *Exception {
		if f := interruptHandler; f != nil {
			return f()
		}
		return RaiseArgs(KeyboardInterruptType)
	})
}
