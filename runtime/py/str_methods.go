package py

import (
	"strings"

	"github.com/aio2go/aio2go/runtime/ucd"
)

// This file has the table of str's methods, and encode and translate.

var strMethods = []Method{
	{Name: "encode", Sig: "($self, /, encoding='utf-8', errors='strict')", Impl: strEncode, Doc: "Encode the string using the codec registered for encoding."},
	{Name: "replace", Sig: "($self, old, new, /, count=-1)", Impl: strReplace, Doc: "Return a copy with all occurrences of substring old replaced by new."},
	{Name: "split", Sig: "($self, /, sep=None, maxsplit=-1)", Impl: strSplit, Doc: "Return a list of the substrings in the string, using sep as the separator string."},
	{Name: "rsplit", Sig: "($self, /, sep=None, maxsplit=-1)", Impl: strRSplit, Doc: "Return a list of the substrings in the string, using sep as the separator string."},
	{Name: "join", Sig: "($self, iterable, /)", Impl: StrJoin, Doc: "Concatenate any number of strings."},
	{Name: "capitalize", Sig: "($self, /)", Impl: strCapitalize, Doc: "Return a capitalized version of the string."},
	{Name: "casefold", Sig: "($self, /)", Impl: strCaseFold, Doc: "Return a version of the string suitable for caseless comparisons."},
	{Name: "title", Sig: "($self, /)", Impl: strTitle, Doc: "Return a version of the string where each word is titlecased."},
	{Name: "center", Sig: "($self, width, fillchar=' ', /)", Impl: padMethod(padCenter), Doc: "Return a centered string of length width."},
	{Name: "count", Sig: "($self, sub, start=None, end=None, /)", Impl: strCount, Doc: "Return the number of non-overlapping occurrences of substring sub in string S[start:end]."},
	{Name: "expandtabs", Sig: "($self, /, tabsize=8)", Impl: strExpandTabs, Doc: "Return a copy where all tab characters are expanded using spaces."},
	{Name: "find", Sig: "($self, sub, start=None, end=None, /)", Impl: findMethod("find", false, false), Doc: "Return the lowest index in S where substring sub is found, such that sub is contained within S[start:end]."},
	{Name: "partition", Sig: "($self, sep, /)", Impl: strPartition, Doc: "Partition the string into three parts using the given separator."},
	{Name: "index", Sig: "($self, sub, start=None, end=None, /)", Impl: findMethod("index", false, true), Doc: "Return the lowest index in S where substring sub is found, such that sub is contained within S[start:end]."},
	{Name: "ljust", Sig: "($self, width, fillchar=' ', /)", Impl: padMethod(padRight), Doc: "Return a left-justified string of length width."},
	{Name: "lower", Sig: "($self, /)", Impl: strLower, Doc: "Return a copy of the string converted to lowercase."},
	{Name: "lstrip", Sig: "($self, chars=None, /)", Impl: stripMethod("lstrip", true, false), Doc: "Return a copy of the string with leading whitespace removed."},
	{Name: "rfind", Sig: "($self, sub, start=None, end=None, /)", Impl: findMethod("rfind", true, false), Doc: "Return the highest index in S where substring sub is found, such that sub is contained within S[start:end]."},
	{Name: "rindex", Sig: "($self, sub, start=None, end=None, /)", Impl: findMethod("rindex", true, true), Doc: "Return the highest index in S where substring sub is found, such that sub is contained within S[start:end]."},
	{Name: "rjust", Sig: "($self, width, fillchar=' ', /)", Impl: padMethod(padLeft), Doc: "Return a right-justified string of length width."},
	{Name: "rstrip", Sig: "($self, chars=None, /)", Impl: stripMethod("rstrip", false, true), Doc: "Return a copy of the string with trailing whitespace removed."},
	{Name: "rpartition", Sig: "($self, sep, /)", Impl: strRPartition, Doc: "Partition the string into three parts using the given separator."},
	{Name: "splitlines", Sig: "($self, /, keepends=False)", Impl: strSplitLines, Doc: "Return a list of the lines in the string, breaking at line boundaries."},
	{Name: "strip", Sig: "($self, chars=None, /)", Impl: stripMethod("strip", true, true), Doc: "Return a copy of the string with leading and trailing whitespace removed."},
	{Name: "swapcase", Sig: "($self, /)", Impl: strSwapCase, Doc: "Convert uppercase characters to lowercase and lowercase characters to uppercase."},
	{Name: "translate", Sig: "($self, table, /)", Impl: strTranslate, Doc: "Replace each character in the string using the given translation table."},
	{Name: "upper", Sig: "($self, /)", Impl: strUpper, Doc: "Return a copy of the string converted to uppercase."},
	{Name: "startswith", Sig: "($self, prefix, start=None, end=None, /)", Impl: affixMethod("startswith", strings.HasPrefix), Doc: "Return True if the string starts with the specified prefix, False otherwise."},
	{Name: "endswith", Sig: "($self, suffix, start=None, end=None, /)", Impl: affixMethod("endswith", strings.HasSuffix), Doc: "Return True if the string ends with the specified suffix, False otherwise."},
	{Name: "removeprefix", Sig: "($self, prefix, /)", Impl: strRemovePrefix, Doc: "Return a str with the given prefix string removed if present."},
	{Name: "removesuffix", Sig: "($self, suffix, /)", Impl: strRemoveSuffix, Doc: "Return a str with the given suffix string removed if present."},
	{Name: "isascii", Sig: "($self, /)", Impl: strIsASCII, Doc: "Return True if all characters in the string are ASCII, False otherwise."},
	{Name: "islower", Sig: "($self, /)", Impl: strIsLower, Doc: "Return True if the string is a lowercase string, False otherwise."},
	{Name: "isupper", Sig: "($self, /)", Impl: strIsUpper, Doc: "Return True if the string is an uppercase string, False otherwise."},
	{Name: "istitle", Sig: "($self, /)", Impl: strIsTitle, Doc: "Return True if the string is a title-cased string, False otherwise."},
	{Name: "isspace", Sig: "($self, /)", Impl: allMethod(ucd.IsSpace), Doc: "Return True if the string is a whitespace string, False otherwise."},
	{Name: "isdecimal", Sig: "($self, /)", Impl: allMethod(ucd.IsDecimal), Doc: "Return True if the string is a decimal string, False otherwise."},
	{Name: "isdigit", Sig: "($self, /)", Impl: allMethod(ucd.IsDigit), Doc: "Return True if the string is a digit string, False otherwise."},
	{Name: "isnumeric", Sig: "($self, /)", Impl: allMethod(ucd.IsNumeric), Doc: "Return True if the string is a numeric string, False otherwise."},
	{Name: "isalpha", Sig: "($self, /)", Impl: allMethod(ucd.IsAlpha), Doc: "Return True if the string is an alphabetic string, False otherwise."},
	{Name: "isalnum", Sig: "($self, /)", Impl: allMethod(isAlnum), Doc: "Return True if the string is an alpha-numeric string, False otherwise."},
	{Name: "isidentifier", Sig: "($self, /)", Impl: strIsIdentifier, Doc: "Return True if the string is a valid Python identifier, False otherwise."},
	{Name: "isprintable", Sig: "($self, /)", Impl: strIsPrintable, Doc: "Return True if all characters in the string are printable, False otherwise."},
	{Name: "zfill", Sig: "($self, width, /)", Impl: strZFill, Doc: "Pad a numeric string with zeros on the left, to fill a field of the given width."},
	{Name: "format", Impl: strFormatMethod, Doc: "Return a formatted version of the string, using substitutions from args and kwargs."},
	{Name: "format_map", Sig: "($self, mapping, /)", Impl: strFormatMap, Doc: "Return a formatted version of the string, using substitutions from mapping."},
	{Name: "__format__", Sig: "($self, format_spec, /)", Impl: formatMethod, Doc: "Return a formatted version of the string as described by format_spec."},
	{Name: "__sizeof__", Sig: "($self, /)", Impl: strSizeof, Doc: "Return the size of the string in memory, in bytes."},
	{Name: "__getnewargs__", Sig: "($self, /)", Impl: func(self Value) (Value, *Exception) { return TupleV(NewStr(self.Str().S).Value()), nil }},
}

