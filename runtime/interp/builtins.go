package interp

import (
	"github.com/aio2go/aio2go/frontend/diag"
	"github.com/aio2go/aio2go/runtime/builtins"
	"github.com/aio2go/aio2go/runtime/py"
	"github.com/aio2go/aio2go/runtime/pyparse"
)

// This file implements eval, exec and compile (library reference, Built-in Functions).

func init() {
	builtins.Interpreter.Eval = evalArgs
	builtins.Interpreter.Exec = execArgs
	builtins.Interpreter.Compile = compileArgs
	py.ExecText = func(source value, path string, globals value) exc {
		c, x := compileArgs([]value{source, py.StrV(path), py.StrV(pyparse.Exec)}, nil)
		if x != nil {
			return x
		}
		_, x = execArgs([]value{c, globals}, nil)
		return x
	}
}

var (
	evalSig    = py.NewSignature("eval", "", "(source, /, globals=None, locals=None)")
	execSig    = py.NewSignature("exec", "", "(source, /, globals=None, locals=None, *, closure=None)")
	compileSig = py.NewSignature("compile", "", "(source, filename, mode, flags=0, dont_inherit=False, optimize=-1, *, _feature_version=-1)")
)

// evalArgs is eval(source, globals, locals).
func evalArgs(args []value, names []*py.Str) (value, exc) {
	a, x := evalSig.Parse(args, names)
	if x != nil {
		return value{}, x
	}
	return execute("eval", pyparse.Eval, a[0], a[1], a[2])
}

// execArgs is exec(source, globals, locals).
func execArgs(args []value, names []*py.Str) (value, exc) {
	a, x := execSig.Parse(args, names)
	if x != nil {
		return value{}, x
	}
	if _, x := execute("exec", pyparse.Exec, a[0], a[1], a[2]); x != nil {
		return value{}, x
	}
	return py.None, nil
}

// isMapping is PyMapping_Check.
func isMapping(v value) bool { return v.Type().GetItem != nil }

func given(v value) bool { return !v.IsUnbound() && !v.IsNone() }

// execute runs source, text or a code object, in the namespaces.
func execute(fn, mode string, source, globals, locals value) (value, exc) {
	if fn == "eval" && given(locals) && !isMapping(locals) {
		return value{}, py.Raisef(py.TypeErrorType, "locals must be a mapping")
	}
	if given(globals) && !globals.Type().Has(py.FlagDict) {
		if fn == "eval" && isMapping(globals) {
			return value{}, py.Raisef(py.TypeErrorType, "globals must be a real dict; try eval(expr, {}, mapping)")
		}
		if fn == "eval" {
			return value{}, py.Raisef(py.TypeErrorType, "globals must be a dict")
		}
		return value{}, py.Raisef(py.TypeErrorType, "%s() globals must be a dict, not %s", fn, globals.Type().Name)
	}
	if given(locals) && !isMapping(locals) {
		return value{}, py.Raisef(py.TypeErrorType, "locals must be a mapping or None, not %s", locals.Type().Name)
	}
	if !given(globals) {
		d, x := py.ModuleDict(py.Intern(py.CallerModule()))
		if x != nil {
			return value{}, x
		}
		globals = d
	}
	if !given(locals) {
		locals = globals
	}
	if _, ok, x := lookup(globals, nameBuiltins); x != nil {
		return value{}, x
	} else if !ok {
		if x := py.SetItem(globals, nameBuiltins.Value(), py.BuiltinsModule().DictValue()); x != nil {
			return value{}, x
		}
	}
	u, x := unitOf(fn, mode, source)
	if x != nil {
		return value{}, x
	}
	if x := py.Enter(); x != nil {
		return value{}, x
	}
	defer py.Leave()
	e := &env{u: u, globals: globals, locals: locals, module: &py.ProgramModule{Dict: globals}}
	return e.newFrame(u.body, nil, nil).call()
}

// unitOf returns what source is: the unit of a code object, or text that is parsed.
func unitOf(fn, mode string, source value) (*unit, exc) {
	if c, ok := py.AsCode(source); ok {
		u, mine := c.Interp.(*unit)
		if !mine || u.body.code != c {
			return nil, py.Raisef(py.TypeErrorType, "%s() of the code of a compiled function is not supported: call the function", fn)
		}
		return u, nil
	}
	file, x := pyparse.Source("<string>", fn+"() arg 1 must be a string, bytes or code object", source)
	if x != nil {
		return nil, x
	}
	if mode == pyparse.Eval {
		file = pyparse.Unindented(file)
	}
	return compileText(file, mode)
}

// compileArgs is compile(source, filename, mode, ...).
func compileArgs(args []value, names []*py.Str) (value, exc) {
	a, x := compileSig.Parse(args, names)
	if x != nil {
		return value{}, x
	}
	name, ok := py.AsStr(a[1])
	if !ok {
		b, isBytes := py.AsBytes(a[1])
		if !isBytes {
			return value{}, py.Raisef(py.TypeErrorType, "expected str, bytes or os.PathLike object, not %s", a[1].Type().Name)
		}
		name = py.NewStr(string(b.B))
	}
	mode, ok := py.AsStr(a[2])
	if !ok {
		return value{}, py.Raisef(py.TypeErrorType, "compile() argument 'mode' must be str, not %s", a[2].Type().Name)
	}
	switch mode.S {
	case pyparse.Eval, pyparse.Exec, pyparse.Single:
	default:
		return value{}, py.Raisef(py.ValueErrorType, "compile() mode must be 'exec', 'eval' or 'single'")
	}
	flags, x := 0, exc(nil)
	if !a[3].IsUnbound() {
		if flags, x = py.Ssize(a[3]); x != nil {
			return value{}, x
		}
	}
	if x := pyparse.CheckFlags(flags); x != nil {
		return value{}, x
	}
	objects := &pyparse.Objects
	if objects.Is != nil && objects.Is(a[0]) {
		if flags&pyparse.OnlyTree != 0 {
			return a[0], nil
		}
		tree, x := objects.Tree(a[0], name.S, mode.S)
		if x != nil {
			return value{}, x
		}
		if tree.Expr != nil {
			tree.Module = exprModule(tree.Expr.Body)
		}
		u, x := compileTree(tree.File, tree.Module, mode.S, new(diag.List))
		if x != nil {
			return value{}, x
		}
		return py.CodeValue(u.body.code), nil
	}
	file, x := pyparse.Source(name.S, "compile() arg 1 must be a string, bytes or AST object", a[0])
	if x != nil {
		return value{}, x
	}
	if flags&pyparse.OnlyTree != 0 {
		if objects.Parse == nil {
			return value{}, py.Raisef(py.NotImplementedErrorType, "compile() to a syntax tree needs a program that imports ast")
		}
		return objects.Parse(file, mode.S, flags)
	}
	u, x := compileText(file, mode.S)
	if x != nil {
		return value{}, x
	}
	return py.CodeValue(u.body.code), nil
}
