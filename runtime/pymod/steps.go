package pymod

import "github.com/aio2go/aio2go/runtime/py"

// Steps carries out one operation after the other until one raises: those after it do
// nothing and give None, false, "" or nothing, and Exc is the exception. Code that calls
// many methods of Python objects in a row checks once at the end, and in its loops.
type Steps struct {
	Exc *py.Exception
}

// Failed reports whether an operation has raised.
func (s *Steps) Failed() bool { return s.Exc != nil }

// Raise makes exc, where it is not nil, the exception.
func (s *Steps) Raise(exc *py.Exception) {
	if s.Exc == nil {
		s.Exc = exc
	}
}

// Failf raises an exception of class t.
func (s *Steps) Failf(t *py.Type, format string, args ...any) {
	if s.Exc == nil {
		s.Exc = py.Raisef(t, format, args...)
	}
}

func (s *Steps) take(v py.Value, exc *py.Exception) py.Value {
	if exc != nil {
		s.Exc = exc
		return py.None
	}
	return v
}

// Done is for the end of a function: v, or the exception.
func (s *Steps) Done(v py.Value) (py.Value, *py.Exception) {
	if s.Exc != nil {
		return py.Value{}, s.Exc
	}
	return v, nil
}

// Attr is v.name.
func (s *Steps) Attr(v py.Value, name string) py.Value {
	if s.Exc != nil {
		return py.None
	}
	return s.take(py.GetAttr(v, py.Intern(name)))
}

// AttrOr is getattr(v, name, def).
func (s *Steps) AttrOr(v py.Value, name string, def py.Value) py.Value {
	if s.Exc != nil {
		return def
	}
	x, found, exc := py.LookupAttr(v, py.Intern(name))
	if exc != nil {
		s.Exc = exc
		return def
	}
	if !found {
		return def
	}
	return x
}

// Has is hasattr(v, name).
func (s *Steps) Has(v py.Value, name string) bool { return !s.AttrOr(v, name, py.Value{}).IsUnbound() }

// Set is v.name = x.
func (s *Steps) Set(v py.Value, name string, x py.Value) {
	if s.Exc == nil {
		s.Exc = py.SetAttr(v, py.Intern(name), x)
	}
}

// Call is v.name(args...).
func (s *Steps) Call(v py.Value, name string, args ...py.Value) py.Value {
	if s.Exc != nil {
		return py.None
	}
	return s.take(py.CallMethodN(v, py.Intern(name), args))
}

// Apply is fn(args...).
func (s *Steps) Apply(fn py.Value, args ...py.Value) py.Value {
	if s.Exc != nil {
		return py.None
	}
	return s.take(py.CallN(fn, args))
}

// ApplyKw is fn(args..., names[0]=..., ...): args ends with the values of the keywords.
func (s *Steps) ApplyKw(fn py.Value, args []py.Value, names ...string) py.Value {
	if s.Exc != nil {
		return py.None
	}
	return s.take(CallKw(fn, args, names...))
}

// ApplyEx is fn(*args, **kwargs).
func (s *Steps) ApplyEx(fn, args, kwargs py.Value) py.Value {
	if s.Exc != nil {
		return py.None
	}
	return s.take(py.CallEx(fn, args, kwargs))
}

// Truth is bool(v).
func (s *Steps) Truth(v py.Value) bool {
	if s.Exc != nil {
		return false
	}
	b, exc := py.Truth(v)
	s.Exc = exc
	return b && exc == nil
}

// Is reports bool(v.name).
func (s *Steps) Is(v py.Value, name string) bool { return s.Truth(s.Attr(v, name)) }

// Str is str(v).
func (s *Steps) Str(v py.Value) string {
	if s.Exc != nil {
		return ""
	}
	text, exc := py.StrText(v)
	s.Exc = exc
	return text
}

// Repr is repr(v).
func (s *Steps) Repr(v py.Value) string {
	if s.Exc != nil {
		return ""
	}
	text, exc := py.ReprText(v)
	s.Exc = exc
	return text
}

// Int is the int v.
func (s *Steps) Int(v py.Value) int {
	if s.Exc != nil {
		return 0
	}
	n, exc := py.Ssize(v)
	s.Exc = exc
	return n
}

// Items are the elements of an iterable, in a slice of their own.
func (s *Steps) Items(v py.Value) []py.Value {
	if s.Exc != nil {
		return nil
	}
	items, exc := py.ToSlice(v)
	s.Exc = exc
	return items
}

// List are the elements of v.name.
func (s *Steps) List(v py.Value, name string) []py.Value { return s.Items(s.Attr(v, name)) }

// Eq is a == b.
func (s *Steps) Eq(a, b py.Value) bool {
	if s.Exc != nil {
		return false
	}
	b2, exc := py.EqBool(a, b)
	s.Exc = exc
	return b2 && exc == nil
}

// In is x in container.
func (s *Steps) In(x, container py.Value) bool {
	if s.Exc != nil {
		return false
	}
	b, exc := py.Contains(container, x)
	s.Exc = exc
	return b && exc == nil
}

// Item is v[key].
func (s *Steps) Item(v, key py.Value) py.Value {
	if s.Exc != nil {
		return py.None
	}
	return s.take(py.GetItem(v, key))
}

// SetItem is v[key] = x.
func (s *Steps) SetItem(v, key, x py.Value) {
	if s.Exc == nil {
		s.Exc = py.SetItem(v, key, x)
	}
}

// Mod is a % b, for formatting.
func (s *Steps) Mod(a, b py.Value) py.Value {
	if s.Exc != nil {
		return py.None
	}
	return s.take(py.Mod(a, b))
}

// Import is the attribute name of a module.
func (s *Steps) Import(module, name string) py.Value {
	if s.Exc != nil {
		return py.None
	}
	m := s.take(py.ImportModule(module))
	return s.Attr(m, name)
}
