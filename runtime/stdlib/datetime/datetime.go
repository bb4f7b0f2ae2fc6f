// Package datetime implements the module datetime (Python library reference, datetime:
// Basic date and time types).
package datetime

import (
	"fmt"

	"github.com/aio2go/aio2go/runtime/py"
)

type (
	value = py.Value
	exc   = *py.Exception
)

// The classes.
var (
	TimedeltaType = &py.Type{Name: "timedelta"}
	DateType      = &py.Type{Name: "date"}
	DatetimeType  = &py.Type{Name: "datetime"}
	TimeType      = &py.Type{Name: "time"}
	TzinfoType    = &py.Type{Name: "tzinfo"}
	TimezoneType  = &py.Type{Name: "timezone"}
)

var spec = py.ModuleSpec{
	Name:  "datetime",
	Doc:   "Concrete date/time and related types.\n\nSee http://www.iana.org/time-zones/repository/tz-link.html for\ntime zone and DST data sources.",
	Types: []*py.Type{TimedeltaType, DateType, DatetimeType, TimeType, TzinfoType, TimezoneType},
	Init: func(m *py.Module) exc {
		m.Set("MINYEAR", py.Int(minYear))
		m.Set("MAXYEAR", py.Int(maxYear))
		m.Set("UTC", utc)
		for t, attrs := range map[*py.Type]map[string]value{
			TimedeltaType: {"min": newDelta(-999999999, 0, 0), "max": newDelta(999999999, 86399, 999999), "resolution": newDelta(0, 0, 1)},
			DateType:      {"min": newDate(DateType, 1, 1, 1), "max": newDate(DateType, 9999, 12, 31), "resolution": newDelta(1, 0, 0)},
			DatetimeType: {"min": newDatetime(DatetimeType, civil{1, 1, 1, 0, 0, 0, 0}, py.None, 0),
				"max": newDatetime(DatetimeType, civil{9999, 12, 31, 23, 59, 59, 999999}, py.None, 0), "resolution": newDelta(0, 0, 1)},
			TimeType:     {"min": newTime(TimeType, 0, 0, 0, 0, py.None, 0), "max": newTime(TimeType, 23, 59, 59, 999999, py.None, 0), "resolution": newDelta(0, 0, 1)},
			TimezoneType: {"utc": utc, "min": newTimezone(-86340, py.None), "max": newTimezone(86340, py.None)},
		} {
			for name, v := range attrs {
				t.Namespace().SetStr(py.Intern(name), v)
			}
		}
		return nil
	},
}

func init() { py.RegisterModule(&spec) }

const (
	minYear, maxYear = 1, 9999
	maxOrdinal       = 3652059
	daySeconds       = 86400
)

// civil is a point of the calendar and the clock.
type civil struct{ y, m, d, h, mi, s, us int }

func isLeap(y int) bool { return y%4 == 0 && (y%100 != 0 || y%400 == 0) }

func daysIn(y, m int) int {
	switch m {
	case 2:
		if isLeap(y) {
			return 29
		}
		return 28
	case 4, 6, 9, 11:
		return 30
	}
	return 31
}

func daysBeforeYear(y int) int {
	y--
	return y*365 + y/4 - y/100 + y/400
}

// ordinal is date.toordinal().
func ordinal(y, m, d int) int {
	n := daysBeforeYear(y) + daysBefore[m-1] + d
	if m > 2 && isLeap(y) {
		n++
	}
	return n
}

// daysBefore are the days before each month of a year that is no leap year.
var daysBefore = [12]int{0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334}

// fromOrdinal is the date of an ordinal. It counts years that begin in March, so that the day
// that only some years have is their last.
func fromOrdinal(n int) (y, m, d int) {
	n += 305 // since 1 March of the year 0
	era := n / 146097
	n %= 146097
	year := (n - n/1460 + n/36524 - n/146096) / 365
	n -= 365*year + year/4 - year/100
	month := (5*n + 2) / 153
	y, m, d = era*400+year, month+3, n-(153*month+2)/5+1
	if m > 12 {
		y, m = y+1, m-12
	}
	return y, m, d
}

// weekdayOf is 0 for Monday.
func weekdayOf(y, m, d int) int { return (ordinal(y, m, d) + 6) % 7 }

func checkDate(y, m, d int) exc {
	if e := checkYear(y); e != nil {
		return e
	}
	switch {
	case m < 1 || m > 12:
		return py.Raisef(py.ValueErrorType, "month must be in 1..12")
	case d < 1 || d > daysIn(y, m):
		return py.Raisef(py.ValueErrorType, "day is out of range for month")
	}
	return nil
}

func checkYear(y int) exc {
	if y < minYear || y > maxYear {
		return py.Raisef(py.ValueErrorType, "year %d is out of range", y)
	}
	return nil
}

func checkTime(h, mi, s, us, fold int) exc {
	for _, r := range []struct {
		n, hi int
		name  string
	}{{h, 23, "hour"}, {mi, 59, "minute"}, {s, 59, "second"}, {us, 999999, "microsecond"}} {
		if r.n < 0 || r.n > r.hi {
			return py.Raisef(py.ValueErrorType, "%s must be in 0..%d", r.name, r.hi)
		}
	}
	if fold != 0 && fold != 1 {
		return py.Raisef(py.ValueErrorType, "fold must be either 0 or 1")
	}
	return nil
}

// intArgs converts arguments to ints; unbound ones get the defaults.
func intArgs(args []value, defs ...int) ([]int, exc) {
	out := append([]int(nil), defs...)
	return out, readInts(out, args)
}

// readInts puts those of args that are given into out.
func readInts(out []int, args []value) exc {
	for i := range min(len(args), len(out)) {
		if args[i].IsUnbound() {
			continue
		}
		if args[i].Type().Has(py.FlagFloat) {
			return py.Raisef(py.TypeErrorType, "'float' object cannot be interpreted as an integer")
		}
		n, e := py.CInt(args[i])
		if e != nil {
			return e
		}
		out[i] = n
	}
	return nil
}

// compared makes the result of a comparison from -1, 0 or 1.
func compared(op py.CompareOp, c int) value {
	switch op {
	case py.LT:
		return py.Bool(c < 0)
	case py.LE:
		return py.Bool(c <= 0)
	case py.EQ:
		return py.Bool(c == 0)
	case py.NE:
		return py.Bool(c != 0)
	case py.GT:
		return py.Bool(c > 0)
	}
	return py.Bool(c >= 0)
}

func cmpInts(a, b []int) int {
	for i := range a {
		switch {
		case a[i] < b[i]:
			return -1
		case a[i] > b[i]:
			return 1
		}
	}
	return 0
}

func getInt(name string, f func(v value) int) py.GetSet {
	return py.GetSet{Name: name, Get: func(v value) (value, exc) { return py.Int(int64(f(v))), nil }}
}

// typeName is the name that reprs show: with the module for the module's own classes.
func typeName(t *py.Type) string {
	if t.Module == "datetime" {
		return "datetime." + t.Qualname
	}
	return t.Qualname
}

// offsetText formats a UTC offset as +HH:MM[:SS[.ffffff]].
func offsetText(us int64, sep string) string {
	sign := "+"
	if us < 0 {
		sign, us = "-", -us
	}
	s := us / 1e6
	out := fmt.Sprintf("%s%02d%s%02d", sign, s/3600, sep, s/60%60)
	if s%60 != 0 || us%1e6 != 0 {
		out += fmt.Sprintf("%s%02d", sep, s%60)
	}
	if us%1e6 != 0 {
		out += fmt.Sprintf(".%06d", us%1e6)
	}
	return out
}
