package pyio

import (
	"slices"
	"unicode/utf8"

	"github.com/aio2go/aio2go/runtime/py"
)

// This file implements the decoding of text files, chunk by chunk.

// textDecoder decodes the bytes of a text file as they come.
type textDecoder interface {
	// decode decodes b behind what is kept back. Unless b is final, a character that is
	// not complete at its end is kept back in turn.
	decode(b []byte, final bool) (string, *py.Exception)
	// state returns what is kept back, and a number that stands for all else.
	state() (kept []byte, flags int64, exc *py.Exception)
	setState(kept []byte, flags int64) *py.Exception
	reset() *py.Exception
}

// newTextDecoder returns a decoder of the encoding.
func newTextDecoder(encoding, errors string) (textDecoder, *py.Exception) {
	if encoding == "utf-8" || encoding == "UTF-8" {
		return &codecDecoder{encoding: encoding, errors: errors, complete: completeUTF8}, nil
	}
	c, exc := py.FileCodec(encoding)
	if exc != nil {
		return nil, exc
	}
	if c.Incremental != nil {
		v, exc := c.Incremental("incrementaldecoder", errors)
		return objectDecoder{v}, exc
	}
	d := &codecDecoder{encoding: encoding, errors: errors}
	switch c.Name {
	case "utf-8":
		d.complete = completeUTF8
	case "ascii", "latin-1", "charmap":
		d.complete = func(b []byte) int { return len(b) }
	case "utf-16", "utf-16-le":
		d.complete = func(b []byte) int { return completeUTF16(b, 1) }
	case "utf-16-be":
		d.complete = func(b []byte) int { return completeUTF16(b, 0) }
	case "utf-32", "utf-32-le", "utf-32-be":
		d.complete = func(b []byte) int { return len(b) &^ 3 }
	default:
		d.complete = func([]byte) int { return 0 } // where characters end is not known
	}
	if withoutMark(encoding) != "" {
		m := &markDecoder{codecDecoder: *d, name: c.Name, byMark: *d}
		return m, m.reset()
	}
	return d, nil
}

func completeUTF8(b []byte) int {
	// At most the last three bytes are the beginning of a character.
	for i := len(b) - 1; i >= 0 && i >= len(b)-3; i-- {
		if utf8.RuneStart(b[i]) {
			if !utf8.FullRune(b[i:]) {
				return i
			}
			break
		}
	}
	return len(b)
}

// completeUTF16 is how much of b is whole characters; high is the place of the higher byte
// of a unit.
func completeUTF16(b []byte, high int) int {
	n := len(b) &^ 1
	if n > 0 && b[n-2+high]&0xFC == 0xD8 {
		n -= 2 // the first half of a pair
	}
	return n
}

// codecDecoder decodes by a codec of this runtime that has no state but for what is kept
// back.
type codecDecoder struct {
	encoding, errors string
	complete         func(b []byte) int
	kept             []byte
}

func (d *codecDecoder) decode(b []byte, final bool) (string, *py.Exception) {
	if len(d.kept) > 0 {
		b = append(slices.Clip(d.kept), b...)
	}
	n := len(b)
	if !final {
		n = d.complete(b)
	}
	if n == 0 {
		d.kept = slices.Clone(b)
		return "", nil
	}
	s, exc := decode(b[:n], d.encoding, d.errors)
	if exc == nil {
		d.kept = slices.Clone(b[n:])
	}
	return s, exc
}

func (d *codecDecoder) state() ([]byte, int64, *py.Exception) { return d.kept, 0, nil }

func (d *codecDecoder) setState(kept []byte, _ int64) *py.Exception {
	d.kept = kept
	return nil
}

func (d *codecDecoder) reset() *py.Exception { return d.setState(nil, 0) }

// markDecoder decodes text that begins with a byte order mark.
type markDecoder struct {
	codecDecoder        // for what is behind the mark
	name         string // of the encoding: utf-8, utf-16 or utf-32
	byMark       codecDecoder
	started      bool
}

// What the flags of the states of the codecs with a mark are.
const (
	sigFirst    = 1 // utf-8-sig: nothing has been decoded
	wideSwapped = 1 // utf-16 and utf-32: the order is not that of the processor
	wideStart   = 2 // nothing has been decoded
)

