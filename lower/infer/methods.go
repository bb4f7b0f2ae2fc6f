package infer

import (
	"strings"

	"github.com/aio2go/aio2go/lower/ir"
	"github.com/aio2go/aio2go/lower/types"
)

// This file implements the methods of builtin classes, and the functions of modules of
// the standard library that take and give objects of the program.

func (a *analysis) objectFunc(o *types.Object) *ir.Func { return o.Of.(*ir.Func) }

func names(list string) map[string]bool {
	m := map[string]bool{}
	for _, n := range strings.Fields(list) {
		m[n] = true
	}
	return m
}

var kindMethods = map[types.Kinds]map[string]bool{
	types.KList:  names("append insert extend pop remove clear reverse sort copy index count"),
	types.KTuple: names("index count"),
	types.KDeque: names("append appendleft clear copy count extend extendleft index insert pop popleft remove reverse rotate"),
	types.KQueue: queueMethods,
	types.KSet:   names("add update pop remove discard clear difference_update intersection_update copy difference intersection union symmetric_difference isdisjoint issubset issuperset"),
	types.KDict:  names("get pop setdefault keys values items popitem clear update copy"),
	types.KStr: names(`upper lower strip lstrip rstrip replace join format capitalize title center ljust rjust zfill swapcase casefold
		startswith endswith isdigit isalpha isalnum isspace isupper islower encode split rsplit splitlines partition rpartition
		find rfind index rindex count`),
}

// methodsOf returns the methods that objects of kind k are known to have.
func methodsOf(k types.Kinds) map[string]bool { return kindMethods[k] }

// containerMethod returns what the method name of the container o gives.
func (a *analysis) containerMethod(o *types.Object, name string, args arguments) types.Static {
	arg := func(i int) types.Static {
		if i < len(args.pos) {
			return args.pos[i]
		}
		return types.Static{}
	}
	none := types.Of(types.KNone)
	elem := a.elem(o)
	switch o.Kind {
	case types.KList:
		switch name {
		case "append":
			a.grow(o.Elem, arg(0))
			return none
		case "insert":
			a.grow(o.Elem, arg(1))
			return none
		case "extend":
			a.grow(o.Elem, a.iterElem(arg(0)))
			return none
		case "pop":
			return elem
		case "remove", "clear", "reverse":
			return none
		case "sort":
			if key, ok := args.keyword("key"); ok && !key.Only(types.KNone) {
				a.callValue(key, arguments{pos: one(elem)})
			}
			return none
		case "copy":
			return a.fresh(types.KList, elem)
		case "index", "count":
			return types.Int(types.Between(0, 1<<48))
		}
	case types.KTuple:
		switch name {
		case "index", "count":
			return types.Int(types.Between(0, 1<<48))
		}
	case types.KDeque:
		switch name {
		case "append", "appendleft":
			a.grow(o.Elem, arg(0))
			return none
		case "insert":
			a.grow(o.Elem, arg(1))
			return none
		case "extend", "extendleft":
			a.grow(o.Elem, a.iterElem(arg(0)))
			return none
		case "pop", "popleft":
			return elem
		case "clear", "remove", "reverse", "rotate":
			return none
		case "copy":
			return a.fresh(types.KDeque, elem)
		case "index", "count":
			return types.Int(types.Between(0, 1<<48))
		}
	case types.KSet:
		switch name {
		case "add":
			a.grow(o.Elem, arg(0))
			return none
		case "update":
			for _, s := range args.pos {
				a.grow(o.Elem, a.iterElem(s))
			}
			return none
		case "pop":
			return elem
		case "remove", "discard", "clear", "difference_update", "intersection_update":
			return none
		case "copy", "difference", "intersection":
			return a.fresh(types.KSet, elem)
		case "union", "symmetric_difference":
			for _, s := range args.pos {
				elem = elem.Join(a.iterElem(s))
			}
			return a.fresh(types.KSet, elem)
		case "isdisjoint", "issubset", "issuperset":
			return types.Of(types.KBool)
		}
	case types.KDict:
		if s, ok := a.dictMethod(o, name, args, arg); ok {
			return s
		}
	case types.KQueue:
		if s, ok := a.queueMethod(o, name, arg(0)); ok {
			return s
		}
	case types.KSync:
		if s, ok := a.syncMethod(o, name); ok {
			a.escape(args.all()...)
			return s
		}
	case types.KRange:
		switch name {
		case "index", "count":
			return types.Of(types.KInt)
		}
	}
	if known := methodsOf(o.Kind); known != nil && o.Kind != types.KQueue && !known[name] && !isSpecial(name) && name != "fromkeys" && name != "symmetric_difference_update" {
		return types.Static{} // there is no such attribute
	}
	a.escapeObject(o)
	a.escape(args.all()...)
	return anything
}

