package marshal

import (
	"encoding/binary"
	"math"
	"math/big"

	"github.com/aio2go/aio2go/runtime/py"
)

// reader makes a value of bytes.
type reader struct {
	b      []byte
	more   func(n int) ([]byte, exc) // reads a file; nil where all is in b
	noCode bool
	refs   []value
}

func (r *reader) take(n int) ([]byte, exc) {
	if r.more != nil {
		b, e := r.more(n)
		if e == nil && len(b) < n {
			e = py.Raisef(py.EOFErrorType, "marshal data too short")
		}
		return b, e
	}
	if len(r.b) < n {
		return nil, py.Raisef(py.EOFErrorType, "marshal data too short")
	}
	b := r.b[:n]
	r.b = r.b[n:]
	return b, nil
}

// code takes the byte that says which type of value follows.
func (r *reader) code() (byte, exc) {
	b := r.b
	if r.more != nil {
		var e exc
		if b, e = r.more(1); e != nil {
			return 0, e
		}
	}
	if len(b) == 0 {
		return 0, py.Raisef(py.EOFErrorType, "EOF read where object expected")
	}
	if r.more == nil {
		r.b = b[1:]
	}
	return b[0], nil
}

func (r *reader) long() (int, exc) {
	b, e := r.take(4)
	if e != nil {
		return 0, e
	}
	return int(int32(binary.LittleEndian.Uint32(b))), nil
}

// size reads the number of what is in kind.
func (r *reader) size(kind string) (int, exc) {
	n, e := r.long()
	if e == nil && n < 0 {
		e = py.Raisef(py.ValueErrorType, "bad marshal data (%s size out of range)", kind)
	}
	return n, e
}

// reserve makes room for a value to which others that lie in it may refer.
func (r *reader) reserve(flag bool) int {
	if flag {
		r.refs = append(r.refs, value{})
	}
	return len(r.refs) - 1
}

// value reads a value, unbound for the end of a dict.
func (r *reader) value(depth int) (value, exc) {
	code, e := r.code()
	if e != nil {
		return value{}, e
	}
	if depth > maxDepth {
		return value{}, py.Raisef(py.ValueErrorType, "recursion limit exceeded")
	}
	flag := code&flagRef != 0
	code &^= flagRef
	switch code {
	case typeNull:
		return value{}, nil
	case typeNone:
		return py.None, nil
	case typeStopIteration:
		return py.StopIterationType.Value(), nil
	case typeEllipsis:
		return py.Ellipsis, nil
	case typeFalse:
		return py.False, nil
	case typeTrue:
		return py.True, nil
	case typeRef:
		n, e := r.long()
		if e != nil {
			return value{}, e
		}
		if n < 0 || n >= len(r.refs) || r.refs[n].IsUnbound() {
			return value{}, py.Raisef(py.ValueErrorType, "bad marshal data (invalid reference)")
		}
		return r.refs[n], nil
	case typeCode:
		if r.noCode {
			return value{}, py.Raisef(py.ValueErrorType, "unmarshalling code objects is disallowed")
		}
		return value{}, py.Raisef(py.ValueErrorType, "bad marshal data: a compiled program cannot run code objects of CPython")
	case typeTuple, typeSmallTuple, typeList, typeDict, typeSet, typeFrozenSet:
		return r.container(code, flag, depth)
	}
	v, e := r.scalar(code)
	if e == nil && flag {
		r.refs = append(r.refs, v)
	}
	return v, e
}

func (r *reader) scalar(code byte) (value, exc) {
	switch code {
	case typeInt:
		n, e := r.long()
		return py.Int(int64(n)), e
	case typeInt64:
		b, e := r.take(8)
		if e != nil {
			return value{}, e
		}
		return py.Int(int64(binary.LittleEndian.Uint64(b))), nil
	case typeLong:
		return r.bigInt()
	case typeFloat, typeFloatText:
		f, e := r.float(code == typeFloatText)
		return py.Float(f), e
	case typeComplex, typeComplexText:
		re, e := r.float(code == typeComplexText)
		if e != nil {
			return value{}, e
		}
		im, e := r.float(code == typeComplexText)
		return py.NewComplex(complex(re, im)), e
	case typeBytes:
		b, e := r.block("bytes object", false)
		if e != nil {
			return value{}, e
		}
		return py.NewBytes(b).Value(), nil
	case typeStr, typeInterned:
		b, e := r.block("string", false)
		if e != nil {
			return value{}, e
		}
		return interned(code, func() (value, exc) { return py.Decode(b, "utf-8", "surrogatepass") })
	case typeASCII, typeASCIIInterned, typeShort, typeShortInterned:
		b, e := r.block("string", code == typeShort || code == typeShortInterned)
		if e != nil {
			return value{}, e
		}
		return interned(code, func() (value, exc) { return py.Decode(b, "latin-1", "strict") })
	}
	return value{}, py.Raisef(py.ValueErrorType, "bad marshal data (unknown type code)")
}

