package logging

import (
	"os"
	"path/filepath"
	"strings"

	"github.com/aio2go/aio2go/runtime/py"
	"github.com/aio2go/aio2go/runtime/stdlib/time"
)

// This file implements LogRecord, Formatter and Filter.

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
func switchedOn(name string) bool {
	v, ok := loggingModule.Get(py.Intern(name))
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
	if switchedOn("logAsyncioTasks") {
		task = taskName()
	}
	thread, threadName, process, processName := py.None, py.None, py.None, py.None
	if switchedOn("logThreads") {
		thread, threadName = py.Int(py.Current.ID), py.StrV(py.Current.Name)
	}
	if switchedOn("logProcesses") {
		process = py.Int(int64(os.Getpid()))
	}
	if switchedOn("logMultiprocessing") {
		processName = py.StrV("MainProcess")
	}
	attrs := attrsOf(v)
	for i, x := range [...]value{
		r.name, r.msg, args, levelName, py.Int(int64(r.level)),
		lastPlace.pathname, lastPlace.filename, lastPlace.module,
		r.exc, py.None, r.sinfo, py.Int(int64(r.line)), r.fn,
		py.Float(float64(now) / 1e9), py.Float(float64(now / 1e6 % 1000)),
		py.Float(float64(now-startTime) / 1e6), thread, threadName,
		processName, process, task,
	} {
		attrs.Set(recordNames[i], x)
	}
	return nil
}

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
	task, e := py.CallMethod0(asyncio.Value(), py.Intern("current_task"))
	if e != nil || task.IsNone() {
		return py.None
	}
	name, e := py.CallMethod0(task, py.Intern("get_name"))
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
	msg, e := py.GetAttr(record, py.Intern("msg"))
	if e != nil {
		return value{}, e
	}
	s, e := py.Str_(msg)
	if e != nil {
		return value{}, e
	}
	args, e := py.GetAttr(record, py.Intern("args"))
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
				for _, n := range []string{"name", "levelno", "pathname", "lineno", "msg"} {
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
			setAttr(v, "name", name)
			return nil
		}},
		Methods: []py.Method{{Name: "filter", Sig: "($self, record)", Impl: func(v, record value) (value, exc) {
			want, e := py.StrText(attr(v, "name"))
			if e != nil {
				return value{}, e
			}
			n, e := py.GetAttr(record, py.Intern("name"))
			if e != nil {
				return value{}, e
			}
			have, e := py.StrText(n)
			return py.Bool(want == "" || have == want || strings.HasPrefix(have, want+".")), e
		}}},
	})
	defineFormatter()
}

func defineFormatter() {
	sig := py.NewSignature("Formatter.__init__", "", "(fmt=None, datefmt=None, style='%', validate=True, *, defaults=None)")
	FormatterType.Define(&py.TypeSpec{
		Module: "logging", Flags: py.FlagBaseType, Layout: layout(),
		Slots: py.Slots{New: allocNew, Init: func(v value, args []value, names []*py.Str) exc {
			p, e := sig.Parse(args, names)
			if e != nil {
				return e
			}
			style := "%"
			if !p[2].IsUnbound() && p[2].IsStr() {
				style = p[2].Str().S
			}
			defaults := map[string]string{"%": "%(message)s", "{": "{message}", "$": "${message}"}
			if defaults[style] == "" {
				return py.Raisef(py.ValueErrorType, "Style must be one of: %%,{,$")
			}
			format := py.StrV(defaults[style])
			if !p[0].IsUnbound() && p[0].IsStr() && p[0].Str().S != "" {
				format = p[0]
			}
			setAttr(v, "_fmt", format)
			setAttr(v, "_styleName", py.StrV(style))
			setAttr(v, "datefmt", orNone(p[1]))
			setAttr(v, "_defaults", orNone(p[4]))
			if e := validate(format.Str().S, style); e != nil && (p[3].IsUnbound() || truthy(p[3])) {
				return e
			}
			return nil
		}},
		Consts: []py.Const{{Name: "default_time_format", Value: py.StrV("%Y-%m-%d %H:%M:%S")}, {Name: "default_msec_format", Value: py.StrV("%s,%03d")}},
		Methods: []py.Method{
			{Name: "format", Sig: "($self, record)", Impl: format},
			{Name: "formatTime", Sig: "($self, record, datefmt=None)", Impl: formatTime},
			{Name: "formatException", Sig: "($self, ei)", Impl: func(v, ei value) (value, exc) {
				items, e := py.ItemsOf(ei)
				if e != nil {
					return value{}, e
				}
				if len(items) < 2 {
					return py.StrV("NoneType: None"), nil
				}
				x, ok := py.AsException(items[1])
				if !ok {
					return py.StrV("NoneType: None"), nil
				}
				return py.StrV(strings.TrimSuffix(py.FormatException(x), "\n")), nil
			}},
			{Name: "formatStack", Sig: "($self, stack_info)", Impl: func(v, s value) (value, exc) { return s, nil }},
			{Name: "formatMessage", Sig: "($self, record)", Impl: formatMessage},
			{Name: "usesTime", Sig: "($self)", Impl: func(v value) (value, exc) { return py.Bool(usesTime(v)), nil }},
		},
	})
}

