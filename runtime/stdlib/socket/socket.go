// Package socket implements the module socket (Python library reference, socket:
// Low-level networking interface). Sockets are descriptors of the system, used through
// package sysnet; names are looked up by Go's resolver, without the C library.
//
// Not there are the protocols that only the kernel speaks with itself (CAN, TIPC,
// Netlink, AF_ALG, vsock): their constants exist, their addresses are refused by name.
package socket

import (
	"runtime"
	"strconv"
	"syscall"
	"unsafe"

	"github.com/aio2go/aio2go/runtime/py"
	_ "github.com/aio2go/aio2go/runtime/stdlib/enum" // initModule imports it
	_ "github.com/aio2go/aio2go/runtime/stdlib/io"   // as makefile does
	"github.com/aio2go/aio2go/runtime/sysnet"
)

type (
	value = py.Value
	exc   = *py.Exception
)

// Socket is a socket.socket.
type Socket struct {
	py.Header
	// FD is the descriptor, -1 when the socket is closed or detached.
	FD                  int
	Family, Type, Proto int
	// Timeout in nanoseconds: negative waits for ever, 0 is non-blocking mode.
	Timeout int64
	ioRefs  int  // files of makefile that are open
	closed  bool // close was called
	// Object is an object of the program that the socket stands for, unbound for a socket
	// of the system.
	Object py.Value
	Attrs  py.Attrs
}

// AttrsOffset is where a Socket has its Attrs.
var AttrsOffset = unsafe.Offsetof(Socket{}.Attrs)

// Hand makes dst the socket that s was; s is detached.
func (s *Socket) Hand(dst *Socket) {
	dst.FD, dst.Family, dst.Type, dst.Proto, dst.Timeout = s.FD, s.Family, s.Type, s.Proto, s.Timeout
	s.FD, s.closed = -1, true
	dst.track()
}

// SocketType is socket.socket.
var SocketType = &py.Type{Name: "socket"}

// baseType is _socket.socket, which socket.SocketType names.
var baseType = &py.Type{Name: "socket"}

var defaultTimeout int64 = -1

// New makes the object for a descriptor, whose mode is that of the default timeout.
func New(fd, family, typ, proto int) *Socket {
	s := &Socket{FD: fd, Family: family, Type: typ, Proto: proto, Timeout: -1}
	s.SetType(SocketType)
	s.track()
	return s
}

// track closes the descriptor when nothing refers to the socket any more.
func (s *Socket) track() {
	runtime.SetFinalizer(s, func(s *Socket) {
		if s.FD >= 0 && s.Object.IsUnbound() {
			_ = sysnet.Close(s.FD)
		}
	})
}

// Value returns s as a Python object.
func (s *Socket) Value() value { return s.Header.Value() }

// Of returns the Socket that v is, nil where it is none.
func Of(v value) *Socket {
	if !v.IsUnbound() && v.Type().IsSubclass(baseType) {
		return py.Heap[Socket](v)
	}
	return nil
}

func self(v value) *Socket { return py.Heap[Socket](v) }

// RaiseErr returns the OSError for the error of a call.
func RaiseErr(err error) exc { return py.RaiseErrno(sysnet.Errno(err), value{}) }

// Close closes the descriptor.
func (s *Socket) Close() {
	s.closed = true
	if !s.Object.IsUnbound() {
		_, _ = py.CallMethod0(s.Object, py.Intern("close"))
		return
	}
	if fd := s.FD; fd >= 0 {
		s.FD = -1
		_ = sysnet.Close(fd)
	}
}

// SetBlocking is setblocking.
func (s *Socket) SetBlocking(on bool) exc {
	if !s.Object.IsUnbound() {
		_, e := py.CallMethod1(s.Object, py.Intern("setblocking"), py.Bool(on))
		return e
	}
	ns := int64(0)
	if on {
		ns = -1
	}
	return s.setTimeout(ns)
}

