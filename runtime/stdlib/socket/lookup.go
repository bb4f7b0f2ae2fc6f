package socket

import (
	"context"
	"errors"
	"net"
	"strconv"
	"strings"
	"syscall"

	"github.com/aio2go/aio2go/runtime/py"
)

// This file implements getaddrinfo and getnameinfo over Go's resolver.

// HostIP is an address that a name stands for.
type HostIP struct {
	IP    net.IP
	Scope uint32
	v6    bool
}

func (h HostIP) family() int {
	if h.v6 {
		return syscall.AF_INET6
	}
	return syscall.AF_INET
}

func zoneIndex(zone string) uint32 {
	if zone == "" {
		return 0
	}
	if n, err := strconv.ParseUint(zone, 10, 32); err == nil {
		return uint32(n)
	}
	if i, err := net.InterfaceByName(zone); err == nil {
		return uint32(i.Index)
	}
	return 0
}

// numericHost returns the address that host is, nil where it is a name.
func numericHost(host string) []HostIP {
	if strings.Contains(host, ":") {
		addr, zone, _ := strings.Cut(host, "%")
		if ip := net.ParseIP(addr); ip != nil {
			return []HostIP{{ip.To16(), zoneIndex(zone), true}}
		}
		return nil
	}
	if b, ok := inetAton(host); ok {
		return []HostIP{{net.IP(b[:]), 0, false}}
	}
	return nil
}

func lookupHost(host string) ([]HostIP, error) {
	addrs, err := net.DefaultResolver.LookupIPAddr(context.Background(), host)
	if err != nil {
		return nil, err
	}
	var list []HostIP
	for _, a := range addrs {
		if v4 := a.IP.To4(); v4 != nil {
			list = append(list, HostIP{v4, 0, false})
		} else {
			list = append(list, HostIP{a.IP, zoneIndex(a.Zone), true})
		}
	}
	return list, nil
}

// constant returns the value of a constant of this system.
func constant(name string) int {
	for _, list := range []constants{others, addressFlags} {
		for _, c := range list {
			if c.name == name {
				return c.v
			}
		}
	}
	return 0
}

// gaiText are the texts of gai_strerror.
var gaiText = map[string]string{
	"EAI_NONAME": "Name or service not known", "EAI_AGAIN": "Temporary failure in name resolution", "EAI_FAIL": "Non-recoverable failure in name resolution",
	"EAI_FAMILY": "ai_family not supported", "EAI_SOCKTYPE": "ai_socktype not supported", "EAI_SERVICE": "Servname not supported for ai_socktype",
	"EAI_ADDRFAMILY": "Address family for hostname not supported", "EAI_NODATA": "No address associated with hostname",
	"EAI_BADFLAGS": "Bad value for ai_flags",
}

func gaiError(name string) exc {
	return raiseError(gaierrorType, constant(name), gaiText[name])
}

func addressFamilyError() exc {
	if constant("EAI_ADDRFAMILY") == 0 {
		return gaiError("EAI_NONAME")
	}
	return gaiError("EAI_ADDRFAMILY")
}

func lookupError(err error) exc {
	var dns *net.DNSError
	if errors.As(err, &dns) && !dns.IsNotFound {
		return gaiError("EAI_AGAIN")
	}
	return gaiError("EAI_NONAME")
}

// Info is one result of GetAddrInfo.
type Info struct {
	Family, Type, Proto int
	CanonName           string
	Addr                syscall.Sockaddr
	// Object is the address where it comes from a function of the program; Addr is nil then.
	Object value
}

// Address returns the address as a Python object.
func (i *Info) Address() value {
	if i.Addr == nil {
		return i.Object
	}
	return AddressValue(i.Addr)
}

// Query is what GetAddrInfo is asked.
type Query struct {
	Host                       string
	NoHost                     bool   // None
	Service                    string // a port number or a service's name; "" for None
	Family, Type, Proto, Flags int
}

// protocols are the kinds of sockets that an address is returned for.
var protocols = []struct {
	typ, proto int
	name       string
}{{syscall.SOCK_STREAM, 6, "tcp"}, {syscall.SOCK_DGRAM, 17, "udp"}, {syscall.SOCK_RAW, 0, ""}}

