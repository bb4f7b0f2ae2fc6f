package py

import (
	"math"
	"strconv"
	"strings"
)

// This file implements printf-style formatting of strs and bytes with % (library
// reference, printf-style String Formatting).

const (
	charRangeText = "%c arg not in range(0x110000)"
	byteCharText  = "%c requires an integer in range(256) or a single byte"

	precisionTooBig = "precision too big"
)

// percentState is one formatting in progress.
type percentState struct {
	format  string
	pos     int
	args    []Value // of a tuple
	single  Value   // the operand that is no tuple, or what was found by a key
	used    int     // arguments taken
	mapping Value   // the operand where it can be indexed by keys
	attrs   *Attrs  // instead of a mapping: attributes
	bytes   bool
	out     []byte
}

// percentSpec is one parsed conversion.
type percentSpec struct {
	left, plus, space, alt, zero bool
	width, prec                  int // -1 where not given
	typ                          rune
}

// FormatPercent is format % args.
func FormatPercent(format *Str, args Value) (Value, *Exception) {
	p := percentState{format: format.S, out: takeScratch()}
	exc := p.run(args)
	if exc != nil {
		textScratch = p.out
		return Value{}, exc
	}
	return textFrom(p.out), nil
}

// FormatPercentAttrs is FormatPercent with the dict of the attributes a, which is not made.
func FormatPercentAttrs(format *Str, a *Attrs) (Value, *Exception) {
	// Without a key first, a conversion is of the dict itself.
	i := strings.IndexByte(format.S, '%')
	if a.dict != nil || i >= 0 && !strings.HasPrefix(format.S[i+1:], "(") {
		return FormatPercent(format, a.Dict().Value())
	}
	p := percentState{format: format.S, out: takeScratch(), attrs: a}
	if exc := p.convertAll(); exc != nil {
		textScratch = p.out
		return Value{}, exc
	}
	return textFrom(p.out), nil
}

func (p *percentState) run(args Value) *Exception {
	if t, ok := AsTuple(args); ok {
		p.args = t.Items()
	} else {
		p.single = args
		if args.ref.typ.Slots.GetItem != nil && !args.IsStr() && !(p.bytes && isBytesKind(args)) {
			p.mapping = args
		}
	}
	if exc := p.convertAll(); exc != nil {
		return exc
	}
	if p.used < p.count() && p.mapping.ref == nil {
		what := "string"
		if p.bytes {
			what = "bytes"
		}
		return Raisef(TypeErrorType, "not all arguments converted during %s formatting", what)
	}
	return nil
}

// convertAll writes the format with its conversions.
func (p *percentState) convertAll() *Exception {
	for p.pos < len(p.format) {
		i := strings.IndexByte(p.format[p.pos:], '%')
		if i < 0 {
			p.out = append(p.out, p.format[p.pos:]...)
			break
		}
		p.out = append(p.out, p.format[p.pos:p.pos+i]...)
		p.pos += i + 1
		if exc := p.conversion(); exc != nil {
			return exc
		}
	}
	return nil
}

func isBytesKind(v Value) bool { return v.ref.typ.Flags&(FlagBytes|FlagByteArray) != 0 }

func (p *percentState) count() int {
	if p.single.ref != nil {
		return 1
	}
	return len(p.args)
}

func (p *percentState) next() (Value, *Exception) {
	if p.used >= p.count() {
		return Value{}, Raisef(TypeErrorType, "not enough arguments for format string")
	}
	p.used++
	if p.single.ref != nil {
		return p.single, nil
	}
	return p.args[p.used-1], nil
}

func (p *percentState) incomplete() *Exception {
	return Raisef(ValueErrorType, "incomplete format")
}

// read returns the next character of the format.
func (p *percentState) read() (rune, *Exception) {
	if p.pos >= len(p.format) {
		return 0, p.incomplete()
	}
	if p.bytes {
		p.pos++
		return rune(p.format[p.pos-1]), nil
	}
	c, n := decodeRune(p.format[p.pos:])
	p.pos += n
	return c, nil
}

