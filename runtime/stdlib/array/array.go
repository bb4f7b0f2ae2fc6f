// Package array implements the module array (Python library reference, array: Efficient
// arrays of numeric values).
package array

import (
	"bytes"
	"encoding/binary"
	"math"
	"slices"
	"strings"

	"github.com/aio2go/aio2go/runtime/py"
	"github.com/aio2go/aio2go/runtime/stdlib/abc"
)

type (
	value = py.Value
	exc   = *py.Exception
)

var spec = py.ModuleSpec{
	Name:  "array",
	Doc:   "This module defines an object type which can efficiently represent\nan array of basic values: characters, integers, floating-point\nnumbers.  Arrays are sequence types and behave very much like lists,\nexcept that the type of objects stored in them is constrained.\n",
	Types: []*py.Type{arrayType},
	Functions: []py.Method{{Name: "_array_reconstructor", Sig: "(arraytype, typecode, mformat_code, items, /)", Impl: func(t, code, format, items value) (value, exc) {
		return py.Call2(t, code, items)
	}}},
	Init: func(m *py.Module) exc {
		m.Set("ArrayType", arrayType.Value())
		m.Set("typecodes", py.StrV("bBuwhHiIlLqQfd"))
		return nil
	},
}

func init() { py.RegisterModule(&spec) }

// array is an array: its items are kept as the machine has them, little-endian.
type array struct {
	py.Header
	code byte
	size int
	b    []byte
}

var arrayType = &py.Type{Name: "array"}

var sizes = map[byte]int{'b': 1, 'B': 1, 'u': 4, 'w': 4, 'h': 2, 'H': 2, 'i': 4, 'I': 4, 'l': 8, 'L': 8, 'q': 8, 'Q': 8, 'f': 4, 'd': 8}

func of(v value) *array { return py.Heap[array](v) }

func isArray(v value) bool { return py.IsInstance(v, arrayType) }

func (a *array) len() int { return len(a.b) / a.size }

func (a *array) unicode() bool { return a.code == 'u' || a.code == 'w' }

// like returns a new array of a's type code with the items b.
func (a *array) like(b []byte) value {
	v := arrayType.Alloc(arrayType)
	x := of(v)
	x.code, x.size, x.b = a.code, a.size, b
	return v
}

func (a *array) get(i int) value {
	b := a.b[i*a.size:]
	switch a.code {
	case 'b':
		return py.Int(int64(int8(b[0])))
	case 'B':
		return py.Int(int64(b[0]))
	case 'h':
		return py.Int(int64(int16(binary.LittleEndian.Uint16(b))))
	case 'H':
		return py.Int(int64(binary.LittleEndian.Uint16(b)))
	case 'i':
		return py.Int(int64(int32(binary.LittleEndian.Uint32(b))))
	case 'I':
		return py.Int(int64(binary.LittleEndian.Uint32(b)))
	case 'l', 'q':
		return py.Int(int64(binary.LittleEndian.Uint64(b)))
	case 'L', 'Q':
		return py.IntUint64(binary.LittleEndian.Uint64(b))
	case 'f':
		return py.Float(float64(math.Float32frombits(binary.LittleEndian.Uint32(b))))
	case 'd':
		return py.Float(math.Float64frombits(binary.LittleEndian.Uint64(b)))
	}
	return py.RuneStr(rune(binary.LittleEndian.Uint32(b))).Value()
}

func overflow(msg string) exc { return py.Raisef(py.OverflowErrorType, "%s", msg) }

// integer are the limits of the small integer types and what is said beyond them.
var integers = map[byte]struct {
	lo, hi int64
	name   string
}{
	'b': {-128, 127, "signed char"}, 'B': {0, 255, "unsigned byte integer"}, 'h': {-1 << 15, 1<<15 - 1, "signed short integer"},
	'H': {0, 1<<16 - 1, "unsigned short"}, 'i': {-1 << 31, 1<<31 - 1, "signed integer"}, 'I': {0, 1<<32 - 1, "unsigned int"},
}

