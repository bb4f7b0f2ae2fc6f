package functools

import (
	"unsafe"

	"github.com/aio2go/aio2go/runtime/py"
)

// This file implements lru_cache and cache.
//
// The results are in a dict by key; those of a bounded cache each with its place in a ring
// in order of use. A key is the one argument itself where that is a str or an int, else the
// tuple of all arguments. Its hash is computed once.

type lruCacheObj struct {
	py.Header
	fn           value
	maxSize      int // -1 without a bound
	typed        bool
	hits, misses int64
	table        *py.Dict // of results, or of lruLinks
	root         lruLink
	Attrs        py.Attrs
}

// lruLink is a result of a bounded cache.
type lruLink struct {
	py.Header
	prev, next *lruLink
	key        value
	hash       int64
	result     value
}

var (
	lruType     = &py.Type{Name: "_lru_cache_wrapper"}
	lruLinkType = &py.Type{Name: "_lru_list_elem"}
)

func init() {
	lruLinkType.Define(&py.TypeSpec{Module: "functools", NoNew: true, Layout: py.LayoutOf[lruLink]()})
	lruType.CallFew = lruCallFew
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

// kwMark separates positional from keyword arguments in a key.
var kwMark = py.NewFrozenSet().Value()

// cacheKey returns the key of a call and its hash.
func cacheKey(args []value, names []*py.Str, typed bool) (key value, hash int64, e exc) {
	switch {
	case len(args) == 1 && len(names) == 0 && !typed && (args[0].IsExactStr() || args[0].IsSmallInt()):
		key = args[0]
	case len(names) == 0 && !typed:
		key = py.TupleV(args...)
	default:
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
		key = py.NewTuple(items).Value()
	}
	hash, e = py.Hash(key)
	return key, hash, e
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
	key, hash, e := cacheKey(args, names, c.typed)
	if e != nil {
		return value{}, e
	}
	if x, found, e := c.get(key, hash); found || e != nil {
		return x, e
	}
	x, e := py.CallKw(c.fn, args, names)
	if e != nil {
		return value{}, e
	}
	return c.put(key, hash, x)
}

// lruCallFew is lruCall without keywords.
func lruCallFew(v value, a py.Few) (value, exc) {
	c := py.Heap[lruCacheObj](v)
	if c.maxSize == 0 {
		return lruCall(v, append([]value(nil), a.Args[:a.N]...), nil)
	}
	key, hash, e := cacheKey(a.Args[:a.N], nil, c.typed)
	if e != nil {
		return value{}, e
	}
	x, found, e := c.get(key, hash)
	if found || e != nil {
		return x, e
	}
	switch a.N {
	case 1:
		x, e = py.Call1(c.fn, a.Args[0])
	case 2:
		x, e = py.Call2(c.fn, a.Args[0], a.Args[1])
	default:
		x, e = py.Call3(c.fn, a.Args[0], a.Args[1], a.Args[2])
	}
	if e != nil {
		return value{}, e
	}
	return c.put(key, hash, x)
}

// get returns the result that is there for a key, and counts.
func (c *lruCacheObj) get(key value, hash int64) (value, bool, exc) {
	x, found, e := c.table.GetHashed(key, hash)
	switch {
	case e != nil:
		return value{}, false, e
	case !found:
		c.misses++
		return value{}, false, nil
	}
	c.hits++
	if c.maxSize < 0 {
		return x, true, nil
	}
	l := py.Heap[lruLink](x)
	if c.root.prev != l {
		l.unlink()
		c.use(l)
	}
	return l.result, true, nil
}

// put keeps the result of a call that was made for a key that was not there.
func (c *lruCacheObj) put(key value, hash int64, result value) (value, exc) {
	if c.maxSize < 0 {
		return result, c.table.SetHashed(key, hash, result)
	}
	// The call may have filled the cache or added this very key.
	if _, found, e := c.table.GetHashed(key, hash); found || e != nil {
		return result, e
	}
	if c.table.Len() >= c.maxSize {
		old := c.root.next
		old.unlink()
		if _, e := c.table.DeleteHashed(old.key, old.hash); e != nil {
			return value{}, e
		}
	}
	l := &lruLink{key: key, hash: hash, result: result}
	l.SetType(lruLinkType)
	if e := c.table.SetHashed(key, hash, l.Value()); e != nil {
		return value{}, e
	}
	c.use(l)
	return result, nil
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
	key, _, e := cacheKey(all, names, strict)
	return key, e
}
