// Package lzma implements the module _lzma, on which the library's module lzma stands (Python
// library reference, lzma: Compression using the LZMA algorithm), over package lzma of the
// runtime.
package lzma

import (
	"errors"

	"github.com/aio2go/aio2go/runtime/lzma"
	"github.com/aio2go/aio2go/runtime/py"
	"github.com/aio2go/aio2go/runtime/pycompress"
	"github.com/aio2go/aio2go/runtime/pydef"
)

type (
	value = py.Value
	exc   = *py.Exception
)

var (
	compressorType   = &py.Type{Name: "LZMACompressor"}
	decompressorType = &py.Type{Name: "LZMADecompressor"}
	errorType        *py.Type
)

// The formats.
const (
	formatAuto = iota
	formatXZ
	formatAlone
	formatRaw
)

var spec = py.ModuleSpec{
	Name:  "_lzma",
	Types: []*py.Type{compressorType, decompressorType},
	Functions: []py.Method{
		{Name: "is_check_supported", Sig: "(check_id, /)", Impl: func(id value) (value, exc) {
			n, e := py.CInt(id)
			return py.Bool(supported(n)), e
		}, Doc: "Test whether the given integrity check is supported.\n\nAlways returns True for CHECK_NONE and CHECK_CRC32."},
		{Name: "_encode_filter_properties", Sig: "(filter, /)", Impl: encodeFilter,
			Doc: "Return a bytes object encoding the options (properties) of the filter specified by *filter* (a dict).\n\nThe result does not include the filter ID itself, only the options."},
		{Name: "_decode_filter_properties", Sig: "(filter_id, encoded_props, /)", Impl: decodeFilter,
			Doc: "Return a bytes object encoding the options (properties) of the filter specified by *filter* (a dict).\n\nThe result does not include the filter ID itself, only the options."},
	},
	Consts: constants(),
	Init: func(m *py.Module) exc {
		var e exc
		if errorType, e = pydef.ExceptionClass("_lzma", "LZMAError", "Call to liblzma failed.", py.ExceptionType); e == nil {
			m.Set("LZMAError", errorType.Value())
		}
		return e
	},
}

func constants() []py.Const {
	var list []py.Const
	for _, c := range []struct {
		name string
		n    uint64
	}{
		{"FORMAT_AUTO", formatAuto}, {"FORMAT_XZ", formatXZ}, {"FORMAT_ALONE", formatAlone}, {"FORMAT_RAW", formatRaw},
		{"CHECK_NONE", lzma.CheckNone}, {"CHECK_CRC32", lzma.CheckCRC32}, {"CHECK_CRC64", lzma.CheckCRC64}, {"CHECK_SHA256", lzma.CheckSHA256},
		{"CHECK_ID_MAX", 15}, {"CHECK_UNKNOWN", lzma.CheckUnknown},
		{"FILTER_LZMA1", lzma.FilterLZMA1}, {"FILTER_LZMA2", lzma.FilterLZMA2}, {"FILTER_DELTA", lzma.FilterDelta},
		{"FILTER_X86", filterX86}, {"FILTER_POWERPC", 5}, {"FILTER_IA64", 6}, {"FILTER_ARM", 7}, {"FILTER_ARMTHUMB", 8}, {"FILTER_SPARC", filterSPARC},
		{"MF_HC3", 3}, {"MF_HC4", 4}, {"MF_BT2", 0x12}, {"MF_BT3", 0x13}, {"MF_BT4", 0x14},
		{"MODE_FAST", 1}, {"MODE_NORMAL", 2}, {"PRESET_DEFAULT", defaultPreset}, {"PRESET_EXTREME", presetExtreme},
	} {
		list = append(list, py.Const{Name: c.name, Value: py.IntUint64(c.n)})
	}
	return list
}

func supported(check int) bool {
	switch check {
	case lzma.CheckNone, lzma.CheckCRC32, lzma.CheckCRC64, lzma.CheckSHA256:
		return true
	}
	return false
}

// failure returns the exception for an error of the decoder or the encoder, and for nil the one
// for a call that makes no sense.
func failure(err error) exc {
	text := "Internal error"
	switch {
	case errors.Is(err, lzma.ErrFormat):
		text = "Input format not supported by decoder"
	case errors.Is(err, lzma.ErrOptions):
		text = "Invalid or unsupported options"
	case errors.Is(err, lzma.ErrData):
		text = "Corrupt input data"
	case errors.Is(err, lzma.ErrLimit):
		text = "Memory usage limit exceeded"
	case errors.Is(err, lzma.ErrCheck):
		text = "Unsupported integrity check"
	}
	return py.Raisef(errorType, "%s", text)
}

var (
	compressorSig   = py.NewSignature("LZMACompressor", "", "(format=FORMAT_XZ, check=-1, preset=None, filters=None)")
	decompressorSig = py.NewSignature("LZMADecompressor", "", "(format=FORMAT_AUTO, memlimit=None, filters=None)")
)

// intArg returns an argument, or what it is if it is not given.
func intArg(v value, otherwise int) (int, exc) {
	if v.IsUnbound() {
		return otherwise, nil
	}
	return py.CInt(v)
}

func given(v value) bool { return !v.IsUnbound() && !v.IsNone() }

