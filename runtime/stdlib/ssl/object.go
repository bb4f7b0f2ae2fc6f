package ssl

import (
	"runtime"

	"github.com/aio2go/aio2go/runtime/py"
	"github.com/aio2go/aio2go/runtime/tlslink"
)

// This file implements MemoryBIO and SSLObject.

// memoryBIO is an ssl.MemoryBIO.
type memoryBIO struct {
	py.Header
	data []byte
	eof  bool
}

// sslObject is an ssl.SSLObject.
type sslObject struct {
	py.Header
	s        *session
	context  value
	in, out  *memoryBIO // nil where the session is asyncio's
	hostname value
	owner    value // the SSLSocket that it belongs to, unbound for none
	Attrs    py.Attrs
}

var (
	bioType    = &py.Type{Name: "MemoryBIO"}
	objectType = &py.Type{Name: "SSLObject"}
)

// shown is what a server's callback gets: the SSLObject, or the socket.
func (o *sslObject) shown() value {
	if !o.owner.IsUnbound() {
		return o.owner
	}
	return o.Header.Value()
}

// newObject makes one end of a connection.
func newObject(ctx value, server bool, hostname value) (*sslObject, exc) {
	c := contextOf(ctx)
	name := ""
	if !hostname.IsUnbound() && !hostname.IsNone() {
		s, ok := py.AsStr(hostname)
		if !ok {
			b, isBytes := py.BytesOf(hostname)
			if !isBytes {
				return nil, py.Raisef(py.TypeErrorType, "str, bytes or bytearray expected, not %s", hostname.Type().Name)
			}
			s = py.NewStr(string(b))
		}
		if name = s.String(); name == "" || name[0] == '.' {
			return nil, py.Raisef(py.ValueErrorType, "server_hostname cannot be an empty string or start with a leading dot.")
		}
		if server {
			return nil, py.Raisef(py.ValueErrorType, "server_hostname can only be specified in client mode")
		}
	} else {
		hostname = py.None
	}
	switch {
	case server && c.protocol == protocolTLSClient:
		return nil, py.Raisef(sslError, "Cannot create a server socket with a PROTOCOL_TLS_CLIENT context")
	case !server && c.protocol == protocolTLSServer:
		return nil, py.Raisef(sslError, "Cannot create a client socket with a PROTOCOL_TLS_SERVER context")
	}
	s, e := c.newSession(server, name)
	if e != nil {
		return nil, e
	}
	o := &sslObject{s: s, context: ctx, hostname: hostname}
	o.SetType(objectType)
	s.object = o
	runtime.SetFinalizer(o, func(o *sslObject) { o.s.Drop() })
	return o, nil
}

// transfer runs f with what the BIOs contain.
func (o *sslObject) transfer(f func() error) error {
	if o.in != nil {
		o.s.Feed(o.in.data)
		o.in.data = nil
		if o.in.eof {
			o.s.FeedEOF()
		}
	}
	err := f()
	if o.out != nil {
		o.out.data = append(o.out.data, o.s.Outgoing()...)
	}
	return err
}

// handshake is do_handshake; want is SSLWantReadError.
func (o *sslObject) handshake() (want bool, e exc) {
	err := o.transfer(func() (err error) {
		want, err = o.s.handshake()
		return err
	})
	if err != nil {
		return false, o.s.raise(err)
	}
	return want, nil
}

// read reads at most n bytes.
func (o *sslObject) read(b []byte) (n int, want bool, e exc) {
	err := o.transfer(func() (err error) {
		n, want, err = o.s.read(b)
		return err
	})
	switch {
	case err == nil:
		return n, want, nil
	case o.s.peerClosed:
		return 0, false, nil
	}
	return 0, false, o.s.raise(err)
}

func (o *sslObject) write(b []byte) (int, bool, exc) {
	if !o.s.done {
		want, e := o.handshake()
		if want || e != nil {
			return 0, want, e
		}
	}
	err := o.transfer(func() error {
		_, err := o.s.conn.Write(b)
		return err
	})
	if err != nil {
		return 0, false, o.s.raise(err)
	}
	return len(b), false, nil
}

