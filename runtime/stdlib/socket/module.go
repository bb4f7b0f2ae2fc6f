package socket

import (
	"math/bits"
	"net"
	"os"
	"strings"
	"syscall"

	"github.com/aio2go/aio2go/runtime/py"
	"github.com/aio2go/aio2go/runtime/pyio"
	"github.com/aio2go/aio2go/runtime/sysnet"
)

// This file has the module: its enumerations, exceptions and functions.

// constants are names with their values on this system.
type constants []struct {
	name string
	v    int
}

// The exceptions of the module.
var (
	herrorType   = py.NewBuiltinType("herror", &py.TypeSpec{Base: py.OSErrorType, Module: "socket", Flags: py.FlagBaseType})
	gaierrorType = py.NewBuiltinType("gaierror", &py.TypeSpec{Base: py.OSErrorType, Module: "socket", Flags: py.FlagBaseType})
)

// raiseError returns an error of a class of the module, with its number and text.
func raiseError(class *py.Type, code int, text string) exc {
	v, e := py.Call2(class.Value(), py.Int(int64(code)), py.StrV(text))
	if e != nil {
		return e
	}
	return py.Raise(v)
}

// The enumerations, unbound until the module is imported.
var familyEnum, kindEnum value

// member returns the member of an enumeration that n is, or the int.
func member(list constants, class value, n int) value {
	if class.IsUnbound() {
		if _, e := py.ImportModule("socket"); e != nil || class.IsUnbound() {
			if class = familyEnum; len(list) == len(kinds) {
				class = kindEnum
			}
		}
	}
	for _, c := range list {
		if c.v == n && !class.IsUnbound() {
			if v, e := py.Call1(class, py.Int(int64(n))); e == nil {
				return v
			}
		}
	}
	return py.Int(int64(n))
}

var spec = py.ModuleSpec{
	Name:      "socket",
	Doc:       "This module provides socket operations and some related functions.",
	Types:     []*py.Type{SocketType, socketIOType, gaierrorType, herrorType},
	Functions: append(moduleFunctions, serverFunctions...),
	Init:      initModule,
}

func init() { py.RegisterModule(&spec) }

func makeEnum(m *py.Module, base, name string, list constants) (value, exc) {
	enum, e := py.ImportModule("enum")
	if e != nil {
		return value{}, e
	}
	class, e := py.GetAttr(enum, py.Intern(base))
	if e != nil {
		return value{}, e
	}
	pairs := py.NewList(nil)
	for _, c := range list {
		pairs.Append(py.TupleV(py.StrV(c.name), py.Int(int64(c.v))))
	}
	made, e := py.CallKw(class, []value{py.StrV(name), pairs.Value(), py.StrV("socket")}, []*py.Str{py.Intern("module")})
	if e != nil {
		return value{}, e
	}
	m.Set(name, made)
	for _, c := range list {
		x, e := py.GetAttr(made, py.Intern(c.name))
		if e != nil {
			return value{}, e
		}
		m.Set(c.name, x)
	}
	return made, nil
}

func initModule(m *py.Module) (e exc) {
	if familyEnum, e = makeEnum(m, "IntEnum", "AddressFamily", families); e != nil {
		return e
	}
	if kindEnum, e = makeEnum(m, "IntEnum", "SocketKind", kinds); e != nil {
		return e
	}
	if _, e = makeEnum(m, "IntFlag", "MsgFlag", messageFlags); e != nil {
		return e
	}
	if _, e = makeEnum(m, "IntFlag", "AddressInfo", addressFlags); e != nil {
		return e
	}
	for _, c := range others {
		m.Set(c.name, py.Int(int64(c.v)))
	}
	m.Set("EBADF", py.Int(int64(syscall.EBADF)))
	m.Set("EAGAIN", py.Int(int64(syscall.EAGAIN)))
	m.Set("EWOULDBLOCK", py.Int(int64(syscall.EWOULDBLOCK)))
	m.Set("SocketType", baseType.Value())
	m.Set("error", py.OSErrorType.Value())
	m.Set("timeout", py.TimeoutErrorType.Value())
	m.Set("has_ipv6", py.True)
	m.Set("_GLOBAL_DEFAULT_TIMEOUT", globalDefault)
	m.Set("_LOCALHOST", py.StrV("127.0.0.1"))
	m.Set("_LOCALHOST_V6", py.StrV("::1"))
	var all []value
	exc := py.Each(m.Namespace().Value(), func(k value) *py.Exception {
		if s, ok := py.AsStr(k); ok && !strings.HasPrefix(s.String(), "_") {
			all = append(all, k)
		}
		return nil
	})
	m.Set("__all__", py.NewList(all).Value())
	return exc
}

