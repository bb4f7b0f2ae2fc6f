// Package struct_ implements the module struct (Python library reference, struct:
// Interpret bytes as packed binary data).
package struct_

import (
	"math"
	"math/big"
	"strconv"
	"strings"

	"github.com/aio2go/aio2go/runtime/py"
	"github.com/aio2go/aio2go/runtime/pydef"
)

type (
	value = py.Value
	exc   = *py.Exception
)

var spec = py.ModuleSpec{
	Name:  "struct",
	Doc:   "Functions to convert between Python values and C structs.",
	Types: []*py.Type{structType},
	Functions: []py.Method{
		{Name: "calcsize", Sig: "(format, /)", Impl: func(f value) (value, exc) {
			l, e := layoutOf(f)
			if e != nil {
				return value{}, e
			}
			return py.IntOf(l.size), nil
		}},
		{Name: "pack", Impl: func(args []value) (value, exc) {
			l, e := firstLayout(args)
			if e != nil {
				return value{}, e
			}
			return l.packNew(args[1:])
		}},
		{Name: "pack_into", Impl: func(args []value) (value, exc) {
			l, e := firstLayout(args)
			if e != nil {
				return value{}, e
			}
			return l.packInto(args[1:])
		}},
		{Name: "unpack", Sig: "(format, buffer, /)", Impl: func(f, b value) (value, exc) {
			l, e := layoutOf(f)
			if e != nil {
				return value{}, e
			}
			return l.unpack(b)
		}},
		{Name: "unpack_from", Sig: "(format, /, buffer, offset=0)", Impl: func(f, b, off value) (value, exc) {
			l, e := layoutOf(f)
			if e != nil {
				return value{}, e
			}
			return l.unpackFrom(b, off)
		}},
		{Name: "iter_unpack", Sig: "(format, buffer, /)", Impl: func(f, b value) (value, exc) {
			l, e := layoutOf(f)
			if e != nil {
				return value{}, e
			}
			return l.iterUnpack(b)
		}},
	},
	Init: func(m *py.Module) exc {
		m.Set("error", errorType().Value())
		return nil
	},
}

func init() { py.RegisterModule(&spec) }

var structError *py.Type

func errorType() *py.Type {
	if structError == nil {
		var e exc
		if structError, e = pydef.ExceptionClass("struct", "error", "", py.ExceptionType); e != nil {
			panic("struct: the class error cannot be made")
		}
	}
	return structError
}

func fail(format string, args ...any) exc { return py.Raisef(errorType(), format, args...) }

// field is one item of a format, or count bytes for s and p, or padding.
type field struct {
	code   byte
	offset int
	size   int // of the item
	count  int // how many items; the length for s and p
}

// layout is a compiled format.
type layout struct {
	format string
	big    bool // the byte order
	native bool
	fields []field
	size   int
	values int // -1 of a Struct that __init__ has not seen
}

var nativeSizes = map[byte]int{
	'x': 1, 'c': 1, 'b': 1, 'B': 1, '?': 1, 'h': 2, 'H': 2, 'i': 4, 'I': 4, 'l': 8, 'L': 8, 'q': 8, 'Q': 8,
	'n': 8, 'N': 8, 'e': 2, 'f': 4, 'd': 8, 's': 1, 'p': 1, 'P': 8,
}

var standardSizes = map[byte]int{
	'x': 1, 'c': 1, 'b': 1, 'B': 1, '?': 1, 'h': 2, 'H': 2, 'i': 4, 'I': 4, 'l': 4, 'L': 4, 'q': 8, 'Q': 8,
	'e': 2, 'f': 4, 'd': 8, 's': 1, 'p': 1,
}

var layouts = map[string]*layout{}

const maxLayouts = 100

func firstLayout(args []value) (*layout, exc) {
	if len(args) == 0 {
		return nil, py.Raisef(py.TypeErrorType, "missing format argument")
	}
	return layoutOf(args[0])
}

// layoutOf returns the layout of a format, or of a Struct's own.
func layoutOf(v value) (*layout, exc) {
	var f string
	if s, ok := py.AsStr(v); ok {
		if !s.IsASCII() {
			if _, e := py.Encode(s, "ascii", "strict"); e != nil {
				return nil, e
			}
		}
		f = s.S
	} else if b, ok := py.AsBytes(v); ok {
		f = string(b.B)
	} else {
		return nil, py.Raisef(py.TypeErrorType, "Struct() argument 1 must be a str or bytes object, not %s", v.Type().ShownName())
	}
	if l, ok := layouts[f]; ok {
		return l, nil
	}
	l, e := parse(f)
	if e != nil {
		return nil, e
	}
	if len(layouts) >= maxLayouts {
		clear(layouts)
	}
	layouts[f] = l
	return l, nil
}

