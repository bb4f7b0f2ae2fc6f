package functools

import (
	"unsafe"

	"github.com/aio2go/aio2go/runtime/py"
)

// This file implements lru_cache and cache.
//
// The results are in a dict by key, each with its place in a ring in order of use. A key
// is the one argument itself where that is a str or an int, else an object that hashes
// and compares as the tuple of all arguments.

type lruCacheObj struct {
	py.Header
	fn           value
	maxSize      int // -1 without a bound
	typed        bool
	hits, misses int64
	table        *py.Dict
	links        []*lruLink // by the int that table holds
	free         []int
	root         lruLink
	Attrs        py.Attrs
}

type lruLink struct {
	prev, next *lruLink
	key        value
	result     value
	slot       int
}

var lruType = &py.Type{Name: "_lru_cache_wrapper"}

func init() {
	lruType.Define(&py.TypeSpec{
		Module: "functools", NoNew: true,
		Layout: py.LayoutWithAttrs[lruCacheObj](unsafe.Offsetof(lruCacheObj{}.Attrs)),
		Slots: py.Slots{
			Call: lruCall,
			DescrGet: func(descr, obj value, owner *py.Type) (value, exc) {
				if obj.IsUnbound() {
					return descr, nil
				}
				return py.NewBoundMethod(descr, obj), nil
			},
			Repr: func(v value) (value, exc) {
				c := py.Heap[lruCacheObj](v)
				name, found := c.Attrs.Get(nameQualname)
				if !found || !name.IsStr() {
					return py.StrV(py.DefaultRepr(v)), nil
				}
				return py.StrV("<functools._lru_cache_wrapper object at " + addressOf(v) + ">"), nil
			},
		},
		Methods: []py.Method{
			{Name: "cache_info", Sig: "($self, /)", Impl: func(v value) (value, exc) {
				c := py.Heap[lruCacheObj](v)
				size := py.None
				if c.maxSize >= 0 {
					size = py.Int(int64(c.maxSize))
				}
				return newCacheInfo(py.Int(c.hits), py.Int(c.misses), size, py.Int(int64(c.table.Len()))), nil
			}},
			{Name: "cache_clear", Sig: "($self, /)", Impl: func(v value) (value, exc) {
				c := py.Heap[lruCacheObj](v)
				c.hits, c.misses = 0, 0
				c.clear()
				return py.None, nil
			}},
			{Name: "__copy__", Sig: "($self, /)", Impl: func(v value) (value, exc) { return v, nil }},
			{Name: "__deepcopy__", Sig: "($self, memo, /)", Impl: func(v, memo value) (value, exc) { return v, nil }},
		},
		GetSets: []py.GetSet{{Name: "__dict__", Get: func(v value) (value, exc) { return py.AttrsOf(v).Dict().Value(), nil }}},
	})
}

func addressOf(v value) string {
	s := py.DefaultRepr(v)
	for i := len(s) - 1; i >= 0; i-- {
		if s[i] == ' ' {
			return s[i+1 : len(s)-1]
		}
	}
	return s
}

func (c *lruCacheObj) clear() {
	c.table = py.NewDict()
	c.links, c.free = nil, nil
	c.root.prev, c.root.next = &c.root, &c.root
}

func newCache(fn value, maxSize int, typed bool) value {
	v := lruType.Alloc(lruType)
	c := py.Heap[lruCacheObj](v)
	c.fn, c.maxSize, c.typed = fn, maxSize, typed
	c.clear()
	size := py.None
	if maxSize >= 0 {
		size = py.Int(int64(maxSize))
	}
	UpdateWrapper(v, fn)
	c.Attrs.Set(py.Intern("cache_parameters"), py.NewBuiltin("cache_parameters", "functools", "()", func() (value, exc) {
		return py.DictBuild([]value{py.StrV("maxsize"), size, py.StrV("typed"), py.Bool(typed)})
	}).Value())
	return v
}

