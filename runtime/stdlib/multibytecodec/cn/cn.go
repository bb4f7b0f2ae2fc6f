// Package cn implements the module _codecs_cn: the encodings of simplified Chinese (package
// multibyte/cn) as codecs of Python.
package cn

import (
	"github.com/aio2go/aio2go/runtime/multibyte/cn"
	"github.com/aio2go/aio2go/runtime/py"
	"github.com/aio2go/aio2go/runtime/stdlib/multibytecodec"
)

var spec = py.ModuleSpec{Name: "_codecs_cn"}

func init() {
	spec.Functions = multibytecodec.Functions(cn.Encodings)
	py.RegisterModule(&spec)
}
