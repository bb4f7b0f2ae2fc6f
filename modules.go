package aio2go

import (
	"io/fs"
	"path"
	"regexp"
	"strings"
	"sync"
)

// This file finds out which modules the runtime has. Each is described by a
// py.ModuleSpec in its package, and the tool carries the runtime's source. A
// package that registers modules under names that are computed lists them in a
// comment:
//
//	//aio2go:modules contextvars _contextvars

// specName finds the name in a ModuleSpec, and the names in such a comment.
var specName = regexp.MustCompile(`ModuleSpec\{\s*Name:\s*"([a-zA-Z0-9_.]+)"\s*[,}]|(?m:^//aio2go:modules (.+)$)`)

// Modules returns the Python modules that the runtime has, and for each the
// package below runtime/ that contains it: "math" is in "stdlib/math".
var Modules = sync.OnceValue(func() map[string]string { return FindModules(Runtime) })

// FindModules returns the modules that the source in fsys describes.
func FindModules(fsys fs.FS) map[string]string {
	mods := make(map[string]string)
	err := fs.WalkDir(fsys, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || !strings.HasSuffix(name, ".go") || strings.HasSuffix(name, "_test.go") {
			return err
		}
		src, err := fs.ReadFile(fsys, name)
		if err != nil {
			return err
		}
		for _, m := range specName.FindAllSubmatch(src, -1) {
			for _, mod := range strings.Fields(string(m[1]) + string(m[2])) {
				mods[mod] = path.Dir(name)
			}
		}
		return nil
	})
	if err != nil {
		panic(err) // the files are part of the executable
	}
	return mods
}
