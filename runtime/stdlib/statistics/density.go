package statistics

import (
	"math"
	"sort"

	"github.com/aio2go/aio2go/runtime/builtins"
	"github.com/aio2go/aio2go/runtime/fmath"
	"github.com/aio2go/aio2go/runtime/py"
	"github.com/aio2go/aio2go/runtime/pydef"
	"github.com/aio2go/aio2go/runtime/pymod"
)

// This file implements kernel density estimation: kde and kde_random. The operations of
// the kernels come in the order of CPython's, since their results are compared to the
// last bit.

// real is a function of a number that may be out of the range of floats.
type real func(t float64) (float64, exc)

// A kernel is a way to spread a sample over its neighbourhood.
type kernel struct {
	density, cumulative real
	inverse             real // of cumulative
	bounded             bool // nothing is further away than the bandwidth
}

// call calls a function of the module math, which raises where C sets errno.
func call(name string, x float64) (float64, exc) {
	v, e := callMath(name, py.Float(x))
	if e != nil {
		return 0, e
	}
	return v.Float(), nil
}

// always is a real function that never raises.
func always(f func(t float64) float64) real {
	return func(t float64) (float64, exc) { return f(t), nil }
}

// of is f(g(x)) for a function of the module math.
func of(g string, f func(y float64) float64) real {
	return func(t float64) (float64, exc) {
		y, e := call(g, t)
		if e != nil {
			return 0, e
		}
		return f(y), nil
	}
}

// newton returns the inverse of f with the derivative slope, from an estimate.
func newton(estimate, f, slope func(t float64) float64) real {
	return always(func(y float64) float64 {
		x := estimate(y)
		for {
			d := f(x) - y
			if !(math.Abs(d) > 1e-12) {
				return x
			}
			x -= d / slope(x)
		}
	})
}

// mirrored makes of an estimate for 0 <= p <= 1/2 one for all p.
func mirrored(f func(p float64) float64) func(p float64) float64 {
	return func(p float64) float64 {
		if p <= 0.5 {
			return f(p)
		}
		return -f(1 - p)
	}
}

var kernels = map[string]*kernel{}

func init() {
	for names, k := range map[[2]string]kernel{
		{"normal", "gauss"}: {
			density: func(t float64) (float64, exc) {
				y, e := call("exp", float64(-0.5*t)*t)
				return y / math.Sqrt(2*math.Pi), e
			},
			cumulative: func(t float64) (float64, exc) {
				y, e := call("erf", t/math.Sqrt2)
				return 0.5 * (1 + y), e
			},
			inverse: func(p float64) (float64, exc) {
				if p <= 0 || p >= 1 {
					return 0, fail("p must be in the range 0.0 < p < 1.0")
				}
				return inverse(p, 0, 1), nil
			},
		},
		{"logistic"}: {
			density:    of("cosh", func(y float64) float64 { return 0.5 / (1 + y) }),
			cumulative: of("exp", func(y float64) float64 { return 1 - 1/(y+1) }),
			inverse:    func(p float64) (float64, exc) { return call("log", p/(1-p)) },
		},
		{"sigmoid"}: {
			density:    of("cosh", func(y float64) float64 { return 1 / math.Pi / y }),
			cumulative: of("exp", func(y float64) float64 { return 2 / math.Pi * fmath.Atan(y) }),
			inverse:    func(p float64) (float64, exc) { return call("log", fmath.Tan(float64(p*math.Pi)/2)) },
		},
		{"rectangular", "uniform"}: {
			density:    always(func(float64) float64 { return 0.5 }),
			cumulative: always(func(t float64) float64 { return float64(0.5*t) + 0.5 }),
			inverse:    always(func(p float64) float64 { return float64(2*p) - 1 }),
			bounded:    true,
		},
		{"triangular"}: {
			density: always(func(t float64) float64 { return 1 - math.Abs(t) }),
			cumulative: always(func(t float64) float64 {
				side := -0.5
				if t < 0 {
					side = 0.5
				}
				return float64(float64(t*t)*side) + t + 0.5
			}),
			inverse: always(func(p float64) float64 {
				if p < 0.5 {
					return math.Sqrt(2*p) - 1
				}
				return 1 - math.Sqrt(2-float64(2*p))
			}),
			bounded: true,
		},
		{"parabolic", "epanechnikov"}: {
			density: always(func(t float64) float64 { return 0.75 * (1 - float64(t*t)) }),
			cumulative: always(func(t float64) float64 {
				return float64(-0.25*fmath.Pow(t, 3)) + float64(0.75*t) + 0.5
			}),
			inverse: always(func(p float64) float64 { return 2 * fmath.Cos((fmath.Acos(float64(2*p)-1)+math.Pi)/3) }),
			bounded: true,
		},
		{"quartic", "biweight"}: {
			density: always(quarticDensity), cumulative: always(quarticCumulative),
			inverse: newton(mirrored(func(p float64) float64 {
				x := fmath.Pow(2*p, 0.4258865685331) - 1
				if p >= 0.004 {
					x += float64(0.026818732 * fmath.Sin(float64(7.101753784*p)+2.73230839482953))
				}
				return x
			}), quarticCumulative, quarticDensity),
			bounded: true,
		},
		{"triweight"}: {
			density: always(triweightDensity), cumulative: always(triweightCumulative),
			inverse: newton(mirrored(func(p float64) float64 { return fmath.Pow(2*p, 0.3400218741872791) - 1 }),
				triweightCumulative, triweightDensity),
			bounded: true,
		},
		{"cosine"}: {
			density:    always(func(t float64) float64 { return math.Pi / 4 * fmath.Cos(math.Pi/2*t) }),
			cumulative: always(func(t float64) float64 { return float64(0.5*fmath.Sin(math.Pi/2*t)) + 0.5 }),
			inverse:    always(func(p float64) float64 { return 2 * fmath.Asin(float64(2*p)-1) / math.Pi }),
			bounded:    true,
		},
	} {
		for _, name := range names {
			if name != "" {
				kernels[name] = &k
			}
		}
	}
}

