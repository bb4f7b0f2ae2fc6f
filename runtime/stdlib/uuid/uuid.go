// Package uuid implements the module uuid (Python library reference, uuid: UUID objects
// according to RFC 4122).
package uuid

import (
	"crypto/md5"
	"crypto/rand"
	"crypto/sha1"
	"encoding/hex"
	"math/big"
	"strings"

	"github.com/aio2go/aio2go/runtime/py"
	"github.com/aio2go/aio2go/runtime/pydef"
	_ "github.com/aio2go/aio2go/runtime/stdlib/enum" // SafeUUID
)

type (
	value = py.Value
	exc   = *py.Exception
)

var spec = py.ModuleSpec{
	Name: "uuid",
	Doc:  "UUID objects (universally unique identifiers) according to RFC 4122.",
	Init: initModule,
}

func init() { py.RegisterModule(&spec) }

var (
	nameInt    = py.Intern("int")
	nameIsSafe = py.Intern("is_safe")
	nameBytes  = py.Intern("bytes")
	uuidClass  *py.Type
	unknown    value // SafeUUID.unknown
)

// The variants.
const (
	reservedNCS       = "reserved for NCS compatibility"
	rfc4122           = "specified in RFC 4122"
	reservedMicrosoft = "reserved for Microsoft compatibility"
	reservedFuture    = "reserved for future definition"
)

func initModule(m *py.Module) exc {
	enum, e := py.ImportModule("enum")
	if e != nil {
		return e
	}
	base, e := py.GetAttr(enum, py.Intern("Enum"))
	if e != nil {
		return e
	}
	safe, e := py.CallKw(base, []value{py.StrV("SafeUUID"), py.ListV(py.TupleV(py.StrV("safe"), py.Int(0)), py.TupleV(py.StrV("unsafe"), py.Int(-1)), py.TupleV(py.StrV("unknown"), py.None)), py.StrV("uuid")}, []*py.Str{py.Intern("module")})
	if e != nil {
		return e
	}
	m.Set("SafeUUID", safe)
	m.Set("Enum", base)
	m.Set("bytes_", py.BytesType.Value()) // the classes, where parameters go by their names
	m.Set("int_", py.IntType.Value())
	if unknown, e = py.GetAttr(safe, py.Intern("unknown")); e != nil {
		return e
	}
	if e := makeClass(); e != nil {
		return e
	}
	m.Set("UUID", uuidClass.Value())
	for name, text := range map[string]string{"RESERVED_NCS": reservedNCS, "RFC_4122": rfc4122, "RESERVED_MICROSOFT": reservedMicrosoft, "RESERVED_FUTURE": reservedFuture} {
		m.Set(name, py.StrV(text))
	}
	for i, name := range []string{"DNS", "URL", "OID", "", "X500"} {
		if name == "" {
			continue
		}
		b, _ := hex.DecodeString("6ba7b8109dad11d180b400c04fd430c8")
		b[3] += byte(i)
		u, e := fromBytes(b)
		if e != nil {
			return e
		}
		m.Set("NAMESPACE_"+name, u)
	}
	named := func(version byte, sum func(b []byte) []byte) func(ns, name value) (value, exc) {
		return func(ns, name value) (value, exc) {
			if s, ok := py.AsStr(name); ok {
				b, e := py.Encode(s, "utf-8", "strict")
				if e != nil {
					return value{}, e
				}
				name = py.BytesV(b)
			}
			nb, e := py.GetAttr(ns, nameBytes)
			if e != nil {
				return value{}, e
			}
			all, e := py.Add(nb, name)
			if e != nil {
				return value{}, e
			}
			b, e := py.BytesLike(all)
			if e != nil {
				return value{}, e
			}
			return fromBytes(stamp(sum(b)[:16], version))
		}
	}
	addNode(m)
	pydef.Add(m,
		pydef.Method{Sig: "uuid3(namespace, name)", Impl: named(3, func(b []byte) []byte { s := md5.Sum(b); return s[:] })},
		pydef.Method{Sig: "uuid4()", Impl: func() (value, exc) {
			b := make([]byte, 16)
			rand.Read(b)
			return fromBytes(stamp(b, 4))
		}},
		pydef.Method{Sig: "uuid5(namespace, name)", Impl: named(5, func(b []byte) []byte { s := sha1.Sum(b); return s[:] })},
	)
	return nil
}

