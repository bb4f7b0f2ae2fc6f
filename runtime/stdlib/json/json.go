// Package json implements the module json (Python library reference, json: JSON encoder
// and decoder).
package json

import (
	"strings"
	"unicode/utf8"

	"github.com/aio2go/aio2go/runtime/py"
)

type (
	value = py.Value
	exc   = *py.Exception
)

// notText is the TypeError of loads.
const notText = "the JSON object must be str, bytes or bytearray, not %s"

var spec = py.ModuleSpec{
	Name:    "json",
	Package: true,
	Doc:     "JSON (JavaScript Object Notation) <https://json.org> is a subset of\nJavaScript syntax (ECMA-262 3rd edition) used as a lightweight data\ninterchange format.",
	Types:   []*py.Type{encoderType, decoderType},
	Functions: []py.Method{
		{Name: "dumps", Impl: dumps},
		{Name: "dump", Impl: dump},
		{Name: "loads", Impl: loads},
		{Name: "load", Impl: load},
		{Name: "detect_encoding", Sig: "(b)", Impl: func(v value) (value, exc) {
			if t := v.Type(); !t.Has(py.FlagBytes) && !t.Has(py.FlagByteArray) {
				if v.IsStr() {
					return value{}, py.Raisef(py.TypeErrorType, "tuple for startswith must only contain str, not bytes")
				}
				return value{}, py.Raisef(py.AttributeErrorType, "'%s' object has no attribute 'startswith'", t.Name)
			}
			b, _ := py.BytesOf(v)
			return py.StrV(detectEncoding(b)), nil
		}},
	},
	Init: func(m *py.Module) exc {
		t, e := errorType()
		if e != nil {
			return e
		}
		m.Set("JSONDecodeError", t.Value())
		for _, name := range []string{"decoder", "encoder"} {
			sub := py.NewModule("json." + name)
			sub.Set("JSONDecodeError", t.Value())
			sub.Set("JSONDecoder", decoderType.Value())
			sub.Set("JSONEncoder", encoderType.Value())
			addStrings(name, sub)
			py.Modules.SetStr(py.Intern("json."+name), sub.Value())
			m.Set(name, sub.Value())
		}
		return nil
	},
}

func init() { py.RegisterModule(&spec) }

var (
	nameWrite   = py.Intern("write")
	nameRead    = py.Intern("read")
	nameEncode  = py.Intern("encode")
	nameDecode  = py.Intern("decode")
	nameDefault = py.Intern("default")
)

// keywords is the table of keyword arguments of a call.
type keywords map[string]value

func split(args []value, names []*py.Str) ([]value, keywords) {
	n := len(args) - len(names)
	if len(names) == 0 {
		return args, nil
	}
	kw := make(keywords, len(names))
	for i, name := range names {
		kw[name.S] = args[n+i]
	}
	return args[:n], kw
}

// take removes a positional-or-keyword parameter.
func take(fn string, pos *[]value, kw keywords, name string) (value, exc) {
	if len(*pos) > 0 {
		v := (*pos)[0]
		*pos = (*pos)[1:]
		return v, nil
	}
	if v, ok := kw[name]; ok {
		delete(kw, name)
		return v, nil
	}
	return value{}, py.Raisef(py.TypeErrorType, "%s() missing 1 required positional argument: '%s'", fn, name)
}

func tooMany(fn string, takes, given int) exc {
	plural := "s"
	if takes == 1 {
		plural = ""
	}
	return py.Raisef(py.TypeErrorType, "%s() takes %d positional argument%s but %d were given", fn, takes, plural, given)
}

func dumps(args []value, names []*py.Str) (value, exc) {
	pos, kw := split(args, names)
	obj, e := take("dumps", &pos, kw, "obj")
	if e != nil {
		return value{}, e
	}
	if len(pos) > 0 {
		return value{}, tooMany("dumps", 1, len(pos)+1)
	}
	return encodeWith(obj, kw)
}

// encodeWith is dumps: with a class given as cls, its encode method does the work.
func encodeWith(obj value, kw keywords) (value, exc) {
	if cls, ok := kw["cls"]; ok && !cls.IsNone() && cls != encoderType.Value() {
		delete(kw, "cls")
		var vals []value
		var keys []*py.Str
		for _, k := range encoderParams {
			if v, ok := kw[k]; ok {
				vals, keys = append(vals, v), append(keys, py.Intern(k))
				delete(kw, k)
			}
		}
		for k, v := range kw {
			vals, keys = append(vals, v), append(keys, py.Intern(k))
		}
		enc, e := py.CallKw(cls, vals, keys)
		if e != nil {
			return value{}, e
		}
		return py.CallMethod1(enc, nameEncode, obj)
	}
	delete(kw, "cls")
	enc, e := newEncoder(kw)
	if e != nil {
		return value{}, e
	}
	return enc.encode(obj)
}

