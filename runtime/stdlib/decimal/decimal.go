// Package decimal implements the module decimal (Python library reference, decimal: Decimal
// fixed-point and floating-point arithmetic) over math/big: numbers and rounding in
// num.go, arithmetic in arith.go, exp, ln and power in trans.go, texts in text.go.
package decimal

import (
	"math"
	"math/big"
	"math/bits"
	"strings"

	"github.com/aio2go/aio2go/runtime/py"
	"github.com/aio2go/aio2go/runtime/stdlib/abc"
	"github.com/aio2go/aio2go/runtime/stdlib/collections"
)

type (
	value = py.Value
	exc   = *py.Exception
)

var spec = py.ModuleSpec{
	Name:  "decimal",
	Doc:   "C decimal arithmetic module",
	Types: []*py.Type{decimalType, contextType},
	Functions: []py.Method{
		{Name: "getcontext", Sig: "()", Impl: func() (value, exc) {
			c, e := current()
			if e != nil {
				return value{}, e
			}
			return c.Value(), nil
		}},
		{Name: "setcontext", Sig: "(context, /)", Impl: func(c value) (value, exc) { return py.None, setCurrent(c) }},
		{Name: "localcontext", Impl: localContext},
	},
	Init: initModule,
}

func init() {
	py.RegisterModule(&spec)
	abc.Virtual["numbers.Number"] = append(abc.Virtual["numbers.Number"], decimalType)
}

// tupleClass is DecimalTuple.
var tupleClass value

func initModule(m *py.Module) exc {
	if e := makeClasses(m); e != nil {
		return e
	}
	template = newContext()
	basic, extended := newContext(), newContext()
	basic.prec, basic.round, basic.traps = 9, roundHalfUp, anyInvalid|divisionByZero|overflow|underflow|clamped
	extended.prec, extended.traps = 9, 0
	standard = []*context{template, basic, extended}
	m.Set("DefaultContext", template.Value())
	m.Set("BasicContext", basic.Value())
	m.Set("ExtendedContext", extended.Value())
	var e exc
	if tupleClass, e = collections.NewNamedTuple("DecimalTuple", "decimal", []string{"sign", "digits", "exponent"}, nil); e != nil {
		return e
	}
	m.Set("DecimalTuple", tupleClass)
	for _, n := range roundingNames {
		m.Set(n, py.StrV(n))
	}
	m.Set("MAX_PREC", py.Int(maxPrec))
	m.Set("MAX_EMAX", py.Int(maxEmax))
	m.Set("MIN_EMIN", py.Int(minEmin))
	m.Set("MIN_ETINY", py.Int(minEmin-maxPrec+1))
	m.Set("HAVE_THREADS", py.True)
	m.Set("HAVE_CONTEXTVAR", py.True)
	m.Set("__version__", py.StrV("1.70"))
	m.Set("__libmpdec_version__", py.StrV("2.5.1"))
	return nil
}

// object is a Decimal.
type object struct {
	py.Header
	x num
}

var decimalType = &py.Type{Name: "Decimal"}

func newDecimal(x num) value {
	v := decimalType.Alloc(decimalType)
	py.Heap[object](v).x = x
	return v
}

func isDecimal(v value) bool { return py.IsInstance(v, decimalType) }

func numOf(v value) num { return py.Heap[object](v).x }

// fromFloat converts a float or int exactly.
func fromFloat(v value) (num, exc) {
	if v.IsInt() {
		return fromInt(py.BigOf(v)), nil
	}
	if !v.Type().Has(py.FlagFloat) {
		return nan, py.Raisef(py.TypeErrorType, "argument must be int or float")
	}
	f, e := py.AsFloat(v)
	if e != nil {
		return nan, e
	}
	switch {
	case math.IsNaN(f):
		return num{kind: quietNaN, neg: math.Signbit(f), c: zero}, nil
	case math.IsInf(f, 0):
		return infinity(f < 0), nil
	case f == 0:
		return num{neg: math.Signbit(f), c: zero}, nil
	}
	b := math.Float64bits(f)
	mant, e2 := int64(b&(1<<52-1)), int(b>>52&0x7FF)
	if e2 == 0 {
		e2 = 1
	} else {
		mant |= 1 << 52
	}
	e2 -= 1075
	tz := bits.TrailingZeros64(uint64(mant))
	mant >>= tz
	e2 += tz
	c := big.NewInt(mant)
	if e2 >= 0 {
		return num{neg: f < 0, c: c.Lsh(c, uint(e2))}, nil
	}
	c.Mul(c, new(big.Int).Exp(big.NewInt(5), big.NewInt(int64(-e2)), nil))
	return num{neg: f < 0, c: c, exp: int64(e2)}, nil
}

