package json

import (
	"math"
	"slices"
	"strconv"
	"strings"
	"unsafe"

	"github.com/aio2go/aio2go/runtime/py"
)

// This file implements JSONEncoder.

var encoderParams = []string{"skipkeys", "ensure_ascii", "check_circular", "allow_nan", "sort_keys", "indent", "separators", "default"}

// encoder writes one text.
type encoder struct {
	skipKeys, ascii, circular, nan, sort bool
	indent                               string
	pretty                               bool
	itemSep, keySep                      string
	def                                  value // unbound where there is none

	b      []byte
	active []value // containers that are being written
}

func newEncoder(kw keywords) (*encoder, exc) {
	enc := &encoder{ascii: true, circular: true, nan: true, itemSep: ", ", keySep: ": "}
	if len(kw) == 0 {
		return enc, nil
	}
	for _, option := range []struct {
		name string
		dst  *bool
	}{{"skipkeys", &enc.skipKeys}, {"ensure_ascii", &enc.ascii}, {"check_circular", &enc.circular},
		{"allow_nan", &enc.nan}, {"sort_keys", &enc.sort}} {
		if v, ok := kw[option.name]; ok {
			var e exc
			if *option.dst, e = py.Truth(v); e != nil {
				return nil, e
			}
			delete(kw, option.name)
		}
	}
	if v, ok := kw["indent"]; ok {
		delete(kw, "indent")
		switch {
		case v.IsNone():
		case v.IsStr():
			enc.pretty, enc.indent = true, v.Str().S
		default:
			n, e := py.Ssize(v)
			if e != nil {
				return nil, e
			}
			enc.pretty, enc.indent = true, strings.Repeat(" ", max(n, 0))
		}
		if enc.pretty {
			enc.itemSep = ","
		}
	}
	if v, ok := kw["separators"]; ok {
		delete(kw, "separators")
		if !v.IsNone() {
			a, b, e := py.Unpack2(v)
			if e != nil {
				return nil, e
			}
			if !a.IsStr() || !b.IsStr() {
				return nil, py.Raisef(py.TypeErrorType, "separators must be strings")
			}
			enc.itemSep, enc.keySep = a.Str().S, b.Str().S
		}
	}
	if v, ok := kw["default"]; ok {
		delete(kw, "default")
		if !v.IsNone() {
			enc.def = v
		}
	}
	for name := range kw {
		return nil, py.Raisef(py.TypeErrorType, "JSONEncoder.__init__() got an unexpected keyword argument '%s'", name)
	}
	return enc, nil
}

// scratch is a buffer to write a text in. Whoever writes takes it, since what writing calls
// may encode as well.
var scratch []byte

const maxScratch = 1 << 16

func (enc *encoder) encode(v value) (value, exc) {
	enc.b, scratch = scratch[:0], nil
	enc.active = enc.active[:0]
	if e := enc.value(v, 0); e != nil {
		return value{}, e
	}
	if cap(enc.b) > maxScratch {
		return py.StrV(unsafe.String(unsafe.SliceData(enc.b), len(enc.b))), nil
	}
	scratch = enc.b
	return py.TextOf(enc.b), nil
}

const hexDigits = "0123456789abcdef"

// plain says which bytes a JSON string has as they are.
var plain = func() (t [256]bool) {
	for c := 0x20; c < 0x7f; c++ {
		t[c] = c != '"' && c != '\\'
	}
	return t
}()

// unit appends the escape of a UTF-16 unit.
func (enc *encoder) unit(c rune) {
	enc.b = append(enc.b, '\\', 'u', hexDigits[c>>12&15], hexDigits[c>>8&15], hexDigits[c>>4&15], hexDigits[c&15])
}

// quote writes s as a JSON string.
func (enc *encoder) quote(s string) {
	i := 0
	for i < len(s) && plain[s[i]] {
		i++
	}
	enc.b = append(enc.b, '"')
	if i < len(s) {
		i = enc.escape(s, i)
	} else {
		i = 0
	}
	enc.b = append(enc.b, s[i:]...)
	enc.b = append(enc.b, '"')
}

