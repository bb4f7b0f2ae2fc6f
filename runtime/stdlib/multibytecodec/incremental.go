package multibytecodec

import (
	"math/big"
	"slices"

	"github.com/aio2go/aio2go/runtime/multibyte"
	"github.com/aio2go/aio2go/runtime/py"
)

// This file implements the incremental encoder and decoder.

// How much of a text can wait for what comes after it: characters, and bytes.
const (
	mostChars = 2
	mostBytes = 8
)

// encoder is a MultibyteIncrementalEncoder, and what is common to it and a MultibyteStreamWriter.
type encoder struct {
	py.Header
	encoding multibyte.Encoding
	state    multibyte.State
	errors   string
	pending  string
	stream   value // of a writer
}

// decoder is a MultibyteIncrementalDecoder, and what is common to it and a MultibyteStreamReader.
type decoder struct {
	py.Header
	encoding multibyte.Encoding
	state    multibyte.State
	errors   string
	pending  []byte
	stream   value // of a reader
}

var (
	encoderType = &py.Type{Name: "MultibyteIncrementalEncoder"}
	decoderType = &py.Type{Name: "MultibyteIncrementalDecoder"}

	encoderSig = py.NewSignature("IncrementalEncoder", "", "(errors='strict')")
	decoderSig = py.NewSignature("IncrementalDecoder", "", "(errors='strict')")

	codecName = py.Intern("codec")
)

// encodingOf returns the encoding of the attribute codec of a class.
func encodingOf(cls *py.Type) (multibyte.Encoding, exc) {
	v, e := py.GetAttr(cls.Value(), codecName)
	if e != nil {
		return nil, e
	}
	if v.Type() != codecType {
		return nil, py.Raisef(py.TypeErrorType, "codec is unexpected type")
	}
	return py.Heap[object](v).encoding, nil
}

// newIncremental makes the object that the attribute attr of a codec's CodecInfo makes.
func newIncremental(enc multibyte.Encoding, attr, errors string) value {
	if attr == "incrementalencoder" {
		return newEncoder(encoderType, enc, errors)
	}
	return newDecoder(decoderType, enc, errors)
}

func newEncoder(cls *py.Type, enc multibyte.Encoding, errors string) value {
	v := cls.Alloc(cls)
	x := py.Heap[encoder](v)
	x.encoding, x.errors = enc, errors
	enc.Init(&x.state, false)
	return v
}

func newDecoder(cls *py.Type, enc multibyte.Encoding, errors string) value {
	v := cls.Alloc(cls)
	x := py.Heap[decoder](v)
	x.encoding, x.errors = enc, errors
	enc.Init(&x.state, true)
	return v
}

// slotNew is the New of a class whose objects are made of the arguments that sig has; stream says
// that a stream is the first of them.
func slotNew(sig *py.Signature, stream bool, make func(cls *py.Type, enc multibyte.Encoding, errors string, stream value) value) func(*py.Type, []value, []*py.Str) (value, exc) {
	return func(cls *py.Type, args []value, names []*py.Str) (value, exc) {
		a, e := sig.Parse(args, names)
		if e != nil {
			return value{}, e
		}
		i, which := 0, "1 must be str"
		if stream {
			i, which = 1, "2 must be str"
		}
		errors, e := errorsArg(a[i], sig.Name, which)
		if e != nil {
			return value{}, e
		}
		enc, e := encodingOf(cls)
		if e != nil {
			return value{}, e
		}
		return make(cls, enc, errors, a[0]), nil
	}
}

// noInit is the Init of the classes: the base classes of the package codecs that come behind them
// are not to make anything of the arguments.
func noInit(value, []value, []*py.Str) exc { return nil }

