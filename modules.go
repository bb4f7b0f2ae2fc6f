package aio2go

import (
	"io/fs"
	"path"
	"regexp"
	"strings"
	"sync"
)

// specName finds a module's name in the py.ModuleSpec that describes it.
var specName = regexp.MustCompile(`ModuleSpec\{\s*Name:\s*"([a-zA-Z0-9_.]+)"`)

// Modules returns the Python modules that the runtime has, and for each the
// package below runtime/ that contains it: "math" is in "stdlib/math".
var Modules = sync.OnceValue(func() map[string]string {
	mods := map[string]string{}
	err := fs.WalkDir(Runtime, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || !strings.HasSuffix(name, ".go") || strings.HasSuffix(name, "_test.go") {
			return err
		}
		src, err := fs.ReadFile(Runtime, name)
		if err != nil {
			return err
		}
		for _, m := range specName.FindAllSubmatch(src, -1) {
			mods[string(m[1])] = path.Dir(name)
		}
		return nil
	})
	if err != nil {
		panic(err) // the files are part of the executable
	}
	return mods
})
