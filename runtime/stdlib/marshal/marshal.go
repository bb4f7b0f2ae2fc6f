// Package marshal implements the module marshal (Python library reference, marshal:
// Internal Python object serialization) for data. Code objects, which are machine code in
// a compiled program, can be neither written nor read.
package marshal

import (
	"math"

	"github.com/aio2go/aio2go/runtime/py"
)

type (
	value = py.Value
	exc   = *py.Exception
)

// version is the newest format that is written.
const version = 4

var spec = py.ModuleSpec{
	Name: "marshal",
	Doc:  "This module contains functions that can read and write Python values in\na binary format. The format is specific to Python, but independent of\nmachine architecture issues.",
	Functions: []py.Method{
		{Name: "dump", Sig: "(value, file, version=4, /, *, allow_code=True)", Impl: dump, Doc: "Write the value on the open file."},
		{Name: "dumps", Sig: "(value, version=4, /, *, allow_code=True)", Impl: dumps, Doc: "Return the bytes object that would be written to a file by dump(value, file)."},
		{Name: "load", Sig: "(file, /, *, allow_code=True)", Impl: load, Doc: "Read one value from the open file and return it."},
		{Name: "loads", Sig: "(bytes, /, *, allow_code=True)", Impl: loads, Doc: "Convert the bytes-like object to a value."},
	},
	Init: func(m *py.Module) exc {
		m.Set("version", py.Int(version))
		return nil
	},
}

func init() { py.RegisterModule(&spec) }

func dumps(v, ver, allowCode value) (value, exc) {
	b, e := encode(v, ver, allowCode)
	if e != nil {
		return value{}, e
	}
	return py.BytesV(b), nil
}

func dump(v, file, ver, allowCode value) (value, exc) {
	b, e := encode(v, ver, allowCode)
	if e != nil {
		return value{}, e
	}
	return py.CallMethod1(file, py.Intern("write"), py.BytesV(b))
}

func encode(v, ver, allowCode value) ([]byte, exc) {
	w := writer{version: version}
	if !ver.IsUnbound() {
		n, e := py.IndexInt(ver, nil)
		if e != nil {
			return nil, e
		}
		if n > math.MaxInt32 || n < math.MinInt32 {
			return nil, py.Raisef(py.OverflowErrorType, "Python int too large to convert to C int")
		}
		w.version = int(n)
	}
	var e exc
	if w.noCode, e = isFalse(allowCode); e != nil {
		return nil, e
	}
	if w.version >= 3 {
		w.count(v)
	}
	e = w.value(v, 0)
	return w.b, e
}

// isFalse reports whether an argument is given and false.
func isFalse(v value) (bool, exc) {
	if v.IsUnbound() {
		return false, nil
	}
	yes, e := py.Truth(v)
	return !yes, e
}

func loads(data, allowCode value) (value, exc) {
	b, ok := py.BytesOf(data)
	if !ok {
		return value{}, py.Raisef(py.TypeErrorType, "a bytes-like object is required, not '%s'", data.Type().Name)
	}
	return decode(&reader{b: b}, allowCode)
}

// load reads from a file no more than the value takes.
func load(file, allowCode value) (value, exc) {
	// Nothing is read first, to see whether it is bytes.
	start, e := py.CallMethod1(file, py.Intern("read"), py.Int(0))
	if e != nil {
		return value{}, e
	}
	if !start.IsBytes() {
		return value{}, py.Raisef(py.TypeErrorType, "file.read() returned not bytes but %s", start.Type().Name)
	}
	return decode(&reader{more: func(n int) ([]byte, exc) {
		b := py.NewByteArray(make([]byte, n))
		view, e := py.NewMemoryView(b.Value())
		if e != nil {
			return nil, e
		}
		v, e := py.CallMethod1(file, py.Intern("readinto"), view)
		if e != nil {
			return nil, e
		}
		got, e := py.IndexInt(v, nil)
		if e != nil {
			return nil, e
		}
		if int(got) > n || got < 0 {
			return nil, py.Raisef(py.ValueErrorType, "read() returned too much data: %d bytes requested, %d returned", n, got)
		}
		return b.B[:got], nil
	}}, allowCode)
}

func decode(r *reader, allowCode value) (value, exc) {
	var e exc
	if r.noCode, e = isFalse(allowCode); e != nil {
		return value{}, e
	}
	v, e := r.value(0)
	if e != nil {
		return value{}, e
	}
	if v.IsUnbound() {
		return value{}, py.Raisef(py.TypeErrorType, "NULL object in marshal data for object")
	}
	return v, nil
}
