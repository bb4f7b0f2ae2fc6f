package concurrent

import (
	"fmt"
	"unsafe"

	"github.com/aio2go/aio2go/runtime/py"
	"github.com/aio2go/aio2go/runtime/pymod"
	"github.com/aio2go/aio2go/runtime/stdlib/threading"
)

// This file implements Future.

type (
	value = py.Value
	exc   = *py.Exception
)

// The states of a future.
const (
	pending           = "PENDING"
	running           = "RUNNING"
	cancelled         = "CANCELLED"
	cancelledNotified = "CANCELLED_AND_NOTIFIED"
	finished          = "FINISHED"
)

var shown = map[string]string{pending: "pending", running: "running", cancelled: "cancelled", cancelledNotified: "cancelled", finished: "finished"}

type future struct {
	py.Header
	state     string
	result    value
	exception value
	callbacks []value
	waiting   threading.Waiters
	watchers  []*watcher
	number    int // of its completion
	Attrs     py.Attrs
}

// completions counts the futures that have completed.
var completions int

// FutureType is concurrent.futures.Future.
var FutureType = &py.Type{Name: "Future"}

var errorType, cancelledError, invalidStateError, brokenExecutor, brokenThreadPool *py.Type

func futureOf(v value) *future { return py.Heap[future](v) }

func asFuture(v value) (*future, exc) {
	if !py.IsInstance(v, FutureType) {
		return nil, py.NoAttribute(v, py.Intern("_condition"))
	}
	return futureOf(v), nil
}

func newFuture() *future {
	v := FutureType.Alloc(FutureType)
	f := futureOf(v)
	f.reset()
	return f
}

func (f *future) reset() { f.state, f.result, f.exception = pending, py.None, py.None }

func (f *future) isCancelled() bool { return f.state == cancelled || f.state == cancelledNotified }

func (f *future) isDone() bool { return f.isCancelled() || f.state == finished }

// complete tells everyone that waits for f.
func (f *future) complete() {
	completions++
	f.number = completions
	for _, w := range f.watchers {
		w.add(f)
	}
	f.waiting.WakeAll()
}

func (f *future) runCallbacks() {
	for _, cb := range f.callbacks {
		f.callback(cb)
	}
}

// callback calls cb and logs what it raises.
func (f *future) callback(cb value) {
	if _, e := py.Call1(cb, f.Value()); e != nil {
		r, fail := py.ReprText(f.Value())
		if fail != nil {
			r = "future"
		}
		logException("exception calling callback for "+r, e)
	}
}

func (f *future) cancel() bool {
	switch f.state {
	case running, finished:
		return false
	case cancelled, cancelledNotified:
		return true
	}
	f.state = cancelled
	f.waiting.WakeAll()
	f.runCallbacks()
	return true
}

// start is set_running_or_notify_cancel().
func (f *future) start() (bool, exc) {
	switch f.state {
	case cancelled:
		f.state = cancelledNotified
		f.complete()
		return false, nil
	case pending:
		f.state = running
		return true, nil
	}
	logCritical(fmt.Sprintf("Future %d in unexpected state: %s", py.Address(f.Value()), f.state))
	return false, py.Raisef(py.RuntimeErrorType, "Future in unexpected state")
}

func (f *future) finish(result, exception value) exc {
	if f.isDone() {
		r, e := py.ReprText(f.Value())
		if e != nil {
			return e
		}
		return py.Raisef(invalidStateError, "%s: %s", f.state, r)
	}
	f.result, f.exception, f.state = result, exception, finished
	f.complete()
	f.runCallbacks()
	return nil
}

// wait waits until f is done, for timeout seconds.
func (f *future) wait(timeout value) exc {
	if !f.isDone() {
		ns, e := nanoseconds(timeout)
		if e != nil {
			return e
		}
		if _, e := f.waiting.Wait(ns); e != nil {
			return e
		}
	}
	switch {
	case f.isCancelled():
		return py.RaiseArgs(cancelledError)
	case f.state != finished:
		return py.RaiseArgs(py.TimeoutErrorType)
	}
	return nil
}

// nanoseconds converts a timeout in seconds; -1 means for ever.
func nanoseconds(v value) (int64, exc) {
	if v.IsUnbound() || v.IsNone() {
		return -1, nil
	}
	s, e := py.ToFloat(v)
	if e != nil {
		return 0, e
	}
	return int64(max(s, 0) * 1e9), nil
}

func (f *future) get(timeout value) (value, exc) {
	if e := f.wait(timeout); e != nil {
		return value{}, e
	}
	if !f.exception.IsNone() {
		return value{}, py.Raise(f.exception)
	}
	return f.result, nil
}

