package inspect

import (
	"path/filepath"
	"strings"

	"github.com/aio2go/aio2go/runtime/py"
	"github.com/aio2go/aio2go/runtime/pymod"
)

// This file implements the way to the source of an object: getfile, getsource and the
// like.

// codeOf returns the code of a method, function, traceback, frame or code object.
func codeOf(obj value) (*py.Code, bool) {
	for _, s := range []struct {
		t    *py.Type
		attr string
	}{{py.MethodType, "__func__"}, {py.FunctionType, "__code__"}, {py.TracebackType, "tb_frame"}, {py.FrameType, "f_code"}} {
		if isA(obj, s.t) {
			var ok bool
			if obj, ok = lookup(obj, s.attr); !ok {
				return nil, false
			}
		}
	}
	return py.AsCode(obj)
}

func getFile(obj value) (value, exc) {
	fail := func(what string) (value, exc) {
		r, e := py.ReprText(obj)
		if e != nil {
			return value{}, e
		}
		return value{}, py.Raisef(py.TypeErrorType, "%s is a built-in %s", r, what)
	}
	switch {
	case isA(obj, py.ModuleType):
		if f, ok := lookup(obj, "__file__"); ok && f.IsStr() {
			return f, nil
		}
		return fail("module")
	case obj.IsType():
		if m, ok := lookup(obj, "__module__"); ok && m.IsStr() {
			if mod := py.LoadedModule(m.Str().S); mod != nil {
				if f, ok := lookup(mod.Value(), "__file__"); ok && f.IsStr() {
					return f, nil
				}
			}
			if m.Str().S == "__main__" {
				return value{}, py.Raisef(py.OSErrorType, "source code not available")
			}
		}
		return fail("class")
	}
	if c, ok := codeOf(obj); ok {
		if c.File == nil {
			return py.StrV("<unknown>"), nil
		}
		return py.StrV(c.File.Name), nil
	}
	return value{}, py.Raisef(py.TypeErrorType, "module, class, method, function, traceback, frame, or code object was expected, got %s", obj.Type().Name)
}

// sourceFile returns the file of the program that obj comes from.
func sourceFile(obj value) (*py.SourceFile, exc) {
	f, e := getFile(obj)
	if e != nil {
		return nil, e
	}
	if c, ok := codeOf(obj); ok && c.File != nil {
		return c.File, nil
	}
	if s := py.SourceNamed(f.Str().S); s != nil {
		return s, nil
	}
	return nil, py.Raisef(py.OSErrorType, "source code not available")
}

func getSourceFile(obj value) (value, exc) {
	f, e := getFile(obj)
	if e != nil {
		return value{}, e
	}
	if py.SourceNamed(f.Str().S) == nil {
		return py.None, nil
	}
	return f, nil
}

func getAbsFile(obj, filename value) (value, exc) {
	if filename.IsNone() {
		var e exc
		if filename, e = getFile(obj); e != nil {
			return value{}, e
		}
	}
	s, ok := py.AsStr(filename)
	if !ok {
		return value{}, py.Raisef(py.TypeErrorType, "expected str, bytes or os.PathLike object, not %s", filename.Type().Name)
	}
	abs, err := filepath.Abs(s.S)
	if err != nil {
		abs = s.S
	}
	return py.StrV(abs), nil
}

func getModule(obj, filename value) (value, exc) {
	if isA(obj, py.ModuleType) {
		return obj, nil
	}
	if m, ok := lookup(obj, "__module__"); ok {
		if s, ok := py.AsStr(m); ok {
			if mod := py.LoadedModule(s.S); mod != nil {
				return mod.Value(), nil
			}
		}
		return py.None, nil
	}
	if c, ok := codeOf(obj); ok {
		if m := py.ModuleOfCode(c); m != nil {
			return m.Value(), nil
		}
	}
	name, ok := lookup(obj, "__name__")
	if s, isStr := py.AsStr(orNone(name)); ok && isStr {
		for _, mod := range []string{"__main__", "builtins"} {
			if m := py.LoadedModule(mod); m != nil {
				if x, ok := m.Get(py.InternStr(s)); ok && x == obj {
					return m.Value(), nil
				}
			}
		}
	}
	return py.None, nil
}

func getModuleName(path value) (value, exc) {
	s, ok := py.AsStr(path)
	if !ok {
		return value{}, py.Raisef(py.TypeErrorType, "expected str, bytes or os.PathLike object, not %s", path.Type().Name)
	}
	name := filepath.Base(s.S)
	for _, suffix := range []string{".cpython-313-x86_64-linux-gnu.so", ".abi3.so", ".pyc", ".py", ".so"} {
		if n, ok := strings.CutSuffix(name, suffix); ok {
			return py.StrV(n), nil
		}
	}
	return py.None, nil
}

// splitLines returns the lines of a source text with their ends; the last one gets one.
func splitLines(text string) []string {
	lines := strings.SplitAfter(strings.ReplaceAll(text, "\r\n", "\n"), "\n")
	if n := len(lines); lines[n-1] == "" {
		lines = lines[:n-1]
	} else {
		lines[n-1] += "\n"
	}
	return lines
}

