package ast

import (
	"reflect"

	"github.com/aio2go/aio2go/frontend/diag"
	"github.com/aio2go/aio2go/frontend/source"
	"github.com/aio2go/aio2go/frontend/syntax"
	"github.com/aio2go/aio2go/runtime/py"
	"github.com/aio2go/aio2go/runtime/pyparse"
)

// This file implements parse, and what compile does with trees.

func init() {
	pyparse.Objects.Is = isNode
	pyparse.Objects.Tree = treeOf
	pyparse.Objects.Parse = func(file *source.File, mode string, flags int) (value, exc) {
		if e := buildClasses(); e != nil {
			return value{}, e
		}
		if flags&pyparse.TypeComments != 0 {
			return value{}, noTypeComments()
		}
		return parseFile(file, mode)
	}
}

func noTypeComments() exc {
	return py.Raisef(py.NotImplementedErrorType, "type comments are not supported")
}

// parseText is ast.parse. feature_version has no effect: the grammar is that of 3.13.
func parseText(text, filename, mode, typeComments, version, optimize value) (value, exc) {
	var s steps
	if s.Truth(typeComments) {
		return value{}, noTypeComments()
	}
	if t, ok := py.AsTuple(version); ok {
		major, _, e := py.Unpack2(t.Value())
		if e != nil {
			return value{}, e
		}
		if !s.Eq(major, py.Int(3)) && !s.Failed() {
			return value{}, py.Raisef(py.ValueErrorType, "Unsupported major version: %s", s.Str(major))
		}
	}
	m, ok := py.AsStr(mode)
	if !ok {
		return value{}, py.Raisef(py.TypeErrorType, "compile() argument 'mode' must be str, not %s", mode.Type().Name)
	}
	name, e := fileName(filename)
	if e != nil {
		return value{}, e
	}
	switch m.S {
	case pyparse.Exec, pyparse.Eval, pyparse.Single:
	case "func_type":
		return value{}, py.Raisef(py.NotImplementedErrorType, "the mode func_type is not supported")
	default:
		return value{}, py.Raisef(py.ValueErrorType, "compile() mode must be 'exec', 'eval', 'single' or 'func_type'")
	}
	if isNode(text) {
		return text, nil
	}
	file, e := pyparse.Source(name, "compile() arg 1 must be a string, bytes or AST object", text)
	if e != nil {
		return value{}, e
	}
	return parseFile(file, m.S)
}

func fileName(v value) (string, exc) {
	if s, ok := py.AsStr(v); ok {
		return s.S, nil
	}
	if b, ok := py.AsBytes(v); ok {
		return string(b.B), nil
	}
	f, found, e := py.LookupAttr(v, py.Intern("__fspath__"))
	if e != nil {
		return "", e
	}
	if found {
		if v, e = py.Call0(f); e != nil {
			return "", e
		}
		return py.StrText(v)
	}
	return "", py.Raisef(py.TypeErrorType, "expected str, bytes or os.PathLike object, not %s", v.Type().Name)
}

// parseFile parses text into objects.
func parseFile(file *source.File, mode string) (value, exc) {
	list := new(diag.List)
	o := &objects{file: file, rules: map[reflect.Type]*rule{}}
	if mode == pyparse.Eval {
		x, e := pyparse.Expression(file, list)
		if e == nil {
			e = pyparse.Warn(list)
		}
		if e != nil {
			return value{}, e
		}
		return rules["Expression"].make([]value{o.node(x.Body)}), nil
	}
	tree, e := pyparse.Module(file, mode, list)
	if e == nil {
		e = pyparse.Warn(list)
	}
	if e != nil {
		return value{}, e
	}
	body := make([]value, len(tree.Body))
	for i, st := range tree.Body {
		body[i] = o.node(st)
	}
	if mode == pyparse.Single {
		return rules["Interactive"].make([]value{py.NewList(body).Value()}), nil
	}
	return rules["Module"].make([]value{py.NewList(body).Value(), py.ListV()}), nil
}

// structs are Go's structs by the names of the classes.
var structs = map[string]reflect.Type{}

func init() {
	for _, n := range []syntax.Node{
		(*syntax.FunctionDef)(nil), (*syntax.AsyncFunctionDef)(nil), (*syntax.ClassDef)(nil), (*syntax.Return)(nil), (*syntax.Delete)(nil),
		(*syntax.Assign)(nil), (*syntax.TypeAlias)(nil), (*syntax.AugAssign)(nil), (*syntax.AnnAssign)(nil), (*syntax.For)(nil),
		(*syntax.AsyncFor)(nil), (*syntax.While)(nil), (*syntax.If)(nil), (*syntax.With)(nil), (*syntax.AsyncWith)(nil), (*syntax.WithItem)(nil),
		(*syntax.Match)(nil), (*syntax.MatchCase)(nil), (*syntax.Raise)(nil), (*syntax.Try)(nil), (*syntax.TryStar)(nil), (*syntax.ExceptHandler)(nil),
		(*syntax.Assert)(nil), (*syntax.Import)(nil), (*syntax.ImportFrom)(nil), (*syntax.Alias)(nil), (*syntax.Global)(nil), (*syntax.Nonlocal)(nil),
		(*syntax.ExprStmt)(nil), (*syntax.Pass)(nil), (*syntax.Break)(nil), (*syntax.Continue)(nil), (*syntax.TypeVar)(nil), (*syntax.ParamSpec)(nil),
		(*syntax.TypeVarTuple)(nil), (*syntax.BoolOp)(nil), (*syntax.NamedExpr)(nil), (*syntax.BinOp)(nil), (*syntax.UnaryOp)(nil), (*syntax.Lambda)(nil),
		(*syntax.IfExp)(nil), (*syntax.Dict)(nil), (*syntax.Set)(nil), (*syntax.ListComp)(nil), (*syntax.SetComp)(nil), (*syntax.DictComp)(nil),
		(*syntax.GeneratorExp)(nil), (*syntax.Comprehension)(nil), (*syntax.Await)(nil), (*syntax.Yield)(nil), (*syntax.YieldFrom)(nil),
		(*syntax.Compare)(nil), (*syntax.Call)(nil), (*syntax.Keyword)(nil), (*syntax.FormattedValue)(nil), (*syntax.JoinedStr)(nil),
		(*syntax.Constant)(nil), (*syntax.Attribute)(nil), (*syntax.Subscript)(nil), (*syntax.Starred)(nil), (*syntax.Name)(nil), (*syntax.List)(nil),
		(*syntax.Tuple)(nil), (*syntax.Slice)(nil), (*syntax.Arguments)(nil), (*syntax.Arg)(nil), (*syntax.MatchValue)(nil), (*syntax.MatchSingleton)(nil),
		(*syntax.MatchSequence)(nil), (*syntax.MatchMapping)(nil), (*syntax.MatchClass)(nil), (*syntax.MatchStar)(nil), (*syntax.MatchAs)(nil), (*syntax.MatchOr)(nil),
	} {
		t := reflect.TypeOf(n).Elem()
		name := t.Name()
		if s, ok := structNames[name]; ok {
			name = s
		}
		structs[name] = t
	}
}
