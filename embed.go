// Package aio2go carries the source of the runtime, so that the tool can write
// what a program needs of it beside the program's own code. See cmd/aio2go for
// the tool and ARCHITECTURE.md for how it works.
package aio2go

import (
	"embed"
	"io/fs"
)

//go:embed runtime
var runtimeFS embed.FS

//go:embed libraries
var librariesFS embed.FS

// Libraries is the source of the packages of other projects that packages of the runtime
// stand on, as vendor/ has it, but with .txt behind the names of Go files. modules.txt says which
// modules the packages are of. A test holds them against the versions in go.mod.
var Libraries = mustSub(librariesFS, "libraries")

// Runtime is the source of the runtime's packages: "py/value.go" is the file
// value.go of package runtime/py.
var Runtime = mustSub(runtimeFS, "runtime")

func mustSub(fsys fs.FS, dir string) fs.FS {
	sub, err := fs.Sub(fsys, dir)
	if err != nil {
		panic(err) // the folder is named in the embed directive
	}
	return sub
}
