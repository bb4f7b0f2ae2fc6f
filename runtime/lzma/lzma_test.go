package lzma

import (
	"bytes"
	"encoding/base64"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
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
	for len(words) < 2_200_000 {
		words = append(words, []string{"the ", "zzzzzzz", "a", "\n\n\n\n", "quick ", "brown", "\x00\x01\x02\x03"}[r.IntN(7)]...)
	}
	mixed := append(append(append([]byte{}, words[:90_000]...), noise...), words[:90_000]...)
	return [][]byte{nil, []byte("a"), []byte("hello world"), bytes.Repeat([]byte("a"), 100_000), bytes.Repeat([]byte("ab"), 700), noise, words, mixed}
}

// pack encodes text in pieces.
func pack(t *testing.T, e *Encoder, err error, text []byte) []byte {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
	var out []byte
	for from := 0; from < len(text); from += 70_001 {
		e.Write(text[from:min(from+70_001, len(text))])
		out = append(out, e.Output()...)
	}
	e.Finish()
	return append(out, e.Output()...)
}

// unpack decodes data in pieces, with small answers.
func unpack(d *Decoder, data []byte, step, most int) ([]byte, error) {
	var out []byte
	for from := 0; from < len(data); from += step {
		in := data[from:min(from+step, len(data))]
		for {
			part, err := d.Read(in, most)
			if err != nil {
				return out, err
			}
			out = append(out, part...)
			if in = nil; d.Done() || d.Hungry() {
				break
			}
		}
	}
	return out, nil
}

// TestRoundTrip encodes in all formats, and decodes in pieces.
func TestRoundTrip(t *testing.T) {
	l1, l2 := Preset(FilterLZMA1, 1), Preset(FilterLZMA2, 1)
	l2.Dict = 1 << 16 // so that the beginning is forgotten
	odd := l1
	odd.Props = Props{LC: 0, LP: 2, PB: 0}
	chain := []Filter{{ID: FilterDelta, Dist: 3}, l2}
	for i, text := range texts() {
		for _, c := range []struct {
			name string
			enc  func() (*Encoder, error)
			dec  func() (*Decoder, error)
		}{
			{"xz", func() (*Encoder, error) { return NewEncoderXZ(CheckCRC64, []Filter{l2}, 1) }, func() (*Decoder, error) { return NewAuto(1 << 40), nil }},
			{"xz with delta", func() (*Encoder, error) { return NewEncoderXZ(CheckSHA256, chain, 1) }, func() (*Decoder, error) { return NewXZ(1 << 40), nil }},
			{"alone", func() (*Encoder, error) { return NewEncoderAlone([]Filter{odd}, 1) }, func() (*Decoder, error) { return NewAuto(1 << 40), nil }},
			{"raw", func() (*Encoder, error) { return NewEncoderRaw([]Filter{l1}, 1) }, func() (*Decoder, error) { return NewRaw([]Filter{l1}) }},
			{"raw chunks", func() (*Encoder, error) { return NewEncoderRaw(chain, 1) }, func() (*Decoder, error) { return NewRaw(chain) }},
		} {
			if i == 6 && c.name != "xz" {
				continue // it is there for the size of chunks
			}
			e, err := c.enc()
			packed := pack(t, e, err, text)
			d, err := c.dec()
			if err != nil {
				t.Fatal(err)
			}
			got, err := unpack(d, append(packed, "rest"...), 7777, 100_000)
			if err != nil || !d.Done() || !bytes.Equal(got, text) {
				t.Errorf("%s, text %d: %d bytes of %d, done %v, rest %q: %v", c.name, i, len(got), len(text), d.Done(), d.Rest(), err)
			}
			if len(text) > 80_000 && i != 5 && i != 7 && len(packed) > len(text)/2 {
				t.Errorf("%s, text %d: %d bytes become %d", c.name, i, len(text), len(packed))
			}
		}
	}
}

// A file of the xz program: LZMA2 after the delta filter, CRC32.
const sample = "/Td6WFoAAAFpIt42AgEDAQYhAQzfhs024ADRAA5dADQZSduFXNHTKD3aJwAAAAAAS8BpnAABJtIBAAAAqnkpWT4wDYsCAAAAAAFZWg=="

