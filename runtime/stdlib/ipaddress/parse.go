package ipaddress

import (
	"math/big"
	"strconv"
	"strings"

	"github.com/aio2go/aio2go/runtime/py"
)

// This file implements the reading and writing of addresses and masks.

func cut(s, sep string) (string, string) {
	a, b, _ := strings.Cut(s, sep)
	return a, b
}

func atoi(s string) int {
	n, _ := strconv.Atoi(s)
	return n
}

func badAddress(format string, args ...any) exc { return py.Raisef(addressError, format, args...) }

// parse reads an address; text is what messages show.
func (k *kind) parse(s, text string) (*big.Int, exc) {
	if k.version == 4 {
		return parse4(s)
	}
	return parse6(s)
}

func allIn(s, set string) bool { return strings.Trim(s, set) == "" }

func parse4(s string) (*big.Int, exc) {
	if s == "" {
		return nil, badAddress("Address cannot be empty")
	}
	octets := strings.Split(s, ".")
	if len(octets) != 4 {
		return nil, badAddress("Expected 4 octets in %s", py.QuoteStr(s))
	}
	var n int64
	for _, o := range octets {
		msg := ""
		switch {
		case o == "":
			msg = "Empty octet not permitted"
		case !allIn(o, "0123456789"):
			msg = "Only decimal digits permitted in " + py.QuoteStr(o)
		case len(o) > 3:
			msg = "At most 3 characters permitted in " + py.QuoteStr(o)
		case o != "0" && o[0] == '0':
			msg = "Leading zeros are not permitted in " + py.QuoteStr(o)
		case atoi(o) > 255:
			msg = "Octet " + o + " (> 255) not permitted"
		}
		if msg != "" {
			return nil, badAddress("%s in %s", msg, py.QuoteStr(s))
		}
		n = n<<8 | int64(atoi(o))
	}
	return big.NewInt(n), nil
}

func parse6(s string) (*big.Int, exc) {
	if s == "" {
		return nil, badAddress("Address cannot be empty")
	}
	parts := strings.Split(s, ":")
	if len(parts) < 3 {
		return nil, badAddress("At least 3 parts expected in %s", py.QuoteStr(s))
	}
	if last := parts[len(parts)-1]; strings.Contains(last, ".") {
		n, e := parse4(last)
		if e != nil {
			return nil, badAddress("%s in %s", str(e.Value()), py.QuoteStr(s))
		}
		x := n.Int64()
		parts = append(parts[:len(parts)-1], strconv.FormatInt(x>>16, 16), strconv.FormatInt(x&0xFFFF, 16))
	}
	if len(parts) > 9 {
		return nil, badAddress("At most 8 colons permitted in %s", py.QuoteStr(s))
	}
	skip := 0
	for i := 1; i < len(parts)-1; i++ {
		if parts[i] == "" {
			if skip != 0 {
				return nil, badAddress("At most one '::' permitted in %s", py.QuoteStr(s))
			}
			skip = i
		}
	}
	const leading, trailing = "Leading ':' only permitted as part of '::' in %s", "Trailing ':' only permitted as part of '::' in %s"
	hi, lo := len(parts), 0
	if skip != 0 {
		hi, lo = skip, len(parts)-skip-1
		if parts[0] == "" {
			if hi--; hi > 0 {
				return nil, badAddress(leading, py.QuoteStr(s))
			}
		}
		if parts[len(parts)-1] == "" {
			if lo--; lo > 0 {
				return nil, badAddress(trailing, py.QuoteStr(s))
			}
		}
		if hi+lo > 7 {
			return nil, badAddress("Expected at most 7 other parts with '::' in %s", py.QuoteStr(s))
		}
	} else {
		if len(parts) != 8 {
			return nil, badAddress("Exactly 8 parts expected without '::' in %s", py.QuoteStr(s))
		}
		if parts[0] == "" {
			return nil, badAddress(leading, py.QuoteStr(s))
		}
		if parts[7] == "" {
			return nil, badAddress(trailing, py.QuoteStr(s))
		}
	}
	n := new(big.Int)
	add := func(h string) exc {
		if !allIn(h, "0123456789abcdefABCDEF") {
			return badAddress("Only hex digits permitted in %s in %s", py.QuoteStr(h), py.QuoteStr(s))
		}
		if len(h) > 4 {
			return badAddress("At most 4 characters permitted in %s in %s", py.QuoteStr(h), py.QuoteStr(s))
		}
		x, _ := strconv.ParseInt(h, 16, 64)
		n.Or(n.Lsh(n, 16), big.NewInt(x))
		return nil
	}
	for _, h := range parts[:hi] {
		if e := add(h); e != nil {
			return nil, e
		}
	}
	if skip != 0 {
		n.Lsh(n, uint(16*(8-hi-lo)))
		for _, h := range parts[len(parts)-lo:] {
			if e := add(h); e != nil {
				return nil, e
			}
		}
	}
	return n, nil
}

