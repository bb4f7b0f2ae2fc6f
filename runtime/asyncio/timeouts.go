package asyncio

import (
	"strconv"

	"github.com/aio2go/aio2go/runtime/coro"
	"github.com/aio2go/aio2go/runtime/py"
	"github.com/aio2go/aio2go/runtime/stdlib/contextvars"
)

// This file is asyncio/timeouts.py.

type timeoutState uint8

const (
	timeoutCreated timeoutState = iota
	timeoutEntered
	timeoutExpiring
	timeoutExpired
	timeoutExited
)

var timeoutNames = [...]string{"created", "active", "expiring", "expired", "finished"}

// Timeout is asyncio.Timeout.
type Timeout struct {
	py.Header
	Attrs      py.Attrs // __dict__
	state      timeoutState
	when       py.Value // None for never
	handle     *Handle
	task       *Task
	cancelling int
}

// TimeoutType is asyncio.Timeout.
var TimeoutType = &py.Type{Name: "Timeout"}

func newTimeout(when py.Value) *Timeout {
	t := &Timeout{when: when}
	t.SetType(TimeoutType)
	return t
}

// timeoutAfter is timeout(delay).
func timeoutAfter(delay py.Value) (py.Value, *py.Exception) {
	loop, exc := getRunningLoop()
	if exc != nil {
		return py.Value{}, exc
	}
	if delay.IsNone() {
		return newTimeout(py.None).Value(), nil
	}
	when, exc := py.Add(py.Float(loop.Time()), delay)
	if exc != nil {
		return py.Value{}, exc
	}
	return newTimeout(when).Value(), nil
}

// enter is __aenter__.
func (t *Timeout) enter() *py.Exception {
	if t.state != timeoutCreated {
		return runtimeError("Timeout has already been entered")
	}
	loop, exc := getRunningLoop()
	if exc != nil {
		return exc
	}
	if loop.current == nil {
		return runtimeError("Timeout should be used inside a task")
	}
	t.state = timeoutEntered
	t.task = loop.current
	t.cancelling = t.task.cancelling()
	if has(t.Value(), strReschedule) {
		return t.reschedule(t.when)
	}
	_, exc = py.CallMethod1(t.Value(), strReschedule, t.when)
	return exc
}

var strReschedule = py.Intern("reschedule")

func (t *Timeout) reschedule(when py.Value) *py.Exception {
	if t.state != timeoutEntered {
		if t.state == timeoutCreated {
			return runtimeError("Timeout has not been entered")
		}
		return runtimeError("Cannot change state of %s Timeout", timeoutNames[t.state])
	}
	t.when = when
	if t.handle != nil {
		t.handle.Cancel()
	}
	t.handle = nil
	if when.IsNone() {
		return nil
	}
	loop, exc := getRunningLoop()
	if exc != nil {
		return exc
	}
	at, exc := seconds(when)
	if exc != nil {
		return exc
	}
	switch now := loop.Time(); {
	case !loop.plain() && at <= now:
		t.handle = loop.callSoon(t, contextvars.Copy())
	case !loop.plain():
		t.handle = &loop.callAt(at, t, contextvars.Copy()).Handle
	case at <= now:
		t.handle = loop.pushCall(t, nil)
		t.handle.setScope(nil)
	default:
		t.handle = &loop.pushTimer(at, t, nil).Handle
		t.handle.setScope(nil)
	}
	return nil
}

// run is _on_timeout.
func (t *Timeout) run() *py.Exception {
	_, exc := t.task.Cancel(py.None)
	t.state = timeoutExpiring
	t.handle = nil
	return exc
}

func (t *Timeout) source() string { return "Timeout._on_timeout()" }

// exit is __aexit__: failed is the exception that left the block, nil for none. It
// returns the exception to raise instead, nil for none.
func (t *Timeout) exit(failed *py.Exception) *py.Exception {
	if t.handle != nil {
		t.handle.Cancel()
		t.handle = nil
	}
	switch t.state {
	case timeoutExpiring:
		t.state = timeoutExpired
		if t.task.uncancel() > t.cancelling || failed == nil {
			return nil
		}
		if isCancelled(failed) {
			exc := py.RaiseArgs(py.TimeoutErrorType)
			exc.Context, exc.Cause, exc.SuppressContext = failed, failed, true
			return exc
		}
		insertTimeoutError(failed)
		if failed.Type().IsSubclass(py.ExceptionGroupType) {
			members, exc := py.GetAttr(failed.Value(), py.Intern("exceptions"))
			if exc != nil {
				return exc
			}
			return py.Each(members, func(x py.Value) *py.Exception {
				insertTimeoutError(py.Heap[py.Exception](x))
				return nil
			})
		}
	case timeoutEntered:
		t.state = timeoutExited
	}
	return nil
}

