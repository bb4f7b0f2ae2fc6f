// Package bz2 implements the module _bz2, on which the library's module bz2 stands (Python
// library reference, bz2: Support for bzip2 compression), over package bzip2.
package bz2

import (
	"sync"

	"github.com/aio2go/aio2go/runtime/bzip2"
	"github.com/aio2go/aio2go/runtime/py"
)

type (
	value = py.Value
	exc   = *py.Exception
)

// compressor is a BZ2Compressor. Threads may share it: the work is done without the turn, and
// under the mutex.
type compressor struct {
	py.Header
	mu sync.Mutex
	e  *bzip2.Encoder // nil once it is flushed
}

// decompressor is a BZ2Decompressor, with a mutex as that of a compressor.
type decompressor struct {
	py.Header
	mu     sync.Mutex
	d      *bzip2.Decoder
	unused []byte
}

var (
	compressorType   = &py.Type{Name: "BZ2Compressor"}
	decompressorType = &py.Type{Name: "BZ2Decompressor"}
)

var spec = py.ModuleSpec{Name: "_bz2", Types: []*py.Type{compressorType, decompressorType}}

var (
	compressorSig   = py.NewSignature("BZ2Compressor", "", "(compresslevel=9, /)")
	decompressorSig = py.NewSignature("BZ2Decompressor", "", "()")
)

// work runs f with the encoder, and returns what it has made; false once it is flushed.
func (c *compressor) work(f func(*bzip2.Encoder)) (out []byte, ok bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.e == nil {
		return nil, false
	}
	e := c.e
	f(e)
	return e.Output(), true
}

func compress(v, data value) (value, exc) {
	b, e := py.BytesLike(data)
	if e != nil {
		return value{}, e
	}
	c := py.Heap[compressor](v)
	var out []byte
	ok := false
	py.BlockingFor(len(b), func() { out, ok = c.work(func(e *bzip2.Encoder) { e.Write(b) }) })
	if !ok {
		return value{}, py.Raisef(py.ValueErrorType, "Compressor has been flushed")
	}
	return py.BytesV(out), nil
}

func flush(v value) (value, exc) {
	c := py.Heap[compressor](v)
	var out []byte
	ok := false
	py.Blocking(func() {
		out, ok = c.work(func(e *bzip2.Encoder) {
			c.e = nil
			e.Finish()
		})
	})
	if !ok {
		return value{}, py.Raisef(py.ValueErrorType, "Repeated call to flush()")
	}
	return py.BytesV(out), nil
}

func decompress(v, data, most value) (value, exc) {
	b, e := py.BytesLike(data)
	if e != nil {
		return value{}, e
	}
	limit := -1
	if !most.IsUnbound() {
		if limit, e = py.Ssize(most); e != nil {
			return value{}, e
		}
	}
	d := py.Heap[decompressor](v)
	var out []byte
	var err error
	ended := false
	py.BlockingFor(len(b), func() {
		d.mu.Lock()
		defer d.mu.Unlock()
		if ended = d.d.Done(); ended {
			return
		}
		out, err = d.d.Read(b, limit)
		if d.d.Done() {
			d.unused = append([]byte{}, d.d.Rest()...)
		}
	})
	switch {
	case ended:
		return value{}, py.Raisef(py.EOFErrorType, "End of stream already reached")
	case err != nil:
		return value{}, py.Raisef(py.OSErrorType, "Invalid data stream")
	}
	return py.BytesV(out), nil
}

func init() {
	py.RegisterModule(&spec)
	compressorType.Define(&py.TypeSpec{
		Module: "_bz2", Layout: py.LayoutOf[compressor](),
		Doc: "Create a compressor object for compressing data incrementally.\n\n  compresslevel\n    Compression level, as a number between 1 and 9.\n\nFor one-shot compression, use the compress() function instead.",
		Slots: py.Slots{New: func(cls *py.Type, args []value, names []*py.Str) (value, exc) {
			a, e := compressorSig.Parse(args, names)
			if e != nil {
				return value{}, e
			}
			level := 9
			if !a[0].IsUnbound() {
				if level, e = py.CInt(a[0]); e != nil {
					return value{}, e
				}
			}
			if level < 1 || level > 9 {
				return value{}, py.Raisef(py.ValueErrorType, "compresslevel must be between 1 and 9")
			}
			v := cls.Alloc(cls)
			py.Heap[compressor](v).e = bzip2.NewEncoder(level)
			return v, nil
		}},
		Methods: []py.Method{
			{Name: "compress", Sig: "($self, data, /)", Impl: compress},
			{Name: "flush", Sig: "($self, /)", Impl: flush},
		},
	})
	member := func(name string, get func(d *decompressor) value) py.GetSet {
		return py.GetSet{Name: name, Member: true, Get: func(v value) (value, exc) {
			d := py.Heap[decompressor](v)
			d.mu.Lock()
			defer d.mu.Unlock()
			return get(d), nil
		}}
	}
	decompressorType.Define(&py.TypeSpec{
		Module: "_bz2", Layout: py.LayoutOf[decompressor](),
		Doc: "Create a decompressor object for decompressing data incrementally.\n\nFor one-shot decompression, use the decompress() function instead.",
		Slots: py.Slots{New: func(cls *py.Type, args []value, names []*py.Str) (value, exc) {
			if _, e := decompressorSig.Parse(args, names); e != nil {
				return value{}, e
			}
			v := cls.Alloc(cls)
			py.Heap[decompressor](v).d = bzip2.NewDecoder()
			return v, nil
		}},
		Methods: []py.Method{{Name: "decompress", Sig: "($self, /, data, max_length=-1)", Impl: decompress}},
		GetSets: []py.GetSet{
			member("eof", func(d *decompressor) value { return py.Bool(d.d.Done()) }),
			member("unused_data", func(d *decompressor) value { return py.BytesV(d.unused) }),
			member("needs_input", func(d *decompressor) value { return py.Bool(d.d.Hungry()) }),
		},
	})
}
