package py

import "testing"

func benchClass(b *testing.B) (*Type, Value) {
	ns := NewDict()
	nameX, nameY := Intern("x"), Intern("y")
	init := method("__init__", "self x y", func(self, x, y Value) (Value, *Exception) {
		if exc := SetAttr(self, nameX, x); exc != nil {
			return Value{}, exc
		}
		return None, SetAttr(self, nameY, y)
	})
	ns.SetStr(nameInit, init)
	ns.SetStr(Intern("m"), method("m", "self a", func(self, a Value) (Value, *Exception) { return a, nil }))
	c, exc := NewClass("C", nil, ns)
	if exc != nil {
		b.Fatal(FormatException(exc))
	}
	v, exc := Call2(c.Value(), Int(1), Int(2))
	if exc != nil {
		b.Fatal(FormatException(exc))
	}
	return c, v
}

func BenchmarkGetAttr(b *testing.B) {
	_, v := benchClass(b)
	y := Intern("y")
	for b.Loop() {
		if _, exc := GetAttr(v, y); exc != nil {
			b.Fatal(exc)
		}
	}
}

func BenchmarkSetAttr(b *testing.B) {
	_, v := benchClass(b)
	y := Intern("y")
	for b.Loop() {
		if exc := SetAttr(v, y, None); exc != nil {
			b.Fatal(exc)
		}
	}
}

func BenchmarkCallMethod(b *testing.B) {
	_, v := benchClass(b)
	m := Intern("m")
	for b.Loop() {
		if _, exc := CallMethod1(v, m, None); exc != nil {
			b.Fatal(exc)
		}
	}
}

func BenchmarkNewInstance(b *testing.B) {
	c, _ := benchClass(b)
	b.ReportAllocs()
	for b.Loop() {
		if _, exc := Call2(c.Value(), None, None); exc != nil {
			b.Fatal(exc)
		}
	}
}
