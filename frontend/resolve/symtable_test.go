package resolve_test

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/aio2go/aio2go/frontend/diag"
	"github.com/aio2go/aio2go/frontend/resolve"
	"github.com/aio2go/aio2go/frontend/source"
	"github.com/aio2go/aio2go/frontend/syntax"
)

// This file holds the scopes of every file of CPython's library against
// CPython's own symbol table.

// table is a symbol table as testdata/symtable.py writes it.
type table struct {
	kind     int
	name     string
	nested   bool
	symbols  map[string]int
	children []*table
}

func (t *table) UnmarshalJSON(data []byte) error {
	return json.Unmarshal(data, &[]any{&t.kind, &t.name, &t.nested, &t.symbols, &t.children})
}

// The numbers of CPython's symtable.h.
const (
	cGlobal    = 1
	cLocal     = 2
	cParam     = 4
	cNonlocal  = 8
	cUse       = 16
	cFreeClass = 64
	cImport    = 128
	cAnnot     = 256
	cCompIter  = 512
	cTypeParam = 1024
	cCompCell  = 2048
	cBound     = cLocal | cParam | cImport | cTypeParam
	cScope     = 12 // the kind's place in the flags

	cKindLocal = 1
	cKindFree  = 4
	cKindCell  = 5
)

var cFlags = []struct {
	ours   resolve.Flags
	theirs int
}{
	{resolve.Global, cGlobal}, {resolve.Assigned, cLocal}, {resolve.Param, cParam}, {resolve.Nonlocal, cNonlocal},
	{resolve.Used, cUse}, {resolve.FreeClass, cFreeClass}, {resolve.Imported, cImport}, {resolve.Annotated, cAnnot},
	{resolve.CompIter, cCompIter}, {resolve.TypeParam, cTypeParam},
}

var cKinds = map[resolve.Kind]int{
	resolve.Local: cKindLocal, resolve.GlobalExplicit: 2, resolve.GlobalImplicit: 3, resolve.Free: cKindFree, resolve.Cell: cKindCell,
}

var cTypes = map[resolve.ScopeKind]int{
	resolve.FunctionScope: 0, resolve.LambdaScope: 0, resolve.ComprehensionScope: 0, resolve.ClassScope: 1, resolve.ModuleScope: 2,
	resolve.TypeAliasScope: 4, resolve.TypeParamsScope: 5, resolve.TypeVariableScope: 6,
}

// asTable returns the scope as CPython's symbol table has it, which merges the
// names of an inlined comprehension into those of the scope around it.
func asTable(s *resolve.Scope) *table {
	t := &table{kind: cTypes[s.Kind], name: s.Name, nested: s.Nested, symbols: map[string]int{}}
	for _, sym := range s.Symbols {
		flags := cKinds[sym.Kind] << cScope
		for _, f := range cFlags {
			if sym.Flags&f.ours != 0 {
				flags |= f.theirs
			}
		}
		t.symbols[sym.Name] = flags
	}
	for _, c := range s.Children {
		ct := asTable(c)
		if !c.Inlined {
			t.children = append(t.children, ct)
			continue
		}
		t.children = append(t.children, ct.children...)
		for name, flags := range ct.symbols {
			if flags&cParam != 0 {
				continue
			}
			old, exists := t.symbols[name]
			if old == cKindFree<<cScope {
				exists = false // passed on to a scope inside, which CPython finds out later
			}
			cell := flags>>cScope == cKindCell || flags&cCompCell != 0
			switch {
			case !exists:
				t.symbols[name] = flags
				if cell {
					t.symbols[name] |= cCompCell
				}
			case cell:
				old |= cCompCell
				if old>>cScope == cKindLocal && s.IsFunctionLike() {
					old = old&(1<<cScope-1) | cKindCell<<cScope
				}
				t.symbols[name] = old
			}
		}
	}
	return t
}

// differ returns what got and want do not agree on, or "".
func differ(path string, got, want *table) string {
	path += "/" + want.name
	switch {
	case got.kind != want.kind || got.name != want.name:
		return fmt.Sprintf("%s: got scope %d %s, want %d %s", path, got.kind, got.name, want.kind, want.name)
	case got.nested != want.nested:
		return fmt.Sprintf("%s: got nested %v", path, got.nested)
	case len(got.children) != len(want.children):
		return fmt.Sprintf("%s: got %d scopes in it, want %d", path, len(got.children), len(want.children))
	}
	names := maps.Clone(got.symbols)
	maps.Copy(names, want.symbols)
	for _, name := range slices.Sorted(maps.Keys(names)) {
		if g, w := got.symbols[name], want.symbols[name]; g != w {
			return fmt.Sprintf("%s: symbol %s: got kind %d flags %#x, want kind %d flags %#x",
				path, name, g>>cScope, g&(1<<cScope-1), w>>cScope, w&(1<<cScope-1))
		}
	}
	for i, c := range got.children {
		if d := differ(path, c, want.children[i]); d != "" {
			return d
		}
	}
	return ""
}