// encode appends an item.
func (a *array) encode(b []byte, v value) ([]byte, exc) {
	switch a.code {
	case 'u', 'w':
		s, ok := py.AsStr(v)
		if !ok || s.Len() != 1 {
			return b, py.Raisef(py.TypeErrorType, "array item must be unicode character")
		}
		return binary.LittleEndian.AppendUint32(b, uint32(s.Runes()[0])), nil
	case 'f', 'd':
		f, e := py.AsFloat(v)
		if e != nil {
			return b, e
		}
		if a.code == 'f' {
			return binary.LittleEndian.AppendUint32(b, math.Float32bits(float32(f))), nil
		}
		return binary.LittleEndian.AppendUint64(b, math.Float64bits(f)), nil
	}
	i, e := py.Index(v)
	if e != nil {
		return b, e
	}
	n, fits := py.AsInt64(i)
	if lim, ok := integers[a.code]; ok {
		negative := n < 0
		if !fits {
			negative = py.BigOf(i).Sign() < 0
			switch {
			case a.code == 'I' && negative:
				return b, overflow("can't convert negative value to unsigned int")
			case a.code == 'I':
				return b, overflow("Python int too large to convert to C unsigned long")
			case true:
				return b, overflow("Python int too large to convert to C long")
			}
		}
		switch {
		case a.code == 'I' && negative:
			return b, overflow("can't convert negative value to unsigned int")
		case n < lim.lo:
			return b, overflow(lim.name + " is less than minimum")
		case n > lim.hi:
			return b, overflow(lim.name + " is greater than maximum")
		}
		switch a.size {
		case 1:
			return append(b, byte(n)), nil
		case 2:
			return binary.LittleEndian.AppendUint16(b, uint16(n)), nil
		}
		return binary.LittleEndian.AppendUint32(b, uint32(n)), nil
	}
	bits := uint64(n)
	switch a.code {
	case 'l':
		if !fits {
			return b, overflow("Python int too large to convert to C long")
		}
	case 'q':
		if !fits {
			return b, overflow("int too big to convert")
		}
	default:
		x := py.BigOf(i)
		switch {
		case x.Sign() < 0:
			return b, overflow("can't convert negative value to unsigned int")
		case !x.IsUint64() && a.code == 'L':
			return b, overflow("Python int too large to convert to C unsigned long")
		case !x.IsUint64():
			return b, overflow("int too big to convert")
		}
		bits = x.Uint64()
	}
	return binary.LittleEndian.AppendUint64(b, bits), nil
}

// extend appends the items of an iterable.
func (a *array) extend(v value) exc {
	if isArray(v) {
		o := of(v)
		if o.code != a.code {
			return py.Raisef(py.TypeErrorType, "can only extend with array of same kind")
		}
		a.b = append(a.b, o.b...)
		return nil
	}
	return py.Each(v, func(x value) (e exc) {
		a.b, e = a.encode(a.b, x)
		return e
	})
}

func (a *array) fromBytes(b []byte) exc {
	if len(b)%a.size != 0 {
		return py.Raisef(py.ValueErrorType, "bytes length not a multiple of item size")
	}
	a.b = append(a.b, b...)
	return nil
}

func (a *array) fromText(s *py.Str) {
	for _, c := range s.Runes() {
		a.b = binary.LittleEndian.AppendUint32(a.b, uint32(c))
	}
}

func (a *array) text() string {
	var b strings.Builder
	for i := range a.len() {
		b.WriteString(a.get(i).Str().S)
	}
	return b.String()
}

