package parse

import (
	"strings"

	"github.com/aio2go/aio2go/runtime/py"
	"github.com/aio2go/aio2go/runtime/pydef"
)

// This file implements quoting and query strings.

const alwaysSafe = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_.-~"

func addQuoting(m *py.Module) {
	pydef.Add(m,
		pydef.Method{Sig: "quote(string, safe='/', encoding=None, errors=None)", Impl: quote},
		pydef.Method{Sig: "quote_plus(string, safe='', encoding=None, errors=None)", Impl: quotePlus},
		pydef.Method{Sig: "quote_from_bytes(bs, safe='/')", Impl: quoteBytes},
		pydef.Method{Sig: "unquote(string, encoding='utf-8', errors='replace')", Impl: unquote},
		pydef.Method{Sig: "unquote_plus(string, encoding='utf-8', errors='replace')", Impl: func(s, encoding, errors value) (value, exc) {
			s, e := py.CallMethod2(s, nameReplace, py.StrV("+"), py.StrV(" "))
			if e != nil {
				return value{}, e
			}
			return unquote(s, encoding, errors)
		}},
		pydef.Method{Sig: "unquote_to_bytes(string)", Impl: unquoteToBytes},
		pydef.Method{Sig: "parse_qs(qs, keep_blank_values=False, strict_parsing=False, encoding='utf-8', errors='replace', max_num_fields=None, separator='&')", Impl: func(a []value) (value, exc) {
			pairs, e := parseQuery(a)
			if e != nil {
				return value{}, e
			}
			d := py.NewDict()
			for _, p := range pairs {
				old, ok, e := d.Get(p[0])
				if e != nil {
					return value{}, e
				}
				if ok {
					py.ListAppend(old, p[1])
				} else if e := d.Set(p[0], py.ListV(p[1])); e != nil {
					return value{}, e
				}
			}
			return d.Value(), nil
		}},
		pydef.Method{Sig: "parse_qsl(qs, keep_blank_values=False, strict_parsing=False, encoding='utf-8', errors='replace', max_num_fields=None, separator='&')", Impl: func(a []value) (value, exc) {
			pairs, e := parseQuery(a)
			items := []value{}
			for _, p := range pairs {
				items = append(items, py.TupleV(p[0], p[1]))
			}
			return py.NewList(items).Value(), e
		}},
		pydef.Method{Sig: "urlencode(query, doseq=False, safe='', encoding=None, errors=None, quote_via=QUOTE)", Impl: urlencode, Values: pydef.Values{"QUOTE": mustGet(m, "quote_plus")}},
	)
}

// mustGet is an attribute that is set by then; functions are set one after the other.
func mustGet(m *py.Module, name string) value {
	if v, ok := m.Namespace().GetStr(py.Intern(name)); ok {
		return v
	}
	f := pydef.Func(m.Name, "quote_plus(string, safe='', encoding=None, errors=None)", quotePlus)
	m.Set(name, f)
	return f
}

var (
	nameReplace   = py.Intern("replace")
	nameSplit     = py.Intern("split")
	namePartition = py.Intern("partition")
	nameCount     = py.Intern("count")
	nameItems     = py.Intern("items")
)

// safeSet returns the bytes that need no quoting.
func safeSet(safe value) (set [256]bool, e exc) {
	var b []byte
	if s, ok := py.AsStr(safe); ok {
		b = []byte(s.S)
	} else if b, e = itemsBytes(safe); e != nil {
		return set, e
	}
	for _, c := range []byte(alwaysSafe) {
		set[c] = true
	}
	for _, c := range b {
		if c < 128 {
			set[c] = true
		}
	}
	return set, nil
}

func itemsBytes(v value) ([]byte, exc) {
	if b, ok := py.BytesOf(v); ok {
		return b, nil
	}
	var out []byte
	return out, py.Each(v, func(x value) exc {
		n, e := py.Ssize(x)
		if e == nil && n < 128 {
			out = append(out, byte(n))
		}
		return e
	})
}

