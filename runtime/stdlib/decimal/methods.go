package decimal

import (
	"math/big"
	"strings"

	"github.com/aio2go/aio2go/runtime/py"
)

// This file implements the methods of Decimal and of Context, most of which are two forms
// of one operation: x.sqrt(context=None) and context.sqrt(x).

type (
	op1   = func(l *limits, a num, st *status) num
	op2   = func(l *limits, a, b num, st *status) num
	test1 = func(l *limits, a num) bool
)

// ops1 have one operand.
var ops1 = map[string]op1{
	"exp": (*limits).exp, "ln": (*limits).ln, "log10": (*limits).log10, "logb": (*limits).logb, "sqrt": (*limits).sqrt, "normalize": (*limits).reduce,
	"next_plus":  func(l *limits, a num, st *status) num { return l.next(a, true, st) },
	"next_minus": func(l *limits, a num, st *status) num { return l.next(a, false, st) },
	"logical_invert": func(l *limits, a num, st *status) num {
		return l.logical(a, allOnes(l), st, func(x, y bool) bool { return x != y })
	},
}

// allOnes has a one for each digit of the precision.
func allOnes(l *limits) num {
	c := new(big.Int).Sub(pow10(l.prec), one)
	return num{c: c.Quo(c, big.NewInt(9))}
}

// ops2 have two operands.
var ops2 = map[string]op2{
	"compare": func(l *limits, a, b num, st *status) num {
		if r, done := l.checkNaNs(st, a, b); done {
			return r
		}
		return small(int64(cmp(a, b)))
	},
	"compare_signal": func(l *limits, a, b num, st *status) num {
		if r, done := l.checkNaNs(st, a, b); done {
			*st |= invalidOperation
			return r
		}
		return small(int64(cmp(a, b)))
	},
	"compare_total":     func(l *limits, a, b num, st *status) num { return small(int64(compareTotal(a, b))) },
	"compare_total_mag": func(l *limits, a, b num, st *status) num { return small(int64(compareTotal(a.abs(), b.abs()))) },
	"copy_sign":         func(l *limits, a, b num, st *status) num { a.neg = b.neg; return a },
	"max":               func(l *limits, a, b num, st *status) num { return l.extreme(a, b, true, false, st) },
	"max_mag":           func(l *limits, a, b num, st *status) num { return l.extreme(a, b, true, true, st) },
	"min":               func(l *limits, a, b num, st *status) num { return l.extreme(a, b, false, false, st) },
	"min_mag":           func(l *limits, a, b num, st *status) num { return l.extreme(a, b, false, true, st) },
	"next_toward":       (*limits).nextToward,
	"remainder_near":    (*limits).remNear,
	"rotate":            func(l *limits, a, b num, st *status) num { return l.shiftDigits(a, b, true, st) },
	"scaleb":            (*limits).scaleb,
	"shift":             func(l *limits, a, b num, st *status) num { return l.shiftDigits(a, b, false, st) },
	"logical_and": func(l *limits, a, b num, st *status) num {
		return l.logical(a, b, st, func(x, y bool) bool { return x && y })
	},
	"logical_or": func(l *limits, a, b num, st *status) num {
		return l.logical(a, b, st, func(x, y bool) bool { return x || y })
	},
	"logical_xor": func(l *limits, a, b num, st *status) num {
		return l.logical(a, b, st, func(x, y bool) bool { return x != y })
	},
}

// contextOnly are operations that only a context has.
var contextOnly1 = map[string]op1{"abs": (*limits).absolute, "minus": (*limits).minus, "plus": (*limits).plus}

var contextOnly2 = map[string]op2{
	"add": (*limits).add, "subtract": (*limits).sub, "multiply": (*limits).mul, "divide": (*limits).div, "divide_int": (*limits).divInt,
	"remainder": (*limits).rem, "quantize": (*limits).quantize,
}

// tests ask something of a number. Those that need a context take one.
var tests = map[string]test1{
	"is_canonical": func(*limits, num) bool { return true },
	"is_finite":    func(_ *limits, a num) bool { return a.kind == finite },
	"is_infinite":  func(_ *limits, a num) bool { return a.kind == infinite },
	"is_nan":       func(_ *limits, a num) bool { return a.isNaN() },
	"is_qnan":      func(_ *limits, a num) bool { return a.kind == quietNaN },
	"is_snan":      func(_ *limits, a num) bool { return a.kind == signalingNaN },
	"is_signed":    func(_ *limits, a num) bool { return a.neg },
	"is_zero":      func(_ *limits, a num) bool { return a.isZero() },
}

