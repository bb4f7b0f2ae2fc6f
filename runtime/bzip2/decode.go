package bzip2

import "errors"

// This file implements the decompressor. It reads on where it has stopped for want of input, so
// that input in small pieces is not read time and again and what is wrong is found at once.

// ErrData says that the data is none of the format.
var ErrData = errors.New("bzip2: invalid data")

var errMore = errors.New("bzip2: more is needed")

// Decoder is a decompression of one stream.
type Decoder struct {
	in    []byte
	bit   int                  // how many bits of in have been read
	mark  int                  // how many need not be read again once there is more
	stage func(*Decoder) error // reads what comes next
	part  blockReader          // of the block that is being read
	level int
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
	short bool // the input ends within something
}

// blockReader is the reading of a block: of which group of symbols has which table, of the
// tables, and of the symbols.
type blockReader struct {
	origin     int
	front      []byte // the bytes, those that came latest first
	count      int    // tables
	groups     int
	places     [maxTables]byte // the tables, those that came latest first
	selectors  []byte          // the tables of the first maxSelectors groups
	group      int             // groups whose table has been read
	length     int             // of a code, so far; 0 before those of a table
	lengths    []byte
	tables     []*table
	symbols    int // that have been read
	block      []uint32
	counts     [256]int
	run, power int // the length of a run, so far, and what the next symbol of it counts
}

// NewDecoder returns a decompression.
func NewDecoder() *Decoder { return &Decoder{stage: (*Decoder).readHeader} }

// Done reports whether the end of the stream has been read.
func (d *Decoder) Done() bool { return d.done }

// Rest is the input that has not been read.
func (d *Decoder) Rest() []byte { return d.in[(d.bit+7)/8:] }

// Hungry reports whether all of the input has been used before the end.
func (d *Decoder) Hungry() bool { return !d.done && (d.short || len(d.Rest()) == 0) }

// Read adds data to the input and decompresses at most limit bytes, all for less than none.
// It reads on to what makes more output, so that the end is seen. Nothing comes of data that is
// wrong, nor of what is added to it.
func (d *Decoder) Read(data []byte, limit int) (out []byte, err error) {
	d.in = append(d.in[d.bit/8:], data...)
	d.bit %= 8
	d.short = false
	if out, err = d.read(limit); err != nil {
		d.in, d.bit, d.short, d.open = nil, 0, true, false
		d.stage = func(*Decoder) error { return err }
		return nil, err
	}
	return out, nil
}