func lruCache(maxSize, typed value) (value, exc) {
	strict := false
	if !typed.IsUnbound() {
		var e exc
		if strict, e = py.Truth(typed); e != nil {
			return value{}, e
		}
	}
	size := 128
	switch {
	case maxSize.IsUnbound():
	case maxSize.IsNone():
		size = -1
	case maxSize.IsInt():
		n, e := py.Ssize(maxSize)
		if e != nil {
			return value{}, e
		}
		size = max(n, 0)
	case py.Callable(maxSize):
		return newCache(maxSize, 128, strict), nil
	default:
		return value{}, py.Raisef(py.TypeErrorType, "Expected first argument to be an integer, a callable, or None")
	}
	return py.NewBuiltin("decorating_function", "functools", "(user_function)", func(fn value) (value, exc) {
		return newCache(fn, size, strict), nil
	}).Value(), nil
}

// callKey is a key made of several arguments; its hash is computed once.
type callKey struct {
	py.Header
	items []value
	hash  int64
}

var callKeyType = &py.Type{Name: "_HashedSeq"}

func init() {
	callKeyType.Define(&py.TypeSpec{
		Module: "functools", Layout: py.LayoutOf[callKey](), NoNew: true,
		Slots: py.Slots{
			Hash: func(v value) (int64, exc) { return py.Heap[callKey](v).hash, nil },
			Compare: func(op py.CompareOp, a, b value) (value, exc) {
				if b.Type() != callKeyType || op != py.EQ && op != py.NE {
					return py.NotImplemented, nil
				}
				x, y := py.Heap[callKey](a).items, py.Heap[callKey](b).items
				equal := len(x) == len(y)
				for i := 0; equal && i < len(x); i++ {
					var e exc
					if equal, e = py.EqualItems(x[i], y[i]); e != nil {
						return value{}, e
					}
				}
				return py.Bool(equal == (op == py.EQ)), nil
			},
		},
	})
}

// kwMark separates positional from keyword arguments in a key.
var kwMark = py.NewFrozenSet().Value()

func (c *lruCacheObj) key(args []value, names []*py.Str) (value, exc) {
	return cacheKey(args, names, c.typed)
}

func cacheKey(args []value, names []*py.Str, typed bool) (value, exc) {
	if len(args) == 1 && len(names) == 0 && !typed && (args[0].IsExactStr() || args[0].IsSmallInt()) {
		return args[0], nil
	}
	pos := len(args) - len(names)
	items := append(make([]value, 0, len(args)*3+1), args[:pos]...)
	if len(names) > 0 {
		items = append(items, kwMark)
		for i, name := range names {
			items = append(items, name.Value(), args[pos+i])
		}
	}
	if typed {
		for _, a := range args {
			items = append(items, a.Type().Value())
		}
	}
	h, e := py.Hash(py.NewTuple(items).Value())
	if e != nil {
		return value{}, e
	}
	v := callKeyType.Alloc(callKeyType)
	k := py.Heap[callKey](v)
	k.items, k.hash = items, h
	return v, nil
}

func (l *lruLink) unlink() { l.prev.next, l.next.prev = l.next, l.prev }

func (c *lruCacheObj) use(l *lruLink) {
	l.prev, l.next = c.root.prev, &c.root
	l.prev.next, c.root.prev = l, l
}

