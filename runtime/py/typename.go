package py

// This file implements the names of classes in messages (C's tp_name).

// cModules are the modules whose classes CPython writes in C. Such a class is named with
// its module in messages, as 'datetime.date', where a class written in Python is named
// alone. An empty list means all classes of the module.
var cModules = map[string][]string{
	"_asyncio": nil, "_contextvars": nil, "_io": nil, "_queue": nil, "_random": nil, "_struct": nil, "_thread": nil,
	"_hashlib": nil, "_csv": nil, "_pickle": nil, "pickle": {"PickleBuffer"}, "_blake2": nil, "array": nil, "datetime": nil, "decimal": {"Decimal", "Context"}, "itertools": nil, "operator": nil, "posix": nil, "re": nil,
	"time": nil, "types": nil, "select": nil, "zlib": nil,
	"collections": {"deque", "defaultdict", "OrderedDict", "_deque_iterator", "_deque_reverse_iterator"},
	"functools":   {"partial", "_lru_cache_wrapper", "KeyWrapper"},
	"typing":      {"TypeVar", "ParamSpec", "TypeVarTuple", "ParamSpecArgs", "ParamSpecKwargs", "TypeAliasType", "Generic"},
}

// ShownName is the name of t in messages.
func (t *Type) ShownName() string {
	if t.spec == nil || t.Flags&FlagHeap != 0 || t.Module == "builtins" {
		return t.Name
	}
	names, ok := cModules[t.Module]
	if !ok {
		return t.Name
	}
	if names == nil {
		return t.Module + "." + t.Name
	}
	for _, n := range names {
		if n == t.Name {
			return t.Module + "." + t.Name
		}
	}
	return t.Name
}
