package typing

import (
	"strings"

	"github.com/aio2go/aio2go/runtime/py"
)

// This file implements ForwardRef: a type that is given by the text of an expression.

var forwardRefType = &py.Type{Name: "ForwardRef"}

type forwardRef struct {
	py.Header
	arg        string
	module     value // unbound where it has none
	isArgument bool
	isClass    bool
	evaluated  bool
	value      value // what it stands for, once evaluated
}

var forwardRefSig = py.NewSignature("ForwardRef.__init__", "", "(arg, is_argument=True, module=None, *, is_class=False)")

// newForwardRef returns the reference to what the expression arg names.
func newForwardRef(arg string) (value, exc) {
	if e := checkExpression(arg); e != nil {
		return value{}, e
	}
	v := forwardRefType.Alloc(forwardRefType)
	f := py.Heap[forwardRef](v)
	f.arg, f.isArgument, f.module, f.value = arg, true, py.None, py.None
	return v, nil
}

// checkExpression refuses what is no expression. A program without eval and its like, which
// has no parser, finds out where the reference is evaluated.
func checkExpression(text string) exc {
	if py.ExecText == nil {
		return nil
	}
	compile, e := py.LoadBuiltin(py.Intern("compile"))
	if e != nil {
		return e
	}
	if _, e = py.Call3(compile, py.StrV(expression(text)), py.StrV("<string>"), py.StrV("eval")); e == nil || !e.Is(py.SyntaxErrorType) {
		return e
	}
	handled := py.EnterHandler(e)
	defer py.LeaveHandler(handled)
	return py.Raisef(py.SyntaxErrorType, "Forward reference must be an expression -- got %s", py.QuoteStr(text))
}

// expression is the text of a reference as an expression: what is unpacked is one only in
// a tuple.
func expression(text string) string {
	if strings.HasPrefix(text, "*") {
		return "(" + text + ",)[0]"
	}
	return text
}

func forwardRefNew(cls *py.Type, args []value, names []*py.Str) (value, exc) {
	p, e := forwardRefSig.Parse(args, names)
	if e != nil {
		return value{}, e
	}
	if !p[0].IsStr() {
		r, e := py.ReprText(p[0])
		if e != nil {
			return value{}, e
		}
		return value{}, py.Raisef(py.TypeErrorType, "Forward reference must be a string -- got %s", r)
	}
	v, e := newForwardRef(p[0].Str().S)
	if e != nil {
		return value{}, e
	}
	f := py.Heap[forwardRef](v)
	for _, flag := range []struct {
		given value
		to    *bool
	}{{p[1], &f.isArgument}, {p[3], &f.isClass}} {
		if flag.given.IsUnbound() {
			continue
		}
		if *flag.to, e = py.Truth(flag.given); e != nil {
			return value{}, e
		}
	}
	if !p[2].IsUnbound() {
		f.module = p[2]
	}
	return v, nil
}

func forwardRefCompare(op py.CompareOp, a, b value) (value, exc) {
	if b.Type() != forwardRefType || op != py.EQ && op != py.NE {
		return py.NotImplemented, nil
	}
	x, y := py.Heap[forwardRef](a), py.Heap[forwardRef](b)
	same := x.arg == y.arg
	var e exc
	if same && x.evaluated && y.evaluated {
		same, e = py.EqBool(x.value, y.value)
	} else if same {
		same, e = py.EqBool(x.module, y.module)
	}
	return py.Bool(same == (op == py.EQ)), e
}

func init() {
	field := func(name string, get func(f *forwardRef) value) py.GetSet {
		return py.GetSet{Name: name, Get: func(v value) (value, exc) { return get(py.Heap[forwardRef](v)), nil }}
	}
	forwardRefType.Define(&py.TypeSpec{
		Module: "typing", Layout: py.LayoutOf[forwardRef](),
		Slots: py.Slots{
			New: forwardRefNew,
			Repr: func(v value) (value, exc) {
				f := py.Heap[forwardRef](v)
				s := "ForwardRef(" + py.QuoteStr(f.arg)
				if !f.module.IsNone() {
					r, e := py.ReprText(f.module)
					if e != nil {
						return value{}, e
					}
					s += ", module=" + r
				}
				return py.StrV(s + ")"), nil
			},
			Hash: func(v value) (int64, exc) {
				f := py.Heap[forwardRef](v)
				return py.Hash(py.TupleV(py.StrV(f.arg), f.module))
			},
			Compare: forwardRefCompare,
			Binary:  orTable(unionOf), Reflected: orTable(unionOfReflected),
		},
		Methods: []py.Method{{Name: "__reduce__", Sig: "($self)", Impl: func(v value) (value, exc) {
			f := py.Heap[forwardRef](v)
			return py.TupleV(forwardRefType.Value(), py.TupleV(py.StrV(f.arg), py.Bool(f.isArgument), f.module)), nil
		}}},
		GetSets: []py.GetSet{
			field("__forward_arg__", func(f *forwardRef) value { return py.StrV(f.arg) }),
			field("__forward_module__", func(f *forwardRef) value { return f.module }),
			field("__forward_evaluated__", func(f *forwardRef) value { return py.Bool(f.evaluated) }),
			field("__forward_value__", func(f *forwardRef) value { return f.value }),
			field("__forward_is_argument__", func(f *forwardRef) value { return py.Bool(f.isArgument) }),
			field("__forward_is_class__", func(f *forwardRef) value { return py.Bool(f.isClass) }),
		},
	})
}