func quarticDensity(t float64) float64 { return 15.0 / 16 * fmath.Pow(1-float64(t*t), 2) }

func quarticCumulative(t float64) float64 {
	return float64(3.0/16*fmath.Pow(t, 5)) - float64(5.0/8*fmath.Pow(t, 3)) + float64(15.0/16*t) + 0.5
}

func triweightDensity(t float64) float64 { return 35.0 / 32 * fmath.Pow(1-float64(t*t), 3) }

func triweightCumulative(t float64) float64 {
	minusSeventh, threeFifths := -1.0/7, 3.0/5
	s := float64(minusSeventh*fmath.Pow(t, 7)) + float64(threeFifths*fmath.Pow(t, 5)) - fmath.Pow(t, 3) + t
	return float64(35.0/32*s) + 0.5
}

// samples checks what both functions ask of their arguments.
func samples(data, h value) (n int, e exc) {
	if n, e = py.Len(data); e != nil {
		return 0, e
	}
	if n == 0 {
		return 0, fail("Empty data sequence")
	}
	first, e := py.GetItem(data, py.Int(0))
	if e != nil {
		return 0, e
	}
	if !py.IsInstance(first, py.IntType) && !py.IsInstance(first, py.FloatType) {
		return 0, py.Raisef(py.TypeErrorType, "Data sequence must contain ints or floats")
	}
	low, e := py.LeBool(h, py.Float(0))
	if e != nil {
		return 0, e
	}
	if low {
		text, e := py.ReprText(h)
		if e != nil {
			return 0, e
		}
		return 0, fail("Bandwidth h must be positive, not h=%s", text)
	}
	return n, nil
}

func kernelOf(name value) (*kernel, exc) {
	if s, ok := py.AsStr(name); ok && kernels[s.S] != nil {
		return kernels[s.S], nil
	}
	text, e := py.ReprText(name)
	if e != nil {
		return nil, e
	}
	return nil, fail("Unknown kernel name: %s", text)
}

// describe is the docstring of what kde and kde_random return.
func describe(what string, h, name value) (string, exc) {
	a, e := py.ReprText(h)
	if e != nil {
		return "", e
	}
	b, e := py.ReprText(name)
	return what + " with h=" + a + " and kernel=" + b, e
}

// An estimate is a function that kde returns.
type estimate struct {
	*kernel
	data, h    value
	n          int
	sorted     []value // the samples, where the kernel is bounded
	cumulative bool
}

