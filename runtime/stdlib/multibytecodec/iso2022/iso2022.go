// Package iso2022 implements the module _codecs_iso2022: the encodings of Japanese and Korean by escape sequences (package
// multibyte/iso2022) as codecs of Python.
package iso2022

import (
	"github.com/aio2go/aio2go/runtime/multibyte/iso2022"
	"github.com/aio2go/aio2go/runtime/py"
	"github.com/aio2go/aio2go/runtime/stdlib/multibytecodec"
)

var spec = py.ModuleSpec{Name: "_codecs_iso2022"}

func init() {
	spec.Functions = multibytecodec.Functions(iso2022.Encodings)
	py.RegisterModule(&spec)
}
