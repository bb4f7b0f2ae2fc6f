package py

import "math"

// This file implements the type str: slots, constructor and table of methods (library
// reference, Text Sequence Type and String Methods).

var strSpec = TypeSpec{
	Doc: "str(object='') -> str\nstr(bytes_or_buffer[, encoding[, errors]]) -> str\n\n" +
		"Create a new string object from the given object. If encoding or\n" +
		"errors is specified, then the object must expose a data buffer\n" +
		"that will be decoded using the given encoding and error handler.\n" +
		"Otherwise, returns the result of object.__str__() (if defined)\n" +
		"or repr(object).\nencoding defaults to sys.getdefaultencoding().\nerrors defaults to 'strict'.",
	Flags:  FlagStr | FlagBaseType | FlagSequenceOps,
	Layout: LayoutOf[Str](),
	Slots: Slots{
		Repr:      func(v Value) (Value, *Exception) { return StrV(QuoteStr(heap[Str](v).S)), nil },
		Str:       func(v Value) (Value, *Exception) { return exactStr(v), nil },
		Hash:      func(v Value) (int64, *Exception) { return strHash(heap[Str](v)), nil },
		Compare:   strCompare,
		Len:       func(v Value) (int, *Exception) { return heap[Str](v).Len(), nil },
		GetItem:   strGetItem,
		Contains:  strContains,
		Iter:      strIter,
		Binary:    &BinaryTable{OpAdd: strAdd, OpMul: strMul, OpMod: strMod},
		Reflected: &BinaryTable{OpMul: strMul, OpMod: strRMod},
		New:       strNew,
	},
	Methods: strMethods,
	StaticMethods: []Method{
		{Name: "maketrans", Sig: "(x, y=<unrepresentable>, z=<unrepresentable>, /)", Impl: strMakeTrans, Doc: "Return a translation table usable for str.translate()."},
	},
}

func init() { StrType.Define(&strSpec) }

// exactStr returns v, a str or of a subclass, as a str.
func exactStr(v Value) Value {
	if v.ref.typ == StrType {
		return v
	}
	s := heap[Str](v)
	return (&Str{Header: Header{StrType}, S: s.S, hash: s.hash, ext: s.ext, kind: s.kind}).Value()
}

// NewStrOf returns an instance of cls, str or a subclass, with the text s.
func NewStrOf(cls *Type, s string) Value {
	if cls == StrType {
		return StrV(s)
	}
	v := cls.Alloc(cls)
	heap[Str](v).S = s
	return v
}

var strSignature = NewSignature("str", "", "(object='', encoding='utf-8', errors='strict')").Vector()

func strNew(cls *Type, args []Value, names []*Str) (Value, *Exception) {
	var v Value
	var exc *Exception
	switch {
	case len(args) == 0:
		v = EmptyStr.Value()
	case len(args) == 1 && len(names) == 0:
		v, exc = Str_(args[0])
	default:
		v, exc = strNewArgs(args, names)
	}
	if exc != nil || cls == StrType {
		return v, exc
	}
	return NewStrOf(cls, heap[Str](v).S), nil
}

func strNewArgs(args []Value, names []*Str) (Value, *Exception) {
	a, exc := strSignature.Parse(args, names)
	if exc != nil {
		return Value{}, exc
	}
	encoding, exc := strArg(a[1], "str", "'encoding'", "utf-8")
	if exc != nil {
		return Value{}, exc
	}
	errors, exc := strArg(a[2], "str", "'errors'", "strict")
	if exc != nil {
		return Value{}, exc
	}
	if a[0].ref == nil {
		return EmptyStr.Value(), nil
	}
	if a[1].ref == nil && a[2].ref == nil {
		return Str_(a[0])
	}
	if a[0].IsStr() {
		return Value{}, Raisef(TypeErrorType, "decoding str is not supported")
	}
	b, ok := bytesOf(a[0])
	if !ok {
		return Value{}, Raisef(TypeErrorType, "decoding to str: need a bytes-like object, %s found", a[0].ref.typ.ShownName())
	}
	return Decode(b, encoding, errors)
}

// strArg returns the text of the argument v of a function, or def where it is absent.
func strArg(v Value, fn, arg, def string) (string, *Exception) {
	if v.ref == nil {
		return def, nil
	}
	s, ok := AsStr(v)
	if !ok {
		return "", Raisef(TypeErrorType, "%s() argument %s must be str, not %s", fn, arg, typeNameOrNone(v))
	}
	return s.S, nil
}

// typeNameOrNone is how argument parsing names the type of a wrong argument.
func typeNameOrNone(v Value) string {
	if v.IsNone() {
		return "None"
	}
	return v.ref.typ.ShownName()
}

func strCompare(op CompareOp, a, b Value) (Value, *Exception) {
	if b.ref.typ.Flags&FlagStr == 0 {
		return NotImplemented, nil
	}
	return Bool(compareStrs(op, heap[Str](a), heap[Str](b))), nil
}

func strAdd(a, b Value) (Value, *Exception) {
	if a.ref.typ.Flags&b.ref.typ.Flags&FlagStr == 0 {
		return NotImplemented, nil
	}
	return concatStr(heap[Str](a), heap[Str](b)), nil
}

