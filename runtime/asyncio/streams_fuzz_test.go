package asyncio

import (
	"bytes"
	"testing"

	"github.com/aio2go/aio2go/runtime/py"
)

// fuzzSeparators are what readuntil looks for, shortest first as separators sorts them.
var fuzzSeparators = [][][]byte{
	{[]byte("\n")},
	{[]byte("\r\n")},
	{[]byte("aa")},
	{[]byte("\n"), []byte("\r\n"), []byte("abc")},
	{[]byte("b"), []byte("ab")},
}

// expectedRead is what a read of the rest of a stream must give, whatever the pieces in
// which the stream arrives: the bytes, or those of the IncompleteReadError.
func expectedRead(rest []byte, op readOp, n int, seps [][]byte) (result []byte, complete bool) {
	switch op {
	case readExactly:
		return rest[:min(n, len(rest))], n <= len(rest)
	case readLine:
		seps = fuzzSeparators[0]
	}
	end := -1
	for _, sep := range seps {
		if i := bytes.Index(rest, sep); i >= 0 && (end < 0 || i+len(sep) < end) {
			end = i + len(sep)
		}
	}
	if end >= 0 {
		return rest[:end], true
	}
	return rest, op == readLine
}

// FuzzStreamReader feeds a stream in pieces to a reader and reads it by read, readline,
// readexactly and readuntil: every byte comes once, in order, and in the right portions.
func FuzzStreamReader(f *testing.F) {
	f.Add([]byte("GET / HTTP/1.1\r\nHost: a\r\n\r\nbody"), []byte{3, 3, 3, 0, 0}, uint8(5))
	f.Add([]byte("abcabaabb\n\r\n\n"), []byte{2, 4, 8, 12, 1, 17, 33, 0, 2, 3}, uint8(1))
	f.Add([]byte("no end"), []byte{1, 2, 2}, uint8(0))
	f.Add([]byte("xxabyyabczz"), []byte{19, 15, 3}, uint8(2))
	f.Fuzz(func(t *testing.T, data, ops []byte, piece uint8) {
		if len(data) > 1<<12 || len(ops) > 1<<7 {
			return
		}
		rest := data
		_, exc := runTest(t, func(loop *Loop) py.Value {
			s := newReader(loop, 1<<13)
			unfed := data
			var feeding, steps []step
			for range len(data)/(int(piece)+1) + 1 {
				feeding = append(feeding, func(py.Value, *py.Exception) (py.Value, *py.Exception) {
					n := min(int(piece)+1, len(unfed))
					s.feedData(unfed[:n])
					unfed = unfed[n:]
					return sleepV(1), nil
				})
			}
			feeding = append(feeding, func(py.Value, *py.Exception) (py.Value, *py.Exception) {
				s.feedData(unfed)
				s.feedEOF()
				return py.Value{}, nil
			})
			for _, o := range ops {
				op, arg := readOp(o%4), int(o/4)
				var seps [][]byte
				switch op {
				case readUntil:
					seps = fuzzSeparators[arg%len(fuzzSeparators)]
				case readLine:
					seps = [][]byte{newline}
				}
				steps = append(steps, func(py.Value, *py.Exception) (py.Value, *py.Exception) {
					return s.reading(op, arg, seps...).Object(), nil
				}, func(v py.Value, exc *py.Exception) (py.Value, *py.Exception) {
					rest = checkRead(t, rest, op, arg, seps, v, exc)
					return py.Value{}, nil
				})
			}
			all, exc := Gather(loop, []py.Value{newScript(feeding...), newScript(steps...)}, false)
			must(t, exc)
			return all
		})
		must(t, exc)
	})
}

// checkRead compares the outcome of one read, and returns what is then left.
func checkRead(t *testing.T, rest []byte, op readOp, n int, seps [][]byte, v py.Value, exc *py.Exception) []byte {
	t.Helper()
	if exc != nil {
		if exc.Type() != IncompleteReadErrorType {
			t.Fatalf("%s(%d, %q): %s", readNames[op], n, seps, reprExc(exc))
		}
		partial, e := py.GetAttr(exc.Value(), strPartial)
		must(t, e)
		v = partial
	}
	object, ok := py.AsBytes(v)
	if !ok {
		t.Fatalf("%s: %s is no bytes object", readNames[op], repr(v))
	}
	b := object.B
	if op == readSome { // any part that has come, but nothing only at the end
		if len(b) > n || !bytes.HasPrefix(rest, b) || len(b) == 0 && n > 0 && len(rest) > 0 {
			t.Fatalf("read(%d) = %q, %q is left", n, b, rest)
		}
		return rest[len(b):]
	}
	want, complete := expectedRead(rest, op, n, seps)
	if complete != (exc == nil) || !bytes.Equal(b, want) {
		t.Fatalf("%s(%d, %q) of %q: got %q (%v), want %q", readNames[op], n, seps, rest, b, exc == nil, want)
	}
	return rest[len(b):]
}