func init() {
	bio := func(v value) *memoryBIO { return py.Heap[memoryBIO](v) }
	bioType.Define(&py.TypeSpec{
		Module: "ssl", Flags: py.FlagBaseType,
		Layout: py.LayoutOf[memoryBIO](),
		Slots: py.Slots{
			New:  func(cls *py.Type, _ []value, _ []*py.Str) (value, exc) { return cls.Alloc(cls), nil },
			Init: func(value, []value, []*py.Str) exc { return nil },
		},
		Methods: []py.Method{
			{Name: "read", Sig: "($self, size=-1, /)", Impl: func(v, size value) (value, exc) {
				b, n := bio(v), -1
				if !size.IsUnbound() {
					var e exc
					if n, e = py.IndexInt(size, py.OverflowErrorType); e != nil {
						return value{}, e
					}
				}
				if n < 0 || n > len(b.data) {
					n = len(b.data)
				}
				out := py.NewBytes(b.data[:n]).Value()
				b.data = b.data[n:]
				return out, nil
			}},
			{Name: "write", Sig: "($self, b, /)", Impl: func(v, data value) (value, exc) {
				p, e := py.BytesLike(data)
				if e != nil {
					return value{}, e
				}
				if bio(v).eof {
					one, e := py.Call1(sslError.Value(), py.StrV("cannot write() after write_eof()"))
					if e != nil {
						return value{}, e
					}
					return value{}, py.Raise(one)
				}
				bio(v).data = append(bio(v).data, p...)
				return py.Int(int64(len(p))), nil
			}},
			{Name: "write_eof", Sig: "($self, /)", Impl: func(v value) (value, exc) {
				bio(v).eof = true
				return py.None, nil
			}},
		},
		GetSets: []py.GetSet{
			{Name: "pending", Get: func(v value) (value, exc) { return py.Int(int64(len(bio(v).data))), nil }},
			{Name: "eof", Get: func(v value) (value, exc) { return py.Bool(bio(v).eof && len(bio(v).data) == 0), nil }},
		},
	})
	self := func(v value) *sslObject { return py.Heap[sslObject](v) }
	objectType.Define(&py.TypeSpec{
		Module: "ssl", Flags: py.FlagBaseType,
		Layout: py.LayoutOf[sslObject](),
		Slots: py.Slots{New: func(cls *py.Type, _ []value, _ []*py.Str) (value, exc) {
			return value{}, py.Raisef(py.TypeErrorType, "%s does not have a public constructor. Instances are returned by SSLContext.wrap_bio().", cls.Name)
		}},
		Methods: append(infoMethods(self), []py.Method{
			{Name: "do_handshake", Sig: "($self)", Impl: func(v value) (value, exc) {
				want, e := self(v).handshake()
				if want {
					e = wantReading(handshakeLine)
				}
				return noneOr(e)
			}},
			{Name: "read", Sig: "($self, len=1024, buffer=None)", Impl: func(v, size, buffer value) (value, exc) {
				return readInto(size, buffer, func(b []byte) (int, exc) {
					n, want, e := self(v).read(b)
					if want {
						e = wantReading(readLine)
					}
					return n, e
				})
			}},
			{Name: "write", Sig: "($self, data)", Impl: func(v, data value) (value, exc) {
				b, e := py.BytesLike(data)
				if e != nil {
					return value{}, e
				}
				n, want, e := self(v).write(b)
				if want {
					e = wantReading(writeLine)
				}
				return py.Int(int64(n)), e
			}},
			{Name: "unwrap", Sig: "($self)", Impl: func(v value) (value, exc) {
				o := self(v)
				done := false
				var e exc
				_ = o.transfer(func() error {
					done, e = o.s.Unwrap()
					return nil
				})
				if e == nil && !done {
					e = wantReading(unwrapLine)
				}
				return noneOr(e)
			}},
			{Name: "pending", Sig: "($self)", Impl: func(value) (value, exc) { return py.Int(0), nil }},
		}...),
		GetSets: infoAttributes(self),
	})
	tlslink.Provided = &tlslink.Provider{
		NewSession: func(ctx value, server bool, hostname value) (tlslink.Session, exc) {
			o, e := newObject(ctx, server, hostname)
			if e != nil {
				return nil, e
			}
			return o.s, nil
		},
		DefaultContext: func(check bool) (value, exc) {
			// By the name in the module, which a program can give a function of its own.
			m, e := py.ImportModule("ssl")
			if e != nil {
				return value{}, e
			}
			c, e := py.CallMethod0(m, py.Intern("create_default_context"))
			if e == nil && !check {
				e = py.SetAttr(c, py.Intern("check_hostname"), py.False)
			}
			return c, e
		},
		IsContext: func(v value) bool { return v.Type().IsSubclass(contextType) },
		IsCertificateError: func(e exc) bool {
			return e.Type().IsSubclass(certError)
		},
	}
}

func noneOr(e exc) (value, exc) {
	if e != nil {
		return value{}, e
	}
	return py.None, nil
}
