package enum

import (
	"strings"

	"github.com/aio2go/aio2go/runtime/py"
	"github.com/aio2go/aio2go/runtime/pymod"
)

// This file implements the classes Enum, IntEnum, StrEnum, Flag and IntFlag.

func pos(names ...string) []string { return append([]string{"self"}, names...) }

func newClass(name string, bases []value, methods []py.FuncSpec, extra map[string]value) (value, exc) {
	ns := py.NewDict()
	ns.SetStr(nameModule, py.StrV("enum"))
	ns.SetStr(py.Intern("__qualname__"), py.StrV(name))
	for _, m := range methods {
		m.Module, m.Qualname = "enum", name+"."+m.Name
		ns.SetStr(py.Intern(m.Name), py.NewGoFunction(m).Value())
	}
	for _, key := range []string{"name", "value", "_missing_", "_generate_next_value_"} {
		if v, ok := extra[key]; ok {
			ns.SetStr(py.Intern(key), v)
		}
	}
	ns.SetStr(nameMemberMap, py.NewDict().Value())
	ns.SetStr(nameMemberList, py.NewList(nil).Value())
	ns.SetStr(nameValueMap, py.NewDict().Value())
	member := py.ObjectType.Value()
	if len(bases) > 0 && !bases[0].Type().IsSubclass(metaType) {
		member = bases[0]
	}
	ns.SetStr(py.Intern("_member_type_"), member)
	return py.TypeType.New(metaType, []value{py.StrV(name), py.NewTuple(bases).Value(), ns.Value()}, nil)
}

func property(name string, attr *py.Str) value {
	get := py.NewGoFunction(py.FuncSpec{Name: name, Qualname: "Enum." + name, Module: "enum", Pos: pos(), Impl: func(self value) (value, exc) {
		return py.GetAttr(self, attr)
	}})
	v, e := py.Call1(propertyType.Value(), get.Value())
	if e != nil {
		panic("enum: " + py.FormatException(e))
	}
	return v
}

func static(f any) value {
	return py.NewStaticMethod(py.NewBuiltin("_generate_next_value_", "enum", "", f).Value())
}

// nameOf and valueOf read a member.
func nameOf(self value) (string, exc) {
	n, e := py.GetAttr(self, nameName)
	if e != nil {
		return "", e
	}
	if n.IsNone() {
		return "", nil
	}
	return n.Str().S, nil
}

func valueOf(self value) (value, exc) { return py.GetAttr(self, nameValue) }

// enumRepr is <Color.RED: 1>.
func enumRepr(self value) (value, exc) {
	n, e := nameOf(self)
	if e != nil {
		return value{}, e
	}
	v, e := valueOf(self)
	if e != nil {
		return value{}, e
	}
	s, e := py.ReprText(v)
	return py.StrV("<" + self.Type().Name + "." + n + ": " + s + ">"), e
}

// enumStr is Color.RED.
func enumStr(self value) (value, exc) {
	n, e := nameOf(self)
	return py.StrV(self.Type().Name + "." + n), e
}

var enumMethods = []py.FuncSpec{
	{Name: "__repr__", Pos: pos(), Impl: enumRepr},
	{Name: "__str__", Pos: pos(), Impl: enumStr},
	{Name: "__format__", Pos: pos("format_spec"), Impl: func(self, spec value) (value, exc) {
		s, e := py.Str_(self)
		if e != nil {
			return value{}, e
		}
		return py.Format(s, spec)
	}},
	{Name: "__hash__", Pos: pos(), Impl: func(self value) (value, exc) {
		n, e := py.GetAttr(self, nameName)
		if e != nil {
			return value{}, e
		}
		h, e := py.Hash(n)
		return py.Int(h), e
	}},
	{Name: "__reduce_ex__", Pos: pos("proto"), Impl: func(self, proto value) (value, exc) {
		v, e := valueOf(self)
		return py.TupleV(self.Type().Value(), py.TupleV(v)), e
	}},
	{Name: "__copy__", Pos: pos(), Impl: func(self value) (value, exc) { return self, nil }},
	{Name: "__deepcopy__", Pos: pos("memo"), Impl: func(self, memo value) (value, exc) { return self, nil }},
	{Name: "__dir__", Pos: pos(), Impl: func(self value) (value, exc) {
		return py.CallMethod1(py.ObjectType.Value(), py.Intern("__dir__"), self)
	}},
}

