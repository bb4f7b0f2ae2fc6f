// Package binascii implements the module binascii (Python library reference, binascii:
// Convert between binary and ASCII).
package binascii

import (
	"encoding/base64"
	"hash/crc32"

	"github.com/aio2go/aio2go/runtime/py"
	"github.com/aio2go/aio2go/runtime/pydef"
)

type (
	value = py.Value
	exc   = *py.Exception
)

var spec = py.ModuleSpec{
	Name: "binascii",
	Doc:  "Conversion between binary data and ASCII",
	Functions: []py.Method{
		{Name: "a2b_base64", Sig: "(data, /, *, strict_mode=False)", Impl: func(data, strict value) (value, exc) {
			b, e := asciiBytes(data)
			if e != nil {
				return value{}, e
			}
			s, e := truth(strict)
			if e != nil {
				return value{}, e
			}
			out, e := DecodeBase64(b, s)
			return py.BytesV(out), e
		}},
		{Name: "b2a_base64", Sig: "(data, /, *, newline=True)", Impl: func(data, newline value) (value, exc) {
			b, e := py.BytesLike(data)
			if e != nil {
				return value{}, e
			}
			out := base64.StdEncoding.AppendEncode(nil, b)
			nl := true
			if !newline.IsUnbound() {
				if nl, e = py.Truth(newline); e != nil {
					return value{}, e
				}
			}
			if nl {
				out = append(out, '\n')
			}
			return py.BytesV(out), nil
		}},
		{Name: "a2b_hex", Sig: "(hexstr, /)", Impl: unhex},
		{Name: "unhexlify", Sig: "(hexstr, /)", Impl: unhex},
		{Name: "b2a_hex", Sig: "(data, sep=b'', bytes_per_sep=1)", Impl: hexOf},
		{Name: "hexlify", Sig: "(data, sep=b'', bytes_per_sep=1)", Impl: hexOf},
		{Name: "a2b_uu", Sig: "(data, /)", Impl: func(data value) (value, exc) {
			b, e := asciiBytes(data)
			if e != nil {
				return value{}, e
			}
			return decodeUU(b)
		}},
		{Name: "b2a_uu", Sig: "(data, /, *, backtick=False)", Impl: encodeUU},
		{Name: "a2b_qp", Sig: "(data, header=False)", Impl: decodeQP},
		{Name: "b2a_qp", Sig: "(data, quotetabs=False, istext=True, header=False)", Impl: encodeQP},
		{Name: "crc32", Sig: "(data, crc=0, /)", Impl: func(data, crc value) (value, exc) {
			b, e := py.BytesLike(data)
			if e != nil {
				return value{}, e
			}
			start, e := mask(crc)
			return py.Int(int64(crc32.Update(uint32(start), crc32.IEEETable, b))), e
		}},
		{Name: "crc_hqx", Sig: "(data, crc, /)", Impl: func(data, crc value) (value, exc) {
			b, e := py.BytesLike(data)
			if e != nil {
				return value{}, e
			}
			n, e := mask(crc)
			r := uint16(n)
			for _, c := range b { // the CCITT polynomial, as BinHex 4 uses it
				r ^= uint16(c) << 8
				for range 8 {
					if r&0x8000 != 0 {
						r = r<<1 ^ 0x1021
					} else {
						r <<= 1
					}
				}
			}
			return py.Int(int64(r)), e
		}},
	},
	Init: func(m *py.Module) exc {
		m.Set("Error", ErrorClass().Value())
		inc, e := pydef.ExceptionClass("binascii", "Incomplete", "", py.ExceptionType)
		if e == nil {
			m.Set("Incomplete", inc.Value())
		}
		return e
	},
}

func init() { py.RegisterModule(&spec) }

var errorClass *py.Type

// ErrorClass returns binascii.Error.
func ErrorClass() *py.Type {
	if errorClass == nil {
		var e exc
		if errorClass, e = pydef.ExceptionClass("binascii", "Error", "", py.ValueErrorType); e != nil {
			panic("binascii: the class Error cannot be made")
		}
	}
	return errorClass
}

func fail(format string, args ...any) exc { return py.Raisef(ErrorClass(), format, args...) }

func truth(v value) (bool, exc) {
	if v.IsUnbound() {
		return false, nil
	}
	return py.Truth(v)
}

