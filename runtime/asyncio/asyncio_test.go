package asyncio

import (
	"fmt"
	"strings"
	"testing"

	"github.com/aio2go/aio2go/runtime/coro"
	"github.com/aio2go/aio2go/runtime/py"
)

// script is a coroutine whose states are the elements of steps. A step returns what to
// await, unbound to go on with the next one.
type script struct {
	coro.Coroutine
	steps []func(v py.Value, exc *py.Exception) (py.Value, *py.Exception)
}

type step = func(v py.Value, exc *py.Exception) (py.Value, *py.Exception)

var scriptCode = &py.Code{Name: "script", Qualname: "script", Flags: py.CodeCoroutine | py.CodeHandles}

func newScript(steps ...step) py.Value {
	f := &script{steps: steps}
	f.Init(f, scriptCode)
	return f.Value()
}

func (f *script) Resume(r *coro.Run) coro.Signal {
	v, exc := r.Take()
	if f.State == 0 {
		v, exc = py.None, nil
	}
	for int(f.State) < len(f.steps) {
		aw, e := f.steps[f.State](v, exc)
		if e != nil {
			return f.Raise(r, e)
		}
		f.State++
		v, exc = py.None, nil
		if aw.IsUnbound() {
			continue
		}
		if s := r.Await(&f.Frame, aw); s != coro.Done {
			return s
		}
		v, exc = r.Take()
	}
	if exc != nil {
		return f.Raise(r, exc)
	}
	return f.Return(r, v)
}

// journal records the order of events.
type journal struct{ events []string }

func (j *journal) add(format string, args ...any) {
	j.events = append(j.events, fmt.Sprintf(format, args...))
}

func (j *journal) check(t *testing.T, want string) {
	t.Helper()
	if got := strings.Join(j.events, " "); got != want {
		t.Errorf("order of events:\n got %s\nwant %s", got, want)
	}
}

// withLoop runs main in a new loop on a virtual clock.
func runTest(t *testing.T, main func(loop *Loop) py.Value) (py.Value, *py.Exception) {
	t.Helper()
	old := py.TheClock
	py.TheClock = py.NewVirtualClock()
	defer func() { py.TheClock = old }()
	loop := NewLoop()
	defer func() {
		if exc := loop.Close(); exc != nil {
			t.Errorf("close: %s", reprExc(exc))
		}
	}()
	return loop.RunUntilComplete(main(loop))
}

func sleepV(s float64) py.Value { return Sleep(py.Float(s), py.None).Object() }

// worker sleeps for each of the times, recording.
func worker(j *journal, name string, times ...float64) py.Value {
	var steps []step
	for i, s := range times {
		steps = append(steps, func(_ py.Value, exc *py.Exception) (py.Value, *py.Exception) {
			if exc != nil {
				j.add("%s!%s", name, exc.Type().Name)
				return py.Value{}, exc
			}
			j.add("%s%d", name, i)
			return sleepV(s), nil
		})
	}
	steps = append(steps, func(_ py.Value, exc *py.Exception) (py.Value, *py.Exception) {
		if exc != nil {
			j.add("%s!%s", name, exc.Type().Name)
			return py.Value{}, exc
		}
		j.add("%s.", name)
		return py.Value{}, nil
	})
	return newScript(steps...)
}

func must(t *testing.T, exc *py.Exception) {
	t.Helper()
	if exc != nil {
		t.Fatal(reprExc(exc))
	}
}

func TestSleepOrder(t *testing.T) {
	j := &journal{}
	_, exc := runTest(t, func(loop *Loop) py.Value {
		all, exc := Gather(loop, []py.Value{worker(j, "a", 2, 1), worker(j, "b", 1, 0, 0), worker(j, "c", 0, 3)}, false)
		must(t, exc)
		return all
	})
	must(t, exc)
	j.check(t, "a0 b0 c0 c1 b1 b2 b. a1 c. a.")
}

