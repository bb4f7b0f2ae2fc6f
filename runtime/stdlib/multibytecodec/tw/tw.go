// Package tw implements the module _codecs_tw: the encodings of traditional Chinese (package
// multibyte/tw) as codecs of Python.
package tw

import (
	"github.com/aio2go/aio2go/runtime/multibyte/tw"
	"github.com/aio2go/aio2go/runtime/py"
	"github.com/aio2go/aio2go/runtime/stdlib/multibytecodec"
)

var spec = py.ModuleSpec{Name: "_codecs_tw"}

// aliases are the further names of the encodings (encodings.aliases).
var aliases = map[string]string{
	"big5":  "big5_tw csbig5 x_mac_trad_chinese",
	"cp950": "950 ms950",
}

func init() {
	spec.Functions = multibytecodec.Functions(tw.Encodings, aliases)
	py.RegisterModule(&spec)
}