// convert makes a number of what Decimal() takes. strict refuses underscores and white
// space, as create_decimal does.
func (c *context) convert(v value, strict bool) (num, exc) {
	switch {
	case isDecimal(v):
		return numOf(v), nil
	case v.IsInt():
		return fromInt(py.BigOf(v)), nil
	case v.IsStr():
		s := v.Str().S
		if !strict {
			s = ascii(s)
		} else if strings.Contains(s, "_") || strings.TrimFunc(s, func(r rune) bool { return r <= ' ' }) != s {
			s = "?"
		} else {
			s = ascii(s)
		}
		x, ok := parse(s)
		if !ok {
			return nan, c.raise(conversionSyntax)
		}
		if !strict && !x.exact() {
			return nan, c.raise(invalidOperation)
		}
		return x, nil
	case v.Type().Has(py.FlagFloat):
		if e := c.raise(floatOperation); e != nil {
			return nan, e
		}
		return fromFloat(v)
	}
	items, isSeq := sequence(v)
	if !isSeq {
		return nan, py.Raisef(py.TypeErrorType, "conversion from %s to Decimal is not supported", v.Type().Name)
	}
	x, e := fromTuple(items)
	if e == nil && !strict && !x.exact() {
		return nan, c.raise(invalidOperation)
	}
	return x, e
}

// exact reports whether x is within the limits of the widest context.
func (x num) exact() bool {
	return x.special() || x.exp <= maxEmax && x.exp >= minEtiny && (x.c.Sign() == 0 || x.adjusted() <= maxEmax)
}

func sequence(v value) ([]value, bool) {
	if t, ok := py.AsTuple(v); ok {
		return t.Items(), true
	}
	if l, ok := py.AsList(v); ok {
		return l.Items, true
	}
	return nil, false
}

func fromTuple(items []value) (x num, e exc) {
	bad := func(msg string) (num, exc) { return nan, py.Raisef(py.ValueErrorType, "%s", msg) }
	if len(items) != 3 {
		return bad("argument must be a sequence of length 3")
	}
	sign, ok := py.AsInt64(items[0])
	if !ok || sign != 0 && sign != 1 {
		return bad("sign must be an integer with the value 0 or 1")
	}
	x.neg = sign == 1
	if s, isStr := py.AsStr(items[2]); isStr {
		switch s.S {
		case "F":
			return infinity(x.neg), nil
		case "n":
			x.kind = quietNaN
		case "N":
			x.kind = signalingNaN
		default:
			return bad("string argument in the third position must be 'F', 'n' or 'N'")
		}
	} else if !items[2].IsInt() {
		return bad("exponent must be an integer")
	} else if x.exp, ok = py.AsInt64(items[2]); !ok {
		return nan, py.Raisef(py.OverflowErrorType, "Python int too large to convert to C ssize_t")
	}
	list, ok := sequence(items[1])
	if !ok {
		return bad("coefficient must be a tuple of digits")
	}
	b := []byte{'0'}
	for _, d := range list {
		n, ok := py.AsInt64(d)
		if !ok || n < 0 || n > 9 {
			return bad("coefficient must be a tuple of digits")
		}
		b = append(b, byte('0'+n))
	}
	x.c, _ = new(big.Int).SetString(string(b), 10)
	return x, nil
}

