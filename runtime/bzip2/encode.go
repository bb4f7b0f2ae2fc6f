package bzip2

// This file implements the compressor: runs, blocks, and the codes of a block.

// Encoder is a compression.
type Encoder struct {
	level   int
	block   []byte
	used    [256]bool
	sum     uint32 // of the block
	all     uint32 // of the stream
	last    int    // the byte of the run that is being counted, -1 for none
	run     int
	started bool
	bits    uint32
	n       uint
	out     []byte
}

// NewEncoder returns a compression with blocks of level times 100,000 bytes.
func NewEncoder(level int) *Encoder {
	return &Encoder{level: level, last: -1, sum: ^uint32(0)}
}

// Write compresses data.
func (e *Encoder) Write(data []byte) {
	limit := e.level*blockUnit - 19
	for _, c := range data {
		if len(e.block) >= limit {
			e.flushBlock(false)
		}
		switch {
		case int(c) != e.last && e.run == 1:
			e.sum = addSum(e.sum, byte(e.last))
			e.add(byte(e.last))
			e.last = int(c)
		case int(c) != e.last || e.run == 255:
			e.flushRun()
			e.last, e.run = int(c), 1
		default:
			e.run++
		}
	}
}

// Finish ends the stream.
func (e *Encoder) Finish() {
	e.flushRun()
	e.flushBlock(true)
}

// Output returns what has been made, once.
func (e *Encoder) Output() []byte {
	out := e.out
	e.out = nil
	return out
}

func (e *Encoder) add(c byte) {
	e.used[c] = true
	e.block = append(e.block, c)
}

// flushRun puts the run into the block: from four bytes on as four and how many more.
func (e *Encoder) flushRun() {
	if e.last < 0 {
		return
	}
	c := byte(e.last)
	for range e.run {
		e.sum = addSum(e.sum, c)
	}
	for range min(e.run, 4) {
		e.add(c)
	}
	if e.run >= 4 {
		e.add(byte(e.run - 4))
	}
	e.last, e.run = -1, 0
}

// put writes the n lowest bits of v.
func (e *Encoder) put(n uint, v uint32) {
	for e.n >= 8 {
		e.out = append(e.out, byte(e.bits>>24))
		e.bits <<= 8
		e.n -= 8
	}
	e.bits |= v << (32 - e.n - n)
	e.n += n
}

func (e *Encoder) put32(v uint32) {
	for s := 24; s >= 0; s -= 8 {
		e.put(8, v>>s&0xff)
	}
}

func (e *Encoder) put48(v uint64) {
	for s := 40; s >= 0; s -= 8 {
		e.put(8, uint32(v>>s)&0xff)
	}
}

func (e *Encoder) flushBlock(last bool) {
	if !e.started {
		e.started = true
		for _, c := range []byte{'B', 'Z', 'h', '0' + byte(e.level)} {
			e.put(8, uint32(c))
		}
	}
	if len(e.block) > 0 {
		e.sum = ^e.sum
		e.all = combine(e.all, e.sum)
		order, origin := rotations(e.block)
		e.put48(blockMagic)
		e.put32(e.sum)
		e.put(1, 0)
		e.put(24, uint32(origin))
		e.send(e.symbols(order))
	}
	if last {
		e.put48(endMagic)
		e.put32(e.all)
		for e.n > 0 {
			e.out = append(e.out, byte(e.bits>>24))
			e.bits <<= 8
			e.n -= min(e.n, 8)
		}
	}
	e.block, e.used, e.sum = e.block[:0], [256]bool{}, ^uint32(0)
}

