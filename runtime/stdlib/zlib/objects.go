package zlib

import (
	"math"
	"sync"

	"github.com/aio2go/aio2go/runtime/py"
)

// This file has the objects that compress and decompress piece by piece. Threads may share
// one: what is in it is read and changed under its mutex, as the work is done without the turn.

// compressor is a Compress.
type compressor struct {
	py.Header
	mu sync.Mutex
	d  *deflater
}

// decompressor is a Decompress or a _ZlibDecompressor.
type decompressor struct {
	py.Header
	mu     sync.Mutex
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

// work compresses data, or does what a flush of a mode does.
func (x *compressor) work(data []byte, mode int, doing string) (value, exc) {
	size := len(data)
	if data == nil {
		size = math.MaxInt // there may be much of what came before
	}
	r := result{s: streamError, doing: doing}
	py.BlockingFor(size, func() {
		x.mu.Lock()
		defer x.mu.Unlock()
		if x.d.deflate(data, mode) {
			r.s, r.out = stalled, x.d.output()
		} else {
			r.message = x.d.message
		}
	})
	return r.value()
}

func copyCompress(v value) (value, exc) {
	x := py.Heap[compressor](v)
	x.mu.Lock()
	defer x.mu.Unlock()
	if x.d.done {
		return value{}, invalid("Inconsistent stream state")
	}
	c := compressType.Alloc(compressType)
	py.Heap[compressor](c).d = x.d.clone()
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

// result is what a piece of work has come to.
type result struct {
	s              status
	doing, message string // for an error
	out            []byte
}

// value is the output, or the error for a status that is one.
func (r result) value() (value, exc) {
	if r.s != streamEnd && r.s != stalled {
		return value{}, fail(r.s, r.doing, r.message)
	}
	return py.BytesV(r.out), nil
}

// work runs f, which inflates data of some size, under the mutex.
func (d *decompressor) work(size int, f func() result) (r result) {
	py.BlockingFor(size, func() {
		d.mu.Lock()
		defer d.mu.Unlock()
		r = f()
	})
	return r
}

// output is what has been made, with the status.
func (d *decompressor) output(s status) result {
	return result{s, "while decompressing data", d.z.message, append([]byte{}, d.z.output()...)}
}

// inflate decompresses data as far as limit and returns what is left of it.
func (d *decompressor) inflate(data []byte, limit int) (rest []byte, s status, badDict bool) {
	d.z.begin()
	n, s := d.z.run(data, limit)
	if s == needDict && d.dict != nil {
		if !d.z.setDict(d.dict) {
			return data[n:], dataError, true
		}
		var more int
		more, s = d.z.run(data[n:], limit)
		n += more
	}
	return data[n:], s, false
}

var badDictionary = result{s: dataError, doing: "while setting zdict"}

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
	return d.work(len(b), func() result {
		rest, s, bad := d.inflate(b, limit)
		if bad {
			return badDictionary
		}
		d.keep(rest, s)
		d.eof = d.eof || s == streamEnd
		return d.output(s)
	}).value()
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
	return d.work(len(d.tail), func() result {
		rest, s, bad := d.inflate(d.tail, math.MaxInt)
		if bad {
			return badDictionary
		}
		d.keep(rest, s)
		if s == streamEnd {
			d.eof, d.z.closed, d.z.message = true, true, ""
		}
		return d.output(stalled)
	}).value()
}

func copyDecompress(v value) (value, exc) {
	d := py.Heap[decompressor](v)
	d.mu.Lock()
	defer d.mu.Unlock()
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
	ended := false
	r := d.work(len(b), func() result {
		if ended = d.eof; ended {
			return result{s: streamEnd}
		}
		if len(d.tail) > 0 {
			b = append(d.tail[:len(d.tail):len(d.tail)], b...)
		}
		rest, s, bad := d.inflate(b, limit)
		if bad {
			return badDictionary
		}
		d.tail, d.hungry = nil, false
		switch {
		case s == streamEnd:
			d.eof, d.unused = true, append([]byte{}, rest...)
		case s != stalled:
		case len(rest) == 0:
			d.hungry = true
		default:
			d.tail = append([]byte{}, rest...)
		}
		return d.output(s)
	})
	if ended {
		return value{}, py.Raisef(py.EOFErrorType, "End of stream already reached")
	}
	return r.value()
}

func member(name string, get func(d *decompressor) value) py.GetSet {
	return py.GetSet{Name: name, Member: true, Get: func(v value) (value, exc) {
		d := py.Heap[decompressor](v)
		d.mu.Lock()
		defer d.mu.Unlock()
		return get(d), nil
	}}
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
				return py.Heap[compressor](v).work(b, noFlush, "while compressing data")
			}},
			{Name: "flush", Sig: "($self, mode=zlib.Z_FINISH, /)", Impl: func(v, mode value) (value, exc) {
				m := finish
				if e := cInts([]value{mode}, &m); e != nil {
					return value{}, e
				}
				if m == noFlush {
					return py.BytesV([]byte{}), nil
				}
				return py.Heap[compressor](v).work(nil, m, "while flushing")
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
