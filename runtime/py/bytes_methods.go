package py

import (
	"bytes"
	"encoding/hex"
	"math"
	"slices"
)

// This file implements the methods that bytes and bytearray share (library reference,
// Bytes and Bytearray Operations). Those that return bytes return a bytearray for a
// bytearray.

var bytesMethods = []Method{
	{Name: "capitalize", Sig: "($self, /)", Impl: bytesMapMethod(capitalizeBytes)},
	{Name: "center", Sig: "($self, width, fillchar=b' ', /)", Impl: bytesPad("center", padCenter)},
	{Name: "count", Sig: "($self, sub, start=None, end=None, /)", Impl: bytesCount},
	{Name: "decode", Sig: "($self, /, encoding='utf-8', errors='strict')", Impl: bytesDecode, Doc: "Decode the bytes using the codec registered for encoding."},
	{Name: "endswith", Sig: "($self, suffix, start=None, end=None, /)", Impl: bytesAffix("endswith", bytes.HasSuffix)},
	{Name: "expandtabs", Sig: "($self, /, tabsize=8)", Impl: bytesExpandTabs},
	{Name: "find", Sig: "($self, sub, start=None, end=None, /)", Impl: bytesFind(bytes.Index, false)},
	{Name: "hex", Sig: "($self, /, sep=<unrepresentable>, bytes_per_sep=1)", Impl: bytesHex, Doc: "Create a string of hexadecimal numbers from a bytes object."},
	{Name: "index", Sig: "($self, sub, start=None, end=None, /)", Impl: bytesFind(bytes.Index, true)},
	{Name: "isalnum", Sig: "($self, /)", Impl: bytesAll(func(c byte) bool { return isLetter(c) || isDigitByte(c) })},
	{Name: "isalpha", Sig: "($self, /)", Impl: bytesAll(isLetter)},
	{Name: "isascii", Sig: "($self, /)", Impl: func(v Value) (Value, *Exception) { return Bool(isASCII(bytesString(data(v)))), nil }},
	{Name: "isdigit", Sig: "($self, /)", Impl: bytesAll(isDigitByte)},
	{Name: "islower", Sig: "($self, /)", Impl: bytesCaseOnly('a', 'A')},
	{Name: "isspace", Sig: "($self, /)", Impl: bytesAll(isSpaceByte)},
	{Name: "istitle", Sig: "($self, /)", Impl: bytesIsTitle},
	{Name: "isupper", Sig: "($self, /)", Impl: bytesCaseOnly('A', 'a')},
	{Name: "join", Sig: "($self, iterable_of_bytes, /)", Impl: bytesJoin},
	{Name: "ljust", Sig: "($self, width, fillchar=b' ', /)", Impl: bytesPad("ljust", padRight)},
	{Name: "lower", Sig: "($self, /)", Impl: bytesMapMethod(mapBytes(&lowerBytes))},
	{Name: "lstrip", Sig: "($self, bytes=None, /)", Impl: bytesStrip(true, false)},
	{Name: "partition", Sig: "($self, sep, /)", Impl: bytesPartition(bytes.Index, false)},
	{Name: "replace", Sig: "($self, old, new, count=-1, /)", Impl: bytesReplace},
	{Name: "removeprefix", Sig: "($self, prefix, /)", Impl: bytesRemove(bytes.TrimPrefix)},
	{Name: "removesuffix", Sig: "($self, suffix, /)", Impl: bytesRemove(bytes.TrimSuffix)},
	{Name: "rfind", Sig: "($self, sub, start=None, end=None, /)", Impl: bytesFind(bytes.LastIndex, false)},
	{Name: "rindex", Sig: "($self, sub, start=None, end=None, /)", Impl: bytesFind(bytes.LastIndex, true)},
	{Name: "rjust", Sig: "($self, width, fillchar=b' ', /)", Impl: bytesPad("rjust", padLeft)},
	{Name: "rpartition", Sig: "($self, sep, /)", Impl: bytesPartition(bytes.LastIndex, true)},
	{Name: "rsplit", Sig: "($self, /, sep=None, maxsplit=-1)", Impl: bytesRSplit},
	{Name: "rstrip", Sig: "($self, bytes=None, /)", Impl: bytesStrip(false, true)},
	{Name: "split", Sig: "($self, /, sep=None, maxsplit=-1)", Impl: bytesSplit},
	{Name: "splitlines", Sig: "($self, /, keepends=False)", Impl: bytesSplitLines},
	{Name: "startswith", Sig: "($self, prefix, start=None, end=None, /)", Impl: bytesAffix("startswith", bytes.HasPrefix)},
	{Name: "strip", Sig: "($self, bytes=None, /)", Impl: bytesStrip(true, true)},
	{Name: "swapcase", Sig: "($self, /)", Impl: bytesMapMethod(mapBytes(&swapBytes))},
	{Name: "title", Sig: "($self, /)", Impl: bytesMapMethod(titleBytes)},
	{Name: "translate", Sig: "($self, table, /, delete=b'')", Impl: bytesTranslate},
	{Name: "upper", Sig: "($self, /)", Impl: bytesMapMethod(mapBytes(&upperBytes))},
	{Name: "zfill", Sig: "($self, width, /)", Impl: bytesZFill},
}

