package random

import (
	"math"

	"github.com/aio2go/aio2go/runtime/fmath"
	"github.com/aio2go/aio2go/runtime/py"
)

// This file implements the distributions, in the operations and the order of random.py.

var distributions = []py.Method{
	{Name: "uniform", Sig: "($self, a, b)", Impl: uniform, Doc: "Get a random number in the range [a, b) or [a, b] depending on rounding."},
	{Name: "triangular", Sig: "($self, low=0.0, high=1.0, mode=None)", Impl: triangular, Doc: "Triangular distribution."},
	two("normalvariate", "mu=0.0", "sigma=1.0", 0, 1, normal, "Normal distribution."),
	two("gauss", "mu=0.0", "sigma=1.0", 0, 1, gauss, "Gaussian distribution."),
	two("lognormvariate", "mu", "sigma", 0, 1, func(self py.Value, mu, sigma float64) (float64, *py.Exception) {
		x, exc := normal(self, mu, sigma)
		if exc != nil {
			return 0, exc
		}
		r := fmath.Exp(x)
		if math.IsInf(r, 1) && !math.IsInf(x, 1) {
			return 0, py.Raisef(py.OverflowErrorType, "math range error")
		}
		return r, nil
	}, "Log normal distribution."),
	{Name: "expovariate", Sig: "($self, lambd=1.0)", Impl: expovariate, Doc: "Exponential distribution."},
	two("vonmisesvariate", "mu", "kappa", 0, 0, vonMises, "Circular data distribution."),
	two("gammavariate", "alpha", "beta", 0, 0, gammaVariate, "Gamma distribution.  Not the gamma function!"),
	two("betavariate", "alpha", "beta", 0, 0, func(self py.Value, alpha, beta float64) (float64, *py.Exception) {
		y, exc := gammaVariate(self, alpha, 1)
		if exc != nil || y == 0 {
			return 0, exc
		}
		z, exc := gammaVariate(self, beta, 1)
		return y / (y + z), exc
	}, "Beta distribution."),
	{Name: "paretovariate", Sig: "($self, alpha)", Impl: pareto, Doc: "Pareto distribution.  alpha is the shape parameter."},
	two("weibullvariate", "alpha", "beta", 0, 0, func(self py.Value, alpha, beta float64) (float64, *py.Exception) {
		r, exc := random(self)
		if exc != nil {
			return 0, exc
		}
		return alpha * fmath.Pow(-fmath.Log(1-r), 1/beta), nil
	}, "Weibull distribution."),
	{Name: "binomialvariate", Sig: "($self, n=1, p=0.5)", Impl: binomialMethod, Doc: "Binomial random variable."},
}

// two makes the method of a distribution with two parameters.
func two(name, a, b string, defA, defB float64, f func(self py.Value, a, b float64) (float64, *py.Exception), doc string) py.Method {
	return py.Method{Name: name, Sig: "($self, " + a + ", " + b + ")", Doc: doc, Impl: func(self, x, y py.Value) (py.Value, *py.Exception) {
		u, exc := floatArg(x, defA)
		if exc != nil {
			return py.Value{}, exc
		}
		v, exc := floatArg(y, defB)
		if exc != nil {
			return py.Value{}, exc
		}
		r, exc := f(self, u, v)
		if exc != nil {
			return py.Value{}, exc
		}
		return py.Float(r), nil
	}}
}

func floatArg(v py.Value, def float64) (float64, *py.Exception) {
	if v.IsUnbound() {
		return def, nil
	}
	return py.AsFloat(v)
}

// uniform is a + (b-a) * random() in Python's arithmetic, for numbers of any kind.
func uniform(self, a, b py.Value) (py.Value, *py.Exception) {
	d, exc := py.Sub(b, a)
	if exc != nil {
		return py.Value{}, exc
	}
	r, exc := random(self)
	if exc != nil {
		return py.Value{}, exc
	}
	if d, exc = py.Mul(d, py.Float(r)); exc != nil {
		return py.Value{}, exc
	}
	return py.Add(a, d)
}

