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
