package pathlib

import (
	"github.com/aio2go/aio2go/runtime/py"
	_ "github.com/aio2go/aio2go/runtime/stdlib/collections" // for the sequence of parents
	_ "github.com/aio2go/aio2go/runtime/stdlib/os"          // for what touches files
)

// This file makes the module.

var spec = py.ModuleSpec{
	Name:    "pathlib",
	Package: true,
	Doc:     "Object-oriented filesystem paths.\n\nThis module provides classes to represent abstract paths and concrete\npaths with operations that have semantics appropriate for different\noperating systems.\n",
	Init: func(m *py.Module) exc {
		m.Set("__all__", py.ListV(str("UnsupportedOperation"), str("PurePath"), str("PurePosixPath"), str("PureWindowsPath"), str("Path"), str("PosixPath"), str("WindowsPath")))
		if e := definePure(m); e != nil {
			return e
		}
		return definePath(m)
	},
}

// localSpec is the module that the classes say they are of.
var localSpec = py.ModuleSpec{
	Name: "pathlib._local",
	Init: func(m *py.Module) *py.Exception {
		pathlib, e := spec.Module()
		if e != nil {
			return e
		}
		for _, name := range []string{"__all__", "PurePath", "PurePosixPath", "PureWindowsPath", "Path", "PosixPath", "WindowsPath", "UnsupportedOperation"} {
			if v, ok := pathlib.Get(py.Intern(name)); ok {
				m.Set(name, v)
			}
		}
		return nil
	},
}

func init() {
	py.RegisterModule(&spec)
	py.RegisterModule(&localSpec)
}