// operand converts the other operand of an operator: a Decimal or an int.
func operand(v value) (num, bool) {
	if isDecimal(v) {
		return numOf(v), true
	}
	if v.IsInt() {
		return fromInt(py.BigOf(v)), true
	}
	return nan, false
}

// argument converts the argument of a method.
func argument(v value) (num, exc) {
	if x, ok := operand(v); ok {
		return x, nil
	}
	return nan, py.Raisef(py.TypeErrorType, "conversion from %s to Decimal is not supported", v.Type().Name)
}

type binary func(l *limits, a, b num, st *status) num

// operator makes a binary operator of f, and of quick, which does without math/big what it can.
func operator(f binary, quick func(l *limits, a, b short, st *status) (short, bool)) py.BinaryFunc {
	return func(a, b value) (value, exc) {
		if quick != nil {
			if x, ok := shortOf(a); ok {
				if y, ok := shortOf(b); ok {
					c, e := current()
					if e != nil {
						return value{}, e
					}
					var st status
					if r, ok := quick(&c.limits, x, y, &st); ok {
						if st == 0 {
							return newShort(r), nil
						}
						return newShort(r), c.raise(st)
					}
				}
			}
		}
		x, ok1 := operand(a)
		y, ok2 := operand(b)
		if !ok1 || !ok2 {
			return py.NotImplemented, nil
		}
		c, e := current()
		if e != nil {
			return value{}, e
		}
		var st status
		r := f(&c.limits, x, y, &st)
		return newDecimal(r), c.raise(st)
	}
}

func reflected(f py.BinaryFunc) py.BinaryFunc {
	return func(self, other value) (value, exc) { return f(other, self) }
}

func divmodOperator(a, b value) (value, exc) {
	x, ok1 := operand(a)
	y, ok2 := operand(b)
	if !ok1 || !ok2 {
		return py.NotImplemented, nil
	}
	c, e := current()
	if e != nil {
		return value{}, e
	}
	var st status
	q, r := c.divMod(x, y, &st)
	return py.TupleV(newDecimal(q), newDecimal(r)), c.raise(st)
}

func unary(f func(l *limits, a num, st *status) num) py.UnaryFunc {
	return func(v value) (value, exc) {
		c, e := current()
		if e != nil {
			return value{}, e
		}
		var st status
		r := f(&c.limits, numOf(v), &st)
		return newDecimal(r), c.raise(st)
	}
}

// toInt converts to an int, rounding toward zero, or as r says.
func toInt(x num, r rounding) (value, exc) {
	switch {
	case x.isNaN():
		return value{}, py.Raisef(py.ValueErrorType, "cannot convert NaN to integer")
	case x.kind == infinite:
		return value{}, py.Raisef(py.OverflowErrorType, "cannot convert Infinity to integer")
	}
	c, _ := roundOff(x.c, -x.exp, x.neg, r)
	if x.neg {
		c = new(big.Int).Neg(c)
	}
	return py.IntBig(c), nil
}

func toFloat64(v value) (value, exc) {
	x := numOf(v)
	if x.kind == signalingNaN {
		return value{}, py.Raisef(py.ValueErrorType, "cannot convert signaling NaN to float")
	}
	if x.kind == quietNaN {
		return py.Float(math.Copysign(math.NaN(), map[bool]float64{true: -1, false: 1}[x.neg])), nil
	}
	return py.Call1(py.FloatType.Value(), py.StrV(x.text(false, true)))
}

func hash(v value) (int64, exc) {
	if x, ok := shortOf(v); ok {
		if h, ok := x.hash(); ok {
			return h, nil
		}
	}
	x := numOf(v)
	switch x.kind {
	case signalingNaN:
		return 0, py.Raisef(py.TypeErrorType, "Cannot hash a signaling NaN value")
	case quietNaN:
		return py.HashIdentity(v), nil
	case infinite:
		if x.neg {
			return -314159, nil
		}
		return 314159, nil
	}
	p := big.NewInt(1<<61 - 1)
	var h *big.Int
	if x.exp >= 0 {
		h = new(big.Int).Exp(ten, big.NewInt(x.exp), p)
	} else {
		h = new(big.Int).ModInverse(ten, p)
		h.Exp(h, big.NewInt(-x.exp), p)
	}
	h.Mod(h.Mul(h, x.c), p)
	n := h.Int64()
	if x.neg {
		n = -n
	}
	if n == -1 {
		n = -2
	}
	return n, nil
}

