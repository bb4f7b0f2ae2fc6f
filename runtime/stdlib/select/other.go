//go:build !linux

package select_

import "github.com/aio2go/aio2go/runtime/py"

func initSystem(*py.Module) exc { return nil }
