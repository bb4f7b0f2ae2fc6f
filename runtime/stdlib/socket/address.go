package socket

import (
	"net"
	"syscall"

	"github.com/aio2go/aio2go/runtime/py"
	"github.com/aio2go/aio2go/runtime/sysnet"
)

// This file implements addresses: tuples and paths of Python, and those of the system.

// AddressValue is the address as Python programs have it.
func AddressValue(sa syscall.Sockaddr) value {
	switch sa := sa.(type) {
	case *syscall.SockaddrInet4:
		return py.TupleV(py.StrV(net.IP(sa.Addr[:]).String()), py.Int(int64(sa.Port)))
	case *syscall.SockaddrInet6:
		return py.TupleV(py.StrV(ipText(net.IP(sa.Addr[:]))), py.Int(int64(sa.Port)), py.Int(0), py.Int(int64(sa.ZoneId)))
	case *syscall.SockaddrUnix:
		if p := sysnet.UnixPath(sa); p != "" && p[0] == 0 {
			return py.NewBytesStr(p).Value()
		} else {
			return py.StrV(p)
		}
	}
	return py.None
}

// ipText is inet_ntop for an IPv6 address: Go writes one that stands for an IPv4 address
// without its prefix.
func ipText(ip net.IP) string {
	if v4 := ip.To4(); v4 != nil && len(ip) == net.IPv6len {
		return "::ffff:" + v4.String()
	}
	return ip.String()
}

// hostArg returns the text of a host name: str, bytes or bytearray.
func hostArg(v value) (string, exc) {
	if s, ok := py.AsStr(v); ok {
		return s.String(), nil
	}
	if v.Type().Has(py.FlagBytes) || v.Type().Has(py.FlagByteArray) {
		b, _ := py.BytesOf(v)
		return string(b), nil
	}
	return "", py.Raisef(py.TypeErrorType, "str, bytes or bytearray expected, not %s", v.Type().Name)
}

// Address returns the address that an argument means for a socket of a family; call is
// the function's name, for errors.
func Address(family int, v value, call string) (syscall.Sockaddr, *py.Exception) {
	switch family {
	case syscall.AF_INET, syscall.AF_INET6:
	case syscall.AF_UNIX:
		return unixAddress(v)
	default:
		return nil, py.Raisef(py.OSErrorType, "%s(): unsupported address family", call)
	}
	name, form, most := "AF_INET", "a pair (host, port)", 2
	if family == syscall.AF_INET6 {
		name, form, most = "AF_INET6", "a tuple (host, port[, flowinfo[, scopeid]])", 4
	}
	if !v.Type().Has(py.FlagTuple) {
		return nil, py.Raisef(py.TypeErrorType, "%s(): %s address must be tuple, not %s", call, name, v.Type().Name)
	}
	items := py.Heap[py.Tuple](v).Items()
	if len(items) < 2 || len(items) > most {
		return nil, py.Raisef(py.TypeErrorType, "%s address must be %s", name, form)
	}
	host, e := hostArg(items[0])
	if e != nil {
		return nil, e
	}
	var n [3]int
	for i, x := range items[1:] {
		if n[i], e = py.IndexInt(x, py.OverflowErrorType); e != nil {
			return nil, e
		}
	}
	if n[0] < 0 || n[0] > 0xffff {
		return nil, py.Raisef(py.OverflowErrorType, "%s(): port must be 0-65535.", call)
	}
	if n[1] < 0 || n[1] > 0xfffff {
		return nil, py.Raisef(py.OverflowErrorType, "%s(): flowinfo must be 0-1048575.", call)
	}
	ip, scope, e := hostIP(family, host)
	if e != nil {
		return nil, e
	}
	if n[2] != 0 {
		scope = uint32(n[2])
	}
	return familyAddress(family, ip, n[0], scope), nil
}

// familyAddress makes the address of a family, where an IPv6 socket may be given an IPv4
// address.
func familyAddress(family int, ip net.IP, port int, scope uint32) syscall.Sockaddr {
	if family == syscall.AF_INET {
		return sysnet.IPAddr(ip.To4(), port, 0)
	}
	return sysnet.IPAddr(ip.To16(), port, scope)
}

// hostIP finds the IP address of a host for a family.
func hostIP(family int, host string) (net.IP, uint32, exc) {
	switch host {
	case "":
		if family == syscall.AF_INET {
			return net.IPv4zero, 0, nil
		}
		return net.IPv6zero, 0, nil
	case "<broadcast>", "255.255.255.255":
		if family == syscall.AF_INET {
			return net.IPv4bcast, 0, nil
		}
		return nil, 0, py.Raisef(py.OSErrorType, "address family mismatched")
	}
	var list []HostIP
	var e exc
	py.Blocking(func() { list, e = nil, nil; list = numericHost(host) })
	if list == nil {
		var err error
		py.Blocking(func() { list, err = lookupHost(host) })
		if len(list) == 0 {
			return nil, 0, lookupError(err)
		}
	}
	for _, h := range list {
		if h.family() == family {
			return h.IP, h.Scope, e
		}
	}
	return nil, 0, addressFamilyError()
}

func unixAddress(v value) (syscall.Sockaddr, exc) {
	var path string
	if s, ok := py.AsStr(v); ok {
		path = s.String()
	} else if b, ok := py.BytesOf(v); ok {
		path = string(b)
	} else {
		if p, e := py.CallMethod0(v, py.Intern("__fspath__")); e == nil {
			return unixAddress(p)
		}
		return nil, py.Raisef(py.TypeErrorType, "a bytes-like object is required, not '%s'", v.Type().Name)
	}
	sa, err := sysnet.UnixAddr(path)
	if err != nil {
		return nil, py.Raisef(py.OSErrorType, "AF_UNIX path too long")
	}
	return sa, nil
}
