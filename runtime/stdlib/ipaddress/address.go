package ipaddress

import (
	"math/big"
	"slices"
	"strconv"
	"strings"

	"github.com/aio2go/aio2go/runtime/py"
	"github.com/aio2go/aio2go/runtime/pydef"
)

// This file implements the addresses and interfaces.

// ip is an address; net is the network of an interface, nil of an address.
type ip struct {
	py.Header
	k     *kind
	n     *big.Int
	scope value // a str, or unbound
	net   *network
}

func ipOf(v value) *ip { return py.Heap[ip](v) }

func (k *kind) newAddress(n *big.Int) value {
	v := k.address.Alloc(k.address)
	a := ipOf(v)
	a.k, a.n = k, n
	return v
}

// setAddress sets a from a str, int or bytes.
func (a *ip) setAddress(v value) exc {
	k := a.k
	a.scope = value{}
	if v.IsInt() {
		n := py.BigOf(v)
		if n.Sign() < 0 {
			return badAddress("%s (< 0) is not permitted as an IPv%d address", n, k.version)
		}
		if n.Cmp(k.ones) > 0 {
			return badAddress("%s (>= 2**%d) is not permitted as an IPv%d address", n, k.bits, k.version)
		}
		a.n = n
		return nil
	}
	if b, ok := py.AsBytes(v); ok {
		if len(b.B) != k.bits/8 {
			return badAddress("%s (len %d != %d) is not permitted as an IPv%d address", py.QuoteBytes(b.B), len(b.B), k.bits/8, k.version)
		}
		a.n = new(big.Int).SetBytes(b.B)
		return nil
	}
	t, e := py.Str_(v)
	if e != nil {
		return e
	}
	s := t.Str().S
	if strings.Contains(s, "/") {
		return badAddress("Unexpected '/' in %s", py.QuoteStr(s))
	}
	addr := s
	if k.version == 6 {
		if before, scope, ok := strings.Cut(s, "%"); ok {
			if scope == "" || strings.Contains(scope, "%") {
				return badAddress(`Invalid IPv6 address: "%s"`, py.QuoteStr(s))
			}
			addr, a.scope = before, py.StrV(scope)
		}
	}
	a.n, e = k.parse(addr, s)
	return e
}

func (a *ip) text(full bool) string {
	s := a.k.text(a.n, full)
	if n := a.mapped(); n != nil { // its last part is written as an IPv4 address
		head := "::ffff:"
		if full {
			head = "0000:0000:0000:0000:0000:ffff:"
		}
		s = head + v4.text(n, false)
	}
	if !full && !a.scope.IsUnbound() {
		s += "%" + a.scope.Str().S
	}
	return s
}

func (a *ip) sameScope(b *ip) bool {
	if a.scope.IsUnbound() || b.scope.IsUnbound() {
		return a.scope.IsUnbound() == b.scope.IsUnbound()
	}
	return a.scope.Str().S == b.scope.Str().S
}

// splitMask splits "address/mask", or a pair, at the mask, unbound where there is none.
func splitMask(v value) (addr, mask value, e exc) {
	if v.IsInt() || v.IsBytes() {
		return v, value{}, nil
	}
	if t, ok := py.AsTuple(v); ok {
		switch len(t.Items()) {
		case 0:
			return v, value{}, py.Raisef(py.IndexErrorType, "tuple index out of range")
		case 1:
			return t.Items()[0], value{}, nil
		}
		return t.Items()[0], t.Items()[1], nil
	}
	s, e := py.Str_(v)
	if e != nil {
		return v, value{}, e
	}
	parts := strings.Split(s.Str().S, "/")
	if len(parts) > 2 {
		r, e := py.ReprText(v)
		if e != nil {
			return v, value{}, e
		}
		return v, value{}, badAddress("Only one '/' permitted in %s", r)
	}
	if len(parts) == 2 {
		mask = py.StrV(parts[1])
	}
	return py.StrV(parts[0]), mask, nil
}

func init() {
	for _, k := range kinds {
		k.defineAddress()
		k.defineInterface()
	}
}

func prop(name string, f func(v value) (value, exc)) py.GetSet { return py.GetSet{Name: name, Get: f} }

func boolProp(name string, f func(a *ip) bool) py.GetSet {
	return prop(name, func(v value) (value, exc) { return py.Bool(f(ipOf(v))), nil })
}

