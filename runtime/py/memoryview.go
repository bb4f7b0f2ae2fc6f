package py

import (
	"bytes"
	"encoding/binary"
	"math"
	"strings"
)

// This file implements memoryview over bytes-like objects (Python library reference,
// Memory Views), with the native formats of struct for its items. Shapes of other than one
// dimension are in memoryview_shape.go.

// MemoryView is a memoryview object.
type MemoryView struct {
	Header
	base     Value // the object viewed; unbound when released
	data     []byte
	off      int   // of the first item
	n        int   // items, of a view of several dimensions the length of the first
	step     int   // bytes from one of them to the next
	inner    []int // the lengths of the other dimensions, whose items lie side by side
	scalar   bool  // without dimensions: one item
	format   byte
	native   bool // the format was given with an @
	size     int  // bytes of an item
	readonly bool
	exported *export // of a bytearray, else nil
	hash     int64
	hashed   bool
}

var memoryFormats = map[byte]int{
	'B': 1, 'b': 1, 'c': 1, '?': 1, 'h': 2, 'H': 2, 'i': 4, 'I': 4, 'l': 8, 'L': 8,
	'q': 8, 'Q': 8, 'e': 2, 'f': 4, 'd': 8, 'n': 8, 'N': 8, 'P': 8,
}

// memoryIterType is the class of a memoryview's iterator, which is a seqIter.
var memoryIterType = &Type{Name: "memory_iterator"}

func init() {
	memoryIterType.Define(&TypeSpec{Layout: LayoutOf[seqIter](), Slots: Slots{Iter: self, Next: seqIterNext}, NoNew: true})
	MemoryViewType.Define(&TypeSpec{
		Doc:    "Create a new memoryview object which references the given object.",
		Flags:  FlagSequencePattern,
		Layout: LayoutOf[MemoryView](),
		Slots: Slots{
			Repr: func(v Value) (Value, *Exception) {
				if heap[MemoryView](v).base.ref == nil {
					return StrV("<released memory at " + addressString(v) + ">"), nil
				}
				return StrV("<memory at " + addressString(v) + ">"), nil
			},
			Hash:    memoryHash,
			Compare: memoryCompare,
			Len: func(v Value) (int, *Exception) {
				m, exc := memoryOf(v)
				if exc != nil {
					return 0, exc
				}
				if m.scalar {
					return 0, Raisef(TypeErrorType, "0-dim memory has no length")
				}
				return m.n, nil
			},
			GetItem: memoryGetItem,
			SetItem: memorySetItem,
			Iter: func(v Value) (Value, *Exception) {
				m, exc := memoryOf(v)
				if exc != nil {
					return Value{}, exc
				}
				if m.scalar {
					return Value{}, notOfScalar()
				}
				if m.inner != nil {
					return Value{}, noSubViews()
				}
				return (&seqIter{Header{memoryIterType}, v, 0}).Value(), nil
			},
			New: memoryNew,
		},
		Methods: []Method{
			bufferMethod, releaseBufferMethod,
			{Name: "tobytes", Sig: "($self, /, order='C')", Impl: func(v, order Value) (Value, *Exception) {
				m, exc := memoryOf(v)
				if exc != nil {
					return Value{}, exc
				}
				fortran, exc := memoryOrder(order)
				if exc != nil {
					return Value{}, exc
				}
				if fortran && m.inner != nil {
					return BytesV(m.fortranBytes()), nil
				}
				return BytesV(m.bytes()), nil
			}},
			{Name: "tolist", Sig: "($self, /)", Impl: func(v Value) (Value, *Exception) {
				m, exc := memoryOf(v)
				if exc != nil {
					return Value{}, exc
				}
				return m.list(), nil
			}},
			{Name: "hex", Sig: "($self, /, sep=<unrepresentable>, bytes_per_sep=1)", Impl: func(v, sep, perSep Value) (Value, *Exception) {
				m, exc := memoryOf(v)
				if exc != nil {
					return Value{}, exc
				}
				return bytesHex(BytesV(m.bytes()), sep, perSep)
			}},
			{Name: "release", Sig: "($self, /)", Impl: memoryRelease},
			{Name: "toreadonly", Sig: "($self, /)", Impl: func(v Value) (Value, *Exception) {
				m, exc := memoryOf(v)
				if exc != nil {
					return Value{}, exc
				}
				c := m.view()
				c.readonly = true
				return c.Value(), nil
			}},
			{Name: "cast", Sig: "($self, /, format, shape=<unrepresentable>)", Impl: memoryCast},
			{Name: "__enter__", Sig: "($self, /)", Impl: func(v Value) (Value, *Exception) {
				_, exc := memoryOf(v)
				return v, exc
			}},
			{Name: "__exit__", Impl: func(v Value, args []Value) (Value, *Exception) { return memoryRelease(v) }},
		},
		GetSets: []GetSet{
			memoryAttr("obj", func(m *MemoryView) Value { return m.base }),
			memoryAttr("nbytes", func(m *MemoryView) Value { return Int(int64(m.n * m.rowSize())) }),
			memoryAttr("itemsize", func(m *MemoryView) Value { return Int(int64(m.size)) }),
			memoryAttr("format", func(m *MemoryView) Value { return StrV(m.formatName()) }),
			memoryAttr("ndim", func(m *MemoryView) Value { return IntOf(len(m.shape())) }),
			memoryAttr("shape", func(m *MemoryView) Value { return intsTuple(m.shape()) }),
			memoryAttr("strides", func(m *MemoryView) Value { return intsTuple(m.strides()) }),
			memoryAttr("suboffsets", func(m *MemoryView) Value { return EmptyTuple.Value() }),
			memoryAttr("readonly", func(m *MemoryView) Value { return Bool(m.readonly) }),
			memoryAttr("contiguous", func(m *MemoryView) Value { return Bool(m.contiguous() || m.fortran()) }),
			memoryAttr("c_contiguous", func(m *MemoryView) Value { return Bool(m.contiguous()) }),
			memoryAttr("f_contiguous", func(m *MemoryView) Value { return Bool(m.fortran()) }),
		},
	})
	RegisterBuffer(func(v Value) ([]byte, bool) {
		if v.ref.typ != MemoryViewType || heap[MemoryView](v).base.ref == nil || heap[MemoryView](v).stale() {
			return nil, false
		}
		m := heap[MemoryView](v)
		if m.contiguous() {
			return m.data[m.off : m.off+m.n*m.rowSize()], true
		}
		return m.bytes(), true
	})
}

