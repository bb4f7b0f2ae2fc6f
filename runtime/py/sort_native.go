package py

import (
	"encoding/binary"
	"math"
	"math/big"
	"slices"
	"sync"
	"unsafe"
)

// This file sorts by keys whose comparison runs no Python code and cannot fail: ints,
// floats without NaNs, strs and bytes of exact class, and tuples and lists of the same
// length of such, as far as their elements decide.
//
// Of each key a number is made that orders as the key does, as far as it goes: the int,
// the bits of the float, eight bytes of the text. The numbers are sorted with the
// positions they come from; where some are equal, numbers are made of what comes next in
// these keys: the next eight bytes, the next element.

// sortKey is the number of a key and where the key lies.
type sortKey struct {
	key uint64
	pos uint32
}

// keyKind says what kind of objects numbers are made of.
type keyKind uint8

const (
	keyNone   keyKind = iota // None, or one and the same bool
	keyInt                   // ints that fit int64
	keyFloat                 // floats, bools and ints that are floats
	keyNumber                // ints of any size and floats: the number is inexact
	keyText                  // strs
	keyBytes                 // bytes
)

// nativeSort is a sort of keys, which are left as they are.
type nativeSort struct {
	keys  []Value
	width int    // of tuples or lists of so many elements; 0 where the keys are none
	list  bool   // they are lists
	flip  uint64 // all ones where the order is reversed
	ints  bool   // the keys are ints that the numbers say all of
	spare []sortKey
}

// keyStage is a step of comparing keys: an element, and for a text how much of it has been
// compared. past is lengthStage where only lengths are left.
type keyStage struct{ column, past int }

const lengthStage = -1

// sortRooms has memory for sorting.
var sortRooms sync.Pool

func takeSortRoom(n int) *[]sortKey {
	if room, ok := sortRooms.Get().(*[]sortKey); ok && len(*room) >= n {
		return room
	}
	room := make([]sortKey, n)
	return &room
}

// sortNative sorts keys, and values with them where there are any, if the keys are of
// simple types, and reports whether they were.
func (s *sorter) sortNative(reverse bool) bool {
	n := len(s.keys)
	ns := nativeSort{keys: s.keys}
	switch first := s.keys[0]; first.ref.typ {
	case IntType, FloatType, BoolType, StrType, BytesType:
	case TupleType, ListType:
		if ns.width = ns.sharedWidth(); ns.width == 0 {
			return false
		}
	default:
		return false
	}
	if n > math.MaxInt32 {
		return false
	}
	if reverse {
		ns.flip = ^uint64(0)
	}
	if inOrder(s.keys, reverse) {
		return true
	}
	room := takeSortRoom(2 * n)
	order := (*room)[:n]
	ns.spare = (*room)[n : 2*n]
	for i := range order {
		order[i].pos = uint32(i)
	}
	ok := ns.sort(order, keyStage{})
	switch {
	case ok && ns.ints && s.values == nil:
		for i := range order {
			s.keys[i].bits = order[i].key ^ ns.flip ^ 1<<63
		}
	case ok:
		s.apply(order)
	}
	sortRooms.Put(room)
	return ok
}

// inOrder reports whether keys, more than one, are ints, floats or strs that lie in order.
func inOrder(keys []Value, reverse bool) bool {
	last, rest := keys[0], keys[1:]
	switch {
	case last.ref == &intHeader && reverse:
		for _, v := range rest {
			if v.ref != &intHeader || int64(v.bits) > int64(last.bits) {
				return false
			}
			last = v
		}
	case last.ref == &intHeader:
		for _, v := range rest {
			if v.ref != &intHeader || int64(v.bits) < int64(last.bits) {
				return false
			}
			last = v
		}
	case last.ref == &floatHeader && last.Float() == last.Float():
		for _, v := range rest {
			if v.ref != &floatHeader || v != last && !(reverse && v.Float() <= last.Float() || !reverse && v.Float() >= last.Float()) {
				return false
			}
			last = v
		}
	case last.ref.typ == StrType:
		for _, v := range rest {
			if v.ref.typ != StrType {
				return false
			}
			a, b := heap[Str](last), heap[Str](v)
			if reverse {
				a, b = b, a
			}
			if b.S < a.S {
				return false
			}
			last = v
		}
	default:
		return false
	}
	return true
}

