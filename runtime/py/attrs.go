package py

import "unsafe"

// This file implements Attrs, the attributes of one instance, stored by hidden class: a
// Shape says which names there are and in which order, the values lie in a slice beside
// it. Instances that got the same attributes in the same order share their Shape, so a
// look-up can be cached as (shape, index).
//
// When __dict__ is asked for, the attributes move into a real dict, which from then on is
// where they are. The values of __slots__ stay in the slice: their keys are strs of
// their own (never interned, so no attribute name is equal to one), made by the class.

// maxShape is the number of names above which attributes move into a dict: the instance
// is being used as a table.
const maxShape = 64

// smallShape is the number of names up to which a Shape is searched linearly.
const smallShape = 8

// Shape is a hidden class: an ordered set of attribute names.
type Shape struct {
	keys  []*Str
	index map[*Str]int32 // built when there are more than smallShape keys
	// lastKey and lastNext are the transition taken last, next the others.
	lastKey  *Str
	lastNext *Shape
	next     map[*Str]*Shape
}

// emptyShape is the shape of an instance without attributes.
var emptyShape = &Shape{}

// find returns the place of name, or -1.
func (s *Shape) find(name *Str) int {
	if s == nil {
		return -1
	}
	if s.index != nil {
		if i, ok := s.index[name]; ok {
			return int(i)
		}
		return -1
	}
	for i, k := range s.keys {
		if k == name {
			return i
		}
	}
	return -1
}

// with returns the shape that has name in addition.
func (s *Shape) with(name *Str) *Shape {
	if s.lastKey == name {
		return s.lastNext
	}
	n, ok := s.next[name]
	if !ok {
		n = &Shape{keys: make([]*Str, len(s.keys)+1)}
		copy(n.keys, s.keys)
		n.keys[len(s.keys)] = name
		if len(n.keys) > smallShape {
			n.index = make(map[*Str]int32, len(n.keys))
			for i, k := range n.keys {
				n.index[k] = int32(i)
			}
		}
		if s.lastKey != nil {
			if s.next == nil {
				s.next = map[*Str]*Shape{s.lastKey: s.lastNext}
			}
			s.next[name] = n
		}
	}
	s.lastKey, s.lastNext = name, n
	return n
}

// Attrs are the attributes of one instance. The zero Attrs has none. Names are interned.
type Attrs struct {
	shape *Shape
	vals  []Value
	dict  *Dict // where the attributes are once __dict__ was asked for
}

// Get returns the attribute name and whether there is one.
func (a *Attrs) Get(name *Str) (Value, bool) {
	if a.dict != nil {
		return a.dict.GetStr(name)
	}
	if i := a.shape.find(name); i >= 0 {
		return a.vals[i], true
	}
	return Value{}, false
}

// Set sets the attribute name.
func (a *Attrs) Set(name *Str, v Value) {
	if a.dict != nil {
		a.dict.SetStr(name, v)
		return
	}
	if i := a.shape.find(name); i >= 0 {
		a.vals[i] = v
		return
	}
	a.add(name, v)
	if len(a.vals) > maxShape {
		a.Dict()
	}
}

func (a *Attrs) add(name *Str, v Value) {
	s := a.shape
	if s == nil {
		s = emptyShape
	}
	a.shape = s.with(name)
	a.vals = append(a.vals, v)
}

// ShapeOf returns the shape of an instance that got attributes of these names in their order.
func ShapeOf(names []*Str) *Shape {
	s := emptyShape
	for _, n := range names {
		s = s.with(n)
	}
	return s
}

// SetAll sets the attributes whose shape s is to vals, which it keeps where it can.
func (a *Attrs) SetAll(s *Shape, vals []Value) {
	if a.Empty() {
		a.shape, a.vals = s, vals
		return
	}
	for i, v := range vals {
		a.Set(s.keys[i], v)
	}
}

// Delete removes the attribute name and reports whether there was one.
func (a *Attrs) Delete(name *Str) bool {
	if a.dict != nil {
		return a.dict.DeleteStr(name)
	}
	i := a.shape.find(name)
	if i < 0 {
		return false
	}
	a.removeAt(i)
	return true
}

