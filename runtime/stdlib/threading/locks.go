package threading

import (
	"fmt"
	"unsafe"

	"github.com/aio2go/aio2go/runtime/py"
)

// This file implements Lock, RLock, Event, Semaphore and Barrier.

// Waiters is a list of waiting threads, woken in the order of their arrival.
type Waiters struct{ list []*waiter }

// Wait waits to be woken, for at most timeout nanoseconds unless that is negative; ok is
// false when the time is over first.
func (q *Waiters) Wait(timeout int64) (ok bool, e exc) {
	w := &waiter{ch: make(chan struct{}, 1)}
	q.list = append(q.list, w)
	ok, e = w.wait(timeout)
	for i, o := range q.list {
		if o == w {
			q.list = append(q.list[:i:i], q.list[i+1:]...)
			break
		}
	}
	return ok, e
}

// Wake wakes the first waiting thread and reports whether there was one.
func (q *Waiters) Wake() bool {
	if len(q.list) == 0 {
		return false
	}
	w := q.list[0]
	q.list = q.list[1:]
	w.wake()
	return true
}

// Len returns how many threads wait.
func (q *Waiters) Len() int { return len(q.list) }

// WakeAll wakes every waiting thread.
func (q *Waiters) WakeAll() {
	for q.Wake() {
	}
}

// lock is a Lock, or with owner and depth an RLock.
type lock struct {
	py.Header
	locked  bool
	waiting Waiters
	owner   *py.Thread
	depth   int
}

var (
	lockType  = &py.Type{Name: "lock"}
	rlockType = &py.Type{Name: "RLock"}
)

func lockOf(v value) *lock { return py.Heap[lock](v) }

// NewLock returns a new Lock.
func NewLock() value { return lockType.Alloc(lockType) }

func newRLock() value { return rlockType.Alloc(rlockType) }

// NewRLock returns a threading.RLock.
func NewRLock() value { return newRLock() }

var acquireSig = py.NewSignature("acquire", "", "(blocking=True, timeout=-1)")

// acquireArgs returns how long acquire may wait.
func acquireArgs(args []value, names []*py.Str) (int64, exc) {
	p, e := acquireSig.Parse(args, names)
	if e != nil {
		return 0, e
	}
	blocking := true
	if !p[0].IsUnbound() {
		if blocking, e = py.Truth(p[0]); e != nil {
			return 0, e
		}
	}
	timeout := -1.0
	if !p[1].IsUnbound() {
		if timeout, e = py.AsFloat(p[1]); e != nil {
			return 0, e
		}
	}
	switch {
	case !blocking && timeout != -1:
		return 0, py.Raisef(py.ValueErrorType, "can't specify a timeout for a non-blocking call")
	case timeout < 0 && timeout != -1:
		return 0, py.Raisef(py.ValueErrorType, "timeout value must be a non-negative number")
	case !blocking:
		return 0, nil
	case timeout < 0:
		return -1, nil
	case timeout*1e9 >= 1<<63:
		return 0, py.Raisef(py.OverflowErrorType, "timestamp out of range for platform time_t")
	}
	return int64(timeout * 1e9), nil
}

func (l *lock) acquire(timeout int64) (bool, exc) {
	if !l.locked {
		l.locked = true
		return true, nil
	}
	if timeout == 0 {
		return false, nil
	}
	// The thread that releases it hands it over locked.
	return l.waiting.Wait(timeout)
}

func (l *lock) release() {
	if !l.waiting.Wake() {
		l.locked = false
	}
}

func acquireLock(v value, args []value, names []*py.Str) (value, exc) {
	timeout, e := acquireArgs(args, names)
	if e != nil {
		return value{}, e
	}
	ok, e := lockOf(v).acquire(timeout)
	return py.Bool(ok), e
}

func releaseLock(v value) (value, exc) {
	l := lockOf(v)
	if !l.locked {
		return value{}, py.Raisef(py.RuntimeErrorType, "release unlocked lock")
	}
	l.release()
	return py.None, nil
}

func (l *lock) acquireAgain(timeout int64) (bool, exc) {
	if l.owner == py.Current {
		l.depth++
		return true, nil
	}
	ok, e := l.acquire(timeout)
	if ok {
		l.owner, l.depth = py.Current, 1
	}
	return ok, e
}

func acquireRLock(v value, args []value, names []*py.Str) (value, exc) {
	timeout, e := acquireArgs(args, names)
	if e != nil {
		return value{}, e
	}
	ok, e := lockOf(v).acquireAgain(timeout)
	return py.Bool(ok), e
}

