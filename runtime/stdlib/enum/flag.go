package enum

import (
	"math/big"
	"slices"
	"strings"

	"github.com/aio2go/aio2go/runtime/py"
)

// This file implements Flag: composite members, their parts and operators. Values are ints
// of any size.

func flagBody() []bodyEntry {
	iterBits := classMethod("Flag", "_iter_member_by_value_(cls, value)", func(cls, v value) (value, exc) { return iterParts(cls, v, false) })
	list := []bodyEntry{
		{"_numeric_repr_", reprFunction()},
		staticMethod("Flag", "_generate_next_value_(name, start, count, last_values)", nextFlag),
		iterBits, {"_iter_member_", iterBits.v},
		classMethod("Flag", "_iter_member_by_def_(cls, value)", func(cls, v value) (value, exc) { return iterParts(cls, v, true) }),
		classMethod("Flag", "_missing_(cls, value)", composite),
		method("Flag", "__reduce_ex__(self, proto)", func(self, proto value) (value, exc) {
			var s steps
			return s.Done(py.TupleV(s.Attr(self, "__class__"), py.TupleV(s.Attr(self, nameValue.S))))
		}),
		method("Flag", "__contains__(self, other)", flagContains),
		method("Flag", "__iter__(self)", func(self value) (value, exc) {
			var s steps
			parts := s.Call(self, nameIterMember.S, s.Attr(self, nameValue.S))
			if s.Failed() {
				return value{}, s.Exc
			}
			return py.Iter(parts)
		}),
		method("Flag", "__len__(self)", func(self value) (value, exc) {
			var s steps
			return s.Done(s.Call(s.Attr(self, nameValue.S), "bit_count"))
		}),
		method("Flag", "__repr__(self)", func(self value) (value, exc) {
			var s steps
			name, dot := s.Attr(self, nameName.S), ""
			if !s.Failed() && !name.IsNone() {
				dot = "." + s.Str(name)
			}
			return s.Done(py.StrV("<" + className(&s, self) + dot + ": " + shownValue(&s, self) + ">"))
		}),
		method("Flag", "__str__(self)", func(self value) (value, exc) {
			var s steps
			name := s.Attr(self, nameName.S)
			if !s.Failed() && name.IsNone() {
				return s.Done(py.StrV(className(&s, self) + "(" + s.Repr(s.Attr(self, nameValue.S)) + ")"))
			}
			return s.Done(py.StrV(className(&s, self) + "." + s.Str(name)))
		}),
		method("Flag", "__bool__(self)", func(self value) (value, exc) {
			var s steps
			return s.Done(py.Bool(s.Is(self, nameValue.S)))
		}),
		method("Flag", "_get_value(self, flag)", flagValue),
		method("Flag", "__invert__(self)", invert),
	}
	for _, op := range []struct {
		name, sign string
		f          func(a, b value) (value, exc)
	}{{"or", "|", py.BitOr}, {"and", "&", py.BitAnd}, {"xor", "^", py.BitXor}} {
		b := method("Flag", "__"+op.name+"__(self, other)", func(self, other value) (value, exc) { return combine(self, other, op.sign, op.f) })
		list = append(list, b, bodyEntry{"__r" + op.name + "__", b.v})
	}
	return list
}

func reprFunction() value {
	v, e := py.LoadBuiltin(py.Intern("repr"))
	if e != nil {
		panic("enum: " + py.FormatException(e))
	}
	return v
}

// nextFlag is Flag._generate_next_value_: the next power of two.
func nextFlag(name, start, count, last value) (value, exc) {
	var s steps
	if !s.Truth(count) {
		if start.IsNone() {
			return py.Int(1), nil
		}
		return start, nil
	}
	list := s.Items(last)
	if s.Failed() || len(list) == 0 {
		return s.Done(py.Int(1))
	}
	best := list[0]
	for _, x := range list[1:] {
		more, e := py.GtBool(x, best)
		if e != nil {
			return value{}, e
		}
		if more {
			best = x
		}
	}
	if !best.IsInt() {
		if s.Attr(best, "bit_length"); s.Failed() {
			return value{}, instead(s.Exc, "invalid flag value "+mustRepr(best))
		}
	}
	return power(py.BigOf(best).BitLen()), nil
}

// flagValue is Flag._get_value: the bits of an operand, NotImplemented for what is none.
func flagValue(self, flag value) (value, exc) {
	if flag.Type() == self.Type() {
		return py.GetAttr(flag, nameValue)
	}
	var s steps
	cls := s.Attr(self, "__class__")
	if s.Failed() {
		return value{}, s.Exc
	}
	is, e := py.IsInstanceOf(flag, cls)
	if e != nil {
		return value{}, e
	}
	if is {
		return py.GetAttr(flag, nameValue)
	}
	if t := s.Attr(self, nameMemberType.S); t != py.ObjectType.Value() && !s.Failed() {
		if is, e := py.IsInstanceOf(flag, t); e != nil || is {
			return flag, e
		}
	}
	return s.Done(py.NotImplemented)
}

