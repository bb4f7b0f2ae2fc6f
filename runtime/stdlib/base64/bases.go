package base64

import (
	"bytes"
	"strings"

	"github.com/aio2go/aio2go/runtime/py"
	"github.com/aio2go/aio2go/runtime/stdlib/binascii"
)

// This file implements the bases 16, 32 and 85.

const (
	alphabet32    = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"
	alphabet32Hex = "0123456789ABCDEFGHIJKLMNOPQRSTUV"
	alphabet85    = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz!#$%&()*+-;<=>?@^_`{|}~"
	alphabetZ85   = "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ.-:+=^!/*?&<>()[]{}@%$#"
)

func binError(msg string) exc { return py.Raisef(binascii.ErrorClass(), "%s", msg) }

func decode16(s, casefold value) (value, exc) {
	b, e := inputBytes(s)
	if e != nil {
		return value{}, e
	}
	fold, e := py.Truth(casefold)
	if e != nil {
		return value{}, e
	}
	if fold {
		b = bytes.ToUpper(b)
	}
	out := make([]byte, 0, len(b)/2)
	acc := 0
	for i, c := range b {
		d := strings.IndexByte("0123456789ABCDEF", c)
		if d < 0 {
			return value{}, binError("Non-base16 digit found")
		}
		if acc = acc<<4 | d; i%2 == 1 {
			out = append(out, byte(acc))
			acc = 0
		}
	}
	if len(b)%2 != 0 {
		return value{}, binError("Odd-length string")
	}
	return py.BytesV(out), nil
}

func encode32(s value, alphabet string) (value, exc) {
	b, e := viewBytes(s)
	if e != nil {
		return value{}, e
	}
	var out []byte
	for ; len(b) > 0; b = b[min(5, len(b)):] {
		var group [5]byte
		n := copy(group[:], b)
		acc := uint64(0)
		for _, c := range group {
			acc = acc<<8 | uint64(c)
		}
		digits := (n*8 + 4) / 5
		for i := range 8 {
			if i < digits {
				out = append(out, alphabet[acc>>(35-5*i)&31])
			} else {
				out = append(out, '=')
			}
		}
	}
	return py.BytesV(out), nil
}

func decode32(s, casefold, map01 value, alphabet string) (value, exc) {
	b, e := inputBytes(s)
	if e != nil {
		return value{}, e
	}
	if len(b)%8 != 0 {
		return value{}, binError("Incorrect padding")
	}
	if !map01.IsNone() {
		m, e := inputBytes(map01)
		if e != nil {
			return value{}, e
		}
		if len(m) != 1 {
			return value{}, assertion(py.NewBytes(m).Value())
		}
		b = translate(b, "01", "O"+string(m))
	}
	fold, e := py.Truth(casefold)
	if e != nil {
		return value{}, e
	}
	if fold {
		b = bytes.ToUpper(b)
	}
	whole := len(b)
	b = bytes.TrimRight(b, "=")
	pads := whole - len(b)
	out := make([]byte, 0, whole/8*5)
	for i := 0; i < len(b); i += 8 {
		acc := uint64(0)
		for k := range 8 {
			d := 0
			if i+k < len(b) {
				if d = strings.IndexByte(alphabet, b[i+k]); d < 0 {
					return value{}, binError("Non-base32 digit found")
				}
			}
			acc = acc<<5 | uint64(d)
		}
		for k := range 5 {
			out = append(out, byte(acc>>(32-8*k)))
		}
	}
	lost, ok := map[int]int{0: 0, 1: 1, 3: 2, 4: 3, 6: 4}[pads]
	if !ok || pads > 0 && len(out) == 0 {
		return value{}, binError("Incorrect padding")
	}
	return py.BytesV(out[:len(out)-lost]), nil
}

// append85 appends the digits of a group of four bytes, of which n are there.
func append85(out []byte, group [4]byte, n int, alphabet string) []byte {
	word := uint32(group[0])<<24 | uint32(group[1])<<16 | uint32(group[2])<<8 | uint32(group[3])
	var digits [5]byte
	for i := 4; i >= 0; i-- {
		digits[i] = alphabet[word%85]
		word /= 85
	}
	return append(out, digits[:n+1]...)
}

func encode85(v value, alphabet string, pad bool) (value, exc) {
	b, e := viewBytes(v)
	if e != nil {
		return value{}, e
	}
	var out []byte
	for i := 0; i < len(b); i += 4 {
		var group [4]byte
		n := copy(group[:], b[i:])
		if pad {
			n = 4
		}
		out = append85(out, group, n, alphabet)
	}
	return py.BytesV(out), nil
}

