package argparse

import (
	"github.com/aio2go/aio2go/runtime/py"
	_ "github.com/aio2go/aio2go/runtime/stdlib/copy"     // for lists that actions append to
	_ "github.com/aio2go/aio2go/runtime/stdlib/sys"      // for argv
	_ "github.com/aio2go/aio2go/runtime/stdlib/textwrap" // for help
)

// This file makes the module.

var spec = py.ModuleSpec{
	Name: "argparse",
	Doc:  "Command-line parsing library",
	Consts: []py.Const{{Name: "SUPPRESS", Value: suppressV}, {Name: "OPTIONAL", Value: py.StrV("?")}, {Name: "ZERO_OR_MORE", Value: py.StrV("*")},
		{Name: "ONE_OR_MORE", Value: py.StrV("+")}, {Name: "PARSER", Value: py.StrV("A...")}, {Name: "REMAINDER", Value: py.StrV("...")},
		{Name: "_UNRECOGNIZED_ARGS_ATTR", Value: py.StrV(unrecognized)}},
	Init: initModule,
}

func init() { py.RegisterModule(&spec) }

var public = []string{"ArgumentParser", "ArgumentError", "ArgumentTypeError", "BooleanOptionalAction", "FileType", "HelpFormatter",
	"ArgumentDefaultsHelpFormatter", "RawDescriptionHelpFormatter", "RawTextHelpFormatter", "MetavarTypeHelpFormatter", "Namespace", "Action",
	"ONE_OR_MORE", "OPTIONAL", "PARSER", "REMAINDER", "SUPPRESS", "ZERO_OR_MORE"}

func initModule(m *py.Module) exc {
	names := make([]value, len(public))
	for i, n := range public {
		names[i] = str(n)
	}
	m.Set("__all__", py.NewList(names).Value())
	for _, define := range []func(m *py.Module) exc{defineFormatters, defineErrors, defineHolder, defineActions, defineTypes, defineContainer, defineParser} {
		if e := define(m); e != nil {
			return e
		}
	}
	m.Set("_get_action_name", py.NewBuiltin("_get_action_name", "argparse", "(argument)", func(a value) (value, exc) {
		var s steps
		return s.Done(actionName(&s, a))
	}).Value())
	return nil
}
