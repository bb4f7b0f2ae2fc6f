// Package unidata is the Unicode character database of CPython 3.13's module unicodedata:
// version 15.1, and version 3.2 as far as it differs. It has the properties of characters,
// their decompositions, the normal forms and the names.
//
// The tables are generated from that module by gen.py, kept compressed and read when they
// are first asked for. Package ucd has what every str needs.
package unidata

import (
	"bytes"
	"compress/flate"
	_ "embed" // for the tables
	"encoding/binary"
	"io"
	"strconv"
	"strings"
	"sync"
)

//go:generate python3.13 gen.py

//go:embed properties.bin
var packedProperties []byte

// unpack returns the text of a table.
func unpack(packed []byte) []byte {
	data, err := io.ReadAll(flate.NewReader(bytes.NewReader(packed)))
	if err != nil {
		panic(err) // the tables are part of the executable
	}
	return data
}

// Properties are those of one character.
type Properties struct {
	Category  string
	Bidi      string // "" if unassigned
	Width     string
	Combining int
	Mirrored  bool
	Decimal   int // -1 if it is none
	Digit     int // -1 if it is none
	Numeric   float64
	IsNumeric bool
}

// A version is one of the two databases.
type version struct {
	starts  []int32 // where runs of characters with the same properties begin
	records []uint16
	pages   [0x1101]uint16 // the runs in which each 256 characters begin
}

type decomposition struct {
	tag      string // "" if canonical
	to       []rune
	composes bool
}

type database struct {
	records    []Properties
	now, old   version
	decomposed map[rune]decomposition
	composed   map[[2]rune]rune
	corrected  map[rune]rune // decompositions of version 3.2 that were wrong
}

// reader reads a table from front to back.
type reader struct{ data []byte }

func (r *reader) byte() int {
	b := r.data[0]
	r.data = r.data[1:]
	return int(b)
}

func (r *reader) int() int {
	v, n := binary.Uvarint(r.data)
	r.data = r.data[n:]
	return int(v)
}

// words reads a line of words, of which "-" is the empty one.
func (r *reader) words() []string {
	line, rest, _ := bytes.Cut(r.data, []byte("\n"))
	r.data = rest
	list := strings.Split(string(line), " ")
	for i, w := range list {
		if w == "-" {
			list[i] = ""
		}
	}
	return list
}

func (r *reader) version() version {
	n := r.int()
	v := version{starts: make([]int32, n), records: make([]uint16, n)}
	at, page := 0, 0
	for i := range n {
		v.starts[i] = int32(at)
		for at += r.int(); page < len(v.pages) && page<<8 < at; page++ {
			v.pages[page] = uint16(i)
		}
		v.records[i] = uint16(r.int())
	}
	v.pages[len(v.pages)-1] = uint16(n - 1)
	return v
}

var load = sync.OnceValue(func() *database {
	r := &reader{unpack(packedProperties)}
	categories, bidis, widths, numerics, tags := r.words(), r.words(), r.words(), r.words(), r.words()
	d := &database{decomposed: map[rune]decomposition{}, composed: map[[2]rune]rune{}, corrected: map[rune]rune{}}
	d.records = make([]Properties, r.int())
	for i := range d.records {
		p := &d.records[i]
		p.Category, p.Bidi, p.Combining, p.Mirrored = categories[r.byte()], bidis[r.byte()], r.byte(), r.byte() == 1
		p.Width, p.Decimal, p.Digit = widths[r.byte()], r.byte()-1, r.byte()-1
		if n := numerics[r.int()]; n != "" {
			p.IsNumeric = true
			p.Numeric, _ = strconv.ParseFloat(n, 64)
		}
	}
	d.now, d.old = r.version(), r.version()
	c := rune(0)
	for range r.int() {
		c += rune(r.int())
		flags := r.byte()
		x := decomposition{to: make([]rune, r.int()), composes: flags&1 == 1}
		if flags > 1 {
			x.tag = tags[flags>>1-1]
		}
		for i := range x.to {
			x.to[i] = rune(r.int())
		}
		d.decomposed[c] = x
		if x.composes {
			d.composed[[2]rune{x.to[0], x.to[1]}] = c
		}
	}
	for range r.int() {
		c := rune(r.int())
		d.corrected[c] = rune(r.int())
	}
	return d
})

// Of returns the properties of c, as of version 3.2 if old.
func Of(c rune, old bool) *Properties {
	d := load()
	v := &d.now
	if old {
		v = &d.old
	}
	i, end := int(v.pages[c>>8]), int(v.pages[c>>8+1])+1
	for end-i > 1 {
		if m := (i + end) / 2; v.starts[m] <= c {
			i = m
		} else {
			end = m
		}
	}
	return &d.records[v.records[i]]
}

// unassigned reports a character that version 3.2 has not.
func unassigned(c rune) bool { return Of(c, true).Category == "Cn" }

// Decomposition returns the decomposition of c as the database writes it: "0041 030A",
// "<compat> 0020 0308", or "".
func Decomposition(c rune, old bool) string {
	x, ok := load().decomposed[c]
	if !ok || old && unassigned(c) {
		return ""
	}
	var b strings.Builder
	b.WriteString(x.tag)
	for _, c := range x.to {
		if b.Len() > 0 {
			b.WriteByte(' ')
		}
		s := strings.ToUpper(strconv.FormatInt(int64(c), 16))
		b.WriteString("0000"[min(len(s), 4):] + s)
	}
	return b.String()
}