func decode85(v value, alphabet, name string) (value, exc) {
	b, e := inputBytes(v)
	if e != nil {
		return value{}, e
	}
	out := make([]byte, 0, len(b)/5*4+4)
	padding := (5 - len(b)%5) % 5
	for i := 0; i < len(b); i += 5 {
		acc := uint64(0)
		for k := range 5 {
			d := 84
			if i+k < len(b) {
				if d = strings.IndexByte(alphabet, b[i+k]); d < 0 {
					return value{}, py.Raisef(py.ValueErrorType, "bad %s character at position %d", name, i+k)
				}
			}
			acc = acc*85 + uint64(d)
		}
		if acc > 0xFFFFFFFF {
			return value{}, py.Raisef(py.ValueErrorType, "%s overflow in hunk starting at byte %d", name, i)
		}
		out = append(out, byte(acc>>24), byte(acc>>16), byte(acc>>8), byte(acc))
	}
	return py.BytesV(out[:len(out)-padding]), nil
}

func ascii85() string {
	b := make([]byte, 85)
	for i := range b {
		b[i] = byte('!' + i)
	}
	return string(b)
}

// encodeASCII85 takes b, foldspaces, wrapcol, pad, adobe.
func encodeASCII85(v, foldspaces, wrapcol, pad, adobe value) (value, exc) {
	b, e := viewBytes(v)
	if e != nil {
		return value{}, e
	}
	var opts [3]bool
	for i, o := range []value{foldspaces, pad, adobe} {
		if opts[i], e = py.Truth(o); e != nil {
			return value{}, e
		}
	}
	fold, padded, framed := opts[0], opts[1], opts[2]
	var out []byte
	alphabet := ascii85()
	for i := 0; i < len(b); i += 4 {
		var group [4]byte
		n := copy(group[:], b[i:])
		switch {
		case group == [4]byte{} && (n == 4 || padded):
			out = append(out, 'z')
		case fold && group == [4]byte{' ', ' ', ' ', ' '} && n == 4:
			out = append(out, 'y')
		default:
			if padded {
				n = 4
			}
			out = append85(out, group, n, alphabet)
		}
	}
	if framed {
		out = append([]byte("<~"), out...)
	}
	width, e := py.IndexInt(wrapcol, py.OverflowErrorType)
	if e != nil {
		return value{}, e
	}
	if width != 0 {
		least := 1
		if framed {
			least = 2
		}
		width = max(least, width)
		var lines [][]byte
		for i := 0; i < len(out); i += width {
			lines = append(lines, out[i:min(i+width, len(out))])
		}
		if framed && len(lines[len(lines)-1])+2 > width {
			lines = append(lines, nil)
		}
		out = bytes.Join(lines, []byte("\n"))
	}
	if framed {
		out = append(out, "~>"...)
	}
	return py.BytesV(out), nil
}

func decodeASCII85(v, foldspaces, adobe, ignore value) (value, exc) {
	b, e := inputBytes(v)
	if e != nil {
		return value{}, e
	}
	fold, e := py.Truth(foldspaces)
	if e != nil {
		return value{}, e
	}
	framed, e := py.Truth(adobe)
	if e != nil {
		return value{}, e
	}
	if framed {
		if !bytes.HasSuffix(b, []byte("~>")) {
			return value{}, py.Raisef(py.ValueErrorType, "Ascii85 encoded byte sequences must end with b'~>'")
		}
		b = bytes.TrimPrefix(b[:len(b)-2], []byte("<~"))
	}
	var out []byte
	acc, n := uint64(0), 0
	digit := func(d byte) exc {
		acc = acc*85 + uint64(d-'!')
		if n++; n == 5 {
			if acc > 0xFFFFFFFF {
				return py.Raisef(py.ValueErrorType, "Ascii85 overflow")
			}
			out = append(out, byte(acc>>24), byte(acc>>16), byte(acc>>8), byte(acc))
			acc, n = 0, 0
		}
		return nil
	}
	for _, c := range b {
		switch {
		case c >= '!' && c <= 'u':
			if e := digit(c); e != nil {
				return value{}, e
			}
		case c == 'z':
			if n > 0 {
				return value{}, py.Raisef(py.ValueErrorType, "z inside Ascii85 5-tuple")
			}
			out = append(out, 0, 0, 0, 0)
		case fold && c == 'y':
			if n > 0 {
				return value{}, py.Raisef(py.ValueErrorType, "y inside Ascii85 5-tuple")
			}
			out = append(out, "    "...)
		default:
			in, e := py.Contains(ignore, py.Int(int64(c)))
			if e != nil {
				return value{}, e
			}
			if !in {
				return value{}, py.Raisef(py.ValueErrorType, "Non-Ascii85 digit found: %s", string(rune(c)))
			}
		}
	}
	if n == 0 {
		return py.BytesV(out), nil
	}
	lost := 5 - n
	for range lost {
		if e := digit('u'); e != nil {
			return value{}, e
		}
	}
	return py.BytesV(out[:len(out)-lost]), nil
}