func releaseRLock(v value) (value, exc) {
	l := lockOf(v)
	if l.owner != py.Current {
		return value{}, py.Raisef(py.RuntimeErrorType, "cannot release un-acquired lock")
	}
	if l.depth--; l.depth == 0 {
		l.owner = nil
		l.release()
	}
	return py.None, nil
}

// AcquireRLock calls the method acquire of what is an RLock, and says whether v is one.
func AcquireRLock(v value) (isRLock bool, e exc) {
	if v.Type() != rlockType {
		return false, nil
	}
	_, e = lockOf(v).acquireAgain(-1)
	return true, e
}

// ReleaseRLock is AcquireRLock for release.
func ReleaseRLock(v value) (isRLock bool, e exc) {
	if v.Type() != rlockType {
		return false, nil
	}
	_, e = releaseRLock(v)
	return true, e
}

// enterExit are __enter__ and __exit__ of something that is acquired and released.
func enterExit(acquire func(v value, args []value, names []*py.Str) (value, exc), release func(v value) (value, exc)) []py.Method {
	return []py.Method{
		{Name: "acquire", Impl: acquire},
		{Name: "release", Sig: "($self, /)", Impl: release},
		{Name: "__enter__", Sig: "($self, /)", Impl: func(v value) (value, exc) { return acquire(v, nil, nil) }},
		{Name: "__exit__", Impl: func(v value, args []value) (value, exc) { return release(v) }},
	}
}

type event struct {
	py.Header
	set     bool
	waiting Waiters
	Attrs   py.Attrs
}

type semaphore struct {
	py.Header
	n, initial int
	bounded    bool
	waiting    Waiters
	Attrs      py.Attrs
}

type barrier struct {
	py.Header
	parties, count int
	action         value
	timeout        int64
	broken         bool
	generation     *generation
	Attrs          py.Attrs
}

// generation is one round of a barrier.
type generation struct {
	waiting Waiters
	broken  bool
}

// The classes.
var (
	EventType            = &py.Type{Name: "Event"}
	ConditionType        = &py.Type{Name: "Condition"}
	SemaphoreType        = &py.Type{Name: "Semaphore"}
	BoundedSemaphoreType = &py.Type{Name: "BoundedSemaphore"}
	BarrierType          = &py.Type{Name: "Barrier"}
)

func allocNew(cls *py.Type, args []value, names []*py.Str) (value, exc) { return cls.Alloc(cls), nil }

func init() {
	lockRepr := func(kind string) py.UnaryFunc {
		return func(v value) (value, exc) {
			l := lockOf(v)
			state := "unlocked"
			if l.locked {
				state = "locked"
			}
			extra := ""
			if kind == "_thread.RLock" {
				owner := int64(0)
				if l.owner != nil {
					owner = ident(l.owner)
				}
				extra = fmt.Sprintf(" owner=%d count=%d", owner, l.depth)
			}
			return py.StrV(fmt.Sprintf("<%s %s object%s at 0x%x>", state, kind, extra, py.Address(v))), nil
		}
	}
	lockType.Define(&py.TypeSpec{
		Module: "_thread", Layout: py.LayoutOf[lock](), Slots: py.Slots{Repr: lockRepr("_thread.lock"), New: func(cls *py.Type, args []value, names []*py.Str) (value, exc) {
			if e := py.NoKeywords("lock", names); e != nil {
				return value{}, e
			}
			if e := py.ArgCount("lock", len(args), 0, 0); e != nil {
				return value{}, e
			}
			return NewLock(), nil
		}},
		Methods: append(enterExit(acquireLock, releaseLock), py.Method{Name: "locked", Sig: "($self, /)", Impl: func(v value) (value, exc) {
			return py.Bool(lockOf(v).locked), nil
		}}),
	})
	rlockType.Define(&py.TypeSpec{
		Module: "_thread", Layout: py.LayoutOf[lock](), NoNew: true, Slots: py.Slots{Repr: lockRepr("_thread.RLock")},
		Methods: append(append(enterExit(acquireRLock, releaseRLock), rlockInternals(lockOf)...),
			py.Method{Name: "_recursion_count", Sig: "($self, /)", Impl: func(v value) (value, exc) {
				if l := lockOf(v); l.owner == py.Current {
					return py.IntOf(l.depth), nil
				}
				return py.Int(0), nil
			}}),
	})
	EventType.Define(&py.TypeSpec{
		Module: "threading", Flags: py.FlagBaseType, Layout: py.LayoutWithAttrs[event](unsafe.Offsetof(event{}.Attrs)),
		Slots: py.Slots{New: allocNew, Init: func(v value, args []value, names []*py.Str) exc { return EventType.WrongArgs(args, names) },
			Repr: func(v value) (value, exc) {
				state := "unset"
				if py.Heap[event](v).set {
					state = "set"
				}
				return py.StrV(fmt.Sprintf("<%s.%s at 0x%x: %s>", v.Type().Module, v.Type().Qualname, py.Address(v), state)), nil
			}},
		Methods: []py.Method{
			{Name: "is_set", Sig: "($self)", Impl: func(v value) (value, exc) { return py.Bool(py.Heap[event](v).set), nil }},
			{Name: "isSet", Sig: "($self)", Impl: func(v value) (value, exc) {
				return py.Bool(py.Heap[event](v).set), deprecated("isSet() is deprecated, use is_set() instead")
			}},
			{Name: "set", Sig: "($self)", Impl: func(v value) (value, exc) {
				ev := py.Heap[event](v)
				ev.set = true
				for ev.waiting.Wake() {
				}
				return py.None, nil
			}},
			{Name: "clear", Sig: "($self)", Impl: func(v value) (value, exc) { py.Heap[event](v).set = false; return py.None, nil }},
			{Name: "wait", Sig: "($self, timeout=None)", Impl: func(v, timeout value) (value, exc) {
				ev := py.Heap[event](v)
				n, e := timeoutArg(timeout)
				if e != nil || ev.set {
					return py.Bool(ev.set), e
				}
				ok, e := ev.waiting.Wait(n)
				return py.Bool(ok || ev.set), e
			}},
		},
	})
	defineCondition()
	defineSemaphores()
	defineBarrier()
}

