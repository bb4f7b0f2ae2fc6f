// Package bisect implements the module bisect (Python library reference, bisect: Array
// bisection algorithm).
package bisect

import "github.com/aio2go/aio2go/runtime/py"

type (
	value = py.Value
	exc   = *py.Exception
)

const sig = "(a, x, lo=0, hi=None, *, key=None)"

var spec = py.ModuleSpec{
	Name: "bisect",
	Doc:  "Bisection algorithms.",
	Functions: []py.Method{
		{Name: "bisect_left", Sig: sig, Impl: func(args []value) (value, exc) { return find(args, false) }, Few: few("bisect_left", false)},
		{Name: "bisect_right", Sig: sig, Impl: func(args []value) (value, exc) { return find(args, true) }, Few: few("bisect_right", true)},
		{Name: "insort_left", Sig: sig, Impl: func(args []value) (value, exc) { return insert(args, false) }},
		{Name: "insort_right", Sig: sig, Impl: func(args []value) (value, exc) { return insert(args, true) }},
	},
	Init: func(m *py.Module) exc {
		for alias, name := range map[string]string{"bisect": "bisect_right", "insort": "insort_right"} {
			f, _ := m.Get(py.Intern(name))
			m.Set(alias, f)
		}
		return nil
	},
}

func init() { py.RegisterModule(&spec) }

// few is find for up to three arguments.
func few(name string, right bool) py.FewFunc {
	all := py.NewSignature(name, "", sig)
	return func(_ value, a py.Few) (value, exc) {
		if a.N < 2 {
			_, e := all.Parse(a.Args[:a.N], nil)
			return value{}, e
		}
		args := [5]value{a.Args[0], a.Args[1], a.Args[2]}
		return find(args[:], right)
	}
}

func find(args []value, right bool) (value, exc) {
	i, e := search(args, args[1], right)
	return py.Int(int64(i)), e
}

// search returns where x belongs: after the elements equal to it, or before them.
func search(args []value, x value, right bool) (int, exc) {
	a, key := args[0], args[4]
	if key.IsNone() {
		key = value{}
	}
	lo := 0
	if !args[2].IsUnbound() {
		var e exc
		if lo, e = py.Ssize(args[2]); e != nil {
			return 0, e
		}
		if lo < 0 {
			return 0, py.Raisef(py.ValueErrorType, "lo must be non-negative")
		}
	}
	hi := -1
	if !args[3].IsUnbound() && !args[3].IsNone() {
		var e exc
		if hi, e = py.Ssize(args[3]); e != nil {
			return 0, e
		}
	}
	if hi == -1 {
		var e exc
		if hi, e = py.Len(a); e != nil {
			return 0, e
		}
	}
	for lo < hi {
		m := int(uint(lo+hi) >> 1)
		var item value
		var e exc
		if l, ok := py.AsList(a); ok && a.Type() == py.ListType && m < len(l.Items) {
			item = l.Items[m]
		} else if item, e = py.GetItem(a, py.Int(int64(m))); e != nil {
			return 0, e
		}
		if !key.IsUnbound() {
			if item, e = py.Call1(key, item); e != nil {
				return 0, e
			}
		}
		var less bool
		if py.BothSmallInt(x, item) {
			if less = item.SmallInt() < x.SmallInt(); right {
				less = item.SmallInt() <= x.SmallInt()
			}
		} else if right {
			less, e = py.LtBool(x, item)
			less = !less
		} else {
			less, e = py.LtBool(item, x)
		}
		if e != nil {
			return 0, e
		}
		if less {
			lo = m + 1
		} else {
			hi = m
		}
	}
	return lo, nil
}

var nameInsert = py.Intern("insert")

func insert(args []value, right bool) (value, exc) {
	x := args[1]
	if key := args[4]; !key.IsUnbound() && !key.IsNone() {
		var e exc
		if x, e = py.Call1(key, x); e != nil {
			return value{}, e
		}
	}
	i, e := search(args, x, right)
	if e != nil {
		return value{}, e
	}
	if args[0].Type() == py.ListType {
		py.Heap[py.List](args[0]).Insert(i, args[1])
		return py.None, nil
	}
	_, e = py.CallMethod2(args[0], nameInsert, py.Int(int64(i)), args[1])
	return py.None, e
}
