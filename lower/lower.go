package lower

import (
	"fmt"
	"slices"

	"github.com/aio2go/aio2go/frontend"
	"github.com/aio2go/aio2go/frontend/diag"
	"github.com/aio2go/aio2go/lower/beside"
	"github.com/aio2go/aio2go/lower/build"
	"github.com/aio2go/aio2go/lower/coro"
	"github.com/aio2go/aio2go/lower/infer"
	"github.com/aio2go/aio2go/lower/ir"
	"github.com/aio2go/aio2go/lower/narrow"
	"github.com/aio2go/aio2go/lower/opt"
	"github.com/aio2go/aio2go/lower/specialise"
)

// Options say how a program is lowered.
type Options struct {
	// NoInfer leaves every value boxed: the program does the same, more slowly.
	NoInfer bool
	// After, when not nil, is called with the program after each pass, for dumps.
	After func(pass string, p *ir.Program)
}

// Lower turns a program without errors into IR whose suspending functions are machines.
// What it cannot translate it adds to list. An error is a mistake of the compiler.
func Lower(prog *frontend.Program, opts Options, list *diag.List) (*ir.Program, error) {
	p := Build(prog, list)
	if err := opts.finish(p); err != nil {
		return nil, err
	}
	all := sourcesOf(prog)
	for _, m := range prog.Modules {
		if !m.Library {
			continue
		}
		// Nothing is assumed about the values that come from outside, so that there is
		// little to infer.
		lib := build.Library(sourceOf(m), all, compiled(prog), list)
		if err := (Options{NoInfer: true}).finish(lib); err != nil {
			return nil, err
		}
		p.Library = append(p.Library, lib)
	}
	return p, nil
}

// finish runs the passes after build on p.
func (opts Options) finish(p *ir.Program) error {
	if err := opts.check("build", p); err != nil {
		return err
	}
	if !p.Traced {
		coro.Split(p)
		if err := opts.check("split", p); err != nil {
			return err
		}
	}
	if !opts.NoInfer && !p.Traced {
		info := infer.Program(p)
		specialised := specialise.Run(p, info)
		tests := narrow.Run(p, info)
		if specialised || tests.Any() {
			info = infer.Program(p)
		}
		tests.Settle(info)
		if err := opts.check("infer", p); err != nil {
			return err
		}
		opt.Run(p, info)
		tests.Drop()
		beside.Run(p, info)
		opt.Views(p)
		if err := opts.check("opt", p); err != nil {
			return err
		}
	}
	opt.DropTries(p)
	for _, m := range p.Modules {
		if err := coro.Lower(m); err != nil {
			return fmt.Errorf("coro: %w", err)
		}
	}
	return opts.check("coro", p)
}

// Build runs the first pass alone, on the modules that are not of a library.
func Build(prog *frontend.Program, list *diag.List) *ir.Program {
	p := build.Program(sourcesOf(prog), list)
	p.Runtime, p.LeftOut = prog.Runtime, prog.LeftOut
	for _, d := range prog.Distributions {
		files := make(map[string]string, len(d.Files))
		for _, f := range d.Files {
			files[f.Name] = f.Text
		}
		p.Distributions = append(p.Distributions, ir.Distribution{Dir: d.Dir, Files: files})
	}
	return p
}

// sourcesOf returns the modules of prog with the script last.
func sourcesOf(prog *frontend.Program) []build.Source {
	var sources []build.Source
	for _, m := range append(prog.Modules[1:len(prog.Modules):len(prog.Modules)], prog.Main()) {
		sources = append(sources, sourceOf(m))
	}
	return sources
}

func sourceOf(m *frontend.Module) build.Source {
	return build.Source{Name: m.Name, File: m.File, IsPackage: m.IsPackage, Library: m.Library, Dirs: m.Dirs, Spec: m.Spec, Tree: m.AST, Info: m.Info}
}

// compiled returns what tells whether a module is not one of the runtime's. It does not
// depend on which modules the program has, since what a library module becomes must not.
func compiled(prog *frontend.Program) func(name string) bool {
	return func(name string) bool { return !slices.Contains(prog.Runtime, name) }
}

// check runs ir.Check after a pass.
func (o Options) check(pass string, p *ir.Program) error {
	if o.After != nil {
		o.After(pass, p)
	}
	if err := ir.Check(p); err != nil {
		return fmt.Errorf("after %s: %w", pass, err)
	}
	return nil
}
