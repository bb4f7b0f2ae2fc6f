package asyncio

import (
	"bytes"
	"math/rand/v2"
	"testing"
)

// TestByteQueue compares a byteQueue with a plain slice over random pushes and drops of
// all the sizes that rooms have.
func TestByteQueue(t *testing.T) {
	var p rooms
	var qs [3]byteQueue
	var plain [3][]byte
	rnd := rand.New(rand.NewPCG(1, 2))
	sizes := []int{1, 40, smallRoom - 1, smallRoom, smallRoom + 1, handOver, handOver + 1, maxRead, maxRead + 1}
	next := byte(0)
	for range 1500 {
		i := rnd.IntN(len(qs))
		q := &qs[i]
		if rnd.IntN(2) == 0 && len(plain[i]) < 4*maxRead {
			b := p.get(maxRead)[:0]
			for range sizes[rnd.IntN(len(sizes))] % (maxRead + 1) {
				next += 7
				b = append(b, next)
			}
			plain[i] = append(plain[i], b...)
			if len(q.data) == 0 && len(b) >= handOver {
				q.own(b)
			} else {
				q.push(&p, b)
				clear(b)
				p.put(b)
			}
		} else if n := len(plain[i]); n > 0 {
			n = 1 + rnd.IntN(n)
			plain[i] = plain[i][n:]
			q.drop(&p, n)
		}
		for j := range qs {
			if !bytes.Equal(qs[j].data, plain[j]) {
				t.Fatalf("queue %d has %d bytes that differ from the %d written", j, len(qs[j].data), len(plain[j]))
			}
		}
	}
	if len(p.small) > spareSmall || len(p.large) > spareLarge {
		t.Errorf("%d small and %d large rooms are kept", len(p.small), len(p.large))
	}
}