func missingMethod(f func(cls, x value) (value, exc)) value {
	return py.NewClassMethod(py.NewGoFunction(py.FuncSpec{Name: "_missing_", Qualname: "Enum._missing_", Module: "enum", Pos: []string{"cls", "value"}, Impl: f}).Value())
}

func initModule(m *py.Module) (e exc) {
	enumClass, e = newClass("Enum", nil, enumMethods, map[string]value{
		"name": property("name", nameName), "value": property("value", nameValue),
		"_missing_":             missingMethod(func(cls, x value) (value, exc) { return py.None, nil }),
		"_generate_next_value_": static(nextValue),
	})
	if e != nil {
		return e
	}
	// The members of ReprEnum classes look like their values.
	asValue := []py.FuncSpec{
		{Name: "__str__", Pos: pos(), Impl: func(self value) (value, exc) {
			v, e := valueOf(self)
			if e != nil {
				return value{}, e
			}
			return py.Str_(v)
		}},
		{Name: "__format__", Pos: pos("format_spec"), Impl: func(self, spec value) (value, exc) {
			v, e := valueOf(self)
			if e != nil {
				return value{}, e
			}
			return py.Format(v, spec)
		}},
		{Name: "__repr__", Pos: pos(), Impl: enumRepr},
	}
	reprEnum, e := newClass("ReprEnum", []value{enumClass}, nil, nil)
	if e != nil {
		return e
	}
	if intEnumClass, e = newClass("IntEnum", []value{py.IntType.Value(), reprEnum}, asValue, nil); e != nil {
		return e
	}
	if strEnumClass, e = newClass("StrEnum", []value{py.StrType.Value(), reprEnum}, asValue, map[string]value{
		"_generate_next_value_": static(func(args []value) (value, exc) {
			if e := py.ArgCount("_generate_next_value_", len(args), 4, 4); e != nil {
				return value{}, e
			}
			return py.CallMethod0(args[0], py.Intern("lower"))
		})}); e != nil {
		return e
	}
	if flagClass, e = newClass("Flag", []value{enumClass}, flagMethods(false), map[string]value{
		"_missing_":             missingMethod(func(cls, x value) (value, exc) { return composite(cls, x, false) }),
		"_generate_next_value_": static(nextFlag)}); e != nil {
		return e
	}
	if intFlagClass, e = newClass("IntFlag", []value{py.IntType.Value(), reprEnum, flagClass}, append(flagMethods(true), asValue[:2]...), map[string]value{
		"_missing_":             missingMethod(func(cls, x value) (value, exc) { return composite(cls, x, true) }),
		"_generate_next_value_": static(nextFlag)}); e != nil {
		return e
	}
	for name, v := range map[string]value{"EnumType": metaType.Value(), "EnumMeta": metaType.Value(), "EnumDict": enumDictType.Value(), "Enum": enumClass, "ReprEnum": reprEnum,
		"IntEnum": intEnumClass, "StrEnum": strEnumClass, "Flag": flagClass, "IntFlag": intFlagClass} {
		m.Set(name, v)
	}
	// Members of IntEnum and IntFlag combine like ints where the class says nothing else.
	boundary, e := py.Call3(metaType.Value(), py.StrV("FlagBoundary"), py.TupleV(strEnumClass), boundaryBody())
	if e != nil {
		return e
	}
	m.Set("FlagBoundary", boundary)
	for _, name := range []string{"STRICT", "CONFORM", "EJECT", "KEEP"} {
		v, e := py.GetAttr(boundary, py.Intern(name))
		if e != nil {
			return e
		}
		m.Set(name, v)
	}
	checks, e := py.Call3(metaType.Value(), py.StrV("EnumCheck"), py.TupleV(strEnumClass), checkBody())
	if e != nil {
		return e
	}
	m.Set("EnumCheck", checks)
	pymod.AddFunctions(m, globalFunctions...)
	for _, name := range []string{"CONTINUOUS", "NAMED_FLAGS", "UNIQUE"} {
		v, e := py.GetAttr(checks, py.Intern(name))
		if e != nil {
			return e
		}
		m.Set(name, v)
	}
	return nil
}

