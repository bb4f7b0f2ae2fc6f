package signal

import (
	"syscall"

	"github.com/aio2go/aio2go/runtime/py"
)

// systemMethods are the functions that not every system has.
var systemMethods []py.Method

func checkFD(int) syscall.Errno { return 0 }
