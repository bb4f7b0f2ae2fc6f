package asyncio

import (
	"os"
	"slices"
	"syscall"

	"github.com/aio2go/aio2go/runtime/py"
	"github.com/aio2go/aio2go/runtime/stdlib/socket"
	"github.com/aio2go/aio2go/runtime/sysnet"
)

// This file is create_server of asyncio/base_events.py and create_unix_server of
// unix_events.py.

// serverOptions is the arguments of create_server and its progress.
type serverOptions struct {
	loop          *Loop
	factory       func() (protocol, *py.Exception)
	factoryObject py.Value
	host, port    py.Value
	family        int
	flags         int
	sock          py.Value
	backlog       int
	reuseAddress  bool
	reusePort     bool
	keepAlive     bool
	tls           tlsOptions
	start         bool
}

var serverSig = py.NewSignature("create_server", "BaseEventLoop.create_server",
	"(protocol_factory, host=None, port=None, *, family=0, flags=1, sock=None, backlog=100, ssl=None, reuse_address=None, reuse_port=None, keep_alive=None, ssl_handshake_timeout=None, ssl_shutdown_timeout=None, start_serving=True)")

func (loop *Loop) newServerOptions(args []py.Value, names []*py.Str) (*serverOptions, *py.Exception) {
	var a [14]py.Value
	if exc := serverSig.Bind(args, names, a[:]); exc != nil {
		return nil, exc
	}
	o := &serverOptions{loop: loop, factory: objectFactory(a[0]), factoryObject: a[0], host: orNone(a[1]), port: orNone(a[2]), sock: orNone(a[5])}
	o.tls = tlsOptions{context: orNone(a[7]), hostname: py.None, handshake: orNone(a[11]), shutdown: orNone(a[12])}
	var exc *py.Exception
	for i, dst := range []*int{&o.family, &o.flags, nil, &o.backlog} {
		if dst != nil {
			if *dst, exc = intOr(a[3+i], []int{0, socket.Constant("AI_PASSIVE"), 0, 100}[i]); exc != nil {
				return nil, exc
			}
		}
	}
	if o.reuseAddress, exc = truthOr(a[8], serversReuseAddress); exc != nil {
		return nil, exc
	}
	if o.reusePort, exc = truthOr(a[9], false); exc != nil {
		return nil, exc
	}
	if o.keepAlive, exc = truthOr(a[10], false); exc != nil {
		return nil, exc
	}
	o.start, exc = truthOr(a[13], true)
	return o, exc
}

// checkServer refuses what ssl= may not be.
func (o *tlsOptions) checkServer() *py.Exception {
	if o.context.IsBool() {
		return typeError("ssl argument must be an SSLContext or None")
	}
	return o.check(!o.context.IsNone())
}

var (
	createServerCode     = code("BaseEventLoop.create_server")
	createUnixServerCode = code("_UnixSelectorEventLoop.create_unix_server")
	serverAddressCode    = code("BaseEventLoop._create_server_getaddrinfo")
)

