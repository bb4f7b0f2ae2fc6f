package time

import (
	"strconv"
	"strings"
	gotime "time"

	"github.com/aio2go/aio2go/runtime/py"
)

// This file implements strptime in the C locale.

// Parsed is what Strptime found. Offset is valid where HasOffset is set.
type Parsed struct {
	Moment
	HasOffset bool
}

// parser reads a date string by a format (Lib/_strptime.py).
type parser struct {
	s                 string
	m                 Moment
	pm                int // -1 unknown, 0 AM, 1 PM
	hour12            bool
	hasYearDay        bool
	hasDate           bool
	hasOffset         bool
	weekday           int
	weekYear, isoWeek int
	week              int // %U or %W
	weekFromSunday    bool
}

// Strptime parses s by format.
func Strptime(s, format string) (Parsed, exc) {
	p := &parser{s: s, pm: -1, weekday: -1, weekYear: -1, isoWeek: -1, week: -1, m: Moment{Year: 1900, Month: 1, Day: 1}}
	ok, e := p.parse(format)
	if e != nil {
		return Parsed{}, e
	}
	if !ok {
		return Parsed{}, py.Raisef(py.ValueErrorType, "time data %s does not match format %s", py.QuoteStr(s), py.QuoteStr(format))
	}
	if p.s != "" {
		return Parsed{}, py.Raisef(py.ValueErrorType, "unconverted data remains: %s", p.s)
	}
	return p.finish()
}

func (p *parser) finish() (Parsed, exc) {
	if p.hour12 {
		switch {
		case p.pm == 1 && p.m.Hour != 12:
			p.m.Hour += 12
		case p.pm != 1 && p.m.Hour == 12:
			p.m.Hour = 0
		}
	}
	switch {
	case p.hasYearDay && !p.hasDate:
		t := gotime.Date(p.m.Year, 1, p.m.YearDay, 0, 0, 0, 0, gotime.UTC)
		p.m.Year, p.m.Month, p.m.Day = t.Year(), int(t.Month()), t.Day()
	case p.isoWeek >= 0 && p.weekday >= 0 && p.weekYear >= 0:
		jan4 := gotime.Date(p.weekYear, 1, 4, 0, 0, 0, 0, gotime.UTC)
		t := jan4.AddDate(0, 0, (p.isoWeek-1)*7-int(jan4.Weekday()+6)%7+p.weekday)
		p.m.Year, p.m.Month, p.m.Day = t.Year(), int(t.Month()), t.Day()
	case p.week >= 0 && p.weekday >= 0:
		first := int(gotime.Date(p.m.Year, 1, 1, 0, 0, 0, 0, gotime.UTC).Weekday()+6) % 7
		day := p.weekday
		if p.weekFromSunday {
			first, day = (first+1)%7, (day+1)%7
		}
		n := (7-first)%7 + 7*(p.week-1) + day
		if p.week == 0 {
			n = day - first
		}
		t := gotime.Date(p.m.Year, 1, 1+n, 0, 0, 0, 0, gotime.UTC)
		p.m.Year, p.m.Month, p.m.Day = t.Year(), int(t.Month()), t.Day()
	}
	t := gotime.Date(p.m.Year, gotime.Month(p.m.Month), p.m.Day, 0, 0, 0, 0, gotime.UTC)
	if t.Day() != p.m.Day {
		return Parsed{}, py.Raisef(py.ValueErrorType, "day is out of range for month")
	}
	p.m.Weekday, p.m.YearDay = int(t.Weekday()+6)%7, t.YearDay()
	return Parsed{p.m, p.hasOffset}, nil
}

// number reads an integer of at most width digits between lo and hi.
func (p *parser) number(width, lo, hi int) (int, bool) {
	n := 0
	for n < width && n < len(p.s) && p.s[n] >= '0' && p.s[n] <= '9' {
		n++
	}
	for ; n > 0; n-- {
		if v, err := strconv.Atoi(p.s[:n]); err == nil && v >= lo && v <= hi {
			p.s = p.s[n:]
			return v, true
		}
	}
	return 0, false
}

