// Package gc implements the module gc (Python library reference, gc: Garbage Collector
// interface).
//
// collect() runs Go's collector and the callbacks of weak references that are due. What
// CPython tells of its generations and of the objects that it tracks has no counterpart:
// thresholds are remembered, counts are zero and no object is listed.
package gc

import (
	"runtime"

	"github.com/aio2go/aio2go/runtime/py"
	"github.com/aio2go/aio2go/runtime/stdlib/weakref"
)

type (
	value = py.Value
	exc   = *py.Exception
)

var spec = py.ModuleSpec{
	Name: "gc",
	Doc:  "This module provides access to the garbage collector for reference cycles.",
	Functions: []py.Method{
		{Name: "enable", Sig: "()", Impl: func() (value, exc) { enabled = true; return py.None, nil }},
		{Name: "disable", Sig: "()", Impl: func() (value, exc) { enabled = false; return py.None, nil }},
		{Name: "isenabled", Sig: "()", Impl: func() (value, exc) { return py.Bool(enabled), nil }},
		{Name: "collect", Sig: "(generation=2)", Impl: collect},
		{Name: "set_debug", Sig: "(flags, /)", Impl: func(flags value) (value, exc) {
			n, e := py.CInt(flags)
			if e != nil {
				return value{}, e
			}
			debug = n
			return py.None, nil
		}},
		{Name: "get_debug", Sig: "()", Impl: func() (value, exc) { return py.IntOf(debug), nil }},
		{Name: "get_count", Sig: "()", Impl: func() (value, exc) { return py.TupleV(py.Int(0), py.Int(0), py.Int(0)), nil }},
		{Name: "set_threshold", Sig: "(threshold0, threshold1=10, threshold2=10, /)", Impl: setThreshold},
		{Name: "get_threshold", Sig: "()", Impl: func() (value, exc) {
			return py.TupleV(py.IntOf(thresholds[0]), py.IntOf(thresholds[1]), py.IntOf(thresholds[2])), nil
		}},
		{Name: "get_objects", Sig: "(generation=None)", Impl: func(generation value) (value, exc) { return py.ListV(), nil }},
		{Name: "get_stats", Sig: "()", Impl: stats},
		{Name: "get_referrers", Impl: func(args []value) (value, exc) { return py.ListV(), nil }},
		{Name: "get_referents", Impl: func(args []value) (value, exc) { return py.ListV(), nil }},
		{Name: "is_tracked", Sig: "(obj, /)", Impl: func(v value) (value, exc) { return py.Bool(tracked(v)), nil }},
		{Name: "is_finalized", Sig: "(obj, /)", Impl: func(v value) (value, exc) { return py.False, nil }},
		{Name: "freeze", Sig: "()", Impl: func() (value, exc) { return py.None, nil }},
		{Name: "unfreeze", Sig: "()", Impl: func() (value, exc) { return py.None, nil }},
		{Name: "get_freeze_count", Sig: "()", Impl: func() (value, exc) { return py.Int(0), nil }},
	},
	Consts: []py.Const{
		{Name: "DEBUG_STATS", Value: py.Int(1)}, {Name: "DEBUG_COLLECTABLE", Value: py.Int(2)}, {Name: "DEBUG_UNCOLLECTABLE", Value: py.Int(4)},
		{Name: "DEBUG_SAVEALL", Value: py.Int(32)}, {Name: "DEBUG_LEAK", Value: py.Int(38)},
	},
	Init: func(m *py.Module) exc {
		m.Set("garbage", py.ListV())
		callbacks = py.ListV()
		m.Set("callbacks", callbacks)
		return nil
	},
}

func init() { py.RegisterModule(&spec) }

var (
	enabled     = true
	debug       int
	thresholds  = [3]int{2000, 10, 0}
	callbacks   value
	collections [3]int64
)

// collect runs the collector. The number of unreachable objects is not known: it is 0.
func collect(generation value) (value, exc) {
	n := 2
	if !generation.IsUnbound() {
		var e exc
		if n, e = py.CInt(generation); e != nil {
			return value{}, e
		}
	}
	if n < 0 || n > 2 {
		return value{}, py.Raisef(py.ValueErrorType, "invalid generation")
	}
	if e := notify("start", n); e != nil {
		return value{}, e
	}
	weakref.Collect()
	py.FinalizeUnreachable()
	py.CollectUnreachable()
	collections[n]++
	return py.Int(0), notify("stop", n)
}

// notify calls gc.callbacks; what they raise is reported.
func notify(phase string, generation int) exc {
	l, _ := py.AsList(callbacks)
	for _, f := range append([]value(nil), l.Items...) {
		info := py.NewDict()
		info.SetStr(py.Intern("generation"), py.IntOf(generation))
		info.SetStr(py.Intern("collected"), py.Int(0))
		info.SetStr(py.Intern("uncollectable"), py.Int(0))
		if _, e := py.Call2(f, py.StrV(phase), info.Value()); e != nil {
			py.WriteUnraisable(e, "Exception ignored in: ", f)
		}
	}
	return nil
}

func setThreshold(a, b, c value) (value, exc) {
	for i, v := range []value{a, b, c} {
		if v.IsUnbound() {
			continue
		}
		n, e := py.CInt(v)
		if e != nil {
			return value{}, e
		}
		thresholds[i] = n
	}
	return py.None, nil
}

func stats() (value, exc) {
	var list []value
	for i := range collections {
		n := collections[i]
		if i == 2 {
			var m runtime.MemStats
			runtime.ReadMemStats(&m)
			n = int64(m.NumGC)
		}
		d := py.NewDict()
		d.SetStr(py.Intern("collections"), py.Int(n))
		d.SetStr(py.Intern("collected"), py.Int(0))
		d.SetStr(py.Intern("uncollectable"), py.Int(0))
		list = append(list, d.Value())
	}
	return py.NewList(list).Value(), nil
}

// tracked reports whether CPython's collector would track v: whether it is of a kind that
// can contain other objects.
func tracked(v value) bool {
	t := v.Type()
	if t.Has(py.FlagHeap) {
		return true
	}
	for _, b := range []*py.Type{py.IntType, py.FloatType, py.ComplexType, py.BoolType, py.StrType, py.BytesType, py.ByteArrayType, py.NoneType,
		py.EllipsisType, py.NotImplementedType, py.RangeType, py.ObjectType} {
		if t == b {
			return false
		}
	}
	if d, ok := py.AsDict(v); ok {
		for _, x := range append(d.Keys(), d.Values()...) {
			if tracked(x) {
				return true
			}
		}
		return false
	}
	if l, ok := py.AsTuple(v); ok {
		return len(l.Items()) > 0
	}
	return true
}
