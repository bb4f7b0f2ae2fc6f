package enum

import (
	"slices"

	"github.com/aio2go/aio2go/runtime/py"
)

// This file implements EnumType, the metaclass: looking members up, iterating over them,
// what its classes have beside. create.go makes the classes.

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
			Iter: func(v value) (value, exc) { return py.Iter(py.NewList(members(v)).Value()) },
			Len:  func(v value) (int, exc) { return len(listOf(v, nameMemberList).Items), nil },
			Bool: func(v value) (bool, exc) { return true, nil },
			GetItem: func(v, key value) (value, exc) {
				x, ok, e := dictOf(v, nameMemberMap).Get(key)
				if e == nil && !ok {
					e = py.RaiseArgs(py.KeyErrorType, key)
				}
				return x, e
			},
			Contains: containsValue,
			SetAttr:  setClassAttr,
		},
		Methods: []py.Method{
			{Name: "__reversed__", Sig: "($self)", Impl: func(v value) (value, exc) {
				return py.Reversed(py.NewList(members(v)).Value())
			}},
			{Name: "__dir__", Sig: "($self)", Impl: dirOfClass},
			{Name: "_add_member_", Sig: "($self, name, member)", Impl: func(v, name, m value) (value, exc) {
				return py.None, addName(v, name.Str(), m)
			}},
			{Name: "_create_", Impl: createMethod},
			{Name: "_convert_", Impl: convert},
		},
		ClassMethods: []py.Method{
			{Name: "__prepare__", Impl: prepare},
			{Name: "_check_for_existing_members_", Sig: "($cls, class_name, bases)", Impl: func(_, name, bases value) (value, exc) {
				list, e := py.ItemsOf(bases)
				if e == nil {
					e = checkExtend(name, list)
				}
				return py.None, e
			}},
			{Name: "_get_mixins_", Sig: "($cls, class_name, bases)", Impl: func(_, name, bases value) (value, exc) {
				list, e := py.ItemsOf(bases)
				if e != nil {
					return value{}, e
				}
				member, first, e := mixins(name, list)
				if e != nil {
					return value{}, e
				}
				return py.TupleV(member.Value(), orNone(first)), nil
			}},
		},
		GetSets: []py.GetSet{{Name: "__members__", Get: func(v value) (value, exc) {
			return py.NewMappingProxy(dictOf(v, nameMemberMap).Value()), nil
		}}},
	})
}

// members returns the class's members in order, without aliases.
func members(cls value) []value {
	names, m := listOf(cls, nameMemberList), dictOf(cls, nameMemberMap)
	out := make([]value, 0, len(names.Items))
	for _, n := range names.Items {
		if x, ok := m.GetStr(n.Str()); ok {
			out = append(out, x)
		}
	}
	return out
}

// containsValue is x in cls: x is a member, or the value of one.
func containsValue(v, x value) (bool, exc) {
	if in, e := py.IsInstanceOf(x, v); e != nil || in {
		return in, e
	}
	_, found, e := dictOf(v, nameValueMap).Get(x)
	if e != nil && e.Is(py.TypeErrorType) {
		return py.Contains(listOf(v, nameUnhashable).Value(), x)
	}
	return found, e
}

// setClassAttr keeps members from being replaced.
func setClassAttr(v value, name *py.Str, x value) exc {
	t := py.AsType(v)
	if x.IsUnbound() {
		if _, is := dictOf(v, nameMemberMap).GetStr(name); is {
			return py.Raisef(py.AttributeErrorType, "%s cannot delete member %s.", py.QuoteStr(t.Name), py.QuoteStr(name.S))
		}
	} else if m, ok := t.Namespace().GetStr(nameMemberMap); ok {
		if d, ok := py.AsDict(m); ok {
			if _, is := d.GetStr(name); is {
				return py.Raisef(py.AttributeErrorType, "cannot reassign member %s", py.QuoteStr(name.S))
			}
		}
	}
	return py.TypeType.SetAttr(v, name, x)
}

// put sets an attribute of a class without that.
func put(cls value, name *py.Str, x value) exc { return py.TypeType.SetAttr(cls, name, x) }

