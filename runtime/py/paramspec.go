package py

// This file implements P.args and P.kwargs of a ParamSpec P (PEP 612).

// The classes of P.args and P.kwargs.
var (
	ParamSpecArgsType   = &Type{Name: "ParamSpecArgs"}
	ParamSpecKwargsType = &Type{Name: "ParamSpecKwargs"}
)

// paramSpecPart is P.args or P.kwargs.
type paramSpecPart struct {
	Header
	origin Value
}

func newParamSpecPart(t *Type, origin Value) Value {
	return (&paramSpecPart{Header{t}, origin}).Value()
}

var paramSpecGetSets = []GetSet{
	{Name: "args", Get: func(v Value) (Value, *Exception) { return newParamSpecPart(ParamSpecArgsType, v), nil },
		Doc: "Represents positional arguments."},
	{Name: "kwargs", Get: func(v Value) (Value, *Exception) { return newParamSpecPart(ParamSpecKwargsType, v), nil },
		Doc: "Represents keyword arguments."},
}

func defineParamSpecPart(t *Type, suffix string) {
	sig := NewSignature(lowerASCII(t.Name), "", "(origin)")
	t.Define(&TypeSpec{
		Module: "typing",
		Layout: LayoutOf[paramSpecPart](),
		Slots: Slots{
			New: func(_ *Type, args []Value, names []*Str) (Value, *Exception) {
				a, exc := sig.Parse(args, names)
				if exc != nil {
					return Value{}, exc
				}
				return newParamSpecPart(t, a[0]), nil
			},
			Repr: func(v Value) (Value, *Exception) {
				origin := heap[paramSpecPart](v).origin
				if origin.ref.typ == ParamSpecType {
					return StrV(typeParam(origin).Name.S + suffix), nil
				}
				s, exc := Repr(origin)
				if exc != nil {
					return Value{}, exc
				}
				return Add(s, StrV(suffix))
			},
			Compare: func(op CompareOp, a, b Value) (Value, *Exception) {
				if b.Type() != t || op != EQ && op != NE {
					return NotImplemented, nil
				}
				same, exc := EqBool(heap[paramSpecPart](a).origin, heap[paramSpecPart](b).origin)
				return eqResult(op, same), exc
			},
		},
		NoHash:  true,
		Methods: []Method{{Name: "__mro_entries__", Sig: "($self, bases, /)", Impl: noSubclass}},
		GetSets: []GetSet{{Name: "__origin__", Get: func(v Value) (Value, *Exception) { return heap[paramSpecPart](v).origin, nil }}},
	})
}

func init() {
	defineParamSpecPart(ParamSpecArgsType, ".args")
	defineParamSpecPart(ParamSpecKwargsType, ".kwargs")
}
