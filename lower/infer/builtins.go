package infer

import (
	"github.com/aio2go/aio2go/lower/types"
)

// This file implements the results of builtin functions and classes.

// builtinKinds are builtins whose result is of one class, and which keep nothing.
var builtinKinds = map[string]types.Kinds{
	"float": types.KFloat, "bool": types.KBool, "isinstance": types.KBool, "issubclass": types.KBool, "callable": types.KBool,
	"hasattr": types.KBool, "any": types.KBool, "all": types.KBool, "chr": types.KStr, "hex": types.KStr, "oct": types.KStr,
	"bin": types.KStr, "input": types.KStr, "print": types.KNone, "id": types.KInt, "format": types.KStr,
}

// builtin returns what calling a builtin gives.
func (a *analysis) builtin(name string, args arguments) types.Static {
	arg := func(i int) types.Static {
		if i < len(args.pos) {
			return args.pos[i]
		}
		return types.Static{}
	}
	n := len(args.pos)
	if k, ok := builtinKinds[name]; ok {
		for _, s := range args.kw {
			a.escape(s)
		}
		return types.Of(k)
	}
	switch name {
	case "len":
		return types.Int(length(arg(0)))
	case "ord":
		return types.Int(types.Between(0, 0x10FFFF))
	case "hash":
		return types.Int(types.Between(-1<<63, 1<<63-1))
	case "int":
		switch {
		case n == 0:
			return types.Int(types.Exactly(0))
		case n == 1 && arg(0).Only(integral):
			return types.Int(ints(arg(0)))
		}
		return types.Of(types.KInt)
	case "str", "repr", "ascii":
		if n == 0 || n == 1 && arg(0).Only(plain) {
			return types.Of(types.KStr)
		}
		return anything
	case "range":
		return a.rangeOf(args.pos)
	case "list", "sorted":
		elem := a.iterElem(arg(0))
		if key, ok := args.keyword("key"); ok {
			a.callValue(key, arguments{pos: one(elem)})
		}
		return a.fresh(types.KList, elem)
	case "tuple":
		return a.fresh(types.KTuple, a.iterElem(arg(0)))
	case "set":
		return a.fresh(types.KSet, a.iterElem(arg(0)))
	case "dict":
		o := a.freshObject(0, types.KDict, types.Static{}, types.Static{})
		if n > 0 {
			if arg(0).Only(types.KDict) {
				a.update(types.ObjectOf(o), arg(0))
			} else {
				a.escape(arg(0))
				a.putItem(types.ObjectOf(o), anything, anything)
			}
		}
		for _, s := range args.kw {
			a.putItem(types.ObjectOf(o), types.Of(types.KStr), s)
		}
		return types.ObjectOf(o)
	case "abs":
		if arg(0).Only(integral) {
			return types.Int(ints(arg(0)).Abs())
		}
		return unaryResult("pos", arg(0))
	case "round":
		switch {
		case n == 1 && arg(0).Only(integral):
			return types.Int(ints(arg(0)))
		case n == 1 && arg(0).Only(numeric):
			return types.Of(types.KInt)
		case n == 2 && arg(0).Only(types.KFloat) && arg(1).Only(types.KInt):
			return types.Of(types.KFloat)
		}
	case "min", "max":
		return a.extreme(name, args)
	case "sum":
		return a.sum(args)
	case "enumerate":
		start := types.Exactly(0)
		if n > 1 || len(args.kw) > 0 {
			given := join(args.kw)
			if n > 1 {
				given = given.Join(arg(1))
			}
			start = ints(given)
			if !given.Only(integral) {
				start = types.BigInterval
			}
		}
		// No iteration is longer than a counter takes.
		count := start.Add(types.Between(0, 1<<48))
		return a.fresh(types.KIter, a.tuple(1, types.Int(count), a.iterElem(arg(0))))
	case "zip":
		items := make([]types.Static, n)
		for i, s := range args.pos {
			items[i] = a.iterElem(s)
		}
		return a.fresh(types.KIter, a.tuple(1, items...))
	case "reversed":
		return a.fresh(types.KIter, a.iterElem(arg(0)))
	case "iter":
		if n == 1 {
			return a.iter(arg(0))
		}
	case "next":
		return a.iterElem(arg(0)).Join(a.given(arg(1)))
	case "map":
		var items []types.Static
		for _, s := range args.pos[min(1, n):] {
			items = append(items, a.iterElem(s))
		}
		return a.fresh(types.KIter, a.callValue(arg(0), arguments{pos: items}))
	case "filter":
		elem := a.iterElem(arg(1))
		if !arg(0).Only(types.KNone) {
			a.callValue(arg(0), arguments{pos: one(elem)})
		}
		return a.fresh(types.KIter, elem)
	case "divmod":
		if arg(0).Only(integral) && arg(1).Only(integral) {
			return a.tuple(0, integers("floordiv", arg(0), arg(1), nil), integers("mod", arg(0), arg(1), nil))
		}
		if arg(0).Only(numeric) && arg(1).Only(numeric) {
			return a.tuple(0, numbers("floordiv", arg(0), arg(1), nil), numbers("mod", arg(0), arg(1), nil))
		}
	case "pow":
		if n == 3 && arg(0).Only(integral) && arg(1).Only(integral) && arg(2).Only(integral) {
			return types.Of(types.KInt)
		}
	case "type":
		if n == 1 {
			return a.classOf(arg(0))
		}
	}
	a.escape(args.all()...)
	return anything
}

