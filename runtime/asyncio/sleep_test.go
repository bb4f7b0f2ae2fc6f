package asyncio

import (
	"testing"

	"github.com/aio2go/aio2go/runtime/coro"
	"github.com/aio2go/aio2go/runtime/py"
)

// TestAwaitSleep replaces the function that AwaitSleep looks up.
func TestAwaitSleep(t *testing.T) {
	module, ok := goModule("asyncio")
	if !ok {
		t.Fatal("no module asyncio")
	}
	name := py.Intern("sleep")
	own, exc := py.GetAttr(module, name)
	if exc != nil {
		t.Fatal(exc)
	}
	set := func(v py.Value) {
		if exc := py.SetAttr(module, name, v); exc != nil {
			t.Fatal(exc)
		}
	}
	defer set(own)
	await := func(want coro.Signal, raises *py.Type) {
		t.Helper()
		for range 3 {
			f := &yielding{}
			f.Init(f, sleepCode)
			s, exc := AwaitSleep(&coro.Run{}, &f.Frame, module, py.Int(0))
			if raises != nil {
				if exc == nil || exc.Type() != raises {
					t.Errorf("raised %v, not %s", exc, raises.Name)
				}
			} else if exc != nil || s != want {
				t.Errorf("gave %d, %v", s, exc)
			}
		}
	}
	await(coro.Bare, nil)
	set(py.NewBuiltin("sleep", "other", "(delay)", func(py.Value) (py.Value, *py.Exception) {
		return py.Value{}, py.RaiseArgs(py.OSErrorType)
	}).Value())
	await(coro.Done, py.OSErrorType)
	set(own)
	await(coro.Bare, nil)
	if exc := py.DelAttr(module, name); exc != nil {
		t.Fatal(exc)
	}
	await(coro.Done, py.AttributeErrorType)
	set(own)
	await(coro.Bare, nil)
}