func newCompressor(cls *py.Type, args []value, names []*py.Str) (value, exc) {
	a, e := compressorSig.Parse(args, names)
	if e != nil {
		return value{}, e
	}
	format, e := intArg(a[0], formatXZ)
	if e != nil {
		return value{}, e
	}
	check, e := intArg(a[1], -1)
	if e != nil {
		return value{}, e
	}
	if given(a[2]) && given(a[3]) {
		return value{}, py.Raisef(py.ValueErrorType, "Cannot specify both preset and filter chain")
	}
	preset := uint64(defaultPreset)
	if given(a[2]) {
		if preset, e = unsigned(a[2], 32); e != nil {
			return value{}, e
		}
	}
	if format != formatXZ && check != -1 && check != lzma.CheckNone {
		return value{}, py.Raisef(py.ValueErrorType, "Integrity checks are only supported by FORMAT_XZ")
	}
	id := uint64(lzma.FilterLZMA2)
	switch format {
	case formatXZ:
		if check == -1 {
			check = lzma.CheckCRC64
		}
	case formatAlone:
		id = lzma.FilterLZMA1
	case formatRaw:
		if !given(a[3]) {
			return value{}, py.Raisef(py.ValueErrorType, "Must specify filters for FORMAT_RAW")
		}
	default:
		return value{}, py.Raisef(py.ValueErrorType, "Invalid container format: %d", format)
	}
	var chain []lzma.Filter
	if given(a[3]) {
		if chain, e = filtersOf(a[3]); e != nil {
			return value{}, e
		}
		if format == formatAlone && (len(chain) != 1 || chain[0].ID != lzma.FilterLZMA1) {
			return value{}, py.Raisef(py.ValueErrorType, "Invalid filter chain for FORMAT_ALONE - must be a single LZMA1 filter")
		}
		if format == formatXZ && chain[len(chain)-1].ID == lzma.FilterLZMA1 {
			return value{}, failure(nil)
		}
	} else {
		f, ok := presetFilter(id, preset)
		switch {
		case !ok && format == formatAlone:
			return value{}, py.Raisef(errorType, "Invalid compression preset: %d", preset)
		case !ok:
			return value{}, failure(lzma.ErrOptions)
		}
		chain = []lzma.Filter{f}
	}
	enc, err := newEncoder(format, check, chain, effortOf(preset))
	if err != nil {
		return value{}, failure(err)
	}
	return pycompress.NewCompressor(cls, enc), nil
}

func newEncoder(format, check int, chain []lzma.Filter, effort int) (*lzma.Encoder, error) {
	switch format {
	case formatXZ:
		return lzma.NewEncoderXZ(check, chain, effort)
	case formatAlone:
		return lzma.NewEncoderAlone(chain, effort)
	}
	return lzma.NewEncoderRaw(chain, effort)
}

func newDecompressor(cls *py.Type, args []value, names []*py.Str) (value, exc) {
	a, e := decompressorSig.Parse(args, names)
	if e != nil {
		return value{}, e
	}
	format, e := intArg(a[0], formatAuto)
	if e != nil {
		return value{}, e
	}
	limit := uint64(1<<64 - 1)
	if given(a[1]) {
		if format == formatRaw {
			return value{}, py.Raisef(py.ValueErrorType, "Cannot specify memory limit with FORMAT_RAW")
		}
		if limit, e = unsigned(a[1], 64); e != nil {
			return value{}, e
		}
	}
	switch {
	case format == formatRaw && !given(a[2]):
		return value{}, py.Raisef(py.ValueErrorType, "Must specify filters for FORMAT_RAW")
	case format != formatRaw && given(a[2]):
		return value{}, py.Raisef(py.ValueErrorType, "Cannot specify filters except with FORMAT_RAW")
	}
	var d *lzma.Decoder
	switch format {
	case formatAuto:
		d = lzma.NewAuto(limit)
	case formatXZ:
		d = lzma.NewXZ(limit)
	case formatAlone:
		d = lzma.NewAlone(limit)
	case formatRaw:
		chain, e := filtersOf(a[2])
		if e != nil {
			return value{}, e
		}
		var err error
		if d, err = lzma.NewRaw(chain); err != nil {
			return value{}, failure(err)
		}
	default:
		return value{}, py.Raisef(py.ValueErrorType, "Invalid container format: %d", format)
	}
	return pycompress.NewDecompressor(cls, d), nil
}

func init() {
	py.RegisterModule(&spec)
	pycompress.DefineCompressor(compressorType, py.TypeSpec{
		Module: "_lzma",
		Doc:    "LZMACompressor(format=FORMAT_XZ, check=-1, preset=None, filters=None)\n\nCreate a compressor object for compressing data incrementally.",
		Slots:  py.Slots{New: newCompressor},
	})
	pycompress.DefineDecompressor(decompressorType, py.TypeSpec{
		Module:  "_lzma",
		Doc:     "Create a decompressor object for decompressing data incrementally.",
		Slots:   py.Slots{New: newDecompressor},
		GetSets: []py.GetSet{pycompress.Member("check", func(d pycompress.Decoder) value { return py.IntOf(d.(*lzma.Decoder).Check()) })},
	}, "Already at end of stream", failure)
}
