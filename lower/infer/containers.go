package infer

import (
	"github.com/aio2go/aio2go/lower/ir"
	"github.com/aio2go/aio2go/lower/types"
)

// This file implements displays, subscripts, iteration and unpacking.

// container returns the results of an operation on containers; ok is false for others.
func (a *analysis) container(name string, op *ir.CallPrim, args []types.Static) ([]types.Static, bool) {
	switch name {
	case "tuple":
		return one(a.tuple(0, args...)), true
	case "list":
		return one(a.fresh(types.KList, join(args))), true
	case "set", "setofconsts":
		return one(a.fresh(types.KSet, join(args))), true
	case "conststoiterate":
		return one(a.fresh(types.KIter, join(args))), true
	case "dict":
		o := a.freshObject(0, types.KDict, types.Static{}, types.Static{})
		for i := 0; i+1 < len(args); i += 2 {
			a.grow(o.Elem, args[i])
			a.grow(o.Values, args[i+1])
		}
		return one(types.ObjectOf(o)), true
	case "listappend", "setadd":
		a.put(args[0], args[1])
	case "listextend", "setupdate":
		a.put(args[0], a.iterElem(args[1]))
	case "listtotuple":
		return one(a.fresh(types.KTuple, a.iterElem(args[0]))), true
	case "dictset":
		a.putItem(args[0], args[1], args[2])
	case "dictupdate", "dictmergekw":
		a.update(args[0], args[1])
	case "getitem":
		return one(a.getItem(args[0], args[1], op.Args[1])), true
	case "setitem":
		a.setItem(args[0], args[1], args[2])
	case "delitem", "len", "len()":
		if name == "len()" {
			return one(types.Int(length(args[0]))), true
		}
	case "iter":
		return one(a.iter(args[0])), true
	case "aiter":
		return one(a.aiter(args[0])), true
	case "next":
		return []types.Static{a.next(args[0]), types.Of(types.KBool)}, true
	case "unpack2", "unpack3":
		n := 2
		if name == "unpack3" {
			n = 3
		}
		return a.unpack(args[0], n), true
	case "unpack", "unpackex":
		e := a.iterElem(args[0])
		if name == "unpackex" {
			e = e.Join(a.fresh(types.KList, e))
		}
		return one(e), true
	default:
		return nil, false
	}
	return nil, true
}

func join(list []types.Static) types.Static {
	var s types.Static
	for _, x := range list {
		s = s.Join(x)
	}
	return s
}

// length is the interval of len(x).
func length(x types.Static) types.Interval {
	if x.Only(types.KStr | types.KBytes | types.KList | types.KTuple | types.KDict | types.KSet | types.KNone) {
		return types.Between(0, 1<<48)
	}
	return types.Between(0, 1<<63-1)
}

// put adds x to the elements of the lists and sets of s.
func (a *analysis) put(s, x types.Static) {
	for _, o := range s.Objs {
		if o.Elem != nil {
			a.grow(o.Elem, x)
		} else {
			a.escape(x)
		}
	}
	if hasUnknown(s) {
		a.escape(x)
	}
}

// putItem sets d[k] = x.
func (a *analysis) putItem(d, k, x types.Static) {
	for _, o := range d.Objs {
		if o.Kind&types.KDict != 0 {
			a.grow(o.Elem, k)
			a.grow(o.Values, x)
		}
	}
	if hasUnknown(d) || d.Kinds&types.KInstance != 0 {
		a.escape(k, x)
	}
}

// update adds the items of m to d.
func (a *analysis) update(d, m types.Static) {
	for _, o := range m.Objs {
		if o.Kind == types.KDict {
			a.putItem(d, o.Elem.S, o.Values.S)
			continue
		}
		a.escapeObject(o)
		a.putItem(d, anything, anything)
	}
	if m.Kinds&^types.WithObjects != 0 {
		a.putItem(d, anything, anything)
	}
}

