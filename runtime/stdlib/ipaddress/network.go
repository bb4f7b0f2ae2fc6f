package ipaddress

import (
	"math/big"
	"slices"
	"strconv"

	"github.com/aio2go/aio2go/runtime/py"
)

// This file implements the networks.

// nameVersion is what CPython asks an operand for first.
var nameVersion = py.Intern("_version")

type network struct {
	py.Header
	k      *kind
	n      *big.Int // the first address
	prefix int
}

func netOf(v value) *network { return py.Heap[network](v) }

// value returns a network object.
func (w *network) value() value {
	v := w.k.network.Alloc(w.k.network)
	x := netOf(v)
	x.k, x.n, x.prefix = w.k, w.n, w.prefix
	return v
}

func (w *network) hostmask() *big.Int { return new(big.Int).Rsh(w.k.ones, uint(w.prefix)) }

func (w *network) last() *big.Int { return new(big.Int).Or(w.n, w.hostmask()) }

func (w *network) same(o *network) bool {
	return w.k == o.k && w.n.Cmp(o.n) == 0 && w.prefix == o.prefix
}

// compare orders networks of one version by address and mask.
func (w *network) compare(o *network) int {
	if c := w.n.Cmp(o.n); c != 0 {
		return c
	}
	return w.prefix - o.prefix
}

func (w *network) text() string { return w.k.text(w.n, false) + "/" + strconv.Itoa(w.prefix) }

// contains reports whether o lies in w.
func (w *network) contains(o *network) bool {
	return w.k == o.k && w.n.Cmp(o.n) <= 0 && w.last().Cmp(o.last()) >= 0
}

// both reports a property that the first and the last address have.
func (w *network) both(f func(a *ip) bool) bool {
	return f(&ip{k: w.k, n: w.n}) && f(&ip{k: w.k, n: w.last()})
}

func netProp(name string, f func(w *network) (value, exc)) py.GetSet {
	return prop(name, func(v value) (value, exc) { return f(netOf(v)) })
}

func bothProp(name string, f func(a *ip) bool) py.GetSet {
	return netProp(name, func(w *network) (value, exc) { return py.Bool(w.both(f)), nil })
}

func init() {
	for _, k := range kinds {
		k.defineNetwork()
	}
}

func (k *kind) init(self, address, strict value) (value, exc) {
	addr, mask, e := splitMask(address)
	if e != nil {
		return value{}, e
	}
	a := &ip{k: k}
	if e := a.setAddress(addr); e != nil {
		return value{}, e
	}
	prefix := k.bits
	if !mask.IsUnbound() {
		if prefix, e = k.parsePrefix(mask); e != nil {
			return value{}, e
		}
	}
	w := netOf(self)
	m := k.mask(prefix)
	w.n, w.prefix = m.And(m, a.n), prefix
	if w.n.Cmp(a.n) != 0 {
		s, e := py.Truth(strict)
		if e != nil {
			return value{}, e
		}
		if s {
			return value{}, py.Raisef(py.ValueErrorType, "%s has host bits set", k.text(a.n, false)+"/"+strconv.Itoa(prefix))
		}
	}
	return py.None, nil
}

