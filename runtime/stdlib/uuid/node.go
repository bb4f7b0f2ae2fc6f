package uuid

import (
	"bytes"
	"crypto/rand"
	"encoding/binary"
	"net"
	"strconv"
	"time"

	"github.com/aio2go/aio2go/runtime/py"
	"github.com/aio2go/aio2go/runtime/pydef"
)

// This file implements the address of this machine, and uuid1. A program may put something
// else into the module's variables, as CPython's tests do, so these are read where they
// count.

var (
	nameNode     = py.Intern("_node")
	nameGetters  = py.Intern("_GETTERS")
	nameRandom   = py.Intern("_random_getnode")
	nameGenerate = py.Intern("_generate_time_safe")
	nameLast     = py.Intern("_last_timestamp")
	nameGetnode  = py.Intern("getnode")
	nameDelim    = py.Intern("_MAC_DELIM")
	nameOmits    = py.Intern("_MAC_OMITS_LEADING_ZEROES")
)

// addNode adds the functions to m.
func addNode(m *py.Module) {
	self := m.Value()
	// Where CPython asks a command for the address of a network card, the runtime asks the
	// system: the functions that run commands find nothing.
	command := func(name, doc string) pydef.Method {
		return pydef.Method{Sig: name + "()", Doc: doc, Impl: func() (value, exc) { return py.None, nil }}
	}
	pydef.Add(m,
		pydef.Method{Sig: "getnode()", Impl: func() (value, exc) { return getnode(self) },
			Doc: "Get the hardware address as a 48-bit positive integer.\n\n    The first time this runs, it may launch a separate program, which could\n    be quite slow.  If all attempts to obtain the hardware address fail, we\n    choose a random 48-bit number with its eighth bit set to 1 as recommended\n    in RFC 4122.\n    "},
		pydef.Method{Sig: "uuid1(node=None, clock_seq=None)", Impl: func(node, seq value) (value, exc) { return uuid1(self, node, seq) },
			Doc: "Generate a UUID from a host ID, sequence number, and the current time.\n    If 'node' is not given, getnode() is used to obtain the hardware\n    address.  If 'clock_seq' is given, it is used as the sequence number;\n    otherwise a random 14-bit sequence number is chosen."},
		pydef.Method{Sig: "_unix_getnode()", Doc: "Get the hardware address of a network card.", Impl: func() (value, exc) {
			if n := card(); n != 0 {
				return py.IntUint64(n), nil
			}
			return py.None, nil
		}},
		pydef.Method{Sig: "_random_getnode()", Doc: "Get a random node ID.", Impl: func() (value, exc) { return py.IntUint64(randomNode()), nil }},
		pydef.Method{Sig: "_generate_time_safe()", Impl: func() (value, exc) {
			b, e := generate(self, py.None, py.None)
			// As where no daemon sees to it that no two processes take the same time.
			return py.TupleV(py.BytesV(b), py.Int(-1)), e
		}},
		pydef.Method{Sig: "_parse_mac(word)", Impl: func(word value) (value, exc) { return parseMAC(self, word) }},
		command("_ip_getnode", "Get the hardware address on Unix by running ip."),
		command("_ifconfig_getnode", "Get the hardware address on Unix by running ifconfig."),
		command("_arp_getnode", "Get the hardware address on Unix by running arp."),
		command("_lanscan_getnode", "Get the hardware address on Unix by running lanscan."),
		command("_netstat_getnode", "Get the hardware address on Unix by running netstat."),
	)
	unix, _ := py.GetAttr(self, py.Intern("_unix_getnode"))
	m.Set("_GETTERS", py.ListV(unix))
	m.Set("_node", py.None)
	m.Set("_last_timestamp", py.None)
	m.Set("_MAC_DELIM", py.BytesV([]byte(":")))
	m.Set("_MAC_OMITS_LEADING_ZEROES", py.False)
}

// card returns the address of a network card, 0 if there is none.
func card() uint64 {
	list, err := net.Interfaces()
	if err != nil {
		return 0
	}
	for _, i := range list {
		if len(i.HardwareAddr) == 6 && i.HardwareAddr[0]&2 == 0 {
			return binary.BigEndian.Uint64(append([]byte{0, 0}, i.HardwareAddr...))
		}
	}
	return 0
}

// randomNode returns a random number with the multicast bit (RFC 4122, section 4.5).
func randomNode() uint64 {
	var b [8]byte
	rand.Read(b[2:])
	return binary.BigEndian.Uint64(b[:]) | 1<<40
}

var nodeLimit = py.Int(1 << 48)

