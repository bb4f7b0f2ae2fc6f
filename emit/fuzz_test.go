package emit_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"path"
	"strconv"
	"strings"
	"testing"

	"github.com/aio2go/aio2go/emit"
	"github.com/aio2go/aio2go/frontend/diag"
	"github.com/aio2go/aio2go/frontend/resolve"
	"github.com/aio2go/aio2go/frontend/source"
	"github.com/aio2go/aio2go/frontend/syntax"
	"github.com/aio2go/aio2go/lower/build"
	"github.com/aio2go/aio2go/lower/coro"
	"github.com/aio2go/aio2go/lower/ir"
)

// emitText returns the files of the program with that text, nil where it is not valid.
func emitText(t *testing.T, name, text string) map[string][]byte {
	var list diag.List
	f := source.NewText(name, text)
	tree := syntax.Parse(f, &list)
	if list.HasErrors() {
		return nil
	}
	info := resolve.Module(f, tree, &list)
	if list.HasErrors() {
		return nil
	}
	prog := build.Program([]build.Source{{Name: "__main__", File: f, Tree: tree, Info: info}}, &list)
	if list.HasErrors() {
		return nil
	}
	for _, m := range prog.Modules {
		if err := coro.Lower(m); err != nil {
			t.Fatal(err)
		}
	}
	return emitProgram(t, prog)
}

func emitProgram(t *testing.T, prog *ir.Program) map[string][]byte {
	files, err := emit.Files(prog, emit.Options{Library: "fuzzed"})
	if err != nil {
		t.Fatal(err)
	}
	return files
}

// FuzzInjection puts text into every place of a program that reaches the emitted Go and
// looks for Go that is not the emitter's own.
func FuzzInjection(f *testing.F) {
	for _, s := range []string{
		"main.py", "../../etc/x.py", "a\nb.py", "*/ import \"os\" /*", "`", "\x00", "\u2028", "x\r//line foo.go:1", "//go:embed x",
		`"); panic("x`, "\ufeff", "é", "\xff\xfe", "_", "init", "func", "T\u00aa", "C:\\x.py", "CON.py", "x_test.py", "x_linux_amd64.py",
	} {
		f.Add(s, s, s)
	}
	f.Fuzz(func(t *testing.T, name, comment, text string) {
		comment = strings.NewReplacer("\n", " ", "\r", " ", "\x00", " ").Replace(comment)
		ident := "x"
		if syntaxIdent(text) {
			ident = text
		}
		src := "# " + comment + "\nimport asyncio\n\nclass " + ident + "C:\n    'doc'\n    " + ident + " = " + strconv.QuoteToASCII(text) + "\n\n" +
			"async def " + ident + "(" + ident + "a, *, k=" + strconv.QuoteToASCII(text) + "):  # " + comment + "\n    await asyncio.sleep(0)  # " + comment + "\n    return " + ident + "a." + ident + ", f" + strconv.QuoteToASCII(text) + "\n"
		if strings.ContainsAny(text, "{}") {
			src = strings.Replace(src, ", f\"", ", \"", 1)
		}
		files := emitText(t, name, src)
		if files == nil {
			t.Skip("not a Python program")
		}
		funcs := 0
		for p, data := range files {
			if !fs.ValidPath(p) || path.Base(p) != p || strings.HasPrefix(p, "_") || strings.HasPrefix(p, ".") {
				t.Errorf("file %q", p)
			}
			funcs += checkGo(t, p, data)
		}
		if funcs != 9 {
			t.Errorf("%d functions, want 9: class body, two constructors, finish, fail, Resume, module body and two of init", funcs)
		}
	})
}

// syntaxIdent reports whether s may be a Python identifier.
func syntaxIdent(s string) bool {
	var list diag.List
	e := syntax.ParseExpr(source.NewText("x", s), &list)
	if list.HasErrors() || e == nil {
		return false
	}
	n, ok := e.Body.(*syntax.Name)
	return ok && n.Id == s && s != "asyncio" && s != "k"
}

// checkGo reports Go that the emitter does not write, and counts the functions.
func checkGo(t *testing.T, name string, src []byte) int {
	f, err := parser.ParseFile(token.NewFileSet(), name, src, parser.ParseComments)
	if err != nil {
		t.Fatalf("%v\n%s", err, src)
	}
	for _, imp := range f.Imports {
		p, _ := strconv.Unquote(imp.Path.Value)
		if !strings.HasPrefix(p, "github.com/aio2go/aio2go/runtime/") && p != "math" {
			t.Errorf("import of %q", p)
		}
	}
	for _, g := range f.Comments {
		for _, c := range g.List {
			if directive := c.Text == "//" || c.Text == "//go:noinline"; !directive && !strings.HasPrefix(c.Text, "// ") || strings.HasPrefix(c.Text, "// +build") {
				t.Errorf("comment %q", c.Text)
			}
		}
	}
	n := 0
	for _, d := range f.Decls {
		if _, ok := d.(*ast.FuncDecl); ok {
			n++
		}
	}
	return n
}
