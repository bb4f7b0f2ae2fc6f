package pickle

import (
	"encoding/binary"
	"math"
	"math/big"
	"slices"
	"strconv"
	"unicode/utf8"

	"github.com/aio2go/aio2go/runtime/py"
)

// This file writes the objects of the builtin types that hold no others.

// save writes v. With asIs its persistent ID is not asked for.
func (p *pickler) save(v value, asIs bool) exc {
	if e := p.boundary(); e != nil {
		return e
	}
	if !asIs && !p.persistentID.IsUnbound() {
		if done, e := p.savePersistent(v); done || e != nil {
			return e
		}
	}
	t := v.Type()
	switch t {
	case py.NoneType:
		p.op(opNone)
		return nil
	case py.BoolType:
		p.saveBool(v.IsTrue())
		return nil
	case py.IntType:
		return p.saveInt(v)
	case py.FloatType:
		p.saveFloat(v.Float())
		return nil
	case py.StrType:
		v = single(v)
	case py.BytesType:
		v = singleBytes(v)
	}
	if n, ok := p.memo.get(v); ok {
		p.get(n)
		return nil
	}
	switch t {
	case py.StrType:
		return p.saveStr(v)
	case py.BytesType:
		return p.saveBytes(v)
	}
	return p.deeper(v, func(v value) exc { return p.saveObject(v, t) })
}

// deeper runs save one level deeper.
func (p *pickler) deeper(v value, save func(value) exc) exc {
	if p.depth >= maxDepth {
		return py.Raisef(py.RecursionErrorType, "maximum recursion depth exceeded while pickling an object")
	}
	p.depth++
	e := save(v)
	p.depth--
	return e
}

// saveObject writes what is no atom.
func (p *pickler) saveObject(v value, t *py.Type) exc {
	switch t {
	case py.DictType:
		return p.around(v, p.saveDict)
	case py.ListType:
		return p.around(v, p.saveList)
	case py.TupleType:
		return p.saveTuple(v)
	case py.SetType:
		return p.saveSet(v)
	case py.FrozenSetType:
		return p.saveFrozenSet(v)
	case py.ByteArrayType:
		return p.saveByteArray(v)
	case bufferType:
		return p.saveBuffer(v)
	}
	return p.saveReduced(v, t)
}

// single returns the object that CPython has for each str of at most one character of
// Latin-1.
func single(v value) value {
	s := v.Str()
	switch n := len(s.S); {
	case n == 0:
		return py.EmptyStr.Value()
	case n == 1:
		return py.RuneStr(rune(s.S[0])).Value()
	case n == 2:
		if r, size := utf8.DecodeRuneInString(s.S); size == 2 && r < 256 {
			return py.RuneStr(r).Value()
		}
	}
	return v
}

// shortBytes are the objects that stand for the bytes of at most one byte, the empty ones last.
var shortBytes [257]value

// singleBytes is single for bytes.
func singleBytes(v value) value {
	b := py.Heap[py.Bytes](v).B
	if len(b) > 1 {
		return v
	}
	i := 256
	if len(b) == 1 {
		i = int(b[0])
	}
	if shortBytes[i].IsUnbound() {
		shortBytes[i] = v
	}
	return shortBytes[i]
}

// around runs save, which writes the container v. A fast pickler has no memo and looks for
// containers in themselves once they are deep.
func (p *pickler) around(v value, save func(value) exc) exc {
	if p.fast == 0 || p.depth < 50 {
		return save(v)
	}
	if p.within[v] {
		return py.Raisef(py.ValueErrorType, "fast mode: can't pickle cyclic objects including object type %s at 0x%x", v.Type().ShownName(), py.Address(v))
	}
	if p.within == nil {
		p.within = map[value]bool{}
	}
	p.within[v] = true
	e := save(v)
	delete(p.within, v)
	return e
}