func isLetter(c byte) bool    { return 'a' <= c|0x20 && c|0x20 <= 'z' }
func isDigitByte(c byte) bool { return '0' <= c && c <= '9' }
func isSpaceByte(c byte) bool { return c == ' ' || '\t' <= c && c <= '\r' }

func mapBytes(table *[256]byte) func(b []byte) []byte {
	return func(b []byte) []byte {
		out := make([]byte, len(b))
		for i, c := range b {
			out[i] = table[c]
		}
		return out
	}
}

func bytesMapMethod(f func(b []byte) []byte) func(self Value) (Value, *Exception) {
	return func(self Value) (Value, *Exception) { return likeSelf(self, f(data(self))), nil }
}

func capitalizeBytes(b []byte) []byte {
	out := mapBytes(&lowerBytes)(b)
	if len(out) > 0 {
		out[0] = upperByte(out[0])
	}
	return out
}

func titleBytes(b []byte) []byte {
	out := make([]byte, len(b))
	cased := false
	for i, c := range b {
		if cased {
			out[i] = lowerByte(c)
		} else {
			out[i] = upperByte(c)
		}
		cased = isLetter(c)
	}
	return out
}

func bytesAll(is func(c byte) bool) func(self Value) (Value, *Exception) {
	return func(self Value) (Value, *Exception) {
		b := data(self)
		for _, c := range b {
			if !is(c) {
				return False, nil
			}
		}
		return Bool(len(b) > 0), nil
	}
}

func bytesCaseOnly(want, other byte) func(self Value) (Value, *Exception) {
	return func(self Value) (Value, *Exception) {
		found := false
		for _, c := range data(self) {
			if other <= c && c < other+26 {
				return False, nil
			}
			found = found || want <= c && c < want+26
		}
		return Bool(found), nil
	}
}

func bytesIsTitle(self Value) (Value, *Exception) {
	cased, previous := false, false
	for _, c := range data(self) {
		switch {
		case 'A' <= c && c <= 'Z':
			if previous {
				return False, nil
			}
			cased, previous = true, true
		case 'a' <= c && c <= 'z':
			if !previous {
				return False, nil
			}
		default:
			previous = false
		}
	}
	return Bool(cased), nil
}

// bytesWindow returns the part of self that a search is limited to; ok is false where not even
// nothing can be found.
func bytesWindow(self, start, end Value) (b []byte, lo int, ok bool, exc *Exception) {
	b = data(self)
	lo, hi, exc := searchRange(start, end, len(b))
	if exc != nil || lo > hi {
		return nil, 0, false, exc
	}
	return b[lo:hi], lo, true, nil
}

const searchArgText = "argument should be integer or bytes-like object, not '%s'"

