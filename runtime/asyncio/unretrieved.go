package asyncio

import (
	"slices"
	"time"

	"github.com/aio2go/aio2go/runtime/coro"
	"github.com/aio2go/aio2go/runtime/py"
)

// This file reports the exceptions of futures that nobody looks at. CPython does so when the
// future is freed. Here the collector finds the futures that nothing refers to: it is asked
// when a loop has nothing to do, so that a server tells of its failures while it runs. What
// is still referred to is reported when the loop is closed, or at the end of the program.

// unretrieved are the futures whose exceptions were not looked at, in the order in which
// they failed, until the program has had its chance to do so.
var unretrieved []*Future

func noteUnretrieved(fut *Future) {
	if n := len(unretrieved); n >= 1024 && n == cap(unretrieved) {
		unretrieved = slices.DeleteFunc(unretrieved, (*Future).retrieved)
	}
	unretrieved = append(unretrieved, fut)
	seeking.fresh = true
}

func (fut *Future) retrieved() bool { return !fut.logTB }

// reportUnretrieved is Future.__del__.
func (fut *Future) reportUnretrieved() {
	if !fut.logTB {
		return
	}
	fut.logTB = false
	exc := fut.exc
	if x := fut.extra; x != nil && x.excTB != nil {
		exc.Traceback = x.excTB
	}
	_ = fut.loop.callExceptionHandler(fut.trace().addTo(errorContext(fut.Header.Type().Name+" exception was never retrieved", exc, "future", fut.Value())))
}

// ReportUnretrieved reports the exceptions that the program did not look at. It is
// called when a loop that asyncio.run made is closed and at exit.
func ReportUnretrieved() {
	list := unretrieved
	unretrieved = nil
	for _, fut := range list {
		fut.reportUnretrieved()
	}
}

// A seeker knows when the collector is asked next.
type seeker struct {
	fresh     bool          // a future has failed since the last time
	idle      int           // how often loops had nothing to do since then
	fruitless int           // how often in a row nothing was found
	since     time.Time     // the last time
	spent     time.Duration // by all collections
}

var seeking seeker

const (
	// freeSeeking is how long the collections may take, and seekingShare what part of the
	// time that the program runs they may take besides.
	freeSeeking  = 500 * time.Millisecond
	seekingShare = 20
	// After eagerSeeking collections in a row that found nothing, a loop that has nothing
	// to do asks every second time, after one more every fourth time and so on.
	eagerSeeking = 8
	// A loop that waits asks again after seekAgain, and after twice as long each time.
	seekAgain  = 10 * time.Millisecond
	maxDoubled = 13
)

var programStart = time.Now()

// reportForgotten is called when a loop is about to wait for timeout seconds (less than 0:
// without end) and there are unretrieved exceptions. It reports those that nothing refers
// to, if it is time to ask the collector, and returns for how long the loop may wait.
func reportForgotten(timeout float64) float64 {
	unretrieved = slices.DeleteFunc(unretrieved, (*Future).retrieved)
	if len(unretrieved) == 0 {
		return timeout
	}
	s := &seeking
	if s.due(time.Now()) {
		if dead := s.seek(); len(dead) > 0 {
			for _, fut := range dead {
				fut.reportUnretrieved()
			}
			return 0 // the exception handler may have scheduled something
		}
	}
	if wait := s.wait(time.Now()).Seconds(); !py.TheClock.Virtual() && (timeout < 0 || wait < timeout) {
		return wait
	}
	return timeout
}

// due reports whether a loop that has nothing to do asks the collector.
func (s *seeker) due(now time.Time) bool {
	s.idle++
	virtual := py.TheClock.Virtual()
	switch {
	case !virtual && s.overspent(now) > 0:
		return false
	case s.fresh, s.fruitless <= eagerSeeking, s.idle >= 1<<min(s.fruitless-eagerSeeking, maxDoubled):
		return true
	}
	return !virtual && s.wait(now) == 0
}

// seek asks the collector.
func (s *seeker) seek() []*Future {
	begin := time.Now()
	dead := takeForgotten()
	s.since = time.Now()
	s.spent += s.since.Sub(begin)
	s.fresh, s.idle = false, 0
	if s.fruitless++; len(dead) > 0 {
		s.fruitless = 0
	}
	return dead
}

// wait returns when a loop that does nothing but wait asks again.
func (s *seeker) wait(now time.Time) time.Duration {
	return max(0, seekAgain<<min(s.fruitless, maxDoubled)-now.Sub(s.since), s.overspent(now))
}

// overspent returns for how long the collections have used up their share.
func (s *seeker) overspent(now time.Time) time.Duration {
	if s.spent <= freeSeeking {
		return 0
	}
	return (s.spent-freeSeeking)*seekingShare - now.Sub(programStart)
}

func init() {
	py.OnCollect(func() {
		if unretrieved = slices.DeleteFunc(unretrieved, (*Future).retrieved); len(unretrieved) > 0 {
			for _, fut := range takeForgotten() {
				fut.reportUnretrieved()
			}
		}
	})
}

// takeForgotten runs the collector and takes out of unretrieved the futures that nothing
// else refers to, in the order in which they failed.
func takeForgotten() []*Future {
	var asked []*Future
	kept := unretrieved[:0]
	for _, fut := range unretrieved {
		if fut.kind == heldFuture || fut.Type().Slots.Del != nil {
			kept = append(kept, fut) // inside of another object, or with a finalizer of its own
		} else {
			asked = append(asked, fut)
		}
	}
	clear(unretrieved[len(kept):])
	dead, alive := coro.Unreachable(asked, func(fut *Future) {
		py.AddPendingCall(func() *py.Exception { fut.reportUnretrieved(); return nil })
	})
	unretrieved = append(kept, alive...)
	return dead
}
