package entry

import (
	"os"
	"runtime"
	"runtime/debug"
	"runtime/metrics"
)

// This file sets the garbage collector's pace. Go's default begins to collect at 4 MiB, so
// that a small program that allocates as Python does collects all the time; and it lets
// every heap grow to twice what is live. Here a small heap has a fixed room to fill, and a
// large one a smaller share of its size: what a CPython process takes is the measure.

const (
	// minRoom is what a heap may grow by between two collections, in bytes.
	minRoom = 8 << 20
	// growth is that of a large heap, in percent of what is live.
	growth = 50
	// surge is that of a heap of which a collection left most: it is being built up, and
	// to look through it often would find nothing. One of more than surgeLive bytes is
	// looked through all the same: what it may grow by is too much.
	surge     = 100
	surgeLive = 48 << 20
	// most is what share of a heap that is, in percent.
	most = 80
)

// paceCollector sets the pace, unless the environment does.
func paceCollector() {
	if os.Getenv("GOGC") != "" || os.Getenv("GOMEMLIMIT") != "" {
		return
	}
	p := &pacer{live: []metrics.Sample{{Name: "/gc/heap/live:bytes"}}}
	p.set(100 * minRoom / (4 << 20)) // the runtime takes a heap for 4 MiB at least
	p.watch()
}

// pacer adjusts the pace after each collection.
type pacer struct {
	live    []metrics.Sample
	percent int
	goal    uint64 // the size at which the next collection is due
}

// cycle is an object that nothing refers to: its finalizer runs after a collection.
type cycle struct{ p *pacer }

func (p *pacer) watch() {
	runtime.SetFinalizer(&cycle{p}, func(c *cycle) {
		c.p.adjust()
		c.p.watch()
	})
}

func (p *pacer) adjust() {
	metrics.Read(p.live)
	if p.live[0].Value.Kind() != metrics.KindUint64 {
		return
	}
	live := p.live[0].Value.Uint64()
	p.set(percentFor(live, p.goal))
	p.goal = live + max(live, 4<<20)*uint64(p.percent)/100
}

// percentFor returns the GOGC for a heap with so many bytes live after a collection that
// was due at goal, 0 where that is not known.
func percentFor(live, goal uint64) int {
	percent := growth
	if goal > 0 && live <= surgeLive && live > goal/100*most {
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
