package codecs

import (
	"strings"

	"github.com/aio2go/aio2go/runtime/py"
)

// This file implements the registry: codecs by name, as search functions find them.

// searchers are the registered search functions, and found what they have found.
var (
	searchers []value
	found     = map[string]value{}
)

func register(fn value) (value, exc) {
	if !py.Callable(fn) {
		return value{}, py.Raisef(py.TypeErrorType, "argument must be callable")
	}
	searchers = append(searchers, fn)
	return py.None, nil
}

func unregister(fn value) (value, exc) {
	for i, s := range searchers {
		if s == fn {
			searchers = append(searchers[:i:i], searchers[i+1:]...)
			found = map[string]value{}
			break
		}
	}
	return py.None, nil
}

// normalize is how names reach search functions: in lower case, with underscores for
// spaces and hyphens since 3.9.
func normalize(name string) string {
	return strings.NewReplacer(" ", "_", "-", "_").Replace(strings.ToLower(name))
}

func lookup(encoding value) (value, exc) {
	name, e := text(encoding, "")
	if e != nil {
		return value{}, e
	}
	return find(name)
}

// find returns the CodecInfo for name, or a LookupError.
func find(name string) (value, exc) {
	key := normalize(name)
	if c, ok := found[key]; ok {
		return c, nil
	}
	// The package encodings registers the search function for all that comes with Python.
	if py.LoadedModule("encodings") == nil {
		if _, e := py.ImportModule("encodings"); e != nil && !e.Is(py.ImportErrorType) {
			return value{}, e
		}
	}
	for _, s := range searchers {
		c, e := py.Call1(s, py.StrV(key))
		if e != nil {
			return value{}, e
		}
		if c.IsNone() {
			continue
		}
		if t, ok := py.AsTuple(c); !ok || len(t.Items()) != 4 {
			return value{}, py.Raisef(py.TypeErrorType, "codec search functions must return 4-tuples")
		}
		found[key] = c
		return c, nil
	}
	return value{}, py.UnknownEncoding(name)
}

// findCodec finds a codec of a search function for what: str.encode or bytes.decode.
func findCodec(name, what string) (*py.Codec, exc) {
	info, e := find(name)
	if e != nil {
		return nil, e
	}
	if is, found, e := py.LookupAttr(info, py.Intern("_is_text_encoding")); e != nil {
		return nil, e
	} else if found {
		if ok, e := py.Truth(is); e != nil {
			return nil, e
		} else if !ok {
			return nil, py.Raisef(py.LookupErrorType, "'%s' is not a text encoding; use codecs.%s() to handle arbitrary codecs", name, what)
		}
	}
	return &py.Codec{
		Name: name,
		Encode: func(x *py.Encoder) exc {
			v, e := apply(info, 0, "encoder", py.StrV(x.Text), x.Errors)
			if e != nil {
				return e
			}
			b, ok := py.AsBytes(v)
			if !ok {
				return py.Raisef(py.TypeErrorType, "'%s' encoder returned '%s' instead of 'bytes'; use codecs.encode() to encode to arbitrary types", name, v.Type().Name)
			}
			x.Out = append(x.Out, b.B...)
			return nil
		},
		Decode: func(x *py.Decoder) exc {
			v, e := apply(info, 1, "decoder", py.BytesV(x.Src), x.Errors)
			if e != nil {
				return e
			}
			s, ok := py.AsStr(v)
			if !ok {
				return py.Raisef(py.TypeErrorType, "'%s' decoder returned '%s' instead of 'str'; use codecs.decode() to decode to arbitrary types", name, v.Type().Name)
			}
			x.Out = append(x.Out, s.S...)
			return nil
		},
		Incremental: func(attr, errors string) (value, exc) {
			return py.CallMethod1(info, py.Intern(attr), py.StrV(errors))
		},
	}, nil
}

// apply calls the function number i of a CodecInfo and returns the first of the two that
// it gives.
func apply(info value, i int, what string, obj value, errors string) (value, exc) {
	t, _ := py.AsTuple(info)
	r, e := py.Call2(t.Items()[i], obj, py.StrV(errors))
	if e != nil {
		return value{}, e
	}
	pair, ok := py.AsTuple(r)
	if !ok || len(pair.Items()) != 2 {
		return value{}, py.Raisef(py.TypeErrorType, "%s must return a tuple (object, integer)", what)
	}
	return pair.Items()[0], nil
}

func encode(obj, encoding, errors value) (value, exc) {
	return recode(0, "encoder", obj, encoding, errors)
}

func decode(obj, encoding, errors value) (value, exc) {
	return recode(1, "decoder", obj, encoding, errors)
}

func recode(i int, what string, obj, encoding, errors value) (value, exc) {
	name, e := text(encoding, "utf-8")
	if e != nil {
		return value{}, e
	}
	handler, e := text(errors, "strict")
	if e != nil {
		return value{}, e
	}
	if _, e := py.KnownCodec(name); e == nil {
		if s, ok := py.AsStr(obj); ok && i == 0 {
			b, e := py.Encode(s, name, handler)
			return py.BytesV(b), e
		}
		if i == 1 {
			b, e := py.BytesLike(obj)
			if e != nil {
				return value{}, e
			}
			return py.Decode(b, name, handler)
		}
	}
	info, e := find(name)
	if e != nil {
		return value{}, e
	}
	return apply(info, i, what, obj, handler)
}
