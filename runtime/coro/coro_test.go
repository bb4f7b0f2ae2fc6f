package coro

import (
	"testing"

	"github.com/aio2go/aio2go/runtime/py"
)

// counter is the generator
//
//	def counter(n):
//	    for i in range(n):
//	        got = yield i
//	    return n
type counter struct {
	Generator
	i, n int64
}

var counterCode = &py.Code{Name: "counter", Flags: py.CodeGenerator}

func newCounter(n int64) *counter {
	f := &counter{n: n}
	f.Init(f, counterCode)
	return f
}

func (f *counter) Resume(r *Run) Signal {
	if f.State == 1 {
		if _, exc := r.Take(); exc != nil {
			return f.Raise(r, exc)
		}
		f.i++
	}
	if f.i == f.n {
		return f.Return(r, py.Int(f.n))
	}
	f.State = 1
	return r.Yield(&f.Frame, py.Int(f.i))
}

// delegator is the generator
//
//	def delegator(it):
//	    return (yield from it)
type delegator struct {
	Generator
	it py.Value
}

var delegatorCode = &py.Code{Name: "delegator", Flags: py.CodeGenerator}

func newDelegator(it py.Value) *delegator {
	f := &delegator{it: it}
	f.Init(f, delegatorCode)
	return f
}

func (f *delegator) Resume(r *Run) Signal {
	if f.State == 0 {
		f.State = 1
		if s := r.YieldFrom(&f.Frame, f.it); s != Done {
			return s
		}
	}
	v, exc := r.Take()
	if exc != nil {
		return f.Raise(r, exc)
	}
	return f.Return(r, v)
}

// collect runs the generator v to its end.
func collect(t *testing.T, v py.Value) (list []int64, result py.Value) {
	t.Helper()
	for {
		x, more, exc := Next(v)
		if exc != nil {
			t.Fatal(exc.Type().Name)
		}
		if !more {
			return list, x
		}
		list = append(list, x.SmallInt())
	}
}

func wantInts(t *testing.T, got []int64, want ...int64) {
	t.Helper()
	if len(got) != len(want) {
		t.Fatalf("got %v, want %v", got, want)
	}
	for i := range got {
		if got[i] != want[i] {
			t.Fatalf("got %v, want %v", got, want)
		}
	}
}

func TestGenerator(t *testing.T) {
	list, result := collect(t, newCounter(3).Header.Value())
	wantInts(t, list, 0, 1, 2)
	if result.SmallInt() != 3 {
		t.Errorf("result %d, want 3", result.SmallInt())
	}
}

func TestYieldFromChain(t *testing.T) {
	v := newCounter(4).Header.Value()
	for range 500 {
		v = newDelegator(v).Header.Value()
	}
	list, result := collect(t, v)
	wantInts(t, list, 0, 1, 2, 3)
	if result.SmallInt() != 4 {
		t.Errorf("result %d, want 4", result.SmallInt())
	}
}

func TestYieldFromIterator(t *testing.T) {
	list, _ := collect(t, newDelegator(py.TupleV(py.Int(7), py.Int(8))).Header.Value())
	wantInts(t, list, 7, 8)
}

// TestStepDelegate steps a generator that another one delegates to, from outside.
func TestStepDelegate(t *testing.T) {
	inner := newCounter(5).Header.Value()
	outer := newDelegator(newDelegator(inner).Header.Value()).Header.Value()
	next := func(v py.Value) int64 {
		x, more, exc := Next(v)
		if exc != nil || !more {
			t.Fatalf("generator ended: more=%v", more)
		}
		return x.SmallInt()
	}
	var list []int64
	for _, v := range []py.Value{outer, inner, outer, inner, outer} {
		list = append(list, next(v))
	}
	wantInts(t, list, 0, 1, 2, 3, 4)
	if x, more, exc := Next(outer); exc != nil || more || x.SmallInt() != 5 {
		t.Errorf("outer ended with %v, more=%v", x.SmallInt(), more)
	}
}

func TestCloseFinishesChain(t *testing.T) {
	inner := newCounter(5)
	outer := newDelegator(inner.Header.Value())
	if _, _, exc := Next(outer.Header.Value()); exc != nil {
		t.Fatal(exc.Type().Name)
	}
	if _, exc := outer.Close(); exc != nil {
		t.Fatal(exc.Type().Name)
	}
	if !inner.IsFinished() || !outer.IsFinished() {
		t.Errorf("after close: inner finished=%v, outer finished=%v", inner.IsFinished(), outer.IsFinished())
	}
}

func TestThrowReachesInnermost(t *testing.T) {
	inner := newCounter(5)
	outer := newDelegator(inner.Header.Value())
	if _, _, exc := Next(outer.Header.Value()); exc != nil {
		t.Fatal(exc.Type().Name)
	}
	_, _, exc := outer.throw(py.Raisef(py.ValueErrorType, "x"))
	if exc == nil || exc.Type() != py.ValueErrorType {
		t.Fatalf("throw gave %v", exc)
	}
	if !inner.IsFinished() {
		t.Error("the innermost generator did not get the exception")
	}
}

