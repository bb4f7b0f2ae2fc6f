package coro

import "github.com/aio2go/aio2go/runtime/py"

// This file implements generators (Python reference 6.2.9.1) and the methods of async
// generators and their awaitables.

// Generator is the beginning of a generator's frame.
type Generator struct {
	Frame
	run Run // drives the chain while this generator is stepped by next() and the like
}

func init() {
	same := func(v py.Value) (py.Value, *py.Exception) { return v, nil }
	GeneratorType.Define(&py.TypeSpec{
		Slots:   py.Slots{Repr: frameRepr, Iter: same, Next: generatorNext},
		Methods: stepMethods("generator"),
		GetSets: frameAttrs("gi", "gi_yieldfrom"),
		NoNew:   true,
	})
	AsyncGeneratorType.Define(&py.TypeSpec{
		Slots: py.Slots{Repr: frameRepr, AIter: same, ANext: func(v py.Value) (py.Value, *py.Exception) {
			return newASend(py.Heap[AsyncGenerator](v), py.None)
		}},
		Methods: []py.Method{
			{Name: "asend", Sig: "($self, value, /)", Impl: func(v, x py.Value) (py.Value, *py.Exception) {
				return newASend(py.Heap[AsyncGenerator](v), x)
			}, Await: awaitASend},
			{Name: "athrow", Impl: func(v py.Value, args []py.Value) (py.Value, *py.Exception) {
				if len(args) == 0 {
					return py.Value{}, py.Raisef(py.TypeErrorType, "athrow expected at least 1 argument, got 0")
				}
				if exc := warnThrown("athrow", args); exc != nil {
					return py.Value{}, exc
				}
				return newAThrow(py.Heap[AsyncGenerator](v), append([]py.Value{}, args...))
			}},
			{Name: "aclose", Sig: "($self, /)", Impl: func(v py.Value) (py.Value, *py.Exception) {
				return newAThrow(py.Heap[AsyncGenerator](v), nil)
			}, Await: awaitAClose},
		},
		GetSets: frameAttrs("ag", "ag_await"),
		NoNew:   true,
	})
	awaitable := py.TypeSpec{
		Slots:   py.Slots{Repr: frameRepr, Iter: same, Await: same, Next: generatorNext},
		Methods: stepMethods("coroutine"),
		NoNew:   true,
	}
	throwable := awaitable
	asendType.Define(&awaitable)
	athrowType.Define(&throwable)
}

func generatorNext(v py.Value) (py.Value, bool, *py.Exception) {
	f := self(v)
	if f.State == Finished {
		if exc := f.reuse(); exc != nil {
			return py.Value{}, false, exc
		}
		return py.Value{}, false, nil
	}
	x, more, exc := f.send(py.None)
	if exc != nil {
		return py.Value{}, false, exc
	}
	if f.kind == kindGenerator {
		return x, more, nil // the value of a return is not of interest to a loop
	}
	return nextResult(x, more, nil)
}

// Next returns the next element of the generator v, or false and the value of its return.
func Next(v py.Value) (py.Value, bool, *py.Exception) { return self(v).send(py.None) }
