// Package bzip2 compresses and decompresses the format of bzip2, piece by piece. What it
// writes is, byte for byte, what libbz2 writes. (Go's own package only decompresses,
// and reads on behind the end of a stream.)
package bzip2

// The magic numbers of a block and of the end of a stream.
const (
	blockMagic = 0x314159265359
	endMagic   = 0x177245385090
)

const (
	groupSize    = 50  // symbols that share a table
	maxAlphabet  = 258 // the two run symbols, the others and the end
	maxTables    = 6
	maxSelectors = 18002
	blockUnit    = 100000
)

// sums is the table of the checksum, which is a CRC-32 whose highest bit comes first.
var sums = func() (t [256]uint32) {
	const polynomial = 0x04c11db7
	for i := range t {
		c := uint32(i) << 24
		for range 8 {
			if c&(1<<31) != 0 {
				c = c<<1 ^ polynomial
			} else {
				c <<= 1
			}
		}
		t[i] = c
	}
	return t
}()

func addSum(sum uint32, b byte) uint32 { return sum<<8 ^ sums[byte(sum>>24)^b] }

// combine adds a block's checksum to that of the stream.
func combine(all, block uint32) uint32 { return (all<<1 | all>>31) ^ block }
