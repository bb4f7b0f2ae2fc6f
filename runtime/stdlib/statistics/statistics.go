// Package statistics implements the module statistics (Python library reference,
// statistics: Mathematical statistics functions). Sums are exact, as CPython's are: every
// number is a ratio of ints until the end.
package statistics

import (
	"math"
	"math/big"
	"strings"

	"github.com/aio2go/aio2go/runtime/py"
	"github.com/aio2go/aio2go/runtime/pydef"
	"github.com/aio2go/aio2go/runtime/stdlib/fractions"
	_ "github.com/aio2go/aio2go/runtime/stdlib/random" // NormalDist.samples
)

type (
	value = py.Value
	exc   = *py.Exception
)

var spec = py.ModuleSpec{
	Name: "statistics",
	Doc:  "\nBasic statistics module.\n",
	Init: initModule,
}

func init() { py.RegisterModule(&spec) }

var errorClass *py.Type

func fail(format string, args ...any) exc { return py.Raisef(errorClass, format, args...) }

func initModule(m *py.Module) exc {
	var e exc
	if errorClass, e = pydef.ExceptionClass("statistics", "StatisticsError", "", py.ValueErrorType); e != nil {
		return e
	}
	m.Set("StatisticsError", errorClass.Value())
	pydef.Add(m,
		pydef.Method{Sig: "mean(data)", Impl: mean},
		pydef.Method{Sig: "fmean(data, weights=None)", Impl: fmean},
		pydef.Method{Sig: "geometric_mean(data)", Impl: geometricMean},
		pydef.Method{Sig: "harmonic_mean(data, weights=None)", Impl: harmonicMean},
		pydef.Method{Sig: "median(data)", Impl: median},
		pydef.Method{Sig: "median_low(data)", Impl: func(data value) (value, exc) {
			s, e := sorted(data, "no median for empty data")
			if e != nil {
				return value{}, e
			}
			return s[(len(s)-1)/2], nil
		}},
		pydef.Method{Sig: "median_high(data)", Impl: func(data value) (value, exc) {
			s, e := sorted(data, "no median for empty data")
			if e != nil {
				return value{}, e
			}
			return s[len(s)/2], nil
		}},
		pydef.Method{Sig: "median_grouped(data, interval=1.0)", Impl: medianGrouped},
		pydef.Method{Sig: "mode(data)", Impl: func(data value) (value, exc) {
			keys, counts, e := count(data)
			if e != nil {
				return value{}, e
			}
			if len(keys) == 0 {
				return value{}, fail("no mode for empty data")
			}
			best := 0
			for i, n := range counts {
				if n > counts[best] {
					best = i
				}
			}
			return keys[best], nil
		}},
		pydef.Method{Sig: "multimode(data)", Impl: func(data value) (value, exc) {
			keys, counts, e := count(data)
			if e != nil {
				return value{}, e
			}
			most := 0
			for _, n := range counts {
				most = max(most, n)
			}
			items := []value{}
			for i, n := range counts {
				if n == most {
					items = append(items, keys[i])
				}
			}
			return py.NewList(items).Value(), nil
		}},
		pydef.Method{Sig: "quantiles(data, *, n=4, method='exclusive')", Impl: quantiles},
		spread("variance(data, xbar=None)", "variance requires at least two data points", 1, false),
		spread("pvariance(data, mu=None)", "pvariance requires at least one data point", 0, false),
		spread("stdev(data, xbar=None)", "stdev requires at least two data points", 1, true),
		spread("pstdev(data, mu=None)", "pstdev requires at least one data point", 0, true),
	)
	if e := addRelations(m); e != nil {
		return e
	}
	if e := addNormal(m); e != nil {
		return e
	}
	addDensity(m)
	var all []value
	for _, n := range strings.Fields("NormalDist StatisticsError correlation covariance fmean geometric_mean harmonic_mean kde kde_random linear_regression mean median median_grouped median_high median_low " +
		"mode multimode pstdev pvariance quantiles stdev variance") {
		all = append(all, py.StrV(n))
	}
	m.Set("__all__", py.NewList(all).Value())
	return nil
}

// sum is an exact sum: of what is finite, and beside it of what is not.
type sum struct {
	t       *py.Type // of the result
	total   *big.Rat
	special value // the sum of NaNs and infinities; unbound without any
	n       int
}

var nameRatio = py.Intern("as_integer_ratio")

