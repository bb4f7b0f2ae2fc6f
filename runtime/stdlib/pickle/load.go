package pickle

import (
	"encoding/binary"
	"math"
	"math/big"
	"slices"
	"strconv"
	"strings"

	"github.com/aio2go/aio2go/runtime/py"
)

// This file carries out the operations of a pickle.

func wrong(format string, args ...any) exc { return py.Raisef(unpicklingError, format, args...) }

// underflow is the error of an operation that finds too little on the stack.
func (u *unpickler) underflow() exc {
	if len(u.marks) > 0 {
		return wrong("unexpected MARK found")
	}
	return wrong("unpickling stack underflow")
}

func (u *unpickler) push(v value) { u.stack = append(u.stack, v) }

func (u *unpickler) pop() (value, exc) {
	n := len(u.stack) - 1
	if n < u.fence {
		return value{}, u.underflow()
	}
	v := u.stack[n]
	u.stack[n] = value{}
	u.stack = u.stack[:n]
	return v, nil
}

// top returns the object on top, which stays.
func (u *unpickler) top() (value, exc) {
	if len(u.stack) <= u.fence {
		return value{}, u.underflow()
	}
	return u.stack[len(u.stack)-1], nil
}

// cut takes what is on the stack from i on. The caller copies it before anything is pushed.
func (u *unpickler) cut(i int) ([]value, exc) {
	if i < u.fence || i > len(u.stack) {
		return nil, u.underflow()
	}
	items := u.stack[i:]
	u.stack = u.stack[:i]
	return items, nil
}

func (u *unpickler) tuple(i int) (value, exc) {
	items, e := u.cut(i)
	if e != nil {
		return value{}, e
	}
	return py.TupleV(items...), nil
}

// mark takes the last mark away and returns where it was.
func (u *unpickler) mark() (int, exc) {
	n := len(u.marks) - 1
	if n < 0 {
		return 0, wrong("could not find MARK")
	}
	i := u.marks[n]
	u.marks = u.marks[:n]
	u.setFence()
	return i, nil
}

func (u *unpickler) setFence() {
	u.fence = 0
	if n := len(u.marks); n > 0 {
		u.fence = u.marks[n-1]
	}
}

// load carries out one pickle.
func (u *unpickler) load() (value, exc) {
	u.proto, u.fence, u.marks, u.stack = 0, 0, u.marks[:0], u.stack[:0]
	for {
		if u.pos >= len(u.in) {
			if u.read.IsUnbound() {
				return value{}, py.Raisef(py.EOFErrorType, "Ran out of input")
			}
			if _, e := u.next(1); e != nil {
				if e.Is(unpicklingError) {
					e = py.Raisef(py.EOFErrorType, "Ran out of input")
				}
				return value{}, e
			}
			u.pos--
		}
		op := u.in[u.pos]
		u.pos++
		if op == opStop {
			break
		}
		if e := u.step(op); e != nil {
			return value{}, e
		}
	}
	if e := u.skip(); e != nil {
		return value{}, e
	}
	v, e := u.pop()
	clear(u.stack[:cap(u.stack)])
	return v, e
}

