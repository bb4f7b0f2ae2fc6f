package pyio

import (
	"math/big"

	"github.com/aio2go/aio2go/runtime/py"
)

// This file implements tell and seek of text files. A position is a cookie: where in the
// bytes decoding is to begin, and, where that is not between two characters, or the decoder
// has a state, how to get from there to the place.

// snapshot is where a chunk begins.
type snapshot struct {
	flags int64  // of the decoder's state before it
	input []byte // of the chunk, behind what the decoder had kept back
}

// cookie is a position.
type cookie struct {
	start int64 // in the bytes
	flags int64 // of the decoder's state there
	feed  int   // how many bytes the decoder gets then
	skip  int   // how many of the characters that come of them are before the position
	eof   bool  // they are the last
}

// The bits of a cookie's number where its parts begin.
const (
	cookieFlags = 64
	cookieFeed  = 96
	cookieSkip  = 128
	cookieEOF   = 160
)

func (c cookie) value() py.Value {
	if c.flags == 0 && c.feed == 0 && c.skip == 0 && !c.eof {
		return py.Int(c.start)
	}
	n := big.NewInt(c.start)
	add := func(x int64, at uint) { n.Or(n, new(big.Int).Lsh(big.NewInt(x), at)) }
	add(int64(uint32(c.flags)), cookieFlags)
	add(int64(c.feed), cookieFeed)
	add(int64(c.skip), cookieSkip)
	if c.eof {
		add(1, cookieEOF)
	}
	return py.IntBig(n)
}

func parseCookie(v py.Value) (c cookie, exc *py.Exception) {
	x, exc := py.Call1(py.IntType.Value(), v)
	if exc != nil {
		return c, exc
	}
	n := py.BigOf(x)
	if n.BitLen() > cookieEOF+8 {
		return c, py.Raisef(py.OverflowErrorType, "int too big to convert")
	}
	part := func(at, bits uint) int64 {
		mask := new(big.Int).Sub(new(big.Int).Lsh(big.NewInt(1), bits), big.NewInt(1))
		return int64(new(big.Int).And(new(big.Int).Rsh(n, at), mask).Uint64())
	}
	c.start, c.flags = part(0, 64), int64(int32(part(cookieFlags, 32)))
	c.feed, c.skip, c.eof = int(part(cookieFeed, 32)), int(part(cookieSkip, 32)), part(cookieEOF, 8) != 0
	return c, nil
}

func (t *Text) tell() (py.Value, *py.Exception) {
	if exc := t.check(); exc != nil {
		return py.Value{}, exc
	}
	if exc := t.ask(); exc != nil {
		return py.Value{}, exc
	}
	if !t.seekable {
		return py.Value{}, Unsupported("underlying stream is not seekable")
	}
	if !t.telling {
		return py.Value{}, py.Raisef(py.OSErrorType, "telling position disabled by next() call")
	}
	if exc := t.passOn(); exc != nil {
		return py.Value{}, exc
	}
	if _, exc := py.CallMethod0(t.Value(), nameFlush); exc != nil {
		return py.Value{}, exc
	}
	at, exc := t.bytesAt()
	if exc != nil || t.decoder == nil || t.snap == nil {
		return py.Int(at), exc
	}
	c := cookie{start: at - int64(len(t.snap.input)), flags: t.snap.flags, skip: length(t.decoded[:t.used])}
	if c.skip == 0 {
		return c.value(), nil
	}
	kept, flags, exc := t.decoder.state()
	if exc != nil {
		return py.Value{}, exc
	}
	seen := t.lineEnds()
	exc = t.locate(&c)
	if e := t.decoder.setState(kept, flags); exc == nil {
		exc = e
	}
	t.setLineEnds(seen)
	return c.value(), exc
}

// lineEnds are the kinds of line ends that were found.
func (t *Text) lineEnds() int {
	if d, ok := t.decoder.(*lineDecoder); ok {
		return d.ends.seen
	}
	return 0
}

func (t *Text) setLineEnds(seen int) {
	if d, ok := t.decoder.(*lineDecoder); ok {
		d.ends.seen = seen
	}
}

// locate moves the beginning of c, which is that of the chunk, as near to the position as
// decoding can begin.
func (t *Text) locate(c *cookie) *py.Exception {
	input := t.snap.input
	// A guess at the bytes, made less until they give no more than the characters.
	n, back := min(int(t.ratio*float64(c.skip)), len(input)), 1
	for n > 0 {
		count, kept, flags, exc := t.decodedOf(c.flags, input[:n])
		if exc != nil {
			return exc
		}
		if count <= c.skip {
			if len(kept) == 0 {
				c.flags = flags
				c.skip -= count
				break
			}
			n -= len(kept)
			back = 1
		} else {
			n -= back
			back *= 2
		}
	}
	n = max(n, 0)
	if n == 0 {
		if exc := t.decoder.setState(nil, c.flags); exc != nil {
			return exc
		}
	}
	c.start += int64(n)
	if c.skip == 0 {
		return nil
	}
	// From there byte by byte.
	fed, count := 0, 0
	for i := n; i < len(input); i++ {
		s, exc := t.decoder.decode(input[i:i+1], false)
		if exc != nil {
			return exc
		}
		fed++
		count += length(s)
		kept, flags, exc := t.decoder.state()
		if exc != nil {
			return exc
		}
		if len(kept) == 0 && count <= c.skip {
			c.start += int64(fed)
			c.skip -= count
			c.flags = flags
			fed, count = 0, 0
		}
		if count >= c.skip {
			c.feed = fed
			return nil
		}
	}
	s, exc := t.decoder.decode(nil, true)
	if exc != nil {
		return exc
	}
	count += length(s)
	c.eof, c.feed = true, fed
	if count < c.skip {
		return py.Raisef(py.OSErrorType, "can't reconstruct logical file position")
	}
	return nil
}

