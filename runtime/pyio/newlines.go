package pyio

import (
	"strings"

	"github.com/aio2go/aio2go/runtime/py"
)

// This file implements IncrementalNewlineDecoder, the translation of line ends behind
// another decoder.

// lineEnds looks at the line ends in a text that comes in parts.
type lineEnds struct {
	translate bool // into \n
	pending   bool // a \r was at the end of what came so far
	seen      int  // of seenCR, seenLF and seenCRLF
}

// newlineDecoder is an instance of IncrementalNewlineDecoder.
type newlineDecoder struct {
	py.Header
	decoder py.Value // unbound until initialized
	lineEnds
}

const (
	seenCR = 1 << iota
	seenLF
	seenCRLF
)

// NewlineDecoderType is io.IncrementalNewlineDecoder.
var NewlineDecoderType = &py.Type{Name: "IncrementalNewlineDecoder"}

// newlinesOf returns the decoder, if it has been initialized.
func newlinesOf(v py.Value) (*newlineDecoder, *py.Exception) {
	d := py.Heap[newlineDecoder](v)
	if d.decoder.IsUnbound() {
		return nil, py.Raisef(py.ValueErrorType, "IncrementalNewlineDecoder.__init__() not called")
	}
	return d, nil
}

func init() {
	sig := py.NewSignature("IncrementalNewlineDecoder", "", "(decoder, translate, errors='strict')")
	NewlineDecoderType.Define(&py.TypeSpec{
		Module: "_io", Flags: py.FlagBaseType, Layout: py.LayoutOf[newlineDecoder](),
		Doc: "Codec used when reading a file in universal newlines mode.\n\nIt wraps another incremental decoder, translating \\r\\n and \\r into \\n.\nIt also records the types of newlines encountered.  When used with\ntranslate=False, it ensures that the newline sequence is returned in\none piece. When used with decoder=None, it expects unicode strings as\ndecode input and translates newlines without first invoking an external\ndecoder.",
		Slots: py.Slots{
			New: func(cls *py.Type, args []py.Value, names []*py.Str) (py.Value, *py.Exception) {
				return cls.Alloc(cls), nil
			},
			Init: func(v py.Value, args []py.Value, names []*py.Str) *py.Exception {
				p, exc := sig.Parse(args, names)
				if exc != nil {
					return exc
				}
				translate, exc := py.Truth(p[1])
				if exc != nil {
					return exc
				}
				d := py.Heap[newlineDecoder](v)
				d.decoder, d.lineEnds = p[0], lineEnds{translate: translate}
				return nil
			},
		},
		Methods: []py.Method{
			{Name: "decode", Sig: "($self, /, input, final=False)", Impl: func(v, input, final py.Value) (py.Value, *py.Exception) {
				d, exc := newlinesOf(v)
				if exc != nil {
					return py.Value{}, exc
				}
				last := false
				if !final.IsUnbound() {
					if last, exc = py.Truth(final); exc != nil {
						return py.Value{}, exc
					}
				}
				return d.decode(input, last)
			}},
			{Name: "getstate", Sig: "($self, /)", Impl: func(v py.Value) (py.Value, *py.Exception) {
				d, exc := newlinesOf(v)
				if exc != nil {
					return py.Value{}, exc
				}
				return d.state()
			}},
			{Name: "setstate", Sig: "($self, state, /)", Impl: func(v, state py.Value) (py.Value, *py.Exception) {
				d, exc := newlinesOf(v)
				if exc != nil {
					return py.Value{}, exc
				}
				return py.None, d.setState(state)
			}},
			{Name: "reset", Sig: "($self, /)", Impl: func(v py.Value) (py.Value, *py.Exception) {
				d, exc := newlinesOf(v)
				if exc != nil {
					return py.Value{}, exc
				}
				d.seen, d.pending = 0, false
				if d.decoder.IsNone() {
					return py.None, nil
				}
				return py.CallMethod0(d.decoder, nameReset)
			}},
		},
		GetSets: []py.GetSet{{Name: "newlines", Get: func(v py.Value) (py.Value, *py.Exception) {
			d, exc := newlinesOf(v)
			if exc != nil {
				return py.Value{}, exc
			}
			return d.value(), nil
		}}},
	})
}