var contextTests = map[string]test1{
	"is_normal":    func(l *limits, a num) bool { return a.kind == finite && !a.isZero() && a.adjusted() >= l.emin },
	"is_subnormal": func(l *limits, a num) bool { return a.kind == finite && !a.isZero() && a.adjusted() < l.emin },
}

func (l *limits) class(a num) string {
	switch {
	case a.kind == signalingNaN:
		return "sNaN"
	case a.kind == quietNaN:
		return "NaN"
	}
	s := "+"
	if a.neg {
		s = "-"
	}
	switch {
	case a.kind == infinite:
		return s + "Infinity"
	case a.isZero():
		return s + "Zero"
	case a.adjusted() < l.emin:
		return s + "Subnormal"
	}
	return s + "Normal"
}

// copies are the operations that no context has a say in.
var copies = map[string]func(a num) num{
	"canonical": func(a num) num { return a }, "copy_abs": num.abs, "copy_negate": num.negated,
}

func sameQuantum(a, b num) bool {
	if a.special() || b.special() {
		return a.isNaN() && b.isNaN() || a.kind == infinite && b.kind == infinite
	}
	return a.exp == b.exp
}

// integralMethod is to_integral_value, or to_integral_exact where exactly.
func integralMethod(exactly bool) any {
	return func(v, round, ctx value) (value, exc) {
		c, e := contextArg(ctx)
		if e != nil {
			return value{}, e
		}
		r := c.round
		if !round.IsUnbound() && !round.IsNone() {
			if r, e = parseRounding(round); e != nil {
				return value{}, e
			}
		}
		var st status
		x := c.toIntegral(numOf(v), r, exactly, &st)
		return newDecimal(x), c.raise(st)
	}
}