// GetAddrInfo is getaddrinfo, to be called without the turn: the error it returns is made
// into an exception by its Raise.
func GetAddrInfo(q Query) ([]Info, *LookupError) {
	if q.NoHost && q.Service == "" {
		return nil, &LookupError{code: "EAI_NONAME"}
	}
	switch q.Family {
	case syscall.AF_UNSPEC, syscall.AF_INET, syscall.AF_INET6:
	default:
		return nil, &LookupError{code: "EAI_FAMILY"}
	}
	hosts, canon, failed := q.hosts()
	if failed != nil {
		return nil, failed
	}
	type target struct{ typ, proto, port int }
	var targets []target
	known := false
	for _, p := range protocols {
		if q.Type != 0 && q.Type != p.typ || q.Proto != 0 && p.proto != 0 && q.Proto != p.proto {
			continue
		}
		known = true
		proto := p.proto
		if p.proto == 0 {
			proto = q.Proto
			if q.Proto == 6 || q.Proto == 17 {
				if q.Type == 0 {
					continue
				}
			}
		}
		port, ok := q.port(p.name)
		if ok {
			targets = append(targets, target{p.typ, proto, port})
		}
	}
	switch {
	case !known:
		return nil, &LookupError{code: "EAI_SOCKTYPE"}
	case len(targets) == 0:
		return nil, &LookupError{code: "EAI_SERVICE"}
	}
	var list []Info
	for _, h := range hosts {
		for _, t := range targets {
			name := ""
			if len(list) == 0 {
				name = canon
			}
			list = append(list, Info{Family: h.family(), Type: t.typ, Proto: t.proto, CanonName: name, Addr: familyAddress(h.family(), h.IP, t.port, h.Scope)})
		}
	}
	return list, nil
}

// port finds the number of the service for a protocol.
func (q *Query) port(proto string) (int, bool) {
	if q.Service == "" {
		return 0, true
	}
	if n, err := strconv.Atoi(q.Service); err == nil {
		return n & 0xffff, true
	}
	if proto == "" || q.Flags&constant("AI_NUMERICSERV") != 0 {
		return 0, false
	}
	n, err := net.LookupPort(proto, q.Service)
	return n, err == nil
}

func (q *Query) hosts() (list []HostIP, canon string, failed *LookupError) {
	if q.NoHost || q.Host == "" {
		list = []HostIP{{net.IPv6loopback, 0, true}, {net.IPv4(127, 0, 0, 1).To4(), 0, false}}
		if q.Flags&constant("AI_PASSIVE") != 0 {
			list = []HostIP{{net.IPv4zero.To4(), 0, false}, {net.IPv6zero, 0, true}}
		}
		return ofFamily(list, q.Family), "", nil
	}
	list = numericHost(q.Host)
	numeric := list != nil
	if !numeric {
		if q.Flags&constant("AI_NUMERICHOST") != 0 {
			return nil, "", &LookupError{code: "EAI_NONAME"}
		}
		var err error
		if list, err = lookupHost(q.Host); err != nil {
			return nil, "", &LookupError{err: err}
		}
	}
	if q.Flags&constant("AI_CANONNAME") != 0 {
		canon = q.Host
		if !numeric {
			if name, err := net.LookupCNAME(q.Host); err == nil {
				canon = strings.TrimSuffix(name, ".")
			}
		}
	}
	found := ofFamily(list, q.Family)
	if len(found) == 0 {
		if numeric {
			return nil, "", &LookupError{code: "EAI_ADDRFAMILY"}
		}
		return nil, "", &LookupError{code: "EAI_NODATA"}
	}
	return found, canon, nil
}

func ofFamily(list []HostIP, family int) []HostIP {
	if family == syscall.AF_UNSPEC {
		return list
	}
	var found []HostIP
	for _, h := range list {
		if h.family() == family {
			found = append(found, h)
		}
	}
	return found
}

// LookupError is why a look-up failed.
type LookupError struct {
	code string
	err  error
}

// Raise returns the gaierror.
func (e *LookupError) Raise() *py.Exception {
	switch {
	case e.code == "EAI_ADDRFAMILY":
		return addressFamilyError()
	case e.code == "EAI_NODATA" && constant("EAI_NODATA") == 0:
		return gaiError("EAI_NONAME")
	case e.code != "":
		return gaiError(e.code)
	}
	return lookupError(e.err)
}

