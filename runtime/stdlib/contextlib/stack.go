package contextlib

import (
	"unsafe"

	"github.com/aio2go/aio2go/runtime/coro"
	"github.com/aio2go/aio2go/runtime/py"
)

// This file implements ExitStack and AsyncExitStack.

// stack is an ExitStack or AsyncExitStack.
type stack struct {
	py.Header
	callbacks []callback
	Attrs     py.Attrs
}

// callback is an exit callback: called with the exception's three, unless plain.
type callback struct {
	fn    value
	self  value // what fn is called with first, where it is a method
	args  value // with plain: a tuple and a dict
	kwds  value
	plain bool
	async bool
}

// ExitStackType and AsyncExitStackType are the two classes.
var (
	noArguments        = py.NewSignature("_BaseExitStack.__init__", "", "()")
	ExitStackType      = &py.Type{Name: "ExitStack"}
	AsyncExitStackType = &py.Type{Name: "AsyncExitStack"}
)

func stackOf(v value) *stack { return py.Heap[stack](v) }

func init() {
	common := []py.Method{
		{Name: "enter_context", Sig: "($self, cm)", Impl: func(v, cm value) (value, exc) {
			t := cm.Type()
			if t.Lookup(nameEnter).IsUnbound() || t.Lookup(nameExit).IsUnbound() {
				return value{}, notManager(t, "context manager", "")
			}
			enter, exit, self, e := py.LoadWith(cm)
			if e != nil {
				return value{}, e
			}
			r, e := py.Invoke0(enter, self)
			if e != nil {
				return value{}, e
			}
			s := stackOf(v)
			s.callbacks = append(s.callbacks, callback{fn: exit, self: self})
			return r, nil
		}},
		{Name: "push", Sig: "($self, exit)", Impl: func(v, x value) (value, exc) {
			fn := x
			if !x.Type().Lookup(nameExit).IsUnbound() {
				var e exc
				if fn, e = py.LookupSpecial(x, nameExit); e != nil {
					return value{}, e
				}
			}
			s := stackOf(v)
			s.callbacks = append(s.callbacks, callback{fn: fn})
			return x, nil
		}},
		{Name: "callback", Impl: pushCallback(false)},
		{Name: "pop_all", Sig: "($self)", Impl: func(v value) (value, exc) {
			n, e := py.Call0(v.Type().Value())
			if e != nil {
				return value{}, e
			}
			stackOf(n).callbacks = stackOf(v).callbacks
			stackOf(v).callbacks = nil
			return n, nil
		}},
	}
	layout := py.LayoutWithAttrs[stack](unsafe.Offsetof(stack{}.Attrs))
	slots := py.Slots{
		New:  func(cls *py.Type, args []value, names []*py.Str) (value, exc) { return cls.Alloc(cls), nil },
		Init: func(v value, args []value, names []*py.Str) exc { return noArguments.Bind(args, names, nil) },
	}
	ExitStackType.Define(&py.TypeSpec{
		Module: "contextlib", Doc: "Context manager for dynamic management of a stack of exit callbacks.",
		Flags: py.FlagBaseType, Layout: layout, Slots: slots,
		Methods: append([]py.Method{
			{Name: "__enter__", Sig: "($self)", Impl: func(v value) (value, exc) { return v, nil }},
			{Name: "__exit__", Sig: "($self, *exc_details)", Impl: func(v value, details []value) (value, exc) {
				return stackOf(v).unwind(details)
			}},
			{Name: "close", Sig: "($self)", Impl: func(v value) (value, exc) {
				_, e := py.CallMethod3(v, nameExit, py.None, py.None, py.None)
				return py.None, e
			}},
		}, common...),
	})
	AsyncExitStackType.Define(&py.TypeSpec{
		Module: "contextlib", Doc: "Async context manager for dynamic management of a stack of exit callbacks.",
		Flags: py.FlagBaseType, Layout: layout, Slots: slots,
		Methods: append([]py.Method{
			{Name: "__aenter__", Sig: "($self)", Impl: func(v value) (value, exc) {
				return coroutine("AsyncExitStack.__aenter__", func(r *coro.Run, f *goCoroutine) coro.Signal { return f.Return(r, v) }), nil
			}, Await: func(r *coro.Run, _ *coro.Frame, v value) coro.Signal { return r.Deliver(v) }},
			{Name: "__aexit__", Sig: "($self, *exc_details)", Impl: func(v value, details []value) (value, exc) {
				f := &unwindingStack{s: stackOf(v)}
				if len(details) == 3 && !details[0].IsNone() {
					f.raised, _ = py.AsException(details[1])
				}
				f.Init(f, &stackExitCode)
				return f.Object(), nil
			}, Await: awaitStackExit},
			{Name: "aclose", Sig: "($self)", Impl: func(v value) (value, exc) {
				return awaitCall("AsyncExitStack.aclose", func() (value, exc) { return py.CallMethod3(v, nameAExit, py.None, py.None, py.None) },
					func(value) (value, exc) { return py.None, nil }, nil), nil
			}},
			{Name: "enter_async_context", Sig: "($self, cm)", Impl: func(v, cm value) (value, exc) {
				f := &enteringStack{s: stackOf(v), cm: cm}
				f.Init(f, &stackEnterCode)
				return f.Object(), nil
			}, Await: awaitStackEnter},
			{Name: "push_async_exit", Sig: "($self, exit)", Impl: func(v, x value) (value, exc) {
				fn := x
				if !x.Type().Lookup(nameAExit).IsUnbound() {
					var e exc
					if fn, e = py.LookupSpecial(x, nameAExit); e != nil {
						return value{}, e
					}
				}
				s := stackOf(v)
				s.callbacks = append(s.callbacks, callback{fn: fn, async: true})
				return x, nil
			}},
			{Name: "push_async_callback", Impl: pushCallback(true)},
		}, common...),
	})
}

