package logging

import (
	"os"
	"path/filepath"
	"strings"

	"github.com/aio2go/aio2go/runtime/py"
)

// This file implements LogRecord and Filter.

// The classes.
var (
	LogRecordType = &py.Type{Name: "LogRecord"}
	FormatterType = &py.Type{Name: "Formatter"}
	FilterType    = &py.Type{Name: "Filter"}
)

const basicFormat = "%(levelname)s:%(name)s:%(message)s"

// startTime is the time from which relativeCreated counts.
var startTime = py.TheClock.Now()

// recordInit is what a record is made from.
type recordInit struct {
	name  value
	level int
	path  string
	line  int
	msg   value
	args  value
	exc   value
	fn    value
	sinfo value
}

func newRecord(r recordInit) (value, exc) {
	v := LogRecordType.Alloc(LogRecordType)
	return v, r.fill(v)
}

// switchedOn is the truth of a variable of the module, such as logThreads.
func switchedOn(name *py.Str) bool {
	v, ok := loggingModule.Get(name)
	return ok && truthy(v)
}

func (r recordInit) fill(v value) exc {
	args := r.args
	// One mapping as the only argument is what the names of the format look up in.
	if t, ok := py.AsTuple(args); ok && len(t.Items()) == 1 && t.Items()[0].Type().Has(py.FlagDict) && py.Heap[py.Dict](t.Items()[0]).Len() > 0 {
		args = t.Items()[0]
	}
	levelName, e := levelText(r.level)
	if e != nil {
		return e
	}
	now := py.TheClock.Now()
	if lastPlace.path != r.path || lastPlace.pathname.IsUnbound() {
		lastPlace = placeIn(r.path)
	}
	task := py.None
	if switchedOn(nameLogAsyncioTasks) {
		task = taskName()
	}
	thread, threadName, process, processName := py.None, py.None, py.None, py.None
	if switchedOn(nameLogThreads) {
		if lastThread.name != py.Current.Name || lastThread.text.IsUnbound() {
			lastThread.name, lastThread.text = py.Current.Name, py.StrV(py.Current.Name)
		}
		thread, threadName = py.Int(py.Current.ID), lastThread.text
	}
	if switchedOn(nameLogProcesses) {
		process = processID
	}
	if switchedOn(nameLogMultiprocessing) {
		processName = mainProcess
	}
	vals := make([]value, len(recordNames), len(recordNames)+2) // and message and asctime
	copy(vals, []value{
		r.name, r.msg, args, levelName, py.Int(int64(r.level)),
		lastPlace.pathname, lastPlace.filename, lastPlace.module,
		r.exc, py.None, r.sinfo, py.Int(int64(r.line)), r.fn,
		py.Float(float64(now) / 1e9), py.Float(float64(now / 1e6 % 1000)),
		py.Float(float64(now-startTime) / 1e6), thread, threadName,
		processName, process, task,
	})
	attrsOf(v).SetAll(recordShape, vals)
	return nil
}

// What records say of the process, which is never forked, and of the thread that logged last.
var (
	processID   = py.Int(int64(os.Getpid()))
	mainProcess = py.StrV("MainProcess")
	lastThread  struct {
		name string
		text value
	}
)

var recordShape = py.ShapeOf(recordNames)

// recordNames are the attributes that fill sets, in its order.
var recordNames = func() (list []*py.Str) {
	for name := range strings.FieldsSeq(`name msg args levelname levelno
		pathname filename module
		exc_info exc_text stack_info lineno funcName
		created msecs
		relativeCreated thread threadName
		processName process taskName`) {
		list = append(list, py.Intern(name))
	}
	return list
}()

// place is where a file is, as records say it.
type place struct {
	path                       string
	pathname, filename, module value
}

// lastPlace is that of the last record: most of them come from few files.
var lastPlace place

func placeIn(path string) place {
	base := filepath.Base(path)
	if path == "" {
		base = ""
	}
	return place{path, py.StrV(path), py.StrV(base), py.StrV(strings.TrimSuffix(base, filepath.Ext(base)))}
}

// taskName returns the name of the asyncio task that runs, or None.
func taskName() value {
	asyncio := py.LoadedModule("asyncio")
	if asyncio == nil {
		return py.None
	}
	task, e := py.CallMethod0(asyncio.Value(), nameCurrentTask)
	if e != nil || task.IsNone() {
		return py.None
	}
	name, e := py.CallMethod0(task, nameGetName)
	if e != nil {
		return py.None
	}
	return name
}