// begin is the first step of create_server.
func (o *serverOptions) begin() flowStep {
	if exc := o.tls.checkServer(); exc != nil {
		return failing(exc)
	}
	if o.host.IsNone() && o.port.IsNone() {
		if o.sock.IsNone() {
			return failing(py.Raisef(py.ValueErrorType, "Neither host/port nor sock were specified"))
		}
		s, exc := socketOf(o.sock)
		if exc != nil {
			return failing(exc)
		}
		if s.Type != syscall.SOCK_STREAM {
			return failing(py.Raisef(py.ValueErrorType, "A Stream Socket was expected, got %s", repr(o.sock)))
		}
		return o.serve([]*socket.Socket{s}, "")
	}
	if !o.sock.IsNone() {
		return failing(py.Raisef(py.ValueErrorType, "host/port and sock can not be specified at the same time"))
	}
	hosts := []py.Value{o.host}
	if s, isStr := py.AsStr(o.host); isStr {
		if s.String() == "" {
			hosts[0] = py.None
		}
	} else if !o.host.IsNone() {
		if list, exc := sequence(o.host); exc == nil {
			hosts = list
		}
	}
	found := make([][]socket.Info, len(hosts))
	tasks := make([]py.Value, len(hosts))
	for i, h := range hosts {
		tasks[i] = newFlow(serverAddressCode, func() flowStep {
			return o.loop.ensureResolved(py.TupleV(h, o.port), o.family, syscall.SOCK_STREAM, 0, o.flags, func(infos []socket.Info, exc *py.Exception) flowStep {
				if exc != nil {
					return failing(exc)
				}
				if len(infos) == 0 {
					return failing(py.Raisef(py.OSErrorType, "getaddrinfo(%s) returned empty list", repr(h)))
				}
				found[i] = infos
				return returning(py.None)
			})
		})
	}
	all, exc := Gather(o.loop, tasks, false)
	if exc != nil {
		return failing(exc)
	}
	return onSuccess(all, func(py.Value) flowStep {
		var infos []socket.Info
		var seen []string
		for _, list := range found {
			for _, info := range list {
				key := repr(socket.InfoValue(info))
				if !slices.Contains(seen, key) {
					seen = append(seen, key)
					infos = append(infos, info)
				}
			}
		}
		socks, exc := o.listen(infos)
		if exc != nil {
			return failing(exc)
		}
		return o.serve(socks, "")
	})
}

// listen makes sockets, bound but not yet listening.
func (o *serverOptions) listen(infos []socket.Info) (socks []*socket.Socket, failed *py.Exception) {
	defer func() {
		if failed != nil {
			for _, s := range socks {
				s.Close()
			}
		}
	}()
	for _, info := range infos {
		s, exc := newSocket(info.Family, info.Type, info.Proto)
		if exc != nil {
			if o.loop.debug {
				log(logWarning, "create_server() failed to create socket.socket("+repr(py.Int(int64(info.Family)))+", "+repr(py.Int(int64(info.Type)))+", "+itoa(info.Proto)+")", exc)
			}
			continue // as for a family that the system does not have
		}
		socks = append(socks, s)
		if o.reuseAddress {
			_ = setOption(s, syscall.SOL_SOCKET, syscall.SO_REUSEADDR, 1)
		}
		if o.reusePort && info.Family != syscall.AF_UNIX {
			if exc := setReusePort(s); exc != nil {
				return socks, exc
			}
		}
		if o.keepAlive {
			_ = setOption(s, syscall.SOL_SOCKET, syscall.SO_KEEPALIVE, 1)
		}
		if info.Family == syscall.AF_INET6 {
			_ = setOption(s, syscall.IPPROTO_IPV6, syscall.IPV6_V6ONLY, 1)
		}
		if exc := bindSocket(s, info.Address()); exc != nil {
			if !exc.Type().IsSubclass(py.OSErrorType) {
				return socks, exc
			}
			failed := bindError(exc, info.Address())
			if hasErrno(exc, syscall.EADDRNOTAVAIL) {
				socks = socks[:len(socks)-1]
				s.Close()
				if o.loop.debug {
					text, _ := py.StrText(failed.Value())
					log(logWarning, text, nil)
				}
				continue
			}
			return socks, failed
		}
	}
	if len(socks) == 0 {
		var addrs []py.Value
		for _, info := range infos {
			addrs = append(addrs, info.Address())
		}
		return nil, py.Raisef(py.OSErrorType, "could not bind on any address out of %s", repr(py.NewList(addrs).Value()))
	}
	return socks, nil
}

// serve makes the server of bound sockets.
func (o *serverOptions) serve(socks []*socket.Socket, path string) flowStep {
	for _, s := range socks {
		if exc := s.SetBlocking(false); exc != nil {
			return failing(exc)
		}
	}
	s := &Server{loop: o.loop, socks: socks, factory: o.factory, factoryObject: o.factoryObject, backlog: o.backlog, tls: &o.tls}
	s.SetType(ServerType)
	if path != "" {
		if n, ok := inodeOf(path); ok {
			s.path, s.inode = path, n
		}
	}
	finish := func() flowStep {
		if o.loop.debug {
			log(logInfo, repr(s.Header.Value())+" is serving", nil)
		}
		return returning(s.Header.Value())
	}
	if !o.start {
		return finish()
	}
	if exc := s.startServing(); exc != nil {
		s.close()
		return failing(exc)
	}
	// One iteration, in which the sockets begin to be watched.
	return yieldThen(finish)
}

