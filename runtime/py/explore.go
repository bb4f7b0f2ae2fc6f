package py

import (
	"math/rand/v2"
	"os"
	"strconv"
	"sync"
)

// This file implements exploration: with AIO2GO_EXPLORE_SEED in the environment, orders
// that CPython leaves open (which descriptors are reported first, which of the threads that
// wait has the next turn, how long computing takes) are drawn from a generator with that
// seed, so that a run repeats exactly and another seed gives another order.

// An Explorer draws what is left open.
type Explorer struct {
	mu sync.Mutex
	r  *rand.Rand
}

// Explore is nil unless the program was asked to explore.
var Explore = newExplorer(os.Getenv("AIO2GO_EXPLORE_SEED"))

func newExplorer(seed string) *Explorer {
	n, err := strconv.ParseUint(seed, 10, 64)
	if err != nil {
		return nil
	}
	return &Explorer{r: rand.New(rand.NewPCG(n, 0x5eed))}
}

// Intn draws a number in [0, n).
func (e *Explorer) Intn(n int) int {
	e.mu.Lock()
	defer e.mu.Unlock()
	return e.r.IntN(n)
}

// Shuffle puts n elements into an order that is drawn.
func (e *Explorer) Shuffle(n int, swap func(i, j int)) {
	e.mu.Lock()
	defer e.mu.Unlock()
	e.r.Shuffle(n, swap)
}

// computing is for how many nanoseconds the program seems to have computed between two
// looks at a virtual clock: mostly very little, at times as long as a slow callback.
func (e *Explorer) computing() int64 {
	switch n := e.Intn(100); {
	case n < 90:
		return virtualTick
	case n < 99:
		return int64(e.Intn(200_000)) + virtualTick
	}
	return int64(e.Intn(3_000_000)) + virtualTick
}

// turnQueue hands the turn to one of the threads that wait for it, drawn. It takes the
// place of the channel turn, whose order depends on the machine.
type turnQueue struct {
	mu      sync.Mutex
	free    bool
	waiting []chan struct{}
}

var exploredTurn turnQueue

// enter makes a place in the queue; the turn is had when it can be received from.
func (q *turnQueue) enter() chan struct{} {
	c := make(chan struct{}, 1)
	q.mu.Lock()
	defer q.mu.Unlock()
	if q.free {
		q.free = false
		c <- struct{}{}
	} else {
		q.waiting = append(q.waiting, c)
	}
	return c
}

func (q *turnQueue) give() {
	q.mu.Lock()
	defer q.mu.Unlock()
	n := len(q.waiting)
	if n == 0 {
		q.free = true
		return
	}
	i := Explore.Intn(n)
	c := q.waiting[i]
	q.waiting = append(q.waiting[:i], q.waiting[i+1:]...)
	c <- struct{}{}
}
