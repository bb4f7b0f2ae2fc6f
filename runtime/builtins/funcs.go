package builtins

import (
	"github.com/aio2go/aio2go/runtime/py"
)

// This file implements the builtin functions on objects: attributes, identity, classes,
// iteration.

// Len is len(v).
func Len(v py.Value) (py.Value, *py.Exception) {
	n, exc := py.Len(v)
	if exc != nil {
		return py.Value{}, exc
	}
	return py.Int(int64(n)), nil
}

// Hash is hash(v).
func Hash(v py.Value) (py.Value, *py.Exception) {
	h, exc := py.Hash(v)
	if exc != nil {
		return py.Value{}, exc
	}
	return py.Int(h), nil
}

// ID is id(v).
func ID(v py.Value) (py.Value, *py.Exception) { return py.IntUint64(py.Address(v)), nil }

// Callable is callable(v).
func Callable(v py.Value) (py.Value, *py.Exception) { return py.Bool(py.Callable(v)), nil }

// IsInstance is isinstance(v, cls).
func IsInstance(v, cls py.Value) (py.Value, *py.Exception) {
	ok, exc := py.IsInstanceOf(v, cls)
	if exc != nil {
		return py.Value{}, exc
	}
	return py.Bool(ok), nil
}

// IsSubclass is issubclass(sub, cls).
func IsSubclass(sub, cls py.Value) (py.Value, *py.Exception) {
	ok, exc := py.IsSubclassOf(sub, cls)
	if exc != nil {
		return py.Value{}, exc
	}
	return py.Bool(ok), nil
}

func attrName(v py.Value) (*py.Str, *py.Exception) {
	s, ok := py.AsStr(v)
	if !ok {
		return nil, py.Raisef(py.TypeErrorType, "attribute name must be string, not '%s'", v.Type().ShownName())
	}
	return py.InternStr(s), nil
}

func argCount(name string, args []py.Value, lo, hi int) *py.Exception {
	return py.ArgCount(name, len(args), lo, hi)
}

// GetAttr is getattr(v, name); def is unbound where there is no default.
func GetAttr(v, name, def py.Value) (py.Value, *py.Exception) {
	key, exc := attrName(name)
	if exc != nil {
		return py.Value{}, exc
	}
	if def.IsUnbound() {
		return py.GetAttr(v, key)
	}
	x, found, exc := py.LookupAttr(v, key)
	if exc == nil && !found {
		return def, nil
	}
	return x, exc
}

// GetAttrArgs is getattr with its arguments in a slice.
func GetAttrArgs(args []py.Value) (py.Value, *py.Exception) {
	if exc := argCount("getattr", args, 2, 3); exc != nil {
		return py.Value{}, exc
	}
	var def py.Value
	if len(args) == 3 {
		def = args[2]
	}
	return GetAttr(args[0], args[1], def)
}

// HasAttr is hasattr(v, name).
func HasAttr(v, name py.Value) (py.Value, *py.Exception) {
	key, exc := attrName(name)
	if exc != nil {
		return py.Value{}, exc
	}
	_, found, exc := py.LookupAttr(v, key)
	if exc != nil {
		return py.Value{}, exc
	}
	return py.Bool(found), nil
}

// SetAttr is setattr(v, name, x).
func SetAttr(v, name, x py.Value) (py.Value, *py.Exception) {
	key, exc := attrName(name)
	if exc != nil {
		return py.Value{}, exc
	}
	return py.None, py.SetAttr(v, key, x)
}

// DelAttr is delattr(v, name).
func DelAttr(v, name py.Value) (py.Value, *py.Exception) {
	key, exc := attrName(name)
	if exc != nil {
		return py.Value{}, exc
	}
	return py.None, py.DelAttr(v, key)
}

// Iter is iter(v).
func Iter(v py.Value) (py.Value, *py.Exception) { return py.Iter(v) }

// IterArgs is iter with one or two arguments.
func IterArgs(args []py.Value) (py.Value, *py.Exception) {
	if exc := argCount("iter", args, 1, 2); exc != nil {
		return py.Value{}, exc
	}
	if len(args) == 1 {
		return py.Iter(args[0])
	}
	if !py.Callable(args[0]) {
		return py.Value{}, py.Raisef(py.TypeErrorType, "iter(v, w): v must be callable")
	}
	return py.NewCallIter(args[0], args[1]), nil
}

// Next is next(it, def); def is unbound where there is no default.
func Next(it, def py.Value) (py.Value, *py.Exception) {
	x, ok, exc := py.Next(it)
	switch {
	case exc != nil:
		if !def.IsUnbound() && exc.Type().IsSubclass(py.StopIterationType) {
			return def, nil
		}
		return py.Value{}, exc
	case ok:
		return x, nil
	case !def.IsUnbound():
		return def, nil
	case x.IsUnbound() || x.IsNone():
		return py.Value{}, py.StopIteration(py.Value{})
	}
	return py.Value{}, py.StopIteration(x)
}

