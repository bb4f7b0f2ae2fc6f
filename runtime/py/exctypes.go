package py

// This file declares the exception types (library reference, Exception hierarchy).
// exceptions.go and the files beside it say what those of them do that have more than
// args.

// The exception types.
var (
	BaseExceptionType             = &Type{Name: "BaseException", Base: ObjectType, Flags: FlagBaseType}
	BaseExceptionGroupType        = &Type{Name: "BaseExceptionGroup", Base: BaseExceptionType, Flags: FlagBaseType}
	ExceptionGroupType            = &Type{Name: "ExceptionGroup", Base: BaseExceptionGroupType, Flags: FlagBaseType}
	ExceptionType                 = &Type{Name: "Exception", Base: BaseExceptionType, Flags: FlagBaseType}
	ArithmeticErrorType           = &Type{Name: "ArithmeticError", Base: ExceptionType, Flags: FlagBaseType}
	FloatingPointErrorType        = &Type{Name: "FloatingPointError", Base: ArithmeticErrorType, Flags: FlagBaseType}
	OverflowErrorType             = &Type{Name: "OverflowError", Base: ArithmeticErrorType, Flags: FlagBaseType}
	ZeroDivisionErrorType         = &Type{Name: "ZeroDivisionError", Base: ArithmeticErrorType, Flags: FlagBaseType}
	AssertionErrorType            = &Type{Name: "AssertionError", Base: ExceptionType, Flags: FlagBaseType}
	AttributeErrorType            = &Type{Name: "AttributeError", Base: ExceptionType, Flags: FlagBaseType}
	BufferErrorType               = &Type{Name: "BufferError", Base: ExceptionType, Flags: FlagBaseType}
	EOFErrorType                  = &Type{Name: "EOFError", Base: ExceptionType, Flags: FlagBaseType}
	ImportErrorType               = &Type{Name: "ImportError", Base: ExceptionType, Flags: FlagBaseType}
	ModuleNotFoundErrorType       = &Type{Name: "ModuleNotFoundError", Base: ImportErrorType, Flags: FlagBaseType}
	LookupErrorType               = &Type{Name: "LookupError", Base: ExceptionType, Flags: FlagBaseType}
	IndexErrorType                = &Type{Name: "IndexError", Base: LookupErrorType, Flags: FlagBaseType}
	KeyErrorType                  = &Type{Name: "KeyError", Base: LookupErrorType, Flags: FlagBaseType}
	MemoryErrorType               = &Type{Name: "MemoryError", Base: ExceptionType, Flags: FlagBaseType}
	NameErrorType                 = &Type{Name: "NameError", Base: ExceptionType, Flags: FlagBaseType}
	UnboundLocalErrorType         = &Type{Name: "UnboundLocalError", Base: NameErrorType, Flags: FlagBaseType}
	OSErrorType                   = &Type{Name: "OSError", Base: ExceptionType, Flags: FlagBaseType}
	BlockingIOErrorType           = &Type{Name: "BlockingIOError", Base: OSErrorType, Flags: FlagBaseType}
	ChildProcessErrorType         = &Type{Name: "ChildProcessError", Base: OSErrorType, Flags: FlagBaseType}
	ConnectionErrorType           = &Type{Name: "ConnectionError", Base: OSErrorType, Flags: FlagBaseType}
	BrokenPipeErrorType           = &Type{Name: "BrokenPipeError", Base: ConnectionErrorType, Flags: FlagBaseType}
	ConnectionAbortedErrorType    = &Type{Name: "ConnectionAbortedError", Base: ConnectionErrorType, Flags: FlagBaseType}
	ConnectionRefusedErrorType    = &Type{Name: "ConnectionRefusedError", Base: ConnectionErrorType, Flags: FlagBaseType}
	ConnectionResetErrorType      = &Type{Name: "ConnectionResetError", Base: ConnectionErrorType, Flags: FlagBaseType}
	FileExistsErrorType           = &Type{Name: "FileExistsError", Base: OSErrorType, Flags: FlagBaseType}
	FileNotFoundErrorType         = &Type{Name: "FileNotFoundError", Base: OSErrorType, Flags: FlagBaseType}
	InterruptedErrorType          = &Type{Name: "InterruptedError", Base: OSErrorType, Flags: FlagBaseType}
	IsADirectoryErrorType         = &Type{Name: "IsADirectoryError", Base: OSErrorType, Flags: FlagBaseType}
	NotADirectoryErrorType        = &Type{Name: "NotADirectoryError", Base: OSErrorType, Flags: FlagBaseType}
	PermissionErrorType           = &Type{Name: "PermissionError", Base: OSErrorType, Flags: FlagBaseType}
	ProcessLookupErrorType        = &Type{Name: "ProcessLookupError", Base: OSErrorType, Flags: FlagBaseType}
	TimeoutErrorType              = &Type{Name: "TimeoutError", Base: OSErrorType, Flags: FlagBaseType}
	ReferenceErrorType            = &Type{Name: "ReferenceError", Base: ExceptionType, Flags: FlagBaseType}
	RuntimeErrorType              = &Type{Name: "RuntimeError", Base: ExceptionType, Flags: FlagBaseType}
	NotImplementedErrorType       = &Type{Name: "NotImplementedError", Base: RuntimeErrorType, Flags: FlagBaseType}
	PythonFinalizationErrorType   = &Type{Name: "PythonFinalizationError", Base: RuntimeErrorType, Flags: FlagBaseType}
	RecursionErrorType            = &Type{Name: "RecursionError", Base: RuntimeErrorType, Flags: FlagBaseType}
	StopAsyncIterationType        = &Type{Name: "StopAsyncIteration", Base: ExceptionType, Flags: FlagBaseType}
	StopIterationType             = &Type{Name: "StopIteration", Base: ExceptionType, Flags: FlagBaseType}
	SyntaxErrorType               = &Type{Name: "SyntaxError", Base: ExceptionType, Flags: FlagBaseType}
	IndentationErrorType          = &Type{Name: "IndentationError", Base: SyntaxErrorType, Flags: FlagBaseType}
	TabErrorType                  = &Type{Name: "TabError", Base: IndentationErrorType, Flags: FlagBaseType}
	SystemErrorType               = &Type{Name: "SystemError", Base: ExceptionType, Flags: FlagBaseType}
	TypeErrorType                 = &Type{Name: "TypeError", Base: ExceptionType, Flags: FlagBaseType}
	ValueErrorType                = &Type{Name: "ValueError", Base: ExceptionType, Flags: FlagBaseType}
	UnicodeErrorType              = &Type{Name: "UnicodeError", Base: ValueErrorType, Flags: FlagBaseType}
	UnicodeDecodeErrorType        = &Type{Name: "UnicodeDecodeError", Base: UnicodeErrorType, Flags: FlagBaseType}
	UnicodeEncodeErrorType        = &Type{Name: "UnicodeEncodeError", Base: UnicodeErrorType, Flags: FlagBaseType}
	UnicodeTranslateErrorType     = &Type{Name: "UnicodeTranslateError", Base: UnicodeErrorType, Flags: FlagBaseType}
	WarningType                   = &Type{Name: "Warning", Base: ExceptionType, Flags: FlagBaseType}
	BytesWarningType              = &Type{Name: "BytesWarning", Base: WarningType, Flags: FlagBaseType}
	DeprecationWarningType        = &Type{Name: "DeprecationWarning", Base: WarningType, Flags: FlagBaseType}
	EncodingWarningType           = &Type{Name: "EncodingWarning", Base: WarningType, Flags: FlagBaseType}
	FutureWarningType             = &Type{Name: "FutureWarning", Base: WarningType, Flags: FlagBaseType}
	ImportWarningType             = &Type{Name: "ImportWarning", Base: WarningType, Flags: FlagBaseType}
	PendingDeprecationWarningType = &Type{Name: "PendingDeprecationWarning", Base: WarningType, Flags: FlagBaseType}
	ResourceWarningType           = &Type{Name: "ResourceWarning", Base: WarningType, Flags: FlagBaseType}
	RuntimeWarningType            = &Type{Name: "RuntimeWarning", Base: WarningType, Flags: FlagBaseType}
	SyntaxWarningType             = &Type{Name: "SyntaxWarning", Base: WarningType, Flags: FlagBaseType}
	UnicodeWarningType            = &Type{Name: "UnicodeWarning", Base: WarningType, Flags: FlagBaseType}
	UserWarningType               = &Type{Name: "UserWarning", Base: WarningType, Flags: FlagBaseType}
	GeneratorExitType             = &Type{Name: "GeneratorExit", Base: BaseExceptionType, Flags: FlagBaseType}
	KeyboardInterruptType         = &Type{Name: "KeyboardInterrupt", Base: BaseExceptionType, Flags: FlagBaseType}
	SystemExitType                = &Type{Name: "SystemExit", Base: BaseExceptionType, Flags: FlagBaseType}
)