// errorsAttr is the attribute errors, which field finds in an object.
func errorsAttr(field func(v value) *string) py.GetSet {
	return py.GetSet{Name: "errors", Doc: "how to treat errors", Deletable: true,
		Get: func(v value) (value, exc) { return py.StrV(*field(v)), nil },
		Set: func(v, x value) exc {
			if x.IsUnbound() {
				return py.Raisef(py.AttributeErrorType, "cannot delete attribute")
			}
			s, ok := py.AsStr(x)
			if !ok {
				return py.Raisef(py.TypeErrorType, "errors must be a string")
			}
			*field(v) = s.S
			return nil
		}}
}

func encoderErrors(v value) *string { return &py.Heap[encoder](v).errors }
func decoderErrors(v value) *string { return &py.Heap[decoder](v).errors }

func defineIncremental() {
	encoderType.Define(&py.TypeSpec{
		Module: "_multibytecodec",
		Layout: py.LayoutOf[encoder](),
		Flags:  py.FlagBaseType,
		Slots: py.Slots{Init: noInit, New: slotNew(encoderSig, false, func(cls *py.Type, enc multibyte.Encoding, errors string, _ value) value {
			return newEncoder(cls, enc, errors)
		})},
		Methods: []py.Method{
			{Name: "encode", Sig: "($self, /, input, final=False)", Impl: encoderEncode},
			{Name: "getstate", Sig: "($self, /)", Impl: encoderGetState},
			{Name: "setstate", Sig: "($self, state, /)", Impl: encoderSetState},
			{Name: "reset", Sig: "($self, /)", Impl: func(self value) (value, exc) {
				x := py.Heap[encoder](self)
				x.encoding.Reset(&x.state, nil)
				x.pending = ""
				return py.None, nil
			}},
		},
		GetSets: []py.GetSet{errorsAttr(encoderErrors)},
	})
	decoderType.Define(&py.TypeSpec{
		Module: "_multibytecodec",
		Layout: py.LayoutOf[decoder](),
		Flags:  py.FlagBaseType,
		Slots: py.Slots{Init: noInit, New: slotNew(decoderSig, false, func(cls *py.Type, enc multibyte.Encoding, errors string, _ value) value {
			return newDecoder(cls, enc, errors)
		})},
		Methods: []py.Method{
			{Name: "decode", Sig: "($self, /, input, final=False)", Impl: decoderDecode},
			{Name: "getstate", Sig: "($self, /)", Impl: decoderGetState},
			{Name: "setstate", Sig: "($self, state, /)", Impl: decoderSetState},
			{Name: "reset", Sig: "($self, /)", Impl: func(self value) (value, exc) {
				py.Heap[decoder](self).reset()
				return py.None, nil
			}},
		},
		GetSets: []py.GetSet{errorsAttr(decoderErrors)},
	})
}

func truth(v value) (bool, exc) {
	if v.IsUnbound() {
		return false, nil
	}
	return py.Truth(v)
}

// encode encodes what is pending and s behind it.
func (x *encoder) encode(s *py.Str, final bool) ([]byte, exc) {
	if x.pending != "" {
		s = py.NewStr(x.pending + s.S)
	}
	out, done, e := encode(x.encoding, &x.state, s, x.errors, final)
	if e != nil {
		return nil, e
	}
	if final {
		out = x.encoding.Reset(&x.state, out)
	}
	if n := s.Len(); n-done > mostChars {
		return nil, py.RaiseUnicodeEncode(x.encoding.Name(), s.Value(), done, n, "pending buffer overflow")
	}
	x.pending = s.S[s.Offset(done):]
	return out, nil
}

func encoderEncode(self, input, final value) (value, exc) {
	last, e := truth(final)
	if e != nil {
		return value{}, e
	}
	s, e := textArg(input)
	if e != nil {
		return value{}, e
	}
	b, e := py.Heap[encoder](self).encode(s, last)
	if e != nil {
		return value{}, e
	}
	return py.BytesV(b), nil
}

// encoderGetState returns a number of these bytes, the last first: how many are pending, those,
// and the state.
func encoderGetState(self value) (value, exc) {
	x := py.Heap[encoder](self)
	b := append([]byte{byte(len(x.pending))}, x.pending...)
	b = append(b, x.state[:]...)
	slices.Reverse(b)
	return py.IntBig(new(big.Int).SetBytes(b)), nil
}

