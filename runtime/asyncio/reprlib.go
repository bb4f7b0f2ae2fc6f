package asyncio

import (
	"strings"

	"github.com/aio2go/aio2go/runtime/py"
)

// This file implements reprlib.repr with its default limits, by which the reprs of
// futures show results.

const (
	maxReprLevel  = 6
	maxReprString = 30
	maxReprLong   = 40
	maxReprOther  = 30
)

func shortRepr(v py.Value) string {
	if v.IsUnbound() {
		return "None"
	}
	return reprLevel(v, maxReprLevel)
}

// middle shortens s to limit characters, leaving out the middle.
func middle(s string, limit int) string {
	r := []rune(s)
	if len(r) <= limit {
		return s
	}
	i := max(0, (limit-3)/2)
	j := max(0, limit-3-i)
	return string(r[:i]) + "..." + string(r[len(r)-j:])
}

func reprLevel(v py.Value, level int) string {
	switch t := v.Type(); t {
	case py.StrType:
		s, _ := py.AsStr(v)
		r := []rune(s.String())
		text := repr(py.StrV(string(r[:min(len(r), maxReprString)])))
		if n := []rune(text); len(r) > maxReprString || len(n) > maxReprString {
			i := max(0, (maxReprString-3)/2)
			j := max(0, maxReprString-3-i)
			text = repr(py.StrV(string(r[:min(i, len(r))]) + string(r[max(len(r)-j, 0):])))
			n = []rune(text)
			text = string(n[:i]) + "..." + string(n[len(n)-j:])
		}
		return text
	case py.IntType:
		return middle(repr(v), maxReprLong)
	case py.ListType:
		return reprItems(v, level, "[", "]", 6, false)
	case py.TupleType:
		return reprItems(v, level, "(", ")", 6, true)
	case py.SetType:
		if n, _ := py.Len(v); n == 0 {
			return "set()"
		}
		return reprItems(v, level, "{", "}", 6, false)
	case py.FrozenSetType:
		if n, _ := py.Len(v); n == 0 {
			return "frozenset()"
		}
		return reprItems(v, level, "frozenset({", "})", 6, false)
	case py.DictType:
		return reprDict(v, level)
	case py.FloatType, py.BoolType, py.NoneType:
		return repr(v)
	}
	return middle(repr(v), maxReprOther)
}

// sortedIfPossible is _possibly_sorted.
func sortedIfPossible(items []py.Value) []py.Value {
	list := py.NewList(append([]py.Value(nil), items...)).Value()
	if _, exc := py.CallMethod0(list, py.Intern("sort")); exc != nil {
		return items
	}
	sorted, exc := sequence(list)
	if exc != nil {
		return items
	}
	return sorted
}

func reprItems(v py.Value, level int, left, right string, limit int, tuple bool) string {
	items, exc := sequence(v)
	if exc != nil {
		return repr(v)
	}
	if v.Type().Has(py.FlagSet) {
		items = sortedIfPossible(items)
	}
	if level <= 0 && len(items) > 0 {
		return left + "..." + right
	}
	var parts []string
	for _, x := range items[:min(len(items), limit)] {
		parts = append(parts, reprLevel(x, level-1))
	}
	if len(items) > limit {
		parts = append(parts, "...")
	}
	if tuple && len(items) == 1 {
		right = "," + right
	}
	return left + strings.Join(parts, ", ") + right
}

func reprDict(v py.Value, level int) string {
	d := py.Heap[py.Dict](v)
	if d.Len() == 0 {
		return "{}"
	}
	if level <= 0 {
		return "{...}"
	}
	keys := sortedIfPossible(d.Keys())
	limit := min(len(keys), 4)
	var parts []string
	for _, k := range keys[:limit] {
		x, exc := py.GetItem(v, k)
		if exc != nil {
			return repr(v)
		}
		parts = append(parts, reprLevel(k, level-1)+": "+reprLevel(x, level-1))
	}
	if len(keys) > limit {
		parts = append(parts, "...")
	}
	return "{" + strings.Join(parts, ", ") + "}"
}