func (p *parser) name(names []string, short bool) (int, bool) {
	best, length := -1, 0
	for i, n := range names {
		if short {
			n = n[:3]
		}
		if len(p.s) >= len(n) && strings.EqualFold(p.s[:len(n)], n) && len(n) > length {
			best, length = i, len(n)
		}
	}
	p.s = p.s[length:]
	return best, best >= 0
}

// noYear warns about a day of the month that is parsed without a year.
func noYear(format string) exc {
	day, year := false, false
	for i := 0; i+1 < len(format); i++ {
		if format[i] != '%' {
			continue
		}
		i++
		day = day || format[i] == 'd'
		year = year || strings.IndexByte("YyG", format[i]) >= 0
	}
	if !day || year {
		return nil
	}
	return py.Warn(py.DeprecationWarningType, "Parsing dates involving a day of month without a year specified is ambiguious\n"+
		"and fails to parse leap day. The default behavior will change in Python 3.15\n"+
		"to either always raise an exception or to use a different default year (TBD).\n"+
		"To avoid trouble, add a specific year to the input & format.\n"+
		"See https://github.com/python/cpython/issues/70647.", 1)
}

func (p *parser) parse(format string) (ok bool, e exc) {
	if py.VersionAtLeast(13) {
		if e := noYear(format); e != nil {
			return false, e
		}
	}
	if e := checkDirectives(format); e != nil {
		return false, e
	}
	for i := 0; i < len(format); i++ {
		c := format[i]
		if c == ' ' || c == '\t' || c == '\n' {
			rest := strings.TrimLeft(p.s, " \t\n\r\f\v")
			if rest == p.s {
				return false, nil
			}
			p.s = rest
			for i+1 < len(format) && strings.IndexByte(" \t\n", format[i+1]) >= 0 {
				i++
			}
			continue
		}
		if c != '%' {
			if p.s == "" || !strings.EqualFold(p.s[:1], string(c)) {
				return false, nil
			}
			p.s = p.s[1:]
			continue
		}
		i++
		ok, e = p.directive(format[i], format)
		if !ok || e != nil {
			return ok, e
		}
	}
	return true, nil
}

func (p *parser) directive(c byte, format string) (ok bool, e exc) {
	field := func(dst *int, width, lo, hi int) {
		var n int
		if n, ok = p.number(width, lo, hi); ok {
			*dst = n
		}
	}
	switch c {
	case 'a':
		p.weekday, ok = p.name(dayNames, true)
	case 'A':
		p.weekday, ok = p.name(dayNames, false)
	case 'b', 'B':
		var i int
		i, ok = p.name(monthNames, c == 'b')
		p.m.Month, p.hasDate = i+1, true
	case 'd':
		field(&p.m.Day, 2, 1, 31)
		p.hasDate = true
	case 'f':
		n := 0
		for n < 6 && n < len(p.s) && p.s[n] >= '0' && p.s[n] <= '9' {
			n++
		}
		if ok = n > 0; ok {
			p.m.Micro, _ = strconv.Atoi((p.s[:n] + "000000")[:6])
			p.s = p.s[n:]
		}
	case 'H':
		field(&p.m.Hour, 2, 0, 23)
	case 'I':
		field(&p.m.Hour, 2, 1, 12)
		p.hour12 = true
	case 'G':
		field(&p.weekYear, 4, 0, 9999)
	case 'j':
		field(&p.m.YearDay, 3, 1, 366)
		p.hasYearDay = true
	case 'm':
		field(&p.m.Month, 2, 1, 12)
		p.hasDate = true
	case 'M':
		field(&p.m.Minute, 2, 0, 59)
	case 'p':
		switch {
		case len(p.s) >= 2 && strings.EqualFold(p.s[:2], "AM"):
			p.pm, ok = 0, true
		case len(p.s) >= 2 && strings.EqualFold(p.s[:2], "PM"):
			p.pm, ok = 1, true
		}
		if ok {
			p.s = p.s[2:]
		}
	case 'S':
		field(&p.m.Second, 2, 0, 61)
	case 'U', 'W':
		field(&p.week, 2, 0, 53)
		p.weekFromSunday = c == 'U'
	case 'u':
		field(&p.weekday, 1, 1, 7)
		p.weekday--
	case 'V':
		field(&p.isoWeek, 2, 1, 53)
	case 'w':
		field(&p.weekday, 1, 0, 6)
		p.weekday = (p.weekday + 6) % 7
	case 'y':
		if len(p.s) < 2 || p.s[1] < '0' || p.s[1] > '9' {
			return false, nil
		}
		field(&p.m.Year, 2, 0, 99)
		if p.m.Year <= 68 {
			p.m.Year += 2000
		} else {
			p.m.Year += 1900
		}
	case 'Y':
		if len(p.s) >= 4 {
			n, err := strconv.Atoi(p.s[:4])
			if ok = err == nil && p.s[0] != '-' && p.s[0] != '+'; ok {
				p.m.Year, p.s = n, p.s[4:]
			}
		}
	case 'z':
		ok = p.offset()
	case 'Z':
		local, _ := gotime.Now().Zone()
		for _, z := range []string{"UTC", "GMT", local} {
			if z != "" && len(p.s) >= len(z) && strings.EqualFold(p.s[:len(z)], z) {
				p.m.Zone, p.s, ok = p.s[:len(z)], p.s[len(z):], true
				break
			}
		}
	case 'c':
		return p.parse("%a %b %d %H:%M:%S %Y")
	case 'x':
		return p.parse("%m/%d/%y")
	case 'X':
		return p.parse("%H:%M:%S")
	case '%':
		if ok = strings.HasPrefix(p.s, "%"); ok {
			p.s = p.s[1:]
		}
	}
	return ok, nil
}