func (s *Socket) setTimeout(ns int64) exc {
	s.Timeout = ns
	if s.FD < 0 {
		return RaiseErr(syscall.EBADF)
	}
	if err := sysnet.SetNonblock(s.FD, ns >= 0); err != nil {
		return RaiseErr(err)
	}
	return nil
}

// call makes a system call that may have to wait: for as long as the timeout says, until
// fd is ready for want. first waits before the first try as well, where there is no way
// to keep the call from blocking.
func (s *Socket) call(want sysnet.Ready, first bool, f func(flags int) error) exc {
	if s.Timeout == 0 {
		for {
			err := f(0)
			if err == syscall.EINTR {
				continue
			}
			if err != nil {
				return RaiseErr(err)
			}
			return nil
		}
	}
	flags := 0
	if s.Timeout < 0 {
		flags = sysnet.DontWait
		first = first || sysnet.DontWait == 0
	}
	w := newWait(s.Timeout)
	for {
		if first {
			if e := w.until(s.FD, want); e != nil {
				return e
			}
		}
		err := f(flags)
		if err == nil {
			return nil
		}
		if !sysnet.WouldBlock(err) {
			return RaiseErr(err)
		}
		first = true
	}
}

// timeoutOf returns the nanoseconds of a timeout argument.
func timeoutOf(v value) (int64, exc) {
	if v.IsNone() {
		return -1, nil
	}
	var f float64
	if v.IsFloat() {
		f = v.Float()
	} else {
		n, e := py.IndexInt(v, py.OverflowErrorType)
		if e != nil {
			return 0, e
		}
		f = float64(n)
	}
	if f != f {
		return 0, py.Raisef(py.ValueErrorType, "Invalid value NaN (not a number)")
	}
	if f < 0 || f > 9e9 {
		return 0, py.Raisef(py.ValueErrorType, "Timeout value out of range")
	}
	return int64(f * 1e9), nil
}

func timeoutValue(ns int64) value {
	if ns < 0 {
		return py.None
	}
	return py.Float(float64(ns) / 1e9)
}

// intArg returns an int argument, def where it is absent.
func intArg(v value, def int) (int, exc) {
	if v.IsUnbound() {
		return def, nil
	}
	return py.IndexInt(v, py.OverflowErrorType)
}

var newSig = py.NewSignature("socket.__init__", "", "(family=-1, type=-1, proto=-1, fileno=None)")

func initSocket(v value, args []value, names []*py.Str) exc {
	var a [4]value
	if e := newSig.Bind(args, names, a[:]); e != nil {
		return e
	}
	s := self(v)
	s.FD, s.Timeout = -1, defaultTimeout
	var n [3]int
	for i := range n {
		var e exc
		if n[i], e = intArg(a[i], -1); e != nil {
			return e
		}
	}
	if !a[3].IsUnbound() && !a[3].IsNone() {
		return s.adopt(a[3], n)
	}
	for i, def := range []int{syscall.AF_INET, syscall.SOCK_STREAM, 0} {
		if n[i] == -1 {
			n[i] = def
		}
	}
	typ := n[1] &^ (kindNonblock | kindCloexec)
	fd, err := sysnet.Socket(n[0], typ, n[2])
	if err != nil {
		return RaiseErr(err)
	}
	s.FD, s.Family, s.Type, s.Proto = fd, n[0], typ, n[2]
	s.track()
	if kindNonblock != 0 && n[1]&kindNonblock != 0 {
		s.Timeout = 0
	}
	if s.Timeout >= 0 {
		return s.setTimeout(s.Timeout)
	}
	return nil
}

