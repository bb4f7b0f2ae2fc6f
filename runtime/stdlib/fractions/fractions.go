// Package fractions implements the module fractions (Python library reference, fractions:
// Rational numbers) over math/big.
package fractions

import (
	"math/big"
	"strings"

	"github.com/aio2go/aio2go/runtime/py"
	"github.com/aio2go/aio2go/runtime/pydef"
	"github.com/aio2go/aio2go/runtime/stdlib/abc"
	_ "github.com/aio2go/aio2go/runtime/stdlib/numbers" // Fraction is a Rational
)

type (
	value = py.Value
	exc   = *py.Exception
)

var spec = py.ModuleSpec{
	Name:  "fractions",
	Doc:   "Fraction, infinite-precision, rational numbers.",
	Types: []*py.Type{fractionType},
	Init: func(m *py.Module) exc {
		numbers, e := py.ImportModule("numbers")
		if e != nil {
			return e
		}
		rational, e := py.GetAttr(numbers, py.Intern("Rational"))
		if e != nil {
			return e
		}
		m.Set("__all__", py.ListV(py.StrV("Fraction")))
		_, e = abc.Register(rational, fractionType.Value())
		return e
	},
}

func init() { py.RegisterModule(&spec) }

type fraction struct {
	py.Header
	n, d *big.Int // in lowest terms, d positive
}

var fractionType = &py.Type{Name: "Fraction"}

var one = big.NewInt(1)

func of(v value) *fraction { return py.Heap[fraction](v) }

func isFraction(v value) bool { return py.IsInstance(v, fractionType) }

// normal returns n/d in lowest terms, d not zero.
func normal(n, d *big.Int) (*big.Int, *big.Int) {
	g := new(big.Int).GCD(nil, nil, new(big.Int).Abs(n), new(big.Int).Abs(d))
	if d.Sign() < 0 {
		g.Neg(g)
	}
	if g.Cmp(one) == 0 {
		return n, d
	}
	return new(big.Int).Quo(n, g), new(big.Int).Quo(d, g)
}

func newFraction(cls *py.Type, n, d *big.Int) value {
	v := cls.Alloc(cls)
	f := of(v)
	f.n, f.d = normal(n, d)
	return v
}

func zeroDivision(n *big.Int) exc {
	return py.Raisef(py.ZeroDivisionErrorType, "Fraction(%s, 0)", n)
}

func reduced(n, d *big.Int) (value, exc) {
	if d.Sign() == 0 {
		return value{}, zeroDivision(n)
	}
	return newFraction(fractionType, n, d), nil
}

// New returns the Fraction n/d, d not zero.
func New(n, d *big.Int) value { return newFraction(fractionType, n, d) }

// rational returns the parts of an int or Fraction.
func rational(v value) (n, d *big.Int, ok bool) {
	if isFraction(v) {
		return of(v).n, of(v).d, true
	}
	if v.IsInt() {
		return py.BigOf(v), one, true
	}
	return nil, nil, false
}

var nameRatio = py.Intern("as_integer_ratio")

// ratio is v.as_integer_ratio().
func ratio(v value) (n, d *big.Int, e exc) {
	r, e := py.CallMethod0(v, nameRatio)
	if e != nil {
		return nil, nil, e
	}
	a, b, e := py.Unpack2(r)
	if e != nil {
		return nil, nil, e
	}
	return py.BigOf(a), py.BigOf(b), nil
}

// digitRun takes digits with single underscores between them.
func digitRun(s string) (digits, rest string, ok bool) {
	i := 0
	for i < len(s) && (s[i] >= '0' && s[i] <= '9' || s[i] == '_' && i > 0 && s[i-1] != '_' && i+1 < len(s) && s[i+1] >= '0' && s[i+1] <= '9') {
		i++
	}
	return strings.ReplaceAll(s[:i], "_", ""), s[i:], i > 0
}

