package socket

import (
	"encoding/binary"
	"syscall"

	"github.com/aio2go/aio2go/runtime/py"
	"github.com/aio2go/aio2go/runtime/sysnet"
)

// This file has the functions of the module that make sockets.

// globalDefault stands for "no timeout argument".
var globalDefault = func() value {
	type object struct{ py.Header }
	o := new(object)
	o.SetType(py.ObjectType)
	return o.Value()
}()

var serverFunctions = []py.Method{
	{Name: "socketpair", Sig: "(family=None, type=1, proto=0)", Impl: func(f, t, p value) (value, exc) {
		family := pairFamily
		if !f.IsUnbound() && !f.IsNone() {
			var e exc
			if family, e = intArg(f, 0); e != nil {
				return value{}, e
			}
		}
		typ, e := intArg(t, syscall.SOCK_STREAM)
		if e != nil {
			return value{}, e
		}
		proto, e := intArg(p, 0)
		if e != nil {
			return value{}, e
		}
		fds, err := sysnet.Socketpair(family, typ&^(kindNonblock|kindCloexec), proto)
		if err != nil {
			return value{}, RaiseErr(err)
		}
		var pair [2]value
		for i, fd := range fds {
			s := New(fd, family, typ&^(kindNonblock|kindCloexec), proto)
			ns := defaultTimeout
			if kindNonblock != 0 && typ&kindNonblock != 0 {
				ns = 0
			}
			if e := s.setTimeout(ns); e != nil {
				return value{}, e
			}
			pair[i] = s.Value()
		}
		return py.TupleV(pair[:]...), nil
	}},
	{Name: "fromfd", Sig: "(fd, family, type, proto=0)", Impl: func(f, family, typ, proto value) (value, exc) {
		fd, e := intArg(f, 0)
		if e != nil {
			return value{}, e
		}
		n, err := sysnet.Dup(fd)
		if err != nil {
			return value{}, RaiseErr(err)
		}
		if proto.IsUnbound() {
			proto = py.Int(0)
		}
		return py.CallN(SocketType.Value(), []value{family, typ, proto, py.Int(int64(n))})
	}},
	{Name: "create_connection", Sig: "(address, timeout=_GLOBAL_DEFAULT_TIMEOUT, source_address=None, *, all_errors=False)", Impl: createConnection},
	{Name: "create_server", Sig: "(address, *, family=2, backlog=None, reuse_port=False, dualstack_ipv6=False)", Impl: createServer},
	{Name: "has_dualstack_ipv6", Sig: "()", Impl: func() (value, exc) { return py.Bool(hasDualstack()), nil }},
	{Name: "send_fds", Sig: "(sock, buffers, fds, flags=0, address=None)", Impl: func(a []value) (value, exc) {
		var data []byte
		e := py.Each(a[2], func(x value) exc {
			n, e := intArg(x, 0)
			data = binary.NativeEndian.AppendUint32(data, uint32(n))
			return e
		})
		if e != nil {
			return value{}, e
		}
		rights := py.TupleV(py.Int(syscall.SOL_SOCKET), py.Int(int64(constant("SCM_RIGHTS"))), py.BytesV(data))
		return py.CallMethodN(a[0], py.Intern("sendmsg"), []value{a[1], py.ListV(rights)})
	}},
	{Name: "recv_fds", Sig: "(sock, bufsize, maxfds, flags=0)", Impl: func(sock, size, most, flags value) (value, exc) {
		n, e := intArg(most, 0)
		if e != nil {
			return value{}, e
		}
		if flags.IsUnbound() {
			flags = py.Int(0)
		}
		res, e := py.CallMethodN(sock, py.Intern("recvmsg"), []value{size, py.Int(int64(controlLen(n * 4))), flags})
		if e != nil {
			return value{}, e
		}
		parts := py.Heap[py.Tuple](res).Items()
		fds := py.NewList(nil)
		e = py.Each(parts[1], func(x value) exc {
			level, typ, body, e := py.Unpack3(x)
			if e != nil {
				return e
			}
			if level.SmallInt() != syscall.SOL_SOCKET || typ.SmallInt() != int64(constant("SCM_RIGHTS")) {
				return nil
			}
			b, _ := py.BytesOf(body)
			for ; len(b) >= 4; b = b[4:] {
				fds.Append(py.Int(int64(int32(binary.NativeEndian.Uint32(b)))))
			}
			return nil
		})
		if e != nil {
			return value{}, e
		}
		return py.TupleV(parts[0], fds.Value(), parts[2], parts[3]), nil
	}},
}

