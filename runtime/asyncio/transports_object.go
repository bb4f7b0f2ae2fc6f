package asyncio

import (
	"unsafe"

	"github.com/aio2go/aio2go/runtime/py"
)

// This file makes the transports Python types: the abstract ones of transports.py, and
// the transports for sockets and pipes.

// baseTransport is an instance of one of the abstract transports.
type baseTransport struct {
	py.Header
	Attrs py.Attrs
}

func notImplemented(names ...string) []py.Method {
	var list []py.Method
	for _, name := range names {
		list = append(list, py.Method{Name: name, Sig: "($self, *args, **kwargs)", Impl: func(py.Value, []py.Value, []*py.Str) (py.Value, *py.Exception) {
			return py.Value{}, py.RaiseArgs(py.NotImplementedErrorType)
		}})
	}
	return list
}

var baseTransportSig = py.NewSignature("BaseTransport.__init__", "", "(extra=None)")

func abstractTransport(t *py.Type, base *py.Type, methods ...py.Method) {
	var layout py.Layout // that of the base, so that classes can derive from several
	if base == nil {
		layout = py.LayoutWithAttrs[baseTransport](unsafe.Offsetof(baseTransport{}.Attrs))
	}
	t.Define(&py.TypeSpec{
		Base: base, Module: "asyncio.transports", Flags: py.FlagBaseType,
		Layout: layout,
		Slots: py.Slots{
			New: func(cls *py.Type, _ []py.Value, _ []*py.Str) (py.Value, *py.Exception) { return cls.Alloc(cls), nil },
			Init: func(v py.Value, args []py.Value, names []*py.Str) *py.Exception {
				var a [1]py.Value
				if exc := baseTransportSig.Bind(args, names, a[:]); exc != nil {
					return exc
				}
				if absent(a[0]) {
					a[0] = py.NewDict().Value()
				}
				return py.SetAttr(v, py.Intern("_extra"), a[0])
			},
		},
		Methods: methods,
	})
}

func extraInfo(extra map[string]py.Value, name, def py.Value) (py.Value, *py.Exception) {
	if s, ok := py.AsStr(name); ok {
		if x, ok := extra[s.String()]; ok {
			return x, nil
		}
	}
	return orNone(def), nil
}

// linkMethods are the methods that every stream transport of this package has.
func linkMethods(self func(v py.Value) link) []py.Method {
	act := func(name string, f func(t link)) py.Method {
		return py.Method{Name: name, Sig: "($self)", Impl: func(v py.Value) (py.Value, *py.Exception) {
			f(self(v))
			return py.None, nil
		}}
	}
	return []py.Method{
		act("close", link.close),
		act("abort", link.abort),
		act("pause_reading", link.pauseReading),
		act("resume_reading", link.resumeReading),
		{Name: "is_closing", Sig: "($self)", Impl: func(v py.Value) (py.Value, *py.Exception) { return py.Bool(self(v).isClosing()), nil }},
		{Name: "write", Sig: "($self, data)", Impl: func(v, data py.Value) (py.Value, *py.Exception) {
			return none(writeTo(self(v), data))
		}},
	}
}

// writeTo is t.write(data).
func writeTo(t link, data py.Value) *py.Exception {
	b, exc := dataArgument(data)
	if exc != nil {
		return exc
	}
	if own, ok := t.(*Transport); ok {
		return own.send(b, data.Type() == py.BytesType)
	}
	return t.write(b)
}

func dataArgument(data py.Value) ([]byte, *py.Exception) {
	b, ok := py.BytesOf(data)
	if !ok {
		return nil, typeError("data argument must be a bytes, bytearray, or memoryview object, not %s", repr(py.StrV(data.Type().Name)))
	}
	return b, nil
}

// joined returns what the elements of a list of bytes contain.
func joined(list py.Value) ([]byte, *py.Exception) {
	var all []byte
	exc := py.Each(list, func(x py.Value) *py.Exception {
		b, ok := py.BytesOf(x)
		if !ok {
			return typeError("memoryview: a bytes-like object is required, not '%s'", x.Type().Name)
		}
		all = append(all, b...)
		return nil
	})
	return all, exc
}

// The abstract classes are defined before any init function makes a class of them.
var _ = defineAbstractTransports()

