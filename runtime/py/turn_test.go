package py

import "testing"

// TestTurnsOfWorkers has two threads loop while the main thread waits: each gives up its
// turn when the other has waited for the switch interval, not in every iteration.
func TestTurnsOfWorkers(t *testing.T) {
	const iterations = 2_000_000
	asked := make(chan int, 2)
	for range 2 {
		StartThread("worker", func() {
			n := 0
			for range iterations {
				if Pending() {
					n++
					if exc := Poll(); exc != nil {
						t.Error(exc)
					}
				}
			}
			asked <- n
		})
	}
	total := 0
	Blocking(func() { total = <-asked + <-asked })
	if total > iterations/100 {
		t.Errorf("two threads gave up their turns %d times in %d iterations each", total, iterations)
	}
}

// TestCallBeside checks which calls the copy of a function gets, and that the function is
// called where the copy gives up.
func TestCallBeside(t *testing.T) {
	var copied, called int
	code := &Code{Name: "f", Pos: 1, Params: []*Str{Intern("n")}, File: &SourceFile{Name: "f.py"}, Beside: func(args []Value) (Value, *Exception) {
		copied++
		if args[0].IsSmallInt() && args[0].SmallInt() > 9 {
			return Value{}, NotBeside
		}
		return args[0], nil
	}}
	fn := NewFunction(code, func(args []Value) (Value, *Exception) {
		called++
		return args[0], nil
	})
	for _, c := range []struct {
		arg            Value
		copied, called int
	}{
		{Int(5), 1, 0},
		{Float(2.5), 1, 0},
		{True, 1, 0},
		{None, 1, 0},
		{Int(10), 1, 1},
		{StrV("text"), 0, 1},
		{TupleV(Int(1)), 0, 1},
	} {
		copied, called = 0, 0
		done := make(chan struct{})
		StartThread("worker", func() {
			defer close(done)
			if v, exc := CallBeside(fn.Value(), []Value{c.arg}, nil); exc != nil || v != c.arg {
				t.Errorf("%v gives %v, %v", c.arg, v, exc)
			}
		})
		Blocking(func() { <-done })
		if copied != c.copied || called != c.called {
			t.Errorf("%v: the copy is called %d times, the function %d times", c.arg, copied, called)
		}
	}
	copied, called = 0, 0
	if _, exc := CallBeside(fn.Value(), []Value{Int(1)}, nil); exc != nil || copied != 0 || called != 1 {
		t.Errorf("the main thread calls the copy %d times, the function %d times", copied, called)
	}
}