// escape writes the beginning of s, of which byte i is the first that may need an escape,
// and returns where the end begins that needs none.
func (enc *encoder) escape(s string, i int) int {
	start := 0
	flush := func(i int) { enc.b = append(enc.b, s[start:i]...) }
	for i < len(s) {
		c := s[i]
		if plain[c] {
			i++
			continue
		}
		if c >= 0x80 {
			n := 2
			switch {
			case c >= 0xF0:
				n = 4
			case c >= 0xE0:
				n = 3
			}
			if enc.ascii {
				flush(i)
				r := rune(c) & (0xFF >> (n + 1))
				for _, k := range []byte(s[i+1 : i+n]) {
					r = r<<6 | rune(k&0x3F)
				}
				if r >= 0x10000 {
					r -= 0x10000
					enc.unit(0xD800 + r>>10)
					enc.unit(0xDC00 + r&0x3FF)
				} else {
					enc.unit(r)
				}
				start = i + n
			}
			i += n
			continue
		}
		if c == 0x7f && !enc.ascii {
			i++
			continue
		}
		flush(i)
		switch c {
		case '"', '\\':
			enc.b = append(enc.b, '\\')
			enc.b = append(enc.b, c)
		case '\n':
			enc.b = append(enc.b, `\n`...)
		case '\r':
			enc.b = append(enc.b, `\r`...)
		case '\t':
			enc.b = append(enc.b, `\t`...)
		case '\f':
			enc.b = append(enc.b, `\f`...)
		case '\b':
			enc.b = append(enc.b, `\b`...)
		default:
			enc.unit(rune(c))
		}
		i++
		start = i
	}
	return start
}

// float writes the JSON text of a float.
func (enc *encoder) float(f float64) exc {
	switch {
	case math.IsNaN(f), math.IsInf(f, 0):
		if !enc.nan {
			return py.Raisef(py.ValueErrorType, "Out of range float values are not JSON compliant: %s", py.FloatRepr(f))
		}
		text := "Infinity"
		if math.IsNaN(f) {
			text = "NaN"
		} else if f < 0 {
			text = "-Infinity"
		}
		enc.b = append(enc.b, text...)
	default:
		enc.b = py.AppendFloatRepr(enc.b, f)
	}
	return nil
}

// int writes the text of an int or of an instance of a subclass.
func (enc *encoder) int(v value) exc {
	i, _ := py.ExactInt(v)
	if i.IsSmallInt() {
		enc.b = strconv.AppendInt(enc.b, i.SmallInt(), 10)
		return nil
	}
	s, e := py.IntText(i)
	enc.b = append(enc.b, s...)
	return e
}

func (enc *encoder) value(v value, depth int) exc {
	t := v.Type()
	switch {
	case v.IsStr():
		enc.quote(v.Str().S)
	case v.IsNone():
		enc.b = append(enc.b, "null"...)
	case v == py.True:
		enc.b = append(enc.b, "true"...)
	case v == py.False:
		enc.b = append(enc.b, "false"...)
	case v.IsInt():
		return enc.int(v)
	case t.Has(py.FlagFloat):
		f, e := py.AsFloat(v)
		if e != nil {
			return e
		}
		return enc.float(f)
	case t.Has(py.FlagList), t.Has(py.FlagTuple), t.Has(py.FlagDict):
		if e := enc.enter(v); e != nil {
			return e
		}
		var e exc
		switch {
		case t.Has(py.FlagDict):
			e = enc.dict(v, depth)
		case t.Has(py.FlagList):
			l := py.Heap[py.List](v)
			e = enc.list(func() []value { return l.Items }, depth)
		default:
			var items []value
			if items, e = py.ItemsOf(v); e == nil {
				e = enc.list(func() []value { return items }, depth)
			}
		}
		enc.leave()
		return e
	default:
		if e := enc.enter(v); e != nil {
			return e
		}
		defer enc.leave()
		if enc.def.IsUnbound() {
			return notSerializable(v)
		}
		x, e := py.Call1(enc.def, v)
		if e != nil {
			return e
		}
		return enc.value(x, depth)
	}
	return nil
}

func notSerializable(v value) exc {
	return py.Raisef(py.TypeErrorType, "Object of type %s is not JSON serializable", v.Type().Name)
}

