package fractions

import (
	"math/big"
	"regexp"
	"strconv"
	"strings"

	"github.com/aio2go/aio2go/runtime/py"
)

// This file implements format() of Fractions: as a ratio, or as a float would be.

var (
	generalSpec = regexp.MustCompile(`^(?:(?s:(.))?([<>=^]))?([-+ ]?)(#?)(0|[1-9][0-9]*)?([,_])?$`)
	floatSpec   = regexp.MustCompile(`^(?:(?s:(.))?([<>=^]))?([-+ ]?)(z?)(#?)(0?)(0|[1-9][0-9]*)?([,_]?)(?:\.(0|[1-9][0-9]*))?([eEfFgG%])$`)
)

func format(v, spec value) (value, exc) {
	s, e := py.StrText(spec)
	if e != nil {
		return value{}, e
	}
	m := floatSpec.FindStringSubmatch(s)
	if m != nil && m[7] == "" {
		m[6], m[7] = "", m[6] // a zero with no digit behind it is the width
	}
	if m != nil && !(m[2] != "" && m[6] != "") {
		return py.StrV(of(v).floatText(m)), nil
	}
	if m := generalSpec.FindStringSubmatch(s); m != nil {
		return py.StrV(of(v).generalText(m)), nil
	}
	return value{}, py.Raisef(py.ValueErrorType, "Invalid format specifier %s for object of type %s", py.QuoteStr(s), py.QuoteStr(v.Type().Name))
}

func signText(neg bool, want string) string {
	if neg {
		return "-"
	}
	if want == "-" {
		return ""
	}
	return want
}

func pad(sign, body, fill, align string, width int) string {
	if fill == "" {
		fill = " "
	}
	n := width - len(sign) - len(body)
	if n <= 0 {
		return sign + body
	}
	switch align {
	case "<":
		return sign + body + strings.Repeat(fill, n)
	case "^":
		return strings.Repeat(fill, n/2) + sign + body + strings.Repeat(fill, n-n/2)
	case "=":
		return sign + strings.Repeat(fill, n) + body
	}
	return strings.Repeat(fill, n) + sign + body
}

func group(s, sep string, width int) string {
	if sep == "" {
		for len(s) < width {
			s = "0" + s
		}
		return s
	}
	for len(s)+(len(s)-1)/3 < width {
		s = "0" + s
	}
	var b strings.Builder
	for i := range len(s) {
		if i > 0 && (len(s)-i)%3 == 0 {
			b.WriteString(sep)
		}
		b.WriteByte(s[i])
	}
	return b.String()
}

func (f *fraction) generalText(m []string) string {
	n := new(big.Int).Abs(f.n)
	body := group(n.String(), m[6], 0)
	if f.d.Cmp(one) != 0 || m[4] != "" {
		body += "/" + group(f.d.String(), m[6], 0)
	}
	width, _ := strconv.Atoi(m[5])
	fill, align := m[1], m[2]
	return pad(signText(f.n.Sign() < 0, m[3]), body, fill, align, width)
}

// roundTo is n/d times 10**digits, rounded.
func roundTo(n, d *big.Int, digits int) *big.Int {
	p := new(big.Int).Exp(big.NewInt(10), big.NewInt(int64(max(digits, -digits))), nil)
	if digits >= 0 {
		return nearest(mul(n, p), d)
	}
	return nearest(n, mul(d, p))
}

// figures returns n/d with count significant digits: those, and the exponent of the last.
func figures(n, d *big.Int, count int) (string, int) {
	if n.Sign() == 0 {
		return strings.Repeat("0", count), 1 - count
	}
	// About the number of digits before the point.
	before := len(n.String()) - len(d.String())
	if n.Cmp(scaled(d, before)) >= 0 && n.Sign() != 0 {
		before++
	}
	exp := before - count
	s := roundTo(n, d, -exp).String()
	if len(s) == count+1 {
		s, exp = s[:count], exp+1
	}
	return s, exp
}

// scaled is d * 10**k, rounded down.
func scaled(d *big.Int, k int) *big.Int {
	p := new(big.Int).Exp(big.NewInt(10), big.NewInt(int64(max(k, -k))), nil)
	if k >= 0 {
		return mul(d, p)
	}
	q, r := new(big.Int).QuoRem(d, p, new(big.Int))
	if r.Sign() != 0 {
		q.Add(q, one)
	}
	return q
}

func (f *fraction) floatText(m []string) string {
	fill, align, zero, sep, typ := m[1], m[2], m[6] != "", m[8], m[10]
	if fill == "" {
		fill = " "
	}
	prec := 6
	if m[9] != "" {
		prec, _ = strconv.Atoi(m[9])
	}
	width, _ := strconv.Atoi(m[7])
	n, d := new(big.Int).Abs(f.n), f.d
	var digits string
	var exp, point int
	scientific, percent := false, typ == "%"
	switch typ {
	case "f", "F", "%":
		if percent {
			n = mul(n, big.NewInt(100))
		}
		digits, exp, point = roundTo(n, d, prec).String(), -prec, prec
	default:
		count := prec + 1
		if typ == "g" || typ == "G" {
			count = max(prec, 1)
		}
		digits, exp = figures(n, d, count)
		scientific = typ == "e" || typ == "E" || exp > 0 || exp+count <= -4
		point = -exp
		if scientific {
			point = count - 1
		}
	}
	suffix := ""
	if percent {
		suffix = "%"
	} else if scientific {
		x := exp + point
		sign := "+"
		if x < 0 {
			sign, x = "-", -x
		}
		t := strconv.Itoa(x)
		if len(t) < 2 {
			t = "0" + t
		}
		letter := "e"
		if typ == "E" || typ == "G" {
			letter = "E"
		}
		suffix = letter + sign + t
	}
	for len(digits) <= point {
		digits = "0" + digits
	}
	whole, frac := digits[:len(digits)-point], digits[len(digits)-point:]
	if (typ == "g" || typ == "G") && m[5] == "" {
		frac = strings.TrimRight(frac, "0")
	}
	neg := f.n.Sign() < 0
	if m[4] != "" && strings.Trim(digits, "0") == "" {
		neg = false
	}
	tail := suffix
	if frac != "" || m[5] != "" {
		tail = "." + frac + suffix
	}
	sign := signText(neg, m[3])
	if zero && align == "" {
		whole = group(whole, sep, width-len(sign)-len(tail))
	} else {
		whole = group(whole, sep, 0)
	}
	return pad(sign, whole+tail, fill, align, width)
}
