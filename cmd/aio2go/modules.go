package main

import (
	"io/fs"
	"path"
	"regexp"
	"strings"
	"sync"

	"github.com/aio2go/aio2go"
)

// This file finds out which modules the runtime has. Each is described by a
// py.ModuleSpec in its package, and the tool carries the runtime's source. A
// package that registers modules under names that are computed lists them in a
// comment:
//
//	//aio2go:modules contextvars _contextvars

// specName finds the name in a ModuleSpec, and the names in such a comment.
var specName = regexp.MustCompile(`ModuleSpec\{\s*Name:\s*"([a-zA-Z0-9_.]+)"\s*[,}]|(?m:^//aio2go:modules (.+)$)`)

// runtimeModules returns the packages below runtime/ by the name of the Python
// module that they contain.
var runtimeModules = sync.OnceValue(func() map[string]string { return findModules(aio2go.Runtime) })

func findModules(fsys fs.FS) map[string]string {
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