// swap reverses the bytes of network numbers where the machine is little-endian.
func swap(name string, width int) py.Method {
	return py.Method{Name: name, Sig: "(integer, /)", Impl: func(v value) (value, exc) {
		n, e := py.IndexInt(v, py.OverflowErrorType)
		if e != nil {
			return value{}, e
		}
		switch {
		case n < 0 && width == 16:
			return value{}, py.Raisef(py.OverflowErrorType, "%s: can't convert negative Python int to C 16-bit unsigned integer", name)
		case n < 0:
			return value{}, py.Raisef(py.OverflowErrorType, "can't convert negative value to unsigned int")
		case width == 16 && n > 0xffff:
			return value{}, py.Raisef(py.OverflowErrorType, "%s: Python int too large to convert to C 16-bit unsigned integer", name)
		case n > 0xffffffff:
			return value{}, py.Raisef(py.OverflowErrorType, "int larger than 32 bits")
		}
		if width == 16 {
			return py.Int(int64(bits.ReverseBytes16(uint16(n)))), nil
		}
		return py.Int(int64(bits.ReverseBytes32(uint32(n)))), nil
	}}
}

func familyArg(v value) (int, exc) { return py.IndexInt(v, py.OverflowErrorType) }

var moduleFunctions = []py.Method{
	swap("htons", 16), swap("ntohs", 16), swap("htonl", 32), swap("ntohl", 32),
	{Name: "inet_aton", Sig: "(ip_addr, /)", Impl: func(v value) (value, exc) {
		s, e := hostArg(v)
		if e != nil {
			return value{}, e
		}
		b, ok := inetAton(s)
		if !ok {
			return value{}, py.Raisef(py.OSErrorType, "illegal IP address string passed to inet_aton")
		}
		return py.NewBytes(b[:]).Value(), nil
	}},
	{Name: "inet_ntoa", Sig: "(packed_ip, /)", Impl: func(v value) (value, exc) {
		b, e := py.BytesLike(v)
		if e != nil {
			return value{}, e
		}
		if len(b) != 4 {
			return value{}, py.Raisef(py.OSErrorType, "packed IP wrong length for inet_ntoa")
		}
		return py.StrV(net.IP(b).String()), nil
	}},
	{Name: "inet_pton", Sig: "(address_family, ip_string, /)", Impl: func(f, v value) (value, exc) {
		family, e := familyArg(f)
		if e != nil {
			return value{}, e
		}
		s, e := hostArg(v)
		if e != nil {
			return value{}, e
		}
		ip := net.ParseIP(s)
		switch {
		case family != syscall.AF_INET && family != syscall.AF_INET6:
			return value{}, RaiseErr(syscall.EAFNOSUPPORT)
		case ip != nil && family == syscall.AF_INET && !strings.Contains(s, ":"):
			return py.NewBytes(ip.To4()).Value(), nil
		case ip != nil && family == syscall.AF_INET6 && strings.Contains(s, ":"):
			return py.NewBytes(ip.To16()).Value(), nil
		}
		return value{}, py.Raisef(py.OSErrorType, "illegal IP address string passed to inet_pton")
	}},
	{Name: "inet_ntop", Sig: "(address_family, packed_ip, /)", Impl: func(f, v value) (value, exc) {
		family, e := familyArg(f)
		if e != nil {
			return value{}, e
		}
		b, e := py.BytesLike(v)
		if e != nil {
			return value{}, e
		}
		n := 4
		switch family {
		case syscall.AF_INET:
		case syscall.AF_INET6:
			n = 16
		default:
			return value{}, py.Raisef(py.ValueErrorType, "unknown address family %d", family)
		}
		if len(b) != n {
			return value{}, py.Raisef(py.ValueErrorType, "invalid length of packed IP address string")
		}
		return py.StrV(ipText(net.IP(b))), nil
	}},
	{Name: "getaddrinfo", Sig: "(host, port, family=0, type=0, proto=0, flags=0)", Impl: getaddrinfo},
	{Name: "getnameinfo", Sig: "(sockaddr, flags, /)", Impl: getnameinfo},
	{Name: "gethostname", Sig: "()", Impl: func() (value, exc) {
		s, err := os.Hostname()
		if err != nil {
			return value{}, RaiseErr(err)
		}
		return py.StrV(s), nil
	}},
	{Name: "gethostbyname", Sig: "(host, /)", Impl: func(v value) (value, exc) {
		_, ips, e := hostAddrs(v)
		if e != nil {
			return value{}, e
		}
		return py.StrV(ips[0].String()), nil
	}},
	{Name: "gethostbyname_ex", Sig: "(host, /)", Impl: func(v value) (value, exc) {
		host, ips, e := hostAddrs(v)
		if e != nil {
			return value{}, e
		}
		return hostTuple(host, nil, ips), nil
	}},
	{Name: "gethostbyaddr", Sig: "(host, /)", Impl: func(v value) (value, exc) {
		_, ips, e := hostAddrs(v)
		if e != nil {
			return value{}, e
		}
		var names []string
		var err error
		py.Blocking(func() { names, err = net.LookupAddr(ips[0].String()) })
		if err != nil || len(names) == 0 {
			return value{}, raiseError(herrorType, 1, "Unknown host")
		}
		for i := range names {
			names[i] = strings.TrimSuffix(names[i], ".")
		}
		return hostTuple(names[0], names[1:], ips[:1]), nil
	}},
	{Name: "getfqdn", Sig: "(name='')", Impl: func(v value) (value, exc) {
		name := ""
		if !v.IsUnbound() {
			var e exc
			if name, e = hostArg(v); e != nil {
				return value{}, e
			}
		}
		name = strings.TrimSpace(name)
		if name == "" || name == "0.0.0.0" || name == "::" {
			name, _ = os.Hostname()
		}
		var names []string
		py.Blocking(func() {
			if ips := numericHost(name); ips != nil {
				names, _ = net.LookupAddr(ips[0].IP.String())
			} else if list, err := lookupHost(name); err == nil && len(list) > 0 {
				names, _ = net.LookupAddr(list[0].IP.String())
			}
		})
		for i := range names {
			names[i] = strings.TrimSuffix(names[i], ".")
		}
		for _, n := range names {
			if strings.Contains(n, ".") {
				return py.StrV(n), nil
			}
		}
		if len(names) > 0 {
			name = names[0]
		}
		return py.StrV(name), nil
	}},
	{Name: "getservbyname", Sig: "(servicename, protocolname=None, /)", Impl: func(v, p value) (value, exc) {
		name, e := hostArg(v)
		if e != nil {
			return value{}, e
		}
		protos := []string{"tcp", "udp"}
		if !p.IsUnbound() && !p.IsNone() {
			proto, e := hostArg(p)
			if e != nil {
				return value{}, e
			}
			protos = []string{proto}
		}
		if n, ok := servicePort(name, protos...); ok {
			return py.Int(int64(n)), nil
		}
		return value{}, py.Raisef(py.OSErrorType, "service/proto not found")
	}},
	{Name: "getservbyport", Sig: "(port, protocolname=None, /)", Impl: func(v, p value) (value, exc) {
		n, e := intArg(v, 0)
		if e != nil {
			return value{}, e
		}
		if n < 0 || n > 0xffff {
			return value{}, py.Raisef(py.OverflowErrorType, "getservbyport: port must be 0-65535.")
		}
		protos := []string{"tcp", "udp"}
		if !p.IsUnbound() && !p.IsNone() {
			proto, e := hostArg(p)
			if e != nil {
				return value{}, e
			}
			protos = []string{proto}
		}
		for _, proto := range protos {
			if name, ok := serviceName(n, proto); ok {
				return py.StrV(name), nil
			}
		}
		return value{}, py.Raisef(py.OSErrorType, "port/proto not found")
	}},
	{Name: "getprotobyname", Sig: "(protocolname, /)", Impl: func(v value) (value, exc) {
		name, e := hostArg(v)
		if e != nil {
			return value{}, e
		}
		if n, ok := protocolNumbers[strings.ToLower(name)]; ok {
			return py.Int(int64(n)), nil
		}
		return value{}, py.Raisef(py.OSErrorType, "protocol not found")
	}},
	{Name: "if_nameindex", Sig: "()", Impl: func() (value, exc) {
		list, err := net.Interfaces()
		if err != nil {
			return value{}, RaiseErr(err)
		}
		var items []value
		for _, i := range list {
			items = append(items, py.TupleV(py.Int(int64(i.Index)), py.StrV(i.Name)))
		}
		return py.NewList(items).Value(), nil
	}},
	{Name: "if_nametoindex", Sig: "(oname, /)", Impl: func(v value) (value, exc) {
		name, e := hostArg(v)
		if e != nil {
			return value{}, e
		}
		i, err := net.InterfaceByName(name)
		if err != nil {
			return value{}, py.Raisef(py.OSErrorType, "no interface with this name")
		}
		return py.Int(int64(i.Index)), nil
	}},
	{Name: "if_indextoname", Sig: "(index, /)", Impl: func(v value) (value, exc) {
		n, e := intArg(v, 0)
		if e != nil {
			return value{}, e
		}
		i, err := net.InterfaceByIndex(n)
		if err != nil {
			return value{}, RaiseErr(syscall.ENXIO)
		}
		return py.StrV(i.Name), nil
	}},
	{Name: "getdefaulttimeout", Sig: "()", Impl: func() (value, exc) { return timeoutValue(defaultTimeout), nil }},
	{Name: "setdefaulttimeout", Sig: "(timeout, /)", Impl: func(v value) (value, exc) {
		ns, e := timeoutOf(v)
		if e == nil {
			defaultTimeout = ns
		}
		return none(e)
	}},
	{Name: "CMSG_LEN", Sig: "(length, /)", Impl: func(v value) (value, exc) {
		n, e := intArg(v, 0)
		if e == nil && n < 0 {
			e = py.Raisef(py.OverflowErrorType, "CMSG_LEN() argument out of range")
		}
		return py.Int(int64(controlLen(n))), e
	}},
	{Name: "CMSG_SPACE", Sig: "(length, /)", Impl: func(v value) (value, exc) {
		n, e := intArg(v, 0)
		if e == nil && n < 0 {
			e = py.Raisef(py.OverflowErrorType, "CMSG_SPACE() argument out of range")
		}
		return py.Int(int64(controlSpace(n))), e
	}},
	{Name: "close", Sig: "(integer, /)", Impl: func(v value) (value, exc) {
		fd, e := intArg(v, 0)
		if e != nil {
			return value{}, e
		}
		if err := sysnet.Close(fd); err != nil {
			return value{}, RaiseErr(err)
		}
		return py.None, nil
	}},
	{Name: "dup", Sig: "(integer, /)", Impl: func(v value) (value, exc) {
		fd, e := intArg(v, 0)
		if e != nil {
			return value{}, e
		}
		n, err := sysnet.Dup(fd)
		if err != nil {
			return value{}, RaiseErr(err)
		}
		return py.Int(int64(n)), nil
	}},
	{Name: "sethostname", Sig: "(name, /)", Impl: func(v value) (value, exc) {
		name, e := pyio.FSPath(v)
		if e != nil {
			return value{}, e
		}
		if err := setHostname(name); err != nil {
			return value{}, RaiseErr(err)
		}
		return py.None, nil
	}},
}

func hostTuple(name string, aliases []string, ips []net.IP) value {
	a, b := py.NewList(nil), py.NewList(nil)
	for _, s := range aliases {
		a.Append(py.StrV(s))
	}
	for _, ip := range ips {
		b.Append(py.StrV(ip.String()))
	}
	return py.TupleV(py.StrV(name), a.Value(), b.Value())
}
