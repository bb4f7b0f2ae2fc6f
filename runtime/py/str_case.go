package py

import "github.com/aio2go/aio2go/runtime/ucd"

// This file implements the methods of str that depend on the properties of characters:
// case mappings and the is... predicates.

// mapCase applies f to every code point of s.
func mapCase(s string, f func(c rune) (rune, string)) string {
	b := make([]byte, 0, len(s))
	for i := 0; i < len(s); {
		c, n := decodeRune(s[i:])
		i += n
		b = appendMapped(b, c, f)
	}
	return bytesString(b)
}

func appendMapped(b []byte, c rune, f func(c rune) (rune, string)) []byte {
	r, text := f(c)
	if text != "" {
		return append(b, text...)
	}
	return appendRune(b, r)
}

// appendLower appends the lower case of the code point c at s[i:]; a capital sigma at the
// end of a word has a form of its own.
func appendLower(b []byte, s string, i, n int, c rune) []byte {
	if c == 0x3A3 {
		if finalSigma(s[:i], s[i+n:]) {
			return append(b, "ς"...)
		}
		return append(b, "σ"...)
	}
	return appendMapped(b, c, ucd.ToLower)
}

// finalSigma is the condition Final_Sigma of Unicode's SpecialCasing.
func finalSigma(before, after string) bool {
	for {
		if before == "" {
			return false
		}
		c, n := decodeLastRune(before)
		if !ucd.IsCaseIgnorable(c) {
			if !ucd.IsCased(c) {
				return false
			}
			break
		}
		before = before[:len(before)-n]
	}
	for after != "" {
		c, n := decodeRune(after)
		if !ucd.IsCaseIgnorable(c) {
			return !ucd.IsCased(c)
		}
		after = after[n:]
	}
	return true
}

func lowerText(s string) string {
	b := make([]byte, 0, len(s))
	for i := 0; i < len(s); {
		c, n := decodeRune(s[i:])
		b = appendLower(b, s, i, n, c)
		i += n
	}
	return bytesString(b)
}

// asciiMap puts what f has for them in the place of the bytes of s, whose text is ASCII.
func asciiMap(s *Str, f *[256]byte) Value {
	t := s.S
	i := 0
	for i < len(t) && f[t[i]] == t[i] {
		i++
	}
	if i == len(t) {
		return exactStr(s.Value())
	}
	if len(t) == 1 {
		return byteStrs[f[t[0]]].Value()
	}
	if len(t) <= maxRecent {
		var b [maxRecent]byte
		n := copy(b[:], t)
		for ; i < n; i++ {
			b[i] = f[b[i]]
		}
		return recentASCII(b[:n]).Value()
	}
	r, b := newRoom(len(t))
	r.kind = strASCII
	copy(b, t[:i])
	for ; i < len(t); i++ {
		b[i] = f[t[i]]
	}
	return r.Value()
}

var (
	lowerBytes = byteTable(lowerByte)
	upperBytes = byteTable(upperByte)
	swapBytes  = byteTable(swapByte)
)

func byteTable(f func(c byte) byte) (t [256]byte) {
	for c := range t {
		t[c] = f(byte(c))
	}
	return t
}

func lowerByte(c byte) byte {
	if 'A' <= c && c <= 'Z' {
		return c + 32
	}
	return c
}

func upperByte(c byte) byte {
	if 'a' <= c && c <= 'z' {
		return c - 32
	}
	return c
}

func swapByte(c byte) byte {
	if 'a' <= c|0x20 && c|0x20 <= 'z' {
		return c ^ 32
	}
	return c
}

func strLower(self Value) (Value, *Exception) {
	s := heap[Str](self)
	if s.IsASCII() {
		return asciiMap(s, &lowerBytes), nil
	}
	return StrV(lowerText(s.S)), nil
}

func strUpper(self Value) (Value, *Exception) {
	s := heap[Str](self)
	if s.IsASCII() {
		return asciiMap(s, &upperBytes), nil
	}
	return StrV(mapCase(s.S, ucd.ToUpper)), nil
}

func strCaseFold(self Value) (Value, *Exception) {
	s := heap[Str](self)
	if s.IsASCII() {
		return asciiMap(s, &lowerBytes), nil
	}
	return StrV(mapCase(s.S, ucd.Fold)), nil
}

func strSwapCase(self Value) (Value, *Exception) {
	s := heap[Str](self)
	if s.IsASCII() {
		return asciiMap(s, &swapBytes), nil
	}
	b := make([]byte, 0, len(s.S))
	for i := 0; i < len(s.S); {
		c, n := decodeRune(s.S[i:])
		switch {
		case ucd.IsUpper(c):
			b = appendLower(b, s.S, i, n, c)
		case ucd.IsLower(c):
			b = appendMapped(b, c, ucd.ToUpper)
		default:
			b = appendRune(b, c)
		}
		i += n
	}
	return StrV(bytesString(b)), nil
}