func TestStopIterationBecomesRuntimeError(t *testing.T) {
	f := newCounter(5)
	if _, _, exc := Next(f.Header.Value()); exc != nil {
		t.Fatal(exc.Type().Name)
	}
	stop := py.RaiseArgs(py.StopIterationType)
	_, _, exc := f.throw(stop)
	if exc == nil || exc.Type() != py.RuntimeErrorType || exc.Cause != stop {
		t.Fatalf("throw(StopIteration) gave %v", exc)
	}
}

// awaiter is a coroutine that awaits what it is given.
type awaiter struct {
	Coroutine
	aw py.Value
}

var awaiterCode = &py.Code{Name: "awaiter", Flags: py.CodeCoroutine}

func newAwaiter(aw py.Value) *awaiter {
	f := &awaiter{aw: aw}
	f.Init(f, awaiterCode)
	return f
}

func (f *awaiter) Resume(r *Run) Signal {
	if f.State == 0 {
		f.State = 1
		if s := r.Await(&f.Frame, f.aw); s != Done {
			return s
		}
	}
	v, exc := r.Take()
	if exc != nil {
		return f.Raise(r, exc)
	}
	return f.Return(r, v)
}

// bare is a coroutine that hands v to the driver and returns what is sent.
type bare struct {
	Coroutine
	v py.Value
}

func newBare(v py.Value) *bare {
	f := &bare{v: v}
	f.Init(f, &py.Code{Name: "bare", Flags: py.CodeCoroutine})
	return f
}

func (f *bare) Resume(r *Run) Signal {
	if f.State == 0 {
		f.State = 1
		return r.Yield(&f.Frame, f.v)
	}
	v, exc := r.Take()
	if exc != nil {
		return f.Raise(r, exc)
	}
	return f.Return(r, v)
}

func TestAwaitErrors(t *testing.T) {
	finished := newAwaiter(newBare(py.None).Value())
	if _, exc := finished.Close(); exc != nil {
		t.Fatal(exc.Type().Name)
	}
	shared := newBare(py.None)
	if _, more, exc := newAwaiter(shared.Value()).send(py.None); exc != nil || !more {
		t.Fatal("the first await did not suspend")
	}
	for _, c := range []struct {
		name string
		aw   py.Value
		want string
	}{
		{"int", py.Int(1), "object int can't be used in 'await' expression"},
		{"finished", finished.Header.Value(), "cannot reuse already awaited coroutine"},
		{"shared", shared.Header.Value(), "coroutine is being awaited already"},
		{"generator", newCounter(1).Header.Value(), "object generator can't be used in 'await' expression"},
	} {
		_, _, exc := newAwaiter(c.aw).send(py.None)
		if exc == nil {
			t.Errorf("%s: no exception", c.name)
			continue
		}
		if got, _ := py.StrText(exc.Value()); got != c.want {
			t.Errorf("%s: %q, want %q", c.name, got, c.want)
		}
	}
}

func TestSendThroughChain(t *testing.T) {
	v := newBare(py.Int(1)).Value()
	for range 200 {
		v = newAwaiter(v).Value()
	}
	f := frameOf(v)
	x, more, exc := f.send(py.None)
	if exc != nil || !more || x.SmallInt() != 1 {
		t.Fatal("the chain did not hand out 1")
	}
	x, more, exc = f.send(py.Int(2))
	if exc != nil || more || x.SmallInt() != 2 {
		t.Fatal("the chain did not end with 2")
	}
}

func TestNeverAwaited(t *testing.T) {
	var out string
	old := py.Stderr
	py.Stderr = func(s string) { out += s }
	defer func() { py.Stderr = old }()
	AtExit()
	out = ""
	started := newBare(py.None)
	if _, more, exc := FrameOf(started.Value()).send(py.None); exc != nil || !more {
		t.Fatal("bare did not suspend")
	}
	newAwaiter(py.None).Value()
	newAwaiter(py.None).Value()
	AtExit()
	if want := "<sys>:0: RuntimeWarning: coroutine 'awaiter' was never awaited\n"; out != want {
		t.Errorf("at exit:\n%swant\n%s", out, want)
	}
}

func BenchmarkNext(b *testing.B) {
	g := newCounter(int64(b.N) + 1).Header.Value()
	b.ReportAllocs()
	for range b.N {
		if _, _, exc := py.Next(g); exc != nil {
			b.Fatal(exc.Type().Name)
		}
	}
}

// BenchmarkDeepResume resumes a chain of 100 awaits.
func BenchmarkDeepResume(b *testing.B) {
	v := newCounter(int64(b.N) + 1).Header.Value()
	for range 100 {
		v = newDelegator(v).Header.Value()
	}
	b.ReportAllocs()
	for range b.N {
		if _, _, exc := py.Next(v); exc != nil {
			b.Fatal(exc.Type().Name)
		}
	}
}
