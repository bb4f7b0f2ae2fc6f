//go:build unix

package subprocess

import (
	"github.com/aio2go/aio2go/runtime/py"
	"github.com/aio2go/aio2go/runtime/pymod"
	_ "github.com/aio2go/aio2go/runtime/stdlib/os"     // for paths
	_ "github.com/aio2go/aio2go/runtime/stdlib/signal" // for the names of signals
)

// This file makes the module.

var spec = py.ModuleSpec{
	Name:   "subprocess",
	Doc:    "Subprocesses with accessible I/O streams",
	Consts: []py.Const{{Name: "PIPE", Value: py.Int(pipe)}, {Name: "STDOUT", Value: py.Int(stdout)}, {Name: "DEVNULL", Value: py.Int(devNull)}},
	Init:   initModule,
}

func init() { py.RegisterModule(&spec) }

func initModule(m *py.Module) exc {
	var names []value
	for _, n := range []string{"Popen", "PIPE", "STDOUT", "call", "check_call", "getstatusoutput", "getoutput", "check_output", "run", "CalledProcessError", "DEVNULL", "SubprocessError", "TimeoutExpired", "CompletedProcess"} {
		names = append(names, str(n))
	}
	m.Set("__all__", py.NewList(names).Value())
	if e := defineErrors(m); e != nil {
		return e
	}
	if e := definePopen(m); e != nil {
		return e
	}
	pymod.AddFunctions(m,
		pymod.Func{Sig: "run(*popenargs, input=None, capture_output=False, timeout=None, check=False, **kwargs)", Doc: "Run command with arguments and return a CompletedProcess instance.", Impl: run},
		pymod.Func{Sig: "call(*popenargs, timeout=None, **kwargs)", Impl: func(timeout, args, kwargs value) (value, exc) { return call(args, kwargs, timeout) }},
		pymod.Func{Sig: "check_call(*popenargs, timeout=None, **kwargs)", Impl: func(timeout, args, kwargs value) (value, exc) {
			cmd := command(args, kwargs)
			rc, e := call(args, kwargs, timeout)
			if e != nil {
				return value{}, e
			}
			if bad, e := py.Truth(rc); e != nil || bad {
				if e == nil {
					e = raise(calledProcessError, rc, cmd)
				}
				return value{}, e
			}
			return py.Int(0), nil
		}},
		pymod.Func{Sig: "check_output(*popenargs, timeout=None, **kwargs)", Impl: checkOutput},
		pymod.Func{Sig: "getstatusoutput(cmd, *, encoding=None, errors=None)", Impl: statusOutput},
		pymod.Func{Sig: "getoutput(cmd, *, encoding=None, errors=None)", Impl: func(cmd, encoding, errors value) (value, exc) {
			v, e := statusOutput(cmd, encoding, errors)
			if e != nil {
				return value{}, e
			}
			return py.Heap[py.Tuple](v).Items()[1], nil
		}},
		pymod.Func{Sig: "list2cmdline(seq)", Impl: commandLine},
		pymod.Func{Sig: "_cleanup()", Impl: func() (value, exc) { return py.None, nil }},
		pymod.Func{Sig: "_optim_args_from_interpreter_flags()", Impl: func() (value, exc) { return py.ListV(), nil }},
		pymod.Func{Sig: "_args_from_interpreter_flags()", Impl: interpreterFlags},
	)
	// Popen objects that were dropped before their process had ended: the runtime waits for
	// such processes itself.
	m.Set("_active", py.ListV())
	m.Set("_PopenSelector", py.None)
	if selectors, e := py.ImportModule("selectors"); e == nil {
		if c, found, _ := py.LookupAttr(selectors, py.Intern("PollSelector")); found {
			m.Set("_PopenSelector", c)
		}
	} else if !e.Is(py.ImportErrorType) {
		return e
	}
	runFunction, _ = m.Get(py.Intern("run"))
	return nil
}

// interpreterFlags returns the options that make another interpreter behave as this
// program: those about warnings, as a program has no others.
func interpreterFlags() (value, exc) {
	sys, e := py.ImportModule("sys")
	if e != nil {
		return value{}, e
	}
	options, found, e := py.LookupAttr(sys, py.Intern("warnoptions"))
	if e != nil || !found {
		return py.ListV(), e
	}
	var args []value
	e = py.Each(options, func(x value) exc {
		s, e := py.StrText(x)
		args = append(args, py.StrV("-W"+s))
		return e
	})
	return py.NewList(args).Value(), e
}
