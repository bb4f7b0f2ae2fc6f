package lzma

import (
	"math/big"
	"slices"

	"github.com/aio2go/aio2go/runtime/lzma"
	"github.com/aio2go/aio2go/runtime/py"
)

// This file implements the dicts that specify filters.

const (
	filterX86     = 4
	filterSPARC   = 9
	defaultPreset = 6
	presetExtreme = 1 << 31
	maxFilters    = 4
)

// unsigned returns an int of so many bits.
func unsigned(v value, size int) (uint64, exc) {
	if !v.IsInt() {
		return 0, py.Raisef(py.TypeErrorType, "an integer is required")
	}
	n := py.BigOf(v)
	switch {
	case n.Sign() < 0:
		return 0, py.Raisef(py.OverflowErrorType, "can't convert negative int to unsigned")
	case n.BitLen() > size && size == 32:
		return 0, py.Raisef(py.OverflowErrorType, "Value too large for uint32_t type")
	case n.BitLen() > size:
		return 0, py.Raisef(py.OverflowErrorType, "int too big to convert")
	}
	return n.Uint64(), nil
}

// presetFilter returns the filter that a preset means.
func presetFilter(id, preset uint64) (lzma.Filter, bool) {
	n := preset &^ presetExtreme
	if n > 9 {
		return lzma.Filter{}, false
	}
	return lzma.Preset(id, int(n)), true
}

// effortOf returns how hard the encoder tries.
func effortOf(preset uint64) int {
	n := int(preset & 15)
	if preset&presetExtreme != 0 {
		n += 4
	}
	return n
}

// filtersOf returns the filters of a sequence of dicts.
func filtersOf(v value) ([]lzma.Filter, exc) {
	n, e := py.Len(v)
	if e != nil {
		return nil, e
	}
	switch {
	case n == 0:
		return nil, failure(nil)
	case n > maxFilters:
		return nil, py.Raisef(py.ValueErrorType, "Too many filters - liblzma supports a maximum of %d", maxFilters)
	}
	var list []lzma.Filter
	for i := range n {
		item, e := py.GetItem(v, py.IntOf(i))
		if e != nil {
			return nil, e
		}
		f, e := filterOf(item)
		if e != nil {
			return nil, e
		}
		list = append(list, f)
	}
	return list, nil
}

// options are the entries of a filter's dict but its id.
type options map[string]value

// filterOf returns the filter that a dict specifies.
func filterOf(v value) (lzma.Filter, exc) {
	var f lzma.Filter
	if _, ok, e := py.LookupAttr(v.Type().Value(), py.Intern("__getitem__")); e != nil {
		return f, e
	} else if !ok {
		return f, py.Raisef(py.TypeErrorType, "Filter specifier must be a dict or dict-like object")
	}
	idV, e := py.GetItem(v, py.StrV("id"))
	if e != nil {
		if e.Is(py.KeyErrorType) {
			e = py.Raisef(py.ValueErrorType, "Filter specifier must have an \"id\" entry")
		}
		return f, e
	}
	id, e := unsigned(idV, 64)
	if e != nil {
		return f, e
	}
	entries, e := entriesOf(v)
	if e != nil {
		return f, e
	}
	switch {
	case id == lzma.FilterLZMA1, id == lzma.FilterLZMA2:
		return lzmaFilter(id, entries)
	case id == lzma.FilterDelta:
		return deltaFilter(entries)
	case id >= filterX86 && id <= filterSPARC:
		if !entries.only("start_offset") {
			return f, py.Raisef(py.ValueErrorType, "Invalid filter specifier for BCJ filter")
		}
		return f, failure(lzma.ErrOptions) // there are no filters for machine code
	}
	return f, py.Raisef(py.ValueErrorType, "Invalid filter ID: %s", new(big.Int).SetUint64(id))
}

func entriesOf(v value) (options, exc) {
	keys, e := py.IterItems(v)
	if e != nil {
		return nil, e
	}
	entries := options{}
	for _, k := range keys {
		name := ""
		if s, ok := py.AsStr(k); ok {
			name = s.String()
		}
		if name == "id" {
			continue
		}
		if entries[name], e = py.GetItem(v, k); e != nil {
			return nil, e
		}
	}
	return entries, nil
}

// only reports whether there are no other entries than these.
func (o options) only(names ...string) bool {
	for name := range o {
		if !slices.Contains(names, name) {
			return false
		}
	}
	return true
}

// number stores an entry, if there is one.
func (o options) number(name string, store func(uint32)) exc {
	v, ok := o[name]
	if !ok {
		return nil
	}
	n, e := unsigned(v, 32)
	if e == nil {
		store(uint32(n))
	}
	return e
}

func lzmaFilter(id uint64, o options) (lzma.Filter, exc) {
	if !o.only("preset", "dict_size", "lc", "lp", "pb", "mode", "nice_len", "mf", "depth") {
		return lzma.Filter{}, py.Raisef(py.ValueErrorType, "Invalid filter specifier for LZMA filter")
	}
	preset := uint64(defaultPreset)
	if e := o.number("preset", func(n uint32) { preset = uint64(n) }); e != nil {
		return lzma.Filter{}, e
	}
	f, ok := presetFilter(id, preset)
	if !ok {
		return f, py.Raisef(errorType, "Invalid compression preset: %d", preset)
	}
	ignore := func(uint32) {} // how the matches are found changes the size alone
	for _, x := range []struct {
		name  string
		store func(uint32)
	}{
		{"dict_size", func(n uint32) { f.Dict = n }},
		{"lc", func(n uint32) { f.Props.LC = int(n) }}, {"lp", func(n uint32) { f.Props.LP = int(n) }}, {"pb", func(n uint32) { f.Props.PB = int(n) }},
		{"mode", ignore}, {"nice_len", ignore}, {"mf", ignore}, {"depth", ignore},
	} {
		if e := o.number(x.name, x.store); e != nil {
			return f, e
		}
	}
	return f, nil
}

func deltaFilter(o options) (lzma.Filter, exc) {
	f := lzma.Filter{ID: lzma.FilterDelta, Dist: 1}
	if !o.only("dist") {
		return f, py.Raisef(py.ValueErrorType, "Invalid filter specifier for delta filter")
	}
	return f, o.number("dist", func(n uint32) { f.Dist = int(n) })
}

func encodeFilter(v value) (value, exc) {
	f, e := filterOf(v)
	if e != nil {
		return value{}, e
	}
	b, err := f.Encode()
	if err != nil {
		return value{}, failure(err)
	}
	return py.BytesV(b), nil
}

func decodeFilter(idV, encoded value) (value, exc) {
	id, e := unsigned(idV, 64)
	if e != nil {
		return value{}, e
	}
	b, e := py.BytesLike(encoded)
	if e != nil {
		return value{}, e
	}
	f, err := lzma.DecodeFilter(id, b)
	if err != nil {
		return value{}, failure(err)
	}
	d := py.NewDict()
	set := func(name string, n uint64) { d.SetStr(py.Intern(name), py.IntUint64(n)) }
	set("id", id)
	switch id {
	case lzma.FilterDelta:
		set("dist", uint64(f.Dist))
	case lzma.FilterLZMA1:
		set("lc", uint64(f.Props.LC))
		set("lp", uint64(f.Props.LP))
		set("pb", uint64(f.Props.PB))
		set("dict_size", uint64(f.Dict))
	default:
		set("dict_size", uint64(f.Dict))
	}
	return d.Value(), nil
}
