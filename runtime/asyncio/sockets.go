package asyncio

import (
	"context"
	"errors"
	"net"
	"strconv"
	"syscall"

	"github.com/aio2go/aio2go/runtime/coro"
	"github.com/aio2go/aio2go/runtime/py"
)

// This file implements addresses and sockets for the transports: name look-up,
// connecting, listening, and asyncio.TransportSocket.

// transportSocket is asyncio.trsock.TransportSocket.
type transportSocket struct {
	py.Header
	fd          int
	family, typ int
	local, peer py.Value
}

var transportSocketType = &py.Type{Name: "TransportSocket"}

func newTransportSocket(fd int, peer syscall.Sockaddr) *transportSocket {
	s := &transportSocket{fd: fd, typ: syscall.SOCK_STREAM, local: py.None, peer: py.None}
	s.SetType(transportSocketType)
	if sa, err := syscall.Getsockname(fd); err == nil {
		s.local = sockaddrValue(sa)
		s.family = sockaddrFamily(sa)
	}
	if peer == nil {
		peer, _ = syscall.Getpeername(fd)
	}
	if peer != nil {
		s.peer = sockaddrValue(peer)
	}
	return s
}

func sockaddrFamily(sa syscall.Sockaddr) int {
	switch sa.(type) {
	case *syscall.SockaddrInet4:
		return syscall.AF_INET
	case *syscall.SockaddrInet6:
		return syscall.AF_INET6
	}
	return syscall.AF_UNIX
}

// sockaddrValue is the address as Python's socket module has it.
func sockaddrValue(sa syscall.Sockaddr) py.Value {
	switch sa := sa.(type) {
	case *syscall.SockaddrInet4:
		return py.TupleV(py.StrV(net.IP(sa.Addr[:]).String()), py.Int(int64(sa.Port)))
	case *syscall.SockaddrInet6:
		return py.TupleV(py.StrV(net.IP(sa.Addr[:]).String()), py.Int(int64(sa.Port)), py.Int(0), py.Int(int64(sa.ZoneId)))
	case *syscall.SockaddrUnix:
		return py.StrV(sa.Name)
	}
	return py.None
}

// socketInfo fills in what get_extra_info gives.
func (t *Transport) socketInfo(peer syscall.Sockaddr) {
	s := newTransportSocket(t.fd, peer)
	t.extra["socket"], t.extra["sockname"], t.extra["peername"] = s.Value(), s.local, s.peer
}

func setNoDelay(fd int) { _ = syscall.SetsockoptInt(fd, syscall.IPPROTO_TCP, syscall.TCP_NODELAY, 1) }

// address is a resolved address.
type address struct {
	sa     syscall.Sockaddr
	family int
	text   string // as a tuple, for messages
}

func ipAddress(ip net.IP, port int) address {
	if v4 := ip.To4(); v4 != nil {
		sa := &syscall.SockaddrInet4{Port: port}
		copy(sa.Addr[:], v4)
		return address{sa, syscall.AF_INET, repr(sockaddrValue(sa))}
	}
	sa := &syscall.SockaddrInet6{Port: port}
	copy(sa.Addr[:], ip.To16())
	return address{sa, syscall.AF_INET6, repr(sockaddrValue(sa))}
}

// resolution is a name look-up on another goroutine.
type resolution struct {
	fut   *Future
	addrs []address
	err   error
}

// resolve looks host up; the future is done when addrs are there. A numeric address needs
// no future.
func (loop *Loop) resolve(host string, port int) *resolution {
	res := &resolution{}
	if ip := net.ParseIP(host); ip != nil {
		res.addrs = []address{ipAddress(ip, port)}
		return res
	}
	res.fut = loop.CreateFuture()
	loop.outside.Add(1)
	go func() {
		defer loop.outside.Add(-1)
		ips, err := net.DefaultResolver.LookupIPAddr(context.Background(), host)
		res.err = err
		for _, ip := range ips {
			if ip.IP.To4() != nil {
				res.addrs = append(res.addrs, ipAddress(ip.IP, port))
			}
		}
		for _, ip := range ips {
			if ip.IP.To4() == nil {
				res.addrs = append(res.addrs, ipAddress(ip.IP, port))
			}
		}
		loop.Post(&goCallback{fn: func() *py.Exception {
			res.fut.setUnlessDone(py.None)
			return nil
		}, name: libSource("_set_result_unless_cancelled", "futures.py", 312)})
	}()
	return res
}

