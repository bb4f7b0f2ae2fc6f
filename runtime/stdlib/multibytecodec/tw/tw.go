// Package tw implements the module _codecs_tw: the encodings of traditional Chinese (package
// multibyte/tw) as codecs of Python.
package tw

import (
	"github.com/aio2go/aio2go/runtime/multibyte/tw"
	"github.com/aio2go/aio2go/runtime/py"
	"github.com/aio2go/aio2go/runtime/stdlib/multibytecodec"
)

var spec = py.ModuleSpec{Name: "_codecs_tw"}

func init() {
	spec.Functions = multibytecodec.Functions(tw.Encodings)
	py.RegisterModule(&spec)
}