func orNone(v value) value {
	if v.IsUnbound() {
		return py.None
	}
	return v
}

// validate refuses a format that names no attribute.
func validate(format, style string) exc {
	ok := false
	switch style {
	case "%":
		for i := strings.Index(format, "%("); i >= 0 && !ok; {
			end := strings.IndexByte(format[i:], ')')
			if end < 0 {
				break
			}
			rest := strings.TrimLeft(format[i+end+1:], "#0+ -123456789.*")
			ok = rest != "" && strings.IndexByte("diouxefgcrsaEFGX%", rest[0]) >= 0
			next := strings.Index(format[i+1:], "%(")
			if next < 0 {
				break
			}
			i += 1 + next
		}
		if !ok {
			return py.Raisef(py.ValueErrorType, "Invalid format '%s' for '%s' style", format, "%")
		}
	case "{":
		if !strings.Contains(format, "{") {
			return py.Raisef(py.ValueErrorType, "invalid format: no fields")
		}
	case "$":
		if !strings.Contains(format, "$") {
			return py.Raisef(py.ValueErrorType, "invalid format: no fields")
		}
	}
	return nil
}

func usesTime(v value) bool {
	f, _ := py.StrText(attr(v, "_fmt"))
	style, _ := py.StrText(attr(v, "_styleName"))
	switch style {
	case "{":
		return strings.Contains(f, "{asctime")
	case "$":
		return strings.Contains(f, "$asctime") || strings.Contains(f, "${asctime}")
	}
	return strings.Contains(f, "%(asctime)")
}

// format is Formatter.format.
func format(v, record value) (value, exc) {
	msg, e := py.CallMethod0(record, py.Intern("getMessage"))
	if e != nil {
		return value{}, e
	}
	if e := py.SetAttr(record, py.Intern("message"), msg); e != nil {
		return value{}, e
	}
	uses, e := py.CallMethod0(v, py.Intern("usesTime"))
	if e != nil {
		return value{}, e
	}
	if truthy(uses) {
		t, e := py.CallMethod2(v, py.Intern("formatTime"), record, attr(v, "datefmt"))
		if e != nil {
			return value{}, e
		}
		if e := py.SetAttr(record, py.Intern("asctime"), t); e != nil {
			return value{}, e
		}
	}
	sv, e := py.CallMethod1(v, py.Intern("formatMessage"), record)
	if e != nil {
		return value{}, e
	}
	s, e := py.StrText(sv)
	if e != nil {
		return value{}, e
	}
	get := func(name string) value {
		x, found, _ := py.LookupAttr(record, py.Intern(name))
		if !found {
			return py.None
		}
		return x
	}
	if info := get("exc_info"); truthy(info) && get("exc_text").IsNone() {
		text, e := py.CallMethod1(v, py.Intern("formatException"), info)
		if e != nil {
			return value{}, e
		}
		if e := py.SetAttr(record, py.Intern("exc_text"), text); e != nil {
			return value{}, e
		}
	}
	for _, part := range []string{"exc_text", "stack_info"} {
		x := get(part)
		if !truthy(x) {
			continue
		}
		if part == "stack_info" {
			if x, e = py.CallMethod1(v, py.Intern("formatStack"), x); e != nil {
				return value{}, e
			}
		}
		text, e := py.StrText(x)
		if e != nil {
			return value{}, e
		}
		if !strings.HasSuffix(s, "\n") {
			s += "\n"
		}
		s += text
	}
	return py.StrV(s), nil
}

