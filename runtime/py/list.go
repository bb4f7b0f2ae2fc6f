package py

import "slices"

// This file implements List, its construction, comparison and repr (Python library
// reference, Lists). Its methods are in list_methods.go, subscripting in list_index.go.

// List is an instance of list or a subclass.
type List struct {
	Header
	// Items are the elements. They are read here by anybody; Append, Store, Insert and RemoveAt
	// change them (see unscanned).
	Items []Value
	// unscanned says that the memory of Items may be such that the collector does not look
	// into it (list_memory.go).
	unscanned bool
}

// NewList returns a list of items, which become its own.
func NewList(items []Value) *List { return &List{Header: Header{ListType}, Items: items} }

// ListV returns the list of items, which it copies: a short one is a single allocation.
func ListV(items ...Value) Value {
	return listCopyOf(items).Value()
}

// AsList returns the list of v, an instance of list or a subclass.
func AsList(v Value) (*List, bool) {
	if v.ref != nil && v.ref.typ.Flags&FlagList != 0 {
		return heap[List](v), true
	}
	return nil, false
}

var listSpec = TypeSpec{
	Doc:    "Built-in mutable sequence.\n\nIf no argument is given, the constructor creates a new empty list.\nThe argument must be an iterable if specified.",
	Flags:  FlagList | FlagBaseType | FlagSequencePattern | FlagSequenceOps,
	Layout: LayoutOf[List](),
	NoHash: true,
	Slots: Slots{
		Repr:      listRepr,
		Compare:   listCompare,
		Iter:      listIterOf,
		Len:       func(v Value) (int, *Exception) { return len(heap[List](v).Items), nil },
		GetItem:   listGetItem,
		SetItem:   listSetItem,
		Contains:  listContains,
		Binary:    &BinaryTable{OpAdd: listAdd, OpMul: listMul},
		Reflected: &BinaryTable{OpMul: listMul},
		Inplace:   &BinaryTable{OpAdd: listInplaceAdd, OpMul: listInplaceMul},
		New:       listNew,
		Init:      listInit,
	},
	Methods: []Method{
		{Name: "append", Sig: "($self, object, /)", Impl: listAppend, Doc: "Append object to the end of the list."},
		{Name: "extend", Sig: "($self, iterable, /)", Impl: listExtendMethod, Doc: "Extend list by appending elements from the iterable."},
		{Name: "insert", Sig: "($self, index, object, /)", Impl: listInsert, Doc: "Insert object before index."},
		{Name: "pop", Sig: "($self, index=-1, /)", Impl: listPop, Doc: "Remove and return item at index (default last).\n\nRaises IndexError if list is empty or index is out of range."},
		{Name: "remove", Sig: "($self, value, /)", Impl: listRemove, Doc: "Remove first occurrence of value.\n\nRaises ValueError if the value is not present."},
		{Name: "clear", Sig: "($self, /)", Impl: listClear, Doc: "Remove all items from list."},
		{Name: "copy", Sig: "($self, /)", Impl: listCopy, Doc: "Return a shallow copy of the list."},
		{Name: "index", Sig: "($self, value, start=0, stop=sys.maxsize, /)", Impl: listIndex, Doc: "Return first index of value.\n\nRaises ValueError if the value is not present."},
		{Name: "count", Sig: "($self, value, /)", Impl: listCount, Doc: "Return number of occurrences of value."},
		{Name: "reverse", Sig: "($self, /)", Impl: listReverse, Doc: "Reverse *IN PLACE*."},
		{Name: "sort", Sig: "($self, /, *, key=None, reverse=False)", Impl: listSort, Doc: "Sort the list in ascending order and return None.\n\nThe sort is in-place (i.e. the list itself is modified) and stable (i.e. the\norder of two equal elements is maintained).\n\nIf a key function is given, apply it once to each list item and sort them,\nascending or descending, according to their function values.\n\nThe reverse flag can be set to sort in descending order."},
		{Name: "__reversed__", Sig: "($self, /)", Impl: listReversed, Doc: "Return a reverse iterator over the list."},
		{Name: "__sizeof__", Sig: "($self, /)", Impl: listSizeof, Doc: "Return the size of the list in memory, in bytes."},
	},
	ClassMethods: []Method{classGetItem},
}

