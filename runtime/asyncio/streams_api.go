package asyncio

import (
	"github.com/aio2go/aio2go/runtime/py"
)

// This file has open_connection and start_server of asyncio/streams.py, and the loop's
// methods for connections and servers as Python sees them.

// options are the keyword arguments of a call.
type options map[string]py.Value

func keywords(args []py.Value, names []*py.Str) ([]py.Value, options) {
	n := len(args) - len(names)
	opts := options{}
	for i, name := range names {
		opts[name.String()] = args[n+i]
	}
	return args[:n], opts
}

// objectFactory calls a protocol factory written in Python.
func objectFactory(fn py.Value) func() (protocol, *py.Exception) {
	return func() (protocol, *py.Exception) {
		v, exc := py.Call0(fn)
		if exc != nil {
			return nil, exc
		}
		return asProtocol(v), nil
	}
}

var (
	createConnectionCode   = code("BaseEventLoop.create_connection")
	createUnixCode         = code("_UnixSelectorEventLoop.create_unix_connection")
	openConnectionCode     = code("open_connection")
	openUnixConnectionCode = code("open_unix_connection")
	startServerCode        = code("start_server")
	startUnixServerCode    = code("start_unix_server")
)

// takeKeyword removes a keyword argument from args and names.
func takeKeyword(name string, args []py.Value, names []*py.Str) (py.Value, []py.Value, []*py.Str) {
	n := len(args) - len(names)
	for i, s := range names {
		if s.String() == name {
			v := args[n+i]
			restArgs := append(append([]py.Value(nil), args[:n+i]...), args[n+i+1:]...)
			restNames := append(append([]*py.Str(nil), names[:i]...), names[i+1:]...)
			return v, restArgs, restNames
		}
	}
	return py.Value{}, args, names
}

func limitArgument(v py.Value) (int, *py.Exception) {
	if v.IsUnbound() {
		return defaultLimit, nil
	}
	n, exc := asInt(v)
	if exc == nil && n <= 0 {
		exc = py.Raisef(py.ValueErrorType, "Limit cannot be <= 0")
	}
	return n, exc
}

// openStream is open_connection and open_unix_connection.
func openStream(unix bool) func(args []py.Value, names []*py.Str) (py.Value, *py.Exception) {
	return func(args []py.Value, names []*py.Str) (py.Value, *py.Exception) {
		limitArg, args, names := takeKeyword("limit", args, names)
		loopArg, args, names := takeKeyword("loop", args, names)
		name := "open_connection"
		if unix {
			name = "open_unix_connection"
		}
		if exc := loopArgument(name, loopArg); exc != nil {
			return py.Value{}, exc
		}
		args = append([]py.Value{py.None}, args...)
		open := func(loop *Loop) (py.Value, flowStep) {
			limit, exc := limitArgument(limitArg)
			if exc != nil {
				return py.Value{}, failing(exc)
			}
			reader := newReader(loop, limit)
			factory := func() (protocol, *py.Exception) { return newStreamProtocol(loop, reader, py.Value{}), nil }
			finish := func(t link, p protocol) py.Value {
				return py.TupleV(reader.Value(), newWriter(t.Value(), p.(*streamProtocol), reader, loop).Value())
			}
			if unix {
				aw, exc := loop.unixConnection(args, names, openUnixConnectionCode, factory, finish)
				return aw, failing(exc)
			}
			c, exc := loop.newConnection(args, names)
			if exc != nil {
				return py.Value{}, failing(exc)
			}
			c.factory, c.finish = factory, finish
			return py.Value{}, c.begin()
		}
		if unix {
			return newStarting(openUnixConnectionCode, open), nil
		}
		return newStarting(openConnectionCode, open), nil
	}
}

// newStarting returns a coroutine that asks for the running loop when it is awaited and
// goes on with the flow that start gives, or with a coroutine in its place.
func newStarting(c *py.Code, start func(loop *Loop) (py.Value, flowStep)) py.Value {
	return newFlow(c, func() flowStep {
		loop, exc := getRunningLoop()
		if exc != nil {
			return failing(exc)
		}
		aw, step := start(loop)
		if aw.IsUnbound() {
			return step
		}
		return onSuccess(aw, func(v py.Value) flowStep { return flowStep{result: v} })
	})
}

