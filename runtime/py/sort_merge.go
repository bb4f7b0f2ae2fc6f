package py

// This file implements the merging of two runs. How many elements are compared, and which, is
// what programs see whose __lt__ does more than compare: it is as in CPython. Elements are
// taken one by one until one run has given many in a row; then it is searched how many of
// them come next ("galloping", as Tim Peters describes it), for as long as that pays.

// minGallop is what sorter.gallop begins with, and how many elements a search must have found
// for searching to go on.
const minGallop = 7

// sortSlice is keys with the values that move with them, if any.
type sortSlice struct{ keys, values []Value }

func (s *sorter) slice(lo, hi int) sortSlice {
	x := sortSlice{keys: s.keys[lo:hi]}
	if s.values != nil {
		x.values = s.values[lo:hi]
	}
	return x
}

// put copies the elements of from to x, beginning at i.
func (x sortSlice) put(i int, from sortSlice) {
	copy(x.keys[i:], from.keys)
	if x.values != nil {
		copy(x.values[i:], from.values)
	}
}

func (x sortSlice) part(lo, hi int) sortSlice {
	y := sortSlice{keys: x.keys[lo:hi]}
	if x.values != nil {
		y.values = x.values[lo:hi]
	}
	return y
}

// aside returns a copy of x in the sorter's own memory.
func (s *sorter) aside(x sortSlice) sortSlice {
	s.tmpK = append(s.tmpK[:0], x.keys...)
	y := sortSlice{keys: s.tmpK}
	if x.values != nil {
		s.tmpV = append(s.tmpV[:0], x.values...)
		y.values = s.tmpV
	}
	return y
}

// merge merges lo:mid with mid:hi.
func (s *sorter) merge(lo, mid, hi int) *Exception {
	// What is already in place at either end needs no merging.
	k, exc := s.gallopRight(s.keys[mid], s.keys[lo:mid], 0)
	if exc != nil {
		return exc
	}
	if lo += k; lo == mid {
		return nil
	}
	if k, exc = s.gallopLeft(s.keys[mid-1], s.keys[mid:hi], hi-mid-1); exc != nil || k == 0 {
		return exc
	}
	hi = mid + k
	if mid-lo <= hi-mid {
		return s.mergeLow(lo, mid, hi)
	}
	return s.mergeHigh(lo, mid, hi)
}

// mergeLow merges lo:mid, the shorter run, with mid:hi from the left. The first element is
// one of the second run, the last one of the first.
func (s *sorter) mergeLow(lo, mid, hi int) (exc *Exception) {
	x := s.slice(0, len(s.keys))
	a := s.aside(x.part(lo, mid)) // a[i:] is left of the first run, x[b:hi] of the second
	i, b, out := 0, mid, lo
	takeA := func(n int) {
		x.put(out, a.part(i, i+n))
		i, out = i+n, out+n
	}
	takeB := func(n int) {
		x.put(out, x.part(b, b+n))
		b, out = b+n, out+n
	}
	// What is left of the first run fits before what is left of the second.
	defer func() { x.put(out, a.part(i, len(a.keys))) }()
	// lastA is when one element is left of the first run: it is the last of all.
	lastA := func() bool {
		if len(a.keys)-i != 1 {
			return false
		}
		takeB(hi - b)
		return true
	}
	takeB(1)
	if b == hi || lastA() {
		return nil
	}
	for {
		for fromA, fromB := 0, 0; fromA < s.gallop && fromB < s.gallop; {
			less, exc := s.less(x.keys[b], a.keys[i])
			if exc != nil {
				return exc
			}
			if less {
				takeB(1)
				if b == hi {
					return nil
				}
				fromA, fromB = 0, fromB+1
			} else {
				takeA(1)
				if lastA() {
					return nil
				}
				fromA, fromB = fromA+1, 0
			}
		}
		s.gallop++
		for fromA, fromB := minGallop, 0; fromA >= minGallop || fromB >= minGallop; {
			s.gallop = max(s.gallop-1, 1)
			if fromA, exc = s.gallopRight(x.keys[b], a.keys[i:], 0); exc != nil {
				return exc
			}
			if fromA > 0 {
				takeA(fromA)
				// An inconsistent order may leave none.
				if lastA() || i == len(a.keys) {
					return nil
				}
			}
			takeB(1)
			if b == hi {
				return nil
			}
			if fromB, exc = s.gallopLeft(a.keys[i], x.keys[b:hi], 0); exc != nil {
				return exc
			}
			if fromB > 0 {
				takeB(fromB)
				if b == hi {
					return nil
				}
			}
			takeA(1)
			if lastA() {
				return nil
			}
		}
		s.gallop++
	}
}