func defineAbstractTransports() bool {
	abstractTransport(BaseTransportType, nil, append(notImplemented("is_closing", "close", "set_protocol", "get_protocol"),
		py.Method{Name: "get_extra_info", Sig: "($self, name, default=None)", Impl: func(v, name, def py.Value) (py.Value, *py.Exception) {
			extra, exc := py.GetAttr(v, py.Intern("_extra"))
			if exc != nil {
				return py.Value{}, exc
			}
			return py.CallMethod2(extra, py.Intern("get"), name, orNone(def))
		}})...)
	abstractTransport(ReadTransportType, BaseTransportType, notImplemented("is_reading", "pause_reading", "resume_reading")...)
	abstractTransport(WriteTransportType, BaseTransportType, append(notImplemented("set_write_buffer_limits", "get_write_buffer_size",
		"get_write_buffer_limits", "write", "write_eof", "can_write_eof", "abort"),
		py.Method{Name: "writelines", Sig: "($self, list_of_data)", Impl: func(v, list py.Value) (py.Value, *py.Exception) {
			data, exc := py.CallMethod1(py.BytesV(nil), py.Intern("join"), list)
			if exc != nil {
				return py.Value{}, exc
			}
			_, exc = py.CallMethod1(v, py.Intern("write"), data)
			return none(exc)
		}})...)
	TransportType.Define(&py.TypeSpec{
		Base: ReadTransportType, MoreBases: []*py.Type{WriteTransportType}, Module: "asyncio.transports", Flags: py.FlagBaseType,
	})
	abstractTransport(DatagramTransportType, BaseTransportType, notImplemented("sendto", "abort")...)
	abstractTransport(SubprocessTransportType, BaseTransportType, notImplemented("get_pid", "get_returncode", "get_pipe_transport", "send_signal", "terminate", "kill")...)
	return true
}

func init() {
	defineStreamTransports()
	defineDatagramTransport()
}

func defineStreamTransports() {
	self := func(v py.Value) *Transport { return py.Heap[Transport](v) }
	all := append(linkMethods(func(v py.Value) link { return self(v) }), []py.Method{
		{Name: "get_extra_info", Sig: "($self, name, default=None)", Impl: func(v, name, def py.Value) (py.Value, *py.Exception) {
			return extraInfo(self(v).extra, name, def)
		}},
		{Name: "get_protocol", Sig: "($self)", Impl: func(v py.Value) (py.Value, *py.Exception) { return self(v).proto.object(), nil }},
		{Name: "set_protocol", Sig: "($self, protocol)", Impl: func(v, p py.Value) (py.Value, *py.Exception) {
			self(v).proto = asProtocol(p)
			return py.None, nil
		}},
	}...)
	reading := py.Method{Name: "is_reading", Sig: "($self)", Impl: func(v py.Value) (py.Value, *py.Exception) {
		return py.Bool(!self(v).closing && !self(v).readPaused), nil
	}}
	write := []py.Method{
		{Name: "writelines", Sig: "($self, list_of_data)", Impl: func(v, list py.Value) (py.Value, *py.Exception) {
			t := self(v)
			if t.isPipe {
				data, exc := py.CallMethod1(py.BytesV(nil), py.Intern("join"), list)
				if exc != nil {
					return py.Value{}, exc
				}
				b, _ := py.BytesOf(data)
				return none(t.write(b))
			}
			if exc := t.checkWrite("writelines"); exc != nil {
				return py.Value{}, exc
			}
			b, exc := joined(list)
			if exc != nil {
				return py.Value{}, exc
			}
			return none(t.writeLines(b))
		}},
		{Name: "write_eof", Sig: "($self)", Impl: func(v py.Value) (py.Value, *py.Exception) {
			self(v).writeEOF()
			return py.None, nil
		}},
		{Name: "can_write_eof", Sig: "($self)", Impl: func(py.Value) (py.Value, *py.Exception) { return py.True, nil }},
		{Name: "get_write_buffer_size", Sig: "($self)", Impl: func(v py.Value) (py.Value, *py.Exception) {
			return py.Int(int64(len(self(v).buffer))), nil
		}},
		{Name: "get_write_buffer_limits", Sig: "($self)", Impl: func(v py.Value) (py.Value, *py.Exception) {
			return py.TupleV(py.Int(int64(self(v).low)), py.Int(int64(self(v).high))), nil
		}},
		{Name: "set_write_buffer_limits", Sig: "($self, high=None, low=None)", Impl: func(v, high, low py.Value) (py.Value, *py.Exception) {
			t := self(v)
			var exc *py.Exception
			if t.high, t.low, exc = bufferLimits(high, low, 64*1024); exc != nil {
				return py.Value{}, exc
			}
			return none(t.maybePause())
		}},
	}
	spec := func(base *py.Type, module string, methods ...[]py.Method) *py.TypeSpec {
		s := &py.TypeSpec{
			GetSets: []py.GetSet{
				{Name: "_sock", Get: func(v py.Value) (py.Value, *py.Exception) {
					switch t := self(v); {
					case t.sock == nil:
						return py.Value{}, py.Raisef(py.AttributeErrorType, "'%s' object has no attribute '_sock'", t.Header.Type().Name)
					case t.fd < 0:
						return py.None, nil
					}
					return objectOf(self(v).sock), nil
				}},
				{Name: "_loop", Get: func(v py.Value) (py.Value, *py.Exception) { return self(v).loop.Value(), nil }},
				{Name: "_protocol", Get: func(v py.Value) (py.Value, *py.Exception) { return self(v).proto.object(), nil }},
			},
			Base: base, Module: module, NoNew: true,
			Layout: py.LayoutWithAttrs[Transport](attrsOffset),
			Slots:  py.Slots{Repr: func(v py.Value) (py.Value, *py.Exception) { return py.StrV(self(v).describe()), nil }},
		}
		for _, m := range methods {
			s.Methods = append(s.Methods, m...)
		}
		return s
	}
	biggestRead := []py.Const{{Name: "max_size", Value: py.Int(tlsReadSize)}}
	sockets := spec(TransportType, "asyncio.selector_events", all, []py.Method{reading}, write)
	pipes := spec(ReadTransportType, "asyncio.unix_events", all, []py.Method{reading})
	sockets.Consts, pipes.Consts = biggestRead, biggestRead
	socketTransport.Define(sockets)
	readPipeTransport.Define(pipes)
	writePipeTransport.Define(spec(TransportType, "asyncio.unix_events", all, write))
}

