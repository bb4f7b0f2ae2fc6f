package zlib

import (
	"encoding/binary"
	"hash/crc32"
)

// This file implements decompression: DEFLATE (RFC 1951) in the formats zlib (RFC 1950),
// gzip (RFC 1952) or bare. Go's compress/flate reads from an io.Reader and cannot stop in
// the middle of its input, be copied there, or say which byte was its last, all of which
// the module zlib promises; nor does it tell the kinds of corrupt data apart.

// step is what the decoder expects next.
type step uint8

const (
	atHead step = iota
	atGzipFlags
	atGzipTime
	atGzipOS
	atGzipExtraLength
	atGzipExtra
	atGzipName
	atGzipComment
	atGzipCheck
	atDictID
	atDict
	atBlock
	atStoredLength
	atStored
	atTable
	atLengthCodes
	atCodes
	atSymbol
	atLengthExtra
	atDistance
	atDistanceExtra
	atMatch
	atLiteral
	atCheck
	atLength
	atEnd
	atError
)

// status says why the decoder has stopped.
type status uint8

const (
	stalled     status = iota // it needs input, or room for output
	streamEnd                 // the end of the stream
	needDict                  // a dictionary has to be set
	dataError                 // see inflater.message
	streamError               // it has been closed
)

// Formats of a stream, which can be combined.
const (
	formatZlib = 1 << iota
	formatGzip
)

// Flags in the header of gzip, as they stand in its bytes 2 and 3.
const (
	gzipCheck   = 0x0200
	gzipExtra   = 0x0400
	gzipName    = 0x0800
	gzipComment = 0x1000
	gzipUnknown = 0xe000
)

const maxWindow = 1 << 15

// inflater is the state of a decompression. A copy of the struct with a copy of out goes on
// independently.
type inflater struct {
	step    step
	formats int
	window  uint // log2 of the window size, 0 if the header says it
	last    bool // this block is the last one

	hold  uint64 // bits that have been taken from the input
	nbits uint   // how many of them there are

	// out ends with what has been decompressed; up to start it is of earlier calls, as
	// far as matches can reach.
	out   []byte
	start int

	gzip     bool
	flags    uint32
	headSum  uint32 // CRC-32 of the header of gzip
	sum      uint32
	summed   int // how far in out the sum is up to date
	total    uint32
	dictSum  uint32
	left     int // bytes left of a stored block, of a field, or of a match
	distance int
	extra    uint8
	literal  byte

	nlen, ndist, ncode, have int
	lengths                  [320]uint8
	codes, lits, dists       *codeTable
	message                  string
	closed                   bool
}

// newInflater returns a decoder for zlib's parameter wbits, nil if that has no meaning.
func newInflater(wbits int) *inflater {
	z := &inflater{}
	switch {
	case wbits < 0:
		wbits, z.step = -wbits, atBlock
		if wbits < 8 || wbits > 15 {
			return nil
		}
	case wbits >= 48:
		return nil
	default:
		z.formats = wbits>>4 + 1
		if wbits &= 15; wbits != 0 && wbits < 8 {
			return nil
		}
	}
	z.window = uint(wbits)
	return z
}

func (z *inflater) clone() *inflater {
	c := *z
	c.out = append([]byte(nil), z.out...)
	return &c
}

// setDict gives the dictionary, at the start of a bare stream or after needDict. It
// reports whether it is the right one.
func (z *inflater) setDict(dict []byte) bool {
	if z.step == atDict {
		if adler(1, dict) != z.dictSum {
			return false
		}
		z.step = atBlock
		z.sum = 1
	}
	if n := len(dict) - maxWindow; n > 0 {
		dict = dict[n:]
	}
	z.out = append(z.out, dict...)
	z.summed = len(z.out)
	z.start = len(z.out)
	return true
}

// begin prepares for output of a new call.
func (z *inflater) begin() {
	if n := len(z.out); n > 2*maxWindow {
		if cap(z.out) > 8*maxWindow {
			z.out = append(make([]byte, 0, 3*maxWindow), z.out[n-maxWindow:]...)
		} else {
			z.out = z.out[:copy(z.out, z.out[n-maxWindow:])]
		}
	}
	z.start, z.summed = len(z.out), len(z.out)
}