// mapped returns the IPv4 address that an IPv6 address stands for, nil where it is none.
func (a *ip) mapped() *big.Int {
	if a.k.version == 6 && new(big.Int).Rsh(a.n, 32).Cmp(big.NewInt(0xFFFF)) == 0 {
		return new(big.Int).And(a.n, v4.ones)
	}
	return nil
}

// inner is the address whose properties count: an IPv4 address in an IPv6 one.
func (a *ip) inner() *ip {
	if n := a.mapped(); n != nil {
		return &ip{k: v4, n: n}
	}
	return a
}

func (a *ip) in(b block) bool { return b.n != nil && b.has(a.k, a.n, a.n) }

func (a *ip) isPrivate() bool {
	return anyHas(a.k.private, a.k, a.n, a.n) && !anyHas(a.k.privateExcept, a.k, a.n, a.n)
}

func (a *ip) isGlobal() bool { return !a.isPrivate() && !a.in(a.k.shared) }

func initWith(qual, module, sig string, impl any) func(v value, args []value, names []*py.Str) exc {
	f := pydef.Func(module, sig, impl)
	fn, _ := py.AsFunction(f)
	fn.Code.Qualname = qual
	fn.Qualname = py.Intern(qual)
	return func(v value, args []value, names []*py.Str) exc {
		_, e := py.CallKw(f, append([]value{v}, args...), names)
		return e
	}
}

func (k *kind) defineAddress() {
	name := k.address.Name
	getsets := []py.GetSet{
		prop("exploded", func(v value) (value, exc) { return explodedOf(v), nil }),
		prop("compressed", func(v value) (value, exc) { return py.Str_(v) }),
		prop("reverse_pointer", func(v value) (value, exc) { return py.StrV(ipOf(v).reverse()), nil }),
		prop("version", func(v value) (value, exc) { return py.IntOf(k.version), nil }),
		prop("max_prefixlen", func(v value) (value, exc) { return py.IntOf(k.bits), nil }),
		prop("packed", func(v value) (value, exc) { return py.BytesV(ipOf(v).n.FillBytes(make([]byte, k.bits/8))), nil }),
		prop("_ip", func(v value) (value, exc) { return py.IntBig(ipOf(v).n), nil }),
		boolProp("is_reserved", func(a *ip) bool { return anyHas(a.k.reserved, a.k, a.n, a.n) }),
		boolProp("is_private", func(a *ip) bool { return a.inner().isPrivate() }),
		boolProp("is_global", func(a *ip) bool { return a.inner().isGlobal() }),
		boolProp("is_multicast", func(a *ip) bool { return a.in(a.k.multicast) }),
		boolProp("is_unspecified", func(a *ip) bool { return a.n.Sign() == 0 && (a.net == nil || k.version == 6 && a.net.prefix == k.bits) }),
		boolProp("is_loopback", func(a *ip) bool {
			i := a.inner()
			if k.version == 6 && a.net != nil && i == a && a.net.prefix != k.bits {
				return false // the network has to be one of loopback addresses too
			}
			return i.in(i.k.loopback)
		}),
		boolProp("is_link_local", func(a *ip) bool { return a.in(a.k.linkLocal) }),
	}
	if k.version == 4 {
		getsets = append(getsets, prop("ipv6_mapped", func(v value) (value, exc) {
			n := new(big.Int).Lsh(big.NewInt(0xFFFF), 32)
			return v6.newAddress(n.Or(n, ipOf(v).n)), nil
		}))
	} else {
		part := func(shift uint, n *big.Int) value {
			x := new(big.Int).Rsh(n, shift)
			return v4.newAddress(x.And(x, v4.ones))
		}
		getsets = append(getsets,
			prop("scope_id", func(v value) (value, exc) {
				if s := ipOf(v).scope; !s.IsUnbound() {
					return s, nil
				}
				return py.None, nil
			}),
			prop("ipv4_mapped", func(v value) (value, exc) {
				if n := ipOf(v).mapped(); n != nil {
					return v4.newAddress(n), nil
				}
				return py.None, nil
			}),
			prop("teredo", func(v value) (value, exc) {
				n := ipOf(v).n
				if new(big.Int).Rsh(n, 96).Cmp(big.NewInt(0x20010000)) != 0 {
					return py.None, nil
				}
				return py.TupleV(part(64, n), part(0, new(big.Int).Xor(n, v4.ones))), nil
			}),
			prop("sixtofour", func(v value) (value, exc) {
				n := ipOf(v).n
				if new(big.Int).Rsh(n, 112).Cmp(big.NewInt(0x2002)) != 0 {
					return py.None, nil
				}
				return part(80, n), nil
			}),
			boolProp("is_site_local", func(a *ip) bool { return a.in(siteLocal()) }),
		)
	}
	k.address.Define(&py.TypeSpec{
		Base: k.base, MoreBases: []*py.Type{addressBase}, Module: "ipaddress", Flags: py.FlagBaseType, Layout: py.LayoutOf[ip](), Doc: "Represent and manipulate single IPv" + strconv.Itoa(k.version) + " Addresses.",
		Slots: py.Slots{
			New: func(cls *py.Type, args []value, names []*py.Str) (value, exc) {
				v := cls.Alloc(cls)
				ipOf(v).k, ipOf(v).n = k, new(big.Int)
				return v, nil
			},
			Init: initWith(name+".__init__", "ipaddress", "__init__(self, address)", func(self, address value) (value, exc) { return py.None, ipOf(self).setAddress(address) }),
			Repr: func(v value) (value, exc) {
				s, e := py.Str_(v)
				if e != nil {
					return value{}, e
				}
				return py.StrV(v.Type().Name + "(" + py.QuoteStr(s.Str().S) + ")"), nil
			},
			Str: func(v value) (value, exc) { return py.StrV(ipOf(v).full(false)), nil },
			Hash: func(v value) (int64, exc) {
				a := ipOf(v)
				if a.net != nil {
					return py.Hash(py.TupleV(py.IntBig(a.n), py.IntOf(a.net.prefix), py.IntBig(a.net.n)))
				}
				if !a.scope.IsUnbound() {
					return py.Hash(py.TupleV(py.IntBig(a.n), a.scope))
				}
				return py.Hash(py.StrV("0x" + a.n.Text(16)))
			},
			Compare: compareAddress,
			Unary:   unaryInt(),
			Binary:  &py.BinaryTable{py.OpAdd: addInt(1), py.OpSub: addInt(-1)},
		},
		Methods: []py.Method{
			{Name: "__format__", Sig: "($self, fmt, /)", Impl: formatAddress},
			{Name: "__reduce__", Sig: "($self, /)", Impl: func(v value) (value, exc) {
				s, e := py.Str_(v)
				return py.TupleV(v.Type().Value(), py.TupleV(s)), e
			}},
		},
		GetSets: getsets,
	})
}