func quoteText(b []byte, safe [256]bool) string {
	var out strings.Builder
	const hex = "0123456789ABCDEF"
	for _, c := range b {
		if safe[c] {
			out.WriteByte(c)
		} else {
			out.Write([]byte{'%', hex[c>>4], hex[c&15]})
		}
	}
	return out.String()
}

func quoteBytes(bs, safe value) (value, exc) {
	if t := bs.Type(); !t.Has(py.FlagBytes) && !t.Has(py.FlagByteArray) {
		return value{}, py.Raisef(py.TypeErrorType, "quote_from_bytes() expected bytes")
	}
	b, _ := py.BytesOf(bs)
	if len(b) == 0 {
		return py.EmptyStr.Value(), nil
	}
	set, e := safeSet(safe)
	if e != nil {
		return value{}, e
	}
	return py.StrV(quoteText(b, set)), nil
}

func orText(v value, def string) (string, exc) {
	if v.IsNone() {
		return def, nil
	}
	return py.StrText(v)
}

func quote(s, safe, encoding, errors value) (value, exc) {
	str, ok := py.AsStr(s)
	if !ok {
		if !encoding.IsNone() {
			return value{}, py.Raisef(py.TypeErrorType, "quote() doesn't support 'encoding' for bytes")
		}
		if !errors.IsNone() {
			return value{}, py.Raisef(py.TypeErrorType, "quote() doesn't support 'errors' for bytes")
		}
		return quoteBytes(s, safe)
	}
	if str.S == "" {
		return s, nil
	}
	enc, e := orText(encoding, "utf-8")
	if e != nil {
		return value{}, e
	}
	errs, e := orText(errors, "strict")
	if e != nil {
		return value{}, e
	}
	b, e := py.Encode(str, enc, errs)
	if e != nil {
		return value{}, e
	}
	set, e := safeSet(safe)
	if e != nil {
		return value{}, e
	}
	return py.StrV(quoteText(b, set)), nil
}

func quotePlus(s, safe, encoding, errors value) (value, exc) {
	hasSpace := true
	if str, ok := py.AsStr(s); ok {
		hasSpace = strings.Contains(str.S, " ")
	} else if b, ok := py.AsBytes(s); ok {
		hasSpace = strings.Contains(string(b.B), " ")
	}
	if !hasSpace {
		return quote(s, safe, encoding, errors)
	}
	space := py.StrV(" ")
	if !safe.IsStr() {
		space = py.BytesV([]byte(" "))
	}
	safe, e := py.Add(safe, space)
	if e != nil {
		return value{}, e
	}
	q, e := quote(s, safe, encoding, errors)
	if e != nil {
		return value{}, e
	}
	return py.CallMethod2(q, nameReplace, py.StrV(" "), py.StrV("+"))
}

func unhex(c byte) int {
	switch {
	case c >= '0' && c <= '9':
		return int(c - '0')
	case c >= 'a' && c <= 'f':
		return int(c-'a') + 10
	case c >= 'A' && c <= 'F':
		return int(c-'A') + 10
	}
	return -1
}

func unquoteBytes(s []byte) []byte {
	out := make([]byte, 0, len(s))
	for i := 0; i < len(s); i++ {
		if s[i] == '%' && i+2 < len(s) && unhex(s[i+1]) >= 0 && unhex(s[i+2]) >= 0 {
			out = append(out, byte(unhex(s[i+1])<<4|unhex(s[i+2])))
			i += 2
			continue
		}
		out = append(out, s[i])
	}
	return out
}

