package datetime

import (
	"fmt"
	"math/big"
	gotime "time"

	"github.com/aio2go/aio2go/runtime/py"
	"github.com/aio2go/aio2go/runtime/stdlib/time"
)

// This file implements the class datetime.

type datetime struct {
	date
	h, mi, s, us, fold int
	tz                 value
}

func dtOf(v value) *datetime { return py.Heap[datetime](v) }

func (d *datetime) civil() civil { return civil{d.y, d.m, d.d, d.h, d.mi, d.s, d.us} }

func newDatetime(cls *py.Type, c civil, tz value, fold int) value {
	v := cls.Alloc(cls)
	d := dtOf(v)
	d.y, d.m, d.d, d.h, d.mi, d.s, d.us, d.tz, d.fold = c.y, c.m, c.d, c.h, c.mi, c.s, c.us, tz, fold
	return v
}

// makeDatetime makes an instance of cls, through its constructor where it is a subclass.
func makeDatetime(cls *py.Type, c civil, tz value, fold int) (value, exc) {
	if cls == DatetimeType {
		return newDatetime(cls, c, tz, fold), nil
	}
	args := append([]value(nil), py.Heap[py.Tuple](tupleOf(c.y, c.m, c.d, c.h, c.mi, c.s, c.us)).Items()...)
	v, e := py.CallN(cls.Value(), append(args, tz))
	if e == nil && isDatetime(v) {
		dtOf(v).fold = fold
	}
	return v, e
}

// micros counts microseconds since year 1.
func (c civil) micros() int64 {
	return (int64(ordinal(c.y, c.m, c.d))*daySeconds+int64(c.h*3600+c.mi*60+c.s))*1e6 + int64(c.us)
}

func civilOf(us int64) (civil, bool) {
	days := us / usPerDay
	rest := us % usPerDay
	if rest < 0 {
		days--
		rest += usPerDay
	}
	if days < 1 || days > maxOrdinal {
		return civil{}, false
	}
	y, m, d := fromOrdinal(int(days))
	s := int(rest / 1e6)
	return civil{y, m, d, s / 3600, s / 60 % 60, s % 60, int(rest % 1e6)}, true
}

// shift moves a datetime by us microseconds and keeps its tzinfo.
func shift(v value, us int64) (value, exc) {
	d := dtOf(v)
	c, ok := civilOf(d.civil().micros() + us)
	if !ok {
		return value{}, py.Raisef(py.OverflowErrorType, "date value out of range")
	}
	return makeDatetime(v.Type(), c, d.tz, 0)
}

func civilTime(t gotime.Time) civil {
	return civil{t.Year(), int(t.Month()), t.Day(), t.Hour(), t.Minute(), t.Second(), t.Nanosecond() / 1000}
}

// unixEpoch is 1970-01-01 in microseconds since year 1.
var unixEpoch = civil{1970, 1, 1, 0, 0, 0, 0}.micros()

// inZone makes the datetime for the moment t in zone tz, local and naive for None.
func inZone(cls *py.Type, t gotime.Time, tz value) (value, exc) {
	if tz.IsNone() {
		t = t.Local()
		if e := checkYear(t.Year()); e != nil {
			return value{}, e
		}
		return makeDatetime(cls, civilTime(t), py.None, foldOf(t))
	}
	if e := checkYear(t.UTC().Year()); e != nil {
		return value{}, e
	}
	v, e := makeDatetime(cls, civilTime(t.UTC()), tz, 0)
	if e != nil {
		return value{}, e
	}
	return py.CallMethod1(tz, nameFromUTC, v)
}

// moment returns the point in time that an aware or local datetime stands for, in
// microseconds since 1970 UTC.
func moment(v value) (int64, exc) {
	d := dtOf(v)
	us, has, e := utcOffset(v)
	if e != nil {
		return 0, e
	}
	if has {
		return d.civil().micros() - us - unixEpoch, nil
	}
	return d.localSeconds()*1e6 + int64(d.us), nil
}

