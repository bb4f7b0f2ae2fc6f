package enum

import (
	"strings"

	"github.com/aio2go/aio2go/runtime/py"
)

// This file implements EnumType, the metaclass: making the members of a class, looking
// members up, iterating over them.

// metaType is enum.EnumType.
var metaType = &py.Type{Name: "EnumType"}

func init() {
	metaType.Define(&py.TypeSpec{
		Base: py.TypeType, Module: "enum", Flags: py.FlagBaseType,
		Doc: "Metaclass for Enum",
		Slots: py.Slots{
			New:  newEnum,
			Init: func(v value, args []value, names []*py.Str) exc { return nil },
			Call: callEnum,
			Repr: func(v value) (value, exc) {
				kind := "enum"
				if isFlag(py.AsType(v)) {
					kind = "flag"
				}
				return py.StrV("<" + kind + " " + py.QuoteStr(py.AsType(v).Name) + ">"), nil
			},
			Iter: func(v value) (value, exc) {
				items, e := members(v)
				if e != nil {
					return value{}, e
				}
				return py.Iter(py.NewList(items).Value())
			},
			Len: func(v value) (int, exc) {
				items, e := members(v)
				return len(items), e
			},
			Bool: func(v value) (bool, exc) { return true, nil },
			GetItem: func(v, key value) (value, exc) {
				m, e := memberMap(v)
				if e != nil {
					return value{}, e
				}
				x, ok, e := m.Get(key)
				if e == nil && !ok {
					e = py.RaiseArgs(py.KeyErrorType, key)
				}
				return x, e
			},
			Contains: func(v, x value) (bool, exc) {
				if py.IsInstance(x, py.AsType(v)) {
					return true, nil
				}
				_, found, e := byValue(py.AsType(v), x)
				if e == nil && !found && isFlag(py.AsType(v)) && x.IsInt() {
					_, e := lookUp(v, x)
					if e == nil {
						return true, nil
					}
					if e.Is(py.ValueErrorType) {
						return false, nil
					}
					return false, e
				}
				return found, e
			},
			SetAttr: func(v value, name *py.Str, x value) exc {
				if m, ok := py.AsType(v).Namespace().GetStr(nameMemberMap); ok {
					if d, ok := py.AsDict(m); ok {
						if _, is := d.GetStr(name); is && !x.IsUnbound() {
							return py.Raisef(py.AttributeErrorType, "cannot reassign member %s", py.QuoteStr(name.S))
						} else if is {
							return py.Raisef(py.AttributeErrorType, "%s cannot delete member %s.", py.QuoteStr(py.AsType(v).Name), py.QuoteStr(name.S))
						}
					}
				}
				return py.TypeType.SetAttr(v, name, x)
			},
		},
		Methods: []py.Method{
			{Name: "__reversed__", Sig: "($self)", Impl: func(v value) (value, exc) {
				items, e := members(v)
				if e != nil {
					return value{}, e
				}
				return py.Reversed(py.NewList(items).Value())
			}},
			{Name: "__dir__", Sig: "($self)", Impl: func(v value) (value, exc) { return py.CallMethod1(py.TypeType.Value(), py.Intern("__dir__"), v) }},
		},
		ClassMethods: []py.Method{{Name: "__prepare__", Impl: prepare}},
		GetSets: []py.GetSet{{Name: "__members__", Get: func(v value) (value, exc) {
			m, e := memberMap(v)
			if e != nil {
				return value{}, e
			}
			return py.NewMappingProxy(m.Value()), nil
		}}},
	})
}

func isFlag(t *py.Type) bool { return !flagClass.IsUnbound() && t.IsSubclass(py.AsType(flagClass)) }

// memberMap returns the class's members, aliases included, by name.
func memberMap(cls value) (*py.Dict, exc) {
	v, found, e := py.LookupAttr(cls, nameMemberMap)
	if e != nil {
		return nil, e
	}
	d, ok := py.AsDict(v)
	if !found || !ok {
		return py.NewDict(), nil
	}
	return d, nil
}

