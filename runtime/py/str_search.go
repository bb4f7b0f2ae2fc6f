package py

import (
	"math"
	"strings"
)

// This file implements the methods of str that look for a text in another.

// indexText is strings.Index, faster for one byte.
func indexText(s, sub string) int {
	if len(sub) == 1 {
		return strings.IndexByte(s, sub[0])
	}
	return strings.Index(s, sub)
}

// sliceArg reads an optional bound of a search: absent and None give def.
func sliceArg(v Value, def int) (int, *Exception) {
	if v.ref == nil || v.ref == &noneHeader {
		return def, nil
	}
	return sliceIndex(v)
}

// searchRange reads the optional bounds of a search in n elements. lo may be over hi:
// then not even the empty text is found.
func searchRange(start, end Value, n int) (lo, hi int, exc *Exception) {
	if lo, exc = sliceArg(start, 0); exc != nil {
		return 0, 0, exc
	}
	if hi, exc = sliceArg(end, math.MaxInt); exc != nil {
		return 0, 0, exc
	}
	if hi > n {
		hi = n
	} else if hi < 0 {
		hi = max(hi+n, 0)
	}
	if lo < 0 {
		lo = max(lo+n, 0)
	}
	return lo, hi, nil
}

// A strWindow is the part of a str that a search is limited to.
type strWindow struct {
	s     *Str
	text  string
	start int // byte offset of text in s
	none  bool
}

func newWindow(self, start, end Value) (w strWindow, exc *Exception) {
	w.s = heap[Str](self)
	if start.ref == nil && end.ref == nil {
		w.text = w.s.S
		return w, nil
	}
	lo, hi, exc := searchRange(start, end, w.s.Len())
	if exc != nil {
		return w, exc
	}
	if lo > hi {
		w.none = true
		return w, nil
	}
	w.start = w.s.Offset(lo)
	w.text = w.s.S[w.start:w.s.Offset(hi)]
	return w, nil
}

// find returns the position of sub, or -1.
func (w *strWindow) find(sub string, last bool) int {
	if w.none {
		return -1
	}
	var i int
	if last {
		i = strings.LastIndex(w.text, sub)
	} else {
		i = indexText(w.text, sub)
	}
	if i < 0 {
		return -1
	}
	return w.s.Position(w.start + i)
}

func findMethod(name string, last, must bool) func(self, what, start, end Value) (Value, *Exception) {
	return func(self, what, start, end Value) (Value, *Exception) {
		sub, ok := AsStr(what)
		if !ok {
			return Value{}, Raisef(TypeErrorType, "%s() argument 1 must be str, not %s", name, typeNameOrNone(what))
		}
		w, exc := newWindow(self, start, end)
		if exc != nil {
			return Value{}, exc
		}
		i := w.find(sub.S, last)
		if must && i < 0 {
			return Value{}, Raisef(ValueErrorType, "substring not found")
		}
		return Int(int64(i)), nil
	}
}

func strCount(self, what, start, end Value) (Value, *Exception) {
	sub, ok := AsStr(what)
	if !ok {
		return Value{}, Raisef(TypeErrorType, "count() argument 1 must be str, not %s", typeNameOrNone(what))
	}
	w, exc := newWindow(self, start, end)
	if exc != nil {
		return Value{}, exc
	}
	switch {
	case w.none:
		return Int(0), nil
	case sub.S == "":
		return Int(int64(runeCount(w.text) + 1)), nil
	}
	return Int(int64(strings.Count(w.text, sub.S))), nil
}

func affixMethod(name string, has func(s, affix string) bool) func(self, affix, start, end Value) (Value, *Exception) {
	return func(self, affix, start, end Value) (Value, *Exception) {
		w, exc := newWindow(self, start, end)
		if exc != nil {
			return Value{}, exc
		}
		if t, ok := AsTuple(affix); ok {
			for _, x := range t.Items() {
				s, ok := AsStr(x)
				if !ok {
					return Value{}, Raisef(TypeErrorType, "tuple for %s must only contain str, not %s", name, x.ref.typ.ShownName())
				}
				if !w.none && has(w.text, s.S) {
					return True, nil
				}
			}
			return False, nil
		}
		s, ok := AsStr(affix)
		if !ok {
			return Value{}, Raisef(TypeErrorType, "%s first arg must be str or a tuple of str, not %s", name, affix.ref.typ.ShownName())
		}
		return Bool(!w.none && has(w.text, s.S)), nil
	}
}