// parse reads "3/4" or "1.5e3".
func parse(text string) (n, d *big.Int, ok bool) {
	s := strings.TrimSpace(text)
	neg := false
	if s != "" && (s[0] == '+' || s[0] == '-') {
		neg, s = s[0] == '-', s[1:]
	}
	whole, s, hasWhole := digitRun(s)
	n, d = new(big.Int), big.NewInt(1)
	if hasWhole {
		n.SetString(whole, 10)
	}
	if after, isRatio := strings.CutPrefix(strings.TrimLeft(s, " \t"), "/"); isRatio && hasWhole {
		den, rest, ok := digitRun(strings.TrimLeft(after, " \t"))
		if !ok || rest != "" {
			return nil, nil, false
		}
		d.SetString(den, 10)
	} else {
		if after, ok := strings.CutPrefix(s, "."); ok {
			frac, rest, hasFrac := digitRun(after)
			if !hasWhole && !hasFrac {
				return nil, nil, false
			}
			s = rest
			if hasFrac {
				n.SetString("0"+whole+frac, 10)
				d.Exp(big.NewInt(10), big.NewInt(int64(len(frac))), nil)
			}
		} else if !hasWhole {
			return nil, nil, false
		}
		if s != "" && (s[0] == 'e' || s[0] == 'E') {
			s = s[1:]
			negExp := false
			if s != "" && (s[0] == '+' || s[0] == '-') {
				negExp, s = s[0] == '-', s[1:]
			}
			exp, rest, ok := digitRun(s)
			e, fits := new(big.Int).SetString(exp, 10)
			if !ok || !fits || !e.IsInt64() || e.Int64() > 1<<30 {
				return nil, nil, false
			}
			s = rest
			p := new(big.Int).Exp(big.NewInt(10), e, nil)
			if negExp {
				d.Mul(d, p)
			} else {
				n.Mul(n, p)
			}
		}
		if s != "" {
			return nil, nil, false
		}
	}
	if neg {
		n.Neg(n)
	}
	return n, d, true
}

func construct(cls, num, den value) (value, exc) {
	t := py.AsType(cls)
	if den.IsNone() {
		if n, d, ok := rational(num); ok {
			return newFraction(t, n, d), nil
		}
		if s, ok := py.AsStr(num); ok {
			n, d, ok := parse(s.S)
			if !ok {
				return value{}, py.Raisef(py.ValueErrorType, "Invalid literal for Fraction: %s", py.QuoteStr(s.S))
			}
			if d.Sign() == 0 {
				return value{}, zeroDivision(n)
			}
			return newFraction(t, n, d), nil
		}
		if n, d, ok, e := rationalABC(num); e != nil {
			return value{}, e
		} else if ok {
			v := t.Alloc(t)
			of(v).n, of(v).d = n, d // as they are: what is a Rational is in lowest terms
			return v, nil
		}
		if _, found, e := py.LookupAttr(num, nameRatio); e != nil {
			return value{}, e
		} else if found && !num.Type().Has(py.FlagType) {
			n, d, e := ratio(num)
			if e != nil {
				return value{}, e
			}
			return newFraction(t, n, d), nil
		}
		return value{}, py.Raisef(py.TypeErrorType, "argument should be a string or a Rational instance")
	}
	a, b, ok1, e := rationalABC(num)
	if e != nil {
		return value{}, e
	}
	c, d, ok2, e := rationalABC(den)
	if e != nil {
		return value{}, e
	}
	if !ok1 || !ok2 {
		return value{}, py.Raisef(py.TypeErrorType, "both arguments should be Rational instances")
	}
	n, m := new(big.Int).Mul(a, d), new(big.Int).Mul(b, c)
	if m.Sign() == 0 {
		return value{}, zeroDivision(n)
	}
	return newFraction(t, n, m), nil
}

// quotient is n/d rounded down, and what is left.
func quotient(n, d *big.Int) (q, r *big.Int) {
	q, r = new(big.Int).QuoRem(n, d, new(big.Int))
	if r.Sign() != 0 && (r.Sign() < 0) != (d.Sign() < 0) {
		q.Sub(q, one)
		r.Add(r, d)
	}
	return q, r
}

