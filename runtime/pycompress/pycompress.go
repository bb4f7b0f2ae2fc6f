// Package pycompress makes the compressor and decompressor objects of the modules bz2 and lzma,
// over encoders and decoders that know nothing of Python. What the objects are made of is said
// by these modules; the formats are in packages bzip2 and lzma.
package pycompress

import (
	"sync"

	"github.com/aio2go/aio2go/runtime/py"
)

// Encoder is one compression in progress.
type Encoder interface {
	Write(data []byte)
	Finish()
	Output() []byte // what has been made since the last call
}

// Decoder is one decompression in progress.
type Decoder interface {
	// Read takes data in and returns what it gives, at most limit bytes if that is not negative.
	Read(data []byte, limit int) ([]byte, error)
	Done() bool   // the stream has ended
	Hungry() bool // more input is needed to go on
	Rest() []byte // what came after the end of the stream
}

// compressor is a compressor object. Threads may share it: the work is done without the turn,
// and under the mutex.
type compressor struct {
	py.Header
	mu sync.Mutex
	e  Encoder // nil once it is flushed
}

// decompressor is a decompressor object, with a mutex as that of a compressor.
type decompressor struct {
	py.Header
	mu sync.Mutex
	d  Decoder
}

// DefineCompressor completes spec and makes t the class.
func DefineCompressor(t *py.Type, spec py.TypeSpec) {
	spec.Layout = py.LayoutOf[compressor]()
	spec.Methods = []py.Method{
		{Name: "compress", Sig: "($self, data, /)", Impl: compress},
		{Name: "flush", Sig: "($self, /)", Impl: flush},
	}
	t.Define(&spec)
}

// NewCompressor returns an instance of cls.
func NewCompressor(cls *py.Type, e Encoder) py.Value {
	v := cls.Alloc(cls)
	py.Heap[compressor](v).e = e
	return v
}

// work runs f with the encoder, and returns what it has made; false once it is flushed.
func (c *compressor) work(f func(Encoder)) (out []byte, ok bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.e == nil {
		return nil, false
	}
	e := c.e
	f(e)
	return e.Output(), true
}

func compress(v, data py.Value) (py.Value, *py.Exception) {
	b, exc := py.BytesLike(data)
	if exc != nil {
		return py.Value{}, exc
	}
	c := py.Heap[compressor](v)
	var out []byte
	ok := false
	py.BlockingFor(len(b), func() { out, ok = c.work(func(e Encoder) { e.Write(b) }) })
	if !ok {
		return py.Value{}, py.Raisef(py.ValueErrorType, "Compressor has been flushed")
	}
	return py.BytesV(out), nil
}

func flush(v py.Value) (py.Value, *py.Exception) {
	c := py.Heap[compressor](v)
	var out []byte
	ok := false
	py.Blocking(func() {
		out, ok = c.work(func(e Encoder) {
			c.e = nil
			e.Finish()
		})
	})
	if !ok {
		return py.Value{}, py.Raisef(py.ValueErrorType, "Repeated call to flush()")
	}
	return py.BytesV(out), nil
}

// DefineDecompressor completes spec, which may have attributes, and makes t the class. ended is
// the message of the EOFError for input behind the end of the stream, failure makes the exception
// for an error of the decoder.
func DefineDecompressor(t *py.Type, spec py.TypeSpec, ended string, failure func(error) *py.Exception) {
	spec.Layout = py.LayoutOf[decompressor]()
	spec.Methods = []py.Method{{Name: "decompress", Sig: "($self, /, data, max_length=-1)", Impl: func(v, data, most py.Value) (py.Value, *py.Exception) {
		return decompress(v, data, most, ended, failure)
	}}}
	spec.GetSets = append(spec.GetSets,
		Member("eof", func(d Decoder) py.Value { return py.Bool(d.Done()) }),
		Member("needs_input", func(d Decoder) py.Value { return py.Bool(d.Hungry()) }),
		Member("unused_data", func(d Decoder) py.Value {
			if !d.Done() {
				return py.BytesV(nil)
			}
			return py.BytesV(append([]byte{}, d.Rest()...))
		}),
	)
	t.Define(&spec)
}

// Member is an attribute of a decompressor.
func Member(name string, get func(Decoder) py.Value) py.GetSet {
	return py.GetSet{Name: name, Member: true, Get: func(v py.Value) (py.Value, *py.Exception) {
		d := py.Heap[decompressor](v)
		d.mu.Lock()
		defer d.mu.Unlock()
		return get(d.d), nil
	}}
}

// NewDecompressor returns an instance of cls.
func NewDecompressor(cls *py.Type, d Decoder) py.Value {
	v := cls.Alloc(cls)
	py.Heap[decompressor](v).d = d
	return v
}

func decompress(v, data, most py.Value, ended string, failure func(error) *py.Exception) (py.Value, *py.Exception) {
	b, exc := py.BytesLike(data)
	if exc != nil {
		return py.Value{}, exc
	}
	limit := -1
	if !most.IsUnbound() {
		if limit, exc = py.Ssize(most); exc != nil {
			return py.Value{}, exc
		}
	}
	d := py.Heap[decompressor](v)
	var out []byte
	var err error
	done := false
	py.BlockingFor(len(b), func() {
		d.mu.Lock()
		defer d.mu.Unlock()
		if done = d.d.Done(); !done {
			out, err = d.d.Read(b, limit)
		}
	})
	switch {
	case done:
		return py.Value{}, py.Raisef(py.EOFErrorType, "%s", ended)
	case err != nil:
		return py.Value{}, failure(err)
	}
	return py.BytesV(out), nil
}
