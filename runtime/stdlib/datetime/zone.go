package datetime

import (
	"fmt"
	"math"
	"math/big"
	"syscall"
	gotime "time"

	"github.com/aio2go/aio2go/runtime/py"
	"github.com/aio2go/aio2go/runtime/pyio"
)

// This file implements tzinfo, timezone and time.

// zone is an instance of tzinfo.
type zone struct{ py.Header }

type timezone struct {
	py.Header
	offset int64 // in microseconds
	name   value // a str or None
}

func newTimezone(seconds int, name value) value {
	v := TimezoneType.Alloc(TimezoneType)
	z := py.Heap[timezone](v)
	z.offset, z.name = int64(seconds)*1e6, name
	return v
}

var utc value

var (
	nameUTCOffset = py.Intern("utcoffset")
	nameTzName    = py.Intern("tzname")
	nameDst       = py.Intern("dst")
	nameFromUTC   = py.Intern("fromutc")
)

// deltaOfMicros is a timedelta of n microseconds, which fit.
func deltaOfMicros(n int64) value {
	days := n / usPerDay
	rest := n % usPerDay
	if rest < 0 {
		days--
		rest += usPerDay
	}
	return newDelta(int(days), int(rest/1e6), int(rest%1e6))
}

func init() {
	notImplemented := func(name string) any {
		return func(v, dt value) (value, exc) {
			return value{}, py.Raisef(py.NotImplementedErrorType, "a tzinfo subclass must implement %s()", name)
		}
	}
	TzinfoType.Define(&py.TypeSpec{
		Module: "datetime", Flags: py.FlagBaseType, Doc: "Abstract base class for time zone info objects.",
		Layout: py.LayoutOf[zone](),
		Slots: py.Slots{
			New:  func(cls *py.Type, args []value, names []*py.Str) (value, exc) { return cls.Alloc(cls), nil },
			Init: func(v value, args []value, names []*py.Str) exc { return nil },
		},
		Methods: []py.Method{
			{Name: "utcoffset", Sig: "($self, dt, /)", Impl: notImplemented("utcoffset")},
			{Name: "tzname", Sig: "($self, dt, /)", Impl: notImplemented("tzname")},
			{Name: "dst", Sig: "($self, dt, /)", Impl: notImplemented("dst")},
			{Name: "fromutc", Sig: "($self, dt, /)", Impl: fromUTC},
			{Name: "__reduce__", Sig: "($self, /)", Impl: reduceTzinfo},
		},
	})
	sig := py.NewSignature("timezone", "", "(offset, name=<unrepresentable>)")
	TimezoneType.Define(&py.TypeSpec{
		Base: TzinfoType, Module: "datetime", Doc: "Fixed offset from UTC implementation of tzinfo.", Layout: py.LayoutOf[timezone](),
		Slots: py.Slots{
			New: func(cls *py.Type, args []value, names []*py.Str) (value, exc) {
				p, e := sig.Parse(args, names)
				if e != nil {
					return value{}, e
				}
				if !isDelta(p[0]) {
					return value{}, py.Raisef(py.TypeErrorType, "timezone() argument 1 must be datetime.timedelta, not %s", p[0].Type().ShownName())
				}
				name := py.None
				if !p[1].IsUnbound() {
					if !p[1].IsStr() {
						return value{}, py.Raisef(py.TypeErrorType, "timezone() argument 2 must be str, not %s", p[1].Type().ShownName())
					}
					name = p[1]
				}
				us := deltaOf(p[0]).micros()
				if e := checkOffset(p[0]); e != nil {
					return value{}, e
				}
				if us.Sign() == 0 && name.IsNone() {
					return utc, nil
				}
				v := cls.Alloc(cls)
				z := py.Heap[timezone](v)
				z.offset, z.name = us.Int64(), name
				return v, nil
			},
			Init: func(v value, args []value, names []*py.Str) exc { return nil },
			Repr: func(v value) (value, exc) {
				if v == utc {
					return py.StrV("datetime.timezone.utc"), nil
				}
				z := py.Heap[timezone](v)
				s, e := py.ReprText(deltaOfMicros(z.offset))
				if e != nil {
					return value{}, e
				}
				if z.name.IsStr() {
					s += ", " + py.QuoteStr(z.name.Str().S)
				}
				return py.StrV("datetime.timezone(" + s + ")"), nil
			},
			Str:  func(v value) (value, exc) { return py.StrV(py.Heap[timezone](v).text()), nil },
			Hash: func(v value) (int64, exc) { return py.Hash(deltaOfMicros(py.Heap[timezone](v).offset)) },
			Compare: func(op py.CompareOp, a, b value) (value, exc) {
				if op != py.EQ && op != py.NE || b.Type() != TimezoneType {
					return py.NotImplemented, nil
				}
				return py.Bool((py.Heap[timezone](a).offset == py.Heap[timezone](b).offset) == (op == py.EQ)), nil
			},
		},
		Methods: []py.Method{
			{Name: "utcoffset", Sig: "($self, dt, /)", Impl: ofDatetime("utcoffset", func(z *timezone) value { return deltaOfMicros(z.offset) })},
			{Name: "tzname", Sig: "($self, dt, /)", Impl: ofDatetime("tzname", func(z *timezone) value { return py.StrV(z.text()) })},
			{Name: "dst", Sig: "($self, dt, /)", Impl: ofDatetime("dst", func(*timezone) value { return py.None })},
			{Name: "fromutc", Sig: "($self, dt, /)", Impl: func(v, dt value) (value, exc) {
				if e := checkFromUTC(v, dt); e != nil {
					return value{}, e
				}
				return shift(dt, py.Heap[timezone](v).offset)
			}},
			{Name: "__reduce__", Sig: "($self, /)", Impl: func(v value) (value, exc) {
				z := py.Heap[timezone](v)
				args := []value{deltaOfMicros(z.offset)}
				if z.name.IsStr() {
					args = append(args, z.name)
				}
				return py.TupleV(TimezoneType.Value(), py.NewTuple(args).Value()), nil
			}},
		},
	})
	utc = newTimezone(0, py.None)
	defineTime()
}

