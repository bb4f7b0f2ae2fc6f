package main

import (
	"fmt"
	"io"

	"github.com/aio2go/aio2go"
	"github.com/aio2go/aio2go/emit"
	"github.com/aio2go/aio2go/frontend"
	"github.com/aio2go/aio2go/frontend/diag"
	"github.com/aio2go/aio2go/lower"
	"github.com/aio2go/aio2go/lower/ir"
)

// This file calls the stages after the frontend.

// lower lowers a program without errors. What cannot be compiled is in list.
func (t *tool) lower(prog *frontend.Program, list *diag.List) (out *ir.Program, err error) {
	err = t.stage("lower", func() error {
		var lerr error
		if out, lerr = lower.Lower(prog, lower.Options{NoInfer: t.opts.noInfer}, list); lerr != nil {
			return t.internal("lower", lerr)
		}
		return nil
	})
	return out, err
}

// internal reports an error that is a bug of the compiler.
func (t *tool) internal(stage string, err error) error {
	fmt.Fprintf(t.stderr, "aio2go: internal error in %s%s: %v\n", stage, where(err), err)
	return exitStatus(exitInternal)
}

// emitOptions returns how a program is written into dir, for readers.
func (t *tool) emitOptions(dir string) emit.Options {
	return emit.Options{
		Dir:            dir,
		Runtime:        aio2go.Runtime,
		Compiler:       aio2go.Compiler,
		Packages:       runtimeModules(),
		Python:         t.opts.python,
		LineDirectives: t.opts.lineDirectives,
		NoComments:     t.opts.noComments,
	}
}

// buildOptions returns how a program is written into dir that is built and thrown away.
func (t *tool) buildOptions(dir string) emit.Options {
	opts := t.emitOptions(dir)
	opts.LineDirectives, opts.NoComments, opts.Unformatted = true, true, true
	return opts
}

// dumpLowered shows a program after one of the passes of package lower.
func (t *tool) dumpLowered(form, path string) error {
	prog, list := frontend.Load(t.frontendOptions(), path)
	if prog == nil || list.HasErrors() {
		return t.report(list.All(), nil)
	}
	if form == "types" {
		if err := lower.DumpTypes(t.stdout, prog, list); err != nil {
			return err
		}
		return t.report(list.All(), nil)
	}
	pass := map[string]string{"ir": "build", "states": "coro"}[form]
	var dumped error
	_, err := lower.Lower(prog, lower.Options{NoInfer: t.opts.noInfer, After: func(name string, p *ir.Program) {
		if name == pass {
			dumped = dumpProgram(t.stdout, p)
		}
	}}, list)
	if err == nil {
		err = dumped
	}
	if err != nil {
		return t.internal("lower", err)
	}
	return t.report(list.All(), nil)
}

func dumpProgram(w io.Writer, p *ir.Program) error {
	for _, m := range p.Modules {
		if err := ir.Print(w, m); err != nil {
			return err
		}
	}
	return nil
}