// strReplace is str.replace(old, new, /, count=-1).
func strReplace(self, what, with, count Value) (Value, *Exception) {
	s := heap[Str](self)
	old, ok := AsStr(what)
	if !ok {
		return Value{}, Raisef(TypeErrorType, "replace() argument 1 must be str, not %s", typeNameOrNone(what))
	}
	repl, ok := AsStr(with)
	if !ok {
		return Value{}, Raisef(TypeErrorType, "replace() argument 2 must be str, not %s", typeNameOrNone(with))
	}
	n := -1
	if count.ref != nil {
		var exc *Exception
		if n, exc = Ssize(count); exc != nil {
			return Value{}, exc
		}
	}
	if n == 0 || old.S == repl.S {
		return exactStr(self), nil
	}
	if old.S != "" {
		first := indexText(s.S, old.S)
		if first < 0 {
			return exactStr(self), nil
		}
		return s.replaced(old, repl, first, n), nil
	}
	// The empty text stands before every code point and at the end.
	b := make([]byte, 0, len(s.S)*2)
	for i := 0; i < len(s.S); {
		if n == 0 {
			b = append(b, s.S[i:]...)
			break
		}
		k := runeBytes(s.S[i])
		b = append(b, repl.S...)
		b = append(b, s.S[i:i+k]...)
		i += k
		n--
	}
	if n != 0 {
		b = append(b, repl.S...)
	}
	return StrV(bytesString(b)), nil
}

// replaced returns s with up to n (all, where it is negative) of old, the first of which
// is at the byte first, replaced by repl.
func (s *Str) replaced(old, repl *Str, first, n int) Value {
	count := 1 + strings.Count(s.S[first+len(old.S):], old.S)
	if n >= 0 {
		count = min(count, n)
	}
	size := len(s.S) + count*(len(repl.S)-len(old.S))
	if size == 0 {
		return EmptyStr.Value()
	}
	r, b := newRoom(size)
	if s.kind == strASCII && repl.kind == strASCII {
		r.kind = strASCII
	}
	from, next := 0, first
	for {
		b = b[copy(b, s.S[from:next]):]
		b = b[copy(b, repl.S):]
		from = next + len(old.S)
		if count--; count == 0 {
			copy(b, s.S[from:])
			return r.Value()
		}
		next = from + strings.Index(s.S[from:], old.S)
	}
}

// needStr returns the one argument of a method, which must be a str.
func needStr(v Value) (*Str, *Exception) {
	s, ok := AsStr(v)
	if !ok {
		return nil, Raisef(TypeErrorType, "must be str, not %s", v.ref.typ.ShownName())
	}
	return s, nil
}

func strPartition(self, sep Value) (Value, *Exception) {
	s, i, p, exc := partitionAt(self, sep, strings.Index)
	switch {
	case exc != nil:
		return Value{}, exc
	case i < 0:
		return TupleV(exactStr(self), EmptyStr.Value(), EmptyStr.Value()), nil
	}
	return TupleV(StrV(s[:i]), exactStr(sep), StrV(s[i+len(p):])), nil
}

func strRPartition(self, sep Value) (Value, *Exception) {
	s, i, p, exc := partitionAt(self, sep, strings.LastIndex)
	switch {
	case exc != nil:
		return Value{}, exc
	case i < 0:
		return TupleV(EmptyStr.Value(), EmptyStr.Value(), exactStr(self)), nil
	}
	return TupleV(StrV(s[:i]), exactStr(sep), StrV(s[i+len(p):])), nil
}

func partitionAt(self, sep Value, index func(s, sub string) int) (s string, i int, p string, exc *Exception) {
	x, exc := needStr(sep)
	if exc != nil {
		return "", 0, "", exc
	}
	if x.S == "" {
		return "", 0, "", Raisef(ValueErrorType, "empty separator")
	}
	s = heap[Str](self).S
	return s, index(s, x.S), x.S, nil
}

func strRemovePrefix(self, prefix Value) (Value, *Exception) {
	p, ok := AsStr(prefix)
	if !ok {
		return Value{}, Raisef(TypeErrorType, "removeprefix() argument must be str, not %s", typeNameOrNone(prefix))
	}
	if t, ok := strings.CutPrefix(heap[Str](self).S, p.S); ok {
		return StrV(t), nil
	}
	return exactStr(self), nil
}

func strRemoveSuffix(self, suffix Value) (Value, *Exception) {
	p, ok := AsStr(suffix)
	if !ok {
		return Value{}, Raisef(TypeErrorType, "removesuffix() argument must be str, not %s", typeNameOrNone(suffix))
	}
	if t, ok := strings.CutSuffix(heap[Str](self).S, p.S); ok {
		return StrV(t), nil
	}
	return exactStr(self), nil
}
