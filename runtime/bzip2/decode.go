package bzip2

import "errors"

// This file implements the decompressor. It reads a block once all of it is there.

// ErrData says that the data is none of the format.
var ErrData = errors.New("bzip2: invalid data")

var errMore = errors.New("bzip2: more is needed")

// Decoder is a decompression of one stream.
type Decoder struct {
	in    []byte
	bit   int // how many bits of in have been read
	level int // 0 before the header
	all   uint32
	sum   uint32 // what the block's is said to be
	have  uint32 // what it is so far
	block []uint32
	next  uint32 // of the block, which is a list
	left  int    // bytes of the block that have not been read
	last  int
	run   int
	again int // how often last is still to come
	open  bool
	done  bool
}

// NewDecoder returns a decompression.
func NewDecoder() *Decoder { return &Decoder{} }

// Done reports whether the end of the stream has been read.
func (d *Decoder) Done() bool { return d.done }

// Rest is the input that has not been read.
func (d *Decoder) Rest() []byte { return d.in[(d.bit+7)/8:] }

// Pending reports whether there is output without further input.
func (d *Decoder) Pending() bool { return d.open }

// Read adds data to the input and decompresses at most limit bytes, all for less than none.
func (d *Decoder) Read(data []byte, limit int) (out []byte, err error) {
	d.in = append(d.in[d.bit/8:], data...)
	d.bit %= 8
	for !d.done && (limit < 0 || len(out) < limit) {
		if d.open {
			if out, err = d.expand(out, limit); err != nil {
				return out, err
			}
			continue
		}
		start := d.bit
		err := d.step()
		if err == errMore {
			d.bit = start
			return out, nil
		}
		if err != nil {
			return out, err
		}
	}
	return out, nil
}

func (d *Decoder) bits(n int) (uint32, error) {
	if d.bit+n > 8*len(d.in) {
		return 0, errMore
	}
	v := uint32(0)
	for n > 0 {
		off := d.bit % 8
		k := min(8-off, n)
		b := uint32(d.in[d.bit/8]) >> (8 - off - k) & (1<<k - 1)
		v = v<<k | b
		d.bit += k
		n -= k
	}
	return v, nil
}

// step reads the header, a block or the end.
func (d *Decoder) step() error {
	if d.level == 0 {
		for _, want := range []byte("BZh") {
			c, err := d.bits(8)
			if err != nil {
				return err
			}
			if byte(c) != want {
				return ErrData
			}
		}
		c, err := d.bits(8)
		if err != nil {
			return err
		}
		if c < '1' || c > '9' {
			return ErrData
		}
		d.level = int(c - '0')
		return nil
	}
	var magic uint64
	for range 6 {
		c, err := d.bits(8)
		if err != nil {
			return err
		}
		magic = magic<<8 | uint64(c)
	}
	sum, err := d.bits(32)
	if err != nil {
		return err
	}
	switch magic {
	case endMagic:
		if sum != d.all {
			return ErrData
		}
		d.done = true
		d.bit = (d.bit + 7) / 8 * 8
		return nil
	case blockMagic:
		d.sum = sum
		return d.readBlock()
	}
	return ErrData
}

// table decodes the symbols of one code.
type table struct {
	limit  [22]int // of the codes of a length, the first that is none
	base   [22]int // what is taken off a code to get the symbol's place
	symbol []uint16
	min    int
}

func newTable(lengths []byte) (*table, error) {
	t := &table{min: 32}
	var count [22]int
	for _, l := range lengths {
		count[l]++
		t.min = min(t.min, int(l))
	}
	code, place := 0, 0
	for l := 1; l <= 20; l++ {
		for s, n := range lengths {
			if int(n) == l {
				t.symbol = append(t.symbol, uint16(s))
			}
		}
		t.base[l] = code - place
		code += count[l]
		place += count[l]
		t.limit[l] = code
		code <<= 1
	}
	return t, nil
}

func (d *Decoder) symbol(t *table) (int, error) {
	v, err := d.bits(t.min)
	if err != nil {
		return 0, err
	}
	code := int(v)
	for l := t.min; ; l++ {
		if l > 20 {
			return 0, ErrData
		}
		if code < t.limit[l] {
			place := code - t.base[l]
			if place < 0 || place >= len(t.symbol) {
				return 0, ErrData
			}
			return int(t.symbol[place]), nil
		}
		b, err := d.bits(1)
		if err != nil {
			return 0, err
		}
		code = code<<1 | int(b)
	}
}

