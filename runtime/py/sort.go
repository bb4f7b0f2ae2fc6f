package py

// This file implements the stable sort behind list.sort and sorted (Python library
// reference, Sorting).
//
// Keys whose comparison runs no Python code and cannot fail are sorted as Go values
// (sort_native.go). For any others the algorithm is
// Tim Peters' merge sort over natural runs: runs shorter than minRun are extended by
// binary insertion, and a stack of runs is merged in the order that the "powersort" rule
// gives. Only x < y is ever asked of the objects, so an inconsistent ordering still ends
// with a permutation of the elements.

// SortItems sorts items in place, by key where key is neither unbound nor None.
func SortItems(items []Value, key Value, reverse bool) *Exception {
	if key.ref == nil || key.IsNone() {
		if len(items) < 2 {
			return nil
		}
		s := sorter{keys: items}
		return s.run(reverse)
	}
	keys := make([]Value, len(items))
	for i, x := range items {
		k, exc := Call1(key, x)
		if exc != nil {
			return exc
		}
		keys[i] = k
	}
	if len(items) < 2 {
		return nil
	}
	s := sorter{keys: keys, values: items}
	return s.run(reverse)
}

// sorter sorts keys and moves values, when there are any, with them.
type sorter struct {
	keys, values []Value
	less         func(a, b Value) (bool, *Exception)
	tmpK, tmpV   []Value
	runs         []sortRun
}

type sortRun struct{ start, n, power int }

// run sorts. Sorting in reverse keeps equal elements in order, which is done by
// reversing before and after.
func (s *sorter) run(reverse bool) *Exception {
	if s.sortNative(reverse) {
		return nil
	}
	s.less = LtBool
	if reverse {
		reverseItems(s.keys)
		reverseItems(s.values)
	}
	exc := s.mergeSort()
	if reverse {
		reverseItems(s.keys)
		reverseItems(s.values)
	}
	return exc
}

// minRun returns the length below which runs are extended: n itself if it is small,
// else a number from 32 to 64 such that n divided by it is just below a power of two.
func minRun(n int) int {
	odd := 0
	for n >= 64 {
		odd |= n & 1
		n >>= 1
	}
	return n + odd
}

func (s *sorter) mergeSort() *Exception {
	n := len(s.keys)
	least := minRun(n)
	for start := 0; start < n; {
		length, exc := s.countRun(start)
		if exc != nil {
			return exc
		}
		if length < least {
			want := min(least, n-start)
			if exc := s.insertionSort(start, start+want, start+length); exc != nil {
				return exc
			}
			length = want
		}
		if exc := s.push(sortRun{start: start, n: length}); exc != nil {
			return exc
		}
		start += length
	}
	for len(s.runs) > 1 {
		if exc := s.mergeTop(); exc != nil {
			return exc
		}
	}
	return nil
}

// countRun returns the length of the run that begins at start, which is reversed in
// place where it is strictly descending.
func (s *sorter) countRun(start int) (int, *Exception) {
	n := len(s.keys)
	if start+1 >= n {
		return n - start, nil
	}
	descending, exc := s.less(s.keys[start+1], s.keys[start])
	if exc != nil {
		return 0, exc
	}
	end := start + 2
	for ; end < n; end++ {
		less, exc := s.less(s.keys[end], s.keys[end-1])
		if exc != nil {
			return 0, exc
		}
		if less != descending {
			break
		}
	}
	if descending {
		reverseItems(s.keys[start:end])
		if s.values != nil {
			reverseItems(s.values[start:end])
		}
	}
	return end - start, nil
}

