// Package math is Python's module math (library reference, math).
//
// What goes in are numbers as py.Values, what comes out are floats and ints, with the
// exceptions of CPython 3.13. The elementary functions are those of runtime/fmath.
package math

import (
	"math"
	"math/big"

	"github.com/aio2go/aio2go/runtime/fmath"
	"github.com/aio2go/aio2go/runtime/py"
)

func init() {
	py.RegisterModule(&py.ModuleSpec{
		Name: "math",
		Doc:  "This module provides access to the mathematical functions\ndefined by the C standard.",
		Functions: []py.Method{
			unary("acos", fmath.Acos, false, "Return the arc cosine (measured in radians) of x."),
			unary("acosh", fmath.Acosh, false, "Return the inverse hyperbolic cosine of x."),
			unary("asin", fmath.Asin, false, "Return the arc sine (measured in radians) of x."),
			unary("asinh", fmath.Asinh, false, "Return the inverse hyperbolic sine of x."),
			unary("atan", fmath.Atan, false, "Return the arc tangent (measured in radians) of x."),
			binary("atan2", fmath.Atan2, "Return the arc tangent (measured in radians) of y/x."),
			unary("atanh", fmath.Atanh, false, "Return the inverse hyperbolic tangent of x."),
			unary("cbrt", fmath.Cbrt, false, "Return the cube root of x."),
			{Name: "ceil", Sig: "(x, /)", Impl: rounding("__ceil__", math.Ceil), Doc: "Return the ceiling of x as an Integral."},
			{Name: "comb", Sig: "(n, k, /)", Impl: comb, Doc: "Number of ways to choose k items from n items without repetition and without order."},
			binary("copysign", math.Copysign, "Return a float with the magnitude (absolute value) of x but the sign of y."),
			unary("cos", fmath.Cos, false, "Return the cosine of x (measured in radians)."),
			unary("cosh", fmath.Cosh, true, "Return the hyperbolic cosine of x."),
			scaled("degrees", 180/math.Pi, "Convert angle x from radians to degrees."),
			{Name: "dist", Sig: "(p, q, /)", Impl: dist, Doc: "Return the Euclidean distance between two points p and q."},
			unary("erf", math.Erf, false, "Error function at x."),
			unary("erfc", math.Erfc, false, "Complementary error function at x."),
			unary("exp", fmath.Exp, true, "Return e raised to the power of x."),
			unary("exp2", fmath.Exp2, true, "Return 2 raised to the power of x."),
			unary("expm1", fmath.Expm1, true, "Return exp(x)-1."),
			unary("fabs", math.Abs, false, "Return the absolute value of the float x."),
			{Name: "factorial", Sig: "(n, /)", Impl: factorial, Doc: "Find n!."},
			{Name: "floor", Sig: "(x, /)", Impl: rounding("__floor__", math.Floor), Doc: "Return the floor of x as an Integral."},
			{Name: "fma", Sig: "(x, y, z, /)", Impl: fma, Doc: "Fused multiply-add operation: (x * y) + z."},
			{Name: "fmod", Sig: "(x, y, /)", Impl: fmod, Doc: "Return fmod(x, y), according to platform C."},
			{Name: "frexp", Sig: "(x, /)", Impl: frexp, Doc: "Return the mantissa and exponent of x, as pair (m, e)."},
			{Name: "fsum", Sig: "(seq, /)", Impl: fsum, Doc: "Return an accurate floating-point sum of values in the iterable seq."},
			unary("gamma", fmath.Gamma, true, "Gamma function at x."),
			{Name: "gcd", Sig: "(*integers)", Impl: gcd, Few: func(_ py.Value, a py.Few) (py.Value, *py.Exception) { return gcd(a.Args[:a.N]) }, Doc: "Greatest Common Divisor."},
			{Name: "hypot", Sig: "(*coordinates)", Impl: hypot, Few: func(_ py.Value, a py.Few) (py.Value, *py.Exception) { return hypot(a.Args[:a.N]) }, Doc: "Multidimensional Euclidean distance from the origin to a point."},
			{Name: "isclose", Sig: "(a, b, *, rel_tol=1e-09, abs_tol=0.0)", Impl: isClose, Doc: "Determine whether two floating-point numbers are close in value."},
			predicate("isfinite", func(x float64) bool { return x-x == 0 }, "Return True if x is neither an infinity nor a NaN, and False otherwise."),
			predicate("isinf", func(x float64) bool { return math.IsInf(x, 0) }, "Return True if x is a positive or negative infinity, and False otherwise."),
			predicate("isnan", func(x float64) bool { return x != x }, "Return True if x is a NaN (not a number), and False otherwise."),
			{Name: "isqrt", Sig: "(n, /)", Impl: isqrt, Doc: "Return the integer part of the square root of the input."},
			{Name: "lcm", Sig: "(*integers)", Impl: lcm, Doc: "Least Common Multiple."},
			{Name: "ldexp", Sig: "(x, i, /)", Impl: ldexp, Doc: "Return x * (2**i)."},
			unary("lgamma", fmath.Lgamma, true, "Natural logarithm of absolute value of Gamma function at x."),
			{Name: "log", Impl: log, Few: func(_ py.Value, a py.Few) (py.Value, *py.Exception) { return log(a.Args[:a.N]) }, Doc: "log(x, [base=math.e])\nReturn the logarithm of x to the given base."},
			{Name: "log10", Sig: "(x, /)", Impl: logarithm(fmath.Log10), Doc: "Return the base 10 logarithm of x."},
			unary("log1p", fmath.Log1p, false, "Return the natural logarithm of 1+x (base e)."),
			{Name: "log2", Sig: "(x, /)", Impl: logarithm(fmath.Log2), Doc: "Return the base 2 logarithm of x."},
			{Name: "modf", Sig: "(x, /)", Impl: modf, Doc: "Return the fractional and integer parts of x."},
			{Name: "nextafter", Sig: "(x, y, /, *, steps=None)", Impl: nextAfter, Doc: "Return the floating-point value the given number of steps after x towards y."},
			{Name: "perm", Sig: "(n, k=None, /)", Impl: perm, Doc: "Number of ways to choose k items from n items without repetition and with order."},
			{Name: "pow", Sig: "(x, y, /)", Impl: pow, Doc: "Return x**y (x to the power of y)."},
			{Name: "prod", Sig: "(iterable, /, *, start=1)", Impl: prod, Doc: "Calculate the product of all the elements in the input iterable."},
			scaled("radians", math.Pi/180, "Convert angle x from degrees to radians."),
			{Name: "remainder", Sig: "(x, y, /)", Impl: remainder, Doc: "Difference between x and the closest integer multiple of y."},
			unary("sin", fmath.Sin, false, "Return the sine of x (measured in radians)."),
			unary("sinh", fmath.Sinh, true, "Return the hyperbolic sine of x."),
			unary("sqrt", math.Sqrt, false, "Return the square root of x."),
			{Name: "sumprod", Sig: "(p, q, /)", Impl: sumProd, Doc: "Return the sum of products of values from two iterables p and q."},
			unary("tan", fmath.Tan, false, "Return the tangent of x (measured in radians)."),
			unary("tanh", fmath.Tanh, false, "Return the hyperbolic tangent of x."),
			{Name: "trunc", Sig: "(x, /)", Impl: trunc, Doc: "Truncates the Real x to the nearest Integral toward 0."},
			{Name: "ulp", Sig: "(x, /)", Impl: ulp, Doc: "Return the value of the least significant bit of the float x."},
		},
		Consts: []py.Const{
			{Name: "pi", Value: py.Float(math.Pi)},
			{Name: "e", Value: py.Float(math.E)},
			{Name: "tau", Value: py.Float(2 * math.Pi)},
			{Name: "inf", Value: py.Float(math.Inf(1))},
			{Name: "nan", Value: py.Float(math.NaN())},
		},
	})
}