func (z *timezone) text() string {
	switch {
	case z.name.IsStr():
		return z.name.Str().S
	case z.offset == 0:
		return "UTC"
	}
	return "UTC" + offsetText(z.offset, ":")
}

// ofDatetime is a method of timezone that gives the same for all datetimes and None.
func ofDatetime(name string, of func(z *timezone) value) any {
	return func(v, dt value) (value, exc) {
		if !dt.IsNone() && !isDatetime(dt) {
			return value{}, py.Raisef(py.TypeErrorType, "%s(dt) argument must be a datetime instance or None, not %s", name, dt.Type().StaticName())
		}
		return of(py.Heap[timezone](v)), nil
	}
}

// checkFromUTC refuses an argument of fromutc that is not a datetime of the zone.
func checkFromUTC(v, dt value) exc {
	switch {
	case !isDatetime(dt):
		return py.Raisef(py.TypeErrorType, "fromutc: argument must be a datetime")
	case dtOf(dt).tz != v:
		return py.Raisef(py.ValueErrorType, "fromutc: dt.tzinfo is not self")
	}
	return nil
}

// fromUTC is tzinfo.fromutc: dt is a time in UTC with this zone as its tzinfo.
func fromUTC(v, dt value) (value, exc) {
	if e := checkFromUTC(v, dt); e != nil {
		return value{}, e
	}
	off, has, e := utcOffset(dt)
	if e != nil {
		return value{}, e
	}
	if !has {
		return value{}, py.Raisef(py.ValueErrorType, "fromutc: non-None utcoffset() result required")
	}
	dstV, e := dstMethod(dt)
	if e != nil {
		return value{}, e
	}
	if !isDelta(dstV) {
		return value{}, py.Raisef(py.ValueErrorType, "fromutc: non-None dst() result required")
	}
	std := off - deltaOf(dstV).micros().Int64()
	dt, e = shift(dt, std)
	if e != nil {
		return value{}, e
	}
	if dstV, e = dstMethod(dt); e != nil {
		return value{}, e
	}
	if !isDelta(dstV) {
		return value{}, py.Raisef(py.ValueErrorType, "fromutc: tz.dst() gave inconsistent results; cannot convert")
	}
	return shift(dt, deltaOf(dstV).micros().Int64())
}

// tzOf returns the tzinfo of a datetime or time.
func tzOf(v value) value {
	if isDatetime(v) {
		return dtOf(v).tz
	}
	return timeOf(v).tz
}