// repeatCount returns the operand of a repetition; ok is false where it is no integer.
func repeatCount(v Value) (n int, ok bool, exc *Exception) {
	if !HasIndex(v) {
		return 0, false, nil
	}
	n, exc = IndexInt(v, OverflowErrorType)
	return max(n, 0), true, exc
}

func strMul(a, b Value) (Value, *Exception) {
	n, ok, exc := repeatCount(b)
	if !ok || exc != nil {
		return NotImplemented, exc
	}
	s := heap[Str](a)
	switch {
	case n == 1 && s.typ == StrType:
		return a, nil
	case n == 0 || s.S == "":
		return EmptyStr.Value(), nil
	}
	if s.Len() > math.MaxInt/n {
		return Value{}, Raisef(OverflowErrorType, "repeated string is too long")
	}
	if exc := CheckMemory(len(s.S), n); exc != nil {
		return Value{}, exc
	}
	r, room := newRoom(len(s.S) * n)
	r.kind = s.kind
	for done := copy(room, s.S); done < len(room); done *= 2 {
		copy(room[done:], room[:done])
	}
	return r.Value(), nil
}

func strMod(a, b Value) (Value, *Exception) {
	if a.ref.typ.Flags&FlagStr == 0 {
		return NotImplemented, nil
	}
	return FormatPercent(heap[Str](a), b)
}

func strRMod(self, other Value) (Value, *Exception) { return strMod(other, self) }

func strGetItem(v, key Value) (Value, *Exception) {
	s := heap[Str](v)
	if key.ref == &intHeader && s.kind == strASCII && key.bits < uint64(len(s.S)) {
		return byteStrs[s.S[key.bits]].Value(), nil
	}
	if HasIndex(key) {
		i, exc := IndexInt(key, IndexErrorType)
		if exc != nil {
			return Value{}, exc
		}
		n := s.Len()
		if i < 0 {
			i += n
		}
		if i < 0 || i >= n {
			return Value{}, Raisef(IndexErrorType, "string index out of range")
		}
		return s.At(i).Value(), nil
	}
	if key.ref.typ != SliceType {
		return Value{}, Raisef(TypeErrorType, "string indices must be integers, not '%s'", key.ref.typ.ShownName())
	}
	return s.slice(heap[Slice](key))
}

// slice is s[x].
func (s *Str) slice(x *Slice) (Value, *Exception) {
	start, stop, step, count, exc := x.indices(s.Len())
	if exc != nil {
		return Value{}, exc
	}
	if count <= 0 {
		return EmptyStr.Value(), nil
	}
	if step == 1 {
		return s.Slice(start, stop).Value(), nil
	}
	if s.IsASCII() {
		b := make([]byte, 0, count)
		for ; count > 0; count-- {
			b = append(b, s.S[start])
			start += step
		}
		return asciiV(bytesString(b)), nil
	}
	r := s.Runes()
	out := make([]rune, 0, count)
	for ; count > 0; count-- {
		out = append(out, r[start])
		start += step
	}
	return runesStr(out).Value(), nil
}

func strContains(v, item Value) (bool, *Exception) {
	x, ok := AsStr(item)
	if !ok {
		return false, Raisef(TypeErrorType, "'in <string>' requires string as left operand, not %s", item.ref.typ.ShownName())
	}
	return indexText(heap[Str](v).S, x.S) >= 0, nil
}

// strIterator is the iterator of a str.
type strIterator struct {
	Header
	s   *Str
	off int
}

// There are two classes, as in CPython: the one of strs of ASCII characters shows in a repr.
var (
	strIteratorType      = &Type{Name: "str_iterator"}
	strASCIIIteratorType = &Type{Name: "str_ascii_iterator"}
)

func init() {
	for _, t := range []*Type{strIteratorType, strASCIIIteratorType} {
		defineStrIterator(t)
	}
}

func defineStrIterator(t *Type) {
	t.Define(&TypeSpec{
		NoNew: true,
		Slots: Slots{
			Iter: func(v Value) (Value, *Exception) { return v, nil },
			Next: func(v Value) (Value, bool, *Exception) {
				it := heap[strIterator](v)
				if it.s == nil || it.off >= len(it.s.S) {
					it.s = nil
					return Value{}, false, nil
				}
				c, n := decodeRune(it.s.S[it.off:])
				it.off += n
				return RuneStr(c).Value(), true, nil
			},
		},
		Methods: append(strIterState.methods(), Method{
			Name: "__length_hint__", Sig: "($self, /)", Impl: func(v Value) (Value, *Exception) {
				it := heap[strIterator](v)
				if it.s == nil {
					return Int(0), nil
				}
				return Int(int64(runeCount(it.s.S[it.off:]))), nil
			},
		}),
	})
}

var strIterState = position{
	maker: nameIter, empty: StrV(""),
	get: func(v Value) (Value, int) {
		it := heap[strIterator](v)
		if it.s == nil {
			return Value{}, 0
		}
		return it.s.Value(), runeCount(it.s.S[:it.off])
	},
	set: func(v Value, i int) {
		it := heap[strIterator](v)
		for it.off = 0; i > 0; i-- {
			_, n := decodeRune(it.s.S[it.off:])
			it.off += n
		}
	},
}

func strIter(v Value) (Value, *Exception) {
	s, t := heap[Str](v), strIteratorType
	if s.IsASCII() {
		t = strASCIIIteratorType
	}
	return (&strIterator{Header: Header{t}, s: s}).Value(), nil
}
