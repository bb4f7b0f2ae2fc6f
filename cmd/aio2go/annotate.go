package main

import (
	"io"
	"os"

	"github.com/aio2go/aio2go/emit"
	"github.com/aio2go/aio2go/internal/report"
	"github.com/aio2go/aio2go/lower/ir"
)

// This file implements annotate, and what build --report prints.

// annotate writes what the lines of a program cost.
func (t *tool) annotate(args []string) error {
	s, err := fileScript(args[0])
	if err != nil {
		return err
	}
	s.file = s.name
	prog, _, err := t.compile(s)
	if err != nil {
		return err
	}
	r, err := t.reportOn(prog)
	if err != nil {
		return err
	}
	write := r.HTML
	if t.opts.json {
		write = r.JSON
	}
	output := t.opts.output
	if output == "" && t.opts.json {
		return write(t.stdout)
	}
	if output == "" {
		output = baseName(s) + ".html"
	}
	return writeTo(output, write)
}

func writeTo(name string, write func(io.Writer) error) error {
	f, err := os.Create(name)
	if err != nil {
		return err
	}
	if err := write(f); err != nil {
		f.Close()
		return err
	}
	return f.Close()
}

// reportOn makes the report on a lowered program.
func (t *tool) reportOn(prog *ir.Program) (r *report.Report, err error) {
	err = t.stage("annotate", func() error {
		files, ferr := emit.Files(prog, t.emitOptions(""))
		if ferr != nil {
			return ferr
		}
		r = report.New(prog, files)
		return nil
	})
	return r, err
}