func bytesFind(index func(b, sub []byte) int, must bool) func(self, what, start, end Value) (Value, *Exception) {
	return func(self, what, start, end Value) (Value, *Exception) {
		sub, exc := byteArg(what, searchArgText)
		if exc != nil {
			return Value{}, exc
		}
		b, lo, ok, exc := bytesWindow(self, start, end)
		if exc != nil {
			return Value{}, exc
		}
		i := -1
		if ok {
			if i = index(b, sub); i >= 0 {
				i += lo
			}
		}
		if must && i < 0 {
			return Value{}, Raisef(ValueErrorType, "subsection not found")
		}
		return Int(int64(i)), nil
	}
}

func bytesCount(self, what, start, end Value) (Value, *Exception) {
	sub, exc := byteArg(what, searchArgText)
	if exc != nil {
		return Value{}, exc
	}
	b, _, ok, exc := bytesWindow(self, start, end)
	switch {
	case exc != nil:
		return Value{}, exc
	case !ok:
		return Int(0), nil
	case len(sub) == 0:
		return Int(int64(len(b) + 1)), nil
	}
	return Int(int64(bytes.Count(b, sub))), nil
}

func bytesAffix(name string, has func(b, affix []byte) bool) func(self, what, start, end Value) (Value, *Exception) {
	return func(self, what, start, end Value) (Value, *Exception) {
		b, _, ok, exc := bytesWindow(self, start, end)
		if exc != nil {
			return Value{}, exc
		}
		if t, isTuple := AsTuple(what); isTuple {
			for _, x := range t.Items() {
				affix, exc := BytesLike(x)
				if exc != nil {
					return Value{}, exc
				}
				if ok && has(b, affix) {
					return True, nil
				}
			}
			return False, nil
		}
		affix, isBytes := bytesOf(what)
		if !isBytes {
			return Value{}, Raisef(TypeErrorType, "%s first arg must be bytes or a tuple of bytes, not %s", name, what.ref.typ.ShownName())
		}
		return Bool(ok && has(b, affix)), nil
	}
}

func bytesDecode(self, encoding, errors Value) (Value, *Exception) {
	enc, exc := strArg(encoding, "decode", "'encoding'", "utf-8")
	if exc != nil {
		return Value{}, exc
	}
	handler, exc := strArg(errors, "decode", "'errors'", "strict")
	if exc != nil {
		return Value{}, exc
	}
	return Decode(data(self), enc, handler)
}

func bytesExpandTabs(self, tabsize Value) (Value, *Exception) {
	size := 8
	if tabsize.ref != nil {
		var exc *Exception
		if size, exc = CInt(tabsize); exc != nil {
			return Value{}, exc
		}
	}
	return likeSelf(self, expandTabs(bytesString(data(self)), size, func(byte) int { return 1 })), nil
}

// hexText is b.hex(sep, per): per counts from the right, or from the left when negative.
func hexText(b []byte, sep string, per int) string {
	if sep == "" {
		return bytesString(hex.AppendEncode(make([]byte, 0, 2*len(b)), b))
	}
	out := make([]byte, 0, 3*len(b))
	for i, c := range b {
		if i > 0 && (per > 0 && (len(b)-i)%per == 0 || per < 0 && i%-per == 0) {
			out = append(out, sep...)
		}
		out = append(out, lowerHexDigits[c>>4], lowerHexDigits[c&15])
	}
	return bytesString(out)
}

func bytesHex(self, sep, perSep Value) (Value, *Exception) {
	per := 1
	if perSep.ref != nil {
		var exc *Exception
		if per, exc = CInt(perSep); exc != nil {
			return Value{}, exc
		}
	}
	return HexOf(data(self), sep, per)
}

// HexOf is b.hex(sep, per) for bytes-like types; sep may be unbound.
func HexOf(b []byte, sep Value, per int) (Value, *Exception) {
	separator := ""
	if sep.ref != nil {
		n, exc := Len(sep)
		if exc != nil {
			return Value{}, exc
		}
		if n != 1 {
			return Value{}, Raisef(ValueErrorType, "sep must be length 1.")
		}
		if s, ok := AsStr(sep); ok {
			separator = s.S
		} else if x, ok := bytesOf(sep); ok {
			separator = string(x)
		} else {
			return Value{}, Raisef(TypeErrorType, "sep must be str or bytes.")
		}
		if !isASCII(separator) {
			return Value{}, Raisef(ValueErrorType, "sep must be ASCII.")
		}
	}
	return asciiV(hexText(b, separator, per)), nil
}

