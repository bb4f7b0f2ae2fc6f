package pickle

import (
	"slices"

	"github.com/aio2go/aio2go/runtime/py"
)

// memo maps objects, by identity, to their numbers in a pickle. The objects lie in the order
// in which they came; a hash table with open addressing, of a size that is a power of two,
// has their places in it, so that the collector looks at the objects alone.
type memo struct {
	objects []value
	numbers []int    // of the objects, nil where they are their places
	index   []uint32 // places plus one, 0 where free
}

func hashOf(v value) uint64 {
	h := py.Address(v) * 0x9e3779b97f4a7c15
	return h ^ h>>32
}

// number returns the number of the object at place i.
func (m *memo) number(i int) int {
	if m.numbers != nil {
		return m.numbers[i]
	}
	return i
}

// get returns the number of v.
func (m *memo) get(v value) (int, bool) {
	if len(m.objects) == 0 {
		return 0, false
	}
	mask := uint64(len(m.index) - 1)
	for i := hashOf(v) & mask; m.index[i] != 0; i = (i + 1) & mask {
		if place := int(m.index[i]) - 1; m.objects[place] == v {
			return m.number(place), true
		}
	}
	return 0, false
}

// add gives v, which has none, a number.
func (m *memo) add(v value, number int) {
	if number != len(m.objects) && m.numbers == nil {
		m.numbers = make([]int, len(m.objects), len(m.objects)+1)
		for i := range m.numbers {
			m.numbers[i] = i
		}
	}
	if m.numbers != nil {
		m.numbers = append(m.numbers, number)
	}
	m.objects = append(m.objects, v)
	if 2*len(m.objects) <= len(m.index) {
		m.enter(len(m.objects) - 1)
		return
	}
	m.index = make([]uint32, max(16, 4*len(m.index)))
	for i := range m.objects {
		m.enter(i)
	}
}

// enter puts the place of an object into the hash table.
func (m *memo) enter(place int) {
	mask := uint64(len(m.index) - 1)
	i := hashOf(m.objects[place]) & mask
	for m.index[i] != 0 {
		i = (i + 1) & mask
	}
	m.index[i] = uint32(place) + 1
}

func (m *memo) clear() { *m = memo{} }

// picklerMemo and unpicklerMemo are what the attributes memo give.
type picklerMemo struct {
	py.Header
	of *pickler
}

type unpicklerMemo struct {
	py.Header
	of *unpickler
}

var picklerMemoType = py.NewBuiltinType("PicklerMemoProxy", &py.TypeSpec{
	Module: "_pickle", Layout: py.LayoutOf[picklerMemo](), NoHash: true, NoNew: true,
	Methods: []py.Method{
		{Name: "clear", Sig: "($self, /)", Doc: "Remove all items from memo.", Impl: func(v value) (value, exc) {
			py.Heap[picklerMemo](v).of.memo.clear()
			return py.None, nil
		}},
		{Name: "copy", Sig: "($self, /)", Doc: "Copy the memo to a new object.", Impl: picklerMemoCopy},
		{Name: "__reduce__", Sig: "($self, /)", Doc: "Implement pickle support.", Impl: func(v value) (value, exc) {
			return reducedMemo(picklerMemoCopy(v))
		}},
	},
})

var unpicklerMemoType = py.NewBuiltinType("UnpicklerMemoProxy", &py.TypeSpec{
	Module: "_pickle", Layout: py.LayoutOf[unpicklerMemo](), NoHash: true, NoNew: true,
	Methods: []py.Method{
		{Name: "clear", Sig: "($self, /)", Doc: "Remove all items from memo.", Impl: func(v value) (value, exc) {
			u := py.Heap[unpicklerMemo](v).of
			u.memo, u.memoLen = nil, 0
			return py.None, nil
		}},
		{Name: "copy", Sig: "($self, /)", Doc: "Copy the memo to a new object.", Impl: unpicklerMemoCopy},
		{Name: "__reduce__", Sig: "($self, /)", Doc: "Implement pickling support.", Impl: func(v value) (value, exc) {
			return reducedMemo(unpicklerMemoCopy(v))
		}},
	},
})

func reducedMemo(contents value, e exc) (value, exc) {
	return py.TupleV(py.DictType.Value(), py.TupleV(contents)), e
}

func picklerMemoCopy(v value) (value, exc) {
	d := py.NewDict()
	m := &py.Heap[picklerMemo](v).of.memo
	for i, x := range m.objects {
		if e := d.Set(py.IntUint64(py.Address(x)), py.TupleV(py.IntOf(m.number(i)), x)); e != nil {
			return value{}, e
		}
	}
	return d.Value(), nil
}

func unpicklerMemoCopy(v value) (value, exc) {
	d := py.NewDict()
	for i, x := range py.Heap[unpicklerMemo](v).of.memo {
		if !x.IsUnbound() {
			if e := d.Set(py.IntOf(i), x); e != nil {
				return value{}, e
			}
		}
	}
	return d.Value(), nil
}

// setPicklerMemo sets the attribute memo of a pickler.
func setPicklerMemo(self, x value) exc {
	p := py.Heap[pickler](self)
	if x.IsUnbound() {
		return py.Raisef(py.TypeErrorType, "attribute deletion is not supported")
	}
	var m memo
	if x.Type() == picklerMemoType {
		from := &py.Heap[picklerMemo](x).of.memo
		m = memo{slices.Clone(from.objects), slices.Clone(from.numbers), slices.Clone(from.index)}
	} else if d, ok := py.AsDict(x); ok {
		for _, pair := range d.Values() {
			t, ok := py.AsTuple(pair)
			if !ok || len(t.Items()) != 2 {
				return py.Raisef(py.TypeErrorType, "'memo' values must be 2-item tuples")
			}
			n, e := py.Ssize(t.Items()[0])
			if e != nil {
				return e
			}
			if _, ok := m.get(t.Items()[1]); !ok {
				m.add(t.Items()[1], n)
			}
		}
	} else {
		return py.Raisef(py.TypeErrorType, "'memo' attribute must be a PicklerMemoProxy object or dict, not %s", x.Type().ShownName())
	}
	p.memo = m
	return nil
}

// setUnpicklerMemo sets the attribute memo of an unpickler.
func setUnpicklerMemo(self, x value) exc {
	u := py.Heap[unpickler](self)
	if x.IsUnbound() {
		return py.Raisef(py.TypeErrorType, "attribute deletion is not supported")
	}
	var fresh unpickler
	if x.Type() == unpicklerMemoType {
		from := py.Heap[unpicklerMemo](x).of
		fresh.memo, fresh.memoLen = append([]value(nil), from.memo...), from.memoLen
	} else if d, ok := py.AsDict(x); ok {
		for _, k := range d.Keys() {
			if !k.IsInt() {
				return py.Raisef(py.TypeErrorType, "memo key must be integers")
			}
			n, e := py.Ssize(k)
			if e != nil {
				return e
			}
			if n < 0 {
				return py.Raisef(py.ValueErrorType, "memo key must be positive integers.")
			}
			v, _, e := d.Get(k)
			if e != nil {
				return e
			}
			fresh.put(n, v)
		}
	} else {
		return py.Raisef(py.TypeErrorType, "'memo' attribute must be an UnpicklerMemoProxy object or dict, not %s", x.Type().ShownName())
	}
	u.memo, u.memoLen = fresh.memo, fresh.memoLen
	return nil
}