// text writes an address, in its short form or in full.
func (k *kind) text(n *big.Int, full bool) string {
	b := n.FillBytes(make([]byte, k.bits/8))
	if k.version == 4 {
		return strconv.Itoa(int(b[0])) + "." + strconv.Itoa(int(b[1])) + "." + strconv.Itoa(int(b[2])) + "." + strconv.Itoa(int(b[3]))
	}
	groups := make([]string, 8)
	for i := range groups {
		x := int64(b[2*i])<<8 | int64(b[2*i+1])
		groups[i] = strconv.FormatInt(x, 16)
		if full {
			groups[i] = strings.Repeat("0", 4-len(groups[i])) + groups[i]
		}
	}
	if full {
		return strings.Join(groups, ":")
	}
	best, length := -1, 1
	for i := 0; i < 8; i++ {
		j := i
		for j < 8 && groups[j] == "0" {
			j++
		}
		if j-i > length {
			best, length = i, j-i
		}
		if j > i {
			i = j
		}
	}
	if best < 0 {
		return strings.Join(groups, ":")
	}
	return strings.Join(groups[:best], ":") + "::" + strings.Join(groups[best+length:], ":")
}

// mask is the netmask of a prefix length.
func (k *kind) mask(prefix int) *big.Int {
	m := new(big.Int).Rsh(k.ones, uint(prefix))
	return m.Xor(m, k.ones)
}

// prefixOf is the length of a mask of leading ones, or -1.
func (k *kind) prefixOf(mask *big.Int) int {
	if mask.Sign() == 0 {
		return 0
	}
	zeros := int(mask.TrailingZeroBits())
	if k.mask(k.bits-zeros).Cmp(mask) != 0 {
		return -1
	}
	return k.bits - zeros
}

// parsePrefix reads what stands behind the slash: a length, and for IPv4 also a netmask or
// hostmask.
func (k *kind) parsePrefix(v value) (int, exc) {
	bad := func(v value) exc {
		r, e := py.ReprText(v)
		if e != nil {
			return e
		}
		return py.Raisef(netmaskError, "%s is not a valid netmask", r)
	}
	if v.IsInt() {
		n, ok := py.AsInt64(v)
		if !ok || n < 0 || n > int64(k.bits) {
			return 0, bad(v)
		}
		return int(n), nil
	}
	s, ok := py.AsStr(v)
	if !ok {
		return 0, bad(v)
	}
	if s.S != "" && allIn(s.S, "0123456789") {
		if n, err := strconv.Atoi(s.S); err == nil && n <= k.bits {
			return n, nil
		}
		return 0, bad(v)
	}
	if k.version == 4 {
		if n, e := parse4(s.S); e == nil {
			if p := k.prefixOf(n); p >= 0 {
				return p, nil
			}
			if p := k.prefixOf(n.Xor(n, k.ones)); p >= 0 {
				return p, nil
			}
		}
	}
	return 0, bad(v)
}
