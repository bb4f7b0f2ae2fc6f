// Package ipaddress implements the module ipaddress (Python library reference, ipaddress:
// IPv4/IPv6 manipulation library).
package ipaddress

import (
	"math/big"

	"github.com/aio2go/aio2go/runtime/py"
	"github.com/aio2go/aio2go/runtime/pydef"
)

type (
	value = py.Value
	exc   = *py.Exception
)

var spec = py.ModuleSpec{
	Name:  "ipaddress",
	Doc:   "A fast, lightweight IPv4/IPv6 manipulation library in Python.\n\nThis library is used to create/poke/manipulate IPv4 and IPv6 addresses\nand networks.\n\n",
	Types: []*py.Type{ipBase, addressBase, networkBase, kinds[0].base, kinds[1].base, kinds[0].address, kinds[1].address, kinds[0].network, kinds[1].network, kinds[0].iface, kinds[1].iface},
	Init:  initModule,
}

func init() { py.RegisterModule(&spec) }

// The classes that addresses and networks have in common: programs derive their own types
// from them, or ask for them with isinstance.
var (
	ipBase      = abstract("_IPAddressBase", "The mother class.", nil)
	addressBase = abstract("_BaseAddress", "A generic IP object.\n\nThis IP class contains the version independent methods which are\nused by single IP addresses.\n", ipBase)
	networkBase = abstract("_BaseNetwork", "A generic IP network object.\n\nThis IP class contains the version independent methods which are\nused by networks.\n", ipBase)
)

func abstract(name, doc string, base *py.Type) *py.Type {
	return py.NewBuiltinType(name, &py.TypeSpec{Base: base, Module: "ipaddress", Flags: py.FlagBaseType, Doc: doc})
}

var addressError, netmaskError *py.Type

// A kind is a version of the protocol.
type kind struct {
	version                 int
	bits                    int
	address, network, iface *py.Type
	base                    *py.Type // of the three
	ones                    *big.Int // all bits set

	private, privateExcept, reserved []block
	loopback, linkLocal, multicast   block
	shared                           block // neither private nor global
}

var kinds = [2]*kind{
	{version: 4, bits: 32, base: abstract("_BaseV4", "Base IPv4 object.\n\nThe following methods are used by IPv4 objects in both single IP\naddresses and networks.\n\n", nil), address: &py.Type{Name: "IPv4Address"}, network: &py.Type{Name: "IPv4Network"}, iface: &py.Type{Name: "IPv4Interface"}},
	{version: 6, bits: 128, base: abstract("_BaseV6", "Base IPv6 object.\n\nThe following methods are used by IPv6 objects in both single IP\naddresses and networks.\n\n", nil), address: &py.Type{Name: "IPv6Address"}, network: &py.Type{Name: "IPv6Network"}, iface: &py.Type{Name: "IPv6Interface"}},
}

var v4, v6 = kinds[0], kinds[1]

// block is a range of addresses with a common prefix.
type block struct {
	n      *big.Int
	prefix int
}

func (k *kind) blocks(texts ...string) []block {
	var out []block
	for _, s := range texts {
		host, mask := cut(s, "/")
		n, e := k.parse(host, host)
		if e != nil {
			panic("ipaddress: " + s)
		}
		out = append(out, block{n, atoi(mask)})
	}
	return out
}

// has reports whether the addresses from lo to hi all lie in b.
func (b block) has(k *kind, lo, hi *big.Int) bool {
	shift := uint(k.bits - b.prefix)
	want := new(big.Int).Rsh(b.n, shift)
	return new(big.Int).Rsh(lo, shift).Cmp(want) == 0 && new(big.Int).Rsh(hi, shift).Cmp(want) == 0
}

func anyHas(list []block, k *kind, lo, hi *big.Int) bool {
	for _, b := range list {
		if b.has(k, lo, hi) {
			return true
		}
	}
	return false
}