// stamp sets the variant of RFC 4122 and the version.
func stamp(b []byte, version byte) []byte {
	b[6] = b[6]&0x0F | version<<4
	b[8] = b[8]&0x3F | 0x80
	return b
}

func fromBytes(b []byte) (value, exc) {
	v := uuidClass.Alloc(uuidClass)
	return v, set(v, py.IntBig(new(big.Int).SetBytes(b)), unknown)
}

// set sets the slots, which __setattr__ refuses to.
func set(self, n, safe value) exc {
	if e := py.GenericSetAttr(self, nameInt, n); e != nil {
		return e
	}
	return py.GenericSetAttr(self, nameIsSafe, safe)
}

// intValue is self.int.
func intValue(self value) (value, exc) { return py.GenericGetAttr(self, nameInt) }

func intOf(self value) *big.Int {
	v, e := intValue(self)
	if e != nil || !v.IsInt() {
		return new(big.Int)
	}
	return py.BigOf(v)
}

func bytesOf(self value) []byte { return intOf(self).FillBytes(make([]byte, 16)) }

// swap turns bytes into bytes_le and back.
func swap(b []byte) []byte {
	return []byte{b[3], b[2], b[1], b[0], b[5], b[4], b[7], b[6], b[8], b[9], b[10], b[11], b[12], b[13], b[14], b[15]}
}

func text(self value) string {
	h := hex.EncodeToString(bytesOf(self))
	return h[:8] + "-" + h[8:12] + "-" + h[12:16] + "-" + h[16:20] + "-" + h[20:]
}

// number returns a getter of the bits of a field.
func number(f func(b []byte) uint64) any {
	return func(self value) (value, exc) { return py.IntUint64(f(bytesOf(self))), nil }
}

func be(b []byte) uint64 { return new(big.Int).SetBytes(b).Uint64() }

func variant(b []byte) string {
	switch {
	case b[8]&0x80 == 0:
		return reservedNCS
	case b[8]&0x40 == 0:
		return rfc4122
	case b[8]&0x20 == 0:
		return reservedMicrosoft
	}
	return reservedFuture
}

