package py

import (
	"runtime"
	"time"
	"weak"
)

// This file implements what keeps the size of a bytearray fixed: the memoryviews on it
// that are in use (Python library reference, Memory Views). CPython knows the moment in
// which the last reference to a view goes, as in
//
//	head = memoryview(buf)[:n].tobytes()
//	del buf[:n]
//
// Here the garbage collector knows, and is asked where it matters.

// exports are what was given to memoryviews on an object and not released, as far as the
// collector has not found the views dead.
type exports []weak.Pointer[export]

// An export belongs to a memoryview and the slices and casts of it, which refer to it until
// they are released.
type export struct {
	views int  // those that are not released; some may be dead
	stale bool // the object has another size since; see resizable
}

// add returns a new export, for one view. Dead ones are left out when the list would grow.
func (e *exports) add() *export {
	if len(*e) == cap(*e) {
		e.prune()
	}
	x := &export{views: 1}
	*e = append(*e, weak.Make(x))
	return x
}

// prune leaves out the exports whose views are dead or released.
func (e *exports) prune() {
	kept := (*e)[:0]
	for _, p := range *e {
		if x := p.Value(); x != nil && x.views > 0 {
			kept = append(kept, p)
		}
	}
	clear((*e)[len(kept):])
	*e = kept
}

// resizable raises BufferError while a memoryview looks at the bytes. Where the collector
// has been asked too often, the views become stale instead: the first use of one that is
// alive all the same is the error.
func (e *exports) resizable() *Exception {
	if len(*e) == 0 {
		return nil
	}
	if e.prune(); len(*e) == 0 {
		return nil
	}
	if !MayCollect() {
		for _, p := range *e {
			if x := p.Value(); x != nil {
				x.stale = true
			}
		}
		*e = nil
		return nil
	}
	CollectGarbage()
	if e.prune(); len(*e) == 0 {
		return nil
	}
	return Raisef(BufferErrorType, "Existing exports of data: object cannot be re-sized")
}

// Collections that the runtime asks for cost at most freeCollections whole ones and then
// one part in collectShare of the time that the program runs.
const (
	freeCollections = 100
	collectShare    = 20
)

var (
	collected  int
	collecting time.Duration
	started    = time.Now()
)

// MayCollect reports whether a collection may be had to find dead objects.
func MayCollect() bool {
	return collected < freeCollections || collecting <= time.Since(started)/collectShare
}

// CollectGarbage runs the collector.
func CollectGarbage() {
	t := time.Now()
	runtime.GC()
	collected++
	collecting += time.Since(t)
}