func strTitle(self Value) (Value, *Exception) {
	if x := heap[Str](self); x.IsASCII() && x.S != "" {
		return titleASCII(x.S), nil
	}
	s := heap[Str](self).S
	b := make([]byte, 0, len(s))
	cased := false
	for i := 0; i < len(s); {
		c, n := decodeRune(s[i:])
		if cased {
			b = appendLower(b, s, i, n, c)
		} else {
			b = appendMapped(b, c, ucd.ToTitle)
		}
		cased = ucd.IsCased(c)
		i += n
	}
	return StrV(bytesString(b)), nil
}

// titleASCII is s.title() of a text of ASCII characters.
func titleASCII(s string) Value {
	r, b := newRoom(len(s))
	r.kind = strASCII
	cased := false
	for i := range b {
		c := s[i]
		if b[i] = upperBytes[c]; cased {
			b[i] = lowerBytes[c]
		}
		cased = swapBytes[c] != c
	}
	return r.Value()
}

func strCapitalize(self Value) (Value, *Exception) {
	if x := heap[Str](self); x.IsASCII() && x.S != "" {
		r, b := newRoom(len(x.S))
		r.kind = strASCII
		for i := range b {
			b[i] = lowerBytes[x.S[i]]
		}
		b[0] = upperBytes[x.S[0]]
		return r.Value(), nil
	}
	s := heap[Str](self).S
	b := make([]byte, 0, len(s))
	for i := 0; i < len(s); {
		c, n := decodeRune(s[i:])
		if i == 0 {
			b = appendMapped(b, c, ucd.ToTitle)
		} else {
			b = appendLower(b, s, i, n, c)
		}
		i += n
	}
	return StrV(bytesString(b)), nil
}

// allMethod makes a predicate that wants every code point to be so, and at least one.
func allMethod(is func(c rune) bool) func(self Value) (Value, *Exception) {
	return func(self Value) (Value, *Exception) {
		s := heap[Str](self).S
		for i := 0; i < len(s); {
			c, n := decodeRune(s[i:])
			if !is(c) {
				return False, nil
			}
			i += n
		}
		return Bool(s != ""), nil
	}
}

func isAlnum(c rune) bool {
	return ucd.IsAlpha(c) || ucd.IsDecimal(c) || ucd.IsDigit(c) || ucd.IsNumeric(c)
}

func strIsASCII(self Value) (Value, *Exception) { return Bool(heap[Str](self).IsASCII()), nil }

func strIsPrintable(self Value) (Value, *Exception) {
	s := heap[Str](self).S
	for i := 0; i < len(s); {
		c, n := decodeRune(s[i:])
		if !ucd.IsPrintable(c) {
			return False, nil
		}
		i += n
	}
	return True, nil
}

// isIdentifier reports str.isidentifier: XID_Start or _, then XID_Continue.
func isIdentifier(s string) bool {
	for i := 0; i < len(s); {
		c, n := decodeRune(s[i:])
		if i == 0 && !ucd.IsIDStart(c) || i > 0 && !ucd.IsIDContinue(c) {
			return false
		}
		i += n
	}
	return s != ""
}

// IsIdentifier is str.isidentifier of s.
func IsIdentifier(s string) bool { return isIdentifier(s) }

func strIsIdentifier(self Value) (Value, *Exception) {
	return Bool(isIdentifier(heap[Str](self).S)), nil
}

func strIsLower(self Value) (Value, *Exception) {
	return caseOnly(heap[Str](self).S, ucd.IsLower, ucd.IsUpper), nil
}

func strIsUpper(self Value) (Value, *Exception) {
	return caseOnly(heap[Str](self).S, ucd.IsUpper, ucd.IsLower), nil
}

// caseOnly reports whether s has letters of the case wanted and none of the others.
func caseOnly(s string, want, other func(c rune) bool) Value {
	found := false
	for i := 0; i < len(s); {
		c, n := decodeRune(s[i:])
		if other(c) || ucd.IsTitle(c) {
			return False
		}
		found = found || want(c)
		i += n
	}
	return Bool(found)
}

func strIsTitle(self Value) (Value, *Exception) {
	s := heap[Str](self).S
	cased, previous := false, false
	for i := 0; i < len(s); {
		c, n := decodeRune(s[i:])
		switch {
		case ucd.IsUpper(c) || ucd.IsTitle(c):
			if previous {
				return False, nil
			}
			cased, previous = true, true
		case ucd.IsLower(c):
			if !previous {
				return False, nil
			}
		default:
			previous = false
		}
		i += n
	}
	return Bool(cased), nil
}