func dump(args []value, names []*py.Str) (value, exc) {
	pos, kw := split(args, names)
	obj, e := take("dump", &pos, kw, "obj")
	if e != nil {
		return value{}, e
	}
	fp, e := take("dump", &pos, kw, "fp")
	if e != nil {
		return value{}, e
	}
	if len(pos) > 0 {
		return value{}, tooMany("dump", 2, len(pos)+2)
	}
	s, e := encodeWith(obj, kw)
	if e != nil {
		return value{}, e
	}
	_, e = py.CallMethod1(fp, nameWrite, s)
	return py.None, e
}

func load(args []value, names []*py.Str) (value, exc) {
	pos, kw := split(args, names)
	fp, e := take("load", &pos, kw, "fp")
	if e != nil {
		return value{}, e
	}
	if len(pos) > 0 {
		return value{}, tooMany("load", 1, len(pos)+1)
	}
	s, e := py.CallMethod0(fp, nameRead)
	if e != nil {
		return value{}, e
	}
	return decodeWith(s, kw)
}

func loads(args []value, names []*py.Str) (value, exc) {
	pos, kw := split(args, names)
	s, e := take("loads", &pos, kw, "s")
	if e != nil {
		return value{}, e
	}
	if len(pos) > 0 {
		return value{}, tooMany("loads", 1, len(pos)+1)
	}
	return decodeWith(s, kw)
}

func decodeWith(v value, kw keywords) (value, exc) {
	text, e := textOf(v)
	if e != nil {
		return value{}, e
	}
	if cls, ok := kw["cls"]; ok && !cls.IsNone() && cls != decoderType.Value() {
		delete(kw, "cls")
		var vals []value
		var keys []*py.Str
		for _, k := range decoderParams {
			if v, ok := kw[k]; ok && !v.IsNone() {
				vals, keys = append(vals, v), append(keys, py.Intern(k))
			}
			delete(kw, k)
		}
		for k, v := range kw {
			vals, keys = append(vals, v), append(keys, py.Intern(k))
		}
		dec, e := py.CallKw(cls, vals, keys)
		if e != nil {
			return value{}, e
		}
		return py.CallMethod1(dec, nameDecode, text.Value())
	}
	delete(kw, "cls")
	d, e := newDecoder(kw)
	if e != nil {
		return value{}, e
	}
	return d.decode(text)
}

// textOf converts what loads gets to text; bytes may be UTF-8, UTF-16 or UTF-32.
func textOf(v value) (*py.Str, exc) {
	if s, ok := py.AsStr(v); ok {
		if strings.HasPrefix(s.S, "\ufeff") {
			return nil, decodeError("Unexpected UTF-8 BOM (decode using utf-8-sig)", s.S, 0)
		}
		return s, nil
	}
	t := v.Type()
	if !t.Has(py.FlagBytes) && !t.Has(py.FlagByteArray) {
		return nil, py.Raisef(py.TypeErrorType, notText, t.Name)
	}
	b, _ := py.BytesOf(v)
	encoding := detectEncoding(b)
	if encoding == "utf-8-sig" {
		b, encoding = b[3:], "utf-8"
	}
	if encoding == "utf-8" && utf8.Valid(b) {
		return py.NewStr(string(b)), nil
	}
	s, e := py.Decode(b, encoding, "surrogatepass")
	if e != nil {
		return nil, e
	}
	return s.Str(), nil
}

// detectEncoding tells the encoding of a document by its beginning: a byte order mark, or where the
// first two characters, which are ASCII, have their zeros.
func detectEncoding(b []byte) string {
	switch {
	case len(b) >= 4 && (string(b[:4]) == "\xff\xfe\x00\x00" || string(b[:4]) == "\x00\x00\xfe\xff"):
		return "utf-32"
	case len(b) >= 2 && (string(b[:2]) == "\xff\xfe" || string(b[:2]) == "\xfe\xff"):
		return "utf-16"
	case len(b) >= 3 && string(b[:3]) == "\xef\xbb\xbf":
		return "utf-8-sig"
	case len(b) >= 4 && b[0] == 0 && b[1] == 0:
		return "utf-32-be"
	case (len(b) >= 4 || len(b) == 2) && b[0] == 0:
		return "utf-16-be"
	case len(b) >= 4 && b[1] == 0 && b[2] == 0 && b[3] == 0:
		return "utf-32-le"
	case (len(b) >= 4 || len(b) == 2) && b[1] == 0:
		return "utf-16-le"
	}
	return "utf-8"
}
