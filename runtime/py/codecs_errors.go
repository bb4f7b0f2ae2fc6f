package py

import "strings"

// This file implements what is done about text and bytes that a codec cannot encode or
// decode: Python's own error handlers, and those of codecs.register_error (library
// reference, codecs: Error Handlers).

// registeredHandlers are the handlers that codecs.register_error has added, and ownHandlers
// the functions of Python's own that were asked for.
var registeredHandlers, ownHandlers = map[string]Value{}, map[string]Value{}

// RegisterErrorHandler makes h the error handler called name.
func RegisterErrorHandler(name string, h Value) { registeredHandlers[name] = h }

// ErrorHandler returns the function of the error handler called name, or a LookupError.
func ErrorHandler(name string) (Value, *Exception) {
	if h, ok := registeredHandlers[name]; ok {
		return h, nil
	}
	if h, ok := ownHandlers[name]; ok {
		return h, nil
	}
	switch name {
	case "strict", "ignore", "replace", "xmlcharrefreplace", "backslashreplace", "namereplace", "surrogatepass", "surrogateescape":
		function := name
		if !strings.HasPrefix(name, "surrogate") {
			function += "_errors"
		}
		h := NewBuiltin(function, "", "(exc, /)", func(v Value) (Value, *Exception) {
			return handleUnicodeError(name, v)
		}).Value()
		ownHandlers[name] = h
		return h, nil
	}
	return Value{}, Raisef(LookupErrorType, "unknown error handler name '%s'", name)
}

// A ProblemHandler asks an error handler, which may be one written in Python, about problems of
// one encoding or decoding, all by the same exception.
type ProblemHandler struct {
	problem *Exception
	// Multibyte says that what a handler must return is checked as the codecs do that CPython
	// has for Chinese, Japanese and Korean.
	Multibyte bool
}

// Problem returns the exception for the code points or bytes of object from start to end. The
// attributes of one that is there already are changed; its args stay.
func (h *ProblemHandler) Problem(t *Type, encoding string, object Value, start, end int, reason string) *Exception {
	if h.problem == nil {
		return raiseUnicode(t, encoding, object, start, end, reason)
	}
	x := h.problem.Extra.(*unicodeExtra)
	x.Start, x.End, x.Reason = Int(int64(start)), Int(int64(end)), StrV(reason)
	return h.problem
}

// Handle asks the error handler called name what to do about problem: the replacement, a str or
// for encoding also bytes, and the position at which to go on in the object, which the handler
// may have replaced.
func (h *ProblemHandler) Handle(name string, problem *Exception) (rep Value, pos int, exc *Exception) {
	h.problem = problem
	f, exc := ErrorHandler(name)
	if exc != nil {
		return Value{}, 0, exc
	}
	r, exc := Call1(f, problem.Value())
	if exc != nil {
		return Value{}, 0, exc
	}
	encoding := problem.Is(UnicodeEncodeErrorType)
	wrong := func() (Value, int, *Exception) {
		what, kind := "decoding", "str"
		if encoding {
			what = "encoding"
			if !h.Multibyte {
				kind = "str/bytes"
			}
		}
		return Value{}, 0, Raisef(TypeErrorType, "%s error handler must return (%s, int) tuple", what, kind)
	}
	t, ok := AsTuple(r)
	if !ok || len(t.Items()) != 2 {
		return wrong()
	}
	rep = t.Items()[0]
	if _, isBytes := AsBytes(rep); !rep.IsStr() && !(isBytes && encoding) {
		return wrong()
	}
	at := t.Items()[1]
	if h.Multibyte && !at.IsInt() {
		return wrong()
	}
	n, exc := problemSize(problem)
	if exc != nil {
		return Value{}, 0, exc
	}
	if pos, exc = Ssize(at); exc != nil {
		if !h.Multibyte {
			return Value{}, 0, exc
		}
		pos = -1 - n
	}
	if pos < 0 {
		pos += n
	}
	if pos < 0 || pos > n {
		return Value{}, 0, Raisef(IndexErrorType, "position %d from error handler out of bounds", pos)
	}
	return rep, pos, nil
}

// problemObject returns what the exception is about, which must be a str or, of a
// UnicodeDecodeError, bytes.
func problemObject(problem *Exception) (Value, *Exception) {
	x, ok := problem.Extra.(*unicodeExtra)
	if !ok || x.Object.IsUnbound() {
		return Value{}, Raisef(TypeErrorType, "object attribute not set")
	}
	if problem.Is(UnicodeDecodeErrorType) {
		if _, ok := AsBytes(x.Object); !ok {
			return Value{}, Raisef(TypeErrorType, "object attribute must be bytes")
		}
	} else if !x.Object.IsStr() {
		return Value{}, Raisef(TypeErrorType, "object attribute must be unicode")
	}
	return x.Object, nil
}

