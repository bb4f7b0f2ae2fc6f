package zlib

import (
	"bytes"
	"compress/flate"
	"encoding/binary"
	"hash/crc32"
	"sync"
)

// This file implements compression over Go's compress/flate, which has a window of 32 KB,
// one way to flush and no copies. Smaller windows are made by forgetting what lies behind
// at least that often; a copy goes on after a flush with the last 32 KB as its dictionary.

// Flush modes.
const (
	noFlush = iota
	partialFlush
	syncFlush
	fullFlush
	finish
	blockFlush
	treesFlush
)

// deflater is the state of a compression.
type deflater struct {
	format  int // 0 for a bare stream, formatZlib or formatGzip
	level   int // as flate has it
	window  int // how many bytes matches may reach back
	w       *flate.Writer
	primed  bool // w has a dictionary
	buf     bytes.Buffer
	header  []byte // nil once it is in buf
	history []byte // the last bytes of input, for a copy
	run     int    // how many bytes w has got since it knows of none before
	dirty   bool   // w has got bytes since its last flush
	sum     uint32
	total   uint32
	last    int // the last flush mode
	message string
	done    bool
}

const maxHistory = 32 << 10

// writers are unused ones without dictionary, by level: one has more than a megabyte.
var writers [flate.BestCompression - flate.HuffmanOnly + 1]sync.Pool

func newWriter(buf *bytes.Buffer, level int) *flate.Writer {
	if w, ok := writers[level-flate.HuffmanOnly].Get().(*flate.Writer); ok {
		w.Reset(buf)
		return w
	}
	w, err := flate.NewWriter(buf, level)
	if err != nil {
		panic(err) // the level has been checked
	}
	return w
}

// release gives the writer back.
func (d *deflater) release() {
	if d.w != nil && !d.primed {
		d.w.Reset(nil)
		writers[d.level-flate.HuffmanOnly].Put(d.w)
	}
	d.w = nil
}

const (
	huffmanOnly  = 2
	lastStrategy = 4
)

// newDeflater returns the state for zlib's parameters, nil if they have no meaning.
func newDeflater(level, method, wbits, memLevel, strategy int) *deflater {
	d := &deflater{format: formatZlib, last: -2}
	switch {
	case wbits < 0:
		d.format, wbits = 0, -wbits
	case wbits > 15:
		d.format, wbits = formatGzip, wbits-16
	}
	if level == -1 {
		level = 6
	}
	if level < 0 || level > 9 || method != methodDeflate || memLevel < 1 || memLevel > 9 || strategy < 0 || strategy > lastStrategy ||
		wbits < 8 || wbits > 15 || wbits == 8 && d.format != formatZlib {
		return nil
	}
	wbits = max(wbits, 9)
	d.window, d.level = 1<<wbits, level
	slow := 2
	switch {
	case strategy >= huffmanOnly || level < 2:
		slow = 0
	case level < 6:
		slow = 1
	case level > 6:
		slow = 3
	}
	switch d.format {
	case formatZlib:
		d.sum = 1
		h := uint16(methodDeflate+(wbits-8)<<4)<<8 | uint16(slow)<<6
		d.header = binary.BigEndian.AppendUint16(nil, h+31-h%31)
	case formatGzip:
		extra := byte(0)
		switch {
		case level == 9:
			extra = 2
		case slow == 0:
			extra = 4
		}
		const unix = 3
		d.header = []byte{0x1f, 0x8b, methodDeflate, 0, 0, 0, 0, 0, extra, unix}
	}
	if strategy == huffmanOnly && level > 0 {
		d.level = flate.HuffmanOnly
	}
	return d
}

// setDict gives the dictionary before the first byte; it reports whether it can be.
func (d *deflater) setDict(dict []byte) bool {
	if d.format == formatGzip {
		return false
	}
	if d.format == formatZlib && len(dict) > 0 {
		const hasDict = 1 << 5
		h := binary.BigEndian.Uint16(d.header)&^31 | hasDict
		d.header = binary.BigEndian.AppendUint16(nil, h+31-h%31)
		d.header = binary.BigEndian.AppendUint32(d.header, adler(1, dict))
	}
	d.remember(dict)
	d.prime()
	return true
}

