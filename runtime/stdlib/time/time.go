// Package time implements the module time (Python library reference, time: Time access
// and conversions) over the program's clock.
package time

import (
	"fmt"
	"math"
	gotime "time"

	"github.com/aio2go/aio2go/runtime/py"
	"github.com/aio2go/aio2go/runtime/structseq"
)

type (
	value = py.Value
	exc   = *py.Exception
)

const second = int64(1e9)

// StructTimeType is time.struct_time.
var StructTimeType = structseq.New(structseq.Spec{Name: "struct_time", Module: "time",
	Fields: []string{"tm_year", "tm_mon", "tm_mday", "tm_hour", "tm_min", "tm_sec", "tm_wday", "tm_yday", "tm_isdst"},
	Hidden: []string{"tm_zone", "tm_gmtoff"}})

// seconds makes a function that returns nanoseconds as seconds, and ns one that returns
// them as they are.
func seconds(read func() int64) any {
	return func() (value, exc) { return py.Float(float64(read()) / 1e9), nil }
}

func ns(read func() int64) any { return func() (value, exc) { return py.Int(read()), nil } }

func now() int64       { return py.TheClock.Now() }
func monotonic() int64 { return py.TheClock.Monotonic() }

var spec = py.ModuleSpec{
	Name:  "time",
	Doc:   "This module provides various functions to manipulate time values.",
	Types: []*py.Type{StructTimeType},
	Functions: []py.Method{
		{Name: "time", Sig: "()", Impl: seconds(now)},
		{Name: "time_ns", Sig: "()", Impl: ns(now)},
		{Name: "monotonic", Sig: "()", Impl: seconds(monotonic)},
		{Name: "monotonic_ns", Sig: "()", Impl: ns(monotonic)},
		{Name: "perf_counter", Sig: "()", Impl: seconds(monotonic)},
		{Name: "perf_counter_ns", Sig: "()", Impl: ns(monotonic)},
		{Name: "process_time", Sig: "()", Impl: seconds(processTime)},
		{Name: "process_time_ns", Sig: "()", Impl: ns(processTime)},
		{Name: "thread_time", Sig: "()", Impl: seconds(processTime)},
		{Name: "thread_time_ns", Sig: "()", Impl: ns(processTime)},
		{Name: "sleep", Impl: Sleep, Doc: "sleep(seconds)\n\nDelay execution for a given number of seconds."},
		{Name: "gmtime", Impl: func(args []value) (value, exc) { return breakDown(args, "gmtime", gotime.UTC) }},
		{Name: "localtime", Impl: func(args []value) (value, exc) { return breakDown(args, "localtime", gotime.Local) }},
		{Name: "mktime", Impl: mktime},
		{Name: "strftime", Impl: strftime},
		{Name: "strptime", Impl: strptime},
		{Name: "asctime", Impl: asctime},
		{Name: "ctime", Impl: func(args []value) (value, exc) {
			t, e := breakDown(args, "ctime", gotime.Local)
			if e != nil {
				return value{}, e
			}
			return asctime([]value{t})
		}},
		{Name: "get_clock_info", Sig: "(name, /)", Impl: clockInfo},
		{Name: "tzset", Sig: "()", Impl: func() (value, exc) { return tzset() }},
	},
	Init: func(m *py.Module) exc {
		timeModule = m
		setZone(m)
		m.Set("CLOCK_REALTIME", py.Int(0))
		m.Set("CLOCK_MONOTONIC", py.Int(1))
		m.Set("CLOCK_PROCESS_CPUTIME_ID", py.Int(2))
		return nil
	},
}

func init() { py.RegisterModule(&spec) }

// zones returns the names and offsets of the local zone's standard and summer time.
func zones() (std, dst string, stdOff, dstOff int) {
	year := gotime.Now().Year()
	jan, janOff := gotime.Date(year, 1, 1, 0, 0, 0, 0, gotime.Local).Zone()
	jul, julOff := gotime.Date(year, 7, 1, 0, 0, 0, 0, gotime.Local).Zone()
	if janOff <= julOff {
		return jan, jul, janOff, julOff
	}
	return jul, jan, julOff, janOff
}

// Nanoseconds converts a number of seconds, rounding away from zero as _PyTime_ROUND_TIMEOUT.
func Nanoseconds(v value) (int64, exc) {
	return nanoseconds(v, func(f float64) float64 {
		if f > 0 {
			return math.Ceil(f)
		}
		return math.Floor(f)
	})
}