func compare(op py.CompareOp, x, y value) (value, exc) {
	a, b, _ := rational(x)
	if c, d, ok, e := rationalABC(y); e != nil {
		return value{}, e
	} else if ok {
		return py.Bool(holds(op, mul(a, d).Cmp(mul(c, b)))), nil
	}
	t := y.Type()
	switch {
	case t.Has(py.FlagFloat):
		f, e := py.AsFloat(y)
		if e != nil {
			return value{}, e
		}
		if f != f || f-f != 0 { // NaN or an infinity
			return py.Compare(op, py.Float(0), y)
		}
		r, ok := new(big.Rat).SetString(py.FloatRepr(f))
		if exact := new(big.Rat).SetFloat64(f); exact != nil {
			r, ok = exact, true
		}
		if !ok {
			return py.NotImplemented, nil
		}
		return py.Bool(holds(op, new(big.Rat).SetFrac(a, b).Cmp(r))), nil
	case t.Has(py.FlagComplex) && (op == py.EQ || op == py.NE):
		z, _, e := py.AsComplex(y)
		if e != nil {
			return value{}, e
		}
		if imag(z) != 0 {
			return py.Bool(op == py.NE), nil
		}
		return compare(op, x, py.Float(real(z)))
	}
	return py.NotImplemented, nil
}

func holds(op py.CompareOp, c int) bool {
	switch op {
	case py.LT:
		return c < 0
	case py.LE:
		return c <= 0
	case py.GT:
		return c > 0
	case py.GE:
		return c >= 0
	case py.NE:
		return c != 0
	}
	return c == 0
}

func hash(v value) (int64, exc) {
	f := of(v)
	p := big.NewInt(1<<61 - 1)
	inv := new(big.Int).ModInverse(f.d, p)
	if inv == nil { // the denominator is a multiple of the modulus
		if f.n.Sign() < 0 {
			return -314159, nil
		}
		return 314159, nil
	}
	h := inv.Mod(inv.Mul(inv, new(big.Int).Abs(f.n)), p).Int64()
	if f.n.Sign() < 0 {
		h = -h
	}
	if h == -1 {
		h = -2
	}
	return h, nil
}

// nearest is n/d rounded to the nearest integer, to even.
func nearest(n, d *big.Int) *big.Int {
	q, r := quotient(n, d)
	if c := new(big.Int).Lsh(r, 1).Cmp(d); c > 0 || c == 0 && q.Bit(0) == 1 {
		q.Add(q, one)
	}
	return q
}

func limit(v, most value) (value, exc) {
	f := of(v)
	i, e := py.Index(most)
	if e != nil {
		return value{}, e
	}
	m := py.BigOf(i)
	if m.Cmp(one) < 0 {
		return value{}, py.Raisef(py.ValueErrorType, "max_denominator should be at least 1")
	}
	if f.d.Cmp(m) <= 0 {
		return newFraction(fractionType, f.n, f.d), nil
	}
	p0, q0, p1, q1 := big.NewInt(0), big.NewInt(1), big.NewInt(1), big.NewInt(0)
	n, d := f.n, f.d
	for {
		a, r := quotient(n, d)
		q2 := new(big.Int).Add(q0, mul(a, q1))
		if q2.Cmp(m) > 0 {
			break
		}
		p0, q0, p1, q1 = p1, q1, new(big.Int).Add(p0, mul(a, p1)), q2
		n, d = d, r
	}
	k := new(big.Int).Sub(m, q0)
	k.Quo(k, q1)
	// The two bounds; the nearer one is taken, the first of two that are as near.
	n2, d2 := new(big.Int).Add(p0, mul(k, p1)), new(big.Int).Add(q0, mul(k, q1))
	if new(big.Int).Lsh(mul(d, d2), 1).Cmp(f.d) <= 0 {
		return reduced(p1, q1)
	}
	return reduced(n2, d2)
}

