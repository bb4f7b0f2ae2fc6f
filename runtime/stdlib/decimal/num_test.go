package decimal

import (
	"math/big"
	"strings"
	"testing"
)

func TestDigits(t *testing.T) {
	for n := 1; n < 45; n++ {
		for _, text := range []string{"1" + strings.Repeat("0", n-1), strings.Repeat("9", n), "5" + strings.Repeat("3", n-1)} {
			c, _ := new(big.Int).SetString(text, 10)
			if got := digits(c); got != int64(n) {
				t.Errorf("%s has %d digits, got %d", text, n, got)
			}
		}
	}
	if got := digits(zero); got != 1 {
		t.Errorf("0 has 1 digit, got %d", got)
	}
	for _, x := range []uint64{1<<63 - 1, 1 << 63, 1<<64 - 1} {
		c := new(big.Int).SetUint64(x)
		if got, want := digits(c), int64(len(c.String())); got != want {
			t.Errorf("%s has %d digits, got %d", c, want, got)
		}
	}
}

func TestStrip(t *testing.T) {
	for zeros := range int64(40) {
		for limit := range int64(45) {
			c, e := strip(new(big.Int).Mul(big.NewInt(37), pow10(zeros)), 0, limit)
			want := min(zeros, limit)
			if e != want || c.Cmp(new(big.Int).Mul(big.NewInt(37), pow10(zeros-want))) != 0 {
				t.Errorf("37 with %d zeros, limit %d: %s, %d", zeros, limit, c, e)
			}
		}
	}
}
