package entry

import (
	"math"
	"os"
	"runtime"
	"runtime/debug"
	"runtime/metrics"
	"sync/atomic"

	"github.com/aio2go/aio2go/runtime/py"
)

// This file sets the garbage collector's pace. Go's default begins to collect at 4 MiB, so
// that a small program that allocates as Python does collects all the time; and it lets
// every heap grow to twice what is live. Here a small heap has a fixed room to fill, and a
// large one a smaller share of its size: what a CPython process takes is the measure.
//
// What a heap may grow by decides how much of the time goes into collecting: where a
// program makes so much garbage that this is a large share, it gets more room, up to a
// bound, and less again when it makes less.

const (
	// minRoom is what a heap may grow by between two collections, in bytes.
	minRoom = 8 << 20
	// growth is that of a larger heap, in percent of what is live, and slow that of one of
	// more than large bytes.
	growth = 50
	slow   = 25
	large  = 48 << 20
	// surge is that of a heap of which a collection left most: it is being built up, and
	// to look through it often would find nothing. A large one is looked through all the
	// same: what it may grow by is too much.
	surge = 100
	// little is how much is live in a heap that never gets more than minRoom.
	little = 2 << 20
	// most is what share of a heap that is, in percent.
	most = 80
	// busy and idle are the shares of the time, in percent, that collecting takes where a
	// heap gets more room and less.
	busy     = 25
	busySlow = 45
	idle     = 10
)

// roomLimit is what a heap with so many bytes live may grow by where collecting takes much
// of the time. What it takes of a heap with little in it does not depend on the heap.
func roomLimit(live uint64) uint64 {
	if live < little {
		return minRoom
	}
	return max(min(minRoom+3*live, 4*minRoom), live)
}

// paceCollector sets the pace, unless the environment does.
func paceCollector() {
	if os.Getenv("GOGC") != "" || os.Getenv("GOMEMLIMIT") != "" {
		return
	}
	p := &pacer{used: []metrics.Sample{{Name: "/memory/classes/heap/objects:bytes"}}, samples: []metrics.Sample{
		{Name: "/gc/heap/live:bytes"},
		{Name: "/cpu/classes/gc/total:cpu-seconds"},
		{Name: "/cpu/classes/user:cpu-seconds"},
	}}
	p.set(100 * minRoom / (4 << 20)) // the runtime takes a heap for 4 MiB at least
	p.due.Store(math.MaxInt64)
	p.watch()
	py.BeforeLarge = p.beforeLarge
}

// pacer adjusts the pace after each collection.
type pacer struct {
	samples []metrics.Sample
	percent int
	live    uint64        // what the last collection left
	goal    uint64        // the size at which the next collection is due
	due     atomic.Uint64 // goal, for beforeLarge
	worth   atomic.Uint64 // half way to goal
	early   atomic.Bool   // the collection under way was not due
	used    []metrics.Sample
	factor  uint64 // how many times the usual room the heap gets
	busy    bool   // the last collection took much of the time
	gc, run float64
}

// cycle is an object that nothing refers to: its finalizer runs after a collection.
type cycle struct{ p *pacer }

func (p *pacer) watch() {
	runtime.SetFinalizer(&cycle{p}, func(c *cycle) {
		c.p.adjust()
		c.p.watch()
	})
}

// beforeLarge collects where a collection would be due when size bytes have been allocated
// and there is much garbage already, on top of which they would come.
func (p *pacer) beforeLarge(size uintptr) {
	metrics.Read(p.used)
	if p.used[0].Value.Kind() != metrics.KindUint64 {
		return
	}
	used, goal := p.used[0].Value.Uint64(), p.due.Load()
	if used+uint64(size) > goal && used > p.worth.Load() {
		p.early.Store(true)
		debug.FreeOSMemory() // What is free lies in pieces: there may be no place of that size.
	}
}

func (p *pacer) adjust() {
	metrics.Read(p.samples)
	for _, s := range p.samples {
		if s.Value.Kind() == metrics.KindBad {
			return
		}
	}
	live := p.samples[0].Value.Uint64()
	gc, run := p.samples[1].Value.Float64(), p.samples[2].Value.Float64()
	if !p.early.Swap(false) {
		factor := factorFor(p.factor, live, p.live, p.goal, gc-p.gc, run-p.run)
		// Once may be chance: collecting takes long as well where the machine has other work.
		again := p.busy
		p.busy = factor > p.factor
		if !p.busy || again {
			p.factor = factor
		}
	}
	p.gc, p.run = gc, run
	percent := percentFor(live, p.goal)
	if p.factor > 1 {
		room := min(uint64(percent)*max(live, 4<<20)/100*p.factor, roomLimit(live))
		percent = max(percent, int(100*room/max(live, 4<<20)))
	}
	p.set(percent)
	p.live = live
	p.goal = live + max(live, 4<<20)*uint64(p.percent)/100
	p.due.Store(p.goal)
	p.worth.Store(p.live/2 + p.goal/2)
}

// factorFor returns how many times its usual room a heap gets that got factor times of it,
// grew from before to goal, was found to have live bytes, and for which gc and run are what
// collecting and the program have taken since the collection before.
func factorFor(factor, live, before, goal uint64, gc, run float64) uint64 {
	share := 100 * gc / (gc + run)
	limit := float64(busy)
	if live > large {
		limit = busySlow
	}
	switch {
	case share < idle:
		return max(factor/2, 1)
	case share > limit && goal > before && live < before+(goal-before)/2:
		return min(max(factor, 1)*2, 8)
	}
	return max(factor, 1)
}

// percentFor returns the GOGC for a heap with so many bytes live after a collection that
// was due at goal, 0 where that is not known.
func percentFor(live, goal uint64) int {
	percent := growth
	switch {
	case live > large:
		percent = slow
	case goal > 0 && live > goal/100*most:
		percent = surge
	}
	return max(int(100*minRoom/max(live, 4<<20)), percent)
}

// set changes the pace, which stops the program for a moment, where it is far off.
func (p *pacer) set(percent int) {
	if d := percent - p.percent; d*8 > p.percent || -d*8 > p.percent {
		p.percent = percent
		debug.SetGCPercent(percent)
	}
}
