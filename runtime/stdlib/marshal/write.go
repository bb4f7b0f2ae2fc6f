package marshal

import (
	"bytes"
	"encoding/binary"
	"math"
	"math/big"
	"slices"

	"github.com/aio2go/aio2go/runtime/py"
)

// The types of values in the format.
const (
	typeNull          = '0'
	typeNone          = 'N'
	typeFalse         = 'F'
	typeTrue          = 'T'
	typeStopIteration = 'S'
	typeEllipsis      = '.'
	typeInt           = 'i'
	typeInt64         = 'I' // is read only
	typeFloatText     = 'f'
	typeFloat         = 'g'
	typeComplexText   = 'x'
	typeComplex       = 'y'
	typeLong          = 'l'
	typeBytes         = 's'
	typeInterned      = 't'
	typeRef           = 'r'
	typeTuple         = '('
	typeSmallTuple    = ')'
	typeList          = '['
	typeDict          = '{'
	typeCode          = 'c'
	typeStr           = 'u'
	typeUnknown       = '?'
	typeSet           = '<'
	typeFrozenSet     = '>'
	typeASCII         = 'a'
	typeASCIIInterned = 'A'
	typeShort         = 'z'
	typeShortInterned = 'Z'

	flagRef = 0x80 // a later value may refer to this one
)

// maxDepth is how deeply values may lie in one another.
const maxDepth = 2000

// writer makes the bytes of a value.
type writer struct {
	b       []byte
	version int
	noCode  bool
	times   map[value]int // how often an object is in the value, up to 2
	refs    map[value]int
}

// shareable reports whether the object v can be referred to. CPython refers to everything
// of which something else knows as well; here it is what is in the value more than once.
func shareable(v value) bool {
	return !v.IsSmallInt() && !v.IsBool() && !v.IsNone() && v != py.Ellipsis && !(v.IsFloat())
}

// count finds what is in v more than once.
func (w *writer) count(v value) {
	w.times, w.refs = map[value]int{}, map[value]int{}
	var visit func(v value, depth int)
	visit = func(v value, depth int) {
		if depth > maxDepth || !shareable(v) {
			return
		}
		w.times[v]++
		if w.times[v] > 1 {
			return
		}
		for _, x := range elements(v) {
			visit(x, depth+1)
		}
	}
	visit(v, 0)
}

// elements returns what is in a container.
func elements(v value) []value {
	switch v.Type() {
	case py.TupleType:
		t, _ := py.AsTuple(v)
		return t.Items()
	case py.ListType:
		l, _ := py.AsList(v)
		return l.Items
	case py.SetType, py.FrozenSetType:
		s, _ := py.AsSet(v)
		return s.Elements()
	case py.DictType:
		d, _ := py.AsDict(v)
		var all []value
		for i, k := range d.Keys() {
			all = append(all, k, d.Values()[i])
		}
		return all
	}
	return nil
}

func (w *writer) long(n int) { w.b = binary.LittleEndian.AppendUint32(w.b, uint32(n)) }

func (w *writer) sized(code byte, b string) {
	w.b = append(w.b, code)
	w.long(len(b))
	w.b = append(w.b, b...)
}

// text writes a number as digits, as versions before 2 do.
func (w *writer) text(f float64) {
	s := py.FloatRepr(f)
	if len(s) > 2 && s[len(s)-2:] == ".0" {
		s = s[:len(s)-2]
	}
	w.b = append(append(w.b, byte(len(s))), s...)
}

func (w *writer) float(f float64) {
	w.b = binary.LittleEndian.AppendUint64(w.b, math.Float64bits(f))
}

func (w *writer) value(v value, depth int) exc {
	if depth > maxDepth {
		return py.Raisef(py.ValueErrorType, "object too deeply nested to marshal")
	}
	var flag byte
	if w.times[v] > 1 {
		if n, ok := w.refs[v]; ok {
			w.b = append(w.b, typeRef)
			w.long(n)
			return nil
		}
		w.refs[v] = len(w.refs)
		flag = flagRef
	}
	switch {
	case v.IsNone():
		w.b = append(w.b, typeNone)
	case v == py.Ellipsis:
		w.b = append(w.b, typeEllipsis)
	case v == py.StopIterationType.Value():
		w.b = append(w.b, typeStopIteration)
	case v == py.True:
		w.b = append(w.b, typeTrue)
	case v == py.False:
		w.b = append(w.b, typeFalse)
	case v.IsExactInt():
		w.int(v, flag)
	case v.Type() == py.FloatType:
		if w.version < 2 {
			w.b = append(w.b, typeFloatText|flag)
			w.text(v.Float())
			return nil
		}
		w.b = append(w.b, typeFloat|flag)
		w.float(v.Float())
	case v.Type() == py.ComplexType:
		c := v.Complex()
		if w.version < 2 {
			w.b = append(w.b, typeComplexText|flag)
			w.text(real(c))
			w.text(imag(c))
			return nil
		}
		w.b = append(w.b, typeComplex|flag)
		w.float(real(c))
		w.float(imag(c))
	case v.IsExactStr():
		w.str(v.Str(), flag)
	default:
		return w.object(v, flag, depth)
	}
	return nil
}

