package itertools

import "github.com/aio2go/aio2go/runtime/py"

// This file implements tee.

// teeBlock is how many elements a link has.
const teeBlock = 30

// teeLink has some of the elements that the iterators of one tee share.
type teeLink struct {
	items [teeBlock]value
	n     int      // how many have been read
	next  *teeLink // nil until one is read that has no place here
	end   bool
	data  *teeData // the object that pickles have for it, nil before one is made
}

type teeSource struct {
	it      value
	running bool // it is being asked for its next element
}

type teeIter struct {
	py.Header
	source *teeSource
	at     *teeLink
	pos    int // of the element to come in at, read when it is first needed
}

// step returns the next element.
func (t *teeIter) step() (value, bool, exc) {
	if t.pos == teeBlock {
		if t.at.next == nil {
			t.at.next = &teeLink{}
		}
		t.at, t.pos = t.at.next, 0
	}
	link := t.at
	if t.pos == link.n {
		if link.end {
			return value{}, false, nil
		}
		if t.source.running {
			return value{}, false, py.Raisef(py.RuntimeErrorType, "cannot re-enter the tee iterator")
		}
		t.source.running = true
		x, ok, e := py.Next(t.source.it)
		t.source.running = false
		if e != nil {
			return value{}, false, e
		}
		if !ok {
			link.end = true
			return value{}, false, nil
		}
		link.items[link.n] = x
		link.n++
	}
	t.pos++
	return link.items[t.pos-1], true, nil
}

var teeType = &py.Type{Name: "_tee"}

func init() {
	teeType.Define(&py.TypeSpec{
		Module: "itertools", Layout: py.LayoutOf[teeIter](),
		Slots: py.Slots{
			Iter: self, Next: func(v value) (value, bool, exc) { return py.Heap[teeIter](v).step() },
			New: func(cls *py.Type, args []value, names []*py.Str) (value, exc) {
				if e := py.NoKeywords("_tee", names); e != nil {
					return value{}, e
				}
				if e := py.ArgCount("_tee", len(args), 1, 1); e != nil {
					return value{}, e
				}
				pair, e := tee(args[0], py.Int(1))
				if e != nil {
					return value{}, e
				}
				made, _ := py.AsTuple(pair)
				t := py.Heap[teeIter](made.Items()[0])
				return newTee(t.source, t.at, t.pos), nil
			},
		},
		Methods: append(reducer(reduceTee, setTee), py.Method{Name: "__copy__", Sig: "($self, /)", Impl: func(v value) (value, exc) {
			t := py.Heap[teeIter](v)
			return newTee(t.source, t.at, t.pos), nil
		}}),
	})
}

func newTee(source *teeSource, at *teeLink, pos int) value {
	v := teeType.Alloc(teeType)
	t := py.Heap[teeIter](v)
	t.source, t.at, t.pos = source, at, pos
	return v
}

func tee(iterable, n value) (value, exc) {
	count := 2
	if !n.IsUnbound() {
		var e exc
		if count, e = py.Ssize(n); e != nil {
			return value{}, e
		}
	}
	if count < 0 {
		return value{}, py.Raisef(py.ValueErrorType, "n must be >= 0")
	}
	if count == 0 {
		return py.EmptyTuple.Value(), nil
	}
	it, e := py.Iter(iterable)
	if e != nil {
		return value{}, e
	}
	source, at, pos := &teeSource{it: it}, &teeLink{}, 0
	if it.Type() == teeType {
		t := py.Heap[teeIter](it)
		source, at, pos = t.source, t.at, t.pos
	}
	items := make([]value, count)
	for i := range items {
		items[i] = newTee(source, at, pos)
	}
	if it.Type() == teeType {
		items[0] = it
	}
	return py.NewTuple(items).Value(), nil
}

// teeData is what pickles have for a link and the source of its elements.
type teeData struct {
	py.Header
	source *teeSource
	link   *teeLink
}

var teeDataType = &py.Type{Name: "_tee_dataobject"}

func init() {
	teeDataType.Define(&py.TypeSpec{
		Module: "itertools", Layout: py.LayoutOf[teeData](), Doc: "teedataobject(iterable, values, next, /)\n--\n\nData container common to multiple tee objects.", Methods: reducer(reduceTeeData, nil),
		Slots: py.Slots{New: func(cls *py.Type, args []value, names []*py.Str) (value, exc) {
			if e := py.NoKeywords("_tee_dataobject", names); e != nil {
				return value{}, e
			}
			if e := py.ArgCount("teedataobject", len(args), 3, 3); e != nil {
				return value{}, e
			}
			values, ok := py.AsList(args[1])
			if !ok {
				return value{}, py.Raisef(py.TypeErrorType, "teedataobject() argument 2 must be list, not %s", args[1].Type().ShownName())
			}
			link := &teeLink{}
			switch next := args[2]; {
			case len(values.Items) > teeBlock, len(values.Items) < teeBlock && !next.IsNone():
				return value{}, py.Raisef(py.ValueErrorType, "Invalid arguments")
			case !next.IsNone() && next.Type() != teeDataType:
				return value{}, py.Raisef(py.ValueErrorType, "Invalid arguments")
			case !next.IsNone():
				link.next = py.Heap[teeData](next).link
			}
			link.n = copy(link.items[:], values.Items)
			return newTeeData(&teeSource{it: args[0]}, link), nil
		}},
	})
}

// newTeeData returns the object for a link.
func newTeeData(source *teeSource, link *teeLink) value {
	if link.data == nil {
		v := teeDataType.Alloc(teeDataType)
		link.data = py.Heap[teeData](v)
		link.data.source, link.data.link = source, link
	}
	return link.data.Value()
}

func reduceTeeData(d *teeData) ([]value, exc) {
	next := py.None
	if d.link.next != nil {
		next = newTeeData(d.source, d.link.next)
	}
	return []value{py.TupleV(d.source.it, py.NewList(append([]value(nil), d.link.items[:d.link.n]...)).Value(), next)}, nil
}

func reduceTee(t *teeIter) ([]value, exc) {
	return []value{py.TupleV(py.EmptyTuple.Value()), py.TupleV(newTeeData(t.source, t.at), py.IntOf(t.pos))}, nil
}

func setTee(t *teeIter, state value) exc {
	parts, e := stateTuple(state, 2)
	if e != nil {
		return e
	}
	if parts[0].Type() != teeDataType {
		return py.Raisef(py.TypeErrorType, "argument 1 must be itertools._tee_dataobject, not %s", parts[0].Type().ShownName())
	}
	pos, e := py.Ssize(parts[1])
	if e != nil {
		return e
	}
	if pos < 0 || pos > teeBlock {
		return py.Raisef(py.ValueErrorType, "Index out of range")
	}
	d := py.Heap[teeData](parts[0])
	t.source, t.at, t.pos = d.source, d.link, pos
	return nil
}
