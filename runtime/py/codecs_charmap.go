package py

// This file implements the one-byte encodings by tables of their upper halves
// (codecs_tables.go).

// A charmap is a one-byte encoding: its names, and the code points of the bytes 0x80 to
// 0xff, U+FFFE standing for a byte that means nothing.
type charmap struct {
	names []string
	upper string
}

func registerCharmaps() {
	for i := range charmaps {
		m := &charmaps[i]
		var decoding []rune
		var encoding map[rune]byte
		tables := func() {
			if decoding != nil {
				return
			}
			decoding = []rune(m.upper)
			encoding = make(map[rune]byte, len(decoding))
			for i, c := range decoding {
				if c != 0xFFFE {
					encoding[c] = byte(0x80 + i)
				}
			}
		}
		c := &Codec{
			Name: "charmap",
			Encode: func(e *Encoder) *Exception {
				tables()
				return e.encodeBytes("character maps to <undefined>", func(c rune) (byte, bool) {
					if c < 0x80 {
						return byte(c), true
					}
					b, ok := encoding[c]
					return b, ok
				})
			},
			Decode: func(d *Decoder) *Exception {
				tables()
				for i := 0; i < len(d.Src); {
					b := d.Src[i]
					switch {
					case b < 0x80:
						d.Out = append(d.Out, b)
					case decoding[b-0x80] != 0xFFFE:
						d.Out = appendRune(d.Out, decoding[b-0x80])
					default:
						next, exc := d.Problem(i, i+1, "character maps to <undefined>")
						if exc != nil {
							return exc
						}
						i = next
						continue
					}
					i++
				}
				return nil
			},
		}
		for _, n := range m.names {
			codecs[n] = c
		}
	}
}