// members returns the class's members in order, without aliases.
func members(cls value) ([]value, exc) {
	names, found, e := py.LookupAttr(cls, nameMemberList)
	if e != nil || !found {
		return nil, e
	}
	m, e := memberMap(cls)
	if e != nil {
		return nil, e
	}
	l, _ := py.AsList(names)
	out := make([]value, 0, len(l.Items))
	for _, n := range l.Items {
		x, _ := m.GetStr(n.Str())
		out = append(out, x)
	}
	return out, nil
}

// prepare makes the namespace of a class body.
func prepare(cls value, args []value, names []*py.Str) (value, exc) {
	v := enumDictType.Alloc(enumDictType)
	d := py.Heap[enumDict](v)
	d.generate = py.NewBuiltin("_generate_next_value_", "enum", "", nextValue).Value()
	if len(args)-len(names) >= 2 {
		bases, e := py.ItemsOf(args[1])
		if e != nil {
			return value{}, e
		}
		for i := len(bases) - 1; i >= 0; i-- {
			if bases[i].Type().IsSubclass(metaType) {
				if !enumClass.IsUnbound() {
					if e := checkExtend(args[0], bases[i]); e != nil {
						return value{}, e
					}
				}
				g, found, e := py.LookupAttr(bases[i], nameGenerate)
				if e != nil {
					return value{}, e
				}
				if found {
					d.generate = g
				}
				break
			}
		}
	}
	return v, nil
}

func checkExtend(name, base value) exc {
	list, e := members(base)
	if e != nil {
		return e
	}
	if len(list) > 0 {
		return py.Raisef(py.TypeErrorType, "<enum %s> cannot extend %s", mustRepr(name), mustRepr(base))
	}
	return nil
}

// nextValue is Enum._generate_next_value_: one more than the greatest value.
func nextValue(args []value) (value, exc) {
	if e := py.ArgCount("_generate_next_value_", len(args), 4, 4); e != nil {
		return value{}, e
	}
	last, e := py.ItemsOf(args[3])
	if e != nil {
		return value{}, e
	}
	if len(last) == 0 {
		return args[1], nil
	}
	best := last[0]
	for _, x := range last[1:] {
		more, e := py.GtBool(x, best)
		if e != nil {
			return value{}, py.Raisef(py.TypeErrorType, "unable to sort non-numeric values")
		}
		if more {
			best = x
		}
	}
	n, e := py.Add(best, py.Int(1))
	if e != nil {
		return value{}, py.Raisef(py.TypeErrorType, "unable to increment %s", mustRepr(best))
	}
	return n, nil
}

// nextFlag is Flag._generate_next_value_: the next power of two.
func nextFlag(args []value) (value, exc) {
	if e := py.ArgCount("_generate_next_value_", len(args), 4, 4); e != nil {
		return value{}, e
	}
	last, e := py.ItemsOf(args[3])
	if e != nil {
		return value{}, e
	}
	if len(last) == 0 {
		if args[1].IsUnbound() || args[1].IsNone() {
			return py.Int(1), nil
		}
		return args[1], nil
	}
	best := int64(0)
	for _, x := range last {
		n, ok := py.AsInt64(x)
		if !ok {
			return value{}, py.Raisef(py.TypeErrorType, "invalid flag value %s", mustRepr(x))
		}
		best = max(best, n)
	}
	n := int64(1)
	for n <= best {
		n <<= 1
	}
	return py.Int(n), nil
}

// dataType returns the class that members' values are instances of: the first class
// along the bases' MROs that is neither an enum nor object and makes its instances.
func dataType(bases []value) *py.Type {
	for _, b := range bases {
		candidate := (*py.Type)(nil)
		for _, t := range py.AsType(b).MRO {
			switch {
			case t == py.ObjectType:
				continue
			case t.Type().IsSubclass(metaType):
				if x, ok := t.Namespace().GetStr(py.Intern("_member_type_")); ok && x != py.ObjectType.Value() && x.IsType() {
					return py.AsType(x)
				}
			default:
				_, hasNew := t.Namespace().GetStr(nameNew)
				_, isData := t.Namespace().GetStr(py.Intern("__dataclass_fields__"))
				if hasNew || isData {
					if candidate == nil {
						candidate = t
					}
					return candidate
				}
				if candidate == nil {
					candidate = t
				}
			}
		}
	}
	return py.ObjectType
}

