package entry

import "testing"

const mib = 1 << 20

func TestPercentFor(t *testing.T) {
	for _, c := range []struct {
		name       string
		live, goal uint64
		want       int
	}{
		{"a small heap has room to fill", 1 * mib, 0, 200},
		{"a larger one grows by a share", 40 * mib, 80 * mib, growth},
		{"one that is built up grows faster", 40 * mib, 45 * mib, surge},
		{"one that is large grows slowly", 100 * mib, 105 * mib, slow},
	} {
		if got := percentFor(c.live, c.goal); got != c.want {
			t.Errorf("%s: %d %%, want %d", c.name, got, c.want)
		}
	}
}

func TestFactorFor(t *testing.T) {
	for _, c := range []struct {
		name                       string
		factor, live, before, goal uint64
		gc, run                    float64
		want                       uint64
	}{
		{"little time", 1, 10 * mib, 10 * mib, 18 * mib, 1, 5, 1},
		{"much time and garbage", 1, 10 * mib, 10 * mib, 18 * mib, 1, 2, 2},
		{"again", 2, 10 * mib, 10 * mib, 18 * mib, 1, 2, 4},
		{"much time, but no garbage", 1, 17 * mib, 10 * mib, 18 * mib, 1, 2, 1},
		{"a large heap", 1, 100 * mib, 100 * mib, 125 * mib, 1, 2, 1},
		{"very little time", 4, 10 * mib, 10 * mib, 40 * mib, 1, 20, 2},
	} {
		if got := factorFor(c.factor, c.live, c.before, c.goal, c.gc, c.run); got != c.want {
			t.Errorf("%s: %d, want %d", c.name, got, c.want)
		}
	}
	if tiny := roomLimit(1 * mib); tiny != minRoom {
		t.Errorf("a heap of 1 MiB gets %d MiB at most", tiny/mib)
	}
	if small, large := roomLimit(2*mib), roomLimit(200*mib); small != 14*mib || large != 200*mib {
		t.Errorf("limits %d, %d", small, large)
	}
}