func newArray(cls *py.Type, args []value, names []*py.Str) (value, exc) {
	if len(names) > 0 {
		init := py.Intern("__init__")
		if cls.Lookup(init) == arrayType.Lookup(init) {
			return value{}, py.Raisef(py.TypeErrorType, "array.array() takes no keyword arguments")
		}
		args = args[:len(args)-len(names)] // the keywords are those of a subclass
	}
	switch {
	case len(args) == 0:
		return value{}, py.Raisef(py.TypeErrorType, "array() takes at least 1 argument (0 given)")
	case len(args) > 2:
		return value{}, py.Raisef(py.TypeErrorType, "array() takes at most 2 arguments (%d given)", len(args))
	}
	c, ok := py.AsStr(args[0])
	if !ok || c.Len() != 1 {
		return value{}, py.Raisef(py.TypeErrorType, "array() argument 1 must be a unicode character, not %s", args[0].Type().ShownName())
	}
	v := cls.Alloc(cls)
	a := of(v)
	if len(c.S) == 1 {
		a.code = c.S[0]
	}
	if a.code == 'u' {
		if e := py.Warn(py.DeprecationWarningType, "The 'u' type code is deprecated and will be removed in Python 3.16", 1); e != nil {
			return value{}, e
		}
	}
	if a.size = sizes[a.code]; a.size == 0 {
		return value{}, py.Raisef(py.ValueErrorType, "bad typecode (must be b, B, u, h, H, i, I, l, L, q, Q, f or d)")
	}
	if len(args) == 1 {
		return v, nil
	}
	init := args[1]
	if s, ok := py.AsStr(init); ok {
		if !a.unicode() {
			return value{}, py.Raisef(py.TypeErrorType, "cannot use a str to initialize an array with typecode '%c'", a.code)
		}
		a.fromText(s)
		return v, nil
	}
	if isArray(init) {
		o := of(init)
		if o.unicode() != a.unicode() {
			return value{}, py.Raisef(py.TypeErrorType, "cannot use a unicode array to initialize an array with typecode '%c'", a.code)
		}
		for i := range o.len() {
			var e exc
			if a.b, e = a.encode(a.b, o.get(i)); e != nil {
				return value{}, e
			}
		}
		return v, nil
	}
	if t := init.Type(); t.Has(py.FlagBytes) || t.Has(py.FlagByteArray) {
		b, _ := py.BytesOf(init)
		return v, a.fromBytes(b)
	}
	return v, a.extend(init)
}

func repr(v value) (value, exc) {
	a := of(v)
	name := v.Type().Name
	if a.len() == 0 {
		return py.StrV(name + "('" + string(a.code) + "')"), nil
	}
	if a.unicode() {
		return py.StrV(name + "('" + string(a.code) + "', " + py.QuoteStr(a.text()) + ")"), nil
	}
	s, e := py.ReprText(a.list())
	return py.StrV(name + "('" + string(a.code) + "', " + s + ")"), e
}

func (a *array) list() value {
	items := make([]value, a.len())
	for i := range items {
		items[i] = a.get(i)
	}
	return py.NewList(items).Value()
}

func compare(op py.CompareOp, v, other value) (value, exc) {
	if !isArray(other) {
		return py.NotImplemented, nil
	}
	a, b := of(v), of(other)
	if (op == py.EQ || op == py.NE) && a.len() != b.len() {
		return py.Bool(op == py.NE), nil
	}
	if (op == py.EQ || op == py.NE) && (a.code == 'd' || a.code == 'f') {
		for i := range a.len() { // NaN equals nothing, itself neither
			if same, e := py.EqBool(a.get(i), b.get(i)); e != nil || !same {
				return py.Bool(op == py.NE), e
			}
		}
		return py.Bool(op == py.EQ), nil
	}
	return py.Compare(op, a.list(), b.list())
}

var badArgument = "bad argument type for built-in operation"

// at returns the index that key is, or an error with the text msg where it is outside.
func (a *array) at(key value, msg string) (int, exc) {
	i, e := py.IndexInt(key, py.IndexErrorType)
	if e != nil {
		return 0, e
	}
	if i < 0 {
		i += a.len()
	}
	if i < 0 || i >= a.len() {
		return 0, py.Raisef(py.IndexErrorType, "%s", msg)
	}
	return i, nil
}