func (d *Decoder) read(limit int) (out []byte, err error) {
	for !d.done {
		if d.open {
			if out, err = d.expand(out, limit); err != nil || d.open {
				return out, err
			}
			continue
		}
		d.mark = d.bit
		if err = d.stage(d); err == errMore {
			d.bit, d.short = d.mark, true
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

func (d *Decoder) readHeader() error {
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
	d.stage = (*Decoder).readMagic
	return nil
}

// readMagic reads the beginning of a block or the end of the stream.
func (d *Decoder) readMagic() error {
	magic := uint64(0)
	for rest := 40; rest >= 0; rest -= 8 {
		c, err := d.bits(8)
		if err != nil {
			return err
		}
		magic = magic<<8 | uint64(c)
		if magic != blockMagic>>rest && magic != endMagic>>rest {
			return ErrData
		}
	}
	sum, err := d.bits(32)
	if err != nil {
		return err
	}
	if magic == blockMagic {
		d.sum = sum
		d.stage = (*Decoder).readHead
		return nil
	}
	if sum != d.all {
		return ErrData
	}
	d.done = true
	d.bit = (d.bit + 7) / 8 * 8
	return nil
}

// table decodes the symbols of one code.
type table struct {
	limit  [22]int // of the codes of a length, the first that is none
	base   [22]int // what is taken off a code to get the symbol's place
	symbol []uint16
	min    int
}

func newTable(lengths []byte) *table {
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
	return t
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

// readHead reads what stands in a block between its checksum and the tables of the groups.
func (d *Decoder) readHead() error {
	disorder, err := d.bits(1)
	if err != nil {
		return err
	}
	if disorder != 0 {
		return ErrData // blocks in disorder are of versions before 1.0
	}
	origin, err := d.bits(24)
	if err != nil {
		return err
	}
	if int(origin) > d.level*blockUnit+10 {
		return ErrData
	}
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
	count, err := d.bits(3)
	if err != nil {
		return err
	}
	if count < 2 || count > maxTables {
		return ErrData
	}
	groups, err := d.bits(15)
	if err != nil {
		return err
	}
	if groups == 0 {
		return ErrData
	}
	d.part = blockReader{origin: int(origin), front: front, count: int(count), groups: int(groups),
		places: [maxTables]byte{0, 1, 2, 3, 4, 5}, power: 1}
	d.stage = (*Decoder).readSelectors
	return nil
}

// readSelectors reads which group has which table.
func (d *Decoder) readSelectors() error {
	p := &d.part
	for p.group < p.groups {
		j := 0
		for {
			b, err := d.bits(1)
			if err != nil {
				return err
			}
			if b == 0 {
				break
			}
			if j++; j >= p.count {
				return ErrData
			}
		}
		d.mark = d.bit
		s := p.places[j]
		copy(p.places[1:j+1], p.places[:j])
		p.places[0] = s
		if p.group++; p.group <= maxSelectors {
			p.selectors = append(p.selectors, s)
		}
	}
	d.stage = (*Decoder).readTables
	return nil
}

// readTables reads the lengths of the codes of each table, as steps from the one before.
func (d *Decoder) readTables() error {
	p := &d.part
	for len(p.tables) < p.count {
		if p.length == 0 {
			l, err := d.bits(5)
			if err != nil {
				return err
			}
			p.length, p.lengths = int(l), make([]byte, 0, len(p.front)+2)
		}
		for len(p.lengths) < cap(p.lengths) {
			if p.length < 1 || p.length > 20 {
				return ErrData
			}
			d.mark = d.bit
			more, err := d.bits(1)
			if err != nil {
				return err
			}
			if more == 0 {
				p.lengths = append(p.lengths, byte(p.length))
				continue
			}
			less, err := d.bits(1)
			if err != nil {
				return err
			}
			p.length += 1 - 2*int(less)
		}
		p.tables = append(p.tables, newTable(p.lengths))
		p.length = 0
		d.mark = d.bit
	}
	d.stage = (*Decoder).readSymbols
	return nil
}

// readSymbols reads the symbols of a block.
func (d *Decoder) readSymbols() error {
	p := &d.part
	front, end := p.front, len(p.front)+1
	limit := d.level * blockUnit
	for ; ; p.symbols++ {
		d.mark = d.bit
		if p.symbols/groupSize >= len(p.selectors) {
			return ErrData
		}
		s, err := d.symbol(p.tables[p.selectors[p.symbols/groupSize]])
		if err != nil {
			return err
		}
		if s <= 1 {
			if p.power > 2<<20 {
				return ErrData
			}
			p.run += p.power << s
			p.power *= 2
			continue
		}
		if p.run > 0 {
			if len(p.block)+p.run > limit {
				return ErrData
			}
			p.counts[front[0]] += p.run
			for range p.run {
				p.block = append(p.block, uint32(front[0]))
			}
			p.run, p.power = 0, 1
		}
		if s == end {
			return d.openBlock()
		}
		if len(p.block) >= limit {
			return ErrData
		}
		j := s - 1
		c := front[j]
		copy(front[1:j+1], front[:j])
		front[0] = c
		p.counts[c]++
		p.block = append(p.block, uint32(c))
	}
}

// openBlock begins the output of a block that has been read: its bytes become a list, in which
// each is followed by the one whose place is above its lowest 8 bits.
func (d *Decoder) openBlock() error {
	p := d.part
	d.part = blockReader{}
	d.stage = (*Decoder).readMagic
	block := p.block
	if p.origin >= len(block) {
		return ErrData
	}
	var starts [256]int
	sum := 0
	for c, n := range p.counts {
		starts[c] = sum
		sum += n
	}
	for i := range block {
		c := byte(block[i])
		block[starts[c]] |= uint32(i) << 8
		starts[c]++
	}
	d.block, d.next, d.left = block, block[p.origin]>>8, len(block)
	d.last, d.run, d.again, d.have, d.open = -1, 0, 0, ^uint32(0), true
	return nil
}

// expand writes bytes of the block, with its runs, and closes it, with a look at the sum, once
// all of them are written.
func (d *Decoder) expand(out []byte, limit int) ([]byte, error) {
	for {
		full := limit >= 0 && len(out) >= limit
		switch {
		case d.again > 0:
			if full {
				return out, nil
			}
			d.again--
			out = append(out, byte(d.last))
			d.have = addSum(d.have, byte(d.last))
			continue
		case d.left == 0:
			d.open = false
			if ^d.have != d.sum || d.run == 4 {
				return out, ErrData
			}
			d.all = combine(d.all, d.sum)
			return out, nil
		case full && d.run < 4:
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
}
