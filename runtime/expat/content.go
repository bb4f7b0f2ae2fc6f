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
			for k := 3; k < len(open); k++ {
				c, err := s.byteAt(s.i + k)
				if err != nil {
					return err
				}
				if c != open[k] {
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
			s.i++
			if err := s.data("]", rest[:1]); err != nil {
				return err
			}
			continue
		}
		if c := s.b[start]; c == '\n' || c == '\r' {
			if err := s.text(); err != nil {
				return err
			}
			continue
		}
		i := start
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
	return nil
}

// epilog reads what follows the document element.
func (s *scanner) epilog() error {
	for s.i < len(s.b) {
		s.begin(s.i)
		if isSpace(s.b[s.i]) {
			end := s.space(s.i)
			if end == len(s.b) && s.b[end-1] == '\r' && !s.final && end-1 == s.i {
				return errMore
			}
			raw := s.b[s.i:end]
			s.i = end
			if err := s.p.unhandled(raw); err != nil {
				return err
			}
			continue
		}
		if done, err := s.aside(); done || err != nil {
			if err != nil {
				return err
			}
			continue
		}
		if err := s.prologToken(); err != nil {
			return err
		}
		return s.fail(JunkAfterDocument, s.i)
	}
	return nil
}

// aside reads a comment or a processing instruction, which may stand anywhere around the
// document element.
func (s *scanner) aside() (done bool, err error) {
	if s.b[s.i] != '<' {
		return false, nil
	}
	c, err := s.byteAt(s.i + 1)
	if err != nil {
		return false, err
	}
	switch c {
	case '?':
		return true, s.instruction(s.misplaced)
	case '!':
		if c, err = s.byteAt(s.i + 2); err != nil {
			return false, err
		}
		if c != '-' {
			return false, nil
		}
		if c, err = s.byteAt(s.i + 3); err != nil {
			return false, err
		}
		if c != '-' {
			return false, s.bad(s.i + 3)
		}
		return true, s.comment()
	}
	return false, nil
}

// prologToken checks that something that begins a token of the prolog stands at s.i.
func (s *scanner) prologToken() error {
	r, _, err := s.char(s.i)
	if err != nil {
		return err
	}
	if r == '<' {
		c, err := s.byteAt(s.i + 1)
		if err != nil {
			return err
		}
		if c == '!' {
			if c, err = s.byteAt(s.i + 2); err != nil {
				return err
			}
			if c != '[' && !('a' <= c|32 && c|32 <= 'z') {
				return s.bad(s.i + 2)
			}
			return nil
		}
		if r, _, err = s.char(s.i + 1); err == nil && !isNameStart(r) {
			err = s.bad(s.i + 1)
		}
		return err
	}
	if !isNameChar(r) && !bytes.ContainsRune([]byte(">[]()|,%#\"'"), r) {
		return s.bad(s.i)
	}
	return nil
}
