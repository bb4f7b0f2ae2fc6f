package py

// This file implements Dict, the insertion-ordered hash table behind dict, namespaces
// and keyword arguments (Python library reference, Mapping Types).
//
// Entries lie in insertion order in one slice; a deleted entry keeps its place with an
// unbound key. A table of more than linearSlots slots has an index, a power of two of
// positions found by open addressing; a smaller one is searched from the first entry on,
// which for so few is faster and needs no second allocation. The index's size and the
// moments at which it grows follow dictobject.c, since they decide what a program sees
// that changes a dict while it iterates over it.

const (
	smallDictSlots = 8  // of the first table
	linearSlots    = 16 // of the largest table without an index
	indexEmpty     = -1
	indexDeleted   = -2
	perturbShift   = 5
)

type dictEntry struct {
	hash  int64
	key   Value // unbound where deleted
	value Value
}

// Dict is an instance of dict or a subclass. The zero Dict with a Header is empty.
type Dict struct {
	Header
	entries []dictEntry
	index   []int32 // nil while slots <= linearSlots
	used    int
	slots   int // size of the index, 0 before the first insertion
	usable  int // entries that can be appended before the table must grow
	first   int // no entry before it is live
}

// NewDict returns an empty dict.
func NewDict() *Dict { return &Dict{Header: Header{DictType}} }

// NewDictSize returns an empty dict with room for n entries.
func NewDictSize(n int) *Dict {
	d := dictRoom(n)
	d.typ = DictType
	if n > smallDictRoom {
		d.resize((n*3+1)/2, n)
	} else if n > 0 {
		d.slots, d.usable = smallDictSlots, smallDictRoom
	}
	return d
}

// AsDict returns the dict of v, an instance of dict or a subclass.
func AsDict(v Value) (*Dict, bool) {
	if v.ref != nil && v.ref.typ.Flags&FlagDict != 0 {
		return heap[Dict](v), true
	}
	return nil, false
}

// Len returns the number of keys.
func (d *Dict) Len() int { return d.used }

func usableFraction(slots int) int { return slots * 2 / 3 }

// resize gives the table the smallest number of slots that is at least minSlots, and
// squeezes deleted entries out. There will be memory for expected entries, or for all that
// the slots allow where that is 0.
func (d *Dict) resize(minSlots, expected int) {
	slots := smallDictSlots
	for slots < minSlots {
		slots <<= 1
	}
	room := usableFraction(slots)
	if expected == 0 {
		expected = room
	}
	announce[dictEntry](expected)
	entries := make([]dictEntry, 0, expected)
	if d.used == len(d.entries) {
		entries = append(entries, d.entries...)
	} else {
		for i := range d.entries {
			if d.entries[i].key.ref != nil {
				entries = append(entries, d.entries[i])
			}
		}
	}
	d.entries = entries
	d.slots = slots
	d.first = 0
	d.usable = room - len(entries)
	if slots <= linearSlots {
		d.index = nil
		return
	}
	d.index = make([]int32, slots)
	for i := range d.index {
		d.index[i] = indexEmpty
	}
	mask := uint64(slots - 1)
	for pos := range entries {
		i, perturb := uint64(entries[pos].hash)&mask, uint64(entries[pos].hash)
		for d.index[i] != indexEmpty {
			perturb >>= perturbShift
			i = (i*5 + perturb + 1) & mask
		}
		d.index[i] = int32(pos)
	}
}

// sameKey compares a key that is not identical to the one sought and has its hash.
// changed says that the comparison ran Python code that may have changed the dict.
func sameKey(have, want Value) (equal, changed bool, exc *Exception) {
	ht, wt := have.ref.typ, want.ref.typ
	if ht == StrType && wt == StrType {
		return strEqual(heap[Str](have), heap[Str](want)), false, nil
	}
	if have.ref == &intHeader && want.ref == &intHeader {
		return false, false, nil
	}
	if ht == TupleType && wt == TupleType {
		if r, ok := compareQuick(EQ, heap[Tuple](have).Items(), heap[Tuple](want).Items(), maxQuick); ok {
			return r, false, nil
		}
	}
	equal, exc = EqBool(have, want)
	return equal, true, exc
}

// find returns the position of key's entry, or -1.
func (d *Dict) find(key Value, hash int64) (int, *Exception) {
restart:
	entries := d.entries
	if d.index == nil {
		for pos := d.first; pos < len(entries); pos++ {
			e := &entries[pos]
			if e.key == key {
				return pos, nil
			}
			if e.hash != hash || e.key.ref == nil {
				continue
			}
			have := e.key
			equal, ran, exc := sameKey(have, key)
			if exc != nil {
				return -1, exc
			}
			if ran && d.moved(entries, pos, have) {
				goto restart
			}
			if equal {
				return pos, nil
			}
		}
		return -1, nil
	}
	mask := uint64(len(d.index) - 1)
	i, perturb := uint64(hash)&mask, uint64(hash)
	for {
		switch pos := d.index[i]; {
		case pos >= 0:
			e := &entries[pos]
			if e.key == key {
				return int(pos), nil
			}
			if e.hash != hash {
				break
			}
			have := e.key
			equal, ran, exc := sameKey(have, key)
			if exc != nil {
				return -1, exc
			}
			if ran && d.moved(entries, int(pos), have) {
				goto restart
			}
			if equal {
				return int(pos), nil
			}
		case pos == indexEmpty:
			return -1, nil
		}
		perturb >>= perturbShift
		i = (i*5 + perturb + 1) & mask
	}
}

