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
	// gallop is how many elements in a row one run must give in a merge before its next
	// elements are searched for.
	gallop int
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
	s.gallop = minGallop
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
		i := len(s.runs) - 2
		if i > 0 && s.runs[i-1].n < s.runs[i+1].n {
			i--
		}
		if exc := s.mergeAt(i); exc != nil {
			return exc
		}
	}
	return nil
}

// countRun returns the length of the run that begins at start. One that descends is reversed
// in place, with equal elements in their order: as CPython since 3.13 it takes equal elements
// into such a run.
func (s *sorter) countRun(start int) (int, *Exception) {
	n := len(s.keys)
	if start+1 >= n {
		return n - start, nil
	}
	end := start + 1
	for ; end < n; end++ {
		falls, exc := s.less(s.keys[end], s.keys[end-1])
		if exc != nil {
			return 0, exc
		}
		if falls {
			break
		}
	}
	if end == n {
		return n - start, nil
	}
	if end > start+1 {
		rises, exc := s.less(s.keys[start], s.keys[end-1])
		if rises || exc != nil {
			return end - start, exc
		}
		s.reverse(start, end) // All are equal, and will be reversed again.
	}
	equal := 0 // how many elements before end are equal to the one before them
	for end++; end < n; end++ {
		falls, exc := s.less(s.keys[end], s.keys[end-1])
		if exc != nil {
			return 0, exc
		}
		if falls {
			if equal > 0 {
				s.reverse(end-equal-1, end)
				equal = 0
			}
			continue
		}
		rises, exc := s.less(s.keys[end-1], s.keys[end])
		if exc != nil {
			return 0, exc
		}
		if rises {
			break
		}
		equal++
	}
	if equal > 0 {
		s.reverse(end-equal-1, end)
	}
	s.reverse(start, end)
	// What follows may go on where the reversed run ends.
	for ; end < n; end++ {
		falls, exc := s.less(s.keys[end], s.keys[end-1])
		if exc != nil {
			return 0, exc
		}
		if falls {
			break
		}
	}
	return end - start, nil
}

// reverse reverses the elements from lo to hi.
func (s *sorter) reverse(lo, hi int) {
	reverseItems(s.keys[lo:hi])
	if s.values != nil {
		reverseItems(s.values[lo:hi])
	}
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
			if exc := s.mergeAt(len(s.runs) - 2); exc != nil {
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

// mergeAt merges run i of the stack and the next.
func (s *sorter) mergeAt(i int) *Exception {
	a, b := s.runs[i], s.runs[i+1]
	s.runs[i].n = a.n + b.n
	s.runs = append(s.runs[:i+1], s.runs[i+2:]...)
	return s.merge(a.start, b.start, b.start+b.n)
}
