package types

import (
	"slices"
	"strings"
)

// Kinds is a set of exact classes that a value may have. Subclasses are not included:
// an instance of a subclass of int is an Other.
type Kinds uint32

// The kinds. AnyKinds is what a value of which nothing is known may be.
const (
	KInt Kinds = 1 << iota
	KFloat
	KBool
	KNone
	KStr
	KBytes
	KList
	KTuple
	KDict
	KSet
	KRange
	KRangeIter
	KIter      // an iterator, or something else of the runtime that is only iterated over
	KFunc      // a function of the program
	KClass     // a class of the program
	KInstance  // an instance of a class of the program
	KCoroutine // a coroutine, generator or async generator of a function of the program
	KModule
	KSuper // what super() gives
	KSlice
	KMethod    // a method of an object that is known
	KDeque     // a collections.deque
	KQueue     // an asyncio.Queue, of whatever order
	KSync      // an asyncio.Lock, Event, Semaphore, BoundedSemaphore, or a Condition with a lock of its own
	KAwaitable // what a function of the runtime returns to be awaited
	KOther
	AnyKinds = 1<<iota - 1
)

// WithObjects are the kinds whose values are told apart by abstract objects.
const WithObjects = KList | KTuple | KDict | KSet | KRange | KRangeIter | KIter | KFunc | KClass | KInstance | KCoroutine | KModule | KSuper | KMethod | KDeque | KQueue | KSync | KAwaitable

var kindNames = []string{"int", "float", "bool", "None", "str", "bytes", "list", "tuple", "dict", "set", "range", "range_iterator", "iterator", "function", "class", "instance", "coroutine", "module", "super", "slice", "method", "deque", "Queue", "synchronisation primitive", "awaitable", "other"}

// Object is an abstract object: all the lists that one display makes, all instances of
// one class, a function. Its cells hold what its elements and attributes may be.
type Object struct {
	ID   int
	Kind Kinds
	// Of is the *ir.Func of the function, the class body or the coroutine; the name of a
	// module, of the class of a synchronisation primitive, or of a method, whose object is Elem.
	Of any
	// Elem is what iterating gives: of a dict, its keys; Values are the values of a dict. Of a
	// Queue it is what is put into it, of an awaitable what awaiting it gives.
	Elem, Values *Cell
	// Items are the elements of a tuple whose length is known.
	Items []*Cell
	// Attrs are the attributes of an instance.
	Attrs map[string]*Cell
	// Open says that code outside of the program may have put anything into it.
	Open bool
}

// Cell is a place that holds values: what has been put into it.
type Cell struct {
	S       Static
	Escaped bool // what comes into it goes to code outside of the program as well
	Growths int  // how often the interval has grown
}

// Static is the static type that inference works with: the classes that a value may have,
// the interval of the ints among them, and the abstract objects among those of
// WithObjects.
type Static struct {
	Kinds Kinds
	Ints  Interval
	Objs  []*Object // sorted by ID
}

// Unknown is the abstract object of containers and others that came from nobody knows
// where.
var Unknown = func() *Object {
	o := &Object{Kind: AnyKinds, Open: true}
	c := &Cell{Escaped: true}
	c.S = Static{Kinds: AnyKinds, Ints: BigInterval, Objs: []*Object{o}}
	o.Elem, o.Values = c, c
	return o
}()

// Of returns the set of values of the kinds.
func Of(k Kinds) Static {
	s := Static{Kinds: k}
	if k&KInt != 0 {
		s.Ints = BigInterval
	}
	if k&WithObjects != 0 {
		s.Objs = []*Object{Unknown}
	}
	return s
}

// Int returns the set of the ints of an interval.
func Int(r Interval) Static { return Static{Kinds: KInt, Ints: r} }

// Expected returns the set of the values of a kind that a function's copy for it takes.
func Expected(k Kinds) Static {
	if k == KInt {
		return Int(Modest)
	}
	return Of(k)
}

// Fits reports whether all values of s can be given where those of Expected(k) are expected;
// of ints, also those that such ones become by counting.
func (s Static) Fits(k Kinds) bool {
	if k == KInt {
		return s.IsNative() && s.Ints.Within(Counted.Lo, Counted.Hi)
	}
	return k == 0 || s.Only(k)
}

