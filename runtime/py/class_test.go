package py

import (
	"strings"
	"testing"
)

// method makes a Python function of a Go function for the tests.
func method(name, params string, impl any) Value {
	code := &Code{Name: name}
	for _, p := range strings.Fields(params) {
		code.Params = append(code.Params, Intern(p))
		code.Pos++
	}
	return NewFunction(code, impl).Value()
}

// class makes a class with the entries kv, names and Values in turn.
func class(t *testing.T, name string, bases []*Type, kv ...any) *Type {
	t.Helper()
	ns := NewDict()
	ns.SetStr(nameModule, StrV("__main__"))
	for i := 0; i < len(kv); i += 2 {
		ns.SetStr(Intern(kv[i].(string)), kv[i+1].(Value))
	}
	c, exc := NewClass(name, bases, ns)
	if exc != nil {
		t.Fatalf("class %s: %s", name, FormatExceptionOnly(exc))
	}
	return c
}

// must fails the test on an exception.
func must(t *testing.T, v Value, exc *Exception) Value {
	t.Helper()
	if exc != nil {
		t.Fatal(FormatExceptionOnly(exc))
	}
	return v
}

// raises checks the class and message of an exception.
func raises(t *testing.T, exc *Exception, want string) {
	t.Helper()
	if exc == nil {
		t.Errorf("nothing raised, want %s", want)
		return
	}
	if got := strings.TrimSuffix(FormatExceptionOnly(exc), "\n"); got != want {
		t.Errorf("raised %s\nwant   %s", got, want)
	}
}

func repr(t *testing.T, v Value) string {
	t.Helper()
	r, exc := Repr(v)
	return must(t, r, exc).Str().S
}

func TestNewClassMRO(t *testing.T) {
	a := class(t, "A", nil)
	b := class(t, "B", []*Type{a})
	c := class(t, "C", []*Type{a})
	d := class(t, "D", []*Type{b, c})
	var names []string
	for _, k := range d.MRO {
		names = append(names, k.Name)
	}
	if got := strings.Join(names, " "); got != "D B C A object" {
		t.Errorf("MRO is %s", got)
	}
	_, exc := NewClass("X", []*Type{a, b}, NewDict())
	raises(t, exc, "TypeError: Cannot create a consistent method resolution order (MRO) for bases A, B")
	_, exc = NewClass("X", []*Type{a, a}, NewDict())
	raises(t, exc, "TypeError: duplicate base class A")
	_, exc = NewClass("X", []*Type{IntType, StrType}, NewDict())
	raises(t, exc, "TypeError: multiple bases have instance lay-out conflict")
	_, exc = NewClass("X", []*Type{BoolType}, NewDict())
	raises(t, exc, "TypeError: type 'bool' is not an acceptable base type")
}

func TestInstances(t *testing.T) {
	c := class(t, "C", nil, "__init__", method("__init__", "self x", func(self, x Value) (Value, *Exception) {
		return None, SetAttr(self, Intern("x"), x)
	}), "double", method("double", "self", func(self Value) (Value, *Exception) {
		x, exc := GetAttr(self, Intern("x"))
		if exc != nil {
			return Value{}, exc
		}
		return Add(x, x)
	}))
	v, exc := Call1(c.Value(), Int(21))
	must(t, v, exc)
	x, exc := CallMethod0(v, Intern("double"))
	if got := must(t, x, exc); got != Int(42) {
		t.Errorf("double() is %s", repr(t, got))
	}
	_, exc = GetAttr(v, Intern("y"))
	raises(t, exc, "AttributeError: 'C' object has no attribute 'y'")
	_, exc = Call0(c.Value())
	raises(t, exc, "TypeError: __init__() missing 1 required positional argument: 'x'")
	if exc := SetAttr(c.Value(), Intern("double"), method("double", "self", func(Value) (Value, *Exception) { return Int(1), nil })); exc != nil {
		t.Fatal(FormatException(exc))
	}
	if x, exc = CallMethod0(v, Intern("double")); must(t, x, exc) != Int(1) {
		t.Error("an assignment to a class attribute is not seen")
	}
	d, exc := GetAttr(v, nameDict)
	if got := repr(t, must(t, d, exc)); got != "{'x': 21}" {
		t.Errorf("__dict__ is %s", got)
	}
	if exc := SetItem(d, StrV("z"), Int(3)); exc != nil {
		t.Fatal(FormatException(exc))
	}
	if x, exc = GetAttr(v, Intern("z")); must(t, x, exc) != Int(3) {
		t.Error("an entry of __dict__ is no attribute")
	}
}

func TestSlotUpdates(t *testing.T) {
	c := class(t, "C", nil)
	d := class(t, "D", []*Type{c})
	v, exc := Call0(d.Value())
	must(t, v, exc)
	if _, exc := Add(v, v); exc == nil {
		t.Error("D() + D() does not raise")
	}
	add := Intern("__add__")
	if exc := SetAttr(c.Value(), add, method("__add__", "self other", func(a, b Value) (Value, *Exception) { return Int(7), nil })); exc != nil {
		t.Fatal(FormatException(exc))
	}
	if x, exc := Add(v, v); must(t, x, exc) != Int(7) {
		t.Error("__add__ set on a base is not used")
	}
	if exc := DelAttr(c.Value(), add); exc != nil {
		t.Fatal(FormatException(exc))
	}
	if _, exc := Add(v, v); exc == nil {
		t.Error("a deleted __add__ is used")
	}
}

func TestBuiltinSubclasses(t *testing.T) {
	l := class(t, "L", []*Type{ListType})
	v, exc := Call1(l.Value(), TupleV(Int(1), Int(2)))
	must(t, v, exc)
	if exc := SetAttr(v, Intern("x"), Int(5)); exc != nil {
		t.Fatal(FormatException(exc))
	}
	if got := repr(t, v); got != "[1, 2]" {
		t.Errorf("repr is %s", got)
	}
	i := class(t, "I", []*Type{IntType})
	v, exc = Call1(i.Value(), Int(5))
	must(t, v, exc)
	if exc := SetAttr(v, Intern("x"), Int(5)); exc != nil {
		t.Fatal(FormatException(exc))
	}
	if x, exc := Add(v, Int(1)); must(t, x, exc) != Int(6) {
		t.Error("I(5) + 1 is not 6")
	}
	e := class(t, "E", []*Type{ValueErrorType})
	v, exc = Call1(e.Value(), StrV("bad"))
	if got := repr(t, must(t, v, exc)); got != "E('bad')" {
		t.Errorf("repr is %s", got)
	}
}

func TestSlots(t *testing.T) {
	c := class(t, "C", nil, "__slots__", TupleV(StrV("a")))
	v, exc := Call0(c.Value())
	must(t, v, exc)
	_, exc = GetAttr(v, Intern("a"))
	raises(t, exc, "AttributeError: 'C' object has no attribute 'a'")
	if exc := SetAttr(v, Intern("a"), Int(1)); exc != nil {
		t.Fatal(FormatException(exc))
	}
	raises(t, SetAttr(v, Intern("b"), Int(1)), "AttributeError: 'C' object has no attribute 'b' and no __dict__ for setting new attributes")
	_, exc = NewClass("X", []*Type{IntType}, func() *Dict {
		d := NewDict()
		d.SetStr(nameSlots, TupleV(StrV("a")))
		return d
	}())
	raises(t, exc, "TypeError: nonempty __slots__ not supported for subtype of 'int'")
}
