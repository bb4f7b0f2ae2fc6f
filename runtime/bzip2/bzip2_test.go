package bzip2

import (
	"bytes"
	"compress/bzip2"
	"io"
	"math/rand/v2"
	"testing"
)

// texts are inputs with runs, repetition, all bytes and chance.
func texts() [][]byte {
	r := rand.New(rand.NewPCG(1, 2))
	noise := make([]byte, 150_000)
	for i := range noise {
		noise[i] = byte(r.IntN(256))
	}
	words := []byte{}
	for len(words) < 120_000 {
		words = append(words, []string{"the ", "zzzzzzz", "a", "\n\n\n\n", "quick "}[r.IntN(5)]...)
	}
	return [][]byte{nil, []byte("a"), []byte("hello world"), bytes.Repeat([]byte("a"), 100_000), bytes.Repeat([]byte("ab"), 700), noise, words}
}

// TestRoundTrip compresses, and reads the result with Go's package and, in pieces, with this.
func TestRoundTrip(t *testing.T) {
	for i, text := range texts() {
		e := NewEncoder(1)
		e.Write(text)
		e.Finish()
		packed := e.Output()
		got, err := io.ReadAll(bzip2.NewReader(bytes.NewReader(packed)))
		if err != nil || !bytes.Equal(got, text) {
			t.Errorf("text %d: Go's package reads %d bytes of %d: %v", i, len(got), len(text), err)
		}
		d := NewDecoder()
		got = nil
		for from := 0; from < len(packed); from += 777 {
			data := packed[from:min(from+777, len(packed))]
			for {
				part, err := d.Read(data, 10_000)
				if err != nil {
					t.Fatal(i, err)
				}
				got = append(got, part...)
				if data = nil; len(part) == 0 {
					break
				}
			}
		}
		if !d.Done() || !bytes.Equal(got, text) {
			t.Errorf("text %d: %d bytes of %d, done %v", i, len(got), len(text), d.Done())
		}
	}
}

// TestCorrupt changes bytes of a stream: it is refused, never read as something else.
func TestCorrupt(t *testing.T) {
	text := texts()[2]
	e := NewEncoder(9)
	e.Write(text)
	e.Finish()
	packed := e.Output()
	for i := range packed {
		if i == 3 {
			continue // the size of blocks may be another
		}
		bad := bytes.Clone(packed)
		bad[i] ^= 0x10
		d := NewDecoder()
		if out, err := d.Read(bad, -1); err == nil && d.Done() && !bytes.Equal(out, text) {
			t.Errorf("byte %d changed: %q", i, out)
		}
	}
}

// TestPieces decompresses in pieces of single bytes: it makes no difference, and damage is
// found with the first byte that shows it.
func TestPieces(t *testing.T) {
	for i, text := range texts() {
		e := NewEncoder(1)
		e.Write(text)
		e.Finish()
		packed := append(e.Output(), "rest"...)
		d := NewDecoder()
		var got []byte
		n := 0
		for ; !d.Done() && n < len(packed); n++ {
			if !d.Hungry() {
				t.Fatalf("text %d: byte %d is not asked for", i, n)
			}
			part, err := d.Read(packed[n:n+1], -1)
			if err != nil {
				t.Fatal(i, err)
			}
			got = append(got, part...)
		}
		if n != len(packed)-len("rest") || !bytes.Equal(got, text) {
			t.Errorf("text %d: %d bytes of %d, from %d of %d", i, len(got), len(text), n, len(packed))
		}
	}
	d := NewDecoder()
	for n, c := range []byte("BZh91AX") {
		if _, err := d.Read([]byte{c}, -1); (err != nil) != (n == 6) {
			t.Errorf("byte %d: %v", n, err)
		}
	}
	if _, err := d.Read([]byte("BZh9"), -1); err != ErrData || !d.Hungry() {
		t.Error("data behind what is wrong", err)
	}
}
