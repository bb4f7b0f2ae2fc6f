package py

import (
	"math"
	"unsafe"
)

// This file implements Slot, the place of an attribute in instances whose class the
// compiler knows: a plain class of the program that has no descriptor of that name other
// than an entry of __slots__. Where instances have the attribute is remembered by their
// shape.

// Slot is an attribute of the instances of one class.
type Slot struct {
	name  *Str
	shape *Shape // of instances that have the attribute at offset
	// offset is the place among an instance's attributes in bytes: there are as many of these
	// as its shape says, so that it is looked at without a check.
	offset uintptr
	// from is the shape of instances that have everything but the attribute, and to the
	// one that they get by it, in classes with these places (Type.places).
	from, to *Shape
	places   uint64
}

// noShape is the shape of no instance.
var noShape = &Shape{}

// NewSlot returns the Slot of the attribute name.
func NewSlot(name string) Slot { return Slot{name: Intern(name), shape: noShape, from: noShape} }

// at is where the attribute is in a, which has the shape of s.
func (s *Slot) at(a *Attrs) *Value {
	if proofs {
		return &a.vals[s.offset/unsafe.Sizeof(Value{})]
	}
	return (*Value)(unsafe.Add(unsafe.Pointer(unsafe.SliceData(a.vals)), s.offset))
}

// Load is v.name where v is an instance that has it where one had it before.
func (s *Slot) Load(v Value) (Value, bool) {
	if a := &proved[Instance](v, nil).Attrs; a.shape == s.shape {
		return *s.at(a), true
	}
	return Value{}, false
}

// LoadMaybe is Load where v may be None.
func (s *Slot) LoadMaybe(v Value) (Value, bool) {
	if v.ref != &noneHeader {
		if a := &proved[Instance](v, nil).Attrs; a.shape == s.shape {
			return *s.at(a), true
		}
	}
	return Value{}, false
}

// Store is v.name = x where v is an instance that has the attribute already.
func (s *Slot) Store(v, x Value) bool {
	a := &proved[Instance](v, nil).Attrs
	if a.shape != s.shape {
		return false
	}
	*s.at(a) = x
	return true
}

// StoreFloat is Store where the attribute is always a float.
func (s *Slot) StoreFloat(v Value, f float64) bool {
	a := &proved[Instance](v, nil).Attrs
	if a.shape != s.shape {
		return false
	}
	if proofs {
		s.at(a).Float()
	}
	s.at(a).bits = math.Float64bits(f)
	return true
}

// StoreInt is Store where the attribute is always a small int.
func (s *Slot) StoreInt(v Value, i int64) bool {
	a := &proved[Instance](v, nil).Attrs
	if a.shape != s.shape {
		return false
	}
	if proofs {
		s.at(a).SmallInt()
	}
	s.at(a).bits = uint64(i)
	return true
}

// Get is v.name. It remembers where v has it.
func (s *Slot) Get(v Value) (Value, *Exception) {
	x, exc := GetAttr(v, s.name)
	if exc != nil {
		return Value{}, exc
	}
	if t := v.ref.typ; t.AttrsOffset == instanceAttrs {
		a := attrsAt(v, t.AttrsOffset)
		if i := a.shape.find(t.attrKey(s.name)); i >= 0 && a.dict == nil {
			s.shape, s.offset = a.shape, uintptr(i)*unsafe.Sizeof(Value{})
		}
	}
	return x, nil
}

// attrKey returns the key of the attribute name in the Attrs of t's instances: that of the
// entry of __slots__, if it is one.
func (t *Type) attrKey(name *Str) *Str {
	if d := t.Lookup(name); d.ref != nil && d.ref.typ == MemberType {
		if m := heap[memberDescr](d); m.def == nil {
			return m.key
		}
	}
	return name
}

// Set is v.name = x, of an instance. It remembers where v has the attribute, and how it got
// it.
func (s *Slot) Set(v, x Value) *Exception {
	t := v.ref.typ
	if t.AttrsOffset != instanceAttrs {
		return SetAttr(v, s.name, x)
	}
	a := attrsAt(v, t.AttrsOffset)
	if a.dict != nil {
		return SetAttr(v, s.name, x)
	}
	from := a.shape
	if from == s.from && t.places() == s.places {
		a.vals = append(a.vals, x)
		a.shape = s.to
		return nil
	}
	if exc := SetAttr(v, s.name, x); exc != nil {
		return exc
	}
	key := t.attrKey(s.name)
	i := a.shape.find(key)
	if i < 0 || a.dict != nil {
		return nil
	}
	s.shape, s.offset = a.shape, uintptr(i)*unsafe.Sizeof(Value{})
	if from.find(key) < 0 && i == len(a.vals)-1 && i < 7 {
		s.from, s.to, s.places = from, a.shape, t.places()
	}
	return nil
}

// places tells classes apart whose instances of one shape need not get the same shape by an
// attribute: __slots__ have keys of their own, and not all have a __dict__. It is 0 for
// those without __slots__.
func (t *Type) places() uint64 {
	if t.noDict || len(t.SlotNames) > 0 {
		return t.version
	}
	return 0
}

// NewInstance returns a fresh instance of cls, a plain class of the program, whose
// __init__ has not run.
func NewInstance(cls Value) Value {
	t := heap[Type](cls)
	if proofs && t.AttrsOffset != instanceAttrs {
		refuted(cls, "plain class")
	}
	return t.Alloc(t)
}
