package datetime

import (
	"fmt"
	"math"
	"math/big"

	"github.com/aio2go/aio2go/runtime/py"
)

// This file implements timedelta: days, seconds in the day, microseconds in the second.

type timedelta struct {
	py.Header
	days, secs, us int
}

func deltaOf(v value) *timedelta { return py.Heap[timedelta](v) }

func isDelta(v value) bool { return py.IsInstance(v, TimedeltaType) }

func newDelta(days, secs, us int) value {
	v := TimedeltaType.Alloc(TimedeltaType)
	d := deltaOf(v)
	d.days, d.secs, d.us = days, secs, us
	return v
}

const usPerDay = int64(daySeconds) * 1e6

// micros is the whole length in microseconds, which may not fit an int64.
func (d *timedelta) micros() *big.Int {
	n := new(big.Int).Mul(big.NewInt(int64(d.days)), big.NewInt(usPerDay))
	return n.Add(n, big.NewInt(int64(d.secs)*1e6+int64(d.us)))
}

// shortDays is how many days there may be for the microseconds of two timedeltas, and their
// sum, to fit an int64.
const shortDays = 50_000_000

// short is micros of a timedelta of not too many days.
func (d *timedelta) short() (n int64, ok bool) {
	return int64(d.days)*usPerDay + int64(d.secs)*1e6 + int64(d.us), d.days < shortDays && d.days > -shortDays
}

// deltaMicros returns a timedelta, of class cls, of n microseconds.
func deltaMicros(cls *py.Type, n *big.Int) (value, exc) {
	if n.IsInt64() && cls == TimedeltaType {
		return deltaOfMicros(n.Int64()), nil
	}
	days, rest := new(big.Int).DivMod(n, big.NewInt(usPerDay), new(big.Int))
	if !days.IsInt64() || days.Int64() > math.MaxInt32 || days.Int64() < math.MinInt32 {
		return value{}, py.Raisef(py.OverflowErrorType, "Python int too large to convert to C int")
	}
	if days.Int64() > 999999999 || days.Int64() < -999999999 {
		return value{}, py.Raisef(py.OverflowErrorType, "days=%s; must have magnitude <= 999999999", days)
	}
	v := cls.Alloc(cls)
	d := deltaOf(v)
	r := rest.Int64()
	d.days, d.secs, d.us = int(days.Int64()), int(r/1e6), int(r%1e6)
	return v, nil
}

var deltaSig = py.NewSignature("__new__", "", "(days=0, seconds=0, microseconds=0, milliseconds=0, minutes=0, hours=0, weeks=0)")

var deltaUnits = []struct {
	name string
	us   int64
}{{"days", usPerDay}, {"seconds", 1e6}, {"microseconds", 1}, {"milliseconds", 1000}, {"minutes", 60e6}, {"hours", 3600e6}, {"weeks", 7 * usPerDay}}

func deltaNew(cls *py.Type, args []value, names []*py.Str) (value, exc) {
	p, e := deltaSig.Parse(args, names)
	if e != nil {
		return value{}, e
	}
	total := new(big.Int)
	fraction := 0.0 // of microseconds, from float arguments
	for i, u := range deltaUnits {
		x := p[i]
		switch {
		case x.IsUnbound():
		case x.IsInt():
			total.Add(total, new(big.Int).Mul(py.BigOf(x), big.NewInt(u.us)))
		case x.Type().Has(py.FlagFloat):
			f, e := py.AsFloat(x)
			if e != nil {
				return value{}, e
			}
			if math.IsNaN(f) || math.IsInf(f, 0) {
				kind := "infinity"
				if math.IsNaN(f) {
					return value{}, py.Raisef(py.ValueErrorType, "cannot convert float NaN to integer")
				}
				return value{}, py.Raisef(py.OverflowErrorType, "cannot convert float %s to integer", kind)
			}
			whole, frac := math.Modf(f)
			b, _ := new(big.Float).SetFloat64(whole).Int(nil)
			total.Add(total, b.Mul(b, big.NewInt(u.us)))
			w, fr := math.Modf(frac * float64(u.us))
			total.Add(total, big.NewInt(int64(w)))
			fraction += fr
		default:
			return value{}, py.Raisef(py.TypeErrorType, "unsupported type for timedelta %s component: %s", u.name, x.Type().ShownName())
		}
	}
	if fraction != 0 {
		// Half a microsecond is rounded so that the whole is even.
		r := math.RoundToEven(fraction)
		if math.Abs(fraction-math.Trunc(fraction)) == 0.5 {
			odd := total.Bit(0) == 1
			r = 2 * math.Round((fraction+b2f(odd))/2)
			r -= b2f(odd)
		}
		total.Add(total, big.NewInt(int64(r)))
	}
	return deltaMicros(cls, total)
}