func problemSize(problem *Exception) (int, *Exception) {
	o, exc := problemObject(problem)
	if exc != nil {
		return 0, exc
	}
	return Len(o)
}

// handleUnicodeError is what Python's own error handler called name does about the exception
// v: the replacement and the position at which to go on.
func handleUnicodeError(name string, v Value) (Value, *Exception) {
	problem, ok := AsException(v)
	if name == "strict" {
		if !ok {
			return Value{}, Raisef(TypeErrorType, "codec must pass exception instance")
		}
		return Value{}, problem
	}
	encoding := ok && problem.Is(UnicodeEncodeErrorType)
	decoding := ok && problem.Is(UnicodeDecodeErrorType)
	translating := ok && problem.Is(UnicodeTranslateErrorType)
	switch name {
	case "xmlcharrefreplace", "namereplace":
		decoding, translating = false, false
	case "surrogateescape", "surrogatepass":
		translating = false
	}
	if !encoding && !decoding && !translating {
		return Value{}, Raisef(TypeErrorType, "don't know how to handle %s in error callback", v.Type().ShownName())
	}
	object, exc := problemObject(problem)
	if exc != nil {
		return Value{}, exc
	}
	n, exc := Len(object)
	if exc != nil {
		return Value{}, exc
	}
	x := problem.Extra.(*unicodeExtra)
	start, end, _ := x.span(n)
	start = max(0, min(start, n-1))
	end = min(max(end, 1), n)
	encodingName := ""
	if s, ok := AsStr(x.Encoding); ok {
		encodingName = s.S
	}
	width, big := unitOf(encodingName)
	if decoding {
		b, _ := AsBytes(object)
		text, taken, ok := replaceBytes(name, b.B[start:], end-start, width, big)
		if !ok {
			return Value{}, problem
		}
		return TupleV(StrV(string(text)), Int(int64(start+taken))), nil
	}
	rep, raw, _, ok := replaceText(name, object.Str().Slice(start, max(start, end)).S, width, big)
	switch {
	case !ok:
		return Value{}, problem
	case raw:
		return TupleV(BytesV(rep), Int(int64(end))), nil
	case translating && name == "replace":
		rep = []byte(strings.Repeat("\uFFFD", len(rep)))
	}
	return TupleV(StrV(string(rep)), Int(int64(end))), nil
}

// unitOf returns the size of a code unit in an encoding, 0 if it is none of UTF's.
func unitOf(encoding string) (width int, big bool) {
	switch n := NormalizeEncoding(encoding); strings.TrimPrefix(strings.TrimPrefix(n, "utf"), "_") {
	case "8":
		return 1, false
	case "16", "16le", "16_le":
		return 2, false
	case "16be", "16_be":
		return 2, true
	case "32", "32le", "32_le":
		return 4, false
	case "32be", "32_be":
		return 4, true
	}
	return 0, false
}

// replaceText is what one of Python's handlers puts in the place of text that cannot be
// encoded; raw says that it is bytes of the encoding. It is not ok where the handler gives
// up, which it does at the byte bad.
func replaceText(handler, text string, width int, big bool) (rep []byte, raw bool, bad int, ok bool) {
	raw = strings.HasPrefix(handler, "surrogate")
	for i := 0; i < len(text); {
		c, n := decodeRune(text[i:])
		switch {
		case handler == "ignore":
		case !raw:
			rep = appendReplacement(rep, handler, c)
		case handler == "surrogateescape" && c >= 0xDC80 && c <= 0xDCFF:
			rep = append(rep, byte(c))
		case handler == "surrogatepass" && c >= 0xD800 && c <= 0xDFFF && width > 0:
			if width == 1 {
				rep = appendRune(rep, c)
			} else {
				rep = appendUnit(rep, uint32(c), width, big)
			}
		default:
			return nil, raw, i, false
		}
		i += n
	}
	return rep, raw, 0, true
}

// replaceBytes is what one of Python's handlers puts in the place of the first n bytes of b,
// which cannot be decoded, and how many bytes it takes for that.
func replaceBytes(handler string, b []byte, n, width int, big bool) (text []byte, taken int, ok bool) {
	switch handler {
	case "ignore":
	case "replace":
		text = appendRune(nil, 0xFFFD)
	case "backslashreplace":
		for _, c := range b[:n] {
			text = append(text, '\\', 'x', lowerHexDigits[c>>4], lowerHexDigits[c&15])
		}
	case "surrogateescape":
		for taken < n && taken < 4 && b[taken] >= 0x80 {
			text = appendRune(text, 0xDC00+rune(b[taken]))
			taken++
		}
		return text, taken, taken > 0
	case "surrogatepass":
		c, taken := surrogateAt(b, width, big)
		return appendRune(nil, c), taken, taken > 0
	default:
		return nil, 0, false
	}
	return text, n, true
}