func datetimeMethods() []py.Method {
	return append(reducers(reduceDatetime), []py.Method{
		{Name: "isoformat", Sig: "($self, /, sep='T', timespec='auto')", Impl: func(v, sep, spec value) (value, exc) {
			d := dtOf(v)
			with := "T"
			if !sep.IsUnbound() {
				s, ok := py.AsStr(sep)
				if !ok || s.Len() != 1 {
					return value{}, py.Raisef(py.TypeErrorType, "isoformat() argument 1 must be a unicode character, not %s", sep.Type().ShownName())
				}
				with = s.S
			}
			t, e := clockText(d.h, d.mi, d.s, d.us, spec)
			if e != nil {
				return value{}, e
			}
			us, has, e := utcOffset(v)
			if has {
				t += offsetText(us, ":")
			}
			return py.StrV(d.iso() + with + t), e
		}},
		{Name: "date", Sig: "($self, /)", Impl: func(v value) (value, exc) { d := dtOf(v); return newDate(DateType, d.y, d.m, d.d), nil }},
		{Name: "time", Sig: "($self, /)", Impl: func(v value) (value, exc) {
			d := dtOf(v)
			return newTime(TimeType, d.h, d.mi, d.s, d.us, py.None, d.fold), nil
		}},
		{Name: "timetz", Sig: "($self, /)", Impl: func(v value) (value, exc) {
			d := dtOf(v)
			return newTime(TimeType, d.h, d.mi, d.s, d.us, d.tz, d.fold), nil
		}},
		{Name: "timestamp", Sig: "($self, /)", Impl: func(v value) (value, exc) {
			us, e := moment(v)
			return py.Float(float64(us) / 1e6), e
		}},
		{Name: "timetuple", Sig: "($self, /)", Impl: func(v value) (value, exc) {
			dst := -1
			r, e := dstMethod(v)
			if e != nil {
				return value{}, e
			}
			if isDelta(r) {
				dst = 0
				if on, _ := py.Truth(r); on {
					dst = 1
				}
			}
			return structTime(dtOf(v).civil(), dst), nil
		}},
		{Name: "utctimetuple", Sig: "($self, /)", Impl: func(v value) (value, exc) {
			us, has, e := utcOffset(v)
			if e != nil {
				return value{}, e
			}
			c := dtOf(v).civil()
			if has {
				var ok bool
				if c, ok = civilOf(c.micros() - us); !ok {
					return value{}, py.Raisef(py.OverflowErrorType, "date value out of range")
				}
			}
			return structTime(c, 0), nil
		}},
		{Name: "astimezone", Sig: "($self, /, tz=None)", Impl: asTimezone},
		{Name: "replace", Sig: "($self, /, year=None, month=None, day=None, hour=None, minute=None, second=None, microsecond=None, tzinfo=None, *, fold=None)", Impl: replacePoint},
		{Name: "__replace__", Sig: "($self, /, year=None, month=None, day=None, hour=None, minute=None, second=None, microsecond=None, tzinfo=None, *, fold=None)", Impl: replacePoint},
		{Name: "utcoffset", Sig: "($self, /)", Impl: offsetMethod}, {Name: "tzname", Sig: "($self, /)", Impl: tzName},
		{Name: "dst", Sig: "($self, /)", Impl: dstMethod},
	}...)
}

// build makes a datetime from the arguments of the constructor or replace.
func build(cls *py.Type, p []value, defs []int, tz value) (value, exc) {
	var n [8]int
	copy(n[:], defs)
	given := [8]value{p[0], p[1], p[2], p[3], p[4], p[5], p[6], p[8]}
	if e := readInts(n[:], given[:]); e != nil {
		return value{}, e
	}
	if e := checkTz(p[7]); e != nil {
		return value{}, e
	}
	if !p[7].IsUnbound() {
		tz = p[7]
	}
	if e := checkDate(n[0], n[1], n[2]); e != nil {
		return value{}, e
	}
	if e := checkTime(n[3], n[4], n[5], n[6], n[7]); e != nil {
		return value{}, e
	}
	return newDatetime(cls, civil{n[0], n[1], n[2], n[3], n[4], n[5], n[6]}, tz, n[7]), nil
}

