package py

import "unsafe"

// This file makes short strs, lists and tuples in one allocation: the object carries room
// for its text or its elements.

// The strs that carry room for their text.
type (
	str16 struct {
		Str
		room [16]byte
	}
	str32 struct {
		Str
		room [32]byte
	}
	str48 struct {
		Str
		room [48]byte
	}
)

// The bytes objects that carry room for their bytes.
type (
	bytes24 struct {
		Bytes
		room [24]byte
	}
	bytes56 struct {
		Bytes
		room [56]byte
	}
)

// bytesRoom returns a bytes object of n bytes, 1 to 56, which the caller writes.
func bytesRoom(n int) (*Bytes, []byte) {
	var x *Bytes
	var b []byte
	if n <= 24 {
		r := &bytes24{}
		x, b = &r.Bytes, r.room[:n:n]
	} else {
		r := &bytes56{}
		x, b = &r.Bytes, r.room[:n:n]
	}
	x.typ, x.B = BytesType, b
	return x, b
}

// newRoom returns a str with a text of n bytes, n not zero, which the caller writes.
func newRoom(n int) (*Str, []byte) {
	var s *Str
	var b []byte
	switch {
	case n <= 16:
		r := &str16{}
		s, b = &r.Str, r.room[:n]
	case n <= 32:
		r := &str32{}
		s, b = &r.Str, r.room[:n]
	case n <= 48:
		r := &str48{}
		s, b = &r.Str, r.room[:n]
	default:
		s, b = &Str{}, make([]byte, n)
	}
	s.typ = StrType
	s.S = unsafe.String(unsafe.SliceData(b), n)
	return s, b
}

// shortText returns a str with the text b, which it copies.
func shortText(b []byte) Value {
	if len(b) == 0 {
		return StrV("")
	}
	s, room := newRoom(len(b))
	copy(room, b)
	return s.Value()
}

// TextOf returns a str with the text b, which it copies.
func TextOf(b []byte) Value { return shortText(b) }

// textScratch is where texts are put together whose length is not known. Whoever uses it
// takes it, since what is put into a text may come from Python code.
var textScratch []byte

// takeScratch returns the scratch, empty.
func takeScratch() []byte {
	b := textScratch
	textScratch = nil
	if b == nil {
		b = make([]byte, 0, 256)
	}
	return b[:0]
}

// maxScratch is the size above which the scratch is given up.
const maxScratch = 1 << 14

// textFrom returns a str with the text b, and gives the scratch back that b began as.
func textFrom(b []byte) Value {
	if cap(b) > maxScratch {
		return StrV(bytesString(b))
	}
	textScratch = b
	return shortText(b)
}

// smallDictRoom is how many entries the smallest table takes.
const smallDictRoom = smallDictSlots * 2 / 3

// The dicts that carry room for their entries, and the set that does for the smallest table.
type (
	dict1 struct {
		Dict
		room [1]dictEntry
	}
	dict2 struct {
		Dict
		room [2]dictEntry
	}
	dict3 struct {
		Dict
		room [3]dictEntry
	}
	dict5 struct {
		Dict
		room [smallDictRoom]dictEntry
	}
	set8 struct {
		Set
		room [minSetSlots]setEntry
	}
)

// dictRoom returns a dict with memory for n entries where these are few, which has no class
// and no slots yet.
func dictRoom(n int) *Dict {
	switch {
	case n == 1:
		r := &dict1{}
		r.entries = r.room[:0]
		return &r.Dict
	case n == 2:
		r := &dict2{}
		r.entries = r.room[:0]
		return &r.Dict
	case n == 3:
		r := &dict3{}
		r.entries = r.room[:0]
		return &r.Dict
	case n > 3 && n <= smallDictRoom:
		r := &dict5{}
		r.entries = r.room[:0]
		return &r.Dict
	}
	return &Dict{}
}

// smallSet returns an empty set of the class t with memory for the smallest table.
func smallSet(t *Type) *Set {
	r := &set8{}
	r.typ = t
	r.table = r.room[:]
	return &r.Set
}

// The lists that carry room for their elements.
type (
	list1 struct {
		List
		room [1]Value
	}
	list2 struct {
		List
		room [2]Value
	}
	list3 struct {
		List
		room [3]Value
	}
	list4 struct {
		List
		room [4]Value
	}
	list8 struct {
		List
		room [8]Value
	}
)

// BeforeLarge, where it is not nil, is called before a table or a list of known size is made
// that takes much memory; not where a list grows by its elements.
var BeforeLarge func(size uintptr)

// largeSize is how many bytes that is.
const largeSize = 4 << 20

// announce calls BeforeLarge for n elements of type T, if they are so many.
func announce[T any](n int) {
	var x T
	if size := uintptr(n) * unsafe.Sizeof(x); size >= largeSize && BeforeLarge != nil {
		BeforeLarge(size)
	}
}

// listOf returns a list of n elements, which the caller sets.
func listOf(n int) *List {
	var l *List
	switch {
	case n == 0:
		l = &List{}
	case n == 1:
		r := &list1{}
		l, r.Items = &r.List, r.room[:]
	case n == 2:
		r := &list2{}
		l, r.Items = &r.List, r.room[:]
	case n == 3:
		r := &list3{}
		l, r.Items = &r.List, r.room[:]
	case n == 4:
		r := &list4{}
		l, r.Items = &r.List, r.room[:]
	case n <= 8:
		r := &list8{}
		l, r.Items = &r.List, r.room[:n]
	default:
		announce[Value](n)
		l = &List{Items: make([]Value, n)}
	}
	l.typ = ListType
	return l
}

// tupleOf returns a tuple of n elements, n not zero, which the caller sets. It lies in the
// first of n+1 Values.
func tupleOf(n int) *Tuple {
	var p unsafe.Pointer
	switch n {
	case 1:
		p = unsafe.Pointer(new([2]Value))
	case 2:
		p = unsafe.Pointer(new([3]Value))
	case 3:
		p = unsafe.Pointer(new([4]Value))
	case 4:
		p = unsafe.Pointer(new([5]Value))
	case 5:
		p = unsafe.Pointer(new([6]Value))
	case 6:
		p = unsafe.Pointer(new([7]Value))
	default:
		p = unsafe.Pointer(unsafe.SliceData(make([]Value, n+1)))
	}
	t := (*Tuple)(p)
	t.typ = TupleType
	t.n = n
	return t
}
