package coro

import (
	"runtime"
	"weak"

	"github.com/aio2go/aio2go/runtime/py"
)

// This file asks the collector which coroutines can never be awaited any more, where a
// program asks for a collection or lets go of the variables of a traceback's frames.

// anUnstarted is a coroutine in unstarted while the collector looks for it.
type anUnstarted struct {
	frame weak.Pointer[Frame]
	text  string // the warning
	at    place  // where it was dropped, if that is known
}

// CollectUnawaited warns about the coroutines that were not started and to which nothing
// refers, in the order in which they were made.
func CollectUnawaited() {
	if unstartedLive == 0 {
		return
	}
	list := releaseUnstarted()
	runtime.GC()
	for _, u := range list {
		switch f := u.frame.Value(); {
		case f != nil:
			f.slot = unstartedFirst + int32(len(unstarted))
			unstarted = append(unstarted, f)
			unstartedLive++
			if u.at.code != nil {
				dropped[f] = u.at
			}
		case u.at.code != nil:
			py.WarnAt(py.RuntimeWarningType, u.text, u.at.code, u.at.pos)
		default:
			py.Warn(py.RuntimeWarningType, u.text, 1)
		}
	}
}

// releaseUnstarted empties the list.
func releaseUnstarted() []anUnstarted {
	list := make([]anUnstarted, 0, unstartedLive)
	for _, f := range unstarted {
		if f != nil && f.State == 0 {
			list = append(list, anUnstarted{weak.Make(f), neverAwaited(f), dropped[f]})
		}
	}
	clear(unstarted)
	clear(dropped)
	unstarted, unstartedLive, unstartedFirst = unstarted[:0], 0, 0
	return list
}

func init() {
	py.FramesCleared = CollectUnawaited
	py.OnCollect(CollectUnawaited)
	py.OnCollect(closeAbandoned)
}