// CharName gives the name of a code point for the handler namereplace, "" where there is
// none. Package unicodedata sets it.
var CharName func(c rune) string

func appendReplacement(b []byte, handler string, c rune) []byte {
	switch handler {
	case "replace":
		return append(b, '?')
	case "xmlcharrefreplace":
		return append(append(append(b, "&#"...), itoa(int(c))...), ';')
	case "namereplace":
		if CharName != nil {
			if name := CharName(c); name != "" {
				return append(append(append(b, `\N{`...), name...), '}')
			}
		}
	}
	return appendEscape(b, c)
}

// Problem handles that the code points from byte start to end of the text cannot be
// encoded; encoding goes on at next. put encodes one code point of a replacement, or reports
// that it cannot.
func (e *Encoder) Problem(start, end int, reason string, put func(c rune) bool) (next int, exc *Exception) {
	raise := func(start int) *Exception {
		return e.handler.Problem(UnicodeEncodeErrorType, e.Name, e.object.Value(), e.object.Position(start), e.object.Position(end), reason)
	}
	putText := func(s string) bool {
		for s != "" {
			c, n := decodeRune(s)
			if !put(c) {
				return false
			}
			s = s[n:]
		}
		return true
	}
	switch e.Errors {
	case "strict":
		return 0, raise(start)
	case "ignore":
		return end, nil
	case "replace", "backslashreplace", "xmlcharrefreplace", "namereplace", "surrogateescape", "surrogatepass":
		rep, raw, bad, ok := replaceText(e.Errors, e.Text[start:end], e.Width, e.Big)
		switch {
		case !ok:
			return 0, raise(start + bad)
		case raw:
			e.Out = append(e.Out, rep...)
		case !putText(bytesString(rep)):
			return 0, raise(start)
		}
		return end, nil
	}
	problem := raise(start)
	rep, pos, exc := e.handler.Handle(e.Errors, problem)
	if exc != nil {
		return 0, exc
	}
	if b, ok := AsBytes(rep); ok {
		if e.Width > 0 && len(b.B)%e.Width != 0 {
			return 0, problem
		}
		e.Out = append(e.Out, b.B...)
	} else if s := rep.Str(); e.Width > 0 && !s.IsASCII() || !putText(s.S) {
		return 0, problem
	}
	return e.object.Offset(pos), nil
}

// Problem handles that the bytes from start to end cannot be decoded; decoding goes on at
// next. The handler may have put other bytes into d.Src.
func (d *Decoder) Problem(start, end int, reason string) (next int, exc *Exception) {
	problem := func() *Exception {
		return d.handler.Problem(UnicodeDecodeErrorType, d.Name, NewBytes(d.Src).Value(), start, end, reason)
	}
	switch d.Errors {
	case "strict":
		return 0, problem()
	case "ignore", "replace", "backslashreplace", "surrogateescape", "surrogatepass":
		text, taken, ok := replaceBytes(d.Errors, d.Src[start:], end-start, d.Width, d.Big)
		if !ok {
			return 0, problem()
		}
		d.Out = append(d.Out, text...)
		return start + taken, nil
	}
	p := problem()
	rep, pos, exc := d.handler.Handle(d.Errors, p)
	if exc != nil {
		return 0, exc
	}
	d.Out = append(d.Out, rep.Str().S...)
	object, exc := problemObject(p)
	if exc != nil {
		return 0, exc
	}
	b, _ := AsBytes(object)
	d.Src = b.B
	return pos, nil
}

// surrogateAt reads an encoded surrogate at the beginning of b and returns how many bytes it
// takes, 0 where there is none.
func surrogateAt(b []byte, width int, big bool) (rune, int) {
	switch {
	case width == 1 && len(b) >= 3 && b[0] == 0xED && b[1] >= 0xA0 && b[1] < 0xC0 && b[2]&0xC0 == 0x80:
		return 0xD000 | rune(b[1]&0x3F)<<6 | rune(b[2]&0x3F), 3
	case width > 1 && len(b) >= width:
		if c := unitAt(b, width, big); c >= 0xD800 && c <= 0xDFFF {
			return rune(c), width
		}
	}
	return 0, 0
}
