package main

import (
	"github.com/aio2go/aio2go/frontend"
	"github.com/aio2go/aio2go/frontend/diag"
)

// check reports everything that is wrong with the programs in paths.
func (t *tool) check(paths []string) error {
	all := new(diag.List)
	for _, path := range paths {
		err := t.stage("frontend", func() error {
			prog, list := frontend.Load(t.frontendOptions(), path)
			if prog != nil && !list.HasErrors() {
				if _, err := t.lower(prog, list); err != nil {
					return err
				}
			}
			for _, d := range list.All() {
				all.Add(d)
			}
			return nil
		})
		if err != nil {
			return err
		}
	}
	if !t.opts.json {
		return t.report(all.All(), nil)
	}
	if err := all.RenderJSON(t.stdout); err != nil {
		return err
	}
	if all.HasErrors() {
		return exitStatus(exitError)
	}
	return nil
}