// NewQuery makes the query that the arguments of getaddrinfo mean.
func NewQuery(host, port value, nums [4]value) (Query, *py.Exception) {
	q := Query{}
	switch {
	case host.IsUnbound() || host.IsNone():
		q.NoHost = true
	default:
		h, e := hostArg(host)
		if e != nil {
			return q, py.Raisef(py.TypeErrorType, "getaddrinfo() argument 1 must be string or None")
		}
		q.Host = asciiHost(h)
	}
	switch {
	case port.IsUnbound() || port.IsNone():
	case port.IsInt():
		n, e := py.IndexInt(port, py.OverflowErrorType)
		if e != nil {
			return q, e
		}
		q.Service = strconv.Itoa(n)
	default:
		h, e := hostArg(port)
		if e != nil {
			return q, py.Raisef(py.OSErrorType, "Int or String expected")
		}
		if q.Service = h; h == "" {
			q.Service = "0"
		}
	}
	for i, dst := range []*int{&q.Family, &q.Type, &q.Proto, &q.Flags} {
		n, e := intArg(nums[i], 0)
		if e != nil {
			return q, e
		}
		*dst = n
	}
	return q, nil
}

// InfoValue is the tuple that getaddrinfo returns.
func InfoValue(i Info) value {
	return py.TupleV(member(families, familyEnum, i.Family), member(kinds, kindEnum, i.Type), py.Int(int64(i.Proto)), py.StrV(i.CanonName), i.Address())
}

// InfoList is the result of getaddrinfo.
func InfoList(list []Info) value {
	items := make([]value, len(list))
	for i, x := range list {
		items[i] = InfoValue(x)
	}
	return py.NewList(items).Value()
}

func getaddrinfo(a []value) (value, exc) {
	q, e := NewQuery(a[0], a[1], [4]value{a[2], a[3], a[4], a[5]})
	if e != nil {
		return value{}, e
	}
	var list []Info
	var failed *LookupError
	py.Blocking(func() { list, failed = GetAddrInfo(q) })
	if failed != nil {
		return value{}, failed.Raise()
	}
	return InfoList(list), nil
}

// NameQuery is what GetNameInfo is asked.
type NameQuery struct {
	ip    net.IP
	port  int
	flags int
}

// NewNameQuery makes the query that the arguments of getnameinfo mean.
func NewNameQuery(sockaddr, flags value) (NameQuery, *py.Exception) {
	q := NameQuery{}
	if !sockaddr.Type().Has(py.FlagTuple) {
		return q, py.Raisef(py.TypeErrorType, "getnameinfo() argument 1 must be a tuple")
	}
	items := py.Heap[py.Tuple](sockaddr).Items()
	if len(items) < 2 || len(items) > 4 {
		return q, py.Raisef(py.TypeErrorType, "getnameinfo(): illegal sockaddr argument")
	}
	host, e := hostArg(items[0])
	if e != nil {
		return q, py.Raisef(py.TypeErrorType, "getnameinfo(): illegal sockaddr argument")
	}
	if q.port, e = py.IndexInt(items[1], py.OverflowErrorType); e != nil {
		return q, e
	}
	if q.flags, e = intArg(flags, 0); e != nil {
		return q, e
	}
	list := numericHost(host)
	if list == nil {
		return q, gaiError("EAI_NONAME")
	}
	if !list[0].v6 && len(items) != 2 {
		return q, py.Raisef(py.OSErrorType, "IPv4 sockaddr must be 2 tuple")
	}
	q.ip = list[0].IP
	return q, nil
}

// GetNameInfo is getnameinfo, to be called without the turn.
func GetNameInfo(q NameQuery) (host, service string, failed *LookupError) {
	host, service = ipText(q.ip), strconv.Itoa(q.port)
	if q.flags&constant("NI_NUMERICHOST") == 0 {
		names, err := net.LookupAddr(q.ip.String())
		switch {
		case err == nil && len(names) > 0:
			host = strings.TrimSuffix(names[0], ".")
		case q.flags&constant("NI_NAMEREQD") != 0:
			return "", "", &LookupError{code: "EAI_NONAME"}
		}
	}
	if q.flags&constant("NI_NUMERICSERV") == 0 {
		proto := "tcp"
		if q.flags&constant("NI_DGRAM") != 0 {
			proto = "udp"
		}
		if name, ok := serviceName(q.port, proto); ok {
			service = name
		}
	}
	return host, service, nil
}