func asTimezone(v, tz value) (value, exc) {
	if !tz.IsUnbound() && !tz.IsNone() {
		if e := checkTz(tz); e != nil {
			return value{}, e
		}
		if tz == dtOf(v).tz {
			return v, nil
		}
	}
	us, e := moment(v)
	if e != nil {
		return value{}, e
	}
	if tz.IsUnbound() || tz.IsNone() {
		name, off := gotime.UnixMicro(us).Zone()
		tz = newTimezone(off, py.StrV(name))
	}
	c, ok := civilOf(us + unixEpoch)
	if !ok {
		return value{}, py.Raisef(py.OverflowErrorType, "date value out of range")
	}
	u, e := makeDatetime(v.Type(), c, tz, 0)
	if e != nil {
		return value{}, e
	}
	return py.CallMethod1(tz, nameFromUTC, u)
}

func init() {
	sig := py.NewSignature("", "", "(year, month, day, hour=0, minute=0, second=0, microsecond=0, tzinfo=None, *, fold=0)")
	DatetimeType.Define(&py.TypeSpec{
		Base: DateType, Module: "datetime", Flags: py.FlagBaseType, Layout: py.LayoutOf[datetime](),
		Doc: "datetime(year, month, day[, hour[, minute[, second[, microsecond[,tzinfo]]]]])\n\nThe year, month and day arguments are required. tzinfo may be None, or an\ninstance of a tzinfo subclass. The remaining arguments may be ints.",
		Slots: py.Slots{
			New: func(cls *py.Type, args []value, names []*py.Str) (value, exc) {
				if b := stateOf(args, names, 10); b != nil && validDateState(b) {
					return datetimeFromState(cls, b, args)
				}
				p, e := sig.Parse(args, names)
				if e != nil {
					return value{}, e
				}
				return build(cls, p, []int{0, 0, 0, 0, 0, 0, 0, 0}, py.None)
			},
			Repr: func(v value) (value, exc) {
				d := dtOf(v)
				out := fmt.Sprintf("%s(%d, %d, %d, %d, %d", typeName(v.Type()), d.y, d.m, d.d, d.h, d.mi)
				if d.s != 0 || d.us != 0 {
					out += fmt.Sprintf(", %d", d.s)
				}
				if d.us != 0 {
					out += fmt.Sprintf(", %d", d.us)
				}
				return tzRepr(out, d.tz, d.fold)
			},
			Str: func(v value) (value, exc) { return py.CallMethod1(v, py.Intern("isoformat"), py.StrV(" ")) },
			Hash: func(v value) (int64, exc) {
				us, _, e := utcOffset(unfolded(v))
				if e != nil {
					return 0, e
				}
				return py.Hash(deltaOfMicros(localMicros(v) - us))
			},
			Compare: datetimeCompare,
			Binary:  ops(map[py.BinaryOp]py.BinaryFunc{py.OpAdd: datetimeAdd, py.OpSub: datetimeSub}),
			Reflected: ops(map[py.BinaryOp]py.BinaryFunc{
				py.OpAdd: func(v, other value) (value, exc) { return datetimeAdd(v, other) },
				py.OpSub: func(v, other value) (value, exc) { return datetimeSub(other, v) },
			}),
		},
		GetSets: append([]py.GetSet{
			getInt("hour", func(v value) int { return dtOf(v).h }), getInt("minute", func(v value) int { return dtOf(v).mi }),
			getInt("second", func(v value) int { return dtOf(v).s }), getInt("microsecond", func(v value) int { return dtOf(v).us }),
			getInt("fold", func(v value) int { return dtOf(v).fold }),
		}, py.GetSet{Name: "tzinfo", Get: func(v value) (value, exc) { return dtOf(v).tz, nil }}),
		Methods:      datetimeMethods(),
		ClassMethods: datetimeClassMethods(),
	})
}

