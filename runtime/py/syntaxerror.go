package py

import "path"

// This file implements SyntaxError and the three UnicodeErrors.

// syntaxExtra is the Extra of SyntaxError.
type syntaxExtra struct {
	Msg, Filename, Lineno, Offset, Text, EndLineno, EndOffset, PrintFile Value
}

func syntaxErrorInit(v Value, args []Value, names []*Str) *Exception {
	if exc := exceptionInit(v, args, names); exc != nil {
		return exc
	}
	x := &syntaxExtra{}
	excOf(v).Extra = x
	if len(args) >= 1 {
		x.Msg = args[0]
	}
	if len(args) != 2 {
		return nil
	}
	l := NewList(nil)
	if exc := l.extend(args[1]); exc != nil {
		return exc
	}
	info := l.Items
	if len(info) < 4 {
		return Raisef(TypeErrorType, "function takes at least 4 arguments (%d given)", len(info))
	}
	if len(info) > 6 {
		return Raisef(TypeErrorType, "function takes at most 6 arguments (%d given)", len(info))
	}
	x.Filename, x.Lineno, x.Offset, x.Text = info[0], info[1], info[2], info[3]
	if len(info) > 4 {
		x.EndLineno = info[4]
	}
	if len(info) > 5 {
		x.EndOffset = info[5]
	}
	if len(info) == 5 {
		return Raisef(TypeErrorType, "end_offset must be provided when end_lineno is provided")
	}
	return nil
}

func syntaxErrorStr(v Value) (Value, *Exception) {
	x, ok := excOf(v).Extra.(*syntaxExtra)
	if !ok {
		return exceptionStr(v)
	}
	msg, exc := Str_(orNone(x.Msg))
	if exc != nil {
		return Value{}, exc
	}
	file, line := "", ""
	if x.Filename.ref != nil && x.Filename.IsStr() {
		file = path.Base(x.Filename.Str().S)
	}
	if x.Lineno.ref != nil && x.Lineno.IsExactInt() {
		line = "line " + reprString(x.Lineno)
	}
	switch {
	case file != "" && line != "":
		return StrV(msg.Str().S + " (" + file + ", " + line + ")"), nil
	case file != "":
		return StrV(msg.Str().S + " (" + file + ")"), nil
	case line != "":
		return StrV(msg.Str().S + " (" + line + ")"), nil
	}
	return msg, nil
}

var syntaxErrorSpec = TypeSpec{
	Slots: Slots{Init: syntaxErrorInit, Str: syntaxErrorStr},
	GetSets: []GetSet{
		extraAttr("msg", func(x *syntaxExtra) *Value { return &x.Msg }),
		extraAttr("filename", func(x *syntaxExtra) *Value { return &x.Filename }),
		extraAttr("lineno", func(x *syntaxExtra) *Value { return &x.Lineno }),
		extraAttr("offset", func(x *syntaxExtra) *Value { return &x.Offset }),
		extraAttr("text", func(x *syntaxExtra) *Value { return &x.Text }),
		extraAttr("end_lineno", func(x *syntaxExtra) *Value { return &x.EndLineno }),
		extraAttr("end_offset", func(x *syntaxExtra) *Value { return &x.EndOffset }),
		extraAttr("print_file_and_line", func(x *syntaxExtra) *Value { return &x.PrintFile }),
	},
}

// unicodeExtra is the Extra of UnicodeEncodeError, UnicodeDecodeError and
// UnicodeTranslateError; the last has no Encoding.
type unicodeExtra struct{ Encoding, Object, Start, End, Reason Value }

// RaiseUnicodeDecode returns the UnicodeDecodeError for the bytes object[start:end].
func RaiseUnicodeDecode(encoding string, object Value, start, end int, reason string) *Exception {
	return raiseUnicode(UnicodeDecodeErrorType, encoding, object, start, end, reason)
}

// RaiseUnicodeEncode returns the UnicodeEncodeError for the characters
// object[start:end].
func RaiseUnicodeEncode(encoding string, object Value, start, end int, reason string) *Exception {
	return raiseUnicode(UnicodeEncodeErrorType, encoding, object, start, end, reason)
}

func raiseUnicode(t *Type, encoding string, object Value, start, end int, reason string) *Exception {
	x := &unicodeExtra{StrV(encoding), object, Int(int64(start)), Int(int64(end)), StrV(reason)}
	exc := RaiseArgs(t, x.Encoding, x.Object, x.Start, x.End, x.Reason)
	exc.Extra = x
	return exc
}