func domainError() *py.Exception { return py.Raisef(py.ValueErrorType, "math domain error") }

func rangeError() *py.Exception { return py.Raisef(py.OverflowErrorType, "math range error") }

// checked returns r as the result of a function of x: a NaN that does not come from a NaN
// is a domain error, an infinity from a finite number a range error where the function
// can overflow.
func checked(r, x float64, overflows bool) (py.Value, *py.Exception) {
	if r != r && x == x {
		return py.Value{}, domainError()
	}
	if math.IsInf(r, 0) && x-x == 0 {
		if overflows {
			return py.Value{}, rangeError()
		}
		return py.Value{}, domainError()
	}
	return py.Float(r), nil
}

func unary(name string, f func(x float64) float64, overflows bool, doc string) py.Method {
	return py.Method{Name: name, Sig: "(x, /)", Doc: doc, Impl: func(v py.Value) (py.Value, *py.Exception) {
		x, exc := py.AsFloat(v)
		if exc != nil {
			return py.Value{}, exc
		}
		return checked(f(x), x, overflows)
	}}
}

// scaled is a conversion of units, which may overflow without an error.
func scaled(name string, factor float64, doc string) py.Method {
	return py.Method{Name: name, Sig: "(x, /)", Doc: doc, Impl: func(v py.Value) (py.Value, *py.Exception) {
		x, exc := py.AsFloat(v)
		if exc != nil {
			return py.Value{}, exc
		}
		return py.Float(x * factor), nil
	}}
}