// moved reports whether the entries that a comparison was made for are no longer d's.
func (d *Dict) moved(entries []dictEntry, pos int, key Value) bool {
	return len(d.entries) <= pos || &d.entries[0] != &entries[0] || d.entries[pos].key != key
}

// findStr returns the position of the entry whose key is the str name, or -1. Keys that
// are not strs never match: no Python code runs.
func (d *Dict) findStr(name *Str) int {
	key := name.Value()
	entries := d.entries
	if d.index == nil {
		for pos := d.first; pos < len(entries); pos++ {
			if entries[pos].key == key {
				return pos
			}
		}
		if len(entries) == 0 {
			return -1
		}
		hash := strHash(name)
		for pos := d.first; pos < len(entries); pos++ {
			e := &entries[pos]
			if e.hash == hash && e.key.ref != nil && e.key.ref.typ.Flags&FlagStr != 0 && strEqual(heap[Str](e.key), name) {
				return pos
			}
		}
		return -1
	}
	hash := strHash(name)
	mask := uint64(len(d.index) - 1)
	i, perturb := uint64(hash)&mask, uint64(hash)
	for {
		switch pos := d.index[i]; {
		case pos >= 0:
			e := &entries[pos]
			if e.key == key || e.hash == hash && e.key.ref.typ.Flags&FlagStr != 0 && strEqual(heap[Str](e.key), name) {
				return int(pos)
			}
		case pos == indexEmpty:
			return -1
		}
		perturb >>= perturbShift
		i = (i*5 + perturb + 1) & mask
	}
}

// insert appends the entry of a key that is known to be absent.
func (d *Dict) insert(key Value, hash int64, value Value) {
	if d.usable <= 0 {
		d.resize(d.used*3, 0)
	}
	pos := len(d.entries)
	d.entries = append(d.entries, dictEntry{hash, key, value})
	d.used++
	d.usable--
	if d.index == nil {
		return
	}
	mask := uint64(len(d.index) - 1)
	i, perturb := uint64(hash)&mask, uint64(hash)
	for d.index[i] >= 0 {
		perturb >>= perturbShift
		i = (i*5 + perturb + 1) & mask
	}
	d.index[i] = int32(pos)
}

// removeAt deletes the entry at pos.
func (d *Dict) removeAt(pos int) {
	if d.index != nil {
		hash := d.entries[pos].hash
		mask := uint64(len(d.index) - 1)
		i, perturb := uint64(hash)&mask, uint64(hash)
		for d.index[i] != int32(pos) {
			perturb >>= perturbShift
			i = (i*5 + perturb + 1) & mask
		}
		d.index[i] = indexDeleted
	}
	d.entries[pos] = dictEntry{}
	d.used--
	if pos == d.first {
		for d.first < len(d.entries) && d.entries[d.first].key.ref == nil {
			d.first++
		}
	}
}

// Get returns d[key] and whether there is such a key.
func (d *Dict) Get(key Value) (Value, bool, *Exception) {
	if d.used == 0 {
		if key.ref.typ == StrType {
			return Value{}, false, nil
		}
	}
	hash, exc := Hash(key)
	if exc != nil {
		return Value{}, false, exc
	}
	return d.GetHashed(key, hash)
}

// GetHashed is Get for a key whose hash is known.
func (d *Dict) GetHashed(key Value, hash int64) (Value, bool, *Exception) {
	pos, exc := d.find(key, hash)
	if pos < 0 {
		return Value{}, false, exc
	}
	return d.entries[pos].value, true, nil
}

// DeleteHashed is Delete for a key whose hash is known.
func (d *Dict) DeleteHashed(key Value, hash int64) (bool, *Exception) {
	pos, exc := d.find(key, hash)
	if pos < 0 {
		return false, exc
	}
	d.removeAt(pos)
	return true, nil
}

// Set is d[key] = value.
func (d *Dict) Set(key, value Value) *Exception {
	hash, exc := Hash(key)
	if exc != nil {
		return exc
	}
	return d.SetHashed(key, hash, value)
}

// SetHashed is Set for a key whose hash is known.
func (d *Dict) SetHashed(key Value, hash int64, value Value) *Exception {
	pos, exc := d.find(key, hash)
	if exc != nil {
		return exc
	}
	if pos >= 0 {
		d.entries[pos].value = value
		return nil
	}
	d.insert(key, hash, value)
	return nil
}

