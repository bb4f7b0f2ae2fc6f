// Package bz2 implements the module _bz2, on which the library's module bz2 stands (Python
// library reference, bz2: Support for bzip2 compression), over package bzip2.
package bz2

import (
	"github.com/aio2go/aio2go/runtime/bzip2"
	"github.com/aio2go/aio2go/runtime/py"
	"github.com/aio2go/aio2go/runtime/pycompress"
)

type (
	value = py.Value
	exc   = *py.Exception
)

var (
	compressorType   = &py.Type{Name: "BZ2Compressor"}
	decompressorType = &py.Type{Name: "BZ2Decompressor"}
)

var spec = py.ModuleSpec{Name: "_bz2", Types: []*py.Type{compressorType, decompressorType}}

var (
	compressorSig   = py.NewSignature("BZ2Compressor", "", "(compresslevel=9, /)")
	decompressorSig = py.NewSignature("BZ2Decompressor", "", "()")
)

func init() {
	py.RegisterModule(&spec)
	pycompress.DefineCompressor(compressorType, py.TypeSpec{
		Module: "_bz2",
		Doc:    "Create a compressor object for compressing data incrementally.\n\n  compresslevel\n    Compression level, as a number between 1 and 9.\n\nFor one-shot compression, use the compress() function instead.",
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
			return pycompress.NewCompressor(cls, bzip2.NewEncoder(level)), nil
		}},
	})
	pycompress.DefineDecompressor(decompressorType, py.TypeSpec{
		Module: "_bz2",
		Doc:    "Create a decompressor object for decompressing data incrementally.\n\nFor one-shot decompression, use the decompress() function instead.",
		Slots: py.Slots{New: func(cls *py.Type, args []value, names []*py.Str) (value, exc) {
			if _, e := decompressorSig.Parse(args, names); e != nil {
				return value{}, e
			}
			return pycompress.NewDecompressor(cls, bzip2.NewDecoder()), nil
		}},
	}, "End of stream already reached", func(error) exc { return py.Raisef(py.OSErrorType, "Invalid data stream") })
}
