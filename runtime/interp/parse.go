package interp

import (
	"fmt"
	"regexp"
	"strings"

	"github.com/go-python/gpython/ast"
	"github.com/go-python/gpython/parser"
	gpy "github.com/go-python/gpython/py"

	"github.com/aio2go/aio2go/runtime/py"
)

// This file turns source text into a unit: gpython's tree, with what the walk needs beside.

// The modes of compile.
const (
	modeExec   = "exec"
	modeEval   = "eval"
	modeSingle = "single"
)

// unit is source text that was parsed.
type unit struct {
	mode  string
	name  string // the file name that tracebacks show
	file  *py.SourceFile
	lines int
	body  []ast.Stmt
	expr  ast.Expr // the expression of mode eval
	code  *py.Code
	funcs map[ast.Ast]*function
}

// newer matches what came to the grammar after the version that gpython has. It is asked
// only about text that gpython refused, so that it may match within strings.
var newer = regexp.MustCompile(`(?m)(?:^|[^\w'"])(?:[rR]?[fF]|[fF][rR]?)['"]` + // f-strings
	`|\b(?:async|await|nonlocal)\b|:=|^\s*match\b.*:\s*$|^\s*type\s+\w+` +
	`|\d_\d|\bexcept\s*\*|@\s*[\w(\[]|^\s*[\w.\[\]]+\s*:[^:]*$|,\s*/|[\[({,]\s*\*\*?\w|\bprint\b`)

// misread lists what gpython is known to read wrongly without saying so: names of
// characters and surrogates in strings, a line continued in a raw string, and "with" before
// a parenthesis, which has a meaning of its own since 3.9.
var misread = []string{`\N{`, `\ud`, `\uD`, "\\\n", "with ("}

const newerText = "not in the grammar of Python 3.4, which source text made at run time is limited to"

// parse parses text.
func parse(text, name, mode string) (*unit, *py.Exception) {
	if strings.IndexByte(text, 0) >= 0 {
		return nil, py.Raisef(py.SyntaxErrorType, "source code string cannot contain null bytes")
	}
	for _, s := range misread {
		if strings.Contains(text, s) {
			return nil, syntaxError(fmt.Sprintf("%q is %s", s, newerText), name, 1, 0, firstLine(text, 1))
		}
	}
	var gmode = gpy.ExecMode
	switch mode {
	case modeEval:
		gmode, text = gpy.EvalMode, strings.TrimLeft(text, " \t")
	case modeSingle:
		gmode = gpy.SingleMode
	}
	if mode != modeEval && !strings.HasSuffix(text, "\n") {
		text += "\n"
	}
	tree, line, col, ok := parseTree(text, gmode)
	if !ok {
		return nil, refused(text, name, mode, line, col)
	}
	u := &unit{mode: mode, name: name, file: &py.SourceFile{Name: name}, lines: strings.Count(text, "\n") + 1,
		funcs: map[ast.Ast]*function{}}
	u.code = u.newCode("<module>", "<module>", 1)
	switch t := tree.(type) {
	case *ast.Module:
		u.body = t.Body
	case *ast.Interactive:
		u.body = t.Body
	case *ast.Expression:
		u.expr = t.Body
	}
	if exc := u.check(); exc != nil {
		return nil, exc
	}
	return u, nil
}

// parseTree calls gpython's parser, which panics on some texts.
func parseTree(text string, mode gpy.CompileMode) (tree ast.Mod, line, col int, ok bool) {
	defer func() {
		if recover() != nil {
			tree, ok = nil, false
		}
	}()
	t, err := parser.Parse(strings.NewReader(text), "<string>", mode)
	if err == nil {
		return t, 0, 0, t != nil
	}
	if x, isExc := err.(*gpy.Exception); isExc {
		if n, found := x.Dict["lineno"].(gpy.Int); found {
			line = int(n)
		}
		if n, found := x.Dict["offset"].(gpy.Int); found {
			col = int(n)
		}
	}
	return nil, line, col, false
}

// refused is the error for text that gpython did not accept.
func refused(text, name, mode string, line, col int) *py.Exception {
	line = max(line, 1)
	src := firstLine(text, line)
	if newer.MatchString(text) {
		return syntaxError("invalid syntax, or "+newerText, name, line, col, src)
	}
	return syntaxError("invalid syntax", name, line, col, src)
}

func syntaxError(msg, name string, line, col int, src string) *py.Exception {
	where := py.TupleV(py.StrV(name), py.Int(int64(line)), py.Int(int64(col)+1), py.StrV(src+"\n"))
	v, exc := py.Call2(py.SyntaxErrorType.Value(), py.StrV(msg), where)
	if exc != nil {
		return exc
	}
	return py.Raise(v)
}

func firstLine(text string, n int) string {
	lines := strings.Split(text, "\n")
	if n < 1 || n > len(lines) {
		return ""
	}
	return lines[n-1]
}

// newCode makes the code object of one function, class or the whole text. Its positions
// are the lines: there is no source to show columns of.
func (u *unit) newCode(name, qualname string, line int) *py.Code {
	c := &py.Code{Name: name, Qualname: qualname, File: u.file, FirstLine: int32(line), Interp: u}
	for i := 0; i <= u.lines; i++ {
		c.Positions = append(c.Positions, py.Position{Line: int32(i), EndLine: int32(i)})
	}
	return c
}
