package struct_

import (
	"encoding/binary"
	"math/bits"
)

// This file reads and writes numbers in the byte order of a layout.

func (l *layout) uint16(b []byte) uint16 {
	x := binary.LittleEndian.Uint16(b)
	if l.big {
		x = bits.ReverseBytes16(x)
	}
	return x
}

func (l *layout) uint32(b []byte) uint32 {
	x := binary.LittleEndian.Uint32(b)
	if l.big {
		x = bits.ReverseBytes32(x)
	}
	return x
}

func (l *layout) uint64(b []byte) uint64 {
	x := binary.LittleEndian.Uint64(b)
	if l.big {
		x = bits.ReverseBytes64(x)
	}
	return x
}

func (l *layout) putUint16(b []byte, x uint16) {
	if l.big {
		x = bits.ReverseBytes16(x)
	}
	binary.LittleEndian.PutUint16(b, x)
}

func (l *layout) putUint32(b []byte, x uint32) {
	if l.big {
		x = bits.ReverseBytes32(x)
	}
	binary.LittleEndian.PutUint32(b, x)
}

func (l *layout) putUint64(b []byte, x uint64) {
	if l.big {
		x = bits.ReverseBytes64(x)
	}
	binary.LittleEndian.PutUint64(b, x)
}