// unicodeInit returns the Init of a UnicodeError with encoding and object of class want,
// or without encoding.
func unicodeInit(encoding bool, object *Type) func(v Value, args []Value, names []*Str) *Exception {
	return func(v Value, args []Value, names []*Str) *Exception {
		if exc := exceptionInit(v, args, names); exc != nil {
			return exc
		}
		want, rest := 4, args
		x := &unicodeExtra{}
		if encoding {
			want = 5
		}
		if len(args) != want {
			return Raisef(TypeErrorType, "function takes exactly %d arguments (%d given)", want, len(args))
		}
		n := 1
		if encoding {
			if !args[0].IsStr() {
				return Raisef(TypeErrorType, "argument 1 must be str, not %s", args[0].Type().ShownName())
			}
			x.Encoding, rest = args[0], args[1:]
			n = 2
		}
		if !IsInstance(rest[0], object) {
			if object == BytesType {
				b, exc := CallN(BytesType.Value(), rest[:1])
				if exc != nil || rest[0].IsStr() || rest[0].IsInt() {
					return Raisef(TypeErrorType, "a bytes-like object is required, not '%s'", rest[0].Type().ShownName())
				}
				rest = append([]Value{b}, rest[1:]...)
			} else {
				return Raisef(TypeErrorType, "argument %d must be str, not %s", n, rest[0].Type().ShownName())
			}
		}
		for _, i := range rest[1:3] {
			if _, exc := Index(i); exc != nil {
				return exc
			}
		}
		if !rest[3].IsStr() {
			return Raisef(TypeErrorType, "argument %d must be str, not %s", n+3, rest[3].Type().ShownName())
		}
		x.Object, x.Start, x.End, x.Reason = rest[0], rest[1], rest[2], rest[3]
		excOf(v).Extra = x
		return nil
	}
}

// span returns start and end, and whether they are those of one element of an object of
// length n.
func (x *unicodeExtra) span(n int) (start, end int, one bool) {
	number := func(v Value) int {
		if v.ref != nil && v.IsInt() {
			if e := exactInt(v); e.IsSmallInt() {
				return int(e.SmallInt())
			}
		}
		return 0
	}
	start, end = number(x.Start), number(x.End)
	return start, end, start >= 0 && start < n && end == start+1
}

func unicodeErrorStr(v Value) (Value, *Exception) {
	x, ok := excOf(v).Extra.(*unicodeExtra)
	if !ok {
		return EmptyStr.Value(), nil
	}
	reason, exc := Str_(orNone(x.Reason))
	if exc != nil {
		return Value{}, exc
	}
	enc := ""
	if x.Encoding.ref != nil {
		e, exc := Str_(x.Encoding)
		if exc != nil {
			return Value{}, exc
		}
		enc = e.Str().S
	}
	n, exc := Len(x.Object)
	if exc != nil {
		return Value{}, exc
	}
	start, end, one := x.span(n)
	text := ""
	switch {
	case v.Type().IsSubclass(UnicodeDecodeErrorType):
		text = "'" + enc + "' codec can't decode byte"
		if one {
			b, exc := GetItem(x.Object, Int(int64(start)))
			if exc != nil {
				return Value{}, exc
			}
			text += " 0x" + hexDigits(uint64(b.SmallInt()), 2)
		} else {
			text += "s"
		}
	default:
		text = "can't translate character"
		if enc != "" {
			text = "'" + enc + "' codec can't encode character"
		}
		if one {
			c := x.Object.Str().At(start)
			r, _ := decodeRune(c.S)
			switch {
			case r <= 0xff:
				text += " '\\x" + hexDigits(uint64(r), 2) + "'"
			case r <= 0xffff:
				text += " '\\u" + hexDigits(uint64(r), 4) + "'"
			default:
				text += " '\\U" + hexDigits(uint64(r), 8) + "'"
			}
		} else {
			text += "s"
		}
	}
	text += " in position " + itoa(start)
	if !one {
		text += "-" + itoa(end-1)
	}
	return StrV(text + ": " + reason.Str().S), nil
}

// hexDigits is n in hexadecimal with at least width digits.
func hexDigits(n uint64, width int) string {
	const digits = "0123456789abcdef"
	var b [16]byte
	i := len(b)
	for n > 0 || len(b)-i < width {
		i--
		b[i] = digits[n&15]
		n >>= 4
	}
	return string(b[i:])
}

func unicodeSpec(encoding bool, object *Type) TypeSpec {
	s := TypeSpec{
		Slots: Slots{Init: unicodeInit(encoding, object), Str: unicodeErrorStr},
		GetSets: []GetSet{
			extraAttr("object", func(x *unicodeExtra) *Value { return &x.Object }),
			extraAttr("start", func(x *unicodeExtra) *Value { return &x.Start }),
			extraAttr("end", func(x *unicodeExtra) *Value { return &x.End }),
			extraAttr("reason", func(x *unicodeExtra) *Value { return &x.Reason }),
		},
	}
	if encoding {
		s.GetSets = append(s.GetSets, extraAttr("encoding", func(x *unicodeExtra) *Value { return &x.Encoding }))
	}
	return s
}

var (
	unicodeEncodeSpec    = unicodeSpec(true, StrType)
	unicodeDecodeSpec    = unicodeSpec(true, BytesType)
	unicodeTranslateSpec = unicodeSpec(false, StrType)
)