func unquoteToBytes(v value) (value, exc) {
	if t, e := py.Truth(v); e != nil {
		return value{}, e
	} else if !t {
		if _, e := py.GetAttr(v, nameSplit); e != nil {
			return value{}, e
		}
		return py.BytesV(nil), nil
	}
	if s, ok := py.AsStr(v); ok {
		b, e := py.Encode(s, "utf-8", "strict")
		return py.BytesV(unquoteBytes(b)), e
	}
	b, ok := py.BytesOf(v)
	if !ok {
		if _, e := py.GetAttr(v, nameSplit); e != nil {
			return value{}, e
		}
		var e exc
		if b, e = py.BytesLike(v); e != nil {
			return value{}, e
		}
	}
	if !strings.Contains(string(b), "%") {
		return v, nil
	}
	return py.BytesV(unquoteBytes(b)), nil
}

// unquote decodes each run of ASCII characters for itself.
func unquote(v, encoding, errors value) (value, exc) {
	enc, e := orText(encoding, "utf-8")
	if e != nil {
		return value{}, e
	}
	errs, e := orText(errors, "replace")
	if e != nil {
		return value{}, e
	}
	if b, ok := py.AsBytes(v); ok {
		return py.Decode(unquoteBytes(b.B), enc, errs)
	}
	str, ok := py.AsStr(v)
	if !ok {
		if has, e := py.Contains(v, py.StrV("%")); e != nil {
			return value{}, e
		} else if !has {
			_, e = py.GetAttr(v, nameSplit)
			return v, e
		}
		return value{}, py.Raisef(py.TypeErrorType, "expected string or bytes-like object, got '%s'", v.Type().Name)
	}
	s := str.S
	if !strings.Contains(s, "%") {
		return v, nil
	}
	var out strings.Builder
	for len(s) > 0 {
		n := 0
		for n < len(s) && s[n] < 0x80 {
			n++
		}
		if n > 0 {
			d, e := py.Decode(unquoteBytes([]byte(s[:n])), enc, errs)
			if e != nil {
				return value{}, e
			}
			out.WriteString(d.Str().S)
			s = s[n:]
		}
		n = 0
		for n < len(s) && s[n] >= 0x80 {
			n++
		}
		out.WriteString(s[:n])
		s = s[n:]
	}
	return py.StrV(out.String()), nil
}

// parseQuery takes the arguments of parse_qsl.
func parseQuery(a []value) ([][2]value, exc) {
	qs, separator := a[0], a[6]
	var opts [2]bool
	t, e := py.Truth(separator)
	if e != nil {
		return nil, e
	}
	if !t || !separator.IsStr() && !separator.IsBytes() {
		return nil, py.Raisef(py.ValueErrorType, "Separator must be of type string or bytes.")
	}
	for i := range opts {
		if opts[i], e = py.Truth(a[1+i]); e != nil {
			return nil, e
		}
	}
	keepBlank, strict := opts[0], opts[1]
	eq := py.StrV("=")
	isText := qs.IsStr()
	if t, e := py.Truth(qs); e != nil || !t {
		return nil, e
	}
	if isText {
		if b, ok := py.AsBytes(separator); ok {
			if separator, e = py.Decode(b.B, "ascii", "strict"); e != nil {
				return nil, e
			}
		}
	} else {
		b, ok := py.BytesOf(qs)
		if !ok {
			return nil, py.Raisef(py.TypeErrorType, "memoryview: a bytes-like object is required, not '%s'", qs.Type().Name)
		}
		qs = py.NewBytes(b).Value()
		if s, ok := py.AsStr(separator); ok {
			b, e := py.Encode(s, "ascii", "strict")
			if e != nil {
				return nil, e
			}
			separator = py.BytesV(b)
		}
		eq = py.BytesV([]byte("="))
	}
	if !a[5].IsNone() {
		n, e := py.CallMethod1(qs, nameCount, separator)
		if e != nil {
			return nil, e
		}
		if n, e = py.Add(n, py.Int(1)); e != nil {
			return nil, e
		}
		if less, e := py.LtBool(a[5], n); e != nil {
			return nil, e
		} else if less {
			return nil, py.Raisef(py.ValueErrorType, "Max number of fields exceeded")
		}
	}
	decode := func(v value) (value, exc) {
		if isText {
			v, e := py.CallMethod2(v, nameReplace, py.StrV("+"), py.StrV(" "))
			if e != nil {
				return value{}, e
			}
			return unquote(v, a[3], a[4])
		}
		b, _ := py.BytesOf(v)
		return py.BytesV(unquoteBytes([]byte(strings.ReplaceAll(string(b), "+", " ")))), nil
	}
	fields, e := py.CallMethod1(qs, nameSplit, separator)
	if e != nil {
		return nil, e
	}
	var pairs [][2]value
	e = py.Each(fields, func(f value) exc {
		if n, _ := py.Len(f); n == 0 && !strict {
			return nil
		}
		parts, e := py.CallMethod1(f, namePartition, eq)
		if e != nil {
			return e
		}
		name, has, val, e := py.Unpack3(parts)
		if e != nil {
			return e
		}
		if n, _ := py.Len(has); n == 0 && strict {
			r, e := py.ReprText(f)
			if e != nil {
				return e
			}
			return py.Raisef(py.ValueErrorType, "bad query field: %s", r)
		}
		if n, _ := py.Len(val); n == 0 && !keepBlank {
			return nil
		}
		if name, e = decode(name); e != nil {
			return e
		}
		if val, e = decode(val); e != nil {
			return e
		}
		pairs = append(pairs, [2]value{name, val})
		return nil
	})
	return pairs, e
}