func datetimeClassMethods() []py.Method {
	return []py.Method{
		{Name: "now", Sig: "($type, /, tz=None)", Impl: func(cls, tz value) (value, exc) {
			if e := checkTz(tz); e != nil {
				return value{}, e
			}
			return inZone(py.AsType(cls), localNow(), optTz(tz))
		}},
		{Name: "today", Sig: "($type, /)", Impl: func(cls value) (value, exc) { return inZone(py.AsType(cls), localNow(), py.None) }},
		{Name: "utcnow", Sig: "($type, /)", Impl: func(cls value) (value, exc) {
			if py.VersionAtLeast(12) {
				if e := py.Warn(py.DeprecationWarningType, "datetime.datetime.utcnow() is deprecated and scheduled for removal in a future version. Use timezone-aware objects to represent datetimes in UTC: datetime.datetime.now(datetime.UTC).", 1); e != nil {
					return value{}, e
				}
			}
			return makeDatetime(py.AsType(cls), civilTime(localNow().UTC()), py.None, 0)
		}},
		{Name: "fromtimestamp", Sig: "($type, timestamp, tz=None)", Impl: func(cls, ts, tz value) (value, exc) {
			if e := checkTz(tz); e != nil {
				return value{}, e
			}
			t, e := timestampTime(ts)
			if e != nil {
				return value{}, e
			}
			return inZone(py.AsType(cls), t, optTz(tz))
		}},
		{Name: "utcfromtimestamp", Sig: "($type, timestamp, /)", Impl: func(cls, ts value) (value, exc) {
			if py.VersionAtLeast(12) {
				if e := py.Warn(py.DeprecationWarningType, "datetime.datetime.utcfromtimestamp() is deprecated and scheduled for removal in a future version. Use timezone-aware objects to represent datetimes in UTC: datetime.datetime.fromtimestamp(timestamp, datetime.UTC).", 1); e != nil {
					return value{}, e
				}
			}
			t, e := timestampTime(ts)
			if e != nil {
				return value{}, e
			}
			if e := checkYear(t.UTC().Year()); e != nil {
				return value{}, e
			}
			return makeDatetime(py.AsType(cls), civilTime(t.UTC()), py.None, 0)
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
			return makeDatetime(py.AsType(cls), civil{y, m, d, 0, 0, 0, 0}, py.None, 0)
		}},
		{Name: "combine", Sig: "($type, date, time, tzinfo=<unrepresentable>)", Impl: func(cls, d, t, tz value) (value, exc) {
			if !isDate(d) {
				return value{}, py.Raisef(py.TypeErrorType, "combine() argument 1 must be datetime.date, not %s", d.Type().ShownName())
			}
			if !py.IsInstance(t, TimeType) {
				return value{}, py.Raisef(py.TypeErrorType, "combine() argument 2 must be datetime.time, not %s", t.Type().ShownName())
			}
			day, clk := dateOf(d), timeOf(t)
			if tz.IsUnbound() {
				tz = clk.tz
			} else if e := checkTz(tz); e != nil {
				return value{}, e
			}
			return makeDatetime(py.AsType(cls), civil{day.y, day.m, day.d, clk.h, clk.mi, clk.s, clk.us}, tz, clk.fold)
		}},
		{Name: "strptime", Sig: "($type, date_string, format, /)", Impl: func(cls, s, f value) (value, exc) {
			for i, x := range []value{s, f} {
				if !x.IsStr() {
					return value{}, py.Raisef(py.TypeErrorType, "strptime() argument %d must be str, not %s", i+1, x.Type().ShownName())
				}
			}
			p, e := time.Strptime(s.Str().S, f.Str().S)
			if e != nil {
				return value{}, e
			}
			tz := py.None
			if p.HasOffset {
				tz = newTimezone(p.Offset, py.None)
				if p.Offset == 0 {
					tz = utc
				}
				if p.Zone != "" {
					tz = newTimezone(p.Offset, py.StrV(p.Zone))
				}
			}
			return makeDatetime(py.AsType(cls), civil{p.Year, p.Month, p.Day, p.Hour, p.Minute, p.Second, p.Micro}, tz, 0)
		}},
		{Name: "fromisoformat", Sig: "($type, string, /)", Impl: func(cls, s value) (value, exc) {
			text, ok := py.AsStr(s)
			if !ok {
				return value{}, py.Raisef(py.TypeErrorType, "fromisoformat: argument must be str")
			}
			day, rest := splitISO(text.S)
			y, m, d, more, ok := parseISODate(day)
			if !ok || more != "" {
				return value{}, badISO(text.S)
			}
			c, tz := civil{}, py.None
			if rest != "" {
				sep := 1
				for sep < len(rest) && rest[sep]&0xC0 == 0x80 {
					sep++
				}
				var e exc
				if c, tz, ok, e = parseISOTime(rest[sep:]); e != nil {
					return value{}, e
				}
				if !ok {
					return value{}, badISO(text.S)
				}
			}
			c.y, c.m, c.d = y, m, d
			if e := checkDate(y, m, d); e != nil {
				return value{}, e
			}
			if e := checkTime(c.h, c.mi, c.s, c.us, 0); e != nil {
				return value{}, e
			}
			return makeDatetime(py.AsType(cls), c, tz, 0)
		}},
	}
}