func (a *analysis) getItem(x, key types.Static, keyExpr ir.Expr) types.Static {
	var out types.Static
	slicing, indexing := key.Kinds&^integral != 0, key.Kinds&^types.KSlice != 0
	for _, o := range x.Objs {
		switch o.Kind {
		case types.KList:
			if indexing {
				out = out.Join(o.Elem.S)
			}
			if slicing {
				out = out.Join(a.fresh(types.KList, o.Elem.S))
			}
		case types.KTuple:
			if c, ok := keyExpr.(*ir.Const); ok && c.Kind == ir.CInt && c.Big == nil && o.Items != nil {
				i := c.Int
				if i < 0 {
					i += int64(len(o.Items))
				}
				if i >= 0 && i < int64(len(o.Items)) {
					out = out.Join(o.Items[i].S)
				}
				continue
			}
			if indexing {
				out = out.Join(a.elem(o))
			}
			if slicing {
				out = out.Join(types.ObjectOf(a.freshObject(1, types.KTuple, a.elem(o), types.Static{})))
			}
		case types.KDict:
			out = out.Join(o.Values.S)
		case types.KDeque:
			out = out.Join(o.Elem.S)
		case types.KRange:
			out = out.Join(types.Of(types.KInt))
			if slicing {
				out = out.Join(anything)
			}
		case types.KInstance:
			a.escape(key)
			out = out.Join(anything)
		default:
			out = out.Join(anything)
		}
	}
	if x.Kinds&types.KStr != 0 {
		out = out.Join(types.Of(types.KStr))
	}
	if x.Kinds&types.KBytes != 0 {
		if indexing {
			out = out.Join(types.Int(types.Between(0, 255)))
		}
		if slicing {
			out = out.Join(types.Of(types.KBytes))
		}
	}
	if hasUnknown(x) {
		a.escape(key)
		out = out.Join(anything)
	}
	return out
}

func (a *analysis) setItem(x, key, v types.Static) {
	for _, o := range x.Objs {
		switch {
		case o == types.Unknown:
			a.escape(key, v)
		case o.Kind == types.KList:
			if key.Kinds&^types.KSlice != 0 {
				a.grow(o.Elem, v)
			}
			if key.Kinds&^integral != 0 {
				a.grow(o.Elem, a.iterElem(v))
			}
		case o.Kind == types.KDict:
			a.grow(o.Elem, key)
			a.grow(o.Values, v)
		case o.Kind == types.KDeque:
			a.grow(o.Elem, v)
		default:
			a.escape(key, v)
		}
	}
	if hasUnknown(x) {
		a.escape(key, v)
	}
}

// iter returns iter(x).
func (a *analysis) iter(x types.Static) types.Static {
	switch {
	case x.Only(types.KRange):
		return a.fresh(types.KRangeIter, a.iterElem(x))
	case x.Only(types.KCoroutine), x.Only(types.KIter):
		return x
	}
	if x.Kinds&(types.KInstance|types.KOther|types.KCoroutine) != 0 {
		return anything.Join(types.ObjectOf(a.freshObject(0, types.KIter, a.iterElem(x), types.Static{})))
	}
	return a.fresh(types.KIter, a.iterElem(x))
}

// next returns what the iterator x gives.
func (a *analysis) next(x types.Static) types.Static { return a.iterElem(x) }

// unpack returns the n elements of x.
func (a *analysis) unpack(x types.Static, n int) []types.Static {
	out := make([]types.Static, n)
	var rest types.Static
	for _, o := range x.Objs {
		if o.Kind == types.KTuple && o.Items != nil {
			if len(o.Items) == n {
				for i, c := range o.Items {
					out[i] = out[i].Join(c.S)
				}
			}
			continue
		}
		rest = rest.Join(a.iterElem(types.ObjectOf(o)))
	}
	if k := x.Kinds &^ types.WithObjects; k != 0 {
		rest = rest.Join(a.iterElem(types.Static{Kinds: k}))
	}
	for i := range out {
		out[i] = out[i].Join(rest)
	}
	return out
}
