package socket

import (
	"syscall"

	"github.com/aio2go/aio2go/runtime/py"
	"github.com/aio2go/aio2go/runtime/sysnet"
)

// This file has sendmsg and recvmsg; the form of ancillary data is in control_GOOS.go.

func messageMethods() []py.Method {
	return []py.Method{
		{Name: "sendmsg", Sig: "($self, buffers, ancdata=(), flags=0, address=None, /)", Impl: sendmsg},
		{Name: "recvmsg", Sig: "($self, bufsize, ancbufsize=0, flags=0, /)", Impl: func(v, size, anc, flags value) (value, exc) {
			n, f, e := sizeAndFlags("recvmsg()", size, flags)
			if e != nil {
				return value{}, py.Raisef(py.ValueErrorType, "negative buffer size in recvmsg()")
			}
			b := make([]byte, n)
			k, rest, e := self(v).recvmsg(b, anc, f)
			if e != nil {
				return value{}, e
			}
			return py.TupleV(append([]value{py.BytesV(b[:k:k])}, rest...)...), nil
		}},
		{Name: "recvmsg_into", Sig: "($self, buffers, ancbufsize=0, flags=0, /)", Impl: func(v, buffers, anc, flags value) (value, exc) {
			var parts [][]byte
			total := 0
			e := py.Each(buffers, func(x value) exc {
				b, ok := WritableBuffer(x)
				if !ok {
					return py.Raisef(py.TypeErrorType, "recvmsg_into() argument 1 must be an iterable of buffers")
				}
				parts = append(parts, b)
				total += len(b)
				return nil
			})
			if e != nil {
				return value{}, e
			}
			f, e := intArg(flags, 0)
			if e != nil {
				return value{}, e
			}
			b := make([]byte, total)
			k, rest, e := self(v).recvmsg(b, anc, f)
			if e != nil {
				return value{}, e
			}
			left := b[:k]
			for _, p := range parts {
				left = left[copy(p, left):]
			}
			return py.TupleV(append([]value{py.Int(int64(k))}, rest...)...), nil
		}},
	}
}

// recvmsg receives into b and returns the rest of recvmsg's result.
func (s *Socket) recvmsg(b []byte, anc value, flags int) (int, []value, exc) {
	size, e := intArg(anc, 0)
	if e != nil {
		return 0, nil, e
	}
	if size < 0 {
		return 0, nil, py.Raisef(py.ValueErrorType, "invalid ancillary data buffer length")
	}
	control := make([]byte, size)
	var n, cn, rf int
	var from syscall.Sockaddr
	e = s.call(sysnet.Readable, false, func(f int) (err error) {
		n, cn, rf, from, err = sysnet.RecvMsg(s.FD, b, control, flags|f)
		return err
	})
	if e != nil {
		return 0, nil, e
	}
	addr := py.None
	if from != nil && s.Type != syscall.SOCK_STREAM {
		addr = AddressValue(from)
	}
	return n, []value{parseControl(control[:cn]), py.Int(int64(rf)), addr}, nil
}

func sendmsg(v value, a []value) (value, exc) {
	buffers, anc, flags, address := a[0], a[1], a[2], a[3]
	var data []byte
	e := py.Each(buffers, func(x value) exc {
		b, e := py.BytesLike(x)
		data = append(data, b...)
		return e
	})
	if e != nil {
		return value{}, e
	}
	var control []byte
	if !anc.IsUnbound() {
		e = py.Each(anc, func(x value) exc {
			level, typ, body, e := py.Unpack3(x)
			if e != nil {
				return py.Raisef(py.TypeErrorType, "[sendmsg() ancillary data items must be 3-tuples]")
			}
			l, e := intArg(level, 0)
			if e != nil {
				return e
			}
			t, e := intArg(typ, 0)
			if e != nil {
				return e
			}
			b, e := py.BytesLike(body)
			if e == nil {
				control = appendControl(control, l, t, b)
			}
			return e
		})
		if e != nil {
			return value{}, e
		}
	}
	f, e := intArg(flags, 0)
	if e != nil {
		return value{}, e
	}
	s := self(v)
	var to syscall.Sockaddr
	if !address.IsUnbound() && !address.IsNone() {
		if to, e = Address(s.Family, address, "sendmsg"); e != nil {
			return value{}, e
		}
	}
	n := 0
	e = s.call(sysnet.Writable, false, func(d int) (err error) {
		n, err = sysnet.SendMsg(s.FD, data, control, f|d, to)
		return err
	})
	return py.Int(int64(n)), e
}
