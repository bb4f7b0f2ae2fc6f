package statistics

import (
	"math"
	"slices"

	"github.com/aio2go/aio2go/runtime/py"
	"github.com/aio2go/aio2go/runtime/pydef"
	"github.com/aio2go/aio2go/runtime/stdlib/collections"
	_ "github.com/aio2go/aio2go/runtime/stdlib/math" // its exact sums
)

// This file implements covariance, correlation and linear_regression.

func fsum(fs []float64) (float64, exc) {
	v, e := callMath("fsum", floatList(fs))
	if e != nil {
		return 0, e
	}
	return v.Float(), nil
}

func sumprod(a, b []float64) (float64, exc) {
	v, e := callMath("sumprod", floatList(a), floatList(b))
	if e != nil {
		return 0, e
	}
	return py.AsFloat(v)
}

// pairs reads two inputs of one length, at least two.
func pairs(xv, yv value, what string) (x, y []float64, e exc) {
	n, e := py.Len(xv)
	if e != nil {
		return nil, nil, e
	}
	m, e := py.Len(yv)
	if e != nil {
		return nil, nil, e
	}
	if n != m {
		return nil, nil, fail("%s requires that both inputs have same number of data points", what)
	}
	if n < 2 {
		return nil, nil, fail("%s requires at least two data points", what)
	}
	if x, e = floats(xv); e != nil {
		return nil, nil, e
	}
	y, e = floats(yv)
	return x, y, e
}

// center subtracts the mean, which it returns.
func center(fs []float64) ([]float64, float64, exc) {
	s, e := fsum(fs)
	if e != nil {
		return nil, 0, e
	}
	bar := s / float64(len(fs))
	out := make([]float64, len(fs))
	for i, f := range fs {
		out[i] = f - bar
	}
	return out, bar, nil
}

// rank replaces values by their ranks, of equal ones the mean, around zero.
func rank(fs []float64) []float64 {
	order := make([]int, len(fs))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int {
		switch {
		case fs[a] < fs[b]:
			return -1
		case fs[a] > fs[b]:
			return 1
		}
		return 0
	})
	out := make([]float64, len(fs))
	at := float64(len(fs)-1)/-2 - 1
	for i := 0; i < len(order); {
		j := i
		for j < len(order) && fs[order[j]] == fs[order[i]] {
			j++
		}
		for _, k := range order[i:j] {
			out[k] = at + float64(j-i+1)/2
		}
		at += float64(j - i)
		i = j
	}
	return out
}

// sqrtProduct is the square root of x * y with a correction of the last bits.
func sqrtProduct(x, y float64) (float64, exc) {
	h := math.Sqrt(x * y)
	if math.IsInf(h, 0) || math.IsNaN(h) {
		if math.IsInf(h, 0) && !math.IsInf(x, 0) && !math.IsInf(y, 0) {
			const down = 1.0 / (1 << 60) / (1 << 60)
			h, e := sqrtProduct(x*down, y)
			return h * (1 << 60), e
		}
		return h, nil
	}
	if h == 0 {
		if x != 0 && y != 0 {
			const up = float64(1<<60) * (1 << 60)
			h, e := sqrtProduct(x*up, y)
			return h / (1 << 60), e
		}
		return h, nil
	}
	d, e := sumprod([]float64{x, h}, []float64{y, -h})
	return h + d/(2*h), e
}

func addRelations(m *py.Module) exc {
	regression, e := collections.NewNamedTuple("LinearRegression", "statistics", []string{"slope", "intercept"}, nil)
	if e != nil {
		return e
	}
	m.Set("LinearRegression", regression)
	pydef.Add(m,
		pydef.Method{Sig: "covariance(x, y, /)", Impl: func(xv, yv value) (value, exc) {
			x, y, e := pairs(xv, yv, "covariance")
			if e != nil {
				return value{}, e
			}
			n := float64(len(x))
			if x, _, e = center(x); e != nil {
				return value{}, e
			}
			if y, _, e = center(y); e != nil {
				return value{}, e
			}
			s, e := sumprod(x, y)
			return py.Float(s / (n - 1)), e
		}},
		pydef.Method{Sig: "correlation(x, y, /, *, method='linear')", Impl: func(xv, yv, method value) (value, exc) {
			x, y, e := pairs(xv, yv, "correlation")
			if e != nil {
				return value{}, e
			}
			name, ok := py.AsStr(method)
			if !ok || name.S != "linear" && name.S != "ranked" {
				r, e := py.ReprText(method)
				if e != nil {
					return value{}, e
				}
				return value{}, py.Raisef(py.ValueErrorType, "Unknown method: %s", r)
			}
			if name.S == "ranked" {
				x, y = rank(x), rank(y)
			} else {
				if x, _, e = center(x); e != nil {
					return value{}, e
				}
				if y, _, e = center(y); e != nil {
					return value{}, e
				}
			}
			var s [3]float64
			for i, p := range [][2][]float64{{x, y}, {x, x}, {y, y}} {
				if s[i], e = sumprod(p[0], p[1]); e != nil {
					return value{}, e
				}
			}
			d, e := sqrtProduct(s[1], s[2])
			if e == nil && d == 0 {
				e = fail("at least one of the inputs is constant")
			}
			return py.Float(s[0] / d), e
		}},
		pydef.Method{Sig: "linear_regression(x, y, /, *, proportional=False)", Impl: func(xv, yv, proportional value) (value, exc) {
			x, y, e := pairs(xv, yv, "linear regression")
			if e != nil {
				return value{}, e
			}
			through, e := py.Truth(proportional)
			if e != nil {
				return value{}, e
			}
			var xbar, ybar float64
			if !through {
				if x, xbar, e = center(x); e != nil {
					return value{}, e
				}
				if y, ybar, e = center(y); e != nil {
					return value{}, e
				}
			}
			sxy, e := sumprod(x, y)
			if e != nil {
				return value{}, e
			}
			sxx, e := sumprod(x, x)
			if e != nil {
				return value{}, e
			}
			if sxx == 0 {
				return value{}, fail("x is constant")
			}
			slope := (sxy + 0) / sxx
			intercept := 0.0
			if !through {
				intercept = ybar - float64(slope*xbar)
			}
			return py.Call2(regression, py.Float(slope), py.Float(intercept))
		}},
	)
	return nil
}
