package datetime

import (
	"fmt"
	"strings"
	gotime "time"

	"github.com/aio2go/aio2go/runtime/py"
	"github.com/aio2go/aio2go/runtime/stdlib/time"
	"github.com/aio2go/aio2go/runtime/structseq"
)

// This file implements date.

type date struct {
	py.Header
	y, m, d int
}

func dateOf(v value) *date { return py.Heap[date](v) }

func newDate(cls *py.Type, y, m, d int) value {
	v := cls.Alloc(cls)
	p := dateOf(v)
	p.y, p.m, p.d = y, m, d
	return v
}

// makeDate makes an instance of cls, through its constructor where it is a subclass.
func makeDate(cls *py.Type, y, m, d int) (value, exc) {
	if cls == DateType {
		return newDate(cls, y, m, d), nil
	}
	return py.Call3(cls.Value(), py.Int(int64(y)), py.Int(int64(m)), py.Int(int64(d)))
}

var isoCalendarType = structseq.New(structseq.Spec{Name: "IsoCalendarDate", Module: "datetime", Fields: []string{"year", "week", "weekday"}, Final: true})

func isDate(v value) bool { return py.IsInstance(v, DateType) }

func isDatetime(v value) bool { return py.IsInstance(v, DatetimeType) }

func tupleOf(items ...int) value {
	out := make([]value, len(items))
	for i, n := range items {
		out[i] = py.Int(int64(n))
	}
	return py.NewTuple(out).Value()
}

// localNow is the present in the local zone.
func localNow() gotime.Time { return gotime.Unix(0, py.TheClock.Now()) }

