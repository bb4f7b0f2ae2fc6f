package asyncio

import "github.com/aio2go/aio2go/runtime/py"

// This file says which classes of the package programs may set attributes of: all but
// Future and Task, which CPython has in C.

// patchable are these classes. Those that only have subclasses with methods of their own
// are among them too: a method that is set in BaseTransport is not one of a socket's.
func patchable() []*py.Type {
	list := []*py.Type{
		CancelledErrorType, InvalidStateErrorType, SendfileNotAvailableErrorType, BrokenBarrierErrorType,
		IncompleteReadErrorType, LimitOverrunErrorType, QueueEmptyType, QueueFullType, QueueShutDownType,
		QueueType, PriorityQueueType, LifoQueueType,
		HandleType, TimerHandleType, AbstractLoopType, AbstractPolicyType, BaseLoopType, LoopType, PolicyType, basePolicyType,
		LockType, EventType, ConditionType, SemaphoreType, BoundedSemaphoreType, BarrierType,
		TaskGroupType, TimeoutType, RunnerType, abstractWatcherType, baseWatcherType,
		BaseProtocolType, ProtocolType, BufferedProtocolType, DatagramProtocolType, SubprocessProtocolType,
		BaseTransportType, ReadTransportType, WriteTransportType, TransportType, DatagramTransportType, SubprocessTransportType,
		StreamReaderType, StreamWriterType, flowProtocolType, streamProtocolType, AbstractServerType, ServerType,
		ProcessType, transportSocketType, frameCallGraphEntryType, futureCallGraphType,
	}
	return append(list, watcherTypes...)
}

func init() {
	for _, t := range patchable() {
		t.Flags |= py.FlagPatchable
	}
}

// exact reports whether v is an instance of base itself, of which the program has not
// changed anything.
func exact(v py.Value, base *py.Type) bool {
	t := v.Type()
	return t == base && !t.Has(py.FlagPatched)
}

// overridden returns the attribute name of v, whose __dict__ is attrs, where a class of the
// program, a change to one of this package or the object itself has one of its own.
func overridden(v py.Value, attrs *py.Attrs, name *py.Str) (py.Value, bool) {
	t := v.Type()
	if !t.Customised() && attrs.Empty() {
		return py.Value{}, false
	}
	if !attrs.Empty() {
		if x, ok := attrs.Get(name); ok {
			return x, true
		}
	}
	if py.IsMadeInGo(t.Lookup(name)) {
		return py.Value{}, false
	}
	x, exc := py.GetAttr(v, name)
	return x, exc == nil
}

// has reports whether v has the method name of a class of this package: it is not overridden.
func has(v py.Value, name *py.Str) bool {
	attrs := py.AttrsOf(v)
	if attrs == nil {
		attrs = &noAttrs
	}
	_, other := overridden(v, attrs, name)
	return !other
}

var noAttrs py.Attrs // of an object without a __dict__