func bytesJoin(self, iterable Value) (Value, *Exception) {
	items, ok := sequenceItems(iterable)
	if !ok {
		if !isIterable(iterable) {
			return Value{}, Raisef(TypeErrorType, "can only join an iterable")
		}
		var exc *Exception
		if items, exc = IterItems(iterable); exc != nil {
			return Value{}, exc
		}
	}
	sep := data(self)
	n := 0
	for i, x := range items {
		b, ok := bytesOf(x)
		if !ok {
			return Value{}, Raisef(TypeErrorType, "sequence item %d: expected a bytes-like object, %s found", i, x.ref.typ.ShownName())
		}
		if x.ref.typ.Flags&FlagHeap != 0 && !isBytesKind(x) {
			items = slices.Clone(items)
			items[i] = NewBytes(b).Value() // what its __buffer__ gives is asked for once
		}
		n += len(b) + len(sep)
	}
	if len(items) == 1 && items[0].ref.typ == BytesType && self.ref.typ.Flags&FlagBytes != 0 {
		return items[0], nil
	}
	out := make([]byte, 0, n)
	for i, x := range items {
		if i > 0 {
			out = append(out, sep...)
		}
		b, _ := bytesOf(x)
		out = append(out, b...)
	}
	return likeSelf(self, out), nil
}

func bytesPad(name string, left func(total, width int) int) func(self, width, fill Value) (Value, *Exception) {
	return func(self, width, fill Value) (Value, *Exception) {
		w, exc := Ssize(width)
		if exc != nil {
			return Value{}, exc
		}
		c := byte(' ')
		if fill.ref != nil {
			if !isBytesKind(fill) || len(data(fill)) != 1 {
				return Value{}, Raisef(TypeErrorType, "%s() argument 2 must be a byte string of length 1, not %s", name, typeNameOrNone(fill))
			}
			c = data(fill)[0]
		}
		b := data(self)
		total := w - len(b)
		if total <= 0 {
			return partOfSelf(self, b), nil
		}
		if exc := CheckMemory(1, total); exc != nil {
			return Value{}, exc
		}
		l := left(total, w)
		out := bytes.Repeat([]byte{c}, w)
		copy(out[l:], b)
		return likeSelf(self, out), nil
	}
}

func bytesStrip(left, right bool) func(self, chars Value) (Value, *Exception) {
	return func(self, chars Value) (Value, *Exception) {
		in := isSpaceByte
		if chars.ref != nil && chars.ref != &noneHeader {
			set, exc := BytesLike(chars)
			if exc != nil {
				return Value{}, exc
			}
			in = func(c byte) bool { return bytes.IndexByte(set, c) >= 0 }
		}
		b := data(self)
		for left && len(b) > 0 && in(b[0]) {
			b = b[1:]
		}
		for right && len(b) > 0 && in(b[len(b)-1]) {
			b = b[:len(b)-1]
		}
		return partOfSelf(self, b), nil
	}
}

func bytesPartition(index func(b, sub []byte) int, last bool) func(self, sep Value) (Value, *Exception) {
	return func(self, sep Value) (Value, *Exception) {
		x, exc := BytesLike(sep)
		if exc != nil {
			return Value{}, exc
		}
		if len(x) == 0 {
			return Value{}, Raisef(ValueErrorType, "empty separator")
		}
		b := data(self)
		i := index(b, x)
		switch {
		case i >= 0:
			return TupleV(partOfSelf(self, b[:i]), likeSelf(self, append([]byte(nil), x...)), partOfSelf(self, b[i+len(x):])), nil
		case last:
			return TupleV(likeSelf(self, nil), likeSelf(self, nil), partOfSelf(self, b)), nil
		}
		return TupleV(partOfSelf(self, b), likeSelf(self, nil), likeSelf(self, nil)), nil
	}
}

