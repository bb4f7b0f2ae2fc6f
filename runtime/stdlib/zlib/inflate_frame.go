package zlib

import (
	"hash/crc32"
	"math/bits"
)

// This file implements what is around the compressed data: headers, trailers and the codes
// that a block begins with.

// headByte takes a byte of the header of gzip.
func (z *inflater) headByte(in []byte, p *int) (byte, bool) {
	if *p == len(in) {
		return 0, false
	}
	c := in[*p]
	*p++
	if z.flags&gzipCheck != 0 {
		z.headSum = crc32.Update(z.headSum, crc32.IEEETable, []byte{c})
	}
	return c, true
}

// headBits takes n bits of the header of gzip.
func (z *inflater) headBits(in []byte, p *int, n uint) (uint32, bool) {
	if !z.need(in, p, n) {
		return 0, false
	}
	v := z.take(n)
	if z.flags&gzipCheck != 0 {
		for i := uint(0); i < n; i += 8 {
			z.headSum = crc32.Update(z.headSum, crc32.IEEETable, []byte{byte(v >> i)})
		}
	}
	return v, true
}

// frame does one step of a header or a trailer; where it cannot it says why.
func (z *inflater) frame(in []byte, p *int) (s status, ok bool) {
	switch z.step {
	case atHead:
		if !z.need(in, p, 16) {
			return stalled, false
		}
		return z.head()
	case atGzipFlags:
		if !z.need(in, p, 16) {
			return stalled, false
		}
		z.flags = uint32(z.hold & 0xffff)
		if z.flags&0xff != methodDeflate {
			return z.fail("unknown compression method"), false
		}
		if z.flags&gzipUnknown != 0 {
			return z.fail("unknown header flags set"), false
		}
		if z.flags&gzipCheck != 0 {
			z.headSum = crc32.ChecksumIEEE([]byte{0x1f, 0x8b})
		}
		z.headBits(in, p, 16)
		z.step = atGzipTime
	case atGzipTime:
		if _, ok := z.headBits(in, p, 32); !ok {
			return stalled, false
		}
		z.step = atGzipOS
	case atGzipOS:
		if _, ok := z.headBits(in, p, 16); !ok {
			return stalled, false
		}
		z.step = atGzipExtraLength
	case atGzipExtraLength:
		z.left = 0
		if z.flags&gzipExtra != 0 {
			n, ok := z.headBits(in, p, 16)
			if !ok {
				return stalled, false
			}
			z.left = int(n)
		}
		z.step = atGzipExtra
	case atGzipExtra:
		for ; z.left > 0; z.left-- {
			if _, ok := z.headByte(in, p); !ok {
				return stalled, false
			}
		}
		z.step = atGzipName
	case atGzipName, atGzipComment:
		flag := uint32(gzipName)
		if z.step == atGzipComment {
			flag = gzipComment
		}
		for z.flags&flag != 0 {
			c, ok := z.headByte(in, p)
			if !ok {
				return stalled, false
			}
			if c == 0 {
				break
			}
		}
		z.step++
	case atGzipCheck:
		if z.flags&gzipCheck != 0 {
			if !z.need(in, p, 16) {
				return stalled, false
			}
			if z.take(16) != z.headSum&0xffff {
				return z.fail("header crc mismatch"), false
			}
		}
		z.sum, z.step = 0, atBlock
	case atDictID:
		if !z.need(in, p, 32) {
			return stalled, false
		}
		z.dictSum, z.step = bits.ReverseBytes32(z.take(32)), atDict
	case atDict:
		return needDict, false
	case atCheck:
		if z.formats != 0 {
			z.addSum()
			if !z.need(in, p, 32) {
				return stalled, false
			}
			v := uint32(z.hold)
			if !z.gzip {
				v = bits.ReverseBytes32(v)
			}
			if v != z.sum {
				return z.fail("incorrect data check"), false
			}
			z.drop(32)
		}
		z.step = atLength
	case atLength:
		if z.gzip {
			if !z.need(in, p, 32) {
				return stalled, false
			}
			if uint32(z.hold) != z.total {
				return z.fail("incorrect length check"), false
			}
			z.drop(32)
		}
		z.step = atEnd
	}
	return stalled, true
}

