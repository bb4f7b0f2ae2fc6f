package signals

import (
	"os"
	"os/signal"
	"sync"
	"syscall"
	"time"

	"github.com/aio2go/aio2go/runtime/py"
)

// Max is the highest signal number.
const Max = 64

// The handlers that are no callables: the default action, and ignoring.
var (
	Default = py.Int(0)
	Ignore  = py.Int(1)
)

var (
	mu       sync.Mutex // of what goroutines that receive signals look at
	handlers [Max + 1]py.Value
	blocked  [Max + 1]bool
	pending  [Max + 1]bool
	watched  [Max + 1]chan os.Signal
	wakeFD   = -1
	arrived  = make(chan struct{}, 1) // told of every signal
	calls    int                      // of handlers, for Pause
)

// DefaultInterrupt is signal.default_int_handler, which the package signal sets.
var DefaultInterrupt py.Value

// Handler returns the handler of a signal: Default, Ignore or a callable.
func Handler(sig int) py.Value {
	h := handlers[sig]
	if !h.IsUnbound() {
		return h
	}
	switch syscall.Signal(sig) {
	case syscall.SIGINT:
		if signal.Ignored(syscall.SIGINT) {
			return Ignore
		}
		return DefaultInterrupt
	case syscall.SIGPIPE, sigXFSZ:
		return Ignore
	}
	if signal.Ignored(syscall.Signal(sig)) {
		return Ignore
	}
	return Default
}

// SetHandler makes h the handler of a signal.
func SetHandler(sig int, h py.Value) *py.Exception {
	s := syscall.Signal(sig)
	if s == syscall.SIGKILL || s == sigStop {
		return py.RaiseErrno(syscall.EINVAL, py.Value{})
	}
	handlers[sig] = h
	if s == syscall.SIGINT {
		setInterrupt(h)
		return nil
	}
	switch h {
	case Default:
		if !blocked[sig] {
			unwatch(sig)
		}
		signal.Reset(s)
	case Ignore:
		unwatch(sig)
		signal.Ignore(s)
	default:
		watch(sig)
	}
	return nil
}

// setInterrupt sets what SIGINT does, which package entry receives.
func setInterrupt(h py.Value) {
	sig := int(syscall.SIGINT)
	switch h {
	case DefaultInterrupt:
		py.SwapInterruptHandler(nil)
	case Default:
		py.SwapInterruptHandler(func() *py.Exception { return die(sig) })
	case Ignore:
		py.SwapInterruptHandler(func() *py.Exception { return nil })
	default:
		py.SwapInterruptHandler(func() *py.Exception {
			if hold(sig) {
				return nil
			}
			return call(sig)
		})
	}
}

// die ends the process by a signal.
func die(sig int) *py.Exception {
	signal.Reset(syscall.Signal(sig))
	if err := kill(os.Getpid(), sig); err != nil {
		return py.RaiseErrno(syscall.EINVAL, py.Value{})
	}
	select {}
}

// watch makes the process receive a signal.
func watch(sig int) {
	if watched[sig] != nil {
		return
	}
	c := make(chan os.Signal, 16)
	watched[sig] = c
	signal.Notify(c, syscall.Signal(sig))
	go func() {
		for range c {
			receive(sig)
		}
	}()
}

func unwatch(sig int) {
	if c := watched[sig]; c != nil {
		signal.Stop(c)
		close(c)
		watched[sig] = nil
	}
}

// receive is called on a goroutine of its own for each signal that arrives.
func receive(sig int) {
	wakeUp(sig)
	if hold(sig) {
		return
	}
	py.AddPendingCall(func() *py.Exception { return call(sig) })
}

// hold notes a signal that is blocked as pending.
func hold(sig int) bool {
	mu.Lock()
	defer mu.Unlock()
	if !blocked[sig] {
		return false
	}
	pending[sig] = true
	select {
	case arrived <- struct{}{}:
	default:
	}
	return true
}

// wakeUp writes the signal's number to the descriptor of set_wakeup_fd.
func wakeUp(sig int) {
	mu.Lock()
	fd := wakeFD
	mu.Unlock()
	if fd >= 0 {
		write(fd, byte(sig))
	}
}

// SetWakeup sets the descriptor that gets a byte for each signal, and returns what it was.
func SetWakeup(fd int) int {
	mu.Lock()
	defer mu.Unlock()
	old := wakeFD
	wakeFD = fd
	return old
}

// call calls the handler of a signal.
func call(sig int) *py.Exception {
	h := Handler(sig)
	switch h {
	case Default:
		return die(sig)
	case Ignore:
		return nil
	}
	calls++
	frame := py.None
	if list := py.CallerFrames(); len(list) > 0 {
		frame = list[0].Value()
	}
	_, exc := py.Call2(h, py.IntOf(sig), frame)
	return exc
}