// newEnum is EnumType.__new__.
func newEnum(meta *py.Type, args []value, names []*py.Str) (value, exc) {
	n := len(args) - len(names)
	if n != 3 {
		return value{}, py.Raisef(py.TypeErrorType, "EnumType.__new__() takes exactly 4 arguments (%d given)", n+1)
	}
	bases, e := py.ItemsOf(args[1])
	if e != nil {
		return value{}, e
	}
	body, isEnumDict := args[2], args[2].Type() == enumDictType
	if !isEnumDict || enumClass.IsUnbound() {
		return py.TypeType.New(meta, args[:3], nil)
	}
	d := py.Heap[enumDict](body)
	for _, name := range []string{"mro", ""} {
		if d.isMember(py.Intern(name)) {
			return value{}, py.Raisef(py.ValueErrorType, "invalid enum member name(s) %s", py.QuoteStr(name))
		}
	}
	for i := len(bases) - 1; i >= 0; i-- {
		if bases[i].Type().IsSubclass(metaType) {
			if e := checkExtend(args[0], bases[i]); e != nil {
				return value{}, e
			}
		}
	}
	member := dataType(bases)
	ns := py.NewDict()
	for k, x, pos, ok := d.Entry(0); ok; k, x, pos, ok = d.Entry(pos) {
		key := py.InternStr(k.Str())
		if d.isMember(key) || key.S == "_ignore_" || key.S == "_order_" || d.ignore[key.S] {
			continue
		}
		if key == nameGenerate && x.Type() != py.StaticMethodType {
			x = py.NewStaticMethod(x)
		}
		ns.SetStr(key, x)
	}
	ns.SetStr(nameMemberMap, py.NewDict().Value())
	ns.SetStr(nameMemberList, py.NewList(nil).Value())
	ns.SetStr(nameValueMap, py.NewDict().Value())
	ns.SetStr(py.Intern("_member_type_"), member.Value())
	ownNew, hasNew := ns.GetStr(nameNew)
	if hasNew {
		ns.SetStr(nameHiddenNew, ownNew)
		ns.DeleteStr(nameNew)
	}
	v, e := py.TypeType.New(meta, []value{args[0], args[1], ns.Value()}, nil)
	if e != nil {
		return value{}, e
	}
	t := py.AsType(v)
	if e := fixMethods(t, ns, member); e != nil {
		return value{}, e
	}
	for i, name := range d.members {
		x, _ := d.GetStr(name)
		if e := addMember(t, name, x, member, i); e != nil {
			return value{}, e
		}
	}
	return v, nil
}

// fixMethods gives a class whose members are instances of another class the repr, str
// and format of Enum, where the other class would hide them.
func fixMethods(t *py.Type, ns *py.Dict, member *py.Type) exc {
	if member == py.ObjectType {
		return nil
	}
	base := enumClass
	for _, b := range t.Bases {
		if b.Type().IsSubclass(metaType) {
			base = b.Value()
		}
	}
	for _, name := range []string{"__repr__", "__str__", "__format__", "__reduce_ex__"} {
		key := py.Intern(name)
		if _, own := ns.GetStr(key); own {
			continue
		}
		have := t.Lookup(key)
		if have == member.Lookup(key) || have == py.ObjectType.Lookup(key) {
			want := py.AsType(base).Lookup(key)
			if (want == member.Lookup(key) || want == py.ObjectType.Lookup(key)) && name != "__reduce_ex__" {
				want = py.AsType(enumClass).Lookup(key)
			}
			if e := py.TypeType.SetAttr(t.Value(), key, want); e != nil {
				return e
			}
		}
	}
	return nil
}