func b2f(b bool) float64 {
	if b {
		return 1
	}
	return 0
}

func ops(m map[py.BinaryOp]py.BinaryFunc) *py.BinaryTable {
	t := new(py.BinaryTable)
	for op, f := range m {
		t[op] = f
	}
	return t
}

func init() {
	reflected := func(f py.BinaryFunc) py.BinaryFunc {
		return func(v, other value) (value, exc) { return f(other, v) }
	}
	unary := new(py.UnaryTable)
	unary[py.OpNeg] = func(v value) (value, exc) {
		return deltaMicros(TimedeltaType, new(big.Int).Neg(deltaOf(v).micros()))
	}
	unary[py.OpPos] = func(v value) (value, exc) { return v, nil }
	unary[py.OpAbs] = func(v value) (value, exc) {
		return deltaMicros(TimedeltaType, new(big.Int).Abs(deltaOf(v).micros()))
	}
	TimedeltaType.Define(&py.TypeSpec{
		Module: "datetime", Flags: py.FlagBaseType, Layout: py.LayoutOf[timedelta](),
		Doc: "Difference between two datetime values.\n\ntimedelta(days=0, seconds=0, microseconds=0, milliseconds=0, minutes=0, hours=0, weeks=0)\n\nAll arguments are optional and default to 0.\nArguments may be integers or floats, and may be positive or negative.",
		Slots: py.Slots{
			New: deltaNew,
			Repr: func(v value) (value, exc) {
				d := deltaOf(v)
				out := typeName(v.Type()) + "("
				sep := ""
				for _, p := range []struct {
					name string
					n    int
				}{{"days", d.days}, {"seconds", d.secs}, {"microseconds", d.us}} {
					if p.n != 0 {
						out += fmt.Sprintf("%s%s=%d", sep, p.name, p.n)
						sep = ", "
					}
				}
				if sep == "" {
					out += "0"
				}
				return py.StrV(out + ")"), nil
			},
			Str: func(v value) (value, exc) {
				d := deltaOf(v)
				out := ""
				if d.days != 0 {
					plural := "s"
					if d.days == 1 || d.days == -1 {
						plural = ""
					}
					out = fmt.Sprintf("%d day%s, ", d.days, plural)
				}
				out += fmt.Sprintf("%d:%02d:%02d", d.secs/3600, d.secs/60%60, d.secs%60)
				if d.us != 0 {
					out += fmt.Sprintf(".%06d", d.us)
				}
				return py.StrV(out), nil
			},
			Hash: func(v value) (int64, exc) {
				d := deltaOf(v)
				return py.Hash(py.TupleV(py.Int(int64(d.days)), py.Int(int64(d.secs)), py.Int(int64(d.us))))
			},
			Bool: func(v value) (bool, exc) { d := deltaOf(v); return d.days != 0 || d.secs != 0 || d.us != 0, nil },
			Compare: func(op py.CompareOp, a, b value) (value, exc) {
				if !isDelta(b) {
					return py.NotImplemented, nil
				}
				x, y := deltaOf(a), deltaOf(b)
				return compared(op, cmpInts([]int{x.days, x.secs, x.us}, []int{y.days, y.secs, y.us})), nil
			},
			Unary: unary,
			Binary: ops(map[py.BinaryOp]py.BinaryFunc{
				py.OpAdd: deltaAdd, py.OpSub: deltaSub, py.OpMul: deltaMul, py.OpTrueDiv: deltaTrueDiv, py.OpFloorDiv: deltaFloorDiv,
				py.OpMod: deltaMod, py.OpDivMod: func(a, b value) (value, exc) {
					q, e := deltaFloorDiv(a, b)
					if e != nil || q == py.NotImplemented || !isDelta(b) {
						return py.NotImplemented, e
					}
					r, e := deltaMod(a, b)
					return py.TupleV(q, r), e
				},
			}),
			Reflected: ops(map[py.BinaryOp]py.BinaryFunc{py.OpAdd: reflected(deltaAdd), py.OpMul: reflected(deltaMul), py.OpSub: reflected(deltaSub)}),
		},
		GetSets: []py.GetSet{
			getInt("days", func(v value) int { return deltaOf(v).days }), getInt("seconds", func(v value) int { return deltaOf(v).secs }),
			getInt("microseconds", func(v value) int { return deltaOf(v).us }),
		},
		Methods: []py.Method{
			{Name: "total_seconds", Sig: "($self, /)", Impl: func(v value) (value, exc) { return py.Float(deltaOf(v).seconds()), nil }},
			{Name: "__reduce__", Sig: "($self, /)", Impl: func(v value) (value, exc) {
				d := deltaOf(v)
				return py.TupleV(v.Type().Value(), py.TupleV(py.Int(int64(d.days)), py.Int(int64(d.secs)), py.Int(int64(d.us)))), nil
			}},
		},
	})
}

