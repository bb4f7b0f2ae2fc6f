package decimal

import (
	"math/big"
	"strconv"
	"strings"

	"github.com/aio2go/aio2go/runtime/py"
	"github.com/aio2go/aio2go/runtime/ucd"
)

// This file implements the reading and writing of numbers.

// parse reads a number; ok is false where s is none.
func parse(s string) (x num, ok bool) {
	x.c = zero
	if s != "" && (s[0] == '+' || s[0] == '-') {
		x.neg = s[0] == '-'
		s = s[1:]
	}
	switch lower := strings.ToLower(s); {
	case lower == "inf" || lower == "infinity":
		x.kind = infinite
		return x, true
	case strings.HasPrefix(lower, "nan") || strings.HasPrefix(lower, "snan"):
		x.kind = quietNaN
		rest := s[3:]
		if lower[0] == 's' {
			x.kind = signalingNaN
			rest = s[4:]
		}
		if strings.Trim(rest, "0123456789") != "" {
			return x, false
		}
		if rest != "" {
			x.c, _ = new(big.Int).SetString(rest, 10)
		}
		return x, true
	}
	mantissa, exponent := s, ""
	if i := strings.IndexAny(s, "eE"); i >= 0 {
		mantissa, exponent = s[:i], s[i+1:]
		if e := strings.TrimLeft(exponent, "+-"); e == "" || len(exponent)-len(e) > 1 || strings.Trim(e, "0123456789") != "" {
			return x, false
		}
	}
	whole, frac, _ := strings.Cut(mantissa, ".")
	all := whole + frac
	if all == "" || strings.Trim(all, "0123456789") != "" {
		return x, false
	}
	x.c, _ = new(big.Int).SetString(all, 10)
	if exponent != "" {
		e, err := strconv.ParseInt(exponent, 10, 64)
		if err != nil || e > 1<<62 || e < -1<<62 {
			e = 1 << 61
			if exponent[0] == '-' {
				e = -e
			}
		}
		x.exp = e
	}
	x.exp -= int64(len(frac))
	return x, true
}

// ascii turns the digits of other scripts into ASCII ones and leaves out underscores and
// the white space around.
func ascii(s string) string {
	s = strings.TrimFunc(s, ucd.IsSpace)
	if !strings.Contains(s, "_") && py.NewStr(s).IsASCII() {
		return s
	}
	var b strings.Builder
	for _, c := range s {
		switch {
		case c == '_':
		case c < 0x80:
			b.WriteRune(c)
		case ucd.IsDecimal(c):
			b.WriteByte('0' + byte(ucd.Decimal(c)))
		default:
			return "?"
		}
	}
	return b.String()
}

func (x num) prefix() string {
	if x.neg {
		return "-"
	}
	return ""
}

// specialText is the text of an infinity or NaN without the sign.
func (x num) specialText() string {
	switch x.kind {
	case infinite:
		return "Infinity"
	case quietNaN, signalingNaN:
		s := "NaN"
		if x.kind == signalingNaN {
			s = "sNaN"
		}
		if x.c.Sign() != 0 {
			s += x.c.String()
		}
		return s
	}
	return ""
}

// text is str(x), with an exponent that is a multiple of three where eng.
func (x num) text(eng, capitals bool) string {
	if x.special() {
		return x.prefix() + x.specialText()
	}
	s := x.c.String()
	left := x.exp + int64(len(s)) // digits before the point
	var point int64
	switch {
	case x.exp <= 0 && left > -6:
		point = left
	case !eng:
		point = 1
	case x.c.Sign() == 0:
		point = mod3(left+1) - 1
	default:
		point = mod3(left-1) + 1
	}
	return x.prefix() + place(s, point) + exponentText(left-point, capitals)
}

func mod3(n int64) int64 { return (n%3 + 3) % 3 }

// place puts the point behind the first n digits of s.
func place(s string, n int64) string {
	switch {
	case n <= 0:
		return "0." + strings.Repeat("0", int(-n)) + s
	case n >= int64(len(s)):
		return s + strings.Repeat("0", int(n)-len(s))
	}
	return s[:n] + "." + s[n:]
}

func exponentText(e int64, capitals bool) string {
	if e == 0 {
		return ""
	}
	sign := "E+"
	if e < 0 {
		sign = "E-"
		e = -e
	}
	if !capitals {
		sign = strings.ToLower(sign)
	}
	return sign + strconv.FormatInt(e, 10)
}

// formatSpec is a parsed format specification.
type formatSpec struct {
	fill             rune
	align, sign, typ byte
	z, alt, zero     bool
	comma            bool
	width, prec      int
}

