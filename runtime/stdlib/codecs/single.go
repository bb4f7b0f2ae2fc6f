package codecs

import (
	"encoding/binary"
	"unicode/utf8"

	"github.com/aio2go/aio2go/runtime/py"
)

// This file implements the functions of single encodings, such as utf_8_encode.

// unit describes an encoding that has functions of its own.
type unit struct {
	function, codec string
	// tail returns how many bytes at the end of data are the beginning of something
	// longer; nil where there is no such thing.
	tail func(data []byte) int
}

var units = []unit{
	{"utf_8", "utf-8", tailUTF8},
	{"utf_7", "utf-7", nil},
	{"utf_16", "utf-16", tailUTF16(nil)},
	{"utf_16_le", "utf-16-le", tailUTF16(binary.LittleEndian)},
	{"utf_16_be", "utf-16-be", tailUTF16(binary.BigEndian)},
	{"utf_32", "utf-32", tailUTF32},
	{"utf_32_le", "utf-32-le", tailUTF32},
	{"utf_32_be", "utf-32-be", tailUTF32},
	{"ascii", "ascii", nil},
	{"latin_1", "latin-1", nil},
	{"unicode_escape", "unicode_escape", nil},
	{"raw_unicode_escape", "raw_unicode_escape", nil},
}

func single() []py.Method {
	var list []py.Method
	for _, u := range units {
		list = append(list,
			py.Method{Name: u.function + "_encode", Sig: "(str, errors=None, /)", Impl: func(str, errors value) (value, exc) {
				s, ok := py.AsStr(str)
				if !ok {
					return value{}, py.Raisef(py.TypeErrorType, "%s_encode() argument 1 must be str, not %s", u.function, str.Type().Name)
				}
				handler, e := text(errors, "strict")
				if e != nil {
					return value{}, e
				}
				b, e := py.Encode(s, u.codec, handler)
				if e != nil {
					return value{}, e
				}
				return py.TupleV(py.BytesV(b), py.Int(int64(s.Len()))), nil
			}},
			py.Method{Name: u.function + "_decode", Sig: "(data, errors=None, final=False, /)", Impl: func(data, errors, final value) (value, exc) {
				b, handler, e := decodeArgs(data, errors)
				if e != nil {
					return value{}, e
				}
				last := false
				if !final.IsUnbound() {
					if last, e = py.Truth(final); e != nil {
						return value{}, e
					}
				}
				if !last && u.tail != nil {
					b = b[:len(b)-u.tail(b)]
				}
				v, e := py.Decode(b, u.codec, handler)
				if e != nil {
					return value{}, e
				}
				return py.TupleV(v, py.Int(int64(len(b)))), nil
			}})
	}
	for _, u := range []struct {
		name, codec string
		unit        int
		little, big string
		tail        func(data []byte) int
	}{
		{"utf_16_ex_decode", "utf-16", 2, "\xff\xfe", "\xfe\xff", nil},
		{"utf_32_ex_decode", "utf-32", 4, "\xff\xfe\x00\x00", "\x00\x00\xfe\xff", tailUTF32},
	} {
		list = append(list, py.Method{Name: u.name, Sig: "(data, errors=None, byteorder=0, final=False, /)", Impl: func(data, errors, byteorder, final value) (value, exc) {
			b, handler, e := decodeArgs(data, errors)
			if e != nil {
				return value{}, e
			}
			order, last := 0, false
			if !byteorder.IsUnbound() {
				if order, e = py.CInt(byteorder); e != nil {
					return value{}, e
				}
			}
			if !final.IsUnbound() {
				if last, e = py.Truth(final); e != nil {
					return value{}, e
				}
			}
			mark := 0
			if order == 0 && len(b) >= u.unit {
				switch string(b[:u.unit]) {
				case u.little:
					order, mark = -1, u.unit
				case u.big:
					order, mark = 1, u.unit
				}
			}
			codec, bytesOrder := u.codec+"-le", binary.ByteOrder(binary.LittleEndian)
			if order > 0 {
				codec, bytesOrder = u.codec+"-be", binary.BigEndian
			}
			tail := u.tail
			if tail == nil {
				tail = tailUTF16(bytesOrder)
			}
			b = b[mark:]
			if !last {
				b = b[:len(b)-tail(b)]
			}
			v, e := py.Decode(b, codec, handler)
			if e != nil {
				return value{}, e
			}
			return py.TupleV(v, py.IntOf(mark+len(b)), py.IntOf(order)), nil
		}})
	}
	return list
}