func (m *MemoryView) formatName() string {
	if m.native {
		return "@" + string(rune(m.format))
	}
	return string(rune(m.format))
}

func memoryAttr(name string, get func(m *MemoryView) Value) GetSet {
	return GetSet{Name: name, Get: func(v Value) (Value, *Exception) {
		m, exc := memoryOf(v)
		if exc != nil {
			return Value{}, exc
		}
		return get(m), nil
	}}
}

func memoryOf(v Value) (*MemoryView, *Exception) {
	m := heap[MemoryView](v)
	if exc := m.still(); exc != nil {
		return nil, exc
	}
	return m, nil
}

// still raises ValueError where m was released, which code of the program that an operation
// calls may have done.
func (m *MemoryView) still() *Exception {
	if m.base.ref == nil {
		return Raisef(ValueErrorType, "operation forbidden on released memoryview object")
	}
	if m.stale() {
		return Raisef(BufferErrorType, "the object has been re-sized while this memoryview was in use")
	}
	return nil
}

var memorySig = NewSignature("memoryview", "", "(object)")

func memoryNew(cls *Type, args []Value, names []*Str) (Value, *Exception) {
	p, exc := memorySig.Parse(args, names)
	if exc != nil {
		return Value{}, exc
	}
	return NewMemoryView(p[0])
}

// NewMemoryView is memoryview(v).
func NewMemoryView(v Value) (Value, *Exception) {
	if v.ref.typ == MemoryViewType {
		m, exc := memoryOf(v)
		if exc != nil {
			return Value{}, exc
		}
		return m.view().Value(), nil
	}
	if w, exc := programBuffer(v, bufferFullRO); exc != nil {
		return Value{}, exc
	} else if w != nil {
		return w.memory().Value(), nil
	}
	return viewOf(v)
}