// exact returns a number as a ratio; ok is false for a NaN or infinity.
func exact(v value) (r *big.Rat, ok bool, e exc) {
	if v.IsFloat() {
		r = new(big.Rat).SetFloat64(v.Float())
		return r, r != nil, nil
	}
	if v.IsInt() {
		return new(big.Rat).SetInt(py.BigOf(v)), true, nil
	}
	f, found, e := py.LookupAttr(v, nameRatio)
	if e != nil {
		return nil, false, e
	}
	if !found {
		return nil, false, py.Raisef(py.TypeErrorType, "can't convert type '%s' to numerator/denominator", v.Type().Name)
	}
	p, e := py.Call0(f)
	if e != nil {
		if e.Is(py.OverflowErrorType) || e.Is(py.ValueErrorType) {
			return nil, false, nil
		}
		return nil, false, e
	}
	n, d, e := py.Unpack2(p)
	if e != nil {
		return nil, false, e
	}
	return new(big.Rat).SetFrac(py.BigOf(n), py.BigOf(d)), true, nil
}

// coerce is the type of a result from numbers of two types.
func coerce(a, b *py.Type) (*py.Type, exc) {
	isInt := func(t *py.Type) bool { return t == py.IntType }
	fraction := func(t *py.Type) bool { return t.Module == "fractions" && t.Name == "Fraction" }
	switch {
	case a == b, isInt(b), b == py.BoolType:
		return a, nil
	case isInt(a):
		return b, nil
	case b.IsSubclass(a):
		return b, nil
	case a.IsSubclass(b):
		return a, nil
	case a.IsSubclass(py.IntType):
		return b, nil
	case b.IsSubclass(py.IntType):
		return a, nil
	case fraction(a) && b.IsSubclass(py.FloatType):
		return b, nil
	case a.IsSubclass(py.FloatType) && fraction(b):
		return a, nil
	}
	return nil, py.Raisef(py.TypeErrorType, "don't know how to coerce %s and %s", a.Name, b.Name)
}

// typeOf is the type that counts for a number: int for bool.
func typeOf(v value) *py.Type {
	if t := v.Type(); t != py.BoolType {
		return t
	}
	return py.IntType
}

// add adds f of a number to the sum.
func (s *sum) add(v value, f func(r *big.Rat) *big.Rat) exc {
	if s.t == nil {
		s.t, s.total = py.IntType, new(big.Rat)
	}
	s.n++
	t, e := coerce(s.t, typeOf(v))
	if e != nil {
		return e
	}
	s.t = t
	r, ok, e := exact(v)
	if e != nil {
		return e
	}
	if !ok {
		if s.special.IsUnbound() {
			s.special = v
			return nil
		}
		s.special, e = py.Add(s.special, v)
		return e
	}
	if f != nil {
		r = f(r)
	}
	s.total.Add(s.total, r)
	return nil
}

func sumOf(data value) (*sum, exc) {
	s := &sum{t: py.IntType, total: new(big.Rat)}
	return s, py.Each(data, func(x value) exc { return s.add(x, nil) })
}

// result turns a ratio into a number of type t.
func result(r *big.Rat, t *py.Type) (value, exc) {
	n, d := py.IntBig(new(big.Int).Set(r.Num())), py.IntBig(new(big.Int).Set(r.Denom()))
	if t.IsSubclass(py.IntType) {
		if r.IsInt() && t == py.IntType {
			return n, nil
		}
		t = py.FloatType
	}
	switch {
	case t == py.FloatType:
		return py.TrueDiv(n, d)
	case t.Module == "fractions" && t.Name == "Fraction":
		return fractions.New(r.Num(), r.Denom()), nil
	case t.IsSubclass(py.FloatType):
		f, e := py.TrueDiv(n, d)
		if e != nil {
			return value{}, e
		}
		return py.Call1(t.Value(), f)
	}
	// a Decimal, or what else can be made of an int and divided
	a, e := py.Call1(t.Value(), n)
	if e != nil {
		return value{}, e
	}
	b, e := py.Call1(t.Value(), d)
	if e != nil {
		return value{}, e
	}
	return py.TrueDiv(a, b)
}

func ratInt(n int) *big.Rat { return new(big.Rat).SetInt64(int64(n)) }

