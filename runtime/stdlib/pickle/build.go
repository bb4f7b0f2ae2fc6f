package pickle

import (
	"github.com/aio2go/aio2go/runtime/py"
)

// This file carries out the operations that fill containers and make objects of classes.

var (
	nameExtend      = py.Intern("extend")
	nameAppend      = py.Intern("append")
	nameAdd         = py.Intern("add")
	nameSetState    = py.Intern("__setstate__")
	nameDict        = py.Intern("__dict__")
	nameGetInitArgs = py.Intern("__getinitargs__")
)

// above takes what is on the stack from i on, which is for the container below.
func (u *unpickler) above(i int) (container value, items []value, e exc) {
	if i > len(u.stack) || i <= u.fence {
		return value{}, nil, u.underflow()
	}
	container = u.stack[i-1]
	items, e = u.cut(i)
	return container, items, e
}

// appends adds what is on the stack from i on to the list below.
func (u *unpickler) appends(i int) exc {
	list, items, e := u.above(i)
	if len(items) == 0 {
		return e
	}
	if list.Type() == py.ListType {
		l := py.Heap[py.List](list)
		if len(l.Items) == 0 && len(items) > 1 {
			l.SetItems(append([]value(nil), items...))
			return nil
		}
		for _, x := range items {
			l.Append(x)
		}
		return nil
	}
	items = append([]value(nil), items...)
	extend, found, e := py.LookupAttr(list, nameExtend)
	if e != nil {
		return e
	}
	if found {
		_, e := py.Call1(extend, py.NewList(items).Value())
		return e
	}
	add, e := py.GetAttr(list, nameAppend)
	if e != nil {
		return e
	}
	for _, x := range items {
		if _, e := py.Call1(add, x); e != nil {
			return e
		}
	}
	return nil
}

// setItems sets the items on the stack from i on in the dict below.
func (u *unpickler) setItems(i int) exc {
	dict, items, e := u.above(i)
	if len(items) == 0 {
		return e
	}
	if len(items)%2 != 0 {
		return wrong("odd number of items for SETITEMS")
	}
	if dict.Type() == py.DictType {
		d := py.Heap[py.Dict](dict)
		for j := 0; j < len(items); j += 2 {
			if e := d.Set(items[j], items[j+1]); e != nil {
				return e
			}
		}
		return nil
	}
	items = append([]value(nil), items...)
	for j := 0; j < len(items); j += 2 {
		if e := py.SetItem(dict, items[j], items[j+1]); e != nil {
			return e
		}
	}
	return nil
}

// addItems adds what is on the stack from i on to the set below.
func (u *unpickler) addItems(i int) exc {
	set, items, e := u.above(i)
	if len(items) == 0 {
		return e
	}
	items = append([]value(nil), items...)
	if s, ok := py.AsSet(set); ok && set.Type().IsSubclass(py.SetType) {
		for _, x := range items {
			if e := s.Add(x); e != nil {
				return e
			}
		}
		return nil
	}
	add, e := py.GetAttr(set, nameAdd)
	if e != nil {
		return e
	}
	for _, x := range items {
		if _, e := py.Call1(add, x); e != nil {
			return e
		}
	}
	return nil
}

func (u *unpickler) pushResult(v value, e exc) exc {
	if e == nil {
		u.push(v)
	}
	return e
}

func (u *unpickler) loadReduce() exc {
	args, e := u.pop()
	if e != nil {
		return e
	}
	f, e := u.pop()
	if e != nil {
		return e
	}
	t, ok := py.AsTuple(args)
	if !ok {
		return py.Raisef(py.TypeErrorType, "argument list must be a tuple")
	}
	return u.pushResult(py.CallN(f, t.Items()))
}

// instantiate makes an object of an old-style class.
func instantiate(cls value, args []value) (value, exc) {
	if len(args) == 0 && cls.IsType() {
		_, found, e := py.LookupAttr(cls, nameGetInitArgs)
		if e != nil {
			return value{}, e
		}
		if !found {
			return py.CallMethod1(cls, nameNew, cls)
		}
	}
	return py.CallN(cls, args)
}

func (u *unpickler) loadObj(i int) exc {
	if len(u.stack)-i < 1 {
		return u.underflow()
	}
	items, e := u.cut(i)
	if e != nil {
		return e
	}
	items = append([]value(nil), items...)
	return u.pushResult(instantiate(items[0], items[1:]))
}

