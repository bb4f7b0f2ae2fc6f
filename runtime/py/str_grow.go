package py

import "unsafe"

// This file implements the growth of strs: s += x in a loop takes time in proportion to
// what is added, as CPython's does where nothing else refers to s. The text of a long sum
// lies in a buffer with room behind it, and the sum of that str and another one uses the
// room, once: a str that another was made from by growing is in the middle of the buffer.

// minGrown is the number of bytes from which on a sum has room behind it.
const minGrown = 256

// grownStr is a Str whose text is the beginning of a buffer.
type grownStr struct {
	Str
	buf *strBuffer
}

// strBuffer holds the text of one or more strs, each the beginning of the next.
type strBuffer struct{ b []byte }

// concatText returns the str a + b, neither of which is empty.
func concatText(a, b *Str) *Str {
	var s *Str
	if n := len(a.S) + len(b.S); n < minGrown || len(b.S) > len(a.S) {
		var room []byte
		s, room = newRoom(n)
		copy(room[copy(room, a.S):], b.S)
	} else {
		s = grow(a, b.S)
	}
	switch {
	case a.kind == strWide || b.kind == strWide:
		s.kind = strWide
	case a.kind == strASCII && (b.kind == strASCII || len(b.S) < minGrown && b.IsASCII()):
		s.kind = strASCII
	}
	return s
}

// grow returns the str a + b, in a's buffer where it has one and b can follow there.
func grow(a *Str, b string) *Str {
	n := len(a.S) + len(b)
	var buf *strBuffer
	if a.grown {
		buf = (*grownStr)(unsafe.Pointer(a)).buf
	}
	if buf != nil && len(buf.b) == len(a.S) && n <= cap(buf.b) {
		buf.b = append(buf.b, b...)
	} else {
		buf = &strBuffer{make([]byte, 0, n+n/2)}
		buf.b = append(append(buf.b, a.S...), b...)
	}
	s := &grownStr{buf: buf}
	s.typ, s.S, s.grown = StrType, unsafe.String(&buf.b[0], n), true
	return &s.Str
}
