package socket

import (
	"strings"
	"unsafe"

	"github.com/aio2go/aio2go/runtime/py"
	"github.com/aio2go/aio2go/runtime/pyio"
)

// This file implements SocketIO, the raw file below those of socket.makefile.

type socketIO struct {
	py.Header
	sock     *Socket // nil when closed
	mode     string  // "r", "w" or "rw"
	timedOut bool
	Attrs    py.Attrs
}

var socketIOType = &py.Type{Name: "SocketIO"}

func newSocketIO(s *Socket, mode string) value {
	f := &socketIO{sock: s, mode: mode}
	f.SetType(socketIOType)
	return f.Header.Value()
}

func (f *socketIO) has(b byte) bool {
	for i := 0; i < len(f.mode); i++ {
		if f.mode[i] == b {
			return true
		}
	}
	return false
}

func (f *socketIO) check(what string, b byte) exc {
	switch {
	case f.sock == nil:
		return py.Raisef(py.ValueErrorType, "I/O operation on closed file.")
	case !f.has(b):
		return pyio.Unsupported("File or stream is not " + what + ".")
	}
	return nil
}

func init() {
	self := func(v value) *socketIO { return py.Heap[socketIO](v) }
	is := func(name string, b byte) py.Method {
		return py.Method{Name: name, Sig: "($self)", Impl: func(v value) (value, exc) {
			if self(v).sock == nil {
				return value{}, py.Raisef(py.ValueErrorType, "I/O operation on closed socket.")
			}
			return py.Bool(self(v).has(b)), nil
		}}
	}
	socketIOType.Define(&py.TypeSpec{
		Base: pyio.RawIOBaseType, Module: "socket", Flags: py.FlagBaseType,
		Layout: py.LayoutWithAttrs[socketIO](unsafe.Offsetof(socketIO{}.Attrs)),
		Slots: py.Slots{
			New: func(cls *py.Type, _ []value, _ []*py.Str) (value, exc) { return cls.Alloc(cls), nil },
			Init: func(v value, args []value, names []*py.Str) exc {
				if len(args) != 2 || len(names) > 0 {
					return py.Raisef(py.TypeErrorType, "SocketIO.__init__() takes 3 positional arguments but %d were given", len(args)+1)
				}
				mode, _ := py.AsStr(args[1])
				if mode == nil || mode.String() != "r" && mode.String() != "w" && mode.String() != "rw" && mode.String() != "rb" && mode.String() != "wb" && mode.String() != "rwb" {
					r, _ := py.Repr(args[1])
					return py.Raisef(py.ValueErrorType, "invalid mode: %s", r.Str().String())
				}
				self(v).sock, self(v).mode = Of(args[0]), mode.String()
				return nil
			},
		},
		Methods: []py.Method{
			{Name: "readinto", Sig: "($self, b)", Impl: func(v, buffer value) (value, exc) {
				f := self(v)
				if e := f.check("readable", 'r'); e != nil {
					return value{}, e
				}
				if f.timedOut {
					return value{}, py.Raisef(py.OSErrorType, "cannot read from timed out object")
				}
				b, ok := WritableBuffer(buffer)
				if !ok {
					return value{}, py.Raisef(py.TypeErrorType, "a read-write bytes-like object is required, not '%s'", buffer.Type().Name)
				}
				if f.sock.Header.Type() != SocketType {
					// A subclass, as SSLSocket, reads in its own way.
					n, e := py.CallMethod1(f.sock.Value(), py.Intern("recv_into"), buffer)
					if e != nil {
						return f.wouldBlock(e)
					}
					return n, nil
				}
				n, _, e := f.sock.Recv(b, 0)
				if e != nil {
					return f.wouldBlock(e)
				}
				return py.Int(int64(n)), nil
			}},
			{Name: "write", Sig: "($self, b)", Impl: func(v, data value) (value, exc) {
				f := self(v)
				if e := f.check("writable", 'w'); e != nil {
					return value{}, e
				}
				b, e := py.BytesLike(data)
				if e != nil {
					return value{}, e
				}
				if f.sock.Header.Type() != SocketType {
					n, e := py.CallMethod1(f.sock.Value(), py.Intern("send"), data)
					if e != nil {
						return f.wouldBlock(e)
					}
					return n, nil
				}
				n, e := f.sock.Send(b, 0, nil)
				if e != nil {
					return f.wouldBlock(e)
				}
				return py.Int(int64(n)), nil
			}},
			is("readable", 'r'), is("writable", 'w'),
			{Name: "seekable", Sig: "($self)", Impl: func(v value) (value, exc) {
				if self(v).sock == nil {
					return value{}, py.Raisef(py.ValueErrorType, "I/O operation on closed socket.")
				}
				return py.False, nil
			}},
			{Name: "fileno", Sig: "($self)", Impl: func(v value) (value, exc) {
				if self(v).sock == nil {
					return value{}, py.Raisef(py.ValueErrorType, "I/O operation on closed file.")
				}
				return py.Int(int64(self(v).sock.FD)), nil
			}},
			{Name: "close", Sig: "($self)", Impl: func(v value) (value, exc) {
				f := self(v)
				if f.sock != nil {
					f.sock.release()
					f.sock = nil
				}
				return py.None, nil
			}},
		},
		GetSets: []py.GetSet{
			{Name: "closed", Get: func(v value) (value, exc) { return py.Bool(self(v).sock == nil), nil }},
			{Name: "mode", Get: func(v value) (value, exc) { return py.StrV(strings.TrimSuffix(self(v).mode, "b") + "b"), nil }},
			{Name: "name", Get: func(v value) (value, exc) {
				if self(v).sock == nil {
					return py.Int(-1), nil
				}
				return py.Int(int64(self(v).sock.FD)), nil
			}},
		},
	})
}

// wouldBlock makes None of the error of a socket that would block.
func (f *socketIO) wouldBlock(e exc) (value, exc) {
	switch {
	case e.Type() == py.TimeoutErrorType:
		f.timedOut = true
	case e.Type() == py.BlockingIOErrorType:
		return py.None, nil
	}
	return value{}, e
}