func getItem(v, key value) (value, exc) {
	a := of(v)
	if py.HasIndex(key) {
		i, e := a.at(key, "array index out of range")
		if e != nil {
			return value{}, e
		}
		return a.get(i), nil
	}
	if key.Type() != py.SliceType {
		return value{}, py.Raisef(py.TypeErrorType, "array indices must be integers")
	}
	start, _, step, n, e := py.SliceIndices(key, a.len())
	if e != nil {
		return value{}, e
	}
	out := make([]byte, 0, n*a.size)
	for i := range n {
		k := (start + i*step) * a.size
		out = append(out, a.b[k:k+a.size]...)
	}
	return a.like(out), nil
}

func setItem(v, key, x value) exc {
	a := of(v)
	if py.HasIndex(key) {
		i, e := a.at(key, "array assignment index out of range")
		if e != nil {
			return e
		}
		if x.IsUnbound() {
			a.b = slices.Delete(a.b, i*a.size, (i+1)*a.size)
			return nil
		}
		b, e := a.encode(nil, x)
		if e == nil {
			copy(a.b[i*a.size:], b)
		}
		return e
	}
	if key.Type() != py.SliceType {
		return py.Raisef(py.TypeErrorType, "array indices must be integers")
	}
	start, stop, step, n, e := py.SliceIndices(key, a.len())
	if e != nil {
		return e
	}
	var with []byte
	if !x.IsUnbound() {
		if !isArray(x) {
			return py.Raisef(py.TypeErrorType, `can only assign array (not "%s") to array slice`, x.Type().ShownName())
		}
		o := of(x)
		if o.code != a.code {
			return py.Raisef(py.TypeErrorType, "%s", badArgument)
		}
		with = slices.Clone(o.b)
	}
	if step == 1 {
		stop = max(start, stop)
		a.b = slices.Replace(a.b, start*a.size, stop*a.size, with...)
		return nil
	}
	if x.IsUnbound() {
		at := make(map[int]bool, n)
		for i := range n {
			at[start+i*step] = true
		}
		kept := a.b[:0]
		for i := range len(a.b) / a.size {
			if !at[i] {
				kept = append(kept, a.b[i*a.size:(i+1)*a.size]...)
			}
		}
		a.b = kept
		return nil
	}
	if len(with)/a.size != n {
		return py.Raisef(py.ValueErrorType, "attempt to assign array of size %d to extended slice of size %d", len(with)/a.size, n)
	}
	for i := range n {
		copy(a.b[(start+i*step)*a.size:], with[i*a.size:(i+1)*a.size])
	}
	return nil
}

// find returns where an item equals x from index start to stop, or -1.
func (a *array) find(x value, start, stop int) (int, exc) {
	for i := start; i < min(stop, a.len()); i++ {
		if eq, e := py.EqualItems(a.get(i), x); e != nil || eq {
			return i, e
		}
	}
	return -1, nil
}

func add(v, other value) (value, exc) {
	if !isArray(v) {
		return py.NotImplemented, nil
	}
	if !isArray(other) {
		return value{}, py.Raisef(py.TypeErrorType, `can only append array (not "%s") to array`, other.Type().ShownName())
	}
	a, b := of(v), of(other)
	if a.code != b.code {
		return value{}, py.Raisef(py.TypeErrorType, "%s", badArgument)
	}
	return a.like(slices.Concat(a.b, b.b)), nil
}

func multiply(v, n value) (value, exc) {
	if !isArray(v) || !py.HasIndex(n) {
		return py.NotImplemented, nil
	}
	k, e := py.IndexInt(n, py.OverflowErrorType)
	if e != nil {
		return value{}, e
	}
	a := of(v)
	if e := py.CheckMemory(len(a.b), k); e != nil {
		return value{}, e
	}
	return a.like(bytes.Repeat(a.b, max(k, 0))), nil
}

