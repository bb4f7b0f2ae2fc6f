package zlib

import (
	"bytes"
	"compress/flate"
	"compress/gzip"
	gozlib "compress/zlib"
	"io"
	"math"
	"math/rand/v2"
	"testing"
)

// samples are texts of several kinds: runs, random bytes, and words.
func samples() [][]byte {
	r := rand.New(rand.NewPCG(1, 2))
	list := [][]byte{nil, []byte("a"), bytes.Repeat([]byte("a"), 70000)}
	for _, n := range []int{100, 5000, 150000} {
		random, words := make([]byte, n), make([]byte, 0, n)
		for i := range random {
			random[i] = byte(r.Uint32())
		}
		for len(words) < n {
			at := r.IntN(len(random) - 20)
			words = append(words, random[at:at+3+r.IntN(17)]...)
			if len(words) > 40000 && r.IntN(2) == 0 {
				at := len(words) - 1 - r.IntN(32000)
				words = append(words, words[at:min(at+300, len(words))]...)
			}
		}
		list = append(list, random, words)
	}
	return list
}

// TestInflate reads what Go's packages write, in pieces of input and of output.
func TestInflate(t *testing.T) {
	for _, data := range samples() {
		for level := flate.HuffmanOnly; level <= flate.BestCompression; level++ {
			var raw, zl, gz bytes.Buffer
			a, _ := flate.NewWriter(&raw, level)
			b, _ := gozlib.NewWriterLevel(&zl, level)
			c, _ := gzip.NewWriterLevel(&gz, level)
			c.Name, c.Comment, c.Extra = "name", "comment", []byte("extra")
			for _, w := range []io.WriteCloser{a, b, c} {
				if _, err := w.Write(data); err != nil {
					t.Fatal(err)
				}
				if err := w.Close(); err != nil {
					t.Fatal(err)
				}
			}
			for wbits, in := range map[int][]byte{-15: raw.Bytes(), 15: zl.Bytes(), 31: gz.Bytes(), 47: gz.Bytes(), 32: zl.Bytes()} {
				for _, size := range [][2]int{{math.MaxInt, math.MaxInt}, {1, math.MaxInt}, {math.MaxInt, 7}, {500, 1000}} {
					checkInflate(t, wbits, append(bytes.Clone(in), "rest"...), data, size[0], size[1])
				}
			}
		}
	}
}

// checkInflate feeds in by pieces, with at most limit bytes of output at a time.
func checkInflate(t *testing.T, wbits int, in, want []byte, piece, limit int) {
	t.Helper()
	z := newInflater(wbits)
	var got []byte
	for s := stalled; s == stalled; {
		part := in[:min(piece, len(in))]
		z.begin()
		n, now := z.run(part, limit)
		if len(z.output()) > limit {
			t.Fatalf("wbits %d: %d bytes of output, limit %d", wbits, len(z.output()), limit)
		}
		got = append(got, z.output()...)
		in = in[n:]
		if s = now; s == stalled && n == 0 && len(z.output()) == 0 {
			t.Fatalf("wbits %d: no progress at %d", wbits, len(got))
		}
		if s != stalled && s != streamEnd {
			t.Fatalf("wbits %d: status %d: %s", wbits, s, z.message)
		}
	}
	if !bytes.Equal(got, want) {
		t.Fatalf("wbits %d, pieces of %d: got %d bytes, want %d", wbits, piece, len(got), len(want))
	}
	if string(in) != "rest" {
		t.Fatalf("wbits %d: %d bytes are left", wbits, len(in))
	}
}

// TestDeflate reads what deflater writes, with flushes, copies and small windows.
func TestDeflate(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 4))
	for _, data := range samples() {
		for level := -1; level <= 9; level++ {
			for _, wbits := range []int{-15, 15, 31, 9, -12} {
				d := newDeflater(level, methodDeflate, wbits, 8, 0)
				var out []byte
				for rest := data; len(rest) > 0; {
					n := min(1+r.IntN(40000), len(rest))
					d.deflate(rest[:n], noFlush)
					rest = rest[n:]
					switch r.IntN(4) {
					case 0:
						d.deflate(nil, syncFlush)
					case 1:
						d.deflate(nil, fullFlush)
					case 2:
						other := d.clone()
						out = append(out, d.output()...)
						d = other
						d.buf.Reset()
					}
					out = append(out, d.output()...)
				}
				d.deflate(nil, finish)
				out = append(out, d.output()...)
				checkInflate(t, wbits, append(out, "rest"...), data, 300, 300)
			}
		}
	}
}

// FuzzInflate compares with Go's package what is accepted, and what is read.
func FuzzInflate(f *testing.F) {
	for _, data := range samples()[:5] {
		var b bytes.Buffer
		w, _ := flate.NewWriter(&b, 6)
		w.Write(data)
		w.Close()
		f.Add(b.Bytes())
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		want, err := io.ReadAll(flate.NewReader(bytes.NewReader(data)))
		z := newInflater(-15)
		_, s := z.run(data, math.MaxInt)
		if s == streamEnd && (err != nil || !bytes.Equal(want, z.output())) {
			t.Errorf("%x: read here, there %v", data, err)
		}
		y := newInflater(-15)
		var got []byte
		p := 0
		u := stalled
		for i := range data {
			y.begin()
			n, v := y.run(data[p:i+1], math.MaxInt)
			got = append(got, y.output()...)
			p, u = p+n, v
			if u != stalled {
				break
			}
		}
		if len(data) > 0 && (u != s || y.message != z.message || !bytes.Equal(got, z.output())) {
			t.Errorf("%x: in pieces %d %q, at once %d %q", data, u, y.message, s, z.message)
		}
	})
}