// startServer is start_server and start_unix_server.
func startServer(unix bool) func(args []py.Value, names []*py.Str) (py.Value, *py.Exception) {
	return func(args []py.Value, names []*py.Str) (py.Value, *py.Exception) {
		limitArg, args, names := takeKeyword("limit", args, names)
		loopArg, args, names := takeKeyword("loop", args, names)
		connected, args, names := takeKeyword("client_connected_cb", args, names)
		name := "start_server"
		if unix {
			name = "start_unix_server"
		}
		if exc := loopArgument(name, loopArg); exc != nil {
			return py.Value{}, exc
		}
		if connected.IsUnbound() {
			if len(args) == len(names) {
				return py.Value{}, typeError("%s() missing 1 required positional argument: 'client_connected_cb'", name)
			}
			connected = args[0]
		} else {
			args = append([]py.Value{connected}, args...)
		}
		args = append([]py.Value(nil), args...)
		start := func(loop *Loop) (py.Value, flowStep) {
			limit, exc := limitArgument(limitArg)
			if exc != nil {
				return py.Value{}, failing(exc)
			}
			factory := func() (protocol, *py.Exception) {
				return newStreamProtocol(loop, newReader(loop, limit), connected), nil
			}
			if unix {
				aw, exc := loop.unixServer(args, names, startUnixServerCode, factory)
				return aw, failing(exc)
			}
			o, exc := loop.newServerOptions(args, names)
			if exc != nil {
				return py.Value{}, failing(exc)
			}
			o.factory = factory
			return py.Value{}, o.begin()
		}
		if unix {
			return newStarting(startUnixServerCode, start), nil
		}
		return newStarting(startServerCode, start), nil
	}
}

// connectionMethods are the loop's methods about connections.
func connectionMethods() []py.Method {
	method := func(name string, f func(loop *Loop, args []py.Value, names []*py.Str) (py.Value, *py.Exception)) py.Method {
		return py.Method{Name: name, Impl: func(v py.Value, args []py.Value, names []*py.Str) (py.Value, *py.Exception) {
			return f(selfLoop(v), args, names)
		}}
	}
	pipe := func(name string, write bool) py.Method {
		return py.Method{Name: name, Sig: "($self, protocol_factory, pipe)", Impl: func(v, factory, p py.Value) (py.Value, *py.Exception) {
			return selfLoop(v).connectPipe(factory, p, write), nil
		}}
	}
	return []py.Method{
		method("create_connection", func(loop *Loop, args []py.Value, names []*py.Str) (py.Value, *py.Exception) {
			c, exc := loop.newConnection(args, names)
			if exc != nil {
				return py.Value{}, exc
			}
			return newFlow(createConnectionCode, c.begin), nil
		}),
		method("create_unix_connection", func(loop *Loop, args []py.Value, names []*py.Str) (py.Value, *py.Exception) {
			return loop.unixConnection(args, names, createUnixCode, nil, connectionPair)
		}),
		method("create_server", func(loop *Loop, args []py.Value, names []*py.Str) (py.Value, *py.Exception) {
			o, exc := loop.newServerOptions(args, names)
			if exc != nil {
				return py.Value{}, exc
			}
			return newFlow(createServerCode, o.begin), nil
		}),
		method("create_unix_server", func(loop *Loop, args []py.Value, names []*py.Str) (py.Value, *py.Exception) {
			return loop.unixServer(args, names, createUnixServerCode, nil)
		}),
		method("connect_accepted_socket", (*Loop).acceptedSocket),
		method("create_datagram_endpoint", (*Loop).createDatagramEndpoint),
		method("start_tls", (*Loop).startTLS),
		method("sendfile", (*Loop).sendfile),
		method("sock_sendfile", (*Loop).sockSendfile),
		pipe("connect_read_pipe", false), pipe("connect_write_pipe", true),
	}
}