func nanoseconds(v value, round func(f float64) float64) (int64, exc) {
	if v.IsFloat() || v.Type().Has(py.FlagFloat) {
		f, e := py.AsFloat(v)
		if e != nil {
			return 0, e
		}
		if math.IsNaN(f) {
			return 0, py.Raisef(py.ValueErrorType, "Invalid value NaN (not a number)")
		}
		f = round(f * 1e9)
		if f >= math.MaxInt64 || f <= math.MinInt64 {
			return 0, py.Raisef(py.OverflowErrorType, "timestamp out of range for platform time_t")
		}
		return int64(f), nil
	}
	i, e := py.Index(v)
	if e != nil {
		if e.Is(py.TypeErrorType) {
			return 0, py.Raisef(py.TypeErrorType, "'%s' object cannot be interpreted as an integer", v.Type().Name)
		}
		return 0, e
	}
	n, ok := py.AsInt64(i)
	if !ok || n > math.MaxInt64/second || n < math.MinInt64/second {
		return 0, py.Raisef(py.OverflowErrorType, "timestamp out of range for platform time_t")
	}
	return n * second, nil
}

// Sleep is time.sleep(seconds).
func Sleep(v value) (value, exc) {
	n, e := Nanoseconds(v)
	if e != nil {
		return value{}, e
	}
	if n < 0 {
		return value{}, py.Raisef(py.ValueErrorType, "sleep length must be non-negative")
	}
	return py.None, py.SleepFor(n)
}

// breakDown is gmtime and localtime of an optional number of seconds.
func breakDown(args []value, name string, loc *gotime.Location) (value, exc) {
	if e := py.ArgCount(name, len(args), 0, 1); e != nil {
		return value{}, e
	}
	n := now() / second
	if len(args) == 1 && !args[0].IsNone() {
		var e exc
		if n, e = wholeSeconds(args[0]); e != nil {
			return value{}, e
		}
	}
	t := gotime.Unix(n, 0).In(loc)
	if y := t.Year(); y < -(1<<31) || y > 1<<31-1 {
		return value{}, py.Raisef(py.OverflowErrorType, "timestamp out of range for platform time_t")
	}
	return StructTime(t), nil
}

// wholeSeconds converts a timestamp, rounding down.
func wholeSeconds(v value) (int64, exc) {
	if v.Type().Has(py.FlagFloat) {
		f, e := py.AsFloat(v)
		if e != nil {
			return 0, e
		}
		if math.IsNaN(f) {
			return 0, py.Raisef(py.ValueErrorType, "Invalid value NaN (not a number)")
		}
		f = math.Floor(f)
		if f > 1<<62 || f < -(1<<62) {
			return 0, py.Raisef(py.OverflowErrorType, "timestamp out of range for platform time_t")
		}
		return int64(f), nil
	}
	i, e := py.Index(v)
	if e != nil {
		return 0, e
	}
	n, ok := py.AsInt64(i)
	if !ok {
		return 0, py.Raisef(py.OverflowErrorType, "timestamp out of range for platform time_t")
	}
	return n, nil
}

// StructTime returns t as a struct_time.
func StructTime(t gotime.Time) value {
	dst := int64(0)
	if t.IsDST() {
		dst = 1
	}
	zone, offset := t.Zone()
	items := make([]value, 0, 9)
	for _, n := range []int64{int64(t.Year()), int64(t.Month()), int64(t.Day()), int64(t.Hour()), int64(t.Minute()), int64(t.Second()),
		int64(t.Weekday()+6) % 7, int64(t.YearDay()), dst} {
		items = append(items, py.Int(n))
	}
	return structseq.Make(StructTimeType, items, py.StrV(zone), py.Int(int64(offset)))
}

// fields are the elements of a struct_time or a tuple of nine.
type fields struct{ year, mon, day, hour, min, sec, wday, yday, dst int }

func getFields(v value, what string) (f fields, e exc) {
	t, ok := py.AsTuple(v)
	if !ok {
		return f, py.Raisef(py.TypeErrorType, "Tuple or struct_time argument required")
	}
	if len(t.Items()) != 9 {
		return f, py.Raisef(py.TypeErrorType, "%s(): illegal time tuple argument", what)
	}
	for i, p := range []*int{&f.year, &f.mon, &f.day, &f.hour, &f.min, &f.sec, &f.wday, &f.yday, &f.dst} {
		if *p, e = py.CInt(t.Items()[i]); e != nil {
			return f, e
		}
	}
	if f.year < math.MinInt32+1900 {
		return f, py.Raisef(py.OverflowErrorType, "year out of range")
	}
	return f, nil
}

// check raises the ValueErrors of gettmarg and checktm.
func (f *fields) check() exc {
	for _, r := range []struct {
		p      *int
		lo, hi int
		text   string
		zeroOK bool
	}{
		{&f.mon, 1, 12, "month out of range", true},
		{&f.day, 1, 31, "day of month out of range", true},
		{&f.hour, 0, 23, "hour out of range", false},
		{&f.min, 0, 59, "minute out of range", false},
		{&f.sec, 0, 61, "seconds out of range", false},
		{&f.yday, 1, 366, "day of year out of range", true},
	} {
		if *r.p == 0 && r.zeroOK {
			*r.p = 1
		}
		if *r.p < r.lo || *r.p > r.hi {
			return py.Raisef(py.ValueErrorType, "%s", r.text)
		}
	}
	if f.wday < -1 { // C counts from Sunday
		return py.Raisef(py.ValueErrorType, "day of week out of range")
	}
	f.wday = (f.wday + 7) % 7
	return nil
}

