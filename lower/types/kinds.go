package types

import "strings"

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
	KFunc      // a function of the program
	KClass     // a class of the program
	KInstance  // an instance of a class of the program
	KCoroutine // a coroutine, generator or async generator of a function of the program
	KOther
	AnyKinds = 1<<iota - 1
)

var kindNames = []string{"int", "float", "bool", "None", "str", "bytes", "list", "tuple", "dict", "set", "range", "range_iterator", "function", "class", "instance", "coroutine", "other"}

// Static is the static type that inference works with: the classes that a value may have
// and, where there is one function or class of the program that it belongs to, which one.
type Static struct {
	Kinds Kinds
	// Of is the *ir.Func of the function, the class body or the coroutine, nil where it
	// may be any.
	Of any
}

// Of returns the set of values of the kinds.
func Of(k Kinds) Static { return Static{Kinds: k} }

// Join returns the set that has the values of both.
func (s Static) Join(t Static) Static {
	switch {
	case s.Kinds == 0:
		return t
	case t.Kinds == 0 || s == t:
		return s
	}
	j := Static{Kinds: s.Kinds | t.Kinds}
	if s.Of == t.Of {
		j.Of = s.Of
	}
	return j
}

// Only reports whether the set has values, all of the kinds k.
func (s Static) Only(k Kinds) bool { return s.Kinds != 0 && s.Kinds&^k == 0 }

// String lists the classes as an annotation would.
func (s Static) String() string {
	switch s.Kinds {
	case 0:
		return "never"
	case AnyKinds:
		return "object"
	}
	var list []string
	for i, name := range kindNames {
		if s.Kinds&(1<<i) == 0 {
			continue
		}
		if n, ok := s.Of.(interface{ TypeName() string }); ok && 1<<i&(KFunc|KClass|KInstance|KCoroutine) != 0 {
			name += "[" + n.TypeName() + "]"
		}
		list = append(list, name)
	}
	return strings.Join(list, " | ")
}