// addMember makes the member name with the value x.
func addMember(t *py.Type, name *py.Str, x value, member *py.Type, order int) exc {
	args := []value{x}
	if tup, ok := py.AsTuple(x); ok && x.Type() == py.TupleType && member != py.TupleType {
		args = tup.Items
	}
	if member == py.TupleType {
		args = []value{x}
	}
	var m value
	newMember, custom, e := py.LookupAttr(t.Value(), nameHiddenNew)
	if e != nil {
		return e
	}
	switch {
	case custom:
		m, e = py.CallN(newMember, append([]value{t.Value()}, args...))
	case member == py.ObjectType:
		m = t.Alloc(t)
	default:
		f, e2 := py.GetAttr(member.Value(), nameNew)
		if e2 != nil {
			return e2
		}
		if f == objectNew() || !hasOwnNew(member) {
			m = t.Alloc(t)
			break
		}
		m, e = py.CallN(f, append([]value{t.Value()}, args...))
	}
	if e != nil {
		return e
	}
	attrs := py.AttrsOf(m)
	if attrs == nil {
		return py.Raisef(py.TypeErrorType, "members of %s cannot have attributes", t.Name)
	}
	val, has := attrs.Get(nameValue)
	if !has {
		val = x
		if member != py.ObjectType && !(custom && member == py.ObjectType) && hasOwnNew(member) {
			if val, e = py.CallN(member.Value(), args); e != nil {
				return py.Raisef(py.TypeErrorType, "_value_ not set in __new__, unable to create it")
			}
		}
		attrs.Set(nameValue, val)
	}
	attrs.Set(nameName, name.Value())
	attrs.Set(py.Intern("__objclass__"), t.Value())
	attrs.Set(nameSortOrder, py.Int(int64(order)))
	if init := t.Lookup(nameInit); !init.IsUnbound() && init != py.ObjectType.Lookup(nameInit) && init.Type() == py.FunctionType {
		if _, e := py.CallN(init, append([]value{m}, args...)); e != nil {
			return e
		}
		val, _ = attrs.Get(nameValue)
	}
	mm, e := memberMap(t.Value())
	if e != nil {
		return e
	}
	// An equal value makes the name an alias of the member there is.
	same, found, e := byValue(t, val)
	if e != nil {
		return e
	}
	names, _ := t.Namespace().GetStr(nameMemberList)
	if found {
		m = same
	} else if !isFlag(t) || isSingleBit(val) {
		py.ListAppend(names, name.Value())
	}
	mm.SetStr(name, m)
	if !found {
		vm, _ := t.Namespace().GetStr(nameValueMap)
		if e := py.Heap[py.Dict](vm).Set(val, m); e != nil && !e.Is(py.TypeErrorType) {
			return e
		}
	}
	// A property of a base with the member's name still answers for instances.
	if d := t.Lookup(name); !d.IsUnbound() && d.Type() == propertyType {
		return nil
	}
	return py.TypeType.SetAttr(t.Value(), name, m)
}

func isSingleBit(v value) bool {
	n, ok := py.AsInt64(v)
	return ok && n > 0 && n&(n-1) == 0
}

func objectNew() value {
	v, _ := py.GetAttr(py.ObjectType.Value(), nameNew)
	return v
}

// hasOwnNew reports whether t or a base other than object makes instances from values.
func hasOwnNew(t *py.Type) bool {
	for _, b := range t.MRO {
		if b == py.ObjectType {
			return false
		}
		if _, ok := b.Namespace().GetStr(nameNew); ok {
			return true
		}
	}
	return false
}

// byValue finds the member with the value x.
func byValue(t *py.Type, x value) (value, bool, exc) {
	vm, found, e := py.LookupAttr(t.Value(), nameValueMap)
	if e != nil || !found {
		return value{}, false, e
	}
	m, ok, e := py.Heap[py.Dict](vm).Get(x)
	if e == nil {
		return m, ok, nil
	}
	if !e.Is(py.TypeErrorType) {
		return value{}, false, e
	}
	// The value cannot be hashed: compare.
	mm, e := memberMap(t.Value())
	if e != nil {
		return value{}, false, e
	}
	for _, m := range mm.Values() {
		v, e := py.GetAttr(m, nameValue)
		if e != nil {
			return value{}, false, e
		}
		if same, e := py.EqualItems(v, x); same || e != nil {
			return m, same, e
		}
	}
	return value{}, false, nil
}