// key reads the (key) behind a % and makes its value the only argument.
func (p *percentState) key() *Exception {
	if p.mapping.ref == nil && p.attrs == nil {
		return Raisef(TypeErrorType, "format requires a mapping")
	}
	start, depth := p.pos, 1
	for ; p.pos < len(p.format) && depth > 0; p.pos++ {
		switch p.format[p.pos] {
		case '(':
			depth++
		case ')':
			depth--
		}
	}
	if depth > 0 {
		return Raisef(ValueErrorType, "incomplete format key")
	}
	text := p.format[start : p.pos-1]
	p.used, p.args = 0, nil
	known := interned(text)
	if p.attrs != nil {
		var ok bool
		if known != nil {
			p.single, ok = p.attrs.Get(known)
		}
		if !ok {
			return RaiseArgs(KeyErrorType, StrV(text))
		}
		return nil
	}
	var key Value
	switch {
	case p.bytes:
		key = NewBytesStr(text).Value()
	case known != nil:
		key = known.Value()
	default:
		key = StrV(text)
	}
	var exc *Exception
	p.single, exc = GetItem(p.mapping, key)
	return exc
}

// number reads a width or precision: digits or *.
func (p *percentState) number(c rune, tooBig string) (n int, next rune, exc *Exception) {
	if c == '*' {
		v, exc := p.next()
		if exc != nil {
			return 0, 0, exc
		}
		if !v.IsInt() {
			return 0, 0, Raisef(TypeErrorType, "* wants int")
		}
		i, ok := AsInt64(v)
		if tooBig == precisionTooBig && (!ok || int64(int32(i)) != i) {
			return 0, 0, Raisef(OverflowErrorType, "Python int too large to convert to C int")
		}
		if !ok {
			return 0, 0, Raisef(OverflowErrorType, "Python int too large to convert to C ssize_t")
		}
		next, exc = p.read()
		return int(i), next, exc
	}
	n = -1
	limit := math.MaxInt
	if tooBig == precisionTooBig {
		limit = math.MaxInt32
	}
	for c >= '0' && c <= '9' {
		d := int(c - '0')
		n = max(n, 0)
		if n > (limit-d)/10 {
			return 0, 0, Raisef(ValueErrorType, "%s", tooBig)
		}
		n = n*10 + d
		if c, exc = p.read(); exc != nil {
			return 0, 0, exc
		}
	}
	return n, c, nil
}

// plain writes v as %s or %d do without flags, and says whether that is all there is to do.
func (p *percentState) plain(typ byte, v Value) bool {
	switch {
	case v.ref == &intHeader:
		p.out = strconv.AppendInt(p.out, v.SmallInt(), 10)
	case typ == 's' && v.ref.typ == StrType:
		p.out = append(p.out, heap[Str](v).S...)
	default:
		return false
	}
	return true
}

func (p *percentState) conversion() *Exception {
	if !p.bytes && p.pos < len(p.format) && (p.format[p.pos] == 's' || p.format[p.pos] == 'd') {
		typ := p.format[p.pos]
		p.pos++
		v, exc := p.next()
		if exc != nil || p.plain(typ, v) {
			return exc
		}
		return p.convert(percentSpec{width: -1, prec: -1, typ: rune(typ)}, v)
	}
	c, exc := p.read()
	if exc != nil {
		return exc
	}
	if c == '%' {
		p.out = append(p.out, '%')
		return nil
	}
	s := percentSpec{width: -1, prec: -1}
	if c == '(' {
		if exc := p.key(); exc != nil {
			return exc
		}
		if c, exc = p.read(); exc != nil {
			return exc
		}
	}
flags:
	for {
		switch c {
		case '-':
			s.left = true
		case '+':
			s.plus = true
		case ' ':
			s.space = true
		case '#':
			s.alt = true
		case '0':
			s.zero = true
		default:
			break flags
		}
		if c, exc = p.read(); exc != nil {
			return exc
		}
	}
	star := c == '*'
	if s.width, c, exc = p.number(c, "width too big"); exc != nil {
		return exc
	}
	if star && s.width < 0 {
		s.left, s.width = true, -s.width
	}
	if exc = CheckMemory(1, s.width); exc != nil {
		return exc
	}
	if c == '.' {
		if c, exc = p.read(); exc != nil {
			return exc
		}
		s.prec = 0
		n, next, exc := p.number(c, precisionTooBig)
		if exc != nil {
			return exc
		}
		s.prec, c = max(n, 0), next
	}
	if c == 'h' || c == 'l' || c == 'L' {
		if c, exc = p.read(); exc != nil {
			return exc
		}
	}
	s.typ = c
	v, exc := p.next()
	if exc != nil {
		return exc
	}
	return p.convert(s, v)
}

