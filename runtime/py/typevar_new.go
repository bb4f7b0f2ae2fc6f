package py

// This file implements the calls TypeVar("T"), ParamSpec("P") and TypeVarTuple("Ts")
// (Python library reference, typing).

var (
	typeVarSig      = NewSignature("typevar", "", "(name, *constraints, bound=None, default=NoDefault, covariant=False, contravariant=False, infer_variance=False)")
	paramSpecSig    = NewSignature("paramspec", "", "(name, *, bound=None, default=NoDefault, covariant=False, contravariant=False, infer_variance=False)")
	typeVarTupleSig = NewSignature("typevartuple", "", "(name, *, default=NoDefault)")
)

func init() {
	TypeVarType.spec.Slots.New = func(cls *Type, args []Value, names []*Str) (Value, *Exception) {
		n := len(args) - len(names)
		if n == 0 && len(names) == 0 {
			return Value{}, Raisef(TypeErrorType, "typevar() missing required argument 'name' (pos 1)")
		}
		rest := append([]Value(nil), args[:min(n, 1)]...)
		p, exc := typeVarSig.Parse(append(rest, args[n:]...), names)
		if exc != nil {
			return Value{}, exc
		}
		v, exc := newTypeParamCall(TypeVarType, p[0], p[2])
		if exc != nil {
			return Value{}, exc
		}
		t := typeParam(v)
		if n > 1 {
			if n == 2 {
				return Value{}, Raisef(TypeErrorType, "A single constraint is not allowed")
			}
			if p[1].ref != nil && !p[1].IsNone() {
				return Value{}, Raisef(TypeErrorType, "Constraints cannot be combined with bound=...")
			}
			constraints := append([]Value(nil), args[1:n]...)
			for i, c := range constraints {
				if constraints[i], exc = typeArg(c, "TypeVar(name, constraint, ...): constraints must be types."); exc != nil {
					return Value{}, exc
				}
			}
			t.Constraints.Value = NewTuple(constraints).Value()
		}
		if p[1].ref != nil && !p[1].IsNone() {
			if t.Bound.Value, exc = typeArg(p[1], "Bound must be a type."); exc != nil {
				return Value{}, exc
			}
		}
		return v, t.variance(p[3], p[4], p[5])
	}
	ParamSpecType.spec.Slots.New = func(cls *Type, args []Value, names []*Str) (Value, *Exception) {
		p, exc := paramSpecSig.Parse(args, names)
		if exc != nil {
			return Value{}, exc
		}
		v, exc := newTypeParamCall(ParamSpecType, p[0], p[2])
		if exc != nil {
			return Value{}, exc
		}
		if p[1].ref != nil && !p[1].IsNone() {
			if typeParam(v).Bound.Value, exc = typeArg(p[1], "Bound must be a type."); exc != nil {
				return Value{}, exc
			}
		}
		return v, typeParam(v).variance(p[3], p[4], p[5])
	}
	TypeVarTupleType.spec.Slots.New = func(cls *Type, args []Value, names []*Str) (Value, *Exception) {
		p, exc := typeVarTupleSig.Parse(args, names)
		if exc != nil {
			return Value{}, exc
		}
		return newTypeParamCall(TypeVarTupleType, p[0], p[1])
	}
}

func newTypeParamCall(t *Type, name, def Value) (Value, *Exception) {
	s, ok := AsStr(name)
	if !ok {
		return Value{}, Raisef(TypeErrorType, "%s() argument 'name' must be str, not %s", lowerASCII(t.ShownName()), name.ref.typ.ShownName())
	}
	p := newTypeParam(t, InternStr(s), Value{})
	p.Infer = false
	if def.ref != nil && def != noDefault {
		p.Default.Value = def
	}
	p.Attrs.Set(nameModule, StrV(CallerModule()))
	return p.Value(), nil
}

func lowerASCII(s string) string {
	b := []byte(s)
	for i, c := range b {
		if c >= 'A' && c <= 'Z' {
			b[i] = c + 'a' - 'A'
		}
	}
	return string(b)
}

// variance sets the three flags of a type parameter.
func (p *TypeParam) variance(co, contra, infer Value) *Exception {
	for _, f := range []struct {
		v   Value
		dst *bool
	}{{co, &p.Covariant}, {contra, &p.Contravariant}, {infer, &p.Infer}} {
		if f.v.ref == nil {
			continue
		}
		on, exc := Truth(f.v)
		if exc != nil {
			return exc
		}
		*f.dst = on
	}
	if p.Covariant && p.Contravariant {
		return Raisef(ValueErrorType, "Bivariant types are not supported.")
	}
	if p.Infer && (p.Covariant || p.Contravariant) {
		return Raisef(ValueErrorType, "Variance cannot be specified with infer_variance.")
	}
	return nil
}