// mean is s divided by its count.
func (s *sum) mean() (value, exc) {
	if !s.special.IsUnbound() {
		return s.special, nil
	}
	return result(new(big.Rat).Quo(s.total, ratInt(s.n)), s.t)
}

func mean(data value) (value, exc) {
	s, e := sumOf(data)
	if e != nil {
		return value{}, e
	}
	if s.n < 1 {
		return value{}, fail("mean requires at least one data point")
	}
	return s.mean()
}

// floats converts all numbers.
func floats(data value) ([]float64, exc) {
	var out []float64
	e := py.Each(data, func(x value) exc {
		f, e := py.AsFloat(x)
		out = append(out, f)
		return e
	})
	return out, e
}

// callMath calls a function of the module math, whose sums are exact.
func callMath(name string, args ...value) (value, exc) {
	m, e := py.ImportModule("math")
	if e != nil {
		return value{}, e
	}
	return py.CallMethodN(m, py.Intern(name), args)
}

func floatList(fs []float64) value {
	items := make([]value, len(fs))
	for i, f := range fs {
		items[i] = py.Float(f)
	}
	return py.NewList(items).Value()
}

func fmean(data, weights value) (value, exc) {
	items, e := py.ToSlice(data)
	if e != nil {
		return value{}, e
	}
	list := py.NewList(items).Value()
	if weights.IsNone() {
		total, e := callMath("fsum", list)
		if e != nil {
			return value{}, e
		}
		if len(items) == 0 {
			return value{}, fail("fmean requires at least one data point")
		}
		return py.TrueDiv(total, py.IntOf(len(items)))
	}
	w, e := py.ToSlice(weights)
	if e != nil {
		return value{}, e
	}
	if len(w) != len(items) {
		return value{}, fail("data and weights must be the same length")
	}
	wl := py.NewList(w).Value()
	num, e := callMath("sumprod", list, wl)
	if e != nil {
		return value{}, e
	}
	den, e := callMath("fsum", wl)
	if e != nil {
		return value{}, e
	}
	if t, e := py.Truth(den); e != nil {
		return value{}, e
	} else if !t {
		return value{}, fail("sum of weights must be non-zero")
	}
	return py.TrueDiv(num, den)
}

func geometricMean(data value) (value, exc) {
	var logs []value
	zero := false
	n := 0
	e := py.Each(data, func(x value) exc {
		n++
		pos, e := py.GtBool(x, py.Float(0))
		if e != nil {
			return e
		}
		isNaN, e := py.NeBool(x, x)
		if e != nil {
			return e
		}
		if pos || isNaN {
			l, e := callMath("log", x)
			logs = append(logs, l)
			return e
		}
		if isZero, e := py.EqBool(x, py.Float(0)); e != nil {
			return e
		} else if isZero {
			zero = true
			return nil
		}
		return py.RaiseArgs(errorClass, py.StrV("No negative inputs allowed"), x)
	})
	if e != nil {
		return value{}, e
	}
	if n == 0 {
		return value{}, fail("Must have a non-empty dataset")
	}
	total, e := callMath("fsum", py.NewList(logs).Value())
	if e != nil {
		return value{}, e
	}
	f := total.Float()
	switch {
	case math.IsNaN(f):
		return py.Float(math.NaN()), nil
	case zero:
		if math.IsInf(f, 0) {
			return py.Float(math.NaN()), nil
		}
		return py.Float(0), nil
	}
	return callMath("exp", py.Float(f/float64(n)))
}

