package build

import (
	"strings"

	"github.com/aio2go/aio2go/frontend/syntax"
	"github.com/aio2go/aio2go/lower/ir"
	"github.com/aio2go/aio2go/lower/prim"
)

// This file implements import statements (Python reference 7.11).

// importStmt builds "import a.b, c as d".
func (b *fn) importStmt(s *syntax.Import) {
	defer b.markWhole(s)()
	for _, a := range s.Names {
		mod := b.importModule(a.Name, s)
		if top, _, dotted := strings.Cut(a.Name, "."); dotted && a.Asname == "" {
			b.drop(mod)
			mod = b.importModule(top, s)
		}
		b.bindImport(a, mod, a.Name)
	}
}

// bindImport assigns what an import of module gave.
func (b *fn) bindImport(a *syntax.Alias, x ir.Expr, module string) {
	sym := b.m.info.Binding(a)
	top, _, _ := strings.Cut(module, ".")
	if sym.IsGlobal() && !sym.BoundTwice() && !b.m.p.isProgram(top) {
		b.m.foreign[sym.Name] = true
	}
	b.storeSymbol(sym, x, a)
}

// importModule imports the module of an absolute name.
func (b *fn) importModule(module string, n syntax.Node) ir.Expr {
	b.m.imports[module] = true
	word := module[strings.LastIndexByte(module, '.')+1:]
	return b.let(word, prim.ImportModule, b.at(n), name(module))
}

// importFrom builds "from m import a, b as c" and "from m import *".
func (b *fn) importFrom(s *syntax.ImportFrom) {
	if s.Module == "__future__" && s.Level == 0 {
		return
	}
	module, ok := absolute(b.m.ir, s)
	if !ok {
		exc := b.let("exc", prim.NoParent, -1)
		b.emit(&ir.Raise{X: exc, Pos: b.at(s)})
		return
	}
	defer b.markWhole(s)()
	mod := b.importModule(module, s)
	for _, a := range s.Names {
		if a.Name == "*" {
			b.do(prim.ImportStar, b.at(s), mod, name(b.m.ir.Name))
			continue
		}
		b.m.imports[module+"."+a.Name] = true
		x := b.let(a.Name, prim.ImportFrom, b.at(s), mod, name(a.Name))
		b.bindImport(a, x, module)
	}
}

// absolute returns the absolute name of the module of a from import in m, false where a
// relative one has no package to start from.
func absolute(m *ir.Module, s *syntax.ImportFrom) (string, bool) {
	if s.Level == 0 {
		return s.Module, true
	}
	pkg := m.Name
	if m.Spec != "" {
		pkg = m.Spec
	}
	if !m.IsPackage {
		i := strings.LastIndexByte(pkg, '.')
		if i < 0 {
			return "", false
		}
		pkg = pkg[:i]
	}
	for range s.Level - 1 {
		i := strings.LastIndexByte(pkg, '.')
		if i < 0 {
			return "", false
		}
		pkg = pkg[:i]
	}
	if s.Module == "" {
		return pkg, true
	}
	return pkg + "." + s.Module, true
}
