package codecs

import (
	"github.com/aio2go/aio2go/runtime/py"
)

// This file implements encodings that a table of Python's gives.

// charmapBuild makes the table for encoding of one for decoding, a str of 256.
func charmapBuild(table value) (value, exc) {
	s, ok := py.AsStr(table)
	if !ok {
		return value{}, py.Raisef(py.TypeErrorType, "charmap_build() argument must be str, not %s", table.Type().Name)
	}
	d := py.NewDict()
	for i, c := range s.Runes() {
		if e := d.Set(py.Int(int64(c)), py.Int(int64(i))); e != nil {
			return value{}, e
		}
	}
	return d.Value(), nil
}

// mapped returns mapping[key], unbound where there is none.
func mapped(mapping value, key int) (value, exc) {
	v, e := py.GetItem(mapping, py.Int(int64(key)))
	if e != nil {
		if e.Is(py.LookupErrorType) {
			return value{}, nil
		}
		return value{}, e
	}
	if v.IsNone() {
		return value{}, nil
	}
	return v, nil
}

func charmapEncode(str, errors, mapping value) (value, exc) {
	s, ok := py.AsStr(str)
	if !ok {
		return value{}, py.Raisef(py.TypeErrorType, "charmap_encode() argument 1 must be str, not %s", str.Type().Name)
	}
	handler, e := text(errors, "strict")
	if e != nil {
		return value{}, e
	}
	if mapping.IsUnbound() || mapping.IsNone() {
		b, e := py.Encode(s, "latin-1", handler)
		return py.TupleV(py.BytesV(b), py.Int(int64(s.Len()))), e
	}
	codec := &py.Codec{Name: "charmap", Encode: func(x *py.Encoder) exc {
		put := func(c rune) (bool, exc) {
			v, e := mapped(mapping, int(c))
			if e != nil || v.IsUnbound() {
				return false, e
			}
			if b, ok := py.AsBytes(v); ok {
				x.Out = append(x.Out, b.B...)
				return true, nil
			}
			if !v.IsInt() {
				return false, py.Raisef(py.TypeErrorType, "character mapping must return integer, bytes or None, not %s", v.Type().Name)
			}
			n, e := py.IndexInt(v, nil)
			if e != nil || n < 0 || n > 255 {
				return false, py.Raisef(py.TypeErrorType, "character mapping must be in range(256)")
			}
			x.Out = append(x.Out, byte(n))
			return true, nil
		}
		runes := s.Runes()
		for i := 0; i < len(runes); {
			ok, e := put(runes[i])
			if e != nil {
				return e
			}
			if ok {
				i++
				continue
			}
			var failed exc
			next, e := x.Problem(s.Offset(i), s.Offset(i+1), "character maps to <undefined>", func(c rune) bool {
				ok, e := put(c)
				failed = e
				return ok
			})
			if failed != nil {
				return failed
			}
			if e != nil {
				return e
			}
			i = s.Position(next)
		}
		return nil
	}}
	b, e := codec.EncodeStr(s, handler)
	if e != nil {
		return value{}, e
	}
	return py.TupleV(py.BytesV(b), py.Int(int64(s.Len()))), nil
}

// decodeArgs returns the bytes and the name of the error handler that a decoder was called with.
func decodeArgs(data, errors value) (b []byte, handler string, e exc) {
	if b, e = bytesOf(data); e == nil {
		handler, e = text(errors, "strict")
	}
	return b, handler, e
}

func charmapDecode(data, errors, mapping value) (value, exc) {
	b, handler, e := decodeArgs(data, errors)
	if e != nil {
		return value{}, e
	}
	if mapping.IsUnbound() || mapping.IsNone() {
		v, e := py.Decode(b, "latin-1", handler)
		return py.TupleV(v, py.Int(int64(len(b)))), e
	}
	codec := &py.Codec{Name: "charmap", Decode: func(x *py.Decoder) exc {
		for i := 0; i < len(x.Src); {
			v, e := mapped(mapping, int(x.Src[i]))
			if e != nil {
				return e
			}
			if s, ok := py.AsStr(v); !v.IsUnbound() && ok && s.S != "\uFFFE" {
				x.Out = append(x.Out, s.S...)
				i++
				continue
			}
			if !v.IsUnbound() && v.IsInt() {
				n, e := py.IndexInt(v, nil)
				if e != nil || n < 0 || n > 0x10FFFF {
					return py.Raisef(py.TypeErrorType, "character mapping must be in range(0x110000)")
				}
				if n != 0xFFFE {
					x.Out = append(x.Out, string(rune(n))...)
					i++
					continue
				}
			} else if !v.IsUnbound() && !v.IsStr() {
				return py.Raisef(py.TypeErrorType, "character mapping must return integer, None or str")
			}
			if i, e = x.Problem(i, i+1, "character maps to <undefined>"); e != nil {
				return e
			}
		}
		return nil
	}}
	v, e := codec.DecodeBytes(b, handler)
	if e != nil {
		return value{}, e
	}
	return py.TupleV(v, py.Int(int64(len(b)))), nil
}
