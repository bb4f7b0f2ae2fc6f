package py

import (
	"math/big"
	"math/bits"
	"strconv"
	"strings"
)

// This file implements the conversions between ints and text, with the limit on the
// number of digits (library reference, Integer string conversion length limitation).

// IntMaxStrDigits is sys.get_int_max_str_digits(); 0 is no limit.
var IntMaxStrDigits = 4300

// intTextThreshold is the number of digits that is never too much.
const intTextThreshold = 640

// IntText returns the exact int v in base ten.
func IntText(v Value) (string, *Exception) {
	if v.ref == &intHeader {
		return strconv.FormatInt(int64(v.bits), 10), nil
	}
	x := &heap[BigInt](v).Int
	if IntMaxStrDigits > 0 && x.BitLen() > IntMaxStrDigits*3 {
		tooMany := float64(x.BitLen()-1)*0.30102999566398114 >= float64(IntMaxStrDigits)
		s := ""
		if !tooMany {
			s = x.String()
			tooMany = len(strings.TrimPrefix(s, "-")) > IntMaxStrDigits
		}
		if tooMany {
			return "", Raisef(ValueErrorType, "Exceeds the limit (%d digits) for integer string conversion; "+
				"use sys.set_int_max_str_digits() to increase the limit", IntMaxStrDigits)
		}
		return s, nil
	}
	return x.String(), nil
}

// intBaseText returns the exact int v in the base 2, 8, 10 or 16 without a prefix.
func intBaseText(v Value, base int) (string, *Exception) {
	if base == 10 {
		return IntText(v)
	}
	if v.ref == &intHeader {
		return strconv.FormatInt(int64(v.bits), base), nil
	}
	return heap[BigInt](v).Int.Text(base), nil
}

// intPrefixed is bin, oct and hex: prefix is "0b", "0o" or "0x".
func intPrefixed(v Value, base int, prefix string) string {
	s, _ := intBaseText(v, base)
	if s[0] == '-' {
		return "-" + prefix + s[1:]
	}
	return prefix + s
}

// BinText returns bin(v).
func BinText(v Value) (Value, *Exception) { return prefixedText(v, 2, "0b") }

// OctText returns oct(v).
func OctText(v Value) (Value, *Exception) { return prefixedText(v, 8, "0o") }

// HexText returns hex(v).
func HexText(v Value) (Value, *Exception) { return prefixedText(v, 16, "0x") }

func prefixedText(v Value, base int, prefix string) (Value, *Exception) {
	x, exc := Index(v)
	if exc != nil {
		return Value{}, exc
	}
	if x.IsSmallInt() {
		var room [80]byte
		b := room[:0]
		n := int64(x.bits)
		if n < 0 {
			b = append(b, '-')
		}
		b = append(b, prefix...)
		if n < 0 {
			return shortText(strconv.AppendUint(b, -uint64(n), base)), nil
		}
		return shortText(strconv.AppendUint(b, uint64(n), base)), nil
	}
	return asciiV(intPrefixed(x, base, prefix)), nil
}

func digitValue(c byte) int {
	switch {
	case '0' <= c && c <= '9':
		return int(c - '0')
	case 'a' <= c && c <= 'z':
		return int(c-'a') + 10
	case 'A' <= c && c <= 'Z':
		return int(c-'A') + 10
	}
	return 99
}