// exceptionTypes are all of them, a base before the types that derive from it.
var exceptionTypes = []*Type{
	BaseExceptionType,
	BaseExceptionGroupType,
	ExceptionGroupType,
	ExceptionType,
	ArithmeticErrorType,
	FloatingPointErrorType,
	OverflowErrorType,
	ZeroDivisionErrorType,
	AssertionErrorType,
	AttributeErrorType,
	BufferErrorType,
	EOFErrorType,
	ImportErrorType,
	ModuleNotFoundErrorType,
	LookupErrorType,
	IndexErrorType,
	KeyErrorType,
	MemoryErrorType,
	NameErrorType,
	UnboundLocalErrorType,
	OSErrorType,
	BlockingIOErrorType,
	ChildProcessErrorType,
	ConnectionErrorType,
	BrokenPipeErrorType,
	ConnectionAbortedErrorType,
	ConnectionRefusedErrorType,
	ConnectionResetErrorType,
	FileExistsErrorType,
	FileNotFoundErrorType,
	InterruptedErrorType,
	IsADirectoryErrorType,
	NotADirectoryErrorType,
	PermissionErrorType,
	ProcessLookupErrorType,
	TimeoutErrorType,
	ReferenceErrorType,
	RuntimeErrorType,
	NotImplementedErrorType,
	PythonFinalizationErrorType,
	RecursionErrorType,
	StopAsyncIterationType,
	StopIterationType,
	SyntaxErrorType,
	IndentationErrorType,
	TabErrorType,
	SystemErrorType,
	TypeErrorType,
	ValueErrorType,
	UnicodeErrorType,
	UnicodeDecodeErrorType,
	UnicodeEncodeErrorType,
	UnicodeTranslateErrorType,
	WarningType,
	BytesWarningType,
	DeprecationWarningType,
	EncodingWarningType,
	FutureWarningType,
	ImportWarningType,
	PendingDeprecationWarningType,
	ResourceWarningType,
	RuntimeWarningType,
	SyntaxWarningType,
	UnicodeWarningType,
	UserWarningType,
	GeneratorExitType,
	KeyboardInterruptType,
	SystemExitType,
}

func init() { undefined = append(undefined, exceptionTypes...) }