// output is what has been decompressed since begin.
func (z *inflater) output() []byte { return z.out[z.start:] }

func (z *inflater) fail(message string) status {
	z.message, z.step = message, atError
	return dataError
}

// addSum brings the checksum up to date.
func (z *inflater) addSum() {
	b := z.out[z.summed:]
	z.summed = len(z.out)
	z.total += uint32(len(b))
	switch {
	case z.formats == 0 || len(b) == 0:
	case z.gzip:
		z.sum = crc32.Update(z.sum, crc32.IEEETable, b)
	default:
		z.sum = adler(z.sum, b)
	}
}

// need takes bytes until there are n bits.
func (z *inflater) need(in []byte, p *int, n uint) bool {
	for z.nbits < n {
		if *p == len(in) {
			return false
		}
		z.hold |= uint64(in[*p]) << z.nbits
		z.nbits += 8
		*p++
	}
	return true
}

func (z *inflater) drop(n uint) {
	z.hold >>= n
	z.nbits -= n
}

func (z *inflater) take(n uint) uint32 {
	v := uint32(z.hold & (1<<n - 1))
	z.drop(n)
	return v
}

// code takes bytes until there is a whole code of t, which is not dropped.
func (z *inflater) code(t *codeTable, in []byte, p *int) (entry, bool) {
	for {
		e := t.find(z.hold)
		if e.length() <= z.nbits && e != 0 {
			return e, true
		}
		if *p == len(in) {
			return 0, false
		}
		z.hold |= uint64(in[*p]) << z.nbits
		z.nbits += 8
		*p++
	}
}

// reach is how far back a match may go.
func (z *inflater) reach() int { return min(z.start, 1<<z.window) + len(z.out) - z.start }

// run decompresses until in is used up, or the output since begin has limit bytes and
// there is more to come. It returns how many bytes of in were used; like zlib it takes
// none that it does not need.
func (z *inflater) run(in []byte, limit int) (used int, s status) {
	if z.closed {
		return 0, streamError
	}
	p := 0
	s = z.decode(in, &p, limit)
	z.addSum()
	return p, s
}

func (z *inflater) decode(in []byte, p *int, limit int) status {
	for {
		switch z.step {
		case atBlock:
			if z.last {
				z.drop(z.nbits & 7)
				z.step = atCheck
				break
			}
			if !z.need(in, p, 3) {
				return stalled
			}
			z.last = z.take(1) == 1
			switch z.take(2) {
			case 0:
				z.drop(z.nbits & 7)
				z.step = atStoredLength
			case 1:
				z.lits, z.dists, z.step = fixedLiterals, fixedDistances, atSymbol
			case 2:
				z.step = atTable
			default:
				return z.fail("invalid block type")
			}
		case atStoredLength:
			if !z.need(in, p, 32) {
				return stalled
			}
			if n := z.take(32); n&0xffff != n>>16^0xffff {
				return z.fail("invalid stored block lengths")
			} else {
				z.left, z.step = int(n&0xffff), atStored
			}
		case atStored:
			n := min(z.left, len(in)-*p, limit-len(z.output()))
			z.out = append(z.out, in[*p:*p+n]...)
			*p += n
			if z.left -= n; z.left > 0 {
				return stalled
			}
			z.step = atBlock
		case atTable, atLengthCodes, atCodes:
			if s, ok := z.tables(in, p); !ok {
				return s
			}
		case atSymbol:
			if len(in)-*p >= 8 && limit-len(z.output()) > maxMatch {
				if s := z.fast(in, p, limit); s != stalled {
					return s
				}
				if z.step != atSymbol {
					break
				}
			}
			e, ok := z.code(z.lits, in, p)
			if !ok {
				return stalled
			}
			z.drop(e.length())
			switch sym := e.symbol(); {
			case sym < 256:
				z.literal, z.step = byte(sym), atLiteral
			case sym == 256:
				z.step = atBlock
			case sym < 286:
				l := lengthSpans[sym-257]
				z.left, z.extra, z.step = int(l.base), l.extra, atLengthExtra
			default:
				return z.fail("invalid literal/length code")
			}
		case atLiteral:
			if len(z.output()) >= limit {
				return stalled
			}
			z.out = append(z.out, z.literal)
			z.step = atSymbol
		case atLengthExtra:
			if !z.need(in, p, uint(z.extra)) {
				return stalled
			}
			z.left += int(z.take(uint(z.extra)))
			z.step = atDistance
		case atDistance:
			e, ok := z.code(z.dists, in, p)
			if !ok {
				return stalled
			}
			z.drop(e.length())
			sym := e.symbol()
			if sym >= 30 {
				return z.fail("invalid distance code")
			}
			d := distanceSpans[sym]
			z.distance, z.extra, z.step = int(d.base), d.extra, atDistanceExtra
		case atDistanceExtra:
			if !z.need(in, p, uint(z.extra)) {
				return stalled
			}
			z.distance += int(z.take(uint(z.extra)))
			z.step = atMatch
		case atMatch:
			room := limit - len(z.output())
			if room <= 0 {
				return stalled
			}
			if z.distance > z.reach() {
				return z.fail("invalid distance too far back")
			}
			n := min(z.left, room)
			z.copyMatch(n)
			if z.left -= n; z.left == 0 {
				z.step = atSymbol
			}
		case atError:
			return dataError
		case atEnd:
			return streamEnd
		default:
			if s, ok := z.frame(in, p); !ok {
				return s
			}
		}
	}
}

