package statistics

import (
	"math"

	"github.com/aio2go/aio2go/runtime/py"
	"github.com/aio2go/aio2go/runtime/pydef"
)

// This file implements NormalDist.

var (
	nameMu    = py.Intern("_mu")
	nameSigma = py.Intern("_sigma")
)

// m1 is a function of the module math of one number.
func m1(name string, x float64) float64 {
	v, e := callMath(name, py.Float(x))
	if e != nil {
		return math.NaN()
	}
	f, _ := py.AsFloat(v)
	return f
}

func params(self value) (mu, sigma float64, e exc) {
	for _, p := range []struct {
		name *py.Str
		dst  *float64
	}{{nameMu, &mu}, {nameSigma, &sigma}} {
		v, e := py.GetAttr(self, p.name)
		if e != nil {
			return 0, 0, e
		}
		if *p.dst, e = py.AsFloat(v); e != nil {
			return 0, 0, e
		}
	}
	return mu, sigma, nil
}

func polynomial(r float64, c ...float64) float64 {
	s := c[0]
	for _, k := range c[1:] {
		s = float64(s*r) + k
	}
	return s
}

// inverse is the inverse of the cumulative distribution: the rational approximations of
// M. J. Wichura, Algorithm AS 241, Applied Statistics 37 (1988).
func inverse(p, mu, sigma float64) float64 {
	q := p - 0.5
	if math.Abs(q) <= 0.425 {
		r := 0.180625 - float64(q*q)
		num := polynomial(r, 2.5090809287301226727e+3, 3.3430575583588128105e+4, 6.7265770927008700853e+4, 4.5921953931549871457e+4,
			1.3731693765509461125e+4, 1.9715909503065514427e+3, 1.3314166789178437745e+2, 3.3871328727963666080e+0) * q
		den := polynomial(r, 5.2264952788528545610e+3, 2.8729085735721942674e+4, 3.9307895800092710610e+4, 2.1213794301586595867e+4,
			5.3941960214247511077e+3, 6.8718700749205790830e+2, 4.2313330701600911252e+1, 1)
		return mu + float64(num/den*sigma)
	}
	r := p
	if q > 0 {
		r = 1 - p
	}
	r = math.Sqrt(-m1("log", r))
	var num, den float64
	if r <= 5 {
		r -= 1.6
		num = polynomial(r, 7.74545014278341407640e-4, 2.27238449892691845833e-2, 2.41780725177450611770e-1, 1.27045825245236838258e+0,
			3.64784832476320460504e+0, 5.76949722146069140550e+0, 4.63033784615654529590e+0, 1.42343711074968357734e+0)
		den = polynomial(r, 1.05075007164441684324e-9, 5.47593808499534494600e-4, 1.51986665636164571966e-2, 1.48103976427480074590e-1,
			6.89767334985100004550e-1, 1.67638483018380384940e+0, 2.05319162663775882187e+0, 1)
	} else {
		r -= 5
		num = polynomial(r, 2.01033439929228813265e-7, 2.71155556874348757815e-5, 1.24266094738807843860e-3, 2.65321895265761230930e-2,
			2.96560571828504891230e-1, 1.78482653991729133580e+0, 5.46378491116411436990e+0, 6.65790464350110377720e+0)
		den = polynomial(r, 2.04426310338993978564e-15, 1.42151175831644588870e-7, 1.84631831751005468180e-5, 7.86869131145613259100e-4,
			1.48753612908506148525e-2, 1.36929880922735805310e-1, 5.99832206555887937690e-1, 1)
	}
	x := num / den
	if q < 0 {
		x = -x
	}
	return mu + float64(x*sigma)
}

func cdf(x, mu, sigma float64) float64 {
	return 0.5 * m1("erfc", (mu-x)/float64(sigma*math.Sqrt2))
}

