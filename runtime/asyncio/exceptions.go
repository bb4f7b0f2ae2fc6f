package asyncio

import "github.com/aio2go/aio2go/runtime/py"

// This file is asyncio/exceptions.py, with the exceptions of queues.py.

func newError(name, module string, base *py.Type) *py.Type {
	return py.NewBuiltinType(name, &py.TypeSpec{Base: base, Module: module, Flags: py.FlagBaseType})
}

// The exception types of asyncio.
var (
	CancelledErrorType            = newError("CancelledError", "asyncio.exceptions", py.BaseExceptionType)
	InvalidStateErrorType         = newError("InvalidStateError", "asyncio.exceptions", py.ExceptionType)
	SendfileNotAvailableErrorType = newError("SendfileNotAvailableError", "asyncio.exceptions", py.RuntimeErrorType)
	BrokenBarrierErrorType        = newError("BrokenBarrierError", "asyncio.exceptions", py.RuntimeErrorType)
	QueueEmptyType                = newError("QueueEmpty", "asyncio.queues", py.ExceptionType)
	QueueFullType                 = newError("QueueFull", "asyncio.queues", py.ExceptionType)
	QueueShutDownType             = newError("QueueShutDown", "asyncio.queues", py.ExceptionType)
	IncompleteReadErrorType       = &py.Type{Name: "IncompleteReadError"}
	LimitOverrunErrorType         = &py.Type{Name: "LimitOverrunError"}
)

func init() {
	IncompleteReadErrorType.Define(&py.TypeSpec{
		Base: py.EOFErrorType, Module: "asyncio.exceptions", Flags: py.FlagBaseType,
		Slots: py.Slots{Init: func(v py.Value, args []py.Value, names []*py.Str) *py.Exception {
			var a [2]py.Value
			if exc := incompleteSig.Bind(args, names, a[:]); exc != nil {
				return exc
			}
			n, exc := py.Len(a[0])
			if exc != nil {
				return exc
			}
			expected := "undefined"
			if !a[1].IsNone() {
				expected = repr(a[1])
			}
			return initError(v, py.StrV(itoa(n)+" bytes read on a total of "+expected+" expected bytes"),
				"partial", a[0], "expected", a[1])
		}},
		Methods: []py.Method{reducedTo("partial", "expected")},
	})
	LimitOverrunErrorType.Define(&py.TypeSpec{
		Base: py.ExceptionType, Module: "asyncio.exceptions", Flags: py.FlagBaseType,
		Slots: py.Slots{Init: func(v py.Value, args []py.Value, names []*py.Str) *py.Exception {
			var a [2]py.Value
			if exc := overrunSig.Bind(args, names, a[:]); exc != nil {
				return exc
			}
			return initError(v, a[0], "consumed", a[1])
		}},
		Methods: []py.Method{reducedTo("", "consumed")},
	})
}

var (
	incompleteSig = py.NewSignature("IncompleteReadError.__init__", "", "(partial, expected)")
	overrunSig    = py.NewSignature("LimitOverrunError.__init__", "", "(message, consumed)")
)

// reducedTo is __reduce__ of an exception that is made again from the attributes named, ""
// being its message.
func reducedTo(names ...string) py.Method {
	return py.Method{Name: "__reduce__", Sig: "($self)", Impl: func(v py.Value) (py.Value, *py.Exception) {
		args := make([]py.Value, len(names))
		for i, name := range names {
			var exc *py.Exception
			if name == "" {
				args[i] = py.Heap[py.Exception](v).Args.Items()[0]
			} else if args[i], exc = py.GetAttr(v, py.Intern(name)); exc != nil {
				return py.Value{}, exc
			}
		}
		return py.TupleV(v.Type().Value(), py.NewTuple(args).Value()), nil
	}}
}

// initError sets args to (message,) and the attributes, pairs of a name and a value.
func initError(v, message py.Value, attrs ...any) *py.Exception {
	py.Heap[py.Exception](v).Args = py.NewTuple([]py.Value{message})
	for i := 0; i < len(attrs); i += 2 {
		if exc := py.SetAttr(v, py.Intern(attrs[i].(string)), attrs[i+1].(py.Value)); exc != nil {
			return exc
		}
	}
	return nil
}

// newCancelled returns a CancelledError with the message msg, None or unbound for none.
// It is made, not raised: it has no __context__.
func newCancelled(msg py.Value) *py.Exception {
	if msg.IsUnbound() || msg.IsNone() {
		return py.NewException(CancelledErrorType)
	}
	return py.NewException(CancelledErrorType, msg)
}

func isCancelled(exc *py.Exception) bool {
	t := exc.Type()
	return t == CancelledErrorType || t.IsSubclass(CancelledErrorType)
}

// stopsLoop reports whether exc goes through the loop instead of to its exception
// handler: KeyboardInterrupt and SystemExit.
func stopsLoop(exc *py.Exception) bool {
	t := exc.Type()
	return t.IsSubclass(py.KeyboardInterruptType) || t.IsSubclass(py.SystemExitType)
}

func runtimeError(format string, args ...any) *py.Exception {
	return py.Raisef(py.RuntimeErrorType, format, args...)
}

func typeError(format string, args ...any) *py.Exception {
	return py.Raisef(py.TypeErrorType, format, args...)
}