// Delete removes key and reports whether it was there.
func (d *Dict) Delete(key Value) (bool, *Exception) {
	hash, exc := Hash(key)
	if exc != nil {
		return false, exc
	}
	return d.DeleteHashed(key, hash)
}

// GetStr returns the value of the key name and whether there is one.
func (d *Dict) GetStr(name *Str) (Value, bool) {
	if pos := d.findStr(name); pos >= 0 {
		return d.entries[pos].value, true
	}
	return Value{}, false
}

// SetStr sets the value of the key name.
func (d *Dict) SetStr(name *Str, value Value) {
	if pos := d.findStr(name); pos >= 0 {
		d.entries[pos].value = value
		return
	}
	d.insert(name.Value(), strHash(name), value)
}

// DeleteStr removes the key name and reports whether it was there.
func (d *Dict) DeleteStr(name *Str) bool {
	pos := d.findStr(name)
	if pos >= 0 {
		d.removeAt(pos)
	}
	return pos >= 0
}

// Entry returns the first entry at or after position pos, and the position after it;
// ok is false when there is none. A loop over a dict starts at 0:
//
//	for key, value, pos, ok := d.Entry(0); ok; key, value, pos, ok = d.Entry(pos) {
func (d *Dict) Entry(pos int) (key, value Value, next int, ok bool) {
	if pos < d.first {
		pos = d.first
	}
	for ; pos < len(d.entries); pos++ {
		if e := &d.entries[pos]; e.key.ref != nil {
			return e.key, e.value, pos + 1, true
		}
	}
	return Value{}, Value{}, pos, false
}

// entryBefore returns the last entry before position pos and its position.
func (d *Dict) entryBefore(pos int) (key, value Value, at int, ok bool) {
	if pos > len(d.entries) {
		pos = len(d.entries)
	}
	for pos--; pos >= d.first; pos-- {
		if e := &d.entries[pos]; e.key.ref != nil {
			return e.key, e.value, pos, true
		}
	}
	return Value{}, Value{}, -1, false
}

// Keys returns the keys in order.
func (d *Dict) Keys() []Value {
	keys := make([]Value, 0, d.used)
	for i := d.first; i < len(d.entries); i++ {
		if k := d.entries[i].key; k.ref != nil {
			keys = append(keys, k)
		}
	}
	return keys
}

// Values returns the values in order.
func (d *Dict) Values() []Value {
	values := make([]Value, 0, d.used)
	for i := d.first; i < len(d.entries); i++ {
		if e := &d.entries[i]; e.key.ref != nil {
			values = append(values, e.value)
		}
	}
	return values
}

// Clear removes every key.
func (d *Dict) Clear() {
	d.entries, d.index, d.used, d.slots, d.usable, d.first = nil, nil, 0, 0, 0, 0
}

// Copy returns a new exact dict with d's entries.
func (d *Dict) Copy() *Dict {
	if d.slots == smallDictSlots && d.used == len(d.entries) {
		c := NewDictSize(smallDictRoom)
		c.entries = append(c.entries, d.entries...)
		c.used, c.usable = d.used, d.usable
		return c
	}
	c := NewDict()
	c.copyFrom(d)
	return c
}

// copyFrom makes the empty dict d a copy of src without comparing keys.
func (d *Dict) copyFrom(src *Dict) {
	if src.used == 0 {
		return
	}
	if src.used == len(src.entries) {
		// It grows if need be; most copies do not, or by little.
		room := min(usableFraction(src.slots), src.used+src.used/8+2)
		d.entries = append(make([]dictEntry, 0, room), src.entries...)
		if src.index != nil {
			d.index = append([]int32(nil), src.index...)
		}
		d.used, d.slots, d.usable, d.first = src.used, src.slots, src.usable, 0
		return
	}
	d.entries = src.entries
	d.used = src.used
	d.resize((src.used*3+1)/2, 0)
}

// pop removes the last entry.
func (d *Dict) popLast() (key, value Value, ok bool) {
	key, value, pos, ok := d.entryBefore(len(d.entries))
	if !ok {
		return
	}
	d.removeAt(pos)
	// The places of entries behind it are free again, but usable stays, as in
	// dict_popitem_impl: the index has one more deleted slot.
	d.entries = d.entries[:pos]
	if d.first > pos {
		d.first = pos
	}
	return key, value, true
}

// Last returns the last entry; ok is false when there is none.
func (d *Dict) Last() (key, value Value, ok bool) {
	key, value, _, ok = d.entryBefore(len(d.entries))
	return
}

// SetFirst sets the value of key, which is absent, and makes it the first.
func (d *Dict) SetFirst(key, value Value) *Exception {
	hash, exc := Hash(key)
	if exc != nil {
		return exc
	}
	old := append([]dictEntry(nil), d.entries...)
	d.Clear()
	d.insert(key, hash, value)
	for i := range old {
		if old[i].key.ref != nil {
			d.insert(old[i].key, old[i].hash, old[i].value)
		}
	}
	return nil
}