// copyMatch appends n bytes from distance back, which may reach into what it appends.
func (z *inflater) copyMatch(n int) {
	for n > 0 {
		from := len(z.out) - z.distance
		k := min(n, z.distance)
		z.out = append(z.out, z.out[from:from+k]...)
		n -= k
	}
}

const maxMatch = 258

// fast decodes symbols while there is plenty of input and of room. It leaves less than
// eight bits in hold.
func (z *inflater) fast(in []byte, p *int, limit int) status {
	hold, nbits, pos := z.hold, z.nbits, *p
	lits, dists := z.lits, z.dists
	out := z.out
	reached := min(z.start, 1<<z.window) - z.start
	end := z.start + limit
	if end < 0 {
		end = int(^uint(0) >> 1)
	}
	s := stalled
loop:
	for len(in)-pos >= 8 && end-len(out) > maxMatch {
		hold |= binary.LittleEndian.Uint64(in[pos:]) << nbits
		pos += int(63-nbits) >> 3
		nbits |= 56
		// 56 bits are more than the longest length and distance with their codes have.
		e := lits.find(hold)
		hold >>= e.length()
		nbits -= e.length()
		sym := e.symbol()
		if sym < 256 {
			out = append(out, byte(sym))
			continue
		}
		if sym == 256 {
			z.step = atBlock
			break
		}
		if sym >= 286 {
			s = z.fail("invalid literal/length code")
			break
		}
		l := lengthSpans[sym-257]
		length := int(l.base) + int(hold&(1<<l.extra-1))
		hold >>= l.extra
		nbits -= uint(l.extra)
		e = dists.find(hold)
		hold >>= e.length()
		nbits -= e.length()
		if sym = e.symbol(); sym >= 30 {
			s = z.fail("invalid distance code")
			break
		}
		d := distanceSpans[sym]
		distance := int(d.base) + int(hold&(1<<d.extra-1))
		hold >>= d.extra
		nbits -= uint(d.extra)
		if distance > reached+len(out) {
			s = z.fail("invalid distance too far back")
			break loop
		}
		from := len(out) - distance
		if distance >= length {
			out = append(out, out[from:from+length]...)
			continue
		}
		for range length {
			out = append(out, out[from])
			from++
		}
	}
	pos -= int(nbits >> 3)
	nbits &= 7
	z.hold, z.nbits, *p = hold&(1<<nbits-1), nbits, pos
	z.out = out
	return s
}