// littleEndian returns a number as n bytes, the last first.
func littleEndian(v value, n int) ([]byte, exc) {
	x := py.BigOf(v)
	if x.Sign() < 0 {
		return nil, py.Raisef(py.OverflowErrorType, "can't convert negative int to unsigned")
	}
	if x.BitLen() > 8*n {
		return nil, py.Raisef(py.OverflowErrorType, "int too big to convert")
	}
	b := x.FillBytes(make([]byte, n))
	slices.Reverse(b)
	return b, nil
}

func encoderSetState(self, state value) (value, exc) {
	if !state.IsInt() {
		return value{}, py.Raisef(py.TypeErrorType, "setstate() argument must be int, not %s", state.Type().ShownName())
	}
	const most = 4 * mostChars
	x := py.Heap[encoder](self)
	b, e := littleEndian(state, 1+most+len(x.state))
	if e != nil {
		return value{}, e
	}
	n := int(b[0])
	if n > most {
		return value{}, py.Raisef(py.UnicodeErrorType, "pending buffer too large")
	}
	pending, e := py.Decode(b[1:1+n], "utf-8", "strict")
	if e != nil {
		return value{}, e
	}
	x.pending = pending.Str().S
	copy(x.state[:], b[1+n:])
	return py.None, nil
}

func (x *decoder) reset() {
	x.encoding.Init(&x.state, true)
	x.pending = nil
}

// decode decodes what is pending and b behind it.
func (x *decoder) decode(b []byte, final bool) ([]byte, exc) {
	before := x.pending
	x.pending = nil
	b = append(before[:len(before):len(before)], b...)
	d := decoding{enc: x.encoding, state: &x.state, errors: x.errors, src: b}
	if e := d.run(final); e != nil {
		if d.ended {
			x.pending = before
		}
		return nil, e
	}
	if len(b)-d.done > mostBytes {
		return nil, py.RaiseUnicodeDecode(x.encoding.Name(), py.BytesV(b), d.done, len(b), "pending buffer overflow")
	}
	x.pending = append([]byte(nil), b[d.done:]...)
	return d.out, nil
}

func decoderDecode(self, input, final value) (value, exc) {
	last, e := truth(final)
	if e != nil {
		return value{}, e
	}
	b, e := py.BytesLike(input)
	if e != nil {
		return value{}, e
	}
	text, e := py.Heap[decoder](self).decode(b, last)
	if e != nil {
		return value{}, e
	}
	return py.StrV(string(text)), nil
}

func decoderGetState(self value) (value, exc) {
	x := py.Heap[decoder](self)
	b := slices.Clone(x.state[:])
	slices.Reverse(b)
	return py.TupleV(py.BytesV(slices.Clone(x.pending)), py.IntBig(new(big.Int).SetBytes(b))), nil
}

func decoderSetState(self, state value) (value, exc) {
	t, ok := py.AsTuple(state)
	if !ok {
		return value{}, py.Raisef(py.TypeErrorType, "setstate() argument must be tuple, not %s", state.Type().ShownName())
	}
	wrong := func() (value, exc) {
		return value{}, py.Raisef(py.TypeErrorType, "setstate(): illegal state argument")
	}
	if len(t.Items()) != 2 {
		return wrong()
	}
	pending, ok := py.AsBytes(t.Items()[0])
	if !ok || !t.Items()[1].IsInt() {
		return wrong()
	}
	x := py.Heap[decoder](self)
	b, e := littleEndian(t.Items()[1], len(x.state))
	if e != nil {
		return value{}, e
	}
	if len(pending.B) > mostBytes {
		return value{}, py.RaiseUnicodeDecode(x.encoding.Name(), py.BytesV(pending.B), 0, len(pending.B), "pending buffer too large")
	}
	x.pending = slices.Clone(pending.B)
	copy(x.state[:], b)
	return py.None, nil
}