func init() { ListType.Define(&listSpec) }

// classGetItem is __class_getitem__ of the generic builtin types (PEP 585).
var classGetItem = Method{Name: "__class_getitem__", Sig: "($type, object, /)", Impl: func(cls, item Value) (Value, *Exception) {
	return NewGenericAlias(cls, item), nil
}, Doc: "See PEP 585"}

func listNew(cls *Type, args []Value, names []*Str) (Value, *Exception) {
	if cls == ListType {
		return NewList(nil).Value(), nil
	}
	return cls.Alloc(cls), nil
}

func listInit(v Value, args []Value, names []*Str) *Exception {
	if len(names) > 0 && !v.ref.typ.redefines(nameNew, ListType) {
		return checkNoKeywords("list", names)
	}
	if exc := checkArgCount("list", len(args)-len(names), 0, 1); exc != nil {
		return exc
	}
	l := heap[List](v)
	l.SetItems(nil)
	if len(args)-len(names) == 0 {
		return nil
	}
	return l.fill(args[0])
}

// redefines reports whether a class of Python between t and its base base has a method
// called name.
func (t *Type) redefines(name *Str, base *Type) bool {
	for _, m := range t.MRO {
		if m == base {
			return false
		}
		if m.Flags&FlagHeap != 0 && m.spec == nil && m.Dict != nil {
			if _, ok := m.Dict.GetStr(name); ok {
				return true
			}
		}
	}
	return false
}

// positionalArgs returns the positional arguments of a call of own's __new__ for the class
// cls. Keywords are allowed where an __init__ of a subclass takes them.
func positionalArgs(cls, own *Type, args []Value, names []*Str) ([]Value, *Exception) {
	if len(names) > 0 && !cls.redefines(nameInit, own) {
		return nil, checkNoKeywords(own.Name, names)
	}
	return args[:len(args)-len(names)], nil
}

// checkArgCount raises the TypeError of a builtin called with n positional arguments
// that takes lo to hi (getargs.c, PyArg_UnpackTuple).
func checkArgCount(name string, n, lo, hi int) *Exception {
	if n >= lo && n <= hi {
		return nil
	}
	want, bound := lo, "at least "
	if n > hi {
		want, bound = hi, "at most "
	}
	if lo == hi {
		bound = ""
	}
	plural := "s"
	if want == 1 {
		plural = ""
	}
	return Raisef(TypeErrorType, "%s expected %s%d argument%s, got %d", name, bound, want, plural, n)
}

// checkNoKeywords raises the TypeError of a builtin that takes none.
func checkNoKeywords(name string, names []*Str) *Exception {
	if len(names) == 0 {
		return nil
	}
	return Raisef(TypeErrorType, "%s() takes no keyword arguments", name)
}

// extend appends the elements of iterable, as list.extend.
func (l *List) extend(iterable Value) *Exception {
	switch t := iterable.ref.typ; {
	case t == ListType:
		l.appendAll(heap[List](iterable).Items)
		return nil
	case t == TupleType:
		l.appendAll(heap[Tuple](iterable).Items())
		return nil
	case t == DictType:
		d := heap[Dict](iterable)
		l.growBy(d.used)
		for i := range d.entries {
			if k := d.entries[i].key; k.ref != nil {
				l.Items = append(l.Items, k)
			}
		}
		return nil
	case t == SetType || t == FrozenSetType:
		s := heap[Set](iterable)
		l.growBy(s.used)
		for i := range s.table {
			if k := s.table[i].key; k.ref != nil {
				l.Items = append(l.Items, k)
			}
		}
		return nil
	case t == RangeType && heap[Range](iterable).big == nil && heap[Range](iterable).N < 1<<30:
		r := heap[Range](iterable)
		if exc := CheckValues(1, r.N); exc != nil {
			return exc
		}
		l.scanned()
		n := len(l.Items)
		l.Items = slices.Grow(l.Items, r.N)[:n+r.N]
		r.put(l.Items[n:])
		return nil
	}
	it, exc := Iter(iterable)
	if exc != nil {
		return exc
	}
	hint, exc := LengthHint(iterable, 8)
	if exc != nil {
		return exc
	}
	if exc := CheckValues(1, hint); exc != nil {
		return exc
	}
	if need := len(l.Items) + hint; need > cap(l.Items) && hint < 1<<30 {
		items := make([]Value, len(l.Items), need)
		copy(items, l.Items)
		l.SetItems(items)
	}
	next := it.ref.typ.Next
	for {
		x, ok, exc := next(it)
		if exc != nil {
			return exc
		}
		if !ok {
			return nil
		}
		l.Append(x)
	}
}

