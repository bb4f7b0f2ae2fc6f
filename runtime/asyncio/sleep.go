package asyncio

import (
	"math"

	"github.com/aio2go/aio2go/runtime/coro"
	"github.com/aio2go/aio2go/runtime/py"
)

// This file is sleep of asyncio/tasks.py.

// sleeping is the coroutine sleep(delay, result). Its future and its timer are part of
// it, so that a sleeping task is few objects.
type sleeping struct {
	coro.Coroutine
	result py.Value
	fut    Future // until the sleep begins, fut.result is the delay
	timer  TimerHandle
	other  *TimerHandle // the timer, where the loop's call_at made it
}

var sleepCode = code("sleep")

var sleepingFrames coro.FreeList[sleeping]

// yielding is sleep with a delay of zero: a bare yield.
type yielding struct {
	coro.Coroutine
	result py.Value
}

// Resume implements coro.Resumer.
func (f *yielding) Resume(r *coro.Run) coro.Signal {
	if f.State == 0 {
		f.State = 1
		return r.Yield(&f.Frame, py.None)
	}
	if _, exc := r.Take(); exc != nil {
		return f.Raise(r, exc)
	}
	return f.Return(r, f.result)
}

// bareYieldType is the type of coro.Mark, which stands for the coroutine sleep(0), which is
// suspended, in the frame that awaits it.
var bareYieldType = &py.Type{Name: "sleep"}

func init() {
	bareYieldType.AwaitHook = &coro.Hook{
		Thrown: func(_ py.Value, exc *py.Exception) *py.Exception { return exc.At(sleepCode, 0) },
		Suspended: func(py.Value) *coro.Frame {
			f := &yielding{result: py.None}
			f.Init(f, sleepCode)
			f.State = 1
			return &f.Frame
		},
	}
	coro.Mark.SetType(bareYieldType)
}

// awaitSleep awaits sleep(delay) in f.
func awaitSleep(r *coro.Run, f *coro.Frame, delay py.Value) coro.Signal {
	if delay.IsSmallInt() && delay.SmallInt() <= 0 {
		return r.BareYield(f)
	}
	if n := takeNap(r, delay); n != nil {
		if n.task().flags&taskMustCancel == 0 {
			return r.Wait(f, &n.Header)
		}
		return r.Block(f, n.Value(), napping.Value())
	}
	g := sleepingFrames.Get()
	g.InitAwaited(g, sleepCode)
	g.result, g.fut.result = py.None, delay
	return r.AwaitFrame(f, &g.Frame)
}

// sleepAwaited is where AwaitSleep has looked sleep up, sleepCalled where SleepOf has.
var (
	sleepAwaited = py.Site{Method: "sleep"}
	sleepCalled  = py.Site{Method: "sleep"}
)

// sleepIsOwn says that sleepAwaited has found the function of this package.
var sleepIsOwn bool

// AwaitSleep awaits module.sleep(delay) in f, module being the module asyncio. It raises what
// the call does: what is there may have been replaced by what runs beside the program.
func AwaitSleep(r *coro.Run, f *coro.Frame, module, delay py.Value) (coro.Signal, *py.Exception) {
	if delay.IsSmallInt() && delay.SmallInt() <= 0 && sleepIsOwn && sleepAwaited.HitModule(module) {
		return r.BareYield(f), nil
	}
	s, exc := r.AwaitMethod1(f, module, &sleepAwaited, delay)
	sleepIsOwn = sleepAwaited.HitModule(module) && isOwnSleep(sleepAwaited.Last())
	return s, exc
}

// SleepOf is module.sleep(delay), see AwaitSleep.
func SleepOf(module, delay py.Value) (py.Value, *py.Exception) {
	return sleepCalled.Call1(module, delay)
}

// isOwnSleep reports whether fn is the function sleep of this package.
func isOwnSleep(fn py.Value) bool {
	if fn.Type() != py.BuiltinType {
		return false
	}
	b := py.Heap[py.Builtin](fn)
	return b.Name == "sleep" && b.Module == "asyncio.tasks"
}

// Sleep returns the coroutine sleep(delay, result).
func Sleep(delay, result py.Value) *coro.Frame {
	if delay.IsSmallInt() && delay.SmallInt() <= 0 {
		f := &yielding{result: result}
		f.Init(f, sleepCode)
		return &f.Frame
	}
	f := &sleeping{result: result}
	f.fut.result = delay
	f.Init(f, sleepCode)
	return &f.Frame
}

// The states of sleeping.
const (
	sleepStart = iota
	sleepYielded
	sleepWoken
)

// Resume implements coro.Resumer.
func (f *sleeping) Resume(r *coro.Run) coro.Signal {
	s := f.step(r)
	if s == coro.Done && f.Unseen() && !f.timer.scheduled && f.other == nil {
		f.result, f.fut, f.timer = py.Value{}, Future{}, TimerHandle{}
		sleepingFrames.Put(f)
	}
	return s
}

func (f *sleeping) step(r *coro.Run) coro.Signal {
	switch f.State {
	case sleepStart:
		delay := f.fut.result
		f.fut.result = py.Value{}
		var s float64
		switch {
		case delay.IsFloat():
			s = delay.Float()
		case delay.IsSmallInt():
			s = float64(delay.SmallInt())
		default:
			short, exc := py.LeBool(delay, py.Int(0))
			if exc != nil {
				return f.Raise(r, exc)
			}
			if !short {
				if s, exc = seconds(delay); exc != nil {
					return f.Raise(r, exc)
				}
			}
		}
		if s <= 0 {
			f.State = sleepYielded
			return r.Yield(&f.Frame, py.None)
		}
		if math.IsNaN(s) && py.VersionAtLeast(13) {
			return f.Raise(r, py.Raisef(py.ValueErrorType, "Invalid delay: NaN (not a number)"))
		}
		loop, exc := getRunningLoop()
		if exc != nil {
			return f.Raise(r, exc)
		}
		f.fut.init(FutureType, loop)
		f.fut.kind = heldFuture
		when := loop.Time() + s
		if fn, ok := loop.override(strCallAt); ok {
			f.other = loop.overriddenCallAt(fn, when, f, nil)
		} else {
			f.timer.when = when
			loop.initTimer(&f.timer, f, nil)
		}
		f.State = sleepWoken
		if s := awaitFuture(r, &f.Frame, f.fut.Value()); s != coro.Done {
			return s
		}
		fallthrough
	case sleepWoken:
		v, exc := r.Take()
		if f.other != nil {
			f.other.Cancel()
		} else {
			f.timer.Cancel()
		}
		if exc != nil {
			return f.Raise(r, exc)
		}
		return f.Return(r, v)
	default: // sleepYielded
		if _, exc := r.Take(); exc != nil {
			return f.Raise(r, exc)
		}
		return f.Return(r, f.result)
	}
}

// run is the timer's callback, _set_result_unless_cancelled(future, result).
func (f *sleeping) run() *py.Exception {
	f.fut.setUnlessDone(f.result)
	return nil
}

func (f *sleeping) source() string {
	return libSource("_set_result_unless_cancelled", "futures.py", 312)
}
