package asyncio

import (
	"github.com/aio2go/aio2go/runtime/coro"
	"github.com/aio2go/aio2go/runtime/py"
)

// This file is Barrier of asyncio/locks.py.

type barrierState uint8

const (
	barrierFilling barrierState = iota
	barrierDraining
	barrierResetting
	barrierBroken
)

var barrierNames = [...]string{"filling", "draining", "resetting", "broken"}

// Barrier is asyncio.Barrier.
type Barrier struct {
	py.Header
	Attrs   py.Attrs // __dict__
	cond    *Condition
	parties int
	state   barrierState
	count   int
}

// BarrierType is asyncio.Barrier.
var BarrierType = &py.Type{Name: "Barrier"}

func brokenBarrier(text string) *py.Exception { return py.Raisef(BrokenBarrierErrorType, "%s", text) }

// barrierWait is the coroutine Barrier.wait().
type barrierWait struct {
	coro.Coroutine
	b     *Barrier
	index int
}

var barrierWaitCode = code("Barrier.wait")

// The states of barrierWait.
const (
	barrierStart   = iota
	barrierEntered // the condition's lock is ours
	barrierUnblocked
	barrierFilled
)

// Resume implements coro.Resumer.
func (f *barrierWait) Resume(r *coro.Run) coro.Signal {
	b := f.b
	switch f.State {
	case barrierStart:
		f.State = barrierEntered
		if s := b.cond.awaitAcquire(r, &f.Frame); s != coro.Done {
			return s
		}
		fallthrough
	case barrierEntered:
		if _, exc := r.Take(); exc != nil {
			return f.Raise(r, exc)
		}
		f.State = barrierUnblocked
		s := r.AwaitFrame(&f.Frame, b.cond.waitFor(py.Value{}, func() bool {
			return b.state != barrierDraining && b.state != barrierResetting
		}))
		if s != coro.Done {
			return s
		}
		fallthrough
	case barrierUnblocked:
		_, exc := r.Take()
		if exc == nil && b.state == barrierBroken {
			exc = brokenBarrier("Barrier aborted")
		}
		if exc != nil {
			return f.leave(r, exc)
		}
		f.index = b.count
		b.count++
		if f.index+1 == b.parties {
			b.state = barrierDraining
			return f.finish(r, b.cond.notifyChecked(b.cond.waiters.len()))
		}
		f.State = barrierFilled
		s := r.AwaitFrame(&f.Frame, b.cond.waitFor(py.Value{}, func() bool { return b.state != barrierFilling }))
		if s != coro.Done {
			return s
		}
	}
	_, exc := r.Take()
	if exc == nil && (b.state == barrierBroken || b.state == barrierResetting) {
		exc = brokenBarrier("Abort or reset of barrier")
	}
	return f.finish(r, exc)
}

// finish is the finally of wait: this task is no longer at the barrier.
func (f *barrierWait) finish(r *coro.Run, exc *py.Exception) coro.Signal {
	b := f.b
	b.count--
	if b.count == 0 {
		if b.state == barrierResetting || b.state == barrierDraining {
			b.state = barrierFilling
		}
		if e := b.cond.notifyChecked(b.cond.waiters.len()); e != nil {
			exc = e
		}
	}
	return f.leave(r, exc)
}

// leave leaves the condition's block.
func (f *barrierWait) leave(r *coro.Run, exc *py.Exception) coro.Signal {
	if e := f.b.cond.release(); e != nil {
		exc = e
	}
	if exc != nil {
		return f.Raise(r, exc)
	}
	return f.Return(r, py.Int(int64(f.index)))
}

// barrierChange is the coroutines Barrier.reset() and Barrier.abort(): change runs under
// the condition's lock.
type barrierChange struct {
	coro.Coroutine
	b      *Barrier
	change func()
}

var (
	barrierResetCode = code("Barrier.reset")
	barrierAbortCode = code("Barrier.abort")
)