func datetimeCompare(op py.CompareOp, a, b value) (value, exc) {
	if !isDatetime(b) {
		return py.NotImplemented, nil
	}
	return comparePoints(op, a, b, "datetimes")
}

func shiftBig(v value, us *big.Int) (value, exc) {
	if !us.IsInt64() {
		return value{}, py.Raisef(py.OverflowErrorType, "date value out of range")
	}
	return shift(v, us.Int64())
}

func datetimeAdd(a, b value) (value, exc) {
	if !isDatetime(a) {
		a, b = b, a
	}
	if !isDatetime(a) || !isDelta(b) {
		return py.NotImplemented, nil
	}
	if us, ok := deltaOf(b).short(); ok {
		return shift(a, us)
	}
	return shiftBig(a, deltaOf(b).micros())
}

func datetimeSub(a, b value) (value, exc) {
	if !isDatetime(a) {
		return py.NotImplemented, nil
	}
	if isDelta(b) {
		if us, ok := deltaOf(b).short(); ok {
			return shift(a, -us)
		}
		return shiftBig(a, new(big.Int).Neg(deltaOf(b).micros()))
	}
	if !isDatetime(b) {
		return py.NotImplemented, nil
	}
	if dtOf(a).tz == dtOf(b).tz {
		return deltaOfMicros(localMicros(a) - localMicros(b)), nil
	}
	ox, hx, e := utcOffset(a)
	if e != nil {
		return value{}, e
	}
	oy, hy, e := utcOffset(b)
	if e != nil {
		return value{}, e
	}
	if hx != hy {
		return value{}, py.Raisef(py.TypeErrorType, "can't subtract offset-naive and offset-aware datetimes")
	}
	return deltaOfMicros(dtOf(a).civil().micros() - ox - dtOf(b).civil().micros() + oy), nil
}

// replacePoint is the method replace.
func replacePoint(v value, args []value) (value, exc) {
	d := dtOf(v)
	r, e := build(DatetimeType, args, []int{d.y, d.m, d.d, d.h, d.mi, d.s, d.us, d.fold}, d.tz)
	if e != nil || v.Type() == DatetimeType {
		return r, e
	}
	n := dtOf(r)
	return makeDatetime(v.Type(), n.civil(), n.tz, n.fold)
}