func parse(f string) (*layout, exc) {
	l := &layout{format: f, native: true}
	sizes, align := nativeSizes, true
	i := 0
	if f != "" {
		switch f[0] {
		case '@':
			i = 1
		case '=', '<':
			i, sizes, align, l.native = 1, standardSizes, false, false
		case '>', '!':
			i, sizes, align, l.native = 1, standardSizes, false, false
			l.big = true
		}
	}
	for i < len(f) {
		c := f[i]
		if c == ' ' || c >= '\t' && c <= '\r' {
			i++
			continue
		}
		n := 1
		if c >= '0' && c <= '9' {
			start := i
			for i < len(f) && f[i] >= '0' && f[i] <= '9' {
				i++
			}
			var err error
			if n, err = strconv.Atoi(f[start:i]); err != nil {
				return nil, fail("total struct size too long")
			}
			if i == len(f) {
				return nil, fail("repeat count given without format specifier")
			}
			c = f[i]
		}
		i++
		size, ok := sizes[c]
		switch {
		case !ok && strings.IndexByte(f, 0) >= 0:
			return nil, fail("embedded null character")
		case !ok:
			return nil, fail("bad char in struct format")
		}
		if align && c != 'x' && c != 's' && c != 'p' {
			l.size = (l.size + size - 1) / size * size
		}
		if n > (math.MaxInt-l.size)/size {
			return nil, fail("total struct size too long")
		}
		switch c {
		case 'x':
		case 's', 'p':
			l.fields = append(l.fields, field{c, l.size, 1, n})
			l.values++
		default:
			if n > 0 {
				l.fields = append(l.fields, field{c, l.size, size, n})
				l.values += n
			}
		}
		l.size += n * size
	}
	return l, nil
}

func (l *layout) packNew(args []value) (value, exc) {
	if len(args) != l.values {
		return value{}, fail("pack expected %d items for packing (got %d)", l.values, len(args))
	}
	b := make([]byte, l.size)
	if e := l.pack(b, args); e != nil {
		return value{}, e
	}
	return py.BytesV(b), nil
}

func (l *layout) packInto(args []value) (value, exc) {
	switch {
	case len(args) == 0:
		return value{}, fail("pack_into expected buffer argument")
	case len(args) == 1:
		return value{}, fail("pack_into expected offset argument")
	case len(args)-2 != l.values:
		return value{}, fail("pack_into expected %d items for packing (got %d)", l.values, len(args)-2)
	}
	b, ok := py.WritableBytes(args[0])
	if !ok {
		return value{}, py.Raisef(py.TypeErrorType, "argument must be read-write bytes-like object, not %s", args[0].Type().ShownName())
	}
	off, e := py.IndexInt(args[1], nil)
	if e != nil {
		return value{}, e
	}
	if off < 0 {
		if off+l.size > 0 {
			return value{}, fail("no space to pack %d bytes at offset %d", l.size, off)
		}
		if off+len(b) < 0 {
			return value{}, fail("offset %d out of range for %d-byte buffer", off, len(b))
		}
		off += len(b)
	}
	if len(b)-off < l.size {
		return value{}, fail("pack_into requires a buffer of at least %d bytes for packing %d bytes at offset %d (actual buffer size is %d)", uint64(l.size)+uint64(off), l.size, off, len(b))
	}
	clear(b[off : off+l.size])
	return py.None, l.pack(b[off:off+l.size], args[2:])
}

// pack writes args into b, which is zero.
func (l *layout) pack(b []byte, args []value) exc {
	k := 0
	for _, f := range l.fields {
		at := b[f.offset:]
		switch f.code {
		case 's', 'p':
			data, ok := py.AsBytes(args[k])
			if !ok {
				ba, isArray := py.BytesOf(args[k])
				if !isArray || !args[k].Type().Has(py.FlagByteArray) {
					return fail("argument for '%c' must be a bytes object", f.code)
				}
				data = py.NewBytes(ba)
			}
			k++
			if f.code == 's' {
				copy(at[:f.count], data.B)
			} else if f.count > 0 {
				n := copy(at[1:f.count], data.B)
				at[0] = byte(min(n, 255))
			}
		default:
			for i := 0; i < f.count; i++ {
				if e := l.put(f, at[i*f.size:], args[k]); e != nil {
					return e
				}
				k++
			}
		}
	}
	return nil
}