// mask is an unsigned C int: the low bits of v.
func mask(v value) (uint64, exc) {
	if v.IsUnbound() {
		return 0, nil
	}
	i, e := py.Index(v)
	if e != nil {
		return 0, e
	}
	if i.IsSmallInt() {
		return uint64(i.SmallInt()), nil
	}
	low, e := py.BitAnd(i, py.Int(0xFFFFFFFF))
	if e != nil {
		return 0, e
	}
	return uint64(low.SmallInt()), nil
}

// asciiBytes returns the bytes of a bytes-like object or of an ASCII str.
func asciiBytes(v value) ([]byte, exc) {
	if s, ok := py.AsStr(v); ok {
		if !s.IsASCII() {
			return nil, py.Raisef(py.ValueErrorType, "string argument should contain only ASCII characters")
		}
		return []byte(s.S), nil
	}
	if b, ok := py.BytesOf(v); ok {
		return b, nil
	}
	return nil, py.Raisef(py.TypeErrorType, "argument should be bytes, buffer or ASCII string, not '%s'", v.Type().ShownName())
}

func digit64(c byte) int {
	switch {
	case c >= 'A' && c <= 'Z':
		return int(c - 'A')
	case c >= 'a' && c <= 'z':
		return int(c-'a') + 26
	case c >= '0' && c <= '9':
		return int(c-'0') + 52
	case c == '+':
		return 62
	case c == '/':
		return 63
	}
	return -1
}

// DecodeBase64 is a2b_base64: characters outside of the alphabet are skipped unless strict.
func DecodeBase64(b []byte, strict bool) ([]byte, exc) {
	if strict && len(b) > 0 && b[0] == '=' {
		return nil, fail("Leading padding not allowed")
	}
	out := make([]byte, 0, len(b)/4*3+3)
	quad, pads, left, padding := 0, 0, 0, false
	for i, c := range b {
		if c == '=' {
			padding = true
			if strict && quad == 0 {
				// A "=" at the end of whole groups.
				return nil, fail("Excess padding not allowed")
			}
			if pads++; quad >= 2 && quad+pads >= 4 {
				if strict && i+1 < len(b) {
					return nil, fail("Excess data after padding")
				}
				return out, nil
			}
			continue
		}
		d := digit64(c)
		if d < 0 {
			if strict {
				return nil, fail("Only base64 data is allowed")
			}
			continue
		}
		if strict && padding {
			if quad+pads == 4 || quad == 3 {
				return nil, fail("Excess data after padding")
			}
			return nil, fail("Discontinuous padding not allowed")
		}
		pads = 0
		switch quad {
		case 0:
			quad, left = 1, d
		case 1:
			out = append(out, byte(left<<2|d>>4))
			quad, left = 2, d&0xF
		case 2:
			out = append(out, byte(left<<4|d>>2))
			quad, left = 3, d&3
		case 3:
			out = append(out, byte(left<<6|d))
			quad, left = 0, 0
		}
	}
	switch quad {
	case 0:
		return out, nil
	case 1:
		return nil, fail("Invalid base64-encoded string: number of data characters (%d) cannot be 1 more than a multiple of 4", len(out)/3*4+1)
	}
	return nil, fail("Incorrect padding")
}

func unhex(v value) (value, exc) {
	b, e := asciiBytes(v)
	if e != nil {
		return value{}, e
	}
	if len(b)%2 != 0 {
		return value{}, fail("Odd-length string")
	}
	out := make([]byte, len(b)/2)
	for i := range out {
		hi, lo := hexDigit(b[2*i]), hexDigit(b[2*i+1])
		if hi < 0 || lo < 0 {
			return value{}, fail("Non-hexadecimal digit found")
		}
		out[i] = byte(hi<<4 | lo)
	}
	return py.BytesV(out), nil
}

func hexDigit(c byte) int {
	switch {
	case c >= '0' && c <= '9':
		return int(c - '0')
	case c >= 'a' && c <= 'f':
		return int(c-'a') + 10
	case c >= 'A' && c <= 'F':
		return int(c-'A') + 10
	}
	return -1
}

func hexOf(data, sep, per value) (value, exc) {
	b, e := py.BytesLike(data)
	if e != nil {
		return value{}, e
	}
	n := 1
	if !per.IsUnbound() {
		if n, e = py.CInt(per); e != nil {
			return value{}, e
		}
	}
	s, e := py.HexOf(b, sep, n)
	if e != nil {
		return value{}, e
	}
	return py.BytesV([]byte(s.Str().S)), nil
}