// enter begins a container, unless it contains itself.
func (enc *encoder) enter(v value) exc {
	if enc.circular && slices.Contains(enc.active, v) {
		return py.Raisef(py.ValueErrorType, "Circular reference detected")
	}
	if py.Enter() != nil {
		return py.Raisef(py.RecursionErrorType, "maximum recursion depth exceeded while encoding a JSON object")
	}
	enc.active = append(enc.active, v)
	return nil
}

// leave ends the container that was entered last.
func (enc *encoder) leave() {
	enc.active = enc.active[:len(enc.active)-1]
	py.Leave()
}

func (enc *encoder) newline(depth int) {
	if enc.pretty {
		enc.b = append(enc.b, '\n')
		for ; depth > 0; depth-- {
			enc.b = append(enc.b, enc.indent...)
		}
	}
}

// list writes elements. The method default may change those of a list meanwhile.
func (enc *encoder) list(items func() []value, depth int) exc {
	now := items()
	if len(now) == 0 {
		enc.b = append(enc.b, "[]"...)
		return nil
	}
	enc.b = append(enc.b, '[')
	for i := 0; i < len(now); i++ {
		if i > 0 {
			enc.b = append(enc.b, enc.itemSep...)
		}
		enc.newline(depth + 1)
		if e := enc.value(now[i], depth+1); e != nil {
			return e
		}
		now = items()
	}
	enc.newline(depth)
	enc.b = append(enc.b, ']')
	return nil
}

// key writes a dict's key with its quotes; ok is false where it is skipped.
func (enc *encoder) key(k value) (ok bool, e exc) {
	if k.IsStr() {
		enc.quote(k.Str().S)
		return true, nil
	}
	enc.b = append(enc.b, '"')
	switch {
	case k.Type().Has(py.FlagFloat):
		f, e := py.AsFloat(k)
		if e == nil {
			e = enc.float(f)
		}
		if e != nil {
			return false, e
		}
	case k == py.True:
		enc.b = append(enc.b, "true"...)
	case k == py.False:
		enc.b = append(enc.b, "false"...)
	case k.IsNone():
		enc.b = append(enc.b, "null"...)
	case k.IsInt():
		if e := enc.int(k); e != nil {
			return false, e
		}
	case enc.skipKeys:
		return false, nil
	default:
		return false, py.Raisef(py.TypeErrorType, "keys must be str, int, float, bool or None, not %s", k.Type().Name)
	}
	enc.b = append(enc.b, '"')
	return true, nil
}

// entries returns a function that gives the items one after the other: of a dict as it is
// then, since the method default may change it, and otherwise those that there are now.
func (enc *encoder) entries(v value, d *py.Dict) (func() (k, x value, more bool), exc) {
	if v.Type() == py.DictType && !enc.sort {
		at := 0
		return func() (k, x value, more bool) {
			k, x, at, more = d.Entry(at)
			return k, x, more
		}, nil
	}
	var keys, vals []value
	if v.Type() == py.DictType {
		keys, vals = d.Keys(), d.Values()
	} else if e := overridden(v, &keys, &vals); e != nil {
		return nil, e
	}
	if enc.sort {
		pairs := make([]value, len(keys))
		for i := range keys {
			pairs[i] = py.TupleV(keys[i], vals[i])
		}
		if e := py.SortItems(pairs, value{}, false); e != nil {
			return nil, e
		}
		for i, p := range pairs {
			keys[i], vals[i] = py.Heap[py.Tuple](p).Items()[0], py.Heap[py.Tuple](p).Items()[1]
		}
	}
	i := -1
	return func() (k, x value, more bool) {
		if i++; i >= len(keys) {
			return value{}, value{}, false
		}
		return keys[i], vals[i], true
	}, nil
}

// overridden reads the items of a dict of a class that may have its own method for them.
func overridden(v value, keys, vals *[]value) exc {
	items, e := py.CallMethod0(v, py.Intern("items"))
	if e != nil {
		return e
	}
	return py.Each(items, func(item value) exc {
		if !item.Type().Has(py.FlagTuple) || len(py.Heap[py.Tuple](item).Items()) != 2 {
			return py.Raisef(py.ValueErrorType, "items must return 2-tuples")
		}
		*keys = append(*keys, py.Heap[py.Tuple](item).Items()[0])
		*vals = append(*vals, py.Heap[py.Tuple](item).Items()[1])
		return nil
	})
}

