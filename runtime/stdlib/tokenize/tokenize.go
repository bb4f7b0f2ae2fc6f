// Package tokenize implements the module _tokenize, on which the library's module tokenize
// stands (Python library reference, tokenize: Tokenizer for Python source). The scanner is
// one of its own: comments, blank lines and what is no token in a program are tokens here.
package tokenize

import (
	"strings"

	"github.com/aio2go/aio2go/runtime/py"
)

type (
	value = py.Value
	exc   = *py.Exception
)

// iterator is a TokenizerIter.
type iterator struct {
	py.Header
	readline value
	encoding string
	s        *scanner // nil before the first token
}

var iterType = &py.Type{Name: "TokenizerIter"}

var spec = py.ModuleSpec{Name: "_tokenize", Types: []*py.Type{iterType}}

var newSig = py.NewSignature("tokenizeriter", "", "(readline, /, *, extra_tokens, encoding='utf-8')")

func init() {
	py.RegisterModule(&spec)
	iterType.Define(&py.TypeSpec{
		Module: "_tokenize", Layout: py.LayoutOf[iterator](),
		Slots: py.Slots{
			New: func(cls *py.Type, args []value, names []*py.Str) (value, exc) {
				a, e := newSig.Parse(args, names)
				if e != nil {
					return value{}, e
				}
				extra, e := py.Truth(a[1])
				if e != nil {
					return value{}, e
				}
				if !extra {
					return value{}, py.Raisef(py.NotImplementedErrorType, "TokenizerIter without extra_tokens is not supported")
				}
				v := cls.Alloc(cls)
				it := py.Heap[iterator](v)
				it.readline = a[0]
				if s, ok := py.AsStr(a[2]); ok && !a[2].IsUnbound() {
					it.encoding = s.S
				}
				return v, nil
			},
			Iter: func(v value) (value, exc) { return v, nil },
			Next: next,
		},
	})
}

// lines reads all lines, or those before one that cannot be read as source.
func (it *iterator) lines() (list []string, cut *failure, e exc) {
	kind := "bytes"
	if it.encoding == "" {
		kind = "string"
	}
	for {
		line, e := py.Call0(it.readline)
		if e != nil {
			if e.Is(py.StopIterationType) {
				return list, nil, nil
			}
			return nil, nil, e
		}
		text, isStr := py.AsStr(line)
		b, isBytes := py.AsBytes(line)
		switch {
		case isStr && kind == "string":
			if _, e := py.Encode(text, "utf-8", "strict"); e != nil {
				return list, &failure{raised: e}, nil
			}
		case isBytes && kind == "bytes":
			v, e := py.Decode(b.B, it.encoding, "replace")
			if e != nil {
				return nil, nil, e
			}
			text = v.Str()
		default:
			return nil, nil, py.Raisef(py.TypeErrorType, "readline() returned a non-%s object", kind)
		}
		if text.S == "" {
			return list, nil, nil
		}
		if strings.IndexByte(text.S, 0) >= 0 {
			return list, &failure{message: "source code cannot contain null bytes", line: len(list) + 1, text: text.S}, nil
		}
		list = append(list, text.S)
	}
}

func next(v value) (value, bool, exc) {
	it := py.Heap[iterator](v)
	if it.s == nil {
		lines, cut, e := it.lines()
		if e != nil {
			return value{}, false, e
		}
		it.s = newScanner(lines, cut)
	}
	t, err := it.s.next()
	if err != nil {
		return value{}, false, err.raise()
	}
	if t == nil {
		return value{}, false, nil
	}
	place := func(p place) value { return py.TupleV(py.IntOf(p.line), py.IntOf(p.column)) }
	return py.TupleV(py.IntOf(t.kind), py.StrV(t.text), place(t.start), place(t.end), py.StrV(t.line)), true, nil
}

// raise makes the exception.
func (e *failure) raise() exc {
	if e.raised != nil {
		return e.raised
	}
	class := py.SyntaxErrorType
	switch e.kind {
	case badIndent:
		class = py.IndentationErrorType
	case badTabs:
		class = py.TabErrorType
	}
	where := py.TupleV(py.StrV("<string>"), py.IntOf(e.line), py.IntOf(e.column), py.StrV(strings.TrimRight(e.text, "\r\n")), py.None, py.None)
	v, exc := py.Call2(class.Value(), py.StrV(e.message), where)
	if exc != nil {
		return exc
	}
	return py.Raise(v)
}