// step carries out one operation.
func (u *unpickler) step(op byte) exc {
	switch op {
	case opNone:
		u.push(py.None)
	case opBinInt:
		b, e := u.next(4)
		if e != nil {
			return e
		}
		u.push(py.Int(int64(int32(binary.LittleEndian.Uint32(b)))))
	case opBinInt1:
		b, e := u.next(1)
		if e != nil {
			return e
		}
		u.push(py.Int(int64(b[0])))
	case opBinInt2:
		b, e := u.next(2)
		if e != nil {
			return e
		}
		u.push(py.Int(int64(binary.LittleEndian.Uint16(b))))
	case opBinFloat:
		b, e := u.next(8)
		if e != nil {
			return e
		}
		u.push(py.Float(math.Float64frombits(binary.BigEndian.Uint64(b))))
	case opNewTrue:
		u.push(py.True)
	case opNewFalse:
		u.push(py.False)
	case opShortBinUnicode:
		return u.counted(1, "", u.loadStr)
	case opBinUnicode:
		return u.counted(4, "BINUNICODE", u.loadStr)
	case opBinUnicode8:
		return u.counted(8, "BINUNICODE", u.loadStr)
	case opShortBinBytes:
		return u.counted(1, "", u.loadBytes)
	case opBinBytes:
		return u.counted(4, "BINBYTES", u.loadBytes)
	case opBinBytes8:
		return u.counted(8, "BINBYTES", u.loadBytes)
	case opByteArray8:
		return u.counted(8, "BYTEARRAY8", func(b []byte) exc {
			u.push(py.NewByteArray(append([]byte(nil), b...)).Value())
			return nil
		})
	case opMark:
		u.marks = append(u.marks, len(u.stack))
		u.fence = len(u.stack)
	case opMemoize:
		v, e := u.top()
		if e != nil {
			return e
		}
		u.put(u.memoLen, v)
	case opBinPut:
		return u.putCounted(1)
	case opLongBinPut:
		return u.putCounted(4)
	case opBinGet:
		return u.getCounted(1)
	case opLongBinGet:
		return u.getCounted(4)
	case opEmptyTuple:
		u.push(py.EmptyTuple.Value())
	case opTuple1, opTuple2, opTuple3:
		v, e := u.tuple(len(u.stack) - int(op-opTuple1) - 1)
		if e != nil {
			return e
		}
		u.push(v)
	case opEmptyList:
		u.push(py.NewList(nil).Value())
	case opEmptyDict:
		u.push(py.NewDict().Value())
	case opEmptySet:
		u.push(py.NewSet().Value())
	case opAppend:
		if len(u.stack)-1 <= u.fence {
			return u.underflow()
		}
		return u.appends(len(u.stack) - 1)
	case opSetItem:
		return u.setItems(len(u.stack) - 2)
	case opAppends, opSetItems, opAddItems, opTuple, opList, opDict, opFrozenSet, opPopMark, opObj, opInst:
		i, e := u.mark()
		if e != nil {
			return e
		}
		return u.marked(op, i)
	case opFrame:
		return u.loadFrame()
	default:
		return u.other(op)
	}
	return nil
}

// marked carries out an operation that takes what is above the mark at i.
func (u *unpickler) marked(op byte, i int) exc {
	switch op {
	case opAppends:
		return u.appends(i)
	case opSetItems:
		return u.setItems(i)
	case opAddItems:
		return u.addItems(i)
	case opObj:
		return u.loadObj(i)
	case opInst:
		return u.loadInst(i)
	}
	items, e := u.cut(i)
	if e != nil || op == opPopMark {
		return e
	}
	switch op {
	case opTuple:
		u.push(py.TupleV(items...))
	case opList:
		u.push(py.NewList(append([]value(nil), items...)).Value())
	case opDict:
		if len(items)%2 != 0 {
			return wrong("odd number of items for DICT")
		}
		d := py.NewDict()
		for j := 0; j < len(items); j += 2 {
			if e := d.Set(items[j], items[j+1]); e != nil {
				return e
			}
		}
		u.push(d.Value())
	case opFrozenSet:
		s := py.NewFrozenSet()
		for _, x := range items {
			if e := s.Add(x); e != nil {
				return e
			}
		}
		u.push(s.Value())
	}
	return nil
}