// utcOffset returns utcoffset() in microseconds; has is false where it is None.
func utcOffset(v value) (us int64, has bool, e exc) {
	tz := tzOf(v)
	if tz.IsNone() {
		return 0, false, nil
	}
	if tz.Type() == TimezoneType {
		return py.Heap[timezone](tz).offset, true, nil
	}
	arg := v
	if !isDatetime(v) {
		arg = py.None
	}
	r, e := py.CallMethod1(tz, nameUTCOffset, arg)
	if e == nil {
		e = checkDelta(r, "utcoffset")
	}
	if e != nil || r.IsNone() {
		return 0, false, e
	}
	return deltaOf(r).micros().Int64(), true, nil
}

// checkDelta refuses what utcoffset or dst of a time zone cannot give.
func checkDelta(r value, method string) exc {
	if r.IsNone() {
		return nil
	}
	if !isDelta(r) {
		return py.Raisef(py.TypeErrorType, "tzinfo.%s() must return None or timedelta, not '%s'", method, r.Type().ShownName())
	}
	n := deltaOf(r).micros()
	if !isOffset(n) {
		return py.Raisef(py.ValueErrorType, "offset must be a timedelta strictly between -timedelta(hours=24) and timedelta(hours=24).")
	}
	return nil
}

// isOffset reports whether a zone may be so many microseconds from UTC.
func isOffset(us *big.Int) bool {
	return us.IsInt64() && -usPerDay < us.Int64() && us.Int64() < usPerDay
}

// checkOffset refuses a timedelta that no timezone has.
func checkOffset(delta value) exc {
	if isOffset(deltaOf(delta).micros()) {
		return nil
	}
	r, e := py.ReprText(delta)
	if e != nil {
		return e
	}
	return py.Raisef(py.ValueErrorType, "offset must be a timedelta strictly between -timedelta(hours=24) and timedelta(hours=24), not %s.", r)
}

func tzName(v value) (value, exc) {
	tz := tzOf(v)
	if tz.IsNone() {
		return py.None, nil
	}
	arg := v
	if !isDatetime(v) {
		arg = py.None
	}
	r, e := py.CallMethod1(tz, nameTzName, arg)
	if e == nil && !r.IsNone() && !r.IsStr() {
		e = py.Raisef(py.TypeErrorType, "tzinfo.tzname() must return None or a string, not '%s'", r.Type().ShownName())
	}
	return r, e
}

func checkTz(v value) exc {
	if !v.IsUnbound() && !v.IsNone() && !py.IsInstance(v, TzinfoType) {
		return py.Raisef(py.TypeErrorType, "tzinfo argument must be None or of a tzinfo subclass, not type '%s'", v.Type().ShownName())
	}
	return nil
}

// timestampTime converts seconds since 1970 to a local time, rounded half to even.
func timestampTime(v value) (gotime.Time, exc) {
	if v.IsInt() {
		n, ok := py.AsInt64(v)
		if !ok {
			return gotime.Time{}, py.Raisef(py.OverflowErrorType, "timestamp out of range for platform time_t")
		}
		return unixTime(n, 0)
	}
	f, e := py.AsFloat(v)
	if e != nil {
		return gotime.Time{}, e
	}
	if math.IsNaN(f) {
		return gotime.Time{}, py.Raisef(py.ValueErrorType, "Invalid value NaN (not a number)")
	}
	whole, frac := math.Modf(f)
	if math.Abs(whole) >= 1<<63 {
		return gotime.Time{}, py.Raisef(py.OverflowErrorType, "timestamp out of range for platform time_t")
	}
	return unixTime(int64(whole), int64(math.RoundToEven(frac*1e6))*1000)
}

// unixTime is the moment n seconds and ns nanoseconds after 1970. Its year fits an int32.
func unixTime(n, ns int64) (gotime.Time, exc) {
	if n > 1<<55 || n < -(1<<55) {
		return gotime.Time{}, pyio.OSError(syscall.EOVERFLOW, value{})
	}
	return gotime.Unix(n, ns), nil
}

// clock is a time of day.
type clock struct {
	py.Header
	h, mi, s, us, fold int
	tz                 value
}

func timeOf(v value) *clock { return py.Heap[clock](v) }