func (p *percentState) convert(s percentSpec, v Value) *Exception {
	switch s.typ {
	case 's', 'r', 'a':
		return p.convertText(s, v)
	case 'b':
		if p.bytes {
			return p.convertText(s, v)
		}
	case 'c':
		text, exc := p.char(v)
		if exc != nil {
			return exc
		}
		s.write(p, "", "", text, false)
		return nil
	case 'd', 'i', 'u', 'o', 'x', 'X':
		return p.convertInt(s, v)
	case 'e', 'E', 'f', 'F', 'g', 'G':
		return p.convertFloat(s, v)
	}
	shown := s.typ
	if shown < 31 || shown > 126 {
		shown = '?'
	}
	at := runeCount(p.format[:p.pos]) - 1
	if p.bytes {
		at, shown = p.pos-1, s.typ
	}
	return Raisef(ValueErrorType, "unsupported format character '%c' (0x%x) at index %d", shown, s.typ, at)
}

func (p *percentState) convertText(s percentSpec, v Value) *Exception {
	var text string
	var exc *Exception
	switch {
	case s.typ == 'r' && !p.bytes:
		text, exc = reprText(v)
	case s.typ == 'a' || s.typ == 'r':
		var r Value
		if r, exc = ASCII(v); exc == nil {
			text = heap[Str](r).S
		}
	case p.bytes:
		text, exc = bytesForPercent(v)
	default:
		text, exc = StrText(v)
	}
	if exc != nil {
		return exc
	}
	if s.prec >= 0 {
		if p.bytes {
			text = text[:min(s.prec, len(text))]
		} else {
			text = clipRunes(text, s.prec)
		}
	}
	s.write(p, "", "", text, false)
	return nil
}

// bytesForPercent is %b: bytes-like objects and those with __bytes__.
func bytesForPercent(v Value) (string, *Exception) {
	if b, ok := bytesOf(v); ok {
		return string(b), nil
	}
	x, ok, exc := CallSpecial(v, nameBytes)
	if exc != nil {
		return "", exc
	}
	if ok {
		b, isBytes := AsBytes(x)
		if !isBytes {
			return "", Raisef(TypeErrorType, "__bytes__ returned non-bytes (type %s)", x.ref.typ.ShownName())
		}
		return string(b.B), nil
	}
	return "", Raisef(TypeErrorType, "%%b requires a bytes-like object, or an object that implements __bytes__, not '%s'", v.ref.typ.ShownName())
}

func (p *percentState) char(v Value) (string, *Exception) {
	if p.bytes {
		if b, ok := bytesOf(v); ok && isBytesKind(v) {
			if len(b) != 1 {
				return "", Raisef(TypeErrorType, "%s", byteCharText)
			}
			return string(b), nil
		}
		if !HasIndex(v) {
			return "", Raisef(TypeErrorType, "%s", byteCharText)
		}
		i, exc := IndexInt(v, nil)
		if exc != nil {
			return "", exc
		}
		if i < 0 || i > 255 {
			return "", Raisef(OverflowErrorType, "%s", "%c arg not in range(256)")
		}
		return string([]byte{byte(i)}), nil
	}
	if s, ok := AsStr(v); ok {
		if s.Len() == 1 {
			return s.S, nil
		}
	} else if HasIndex(v) {
		i, exc := IndexInt(v, nil)
		if exc != nil {
			return "", exc
		}
		if i < 0 || i > 0x10ffff {
			return "", Raisef(OverflowErrorType, "%s", charRangeText)
		}
		return string(appendRune(nil, rune(i))), nil
	}
	return "", Raisef(TypeErrorType, "%s", "%c requires int or char")
}