// sharedWidth returns the number of elements that all keys have, which are tuples or all
// lists, or 0.
func (s *nativeSort) sharedWidth() int {
	t := s.keys[0].ref.typ
	s.list = t == ListType
	width := -1
	for _, v := range s.keys {
		if v.ref.typ != t {
			return 0
		}
		n := 0
		if s.list {
			n = len(heap[List](v).Items)
		} else {
			n = len(heap[Tuple](v).Items())
		}
		if width >= 0 && n != width {
			return 0
		}
		width = n
	}
	return width
}

// apply puts what is to be sorted into the order found: each cycle of the permutation in
// turn. It uses order up.
func (s *sorter) apply(order []sortKey) {
	items := s.values
	if items == nil {
		items = s.keys
	}
	for i := range order {
		from := int(order[i].pos)
		if from == i {
			continue
		}
		first := items[i]
		to := i
		for from != i {
			items[to] = items[from]
			order[to].pos = uint32(to)
			to, from = from, int(order[from].pos)
		}
		items[to] = first
		order[to].pos = uint32(to)
	}
}

// part returns what a stage looks at of the key at pos.
func (s *nativeSort) part(pos uint32, column int) Value {
	v := s.keys[pos]
	switch {
	case s.width == 0:
		return v
	case s.list:
		return heap[List](v).Items[column]
	}
	return heap[Tuple](v).Items()[column]
}

// sort sorts group from the stage on, what comes before being equal. It reports false
// where there are objects that it cannot compare.
func (s *nativeSort) sort(group []sortKey, stage keyStage) bool {
	for {
		kind, equal, ok := s.number(group, stage)
		if !ok {
			return false
		}
		if equal {
			if stage, ok = s.next(group, stage, kind); !ok {
				return true
			}
			continue
		}
		s.order(group)
		if s.width <= 1 && stage.past == 0 && (kind == keyInt || kind == keyFloat) {
			return true
		}
		for i := 0; i < len(group); {
			j := i + 1
			for j < len(group) && group[j].key == group[i].key {
				j++
			}
			if j-i > 1 {
				if kind == keyNumber {
					s.exact(group[i:j], stage.column)
					if s.width > stage.column+1 && !s.splitExact(group[i:j], stage) {
						return false
					}
				} else if next, more := s.next(group[i:j], stage, kind); more && !s.sort(group[i:j], next) {
					return false
				}
			}
			i = j
		}
		return true
	}
}

// next returns the stage after stage for a group that is equal in it, and whether there
// is one.
func (s *nativeSort) next(group []sortKey, stage keyStage, kind keyKind) (keyStage, bool) {
	if (kind == keyText || kind == keyBytes) && stage.past != lengthStage {
		past := stage.past + 8
		length, differ := -1, false
		for i := range group {
			n := len(s.text(group[i].pos, stage.column, kind))
			if n > past {
				return keyStage{stage.column, past}, true
			}
			differ = differ || length >= 0 && n != length
			length = n
		}
		if differ { // Zero bytes end some.
			return keyStage{stage.column, lengthStage}, true
		}
	}
	return keyStage{stage.column + 1, 0}, stage.column+1 < s.width
}

func (s *nativeSort) text(pos uint32, column int, kind keyKind) string {
	v := s.part(pos, column)
	if kind == keyBytes {
		return bytesString(heap[Bytes](v).B)
	}
	return heap[Str](v).S
}