// createConnection is create_connection(address, timeout, source_address, *, all_errors).
func createConnection(a []value) (value, exc) {
	host, port, e := py.Unpack2(a[0])
	if e != nil {
		return value{}, e
	}
	all := false
	if !a[3].IsUnbound() {
		if all, e = py.Truth(a[3]); e != nil {
			return value{}, e
		}
	}
	infos, e := getaddrinfo([]value{host, port, {}, py.Int(syscall.SOCK_STREAM), {}, {}})
	if e != nil {
		return value{}, e
	}
	var failures []exc
	var found value
	e = py.Each(infos, func(x value) exc {
		if !found.IsUnbound() {
			return nil
		}
		t := py.Heap[py.Tuple](x).Items()
		v, e := py.CallN(SocketType.Value(), t[:3])
		if e == nil {
			e = connectOne(v, t[4], a[1], a[2])
			if e != nil {
				self(v).Close()
			}
		}
		if e == nil {
			found = v
			return nil
		}
		if !e.Type().IsSubclass(py.OSErrorType) {
			return e
		}
		if !all {
			failures = failures[:0]
		}
		failures = append(failures, e)
		return nil
	})
	switch {
	case e != nil:
		return value{}, e
	case !found.IsUnbound():
		return found, nil
	case len(failures) == 0:
		return value{}, py.Raisef(py.OSErrorType, "getaddrinfo returns an empty list")
	case !all:
		return value{}, failures[0]
	}
	list := py.NewList(nil)
	for _, f := range failures {
		list.Append(f.Value())
	}
	group, e := py.Call2(py.ExceptionGroupType.Value(), py.StrV("create_connection failed"), list.Value())
	if e != nil {
		return value{}, e
	}
	return value{}, py.Raise(group)
}

func connectOne(v, address, timeout, source value) exc {
	s := self(v)
	if !timeout.IsUnbound() && timeout != globalDefault {
		ns, e := timeoutOf(timeout)
		if e == nil {
			e = s.setTimeout(ns)
		}
		if e != nil {
			return e
		}
	}
	if !source.IsUnbound() {
		if on, e := py.Truth(source); e != nil {
			return e
		} else if on {
			sa, e := Address(s.Family, source, "bind")
			if e != nil {
				return e
			}
			if err := sysnet.Bind(s.FD, sa); err != nil {
				return RaiseErr(err)
			}
		}
	}
	return s.connect(address, "connect")
}

func hasDualstack() bool {
	fd, err := sysnet.Socket(syscall.AF_INET6, syscall.SOCK_STREAM, 0)
	if err != nil {
		return false
	}
	defer func() { _ = sysnet.Close(fd) }()
	return sysnet.SetsockoptInt(fd, syscall.IPPROTO_IPV6, syscall.IPV6_V6ONLY, 0) == nil
}

// createServer is create_server(address, *, family, backlog, reuse_port, dualstack_ipv6).
func createServer(a []value) (value, exc) {
	family, e := intArg(a[1], syscall.AF_INET)
	if e != nil {
		return value{}, e
	}
	var on [2]bool
	for i := range on {
		if !a[3+i].IsUnbound() {
			if on[i], e = py.Truth(a[3+i]); e != nil {
				return value{}, e
			}
		}
	}
	reusePort, dual := on[0], on[1]
	switch {
	case reusePort && constant("SO_REUSEPORT") == 0:
		return value{}, py.Raisef(py.ValueErrorType, "SO_REUSEPORT not supported on this platform")
	case dual && !hasDualstack():
		return value{}, py.Raisef(py.ValueErrorType, "dualstack_ipv6 not supported on this platform")
	case dual && family != syscall.AF_INET6:
		return value{}, py.Raisef(py.ValueErrorType, "dualstack_ipv6 requires AF_INET6 family")
	}
	v, e := py.Call2(SocketType.Value(), py.Int(int64(family)), py.Int(syscall.SOCK_STREAM))
	if e != nil {
		return value{}, e
	}
	s := self(v)
	fail := func(e exc) (value, exc) {
		s.Close()
		return value{}, e
	}
	if reuseAddress {
		_ = sysnet.SetsockoptInt(s.FD, syscall.SOL_SOCKET, syscall.SO_REUSEADDR, 1)
	}
	if reusePort {
		if err := sysnet.SetsockoptInt(s.FD, syscall.SOL_SOCKET, constant("SO_REUSEPORT"), 1); err != nil {
			return fail(RaiseErr(err))
		}
	}
	if family == syscall.AF_INET6 {
		only := 1
		if dual {
			only = 0
		}
		_ = sysnet.SetsockoptInt(s.FD, syscall.IPPROTO_IPV6, syscall.IPV6_V6ONLY, only)
	}
	sa, e := Address(family, a[0], "bind")
	if e != nil {
		return fail(e)
	}
	if err := sysnet.Bind(s.FD, sa); err != nil {
		r, e := py.Repr(a[0])
		if e != nil {
			return fail(e)
		}
		n := sysnet.Errno(err)
		return fail(py.RaiseOSError(int64(n), py.Strerror(n)+" (while attempting to bind on address "+r.Str().String()+")", value{}, value{}))
	}
	backlog := min(128, syscall.SOMAXCONN)
	if !a[2].IsUnbound() && !a[2].IsNone() {
		if backlog, e = intArg(a[2], 0); e != nil {
			return fail(e)
		}
	}
	if err := sysnet.Listen(s.FD, max(backlog, 0)); err != nil {
		return fail(RaiseErr(err))
	}
	return v, nil
}