// nearby returns the samples that x is in reach of and how many lie before them. The data may have
// got longer or shorter since the last time.
func (s *estimate) nearby(x value) (near []value, before int, e exc) {
	n, e := py.Len(s.data)
	if e != nil {
		return nil, 0, e
	}
	if !s.bounded {
		s.n = n
		near, e = py.ToSlice(s.data)
		return near, 0, e
	}
	if n != s.n || s.sorted == nil {
		s.sorted, s.n = nil, n
		if n > 0 {
			if s.sorted, e = sorted(s.data, ""); e != nil {
				return nil, 0, e
			}
		}
	}
	low, e := py.Sub(x, s.h)
	if e != nil {
		return nil, 0, e
	}
	high, e := py.Add(x, s.h)
	if e != nil {
		return nil, 0, e
	}
	var failed exc
	at := func(past func(v value) (bool, exc)) int {
		return sort.Search(len(s.sorted), func(i int) bool {
			yes, e := past(s.sorted[i])
			if e != nil && failed == nil {
				failed = e
			}
			return yes
		})
	}
	i := at(func(v value) (bool, exc) { less, e := py.LtBool(v, low); return !less, e })
	j := at(func(v value) (bool, exc) { return py.LtBool(high, v) })
	return s.sorted[i:max(i, j)], i, failed
}

func (s *estimate) at(x value) (value, exc) {
	near, before, e := s.nearby(x)
	if e != nil {
		return value{}, e
	}
	f, start, by := s.density, 0, s.h
	if s.cumulative {
		f, start, by = s.kernel.cumulative, before, py.Int(1)
	}
	terms := make([]value, len(near))
	for i, sample := range near {
		d, e := py.Sub(x, sample)
		if e == nil {
			d, e = py.TrueDiv(d, s.h)
		}
		if e != nil {
			return value{}, e
		}
		t, e := py.AsFloat(d)
		if e != nil {
			return value{}, e
		}
		y, e := f(t)
		if e != nil {
			return value{}, e
		}
		terms[i] = py.Float(y)
	}
	total, e := builtins.Sum(py.NewList(terms).Value(), py.IntOf(start))
	if e != nil {
		return value{}, e
	}
	if by, e = py.Mul(py.IntOf(s.n), by); e != nil {
		return value{}, e
	}
	return py.TrueDiv(total, by)
}

// kde implements kde(data, h, kernel='normal', *, cumulative=False).
func kde(data, h, name, cumulative value) (value, exc) {
	n, e := samples(data, h)
	if e != nil {
		return value{}, e
	}
	s := &estimate{data: data, h: h, n: n}
	if s.kernel, e = kernelOf(name); e != nil {
		return value{}, e
	}
	if s.bounded {
		if s.sorted, e = sorted(data, ""); e != nil {
			return value{}, e
		}
	}
	if s.cumulative, e = py.Truth(cumulative); e != nil {
		return value{}, e
	}
	fn, what := "pdf", "PDF estimate"
	if s.cumulative {
		fn, what = "cdf", "CDF estimate"
	}
	doc, e := describe(what, h, name)
	return pymod.NewFunction("statistics", "kde.<locals>", pymod.Func{Sig: fn + "(x)", Doc: doc, Impl: s.at}), e
}

// kdeRandom implements kde_random(data, h, kernel='normal', *, seed=None).
func kdeRandom(data, h, name, seed value) (value, exc) {
	if _, e := samples(data, h); e != nil {
		return value{}, e
	}
	if _, e := py.Hash(name); e != nil {
		return value{}, e
	}
	k, e := kernelOf(name)
	if e != nil {
		return value{}, e
	}
	module, e := py.ImportModule("random")
	if e != nil {
		return value{}, e
	}
	source, e := py.CallMethod1(module, py.Intern("Random"), seed)
	if e != nil {
		return value{}, e
	}
	doc, e := describe("Random KDE selection", h, name)
	return pymod.NewFunction("statistics", "kde_random.<locals>", pymod.Func{Sig: "rand()", Doc: doc, Impl: func() (value, exc) {
		sample, e := py.CallMethod1(source, py.Intern("choice"), data)
		if e != nil {
			return value{}, e
		}
		p, e := py.CallMethod0(source, py.Intern("random"))
		if e != nil {
			return value{}, e
		}
		x, e := k.inverse(p.Float())
		if e != nil {
			return value{}, e
		}
		d, e := py.Mul(h, py.Float(x))
		if e != nil {
			return value{}, e
		}
		return py.Add(sample, d)
	}}), e
}

func addDensity(m *py.Module) {
	pydef.Add(m,
		pydef.Method{Sig: "kde(data, h, kernel='normal', *, cumulative=False)", Impl: kde},
		pydef.Method{Sig: "kde_random(data, h, kernel='normal', *, seed=None)", Impl: kdeRandom},
	)
}