// libraryFiles returns the files of the interpreter's library.
func libraryFiles(t *testing.T, python string) []string {
	out, err := exec.Command(python, "-c", "import os; print(os.path.dirname(os.__file__))").Output()
	if err != nil {
		t.Fatal(err)
	}
	var files []string
	err = filepath.WalkDir(strings.TrimSpace(string(out)), func(path string, d fs.DirEntry, err error) error {
		if err == nil && d.IsDir() && d.Name() == "site-packages" {
			return fs.SkipDir
		}
		if err == nil && !d.IsDir() && strings.HasSuffix(path, ".py") {
			files = append(files, path)
		}
		return err
	})
	if err != nil || len(files) < 1000 {
		t.Fatalf("%d files in the library: %v", len(files), err)
	}
	return files
}

// TestSymtable compares scopes with those of CPython: which there are, and for
// each name of each its kind and what is done with it.
func TestSymtable(t *testing.T) {
	py := python(t)
	files := libraryFiles(t, py)
	if testing.Short() {
		var sample []string
		for i := 0; i < len(files); i += 23 {
			sample = append(sample, files[i])
		}
		files = sample
	}
	if f := os.Getenv("AIO2GO_SYMTABLE_FILE"); f != "" {
		files = []string{f}
	}
	cmd := exec.Command(py, "testdata/symtable.py")
	cmd.Stdin = strings.NewReader(strings.Join(files, "\n"))
	cmd.Stderr = os.Stderr
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	lines := bufio.NewReader(out)
	compared := 0
	for _, path := range files {
		line, err := lines.ReadBytes('\n')
		if err != nil {
			t.Fatal(err)
		}
		var want *table
		var warnings []string
		if strings.TrimSpace(string(line)) == "null" {
			continue
		}
		if err := json.Unmarshal(line, &[]any{&warnings, &want}); err != nil {
			t.Fatalf("%s: %v", path, err)
		}
		if compareTable(t, path, want, warnings) {
			compared++
		}
	}
	if err := cmd.Wait(); err != nil {
		t.Fatal(err)
	}
	t.Logf("%d files compared", compared)
	if compared < len(files)*9/10 {
		t.Errorf("only %d of %d files compared", compared, len(files))
	}
}

func compareTable(t *testing.T, path string, want *table, warnings []string) bool {
	f, err := source.Read(path)
	if err != nil {
		t.Errorf("%s: %v", path, err)
		return false
	}
	list := new(diag.List)
	mod := syntax.Parse(f, list)
	if list.HasErrors() {
		t.Errorf("does not parse: %v", list.All()[0])
		return false
	}
	info := resolve.Module(f, mod, list)
	checkInfo(t, info, mod)
	for _, e := range info.Errors {
		t.Errorf("%s", e.Error())
	}
	var warned []string
	for _, w := range info.Warnings {
		line, _ := f.Position(w.Span.Start)
		warned = append(warned, fmt.Sprintf("%d %s", line, w.Message))
	}
	// Warnings about how a literal is written are package syntax's.
	warnings = slices.DeleteFunc(warnings, func(w string) bool { return strings.Contains(w, " invalid ") })
	if g, w := strings.Join(warned, "\n"), strings.Join(warnings, "\n"); g != w {
		t.Errorf("%s:\ngot warnings:\n%s\nwant:\n%s", path, g, w)
	}
	if d := differ(path+": ", asTable(info.Module), want); d != "" {
		t.Error(d)
	}
	return true
}

// checkInfo checks what package resolve promises of every Info.
func checkInfo(t *testing.T, info *resolve.Info, mod *syntax.Module) {
	t.Helper()
	syntax.Inspect(mod, func(n syntax.Node) bool {
		if name, ok := n.(*syntax.Name); ok && info.SymbolOf(name) == nil {
			t.Errorf("%s: name %s at %d has no symbol", info.File.Name, name.Id, name.Start)
		}
		return true
	})
	info.Scopes(func(s *resolve.Scope) {
		for _, sym := range s.Symbols {
			if sym.Kind == resolve.Free && len(info.Errors) == 0 {
				if def := sym.Def(); def.Kind != resolve.Cell && !s.Inlined {
					t.Errorf("%s: free variable %s of %s leads to a %s of %s", info.File.Name, sym.Name, s.Name, def.Kind, def.Scope.Name)
				}
			}
		}
	})
}