func defineSemaphores() {
	semOf := func(v value) *semaphore { return py.Heap[semaphore](v) }
	acquire := func(v value, args []value, names []*py.Str) (value, exc) {
		s := semOf(v)
		p, e := py.NewSignature("acquire", "", "(blocking=True, timeout=None)").Parse(args, names)
		if e != nil {
			return value{}, e
		}
		timeout, e := timeoutArg(p[1])
		if e != nil {
			return value{}, e
		}
		if !p[0].IsUnbound() {
			blocking, e := py.Truth(p[0])
			if e != nil {
				return value{}, e
			}
			if !blocking {
				if timeout >= 0 {
					return value{}, py.Raisef(py.ValueErrorType, "can't specify timeout for non-blocking acquire")
				}
				timeout = 0
			}
		}
		if s.n > 0 {
			s.n--
			return py.True, nil
		}
		if timeout == 0 {
			return py.False, nil
		}
		ok, e := s.waiting.Wait(timeout)
		return py.Bool(ok), e
	}
	release := func(v, n value) (value, exc) {
		s := semOf(v)
		k := 1
		if !n.IsUnbound() {
			var e exc
			if k, e = py.Ssize(n); e != nil {
				return value{}, e
			}
		}
		if k < 1 {
			return value{}, py.Raisef(py.ValueErrorType, "n must be one or more")
		}
		if s.bounded && s.n+k > s.initial {
			return value{}, py.Raisef(py.ValueErrorType, "Semaphore released too many times")
		}
		for ; k > 0; k-- {
			if !s.waiting.Wake() {
				s.n++
			}
		}
		return py.None, nil
	}
	init := func(bounded bool) func(v value, args []value, names []*py.Str) exc {
		sig := py.NewSignature("Semaphore.__init__", "", "(value=1)")
		return func(v value, args []value, names []*py.Str) exc {
			p, e := sig.Parse(args, names)
			if e != nil {
				return e
			}
			s := semOf(v)
			s.n, s.bounded = 1, bounded
			if !p[0].IsUnbound() {
				if s.n, e = py.Ssize(p[0]); e != nil {
					return e
				}
			}
			if s.n < 0 {
				return py.Raisef(py.ValueErrorType, "semaphore initial value must be >= 0")
			}
			s.initial = s.n
			return nil
		}
	}
	SemaphoreType.Define(&py.TypeSpec{
		Module: "threading", Flags: py.FlagBaseType, Layout: py.LayoutWithAttrs[semaphore](unsafe.Offsetof(semaphore{}.Attrs)),
		Slots: py.Slots{New: allocNew, Init: init(false), Repr: func(v value) (value, exc) {
			s := semOf(v)
			extra := ""
			if s.bounded {
				extra = fmt.Sprintf("/%d", s.initial)
			}
			return py.StrV(fmt.Sprintf("<%s.%s at 0x%x: value=%d%s>", v.Type().Module, v.Type().Qualname, py.Address(v), s.n, extra)), nil
		}},
		Methods: []py.Method{
			{Name: "acquire", Impl: acquire},
			{Name: "release", Sig: "($self, n=1)", Impl: release},
			{Name: "__enter__", Impl: acquire},
			{Name: "__exit__", Impl: func(v value, args []value) (value, exc) { return release(v, value{}) }},
		},
	})
	BoundedSemaphoreType.Define(&py.TypeSpec{Base: SemaphoreType, Module: "threading", Flags: py.FlagBaseType, Slots: py.Slots{Init: init(true)}})
}