func binary(name string, f func(x, y float64) float64, doc string) py.Method {
	return py.Method{Name: name, Sig: "(x, y, /)", Doc: doc, Impl: func(a, b py.Value) (py.Value, *py.Exception) {
		x, y, exc := twoFloats(a, b)
		if exc != nil {
			return py.Value{}, exc
		}
		return py.Float(f(x, y)), nil
	}}
}

func predicate(name string, f func(x float64) bool, doc string) py.Method {
	return py.Method{Name: name, Sig: "(x, /)", Doc: doc, Impl: func(v py.Value) (py.Value, *py.Exception) {
		x, exc := py.AsFloat(v)
		if exc != nil {
			return py.Value{}, exc
		}
		return py.Bool(f(x)), nil
	}}
}

func twoFloats(a, b py.Value) (x, y float64, exc *py.Exception) {
	if x, exc = py.AsFloat(a); exc != nil {
		return 0, 0, exc
	}
	y, exc = py.AsFloat(b)
	return x, y, exc
}

// rounding is floor and ceil: of a float here, else by the special method called name.
func rounding(name string, f func(x float64) float64) func(v py.Value) (py.Value, *py.Exception) {
	id := py.Intern(name)
	return func(v py.Value) (py.Value, *py.Exception) {
		if !v.IsFloat() {
			r, ok, exc := py.CallSpecial(v, id)
			if exc != nil || ok {
				return r, exc
			}
		}
		x, exc := py.AsFloat(v)
		if exc != nil {
			return py.Value{}, exc
		}
		return py.ToInt(py.Float(f(x)))
	}
}

var nameTrunc = py.Intern("__trunc__")

func trunc(v py.Value) (py.Value, *py.Exception) {
	if v.IsFloat() {
		return py.ToInt(v)
	}
	r, ok, exc := py.CallSpecial(v, nameTrunc)
	if exc == nil && !ok {
		return py.Value{}, py.Raisef(py.TypeErrorType, "type %s doesn't define __trunc__ method", v.Type().ShownName())
	}
	return r, exc
}

func fmod(a, b py.Value) (py.Value, *py.Exception) {
	x, y, exc := twoFloats(a, b)
	if exc != nil {
		return py.Value{}, exc
	}
	if math.IsInf(y, 0) && x-x == 0 {
		return py.Float(x), nil
	}
	r := math.Mod(x, y)
	if r != r && x == x && y == y {
		return py.Value{}, domainError()
	}
	return py.Float(r), nil
}

