package asyncio

import (
	"net"
	"syscall"

	"github.com/aio2go/aio2go/runtime/py"
)

// This file has open_connection and start_server of asyncio/streams.py and the loop's
// methods below them: the treatment of their arguments.

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

// argument returns the positional argument i or the keyword name.
func (o options) argument(args []py.Value, i int, name string) py.Value {
	if i < len(args) {
		return args[i]
	}
	return o[name]
}

// ignored are keyword arguments that change nothing of what a program can see here.
var ignored = map[string]bool{"family": true, "proto": true, "flags": true, "reuse_address": true, "reuse_port": true,
	"happy_eyeballs_delay": true, "interleave": true, "all_errors": true, "keep_alive": true,
	"ssl_handshake_timeout": true, "ssl_shutdown_timeout": true, "loop": true}

// check refuses what is not supported and what does not exist.
func (o options) check(function string, known ...string) *py.Exception {
	for name, v := range o {
		ok := ignored[name]
		for _, k := range known {
			ok = ok || k == name
		}
		switch {
		case ok:
		case name == "ssl" || name == "sock" || name == "local_addr" || name == "server_hostname":
			if !v.IsNone() && v != py.False {
				return py.Raisef(py.NotImplementedErrorType, "%s(%s=...) is not supported by aio2go", function, name)
			}
		default:
			return typeError("%s() got an unexpected keyword argument '%s'", function, name)
		}
	}
	return nil
}