func (k *kind) defineNetwork() {
	name := k.network.Name
	address := func(f func(w *network) *big.Int) func(w *network) (value, exc) {
		return func(w *network) (value, exc) { return k.newAddress(f(w)), nil }
	}
	getsets := []py.GetSet{
		netProp("network_address", address(func(w *network) *big.Int { return w.n })),
		netProp("broadcast_address", address((*network).last)),
		netProp("netmask", address(func(w *network) *big.Int { return k.mask(w.prefix) })),
		netProp("hostmask", address((*network).hostmask)),
		netProp("prefixlen", func(w *network) (value, exc) { return py.IntOf(w.prefix), nil }),
		netProp("num_addresses", func(w *network) (value, exc) {
			n := w.hostmask()
			return py.IntBig(n.Add(n, big.NewInt(1))), nil
		}),
		netProp("version", func(w *network) (value, exc) { return py.IntOf(k.version), nil }),
		netProp("max_prefixlen", func(w *network) (value, exc) { return py.IntOf(k.bits), nil }),
		netProp("with_prefixlen", func(w *network) (value, exc) { return py.StrV(w.text()), nil }),
		netProp("with_netmask", func(w *network) (value, exc) {
			return py.StrV(k.text(w.n, false) + "/" + k.text(k.mask(w.prefix), false)), nil
		}),
		netProp("with_hostmask", func(w *network) (value, exc) {
			return py.StrV(k.text(w.n, false) + "/" + k.text(w.hostmask(), false)), nil
		}),
		netProp("exploded", func(w *network) (value, exc) {
			return py.StrV(k.text(w.n, true) + "/" + strconv.Itoa(w.prefix)), nil
		}),
		netProp("compressed", func(w *network) (value, exc) { return py.StrV(w.text()), nil }),
		netProp("reverse_pointer", func(w *network) (value, exc) {
			a := &ip{k: k, n: w.n, net: w}
			if k.version == 4 { // sic: the last part is the octet with the prefix length
				return py.StrV(reverse4(w.text())), nil
			}
			return py.StrV(a.reverse()), nil
		}),
		bothProp("is_reserved", func(a *ip) bool { return anyHas(a.k.reserved, a.k, a.n, a.n) }),
		bothProp("is_multicast", func(a *ip) bool { return a.in(a.k.multicast) }),
		bothProp("is_unspecified", func(a *ip) bool { return a.n.Sign() == 0 }),
		bothProp("is_loopback", func(a *ip) bool { return a.in(a.k.loopback) }),
		bothProp("is_link_local", func(a *ip) bool { return a.in(a.k.linkLocal) }),
		netProp("is_private", func(w *network) (value, exc) { return py.Bool(w.private()), nil }),
		netProp("is_global", func(w *network) (value, exc) {
			if k.version == 4 && k.shared.has(k, w.n, w.last()) {
				return py.False, nil
			}
			return py.Bool(!w.private()), nil
		}),
	}
	if k.version == 6 {
		getsets = append(getsets, bothProp("is_site_local", func(a *ip) bool { return a.in(siteLocal()) }))
	}
	k.network.Define(&py.TypeSpec{
		Base: k.base, MoreBases: []*py.Type{networkBase}, Module: "ipaddress", Flags: py.FlagBaseType, Layout: py.LayoutOf[network](),
		Doc: "This class represents and manipulates " + strconv.Itoa(k.bits) + "-bit IPv" + strconv.Itoa(k.version) + " networks.",
		Slots: py.Slots{
			New: func(cls *py.Type, args []value, names []*py.Str) (value, exc) {
				v := cls.Alloc(cls)
				netOf(v).k, netOf(v).n = k, new(big.Int)
				return v, nil
			},
			Init: initWith(name+".__init__", "ipaddress", "__init__(self, address, strict=True)", k.init),
			Repr: func(v value) (value, exc) {
				return py.StrV(v.Type().Name + "(" + py.QuoteStr(netOf(v).text()) + ")"), nil
			},
			Str: func(v value) (value, exc) { return py.StrV(netOf(v).text()), nil },
			Hash: func(v value) (int64, exc) {
				w := netOf(v)
				return py.Hash(py.IntBig(new(big.Int).Xor(w.n, k.mask(w.prefix))))
			},
			Compare: compareNetwork,
			Iter: func(v value) (value, exc) {
				w := netOf(v)
				return span(w.n, w.last(), big.NewInt(1), k.newAddress), nil
			},
			GetItem: func(v, key value) (value, exc) {
				w := netOf(v)
				if _, e := py.GeBool(key, py.Int(0)); e != nil {
					return value{}, e
				}
				i, e := py.Index(key)
				if e != nil {
					return value{}, e
				}
				n := new(big.Int).Set(py.BigOf(i))
				if n.Sign() < 0 {
					n.Add(n.Add(n, big.NewInt(1)), w.last())
				} else {
					n.Add(n, w.n)
				}
				if n.Cmp(w.n) < 0 || n.Cmp(w.last()) > 0 {
					return value{}, py.Raisef(py.IndexErrorType, "address out of range")
				}
				return k.newAddress(n), nil
			},
			Contains: func(v, item value) (bool, exc) {
				w := netOf(v)
				if kindOf(item) == nil {
					_, e := py.GetAttr(item, nameVersion)
					return false, e
				}
				if kindOf(item) != k || isNetwork(item) {
					return false, nil
				}
				n := k.mask(w.prefix)
				return n.And(n, ipOf(item).n).Cmp(w.n) == 0, nil
			},
		},
		Methods: []py.Method{
			{Name: "hosts", Sig: "($self, /)", Impl: func(v value) (value, exc) { return netOf(v).hosts(), nil }},
			{Name: "overlaps", Sig: "($self, other, /)", Impl: func(v, other value) (value, exc) {
				if !isNetwork(other) {
					_, e := py.GetAttr(other, py.Intern("network_address"))
					if e == nil {
						e = py.Raisef(py.TypeErrorType, "%s is not a network object", str(other))
					}
					return value{}, e
				}
				a, b := netOf(v), netOf(other)
				return py.Bool(a.contains(b) || b.contains(a)), nil
			}},
			{Name: "address_exclude", Sig: "($self, other, /)", Impl: exclude},
			{Name: "compare_networks", Sig: "($self, other, /)", Impl: func(v, other value) (value, exc) {
				if kindOf(other) != k {
					return value{}, py.Raisef(py.TypeErrorType, "%s and %s are not of the same type", str(v), str(other))
				}
				c := netOf(v).compare(netOf(other))
				return py.IntOf(min(max(c, -1), 1)), nil
			}},
			{Name: "subnets", Sig: "($self, prefixlen_diff=1, new_prefix=None)", Impl: subnets},
			{Name: "supernet", Sig: "($self, prefixlen_diff=1, new_prefix=None)", Impl: supernet},
			{Name: "subnet_of", Sig: "($self, other, /)", Impl: func(v, other value) (value, exc) { return within(v, other) }},
			{Name: "supernet_of", Sig: "($self, other, /)", Impl: func(v, other value) (value, exc) { return within(other, v) }},
			{Name: "__reduce__", Sig: "($self, /)", Impl: func(v value) (value, exc) {
				s, e := py.Str_(v)
				return py.TupleV(v.Type().Value(), py.TupleV(s)), e
			}},
		},
		GetSets: getsets,
	})
}

