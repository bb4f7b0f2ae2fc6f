package main

import "github.com/aio2go/aio2go"

// runtimeModules returns the packages below runtime/ by the name of the Python
// module that they contain.
var runtimeModules = aio2go.Modules

// findModules is runtimeModules for other source than the runtime's.
var findModules = aio2go.FindModules