func bytesReplace(self, what, with, count Value) (Value, *Exception) {
	old, exc := BytesLike(what)
	if exc != nil {
		return Value{}, exc
	}
	repl, exc := BytesLike(with)
	if exc != nil {
		return Value{}, exc
	}
	n := -1
	if count.ref != nil {
		if n, exc = Ssize(count); exc != nil {
			return Value{}, exc
		}
	}
	b := data(self)
	if len(old) > 0 {
		return likeSelf(self, bytes.Replace(b, old, repl, n)), nil
	}
	if n < 0 {
		n = math.MaxInt
	}
	out := []byte{}
	for _, c := range b {
		if n > 0 {
			out = append(out, repl...)
			n--
		}
		out = append(out, c)
	}
	if n > 0 {
		out = append(out, repl...)
	}
	return likeSelf(self, out), nil
}

func bytesRemove(trim func(b, affix []byte) []byte) func(self, affix Value) (Value, *Exception) {
	return func(self, affix Value) (Value, *Exception) {
		x, exc := BytesLike(affix)
		if exc != nil {
			return Value{}, exc
		}
		return partOfSelf(self, trim(data(self), x)), nil
	}
}

func bytesSplitArgs(sep, maxsplit Value) (x []byte, n int, exc *Exception) {
	n = -1
	if maxsplit.ref != nil {
		if n, exc = Ssize(maxsplit); exc != nil {
			return nil, 0, exc
		}
	}
	if n < 0 {
		n = math.MaxInt
	}
	if sep.ref == nil || sep.ref == &noneHeader {
		return nil, n, nil
	}
	if x, exc = BytesLike(sep); exc != nil {
		return nil, 0, exc
	}
	if len(x) == 0 {
		return nil, 0, Raisef(ValueErrorType, "empty separator")
	}
	return x, n, nil
}

func bytesSplit(self, sep, maxsplit Value) (Value, *Exception) {
	x, n, exc := bytesSplitArgs(sep, maxsplit)
	if exc != nil {
		return Value{}, exc
	}
	b := data(self)
	var out []Value
	if x != nil {
		for ; n > 0; n-- {
			i := bytes.Index(b, x)
			if i < 0 {
				break
			}
			out = append(out, partOfSelf(self, b[:i]))
			b = b[i+len(x):]
		}
		return NewList(append(out, partOfSelf(self, b))).Value(), nil
	}
	for {
		for len(b) > 0 && isSpaceByte(b[0]) {
			b = b[1:]
		}
		if len(b) == 0 {
			return NewList(out).Value(), nil
		}
		if n == 0 {
			return NewList(append(out, partOfSelf(self, b))).Value(), nil
		}
		i := 0
		for i < len(b) && !isSpaceByte(b[i]) {
			i++
		}
		out = append(out, partOfSelf(self, b[:i]))
		b = b[i:]
		n--
	}
}

func bytesRSplit(self, sep, maxsplit Value) (Value, *Exception) {
	x, n, exc := bytesSplitArgs(sep, maxsplit)
	if exc != nil {
		return Value{}, exc
	}
	b := data(self)
	var out []Value
	if x != nil {
		for ; n > 0; n-- {
			i := bytes.LastIndex(b, x)
			if i < 0 {
				break
			}
			out = append(out, partOfSelf(self, b[i+len(x):]))
			b = b[:i]
		}
		out = append(out, partOfSelf(self, b))
	} else {
		for {
			for len(b) > 0 && isSpaceByte(b[len(b)-1]) {
				b = b[:len(b)-1]
			}
			if len(b) == 0 {
				break
			}
			if n == 0 {
				out = append(out, partOfSelf(self, b))
				break
			}
			i := len(b)
			for i > 0 && !isSpaceByte(b[i-1]) {
				i--
			}
			out = append(out, partOfSelf(self, b[i:]))
			b = b[:i]
			n--
		}
	}
	for i, j := 0, len(out)-1; i < j; i, j = i+1, j-1 {
		out[i], out[j] = out[j], out[i]
	}
	return NewList(out).Value(), nil
}

