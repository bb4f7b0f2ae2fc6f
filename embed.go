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

// The stages of the compiler that package interp of the runtime stands on.
//
//go:embed frontend/source/*.go frontend/diag/*.go frontend/syntax/*.go frontend/resolve/*.go
//go:embed lower/types/*.go lower/ir/*.go lower/prim/*.go lower/build/*.go lower/coro/*.go
var compilerFS embed.FS

// Compiler is the source of those packages of the compiler that programs carry which run
// source text: "lower/ir/ir.go" is the file ir.go of package lower/ir.
var Compiler fs.FS = compilerFS

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