// decodedOf returns how many characters b gives from a state, and the state behind it.
func (t *Text) decodedOf(flags int64, b []byte) (count int, kept []byte, after int64, exc *py.Exception) {
	if exc := t.decoder.setState(nil, flags); exc != nil {
		return 0, nil, 0, exc
	}
	s, exc := t.decoder.decode(b, false)
	if exc != nil {
		return 0, nil, 0, exc
	}
	kept, after, exc = t.decoder.state()
	return length(s), kept, after, exc
}

func textSeek(v, at, whence py.Value) (py.Value, *py.Exception) {
	t := py.Heap[Text](v)
	how := 0
	var exc *py.Exception
	if !whence.IsUnbound() {
		if how, exc = py.CInt(whence); exc != nil {
			return py.Value{}, exc
		}
	}
	if exc := t.check(); exc != nil {
		return py.Value{}, exc
	}
	if exc := t.ask(); exc != nil {
		return py.Value{}, exc
	}
	if !t.seekable {
		return py.Value{}, Unsupported("underlying stream is not seekable")
	}
	switch how {
	case 0:
	case 1, 2:
		if zero, exc := py.EqBool(at, py.Int(0)); exc != nil {
			return py.Value{}, exc
		} else if !zero {
			return py.Value{}, Unsupported("can't do nonzero " + [...]string{1: "cur", 2: "end"}[how] + "-relative seeks")
		}
		if how == 2 {
			return t.seekEnd()
		}
		// Seeking to where the file is lets the buffer be there, too.
		if _, exc := py.CallMethod0(v, nameFlush); exc != nil {
			return py.Value{}, exc
		}
		if at, exc = py.CallMethod0(v, nameTell); exc != nil {
			return py.Value{}, exc
		}
	default:
		return py.Value{}, py.Raisef(py.ValueErrorType, "invalid whence (%d, should be 0, 1 or 2)", how)
	}
	if below, exc := py.LtBool(at, py.Int(0)); exc != nil {
		return py.Value{}, exc
	} else if below {
		r, exc := py.ReprText(at)
		if exc == nil {
			exc = py.Raisef(py.ValueErrorType, "negative seek position %s", r)
		}
		return py.Value{}, exc
	}
	if _, exc := py.CallMethod0(v, nameFlush); exc != nil {
		return py.Value{}, exc
	}
	c, exc := parseCookie(at)
	if exc != nil {
		return py.Value{}, exc
	}
	if _, exc := t.bin.SeekTo(c.start, 0); exc != nil {
		return py.Value{}, exc
	}
	return at, t.restore(c)
}

// restore brings decoder and encoder to where c says, where the buffer already is.
func (t *Text) restore(c cookie) (exc *py.Exception) {
	t.decoded, t.used, t.snap = "", 0, nil
	begins := c.start == 0 && c.flags == 0
	if t.decoder != nil {
		if begins {
			exc = t.decoder.reset()
		} else {
			exc = t.decoder.setState(nil, c.flags)
		}
		if exc != nil {
			return exc
		}
	}
	if c.skip > 0 {
		if t.decoder == nil {
			return Unsupported("not readable")
		}
		var b []byte
		for len(b) < c.feed {
			more, exc := t.bin.ReadSome(c.feed - len(b))
			if exc != nil {
				return exc
			}
			if len(more) == 0 {
				break
			}
			b = append(b, more...)
		}
		t.snap = &snapshot{c.flags, b}
		s, exc := t.decoder.decode(b, c.eof)
		if exc != nil {
			return exc
		}
		off, enough := runeOffset(s, c.skip)
		t.decoded, t.used = s, off
		if !enough {
			return py.Raisef(py.OSErrorType, "can't restore logical file position")
		}
	} else {
		t.snap = &snapshot{flags: c.flags}
	}
	return t.beginEncoder(begins)
}

// beginEncoder tells the encoder whether it is at the beginning of the file.
func (t *Text) beginEncoder(begins bool) *py.Exception {
	if t.encoder == nil {
		return nil
	}
	t.placed = true
	return t.encoder.begin(begins)
}

func (t *Text) seekEnd() (py.Value, *py.Exception) {
	if _, exc := py.CallMethod0(t.Value(), nameFlush); exc != nil {
		return py.Value{}, exc
	}
	t.decoded, t.used, t.snap = "", 0, nil
	if t.decoder != nil {
		if exc := t.decoder.reset(); exc != nil {
			return py.Value{}, exc
		}
	}
	n, exc := t.bin.SeekTo(0, 2)
	if exc != nil {
		return py.Value{}, exc
	}
	return py.Int(n), t.beginEncoder(n == 0)
}
