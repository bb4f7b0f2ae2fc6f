// Package jp implements the module _codecs_jp: the encodings of Japanese (package
// multibyte/jp) as codecs of Python.
package jp

import (
	"github.com/aio2go/aio2go/runtime/multibyte/jp"
	"github.com/aio2go/aio2go/runtime/py"
	"github.com/aio2go/aio2go/runtime/stdlib/multibytecodec"
)

var spec = py.ModuleSpec{Name: "_codecs_jp"}

func init() {
	spec.Functions = multibytecodec.Functions(jp.Encodings)
	py.RegisterModule(&spec)
}
