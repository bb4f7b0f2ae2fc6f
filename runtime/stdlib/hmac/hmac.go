// Package hmac implements the module hmac (Python library reference, hmac: Keyed-Hashing for
// Message Authentication) over hash objects of any kind.
package hmac

import (
	"crypto/subtle"

	"github.com/aio2go/aio2go/runtime/py"
	"github.com/aio2go/aio2go/runtime/pydef"
	"github.com/aio2go/aio2go/runtime/stdlib/hashlib"
	_ "github.com/aio2go/aio2go/runtime/stdlib/warnings" // imported by the module
)

type (
	value = py.Value
	exc   = *py.Exception
)

var spec = py.ModuleSpec{Name: "hmac", Doc: "HMAC (Keyed-Hashing for Message Authentication) module.\n\nImplements the HMAC algorithm as described by RFC 2104.\n", Init: initModule}

func init() { py.RegisterModule(&spec) }

var (
	nameUpdate     = py.Intern("update")
	nameDigest     = py.Intern("digest")
	nameHexdigest  = py.Intern("hexdigest")
	nameCopy       = py.Intern("copy")
	nameNew        = py.Intern("new")
	nameName       = py.Intern("name")
	nameBlockSize  = py.Intern("block_size")
	nameDigestSize = py.Intern("digest_size")
	nameInner      = py.Intern("_inner")
	nameOuter      = py.Intern("_outer")
	nameNewDunder  = py.Intern("__new__")
)

func initModule(m *py.Module) exc {
	cls, e := pydef.New(pydef.ClassSpec{
		Name: "HMAC", Module: "hmac", Doc: "RFC 2104 HMAC class.  Also complies with RFC 4231.\n\n    This supports the API for Cryptographic Hash Functions (PEP 247).\n    ",
		Attrs: []pydef.Attr{{Name: "blocksize", Value: py.Int(64)}},
		Methods: []pydef.Method{
			{Sig: "__init__(self, key, msg=None, digestmod='')", Impl: initialize},
			{Sig: "name(self)", Kind: pydef.Property, Impl: func(self value) (value, exc) {
				n, e := py.GetAttr(pydef.Get(self, nameInner), nameName)
				if e != nil {
					return value{}, e
				}
				s, e := py.Str_(n)
				if e != nil {
					return value{}, e
				}
				return py.StrV("hmac-" + s.Str().S), nil
			}},
			{Sig: "update(self, msg)", Impl: func(self, msg value) (value, exc) {
				_, e := py.CallMethod1(pydef.Get(self, nameInner), nameUpdate, msg)
				return py.None, e
			}},
			{Sig: "copy(self)", Impl: func(self value) (value, exc) {
				c, e := py.CallMethod1(self.Type().Value(), nameNewDunder, self.Type().Value())
				if e != nil {
					return value{}, e
				}
				for _, name := range []*py.Str{nameInner, nameOuter} {
					h, e := py.CallMethod0(pydef.Get(self, name), nameCopy)
					if e != nil {
						return value{}, e
					}
					py.AttrsOf(c).Set(name, h)
				}
				for _, name := range []*py.Str{nameDigestSize, nameBlockSize} {
					py.AttrsOf(c).Set(name, pydef.Get(self, name))
				}
				return c, nil
			}},
			{Sig: "_current(self)", Impl: current},
			{Sig: "digest(self)", Impl: func(self value) (value, exc) {
				h, e := current(self)
				if e != nil {
					return value{}, e
				}
				return py.CallMethod0(h, nameDigest)
			}},
			{Sig: "hexdigest(self)", Impl: func(self value) (value, exc) {
				h, e := current(self)
				if e != nil {
					return value{}, e
				}
				return py.CallMethod0(h, nameHexdigest)
			}},
		},
	})
	if e != nil {
		return e
	}
	m.Set("HMAC", cls)
	m.Set("digest_size", py.None)
	five, three := make([]byte, 256), make([]byte, 256)
	for i := range five {
		five[i], three[i] = byte(i)^0x5C, byte(i)^0x36
	}
	m.Set("trans_5C", py.BytesV(five))
	m.Set("trans_36", py.BytesV(three))
	m.Set("compare_digest", py.NewBuiltin("compare_digest", "_operator", "(a, b, /)", Compare).Value())
	pydef.Add(m,
		pydef.Method{Sig: "new(key, msg=None, digestmod='')", Impl: func(key, msg, mod value) (value, exc) { return py.Call3(cls, key, msg, mod) }},
		pydef.Method{Sig: "digest(key, msg, digest)", Impl: func(key, msg, mod value) (value, exc) {
			if _, e := py.BytesLike(key); e != nil {
				return value{}, e
			}
			inner, outer, _, e := pads(key, mod)
			if e != nil {
				return value{}, e
			}
			if _, e := py.CallMethod1(inner, nameUpdate, msg); e != nil {
				return value{}, e
			}
			d, e := py.CallMethod0(inner, nameDigest)
			if e != nil {
				return value{}, e
			}
			if _, e := py.CallMethod1(outer, nameUpdate, d); e != nil {
				return value{}, e
			}
			return py.CallMethod0(outer, nameDigest)
		}},
	)
	return nil
}

