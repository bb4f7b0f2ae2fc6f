package json

import (
	"math"
	"strconv"
	"strings"
	"unicode/utf8"
	"unsafe"

	"github.com/aio2go/aio2go/runtime/py"
)

// This file implements JSONDecoder and JSONDecodeError.

var decoderParams = []string{"object_hook", "parse_float", "parse_int", "parse_constant", "object_pairs_hook", "strict"}

var jsonError *py.Type

// errorType returns JSONDecodeError, made when it is first needed.
func errorType() (*py.Type, exc) {
	if jsonError != nil {
		return jsonError, nil
	}
	ns := py.NewDict()
	ns.SetStr(py.Intern("__module__"), py.StrV("json.decoder"))
	ns.SetStr(py.Intern("__doc__"), py.StrV("Subclass of ValueError with the following additional properties:\n\nmsg: The unformatted error message\ndoc: The JSON document being parsed\npos: The start index of doc where parsing failed\nlineno: The line corresponding to pos\ncolno: The column corresponding to pos"))
	ns.SetStr(py.Intern("__init__"), py.NewGoFunction(py.FuncSpec{Name: "__init__", Qualname: "JSONDecodeError.__init__", Module: "json.decoder",
		Pos: []string{"self", "msg", "doc", "pos"}, Impl: func(self, msg, doc, pos value) (value, exc) {
			m, e := py.StrText(msg)
			if e != nil {
				return value{}, e
			}
			d, e := py.StrText(doc)
			if e != nil {
				return value{}, e
			}
			at, e := py.Ssize(pos)
			if e != nil {
				return value{}, e
			}
			line, col := place(d, at)
			x, _ := py.AsException(self)
			x.Args = py.NewTuple([]value{py.StrV(errorText(m, line, col, at))})
			for _, a := range []struct {
				name string
				v    value
			}{{"msg", msg}, {"doc", doc}, {"pos", pos}, {"lineno", py.Int(int64(line))}, {"colno", py.Int(int64(col))}} {
				if e := py.SetAttr(self, py.Intern(a.name), a.v); e != nil {
					return value{}, e
				}
			}
			return py.None, nil
		}}).Value())
	v, e := py.Call3(py.TypeType.Value(), py.StrV("JSONDecodeError"), py.TupleV(py.ValueErrorType.Value()), ns.Value())
	if e != nil {
		return nil, e
	}
	jsonError = py.AsType(v)
	return jsonError, nil
}

// place returns the line and column, from 1, of code point at in doc.
func place(doc string, at int) (line, col int) {
	line, col = 1, 1
	for _, c := range py.NewStr(doc).Runes() {
		if at <= 0 {
			break
		}
		at--
		col++
		if c == '\n' {
			line, col = line+1, 1
		}
	}
	return line, col
}

func errorText(msg string, line, col, at int) string {
	return msg + ": line " + strconv.Itoa(line) + " column " + strconv.Itoa(col) + " (char " + strconv.Itoa(at) + ")"
}

// decodeError raises JSONDecodeError for byte offset at of doc.
func decodeError(msg, doc string, at int) exc {
	t, e := errorType()
	if e != nil {
		return e
	}
	at = min(max(at, 0), len(doc))
	n := 0
	for i := 0; i < at; i++ {
		if doc[i]&0xC0 != 0x80 {
			n++
		}
	}
	v, e := py.Call3(t.Value(), py.StrV(msg), py.StrV(doc), py.Int(int64(n)))
	if e != nil {
		return e
	}
	return py.Raise(v)
}

// decoder reads one text.
type decoder struct {
	objectHook, pairsHook               value
	parseFloat, parseInt, parseConstant value
	strict                              bool

	doc   *py.Str
	s     string           // its text
	memo  map[string]value // long keys of this text, each once
	stack []value          // elements of the containers that are being read
}

// shortKey is the length up to which the runtime keeps the strs that it has cut out last.
const shortKey = 16

func newDecoder(kw keywords) (*decoder, exc) {
	d := &decoder{strict: true}
	if len(kw) == 0 {
		return d, nil
	}
	for _, option := range []struct {
		name string
		dst  *value
	}{{"object_hook", &d.objectHook}, {"object_pairs_hook", &d.pairsHook}, {"parse_float", &d.parseFloat},
		{"parse_int", &d.parseInt}, {"parse_constant", &d.parseConstant}} {
		if v, ok := kw[option.name]; ok {
			if !v.IsNone() {
				*option.dst = v
			}
			delete(kw, option.name)
		}
	}
	if v, ok := kw["strict"]; ok {
		var e exc
		if d.strict, e = py.Truth(v); e != nil {
			return nil, e
		}
		delete(kw, "strict")
	}
	for name := range kw {
		return nil, py.Raisef(py.TypeErrorType, "JSONDecoder.__init__() got an unexpected keyword argument '%s'", name)
	}
	return d, nil
}

