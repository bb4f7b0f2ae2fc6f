package os

import (
	"os"
	"strings"

	"github.com/aio2go/aio2go/runtime/py"
	"github.com/aio2go/aio2go/runtime/stdlib/abc"
	"github.com/aio2go/aio2go/runtime/stdlib/collections"
)

// This file implements os.environ, a mapping that changes the process's environment, and
// os.PathLike.

var environ value

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

func envData(self value) (*py.Dict, exc) {
	v, e := py.GetAttr(self, nameData)
	if e != nil {
		return nil, e
	}
	return py.Heap[py.Dict](v), nil
}

// newEnviron makes os.environ from the environment that the process has now.
func newEnviron() (value, exc) {
	table, e := collections.ABCs()
	if e != nil {
		return value{}, e
	}
	pos := func(names ...string) []string { return append([]string{"self"}, names...) }
	cls, e := abc.New("_Environ", "os", []value{table["MutableMapping"]}, abc.ClassSpec{Methods: []py.FuncSpec{
		{Name: "__getitem__", Pos: pos("key"), Impl: func(self, key value) (value, exc) {
			if _, e := envStr(key); e != nil {
				return value{}, e
			}
			d, e := envData(self)
			if e != nil {
				return value{}, e
			}
			x, ok, e := d.Get(key)
			if e == nil && !ok {
				e = py.RaiseArgs(py.KeyErrorType, key)
			}
			return x, e
		}},
		{Name: "__setitem__", Pos: pos("key", "value"), Impl: func(self, key, x value) (value, exc) {
			if e := setenv(key, x); e != nil {
				return value{}, e
			}
			d, e := envData(self)
			if e != nil {
				return value{}, e
			}
			return py.None, d.Set(key, x)
		}},
		{Name: "__delitem__", Pos: pos("key"), Impl: func(self, key value) (value, exc) {
			if e := unsetenv(key); e != nil {
				return value{}, e
			}
			d, e := envData(self)
			if e != nil {
				return value{}, e
			}
			ok, e := d.Delete(key)
			if e == nil && !ok {
				e = py.RaiseArgs(py.KeyErrorType, key)
			}
			return py.None, e
		}},
		{Name: "__iter__", Pos: pos(), Impl: func(self value) (value, exc) {
			d, e := envData(self)
			if e != nil {
				return value{}, e
			}
			return py.Iter(py.NewList(d.Keys()).Value())
		}},
		{Name: "__len__", Pos: pos(), Impl: func(self value) (value, exc) {
			d, e := envData(self)
			if e != nil {
				return value{}, e
			}
			return py.Int(int64(d.Len())), nil
		}},
		{Name: "__repr__", Pos: pos(), Impl: func(self value) (value, exc) {
			d, e := envData(self)
			if e != nil {
				return value{}, e
			}
			s, e := py.ReprText(d.Value())
			return py.StrV("environ(" + s + ")"), e
		}},
		{Name: "copy", Pos: pos(), Impl: func(self value) (value, exc) {
			d, e := envData(self)
			if e != nil {
				return value{}, e
			}
			return d.Copy().Value(), nil
		}},
	}})
	if e != nil {
		return value{}, e
	}
	d := py.NewDict()
	for _, kv := range os.Environ() {
		if k, v, ok := strings.Cut(kv, "="); ok {
			if e := d.Set(py.StrV(k), py.StrV(v)); e != nil {
				return value{}, e
			}
		}
	}
	v, e := py.Call0(cls)
	if e != nil {
		return value{}, e
	}
	environ = v
	return v, py.SetAttr(v, nameData, d.Value())
}

func getenv(key, def value) (value, exc) {
	if def.IsUnbound() {
		def = py.None
	}
	return py.CallMethod2(environ, py.Intern("get"), key, def)
}

func addPathLike(m *py.Module) exc {
	v, e := abc.New("PathLike", "os", nil, abc.ClassSpec{Doc: "Abstract base class for implementing the file system path protocol.",
		NoDict: true, Abstract: []string{"__fspath__"}, Hook: []string{"__fspath__"}})
	if e != nil {
		return e
	}
	m.Set("PathLike", v)
	return nil
}