func addStacks(m *py.Module) exc {
	for _, t := range []*py.Type{ExitStackType, AsyncExitStackType} {
		m.Set(t.Name, t.Value())
	}
	return nil
}

func notManager(t *py.Type, kind, hint string) exc {
	return py.Raisef(py.TypeErrorType, "'%s.%s' object does not support the %s protocol%s", t.Module, t.Qualname, kind, hint)
}

func pushCallback(async bool) any {
	return func(v value, args []value, names []*py.Str) (value, exc) {
		p := len(args) - len(names)
		if p == 0 {
			return value{}, py.Raisef(py.TypeErrorType, "callback() missing 1 required positional argument: 'callback'")
		}
		kwds := py.NewDict()
		for i, name := range names {
			kwds.SetStr(name, args[p+i])
		}
		s := stackOf(v)
		s.callbacks = append(s.callbacks, callback{fn: args[0], args: py.NewTuple(args[1:p]).Value(), kwds: kwds.Value(), plain: true, async: async})
		return args[0], nil
	}
}

// unwinding is the state of leaving a stack: the exception under way.
type unwinding struct {
	received   bool // there was one when it began
	pending    exc
	swallowed  bool
	pendingNew bool // pending was raised by a callback
	base       exc  // the exception that was handled before
}

// begin starts to leave a stack with raised, where there is an exception.
func (u *unwinding) begin(raised exc) {
	u.received, u.pending = raised != nil, raised
	u.base = py.Handled()
}

// details are what an __exit__ is called with.
func (u *unwinding) details() (typ, val, tb value) {
	if u.pending == nil {
		return py.None, py.None, py.None
	}
	return u.pending.Type().Value(), u.pending.Value(), tracebackOf(u.pending)
}

// call calls a callback.
func (u *unwinding) call(c callback) (value, exc) {
	if c.plain {
		return py.CallEx(c.fn, c.args, c.kwds)
	}
	typ, val, tb := u.details()
	return py.Invoke3(c.fn, c.self, typ, val, tb)
}

// done takes the result of a callback.
func (u *unwinding) done(c callback, v value, e exc) {
	if e == nil && !c.plain && u.pending != nil {
		var swallow bool
		if swallow, e = py.Truth(v); e == nil && swallow {
			u.swallowed, u.pendingNew = true, false
			u.pending = nil
		}
	}
	if e != nil {
		fixContext(e, u.pending, u.base)
		u.pendingNew = true
		u.pending = e
	}
}

// fixContext makes old the context of the exception raised while handling it, where the
// chain does not have it yet (contextlib, _fix_exception_context).
func fixContext(e, old, base exc) {
	for {
		c := e.Context
		if c == nil || c == old {
			return
		}
		if c == base {
			break
		}
		e = c
	}
	e.Context = old
}

func (u *unwinding) result() (value, exc) {
	if u.pendingNew {
		return value{}, u.pending
	}
	return py.Bool(u.received && u.swallowed), nil
}

func (s *stack) pop() callback {
	n := len(s.callbacks) - 1
	c := s.callbacks[n]
	s.callbacks[n] = callback{}
	s.callbacks = s.callbacks[:n]
	return c
}

func (s *stack) unwind(details []value) (value, exc) {
	var u unwinding
	var raised exc
	if len(details) == 3 && !details[0].IsNone() {
		raised, _ = py.AsException(details[1])
	}
	u.begin(raised)
	for len(s.callbacks) > 0 {
		c := s.pop()
		v, e := u.call(c)
		u.done(c, v, e)
	}
	return u.result()
}