var (
	nameNumerator   = py.Intern("numerator")
	nameDenominator = py.Intern("denominator")
)

func compare(op py.CompareOp, a, b value) (value, exc) {
	if x, ok := shortOf(a); ok {
		if y, ok := shortOf(b); ok {
			if r, ok := compareShort(x, y); ok {
				return ordered(op, r), nil
			}
		}
	}
	x := numOf(a)
	y, ok := operand(b)
	c, e := current()
	if e != nil {
		return value{}, e
	}
	if !ok {
		t := b.Type()
		switch {
		case t.Has(py.FlagFloat):
			st := floatOperation
			if op == py.EQ || op == py.NE {
				c.flags |= st
			} else if e := c.raise(st); e != nil {
				return value{}, e
			}
			if y, e = fromFloat(b); e != nil {
				return value{}, e
			}
		case t.Has(py.FlagComplex) && (op == py.EQ || op == py.NE):
			z, _, e := py.AsComplex(b)
			if e != nil {
				return value{}, e
			}
			if imag(z) != 0 {
				return py.Bool(op == py.NE), nil
			}
			if y, e = fromFloat(py.Float(real(z))); e != nil {
				return value{}, e
			}
		default:
			n, found, e := py.LookupAttr(b, nameNumerator)
			if e != nil || !found || !n.IsInt() {
				return py.NotImplemented, e
			}
			d, found, e := py.LookupAttr(b, nameDenominator)
			if e != nil || !found || !d.IsInt() {
				return py.NotImplemented, e
			}
			if !x.special() {
				x.c = new(big.Int).Mul(x.c, py.BigOf(d))
			}
			y = fromInt(py.BigOf(n))
		}
	}
	if x.isNaN() || y.isNaN() {
		if op == py.EQ || op == py.NE {
			if x.kind == signalingNaN || y.kind == signalingNaN {
				if e := c.raise(invalidOperation); e != nil {
					return value{}, e
				}
			}
			return py.Bool(op == py.NE), nil
		}
		return py.False, c.raise(invalidOperation)
	}
	return ordered(op, cmp(x, y)), nil
}

// ordered is what the comparison op of two numbers is, which r compares.
func ordered(op py.CompareOp, r int) value {
	switch op {
	case py.LT:
		return py.Bool(r < 0)
	case py.LE:
		return py.Bool(r <= 0)
	case py.GT:
		return py.Bool(r > 0)
	case py.GE:
		return py.Bool(r >= 0)
	case py.NE:
		return py.Bool(r != 0)
	}
	return py.Bool(r == 0)
}

func power(a, b, m value) (value, exc) {
	c, e := current()
	if e != nil {
		return value{}, e
	}
	x, ok1 := operand(a)
	y, ok2 := operand(b)
	if !ok1 || !ok2 {
		return py.NotImplemented, nil
	}
	if m.IsUnbound() || m.IsNone() {
		var st status
		r := c.pow(x, y, &st)
		return newDecimal(r), c.raise(st)
	}
	z, ok := operand(m)
	if !ok {
		return py.NotImplemented, nil
	}
	var st status
	r := c.powMod(x, y, z, &st)
	return newDecimal(r), c.raise(st)
}

// powMod is pow(a, b, m) of integers.
func (l *limits) powMod(a, b, m num, st *status) num {
	if r, done := l.checkNaNs(st, a, b, m); done {
		return r
	}
	x, ok1 := a.integer()
	y, ok2 := b.integer()
	z, ok3 := m.integer()
	if !ok1 || !ok2 || !ok3 || y.Sign() < 0 || z.Sign() == 0 || digits(z) > l.prec || x.Sign() == 0 && y.Sign() == 0 {
		return invalid(st, invalidOperation)
	}
	r := new(big.Int).Exp(new(big.Int).Abs(x), y, new(big.Int).Abs(z))
	return num{neg: x.Sign() < 0 && y.Bit(0) == 1, c: r}
}

