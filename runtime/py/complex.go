package py

import (
	"math"
	"strings"
)

// This file implements complex (library reference, Numeric Types).

// Complex is a complex, or the beginning of an instance of a subclass.
type Complex struct {
	Header
	C complex128
}

// NewComplex returns the complex c.
func NewComplex(c complex128) Value { return (&Complex{Header{ComplexType}, c}).Value() }

// IsComplex reports whether v is a complex or of a subclass.
func (v Value) IsComplex() bool { return v.ref.typ.Flags&FlagComplex != 0 }

// Complex returns the number of v, which is a complex or of a subclass.
func (v Value) Complex() complex128 { return heap[Complex](v).C }

func complexOperand(v Value) (c complex128, ok bool, exc *Exception) {
	if v.ref.typ.Flags&FlagComplex != 0 {
		return heap[Complex](v).C, true, nil
	}
	f, ok, exc := floatOperand(v)
	return complex(f, 0), ok, exc
}

func complexBinary(f func(a, b complex128) (complex128, *Exception)) BinaryFunc {
	return func(a, b Value) (Value, *Exception) {
		x, ok, exc := complexOperand(a)
		if !ok || exc != nil {
			return NotImplemented, exc
		}
		y, ok, exc := complexOperand(b)
		if !ok || exc != nil {
			return NotImplemented, exc
		}
		c, exc := f(x, y)
		if exc != nil {
			return Value{}, exc
		}
		return NewComplex(c), nil
	}
}

var complexOps = BinaryTable{
	OpAdd: complexBinary(func(a, b complex128) (complex128, *Exception) { return a + b, nil }),
	OpSub: complexBinary(func(a, b complex128) (complex128, *Exception) { return a - b, nil }),
	OpMul: complexBinary(func(a, b complex128) (complex128, *Exception) { return complexMul(a, b), nil }),
	OpTrueDiv: complexBinary(func(a, b complex128) (complex128, *Exception) {
		if b == 0 {
			return 0, Raisef(ZeroDivisionErrorType, "complex division by zero")
		}
		return complexDiv(a, b), nil
	}),
	OpPow: complexBinary(complexPow),
}

// complexMul is the textbook product; explicit conversions keep the compiler from fusing
// a multiplication and an addition, which would round once less.
func complexMul(a, b complex128) complex128 {
	ar, ai, br, bi := real(a), imag(a), real(b), imag(b)
	return complex(float64(ar*br)-float64(ai*bi), float64(ar*bi)+float64(ai*br))
}

// complexDiv divides by the larger part of b first, so that nothing overflows
// needlessly (_Py_c_quot).
func complexDiv(a, b complex128) complex128 {
	ar, ai, br, bi := real(a), imag(a), real(b), imag(b)
	switch {
	case math.Abs(br) >= math.Abs(bi):
		ratio := bi / br
		denom := br + float64(bi*ratio)
		return complex((ar+float64(ai*ratio))/denom, (ai-float64(ar*ratio))/denom)
	case math.Abs(bi) >= math.Abs(br):
		ratio := br / bi
		denom := float64(br*ratio) + bi
		return complex((float64(ar*ratio)+ai)/denom, (float64(ai*ratio)-ar)/denom)
	}
	return complex(math.NaN(), math.NaN())
}

// complexPow is a ** b: by multiplication for small integer exponents, else in polar form.
func complexPow(a, b complex128) (complex128, *Exception) {
	var r complex128
	if n := real(b); imag(b) == 0 && n == math.Floor(n) && math.Abs(n) <= 100 {
		if n < 0 {
			if a == 0 {
				return 0, Raisef(ZeroDivisionErrorType, "0.0 to a negative or complex power")
			}
			r = complexDiv(1, complexPowInt(a, int(-n)))
		} else {
			r = complexPowInt(a, int(n))
		}
	} else {
		switch {
		case b == 0:
			return 1, nil
		case a == 0:
			if imag(b) != 0 || real(b) < 0 {
				return 0, Raisef(ZeroDivisionErrorType, "0.0 to a negative or complex power")
			}
			return 0, nil
		}
		abs := math.Hypot(real(a), imag(a))
		length := powFloat(abs, real(b))
		at := atan2Float(imag(a), real(a))
		phase := at * real(b)
		if imag(b) != 0 {
			length *= expFloat(-at * imag(b))
			phase += imag(b) * logFloat(abs)
		}
		r = complex(length*cosFloat(phase), length*sinFloat(phase))
	}
	if math.IsInf(real(r), 0) || math.IsInf(imag(r), 0) {
		return 0, Raisef(OverflowErrorType, "complex exponentiation")
	}
	return r, nil
}

// complexPowInt squares and multiplies from the lowest bit, as c_powu.
func complexPowInt(x complex128, n int) complex128 {
	r, p := complex128(1), x
	for mask := 1; mask > 0 && n >= mask; mask <<= 1 {
		if n&mask != 0 {
			r = complexMul(r, p)
		}
		p = complexMul(p, p)
	}
	return r
}