// other carries out the operations that are seldom, and those of old protocols.
func (u *unpickler) other(op byte) exc {
	switch op {
	case opProto:
		b, e := u.next(1)
		if e != nil {
			return e
		}
		if b[0] > highestProtocol {
			return py.Raisef(py.ValueErrorType, "unsupported pickle protocol: %d", b[0])
		}
		u.proto = int(b[0])
	case opPop:
		if n := len(u.marks); n > 0 && u.marks[n-1] == len(u.stack) {
			u.marks = u.marks[:n-1]
			u.setFence()
			return nil
		}
		_, e := u.pop()
		return e
	case opDup:
		v, e := u.top()
		if e != nil {
			return e
		}
		u.push(v)
	case opReduce:
		return u.loadReduce()
	case opBuild:
		return u.loadBuild()
	case opNewObj, opNewObjEx:
		return u.loadNewObj(op == opNewObjEx)
	case opGlobal, opStackGlobal:
		return u.loadGlobal(op)
	case opExt1:
		return u.loadExt(1)
	case opExt2:
		return u.loadExt(2)
	case opExt4:
		return u.loadExt(4)
	case opPersID, opBinPersID:
		return u.loadPersistent(op)
	case opInt, opLong, opFloat, opString, opUnicode:
		return u.loadLine(op)
	case opLong1, opLong4:
		return u.loadLong(op)
	case opShortBinString:
		return u.counted(1, "", u.loadOldStr)
	case opBinString:
		return u.counted(4, "", u.loadOldStr)
	case opGet, opPut:
		return u.loadNumber(op)
	case opNextBuffer:
		return u.nextBuffer()
	case opReadOnlyBuffer:
		return u.readOnlyBuffer()
	default:
		if op >= 0x20 && op <= 0x7e && op != '\'' && op != '\\' {
			return wrong("invalid load key, '%c'.", op)
		}
		return wrong("invalid load key, '\\x%02x'.", op)
	}
	return nil
}

// size reads a number of size bytes without a sign, of four with one if size is -4.
func (u *unpickler) size(size int, what string) (int, exc) {
	b, e := u.next(max(size, -size))
	if e != nil {
		return 0, e
	}
	switch size {
	case 1:
		return int(b[0]), nil
	case 2:
		return int(binary.LittleEndian.Uint16(b)), nil
	case 4:
		return int(binary.LittleEndian.Uint32(b)), nil
	case -4:
		n := int(int32(binary.LittleEndian.Uint32(b)))
		if n < 0 {
			return 0, wrong("%s pickle has negative byte count", what)
		}
		return n, nil
	}
	n := binary.LittleEndian.Uint64(b)
	if n > math.MaxInt64 {
		if what == "FRAME" {
			return 0, py.Raisef(py.OverflowErrorType, "FRAME length exceeds system's maximum of %d bytes", math.MaxInt64)
		}
		return 0, py.Raisef(py.OverflowErrorType, "%s exceeds system's maximum size of %d bytes", what, math.MaxInt64)
	}
	return int(n), nil
}

// counted reads a number of size bytes and so many bytes, which make takes.
func (u *unpickler) counted(size int, what string, make func([]byte) exc) exc {
	n, e := u.size(size, what)
	if e != nil {
		return e
	}
	b, e := u.next(n)
	if e != nil {
		return e
	}
	return make(b)
}

func (u *unpickler) loadFrame() exc {
	n, e := u.size(8, "FRAME")
	if e != nil {
		return e
	}
	if _, e = u.next(n); e == nil {
		u.pos -= n
	}
	return e
}

func (u *unpickler) loadStr(b []byte) exc {
	for _, c := range b {
		if c >= 0x80 {
			v, e := py.Decode(b, "utf-8", "surrogatepass")
			if e == nil {
				u.push(v)
			}
			return e
		}
	}
	switch len(b) {
	case 0:
		u.push(py.EmptyStr.Value())
	case 1:
		u.push(py.RuneStr(rune(b[0])).Value())
	default:
		u.push(py.TextOf(b))
	}
	return nil
}

func (u *unpickler) loadBytes(b []byte) exc {
	u.push(py.NewBytes(b).Value())
	return nil
}

// loadOldStr pushes a str of Python 2.
func (u *unpickler) loadOldStr(b []byte) exc {
	if u.encoding == "bytes" {
		return u.loadBytes(b)
	}
	v, e := py.Decode(b, u.encoding, u.errors)
	if e == nil {
		u.push(v)
	}
	return e
}

func (u *unpickler) loadLong(op byte) exc {
	size := 1
	if op == opLong4 {
		size = -4
	}
	return u.counted(size, "LONG", func(b []byte) exc {
		u.push(longOf(b))
		return nil
	})
}

// longOf returns the int of the bytes of its two's complement, the lowest first.
func longOf(b []byte) value {
	if len(b) == 0 {
		return py.Int(0)
	}
	if len(b) <= 8 {
		var n uint64
		for i, c := range b {
			n |= uint64(c) << (8 * i)
		}
		shift := 64 - 8*len(b)
		return py.Int(int64(n<<shift) >> shift)
	}
	b = slices.Clone(b)
	slices.Reverse(b)
	x := new(big.Int).SetBytes(b)
	if b[0] >= 0x80 {
		x.Sub(x, new(big.Int).Lsh(big.NewInt(1), uint(8*len(b))))
	}
	return py.IntBig(x)
}