func (u *unpickler) loadInst(i int) exc {
	module, e := u.line(1)
	if e != nil {
		return e
	}
	m, e := py.Decode([]byte(module), "ascii", "strict")
	if e != nil {
		return e
	}
	name, e := u.line(1)
	if e != nil {
		return e
	}
	n, e := py.Decode([]byte(name), "ascii", "strict")
	if e != nil {
		return e
	}
	cls, e := u.global(m, n)
	if e != nil {
		return e
	}
	items, e := u.cut(i)
	if e != nil {
		return e
	}
	return u.pushResult(instantiate(cls, append([]value(nil), items...)))
}

func (u *unpickler) loadNewObj(keywords bool) exc {
	op := "NEWOBJ"
	var kwargs value
	var e exc
	if keywords {
		op = "NEWOBJ_EX"
		if kwargs, e = u.pop(); e != nil {
			return e
		}
	}
	args, e := u.pop()
	if e != nil {
		return e
	}
	cls, e := u.pop()
	if e != nil {
		return e
	}
	if !cls.IsType() {
		return wrong("%s class argument must be a type, not %s", op, cls.Type().ShownName())
	}
	t := py.AsType(cls)
	if t.New == nil {
		return wrong("%s class argument '%s' doesn't have __new__", op, t.ShownName())
	}
	positional, ok := py.AsTuple(args)
	if !ok {
		return wrong("%s args argument must be a tuple, not %s", op, args.Type().ShownName())
	}
	if !keywords {
		return u.pushResult(t.New(t, positional.Items(), nil))
	}
	d, ok := py.AsDict(kwargs)
	if !ok {
		return wrong("%s kwargs argument must be a dict, not %s", op, kwargs.Type().ShownName())
	}
	all := append([]value(nil), positional.Items()...)
	var names []*py.Str
	for k, x, pos, ok := d.Entry(0); ok; k, x, pos, ok = d.Entry(pos) {
		if !k.IsStr() {
			return py.Raisef(py.TypeErrorType, "keywords must be strings")
		}
		all, names = append(all, x), append(names, py.InternStr(k.Str()))
	}
	return u.pushResult(t.New(t, all, names))
}

func (u *unpickler) loadBuild() exc {
	state, e := u.pop()
	if e != nil {
		return e
	}
	v, e := u.top()
	if e != nil {
		return e
	}
	f, found, e := py.LookupAttr(v, nameSetState)
	if e != nil {
		return e
	}
	if found {
		_, e := py.Call1(f, state)
		return e
	}
	slots := py.None
	if t, ok := py.AsTuple(state); ok && len(t.Items()) == 2 {
		state, slots = t.Items()[0], t.Items()[1]
	}
	if !state.IsNone() {
		d, ok := py.AsDict(state)
		if !ok {
			return wrong("state is not a dictionary")
		}
		if e := setAttributes(v, d); e != nil {
			return e
		}
	}
	if slots.IsNone() {
		return nil
	}
	d, ok := py.AsDict(slots)
	if !ok {
		return wrong("slot state is not a dictionary")
	}
	for k, x, pos, ok := d.Entry(0); ok; k, x, pos, ok = d.Entry(pos) {
		if !k.IsStr() {
			return py.Raisef(py.TypeErrorType, "attribute name must be string, not '%s'", k.Type().ShownName())
		}
		if e := py.SetAttr(v, py.InternStr(k.Str()), x); e != nil {
			return e
		}
	}
	return nil
}

// setAttributes sets the items of d in v's __dict__. It is not asked for where that of the
// class is the usual one and all names are strs.
func setAttributes(v value, d *py.Dict) exc {
	if a := plainAttrs(v, d); a != nil {
		for k, x, pos, ok := d.Entry(0); ok; k, x, pos, ok = d.Entry(pos) {
			a.Set(py.InternStr(k.Str()), x)
		}
		return nil
	}
	dict, e := py.GetAttr(v, nameDict)
	if e != nil {
		return e
	}
	for k, x, pos, ok := d.Entry(0); ok; k, x, pos, ok = d.Entry(pos) {
		if k.IsExactStr() {
			k = py.InternStr(k.Str()).Value()
		}
		if e := py.SetItem(dict, k, x); e != nil {
			return e
		}
	}
	return nil
}

