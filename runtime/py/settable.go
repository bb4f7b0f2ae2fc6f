package py

import "unsafe"

// This file implements the hash table of set and frozenset. A set's iteration order is
// the order of its slots, which programs print, so the table has CPython's geometry: the
// sizes, the probe sequence (up to linearProbes neighbours, then a perturbed jump) and
// the moments of resizing are those of setobject.c.

const (
	minSetSlots  = 8
	linearProbes = 9
)

// setEntry is a slot. An unbound key with hash 0 is a slot that was never used; an
// unbound key with hash -1, which no object has, is a deleted one.
type setEntry struct {
	key  Value
	hash int64
}

func (e *setEntry) unused() bool { return e.key.ref == nil && e.hash == 0 }

// Set is an instance of set, frozenset or a subclass.
type Set struct {
	Header
	table []setEntry // nil or a power of two of slots
	fill  int        // slots in use or deleted
	used  int
	hash  int64 // of a frozenset, when hashed
	// hashed says that hash is valid.
	hashed bool
	// plain says that the table is in memory that the garbage collector does not look into:
	// all elements are scalar (list_memory.go).
	plain  bool
	finger int // where pop looks next
}

// NewSet returns an empty set.
func NewSet() *Set { return &Set{Header: Header{SetType}} }

// NewFrozenSet returns an empty frozenset, for the caller to fill before anyone else
// sees it.
func NewFrozenSet() *Set { return &Set{Header: Header{FrozenSetType}} }

// AsSet returns the table of v, a set or frozenset or an instance of a subclass.
func AsSet(v Value) (*Set, bool) {
	if v.ref != nil && v.ref.typ.Flags&FlagSet != 0 {
		return heap[Set](v), true
	}
	return nil, false
}

// Len returns the number of elements.
func (s *Set) Len() int { return s.used }

func (s *Set) mask() uint64 {
	if s.table == nil {
		return minSetSlots - 1
	}
	return uint64(len(s.table) - 1)
}

// find returns the slot of key, or -1.
func (s *Set) find(key Value, hash int64) (int, *Exception) {
restart:
	table := s.table
	if table == nil {
		return -1, nil
	}
	mask := uint64(len(table) - 1)
	i, perturb := uint64(hash)&mask, uint64(hash)
	for {
		last := i
		if i+linearProbes <= mask {
			last = i + linearProbes
		}
		for j := i; j <= last; j++ {
			e := &table[j]
			if e.unused() {
				return -1, nil
			}
			if e.hash != hash || e.key.ref == nil {
				continue
			}
			if e.key == key {
				return int(j), nil
			}
			have := e.key
			equal, ran, exc := sameKey(have, key)
			if exc != nil {
				return -1, exc
			}
			if ran && (len(s.table) == 0 || &s.table[0] != &table[0] || e.key != have) {
				goto restart
			}
			if equal {
				return int(j), nil
			}
		}
		perturb >>= perturbShift
		i = (i*5 + 1 + perturb) & mask
	}
}

// insertClean puts a key that is absent into a table without deleted slots.
func insertClean(table []setEntry, key Value, hash int64) {
	mask := uint64(len(table) - 1)
	i, perturb := uint64(hash)&mask, uint64(hash)
	for {
		last := i
		if i+linearProbes <= mask {
			last = i + linearProbes
		}
		for j := i; j <= last; j++ {
			if table[j].key.ref == nil {
				table[j] = setEntry{key, hash}
				return
			}
		}
		perturb >>= perturbShift
		i = (i*5 + 1 + perturb) & mask
	}
}

// scalarEntry is a setEntry with a scalar key to the collector.
type scalarEntry struct {
	key  scalarWords
	hash int64
}

// minPlain is the least number of slots of a table in memory that is not looked into.
const minPlain = 32

// newTable returns an empty table of the kind that s says.
func (s *Set) newTable(slots int) []setEntry {
	announce[setEntry](slots)
	if s.plain {
		return unsafe.Slice((*setEntry)(unsafe.Pointer(unsafe.SliceData(make([]scalarEntry, slots)))), slots)
	}
	return make([]setEntry, slots)
}

// scanned moves s to memory that the collector looks into.
func (s *Set) scanned() {
	s.plain = false
	old := s.table
	s.table = s.newTable(len(old))
	copy(s.table, old)
}

// onlyScalars reports whether s, which has elements, has none but scalar ones.
func (s *Set) onlyScalars() bool {
	for i := range s.table {
		if k := s.table[i].key; k.ref != nil && !k.scalar() {
			return false
		}
	}
	return s.used > 0
}

func (s *Set) resize(minUsed int) {
	slots := minSetSlots
	for slots <= minUsed {
		slots <<= 1
	}
	s.plain = slots >= minPlain && (s.plain || s.onlyScalars())
	old := s.table
	s.table = s.newTable(slots)
	s.fill = s.used
	for i := range old {
		if old[i].key.ref != nil {
			insertClean(s.table, old[i].key, old[i].hash)
		}
	}
}

func (s *Set) grow() {
	if s.used > 50000 {
		s.resize(s.used * 2)
	} else {
		s.resize(s.used * 4)
	}
}

