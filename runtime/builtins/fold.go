package builtins

import (
	"math"
	"math/big"

	"github.com/aio2go/aio2go/runtime/py"
)

// This file implements folds: sum, any, all, min, max and set as objects that are given
// one element after the other. A call of one of them on a generator expression is
// compiled to a plain function with the expression's loops, which adds to a fold, so that
// no generator is made. What adding raises is kept until the result is asked for: it
// comes from the call, not from the generator expression.

// fold is the beginning of every fold.
type fold struct {
	py.Header
	exc *py.Exception
}

// summer is the fold of sum.
type summer struct {
	fold
	total py.Value // where it is neither a small int nor a float
	kind  sumKind
	n     int64
	f, c  float64 // the total and Neumaier's compensation, as CPython has since 3.12
}

type sumKind uint8

const (
	sumInts sumKind = iota
	sumFloats
	sumObjects
)

// NewSum returns the fold of sum(...).
func NewSum() py.Value {
	s := &summer{}
	s.SetType(py.ObjectType)
	return s.Value()
}

// AddToSum adds x and reports whether the fold wants no more.
func AddToSum(s, x py.Value) bool { return py.Heap[summer](s).add(x) }

// SumOf is the result of the fold s.
func SumOf(s py.Value) (py.Value, *py.Exception) {
	sum := py.Heap[summer](s)
	return sum.value(), sum.exc
}

// start makes the total x, in the kind that is its own.
func (s *summer) start(x py.Value) {
	switch {
	case x.IsFloat():
		s.kind, s.f, s.c = sumFloats, x.Float(), 0
	case x.IsSmallInt():
		s.kind, s.n = sumInts, x.SmallInt()
	default:
		s.kind, s.total = sumObjects, x
	}
}

func (s *summer) value() py.Value {
	switch {
	case s.kind == sumInts:
		return py.Int(s.n)
	case s.kind == sumObjects:
		return s.total
	case s.c != 0 && !math.IsInf(s.c, 0) && !math.IsNaN(s.c):
		return py.Float(s.f + s.c)
	}
	return py.Float(s.f)
}

func (s *summer) add(x py.Value) bool {
	switch {
	case s.kind == sumInts && (x.IsSmallInt() || x.IsBool()):
		i := x.SmallInt()
		if t := s.n + i; (s.n^t)&(i^t) >= 0 {
			s.n = t
		} else {
			s.start(py.IntBig(new(big.Int).Add(big.NewInt(s.n), big.NewInt(i))))
		}
		return false
	case s.kind == sumFloats && x.IsFloat():
		v := x.Float()
		t := s.f + v
		if py.VersionAtLeast(12) {
			if math.Abs(s.f) >= math.Abs(v) {
				s.c += (s.f - t) + v
			} else {
				s.c += (v - t) + s.f
			}
		}
		s.f = t
		return false
	case s.kind == sumFloats && (x.IsSmallInt() || x.IsBool()):
		s.f += float64(x.SmallInt())
		return false
	}
	total, exc := py.Add(s.value(), x)
	if exc != nil {
		s.exc = exc
		return true
	}
	s.start(total)
	return false
}

// addInts adds the small ints that items begins with, as long as the total is one, and returns
// how many these are.
func (s *summer) addInts(items []py.Value) int {
	if s.kind != sumInts {
		return 0
	}
	for i, x := range items {
		if !x.IsSmallInt() {
			return i
		}
		v := x.SmallInt()
		t := s.n + v
		if (s.n^t)&(v^t) < 0 {
			return i
		}
		s.n = t
	}
	return len(items)
}

// finder is the fold of any and all.
type finder struct {
	fold
	want, found bool
}

func newFinder(want bool) py.Value {
	f := &finder{want: want}
	f.SetType(py.ObjectType)
	return f.Value()
}

// NewAny returns the fold of any(...).
func NewAny() py.Value { return newFinder(true) }

// NewAll returns the fold of all(...).
func NewAll() py.Value { return newFinder(false) }

// AddToFinder looks at x and reports whether the fold wants no more.
func AddToFinder(f, x py.Value) bool {
	find := py.Heap[finder](f)
	var t bool
	if t, find.exc = py.Truth(x); find.exc != nil {
		return true
	}
	find.found = t == find.want
	return find.found
}

// Found is the result of the fold f.
func Found(f py.Value) (py.Value, *py.Exception) {
	find := py.Heap[finder](f)
	return py.Bool(find.found == find.want), find.exc
}

// extremer is the fold of min and max.
type extremer struct {
	fold
	max  bool
	best py.Value
}

func newExtremer(max bool) py.Value {
	e := &extremer{max: max}
	e.SetType(py.ObjectType)
	return e.Value()
}

// NewMin returns the fold of min(...).
func NewMin() py.Value { return newExtremer(false) }

// NewMax returns the fold of max(...).
func NewMax() py.Value { return newExtremer(true) }

// AddToExtreme considers x and reports whether the fold wants no more.
func AddToExtreme(e, x py.Value) bool {
	ext := py.Heap[extremer](e)
	if !ext.best.IsUnbound() {
		better := py.LtBool
		if ext.max {
			better = py.GtBool
		}
		is, exc := better(x, ext.best)
		if exc != nil {
			ext.exc = exc
			return true
		}
		if !is {
			return false
		}
	}
	ext.best = x
	return false
}

// ExtremeOf is the result of the fold e.
func ExtremeOf(e py.Value) (py.Value, *py.Exception) {
	ext := py.Heap[extremer](e)
	switch {
	case ext.exc != nil:
		return py.Value{}, ext.exc
	case !ext.best.IsUnbound():
		return ext.best, nil
	case ext.max:
		return py.Value{}, emptyExtreme("max")
	}
	return py.Value{}, emptyExtreme("min")
}

// emptyExtreme is the ValueError of min and max without elements.
func emptyExtreme(name string) *py.Exception {
	if py.VersionAtLeast(12) {
		return py.Raisef(py.ValueErrorType, "%s() iterable argument is empty", name)
	}
	return py.Raisef(py.ValueErrorType, "%s() arg is an empty sequence", name)
}

// collector is the fold of set.
type collector struct {
	fold
	set py.Value
}

// NewCollector returns the fold of set(...).
func NewCollector() py.Value {
	c := &collector{set: py.NewSet().Value()}
	c.SetType(py.ObjectType)
	return c.Value()
}

// AddToSet adds x and reports whether the fold wants no more.
func AddToSet(c, x py.Value) bool {
	set := py.Heap[collector](c)
	set.exc = py.SetAdd(set.set, x)
	return set.exc != nil
}

// Collected is the result of the fold c.
func Collected(c py.Value) (py.Value, *py.Exception) {
	set := py.Heap[collector](c)
	return set.set, set.exc
}
