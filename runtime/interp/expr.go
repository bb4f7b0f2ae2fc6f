package interp

import (
	"math/big"

	"github.com/go-python/gpython/ast"
	gpy "github.com/go-python/gpython/py"

	"github.com/aio2go/aio2go/runtime/py"
)

// This file evaluates expressions (Python reference, chapter 6).

type (
	value = py.Value
	exc   = *py.Exception
)

var (
	nameBuiltins = py.Intern("__builtins__")
	nameSuper    = "super"
)

// binaryOps are the operators, plain and in place.
var binaryOps = map[ast.OperatorNumber][2]func(a, b value) (value, exc){
	ast.Add: {py.Add, py.InplaceAdd}, ast.Sub: {py.Sub, py.InplaceSub}, ast.Mult: {py.Mul, py.InplaceMul},
	ast.Div: {py.TrueDiv, py.InplaceTrueDiv}, ast.Modulo: {py.Mod, py.InplaceMod}, ast.Pow: {py.Pow, py.InplacePow},
	ast.LShift: {py.LShift, py.InplaceLShift}, ast.RShift: {py.RShift, py.InplaceRShift},
	ast.BitOr: {py.BitOr, py.InplaceBitOr}, ast.BitXor: {py.BitXor, py.InplaceBitXor},
	ast.BitAnd: {py.BitAnd, py.InplaceBitAnd}, ast.FloorDiv: {py.FloorDiv, py.InplaceFloorDiv},
}

var compareOps = map[ast.CmpOp]func(a, b value) (value, exc){
	ast.Eq: py.Eq, ast.NotEq: py.Ne, ast.Lt: py.Lt, ast.LtE: py.Le, ast.Gt: py.Gt, ast.GtE: py.Ge,
	ast.Is:    func(a, b value) (value, exc) { return py.Bool(a == b), nil },
	ast.IsNot: func(a, b value) (value, exc) { return py.Bool(a != b), nil },
	ast.In:    func(a, b value) (value, exc) { r, e := py.Contains(b, a); return py.Bool(r), e },
	ast.NotIn: func(a, b value) (value, exc) { r, e := py.Contains(b, a); return py.Bool(!r), e },
}

// eval is the value of e.
func (s *scope) eval(e ast.Expr) (value, exc) {
	switch e := e.(type) {
	case *ast.Num:
		return number(e.N), nil
	case *ast.Str:
		return py.StrV(string(e.S)), nil
	case *ast.Bytes:
		return py.BytesV([]byte(e.S)), nil
	case *ast.NameConstant:
		switch e.Value {
		case gpy.True:
			return py.True, nil
		case gpy.False:
			return py.False, nil
		}
		return py.None, nil
	case *ast.Ellipsis:
		return py.Ellipsis, nil
	case *ast.Name:
		return s.load(string(e.Id))
	case *ast.BinOp:
		return s.binary(e)
	case *ast.UnaryOp:
		return s.unary(e)
	case *ast.BoolOp:
		return s.boolean(e)
	case *ast.Compare:
		return s.compare(e)
	case *ast.Call:
		return s.call(e)
	case *ast.Attribute:
		v, x := s.eval(e.Value)
		if x != nil {
			return value{}, x
		}
		return py.GetAttr(v, py.Intern(s.mangle(string(e.Attr))))
	case *ast.Subscript:
		v, key, x := s.subscript(e)
		if x != nil {
			return value{}, x
		}
		return py.GetItem(v, key)
	case *ast.Tuple:
		items, x := s.evalList(e.Elts)
		return py.TupleV(items...), x
	case *ast.List:
		items, x := s.evalList(e.Elts)
		return py.ListV(items...), x
	case *ast.Set:
		items, x := s.evalList(e.Elts)
		if x != nil {
			return value{}, x
		}
		return py.SetBuild(items)
	case *ast.Dict:
		return s.dict(e)
	case *ast.IfExp:
		ok, x := s.truth(e.Test)
		if x != nil {
			return value{}, x
		}
		if ok {
			return s.eval(e.Body)
		}
		return s.eval(e.Orelse)
	case *ast.Lambda:
		return s.lambda(e)
	case *ast.ListComp, *ast.SetComp, *ast.DictComp:
		return s.comprehension(e)
	case *ast.GeneratorExp:
		return s.generatorExp(e)
	case *ast.Yield:
		v := py.None
		if e.Value != nil {
			var x exc
			if v, x = s.eval(e.Value); x != nil {
				return value{}, x
			}
		}
		return s.gen.yield(v, false)
	case *ast.YieldFrom:
		v, x := s.eval(e.Value)
		if x != nil {
			return value{}, x
		}
		return s.gen.yield(v, true)
	case *ast.Starred:
		return value{}, py.Raisef(py.SyntaxErrorType, "can't use starred expression here")
	}
	return value{}, py.Raisef(py.SyntaxErrorType, "%T is not supported in source text made at run time", e)
}