func init() {
	newFn := pydef.Func("fractions", "__new__(cls, numerator=0, denominator=None)", construct)
	if fn, ok := py.AsFunction(newFn); ok {
		fn.Code.Qualname, fn.Qualname = "Fraction.__new__", py.Intern("Fraction.__new__")
	}
	ops := &py.BinaryTable{
		py.OpPow: power,
	}
	reflected := &py.BinaryTable{py.OpPow: reflectedPower}
	for _, x := range []struct {
		op          py.BinaryOp
		exact       arith
		other       py.BinaryFunc
		withComplex bool
	}{
		{py.OpAdd, add, py.Add, true}, {py.OpSub, sub, py.Sub, true}, {py.OpMul, multiply, py.Mul, true}, {py.OpTrueDiv, divide, py.TrueDiv, true},
		{py.OpFloorDiv, floorDivide, py.FloorDiv, false}, {py.OpMod, modulo, py.Mod, false}, {py.OpDivMod, divMod, py.DivMod, false},
	} {
		ops[x.op], reflected[x.op] = operator(x.exact, x.other, x.withComplex), reflectedOperator(x.exact, x.other, x.withComplex)
	}
	unary := new(py.UnaryTable)
	unary[py.OpNeg] = func(v value) (value, exc) { return reduced(new(big.Int).Neg(of(v).n), of(v).d) }
	unary[py.OpPos] = func(v value) (value, exc) { return reduced(of(v).n, of(v).d) }
	unary[py.OpAbs] = func(v value) (value, exc) { return reduced(new(big.Int).Abs(of(v).n), of(v).d) }
	unary[py.OpInt] = func(v value) (value, exc) { return py.IntBig(new(big.Int).Quo(of(v).n, of(v).d)), nil }
	unary[py.OpFloat] = toFloat
	self := func(v value) (value, exc) { return v, nil }
	integer := func(f func(n, d *big.Int) *big.Int) any {
		return func(v value) (value, exc) { return py.IntBig(f(of(v).n, of(v).d)), nil }
	}
	fractionType.Define(&py.TypeSpec{
		Module: "fractions", Flags: py.FlagBaseType, Layout: py.LayoutOf[fraction](),
		Doc: "This class implements rational numbers.\n\n    In the two-argument form of the constructor, Fraction(8, 6) will\n    produce a rational number equivalent to 4/3. Both arguments must\n    be Rational. The numerator defaults to 0 and the denominator\n    defaults to 1 so that Fraction(3) == 3 and Fraction() == 0.\n    ",
		Slots: py.Slots{
			New: func(cls *py.Type, args []value, names []*py.Str) (value, exc) {
				return py.CallKw(newFn, append([]value{cls.Value()}, args...), names)
			},
			Init: func(v value, args []value, names []*py.Str) exc { return nil },
			Repr: func(v value) (value, exc) {
				return py.StrV(v.Type().Name + "(" + of(v).n.String() + ", " + of(v).d.String() + ")"), nil
			},
			Str:  func(v value) (value, exc) { return py.StrV(of(v).text(false)), nil },
			Hash: hash, Compare: compare, Binary: ops, Reflected: reflected, Unary: unary,
			Bool: func(v value) (bool, exc) { return of(v).n.Sign() != 0, nil },
		},
		Methods: []py.Method{
			{Name: "as_integer_ratio", Sig: "($self, /)", Impl: func(v value) (value, exc) { return py.TupleV(py.IntBig(of(v).n), py.IntBig(of(v).d)), nil }},
			{Name: "is_integer", Sig: "($self, /)", Impl: func(v value) (value, exc) { return py.Bool(of(v).d.Cmp(one) == 0), nil }},
			{Name: "limit_denominator", Sig: "($self, max_denominator=1000000)", Impl: func(v, most value) (value, exc) {
				if most.IsUnbound() {
					most = py.Int(1000000)
				}
				return limit(v, most)
			}},
			{Name: "conjugate", Sig: "($self, /)", Impl: func(v value) (value, exc) { return py.Pos(v) }},
			{Name: "__trunc__", Sig: "($self, /)", Impl: integer(func(n, d *big.Int) *big.Int { return new(big.Int).Quo(n, d) })},
			{Name: "__floor__", Sig: "($self, /)", Impl: integer(func(n, d *big.Int) *big.Int { q, _ := quotient(n, d); return q })},
			{Name: "__ceil__", Sig: "($self, /)", Impl: integer(func(n, d *big.Int) *big.Int {
				q, r := quotient(n, d)
				if r.Sign() != 0 {
					q.Add(q, one)
				}
				return q
			})},
			{Name: "__round__", Sig: "($self, ndigits=None)", Impl: func(v, digits value) (value, exc) {
				f := of(v)
				if digits.IsUnbound() || digits.IsNone() {
					return py.IntBig(nearest(f.n, f.d)), nil
				}
				k, e := py.Ssize(digits)
				if e != nil {
					return value{}, e
				}
				p := new(big.Int).Exp(big.NewInt(10), big.NewInt(int64(max(k, -k))), nil)
				if k > 0 {
					return reduced(nearest(mul(f.n, p), f.d), p)
				}
				return reduced(mul(nearest(f.n, mul(f.d, p)), p), one)
			}},
			{Name: "__complex__", Sig: "($self, /)", Impl: func(v value) (value, exc) {
				f, e := toFloat(v)
				if e != nil {
					return value{}, e
				}
				return py.NewComplex(complex(f.Float(), 0)), nil
			}},
			{Name: "__format__", Sig: "($self, format_spec, /)", Impl: format},
			{Name: "__copy__", Sig: "($self, /)", Impl: self},
			{Name: "__deepcopy__", Sig: "($self, memo, /)", Impl: func(v, memo value) (value, exc) { return v, nil }},
			{Name: "__reduce__", Sig: "($self, /)", Impl: func(v value) (value, exc) {
				return py.TupleV(v.Type().Value(), py.TupleV(py.IntBig(of(v).n), py.IntBig(of(v).d))), nil
			}},
		},
		ClassMethods: []py.Method{
			{Name: "from_float", Sig: "($cls, f, /)", Impl: func(cls, f value) (value, exc) { return convert(cls, f, "float", f.Type().Has(py.FlagFloat)) }},
			{Name: "from_decimal", Sig: "($cls, dec, /)", Impl: func(cls, d value) (value, exc) { return convert(cls, d, "Decimal", isDecimal(d.Type())) }},
		},
		GetSets: []py.GetSet{
			{Name: "numerator", Get: func(v value) (value, exc) { return py.IntBig(of(v).n), nil }},
			{Name: "denominator", Get: func(v value) (value, exc) { return py.IntBig(of(v).d), nil }},
			{Name: "_numerator", Get: func(v value) (value, exc) { return py.IntBig(of(v).n), nil }, Member: true},
			{Name: "_denominator", Get: func(v value) (value, exc) { return py.IntBig(of(v).d), nil }, Member: true},
			{Name: "real", Get: func(v value) (value, exc) { return py.Pos(v) }},
			{Name: "imag", Get: func(v value) (value, exc) { return py.Int(0), nil }},
		},
	})
}

// isDecimal reports a Decimal by its name: this module does not need the other one.
func isDecimal(t *py.Type) bool {
	for _, b := range t.MRO {
		if b.Name == "Decimal" && b.Module == "decimal" {
			return true
		}
	}
	return false
}

func convert(cls, v value, what string, ok bool) (value, exc) {
	if v.IsInt() {
		return newFraction(py.AsType(cls), py.BigOf(v), one), nil
	}
	if !ok {
		r, e := py.ReprText(v)
		if e != nil {
			return value{}, e
		}
		return value{}, py.Raisef(py.TypeErrorType, "Fraction.from_%s() only takes %ss, not %s (%s)", strings.ToLower(what), what, r, v.Type().Name)
	}
	n, d, e := ratio(v)
	if e != nil {
		return value{}, e
	}
	return newFraction(py.AsType(cls), n, d), nil
}

func (f *fraction) text(alt bool) string {
	if f.d.Cmp(one) == 0 && !alt {
		return f.n.String()
	}
	return f.n.String() + "/" + f.d.String()
}