// number sets the numbers of group for stage, and reports whether all are equal. ok is
// false for objects that it knows no numbers for.
func (s *nativeSort) number(group []sortKey, stage keyStage) (kind keyKind, equal, ok bool) {
	switch first := s.part(group[0].pos, stage.column); {
	case first.ref == &intHeader:
		kind = keyInt
		for i := range group {
			v := s.part(group[i].pos, stage.column)
			if v.ref != &intHeader {
				return s.numberMixed(group, stage)
			}
			group[i].key = v.bits ^ 1<<63 ^ s.flip
		}
		s.ints = s.width == 0
	case first.ref == &floatHeader:
		kind = keyFloat
		for i := range group {
			v := s.part(group[i].pos, stage.column)
			if v.ref != &floatHeader {
				return s.numberMixed(group, stage)
			}
			f := v.Float()
			if f != f {
				return 0, false, false
			}
			group[i].key = floatKey(f) ^ s.flip
		}
	case first.ref == &boolHeader || first.ref.typ == IntType:
		return s.numberMixed(group, stage)
	case first.ref.typ == StrType:
		kind = keyText
		for i := range group {
			v := s.part(group[i].pos, stage.column)
			if v.ref.typ != StrType {
				return 0, false, false
			}
			group[i].key = textKey(heap[Str](v).S, stage.past) ^ s.flip
		}
	case first.ref.typ == BytesType:
		kind = keyBytes
		for i := range group {
			v := s.part(group[i].pos, stage.column)
			if v.ref.typ != BytesType {
				return 0, false, false
			}
			group[i].key = textKey(bytesString(heap[Bytes](v).B), stage.past) ^ s.flip
		}
	case first.ref == &noneHeader && s.width > 0:
		// None is identical to None, which containers take for equal.
		for i := range group {
			if s.part(group[i].pos, stage.column) != first {
				return 0, false, false
			}
			group[i].key = 0
		}
		return keyNone, true, true
	default:
		return 0, false, false
	}
	key := group[0].key
	for i := range group {
		if group[i].key != key {
			return kind, false, true
		}
	}
	return kind, true, true
}

// numberMixed makes numbers of ints of any size, floats and bools: those of the nearest
// floats.
func (s *nativeSort) numberMixed(group []sortKey, stage keyStage) (kind keyKind, equal, ok bool) {
	kind = keyFloat
	for i := range group {
		v := s.part(group[i].pos, stage.column)
		var f float64
		switch {
		case v.ref == &intHeader, v.ref == &boolHeader:
			f = float64(v.SmallInt())
			if math.Abs(f) >= 1<<53 {
				kind = keyNumber
			}
		case v.ref == &floatHeader:
			f = v.Float()
		case v.ref.typ == IntType:
			f, _ = new(big.Float).SetInt(&heap[BigInt](v).Int).Float64()
			kind = keyNumber
		default:
			return 0, false, false
		}
		if f != f {
			return 0, false, false
		}
		group[i].key = floatKey(f) ^ s.flip
	}
	return kind, false, true
}

// exact sorts numbers of which the nearest floats are equal.
func (s *nativeSort) exact(group []sortKey, column int) {
	slices.SortStableFunc(group, func(a, b sortKey) int {
		if s.flip != 0 {
			return s.compareNumbers(b, a, column)
		}
		return s.compareNumbers(a, b, column)
	})
}

func (s *nativeSort) compareNumbers(a, b sortKey, column int) int {
	x, y := s.part(a.pos, column), s.part(b.pos, column)
	if less, _ := LtBool(x, y); less {
		return -1
	}
	if more, _ := LtBool(y, x); more {
		return 1
	}
	return 0
}

// splitExact goes on with the next element of those keys of group whose numbers are equal.
func (s *nativeSort) splitExact(group []sortKey, stage keyStage) bool {
	for i := 0; i < len(group); {
		j := i + 1
		for j < len(group) && s.compareNumbers(group[i], group[j], stage.column) == 0 {
			j++
		}
		if j-i > 1 && !s.sort(group[i:j], keyStage{stage.column + 1, 0}) {
			return false
		}
		i = j
	}
	return true
}

// floatKey returns a number that orders as f does, which is not a NaN.
func floatKey(f float64) uint64 {
	if f == 0 {
		return 1 << 63 // 0.0 and -0.0 are equal
	}
	b := math.Float64bits(f)
	if b>>63 != 0 {
		return ^b
	}
	return b | 1<<63
}

// textKey returns the eight bytes of t at past as a number, which is less where they are;
// zeros stand for what t has not. With lengthStage, it is the length.
func textKey(t string, past int) uint64 {
	if past == lengthStage {
		return uint64(len(t))
	}
	if len(t)-past >= 8 {
		return binary.BigEndian.Uint64(unsafe.Slice(unsafe.StringData(t), len(t))[past:])
	}
	if past >= len(t) {
		return 0
	}
	var key uint64
	for i, c := range []byte(t[past:]) {
		key |= uint64(c) << (56 - 8*i)
	}
	return key
}
