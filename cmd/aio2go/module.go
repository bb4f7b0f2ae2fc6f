package main

import (
	"fmt"
	"os"

	"github.com/aio2go/aio2go/frontend/load"
)

// This file implements run -m.

// moduleScript returns the script that is the module of a dotted name, or the module
// __main__ in the package of that name, as runpy finds it with the working directory at
// the head of sys.path.
func (t *tool) moduleScript(name string) (*script, error) {
	dir, err := os.Getwd()
	if err != nil {
		return nil, err
	}
	file, full, err := load.FindMain(t.frontendOptions(), dir, name)
	if err != nil {
		fmt.Fprintf(t.stderr, "aio2go: %v\n", err)
		return nil, exitStatus(exitError) // as CPython
	}
	return &script{name: file, file: file, module: full, folder: dir}, nil
}