func bodyOf(pairs ...string) value {
	v := enumDictType.Alloc(enumDictType)
	d := py.Heap[enumDict](v)
	for i := 0; i < len(pairs); i += 2 {
		d.set(py.StrV(pairs[i]), py.StrV(pairs[i+1]))
	}
	d.SetStr(nameModule, py.StrV("enum"))
	return v
}

func boundaryBody() value {
	return bodyOf("STRICT", "strict", "CONFORM", "conform", "EJECT", "eject", "KEEP", "keep")
}

func checkBody() value {
	return bodyOf("CONTINUOUS", "no skipped integer values", "NAMED_FLAGS", "multi-flag aliases may not contain unnamed flags", "UNIQUE", "one name per value")
}

// flagMask returns all bits that the class's members have.
func flagMask(cls value) (int64, exc) {
	mm, e := memberMap(cls)
	if e != nil {
		return 0, e
	}
	mask := int64(0)
	for _, m := range mm.Values() {
		v, e := valueOf(m)
		if e != nil {
			return 0, e
		}
		n, _ := py.AsInt64(v)
		mask |= n
	}
	return mask, nil
}

// composite is Flag._missing_: the pseudo-member of a combination of bits.
func composite(cls, x value, keep bool) (value, exc) {
	t := py.AsType(cls)
	n, ok := py.AsInt64(x)
	if !ok {
		return value{}, py.Raisef(py.ValueErrorType, "%s is not a valid %s", mustRepr(x), t.Qualname)
	}
	mask, e := flagMask(cls)
	if e != nil {
		return value{}, e
	}
	all := int64(1)
	for all <= mask {
		all <<= 1
	}
	all--
	if n < 0 && n >= ^all {
		n &= all
		if m, found, e := byValue(t, py.Int(n)); found || e != nil {
			return m, e
		}
	}
	if n < 0 || n&^mask != 0 {
		if !keep {
			width := 1
			for int64(1)<<width <= max(n, mask) {
				width++
			}
			return value{}, py.Raisef(py.ValueErrorType, "%s invalid value %d\n    given %s\n  allowed %s", mustRepr(cls), n, binText(n, width), binText(mask, width))
		}
	}
	var m value
	if t.IsSubclass(py.IntType) {
		m = py.NewIntOf(t, py.Int(n))
	} else {
		m = t.Alloc(t)
	}
	a := py.AttrsOf(m)
	a.Set(nameValue, py.Int(n))
	name, e := flagName(cls, n, mask)
	if e != nil {
		return value{}, e
	}
	a.Set(nameName, name)
	vm, e := py.GetAttr(cls, nameValueMap)
	if e != nil {
		return value{}, e
	}
	return m, py.Heap[py.Dict](vm).Set(py.Int(n), m)
}

// binText is enum.bin: the sign bit, then width bits.
func binText(n int64, width int) string {
	b := make([]byte, width)
	for i := range b {
		b[width-1-i] = '0' + byte(n>>i&1)
	}
	sign := "0"
	if n < 0 {
		sign = "1"
	}
	return "0b" + sign + " " + string(b)
}

// flagName joins the names of the members in n; what is left over is shown as a number.
func flagName(cls value, n, mask int64) (value, exc) {
	list, e := members(cls)
	if e != nil {
		return value{}, e
	}
	var parts []string
	rest := n
	for _, m := range list {
		v, e := valueOf(m)
		if e != nil {
			return value{}, e
		}
		bit, _ := py.AsInt64(v)
		if bit != 0 && n&bit == bit {
			s, e := nameOf(m)
			if e != nil {
				return value{}, e
			}
			parts = append(parts, s)
			rest &^= bit
		}
	}
	if len(parts) == 0 {
		return py.None, nil
	}
	if rest != 0 {
		s, _ := py.StrText(py.Int(rest))
		parts = append(parts, s)
	}
	return py.StrV(strings.Join(parts, "|")), nil
}

// operand returns the bits of the other operand.
func operand(self, other value, isInt bool) (int64, bool) {
	if other.Type() == self.Type() || isInt && other.IsInt() {
		v := other
		if a := py.AttrsOf(other); a != nil {
			if x, ok := a.Get(nameValue); ok {
				v = x
			}
		}
		n, ok := py.AsInt64(v)
		return n, ok
	}
	return 0, false
}

