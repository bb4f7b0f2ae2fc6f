package pickle

import "github.com/aio2go/aio2go/runtime/py"

// This file writes tuples, lists, dicts and sets.

// all writes the objects of items.
func (p *pickler) all(items []value) exc {
	for _, x := range items {
		if e := p.save(x, false); e != nil {
			return e
		}
	}
	return nil
}

func (p *pickler) saveTuple(v value) exc {
	t, _ := py.AsTuple(v)
	items := t.Items()
	n := len(items)
	short := n <= 3 && p.proto >= 2
	switch {
	case n == 0 && p.bin != 0:
		p.op(opEmptyTuple)
		return nil
	case n == 0:
		p.bytes(opMark, opTuple)
		return nil
	case !short:
		p.op(opMark)
	}
	if e := p.all(items); e != nil {
		return e
	}
	if number, ok := p.memo.get(v); ok { // the tuple is in one of its elements
		switch {
		case !short && p.bin != 0:
			p.op(opPopMark)
		default:
			if !short {
				n++
			}
			for range n {
				p.op(opPop)
			}
		}
		p.get(number)
		return nil
	}
	if short {
		p.op(opTuple1 + byte(n-1))
	} else {
		p.op(opTuple)
	}
	return p.put(v)
}

func (p *pickler) saveList(v value) exc {
	if p.bin != 0 {
		p.op(opEmptyList)
	} else {
		p.bytes(opMark, opList)
	}
	if e := p.put(v); e != nil {
		return e
	}
	if len(py.Heap[py.List](v).Items) == 0 {
		return nil
	}
	return p.deeper(v, p.saveItems)
}

// saveItems writes the elements of the list v, which has some.
func (p *pickler) saveItems(v value) exc {
	l := py.Heap[py.List](v)
	if p.proto == 0 {
		it, e := py.Iter(v)
		if e != nil {
			return e
		}
		return p.appends(it)
	}
	if len(l.Items) == 1 {
		if e := p.save(l.Items[0], false); e != nil {
			return e
		}
		p.op(opAppend)
		return nil
	}
	for i := 0; ; {
		p.op(opMark)
		for end := i + batchSize; i < len(l.Items) && i < end; i++ { // which may change meanwhile
			if e := p.save(l.Items[i], false); e != nil {
				return e
			}
		}
		p.op(opAppends)
		if i >= len(l.Items) {
			return nil
		}
	}
}

// appends writes the elements of an iterator for the list, or what is like one, below.
func (p *pickler) appends(it value) exc {
	return p.batches(it, opAppend, opAppends, func(x value) exc { return p.save(x, false) })
}

// setItems is appends for the pairs of a dict.
func (p *pickler) setItems(it value) exc {
	return p.batches(it, opSetItem, opSetItems, func(x value) exc {
		t, ok := py.AsTuple(x)
		if !ok || len(t.Items()) != 2 {
			return py.Raisef(py.TypeErrorType, "dict items iterator must return 2-tuples")
		}
		if e := p.save(t.Items()[0], false); e != nil {
			return e
		}
		return p.save(t.Items()[1], false)
	})
}

// batches writes the elements of it, and one for one or many for a batch of them.
func (p *pickler) batches(it value, one, many byte, save func(value) exc) exc {
	if p.proto == 0 {
		for {
			x, ok, e := py.Next(it)
			if e != nil || !ok {
				return e
			}
			if e := save(x); e != nil {
				return e
			}
			p.op(one)
		}
	}
	for {
		first, ok, e := py.Next(it)
		if e != nil || !ok {
			return e
		}
		x, ok, e := py.Next(it)
		if e != nil {
			return e
		}
		if !ok {
			if e := save(first); e != nil {
				return e
			}
			p.op(one)
			return nil
		}
		p.op(opMark)
		if e := save(first); e != nil {
			return e
		}
		n := 1
		for ok {
			if e := save(x); e != nil {
				return e
			}
			if n++; n == batchSize {
				break
			}
			if x, ok, e = py.Next(it); e != nil {
				return e
			}
		}
		p.op(many)
		if n < batchSize {
			return nil
		}
	}
}

func (p *pickler) saveDict(v value) exc {
	if p.bin != 0 {
		p.op(opEmptyDict)
	} else {
		p.bytes(opMark, opDict)
	}
	if e := p.put(v); e != nil {
		return e
	}
	if py.Heap[py.Dict](v).Len() == 0 {
		return nil
	}
	return p.deeper(v, p.savePairs)
}

// savePairs writes the items of the dict v, which has some.
func (p *pickler) savePairs(v value) exc {
	d := py.Heap[py.Dict](v)
	size := d.Len()
	if p.proto == 0 {
		items, e := py.CallMethod0(v, py.Intern("items"))
		if e != nil {
			return e
		}
		it, e := py.Iter(items)
		if e != nil {
			return e
		}
		return p.setItems(it)
	}
	for pos, n := 0, 0; ; n = 0 {
		if size > 1 {
			p.op(opMark)
		}
		for n < batchSize {
			k, x, next, ok := d.Entry(pos)
			if !ok {
				break
			}
			pos = next
			if e := p.save(k, false); e != nil {
				return e
			}
			if e := p.save(x, false); e != nil {
				return e
			}
			if n++; size == 1 {
				p.op(opSetItem)
				return nil
			}
		}
		p.op(opSetItems)
		if d.Len() != size {
			return py.Raisef(py.RuntimeErrorType, "dictionary changed size during iteration")
		}
		if n < batchSize {
			return nil
		}
	}
}

// saveAsCall writes the set v as a call of its class with a list, for old protocols.
func (p *pickler) saveAsCall(v value) exc {
	items := py.NewList(append([]value(nil), py.Heap[py.Set](v).Elements()...))
	return p.saveReduce(py.TupleV(v.Type().Value(), py.TupleV(items.Value())), v)
}

func (p *pickler) saveSet(v value) exc {
	if p.proto < 4 {
		return p.saveAsCall(v)
	}
	p.op(opEmptySet)
	if e := p.put(v); e != nil {
		return e
	}
	s := py.Heap[py.Set](v)
	size := s.Len()
	if size == 0 {
		return nil
	}
	for pos, n := 0, 0; ; n = 0 {
		p.op(opMark)
		for n < batchSize {
			k, next, ok := s.Entry(pos)
			if !ok {
				break
			}
			pos = next
			if e := p.save(k, false); e != nil {
				return e
			}
			n++
		}
		p.op(opAddItems)
		if s.Len() != size {
			return py.Raisef(py.RuntimeErrorType, "set changed size during iteration")
		}
		if n < batchSize {
			return nil
		}
	}
}

func (p *pickler) saveFrozenSet(v value) exc {
	if p.proto < 4 {
		return p.saveAsCall(v)
	}
	p.op(opMark)
	if e := p.all(py.Heap[py.Set](v).Elements()); e != nil {
		return e
	}
	if n, ok := p.memo.get(v); ok { // the set is in one of its elements
		p.op(opPopMark)
		p.get(n)
		return nil
	}
	p.op(opFrozenSet)
	return p.put(v)
}