// viewTypes give views of objects that stand for others.
var viewTypes []func(v Value) (Value, bool, *Exception)

// RegisterView adds a source of views for a type whose objects show the memory of others: f
// returns a new one, and false for what is not of the type.
func RegisterView(f func(v Value) (view Value, ok bool, exc *Exception)) {
	viewTypes = append(viewTypes, f)
}

// viewOf is memoryview(v) of an object of a builtin class.
func viewOf(v Value) (Value, *Exception) {
	if v.ref.typ == MemoryViewType {
		return NewMemoryView(v)
	}
	for _, f := range viewTypes {
		if view, ok, exc := f(v); ok {
			return view, exc
		}
	}
	data, ok := bytesOf(v)
	if !ok {
		return Value{}, Raisef(TypeErrorType, "memoryview: a bytes-like object is required, not '%s'", v.ref.typ.ShownName())
	}
	m := &MemoryView{Header: Header{MemoryViewType}, base: v, data: data, n: len(data), step: 1, format: 'B', size: 1}
	_, writable := WritableBytes(v)
	m.readonly = !writable
	for _, f := range bufferFormats {
		if c, ok := f(v); ok {
			if size := memoryFormats[c]; size > 0 {
				m.format, m.size, m.step, m.n = c, size, size, len(data)/size
			}
		}
	}
	m.export()
	return m.Value(), nil
}

// export tells the object that m looks at it.
func (m *MemoryView) export() {
	if m.exported != nil {
		m.exported.views++
	} else if m.base.ref.typ.Flags&FlagByteArray != 0 {
		m.exported = heap[ByteArray](m.base).views.add()
	} else if m.base.ref.typ == bufferWrapperType {
		heap[bufferWrapper](m.base).views++
	}
}

// view returns another view of the same items.
func (m *MemoryView) view() *MemoryView {
	c := *m
	c.hashed = false
	c.export()
	return &c
}

func memoryRelease(v Value) (Value, *Exception) {
	heap[MemoryView](v).release()
	return None, nil
}

// stale reports whether the object viewed has another size since; see exports.resizable.
func (m *MemoryView) stale() bool { return m.exported != nil && m.exported.stale }

func (m *MemoryView) release() {
	base := m.base
	m.base, m.data = Value{}, nil
	if m.exported != nil {
		m.exported.views--
		m.exported = nil
	}
	if base.ref != nil && base.ref.typ == bufferWrapperType {
		heap[bufferWrapper](base).drop()
	}
}

func (m *MemoryView) item(i int) []byte {
	at := m.off + i*m.step
	return m.data[at : at+m.size]
}

func (m *MemoryView) bytes() []byte {
	row := m.rowSize()
	out := make([]byte, 0, m.n*row)
	for i := 0; i < m.n; i++ {
		at := m.off + i*m.step
		out = append(out, m.data[at:at+row]...)
	}
	return out
}

func (m *MemoryView) at(i int) Value { return m.value(m.item(i)) }

// value returns the item with the bytes b.
func (m *MemoryView) value(b []byte) Value {
	le := binary.LittleEndian
	switch m.format {
	case 'b':
		return Int(int64(int8(b[0])))
	case 'c':
		return BytesV([]byte{b[0]})
	case '?':
		return Bool(b[0] != 0)
	case 'h':
		return Int(int64(int16(le.Uint16(b))))
	case 'H':
		return Int(int64(le.Uint16(b)))
	case 'i':
		return Int(int64(int32(le.Uint32(b))))
	case 'I':
		return Int(int64(le.Uint32(b)))
	case 'l', 'q', 'n':
		return Int(int64(le.Uint64(b)))
	case 'L', 'Q', 'N', 'P':
		return IntUint64(le.Uint64(b))
	case 'e':
		return Float(HalfFloat(le.Uint16(b)))
	case 'f':
		return Float(float64(math.Float32frombits(le.Uint32(b))))
	case 'd':
		return Float(math.Float64frombits(le.Uint64(b)))
	}
	return Int(int64(b[0]))
}