func (enc *encoder) dict(v value, depth int) exc {
	d, _ := py.AsDict(v)
	if d.Len() == 0 {
		enc.b = append(enc.b, "{}"...)
		return nil
	}
	next, e := enc.entries(v, d)
	if e != nil {
		return e
	}
	enc.b = append(enc.b, '{')
	enc.newline(depth + 1)
	first := true
	for {
		k, x, more := next()
		if !more {
			break
		}
		before := len(enc.b)
		if !first {
			enc.b = append(enc.b, enc.itemSep...)
			enc.newline(depth + 1)
		}
		ok, e := enc.key(k)
		if e != nil {
			return e
		}
		if !ok {
			enc.b = enc.b[:before]
			continue
		}
		first = false
		enc.b = append(enc.b, enc.keySep...)
		if e := enc.value(x, depth+1); e != nil {
			return e
		}
	}
	enc.newline(depth)
	enc.b = append(enc.b, '}')
	return nil
}

// encoderObject is an instance of JSONEncoder or a subclass, whose method default is
// asked about unknown objects.
type encoderObject struct {
	py.Header
	kw    keywords
	Attrs py.Attrs
}

var encoderType = &py.Type{Name: "JSONEncoder"}

func init() {
	encoderType.Define(&py.TypeSpec{
		Module: "json.encoder", Flags: py.FlagBaseType,
		Layout: py.LayoutWithAttrs[encoderObject](unsafe.Offsetof(encoderObject{}.Attrs)),
		Slots: py.Slots{
			New: func(cls *py.Type, args []value, names []*py.Str) (value, exc) { return cls.Alloc(cls), nil },
			Init: func(v value, args []value, names []*py.Str) exc {
				pos, kw := split(args, names)
				if len(pos) > 0 {
					return py.Raisef(py.TypeErrorType, "JSONEncoder.__init__() takes 1 positional argument but %d were given", len(pos)+1)
				}
				check := keywords{}
				for k, x := range kw {
					check[k] = x
				}
				enc, e := newEncoder(check)
				if e != nil {
					return e
				}
				o := py.Heap[encoderObject](v)
				o.kw = kw
				if d, ok := kw["default"]; ok && !d.IsNone() {
					o.Attrs.Set(nameDefault, d)
				}
				for name, on := range map[string]bool{"skipkeys": enc.skipKeys, "ensure_ascii": enc.ascii, "check_circular": enc.circular, "allow_nan": enc.nan, "sort_keys": enc.sort} {
					o.Attrs.Set(py.Intern(name), py.Bool(on))
				}
				o.Attrs.Set(py.Intern("item_separator"), py.StrV(enc.itemSep))
				o.Attrs.Set(py.Intern("key_separator"), py.StrV(enc.keySep))
				indent, ok := kw["indent"]
				if !ok {
					indent = py.None
				}
				o.Attrs.Set(py.Intern("indent"), indent)
				return nil
			},
		},
		Methods: []py.Method{
			{Name: "default", Sig: "($self, o)", Impl: func(v, o value) (value, exc) { return value{}, notSerializable(o) }},
			{Name: "encode", Sig: "($self, o)", Impl: func(v, o value) (value, exc) {
				kw := keywords{}
				for k, x := range py.Heap[encoderObject](v).kw {
					kw[k] = x
				}
				enc, e := newEncoder(kw)
				if e != nil {
					return value{}, e
				}
				if enc.def, e = py.GetAttr(v, nameDefault); e != nil {
					return value{}, e
				}
				return enc.encode(o)
			}},
			{Name: "iterencode", Sig: "($self, o, _one_shot=False)", Impl: func(v, o, oneShot value) (value, exc) {
				s, e := py.CallMethod1(v, nameEncode, o)
				if e != nil {
					return value{}, e
				}
				return py.Iter(py.ListV(s))
			}},
		},
	})
}