// failed returns the gaierror of a look-up, nil where it found something.
func (res *resolution) failed() *py.Exception {
	if len(res.addrs) > 0 {
		return nil
	}
	code, text := int64(-2), "Name or service not known"
	var dns *net.DNSError
	if errors.As(res.err, &dns) && dns.IsTemporary {
		code, text = -3, "Temporary failure in name resolution"
	}
	class := py.OSErrorType.Value()
	if m, exc := py.ImportModule("socket"); exc == nil {
		if c, exc := py.GetAttr(m, py.Intern("gaierror")); exc == nil {
			class = c
		}
	}
	v, exc := py.Call2(class, py.Int(code), py.StrV(text))
	if exc != nil {
		return exc
	}
	return py.Heap[py.Exception](v)
}

// dialing is one attempt after the other to connect to one of several addresses.
type dialing struct {
	loop   *Loop
	addrs  []address
	next   int
	fd     int
	fut    *Future // done when the connection attempt is
	errors []*py.Exception
}

// begin starts the next attempt; false means that there are no more addresses.
func (d *dialing) begin() bool {
	for d.next < len(d.addrs) {
		a := d.addrs[d.next]
		d.next++
		fd, err := sysSocket(a.family, syscall.SOCK_STREAM)
		if err != nil {
			d.errors = append(d.errors, osError(err, ""))
			continue
		}
		d.fd = fd
		d.fut = nil
		err = syscall.Connect(fd, a.sa)
		if err == nil {
			return true
		}
		if err == syscall.EINPROGRESS || err == syscall.EINTR {
			fut := d.loop.CreateFuture()
			d.fut = fut
			exc := d.loop.addWatch(fd, &goCallback{fn: func() *py.Exception {
				d.loop.removeWatch(fd, true)
				fut.setUnlessDone(py.None)
				return nil
			}, name: "BaseSelectorEventLoop._sock_connect_cb()"}, true)
			if exc == nil {
				return true
			}
			d.errors = append(d.errors, exc)
			_ = syscall.Close(fd)
			continue
		}
		d.fail(err, a)
	}
	return false
}

func (d *dialing) fail(err error, a address) {
	_ = syscall.Close(d.fd)
	d.errors = append(d.errors, osError(err, "Connect call failed "+a.text))
}

// connected looks how the attempt ended.
func (d *dialing) connected() bool {
	if d.fut == nil {
		return true
	}
	n, err := syscall.GetsockoptInt(d.fd, syscall.SOL_SOCKET, syscall.SO_ERROR)
	if err == nil && n == 0 {
		return true
	}
	if n != 0 {
		err = syscall.Errno(n)
	}
	d.fail(err, d.addrs[d.next-1])
	return false
}

// drop gives up the attempt that is under way.
func (d *dialing) drop() {
	d.loop.removeWatch(d.fd, true)
	_ = syscall.Close(d.fd)
}

// failed is the error for all attempts.
func (d *dialing) failed() *py.Exception {
	if len(d.errors) == 1 {
		return d.errors[0]
	}
	text, same := "", true
	for i, e := range d.errors {
		s, _ := py.StrText(e.Value())
		first, _ := py.StrText(d.errors[0].Value())
		same = same && s == first
		if i > 0 {
			text += ", "
		}
		text += s
	}
	if same && len(d.errors) > 0 {
		return d.errors[0]
	}
	return py.Raisef(py.OSErrorType, "%s", "Multiple exceptions: "+text)
}

// connecting is the coroutine create_connection, create_unix_connection and, where
// stream is set, open_connection and open_unix_connection.
type connecting struct {
	coro.Coroutine
	loop    *Loop
	factory func() (protocol, *py.Exception)
	finish  func(t *Transport, p protocol) py.Value
	res     *resolution
	dial    *dialing
	t       *Transport
	proto   protocol
}

// The states of connecting.
const (
	connectStart = iota
	connectResolved
	connectTried
	connectMade
)