func TestGatherResults(t *testing.T) {
	result := func(s float64, v int64) py.Value { return Sleep(py.Float(s), py.Int(v)).Object() }
	v, exc := runTest(t, func(loop *Loop) py.Value {
		all, exc := Gather(loop, []py.Value{result(3, 1), result(1, 2), result(0, 3)}, false)
		must(t, exc)
		return all
	})
	must(t, exc)
	if got := repr(v); got != "[1, 2, 3]" {
		t.Errorf("gather = %s", got)
	}
}

func TestCancelSleeping(t *testing.T) {
	j := &journal{}
	_, exc := runTest(t, func(loop *Loop) py.Value {
		task, exc := NewTask(loop, worker(j, "a", 10), nil, nil, false)
		must(t, exc)
		return newScript(
			func(py.Value, *py.Exception) (py.Value, *py.Exception) { return sleepV(1), nil },
			func(py.Value, *py.Exception) (py.Value, *py.Exception) {
				ok, exc := task.Cancel(py.None)
				must(t, exc)
				j.add("cancel=%v", ok)
				return task.Value(), nil
			},
			func(_ py.Value, exc *py.Exception) (py.Value, *py.Exception) {
				j.add("main!%s", exc.Type().Name)
				j.add("cancelled=%v", task.Cancelled())
				return py.Value{}, nil
			})
	})
	must(t, exc)
	j.check(t, "a0 cancel=true a!CancelledError main!CancelledError cancelled=true")
}

func TestTimerHeapOrder(t *testing.T) {
	j := &journal{}
	_, exc := runTest(t, func(loop *Loop) py.Value {
		now := loop.Time()
		for i, when := range []float64{3, 1, 2, 1, 3} {
			loop.callAt(now+when, &goCallback{fn: func() *py.Exception {
				j.add("%d", i)
				return nil
			}}, nil)
		}
		h := loop.callAt(now+2.5, &goCallback{fn: func() *py.Exception {
			j.add("cancelled timer ran")
			return nil
		}}, nil)
		h.Cancel()
		return sleepV(4)
	})
	must(t, exc)
	j.check(t, "1 3 2 4 0") // as heapq gives them
}

func TestWaitForTimeout(t *testing.T) {
	j := &journal{}
	_, exc := runTest(t, func(loop *Loop) py.Value {
		return newScript(
			func(py.Value, *py.Exception) (py.Value, *py.Exception) {
				return newWaitFor(worker(j, "a", 10), py.Float(1)), nil
			},
			func(_ py.Value, exc *py.Exception) (py.Value, *py.Exception) {
				j.add("%s", exc.Type().Name)
				return py.Value{}, nil
			})
	})
	must(t, exc)
	j.check(t, "a0 a!CancelledError TimeoutError")
}

func TestManyCancelledTimers(t *testing.T) {
	runTest(t, func(loop *Loop) py.Value {
		for i := range 300 {
			h := loop.callAt(loop.Time()+float64(100+i), &goCallback{fn: func() *py.Exception { return nil }}, nil)
			if i%3 != 0 {
				h.Cancel()
			}
		}
		return newScript(
			func(py.Value, *py.Exception) (py.Value, *py.Exception) { return sleepV(0), nil },
			func(py.Value, *py.Exception) (py.Value, *py.Exception) {
				if n := len(loop.scheduled); n != 100 {
					t.Errorf("%d timers are left, want 100", n)
				}
				return py.Value{}, nil
			})
	})
}

func TestLockFIFO(t *testing.T) {
	j := &journal{}
	lock := newLock()
	holder := func(name string) py.Value {
		return newScript(
			func(py.Value, *py.Exception) (py.Value, *py.Exception) { return lock.acquire().Object(), nil },
			func(py.Value, *py.Exception) (py.Value, *py.Exception) {
				j.add("+%s", name)
				return sleepV(1), nil
			},
			func(py.Value, *py.Exception) (py.Value, *py.Exception) {
				j.add("-%s", name)
				return py.Value{}, lock.release()
			})
	}
	_, exc := runTest(t, func(loop *Loop) py.Value {
		all, exc := Gather(loop, []py.Value{holder("a"), holder("b"), holder("c")}, false)
		must(t, exc)
		return all
	})
	must(t, exc)
	j.check(t, "+a -a +b -b +c -c")
}
