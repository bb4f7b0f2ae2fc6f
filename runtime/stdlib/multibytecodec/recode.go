package multibytecodec

import (
	"github.com/aio2go/aio2go/runtime/multibyte"
	"github.com/aio2go/aio2go/runtime/py"
)

// This file runs encodings over texts, and asks error handlers about what they stop at.

const (
	illegal    = "illegal multibyte sequence"
	incomplete = "incomplete multibyte sequence"
)

// encodeAll encodes a whole text.
func encodeAll(enc multibyte.Encoding, s *py.Str, errors string) ([]byte, exc) {
	var state multibyte.State
	enc.Init(&state, false)
	out, _, e := encode(enc, &state, s, errors, true)
	if e != nil {
		return nil, e
	}
	return enc.Reset(&state, out), nil
}

// encode encodes s and says how many of its characters it has encoded: all but the beginning of a
// pair that more text may complete, unless flush is set.
func encode(enc multibyte.Encoding, state *multibyte.State, s *py.Str, errors string, flush bool) (out []byte, done int, e exc) {
	text, handler := s.Runes(), py.ProblemHandler{Multibyte: true}
	out = make([]byte, 0, len(s.S))
	for {
		var n int
		var status multibyte.Status
		out, n, status = enc.Encode(state, out, text[done:], flush)
		done += n
		if status == multibyte.OK || status == multibyte.TooFew && !flush {
			return out, done, nil
		}
		size, reason := int(status), illegal
		if status == multibyte.TooFew {
			size, reason = len(text)-done, incomplete
		}
		if out, done, e = unencodable(enc, state, &handler, out, s, errors, done, done+size, reason); e != nil {
			return nil, 0, e
		}
	}
}

// unencodable puts something into the place of the characters from start to end, and returns where
// to go on.
func unencodable(enc multibyte.Encoding, state *multibyte.State, handler *py.ProblemHandler, out []byte, s *py.Str, errors string, start, end int, reason string) ([]byte, int, exc) {
	switch errors {
	case "ignore":
		return out, end, nil
	case "replace":
		b, _, status := enc.Encode(state, out, []rune{'?'}, true)
		if status != multibyte.OK {
			b = append(b, '?')
		}
		return b, end, nil
	}
	problem := handler.Problem(py.UnicodeEncodeErrorType, enc.Name(), s.Value(), start, end, reason)
	if errors == "strict" {
		return nil, 0, problem
	}
	rep, pos, e := handler.Handle(errors, problem)
	if e != nil {
		return nil, 0, e
	}
	if b, ok := py.AsBytes(rep); ok {
		return append(out, b.B...), pos, nil
	}
	b, _, e := encode(enc, state, rep.Str(), "strict", true)
	return append(out, b...), pos, e
}

// decodeAll decodes whole text to UTF-8.
func decodeAll(enc multibyte.Encoding, src []byte, errors string) ([]byte, exc) {
	d := decoding{enc: enc, state: &multibyte.State{}, errors: errors, src: src}
	enc.Init(d.state, true)
	e := d.run(true)
	return d.out, e
}

// decoding is one decoding in progress, of src to out, in UTF-8.
type decoding struct {
	enc    multibyte.Encoding
	state  *multibyte.State
	errors string
	src    []byte
	done   int // bytes of src
	out    []byte
	ended  bool // the last problem was that there is too little of a sequence
}

// run decodes all but the beginning of a sequence that more bytes may complete, unless final is
// set.
func (d *decoding) run(final bool) exc {
	handler := py.ProblemHandler{Multibyte: true}
	d.out = make([]byte, 0, len(d.src))
	for {
		var n int
		var status multibyte.Status
		d.out, n, status = d.enc.Decode(d.state, d.out, d.src[d.done:])
		d.done += n
		d.ended = status == multibyte.TooFew
		if status == multibyte.OK || d.ended && !final {
			return nil
		}
		size, reason := int(status), illegal
		if d.ended {
			size, reason = len(d.src)-d.done, incomplete
		}
		switch d.errors {
		case "ignore":
			d.done += size
		case "replace":
			d.out = append(d.out, "\uFFFD"...)
			d.done += size
		default:
			problem := handler.Problem(py.UnicodeDecodeErrorType, d.enc.Name(), py.BytesV(append([]byte{}, d.src...)), d.done, d.done+size, reason)
			if d.errors == "strict" {
				return problem
			}
			rep, pos, e := handler.Handle(d.errors, problem)
			if e != nil {
				return e
			}
			d.out, d.done = append(d.out, rep.Str().S...), pos
		}
	}
}