// mergeHigh merges lo:mid with mid:hi, the shorter run, from the right. The first element is
// one of the second run, the last one of the first.
func (s *sorter) mergeHigh(lo, mid, hi int) (exc *Exception) {
	x := s.slice(0, len(s.keys))
	b := s.aside(x.part(mid, hi)) // x[lo:a] is left of the first run, b[:j] of the second
	a, j, out := mid, len(b.keys), hi
	takeA := func(n int) {
		a, out = a-n, out-n
		x.put(out, x.part(a, a+n))
	}
	takeB := func(n int) {
		j, out = j-n, out-n
		x.put(out, b.part(j, j+n))
	}
	// What is left of the second run fits behind what is left of the first.
	defer func() { x.put(out-j, b.part(0, j)) }()
	// lastB is when one element is left of the second run: it is the first of all.
	lastB := func() bool {
		if j != 1 {
			return false
		}
		takeA(a - lo)
		return true
	}
	takeA(1)
	if a == lo || lastB() {
		return nil
	}
	for {
		for fromA, fromB := 0, 0; fromA < s.gallop && fromB < s.gallop; {
			less, exc := s.less(b.keys[j-1], x.keys[a-1])
			if exc != nil {
				return exc
			}
			if less {
				takeA(1)
				if a == lo {
					return nil
				}
				fromA, fromB = fromA+1, 0
			} else {
				takeB(1)
				if lastB() {
					return nil
				}
				fromA, fromB = 0, fromB+1
			}
		}
		s.gallop++
		for fromA, fromB := minGallop, 0; fromA >= minGallop || fromB >= minGallop; {
			s.gallop = max(s.gallop-1, 1)
			k, exc := s.gallopRight(b.keys[j-1], x.keys[lo:a], a-lo-1)
			if exc != nil {
				return exc
			}
			if fromA = a - lo - k; fromA > 0 {
				takeA(fromA)
				if a == lo {
					return nil
				}
			}
			takeB(1)
			if lastB() {
				return nil
			}
			if k, exc = s.gallopLeft(x.keys[a-1], b.keys[:j], j-1); exc != nil {
				return exc
			}
			if fromB = j - k; fromB > 0 {
				takeB(fromB)
				// An inconsistent order may leave none.
				if lastB() || j == 0 {
					return nil
				}
			}
			takeA(1)
			if a == lo {
				return nil
			}
		}
		s.gallop++
	}
}

// gallopLeft returns where x belongs in keys, before elements equal to it. It begins to look
// at hint, and goes away from it in steps that double.
func (s *sorter) gallopLeft(x Value, keys []Value, hint int) (int, *Exception) {
	less, exc := s.less(keys[hint], x)
	if exc != nil {
		return 0, exc
	}
	last, step := 0, 1
	if less {
		most := len(keys) - hint
		for step < most {
			if less, exc = s.less(keys[hint+step], x); exc != nil {
				return 0, exc
			}
			if !less {
				break
			}
			last, step = step, 2*step+1
		}
		return s.searchLeft(x, keys, hint+last+1, hint+min(step, most))
	}
	most := hint + 1
	for step < most {
		if less, exc = s.less(keys[hint-step], x); exc != nil {
			return 0, exc
		}
		if less {
			break
		}
		last, step = step, 2*step+1
	}
	return s.searchLeft(x, keys, hint-min(step, most)+1, hint-last)
}

// searchLeft is gallopLeft between lo and hi, by halves.
func (s *sorter) searchLeft(x Value, keys []Value, lo, hi int) (int, *Exception) {
	for lo < hi {
		m := int(uint(lo+hi) >> 1)
		less, exc := s.less(keys[m], x)
		if exc != nil {
			return 0, exc
		}
		if less {
			lo = m + 1
		} else {
			hi = m
		}
	}
	return hi, nil
}

// gallopRight returns where x belongs in keys, after elements equal to it.
func (s *sorter) gallopRight(x Value, keys []Value, hint int) (int, *Exception) {
	less, exc := s.less(x, keys[hint])
	if exc != nil {
		return 0, exc
	}
	last, step := 0, 1
	if less {
		most := hint + 1
		for step < most {
			if less, exc = s.less(x, keys[hint-step]); exc != nil {
				return 0, exc
			}
			if !less {
				break
			}
			last, step = step, 2*step+1
		}
		return s.searchRight(x, keys, hint-min(step, most)+1, hint-last)
	}
	most := len(keys) - hint
	for step < most {
		if less, exc = s.less(x, keys[hint+step]); exc != nil {
			return 0, exc
		}
		if less {
			break
		}
		last, step = step, 2*step+1
	}
	return s.searchRight(x, keys, hint+last+1, hint+min(step, most))
}

// searchRight is gallopRight between lo and hi, by halves.
func (s *sorter) searchRight(x Value, keys []Value, lo, hi int) (int, *Exception) {
	for lo < hi {
		m := int(uint(lo+hi) >> 1)
		less, exc := s.less(x, keys[m])
		if exc != nil {
			return 0, exc
		}
		if less {
			hi = m
		} else {
			lo = m + 1
		}
	}
	return hi, nil
}