// callEnum is Enum(value), or the functional interface Enum("Name", members).
func callEnum(v value, args []value, names []*py.Str) (value, exc) {
	n := len(args) - len(names)
	t := py.AsType(v)
	list, e := members(v)
	if e != nil {
		return value{}, e
	}
	mm, e := memberMap(v)
	if e != nil {
		return value{}, e
	}
	if len(list) == 0 && mm.Len() == 0 && n >= 1 && (n >= 2 || len(names) > 0) {
		return functional(t, args, names)
	}
	if n == 0 {
		return value{}, py.Raisef(py.TypeErrorType, "EnumType.__call__() missing 1 required positional argument: 'value'")
	}
	x := args[0]
	if n > 1 {
		x = py.NewTuple(append([]value(nil), args[:n]...)).Value()
	}
	if len(list) == 0 && mm.Len() == 0 && !isFlag(t) {
		return value{}, py.Raisef(py.TypeErrorType, "%s has no members; specify `names=()` if you meant to create a new, empty, enum", mustRepr(v))
	}
	return lookUp(v, x)
}

// lookUp is Enum.__new__: the member with a value.
func lookUp(cls, x value) (value, exc) {
	t := py.AsType(cls)
	if x.Type() == t {
		return x, nil
	}
	m, found, e := byValue(t, x)
	if found || e != nil {
		return m, e
	}
	missing, e := py.GetAttr(cls, nameMissing)
	if e != nil {
		return value{}, e
	}
	r, e := py.Call1(missing, x)
	invalid := func() exc {
		return py.Raisef(py.ValueErrorType, "%s is not a valid %s", mustRepr(x), t.Qualname)
	}
	switch {
	case e != nil:
		if e.Context == nil && !isFlag(t) {
			bad := invalid()
			if bad.Context == nil && e != bad {
				e.Context = bad
			}
		}
		return value{}, e
	case py.IsInstance(r, t):
		return r, nil
	case r.IsNone():
		return value{}, invalid()
	}
	return value{}, py.Raisef(py.TypeErrorType, "error in %s._missing_: returned %s instead of None or a valid member", t.Name, mustRepr(r))
}

// functional is Enum("Color", "RED GREEN").
func functional(t *py.Type, args []value, names []*py.Str) (value, exc) {
	n := len(args) - len(names)
	var list value
	opts := map[string]value{}
	if n > 1 {
		list = args[1]
	}
	for i, k := range names {
		opts[k.S] = args[n+i]
		if k.S == "names" {
			list = args[n+i]
		}
	}
	start := py.Int(1)
	if s, ok := opts["start"]; ok {
		start = s
	}
	bases := []value{t.Value()}
	if mixin, ok := opts["type"]; ok && !mixin.IsNone() {
		bases = []value{mixin, t.Value()}
	}
	basesV := py.NewTuple(bases).Value()
	ns, e := prepare(metaType.Value(), []value{args[0], basesV}, nil)
	if e != nil {
		return value{}, e
	}
	d := py.Heap[enumDict](ns)
	var items []value
	if s, ok := py.AsStr(list); ok {
		for _, w := range strings.Fields(strings.ReplaceAll(s.S, ",", " ")) {
			items = append(items, py.StrV(w))
		}
	} else if m, ok := py.AsDict(list); ok {
		for k, x, pos, ok := m.Entry(0); ok; k, x, pos, ok = m.Entry(pos) {
			items = append(items, py.TupleV(k, x))
		}
	} else if list.IsUnbound() || list.IsNone() {
		if mixin, ok := opts["type"]; list.IsUnbound() && (!ok || mixin.IsNone()) {
			return value{}, py.Raisef(py.TypeErrorType, "%s has no members; specify `names=()` if you meant to create a new, empty, enum", mustRepr(t.Value()))
		}
	} else if items, e = py.ToSlice(list); e != nil {
		return value{}, e
	}
	for _, item := range items {
		name, x := item, value{}
		if item.IsStr() {
			last := append([]value(nil), d.last...)
			if x, e = py.CallN(d.generate, []value{name, start, py.Int(int64(len(d.last))), py.NewList(last).Value()}); e != nil {
				return value{}, e
			}
		} else if name, x, e = py.Unpack2(item); e != nil {
			return value{}, e
		}
		if e := d.set(name, x); e != nil {
			return value{}, e
		}
	}
	module := py.StrV(py.CallerModule())
	if m, ok := opts["module"]; ok && !m.IsNone() {
		module = m
	}
	d.SetStr(nameModule, module)
	if q, ok := opts["qualname"]; ok && !q.IsNone() {
		d.SetStr(py.Intern("__qualname__"), q)
	}
	return newEnum(metaType, []value{args[0], basesV, ns}, nil)
}