func (d *decoder) space(i int) int {
	for i < len(d.s) && (d.s[i] == ' ' || d.s[i] == '\t' || d.s[i] == '\n' || d.s[i] == '\r') {
		i++
	}
	return i
}

func (d *decoder) decode(doc *py.Str) (value, exc) {
	d.doc, d.s = doc, doc.S
	doc.IsASCII() // so are its parts then
	v, end, e := d.value(d.space(0))
	if e != nil {
		return value{}, e
	}
	if end = d.space(end); end != len(d.s) {
		return value{}, decodeError("Extra data", d.s, end)
	}
	return v, nil
}

// value reads the value at byte i and returns where it ends.
func (d *decoder) value(i int) (value, int, exc) {
	if i >= len(d.s) {
		return value{}, i, decodeError("Expecting value", d.s, i)
	}
	rest := d.s[i:]
	switch c := rest[0]; {
	case c == '"':
		return d.text(i + 1)
	case c == '{':
		return d.nested(i+1, (*decoder).object)
	case c == '[':
		return d.nested(i+1, (*decoder).array)
	case strings.HasPrefix(rest, "null"):
		return py.None, i + 4, nil
	case strings.HasPrefix(rest, "true"):
		return py.True, i + 4, nil
	case strings.HasPrefix(rest, "false"):
		return py.False, i + 5, nil
	case c == '-' || c >= '0' && c <= '9':
		return d.number(i)
	}
	return d.constant(i)
}

func (d *decoder) nested(i int, f func(*decoder, int) (value, int, exc)) (value, int, exc) {
	if py.Enter() != nil {
		return value{}, i, py.Raisef(py.RecursionErrorType, "maximum recursion depth exceeded while decoding a JSON object from a unicode string")
	}
	v, end, e := f(d, i)
	py.Leave()
	return v, end, e
}

func (d *decoder) constant(i int) (value, int, exc) {
	for _, c := range []struct {
		name string
		f    float64
	}{{"NaN", math.NaN()}, {"Infinity", math.Inf(1)}, {"-Infinity", math.Inf(-1)}} {
		if strings.HasPrefix(d.s[i:], c.name) {
			if !d.parseConstant.IsUnbound() {
				v, e := py.Call1(d.parseConstant, py.StrV(c.name))
				return v, i + len(c.name), e
			}
			return py.Float(c.f), i + len(c.name), nil
		}
	}
	return value{}, i, decodeError("Expecting value", d.s, i)
}

func (d *decoder) number(start int) (value, int, exc) {
	s := d.s
	i := start
	digits := func() bool {
		from := i
		for i < len(s) && s[i] >= '0' && s[i] <= '9' {
			i++
		}
		return i > from
	}
	if s[i] == '-' {
		i++
	}
	if i < len(s) && s[i] == '0' {
		i++
	} else if !digits() {
		return d.constant(start)
	}
	isFloat := false
	if end := i; i < len(s) && s[i] == '.' {
		i++
		if digits() {
			isFloat = true
		} else {
			i = end
		}
	}
	if end := i; i < len(s) && (s[i] == 'e' || s[i] == 'E') {
		i++
		if i < len(s) && (s[i] == '+' || s[i] == '-') {
			i++
		}
		if digits() {
			isFloat = true
		} else {
			i = end
		}
	}
	text := s[start:i]
	if isFloat {
		if !d.parseFloat.IsUnbound() {
			v, e := py.Call1(d.parseFloat, py.StrV(text))
			return v, i, e
		}
		f, _ := strconv.ParseFloat(text, 64)
		return py.Float(f), i, nil
	}
	if !d.parseInt.IsUnbound() {
		v, e := py.Call1(d.parseInt, py.StrV(text))
		return v, i, e
	}
	if n, err := strconv.ParseInt(text, 10, 64); err == nil {
		return py.Int(n), i, nil
	}
	v, e := py.IntFromStr(text, 10, py.StrV(text))
	return v, i, e
}

