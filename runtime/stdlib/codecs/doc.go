// Package codecs implements the module _codecs, the part of Python's codecs that CPython
// has in C (Python library reference, codecs: Codec registry and base classes): the
// registry of encodings and of error handlers, and the functions of single encodings. The
// module codecs itself is compiled from the installed library.
//
// The encodings are those of package py. A search function that is registered is asked
// for all others, also by str.encode and bytes.decode.
package codecs

import (
	"strings"

	"github.com/aio2go/aio2go/runtime/py"
)

type (
	value = py.Value
	exc   = *py.Exception
)

var spec = py.ModuleSpec{
	Name: "_codecs",
	Functions: append([]py.Method{
		{Name: "register", Sig: "(search_function, /)", Impl: register},
		{Name: "unregister", Sig: "(search_function, /)", Impl: unregister},
		{Name: "lookup", Sig: "(encoding, /)", Impl: lookup},
		{Name: "encode", Sig: "(obj, encoding='utf-8', errors='strict')", Impl: encode},
		{Name: "decode", Sig: "(obj, encoding='utf-8', errors='strict')", Impl: decode},
		{Name: "register_error", Sig: "(errors, handler, /)", Impl: registerError},
		{Name: "lookup_error", Sig: "(name, /)", Impl: lookupError},
		{Name: "escape_encode", Sig: "(data, errors=None, /)", Impl: escapeEncode},
		{Name: "escape_decode", Sig: "(data, errors=None, /)", Impl: escapeDecode},
		{Name: "readbuffer_encode", Sig: "(data, errors=None, /)", Impl: func(data, _ value) (value, exc) {
			b, e := bytesOf(data)
			return py.TupleV(py.BytesV(b), py.Int(int64(len(b)))), e
		}},
		{Name: "charmap_build", Sig: "(map, /)", Impl: charmapBuild},
		{Name: "charmap_encode", Sig: "(str, errors=None, mapping=None, /)", Impl: charmapEncode},
		{Name: "charmap_decode", Sig: "(data, errors=None, mapping=None, /)", Impl: charmapDecode},
	}, single()...),
}

func init() {
	py.RegisterModule(&spec)
	py.FindCodec = findCodec
}

// text returns the Go string of an argument that is a str, or fallback where it is not
// given or None.
func text(v value, fallback string) (string, exc) {
	if v.IsUnbound() || v.IsNone() {
		return fallback, nil
	}
	s, ok := py.AsStr(v)
	if !ok {
		return "", py.Raisef(py.TypeErrorType, "argument must be str, not %s", v.Type().Name)
	}
	if strings.IndexByte(s.S, 0) >= 0 {
		return "", py.Raisef(py.ValueErrorType, "embedded null character")
	}
	return s.S, nil
}

// bytesOf returns the bytes of a bytes-like object or of a str as UTF-8.
func bytesOf(v value) ([]byte, exc) {
	if s, ok := py.AsStr(v); ok {
		return []byte(s.S), nil
	}
	return py.BytesLike(v)
}