// parseInt reads s, which is ASCII without white space around it, as int(s, base); base is
// 0 or 2 to 36. It returns false where s is not an int.
func parseInt(s string, base int) (Value, bool, *Exception) {
	neg := false
	if s != "" && (s[0] == '+' || s[0] == '-') {
		neg = s[0] == '-'
		s = s[1:]
	}
	prefixed := 0
	if len(s) >= 2 && s[0] == '0' {
		switch s[1] {
		case 'x', 'X':
			prefixed = 16
		case 'o', 'O':
			prefixed = 8
		case 'b', 'B':
			prefixed = 2
		}
	}
	onlyZero := false
	switch {
	case base == 0 && prefixed != 0:
		base = prefixed
		s = s[2:]
	case base != 0 && base == prefixed:
		s = s[2:]
	case base == 0:
		base = 10
		onlyZero = s != "" && s[0] == '0'
		prefixed = 0
	default:
		prefixed = 0
	}
	if prefixed != 0 && s != "" && s[0] == '_' {
		s = s[1:]
	}
	digits, ok := intDigits(s, base)
	if !ok {
		return Value{}, false, nil
	}
	if onlyZero && strings.Trim(digits, "0") != "" {
		return Value{}, false, nil
	}
	if len(digits) <= 18 && base <= 10 || len(digits) <= 12 {
		i, err := strconv.ParseInt(digits, base, 64)
		if err != nil {
			return Value{}, false, nil
		}
		if neg {
			i = -i
		}
		return Int(i), true, nil
	}
	if n := len(digits); n > intTextThreshold && IntMaxStrDigits > 0 && n > IntMaxStrDigits && base&(base-1) != 0 {
		return Value{}, true, Raisef(ValueErrorType, "Exceeds the limit (%d digits) for integer string conversion: "+
			"value has %d digits; use sys.set_int_max_str_digits() to increase the limit", IntMaxStrDigits, n)
	}
	x := new(big.Int)
	if n := len(digits); base == 10 && n <= 38 && bits.UintSize == 64 {
		// Two numbers of 19 digits at most.
		high, _ := strconv.ParseUint(digits[:max(n-19, 1)], 10, 64)
		low, _ := strconv.ParseUint(digits[max(n-19, 1):], 10, 64)
		scale := uint64(1e19)
		for k := n - max(n-19, 1); k < 19; k++ {
			scale /= 10
		}
		hi, lo := bits.Mul64(high, scale)
		lo, carry := bits.Add64(lo, low, 0)
		x.SetBits([]big.Word{big.Word(lo), big.Word(hi + carry)})
	} else if _, ok := x.SetString(digits, base); !ok {
		return Value{}, false, nil
	}
	if neg {
		x.Neg(x)
	}
	return IntBig(x), true, nil
}

// intDigits checks that s consists of digits of the base with single underscores between
// them and returns it without the underscores.
func intDigits(s string, base int) (string, bool) {
	if s == "" || s[len(s)-1] == '_' || s[0] == '_' {
		return "", false
	}
	under := 0
	for i := 0; i < len(s); i++ {
		if s[i] == '_' {
			if s[i-1] == '_' {
				return "", false
			}
			under++
		} else if digitValue(s[i]) >= base {
			return "", false
		}
	}
	if under > 0 {
		s = strings.ReplaceAll(s, "_", "")
	}
	return s, true
}

// IntFromStr is int(s, base) of a str. orig is what the error message shows.
func IntFromStr(s string, base int, orig Value) (Value, *Exception) {
	if base == 10 {
		if n, ok := fewDigits(s); ok {
			return Int(n), nil
		}
	}
	v, ok, exc := parseInt(asciiNumber(s), base)
	if exc != nil {
		return Value{}, exc
	}
	if !ok {
		r, exc := reprText(orig)
		if exc != nil {
			return Value{}, exc
		}
		return Value{}, Raisef(ValueErrorType, "invalid literal for int() with base %d: %s", base, clipRunes(r, 200))
	}
	return v, nil
}

// fewDigits returns the int that a few digits, perhaps behind a sign, are.
func fewDigits(s string) (int64, bool) {
	digits := s
	if len(s) > 0 && (s[0] == '-' || s[0] == '+') {
		digits = s[1:]
	}
	if len(digits) == 0 || len(digits) > 18 {
		return 0, false
	}
	n := int64(0)
	for i := 0; i < len(digits); i++ {
		c := digits[i] - '0'
		if c > 9 {
			return 0, false
		}
		n = n*10 + int64(c)
	}
	if s[0] == '-' {
		n = -n
	}
	return n, true
}

// clipRunes returns the first n code points of s.
func clipRunes(s string, n int) string {
	if len(s) <= n {
		return s
	}
	i := 0
	for ; n > 0 && i < len(s); n-- {
		i += runeBytes(s[i])
	}
	return s[:i]
}

// IntLiteral returns the int with the decimal digits s, for emitted code.
func IntLiteral(s string) Value {
	x, ok := new(big.Int).SetString(s, 0)
	if !ok {
		panic("py: bad int literal " + s)
	}
	return IntBig(x)
}