// Resume implements coro.Resumer.
func (f *barrierChange) Resume(r *coro.Run) coro.Signal {
	if f.State == 0 {
		f.State = 1
		if s := f.b.cond.awaitAcquire(r, &f.Frame); s != coro.Done {
			return s
		}
	}
	if _, exc := r.Take(); exc != nil {
		return f.Raise(r, exc)
	}
	f.change()
	cond := f.b.cond
	cond.notify(cond.waiters.len())
	if exc := cond.release(); exc != nil {
		return f.Raise(r, exc)
	}
	return f.Return(r, py.None)
}

func (b *Barrier) changing(c *py.Code, change func()) py.Value {
	f := &barrierChange{b: b, change: change}
	f.Init(f, c)
	return f.Value()
}

var (
	barrierEnterCode = code("Barrier.__aenter__")
	barrierExitCode  = code("Barrier.__aexit__")
	barrierSig       = py.NewSignature("Barrier.__init__", "", "(parties)")
)

func init() {
	self := func(v py.Value) *Barrier { return py.Heap[Barrier](v) }
	BarrierType.Define(&py.TypeSpec{
		Module: "asyncio.locks", Flags: py.FlagBaseType,
		Layout: py.LayoutWithAttrs[Barrier](attrsOffset),
		Slots: py.Slots{
			New: func(cls *py.Type, _ []py.Value, _ []*py.Str) (py.Value, *py.Exception) { return cls.Alloc(cls), nil },
			Init: func(v py.Value, args []py.Value, names []*py.Str) *py.Exception {
				var a [1]py.Value
				if exc := barrierSig.Bind(args, names, a[:]); exc != nil {
					return exc
				}
				few, exc := py.LtBool(a[0], py.Int(1))
				if exc != nil {
					return exc
				}
				if few {
					return py.Raisef(py.ValueErrorType, "parties must be > 0")
				}
				n, exc := asInt(a[0])
				b := self(v)
				b.parties, b.cond = n, newCondition()
				return exc
			},
			Repr: func(v py.Value) (py.Value, *py.Exception) {
				b := self(v)
				extra := barrierNames[b.state]
				if b.state != barrierBroken {
					extra += ", waiters:" + itoa(b.waiting()) + "/" + itoa(b.parties)
				}
				return bracketed(v, extra, 0)
			},
		},
		Methods: []py.Method{
			{Name: "wait", Sig: "($self)", Impl: func(v py.Value) (py.Value, *py.Exception) {
				f := &barrierWait{b: self(v)}
				f.Init(f, barrierWaitCode)
				return f.Value(), nil
			}},
			{Name: "reset", Sig: "($self)", Impl: func(v py.Value) (py.Value, *py.Exception) {
				b := self(v)
				return b.changing(barrierResetCode, func() {
					if b.count > 0 {
						b.state = barrierResetting
					} else {
						b.state = barrierFilling
					}
				}), nil
			}},
			{Name: "abort", Sig: "($self)", Impl: func(v py.Value) (py.Value, *py.Exception) {
				b := self(v)
				return b.changing(barrierAbortCode, func() { b.state = barrierBroken }), nil
			}},
			{Name: "__aenter__", Sig: "($self)", Impl: func(v py.Value) (py.Value, *py.Exception) {
				return newMethod(barrierEnterCode, func() (py.Value, py.Value, *py.Exception) {
					aw, exc := py.CallMethod0(v, strWait)
					return aw, py.Value{}, exc
				}), nil
			}},
			{Name: "__aexit__", Impl: func(v py.Value, _ []py.Value) (py.Value, *py.Exception) {
				return newMethod(barrierExitCode, func() (py.Value, py.Value, *py.Exception) { return py.Value{}, py.None, nil }), nil
			}},
		},
		GetSets: []py.GetSet{
			{Name: "parties", Get: func(v py.Value) (py.Value, *py.Exception) { return py.Int(int64(self(v).parties)), nil }},
			{Name: "n_waiting", Get: func(v py.Value) (py.Value, *py.Exception) { return py.Int(int64(self(v).waiting())), nil }},
			{Name: "broken", Get: func(v py.Value) (py.Value, *py.Exception) { return py.Bool(self(v).state == barrierBroken), nil }},
		},
	})
}

func (b *Barrier) waiting() int {
	if b.state == barrierFilling {
		return b.count
	}
	return 0
}
