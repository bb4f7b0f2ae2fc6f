//go:build !unix || openbsd || netbsd || solaris || illumos || aix

package shutil

import "github.com/aio2go/aio2go/runtime/pymod"

var systemFunctions []pymod.Func