func remainder(a, b py.Value) (py.Value, *py.Exception) {
	x, y, exc := twoFloats(a, b)
	if exc != nil {
		return py.Value{}, exc
	}
	r := math.Remainder(x, y)
	if r != r && x == x && y == y {
		return py.Value{}, domainError()
	}
	return py.Float(r), nil
}

func pow(a, b py.Value) (py.Value, *py.Exception) {
	x, y, exc := twoFloats(a, b)
	if exc != nil {
		return py.Value{}, exc
	}
	r := fmath.Pow(x, y)
	if x-x == 0 && y-y == 0 {
		switch {
		case r != r:
			return py.Value{}, domainError()
		case math.IsInf(r, 0) && x == 0:
			return py.Value{}, domainError()
		case math.IsInf(r, 0):
			return py.Value{}, rangeError()
		}
	}
	return py.Float(r), nil
}

func frexp(v py.Value) (py.Value, *py.Exception) {
	x, exc := py.AsFloat(v)
	if exc != nil {
		return py.Value{}, exc
	}
	m, e := math.Frexp(x)
	return py.TupleV(py.Float(m), py.Int(int64(e))), nil
}

func modf(v py.Value) (py.Value, *py.Exception) {
	x, exc := py.AsFloat(v)
	if exc != nil {
		return py.Value{}, exc
	}
	switch {
	case math.IsInf(x, 0):
		return py.TupleV(py.Float(math.Copysign(0, x)), py.Float(x)), nil
	case x != x:
		return py.TupleV(py.Float(x), py.Float(x)), nil
	}
	i := math.Trunc(x)
	return py.TupleV(py.Float(math.Copysign(x-i, x)), py.Float(i)), nil
}

func ldexp(a, b py.Value) (py.Value, *py.Exception) {
	x, exc := py.AsFloat(a)
	if exc != nil {
		return py.Value{}, exc
	}
	if !b.IsInt() {
		return py.Value{}, py.Raisef(py.TypeErrorType, "Expected an int as second argument to ldexp.")
	}
	e, exc := py.IndexInt(b, nil)
	if exc != nil {
		return py.Value{}, exc
	}
	if x == 0 || x-x != 0 {
		return py.Float(x), nil
	}
	r := math.Ldexp(x, min(max(e, -5000), 5000))
	if math.IsInf(r, 0) {
		return py.Value{}, rangeError()
	}
	return py.Float(r), nil
}

func ulp(v py.Value) (py.Value, *py.Exception) {
	x, exc := py.AsFloat(v)
	if exc != nil {
		return py.Value{}, exc
	}
	x = math.Abs(x)
	if x-x != 0 {
		return py.Float(x), nil
	}
	up := math.Nextafter(x, math.Inf(1))
	if math.IsInf(up, 0) {
		return py.Float(x - math.Nextafter(x, 0)), nil
	}
	return py.Float(up - x), nil
}

// ordered maps floats to integers in the same order, both zeros to 0.
func ordered(x float64) int64 {
	b := int64(math.Float64bits(x))
	if b < 0 {
		return math.MinInt64 - b
	}
	return b
}

func nextAfter(a, b, steps py.Value) (py.Value, *py.Exception) {
	x, y, exc := twoFloats(a, b)
	if exc != nil {
		return py.Value{}, exc
	}
	if steps.IsUnbound() || steps.IsNone() {
		if x == y {
			return py.Float(y), nil // which of the zeros
		}
		return py.Float(math.Nextafter(x, y)), nil
	}
	count, exc := index(steps)
	if exc != nil {
		return py.Value{}, exc
	}
	if count.Sign() < 0 {
		return py.Value{}, py.Raisef(py.ValueErrorType, "steps must be a non-negative integer")
	}
	n := uint64(math.MaxUint64) // more than there are floats
	if count.IsUint64() {
		n = count.Uint64()
	}
	switch {
	case n == 0, x != x:
		return py.Float(x), nil
	case x == y, y != y:
		return py.Float(y), nil
	}
	// The differences wrap around, which the conversion to uint64 undoes.
	from, to := ordered(x), ordered(y)
	if to > from {
		if n >= uint64(to-from) {
			return py.Float(y), nil
		}
		return py.Float(atOrder(from+int64(n), x)), nil
	}
	if n >= uint64(from-to) {
		return py.Float(y), nil
	}
	return py.Float(atOrder(from-int64(n), x)), nil
}

