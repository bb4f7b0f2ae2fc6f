package zlib

import (
	"math"

	"github.com/aio2go/aio2go/runtime/py"
)

// This file has the objects that compress and decompress piece by piece.

// compressor is a Compress.
type compressor struct {
	py.Header
	d *deflater
}

// decompressor is a Decompress or a _ZlibDecompressor.
type decompressor struct {
	py.Header
	z      *inflater
	dict   []byte // nil if there is none
	tail   []byte // input for later: unconsumed_tail
	unused []byte // what came after the end: unused_data
	eof    bool
	hungry bool // needs_input
}

var (
	compressType     = &py.Type{Name: "Compress"}
	decompressType   = &py.Type{Name: "Decompress"}
	decompressorType = &py.Type{Name: "_ZlibDecompressor"}
)

func invalid(message string) exc { return py.Raisef(py.ValueErrorType, "%s", message) }

func newCompress(args []value) (value, exc) {
	l, m, w, mem, s := -1, methodDeflate, maxWbits, 8, 0
	if e := cInts(args, &l, &m, &w, &mem, &s); e != nil {
		return value{}, e
	}
	var dict []byte
	if zdict := args[5]; !zdict.IsUnbound() && !zdict.IsNone() {
		var e exc
		if dict, e = py.BytesLike(zdict); e != nil {
			return value{}, e
		}
	}
	d := newDeflater(l, m, w, mem, s)
	if d == nil {
		return value{}, invalid("Invalid initialization option")
	}
	if dict != nil && !d.setDict(dict) {
		return value{}, invalid("Invalid dictionary")
	}
	v := compressType.Alloc(compressType)
	py.Heap[compressor](v).d = d
	return v, nil
}

func copyCompress(v value) (value, exc) {
	d := py.Heap[compressor](v).d
	if d.done {
		return value{}, invalid("Inconsistent stream state")
	}
	c := compressType.Alloc(compressType)
	py.Heap[compressor](c).d = d.clone()
	return c, nil
}

// newDecompressor fills a decompressor in.
func (d *decompressor) init(wbits, zdict value) exc {
	w := maxWbits
	if e := cInts([]value{wbits}, &w); e != nil {
		return e
	}
	if !zdict.IsUnbound() {
		b, ok := py.BytesOf(zdict)
		if !ok {
			return py.Raisef(py.TypeErrorType, "zdict argument must support the buffer protocol")
		}
		d.dict = append([]byte{}, b...)
	}
	if d.z = newInflater(w); d.z == nil {
		return invalid("Invalid initialization option")
	}
	if d.z.formats == 0 {
		d.z.setDict(d.dict)
	}
	d.hungry = true
	return nil
}

func newDecompress(wbits, zdict value) (value, exc) {
	v := decompressType.Alloc(decompressType)
	return v, py.Heap[decompressor](v).init(wbits, zdict)
}

// inflate decompresses data as far as limit and returns what is left of it.
func (d *decompressor) inflate(data []byte, limit int) (rest []byte, s status, e exc) {
	d.z.begin()
	n, s := d.z.run(data, limit)
	if s == needDict && d.dict != nil {
		if !d.z.setDict(d.dict) {
			return data[n:], dataError, fail(dataError, "while setting zdict", "")
		}
		var more int
		more, s = d.z.run(data[n:], limit)
		n += more
	}
	return data[n:], s, nil
}

// keep stores the input that was not used, as CPython does: unconsumed_tail gets it after
// the end too if there was one before.
func (d *decompressor) keep(rest []byte, s status) {
	left := len(rest) > 0
	if s == streamEnd {
		d.unused = append(d.unused[:len(d.unused):len(d.unused)], rest...)
		left = false
	}
	if left || len(d.tail) > 0 {
		d.tail = append([]byte{}, rest...)
	}
}

func decompressPart(v, data, most value) (value, exc) {
	d := py.Heap[decompressor](v)
	b, e := py.BytesLike(data)
	if e != nil {
		return value{}, e
	}
	limit := math.MaxInt
	if !most.IsUnbound() {
		n, e := py.Ssize(most)
		if e != nil {
			return value{}, e
		}
		if n < 0 {
			return value{}, invalid("max_length must be non-negative")
		}
		if n > 0 {
			limit = n
		}
	}
	rest, s, e := d.inflate(b, limit)
	if e != nil {
		return value{}, e
	}
	d.keep(rest, s)
	switch s {
	case streamEnd:
		d.eof = true
	case stalled:
	default:
		return value{}, fail(s, "while decompressing data", d.z.message)
	}
	return bytesOf(d.z.output()), nil
}

// flushDecompress gives what the rest of the input says; errors in it only end it.
func flushDecompress(v, length value) (value, exc) {
	d := py.Heap[decompressor](v)
	if !length.IsUnbound() {
		n, e := py.Ssize(length)
		if e != nil {
			return value{}, e
		}
		if n <= 0 {
			return value{}, invalid("length must be greater than zero")
		}
	}
	rest, s, e := d.inflate(d.tail, math.MaxInt)
	if e != nil {
		return value{}, e
	}
	d.keep(rest, s)
	if s == streamEnd {
		d.eof, d.z.closed, d.z.message = true, true, ""
	}
	return bytesOf(d.z.output()), nil
}