func (o options) limit() (int, *py.Exception) {
	v := o["limit"]
	if v.IsUnbound() {
		return defaultLimit, nil
	}
	n, exc := asInt(v)
	if exc == nil && n <= 0 {
		exc = py.Raisef(py.ValueErrorType, "Limit cannot be <= 0")
	}
	return n, exc
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

func hostText(v py.Value) (string, *py.Exception) {
	if absent(v) {
		return "", nil
	}
	if s, ok := py.AsStr(v); ok {
		return s.String(), nil
	}
	if b, ok := py.BytesOf(v); ok {
		return string(b), nil
	}
	return "", typeError("host must be a str, not %s", v.Type().Name)
}

// unixAddress is the address of a Unix socket.
func unixAddress(v py.Value) (*resolution, *py.Exception) {
	path, exc := hostText(v)
	if exc != nil {
		if s, e := py.CallMethod0(v, py.Intern("__fspath__")); e == nil {
			path, exc = hostText(s)
		}
	}
	if exc != nil {
		return nil, exc
	}
	a := address{&syscall.SockaddrUnix{Name: path}, syscall.AF_UNIX, repr(py.StrV(path))}
	return &resolution{addrs: []address{a}}, nil
}

// connect makes the coroutine that connects to an address.
func (loop *Loop) connect(res *resolution, factory func() (protocol, *py.Exception), c *py.Code,
	finish func(t *Transport, p protocol) py.Value) py.Value {
	f := &connecting{loop: loop, factory: factory, finish: finish, res: res}
	f.Init(f, c)
	return f.Value()
}

func connectionPair(t *Transport, p protocol) py.Value { return py.TupleV(t.Value(), p.object()) }

var (
	createConnectionCode   = code("BaseEventLoop.create_connection")
	createUnixCode         = code("_UnixSelectorEventLoop.create_unix_connection")
	createServerCode       = code("BaseEventLoop.create_server")
	createUnixServerCode   = code("_UnixSelectorEventLoop.create_unix_server")
	openConnectionCode     = code("open_connection")
	openUnixConnectionCode = code("open_unix_connection")
	startServerCode        = code("start_server")
	startUnixServerCode    = code("start_unix_server")
)

// openStream is open_connection and open_unix_connection.
func openStream(unix bool) func(args []py.Value, names []*py.Str) (py.Value, *py.Exception) {
	return func(args []py.Value, names []*py.Str) (py.Value, *py.Exception) {
		args, opts := keywords(args, names)
		loop, exc := getRunningLoop()
		if exc != nil {
			return py.Value{}, exc
		}
		limit, exc := opts.limit()
		if exc != nil {
			return py.Value{}, exc
		}
		reader := newReader(loop, limit)
		factory := func() (protocol, *py.Exception) { return newStreamProtocol(loop, reader, py.Value{}), nil }
		finish := func(t *Transport, p protocol) py.Value {
			return py.TupleV(reader.Value(), newWriter(t.Value(), p.(*streamProtocol), reader, loop).Value())
		}
		if unix {
			if exc := opts.check("open_unix_connection", "limit", "path"); exc != nil {
				return py.Value{}, exc
			}
			res, exc := unixAddress(opts.argument(args, 0, "path"))
			if exc != nil {
				return py.Value{}, exc
			}
			return loop.connect(res, factory, openUnixConnectionCode, finish), nil
		}
		res, exc := loop.target(args, opts, 0, "open_connection")
		if exc != nil {
			return py.Value{}, exc
		}
		return loop.connect(res, factory, openConnectionCode, finish), nil
	}
}

// target resolves the arguments host and port, the first of which is argument i.
func (loop *Loop) target(args []py.Value, opts options, i int, function string) (*resolution, *py.Exception) {
	if exc := opts.check(function, "limit", "host", "port"); exc != nil {
		return nil, exc
	}
	hostArg, portArg := opts.argument(args, i, "host"), opts.argument(args, i+1, "port")
	if absent(hostArg) && absent(portArg) {
		return nil, py.Raisef(py.ValueErrorType, "host and port was not specified and no sock specified")
	}
	host, exc := hostText(hostArg)
	if exc != nil {
		return nil, exc
	}
	port, exc := portNumber(portArg)
	if exc != nil {
		return nil, exc
	}
	if host == "" {
		host = "localhost"
	}
	return loop.resolve(host, port), nil
}

// serve makes the coroutine that makes a server.
func (loop *Loop) serve(args []py.Value, opts options, i int, factory func() (protocol, *py.Exception), c *py.Code, unix bool) (py.Value, *py.Exception) {
	known := []string{"limit", "host", "port", "backlog", "start_serving", "path", "cleanup_socket"}
	if exc := opts.check(c.Name, known...); exc != nil {
		return py.Value{}, exc
	}
	f := &serving{loop: loop, factory: factory, backlog: 100, start: true}
	if v := opts["backlog"]; !v.IsUnbound() {
		n, exc := asInt(v)
		if exc != nil {
			return py.Value{}, exc
		}
		f.backlog = n
	}
	if v := opts["start_serving"]; !v.IsUnbound() {
		b, exc := py.Truth(v)
		if exc != nil {
			return py.Value{}, exc
		}
		f.start = b
	}
	var exc *py.Exception
	if unix {
		var res *resolution
		if res, exc = unixAddress(opts.argument(args, i, "path")); exc == nil {
			_ = syscall.Unlink(res.addrs[0].sa.(*syscall.SockaddrUnix).Name)
			f.res = []*resolution{res}
		}
	} else {
		f.lookUp = true
		f.res, exc = loop.hosts(opts.argument(args, i, "host"), opts.argument(args, i+1, "port"))
	}
	if exc != nil {
		return py.Value{}, exc
	}
	f.Init(f, c)
	return f.Value(), nil
}

// hosts resolves the host argument of a server, which may be several.
func (loop *Loop) hosts(hostArg, portArg py.Value) ([]*resolution, *py.Exception) {
	port, exc := portNumber(portArg)
	if exc != nil {
		return nil, exc
	}
	list := []py.Value{hostArg}
	if !absent(hostArg) {
		if _, ok := py.AsStr(hostArg); !ok {
			if list, exc = sequence(hostArg); exc != nil {
				return nil, exc
			}
		}
	}
	var all []*resolution
	for _, h := range list {
		host, exc := hostText(h)
		if exc != nil {
			return nil, exc
		}
		if host == "" {
			all = append(all, &resolution{addrs: []address{ipAddress(net.IPv4zero, port), ipAddress(net.IPv6zero, port)}})
			continue
		}
		all = append(all, loop.resolve(host, port))
	}
	return all, nil
}

// startServer is start_server and start_unix_server.
func startServer(unix bool) func(args []py.Value, names []*py.Str) (py.Value, *py.Exception) {
	return func(args []py.Value, names []*py.Str) (py.Value, *py.Exception) {
		args, opts := keywords(args, names)
		connected := opts.argument(args, 0, "client_connected_cb")
		delete(opts, "client_connected_cb")
		if connected.IsUnbound() {
			return py.Value{}, typeError("start_server() missing 1 required positional argument: 'client_connected_cb'")
		}
		loop, exc := getRunningLoop()
		if exc != nil {
			return py.Value{}, exc
		}
		limit, exc := opts.limit()
		if exc != nil {
			return py.Value{}, exc
		}
		factory := func() (protocol, *py.Exception) {
			return newStreamProtocol(loop, newReader(loop, limit), connected), nil
		}
		c := startServerCode
		if unix {
			c = startUnixServerCode
		}
		return loop.serve(args, opts, 1, factory, c, unix)
	}
}

// connectionMethods are the loop's methods about connections.
func connectionMethods() []py.Method {
	method := func(name string, f func(loop *Loop, args []py.Value, opts options) (py.Value, *py.Exception)) py.Method {
		return py.Method{Name: name, Impl: func(v py.Value, args []py.Value, names []*py.Str) (py.Value, *py.Exception) {
			args, opts := keywords(args, names)
			if len(args) == 0 {
				if f, ok := opts["protocol_factory"]; ok {
					args = []py.Value{f}
					delete(opts, "protocol_factory")
				} else {
					return py.Value{}, typeError("BaseEventLoop.%s() missing 1 required positional argument: 'protocol_factory'", name)
				}
			}
			return f(selfLoop(v), args, opts)
		}}
	}
	return []py.Method{
		method("create_connection", func(loop *Loop, args []py.Value, opts options) (py.Value, *py.Exception) {
			res, exc := loop.target(args, opts, 1, "create_connection")
			if exc != nil {
				return py.Value{}, exc
			}
			return loop.connect(res, objectFactory(args[0]), createConnectionCode, connectionPair), nil
		}),
		method("create_unix_connection", func(loop *Loop, args []py.Value, opts options) (py.Value, *py.Exception) {
			if exc := opts.check("create_unix_connection", "path"); exc != nil {
				return py.Value{}, exc
			}
			res, exc := unixAddress(opts.argument(args, 1, "path"))
			if exc != nil {
				return py.Value{}, exc
			}
			return loop.connect(res, objectFactory(args[0]), createUnixCode, connectionPair), nil
		}),
		method("create_server", func(loop *Loop, args []py.Value, opts options) (py.Value, *py.Exception) {
			return loop.serve(args, opts, 1, objectFactory(args[0]), createServerCode, false)
		}),
		method("create_unix_server", func(loop *Loop, args []py.Value, opts options) (py.Value, *py.Exception) {
			return loop.serve(args, opts, 1, objectFactory(args[0]), createUnixServerCode, true)
		}),
	}
}