// reverse4 turns the dotted parts of a text round.
func reverse4(s string) string {
	var parts []string
	start := 0
	for i := 0; i <= len(s); i++ {
		if i == len(s) || s[i] == '.' {
			parts = append(parts, s[start:i])
			start = i + 1
		}
	}
	slices.Reverse(parts)
	out := ""
	for _, p := range parts {
		out += p + "."
	}
	return out + "in-addr.arpa"
}

func (w *network) private() bool {
	a, b := &ip{k: w.k, n: w.n}, &ip{k: w.k, n: w.last()}
	for _, p := range w.k.private {
		if a.in(p) && b.in(p) {
			for _, x := range w.k.privateExcept {
				if a.in(x) || b.in(x) {
					return false
				}
			}
			return true
		}
	}
	return false
}

// hosts iterates over the addresses that hosts can have.
func (w *network) hosts() value {
	lo, hi, one := new(big.Int).Set(w.n), w.last(), big.NewInt(1)
	if w.k.bits-w.prefix < 2 {
		var items []value
		for n := lo; n.Cmp(hi) <= 0; n = new(big.Int).Add(n, one) {
			items = append(items, w.k.newAddress(n))
		}
		return py.NewList(items).Value() // sic: a list
	}
	lo.Add(lo, one)
	if w.k.version == 4 {
		hi.Sub(hi, one)
	}
	return span(lo, hi, one, w.k.newAddress)
}

func compareNetwork(op py.CompareOp, v, other value) (value, exc) {
	a := netOf(v)
	k := kindOf(other)
	if k == nil {
		return py.NotImplemented, nil
	}
	if !isNetwork(other) {
		return py.NotImplemented, nil
	}
	equality := op == py.EQ || op == py.NE
	b := netOf(other)
	if equality {
		return py.Bool(a.same(b) == (op == py.EQ)), nil
	}
	if a.k != b.k {
		return value{}, notSameVersion(v, other)
	}
	return py.Bool(ordered(op, a.compare(b))), nil
}

func within(a, b value) (value, exc) {
	for _, v := range []value{a, b} {
		if kindOf(v) == nil {
			return value{}, py.Raisef(py.TypeErrorType, "Unable to test subnet containment between %s and %s", str(a), str(b))
		}
	}
	if kindOf(a) != kindOf(b) {
		return value{}, notSameVersion(a, b)
	}
	if !isNetwork(a) || !isNetwork(b) {
		return value{}, py.Raisef(py.TypeErrorType, "Unable to test subnet containment between %s and %s", str(a), str(b))
	}
	return py.Bool(netOf(b).contains(netOf(a))), nil
}

