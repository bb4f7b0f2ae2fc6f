// Package multibytecodec implements the module _multibytecodec, the objects that the modules of
// the package encodings for Chinese, Japanese and Korean text are made of (Python library
// reference, codecs: Standard Encodings; CPython's Modules/cjkcodecs says the behaviour), over the
// encodings of package multibyte. The packages below it are the modules _codecs_cn and so on: each
// makes the encodings known also to str.encode, bytes.decode and files, which need no module in
// Python for that.
package multibytecodec

import (
	"strings"

	"github.com/aio2go/aio2go/runtime/encnames"
	"github.com/aio2go/aio2go/runtime/multibyte"
	"github.com/aio2go/aio2go/runtime/py"
)

type (
	value = py.Value
	exc   = *py.Exception
)

var spec = py.ModuleSpec{
	Name:  "_multibytecodec",
	Types: []*py.Type{encoderType, decoderType, readerType, writerType},
	Functions: []py.Method{{Name: "__create_codec", Sig: "(arg, /)", Impl: func(value) (value, exc) {
		return value{}, py.Raisef(py.ValueErrorType, "argument type invalid")
	}}},
}

func init() {
	py.RegisterModule(&spec)
	defineCodec()
	defineIncremental()
	defineStreams()
}

// object is a MultibyteCodec.
type object struct {
	py.Header
	encoding multibyte.Encoding
}

var codecType = &py.Type{Name: "MultibyteCodec"}

func defineCodec() {
	codecType.Define(&py.TypeSpec{
		Module: "_multibytecodec",
		Layout: py.LayoutOf[object](),
		NoNew:  true,
		Methods: []py.Method{
			{Name: "encode", Sig: "($self, /, input, errors=None)", Doc: encodeDoc, Impl: codecEncode},
			{Name: "decode", Sig: "($self, /, input, errors=None)", Doc: decodeDoc, Impl: codecDecode},
		},
	})
}

const (
	encodeDoc = "Return an encoded string version of 'input'.\n\n'errors' may be given to set a different error handling scheme. Default is\n" +
		"'strict' meaning that encoding errors raise a UnicodeEncodeError. Other possible\nvalues are 'ignore', 'replace' and 'xmlcharrefreplace' as well as any other name\n" +
		"registered with codecs.register_error that can handle UnicodeEncodeErrors."
	decodeDoc = "Decodes 'input'.\n\n'errors' may be given to set a different error handling scheme. Default is\n'strict' meaning that encoding errors raise a UnicodeDecodeError. Other possible\n" +
		"values are 'ignore' and 'replace' as well as any other name registered with\ncodecs.register_error that is able to handle UnicodeDecodeErrors.\""
)

// errorsArg returns the name of the error handler that is the argument errors of a function.
func errorsArg(v value, function, argument string) (string, exc) {
	if v.IsUnbound() || v.IsNone() && function != "" {
		return "strict", nil
	}
	s, ok := py.AsStr(v)
	if !ok {
		return "", py.Raisef(py.TypeErrorType, "%s() argument %s, not %s", function, argument, v.Type().ShownName())
	}
	return s.S, nil
}

// textArg returns input as a str, by str() if it is none.
func textArg(v value) (*py.Str, exc) {
	if s, ok := py.AsStr(v); ok {
		return s, nil
	}
	x, e := py.Str_(v)
	if e != nil {
		return nil, e
	}
	return x.Str(), nil
}

func codecEncode(self, input, errors value) (value, exc) {
	handler, e := errorsArg(errors, "encode", "'errors' must be str or None")
	if e != nil {
		return value{}, e
	}
	s, e := textArg(input)
	if e != nil {
		return value{}, e
	}
	b, e := encodeAll(py.Heap[object](self).encoding, s, handler)
	if e != nil {
		return value{}, e
	}
	return py.TupleV(py.BytesV(b), py.Int(int64(s.Len()))), nil
}

func codecDecode(self, input, errors value) (value, exc) {
	handler, e := errorsArg(errors, "decode", "'errors' must be str or None")
	if e != nil {
		return value{}, e
	}
	b, e := py.BytesLike(input)
	if e != nil {
		return value{}, e
	}
	text, e := decodeAll(py.Heap[object](self).encoding, b, handler)
	if e != nil {
		return value{}, e
	}
	return py.TupleV(py.StrV(string(text)), py.Int(int64(len(b)))), nil
}

// Functions are the functions of a module with encodings, which become known to all codecs under
// their names and aliases (package encnames).
func Functions(list []multibyte.Encoding) []py.Method {
	codecs := map[string]value{}
	for _, enc := range list {
		v := codecType.Alloc(codecType)
		py.Heap[object](v).encoding = enc
		codecs[enc.Name()] = v
		py.RegisterCodec(&py.Codec{
			Name: enc.Name(),
			Encode: func(x *py.Encoder) (e exc) {
				x.Out, e = encodeAll(enc, x.Object(), x.Errors)
				return e
			},
			Decode: func(x *py.Decoder) (e exc) {
				x.Out, e = decodeAll(enc, x.Src, x.Errors)
				return e
			},
			Incremental: func(attr, errors string) (value, exc) { return newIncremental(enc, attr, errors), nil },
		}, append(strings.Fields(encnames.Aliases(enc.Name())), enc.Name())...)
	}
	return []py.Method{{Name: "getcodec", Sig: "(encoding, /)", Impl: func(encoding value) (value, exc) {
		name, ok := py.AsStr(encoding)
		if !ok {
			return value{}, py.Raisef(py.TypeErrorType, "encoding name must be a string.")
		}
		if c, ok := codecs[name.S]; ok {
			return c, nil
		}
		return value{}, py.Raisef(py.LookupErrorType, "no such codec is supported.")
	}}}
}