// readBlock reads a block behind its checksum.
func (d *Decoder) readBlock() error {
	head, err := d.bits(25)
	if err != nil {
		return err
	}
	if head>>24 != 0 {
		return ErrData // blocks in disorder are of versions before 1.0
	}
	origin := int(head)
	rows, err := d.bits(16)
	if err != nil {
		return err
	}
	var front []byte
	for r := range 16 {
		if rows>>(15-r)&1 == 0 {
			continue
		}
		row, err := d.bits(16)
		if err != nil {
			return err
		}
		for c := range 16 {
			if row>>(15-c)&1 != 0 {
				front = append(front, byte(16*r+c))
			}
		}
	}
	if len(front) == 0 {
		return ErrData
	}
	tables, selectors, err := d.codes(len(front) + 2)
	if err != nil {
		return err
	}
	end := len(front) + 1
	limit := d.level * blockUnit
	block := make([]uint32, 0, min(limit, 1<<16))
	var counts [256]int
	run, power := 0, 1
	for i := 0; ; i++ {
		if i/groupSize >= len(selectors) {
			return ErrData
		}
		s, err := d.symbol(tables[selectors[i/groupSize]])
		if err != nil {
			return err
		}
		if s <= 1 {
			if power > 2<<20 {
				return ErrData
			}
			run += power << s
			power *= 2
			continue
		}
		if run > 0 {
			if len(block)+run > limit {
				return ErrData
			}
			counts[front[0]] += run
			for range run {
				block = append(block, uint32(front[0]))
			}
			run, power = 0, 1
		}
		if s == end {
			break
		}
		if len(block) >= limit {
			return ErrData
		}
		j := s - 1
		c := front[j]
		copy(front[1:j+1], front[:j])
		front[0] = c
		counts[c]++
		block = append(block, uint32(c))
	}
	if origin >= len(block) {
		return ErrData
	}
	// The bytes become a list: each is followed by the one whose place is above its lowest 8 bits.
	var starts [256]int
	sum := 0
	for c, n := range counts {
		starts[c] = sum
		sum += n
	}
	for i := range block {
		c := byte(block[i])
		block[starts[c]] |= uint32(i) << 8
		starts[c]++
	}
	d.block, d.next, d.left = block, block[origin]>>8, len(block)
	d.last, d.run, d.again, d.have, d.open = -1, 0, 0, ^uint32(0), true
	return nil
}

// codes reads the tables of a block and which group has which.
func (d *Decoder) codes(alphabet int) (tables []*table, selectors []byte, err error) {
	head, err := d.bits(18)
	if err != nil {
		return nil, nil, err
	}
	n, count := int(head>>15), int(head&0x7fff)
	if n < 2 || n > maxTables || count == 0 {
		return nil, nil, ErrData
	}
	places := []byte{0, 1, 2, 3, 4, 5}
	for range count {
		j := 0
		for {
			b, err := d.bits(1)
			if err != nil {
				return nil, nil, err
			}
			if b == 0 {
				break
			}
			if j++; j >= n {
				return nil, nil, ErrData
			}
		}
		s := places[j]
		copy(places[1:j+1], places[:j])
		places[0] = s
		if len(selectors) < maxSelectors {
			selectors = append(selectors, s)
		}
	}
	for range n {
		v, err := d.bits(5)
		if err != nil {
			return nil, nil, err
		}
		l := int(v)
		lengths := make([]byte, alphabet)
		for s := range lengths {
			for {
				if l < 1 || l > 20 {
					return nil, nil, ErrData
				}
				b, err := d.bits(1)
				if err != nil {
					return nil, nil, err
				}
				if b == 0 {
					break
				}
				if b, err = d.bits(1); err != nil {
					return nil, nil, err
				}
				l += 1 - 2*int(b)
			}
			lengths[s] = byte(l)
		}
		t, err := newTable(lengths)
		if err != nil {
			return nil, nil, err
		}
		tables = append(tables, t)
	}
	return tables, selectors, nil
}

// expand writes bytes of the block, with its runs, and checks the sum at its end.
func (d *Decoder) expand(out []byte, limit int) ([]byte, error) {
	for limit < 0 || len(out) < limit {
		if d.again > 0 {
			d.again--
			out = append(out, byte(d.last))
			d.have = addSum(d.have, byte(d.last))
			continue
		}
		if d.left == 0 {
			d.open = false
			if ^d.have != d.sum {
				return out, ErrData
			}
			d.all = combine(d.all, d.sum)
			return out, nil
		}
		v := d.block[d.next]
		d.next = v >> 8
		d.left--
		c := int(v & 0xff)
		if d.run == 4 {
			d.again, d.run = c, 0
			continue
		}
		if c != d.last {
			d.run = 0
		}
		d.last = c
		d.run++
		out = append(out, byte(c))
		d.have = addSum(d.have, byte(c))
	}
	return out, nil
}
