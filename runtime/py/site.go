package py

import "unsafe"

// This file implements Site, which remembers for one place in a program what a method call
// v.name(...) found.

// Site is a place where a method is called. What it remembers holds for objects of a class
// of one version that have no attribute of that name of their own, or for one module whose
// attribute is where it was, and the same.
type Site struct {
	Method  string     // v.name
	name    *Str       // Method
	version uint64     // of the class, 0 for nothing remembered; the versions of classes differ
	attrs   uintptr    // where the objects have their attributes, 0 where that does not matter
	without *Shape     // of objects that have none of that name
	module  *Header    // nil for a class
	word    **Header   // of a module, where the attribute is: in a Go variable, or else
	entry   *dictEntry // in an entry of its dict
	entries *dictEntry // the first of these
	fn      Value
	// Form is for what depends on fn, and is known where Found said so.
	Form any
}

// HitObject reports whether the attribute of v, which has a __dict__, is what Found has
// returned last. Where it is false, HitOther and HitModule have to be asked.
func (s *Site) HitObject(v Value) bool {
	if v.ref.typ.version != s.version || s.attrs == 0 {
		return false
	}
	a := attrsAt(v, s.attrs)
	return a.shape == s.without && a.dict == nil
}

// HitOther is HitObject for v without a __dict__, as far as that is looked at.
func (s *Site) HitOther(v Value) bool {
	return v.ref.typ.version == s.version && s.attrs == 0 && s.module == nil
}

// HitModule is HitObject for a module. The attribute is a function or a class, and its name
// interned: they are what they were if their addresses are.
func (s *Site) HitModule(v Value) bool {
	return v.ref == s.module && v.ref.typ.version == s.version && *s.word == s.fn.ref &&
		(s.entry == nil || unsafe.SliceData(heap[Module](v).dict.entries) == s.entries && s.entry.key.ref == &s.name.Header)
}

// Last is what Found has returned last, where HitModule is true.
func (s *Site) Last() Value { return s.fn }

// Found is LoadMethod of v, which it remembers where it can: it says whether it does.
func (s *Site) Found(v Value) (fn, self Value, known bool, exc *Exception) {
	if s.name == nil {
		s.name = Intern(s.Method)
	}
	fn, self, exc = LoadMethod(v, s.name)
	s.version, s.module, s.entry, s.fn, s.Form = 0, nil, nil, Value{}, nil
	if exc != nil {
		return fn, self, false, exc
	}
	t := v.ref.typ
	switch e := cached(t, s.name); {
	case self.ref == nil:
		known = t == ModuleType && s.findModule(heap[Module](v), fn)
	case e.version != t.version || e.name != s.name || e.value != fn:
	case e.direct, e.method && t.simpleAttr && (t.AttrsOffset == 0 || t.noDict):
		s.attrs, known = 0, true
	case e.method && t.simpleAttr:
		a := attrsAt(v, t.AttrsOffset)
		s.attrs, s.without = t.AttrsOffset, a.shape
		known = a.dict == nil
	}
	if known {
		s.version, s.fn = t.version, fn
	}
	return fn, self, known, nil
}

// Load is LoadMethod of v.
func (s *Site) Load(v Value) (fn, self Value, exc *Exception) {
	if s.HitObject(v) {
		return s.fn, v, nil
	}
	if s.HitModule(v) {
		return s.fn, Value{}, nil
	}
	if s.HitOther(v) {
		return s.fn, v, nil
	}
	fn, self, _, exc = s.Found(v)
	return fn, self, exc
}

// findModule notes where m, whose class is ModuleType, has fn as the attribute of s's name.
func (s *Site) findModule(m *Module, fn Value) bool {
	if m.unbuilt != nil || fn.ref.typ != FunctionType && fn.ref.typ != BuiltinType && fn.ref.typ != TypeType || ModuleType.Lookup(s.name).ref != nil {
		return false
	}
	if g := m.variable(s.name); g != nil {
		s.word = &g.ref
	} else if pos := m.dict.findStr(s.name); pos >= 0 {
		s.entries, s.entry = &m.dict.entries[0], &m.dict.entries[pos]
		s.word = &s.entry.value.ref
	} else {
		return false
	}
	s.attrs, s.module = 0, &m.Header
	return *s.word == fn.ref
}

// Call0 is the call of the method of v without arguments.
func (s *Site) Call0(v Value) (Value, *Exception) {
	fn, self, exc := s.Load(v)
	if exc != nil {
		return Value{}, exc.InLookup()
	}
	return Invoke0(fn, self)
}

// Call1 is the call of the method of v with one argument.
func (s *Site) Call1(v, a Value) (Value, *Exception) {
	fn, self, exc := s.Load(v)
	if exc != nil {
		return Value{}, exc.InLookup()
	}
	return Invoke1(fn, self, a)
}

// Call2 is the call of the method of v with two arguments.
func (s *Site) Call2(v, a, b Value) (Value, *Exception) {
	fn, self, exc := s.Load(v)
	if exc != nil {
		return Value{}, exc.InLookup()
	}
	return Invoke2(fn, self, a, b)
}

// Call3 is the call of the method of v with three arguments.
func (s *Site) Call3(v, a, b, c Value) (Value, *Exception) {
	fn, self, exc := s.Load(v)
	if exc != nil {
		return Value{}, exc.InLookup()
	}
	return Invoke3(fn, self, a, b, c)
}

// Drop1 is Call1 where the result is not used.
func (s *Site) Drop1(v, a Value) (Value, *Exception) {
	fn, self, exc := s.Load(v)
	if exc != nil {
		return Value{}, exc.InLookup()
	}
	return Drop1(fn, self, a)
}

// Drop2 is Call2 where the result is not used.
func (s *Site) Drop2(v, a, b Value) (Value, *Exception) {
	fn, self, exc := s.Load(v)
	if exc != nil {
		return Value{}, exc.InLookup()
	}
	return Drop2(fn, self, a, b)
}

// Drop3 is Call3 where the result is not used.
func (s *Site) Drop3(v, a, b, c Value) (Value, *Exception) {
	fn, self, exc := s.Load(v)
	if exc != nil {
		return Value{}, exc.InLookup()
	}
	return Drop3(fn, self, a, b, c)
}
