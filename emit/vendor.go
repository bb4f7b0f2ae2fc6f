package emit

import (
	"fmt"
	"go/parser"
	"go/token"
	"io/fs"
	"path"
	"slices"
	"sort"
	"strconv"
	"strings"
)

// This file implements the writing of go.mod and of the runtime's source into vendor/.
// Only the packages that the program needs go there: what its files import and what those
// import in turn.

// goVersion is the language version that emitted modules and the runtime ask for.
const goVersion = "1.24"

const modulePath = "github.com/aio2go/aio2go"

// vendor adds go.mod, vendor/modules.txt and the packages of the runtime, and of the
// compiler, under it to the files.
func (p *program) vendor() error {
	packages, err := p.closure()
	if err != nil {
		return err
	}
	var list strings.Builder
	fmt.Fprintf(&list, "# %s v0.0.0\n## explicit; go %s\n", modulePath, goVersion)
	for _, path := range p.library {
		fmt.Fprintf(&list, "%s\n", path)
	}
	for _, pkg := range packages {
		from, dir := p.source(pkg)
		fmt.Fprintf(&list, "%s\n", pkg)
		files, err := goFiles(from, dir)
		if err != nil {
			return err
		}
		for _, name := range files {
			src, err := fs.ReadFile(from, path.Join(dir, name))
			if err != nil {
				return err
			}
			p.files[path.Join("vendor", pkg, name)] = src
		}
	}
	p.files["go.mod"] = fmt.Appendf(nil, "module %s\n\ngo %s\n\nrequire %s v0.0.0\n", p.modulePath(), goVersion, modulePath)
	p.files["vendor/modules.txt"] = []byte(list.String())
	return nil
}

// source returns where the source of a package is, nil for those that are not carried.
func (p *program) source(pkg string) (from fs.FS, dir string) {
	if dir, ok := strings.CutPrefix(pkg, runtimePath+"/"); ok {
		return p.opts.Runtime, dir
	}
	if dir, ok := strings.CutPrefix(pkg, modulePath+"/"); ok && p.opts.Compiler != nil {
		return p.opts.Compiler, dir
	}
	return nil, ""
}

// goFiles returns the names of a package's files without tests, with those that it embeds.
func goFiles(from fs.FS, pkg string) ([]string, error) {
	entries, err := fs.ReadDir(from, pkg)
	if err != nil {
		return nil, fmt.Errorf("there is no package %s to link: %w", pkg, err)
	}
	var list []string
	for _, e := range entries {
		name := e.Name()
		if e.IsDir() || strings.HasSuffix(name, "_test.go") {
			continue
		}
		switch path.Ext(name) {
		case ".go", ".s", ".bin", ".txt":
			list = append(list, name)
		}
	}
	return list, nil
}

// closure returns the import paths of the packages of the runtime, and of the compiler,
// that the emitted files need, sorted.
func (p *program) closure() ([]string, error) {
	seen := map[string]bool{}
	var visit func(src []byte, name string) error
	visit = func(src []byte, name string) error {
		f, err := parser.ParseFile(token.NewFileSet(), name, src, parser.ImportsOnly)
		if err != nil {
			return err
		}
		for _, spec := range f.Imports {
			imp, err := strconv.Unquote(spec.Path.Value)
			if err != nil {
				return err
			}
			from, pkg := p.source(imp)
			if from == nil || slices.Contains(p.library, imp) {
				continue
			}
			if seen[imp] {
				continue
			}
			seen[imp] = true
			files, err := goFiles(from, pkg)
			if err != nil {
				return err
			}
			for _, file := range files {
				if !strings.HasSuffix(file, ".go") {
					continue
				}
				src, err := fs.ReadFile(from, path.Join(pkg, file))
				if err != nil {
					return err
				}
				if err := visit(src, file); err != nil {
					return err
				}
			}
		}
		return nil
	}
	names := make([]string, 0, len(p.files))
	for name := range p.files {
		names = append(names, name)
	}
	sort.Strings(names)
	for _, name := range names {
		if err := visit(p.files[name], name); err != nil {
			return nil, err
		}
	}
	list := make([]string, 0, len(seen))
	for pkg := range seen {
		list = append(list, pkg)
	}
	sort.Strings(list)
	return list, nil
}
