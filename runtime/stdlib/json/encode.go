package json

import (
	"math"
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

	b      strings.Builder
	active map[value]bool // containers that are being written
}

func newEncoder(kw keywords) (*encoder, exc) {
	enc := &encoder{ascii: true, circular: true, nan: true, itemSep: ", ", keySep: ": "}
	for name, dst := range map[string]*bool{"skipkeys": &enc.skipKeys, "ensure_ascii": &enc.ascii, "check_circular": &enc.circular,
		"allow_nan": &enc.nan, "sort_keys": &enc.sort} {
		if v, ok := kw[name]; ok {
			var e exc
			if *dst, e = py.Truth(v); e != nil {
				return nil, e
			}
			delete(kw, name)
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

func (enc *encoder) encode(v value) (value, exc) {
	enc.b.Reset()
	enc.active = map[value]bool{}
	if e := enc.value(v, 0); e != nil {
		return value{}, e
	}
	return py.StrV(enc.b.String()), nil
}

const hexDigits = "0123456789abcdef"

// quote writes s as a JSON string.
func (enc *encoder) quote(s string) {
	enc.b.WriteByte('"')
	start := 0
	flush := func(i int) { enc.b.WriteString(s[start:i]) }
	unit := func(c rune) {
		enc.b.WriteString(`\u`)
		for shift := 12; shift >= 0; shift -= 4 {
			enc.b.WriteByte(hexDigits[c>>shift&15])
		}
	}
	for i := 0; i < len(s); {
		c := s[i]
		if c >= 0x20 && c != '"' && c != '\\' && c < 0x80 {
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
					unit(0xD800 + r>>10)
					unit(0xDC00 + r&0x3FF)
				} else {
					unit(r)
				}
				start = i + n
			}
			i += n
			continue
		}
		flush(i)
		switch c {
		case '"', '\\':
			enc.b.WriteByte('\\')
			enc.b.WriteByte(c)
		case '\n':
			enc.b.WriteString(`\n`)
		case '\r':
			enc.b.WriteString(`\r`)
		case '\t':
			enc.b.WriteString(`\t`)
		case '\f':
			enc.b.WriteString(`\f`)
		case '\b':
			enc.b.WriteString(`\b`)
		default:
			unit(rune(c))
		}
		i++
		start = i
	}
	flush(len(s))
	enc.b.WriteByte('"')
}

// float returns the JSON text of a float.
func (enc *encoder) float(f float64) (string, exc) {
	switch {
	case math.IsNaN(f), math.IsInf(f, 0):
		if !enc.nan {
			return "", py.Raisef(py.ValueErrorType, "Out of range float values are not JSON compliant: %s", py.FloatRepr(f))
		}
		if math.IsNaN(f) {
			return "NaN", nil
		}
		if f < 0 {
			return "-Infinity", nil
		}
		return "Infinity", nil
	}
	return py.FloatRepr(f), nil
}

func (enc *encoder) value(v value, depth int) exc {
	t := v.Type()
	switch {
	case v.IsStr():
		enc.quote(v.Str().S)
	case v.IsNone():
		enc.b.WriteString("null")
	case v == py.True:
		enc.b.WriteString("true")
	case v == py.False:
		enc.b.WriteString("false")
	case v.IsInt():
		i, _ := py.ExactInt(v)
		s, e := py.IntText(i)
		if e != nil {
			return e
		}
		enc.b.WriteString(s)
	case t.Has(py.FlagFloat):
		f, e := py.AsFloat(v)
		if e != nil {
			return e
		}
		s, e := enc.float(f)
		if e != nil {
			return e
		}
		enc.b.WriteString(s)
	case t.Has(py.FlagList), t.Has(py.FlagTuple):
		items, e := py.ItemsOf(v)
		if e != nil {
			return e
		}
		at := func(i int) (value, bool) {
			if t.Has(py.FlagList) { // what the method default does may change it
				items = py.Heap[py.List](v).Items
			}
			if i >= len(items) {
				return value{}, false
			}
			return items[i], true
		}
		return enc.nest(v, func() exc { return enc.list(at, depth) })
	case t.Has(py.FlagDict):
		return enc.nest(v, func() exc { return enc.dict(v, depth) })
	default:
		return enc.nest(v, func() exc {
			if enc.def.IsUnbound() {
				return notSerializable(v)
			}
			x, e := py.Call1(enc.def, v)
			if e != nil {
				return e
			}
			return enc.value(x, depth)
		})
	}
	return nil
}

func notSerializable(v value) exc {
	return py.Raisef(py.TypeErrorType, "Object of type %s is not JSON serializable", v.Type().Name)
}

// nest writes a container, unless it contains itself.
func (enc *encoder) nest(v value, f func() exc) exc {
	if enc.circular {
		if enc.active[v] {
			return py.Raisef(py.ValueErrorType, "Circular reference detected")
		}
		enc.active[v] = true
		defer delete(enc.active, v)
	}
	if py.Enter() != nil {
		return py.Raisef(py.RecursionErrorType, "maximum recursion depth exceeded while encoding a JSON object")
	}
	defer py.Leave()
	return f()
}

func (enc *encoder) newline(depth int) {
	if enc.pretty {
		enc.b.WriteByte('\n')
		for ; depth > 0; depth-- {
			enc.b.WriteString(enc.indent)
		}
	}
}

// list writes the elements that at gives until there is none.
func (enc *encoder) list(at func(i int) (value, bool), depth int) exc {
	if _, some := at(0); !some {
		enc.b.WriteString("[]")
		return nil
	}
	enc.b.WriteByte('[')
	for i := 0; ; i++ {
		x, some := at(i)
		if !some {
			break
		}
		if i > 0 {
			enc.b.WriteString(enc.itemSep)
		}
		enc.newline(depth + 1)
		if e := enc.value(x, depth+1); e != nil {
			return e
		}
	}
	enc.newline(depth)
	enc.b.WriteByte(']')
	return nil
}

// key returns the text of a dict's key; ok is false where it is skipped.
func (enc *encoder) key(k value) (s string, ok bool, e exc) {
	switch {
	case k.IsStr():
		return k.Str().S, true, nil
	case k.Type().Has(py.FlagFloat):
		f, e := py.AsFloat(k)
		if e != nil {
			return "", false, e
		}
		s, e = enc.float(f)
		return s, true, e
	case k == py.True:
		return "true", true, nil
	case k == py.False:
		return "false", true, nil
	case k.IsNone():
		return "null", true, nil
	case k.IsInt():
		i, _ := py.ExactInt(k)
		s, e = py.IntText(i)
		return s, true, e
	case enc.skipKeys:
		return "", false, nil
	}
	return "", false, py.Raisef(py.TypeErrorType, "keys must be str, int, float, bool or None, not %s", k.Type().Name)
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
			keys[i], vals[i] = py.Heap[py.Tuple](p).Items[0], py.Heap[py.Tuple](p).Items[1]
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
		if !item.Type().Has(py.FlagTuple) || len(py.Heap[py.Tuple](item).Items) != 2 {
			return py.Raisef(py.ValueErrorType, "items must return 2-tuples")
		}
		*keys = append(*keys, py.Heap[py.Tuple](item).Items[0])
		*vals = append(*vals, py.Heap[py.Tuple](item).Items[1])
		return nil
	})
}

func (enc *encoder) dict(v value, depth int) exc {
	d, _ := py.AsDict(v)
	if d.Len() == 0 {
		enc.b.WriteString("{}")
		return nil
	}
	next, e := enc.entries(v, d)
	if e != nil {
		return e
	}
	enc.b.WriteByte('{')
	first := true
	for {
		k, x, more := next()
		if !more {
			break
		}
		s, ok, e := enc.key(k)
		if e != nil {
			return e
		}
		if !ok {
			continue
		}
		if !first {
			enc.b.WriteString(enc.itemSep)
		}
		first = false
		enc.newline(depth + 1)
		enc.quote(s)
		enc.b.WriteString(enc.keySep)
		if e := enc.value(x, depth+1); e != nil {
			return e
		}
	}
	if !first {
		enc.newline(depth)
	}
	enc.b.WriteByte('}')
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