func (d *timedelta) seconds() float64 {
	if n, ok := d.short(); ok && n < 1<<53 && n > -1<<53 {
		return float64(n) / 1e6
	}
	f, _ := new(big.Rat).SetFrac(d.micros(), big.NewInt(1e6)).Float64()
	return f
}

func deltaAdd(a, b value) (value, exc) {
	if !isDelta(a) || !isDelta(b) {
		return py.NotImplemented, nil
	}
	if x, ok := deltaOf(a).short(); ok {
		if y, ok := deltaOf(b).short(); ok {
			return deltaOfMicros(x + y), nil
		}
	}
	return deltaMicros(TimedeltaType, new(big.Int).Add(deltaOf(a).micros(), deltaOf(b).micros()))
}

func deltaSub(a, b value) (value, exc) {
	if !isDelta(a) || !isDelta(b) {
		return py.NotImplemented, nil
	}
	if x, ok := deltaOf(a).short(); ok {
		if y, ok := deltaOf(b).short(); ok {
			return deltaOfMicros(x - y), nil
		}
	}
	return deltaMicros(TimedeltaType, new(big.Int).Sub(deltaOf(a).micros(), deltaOf(b).micros()))
}

// divNearest divides, rounding half to even.
func divNearest(a, b *big.Int) *big.Int {
	q, r := new(big.Int).DivMod(a, b, new(big.Int))
	if b.Sign() < 0 {
		// DivMod is Euclidean: make the quotient a floor.
		q, r = new(big.Int).Div(new(big.Int).Neg(a), new(big.Int).Neg(b)), nil
		r = new(big.Int).Sub(new(big.Int).Neg(a), new(big.Int).Mul(q, new(big.Int).Neg(b)))
		b = new(big.Int).Neg(b)
	}
	twice := new(big.Int).Lsh(r, 1)
	if c := twice.Cmp(b); c > 0 || c == 0 && q.Bit(0) == 1 {
		q.Add(q, big.NewInt(1))
	}
	return q
}

