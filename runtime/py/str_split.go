package py

import (
	"math"
	"strings"

	"github.com/aio2go/aio2go/runtime/ucd"
)

// This file implements the methods of str that split, strip, join and pad.

// splitArgs reads sep and maxsplit: white space where sep is nil.
func splitArgs(sep, maxsplit Value) (s *Str, n int, exc *Exception) {
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
	s, ok := AsStr(sep)
	if !ok {
		return nil, 0, Raisef(TypeErrorType, "must be str or None, not %s", sep.ref.typ.ShownName())
	}
	if s.S == "" {
		return nil, 0, Raisef(ValueErrorType, "empty separator")
	}
	return s, n, nil
}

// sub returns the part lo to hi, byte offsets, of s, an exact str where it is all.
func (s *Str) sub(lo, hi int) Value {
	switch hi - lo {
	case 0:
		return EmptyStr.Value()
	case 1:
		return byteStrs[s.S[lo]].Value()
	case len(s.S):
		return exactStr(s.Value())
	}
	t := s.S[lo:hi]
	if len(t) <= maxRecent {
		slot := recentSlot(t)
		if r := *slot; r != nil && r.S == t {
			return r.Value()
		}
		x := s.part(t)
		*slot = x
		return x.Value()
	}
	return s.part(t).Value()
}

// Part returns the part of s between two byte offsets; a short one may be a str that was
// made before.
func (s *Str) Part(lo, hi int) Value { return s.sub(lo, hi) }

// part returns a str of t, a part of the text of s.
func (s *Str) part(t string) *Str {
	var x *Str
	if len(t) <= 48 {
		// A copy next to the object, which does not keep s alive.
		var room []byte
		x, room = newRoom(len(t))
		copy(room, t)
	} else {
		x = &Str{Header: Header{StrType}, S: t}
	}
	if s.kind == strASCII {
		x.kind = strASCII
	}
	return x
}

// parts collects the parts of a text: the first few on the stack, so that a list of them
// takes one allocation.
type parts struct {
	few  [16]Value
	n    int
	many []Value
}

// add appends a part. more tells how many there may be after it, which is asked once.
func (p *parts) add(v Value, more func() int) {
	switch {
	case p.many != nil:
		p.many = append(p.many, v)
	case p.n < len(p.few):
		p.few[p.n] = v
		p.n++
	default:
		p.many = make([]Value, p.n, p.n+1+more())
		copy(p.many, p.few[:])
		p.many = append(p.many, v)
	}
}

// list returns the parts as a list.
func (p *parts) list() Value {
	if p.many != nil {
		return NewList(p.many).Value()
	}
	l := listOf(p.n)
	copy(l.Items, p.few[:p.n])
	return l.Value()
}

func strSplit(self, sep, maxsplit Value) (Value, *Exception) {
	x, n, exc := splitArgs(sep, maxsplit)
	if exc != nil {
		return Value{}, exc
	}
	s := heap[Str](self)
	s.IsASCII()
	var out parts
	if x != nil {
		start := 0
		more := func() int { return min(n, strings.Count(s.S[start:], x.S)) + 1 }
		for n > 0 {
			i := indexText(s.S[start:], x.S)
			if i < 0 {
				break
			}
			out.add(s.sub(start, start+i), more)
			start += i + len(x.S)
			n--
		}
		out.add(s.sub(start, len(s.S)), more)
		return out.list(), nil
	}
	i := 0
	more := func() int { return min(n, countWords(s.S[i:])) + 1 }
	for {
		i = skipSpace(s.S, i)
		if i == len(s.S) {
			break
		}
		if n == 0 {
			out.add(s.sub(i, len(s.S)), more)
			break
		}
		j := skipText(s.S, i)
		out.add(s.sub(i, j), more)
		i = j
		n--
	}
	return out.list(), nil
}

// countWords returns how many parts s has between its white space, as far as this is ASCII.
func countWords(s string) int {
	n, in := 0, false
	for i := 0; i < len(s); i++ {
		space := asciiSpace[s[i]]
		if !space && !in {
			n++
		}
		in = !space
	}
	return n
}