// formatMessage puts the record's attributes into the format.
func formatMessage(v, record value) (value, exc) {
	dict, e := py.GetAttr(record, py.Intern("__dict__"))
	if e != nil {
		return value{}, e
	}
	if d := attr(v, "_defaults"); !d.IsNone() {
		merged := py.NewDict()
		for _, src := range []value{d, dict} {
			if e := py.DictUpdate(merged.Value(), src); e != nil {
				return value{}, e
			}
		}
		dict = merged.Value()
	}
	f := attr(v, "_fmt")
	style, e := py.StrText(attr(v, "_styleName"))
	if e != nil {
		return value{}, e
	}
	var out value
	switch style {
	case "{":
		out, e = py.CallMethod1(f, py.Intern("format_map"), dict)
	case "$":
		out, e = substitute(f.Str().S, dict)
	default:
		out, e = py.Mod(f, dict)
	}
	if e != nil && e.Is(py.KeyErrorType) {
		r, e2 := py.ReprText(e.Args.Items()[0])
		if e2 != nil {
			return value{}, e2
		}
		return value{}, py.Raisef(py.ValueErrorType, "Formatting field not found in record: %s", r)
	}
	return out, e
}

// substitute is string.Template(format).substitute(dict) for the $ style.
func substitute(format string, dict value) (value, exc) {
	var b strings.Builder
	for i := 0; i < len(format); i++ {
		if format[i] != '$' || i+1 == len(format) {
			b.WriteByte(format[i])
			continue
		}
		i++
		if format[i] == '$' {
			b.WriteByte('$')
			continue
		}
		braces := format[i] == '{'
		if braces {
			i++
		}
		end := i
		for end < len(format) && (format[end] == '_' || format[end] >= 'a' && format[end] <= 'z' || format[end] >= 'A' && format[end] <= 'Z' || end > i && format[end] >= '0' && format[end] <= '9') {
			end++
		}
		x, e := py.GetItem(dict, py.StrV(format[i:end]))
		if e != nil {
			return value{}, e
		}
		s, e := py.StrText(x)
		if e != nil {
			return value{}, e
		}
		b.WriteString(s)
		if braces {
			end++
		}
		i = end - 1
	}
	return py.StrV(b.String()), nil
}

func formatTime(v, record, datefmt value) (value, exc) {
	created, e := py.GetAttr(record, py.Intern("created"))
	if e != nil {
		return value{}, e
	}
	conv := py.None
	if c, found, e := py.LookupAttr(v, py.Intern("converter")); e != nil {
		return value{}, e
	} else if found {
		conv = c
	}
	timeModule, e := py.ImportModule("time")
	if e != nil {
		return value{}, e
	}
	var t value
	if conv.IsNone() {
		t, e = py.CallMethod1(timeModule, py.Intern("localtime"), created)
	} else {
		t, e = py.Call1(conv, created)
	}
	if e != nil {
		return value{}, e
	}
	strftime := func(f value) (value, exc) { return py.CallMethod2(timeModule, py.Intern("strftime"), f, t) }
	if !datefmt.IsUnbound() && truthy(datefmt) {
		return strftime(datefmt)
	}
	df, e := py.GetAttr(v, py.Intern("default_time_format"))
	if e != nil {
		return value{}, e
	}
	s, e := strftime(df)
	if e != nil {
		return value{}, e
	}
	mf, e := py.GetAttr(v, py.Intern("default_msec_format"))
	if e != nil || !truthy(mf) {
		return s, e
	}
	ms, e := py.GetAttr(record, py.Intern("msecs"))
	if e != nil {
		return value{}, e
	}
	return py.Mod(mf, py.TupleV(s, ms))
}

var _ = time.StructTimeType // links the module time, which formatTime calls