func harmonicMean(data, weights value) (value, exc) {
	items, e := py.ToSlice(data)
	if e != nil {
		return value{}, e
	}
	const negative = "harmonic mean does not support negative values"
	if len(items) == 0 {
		return value{}, fail("harmonic_mean requires at least one data point")
	}
	if len(items) == 1 && weights.IsNone() {
		x := items[0]
		if !isNumber(x) {
			return value{}, py.Raisef(py.TypeErrorType, "unsupported type")
		}
		if neg, e := py.LtBool(x, py.Int(0)); e != nil || neg {
			if e == nil {
				e = fail(negative)
			}
			return value{}, e
		}
		return x, nil
	}
	w := make([]value, len(items))
	total := &sum{t: py.IntType, total: ratInt(len(items))}
	if weights.IsNone() {
		for i := range w {
			w[i] = py.Int(1)
		}
	} else {
		if w, e = py.ToSlice(weights); e != nil {
			return value{}, e
		}
		if len(w) != len(items) {
			return value{}, fail("Number of weights does not match data size")
		}
		total = &sum{t: py.IntType, total: new(big.Rat)}
		for _, x := range w {
			if neg, e := py.LtBool(x, py.Int(0)); e != nil || neg {
				if e == nil {
					e = fail(negative)
				}
				return value{}, e
			}
			if e := total.add(x, nil); e != nil {
				return value{}, e
			}
		}
	}
	s := &sum{t: py.IntType, total: new(big.Rat)}
	for i, x := range items {
		if neg, e := py.LtBool(x, py.Int(0)); e != nil || neg {
			if e == nil {
				e = fail(negative)
			}
			return value{}, e
		}
		if zero, e := py.EqBool(x, py.Int(0)); e != nil || zero {
			return py.Int(0), e
		}
		q, e := py.TrueDiv(w[i], x)
		if w[i] == py.Int(0) {
			q, e = py.Int(0), nil
		}
		if e != nil {
			return value{}, e
		}
		if e := s.add(q, nil); e != nil {
			return value{}, e
		}
	}
	if !s.special.IsUnbound() {
		return py.TrueDiv(py.Float(1), s.special)
	}
	if s.total.Sign() <= 0 {
		return value{}, fail("Weighted sum must be positive")
	}
	t, e := coerce(s.t, total.t)
	if e != nil {
		return value{}, e
	}
	return result(new(big.Rat).Quo(total.total, s.total), t)
}

func isNumber(v value) bool {
	_, found, e := py.LookupAttr(v, nameRatio)
	return e == nil && found || v.IsInt() || v.Type().Has(py.FlagFloat)
}

// sorted returns the data in order, and the error msg where there is none.
func sorted(data value, msg string) ([]value, exc) {
	items, e := py.ToSlice(data)
	if e != nil {
		return nil, e
	}
	items = append([]value(nil), items...)
	if e := py.SortItems(items, value{}, false); e != nil {
		return nil, e
	}
	if len(items) == 0 {
		return nil, fail("%s", msg)
	}
	return items, nil
}

func median(data value) (value, exc) {
	s, e := sorted(data, "no median for empty data")
	if e != nil {
		return value{}, e
	}
	n := len(s)
	if n%2 == 1 {
		return s[n/2], nil
	}
	t, e := py.Add(s[n/2-1], s[n/2])
	if e != nil {
		return value{}, e
	}
	return py.TrueDiv(t, py.Int(2))
}

func medianGrouped(data, interval value) (value, exc) {
	s, e := sorted(data, "no median for empty data")
	if e != nil {
		return value{}, e
	}
	n := len(s)
	x := s[n/2]
	lo, hi := -1, 0
	for i, v := range s {
		eq, e := py.EqBool(v, x)
		if e != nil {
			return value{}, e
		}
		if eq {
			if lo < 0 {
				lo = i
			}
			hi = i + 1
		}
	}
	w, e := py.AsFloat(interval)
	f, e2 := py.AsFloat(x)
	if e != nil || e2 != nil {
		return value{}, py.Raisef(py.TypeErrorType, "Value cannot be converted to a float")
	}
	return py.Float(f - w/2 + w*(float64(n)/2-float64(lo))/float64(hi-lo)), nil
}

// count returns the distinct values in order, and how often each is there.
func count(data value) ([]value, []int, exc) {
	index := py.NewDict()
	var counts []int
	e := py.Each(data, func(x value) exc {
		i, ok, e := index.Get(x)
		if e != nil {
			return e
		}
		if ok {
			counts[i.SmallInt()]++
			return nil
		}
		counts = append(counts, 1)
		return index.Set(x, py.IntOf(len(counts)-1))
	})
	return index.Keys(), counts, e
}

