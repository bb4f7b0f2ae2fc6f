package coro

import "github.com/aio2go/aio2go/runtime/py"

// This file keeps the suspended frames whose finally blocks have to run even where the
// program gives them up: CPython runs them when the object is collected, a compiled
// program does at its end at the latest.

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
		suspendedLimit = max(1024, 2*len(kept))
	}
	suspended = append(suspended, f)
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
		if _, exc := f.Close(); exc != nil {
			py.WriteUnraisable(exc, "Exception ignored in: ", f.Header.Value())
		}
	}
}