func (p *pickler) savePersistent(v value) (bool, exc) {
	id, e := py.Call1(p.persistentID, v)
	if e != nil || id.IsNone() {
		return false, e
	}
	if p.bin != 0 {
		if e := p.save(id, true); e != nil {
			return true, e
		}
		p.op(opBinPersID)
		return true, nil
	}
	s, e := py.Str_(id)
	if e != nil {
		return true, e
	}
	if !s.Str().IsASCII() {
		return true, py.Raisef(picklingError, "persistent IDs in protocol 0 must be ASCII strings")
	}
	p.op(opPersID)
	p.text(s.Str().S + "\n")
	return true, nil
}

// put gives v the next number and writes the operation that remembers it.
func (p *pickler) put(v value) exc {
	if p.fast != 0 {
		return nil
	}
	n := len(p.memo.objects)
	p.memo.add(v, n)
	switch {
	case p.proto >= 4:
		p.op(opMemoize)
	case p.bin == 0:
		p.op(opPut)
		p.text(strconv.Itoa(n) + "\n")
	case n < 256:
		p.bytes(opBinPut, byte(n))
	case n <= math.MaxUint32:
		p.op(opLongBinPut)
		p.out = binary.LittleEndian.AppendUint32(p.out, uint32(n))
	default:
		return py.Raisef(picklingError, "memo id too large for LONG_BINPUT")
	}
	return nil
}

// get writes the operation that gives the object with number n.
func (p *pickler) get(n int) {
	switch {
	case p.bin == 0:
		p.op(opGet)
		p.text(strconv.Itoa(n) + "\n")
	case n < 256:
		p.bytes(opBinGet, byte(n))
	default:
		p.op(opLongBinGet)
		p.out = binary.LittleEndian.AppendUint32(p.out, uint32(n))
	}
}

func (p *pickler) saveBool(b bool) {
	switch {
	case p.proto >= 2 && b:
		p.op(opNewTrue)
	case p.proto >= 2:
		p.op(opNewFalse)
	case b:
		p.text("I01\n")
	default:
		p.text("I00\n")
	}
}

func (p *pickler) saveInt(v value) exc {
	if v.IsSmallInt() {
		if n := v.SmallInt(); n == int64(int32(n)) {
			switch {
			case p.bin == 0:
				p.op(opInt)
				p.out = append(strconv.AppendInt(p.out, n, 10), '\n')
			case n >= 0 && n < 1<<8:
				p.bytes(opBinInt1, byte(n))
			case n >= 0 && n < 1<<16:
				p.bytes(opBinInt2, byte(n), byte(n>>8))
			default:
				p.op(opBinInt)
				p.out = binary.LittleEndian.AppendUint32(p.out, uint32(n))
			}
			return nil
		}
	}
	if p.proto < 2 {
		s, e := py.Repr(v)
		if e == nil {
			p.op(opLong)
			p.text(s.Str().S + "L\n")
		}
		return e
	}
	b := twosComplement(py.BigOf(v))
	if len(b) < 256 {
		p.bytes(opLong1, byte(len(b)))
	} else {
		p.op(opLong4)
		p.out = binary.LittleEndian.AppendUint32(p.out, uint32(len(b)))
	}
	p.out = append(p.out, b...)
	return nil
}

// twosComplement returns the fewest bytes of x, which is not zero, the lowest first.
func twosComplement(x *big.Int) []byte {
	if x.Sign() < 0 {
		// -x-1 has the bits of x, each the other way.
		b := magnitude(new(big.Int).Not(x))
		for i := range b {
			b[i] = ^b[i]
		}
		return b
	}
	return magnitude(x)
}

// magnitude returns the bytes of x, the lowest first, and one more where the highest bit of
// the last would be set.
func magnitude(x *big.Int) []byte {
	b := make([]byte, x.BitLen()/8+1)
	x.FillBytes(b)
	slices.Reverse(b)
	return b
}

func (p *pickler) saveFloat(f float64) {
	if p.bin != 0 {
		p.op(opBinFloat)
		p.out = binary.BigEndian.AppendUint64(p.out, math.Float64bits(f))
		return
	}
	p.op(opFloat)
	p.out = append(py.AppendFloatRepr(p.out, f), '\n')
}

