package emit

import (
	"fmt"
	"go/parser"
	"go/token"
	"io/fs"
	"path"
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

// vendor adds go.mod, vendor/modules.txt and the packages of the runtime and of the
// libraries under it to the files.
func (p *program) vendor() error {
	packages, err := p.closure()
	if err != nil {
		return err
	}
	modules, err := p.libraries()
	if err != nil {
		return err
	}
	var list, requires strings.Builder
	fmt.Fprintf(&list, "# %s v0.0.0\n## explicit; go %s\n", modulePath, goVersion)
	for _, path := range p.library {
		fmt.Fprintf(&list, "%s\n", path)
	}
	fmt.Fprintf(&requires, "require %s v0.0.0\n", modulePath)
	module := -1 // of the packages so far: the runtime's
	for _, pkg := range packages {
		dir, from := pkg, p.opts.Libraries
		if rel, ok := strings.CutPrefix(pkg, runtimePath+"/"); ok {
			dir, from = rel, p.opts.Runtime
		} else if m := moduleOf(modules, pkg); m != module {
			module = m
			fmt.Fprintf(&list, "%s\n%s\n", modules[m].head, modules[m].explicit)
			fmt.Fprintf(&requires, "require %s\n", strings.TrimPrefix(modules[m].head, "# "))
			license := path.Join(modules[m].path, "LICENSE")
			text, err := fs.ReadFile(from, license)
			if err != nil {
				return err
			}
			p.files[path.Join("vendor", license)] = text
		}
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
			p.files[path.Join("vendor", pkg, strings.TrimSuffix(name, ".txt"))] = src
		}
	}
	p.files["go.mod"] = fmt.Appendf(nil, "module %s\n\ngo %s\n\n%s", p.modulePath(), goVersion, requires.String())
	p.files["vendor/modules.txt"] = []byte(list.String())
	return nil
}

// library is a module of another project that the runtime has packages of.
type library struct {
	path           string
	head, explicit string // its lines in modules.txt
}

// libraries reads the modules.txt of the libraries.
func (p *program) libraries() ([]library, error) {
	if p.opts.Libraries == nil {
		return nil, nil
	}
	text, err := fs.ReadFile(p.opts.Libraries, "modules.txt")
	if err != nil {
		return nil, err
	}
	var list []library
	lines := strings.Split(strings.TrimSpace(string(text)), "\n")
	for i := 0; i+1 < len(lines); i += 2 {
		name, _, _ := strings.Cut(strings.TrimPrefix(lines[i], "# "), " ")
		list = append(list, library{name, lines[i], lines[i+1]})
	}
	return list, nil
}

// moduleOf returns the index of the library that pkg belongs to, or -1.
func moduleOf(modules []library, pkg string) int {
	for i, m := range modules {
		if strings.HasPrefix(pkg, m.path+"/") || pkg == m.path {
			return i
		}
	}
	return -1
}

// goFiles returns the names of a package's files without tests.
func goFiles(from fs.FS, pkg string) ([]string, error) {
	entries, err := fs.ReadDir(from, pkg)
	if err != nil {
		return nil, fmt.Errorf("there is no package %s to link: %w", pkg, err)
	}
	var list []string
	for _, e := range entries {
		name := strings.TrimSuffix(e.Name(), ".txt")
		if e.IsDir() || strings.HasSuffix(name, "_test.go") || !strings.HasSuffix(name, ".go") && !strings.HasSuffix(name, ".s") && !strings.HasSuffix(name, ".bin") {
			continue
		}
		list = append(list, e.Name())
	}
	return list, nil
}

// closure returns the import paths of the packages of the runtime and the libraries that
// the emitted files need, sorted, the runtime's first.
func (p *program) closure() ([]string, error) {
	seen := map[string]bool{}
	modules, err := p.libraries()
	if err != nil {
		return nil, err
	}
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
			pkg, isRuntime := strings.CutPrefix(imp, runtimePath+"/")
			from := p.opts.Runtime
			if !isRuntime {
				if moduleOf(modules, imp) < 0 {
					continue
				}
				from = p.opts.Libraries
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
				if !strings.HasSuffix(strings.TrimSuffix(file, ".txt"), ".go") {
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
	sort.Slice(list, func(i, j int) bool {
		a, b := strings.HasPrefix(list[i], runtimePath+"/"), strings.HasPrefix(list[j], runtimePath+"/")
		if a != b {
			return a
		}
		return list[i] < list[j]
	})
	return list, nil
}