// growBy makes room for n elements to append.
func (l *List) growBy(n int) {
	if n > cap(l.Items)-len(l.Items) {
		l.SetItems(slices.Grow(l.Items, n))
	}
}

// appendAll appends items.
func (l *List) appendAll(items []Value) {
	if len(items) > 0 {
		l.Items = append(l.Items, items...)
		l.unscanned = false
	}
}

// fill appends the elements of iterable to l, which is empty and a list that somebody has.
func (l *List) fill(iterable Value) *Exception {
	if iterable.ref.typ == RangeType {
		if r := heap[Range](iterable); r.big == nil && r.N >= minScalars {
			if exc := CheckValues(1, r.N); exc != nil {
				return exc
			}
			announce[Value](r.N)
			l.Items, l.unscanned = scalarMemory(r.N), true
			r.put(l.Items)
			return nil
		}
	}
	if hasRoomAhead(iterable.ref.typ) {
		return l.extend(iterable)
	}
	items, exc := collect(iterable)
	if len(items) >= minScalars && allScalars(items) {
		l.Items, l.unscanned = copyScalars(items), true
	} else {
		l.Items = append([]Value(nil), items...)
	}
	putCollected(items)
	return exc
}

// put writes the elements of r, which fit 64 bits, to items, which has room for them.
func (r *Range) put(items []Value) {
	x := r.Start
	for i := range items {
		items[i] = Int(x)
		x += r.Step
	}
}

// ToSlice returns the elements of iterable in a slice that is the caller's own.
func ToSlice(iterable Value) ([]Value, *Exception) {
	if !hasRoomAhead(iterable.ref.typ) {
		items, exc := collect(iterable)
		var own []Value
		if exc == nil {
			own = append(own, items...)
		}
		putCollected(items)
		return own, exc
	}
	var l List
	l.typ = ListType
	exc := l.extend(iterable)
	return l.Items, exc
}

// ItemsOf returns the elements of iterable in a slice that must not be changed, and
// that for a list or tuple is its own.
func ItemsOf(iterable Value) ([]Value, *Exception) {
	switch iterable.ref.typ {
	case ListType:
		return heap[List](iterable).Items, nil
	case TupleType:
		return heap[Tuple](iterable).Items(), nil
	}
	return ToSlice(iterable)
}

// ListAppend is l.append(x) for an exact list.
func ListAppend(l, x Value) { heap[List](l).Append(x) }

// Append is l.append(x).
func (l *List) Append(x Value) {
	if len(l.Items) == cap(l.Items) {
		l.makeRoom()
	}
	l.Items = append(l.Items, x)
}

// firstRoom is how many elements a list has room for when it has grown for the first time.
const firstRoom = 4

// muchRoom is how many elements a long list has. It gets twice the room, where Go would give
// it a quarter more: what it leaves behind is garbage that a collection is far away from, and
// what it does not use yet costs no memory.
const muchRoom = 1 << 14

