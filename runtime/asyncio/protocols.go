package asyncio

import (
	"strings"

	"github.com/aio2go/aio2go/runtime/py"
	"github.com/aio2go/aio2go/runtime/stdlib/socket"
)

// This file is asyncio/protocols.py, and how transports call protocols.

func doNothing(py.Value, []py.Value) (py.Value, *py.Exception) { return py.None, nil }

// protocolType makes a base class of protocols; a method is written "name arguments".
func protocolType(name string, base *py.Type, methods ...string) *py.Type {
	spec := &py.TypeSpec{Base: base, Module: "asyncio.protocols", Flags: py.FlagBaseType}
	for _, m := range methods {
		name, params, _ := strings.Cut(m, " ")
		sig := "($self)"
		impl := any(func(py.Value) (py.Value, *py.Exception) { return py.None, nil })
		if params != "" {
			sig = "($self, " + params + ")"
			impl = any(doNothing)
		}
		spec.Methods = append(spec.Methods, py.Method{Name: name, Sig: sig, Impl: impl})
	}
	return py.NewBuiltinType(name, spec)
}

// The protocol base classes: every method does nothing.
var (
	BaseProtocolType       = protocolType("BaseProtocol", nil, "connection_made transport", "connection_lost exc", "pause_writing", "resume_writing")
	ProtocolType           = protocolType("Protocol", BaseProtocolType, "data_received data", "eof_received")
	BufferedProtocolType   = protocolType("BufferedProtocol", BaseProtocolType, "get_buffer sizehint", "buffer_updated nbytes", "eof_received")
	DatagramProtocolType   = protocolType("DatagramProtocol", BaseProtocolType, "datagram_received data, addr", "error_received exc")
	SubprocessProtocolType = protocolType("SubprocessProtocol", BaseProtocolType, "pipe_data_received fd, data", "pipe_connection_lost fd, exc", "process_exited")
)

// objectProtocol is a protocol written in Python.
type objectProtocol struct{ v py.Value }

func (p objectProtocol) call(name string, args ...py.Value) (py.Value, *py.Exception) {
	return py.CallMethodN(p.v, py.Intern(name), args)
}

func (p objectProtocol) object() py.Value { return p.v }

func (p objectProtocol) connectionMade(t link) *py.Exception {
	_, exc := p.call("connection_made", t.Value())
	return exc
}

func (p objectProtocol) dataReceived(data []byte) *py.Exception {
	_, exc := py.CallMethod1(p.v, strDataReceived, py.NewBytes(data).Value())
	return exc
}

func (p objectProtocol) eofReceived() (bool, *py.Exception) {
	v, exc := p.call("eof_received")
	if exc != nil {
		return false, exc
	}
	return py.Truth(v)
}

func (p objectProtocol) connectionLost(exc *py.Exception) *py.Exception {
	v := py.None
	if exc != nil {
		v = exc.Value()
	}
	_, failed := p.call("connection_lost", v)
	return failed
}

func (p objectProtocol) pauseWriting() *py.Exception {
	_, exc := p.call("pause_writing")
	return exc
}

func (p objectProtocol) resumeWriting() *py.Exception {
	_, exc := p.call("resume_writing")
	return exc
}

// asProtocol returns the protocol that v is.
func asProtocol(v py.Value) protocol {
	if exact(v, streamProtocolType) {
		return py.Heap[streamProtocol](v)
	}
	if v.Type().IsSubclass(BufferedProtocolType) {
		return bufferedObject{objectProtocol{v}}
	}
	return objectProtocol{v}
}

// bufferedObject is a BufferedProtocol written in Python.
type bufferedObject struct{ objectProtocol }

func (p bufferedObject) getBuffer() ([]byte, *py.Exception) {
	v, exc := p.call("get_buffer", py.Int(-1))
	if exc != nil {
		return nil, exc
	}
	b, ok := socket.WritableBuffer(v)
	if !ok {
		return nil, typeError("a read-write bytes-like object is required, not '%s'", v.Type().Name)
	}
	if len(b) == 0 {
		return nil, runtimeError("get_buffer() returned an empty buffer")
	}
	return b, nil
}

func (p bufferedObject) bufferUpdated(n int) *py.Exception {
	_, exc := p.call("buffer_updated", py.Int(int64(n)))
	return exc
}

// dataReceived copies what came into the protocol's buffers
// (_feed_data_to_buffered_proto).
func (p bufferedObject) dataReceived(data []byte) *py.Exception {
	for len(data) > 0 {
		b, exc := p.getBuffer()
		if exc != nil {
			return exc
		}
		n := copy(b, data)
		data = data[n:]
		if exc := p.bufferUpdated(n); exc != nil {
			return exc
		}
	}
	return nil
}