// plainAttrs returns where v, an object of a class of the program, keeps its attributes; nil
// where d has to be set in its __dict__.
func plainAttrs(v value, d *py.Dict) *py.Attrs {
	t := v.Type()
	if !t.Has(py.FlagHeap) || t.IsSubclass(py.TypeType) || len(t.SlotNames) > 0 {
		return nil
	}
	if x := t.Lookup(nameDict); x.IsUnbound() || x.Type() != py.GetSetType {
		return nil
	}
	for k, _, pos, ok := d.Entry(0); ok; k, _, pos, ok = d.Entry(pos) {
		if !k.IsExactStr() {
			return nil
		}
	}
	return py.AttrsOf(v)
}

func (u *unpickler) loadGlobal(op byte) exc {
	var module, name value
	var e exc
	if op == opStackGlobal {
		if name, e = u.pop(); e != nil {
			return e
		}
		if module, e = u.pop(); e != nil {
			return e
		}
		if !module.IsExactStr() || !name.IsExactStr() {
			return wrong("STACK_GLOBAL requires str")
		}
	} else {
		for _, to := range []*value{&module, &name} {
			s, e := u.line(1)
			if e != nil {
				return e
			}
			if *to, e = py.Decode([]byte(s), "utf-8", "strict"); e != nil {
				return e
			}
		}
	}
	return u.pushResult(u.global(module, name))
}

// loadExt pushes what copyreg.add_extension gave a number.
func (u *unpickler) loadExt(size int) exc {
	if size == 4 {
		size = -4
	}
	b, e := u.next(max(size, -size))
	if e != nil {
		return e
	}
	n := longOf(append(append([]byte(nil), b...), make([]byte, 4-len(b))...)).SmallInt()
	if n <= 0 {
		return wrong("EXT specifies code <= 0")
	}
	key := py.Int(n)
	if v, ok, e := shared.cache.Get(key); e != nil || ok {
		return u.pushResult(v, e)
	}
	pair, ok, e := shared.inverted.Get(key)
	if e != nil {
		return e
	}
	if !ok {
		return py.Raisef(py.ValueErrorType, "unregistered extension code %d", n)
	}
	t, ok := py.AsTuple(pair)
	if !ok || len(t.Items()) != 2 || !t.Items()[0].IsStr() || !t.Items()[1].IsStr() {
		return py.Raisef(py.ValueErrorType, "_inverted_registry[%d] isn't a 2-tuple of strings", n)
	}
	v, e := u.global(t.Items()[0], t.Items()[1])
	if e != nil {
		return e
	}
	u.push(v)
	return shared.cache.Set(key, v)
}

func (u *unpickler) loadPersistent(op byte) exc {
	var id value
	var e exc
	if op == opBinPersID {
		id, e = u.pop()
	} else {
		var s string
		if s, e = u.line(0); e == nil {
			if id, e = py.Decode([]byte(s), "ascii", "strict"); e != nil && e.Is(py.UnicodeDecodeErrorType) {
				e = wrong("persistent IDs in protocol 0 must be ASCII strings")
			}
		}
	}
	if e != nil {
		return e
	}
	if u.persistentLoad.IsUnbound() {
		return noPersistent()
	}
	return u.pushResult(py.Call1(u.persistentLoad, id))
}

// nextBuffer pushes the next of the buffers that are not part of the pickle.
func (u *unpickler) nextBuffer() exc {
	if u.buffers.IsUnbound() {
		return wrong("pickle stream refers to out-of-band data but no *buffers* argument was given")
	}
	v, ok, e := py.Next(u.buffers)
	if e == nil && !ok {
		e = wrong("not enough out-of-band buffers")
	}
	return u.pushResult(v, e)
}

func (u *unpickler) readOnlyBuffer() exc {
	v, e := u.top()
	if e != nil {
		return e
	}
	view, e := py.NewMemoryView(v)
	if e != nil {
		return e
	}
	readOnly, e := py.GetAttr(view, py.Intern("readonly"))
	if e != nil || readOnly.IsTrue() {
		return e
	}
	view, e = py.CallMethod0(view, py.Intern("toreadonly"))
	if e == nil {
		u.stack[len(u.stack)-1] = view
	}
	return e
}