// combine is self | other and the like.
func combine(self, other value, sign string, op func(a, b value) (value, exc)) (value, exc) {
	b, e := flagValue(self, other)
	if e != nil || b == py.NotImplemented {
		return b, e
	}
	a, e := py.GetAttr(self, nameValue)
	if e != nil {
		return value{}, e
	}
	for i, v := range []value{a, b} {
		if v.IsNone() {
			s, e := py.StrText([]value{self, other}[i])
			if e != nil {
				return value{}, e
			}
			return value{}, py.Raisef(py.TypeErrorType, "'%s' cannot be combined with other flags with %s", s, sign)
		}
	}
	v, e := op(a, b)
	if e != nil {
		return value{}, e
	}
	return py.Call1(self.Type().Value(), v)
}

// invert is ~self.
func invert(self value) (value, exc) {
	var s steps
	v := s.Attr(self, nameValue.S)
	if s.Failed() {
		return value{}, s.Exc
	}
	if v.IsNone() {
		return value{}, py.Raisef(py.TypeErrorType, "'%s' cannot be inverted", s.Str(self))
	}
	if have := s.Attr(self, nameInverted.S); s.Failed() || !have.IsNone() {
		return s.Done(have)
	}
	rest, e := py.Invert(v)
	s.Raise(e)
	if b := s.Attr(self, nameBoundary.S); b != eject && b != keep {
		rest = arith(&s, py.BitAnd, s.Attr(self, nameSingles.S), rest)
	}
	made := s.Apply(s.Attr(self, "__class__"), rest)
	s.Set(self, nameInverted.S, made)
	return s.Done(made)
}

func flagContains(self, other value) (value, exc) {
	var s steps
	cls := s.Attr(self, "__class__")
	if s.Failed() {
		return value{}, s.Exc
	}
	is, e := py.IsInstanceOf(other, cls)
	if e != nil {
		return value{}, e
	}
	if !is {
		return value{}, py.Raisef(py.TypeErrorType, "unsupported operand type(s) for 'in': %s and %s", py.QuoteStr(other.Type().Qualname), py.QuoteStr(self.Type().Qualname))
	}
	b := s.Attr(other, nameValue.S)
	return s.Done(py.Bool(s.Eq(arith(&s, py.BitAnd, b, s.Attr(self, nameValue.S)), b)))
}

// parts returns the members of single bits that a value consists of.
func parts(cls, v value, byDefinition bool) ([]value, exc) {
	var s steps
	bits, e := bitsOf(arith(&s, py.BitAnd, v, s.Attr(cls, nameFlagMask.S)))
	if s.Exc != nil {
		return nil, s.Exc
	}
	if e != nil {
		return nil, e
	}
	var out []value
	for _, b := range bits {
		m, found, e := dictOf(cls, nameValueMap).Get(b)
		if e != nil {
			return nil, e
		}
		if !found {
			m = py.None
		}
		out = append(out, m)
	}
	if byDefinition {
		order := map[value]int{}
		for _, m := range out {
			order[m] = s.Int(s.Attr(m, nameSortOrder.S))
		}
		slices.SortStableFunc(out, func(a, b value) int { return order[a] - order[b] })
	}
	return out, s.Exc
}

func iterParts(cls, v value, byDefinition bool) (value, exc) {
	list, e := parts(cls, v, byDefinition)
	if e != nil {
		return value{}, e
	}
	return py.Iter(py.NewList(list).Value())
}

// binText is enum.bin: the sign bit, then at least width bits.
func binText(v *big.Int, width int) string {
	n := max(v.BitLen(), width)
	sign := "0b0 "
	if v.Sign() < 0 {
		sign = "0b1 "
		v = new(big.Int).Add(v, new(big.Int).Lsh(big.NewInt(1), uint(n)))
	}
	digits := v.Text(2)
	if v.Sign() == 0 {
		digits = ""
	}
	return sign + strings.Repeat("0", max(0, n-len(digits))) + digits
}