func (l *layout) put(f field, b []byte, v value) exc {
	switch f.code {
	case '?':
		t, e := py.Truth(v)
		if t {
			b[0] = 1
		}
		return e
	case 'c':
		c, ok := py.AsBytes(v)
		if !ok || len(c.B) != 1 {
			return fail("char format requires a bytes object of length 1")
		}
		b[0] = c.B[0]
		return nil
	case 'e', 'f', 'd':
		x, e := py.AsFloat(v)
		if e != nil {
			return fail("required argument is not a float")
		}
		return l.putFloat(f, b, x)
	}
	signed := f.code >= 'a' && f.code != 'P'
	var bits uint64
	if v.IsSmallInt() {
		n := v.SmallInt()
		bits = uint64(n)
		if signed {
			if f.size < 8 && (n < -1<<(8*f.size-1) || n >= 1<<(8*f.size-1)) {
				return outOfRange(f, signed)
			}
		} else if f.code != 'P' && (n < 0 || f.size < 8 && n >= 1<<(8*f.size)) {
			return outOfRange(f, signed)
		}
	} else {
		i := v
		if !v.IsInt() {
			if !py.HasIndex(v) {
				return fail("required argument is not an integer")
			}
			var e exc
			if i, e = py.Index(v); e != nil {
				return e
			}
		}
		n := py.BigOf(i)
		if n.IsInt64() {
			return l.put(f, b, py.Int(n.Int64()))
		}
		if signed || n.Sign() < 0 || !n.IsUint64() || f.size < 8 {
			if f.code == 'P' {
				return fail("int too large to convert")
			}
			return outOfRange(f, signed)
		}
		bits = n.Uint64()
	}
	l.putBits(b, f.size, bits)
	return nil
}

func outOfRange(f field, signed bool) exc {
	lo, hi := new(big.Int), new(big.Int).Lsh(big.NewInt(1), uint(8*f.size))
	if signed {
		hi.Rsh(hi, 1)
		lo.Neg(hi)
	}
	return fail("'%c' format requires %s <= number <= %s", f.code, lo, hi.Sub(hi, big.NewInt(1)))
}

func (l *layout) putBits(b []byte, size int, bits uint64) {
	switch size {
	case 1:
		b[0] = byte(bits)
	case 2:
		l.putUint16(b, uint16(bits))
	case 4:
		l.putUint32(b, uint32(bits))
	default:
		l.putUint64(b, bits)
	}
}

func (l *layout) putFloat(f field, b []byte, x float64) exc {
	switch f.code {
	case 'd':
		l.putBits(b, 8, math.Float64bits(x))
	case 'f':
		y := float32(x)
		if math.IsInf(float64(y), 0) && !math.IsInf(x, 0) && !l.native {
			return py.Raisef(py.OverflowErrorType, "float too large to pack with f format")
		}
		l.putBits(b, 4, uint64(float32Bits(x)))
	default:
		h, ok := py.HalfBits(x)
		if !ok {
			return py.Raisef(py.OverflowErrorType, "float too large to pack with e format")
		}
		l.putBits(b, 2, uint64(h))
	}
	return nil
}

// float32Bits keeps the sign and the payload of a NaN.
func float32Bits(x float64) uint32 { return math.Float32bits(float32(x)) }

func (l *layout) unpack(v value) (value, exc) {
	b, e := py.BytesLike(v)
	if e != nil {
		return value{}, e
	}
	if len(b) != l.size {
		return value{}, fail("unpack requires a buffer of %d bytes", l.size)
	}
	return l.read(b), nil
}

func (l *layout) unpackFrom(v, offset value) (value, exc) {
	b, e := py.BytesLike(v)
	if e != nil {
		return value{}, e
	}
	off := 0
	if !offset.IsUnbound() {
		if off, e = py.IndexInt(offset, nil); e != nil {
			return value{}, e
		}
	}
	if off < 0 {
		if off+l.size > 0 {
			return value{}, fail("not enough data to unpack %d bytes at offset %d", l.size, off)
		}
		if off+len(b) < 0 {
			return value{}, fail("offset %d out of range for %d-byte buffer", off, len(b))
		}
		off += len(b)
	}
	if len(b)-off < l.size {
		return value{}, fail("unpack_from requires a buffer of at least %d bytes for unpacking %d bytes at offset %d (actual buffer size is %d)", uint64(l.size)+uint64(off), l.size, off, len(b))
	}
	return l.read(b[off : off+l.size]), nil
}

// read returns the tuple of what b contains.
func (l *layout) read(b []byte) value {
	var room [16]value
	items := room[:0]
	if l.values > len(room) {
		items = make([]value, 0, l.values)
	}
	for i := range l.fields {
		f := &l.fields[i]
		at := b[f.offset:]
		switch f.code {
		case 's':
			items = append(items, py.NewBytes(at[:f.count]).Value())
		case 'p':
			n := 0
			if f.count > 0 {
				n = min(int(at[0]), f.count-1)
				at = at[1:]
			}
			items = append(items, py.NewBytes(at[:n]).Value())
		default:
			for i := 0; i < f.count; i++ {
				items = append(items, l.get(f, at[i*f.size:]))
			}
		}
	}
	return py.NewTuple(items).Value()
}