// dirOfClass is EnumType.__dir__.
func dirOfClass(v value) (value, exc) {
	var s steps
	set, e := py.SetBuild(nil)
	s.Raise(e)
	add := func(list []value) {
		for _, x := range list {
			s.Call(set, "add", x)
		}
	}
	for _, n := range []string{"__class__", "__contains__", "__doc__", "__getitem__", "__iter__", "__len__", "__members__", "__module__", "__name__", "__qualname__"} {
		add([]value{py.StrV(n)})
	}
	add(listOf(v, nameMemberList).Items)
	if s.Attr(v, nameNewMember.S) != ofObject(nameNew) {
		add([]value{nameNew.Value()})
	}
	// A bound method of the class is never that of object, with which CPython compares it.
	add([]value{py.StrV("__init_subclass__")})
	if m := s.Attr(v, nameMemberType.S); m != py.ObjectType.Value() && !s.Failed() {
		list, e := py.Dir(m)
		s.Raise(e)
		add(s.Items(list))
	}
	list := py.NewList(s.Items(set)).Value()
	s.Call(list, "sort")
	return s.Done(list)
}

// callEnum is Enum(value), or the functional interface Enum("Name", members).
func callEnum(v value, args []value, names []*py.Str) (value, exc) {
	t := py.AsType(v)
	if len(args) == 1 && len(names) == 0 && dictOf(v, nameMemberMap).Len() > 0 {
		return lookUpBy(t, args[0])
	}
	n := len(args) - len(names)
	opts := map[string]value{}
	for i, k := range names {
		switch k.S {
		case "value", "names", "module", "qualname", "type", "start", "boundary":
			opts[k.S] = args[n+i]
		default:
			return value{}, py.Raisef(py.TypeErrorType, "EnumType.__call__() got an unexpected keyword argument %s", py.QuoteStr(k.S))
		}
	}
	for i, k := range []string{"value", "names"} {
		if _, twice := opts[k]; i < n && twice {
			return value{}, py.Raisef(py.TypeErrorType, "EnumType.__call__() got multiple values for argument %s", py.QuoteStr(k))
		} else if i < n {
			opts[k] = args[i]
		}
	}
	x, ok := opts["value"]
	if !ok {
		return value{}, py.Raisef(py.TypeErrorType, "EnumType.__call__() missing 1 required positional argument: 'value'")
	}
	list, given := opts["names"]
	if dictOf(v, nameMemberMap).Len() > 0 {
		if given {
			more := []value{x, list}
			if n > 2 {
				more = append(more, args[2:n]...)
			}
			x = py.TupleV(more...)
		}
		return lookUpBy(t, x)
	}
	mixin := orNone(opts["type"])
	if !given && mixin.IsNone() {
		text, e := py.StrText(v)
		if e != nil {
			return value{}, e
		}
		return value{}, py.Raisef(py.TypeErrorType, "%s has no members; specify `names=()` if you meant to create a new, empty, enum", text)
	}
	start, ok := opts["start"]
	if !ok {
		start = py.Int(1)
	}
	return create(v, x, orNone(list), orNone(opts["module"]), orNone(opts["qualname"]), mixin, start, orNone(opts["boundary"]), py.CallerModule())
}

// lookUpBy is cls.__new__(cls, x).
func lookUpBy(t *py.Type, x value) (value, exc) {
	if t.Lookup(nameNew) == enumNew {
		return lookUp(t.Value(), x)
	}
	f, e := py.GetAttr(t.Value(), nameNew)
	if e != nil {
		return value{}, e
	}
	return py.Call2(f, t.Value(), x)
}

// enumNew is what Enum's namespace has as __new__.
var enumNew value

// lookUp is Enum.__new__: the member with a value.
func lookUp(cls, x value) (value, exc) {
	if !cls.IsType() {
		return value{}, py.Raisef(py.TypeErrorType, "Enum.__new__(X): X is not a type object (%s)", cls.Type().Name)
	}
	t := py.AsType(cls)
	if x.Type() == t {
		return x, nil
	}
	m, found, e := dictOf(cls, nameValueMap).Get(x)
	if e != nil && e.Is(py.TypeErrorType) {
		m, found, e = unhashable(cls, x)
	}
	if found || e != nil {
		return m, e
	}
	if dictOf(cls, nameMemberMap).Len() == 0 {
		if p := t.Lookup(py.Intern("_" + t.Name + "__in_progress")); !p.IsUnbound() && p == py.True {
			return value{}, py.Raisef(py.TypeErrorType, "do not use `super().__new__; call the appropriate __new__ directly")
		}
		return value{}, py.Raisef(py.TypeErrorType, "%s has no members defined", mustRepr(cls))
	}
	return missing(t, x)
}