// loadLine pushes a value that stands in a line of text.
func (u *unpickler) loadLine(op byte) exc {
	least := 1
	if op == opUnicode || op == opString {
		least = 0
	}
	s, e := u.line(least)
	if e != nil {
		return e
	}
	var v value
	switch op {
	case opInt:
		if s == "00" || s == "01" {
			v = py.Bool(s == "01")
			break
		}
		if n, err := strconv.ParseInt(s, 10, 64); err == nil && (s == "0" || strings.TrimLeft(s, "+-")[0] != '0') {
			v = py.Int(n)
		} else if v, e = py.IntFromStr(s, 0, py.StrV(s)); e != nil {
			if n, err := strconv.ParseInt(s, 0, 64); err == nil && !strings.Contains(s, "_") {
				v, e = py.Int(n), nil // octal, as in C
			} else if e.Is(py.ValueErrorType) {
				e = py.Raisef(py.ValueErrorType, "could not convert string to int")
			}
		}
	case opLong:
		text := strings.TrimSuffix(s, "L")
		if text == s {
			text += "\n"
		}
		v, e = py.IntFromStr(text, 10, py.StrV(text))
	case opFloat:
		v, e = floatOf(s)
	case opUnicode:
		v, e = py.Decode([]byte(s), "raw_unicode_escape", "strict")
	case opString:
		if len(s) < 2 || s[0] != s[len(s)-1] || s[0] != '\'' && s[0] != '"' {
			return wrong("the STRING opcode argument must be quoted")
		}
		decode, x := attribute("codecs", "escape_decode")
		if x != nil {
			return x
		}
		pair, x := py.Call1(decode, py.BytesV([]byte(s[1:len(s)-1])))
		if x != nil {
			return x
		}
		b, _ := py.BytesOf(py.TupleItem(pair, 0))
		return u.loadOldStr(b)
	}
	if e == nil {
		u.push(v)
	}
	return e
}

// floatOf returns the float of a line.
func floatOf(s string) (value, exc) {
	for n := len(s); n > 0; n-- {
		text := s[:n]
		if strings.ContainsAny(text, "_ \t\r\f\v") {
			continue
		}
		v, e := py.Call1(py.FloatType.Value(), py.StrV(text))
		if e == nil && n == len(s) {
			return v, nil
		}
		if e == nil {
			return value{}, py.Raisef(py.ValueErrorType, "could not convert string to float")
		}
	}
	return value{}, py.Raisef(py.ValueErrorType, "could not convert string to float: '%s\n'", s)
}

// loadNumber carries out GET and PUT.
func (u *unpickler) loadNumber(op byte) exc {
	s, e := u.line(1)
	if e != nil {
		return e
	}
	if op == opPut {
		if _, e := u.top(); e != nil {
			return e
		}
	}
	v, e := py.IntFromStr(s, 10, py.StrV(s+"\n"))
	if e != nil {
		return e
	}
	n, e := py.Ssize(v)
	if e != nil {
		return e
	}
	if op == opGet {
		return u.get(n)
	}
	if n < 0 {
		return py.Raisef(py.ValueErrorType, "negative PUT argument")
	}
	u.put(n, u.stack[len(u.stack)-1])
	return nil
}

func (u *unpickler) get(n int) exc {
	if n < 0 || n >= len(u.memo) || u.memo[n].IsUnbound() {
		return wrong("Memo value not found at index %d", n)
	}
	u.push(u.memo[n])
	return nil
}

func (u *unpickler) getCounted(size int) exc {
	n, e := u.size(size, "")
	if e != nil {
		return e
	}
	return u.get(n)
}

func (u *unpickler) putCounted(size int) exc {
	n, e := u.size(size, "")
	if e != nil {
		return e
	}
	v, e := u.top()
	if e != nil {
		return e
	}
	u.put(n, v)
	return nil
}