func init() {
	abc.Virtual["MutableSequence"] = append(abc.Virtual["MutableSequence"], arrayType)
	py.RegisterWritable(func(v value) ([]byte, bool) {
		if !isArray(v) {
			return nil, false
		}
		return of(v).b, true
	})
	py.RegisterBufferFormat(func(v value) (byte, bool) {
		if !isArray(v) {
			return 0, false
		}
		return of(v).code, true
	})
	arrayType.Define(&py.TypeSpec{
		Module: "array", Flags: py.FlagBaseType | py.FlagSequencePattern | py.FlagSequenceOps, Layout: py.LayoutOf[array](), NoHash: true,
		Doc: "array(typecode [, initializer]) -> array\n\nReturn a new array whose items are restricted by typecode, and\ninitialized from the optional initializer value, which must be a list,\nstring or iterable over elements of the appropriate type.",
		Slots: py.Slots{
			New: newArray, Repr: repr, Compare: compare, GetItem: getItem, SetItem: setItem,
			Len: func(v value) (int, exc) { return of(v).len(), nil },
			Iter: func(v value) (value, exc) {
				x := iterType.Alloc(iterType)
				py.Heap[iterator](x).a = of(v)
				return x, nil
			},
			Contains: func(v, item value) (bool, exc) {
				i, e := of(v).find(item, 0, of(v).len())
				return i >= 0, e
			},
			Binary:    &py.BinaryTable{py.OpAdd: add, py.OpMul: multiply},
			Reflected: &py.BinaryTable{py.OpMul: multiply},
			Inplace: &py.BinaryTable{
				py.OpAdd: func(v, other value) (value, exc) {
					if !isArray(other) {
						return value{}, py.Raisef(py.TypeErrorType, `can only extend array with array (not "%s")`, other.Type().ShownName())
					}
					return v, of(v).extend(other)
				},
				py.OpMul: func(v, n value) (value, exc) {
					x, e := multiply(v, n)
					if e == nil && x != py.NotImplemented {
						of(v).b = of(x).b
						x = v
					}
					return x, e
				},
			},
		},
		Methods:      methods,
		ClassMethods: []py.Method{{Name: "__class_getitem__", Sig: "($cls, item, /)", Impl: func(cls, item value) (value, exc) { return py.NewGenericAlias(cls, item), nil }}},
		GetSets: []py.GetSet{
			{Name: "typecode", Get: func(v value) (value, exc) { return py.StrV(string(of(v).code)), nil }},
			{Name: "itemsize", Get: func(v value) (value, exc) { return py.IntOf(of(v).size), nil }},
		},
	})
}

type iterator struct {
	py.Header
	a *array
	i int
}

var iterType = py.NewBuiltinType("arrayiterator", &py.TypeSpec{
	Module: "array", Layout: py.LayoutOf[iterator](), NoNew: true,
	Slots: py.Slots{
		Iter: func(v value) (value, exc) { return v, nil },
		Next: func(v value) (value, bool, exc) {
			it := py.Heap[iterator](v)
			if it.a == nil || it.i >= it.a.len() {
				it.a = nil
				return value{}, false, nil
			}
			it.i++
			return it.a.get(it.i - 1), true, nil
		},
	},
	Methods: []py.Method{
		{Name: "__reduce__", Sig: "($self, /)", Impl: func(v value) (value, exc) {
			iter, e := py.LoadBuiltin(py.Intern("iter"))
			if e != nil {
				return value{}, e
			}
			it := py.Heap[iterator](v)
			if it.a == nil {
				return py.TupleV(iter, py.TupleV(py.EmptyTuple.Value())), nil
			}
			return py.TupleV(iter, py.TupleV(it.a.Value()), py.IntOf(it.i)), nil
		}},
		{Name: "__setstate__", Sig: "($self, state, /)", Impl: func(v, state value) (value, exc) {
			n, e := py.Ssize(state)
			if it := py.Heap[iterator](v); e == nil && it.a != nil {
				it.i = max(0, min(n, it.a.len()))
			}
			return py.None, e
		}},
	},
})