var unixServerSig = py.NewSignature("create_unix_server", "_UnixSelectorEventLoop.create_unix_server",
	"(protocol_factory, path=None, *, sock=None, backlog=100, ssl=None, ssl_handshake_timeout=None, ssl_shutdown_timeout=None, start_serving=True, cleanup_socket=True)")

// unixServer makes the coroutine create_unix_server. Where factory is not nil it replaces
// the one of the arguments.
func (loop *Loop) unixServer(args []py.Value, names []*py.Str, c *py.Code, factory func() (protocol, *py.Exception)) (py.Value, *py.Exception) {
	var a [9]py.Value
	if exc := unixServerSig.Bind(args, names, a[:]); exc != nil {
		return py.Value{}, exc
	}
	o := &serverOptions{loop: loop, factory: factory, factoryObject: py.None, sock: orNone(a[2])}
	if factory == nil {
		o.factory, o.factoryObject = objectFactory(a[0]), a[0]
	}
	o.tls = tlsOptions{context: orNone(a[4]), hostname: py.None, handshake: orNone(a[5]), shutdown: orNone(a[6])}
	var exc *py.Exception
	if o.backlog, exc = intOr(a[3], 100); exc != nil {
		return py.Value{}, exc
	}
	if o.start, exc = truthOr(a[7], true); exc != nil {
		return py.Value{}, exc
	}
	cleanup, exc := truthOr(a[8], true)
	if exc != nil {
		return py.Value{}, exc
	}
	cleanup = cleanup && py.VersionAtLeast(13)
	return newFlow(c, func() flowStep { return o.beginUnix(orNone(a[1]), cleanup) }), nil
}

func (o *serverOptions) beginUnix(path py.Value, cleanup bool) flowStep {
	if exc := o.tls.checkServer(); exc != nil {
		return failing(exc)
	}
	if path.IsNone() {
		if o.sock.IsNone() {
			return failing(py.Raisef(py.ValueErrorType, "path was not specified, and no sock specified"))
		}
		s, exc := socketOf(o.sock)
		if exc != nil {
			return failing(exc)
		}
		if s.Family != syscall.AF_UNIX || s.Type != syscall.SOCK_STREAM {
			return failing(py.Raisef(py.ValueErrorType, "A UNIX Domain Stream Socket was expected, got %s", repr(o.sock)))
		}
		name := ""
		if sa, err := sysnet.Getsockname(s.FD); err == nil && cleanup {
			if u, ok := sa.(*syscall.SockaddrUnix); ok {
				name = sysnet.UnixPath(u)
			}
		}
		return o.serve([]*socket.Socket{s}, name)
	}
	if !o.sock.IsNone() {
		return failing(py.Raisef(py.ValueErrorType, "path and sock can not be specified at the same time"))
	}
	sa, exc := socket.Address(syscall.AF_UNIX, path, "bind")
	if exc != nil {
		return failing(exc)
	}
	name := sysnet.UnixPath(sa.(*syscall.SockaddrUnix))
	if name != "" && name[0] != 0 {
		if st, err := os.Stat(name); err == nil && st.Mode()&os.ModeSocket != 0 {
			_ = sysnet.Unlink(name)
		}
	}
	s, exc := newSocket(syscall.AF_UNIX, syscall.SOCK_STREAM, 0)
	if exc != nil {
		return failing(exc)
	}
	if err := sysnet.Bind(s.FD, sa); err != nil {
		s.Close()
		if sysnet.Errno(err) == syscall.EADDRINUSE {
			return failing(osError(err, "Address "+repr(path)+" is already in use"))
		}
		return failing(osError(err, ""))
	}
	if !cleanup || name != "" && name[0] == 0 {
		name = ""
	}
	return o.serve([]*socket.Socket{s}, name)
}