// symbols turns the last column of the sorted rotations into places in a list that moves
// what is used to its front, with runs of the first place as numbers.
func (e *Encoder) symbols(order []int32) (list []uint16, alphabet int) {
	var front []byte
	for c := range 256 {
		if e.used[c] {
			front = append(front, byte(c))
		}
	}
	end := len(front) + 1
	zeros := 0
	flush := func() {
		for zeros > 0 {
			list = append(list, uint16(1-zeros&1)) // 0 counts one, 1 two, of a power
			zeros = (zeros - 1) / 2
		}
	}
	n := int32(len(e.block))
	for _, at := range order {
		c := e.block[(at+n-1)%n]
		if c == front[0] {
			zeros++
			continue
		}
		flush()
		j := 1
		for front[j] != c {
			j++
		}
		copy(front[1:j+1], front[:j])
		front[0] = c
		list = append(list, uint16(j+1))
	}
	flush()
	return append(list, uint16(end)), end + 1
}

// send writes the symbols with up to six codes, each of which fits some groups of them.
func (e *Encoder) send(list []uint16, alphabet int) {
	tables := 6
	for i, limit := range []int{200, 600, 1200, 2400} {
		if len(list) < limit {
			tables = 2 + i
			break
		}
	}
	lengths := firstLengths(list, alphabet, tables)
	var selectors []byte
	for range 4 {
		freq := make([][]int32, tables)
		for t := range freq {
			freq[t] = make([]int32, alphabet)
		}
		selectors = selectors[:0]
		for from := 0; from < len(list); from += groupSize {
			group := list[from:min(from+groupSize, len(list))]
			best, cost := 0, int(^uint(0)>>1)
			for t := range lengths {
				sum := 0
				for _, s := range group {
					sum += int(lengths[t][s])
				}
				if sum < cost {
					best, cost = t, sum
				}
			}
			selectors = append(selectors, byte(best))
			for _, s := range group {
				freq[best][s]++
			}
		}
		for t := range lengths {
			codeLengths(lengths[t], freq[t])
		}
	}
	e.sendMap()
	e.put(3, uint32(tables))
	e.put(15, uint32(len(selectors)))
	places := []byte{0, 1, 2, 3, 4, 5}
	for _, s := range selectors {
		j := 0
		for places[j] != s {
			j++
		}
		copy(places[1:j+1], places[:j])
		places[0] = s
		for range j {
			e.put(1, 1)
		}
		e.put(1, 0)
	}
	codes := make([][]uint32, tables)
	for t, l := range lengths {
		codes[t] = assign(l)
		at := l[0]
		e.put(5, uint32(at))
		for _, n := range l {
			for ; at < n; at++ {
				e.put(2, 2)
			}
			for ; at > n; at-- {
				e.put(2, 3)
			}
			e.put(1, 0)
		}
	}
	for i, s := range list {
		t := selectors[i/groupSize]
		e.put(uint(lengths[t][s]), codes[t][s])
	}
}

// sendMap writes which bytes the block has.
func (e *Encoder) sendMap() {
	var rows [16]uint32
	all := uint32(0)
	for c, is := range e.used {
		if is {
			rows[c/16] |= 1 << (15 - c%16)
			all |= 1 << (15 - c/16)
		}
	}
	e.put(16, all)
	for _, row := range rows {
		if row != 0 {
			e.put(16, row)
		}
	}
}

// firstLengths are the lengths of codes that the search for better ones begins with: each
// prefers a range of symbols, and the ranges are as frequent as each other.
func firstLengths(list []uint16, alphabet, tables int) [][]byte {
	freq := make([]int, alphabet)
	for _, s := range list {
		freq[s]++
	}
	lengths := make([][]byte, tables)
	rest, from := len(list), 0
	for part := tables; part > 0; part-- {
		want, sum, to := rest/part, 0, from-1
		for sum < want && to < alphabet-1 {
			to++
			sum += freq[to]
		}
		if to > from && part != tables && part != 1 && (tables-part)%2 == 1 {
			sum -= freq[to]
			to--
		}
		l := make([]byte, alphabet)
		for s := range l {
			if s < from || s > to {
				l[s] = 15
			}
		}
		lengths[part-1] = l
		from = to + 1
		rest -= sum
	}
	return lengths
}