var methods = []py.Method{
	{Name: "append", Sig: "($self, v, /)", Impl: func(v, x value) (value, exc) {
		b, e := of(v).encode(of(v).b, x)
		if e == nil {
			of(v).b = b
		}
		return py.None, e
	}},
	{Name: "buffer_info", Sig: "($self, /)", Impl: func(v value) (value, exc) {
		return py.TupleV(py.IntUint64(py.Address(v)), py.IntOf(of(v).len())), nil
	}},
	{Name: "byteswap", Sig: "($self, /)", Impl: func(v value) (value, exc) {
		a := of(v)
		for i := 0; i < len(a.b); i += a.size {
			slices.Reverse(a.b[i : i+a.size])
		}
		return py.None, nil
	}},
	{Name: "clear", Sig: "($self, /)", Impl: func(v value) (value, exc) { of(v).b = nil; return py.None, nil }},
	{Name: "count", Sig: "($self, v, /)", Impl: func(v, x value) (value, exc) {
		a, n := of(v), 0
		for i := range a.len() {
			eq, e := py.EqualItems(a.get(i), x)
			if e != nil {
				return value{}, e
			}
			if eq {
				n++
			}
		}
		return py.IntOf(n), nil
	}},
	{Name: "extend", Sig: "($self, bb, /)", Impl: func(v, x value) (value, exc) { return py.None, of(v).extend(x) }},
	{Name: "fromfile", Sig: "($self, f, n, /)", Impl: func(v, f, n value) (value, exc) {
		k, e := py.Ssize(n)
		if e != nil {
			return value{}, e
		}
		if k < 0 {
			return value{}, py.Raisef(py.ValueErrorType, "negative count")
		}
		r, e := py.CallMethod1(f, py.Intern("read"), py.IntOf(k*of(v).size))
		if e != nil {
			return value{}, e
		}
		b, ok := py.AsBytes(r)
		if !ok {
			return value{}, py.Raisef(py.TypeErrorType, "read() didn't return bytes")
		}
		if e := of(v).fromBytes(b.B); e != nil {
			return value{}, e
		}
		if len(b.B) != k*of(v).size {
			return value{}, py.Raisef(py.EOFErrorType, "read() didn't return enough bytes")
		}
		return py.None, nil
	}},
	{Name: "fromlist", Sig: "($self, list, /)", Impl: func(v, l value) (value, exc) {
		if _, ok := py.AsList(l); !ok {
			return value{}, py.Raisef(py.TypeErrorType, "arg must be list")
		}
		n := len(of(v).b)
		e := of(v).extend(l)
		if e != nil {
			of(v).b = of(v).b[:n]
		}
		return py.None, e
	}},
	{Name: "frombytes", Sig: "($self, buffer, /)", Impl: func(v, x value) (value, exc) {
		b, e := py.BytesLike(x)
		if e != nil {
			return value{}, e
		}
		return py.None, of(v).fromBytes(b)
	}},
	{Name: "fromunicode", Sig: "($self, ustr, /)", Impl: func(v, x value) (value, exc) {
		s, ok := py.AsStr(x)
		if !ok {
			return value{}, py.Raisef(py.TypeErrorType, "fromunicode() argument must be str, not %s", x.Type().ShownName())
		}
		if !of(v).unicode() {
			return value{}, py.Raisef(py.ValueErrorType, "fromunicode() may only be called on unicode type arrays ('u' or 'w')")
		}
		of(v).fromText(s)
		return py.None, nil
	}},
	{Name: "index", Sig: "($self, v, start=0, stop=sys.maxsize, /)", Impl: func(v, x, start, stop value) (value, exc) {
		a, lo, hi := of(v), 0, of(v).len()
		for _, p := range []struct {
			v   value
			dst *int
		}{{start, &lo}, {stop, &hi}} {
			if p.v.IsUnbound() {
				continue
			}
			n, e := py.Ssize(p.v)
			if e != nil {
				return value{}, e
			}
			if n < 0 {
				n = max(n+a.len(), 0)
			}
			*p.dst = n
		}
		i, e := a.find(x, lo, hi)
		if e == nil && i < 0 {
			e = py.Raisef(py.ValueErrorType, "array.index(x): x not in array")
		}
		return py.IntOf(i), e
	}},
	{Name: "insert", Sig: "($self, i, v, /)", Impl: func(v, at, x value) (value, exc) {
		a := of(v)
		i, e := py.Ssize(at)
		if e != nil {
			return value{}, e
		}
		b, e := a.encode(nil, x)
		if e != nil {
			return value{}, e
		}
		if i < 0 {
			i = max(i+a.len(), 0)
		}
		i = min(i, a.len())
		a.b = slices.Insert(a.b, i*a.size, b...)
		return py.None, nil
	}},
	{Name: "pop", Sig: "($self, i=-1, /)", Impl: func(v, at value) (value, exc) {
		a := of(v)
		if a.len() == 0 {
			return value{}, py.Raisef(py.IndexErrorType, "pop from empty array")
		}
		if at.IsUnbound() {
			at = py.Int(-1)
		}
		i, e := a.at(at, "pop index out of range")
		if e != nil {
			return value{}, e
		}
		x := a.get(i)
		a.b = slices.Delete(a.b, i*a.size, (i+1)*a.size)
		return x, nil
	}},
	{Name: "remove", Sig: "($self, v, /)", Impl: func(v, x value) (value, exc) {
		a := of(v)
		i, e := a.find(x, 0, a.len())
		if e == nil && i < 0 {
			e = py.Raisef(py.ValueErrorType, "array.remove(x): x not in array")
		}
		if e != nil {
			return value{}, e
		}
		a.b = slices.Delete(a.b, i*a.size, (i+1)*a.size)
		return py.None, nil
	}},
	{Name: "reverse", Sig: "($self, /)", Impl: func(v value) (value, exc) {
		a := of(v)
		for i, j := 0, a.len()-1; i < j; i, j = i+1, j-1 {
			for k := range a.size {
				a.b[i*a.size+k], a.b[j*a.size+k] = a.b[j*a.size+k], a.b[i*a.size+k]
			}
		}
		return py.None, nil
	}},
	{Name: "tobytes", Sig: "($self, /)", Impl: func(v value) (value, exc) { return py.NewBytes(of(v).b).Value(), nil }},
	{Name: "tofile", Sig: "($self, f, /)", Impl: func(v, f value) (value, exc) {
		_, e := py.CallMethod1(f, py.Intern("write"), py.NewBytes(of(v).b).Value())
		return py.None, e
	}},
	{Name: "tolist", Sig: "($self, /)", Impl: func(v value) (value, exc) { return of(v).list(), nil }},
	{Name: "tounicode", Sig: "($self, /)", Impl: func(v value) (value, exc) {
		if !of(v).unicode() {
			return value{}, py.Raisef(py.ValueErrorType, "tounicode() may only be called on unicode type arrays ('u' or 'w')")
		}
		return py.StrV(of(v).text()), nil
	}},
	{Name: "__copy__", Sig: "($self, /)", Impl: func(v value) (value, exc) { return of(v).like(slices.Clone(of(v).b)), nil }},
	{Name: "__deepcopy__", Sig: "($self, memo, /)", Impl: func(v, memo value) (value, exc) { return of(v).like(slices.Clone(of(v).b)), nil }},
	{Name: "__reduce_ex__", Sig: "($self, protocol, /)", Impl: func(v, protocol value) (value, exc) {
		attrs, found, e := py.LookupAttr(v, py.Intern("__dict__")) // of a subclass
		if e != nil {
			return value{}, e
		}
		if !found {
			attrs = py.None
		}
		return py.TupleV(v.Type().Value(), py.TupleV(py.StrV(string(of(v).code)), of(v).list()), attrs), nil
	}},
}
