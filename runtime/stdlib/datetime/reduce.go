package datetime

import "github.com/aio2go/aio2go/runtime/py"

// This file implements the pickling of dates and times as _datetimemodule.c does: the
// constructors take their own state as bytes.

func dateState(d *date) []byte { return []byte{byte(d.y >> 8), byte(d.y), byte(d.m), byte(d.d)} }

func clockState(h, mi, s, us int) []byte {
	return []byte{byte(h), byte(mi), byte(s), byte(us >> 16), byte(us >> 8), byte(us)}
}

// stateOf returns the bytes that a constructor was given as the first of its arguments,
// where they have length n.
func stateOf(args []value, names []*py.Str, n int) []byte {
	if len(args) == 0 || len(args) > 2 || len(names) > 0 {
		return nil
	}
	if s, ok := py.AsStr(args[0]); ok {
		return latin1State(s.S, n) // of a pickle that Python 2 wrote
	}
	b, ok := py.AsBytes(args[0])
	if !ok || len(b.B) != n {
		return nil
	}
	return b.B
}

func latin1State(s string, n int) []byte {
	var b []byte
	for _, r := range s {
		if r > 0xff {
			return nil
		}
		b = append(b, byte(r))
	}
	if len(b) != n {
		return nil
	}
	return b
}

// stateZone is the time zone beside the state.
func stateZone(args []value) (value, exc) {
	if len(args) < 2 {
		return py.None, nil
	}
	if checkTz(args[1]) != nil {
		return value{}, py.Raisef(py.TypeErrorType, "bad tzinfo state arg")
	}
	return args[1], nil
}

func dateFromState(cls *py.Type, b []byte) value {
	return newDate(cls, int(b[0])<<8|int(b[1]), int(b[2]), int(b[3]))
}

// validDateState tells a state from other arguments by its month.
func validDateState(b []byte) bool {
	m := int(b[2] & 0x7f)
	return m >= 1 && m <= 12
}

func datetimeFromState(cls *py.Type, b []byte, args []value) (value, exc) {
	tz, e := stateZone(args)
	c := civil{int(b[0])<<8 | int(b[1]), int(b[2] & 0x7f), int(b[3]), int(b[4]), int(b[5]), int(b[6]), int(b[7])<<16 | int(b[8])<<8 | int(b[9])}
	return newDatetime(cls, c, tz, int(b[2]>>7)), e
}

func timeFromState(cls *py.Type, b []byte, args []value) (value, exc) {
	tz, e := stateZone(args)
	return newTime(cls, int(b[0]&0x7f), int(b[1]), int(b[2]), int(b[3])<<16|int(b[4])<<8|int(b[5]), tz, int(b[0]>>7)), e
}

// reduced is what __reduce__ returns; fold goes into the top bit of one of the bytes, for
// those that know of it.
func reduced(v value, state []byte, folded bool, at int, tz value) value {
	if folded {
		state[at] |= 0x80
	}
	args := []value{py.BytesV(state)}
	if !tz.IsNone() {
		args = append(args, tz)
	}
	return py.TupleV(v.Type().Value(), py.NewTuple(args).Value())
}

// reducers are __reduce__ and __reduce_ex__ of a class with a fold, which protocols before
// 4 do not know.
func reducers(reduce func(v value, fold bool) value) []py.Method {
	return []py.Method{
		{Name: "__reduce__", Sig: "($self, /)", Impl: func(v value) (value, exc) { return reduce(v, false), nil }},
		{Name: "__reduce_ex__", Sig: "($self, protocol, /)", Impl: func(v, protocol value) (value, exc) {
			n, e := py.Ssize(protocol)
			return reduce(v, n > 3), e
		}},
	}
}

// reduceTzinfo is __reduce__ of time zones written in Python.
func reduceTzinfo(v value) (value, exc) {
	args := py.EmptyTuple.Value()
	get, found, e := py.LookupAttr(v, py.Intern("__getinitargs__"))
	if e != nil {
		return value{}, e
	}
	if found {
		if args, e = py.Call0(get); e != nil {
			return value{}, e
		}
	}
	state, e := py.CallMethod0(v, py.Intern("__getstate__"))
	return py.TupleV(v.Type().Value(), args, state), e
}

func reduceDatetime(v value, fold bool) value {
	d := dtOf(v)
	return reduced(v, append(dateState(&d.date), clockState(d.h, d.mi, d.s, d.us)...), fold && d.fold == 1, 2, d.tz)
}

func reduceTime(v value, fold bool) value {
	t := timeOf(v)
	return reduced(v, clockState(t.h, t.mi, t.s, t.us), fold && t.fold == 1, 0, t.tz)
}
