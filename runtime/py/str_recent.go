package py

import "unsafe"

// This file keeps the short strs that were last cut out of texts. The words of a text, the
// fields of its lines and the keys of its records come again and again: one that was made
// not long ago is used again, which takes no memory, and its hash is known.

const (
	recentBits = 10
	// maxRecent is the length of the longest text that is looked for, in bytes.
	maxRecent = 16
)

// recentStrs are exact strs by a hash of their text that is cheap, not the one of Python.
var recentStrs [1 << recentBits]*Str

// recentSlot returns where a str of the text t is, which has 2 to maxRecent bytes.
func recentSlot(t string) *(*Str) {
	p, n := unsafe.Pointer(unsafe.StringData(t)), uintptr(len(t))
	var a, b uint64
	switch {
	case n >= 8:
		a = *(*uint64)(p)
		b = *(*uint64)(unsafe.Add(p, n-8))
	case n >= 4:
		a = uint64(*(*uint32)(p))
		b = uint64(*(*uint32)(unsafe.Add(p, n-4)))
	default:
		a = uint64(*(*uint16)(p))
		b = uint64(*(*uint16)(unsafe.Add(p, n-2)))
	}
	h := (a^uint64(n))*0x9e3779b97f4a7c15 ^ b*0xc2b2ae3d27d4eb4f
	h ^= h >> 32
	h *= 0x9e3779b97f4a7c15
	return &recentStrs[h>>(64-recentBits)]
}

// recentASCII returns a str of b, which has 2 to maxRecent bytes, all of them ASCII.
func recentASCII(b []byte) *Str {
	t := unsafe.String(unsafe.SliceData(b), len(b))
	slot := recentSlot(t)
	if r := *slot; r != nil && r.S == t {
		return r
	}
	x, room := newRoom(len(b))
	copy(room, b)
	x.kind = strASCII
	*slot = x
	return x
}