// unhashable finds the member with a value that cannot be hashed.
func unhashable(cls, x value) (value, bool, exc) {
	d := dictOf(cls, nameUnhashMap)
	for k, list, pos, ok := d.Entry(0); ok; k, list, pos, ok = d.Entry(pos) {
		in, e := py.Contains(list, x)
		if e != nil {
			return value{}, false, e
		}
		if in {
			m, e := py.GetItem(cls, k)
			return m, e == nil, e
		}
	}
	return value{}, false, nil
}

// missing asks the class's _missing_ for a member.
func missing(t *py.Type, x value) (value, exc) {
	hook, e := py.GetAttr(t.Value(), nameMissing)
	r := py.None
	if e == nil {
		r, e = py.Call1(hook, x)
	}
	if e == nil {
		if ok, e := py.IsInstanceOf(r, t.Value()); e != nil || ok {
			return r, e
		}
		if isFlag(t) && t.Lookup(nameBoundary) == eject && r.IsInt() {
			return r, nil
		}
	}
	var s steps
	shown := s.Repr(x)
	q := s.Str(s.Attr(t.Value(), "__qualname__"))
	if s.Failed() {
		return value{}, s.Exc
	}
	invalid := py.NewException(py.ValueErrorType, py.StrV(shown+" is not a valid "+q))
	if e == nil && r.IsNone() {
		return value{}, py.RaiseMade(invalid)
	}
	if e == nil {
		e = py.NewException(py.TypeErrorType, py.StrV("error in "+t.Name+"._missing_: returned "+s.Repr(r)+" instead of None or a valid member"))
		e.Context = invalid
		return value{}, py.RaiseMade(e)
	}
	if !e.Is(py.ExceptionType) {
		return value{}, e
	}
	if !e.Is(py.ValueErrorType) {
		e.Context = invalid
	}
	return value{}, e
}

// mixins returns the class of which the values of members are, and the last base, which
// has to be an enumeration.
func mixins(name value, bases []value) (*py.Type, value, exc) {
	if len(bases) == 0 {
		return py.ObjectType, enumClass, nil
	}
	first := bases[len(bases)-1]
	if !first.Type().IsSubclass(metaType) {
		return nil, value{}, py.Raisef(py.TypeErrorType, "new enumerations should be created as `EnumName([mixin_type, ...] [data_type,] enum_type)`")
	}
	t, e := dataType(name, bases)
	return t, first, e
}

// dataType returns the class that members' values are instances of: the first class along
// the bases' MROs that is neither an enum nor object and makes its instances.
func dataType(name value, bases []value) (*py.Type, exc) {
	var found []value
	add := func(v value) {
		if !slices.Contains(found, v) {
			found = append(found, v)
		}
	}
	for _, b := range bases {
		candidate := value{}
	chain:
		for _, t := range py.AsType(b).MRO {
			_, hasNew := t.Namespace().GetStr(nameNew)
			_, isData := t.Namespace().GetStr(py.Intern("__dataclass_fields__"))
			switch {
			case t == py.ObjectType:
			case t.Type().IsSubclass(metaType):
				if m := t.Lookup(nameMemberType); !m.IsUnbound() && m != py.ObjectType.Value() {
					add(m)
					break chain
				}
			case hasNew || isData:
				if candidate.IsUnbound() {
					candidate = t.Value()
				}
				add(candidate)
				break chain
			case candidate.IsUnbound():
				candidate = t.Value()
			}
		}
	}
	switch len(found) {
	case 0:
		return py.ObjectType, nil
	case 1:
		return py.AsType(found[0]), nil
	}
	set, e := py.SetBuild(found)
	if e != nil {
		return nil, e
	}
	return nil, py.Raisef(py.TypeErrorType, "too many data types for %s: %s", mustRepr(name), mustRepr(set))
}

// checkExtend refuses bases that have members.
func checkExtend(name value, bases []value) exc {
	for _, b := range bases {
		if !b.IsType() {
			continue
		}
		for _, t := range py.AsType(b).MRO {
			if t.Type().IsSubclass(metaType) && len(listOf(t.Value(), nameMemberList).Items) > 0 {
				return py.Raisef(py.TypeErrorType, "<enum %s> cannot extend %s", mustRepr(name), mustRepr(t.Value()))
			}
		}
	}
	return nil
}