func defineBarrier() {
	barOf := func(v value) *barrier { return py.Heap[barrier](v) }
	sig := py.NewSignature("Barrier.__init__", "", "(parties, action=None, timeout=None)")
	fail := func(b *barrier) exc {
		b.broken, b.generation.broken = true, true
		for b.generation.waiting.Wake() {
		}
		return py.RaiseArgs(brokenBarrier)
	}
	BarrierType.Define(&py.TypeSpec{
		Module: "threading", Flags: py.FlagBaseType, Layout: py.LayoutWithAttrs[barrier](unsafe.Offsetof(barrier{}.Attrs)),
		Slots: py.Slots{New: allocNew, Repr: func(v value) (value, exc) {
			b := barOf(v)
			state := fmt.Sprintf("waiters=%d/%d", b.count, b.parties)
			if b.broken {
				state = "broken"
			}
			return py.StrV(fmt.Sprintf("<%s.%s at 0x%x: %s>", v.Type().Module, v.Type().Qualname, py.Address(v), state)), nil
		}, Init: func(v value, args []value, names []*py.Str) exc {
			p, e := sig.Parse(args, names)
			if e != nil {
				return e
			}
			b := barOf(v)
			if b.parties, e = py.Ssize(p[0]); e != nil {
				return e
			}
			if b.parties < 1 {
				return py.Raisef(py.ValueErrorType, "parties must be >= 1")
			}
			b.action, b.generation = p[1], &generation{}
			b.timeout, e = timeoutArg(p[2])
			return e
		}},
		Methods: []py.Method{
			{Name: "wait", Sig: "($self, timeout=None)", Impl: func(v, timeout value) (value, exc) {
				b := barOf(v)
				n := b.timeout
				if !timeout.IsUnbound() && !timeout.IsNone() {
					var e exc
					if n, e = timeoutArg(timeout); e != nil {
						return value{}, e
					}
				}
				if b.broken {
					return value{}, py.RaiseArgs(brokenBarrier)
				}
				g, index := b.generation, b.count
				b.count++
				if b.count == b.parties {
					if !b.action.IsUnbound() && !b.action.IsNone() {
						if _, e := py.Call0(b.action); e != nil {
							_ = fail(b)
							return value{}, e
						}
					}
					b.count, b.generation = 0, &generation{}
					for g.waiting.Wake() {
					}
					return py.Int(int64(index)), nil
				}
				ok, e := g.waiting.Wait(n)
				switch {
				case e != nil:
					return value{}, e
				case g.broken:
					return value{}, py.RaiseArgs(brokenBarrier)
				case !ok:
					return value{}, fail(b)
				}
				return py.Int(int64(index)), nil
			}},
			{Name: "reset", Sig: "($self)", Impl: func(v value) (value, exc) {
				b := barOf(v)
				g := b.generation
				g.broken = b.count > 0
				b.count, b.broken, b.generation = 0, false, &generation{}
				for g.waiting.Wake() {
				}
				return py.None, nil
			}},
			{Name: "abort", Sig: "($self)", Impl: func(v value) (value, exc) { _ = fail(barOf(v)); return py.None, nil }},
		},
		GetSets: []py.GetSet{
			{Name: "parties", Get: func(v value) (value, exc) { return py.Int(int64(barOf(v).parties)), nil }},
			{Name: "n_waiting", Get: func(v value) (value, exc) { return py.Int(int64(barOf(v).count)), nil }},
			{Name: "broken", Get: func(v value) (value, exc) { return py.Bool(barOf(v).broken), nil }},
		},
	})
}
