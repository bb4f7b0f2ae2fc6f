package pyio

import (
	"bytes"
	"syscall"

	"github.com/aio2go/aio2go/runtime/py"
)

// This file implements what a Buffered does with its buffer. Where a raw file would block,
// reads give nil.

// IsClosed implements Binary.
func (b *Buffered) IsClosed() bool { return b.bin == nil || b.detached || b.bin.IsClosed() }

// enter gives the buffer to the current thread until leave: another one may run while the
// raw file reads or writes, and has to wait. It raises RuntimeError where the thread has
// the buffer already, as a raw file does that is written in Python and uses it.
func (b *Buffered) enter() *py.Exception {
	for b.held != nil {
		if b.held == py.Current {
			name, exc := py.ReprText(b.Header.Value())
			if exc == nil {
				exc = py.Raisef(py.RuntimeErrorType, "reentrant call inside %s", name)
			}
			return exc
		}
		turn := make(chan struct{})
		b.queue = append(b.queue, turn)
		py.Blocking(func() { <-turn })
	}
	b.held = py.Current
	return nil
}

// leave lets the next thread have the buffer.
func (b *Buffered) leave() {
	b.held = nil
	if len(b.queue) > 0 {
		close(b.queue[0])
		b.queue = b.queue[1:]
	}
}

// start prepares the file for filling the empty buffer.
func (b *Buffered) start() *py.Exception {
	b.in, b.filled = nil, 0
	return b.flush()
}

// fill reads once what the buffer has room for, and returns how many bytes came, -1 where
// the raw file would block.
func (b *Buffered) fill() (int, *py.Exception) {
	more, exc := b.bin.ReadSome(b.size - b.filled)
	if exc != nil {
		return 0, exc
	}
	if more == nil {
		return -1, nil
	}
	b.filled += len(more)
	if len(b.in) == 0 {
		b.in = more
	} else {
		b.in = append(b.in, more...)
	}
	return len(more), nil
}

// take returns the first n bytes of the buffer.
func (b *Buffered) take(n int) []byte {
	out := b.in[:n:n]
	b.in = b.in[n:]
	return out
}

// ended is what a read returns that has out so far and to which no more comes: nothing, or
// nil where the file would block before the first byte.
func ended(out []byte, blocked bool) []byte {
	if len(out) == 0 {
		if blocked {
			return nil
		}
		return []byte{}
	}
	return out
}

// read is read(n), of all where n is negative.
func (b *Buffered) read(n int) ([]byte, *py.Exception) {
	if n < 0 {
		return b.readAll()
	}
	if n == 0 {
		return []byte{}, nil
	}
	if exc := b.enter(); exc != nil {
		return nil, exc
	}
	defer b.leave()
	if n <= len(b.in) {
		return b.take(n), nil
	}
	out := append([]byte(nil), b.in...)
	if exc := b.start(); exc != nil {
		return nil, exc
	}
	for whole := (n - len(out)) / b.size * b.size; whole > 0; whole = (n - len(out)) / b.size * b.size {
		more, exc := b.bin.ReadSome(whole)
		if exc != nil {
			return nil, exc
		}
		if len(more) == 0 {
			return ended(out, more == nil), nil
		}
		out = append(out, more...)
	}
	for len(out) < n && b.filled < b.size {
		k, exc := b.fill()
		if exc != nil {
			return nil, exc
		}
		if k <= 0 {
			return ended(out, k < 0), nil
		}
		out = append(out, b.take(min(n-len(out), len(b.in)))...)
	}
	return ended(out, false), nil
}

func (b *Buffered) readAll() ([]byte, *py.Exception) {
	if exc := b.enter(); exc != nil {
		return nil, exc
	}
	defer b.leave()
	all := b.in
	if exc := b.start(); exc != nil {
		return nil, exc
	}
	if r, ok := b.bin.(rawObject); ok {
		return r.readAll(all)
	}
	for {
		more, exc := b.bin.ReadSome(max(b.size, len(all)))
		if exc != nil {
			return nil, exc
		}
		if len(more) == 0 {
			return ended(all, more == nil), nil
		}
		all = append(all, more...)
	}
}

// read1 reads at most n bytes with at most one read of the raw file, nil where that would
// block.
func (b *Buffered) read1(n int) ([]byte, *py.Exception) {
	if n == 0 {
		return []byte{}, nil
	}
	if exc := b.enter(); exc != nil {
		return nil, exc
	}
	defer b.leave()
	if len(b.in) > 0 {
		return b.take(min(n, len(b.in))), nil
	}
	if exc := b.start(); exc != nil {
		return nil, exc
	}
	return b.bin.ReadSome(n)
}