// insertionSort sorts lo:hi, of which lo:sorted already is.
func (s *sorter) insertionSort(lo, hi, sorted int) *Exception {
	for ; sorted < hi; sorted++ {
		pivot := s.keys[sorted]
		l, r := lo, sorted
		for l < r {
			m := int(uint(l+r) >> 1)
			less, exc := s.less(pivot, s.keys[m])
			if exc != nil {
				return exc
			}
			if less {
				r = m
			} else {
				l = m + 1
			}
		}
		copy(s.keys[l+1:sorted+1], s.keys[l:sorted])
		s.keys[l] = pivot
		if s.values != nil {
			v := s.values[sorted]
			copy(s.values[l+1:sorted+1], s.values[l:sorted])
			s.values[l] = v
		}
	}
	return nil
}

// push adds a run. The power of the border between it and the run before it is the depth
// of that border in a nearly balanced tree of merges (Munro and Wild, "Nearly-Optimal
// Mergesorts"); deeper borders are merged first.
func (s *sorter) push(r sortRun) *Exception {
	if len(s.runs) > 0 {
		top := s.runs[len(s.runs)-1]
		power := nodePower(top.start, top.n, r.n, len(s.keys))
		for len(s.runs) > 1 && s.runs[len(s.runs)-2].power > power {
			if exc := s.mergeTop(); exc != nil {
				return exc
			}
		}
		s.runs[len(s.runs)-1].power = power
	}
	s.runs = append(s.runs, r)
	return nil
}

// nodePower returns the first bit in which the midpoints of two neighbouring runs
// differ, as binary fractions of n.
func nodePower(start, n1, n2, n int) int {
	a := 2*start + n1
	b := a + n1 + n2
	for power := 1; ; power++ {
		switch {
		case a >= n:
			a -= n
			b -= n
		case b >= n:
			return power
		}
		a <<= 1
		b <<= 1
	}
}

// mergeTop merges the two runs on top of the stack.
func (s *sorter) mergeTop() *Exception {
	k := len(s.runs)
	a, b := s.runs[k-2], s.runs[k-1]
	s.runs = s.runs[:k-1]
	s.runs[k-2].n = a.n + b.n
	return s.merge(a.start, b.start, b.start+b.n)
}

// merge merges lo:mid with mid:hi.
func (s *sorter) merge(lo, mid, hi int) *Exception {
	// What is already in place at either end needs no merging.
	skip, exc := s.search(s.keys[mid], lo, mid, true)
	if exc != nil {
		return exc
	}
	if lo = skip; lo == mid {
		return nil
	}
	if hi, exc = s.search(s.keys[mid-1], mid, hi, false); exc != nil || hi == mid {
		return exc
	}
	s.tmpK = append(s.tmpK[:0], s.keys[lo:mid]...)
	if s.values != nil {
		s.tmpV = append(s.tmpV[:0], s.values[lo:mid]...)
	}
	i, j, out := 0, mid, lo
	for i < len(s.tmpK) && j < hi {
		less, e := s.less(s.keys[j], s.tmpK[i])
		if e != nil {
			exc = e
			break
		}
		if less {
			s.keys[out] = s.keys[j]
			if s.values != nil {
				s.values[out] = s.values[j]
			}
			j++
		} else {
			s.keys[out] = s.tmpK[i]
			if s.values != nil {
				s.values[out] = s.tmpV[i]
			}
			i++
		}
		out++
	}
	// What is left of the first run fits exactly before what is left of the second.
	copy(s.keys[out:], s.tmpK[i:])
	if s.values != nil {
		copy(s.values[out:], s.tmpV[i:])
	}
	return exc
}

// search returns where x belongs in lo:hi: after elements equal to it, or before them.
func (s *sorter) search(x Value, lo, hi int, after bool) (int, *Exception) {
	for lo < hi {
		m := int(uint(lo+hi) >> 1)
		var less bool
		var exc *Exception
		if after {
			less, exc = s.less(x, s.keys[m])
			less = !less
		} else {
			less, exc = s.less(s.keys[m], x)
		}
		if exc != nil {
			return 0, exc
		}
		if less {
			lo = m + 1
		} else {
			hi = m
		}
	}
	return lo, nil
}