// ObjectOf returns the set of the values of one abstract object.
func ObjectOf(o *Object) Static { return Static{Kinds: o.Kind, Objs: []*Object{o}} }

// Join returns the set that has the values of both.
func (s Static) Join(t Static) Static {
	switch {
	case s.Kinds == 0:
		return t
	case t.Kinds == 0:
		return s
	}
	j := Static{Kinds: s.Kinds | t.Kinds, Objs: joinObjects(s.Objs, t.Objs)}
	switch {
	case s.Kinds&KInt == 0:
		j.Ints = t.Ints
	case t.Kinds&KInt == 0:
		j.Ints = s.Ints
	default:
		j.Ints = s.Ints.Join(t.Ints)
	}
	return j
}

func joinObjects(a, b []*Object) []*Object {
	if len(b) == 0 || slices.Equal(a, b) {
		return a
	}
	if len(a) == 0 {
		return b
	}
	out := make([]*Object, 0, len(a)+len(b))
	for len(a) > 0 && len(b) > 0 {
		switch {
		case a[0].ID < b[0].ID:
			out, a = append(out, a[0]), a[1:]
		case a[0].ID > b[0].ID:
			out, b = append(out, b[0]), b[1:]
		default:
			out, a, b = append(out, a[0]), a[1:], b[1:]
		}
	}
	return append(append(out, a...), b...)
}

// Keep returns the values of s that are of the kinds k.
func (s Static) Keep(k Kinds) Static {
	out := Static{Kinds: s.Kinds & k}
	if out.Kinds&KInt != 0 {
		out.Ints = s.Ints
	}
	for _, o := range s.Objs {
		if o.Kind&k != 0 {
			out.Objs = append(out.Objs, o)
		}
	}
	return out
}

// Equal reports whether the sets are the same.
func (s Static) Equal(t Static) bool {
	return s.Kinds == t.Kinds && s.Ints == t.Ints && slices.Equal(s.Objs, t.Objs)
}

// Only reports whether the set has values, all of the kinds k.
func (s Static) Only(k Kinds) bool { return s.Kinds != 0 && s.Kinds&^k == 0 }

// IsNative reports whether all values are ints that fit in 64 bits.
func (s Static) IsNative() bool { return s.Kinds == KInt && !s.Ints.Big }

// One returns the only abstract object of the set, nil where there are several or none,
// or values of other kinds.
func (s Static) One(k Kinds) *Object {
	if s.Kinds == k && len(s.Objs) == 1 && s.Objs[0] != Unknown {
		return s.Objs[0]
	}
	return nil
}

// String lists the classes as an annotation would.
func (s Static) String() string { return s.text(2) }

func (s Static) text(depth int) string {
	switch s.Kinds {
	case 0:
		return "never"
	case AnyKinds:
		return "object"
	}
	var list []string
	for i, name := range kindNames {
		k := Kinds(1) << i
		if s.Kinds&k == 0 {
			continue
		}
		if k == KInt && !s.Ints.Big {
			name += s.Ints.String()
		}
		list = append(list, name+s.parameters(k, depth))
	}
	return strings.Join(list, " | ")
}

// parameters returns what is known of the values of kind k beyond their class.
func (s Static) parameters(k Kinds, depth int) string {
	var names []string
	var elem, values Static
	for _, o := range s.Objs {
		if o.Kind&k == 0 {
			continue
		}
		if n, ok := o.Of.(interface{ TypeName() string }); ok {
			names = append(names, n.TypeName())
		}
		if o.Elem != nil {
			elem = elem.Join(o.Elem.S)
		}
		for _, c := range o.Items {
			elem = elem.Join(c.S)
		}
		if o.Values != nil && k == KDict {
			values = values.Join(o.Values.S)
		}
	}
	if len(names) == 0 && depth > 0 && k&(KList|KSet|KTuple|KDict) != 0 {
		names = append(names, elem.text(depth-1))
		if k == KDict {
			names = append(names, values.text(depth-1))
		}
	}
	if len(names) == 0 {
		return ""
	}
	return "[" + strings.Join(names, ", ") + "]"
}
