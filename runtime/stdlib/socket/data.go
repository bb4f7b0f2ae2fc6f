package socket

import (
	"syscall"

	"github.com/aio2go/aio2go/runtime/py"
	"github.com/aio2go/aio2go/runtime/sysnet"
)

// This file has the methods of sockets that send and receive bytes.

func dataMethods() []py.Method {
	return []py.Method{
		{Name: "recv", Sig: "($self, bufsize, flags=0, /)", Impl: func(v, size, flags value) (value, exc) {
			n, f, e := sizeAndFlags("recv", size, flags)
			if e != nil {
				return value{}, e
			}
			b := make([]byte, n)
			k, _, e := self(v).Recv(b, f)
			if e != nil {
				return value{}, e
			}
			return py.BytesV(b[:k:k]), nil
		}},
		{Name: "recvfrom", Sig: "($self, bufsize, flags=0, /)", Impl: func(v, size, flags value) (value, exc) {
			n, f, e := sizeAndFlags("recvfrom", size, flags)
			if e != nil {
				return value{}, e
			}
			b := make([]byte, n)
			k, from, e := self(v).Recv(b, f)
			if e != nil {
				return value{}, e
			}
			return py.TupleV(py.BytesV(b[:k:k]), AddressValue(from)), nil
		}},
		{Name: "recv_into", Sig: "($self, buffer, nbytes=0, flags=0)", Impl: func(v, buffer, size, flags value) (value, exc) {
			k, _, e := self(v).recvInto("recv_into", buffer, size, flags)
			return py.Int(int64(k)), e
		}},
		{Name: "recvfrom_into", Sig: "($self, buffer, nbytes=0, flags=0)", Impl: func(v, buffer, size, flags value) (value, exc) {
			k, from, e := self(v).recvInto("recvfrom_into", buffer, size, flags)
			if e != nil {
				return value{}, e
			}
			return py.TupleV(py.Int(int64(k)), AddressValue(from)), nil
		}},
		{Name: "send", Sig: "($self, data, flags=0, /)", Impl: func(v, data, flags value) (value, exc) {
			b, f, e := dataAndFlags(data, flags)
			if e != nil {
				return value{}, e
			}
			n, e := self(v).Send(b, f, nil)
			return py.Int(int64(n)), e
		}},
		{Name: "sendall", Sig: "($self, data, flags=0, /)", Impl: func(v, data, flags value) (value, exc) {
			b, f, e := dataAndFlags(data, flags)
			if e != nil {
				return value{}, e
			}
			return none(self(v).sendAll(b, f))
		}},
		{Name: "sendto", Impl: sendto},
	}
}

func sizeAndFlags(name string, size, flags value) (n, f int, e exc) {
	if n, e = intArg(size, 0); e != nil {
		return 0, 0, e
	}
	if n < 0 {
		return 0, 0, py.Raisef(py.ValueErrorType, "negative buffersize in %s", name)
	}
	f, e = intArg(flags, 0)
	return n, f, e
}

func dataAndFlags(data, flags value) ([]byte, int, exc) {
	b, e := py.BytesLike(data)
	if e != nil {
		return nil, 0, e
	}
	f, e := intArg(flags, 0)
	return b, f, e
}

// Recv receives into b as long as the timeout lets it.
func (s *Socket) Recv(b []byte, flags int) (n int, from syscall.Sockaddr, e *py.Exception) {
	e = s.call(sysnet.Readable, false, func(f int) (err error) {
		n, from, err = sysnet.Recv(s.FD, b, flags|f)
		return err
	})
	return n, from, e
}

// Send sends b, to an address where there is one, and returns how much the system took.
func (s *Socket) Send(b []byte, flags int, to syscall.Sockaddr) (n int, e *py.Exception) {
	e = s.call(sysnet.Writable, false, func(f int) (err error) {
		n, err = sysnet.Send(s.FD, b, flags|f, to)
		return err
	})
	return n, e
}

func (s *Socket) sendAll(b []byte, flags int) exc {
	w := newWait(s.Timeout)
	for {
		n, e := s.Send(b, flags, nil)
		if e != nil {
			return e
		}
		if b = b[n:]; len(b) == 0 {
			return nil
		}
		if s.Timeout > 0 && w.milliseconds() == 0 {
			return py.RaiseArgs(py.TimeoutErrorType, py.StrV("timed out"))
		}
	}
}

// WritableBuffer returns the bytes of a buffer that may be written to.
func WritableBuffer(v value) ([]byte, bool) {
	if v.Type().Has(py.FlagBytes) {
		return nil, false
	}
	b, ok := py.BytesOf(v)
	if !ok {
		return nil, false
	}
	if ro, e := py.GetAttr(v, py.Intern("readonly")); e == nil {
		if on, _ := py.Truth(ro); on {
			return nil, false
		}
	}
	return b, true
}

func (s *Socket) recvInto(name string, buffer, size, flags value) (int, syscall.Sockaddr, exc) {
	b, ok := WritableBuffer(buffer)
	if !ok {
		return 0, nil, py.Raisef(py.TypeErrorType, "%s() argument 1 must be read-write bytes-like object, not %s", name, buffer.Type().Name)
	}
	n, e := intArg(size, 0)
	if e != nil {
		return 0, nil, e
	}
	f, e := intArg(flags, 0)
	if e != nil {
		return 0, nil, e
	}
	switch {
	case n < 0:
		return 0, nil, py.Raisef(py.ValueErrorType, "negative buffersize in %s", name)
	case n == 0:
		n = len(b)
	case n > len(b) && name == "recv_into":
		return 0, nil, py.Raisef(py.ValueErrorType, "buffer too small for requested bytes")
	case n > len(b):
		return 0, nil, py.Raisef(py.ValueErrorType, "nbytes is greater than the length of the buffer")
	}
	return s.Recv(b[:n], f)
}

// sendto is sendto(data[, flags], address).
func sendto(v value, args []value) (value, exc) {
	var flags value
	switch len(args) {
	case 2:
	case 3:
		flags = args[1]
	default:
		return value{}, py.Raisef(py.TypeErrorType, "sendto() takes 2 or 3 arguments (%d given)", len(args))
	}
	b, f, e := dataAndFlags(args[0], flags)
	if e != nil {
		return value{}, e
	}
	s := self(v)
	sa, e := Address(s.Family, args[len(args)-1], "sendto")
	if e != nil {
		return value{}, e
	}
	n, e := s.Send(b, f, sa)
	return py.Int(int64(n)), e
}