// asciiSpace says which bytes are white space.
var asciiSpace = [256]bool{' ': true, '\t': true, '\n': true, '\v': true, '\f': true, '\r': true,
	0x1c: true, 0x1d: true, 0x1e: true, 0x1f: true}

// skipSpace returns where the white space at s[i:] ends.
func skipSpace(s string, i int) int {
	for i < len(s) {
		if b := s[i]; b < 0x80 {
			if !asciiSpace[b] {
				break
			}
			i++
			continue
		}
		c, n := decodeRune(s[i:])
		if !ucd.IsSpace(c) {
			break
		}
		i += n
	}
	return i
}

// skipText returns where the next white space from s[i:] on is.
func skipText(s string, i int) int {
	for i < len(s) {
		if b := s[i]; b < 0x80 {
			if asciiSpace[b] {
				break
			}
			i++
			continue
		}
		c, n := decodeRune(s[i:])
		if ucd.IsSpace(c) {
			break
		}
		i += n
	}
	return i
}

// trailingSpace returns how many bytes of white space s ends with.
func trailingSpace(s string) int {
	i := len(s)
	for i > 0 {
		c, n := decodeLastRune(s[:i])
		if !ucd.IsSpace(c) {
			break
		}
		i -= n
	}
	return len(s) - i
}

func strRSplit(self, sep, maxsplit Value) (Value, *Exception) {
	x, n, exc := splitArgs(sep, maxsplit)
	if exc != nil {
		return Value{}, exc
	}
	s := heap[Str](self)
	s.IsASCII()
	var out []Value
	end := len(s.S)
	if x != nil {
		for n > 0 {
			i := strings.LastIndex(s.S[:end], x.S)
			if i < 0 {
				break
			}
			out = append(out, s.sub(i+len(x.S), end))
			end = i
			n--
		}
		out = append(out, s.sub(0, end))
	} else {
		for {
			end -= trailingSpace(s.S[:end])
			if end == 0 {
				break
			}
			if n == 0 {
				out = append(out, s.sub(0, end))
				break
			}
			i := end
			for i > 0 {
				c, k := decodeLastRune(s.S[:i])
				if ucd.IsSpace(c) {
					break
				}
				i -= k
			}
			out = append(out, s.sub(i, end))
			end = i
			n--
		}
	}
	for i, j := 0, len(out)-1; i < j; i, j = i+1, j-1 {
		out[i], out[j] = out[j], out[i]
	}
	return NewList(out).Value(), nil
}

// isLineBreak reports the code points at which str.splitlines splits.
// asciiBreak says which bytes end a line.
var asciiBreak = [0x80]bool{'\n': true, '\v': true, '\f': true, '\r': true, 0x1c: true, 0x1d: true, 0x1e: true}

func isLineBreak(c rune) bool {
	return c >= '\n' && c <= '\r' || c >= 0x1c && c <= 0x1e || c == 0x85 || c == 0x2028 || c == 0x2029
}

func strSplitLines(self, keepends Value) (Value, *Exception) {
	keep, exc := truthArg(keepends)
	if exc != nil {
		return Value{}, exc
	}
	s := heap[Str](self)
	s.IsASCII()
	var out []Value
	start := 0
	for i := 0; i < len(s.S); {
		if b := s.S[i]; b < 0x80 && !asciiBreak[b] {
			i++
			continue
		}
		c, n := decodeRune(s.S[i:])
		if !isLineBreak(c) {
			i += n
			continue
		}
		end := i
		i += n
		if c == '\r' && i < len(s.S) && s.S[i] == '\n' {
			i++
		}
		if keep {
			end = i
		}
		out = append(out, s.sub(start, end))
		start = i
	}
	if start < len(s.S) {
		out = append(out, s.sub(start, len(s.S)))
	}
	return NewList(out).Value(), nil
}

