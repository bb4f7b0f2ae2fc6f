package ssl

import (
	"syscall"

	"github.com/aio2go/aio2go/runtime/py"
	"github.com/aio2go/aio2go/runtime/stdlib/socket"
	"github.com/aio2go/aio2go/runtime/sysnet"
)

// This file implements SSLSocket: a socket whose bytes go through a session.

// sslSocket is an ssl.SSLSocket. Its memory begins with that of its base.
type sslSocket struct {
	socket.Socket
	o            *sslObject // nil while it is not connected
	context      value
	hostname     value
	server       bool
	onConnect    bool
	suppressEOFs bool
}

var socketType = &py.Type{Name: "SSLSocket"}

func sslSocketOf(v value) *sslSocket { return py.Heap[sslSocket](v) }

func boolArg(v value, def bool) (bool, exc) {
	if v.IsUnbound() {
		return def, nil
	}
	return py.Truth(v)
}

// likeSocket returns a socket with the descriptor of v, an object that has a socket's
// methods without being one, such as a wrapper of the program's.
func likeSocket(v value) (*socket.Socket, exc) {
	s := &socket.Socket{Timeout: -1}
	var e exc
	number := func(dst *int, get func() (value, exc)) {
		if e != nil {
			return
		}
		var x value
		if x, e = get(); e == nil {
			*dst, e = py.IndexInt(x, py.OverflowErrorType)
		}
	}
	number(&s.Type, func() (value, exc) {
		return py.CallMethod2(v, py.Intern("getsockopt"), py.Int(syscall.SOL_SOCKET), py.Int(sysnet.OptType))
	})
	number(&s.Family, func() (value, exc) { return py.GetAttr(v, py.Intern("family")) })
	number(&s.Proto, func() (value, exc) { return py.GetAttr(v, py.Intern("proto")) })
	number(&s.FD, func() (value, exc) { return py.CallMethod0(v, py.Intern("fileno")) })
	if e != nil {
		return nil, e
	}
	timeout, e := py.CallMethod0(v, py.Intern("gettimeout"))
	if e != nil || timeout.IsNone() {
		return s, e
	}
	seconds, e := py.AsFloat(timeout)
	s.Timeout = int64(seconds * 1e9)
	return s, e
}

// wrapSocket is SSLContext.wrap_socket.
func wrapSocket(ctx value, a [6]value) (value, exc) {
	s := socket.Of(a[0])
	if s == nil {
		var e exc
		if s, e = likeSocket(a[0]); e != nil {
			return value{}, e
		}
	}
	var on [3]bool
	for i, def := range []bool{false, true, true} {
		var e exc
		if on[i], e = boolArg(a[1+i], def); e != nil {
			return value{}, e
		}
	}
	if s.Type != syscall.SOCK_STREAM {
		return value{}, py.Raisef(py.NotImplementedErrorType, "only stream sockets are supported")
	}
	hostname := a[4]
	if hostname.IsUnbound() {
		hostname = py.None
	}
	switch c := contextOf(ctx); {
	case on[0] && !hostname.IsNone():
		return value{}, py.Raisef(py.ValueErrorType, "server_hostname can only be specified in client mode")
	case c.checkHostname && !on[0] && hostname.IsNone():
		return value{}, py.Raisef(py.ValueErrorType, "check_hostname requires server_hostname")
	}
	v := socketType.Alloc(socketType)
	t := sslSocketOf(v)
	t.context, t.hostname, t.server, t.onConnect, t.suppressEOFs = ctx, hostname, on[0], on[1], on[2]
	s.Hand(&t.Socket)
	if socket.Of(a[0]) == nil {
		if _, e := py.CallMethod0(a[0], py.Intern("detach")); e != nil {
			return value{}, e
		}
	}
	if _, err := sysnet.Getpeername(t.FD); err != nil {
		return v, nil // connect comes later, or it is a listener
	}
	if e := t.create(v); e != nil {
		t.Close()
		return value{}, e
	}
	if t.onConnect {
		if t.Timeout == 0 {
			return value{}, py.Raisef(py.ValueErrorType, "do_handshake_on_connect should not be specified for non-blocking sockets")
		}
		if e := t.handshake(); e != nil {
			t.Close()
			return value{}, e
		}
	}
	return v, nil
}

func (t *sslSocket) create(v value) (e exc) {
	if t.o, e = newObject(t.context, t.server, t.hostname); e == nil {
		t.o.owner = v
	}
	return e
}

// flush sends what the session has for the peer.
func (t *sslSocket) flush() exc {
	for {
		b := t.o.s.mem.out
		if len(b) == 0 {
			return nil
		}
		n, e := t.Socket.Send(b, 0, nil)
		if e != nil {
			if e.Type().IsSubclass(py.BlockingIOErrorType) {
				return makeError(wantWriteErr, 3, "", "", "The operation did not complete (write)", writeLine)
			}
			return e
		}
		t.o.s.mem.out = b[n:]
	}
}