func lruCall(v value, args []value, names []*py.Str) (value, exc) {
	c := py.Heap[lruCacheObj](v)
	if c.maxSize == 0 {
		c.misses++
		return py.CallKw(c.fn, args, names)
	}
	key, e := c.key(args, names)
	if e != nil {
		return value{}, e
	}
	slot, found, e := c.table.Get(key)
	if e != nil {
		return value{}, e
	}
	if found {
		l := c.links[slot.SmallInt()]
		l.unlink()
		c.use(l)
		c.hits++
		return l.result, nil
	}
	c.misses++
	result, e := py.CallKw(c.fn, args, names)
	if e != nil {
		return value{}, e
	}
	// The call may have filled the cache or added this very key.
	if _, found, e = c.table.Get(key); found || e != nil {
		return result, e
	}
	if c.maxSize > 0 && c.table.Len() >= c.maxSize {
		old := c.root.next
		old.unlink()
		if _, e := c.table.Delete(old.key); e != nil {
			return value{}, e
		}
		c.links[old.slot] = nil
		c.free = append(c.free, old.slot)
	}
	l := &lruLink{key: key, result: result}
	if n := len(c.free); n > 0 {
		l.slot = c.free[n-1]
		c.free = c.free[:n-1]
		c.links[l.slot] = l
	} else {
		l.slot = len(c.links)
		c.links = append(c.links, l)
	}
	c.use(l)
	return result, c.table.Set(key, py.Int(int64(l.slot)))
}

// cacheInfoType is the named tuple CacheInfo(hits, misses, maxsize, currsize).
var cacheInfoType = &py.Type{Name: "CacheInfo"}

var cacheInfoSig = py.NewSignature("CacheInfo.__new__", "", "(hits, misses, maxsize, currsize)")

var cacheInfoFields = []string{"hits", "misses", "maxsize", "currsize"}

func init() {
	gets := make([]py.GetSet, len(cacheInfoFields))
	for i, name := range cacheInfoFields {
		gets[i] = py.GetSet{Name: name, Get: func(v value) (value, exc) { return py.Heap[py.Tuple](v).Items()[i], nil }}
	}
	cacheInfoType.Define(&py.TypeSpec{
		Base: py.TupleType, Module: "functools", GetSets: gets,
		Doc:    "CacheInfo(hits, misses, maxsize, currsize)",
		Consts: []py.Const{{Name: "_fields", Value: py.TupleV(py.StrV("hits"), py.StrV("misses"), py.StrV("maxsize"), py.StrV("currsize"))}},
		Methods: []py.Method{{Name: "_asdict", Sig: "($self)", Impl: func(v value) (value, exc) {
			d := py.NewDict()
			for i, x := range py.Heap[py.Tuple](v).Items() {
				d.SetStr(py.Intern(cacheInfoFields[i]), x)
			}
			return d.Value(), nil
		}}},
		Slots: py.Slots{New: func(cls *py.Type, args []value, names []*py.Str) (value, exc) {
			p, e := cacheInfoSig.Parse(args, names)
			if e != nil {
				return value{}, e
			}
			return py.NewTupleOf(cls, p), nil
		}, Repr: func(v value) (value, exc) {
			out := "CacheInfo("
			for i, x := range py.Heap[py.Tuple](v).Items() {
				if i > 0 {
					out += ", "
				}
				s, e := py.ReprText(x)
				if e != nil {
					return value{}, e
				}
				out += cacheInfoFields[i] + "=" + s
			}
			return py.StrV(out + ")"), nil
		}},
	})
}

func newCacheInfo(items ...value) value {
	return py.NewTupleOf(cacheInfoType, items)
}

// makeKey is _make_key(args, kwds, typed), which caches of packages use.
func makeKey(args, kwds, typed value) (value, exc) {
	t, ok := py.AsTuple(args)
	if !ok {
		return value{}, py.Raisef(py.TypeErrorType, "_make_key() argument 1 must be a tuple, not %s", args.Type().Name)
	}
	d, ok := py.AsDict(kwds)
	if !ok {
		return value{}, py.Raisef(py.TypeErrorType, "_make_key() argument 2 must be a dict, not %s", kwds.Type().Name)
	}
	strict, e := py.Truth(typed)
	if e != nil {
		return value{}, e
	}
	all := append([]value(nil), t.Items()...)
	var names []*py.Str
	for i, k := range d.Keys() {
		name, ok := py.AsStr(k)
		if !ok {
			return value{}, py.Raisef(py.TypeErrorType, "keywords must be strings")
		}
		names = append(names, py.InternStr(name))
		all = append(all, d.Values()[i])
	}
	return cacheKey(all, names, strict)
}