func init() {
	sig := py.NewSignature("Decimal", "", "(value='0', context=None)")
	ops := &py.BinaryTable{
		py.OpAdd: operator((*limits).add, (*limits).addShort), py.OpSub: operator((*limits).sub, (*limits).subShort), py.OpMul: operator((*limits).mul, (*limits).mulShort), py.OpTrueDiv: operator((*limits).div, (*limits).divShort),
		py.OpFloorDiv: operator((*limits).divInt, nil), py.OpMod: operator((*limits).rem, nil), py.OpDivMod: divmodOperator,
		py.OpPow: func(a, b value) (value, exc) { return power(a, b, value{}) },
	}
	rops := new(py.BinaryTable)
	for i, f := range ops {
		if f != nil {
			rops[i] = reflected(f)
		}
	}
	unaries := new(py.UnaryTable)
	unaries[py.OpNeg] = unary((*limits).minus)
	unaries[py.OpPos] = unary((*limits).plus)
	unaries[py.OpAbs] = unary((*limits).absolute)
	unaries[py.OpInt] = func(v value) (value, exc) { return toInt(numOf(v), roundDown) }
	unaries[py.OpFloat] = toFloat64
	decimalType.Define(&py.TypeSpec{
		Module: "decimal", Flags: py.FlagBaseType, Layout: py.LayoutOf[object](),
		Doc: "Construct a new Decimal object. 'value' can be an integer, string, tuple,\nor another Decimal object. If no value is given, return Decimal('0'). The\ncontext does not affect the conversion and is only passed to determine if\nthe InvalidOperation trap is active.\n\n",
		Slots: py.Slots{
			New: func(cls *py.Type, args []value, names []*py.Str) (value, exc) {
				if n := len(args) - len(names); n > 2 {
					return value{}, py.Raisef(py.TypeErrorType, "function takes at most 2 arguments (%d given)", len(args))
				}
				if len(args) == 1 && len(names) == 0 && cls == decimalType {
					if x, ok := shortFrom(args[0]); ok {
						return newShort(x), nil
					}
				}
				p, e := sig.Parse(args, names)
				if e != nil {
					return value{}, e
				}
				c, e := contextArg(p[1])
				if e != nil {
					return value{}, e
				}
				x := numZero
				if !p[0].IsUnbound() {
					if p[0].Type() == decimalType && cls == decimalType {
						return p[0], nil
					}
					if x, e = c.convert(p[0], false); e != nil {
						return value{}, e
					}
				}
				v := cls.Alloc(cls)
				py.Heap[object](v).x = x
				return v, nil
			},
			Repr: func(v value) (value, exc) {
				s, e := textOf(v)
				return py.StrV("Decimal('" + s + "')"), e
			},
			Str: func(v value) (value, exc) {
				s, e := textOf(v)
				return py.StrV(s), e
			},
			Hash: hash, Compare: compare, Binary: ops, Reflected: rops, Unary: unaries,
			Bool: func(v value) (bool, exc) { return !numOf(v).isZero(), nil },
		},
		Methods: append(decimalMethods(), py.Method{Name: "__pow__", Sig: "($self, value, mod=None, /)", Impl: power}),
		ClassMethods: []py.Method{{Name: "from_float", Sig: "($type, f, /)", Impl: func(cls, f value) (value, exc) {
			x, e := fromFloat(f)
			if e != nil {
				return value{}, e
			}
			if py.AsType(cls) != decimalType {
				return py.Call1(cls, newDecimal(x))
			}
			return newDecimal(x), nil
		}}},
		GetSets: []py.GetSet{
			{Name: "real", Get: func(v value) (value, exc) { return v, nil }},
			{Name: "imag", Get: func(v value) (value, exc) { return newDecimal(numZero), nil }},
		},
	})
}

func textOf(v value) (string, exc) {
	c, e := current()
	if e != nil {
		return "", e
	}
	return numOf(v).text(false, c.capitals), nil
}