const digitBits = 15 // of a long

func (w *writer) int(v value, flag byte) {
	if i, ok := py.AsInt64(v); ok && i >= math.MinInt32 && i <= math.MaxInt32 {
		w.b = append(w.b, typeInt|flag)
		w.long(int(i))
		return
	}
	n := new(big.Int).Set(py.BigOf(v))
	negative := n.Sign() < 0
	n.Abs(n)
	var digits []uint16
	mask := big.NewInt(1<<digitBits - 1)
	for n.Sign() != 0 {
		digits = append(digits, uint16(new(big.Int).And(n, mask).Uint64()))
		n.Rsh(n, digitBits)
	}
	w.b = append(w.b, typeLong|flag)
	if negative {
		w.long(-len(digits))
	} else {
		w.long(len(digits))
	}
	for _, d := range digits {
		w.b = binary.LittleEndian.AppendUint16(w.b, d)
	}
}

// str writes a str. Those that can be names are written as interned, which CPython's
// compiler makes the constants among them.
func (w *writer) str(s *py.Str, flag byte) {
	ascii, name := true, true
	for i := 0; i < len(s.S); i++ {
		c := s.S[i]
		ascii = ascii && c < 0x80
		name = name && (c == '_' || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9')
	}
	switch {
	case w.version >= 4 && ascii && len(s.S) < 256:
		code := byte(typeShort)
		if name {
			code = typeShortInterned
		}
		w.b = append(w.b, code|flag, byte(len(s.S)))
		w.b = append(w.b, s.S...)
	case w.version >= 4 && ascii && name:
		w.sized(typeASCIIInterned|flag, s.S)
	case w.version >= 4 && ascii:
		w.sized(typeASCII|flag, s.S)
	case w.version >= 3 && name:
		w.sized(typeInterned|flag, s.S)
	default:
		w.sized(typeStr|flag, s.S)
	}
}

// object writes what is neither a number nor a str.
func (w *writer) object(v value, flag byte, depth int) exc {
	switch v.Type() {
	case py.TupleType:
		t, _ := py.AsTuple(v)
		if w.version >= 4 && len(t.Items()) < 256 {
			w.b = append(w.b, typeSmallTuple|flag, byte(len(t.Items())))
		} else {
			w.b = append(w.b, typeTuple|flag)
			w.long(len(t.Items()))
		}
		return w.values(t.Items(), depth)
	case py.ListType:
		l, _ := py.AsList(v)
		w.b = append(w.b, typeList|flag)
		w.long(len(l.Items))
		return w.values(l.Items, depth)
	case py.DictType:
		w.b = append(w.b, typeDict|flag)
		if e := w.values(elements(v), depth); e != nil {
			return e
		}
		w.b = append(w.b, typeNull)
		return nil
	case py.SetType, py.FrozenSetType:
		code := byte(typeSet)
		if v.Type() == py.FrozenSetType {
			code = typeFrozenSet
		}
		s, _ := py.AsSet(v)
		list, e := w.sorted(s.Elements(), depth)
		if e != nil {
			return e
		}
		w.b = append(w.b, code|flag)
		w.long(s.Len())
		return w.values(list, depth)
	}
	if _, ok := py.AsCode(v); ok {
		if w.noCode {
			return py.Raisef(py.ValueErrorType, "marshalling code objects is disallowed")
		}
		return py.Raisef(py.ValueErrorType, "unmarshallable object: code objects of a compiled program cannot be marshalled")
	}
	if b, ok := py.BytesOf(v); ok {
		w.sized(typeBytes|flag, string(b))
		return nil
	}
	return py.Raisef(py.ValueErrorType, "unmarshallable object")
}

func (w *writer) values(list []value, depth int) exc {
	for _, x := range list {
		if e := w.value(x, depth+1); e != nil {
			return e
		}
	}
	return nil
}

// sorted returns the elements of a set in the order of what is written of them, which does
// not depend on hashes.
func (w *writer) sorted(list []value, depth int) ([]value, exc) {
	type element struct {
		v value
		b []byte
	}
	all := make([]element, len(list))
	for i, v := range list {
		x := writer{version: w.version, noCode: w.noCode}
		if e := x.value(v, depth+1); e != nil {
			return nil, e
		}
		all[i] = element{v, x.b}
	}
	slices.SortStableFunc(all, func(a, b element) int { return bytes.Compare(a.b, b.b) })
	for i, x := range all {
		list[i] = x.v
	}
	return list, nil
}