func complexCompare(op CompareOp, a, b Value) (Value, *Exception) {
	if op != EQ && op != NE {
		return NotImplemented, nil
	}
	x := heap[Complex](a).C
	var equal bool
	switch t := b.ref.typ; {
	case t.Flags&FlagComplex != 0:
		equal = x == heap[Complex](b).C
	case t.Flags&FlagFloat != 0:
		equal = imag(x) == 0 && real(x) == floatOf(b)
	case t.Flags&FlagInt != 0:
		equal = imag(x) == 0 && real(x) == real(x) && compareFloatInt(real(x), exactInt(b)) == 0
	default:
		return NotImplemented, nil
	}
	return Bool(equal == (op == EQ)), nil
}

// ComplexRepr returns repr(c).
func ComplexRepr(c complex128) string {
	im := floatText(imag(c), 'r', 0, false, false)
	if real(c) == 0 && !math.Signbit(real(c)) {
		return im + "j"
	}
	if im[0] != '-' {
		im = "+" + im
	}
	return "(" + floatText(real(c), 'r', 0, false, false) + im + "j)"
}

var complexSpec = TypeSpec{
	Doc: "Create a complex number from a string or numbers.\n\n" +
		"If a string is given, parse it as a complex number.\n" +
		"If a single number is given, convert it to a complex number.\n" +
		"If the 'real' or 'imag' arguments are given, create a complex number\n" +
		"with the specified real and imaginary components.",
	Flags:  FlagComplex | FlagBaseType,
	Layout: LayoutOf[Complex](),
	Slots: Slots{
		Repr:    func(v Value) (Value, *Exception) { return asciiV(ComplexRepr(heap[Complex](v).C)), nil },
		Hash:    func(v Value) (int64, *Exception) { return hashComplex(heap[Complex](v).C), nil },
		Compare: complexCompare,
		Bool:    func(v Value) (bool, *Exception) { return heap[Complex](v).C != 0, nil },
		Binary:  &complexOps, Reflected: reflect(&complexOps),
		Unary: &UnaryTable{
			OpNeg: func(v Value) (Value, *Exception) { return NewComplex(-heap[Complex](v).C), nil },
			OpPos: func(v Value) (Value, *Exception) { return NewComplex(heap[Complex](v).C), nil },
			OpAbs: complexAbs,
		},
		New: complexNew,
	},
	Methods: []Method{
		{Name: "conjugate", Sig: "($self, /)", Impl: complexConjugate, Doc: "Return the complex conjugate of its argument. (3-4j).conjugate() == 3+4j."},
		{Name: "__complex__", Sig: "($self, /)", Impl: func(v Value) (Value, *Exception) { return NewComplex(heap[Complex](v).C), nil }, Doc: "Convert this value to exact type complex."},
		{Name: "__getnewargs__", Sig: "($self, /)", Impl: func(v Value) (Value, *Exception) {
			c := heap[Complex](v).C
			return TupleV(Float(real(c)), Float(imag(c))), nil
		}},
		{Name: "__format__", Sig: "($self, format_spec, /)", Impl: formatMethod, Doc: "Convert to a string according to format_spec."},
	},
	GetSets: []GetSet{
		{Name: "real", Member: true, Get: func(v Value) (Value, *Exception) { return Float(real(heap[Complex](v).C)), nil }, Doc: "the real part of a complex number"},
		{Name: "imag", Member: true, Get: func(v Value) (Value, *Exception) { return Float(imag(heap[Complex](v).C)), nil }, Doc: "the imaginary part of a complex number"},
	},
}

func init() { ComplexType.Define(&complexSpec) }

func complexConjugate(v Value) (Value, *Exception) {
	c := heap[Complex](v).C
	return NewComplex(complex(real(c), -imag(c))), nil
}

func complexAbs(v Value) (Value, *Exception) {
	c := heap[Complex](v).C
	r := math.Hypot(real(c), imag(c))
	if math.IsInf(r, 0) && !math.IsInf(real(c), 0) && !math.IsInf(imag(c), 0) {
		return Value{}, Raisef(OverflowErrorType, "absolute value too large")
	}
	return Float(r), nil
}

// NewComplexOf returns an instance of cls, complex or a subclass, of value c.
func NewComplexOf(cls *Type, c complex128) Value {
	v := cls.Alloc(cls)
	heap[Complex](v).C = c
	return v
}

var (
	complexSignature = NewSignature("complex", "", "(real=0, imag=0)")
	nameComplex      = Intern("__complex__")
)