// urlencode takes query, doseq, safe, encoding, errors, quote_via.
func urlencode(query, doseq, safe, encoding, errors, via value) (value, exc) {
	if items, found, e := py.LookupAttr(query, nameItems); e != nil {
		return value{}, e
	} else if found {
		if query, e = py.Call0(items); e != nil {
			return value{}, e
		}
	} else {
		bad := func() exc {
			return py.Raisef(py.TypeErrorType, "not a valid non-string sequence or mapping object")
		}
		n, e := py.Len(query)
		if e != nil {
			return value{}, bad()
		}
		if n > 0 {
			first, e := py.GetItem(query, py.Int(0))
			if e != nil && !e.Is(py.TypeErrorType) {
				return value{}, e
			}
			if e != nil {
				return value{}, bad()
			}
			if _, ok := py.AsTuple(first); !ok {
				if _, isList := py.AsList(first); !isList || query.IsStr() {
					if _, isTuple := py.AsTuple(first); !isTuple {
						return value{}, bad()
					}
				}
			}
		}
	}
	many, e := py.Truth(doseq)
	if e != nil {
		return value{}, e
	}
	q := func(v value) (string, exc) {
		var r value
		var e exc
		if v.IsBytes() {
			r, e = py.Call2(via, v, safe)
		} else {
			if v, e = py.Str_(v); e != nil {
				return "", e
			}
			r, e = py.CallN(via, []value{v, safe, encoding, errors})
		}
		if e != nil {
			return "", e
		}
		return py.StrText(r)
	}
	var out []string
	e = py.Each(query, func(pair value) exc {
		k, v, e := py.Unpack2(pair)
		if e != nil {
			return e
		}
		key, e := q(k)
		if e != nil {
			return e
		}
		add := func(v value) exc {
			s, e := q(v)
			out = append(out, key+"="+s)
			return e
		}
		if many && !v.IsBytes() && !v.IsStr() {
			if _, e := py.Len(v); e == nil {
				return py.Each(v, add)
			} else if !e.Is(py.TypeErrorType) {
				return e
			}
		}
		return add(v)
	})
	return py.StrV(strings.Join(out, "&")), e
}