// checkDirectives refuses a format before anything is looked for.
func checkDirectives(format string) exc {
	for i := 0; i < len(format); i++ {
		if format[i] != '%' {
			continue
		}
		if i++; i == len(format) {
			return fromNone(py.Raisef(py.ValueErrorType, "stray %% in format '%s'", format))
		}
		if strings.IndexByte("aAbBdfHIGjmMpSUWuVwyYzZcxX%", format[i]) < 0 {
			return fromNone(py.Raisef(py.ValueErrorType, "'%c' is a bad directive in format '%s'", format[i], format))
		}
	}
	return nil
}

// fromNone is e raised from None.
func fromNone(e exc) exc {
	e.SuppressContext = true
	return e
}

func (p *parser) offset() bool {
	if strings.HasPrefix(p.s, "Z") {
		p.s, p.hasOffset, p.m.Offset = p.s[1:], true, 0
		return true
	}
	if p.s == "" || p.s[0] != '+' && p.s[0] != '-' {
		return false
	}
	sign := 1
	if p.s[0] == '-' {
		sign = -1
	}
	p.s = p.s[1:]
	total := 0
	for i, unit := range []int{3600, 60, 1} {
		rest := p.s
		if i > 0 {
			rest = strings.TrimPrefix(rest, ":")
		}
		if len(rest) < 2 || rest[0] < '0' || rest[0] > '9' || rest[1] < '0' || rest[1] > '9' {
			if i < 2 {
				return false
			}
			break
		}
		n, _ := strconv.Atoi(rest[:2])
		total += n * unit
		p.s = rest[2:]
	}
	p.m.Offset, p.hasOffset = sign*total, true
	return true
}

func strptime(args []value) (value, exc) {
	if e := py.ArgCount("strptime", len(args), 1, 2); e != nil {
		return value{}, e
	}
	format := "%a %b %d %H:%M:%S %Y"
	for i, a := range args {
		if !a.IsStr() {
			return value{}, py.Raisef(py.TypeErrorType, "strptime() argument %d must be str, not %s", i, a.Type().Name)
		}
		if i == 1 {
			format = a.Str().S
		}
	}
	p, e := Strptime(args[0].Str().S, format)
	if e != nil {
		return value{}, e
	}
	items := make([]value, 0, 9)
	for _, n := range []int{p.Year, p.Month, p.Day, p.Hour, p.Minute, p.Second, p.Weekday, p.YearDay, -1} {
		items = append(items, py.Int(int64(n)))
	}
	zone, offset := py.None, py.None
	if p.Zone != "" {
		zone = py.StrV(p.Zone)
	}
	if p.HasOffset {
		offset = py.Int(int64(p.Offset))
	}
	return py.Call1(StructTimeType.Value(), py.NewTuple(append(items, zone, offset)).Value())
}
