// Package base64 implements the module base64 (Python library reference, base64: Base16,
// Base32, Base64, Base85 Data Encodings).
package base64

import (
	"encoding/base64"
	"strings"

	"github.com/aio2go/aio2go/runtime/py"
	"github.com/aio2go/aio2go/runtime/pydef"
	"github.com/aio2go/aio2go/runtime/stdlib/binascii"
)

type (
	value = py.Value
	exc   = *py.Exception
)

var spec = py.ModuleSpec{
	Name: "base64",
	Doc:  "Base16, Base32, Base64 (RFC 3548), Base85 and Ascii85 data encodings",
	Init: initModule,
}

func init() { py.RegisterModule(&spec) }

func initModule(m *py.Module) exc {
	binascii.ErrorClass()
	pydef.Add(m,
		pydef.Method{Sig: "b64encode(s, altchars=None)", Impl: encode64},
		pydef.Method{Sig: "b64decode(s, altchars=None, validate=False)", Impl: decode64},
		pydef.Method{Sig: "standard_b64encode(s)", Impl: func(s value) (value, exc) { return encode64(s, py.None) }},
		pydef.Method{Sig: "standard_b64decode(s)", Impl: func(s value) (value, exc) { return decode64(s, py.None, py.False) }},
		pydef.Method{Sig: "urlsafe_b64encode(s)", Impl: func(s value) (value, exc) { return encode64(s, py.BytesV([]byte("-_"))) }},
		pydef.Method{Sig: "urlsafe_b64decode(s)", Impl: func(s value) (value, exc) {
			b, e := inputBytes(s)
			if e != nil {
				return value{}, e
			}
			out, e := binascii.DecodeBase64(translate(b, "-_", "+/"), false)
			return py.BytesV(out), e
		}},
		pydef.Method{Sig: "b32encode(s)", Impl: func(s value) (value, exc) { return encode32(s, alphabet32) }},
		pydef.Method{Sig: "b32decode(s, casefold=False, map01=None)", Impl: func(s, fold, map01 value) (value, exc) { return decode32(s, fold, map01, alphabet32) }},
		pydef.Method{Sig: "b32hexencode(s)", Impl: func(s value) (value, exc) { return encode32(s, alphabet32Hex) }},
		pydef.Method{Sig: "b32hexdecode(s, casefold=False)", Impl: func(s, fold value) (value, exc) { return decode32(s, fold, py.None, alphabet32Hex) }},
		pydef.Method{Sig: "b16encode(s)", Impl: func(s value) (value, exc) {
			b, e := py.BytesLike(s)
			if e != nil {
				return value{}, e
			}
			out := make([]byte, 0, 2*len(b))
			for _, c := range b {
				out = append(out, "0123456789ABCDEF"[c>>4], "0123456789ABCDEF"[c&15])
			}
			return py.BytesV(out), nil
		}},
		pydef.Method{Sig: "b16decode(s, casefold=False)", Impl: decode16},
		pydef.Method{Sig: "a85encode(b, *, foldspaces=False, wrapcol=0, pad=False, adobe=False)", Impl: encodeASCII85},
		pydef.Method{Sig: "a85decode(b, *, foldspaces=False, adobe=False, ignorechars=SPACES)", Values: pydef.Values{"SPACES": py.BytesV([]byte(" \t\n\r\v"))}, Impl: decodeASCII85},
		pydef.Method{Sig: "b85encode(b, pad=False)", Impl: func(b, pad value) (value, exc) {
			p, e := py.Truth(pad)
			if e != nil {
				return value{}, e
			}
			return encode85(b, alphabet85, p)
		}},
		pydef.Method{Sig: "b85decode(b)", Impl: func(b value) (value, exc) { return decode85(b, alphabet85, "base85") }},
		pydef.Method{Sig: "z85encode(s)", Impl: func(s value) (value, exc) { return encode85(s, alphabetZ85, false) }},
		pydef.Method{Sig: "z85decode(s)", Impl: func(s value) (value, exc) { return decode85(s, alphabetZ85, "z85") }},
		pydef.Method{Sig: "encodebytes(s)", Impl: encodeLines},
		pydef.Method{Sig: "decodebytes(s)", Impl: func(s value) (value, exc) {
			b, e := singleBytes(s)
			if e != nil {
				return value{}, e
			}
			out, e := binascii.DecodeBase64(b, false)
			return py.BytesV(out), e
		}},
		pydef.Method{Sig: "encode(input, output)", Impl: encodeFile},
		pydef.Method{Sig: "decode(input, output)", Impl: decodeFile},
	)
	m.Set("MAXLINESIZE", py.Int(76))
	m.Set("MAXBINSIZE", py.Int(lineBytes))
	var all []value
	for _, name := range strings.Fields("encode decode encodebytes decodebytes b64encode b64decode b32encode b32decode b32hexencode b32hexdecode b16encode b16decode " +
		"b85encode b85decode a85encode a85decode z85encode z85decode standard_b64encode standard_b64decode urlsafe_b64encode urlsafe_b64decode") {
		all = append(all, py.StrV(name))
	}
	m.Set("__all__", py.NewList(all).Value())
	return nil
}

// lineBytes is the number of bytes on a line of 76 characters.
const lineBytes = 57