func siteLocal() block { return v6.blocks("fec0::/10")[0] }

func unaryInt() *py.UnaryTable {
	return &py.UnaryTable{py.OpInt: func(v value) (value, exc) { return py.IntBig(ipOf(v).n), nil }}
}

// full is str() of an address or interface.
func (a *ip) full(exploded bool) string {
	s := a.text(exploded)
	if a.net != nil {
		s += "/" + strconv.Itoa(a.net.prefix)
	}
	return s
}

func explodedOf(v value) value { return py.StrV(ipOf(v).full(true)) }

func (a *ip) reverse() string {
	if a.k.version == 4 {
		parts := strings.Split(a.full(false), ".")
		slices.Reverse(parts)
		return strings.Join(parts, ".") + ".in-addr.arpa"
	}
	text := a.k.text(a.n, true)
	if a.net != nil && a.mapped() == nil { // sic: the prefix length too
		text += "/" + strconv.Itoa(a.net.prefix)
	}
	b := []byte(strings.ReplaceAll(text, ":", ""))
	slices.Reverse(b)
	return strings.Join(strings.Split(string(b), ""), ".") + ".ip6.arpa"
}

func addInt(sign int64) py.BinaryFunc {
	return func(v, other value) (value, exc) {
		if !other.IsInt() || !isAddress(v) {
			return py.NotImplemented, nil
		}
		n := new(big.Int).Mul(py.BigOf(other), big.NewInt(sign))
		return py.Call1(v.Type().Value(), py.IntBig(n.Add(n, ipOf(v).n)))
	}
}