// readInto1 is read1 for readinto1, which reads on behind what the buffer has where more
// than the buffer holds is wanted.
func (b *Buffered) readInto1(n int) ([]byte, *py.Exception) {
	if exc := b.enter(); exc != nil {
		return nil, exc
	}
	defer b.leave()
	if n <= len(b.in) {
		return b.take(n), nil
	}
	out := b.take(len(b.in))
	if exc := b.start(); exc != nil {
		return nil, exc
	}
	var more []byte
	switch left := n - len(out); {
	case left > b.size:
		var exc *py.Exception
		if more, exc = b.bin.ReadSome(left); exc != nil {
			return nil, exc
		}
	case len(out) > 0:
		return out, nil
	default:
		k, exc := b.fill()
		if exc != nil || k < 0 {
			return nil, exc
		}
		more = b.take(min(n, len(b.in)))
	}
	return ended(append(out, more...), more == nil), nil
}

// ReadSome implements Binary.
func (b *Buffered) ReadSome(n int) ([]byte, *py.Exception) {
	if exc := b.check("read of closed file"); exc != nil {
		return nil, exc
	}
	if exc := b.enter(); exc != nil {
		return nil, exc
	}
	defer b.leave()
	if len(b.in) == 0 {
		if exc := b.start(); exc != nil {
			return nil, exc
		}
		if k, exc := b.fill(); k < 0 || exc != nil {
			return nil, exc
		}
	}
	return ended(b.take(min(n, len(b.in))), false), nil
}

func (b *Buffered) readLine(limit int) ([]byte, *py.Exception) {
	if exc := b.enter(); exc != nil {
		return nil, exc
	}
	defer b.leave()
	var line []byte
	for limit < 0 || len(line) < limit {
		if len(b.in) == 0 {
			if exc := b.start(); exc != nil {
				return nil, exc
			}
			if k, exc := b.fill(); exc != nil {
				return nil, exc
			} else if k <= 0 {
				break
			}
		}
		k := bytes.IndexByte(b.in, '\n') + 1
		end := k > 0
		if k == 0 {
			k = len(b.in)
		}
		if limit >= 0 && k > limit-len(line) {
			k, end = limit-len(line), true
		}
		line = append(line, b.in[:k]...)
		b.in = b.in[k:]
		if end {
			break
		}
	}
	return line, nil
}

// WriteBytes implements Binary.
func (b *Buffered) WriteBytes(data []byte) *py.Exception {
	_, exc := b.write(data)
	return exc
}

// unread moves the raw file back to where the reader of the buffer is.
func (b *Buffered) unread() *py.Exception {
	n := len(b.in)
	b.in, b.filled = nil, 0
	if n == 0 {
		return nil
	}
	_, exc := b.bin.SeekTo(int64(-n), 1)
	return exc
}

// write passes on what the buffer has no room for.
func (b *Buffered) write(data []byte) (int, *py.Exception) {
	if exc := b.enter(); exc != nil {
		return 0, exc
	}
	defer b.leave()
	if exc := b.unread(); exc != nil {
		return 0, exc
	}
	keep := func(more []byte) {
		b.out = append(b.out, more...)
		if b.owned && len(b.out) > 0 {
			dirty[b] = struct{}{}
		}
	}
	if len(b.out)+len(data) <= b.size {
		keep(data)
		return len(data), nil
	}
	if exc := b.flush(); exc != nil {
		if !exc.Is(py.BlockingIOErrorType) {
			return 0, exc
		}
		room := b.size - len(b.out)
		if len(data) <= room {
			keep(data)
			return len(data), nil
		}
		keep(data[:room])
		return 0, wouldBlock(room)
	}
	written := 0
	for len(data)-written > b.size {
		n, blocked, exc := writeSome(b.bin, data[written:])
		if exc != nil {
			return 0, exc
		}
		if blocked {
			keep(data[written : written+b.size])
			return 0, wouldBlock(written + b.size)
		}
		written += n
	}
	keep(data[written:])
	return len(data), nil
}

// FlushOut implements Binary.
func (b *Buffered) FlushOut() *py.Exception {
	if b.held == nil && len(b.out) == 0 {
		return nil
	}
	if exc := b.enter(); exc != nil {
		return exc
	}
	defer b.leave()
	return b.flush()
}