// construct makes a hash object as digestmod says: a name, a constructor or a module.
func construct(mod value, data ...value) (value, exc) {
	if s, ok := py.AsStr(mod); ok {
		d := value{}
		if len(data) > 0 {
			d = data[0]
		}
		return hashlib.New(s.S, d)
	}
	if py.Callable(mod) {
		return py.CallN(mod, data)
	}
	f, e := py.GetAttr(mod, nameNew)
	if e != nil {
		return value{}, e
	}
	return py.CallN(f, data)
}

// pads returns the two hash objects that have taken in the key.
func pads(key, mod value) (inner, outer value, block int, e exc) {
	if outer, e = construct(mod); e != nil {
		return
	}
	if inner, e = construct(mod); e != nil {
		return
	}
	block = 64
	if b, found, e := py.LookupAttr(inner, nameBlockSize); e != nil {
		return inner, outer, 0, e
	} else if found {
		n, e := py.Ssize(b)
		if e != nil {
			return inner, outer, 0, e
		}
		if n < 16 {
			if e := py.Warn(py.RuntimeWarningType, "block_size of "+itoa(b)+" seems too small; using our default of 64.", 2); e != nil {
				return inner, outer, 0, e
			}
		} else {
			block = n
		}
	}
	k, e := py.BytesLike(key)
	if e != nil {
		return
	}
	if len(k) > block {
		h, e := construct(mod, key)
		if e != nil {
			return inner, outer, 0, e
		}
		d, e := py.CallMethod0(h, nameDigest)
		if e != nil {
			return inner, outer, 0, e
		}
		if k, e = py.BytesLike(d); e != nil {
			return inner, outer, 0, e
		}
	}
	a, b := make([]byte, block), make([]byte, block)
	copy(a, k)
	copy(b, k)
	for i := range a {
		a[i] ^= 0x36
		b[i] ^= 0x5C
	}
	if _, e = py.CallMethod1(inner, nameUpdate, py.BytesV(a)); e != nil {
		return
	}
	_, e = py.CallMethod1(outer, nameUpdate, py.BytesV(b))
	return
}

func itoa(v value) string {
	s, _ := py.Str_(v)
	return s.Str().S
}

func initialize(self, key, msg, mod value) (value, exc) {
	if t := key.Type(); !t.Has(py.FlagBytes) && !t.Has(py.FlagByteArray) {
		return value{}, py.Raisef(py.TypeErrorType, "key: expected bytes or bytearray, but got %s", py.QuoteStr(t.Name))
	}
	if ok, e := py.Truth(mod); e != nil {
		return value{}, e
	} else if !ok {
		return value{}, py.Raisef(py.TypeErrorType, "Missing required argument 'digestmod'.")
	}
	inner, outer, block, e := pads(key, mod)
	if e != nil {
		return value{}, e
	}
	size, e := py.GetAttr(inner, nameDigestSize)
	if e != nil {
		return value{}, e
	}
	a := py.AttrsOf(self)
	a.Set(nameInner, inner)
	a.Set(nameOuter, outer)
	a.Set(nameDigestSize, size)
	a.Set(nameBlockSize, py.IntOf(block))
	if msg.IsNone() {
		return py.None, nil
	}
	_, e = py.CallMethod1(self, nameUpdate, msg)
	return py.None, e
}

func current(self value) (value, exc) {
	h, e := py.CallMethod0(pydef.Get(self, nameOuter), nameCopy)
	if e != nil {
		return value{}, e
	}
	d, e := py.CallMethod0(pydef.Get(self, nameInner), nameDigest)
	if e != nil {
		return value{}, e
	}
	_, e = py.CallMethod1(h, nameUpdate, d)
	return h, e
}

// Compare is compare_digest: it takes as long whatever differs.
func Compare(a, b value) (value, exc) {
	if a.IsStr() && b.IsStr() {
		if !a.Str().IsASCII() || !b.Str().IsASCII() {
			return value{}, py.Raisef(py.TypeErrorType, "comparing strings with non-ASCII characters is not supported")
		}
		return py.Bool(subtle.ConstantTimeCompare([]byte(a.Str().S), []byte(b.Str().S)) == 1), nil
	}
	x, ok := py.BytesOf(a)
	y, both := py.BytesOf(b)
	if !ok && !both {
		return value{}, py.Raisef(py.TypeErrorType, "unsupported operand types(s) or combination of types: '%s' and '%s'", a.Type().Name, b.Type().Name)
	}
	for _, v := range []value{a, b} {
		if _, e := py.BytesLike(v); e != nil {
			return value{}, e
		}
	}
	return py.Bool(subtle.ConstantTimeCompare(x, y) == 1), nil
}