// adopt makes s a socket for a descriptor that exists.
func (s *Socket) adopt(v value, n [3]int) exc {
	if v.IsFloat() {
		return py.Raisef(py.TypeErrorType, "integer argument expected, got float")
	}
	fd, e := intArg(v, -1)
	if e != nil {
		return e
	}
	if fd < 0 {
		return py.Raisef(py.ValueErrorType, "negative file descriptor")
	}
	sa, err := sysnet.Getsockname(fd)
	if err != nil {
		switch sysnet.Errno(err) {
		case syscall.EBADF, syscall.ENOTSOCK:
			return RaiseErr(err)
		}
	}
	s.Family, s.Type, s.Proto = n[0], n[1], n[2]
	family, typ, proto, _ := sysnet.SocketProto(fd)
	if s.Family == -1 {
		if s.Family = family; family == 0 && sa != nil {
			s.Family = sysnet.Family(sa)
		}
	}
	if s.Type == -1 {
		s.Type = typ
	}
	if s.Proto == -1 {
		s.Proto = proto
	}
	s.FD = fd
	s.track()
	if s.Timeout >= 0 {
		return s.setTimeout(s.Timeout)
	}
	return nil
}

func describe(v value) (value, exc) {
	s := self(v)
	t := v.Type()
	text := "<" + t.Module + "." + t.Qualname
	if s.closed {
		text += " [closed]"
	}
	text += " fd=" + strconv.Itoa(s.FD) + ", family=" + strconv.Itoa(s.Family) + ", type=" + strconv.Itoa(s.Type) + ", proto=" + strconv.Itoa(s.Proto)
	if !s.closed && s.FD >= 0 {
		if sa, err := sysnet.Getsockname(s.FD); err == nil {
			text = addAddress(text, ", laddr=", sa)
		}
		if sa, err := sysnet.Getpeername(s.FD); err == nil {
			text = addAddress(text, ", raddr=", sa)
		}
	}
	return py.StrV(text + ">"), nil
}

func addAddress(text, label string, sa syscall.Sockaddr) string {
	v := AddressValue(sa)
	if on, _ := py.Truth(v); !on {
		return text
	}
	r, e := py.Repr(v)
	if e != nil {
		return text
	}
	return text + label + r.Str().String()
}

func init() {
	offset := unsafe.Offsetof(Socket{}.Attrs)
	noPickle := func(v value) (value, exc) {
		return value{}, py.Raisef(py.TypeErrorType, "cannot pickle '%s' object", v.Type().Name)
	}
	get := func(name string, f func(s *Socket) value) py.GetSet {
		return py.GetSet{Name: name, Get: func(v value) (value, exc) { return f(self(v)), nil }}
	}
	baseType.Define(&py.TypeSpec{
		Module: "_socket", Flags: py.FlagBaseType,
		Layout: py.LayoutWithAttrs[Socket](offset),
		Slots: py.Slots{
			New: func(cls *py.Type, _ []value, _ []*py.Str) (value, exc) {
				v := cls.Alloc(cls)
				self(v).FD, self(v).Timeout = -1, -1
				return v, nil
			},
			Init: initSocket,
			Repr: describe,
		},
		Methods: append(append(methods(), dataMethods()...), messageMethods()...),
		GetSets: []py.GetSet{get("timeout", func(s *Socket) value { return timeoutValue(s.Timeout) })},
	})
	SocketType.Define(&py.TypeSpec{
		Base: baseType, Module: "socket", Flags: py.FlagBaseType,
		Layout: py.LayoutWithAttrs[Socket](offset),
		Slots:  py.Slots{Init: initSocket, Repr: describe},
		Methods: append(objectMethods(),
			py.Method{Name: "__getstate__", Sig: "($self)", Impl: noPickle},
			py.Method{Name: "__reduce__", Sig: "($self)", Impl: noPickle},
			py.Method{Name: "__reduce_ex__", Sig: "($self, protocol=0)", Impl: func(v, _ value) (value, exc) { return noPickle(v) }}),
		GetSets: []py.GetSet{
			get("family", func(s *Socket) value { return member(families, familyEnum, s.Family) }),
			get("type", func(s *Socket) value { return member(kinds, kindEnum, s.Type) }),
			get("proto", func(s *Socket) value { return py.Int(int64(s.Proto)) }),
			get("_closed", func(s *Socket) value { return py.Bool(s.closed) }),
			get("_io_refs", func(s *Socket) value { return py.Int(int64(s.ioRefs)) }),
		},
	})
}
