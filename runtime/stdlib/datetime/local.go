package datetime

import (
	gotime "time"

	"github.com/aio2go/aio2go/runtime/py"
)

// This file relates times of day to the zones they are in: the local zone for naive
// datetimes, and comparisons where zones, or one time that occurs twice, make a difference
// (PEP 495).

// foldReach is how far, in seconds, the two times that a clock shows as one can be apart.
const foldReach = 24 * 3600

// localClock is what a local clock shows n seconds after 1970 UTC, in seconds.
func localClock(n int64) int64 {
	_, off := gotime.Unix(n, 0).Zone()
	return n + int64(off)
}

// foldOf is 1 where the local time that t shows occurs a second time.
func foldOf(t gotime.Time) int {
	n := t.Unix()
	shown := localClock(n)
	if back := shown - localClock(n-foldReach) - foldReach; back < 0 && localClock(n+back) == shown {
		return 1
	}
	return 0
}

// localSeconds is the moment of a naive local datetime, in seconds since 1970 UTC. Of two
// moments that show the same, and for a time that no clock shows, fold decides.
func (d *datetime) localSeconds() int64 {
	c := d.civil()
	c.us = 0
	t := (c.micros() - unixEpoch) / 1e6
	a := localClock(t) - t
	first := t - a
	b := localClock(first) - first
	if a == b { // a solution: is there another?
		reach := int64(-foldReach)
		if d.fold == 1 {
			reach = foldReach
		}
		if b = localClock(first+reach) - (first + reach); a == b {
			return first
		}
	}
	second := t - b
	switch {
	case localClock(second) == t:
		return second
	case localClock(first) == t:
		return first
	case d.fold == 1:
		return min(first, second)
	}
	return max(first, second)
}

// localMicros are the microseconds of a datetime since year 1, or of a time since midnight,
// in its own zone.
func localMicros(v value) int64 {
	if isDatetime(v) {
		return dtOf(v).civil().micros()
	}
	t := timeOf(v)
	return int64(t.h*3600+t.mi*60+t.s)*1e6 + int64(t.us)
}

func foldIn(v value) *int {
	if isDatetime(v) {
		return &dtOf(v).fold
	}
	return &timeOf(v).fold
}

// withFold returns v, a datetime or time, with another fold, as an instance of the class
// itself.
func withFold(v value, fold int) value {
	switch {
	case *foldIn(v) == fold:
		return v
	case isDatetime(v):
		d := dtOf(v)
		return newDatetime(DatetimeType, d.civil(), d.tz, fold)
	}
	t := timeOf(v)
	return newTime(TimeType, t.h, t.mi, t.s, t.us, t.tz, fold)
}

// unfolded returns v with the fold that its hash is of.
func unfolded(v value) value { return withFold(v, 0) }

// ambiguous reports whether the offset of v, us, depends on its fold: such a time equals
// none in another zone.
func ambiguous(v value, us int64) (bool, exc) {
	other, _, e := utcOffset(withFold(v, 1-*foldIn(v)))
	return other != us, e
}

// comparePoints compares two datetimes or two times; kind names them.
func comparePoints(op py.CompareOp, a, b value, kind string) (value, exc) {
	x, y := localMicros(a), localMicros(b)
	order := func() value { return compared(op, cmpInts([]int{int(x)}, []int{int(y)})) }
	if tzOf(a) == tzOf(b) {
		return order(), nil
	}
	ox, hx, e := utcOffset(a)
	if e != nil {
		return value{}, e
	}
	oy, hy, e := utcOffset(b)
	if e != nil {
		return value{}, e
	}
	equality := op == py.EQ || op == py.NE
	if hx != hy {
		if equality {
			return py.Bool(op == py.NE), nil
		}
		return value{}, py.Raisef(py.TypeErrorType, "can't compare offset-naive and offset-aware %s", kind)
	}
	x, y = x-ox, y-oy
	if equality && x == y && hx {
		for _, p := range []struct {
			v  value
			us int64
		}{{a, ox}, {b, oy}} {
			if is, e := ambiguous(p.v, p.us); is || e != nil {
				return py.Bool(op == py.NE), e
			}
		}
	}
	return order(), nil
}