func (p *percentState) convertInt(s percentSpec, v Value) *Exception {
	base := 10
	prefix := ""
	switch s.typ {
	case 'o':
		base, prefix = 8, "0o"
	case 'x':
		base, prefix = 16, "0x"
	case 'X':
		base, prefix = 16, "0X"
	}
	var x Value
	t := v.ref.typ
	switch {
	case t.Flags&FlagInt != 0:
		x = exactInt(v)
	case base != 10:
		if t.Unary[OpIndex] == nil {
			return Raisef(TypeErrorType, "%%%c format: an integer is required, not %s", s.typ, t.ShownName())
		}
		var exc *Exception
		if x, exc = Index(v); exc != nil {
			return exc
		}
	default:
		shown := s.typ
		if shown == 'i' && p.bytes {
			shown = 'd' // sic
		}
		if t.Unary[OpInt] == nil && t.Unary[OpIndex] == nil && t.Unary[OpFloat] == nil || t.Flags&FlagComplex != 0 {
			return Raisef(TypeErrorType, "%%%c format: a real number is required, not %s", shown, t.ShownName())
		}
		var exc *Exception
		if x, exc = ToInt(v); exc != nil {
			if exc.typ.IsSubclass(TypeErrorType) {
				exc = Raisef(TypeErrorType, "%%%c format: a real number is required, not %s", shown, t.ShownName())
			}
			return exc
		}
	}
	digits, exc := intBaseText(x, base)
	if exc != nil {
		return exc
	}
	sign := ""
	if digits[0] == '-' {
		sign, digits = "-", digits[1:]
	}
	if s.typ == 'X' {
		digits = strings.ToUpper(digits)
	}
	if len(digits) < s.prec {
		digits = strings.Repeat("0", s.prec-len(digits)) + digits
	}
	if !s.alt {
		prefix = ""
	}
	s.write(p, sign, prefix, digits, true)
	return nil
}

func (p *percentState) convertFloat(s percentSpec, v Value) *Exception {
	var f float64
	var exc *Exception
	if p.bytes && v.ref.typ.Unary[OpFloat] == nil && v.ref.typ.Unary[OpIndex] == nil {
		return Raisef(TypeErrorType, "float argument required, not %s", v.ref.typ.ShownName())
	}
	if f, exc = AsFloat(v); exc != nil {
		return exc
	}
	prec := s.prec
	if prec < 0 {
		prec = 6
	}
	text := floatText(f, byte(s.typ)|0x20, prec, s.alt, false)
	if s.typ < 'a' {
		text = strings.ToUpper(text)
	}
	sign := ""
	if text[0] == '-' {
		sign, text = "-", text[1:]
	}
	s.write(p, sign, "", text, true)
	return nil
}

// write appends the converted text with sign, prefix and padding.
func (s *percentSpec) write(p *percentState, sign, prefix, text string, numeric bool) {
	if numeric && sign == "" {
		if s.plus {
			sign = "+"
		} else if s.space {
			sign = " "
		}
	}
	n := len(sign) + len(prefix) + len(text)
	if !p.bytes {
		n += runeCount(text) - len(text)
	}
	pad := max(0, s.width-n)
	switch {
	case s.left:
		p.out = append(append(append(p.out, sign...), prefix...), text...)
		p.out = appendFill(p.out, ' ', pad)
	case s.zero && numeric:
		p.out = append(append(p.out, sign...), prefix...)
		p.out = appendFill(p.out, '0', pad)
		p.out = append(p.out, text...)
	default:
		p.out = appendFill(p.out, ' ', pad)
		p.out = append(append(append(p.out, sign...), prefix...), text...)
	}
}

// quoteRune shows a character in an error message as str.format does.
func quoteRune(c rune) string {
	if c > 32 && c < 127 {
		return string(c)
	}
	return `\x` + strconv.FormatInt(int64(c), 16)
}