func makeClass() exc {
	compare := func(name string, op py.CompareOp) pydef.Method {
		return pydef.Method{Sig: name + "(self, other)", Impl: func(self, other value) (value, exc) {
			if !py.IsInstance(other, uuidClass) {
				return py.NotImplemented, nil
			}
			a, e := intValue(self)
			if e != nil {
				return value{}, e
			}
			b, e := intValue(other)
			if e != nil {
				return value{}, e
			}
			return py.Compare(op, a, b)
		}}
	}
	property := func(name string, impl any) pydef.Method {
		return pydef.Method{Sig: name + "(self)", Kind: pydef.Property, Impl: impl}
	}
	str := func(f func(self value) string) any {
		return func(self value) (value, exc) { return py.StrV(f(self)), nil }
	}
	fields := []struct {
		name string
		get  func(b []byte) uint64
	}{
		{"time_low", func(b []byte) uint64 { return be(b[:4]) }}, {"time_mid", func(b []byte) uint64 { return be(b[4:6]) }},
		{"time_hi_version", func(b []byte) uint64 { return be(b[6:8]) }}, {"clock_seq_hi_variant", func(b []byte) uint64 { return uint64(b[8]) }},
		{"clock_seq_low", func(b []byte) uint64 { return uint64(b[9]) }}, {"node", func(b []byte) uint64 { return be(b[10:]) }},
	}
	methods := []pydef.Method{
		{Sig: "__init__(self, hex=None, bytes=None, bytes_le=None, fields=None, int=None, version=None, *, is_safe=UNKNOWN)", Values: pydef.Values{"UNKNOWN": unknown}, Impl: initialize},
		{Sig: "__getstate__(self)", Impl: func(self value) (value, exc) {
			d := py.NewDict()
			n, e := intValue(self)
			if e != nil {
				return value{}, e
			}
			d.SetStr(nameInt, n)
			if s, e := py.GenericGetAttr(self, nameIsSafe); e != nil {
				return value{}, e
			} else if s != unknown {
				v, e := py.GetAttr(s, py.Intern("value"))
				if e != nil {
					return value{}, e
				}
				d.SetStr(nameIsSafe, v)
			}
			return d.Value(), nil
		}},
		{Sig: "__setstate__(self, state)", Impl: func(self, state value) (value, exc) {
			i, e := py.GetItem(state, nameInt.Value())
			if e != nil {
				return value{}, e
			}
			safe := unknown
			if d, ok := py.AsDict(state); ok {
				if s, ok := d.GetStr(nameIsSafe); ok {
					if safe, e = py.Call1(unknown.Type().Value(), s); e != nil {
						return value{}, e
					}
				}
			}
			return py.None, set(self, i, safe)
		}},
		compare("__eq__", py.EQ), compare("__lt__", py.LT), compare("__gt__", py.GT), compare("__le__", py.LE), compare("__ge__", py.GE),
		{Sig: "__hash__(self)", Impl: func(self value) (value, exc) {
			n, e := intValue(self)
			if e != nil {
				return value{}, e
			}
			h, e := py.Hash(n)
			return py.Int(h), e
		}},
		{Sig: "__int__(self)", Impl: intValue},
		{Sig: "__repr__(self)", Impl: func(self value) (value, exc) {
			s, e := py.Str_(self)
			if e != nil {
				return value{}, e
			}
			return py.StrV(self.Type().Name + "(" + py.QuoteStr(s.Str().S) + ")"), nil
		}},
		{Sig: "__setattr__(self, name, value)", Impl: func(self, name, v value) (value, exc) {
			return value{}, py.Raisef(py.TypeErrorType, "UUID objects are immutable")
		}},
		{Sig: "__str__(self)", Impl: str(text)},
		property("bytes", func(self value) (value, exc) { return py.BytesV(bytesOf(self)), nil }),
		property("bytes_le", func(self value) (value, exc) { return py.BytesV(swap(bytesOf(self))), nil }),
		property("fields", func(self value) (value, exc) {
			var items []value
			b := bytesOf(self)
			for _, f := range fields {
				items = append(items, py.IntUint64(f.get(b)))
			}
			return py.NewTuple(items).Value(), nil
		}),
		property("time", number(func(b []byte) uint64 { return be(b[6:8])&0x0FFF<<48 | be(b[4:6])<<32 | be(b[:4]) })),
		property("clock_seq", number(func(b []byte) uint64 { return be(b[8:10]) & 0x3FFF })),
		property("hex", str(func(self value) string { return hex.EncodeToString(bytesOf(self)) })),
		property("urn", str(func(self value) string { return "urn:uuid:" + text(self) })),
		property("variant", str(func(self value) string { return variant(bytesOf(self)) })),
		property("version", func(self value) (value, exc) {
			b := bytesOf(self)
			if variant(b) != rfc4122 {
				return py.None, nil
			}
			return py.Int(int64(b[6] >> 4)), nil
		}),
	}
	for _, f := range fields {
		methods = append(methods, property(f.name, number(f.get)))
	}
	v, e := pydef.New(pydef.ClassSpec{
		Name: "UUID", Module: "uuid", Methods: methods,
		Attrs: []pydef.Attr{{Name: "__slots__", Value: py.TupleV(nameInt.Value(), nameIsSafe.Value(), py.StrV("__weakref__"))}},
	})
	if e == nil {
		uuidClass = py.AsType(v)
	}
	return e
}

func replaceAll(v value, pairs ...string) (value, exc) {
	for i := 0; i < len(pairs); i += 2 {
		var e exc
		if v, e = py.CallMethod2(v, py.Intern("replace"), py.StrV(pairs[i]), py.StrV(pairs[i+1])); e != nil {
			return value{}, e
		}
	}
	return v, nil
}