// bufferLimits returns what the arguments of set_write_buffer_limits mean.
func bufferLimits(high, low py.Value, def int) (h, l int, exc *py.Exception) {
	h, l = def, -1
	if !absent(low) {
		if l, exc = asInt(low); exc != nil {
			return 0, 0, exc
		}
		h = 4 * l
	}
	if !absent(high) {
		if h, exc = asInt(high); exc != nil {
			return 0, 0, exc
		}
	}
	if absent(low) {
		l = h / 4
	}
	if h < l || l < 0 {
		return def, def / 4, py.Raisef(py.ValueErrorType, "high (%d) must be >= low (%d) must be >= 0", h, l)
	}
	return h, l, nil
}

func defineDatagramTransport() {
	self := func(v py.Value) *DatagramTransport { return py.Heap[DatagramTransport](v) }
	act := func(name string, f func(t *DatagramTransport)) py.Method {
		return py.Method{Name: name, Sig: "($self)", Impl: func(v py.Value) (py.Value, *py.Exception) {
			f(self(v))
			return py.None, nil
		}}
	}
	datagramTransport.Define(&py.TypeSpec{
		Base: TransportType, MoreBases: []*py.Type{DatagramTransportType}, Module: "asyncio.selector_events", NoNew: true,
		Consts: []py.Const{{Name: "max_size", Value: py.Int(tlsReadSize)}},
		Layout: py.LayoutWithAttrs[DatagramTransport](attrsOffset),
		GetSets: []py.GetSet{
			{Name: "_sock", Get: func(v py.Value) (py.Value, *py.Exception) {
				if self(v).closed {
					return py.None, nil
				}
				return objectOf(self(v).sock), nil
			}},
			{Name: "_loop", Get: func(v py.Value) (py.Value, *py.Exception) { return self(v).loop.Value(), nil }},
			{Name: "_protocol", Get: func(v py.Value) (py.Value, *py.Exception) { return self(v).proto, nil }},
		},
		Slots: py.Slots{Repr: func(v py.Value) (py.Value, *py.Exception) { return py.StrV(self(v).describe()), nil }},
		Methods: []py.Method{
			act("close", (*DatagramTransport).close),
			act("abort", func(t *DatagramTransport) { t.forceClose(nil) }),
			{Name: "sendto", Sig: "($self, data, addr=None)", Impl: func(v, data, addr py.Value) (py.Value, *py.Exception) {
				return none(self(v).sendTo(data, orNone(addr)))
			}},
			{Name: "is_closing", Sig: "($self)", Impl: func(v py.Value) (py.Value, *py.Exception) { return py.Bool(self(v).closing), nil }},
			{Name: "get_extra_info", Sig: "($self, name, default=None)", Impl: func(v, name, def py.Value) (py.Value, *py.Exception) {
				return extraInfo(self(v).extra, name, def)
			}},
			{Name: "get_protocol", Sig: "($self)", Impl: func(v py.Value) (py.Value, *py.Exception) { return self(v).proto, nil }},
			{Name: "set_protocol", Sig: "($self, protocol)", Impl: func(v, p py.Value) (py.Value, *py.Exception) {
				self(v).proto = p
				return py.None, nil
			}},
			{Name: "get_write_buffer_size", Sig: "($self)", Impl: func(v py.Value) (py.Value, *py.Exception) {
				return py.Int(int64(self(v).size)), nil
			}},
			{Name: "get_write_buffer_limits", Sig: "($self)", Impl: func(v py.Value) (py.Value, *py.Exception) {
				return py.TupleV(py.Int(int64(self(v).low)), py.Int(int64(self(v).high))), nil
			}},
			{Name: "set_write_buffer_limits", Sig: "($self, high=None, low=None)", Impl: func(v, high, low py.Value) (py.Value, *py.Exception) {
				t := self(v)
				var exc *py.Exception
				t.high, t.low, exc = bufferLimits(high, low, 64*1024)
				return none(exc)
			}},
		},
	})
}