func complexNew(cls *Type, args []Value, names []*Str) (Value, *Exception) {
	a, exc := complexSignature.Parse(args, names)
	if exc != nil {
		return Value{}, exc
	}
	re, im := a[0], a[1]
	if re.ref == nil && im.ref == nil {
		return NewComplexOf(cls, 0), nil
	}
	if re.ref == nil {
		re = Int(0)
	}
	if re.ref.typ == ComplexType && im.ref == nil && cls == ComplexType {
		return re, nil
	}
	if s, ok := AsStr(re); ok {
		if im.ref != nil {
			return Value{}, Raisef(TypeErrorType, "complex() can't take second arg if first is a string")
		}
		c, exc := complexFromStr(s.S, re)
		if exc != nil {
			return Value{}, exc
		}
		return NewComplexOf(cls, c), nil
	}
	if im.ref != nil && im.IsStr() {
		return Value{}, Raisef(TypeErrorType, "complex() second arg can't be a string")
	}
	c, exc := complexPart(re, "first argument must be a string or")
	if exc != nil {
		return Value{}, exc
	}
	if im.ref != nil {
		if t := im.ref.typ; t.Unary[OpFloat] == nil && t.Unary[OpIndex] == nil && !im.IsComplex() && t.Flags&(FlagInt|FlagFloat) == 0 {
			return Value{}, Raisef(TypeErrorType, "complex() second argument must be a number, not '%s'", t.ShownName())
		}
		d, exc := complexPart(im, "second argument must be")
		if exc != nil {
			return Value{}, exc
		}
		// The signs of zeros survive where an argument is no complex number.
		r, i := real(c), real(d)
		if im.IsComplex() {
			r -= imag(d)
		}
		if re.IsComplex() {
			i += imag(c)
		}
		c = complex(r, i)
	}
	return NewComplexOf(cls, c), nil
}

// complexPart converts an argument of complex().
func complexPart(v Value, what string) (complex128, *Exception) {
	if t := v.ref.typ; t.Flags&FlagFloat != 0 && t.Flags&FlagHeap != 0 && t.redefines(nameFloat, FloatType) {
		f, exc := callFloat(v)
		return complex(f, 0), exc
	}
	c, ok, exc := AsComplex(v)
	if exc == nil && !ok {
		return 0, Raisef(TypeErrorType, "complex() %s a number, not '%s'", what, v.ref.typ.ShownName())
	}
	return c, exc
}

// AsComplex returns v as a complex number: a complex, an object with __complex__, or a
// real number. ok is false where v is none.
func AsComplex(v Value) (c complex128, ok bool, exc *Exception) {
	t := v.ref.typ
	if t == ComplexType {
		return heap[Complex](v).C, true, nil
	}
	if t.Flags&FlagHeap != 0 {
		x, found, exc := CallSpecial(v, nameComplex)
		if exc != nil {
			return 0, false, exc
		}
		if found {
			if !x.IsComplex() {
				return 0, false, Raisef(TypeErrorType, "__complex__ returned non-complex (type %s)", x.ref.typ.ShownName())
			}
			if x.ref.typ != ComplexType {
				if exc := Warnf(DeprecationWarningType, "__complex__ returned non-complex (type %s).  "+
					"The ability to return an instance of a strict subclass of complex is deprecated, "+
					"and may be removed in a future version of Python.", x.ref.typ.Name); exc != nil {
					return 0, false, exc
				}
			}
			return x.Complex(), true, nil
		}
	}
	if t.Flags&FlagComplex != 0 {
		return heap[Complex](v).C, true, nil
	}
	if t.Flags&(FlagFloat|FlagInt) == 0 && t.Unary[OpFloat] == nil && t.Unary[OpIndex] == nil {
		return 0, false, nil
	}
	f, exc := AsFloat(v)
	return complex(f, 0), true, exc
}

func complexFromStr(s string, orig Value) (complex128, *Exception) {
	t, ok := stripUnderscores(asciiNumber(s))
	if !ok {
		r, exc := reprText(orig)
		if exc != nil {
			return 0, exc
		}
		return 0, Raisef(ValueErrorType, "could not convert string to complex: %s", r)
	}
	if strings.HasPrefix(t, "(") && strings.HasSuffix(t, ")") {
		t = trimSpace(t[1 : len(t)-1])
	}
	c, ok := scanComplex(t)
	if !ok {
		return 0, Raisef(ValueErrorType, "complex() arg is a malformed string")
	}
	return c, nil
}

// scanComplex reads a real part, an imaginary part, or both.
func scanComplex(s string) (complex128, bool) {
	n, x := scanFloat(s)
	rest := s[n:]
	switch {
	case n > 0 && rest == "":
		return complex(x, 0), true
	case n > 0 && (rest == "j" || rest == "J"):
		return complex(0, x), true
	case n > 0 && (rest[0] == '+' || rest[0] == '-'):
		m, y := scanFloat(rest)
		if m == 0 {
			m, y = 1, 1
			if rest[0] == '-' {
				y = -1
			}
		}
		tail := rest[m:]
		return complex(x, y), tail == "j" || tail == "J"
	}
	switch s {
	case "j", "J", "+j", "+J":
		return complex(0, 1), true
	case "-j", "-J":
		return complex(0, -1), true
	}
	return 0, false
}
