package fractions

import (
	"math/big"

	"github.com/aio2go/aio2go/runtime/py"
)

// This file implements the operators.

type arith func(a, b, c, d *big.Int) (value, exc)

// operator makes an operator of a Fraction on the left: exact with Fractions and ints, with
// floats that of floats, and with complex numbers that of those where withComplex says that
// they have it. What it does not know may have a reflected operator.
func operator(exact arith, other py.BinaryFunc, withComplex bool) py.BinaryFunc {
	return func(x, y value) (value, exc) {
		if c, d, ok := rational(y); ok {
			return exact(of(x).n, of(x).d, c, d)
		}
		if t := y.Type(); t.Has(py.FlagFloat) || withComplex && t.Has(py.FlagComplex) {
			f, e := toFloat(x)
			if e != nil {
				return value{}, e
			}
			return other(f, y)
		}
		return py.NotImplemented, nil
	}
}

// reflectedOperator makes an operator of a Fraction on the right, with all that is a number by
// the classes of the module numbers on the left.
func reflectedOperator(exact arith, other py.BinaryFunc, withComplex bool) py.BinaryFunc {
	return func(self, left value) (value, exc) {
		a, b, ok, e := rationalABC(left)
		if e != nil {
			return value{}, e
		}
		if ok {
			return exact(a, b, of(self).n, of(self).d)
		}
		real, e := isNumber(left, "Real")
		if e != nil {
			return value{}, e
		}
		convert := py.FloatType
		if !real {
			is, e := isNumber(left, "Complex")
			if e != nil || !is || !withComplex {
				return py.NotImplemented, e
			}
			convert = py.ComplexType
		}
		if left, e = py.Call1(convert.Value(), left); e != nil {
			return value{}, e
		}
		f, e := toFloat(self)
		if e != nil {
			return value{}, e
		}
		return other(left, f)
	}
}

// isNumber is isinstance(v, numbers.name).
func isNumber(v value, name string) (bool, exc) {
	numbers, e := py.ImportModule("numbers")
	if e != nil {
		return false, e
	}
	class, e := py.GetAttr(numbers, py.Intern(name))
	if e != nil {
		return false, e
	}
	return py.IsInstanceOf(v, class)
}

// rationalABC is rational for all that is a numbers.Rational.
func rationalABC(v value) (n, d *big.Int, ok bool, e exc) {
	if n, d, ok := rational(v); ok {
		return n, d, true, nil
	}
	if t := v.Type(); t.Has(py.FlagFloat) || t.Has(py.FlagComplex) {
		return nil, nil, false, nil
	}
	if ok, e = isNumber(v, "Rational"); e != nil || !ok {
		return nil, nil, false, e
	}
	var parts [2]*big.Int
	for i, name := range []string{"numerator", "denominator"} {
		x, e := py.GetAttr(v, py.Intern(name))
		if e != nil {
			return nil, nil, false, e
		}
		if x, e = py.Index(x); e != nil {
			return nil, nil, false, e
		}
		parts[i] = py.BigOf(x)
	}
	return parts[0], parts[1], true, nil
}

func toFloat(v value) (value, exc) {
	n, d, _ := rational(v)
	return py.TrueDiv(py.IntBig(n), py.IntBig(d))
}

func mul(a, b *big.Int) *big.Int { return new(big.Int).Mul(a, b) }

func add(a, b, c, d *big.Int) (value, exc) {
	n := mul(a, d)
	return reduced(n.Add(n, mul(c, b)), mul(b, d))
}

func sub(a, b, c, d *big.Int) (value, exc) {
	n := mul(a, d)
	return reduced(n.Sub(n, mul(c, b)), mul(b, d))
}

func multiply(a, b, c, d *big.Int) (value, exc) { return reduced(mul(a, c), mul(b, d)) }

func divide(a, b, c, d *big.Int) (value, exc) {
	if c.Sign() == 0 {
		n, _ := normal(mul(a, d), mul(b, one))
		return value{}, zeroDivision(n)
	}
	return reduced(mul(a, d), mul(b, c))
}

func floorDivide(a, b, c, d *big.Int) (value, exc) {
	if c.Sign() == 0 {
		return value{}, py.Raisef(py.ZeroDivisionErrorType, "integer division or modulo by zero")
	}
	q, _ := quotient(mul(a, d), mul(b, c))
	return py.IntBig(q), nil
}

func modulo(a, b, c, d *big.Int) (value, exc) {
	if c.Sign() == 0 {
		return value{}, py.Raisef(py.ZeroDivisionErrorType, "integer modulo by zero")
	}
	_, r := quotient(mul(a, d), mul(b, c))
	return reduced(r, mul(b, d))
}

func divMod(a, b, c, d *big.Int) (value, exc) {
	if c.Sign() == 0 {
		return value{}, py.Raisef(py.ZeroDivisionErrorType, "integer division or modulo by zero")
	}
	q, r := quotient(mul(a, d), mul(b, c))
	m, e := reduced(r, mul(b, d))
	return py.TupleV(py.IntBig(q), m), e
}

// integerPower is (a/b) ** c.
func integerPower(a, b, c *big.Int) (value, exc) {
	if !c.IsInt64() {
		return value{}, py.Raisef(py.OverflowErrorType, "exponent too large")
	}
	k := new(big.Int).Abs(c)
	n, m := new(big.Int).Exp(a, k, nil), new(big.Int).Exp(b, k, nil)
	if c.Sign() < 0 {
		n, m = m, n
		if m.Sign() == 0 {
			return value{}, zeroDivision(n)
		}
		if m.Sign() < 0 {
			n, m = new(big.Int).Neg(n), new(big.Int).Neg(m)
		}
	}
	return reduced(n, m)
}

// power is x ** y for a Fraction x.
func power(x, y value) (value, exc) {
	c, d, ok, e := rationalABC(y)
	if e != nil {
		return value{}, e
	}
	t := y.Type()
	switch {
	case ok && d.Cmp(one) == 0:
		return integerPower(of(x).n, of(x).d, c)
	case !ok && !t.Has(py.FlagFloat) && !t.Has(py.FlagComplex):
		return py.NotImplemented, nil
	}
	f, e := toFloat(x)
	if e == nil && ok {
		y, e = py.TrueDiv(py.IntBig(c), py.IntBig(d))
	}
	if e != nil {
		return value{}, e
	}
	return py.Pow(f, y)
}

// reflectedPower is x ** y for a Fraction y.
func reflectedPower(y, x value) (value, exc) {
	c, d := of(y).n, of(y).d
	whole := d.Cmp(one) == 0
	if whole && c.Sign() >= 0 {
		return py.Pow(x, py.IntBig(c))
	}
	a, b, ok, e := rationalABC(x)
	switch {
	case e != nil:
		return value{}, e
	case ok:
		return power(newFraction(fractionType, a, b), y)
	case whole:
		return py.Pow(x, py.IntBig(c))
	}
	f, e := toFloat(y)
	if e != nil {
		return value{}, e
	}
	return py.Pow(x, f)
}