func triangular(self py.Value, args []py.Value) (py.Value, *py.Exception) {
	low, exc := floatArg(args[0], 0)
	if exc != nil {
		return py.Value{}, exc
	}
	high, exc := floatArg(args[1], 1)
	if exc != nil {
		return py.Value{}, exc
	}
	u, exc := random(self)
	if exc != nil {
		return py.Value{}, exc
	}
	c := 0.5
	if given(args[2]) {
		mode, exc := py.AsFloat(args[2])
		if exc != nil {
			return py.Value{}, exc
		}
		if high == low {
			return args[0], nil
		}
		c = (mode - low) / (high - low)
	}
	if u > c {
		u, c = 1-u, 1-c
		low, high = high, low
	}
	return py.Float(low + float64((high-low)*math.Sqrt(u*c))), nil
}

func normal(self py.Value, mu, sigma float64) (float64, *py.Exception) {
	for {
		u1, exc := random(self)
		if exc != nil {
			return 0, exc
		}
		r, exc := random(self)
		if exc != nil {
			return 0, exc
		}
		u2 := 1 - r
		z := nvMagic * (u1 - 0.5) / u2
		if z*z/4 <= -fmath.Log(u2) {
			return mu + float64(z*sigma), nil
		}
	}
}

func gauss(self py.Value, mu, sigma float64) (float64, *py.Exception) {
	o := obj(self)
	if next := o.gauss; given(next) {
		o.gauss = py.Value{}
		z, exc := py.AsFloat(next)
		return mu + float64(z*sigma), exc
	}
	r, exc := random(self)
	if exc != nil {
		return 0, exc
	}
	x := r * twoPi
	if r, exc = random(self); exc != nil {
		return 0, exc
	}
	g := math.Sqrt(-2 * fmath.Log(1-r))
	z := fmath.Cos(x) * g
	o.gauss = py.Float(fmath.Sin(x) * g)
	return mu + float64(z*sigma), nil
}

func expovariate(self, lambd py.Value) (py.Value, *py.Exception) {
	l, exc := floatArg(lambd, 1)
	if exc != nil {
		return py.Value{}, exc
	}
	r, exc := random(self)
	if exc != nil {
		return py.Value{}, exc
	}
	return py.TrueDiv(py.Float(-fmath.Log(1-r)), py.Float(l))
}

func vonMises(self py.Value, mu, kappa float64) (float64, *py.Exception) {
	if kappa <= 1e-6 {
		r, exc := random(self)
		return twoPi * r, exc
	}
	s := 0.5 / kappa
	r := s + math.Sqrt(1+float64(s*s))
	var z float64
	for {
		u1, exc := random(self)
		if exc != nil {
			return 0, exc
		}
		z = fmath.Cos(math.Pi * u1)
		d := z / (r + z)
		u2, exc := random(self)
		if exc != nil {
			return 0, exc
		}
		if u2 < 1-float64(d*d) || u2 <= (1-d)*fmath.Exp(d) {
			break
		}
	}
	q := 1 / r
	f := (q + z) / (1 + float64(q*z))
	u3, exc := random(self)
	if exc != nil {
		return 0, exc
	}
	theta := mu - fmath.Acos(f)
	if u3 > 0.5 {
		theta = mu + fmath.Acos(f)
	}
	v, exc := py.Mod(py.Float(theta), py.Float(twoPi))
	if exc != nil {
		return 0, exc
	}
	return v.Float(), nil
}

func gammaVariate(self py.Value, alpha, beta float64) (float64, *py.Exception) {
	if alpha <= 0 || beta <= 0 {
		return 0, py.Raisef(py.ValueErrorType, "gammavariate: alpha and beta must be > 0.0")
	}
	if alpha == 1 {
		r, exc := random(self)
		return -fmath.Log(1-r) * beta, exc
	}
	if alpha < 1 {
		return gammaSmall(self, alpha, beta)
	}
	ainv := math.Sqrt(2*alpha - 1)
	bbb, ccc := alpha-log4, alpha+ainv
	for {
		u1, exc := random(self)
		if exc != nil {
			return 0, exc
		}
		if !(1e-7 < u1 && u1 < 0.9999999) {
			continue
		}
		u2, exc := random(self)
		if exc != nil {
			return 0, exc
		}
		u2 = 1 - u2
		v := fmath.Log(u1/(1-u1)) / ainv
		x := alpha * fmath.Exp(v)
		z := u1 * u1 * u2
		r := bbb + float64(ccc*v) - x
		if r+sgMagic-float64(4.5*z) >= 0 || r >= fmath.Log(z) {
			return x * beta, nil
		}
	}
}

