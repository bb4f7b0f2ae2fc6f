// Package errno implements the module errno (Python library reference, errno: Standard
// errno system symbols).
package errno

import "github.com/aio2go/aio2go/runtime/py"

var spec = py.ModuleSpec{
	Name: "errno",
	Doc: "This module makes available standard errno system symbols.\n\nThe value of each symbol is the corresponding integer value,\n" +
		"e.g., on most systems, errno.ENOENT equals the integer 2.\n\nThe dictionary errno.errorcode maps numeric codes to symbol names,\n" +
		"e.g., errno.errorcode[2] could be the string 'ENOENT'.\n\nSymbols that are not relevant to the underlying system are not defined.\n\n" +
		"To map error codes to error messages, use the function os.strerror(),\ne.g. os.strerror(2) could return 'No such file or directory'.",
	Init: func(m *py.Module) *py.Exception {
		codes := py.NewDict()
		// Of the names of one number, errorcode has the last.
		for _, n := range names {
			m.Set(n.name, py.Int(int64(n.n)))
			if exc := codes.Set(py.Int(int64(n.n)), py.StrV(n.name)); exc != nil {
				return exc
			}
		}
		m.Set("errorcode", codes.Value())
		return nil
	},
}

func init() { py.RegisterModule(&spec) }

// errorName is a symbol of the system.
type errorName struct {
	name string
	n    uintptr
}