func deltaMul(a, b value) (value, exc) {
	if !isDelta(a) {
		a, b = b, a
	}
	if !isDelta(a) {
		return py.NotImplemented, nil
	}
	us := deltaOf(a).micros()
	switch {
	case b.IsInt():
		return deltaMicros(TimedeltaType, us.Mul(us, py.BigOf(b)))
	case b.Type().Has(py.FlagFloat):
		n, d, e := ratio(b)
		if e != nil {
			return value{}, e
		}
		return deltaMicros(TimedeltaType, divNearest(us.Mul(us, n), d))
	}
	return py.NotImplemented, nil
}

// ratio is v.as_integer_ratio().
func ratio(v value) (n, d *big.Int, e exc) {
	if v.Type() != py.FloatType {
		pair, e := py.CallMethod0(v, py.Intern("as_integer_ratio"))
		if e != nil {
			return nil, nil, e
		}
		t, ok := py.AsTuple(pair)
		if !ok {
			return nil, nil, py.Raisef(py.TypeErrorType, "unexpected return type from as_integer_ratio(): expected tuple, not '%s'", pair.Type().ShownName())
		}
		if len(t.Items()) != 2 {
			return nil, nil, py.Raisef(py.ValueErrorType, "as_integer_ratio() must return a 2-tuple")
		}
		for _, x := range t.Items() {
			if !x.IsInt() {
				return nil, nil, py.Raisef(py.TypeErrorType, "unsupported operand type(s) for *: 'int' and '%s'", x.Type().ShownName())
			}
		}
		if n, d = py.BigOf(t.Items()[0]), py.BigOf(t.Items()[1]); d.Sign() == 0 {
			return nil, nil, zeroDivision()
		}
		return n, d, nil
	}
	f, e := py.AsFloat(v)
	if e != nil {
		return nil, nil, e
	}
	r := new(big.Rat).SetFloat64(f)
	if r == nil {
		return nil, nil, py.Raisef(py.ValueErrorType, "cannot convert NaN or infinity to integer ratio")
	}
	return r.Num(), r.Denom(), nil
}

func zeroDivision() exc {
	return py.Raisef(py.ZeroDivisionErrorType, "integer division or modulo by zero")
}

func deltaTrueDiv(a, b value) (value, exc) {
	if !isDelta(a) {
		return py.NotImplemented, nil
	}
	us := deltaOf(a).micros()
	switch {
	case isDelta(b):
		return py.TrueDiv(py.IntBig(us), py.IntBig(deltaOf(b).micros()))
	case b.IsInt():
		n := py.BigOf(b)
		if n.Sign() == 0 {
			return value{}, zeroDivision()
		}
		return deltaMicros(TimedeltaType, divNearest(us, n))
	case b.Type().Has(py.FlagFloat):
		n, d, e := ratio(b)
		if e != nil {
			return value{}, e
		}
		if n.Sign() == 0 {
			return value{}, zeroDivision()
		}
		return deltaMicros(TimedeltaType, divNearest(us.Mul(us, d), n))
	}
	return py.NotImplemented, nil
}

func deltaFloorDiv(a, b value) (value, exc) {
	if !isDelta(a) {
		return py.NotImplemented, nil
	}
	us := py.IntBig(deltaOf(a).micros())
	switch {
	case isDelta(b):
		return py.FloorDiv(us, py.IntBig(deltaOf(b).micros()))
	case b.IsInt():
		q, e := py.FloorDiv(us, py.IntBig(py.BigOf(b)))
		if e != nil {
			return value{}, e
		}
		return deltaMicros(TimedeltaType, new(big.Int).Set(py.BigOf(q)))
	}
	return py.NotImplemented, nil
}

func deltaMod(a, b value) (value, exc) {
	if !isDelta(a) || !isDelta(b) {
		return py.NotImplemented, nil
	}
	r, e := py.Mod(py.IntBig(deltaOf(a).micros()), py.IntBig(deltaOf(b).micros()))
	if e != nil {
		return value{}, e
	}
	return deltaMicros(TimedeltaType, new(big.Int).Set(py.BigOf(r)))
}