const methodDeflate = 8

// head reads the two bytes that tell the formats apart.
func (z *inflater) head() (status, bool) {
	h := uint32(z.hold & 0xffff)
	if z.formats&formatGzip != 0 && h == 0x8b1f {
		if z.window == 0 {
			z.window = 15
		}
		z.drop(16)
		z.gzip, z.step = true, atGzipFlags
		return stalled, true
	}
	if z.formats&formatZlib == 0 || (h&0xff<<8+h>>8)%31 != 0 {
		return z.fail("incorrect header check"), false
	}
	if h&15 != methodDeflate {
		return z.fail("unknown compression method"), false
	}
	window := uint(h>>4&15) + 8
	if z.window == 0 {
		z.window = window
	}
	if window > 15 || window > z.window {
		return z.fail("invalid window size"), false
	}
	z.drop(16)
	z.sum, z.step = 1, atBlock
	if h&0x2000 != 0 {
		z.step = atDictID
	}
	return stalled, true
}

// lengthOrder is the order in which the lengths of the codes for code lengths come.
var lengthOrder = [19]uint8{16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15}

// tables reads the codes of a block of type 2.
func (z *inflater) tables(in []byte, p *int) (s status, ok bool) {
	if z.step == atTable {
		if !z.need(in, p, 14) {
			return stalled, false
		}
		z.nlen, z.ndist, z.ncode = int(z.take(5))+257, int(z.take(5))+1, int(z.take(4))+4
		if z.nlen > 286 || z.ndist > 30 {
			return z.fail("too many length or distance symbols"), false
		}
		z.have, z.step = 0, atLengthCodes
	}
	if z.step == atLengthCodes {
		for ; z.have < z.ncode; z.have++ {
			if !z.need(in, p, 3) {
				return stalled, false
			}
			z.lengths[lengthOrder[z.have]] = uint8(z.take(3))
		}
		for _, i := range lengthOrder[z.ncode:] {
			z.lengths[i] = 0
		}
		// Where there are no codes every bit stands for the length 0.
		if z.codes = newCodeTable(z.lengths[:19], false, 0); z.codes == nil {
			return z.fail("invalid code lengths set"), false
		}
		z.have, z.step = 0, atCodes
	}
	for n := z.nlen + z.ndist; z.have < n; {
		e, ok := z.code(z.codes, in, p)
		if !ok {
			return stalled, false
		}
		sym := e.symbol()
		if sym < 16 {
			z.drop(e.length())
			z.lengths[z.have] = uint8(sym)
			z.have++
			continue
		}
		wide, base := uint(2), 3
		switch sym {
		case 17:
			wide = 3
		case 18:
			wide, base = 7, 11
		}
		if !z.need(in, p, e.length()+wide) {
			return stalled, false
		}
		z.drop(e.length())
		var length uint8
		if sym == 16 {
			if z.have == 0 {
				return z.fail("invalid bit length repeat"), false
			}
			length = z.lengths[z.have-1]
		}
		count := base + int(z.take(wide))
		if z.have+count > n {
			return z.fail("invalid bit length repeat"), false
		}
		for range count {
			z.lengths[z.have] = length
			z.have++
		}
	}
	if z.lengths[256] == 0 {
		return z.fail("invalid code -- missing end-of-block"), false
	}
	if z.lits = newCodeTable(z.lengths[:z.nlen], true, noSymbol); z.lits == nil {
		return z.fail("invalid literal/lengths set"), false
	}
	if z.dists = newCodeTable(z.lengths[z.nlen:z.nlen+z.ndist], true, noSymbol); z.dists == nil {
		return z.fail("invalid distances set"), false
	}
	z.step = atSymbol
	return stalled, true
}
