package threading

import (
	"fmt"
	"unsafe"

	"github.com/aio2go/aio2go/runtime/py"
)

// This file implements Condition, and what it asks an RLock for.

// condition is a Condition over a lock.
type condition struct {
	py.Header
	lock    value
	waiting Waiters
	Attrs   py.Attrs
}

// rlockInternals are the methods of an RLock that a Condition needs: to give it up however
// often it is held, and to take it again as often.
func rlockInternals(lockOf func(v value) *lock) []py.Method {
	held := func(l *lock) bool { return l.owner == py.Current || l.owner == nil && l.locked }
	return []py.Method{
		{Name: "_is_owned", Sig: "($self, /)", Impl: func(v value) (value, exc) { return py.Bool(held(lockOf(v))), nil }},
		{Name: "_release_save", Sig: "($self, /)", Impl: func(v value) (value, exc) {
			l := lockOf(v)
			if !held(l) {
				return value{}, py.Raisef(py.RuntimeErrorType, "cannot release un-acquired lock")
			}
			state := py.TupleV(py.IntOf(l.depth), py.Int(ident(py.Current)))
			l.owner, l.depth = nil, 0
			l.release()
			return state, nil
		}},
		{Name: "_acquire_restore", Sig: "($self, state, /)", Impl: func(v, state value) (value, exc) {
			depth, _, e := py.Unpack2(state)
			if e != nil {
				return value{}, e
			}
			n, e := py.Ssize(depth)
			if e != nil {
				return value{}, e
			}
			l := lockOf(v)
			for ok := false; !ok; {
				if ok, e = l.acquire(-1); e != nil {
					return value{}, e
				}
			}
			if l.depth = n; n > 0 {
				l.owner = py.Current
			}
			return py.None, nil
		}},
	}
}

func defineCondition() {
	nameAcquire, nameRelease := py.Intern("acquire"), py.Intern("release")
	condOf := func(v value) *condition { return py.Heap[condition](v) }
	owned := func(c *condition) bool {
		l := lockOf(c.lock)
		if c.lock.Type() == rlockType {
			return l.owner == py.Current
		}
		return l.locked
	}
	// sleep gives the lock up, waits, and takes the lock again as often as it was held.
	sleep := func(c *condition, timeout int64) (bool, exc) {
		if !owned(c) {
			return false, py.Raisef(py.RuntimeErrorType, "cannot wait on un-acquired lock")
		}
		l := lockOf(c.lock)
		depth := l.depth
		if c.lock.Type() == rlockType {
			l.owner, l.depth = nil, 0
		}
		l.release()
		ok, e := c.waiting.Wait(timeout)
		if c.lock.Type() == rlockType {
			for {
				got, e2 := l.acquire(-1)
				if got {
					break
				}
				if e == nil {
					e = e2
				}
			}
			l.owner, l.depth = py.Current, depth
		} else {
			for {
				got, e2 := l.acquire(-1)
				if got {
					break
				}
				if e == nil {
					e = e2
				}
			}
		}
		return ok, e
	}
	ConditionType.Define(&py.TypeSpec{
		Module: "threading", Flags: py.FlagBaseType, Layout: py.LayoutWithAttrs[condition](unsafe.Offsetof(condition{}.Attrs)),
		Slots: py.Slots{New: allocNew, Repr: func(v value) (value, exc) {
			c := condOf(v)
			text, e := py.ReprText(c.lock)
			return py.StrV(fmt.Sprintf("<Condition(%s, %d)>", text, c.waiting.Len())), e
		}, Init: func(v value, args []value, names []*py.Str) exc {
			c := condOf(v)
			c.lock = newRLock()
			if len(args) > 0 && !args[0].IsNone() {
				if t := args[0].Type(); t != lockType && t != rlockType {
					return py.Raisef(py.TypeErrorType, "Condition() needs a Lock or an RLock, not %s", t.Name)
				}
				c.lock = args[0]
			}
			return nil
		}},
		Methods: append(rlockInternals(func(v value) *lock { return lockOf(condOf(v).lock) }), []py.Method{
			{Name: "notifyAll", Sig: "($self)", Impl: func(v value) (value, exc) {
				if e := deprecated("notifyAll() is deprecated, use notify_all() instead"); e != nil {
					return value{}, e
				}
				return py.CallMethod0(v, py.Intern("notify_all"))
			}},
			{Name: "acquire", Impl: func(v value, args []value, names []*py.Str) (value, exc) {
				return py.CallMethodKw(condOf(v).lock, nameAcquire, args, names)
			}},
			{Name: "release", Sig: "($self)", Impl: func(v value) (value, exc) { return py.CallMethod0(condOf(v).lock, nameRelease) }},
			{Name: "__enter__", Sig: "($self)", Impl: func(v value) (value, exc) { return py.CallMethod0(condOf(v).lock, nameAcquire) }},
			{Name: "__exit__", Impl: func(v value, args []value) (value, exc) { return py.CallMethod0(condOf(v).lock, nameRelease) }},
			{Name: "wait", Sig: "($self, timeout=None)", Impl: func(v, timeout value) (value, exc) {
				n, e := timeoutArg(timeout)
				if e != nil {
					return value{}, e
				}
				ok, e := sleep(condOf(v), n)
				return py.Bool(ok), e
			}},
			{Name: "wait_for", Sig: "($self, predicate, timeout=None)", Impl: func(v, predicate, timeout value) (value, exc) {
				n, e := timeoutArg(timeout)
				if e != nil {
					return value{}, e
				}
				end := py.TheClock.Monotonic() + n
				for {
					r, e := py.Call0(predicate)
					if e != nil {
						return value{}, e
					}
					if ok, e := py.Truth(r); ok || e != nil {
						return r, e
					}
					left := int64(-1)
					if n >= 0 {
						if left = end - py.TheClock.Monotonic(); left <= 0 {
							return r, nil
						}
					}
					if _, e := sleep(condOf(v), left); e != nil {
						return value{}, e
					}
				}
			}},
			{Name: "notify", Sig: "($self, n=1)", Impl: func(v, n value) (value, exc) {
				c := condOf(v)
				if !owned(c) {
					return value{}, py.Raisef(py.RuntimeErrorType, "cannot notify on un-acquired lock")
				}
				k := 1
				if !n.IsUnbound() {
					var e exc
					if k, e = py.Ssize(n); e != nil {
						return value{}, e
					}
				}
				for ; k > 0 && c.waiting.Wake(); k-- {
				}
				return py.None, nil
			}},
			{Name: "notify_all", Sig: "($self)", Impl: func(v value) (value, exc) {
				c := condOf(v)
				if !owned(c) {
					return value{}, py.Raisef(py.RuntimeErrorType, "cannot notify on un-acquired lock")
				}
				for c.waiting.Wake() {
				}
				return py.None, nil
			}},
		}...),
	})
}