// strSizeof returns the size that CPython's object would have.
func strSizeof(self Value) (Value, *Exception) {
	s := heap[Str](self)
	if s.IsASCII() {
		return Int(int64(41 + len(s.S))), nil
	}
	wide := len(compactText(s.S))
	return Int(int64(56 + wide + wide/s.Len())), nil
}

func strEncode(self, encoding, errors Value) (Value, *Exception) {
	enc, exc := strArg(encoding, "encode", "'encoding'", "utf-8")
	if exc != nil {
		return Value{}, exc
	}
	handler, exc := strArg(errors, "encode", "'errors'", "strict")
	if exc != nil {
		return Value{}, exc
	}
	b, exc := Encode(heap[Str](self), enc, handler)
	if exc != nil {
		return Value{}, exc
	}
	return BytesV(b), nil
}

// strTranslate is str.translate: table[ord(c)] is None, an int or a str; LookupError
// leaves the character.
func strTranslate(self, table Value) (Value, *Exception) {
	s := heap[Str](self).S
	b := make([]byte, 0, len(s))
	// A dict is asked once what an ASCII character becomes.
	exact := table.ref.typ == DictType
	var known [0x80]bool
	var texts [0x80]string
	for i := 0; i < len(s); {
		if c := s[i]; c < 0x80 && known[c] {
			b = append(b, texts[c]...)
			i++
			continue
		}
		c, n := decodeRune(s[i:])
		start := len(b)
		var exc *Exception
		if b, exc = appendTranslated(b, table, c, s[i:i+n]); exc != nil {
			return Value{}, exc
		}
		if exact && c < 0x80 {
			known[c], texts[c] = true, string(b[start:])
		}
		i += n
	}
	return StrV(bytesString(b)), nil
}

