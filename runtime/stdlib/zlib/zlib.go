// Package zlib implements the module zlib (Python library reference, zlib: Compression
// compatible with gzip): compression over Go's compress/flate, decompression of its own.
package zlib

import (
	"encoding/binary"
	"hash/adler32"
	"hash/crc32"
	"math"

	"github.com/aio2go/aio2go/runtime/py"
	"github.com/aio2go/aio2go/runtime/pydef"
)

type (
	value = py.Value
	exc   = *py.Exception
)

// version is the release of zlib whose behaviour this is.
const version = "1.2.13"

var spec = py.ModuleSpec{
	Name: "zlib",
	Doc: "The functions in this module allow compression and decompression using the\n" +
		"zlib library, which is based on GNU zip.\n\n" +
		"adler32(string[, start]) -- Compute an Adler-32 checksum.\n" +
		"compress(data[, level]) -- Compress data, with compression level 0-9 or -1.\n" +
		"compressobj([level[, ...]]) -- Return a compressor object.\n" +
		"crc32(string[, start]) -- Compute a CRC-32 checksum.\n" +
		"decompress(string,[wbits],[bufsize]) -- Decompresses a compressed string.\n" +
		"decompressobj([wbits[, zdict]]) -- Return a decompressor object.\n\n" +
		"'wbits' is window buffer size and container format.\n" +
		"Compressor objects support compress() and flush() methods; decompressor\n" +
		"objects support decompress() and flush().",
	Types: []*py.Type{decompressorType},
	Functions: []py.Method{
		{Name: "adler32", Sig: "(data, value=1, /)", Impl: func(data, start value) (value, exc) { return checksum(data, start, 1, adler) },
			Doc: "Compute an Adler-32 checksum of data."},
		{Name: "crc32", Sig: "(data, value=0, /)", Impl: func(data, start value) (value, exc) {
			return checksum(data, start, 0, func(sum uint32, b []byte) uint32 { return crc32.Update(sum, crc32.IEEETable, b) })
		}, Doc: "Compute a CRC-32 checksum of data."},
		{Name: "compress", Sig: "(data, /, level=Z_DEFAULT_COMPRESSION, wbits=MAX_WBITS)", Impl: compress,
			Doc: "Returns a bytes object containing compressed data."},
		{Name: "decompress", Sig: "(data, /, wbits=MAX_WBITS, bufsize=DEF_BUF_SIZE)", Impl: decompress,
			Doc: "Returns a bytes object containing the uncompressed data."},
		{Name: "compressobj", Sig: "(level=Z_DEFAULT_COMPRESSION, method=DEFLATED, wbits=MAX_WBITS, memLevel=DEF_MEM_LEVEL, strategy=Z_DEFAULT_STRATEGY, zdict=None)",
			Impl: newCompress, Doc: "Return a compressor object."},
		{Name: "decompressobj", Sig: "(wbits=MAX_WBITS, zdict=b'')", Impl: newDecompress, Doc: "Return a decompressor object."},
	},
	Consts: constants(),
	Init: func(m *py.Module) exc {
		m.Set("error", errorType().Value())
		return nil
	},
}

func init() { py.RegisterModule(&spec) }

func constants() []py.Const {
	list := []py.Const{
		{Name: "ZLIB_VERSION", Value: py.StrV(version)}, {Name: "ZLIB_RUNTIME_VERSION", Value: py.StrV(version)},
		{Name: "__version__", Value: py.StrV("1.0")},
	}
	for _, c := range []struct {
		name string
		n    int
	}{
		{"MAX_WBITS", maxWbits}, {"DEFLATED", methodDeflate}, {"DEF_MEM_LEVEL", 8}, {"DEF_BUF_SIZE", bufferSize},
		{"Z_NO_COMPRESSION", 0}, {"Z_BEST_SPEED", 1}, {"Z_BEST_COMPRESSION", 9}, {"Z_DEFAULT_COMPRESSION", -1},
		{"Z_DEFAULT_STRATEGY", 0}, {"Z_FILTERED", 1}, {"Z_HUFFMAN_ONLY", huffmanOnly}, {"Z_RLE", 3}, {"Z_FIXED", lastStrategy},
		{"Z_NO_FLUSH", noFlush}, {"Z_PARTIAL_FLUSH", partialFlush}, {"Z_SYNC_FLUSH", syncFlush}, {"Z_FULL_FLUSH", fullFlush},
		{"Z_FINISH", finish}, {"Z_BLOCK", blockFlush}, {"Z_TREES", treesFlush},
	} {
		list = append(list, py.Const{Name: c.name, Value: py.IntOf(c.n)})
	}
	return list
}