// The tables are those of the IANA special-purpose address registries, as CPython has them.
func init() {
	for _, k := range kinds {
		k.ones = new(big.Int).Sub(new(big.Int).Lsh(big.NewInt(1), uint(k.bits)), big.NewInt(1))
	}
	v4.private = v4.blocks("0.0.0.0/8", "10.0.0.0/8", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.0.0.0/24", "192.0.0.170/31", "192.0.2.0/24",
		"192.168.0.0/16", "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24", "240.0.0.0/4", "255.255.255.255/32")
	v4.privateExcept = v4.blocks("192.0.0.9/32", "192.0.0.10/32")
	v4.reserved = v4.blocks("240.0.0.0/4")
	v4.loopback, v4.linkLocal, v4.multicast, v4.shared = v4.blocks("127.0.0.0/8")[0], v4.blocks("169.254.0.0/16")[0], v4.blocks("224.0.0.0/4")[0], v4.blocks("100.64.0.0/10")[0]
	v6.private = v6.blocks("::1/128", "::/128", "::ffff:0.0.0.0/96", "64:ff9b:1::/48", "100::/64", "2001::/23", "2001:db8::/32", "2002::/16", "fc00::/7", "fe80::/10")
	v6.privateExcept = v6.blocks("2001:1::1/128", "2001:1::2/128", "2001:3::/32", "2001:4:112::/48", "2001:20::/28", "2001:30::/28")
	v6.reserved = v6.blocks("::/8", "100::/8", "200::/7", "400::/6", "800::/5", "1000::/4", "4000::/3", "6000::/3", "8000::/3", "a000::/3", "c000::/3", "e000::/4", "f000::/5", "f800::/6", "fe00::/9")
	v6.loopback, v6.linkLocal, v6.multicast = v6.blocks("::1/128")[0], v6.blocks("fe80::/10")[0], v6.blocks("ff00::/8")[0]
}

// kindOf returns the kind of an address, network or interface, nil for anything else.
func kindOf(v value) *kind {
	for _, k := range kinds {
		if py.IsInstance(v, k.address) || py.IsInstance(v, k.network) {
			return k
		}
	}
	return nil
}

func isAddress(v value) bool {
	return py.IsInstance(v, v4.address) || py.IsInstance(v, v6.address)
}

func isNetwork(v value) bool { return py.IsInstance(v, v4.network) || py.IsInstance(v, v6.network) }

func str(v value) string {
	s, e := py.Str_(v)
	if e != nil {
		return ""
	}
	return s.Str().S
}

func notSameVersion(a, b value) exc {
	return py.Raisef(py.TypeErrorType, "%s and %s are not of the same version", str(a), str(b))
}

func initModule(m *py.Module) exc {
	m.Set("AddressValueError", addressError.Value())
	m.Set("NetmaskValueError", netmaskError.Value())
	m.Set("IPV4LENGTH", py.Int(32))
	m.Set("IPV6LENGTH", py.Int(128))
	factory := func(name, param, what string, pick func(k *kind) *py.Type, rest string) pydef.Method {
		return pydef.Method{Sig: name + "(address" + rest + ")", Impl: func(a []value) (value, exc) {
			for _, k := range kinds {
				v, e := py.CallN(pick(k).Value(), a)
				if e == nil || !e.Is(addressError) && !e.Is(netmaskError) {
					return v, e
				}
			}
			r, e := py.ReprText(a[0])
			if e != nil {
				return value{}, e
			}
			return value{}, py.Raisef(py.ValueErrorType, "%s does not appear to be an IPv4 or IPv6 %s", r, what)
		}}
	}
	one := func(f func(a value) (value, exc)) any { return f }
	fa := factory("ip_address", "", "address", func(k *kind) *py.Type { return k.address }, "")
	fi := factory("ip_interface", "", "interface", func(k *kind) *py.Type { return k.iface }, "")
	fn := factory("ip_network", "", "network", func(k *kind) *py.Type { return k.network }, ", strict=True")
	for _, f := range []*pydef.Method{&fa, &fi} {
		impl := f.Impl.(func(a []value) (value, exc))
		f.Impl = one(func(a value) (value, exc) { return impl([]value{a}) })
	}
	implN := fn.Impl.(func(a []value) (value, exc))
	fn.Impl = func(a, strict value) (value, exc) { return implN([]value{a, strict}) }
	pack := func(k *kind, name string) pydef.Method {
		return pydef.Method{Sig: name + "(address)", Impl: func(v value) (value, exc) {
			i, e := py.Index(v)
			if e != nil {
				return value{}, e
			}
			n := py.BigOf(i)
			if n.Sign() < 0 || n.Cmp(k.ones) > 0 {
				return value{}, py.Raisef(py.ValueErrorType, "Address negative or too large for IPv%d", k.version)
			}
			return py.BytesV(n.FillBytes(make([]byte, k.bits/8))), nil
		}}
	}
	pydef.Add(m, fa, fn, fi, pack(v4, "v4_int_to_packed"), pack(v6, "v6_int_to_packed"),
		pydef.Method{Sig: "summarize_address_range(first, last)", Impl: summarize},
		pydef.Method{Sig: "collapse_addresses(addresses)", Impl: collapse},
		pydef.Method{Sig: "get_mixed_type_key(obj)", Impl: func(v value) (value, exc) {
			k := kindOf(v)
			switch {
			case k == nil:
				return py.NotImplemented, nil
			case isNetwork(v):
				n := netOf(v)
				return py.TupleV(py.IntOf(k.version), k.newAddress(n.n), k.newAddress(k.mask(n.prefix))), nil
			}
			return py.TupleV(py.IntOf(k.version), v), nil
		}},
	)
	return nil
}

