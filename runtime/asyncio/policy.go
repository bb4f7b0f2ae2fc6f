package asyncio

import (
	"unsafe"

	"github.com/aio2go/aio2go/runtime/py"
)

// This file is the second part of asyncio/events.py: event loop policies and the
// functions that find loops.

// threadLoop is what set_event_loop set for a thread.
type threadLoop struct {
	loop   py.Value // a loop, or None
	setter bool     // set_event_loop was called
}

// policyObject is a DefaultEventLoopPolicy.
type policyObject struct {
	py.Header
	local map[*py.Thread]*threadLoop
	Attrs py.Attrs // __dict__
}

// The types.
var (
	AbstractPolicyType = &py.Type{Name: "AbstractEventLoopPolicy"}
	PolicyType         = &py.Type{Name: "_UnixDefaultEventLoopPolicy"}
	basePolicyType     = &py.Type{Name: "BaseDefaultEventLoopPolicy"}
)

// policy is the policy of the program, unbound until it is first needed.
var policy py.Value

func thePolicy() py.Value {
	if policy.IsUnbound() {
		policy = newPolicy(PolicyType)
	}
	return policy
}

func newPolicy(cls *py.Type) py.Value { return cls.Alloc(cls) }

func (p *policyObject) here() *threadLoop {
	if p.local == nil {
		p.local = map[*py.Thread]*threadLoop{}
	}
	l := p.local[py.Current]
	if l == nil {
		l = &threadLoop{loop: py.None}
		p.local[py.Current] = l
	}
	return l
}

// getEventLoop is BaseDefaultEventLoopPolicy.get_event_loop.
func (p *policyObject) getEventLoop() (py.Value, *py.Exception) {
	l := p.here()
	if l.loop.IsNone() && !l.setter && py.Current.ID == py.MainThreadID {
		if py.VersionAtLeast(12) {
			if exc := py.Warn(py.DeprecationWarningType, "There is no current event loop", 1); exc != nil {
				return py.Value{}, exc
			}
		}
		v, exc := py.CallMethod0(p.Value(), py.Intern("new_event_loop"))
		if exc != nil {
			return py.Value{}, exc
		}
		if _, exc := py.CallMethod1(p.Value(), py.Intern("set_event_loop"), v); exc != nil {
			return py.Value{}, exc
		}
	}
	if l.loop.IsNone() {
		return py.Value{}, runtimeError("There is no current event loop in thread %s.", repr(py.StrV(py.Current.Name)))
	}
	return l.loop, nil
}

func (p *policyObject) setEventLoop(v py.Value) *py.Exception {
	l := p.here()
	l.setter = true
	if !v.IsNone() && !py.IsInstance(v, AbstractLoopType) {
		return typeError("loop must be an instance of AbstractEventLoop or None, not '%s'", v.Type().Name)
	}
	l.loop = v
	return nil
}

// runningLoop returns the loop that runs in this thread, or nil.
func runningLoop() *Loop {
	l, _ := py.Current.Loop.(*Loop)
	return l
}

// getRunningLoop is get_running_loop().
func getRunningLoop() (*Loop, *py.Exception) {
	if l := runningLoop(); l != nil {
		return l, nil
	}
	return nil, runtimeError("no running event loop")
}

// GetEventLoop is get_event_loop().
func GetEventLoop() (py.Value, *py.Exception) {
	if l := runningLoop(); l != nil {
		return l.Value(), nil
	}
	p := thePolicy()
	if exact(p, PolicyType) {
		return py.Heap[policyObject](p).getEventLoop()
	}
	return py.CallMethod0(p, py.Intern("get_event_loop"))
}

// setEventLoop is set_event_loop(v).
func setEventLoop(v py.Value) *py.Exception {
	p := thePolicy()
	if exact(p, PolicyType) {
		return py.Heap[policyObject](p).setEventLoop(v)
	}
	_, exc := py.CallMethod1(p, py.Intern("set_event_loop"), v)
	return exc
}

// newEventLoop is new_event_loop().
func newEventLoop() (py.Value, *py.Exception) {
	p := thePolicy()
	if exact(p, PolicyType) {
		return NewLoop().Value(), nil
	}
	return py.CallMethod0(p, py.Intern("new_event_loop"))
}

// asLoop returns the Loop that v is.
func asLoop(v py.Value) (*Loop, *py.Exception) {
	if !v.IsUnbound() && (v.Type() == LoopType || v.Type().IsSubclass(BaseLoopType)) {
		return py.Heap[Loop](v), nil
	}
	return nil, typeError("an event loop of asyncio was expected, got %s", repr(v))
}

// loopFor returns the loop that v is, or where v is an object of the program that does
// the work of a loop, one that stands for it: handles report to it.
func loopFor(v py.Value) (*Loop, *py.Exception) {
	if l, exc := asLoop(v); exc == nil {
		return l, nil
	}
	l := &Loop{foreign: v}
	on, exc := py.CallMethod0(v, py.Intern("get_debug"))
	if exc == nil {
		l.debug, exc = py.Truth(on)
	}
	return l, exc
}

var strTimerCancelled = py.Intern("_timer_handle_cancelled")

func (loop *Loop) isForeign() bool { return loop != nil && !loop.foreign.IsUnbound() }

// object returns the loop as the program knows it.
func (loop *Loop) object() py.Value {
	if loop.isForeign() {
		return loop.foreign
	}
	return loop.Value()
}

// loopOrCurrent returns the loop that an argument loop= means: get_event_loop() where it
// is absent.
func loopOrCurrent(v py.Value) (*Loop, *py.Exception) {
	if absent(v) {
		if l := runningLoop(); l != nil {
			return l, nil
		}
		var exc *py.Exception
		if v, exc = GetEventLoop(); exc != nil {
			return nil, exc
		}
	}
	return asLoop(v)
}

func init() {
	self := func(v py.Value) *policyObject { return py.Heap[policyObject](v) }
	basePolicyType.Define(&py.TypeSpec{
		Base: AbstractPolicyType, Module: "asyncio.events", Flags: py.FlagBaseType,
		Layout: py.LayoutWithAttrs[policyObject](unsafe.Offsetof(policyObject{}.Attrs)),
		Slots: py.Slots{New: func(cls *py.Type, args []py.Value, names []*py.Str) (py.Value, *py.Exception) {
			return newPolicy(cls), cls.WrongArgs(args, names)
		}},
		Methods: []py.Method{
			{Name: "get_event_loop", Sig: "($self)", Impl: func(v py.Value) (py.Value, *py.Exception) { return self(v).getEventLoop() }},
			{Name: "set_event_loop", Sig: "($self, loop)", Impl: func(v, l py.Value) (py.Value, *py.Exception) { return none(self(v).setEventLoop(l)) }},
			{Name: "new_event_loop", Sig: "($self)", Impl: func(v py.Value) (py.Value, *py.Exception) { return NewLoop().Value(), nil }},
			{Name: "get_child_watcher", Sig: "($self)", Impl: func(v py.Value) (py.Value, *py.Exception) { return getChildWatcher() }},
			{Name: "set_child_watcher", Sig: "($self, watcher)", Impl: func(_, w py.Value) (py.Value, *py.Exception) { return setChildWatcher(w) }},
		},
	})
	PolicyType.Define(&py.TypeSpec{Base: basePolicyType, Module: "asyncio.unix_events", Flags: py.FlagBaseType})
}