func copyDecompress(v value) (value, exc) {
	d := py.Heap[decompressor](v)
	if d.z.closed {
		return value{}, invalid("Inconsistent stream state")
	}
	c := decompressType.Alloc(decompressType)
	n := py.Heap[decompressor](c)
	n.z, n.dict, n.tail, n.unused, n.eof = d.z.clone(), d.dict, d.tail, d.unused[:len(d.unused):len(d.unused)], d.eof
	return c, nil
}

// decompressQueued is the decompress of _ZlibDecompressor, which keeps its input.
func decompressQueued(v, data, most value) (value, exc) {
	d := py.Heap[decompressor](v)
	b, e := py.BytesLike(data)
	if e != nil {
		return value{}, e
	}
	limit := math.MaxInt
	if !most.IsUnbound() {
		n, e := py.Ssize(most)
		if e != nil {
			return value{}, e
		}
		if n >= 0 {
			limit = n
		}
	}
	if d.eof {
		return value{}, py.Raisef(py.EOFErrorType, "End of stream already reached")
	}
	if len(d.tail) > 0 {
		b = append(d.tail[:len(d.tail):len(d.tail)], b...)
	}
	rest, s, e := d.inflate(b, limit)
	if e != nil {
		return value{}, e
	}
	d.tail, d.hungry = nil, false
	switch {
	case s == streamEnd:
		d.eof, d.unused = true, append([]byte{}, rest...)
	case s != stalled:
		return value{}, fail(s, "while decompressing data", d.z.message)
	case len(rest) == 0:
		d.hungry = true
	default:
		d.tail = append([]byte{}, rest...)
	}
	return bytesOf(d.z.output()), nil
}

func member(name string, get func(d *decompressor) value) py.GetSet {
	return py.GetSet{Name: name, Member: true, Get: func(v value) (value, exc) { return get(py.Heap[decompressor](v)), nil }}
}

func init() {
	compressType.Define(&py.TypeSpec{
		Module: "zlib", Layout: py.LayoutOf[compressor](), NoNew: true,
		Methods: []py.Method{
			{Name: "compress", Sig: "($self, data, /)", Impl: func(v, data value) (value, exc) {
				b, e := py.BytesLike(data)
				if e != nil {
					return value{}, e
				}
				d := py.Heap[compressor](v).d
				if !d.deflate(b, noFlush) {
					return value{}, fail(streamError, "while compressing data", d.message)
				}
				return py.BytesV(d.output()), nil
			}},
			{Name: "flush", Sig: "($self, mode=zlib.Z_FINISH, /)", Impl: func(v, mode value) (value, exc) {
				m := finish
				if e := cInts([]value{mode}, &m); e != nil {
					return value{}, e
				}
				d := py.Heap[compressor](v).d
				if m != noFlush && !d.deflate(nil, m) {
					return value{}, fail(streamError, "while flushing", d.message)
				}
				if m == noFlush {
					return py.BytesV([]byte{}), nil
				}
				return py.BytesV(d.output()), nil
			}},
			{Name: "copy", Sig: "($self, /)", Impl: copyCompress},
			{Name: "__copy__", Sig: "($self, /)", Impl: copyCompress},
			{Name: "__deepcopy__", Sig: "($self, memo, /)", Impl: func(v, memo value) (value, exc) { return copyCompress(v) }},
		},
	})
	unused := member("unused_data", func(d *decompressor) value { return py.BytesV(d.unused) })
	eof := member("eof", func(d *decompressor) value { return py.Bool(d.eof) })
	decompressType.Define(&py.TypeSpec{
		Module: "zlib", Layout: py.LayoutOf[decompressor](), NoNew: true,
		Methods: []py.Method{
			{Name: "decompress", Sig: "($self, data, /, max_length=0)", Impl: decompressPart},
			{Name: "flush", Sig: "($self, length=zlib.DEF_BUF_SIZE, /)", Impl: flushDecompress},
			{Name: "copy", Sig: "($self, /)", Impl: copyDecompress},
			{Name: "__copy__", Sig: "($self, /)", Impl: copyDecompress},
			{Name: "__deepcopy__", Sig: "($self, memo, /)", Impl: func(v, memo value) (value, exc) { return copyDecompress(v) }},
		},
		GetSets: []py.GetSet{unused, member("unconsumed_tail", func(d *decompressor) value { return py.BytesV(d.tail) }), eof},
	})
	sig := py.NewSignature("_ZlibDecompressor", "", "(wbits=15, zdict=b'')")
	decompressorType.Define(&py.TypeSpec{
		Module: "zlib", Layout: py.LayoutOf[decompressor](), Doc: "Create a decompressor object for decompressing data incrementally.",
		Slots: py.Slots{New: func(cls *py.Type, args []value, names []*py.Str) (value, exc) {
			a, e := sig.Parse(args, names)
			if e != nil {
				return value{}, e
			}
			v := cls.Alloc(cls)
			return v, py.Heap[decompressor](v).init(a[0], a[1])
		}},
		Methods: []py.Method{{Name: "decompress", Sig: "($self, /, data, max_length=-1)", Impl: decompressQueued}},
		GetSets: []py.GetSet{unused, eof, member("needs_input", func(d *decompressor) value { return py.Bool(d.hungry) })},
	})
}
