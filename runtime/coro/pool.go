package coro

import "github.com/aio2go/aio2go/runtime/py"

// This file implements the reuse of the frames of coroutines that are awaited where they
// are called: no Python code holds them, unless it asked the awaiting coroutine for what
// it waits for.

// FreeList has finished frames of one type. Only the thread whose turn it is uses it.
type FreeList[T any] struct{ list []*T }

// maxFree bounds how many finished frames of one type are kept.
const maxFree = 1 << 14

// Get returns a finished frame, or a new one.
func (l *FreeList[T]) Get() *T {
	n := len(l.list) - 1
	if n < 0 {
		return new(T)
	}
	f := l.list[n]
	l.list[n] = nil
	l.list = l.list[:n]
	return f
}

// Put keeps a finished frame for the next Get.
func (l *FreeList[T]) Put(f *T) {
	if len(l.list) < maxFree {
		l.list = append(l.list, f)
	}
}

// InitAwaited sets f up as Init does, for a frame that may have been used before and that
// AwaitFrame is about to start.
func (f *Frame) InitAwaited(self Resumer, code *py.Code) {
	if f.code != code {
		f.initAwaited(self, code)
	}
	// A frame that has finished is otherwise as it was at its beginning.
	f.State, f.flags = 0, flagTransient|f.flags&flagOwnExc
}

func (f *Frame) initAwaited(self Resumer, code *py.Code) {
	*f = Frame{code: code}
	f.setResumer(self)
	f.SetType(CoroutineType)
}

// Unseen reports whether f, which has finished, can be used again: it came from
// InitAwaited and no Python code has got hold of it.
func (f *Frame) Unseen() bool { return f.flags&flagTransient != 0 }