// stripBounds returns what of s is left without the code points of set, white space
// where set is nil, at the sides asked for.
func stripBounds(s string, set *Str, left, right bool) (lo, hi int) {
	in := ucd.IsSpace
	if set != nil {
		if len(set.S) == 1 {
			b := rune(set.S[0])
			in = func(c rune) bool { return c == b }
		} else {
			in = func(c rune) bool {
				if c < 0x80 {
					return strings.IndexByte(set.S, byte(c)) >= 0
				}
				return strings.Contains(set.S, string(appendRune(nil, c)))
			}
		}
	}
	hi = len(s)
	if set == nil {
		for left && lo < hi && asciiSpace[s[lo]] {
			lo++
		}
		for right && hi > lo && asciiSpace[s[hi-1]] {
			hi--
		}
		left, right = left && lo < hi && s[lo] >= 0x80, right && hi > lo && s[hi-1] >= 0x80
	}
	for left && lo < hi {
		c, n := decodeRune(s[lo:hi])
		if !in(c) {
			break
		}
		lo += n
	}
	for right && hi > lo {
		c, n := decodeLastRune(s[lo:hi])
		if !in(c) {
			break
		}
		hi -= n
	}
	return lo, hi
}

func stripMethod(name string, left, right bool) func(self, chars Value) (Value, *Exception) {
	return func(self, chars Value) (Value, *Exception) {
		var set *Str
		if chars.ref != nil && chars.ref != &noneHeader {
			var ok bool
			if set, ok = AsStr(chars); !ok {
				return Value{}, Raisef(TypeErrorType, "%s arg must be None or str", name)
			}
		}
		s := heap[Str](self)
		lo, hi := stripBounds(s.S, set, left, right)
		if hi-lo == 1 {
			return byteStrs[s.S[lo]].Value(), nil
		}
		return s.sub(lo, hi), nil
	}
}

// StrJoin is sep.join(iterable).
func StrJoin(self, iterable Value) (Value, *Exception) {
	items, ok := sequenceItems(iterable)
	if !ok {
		if iterable.ref.typ == StrType {
			if sep, s := heap[Str](self), heap[Str](iterable); len(s.S) > 1 && s.IsASCII() && sep.IsASCII() {
				return joinASCII(sep.S, s.S), nil
			}
		}
		if !isIterable(iterable) {
			return Value{}, Raisef(TypeErrorType, "can only join an iterable")
		}
		var exc *Exception
		if items, exc = IterItems(iterable); exc != nil {
			return Value{}, exc
		}
	}
	sep := heap[Str](self)
	n := len(sep.S) * max(0, len(items)-1)
	kind := strASCII
	if len(items) > 1 && !sep.IsASCII() {
		kind = strWide
	}
	for i, x := range items {
		if x.ref.typ.Flags&FlagStr == 0 {
			return Value{}, Raisef(TypeErrorType, "sequence item %d: expected str instance, %s found", i, x.ref.typ.ShownName())
		}
		s := heap[Str](x)
		n += len(s.S)
		if s.kind != strASCII {
			kind = strUnknown
		}
	}
	switch len(items) {
	case 0:
		return EmptyStr.Value(), nil
	case 1:
		if items[0].ref.typ == StrType {
			return items[0], nil
		}
	}
	if n == 0 {
		return EmptyStr.Value(), nil
	}
	r, b := newRoom(n)
	r.kind = kind
	for i, x := range items {
		if i > 0 {
			b = b[copy(b, sep.S):]
		}
		b = b[copy(b, heap[Str](x).S):]
	}
	return r.Value(), nil
}

// joinASCII returns the characters of s, which are ASCII and more than one, with sep between.
func joinASCII(sep, s string) Value {
	r, b := newRoom(len(s) + (len(s)-1)*len(sep))
	r.kind = strASCII
	at := 0
	for i := range len(s) {
		if i > 0 {
			at += copy(b[at:], sep)
		}
		b[at] = s[i]
		at++
	}
	return r.Value()
}