// NextArgs is next with one or two arguments.
func NextArgs(args []py.Value) (py.Value, *py.Exception) {
	if exc := argCount("next", args, 1, 2); exc != nil {
		return py.Value{}, exc
	}
	var def py.Value
	if len(args) == 2 {
		def = args[1]
	}
	return Next(args[0], def)
}

// All is all(iterable).
func All(iterable py.Value) (py.Value, *py.Exception) { return untilTruth(iterable, false) }

// Any is any(iterable).
func Any(iterable py.Value) (py.Value, *py.Exception) { return untilTruth(iterable, true) }

// untilTruth returns want when an element has that truth, else not want.
func untilTruth(iterable py.Value, want bool) (py.Value, *py.Exception) {
	it, exc := py.Iter(iterable)
	if exc != nil {
		return py.Value{}, exc
	}
	for {
		x, ok, exc := py.Next(it)
		if exc != nil {
			return py.Value{}, exc
		}
		if !ok {
			return py.Bool(!want), nil
		}
		truth, exc := py.Truth(x)
		if exc != nil {
			return py.Value{}, exc
		}
		if truth == want {
			return py.Bool(want), nil
		}
	}
}

// Sorted is sorted(iterable, key=key, reverse=reverse); key may be unbound.
func Sorted(iterable, key py.Value, reverse bool) (py.Value, *py.Exception) {
	items, exc := py.ToSlice(iterable)
	if exc != nil {
		return py.Value{}, exc
	}
	l := py.NewList(items)
	return l.Value(), l.Sort(key, reverse)
}

var (
	nameKey     = py.Intern("key")
	nameReverse = py.Intern("reverse")
)

// SortedKw is sorted with its arguments as in a call.
func SortedKw(args []py.Value, names []*py.Str) (py.Value, *py.Exception) {
	if exc := argCount("sorted", args[:len(args)-len(names)], 1, 1); exc != nil {
		return py.Value{}, exc
	}
	var key py.Value
	reverse := false
	for i, name := range names {
		v := args[1+i]
		switch name {
		case nameKey:
			key = v
		case nameReverse:
			var exc *py.Exception
			if reverse, exc = py.Truth(v); exc != nil {
				return py.Value{}, exc
			}
		default:
			return py.Value{}, py.UnexpectedKeyword("sort", name, nameKey, nameReverse)
		}
	}
	return Sorted(args[0], key, reverse)
}

var nameDict = py.Intern("__dict__")

// Vars is vars(v).
func Vars(v py.Value) (py.Value, *py.Exception) {
	d, found, exc := py.LookupAttr(v, nameDict)
	if exc == nil && !found {
		exc = py.Raisef(py.TypeErrorType, "vars() argument must have __dict__ attribute")
	}
	return d, exc
}

// VarsArgs is vars with its arguments in a slice.
func VarsArgs(args []py.Value) (py.Value, *py.Exception) {
	if exc := argCount("vars", args, 0, 1); exc != nil {
		return py.Value{}, exc
	}
	if len(args) == 0 {
		return noFrame("vars")()
	}
	return Vars(args[0])
}

// DirArgs is dir with its arguments in a slice.
func DirArgs(args []py.Value) (py.Value, *py.Exception) {
	if exc := argCount("dir", args, 0, 1); exc != nil {
		return py.Value{}, exc
	}
	if len(args) == 0 {
		return noFrame("dir")()
	}
	return py.Dir(args[0])
}

// noFrame is a function that needs the name space of its caller, which only a direct
// call by its own name gives it: the compiler writes that name space out there.
func noFrame(name string) func() (py.Value, *py.Exception) {
	return func() (py.Value, *py.Exception) {
		return py.Value{}, py.Raisef(py.RuntimeErrorType,
			"%s() without arguments works only where it is called by its own name: the program is compiled", name)
	}
}

// noCode is a function that compiles source code at run time.
func noCode(name string, linked *func(args []py.Value, names []*py.Str) (py.Value, *py.Exception)) func(args []py.Value, names []*py.Str) (py.Value, *py.Exception) {
	return func(args []py.Value, names []*py.Str) (py.Value, *py.Exception) {
		if *linked != nil {
			return (*linked)(args, names)
		}
		return py.Value{}, py.Raisef(py.RuntimeErrorType,
			"%s() of source text is not linked into this program, whose source does not name it", name)
	}
}

// Interpreter holds eval, exec and compile where package interp is linked.
var Interpreter struct {
	Eval, Exec, Compile func(args []py.Value, names []*py.Str) (py.Value, *py.Exception)
}

// Breakpoint calls sys.breakpointhook.
func Breakpoint(args []py.Value, names []*py.Str) (py.Value, *py.Exception) {
	sys, exc := py.ImportModule("sys")
	if exc != nil {
		return py.Value{}, exc
	}
	hook, found, exc := py.LookupAttr(sys, py.Intern("breakpointhook"))
	if exc != nil {
		return py.Value{}, exc
	}
	if !found {
		return py.Value{}, py.Raisef(py.RuntimeErrorType, "lost sys.breakpointhook")
	}
	return py.CallKw(hook, args, names)
}
