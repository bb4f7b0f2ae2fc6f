package lzma

import "encoding/binary"

// This file implements decoders of streams.

// stream decodes what a container or a raw format consists of. feed takes what it can of in,
// and returns how much; it need not put more than about limit bytes into the window.
type stream interface {
	feed(w *window, in []byte, limit int) (int, error)
	done() bool
}

// Decoder decodes a stream that comes in pieces.
type Decoder struct {
	s      stream
	auto   bool // the format is still to be seen
	limit  uint64
	in     []byte
	w      window
	rest   []byte
	ended  bool
	hungry bool
}

// NewAuto returns a decoder of .xz and .lzma files. It refuses those that need a dictionary
// of more than limit bytes.
func NewAuto(limit uint64) *Decoder { return &Decoder{auto: true, limit: limit, hungry: true} }

// NewXZ returns a decoder of .xz files.
func NewXZ(limit uint64) *Decoder { return &Decoder{s: &xzStream{limit: limit}, hungry: true} }

// NewAlone returns a decoder of .lzma files.
func NewAlone(limit uint64) *Decoder { return &Decoder{s: &aloneStream{limit: limit}, hungry: true} }

// NewRaw returns a decoder of what the filters made, of which the last is LZMA1 or LZMA2.
func NewRaw(filters []Filter) (*Decoder, error) {
	s, dict, err := newChain(filters)
	if err != nil {
		return nil, err
	}
	return &Decoder{s: s, w: window{dict: dict}, hungry: true}, nil
}

// Check returns the kind of the check in an .xz file, CheckUnknown before that is known.
func (d *Decoder) Check() int {
	switch s := d.s.(type) {
	case nil:
		return CheckUnknown
	case *xzStream:
		if !s.begun {
			return CheckUnknown
		}
		return s.check
	}
	return CheckNone
}

// Done reports whether the stream is at its end.
func (d *Decoder) Done() bool { return d.ended }

// Hungry reports whether nothing comes without more input.
func (d *Decoder) Hungry() bool { return d.hungry && !d.ended }

// Rest returns what followed the stream.
func (d *Decoder) Rest() []byte { return d.rest }

// piece is how much is decoded at once where the caller wants all.
const piece = 1 << 20

// Read takes b, and returns what it makes, at most n bytes if n is not negative.
func (d *Decoder) Read(b []byte, n int) ([]byte, error) {
	d.in = append(d.in, b...)
	var out []byte
	for {
		left := -1
		if n >= 0 {
			left = n - len(out)
		}
		got := d.w.take(left)
		if out == nil {
			out = got
		} else {
			out = append(out, got...)
		}
		switch {
		case d.s != nil && d.s.done() && d.w.pending() == 0:
			d.ended, d.rest, d.in = true, d.in, nil
			return out, nil
		case n >= 0 && len(out) >= n:
			d.hungry = false
			return out, nil
		}
		if d.s == nil && len(d.in) > 0 {
			if d.s = stream(&aloneStream{limit: d.limit}); d.in[0] == xzMagic[0] {
				d.s = &xzStream{limit: d.limit}
			}
		}
		if d.s == nil {
			d.hungry = true
			return out, nil
		}
		limit := piece
		if left >= 0 {
			limit = min(limit, left-len(got))
		}
		took, err := d.s.feed(&d.w, d.in, max(limit, 1))
		if err != nil {
			return nil, err
		}
		d.in = d.in[took:]
		if took == 0 && d.w.pending() == 0 && !d.s.done() {
			d.hungry = true
			return out, nil
		}
	}
}

// aloneStream decodes an .lzma file, or LZMA1 without a head.
type aloneStream struct {
	d       lzmaDecoder
	limit   uint64
	headed  bool
	started bool
	known   bool   // the size is
	left    uint64 // of it
	ended   bool
}

func (s *aloneStream) done() bool { return s.ended }

const aloneHead = 13

func (s *aloneStream) head(w *window, in []byte) error {
	props, _ := ParseProps(in[0])
	dict := binary.LittleEndian.Uint32(in[1:])
	size := binary.LittleEndian.Uint64(in[5:])
	if s.known = size != 1<<64-1; s.known && size >= 1<<38 {
		return ErrFormat // a file of such a size is something else
	}
	if uint64(dict) > s.limit {
		return ErrLimit
	}
	w.dict = max(int(dict), 4096)
	s.left, s.headed = size, true
	s.d.model.reset(props)
	return nil
}

func (s *aloneStream) feed(w *window, in []byte, limit int) (int, error) {
	n := 0
	if !s.headed {
		if len(in) == 0 {
			return 0, nil
		}
		if p, ok := ParseProps(in[0]); !ok || p.LC+p.LP > 4 {
			return 0, ErrFormat
		}
		if len(in) < aloneHead {
			return 0, nil
		}
		if err := s.head(w, in); err != nil {
			return 0, err
		}
		n = aloneHead
	}
	s.d.in, s.d.pos = in[n:], 0
	if !s.started {
		if len(s.d.in) < rangeHead {
			return n, nil
		}
		if !s.d.start() {
			return 0, ErrData
		}
		s.started = true
	}
	before := w.total
	if s.known {
		limit = int(min(uint64(limit), s.left))
	}
	r := s.d.run(w, limit)
	if s.known {
		s.left -= uint64(w.total - before)
	}
	switch {
	case r == corrupt, r == endMarker && s.known && s.left > 0, s.known && s.left == 0 && s.d.left > 0:
		return 0, ErrData
	case r == endMarker:
		s.ended = true
	case s.known && s.left == 0:
		s.d.normalize()
		s.ended, s.d.short = !s.d.short, false
	}
	return n + s.d.pos, nil
}

// rawLZMA2 decodes LZMA2 without a container.
type rawLZMA2 struct {
	l     *lzma2Decoder
	ended bool
}

func (s *rawLZMA2) done() bool { return s.ended }

func (s *rawLZMA2) feed(w *window, in []byte, limit int) (int, error) {
	n, done, err := s.l.chunk(w, in)
	s.ended = done
	return n, err
}
