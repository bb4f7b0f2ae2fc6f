package inspect

import (
	"github.com/aio2go/aio2go/runtime/py"
	"github.com/aio2go/aio2go/runtime/pymod"
)

// This file implements inspect.BlockFinder, which programs feed with the tokens of module tokenize
// until it raises EndOfBlock. Its state is in attributes, as a program may look at them; the rules are
// those of definitions in the grammar: decorators, then one statement that ends at a dedent.

// The types of tokens, as in module token.
const (
	tokenNewline = 4
	tokenIndent  = 5
	tokenDedent  = 6
	tokenComment = 62
	tokenNL      = 63
)

// blockState is the state of a BlockFinder.
type blockState struct {
	self                               value
	indent, last                       int
	lambda, started, passes, decorator bool
	column                             value // of the body, None before it
}

var (
	blockIndent, blockLast, blockColumn = py.Intern("indent"), py.Intern("last"), py.Intern("body_col0")
	blockLambda, blockStarted           = py.Intern("islambda"), py.Intern("started")
	blockPasses, blockDecorator         = py.Intern("passline"), py.Intern("indecorator")
)

// endOfBlock is the class of the exception.
var endOfBlock value

func defineBlockFinder(m *py.Module) exc {
	endOfBlock, _ = m.Get(py.Intern("EndOfBlock"))
	_, e := pymod.Define(m, pymod.Class{Name: "BlockFinder", Doc: "Provide a tokeneater() method to detect the end of a code block.", Methods: []pymod.Func{
		{Sig: "__init__(self)", Impl: func(self value) (value, exc) {
			s := &blockState{self: self, last: 1, column: py.None}
			return py.None, s.store()
		}},
		{Sig: "tokeneater(self, type, token, srowcol, erowcol, line)", Impl: func(self, typ, token, start, end, _ value) (value, exc) {
			return py.None, eatToken(self, typ, token, start, end)
		}},
	}})
	return e
}

// store sets the attributes.
func (s *blockState) store() exc {
	for _, a := range []struct {
		name *py.Str
		v    value
	}{
		{blockIndent, py.IntOf(s.indent)}, {blockLambda, py.Bool(s.lambda)}, {blockStarted, py.Bool(s.started)},
		{blockPasses, py.Bool(s.passes)}, {blockDecorator, py.Bool(s.decorator)}, {blockLast, py.IntOf(s.last)}, {blockColumn, s.column},
	} {
		if e := py.SetAttr(s.self, a.name, a.v); e != nil {
			return e
		}
	}
	return nil
}

// loadBlock reads the attributes.
func loadBlock(self value) (*blockState, exc) {
	s := &blockState{self: self}
	for _, a := range []struct {
		name *py.Str
		n    *int
		b    *bool
	}{{blockIndent, &s.indent, nil}, {blockLast, &s.last, nil}, {blockLambda, nil, &s.lambda}, {blockStarted, nil, &s.started},
		{blockPasses, nil, &s.passes}, {blockDecorator, nil, &s.decorator}, {blockColumn, nil, nil}} {
		v, e := py.GetAttr(self, a.name)
		switch {
		case e != nil:
		case a.n != nil:
			*a.n, e = py.CInt(v)
		case a.b != nil:
			*a.b, e = py.Truth(v)
		default:
			s.column = v
		}
		if e != nil {
			return nil, e
		}
	}
	return s, nil
}

// at returns an element of the place of a token.
func at(place value, i int) (value, exc) { return py.GetItem(place, py.IntOf(i)) }

// eatToken takes note of a token.
func eatToken(self, typ, token, start, end value) exc {
	s, e := loadBlock(self)
	if e != nil {
		return e
	}
	kind, e := py.CInt(typ)
	if e != nil {
		return e
	}
	ends := false
	switch {
	case !s.started && !s.decorator:
		if t, ok := py.AsStr(token); ok {
			switch t.S {
			case "@":
				s.decorator = true
			case "def", "class", "lambda":
				s.started, s.lambda = true, s.lambda || t.S == "lambda"
			}
		}
		s.passes = true // what else is in the line does not matter
	case kind == tokenNewline:
		s.passes = false
		if s.last, e = row(start); e != nil {
			return e
		}
		ends = s.lambda
		s.decorator = s.decorator && ends
	case s.passes:
	case kind == tokenIndent:
		if s.column.IsNone() && s.started {
			if s.column, e = at(end, 1); e != nil {
				return e
			}
		}
		s.indent++
		s.passes = true
	case kind == tokenDedent:
		s.indent--
		ends = s.indent <= 0
	case kind == tokenComment:
		// One that stands as far to the right as the body belongs to it.
		if !s.column.IsNone() {
			column, e := at(start, 1)
			if e != nil {
				return e
			}
			in, e := py.GeBool(column, s.column)
			if e != nil {
				return e
			}
			if in {
				if s.last, e = row(start); e != nil {
					return e
				}
			}
		}
	case s.indent == 0 && kind != tokenNL:
		ends = true
	}
	if e := s.store(); e != nil || !ends {
		return e
	}
	return py.Raise(endOfBlock)
}

func row(place value) (int, exc) {
	v, e := at(place, 0)
	if e != nil {
		return 0, e
	}
	return py.CInt(v)
}
