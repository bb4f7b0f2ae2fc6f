package expat

import "bytes"

// This file implements the content of elements, and what stands after the document element.

// content reads content; level is how many elements were open where the text begins, and
// stay so.
func (s *scanner) content(level int) error {
	p := s.p
	if err := s.textDeclaration(); err != nil {
		return err
	}
	for s.i < len(s.b) {
		s.begin(s.i)
		var err error
		switch c := s.b[s.i]; c {
		case '<':
			err = s.markup(level)
		case '&':
			err = s.entityInContent()
		default:
			err = s.text()
		}
		if err != nil || s.main && p.mode != content {
			return err
		}
		if p.mode == cdata {
			if err := s.cdata(); err != nil {
				return err
			}
		}
	}
	if !p.ends {
		s.begin(s.i)
	}
	return nil
}

// markup reads what begins with '<'.
func (s *scanner) markup(level int) error {
	c, err := s.byteAt(s.i + 1)
	if err != nil {
		return err
	}
	switch c {
	case '!':
		c, err := s.byteAt(s.i + 2)
		if err != nil {
			return err
		}
		switch c {
		case '-':
			if c, err = s.byteAt(s.i + 3); err != nil {
				return err
			}
			if c != '-' {
				return s.bad(s.i + 3)
			}
			return s.comment()
		case '[':
			const open = "<![CDATA["
			if len(s.b) < s.i+len(open) {
				return errMore
			}
			for k := 3; k < len(open); k++ {
				if s.b[s.i+k] != open[k] {
					return s.bad(s.i + k)
				}
			}
			all := s.b[s.i : s.i+len(open)]
			s.i += len(open)
			s.p.mode = cdata
			if s.p.StartCdata != nil {
				return s.p.StartCdata()
			}
			return s.p.unhandled(all)
		}
		return s.bad(s.i + 2)
	case '?':
		return s.instruction(s.misplaced)
	case '/':
		return s.endTag(level)
	}
	return s.startTag()
}

// text reads character data: up to a line end, one, or up to what begins something else.
func (s *scanner) text() error {
	start := s.i
	switch s.b[start] {
	case '\n':
		s.i++
		return s.data("\n", s.b[start:s.i])
	case '\r':
		if start+1 >= len(s.b) && !s.final {
			return errMore
		}
		s.i++
		if s.i < len(s.b) && s.b[s.i] == '\n' {
			s.i++
		} else if s.main && s.i == len(s.b) {
			s.p.ends = true
		}
		return s.data("\n", s.b[start:s.i])
	}
	i := start
loop:
	for i < len(s.b) {
		switch c := s.b[i]; {
		case c == '<' || c == '&' || c == '\n' || c == '\r':
			break loop
		case c == ']':
			if rest := s.b[i:]; len(rest) < 3 && rest[len(rest)-1] == ']' && !s.final {
				if i == start {
					return errMore
				}
				break loop
			}
			if bytes.HasPrefix(s.b[i:], []byte("]]>")) {
				return s.bad(i + 2)
			}
			i++
		default:
			_, n, err := s.char(i)
			if err != nil {
				if i == start {
					return err
				}
				s.begin(start)
				break loop
			}
			i += n
		}
	}
	s.i = i
	return s.data(string(s.b[start:i]), s.b[start:i])
}

// data gives character data to its handler.
func (s *scanner) data(text string, raw []byte) error {
	if s.p.CharData != nil {
		return s.p.CharData(text)
	}
	return s.p.unhandled(raw)
}

// cdata reads a CDATA section to its end.
func (s *scanner) cdata() error {
	for s.i < len(s.b) {
		s.begin(s.i)
		start := s.i
		if s.b[start] == ']' {
			rest := s.b[start:]
			if len(rest) < 3 && rest[len(rest)-1] == ']' {
				return errMore
			}
			if bytes.HasPrefix(rest, []byte("]]>")) {
				s.i += 3
				s.p.mode = content
				if s.p.EndCdata != nil {
					return s.p.EndCdata()
				}
				return s.p.unhandled(rest[:3])
			}
		}
		if c := s.b[start]; c == '\n' || c == '\r' {
			if start+1 == len(s.b) && c == '\r' {
				return errMore
			}
			if err := s.text(); err != nil {
				return err
			}
			continue
		}
		i := start
		if s.b[i] == ']' {
			i++
		}
		for i < len(s.b) && s.b[i] != ']' && s.b[i] != '\n' && s.b[i] != '\r' {
			_, n, err := s.char(i)
			if err != nil {
				if i == start {
					return err
				}
				break
			}
			i += n
		}
		s.begin(start)
		s.i = i
		if err := s.data(string(s.b[start:i]), s.b[start:i]); err != nil {
			return err
		}
	}
	if !s.main {
		return &Error{UnclosedCdata}
	}
	s.begin(s.i)
	return nil
}

// epilog reads what follows the document element.
func (s *scanner) epilog() error {
	for s.i < len(s.b) {
		s.begin(s.i)
		final := s.final
		s.final = true // sic: nothing waits for what may belong to a token, not even a line feed
		t, end, err := s.prologToken()
		s.final = final
		if err != nil {
			return err
		}
		switch start := s.i; t.kind {
		case space:
			s.i = end
			if err = s.p.unhandled(s.b[start:end]); err == nil && end == len(s.b) && end == start+1 && s.b[start] == '\r' {
				if s.p.Default != nil && s.p.in.kind != isUTF8 {
					s.begin(end)
				}
				return errMore // sic: this remains the place
			}
		case commentToken:
			err = s.comment()
		case piToken:
			err = s.instruction(s.misplaced)
		default:
			err = s.fail(JunkAfterDocument, start)
		}
		if err != nil {
			return err
		}
	}
	s.begin(s.i)
	return nil
}