// addHash adds key unless it is there: into the last deleted slot on the way to the first
// that was never used, or else into that one.
func (s *Set) addHash(key Value, hash int64) *Exception {
	if s.plain && !key.scalar() {
		s.scanned()
	}
restart:
	if s.table == nil {
		s.table = make([]setEntry, minSetSlots)
	}
	table := s.table
	mask := uint64(len(table) - 1)
	i, perturb := uint64(hash)&mask, uint64(hash)
	var free *setEntry
	for {
		last := i
		if i+linearProbes <= mask {
			last = i + linearProbes
		}
		for j := i; j <= last; j++ {
			e := &table[j]
			switch {
			case e.key.ref == nil && e.hash == 0 && free != nil:
				*free = setEntry{key, hash}
				s.used++
				return nil
			case e.key.ref == nil && e.hash == 0:
				*e = setEntry{key, hash}
				s.fill++
				s.used++
				if uint64(s.fill)*5 >= mask*3 {
					s.grow()
				}
				return nil
			case e.key.ref == nil:
				free = e
			case e.hash == hash:
				if e.key == key {
					return nil
				}
				have := e.key
				equal, ran, exc := sameKey(have, key)
				if exc != nil {
					return exc
				}
				if ran && (len(s.table) == 0 || &s.table[0] != &table[0] || e.key != have) {
					goto restart
				}
				if equal {
					return nil
				}
			}
		}
		perturb >>= perturbShift
		i = (i*5 + 1 + perturb) & mask
	}
}

// Add adds key.
func (s *Set) Add(key Value) *Exception {
	hash, exc := Hash(key)
	if exc != nil {
		return exc
	}
	return s.addHash(key, hash)
}

// Has reports whether key is an element.
func (s *Set) Has(key Value) (bool, *Exception) {
	hash, exc := Hash(key)
	if exc != nil {
		return false, exc
	}
	pos, exc := s.find(key, hash)
	return pos >= 0, exc
}

// discardHash removes key and reports whether it was there.
func (s *Set) discardHash(key Value, hash int64) (bool, *Exception) {
	pos, exc := s.find(key, hash)
	if pos < 0 {
		return false, exc
	}
	s.removeAt(pos)
	return true, nil
}

func (s *Set) removeAt(pos int) {
	s.table[pos] = setEntry{hash: -1}
	s.used--
}

// Discard removes key and reports whether it was there.
func (s *Set) Discard(key Value) (bool, *Exception) {
	hash, exc := Hash(key)
	if exc != nil {
		return false, exc
	}
	return s.discardHash(key, hash)
}

// Clear removes every element.
func (s *Set) Clear() { s.table, s.fill, s.used, s.finger, s.plain = nil, 0, 0, 0, false }

// Entry returns the first element at or after slot pos and the slot after it; ok is
// false when there is none.
func (s *Set) Entry(pos int) (key Value, next int, ok bool) {
	for ; pos < len(s.table); pos++ {
		if k := s.table[pos].key; k.ref != nil {
			return k, pos + 1, true
		}
	}
	return Value{}, pos, false
}

// Elements returns the elements in iteration order.
func (s *Set) Elements() []Value {
	items := make([]Value, 0, s.used)
	for i := range s.table {
		if k := s.table[i].key; k.ref != nil {
			items = append(items, k)
		}
	}
	return items
}

// popAny removes the element that set.pop() takes.
func (s *Set) popAny() (Value, bool) {
	if s.used == 0 {
		return Value{}, false
	}
	i := s.finger & (len(s.table) - 1)
	for s.table[i].key.ref == nil {
		i = (i + 1) & (len(s.table) - 1)
	}
	key := s.table[i].key
	s.removeAt(i)
	s.finger = i + 1
	return key, true
}

// merge adds every element of other, as set_merge: one resize at the start, and no
// comparisons where s is empty.
func (s *Set) merge(other *Set) *Exception {
	if other == s || other.used == 0 {
		return nil
	}
	if s.table == nil {
		s.plain = other.plain
	} else if s.plain && !other.plain && s.fill == 0 {
		s.scanned()
	}
	if uint64(s.fill+other.used)*5 >= s.mask()*3 {
		s.resize((s.used + other.used) * 2)
	}
	if s.fill == 0 {
		if s.mask() == other.mask() && other.fill == other.used {
			if s.table == nil {
				s.table = s.newTable(len(other.table))
			}
			copy(s.table, other.table)
		} else {
			if s.table == nil {
				s.table = s.newTable(minSetSlots)
			} else if s.used == 0 {
				clear(s.table)
			}
			for i := range other.table {
				if e := &other.table[i]; e.key.ref != nil {
					insertClean(s.table, e.key, e.hash)
				}
			}
		}
		s.fill, s.used = other.used, other.used
		return nil
	}
	table := other.table
	for i := range table {
		if e := table[i]; e.key.ref != nil {
			if exc := s.addHash(e.key, e.hash); exc != nil {
				return exc
			}
		}
	}
	return nil
}

// reserveFor makes room for the n keys of a dict at once, as set_update_internal does.
func (s *Set) reserveFor(n int) {
	if uint64(s.fill+n)*5 >= s.mask()*3 {
		s.resize((s.used + n) * 2)
	}
}

// shrinkDeleted rebuilds a table more than a quarter of which are deleted slots.
func (s *Set) shrinkDeleted() {
	if uint64(s.fill-s.used) > s.mask()/4 {
		s.grow()
	}
}

func shuffleBits(h uint64) uint64 { return ((h ^ 89869747) ^ (h << 16)) * 3644798167 }

// frozenHash is hash(frozenset), which does not depend on the order of the slots.
func (s *Set) frozenHash() int64 {
	if s.hashed {
		return s.hash
	}
	var h uint64
	for i := range s.table {
		if s.table[i].key.ref != nil {
			h ^= shuffleBits(uint64(s.table[i].hash))
		}
	}
	h ^= (uint64(s.used) + 1) * 1927868237
	h ^= (h >> 11) ^ (h >> 25)
	h = h*69069 + 907133923
	if h == ^uint64(0) {
		h = 590923713
	}
	s.hash, s.hashed = int64(h), true
	return s.hash
}
