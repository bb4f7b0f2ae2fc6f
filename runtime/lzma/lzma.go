// Package lzma decodes and encodes data in the formats of the LZMA algorithm: .xz files
// (The .xz File Format, version 1.1.0), the older .lzma files, and streams of LZMA1 and
// LZMA2 without a container.
//
// Go's library has none of them, and a package of others' would have to be carried in the
// vendor folder of every program. The data come and go in pieces of any size, as the module
// lzma of Python wants. Of the filters before LZMA2 there is the delta filter alone; those for
// machine code are refused with ErrOptions.
package lzma

import "errors"

// The errors of decoders.
var (
	ErrFormat  = errors.New("the data are not in this format")
	ErrOptions = errors.New("invalid or unsupported options")
	ErrData    = errors.New("corrupt data")
	ErrLimit   = errors.New("the dictionary is larger than the limit")
	ErrCheck   = errors.New("unsupported integrity check")
)

// The kinds of checks in an .xz file.
const (
	CheckNone    = 0
	CheckCRC32   = 1
	CheckCRC64   = 4
	CheckSHA256  = 10
	CheckUnknown = 16
)

// Props are the parameters of LZMA: how many bits of the byte before a literal, and how many
// low bits of the position, choose its probabilities, and how many of the position choose
// those of the rest.
type Props struct{ LC, LP, PB int }

// ParseProps returns the parameters that are encoded in a byte.
func ParseProps(b byte) (Props, bool) {
	if b >= 9*5*5 {
		return Props{}, false
	}
	return Props{LC: int(b % 9), LP: int(b / 9 % 5), PB: int(b / 45)}, true
}

// Byte encodes the parameters.
func (p Props) Byte() byte { return byte((p.PB*5+p.LP)*9 + p.LC) }

// The states of the algorithm: what the last operations were.
const (
	numStates   = 12
	firstMatch  = 7 // the states from here on follow something else than a literal
	minMatch    = 2
	maxMatch    = 273
	probInit    = 1 << 10
	probBits    = 11
	probMove    = 5
	topValue    = 1 << 24
	lenStates   = 4
	alignBits   = 4
	endSlot     = 14 // from this slot on, low bits of distances have fixed probabilities
	numDistance = 128
)

// lengthProbs are the probabilities of a length.
type lengthProbs struct {
	choice, choice2 uint16
	low, mid        [16][8]uint16
	high            [256]uint16
}

// model is what decoder and encoder both keep of what went before.
type model struct {
	props   Props
	state   int
	rep     [4]uint32 // the last distances, less one
	isMatch [numStates << 4]uint16
	isRep   [numStates]uint16
	isRepG0 [numStates]uint16
	isRepG1 [numStates]uint16
	isRepG2 [numStates]uint16
	isLong  [numStates << 4]uint16
	slot    [lenStates][64]uint16
	special [1 + numDistance - endSlot]uint16
	align   [1 << alignBits]uint16
	length  lengthProbs
	replen  lengthProbs
	literal []uint16
}

func fill(p []uint16) {
	for i := range p {
		p[i] = probInit
	}
}

func (l *lengthProbs) reset() {
	l.choice, l.choice2 = probInit, probInit
	for i := range l.low {
		fill(l.low[i][:])
		fill(l.mid[i][:])
	}
	fill(l.high[:])
}

// reset brings the model to its beginning.
func (m *model) reset(p Props) {
	m.props, m.state, m.rep = p, 0, [4]uint32{}
	for _, probs := range [][]uint16{m.isMatch[:], m.isRep[:], m.isRepG0[:], m.isRepG1[:], m.isRepG2[:], m.isLong[:], m.special[:], m.align[:]} {
		fill(probs)
	}
	for i := range m.slot {
		fill(m.slot[i][:])
	}
	m.length.reset()
	m.replen.reset()
	if n := 0x300 << (p.LC + p.LP); cap(m.literal) >= n {
		m.literal = m.literal[:n]
	} else {
		m.literal = make([]uint16, n)
	}
	fill(m.literal)
}

// literalProbs returns the probabilities of a literal at a position after the byte prev.
func (m *model) literalProbs(pos int, prev byte) []uint16 {
	i := pos&(1<<m.props.LP-1)<<m.props.LC + int(prev)>>(8-m.props.LC)
	return m.literal[0x300*i : 0x300*(i+1)]
}

func (m *model) afterLiteral() {
	switch {
	case m.state < 4:
		m.state = 0
	case m.state < 10:
		m.state -= 3
	default:
		m.state -= 6
	}
}

// after sets the state: the first if a literal was before, else the second.
func (m *model) after(literal, other int) {
	if m.state < firstMatch {
		m.state = literal
	} else {
		m.state = other
	}
}