func (d *markDecoder) decode(b []byte, final bool) (string, *py.Exception) {
	if d.started {
		return d.codecDecoder.decode(b, final)
	}
	b = append(slices.Clip(d.kept), b...)
	if d.name == "utf-8" {
		const mark = "\xEF\xBB\xBF"
		if len(b) < len(mark) && string(b) == mark[:len(b)] && !final {
			d.kept = b
			return "", nil
		}
		d.kept, d.started = nil, true
		d.encoding = "utf-8"
		if len(b) >= len(mark) && string(b[:len(mark)]) == mark {
			b = b[len(mark):]
		}
		return d.codecDecoder.decode(b, final)
	}
	width := 2
	if d.name == "utf-32" {
		width = 4
	}
	if len(b) < width {
		d.kept = b
		if !final || len(b) == 0 {
			return "", nil
		}
		return decode(b, d.byMark.encoding, d.errors)
	}
	order := int64(-1)
	for flags, mark := range [][]byte{{0xFF, 0xFE, 0, 0}, {0, 0, 0xFE, 0xFF}} {
		if width == 2 {
			mark = [][]byte{{0xFF, 0xFE}, {0xFE, 0xFF}}[flags]
		}
		if string(b[:width]) == string(mark) {
			order = int64(flags)
		}
	}
	if order < 0 {
		upper := map[string]string{"utf-16": "UTF-16", "utf-32": "UTF-32"}[d.name]
		return "", py.Raisef(py.UnicodeErrorType, "%s stream does not start with BOM", upper)
	}
	d.setOrder(order)
	return d.codecDecoder.decode(b[width:], final)
}

// setOrder lets the decoder begin behind the mark of a byte order.
func (d *markDecoder) setOrder(flags int64) {
	d.kept, d.started = nil, true
	switch {
	case d.name == "utf-8":
		d.encoding = "utf-8"
	case flags == wideSwapped:
		d.encoding = d.name + "-be"
		if d.name == "utf-16" {
			d.complete = func(b []byte) int { return completeUTF16(b, 0) }
		}
	default:
		d.encoding, d.complete = d.name+"-le", d.byMark.complete
	}
}

func (d *markDecoder) state() ([]byte, int64, *py.Exception) {
	switch {
	case !d.started && d.name == "utf-8":
		return d.kept, sigFirst, nil
	case !d.started:
		return d.kept, wideStart, nil
	case d.encoding == d.name+"-be":
		return d.kept, wideSwapped, nil
	}
	return d.kept, 0, nil
}

func (d *markDecoder) setState(kept []byte, flags int64) *py.Exception {
	if d.name == "utf-8" && flags == sigFirst || d.name != "utf-8" && flags == wideStart {
		d.started = false
	} else {
		d.setOrder(flags)
	}
	d.kept = kept
	return nil
}

func (d *markDecoder) reset() *py.Exception {
	d.started, d.kept = false, nil
	return nil
}

// objectDecoder is an incremental decoder that is any Python object.
type objectDecoder struct{ v py.Value }

var (
	nameDecode   = py.Intern("decode")
	nameGetState = py.Intern("getstate")
	nameSetState = py.Intern("setstate")
	nameReset    = py.Intern("reset")
)

func (d objectDecoder) decode(b []byte, final bool) (string, *py.Exception) {
	x, exc := py.CallMethod2(d.v, nameDecode, py.NewBytes(b).Value(), py.Bool(final))
	if exc != nil {
		return "", exc
	}
	s, ok := py.AsStr(x)
	if !ok {
		return "", py.Raisef(py.TypeErrorType, "decoder should return a string result, not '%s'", x.Type().ShownName())
	}
	return s.S, nil
}

func (d objectDecoder) state() ([]byte, int64, *py.Exception) {
	x, exc := py.CallMethod0(d.v, nameGetState)
	if exc != nil {
		return nil, 0, exc
	}
	kept, flag, exc := statePair(x, "illegal decoder state")
	if exc != nil {
		return nil, 0, exc
	}
	b, ok := py.AsBytes(kept)
	if !ok {
		return nil, 0, py.Raisef(py.TypeErrorType, "illegal decoder state: the first item should be a bytes object, not '%s'", kept.Type().ShownName())
	}
	n, exc := py.CInt(flag)
	return b.B, int64(n), exc
}

func (d objectDecoder) setState(kept []byte, flags int64) *py.Exception {
	_, exc := py.CallMethod1(d.v, nameSetState, py.TupleV(py.NewBytes(kept).Value(), py.Int(flags)))
	return exc
}

func (d objectDecoder) reset() *py.Exception {
	_, exc := py.CallMethod0(d.v, nameReset)
	return exc
}

// lineDecoder is a decoder behind which line ends are looked at.
type lineDecoder struct {
	textDecoder
	ends lineEnds
}

func (d *lineDecoder) decode(b []byte, final bool) (string, *py.Exception) {
	s, exc := d.textDecoder.decode(b, final)
	if exc != nil {
		return "", exc
	}
	return d.ends.next(s, final), nil
}

func (d *lineDecoder) state() ([]byte, int64, *py.Exception) {
	kept, flags, exc := d.textDecoder.state()
	flags <<= 1
	if d.ends.pending {
		flags |= 1
	}
	return kept, flags, exc
}

func (d *lineDecoder) setState(kept []byte, flags int64) *py.Exception {
	d.ends.pending = flags&1 != 0
	return d.textDecoder.setState(kept, flags>>1)
}

func (d *lineDecoder) reset() *py.Exception {
	d.ends.pending, d.ends.seen = false, 0
	return d.textDecoder.reset()
}
