package pyio

import (
	"strings"

	"github.com/aio2go/aio2go/runtime/py"
)

// This file implements the reading of text files. What was decoded of the last chunk and
// not consumed stays in Text.decoded.

// textReads is a method that reads up to a number of characters.
func textReads(sizeOf func(py.Value) (int, *py.Exception), read func(t *Text, n int) (string, *py.Exception)) func(v, size py.Value) (py.Value, *py.Exception) {
	return func(v, size py.Value) (py.Value, *py.Exception) {
		n, exc := sizeOf(size)
		if exc != nil {
			return py.Value{}, exc
		}
		t := py.Heap[Text](v)
		if exc := t.check(); exc != nil {
			return py.Value{}, exc
		}
		s, exc := read(t, n)
		return py.StrV(s), exc
	}
}

// lineLimit is the argument of readline.
func lineLimit(v py.Value) (int, *py.Exception) {
	if v.IsUnbound() {
		return -1, nil
	}
	return py.Ssize(v)
}

// textNext is the next line of a file. While its lines are iterated over, where it is
// cannot be told.
func textNext(v py.Value) (py.Value, bool, *py.Exception) {
	t := py.Heap[Text](v)
	if exc := t.attached(); exc != nil {
		return py.Value{}, false, exc
	}
	if !t.asked {
		if exc := t.ask(); exc != nil {
			return py.Value{}, false, exc
		}
	}
	t.telling = false
	var line py.Value
	var exc *py.Exception
	if v.Type() == TextType {
		var s string
		if exc = t.check(); exc == nil {
			s, exc = t.readLine(-1)
		}
		line = py.StrV(s)
	} else {
		line, exc = py.CallMethod0(v, nameReadLine)
		if exc == nil && !line.IsStr() {
			exc = py.Raisef(py.OSErrorType, "readline() should have returned a str object, not '%s'", line.Type().ShownName())
		}
	}
	if exc != nil {
		return py.Value{}, false, exc
	}
	if line.Str().S == "" {
		t.snap, t.telling = nil, t.seekable
		return py.Value{}, false, nil
	}
	return line, true, nil
}

// rest is what is decoded and not consumed.
func (t *Text) rest() string { return t.decoded[t.used:] }

// fill decodes the next chunk; there is no more where it returns false. hint is how many
// characters are wanted.
func (t *Text) fill(hint int) (more bool, exc *py.Exception) {
	if t.decoder == nil {
		return false, Unsupported("not readable")
	}
	if exc := t.ask(); exc != nil {
		return false, exc
	}
	if exc := t.passOn(); exc != nil {
		return false, exc
	}
	snap := &snapshot{}
	if t.telling {
		if snap.input, snap.flags, exc = t.decoder.state(); exc != nil {
			return false, exc
		}
	}
	n := t.chunk
	if t.ratio > 0 && hint > 0 {
		n = max(n, int(t.ratio*float64(hint)))
	}
	b, exc := t.bin.ReadSome(n)
	if exc != nil {
		return false, exc
	}
	if b == nil {
		if _, ok := t.bin.(*FileIO); ok {
			return false, errNoBytes(nameRead, py.None)
		}
	}
	s, exc := t.decoder.decode(b, len(b) == 0)
	if exc != nil {
		return false, exc
	}
	t.decoded, t.used = s, 0
	count := length(s)
	t.ratio = 0
	if count > 0 {
		t.ratio = float64(len(b)) / float64(count)
	}
	if t.telling {
		snap.input = append(snap.input[:len(snap.input):len(snap.input)], b...)
		t.snap = snap
	}
	return len(b) > 0 || count > 0, nil
}

// errNoBytes is the error where the buffer's method read gave x.
func errNoBytes(method *py.Str, x py.Value) *py.Exception {
	return py.Raisef(py.TypeErrorType, "underlying %s() should have returned a bytes-like object, not '%s'", method.S, x.Type().ShownName())
}

func (t *Text) read(n int) (string, *py.Exception) {
	if t.decoder == nil {
		return "", Unsupported("not readable")
	}
	if n < 0 {
		return t.readAll()
	}
	if exc := t.passOn(); exc != nil {
		return "", exc
	}
	end, enough := runeOffset(t.rest(), n)
	s := t.rest()[:end]
	t.used += end
	for left := n; !enough; {
		left = n - length(s)
		more, exc := t.fill(left)
		if exc != nil {
			return "", exc
		}
		if !more {
			break
		}
		end, enough = runeOffset(t.rest(), left)
		s += t.rest()[:end]
		t.used += end
	}
	return s, nil
}