func init() {
	self := func(f func(f *future) (value, exc)) func(v value) (value, exc) {
		return func(v value) (value, exc) { return f(futureOf(v)) }
	}
	FutureType.Define(&py.TypeSpec{
		Module: "concurrent.futures._base", Flags: py.FlagBaseType, Doc: "Represents the result of an asynchronous computation.",
		Layout: py.LayoutWithAttrs[future](unsafe.Offsetof(future{}.Attrs)),
		Slots: py.Slots{
			New: func(cls *py.Type, args []value, names []*py.Str) (value, exc) {
				v := cls.Alloc(cls)
				futureOf(v).reset()
				return v, nil
			},
			Init: func(v value, args []value, names []*py.Str) exc {
				if len(args) > 0 {
					return py.Raisef(py.TypeErrorType, "Future.__init__() takes 1 positional argument but %d were given", len(args)+1)
				}
				return nil
			},
			Repr: func(v value) (value, exc) {
				f := futureOf(v)
				text := fmt.Sprintf("<%s at %#x state=%s", v.Type().Name, py.Address(v), shown[f.state])
				if f.state == finished {
					if !f.exception.IsNone() {
						text += " raised " + f.exception.Type().Name
					} else {
						text += " returned " + f.result.Type().Name
					}
				}
				return py.StrV(text + ">"), nil
			},
		},
		Methods: []py.Method{
			{Name: "cancel", Sig: "($self)", Impl: self(func(f *future) (value, exc) { return py.Bool(f.cancel()), nil })},
			{Name: "cancelled", Sig: "($self)", Impl: self(func(f *future) (value, exc) { return py.Bool(f.isCancelled()), nil })},
			{Name: "running", Sig: "($self)", Impl: self(func(f *future) (value, exc) { return py.Bool(f.state == running), nil })},
			{Name: "done", Sig: "($self)", Impl: self(func(f *future) (value, exc) { return py.Bool(f.isDone()), nil })},
			{Name: "add_done_callback", Sig: "($self, fn)", Impl: func(v, fn value) (value, exc) {
				f := futureOf(v)
				if f.isDone() {
					f.callback(fn)
				} else {
					f.callbacks = append(f.callbacks, fn)
				}
				return py.None, nil
			}},
			{Name: "result", Sig: "($self, timeout=None)", Impl: func(v, timeout value) (value, exc) { return futureOf(v).get(timeout) }},
			{Name: "exception", Sig: "($self, timeout=None)", Impl: func(v, timeout value) (value, exc) {
				f := futureOf(v)
				e := f.wait(timeout)
				return f.exception, e
			}},
			{Name: "set_running_or_notify_cancel", Sig: "($self)", Impl: self(func(f *future) (value, exc) {
				ok, e := f.start()
				return py.Bool(ok), e
			})},
			{Name: "set_result", Sig: "($self, result)", Impl: func(v, result value) (value, exc) { return py.None, futureOf(v).finish(result, py.None) }},
			{Name: "set_exception", Sig: "($self, exception)", Impl: func(v, x value) (value, exc) { return py.None, futureOf(v).finish(py.None, x) }},
		},
		ClassMethods: []py.Method{{Name: "__class_getitem__", Sig: "($type, item, /)", Impl: func(cls, item value) (value, exc) { return py.NewGenericAlias(cls, item), nil }}},
		GetSets: []py.GetSet{
			{Name: "_state", Get: self(func(f *future) (value, exc) { return py.StrV(f.state), nil }), Set: func(v, x value) exc {
				s, e := py.StrText(x)
				futureOf(v).state = s
				return e
			}},
			{Name: "_result", Get: self(func(f *future) (value, exc) { return f.result, nil }), Set: func(v, x value) exc { futureOf(v).result = x; return nil }},
			{Name: "_exception", Get: self(func(f *future) (value, exc) { return f.exception, nil }), Set: func(v, x value) exc { futureOf(v).exception = x; return nil }},
		},
	})
}

// logException logs as LOGGER.exception does, logCritical as LOGGER.critical: through the
// module logging where the program has it, else as its handler of last resort.
func logException(message string, e exc) {
	if py.FindGoModule("logging") != nil {
		prev := py.EnterHandler(e)
		logTo("exception", message)
		py.LeaveHandler(prev)
		return
	}
	py.Stderr(message + "\n" + py.FormatException(e))
}

func logCritical(message string) {
	if py.FindGoModule("logging") != nil {
		logTo("critical", message)
		return
	}
	py.Stderr(message + "\n")
}

func logTo(method, message string) {
	var s pymod.Steps
	logger := s.Apply(s.Import("logging", "getLogger"), py.StrV("concurrent.futures"))
	s.Call(logger, method, py.StrV("%s"), py.StrV(message))
	if s.Failed() {
		py.PrintException(s.Exc)
	}
}