// Raise sends a signal to the process itself.
func Raise(sig int) *py.Exception {
	if sig >= 1 && sig <= Max {
		h := Handler(sig)
		mu.Lock()
		isBlocked := blocked[sig]
		mu.Unlock()
		switch {
		case isBlocked:
			hold(sig)
			return nil
		case h == Ignore:
			return nil
		case h != Default:
			wakeUp(sig)
			if sig == int(syscall.SIGINT) {
				py.Interrupt()
			} else {
				py.AddPendingCall(func() *py.Exception { return call(sig) })
			}
			if py.Current.ID == py.MainThreadID {
				return py.Poll()
			}
			return nil
		}
	}
	if err := kill(os.Getpid(), sig); err != nil {
		errno, _ := err.(syscall.Errno)
		return py.RaiseErrno(errno, py.Value{})
	}
	// It arrives before the next line runs.
	if sig != 0 {
		time.Sleep(time.Millisecond)
	}
	if py.Current.ID == py.MainThreadID {
		return py.Poll()
	}
	return nil
}

// Blocked returns the blocked signals in order.
func Blocked() []int { return list(&blocked) }

// Pending returns the blocked signals that have arrived.
func Pending() []int { return list(&pending) }

func list(set *[Max + 1]bool) []int {
	mu.Lock()
	defer mu.Unlock()
	var out []int
	for i, in := range set {
		if in {
			out = append(out, i)
		}
	}
	return out
}

// SetOf returns the set of the signal numbers that iterable has. It raises ValueError for one
// that there is not.
func SetOf(iterable py.Value) (set [Max + 1]bool, exc *py.Exception) {
	exc = py.Each(iterable, func(x py.Value) *py.Exception {
		n, exc := py.CInt(x)
		if exc != nil {
			return exc
		}
		if n < 1 || n > Max {
			return py.Raisef(py.ValueErrorType, "signal number %d out of range [1; %d]", n, Max)
		}
		set[n] = true
		return nil
	})
	return set, exc
}

// SetBlocked makes set the blocked signals, and handles those that waited and are no
// longer blocked.
func SetBlocked(set [Max + 1]bool) *py.Exception {
	set[syscall.SIGKILL], set[sigStop] = false, false
	var due []int
	mu.Lock()
	old := blocked
	blocked = set
	for sig := range set {
		if !set[sig] && pending[sig] {
			pending[sig] = false
			due = append(due, sig)
		}
	}
	mu.Unlock()
	for sig := 1; sig <= Max; sig++ {
		if set[sig] && !old[sig] && sig != int(syscall.SIGINT) {
			watch(sig)
		}
		if !set[sig] && old[sig] && sig != int(syscall.SIGINT) && Handler(sig) == Default {
			unwatch(sig)
		}
	}
	if set[syscall.SIGINT] && !old[syscall.SIGINT] && handlers[syscall.SIGINT].IsUnbound() {
		h := DefaultInterrupt
		py.SwapInterruptHandler(func() *py.Exception {
			if hold(int(syscall.SIGINT)) {
				return nil
			}
			_, exc := py.Call2(h, py.Int(int64(syscall.SIGINT)), py.None)
			return exc
		})
	}
	for _, sig := range due {
		if exc := call(sig); exc != nil {
			return exc
		}
	}
	return nil
}

// Wait waits until one of the signals is pending and takes it; ns is the longest time, -1
// for no end. The result is 0 when the time is over.
func Wait(set [Max + 1]bool, ns int64) (int, *py.Exception) {
	var fresh []int
	mu.Lock()
	old := blocked
	for sig := range set {
		if set[sig] && !blocked[sig] {
			fresh = append(fresh, sig)
			blocked[sig] = true
		}
	}
	mu.Unlock()
	for _, sig := range fresh {
		watch(sig)
	}
	defer func() {
		mu.Lock()
		blocked = old
		mu.Unlock()
	}()
	end := py.TheClock.Monotonic() + ns
	for {
		mu.Lock()
		for sig := range set {
			if set[sig] && pending[sig] {
				pending[sig] = false
				mu.Unlock()
				return sig, nil
			}
		}
		mu.Unlock()
		left := int64(1e8)
		if ns >= 0 {
			if left = min(left, end-py.TheClock.Monotonic()); left <= 0 {
				return 0, nil
			}
		}
		py.SleepBlocking(left, arrived)
		if py.Pending() && py.Current.ID == py.MainThreadID {
			if exc := py.Poll(); exc != nil {
				return 0, exc
			}
		}
	}
}

// Pause waits for a handler to be called.
func Pause() *py.Exception {
	before := calls
	for calls == before {
		if exc := py.SleepFor(1e8); exc != nil {
			return exc
		}
	}
	return nil
}