func flagMethods(isInt bool) []py.FuncSpec {
	combine := func(f func(a, b int64) int64) any {
		return func(self, other value) (value, exc) {
			b, ok := operand(self, other, isInt)
			if !ok {
				return py.NotImplemented, nil
			}
			v, e := valueOf(self)
			if e != nil {
				return value{}, e
			}
			a, _ := py.AsInt64(v)
			return lookUp(self.Type().Value(), py.Int(f(a, b)))
		}
	}
	or := combine(func(a, b int64) int64 { return a | b })
	and := combine(func(a, b int64) int64 { return a & b })
	xor := combine(func(a, b int64) int64 { return a ^ b })
	return []py.FuncSpec{
		{Name: "__or__", Pos: pos("other"), Impl: or}, {Name: "__ror__", Pos: pos("other"), Impl: or},
		{Name: "__and__", Pos: pos("other"), Impl: and}, {Name: "__rand__", Pos: pos("other"), Impl: and},
		{Name: "__xor__", Pos: pos("other"), Impl: xor}, {Name: "__rxor__", Pos: pos("other"), Impl: xor},
		{Name: "__invert__", Pos: pos(), Impl: func(self value) (value, exc) {
			v, e := valueOf(self)
			if e != nil {
				return value{}, e
			}
			a, _ := py.AsInt64(v)
			mask, e := flagMask(self.Type().Value())
			if e != nil {
				return value{}, e
			}
			return lookUp(self.Type().Value(), py.Int(mask&^a))
		}},
		{Name: "__contains__", Pos: pos("other"), Impl: func(self, other value) (value, exc) {
			b, ok := operand(self, other, false)
			if !ok {
				return value{}, py.Raisef(py.TypeErrorType, "unsupported operand type(s) for 'in': %s and %s", py.QuoteStr(other.Type().Qualname), py.QuoteStr(self.Type().Qualname))
			}
			v, e := valueOf(self)
			if e != nil {
				return value{}, e
			}
			a, _ := py.AsInt64(v)
			return py.Bool(a&b == b), nil
		}},
		{Name: "__bool__", Pos: pos(), Impl: func(self value) (value, exc) {
			v, e := valueOf(self)
			if e != nil {
				return value{}, e
			}
			t, e := py.Truth(v)
			return py.Bool(t), e
		}},
		{Name: "__iter__", Pos: pos(), Impl: func(self value) (value, exc) {
			parts, e := flagParts(self)
			if e != nil {
				return value{}, e
			}
			return py.Iter(py.NewList(parts).Value())
		}},
		{Name: "__len__", Pos: pos(), Impl: func(self value) (value, exc) {
			v, e := valueOf(self)
			if e != nil {
				return value{}, e
			}
			n, _ := py.AsInt64(v)
			return py.Int(int64(len(bitsOf(n)))), nil
		}},
		{Name: "__repr__", Pos: pos(), Impl: func(self value) (value, exc) {
			v, e := valueOf(self)
			if e != nil {
				return value{}, e
			}
			n, e := nameOf(self)
			if e != nil {
				return value{}, e
			}
			s := mustRepr(v)
			if n == "" {
				return py.StrV("<" + self.Type().Name + ": " + s + ">"), nil
			}
			return py.StrV("<" + self.Type().Name + "." + n + ": " + s + ">"), nil
		}},
		{Name: "__str__", Pos: pos(), Impl: func(self value) (value, exc) {
			n, e := nameOf(self)
			if e != nil {
				return value{}, e
			}
			if n == "" {
				v, e := valueOf(self)
				if e != nil {
					return value{}, e
				}
				return py.StrV(self.Type().Name + "(" + mustRepr(v) + ")"), nil
			}
			return py.StrV(self.Type().Name + "." + n), nil
		}},
	}
}

// flagParts returns the members of which a flag consists.
func flagParts(self value) ([]value, exc) {
	v, e := valueOf(self)
	if e != nil {
		return nil, e
	}
	n, _ := py.AsInt64(v)
	list, e := members(self.Type().Value())
	if e != nil {
		return nil, e
	}
	var out []value
	for _, m := range list {
		v, e := valueOf(m)
		if e != nil {
			return nil, e
		}
		if bit, _ := py.AsInt64(v); bit != 0 && n&bit == bit {
			out = append(out, m)
		}
	}
	return out, nil
}