func makeRecord(v value, args []value) (value, exc) {
	opt := func(i int) value {
		if args[i].IsUnbound() {
			return py.None
		}
		return args[i]
	}
	rec, e := py.CallN(recordFactory, []value{args[0], args[1], args[2], args[3], args[4], args[5], args[6], opt(7), opt(9)})
	if e != nil {
		return value{}, e
	}
	extra := opt(8)
	if extra.IsNone() {
		return rec, nil
	}
	keys, e := py.ToSlice(extra)
	if e != nil {
		return value{}, e
	}
	for _, k := range keys {
		s, ok := py.AsStr(k)
		if !ok {
			return value{}, py.Raisef(py.TypeErrorType, "attribute name must be string, not '%s'", k.Type().Name)
		}
		_, taken := attrsOf(rec).Get(py.InternStr(s))
		if taken || s.S == "message" || s.S == "asctime" {
			return value{}, py.Raisef(py.KeyErrorType, "Attempt to overwrite %s in LogRecord", py.QuoteStr(s.S))
		}
		x, e := py.GetItem(extra, k)
		if e != nil {
			return value{}, e
		}
		attrsOf(rec).Set(py.InternStr(s), x)
	}
	return rec, nil
}

// message is record.getMessage().
func message(record value) (value, exc) {
	msg, e := py.GetAttr(record, nameMsg)
	if e != nil {
		return value{}, e
	}
	s, e := py.Str_(msg)
	if e != nil {
		return value{}, e
	}
	args, e := py.GetAttr(record, nameArgs)
	if e != nil {
		return value{}, e
	}
	if has, e := py.Truth(args); e != nil || !has {
		return s, e
	}
	return py.Mod(s, args)
}

func init() {
	recordSig := py.NewSignature("LogRecord.__init__", "", "(name, level, pathname, lineno, msg, args, exc_info, func=None, sinfo=None, **kwargs)")
	LogRecordType.Define(&py.TypeSpec{
		Module: "logging", Flags: py.FlagBaseType, Layout: layout(),
		Slots: py.Slots{
			New: allocNew,
			Init: func(v value, args []value, names []*py.Str) exc {
				p := make([]value, 9)
				n := len(args) - len(names)
				if n > 9 || n+len(names) < 7 {
					_, e := recordSig.Parse(args, names)
					if e == nil {
						e = py.Raisef(py.TypeErrorType, "LogRecord.__init__() takes from 8 to 10 positional arguments but %d were given", n+1)
					}
					return e
				}
				copy(p, args[:n])
				params := []string{"name", "level", "pathname", "lineno", "msg", "args", "exc_info", "func", "sinfo"}
				for i, name := range names {
					for k, param := range params {
						if param == name.S {
							p[k] = args[n+i]
						}
					}
				}
				for i := range p {
					if p[i].IsUnbound() {
						p[i] = py.None
					}
				}
				level, e := py.Ssize(p[1])
				if e != nil {
					return e
				}
				path, e := py.StrText(p[2])
				if e != nil {
					return e
				}
				line, _ := py.AsInt64(p[3])
				return recordInit{p[0], level, path, int(line), p[4], p[5], p[6], p[7], p[8]}.fill(v)
			},
			Repr: func(v value) (value, exc) {
				parts := make([]string, 0, 5)
				for _, n := range []*py.Str{nameName, nameLevelno, namePathname, nameLineno, nameMsg} {
					s, e := py.StrText(attr(v, n))
					if e != nil {
						return value{}, e
					}
					parts = append(parts, s)
				}
				return py.StrV("<LogRecord: " + strings.Join(parts[:4], ", ") + ", \"" + parts[4] + "\">"), nil
			},
		},
		Methods: []py.Method{{Name: "getMessage", Sig: "($self)", Impl: message}},
	})
	FilterType.Define(&py.TypeSpec{
		Module: "logging", Flags: py.FlagBaseType, Layout: layout(),
		Slots: py.Slots{New: allocNew, Init: func(v value, args []value, names []*py.Str) exc {
			name := py.StrV("")
			if len(args) > 0 {
				name = args[0]
			}
			setAttr(v, nameName, name)
			return nil
		}},
		Methods: []py.Method{{Name: "filter", Sig: "($self, record)", Impl: func(v, record value) (value, exc) {
			want, e := py.StrText(attr(v, nameName))
			if e != nil {
				return value{}, e
			}
			n, e := py.GetAttr(record, nameName)
			if e != nil {
				return value{}, e
			}
			have, e := py.StrText(n)
			return py.Bool(want == "" || have == want || strings.HasPrefix(have, want+".")), e
		}}},
	})
	defineFormatter()
}