// given returns an argument that may be left out, in which case it is no object.
func (a *analysis) given(s types.Static) types.Static { return s }

// classOf returns type(x).
func (a *analysis) classOf(x types.Static) types.Static {
	for _, o := range x.Objs {
		if o.Kind == types.KInstance && !a.facts.onlyNamed(a.dst()) {
			a.openClass(a.classes[a.objectFunc(o)])
		}
	}
	if hasUnknown(x) && !a.facts.onlyNamed(a.dst()) {
		a.openAll()
	}
	return anything
}

// rangeOf returns range(args). An iteration over it counts from the start in steps, so
// that a stop outside int64 is as good as a counter's bound.
func (a *analysis) rangeOf(args []types.Static) types.Static {
	start, step := types.Exactly(0), types.Exactly(1)
	var stop types.Interval
	for _, s := range args {
		if !s.Only(integral) {
			return a.fresh(types.KRange, types.Of(types.KInt))
		}
	}
	switch len(args) {
	case 1:
		stop = ints(args[0])
	case 2, 3:
		start, stop = ints(args[0]), ints(args[1])
		if len(args) == 3 {
			step = ints(args[2])
		}
	default:
		return a.fresh(types.KRange, types.Of(types.KInt))
	}
	return a.fresh(types.KRange, types.Int(counted(start, stop, step)))
}

// counted returns the ints from start to before stop.
func counted(start, stop, step types.Interval) types.Interval {
	const far = 1 << 61
	if start.Big && start.Natural() && stop.Within(-far, far) && step.Within(1, far) {
		return types.Between(0, max(0, stop.Hi-1)) // a start beyond the stop gives nothing
	}
	if !step.Within(-256, 256) && (start.Big || stop.Big) || start.Big || !start.Within(-far, far) {
		return types.BigInterval
	}
	counter := types.Exactly(far).Add(types.Exactly(1)) // the counter's bound
	lo, hi := start.Lo, start.Hi
	if step.Big || step.Hi > 0 {
		switch {
		case stop.Within(-far, far):
			hi = max(hi, stop.Hi-1)
		case step.Within(-256, 256):
			hi = counter.Hi
		default:
			return types.BigInterval
		}
	}
	if step.Big || step.Lo < 0 {
		switch {
		case stop.Within(-far, far):
			lo = min(lo, stop.Lo+1)
		case step.Within(-256, 256):
			lo = -counter.Hi
		default:
			return types.BigInterval
		}
	}
	return types.Interval{Lo: lo, Hi: hi}
}

// extreme returns min() or max().
func (a *analysis) extreme(name string, args arguments) types.Static {
	var out types.Static
	elem := join(args.pos)
	if len(args.pos) == 1 {
		elem = a.iterElem(args.pos[0])
	}
	out = elem
	if d, ok := args.keyword("default"); ok {
		out = out.Join(d)
	}
	if key, ok := args.keyword("key"); ok {
		if !key.Only(types.KNone) {
			a.callValue(key, arguments{pos: one(elem)})
		}
	} else if len(args.pos) >= 2 && elem.Only(types.KInt) {
		r := args.pos[0].Ints
		for _, s := range args.pos[1:] {
			if name == "min" {
				r = r.Min(s.Ints)
			} else {
				r = r.Max(s.Ints)
			}
		}
		return types.Int(r)
	}
	return out
}

func (a *analysis) sum(args arguments) types.Static {
	if len(args.pos) == 0 {
		return anything
	}
	elem := a.iterElem(args.pos[0])
	start := types.Int(types.Exactly(0))
	if len(args.pos) > 1 {
		start = args.pos[1]
	} else if s, ok := args.keyword("start"); ok {
		start = s
	}
	switch all := elem.Join(start); {
	case elem.Kinds == 0: // there are no elements, or nothing is known of them yet
		return start
	case all.Only(integral):
		return types.Of(types.KInt)
	case all.Only(types.KFloat):
		return types.Of(types.KFloat)
	case all.Only(numeric):
		return types.Of(types.KInt | types.KFloat)
	}
	a.escape(args.all()...)
	return anything
}
