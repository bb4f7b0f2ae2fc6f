package asyncio

import (
	"slices"
	"weak"

	"github.com/aio2go/aio2go/runtime/coro"
	"github.com/aio2go/aio2go/runtime/py"
	"github.com/aio2go/aio2go/runtime/stdlib/contextvars"
)

// This file is the part of asyncio/base_events.py about async generators.

// genSet is the set of the async generators that the loop has seen. In CPython it is a
// weak set, and one that is collected is handed to the finalizer hook first; here, those
// that have something to do when they are closed are kept for that, until the collector is
// asked which of them nothing else refers to (abandoned). Most generators end soon:
// the latest ones are kept too, since a weak pointer costs more than such a generator.
type genSet struct {
	list   []seenGen // in the order in which they were seen
	latest int       // from here on they are not weak
	limit  int
}

// seenGen is a generator or, where that is nil, a weak pointer to one.
type seenGen struct {
	gen  *coro.AsyncGenerator
	weak weak.Pointer[coro.AsyncGenerator]
}

func (s seenGen) get() *coro.AsyncGenerator {
	if s.gen != nil {
		return s.gen
	}
	return s.weak.Value()
}

// maxLatest is how many generators are kept that might end soon.
const maxLatest = 64

func (s *genSet) add(g *coro.AsyncGenerator) {
	if len(s.list)-s.latest >= maxLatest {
		if len(s.list) >= s.limit {
			s.finalizeAbandoned()
			s.limit = max(4*maxLatest, 2*len(s.list))
		} else {
			s.settle()
		}
	}
	s.list = append(s.list, seenGen{gen: g})
}

// settle drops those of the latest generators that have ended, and makes weak pointers of
// the others; now and then it drops what has ended of all.
func (s *genSet) settle() {
	from := s.latest
	if len(s.list) >= s.limit {
		from = 0
	}
	kept := s.list[:from]
	for _, seen := range s.list[from:] {
		g := seen.get()
		if g == nil || g.IsFinished() {
			continue
		}
		if seen.gen != nil && g.Code().Flags&py.CodeHandles == 0 {
			seen = seenGen{weak: weak.Make(g)}
		}
		kept = append(kept, seen)
	}
	clear(s.list[len(kept):])
	s.list, s.latest = kept, len(kept)
	if from == 0 {
		s.limit = max(4*maxLatest, 2*len(kept))
	}
}

// abandoned takes out of s the generators that are suspended at a yield and that nothing else
// refers to.
func (s *genSet) abandoned() []*coro.AsyncGenerator {
	s.settle()
	var asked []*coro.AsyncGenerator
	kept := s.list[:0]
	for _, seen := range s.list {
		if g := seen.gen; g != nil && g.AtRest() {
			asked = append(asked, g)
		} else {
			kept = append(kept, seen)
		}
	}
	clear(s.list[len(kept):])
	s.list, s.latest = kept, len(kept)
	if len(asked) == 0 {
		return nil
	}
	dead, alive := coro.Unreachable(asked, func(g *coro.AsyncGenerator) {
		py.AddPendingCall(func() *py.Exception { coro.CloseDiscarded(g.Header.Value()); return nil })
	})
	for _, g := range alive {
		s.list = append(s.list, seenGen{gen: g})
	}
	s.latest = len(s.list)
	return dead
}

// finalizeAbandoned hands the generators that nothing refers to to their finalizer hooks.
func (s *genSet) finalizeAbandoned() {
	for _, g := range s.abandoned() {
		coro.CloseDiscarded(g.Header.Value())
	}
}

func (s *genSet) discard(g *coro.AsyncGenerator) {
	for i, seen := range slices.Backward(s.list) {
		if seen.get() == g {
			s.list = slices.Delete(s.list, i, i+1)
			if i < s.latest {
				s.latest--
			}
			return
		}
	}
}

// take empties s and returns the generators that were in it and have not ended.
func (s *genSet) take() []*coro.AsyncGenerator {
	var gens []*coro.AsyncGenerator
	for _, seen := range s.list {
		if g := seen.get(); g != nil && !g.IsFinished() {
			gens = append(gens, g)
		}
	}
	s.list, s.latest = nil, 0
	return gens
}