func newTime(cls *py.Type, h, mi, s, us int, tz value, fold int) value {
	v := cls.Alloc(cls)
	t := timeOf(v)
	t.h, t.mi, t.s, t.us, t.tz, t.fold = h, mi, s, us, tz, fold
	return v
}

// timeAs makes the time t an instance of cls, through its constructor where it is a subclass.
func timeAs(cls *py.Type, t value) (value, exc) {
	if cls == TimeType {
		return t, nil
	}
	c := timeOf(t)
	args := append([]value(nil), py.Heap[py.Tuple](tupleOf(c.h, c.mi, c.s, c.us)).Items()...)
	v, e := py.CallN(cls.Value(), append(args, c.tz))
	if e == nil && py.IsInstance(v, TimeType) {
		timeOf(v).fold = c.fold
	}
	return v, e
}

func optTz(v value) value {
	if v.IsUnbound() {
		return py.None
	}
	return v
}

func defineTime() {
	sig := py.NewSignature("", "", "(hour=0, minute=0, second=0, microsecond=0, tzinfo=None, *, fold=0)")
	make := func(cls *py.Type, p []value, defs []int, tz value) (value, exc) {
		n, e := intArgs([]value{p[0], p[1], p[2], p[3], p[5]}, defs...)
		if e != nil {
			return value{}, e
		}
		if e := checkTz(p[4]); e != nil {
			return value{}, e
		}
		if !p[4].IsUnbound() {
			tz = p[4]
		}
		return newTime(cls, n[0], n[1], n[2], n[3], tz, n[4]), checkTime(n[0], n[1], n[2], n[3], n[4])
	}
	replace := func(v value, args []value) (value, exc) {
		t := timeOf(v)
		r, e := make(TimeType, args, []int{t.h, t.mi, t.s, t.us, t.fold}, t.tz)
		if e != nil {
			return value{}, e
		}
		return timeAs(v.Type(), r)
	}
	TimeType.Define(&py.TypeSpec{
		Module: "datetime", Flags: py.FlagBaseType, Layout: py.LayoutOf[clock](),
		Doc: "time([hour[, minute[, second[, microsecond[, tzinfo]]]]]) --> a time object\n\nAll arguments are optional. tzinfo may be None, or an instance of\na tzinfo subclass. The remaining arguments may be ints.",
		Slots: py.Slots{
			New: func(cls *py.Type, args []value, names []*py.Str) (value, exc) {
				if b := stateOf(args, names, 6); b != nil && b[0]&0x7f < 24 {
					return timeFromState(cls, b, args)
				}
				p, e := sig.Parse(args, names)
				if e != nil {
					return value{}, e
				}
				return make(cls, p, []int{0, 0, 0, 0, 0}, py.None)
			},
			Repr: func(v value) (value, exc) {
				t := timeOf(v)
				out := fmt.Sprintf("%s(%d, %d", typeName(v.Type()), t.h, t.mi)
				if t.s != 0 || t.us != 0 {
					out += fmt.Sprintf(", %d", t.s)
				}
				if t.us != 0 {
					out += fmt.Sprintf(", %d", t.us)
				}
				return tzRepr(out, t.tz, t.fold)
			},
			Str: func(v value) (value, exc) { return py.CallMethod0(v, py.Intern("isoformat")) },
			Hash: func(v value) (int64, exc) {
				us, _, e := utcOffset(unfolded(v))
				if e != nil {
					return 0, e
				}
				return py.Hash(deltaOfMicros(localMicros(v) - us))
			},
			Compare: func(op py.CompareOp, a, b value) (value, exc) {
				if !py.IsInstance(b, TimeType) {
					return py.NotImplemented, nil
				}
				return comparePoints(op, a, b, "times")
			},
		},
		GetSets: append([]py.GetSet{
			getInt("hour", func(v value) int { return timeOf(v).h }), getInt("minute", func(v value) int { return timeOf(v).mi }),
			getInt("second", func(v value) int { return timeOf(v).s }), getInt("microsecond", func(v value) int { return timeOf(v).us }),
			getInt("fold", func(v value) int { return timeOf(v).fold }),
		}, py.GetSet{Name: "tzinfo", Get: func(v value) (value, exc) { return timeOf(v).tz, nil }}),
		Methods: append(reducers(reduceTime), []py.Method{
			{Name: "isoformat", Sig: "($self, /, timespec='auto')", Impl: func(v, spec value) (value, exc) {
				t := timeOf(v)
				s, e := clockText(t.h, t.mi, t.s, t.us, spec)
				if e != nil {
					return value{}, e
				}
				us, has, e := utcOffset(v)
				if has {
					s += offsetText(us, ":")
				}
				return py.StrV(s), e
			}},
			{Name: "strftime", Sig: "($self, /, format)", Impl: func(v, f value) (value, exc) {
				s, ok := py.AsStr(f)
				if !ok {
					return value{}, py.Raisef(py.TypeErrorType, "strftime() argument 1 must be str, not %s", f.Type().ShownName())
				}
				return formatWith(v, s.S)
			}},
			{Name: "__format__", Sig: "($self, format, /)", Impl: dateFormat},
			{Name: "replace", Sig: "($self, /, hour=None, minute=None, second=None, microsecond=None, tzinfo=None, *, fold=None)", Impl: replace},
			{Name: "__replace__", Sig: "($self, /, hour=None, minute=None, second=None, microsecond=None, tzinfo=None, *, fold=None)", Impl: replace},
			{Name: "utcoffset", Sig: "($self, /)", Impl: offsetMethod}, {Name: "tzname", Sig: "($self, /)", Impl: tzName},
			{Name: "dst", Sig: "($self, /)", Impl: dstMethod},
		}...),
		ClassMethods: []py.Method{{Name: "fromisoformat", Sig: "($type, string, /)", Impl: func(cls, s value) (value, exc) {
			text, ok := py.AsStr(s)
			if !ok {
				return value{}, py.Raisef(py.TypeErrorType, "fromisoformat: argument must be str")
			}
			src := text.S
			if len(src) > 0 && src[0] == 'T' {
				src = src[1:]
			}
			c, tz, ok, e := parseISOTime(src)
			if e != nil {
				return value{}, e
			}
			if !ok {
				return value{}, badISO(text.S)
			}
			if e := checkTime(c.h, c.mi, c.s, c.us, 0); e != nil {
				return value{}, e
			}
			return timeAs(py.AsType(cls), newTime(TimeType, c.h, c.mi, c.s, c.us, tz, 0))
		}}},
	})
}