func getnameinfo(sockaddr, flags value) (value, exc) {
	q, e := NewNameQuery(sockaddr, flags)
	if e != nil {
		return value{}, e
	}
	var host, service string
	var failed *LookupError
	py.Blocking(func() { host, service, failed = GetNameInfo(q) })
	if failed != nil {
		return value{}, failed.Raise()
	}
	return py.TupleV(py.StrV(host), py.StrV(service)), nil
}

// inetAton is inet_aton: one to four numbers, decimal, octal or hexadecimal.
func inetAton(s string) (b [4]byte, ok bool) {
	parts := strings.Split(s, ".")
	if len(parts) > 4 || s == "" {
		return b, false
	}
	var n uint64
	for i, p := range parts {
		if p == "" || p[0] == '+' || p[0] == '-' || strings.Contains(p, "_") {
			return b, false
		}
		if len(p) > 1 && p[0] == '0' && p[1] >= '0' && p[1] <= '9' {
			p = "0o" + p[1:]
		}
		v, err := strconv.ParseUint(p, 0, 32)
		if err != nil {
			return b, false
		}
		if i < len(parts)-1 {
			if v > 255 {
				return b, false
			}
			n |= v << (24 - 8*i)
		} else {
			if v >= 1<<(32-8*i) {
				return b, false
			}
			n |= v
		}
	}
	return [4]byte{byte(n >> 24), byte(n >> 16), byte(n >> 8), byte(n)}, true
}

// hostAddrs are the IPv4 addresses of a host, for gethostbyname.
func hostAddrs(v value) (string, []net.IP, exc) {
	h, e := hostArg(v)
	if e != nil {
		return "", nil, e
	}
	host := asciiHost(h)
	if host == "" {
		return host, []net.IP{net.IPv4zero}, nil
	}
	list := numericHost(host)
	if list == nil {
		var err error
		py.Blocking(func() { list, err = lookupHost(host) })
		if err != nil {
			return host, nil, lookupError(err)
		}
	}
	var ips []net.IP
	for _, x := range ofFamily(list, syscall.AF_INET) {
		ips = append(ips, x.IP)
	}
	if len(ips) == 0 {
		return host, nil, addressFamilyError()
	}
	return host, ips, nil
}

// NumericInfo answers a query whose host is an address and whose service is a number,
// without a look-up, as asyncio's _ipaddr_info does.
func NumericInfo(q Query) (Info, bool) {
	if q.NoHost || q.Host == "" || strings.Contains(q.Host, "%") {
		return Info{}, false
	}
	if q.Proto != 0 && q.Proto != syscall.IPPROTO_TCP && q.Proto != syscall.IPPROTO_UDP {
		return Info{}, false
	}
	switch q.Type {
	case syscall.SOCK_STREAM:
		q.Proto = syscall.IPPROTO_TCP
	case syscall.SOCK_DGRAM:
		q.Proto = syscall.IPPROTO_UDP
	default:
		return Info{}, false
	}
	port := 0
	if q.Service != "" {
		var err error
		if port, err = strconv.Atoi(q.Service); err != nil {
			return Info{}, false
		}
	}
	ip := net.ParseIP(q.Host)
	if ip == nil {
		return Info{}, false
	}
	h := HostIP{IP: ip, v6: strings.Contains(q.Host, ":")}
	if q.Family != syscall.AF_UNSPEC && q.Family != h.family() {
		return Info{}, false
	}
	return Info{Family: h.family(), Type: q.Type, Proto: q.Proto, Addr: familyAddress(h.family(), ip, port, 0)}, true
}

// Constant returns the value of a constant of the module, 0 where this system has none.
func Constant(name string) int { return constant(name) }

// TypeValue is a member of SocketKind, or the int itself.
func TypeValue(n int) value { return member(kinds, kindEnum, n) }

// FamilyValue returns the member of AddressFamily for a number.
func FamilyValue(n int) value { return member(families, familyEnum, n) }