func interned(code byte, text func() (value, exc)) (value, exc) {
	v, e := text()
	if e == nil && (code == typeInterned || code == typeASCIIInterned || code == typeShortInterned) {
		return py.InternStr(v.Str()).Value(), nil
	}
	return v, e
}

// block reads bytes after their number.
func (r *reader) block(kind string, short bool) ([]byte, exc) {
	if short {
		n, e := r.take(1)
		if e != nil {
			return nil, e
		}
		return r.take(int(n[0]))
	}
	n, e := r.size(kind)
	if e != nil {
		return nil, e
	}
	return r.take(n)
}

func (r *reader) float(text bool) (float64, exc) {
	if !text {
		b, e := r.take(8)
		if e != nil {
			return 0, e
		}
		return math.Float64frombits(binary.LittleEndian.Uint64(b)), nil
	}
	b, e := r.block("", true)
	if e != nil {
		return 0, e
	}
	v, e := py.Call1(py.FloatType.Value(), py.StrV(string(b)))
	if e != nil {
		return 0, e
	}
	return v.Float(), nil
}

func (r *reader) bigInt() (value, exc) {
	n, e := r.long()
	if e != nil {
		return value{}, e
	}
	size := n
	if size < 0 {
		size = -size
	}
	x, d := new(big.Int), new(big.Int)
	for i := range size {
		b, e := r.take(2)
		if e != nil {
			return value{}, e
		}
		digit := int64(binary.LittleEndian.Uint16(b))
		switch {
		case digit >= 1<<digitBits:
			return value{}, py.Raisef(py.ValueErrorType, "bad marshal data (digit out of range in long)")
		case digit == 0 && i == size-1:
			return value{}, py.Raisef(py.ValueErrorType, "bad marshal data (unnormalized long data)")
		}
		x.Or(x, d.Lsh(big.NewInt(digit), uint(i)*digitBits))
	}
	if n < 0 {
		x.Neg(x)
	}
	return py.IntBig(x), nil
}

// container reads a tuple, list, dict or set.
func (r *reader) container(code byte, flag bool, depth int) (value, exc) {
	at := r.reserve(flag)
	set := func(v value) {
		if flag {
			r.refs[at] = v
		}
	}
	if code == typeDict {
		d := py.NewDict()
		set(d.Value())
		for {
			key, e := r.value(depth + 1)
			if e != nil {
				return value{}, e
			}
			if key.IsUnbound() {
				return d.Value(), nil
			}
			v, e := r.value(depth + 1)
			if e != nil {
				return value{}, e
			}
			if v.IsUnbound() {
				return d.Value(), nil
			}
			if e := d.Set(key, v); e != nil {
				return value{}, e
			}
		}
	}
	kind := map[byte]string{typeTuple: "tuple", typeSmallTuple: "tuple", typeList: "list", typeSet: "set", typeFrozenSet: "set"}[code]
	n, e := 0, exc(nil)
	if code == typeSmallTuple {
		var b []byte
		if b, e = r.take(1); e == nil {
			n = int(b[0])
		}
	} else {
		n, e = r.size(kind)
	}
	if e != nil {
		return value{}, e
	}
	item := func() (value, exc) {
		v, e := r.value(depth + 1)
		if e == nil && v.IsUnbound() {
			e = py.Raisef(py.TypeErrorType, "NULL object in marshal data for %s", kind)
		}
		return v, e
	}
	switch code {
	case typeList:
		l := py.NewList(nil)
		set(l.Value())
		for range n {
			v, e := item()
			if e != nil {
				return value{}, e
			}
			py.ListAppend(l.Value(), v)
		}
		return l.Value(), nil
	case typeSet, typeFrozenSet:
		s := py.NewSet()
		if code == typeFrozenSet {
			s = py.NewFrozenSet()
		} else {
			set(s.Value())
		}
		for range n {
			v, e := item()
			if e != nil {
				return value{}, e
			}
			if e := s.Add(v); e != nil {
				return value{}, e
			}
		}
		set(s.Value())
		return s.Value(), nil
	}
	var items []value
	for range n {
		v, e := item()
		if e != nil {
			return value{}, e
		}
		items = append(items, v)
	}
	t := py.NewTuple(items).Value()
	set(t)
	return t, nil
}
