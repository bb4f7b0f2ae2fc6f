package pyio

import "github.com/aio2go/aio2go/runtime/py"

// This file implements raw files that are written in Python, as the buffered classes use
// them.

// rawOf returns the raw file v for use from Go.
func rawOf(v py.Value) Binary {
	if f := AsBinary(v); !isObject(f) {
		return f
	}
	return rawObject{object{v}}
}

func isObject(f Binary) bool {
	_, ok := f.(object)
	return ok
}

// rawObject is a raw file that is any Python object.
type rawObject struct{ object }

var nameReadAll, nameTell = py.Intern("readall"), py.Intern("tell")

// ReadSome implements Binary, by readinto.
func (o rawObject) ReadSome(n int) ([]byte, *py.Exception) {
	if exc := py.CheckMemory(1, n); exc != nil {
		return nil, exc
	}
	buf := py.NewByteArray(make([]byte, n))
	view, exc := py.Call1(py.MemoryViewType.Value(), buf.Value())
	if exc != nil {
		return nil, exc
	}
	x, exc := py.CallMethod1(o.v, nameReadInto, view)
	if exc != nil || x.IsNone() {
		return nil, exc
	}
	k, exc := py.Ssize(x)
	if exc != nil {
		return nil, py.RaiseFrom(py.Raisef(py.OSErrorType, "raw readinto() failed").Value(), exc.Value())
	}
	if k < 0 || k > n {
		return nil, py.Raisef(py.OSErrorType, "raw readinto() returned invalid length %d (should have been between 0 and %d)", k, n)
	}
	if _, exc := py.CallMethod0(view, py.Intern("release")); exc != nil {
		return nil, exc
	}
	return buf.B[:k:k], nil
}

// readAll reads what comes after data, by readall or else by read.
func (o rawObject) readAll(data []byte) ([]byte, *py.Exception) {
	all, found, exc := py.LookupAttr(o.v, nameReadAll)
	if exc != nil {
		return nil, exc
	}
	if found {
		x, exc := py.Call0(all)
		if exc != nil {
			return nil, exc
		}
		if x.IsNone() {
			return ended(data, true), nil
		}
		b, ok := py.AsBytes(x)
		if !ok {
			return nil, py.Raisef(py.TypeErrorType, "readall() should return bytes")
		}
		return ended(append(data, b.B...), false), nil
	}
	for {
		x, exc := py.CallMethod0(o.v, nameRead)
		if exc != nil {
			return nil, exc
		}
		b, ok := py.AsBytes(x)
		if !ok && !x.IsNone() {
			return nil, py.Raisef(py.TypeErrorType, "read() should return bytes")
		}
		if !ok || len(b.B) == 0 {
			return ended(data, !ok), nil
		}
		data = append(data, b.B...)
	}
}

// WriteBytes implements Binary: it writes all.
func (o rawObject) WriteBytes(data []byte) *py.Exception {
	for len(data) > 0 {
		n, blocked, exc := o.writeSome(data)
		if exc != nil {
			return exc
		}
		if blocked {
			return wouldBlock(0)
		}
		data = data[n:]
	}
	return nil
}

func (o rawObject) writeSome(data []byte) (n int, blocked bool, exc *py.Exception) {
	view, exc := py.Call1(py.MemoryViewType.Value(), py.NewBytes(append([]byte(nil), data...)).Value())
	if exc != nil {
		return 0, false, exc
	}
	x, exc := py.CallMethod1(o.v, nameWrite, view)
	if exc != nil || x.IsNone() {
		return 0, exc == nil, exc
	}
	if n, exc = py.Ssize(x); exc != nil {
		return 0, false, exc
	}
	if n < 0 || n > len(data) {
		return 0, false, py.Raisef(py.OSErrorType, "raw write() returned invalid length %d (should have been between 0 and %d)", n, len(data))
	}
	return n, false, nil
}

func (o rawObject) tell() (int64, *py.Exception) {
	x, exc := py.CallMethod0(o.v, nameTell)
	if exc != nil {
		return 0, exc
	}
	n, exc := py.Ssize(x)
	if exc == nil && n < 0 {
		exc = py.Raisef(py.OSErrorType, "Raw stream returned invalid position %d", n)
	}
	return int64(n), exc
}