// parseSpec parses a format specification for Decimal.
func parseSpec(s string) (f formatSpec, ok bool) {
	f = formatSpec{fill: ' ', prec: -1}
	r := []rune(s)
	i := 0
	isAlign := func(c rune) bool { return strings.ContainsRune("<>=^", c) }
	switch {
	case len(r) > 1 && isAlign(r[1]):
		f.fill, f.align, i = r[0], byte(r[1]), 2
	case len(r) > 0 && isAlign(r[0]):
		f.align, i = byte(r[0]), 1
	}
	next := func(set string) (byte, bool) {
		if i < len(r) && strings.ContainsRune(set, r[i]) {
			i++
			return byte(r[i-1]), true
		}
		return 0, false
	}
	f.sign, _ = next("+- ")
	_, f.z = next("z")
	_, f.alt = next("#")
	if _, f.zero = next("0"); f.zero {
		if f.align != 0 {
			return f, false
		}
		f.fill, f.align = '0', '='
	}
	number := func() (int, bool) {
		start := i
		for i < len(r) && r[i] >= '0' && r[i] <= '9' {
			i++
		}
		n, err := strconv.Atoi(string(r[start:i]))
		return n, i > start && err == nil
	}
	f.width, _ = number()
	_, f.comma = next(",")
	if _, ok := next("."); ok {
		if f.prec, ok = number(); !ok {
			return f, false
		}
	}
	f.typ, _ = next("eEfFgGn%")
	return f, i == len(r)
}

// format is format(x, f).
func (l *limits) format(x num, f formatSpec) string {
	if f.typ == '%' && !x.special() {
		x.exp += 2
	}
	typ := f.typ
	capitals := l.capitals
	if typ == 0 && f.prec >= 0 {
		typ = 'g'
		if capitals {
			typ = 'G'
		}
	} else if typ == 'n' {
		typ = 'g'
	}
	var body string
	if x.special() {
		body = x.specialText()
		if f.typ == '%' {
			body += "%"
		}
		if f.zero || f.fill == '0' && f.align == '=' {
			f.fill, f.align, f.zero = ' ', '>', false
		}
	} else {
		if f.prec >= 0 {
			switch typ {
			case 'e', 'E':
				switch d, n := digits(x.c), int64(f.prec)+1; {
				case d > n:
					x = cutDigits(x, n, l.round)
				case d < n && !x.isZero():
					x = num{neg: x.neg, c: shift(x.c, n-d), exp: x.exp - (n - d)}
				}
			case 'f', 'F', '%':
				c, _ := roundOff(x.c, int64(-f.prec)-x.exp, x.neg, l.round)
				x = num{neg: x.neg, c: c, exp: int64(-f.prec)}
			default:
				n := max(int64(f.prec), 1)
				if digits(x.c) > n {
					x = cutDigits(x, n, l.round)
				}
			}
		}
		if x.isZero() && x.exp > 0 && (typ == 'f' || typ == 'F' || typ == '%') {
			x.exp = 0
		}
		s := x.c.String()
		left := x.exp + int64(len(s))
		var point int64
		switch typ {
		case 'e', 'E':
			point = 1
			if x.isZero() && f.prec >= 0 {
				point = 1 - int64(f.prec)
			}
		case 'f', 'F', '%':
			point = left
		default:
			point = 1
			if x.exp <= 0 && left > -6 {
				point = left
			}
		}
		var whole, frac string
		switch {
		case point <= 0:
			whole, frac = "0", strings.Repeat("0", int(-point))+s
		case point >= int64(len(s)):
			whole = s + strings.Repeat("0", int(point)-len(s))
		default:
			whole, frac = s[:point], s[point:]
		}
		if f.z && x.neg && strings.Trim(whole+frac, "0") == "" {
			x.neg = false
		}
		tail := ""
		if frac != "" || f.alt {
			tail = "." + frac
		}
		if e := left - point; typ == 'e' || typ == 'E' || e != 0 && typ != 'f' && typ != 'F' && typ != '%' {
			upper := typ == 'E' || typ == 'G' || typ == 0 && capitals
			if e == 0 {
				tail += map[bool]string{true: "E+0", false: "e+0"}[upper]
			} else {
				tail += exponentText(e, upper)
			}
		}
		if f.typ == '%' {
			tail += "%"
		}
		sign := x.signText(f.sign)
		if f.comma {
			minimum := 0
			if f.zero {
				minimum = f.width - len(sign) - len(tail)
			}
			whole = group(whole, minimum)
		}
		body = whole + tail
	}
	sign := x.signText(f.sign)
	pad := f.width - len(sign) - len([]rune(body))
	if pad <= 0 {
		return sign + body
	}
	fill := strings.Repeat(string(f.fill), pad)
	switch f.align {
	case '<':
		return sign + body + fill
	case '^':
		half := pad / 2
		left := strings.Repeat(string(f.fill), half)
		return left + sign + body + strings.Repeat(string(f.fill), pad-half)
	case '=':
		return sign + fill + body
	}
	return fill + sign + body
}

func (x num) signText(want byte) string {
	switch {
	case x.neg:
		return "-"
	case want == '+' || want == ' ':
		return string(want)
	}
	return ""
}

// cutDigits rounds to n digits.
func cutDigits(x num, n int64, r rounding) num {
	drop := digits(x.c) - n
	c, _ := roundOff(x.c, drop, x.neg, r)
	x = num{neg: x.neg, c: c, exp: x.exp + drop}
	if digits(c) > n {
		x.c, x.exp = new(big.Int).Quo(c, ten), x.exp+1
	}
	return x
}

// group puts commas between the thousands, and zeros before up to a width.
func group(s string, width int) string {
	for len(s)+(len(s)-1)/3 < width {
		s = "0" + s
	}
	var b strings.Builder
	for i := range len(s) {
		if i > 0 && (len(s)-i)%3 == 0 {
			b.WriteByte(',')
		}
		b.WriteByte(s[i])
	}
	return b.String()
}