// appendTranslated appends what the table makes of the code point c, whose text is given.
func appendTranslated(b []byte, table Value, c rune, text string) ([]byte, *Exception) {
	key := Int(int64(c))
	var x Value
	var exc *Exception
	if table.ref.typ == DictType {
		var ok bool
		if x, ok, exc = heap[Dict](table).Get(key); exc != nil {
			return nil, exc
		} else if !ok {
			return append(b, text...), nil
		}
	} else if x, exc = GetItem(table, key); exc != nil {
		if !exc.Type().IsSubclass(LookupErrorType) {
			return nil, exc
		}
		return append(b, text...), nil
	}
	switch {
	case x.IsNone():
		return b, nil
	case x.IsStr():
		return append(b, heap[Str](x).S...), nil
	case x.IsInt():
		r, fits := AsInt64(x)
		if !fits || r < 0 || r > 0x10ffff {
			return nil, Raisef(ValueErrorType, "character mapping must be in range(0x110000)")
		}
		return appendRune(b, rune(r)), nil
	}
	return nil, Raisef(TypeErrorType, "character mapping must return integer, None or str")
}

func strMakeTrans(args []Value) (Value, *Exception) {
	x, y, z := args[0], args[1], args[2]
	d := NewDict()
	if y.ref == nil {
		return transFromDict(d, x)
	}
	if z.ref != nil && !z.IsStr() {
		return Value{}, Raisef(TypeErrorType, "maketrans() argument 3 must be str, not %s", typeNameOrNone(z))
	}
	to, ok := AsStr(y)
	if !ok {
		return Value{}, Raisef(TypeErrorType, "maketrans() argument 2 must be str, not %s", typeNameOrNone(y))
	}
	from, ok := AsStr(x)
	if !ok {
		return Value{}, Raisef(TypeErrorType, "first maketrans argument must be a string if there is a second argument")
	}
	a, b := from.Runes(), to.Runes()
	if len(a) != len(b) {
		return Value{}, Raisef(ValueErrorType, "the first two maketrans arguments must have equal length")
	}
	for i, c := range a {
		if exc := d.Set(Int(int64(c)), Int(int64(b[i]))); exc != nil {
			return Value{}, exc
		}
	}
	if z.ref != nil {
		for _, c := range heap[Str](z).Runes() {
			if exc := d.Set(Int(int64(c)), None); exc != nil {
				return Value{}, exc
			}
		}
	}
	return d.Value(), nil
}

func transFromDict(d *Dict, x Value) (Value, *Exception) {
	if x.ref.typ != DictType {
		return Value{}, Raisef(TypeErrorType, "if you give only one argument to maketrans it must be a dict")
	}
	src := heap[Dict](x)
	for pos := 0; ; {
		k, v, next, ok := src.Entry(pos)
		if !ok {
			return d.Value(), nil
		}
		pos = next
		if s, isStr := AsStr(k); isStr {
			if s.Len() != 1 {
				return Value{}, Raisef(ValueErrorType, "string keys in translate table must be of length 1")
			}
			c, _ := decodeRune(s.S)
			k = Int(int64(c))
		} else if !k.IsInt() {
			return Value{}, Raisef(TypeErrorType, "keys in translate table must be strings or integers")
		}
		if exc := d.Set(k, v); exc != nil {
			return Value{}, exc
		}
	}
}
