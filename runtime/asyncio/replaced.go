package asyncio

import (
	"strings"
	"syscall"

	"github.com/aio2go/aio2go/runtime/py"
	"github.com/aio2go/aio2go/runtime/stdlib/socket"
	"github.com/aio2go/aio2go/runtime/sysnet"
)

// This file lets programs, tests above all, replace what asyncio makes its sockets with:
// the name socket in the module asyncio.base_events, functions of the module socket, and
// the methods getaddrinfo and sock_connect of a loop. What comes from there is a
// socket.Socket that stands for an object of the program, and addresses that are passed
// on as they are.

var (
	strSocket      = py.Intern("socket")
	strGetaddrinfo = py.Intern("getaddrinfo")
	strGetnameinfo = py.Intern("getnameinfo")
	strSockConnect = py.Intern("sock_connect")
	strBind        = py.Intern("bind")
	strSetsockopt  = py.Intern("setsockopt")
	strAddReader   = py.Intern("_add_reader")
	strAddWriter   = py.Intern("_add_writer")
	strStart       = py.Intern("_start_serving")
	strStop        = py.Intern("_stop_serving")
)

// importedModules are the modules that a submodule has a name for, as far as programs
// patch them there.
var importedModules = map[string][]string{"base_events": {"socket"}, "events": {"threading"}}

// goModule returns the module of the library as the program knows it.
func goModule(name string) (py.Value, bool) {
	spec := py.FindGoModule(name)
	if spec == nil {
		return py.Value{}, false
	}
	m, exc := spec.Module()
	if exc != nil {
		return py.Value{}, false
	}
	return m.Value(), true
}

// replacedSocket returns what the program has put in the place of base_events.socket.
func replacedSocket() (py.Value, bool) {
	m := py.LoadedModule("asyncio.base_events")
	if m == nil {
		return py.Value{}, false
	}
	v, ok := m.Get(strSocket)
	if !ok {
		return py.Value{}, false
	}
	if own, known := goModule("socket"); known && own == v {
		return py.Value{}, false
	}
	return v, true
}

// replacedFunction returns the function of the module socket that is called name where it
// is not this library's.
func replacedFunction(name *py.Str) (py.Value, bool) {
	module, replaced := replacedSocket()
	if !replaced {
		m := py.LoadedModule("socket")
		if m == nil {
			return py.Value{}, false
		}
		module = m.Value()
	}
	v, found, exc := py.LookupAttr(module, name)
	if exc != nil || !found || v.Type() == py.BuiltinType {
		return py.Value{}, false
	}
	return v, true
}

// newSocket makes a socket in non-blocking mode.
func newSocket(family, typ, proto int) (*socket.Socket, *py.Exception) {
	if module, ok := replacedSocket(); ok {
		v, exc := py.CallMethodKw(module, strSocket, []py.Value{socket.FamilyValue(family), socket.TypeValue(typ), py.Int(int64(proto))},
			[]*py.Str{py.Intern("family"), py.Intern("type"), py.Intern("proto")})
		if exc != nil {
			return nil, exc
		}
		s := standIn(v, family, typ, proto)
		if exc := s.SetBlocking(false); exc != nil {
			s.Close()
			return nil, exc
		}
		return s, nil
	}
	fd, err := sysnet.Socket(family, typ, proto)
	if err != nil {
		return nil, osError(err, "")
	}
	s := socket.New(fd, family, typ, proto)
	return s, s.SetBlocking(false)
}

// standIn makes a Socket for an object that is to be used as one.
func standIn(v py.Value, family, typ, proto int) *socket.Socket {
	if s := socket.Of(v); s != nil {
		return s
	}
	s := socket.New(-1, family, typ, proto)
	s.Object = v
	if fd, exc := fileno(v); exc == nil {
		s.FD = fd
	}
	return s
}

// objectOf returns the object that a socket is to the program.
func objectOf(s *socket.Socket) py.Value {
	if s.Object.IsUnbound() {
		return s.Value()
	}
	return s.Object
}

// bindSocket is s.bind(addr).
func bindSocket(s *socket.Socket, addr py.Value) *py.Exception {
	_, exc := py.CallMethod1(objectOf(s), strBind, addr)
	return exc
}

// setOption is s.setsockopt(level, name, value).
func setOption(s *socket.Socket, level, name, x int) *py.Exception {
	if s.Object.IsUnbound() {
		if err := sysnet.SetsockoptInt(s.FD, level, name, x); err != nil {
			return osError(err, "")
		}
		return nil
	}
	_, exc := py.CallMethod3(s.Object, strSetsockopt, py.Int(int64(level)), py.Int(int64(name)), py.Int(int64(x)))
	return exc
}

