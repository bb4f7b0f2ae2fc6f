package prim

import (
	"strings"

	"github.com/aio2go/aio2go/lower/ir"
	"github.com/aio2go/aio2go/lower/types"
)

// This file declares the names of Python's builtins (library reference, Built-in
// Functions, Built-in Constants and Built-in Exceptions).

// BuiltinNames are all names of the module builtins.
var BuiltinNames = map[string]bool{}

// Builtins are the builtins that are variables of the runtime. The few others are looked up.
var Builtins = map[string]*ir.Prim{}

const exceptionNames = `ArithmeticError AssertionError AttributeError BaseException BaseExceptionGroup BlockingIOError
	BrokenPipeError BufferError BytesWarning ChildProcessError ConnectionAbortedError ConnectionError
	ConnectionRefusedError ConnectionResetError DeprecationWarning EOFError EncodingWarning Exception ExceptionGroup
	FileExistsError FileNotFoundError FloatingPointError FutureWarning GeneratorExit ImportError ImportWarning
	IndentationError IndexError InterruptedError IsADirectoryError KeyError KeyboardInterrupt LookupError MemoryError
	ModuleNotFoundError NameError NotADirectoryError NotImplementedError OSError OverflowError
	PendingDeprecationWarning PermissionError ProcessLookupError PythonFinalizationError RecursionError ReferenceError
	ResourceWarning RuntimeError RuntimeWarning StopAsyncIteration StopIteration SyntaxError SyntaxWarning SystemError
	SystemExit TabError TimeoutError TypeError UnboundLocalError UnicodeDecodeError UnicodeEncodeError UnicodeError
	UnicodeTranslateError UnicodeWarning UserWarning ValueError Warning ZeroDivisionError`

const otherNames = `Ellipsis NotImplemented EnvironmentError IOError __build_class__ __debug__ copyright credits exit help
	help license quit`

// functionNames are the builtin functions, and further classes, and their Go variables in
// package builtins.
var functionNames = []string{
	"abs", "AbsV", "aiter", "AIterV", "all", "AllV", "anext", "ANextV", "any", "AnyV", "ascii", "ASCIIV", "bin", "BinV",
	"breakpoint", "BreakpointV", "callable", "CallableV", "chr", "ChrV", "compile", "CompileV", "delattr", "DelAttrV",
	"dir", "DirV", "divmod", "DivModV", "enumerate", "EnumerateV", "eval", "EvalV", "exec", "ExecV", "filter", "FilterV",
	"format", "FormatV", "getattr", "GetAttrV", "globals", "GlobalsV", "hasattr", "HasAttrV", "hash", "HashV",
	"hex", "HexV", "id", "IDV", "__import__", "ImportV", "input", "InputV", "isinstance", "IsInstanceV",
	"issubclass", "IsSubclassV", "iter", "IterV", "len", "LenV", "locals", "LocalsV", "map", "MapV", "max", "MaxV",
	"min", "MinV", "next", "NextV", "oct", "OctV", "open", "OpenV", "ord", "OrdV", "pow", "PowV", "print", "PrintV",
	"repr", "ReprV", "reversed", "ReversedV", "round", "RoundV", "setattr", "SetAttrV", "sorted", "SortedV",
	"sum", "SumV", "vars", "VarsV", "zip", "ZipV",
}

// Direct are the calls of builtins that compiled code makes without going through the
// object: by name, then by the number of arguments. A nil Value is passed for a parameter
// that the call leaves out.
var Direct = map[string]map[int]*ir.Prim{}

// Print is print without keyword arguments.
var Print = in("builtins", variadic(raising("print()", "Print", reps(v), nil)))

// classNames are the builtin classes and their Go variables in package py.
var classNames = []string{
	"bool", "BoolType", "bytearray", "ByteArrayType", "bytes", "BytesType", "classmethod", "ClassMethodType",
	"complex", "ComplexType", "dict", "DictType", "float", "FloatType", "frozenset", "FrozenSetType", "int", "IntType",
	"list", "ListType", "memoryview", "MemoryViewType", "object", "ObjectType", "property", "PropertyType",
	"range", "RangeType", "set", "SetType", "slice", "SliceType", "staticmethod", "StaticMethodType", "str", "StrType",
	"super", "SuperType", "tuple", "TupleType", "type", "TypeType",
}

func init() {
	class := func(name, symbol string) {
		BuiltinNames[name] = true
		Builtins[name] = add(ir.Prim{Name: name, Symbol: symbol + ".Value()", Form: ir.FormVar, Results: reps(v), Pure: true})
	}
	direct := func(name, pkg, symbol string, params int, counts ...int) {
		list := make([]types.Rep, params)
		p := in(pkg, raising(name+"()", symbol, list, reps(v)))
		Direct[name] = map[int]*ir.Prim{}
		for _, n := range counts {
			Direct[name][n] = p
		}
	}
	for i := 0; i < len(functionNames); i += 2 {
		name := functionNames[i]
		BuiltinNames[name] = true
		Builtins[name] = add(ir.Prim{Name: name, Pkg: "builtins", Symbol: functionNames[i+1], Form: ir.FormVar, Results: reps(v), Pure: true})
	}
	direct("len", "builtins", "Len", 1, 1)
	direct("hash", "builtins", "Hash", 1, 1)
	direct("id", "builtins", "ID", 1, 1)
	direct("callable", "builtins", "Callable", 1, 1)
	direct("isinstance", "builtins", "IsInstance", 2, 2)
	direct("issubclass", "builtins", "IsSubclass", 2, 2)
	direct("hasattr", "builtins", "HasAttr", 2, 2)
	direct("getattr", "builtins", "GetAttr", 3, 2, 3)
	direct("setattr", "builtins", "SetAttr", 3, 3)
	direct("iter", "builtins", "Iter", 1, 1)
	direct("next", "builtins", "Next", 2, 1, 2)
	direct("all", "builtins", "All", 1, 1)
	direct("any", "builtins", "Any", 1, 1)
	direct("chr", "builtins", "Chr", 1, 1)
	direct("ord", "builtins", "Ord", 1, 1)
	direct("bin", "builtins", "Bin", 1, 1)
	direct("oct", "builtins", "Oct", 1, 1)
	direct("hex", "builtins", "Hex", 1, 1)
	direct("abs", "py", "Abs", 1, 1)
	direct("divmod", "py", "DivMod", 2, 2)
	for i := 0; i < len(classNames); i += 2 {
		class(classNames[i], classNames[i+1])
	}
	for _, name := range strings.Fields(exceptionNames) {
		class(name, name+"Type")
	}
	for _, name := range strings.Fields(otherNames) {
		BuiltinNames[name] = true
	}
}
