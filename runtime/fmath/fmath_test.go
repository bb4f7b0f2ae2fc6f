package fmath

import (
	"bufio"
	"math"
	"os"
	"strconv"
	"strings"
	"testing"
)

var functions = map[string]func(a []float64) float64{
	"sin":    func(a []float64) float64 { return Sin(a[0]) },
	"cos":    func(a []float64) float64 { return Cos(a[0]) },
	"tan":    func(a []float64) float64 { return Tan(a[0]) },
	"atan":   func(a []float64) float64 { return Atan(a[0]) },
	"exp":    func(a []float64) float64 { return Exp(a[0]) },
	"exp2":   func(a []float64) float64 { return Exp2(a[0]) },
	"expm1":  func(a []float64) float64 { return Expm1(a[0]) },
	"log":    func(a []float64) float64 { return Log(a[0]) },
	"log2":   func(a []float64) float64 { return Log2(a[0]) },
	"log10":  func(a []float64) float64 { return Log10(a[0]) },
	"log1p":  func(a []float64) float64 { return Log1p(a[0]) },
	"pow":    func(a []float64) float64 { return Pow(a[0], a[1]) },
	"asin":   func(a []float64) float64 { return Asin(a[0]) },
	"acos":   func(a []float64) float64 { return Acos(a[0]) },
	"atan2":  func(a []float64) float64 { return Atan2(a[0], a[1]) },
	"cbrt":   func(a []float64) float64 { return Cbrt(a[0]) },
	"hypot":  func(a []float64) float64 { return Hypot(a...) },
	"hypot3": func(a []float64) float64 { return Hypot(a...) },
	"sinh":   func(a []float64) float64 { return Sinh(a[0]) },
	"cosh":   func(a []float64) float64 { return Cosh(a[0]) },
	"tanh":   func(a []float64) float64 { return Tanh(a[0]) },
	"asinh":  func(a []float64) float64 { return Asinh(a[0]) },
	"acosh":  func(a []float64) float64 { return Acosh(a[0]) },
	"atanh":  func(a []float64) float64 { return Atanh(a[0]) },
	"erf":    func(a []float64) float64 { return math.Erf(a[0]) },
	"erfc":   func(a []float64) float64 { return math.Erfc(a[0]) },
}

// ulps returns how many floats a and b are apart.
func ulps(a, b float64) int64 {
	d := int64(math.Float64bits(a)) - int64(math.Float64bits(b))
	return max(d, -d)
}

// TestFunctions compares with results recorded from the C library under CPython 3.13.
// In some of the calls the result may be the neighbouring float: see allowed.
func TestFunctions(t *testing.T) {
	f, err := os.Open("testdata/functions.txt")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	type count struct{ rows, off int }
	counts := map[string]*count{}
	for s := bufio.NewScanner(f); s.Scan(); {
		fields := strings.Fields(s.Text())
		var args []float64
		for _, x := range fields[1:] {
			v, err := strconv.ParseFloat(x, 64)
			if err != nil {
				t.Fatal(err)
			}
			args = append(args, v)
		}
		want := args[len(args)-1]
		got := functions[fields[0]](args[:len(args)-1])
		c := counts[fields[0]]
		if c == nil {
			c = &count{}
			counts[fields[0]] = c
		}
		c.rows++
		if got != want {
			c.off++
			if ulps(got, want) > 2 {
				t.Errorf("%s: got %v", s.Text(), got)
			}
		}
	}
	for name := range functions {
		c := counts[name]
		if c == nil || c.rows < 100 {
			t.Errorf("%s: too few rows", name)
			continue
		}
		allowed := c.rows / 100
		switch name {
		case "cbrt": // the C library's is off as often by itself
			allowed = c.rows / 2
		case "erf", "erfc":
			allowed = c.rows / 8
		case "tanh", "atanh", "sinh":
			allowed = c.rows / 50
		}
		t.Logf("%-7s %d of %d off by one", name, c.off, c.rows)
		if c.off > allowed {
			t.Errorf("%s: %d of %d results are off", name, c.off, c.rows)
		}
	}
}