// find returns the lines of the file of obj and the index of the first one of obj.
func find(obj value) ([]string, int, exc) {
	f, e := sourceFile(obj)
	if e != nil {
		return nil, 0, e
	}
	lines := splitLines(f.Text)
	if len(lines) == 0 {
		return nil, 0, py.Raisef(py.OSErrorType, "could not get source code")
	}
	if isA(obj, py.ModuleType) {
		return lines, 0, nil
	}
	first := 0
	if obj.IsType() {
		n, ok := py.AsType(obj).Namespace().GetStr(py.Intern("__firstlineno__"))
		i, isInt := py.AsInt64(orNone(n))
		if !ok || !isInt {
			return nil, 0, py.Raisef(py.OSErrorType, "source code not available")
		}
		first = int(i) - 1
	} else if c, ok := codeOf(obj); ok {
		first = int(c.FirstLine) - 1
	} else {
		return nil, 0, py.Raisef(py.OSErrorType, "could not find code object")
	}
	if first < 0 || first >= len(lines) {
		return nil, 0, py.Raisef(py.OSErrorType, "lineno is out of bounds")
	}
	return lines, first, nil
}

func strList(lines []string) value {
	items := make([]value, len(lines))
	for i, l := range lines {
		items[i] = py.StrV(l)
	}
	return py.NewList(items).Value()
}

func findSource(obj value) (value, exc) {
	lines, n, e := find(obj)
	if e != nil {
		return value{}, e
	}
	return py.TupleV(strList(lines), py.IntOf(n)), nil
}

// sourceLines returns the lines of obj and the number of the first one, 0 for a module.
func sourceLines(obj value) ([]string, int, exc) {
	obj, e := unwrap(obj, nil)
	if e != nil {
		return nil, 0, e
	}
	if isA(obj, py.TracebackType) {
		obj, _ = lookup(obj, "tb_frame")
	}
	lines, first, e := find(obj)
	if e != nil {
		return nil, 0, e
	}
	isBody := false
	if isA(obj, py.FrameType) {
		c, _ := codeOf(obj)
		isBody = c.Name == "<module>"
	}
	if isA(obj, py.ModuleType) || isBody {
		return lines, 0, nil
	}
	return block(lines[first:]), first + 1, nil
}

func getSourceLines(obj value) (value, exc) {
	lines, n, e := sourceLines(obj)
	if e != nil {
		return value{}, e
	}
	return py.TupleV(strList(lines), py.IntOf(n)), nil
}

func getSource(obj value) (value, exc) {
	lines, _, e := sourceLines(obj)
	return py.StrV(strings.Join(lines, "")), e
}

func getBlock(lines value) (value, exc) {
	items, e := py.ToSlice(lines)
	if e != nil {
		return value{}, e
	}
	list := make([]string, len(items))
	for i, v := range items {
		s, ok := py.AsStr(v)
		if !ok {
			return value{}, py.Raisef(py.TypeErrorType, "expected a list of str, not %s", v.Type().Name)
		}
		list[i] = s.S
	}
	return strList(block(list)), nil
}

// getComments returns the comment lines before obj, or at the top of a module.
func getComments(obj value) (value, exc) {
	lines, n, e := find(obj)
	if e != nil {
		if e.Is(py.OSErrorType) || e.Is(py.TypeErrorType) {
			return py.None, nil
		}
		return value{}, e
	}
	if isA(obj, py.ModuleType) {
		i := 0
		if strings.HasPrefix(lines[0], "#!") {
			i = 1
		}
		for i < len(lines) && (strings.TrimSpace(lines[i]) == "" || strings.TrimSpace(lines[i]) == "#") {
			i++
		}
		var out []string
		for i < len(lines) && strings.HasPrefix(lines[i], "#") {
			out = append(out, expandTabs(lines[i]))
			i++
		}
		if len(out) == 0 {
			return py.None, nil
		}
		return py.StrV(strings.Join(out, "")), nil
	}
	indent := func(s string) int {
		t := expandTabs(s)
		return len(t) - len(strings.TrimLeft(t, " \t\r\n"))
	}
	at := indent(lines[n])
	var out []string
	for i := n - 1; i >= 0 && indent(lines[i]) == at; i-- {
		c := strings.TrimLeft(expandTabs(lines[i]), " ")
		if !strings.HasPrefix(c, "#") {
			break
		}
		out = append([]string{c}, out...)
	}
	for len(out) > 0 && strings.TrimSpace(out[0]) == "#" {
		out = out[1:]
	}
	for len(out) > 0 && strings.TrimSpace(out[len(out)-1]) == "#" {
		out = out[:len(out)-1]
	}
	if len(out) == 0 {
		return py.None, nil
	}
	return py.StrV(strings.Join(out, "")), nil
}

var sourceFunctions = []pymod.Func{
	{Sig: "getfile(object)", Impl: getFile, Doc: "Work out which source or compiled file an object was defined in."},
	{Sig: "getsourcefile(object)", Impl: getSourceFile},
	{Sig: "getabsfile(object, _filename=None)", Impl: getAbsFile},
	{Sig: "getmodule(object, _filename=None)", Impl: getModule, Doc: "Return the module an object was defined in, or None if not found."},
	{Sig: "getmodulename(path)", Impl: getModuleName},
	{Sig: "findsource(object)", Impl: findSource},
	{Sig: "getsourcelines(object)", Impl: getSourceLines},
	{Sig: "getsource(object)", Impl: getSource, Doc: "Return the text of the source code for an object."},
	{Sig: "getblock(lines)", Impl: getBlock},
	{Sig: "getcomments(object)", Impl: getComments},
	{Sig: "getdoc(object)", Impl: getDoc, Doc: "Get the documentation string for an object."},
	{Sig: "cleandoc(doc)", Impl: cleanDocFunc, Doc: "Clean up indentation from docstrings."},
	{Sig: "indentsize(line)", Impl: indentSize},
}