// sequenceItems returns the elements of v where it is a list or a tuple.
func sequenceItems(v Value) ([]Value, bool) {
	switch t := v.ref.typ; {
	case t == ListType:
		return heap[List](v).Items, true
	case t == TupleType:
		return heap[Tuple](v).Items(), true
	}
	return nil, false
}

// IterItems returns the elements of an iterable.
func IterItems(v Value) ([]Value, *Exception) {
	if items, ok := sequenceItems(v); ok {
		return append([]Value(nil), items...), nil
	}
	it, exc := Iter(v)
	if exc != nil {
		return nil, exc
	}
	var items []Value
	for {
		x, ok, exc := Next(it)
		if exc != nil {
			return nil, exc
		}
		if !ok {
			return items, nil
		}
		items = append(items, x)
	}
}

// fillArg reads the fill character of center, ljust and rjust.
func fillArg(v Value) (rune, *Exception) {
	if v.ref == nil {
		return ' ', nil
	}
	s, ok := AsStr(v)
	if !ok {
		return 0, Raisef(TypeErrorType, "The fill character must be a unicode character, not %s", v.ref.typ.ShownName())
	}
	if s.Len() != 1 {
		return 0, Raisef(TypeErrorType, "The fill character must be exactly one character long")
	}
	c, _ := decodeRune(s.S)
	return c, nil
}

// padMethod makes center, ljust and rjust; left says how much of the padding of a total
// goes to the left.
func padMethod(left func(total, width int) int) func(self, width, fill Value) (Value, *Exception) {
	return func(self, width, fill Value) (Value, *Exception) {
		w, exc := Ssize(width)
		if exc != nil {
			return Value{}, exc
		}
		c, exc := fillArg(fill)
		if exc != nil {
			return Value{}, exc
		}
		s := heap[Str](self)
		total := w - s.Len()
		if total <= 0 {
			return exactStr(self), nil
		}
		if exc := CheckMemory(4, total); exc != nil {
			return Value{}, exc
		}
		l := left(total, w)
		b := make([]byte, 0, len(s.S)+total)
		b = appendFill(b, c, l)
		b = append(b, s.S...)
		b = appendFill(b, c, total-l)
		return StrV(bytesString(b)), nil
	}
}

func padRight(total, width int) int { return 0 }
func padLeft(total, width int) int  { return total }

// padCenter gives the odd one to the left where the width is odd, as CPython does.
func padCenter(total, width int) int { return total/2 + total&width&1 }

func strZFill(self, width Value) (Value, *Exception) {
	w, exc := Ssize(width)
	if exc != nil {
		return Value{}, exc
	}
	s := heap[Str](self)
	n := w - s.Len()
	if n <= 0 {
		return exactStr(self), nil
	}
	if exc := CheckMemory(1, n); exc != nil {
		return Value{}, exc
	}
	sign, rest := "", s.S
	if rest != "" && (rest[0] == '+' || rest[0] == '-') {
		sign, rest = rest[:1], rest[1:]
	}
	return StrV(sign + strings.Repeat("0", n) + rest), nil
}

func strExpandTabs(self, tabsize Value) (Value, *Exception) {
	size := 8
	if tabsize.ref != nil {
		var exc *Exception
		if size, exc = CInt(tabsize); exc != nil {
			return Value{}, exc
		}
	}
	s := heap[Str](self).S
	if strings.IndexByte(s, '\t') < 0 {
		return exactStr(self), nil
	}
	return StrV(string(expandTabs(s, size, runeBytes))), nil
}

// expandTabs replaces tabs; width says how many bytes the code point takes that begins
// with a byte.
func expandTabs(s string, size int, width func(byte) int) []byte {
	b := make([]byte, 0, len(s)+16)
	column := 0
	for i := 0; i < len(s); {
		switch c := s[i]; c {
		case '\t':
			if size > 0 {
				n := size - column%size
				column += n
				b = appendFill(b, ' ', n)
			}
			i++
		case '\n', '\r':
			column = 0
			b = append(b, c)
			i++
		default:
			n := width(c)
			column++
			b = append(b, s[i:i+n]...)
			i += n
		}
	}
	return b
}