func init() {
	sig := py.NewSignature("", "", "(year, month, day)")
	DateType.Define(&py.TypeSpec{
		Module: "datetime", Flags: py.FlagBaseType, Layout: py.LayoutOf[date](), Doc: "date(year, month, day) --> date object",
		Slots: py.Slots{
			New: func(cls *py.Type, args []value, names []*py.Str) (value, exc) {
				if b := stateOf(args, names, 4); b != nil && len(args) == 1 && validDateState(b) && b[2] < 0x80 {
					return dateFromState(cls, b), nil
				}
				p, e := sig.Parse(args, names)
				if e != nil {
					return value{}, e
				}
				n, e := intArgs(p, 0, 0, 0)
				if e != nil {
					return value{}, e
				}
				return newDate(cls, n[0], n[1], n[2]), checkDate(n[0], n[1], n[2])
			},
			Repr: func(v value) (value, exc) {
				d := dateOf(v)
				return py.StrV(fmt.Sprintf("%s(%d, %d, %d)", typeName(v.Type()), d.y, d.m, d.d)), nil
			},
			Str:  func(v value) (value, exc) { return py.CallMethod0(v, py.Intern("isoformat")) },
			Hash: func(v value) (int64, exc) { d := dateOf(v); return py.Hash(tupleOf(d.y, d.m, d.d)) },
			Compare: func(op py.CompareOp, a, b value) (value, exc) {
				if !isDate(b) || isDatetime(b) {
					return py.NotImplemented, nil
				}
				x, y := dateOf(a), dateOf(b)
				return compared(op, cmpInts([]int{x.y, x.m, x.d}, []int{y.y, y.m, y.d})), nil
			},
			Binary:    ops(map[py.BinaryOp]py.BinaryFunc{py.OpAdd: dateAdd, py.OpSub: dateSub}),
			Reflected: ops(map[py.BinaryOp]py.BinaryFunc{py.OpAdd: func(v, other value) (value, exc) { return dateAdd(v, other) }}),
		},
		GetSets: []py.GetSet{
			getInt("year", func(v value) int { return dateOf(v).y }), getInt("month", func(v value) int { return dateOf(v).m }),
			getInt("day", func(v value) int { return dateOf(v).d }),
		},
		Methods: []py.Method{
			{Name: "isoformat", Sig: "($self, /)", Impl: func(v value) (value, exc) { return py.StrV(dateOf(v).iso()), nil }},
			{Name: "toordinal", Sig: "($self, /)", Impl: func(v value) (value, exc) { d := dateOf(v); return py.Int(int64(ordinal(d.y, d.m, d.d))), nil }},
			{Name: "weekday", Sig: "($self, /)", Impl: func(v value) (value, exc) { d := dateOf(v); return py.Int(int64(weekdayOf(d.y, d.m, d.d))), nil }},
			{Name: "isoweekday", Sig: "($self, /)", Impl: func(v value) (value, exc) {
				d := dateOf(v)
				return py.Int(int64(weekdayOf(d.y, d.m, d.d)) + 1), nil
			}},
			{Name: "isocalendar", Sig: "($self, /)", Impl: func(v value) (value, exc) {
				d := dateOf(v)
				y, w := gotime.Date(d.y, gotime.Month(d.m), d.d, 0, 0, 0, 0, gotime.UTC).ISOWeek()
				t := py.Heap[py.Tuple](tupleOf(y, w, weekdayOf(d.y, d.m, d.d)+1)).Items()
				return structseq.Make(isoCalendarType, t), nil
			}},
			{Name: "timetuple", Sig: "($self, /)", Impl: func(v value) (value, exc) {
				d := dateOf(v)
				return structTime(civil{d.y, d.m, d.d, 0, 0, 0, 0}, -1), nil
			}},
			{Name: "ctime", Sig: "($self, /)", Impl: func(v value) (value, exc) { return formatWith(v, "%a %b %e %H:%M:%S %Y") }},
			{Name: "strftime", Sig: "($self, /, format)", Impl: func(v, f value) (value, exc) {
				s, ok := py.AsStr(f)
				if !ok {
					return value{}, py.Raisef(py.TypeErrorType, "strftime() argument 1 must be str, not %s", f.Type().ShownName())
				}
				return formatWith(v, s.S)
			}},
			{Name: "__format__", Sig: "($self, format, /)", Impl: dateFormat},
			{Name: "replace", Sig: "($self, /, year=None, month=None, day=None)", Impl: replaceDate},
			{Name: "__replace__", Sig: "($self, /, year=None, month=None, day=None)", Impl: replaceDate},
			{Name: "__reduce__", Sig: "($self, /)", Impl: func(v value) (value, exc) {
				return reduced(v, dateState(dateOf(v)), false, 0, py.None), nil
			}},
		},
		ClassMethods: []py.Method{
			{Name: "today", Sig: "($type, /)", Impl: func(cls value) (value, exc) {
				t := localNow()
				return makeDate(py.AsType(cls), t.Year(), int(t.Month()), t.Day())
			}},
			{Name: "fromtimestamp", Sig: "($type, timestamp, /)", Impl: func(cls, ts value) (value, exc) {
				t, e := timestampTime(ts)
				if e != nil {
					return value{}, e
				}
				if e := checkYear(t.Year()); e != nil {
					return value{}, e
				}
				return makeDate(py.AsType(cls), t.Year(), int(t.Month()), t.Day())
			}},
			{Name: "fromordinal", Sig: "($type, ordinal, /)", Impl: func(cls, n value) (value, exc) {
				k, e := py.CInt(n)
				if e != nil {
					return value{}, e
				}
				if k < 1 {
					return value{}, py.Raisef(py.ValueErrorType, "ordinal must be >= 1")
				}
				y, m, d := fromOrdinal(k)
				if e := checkYear(y); e != nil {
					return value{}, e
				}
				return makeDate(py.AsType(cls), y, m, d)
			}},
			{Name: "fromisoformat", Sig: "($type, string, /)", Impl: func(cls, s value) (value, exc) {
				text, ok := py.AsStr(s)
				if !ok {
					return value{}, py.Raisef(py.TypeErrorType, "fromisoformat: argument must be str")
				}
				y, m, d, rest, ok := parseISODate(text.S)
				if !ok || rest != "" {
					return value{}, badISO(text.S)
				}
				if e := checkDate(y, m, d); e != nil {
					return value{}, e
				}
				return makeDate(py.AsType(cls), y, m, d)
			}},
			{Name: "fromisocalendar", Sig: "($type, year, week, day)", Impl: func(cls value, args []value) (value, exc) {
				n, e := intArgs(args, 0, 0, 0)
				if e != nil {
					if e.Is(py.OverflowErrorType) {
						e = py.Raisef(py.ValueErrorType, "ISO calendar component out of range")
					}
					return value{}, e
				}
				y, m, d, e := isoCalendar(n[0], n[1], n[2])
				if e != nil {
					return value{}, e
				}
				return makeDate(py.AsType(cls), y, m, d)
			}},
		},
	})
}

func badISO(s string) exc {
	return py.Raisef(py.ValueErrorType, "Invalid isoformat string: %s", py.QuoteStr(s))
}

func (d *date) iso() string { return fmt.Sprintf("%04d-%02d-%02d", d.y, d.m, d.d) }

func dateFormat(v, f value) (value, exc) {
	s, ok := py.AsStr(f)
	if !ok {
		return value{}, py.Raisef(py.TypeErrorType, "__format__() argument 1 must be str, not %s", f.Type().ShownName())
	}
	if s.S == "" {
		return py.Str_(v)
	}
	return py.CallMethod1(v, py.Intern("strftime"), f)
}

func isoCalendar(year, week, day int) (y, m, d int, e exc) {
	if year < minYear || year > maxYear {
		return 0, 0, 0, py.Raisef(py.ValueErrorType, "Year is out of range: %d", year)
	}
	jan4 := gotime.Date(year, 1, 4, 0, 0, 0, 0, gotime.UTC)
	weeks := 52
	if _, w := gotime.Date(year, 12, 28, 0, 0, 0, 0, gotime.UTC).ISOWeek(); w == 53 {
		weeks = 53
	}
	if week < 1 || week > weeks {
		return 0, 0, 0, py.Raisef(py.ValueErrorType, "Invalid week: %d", week)
	}
	if day < 1 || day > 7 {
		return 0, 0, 0, py.Raisef(py.ValueErrorType, "Invalid weekday: %d (range is [1, 7])", day)
	}
	t := jan4.AddDate(0, 0, (week-1)*7-int(jan4.Weekday()+6)%7+day-1)
	return t.Year(), int(t.Month()), t.Day(), nil
}