func mktime(v value) (value, exc) {
	f, e := getFields(v, "mktime")
	if e != nil {
		return value{}, e
	}
	t := gotime.Date(f.year, gotime.Month(f.mon), f.day, f.hour, f.min, f.sec, 0, gotime.Local)
	return py.Float(float64(t.Unix())), nil
}

func nowFields() fields {
	t := gotime.Unix(now()/second, 0)
	return fieldsOf(t)
}

func fieldsOf(t gotime.Time) fields {
	dst := 0
	if t.IsDST() {
		dst = 1
	}
	return fields{t.Year(), int(t.Month()), t.Day(), t.Hour(), t.Minute(), t.Second(), int(t.Weekday()+6) % 7, t.YearDay(), dst}
}

func asctime(args []value) (value, exc) {
	if e := py.ArgCount("asctime", len(args), 0, 1); e != nil {
		return value{}, e
	}
	f := nowFields()
	if len(args) == 1 {
		var e exc
		if f, e = getFields(args[0], "asctime"); e != nil {
			return value{}, e
		}
		if e := f.check(); e != nil {
			return value{}, e
		}
	}
	return py.StrV(fmt.Sprintf("%s %s %2d %02d:%02d:%02d %d", dayNames[f.wday][:3], monthNames[f.mon-1][:3], f.day, f.hour, f.min, f.sec, f.year)), nil
}

func strftime(args []value) (value, exc) {
	if e := py.ArgCount("strftime", len(args), 1, 2); e != nil {
		return value{}, e
	}
	format, ok := py.AsStr(args[0])
	if !ok {
		return value{}, py.Raisef(py.TypeErrorType, "strftime() argument 1 must be str, not %s", args[0].Type().Name)
	}
	f := nowFields()
	zone, offset := gotime.Unix(now()/second, 0).Zone()
	if len(args) == 2 {
		var e exc
		if f, e = getFields(args[1], "strftime"); e != nil {
			return value{}, e
		}
		if e := f.check(); e != nil {
			return value{}, e
		}
		t := gotime.Date(f.year, gotime.Month(f.mon), f.day, f.hour, f.min, f.sec, 0, gotime.Local)
		if zone, offset = t.Zone(); f.dst < 0 {
			zone = ""
		}
		if z, found, _ := py.LookupAttr(args[1], py.Intern("tm_zone")); found && z.IsStr() {
			zone = z.Str().S
			if o, found, _ := py.LookupAttr(args[1], py.Intern("tm_gmtoff")); found {
				if n, ok := py.AsInt64(o); ok {
					offset = int(n)
				}
			}
		}
	}
	if f.dst < -1 || f.dst > 1 {
		return value{}, py.Raisef(py.ValueErrorType, "daylight savings flag out of range")
	}
	text, e := Strftime(format.S, Moment{f.year, f.mon, f.day, f.hour, f.min, f.sec, 0, f.wday, f.yday, zone, offset, f.dst < 0})
	return py.StrV(text), e
}

func clockInfo(name value) (value, exc) {
	s, ok := py.AsStr(name)
	if !ok {
		return value{}, py.Raisef(py.TypeErrorType, "get_clock_info() argument 1 must be str, not %s", name.Type().Name)
	}
	impl := map[string]string{"time": "clock_gettime(CLOCK_REALTIME)", "monotonic": "clock_gettime(CLOCK_MONOTONIC)",
		"perf_counter": "clock_gettime(CLOCK_MONOTONIC)", "process_time": "clock_gettime(CLOCK_PROCESS_CPUTIME_ID)",
		"thread_time": "clock_gettime(CLOCK_THREAD_CPUTIME_ID)"}[s.S]
	if impl == "" {
		return value{}, py.Raisef(py.ValueErrorType, "unknown clock")
	}
	ns, e := py.Call0(py.SimpleNamespaceType.Value())
	if e != nil {
		return value{}, e
	}
	for _, a := range []struct {
		name string
		v    value
	}{{"implementation", py.StrV(impl)}, {"monotonic", py.Bool(s.S != "time")}, {"adjustable", py.Bool(s.S == "time")}, {"resolution", py.Float(1e-9)}} {
		if e := py.SetAttr(ns, py.Intern(a.name), a.v); e != nil {
			return value{}, e
		}
	}
	return ns, nil
}