func init() {
	py.OnCollect(func() {
		for _, loop := range loops {
			loop.asyncgens.finalizeAbandoned()
		}
	})
}

func asyncGenerator(v py.Value) *coro.AsyncGenerator {
	if v.Type() != coro.AsyncGeneratorType {
		return nil
	}
	return py.Heap[coro.AsyncGenerator](v)
}

// setHooks makes the loop's hooks those of sys.set_asyncgen_hooks.
func (loop *Loop) setHooks() {
	if loop.agenHooks[0].IsUnbound() {
		loop.agenHooks[0] = py.NewBuiltin("_asyncgen_firstiter_hook", "asyncio.base_events", "(agen)", func(v py.Value) (py.Value, *py.Exception) {
			if loop.asyncgensShutdown {
				exc := py.Warnf(py.ResourceWarningType, "asynchronous generator %s was scheduled after loop.shutdown_asyncgens() call", repr(v))
				if exc != nil {
					return py.Value{}, exc
				}
			}
			if g := asyncGenerator(v); g != nil {
				loop.asyncgens.add(g)
			}
			return py.None, nil
		}).Value()
		loop.agenHooks[1] = py.NewBuiltin("_asyncgen_finalizer_hook", "asyncio.base_events", "(agen)", func(v py.Value) (py.Value, *py.Exception) {
			return none(loop.finalizeGenerator(v))
		}).Value()
	}
	coro.FirstIterHook, coro.FinalizerHook = loop.agenHooks[0], loop.agenHooks[1]
}

// finalizeGenerator is _asyncgen_finalizer_hook.
func (loop *Loop) finalizeGenerator(v py.Value) *py.Exception {
	if g := asyncGenerator(v); g != nil {
		loop.asyncgens.discard(g)
	}
	if loop.closed {
		return nil
	}
	aclose, exc := py.CallMethod0(v, py.Intern("aclose"))
	if exc != nil {
		return exc
	}
	loop.callSoon(&goCallback{fn: func() *py.Exception {
		_, exc := loop.ensureFuture(aclose)
		return exc
	}, name: "BaseEventLoop.create_task()"}, contextvars.Copy())
	return nil
}

// shuttingDown is the coroutine shutdown_asyncgens().
type shuttingDown struct {
	coro.Coroutine
	loop *Loop
	gens []*coro.AsyncGenerator
}

var shutdownAsyncgensCode = code("BaseEventLoop.shutdown_asyncgens")

func (loop *Loop) shutdownAsyncgens() py.Value {
	f := &shuttingDown{loop: loop}
	f.Init(f, shutdownAsyncgensCode)
	return f.Value()
}

// Resume implements coro.Resumer.
func (f *shuttingDown) Resume(r *coro.Run) coro.Signal {
	if f.State == 0 {
		f.loop.asyncgensShutdown = true
		f.gens = f.loop.asyncgens.take()
		if len(f.gens) == 0 {
			return f.Return(r, py.None)
		}
		var args []py.Value
		for _, g := range f.gens {
			aclose, exc := py.CallMethod0(g.Header.Value(), py.Intern("aclose"))
			if exc != nil {
				return f.Raise(r, exc)
			}
			args = append(args, aclose)
		}
		all, exc := Gather(nil, args, true)
		if exc != nil {
			return f.Raise(r, exc)
		}
		f.State = 1
		if s := r.Await(&f.Frame, all); s != coro.Done {
			return s
		}
	}
	v, exc := r.Take()
	if exc != nil {
		return f.Raise(r, exc)
	}
	results, exc := sequence(v)
	if exc != nil {
		return f.Raise(r, exc)
	}
	for i, result := range results {
		if !result.Type().IsSubclass(py.ExceptionType) {
			continue
		}
		g := f.gens[i].Header.Value()
		exc := f.loop.callExceptionHandler(errorContext("an error occurred during closing of asynchronous generator "+repr(g),
			py.Heap[py.Exception](result), "asyncgen", g))
		if exc != nil {
			return f.Raise(r, exc)
		}
	}
	return f.Return(r, py.None)
}