func memoryHash(v Value) (int64, *Exception) {
	if m := heap[MemoryView](v); m.hashed {
		return m.hash, nil // even where it is released
	}
	m, exc := memoryOf(v)
	if exc != nil {
		return 0, exc
	}
	if !m.readonly {
		return 0, Raisef(ValueErrorType, "cannot hash writable memoryview object")
	}
	if m.size != 1 {
		return 0, Raisef(ValueErrorType, "memoryview: hashing is restricted to formats 'B', 'b' or 'c'")
	}
	m.hash, exc = Hash(BytesV(m.bytes()))
	m.hashed = exc == nil
	return m.hash, exc
}

func memoryCompare(op CompareOp, a, b Value) (Value, *Exception) {
	if op != EQ && op != NE {
		return NotImplemented, nil
	}
	m := heap[MemoryView](a)
	if m.base.ref == nil {
		return Bool((a == b) == (op == EQ)), nil
	}
	data, ok := bytesOf(b)
	if !ok {
		return NotImplemented, nil
	}
	equal := m.sameShape(b)
	if equal {
		other, exc := NewMemoryView(b)
		if exc != nil {
			return Value{}, exc
		}
		o := heap[MemoryView](other)
		if equal, exc = m.sameItems(m.bytes(), o, data); exc != nil {
			return Value{}, exc
		}
		o.release()
	}
	return Bool(equal == (op == EQ)), nil
}

// sameItems reports whether the items with the bytes x, of m, and y, of o, are equal.
func (m *MemoryView) sameItems(x []byte, o *MemoryView, y []byte) (bool, *Exception) {
	if len(x)/m.size != len(y)/o.size {
		return false, nil
	}
	if m.format == o.format && strings.IndexByte("efd", m.format) < 0 {
		return bytes.Equal(x, y), nil
	}
	for len(x) > 0 {
		if same, exc := EqBool(m.value(x[:m.size]), o.value(y[:o.size])); exc != nil || !same {
			return false, exc
		}
		x, y = x[m.size:], y[o.size:]
	}
	return true, nil
}

// index returns the position of the item that key, no slice, stands for.
func (m *MemoryView) index(key Value) (int, *Exception) {
	if !hasIndex(key) {
		return 0, Raisef(TypeErrorType, "memoryview: invalid slice key")
	}
	i, exc := IndexInt(key, IndexErrorType)
	if exc == nil {
		exc = m.still()
	}
	if exc != nil {
		return 0, exc
	}
	if i < 0 {
		i += m.n
	}
	if i < 0 || i >= m.n {
		return 0, Raisef(IndexErrorType, "index out of bounds on dimension 1")
	}
	return i, nil
}

func (m *MemoryView) slice(key Value) (*MemoryView, *Exception) {
	c := m.view() // code of the program that the indices call may release m
	start, _, step, n, exc := heap[Slice](key).indices(m.n)
	if exc != nil {
		return nil, exc
	}
	c.off, c.n, c.step = m.off+start*m.step, n, m.step*step
	return c, nil
}

func memoryGetItem(v, key Value) (Value, *Exception) {
	m, exc := memoryOf(v)
	if exc != nil {
		return Value{}, exc
	}
	if m.scalar && key == Ellipsis {
		return v, nil
	}
	if key.ref.typ == SliceType && !m.scalar {
		c, exc := m.slice(key)
		if exc != nil {
			return Value{}, exc
		}
		return c.Value(), nil
	}
	if t, ok := AsTuple(key); ok {
		at, exc := m.itemAt(t.Items())
		if exc != nil {
			return Value{}, exc
		}
		return m.value(m.data[at : at+m.size]), nil
	}
	if m.scalar {
		return Value{}, notOfScalar()
	}
	i, exc := m.index(key)
	if exc != nil {
		return Value{}, exc
	}
	if m.inner != nil {
		return Value{}, noSubViews()
	}
	return m.at(i), nil
}

