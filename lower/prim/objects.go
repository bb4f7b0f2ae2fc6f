package prim

// This file declares the operations on objects: attributes, items, iteration, calls and
// displays.

// Attributes and items.
var (
	GetAttr  = raising("getattr", "GetAttr", reps(v, s), reps(v))
	SetAttr  = raising("setattr", "SetAttr", reps(v, s, v), nil)
	DelAttr  = raising("delattr", "DelAttr", reps(v, s), nil)
	GetItem  = raising("getitem", "GetItem", reps(v, v), reps(v))
	SetItem  = raising("setitem", "SetItem", reps(v, v, v), nil)
	DelItem  = raising("delitem", "DelItem", reps(v, v), nil)
	NewSlice = effect("slice", "NewSlice", reps(v, v, v), reps(v))
	// GetSlice, SetSlice and DelSlice are subscripts with a slice that nothing else sees.
	GetSlice = raising("getslice", "GetSlice", reps(v, v, v, v), reps(v))
	// SliceInto is GetSlice of a list into the list that is the first argument, which nothing
	// else refers to, if that can hold it.
	SliceInto = raising("sliceinto", "SliceInto", reps(v, v, v, v, v), reps(v))
	SetSlice  = raising("setslice", "SetSlice", reps(v, v, v, v, v), nil)
	DelSlice  = raising("delslice", "DelSlice", reps(v, v, v, v), nil)
)

// Iteration and unpacking.
var (
	Iter = raising("iter", "Iter", reps(v), reps(v))
	Next = raising("next", "Next", reps(v), reps(v, b))
	// NextPair and NextTriple are Next of an iterator over tuples of two or three, which
	// they take apart.
	NextPair   = raising("nextpair", "NextPair", reps(v), reps(v, v, b))
	NextTriple = raising("nexttriple", "NextTriple", reps(v), reps(v, v, v, b))
	// NextLoose is Next of any iterator, for a loop that takes each element apart into two:
	// it gives the parts, where it need not make the element, or the element. Loose2 is
	// Unpack2 of what it has given.
	NextLoose = raising("nextloose", "NextLoose", reps(v), reps(v, v, v, b))
	Loose2    = raising("loose2", "Loose2", reps(v, v, v), reps(v, v))

	Len      = raising("len", "Len", reps(v), reps(n))
	Unpack   = raising("unpack", "Unpack", reps(v, n), reps(vs))
	Unpack2  = raising("unpack2", "Unpack2", reps(v), reps(v, v))
	Unpack3  = raising("unpack3", "Unpack3", reps(v), reps(v, v, v))
	UnpackEx = raising("unpackex", "UnpackEx", reps(v, n, n), reps(vs))
)