// number is the value of a literal.
func number(n gpy.Object) value {
	switch n := n.(type) {
	case gpy.Int:
		return py.Int(int64(n))
	case *gpy.BigInt:
		return py.IntBig((*big.Int)(n))
	case gpy.Float:
		return py.Float(float64(n))
	case gpy.Complex:
		return py.NewComplex(complex128(n))
	}
	return py.None
}

func (s *scope) evalList(list []ast.Expr) ([]value, exc) {
	items := make([]value, 0, len(list))
	for _, e := range list {
		if star, ok := e.(*ast.Starred); ok {
			v, x := s.eval(star.Value)
			if x != nil {
				return nil, x
			}
			l := py.NewList(items)
			if x := py.ListExtend(l.Value(), v); x != nil {
				return nil, x
			}
			items = l.Items
			continue
		}
		v, x := s.eval(e)
		if x != nil {
			return nil, x
		}
		items = append(items, v)
	}
	return items, nil
}

func (s *scope) truth(e ast.Expr) (bool, exc) {
	v, x := s.eval(e)
	if x != nil {
		return false, x
	}
	return py.Truth(v)
}

func (s *scope) binary(e *ast.BinOp) (value, exc) {
	a, x := s.eval(e.Left)
	if x != nil {
		return value{}, x
	}
	b, x := s.eval(e.Right)
	if x != nil {
		return value{}, x
	}
	return binaryOps[e.Op][0](a, b)
}

func (s *scope) unary(e *ast.UnaryOp) (value, exc) {
	v, x := s.eval(e.Operand)
	if x != nil {
		return value{}, x
	}
	switch e.Op {
	case ast.Not:
		ok, x := py.Truth(v)
		return py.Bool(!ok), x
	case ast.USub:
		return py.Neg(v)
	case ast.UAdd:
		return py.Pos(v)
	}
	return py.Invert(v)
}

func (s *scope) boolean(e *ast.BoolOp) (v value, x exc) {
	for i, operand := range e.Values {
		if v, x = s.eval(operand); x != nil || i == len(e.Values)-1 {
			return v, x
		}
		ok, x := py.Truth(v)
		if x != nil || ok == (e.Op == ast.Or) {
			return v, x
		}
	}
	return v, x
}

func (s *scope) compare(e *ast.Compare) (value, exc) {
	a, x := s.eval(e.Left)
	if x != nil {
		return value{}, x
	}
	for i, op := range e.Ops {
		b, x := s.eval(e.Comparators[i])
		if x != nil {
			return value{}, x
		}
		r, x := compareOps[op](a, b)
		if x != nil || i == len(e.Ops)-1 {
			return r, x
		}
		if ok, x := py.Truth(r); x != nil || !ok {
			return r, x
		}
		a = b
	}
	return a, nil
}

func (s *scope) subscript(e *ast.Subscript) (v, key value, x exc) {
	if v, x = s.eval(e.Value); x != nil {
		return v, key, x
	}
	key, x = s.slice(e.Slice)
	return v, key, x
}

