package asyncio

import (
	"unsafe"

	"github.com/aio2go/aio2go/runtime/coro"
	"github.com/aio2go/aio2go/runtime/py"
)

// This file is Semaphore and BoundedSemaphore of asyncio/locks.py.

// attrsOffset is where the objects of this package that have a __dict__ have their
// attributes: after the Header.
const attrsOffset = unsafe.Sizeof(py.Header{})

// Semaphore is asyncio.Semaphore and asyncio.BoundedSemaphore.
type Semaphore struct {
	py.Header
	Attrs py.Attrs // __dict__
	loopBound
	waiters futureDeque
	value   int64
	bound   int64 // of a BoundedSemaphore
}

// The types.
var (
	SemaphoreType        = &py.Type{Name: "Semaphore"}
	BoundedSemaphoreType = &py.Type{Name: "BoundedSemaphore"}
)

func (s *Semaphore) locked() bool {
	return s.value == 0 || !s.waiters.allCancelled()
}

// semaphoreAcquire is the coroutine Semaphore.acquire().
type semaphoreAcquire struct {
	waitFrame
	s     *Semaphore
	outer *py.Code // as of parked
}

var semaphoreCode = code("Semaphore.acquire")

// acquire makes the coroutine acquire().
func (s *Semaphore) acquire() *coro.Frame {
	f := &semaphoreAcquire{s: s}
	f.Init(f, semaphoreCode)
	return &f.Frame
}

// plain reports whether nothing of s is the program's.
func (s *Semaphore) plain() bool { return !s.Header.Type().Customised() && s.Attrs.Empty() }

// over reports whether s is bounded and must not be released.
func (s *Semaphore) over() bool {
	return s.value >= s.bound && s.Header.Type().IsSubclass(BoundedSemaphoreType)
}

func releasedTooOften() *py.Exception {
	return py.Raisef(py.ValueErrorType, "BoundedSemaphore released too many times")
}

// await awaits acquire() in f, on behalf of outer.
func (s *Semaphore) await(r *coro.Run, f *coro.Frame, outer *py.Code) coro.Signal {
	if !s.locked() {
		s.value--
		return r.Deliver(acquired(outer))
	}
	if park(r, f, s, &s.loopBound, &s.waiters, outer) != nil {
		return coro.Arranged
	}
	g := &semaphoreAcquire{s: s, outer: outer}
	g.Init(g, semaphoreCode)
	return r.AwaitFrame(f, &g.Frame)
}

// woken implements parking.
func (s *Semaphore) woken(r *coro.Run, _ *coro.Frame, p *parked) coro.Signal {
	s.waiters.remove(&p.Future)
	for s.value > 0 && s.wakeUpNext() {
	}
	result := acquired(p.outer)
	p.done()
	return r.Deliver(result)
}

// suspended implements parking.
func (s *Semaphore) suspended(p *parked) *coro.Frame {
	f := &semaphoreAcquire{s: s, outer: p.outer}
	f.Init(f, semaphoreCode)
	f.waitOn(p, 1)
	return &f.Frame
}

// Resume implements coro.Resumer.
func (f *semaphoreAcquire) Resume(r *coro.Run) coro.Signal {
	s := f.step(r)
	if s == coro.Done {
		failedIn(r, f.outer)
	}
	return s
}

func (f *semaphoreAcquire) step(r *coro.Run) coro.Signal {
	s := f.s
	if f.State == 0 {
		if !s.locked() {
			s.value--
			return f.Return(r, acquired(f.outer))
		}
		loop, exc := s.getLoop(s.Value())
		if exc != nil {
			return f.Raise(r, exc)
		}
		s.waiters.push(f.newFuture(loop))
		f.State = 1
		if sig := awaitFuture(r, &f.Frame, f.fut.Value()); sig != coro.Done {
			return sig
		}
	}
	_, exc := r.Take()
	s.waiters.remove(f.fut)
	if exc != nil && isCancelled(exc) && f.fut.Done() && !f.fut.Cancelled() {
		s.value++
	}
	for s.value > 0 && s.wakeUpNext() {
	}
	if exc != nil {
		return f.Raise(r, exc)
	}
	return f.Return(r, acquired(f.outer))
}

func (s *Semaphore) release() {
	s.value++
	s.wakeUpNext()
}

func (s *Semaphore) wakeUpNext() bool {
	for _, fut := range s.waiters.all() {
		if !fut.Done() {
			s.value--
			fut.finish(py.True)
			return true
		}
	}
	return false
}

func initSemaphore(v py.Value, a []py.Value) *py.Exception {
	n := int64(1)
	if !a[0].IsUnbound() {
		negative, exc := py.LtBool(a[0], py.Int(0))
		if exc != nil {
			return exc
		}
		if negative {
			return py.Raisef(py.ValueErrorType, "Semaphore initial value must be >= 0")
		}
		i, exc := asInt(a[0])
		if exc != nil {
			return exc
		}
		n = int64(i)
	}
	s := py.Heap[Semaphore](v)
	s.value, s.bound = n, n
	return nil
}

func init() {
	self := func(v py.Value) *Semaphore { return py.Heap[Semaphore](v) }
	newFn, initFn := newWithLoop("Semaphore", "(value=1, *, loop=None)", 1, initSemaphore)
	SemaphoreType.Define(&py.TypeSpec{
		Module: "asyncio.locks", Flags: py.FlagBaseType,
		Layout: py.LayoutWithAttrs[Semaphore](attrsOffset),
		Slots: py.Slots{New: newFn, Init: initFn, Repr: func(v py.Value) (py.Value, *py.Exception) {
			state := "unlocked, value:" + itoa(int(self(v).value))
			if self(v).locked() {
				state = "locked"
			}
			return bracketed(v, state, self(v).waiters.len())
		}},
		Methods: append(contextManager(),
			py.Method{Name: "locked", Sig: "($self)", Impl: func(v py.Value) (py.Value, *py.Exception) { return py.Bool(self(v).locked()), nil }},
			py.Method{Name: "acquire", Sig: "($self)", Impl: func(v py.Value) (py.Value, *py.Exception) {
				return SemaphoreAcquire(v), nil
			}, Await: func(r *coro.Run, f *coro.Frame, v py.Value) coro.Signal { return self(v).await(r, f, nil) }},
			py.Method{Name: "release", Sig: "($self)", Impl: func(v py.Value) (py.Value, *py.Exception) {
				self(v).release()
				return py.None, nil
			}},
		),
		GetSets: append(loopAttr(func(v py.Value) *loopBound { return &self(v).loopBound }),
			py.GetSet{Name: "_value", Get: func(v py.Value) (py.Value, *py.Exception) { return py.Int(self(v).value), nil }}),
	})
	newFn, initFn = newWithLoop("BoundedSemaphore", "(value=1, *, loop=None)", 1, initSemaphore)
	BoundedSemaphoreType.Define(&py.TypeSpec{
		Base: SemaphoreType, Module: "asyncio.locks", Flags: py.FlagBaseType,
		Slots: py.Slots{New: newFn, Init: initFn},
		Methods: []py.Method{{Name: "release", Sig: "($self)", Impl: func(v py.Value) (py.Value, *py.Exception) {
			return none(SemaphoreRelease(v))
		}}},
	})
}