// Calls. Of CallKw and CallMethodKw the last values are those of the keyword names.
var (
	Call0  = awaiting("AwaitCall0", raising("call0", "Call0", reps(v), reps(v)))
	Call1  = awaiting("AwaitCall1", raising("call1", "Call1", reps(v, v), reps(v)))
	Call2  = awaiting("AwaitCall2", raising("call2", "Call2", reps(v, v, v), reps(v)))
	Call3  = awaiting("AwaitCall3", raising("call3", "Call3", reps(v, v, v, v), reps(v)))
	CallN  = awaiting("AwaitCallN", slice(raising("calln", "CallN", reps(v, vs), reps(v))))
	CallKw = awaiting("AwaitCallKw", slice(raising("callkw", "CallKw", reps(v, vs, kw), reps(v))))
	// StarArgs makes the tuple of the arguments f(*args).
	StarArgs = raising("starargs", "StarArgs", reps(v, v), reps(v))
	// StarKwargs makes the keyword arguments of f(*args, **kwargs) from f, kwargs and args.
	StarKwargs   = raising("starkwargs", "StarKwargs", reps(v, v, v), reps(v))
	CallEx       = awaiting("AwaitCallEx", raising("callex", "CallEx", reps(v, v, v), reps(v)))
	CallMethod0  = placed("Call0", awaiting("AwaitMethod0", raising("callmethod0", "CallMethod0", reps(v, s), reps(v))))
	CallMethod1  = dropped("Drop1", placed("Call1", awaiting("AwaitMethod1", raising("callmethod1", "CallMethod1", reps(v, s, v), reps(v)))))
	CallMethod2  = dropped("Drop2", placed("Call2", awaiting("AwaitMethod2", raising("callmethod2", "CallMethod2", reps(v, s, v, v), reps(v)))))
	CallMethod3  = dropped("Drop3", placed("Call3", awaiting("AwaitMethod3", raising("callmethod3", "CallMethod3", reps(v, s, v, v, v), reps(v)))))
	CallMethodN  = awaiting("AwaitMethodN", slice(raising("callmethodn", "CallMethodN", reps(v, s, vs), reps(v))))
	CallMethodKw = awaiting("AwaitMethodKw", slice(raising("callmethodkw", "CallMethodKw", reps(v, s, vs, kw), reps(v))))
	// LoadMethod looks a method up: the function and the object to pass to it first,
	// unbound where the function has it already. Invoke0 and the like call the two.
	LoadMethod = placed("Load", raising("loadmethod", "LoadMethod", reps(v, s), reps(v, v)))
	Invoke0    = awaiting("AwaitInvoke0", raising("invoke0", "Invoke0", reps(v, v), reps(v)))
	Invoke1    = dropped("Drop1", awaiting("AwaitInvoke1", raising("invoke1", "Invoke1", reps(v, v, v), reps(v))))
	Invoke2    = dropped("Drop2", awaiting("AwaitInvoke2", raising("invoke2", "Invoke2", reps(v, v, v, v), reps(v))))
	Invoke3    = dropped("Drop3", awaiting("AwaitInvoke3", raising("invoke3", "Invoke3", reps(v, v, v, v, v), reps(v))))
	InvokeN    = awaiting("AwaitInvokeN", slice(raising("invoken", "InvokeN", reps(v, v, vs), reps(v))))
	InvokeKw   = awaiting("AwaitInvokeKw", slice(raising("invokekw", "InvokeKw", reps(v, v, vs, kw), reps(v))))
)

// Displays and the objects that comprehensions fill.
var (
	TupleV    = counted("Tuple", variadic(effect("tuple", "TupleV", reps(v), reps(v))))
	ListV     = variadic(effect("list", "ListV", reps(v), reps(v)))
	DictBuild = slice(raising("dict", "DictBuild", reps(vs), reps(v)))
	SetBuild  = slice(raising("set", "SetBuild", reps(vs), reps(v)))
	// SetOfConsts is a display of three or more constants, ConstsToIterate one of constants
	// that only a loop sees: they have the order of a constant frozenset of CPython.
	SetOfConsts     = slice(raising("setofconsts", "SetOfConsts", reps(vs), reps(v)))
	ConstsToIterate = slice(raising("conststoiterate", "ConstsToIterate", reps(vs), reps(v)))
	ListAppend      = effect("listappend", "ListAppend", reps(v, v), nil)
	ListExtend      = raising("listextend", "ListExtend", reps(v, v), nil)
	ListToTuple     = effect("listtotuple", "ListToTuple", reps(v), reps(v))
	SetAdd          = raising("setadd", "SetAdd", reps(v, v), nil)
	SetUpdate       = raising("setupdate", "SetUpdate", reps(v, v), nil)
	DictSet         = raising("dictset", "DictSet", reps(v, v, v), nil)
	DictUpdate      = raising("dictupdate", "DictUpdate", reps(v, v), nil)
	DictMergeKw     = raising("dictmergekw", "DictMergeKw", reps(v, v, v), nil)
)

// Strings: f-strings and the conversions in them.
var (
	Format = raising("format", "Format", reps(v, v), reps(v))
	Str    = raising("str", "Str_", reps(v), reps(v))
	Repr   = raising("repr", "Repr", reps(v), reps(v))
	ASCII  = raising("ascii", "ASCII", reps(v), reps(v))
	Concat = variadic(effect("concat", "Concat", reps(v), reps(v)))
	// Piece is Format without a specification for ConcatPieces, which writes ints itself.
	Piece        = raising("piece", "Piece", reps(v), reps(v))
	ConcatPieces = variadic(effect("concatpieces", "ConcatPieces", reps(v), reps(v)))
)
