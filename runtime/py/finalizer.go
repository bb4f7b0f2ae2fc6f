package py

import (
	"runtime"
	"sync"
	"time"
	"weak"
)

// This file calls __del__ (Python reference 3.3.1). There is no reference count: it is
// called soon after Go's collector has found that nothing refers to the object, and at the
// end of the program for the objects that are left, in the order in which they were made.
// It is called once for an object (PEP 442).

var finalizable struct {
	mu   sync.Mutex
	live []weak.Pointer[Header] // in the order in which they were made; the zero Pointer for those that are done
	gone int                    // of them
	dead []Value                // found by the collector
}

// finalize makes t's instances call its __del__.
func (t *Type) finalize() {
	if t.Slots.Del == nil || t.finalizes {
		return
	}
	t.finalizes = true
	alloc := t.Alloc
	t.Alloc = func(cls *Type) Value {
		v := alloc(cls)
		watchFinalizable(v.ref)
		return v
	}
}

func watchFinalizable(h *Header) {
	f := &finalizable
	f.mu.Lock()
	if len(f.live) >= 64 && f.gone > len(f.live)/2 {
		kept := f.live[:0]
		for _, p := range f.live {
			if p.Value() != nil {
				kept = append(kept, p)
			}
		}
		clear(f.live[len(kept):])
		f.live, f.gone = kept, 0
	}
	f.live = append(f.live, weak.Make(h))
	f.mu.Unlock()
	runtime.SetFinalizer(h, func(h *Header) {
		f.mu.Lock()
		f.gone++
		f.dead = append(f.dead, h.Value())
		first := len(f.dead) == 1
		f.mu.Unlock()
		if first {
			AddPendingCall(func() *Exception { finalizeDead(); return nil })
		}
	})
}

// FinalizeUnreachable runs the collector and calls __del__ of what it finds, until nothing is
// found any more: an object may be the last that refers to another.
func FinalizeUnreachable() {
	for range maxFinalizeRounds {
		f := &finalizable
		f.mu.Lock()
		none := len(f.live) <= f.gone && len(f.dead) == 0
		f.mu.Unlock()
		if none {
			break
		}
		runtime.GC()
		waitFinalizers()
		if finalizeDead() == 0 {
			break
		}
	}
}

// maxFinalizeRounds bounds how long a chain of objects is followed by one collection.
const maxFinalizeRounds = 16

// waitFinalizers waits until the finalizers of a collection that is over have run. They run
// one after another, so that one that a later collection finds comes after them.
func waitFinalizers() {
	done := make(chan struct{})
	mark := new(Header)
	runtime.SetFinalizer(mark, func(*Header) { close(done) })
	mark = nil
	runtime.GC()
	select {
	case <-done:
	case <-time.After(time.Second):
	}
}

// finalizeDead calls __del__ of the objects that the collector has found, and returns how many
// there were.
func finalizeDead() int {
	f := &finalizable
	f.mu.Lock()
	list := f.dead
	f.dead = nil
	f.mu.Unlock()
	for _, v := range list {
		callDel(v)
	}
	return len(list)
}

// finalizeAll calls __del__ of every object that is left.
func finalizeAll() {
	finalizeDead()
	f := &finalizable
	f.mu.Lock()
	list := f.live
	f.live = nil
	f.mu.Unlock()
	for _, p := range list {
		if h := p.Value(); h != nil {
			runtime.SetFinalizer(h, nil)
			callDel(h.Value())
		}
	}
	finalizeDead()
}

func callDel(v Value) {
	del := v.ref.typ.Slots.Del
	if del == nil {
		return // the class has lost it
	}
	if _, exc := del(v); exc != nil {
		fn := v.ref.typ.Lookup(nameDel)
		WriteUnraisable(exc, "Exception ignored in: ", fn)
	}
}

var nameDel = Intern("__del__")

func init() { AtExit(ExitObjects, finalizeAll) }

var collectors []func()

// OnCollect makes gc.collect() call f, which asks the collector for unreachable objects of
// its kind and does for them what CPython does when it frees them.
func OnCollect(f func()) { collectors = append(collectors, f) }

// CollectUnreachable calls what OnCollect was given.
func CollectUnreachable() {
	for _, f := range collectors {
		f()
	}
}