// tailUTF8 returns the length of a code point at the end of data that is not complete.
func tailUTF8(data []byte) int {
	for n := 1; n <= 3 && n <= len(data); n++ {
		b := data[len(data)-n:]
		if !utf8.RuneStart(b[0]) {
			continue
		}
		if b[0] >= 0xC2 && b[0] < 0xF5 && !utf8.FullRune(b) {
			return n
		}
		return 0
	}
	return 0
}

// tailUTF16 returns the function that does the same for UTF-16 in an order of bytes, nil
// for the one that the data says.
func tailUTF16(order binary.ByteOrder) func(data []byte) int {
	return func(data []byte) int {
		o := order
		if o == nil {
			o = binary.LittleEndian
			if len(data) >= 2 && data[0] == 0xFE && data[1] == 0xFF {
				o = binary.BigEndian
			}
		}
		odd := len(data) % 2
		if n := len(data) - odd; n >= 2 && o.Uint16(data[n-2:n])&0xFC00 == 0xD800 {
			return odd + 2
		}
		return odd
	}
}

func tailUTF32(data []byte) int { return len(data) % 4 }

// escapeEncode is the repr of bytes without its quotes.
func escapeEncode(data, _ value) (value, exc) {
	b, ok := py.AsBytes(data)
	if !ok {
		return value{}, py.Raisef(py.TypeErrorType, "escape_encode() argument 1 must be bytes, not %s", data.Type().Name)
	}
	const digits = "0123456789abcdef"
	var out []byte
	for _, c := range b.B {
		switch {
		case c == '\\' || c == '\'':
			out = append(out, '\\', c)
		case c == '\t':
			out = append(out, `\t`...)
		case c == '\n':
			out = append(out, `\n`...)
		case c == '\r':
			out = append(out, `\r`...)
		case c < 0x20 || c >= 0x7F:
			out = append(out, '\\', 'x', digits[c>>4], digits[c&15])
		default:
			out = append(out, c)
		}
	}
	return py.TupleV(py.BytesV(out), py.Int(int64(len(b.B)))), nil
}

// escapeDecode undoes the escapes of a bytes literal.
func escapeDecode(data, errors value) (value, exc) {
	b, handler, e := decodeArgs(data, errors)
	if e != nil {
		return value{}, e
	}
	simple := map[byte]byte{'\\': '\\', '\'': '\'', '"': '"', 'b': '\b', 'f': '\f', 't': '\t', 'n': '\n', 'r': '\r', 'v': '\v', 'a': '\a'}
	var out []byte
	wrong := "" // the first escape that is none
	for i := 0; i < len(b); i++ {
		if b[i] != '\\' {
			out = append(out, b[i])
			continue
		}
		i++
		if i == len(b) {
			return value{}, py.Raisef(py.ValueErrorType, `Trailing \ in string`)
		}
		c := b[i]
		switch {
		case c == '\n':
		case simple[c] != 0:
			out = append(out, simple[c])
		case c >= '0' && c <= '7':
			n := 0
			j := i
			for ; j < len(b) && j < i+3 && b[j] >= '0' && b[j] <= '7'; j++ {
				n = n<<3 | int(b[j]-'0')
			}
			if n > 0o377 && wrong == "" {
				wrong = "invalid octal escape sequence '\\" + string(b[i:j]) + "'"
			}
			out = append(out, byte(n))
			i = j - 1
		case c == 'x':
			hi, lo := hexDigit(b, i+1), hexDigit(b, i+2)
			switch {
			case hi >= 0 && lo >= 0:
				out = append(out, byte(hi<<4|lo))
				i += 2
				continue
			case handler == "replace":
				out = append(out, '?')
			case handler != "ignore":
				return value{}, py.Raisef(py.ValueErrorType, `invalid \x escape at position %d`, i-1)
			}
			if hi >= 0 {
				i++
			}
		default:
			if wrong == "" {
				wrong = "invalid escape sequence '\\" + string(c) + "'"
			}
			out = append(out, '\\', c)
		}
	}
	if wrong != "" {
		if e := py.Warn(py.DeprecationWarningType, wrong, 1); e != nil {
			return value{}, e
		}
	}
	return py.TupleV(py.BytesV(out), py.Int(int64(len(b)))), nil
}

func hexDigit(b []byte, i int) int {
	if i >= len(b) {
		return -1
	}
	switch c := b[i]; {
	case c >= '0' && c <= '9':
		return int(c - '0')
	case c >= 'a' && c <= 'f':
		return int(c-'a') + 10
	case c >= 'A' && c <= 'F':
		return int(c-'A') + 10
	}
	return -1
}