// inputBytes are the bytes of an argument that is decoded.
func inputBytes(v value) ([]byte, exc) {
	if s, ok := py.AsStr(v); ok {
		if !s.IsASCII() {
			return nil, py.Raisef(py.ValueErrorType, "string argument should contain only ASCII characters")
		}
		return []byte(s.S), nil
	}
	if b, ok := py.BytesOf(v); ok {
		return b, nil
	}
	return nil, py.Raisef(py.TypeErrorType, "argument should be a bytes-like object or ASCII string, not %s", py.QuoteStr(v.Type().Name))
}

// viewBytes are the bytes of an argument that goes through memoryview(v).tobytes().
func viewBytes(v value) ([]byte, exc) {
	if b, ok := py.BytesOf(v); ok {
		return b, nil
	}
	return nil, py.Raisef(py.TypeErrorType, "memoryview: a bytes-like object is required, not '%s'", v.Type().Name)
}

// singleBytes are the bytes of the argument of the legacy functions.
func singleBytes(v value) ([]byte, exc) {
	b, ok := py.BytesOf(v)
	if !ok {
		return nil, py.Raisef(py.TypeErrorType, "expected bytes-like object, not %s", v.Type().Name)
	}
	if v.Type() == py.MemoryViewType {
		dim, e := py.GetAttr(v, py.Intern("ndim"))
		if e != nil {
			return nil, e
		}
		if dim != py.Int(1) {
			return nil, py.Raisef(py.TypeErrorType, "expected 1-D data, not %d-D data from %s", dim.SmallInt(), v.Type().Name)
		}
		f, e := py.GetAttr(v, py.Intern("format"))
		if e != nil {
			return nil, e
		}
		if c := f.Str().S; c != "B" && c != "b" && c != "c" {
			return nil, py.Raisef(py.TypeErrorType, "expected single byte elements, not %s from %s", py.QuoteStr(c), v.Type().Name)
		}
	}
	return b, nil
}

func translate(b []byte, from, to string) []byte {
	out := make([]byte, len(b))
	for i, c := range b {
		if k := strings.IndexByte(from, c); k >= 0 {
			c = to[k]
		}
		out[i] = c
	}
	return out
}

func encode64(s, altchars value) (value, exc) {
	b, e := py.BytesLike(s)
	if e != nil {
		return value{}, e
	}
	out := base64.StdEncoding.AppendEncode(nil, b)
	if altchars.IsNone() {
		return py.BytesV(out), nil
	}
	n, e := py.Len(altchars)
	if e != nil {
		return value{}, e
	}
	if n != 2 {
		return value{}, assertion(altchars)
	}
	alt, e := py.BytesLike(altchars)
	if e != nil {
		return value{}, e
	}
	return py.BytesV(translate(out, "+/", string(alt))), nil
}

// assertion is the failure of an assert whose message is repr(v).
func assertion(v value) exc {
	s, e := py.Repr(v)
	if e != nil {
		return e
	}
	return py.RaiseArgs(py.AssertionErrorType, s)
}

func decode64(s, altchars, validate value) (value, exc) {
	b, e := inputBytes(s)
	if e != nil {
		return value{}, e
	}
	if !altchars.IsNone() {
		alt, e := inputBytes(altchars)
		if e != nil {
			return value{}, e
		}
		if len(alt) != 2 {
			return value{}, assertion(py.NewBytes(alt).Value())
		}
		b = translate(b, string(alt), "+/")
	}
	strict, e := py.Truth(validate)
	if e != nil {
		return value{}, e
	}
	out, e := binascii.DecodeBase64(b, strict)
	return py.BytesV(out), e
}

func encodeLines(s value) (value, exc) {
	b, e := singleBytes(s)
	if e != nil {
		return value{}, e
	}
	return py.BytesV(appendLines(nil, b)), nil
}

func appendLines(out, b []byte) []byte {
	for len(b) > 0 {
		n := min(len(b), lineBytes)
		out = append(base64.StdEncoding.AppendEncode(out, b[:n]), '\n')
		b = b[n:]
	}
	return out
}

var (
	nameRead     = py.Intern("read")
	nameReadline = py.Intern("readline")
	nameWrite    = py.Intern("write")
)

// encodeFile reads until a line is full, as the input may give fewer bytes at a time.
func encodeFile(input, output value) (value, exc) {
	for {
		var line []byte
		for len(line) < lineBytes {
			v, e := py.CallMethod1(input, nameRead, py.IntOf(lineBytes-len(line)))
			if e != nil {
				return value{}, e
			}
			b, e := py.BytesLike(v)
			if e != nil {
				return value{}, e
			}
			if len(b) == 0 {
				break
			}
			line = append(line, b...)
		}
		if len(line) == 0 {
			return py.None, nil
		}
		if _, e := py.CallMethod1(output, nameWrite, py.BytesV(appendLines(nil, line))); e != nil {
			return value{}, e
		}
	}
}

func decodeFile(input, output value) (value, exc) {
	for {
		v, e := py.CallMethod0(input, nameReadline)
		if e != nil {
			return value{}, e
		}
		b, e := py.BytesLike(v)
		if e != nil {
			return value{}, e
		}
		if len(b) == 0 {
			return py.None, nil
		}
		out, e := binascii.DecodeBase64(b, false)
		if e != nil {
			return value{}, e
		}
		if _, e := py.CallMethod1(output, nameWrite, py.BytesV(out)); e != nil {
			return value{}, e
		}
	}
}