func (s *scope) slice(e ast.Slicer) (value, exc) {
	switch e := e.(type) {
	case *ast.Index:
		return s.eval(e.Value)
	case *ast.Slice:
		var parts [3]value
		for i, p := range [...]ast.Expr{e.Lower, e.Upper, e.Step} {
			parts[i] = py.None
			if p != nil {
				var x exc
				if parts[i], x = s.eval(p); x != nil {
					return value{}, x
				}
			}
		}
		return py.NewSlice(parts[0], parts[1], parts[2]), nil
	case *ast.ExtSlice:
		items := make([]value, len(e.Dims))
		for i, d := range e.Dims {
			var x exc
			if items[i], x = s.slice(d); x != nil {
				return value{}, x
			}
		}
		return py.TupleV(items...), nil
	}
	return py.None, nil
}

func (s *scope) dict(e *ast.Dict) (value, exc) {
	items := make([]value, 0, 2*len(e.Keys))
	for i := range e.Keys {
		for _, part := range [...]ast.Expr{e.Keys[i], e.Values[i]} {
			v, x := s.eval(part)
			if x != nil {
				return value{}, x
			}
			items = append(items, v)
		}
	}
	return py.DictBuild(items)
}

// call evaluates a call. Builtins that look at the frame that calls them get this one.
func (s *scope) call(e *ast.Call) (value, exc) {
	fn, x := s.eval(e.Func)
	if x != nil {
		return value{}, x
	}
	args, x := s.evalList(e.Args)
	if x != nil {
		return value{}, x
	}
	names := make([]*py.Str, 0, len(e.Keywords))
	for _, k := range e.Keywords {
		v, x := s.eval(k.Value)
		if x != nil {
			return value{}, x
		}
		args, names = append(args, v), append(names, py.Intern(string(k.Arg)))
	}
	if e.Starargs == nil && e.Kwargs == nil {
		if n, ok := e.Func.(*ast.Name); ok {
			if v, done, x := s.frameCall(string(n.Id), fn, args, names); done {
				return v, x
			}
		}
		return py.CallKw(fn, args, names)
	}
	pos := py.NewList(args[:len(args)-len(names)])
	if e.Starargs != nil {
		v, x := s.eval(e.Starargs)
		if x != nil {
			return value{}, x
		}
		if x := py.ListExtend(pos.Value(), v); x != nil {
			return value{}, x
		}
	}
	kw := py.NewDict()
	for i, n := range names {
		kw.SetStr(n, args[len(args)-len(names)+i])
	}
	if e.Kwargs != nil {
		v, x := s.eval(e.Kwargs)
		if x != nil {
			return value{}, x
		}
		if x := py.DictMergeKw(kw.Value(), v, fn); x != nil {
			return value{}, x
		}
	}
	return py.CallEx(fn, pos.Value(), kw.Value())
}

// frameCall calls a builtin that looks at its caller's frame; done is false for others.
func (s *scope) frameCall(name string, fn value, args []value, names []*py.Str) (v value, done bool, x exc) {
	switch name {
	case "globals", "locals", "vars", "dir", nameSuper, "eval", "exec":
	default:
		return value{}, false, nil
	}
	if b, x := py.LoadBuiltin(py.Intern(name)); x != nil || b != fn || len(names) > 0 {
		return value{}, false, nil
	}
	switch {
	case (name == "eval" || name == "exec") && len(args) == 1:
		ns := s.namespace()
		if name == "eval" {
			v, x = evalArgs([]value{args[0], s.globals, ns}, nil)
		} else {
			v, x = execArgs([]value{args[0], s.globals, ns}, nil)
		}
		return v, true, x
	case len(args) > 0:
		return value{}, false, nil
	case name == "globals":
		return s.globals, true, nil
	case name == "locals", name == "vars":
		return s.namespace(), true, nil
	case name == "dir":
		v, x = py.SortedKeys(s.namespace())
		return v, true, x
	case name == nameSuper:
		for t := s; t != nil; t = t.outer {
			if c, _ := t.cell("__class__"); c != nil && !s.self.IsUnbound() {
				v, x = py.Super(c.V, s.self)
				return v, true, x
			}
		}
		return value{}, true, py.SuperNoArgs(!s.self.IsUnbound())
	}
	return value{}, false, nil
}