func (p *pickler) saveStr(v value) exc {
	s := v.Str()
	if p.bin == 0 {
		p.op(opUnicode)
		p.rawEscape(s)
		p.op('\n')
		return p.put(v)
	}
	text := s.S
	n := len(text)
	if n < 256 && p.proto >= 4 {
		p.bytes(opShortBinUnicode, byte(n))
		p.out = append(p.out, text...)
		return p.put(v)
	}
	header := make([]byte, 1, frameHeader)
	switch {
	case n <= math.MaxUint32:
		header[0] = opBinUnicode
		header = binary.LittleEndian.AppendUint32(header, uint32(n))
	case p.proto >= 4:
		header[0] = opBinUnicode8
		header = binary.LittleEndian.AppendUint64(header, uint64(n))
	default:
		return py.Raisef(py.OverflowErrorType, "serializing a string larger than 4 GiB requires pickle protocol 4 or higher")
	}
	if e := p.block(header, text, value{}); e != nil {
		return e
	}
	return p.put(v)
}

// rawEscape writes s in Latin-1 with escapes, which line ends and the backslash are among.
func (p *pickler) rawEscape(s *py.Str) {
	const digits = "0123456789abcdef"
	for _, r := range s.Runes() {
		switch {
		case r >= 0x10000:
			p.out = append(p.out, '\\', 'U')
			for shift := 28; shift >= 0; shift -= 4 {
				p.out = append(p.out, digits[r>>shift&15])
			}
		case r >= 256 || r == '\\' || r == 0 || r == '\n' || r == '\r' || r == 0x1a:
			p.out = append(p.out, '\\', 'u', digits[r>>12&15], digits[r>>8&15], digits[r>>4&15], digits[r&15])
		default:
			p.out = append(p.out, byte(r))
		}
	}
}

func (p *pickler) saveBytes(v value) exc {
	b := py.Heap[py.Bytes](v).B
	if p.proto < 3 {
		// There are no bytes in these protocols, which Python 2 reads.
		if len(b) == 0 {
			return p.saveReduce(py.TupleV(py.BytesType.Value(), py.EmptyTuple.Value()), v)
		}
		encode, e := attribute("codecs", "encode")
		if e != nil {
			return e
		}
		text, e := py.Decode(b, "latin-1", "strict")
		if e != nil {
			return e
		}
		return p.saveReduce(py.TupleV(encode, py.TupleV(text, latin1)), v)
	}
	return p.saveBlock(b, v)
}

// saveBlock writes v, whose bytes are b, as bytes.
func (p *pickler) saveBlock(b []byte, v value) exc {
	n := len(b)
	header := make([]byte, 1, frameHeader)
	switch {
	case n < 256:
		header[0] = opShortBinBytes
		header = append(header, byte(n))
	case n <= math.MaxUint32:
		header[0] = opBinBytes
		header = binary.LittleEndian.AppendUint32(header, uint32(n))
	case p.proto >= 4:
		header[0] = opBinBytes8
		header = binary.LittleEndian.AppendUint64(header, uint64(n))
	default:
		return py.Raisef(py.OverflowErrorType, "serializing a bytes object larger than 4 GiB requires pickle protocol 4 or higher")
	}
	if e := p.block(header, string(b), v); e != nil {
		return e
	}
	return p.put(v)
}

var latin1 = py.Intern("latin1").Value()

func (p *pickler) saveByteArray(v value) exc {
	b := py.Heap[py.ByteArray](v).B
	if p.proto < 5 {
		args := py.EmptyTuple.Value()
		if len(b) > 0 {
			args = py.TupleV(py.BytesV(b))
		}
		return p.saveReduce(py.TupleV(py.ByteArrayType.Value(), args), v)
	}
	if e := p.block(binary.LittleEndian.AppendUint64([]byte{opByteArray8}, uint64(len(b))), string(b), v); e != nil {
		return e
	}
	return p.put(v)
}