func memorySetItem(v, key, x Value) *Exception {
	m, exc := memoryOf(v)
	if exc != nil {
		return exc
	}
	if x.ref == nil {
		return Raisef(TypeErrorType, "cannot delete memory")
	}
	if m.readonly {
		return Raisef(TypeErrorType, "cannot modify read-only memory")
	}
	if m.scalar && key == Ellipsis {
		return m.set(m.off, x)
	}
	if t, ok := AsTuple(key); ok {
		if !m.scalar && allSlices(t.Items()) {
			return Raisef(NotImplementedErrorType, "memoryview slice assignments are currently restricted to ndim = 1")
		}
		at, exc := m.itemAt(t.Items())
		if exc != nil {
			return exc
		}
		return m.set(at, x)
	}
	if m.scalar {
		return notOfScalar()
	}
	if m.inner != nil {
		if key.ref.typ != SliceType && !hasIndex(key) {
			return Raisef(TypeErrorType, "memoryview: invalid slice key")
		}
		if key.ref.typ == SliceType {
			return Raisef(NotImplementedErrorType, "memoryview slice assignments are currently restricted to ndim = 1")
		}
		return Raisef(NotImplementedErrorType, "sub-views are not implemented")
	}
	if key.ref.typ == SliceType {
		c, exc := m.slice(key)
		if exc != nil {
			return exc
		}
		defer c.release()
		data, exc := BytesLike(x)
		if exc != nil {
			return exc
		}
		if len(data) != c.n*c.size {
			return Raisef(ValueErrorType, "memoryview assignment: lvalue and rvalue have different structures")
		}
		data = append([]byte(nil), data...)
		for i := 0; i < c.n; i++ {
			copy(c.item(i), data[i*c.size:])
		}
		return nil
	}
	i, exc := m.index(key)
	if exc != nil {
		return exc
	}
	return m.set(m.off+i*m.step, x)
}

// unfit is the error for what cannot be stored, because of exc.
func (m *MemoryView) unfit(exc *Exception) *Exception {
	switch {
	case exc.Is(TypeErrorType):
		return Raisef(TypeErrorType, "memoryview: invalid type for format '%s'", m.formatName())
	case exc.Is(OverflowErrorType), exc.Is(ValueErrorType):
		return Raisef(ValueErrorType, "memoryview: invalid value for format '%s'", m.formatName())
	}
	return exc
}

// set stores x in the item at the offset at.
func (m *MemoryView) set(at int, x Value) *Exception {
	switch m.format {
	case 'e', 'f', 'd':
		f, exc := AsFloat(x)
		if exc != nil {
			return m.unfit(exc)
		}
		if exc := m.still(); exc != nil {
			return exc
		}
		b := m.data[at : at+m.size]
		if m.format == 'e' {
			h, ok := HalfBits(f)
			if !ok {
				return Raisef(ValueErrorType, "memoryview: invalid value for format 'e'")
			}
			binary.LittleEndian.PutUint16(b, h)
		} else if m.format == 'f' {
			binary.LittleEndian.PutUint32(b, math.Float32bits(float32(f)))
		} else {
			binary.LittleEndian.PutUint64(b, math.Float64bits(f))
		}
		return nil
	case 'c':
		c, ok := AsBytes(x)
		if !ok {
			return Raisef(TypeErrorType, "memoryview: invalid type for format 'c'")
		}
		if len(c.B) != 1 {
			return Raisef(ValueErrorType, "memoryview: invalid value for format 'c'")
		}
		m.data[at] = c.B[0]
		return nil
	case '?':
		truth, exc := Truth(x)
		if exc == nil {
			exc = m.still()
		}
		if exc != nil {
			return exc
		}
		m.data[at] = 0
		if truth {
			m.data[at] = 1
		}
		return nil
	}
	if !hasIndex(x) {
		return Raisef(TypeErrorType, "memoryview: invalid type for format '%c'", m.format)
	}
	n, exc := Index(x)
	if exc != nil {
		return m.unfit(exc)
	}
	if exc := m.still(); exc != nil {
		return exc
	}
	z := BigOf(n)
	width := uint(m.size * 8)
	signed := m.format >= 'a'
	fits := z.Sign() >= 0 && z.BitLen() <= int(width) || m.format == 'P' && z.IsInt64()
	if signed {
		fits = z.IsInt64() && (width == 64 || z.Int64()>>(width-1) == 0 || z.Int64()>>(width-1) == -1)
	}
	if !fits {
		return Raisef(ValueErrorType, "memoryview: invalid value for format '%c'", m.format)
	}
	u := z.Uint64()
	if z.Sign() < 0 {
		u = uint64(z.Int64())
	}
	for k := range m.size {
		m.data[at+k] = byte(u >> (8 * k))
	}
	return nil
}