// fill receives what the peer sent.
func (t *sslSocket) fill(line int) exc {
	var buf [16 << 10]byte
	n, _, e := t.Socket.Recv(buf[:], 0)
	if e != nil {
		if e.Type().IsSubclass(py.BlockingIOErrorType) {
			return wantReading(line)
		}
		if e.Type() == py.TimeoutErrorType && line == handshakeLine {
			return py.RaiseArgs(py.TimeoutErrorType, py.StrV("_ssl.c:1015: The handshake operation timed out"))
		}
		if e.Type() == py.TimeoutErrorType {
			return py.RaiseArgs(py.TimeoutErrorType, py.StrV("The read operation timed out"))
		}
		return e
	}
	if n == 0 {
		t.o.s.FeedEOF()
	} else {
		t.o.s.Feed(buf[:n])
	}
	return nil
}

func (t *sslSocket) handshake() exc {
	for {
		want, err := t.o.s.handshake()
		if e := t.flush(); e != nil && err == nil {
			return e
		}
		if err != nil {
			return t.o.s.raise(err)
		}
		if !want {
			return nil
		}
		if e := t.fill(handshakeLine); e != nil {
			return e
		}
	}
}

func (t *sslSocket) read(b []byte) (int, exc) {
	for {
		n, want, err := t.o.s.read(b)
		if e := t.flush(); e != nil && err == nil {
			return 0, e
		}
		switch {
		case err == nil && !want:
			return n, nil
		case err != nil && t.o.s.peerClosed:
			return 0, nil
		case err != nil:
			e := t.o.s.raise(err)
			if t.suppressEOFs && t.o.s.done && e.Type() == eofError {
				return 0, nil
			}
			return 0, e
		}
		if e := t.fill(readLine); e != nil {
			return 0, e
		}
	}
}

func (t *sslSocket) write(b []byte) (int, exc) {
	if !t.o.s.done {
		if e := t.handshake(); e != nil {
			return 0, e
		}
	}
	if e := t.flush(); e != nil {
		return 0, e
	}
	if e := t.o.s.Write(b); e != nil {
		return 0, e
	}
	if e := t.flush(); e != nil && t.Timeout != 0 {
		return 0, e
	}
	return len(b), nil
}

func (t *sslSocket) unwrap() exc {
	for {
		done, e := t.o.s.Unwrap()
		if e2 := t.flush(); e == nil {
			e = e2
		}
		if e != nil || done {
			return e
		}
		if e := t.fill(unwrapLine); e != nil {
			return e
		}
		if t.o.s.mem.eof && len(t.o.s.mem.in) == 0 {
			return nil
		}
	}
}

// plain calls a method of the base class.
func plain(name string) func(v value, args []value, names []*py.Str) (value, exc) {
	return func(v value, args []value, names []*py.Str) (value, exc) {
		m, e := py.GetAttr(socket.SocketType.Value(), py.Intern(name))
		if e != nil {
			return value{}, e
		}
		return py.CallKw(m, append([]value{v}, args...), names)
	}
}

