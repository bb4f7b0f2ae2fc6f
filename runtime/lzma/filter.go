package lzma

// This file implements chains of filters.

// The filters that have a number.
const (
	FilterLZMA1 = 0x4000000000000001
	FilterLZMA2 = 0x21
	FilterDelta = 0x03
)

// Filter is a filter with its options.
type Filter struct {
	ID    uint64
	Props Props  // of LZMA1, and what an encoder uses for LZMA2
	Dict  uint32 // of both
	Dist  int    // of the delta filter
}

// DecodeFilter returns the filter whose properties are encoded so.
func DecodeFilter(id uint64, props []byte) (Filter, error) {
	f := Filter{ID: id}
	ok := false
	switch {
	case id == FilterLZMA1 && len(props) == 5:
		f.Props, ok = ParseProps(props[0])
		f.Dict = uint32(props[1]) | uint32(props[2])<<8 | uint32(props[3])<<16 | uint32(props[4])<<24
	case id == FilterLZMA2 && len(props) == 1:
		f.Dict, ok = decodeDictSize(props[0])
	case id == FilterDelta && len(props) == 1:
		f.Dist, ok = int(props[0])+1, true
	}
	if !ok {
		return f, ErrOptions
	}
	return f, nil
}

// Encode returns the filter's properties as they are encoded.
func (f Filter) Encode() ([]byte, error) {
	switch f.ID {
	case FilterLZMA1:
		return []byte{f.Props.Byte(), byte(f.Dict), byte(f.Dict >> 8), byte(f.Dict >> 16), byte(f.Dict >> 24)}, nil
	case FilterLZMA2:
		return []byte{encodeDictSize(f.Dict)}, nil
	case FilterDelta:
		return []byte{byte(f.Dist - 1)}, nil
	}
	return nil, ErrOptions
}

// encodeDictSize returns the smallest size in LZMA2's properties that is as large as n.
func encodeDictSize(n uint32) byte {
	b := byte(0)
	for ; b < 40; b++ {
		if size, _ := decodeDictSize(b); size >= n {
			break
		}
	}
	return b
}

// newChain returns the stream of the filters' last, with what undoes the others around it, and
// the size of its dictionary.
func newChain(filters []Filter) (stream, int, error) {
	if len(filters) == 0 || len(filters) > 4 {
		return nil, 0, ErrOptions
	}
	last := filters[len(filters)-1]
	var s stream
	switch last.ID {
	case FilterLZMA1:
		a := &aloneStream{headed: true}
		a.d.model.reset(last.Props)
		s = a
	case FilterLZMA2:
		s = &rawLZMA2{l: newLZMA2()}
	default:
		return nil, 0, ErrOptions
	}
	dict := max(int(last.Dict), 4096)
	for i := len(filters) - 2; i >= 0; i-- {
		if filters[i].ID != FilterDelta || filters[i].Dist < 1 || filters[i].Dist > 256 {
			return nil, 0, ErrOptions
		}
		s = &delta{inner: s, w: window{dict: dict}, dist: filters[i].Dist}
	}
	return s, dict, nil
}

// delta undoes the delta filter: each byte is the difference to the one dist before it.
type delta struct {
	inner stream
	w     window
	dist  int
	old   [256]byte
	pos   int
}

func (d *delta) done() bool { return d.inner.done() && d.w.pending() == 0 }

func (d *delta) feed(w *window, in []byte, limit int) (int, error) {
	n, err := d.inner.feed(&d.w, in, limit)
	if err != nil {
		return 0, err
	}
	for _, b := range d.w.take(-1) {
		i := d.pos % d.dist
		d.old[i] += b
		d.pos++
		w.put(d.old[i])
	}
	return n, nil
}
