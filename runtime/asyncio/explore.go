package asyncio

import (
	"os"

	"github.com/aio2go/aio2go/runtime/py"
)

// This file is the event loop's part of exploration: the orders that CPython leaves open
// are drawn by py.Explore.

// statusDeadlock is the exit status of an explored program that can never go on.
const statusDeadlock = 87

// exploreReady draws in which order descriptors that are ready are reported, and whether
// some are reported only the next time. Its argument is sorted by descriptor first: what
// the system says depends on when things happened outside.
func exploreReady(events []pollEvent) []pollEvent {
	for i := 1; i < len(events); i++ {
		for j := i; j > 0 && events[j].fd < events[j-1].fd; j-- {
			events[j], events[j-1] = events[j-1], events[j]
		}
	}
	py.Explore.Shuffle(len(events), func(i, j int) { events[i], events[j] = events[j], events[i] })
	if n := len(events); n > 1 && py.Explore.Intn(3) == 0 {
		events = events[:1+py.Explore.Intn(n-1)]
	}
	return events
}

// shuffleDue draws the order of the timers that are due at the very same time: a heap
// does not say which comes first.
func (loop *Loop) shuffleDue(end float64) {
	var due []timerEntry
	for len(loop.scheduled) > 0 && loop.scheduled[0].when < end {
		due = append(due, loop.scheduled.pop())
	}
	for i := 0; i < len(due); {
		j := i + 1
		for j < len(due) && due[j].when == due[i].when {
			j++
		}
		same := due[i:j]
		py.Explore.Shuffle(len(same), func(a, b int) { same[a], same[b] = same[b], same[a] })
		i = j
	}
	for _, t := range due {
		loop.fire(t)
	}
}

// deadlocked ends a program whose loop waits for something that cannot happen: there is no
// timer, no descriptor and no other thread.
func deadlocked() {
	flushStdout()
	_, _ = os.Stderr.WriteString("deadlock: nothing can wake the event loop up\n" + TaskTree())
	if tracing != nil {
		tracing.close()
	}
	os.Exit(statusDeadlock)
}

// flushStdout flushes sys.stdout as well as it can be.
func flushStdout() {
	sys, exc := py.ImportModule("sys")
	if exc != nil {
		return
	}
	if out, exc := py.GetAttr(sys, py.Intern("stdout")); exc == nil {
		_, _ = py.CallMethod0(out, py.Intern("flush"))
	}
}