// addDeprecated adds the functions that the library reference does not describe and that
// warn.
func addDeprecated(m *py.Module) {
	two := func(a, b value) (value, exc) { return py.TupleV(a, b), nil }
	none := func(a string) (value, exc) { return two(py.None, py.StrV(a)) }
	add := func(name, instead string, f func(s string) (value, exc)) {
		text := func(u value) (value, exc) {
			s, e := py.StrText(u)
			if e != nil {
				return value{}, e
			}
			return f(s)
		}
		// Other modules of the library go on using it under this name.
		pydef.Add(m, pydef.Method{Sig: "_" + name + "(url)", Impl: text})
		pydef.Add(m, pydef.Method{Sig: name + "(url)", Impl: func(u value) (value, exc) {
			msg := "urllib.parse." + name + "() is deprecated as of 3.8"
			if instead != "" {
				msg += ", use urllib.parse." + instead + "() instead"
			}
			if e := py.Warn(py.DeprecationWarningType, msg, 1); e != nil {
				return value{}, e
			}
			return text(u)
		}})
	}
	last := func(sep string, def bool) func(s string) (value, exc) {
		return func(s string) (value, exc) {
			i := strings.LastIndex(s, sep)
			if i < 0 {
				if def {
					return none(s)
				}
				return two(py.StrV(s), py.None)
			}
			return two(py.StrV(s[:i]), py.StrV(s[i+1:]))
		}
	}
	first := func(s string) func(sep string) (value, exc) {
		return func(sep string) (value, exc) {
			a, b, ok := strings.Cut(s, sep)
			if !ok {
				return two(py.StrV(s), py.None)
			}
			return two(py.StrV(a), py.StrV(b))
		}
	}
	add("splittype", "urlparse", func(s string) (value, exc) {
		if i := strings.IndexAny(s, ":/"); i > 0 && s[i] == ':' {
			return two(py.StrV(strings.ToLower(s[:i])), py.StrV(s[i+1:]))
		}
		return none(s)
	})
	add("splithost", "urlparse", func(s string) (value, exc) {
		if !strings.HasPrefix(s, "//") {
			return none(s)
		}
		i := strings.IndexAny(s[2:], "/?#")
		if i < 0 {
			return two(py.StrV(s[2:]), py.EmptyStr.Value())
		}
		host, path := s[2:2+i], s[2+i:]
		if path[0] != '/' {
			path = "/" + path
		}
		return two(py.StrV(host), py.StrV(path))
	})
	add("splituser", "urlparse", last("@", true))
	add("splitpasswd", "urlparse", func(s string) (value, exc) { return first(s)(":") })
	add("splitport", "urlparse", func(s string) (value, exc) {
		i := strings.LastIndexByte(s, ':')
		if i < 0 || strings.Trim(s[i+1:], "0123456789") != "" {
			return two(py.StrV(s), py.None)
		}
		if i+1 == len(s) {
			return two(py.StrV(s[:i]), py.None)
		}
		return two(py.StrV(s[:i]), py.StrV(s[i+1:]))
	})
	add("splitnport", "urlparse", func(s string) (value, exc) {
		i := strings.LastIndexByte(s, ':')
		if i < 0 {
			return two(py.StrV(s), py.Int(-1))
		}
		port := s[i+1:]
		if port == "" {
			return two(py.StrV(s[:i]), py.Int(-1))
		}
		if strings.Trim(port, "0123456789") != "" {
			return two(py.StrV(s[:i]), py.None)
		}
		n, e := py.IntFromStr(port, 10, py.StrV(port))
		if e != nil {
			return value{}, e
		}
		return two(py.StrV(s[:i]), n)
	})
	add("splitquery", "urlparse", last("?", false))
	add("splittag", "urlparse", last("#", false))
	add("splitattr", "urlparse", func(s string) (value, exc) {
		words := strings.Split(s, ";")
		var rest []value
		for _, w := range words[1:] {
			rest = append(rest, py.StrV(w))
		}
		return two(py.StrV(words[0]), py.NewList(rest).Value())
	})
	add("splitvalue", "parse_qsl", func(s string) (value, exc) { return first(s)("=") })
	add("to_bytes", "", func(s string) (value, exc) {
		if !py.NewStr(s).IsASCII() {
			return value{}, py.Raisef(py.UnicodeErrorType, "URL %s contains non-ASCII characters", py.QuoteStr(s))
		}
		return py.StrV(s), nil
	})
}
