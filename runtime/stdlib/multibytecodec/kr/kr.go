// Package kr implements the module _codecs_kr: the encodings of Korean (package
// multibyte/kr) as codecs of Python.
package kr

import (
	"github.com/aio2go/aio2go/runtime/multibyte/kr"
	"github.com/aio2go/aio2go/runtime/py"
	"github.com/aio2go/aio2go/runtime/stdlib/multibytecodec"
)

var spec = py.ModuleSpec{Name: "_codecs_kr"}

func init() {
	spec.Functions = multibytecodec.Functions(kr.Encodings)
	py.RegisterModule(&spec)
}