func addNormal(m *py.Module) exc {
	var cls value
	isNormal := func(v value) bool { return py.IsInstance(v, py.AsType(cls)) }
	number := func(v value) (float64, bool) {
		if v.IsInt() || v.Type().Has(py.FlagFloat) {
			f, e := py.AsFloat(v)
			return f, e == nil
		}
		return 0, false
	}
	create := func(mu, sigma float64) (value, exc) { return py.Call2(cls, py.Float(mu), py.Float(sigma)) }
	with := func(f func(mu, sigma float64) (value, exc)) any {
		return func(self value) (value, exc) {
			mu, sigma, e := params(self)
			if e != nil {
				return value{}, e
			}
			return f(mu, sigma)
		}
	}
	at := func(f func(x, mu, sigma float64) (value, exc)) any {
		return func(self, xv value) (value, exc) {
			mu, sigma, e := params(self)
			if e != nil {
				return value{}, e
			}
			x, e := py.AsFloat(xv)
			if e != nil {
				return value{}, e
			}
			return f(x, mu, sigma)
		}
	}
	property := func(name string, f func(mu, sigma float64) float64) pydef.Method {
		return pydef.Method{Sig: name + "(self)", Kind: pydef.Property, Impl: with(func(mu, sigma float64) (value, exc) { return py.Float(f(mu, sigma)), nil })}
	}
	middle := func(mu, _ float64) float64 { return mu }
	// operation with another distribution, or with a number
	binary := func(name string, dist, num func(mu, sigma, x, y float64) (float64, float64)) pydef.Method {
		return pydef.Method{Sig: name + "(x1, x2)", Impl: func(self, other value) (value, exc) {
			mu, sigma, e := params(self)
			if e != nil {
				return value{}, e
			}
			if isNormal(other) && dist != nil {
				x, y, e := params(other)
				if e != nil {
					return value{}, e
				}
				return create(dist(mu, sigma, x, y))
			}
			x, ok := number(other)
			if !ok && isNormal(other) {
				return value{}, py.Raisef(py.TypeErrorType, "must be real number, not %s", other.Type().Name)
			}
			if !ok {
				return py.NotImplemented, nil
			}
			return create(num(mu, sigma, x, 0))
		}}
	}
	hypot := func(a, b float64) float64 {
		v, e := callMath("hypot", py.Float(a), py.Float(b))
		if e != nil {
			return math.NaN()
		}
		return v.Float()
	}
	plus := binary("__add__", func(mu, s, x, y float64) (float64, float64) { return mu + x, hypot(s, y) }, func(mu, s, x, _ float64) (float64, float64) { return mu + x, s })
	times := binary("__mul__", nil, func(mu, s, x, _ float64) (float64, float64) { return mu * x, s * math.Abs(x) })
	radd, rmul := plus, times
	radd.Sig, rmul.Sig = "__radd__(x1, x2)", "__rmul__(x1, x2)"
	v, e := pydef.New(pydef.ClassSpec{
		Name: "NormalDist", Module: "statistics", Doc: "Normal distribution of a random variable",
		Attrs: []pydef.Attr{{Name: "__slots__", Value: py.TupleV(nameMu.Value(), nameSigma.Value())}},
		Methods: []pydef.Method{
			{Sig: "__init__(self, mu=0.0, sigma=1.0)", Impl: func(self, mu, sigma value) (value, exc) {
				neg, e := py.LtBool(sigma, py.Float(0))
				if e != nil {
					return value{}, e
				}
				if neg {
					return value{}, fail("sigma must be non-negative")
				}
				for _, p := range []struct {
					name *py.Str
					v    value
				}{{nameMu, mu}, {nameSigma, sigma}} {
					f, e := py.Call1(py.FloatType.Value(), p.v)
					if e == nil {
						e = py.SetAttr(self, p.name, f)
					}
					if e != nil {
						return value{}, e
					}
				}
				return py.None, nil
			}},
			{Sig: "from_samples(cls, data)", Kind: pydef.Class, Impl: func(class, data value) (value, exc) {
				items, e := py.ToSlice(data)
				if e != nil {
					return value{}, e
				}
				list := py.NewList(items).Value()
				mu, e := mean(list)
				if e != nil {
					return value{}, e
				}
				f, _ := m.Namespace().GetStr(py.Intern("stdev"))
				s, e := py.Call1(f, list)
				if e != nil {
					return value{}, e
				}
				return py.Call2(class, mu, s)
			}},
			{Sig: "samples(self, n, *, seed=None)", Impl: func(self, nv, seed value) (value, exc) {
				mu, sigma, e := params(self)
				if e != nil {
					return value{}, e
				}
				n, e := py.Ssize(nv)
				if e != nil {
					return value{}, e
				}
				random, e := py.ImportModule("random")
				if e != nil {
					return value{}, e
				}
				source := random
				if !seed.IsNone() {
					if source, e = py.CallMethod1(random, py.Intern("Random"), seed); e != nil {
						return value{}, e
					}
				}
				items := []value{}
				for range n {
					r, e := py.CallMethod0(source, py.Intern("random"))
					if e != nil {
						return value{}, e
					}
					items = append(items, py.Float(inverse(r.Float(), mu, sigma)))
				}
				return py.NewList(items).Value(), nil
			}},
			{Sig: "pdf(self, x)", Impl: at(func(x, mu, sigma float64) (value, exc) {
				variance := sigma * sigma
				if variance == 0 {
					return value{}, fail("pdf() not defined when sigma is zero")
				}
				d := x - mu
				return py.Float(m1("exp", float64(d*d)/float64(-2*variance)) / math.Sqrt(2*math.Pi*variance)), nil
			})},
			{Sig: "cdf(self, x)", Impl: at(func(x, mu, sigma float64) (value, exc) {
				if sigma == 0 {
					return value{}, fail("cdf() not defined when sigma is zero")
				}
				return py.Float(cdf(x, mu, sigma)), nil
			})},
			{Sig: "inv_cdf(self, p)", Impl: at(func(p, mu, sigma float64) (value, exc) {
				if p <= 0 || p >= 1 {
					return value{}, fail("p must be in the range 0.0 < p < 1.0")
				}
				return py.Float(inverse(p, mu, sigma)), nil
			})},
			{Sig: "quantiles(self, n=4)", Impl: func(self, nv value) (value, exc) {
				mu, sigma, e := params(self)
				if e != nil {
					return value{}, e
				}
				n, e := py.Ssize(nv)
				if e != nil {
					return value{}, e
				}
				items := []value{}
				for i := 1; i < n; i++ {
					items = append(items, py.Float(inverse(float64(i)/float64(n), mu, sigma)))
				}
				return py.NewList(items).Value(), nil
			}},
			{Sig: "overlap(self, other)", Impl: func(self, other value) (value, exc) {
				if !isNormal(other) {
					return value{}, py.Raisef(py.TypeErrorType, "Expected another NormalDist instance")
				}
				m1v, s1, e := params(self)
				if e != nil {
					return value{}, e
				}
				m2, s2, e := params(other)
				if e != nil {
					return value{}, e
				}
				if s2 < s1 || s2 == s1 && m2 < m1v {
					m1v, s1, m2, s2 = m2, s2, m1v, s1
				}
				v1, v2 := s1*s1, s2*s2
				if v1 == 0 || v2 == 0 {
					return value{}, fail("overlap() not defined when sigma is zero")
				}
				dv, dm := v2-v1, math.Abs(m2-m1v)
				if dv == 0 {
					return py.Float(m1("erfc", dm/float64(float64(2*s1)*math.Sqrt2))), nil
				}
				a := float64(m1v*v2) - float64(m2*v1)
				b := float64(s1*s2) * math.Sqrt(float64(dm*dm)+float64(dv*m1("log", v2/v1)))
				x1, x2 := (a+b)/dv, (a-b)/dv
				return py.Float(1 - (math.Abs(cdf(x1, m2, s2)-cdf(x1, m1v, s1)) + math.Abs(cdf(x2, m2, s2)-cdf(x2, m1v, s1)))), nil
			}},
			{Sig: "zscore(self, x)", Impl: at(func(x, mu, sigma float64) (value, exc) {
				if sigma == 0 {
					return value{}, fail("zscore() not defined when sigma is zero")
				}
				return py.Float((x - mu) / sigma), nil
			})},
			property("mean", middle), property("median", middle), property("mode", middle),
			property("stdev", func(_, s float64) float64 { return s }), property("variance", func(_, s float64) float64 { return s * s }),
			plus, radd, times, rmul,
			binary("__sub__", func(mu, s, x, y float64) (float64, float64) { return mu - x, hypot(s, y) }, func(mu, s, x, _ float64) (float64, float64) { return mu - x, s }),
			binary("__rsub__", nil, func(mu, s, x, _ float64) (float64, float64) { return x - mu, s }),
			binary("__truediv__", nil, func(mu, s, x, _ float64) (float64, float64) { return mu / x, s / math.Abs(x) }),
			{Sig: "__pos__(x1)", Impl: with(func(mu, s float64) (value, exc) { return create(mu, s) })},
			{Sig: "__neg__(x1)", Impl: with(func(mu, s float64) (value, exc) { return create(-mu, s) })},
			{Sig: "__eq__(x1, x2)", Impl: func(a, b value) (value, exc) {
				if !isNormal(b) {
					return py.NotImplemented, nil
				}
				x, y, e := params(a)
				if e != nil {
					return value{}, e
				}
				z, w, e := params(b)
				return py.Bool(x == z && y == w), e
			}},
			{Sig: "__hash__(self)", Impl: with(func(mu, s float64) (value, exc) {
				h, e := py.Hash(py.TupleV(py.Float(mu), py.Float(s)))
				return py.Int(h), e
			})},
			{Sig: "__repr__(self)", Impl: func(self value) (value, exc) {
				mu, s, e := params(self)
				return py.StrV(self.Type().Name + "(mu=" + py.FloatRepr(mu) + ", sigma=" + py.FloatRepr(s) + ")"), e
			}},
		},
	})
	if e == nil {
		cls = v
		m.Set("NormalDist", v)
	}
	return e
}
