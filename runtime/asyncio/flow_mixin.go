package asyncio

import (
	"github.com/aio2go/aio2go/runtime/py"
	"github.com/aio2go/aio2go/runtime/pymod"
)

// This file implements _FlowControlMixin of asyncio/transports.py, from which transports
// written in Python derive; those of this package have its behaviour in transports.go.

const highWater = 64 * 1024

// tellProtocol calls pause_writing or resume_writing of the transport's protocol.
func tellProtocol(self py.Value, method string) *py.Exception {
	proto, exc := py.GetAttr(self, py.Intern("_protocol"))
	if exc == nil {
		_, exc = py.CallMethod0(proto, py.Intern(method))
	}
	if exc == nil || stopsLoop(exc) {
		return exc
	}
	loop, e := py.GetAttr(self, py.Intern("_loop"))
	if e != nil {
		return e
	}
	context := errorContext("protocol."+method+"() failed", exc, "transport", self, "protocol", orNone(proto))
	_, e = py.CallMethod1(loop, py.Intern("call_exception_handler"), context.Value())
	return e
}

func maybePauseProtocol(self py.Value) (py.Value, *py.Exception) {
	var s pymod.Steps
	size, limit := s.Call(self, "get_write_buffer_size"), s.Attr(self, "_high_water")
	if s.Failed() {
		return py.Value{}, s.Exc
	}
	if small, exc := py.LeBool(size, limit); exc != nil || small {
		return py.None, exc
	}
	paused, exc := py.Truth(s.Attr(self, "_protocol_paused"))
	if exc != nil || paused {
		return py.None, exc
	}
	s.Set(self, "_protocol_paused", py.True)
	s.Raise(tellProtocol(self, "pause_writing"))
	return s.Done(py.None)
}

func maybeResumeProtocol(self py.Value) (py.Value, *py.Exception) {
	var s pymod.Steps
	if paused, exc := py.Truth(s.Attr(self, "_protocol_paused")); exc != nil || !paused {
		return s.Done(py.None)
	}
	size, limit := s.Call(self, "get_write_buffer_size"), s.Attr(self, "_low_water")
	if s.Failed() {
		return py.Value{}, s.Exc
	}
	if small, exc := py.LeBool(size, limit); exc != nil || !small {
		return py.None, exc
	}
	s.Set(self, "_protocol_paused", py.False)
	s.Raise(tellProtocol(self, "resume_writing"))
	return s.Done(py.None)
}

func setBufferLimits(self, high, low py.Value) (py.Value, *py.Exception) {
	var exc *py.Exception
	if high.IsNone() {
		high = py.Int(highWater)
		if !low.IsNone() {
			if high, exc = py.Mul(py.Int(4), low); exc != nil {
				return py.Value{}, exc
			}
		}
	}
	if low.IsNone() {
		if low, exc = py.FloorDiv(high, py.Int(4)); exc != nil {
			return py.Value{}, exc
		}
	}
	ordered, exc := py.GeBool(high, low)
	if exc == nil && ordered {
		ordered, exc = py.GeBool(low, py.Int(0))
	}
	if exc != nil {
		return py.Value{}, exc
	}
	if !ordered {
		return py.Value{}, py.Raisef(py.ValueErrorType, "high (%s) must be >= low (%s) must be >= 0", repr(high), repr(low))
	}
	var s pymod.Steps
	s.Set(self, "_high_water", high)
	s.Set(self, "_low_water", low)
	return s.Done(py.None)
}

// newFlowControlMixin makes the class.
func newFlowControlMixin() (py.Value, *py.Exception) {
	return pymod.New(pymod.Class{
		Name: "_FlowControlMixin", Module: "asyncio.transports", Bases: []py.Value{TransportType.Value()},
		Doc: "All the logic for (write) flow control in a mix-in base class.",
		Methods: []pymod.Func{
			{Sig: "__init__(self, extra=None, loop=None)", Impl: func(self, extra, loop py.Value) (py.Value, *py.Exception) {
				init, exc := py.GetAttr(TransportType.Value(), py.Intern("__init__"))
				if exc != nil {
					return py.Value{}, exc
				}
				if _, exc := py.Call2(init, self, extra); exc != nil {
					return py.Value{}, exc
				}
				if loop.IsNone() {
					return py.Value{}, py.RaiseArgs(py.AssertionErrorType)
				}
				var s pymod.Steps
				s.Set(self, "_loop", loop)
				s.Set(self, "_protocol_paused", py.False)
				s.Call(self, "_set_write_buffer_limits")
				return s.Done(py.None)
			}},
			{Sig: "_maybe_pause_protocol(self)", Impl: maybePauseProtocol},
			{Sig: "_maybe_resume_protocol(self)", Impl: maybeResumeProtocol},
			{Sig: "get_write_buffer_limits(self)", Impl: func(self py.Value) (py.Value, *py.Exception) {
				var s pymod.Steps
				return s.Done(py.TupleV(s.Attr(self, "_low_water"), s.Attr(self, "_high_water")))
			}},
			{Sig: "_set_write_buffer_limits(self, high=None, low=None)", Impl: setBufferLimits},
			{Sig: "set_write_buffer_limits(self, high=None, low=None)", Impl: func(self, high, low py.Value) (py.Value, *py.Exception) {
				names := []*py.Str{py.Intern("high"), py.Intern("low")}
				if _, exc := py.CallMethodKw(self, py.Intern("_set_write_buffer_limits"), []py.Value{high, low}, names); exc != nil {
					return py.Value{}, exc
				}
				return py.CallMethod0(self, py.Intern("_maybe_pause_protocol"))
			}},
			{Sig: "get_write_buffer_size(self)", Impl: func(py.Value) (py.Value, *py.Exception) {
				return py.Value{}, py.RaiseArgs(py.NotImplementedErrorType)
			}},
		},
	})
}
