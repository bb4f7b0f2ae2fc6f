package py

import (
	"math"
	"math/big"
	"math/rand"
	"strings"
	"testing"
)

// sortKinds make keys of one kind each.
var sortKinds = []struct {
	name string
	make func(r *rand.Rand) Value
}{
	{"small ints", func(r *rand.Rand) Value { return Int(int64(r.Intn(9))) }},
	{"ints", func(r *rand.Rand) Value { return Int(int64(r.Uint64())) }},
	{"floats", func(r *rand.Rand) Value { return Float(r.NormFloat64() * math.Pow(10, float64(r.Intn(40)-20))) }},
	{"zeros", func(r *rand.Rand) Value { return Float(math.Copysign(0, float64(r.Intn(2)*2-1))) }},
	{"bools", func(r *rand.Rand) Value { return Bool(r.Intn(2) == 0) }},
	{"numbers", sortNumber},
	{"texts", sortText},
	{"bytes", func(r *rand.Rand) Value { return NewBytes([]byte(sortText(r).Str().S)).Value() }},
	{"pairs", func(r *rand.Rand) Value { return TupleV(Int(int64(r.Intn(5))), sortText(r)) }},
	{"triples", func(r *rand.Rand) Value { return TupleV(sortNumber(r), None, Int(int64(r.Intn(3)))) }},
	{"lists", func(r *rand.Rand) Value { return ListV(sortText(r), Float(float64(r.Intn(3)))) }},
}

func sortNumber(r *rand.Rand) Value {
	switch r.Intn(6) {
	case 0:
		return Float(float64(r.Intn(5)) + 1<<60)
	case 1:
		return Int(1<<60 + int64(r.Intn(5)))
	case 2:
		return Bool(r.Intn(2) == 0)
	case 3:
		x := new(big.Int).Lsh(big.NewInt(int64(r.Intn(5)-2)), uint(r.Intn(2000)))
		return IntBig(x.Add(x, big.NewInt(int64(r.Intn(3)))))
	case 4:
		return Float(math.Inf(r.Intn(2) - 1))
	}
	return Int(int64(r.Intn(20)))
}

func sortText(r *rand.Rand) Value {
	s := []string{"", "http://example.org/", "naïve", "\x00"}[r.Intn(4)]
	for i := r.Intn(12); i > 0; i-- {
		s += string("ab\x00\x7fé"[r.Intn(4)])
	}
	return StrV(s + strings.Repeat("x", r.Intn(2)*20))
}

// TestSortNative compares the sort by numbers with the merge sort that asks for x < y.
func TestSortNative(t *testing.T) {
	r := rand.New(rand.NewSource(1))
	for _, kind := range sortKinds {
		for _, n := range []int{2, 3, 10, 24, 25, 60, 199, 200, 1000} {
			for shape := 0; shape < 6; shape++ {
				keys := make([]Value, n)
				for i := range keys {
					keys[i] = kind.make(r)
				}
				if shape >= 2 {
					s := sorter{keys: keys, less: LtBool}
					if exc := s.mergeSort(); exc != nil {
						t.Fatal(exc)
					}
					if shape == 3 || shape == 5 {
						reverseItems(keys)
					}
					for i := 0; shape >= 4 && i < n/40+1; i++ {
						keys[r.Intn(n)] = kind.make(r)
					}
				}
				testSortNative(t, kind.name, keys, shape%2 == 1)
			}
		}
	}
}

func testSortNative(t *testing.T, name string, keys []Value, reverse bool) {
	t.Helper()
	places := make([]Value, len(keys))
	for i := range places {
		places[i] = Int(int64(i))
	}
	want := sorter{keys: append([]Value(nil), keys...), values: append([]Value(nil), places...), less: LtBool}
	if reverse {
		reverseItems(want.keys)
		reverseItems(want.values)
	}
	if exc := want.mergeSort(); exc != nil {
		t.Fatal(exc)
	}
	if reverse {
		reverseItems(want.keys)
		reverseItems(want.values)
	}
	alone := sorter{keys: append([]Value(nil), keys...)}
	with := sorter{keys: keys, values: places}
	if !alone.sortNative(reverse) || !with.sortNative(reverse) {
		t.Fatalf("%s: not sorted by numbers", name)
	}
	for i := range keys {
		if alone.keys[i] != want.keys[i] || with.values[i] != want.values[i] {
			t.Fatalf("%s, %d, reverse %v: element %d differs", name, len(keys), reverse, i)
		}
	}
}

// TestSortNativeRefuses has keys whose comparison may run Python code, fail, or that do
// not order.
func TestSortNativeRefuses(t *testing.T) {
	for _, keys := range [][]Value{
		{Int(1), StrV("a")},
		{Float(1), Float(math.NaN())},
		{None, None},
		{EmptyTuple.Value(), EmptyTuple.Value()},
		{TupleV(Int(1)), TupleV(Int(1), Int(2))},
		{TupleV(Int(1), TupleV(Int(1))), TupleV(Int(1), TupleV(Int(2)))},
		{TupleV(Int(1)), ListV(Int(1))},
	} {
		if s := (&sorter{keys: keys}); s.sortNative(false) {
			t.Errorf("%v sorted by numbers", keys)
		}
	}
}
