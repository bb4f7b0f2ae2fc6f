package progen

import (
	"strings"
	"testing"
)

func TestDeterministic(t *testing.T) {
	for name, gen := range map[string]func(uint64) *Program{"async": Async, "lang": Lang, "typed": Typed} {
		different := map[string]bool{}
		for seed := range uint64(200) {
			a, b := gen(seed).Source(), gen(seed).Source()
			if a != b {
				t.Fatalf("%s: seed %d gives two programs", name, seed)
			}
			different[a] = true
		}
		if len(different) < 199 {
			t.Errorf("%s: 200 seeds give only %d programs", name, len(different))
		}
	}
}

// TestShrink deletes all but the one statement that the condition asks for, and
// what must not be deleted.
func TestShrink(t *testing.T) {
	for seed := range uint64(20) {
		p := Async(seed)
		const wanted = "await asyncio.sleep"
		if !strings.Contains(p.Source(), wanted) {
			continue
		}
		calls := 0
		small := Shrink(p, 2000, func(c *Program) bool {
			calls++
			return strings.Contains(c.Source(), wanted)
		})
		src := small.Source()
		if !strings.Contains(src, wanted) {
			t.Fatalf("seed %d: shrunk away:\n%s", seed, src)
		}
		if n := strings.Count((&Program{Body: loose(small.Body)}).Source(), "await "); n > 2 {
			t.Errorf("seed %d: %d awaits are left after %d calls:\n%s", seed, n, calls, src)
		}
		if strings.Contains(p.Source(), "def f0") && p.Source() == src {
			t.Errorf("seed %d: nothing was deleted", seed)
		}
	}
}

// loose returns the statements that Shrink may delete.
func loose(nodes []*Node) []*Node {
	var out []*Node
	for _, n := range nodes {
		if !n.Keep {
			out = append(out, n)
			continue
		}
		for _, c := range n.Clauses {
			out = append(out, loose(c.Body)...)
		}
	}
	return out
}

func TestShrinkBudget(t *testing.T) {
	calls := 0
	Shrink(Async(1), 10, func(*Program) bool { calls++; return false })
	if calls > 10 {
		t.Errorf("interesting was called %d times, more than the budget", calls)
	}
}
