package builtins

import (
	"github.com/aio2go/aio2go/runtime/py"
	"github.com/aio2go/aio2go/runtime/pyio"
)

// This file declares the objects of the module.

// The builtin functions as Python objects.
var (
	AbsV        = py.FuncV("abs", "(x, /)", py.Abs)
	AIterV      = py.FuncV("aiter", "(async_iterable, /)", AIter)
	AllV        = py.FuncV("all", "(iterable, /)", All)
	ANextV      = py.FuncV("anext", "(aiterator, default=<unrepresentable>, /)", ANext)
	AnyV        = py.FuncV("any", "(iterable, /)", Any)
	ASCIIV      = py.FuncV("ascii", "(obj, /)", py.ASCII)
	BinV        = py.FuncV("bin", "(number, /)", Bin)
	BreakpointV = py.FuncV("breakpoint", "", Breakpoint)
	CallableV   = py.FuncV("callable", "(obj, /)", Callable)
	ChrV        = py.FuncV("chr", "(i, /)", Chr)
	CompileV    = py.FuncV("compile", "", noCode("compile", &Interpreter.Compile))
	DelAttrV    = py.FuncV("delattr", "(obj, name, /)", DelAttr)
	DirV        = py.FuncV("dir", "", DirArgs)
	DivModV     = py.FuncV("divmod", "(x, y, /)", py.DivMod)
	EvalV       = py.FuncV("eval", "", noCode("eval", &Interpreter.Eval))
	ExecV       = py.FuncV("exec", "", noCode("exec", &Interpreter.Exec))
	FormatV     = py.FuncV("format", "(value, format_spec='', /)", py.Format)
	GetAttrV    = py.FuncV("getattr", "", GetAttrArgs)
	GlobalsV    = py.FuncV("globals", "()", noFrame("globals"))
	HasAttrV    = py.FuncV("hasattr", "(obj, name, /)", HasAttr)
	HashV       = py.FuncV("hash", "(obj, /)", Hash)
	HexV        = py.FuncV("hex", "(number, /)", Hex)
	IDV         = py.FuncV("id", "(obj, /)", ID)
	ImportV     = py.FuncV("__import__", "(name, globals=None, locals=None, fromlist=(), level=0)", ImportArgs)
	InputV      = py.FuncV("input", "(prompt='', /)", Input)
	IsInstanceV = py.FuncV("isinstance", "(obj, class_or_tuple, /)", IsInstance)
	IsSubclassV = py.FuncV("issubclass", "(cls, class_or_tuple, /)", IsSubclass)
	IterV       = py.FuncV("iter", "", IterArgs)
	LenV        = py.FuncV("len", "(obj, /)", Len)
	LocalsV     = py.FuncV("locals", "()", noFrame("locals"))
	MaxV        = py.FewFuncV("max", "", Max, fewExtreme("max", py.GtBool))
	MinV        = py.FewFuncV("min", "", Min, fewExtreme("min", py.LtBool))
	NextV       = py.FuncV("next", "", NextArgs)
	OctV        = py.FuncV("oct", "(number, /)", Oct)
	OpenV       = py.NewBuiltin("open", "_io", pyio.OpenSig, pyio.Open).Value()
	OrdV        = py.FuncV("ord", "(c, /)", Ord)
	PowV        = py.FuncV("pow", "(base, exp, mod=None)", Pow)
	PrintV      = py.FuncV("print", "(*args, sep=' ', end='\\n', file=None, flush=False)", PrintKw)
	ReprV       = py.FuncV("repr", "(obj, /)", py.Repr)
	RoundV      = py.FuncV("round", "(number, ndigits=None)", Round)
	SetAttrV    = py.FuncV("setattr", "(obj, name, value, /)", SetAttr)
	SortedV     = py.FuncV("sorted", "(iterable, /, *, key=None, reverse=False)", SortedKw)
	SumV        = py.FuncV("sum", "(iterable, /, start=0)", Sum)
	VarsV       = py.FuncV("vars", "", VarsArgs)
)

