package expat

// This file implements what Expat calls the deferral of reparsing: a token that has come in
// part is read again only once the bytes have doubled since, or where Expat's buffer would
// have to grow, of which the sizes are therefore kept here.

// buffer is what Expat's buffer would be.
type buffer struct {
	size     int // 0 before the first bytes
	from, to int // where the bytes are in it that have not been used
	before   int // how many there were when none of them could be used
}

// The sizes that Expat is built with.
const (
	firstBuffer = 1024
	kept        = 1024 // of what has been used
)

// add makes room for n bytes behind those that are left. It reports whether it is worth
// reading them, and whether the bytes are elsewhere now.
func (b *buffer) add(n, left int) (enough, moved bool) {
	if n > b.size-b.to || b.size == 0 {
		moved = true
		keep := min(b.from, kept)
		needed := n + b.to - b.from + keep
		if b.size > 0 && needed <= b.size {
			if keep < b.from {
				b.to -= b.from - keep
				b.from = keep
			}
		} else {
			size := b.size
			if size == 0 {
				size = firstBuffer
			}
			for size *= 2; size < needed; {
				size *= 2
			}
			b.size, b.to, b.from = size, b.to-b.from+keep, keep
		}
	}
	b.to += n
	room := b.from - min(b.from, kept) + b.size - b.to
	return left >= 2*b.before || n > room, moved
}

// left says how many bytes are left after they have been read.
func (b *buffer) left(n int) {
	b.before = 0
	if n == b.to-b.from {
		b.before = n
	}
	b.from = b.to - n
}
