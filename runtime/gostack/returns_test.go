package gostack

import (
	"runtime"
	"slices"
	"testing"
)

//go:noinline
func deep(n int, f func()) {
	if n == 0 {
		f()
		return
	}
	deep(n-1, f)
	runtime.KeepAlive(n)
}

// TestReturns compares the addresses with those that the Go runtime finds.
func TestReturns(t *testing.T) {
	if !supported {
		t.Skip("not written for " + runtime.GOARCH)
	}
	done := make(chan bool)
	go func() { // a stack of its own, that grows and so moves
		defer close(done)
		deep(1000, func() {
			var have, want [2000]uintptr
			n, ok := Returns(have[:])
			m := runtime.Callers(0, want[:])
			if !ok || n < 1000 || n == len(have) {
				t.Errorf("%d addresses, %v", n, ok)
			}
			// The two calls are made at different places in this function; all else is the same.
			missing := 0
			for _, pc := range have[:n] {
				if !slices.Contains(want[:m], pc) {
					missing++
				}
			}
			if missing > 2 {
				t.Errorf("%d of %d addresses are none of runtime.Callers", missing, n)
			}
			if n, _ := Returns(have[:7]); n != 7 {
				t.Errorf("%d addresses instead of 7", n)
			}
		})
	}()
	<-done
}
