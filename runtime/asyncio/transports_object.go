package asyncio

import (
	"github.com/aio2go/aio2go/runtime/py"
)

// This file makes the transports Python types.

func init() {
	self := func(v py.Value) *Transport { return py.Heap[Transport](v) }
	act := func(name string, f func(t *Transport)) py.Method {
		return py.Method{Name: name, Sig: "($self)", Impl: func(v py.Value) (py.Value, *py.Exception) {
			f(self(v))
			return py.None, nil
		}}
	}
	base := []py.Method{
		act("close", (*Transport).close),
		{Name: "is_closing", Sig: "($self)", Impl: func(v py.Value) (py.Value, *py.Exception) { return py.Bool(self(v).closing), nil }},
		{Name: "get_extra_info", Sig: "($self, name, default=None)", Impl: func(v, name, def py.Value) (py.Value, *py.Exception) {
			if s, ok := py.AsStr(name); ok {
				if x, ok := self(v).extra[s.String()]; ok {
					return x, nil
				}
			}
			return orNone(def), nil
		}},
		{Name: "get_protocol", Sig: "($self)", Impl: func(v py.Value) (py.Value, *py.Exception) { return self(v).proto.object(), nil }},
		{Name: "set_protocol", Sig: "($self, protocol)", Impl: func(v, p py.Value) (py.Value, *py.Exception) {
			self(v).proto = asProtocol(p)
			return py.None, nil
		}},
	}
	read := []py.Method{
		act("pause_reading", (*Transport).pauseReading),
		act("resume_reading", (*Transport).resumeReading),
		{Name: "is_reading", Sig: "($self)", Impl: func(v py.Value) (py.Value, *py.Exception) {
			return py.Bool(!self(v).closing && !self(v).readPaused), nil
		}},
	}
	write := []py.Method{
		{Name: "write", Sig: "($self, data)", Impl: func(v, data py.Value) (py.Value, *py.Exception) {
			b, ok := py.BytesOf(data)
			if !ok {
				return py.Value{}, typeError("data argument must be a bytes, bytearray, or memoryview object, not %s", repr(py.StrV(data.Type().Name)))
			}
			return none(self(v).write(b))
		}},
		{Name: "writelines", Sig: "($self, list_of_data)", Impl: func(v, list py.Value) (py.Value, *py.Exception) {
			var all []byte
			exc := py.Each(list, func(x py.Value) *py.Exception {
				b, ok := py.BytesOf(x)
				if !ok {
					return typeError("data argument must be a bytes, bytearray, or memoryview object, not %s", repr(py.StrV(x.Type().Name)))
				}
				all = append(all, b...)
				return nil
			})
			if exc == nil {
				exc = self(v).write(all)
			}
			return none(exc)
		}},
		act("write_eof", (*Transport).writeEOF),
		act("abort", func(t *Transport) { t.forceClose(nil) }),
		{Name: "can_write_eof", Sig: "($self)", Impl: func(py.Value) (py.Value, *py.Exception) { return py.True, nil }},
		{Name: "get_write_buffer_size", Sig: "($self)", Impl: func(v py.Value) (py.Value, *py.Exception) {
			return py.Int(int64(len(self(v).buffer))), nil
		}},
		{Name: "get_write_buffer_limits", Sig: "($self)", Impl: func(v py.Value) (py.Value, *py.Exception) {
			return py.TupleV(py.Int(int64(self(v).low)), py.Int(int64(self(v).high))), nil
		}},
		{Name: "set_write_buffer_limits", Sig: "($self, high=None, low=None)", Impl: setBufferLimits},
	}
	spec := func(base *py.Type, methods ...[]py.Method) *py.TypeSpec {
		s := &py.TypeSpec{
			Base: base, Module: "asyncio.selector_events", NoNew: true,
			Layout: py.LayoutWithAttrs[Transport](attrsOffset),
			Slots:  py.Slots{Repr: func(v py.Value) (py.Value, *py.Exception) { return py.StrV(self(v).describe()), nil }},
		}
		for _, m := range methods {
			s.Methods = append(s.Methods, m...)
		}
		return s
	}
	socketTransport.Define(spec(TransportType, base, read, write))
	readPipeTransport.Define(spec(ReadTransportType, base, read))
	writePipeTransport.Define(spec(WriteTransportType, base, write))
}

func setBufferLimits(v, high, low py.Value) (py.Value, *py.Exception) {
	t := py.Heap[Transport](v)
	h, l := 64*1024, -1
	var exc *py.Exception
	if !absent(low) {
		if l, exc = asInt(low); exc != nil {
			return py.Value{}, exc
		}
		h = 4 * l
	}
	if !absent(high) {
		if h, exc = asInt(high); exc != nil {
			return py.Value{}, exc
		}
	}
	if l < 0 {
		l = h / 4
	}
	if h < l || l < 0 {
		return py.Value{}, py.Raisef(py.ValueErrorType, "high (%d) must be >= low (%d) must be >= 0", h, l)
	}
	t.high, t.low = h, l
	return none(t.maybePause())
}