func getnode(m value) (value, exc) {
	known, e := py.GetAttr(m, nameNode)
	if e != nil || !known.IsNone() {
		return known, e
	}
	getters, e := py.GetAttr(m, nameGetters)
	if e != nil {
		return value{}, e
	}
	random, e := py.GetAttr(m, nameRandom)
	if e != nil {
		return value{}, e
	}
	all, e := py.Add(getters, py.ListV(random))
	if e != nil {
		return value{}, e
	}
	list, e := py.IterItems(all)
	if e != nil {
		return value{}, e
	}
	var v value
	for _, getter := range list {
		if v, e = py.Call0(getter); e != nil || v.IsNone() {
			continue // whatever it was
		}
		ok, e := py.LeBool(py.Int(0), v)
		if e == nil && ok {
			ok, e = py.LtBool(v, nodeLimit)
		}
		if e != nil {
			return value{}, e
		}
		if ok {
			return v, py.SetAttr(m, nameNode, v)
		}
	}
	text, e := py.StrText(v)
	if e != nil {
		return value{}, e
	}
	return value{}, py.Raisef(py.AssertionErrorType, "_random_getnode() returned invalid value: %s", text)
}

func uuid1(m, node, seq value) (value, exc) {
	made, e := py.GetAttr(m, nameGenerate)
	if e != nil {
		return value{}, e
	}
	if made.IsNone() || !node.IsNone() || !seq.IsNone() {
		b, e := generate(m, node, seq)
		if e != nil {
			return value{}, e
		}
		return fromBytes(b)
	}
	pair, e := py.Call0(made)
	if e != nil {
		return value{}, e
	}
	items, e := py.Unpack(pair, 2)
	if e != nil {
		return value{}, e
	}
	safe, e := py.Call1(unknown.Type().Value(), items[1])
	if e != nil {
		if !e.Is(py.ValueErrorType) {
			return value{}, e
		}
		safe = unknown
	}
	return py.CallKw(uuidClass.Value(), []value{items[0], safe}, []*py.Str{nameBytes, nameIsSafe})
}

// timestamp returns the time in units of 100 nanoseconds since 15 October 1582, later than
// the last one.
func timestamp(m value) (uint64, exc) {
	t := uint64(time.Now().UnixNano()/100) + 0x01b21dd213814000
	last, e := py.GetAttr(m, nameLast)
	if e != nil {
		return 0, e
	}
	if !last.IsNone() {
		n, e := py.Ssize(last)
		if e != nil {
			return 0, e
		}
		t = max(t, uint64(n)+1)
	}
	return t, py.SetAttr(m, nameLast, py.IntUint64(t))
}

// generate returns the bytes of a UUID of version 1.
func generate(m, nodeV, seqV value) ([]byte, exc) {
	t, e := timestamp(m)
	if e != nil {
		return nil, e
	}
	if nodeV.IsNone() {
		get, e := py.GetAttr(m, nameGetnode)
		if e != nil {
			return nil, e
		}
		if nodeV, e = py.Call0(get); e != nil {
			return nil, e
		}
	}
	n, e := py.Ssize(nodeV)
	if e != nil {
		return nil, e
	}
	if n < 0 || n >= 1<<48 {
		return nil, py.Raisef(py.ValueErrorType, "field 6 out of range (need a 48-bit value)")
	}
	var seq uint64
	if seqV.IsNone() {
		var b [2]byte
		rand.Read(b[:])
		seq = uint64(binary.BigEndian.Uint16(b[:]))
	} else {
		x, e := py.Ssize(seqV)
		if e != nil {
			return nil, e
		}
		seq = uint64(x)
	}
	var b [16]byte
	binary.BigEndian.PutUint32(b[0:], uint32(t))
	binary.BigEndian.PutUint16(b[4:], uint16(t>>32))
	binary.BigEndian.PutUint16(b[6:], uint16(t>>48))
	binary.BigEndian.PutUint64(b[8:], uint64(n)|seq&0x3FFF<<48)
	return stamp(b[:], 1), nil
}

// parseMAC returns the number that six groups of hexadecimal digits mean, None for what is
// something else, such as an address of IPv6.
func parseMAC(m, word value) (value, exc) {
	b, e := py.BytesLike(word)
	if e != nil {
		return value{}, e
	}
	delim, e := py.GetAttr(m, nameDelim)
	if e != nil {
		return value{}, e
	}
	sep, e := py.BytesLike(delim)
	if e != nil {
		return value{}, e
	}
	omits, e := py.GetAttr(m, nameOmits)
	if e != nil {
		return value{}, e
	}
	short, e := py.Truth(omits)
	if e != nil {
		return value{}, e
	}
	parts := bytes.Split(b, sep)
	if len(parts) != 6 {
		return py.None, nil
	}
	n := uint64(0)
	for _, part := range parts {
		if len(part) != 2 && (!short || len(part) != 1) {
			return py.None, nil
		}
		x, err := strconv.ParseUint(string(part), 16, 8)
		if err != nil {
			return py.None, nil
		}
		n = n<<8 | x
	}
	return py.IntUint64(n), nil
}