// The builtin classes as Values.
var (
	BoolV         = py.BoolType.Value()
	ByteArrayV    = py.ByteArrayType.Value()
	BytesV        = py.BytesType.Value()
	ClassMethodV  = py.ClassMethodType.Value()
	ComplexV      = py.ComplexType.Value()
	DictV         = py.DictType.Value()
	EnumerateV    = py.EnumerateType.Value()
	FilterV       = py.FilterType.Value()
	FloatV        = py.FloatType.Value()
	FrozenSetV    = py.FrozenSetType.Value()
	IntV          = py.IntType.Value()
	ListV         = py.ListType.Value()
	MapV          = py.MapType.Value()
	MemoryViewV   = py.MemoryViewType.Value()
	ObjectV       = py.ObjectType.Value()
	PropertyV     = py.PropertyType.Value()
	RangeV        = py.RangeType.Value()
	ReversedV     = py.ReversedType.Value()
	SetV          = py.SetType.Value()
	SliceV        = py.SliceType.Value()
	StaticMethodV = py.StaticMethodType.Value()
	StrV          = py.StrType.Value()
	SuperV        = py.SuperType.Value()
	TupleV        = py.TupleType.Value()
	TypeV         = py.TypeType.Value()
	ZipV          = py.ZipType.Value()
)

// Table has every name of the module builtins that is not an exception class.
var Table = map[string]py.Value{
	"None": py.None, "True": py.True, "False": py.False, "Ellipsis": py.Ellipsis,
	"NotImplemented": py.NotImplemented, "__debug__": py.True,

	"abs": AbsV, "aiter": AIterV, "all": AllV, "anext": ANextV, "any": AnyV, "ascii": ASCIIV,
	"bin": BinV, "breakpoint": BreakpointV, "callable": CallableV, "chr": ChrV, "compile": CompileV,
	"delattr": DelAttrV, "dir": DirV, "divmod": DivModV, "eval": EvalV, "exec": ExecV,
	"format": FormatV, "getattr": GetAttrV, "globals": GlobalsV, "hasattr": HasAttrV,
	"hash": HashV, "hex": HexV, "id": IDV, "__import__": ImportV, "input": InputV,
	"isinstance": IsInstanceV, "issubclass": IsSubclassV, "iter": IterV, "len": LenV,
	"locals": LocalsV, "max": MaxV, "min": MinV, "next": NextV, "oct": OctV, "open": OpenV,
	"ord": OrdV, "pow": PowV, "print": PrintV, "repr": ReprV, "round": RoundV,
	"setattr": SetAttrV, "sorted": SortedV, "sum": SumV, "vars": VarsV,

	"bool": BoolV, "bytearray": ByteArrayV, "bytes": BytesV, "classmethod": ClassMethodV,
	"complex": ComplexV, "dict": DictV, "enumerate": EnumerateV, "filter": FilterV,
	"float": FloatV, "frozenset": FrozenSetV, "int": IntV, "list": ListV, "map": MapV,
	"memoryview": MemoryViewV, "object": ObjectV, "property": PropertyV, "range": RangeV,
	"reversed": ReversedV, "set": SetV, "slice": SliceV, "staticmethod": StaticMethodV,
	"str": StrV, "super": SuperV, "tuple": TupleV, "type": TypeV, "zip": ZipV,

	"exit": newQuitter("exit"), "quit": newQuitter("quit"), "help": helperType.Alloc(helperType),
	"copyright": newNotice(Copyright, Copyright), "credits": newNotice(credits, credits),
	"license": newNotice("Type license() to see the full license text", license),
}

var spec = py.ModuleSpec{
	Name: "builtins",
	Doc:  "Built-in functions, types, exceptions, and other objects.\n\nThis module provides direct access to all 'built-in'\nidentifiers of Python; for example, builtins.len is\nthe full name for the built-in function len().",
	Lazy: true,
	Fill: func(m *py.Module) {
		for name, v := range Table {
			m.Set(name, v)
		}
		for _, t := range py.ExceptionTypes() {
			m.Set(t.Name, t.Value())
		}
		m.Set("EnvironmentError", py.OSErrorType.Value())
		m.Set("IOError", py.OSErrorType.Value())
	},
}

func init() { py.RegisterModule(&spec) }
