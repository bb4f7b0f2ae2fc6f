package py

import "unsafe"

// This file remembers where modules have their attributes, so that `asyncio.sleep` is not
// looked up in a dict each time. What is remembered is a place, at which is looked: nothing
// has to be told of a change.

// moduleCache has its entries by the module and the name.
var moduleCache [1 << moduleCacheBits]moduleCacheEntry

const moduleCacheBits = 9

type moduleCacheEntry struct {
	module *Module
	name   *Str
	global *Value // the Go variable, or else
	pos    int    // the place in the dict's entries
}

func moduleCached(m *Module, name *Str) *moduleCacheEntry {
	h := uintptr(unsafe.Pointer(m))>>4 ^ uintptr(unsafe.Pointer(name))>>4
	return &moduleCache[h&(1<<moduleCacheBits-1)]
}

// moduleAttr returns the attribute name of v, whose class is ModuleType itself, where it is
// known what place it is in, else the zero Value. Names that the class has are not there.
func moduleAttr(v Value, name *Str) Value {
	m := heap[Module](v)
	e := moduleCached(m, name)
	if e.module != m || e.name != name {
		return Value{}
	}
	if e.global != nil {
		return *e.global
	}
	if entries := m.dict.entries; e.pos < len(entries) && entries[e.pos].key == name.Value() {
		return entries[e.pos].value
	}
	return Value{}
}

// rememberPlace notes where m has the global name. The class of m is ModuleType, which has
// no attribute of that name.
func (m *Module) rememberPlace(name *Str) {
	if g := m.variable(name); g != nil {
		*moduleCached(m, name) = moduleCacheEntry{module: m, name: name, global: g}
	} else if pos := m.dict.findStr(name); pos >= 0 {
		*moduleCached(m, name) = moduleCacheEntry{module: m, name: name, pos: pos}
	}
}
