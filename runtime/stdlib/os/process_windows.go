package os

import "github.com/aio2go/aio2go/runtime/py"

// unixFunctions are the functions that only Unix has.
var unixFunctions []py.Method