func (l *layout) get(f *field, b []byte) value {
	var bits uint64
	var signed int64
	switch f.size {
	case 1:
		bits = uint64(b[0])
		signed = int64(int8(b[0]))
	case 2:
		bits = uint64(l.uint16(b))
		signed = int64(int16(bits))
	case 4:
		bits = uint64(l.uint32(b))
		signed = int64(int32(bits))
	default:
		bits = l.uint64(b)
		signed = int64(bits)
	}
	switch f.code {
	case 'c':
		return py.NewBytes(b[:1]).Value()
	case '?':
		return py.Bool(bits != 0)
	case 'e':
		return py.Float(py.HalfFloat(uint16(bits)))
	case 'f':
		return py.Float(float64(math.Float32frombits(uint32(bits))))
	case 'd':
		return py.Float(math.Float64frombits(bits))
	case 'b', 'h', 'i', 'l', 'q', 'n':
		return py.Int(signed)
	}
	return py.IntUint64(bits)
}

func (l *layout) iterUnpack(v value) (value, exc) {
	b, e := py.BytesLike(v)
	if e != nil {
		return value{}, e
	}
	if l.size == 0 {
		return value{}, fail("cannot iteratively unpack with a struct of length 0")
	}
	if len(b)%l.size != 0 {
		return value{}, fail("iterative unpacking requires a buffer of a multiple of %d bytes", l.size)
	}
	x := iterType.Alloc(iterType)
	it := py.Heap[iterator](x)
	it.l, it.b = l, b
	return x, nil
}

type iterator struct {
	py.Header
	l *layout
	b []byte
}

var iterType = py.NewBuiltinType("unpack_iterator", &py.TypeSpec{
	Module: "_struct", Layout: py.LayoutOf[iterator](), NoNew: true,
	Slots: py.Slots{
		Iter: func(v value) (value, exc) { return v, nil },
		Next: func(v value) (value, bool, exc) {
			it := py.Heap[iterator](v)
			if len(it.b) == 0 {
				return value{}, false, nil
			}
			t := it.l.read(it.b[:it.l.size])
			it.b = it.b[it.l.size:]
			return t, true, nil
		},
	},
	Methods: []py.Method{{Name: "__length_hint__", Sig: "($self, /)", Impl: func(v value) (value, exc) {
		it := py.Heap[iterator](v)
		return py.IntOf(len(it.b) / it.l.size), nil
	}}},
})

// object is a Struct.
type object struct {
	py.Header
	l *layout
}

var structType = &py.Type{Name: "Struct"}

func init() {
	sig := py.NewSignature("Struct", "", "(format)")
	self := func(v value) *layout { return py.Heap[object](v).l }
	structType.Define(&py.TypeSpec{
		Module: "_struct", Doc: "Struct(fmt) --> compiled struct object", Flags: py.FlagBaseType, Layout: py.LayoutOf[object](),
		Slots: py.Slots{
			Repr: func(v value) (value, exc) {
				return py.StrV(v.Type().Name + "(" + py.QuoteStr(self(v).format) + ")"), nil
			},
			New: func(cls *py.Type, args []value, names []*py.Str) (value, exc) {
				v := cls.Alloc(cls)
				py.Heap[object](v).l = &layout{values: -1}
				return v, nil
			},
			Init: func(v value, args []value, names []*py.Str) exc {
				p, e := sig.Parse(args, names)
				if e != nil {
					return e
				}
				l, e := layoutOf(p[0])
				if e == nil {
					py.Heap[object](v).l = l
				}
				return e
			},
		},
		Methods: []py.Method{
			{Name: "pack", Impl: func(v value, args []value) (value, exc) { return self(v).packNew(args) }},
			{Name: "pack_into", Impl: func(v value, args []value) (value, exc) { return self(v).packInto(args) }},
			{Name: "unpack", Sig: "($self, buffer, /)", Impl: func(v, b value) (value, exc) { return self(v).unpack(b) }},
			{Name: "unpack_from", Sig: "($self, /, buffer, offset=0)", Impl: func(v, b, off value) (value, exc) { return self(v).unpackFrom(b, off) }},
			{Name: "iter_unpack", Sig: "($self, buffer, /)", Impl: func(v, b value) (value, exc) { return self(v).iterUnpack(b) }},
		},
		GetSets: []py.GetSet{
			{Name: "format", Get: func(v value) (value, exc) { return py.StrV(self(v).format), nil }},
			{Name: "size", Get: func(v value) (value, exc) { return py.IntOf(self(v).size), nil }},
		},
	})
}