// initialize takes self, hex, bytes, bytes_le, fields, int, version, is_safe.
func initialize(a []value) (value, exc) {
	self, given := a[0], 0
	for _, v := range a[1:6] {
		if !v.IsNone() {
			given++
		}
	}
	if given != 1 {
		return value{}, py.Raisef(py.TypeErrorType, "one of the hex, bytes, bytes_le, fields, or int arguments must be given")
	}
	n := a[5]
	switch {
	case !a[1].IsNone():
		h, e := replaceAll(a[1], "urn:", "", "uuid:", "")
		if e != nil {
			return value{}, e
		}
		s, e := py.StrText(h)
		if e != nil {
			return value{}, e
		}
		s = strings.ReplaceAll(strings.Trim(s, "{}"), "-", "")
		if py.NewStr(s).Len() != 32 {
			return value{}, py.Raisef(py.ValueErrorType, "badly formed hexadecimal UUID string")
		}
		if n, e = py.IntFromStr(s, 16, py.StrV(s)); e != nil {
			return value{}, e
		}
	case !a[2].IsNone(), !a[3].IsNone():
		b, name := a[2], "bytes"
		if b.IsNone() {
			b, name = a[3], "bytes_le"
		}
		size, e := py.Len(b)
		if e != nil {
			return value{}, e
		}
		if size != 16 {
			return value{}, py.Raisef(py.ValueErrorType, "%s is not a 16-char string", name)
		}
		if !b.IsBytes() {
			r, e := py.Repr(b)
			if e != nil {
				return value{}, e
			}
			return value{}, py.RaiseArgs(py.AssertionErrorType, r)
		}
		raw, _ := py.BytesOf(b)
		if name == "bytes_le" {
			raw = swap(raw)
		}
		n = py.IntBig(new(big.Int).SetBytes(raw))
	case !a[4].IsNone():
		var e exc
		if n, e = fromFields(a[4]); e != nil {
			return value{}, e
		}
	}
	if e := checkRange(n); e != nil {
		return value{}, e
	}
	if !a[6].IsNone() {
		version, e := py.Ssize(a[6])
		if e != nil {
			return value{}, e
		}
		if version < 1 || version > 5 {
			return value{}, py.Raisef(py.ValueErrorType, "illegal version number")
		}
		n = py.IntBig(new(big.Int).SetBytes(stamp(py.BigOf(n).FillBytes(make([]byte, 16)), byte(version))))
	}
	return py.None, set(self, n, a[7])
}

var tooBig = py.IntBig(new(big.Int).Lsh(big.NewInt(1), 128))

// checkRange is: 0 <= n < 1<<128.
func checkRange(n value) exc {
	ok, e := py.LeBool(py.Int(0), n)
	if e == nil && ok {
		ok, e = py.LtBool(n, tooBig)
	}
	if e == nil && !ok {
		e = py.Raisef(py.ValueErrorType, "int is out of range (need a 128-bit value)")
	}
	return e
}

func fromFields(v value) (value, exc) {
	size, e := py.Len(v)
	if e != nil {
		return value{}, e
	}
	if size != 6 {
		return value{}, py.Raisef(py.ValueErrorType, "fields is not a 6-tuple")
	}
	items, e := py.Unpack(v, 6)
	if e != nil {
		return value{}, e
	}
	var parts [6]*big.Int
	for i, width := range []uint{32, 16, 16, 8, 8, 48} {
		article := "a"
		if width == 8 {
			article = "an"
		}
		ok, e := py.LeBool(py.Int(0), items[i])
		if e == nil && ok {
			ok, e = py.LtBool(items[i], py.Int(1<<width))
		}
		if e != nil {
			return value{}, e
		}
		if !ok {
			return value{}, py.Raisef(py.ValueErrorType, "field %d out of range (need %s %d-bit value)", i+1, article, width)
		}
		x, e := py.Index(items[i])
		if e != nil {
			return value{}, e
		}
		parts[i] = py.BigOf(x)
	}
	n := new(big.Int)
	for i, width := range []uint{32, 16, 16, 8, 8, 48} {
		n.Or(n.Lsh(n, width), parts[i])
	}
	return py.IntBig(n), nil
}