func offsetMethod(v value) (value, exc) {
	us, has, e := utcOffset(v)
	if e != nil || !has {
		return py.None, e
	}
	return deltaOfMicros(us), nil
}

func dstMethod(v value) (value, exc) {
	tz := tzOf(v)
	if tz.IsNone() {
		return py.None, nil
	}
	arg := v
	if !isDatetime(v) {
		arg = py.None
	}
	r, e := py.CallMethod1(tz, nameDst, arg)
	if e == nil {
		e = checkDelta(r, "dst")
	}
	return r, e
}

// tzRepr ends the repr of a datetime or time.
func tzRepr(out string, tz value, fold int) (value, exc) {
	if fold != 0 {
		out += ", fold=1"
	}
	if !tz.IsNone() {
		s, e := py.ReprText(tz)
		if e != nil {
			return value{}, e
		}
		out += ", tzinfo=" + s
	}
	return py.StrV(out + ")"), nil
}

// clockText is the time part of isoformat.
func clockText(h, mi, s, us int, spec value) (string, exc) {
	kind := "auto"
	if !spec.IsUnbound() {
		t, ok := py.AsStr(spec)
		if !ok {
			return "", py.Raisef(py.TypeErrorType, "isoformat() argument 1 must be str, not %s", spec.Type().ShownName())
		}
		kind = t.S
	}
	if kind == "auto" {
		kind = "seconds"
		if us != 0 {
			kind = "microseconds"
		}
	}
	switch kind {
	case "hours":
		return fmt.Sprintf("%02d", h), nil
	case "minutes":
		return fmt.Sprintf("%02d:%02d", h, mi), nil
	case "seconds":
		return fmt.Sprintf("%02d:%02d:%02d", h, mi, s), nil
	case "milliseconds":
		return fmt.Sprintf("%02d:%02d:%02d.%03d", h, mi, s, us/1000), nil
	case "microseconds":
		return fmt.Sprintf("%02d:%02d:%02d.%06d", h, mi, s, us), nil
	}
	return "", py.Raisef(py.ValueErrorType, "Unknown timespec value")
}
