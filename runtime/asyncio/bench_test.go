package asyncio

import (
	"testing"

	"github.com/aio2go/aio2go/runtime/coro"
	"github.com/aio2go/aio2go/runtime/py"
)

func BenchmarkSleepZero(b *testing.B) {
	loop := NewLoop()
	n := b.N
	f := &yielder{n: n}
	f.Init(f, scriptCode)
	b.ReportAllocs()
	if _, exc := loop.RunUntilComplete(f.Value()); exc != nil {
		b.Fatal(reprExc(exc))
	}
}

// yielder awaits sleep(0) n times.
type yielder struct {
	coro.Coroutine
	n int
}

func (f *yielder) Resume(r *coro.Run) coro.Signal {
	for f.n > 0 {
		f.n--
		f.State = 1
		if s := r.AwaitFrame(&f.Frame, Sleep(py.Int(0), py.None)); s != coro.Done {
			return s
		}
	}
	return f.Return(r, py.None)
}

// BenchmarkSleepingTask measures the memory of one sleeping task.
func BenchmarkSleepingTask(b *testing.B) {
	py.TheClock = py.NewVirtualClock()
	loop := NewLoop()
	b.ReportAllocs()
	args := make([]py.Value, b.N)
	for i := range args {
		f := &sleeper{}
		f.Init(f, scriptCode)
		args[i] = f.Value()
	}
	all, exc := Gather(loop, args, false)
	if exc == nil {
		_, exc = loop.RunUntilComplete(all)
	}
	if exc != nil {
		b.Fatal(reprExc(exc))
	}
}

type sleeper struct{ coro.Coroutine }

func (f *sleeper) Resume(r *coro.Run) coro.Signal {
	if f.State == 0 {
		f.State = 1
		if s := r.AwaitFrame(&f.Frame, Sleep(py.Int(1), py.None)); s != coro.Done {
			return s
		}
	}
	return f.Return(r, py.None)
}

// BenchmarkSpawn makes, runs and gathers tasks that do nothing.
func BenchmarkSpawn(b *testing.B) {
	loop := NewLoop()
	b.ReportAllocs()
	args := make([]py.Value, b.N)
	for i := range args {
		f := &yielder{}
		f.Init(f, scriptCode)
		args[i] = f.Value()
	}
	all, exc := Gather(loop, args, false)
	if exc == nil {
		_, exc = loop.RunUntilComplete(all)
	}
	if exc != nil {
		b.Fatal(reprExc(exc))
	}
}

// awaitChain awaits another coroutine.
type awaitChain struct {
	coro.Coroutine
	next *coro.Frame
}

func (f *awaitChain) Resume(r *coro.Run) coro.Signal {
	if f.State == 0 {
		f.State = 1
		if s := r.AwaitFrame(&f.Frame, f.next); s != coro.Done {
			return s
		}
	}
	return f.Return(r, py.None)
}

// BenchmarkDeepSwitch switches tasks at the bottom of a chain of 100 awaits.
func BenchmarkDeepSwitch(b *testing.B) {
	loop := NewLoop()
	leaf := &yielder{n: b.N}
	leaf.Init(leaf, scriptCode)
	frame := &leaf.Frame
	for range 100 {
		f := &awaitChain{next: frame}
		f.Init(f, scriptCode)
		frame = &f.Frame
	}
	b.ReportAllocs()
	if _, exc := loop.RunUntilComplete(frame.Object()); exc != nil {
		b.Fatal(reprExc(exc))
	}
}
