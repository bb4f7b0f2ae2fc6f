package prim

import (
	"strings"

	"github.com/aio2go/aio2go/lower/ir"
)

// This file declares the names of Python's builtins (library reference, Built-in
// Functions, Built-in Constants and Built-in Exceptions).

// BuiltinNames are all names of the module builtins.
var BuiltinNames = map[string]bool{}

// Builtins are the builtins that stand for themselves in compiled code: the classes. The
// others are looked up.
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

const otherNames = `Ellipsis NotImplemented EnvironmentError IOError __build_class__ __debug__ __import__ abs aiter all
	anext any ascii bin breakpoint callable chr compile copyright credits delattr dir divmod enumerate eval exec exit
	filter format getattr globals hasattr hash help hex id input isinstance issubclass iter len license locals map max
	min next oct open ord pow print quit repr reversed round setattr sorted sum vars zip`

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