func (a *analysis) dictMethod(o *types.Object, name string, args arguments, arg func(int) types.Static) (types.Static, bool) {
	key, value := o.Elem.S, o.Values.S
	none := types.Of(types.KNone)
	switch name {
	case "get":
		if len(args.pos) < 2 {
			return value.Join(none), true
		}
		return value.Join(arg(1)), true
	case "pop":
		return value.Join(arg(1)), true
	case "setdefault":
		x := none
		if len(args.pos) > 1 {
			x = arg(1)
		}
		a.grow(o.Elem, arg(0))
		a.grow(o.Values, x)
		return value.Join(x), true
	case "keys":
		return a.fresh(types.KIter, key), true
	case "values":
		return a.fresh(types.KIter, value), true
	case "items":
		return a.fresh(types.KIter, a.tuple(1, key, value)), true
	case "popitem":
		return a.tuple(1, key, value), true
	case "clear":
		return none, true
	case "update":
		if len(args.pos) > 0 {
			a.update(types.ObjectOf(o), arg(0))
		}
		for _, s := range args.kw {
			a.putItem(types.ObjectOf(o), types.Of(types.KStr), s)
		}
		return none, true
	case "copy":
		return types.ObjectOf(a.freshObject(0, types.KDict, key, value)), true
	}
	return types.Static{}, false
}

// strMethods are the methods of str by the class of their result.
var strMethods = map[string]types.Kinds{
	"upper": types.KStr, "lower": types.KStr, "strip": types.KStr, "lstrip": types.KStr, "rstrip": types.KStr,
	"replace": types.KStr, "join": types.KStr, "format": types.KStr, "capitalize": types.KStr, "title": types.KStr,
	"center": types.KStr, "ljust": types.KStr, "rjust": types.KStr, "zfill": types.KStr, "swapcase": types.KStr,
	"casefold": types.KStr, "expandtabs": types.KStr, "removeprefix": types.KStr, "removesuffix": types.KStr, "translate": types.KStr,
	"startswith": types.KBool, "endswith": types.KBool, "isdigit": types.KBool, "isalpha": types.KBool, "isalnum": types.KBool,
	"isspace": types.KBool, "isupper": types.KBool, "islower": types.KBool, "isnumeric": types.KBool, "isdecimal": types.KBool,
	"isidentifier": types.KBool, "istitle": types.KBool, "isascii": types.KBool, "isprintable": types.KBool, "encode": types.KBytes,
}

// scalarMethod returns what a method of a str, number, None ... gives.
func scalarMethod(k types.Kinds, name string, a *analysis, args arguments) types.Static {
	if k != types.KStr {
		a.escape(args.all()...)
		return anything
	}
	switch name {
	case "join":
		// Its argument is iterated over, which runs code of the program at most.
		return types.Of(types.KStr)
	case "split", "rsplit", "splitlines":
		return a.fresh(types.KList, types.Of(types.KStr))
	case "partition", "rpartition":
		str := types.Of(types.KStr)
		return a.tuple(0, str, str, str)
	case "find", "rfind", "index", "rindex", "count":
		return types.Int(types.Between(-1, 1<<48))
	}
	a.escape(args.all()...)
	if kind, ok := strMethods[name]; ok {
		return types.Of(kind)
	}
	return anything
}

// mathFloats are the functions of math that give a float.
var mathFloats = map[string]bool{
	"sqrt": true, "sin": true, "cos": true, "tan": true, "asin": true, "acos": true, "atan": true, "atan2": true, "exp": true,
	"log": true, "log2": true, "log10": true, "log1p": true, "expm1": true, "sinh": true, "cosh": true, "tanh": true, "pow": true,
	"hypot": true, "fabs": true, "fmod": true, "copysign": true, "degrees": true, "radians": true, "cbrt": true, "dist": true,
	"ldexp": true, "fsum": true, "gamma": true, "lgamma": true, "erf": true, "erfc": true, "nextafter": true, "ulp": true, "exp2": true,
}

// moduleCall returns what the function name of a module gives.
func (a *analysis) moduleCall(o *types.Object, name string, args arguments) types.Static {
	mod := o.Of.(moduleName).String()
	if a.modules[mod] != nil {
		return a.callValue(a.moduleAttr(o, name), args)
	}
	if a.facts.setAttrs[name] {
		a.escape(args.all()...)
		return anything
	}
	return a.libraryCall(mod, name, args)
}

