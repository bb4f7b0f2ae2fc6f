// Package hk implements the module _codecs_hk: the encodings of Big5 with the characters of Hong Kong (package
// multibyte/hk) as codecs of Python.
package hk

import (
	"github.com/aio2go/aio2go/runtime/multibyte/hk"
	"github.com/aio2go/aio2go/runtime/py"
	"github.com/aio2go/aio2go/runtime/stdlib/multibytecodec"
)

var spec = py.ModuleSpec{Name: "_codecs_hk"}

func init() {
	spec.Functions = multibytecodec.Functions(hk.Encodings)
	py.RegisterModule(&spec)
}