func (a *Attrs) removeAt(i int) {
	s := emptyShape
	for j, k := range a.shape.keys {
		if j != i {
			s = s.with(k)
		}
	}
	copy(a.vals[i:], a.vals[i+1:])
	a.vals[len(a.vals)-1] = Value{}
	a.vals = a.vals[:len(a.vals)-1]
	a.shape = s
}

// slot returns the value of a __slots__ entry, whose key belongs to its class.
func (a *Attrs) slot(key *Str) Value {
	if i := a.shape.find(key); i >= 0 {
		return a.vals[i]
	}
	return Value{}
}

// setSlot sets the value of a __slots__ entry, unbound for del.
func (a *Attrs) setSlot(key *Str, v Value) {
	switch i := a.shape.find(key); {
	case i < 0:
		a.add(key, v)
	case v.ref == nil:
		a.removeAt(i) // a shape says what is there
	default:
		a.vals[i] = v
	}
}

// Dict returns the attributes as the dict that __dict__ is.
func (a *Attrs) Dict() *Dict {
	if a.dict == nil {
		d := NewDict()
		a.moveTo(d)
		a.dict = d
	}
	return a.dict
}

// SetDict makes d the attributes.
func (a *Attrs) SetDict(d *Dict) {
	if a.dict == nil {
		a.moveTo(nil)
	}
	a.dict = d
}

// moveTo takes the attributes out of the shape, leaving slots, and puts them into d
// where d is not nil.
func (a *Attrs) moveTo(d *Dict) {
	if a.shape == nil {
		return
	}
	s, kept := emptyShape, a.vals[:0:0]
	for i, k := range a.shape.keys {
		if k.interned {
			if d != nil {
				d.SetStr(k, a.vals[i])
			}
		} else {
			s = s.with(k)
			kept = append(kept, a.vals[i])
		}
	}
	a.shape, a.vals = s, kept
}

// Len returns the number of attributes without those of __slots__.
func (a *Attrs) Len() int {
	if a.dict != nil {
		return a.dict.Len()
	}
	return len(a.Names())
}

// Names returns the names of the attributes in the order in which they were set,
// without those of __slots__. Keys of __dict__ that are not strs are left out.
func (a *Attrs) Names() []*Str {
	var names []*Str
	if a.dict != nil {
		for _, k := range a.dict.Keys() {
			if s, ok := AsStr(k); ok {
				names = append(names, s)
			}
		}
		return names
	}
	if a.shape == nil {
		return nil
	}
	for _, k := range a.shape.keys {
		if k.interned {
			names = append(names, k)
		}
	}
	return names
}

// Instance is an object of a class written in Python without builtin bases other than
// object.
type Instance struct {
	Header
	Attrs Attrs
}

// instanceAttrs is where an Instance has its Attrs.
const instanceAttrs = unsafe.Offsetof(Instance{}.Attrs)

// The instances that carry room for their first attributes.
type (
	instance2 struct {
		Instance
		room [2]Value
	}
	instance4 struct {
		Instance
		room [4]Value
	}
	instance8 struct {
		Instance
		room [8]Value
	}
)

// allocInstance is the Alloc of object and of classes that derive from nothing else. How
// many attributes earlier instances of the class had decides how many fit in one
// allocation with the instance.
func allocInstance(cls *Type) Value {
	if cls.AttrsOffset == 0 {
		return (&Header{cls}).Value()
	}
	var o *Instance
	switch n := cls.attrHint; {
	case n == 0:
		o = &Instance{}
	case n <= 2:
		i := &instance2{}
		o, i.Attrs.vals = &i.Instance, i.room[:0]
	case n <= 4:
		i := &instance4{}
		o, i.Attrs.vals = &i.Instance, i.room[:0]
	default:
		i := &instance8{}
		o, i.Attrs.vals = &i.Instance, i.room[:0]
	}
	o.typ = cls
	return o.Value()
}

// Empty reports whether there certainly is no attribute, without looking for any.
func (a *Attrs) Empty() bool { return a.dict == nil && len(a.vals) == 0 }
