package builtins

import (
	"github.com/aio2go/aio2go/runtime/coro"
	"github.com/aio2go/aio2go/runtime/py"
)

// This file implements anext.

// AIter is aiter(v).
func AIter(v py.Value) (py.Value, *py.Exception) {
	t := v.Type()
	if t != coro.AsyncGeneratorType && t.AIter == nil {
		return py.Value{}, py.Raisef(py.TypeErrorType, "'%s' object is not an async iterable", t.ShownName())
	}
	if t == coro.AsyncGeneratorType {
		return v, nil
	}
	it, exc := t.AIter(v)
	if exc == nil && it.Type().ANext == nil {
		exc = py.Raisef(py.TypeErrorType, "aiter() returned not an async iterator of type '%s'", it.Type().ShownName())
	}
	return it, exc
}

// ANext is anext(it, def): what its result is awaited for is the next element of the
// async iterator it, or def at its end. def may be unbound.
func ANext(it, def py.Value) (py.Value, *py.Exception) {
	next := it.Type().ANext
	if next == nil {
		return py.Value{}, py.Raisef(py.TypeErrorType, "'%s' object is not an async iterator", it.Type().ShownName())
	}
	aw, exc := next(it)
	if exc != nil || def.IsUnbound() {
		return aw, exc
	}
	f := &anextDefault{aw: aw, def: def}
	f.Init(f, anextCode)
	return f.Object(), nil
}

var anextCode = &py.Code{Name: "anext", Qualname: "anext", Flags: py.CodeCoroutine}

// anextDefault is the awaitable of anext with a default.
type anextDefault struct {
	coro.Coroutine
	aw, def py.Value
}

// Resume implements coro.Resumer.
func (f *anextDefault) Resume(r *coro.Run) coro.Signal {
	switch f.State {
	case 0:
		f.State = 1
		if s := r.Await(&f.Frame, f.aw); s != coro.Done {
			return s
		}
		fallthrough
	case 1: // the element is there
		v, exc := r.Take()
		if exc == nil {
			return f.Return(r, v)
		}
		if exc.Type().IsSubclass(py.StopAsyncIterationType) {
			return f.Return(r, f.def)
		}
		return f.Raise(r, exc)
	}
	return f.Raise(r, py.Raisef(py.RuntimeErrorType, "cannot reuse already awaited anext()"))
}
