package datetime

import (
	"strconv"
	"strings"

	"github.com/aio2go/aio2go/runtime/py"
)

// This file reads dates and times in the formats of ISO 8601.

// splitISO divides the text of a datetime into the date and the rest, which begins with the
// separator. The separator can be any character: where a date may go on, it is a digit of
// the date.
func splitISO(s string) (day, rest string) {
	digit := func(i int) bool { return i < len(s) && s[i] >= '0' && s[i] <= '9' }
	at := func(i int) byte {
		if i < len(s) {
			return s[i]
		}
		return 0
	}
	n := 8 // YYYYMMDD
	switch {
	case len(s) == 7:
		n = 7
	case at(4) == '-' && at(5) == 'W':
		if at(8) == '-' && (len(s) <= 10 || !digit(10)) {
			n = 10
		}
	case at(4) == '-':
		n = 10
	case at(4) == 'W':
		n = 7
		for digit(n) {
			n++
		}
		if n >= 9 {
			n = 8 - (n+1)%2 // the hours have two digits
		}
	}
	n = min(n, len(s))
	return s[:n], s[n:]
}

// parseISODate reads YYYY-MM-DD, YYYYMMDD, YYYY-Www[-D] or YYYYWww[D].
func parseISODate(s string) (y, m, d int, rest string, ok bool) {
	num := func(t string, n int) (int, bool) {
		if len(t) < n {
			return 0, false
		}
		for i := 0; i < n; i++ {
			if t[i] < '0' || t[i] > '9' {
				return 0, false
			}
		}
		v, _ := strconv.Atoi(t[:n])
		return v, true
	}
	if y, ok = num(s, 4); !ok {
		return
	}
	s = s[4:]
	dash := strings.HasPrefix(s, "-")
	s = strings.TrimPrefix(s, "-")
	if strings.HasPrefix(s, "W") {
		week, good := num(s[1:], 2)
		if !good {
			return y, 0, 0, "", false
		}
		s = s[3:]
		day := 1
		if dash && strings.HasPrefix(s, "-") || !dash && len(s) > 0 && s[0] >= '1' && s[0] <= '7' {
			s = strings.TrimPrefix(s, "-")
			if day, good = num(s, 1); !good {
				return y, 0, 0, "", false
			}
			s = s[1:]
		}
		yy, mm, dd, e := isoCalendar(y, week, day)
		return yy, mm, dd, s, e == nil
	}
	if m, ok = num(s, 2); !ok {
		return
	}
	s = s[2:]
	if dash {
		if !strings.HasPrefix(s, "-") {
			return y, m, 0, "", false
		}
		s = s[1:]
	}
	if d, ok = num(s, 2); !ok {
		return
	}
	return y, m, d, s[2:], true
}

// parseISOTime reads HH[:MM[:SS[.fff[fff]]]] with an offset or Z behind it. It raises where
// the offset is none that a timezone has.
func parseISOTime(s string) (c civil, tz value, ok bool, e exc) {
	tz = py.None
	body, zone, sign := s, "", 1
	if i := strings.IndexAny(s, "+-Z"); i >= 0 {
		body, zone = s[:i], s[i:]
	}
	if c.h, c.mi, c.s, c.us, ok = clockFields(body); !ok {
		return
	}
	switch {
	case zone == "":
	case zone == "Z":
		tz = utc
	case zone[0] == 'Z':
		return c, tz, false, nil
	default:
		if zone[0] == '-' {
			sign = -1
		}
		h, mi, sec, us, good := clockFields(zone[1:])
		if !good {
			return c, tz, false, nil
		}
		seconds := int64(h*3600 + mi*60 + sec)
		if seconds == 0 { // whatever the fraction is (sic)
			return c, utc, true, nil
		}
		off := int64(sign) * (seconds*1e6 + int64(us))
		if e := checkOffset(deltaOfMicros(off)); e != nil {
			return c, tz, true, e
		}
		tz = newTimezone(0, py.None)
		py.Heap[timezone](tz).offset = off
	}
	return c, tz, true, nil
}

func clockFields(s string) (h, mi, sec, us int, ok bool) {
	frac := ""
	if i := strings.IndexAny(s, ".,"); i >= 0 {
		frac, s = s[i+1:], s[:i]
		if frac == "" {
			return
		}
		for _, c := range frac {
			if c < '0' || c > '9' {
				return
			}
		}
	}
	colons := strings.Contains(s, ":")
	for i, p := range []*int{&h, &mi, &sec} {
		if s == "" && i > 0 {
			break
		}
		if i > 0 && colons {
			if s[0] != ':' {
				return h, mi, sec, us, false
			}
			s = s[1:]
		}
		if len(s) < 2 || s[0] < '0' || s[0] > '9' || s[1] < '0' || s[1] > '9' {
			return h, mi, sec, us, false
		}
		*p, _ = strconv.Atoi(s[:2])
		s = s[2:]
	}
	if s != "" {
		return h, mi, sec, us, false
	}
	if frac != "" {
		us, _ = strconv.Atoi((frac + "000000")[:6])
	}
	return h, mi, sec, us, true
}