func compareAddress(op py.CompareOp, v, other value) (value, exc) {
	a := ipOf(v)
	if !isAddress(other) {
		return py.NotImplemented, nil
	}
	b := ipOf(other)
	if op == py.EQ || op == py.NE {
		same := a.k == b.k && a.n.Cmp(b.n) == 0 && a.sameScope(b)
		if a.net != nil {
			same = same && b.net != nil && a.net.same(b.net)
		}
		return py.Bool(same == (op == py.EQ)), nil
	}
	if a.k != b.k {
		return value{}, notSameVersion(v, other)
	}
	c := a.n.Cmp(b.n)
	if a.net != nil && b.net != nil {
		if d := a.net.compare(b.net); d != 0 {
			c = d
		}
	} else if a.net != nil && c == 0 && b.net == nil {
		return py.NotImplemented, nil
	}
	return py.Bool(ordered(op, c)), nil
}

func ordered(op py.CompareOp, c int) bool {
	switch op {
	case py.LT:
		return c < 0
	case py.LE:
		return c <= 0
	case py.GT:
		return c > 0
	case py.GE:
		return c >= 0
	case py.NE:
		return c != 0
	}
	return c == 0
}

func formatAddress(v, spec value) (value, exc) {
	s, e := py.StrText(spec)
	if e != nil {
		return value{}, e
	}
	if s == "" || strings.HasSuffix(s, "s") {
		t, e := py.Str_(v)
		if e != nil {
			return value{}, e
		}
		return py.Format(t, spec)
	}
	a := ipOf(v)
	rest, alternate := strings.CutPrefix(s, "#")
	rest, grouped := strings.CutPrefix(rest, "_")
	if len(rest) != 1 || strings.IndexByte("xbnX", rest[0]) < 0 {
		return value{}, py.Raisef(py.TypeErrorType, "unsupported format string passed to %s.__format__", v.Type().Name)
	}
	code, width := rest, a.k.bits/4
	if code == "n" {
		code = map[int]string{4: "b", 6: "x"}[a.k.version]
	}
	if code == "b" {
		width = a.k.bits
	}
	f := ""
	if grouped {
		width += width/4 - 1
	}
	if alternate {
		f, width = "#", width+2
	}
	f += "0" + strconv.Itoa(width)
	if grouped {
		f += "_"
	}
	return py.Format(py.IntBig(a.n), py.StrV(f+code))
}

func (k *kind) defineInterface() {
	name := k.iface.Name
	with := func(a *ip, mask string) (value, exc) { return py.StrV(a.text(false) + "/" + mask), nil }
	k.iface.Define(&py.TypeSpec{
		Base: k.address, Module: "ipaddress", Flags: py.FlagBaseType, Layout: py.LayoutOf[ip](),
		Slots: py.Slots{
			Init: initWith(name+".__init__", "ipaddress", "__init__(self, address)", func(self, address value) (value, exc) {
				addr, mask, e := splitMask(address)
				if e != nil {
					return value{}, e
				}
				a := ipOf(self)
				if e := a.setAddress(addr); e != nil {
					return value{}, e
				}
				prefix := k.bits
				if !mask.IsUnbound() {
					if prefix, e = k.parsePrefix(mask); e != nil {
						return value{}, e
					}
				}
				n := k.mask(prefix)
				a.net = &network{k: k, n: n.And(n, a.n), prefix: prefix}
				return py.None, nil
			}),
		},
		GetSets: []py.GetSet{
			prop("ip", func(v value) (value, exc) {
				x := k.newAddress(ipOf(v).n)
				ipOf(x).scope = ipOf(v).scope
				return x, nil
			}),
			prop("network", func(v value) (value, exc) { return ipOf(v).net.value(), nil }),
			prop("netmask", func(v value) (value, exc) { return k.newAddress(k.mask(ipOf(v).net.prefix)), nil }),
			prop("hostmask", func(v value) (value, exc) { return k.newAddress(ipOf(v).net.hostmask()), nil }),
			prop("with_prefixlen", func(v value) (value, exc) { return with(ipOf(v), strconv.Itoa(ipOf(v).net.prefix)) }),
			prop("with_netmask", func(v value) (value, exc) { return with(ipOf(v), k.text(k.mask(ipOf(v).net.prefix), false)) }),
			prop("with_hostmask", func(v value) (value, exc) { return with(ipOf(v), k.text(ipOf(v).net.hostmask(), false)) }),
		},
	})
}
