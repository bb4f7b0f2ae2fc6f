package cn

import "github.com/aio2go/aio2go/runtime/multibyte"

// hz is HZ, GB 2312 in seven bits between ~{ and ~} (RFC 1843). The first byte of the state says
// whether text is between them.
type hz struct{}

func (hz) Name() string { return "hz" }

func (hz) Init(s *multibyte.State, _ bool) { s[0] = 0 }

func (hz) Reset(s *multibyte.State, out []byte) []byte {
	if s[0] != 0 {
		out = append(out, "~}"...)
		s[0] = 0
	}
	return out
}

func (h hz) Encode(s *multibyte.State, out []byte, text []rune, _ bool) ([]byte, int, multibyte.Status) {
	for i, c := range text {
		if c < 0x80 {
			out = append(h.Reset(s, out), byte(c))
			if c == '~' {
				out = append(out, '~')
			}
			continue
		}
		code, ok := GB2312.Code(c)
		if !ok {
			return out, i, 1
		}
		if s[0] == 0 {
			out = append(out, "~{"...)
			s[0] = 1
		}
		out = append(out, byte(code>>8)&0x7F, byte(code)&0x7F)
	}
	return out, len(text), multibyte.OK
}

func (hz) Decode(s *multibyte.State, out, src []byte) ([]byte, int, multibyte.Status) {
	for i := 0; i < len(src); {
		b := src[i]
		switch {
		case b == '~':
			if len(src)-i < 2 {
				return out, i, multibyte.TooFew
			}
			switch next := src[i+1]; {
			case next == '~' && s[0] == 0:
				out = append(out, '~')
			case next == '{' && s[0] == 0:
				s[0] = 1
			case next == '\n' && s[0] == 0: // the line goes on
			case next == '}' && s[0] != 0:
				s[0] = 0
			default:
				return out, i, 1
			}
			i += 2
		case b >= 0x80:
			return out, i, 1
		case s[0] == 0:
			out = append(out, b)
			i++
		default:
			if len(src)-i < 2 {
				return out, i, multibyte.TooFew
			}
			c, ok := GB2312.Char(uint16(b)<<8 | uint16(src[i+1]) ^ 0x8080)
			if !ok {
				return out, i, 1
			}
			out = append(out, string(c)...)
			i += 2
		}
	}
	return out, len(src), multibyte.OK
}
