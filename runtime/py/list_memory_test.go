package py

import (
	"runtime"
	"strconv"
	"testing"
)

// countTo returns list(range(n)), whose memory the collector does not look into where n is
// minScalars or more.
func countTo(t *testing.T, n int) *List {
	t.Helper()
	v, exc := Call1(ListType.Value(), value(Call1(RangeType.Value(), Int(int64(n)))))
	if exc != nil {
		t.Fatal(exc)
	}
	return heap[List](v)
}

func value(v Value, exc *Exception) Value {
	if exc != nil {
		panic(exc)
	}
	return v
}

// text returns a str that lies in the heap and that nothing else refers to.
func text(i int) Value { return NewStr("element " + strconv.Itoa(i)).Value() }

// TestUnscannedLists changes lists of ints in every way and holds each to the two rules of
// unscanned memory: all elements are scalar, and there is no room behind them.
func TestUnscannedLists(t *testing.T) {
	slice := func(lo, hi, step Value) Value { return NewSlice(lo, hi, step) }
	method := func(name string, args ...Value) func(l *List) {
		return func(l *List) { value(CallMethodN(l.Value(), Intern(name), args)) }
	}
	set := func(key Value, x func() Value) func(l *List) {
		return func(l *List) {
			if exc := SetItem(l.Value(), key, x()); exc != nil {
				panic(exc)
			}
		}
	}
	del := func(key Value) func(l *List) {
		return func(l *List) {
			if exc := DelItem(l.Value(), key); exc != nil {
				panic(exc)
			}
		}
	}
	str := func() Value { return text(0) }
	strs := func() Value { return ListV(text(1), text(2)) }
	three := func() Value { return Int(3) }
	for _, op := range []struct {
		name string
		do   func(l *List)
	}{
		{"append", func(l *List) { ListAppend(l.Value(), text(1)) }},
		{"append twice", func(l *List) { ListAppend(l.Value(), text(1)); ListAppend(l.Value(), text(2)) }},
		{"extend", func(l *List) { method("extend", strs())(l) }},
		{"extend by nothing", method("extend", TupleV())},
		{"extend by range", func(l *List) { method("extend", value(Call1(RangeType.Value(), Int(20))))(l) }},
		{"extend by iterator", func(l *List) { method("extend", value(Iter(strs())))(l) }},
		{"insert", func(l *List) { method("insert", Int(3), text(0))(l) }},
		{"insert first", func(l *List) { method("insert", Int(0), text(0))(l) }},
		{"pop, append", func(l *List) { method("pop")(l); ListAppend(l.Value(), text(1)) }},
		{"typed pop, append", func(l *List) {
			if _, ok := ListPop(l.Value()); !ok {
				method("pop")(l)
			}
			ListAppend(l.Value(), text(1))
		}},
		{"pop first, append", func(l *List) { method("pop", Int(0))(l); ListAppend(l.Value(), text(1)) }},
		{"pop in the middle, append", func(l *List) { method("pop", Int(5))(l); ListAppend(l.Value(), text(1)) }},
		{"pop near the end, append", func(l *List) { method("pop", Int(-2))(l); ListAppend(l.Value(), text(1)) }},
		{"remove, append", func(l *List) { method("remove", Int(7))(l); ListAppend(l.Value(), text(1)) }},
		{"clear, append", func(l *List) { method("clear")(l); ListAppend(l.Value(), text(1)) }},
		{"set str", set(Int(2), str)},
		{"set str from the end", set(Int(-1), str)},
		{"set int", set(Int(2), three)},
		{"set None", set(Int(2), func() Value { return None })},
		{"typed set str", func(l *List) {
			if !ListSet(l.Value(), 2, text(1)) {
				set(Int(2), str)(l)
			}
			if !ListSetV(l.Value(), Int(3), text(1)) {
				set(Int(3), str)(l)
			}
		}},
		{"set slice", set(slice(Int(1), Int(3), None), strs)},
		{"set slice, longer", set(slice(Int(1), Int(2), None), strs)},
		{"set slice, shorter", set(slice(Int(1), Int(9), None), strs)},
		{"set whole", set(slice(None, None, None), strs)},
		{"set extended slice", set(slice(Int(1), Int(5), Int(2)), strs)},
		{"delete slice, append", func(l *List) { del(slice(Int(8), None, None))(l); ListAppend(l.Value(), text(1)) }},
		{"delete first slice, append", func(l *List) { del(slice(None, Int(3), None))(l); ListAppend(l.Value(), text(1)) }},
		{"delete extended slice, append", func(l *List) { del(slice(None, None, Int(2)))(l); ListAppend(l.Value(), text(1)) }},
		{"delete, append", func(l *List) { del(Int(4))(l); ListAppend(l.Value(), text(1)) }},
		{"in-place add", func(l *List) { value(InplaceAdd(l.Value(), strs())) }},
		{"in-place multiply, append", func(l *List) { value(InplaceMul(l.Value(), Int(2))); ListAppend(l.Value(), text(1)) }},
		{"sort, reverse", func(l *List) { method("reverse")(l); method("sort")(l) }},
		{"init again", func(l *List) { method("__init__", strs())(l) }},
	} {
		t.Run(op.name, func(t *testing.T) {
			for name, l := range map[string]*List{
				"range":    countTo(t, 12),
				"copy":     heap[List](value(CallMethod0(countTo(t, 12).Value(), Intern("copy")))),
				"slice":    heap[List](value(GetSlice(countTo(t, 14).Value(), Int(1), Int(13), None))),
				"reversed": heap[List](value(GetSlice(countTo(t, 12).Value(), None, None, Int(-1)))),
				"sum":      heap[List](value(Add(countTo(t, 10).Value(), countTo(t, 2).Value()))),
				"product":  heap[List](value(Mul(countTo(t, 3).Value(), Int(4)))),
			} {
				if !l.unscanned {
					t.Errorf("%s: is scanned", name)
				}
				if !hasInt(l, 7) {
					l.Items[7] = Int(7) // what remove removes
				}
				op.do(l)
				if !l.unscanned {
					continue
				}
				if cap(l.Items) != len(l.Items) {
					t.Errorf("%s: unscanned with room behind its elements", name)
				}
				if !allScalars(l.Items) {
					t.Errorf("%s: unscanned with an object of the heap", name)
				}
			}
		})
	}
}

func hasInt(l *List, i int64) bool {
	for _, x := range l.Items {
		if x == Int(i) {
			return true
		}
	}
	return false
}

// TestObjectsInListsOfInts puts objects that nothing else holds into lists that were made of
// ints, and finds them again when memory has been collected and used again.
func TestObjectsInListsOfInts(t *testing.T) {
	const n = 1000
	l := countTo(t, n)
	for i := 0; i < n; i += 2 {
		if exc := SetItem(l.Value(), Int(int64(i)), text(i)); exc != nil {
			t.Fatal(exc)
		}
	}
	for i := range n {
		ListAppend(l.Value(), text(i))
	}
	runtime.GC()
	var keep []Value
	for i := range 100 * n {
		keep = append(keep, text(-i))
	}
	runtime.GC()
	for i := range n {
		if want := "element " + strconv.Itoa(i); i%2 == 0 && heap[Str](l.Items[i]).S != want || heap[Str](l.Items[n+i]).S != want {
			t.Fatalf("element %d is lost", i)
		}
	}
	runtime.KeepAlive(keep)
}
