package asyncio

import (
	"github.com/aio2go/aio2go/runtime/py"
	"github.com/aio2go/aio2go/runtime/stdlib/socket"
)

// This file is asyncio/trsock.py: the socket of a transport, without the methods that
// would disturb the transport.

// transportSocket is asyncio.trsock.TransportSocket.
type transportSocket struct {
	py.Header
	sock py.Value
}

var transportSocketType = &py.Type{Name: "TransportSocket"}

func newTransportSocket(sock py.Value) py.Value {
	s := &transportSocket{sock: sock}
	s.SetType(transportSocketType)
	return s.Header.Value()
}

// plainSocket returns the socket itself where v is a TransportSocket.
func plainSocket(v py.Value) py.Value {
	if v.Type() == transportSocketType {
		return py.Heap[transportSocket](v).sock
	}
	return v
}

func init() {
	self := func(v py.Value) py.Value { return py.Heap[transportSocket](v).sock }
	forward := func(name string) py.Method {
		return py.Method{Name: name, Impl: func(v py.Value, args []py.Value) (py.Value, *py.Exception) {
			return py.CallMethodN(self(v), py.Intern(name), args)
		}}
	}
	attr := func(name string) py.GetSet {
		return py.GetSet{Name: name, Get: func(v py.Value) (py.Value, *py.Exception) { return py.GetAttr(self(v), py.Intern(name)) }}
	}
	number := func(v py.Value, name string) string {
		x, exc := py.GetAttr(v, py.Intern(name))
		if exc != nil {
			return "?"
		}
		n, exc := asInt(x)
		if exc != nil {
			return repr(x)
		}
		return itoa(n)
	}
	transportSocketType.Define(&py.TypeSpec{
		Module: "asyncio.trsock", Flags: py.FlagBaseType,
		Slots: py.Slots{
			New: func(_ *py.Type, args []py.Value, _ []*py.Str) (py.Value, *py.Exception) {
				if len(args) != 1 {
					return py.Value{}, typeError("TransportSocket.__init__() missing 1 required positional argument: 'sock'")
				}
				return newTransportSocket(args[0]), nil
			},
			Init: func(py.Value, []py.Value, []*py.Str) *py.Exception { return nil },
			Repr: func(v py.Value) (py.Value, *py.Exception) {
				s := self(v)
				n, exc := py.CallMethod0(s, py.Intern("fileno"))
				if exc != nil {
					return py.Value{}, exc
				}
				fd, _ := asInt(n)
				text := "<asyncio.TransportSocket fd=" + itoa(fd) + ", family=" + number(s, "family") +
					", type=" + number(s, "type") + ", proto=" + number(s, "proto")
				if fd >= 0 {
					for _, end := range [][2]string{{"getsockname", ", laddr="}, {"getpeername", ", raddr="}} {
						if a, exc := py.CallMethod0(s, py.Intern(end[0])); exc == nil {
							if on, _ := py.Truth(a); on {
								text += end[1] + repr(a)
							}
						}
					}
				}
				return py.StrV(text + ">"), nil
			},
		},
		Methods: []py.Method{
			{Name: "__getstate__", Sig: "($self)", Impl: func(py.Value) (py.Value, *py.Exception) {
				return py.Value{}, typeError("Cannot serialize asyncio.TransportSocket object")
			}},
			{Name: "settimeout", Sig: "($self, value)", Impl: func(_, x py.Value) (py.Value, *py.Exception) {
				if n, exc := seconds(x); exc == nil && n == 0 {
					return py.None, nil
				}
				return py.Value{}, py.Raisef(py.ValueErrorType, "settimeout(): only 0 timeout is allowed on transport sockets")
			}},
			{Name: "gettimeout", Sig: "($self)", Impl: func(py.Value) (py.Value, *py.Exception) { return py.Int(0), nil }},
			{Name: "setblocking", Sig: "($self, flag)", Impl: func(_, x py.Value) (py.Value, *py.Exception) {
				if on, exc := py.Truth(x); exc != nil || !on {
					return none(exc)
				}
				return py.Value{}, py.Raisef(py.ValueErrorType, "setblocking(): transport sockets cannot be blocking")
			}},
			forward("fileno"), forward("dup"), forward("get_inheritable"), forward("shutdown"), forward("getsockopt"),
			forward("setsockopt"), forward("getpeername"), forward("getsockname"),
			{Name: "getsockbyname", Sig: "($self)", Impl: func(v py.Value) (py.Value, *py.Exception) {
				return py.CallMethod0(self(v), py.Intern("getsockbyname"))
			}},
		},
		GetSets: []py.GetSet{attr("family"), attr("type"), attr("proto"),
			{Name: "_sock", Get: func(v py.Value) (py.Value, *py.Exception) { return self(v), nil }}},
	})
}

// socketOf returns the socket that v is: an error says that it is none.
func socketOf(v py.Value) (*socket.Socket, *py.Exception) {
	if s := socket.Of(plainSocket(v)); s != nil {
		return s, nil
	}
	return nil, typeError("a socket was expected, got %s", v.Type().Name)
}
