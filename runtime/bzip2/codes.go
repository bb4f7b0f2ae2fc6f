package bzip2

import "slices"

// This file implements the codes of symbols and the order of rotations.

// codeLengths computes the lengths of the codes for frequencies, of at most 17 bits. Of
// trees that are equally good the flatter one is made, by counting the depth in the weights.
func codeLengths(lengths []byte, freq []int32) {
	const longest, depth = 17, 8
	n := len(lengths)
	weight := make([]int32, 2*n+1)
	parent := make([]int, 2*n+1)
	for i, f := range freq {
		weight[i+1] = max(f, 1) << depth
	}
	for {
		heap := make([]int, 1, n+2) // from 1 on; 0 is a guard
		up := func() {
			i := len(heap) - 1
			x := heap[i]
			for weight[x] < weight[heap[i>>1]] {
				heap[i] = heap[i>>1]
				i >>= 1
			}
			heap[i] = x
		}
		take := func() int {
			top := heap[1]
			x := heap[len(heap)-1]
			heap[1] = x
			heap = heap[:len(heap)-1]
			i := 1
			for {
				k := i << 1
				if k >= len(heap) {
					break
				}
				if k+1 < len(heap) && weight[heap[k+1]] < weight[heap[k]] {
					k++
				}
				if weight[x] < weight[heap[k]] {
					break
				}
				heap[i] = heap[k]
				i = k
			}
			if i < len(heap) {
				heap[i] = x
			}
			return top
		}
		for i := 1; i <= n; i++ {
			parent[i] = -1
			heap = append(heap, i)
			up()
		}
		for node := n + 1; len(heap) > 2; node++ {
			a, b := take(), take()
			parent[a], parent[b], parent[node] = node, node, -1
			const mask = 1<<depth - 1
			weight[node] = (weight[a]&^mask + weight[b]&^mask) | (1 + max(weight[a]&mask, weight[b]&mask))
			heap = append(heap, node)
			up()
		}
		fits := true
		for i := 1; i <= n; i++ {
			l := 0
			for k := i; parent[k] >= 0; k = parent[k] {
				l++
			}
			lengths[i-1] = byte(l)
			fits = fits && l <= longest
		}
		if fits {
			return
		}
		for i := 1; i <= n; i++ {
			weight[i] = (1 + weight[i]>>depth/2) << depth
		}
	}
}

// assign gives each symbol its code: the shorter ones first, and in order.
func assign(lengths []byte) []uint32 {
	codes := make([]uint32, len(lengths))
	next := uint32(0)
	for l := slices.Min(lengths); l <= slices.Max(lengths); l++ {
		for s, n := range lengths {
			if n == l {
				codes[s] = next
				next++
			}
		}
		next <<= 1
	}
	return codes
}

// rotations returns where the rotations of b begin, sorted, and the place of the first, of
// those that are like it the last, as libbz2 has it. They are sorted by their first
// bytes, then, where they do not differ in these, by twice as many, and so on: the order of
// the rotations that begin behind is known from the round before.
func rotations(b []byte) (order []int32, origin int) {
	n := len(b)
	order = make([]int32, n)
	rank := make([]int32, n) // the last place in order of the rotations like it
	var starts [257]int
	for _, c := range b {
		starts[int(c)+1]++
	}
	for c := range 256 {
		starts[c+1] += starts[c]
	}
	next := starts
	for i, c := range b {
		order[next[c]] = int32(i)
		next[c]++
		rank[i] = int32(starts[int(c)+1] - 1)
	}
	// groups are the ranges of order with more than one rotation that are not told apart.
	type group struct{ from, to int }
	var groups []group
	for c := range 256 {
		if starts[c+1]-starts[c] > 1 {
			groups = append(groups, group{starts[c], starts[c+1]})
		}
	}
	keys := make([]int32, n)
	for h := 1; h < n && len(groups) > 0; h *= 2 {
		var left []group
		for _, g := range groups {
			for _, at := range order[g.from:g.to] {
				k := int(at) + h
				if k >= n {
					k -= n
				}
				keys[at] = rank[k]
			}
		}
		for _, g := range groups {
			part := order[g.from:g.to]
			slices.SortStableFunc(part, func(x, y int32) int { return int(keys[x]) - int(keys[y]) })
			for i := 0; i < len(part); {
				j := i + 1
				for j < len(part) && keys[part[j]] == keys[part[i]] {
					j++
				}
				for _, at := range part[i:j] {
					rank[at] = int32(g.from + j - 1)
				}
				if j-i > 1 {
					left = append(left, group{g.from + i, g.from + j})
				}
				i = j
			}
		}
		groups = left
	}
	return order, int(rank[0])
}
