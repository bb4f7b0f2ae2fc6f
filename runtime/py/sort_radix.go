package py

// This file sorts numbers that carry positions, stably: what there is of order in them is
// used, else they are sorted digit by digit.

const (
	insertionKeys = 24  // up to so many are sorted by insertion
	radixKeys     = 200 // from so many on they are sorted by digits
	fewRuns       = 12  // so many ascending runs are merged
)

// order sorts group by its numbers and keeps the order of equal ones.
func (s *nativeSort) order(group []sortKey) {
	var differ uint64
	up, down := 0, 0
	last := group[0].key
	for i := range group {
		k := group[i].key
		differ |= k ^ last
		if k > last {
			up++
		} else if k < last {
			down++
		}
		last = k
	}
	n := len(group)
	switch {
	case down == 0:
	case up == 0:
		reverseKeys(group)
	case n <= insertionKeys:
		insertKeys(group)
	case n < radixKeys || down < fewRuns:
		mergeKeys(group, s.spare[:n], down < fewRuns)
	default:
		radixKeysBy(group, s.spare[:n], differ)
	}
}

// reverseKeys reverses group, but keeps the order of equal ones.
func reverseKeys(group []sortKey) {
	reverse := func(g []sortKey) {
		for i, j := 0, len(g)-1; i < j; i, j = i+1, j-1 {
			g[i], g[j] = g[j], g[i]
		}
	}
	reverse(group)
	for i := 0; i < len(group); {
		j := i + 1
		for j < len(group) && group[j].key == group[i].key {
			j++
		}
		reverse(group[i:j])
		i = j
	}
}

func insertKeys(group []sortKey) {
	for i := 1; i < len(group); i++ {
		x := group[i]
		j := i
		for j > 0 && group[j-1].key > x.key {
			group[j] = group[j-1]
			j--
		}
		group[j] = x
	}
}

// mergeKeys sorts by merging: the runs that there are, or pieces of equal length.
func mergeKeys(group, spare []sortKey, runs bool) {
	n := len(group)
	var room [64]int
	ends := room[:0]
	if runs {
		for i := 1; i < n; i++ {
			if group[i].key < group[i-1].key {
				ends = append(ends, i)
			}
		}
	} else {
		for i := 0; i+insertionKeys/2 < n; i += insertionKeys / 2 {
			insertKeys(group[i : i+insertionKeys/2])
			ends = append(ends, i+insertionKeys/2)
		}
		insertKeys(group[len(ends)*(insertionKeys/2):])
	}
	ends = append(ends, n)
	for len(ends) > 1 {
		start, kept := 0, 0
		for i := 0; i < len(ends); i += 2 {
			end := ends[i]
			if i+1 < len(ends) {
				end = ends[i+1]
				mergeTwo(group[start:end], ends[i]-start, spare)
			}
			ends[kept] = end
			kept++
			start = end
		}
		ends = ends[:kept]
	}
}

// mergeTwo merges the first mid elements of group with the rest.
func mergeTwo(group []sortKey, mid int, spare []sortKey) {
	start := 0
	for start < mid && group[start].key <= group[mid].key {
		start++
	}
	left := spare[:copy(spare, group[start:mid])]
	out := group[start:]
	right := group[mid:]
	for len(left) > 0 && len(right) > 0 {
		if right[0].key < left[0].key {
			out[0] = right[0]
			right = right[1:]
		} else {
			out[0] = left[0]
			left = left[1:]
		}
		out = out[1:]
	}
	copy(out, left)
}

// radixKeysBy sorts by each byte of the numbers in which some of them differ, the least
// significant first.
func radixKeysBy(group, spare []sortKey, differ uint64) {
	var counts [8][256]uint32
	var shifts [8]uint
	digits := 0
	for shift := uint(0); shift < 64; shift += 8 {
		if differ>>shift&0xff != 0 {
			shifts[digits] = shift
			digits++
		}
	}
	for i := range group {
		k := group[i].key
		for d, shift := range shifts[:digits] {
			counts[d&7][byte(k>>(shift&63))]++
		}
	}
	from, to := group, spare
	for d, shift := range shifts[:digits] {
		next := &counts[d&7]
		sum := uint32(0)
		for i, c := range next {
			next[i] = sum
			sum += c
		}
		for _, x := range from {
			digit := byte(x.key >> (shift & 63))
			to[next[digit]] = x
			next[digit]++
		}
		from, to = to, from
	}
	if digits&1 != 0 {
		copy(group, spare)
	}
}
