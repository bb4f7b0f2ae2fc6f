package logging

import (
	"strings"

	"github.com/aio2go/aio2go/runtime/py"
)

// This file implements Logger._log: what a call of a logging method makes of its arguments and
// of the place where it is.

// call is a call of a logging method.
type call struct {
	msg, args, excInfo, extra, stack, stackLevel value
}

// logBy passes a call on to the _log of the program: the message is positional[0].
func logBy(v value, level int, positional, keywords []value, names []*py.Str, withExc bool) (value, exc) {
	f, e := py.GetAttr(v, nameInnerLog)
	if e != nil {
		return value{}, e
	}
	args := append([]value{py.Int(int64(level)), positional[0], py.NewTuple(positional[1:]).Value()}, keywords...)
	if withExc {
		given := false
		for _, n := range names {
			given = given || n.S == "exc_info"
		}
		if !given {
			args, names = append(args, py.True), append(names[:len(names):len(names)], nameExcInfo)
		}
	}
	return py.CallKw(f, args, names)
}

// log makes a record and has the logger handle it.
func (c call) log(v, level value) (value, exc) {
	path, line, fn, sinfo, e := c.place(v)
	if e != nil {
		return value{}, e
	}
	excInfo, e := excTuple(c.excInfo)
	if e != nil {
		return value{}, e
	}
	args := []value{attr(v, nameName), level, path, line, c.msg, c.args, excInfo, fn, c.extra, sinfo}
	var rec value
	if loggerMakeRecord.replaced(v) {
		rec, e = py.CallMethodN(v, nameMakeRecord, args)
	} else {
		rec, e = makeRecord(v, args)
	}
	if e != nil {
		return value{}, e
	}
	return loggerHandleMethod.call1(v, rec, loggerHandle)
}

// place is where the call is, as findCaller says.
func (c call) place(v value) (path, line, fn, sinfo value, e exc) {
	if loggerFindCaller.replaced(v) {
		r, e := py.CallMethod2(v, nameFindCaller, c.stack, c.stackLevel)
		if e != nil {
			return path, line, fn, sinfo, e
		}
		p, e := py.Unpack(r, 4)
		if e != nil {
			return path, line, fn, sinfo, e
		}
		return p[0], p[1], p[2], p[3], nil
	}
	n, e := py.Ssize(c.stackLevel)
	if e != nil {
		return path, line, fn, sinfo, e
	}
	at := findCaller(max(n, 1))
	sinfo = py.None
	if truthy(c.stack) {
		sinfo = py.StrV(stackText(max(n, 1)))
	}
	return at.path, py.Int(int64(at.line)), at.fn, sinfo, nil
}

// excTuple converts exc_info: True means the exception being handled.
func excTuple(v value) (value, exc) {
	switch {
	case v.IsNone():
		return v, nil
	case v.Type().Has(py.FlagException):
		x, _ := py.AsException(v)
		return py.TupleV(v.Type().Value(), v, tracebackOf(x)), nil
	case v.Type().Has(py.FlagTuple):
		return v, nil
	}
	on, e := py.Truth(v)
	if e != nil || !on {
		return py.None, e
	}
	x := py.Handled()
	if x == nil {
		return py.TupleV(py.None, py.None, py.None), nil
	}
	return py.TupleV(x.Type().Value(), x.Value(), tracebackOf(x)), nil
}

func tracebackOf(x exc) value {
	if x.Traceback == nil {
		return py.None
	}
	return x.Traceback.Value()
}

// caller is where a logging method was called.
type caller struct {
	path, fn value
	line     int
}

var unknownFile, unknownFunction = py.StrV("(unknown file)"), py.StrV("(unknown function)")

// lastCaller is the code that logged last, with the strs of its file and its name.
var lastCaller struct {
	code *py.Code
	caller
}

func findCaller(level int) caller {
	code, line := py.CallerCode(level)
	if code == nil && level > 1 { // the outermost
		if all := py.CallerFrames(); len(all) > 0 {
			code, line = all[len(all)-1].Code, all[len(all)-1].Line
		}
	}
	if code == nil {
		return caller{unknownFile, unknownFunction, 0}
	}
	if last := &lastCaller; last.code != code {
		last.code, last.path, last.fn = code, unknownFile, py.StrV(code.Name)
		if code.File != nil {
			last.path = placeIn(code.File.Name).pathname
		}
	}
	c := lastCaller.caller
	c.line = int(line)
	return c
}

// stackText is the text of stack_info for a call so many frames up.
func stackText(level int) string {
	frames := py.CallerFrames()
	if len(frames) > 0 {
		frames = frames[min(level, len(frames))-1:]
	}
	list := make([]py.Entry, 0, len(frames))
	for i := len(frames) - 1; i >= 0; i-- {
		if f := frames[i]; f.Code.File != nil {
			list = append(list, py.Entry{File: f.Code.File, Name: f.Code.Name, Pos: py.Position{Line: f.Line}})
		}
	}
	return "Stack (most recent call last):\n" + strings.TrimSuffix(py.FormatEntries(list), "\n")
}