// atOrder is the inverse of ordered. A zero has the sign of x, from where it was reached.
func atOrder(i int64, x float64) float64 {
	switch {
	case i == 0:
		return math.Copysign(0, x)
	case i < 0:
		return math.Float64frombits(uint64(math.MinInt64 - i))
	}
	return math.Float64frombits(uint64(i))
}

func fma(a, b, c py.Value) (py.Value, *py.Exception) {
	x, y, exc := twoFloats(a, b)
	if exc != nil {
		return py.Value{}, exc
	}
	z, exc := py.AsFloat(c)
	if exc != nil {
		return py.Value{}, exc
	}
	r := math.FMA(x, y, z)
	switch {
	case r != r && x == x && y == y && z == z:
		return py.Value{}, py.Raisef(py.ValueErrorType, "invalid operation in fma")
	case math.IsInf(r, 0) && x-x == 0 && y-y == 0 && z-z == 0:
		return py.Value{}, py.Raisef(py.OverflowErrorType, "overflow in fma")
	}
	return py.Float(r), nil
}

func isClose(args []py.Value) (py.Value, *py.Exception) {
	a, b, exc := twoFloats(args[0], args[1])
	if exc != nil {
		return py.Value{}, exc
	}
	rel, abs := 1e-9, 0.0
	if !args[2].IsUnbound() {
		if rel, exc = py.AsFloat(args[2]); exc != nil {
			return py.Value{}, exc
		}
	}
	if !args[3].IsUnbound() {
		if abs, exc = py.AsFloat(args[3]); exc != nil {
			return py.Value{}, exc
		}
	}
	if rel < 0 || abs < 0 {
		return py.Value{}, py.Raisef(py.ValueErrorType, "tolerances must be non-negative")
	}
	if a == b {
		return py.True, nil
	}
	if math.IsInf(a, 0) || math.IsInf(b, 0) {
		return py.False, nil
	}
	d := math.Abs(b - a)
	return py.Bool(d <= math.Abs(rel*b) || d <= math.Abs(rel*a) || d <= abs), nil
}

// logarithm is log10 or log2; ints of any size are allowed.
func logarithm(f func(x float64) float64) func(v py.Value) (py.Value, *py.Exception) {
	return func(v py.Value) (py.Value, *py.Exception) {
		if v.IsSmallInt() && v.SmallInt() > 0 {
			return py.Float(f(float64(v.SmallInt()))), nil
		}
		if v.IsInt() {
			x := py.BigOf(v)
			if x.Sign() <= 0 {
				return py.Value{}, domainError()
			}
			r, _ := new(big.Float).SetInt(x).Float64()
			if math.IsInf(r, 0) {
				m, e := bigFrexp(x)
				return py.Float(f(m) + f(2)*float64(e)), nil
			}
			return py.Float(f(r)), nil
		}
		x, exc := py.AsFloat(v)
		if exc != nil {
			return py.Value{}, exc
		}
		return checked(f(x), x, false)
	}
}

var natural = logarithm(fmath.Log)

func log(args []py.Value) (py.Value, *py.Exception) {
	if len(args) < 1 || len(args) > 2 {
		return py.Value{}, py.ArityError("log", len(args), 1, 2)
	}
	num, exc := natural(args[0])
	if exc != nil || len(args) == 1 {
		return num, exc
	}
	den, exc := natural(args[1])
	if exc != nil {
		return py.Value{}, exc
	}
	return py.TrueDiv(num, den)
}
