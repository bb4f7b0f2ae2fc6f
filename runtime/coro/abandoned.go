package coro

import (
	"weak"

	"github.com/aio2go/aio2go/runtime/py"
)

// This file keeps the suspended frames whose finally blocks have to run even where the
// program gives them up: CPython runs them when the object is collected, a compiled
// program does when the collector is asked for them, and at its end at the latest.

// suspended holds generators and coroutines with except or finally blocks that have
// started, in the order in which they did. Those that ended are dropped when the list
// has grown to twice the number of those that had not ended the last time.
var (
	suspended      []*Frame
	suspendedLimit = 1024
)

// keep enters f, which starts to run and has blocks of its own.
func (f *Frame) keep() {
	if len(suspended) >= suspendedLimit {
		kept := suspended[:0]
		for _, f := range suspended {
			if f.State != Finished {
				kept = append(kept, f)
			}
		}
		clear(suspended[len(kept):])
		suspended = kept
		if suspendedLimit = max(1024, 2*len(kept)); suspendedLimit > 1024 {
			py.AddPendingCall(func() *py.Exception { closeAbandoned(); return nil })
		}
	}
	suspended = append(suspended, f)
}

// closeAbandoned closes the suspended generators that nothing refers to.
func closeAbandoned() {
	var asked []*Frame
	var waiting []weak.Pointer[Frame] // those with blocks in the chains of asked
	kept := suspended[:0]
	roots := map[*Frame]bool{}
	for _, f := range suspended {
		if f.State == Finished {
			continue
		}
		root := f.restingRoot()
		if root == nil {
			kept = append(kept, f)
			continue
		}
		waiting = append(waiting, weak.Make(f))
		if !roots[root] {
			roots[root] = true
			asked = append(asked, root)
		}
	}
	clear(suspended[len(kept):])
	clear(roots)
	if suspended = kept; len(asked) == 0 {
		return
	}
	for _, f := range asked {
		f.loosen()
	}
	dead, alive := Unreachable(asked, func(f *Frame) {
		py.AddPendingCall(func() *py.Exception { f.tighten(); f.closeIgnoring(); return nil })
	})
	for _, f := range alive {
		f.tighten()
	}
	for _, f := range dead {
		f.tighten()
		f.closeIgnoring()
	}
	for _, p := range waiting {
		if f := p.Value(); f != nil && f.State != Finished {
			suspended = append(suspended, f)
		}
	}
}

// restingRoot returns the generator at the end of the chain of those that wait for f, if it
// has only generators in it and none of them runs; else nil.
func (f *Frame) restingRoot() *Frame {
	for {
		if f.kind != kindGenerator || f.State <= 0 || f.flags&flagRunning != 0 {
			return nil
		}
		if f.awaiter == nil {
			return f
		}
		f = f.awaiter
	}
}

// loosen takes away what f, a generator at rest, and those that it waits for have to f: the
// collector does not give up an object with a finalizer that refers to itself.
func (f *Frame) loosen() {
	for c, next := f, (*Frame)(nil); c != nil; c = next {
		if next = c.child(); next != nil {
			next.flags |= flagLoose
		}
		c.awaiter = nil
		r := &py.Heap[Generator](c.Header.Value()).run
		r.root, r.top = nil, nil
		if c.flags&flagOwnExc != 0 {
			c.exc.Previous = nil
		} else {
			c.exc = nil
		}
	}
}

// tighten gives back what loosen has taken.
func (f *Frame) tighten() {
	level := &py.Heap[Generator](f.Header.Value()).run.base
	for c := f; c != nil; {
		if c.flags&flagOwnExc != 0 {
			c.exc.Previous = level
		} else {
			c.exc = level
		}
		level = c.exc
		next := frameOf(c.delegate.Value())
		if next == nil || next.flags&flagLoose == 0 {
			return
		}
		next.flags &^= flagLoose
		next.awaiter = c
		c = next
	}
}

// closeIgnoring closes f; what it raises is reported.
func (f *Frame) closeIgnoring() {
	if _, exc := f.Close(); exc != nil {
		py.WriteUnraisable(exc, "Exception ignored in: ", f.Header.Value())
	}
}

// closeSuspended closes what is still suspended. A frame that another one waits for is
// closed by that one.
func closeSuspended() {
	list := suspended
	suspended = nil
	for _, f := range list {
		if f.State == Finished || f.State == 0 || f.awaiter != nil || f.executing() || f.kind == kindAsyncGenerator {
			continue
		}
		f.closeIgnoring()
	}
}