// TestByteByByte decodes with one byte at a time, and asks for one.
func TestByteByByte(t *testing.T) {
	text := append([]byte("to be or not to be, that is the question: "), texts()[7][89_900:91_000]...)
	for _, alone := range []bool{false, true} {
		e, err := NewEncoderXZ(CheckCRC32, []Filter{Preset(FilterLZMA2, 6)}, 6)
		if alone {
			e, err = NewEncoderAlone([]Filter{Preset(FilterLZMA1, 6)}, 6)
		}
		packed := pack(t, e, err, text)
		d := NewAuto(1 << 40)
		got, err := unpack(d, packed, 1, 1)
		if err != nil || !d.Done() || !bytes.Equal(got, text) {
			t.Errorf("alone %v: %d bytes of %d, done %v: %v", alone, len(got), len(text), d.Done(), err)
		}
	}
}

// TestCorrupt changes bytes of a stream: it is refused, never read as something else.
func TestCorrupt(t *testing.T) {
	text := texts()[7][85_000:100_000]
	e, err := NewEncoderXZ(CheckCRC32, []Filter{Preset(FilterLZMA2, 6)}, 6)
	packed := pack(t, e, err, text)
	for i := range packed {
		bad := append([]byte{}, packed...)
		bad[i] ^= 0x41
		d := NewXZ(1 << 40)
		if _, err := d.Read(bad, -1); err == nil && d.Done() {
			t.Fatalf("byte %d of %d changed, and it is not seen", i, len(packed))
		}
	}
	for n := range packed {
		d := NewXZ(1 << 40)
		if _, err := d.Read(packed[:n], -1); err != nil || d.Done() {
			t.Fatalf("%d bytes of %d: done %v, %v", n, len(packed), d.Done(), err)
		}
	}
}

// TestProgram has the program xz read what the encoder makes, and the other way round.
func TestProgram(t *testing.T) {
	xz, err := exec.LookPath("xz")
	if err != nil {
		t.Skip("needs the program xz to read what the encoder writes, and to write what the decoder reads")
	}
	for i, text := range texts() {
		for _, format := range []string{"xz", "lzma"} {
			if i == 6 && format != "xz" {
				continue
			}
			e, err := NewEncoderXZ(CheckCRC64, []Filter{Preset(FilterLZMA2, 6)}, 6)
			if format == "lzma" {
				e, err = NewEncoderAlone([]Filter{Preset(FilterLZMA1, 6)}, 6)
			}
			file := filepath.Join(t.TempDir(), "text."+format)
			if err := os.WriteFile(file, pack(t, e, err, text), 0o666); err != nil {
				t.Fatal(err)
			}
			out, err := exec.Command(xz, "-dc", "--format="+format, file).Output()
			if err != nil || !bytes.Equal(out, text) {
				t.Errorf("%s, text %d: xz reads %d bytes of %d: %v", format, i, len(out), len(text), err)
			}
			cmd := exec.Command(xz, "-c", "--format="+format)
			cmd.Stdin = bytes.NewReader(text)
			packed, err := cmd.Output()
			if err != nil {
				t.Fatal(err)
			}
			d := NewAuto(1 << 40)
			got, err := unpack(d, packed, 5000, -1)
			if err != nil || !d.Done() || !bytes.Equal(got, text) {
				t.Errorf("%s, text %d: of what xz made, %d bytes of %d: %v", format, i, len(got), len(text), err)
			}
		}
	}
}

// TestSample decodes a file that another program made.
func TestSample(t *testing.T) {
	data, err := base64.StdEncoding.DecodeString(sample)
	if err != nil {
		t.Fatal(err)
	}
	d := NewAuto(1 << 40)
	got, err := d.Read(data, -1)
	if want := bytes.Repeat([]byte("hello, "), 30); err != nil || !d.Done() || !bytes.Equal(got, want) {
		t.Errorf("%q, done %v: %v", got, d.Done(), err)
	}
}