// libraryCall returns what a function of the standard library gives.
func (a *analysis) libraryCall(mod, name string, args arguments) types.Static {
	arg := func(i int) types.Static {
		if i < len(args.pos) {
			return args.pos[i]
		}
		return types.Static{}
	}
	switch mod {
	case "math":
		switch {
		case mathFloats[name]:
			return types.Of(types.KFloat)
		case name == "isnan" || name == "isinf" || name == "isfinite" || name == "isclose":
			return types.Of(types.KBool)
		case name == "isqrt" || name == "gcd" || name == "factorial" || name == "comb" || name == "perm" || name == "lcm":
			return types.Of(types.KInt)
		case (name == "floor" || name == "ceil" || name == "trunc") && arg(0).Only(numeric):
			return types.Of(types.KInt)
		}
	case "time":
		switch name {
		case "time", "perf_counter", "monotonic", "process_time":
			return types.Of(types.KFloat)
		case "sleep":
			return types.Of(types.KNone)
		}
	case "random":
		switch name {
		case "random", "uniform", "gauss", "expovariate", "normalvariate":
			return types.Of(types.KFloat)
		case "randint":
			if arg(0).Only(types.KInt) && arg(1).Only(types.KInt) {
				return types.Int(arg(0).Ints.Join(arg(1).Ints))
			}
		case "choice":
			return a.iterElem(arg(0))
		case "shuffle":
			if arg(0).Only(types.KList) {
				return types.Of(types.KNone)
			}
		}
	case "dataclasses":
		switch name {
		case "dataclass", "dataclass()":
			return a.dataclass(args, false)
		case "dataclass(frozen)":
			return a.dataclass(args, true)
		case "replace":
			return a.replaced(args)
		}
	case "copy":
		if name == "replace" {
			return a.replaced(args)
		}
	case "heapq":
		return a.heapq(name, args, arg)
	case "collections":
		if name == "deque" && len(args.kw) == 0 {
			return a.fresh(types.KDeque, a.iterElem(arg(0)))
		} else if maxlen, ok := args.keyword("maxlen"); ok && name == "deque" && len(args.kw) == 1 && maxlen.Only(integral|types.KNone) {
			return a.fresh(types.KDeque, a.iterElem(arg(0)))
		}
	case "itertools":
		if s, ok := a.itertools(name, args, arg); ok {
			return s
		}
	case "asyncio", "asyncio.queues", "asyncio.locks":
		return a.asyncio(name, args, arg)
	}
	a.escape(args.all()...)
	return anything
}

var libraryHeap = map[string]bool{"heappush": true, "heappop": true, "heapify": true, "heapreplace": true, "heappushpop": true}

func (a *analysis) heapq(name string, args arguments, arg func(int) types.Static) types.Static {
	if arg(0).Only(types.KList) {
		switch name {
		case "heappush":
			a.put(arg(0), arg(1))
			return types.Of(types.KNone)
		case "heappop":
			return a.iterElem(arg(0))
		case "heapify":
			return types.Of(types.KNone)
		case "heapreplace", "heappushpop":
			a.put(arg(0), arg(1))
			return a.iterElem(arg(0)).Join(arg(1))
		}
	}
	a.escape(args.all()...)
	return anything
}

// asyncio returns what the functions of asyncio give that hand on the result of a
// coroutine.
func (a *analysis) asyncio(name string, args arguments, arg func(int) types.Static) types.Static {
	switch name {
	case "run":
		if len(args.pos) == 1 && arg(0).Only(types.KCoroutine) && arg(0).One(types.KCoroutine) != nil {
			return a.await(arg(0))
		}
	case "sleep":
		if len(args.pos) == 1 {
			return anything
		}
	case "Queue", "LifoQueue", "PriorityQueue":
		if s, ok := a.newQueue(name, args); ok {
			return s
		}
	case "Lock", "Event", "Semaphore", "BoundedSemaphore", "Condition":
		if s, ok := a.newSync(name, args); ok {
			return s
		}
	}
	a.escape(args.all()...)
	return anything
}

// moduleAttr returns what name is in a module.
func (a *analysis) moduleAttr(o *types.Object, name string) types.Static {
	mod := o.Of.(moduleName).String()
	m := a.modules[mod]
	if m == nil {
		switch {
		case a.facts.setAttrs[name]:
		case mod == "math" && (name == "pi" || name == "e" || name == "tau" || name == "inf" || name == "nan"):
			return types.Of(types.KFloat)
		case mod == "math" && (mathFloats[name] || name == "floor" || name == "ceil"), mod == "heapq" && libraryHeap[name],
			mod == "itertools" && libraryIterators[name], mod == "collections" && name == "deque",
			(mod == "asyncio" || mod == "asyncio.queues") && queueClasses[name],
			(mod == "asyncio" || mod == "asyncio.locks") && syncMethods[name] != nil,
			mod == "dataclasses" && (name == "dataclass" || name == "replace"), mod == "copy" && name == "replace":
			return a.module(mod + "." + name)
		}
		return anything
	}
	for _, g := range m.Globals {
		if g.Name == name {
			return a.cell(g).S
		}
	}
	if sub := a.modules[mod+"."+name]; sub != nil {
		return a.module(mod + "." + name)
	}
	return anything
}