// composite is Flag._missing_: the pseudo-member of a combination of bits. What becomes of
// bits that no member has is the class's boundary.
func composite(cls, x value) (value, exc) {
	var s steps
	if !x.IsInt() {
		return value{}, py.Raisef(py.ValueErrorType, "%s is not a valid %s", mustRepr(x), s.Str(s.Attr(cls, "__qualname__")))
	}
	big_ := func(name *py.Str) *big.Int {
		v := s.Attr(cls, name.S)
		if s.Failed() || !v.IsInt() {
			return new(big.Int)
		}
		return new(big.Int).Set(py.BigOf(v))
	}
	mask, singles, all := big_(nameFlagMask), big_(nameSingles), big_(nameAllBits)
	boundary := s.Attr(cls, nameBoundary.S)
	if s.Failed() {
		return value{}, s.Exc
	}
	v := new(big.Int).Set(py.BigOf(x))
	var negative *big.Int
	skipped := new(big.Int).And(v, new(big.Int).Xor(all, mask))
	if v.Cmp(new(big.Int).Not(all)) < 0 || v.Cmp(all) > 0 || skipped.Sign() != 0 {
		switch boundary {
		case strict:
			width := max(v.BitLen(), mask.BitLen())
			return value{}, py.Raisef(py.ValueErrorType, "%s invalid value %s\n    given %s\n  allowed %s", mustRepr(cls), v, binText(v, width), binText(mask, width))
		case conform:
			v.And(v, mask)
		case eject:
			return py.IntBig(v), nil
		case keep:
			if v.Sign() < 0 {
				top := new(big.Int).Lsh(big.NewInt(1), uint(v.BitLen()))
				if more := new(big.Int).Add(all, big.NewInt(1)); more.Cmp(top) > 0 {
					top = more
				}
				v.Add(v, top)
			}
		default:
			return value{}, py.Raisef(py.ValueErrorType, "%s unknown flag boundary %s", mustRepr(cls), mustRepr(boundary))
		}
	}
	if v.Sign() < 0 {
		negative = new(big.Int).Set(v)
		v.Add(v, all)
		v.Add(v, big.NewInt(1))
	}
	unknown := new(big.Int).AndNot(v, mask)
	aliases := new(big.Int).AndNot(v, singles)
	single := new(big.Int).And(v, singles)
	if unknown.Sign() != 0 && boundary != keep {
		return value{}, py.Raisef(py.ValueErrorType, "%s(%s) -->  unknown values %s [%s]", py.AsType(cls).Name, v, unknown, binText(unknown, 0))
	}
	val := py.IntBig(new(big.Int).Set(v))
	m := pseudoMember(&s, cls, val)
	name := py.None
	if single.Sign() != 0 || aliases.Sign() != 0 {
		var list []value
		combined := new(big.Int)
		take := func(part value) {
			list = append(list, part)
			if b := s.Attr(part, nameValue.S); !s.Failed() && b.IsInt() {
				combined.Or(combined, py.BigOf(b))
			}
		}
		for _, part := range s.Items(s.Call(cls, nameIterMember.S, py.IntBig(new(big.Int).Set(single)))) {
			take(part)
		}
		if aliases.Sign() != 0 {
			for _, part := range dictOf(cls, nameMemberMap).Values() {
				b := s.Attr(part, nameValue.S)
				if s.Failed() || slices.Contains(list, part) || !b.IsInt() {
					continue
				}
				if n := py.BigOf(b); n.Sign() != 0 && new(big.Int).And(n, v).Cmp(n) == 0 {
					take(part)
				}
			}
		}
		rest := new(big.Int).Xor(v, combined)
		var names []string
		for _, part := range list {
			names = append(names, s.Str(s.Attr(part, nameName.S)))
		}
		switch {
		case combined.Sign() == 0:
		case rest.Sign() != 0 && boundary == strict:
			return value{}, py.Raisef(py.ValueErrorType, "%s: no members with value %s", mustRepr(cls), rest)
		case rest.Sign() != 0:
			names = append(names, s.Str(s.Call(cls, "_numeric_repr_", py.IntBig(rest))))
			fallthrough
		default:
			name = py.StrV(strings.Join(names, "|"))
		}
	}
	s.Set(m, nameName.S, name)
	if s.Failed() {
		return value{}, s.Exc
	}
	found := dictOf(cls, nameValueMap)
	if have, ok, e := found.Get(val); e != nil {
		return value{}, e
	} else if ok {
		m = have
	} else if e := found.Set(val, m); e != nil {
		return value{}, e
	}
	if negative != nil {
		return m, found.Set(py.IntBig(negative), m)
	}
	return m, nil
}

// pseudoMember makes an instance for a value that no member has.
func pseudoMember(s *steps, cls, val value) value {
	t := py.AsType(cls)
	var m value
	if member := s.Attr(cls, nameMemberType.S); s.Failed() || member == py.ObjectType.Value() {
		m = t.Alloc(t)
	} else {
		m = s.Apply(s.Attr(member, nameNew.S), cls, val)
	}
	if !s.Has(m, nameValue.S) {
		s.Set(m, nameValue.S, val)
	}
	return m
}