const (
	maxWbits   = 15
	bufferSize = 16 << 10
)

var zlibError *py.Type

func errorType() *py.Type {
	if zlibError == nil {
		var e exc
		if zlibError, e = pydef.ExceptionClass("zlib", "error", "", py.ExceptionType); e != nil {
			panic("zlib: the class error cannot be made")
		}
	}
	return zlibError
}

// codes are zlib's numbers for the states in which it stops.
var codes = map[status]int{streamEnd: 1, needDict: 2, dataError: -3, streamError: -2}

// fail is the error for a status, with zlib's message where there is one.
func fail(s status, doing, message string) exc {
	if message == "" {
		switch s {
		case stalled:
			return py.Raisef(errorType(), "Error -5 %s: incomplete or truncated stream", doing)
		case streamError:
			message = "inconsistent stream state"
		case dataError:
			message = "invalid input data"
		default:
			return py.Raisef(errorType(), "Error %d %s", codes[s], doing)
		}
	}
	return py.Raisef(errorType(), "Error %d %s: %s", codes[s], doing, message)
}

// adler continues an Adler-32 sum, which Go's package can only begin.
func adler(sum uint32, data []byte) uint32 {
	const prime = 65521
	if len(data) == 0 {
		return sum>>16%prime<<16 | sum&0xffff%prime
	}
	h := adler32.New()
	state := binary.BigEndian.AppendUint32([]byte("adl\x01"), sum)
	if err := h.(interface{ UnmarshalBinary([]byte) error }).UnmarshalBinary(state); err != nil {
		panic(err)
	}
	h.Write(data)
	return h.Sum32()
}

func checksum(data, start value, sum uint32, f func(uint32, []byte) uint32) (value, exc) {
	b, e := py.BytesLike(data)
	if e != nil {
		return value{}, e
	}
	if !start.IsUnbound() {
		i, e := py.Index(start)
		if e != nil {
			return value{}, e
		}
		if i, e = py.BitAnd(i, py.Int(math.MaxUint32)); e != nil {
			return value{}, e
		}
		sum = uint32(i.SmallInt())
	}
	py.BlockingFor(len(b), func() { sum = f(sum, b) })
	return py.Int(int64(sum)), nil
}

// cInts reads optional arguments that are C ints.
func cInts(args []value, into ...*int) exc {
	for i, p := range into {
		if args[i].IsUnbound() {
			continue
		}
		n, e := py.CInt(args[i])
		if e != nil {
			return e
		}
		*p = n
	}
	return nil
}

func compress(data, level, wbits value) (value, exc) {
	b, e := py.BytesLike(data)
	if e != nil {
		return value{}, e
	}
	l, w := -1, maxWbits
	if e := cInts([]value{level, wbits}, &l, &w); e != nil {
		return value{}, e
	}
	d := newDeflater(l, methodDeflate, w, 8, 0)
	if d == nil {
		return value{}, py.Raisef(errorType(), "Bad compression level")
	}
	py.BlockingFor(len(b), func() { d.deflate(b, finish) })
	return py.BytesV(d.output()), nil
}

func decompress(data, wbits, size value) (value, exc) {
	b, e := py.BytesLike(data)
	if e != nil {
		return value{}, e
	}
	w := maxWbits
	if e := cInts([]value{wbits}, &w); e != nil {
		return value{}, e
	}
	if !size.IsUnbound() {
		n, e := py.Ssize(size)
		if e != nil {
			return value{}, e
		}
		if n < 0 {
			return value{}, py.Raisef(py.ValueErrorType, "bufsize must be non-negative")
		}
	}
	z := newInflater(w)
	if z == nil {
		return value{}, fail(streamError, "while preparing to decompress data", "")
	}
	var s status
	py.BlockingFor(len(b), func() { _, s = z.run(b, math.MaxInt) })
	if s != streamEnd {
		return value{}, fail(s, "while decompressing data", z.message)
	}
	return bytesOf(z.output()), nil
}

// bytesOf is a bytes object of its own.
func bytesOf(b []byte) value { return py.BytesV(append(make([]byte, 0, len(b)), b...)) }