// matches reports whether there is anything to be remembered for: with a small window the
// writer is never told of what was before.
func (d *deflater) matches() bool {
	return d.level >= 2 && d.window == maxHistory
}

func (d *deflater) remember(data []byte) {
	if !d.matches() {
		return
	}
	if len(data) >= maxHistory {
		d.history = append(d.history[:0], data[len(data)-maxHistory:]...)
		return
	}
	if n := len(d.history) + len(data) - 2*maxHistory; n > 0 {
		d.history = d.history[:copy(d.history, d.history[len(d.history)-maxHistory:])]
	}
	d.history = append(d.history, data...)
}

// prime makes a writer that knows the history.
func (d *deflater) prime() {
	if len(d.history) == 0 {
		return
	}
	w, err := flate.NewWriterDict(&d.buf, d.level, d.history[max(len(d.history)-maxHistory, 0):])
	if err != nil {
		panic(err) // the level has been checked
	}
	d.w, d.primed = w, true
}

// forget makes matches reach no further back than to what is written next.
func (d *deflater) forget() {
	if d.primed {
		d.w, d.primed = newWriter(&d.buf, d.level), false
	} else {
		d.w.Reset(&d.buf)
	}
	d.history, d.run = d.history[:0], 0
}

func (d *deflater) write(data []byte) {
	switch d.format {
	case formatZlib:
		d.sum = adler(d.sum, data)
	case formatGzip:
		d.sum = crc32.Update(d.sum, crc32.IEEETable, data)
	}
	d.total += uint32(len(data))
	d.remember(data)
	for len(data) > 0 {
		n := len(data)
		if d.window < maxHistory {
			if d.run == d.window {
				d.w.Flush()
				d.forget()
			}
			n = min(n, d.window-d.run)
		}
		d.w.Write(data[:n]) // to a bytes.Buffer: it cannot fail
		d.run += n
		data = data[n:]
		d.dirty = true
	}
}

// rank orders the flush modes by strength.
func rank(mode int) int {
	if mode > finish {
		return mode*2 - 9
	}
	return mode * 2
}

// deflate compresses data and flushes. It reports false, with a message or none, where
// zlib has Z_STREAM_ERROR.
func (d *deflater) deflate(data []byte, mode int) bool {
	if d.done || mode < noFlush || mode > blockFlush {
		return false
	}
	if d.header != nil {
		d.buf.Write(d.header)
		d.header = nil
	}
	old := d.last
	d.last = mode
	if len(data) == 0 && mode != finish && rank(mode) <= rank(old) {
		d.message = "buffer error"
		return true
	}
	if d.w == nil {
		d.w = newWriter(&d.buf, d.level)
	}
	d.write(data)
	switch mode {
	case noFlush:
	case finish:
		d.w.Close()
		d.release()
		switch d.format {
		case formatZlib:
			d.buf.Write(binary.BigEndian.AppendUint32(nil, d.sum))
		case formatGzip:
			d.buf.Write(binary.LittleEndian.AppendUint32(binary.LittleEndian.AppendUint32(nil, d.sum), d.total))
		}
		d.done = true
	default:
		d.w.Flush()
		d.dirty = false
		if mode == fullFlush {
			d.forget()
		}
	}
	return true
}

// output returns what has been made since the last call.
func (d *deflater) output() []byte {
	b := bytes.Clone(d.buf.Bytes())
	if b == nil {
		b = []byte{}
	}
	d.buf.Reset()
	if d.done {
		d.buf = bytes.Buffer{}
	}
	return b
}

// clone returns a state that goes on independently. Both have what they have been given
// flushed.
func (d *deflater) clone() *deflater {
	if d.dirty {
		d.w.Flush()
		d.dirty = false
	}
	c := *d
	c.buf = bytes.Buffer{}
	c.buf.Write(d.buf.Bytes())
	c.history = bytes.Clone(d.history)
	c.w, c.primed, c.run = nil, false, 0
	c.prime()
	return &c
}