func socketMethods() []py.Method {
	noFlags := func(name string, flags value) exc {
		if !flags.IsUnbound() && flags != py.Int(0) {
			return py.Raisef(py.ValueErrorType, "non-zero flags not allowed in calls to %s() on <class 'ssl.SSLSocket'>", name)
		}
		return nil
	}
	forbidden := func(name string) py.Method {
		return py.Method{Name: name, Sig: "($self, *args, **kwargs)", Impl: func(v value, args []value, names []*py.Str) (value, exc) {
			switch name {
			case "sendto", "recvfrom", "recvfrom_into":
				if sslSocketOf(v).o == nil {
					return plain(name)(v, args, names)
				}
				return value{}, py.Raisef(py.ValueErrorType, "%s not allowed on instances of <class 'ssl.SSLSocket'>", name)
			case "dup":
				return value{}, py.Raisef(py.NotImplementedErrorType, "Can't dup() SSLSocket instances")
			}
			return value{}, py.Raisef(py.NotImplementedErrorType, "%s not allowed on instances of <class 'ssl.SSLSocket'>", name)
		}}
	}
	return []py.Method{
		{Name: "do_handshake", Sig: "($self, block=False)", Impl: func(v, _ value) (value, exc) {
			t := sslSocketOf(v)
			if t.o == nil {
				return value{}, socket.RaiseErr(syscall.ENOTCONN)
			}
			return noneOr(t.handshake())
		}},
		{Name: "connect", Sig: "($self, addr)", Impl: func(v, addr value) (value, exc) {
			t := sslSocketOf(v)
			if t.server {
				return value{}, py.Raisef(py.ValueErrorType, "can't connect in server-side mode")
			}
			if t.o != nil {
				return value{}, py.Raisef(py.ValueErrorType, "attempt to connect already-connected SSLSocket!")
			}
			if _, e := plain("connect")(v, []value{addr}, nil); e != nil {
				return value{}, e
			}
			if e := t.create(v); e != nil {
				return value{}, e
			}
			if t.onConnect {
				return noneOr(t.handshake())
			}
			return py.None, nil
		}},
		{Name: "accept", Sig: "($self)", Impl: func(v value) (value, exc) {
			res, e := plain("accept")(v, nil, nil)
			if e != nil {
				return value{}, e
			}
			conn, addr, e := py.Unpack2(res)
			if e != nil {
				return value{}, e
			}
			t := sslSocketOf(v)
			w, e := wrapSocket(t.context, [6]value{conn, py.True, py.Bool(t.onConnect), py.Bool(t.suppressEOFs)})
			if e != nil {
				return value{}, e
			}
			return py.TupleV(w, addr), nil
		}},
		{Name: "recv", Sig: "($self, buflen=1024, flags=0)", Impl: func(v, size, flags value) (value, exc) {
			t := sslSocketOf(v)
			if t.o == nil {
				if size.IsUnbound() {
					size = py.Int(1024)
				}
				return plain("recv")(v, []value{size}, nil)
			}
			if e := noFlags("recv", flags); e != nil {
				return value{}, e
			}
			return readInto(size, value{}, t.read)
		}},
		{Name: "read", Sig: "($self, len=1024, buffer=None)", Impl: func(v, size, buffer value) (value, exc) {
			t := sslSocketOf(v)
			if t.o == nil {
				return value{}, py.Raisef(py.ValueErrorType, "Read on closed or unwrapped SSL socket.")
			}
			return readInto(size, buffer, t.read)
		}},
		{Name: "recv_into", Sig: "($self, buffer, nbytes=None, flags=0)", Impl: func(v value, a []value) (value, exc) {
			t := sslSocketOf(v)
			if t.o == nil {
				return plain("recv_into")(v, a[:1], nil)
			}
			if e := noFlags("recv_into", a[2]); e != nil {
				return value{}, e
			}
			size := a[1]
			if size.IsUnbound() || size.IsNone() {
				size = py.Int(0)
			}
			return readInto(size, a[0], t.read)
		}},
		{Name: "write", Sig: "($self, data)", Impl: func(v, data value) (value, exc) { return sendOn(v, data) }},
		{Name: "send", Sig: "($self, data, flags=0)", Impl: func(v, data, flags value) (value, exc) {
			if sslSocketOf(v).o == nil {
				return plain("send")(v, []value{data}, nil)
			}
			if e := noFlags("send", flags); e != nil {
				return value{}, e
			}
			return sendOn(v, data)
		}},
		{Name: "sendall", Sig: "($self, data, flags=0)", Impl: func(v, data, flags value) (value, exc) {
			if sslSocketOf(v).o == nil {
				return plain("sendall")(v, []value{data}, nil)
			}
			if e := noFlags("sendall", flags); e != nil {
				return value{}, e
			}
			_, e := sendOn(v, data)
			return noneOr(e)
		}},
		forbidden("sendto"), forbidden("recvfrom"), forbidden("recvfrom_into"), forbidden("sendmsg"), forbidden("recvmsg"), forbidden("recvmsg_into"), forbidden("dup"),
		{Name: "unwrap", Sig: "($self)", Impl: func(v value) (value, exc) {
			t := sslSocketOf(v)
			if t.o == nil {
				return value{}, py.Raisef(py.ValueErrorType, "No SSL wrapper around %s", reprOf(v))
			}
			if e := t.unwrap(); e != nil {
				return value{}, e
			}
			t.o = nil
			return v, nil
		}},
		{Name: "shutdown", Sig: "($self, how)", Impl: func(v, how value) (value, exc) {
			sslSocketOf(v).o = nil
			return plain("shutdown")(v, []value{how}, nil)
		}},
		{Name: "pending", Sig: "($self)", Impl: func(v value) (value, exc) { return py.Int(0), nil }},
	}
}

func sendOn(v, data value) (value, exc) {
	t := sslSocketOf(v)
	if t.o == nil {
		return value{}, py.Raisef(py.ValueErrorType, "Write on closed or unwrapped SSL socket.")
	}
	b, e := py.BytesLike(data)
	if e != nil {
		return value{}, e
	}
	n, e := t.write(b)
	return py.Int(int64(n)), e
}

func init() {
	of := func(v value) *sslObject {
		if o := sslSocketOf(v).o; o != nil {
			return o
		}
		t := sslSocketOf(v)
		return &sslObject{s: &session{ctx: contextOf(t.context), server: t.server, mem: &memory{}}, context: t.context, hostname: t.hostname}
	}
	socketType.Define(&py.TypeSpec{
		Base: socket.SocketType, Module: "ssl", Flags: py.FlagBaseType,
		Layout: py.LayoutWithAttrs[sslSocket](socket.AttrsOffset),
		Slots: py.Slots{New: func(cls *py.Type, _ []value, _ []*py.Str) (value, exc) {
			return value{}, py.Raisef(py.TypeErrorType, "%s does not have a public constructor. Instances are returned by SSLContext.wrap_socket().", cls.Name)
		}},
		Methods: append(socketMethods(), infoMethods(of)...),
		GetSets: infoAttributes(of),
	})
}
