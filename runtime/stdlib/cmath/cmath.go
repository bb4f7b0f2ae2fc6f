// Package cmath implements the module cmath (Python library reference, cmath:
// Mathematical functions for complex numbers).
package cmath

import (
	"math"

	"github.com/aio2go/aio2go/runtime/fmath"
	"github.com/aio2go/aio2go/runtime/py"
)

//go:generate sh -c "python3.13 gen.py > special.go && gofmt -w special.go"

type (
	value = py.Value
	exc   = *py.Exception
)

var spec = py.ModuleSpec{
	Name: "cmath",
	Doc:  "This module provides access to mathematical functions for complex\nnumbers.",
	Functions: []py.Method{
		function("acos", acos, "Return the arc cosine of z."),
		function("acosh", acosh, "Return the inverse hyperbolic cosine of z."),
		function("asin", turned(asinh), "Return the arc sine of z."),
		function("asinh", asinh, "Return the inverse hyperbolic sine of z."),
		function("atan", turned(atanh), "Return the arc tangent of z."),
		function("atanh", atanh, "Return the inverse hyperbolic tangent of z."),
		function("cos", func(z complex128) (complex128, failure) { return cosh(complex(-imag(z), real(z))) }, "Return the cosine of z."),
		function("cosh", cosh, "Return the hyperbolic cosine of z."),
		function("exp", exp, "Return the exponential value e**z."),
		{Name: "isclose", Sig: "(a, b, *, rel_tol=1e-09, abs_tol=0.0)", Impl: isClose, Doc: "Determine whether two complex numbers are close in value."},
		test("isfinite", finite, "Return True if both the real and imaginary parts of z are finite, else False."),
		test("isinf", func(z complex128) bool { return math.IsInf(real(z), 0) || math.IsInf(imag(z), 0) }, "Checks if the real or imaginary part of z is infinite."),
		test("isnan", func(z complex128) bool { return math.IsNaN(real(z)) || math.IsNaN(imag(z)) }, "Checks if the real or imaginary part of z not a number (NaN)."),
		{Name: "log", Sig: "(z, base=<unrepresentable>, /)", Impl: logBase, Doc: "log(z[, base]) -> the logarithm of z to the given base.\n\nIf the base is not specified, returns the natural logarithm (base e) of z."},
		function("log10", log10, "Return the base-10 logarithm of z."),
		{Name: "phase", Sig: "(z, /)", Impl: func(v value) (value, exc) {
			z, e := argument(v)
			if e != nil {
				return value{}, e
			}
			phi := fmath.Atan2(imag(z), real(z))
			if phi == 0 && imag(z) != 0 && finite(z) { // an angle too small for a float
				return result(0, overflow)
			}
			return py.Float(phi), nil
		}, Doc: "Return argument, also known as the phase angle, of a complex."},
		{Name: "polar", Sig: "(z, /)", Impl: polar, Doc: "Convert a complex from rectangular coordinates to polar coordinates.\n\nr is the distance from 0 and phi the phase angle."},
		{Name: "rect", Sig: "(r, phi, /)", Impl: func(a, b value) (value, exc) {
			r, e := py.AsFloat(a)
			if e != nil {
				return value{}, e
			}
			phi, e := py.AsFloat(b)
			if e != nil {
				return value{}, e
			}
			return result(rect(r, phi))
		}, Doc: "Convert from polar coordinates to rectangular coordinates."},
		function("sin", turned(sinh), "Return the sine of z."),
		function("sinh", sinh, "Return the hyperbolic sine of z."),
		function("sqrt", sqrt, "Return the square root of z."),
		function("tan", turned(tanh), "Return the tangent of z."),
		function("tanh", tanh, "Return the hyperbolic tangent of z."),
	},
	Consts: []py.Const{
		{Name: "pi", Value: py.Float(math.Pi)}, {Name: "e", Value: py.Float(math.E)}, {Name: "tau", Value: py.Float(2 * math.Pi)},
		{Name: "inf", Value: py.Float(math.Inf(1))}, {Name: "nan", Value: py.Float(math.NaN())},
	},
	Init: func(m *py.Module) exc {
		m.Set("infj", py.NewComplex(complex(0, math.Inf(1))))
		m.Set("nanj", py.NewComplex(complex(0, math.NaN())))
		return nil
	},
}

func init() { py.RegisterModule(&spec) }

func argument(v value) (complex128, exc) {
	z, ok, e := py.AsComplex(v)
	if e == nil && !ok {
		var x float64
		x, e = py.AsFloat(v)
		z = complex(x, 0)
	}
	return z, e
}

func result(z complex128, fail failure) (value, exc) {
	switch fail {
	case domain:
		return value{}, py.Raisef(py.ValueErrorType, "math domain error")
	case overflow:
		return value{}, py.Raisef(py.OverflowErrorType, "math range error")
	}
	return py.NewComplex(z), nil
}

func function(name string, f func(complex128) (complex128, failure), doc string) py.Method {
	return py.Method{Name: name, Sig: "(z, /)", Doc: doc, Impl: func(v value) (value, exc) {
		z, e := argument(v)
		if e != nil {
			return value{}, e
		}
		return result(f(z))
	}}
}

func test(name string, f func(complex128) bool, doc string) py.Method {
	return py.Method{Name: name, Sig: "(z, /)", Doc: doc, Impl: func(v value) (value, exc) {
		z, e := argument(v)
		return py.Bool(f(z)), e
	}}
}

// logBase is log, with a base or without.
func logBase(v, base value) (value, exc) {
	z, e := argument(v)
	if e != nil {
		return value{}, e
	}
	if base.IsUnbound() {
		return result(log(z))
	}
	b, e := argument(base)
	if e != nil {
		return value{}, e
	}
	x, fail := log(z)
	if y, f := log(b); fail == fine && f == fine && y != 0 {
		return py.TrueDiv(py.NewComplex(x), py.NewComplex(y))
	}
	return result(0, domain)
}

func polar(v value) (value, exc) {
	z, e := argument(v)
	if e != nil {
		return value{}, e
	}
	r := fmath.Hypot(real(z), imag(z))
	if math.IsInf(r, 0) && finite(z) {
		return result(0, overflow)
	}
	return py.TupleV(py.Float(r), py.Float(fmath.Atan2(imag(z), real(z)))), nil
}

func isClose(a, b, relative, absolute value) (value, exc) {
	x, e := argument(a)
	if e != nil {
		return value{}, e
	}
	y, e := argument(b)
	if e != nil {
		return value{}, e
	}
	rel, abs := 1e-09, 0.0
	for _, t := range []struct {
		v    value
		into *float64
	}{{relative, &rel}, {absolute, &abs}} {
		if t.v.IsUnbound() {
			continue
		}
		if *t.into, e = py.AsFloat(t.v); e != nil {
			return value{}, e
		}
	}
	if rel < 0 || abs < 0 {
		return value{}, py.Raisef(py.ValueErrorType, "tolerances must be non-negative")
	}
	if x == y {
		return py.True, nil
	}
	size := func(z complex128) float64 { return fmath.Hypot(real(z), imag(z)) }
	if math.IsInf(real(x), 0) || math.IsInf(imag(x), 0) || math.IsInf(real(y), 0) || math.IsInf(imag(y), 0) {
		return py.False, nil
	}
	diff := size(x - y)
	return py.Bool(diff <= float64(rel*size(y)) || diff <= float64(rel*size(x)) || diff <= abs), nil
}
