package main

import (
	"github.com/aio2go/aio2go/frontend"
	"github.com/aio2go/aio2go/frontend/diag"
	"github.com/aio2go/aio2go/frontend/source"
	"github.com/aio2go/aio2go/frontend/syntax"
)

// dump shows what one stage of the compiler makes of a program.
func (t *tool) dump(form, path string) error {
	return t.stage("dump", func() error {
		switch form {
		case "tokens", "ast":
			return t.dumpFile(form, path)
		case "scopes":
			return t.dumpScopes(path)
		}
		return t.dumpLowered(form, path)
	})
}

// dumpFile shows the tokens or the tree of one file, without what it imports.
func (t *tool) dumpFile(form, path string) error {
	f, err := source.Read(path)
	if err != nil {
		if f == nil {
			return cannotOpen(path, err)
		}
		list := new(diag.List)
		list.AddError(f, err)
		return t.report(list.All(), nil)
	}
	list := new(diag.List)
	if form == "tokens" {
		if err := syntax.DumpTokens(t.stdout, f, list); err != nil {
			return err
		}
		return t.report(list.All(), nil)
	}
	mod := syntax.Parse(f, list)
	if list.HasErrors() {
		return t.report(list.All(), nil)
	}
	return syntax.Dump(t.stdout, f, mod)
}

// dumpScopes shows the scopes of the modules of a program.
func (t *tool) dumpScopes(path string) error {
	prog, list := frontend.Load(t.frontendOptions(), path)
	if prog == nil {
		return t.report(list.All(), nil)
	}
	for _, m := range prog.Modules {
		if m.Info == nil {
			continue
		}
		if err := m.Info.Dump(t.stdout); err != nil {
			return err
		}
	}
	return t.report(list.All(), nil)
}
