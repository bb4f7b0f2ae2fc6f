package py

import (
	"runtime"
	"testing"
)

// TestTuplesOfScalars makes tuples of elements of both kinds and collects the garbage.
func TestTuplesOfScalars(t *testing.T) {
	var kept []Value
	for i := range 2000 {
		n := Int(int64(i))
		kept = append(kept, Tuple2(n, Float(1.5)), Tuple2(n, NewStr(itoa(i)).Value()), Tuple3(None, True, n), Tuple3(n, n, Tuple2(n, n)))
	}
	runtime.GC()
	for i := range 2000 {
		n := Int(int64(i))
		for k, want := range []Value{
			TupleV(n, Float(1.5)), TupleV(n, NewStr(itoa(i)).Value()), TupleV(None, True, n), TupleV(n, n, TupleV(n, n)),
		} {
			if same, exc := EqBool(kept[4*i+k], want); exc != nil || !same {
				t.Fatalf("tuple %d of %d is not what it was made of", k, i)
			}
		}
	}
}