// iterator hands out what next returns until it has no more.
type iterator struct {
	py.Header
	next func() (value, bool, exc)
}

var iteratorType = py.NewBuiltinType("generator", &py.TypeSpec{
	Layout: py.LayoutOf[iterator](), NoNew: true,
	Slots: py.Slots{
		Iter: func(v value) (value, exc) { return v, nil },
		Next: func(v value) (value, bool, exc) { return py.Heap[iterator](v).next() },
	},
})

func iterate(next func() (value, bool, exc)) value {
	v := iteratorType.Alloc(iteratorType)
	py.Heap[iterator](v).next = next
	return v
}

// span iterates over the addresses, or networks of a prefix, from lo to hi in steps.
func span(lo, hi, step *big.Int, make func(n *big.Int) value) value {
	at := new(big.Int).Set(lo)
	return iterate(func() (value, bool, exc) {
		if at.Cmp(hi) > 0 {
			return value{}, false, nil
		}
		v := make(new(big.Int).Set(at))
		at.Add(at, step)
		return v, true, nil
	})
}

// blocksBetween returns the networks that together are the addresses from lo to hi.
func blocksBetween(k *kind, lo, hi *big.Int) []*network {
	var out []*network
	lo = new(big.Int).Set(lo)
	for lo.Cmp(hi) <= 0 {
		bits := k.bits
		if lo.Sign() != 0 {
			bits = min(bits, int(lo.TrailingZeroBits()))
		}
		room := new(big.Int).Sub(hi, lo)
		bits = min(bits, room.Add(room, big.NewInt(1)).BitLen()-1)
		out = append(out, &network{k: k, n: new(big.Int).Set(lo), prefix: k.bits - bits})
		lo.Add(lo, new(big.Int).Lsh(big.NewInt(1), uint(bits)))
	}
	return out
}

func listIterator(items []value) value {
	v, _ := py.Iter(py.NewList(items).Value())
	return v
}

func summarize(first, last value) (value, exc) {
	if !isAddress(first) || !isAddress(last) {
		return value{}, py.Raisef(py.TypeErrorType, "first and last must be IP addresses, not networks")
	}
	k := kindOf(first)
	if k != kindOf(last) {
		return value{}, notSameVersion(first, last)
	}
	lo, hi := ipOf(first).n, ipOf(last).n
	if lo.Cmp(hi) > 0 {
		return value{}, py.Raisef(py.ValueErrorType, "last IP address must be greater than first")
	}
	var items []value
	for _, b := range blocksBetween(k, lo, hi) {
		items = append(items, b.value())
	}
	i := 0
	return iterate(func() (value, bool, exc) {
		if i == len(items) {
			return value{}, false, nil
		}
		i++
		return items[i-1], true, nil
	}), nil
}

// The error classes are made when the package is: parsing its tables may need them.
func init() {
	for _, c := range []struct {
		name, doc string
		t         **py.Type
	}{{"AddressValueError", "A Value Error related to the address.", &addressError}, {"NetmaskValueError", "A Value Error related to the netmask.", &netmaskError}} {
		t, e := pydef.ExceptionClass("ipaddress", c.name, c.doc, py.ValueErrorType)
		if e != nil {
			panic("ipaddress: the class " + c.name + " cannot be made")
		}
		*c.t = t
	}
}
