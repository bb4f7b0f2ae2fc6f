package py

// This file implements the quick ways of subscripts of lists and tuples of exact class,
// which say whether they have gone well: not where an index is negative or out of range.
// They are short enough to be inlined into emitted code.

// proved returns the object of v, which is proved to be an instance of exactly t, or of
// some plain class of the program where t is nil.
func proved[T any](v Value, t *Type) *T {
	if proofs {
		if t != nil && v.ref.typ != t {
			refuted(v, t.Name)
		}
		if t == nil && v.ref.typ.AttrsOffset != instanceAttrs {
			refuted(v, "instance")
		}
	}
	return heap[T](v)
}

// ListGet is l[i].
func ListGet(l Value, i int64) (Value, bool) {
	return ItemsGet(proved[List](l, ListType).Items, i)
}

// ListGetFloat is l[i] where all elements are floats.
func ListGetFloat(l Value, i int64) (float64, bool) {
	return ItemsGetFloat(proved[List](l, ListType).Items, i)
}

// ListGetBack is l[i] where i is negative.
func ListGetBack(l Value, i int64) (Value, bool) {
	return ItemsGetBack(proved[List](l, ListType).Items, i)
}

// ListSetFloatBack is l[i] = f where i is negative and all elements are floats.
func ListSetFloatBack(l Value, i int64, f float64) bool {
	return ItemsSetFloatBack(proved[List](l, ListType).Items, i, f)
}

// ListSetIntBack is l[i] = x where i is negative and all elements are small ints.
func ListSetIntBack(l Value, i, x int64) bool {
	return ItemsSetIntBack(proved[List](l, ListType).Items, i, x)
}

// ListNoItem is the IndexError of l[i].
func ListNoItem() *Exception { return Raisef(IndexErrorType, "list index out of range") }

// ListNoPlace is the IndexError of l[i] = x.
func ListNoPlace() *Exception {
	return Raisef(IndexErrorType, "list assignment index out of range")
}

// ListGetV is l[i].
func ListGetV(l, i Value) (Value, bool) {
	return ItemsGetV(proved[List](l, ListType).Items, i)
}

// ListSet is l[i] = x.
func ListSet(l Value, i int64, x Value) bool {
	list := proved[List](l, ListType)
	if uint64(i) >= uint64(len(list.Items)) || list.unscanned && !x.scalar() {
		return false
	}
	list.Items[i] = x
	return true
}

// ListSetV is l[i] = x.
func ListSetV(l, i, x Value) bool {
	list := proved[List](l, ListType)
	if i.ref != &intHeader || i.bits >= uint64(len(list.Items)) || list.unscanned && !x.scalar() {
		return false
	}
	list.Items[i.bits] = x
	return true
}

// ListSetFloat is l[i] = f where all elements are floats.
func ListSetFloat(l Value, i int64, f float64) bool {
	return ItemsSetFloat(proved[List](l, ListType).Items, i, f)
}

// ListSetFloatV is l[i] = f where all elements are floats.
func ListSetFloatV(l, i Value, f float64) bool {
	return ItemsSetFloatV(proved[List](l, ListType).Items, i, f)
}

// ListSetInt is l[i] = x where all elements are small ints.
func ListSetInt(l Value, i, x int64) bool {
	return ItemsSetInt(proved[List](l, ListType).Items, i, x)
}

// ListSetIntV is l[i] = x where all elements are small ints.
func ListSetIntV(l, i Value, x int64) bool {
	return ItemsSetIntV(proved[List](l, ListType).Items, i, x)
}

// ListLen is len(l).
func ListLen(l Value) int64 { return int64(len(proved[List](l, ListType).Items)) }

// ListTruth is bool(l).
func ListTruth(l Value) bool { return len(proved[List](l, ListType).Items) != 0 }

// DictTruth is bool(d).
func DictTruth(d Value) bool { return proved[Dict](d, DictType).used != 0 }

// SetTruth is bool(s).
func SetTruth(s Value) bool { return proved[Set](s, SetType).used != 0 }