// makeRoom moves l, which is full, to where it can grow. Where it is neither short nor long
// append will do that.
func (l *List) makeRoom() {
	l.unscanned = false
	room := firstRoom
	if n := len(l.Items); n >= muchRoom {
		room = 2 * n
	} else if n >= firstRoom {
		return
	}
	l.Items = append(make([]Value, 0, room), l.Items...)
}

// ListExtend is l.extend(iterable) for an exact list, with the TypeError of [*iterable].
func ListExtend(l, iterable Value) *Exception {
	if !isIterable(iterable) {
		return Raisef(TypeErrorType, "Value after * must be an iterable, not %s", iterable.ref.typ.ShownName())
	}
	return heap[List](l).extend(iterable)
}

// ListToTuple is the tuple of the elements of l, a list that nobody else has: it takes
// the elements over.
func ListToTuple(l Value) Value { return NewTuple(heap[List](l).Items).Value() }

func listRepr(v Value) (Value, *Exception) {
	l := heap[List](v)
	if len(l.Items) == 0 {
		return asciiV("[]"), nil
	}
	entered, exc := reprEnter(v)
	if exc != nil {
		return Value{}, exc
	}
	if !entered {
		return asciiV("[...]"), nil
	}
	defer reprLeave()
	b := []byte{'['}
	for i := 0; i < len(l.Items); i++ {
		if i > 0 {
			b = append(b, ", "...)
		}
		if b, exc = appendRepr(b, l.Items[i]); exc != nil {
			return Value{}, exc
		}
	}
	return NewStr(bytesString(append(b, ']'))).Value(), nil
}

// appendRepr appends repr(v) to b.
func appendRepr(b []byte, v Value) ([]byte, *Exception) {
	s, exc := Repr(v)
	if exc != nil {
		return nil, exc
	}
	return append(b, heap[Str](s).S...), nil
}

// reprStack holds the containers whose repr is being made (Py_ReprEnter).
var reprStack []*Header

// reprEnter reports whether v is not yet being printed, and counts the nesting; the
// caller calls reprLeave when it is done unless told false or an exception.
func reprEnter(v Value) (bool, *Exception) {
	for _, h := range reprStack {
		if h == v.ref {
			return false, nil
		}
	}
	if exc := Enter(); exc != nil {
		return false, Raisef(RecursionErrorType, "maximum recursion depth exceeded while getting the repr of an object")
	}
	reprStack = append(reprStack, v.ref)
	return true, nil
}

func reprLeave() {
	Leave()
	reprStack[len(reprStack)-1] = nil
	reprStack = reprStack[:len(reprStack)-1]
}

// ReprEnter reports whether v, a container, is not yet being printed; ReprLeave ends
// what it began. They are Py_ReprEnter and Py_ReprLeave for other packages.
func ReprEnter(v Value) (bool, *Exception) { return reprEnter(v) }

// ReprLeave ends what ReprEnter began.
func ReprLeave() { reprLeave() }

func listCompare(op CompareOp, a, b Value) (Value, *Exception) {
	if b.ref.typ.Flags&FlagList == 0 {
		return NotImplemented, nil
	}
	return compareItems(op, &heap[List](a).Items, &heap[List](b).Items)
}

// compareItems compares two sequences, which may change while their elements are
// compared, as list and tuple do.
func compareItems(op CompareOp, a, b *[]Value) (Value, *Exception) {
	if len(*a) != len(*b) && (op == EQ || op == NE) {
		return Bool(op == NE), nil
	}
	i := 0
	for ; i < len(*a) && i < len(*b); i++ {
		x, y := (*a)[i], (*b)[i]
		if x == y {
			continue
		}
		equal, exc := identicalOrEqual(x, y)
		if exc != nil {
			return Value{}, exc
		}
		if !equal {
			break
		}
	}
	if i >= len(*a) || i >= len(*b) {
		return Bool(orderInts(op, len(*a), len(*b))), nil
	}
	switch op {
	case EQ:
		return False, nil
	case NE:
		return True, nil
	}
	return Compare(op, (*a)[i], (*b)[i])
}