func quantiles(data, n, method value) (value, exc) {
	k, e := py.Ssize(n)
	if e != nil {
		return value{}, e
	}
	if k < 1 {
		return value{}, fail("n must be at least 1")
	}
	s, e := sorted(data, "must have at least one data point")
	if e != nil {
		return value{}, e
	}
	items := []value{}
	if len(s) == 1 {
		for range k - 1 {
			items = append(items, s[0])
		}
		return py.NewList(items).Value(), nil
	}
	name, ok := py.AsStr(method)
	if !ok || name.S != "inclusive" && name.S != "exclusive" {
		r, e := py.ReprText(method)
		if e != nil {
			return value{}, e
		}
		return value{}, py.Raisef(py.ValueErrorType, "Unknown method: %s", r)
	}
	for i := 1; i < k; i++ {
		var j, delta int
		if name.S == "inclusive" {
			m := len(s) - 1
			j, delta = i*m/k, i*m%k
		} else {
			m := len(s) + 1
			j = min(max(i*m/k, 1), len(s)-1)
			delta = i*m - j*k
			j--
		}
		// (s[j] * (k - delta) + s[j+1] * delta) / k
		a, e := py.Mul(s[j], py.IntOf(k-delta))
		if e != nil {
			return value{}, e
		}
		b, e := py.Mul(s[j+1], py.IntOf(delta))
		if e != nil {
			return value{}, e
		}
		if a, e = py.Add(a, b); e != nil {
			return value{}, e
		}
		if a, e = py.TrueDiv(a, py.IntOf(k)); e != nil {
			return value{}, e
		}
		items = append(items, a)
	}
	return py.NewList(items).Value(), nil
}

// spread makes variance and its like: less is 1 for samples.
func spread(sig, tooFew string, less int, root bool) pydef.Method {
	return pydef.Method{Sig: sig, Impl: func(data, center value) (value, exc) {
		items, e := py.ToSlice(data)
		if e != nil {
			return value{}, e
		}
		ss, t, special, e := squares(items, center)
		if e != nil {
			return value{}, e
		}
		if len(items) <= less {
			return value{}, fail("%s", tooFew)
		}
		if !special.IsUnbound() {
			if root { // sic
				_, e := py.GetAttr(special, py.Intern("numerator"))
				if e != nil {
					return value{}, e
				}
				return callMath("sqrt", special)
			}
			return special, nil
		}
		v := new(big.Rat).Quo(ss, ratInt(len(items)-less))
		if !root {
			return result(v, t)
		}
		if t.Name == "Decimal" && t.Module == "decimal" {
			d, e := result(v, t)
			if e != nil {
				return value{}, e
			}
			return py.CallMethod0(d, py.Intern("sqrt"))
		}
		return py.Float(sqrtRat(v)), nil
	}}
}

// squares is the sum of the squares of the distances from the mean, or from center.
func squares(items []value, center value) (*big.Rat, *py.Type, value, exc) {
	total := &sum{t: py.IntType, total: new(big.Rat)}
	sq := new(big.Rat)
	var mid *big.Rat
	if !center.IsNone() {
		r, ok, e := exact(center)
		if e != nil {
			return nil, nil, value{}, e
		}
		if !ok {
			return nil, nil, center, nil
		}
		mid = r
	}
	for _, x := range items {
		e := total.add(x, func(r *big.Rat) *big.Rat {
			if mid != nil {
				r = new(big.Rat).Sub(r, mid)
			}
			sq.Add(sq, new(big.Rat).Mul(r, r))
			return r
		})
		if e != nil {
			return nil, nil, value{}, e
		}
	}
	if !total.special.IsUnbound() {
		d, e := py.Sub(total.special, total.special)
		return sq, total.t, d, e
	}
	if mid == nil && len(items) > 0 {
		c := new(big.Rat).Mul(total.total, total.total)
		sq.Sub(sq, c.Quo(c, ratInt(len(items))))
	}
	return sq, total.t, value{}, nil
}

// sqrtRat is the square root of a ratio, correctly rounded.
func sqrtRat(r *big.Rat) float64 {
	if r.Sign() == 0 {
		return 0
	}
	// n/d scaled by 4**k so that the root has well over 53 bits, odd where it is not exact
	n, d := r.Num(), r.Denom()
	shift := (128 - (n.BitLen() - d.BitLen())) / 2
	a, b := new(big.Int).Set(n), new(big.Int).Set(d)
	if shift >= 0 {
		a.Lsh(a, uint(2*shift))
	} else {
		b.Lsh(b, uint(-2*shift))
	}
	q, rem := new(big.Int).QuoRem(a, b, new(big.Int))
	root := new(big.Int).Sqrt(q)
	if rem.Sign() != 0 || new(big.Int).Mul(root, root).Cmp(q) != 0 {
		root.SetBit(root, 0, 1)
	}
	f := new(big.Float).SetInt(root)
	f.SetMantExp(f, -shift)
	x, _ := f.Float64()
	return x
}