// Resume implements coro.Resumer.
func (f *connecting) Resume(r *coro.Run) coro.Signal {
	for {
		switch f.State {
		case connectStart:
			f.State = connectResolved
			if f.res.fut != nil {
				if s := awaitFuture(r, &f.Frame, f.res.fut.Value()); s != coro.Done {
					return s
				}
			} else {
				r.Deliver(py.None)
			}
		case connectResolved:
			if _, exc := r.Take(); exc != nil {
				return f.Raise(r, exc)
			}
			if exc := f.res.failed(); exc != nil {
				return f.Raise(r, exc)
			}
			f.dial = &dialing{loop: f.loop, addrs: f.res.addrs}
			if s := f.try(r); s != coro.Done {
				return s
			}
		case connectTried:
			if _, exc := r.Take(); exc != nil {
				f.dial.drop()
				return f.Raise(r, exc)
			}
			if !f.dial.connected() {
				if s := f.try(r); s != coro.Done {
					return s
				}
				continue
			}
			var exc *py.Exception
			if f.proto, exc = f.factory(); exc != nil {
				_ = syscall.Close(f.dial.fd)
				return f.Raise(r, exc)
			}
			setNoDelay(f.dial.fd)
			waiter := f.loop.CreateFuture()
			f.t = f.loop.newTransport(socketTransport, f.dial.fd, f.proto, waiter)
			f.t.socketInfo(nil)
			f.State = connectMade
			if s := awaitFuture(r, &f.Frame, waiter.Value()); s != coro.Done {
				return s
			}
		case connectMade:
			if _, exc := r.Take(); exc != nil {
				f.t.close()
				return f.Raise(r, exc)
			}
			return f.Return(r, f.finish(f.t, f.proto))
		default: // what the state called has finished the frame
			return coro.Done
		}
	}
}

// try begins the next attempt to connect.
func (f *connecting) try(r *coro.Run) coro.Signal {
	if !f.dial.begin() {
		return f.Raise(r, f.dial.failed())
	}
	f.State = connectTried
	if f.dial.fut == nil {
		return r.Deliver(py.None)
	}
	return awaitFuture(r, &f.Frame, f.dial.fut.Value())
}

// listen makes listening sockets' descriptors, bound but not yet listening.
func listen(addrs []address) ([]int, []py.Value, *py.Exception) {
	var fds []int
	var socks []py.Value
	closeAll := func() {
		for _, fd := range fds {
			_ = syscall.Close(fd)
		}
	}
	for _, a := range addrs {
		fd, err := sysSocket(a.family, syscall.SOCK_STREAM)
		if err != nil {
			continue // as for a family that the system does not have
		}
		fds = append(fds, fd)
		if a.family != syscall.AF_UNIX {
			_ = syscall.SetsockoptInt(fd, syscall.SOL_SOCKET, syscall.SO_REUSEADDR, 1)
		}
		if a.family == syscall.AF_INET6 {
			_ = syscall.SetsockoptInt(fd, syscall.IPPROTO_IPV6, syscall.IPV6_V6ONLY, 1)
		}
		if err := syscall.Bind(fd, a.sa); err != nil {
			if err == syscall.EADDRNOTAVAIL && len(addrs) > 1 {
				_ = syscall.Close(fd)
				fds = fds[:len(fds)-1]
				continue
			}
			closeAll()
			text := errnoText(err)
			if len(text) > 0 {
				text = string(text[0]|0x20) + text[1:]
			}
			return nil, nil, osError(err, "error while attempting to bind on address "+a.text+": "+text)
		}
		socks = append(socks, newTransportSocket(fd, nil).Value())
	}
	if len(fds) == 0 {
		return nil, nil, py.Raisef(py.OSErrorType, "could not bind on any address out of %s", "[]")
	}
	return fds, socks, nil
}

// serving is the coroutine create_server and the like.
type serving struct {
	coro.Coroutine
	loop    *Loop
	factory func() (protocol, *py.Exception)
	res     []*resolution
	backlog int
	start   bool
	lookUp  bool // hosts are to be resolved by tasks
	server  *Server
}

// resolving is the coroutine _create_server_getaddrinfo, of which create_server makes a
// task for each host.
type resolving struct {
	coro.Coroutine
	res *resolution
}

var resolvingCode = code("BaseEventLoop._create_server_getaddrinfo")

