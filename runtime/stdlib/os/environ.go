package os

import (
	"os"
	"strings"

	"github.com/aio2go/aio2go/runtime/py"
	"github.com/aio2go/aio2go/runtime/stdlib/abc"
	"github.com/aio2go/aio2go/runtime/stdlib/collections"
)

// This file implements os.environ and os.environb, mappings that change the process's
// environment, and os.PathLike.

var environ, environb value

func envStr(v value) (string, exc) {
	s, ok := py.AsStr(v)
	if !ok {
		return "", py.Raisef(py.TypeErrorType, "str expected, not %s", v.Type().Name)
	}
	return s.S, nil
}

func setenv(k, v value) exc {
	key, e := envStr(k)
	if e != nil {
		return e
	}
	text, e := envStr(v)
	if e != nil {
		return e
	}
	if os.Setenv(key, text) != nil {
		return py.Raisef(py.ValueErrorType, "illegal environment variable name")
	}
	return nil
}

func unsetenv(k value) exc {
	key, e := envStr(k)
	if e == nil {
		os.Unsetenv(key)
	}
	return e
}

var nameData = py.Intern("_data")

// A mapping is one of the two: both keep the same dict, with str.
type mapping struct {
	data  *py.Dict
	bytes bool
}

func mappingOf(self value) (mapping, exc) {
	v, e := py.GetAttr(self, nameData)
	if e != nil {
		return mapping{}, e
	}
	return mapping{py.Heap[py.Dict](v), self == environb}, nil
}

// in is a key or value as the dict has it.
func (m mapping) in(v value) (value, exc) {
	if !m.bytes {
		_, e := envStr(v)
		return v, e
	}
	b, ok := py.AsBytes(v)
	if !ok {
		return value{}, py.Raisef(py.TypeErrorType, "bytes expected, not %s", v.Type().Name)
	}
	return py.Decode(b.B, "utf-8", "surrogateescape")
}

// out is a key or value of the dict as the mapping shows it.
func (m mapping) out(v value) (value, exc) {
	s, ok := py.AsStr(v)
	if !m.bytes || !ok {
		return v, nil
	}
	b, e := py.Encode(s, "utf-8", "surrogateescape")
	return py.BytesV(b), e
}

// copy is a dict of what the mapping shows.
func (m mapping) copy() (*py.Dict, exc) {
	d := py.NewDict()
	for _, k := range m.data.Keys() {
		x, _, e := m.data.Get(k)
		if e != nil {
			return nil, e
		}
		if k, e = m.out(k); e != nil {
			return nil, e
		}
		if x, e = m.out(x); e != nil {
			return nil, e
		}
		if e := d.Set(k, x); e != nil {
			return nil, e
		}
	}
	return d, nil
}

// on makes a method of what it does with the mapping.
func on(f func(m mapping) (value, exc)) func(self value) (value, exc) {
	return func(self value) (value, exc) {
		m, e := mappingOf(self)
		if e != nil {
			return value{}, e
		}
		return f(m)
	}
}

// missingKey is the error for a variable that is not there, raised from None.
func missingKey(key value) exc {
	e := py.RaiseArgs(py.KeyErrorType, key)
	e.SuppressContext = true
	return e
}

// merge is a | b of a mapping and something else, in the order given.
func merge(first, second value) (value, exc) {
	d := py.NewDict()
	for _, v := range []value{first, second} {
		if _, e := py.CallMethod1(d.Value(), py.Intern("update"), v); e != nil {
			return value{}, e
		}
	}
	return d.Value(), nil
}