// text reads the string whose first byte after the quote is at i.
func (d *decoder) text(i int) (value, int, exc) {
	j := d.plain(i)
	if j < len(d.s) && d.s[j] == '"' {
		return d.doc.Part(i, j), j + 1, nil
	}
	s, end, e := d.escaped(i, j)
	return py.StrV(s), end, e
}

// key is text for the key of an object.
func (d *decoder) key(i int) (value, int, exc) {
	j := d.plain(i)
	var s string
	switch {
	case j >= len(d.s) || d.s[j] != '"':
		var e exc
		if s, j, e = d.escaped(i, j); e != nil {
			return value{}, j, e
		}
	case j-i <= shortKey:
		return d.doc.Part(i, j), j + 1, nil
	default:
		s = d.s[i:j]
		j++
	}
	key, ok := d.memo[s]
	if !ok {
		if d.memo == nil {
			d.memo = map[string]value{}
		}
		s = strings.Clone(s)
		key = py.StrV(s)
		d.memo[s] = key
	}
	return key, j, nil
}

// plain returns where the part of a string from byte i on ends that has nothing to look at.
func (d *decoder) plain(i int) int {
	s := d.s
	for i < len(s) && s[i] != '"' && s[i] != '\\' && s[i] >= 0x20 {
		i++
	}
	return i
}

// escaped reads the string that begins at byte i and is plain up to byte j.
func (d *decoder) escaped(i, j int) (string, int, exc) {
	s := d.s
	begin := i - 1
	var b []byte
	for {
		b = append(b, s[i:j]...)
		if j >= len(s) {
			return "", j, decodeError("Unterminated string starting at", s, begin)
		}
		switch c := s[j]; {
		case c == '"':
			return string(b), j + 1, nil
		case c != '\\':
			if d.strict {
				return "", j, decodeError("Invalid control character at", s, j)
			}
			b = append(b, c)
			j++
		default:
			var e exc
			if b, j, e = d.escape(b, j, begin); e != nil {
				return "", j, e
			}
		}
		i = j
		j = d.plain(j)
	}
}

// escape reads the escape at byte j.
func (d *decoder) escape(b []byte, j, begin int) ([]byte, int, exc) {
	s := d.s
	if j+1 >= len(s) {
		return nil, j, decodeError("Unterminated string starting at", s, begin)
	}
	if c := s[j+1]; c != 'u' {
		k := strings.IndexByte(`"\/bfnrt`, c)
		if k < 0 {
			return nil, j, decodeError("Invalid \\escape", s, j)
		}
		return append(b, "\"\\/\b\f\n\r\t"[k]), j + 2, nil
	}
	r, ok := hex4(s, j+2)
	if !ok {
		return nil, j, decodeError("Invalid \\uXXXX escape", s, j+1)
	}
	j += 6
	if r >= 0xD800 && r < 0xDC00 && strings.HasPrefix(s[j:], `\u`) {
		if r2, ok := hex4(s, j+2); ok && r2 >= 0xDC00 && r2 < 0xE000 {
			r = 0x10000 + (r-0xD800)<<10 + (r2 - 0xDC00)
			j += 6
		}
	}
	return append(b, py.RuneStr(r).S...), j, nil
}

func hex4(s string, i int) (rune, bool) {
	if i+4 > len(s) {
		return 0, false
	}
	n, err := strconv.ParseUint(s[i:i+4], 16, 32)
	if err != nil || s[i] == '+' || s[i] == '_' {
		return 0, false
	}
	return rune(n), true
}

func (d *decoder) array(i int) (value, int, exc) {
	base := len(d.stack)
	i = d.space(i)
	if i < len(d.s) && d.s[i] == ']' {
		return py.NewList(nil).Value(), i + 1, nil
	}
	for {
		v, end, e := d.value(i)
		if e != nil {
			return value{}, i, e
		}
		d.stack = append(d.stack, v)
		i = d.space(end)
		if i >= len(d.s) || d.s[i] != ',' && d.s[i] != ']' {
			return value{}, i, decodeError("Expecting ',' delimiter", d.s, i)
		}
		if d.s[i] == ']' {
			list := py.ListV(d.stack[base:]...)
			d.stack = d.stack[:base]
			return list, i + 1, nil
		}
		comma := i
		i = d.space(i + 1)
		if i < len(d.s) && d.s[i] == ']' && py.VersionAtLeast(13) {
			return value{}, i, decodeError("Illegal trailing comma before end of array", d.s, comma)
		}
	}
}