func (t *Text) readAll() (string, *py.Exception) {
	if exc := t.passOn(); exc != nil {
		return "", exc
	}
	b, exc := t.allBytes()
	if exc != nil {
		return "", exc
	}
	s, exc := t.decoder.decode(b, true)
	if exc != nil {
		return "", exc
	}
	s = t.rest() + s
	t.decoded, t.used, t.snap = "", 0, nil
	return s, nil
}

// allBytes reads all that is left of the buffer.
func (t *Text) allBytes() (b []byte, exc *py.Exception) {
	switch f := t.bin.(type) {
	case object:
		x, exc := py.CallMethod0(f.v, nameRead)
		if exc != nil {
			return nil, exc
		}
		b, exc := bytesArg(x)
		if exc != nil {
			exc = t.notBytes(x)
		}
		return b, exc
	case *Buffered:
		if exc := f.check("read of closed file"); exc != nil {
			return nil, exc
		}
		b, exc = f.read(-1)
	case *FileIO:
		if exc := f.check(true); exc != nil {
			return nil, exc
		}
		b, exc = f.readAll()
	default:
		for {
			more, exc := f.ReadSome(DefaultBufferSize)
			if len(more) == 0 || exc != nil {
				return b, exc
			}
			b = append(b, more...)
		}
	}
	if b == nil && exc == nil {
		exc = t.notBytes(py.None)
	}
	return b, exc
}

// notBytes is the error of a decoder that gets x: most put it behind the bytes that they
// keep back.
func (t *Text) notBytes(x py.Value) *py.Exception {
	switch py.NormalizeEncoding(t.encoding) {
	case "ascii", "latin_1", "latin1", "iso_8859_1":
		return py.Raisef(py.TypeErrorType, "a bytes-like object is required, not '%s'", x.Type().ShownName())
	}
	return py.Raisef(py.TypeErrorType, "can't concat %s to bytes", x.Type().ShownName())
}

// length is how many code points s has, which may be encoded surrogates.
func length(s string) int {
	n := 0
	for i := range len(s) {
		if s[i]&0xC0 != 0x80 {
			n++
		}
	}
	return n
}

// runeOffset returns where the first n code points of s end, and whether s has as many.
func runeOffset(s string, n int) (int, bool) {
	if len(s) < n {
		return len(s), false
	}
	for i := range len(s) {
		if s[i]&0xC0 == 0x80 {
			continue
		}
		if n == 0 {
			return i, true
		}
		n--
	}
	return len(s), n == 0
}

// lineEnd returns where the first line of s ends, -1 where its end is not there.
func (t *Text) lineEnd(s string, from int) int {
	switch {
	case t.universal || t.newline == "\n":
		if i := strings.IndexByte(s[from:], '\n'); i >= 0 {
			return from + i + 1
		}
	case t.newline == "":
		if i := strings.IndexAny(s[from:], "\r\n"); i >= 0 {
			end := from + i + 1
			if s[end-1] == '\r' && end < len(s) && s[end] == '\n' {
				end++
			}
			return end
		}
	default:
		start := max(from-1, 0) // the first half may have been at the end
		if i := strings.Index(s[start:], t.newline); i >= 0 {
			return start + i + len(t.newline)
		}
	}
	return -1
}

func (t *Text) readLine(limit int) (string, *py.Exception) {
	if exc := t.passOn(); exc != nil {
		return "", exc
	}
	head := "" // of the line, from the chunks before
	for {
		line := t.rest()
		if head != "" {
			line = head + line
		}
		end := t.lineEnd(line, len(head))
		if limit >= 0 {
			if off, enough := runeOffset(line, limit); enough && (end < 0 || off < end) {
				end = off
			}
		}
		if end >= 0 {
			t.used += end - len(head)
			return line[:end], nil
		}
		head = line
		t.used = len(t.decoded)
		more := false
		for t.used == len(t.decoded) {
			var exc *py.Exception
			if more, exc = t.fill(0); exc != nil {
				return "", exc
			}
			if !more {
				t.decoded, t.used, t.snap = "", 0, nil
				return head, nil
			}
		}
	}
}