func memoryCast(v, format, shape Value) (Value, *Exception) {
	m, exc := memoryOf(v)
	if exc != nil {
		return Value{}, exc
	}
	s, ok := AsStr(format)
	if !ok {
		return Value{}, Raisef(TypeErrorType, "cast() argument 'format' must be str, not %s", format.ref.typ.ShownName())
	}
	if !s.IsASCII() {
		_, exc := Encode(s, "ascii", "strict")
		return Value{}, exc
	}
	if !m.contiguous() {
		return Value{}, Raisef(TypeErrorType, "memoryview: casts are restricted to C-contiguous views")
	}
	lengths, exc := castShape(shape, m.inner == nil && !m.scalar)
	if exc != nil {
		return Value{}, exc
	}
	name, _, _ := strings.Cut(s.S, "\x00")
	name, native := strings.CutPrefix(name, "@")
	if len(name) != 1 || memoryFormats[name[0]] == 0 {
		return Value{}, Raisef(ValueErrorType, "memoryview: destination format must be a native single character format prefixed with an optional '@'")
	}
	if m.size != 1 && memoryFormats[name[0]] != 1 {
		return Value{}, Raisef(TypeErrorType, "memoryview: cannot cast between two non-byte formats")
	}
	size := memoryFormats[name[0]]
	total := m.n * m.rowSize()
	if total%size != 0 {
		return Value{}, Raisef(TypeErrorType, "memoryview: length is not a multiple of itemsize")
	}
	dims, exc := castLengths(lengths, total/size, size)
	if exc != nil {
		return Value{}, exc
	}
	c := m.view()
	c.format, c.native, c.size, c.scalar, c.n, c.inner = name[0], native, size, len(dims) == 0, 1, nil
	if len(dims) > 0 {
		c.n = dims[0]
	}
	if len(dims) > 1 {
		c.inner = dims[1:]
	}
	c.step = c.rowSize()
	return c.Value(), nil
}

// WritableBytes returns the memory of v, an object whose buffer can be written to: a
// bytearray, a memoryview of one, or of a type given to RegisterWritable. ok is false
// where v is none.
func WritableBytes(v Value) (b []byte, ok bool) {
	switch t := v.ref.typ; {
	case t.Flags&FlagByteArray != 0:
		return heap[ByteArray](v).B, true
	case t == MemoryViewType:
		m := heap[MemoryView](v)
		if m.base.ref == nil || m.readonly || !m.contiguous() {
			return nil, false
		}
		return m.data[m.off : m.off+m.n*m.rowSize()], true
	}
	for _, f := range writableTypes {
		if b, ok := f(v); ok {
			return b, true
		}
	}
	return writableOfProgram(v)
}

var writableTypes []func(v Value) ([]byte, bool)

// RegisterWritable is RegisterBuffer for types whose buffers can be written to.
func RegisterWritable(f func(v Value) ([]byte, bool)) {
	writableTypes = append(writableTypes, f)
	RegisterBuffer(f)
}

// bufferFormats say what the items of a buffer are where they are no bytes.
var bufferFormats []func(v Value) (byte, bool)

// RegisterBufferFormat tells the formats, those of struct, of the items of buffers.
func RegisterBufferFormat(f func(v Value) (byte, bool)) { bufferFormats = append(bufferFormats, f) }
