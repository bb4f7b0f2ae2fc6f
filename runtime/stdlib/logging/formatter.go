package logging

import (
	"strings"

	"github.com/aio2go/aio2go/runtime/py"
	"github.com/aio2go/aio2go/runtime/stdlib/time"
)

// This file implements Formatter.

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
			setAttr(v, nameOwnFmt, format)
			setAttr(v, nameOwnStyleName, py.Intern(style).Value())
			setAttr(v, nameDatefmt, orNone(p[1]))
			setAttr(v, nameOwnDefaults, orNone(p[4]))
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
	f, _ := py.StrText(attr(v, nameOwnFmt))
	style, _ := py.StrText(attr(v, nameOwnStyleName))
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
	msg, e := recordMessage.call0(record, message)
	if e != nil {
		return value{}, e
	}
	if e := py.SetAttr(record, nameMessage, msg); e != nil {
		return value{}, e
	}
	uses, e := formatterUsesTime.call0(v, func(v value) (value, exc) { return py.Bool(usesTime(v)), nil })
	if e != nil {
		return value{}, e
	}
	if truthy(uses) {
		var t value
		if formatterTime.replaced(v) {
			t, e = py.CallMethod2(v, nameFormatTime, record, attr(v, nameDatefmt))
		} else {
			t, e = formatTime(v, record, attr(v, nameDatefmt))
		}
		if e != nil {
			return value{}, e
		}
		if e := py.SetAttr(record, nameAsctime, t); e != nil {
			return value{}, e
		}
	}
	sv, e := formatterMessage.call1(v, record, formatMessage)
	if e != nil {
		return value{}, e
	}
	get := func(name *py.Str) value {
		x, found, _ := py.LookupAttr(record, name)
		if !found {
			return py.None
		}
		return x
	}
	if info := get(nameExcInfo); truthy(info) && get(nameExcText).IsNone() {
		text, e := py.CallMethod1(v, nameFormatException, info)
		if e != nil {
			return value{}, e
		}
		if e := py.SetAttr(record, nameExcText, text); e != nil {
			return value{}, e
		}
	}
	for _, part := range []*py.Str{nameExcText, nameStackInfo} {
		x := get(part)
		if !truthy(x) {
			continue
		}
		if part == nameStackInfo {
			if x, e = py.CallMethod1(v, nameFormatStack, x); e != nil {
				return value{}, e
			}
		}
		s, e := py.StrText(sv)
		if e != nil {
			return value{}, e
		}
		text, e := py.StrText(x)
		if e != nil {
			return value{}, e
		}
		if !strings.HasSuffix(s, "\n") {
			s += "\n"
		}
		sv = py.StrV(s + text)
	}
	return sv, nil
}

// formatMessage puts the record's attributes into the format.
func formatMessage(v, record value) (value, exc) {
	if record.Type() == LogRecordType {
		if f, ok := py.AsStr(attr(v, nameOwnFmt)); ok && attr(v, nameOwnDefaults).IsNone() && attr(v, nameOwnStyleName) == stylePercent {
			out, e := py.FormatPercentAttrs(f, attrsOf(record))
			return out, fieldNotFound(e)
		}
	}
	dict, e := py.GetAttr(record, nameDictSpecial)
	if e != nil {
		return value{}, e
	}
	if d := attr(v, nameOwnDefaults); !d.IsNone() {
		merged := py.NewDict()
		for _, src := range []value{d, dict} {
			if e := py.DictUpdate(merged.Value(), src); e != nil {
				return value{}, e
			}
		}
		dict = merged.Value()
	}
	f := attr(v, nameOwnFmt)
	style, e := py.StrText(attr(v, nameOwnStyleName))
	if e != nil {
		return value{}, e
	}
	var out value
	switch style {
	case "{":
		out, e = py.CallMethod1(f, nameFormatMap, dict)
	case "$":
		out, e = substitute(f.Str().S, dict)
	default:
		out, e = py.Mod(f, dict)
	}
	return out, fieldNotFound(e)
}

// fieldNotFound makes of a KeyError the error that formatters raise.
func fieldNotFound(e exc) exc {
	if e == nil || !e.Is(py.KeyErrorType) {
		return e
	}
	r, e2 := py.ReprText(e.Args.Items()[0])
	if e2 != nil {
		return e2
	}
	return py.Raisef(py.ValueErrorType, "Formatting field not found in record: %s", r)
}

// stylePercent is the _styleName of most formatters.
var stylePercent = py.Intern("%").Value()

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
	created, e := py.GetAttr(record, nameCreated)
	if e != nil {
		return value{}, e
	}
	conv, e := py.GetAttr(v, nameConverter)
	if e != nil {
		return value{}, e
	}
	timeModule, e := py.ImportModule("time")
	if e != nil {
		return value{}, e
	}
	strftime, e := py.GetAttr(timeModule, nameStrftime)
	if e != nil {
		return value{}, e
	}
	format := func(f value) (value, exc) {
		if conv == localtime && strftime == ownStrftime {
			if text, ok := time.FormatLocal(f, created); ok {
				return text, nil
			}
		}
		t, e := py.Call1(conv, created)
		if e != nil {
			return value{}, e
		}
		return py.Call2(strftime, f, t)
	}
	if !datefmt.IsUnbound() && truthy(datefmt) {
		return format(datefmt)
	}
	df, e := py.GetAttr(v, nameDefaultTimeFormat)
	if e != nil {
		return value{}, e
	}
	s, e := format(df)
	if e != nil {
		return value{}, e
	}
	mf, e := py.GetAttr(v, nameDefaultMsecFormat)
	if e != nil || !truthy(mf) {
		return s, e
	}
	ms, e := py.GetAttr(record, nameMsecs)
	if e != nil {
		return value{}, e
	}
	return py.Mod(mf, py.TupleV(s, ms))
}

// localtime and ownStrftime are functions of the module time, when this one is made.
var localtime, ownStrftime value

// setConverter gives formatters their converter.
func setConverter() exc {
	timeModule, e := py.ImportModule("time")
	if e != nil {
		return e
	}
	if localtime, e = py.GetAttr(timeModule, nameLocaltime); e != nil {
		return e
	}
	if ownStrftime, e = py.GetAttr(timeModule, nameStrftime); e != nil {
		return e
	}
	FormatterType.Namespace().SetStr(nameConverter, localtime)
	return nil
}