func (d *newlineDecoder) decode(input py.Value, final bool) (py.Value, *py.Exception) {
	if !d.decoder.IsNone() {
		var exc *py.Exception
		if input, exc = py.CallMethod2(d.decoder, nameDecode, input, py.Bool(final)); exc != nil {
			return py.Value{}, exc
		}
	}
	str, ok := py.AsStr(input)
	if !ok {
		return py.Value{}, py.Raisef(py.TypeErrorType, "decoder should return a string result, not '%s'", input.Type().ShownName())
	}
	return py.StrV(d.next(str.S, final)), nil
}

// next is the part s of the text. A \r at its end, which may be half of a \r\n, is kept
// back unless s is final.
func (l *lineEnds) next(s string, final bool) string {
	if l.pending && (final || s != "") {
		s = "\r" + s
		l.pending = false
	}
	if !final && strings.HasSuffix(s, "\r") {
		s = s[:len(s)-1]
		l.pending = true
	}
	if strings.IndexByte(s, '\r') < 0 {
		if l.seen&seenLF == 0 && strings.IndexByte(s, '\n') >= 0 {
			l.seen |= seenLF
		}
		return s
	}
	pairs := strings.Count(s, "\r\n")
	if pairs > 0 {
		l.seen |= seenCRLF
	}
	if strings.Count(s, "\r") > pairs {
		l.seen |= seenCR
	}
	if strings.Count(s, "\n") > pairs {
		l.seen |= seenLF
	}
	if l.translate {
		s = strings.ReplaceAll(strings.ReplaceAll(s, "\r\n", "\n"), "\r", "\n")
	}
	return s
}

// value is what attributes newlines are: the kinds of line ends that were seen.
func (l *lineEnds) value() py.Value {
	var found []py.Value
	for i, end := range []string{"\r", "\n", "\r\n"} {
		if l.seen&(1<<i) != 0 {
			found = append(found, py.StrV(end))
		}
	}
	switch len(found) {
	case 0:
		return py.None
	case 1:
		return found[0]
	}
	return py.NewTuple(found).Value()
}

// state is that of the other decoder, with the pending \r in the lowest bit of the flag.
func (d *newlineDecoder) state() (py.Value, *py.Exception) {
	buffer, flag := py.BytesV(nil), py.Int(0)
	if !d.decoder.IsNone() {
		s, exc := py.CallMethod0(d.decoder, nameGetState)
		if exc != nil {
			return py.Value{}, exc
		}
		if buffer, flag, exc = statePair(s, "illegal decoder state"); exc != nil {
			return py.Value{}, exc
		}
	}
	flag, exc := py.LShift(flag, py.Int(1))
	if exc == nil && d.pending {
		flag, exc = py.BitOr(flag, py.Int(1))
	}
	return py.TupleV(buffer, flag), exc
}

// statePair takes the state of a decoder apart, with the text of the error where it is none.
func statePair(s py.Value, illegal string) (buffer, flag py.Value, exc *py.Exception) {
	t, ok := py.AsTuple(s)
	if !ok || len(t.Items()) != 2 || !t.Items()[1].IsInt() {
		return py.Value{}, py.Value{}, py.Raisef(py.TypeErrorType, "%s", illegal)
	}
	return t.Items()[0], t.Items()[1], nil
}

func (d *newlineDecoder) setState(s py.Value) *py.Exception {
	if _, ok := py.AsTuple(s); !ok {
		return py.Raisef(py.TypeErrorType, "state argument must be a tuple")
	}
	buffer, flag, exc := statePair(s, "setstate(): illegal state argument")
	if exc != nil {
		return exc
	}
	low, exc := py.BitAnd(flag, py.Int(1))
	if exc != nil {
		return exc
	}
	if d.pending, exc = py.Truth(low); exc != nil {
		return exc
	}
	if flag, exc = py.RShift(flag, py.Int(1)); exc != nil || d.decoder.IsNone() {
		return exc
	}
	_, exc = py.CallMethod1(d.decoder, nameSetState, py.TupleV(buffer, flag))
	return exc
}

// checkNewline refuses a line end that there is not.
func checkNewline(newline py.Value) *py.Exception {
	if newline.IsUnbound() || newline.IsNone() {
		return nil
	}
	if !newline.IsStr() {
		return py.Raisef(py.TypeErrorType, "illegal newline type: %s", newline.Type().ShownName())
	}
	switch newline.Str().S {
	case "", "\n", "\r", "\r\n":
		return nil
	}
	return py.Raisef(py.ValueErrorType, "illegal newline value: %s", newline.Str().S)
}
