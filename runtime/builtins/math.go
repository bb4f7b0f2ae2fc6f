package builtins

import (
	"github.com/aio2go/aio2go/runtime/py"
)

// This file implements the builtin functions on numbers and characters, sum, min and max.

// Bin is bin(v).
func Bin(v py.Value) (py.Value, *py.Exception) { return inBase(v, py.BinText) }

// Oct is oct(v).
func Oct(v py.Value) (py.Value, *py.Exception) { return inBase(v, py.OctText) }

// Hex is hex(v).
func Hex(v py.Value) (py.Value, *py.Exception) { return inBase(v, py.HexText) }

func inBase(v py.Value, text func(py.Value) (py.Value, *py.Exception)) (py.Value, *py.Exception) {
	x, exc := py.Index(v)
	if exc != nil {
		return py.Value{}, exc
	}
	return text(x)
}

// Chr is chr(i).
func Chr(v py.Value) (py.Value, *py.Exception) {
	i, exc := py.IndexInt(v, nil)
	if exc != nil {
		return py.Value{}, exc
	}
	if i < 0 || i > 0x10ffff {
		return py.Value{}, py.Raisef(py.ValueErrorType, "chr() arg not in range(0x110000)")
	}
	return py.RuneStr(rune(i)).Value(), nil
}

// Ord is ord(c).
func Ord(v py.Value) (py.Value, *py.Exception) {
	var n int
	if s, ok := py.AsStr(v); ok {
		if n = s.Len(); n == 1 {
			return py.Int(int64(s.Runes()[0])), nil
		}
	} else if b, ok := py.BytesOf(v); ok {
		if n = len(b); n == 1 {
			return py.Int(int64(b[0])), nil
		}
	} else {
		return py.Value{}, py.Raisef(py.TypeErrorType, "ord() expected string of length 1, but %s found", v.Type().ShownName())
	}
	return py.Value{}, py.Raisef(py.TypeErrorType, "ord() expected a character, but string of length %d found", n)
}

// Pow is pow(base, exp, mod); mod may be unbound.
func Pow(base, exp, mod py.Value) (py.Value, *py.Exception) {
	if mod.IsUnbound() || mod.IsNone() {
		return py.Pow(base, exp)
	}
	return py.Pow3(base, exp, mod)
}

var nameRound = py.Intern("__round__")

// Round is round(number, ndigits); ndigits may be unbound.
func Round(number, ndigits py.Value) (py.Value, *py.Exception) {
	f, exc := py.LookupSpecial(number, nameRound)
	if exc != nil {
		return py.Value{}, exc
	}
	if f.IsUnbound() {
		return py.Value{}, py.Raisef(py.TypeErrorType, "type %s doesn't define __round__ method", number.Type().ShownName())
	}
	if ndigits.IsUnbound() || ndigits.IsNone() {
		return py.Call0(f)
	}
	return py.Call1(f, ndigits)
}

// Sum is sum(iterable, start); start may be unbound.
func Sum(iterable, start py.Value) (py.Value, *py.Exception) {
	list, _ := py.AsList(iterable)
	it := iterable
	if list == nil || iterable.Type() != py.ListType {
		var exc *py.Exception
		if it, exc = py.Iter(iterable); exc != nil {
			return py.Value{}, exc
		}
		list = nil
	}
	if start.IsUnbound() {
		start = py.Int(0)
	} else if start.IsStr() {
		return py.Value{}, py.Raisef(py.TypeErrorType, "sum() can't sum strings [use ''.join(seq) instead]")
	} else if start.Type().Has(py.FlagBytes) {
		return py.Value{}, py.Raisef(py.TypeErrorType, "sum() can't sum bytes [use b''.join(seq) instead]")
	} else if start.Type().Has(py.FlagByteArray) {
		return py.Value{}, py.Raisef(py.TypeErrorType, "sum() can't sum bytearray [use b''.join(seq) instead]")
	}
	var s summer
	s.start(start)
	if list != nil {
		for i := s.addInts(list.Items); i < len(list.Items); i++ { // what is added may change the list
			if s.add(list.Items[i]) {
				return py.Value{}, s.exc
			}
		}
		return s.value(), nil
	}
	if data, ok := py.BytesOf(iterable); ok && len(data) > 0 && (iterable.Type() == py.BytesType || iterable.Type() == py.ByteArrayType) {
		n := int64(0)
		for _, c := range data {
			n += int64(c)
		}
		s.add(py.Int(n))
		if s.exc != nil {
			return py.Value{}, s.exc
		}
		return s.value(), nil
	}
	next := it.Type().Next
	for {
		x, ok, exc := next(it)
		switch {
		case exc != nil:
			return py.Value{}, exc
		case !ok:
			return s.value(), nil
		case s.add(x):
			return py.Value{}, s.exc
		}
	}
}

// Max is max with its arguments as in a call.
func Max(args []py.Value, names []*py.Str) (py.Value, *py.Exception) {
	return extreme("max", py.GtBool, args, names)
}

// Min is min with its arguments as in a call.
func Min(args []py.Value, names []*py.Str) (py.Value, *py.Exception) {
	return extreme("min", py.LtBool, args, names)
}

// fewExtreme is extreme of up to three positional arguments.
func fewExtreme(name string, better func(a, b py.Value) (bool, *py.Exception)) py.FewFunc {
	return func(_ py.Value, a py.Few) (py.Value, *py.Exception) {
		if a.N == 1 {
			return extreme(name, better, []py.Value{a.Args[0]}, nil)
		}
		best := a.Args[0]
		for _, x := range a.Args[1:a.N] {
			if is, exc := better(x, best); exc != nil {
				return py.Value{}, exc
			} else if is {
				best = x
			}
		}
		return best, nil
	}
}

var nameDefault = py.Intern("default")

func extreme(name string, better func(a, b py.Value) (bool, *py.Exception), args []py.Value, names []*py.Str) (py.Value, *py.Exception) {
	var key, def py.Value
	pos := args[:len(args)-len(names)]
	if len(pos) == 0 {
		return py.Value{}, py.Raisef(py.TypeErrorType, "%s expected at least 1 argument, got 0", name)
	}
	for i, n := range names {
		switch n {
		case nameKey:
			key = args[len(pos)+i]
		case nameDefault:
			def = args[len(pos)+i]
		default:
			return py.Value{}, py.UnexpectedKeyword(name, n, nameKey, nameDefault)
		}
	}
	if key.IsNone() {
		key = py.Value{}
	}
	var best, bestKey py.Value
	consider := func(x py.Value) *py.Exception {
		k := x
		if !key.IsUnbound() {
			var exc *py.Exception
			if k, exc = py.Call1(key, x); exc != nil {
				return exc
			}
		}
		if !best.IsUnbound() {
			if is, exc := better(k, bestKey); !is || exc != nil {
				return exc
			}
		}
		best, bestKey = x, k
		return nil
	}
	if len(pos) > 1 {
		if !def.IsUnbound() {
			return py.Value{}, py.Raisef(py.TypeErrorType, "Cannot specify a default for %s() with multiple positional arguments", name)
		}
		for _, x := range pos {
			if exc := consider(x); exc != nil {
				return py.Value{}, exc
			}
		}
		return best, nil
	}
	if exc := py.Each(pos[0], consider); exc != nil {
		return py.Value{}, exc
	}
	if best.IsUnbound() {
		if def.IsUnbound() {
			return py.Value{}, emptyExtreme(name)
		}
		return def, nil
	}
	return best, nil
}
