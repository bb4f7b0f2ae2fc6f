package prim_test

import (
	"fmt"
	"go/types"
	"strings"
	"testing"

	"golang.org/x/tools/go/packages"

	"github.com/aio2go/aio2go/lower/ir"
	"github.com/aio2go/aio2go/lower/prim"
	reps "github.com/aio2go/aio2go/lower/types"
)

const runtimePath = "github.com/aio2go/aio2go/runtime/"

// TestSymbols holds every row of the table against the declaration in the runtime.
func TestSymbols(t *testing.T) {
	pkgs := loadRuntime(t)
	for _, p := range prim.All {
		if err := check(pkgs, p); err != nil {
			t.Errorf("%s: %v", p.Name, err)
		}
	}
}

// TestNames checks that no two rows have the same name.
func TestNames(t *testing.T) {
	seen := map[string]bool{}
	for _, p := range prim.All {
		if p.Form != ir.FormVar && p.Form != ir.FormInfix && p.Form != ir.FormPrefix && seen[p.Name] {
			t.Errorf("%s is there twice", p.Name)
		}
		seen[p.Name] = true
	}
}

func loadRuntime(t *testing.T) map[string]*types.Package {
	t.Helper()
	paths := map[string]bool{}
	for _, p := range prim.All {
		if p.Pkg != "" {
			paths[runtimePath+p.Pkg] = true
		}
	}
	paths[runtimePath+"py"] = true
	var list []string
	for p := range paths {
		list = append(list, p)
	}
	mode := packages.NeedName | packages.NeedTypes | packages.NeedImports | packages.NeedDeps | packages.NeedExportFile
	loaded, err := packages.Load(&packages.Config{Mode: mode}, list...)
	if err != nil {
		t.Fatal(err)
	}
	pkgs := map[string]*types.Package{}
	for _, p := range loaded {
		for _, e := range p.Errors {
			t.Fatal(e)
		}
		pkgs[strings.TrimPrefix(p.PkgPath, runtimePath)] = p.Types
	}
	return pkgs
}

// check compares a row with what the runtime declares.
func check(pkgs map[string]*types.Package, p *ir.Prim) error {
	switch p.Form {
	case ir.FormInfix, ir.FormPrefix, ir.FormIndex:
		return nil
	case ir.FormVar:
		name, method, _ := strings.Cut(p.Symbol, ".")
		obj := pkgs[p.Pkg].Scope().Lookup(name)
		if obj == nil {
			return fmt.Errorf("%s.%s does not exist", p.Pkg, name)
		}
		if method == "" {
			return same("type", goType(obj.Type()), p.Results[0].String())
		}
		return checkFunc(methodOf(pkgs, obj.Type(), strings.TrimSuffix(method, "()")), p, 0)
	case ir.FormMethod:
		recv := strings.TrimPrefix(p.Params[0].String(), "*")
		pkg, name, _ := strings.Cut(recv, ".")
		obj := pkgs[pkg].Scope().Lookup(name)
		return checkFunc(methodOf(pkgs, types.NewPointer(obj.Type()), p.Symbol), p, 1)
	}
	obj := pkgs[p.Pkg].Scope().Lookup(p.Symbol)
	return checkFunc(obj, p, 0)
}

func methodOf(pkgs map[string]*types.Package, t types.Type, name string) types.Object {
	obj, _, _ := types.LookupFieldOrMethod(t, true, pkgs["py"], name)
	return obj
}

func checkFunc(obj types.Object, p *ir.Prim, skip int) error {
	fn, ok := obj.(*types.Func)
	if !ok {
		return fmt.Errorf("%s.%s is no function of the runtime", p.Pkg, p.Symbol)
	}
	sig := fn.Type().(*types.Signature)
	var want []string
	for i, r := range p.Params[min(skip, len(p.Params)):] {
		if p.Variadic && i+skip == len(p.Params)-1 {
			want = append(want, "..."+r.String())
			continue
		}
		want = append(want, r.String())
	}
	if p.TakesPos {
		want = append(want, "*py.Code", "int32")
	}
	if err := same("parameters", tuple(sig.Params(), sig.Variadic()), strings.Join(want, ", ")); err != nil {
		return err
	}
	want = nil
	for _, r := range p.Results {
		want = append(want, r.String())
	}
	if p.Raises {
		want = append(want, reps.Exc.String())
	}
	return same("results", tuple(sig.Results(), false), strings.Join(want, ", "))
}

func same(what, got, want string) error {
	if got != want {
		return fmt.Errorf("%s are (%s) in the runtime, (%s) in the table", what, got, want)
	}
	return nil
}

func tuple(t *types.Tuple, variadic bool) string {
	list := make([]string, t.Len())
	for i := range list {
		list[i] = goType(t.At(i).Type())
		if variadic && i == len(list)-1 {
			list[i] = "..." + strings.TrimPrefix(list[i], "[]")
		}
	}
	return strings.Join(list, ", ")
}

func goType(t types.Type) string {
	return types.TypeString(t, func(p *types.Package) string { return p.Name() })
}