// StrTruth is bool(s).
func StrTruth(s Value) bool { return proved[Str](s, StrType).S != "" }

// TupleLen is len(t).
func TupleLen(t Value) int64 { return int64(len(proved[Tuple](t, TupleType).Items())) }

// TupleItem is t[i] of a tuple that has it.
func TupleItem(t Value, i int) Value { return proved[Tuple](t, TupleType).Items()[i] }

// TupleGet is t[i].
func TupleGet(t Value, i int64) (Value, bool) {
	if items := proved[Tuple](t, TupleType).Items(); uint64(i) < uint64(len(items)) {
		return items[i], true
	}
	return Value{}, false
}

// StrGet is s[i] of a str of ASCII characters.
func StrGet(s Value, i int64) (Value, bool) {
	if x := proved[Str](s, StrType); x.kind == strASCII && uint64(i) < uint64(len(x.S)) {
		return byteStrs[x.S[i]].Value(), true
	}
	return Value{}, false
}

// StrNext returns the character of s that begins at a byte, and where the next one begins.
func StrNext(s Value, at int64) (Value, int64, bool) {
	if text := proved[Str](s, StrType).S; uint64(at) < uint64(len(text)) {
		if c := text[at]; c < 0x80 {
			return byteStrs[c].Value(), at + 1, true
		}
		return wideNext(text, at)
	}
	return Value{}, at, false
}

// wideNext is StrNext of a character that is not ASCII.
func wideNext(text string, at int64) (Value, int64, bool) {
	c, n := decodeRune(text[at:])
	return RuneStr(c).Value(), at + int64(n), true
}

// ListsGet returns l[i] and m[i].
func ListsGet(l, m Value, i int64) (Value, Value, bool) {
	a, b := proved[List](l, ListType).Items, proved[List](m, ListType).Items
	if uint64(i) < uint64(len(a)) && uint64(i) < uint64(len(b)) {
		return a[i], b[i], true
	}
	return Value{}, Value{}, false
}

// StrLen is len(s).
func StrLen(s Value) int64 { return int64(proved[Str](s, StrType).Len()) }

// ListPop is l.pop() of a list that has elements.
func ListPop(l Value) (Value, bool) {
	list := proved[List](l, ListType)
	n := len(list.Items) - 1
	if n < 0 || list.unscanned {
		return Value{}, false
	}
	x := list.Items[n]
	list.Items[n] = Value{}
	list.Items = list.Items[:n]
	return x, true
}

// DictItem is d[key]. It raises KeyError.
func DictItem(d, key Value) (Value, *Exception) {
	x, ok, exc := proved[Dict](d, DictType).Get(key)
	if !ok && exc == nil {
		exc = keyError(key)
	}
	return x, exc
}

// DictHas is key in d.
func DictHas(d, key Value) (bool, *Exception) {
	_, ok, exc := proved[Dict](d, DictType).Get(key)
	return ok, exc
}

// DictGet is d.get(key, def).
func DictGet(d, key, def Value) (Value, *Exception) {
	x, ok, exc := proved[Dict](d, DictType).Get(key)
	if !ok {
		x = def
	}
	return x, exc
}

// DictSetDefaultList is d.setdefault(key, []). The list is made where the key is missing.
func DictSetDefaultList(d, key Value) (Value, *Exception) {
	return proved[Dict](d, DictType).setDefault(key, func() Value { return ListV() })
}

// DictSetDefaultDict is d.setdefault(key, {}), see DictSetDefaultList.
func DictSetDefaultDict(d, key Value) (Value, *Exception) {
	return proved[Dict](d, DictType).setDefault(key, func() Value { return NewDict().Value() })
}

// DictLen is len(d).
func DictLen(d Value) int64 { return int64(proved[Dict](d, DictType).Len()) }

// SetHas is x in s.
func SetHas(s, x Value) (bool, *Exception) { return setContains(s, x) }

// SetLen is len(s).
func SetLen(s Value) int64 { return int64(proved[Set](s, SetType).Len()) }