// environClass makes the class of the two.
func environClass() (value, exc) {
	table, e := collections.ABCs()
	if e != nil {
		return value{}, e
	}
	isMapping := func(v value) (bool, exc) { return py.IsInstanceOf(v, table["Mapping"]) }
	pos := func(names ...string) []string { return append([]string{"self"}, names...) }
	return abc.New("_Environ", "os", []value{table["MutableMapping"]}, abc.ClassSpec{Methods: []py.FuncSpec{
		{Name: "__getitem__", Pos: pos("key"), Impl: func(self, key value) (value, exc) {
			m, e := mappingOf(self)
			if e != nil {
				return value{}, e
			}
			k, e := m.in(key)
			if e != nil {
				return value{}, e
			}
			x, ok, e := m.data.Get(k)
			if e != nil {
				return value{}, e
			}
			if !ok {
				return value{}, missingKey(key)
			}
			return m.out(x)
		}},
		{Name: "__setitem__", Pos: pos("key", "value"), Impl: func(self, key, x value) (value, exc) {
			m, e := mappingOf(self)
			if e != nil {
				return value{}, e
			}
			if key, e = m.in(key); e != nil {
				return value{}, e
			}
			if x, e = m.in(x); e != nil {
				return value{}, e
			}
			if e := setenv(key, x); e != nil {
				return value{}, e
			}
			return py.None, m.data.Set(key, x)
		}},
		{Name: "__delitem__", Pos: pos("key"), Impl: func(self, key value) (value, exc) {
			m, e := mappingOf(self)
			if e != nil {
				return value{}, e
			}
			k, e := m.in(key)
			if e != nil {
				return value{}, e
			}
			if e := unsetenv(k); e != nil {
				return value{}, e
			}
			ok, e := m.data.Delete(k)
			if e == nil && !ok {
				e = missingKey(key)
			}
			return py.None, e
		}},
		{Name: "__iter__", Pos: pos(), Impl: on(func(m mapping) (value, exc) {
			d, e := m.copy()
			if e != nil {
				return value{}, e
			}
			return py.Iter(py.NewList(d.Keys()).Value())
		})},
		{Name: "__len__", Pos: pos(), Impl: on(func(m mapping) (value, exc) { return py.IntOf(m.data.Len()), nil })},
		{Name: "__repr__", Pos: pos(), Impl: on(func(m mapping) (value, exc) {
			d, e := m.copy()
			if e != nil {
				return value{}, e
			}
			s, e := py.ReprText(d.Value())
			return py.StrV("environ(" + s + ")"), e
		})},
		{Name: "copy", Pos: pos(), Impl: on(func(m mapping) (value, exc) {
			d, e := m.copy()
			if e != nil {
				return value{}, e
			}
			return d.Value(), nil
		})},
		{Name: "__or__", Pos: pos("other"), Impl: func(self, other value) (value, exc) {
			if ok, e := isMapping(other); e != nil || !ok {
				return py.NotImplemented, e
			}
			return merge(self, other)
		}},
		{Name: "__ror__", Pos: pos("other"), Impl: func(self, other value) (value, exc) {
			if ok, e := isMapping(other); e != nil || !ok {
				return py.NotImplemented, e
			}
			return merge(other, self)
		}},
		{Name: "__ior__", Pos: pos("other"), Impl: func(self, other value) (value, exc) {
			_, e := py.CallMethod1(self, py.Intern("update"), other)
			return self, e
		}},
	}})
}

// addEnviron makes os.environ and os.environb from the environment that the process has.
func addEnviron(m *py.Module) exc {
	cls, e := environClass()
	if e != nil {
		return e
	}
	m.Set("_Environ", cls)
	d := py.NewDict()
	for _, kv := range os.Environ() {
		if k, v, ok := strings.Cut(kv, "="); ok {
			key, e := py.Decode([]byte(k), "utf-8", "surrogateescape")
			if e != nil {
				return e
			}
			text, e := py.Decode([]byte(v), "utf-8", "surrogateescape")
			if e != nil {
				return e
			}
			if e := d.Set(key, text); e != nil {
				return e
			}
		}
	}
	for _, x := range []struct {
		name string
		to   *value
	}{{"environ", &environ}, {"environb", &environb}} {
		v, e := py.Call0(cls)
		if e != nil {
			return e
		}
		if e := py.SetAttr(v, nameData, d.Value()); e != nil {
			return e
		}
		*x.to = v
		m.Set(x.name, v)
	}
	return nil
}

func getenv(key, def value) (value, exc) { return environGet(environ, key, def) }

func getenvb(key, def value) (value, exc) { return environGet(environb, key, def) }

func environGet(from, key, def value) (value, exc) {
	if def.IsUnbound() {
		def = py.None
	}
	return py.CallMethod2(from, py.Intern("get"), key, def)
}

func addPathLike(m *py.Module) exc {
	v, e := abc.New("PathLike", "os", nil, abc.ClassSpec{Doc: "Abstract base class for implementing the file system path protocol.",
		NoDict: true, Abstract: []string{"__fspath__"}, Hook: []string{"__fspath__"}})
	if e != nil {
		return e
	}
	if e := py.SetAttr(v, py.Intern("__class_getitem__"), py.NewClassMethod(py.NewBuiltin("__class_getitem__", "types", "(cls, item, /)",
		func(cls, item value) (value, exc) { return py.NewGenericAlias(cls, item), nil }).Value())); e != nil {
		return e
	}
	m.Set("PathLike", v)
	return nil
}