// insertTimeoutError is _insert_timeout_error.
func insertTimeoutError(exc *py.Exception) {
	for exc.Context != nil {
		if isCancelled(exc.Context) {
			te := py.RaiseArgs(py.TimeoutErrorType)
			te.Context, te.Cause, te.SuppressContext = exc.Context, exc.Context, true
			exc.Context = te
			return
		}
		exc = exc.Context
	}
}

// timeoutEnter and timeoutExit are the coroutines __aenter__ and __aexit__.
type (
	timeoutEnter struct {
		coro.Coroutine
		t *Timeout
	}
	timeoutExit struct {
		coro.Coroutine
		t   *Timeout
		exc py.Value
	}
)

var (
	timeoutEnterCode = code("Timeout.__aenter__")
	timeoutExitCode  = code("Timeout.__aexit__")
)

// Resume implements coro.Resumer.
func (f *timeoutEnter) Resume(r *coro.Run) coro.Signal {
	if exc := f.t.enter(); exc != nil {
		return f.Raise(r, exc)
	}
	return f.Return(r, f.t.Value())
}

// Resume implements coro.Resumer.
func (f *timeoutExit) Resume(r *coro.Run) coro.Signal {
	if exc := f.t.exit(asException(f.exc)); exc != nil {
		return f.Raise(r, exc)
	}
	return f.Return(r, py.None)
}

// asException returns the exception object v, nil for None.
func asException(v py.Value) *py.Exception {
	if absent(v) || !v.Type().Has(py.FlagException) {
		return nil
	}
	return py.Heap[py.Exception](v)
}

func (t *Timeout) describe() string {
	s := "<Timeout [" + timeoutNames[t.state] + "]"
	if t.state == timeoutEntered {
		when := "None"
		if !t.when.IsNone() {
			if w, exc := seconds(t.when); exc == nil {
				rounded, _ := strconv.ParseFloat(strconv.FormatFloat(w, 'f', 3, 64), 64)
				when = repr(py.Float(rounded))
			}
		}
		s += " when=" + when
	}
	return s + ">"
}

func init() {
	self := func(v py.Value) *Timeout { return py.Heap[Timeout](v) }
	TimeoutType.Define(&py.TypeSpec{
		Module: "asyncio.timeouts", Flags: py.FlagBaseType,
		Layout: py.LayoutOf[Timeout](),
		Consts: []py.Const{{Name: "__final__", Value: py.True}},
		Slots: py.Slots{
			Repr: func(v py.Value) (py.Value, *py.Exception) { return py.StrV(self(v).describe()), nil },
			New: func(cls *py.Type, args []py.Value, names []*py.Str) (py.Value, *py.Exception) {
				var a [1]py.Value
				if exc := timeoutSig.Bind(args, names, a[:]); exc != nil {
					return py.Value{}, exc
				}
				v := cls.Alloc(cls)
				self(v).when = a[0]
				return v, nil
			},
		},
		Methods: []py.Method{
			{Name: "when", Sig: "($self)", Impl: func(v py.Value) (py.Value, *py.Exception) { return self(v).when, nil }},
			{Name: "reschedule", Sig: "($self, when)", Impl: func(v, when py.Value) (py.Value, *py.Exception) {
				return none(self(v).reschedule(when))
			}},
			{Name: "expired", Sig: "($self)", Impl: func(v py.Value) (py.Value, *py.Exception) {
				s := self(v).state
				return py.Bool(s == timeoutExpiring || s == timeoutExpired), nil
			}},
			{Name: "__aenter__", Sig: "($self)", Impl: func(v py.Value) (py.Value, *py.Exception) {
				f := &timeoutEnter{t: self(v)}
				f.Init(f, timeoutEnterCode)
				return f.Value(), nil
			}, Await: func(r *coro.Run, _ *coro.Frame, v py.Value) coro.Signal {
				if exc := self(v).enter(); exc != nil {
					return r.FailIn(timeoutEnterCode, exc)
				}
				return r.Deliver(v)
			}},
			{Name: "__aexit__", Sig: "($self, exc_type, exc_val, exc_tb)", Impl: func(v, _, x, _ py.Value) (py.Value, *py.Exception) {
				f := &timeoutExit{t: self(v), exc: x}
				f.Init(f, timeoutExitCode)
				return f.Value(), nil
			}, Await: func(r *coro.Run, _ *coro.Frame, v py.Value, raised *py.Exception) coro.Signal {
				if exc := self(v).exit(raised); exc != nil {
					return r.FailIn(timeoutExitCode, exc)
				}
				return r.Deliver(py.None)
			}},
		},
	})
}

var timeoutSig = py.NewSignature("Timeout.__init__", "", "(when)")