func exclude(v, other value) (value, exc) {
	a := netOf(v)
	if k := kindOf(other); k != nil && k != a.k {
		return value{}, notSameVersion(v, other)
	}
	if kindOf(other) == nil {
		_, e := py.GetAttr(other, nameVersion)
		return value{}, e
	}
	if !isNetwork(other) {
		return value{}, py.Raisef(py.TypeErrorType, "%s is not a network object", str(other))
	}
	b := netOf(other)
	if !a.contains(b) {
		return value{}, py.Raisef(py.ValueErrorType, "%s not contained in %s", b.text(), a.text())
	}
	var items []value
	for cur := a; cur.prefix < b.prefix; {
		half := new(big.Int).Lsh(big.NewInt(1), uint(a.k.bits-cur.prefix-1))
		lo := &network{k: a.k, n: cur.n, prefix: cur.prefix + 1}
		hi := &network{k: a.k, n: half.Add(half, cur.n), prefix: cur.prefix + 1}
		if lo.contains(b) {
			items, cur = append(items, hi.value()), lo
		} else {
			items, cur = append(items, lo.value()), hi
		}
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

// prefixArgs reads prefixlen_diff and new_prefix.
func prefixArgs(diffV, prefixV value) (diff, prefix int, given bool, e exc) {
	diff = 1
	if !diffV.IsUnbound() {
		if diff, e = py.Ssize(diffV); e != nil {
			return
		}
	}
	if !prefixV.IsUnbound() && !prefixV.IsNone() {
		if prefix, e = py.Ssize(prefixV); e != nil {
			return
		}
		given = true
	}
	return
}

func subnets(v, diffV, prefixV value) (value, exc) {
	w := netOf(v)
	k := w.k
	if w.prefix == k.bits {
		done := false
		return iterate(func() (value, bool, exc) {
			if done {
				return value{}, false, nil
			}
			done = true
			return v, true, nil
		}), nil
	}
	// The errors come when the first element is asked for, as from a generator.
	var it value
	return iterate(func() (value, bool, exc) {
		if it.IsUnbound() {
			diff, prefix, given, e := prefixArgs(diffV, prefixV)
			if e != nil {
				return value{}, false, e
			}
			if given {
				if prefix < w.prefix {
					return value{}, false, py.Raisef(py.ValueErrorType, "new prefix must be longer")
				}
				if diff != 1 {
					return value{}, false, py.Raisef(py.ValueErrorType, "cannot set prefixlen_diff and new_prefix")
				}
				diff = prefix - w.prefix
			}
			if diff < 0 {
				return value{}, false, py.Raisef(py.ValueErrorType, "prefix length diff must be > 0")
			}
			prefix = w.prefix + diff
			if prefix > k.bits {
				return value{}, false, py.Raisef(py.ValueErrorType, "prefix length diff %d is invalid for netblock %s", prefix, w.text())
			}
			step := new(big.Int).Lsh(big.NewInt(1), uint(k.bits-prefix))
			it = span(w.n, w.last(), step, func(n *big.Int) value { return (&network{k: k, n: n, prefix: prefix}).value() })
		}
		return py.Next(it)
	}), nil
}

func supernet(v, diffV, prefixV value) (value, exc) {
	w := netOf(v)
	if w.prefix == 0 {
		return v, nil
	}
	diff, prefix, given, e := prefixArgs(diffV, prefixV)
	if e != nil {
		return value{}, e
	}
	if given {
		if prefix > w.prefix {
			return value{}, py.Raisef(py.ValueErrorType, "new prefix must be shorter")
		}
		if diff != 1 {
			return value{}, py.Raisef(py.ValueErrorType, "cannot set prefixlen_diff and new_prefix")
		}
		diff = w.prefix - prefix
	}
	if prefix = w.prefix - diff; prefix < 0 {
		return value{}, py.Raisef(py.ValueErrorType, "current prefixlen is %d, cannot have a prefixlen_diff of %d", w.prefix, diff)
	}
	m := w.k.mask(prefix)
	return (&network{k: w.k, n: m.And(m, w.n), prefix: prefix}).value(), nil
}

// collapse joins addresses and networks into as few networks as there can be.
func collapse(addresses value) (value, exc) {
	var list []*network
	var first value
	e := py.Each(addresses, func(v value) exc {
		k := kindOf(v)
		if k == nil {
			_, e := py.GetAttr(v, py.Intern("network_address"))
			return e
		}
		if first.IsUnbound() {
			first = v
		} else if kindOf(first) != k {
			return notSameVersion(v, first)
		}
		if isNetwork(v) {
			list = append(list, netOf(v))
		} else {
			list = append(list, &network{k: k, n: ipOf(v).n, prefix: k.bits})
		}
		return nil
	})
	if e != nil {
		return value{}, e
	}
	slices.SortFunc(list, (*network).compare)
	var items []value
	for i := 0; i < len(list); {
		// One run of addresses without a gap.
		lo, hi, k := list[i].n, list[i].last(), list[i].k
		for i++; i < len(list); i++ {
			if next := new(big.Int).Add(hi, big.NewInt(1)); list[i].n.Cmp(next) > 0 {
				break
			}
			if l := list[i].last(); l.Cmp(hi) > 0 {
				hi = l
			}
		}
		for _, w := range blocksBetween(k, lo, hi) {
			items = append(items, w.value())
		}
	}
	return listIterator(items), nil
}