func decimalMethods() []py.Method {
	var list []py.Method
	add := func(name, sig string, impl any) { list = append(list, py.Method{Name: name, Sig: sig, Impl: impl}) }
	for name, f := range ops1 {
		add(name, "($self, /, context=None)", func(v, ctx value) (value, exc) {
			c, e := contextArg(ctx)
			if e != nil {
				return value{}, e
			}
			var st status
			r := f(&c.limits, numOf(v), &st)
			return newDecimal(r), c.raise(st)
		})
	}
	for name, f := range ops2 {
		add(name, "($self, /, other, context=None)", func(v, other, ctx value) (value, exc) {
			c, e := contextArg(ctx)
			if e != nil {
				return value{}, e
			}
			b, e := argument(other)
			if e != nil {
				return value{}, e
			}
			var st status
			r := f(&c.limits, numOf(v), b, &st)
			return newDecimal(r), c.raise(st)
		})
	}
	for name, f := range tests {
		add(name, "($self, /)", func(v value) (value, exc) { return py.Bool(f(nil, numOf(v))), nil })
	}
	for name, f := range contextTests {
		add(name, "($self, /, context=None)", func(v, ctx value) (value, exc) {
			c, e := contextArg(ctx)
			if e != nil {
				return value{}, e
			}
			return py.Bool(f(&c.limits, numOf(v))), nil
		})
	}
	for name, f := range copies {
		add(name, "($self, /)", func(v value) (value, exc) { return newDecimal(f(numOf(v))), nil })
	}
	self := func(v value) (value, exc) { return v, nil }
	add("conjugate", "($self, /)", self)
	add("__copy__", "($self, /)", self)
	add("__deepcopy__", "($self, memo, /)", func(v, memo value) (value, exc) { return v, nil })
	add("radix", "($self, /)", func(v value) (value, exc) { return newDecimal(small(10)), nil })
	add("adjusted", "($self, /)", func(v value) (value, exc) {
		if x := numOf(v); !x.special() {
			return py.Int(x.adjusted()), nil
		}
		return py.Int(0), nil
	})
	add("same_quantum", "($self, /, other, context=None)", func(v, other, ctx value) (value, exc) {
		b, e := argument(other)
		return py.Bool(e == nil && sameQuantum(numOf(v), b)), e
	})
	add("number_class", "($self, /, context=None)", func(v, ctx value) (value, exc) {
		c, e := contextArg(ctx)
		if e != nil {
			return value{}, e
		}
		return py.StrV(c.class(numOf(v))), nil
	})
	add("to_eng_string", "($self, /, context=None)", func(v, ctx value) (value, exc) {
		c, e := contextArg(ctx)
		if e != nil {
			return value{}, e
		}
		return py.StrV(numOf(v).text(true, c.capitals)), nil
	})
	add("to_integral_value", "($self, /, rounding=None, context=None)", integralMethod(false))
	add("to_integral", "($self, /, rounding=None, context=None)", integralMethod(false))
	add("to_integral_exact", "($self, /, rounding=None, context=None)", integralMethod(true))
	add("quantize", "($self, /, exp, rounding=None, context=None)", func(v, exp, round, ctx value) (value, exc) {
		c, e := contextArg(ctx)
		if e != nil {
			return value{}, e
		}
		l := c.limits
		if !round.IsUnbound() && !round.IsNone() {
			if l.round, e = parseRounding(round); e != nil {
				return value{}, e
			}
		}
		b, e := argument(exp)
		if e != nil {
			return value{}, e
		}
		var st status
		r := l.quantize(numOf(v), b, &st)
		return newDecimal(r), c.raise(st)
	})
	add("fma", "($self, /, other, third, context=None)", func(v, other, third, ctx value) (value, exc) {
		c, e := contextArg(ctx)
		if e != nil {
			return value{}, e
		}
		b, e := argument(other)
		if e != nil {
			return value{}, e
		}
		d, e := argument(third)
		if e != nil {
			return value{}, e
		}
		var st status
		r := c.fma(numOf(v), b, d, &st)
		return newDecimal(r), c.raise(st)
	})
	add("as_tuple", "($self, /)", func(v value) (value, exc) {
		x := numOf(v)
		var digits []value
		exp := py.Int(x.exp)
		switch x.kind {
		case infinite:
			digits, exp = []value{py.Int(0)}, py.StrV("F")
		case quietNaN:
			exp = py.StrV("n")
		case signalingNaN:
			exp = py.StrV("N")
		}
		if x.kind == finite || x.isNaN() && x.c.Sign() != 0 {
			for _, d := range x.c.String() {
				digits = append(digits, py.Int(int64(d-'0')))
			}
		}
		sign := py.Int(0)
		if x.neg {
			sign = py.Int(1)
		}
		return py.Call3(tupleClass, sign, py.NewTuple(digits).Value(), exp)
	})
	add("as_integer_ratio", "($self, /)", func(v value) (value, exc) {
		x := numOf(v)
		switch {
		case x.isNaN():
			return value{}, py.Raisef(py.ValueErrorType, "cannot convert NaN to integer ratio")
		case x.kind == infinite:
			return value{}, py.Raisef(py.OverflowErrorType, "cannot convert Infinity to integer ratio")
		}
		n, d := x.signed(), one
		if x.exp >= 0 {
			n = shift(n, x.exp)
		} else if d = pow10(-x.exp); true {
			g := new(big.Int).GCD(nil, nil, x.c, d)
			if g.Sign() != 0 {
				n, d = new(big.Int).Quo(n, g), new(big.Int).Quo(d, g)
			}
		}
		return py.TupleV(py.IntBig(n), py.IntBig(d)), nil
	})
	for name, r := range map[string]rounding{"__floor__": roundFloor, "__ceil__": roundCeiling, "__trunc__": roundDown} {
		add(name, "($self, /)", func(v value) (value, exc) { return toInt(numOf(v), r) })
	}
	add("__complex__", "($self, /)", func(v value) (value, exc) {
		f, e := toFloat64(v)
		if e != nil {
			return value{}, e
		}
		return py.NewComplex(complex(f.Float(), 0)), nil
	})
	add("__round__", "($self, ndigits=None, /)", func(v, n value) (value, exc) {
		x := numOf(v)
		if n.IsUnbound() {
			return toInt(x, roundHalfEven)
		}
		if !n.IsInt() {
			return value{}, py.Raisef(py.TypeErrorType, "optional arg must be an integer")
		}
		k, e := py.Ssize(n)
		if e != nil {
			return value{}, e
		}
		c, e := current()
		if e != nil {
			return value{}, e
		}
		var st status
		r := c.quantize(x, num{c: one, exp: int64(-k)}, &st)
		return newDecimal(r), c.raise(st)
	})
	add("__format__", "($self, fmtarg, override=None, /)", func(v, spec, override value) (value, exc) {
		s, ok := py.AsStr(spec)
		if !ok {
			return value{}, py.Raisef(py.TypeErrorType, "format arg must be str")
		}
		c, e := current()
		if e != nil {
			return value{}, e
		}
		text := s.S
		if body, old := strings.CutSuffix(text, "N"); old {
			if e := py.Warn(py.DeprecationWarningType, "Format specifier 'N' is deprecated", 1); e != nil {
				return value{}, e
			}
			text = body + "n"
		}
		f, ok := parseSpec(text)
		if !ok || f.typ == 'n' && f.comma {
			return value{}, py.Raisef(py.ValueErrorType, "invalid format string")
		}
		return py.StrV(c.format(numOf(v), f)), nil
	})
	add("__reduce__", "($self, /)", func(v value) (value, exc) {
		return py.TupleV(v.Type().Value(), py.TupleV(py.StrV(numOf(v).text(false, true)))), nil
	})
	return list
}