func gammaSmall(self py.Value, alpha, beta float64) (float64, *py.Exception) {
	for {
		u, exc := random(self)
		if exc != nil {
			return 0, exc
		}
		b := (math.E + alpha) / math.E
		p := b * u
		var x float64
		if p <= 1 {
			x = fmath.Pow(p, 1/alpha)
		} else {
			x = -fmath.Log((b - p) / alpha)
		}
		u1, exc := random(self)
		if exc != nil {
			return 0, exc
		}
		if p > 1 {
			if u1 <= fmath.Pow(x, alpha-1) {
				return x * beta, nil
			}
		} else if u1 <= fmath.Exp(-x) {
			return x * beta, nil
		}
	}
}

func pareto(self, alpha py.Value) (py.Value, *py.Exception) {
	r, exc := random(self)
	if exc != nil {
		return py.Value{}, exc
	}
	e, exc := py.TrueDiv(py.Float(-1), alpha)
	if exc != nil {
		return py.Value{}, exc
	}
	return py.Pow(py.Float(1-r), e)
}

func binomialMethod(self, nv, pv py.Value) (py.Value, *py.Exception) {
	n := 1
	var exc *py.Exception
	if !nv.IsUnbound() {
		if n, exc = py.Ssize(nv); exc != nil {
			return py.Value{}, exc
		}
	}
	p, exc := floatArg(pv, 0.5)
	if exc != nil {
		return py.Value{}, exc
	}
	r, exc := binomial(self, n, p)
	if exc != nil {
		return py.Value{}, exc
	}
	return py.Int(int64(r)), nil
}

func binomial(self py.Value, n int, p float64) (int, *py.Exception) {
	if n < 0 {
		return 0, py.Raisef(py.ValueErrorType, "n must be non-negative")
	}
	switch {
	case p == 0:
		return 0, nil
	case p == 1:
		return n, nil
	case p < 0 || p > 1:
		return 0, py.Raisef(py.ValueErrorType, "p must be in the range 0.0 <= p <= 1.0")
	case n == 1:
		r, exc := random(self)
		if r < p {
			return 1, exc
		}
		return 0, exc
	case p > 0.5:
		r, exc := binomial(self, n, 1-p)
		return n - r, exc
	case float64(n)*p < 10:
		return geometric(self, n, p)
	}
	return transformed(self, float64(n), p)
}

// geometric counts successes by the geometric distribution of the gaps between them.
func geometric(self py.Value, n int, p float64) (int, *py.Exception) {
	c := fmath.Log2(1 - p)
	if c == 0 {
		return 0, nil
	}
	x, y := 0, 0.0
	for {
		r, exc := random(self)
		if exc != nil {
			return 0, exc
		}
		y += math.Floor(fmath.Log2(r)/c) + 1
		if y > float64(n) {
			return x, nil
		}
		x++
	}
}

// transformed is Hörmann's transformed rejection method BTRS.
func transformed(self py.Value, n, p float64) (int, *py.Exception) {
	spq := math.Sqrt(n * p * (1 - p))
	b := 1.15 + float64(2.53*spq)
	a := -0.0873 + float64(0.0248*b) + float64(0.01*p)
	c := float64(n*p) + 0.5
	vr := 0.92 - 4.2/b
	alpha := (2.83 + 5.1/b) * spq
	lpq := fmath.Log(p / (1 - p))
	m := math.Floor((n + 1) * p)
	h := fmath.Lgamma(m+1) + fmath.Lgamma(n-m+1)
	for {
		u, exc := random(self)
		if exc != nil {
			return 0, exc
		}
		u -= 0.5
		us := 0.5 - math.Abs(u)
		k := math.Floor(float64((2*a/us+b)*u) + c)
		if k < 0 || k > n {
			continue
		}
		v, exc := random(self)
		if exc != nil {
			return 0, exc
		}
		if us >= 0.07 && v <= vr {
			return int(k), nil
		}
		v *= alpha / (a/(us*us) + b)
		if fmath.Log(v) <= h-fmath.Lgamma(k+1)-fmath.Lgamma(n-k+1)+float64((k-m)*lpq) {
			return int(k), nil
		}
	}
}