func bytesSplitLines(self, keepends Value) (Value, *Exception) {
	keep, exc := truthArg(keepends)
	if exc != nil {
		return Value{}, exc
	}
	b := data(self)
	var out []Value
	start := 0
	for i := 0; i < len(b); {
		if b[i] != '\n' && b[i] != '\r' {
			i++
			continue
		}
		end := i
		if b[i] == '\r' && i+1 < len(b) && b[i+1] == '\n' {
			i++
		}
		i++
		if keep {
			end = i
		}
		out = append(out, partOfSelf(self, b[start:end]))
		start = i
	}
	if start < len(b) {
		out = append(out, partOfSelf(self, b[start:]))
	}
	return NewList(out).Value(), nil
}

func bytesTranslate(self, table, del Value) (Value, *Exception) {
	var t, d []byte
	var exc *Exception
	if !table.IsNone() {
		if t, exc = BytesLike(table); exc != nil {
			return Value{}, exc
		}
		if len(t) != 256 {
			return Value{}, Raisef(ValueErrorType, "translation table must be 256 characters long")
		}
	}
	if del.ref != nil {
		if d, exc = BytesLike(del); exc != nil {
			return Value{}, exc
		}
	}
	src := data(self)
	out := make([]byte, len(src))
	if t == nil {
		copy(out, src)
	} else {
		table := (*[256]byte)(t)
		for i, c := range src {
			out[i] = table[c]
		}
	}
	if len(d) > 0 {
		var gone [256]bool
		for _, c := range d {
			gone[c] = true
		}
		n := 0
		for i, c := range src {
			out[n] = out[i]
			if !gone[c] {
				n++
			}
		}
		out = out[:n]
	}
	return likeSelf(self, out), nil
}

func bytesZFill(self, width Value) (Value, *Exception) {
	w, exc := Ssize(width)
	if exc != nil {
		return Value{}, exc
	}
	b := data(self)
	n := w - len(b)
	if n <= 0 {
		return partOfSelf(self, b), nil
	}
	if exc := CheckMemory(1, n); exc != nil {
		return Value{}, exc
	}
	out := make([]byte, 0, w)
	if len(b) > 0 && (b[0] == '+' || b[0] == '-') {
		out = append(out, b[0])
		b = b[1:]
	}
	out = appendFill(out, '0', n)
	return likeSelf(self, append(out, b...)), nil
}

func bytesFromHex(cls, arg Value) (Value, *Exception) {
	s, ok := AsStr(arg)
	if !ok {
		return Value{}, Raisef(TypeErrorType, "fromhex() argument must be str, not %s", typeNameOrNone(arg))
	}
	text := s.S
	out := make([]byte, 0, len(text)/2)
	bad := func(i int) (Value, *Exception) {
		return Value{}, Raisef(ValueErrorType, "non-hexadecimal number found in fromhex() arg at position %d", s.Position(i))
	}
	for i := 0; i < len(text); {
		if isSpaceByte(text[i]) {
			i++
			continue
		}
		hi := digitValue(text[i])
		if hi >= 16 {
			return bad(i)
		}
		if i+1 == len(text) || digitValue(text[i+1]) >= 16 {
			return bad(i + 1)
		}
		out = append(out, byte(hi<<4|digitValue(text[i+1])))
		i += 2
	}
	switch t := heap[Type](cls); t {
	case BytesType:
		return NewBytesOwn(out).Value(), nil
	case ByteArrayType:
		return NewByteArray(out).Value(), nil
	}
	return Call1(cls, NewBytesOwn(out).Value())
}

func bytesMakeTrans(frm, to Value) (Value, *Exception) {
	a, exc := BytesLike(frm)
	if exc != nil {
		return Value{}, exc
	}
	b, exc := BytesLike(to)
	if exc != nil {
		return Value{}, exc
	}
	if len(a) != len(b) {
		return Value{}, Raisef(ValueErrorType, "maketrans arguments must have same length")
	}
	t := make([]byte, 256)
	for i := range t {
		t[i] = byte(i)
	}
	for i, c := range a {
		t[c] = b[i]
	}
	return NewBytesOwn(t).Value(), nil
}