func contextMethods() []py.Method {
	var list []py.Method
	add := func(name, sig string, impl any) { list = append(list, py.Method{Name: name, Sig: sig, Impl: impl}) }
	ctx := func(v value) *context { return py.Heap[context](v) }
	one := func(name string, f op1) {
		add(name, "($self, x, /)", func(v, x value) (value, exc) {
			a, e := argument(x)
			if e != nil {
				return value{}, e
			}
			var st status
			r := f(&ctx(v).limits, a, &st)
			return newDecimal(r), ctx(v).raise(st)
		})
	}
	two := func(name string, f op2) {
		add(name, "($self, x, y, /)", func(v, x, y value) (value, exc) {
			a, e := argument(x)
			if e != nil {
				return value{}, e
			}
			b, e := argument(y)
			if e != nil {
				return value{}, e
			}
			var st status
			r := f(&ctx(v).limits, a, b, &st)
			return newDecimal(r), ctx(v).raise(st)
		})
	}
	for _, m := range []map[string]op1{ops1, contextOnly1} {
		for name, f := range m {
			one(name, f)
		}
	}
	for _, m := range []map[string]op2{ops2, contextOnly2} {
		for name, f := range m {
			two(name, f)
		}
	}
	integral := func(exactly bool) op1 {
		return func(l *limits, a num, st *status) num { return l.toIntegral(a, l.round, exactly, st) }
	}
	one("to_integral_value", integral(false))
	one("to_integral", integral(false))
	one("to_integral_exact", integral(true))
	for _, m := range []map[string]test1{tests, contextTests} {
		for name, f := range m {
			add(name, "($self, x, /)", func(v, x value) (value, exc) {
				a, e := argument(x)
				if e != nil {
					return value{}, e
				}
				return py.Bool(f(&ctx(v).limits, a)), nil
			})
		}
	}
	for name, f := range copies {
		if name == "canonical" {
			continue
		}
		one(name, func(_ *limits, a num, _ *status) num { return f(a) })
	}
	add("canonical", "($self, x, /)", func(v, x value) (value, exc) {
		if !isDecimal(x) {
			return value{}, py.Raisef(py.TypeErrorType, "argument must be a Decimal")
		}
		return x, nil
	})
	one("copy_decimal", func(_ *limits, a num, _ *status) num { return a })
	one("_apply", func(l *limits, a num, st *status) num { return l.finish(a, st) })
	text := func(f func(l *limits, a num) string) any {
		return func(v, x value) (value, exc) {
			a, e := argument(x)
			if e != nil {
				return value{}, e
			}
			return py.StrV(f(&ctx(v).limits, a)), nil
		}
	}
	add("number_class", "($self, x, /)", text((*limits).class))
	add("to_sci_string", "($self, x, /)", text(func(l *limits, a num) string { return a.text(false, l.capitals) }))
	add("to_eng_string", "($self, x, /)", text(func(l *limits, a num) string { return a.text(true, l.capitals) }))
	add("same_quantum", "($self, x, y, /)", func(v, x, y value) (value, exc) {
		a, e := argument(x)
		if e != nil {
			return value{}, e
		}
		b, e := argument(y)
		return py.Bool(e == nil && sameQuantum(a, b)), e
	})
	add("divmod", "($self, x, y, /)", func(v, x, y value) (value, exc) {
		a, e := argument(x)
		if e != nil {
			return value{}, e
		}
		b, e := argument(y)
		if e != nil {
			return value{}, e
		}
		var st status
		q, r := ctx(v).divMod(a, b, &st)
		return py.TupleV(newDecimal(q), newDecimal(r)), ctx(v).raise(st)
	})
	add("power", "($self, /, a, b, modulo=None)", func(v, x, y, m value) (value, exc) {
		a, e := argument(x)
		if e != nil {
			return value{}, e
		}
		b, e := argument(y)
		if e != nil {
			return value{}, e
		}
		var st status
		var r num
		if m.IsUnbound() || m.IsNone() {
			r = ctx(v).pow(a, b, &st)
		} else {
			z, e := argument(m)
			if e != nil {
				return value{}, e
			}
			r = ctx(v).powMod(a, b, z, &st)
		}
		return newDecimal(r), ctx(v).raise(st)
	})
	add("fma", "($self, x, y, z, /)", func(v, x, y, z value) (value, exc) {
		var in [3]num
		for i, a := range []value{x, y, z} {
			var e exc
			if in[i], e = argument(a); e != nil {
				return value{}, e
			}
		}
		var st status
		r := ctx(v).fma(in[0], in[1], in[2], &st)
		return newDecimal(r), ctx(v).raise(st)
	})
	return list
}