// flush is FlushOut for who has the buffer.
func (b *Buffered) flush() *py.Exception {
	if len(b.out) == 0 {
		return nil
	}
	for len(b.out) > 0 {
		n, blocked, exc := writeSome(b.bin, b.out)
		if exc != nil {
			return exc
		}
		if blocked {
			return wouldBlock(0)
		}
		b.out = b.out[n:]
	}
	b.out = nil
	if b.owned {
		delete(dirty, b)
	}
	return nil
}

// wouldBlock is the error of a write of which the raw file and the buffer have taken n bytes.
func wouldBlock(n int) *py.Exception {
	x, exc := py.CallN(py.BlockingIOErrorType.Value(), []py.Value{py.IntOf(int(syscall.EAGAIN)), py.StrV("write could not complete without blocking"), py.IntOf(n)})
	if exc != nil {
		return exc
	}
	return py.Raise(x)
}

// writeSome writes to the file as much as it takes.
func writeSome(f Binary, data []byte) (n int, blocked bool, exc *py.Exception) {
	switch f := f.(type) {
	case rawObject:
		return f.writeSome(data)
	case *FileIO:
		return f.writeSome(data)
	}
	return len(data), false, f.WriteBytes(data)
}

// rewind empties the buffer both ways.
func (b *Buffered) rewind() *py.Exception {
	if exc := b.FlushOut(); exc != nil {
		return exc
	}
	return b.unread()
}

// flushAll is the method flush.
func (b *Buffered) flushAll() *py.Exception {
	if exc := b.FlushOut(); exc != nil {
		return exc
	}
	if _, ok := b.bin.(rawObject); ok {
		_, exc := py.CallMethod0(b.raw, nameFlush)
		return exc
	}
	return nil
}

// CloseFile implements Binary.
func (b *Buffered) CloseFile() *py.Exception {
	if b.IsClosed() {
		return nil
	}
	return b.closeRaw(b.flushAll())
}

// closeRaw closes the raw file after a flush that raised exc.
func (b *Buffered) closeRaw(exc *py.Exception) *py.Exception {
	var closing *py.Exception
	if f, ok := b.bin.(*FileIO); ok {
		closing = f.CloseFile()
	} else {
		_, closing = py.CallMethod0(b.raw, nameClose)
	}
	exc = afterFlush(exc, closing)
	if b.owned {
		delete(dirty, b)
	}
	return exc
}

// afterFlush is the exception of a close after a flush: what closing raised comes before
// what the flush had raised.
func afterFlush(flushed, closed *py.Exception) *py.Exception {
	if closed == nil {
		return flushed
	}
	if closed.Context == nil {
		closed.Context = flushed
	}
	return closed
}

// position is where the raw file is.
func (b *Buffered) position(offset int64, whence int) (int64, *py.Exception) {
	n, exc := b.bin.SeekTo(offset, whence)
	if exc == nil && n < 0 {
		exc = py.Raisef(py.OSErrorType, "Raw stream returned invalid position %d", n)
	}
	return n, exc
}

func (b *Buffered) tell() (int64, *py.Exception) {
	var n int64
	var exc *py.Exception
	if r, ok := b.bin.(rawObject); ok {
		n, exc = r.tell()
	} else {
		n, exc = b.position(0, 1)
	}
	return max(n-int64(len(b.in))+int64(len(b.out)), 0), exc
}

// SeekTo implements Binary.
func (b *Buffered) SeekTo(offset int64, whence int) (int64, *py.Exception) {
	if exc := b.check("seek of closed file"); exc != nil {
		return 0, exc
	}
	if whence < 0 || whence > 4 {
		return 0, py.Raisef(py.ValueErrorType, "whence value %d unsupported", whence)
	}
	if ok, exc := b.canSeek(); exc != nil {
		return 0, exc
	} else if !ok {
		return 0, Unsupported("File or stream is not seekable.")
	}
	if whence == 1 && offset == 0 {
		return b.tell()
	}
	if exc := b.FlushOut(); exc != nil {
		return 0, exc
	}
	if whence == 1 {
		offset -= int64(len(b.in))
	}
	n, exc := b.position(offset, whence)
	if exc == nil {
		b.in, b.filled = nil, 0
	}
	return n, exc
}

func (b *Buffered) canSeek() (bool, *py.Exception) {
	if f, ok := b.bin.(*FileIO); ok {
		return f.seekable(), nil
	}
	return can(b.raw, nameSeekable)
}