// structTime is a time.struct_time of c.
func structTime(c civil, dst int) value {
	yday := ordinal(c.y, c.m, c.d) - ordinal(c.y, 1, 1) + 1
	items := py.Heap[py.Tuple](tupleOf(c.y, c.m, c.d, c.h, c.mi, c.s, weekdayOf(c.y, c.m, c.d), yday, dst)).Items()
	return structseq.Make(time.StructTimeType, items, py.None, py.None)
}

// formatWith formats a date, datetime or time with strftime's directives.
func formatWith(v value, format string) (value, exc) {
	m := time.Moment{Year: 1900, Month: 1, Day: 1, NoOffset: true}
	switch {
	case isDatetime(v):
		d := dtOf(v)
		c := d.civil()
		m = time.Moment{Year: c.y, Month: c.m, Day: c.d, Hour: c.h, Minute: c.mi, Second: c.s, Micro: c.us, NoOffset: true}
	case isDate(v):
		d := dateOf(v)
		m.Year, m.Month, m.Day = d.y, d.m, d.d
	default:
		t := timeOf(v)
		m.Hour, m.Minute, m.Second, m.Micro = t.h, t.mi, t.s, t.us
	}
	m.Weekday, m.YearDay = weekdayOf(m.Year, m.Month, m.Day), ordinal(m.Year, m.Month, m.Day)-ordinal(m.Year, 1, 1)+1
	// The zone's directives are the object's own, which is asked only for what the format
	// has.
	hasZone := !isDate(v) || isDatetime(v)
	offset := func(sep string) (string, exc) {
		if !hasZone {
			return "", nil
		}
		us, has, e := utcOffset(v)
		if e != nil || !has {
			return "", e
		}
		return offsetText(us, sep), nil
	}
	zone := func() (string, exc) {
		if !hasZone {
			return "", nil
		}
		n, e := tzName(v)
		if e != nil || n.IsNone() {
			return "", e
		}
		if n.IsExactStr() {
			return strings.ReplaceAll(n.Str().S, "%", "%%"), nil
		}
		r, e := py.CallMethod2(n, py.Intern("replace"), py.StrV("%"), py.StrV("%%"))
		if e == nil && !r.IsStr() {
			e = py.Raisef(py.TypeErrorType, "tzname.replace() did not return a string")
		}
		if e != nil {
			return "", e
		}
		return r.Str().S, nil
	}
	var b strings.Builder
	for i := 0; i < len(format); i++ {
		if format[i] != '%' || i+1 == len(format) {
			b.WriteByte(format[i])
			continue
		}
		i++
		var text string
		var e exc
		switch {
		case format[i] == 'z':
			text, e = offset("")
		case format[i] == ':' && i+1 < len(format) && format[i+1] == 'z':
			text, e = offset(":")
			i++
		case format[i] == 'Z':
			text, e = zone()
		case format[i] == 'f':
			b.WriteString(fmt.Sprintf("%06d", m.Micro))
		default:
			b.WriteString(format[i-1 : i+1])
		}
		if e != nil {
			return value{}, e
		}
		b.WriteString(text)
	}
	text, e := time.Strftime(b.String(), m)
	return py.StrV(text), e
}

func dateAdd(a, b value) (value, exc) {
	if !isDate(a) || isDatetime(a) {
		a, b = b, a
	}
	if !isDate(a) || isDatetime(a) || !isDelta(b) {
		return py.NotImplemented, nil
	}
	return shiftDate(a, deltaOf(b).days)
}

func shiftDate(v value, days int) (value, exc) {
	d := dateOf(v)
	n := ordinal(d.y, d.m, d.d) + days
	if n < 1 || n > maxOrdinal {
		return value{}, py.Raisef(py.OverflowErrorType, "date value out of range")
	}
	y, m, day := fromOrdinal(n)
	return makeDate(v.Type(), y, m, day)
}

func dateSub(a, b value) (value, exc) {
	if !isDate(a) || isDatetime(a) {
		return py.NotImplemented, nil
	}
	switch {
	case isDelta(b):
		return shiftDate(a, -deltaOf(b).days)
	case isDate(b) && !isDatetime(b):
		x, y := dateOf(a), dateOf(b)
		return newDelta(ordinal(x.y, x.m, x.d)-ordinal(y.y, y.m, y.d), 0, 0), nil
	}
	return py.NotImplemented, nil
}

// replaceDate is the method replace.
func replaceDate(v value, args []value) (value, exc) {
	d := dateOf(v)
	n, e := intArgs(args, d.y, d.m, d.d)
	if e != nil {
		return value{}, e
	}
	if e := checkDate(n[0], n[1], n[2]); e != nil {
		return value{}, e
	}
	return makeDate(v.Type(), n[0], n[1], n[2])
}