// listen is s.listen(backlog).
func listen(s *socket.Socket, backlog int) *py.Exception {
	if s.Object.IsUnbound() {
		if err := sysnet.Listen(s.FD, backlog); err != nil {
			return osError(err, "")
		}
		return nil
	}
	_, exc := py.CallMethod1(s.Object, py.Intern("listen"), py.Int(int64(backlog)))
	return exc
}

// fillInfoOf fills in what get_extra_info gives for an object that stands for a socket.
func fillInfoOf(extra map[string]py.Value, s, peer py.Value) {
	ask := func(method string) py.Value {
		v, exc := py.CallMethod0(s, py.Intern(method))
		if exc != nil {
			return py.None
		}
		return v
	}
	extra["sockname"] = ask("getsockname")
	if extra["peername"] = peer; peer.IsUnbound() {
		extra["peername"] = ask("getpeername")
	}
}

// setReusePort is _set_reuseport.
func setReusePort(s *socket.Socket) *py.Exception {
	n := socket.Constant("SO_REUSEPORT")
	if module, ok := replacedSocket(); ok {
		if _, has, exc := py.LookupAttr(module, py.Intern("SO_REUSEPORT")); exc != nil || !has {
			n = 0
		}
	}
	if n == 0 {
		return py.Raisef(py.ValueErrorType, "reuse_port not supported by socket module")
	}
	if exc := setOption(s, syscall.SOL_SOCKET, n, 1); exc != nil {
		if !exc.Type().IsSubclass(py.OSErrorType) {
			return exc
		}
		return py.Raisef(py.ValueErrorType, "reuse_port not supported by socket module, SO_REUSEPORT defined but not implemented.")
	}
	return nil
}

// bindError is the error for an address that cannot be bound to.
func bindError(failed *py.Exception, addr py.Value) *py.Exception {
	text, _ := py.StrText(failed.Value())
	n, exc := py.GetAttr(failed.Value(), py.Intern("errno"))
	if exc != nil {
		return exc
	}
	v, exc := py.Call2(py.OSErrorType.Value(), n, py.StrV("error while attempting to bind on address "+repr(addr)+": "+strings.ToLower(text)))
	if exc != nil {
		return exc
	}
	return py.Raise(v)
}

// hasErrno reports whether an OSError has the number.
func hasErrno(exc *py.Exception, n syscall.Errno) bool {
	v, failed := py.GetAttr(exc.Value(), py.Intern("errno"))
	return failed == nil && v == py.Int(int64(n))
}

// askProgram calls a getaddrinfo of the program for the query: the loop's method, or the
// function of the module socket.
func (loop *Loop) askProgram(host, port py.Value, family, typ, proto, flags int) (awaitable py.Value, asked bool, exc *py.Exception) {
	numbers := []py.Value{py.Int(int64(family)), py.Int(int64(typ)), py.Int(int64(proto)), py.Int(int64(flags))}
	if fn, ok := loop.override(strGetaddrinfo); ok {
		v, exc := py.CallKw(fn, append([]py.Value{host, port}, numbers...),
			[]*py.Str{py.Intern("family"), py.Intern("type"), py.Intern("proto"), py.Intern("flags")})
		return v, true, exc
	}
	if fn, ok := replacedFunction(strGetaddrinfo); ok {
		v, exc := loop.runInExecutor(py.None, fn, append([]py.Value{host, port}, numbers...))
		return v, true, exc
	}
	return py.Value{}, false, nil
}

// programInfos takes apart what a getaddrinfo of the program returned.
func programInfos(list py.Value) ([]socket.Info, *py.Exception) {
	if !truth(list) {
		return nil, nil
	}
	var infos []socket.Info
	exc := py.Each(list, func(x py.Value) *py.Exception {
		items, exc := py.Unpack(x, 5)
		if exc != nil {
			return exc
		}
		var info socket.Info
		for i, dst := range []*int{&info.Family, &info.Type, &info.Proto} {
			if *dst, exc = asInt(items[i]); exc != nil {
				return exc
			}
		}
		info.CanonName = strOf(items[3])
		info.Object = items[4]
		infos = append(infos, info)
		return nil
	})
	return infos, exc
}

// replacedPopen calls what the program has put in the place of subprocess.Popen, unless
// it is a class derived from that. The error is what the call raises.
func replacedPopen(argv py.Value) *py.Exception {
	m := py.LoadedModule("subprocess")
	if m == nil {
		return nil
	}
	v, ok := m.Get(py.Intern("Popen"))
	if !ok {
		return nil
	}
	if v.Type().Has(py.FlagType) {
		for _, t := range py.Heap[py.Type](v).MRO {
			if t.Name == "Popen" && moduleOf(t) == "subprocess" {
				return nil
			}
		}
	}
	made, exc := py.Call1(v, argv)
	if exc != nil {
		return exc
	}
	return py.Raisef(py.NotImplementedErrorType, "asyncio cannot use %s, which stands in the place of subprocess.Popen", repr(made))
}