// Resume implements coro.Resumer.
func (f *resolving) Resume(r *coro.Run) coro.Signal {
	if f.State == 0 && f.res.fut != nil {
		f.State = 1
		if s := awaitFuture(r, &f.Frame, f.res.fut.Value()); s != coro.Done {
			return s
		}
	}
	if f.State == 1 {
		if _, exc := r.Take(); exc != nil {
			return f.Raise(r, exc)
		}
	}
	if exc := f.res.failed(); exc != nil {
		return f.Raise(r, exc)
	}
	return f.Return(r, py.None)
}

// Resume implements coro.Resumer.
func (f *serving) Resume(r *coro.Run) coro.Signal {
	switch {
	case f.State == 1:
		if _, exc := r.Take(); exc != nil {
			return f.Raise(r, exc)
		}
	case f.State == 0 && f.lookUp:
		var tasks []py.Value
		for _, res := range f.res {
			c := &resolving{res: res}
			c.Init(c, resolvingCode)
			tasks = append(tasks, c.Header.Value())
		}
		all, exc := Gather(f.loop, tasks, false)
		if exc != nil {
			return f.Raise(r, exc)
		}
		f.State = 1
		if s := r.Await(&f.Frame, all); s != coro.Done {
			return s
		}
		if _, exc := r.Take(); exc != nil {
			return f.Raise(r, exc)
		}
	}
	if f.State <= 1 {
		var addrs []address
		for _, res := range f.res {
			addrs = append(addrs, res.addrs...)
		}
		fds, socks, exc := listen(addrs)
		if exc != nil {
			return f.Raise(r, exc)
		}
		s := &Server{loop: f.loop, fds: fds, socks: socks, factory: f.factory, backlog: f.backlog}
		s.SetType(ServerType)
		f.server = s
		if !f.start {
			return f.Return(r, s.Value())
		}
		if exc := s.startServing(); exc != nil {
			s.close()
			return f.Raise(r, exc)
		}
		// One iteration, in which the sockets begin to be watched.
		f.State = 2
		return r.Yield(&f.Frame, py.None)
	}
	if _, exc := r.Take(); exc != nil {
		return f.Raise(r, exc)
	}
	return f.Return(r, f.server.Value())
}

func portNumber(v py.Value) (int, *py.Exception) {
	if absent(v) {
		return 0, nil
	}
	if s, ok := py.AsStr(v); ok {
		n, err := strconv.Atoi(s.String())
		if err != nil {
			if p, err := net.LookupPort("tcp", s.String()); err == nil {
				return p, nil
			}
			return 0, py.Raisef(py.OSErrorType, "service/proto not found")
		}
		return n, nil
	}
	return asInt(v)
}

func init() {
	self := func(v py.Value) *transportSocket { return py.Heap[transportSocket](v) }
	get := func(name string, f func(s *transportSocket) py.Value) py.Method {
		return py.Method{Name: name, Sig: "($self)", Impl: func(v py.Value) (py.Value, *py.Exception) { return f(self(v)), nil }}
	}
	transportSocketType.Define(&py.TypeSpec{
		Module: "asyncio.trsock", NoNew: true,
		Slots: py.Slots{Repr: func(v py.Value) (py.Value, *py.Exception) {
			s := self(v)
			text := "<asyncio.TransportSocket fd=" + itoa(s.fd) + ", family=" + itoa(s.family) + ", type=" + itoa(s.typ) + ", proto=0"
			if !s.local.IsNone() {
				text += ", laddr=" + repr(s.local)
			}
			if !s.peer.IsNone() {
				text += ", raddr=" + repr(s.peer)
			}
			return py.StrV(text + ">"), nil
		}},
		Methods: []py.Method{
			get("getsockname", func(s *transportSocket) py.Value { return s.local }),
			get("getpeername", func(s *transportSocket) py.Value { return s.peer }),
			get("fileno", func(s *transportSocket) py.Value { return py.Int(int64(s.fd)) }),
		},
		GetSets: []py.GetSet{
			{Name: "family", Get: func(v py.Value) (py.Value, *py.Exception) { return py.Int(int64(self(v).family)), nil }},
			{Name: "type", Get: func(v py.Value) (py.Value, *py.Exception) { return py.Int(int64(self(v).typ)), nil }},
			{Name: "proto", Get: func(py.Value) (py.Value, *py.Exception) { return py.Int(0), nil }},
		},
	})
}