func (d *decoder) object(i int) (value, int, exc) {
	base := len(d.stack)
	finish := func(end int) (value, int, exc) {
		entries := d.stack[base:]
		d.stack = d.stack[:base]
		if !d.pairsHook.IsUnbound() {
			pairs := make([]value, len(entries)/2)
			for i := range pairs {
				pairs[i] = py.TupleV(entries[2*i], entries[2*i+1])
			}
			v, e := py.Call1(d.pairsHook, py.NewList(pairs).Value())
			return v, end, e
		}
		obj, e := py.DictBuild(entries)
		if e == nil && !d.objectHook.IsUnbound() {
			obj, e = py.Call1(d.objectHook, obj)
		}
		return obj, end, e
	}
	i = d.space(i)
	if i < len(d.s) && d.s[i] == '}' {
		return finish(i + 1)
	}
	for {
		if i >= len(d.s) || d.s[i] != '"' {
			return value{}, i, decodeError("Expecting property name enclosed in double quotes", d.s, i)
		}
		key, end, e := d.key(i + 1)
		if e != nil {
			return value{}, i, e
		}
		i = d.space(end)
		if i >= len(d.s) || d.s[i] != ':' {
			return value{}, i, decodeError("Expecting ':' delimiter", d.s, i)
		}
		v, end, e := d.value(d.space(i + 1))
		if e != nil {
			return value{}, i, e
		}
		d.stack = append(d.stack, key, v)
		i = d.space(end)
		if i >= len(d.s) || d.s[i] != ',' && d.s[i] != '}' {
			return value{}, i, decodeError("Expecting ',' delimiter", d.s, i)
		}
		if d.s[i] == '}' {
			return finish(i + 1)
		}
		comma := i
		i = d.space(i + 1)
		if i < len(d.s) && d.s[i] == '}' && py.VersionAtLeast(13) {
			return value{}, i, decodeError("Illegal trailing comma before end of object", d.s, comma)
		}
	}
}

// decoderObject is an instance of JSONDecoder.
type decoderObject struct {
	py.Header
	kw    keywords
	Attrs py.Attrs
}

var decoderType = &py.Type{Name: "JSONDecoder"}

func init() {
	fresh := func(v value) (*decoder, exc) {
		kw := keywords{}
		for k, x := range py.Heap[decoderObject](v).kw {
			kw[k] = x
		}
		return newDecoder(kw)
	}
	decoderType.Define(&py.TypeSpec{
		Module: "json.decoder", Flags: py.FlagBaseType,
		Layout: py.LayoutWithAttrs[decoderObject](unsafe.Offsetof(decoderObject{}.Attrs)),
		Slots: py.Slots{
			New: func(cls *py.Type, args []value, names []*py.Str) (value, exc) { return cls.Alloc(cls), nil },
			Init: func(v value, args []value, names []*py.Str) exc {
				_, kw := split(args, names)
				py.Heap[decoderObject](v).kw = kw
				_, e := fresh(v)
				return e
			},
		},
		Methods: []py.Method{
			{Name: "decode", Sig: "($self, s)", Impl: func(v, s value) (value, exc) {
				d, e := fresh(v)
				if e != nil {
					return value{}, e
				}
				text, ok := py.AsStr(s)
				if !ok {
					return value{}, py.Raisef(py.TypeErrorType, "expected string or bytes-like object, got '%s'", s.Type().Name)
				}
				return d.decode(text)
			}},
			{Name: "raw_decode", Sig: "($self, s, idx=0)", Impl: func(v, s, idx value) (value, exc) {
				d, e := fresh(v)
				if e != nil {
					return value{}, e
				}
				text, ok := py.AsStr(s)
				if !ok {
					return value{}, py.Raisef(py.TypeErrorType, "first argument must be a string, not %s", s.Type().Name)
				}
				at := 0
				if !idx.IsUnbound() {
					if at, e = py.Ssize(idx); e != nil {
						return value{}, e
					}
				}
				if at < 0 {
					return value{}, py.Raisef(py.ValueErrorType, "idx cannot be negative")
				}
				d.doc, d.s = text, text.S
				x, end, e := d.value(text.Offset(min(at, text.Len())))
				if e != nil {
					return value{}, e
				}
				return py.TupleV(x, py.Int(int64(utf8.RuneCountInString(text.S[:end])))), nil
			}},
		},
	})
}
