package asyncio

import (
	"math/rand"
	"slices"
	"testing"
)

// TestFutureSet compares a futureSet with a slice, for futures in the order of their numbers
// and for some that are not.
func TestFutureSet(t *testing.T) {
	for seed := range int64(200) {
		rnd := rand.New(rand.NewSource(seed))
		var set futureSet
		var want []*Future
		number := uint32(0)
		for range 300 {
			if rnd.Intn(5) < 3 {
				number++
				fut := &Future{seq: number}
				if rnd.Intn(10) == 0 {
					fut.seq = uint32(rnd.Intn(int(number) + 1))
				}
				set.add(fut)
				want = append(want, fut)
			} else if len(want) > 0 {
				i := rnd.Intn(len(want))
				if rnd.Intn(2) == 0 {
					i = 0
				}
				set.remove(want[i])
				want = slices.Delete(want, i, i+1)
			}
			set.remove(&Future{seq: uint32(rnd.Intn(int(number) + 1))}) // which is not there
			if got := set.all(); !slices.Equal(got, want) || set.live != len(want) {
				t.Fatalf("seed %d: %d futures, %d live, want %d", seed, len(got), set.live, len(want))
			}
		}
	}
}