// identicalOrEqual is x is y or x == y. Two floats that are the same NaN object are
// identical to CPython; a Value cannot tell, and equal bits count as the same object.
func identicalOrEqual(x, y Value) (bool, *Exception) {
	if x == y {
		return true, nil
	}
	return EqBool(x, y)
}

func orderInts(op CompareOp, a, b int) bool {
	switch op {
	case LT:
		return a < b
	case LE:
		return a <= b
	case EQ:
		return a == b
	case NE:
		return a != b
	case GT:
		return a > b
	}
	return a >= b
}

func listContains(v, item Value) (bool, *Exception) {
	l := heap[List](v)
	for i := 0; i < len(l.Items); i++ {
		if equal, exc := identicalOrEqual(l.Items[i], item); equal || exc != nil {
			return equal, exc
		}
	}
	return false, nil
}

func listAdd(a, b Value) (Value, *Exception) {
	if b.ref.typ.Flags&FlagList == 0 {
		return Value{}, Raisef(TypeErrorType, "can only concatenate list (not \"%s\") to list", b.ref.typ.ShownName())
	}
	la, lb := heap[List](a), heap[List](b)
	x, y := la.Items, lb.Items
	n := len(x) + len(y)
	var l *List
	if n >= minScalars && la.scalars() && lb.scalars() {
		announce[Value](n)
		l = &List{Header: Header{ListType}, Items: scalarMemory(n), unscanned: true}
	} else {
		l = listOf(n)
	}
	copy(l.Items[copy(l.Items, x):], y)
	return l.Value(), nil
}

// repeatItems returns items n times over, in memory for scalars if these are.
func repeatItems(items []Value, n int, scalars bool) ([]Value, *Exception) {
	if n <= 0 || len(items) == 0 {
		return nil, nil
	}
	if exc := CheckValues(len(items), n); exc != nil {
		return nil, exc
	}
	announce[Value](len(items) * n)
	var out []Value
	if scalars {
		out = scalarMemory(len(items) * n)
	} else {
		out = make([]Value, len(items)*n)
	}
	repeatInto(out, items)
	return out, nil
}

// repeatInto fills out, whose length is a multiple of theirs, with items.
func repeatInto(out, items []Value) {
	if len(out) == 0 {
		return
	}
	for filled := copy(out, items); filled < len(out); filled *= 2 {
		copy(out[filled:], out[:filled])
	}
}

// seqRepeat is the n of seq * n; ok is false where v is no integer.
func seqRepeat(v Value) (n int, ok bool, exc *Exception) {
	if v.IsSmallInt() {
		return int(v.SmallInt()), true, nil
	}
	if !hasIndex(v) {
		return 0, false, nil
	}
	n, exc = IndexInt(v, OverflowErrorType)
	return n, true, exc
}

func listMul(a, b Value) (Value, *Exception) {
	n, ok, exc := seqRepeat(b)
	if exc != nil {
		return Value{}, exc
	}
	if !ok {
		return NotImplemented, nil // the operands' classes are named by BinaryOp
	}
	from := heap[List](a)
	items := from.Items
	if few := minScalars - 1; n > 0 && n <= few && len(items)*n <= few {
		l := listOf(len(items) * n)
		repeatInto(l.Items, items)
		return l.Value(), nil
	}
	l := &List{Header: Header{ListType}, unscanned: from.scalars()}
	l.Items, exc = repeatItems(items, n, l.unscanned)
	return l.Value(), exc
}

func listInplaceAdd(a, b Value) (Value, *Exception) { return a, heap[List](a).extend(b) }

func listInplaceMul(a, b Value) (Value, *Exception) {
	n, ok, exc := seqRepeat(b)
	if exc != nil {
		return Value{}, exc
	}
	if !ok {
		return NotImplemented, nil
	}
	l := heap[List](a)
	scalars := l.scalars()
	items, exc := repeatItems(l.Items, n, scalars)
	if exc != nil {
		return Value{}, exc
	}
	l.Items, l.unscanned = items, scalars
	return a, nil
}
